"""The two pictures of a goal, with the words that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from empowerkit._render import Block, Heading, Items, Line, joined, text_of
from empowerkit.progress import GoalProgress, MilestoneProgress, SupportPoint
from empowerkit.progress._goal_page import level_of
from empowerkit.progress._speech import Speech

from ._charts import (
    LEVELS,
    SupportLine,
    Timeline,
    in_order,
    support_line,
    timeline,
)
from ._words import WORDS


LEVEL_NAMES: Final = tuple(
    text_of(WORDS(f"level-{level.value}")) for level in LEVELS
)


@attrs.frozen(kw_only=True)
class MilestoneFigure:
    """
    The milestones of one goal, in time.

    Attributes:
        title: What the picture is called.
        described: What it shows, in words.
        ends: The days on the left and on the right.
        chart: The picture; `None` where no day is known.
        lines: What each mark stands for, in order.
        marks: Whether each of *lines* was reached.
    """

    title: Line
    described: Line
    ends: tuple[Line, ...]
    chart: Timeline | None
    lines: tuple[Line, ...]
    marks: tuple[bool, ...]


@attrs.frozen(kw_only=True)
class SupportFigure:
    """
    How much help was agreed on one goal, in time.

    Attributes:
        title: What the picture is called.
        described: What it shows, in words.
        ends: The days on the left and on the right.
        chart: The picture; `None` where no day is known.
        lines: Each agreement, in order.
        levels: The level of each of *lines*, 0 to 4.
    """

    title: Line
    described: Line
    ends: tuple[Line, ...]
    chart: SupportLine | None
    lines: tuple[Line, ...]
    levels: tuple[int, ...]


Figure = MilestoneFigure | SupportFigure


def as_blocks(figure: Figure) -> Iterator[Block]:
    """Yield what *figure* says, without a picture."""
    yield Heading(figure.title, level=3)
    yield Items(figure.lines)


def figures_of(
    goal: GoalProgress, say: Speech, today: date
) -> Iterator[Figure]:
    """Yield the pictures for which *goal* has anything to show."""
    if goal.milestones:
        yield _milestones(goal, say, today)
    if goal.support:
        yield _support(goal, say, today)


def _milestones(
    goal: GoalProgress, say: Speech, today: date
) -> MilestoneFigure:
    held, chart = in_order(goal), timeline(goal, today)
    ends = _ends(chart, say)
    count = 0 if chart is None else len(chart.marks)
    return MilestoneFigure(
        title=WORDS("milestones"),
        described=_described("picture-milestones", ends, count=count),
        ends=ends,
        chart=chart,
        lines=tuple(_milestone(one, say) for one in held),
        marks=tuple(one.is_reached for one in held),
    )


def _milestone(one: MilestoneProgress, say: Speech) -> Line:
    words = say.quoted(one.words)
    if one.is_reached:
        on, said = say.on(one.reached_on), say.said(one.reached)
        return say("milestone-reached", words=words, on=on, said=said)
    due, said = say.dated("hoped-for", one.due_on), say.said(one.voice)
    return say("milestone-open", words=words, due=due, said=said)


def _support(goal: GoalProgress, say: Speech, today: date) -> SupportFigure:
    chart = support_line(goal.support, today)
    ends = _ends(chart, say)
    return SupportFigure(
        title=WORDS("support"),
        described=_described("picture-support", ends),
        ends=ends,
        chart=chart,
        lines=tuple(_agreed(one, say) for one in goal.support),
        levels=tuple(one.level.value for one in goal.support),
    )


def _agreed(point: SupportPoint, say: Speech) -> Line:
    day = WORDS("no-day") if point.at is None else say.day(point.at)
    level = level_of(point.level.name, say)
    line = WORDS("support-at", day=day, level=level)
    if point.direction is None:
        return line
    return joined((line, say(f"help-{point.direction.value}")), " ")


def _ends(
    chart: Timeline | SupportLine | None, say: Speech
) -> tuple[Line, ...]:
    """Return the first and the last day, or the one where both are one."""
    if chart is None:
        return ()
    return tuple(map(say.day, sorted({chart.first, chart.last})))


def _described(key: str, ends: tuple[Line, ...], **gaps: int) -> Line:
    if not ends:
        return ()
    return WORDS(key, first=ends[0], last=ends[-1], **gaps)
