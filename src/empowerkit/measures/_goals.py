"""Goal attainment of a plan, by rater."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import assert_never

from empowerkit.errors import Problem, refuse
from empowerkit.model import (
    Actor,
    AttainmentScale,
    Goal,
    Lifecycle,
    PlanId,
    Rating,
    Ruler,
    Whose,
)
from empowerkit.plan import Plan

from ._attained import (
    Disagreement,
    GoalAttainment,
    GoalLevel,
    RaterAttainment,
    Weighting,
)
from ._attainment import RHO, AttainmentT, attained, wrong_rho
from ._inputs import not_one_of
from ._ratings import answered, by_role, counted, grouped, standing


def goal_attainment(
    plan: Plan,
    *,
    weighting: Weighting = Weighting.EQUAL,
    rho: float = RHO,
    whose: Collection[Whose] = tuple(Whose),
) -> GoalAttainment:
    """
    Return the goal attainment T of a plan for each rater, and where they differ.

    The formula, its direction and its limits are those of `attainment_t`.
    Looked at are the goals that stand and have a scale, unless they were
    rejected or entered in error; a goal that was put anew starts anew.
    A rater's level is the last that they gave on `Ruler.ATTAINMENT`, of the
    ratings that nobody withdrew.  The baseline is that of the scale.
    A goal without a level or a weight is left out and counted; it is never
    taken for 0.
    Raters come with the client first, then by role and id.

    Args:
        plan: The plan, or what a reader may see of it.
        weighting: What each goal counts; the result says which it was.
        rho: The correlation assumed between goals, 0 to 1.
        whose: Whose goals to look at; leave `Whose.MANDATED` out where
            compliance is not what you are after.

    Raises:
        InvariantError: rho is not in 0 to 1, or an argument is of another
            kind (``measure-input``).

    Source: as `attainment_t`; weights after Turner-Stokes (2009), who
    multiplies importance by difficulty (0 to 3 each; ours: 0 to 5 stars).
    By rater, and with the disagreement kept: our choice, because an average
    over raters hides whose view it is.

    >>> from datetime import datetime, timezone
    >>> from empowerkit import Client, Goal, Plan, Voice
    >>> from empowerkit.model import AttainmentScale, Rating, Ruler
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
    >>> amina = Client(id="amina", called="Amina")
    >>> her = Voice.of(amina.actor, at=noon)
    >>> levels = ("not yet", "some", "as hoped", "more", "all of it")
    >>> goal = Goal(
    ...     id="home",
    ...     words="My own kitchen",
    ...     voice=her,
    ...     scale=AttainmentScale(levels=levels, baseline=-1),
    ... )
    >>> rating = Rating(
    ...     about_id="home",
    ...     ruler=Ruler.ATTAINMENT,
    ...     low=-2,
    ...     high=2,
    ...     value=1,
    ...     rater=amina.actor,
    ...     at=noon,
    ...     voice=her,
    ... )
    >>> plan = Plan(client=amina, goals=(goal,), ratings=(rating,))
    >>> found = goal_attainment(plan)
    >>> found.raters[0].achieved.t, found.raters[0].change
    (60.0, 20.0)
    >>> print(found.to_text())
    Goal attainment of 1 goal with a scale (0 without), weights equal, rho 0.3.
    By client amina: T 60.0 over 1 of 1 goal; +20.0 since the start.
    T is not comparable across workers, services or people.
    Easy goals inflate it.
    The levels are ordinal: equal steps need not be equal distances.
    """
    refuse((*wrong_rho(rho), *_not_ours(weighting, whose)))
    goals = [
        goal for goal in plan.standing(plan.goals) if _counts(goal, whose)
    ]
    scaled = [goal for goal in goals if goal.scale is not None]
    raters = tuple(_by_rater(plan, scaled, weighting, float(rho)))
    compared = [*_compared(raters)]
    return GoalAttainment(
        plan_id=plan.id,
        weighting=weighting,
        rho=float(rho),
        goal_ids=tuple(goal.id for goal in scaled),
        without_scale=len(goals) - len(scaled),
        raters=raters,
        disagreements=tuple(one for one in compared if one.spread),
        compared=len(compared),
    )


def _not_ours(
    weighting: object, whose: Collection[object]
) -> Iterator[Problem]:
    yield from not_one_of(weighting, "$.weighting", Weighting)
    for place, one in enumerate(whose):
        yield from not_one_of(one, f"$.whose[{place}]", Whose)


_NEVER_SOUGHT = (Lifecycle.REJECTED, Lifecycle.ENTERED_IN_ERROR)


def _counts(goal: Goal, whose: Collection[Whose]) -> bool:
    return goal.whose in whose and goal.lifecycle not in _NEVER_SOUGHT


def _by_rater(
    plan: Plan, goals: list[Goal], weighting: Weighting, rho: float
) -> Iterator[RaterAttainment]:
    looked_at = {goal.id for goal in goals}
    found = grouped(
        (
            one
            for one in standing(plan)
            if one.ruler is Ruler.ATTAINMENT and one.about_id in looked_at
        ),
        lambda one: one.rater,
    )
    for rater in sorted(found, key=by_role):
        by_goal = grouped(found[rater], lambda one: one.about_id)
        profile = tuple(
            _goal_level(goal, by_goal.get(goal.id, []), weighting)
            for goal in goals
        )
        yield _rater(plan.id, rater, profile, rho)


def _goal_level(
    goal: Goal, ratings: list[Rating], weighting: Weighting
) -> GoalLevel:
    said = answered(ratings)
    return GoalLevel(
        goal_id=goal.id,
        whose=goal.whose,
        level=said[-1].value if said else None,
        at=said[-1].at if said else None,
        baseline=goal.scale.baseline if goal.scale else None,
        weight=_weight(goal.scale, weighting),
        ratings=len(said),
        unanswered=len(ratings) - len(said),
    )


def _weight(
    scale: AttainmentScale | None, weighting: Weighting
) -> float | None:
    match weighting:
        case Weighting.EQUAL:
            return 1
        case Weighting.IMPORTANCE_X_DIFFICULTY:
            return _importance_x_difficulty(scale)
    assert_never(weighting)


def _importance_x_difficulty(scale: AttainmentScale | None) -> float | None:
    if scale is None or scale.importance is None or scale.difficulty is None:
        return None
    stars = (scale.importance.low + scale.importance.high) / 2
    return stars * scale.difficulty


def _rater(
    plan_id: PlanId, rater: Actor, profile: tuple[GoalLevel, ...], rho: float
) -> RaterAttainment:
    weights = tuple(goal.weight for goal in profile)
    achieved = attained(tuple(goal.level for goal in profile), weights, rho)
    before = tuple(
        None if goal.level is None else goal.baseline for goal in profile
    )
    baseline = attained(before, weights, rho)
    reason = _no_change(achieved, baseline)
    return RaterAttainment(
        plan_id=plan_id,
        rater=rater,
        profile=profile,
        achieved=achieved,
        baseline=baseline,
        change=None if reason else _less(achieved.t, baseline.t),
        reason=reason,
    )


def _no_change(achieved: AttainmentT, baseline: AttainmentT) -> str | None:
    if achieved.t is None:
        return achieved.reason
    without = achieved.n - baseline.n
    if without:
        return f"{counted(without, 'rated goal')} without a baseline"
    return None


def _less(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else now - then


def _compared(
    raters: tuple[RaterAttainment, ...],
) -> Iterator[Disagreement]:
    """Yield each goal that two or more rated, alike or not."""
    for goals in zip(*(one.profile for one in raters), strict=True):
        levels = [
            (one.rater, goal.level)
            for one, goal in zip(raters, goals, strict=True)
            if goal.level is not None
        ]
        if len(levels) > 1:
            yield Disagreement(
                goal_id=goals[0].goal_id,
                raters=tuple(rater for rater, _ in levels),
                levels=tuple(level for _, level in levels),
            )
