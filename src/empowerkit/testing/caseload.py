"""
Made-up plans from a seed: for benchmarks, for teaching, for trying out.

Nobody in them is real.
People speak in their own words, in several languages; they weigh, choose,
change their minds, say no, and are now and then decided over.
The same seed gives equal plans, today and on any machine.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any, Final

from empowerkit.model._record import Use, shape, walk

from . import _case_decisions as deciding
from . import _case_story as story
from ._case import Case


if TYPE_CHECKING:
    from collections.abc import Iterator

    from empowerkit.plan import Plan

__all__ = ["plans", "typical"]

_START: Final = date(2026, 1, 1)
_TYPICAL_OBJECTS: Final = 124
_LOOKED_AT: Final = 40


def plans(n: int, *, seed: int, start: date = _START) -> Iterator[Plan]:
    """
    Yield *n* made-up plans, about 12 KB of JSON each.

    The first plans of a longer caseload are those of a shorter one.

    Args:
        n: How many.
        seed: The same seed gives equal plans.
        start: They open in the year that begins on this day.

    >>> one, two = plans(2, seed=7)
    >>> one == next(plans(1, seed=7)), one == two
    (True, False)
    """
    for number in range(n):
        rng = Random(f"{seed}/{number}")  # noqa: S311 - nothing is secret
        yield _plan(Case(rng, start))


def typical(*, seed: int = 0, start: date = _START) -> Plan:
    """
    Return one made-up plan of about 12 KB and 124 JSON objects.

    Args:
        seed: The same seed gives an equal plan.
        start: It opens in the year that begins on this day.

    >>> typical() == typical()
    True
    """
    found = plans(_LOOKED_AT, seed=seed, start=start)
    return min(found, key=_distance)


def _distance(plan: Plan) -> int:
    return abs(_objects(plan) - _TYPICAL_OBJECTS)


def _objects(plan: Plan) -> int:
    """Return how many JSON objects *plan* makes: its records and actors."""
    records = [record for _, record in walk(plan)]
    return len(records) + sum(map(_actors, records))


def _actors(record: Any) -> int:
    found = 0
    for field in shape(type(record)):
        if field.use is Use.ACTOR:
            value = getattr(record, field.name)
            found += len(value) if field.many else value is not None
    return found


def _plan(case: Case) -> Plan:
    _begins(case)
    goal = story.sets_a_goal(case)
    story.agrees_on_support(case, goal)
    story.is_offered_resources(case)
    story.takes_steps(case, goal)
    case.later(3, 15)
    decision = deciding.decides(case, goal)
    _goes_on(case, goal, decision)
    closing = story.ends(case) if case.chance(0.3) else {}
    review = None if closing else case.in_days(90)
    asked = case.at() if case.chance(0.3) else None
    return case.plan(review_on=review, review_asked_at=asked, **closing)


def _begins(case: Case) -> None:
    story.meets(case)
    story.is_asked(case)
    story.agrees_on_contact(case)
    story.says_what_matters(case)
    story.brings_strengths(case)
    story.needs(case)


def _goes_on(case: Case, goal: Any, decision: Any) -> None:
    for share, happens in _SOMETIMES:
        if case.chance(share):
            happens(case)
    for share, concerns in _ABOUT_THE_DECISION:
        if case.chance(share):
            concerns(case, decision)
    for _ in range(case.one((0, 0, 1))):
        case.later(7, 50)
        story.meets(case)
        story.rates(case, goal)


_SOMETIMES: Final = (
    (0.3, story.meets_barriers),
    (0.2, story.asks),
    (0.3, story.agrees_to_the_plan),
    (0.15, story.objects),
    (0.3, story.takes_a_copy),
    (0.08, deciding.lets_somebody_decide),
    (0.08, deciding.is_ordered_to),
    (0.08, deciding.is_restricted),
    (0.25, deciding.lets_something_leave),
    (0.2, deciding.takes_something_back),
    (0.2, deciding.says_it_anew),
    (0.15, deciding.comes_from_elsewhere),
)
_ABOUT_THE_DECISION: Final = (
    (0.5, deciding.has_a_proxy_decide),
    (0.1, deciding.has_something_imposed),
    (0.15, deciding.needs_permission),
    (0.1, deciding.sets_a_check_aside),
)
