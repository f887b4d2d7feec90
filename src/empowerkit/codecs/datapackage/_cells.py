"""
Values as cells: what is missing, and what a spreadsheet must not run.

Source: OWASP, CSV Injection: cells that begin with one of some signs are
taken for formulas; quotes around every cell keep it in one piece.
"""

from __future__ import annotations

import enum
import json

from datetime import date, datetime
from typing import Any, Final

from empowerkit.model._record import Use


GUARD: Final = "'"
# What begins so might be run; the last four are full-width forms.
SIGNS: Final = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
# What programs take for a missing value, and is a text here.
_TAKEN: Final = frozenset({"", "NA"})
_TEXTS: Final = frozenset({Use.TEXT, Use.NAME})


def guarded(text: str) -> str:
    """
    Return *text* so that no program runs it or takes it for missing.

    >>> guarded("=1+1"), guarded("'tis"), guarded("Stay")
    ("'=1+1", "''tis", 'Stay')
    """
    if text in _TAKEN or text[0] in SIGNS + GUARD:
        return GUARD + text
    return text


def unguarded(cell: str) -> str:
    """
    Return the text that stands in a cell of a text column.

    Where a cell begins with an apostrophe, one is taken off, and no more.

    Args:
        cell: The cell as a CSV reader gives it; a missing one is none.

    >>> unguarded("'=1+1"), unguarded("''tis"), unguarded("Stay")
    ('=1+1', "'tis", 'Stay')
    """
    return cell.removeprefix(GUARD)


def cell(value: Any, use: Use) -> str:
    r"""
    Return *value* as it stands in a file: nothing where it is missing.

    >>> cell(None, Use.TEXT), cell("", Use.TEXT), cell(0, Use.WHOLE)
    ('', '"\'"', '"0"')
    """
    if value is None:
        return ""
    text = _plain(value)
    if not isinstance(text, str):
        text = json.dumps(text, ensure_ascii=False, separators=(",", ":"))
    elif use in _TEXTS:
        text = guarded(text)
    return '"' + text.replace('"', '""') + '"'


def _plain(value: Any) -> Any:
    listed: tuple[Any, ...] = value
    if isinstance(value, tuple):
        return [_plain(one) for one in listed]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime):
        utc = value.isoformat().removesuffix("+00:00")
        return utc if value.utcoffset() else f"{utc}Z"
    return value.isoformat() if isinstance(value, date) else value
