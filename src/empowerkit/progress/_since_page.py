"""What changed between two summaries, on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from empowerkit._render import Block, Heading, Items, Line, Para, joined

from ._goal_page import attainment_lines, changed, level_of, ruler_of, wanted
from ._goal_parts import RatingChange, SupportPoint
from ._pages import decision_blocks, went_well_lines
from ._speech import Speech


if TYPE_CHECKING:
    from ._between import ProgressBetween


def since_blocks(found: ProgressBetween, say: Speech) -> Iterator[Block]:
    """Yield the page of what changed."""
    yield Heading(say("since-title"), level=1)
    days = say(
        "since-days",
        then=say.day(found.then_as_of),
        now=say.day(found.now_as_of),
    )
    held = say("withheld") if found.withheld else ()
    yield Para(joined(filter(None, (days, held)), " "))
    yield Heading(say("heading-went-well"))
    lines = tuple(went_well_lines(found.went_well, say))
    yield Items(lines) if lines else Para(say("since-nothing"))
    yield from _section("heading-since-help", _support(found, say), say)
    yield from _section("heading-since-ratings", _ratings(found, say), say)
    yield from decision_blocks(found.decisions, say)
    yield from _section("heading-since-undone", _undone(found, say), say)


def _section(
    heading: str, lines: Iterator[Line], say: Speech
) -> Iterator[Block]:
    items = tuple(lines)
    if items:
        yield Heading(say(heading))
        yield Items(items)


def _support(found: ProgressBetween, say: Speech) -> Iterator[Line]:
    for change in found.support:
        goal = change.goal
        yield say(
            "since-help",
            about=() if goal is None else say("with", words=say.quoted(goal)),
            before=_level(change.before, say),
            after=_level(change.after, say),
        )
        if change.after is not None:
            yield from wanted(change.after, say)


def _level(point: SupportPoint | None, say: Speech) -> Line:
    if point is None:
        return say("help-none")
    return level_of(point.level.name, say)


def _ratings(found: ProgressBetween, say: Speech) -> Iterator[Line]:
    for one in found.ratings:
        if one.attained is not None:
            yield from attainment_lines(one.attained, say)
        else:
            yield joined(_rating(one, say), " ")


def _rating(one: RatingChange, say: Speech) -> Iterator[Line]:
    line, before, change = one.line, one.before, one.change
    ruler, who = ruler_of(line, one.goal_id, say), say.of(line.rater)
    ends = {"low": line.low, "high": line.high}
    last, on = str(one.after.value), say.on(one.after.at)
    if before is None or change is None:
        yield say("rating", ruler=ruler, who=who, on=on, value=last, **ends)
        return
    yield say(
        "rating-since",
        ruler=ruler,
        who=who,
        first=str(before.value),
        first_day=say.day(before.at),
        last=last,
        last_day=say.day(one.after.at),
        **ends,
    )
    yield changed(change, say)


def _undone(found: ProgressBetween, say: Speech) -> Iterator[Line]:
    for milestone in found.no_longer_reached:
        words = say.quoted(milestone.words)
        yield say("since-reached-undone", words=words)
    for step in found.no_longer_done:
        yield say("since-done-undone", words=say.quoted(step.words))
