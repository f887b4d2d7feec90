"""What changed between two summaries, for a review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import attrs

from empowerkit._render import Block, Page, Words
from empowerkit.errors import Problem, refuse
from empowerkit.model import Actor
from empowerkit.plan import Plan

from ._asof import day_of
from ._goal_parts import (
    GoalProgress,
    MilestoneProgress,
    RatingChange,
    RatingLine,
    RatingPoint,
    StepProgress,
    SupportChange,
    SupportPoint,
)
from ._parts import DecisionProgress, DecisionState, Version, WentWell
from ._plain import plain
from ._since_page import since_blocks
from ._speech import Speech
from ._summary import ProgressSummary
from ._words import own_words


@attrs.frozen(kw_only=True, repr=False)
class ProgressBetween(Page):
    """
    What changed from one summary of a plan to a later one.

    Attributes:
        plan_id: The plan.
        version: For whom it is written: the later summary's.
        seen_by: Who reads it.
        then_as_of: The moment or day of the earlier summary.
        now_as_of: The moment or day of the later one.
        went_well: What is there now, and was not then.
        no_longer_reached: Milestones that were reached then, and are not
            reached or do not stand now: taken back, or put right.  Without
            those that are not for the reader any more.
        no_longer_done: The same for the client's steps.
        support: Where the help agreed is another now, goal by goal.
        ratings: What was rated since, by rater.
        decisions: Those in which the client chose or took back since, or
            which are not theirs to take any more.
        withheld: How many nouns of the plan are not for this reader.
    """

    plan_id: str
    version: Version
    seen_by: Actor
    then_as_of: date | datetime
    now_as_of: date | datetime
    went_well: WentWell
    no_longer_reached: tuple[MilestoneProgress, ...]
    no_longer_done: tuple[StepProgress, ...]
    support: tuple[SupportChange, ...]
    ratings: tuple[RatingChange, ...]
    decisions: tuple[DecisionProgress, ...]
    withheld: int
    _plan: Plan = attrs.field(alias="plan")
    _words: Words = attrs.field(alias="words", eq=False)

    def __repr__(self) -> str:
        """Return what it is about, and none of its words."""
        return f"<ProgressBetween {self.plan_id} {self.version.value}>"

    @property
    def reached(self) -> tuple[MilestoneProgress, ...]:
        """The milestones reached since."""
        return self.went_well.milestones

    def to_dict(self) -> dict[str, Any]:
        """
        Return the changes as plain data; the keys are the attributes' names.

        It carries people's words: it is for the reader it was made for.
        """
        found: dict[str, Any] = plain(self)
        return found

    def _blocks(self) -> Iterable[Block]:
        return since_blocks(
            self, Speech(self._plan, self._words, self.version)
        )


def between(
    then: ProgressSummary,
    now: ProgressSummary,
    *,
    words: Mapping[str, str] | None = None,
) -> ProgressBetween:
    """
    Return what changed from *then* to *now*, for looking back together.

    The two may come from one plan on two days, or from two states of it.
    What is counted adds up: what was reached from a to b and from b to c,
    less what was no longer so, is what was reached from a to c.

    Args:
        then: The earlier summary.
        now: The later one, of the same plan and for the same reader.
        words: Sentences to replace our own; without any, those of *now*.

    Raises:
        InvariantError: They are of two plans or for two readers
            (``summaries-comparable``), or *now* is the earlier one
            (``time-ordered``); *words* holds an unknown key or gap.

    >>> from datetime import date
    >>> from empowerkit import Client
    >>> from empowerkit.progress import summarise
    >>> amina = Client(called="Amina")
    >>> march, june = (
    ...     summarise(
    ...         Plan(client=amina, id="p1"),
    ...         as_of=date(2026, month, 1),
    ...         seen_by=amina.actor,
    ...     )
    ...     for month in (3, 6)
    ... )
    >>> between(march, june).reached
    ()
    """
    refuse(_incomparable(then, now))
    gone: set[str] = {one.id for one in now._plan.absent}
    said = now._words
    if words is not None:
        said = Words(own_words(now.version), words)
    return ProgressBetween(
        plan_id=now.plan_id,
        version=now.version,
        seen_by=now.seen_by,
        then_as_of=then.as_of,
        now_as_of=now.as_of,
        went_well=_new(then.went_well, now.went_well),
        no_longer_reached=_told(
            _only(then.went_well.milestones, now.went_well.milestones), gone
        ),
        no_longer_done=_told(
            _only(then.went_well.steps, now.went_well.steps), gone
        ),
        support=tuple(_support(then, now, gone)),
        ratings=tuple(_ratings(then, now, gone)),
        decisions=tuple(_decisions(then, now)),
        withheld=now.withheld,
        plan=now._plan,
        words=said,
    )


def _incomparable(
    then: ProgressSummary, now: ProgressSummary
) -> Iterator[Problem]:
    if _for(then) != _for(now):
        yield Problem(
            rule="summaries-comparable",
            path="$.now",
            message=(
                "two summaries must be of one plan and for one reader, and "
                "both speak to the client or neither: summarise the same "
                "plan for the same reader twice"
            ),
            facts={"then": then.plan_id, "now": now.plan_id},
        )
    if not _in_order(then.as_of, now.as_of):
        yield Problem(
            rule="time-ordered",
            path="$.now",
            message="now must not be before then: give the earlier one first",
        )


def _for(summary: ProgressSummary) -> tuple[object, ...]:
    is_record = summary.version is Version.RECORD
    return summary.plan_id, summary.seen_by, is_record


def _in_order(then: date | datetime, now: date | datetime) -> bool:
    if isinstance(then, datetime) and isinstance(now, datetime):
        return then <= now
    return day_of(then) <= day_of(now)


def _new(then: WentWell, now: WentWell) -> WentWell:
    gained = {one.id for one in then.strengths}
    noticed = {one.id for one in then.acknowledgements}
    return WentWell(
        milestones=_only(now.milestones, then.milestones),
        steps=_only(now.steps, then.steps),
        strengths=tuple(
            one
            for one in now.strengths
            if gained.isdisjoint((one.id, one.replaces))
        ),
        acknowledgements=tuple(
            one
            for one in now.acknowledgements
            if noticed.isdisjoint((one.id, one.replaces))
        ),
    )


CountedT = TypeVar("CountedT", MilestoneProgress, StepProgress)


def _only(
    here: tuple[CountedT, ...], there: tuple[CountedT, ...]
) -> tuple[CountedT, ...]:
    """Return those that are *here* and not *there*, whatever their words."""
    known = {one.first_id for one in there}
    return tuple(one for one in here if one.first_id not in known)


def _told(
    undone: tuple[CountedT, ...], gone: set[str]
) -> tuple[CountedT, ...]:
    """Return those of *undone* that the reader may still read."""
    return tuple(one for one in undone if one.id not in gone)


PointT = TypeVar("PointT", SupportPoint, RatingPoint)


def _still(point: PointT | None, gone: set[str]) -> PointT | None:
    """Return *point*, where the reader may still read it."""
    return None if point is None or point.id in gone else point


def _goals(
    then: ProgressSummary, now: ProgressSummary
) -> Iterator[tuple[GoalProgress | None, GoalProgress]]:
    """Yield each goal as it was, where it was there, and as it is."""
    was = {goal.first_id: goal for goal in (*then.goals, then.without_goal)}
    for goal in (*now.goals, now.without_goal):
        yield was.get(goal.first_id), goal


def _support(
    then: ProgressSummary, now: ProgressSummary, gone: set[str]
) -> Iterator[SupportChange]:
    for was, goal in _goals(then, now):
        before = None if was is None else _still(was.help_now, gone)
        after = goal.help_now
        if _heading(before) != _heading(after):
            yield SupportChange(
                goal_id=goal.id, goal=goal.words, before=before, after=after
            )


def _heading(point: SupportPoint | None) -> object:
    return point and (point.level, point.direction, point.seeking)


def _ratings(
    then: ProgressSummary, now: ProgressSummary, gone: set[str]
) -> Iterator[RatingChange]:
    for was, goal in _goals(then, now):
        lines = () if was is None else was.ratings
        last = {_key(line): _still(line.last, gone) for line in lines}
        for line in goal.ratings:
            before, after = last.get(_key(line)), line.last
            if after is not None and (before is None or before.id != after.id):
                yield RatingChange(
                    goal_id=goal.id,
                    line=line,
                    before=before,
                    after=after,
                    attained=goal.attained(line),
                )


def _key(line: RatingLine) -> object:
    """Return what two lines have in common that may be compared."""
    about = None if line.about is None else line.about_id
    ruler = (line.ruler, line.own_ruler, line.higher_is_better)
    return about, line.rater, ruler, line.low, line.high


def _decisions(
    then: ProgressSummary, now: ProgressSummary
) -> Iterator[DecisionProgress]:
    was = {one.id: _stands(one) for one in then.decisions}
    for one in now.decisions:
        fresh = (DecisionState.OPEN, None)
        if _stands(one) != was.get(one.id, fresh):
            yield one


def _stands(decision: DecisionProgress) -> tuple[DecisionState, str | None]:
    choice = decision.choice
    return decision.state, None if choice is None else choice.id
