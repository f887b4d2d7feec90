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
from empowerkit.report._findings_forms import Printing, Rows

from ._errors import Refused, lines_of
from ._options import Who
from ._pieces import Ours, Piece, Wrong, is_foreign


@attrs.frozen(kw_only=True)
class Asking:
    """
    What is asked, of which day, whose reading it is, and in which form.

    Attributes:
        max_bytes: How many bytes a document may have.
    """

    checks: Checks
    as_of: date
    printing: Printing
    max_bytes: int
    reader: Who | None = None


# What there is to put beside other plans, how much was found in the document
# by itself, and its line in its file: `None` where it is all of it.
Answer = tuple[Look, int, int | None]


class Answers(NamedTuple):
    """
    What the rules say of many documents.

    Attributes:
        pieces: Of each piece, what is said of each document in it.
        rows: What was found in each document by itself, in order.
    """

    pieces: list[list[Answer | Wrong | Ours]]
    rows: Rows


def reader_of(plan: Plan, shown: str, asking: Asking) -> Actor | None:
    """
    Return whose reading of *plan*, which stands at *shown*, is looked at.

    Raises:
        Refused: Nobody on the plan is meant, or more than one person is.
    """
    who = asking.reader
    return None if who is None else who.on(plan, shown)


def ask(pieces: Iterable[Piece], asking: Asking) -> Answers:
    """
    Return what the rules say of each document in each of *pieces*.

    What is FHIR comes back as it is: others belong to it.
    """
    found: list[Placed] = []
    answers = [
        [_ask(one, asking, found) for one in piece.documents()]
        for piece in pieces
    ]
    return Answers(answers, asking.printing.rows(found))


def _ask(
    one: Ours | Wrong, asking: Asking, found: list[Placed]
) -> Answer | Wrong | Ours:
    """Return what the rules say of one document; add what they *found*."""
    if isinstance(one, Wrong) or is_foreign(one.data):
        return one
    shown = one.place.shown
    try:
        plan = loads(one.data, max_bytes=asking.max_bytes)
        reader = reader_of(plan, shown, asking)
    except EmpowerkitError as error:
        return Wrong(tuple(lines_of(error, shown)))
    except Refused as refused:
        return Wrong(refused.lines)
    look = asking.checks.look(plan, as_of=asking.as_of, seen_by=reader)
    found += [Placed(one.place, each) for each in look.findings]
    return look.without_findings(), len(look.findings), one.place.line
