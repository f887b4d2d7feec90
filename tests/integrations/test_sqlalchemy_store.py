"""Plans behind SQLAlchemy: the shipped suite, and what it cannot see."""

from __future__ import annotations

import importlib
import itertools
import threading

from concurrent.futures import ThreadPoolExecutor

import pytest

from empowerkit.errors import ConflictError, StoreError, StoreTrouble
from empowerkit.store import Store
from empowerkit.testing.stores import (
    CANARY,
    HER,
    NOON,
    WORKER,
    StoreContract,
    began,
    needing,
    refused,
)


@pytest.fixture(scope="module")
def recipe(needs):
    """Return the module of the recipe."""
    needs("sqlalchemy", "sqlalchemy")
    return importlib.import_module("sqlalchemy_store")


@pytest.fixture
def opened(recipe):
    """Return a function that opens a store at a URL."""
    engines = []

    def make(url, **how):
        engines.append(recipe.open_engine(url, **how))
        return Store(recipe.Journal(engines[-1]))

    yield make
    for engine in engines:
        engine.dispose()


class TestOnSQLite(StoreContract):
    """The backend over SQLite."""

    @pytest.fixture(autouse=True)
    def _new(self, opened, tmp_path):
        urls = (f"sqlite:///{tmp_path}/{n}.db" for n in itertools.count())
        self.make = lambda: opened(next(urls))

    def make_store(self):
        """Return a new store."""
        return self.make()


class TestOnPostgres(StoreContract):
    """The backend over PostgreSQL."""

    @pytest.fixture(autouse=True)
    def _new(self, opened, database):
        self.make = lambda: opened(by_psycopg(database()))

    def make_store(self):
        """Return a new store."""
        return self.make()


def by_psycopg(url):
    """Return *url* as SQLAlchemy spells it."""
    return url.replace("://", "+psycopg://", 1)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    """Return the URL of a database of either kind, with a plan in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/plans.db"
    return by_psycopg(request.getfixturevalue("database")())


@pytest.fixture
def plan(opened, url):
    """Return a plan that is kept there, in two versions."""
    made = began()
    with opened(url) as store:
        store.create(made, by=WORKER, at=NOON)
        made = needing(made)
        store.commit(made, by=HER, at=NOON, expected_version=1)
    return made


def test_it_is_kept(opened, url, plan):
    """What one store kept, the next one loads, and nothing is wrong."""
    with opened(url) as store:
        assert plan == store.load(plan.id)
        assert () == store.verify().faults


def test_one_writer_at_a_time(opened, url, plan):
    """Of two stores that write at once, one is told to read again."""
    stores = [opened(url), opened(url)]
    both_ready = threading.Barrier(2)

    def commit(store):
        both_ready.wait(timeout=60)
        try:
            store.commit(needing(plan), by=HER, at=NOON, expected_version=2)
        except ConflictError as error:
            return error.rule
        return "kept"

    with ThreadPoolExecutor(2) as both:
        told = [*both.map(commit, stores)]

    assert ["expected-version", "kept"] == sorted(told)
    assert () == stores[0].verify().faults


def test_somebody_else_writes(opened, url, plan):
    """Whoever waited long enough is told that it is busy, and no more."""
    first, second = opened(url), opened(url, timeout=0.01)
    with first._backend.writing():
        found = refused(
            StoreError,
            lambda: second.commit(
                needing(plan), by=HER, at=NOON, expected_version=2
            ),
        )

    assert StoreTrouble.BUSY is found.reason
    assert (None, None) == (found.__cause__, found.__context__)
    done = second.commit(needing(plan), by=HER, at=NOON, expected_version=2)
    assert 3 == done.version


def test_one_state_is_read(opened, url, plan):
    """What others write while it is read does not show."""
    first, second = opened(url), opened(url, timeout=0.01)
    with first._backend.reading():
        before = first._backend.head()
        if "postgres" in url:
            second.commit(needing(plan), by=HER, at=NOON, expected_version=2)
        assert before == first._backend.head()


def test_a_row_says_what_its_header_does_not(recipe, opened, url, plan):
    """A row that was filed under another plan is found."""
    with opened(url) as store:
        engine = store._backend._engine
        with engine.begin() as database:
            entry = recipe.entry
            moved = recipe.update(entry).where(entry.c.version == 2)
            database.execute(moved.values(plan="p9"))

        assert ["journal-database"] == [
            fault.rule for fault in store.verify().database
        ]


def test_a_header_that_is_none(recipe, opened, url, plan):
    """A header that somebody wrote over is found, and not quoted."""
    with opened(url) as store:
        engine = store._backend._engine
        with engine.begin() as database:
            entry = recipe.entry
            broken = recipe.update(entry).where(entry.c.version == 2)
            database.execute(broken.values(header=CANARY.encode()))

        found = store.verify()
        assert found.faults
        assert CANARY not in str(found)


def test_the_settings_of_sqlite(opened, tmp_path):
    """Each connection is set as our own store sets its own."""
    with opened(f"sqlite:///{tmp_path}/plans.db") as store:
        backend = store._backend
        with backend.reading():
            told = [
                backend._db.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in (
                    "journal_mode",
                    "synchronous",
                    "secure_delete",
                    "foreign_keys",
                    "trusted_schema",
                    "cell_size_check",
                )
            ]

    assert ["delete", 3, 1, 1, 0, 1] == told


def test_what_is_erased_is_gone(opened, tmp_path, gone_when_erased):
    """Erased words are overwritten in the file."""
    file = tmp_path / "plans.db"
    with opened(f"sqlite:///{file}") as store:
        gone_when_erased(store, file)


def test_no_database(opened, tmp_path):
    """A file that is none, or cannot be made, is refused as ours."""
    file = tmp_path / "plans.db"
    file.write_bytes(CANARY.encode() * 999)
    none = refused(StoreError, lambda: opened(f"sqlite:///{file}"))
    nowhere = f"sqlite:///{tmp_path}/no/plans.db"
    missing = refused(StoreError, lambda: opened(nowhere))

    assert [StoreTrouble.DAMAGED, StoreTrouble.REFUSED] == [
        none.reason,
        missing.reason,
    ]


def test_a_damaged_file(opened, tmp_path, keep_much, write_over):
    """A page that was written over is found by the check."""
    file = tmp_path / "plans.db"
    with opened(f"sqlite:///{file}") as store:
        keep_much(store)
    write_over(file, "payload")

    with opened(f"sqlite:///{file}") as store:
        assert "journal-database" in {
            fault.rule for fault in store.verify().faults
        }


def test_what_the_database_says_is_not_quoted(opened, url, plan):
    """Whatever the database refuses, no row of it is in the error."""
    with opened(url) as store:
        backend = store._backend
        twice = [*backend_entries(backend)][-1]

        def again():
            with backend.writing():
                backend.append(plan.id, 2, twice)

        found = refused(StoreError, again)

    assert StoreTrouble.DAMAGED is found.reason
    assert (None, None) == (found.__cause__, found.__context__)


def backend_entries(backend):
    """Return all entries of *backend*."""
    with backend.reading():
        return [*backend.entries()]


def test_what_is_logged(opened, url, logged):
    """A log of all statements holds no parameter of theirs."""
    with logged.at_level("INFO", logger="sqlalchemy.engine"):
        store = opened(url)
        plan = needing(began())
        store.create(began(), by=WORKER, at=NOON)
        refused(Exception, lambda: store.create(plan, by=WORKER, at=NOON))
        more = began()
        store.create(more, by=WORKER, at=NOON)
        store.commit(needing(more), by=HER, at=NOON, expected_version=1)

    assert "INSERT INTO payload" in logged.text
    assert "SQL parameters hidden" in logged.text
