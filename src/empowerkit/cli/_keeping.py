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
        sequence, place, salt, body = database.execute(
            "SELECT sequence, place, salt, body FROM payload "
            "WHERE instr(body, ?)",
            (NEW_MIND.encode(),),
        ).fetchone()
        other = body.replace(NEW_MIND.encode(), _OTHER_WORDS.encode())
        (raw,) = database.execute(
            "SELECT header FROM entry WHERE sequence = ?", (sequence,)
        ).fetchone()
        said = Header.from_bytes(raw)
        seals = [*said.commitments]
        seals[place] = Payload(salt=salt, body=other).commitment
        forged = attrs.evolve(said, commitments=tuple(seals)).to_bytes()
        database.execute(
            "UPDATE payload SET body = ? WHERE sequence = ? AND place = ?",
            (other, sequence, place),
        )
        database.execute(
            "UPDATE entry SET header = ?, hash = ? WHERE sequence = ?",
            (forged, Entry(raw=forged).hash, sequence),
        )


def cut_short(path: Path, copy: Path) -> None:
    """Copy the file at *path*, and let it end before she thought anew."""
    with _in_copy(path, copy) as database:
        (sequence,) = database.execute(
            "SELECT sequence FROM payload WHERE instr(body, ?)",
            (NEW_MIND.encode(),),
        ).fetchone()
        for table in ("payload", "entry"):
            database.execute(
                f"DELETE FROM {table} WHERE sequence >= ?",  # noqa: S608
                (sequence,),
            )


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
