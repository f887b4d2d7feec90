"""Plans behind SQLAlchemy: a backend over an engine, with Core alone."""
# ruff: noqa: D102 - what each call is for is said in `Backend`

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

from sql_entries import (
    entries_of,
    head_of,
    misfiled,
    raise_alone,
    trouble_of,
)
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from empowerkit.errors import StoreError, StoreTrouble
from empowerkit.journal import Entry, Fault, Head
from empowerkit.store import Backend


ID = String(64)
tables = MetaData()
journal = Table(
    "journal",
    tables,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("id", ID, nullable=False),
    Column("turns", BigInteger, nullable=False),
)
entry = Table(
    "entry",
    tables,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", ID, nullable=False, unique=True),
    Column("plan", ID, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("header", LargeBinary, nullable=False),
    UniqueConstraint("plan", "version"),
)
payload = Table(
    "payload",
    tables,
    Column("sequence", ForeignKey(entry.c.sequence), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
)


def open_engine(url: str, *, timeout: float = 5) -> Engine:
    """
    Return an engine that loses nothing and tells nothing.

    Args:
        url: A file of SQLite, or PostgreSQL by psycopg.
        timeout: How many seconds to wait while somebody else writes.
    """
    if url.startswith("sqlite"):
        how: dict[str, Any] = {"timeout": timeout}
    else:
        how = {"options": f"-c lock_timeout={int(timeout * 1000) or 1}"}
    # No parameters in errors and logs: they are what people said.
    engine = create_engine(url, hide_parameters=True, connect_args=how)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_sqlite(connection: Any, _: Any) -> None:
    # What the store of the library sets, and for the same reasons.
    connection.isolation_level = None
    for setting in (
        "synchronous = EXTRA",
        "secure_delete = ON",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
    ):
        connection.execute(f"PRAGMA {setting}").close()


def _begin_sqlite(connection: Connection) -> None:
    # Python's own way begins no transaction for what only reads.
    connection.exec_driver_sql("BEGIN")


@contextmanager
def told() -> Generator[None]:
    """Turn what the database raises into our own, which quotes nothing."""
    try:
        yield
    except SQLAlchemyError as error:
        driver = error.orig if isinstance(error, DBAPIError) else None
        found = trouble_of(driver)
    else:
        return
    raise_alone(found)


class Journal(Backend):
    """
    Entries in the tables above, over an engine of the host's.

    One call at a time, as a store makes them: give each store its own.

    Raises:
        StoreError: The database is not there, or does not let us in.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._closed = False
        self._held: Connection | None = None
        with told():
            tables.create_all(engine)
            self._begin_journal()

    def _begin_journal(self) -> None:
        row = {"one": 1, "id": str(uuid4()), "turns": 0}
        # Where there is one already, there will be no second.
        with suppress(IntegrityError), self._engine.begin() as database:
            database.execute(insert(journal), row)

    @contextmanager
    def writing(self) -> Generator[None]:
        with self._connected() as database, database.begin():
            # The first statement, and it writes: whoever comes second waits
            # here till the first is done, and then reads what they wrote.
            turn = update(journal).values(turns=journal.c.turns + 1)
            database.execute(turn)
            yield

    @contextmanager
    def reading(self) -> Generator[None]:
        with self._connected() as database:
            if database.dialect.name != "sqlite":
                database.execution_options(isolation_level="REPEATABLE READ")
            # It begins by itself, and is rolled back at the end: there is
            # nothing to keep, and a damaged file may refuse to commit.
            yield

    @contextmanager
    def _connected(self) -> Generator[Connection]:
        if self._closed:
            message = "the store was closed: open it anew"
            raise StoreError(StoreTrouble.CLOSED, message)
        with told(), self._engine.connect() as database:
            self._held = database
            try:
                yield database
            finally:
                self._held = None

    @property
    def _db(self) -> Connection:
        assert self._held is not None
        return self._held

    def head(self) -> Head:
        last = select(entry.c.header).order_by(entry.c.sequence.desc())
        own_id = self._db.scalar(select(journal.c.id))
        return head_of(str(own_id), self._db.scalar(last.limit(1)))

    def version(self, plan_id: str) -> int:
        newest = select(func.max(entry.c.version))
        return self._db.scalar(newest.where(entry.c.plan == plan_id)) or 0

    def named(self, entry_id: str) -> Entry | None:
        return next(
            self._entries(_rows.where(entry.c.entry == entry_id)), None
        )

    def entries(self, plan_id: str | None = None) -> Iterator[Entry]:
        if plan_id is None:
            return self._entries(_rows)
        return self._entries(_rows.where(entry.c.plan == plan_id))

    def _entries(self, rows: Select[Any]) -> Iterator[Entry]:
        # A damaged file shows while it is read: `verify` asks how far.
        with told():
            found = self._db.execute(rows.execution_options(yield_per=500))
            with found:
                yield from entries_of(map(tuple, found))

    def plan_ids(self) -> list[str]:
        first = select(entry.c.plan).where(entry.c.version == 1)
        return [*self._db.scalars(first.order_by(entry.c.sequence))]

    def append(self, plan_id: str, version: int, entry_: Entry) -> None:
        said = entry_.header
        row = {
            "sequence": said.sequence,
            "entry": said.entry,
            "plan": plan_id,
            "version": version,
            "header": entry_.raw,
        }
        self._db.execute(insert(entry), row)
        rows = [
            {
                "sequence": said.sequence,
                "place": place,
                "salt": put.salt,
                "body": put.body,
            }
            for place, put in enumerate(entry_.payloads)
            if put is not None
        ]
        if rows:
            self._db.execute(insert(payload), rows)

    def purge(self, places: Iterable[tuple[int, int]]) -> None:
        for sequence, place in places:
            gone = delete(payload).where(
                payload.c.sequence == sequence, payload.c.place == place
            )
            self._db.execute(gone)

    def faults(self) -> tuple[Fault, ...]:
        own_id = self._db.scalar(select(journal.c.id))
        with told():
            return misfiled(str(own_id), map(tuple, self._db.execute(_filed)))

    def close(self) -> None:
        # The engine is the host's, who made it.
        self._closed = True


_rows = (
    select(
        entry.c.sequence,
        entry.c.header,
        payload.c.place,
        payload.c.salt,
        payload.c.body,
    )
    .join_from(entry, payload, isouter=True)
    .order_by(entry.c.sequence, payload.c.place)
)
_filed = select(
    entry.c.sequence,
    entry.c.entry,
    entry.c.plan,
    entry.c.version,
    entry.c.header,
)
