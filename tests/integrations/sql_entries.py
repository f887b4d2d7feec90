"""From the rows of any SQL database to entries, and what can go wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NoReturn

from empowerkit.errors import JournalError, StoreError, StoreTrouble
from empowerkit.journal import Entry, Fault, Head, Header, Payload


def entries_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[Entry]:
    """
    Yield an entry for the rows of each sequence.

    Args:
        rows: Sequence, header, place, salt and body, in the order of the
            first and the third; the last three are `None` where an entry
            has no payload.
    """
    for (_, header), held in groupby(rows, key=itemgetter(0, 1)):
        raw = bytes(header)
        payloads = {
            place: Payload(salt=bytes(salt), body=bytes(body))
            for _, _, place, salt, body in held
            if place is not None
        }
        said = _header(raw)
        told = range(len(said.commitments) if said else 0)
        # Where a place is empty, its payload was erased; what nothing
        # tells of comes last, for `verify` to find.
        more = (payloads[place] for place in payloads if place not in told)
        yield Entry(raw=raw, payloads=(*map(payloads.get, told), *more))


def head_of(journal: str, last: Any | None) -> Head:
    """Return where a journal stands whose *last* header this is."""
    if last is None:
        return Head(journal=journal)
    return Head.after(Entry(raw=bytes(last)))


def misfiled(
    journal: str, rows: Iterable[tuple[Any, ...]]
) -> tuple[Fault, ...]:
    """
    Return a fault where a row is filed under what its header does not say.

    Args:
        journal: The journal's id, as the database has it.
        rows: Sequence, entry, plan, version and header.
    """
    return tuple(
        Fault(
            rule="journal-database",
            message="a row must be filed as its header says",
            sequence=0,
        )
        for *filed, header in rows
        if [journal, *filed] != _filed(_header(bytes(header)))
    )


def _filed(said: Header | None) -> list[Any] | None:
    if said is None:
        return None
    return [said.journal, said.sequence, said.entry, said.plan, said.version]


def _header(raw: bytes) -> Header | None:
    try:
        return Header.from_bytes(raw)
    except JournalError:
        return None


_REASONS = {
    # SQLite's names, and the codes of SQL: https://www.postgresql.org/docs/
    # current/errcodes-appendix.html
    "SQLITE_BUSY": StoreTrouble.BUSY,
    "SQLITE_LOCKED": StoreTrouble.BUSY,
    "SQLITE_FULL": StoreTrouble.FULL,
    "SQLITE_READONLY": StoreTrouble.REFUSED,
    "SQLITE_CANTOPEN": StoreTrouble.REFUSED,
    "SQLITE_CORRUPT": StoreTrouble.DAMAGED,
    "SQLITE_NOTADB": StoreTrouble.DAMAGED,
    "SQLITE_CONSTRAINT": StoreTrouble.DAMAGED,
    "SQLITE_ERROR": StoreTrouble.DAMAGED,
    "55P03": StoreTrouble.BUSY,
    "40001": StoreTrouble.BUSY,
    "40P01": StoreTrouble.BUSY,
    "53100": StoreTrouble.FULL,
    "42501": StoreTrouble.REFUSED,
    "25006": StoreTrouble.REFUSED,
    "42P01": StoreTrouble.DAMAGED,
    "23505": StoreTrouble.DAMAGED,
}


def trouble_of(error: BaseException | None) -> StoreError:
    """Return the error to raise for one of a driver; it quotes nothing."""
    name = getattr(error, "sqlite_errorname", None) or ""
    # SQLITE_BUSY_SNAPSHOT and its like are kinds of the first two words.
    code = "_".join(name.split("_")[:2]) or getattr(error, "sqlstate", None)
    reason = _REASONS.get(str(code), StoreTrouble.INPUT_OUTPUT)
    return StoreError(reason, "the database could not: try again, same id")


def raise_alone(error: StoreError) -> NoReturn:
    """Raise *error* without what led to it, which may quote a row."""
    try:
        raise error
    finally:
        error.__context__ = None
