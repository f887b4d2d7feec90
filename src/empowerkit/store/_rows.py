"""From the rows of a database to entries, and the errors of both."""

from __future__ import annotations

import os

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NoReturn, TypeVar

import attrs

from empowerkit.errors import JournalError, StoreError, StoreTrouble
from empowerkit.journal import Entry, Fault, Head, Header, Payload
from empowerkit.model._ids import is_id


SELECT: Final = """
    SELECT entry.sequence, header, place, salt, body
    FROM entry LEFT JOIN payload ON payload.sequence = entry.sequence
"""
IN_ORDER: Final = "ORDER BY entry.sequence, place"
LAST: Final = """
    SELECT id, sequence, hash, header FROM journal
    LEFT JOIN entry ON sequence = (SELECT max(sequence) FROM entry)
"""
COLUMNS: Final = """
    SELECT sequence, entry, plan, version, hash, header FROM entry
"""
ASTRAY: Final = """
    SELECT count(*) FROM payload
    WHERE sequence NOT IN (SELECT sequence FROM entry)
"""
PLAN_IDS: Final = "SELECT plan FROM entry WHERE version = 1 ORDER BY sequence"
MESSAGES: Final = {
    StoreTrouble.BUSY: "somebody else writes: try again",
    StoreTrouble.FULL: "the disk is full: make room, and try again",
    StoreTrouble.REFUSED: (
        "the database must be there, and let itself be written: see that it "
        "exists, and that this user or role may do what was asked (of a file: "
        "write it, and its folder)"
    ),
    StoreTrouble.CLOSED: "the store was closed: open it anew",
    StoreTrouble.DAMAGED: (
        "the database is damaged, or is none: go back to a whole copy"
    ),
    StoreTrouble.INPUT_OUTPUT: (
        "the database could not be read or written; what was being kept may "
        "be kept: try again with the same entry id"
    ),
}
T = TypeVar("T")


def trouble(reason: StoreTrouble) -> StoreError:
    """Return the error for *reason*, which carries nothing of the data."""
    return StoreError(reason, MESSAGES[reason])


def raise_alone(error: StoreError) -> NoReturn:
    """
    Raise *error*, and nothing of what led to it.

    What a database says may quote a row, and a context that is left would
    print it below.
    """
    try:
        raise error
    finally:
        error.__context__ = None


def ask_own_process(process: int) -> None:
    """
    Return where this is the process that opened the store.

    Raises:
        StoreError: It was forked off since, and has no connection.
    """
    if process != os.getpid():
        message = (
            "a store must be used by the process that opened it, and this is "
            "another: open it anew after a fork"
        )
        raise StoreError(StoreTrouble.CLOSED, message)


def held(value: Any, kind: type[T]) -> T:
    """Return *value*, which the database must hold as *kind*."""
    if type(value) is not kind:
        raise trouble(StoreTrouble.DAMAGED)
    return value


def head_of(last: tuple[Any, ...] | None) -> Head:
    """
    Return where a journal stands; see `LAST`.

    Raises:
        JournalError: Its last entry is not what was once written down.
    """
    own, sequence, own_hash, raw = last or (None,) * 4
    journal = held(own, str)
    if sequence is None and is_id(journal):
        return Head(journal=journal)
    head = Head.after(Entry(raw=held(raw, bytes)))
    if (journal, sequence, own_hash) != attrs.astuple(head):
        raise trouble(StoreTrouble.DAMAGED)
    return head


def grouped(rows: Iterable[tuple[Any, ...]]) -> Iterator[Entry]:
    """Yield an entry for the rows of each sequence; see `SELECT`."""
    for (_, raw), rest in groupby(rows, key=itemgetter(0, 1)):
        payloads = {
            held(place, int): Payload(
                salt=held(salt, bytes), body=held(body, bytes)
            )
            for _, _, place, salt, body in rest
            if place is not None
        }
        own = held(raw, bytes)
        yield Entry(raw=own, payloads=tuple(_placed(own, payloads)))


def _placed(
    raw: bytes, payloads: dict[int, Payload]
) -> Iterator[Payload | None]:
    """Yield a payload for each place that *raw* tells of, then the rest."""
    said = header_of(raw)
    told = range(0 if said is None else len(said.commitments))
    yield from map(payloads.get, told)
    yield from (payloads[place] for place in payloads if place not in told)


def header_of(raw: bytes) -> Header | None:
    """Return what *raw* says; `None` where it is no header."""
    try:
        return Header.from_bytes(raw)
    except JournalError:
        return None


def misfiled(rows: Iterable[tuple[Any, ...]], journal: str) -> Iterator[Fault]:
    """
    Yield where a row is filed under what its header does not say.

    Nothing follows the last header, so that its own hash beside it is all
    that tells when a bit of it flips.

    Args:
        rows: See `COLUMNS`.
        journal: The journal's id, as the database has it.
    """
    for *filed, raw in rows:
        said = header_of(raw) if type(raw) is bytes else None
        if said is None or [journal, *filed] != [
            said.journal,
            said.sequence,
            said.entry,
            said.plan,
            said.version,
            Entry(raw=raw).hash,
        ]:
            yield unsound("a row must be filed as its header says")


def unsound(message: str) -> Fault:
    """Return what is wrong with the database, and with no entry of it."""
    return Fault(rule="journal-database", message=message, sequence=0)
