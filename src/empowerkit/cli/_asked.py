"""Asking the rules about documents; it runs in processes of its own too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import attrs

from empowerkit.codecs import loads
from empowerkit.errors import EmpowerkitError
from empowerkit.model import Actor
from empowerkit.plan import Plan
from empowerkit.practice import Checks, Look
from empowerkit.report._findings import Placed

from ._errors import Refused, lines_of
from ._options import Who
from ._pieces import Ours, Piece, Wrong, is_foreign
from ._printing import Printing, Row


@attrs.frozen(kw_only=True)
class Asking:
    """What is asked, of which day, whose reading it is, and in which form."""

    checks: Checks
    as_of: date
    printing: Printing
    reader: Who | None = None


class Answer(NamedTuple):
    """
    What the rules say of one document.

    Attributes:
        line: Where it stands in its file; `None` where it is all of it.
        rows: What was found in it by itself.
        look: What there is to put beside other plans.
    """

    line: int | None
    rows: list[Row]
    look: Look


Answers = list[Answer | Wrong | Ours]


def reader_of(plan: Plan, shown: str, asking: Asking) -> Actor | None:
    """
    Return whose reading of *plan*, which stands at *shown*, is looked at.

    Raises:
        Refused: Nobody on the plan is meant, or more than one person is.
    """
    who = asking.reader
    return None if who is None else who.on(plan, shown)


def ask(pieces: Iterable[Piece], asking: Asking) -> list[Answers]:
    """
    Return what the rules say of each document in each of *pieces*.

    What is FHIR comes back as it is: others belong to it.
    """
    return [
        [_ask(one, asking) for one in piece.documents()] for piece in pieces
    ]


def _ask(one: Ours | Wrong, asking: Asking) -> Answer | Wrong | Ours:
    if isinstance(one, Wrong) or is_foreign(one.data):
        return one
    shown = one.place.shown
    try:
        plan = loads(one.data)
        reader = reader_of(plan, shown, asking)
    except EmpowerkitError as error:
        return Wrong(tuple(lines_of(error, shown)))
    except Refused as refused:
        return Wrong(refused.lines)
    look = asking.checks.look(plan, as_of=asking.as_of, seen_by=reader)
    row = asking.printing.row
    rows = [row(Placed(one.place, found)) for found in look.findings]
    return Answer(one.place.line, rows, look.without_findings())
