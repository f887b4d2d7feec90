"""A journal in one SQLite file: the embedded store."""

from __future__ import annotations

import os
import sqlite3
import threading

from collections.abc import Generator, Iterable, Iterator
from contextlib import (
    AbstractContextManager,
    closing,
    contextmanager,
    suppress,
)
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn

from empowerkit.errors import StoreError, StoreTrouble
from empowerkit.journal import Entry, Fault, Head
from empowerkit.journal._entry import Place
from empowerkit.model._ids import new_id

from ._backend import Backend
from ._rows import (
    ASTRAY,
    COLUMNS,
    IN_ORDER,
    LAST,
    PLAN_IDS,
    SELECT,
    ask_own_process,
    grouped,
    head_of,
    held,
    misfiled,
    raise_alone,
    trouble,
    unsound,
)


SCHEMA_VERSION: Final = 1
APPLICATION: Final = 0x656D706B  # "empk": what `file` and others see
NEEDED: Final = (3, 37)  # the first with STRICT
_SETTINGS: Final[dict[str, tuple[str, Any]]] = {
    # A rollback journal, synced once more after it is gone: with the
    # defaults, acknowledged entries were lost when the power was cut.
    "journal_mode": ("DELETE", "delete"),
    "synchronous": ("EXTRA", 3),
    # What is erased is overwritten in the file.
    "secure_delete": ("ON", 1),
    "foreign_keys": ("ON", 1),
    # What a file defines calls no unsafe functions.
    "trusted_schema": ("OFF", 0),
    # A damaged page is noticed when it is read.
    "cell_size_check": ("ON", 1),
}
# A file is held to this to the letter, also one of an older release: who
# changes a space of it makes another version.
_SCHEMA: Final = (
    """
    CREATE TABLE journal (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id TEXT NOT NULL,
        erasing INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE entry (
        sequence INTEGER PRIMARY KEY,
        entry TEXT NOT NULL UNIQUE,
        plan TEXT NOT NULL,
        version INTEGER NOT NULL,
        hash TEXT NOT NULL,
        header BLOB NOT NULL,
        UNIQUE (plan, version)
    ) STRICT
    """,
    """
    CREATE TABLE payload (
        sequence INTEGER NOT NULL REFERENCES entry,
        place INTEGER NOT NULL,
        salt BLOB NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (sequence, place)
    ) STRICT, WITHOUT ROWID
    """,
    *(
        f"""
        CREATE TRIGGER {name} BEFORE {what}
        BEGIN SELECT RAISE(ABORT, 'a journal is only ever appended to'); END
        """
        for name, what in (
            ("journal_kept", "DELETE ON journal"),
            ("journal_once", "INSERT ON journal WHEN (SELECT 1 FROM journal)"),
            ("journal_same", "UPDATE OF one, id ON journal"),
            ("entry_kept", "DELETE ON entry"),
            ("entry_same", "UPDATE ON entry"),
            # INSERT OR REPLACE deletes, and asks no trigger of DELETE.
            (
                "entry_next",
                """
                INSERT ON entry WHEN NEW.sequence IS NOT (
                    SELECT coalesce(max(sequence), 0) + 1 FROM entry
                ) OR EXISTS (
                    SELECT 1 FROM entry WHERE entry = NEW.entry
                    OR (plan = NEW.plan AND version = NEW.version)
                )
                """,
            ),
            (
                "payload_kept",
                "DELETE ON payload WHEN (SELECT erasing FROM journal) = 0",
            ),
            ("payload_same", "UPDATE ON payload"),
            (
                "payload_next",
                """
                INSERT ON payload WHEN NEW.sequence IS NOT (
                    SELECT max(sequence) FROM entry
                ) OR EXISTS (
                    SELECT 1 FROM payload
                    WHERE sequence = NEW.sequence AND place = NEW.place
                )
                """,
            ),
        )
    ),
)
# What SQLite adds itself, where somebody let it ANALYZE. Not by their names:
# a file from elsewhere may have named anything so.
_ADDED: Final = frozenset(
    {
        "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
        "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
    }
)
_REASONS: Final = {
    sqlite3.SQLITE_BUSY: StoreTrouble.BUSY,
    sqlite3.SQLITE_LOCKED: StoreTrouble.BUSY,
    sqlite3.SQLITE_FULL: StoreTrouble.FULL,
    sqlite3.SQLITE_READONLY: StoreTrouble.REFUSED,
    sqlite3.SQLITE_CANTOPEN: StoreTrouble.REFUSED,
    sqlite3.SQLITE_PERM: StoreTrouble.REFUSED,
    sqlite3.SQLITE_NOTADB: StoreTrouble.DAMAGED,
    sqlite3.SQLITE_CORRUPT: StoreTrouble.DAMAGED,
    # Our tables are not there, or do not hold what they must.
    sqlite3.SQLITE_ERROR: StoreTrouble.DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: StoreTrouble.DAMAGED,
    # Python's own: text that is no UTF-8.
    0: StoreTrouble.DAMAGED,
}
# Closing a file lets go of all locks that this process has on it.
_making = threading.Lock()


@contextmanager
def _ours() -> Generator[None]:
    """Turn what SQLite raises into our own, which quotes nothing of it."""
    try:
        yield
    except sqlite3.ProgrammingError:
        found = trouble(StoreTrouble.CLOSED)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        found = trouble(_REASONS.get(code, StoreTrouble.INPUT_OUTPUT))
    except UnicodeDecodeError:
        # What SQLite had to say quotes a file that is no text.
        found = trouble(StoreTrouble.DAMAGED)
    else:
        return
    raise_alone(found)


class SQLite(Backend):
    """Entries in one file; see `Backend`."""

    def __init__(
        self, path: str | os.PathLike[str], *, timeout: float
    ) -> None:
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._cursors: list[sqlite3.Cursor] = []
        # Where the journal stood when something was last appended here: as
        # long as the last row is that one, it need not be read again.
        self._tip = Head(), b""
        with _ours():
            self._db = _opened(Path(path).absolute(), timeout)
        try:
            with _ours():
                _prepared(self._db)
        except BaseException:
            self._db.close()
            raise

    def writing(self) -> AbstractContextManager[None]:
        return self._begun("BEGIN IMMEDIATE")

    def reading(self) -> AbstractContextManager[None]:
        return self._begun("BEGIN")

    @contextmanager
    def _begun(self, how: str) -> Generator[None]:
        ask_own_process(self._process)
        with self._lock, _ours():
            self._run(how)
            try:
                try:
                    yield
                finally:
                    self._let_go()
                self._run("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _let_go(self) -> None:
        """Close what was not read to its end: it would keep others waiting."""
        while self._cursors:
            self._cursors.pop().close()

    def _roll_back(self) -> None:
        # Some errors have rolled back already; whatever this one says, the
        # error that led here says more.
        with suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._run("ROLLBACK")

    def _run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self._cursors.append(self._db.execute(sql, values))
        return self._cursors[-1]

    def _one(self, sql: str, *values: Any) -> Any:
        row = self._run(sql, *values).fetchone()
        return row and row[0]

    def head(self) -> Head:
        last = self._run(LAST).fetchone()
        head, raw = self._tip
        if last == (head.journal, head.sequence, head.hash, raw):
            return head
        return head_of(last)

    def _journal(self) -> str:
        return held(self._one("SELECT id FROM journal"), str)

    def version(self, plan_id: str) -> int:
        sql = "SELECT max(version) FROM entry WHERE plan = ?"
        return held(self._one(sql, plan_id) or 0, int)

    def standing(self, plan_id: str, entry_id: str) -> tuple[int, str | None]:
        sql = """
            SELECT (SELECT max(version) FROM entry WHERE plan = ?),
            (SELECT hash FROM entry WHERE entry = ?)
        """
        version, own_hash = self._run(sql, plan_id, entry_id).fetchone()
        return held(version or 0, int), own_hash

    def named(self, entry_id: str) -> Entry | None:
        return next(self._entries("WHERE entry = ?", entry_id), None)

    def entries(self, plan_id: str | None = None) -> Iterator[Entry]:
        if plan_id is None:
            return self._entries("")
        return self._entries("WHERE plan = ?", plan_id)

    def _entries(self, where: str, *values: str) -> Iterator[Entry]:
        with _ours():
            yield from grouped(
                self._run(f"{SELECT} {where} {IN_ORDER}", *values)
            )

    def plan_ids(self) -> list[str]:
        return [held(plan, str) for (plan,) in self._run(PLAN_IDS)]

    def append(self, plan_id: str, version: int, entry: Entry) -> None:
        said = entry.header
        head = Head.after(entry)
        self._tip = head, entry.raw
        self._run(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
            said.sequence,
            said.entry,
            plan_id,
            version,
            head.hash,
            entry.raw,
        )
        self._db.executemany(
            "INSERT INTO payload VALUES (?, ?, ?, ?)",
            (
                (said.sequence, place, payload.salt, payload.body)
                for place, payload in enumerate(entry.payloads)
                if payload is not None
            ),
        )

    def purge(self, places: Iterable[Place]) -> None:
        self._run("UPDATE journal SET erasing = 1")
        self._db.executemany(
            "DELETE FROM payload WHERE sequence = ? AND place = ?", places
        )
        self._run("UPDATE journal SET erasing = 0")

    def faults(self) -> tuple[Fault, ...]:
        with _ours():
            # What it says may quote the file: it is counted, not repeated.
            told = self._run("PRAGMA integrity_check").fetchall()
            count = 0 if told == [("ok",)] else len(told)
            whole = "the database must find itself whole, and does not"
            found = [unsound(whole)] * count
            erasing = self._one("SELECT erasing FROM journal")
            if erasing or _schema(self._db) != _made():
                found.append(unsound("the tables must be as they were made"))
            if self._one(ASTRAY):
                found.append(unsound("a payload must belong to an entry"))
            found += misfiled(self._run(COLUMNS), self._journal())
        return tuple(found)

    def close(self) -> None:
        with self._lock:
            self._db.close()


def _opened(path: Path, timeout: float) -> sqlite3.Connection:
    # Made by us, so that nobody else can read it from the first byte on.
    with _making:
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            refused = False
        except OSError:
            refused = True
        else:
            refused = False
    if refused:
        raise trouble(StoreTrouble.REFUSED)
    return sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
    )


def _prepared(database: sqlite3.Connection) -> None:
    if sqlite3.sqlite_version_info < NEEDED:
        _refuse("SQLite must be 3.37 or newer: install a newer Python")
    for name, (setting, told) in _SETTINGS.items():
        database.execute(f"PRAGMA {name} = {setting}")
        if _asked(database, name) != told:
            _refuse(f"SQLite must let {name} be set, and does not")
    if _is_new(database):
        _make(database)
    marks = (
        _asked(database, "application_id"),
        _asked(database, "user_version"),
    )
    if marks != (APPLICATION, SCHEMA_VERSION):
        _refuse(
            "a store must be a file that this library made, of this version: "
            "name another file, or install a newer empowerkit"
        )
    # Its triggers would run, and its views, as soon as it is used.
    if _schema(database) != _made():
        raise StoreError(
            StoreTrouble.DAMAGED,
            "a store's tables must be as this library made them, and these "
            "are not: go back to a whole copy, or name another file",
        )


def _refuse(message: str) -> NoReturn:
    raise StoreError(StoreTrouble.REFUSED, message)


def _asked(database: sqlite3.Connection, name: str) -> Any:
    row = database.execute(f"PRAGMA {name}").fetchone()
    return row and row[0]


def _is_new(database: sqlite3.Connection) -> bool:
    return not _asked(database, "user_version") and not _schema(database)


def _make(database: sqlite3.Connection) -> None:
    database.execute("BEGIN IMMEDIATE")
    # Somebody may have been faster.
    if _is_new(database):
        for statement in _SCHEMA:
            database.execute(statement)
        database.execute(
            "INSERT INTO journal (one, id) VALUES (1, ?)", (new_id(),)
        )
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    database.execute("COMMIT")


def _schema(database: sqlite3.Connection) -> set[tuple[Any, ...]]:
    """Return what *database* is made of; what SQLite adds itself, apart."""
    sql = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    rows = database.execute(sql).fetchall()
    return {row for row in rows if row[2] not in _ADDED}


@cache
def _made() -> set[tuple[Any, ...]]:
    """Return what a database is made of that nobody touched."""
    with closing(sqlite3.connect(":memory:")) as database:
        for statement in _SCHEMA:
            database.execute(statement)
        return _schema(database)
