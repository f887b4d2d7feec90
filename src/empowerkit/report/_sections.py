"""What stands in a report, section by section, for one reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import attrs

from empowerkit._render import (
    Block,
    Heading,
    Items,
    Line,
    Names,
    Para,
    Said,
)
from empowerkit.matrix import ProsAndCons, Weighing, pros_and_cons
from empowerkit.model import Actor, Choice, Decision
from empowerkit.plan import Plan
from empowerkit.progress import (
    GoalProgress,
    ProgressSummary,
    Version,
    summarise,
)
from empowerkit.progress._speech import Speech

from ._figures import (
    Figure,
    MilestoneFigure,
    SupportFigure,
    as_blocks,
    figures_of,
)
from ._words import WORDS, day_in_words


Part = Block | Figure


@attrs.frozen
class Section:
    """
    A part of a page with a heading of its own.

    Attributes:
        title: What it is called.
        parts: What stands below; headings in it are of level 3 and deeper.
    """

    title: Line
    parts: tuple[Part, ...]


@attrs.frozen
class Shown:
    """
    Everything that is on one page.

    Attributes:
        title: What the page is called; it names nobody.
        about: For whom it is, and from which day.
        sections: In order.
    """

    title: Line
    about: Line
    sections: tuple[Section, ...]


def whole(plan: Plan, *, seen_by: Actor, as_of: date | datetime) -> Shown:
    """Return the summary, the pictures and all decisions of *plan*."""
    # Any other reader than the client is no "you" to a summary.
    is_client = seen_by == plan.client.actor
    version = Version.CLIENT if is_client else Version.RECORD
    summary = summarise(plan, as_of=as_of, seen_by=seen_by, version=version)
    seen = plan.as_seen_by(seen_by)
    sheets = (
        pros_and_cons(plan, held.id, seen_by=seen_by)
        for held in seen.standing(seen.decisions)
    )
    sections = (
        *progress(summary),
        *(decision(plan, sheet, seen_by=seen_by) for sheet in sheets),
    )
    return page(plan, "title", sections, seen_by=seen_by, as_of=as_of)


def weighed(
    plan: Plan,
    sheet: ProsAndCons,
    figures: Weighing | None,
    *,
    seen_by: Actor,
    as_of: date | datetime,
) -> Shown:
    """Return the sheet of one decision, and the figures if there are any."""
    sections = [decision(plan, sheet, seen_by=seen_by)]
    if figures is not None:
        found = section(figures._blocks())
        sections.append(attrs.evolve(found, title=WORDS("sums")))
    return page(plan, "title-decision", sections, seen_by=seen_by, as_of=as_of)


def summed_up(plan: Plan, summary: ProgressSummary) -> Shown:
    """Return a summary with its pictures."""
    return page(
        plan,
        "title",
        progress(summary),
        seen_by=summary.seen_by,
        as_of=summary.as_of,
    )


def page(
    plan: Plan,
    title: str,
    sections: Iterable[Section],
    *,
    seen_by: Actor,
    as_of: date | datetime,
) -> Shown:
    """Return *sections* as a page that says for whom it is."""
    who = Names(plan.as_seen_by(seen_by), WORDS).of(seen_by)
    about = WORDS("for", who=who, day=day_in_words(as_of))
    return Shown(WORDS(title), about, tuple(sections))


def blocks_of(page: Shown) -> Iterator[Block]:
    """Yield *page* without its pictures."""
    yield Heading(page.title, level=1)
    yield Para(page.about)
    for part in page.sections:
        yield Heading(part.title)
        for one in part.parts:
            if isinstance(one, MilestoneFigure | SupportFigure):
                yield from as_blocks(one)
            else:
                yield one
    yield Para(WORDS("honest"))


def progress(summary: ProgressSummary) -> Iterator[Section]:
    """Yield the summary, and a section of pictures for each goal."""
    yield section(summary._blocks())
    say = Speech(summary._plan, summary._words, summary.version)
    for goal in (*summary.goals, summary.without_goal):
        figures = tuple(figures_of(goal, say, summary.day))
        if figures:
            yield Section(_in_time(goal), figures)


def _in_time(goal: GoalProgress) -> Line:
    if goal.words is None:
        return WORDS("in-time-none")
    return WORDS("in-time", goal=Said(goal.words))


def decision(plan: Plan, sheet: ProsAndCons, *, seen_by: Actor) -> Section:
    """Return the sheet of one decision, and all that was chosen."""
    found = section(sheet._blocks())
    names = Names(plan.as_seen_by(seen_by), WORDS, reader=seen_by)
    return attrs.evolve(found, parts=(*found.parts, *_choices(sheet, names)))


def section(blocks: Iterable[Block]) -> Section:
    """Return *blocks*, the first of which is their heading, as a section."""
    first, *rest = blocks
    title = first.line if isinstance(first, Heading) else WORDS("title")
    return Section(title, tuple(_levelled(rest)))


def _levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield *blocks* with headings that leave no level out."""
    level = 2
    for block in blocks:
        if isinstance(block, Heading):
            level = min(max(block.level + 1, 3), level + 1)
            yield attrs.evolve(block, level=level)
        else:
            yield block


def _choices(sheet: ProsAndCons, names: Names) -> Iterator[Block]:
    """Yield every choice, where there is more than the one that stands."""
    held = sheet.decision
    if len(held.choices) > 1:
        yield Heading(WORDS("choices"), level=3)
        lines = ((one, _choice(one, held, names)) for one in held.choices)
        yield Items(
            tuple(
                WORDS("choice-stands", choice=line)
                if one is sheet.choice
                else line
                for one, line in lines
            )
        )


def _choice(choice: Choice, held: Decision, names: Names) -> Line:
    day = day_in_words(choice.decided_at)
    reported, what = names.reported(choice), _what(choice, held)
    line = (
        WORDS("choice-reported", day=day, reported=reported, what=what)
        if reported
        else WORDS("choice", day=day, what=what)
    )
    if choice.words is None:
        return line
    return WORDS("choice-why", choice=line, words=Said(choice.words))


def _what(choice: Choice, held: Decision) -> Line:
    if choice.option_id is None:
        return WORDS("taken-back")
    for option in held.options:
        if option.id == choice.option_id:
            return WORDS("option", words=Said(option.words))
    return WORDS("unseen")
