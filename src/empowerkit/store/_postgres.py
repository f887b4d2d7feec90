"""A journal in PostgreSQL: for teams."""

from __future__ import annotations

import os
import threading

from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, Final, cast

from empowerkit.errors import MissingExtraError, StoreError, StoreTrouble
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


try:
    import psycopg

    from psycopg import errors
except ImportError:
    msg = 'PostgreSQL needs an extra: pip install "empowerkit[postgres]"'
    raise MissingExtraError(msg) from None

SCHEMA_VERSION: Final = 1
# One global order: who holds this lock writes, and nobody else.
_LOCK: Final = 0x656D706B
_COMMITTED: Final = (
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE"
)
# Ours alone, beside whatever else the database is for.
_OWN: Final = "SET LOCAL search_path = empowerkit, pg_catalog"
_GUARD: Final = """
BEGIN
    IF TG_TABLE_NAME = 'payload' AND TG_OP = 'DELETE'
       AND current_setting('empowerkit.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a journal is only ever appended to';
END """
_SCHEMA: Final = f"""
CREATE SCHEMA IF NOT EXISTS empowerkit;
CREATE TABLE journal (
    one integer PRIMARY KEY CHECK (one = 1),
    id text NOT NULL,
    version integer NOT NULL
);
CREATE TABLE entry (
    sequence bigint PRIMARY KEY,
    entry text NOT NULL UNIQUE,
    plan text NOT NULL,
    version bigint NOT NULL,
    hash text NOT NULL,
    header bytea NOT NULL,
    UNIQUE (plan, version)
);
CREATE TABLE payload (
    sequence bigint NOT NULL REFERENCES entry,
    place integer NOT NULL,
    salt bytea NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (sequence, place)
);
CREATE FUNCTION empowerkit_appended_only() RETURNS trigger
LANGUAGE plpgsql AS $${_GUARD}$$;
CREATE TRIGGER journal_appended_only BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION empowerkit_appended_only();
CREATE TRIGGER entry_appended_only BEFORE UPDATE OR DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION empowerkit_appended_only();
CREATE TRIGGER payload_appended_only BEFORE UPDATE OR DELETE ON payload
    FOR EACH ROW EXECUTE FUNCTION empowerkit_appended_only();
CREATE TRIGGER journal_not_emptied BEFORE TRUNCATE ON journal
    EXECUTE FUNCTION empowerkit_appended_only();
CREATE TRIGGER entry_not_emptied BEFORE TRUNCATE ON entry
    EXECUTE FUNCTION empowerkit_appended_only();
CREATE TRIGGER payload_not_emptied BEFORE TRUNCATE ON payload
    EXECUTE FUNCTION empowerkit_appended_only();
"""
_THERE: Final = """
    SELECT count(*) FROM pg_class JOIN pg_namespace
    ON pg_namespace.oid = relnamespace
    WHERE nspname = 'empowerkit' AND relname = 'journal'
"""
# Before each row is updated or deleted; before all are gone at once.
_FIRED_BY: Final = {"appended_only": 1 + 2 + 8 + 16, "not_emptied": 2 + 32}
_MADE: Final = {
    (f"{table}_{name}", table, fired_by, "O", _GUARD)
    for table in ("journal", "entry", "payload")
    for name, fired_by in _FIRED_BY.items()
}
# A condition, columns of its own, or settings of the function's would let
# through what it is there to refuse.
_TRIGGERS: Final = """
    SELECT tgname::text, relname::text, tgtype, tgenabled::text,
    CASE WHEN tgqual IS NULL AND tgattr = '' AND proconfig IS NULL
    AND lanname = 'plpgsql' THEN prosrc END
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    JOIN pg_proc ON pg_proc.oid = tgfoid
    JOIN pg_language ON pg_language.oid = prolang
    WHERE NOT tgisinternal AND tgrelid IN
    ('journal'::regclass, 'entry'::regclass, 'payload'::regclass)
"""
# A rule would do something else in the place of what was asked, and row
# security would hide some of it.
_OVERRULED: Final = """
    SELECT count(*) FROM pg_class
    LEFT JOIN pg_rewrite ON ev_class = pg_class.oid
    WHERE (relrowsecurity OR ev_class IS NOT NULL) AND pg_class.oid IN
    ('journal'::regclass, 'entry'::regclass, 'payload'::regclass)
"""
_STANDING: Final = """
    SELECT (SELECT max(version) FROM entry WHERE plan = %s),
    (SELECT hash FROM entry WHERE entry = %s)
"""
GRANTS: Final = """
GRANT USAGE ON SCHEMA empowerkit TO {role};
GRANT SELECT ON empowerkit.journal TO {role};
GRANT SELECT, INSERT ON empowerkit.entry, empowerkit.payload TO {role};
"""
_REASONS: Final[tuple[tuple[type[Exception], StoreTrouble], ...]] = (
    (errors.LockNotAvailable, StoreTrouble.BUSY),
    (errors.DeadlockDetected, StoreTrouble.BUSY),
    (errors.SerializationFailure, StoreTrouble.BUSY),
    (errors.TooManyConnections, StoreTrouble.BUSY),
    (errors.DiskFull, StoreTrouble.FULL),
    (errors.InsufficientPrivilege, StoreTrouble.REFUSED),
    (errors.ReadOnlySqlTransaction, StoreTrouble.REFUSED),
    (errors.RaiseException, StoreTrouble.REFUSED),
    (errors.DataCorrupted, StoreTrouble.DAMAGED),
    (errors.IndexCorrupted, StoreTrouble.DAMAGED),
    (errors.UndefinedTable, StoreTrouble.DAMAGED),
    (errors.UndefinedColumn, StoreTrouble.DAMAGED),
    (psycopg.IntegrityError, StoreTrouble.DAMAGED),
)
_DAY: Final = 86_400


@contextmanager
def _ours(otherwise: StoreTrouble) -> Generator[None]:
    """Turn what the server raises into our own, which quotes nothing."""
    try:
        yield
    except psycopg.Error as error:
        kinds = (why for kind, why in _REASONS if isinstance(error, kind))
        found = trouble(next(kinds, otherwise))
    else:
        return
    raise_alone(found)


class Postgres(Backend):
    """
    Entries in PostgreSQL; see `empowerkit.store.Backend`.

    Raises:
        StoreError: The server is not there, does not let us in, or would
            forget what it acknowledged (``fsync``, ``synchronous_commit``
            or ``full_page_writes`` is off).
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        self._lock = threading.RLock()
        self._process = os.getpid()
        # For the server nothing would be for ever.
        patience = int(1000 * min(max(timeout, 0.001), _DAY))
        self._begin = f"SET LOCAL lock_timeout = {patience}; {_OWN}"
        self._connecting = partial(
            psycopg.connect,
            url,
            autocommit=True,
            connect_timeout=max(2, patience // 1000),
        )
        self._is_closed = False
        self._connect(StoreTrouble.REFUSED)

    def _connect(self, otherwise: StoreTrouble) -> None:
        with _ours(otherwise):
            self._db = self._connecting()
        try:
            with _ours(otherwise):
                self._ask_settings()
                self._prepare()
        except BaseException:
            self._db.close()
            raise

    def _ask_settings(self) -> None:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            if self._one(f"SHOW {name}") == "off":
                message = (
                    "the server must not forget what it acknowledged, and "
                    f"{name} is off: turn it on"
                )
                raise StoreError(StoreTrouble.REFUSED, message)

    def _prepare(self) -> None:
        with self._db.transaction():
            self._run(f"{_COMMITTED}; {self._begin}")
            if self._is_new():
                self._make()
            self._ask_let_in()
            version = self._one("SELECT version FROM journal")
        if version != SCHEMA_VERSION:
            message = (
                "the database must hold a journal of this version: name "
                "another database, or install a newer empowerkit"
            )
            raise StoreError(StoreTrouble.REFUSED, message)

    def _ask_let_in(self) -> None:
        # Without it no table is found, as if there were none.
        if not self._one("SELECT has_schema_privilege('empowerkit', 'USAGE')"):
            message = (
                "a role must be let into the schema empowerkit, and this one "
                "is not: give it what empowerkit.store.postgres.GRANTS says"
            )
            raise StoreError(StoreTrouble.REFUSED, message)

    def _is_new(self) -> Any:
        # What a session remembers of names can be older than the lock.
        return not self._one(_THERE)

    def _make(self) -> None:
        self._run("SELECT pg_advisory_xact_lock(%s)", _LOCK)
        # Somebody may have been faster.
        if self._is_new():
            self._run(_SCHEMA)
            self._run(
                "INSERT INTO journal VALUES (1, %s, %s)",
                new_id(),
                SCHEMA_VERSION,
            )

    def _run(self, sql: str, *values: Any) -> Any:
        return self._db.execute(cast("Any", sql), values or None)

    def _one(self, sql: str, *values: Any) -> Any:
        row = self._run(sql, *values).fetchone()
        return row and row[0]

    def writing(self) -> AbstractContextManager[None]:
        return self._begun(
            _COMMITTED,
            f"SELECT pg_advisory_xact_lock({_LOCK})",
        )

    def reading(self) -> AbstractContextManager[None]:
        return self._begun(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        )

    @contextmanager
    def _begun(self, *how: str) -> Generator[None]:
        ask_own_process(self._process)
        with self._lock:
            if self._is_closed:
                raise trouble(StoreTrouble.CLOSED)
            if self._db.closed:
                # It was cut: whoever asks again is let in again.
                self._connect(StoreTrouble.INPUT_OUTPUT)
            with _ours(StoreTrouble.INPUT_OUTPUT), self._db.transaction():
                self._run("; ".join((how[0], self._begin, *how[1:])))
                yield

    def head(self) -> Head:
        return head_of(self._run(LAST).fetchone())

    def _journal(self) -> str:
        return held(self._one("SELECT id FROM journal"), str)

    def version(self, plan_id: str) -> int:
        sql = "SELECT max(version) FROM entry WHERE plan = %s"
        return self._one(sql, plan_id) or 0

    def standing(self, plan_id: str, entry_id: str) -> tuple[int, str | None]:
        version, own_hash = self._run(_STANDING, plan_id, entry_id).fetchone()
        return version or 0, own_hash

    def named(self, entry_id: str) -> Entry | None:
        return next(self._entries("WHERE entry = %s", entry_id), None)

    def entries(self, plan_id: str | None = None) -> Iterator[Entry]:
        if plan_id is not None:
            return self._entries("WHERE plan = %s", plan_id)
        return self._all()

    def _entries(self, where: str, *values: str) -> Iterator[Entry]:
        return grouped(self._run(f"{SELECT} {where} {IN_ORDER}", *values))

    def _all(self) -> Iterator[Entry]:
        # A journal may be larger than memory: the server keeps it meanwhile.
        with self._db.cursor("journal") as rows:
            yield from grouped(rows.execute(f"{SELECT} {IN_ORDER}"))

    def plan_ids(self) -> list[str]:
        return [plan for (plan,) in self._run(PLAN_IDS).fetchall()]

    def append(self, plan_id: str, version: int, entry: Entry) -> None:
        said = entry.header
        added = self._run(
            "INSERT INTO entry VALUES (%s, %s, %s, %s, %s, %s)",
            said.sequence,
            said.entry,
            plan_id,
            version,
            entry.hash,
            entry.raw,
        )
        rows = [
            (said.sequence, place, payload.salt, payload.body)
            for place, payload in enumerate(entry.payloads)
            if payload is not None
        ]
        with self._db.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO payload VALUES (%s, %s, %s, %s)", rows
            )
            if (added.rowcount, cursor.rowcount) != (1, len(rows)):
                # A rule or a trigger of somebody's kept them from it.
                raise trouble(StoreTrouble.DAMAGED)

    def purge(self, places: Iterable[Place]) -> None:
        self._run("SET LOCAL empowerkit.erasing = 'on'")
        with self._db.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM payload WHERE sequence = %s AND place = %s",
                [*places],
            )
        self._run("SET LOCAL empowerkit.erasing = 'off'")

    def faults(self) -> tuple[Fault, ...]:
        found: list[Fault] = []
        if {*self._run(_TRIGGERS)} != _MADE or self._one(_OVERRULED):
            found.append(unsound("the tables must be as they were made"))
        if self._one(ASTRAY):
            found.append(unsound("a payload must belong to an entry"))
        with self._db.cursor("filed") as rows:
            found += misfiled(rows.execute(COLUMNS), self._journal())
        return tuple(found)

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._db.close()
