"""A page for a terminal; nothing in it is said by colour alone."""

from __future__ import annotations

import io

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final, assert_never

from rich.console import Console, Group, RenderableType
from rich.text import Text

from empowerkit._render import (
    Heading,
    Items,
    Line,
    Para,
    Table,
    as_text,
    columns,
    wrapped,
)

from ._figures import Figure, MilestoneFigure, SupportFigure
from ._sections import Part, Shown
from ._words import WORDS


_NARROWEST: Final = 14
_BORDERS: Final = 3
_RULES: Final = (("┌", "┬", "┐"), ("├", "┼", "┤"), ("└", "┴", "┘"))
_MARKS: Final = {True: "[x]", False: "[ ]"}


def as_terminal(page: Shown, *, width: int) -> str:
    """Return *page* as text of at most *width* columns, without colour."""
    out = io.StringIO()
    show(page, Console(file=out, width=width, color_system=None))
    return out.getvalue()


def show(page: Shown, console: Console) -> None:
    """Print *page* on *console*, as wide as it is."""
    for shown in _page(page, console.width):
        # We measure and fold the words ourselves, for all pages alike.
        console.print(shown, soft_wrap=True)
        console.print()


def _page(page: Shown, width: int) -> Iterator[RenderableType]:
    yield _titled(page.title, "=", width)
    yield _text(page.about, width)
    for section in page.sections:
        yield _titled(section.title, "-", width)
        for part in section.parts:
            yield _part(part, width)
    yield _text(WORDS("honest"), width)


def _part(part: Part, width: int) -> RenderableType:
    match part:
        case MilestoneFigure():
            marks = (_MARKS[is_reached] for is_reached in part.marks)
            return _listed(part, marks, width)
        case SupportFigure():
            marks = ("=" * level + " " * (4 - level) for level in part.levels)
            return _listed(part, marks, width)
        case Heading():
            return _text(part.line, width, "bold")
        case Para():
            return _text(part.line, width)
        case Items():
            return _items(part.lines, ("-" for _ in part.lines), width)
        case Table():
            return _table(part, width)
        case _:
            assert_never(part)


def _titled(line: Line, under: str, width: int) -> RenderableType:
    rows = wrapped(line, width)
    longest = max(map(columns, rows))
    return _lines([*rows, under * longest], "bold")


def _text(line: Line, width: int, style: str = "") -> RenderableType:
    return _lines(wrapped(line, width), style)


def _lines(rows: Iterable[str], style: str = "") -> RenderableType:
    return Text("\n".join(rows), style, no_wrap=True)


def _listed(
    figure: Figure, marks: Iterable[str], width: int
) -> RenderableType:
    title = _text(figure.title, width, "bold")
    return Group(title, _items(figure.lines, marks, width))


def _items(
    lines: Iterable[Line], marks: Iterable[str], width: int
) -> RenderableType:
    rows: list[str] = []
    for line, mark in zip(lines, marks, strict=True):
        first, *rest = wrapped(line, width - len(mark) - 1)
        rows.append(f"{mark} {first}")
        rows += (f"{' ' * len(mark)} {row}" for row in rest)
    return _lines(rows)


def _table(table: Table, width: int) -> RenderableType:
    count = len(table.head)
    each = (width - 1) // count - _BORDERS
    if each < _NARROWEST:
        return _lines(as_text([table], width=width).splitlines())
    top, between, bottom = (_rule(ends, each, count) for ends in _RULES)
    head = _row(((line,) for line in table.head), each)
    return Group(
        _text(table.caption, width, "bold"),
        _lines([top]),
        _lines(head, "bold"),
        *(_lines([between, *_row(row, each)]) for row in table.rows),
        _lines([bottom]),
    )


def _rule(ends: tuple[str, str, str], each: int, count: int) -> str:
    left, middle, right = ends
    return left + middle.join(["─" * (each + 2)] * count) + right


def _row(cells: Iterable[tuple[Line, ...]], each: int) -> list[str]:
    folded = [
        [text for line in lines for text in wrapped(line, each)]
        for lines in cells
    ]
    return [
        f"│ {' │ '.join(_padded(text, each) for text in texts)} │"
        for texts in zip_longest(*folded, fillvalue="")
    ]


def _padded(text: str, each: int) -> str:
    return text + " " * (each - columns(text))
