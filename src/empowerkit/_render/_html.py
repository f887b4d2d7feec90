"""Blocks as HTML: a fragment with real headings, lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, assert_never

from ._blocks import Block, Heading, Items, Para, Table
from ._words import Line, Said


_CONTROLS: Final = dict.fromkeys(
    [
        *range(9),
        11,
        12,
        *range(14, 32),
        *range(127, 160),
        # A lone one of these would close the <bdi> around it.
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ],
    "\ufffd",
)


def as_html(blocks: Iterable[Block]) -> str:
    """
    Return *blocks* as a fragment of HTML.

    People's words stand in ``<bdi>``, so that a line from right to left
    leaves the rest of the page alone.
    """
    return "\n".join(html for block in blocks for html in _html(block)) + "\n"


def _html(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h{block.level}>{_inline(block.line)}</h{block.level}>"
        case Para():
            yield f"<p>{_inline(block.line)}</p>"
        case Items():
            yield "<ul>"
            yield from (f"<li>{_inline(line)}</li>" for line in block.lines)
            yield "</ul>"
        case Table():
            yield from _table(block)
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    yield "<table>"
    yield f"<caption>{_inline(table.caption)}</caption>"
    heads = (f'<th scope="col">{_inline(line)}</th>' for line in table.head)
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    for first, *others in table.rows:
        cells = "".join(f"<td>{_cell(lines)}</td>" for lines in others)
        yield f'<tr><th scope="row">{_cell(first)}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"


def _cell(lines: tuple[Line, ...]) -> str:
    return "<br>".join(map(_inline, lines))


def _inline(line: Line) -> str:
    return "".join(
        f"<bdi>{safe(p.words)}</bdi>" if isinstance(p, Said) else escape(p)
        for p in line
    )


def safe(words: str) -> str:
    """Return *words* for the inside of an element or an attribute."""
    return escape(words.translate(_CONTROLS))
