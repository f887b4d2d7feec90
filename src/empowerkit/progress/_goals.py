"""How far each goal has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, TypeVar

from empowerkit.model import (
    Goal,
    Milestone,
    Rating,
    Ruler,
    Step,
    SupportAgreement,
)
from empowerkit.model._record import is_noun, walk

from ._asof import AsOf, by_client, time_of
from ._goal_parts import (
    Attainment,
    GoalProgress,
    MilestoneProgress,
    RatingLine,
    RatingPoint,
    StepProgress,
    SupportPoint,
)


T = TypeVar("T")

NEVER: Final = date.max
_MIDDLE: Final = 2
_TOLD: Final = (
    "words",
    "voice",
    "whose",
    "lifecycle",
    "achievement",
    "target_on",
)
_CALLED: Final = ("words", "name", "called")


class Goals:
    """
    All goals as they stood, each with what belongs to it.

    Each standing milestone, step, rating and support agreement belongs to
    one goal, or to none that is shown.
    """

    def __init__(self, then: AsOf) -> None:
        self._then: Final = then
        self.standing: Final = then.standing(then.plan.goals)
        self._shown: Final = {goal.id for goal in self.standing}
        self._home: Final = dict(self._homes())
        self._words: Final = dict(_words(then))

    def _homes(self) -> Iterator[tuple[str, str | None]]:
        """Yield the id of each noun with a goal, and the goal shown."""
        plan = self._then.plan
        held: tuple[Any, ...] = (*plan.milestones, *plan.steps)
        for noun in held:
            yield noun.id, self._goal(noun.goal_id)
        for step in plan.steps:
            if step.goal_id is None and step.milestone_id is not None:
                yield step.id, self._goal_of(plan.milestones, step)

    def _goal_of(
        self, milestones: Iterable[Milestone], step: Step
    ) -> str | None:
        for milestone in milestones:
            if milestone.id == step.milestone_id:
                return self._goal(milestone.goal_id)
        return None

    def _goal(self, goal_id: str | None) -> str | None:
        """Return the goal shown in whose line *goal_id* is."""
        found = None if goal_id is None else self._then.last_id(goal_id)
        return found if found in self._shown else None

    def each(self) -> tuple[GoalProgress, ...]:
        """Return how far each goal has come, in the order of the plan."""
        return tuple(self._progress(goal) for goal in self.standing)

    def none(self) -> GoalProgress:
        """Return what belongs to no goal that is shown."""
        return self._progress(None)

    def _progress(self, goal: Goal | None) -> GoalProgress:
        wanted = None if goal is None else goal.id
        ratings = self._ratings(wanted)
        agreed, others = self._support(wanted)
        told: dict[str, Any] = {n: getattr(goal, n, None) for n in _TOLD}
        return GoalProgress(
            id=wanted,
            first_id=None if goal is None else self._then.first_id(goal.id),
            milestones=self._milestones(wanted),
            steps=self._steps(wanted),
            support=agreed,
            support_by_others=others,
            ratings=ratings,
            attainment=() if goal is None else _attainment(goal, ratings),
            **told,
        )

    def _milestones(self, wanted: str | None) -> tuple[MilestoneProgress, ...]:
        found = [
            milestone_progress(m, self._then)
            for m in self._then.standing(self._then.plan.milestones)
            if self._home[m.id] == wanted
        ]
        return tuple(sorted(found, key=lambda m: m.due_on or NEVER))

    def _steps(self, wanted: str | None) -> tuple[StepProgress, ...]:
        found = [
            step_progress(s, self._then)
            for s in self._then.standing(self._then.plan.steps)
            if self._home[s.id] == wanted
        ]
        return tuple(sorted(found, key=_step_order))

    def _support(
        self, wanted: str | None
    ) -> tuple[tuple[SupportPoint, ...], tuple[SupportPoint, ...]]:
        held = [
            one
            for one in self._then.known(self._then.plan.support_agreements)
            if (one.goal_id is None) == (wanted is None)
            and self._goal(one.goal_id) == wanted
            and not self._then.withdrawn(one)
        ]
        mine = [one for one in held if by_client(one.voice)]
        theirs = [one for one in held if not by_client(one.voice)]
        return self._points(mine), self._points(theirs)

    def _points(
        self, held: Iterable[SupportAgreement]
    ) -> tuple[SupportPoint, ...]:
        ordered = in_time(held)
        last = next((o for o in ordered[::-1] if self._stands(o)), None)
        return tuple(_point(one, stands=one is last) for one in ordered)

    def _stands(self, agreement: SupportAgreement) -> bool:
        return not self._then.is_gone(agreement)

    def _ratings(self, wanted: str | None) -> tuple[RatingLine, ...]:
        lines: dict[tuple[object, ...], list[Rating]] = {}
        for rating in self._then.standing(self._then.plan.ratings):
            if self._rated(rating.about_id) == wanted:
                about = self._then.last_id(rating.about_id)
                lines.setdefault((about, *_ruler(rating)), []).append(rating)
        return tuple(
            self._line(str(about), in_time(held))
            for (about, *_), held in lines.items()
        )

    def _rated(self, about_id: str) -> str | None:
        home = self._home.get(about_id)
        return self._goal(about_id) if home is None else home

    def _line(self, about: str, held: list[Rating]) -> RatingLine:
        one = held[0]
        return RatingLine(
            about_id=about,
            about=None if about in self._shown else self._words.get(about),
            ruler=one.ruler,
            own_ruler=one.own_ruler,
            low=one.low,
            high=one.high,
            higher_is_better=one.higher_is_better,
            rater=one.rater,
            points=tuple(_rated(rating) for rating in held),
        )


def milestone_progress(found: Milestone, then: AsOf) -> MilestoneProgress:
    """Return *found* as it stood."""
    told = found.reached
    said = None if told is None else told.said_at or told.recorded_at
    has_come = found.reached_on is None or then.has(found.reached_on)
    return MilestoneProgress(
        id=found.id,
        first_id=then.first_id(found.id),
        words=found.words,
        voice=found.voice,
        due_on=found.due_on,
        reached_on=found.reached_on if has_come else None,
        reached=told if has_come and then.has(said) else None,
    )


def step_progress(found: Step, then: AsOf) -> StepProgress:
    """Return *found* as it stood."""
    return StepProgress(
        id=found.id,
        first_id=then.first_id(found.id),
        words=found.words,
        voice=found.voice,
        owner=found.owner,
        support=found.support,
        planned_on=found.planned_on,
        done_on=found.done_on if then.came(found.done_on) else None,
    )


def _step_order(step: StepProgress) -> tuple[date, date]:
    return step.done_on or NEVER, step.planned_on or NEVER


def in_time(nouns: Iterable[T]) -> list[T]:
    """Return *nouns*, the earliest first, those without a time last."""
    return sorted(nouns, key=_moment)


def _moment(noun: Any) -> tuple[bool, float]:
    found = time_of(noun)
    return found is None, 0.0 if found is None else found.timestamp()


def _point(agreement: SupportAgreement, *, stands: bool) -> SupportPoint:
    return SupportPoint(
        id=agreement.id,
        at=time_of(agreement),
        level=agreement.level,
        direction=agreement.direction,
        seeking=agreement.seeking,
        voice=agreement.voice,
        stands=stands,
    )


def _ruler(rating: Rating) -> tuple[object, ...]:
    """Return what two ratings have in common that may be compared."""
    return (
        rating.rater,
        rating.ruler,
        rating.own_ruler,
        rating.low,
        rating.high,
        rating.higher_is_better,
    )


def _rated(rating: Rating) -> RatingPoint:
    return RatingPoint(
        id=rating.id,
        at=rating.at,
        value=rating.value,
        status=rating.status,
        voice=rating.voice,
    )


def _attainment(
    goal: Goal, ratings: Iterable[RatingLine]
) -> tuple[Attainment, ...]:
    found: list[Attainment] = []
    for line in ratings:
        last = line.last
        if (
            last is None
            or last.value is None
            or line.ruler is not Ruler.ATTAINMENT
            or line.about_id != goal.id
        ):
            continue
        baseline = None if goal.scale is None else goal.scale.baseline
        found.append(
            Attainment(
                rater=line.rater,
                at=last.at,
                level=last.value,
                words=_level(goal, last.value),
                baseline=baseline,
                baseline_words=_level(goal, baseline),
            )
        )
    return tuple(found)


def _level(goal: Goal, level: int | None) -> str | None:
    if goal.scale is None or level is None:
        return None
    return goal.scale.levels[level + _MIDDLE]


def _words(then: AsOf) -> Iterator[tuple[str, str]]:
    """Yield each noun with words that stood, and its words."""
    for _, noun in walk(then.plan):
        if not is_noun(type(noun)):
            continue
        found: Any = noun
        held = (getattr(found, name, None) for name in _CALLED)
        words = next(filter(None, held), None)
        if words and then.knows(found) and not then.is_gone(found):
            yield found.id, words
