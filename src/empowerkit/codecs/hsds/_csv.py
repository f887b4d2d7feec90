r"""
CSV as directories publish it: every row with the line it begins on.

Not the `csv` module: its limit on the size of a field belongs to the whole
process, it counts lines only behind a row, and a quote that nobody closes
makes it swallow the rest of a file.
Source of the grammar: RFC 4180; line ends may be ``\n`` or ``\r`` as well.
"""

from __future__ import annotations

import codecs
import re

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import attrs

from ._notes import Notes


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONE: Final = re.compile("[\ud800-\udfff]")
_ENDS: Final = re.compile(r"\r\n|\n|\r")
_DELIMITERS: Final = ",;\t|"


@attrs.frozen(kw_only=True)
class Row:
    """One row of a table: where it begins, and what stands in it."""

    path: str
    cells: dict[str, Any]


def decoded(data: bytes, path: str, notes: Notes) -> str:
    """
    Return *data* as text that can be stored, whatever its encoding.

    UTF-8 or, with its byte order mark, UTF-16; what is neither is read as
    Windows-1252, which has a character for all but five bytes.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return storable(text, path, notes)
    try:
        return storable(data.decode(), path, notes)
    except UnicodeDecodeError:
        message = "must be UTF-8; read as Windows-1252: save it as UTF-8"
        notes.add("encoding", path, message)
    return storable(data.decode("cp1252", "replace"), path, notes)


def storable(text: str, path: str, notes: Notes) -> str:
    """Return *text* without NUL and lone surrogates, and say so."""
    if "\0" not in text and not _LONE.search(text):
        return text
    message = (
        "text must hold no NUL and no lone surrogate; each was left out: "
        "export it again"
    )
    notes.add("text-storable", path, message)
    return _LONE.sub("", text.replace("\0", ""))


def rows(text: str, file: str, notes: Notes) -> Iterator[Row]:
    """
    Yield the rows of *text* below its header, each as a mapping.

    Cells without anything in them are left out; so are rows without any.
    A cell that has no header is kept as ``column_`` and its number.
    """
    first = _ENDS.split(text.lstrip(), maxsplit=1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    found = _records(text, delimiter, file, notes)
    heads = (_names(head) for _, head in found if any(head))
    names = next(heads, list[str]())
    for line, cells in found:
        row = _row(f"{file} line {line}", names, cells, notes)
        if row.cells:
            yield row


def _row(path: str, names: list[str], cells: list[str], notes: Notes) -> Row:
    more = range(len(names), len(cells))
    if any(cells[number].strip() for number in more):
        message = (
            f"a row must have no more cells than the header ({len(names)}); "
            "the others were kept as columns without a name: quote the cells "
            "that hold a delimiter"
        )
        notes.add("columns", path, message)
    called = [*names, *(f"column_{number + 1}" for number in more)]
    held = zip(called, cells, strict=False)
    return Row(path=path, cells={n: c for n, c in held if c.strip()})


def _names(head: list[str]) -> list[str]:
    """Return a name for each column, no two of them alike."""
    names: list[str] = []
    for number, cell in enumerate(head, 1):
        name = cell.strip().lower().replace(" ", "_")
        fresh = name and name not in names
        names.append(name if fresh else f"column_{number}")
    return names


def _records(
    text: str, delimiter: str, file: str, notes: Notes
) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of *text*, each with the line it begins on."""
    strict, lax = _grammar(delimiter)
    line = begun = 1
    at, cells = 0, list[str]()
    while at <= len(text):
        found = strict.match(text, at)
        if found is None:
            _unquoted(f"{file} line {line}", notes)
            found = lax.match(text, at)
        cell, end = _cell(found), found["end"]
        cells.append(cell)
        line += len(_ENDS.findall(found[0]))
        if end != delimiter:
            yield begun, cells
            begun, cells = line, []
        at = found.end() if end else len(text) + 1


def _cell(found: re.Match[str]) -> str:
    quoted = found["quoted"]
    plain: str = found["plain"]
    return plain if quoted is None else quoted.replace('""', '"')


def _unquoted(path: str, notes: Notes) -> None:
    message = (
        "a quoted cell must end in a quote, with a delimiter or a line end "
        "behind it; it was read as it stands: export it again"
    )
    notes.add("csv-syntax", path, message)


@cache
def _grammar(delimiter: str) -> tuple[re.Pattern[str], Any]:
    """Return the grammar of one cell, and one that takes what there is."""
    mark = re.escape(delimiter)
    end = rf"(?P<end>{mark}|\r\n|\n|\r|\Z)"
    quoted = r' *+"(?P<quoted>[^"]*+(?:""[^"]*+)*+)" *+'
    plain = rf"(?P<plain>[^{mark}\r\n]*+)"
    return (
        re.compile(rf'(?:{quoted}|(?! *+"){plain}){end}'),
        re.compile(rf"(?P<quoted>(?!))?{plain}{end}"),
    )
