"""Change on a ruler: the last rating less the first."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import attrs

from empowerkit.errors import refuse
from empowerkit.model import Absent, Actor, PlanId, Rating, Ruler
from empowerkit.model._record import is_noun, walk
from empowerkit.plan import Plan

from ._inputs import ScoreDirection, not_positive, sign
from ._ratings import (
    answered,
    by_role,
    grouped,
    rater_columns,
    standing,
)


@attrs.frozen(kw_only=True)
class RulerChange:
    """
    What one rater said first and last, on one ruler, of one thing.

    Attributes:
        plan_id: The plan.
        rater: Whose ratings they are.
        ruler: The ruler.
        own_ruler: Its name, for a ruler of one's own; in no repr, text or
            table, because these are somebody's words.
        about_id: What was rated.
        about: What kind of thing that is: ``goal``, ``worker``.
        direction: Which end of the ruler is the better one, as last used.
        low: The lower end of the ruler, as last used.
        high: Its upper end, as last used.
        first: The first value.
        last: The last value; `None` where there is no second one.
        first_at: When the first was given.
        last_at: When the last was given.
        change: Last less first, in steps of the ruler; `None` where the two
            do not compare.
        threshold: How many steps towards the better end were asked for.
        reached: Whether the change goes that far; `None` where there is no
            threshold or no change.
        n: How many answered ratings there are.
        missing: How many were not answered.
        reason: Why there is no change.
        limits: What a change must not be used for, one sentence each.
    """

    plan_id: PlanId
    rater: Actor
    ruler: Ruler
    own_ruler: str | None = attrs.field(default=None, repr=False)
    about_id: str
    about: str
    direction: ScoreDirection
    low: int
    high: int
    first: int | None
    last: int | None
    first_at: datetime | None
    last_at: datetime | None
    change: int | None
    threshold: float | None
    reached: bool | None
    n: int
    missing: int
    reason: str | None = None

    limits: ClassVar[tuple[str, ...]] = (
        "Two ratings are two moments, not a trend.",
        "Steps on a ruler do not compare between people or between rulers.",
        "Ratings of a worker are not to be gathered by worker.",
    )

    def to_text(self) -> str:
        """Return it in one plain sentence: ids and figures, no words."""
        who = f"{self.rater.role.value} {self.rater.id}"
        what = f"By {who}, {self.ruler.value} of {self.about} {self.about_id}"
        if self.change is None:
            return f"{what}: no change, because {self.reason}."
        better = self.direction.value.replace("-", " ")
        return (
            f"{what}: {self.first} to {self.last}, {self.change:+d} on "
            f"{self.low} to {self.high} ({better})."
        )

    def to_dict(self) -> dict[str, object]:
        """
        Return one row for a table: names and plain values, no words.

        Neither a rater who is paid nor a worker who was rated is named:
        nothing here is to be grouped by worker.
        """
        named = self.about not in {"worker", "absent"}
        return {
            "plan_id": self.plan_id,
            **rater_columns(self.rater),
            "ruler": self.ruler.value,
            "about": self.about,
            "about_id": self.about_id if named else None,
            "direction": self.direction.value,
            "low": self.low,
            "high": self.high,
            "first": self.first,
            "last": self.last,
            "first_at": self.first_at,
            "last_at": self.last_at,
            "change": self.change,
            "threshold": self.threshold,
            "reached": self.reached,
            "n": self.n,
            "missing": self.missing,
            "reason": self.reason,
        }


def ruler_change(
    plan: Plan, *, threshold: float | None = None
) -> tuple[RulerChange, ...]:
    """
    Return the change on each ruler, by rater and by what was rated.

    Change = last - first, in steps of the ruler, over the answered ratings
    that nobody withdrew, by the time they were given.
    ``direction`` says which end is the better one; the sign of
    the change is that of the figures, and is never turned round.
    Where the ruler ran differently first and last (other ends, or the
    better end changed), the two are not compared and nothing is rescaled:
    the change is `None`, and the reason says so.
    Rows come with the client's first, then by role and id of the rater, each
    in the order of the first rating.

    Args:
        plan: The plan, or what a reader may see of it: a client's ratings
            of a worker are hidden from most.
        threshold: How many steps towards the better end you ask for; none
            is built in.  Say where yours comes from.

    Raises:
        InvariantError: The threshold is not a number above 0
            (``measure-input``).

    Source: goal-based outcomes, D. Law and J. Jacob, "Goals and Goal Based
    Outcomes" (3rd ed., CAMHS Press 2015), for last less first; refusing to
    rescale is our choice, because steps of two rulers are not one unit.

    >>> from datetime import datetime, timedelta, timezone
    >>> from empowerkit import Client, Plan, Voice
    >>> from empowerkit.model import Rating, Ruler
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
    >>> amina = Client(id="amina", called="Amina")
    >>> her = Voice.of(amina.actor, at=noon)
    >>> ratings = tuple(
    ...     Rating(
    ...         about_id="amina",
    ...         ruler=Ruler.CONFIDENCE,
    ...         value=value,
    ...         rater=amina.actor,
    ...         at=noon + timedelta(days=days),
    ...         voice=her,
    ...     )
    ...     for days, value in ((0, 3), (30, 7))
    ... )
    >>> plan = Plan(client=amina, ratings=ratings)
    >>> (found,) = ruler_change(plan, threshold=3)
    >>> found.change, found.reached
    (4, True)
    >>> print(found.to_text())
    By client amina, confidence of client amina: 3 to 7, +4 on 0 to 10 (higher is better).
    """
    if threshold is not None:
        refuse(not_positive(threshold, "$.threshold"))
    found = grouped(standing(plan), _subject)
    kinds = _kinds(plan) if found else {}
    rows = [
        _row(plan, kinds[ratings[0].about_id], ratings, threshold)
        for ratings in found.values()
    ]
    return tuple(sorted(rows, key=lambda row: by_role(row.rater)))


def _kinds(plan: Plan) -> dict[str, str]:
    """Return what kind of thing each id of *plan* is."""
    kinds: dict[str, str] = {}
    for _, record in walk(plan):
        noun: Any = record
        if isinstance(record, Absent) or is_noun(type(record)):
            kinds[noun.id] = type(noun).__name__.lower()
    return kinds


def _subject(one: Rating) -> tuple[Actor, Ruler, str | None, str]:
    return one.rater, one.ruler, one.own_ruler, one.about_id


def _row(
    plan: Plan, about: str, ratings: list[Rating], threshold: float | None
) -> RulerChange:
    said = answered(ratings)
    reason = _why_none(said)
    first = said[0] if said else None
    last = said[-1] if len(said) > 1 else None
    ruler = (said or ratings)[-1]
    change = None if reason else _steps(said)
    direction = _direction(ruler)
    return RulerChange(
        plan_id=plan.id,
        rater=ruler.rater,
        ruler=ruler.ruler,
        own_ruler=ruler.own_ruler,
        about_id=ruler.about_id,
        about=about,
        direction=direction,
        low=ruler.low,
        high=ruler.high,
        first=None if first is None else first.value,
        last=None if last is None else last.value,
        first_at=None if first is None else first.at,
        last_at=None if last is None else last.at,
        change=change,
        threshold=threshold,
        reached=reached(change, direction, threshold),
        n=len(said),
        missing=len(ratings) - len(said),
        reason=reason,
    )


def _direction(one: Rating) -> ScoreDirection:
    if one.higher_is_better:
        return ScoreDirection.HIGHER_IS_BETTER
    return ScoreDirection.LOWER_IS_BETTER


def _steps(said: list[Rating]) -> int | None:
    first, last = said[0].value, said[-1].value
    return None if first is None or last is None else last - first


def _why_none(said: list[Rating]) -> str | None:
    if not said:
        return "nothing was answered"
    if len(said) == 1:
        return "a change takes two ratings, and there is one"
    first, last = said[0], said[-1]
    if (first.low, first.high) != (last.low, last.high):
        return (
            f"the ruler ran {first.low} to {first.high} first and "
            f"{last.low} to {last.high} last, and nothing is rescaled"
        )
    if first.higher_is_better is not last.higher_is_better:
        return "the better end of the ruler changed in between"
    return None


def reached(
    change: float | None, direction: ScoreDirection, threshold: float | None
) -> bool | None:
    if change is None or threshold is None:
        return None
    return sign(direction) * change >= threshold
