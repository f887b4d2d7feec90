"""What is not known yet, as things to find out."""

from __future__ import annotations

import enum

from collections.abc import Iterator

import attrs

from empowerkit._render import Line
from empowerkit._render import Said as Quote
from empowerkit.model import (
    AnswerStatus,
    Consideration,
    Information,
    Option,
    WhatMatters,
)

from ._cells import Cell, Column, Rows
from ._setting import Setting


class GapKind(enum.StrEnum):
    """What sort of thing is not known yet."""

    NOTHING_SAID = "nothing-said"
    NOTHING_FOR = "nothing-for"
    NOTHING_AGAINST = "nothing-against"
    LESS_SAID = "less-said"
    UNSURE = "unsure"
    EMPTY_CELL = "empty-cell"
    TWO_ANSWERS = "two-answers"
    NOT_UNDERSTOOD = "not-understood"


@attrs.frozen(kw_only=True)
class Gap:
    """
    Something that could be found out before choosing; nobody has to.

    Attributes:
        kind: What sort of thing it is.
        option: The option it is about; `None` where it is about all.
        what_matters: What matters, for a cell.
        consideration: What nobody is sure about.
        information: What the client was told and does not understand.
    """

    kind: GapKind
    option: Option | None = None
    what_matters: WhatMatters | None = None
    consideration: Consideration | None = None
    information: Information | None = None


def gaps_in(
    columns: tuple[Column, ...],
    rows: Rows,
    information: tuple[Information, ...],
) -> Iterator[Gap]:
    """Yield what is not known: by option, then by cell, then of the rest."""
    most = max((len(column.said) for column in columns), default=0)
    for column in columns:
        yield from _of_column(column, most)
    for row in rows:
        yield from (gap for cell in row for gap in _of_cell(cell))
    for told in information:
        answer = told.understood
        if answer and answer.status is AnswerStatus.DOES_NOT_KNOW:
            yield Gap(kind=GapKind.NOT_UNDERSTOOD, information=told)


def _of_column(column: Column, most: int) -> Iterator[Gap]:
    option = column.option
    if not column.said:
        yield Gap(kind=GapKind.NOTHING_SAID, option=option)
    elif not column.pros:
        yield Gap(kind=GapKind.NOTHING_FOR, option=option)
    elif not column.cons:
        yield Gap(kind=GapKind.NOTHING_AGAINST, option=option)
    if 0 < 2 * len(column.said) < most:
        yield Gap(kind=GapKind.LESS_SAID, option=option)
    for said in column.unsure:
        yield Gap(kind=GapKind.UNSURE, option=option, consideration=said)


def _of_cell(cell: Cell) -> Iterator[Gap]:
    kind = None
    if not cell.fits and not cell.considerations:
        kind = GapKind.EMPTY_CELL
    elif len({fit.level for fit in cell.fits}) > 1:
        kind = GapKind.TWO_ANSWERS
    if kind is not None:
        matters = cell.what_matters
        yield Gap(kind=kind, option=cell.option, what_matters=matters)


def gap_line(gap: Gap, setting: Setting) -> Line:
    """Return *gap* as a sentence."""
    about: dict[str, Line] = {"who": setting.who()}
    if gap.option is not None:
        about["way"] = (Quote(gap.option.words),)
    if gap.what_matters is not None:
        about["matters"] = setting.named(gap.what_matters)
    if gap.consideration is not None:
        about["words"] = setting.quoted(gap.consideration)
    if gap.information is not None:
        about["words"] = (Quote(gap.information.words),)
    return setting.words(f"gap-{gap.kind.value}", **about)
