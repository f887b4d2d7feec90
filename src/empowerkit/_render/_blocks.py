"""The blocks that a page is made of."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ._words import Line, Said


@attrs.frozen
class Heading:
    """A heading; level 1 is the page's own."""

    line: Line
    level: int = 2


@attrs.frozen
class Para:
    """A paragraph."""

    line: Line


@attrs.frozen
class Items:
    """A list, in the order given."""

    lines: tuple[Line, ...]


@attrs.frozen
class Table:
    """
    A table; the first cell of each row is the row's heading.

    A cell is any number of lines; an empty cell is empty on purpose.
    """

    caption: Line
    head: tuple[Line, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


Block = Heading | Para | Items | Table


def said(line: Line) -> Iterable[Said]:
    """Return those parts of *line* that are people's own words."""
    return (part for part in line if isinstance(part, Said))


def text_of(line: Line) -> str:
    """Return *line* as it is, with nothing made safe."""
    return "".join(p.words if isinstance(p, Said) else p for p in line)
