"""Goal-based outcomes: the mean change over the goals of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import attrs

from empowerkit.errors import Problem, refuse
from empowerkit.model import Actor, GoalId, PlanId, Ruler
from empowerkit.plan import Plan

from ._change import RulerChange, reached, ruler_change
from ._inputs import ScoreDirection, not_one_of, wrong
from ._ratings import counted, rater_columns


@attrs.frozen(kw_only=True)
class GoalBasedOutcome:
    """
    The mean change of one rater over the goals of a plan.

    Attributes:
        plan_id: The plan.
        rater: Whose ratings they are.
        ruler: The ruler.
        changes: The change on each goal that has one, in the plan's order.
        mean: Their mean, in steps of the ruler; `None` where there is none.
        direction: Which end of the ruler is the better one; `None` where
            there is no mean.
        threshold: How many steps towards the better end were asked for.
        reached: Whether the mean goes that far; `None` where there is no
            threshold or no mean.
        n: How many goals have a change.
        missing: How many goals that stand have none.
        reason: Why there is no mean.
        limits: What it must not be used for, one sentence each.
    """

    plan_id: PlanId
    rater: Actor
    ruler: Ruler
    changes: tuple[RulerChange, ...]
    mean: float | None
    direction: ScoreDirection | None
    threshold: float | None
    reached: bool | None
    n: int
    missing: int
    reason: str | None = None

    limits: ClassVar[tuple[str, ...]] = (
        "A mean over goals hides a goal that went the other way.",
        "Goals differ in size: means do not compare between people.",
    )

    def to_text(self) -> str:
        """Return it in one plain sentence: ids and figures, no words."""
        who = f"By {self.rater.role.value} {self.rater.id}"
        if self.mean is None or self.direction is None:
            return f"{who}: no mean change, because {self.reason}."
        better = self.direction.value.replace("-", " ")
        changes = ", ".join(f"{one.change:+d}" for one in self.changes)
        return (
            f"{who}: mean change in {self.ruler.value} {self.mean:+.2f} over "
            f"{counted(self.n, 'goal')} ({changes}; {better}), "
            f"{self.missing} without."
        )

    def to_dict(self) -> dict[str, object]:
        """Return one row for a table; nobody who is paid is named."""
        return {
            "plan_id": self.plan_id,
            **rater_columns(self.rater),
            "ruler": self.ruler.value,
            "changes": [one.change for one in self.changes],
            "mean": self.mean,
            "direction": None
            if self.direction is None
            else self.direction.value,
            "threshold": self.threshold,
            "reached": self.reached,
            "n": self.n,
            "missing": self.missing,
            "reason": self.reason,
        }


def goal_based_outcomes(
    plan: Plan,
    *,
    ruler: Ruler = Ruler.PROGRESS,
    threshold: float | None = None,
) -> tuple[GoalBasedOutcome, ...]:
    """
    Return the mean change over the goals of a plan, for each rater.

    Mean of (last - first) over the goals that stand and have both, in steps
    of the ruler; see `ruler_change`.
    There is no mean over goals whose rulers run differently.
    A goal without a change is left out and counted, and never taken for 0.

    Args:
        plan: The plan, or what a reader may see of it.
        ruler: The ruler; not `Ruler.OWN`, since each of those is another.
        threshold: How many steps towards the better end you ask for; none
            is built in.

    Raises:
        InvariantError: The ruler is `Ruler.OWN`, or the threshold is not a
            number above 0 (``measure-input``).

    Source: D. Law and J. Jacob, "Goals and Goal Based Outcomes" (3rd ed.,
    CAMHS Press 2015), with a ruler of 0 to 10.

    >>> from datetime import datetime, timedelta, timezone
    >>> from empowerkit import Client, Goal, Plan, Voice
    >>> from empowerkit.model import Rating, Ruler
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
    >>> amina = Client(id="amina", called="Amina")
    >>> her = Voice.of(amina.actor, at=noon)
    >>> goals = tuple(Goal(id=i, words="w", voice=her) for i in ("g1", "g2"))
    >>> ratings = tuple(
    ...     Rating(
    ...         about_id=goal,
    ...         ruler=Ruler.PROGRESS,
    ...         value=value,
    ...         rater=amina.actor,
    ...         at=noon + timedelta(days=days),
    ...         voice=her,
    ...     )
    ...     for goal, days, value in (
    ...         ("g1", 0, 2),
    ...         ("g2", 0, 4),
    ...         ("g1", 60, 7),
    ...         ("g2", 60, 3),
    ...     )
    ... )
    >>> plan = Plan(client=amina, goals=goals, ratings=ratings)
    >>> (found,) = goal_based_outcomes(plan)
    >>> print(found.to_text())
    By client amina: mean change in progress +2.00 over 2 goals (+5, -1; higher is better), 0 without.
    """
    refuse(_not_a_ruler(ruler))
    rows = ruler_change(plan, threshold=threshold)
    goals = [goal.id for goal in plan.standing(plan.goals)]
    return tuple(
        _outcome(found, goals, threshold)
        for found in _by_rater(rows, ruler, goals).values()
    )


def _not_a_ruler(ruler: object) -> Iterator[Problem]:
    yield from not_one_of(ruler, "$.ruler", Ruler)
    if ruler is Ruler.OWN:
        yield wrong(
            "$.ruler",
            "must be a ruler that all goals share, and rulers of one's own "
            "are each another: use ruler_change",
        )


def _by_rater(
    rows: tuple[RulerChange, ...], ruler: Ruler, goals: list[GoalId]
) -> dict[Actor, list[RulerChange]]:
    found: dict[Actor, list[RulerChange]] = {}
    for row in rows:
        if row.ruler is ruler and row.about_id in goals:
            found.setdefault(row.rater, []).append(row)
    return found


def _outcome(
    rows: list[RulerChange], goals: list[GoalId], threshold: float | None
) -> GoalBasedOutcome:
    order: list[str] = [*goals]
    changed = [row for row in rows if row.change is not None]
    changed.sort(key=lambda row: order.index(row.about_id))
    reason = _no_mean(changed)
    steps = [row.change for row in changed if row.change is not None]
    mean = None if reason else sum(steps) / len(steps)
    direction = (changed or rows)[-1].direction
    return GoalBasedOutcome(
        plan_id=rows[0].plan_id,
        rater=rows[0].rater,
        ruler=rows[0].ruler,
        changes=tuple(changed),
        mean=mean,
        direction=None if reason else direction,
        threshold=threshold,
        reached=reached(mean, direction, threshold),
        n=len(changed),
        missing=len(goals) - len(changed),
        reason=reason,
    )


def _no_mean(changed: list[RulerChange]) -> str | None:
    if not changed:
        return "no goal was rated twice on one ruler"
    if len({(row.low, row.high, row.direction) for row in changed}) > 1:
        return "the goals are on rulers that run differently"
    return None
