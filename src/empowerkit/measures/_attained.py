"""What a plan's goal attainment is made of."""

from __future__ import annotations

import enum

from datetime import datetime
from typing import ClassVar

import attrs

from empowerkit.model import Actor, GoalId, PlanId, Whose

from ._attainment import LIMITS, AttainmentT
from ._ratings import counted, rater_columns


class Weighting(enum.StrEnum):
    """
    What each goal counts in a T.

    ``EQUAL`` counts all goals alike.
    ``IMPORTANCE_X_DIFFICULTY`` takes the middle of the client's range of stars
    (0 to 5) times the difficulty (0 to 3), both from the goal's scale; where
    either is 0 the goal counts nothing.

    >>> Weighting("equal").name
    'EQUAL'
    """

    EQUAL = "equal"
    IMPORTANCE_X_DIFFICULTY = "importance-x-difficulty"


@attrs.frozen(kw_only=True)
class GoalLevel:
    """
    One goal, as one rater sees it.

    Attributes:
        goal_id: The goal.
        whose: The client's, shared, or mandated.
        level: The level this rater gave last, -2 to +2; `None` where they
            gave none.
        at: When they gave it; raters need not have looked on the same day.
        baseline: The level at the start, from the goal's scale.
        weight: What the goal counts; `None` where importance or difficulty
            is not known.
        ratings: How many levels this rater gave.
        unanswered: How often they would rather not, or could not, say.
    """

    goal_id: GoalId
    whose: Whose
    level: int | None
    at: datetime | None
    baseline: int | None
    weight: float | None
    ratings: int
    unanswered: int

    def to_dict(self) -> dict[str, object]:
        """Return one row for a table: names and plain values."""
        return {
            "goal_id": self.goal_id,
            "whose": self.whose.value,
            "level": self.level,
            "at": self.at,
            "baseline": self.baseline,
            "weight": self.weight,
            "ratings": self.ratings,
            "unanswered": self.unanswered,
        }


@attrs.frozen(kw_only=True)
class RaterAttainment:
    """
    The T of one rater, at the start and now.

    Attributes:
        plan_id: The plan.
        rater: Whose ratings they are.
        profile: The raw profile: each goal, in the order of the plan.
        achieved: T of the last levels.
        baseline: T of the levels at the start, of the same goals.
        change: Achieved less baseline, in T points; above 0 is further.
            `None` unless both are made of the same goals.
        reason: Why there is no change.
    """

    plan_id: PlanId
    rater: Actor
    profile: tuple[GoalLevel, ...]
    achieved: AttainmentT
    baseline: AttainmentT
    change: float | None
    reason: str | None = None

    @property
    def n(self) -> int:
        """How many goals the achieved T is made of."""
        return self.achieved.n

    @property
    def missing(self) -> int:
        """How many goals it leaves out."""
        return self.achieved.missing

    def to_text(self) -> str:
        """Return it in one plain sentence, ids and no words."""
        who = f"{self.rater.role.value} {self.rater.id}"
        if self.achieved.t is None:
            return f"By {who}: no T; {self.achieved.reason}."
        change = (
            f"no change, because {self.reason}"
            if self.change is None
            else f"{self.change:+.1f} since the start"
        )
        goals = counted(self.n + self.missing, "goal")
        return (
            f"By {who}: T {self.achieved.t:.1f} over {self.n} of {goals}; "
            f"{change}."
        )

    def to_dict(self) -> dict[str, object]:
        """
        Return one row for a table: names and plain values.

        A rater who is paid is not named, only their role: nothing here is
        to be grouped by worker.
        """
        return {
            "plan_id": self.plan_id,
            **rater_columns(self.rater),
            "t_achieved": self.achieved.t,
            "t_baseline": self.baseline.t,
            "t_change": self.change,
            "levels": list(self.achieved.levels),
            "n": self.n,
            "missing": self.missing,
            "reason": self.reason,
        }


@attrs.frozen(kw_only=True)
class Disagreement:
    """
    One goal that two or more people put on different levels.

    Attributes:
        goal_id: The goal.
        raters: Who rated it: the client first.
        levels: The level each of them gave last, in the same order.
    """

    goal_id: GoalId
    raters: tuple[Actor, ...]
    levels: tuple[int, ...]

    @property
    def spread(self) -> int:
        """How many steps lie between the highest and the lowest, 1 to 4."""
        return max(self.levels) - min(self.levels)

    def to_text(self) -> str:
        """Return it in one plain sentence, ids and no words."""
        said = ", ".join(
            f"{one.role.value} {one.id} {level:+d}"
            for one, level in zip(self.raters, self.levels, strict=True)
        )
        return f"Goal {self.goal_id} is seen differently: {said}."

    def to_dict(self) -> dict[str, object]:
        """Return one row for a table: names and plain values."""
        return {
            "goal_id": self.goal_id,
            "roles": [one.role.value for one in self.raters],
            "levels": list(self.levels),
            "spread": self.spread,
        }


@attrs.frozen(kw_only=True)
class GoalAttainment:
    """
    How far the goals of a plan were reached, by whom it was rated.

    Attributes:
        plan_id: The plan.
        weighting: What each goal counts.
        rho: The correlation assumed between goals.
        goal_ids: The goals that are looked at: those with a scale.
        without_scale: How many goals are left out because they have none.
        raters: One result for each rater, the client first.
        disagreements: The goals that raters put on different levels.
        compared: How many goals two or more people rated.
        limits: What T must not be used for, one sentence each.
    """

    plan_id: PlanId
    weighting: Weighting
    rho: float
    goal_ids: tuple[GoalId, ...]
    without_scale: int
    raters: tuple[RaterAttainment, ...]
    disagreements: tuple[Disagreement, ...]
    compared: int

    limits: ClassVar[tuple[str, ...]] = LIMITS

    @property
    def n(self) -> int:
        """How many goals are looked at."""
        return len(self.goal_ids)

    @property
    def missing(self) -> int:
        """How many of them nobody gave a level."""
        levels = [one.achieved.levels for one in self.raters]
        seen = sum(
            any(x is not None for x in goal)
            for goal in zip(*levels, strict=True)
        )
        return self.n - seen

    def to_text(self) -> str:
        """Return it in plain sentences: ids, figures and limits, no words."""
        goals = (
            f"Goal attainment of {counted(self.n, 'goal')} with a scale "
            f"({self.without_scale} without), weights {self.weighting.value}, "
            f"rho {self.rho:g}."
        )
        raters = (one.to_text() for one in self.raters)
        differ = (one.to_text() for one in self.disagreements)
        return "\n".join((goals, *raters, *differ, *self.limits))

    def to_dict(self) -> dict[str, object]:
        """Return one row for a table; ``raters`` is how many rated."""
        return {
            "plan_id": self.plan_id,
            "weighting": self.weighting.value,
            "rho": self.rho,
            "n": self.n,
            "missing": self.missing,
            "without_scale": self.without_scale,
            "raters": len(self.raters),
            "compared": self.compared,
            "disagreements": len(self.disagreements),
        }
