"""How it goes in a made-up plan, on rulers, early and late, by both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from empowerkit.model import (
    AnswerStatus,
    Rating,
    Ruler,
    Voice,
)

from . import _case_story as story
from . import _case_words as words


if TYPE_CHECKING:
    from empowerkit.model import Actor, Goal

    from ._case import Case

_ANSWERED: Final = AnswerStatus.ANSWERED
_UNANSWERED: Final = tuple(AnswerStatus)[1:]
_RULER: Final = (0, 10)
_ATTAINMENT: Final = (-2, 2)
# It goes up about as often as down.
_MOVES: Final = (-5, -4, -3, -1, 0, 1, 1, 2, 2, 3, 3)
_LEVELS: Final = (-1, 0, 1, 1, 2)


def rates(case: Case, goal: Goal) -> None:
    """Put something on a ruler, or rather not."""
    ruler = case.one((*Ruler, Ruler.CONFIDENCE, Ruler.CONFIDENCE))
    low, high = _ATTAINMENT if ruler is Ruler.ATTAINMENT else _RULER
    answered = case.chance(0.85)
    about = case.worker.id if ruler is Ruler.RAPPORT else goal.id
    case.add(
        "ratings",
        Rating(
            id=case.new_id(),
            about_id=about,
            ruler=ruler,
            own_ruler=_own_ruler(case) if ruler is Ruler.OWN else None,
            low=low,
            high=high,
            value=case.rng.randint(low, high) if answered else None,
            status=_ANSWERED if answered else case.one(_UNANSWERED),
            rater=case.client.actor,
            at=case.at(),
            voice=case.says(),
        ),
    )


def _own_ruler(case: Case) -> str:
    return case.one(words.OWN_RULERS)


def goes_on_all_year(case: Case, goal: Goal) -> None:
    """Be in touch until the year ends, and look at how it goes."""
    case.goes_on_until(case.year_ends - case.days(50, 80))
    rates_again(case, goal)
    case.goes_on_until(case.year_ends - case.days(2, 25))
    story.meets(case)
    _is_surer_or_less(case, goal)


def rates_again(case: Case, goal: Goal) -> None:
    """Put the same things on the same rulers twice, some weeks apart."""
    before = _both(case, goal) if case.chance(0.6) else ()
    sure = case.rng.randint(3, 8)
    _rated(case, goal, Ruler.CONFIDENCE, case.client.actor, sure)
    case.later(20, 40)
    story.meets(case)
    _is_surer_or_less(case, goal)
    for ruler, rater, value in before:
        low, high = _ends(ruler)
        now = min(max(value + case.one(_LEVELS), low), high)
        _rated(case, goal, ruler, rater, now)


def _is_surer_or_less(case: Case, goal: Goal) -> None:
    """Say again how sure one is; not always surer than the last time."""
    said = [r for r in case.held("ratings") if r.ruler is Ruler.CONFIDENCE]
    sure = min(max((said[-1].value or 0) + case.one(_MOVES), 0), 10)
    _rated(case, goal, Ruler.CONFIDENCE, case.client.actor, sure)


def _both(case: Case, goal: Goal) -> tuple[Any, ...]:
    """Put one thing on a ruler, client and worker each for themselves."""
    ruler = Ruler.PROGRESS if goal.scale is None else Ruler.ATTAINMENT
    low, _ = _ends(ruler)
    said = tuple(
        (ruler, person.actor, low + case.rng.randint(0, 2))
        for person in (case.client, case.worker)
    )
    for one in said:
        _rated(case, goal, *one)
    return said


def _ends(ruler: Ruler) -> tuple[int, int]:
    return _ATTAINMENT if ruler is Ruler.ATTAINMENT else _RULER


def _rated(
    case: Case, goal: Goal, ruler: Ruler, rater: Actor, value: int
) -> None:
    low, high = _ends(ruler)
    case.add(
        "ratings",
        Rating(
            id=case.new_id(),
            about_id=goal.id,
            ruler=ruler,
            low=low,
            high=high,
            value=value,
            rater=rater,
            at=case.at(18),
            voice=Voice(speaker=rater),
        ),
    )
