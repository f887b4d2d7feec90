"""What the two pictures of a goal show, as numbers and words; no drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import attrs

from empowerkit.model import SupportLevel
from empowerkit.progress import (
    GoalProgress,
    MilestoneProgress,
    SupportPoint,
)


LEFT: Final = 16
RIGHT: Final = 304
MIDDLE: Final = (LEFT + RIGHT) / 2
ROW: Final = 18
APART: Final = 22
LEVELS: Final = tuple(sorted(SupportLevel, reverse=True))


@attrs.frozen(kw_only=True)
class Mark:
    """
    One milestone on the line.

    Attributes:
        number: Its number in the list below the picture.
        day: When it was reached; or when it is hoped for.
        x: Where it stands.
        row: In which row its number stands, so that none covers another.
        is_reached: Whether it was reached.
    """

    number: int
    day: date
    x: float
    row: int
    is_reached: bool


@attrs.frozen(kw_only=True)
class Timeline:
    """
    The milestones of one goal, in time.

    Attributes:
        marks: Those with a day, the earliest first.
        today: Where the day of the report stands.
        rows: How many rows of numbers there are.
        first: The day on the left.
        last: The day on the right.
    """

    marks: tuple[Mark, ...]
    today: float
    rows: int
    first: date
    last: date


@attrs.frozen(kw_only=True)
class Point:
    """
    A level of support that was agreed.

    Attributes:
        x: Where it stands in time.
        row: 0 for the most help, 4 for none.
        level: How much help.
        day: When it was agreed.
    """

    x: float
    row: int
    level: SupportLevel
    day: date


@attrs.frozen(kw_only=True)
class SupportLine:
    """
    How much help was agreed, in time.

    Attributes:
        points: The earliest first.
        today: Where the day of the report stands.
        first: The day on the left.
        last: The day on the right.
    """

    points: tuple[Point, ...]
    today: float
    first: date
    last: date


class _Scale:
    """Days, laid from left to right."""

    def __init__(self, days: Iterable[date], left: float) -> None:
        held = sorted(days)
        self.first: Final = held[0]
        self.last: Final = held[-1]
        self._left: Final = left

    def x(self, day: date) -> float:
        """Return where *day* stands."""
        whole = (self.last - self.first).days
        if not whole:
            return (self._left + RIGHT) / 2
        share = (day - self.first).days / whole
        return round(self._left + (RIGHT - self._left) * share, 1)


def day_of(milestone: MilestoneProgress) -> date | None:
    """Return when it was reached; or when it is hoped for."""
    if milestone.is_reached:
        return milestone.reached_on
    return milestone.due_on


def in_order(goal: GoalProgress) -> tuple[MilestoneProgress, ...]:
    """Return the milestones by their day, those without one at the end."""
    return tuple(
        sorted(goal.milestones, key=lambda one: day_of(one) or date.max)
    )


def timeline(goal: GoalProgress, today: date) -> Timeline | None:
    """Return the milestones of *goal* in time; `None` where none has a day."""
    dated = [
        (number, one, day)
        for number, one in enumerate(in_order(goal), 1)
        if (day := day_of(one)) is not None
    ]
    if not dated:
        return None
    scale = _Scale([today, *(day for *_, day in dated)], LEFT)
    ends: list[float] = []
    marks: list[Mark] = []
    for number, one, day in dated:
        x = scale.x(day)
        marks.append(
            Mark(
                number=number,
                day=day,
                x=x,
                row=_row_for(x, ends),
                is_reached=one.is_reached,
            )
        )
    return Timeline(
        marks=tuple(marks),
        today=scale.x(today),
        rows=len(ends),
        first=scale.first,
        last=scale.last,
    )


def _row_for(x: float, ends: list[float]) -> int:
    """Return the first row with room at *x*, and take the room."""
    for row, end in enumerate(ends):
        if x - end >= APART:
            ends[row] = x
            return row
    ends.append(x)
    return len(ends) - 1


LABELS: Final = 84


def support_line(
    points: Sequence[SupportPoint], today: date
) -> SupportLine | None:
    """Return the support agreed, in time; `None` where no day is known."""
    dated = [(one.at.date(), one) for one in points if one.at is not None]
    if not dated:
        return None
    scale = _Scale([today, *(day for day, _ in dated)], LABELS)
    return SupportLine(
        points=tuple(
            Point(
                x=scale.x(day),
                row=LEVELS.index(one.level),
                level=one.level,
                day=day,
            )
            for day, one in dated
        ),
        today=scale.x(today),
        first=scale.first,
        last=scale.last,
    )
