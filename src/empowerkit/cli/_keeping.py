"""Keeping the story in a store: each deed under the name of whoever did it."""

from __future__ import annotations

import shutil
import sqlite3

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import attrs

from empowerkit.journal import Entry, Header, Payload
from empowerkit.model import Actor, Choice
from empowerkit.plan import Plan, changes_between
from empowerkit.store import Store
from empowerkit.store._open import PATIENCE
from empowerkit.store._packed import packed, unpacked
from empowerkit.store._sqlite import SQLite

from ._story import NEW_MIND, PLAN, Act


_OTHER_WORDS: Final = "It is what Joan would do"
_TOLD: Final = {
    "Decision": "asks a question",
    "Option": "puts forward a way",
    "Withdrawal": "takes a way off the list",
    "Choice": "chooses",
}
_REPORTED: Final = "writes down what Amina chose"


def kept_in(path: Path) -> Store:
    """Return the store in the file at *path*; it is made if need be."""
    return Store(SQLite(path, timeout=PATIENCE))


class Keeping:
    """The store of the story, and what was kept in it so far."""

    def __init__(self, store: Store) -> None:
        self.store: Final = store
        self.version = 0

    def __call__(self, act: Act) -> Plan:
        """Keep each deed of *act* as a commit, and return the plan then."""
        for deed in act:
            done = (
                self.store.commit(
                    deed.plan,
                    by=deed.by,
                    at=deed.at,
                    expected_version=self.version,
                )
                if self.version
                else self.store.create(deed.plan, by=deed.by, at=deed.at)
            )
            self.version = done.version
        return self.store.load(PLAN)


@attrs.frozen
class Told:
    """One thing that somebody did, and from which a choice came."""

    at: datetime
    by: Actor
    what: str


def history(store: Store) -> tuple[Header, ...]:
    """Return who did something, and when, from first to last."""
    return store.history(PLAN)


def of_the_choice(store: Store) -> Iterator[Told]:
    """Yield what led to the choice, and who did it when, as it is kept."""
    before = None
    for said in history(store):
        after = store.load(PLAN, version=said.version)
        for change in changes_between(before, after):
            what = _told(change.after, said.actor)
            if what is not None and change.before is None:
                yield Told(said.recorded_at, said.actor, what)
        before = after


def _told(noun: Any, by: Actor) -> str | None:
    if isinstance(noun, Choice) and noun.voice.speaker != by:
        return _REPORTED
    return _TOLD.get(type(noun).__name__)


def rewritten(path: Path, copy: Path) -> None:
    """
    Copy the file at *path*, and put other words into the client's mouth.

    The seal in the entry's header is made to fit, as somebody would who
    knows how it works.
    """
    with _in_copy(path, copy) as database:
        sequence = _where_she_thought_anew(database)
        raw, held = database.execute(
            "SELECT header, payloads FROM entry WHERE sequence = ?",
            (sequence,),
        ).fetchone()
        payloads = [*map(_other_words, unpacked(held))]
        seals = tuple(one.commitment for one in payloads)
        said = Header.from_bytes(raw)
        forged = attrs.evolve(said, commitments=seals).to_bytes()
        database.execute(
            "UPDATE entry SET header = ?, hash = ?, payloads = ? "
            "WHERE sequence = ?",
            (forged, Entry(raw=forged).hash, packed(payloads), sequence),
        )


def _other_words(payload: Any) -> Payload:
    own, other = NEW_MIND.encode(), _OTHER_WORDS.encode()
    return Payload(salt=payload.salt, body=payload.body.replace(own, other))


def cut_short(path: Path, copy: Path) -> None:
    """Copy the file at *path*, and let it end before she thought anew."""
    with _in_copy(path, copy) as database:
        sequence = _where_she_thought_anew(database)
        database.execute("DELETE FROM entry WHERE sequence >= ?", (sequence,))


def _where_she_thought_anew(database: sqlite3.Connection) -> int:
    (sequence,) = database.execute(
        "SELECT sequence FROM entry WHERE instr(payloads, ?)",
        (NEW_MIND.encode(),),
    ).fetchone()
    return int(sequence)


@contextmanager
def _in_copy(path: Path, copy: Path) -> Generator[sqlite3.Connection]:
    """Open a copy, without what refuses changes until the end of the block."""
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        triggers = database.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        yield database
        for _, sql in triggers:
            database.execute(sql)
        database.execute("COMMIT")
