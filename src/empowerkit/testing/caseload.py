"""
Made-up plans from a seed: for benchmarks, for teaching, for trying out.

Nobody in them is real.
People speak in their own words, in several languages; they weigh, choose,
change their minds, say no, and are now and then decided over.
Much is written down with care, and some of it lags, as it does in life.
The same seed gives equal plans, today and on any machine.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any, Final

from empowerkit.model._record import Use, shape, walk

from . import _case_decisions as deciding
from . import _case_lags as lagging
from . import _case_limits as limiting
from . import _case_ratings as rating
from . import _case_story as story
from ._case import Case, Kept


if TYPE_CHECKING:
    from collections.abc import Iterator

    from empowerkit.plan import Plan

__all__ = ["plans", "typical"]

_START: Final = date(2026, 1, 1)
_TYPICAL_OBJECTS: Final = 124
_LOOKED_AT: Final = 40


def plans(n: int, *, seed: int, start: date = _START) -> Iterator[Plan]:
    """
    Yield *n* made-up plans, about 13 KB of JSON each.

    They are kept as records are in a busy year: some words are never read
    back, some questions stay open, some help does not fade.
    Chance decides where, whoever the people are.
    On the last day of the year in which they open, each rule of the practice
    profile ``core`` has something to say of some of them, and of fewer than
    60 in 100; the rates are made up, and say nothing about any service.

    The first plans of a longer caseload are those of a shorter one.

    Args:
        n: How many.
        seed: The same seed gives equal plans.
        start: They open in the year that begins on this day.

    >>> one, two = plans(2, seed=7)
    >>> one == next(plans(1, seed=7)), one == two
    (True, False)
    """
    return _made(n, seed, start, Kept.AS_IT_COMES)


def typical(*, seed: int = 0, start: date = _START) -> Plan:
    """
    Return one made-up plan of about 12 KB and 124 JSON objects.

    It is well kept, so that it is of use as an example.

    Args:
        seed: The same seed gives an equal plan.
        start: It opens in the year that begins on this day.

    >>> typical() == typical()
    True
    """
    found = _made(_LOOKED_AT, seed, start, Kept.WELL)
    return min(found, key=_distance)


def _made(n: int, seed: int, start: date, kept: Kept) -> Iterator[Plan]:
    for number in range(n):
        rng = Random(f"{seed}/{number}")  # noqa: S311 - nothing is secret
        yield _plan(Case(rng, start, kept))


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
    if not case.varies(0.1):
        story.takes_steps(case, goal)
    case.later(3, 15)
    decision = deciding.decides(case, goal)
    _goes_on(case, goal, decision)
    ends = case.chance(0.3) or case.varies(0.2)
    _lags(case, goal, ends=ends)
    closing = _ending(case) if ends else {}
    later = None if closing or case.varies(0.1) else case.in_days(90)
    asked = case.at() if case.chance(0.3) else None
    return case.plan(review_on=later, review_asked_at=asked, **closing)


def _ending(case: Case) -> dict[str, Any]:
    """Close the plan, most of the time with an ending talked through."""
    if not case.varies(0.25):
        return story.ends(case)
    return {"closed_on": case.later(20, 60)}


def _lags(case: Case, goal: Any, *, ends: bool) -> None:
    """Let time pass in which not all is written down, or done."""
    for share, happens in _IN_BETWEEN:
        if case.varies(share):
            happens(case)
    for share, concerns in _ABOUT_THE_GOAL:
        if case.varies(share):
            concerns(case, goal)
    if not ends and case.varies(0.45):
        rating.goes_on_all_year(case, goal)
    elif case.varies(0.3):
        rating.rates_again(case, goal)
    for share, happens in _AT_LAST:
        if case.varies(share):
            happens(case)


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
        rating.rates(case, goal)


_SOMETIMES: Final = (
    (0.3, story.meets_barriers),
    (0.2, story.asks),
    (0.3, story.agrees_to_the_plan),
    (0.15, story.objects),
    (0.3, story.takes_a_copy),
    (0.08, deciding.lets_somebody_decide),
    (0.08, limiting.is_ordered_to),
    (0.08, limiting.is_restricted),
    (0.25, limiting.lets_something_leave),
    (0.2, limiting.takes_something_back),
    (0.2, limiting.says_it_anew),
    (0.15, limiting.comes_from_elsewhere),
)
_ABOUT_THE_DECISION: Final = (
    (0.5, deciding.has_a_proxy_decide),
    (0.1, limiting.has_something_imposed),
    (0.15, limiting.needs_permission),
    (0.1, limiting.sets_a_check_aside),
)
_IN_BETWEEN: Final = (
    (0.3, lagging.is_asked_how),
    (0.25, story.takes_a_copy),
    (0.1, story.meets_barriers),
    (0.1, story.objects),
    (0.06, story.asks),
    (0.03, limiting.is_restricted),
    (0.1, lagging.brings_an_old_record),
    (1.0, lagging.is_never_alone),
    (0.12, lagging.has_something_taken_away),
    (0.08, lagging.has_something_sent_on),
)
_ABOUT_THE_GOAL: Final = (
    (0.15, lagging.says_another_goal),
    (0.15, lagging.is_proposed_more_help),
    (0.14, lagging.gets_less_help),
    (0.08, lagging.has_more_done_for),
)
_AT_LAST: Final = ((0.09, lagging.is_handed_a_list),)
