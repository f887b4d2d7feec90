"""How far a goal has come: plain values that a page or a chart can draw."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from empowerkit.model import (
    Achievement,
    Actor,
    AnswerStatus,
    Direction,
    Lifecycle,
    Role,
    Ruler,
    Seeking,
    SupportLevel,
    Voice,
    Whose,
)


@attrs.frozen(kw_only=True)
class Share:
    """
    A share, and the counts that it is made of.

    Attributes:
        numerator: How many are the client's, or are reached.
        denominator: How many there are, of which it is recorded.
        missing: Of how many it is not recorded; in neither count.

    >>> Share(numerator=1, denominator=4).value
    0.25
    >>> Share(numerator=0, denominator=0, missing=2).value is None
    True
    """

    numerator: int
    denominator: int
    missing: int = 0

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; `None` where there is nothing to share."""
        if not self.denominator:
            return None
        return self.numerator / self.denominator


@attrs.frozen(kw_only=True)
class MilestoneProgress:
    """
    A milestone, as it stood on the day of the summary.

    Attributes:
        id: The milestone's id.
        first_id: The id under which it was first set; it stays the same
            when the words change.
        words: The milestone, in the words of whoever set it.
        voice: Who set it.
        due_on: When it is hoped for.
        reached_on: When it was reached; `None` while it is open, and where
            it was reached on a day that is not recorded.
        reached: Who says so.
    """

    id: str
    first_id: str
    words: str = attrs.field(repr=False)
    voice: Voice
    due_on: date | None
    reached_on: date | None
    reached: Voice | None

    @property
    def is_reached(self) -> bool:
        """Whether there is a day, or somebody who says that it was."""
        return self.reached_on is not None or self.reached is not None


@attrs.frozen(kw_only=True)
class StepProgress:
    """
    A step, as it stood on the day of the summary.

    Attributes:
        id: The step's id.
        first_id: The id under which it was first set.
        words: What is to be done.
        voice: Who proposed it.
        owner: Who does it.
        support: How much help the owner has, where that is the client.
        planned_on: The day it is meant for.
        done_on: When it was done; `None` while it is open.
    """

    id: str
    first_id: str
    words: str = attrs.field(repr=False)
    voice: Voice
    owner: Actor | None
    support: SupportLevel | None
    planned_on: date | None
    done_on: date | None

    @property
    def is_clients(self) -> bool:
        """Whether the client is the owner."""
        return self.owner is not None and self.owner.role is Role.CLIENT

    @property
    def is_done_for(self) -> bool:
        """Whether it is the client's, and somebody does it for them."""
        return self.is_clients and self.support is SupportLevel.DO_FOR


@attrs.frozen(kw_only=True)
class SupportPoint:
    """
    How much help there was to be, said at one time.

    Attributes:
        id: The id of the support agreement.
        at: When it was agreed or said; `None` is not recorded.
        level: How much help.
        direction: Where it is to go: the client's say.
        seeking: Which kinds of help.
        voice: Who says so.
        stands: Whether it holds on the day of the summary; of those in a
            line one does at most, and the others are how it was before.
    """

    id: str
    at: datetime | None
    level: SupportLevel
    direction: Direction | None
    seeking: tuple[Seeking, ...]
    voice: Voice
    stands: bool


@attrs.frozen(kw_only=True)
class RatingPoint:
    """
    One answer on a ruler.

    Attributes:
        id: The rating's id.
        at: When.
        value: Whole steps of the ruler; `None` if not answered.
        status: Answered, or which way of not answering.
        voice: Who wrote it down.
    """

    id: str
    at: datetime
    value: int | None
    status: AnswerStatus
    voice: Voice


@attrs.frozen(kw_only=True)
class RatingLine:
    """
    What one person said on one ruler about one thing, over time.

    Attributes:
        about_id: What is rated.
        about: Its words; `None` where it is a goal, or has none here.
        ruler: On which ruler.
        own_ruler: Its name, for a ruler of somebody's own.
        low: The lower end.
        high: The upper end.
        higher_is_better: The direction of the ruler.
        rater: Whose ratings these are.
        points: At least one, the earliest first.
    """

    about_id: str
    about: str | None = attrs.field(repr=False)
    ruler: Ruler
    own_ruler: str | None = attrs.field(repr=False)
    low: int
    high: int
    higher_is_better: bool
    rater: Actor
    points: tuple[RatingPoint, ...]

    @property
    def first(self) -> RatingPoint | None:
        """The first that was answered."""
        return next((p for p in self.points if p.value is not None), None)

    @property
    def last(self) -> RatingPoint | None:
        """The last that was answered."""
        answered = [p for p in self.points if p.value is not None]
        return answered[-1] if answered else None

    @property
    def change(self) -> int | None:
        """
        The last answer less the first, in whole steps of the ruler.

        `None` where fewer than two were answered.
        """
        first, last = self.first, self.last
        if first is last or first is None or last is None:
            return None
        return _difference(last.value, first.value)


def _difference(last: int | None, first: int | None) -> int | None:
    return None if last is None or first is None else last - first


@attrs.frozen(kw_only=True)
class Attainment:
    """
    Where one person put a goal on its own scale, most recently.

    Attributes:
        rater: Who says so.
        at: When.
        level: -2 to +2, where 0 is as hoped.
        words: What this level looks like, from the goal's own scale.
        baseline: The level at the start, -2 to +2.
        baseline_words: What that level looks like.

    Source: goal attainment scaling, as HL7's Person-Centered Outcomes guide
        has it (LOINC LL6900-6).  The levels are in order, and no more than
        that: a difference of two is not twice a difference of one.
    """

    rater: Actor
    at: datetime
    level: int
    words: str | None = attrs.field(repr=False)
    baseline: int | None
    baseline_words: str | None = attrs.field(repr=False)

    @property
    def change(self) -> int | None:
        """The level less the baseline; `None` where there is no baseline."""
        return _difference(self.level, self.baseline)


@attrs.frozen(kw_only=True)
class GoalProgress:
    """
    One goal, and how far it has come.

    Attributes:
        id: The goal's id; `None` for what belongs to no goal that is shown.
        first_id: The id under which it was first set.
        words: The goal, in the words of whoever expressed it.
        voice: Who expressed it.
        whose: The client's, shared, or mandated.
        lifecycle: How the plan files it; it carries no date.
        achievement: The same.
        target_on: The day to reach it by.
        milestones: In the order of the days hoped for, those without a day
            last, in the order given.
        steps: Those done by the day they were done, then those planned by
            the day they are meant for, then the others as given.
        support: How much help, in the client's voice, the earliest first.
        support_by_others: The same in other voices, or in nobody's: what
            others propose is no agreement.
        ratings: Of the goal, its milestones and its steps, by rater.
        attainment: Where each rater puts it on the goal's own scale.
    """

    id: str | None
    first_id: str | None
    words: str | None = attrs.field(repr=False)
    voice: Voice | None
    whose: Whose | None
    lifecycle: Lifecycle | None
    achievement: Achievement | None
    target_on: date | None
    milestones: tuple[MilestoneProgress, ...]
    steps: tuple[StepProgress, ...]
    support: tuple[SupportPoint, ...]
    support_by_others: tuple[SupportPoint, ...]
    ratings: tuple[RatingLine, ...]
    attainment: tuple[Attainment, ...]

    @property
    def reached(self) -> tuple[MilestoneProgress, ...]:
        """The milestones that were reached, the earliest first."""
        found = [m for m in self.milestones if m.is_reached]
        return tuple(sorted(found, key=lambda m: m.reached_on or date.max))

    @property
    def open(self) -> tuple[MilestoneProgress, ...]:
        """The milestones that are still open, in order."""
        return tuple(m for m in self.milestones if not m.is_reached)

    @property
    def next_milestone(self) -> MilestoneProgress | None:
        """The first that is still open."""
        return next(iter(self.open), None)

    @property
    def reached_share(self) -> Share:
        """The milestones reached, of all milestones."""
        return _counted(len(self.reached), self.milestones)

    @property
    def done(self) -> tuple[StepProgress, ...]:
        """The steps that were done."""
        return tuple(s for s in self.steps if s.done_on is not None)

    @property
    def done_share(self) -> Share:
        """The steps done, of all steps."""
        return _counted(len(self.done), self.steps)

    def attained(self, line: RatingLine) -> Attainment | None:
        """Return where *line* puts the goal, if it is about its attainment."""
        last = line.last
        if line.ruler is not Ruler.ATTAINMENT or line.about_id != self.id:
            return None
        for one in self.attainment:
            if last and (line.rater, last.at) == (one.rater, one.at):
                return one
        return None

    @property
    def help_now(self) -> SupportPoint | None:
        """The support that the client agreed to, and that stands."""
        return next((point for point in self.support if point.stands), None)


def _counted(count: int, among: tuple[object, ...]) -> Share:
    return Share(numerator=count, denominator=len(among))


@attrs.frozen(kw_only=True)
class SupportChange:
    """
    That the help agreed about one goal is another than it was.

    Neither way is the better: the direction is the client's.

    Attributes:
        goal_id: The goal; `None` is everything.
        goal: Its words.
        before: What stood; `None` where nothing did, or it is not for the
            reader any more.
        after: What stands; `None` where nothing does.
    """

    goal_id: str | None
    goal: str | None = attrs.field(repr=False)
    before: SupportPoint | None
    after: SupportPoint | None


@attrs.frozen(kw_only=True)
class RatingChange:
    """
    That one person rated again, or for the first time.

    Attributes:
        goal_id: The goal that it is about, or belongs to.
        line: All that this person said on this ruler.
        before: The last answer then; `None` where there was none, or it is
            not for the reader any more.
        after: The last answer now.
        attained: The same on the goal's own scale, where it is about that.
    """

    goal_id: str | None
    line: RatingLine
    before: RatingPoint | None
    after: RatingPoint
    attained: Attainment | None

    @property
    def change(self) -> int | None:
        """The answer now less the one then, in whole steps of the ruler."""
        before = None if self.before is None else self.before.value
        return _difference(self.after.value, before)
