"""Blocks as plain text, for terminals and letters."""

from __future__ import annotations

import unicodedata

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final, assert_never

from ._blocks import Block, Heading, Items, Para, Table
from ._words import Line, Said


WIDTH: Final = 80
NARROWEST: Final = 14
_UNDER: Final = {1: "=", 2: "-"}
_BETWEEN: Final = "  "
_ISOLATE, _POP = "\u2068", "\u2069"
_CONTROLS: Final = {
    **dict.fromkeys([*range(32), *range(127, 160)], "\ufffd"),
    **dict.fromkeys(
        [*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
    ),
    **dict.fromkeys([9, 10, 11, 12, 13, 0x85, 0x2028, 0x2029], " "),
}


def as_text(blocks: Iterable[Block], *, width: int = WIDTH) -> str:
    """
    Return *blocks* as text of at most *width* columns, and at least 14.

    What could steer a terminal becomes U+FFFD; words that run from right
    to left are kept in an isolate of their own.
    """
    room = max(width, NARROWEST)
    parts = ("\n".join(_lines(block, room)) for block in blocks)
    return "\n\n".join(parts) + "\n"


def _lines(block: Block, width: int) -> list[str]:
    match block:
        case Heading():
            title = wrapped(block.line, width)
            under = _UNDER.get(block.level, "~")
            return [*title, under * max(map(columns, title))]
        case Para():
            return wrapped(block.line, width)
        case Items():
            return [
                mark + line
                for item in block.lines
                for mark, line in _marked(wrapped(item, width - 2))
            ]
        case Table():
            return [*_table(block, width)]
        case _:
            assert_never(block)


def _marked(lines: list[str]) -> Iterator[tuple[str, str]]:
    return zip_longest(["- "], lines, fillvalue="  ")


def _table(table: Table, width: int) -> Iterator[str]:
    yield from wrapped(table.caption, width)
    yield ""
    count = len(table.head)
    each = (width - len(_BETWEEN) * (count - 1)) // max(count, 1)
    if each < NARROWEST:
        yield from _stacked(table, width)
        return
    yield from _row([(line,) for line in table.head], each)
    yield _BETWEEN.join("-" * each for _ in table.head)
    for row in table.rows:
        yield from _row(row, each)


def _row(cells: Iterable[tuple[Line, ...]], each: int) -> Iterator[str]:
    folded = [_cell(lines, each) for lines in cells]
    for row in zip_longest(*folded, fillvalue=""):
        padded = (text + " " * (each - columns(text)) for text in row)
        yield _BETWEEN.join(padded).rstrip(" ")


def _cell(lines: tuple[Line, ...], each: int) -> list[str]:
    return [text for line in lines for text in wrapped(line, each)]


def _stacked(table: Table, width: int) -> Iterator[str]:
    """Write each row below the other, where they are too many to stand."""
    for number, row in enumerate(table.rows):
        if number:
            yield ""
        yield from _cell(row[0], width)
        for head, lines in zip(table.head[1:], row[1:], strict=True):
            for line in lines:
                texts = wrapped((*head, ": ", *line), width - 2)
                yield from (_BETWEEN + text for text in texts)


def wrapped(line: Line, width: int) -> list[str]:
    """Return *line* made safe, folded to *width* columns; never empty."""
    rows, row, used = [""], 0, 0
    for word in plain(line).split(" "):
        for piece in _pieces(word, width):
            size = columns(piece)
            if used and used + 1 + size > width:
                rows.append("")
                row, used = row + 1, 0
            gap = " " if used else ""
            rows[row] += gap + piece
            used += len(gap) + size
    return [_closed(text) for text in _carried(rows)]


def _pieces(word: str, width: int) -> Iterator[str]:
    """Yield *word*, cut where it alone is wider than a row."""
    if word.isascii():
        for start in range(0, max(len(word), 1), width):
            yield word[start : start + width]
        return
    piece, used = "", 0
    for char in word:
        size = _width(char)
        if used + size > width:
            yield piece
            piece, used = "", 0
        piece += char
        used += size
    yield piece


def _carried(rows: list[str]) -> Iterator[str]:
    """Open an isolate again in each row that it runs on into."""
    is_open = False
    for row in rows:
        text = _ISOLATE + row if is_open else row
        is_open = text.count(_ISOLATE) > text.count(_POP)
        yield text


def _closed(text: str) -> str:
    return text + _POP if text.count(_ISOLATE) > text.count(_POP) else text


def plain(line: Line) -> str:
    """Return *line* made safe, on one row however long it is."""
    return "".join(safe(p.words) if isinstance(p, Said) else p for p in line)


def safe(words: str) -> str:
    """Return *words* on one row, with nothing in it that could steer."""
    text = " ".join(words.translate(_CONTROLS).split(" ")).strip(" ")
    if text.isascii() or not any(map(_right_to_left, text)):
        return text
    return f"{_ISOLATE}{text}{_POP}"


def _right_to_left(char: str) -> bool:
    return unicodedata.bidirectional(char) in {"R", "AL", "AN"}


def columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
