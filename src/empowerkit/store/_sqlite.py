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
from types import TracebackType
from typing import Any, Final, NoReturn

from empowerkit.errors import StoreError, StoreTrouble
from empowerkit.journal import Entry, Fault, Head
from empowerkit.journal._entry import Place
from empowerkit.model._ids import new_id

from ._backend import Backend
from ._packed import packed, unpacked
from ._rows import (
    COLUMNS,
    LAST,
    PLAN_IDS,
    ask_own_process,
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
        payloads BLOB NOT NULL,
        UNIQUE (plan, version)
    ) STRICT
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
            # Erasing changes the payloads alone, and leaves less of them. Not
            # UPDATE OF the others: a rowid can be called otherwise.
            (
                "entry_same",
                """
                UPDATE ON entry WHEN (SELECT erasing FROM journal) IS NOT 1
                OR NEW.sequence IS NOT OLD.sequence
                OR NEW.entry IS NOT OLD.entry
                OR NEW.plan IS NOT OLD.plan
                OR NEW.version IS NOT OLD.version
                OR NEW.hash IS NOT OLD.hash
                OR NEW.header IS NOT OLD.header
                OR length(NEW.payloads) >= length(OLD.payloads)
                """,
            ),
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
_RAISED: Final = (sqlite3.Error, UnicodeDecodeError)
_SELECT: Final = "SELECT header, payloads FROM entry"
# Closing a file lets go of all locks that this process has on it.
_making = threading.Lock()


def _told(error: BaseException) -> StoreError:
    """Return our own error for what SQLite raised; it quotes nothing of it."""
    if isinstance(error, sqlite3.ProgrammingError):
        return trouble(StoreTrouble.CLOSED)
    if isinstance(error, UnicodeDecodeError):
        # What SQLite had to say quotes a file that is no text.
        return trouble(StoreTrouble.DAMAGED)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return trouble(_REASONS.get(code, StoreTrouble.INPUT_OUTPUT))


def _raise_our_own(error: BaseException | None) -> None:
    """Raise our own error for what SQLite raised, and return otherwise."""
    if isinstance(error, _RAISED):
        raise_alone(_told(error))


@contextmanager
def _ours() -> Generator[None]:
    """Turn what SQLite raises into our own."""
    try:
        yield
    except _RAISED as error:
        found = _told(error)
    else:
        return
    raise_alone(found)


class _Transaction:
    """
    One transaction: all that stands in it, or nothing.

    A class, and no generator: each commit begins and ends one.
    """

    __slots__ = ("_how", "_store")

    def __init__(self, store: SQLite, how: str) -> None:
        self._store = store
        self._how = how

    def __enter__(self) -> None:
        self._store.begin(self._how)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._store.end(error)


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
        return _Transaction(self, "BEGIN IMMEDIATE")

    def reading(self) -> AbstractContextManager[None]:
        return _Transaction(self, "BEGIN")

    def begin(self, how: str) -> None:
        """Begin a transaction; no other thread has one meanwhile."""
        ask_own_process(self._process)
        self._lock.acquire()
        try:
            self._do(how)
        except BaseException as error:
            self._lock.release()
            _raise_our_own(error)
            raise

    def end(self, error: BaseException | None) -> None:
        """Keep what was done since `begin`; nothing of it after an *error*."""
        try:
            self._end(is_kept=error is None)
        except sqlite3.Error as found:
            error = found
        finally:
            self._lock.release()
        _raise_our_own(error)

    def _end(self, *, is_kept: bool) -> None:
        try:
            self._let_go()
            if is_kept:
                self._do("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        if not is_kept:
            self._roll_back()

    def _let_go(self) -> None:
        """Close what was not read to its end: it would keep others waiting."""
        while self._cursors:
            self._cursors.pop().close()

    def _roll_back(self) -> None:
        # Some errors have rolled back already; whatever this one says, the
        # error that led here says more.
        with suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._do("ROLLBACK")

    def _do(self, sql: str, *values: Any) -> None:
        """Run what gives no rows."""
        self._db.execute(sql, values)

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
        sql = f"{_SELECT} {where} ORDER BY sequence"
        with _ours():
            for raw, payloads in self._run(sql, *values):
                yield Entry(
                    raw=held(raw, bytes),
                    payloads=unpacked(held(payloads, bytes)),
                )

    def plan_ids(self) -> list[str]:
        return [held(plan, str) for (plan,) in self._run(PLAN_IDS)]

    def append(self, plan_id: str, version: int, entry: Entry) -> None:
        said = entry.header
        head = Head.after(entry)
        self._tip = head, entry.raw
        self._do(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
            said.sequence,
            said.entry,
            plan_id,
            version,
            head.hash,
            entry.raw,
            packed(entry.payloads),
        )

    def purge(self, places: Iterable[Place]) -> None:
        gone: dict[int, set[int]] = {}
        for sequence, place in places:
            gone.setdefault(sequence, set()).add(place)
        self._do("UPDATE journal SET erasing = 1")
        for sequence, own in gone.items():
            self._purge(sequence, own)
        self._do("UPDATE journal SET erasing = 0")

    def _purge(self, sequence: int, places: set[int]) -> None:
        sql = "SELECT payloads FROM entry WHERE sequence = ?"
        for (was,) in self._db.execute(sql, (sequence,)).fetchall():
            left = packed(
                None if place in places else payload
                for place, payload in enumerate(unpacked(held(was, bytes)))
            )
            if left != was:
                sql = "UPDATE entry SET payloads = ? WHERE sequence = ?"
                self._do(sql, left, sequence)

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
