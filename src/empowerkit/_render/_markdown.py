"""Blocks as markdown: CommonMark, and GitHub's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import punctuation
from typing import Final, assert_never

from ._blocks import Block, Heading, Items, Para, Table
from ._text import safe
from ._words import Line, Said


_ESCAPED: Final = {ord(mark): f"\\{mark}" for mark in punctuation}


def as_markdown(blocks: Iterable[Block]) -> str:
    """Return *blocks* as markdown; people's words stay words."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_inline(block.line)}"
        case Para():
            yield _inline(block.line)
        case Items():
            yield from (f"- {_inline(line)}" for line in block.lines)
        case Table():
            yield f"**{_inline(block.caption)}**"
            yield ""
            yield _row([(line,) for line in block.head])
            yield "|" + "---|" * len(block.head)
            yield from map(_row, block.rows)
        case _:
            assert_never(block)


def _row(cells: Iterable[tuple[Line, ...]]) -> str:
    texts = ("<br>".join(map(_inline, lines)) for lines in cells)
    return f"| {' | '.join(texts)} |"


def _inline(line: Line) -> str:
    return "".join(_safe(p.words) if isinstance(p, Said) else p for p in line)


def _safe(words: str) -> str:
    return " ".join(safe(words).split()).translate(_ESCAPED)
