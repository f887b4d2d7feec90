"""What is PostgreSQL's alone: its settings, its roles, its faults."""

from __future__ import annotations

import contextlib
import os

from functools import partial
from pathlib import Path

import pytest

from empowerkit.authority import ErasureBasis
from empowerkit.errors import AuthorityError, StoreError, StoreTrouble
from empowerkit.store import open_store
from empowerkit.testing.stores import (
    CANARY,
    HER,
    NOON,
    WORKER,
    began,
    needing,
)


@pytest.fixture
def url(database):
    """Return the URL of a new database."""
    return database()


@pytest.fixture
def told(url):
    """Return a store, and a plan of two versions in it."""
    store, plan = open_store(url, timeout=0), began()
    store.create(plan, by=WORKER, at=NOON)
    plan = needing(plan)
    store.commit(plan, by=HER, at=NOON, expected_version=1)
    yield store, plan
    store.close()


@pytest.fixture
def admin(url):
    """Return a connection that may do anything."""
    import psycopg  # noqa: PLC0415 - it is not always there

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET search_path = empowerkit, public")
        yield connection


def troubled(reason, call):
    """Ask that *call* ends in trouble, and that the error tells no more."""
    with pytest.raises(StoreError) as caught:
        call()
    error = caught.value
    assert reason is error.reason
    assert error.__context__ is None
    assert error.__cause__ is None
    assert CANARY not in f"{error!r} {error}"
    return error


def option(url, setting):
    """Return *url* with a setting for its session."""
    mark = "&" if "?" in url else "?"
    value = setting.replace("=", "%3D")
    return f"{url}{mark}options=-c%20{value}"


class TestSettings:
    """A server that forgets is no store."""

    def test_synchronous_commit(self, url):
        """A commit that does not wait for the disk is refused."""
        error = troubled(
            StoreTrouble.REFUSED,
            lambda: open_store(option(url, "synchronous_commit=off")),
        )

        assert "synchronous_commit is off" in str(error)

    @pytest.mark.skipif(
        "EMPOWERKIT_POSTGRES" in os.environ,
        reason="a server of others keeps its settings",
    )
    def test_fsync(self, url, admin):
        """A server that does not wait for its disk is refused."""
        admin.execute("ALTER SYSTEM SET fsync = off")
        admin.execute("SELECT pg_reload_conf(), pg_sleep(0.5)")
        try:
            error = troubled(StoreTrouble.REFUSED, lambda: open_store(url))
        finally:
            admin.execute("ALTER SYSTEM RESET fsync")
            admin.execute("SELECT pg_reload_conf(), pg_sleep(0.5)")

        assert "fsync is off" in str(error)

    def test_read_only(self, told, url):
        """Whoever may only read, by default, still writes here."""
        store, plan = told
        with open_store(option(url, "default_transaction_read_only=on")) as s:
            s.commit(needing(plan), by=HER, at=NOON, expected_version=2)

        assert 3 == store.version(plan.id)

    def test_opened_while_somebody_writes(self, told, url):
        """To open a store nobody has to stop writing."""
        store, plan = told
        with store._backend.writing():
            other = open_store(url, timeout=0)

        with other:
            assert plan == other.load(plan.id)

    def test_somebody_was_faster(self, told):
        """Tables that another made meanwhile are not made twice."""
        store, plan = told
        with store._backend.writing():
            store._backend._make()

        assert plan == store.load(plan.id)

    def test_nowhere(self):
        """Where there is no server, the error names none."""
        error = troubled(
            StoreTrouble.REFUSED,
            lambda: open_store(f"postgresql://{CANARY}@127.0.0.1:1/x"),
        )

        assert "see that it exists" in str(error)

    def test_no_url(self):
        """What psycopg cannot read is refused."""
        troubled(
            StoreTrouble.REFUSED,
            lambda: open_store(f"postgresql://[{CANARY}"),
        )

    def test_beside_others(self, url, admin):
        """The tables of others are left alone, whatever they are called."""
        admin.execute("CREATE TABLE public.journal (words text)")
        with open_store(url) as store:
            store.create(began(), by=WORKER, at=NOON)

        count = admin.execute("SELECT count(*) FROM public.journal")
        assert (0,) == count.fetchone()

    def test_of_a_newer_release(self, told, url, admin):
        """Tables of a newer release are refused by name."""
        admin.execute("ALTER TABLE journal DISABLE TRIGGER USER")
        admin.execute("UPDATE journal SET version = 2")

        error = troubled(StoreTrouble.REFUSED, lambda: open_store(url))
        assert "install a newer empowerkit" in str(error)

    def test_not_ours(self, url, admin):
        """Tables of our name that are none of ours are refused."""
        admin.execute("CREATE SCHEMA empowerkit")
        admin.execute("CREATE TABLE empowerkit.journal (words text)")

        troubled(StoreTrouble.DAMAGED, lambda: open_store(url))


REFUSED = {
    "an entry is changed": "UPDATE entry SET version = 9",
    "an entry is deleted": "DELETE FROM entry",
    "entries are emptied": "TRUNCATE entry CASCADE",
    "a payload is changed": "UPDATE payload SET body = ''",
    "a payload is deleted": "DELETE FROM payload",
    "payloads are emptied": "TRUNCATE payload",
    "the journal is renamed": "UPDATE journal SET id = 'other'",
    "the journal is deleted": "DELETE FROM journal",
    "the journal is emptied": "TRUNCATE journal",
}


@pytest.mark.parametrize("what", REFUSED)
def test_appended_only(told, admin, what):
    """Whoever may do anything can append, and no more."""
    import psycopg  # noqa: PLC0415 - it is not always there

    store, plan = told

    with pytest.raises(psycopg.errors.RaiseException) as caught:
        admin.execute(REFUSED[what])

    assert "a journal is only ever appended to" in str(caught.value)
    assert plan == store.load(plan.id)
    assert () == store.verify(checkpoint=store.checkpoint()).faults


class TestRoles:
    """An application's own role reads and appends, and does not erase."""

    @pytest.fixture
    def role(self, told, url, admin):
        """Return a URL with which only the application's role comes in."""
        from empowerkit.store.postgres import GRANTS  # noqa: PLC0415

        name = f"app_{os.getpid()}"
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
        admin.execute(GRANTS.format(role=name))
        yield url.replace("//postgres:@", f"//{name}:secret@").replace(
            "//postgres@", f"//{name}:secret@"
        )
        admin.execute(f"DROP OWNED BY {name}")
        admin.execute(f"DROP ROLE {name}")

    def test_commits(self, told, role):
        """It reads, and it appends."""
        _, plan = told
        with open_store(role) as store:
            more = needing(store.load(plan.id))
            store.commit(more, by=HER, at=NOON, expected_version=2)

            assert more == store.load(plan.id)
            assert () == store.verify().faults

    def test_does_not_erase(self, told, role):
        """It cannot erase, and the attempt leaves no trace."""
        owner, plan = told
        with open_store(role) as store:
            troubled(
                StoreTrouble.REFUSED,
                lambda: store.erase(
                    plan.id,
                    [plan.id],
                    by=WORKER,
                    at=NOON,
                    basis=ErasureBasis.CLIENT_ASKED,
                ),
            )

        assert plan == owner.load(plan.id)
        assert () == owner.verify().faults

    def test_erases(self, told, role, admin):
        """With the one right more that the page names it erases."""
        owner, plan = told
        admin.execute(
            f"GRANT DELETE ON empowerkit.payload TO app_{os.getpid()}"
        )
        with open_store(role) as store:
            store.erase(
                plan.id,
                [plan.needs[0].id],
                by=WORKER,
                at=NOON,
                basis=ErasureBasis.CLIENT_ASKED,
            )

        assert () == owner.load(plan.id).needs
        assert () == owner.verify().faults

    def test_is_not_let_in(self, role, admin):
        """What is whole is not called damaged, where a role was forgotten."""
        name = f"app_{os.getpid()}"
        admin.execute(f"REVOKE USAGE ON SCHEMA empowerkit FROM {name}")

        troubled(StoreTrouble.REFUSED, lambda: open_store(role))

    def test_makes_no_tables(self, role, admin):
        """Where there are no tables it cannot make them."""
        admin.execute("DROP SCHEMA empowerkit CASCADE")

        troubled(StoreTrouble.REFUSED, lambda: open_store(role))


class TestTrouble:
    """What is in the way comes out as one kind of error."""

    def test_somebody_writes(self, told, url):
        """While another writes, a store that does not wait is busy."""
        store, plan = told
        with open_store(url) as other, other._backend.writing():
            troubled(
                StoreTrouble.BUSY,
                lambda: store.commit(
                    needing(plan), by=HER, at=NOON, expected_version=2
                ),
            )

        assert plan == store.load(plan.id)

    def test_readers_do_not_wait(self, told, url):
        """While another writes everybody reads."""
        store, plan = told
        with open_store(url) as other, other._backend.writing():
            assert plan == store.load(plan.id)

    def test_cut_off(self, told, admin):
        """A connection that was cut is an error, and then there is a new one."""
        store, plan = told
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid != pg_backend_pid() "
            "AND datname = current_database()"
        )

        troubled(StoreTrouble.INPUT_OUTPUT, lambda: store.load(plan.id))
        assert plan == store.load(plan.id)

    def test_put_back(self, told, url, admin):
        """A copy that took the server's place is read, and not memory."""
        store, plan = told
        admin.execute("SET session_replication_role = replica")
        admin.execute("DELETE FROM payload WHERE sequence = 2")
        admin.execute("DELETE FROM entry WHERE sequence = 2")
        with open_store(url) as other:
            stands = needing(other.load(plan.id), "a door")
            other.commit(stands, by=HER, at=NOON, expected_version=1)

        with pytest.raises(AuthorityError):
            store.commit(needing(plan), by=HER, at=NOON, expected_version=2)
        assert stands == store.load(plan.id)
        assert () == store.verify().faults

    def test_cut_off_for_good(self, told, monkeypatch):
        """Where nobody lets us in again, a retry later may do."""
        import psycopg  # noqa: PLC0415 - it is not always there

        store, plan = told
        store._backend._db.close()
        with monkeypatch.context() as patched:
            gone = partial(psycopg.connect, "host=/nowhere", connect_timeout=2)
            patched.setattr(store._backend, "_connecting", gone)
            troubled(StoreTrouble.INPUT_OUTPUT, lambda: store.load(plan.id))

        assert plan == store.load(plan.id)

    def test_rows_are_not_quoted(self, told, admin):
        """What the server says of a row stays with the server."""
        store, plan = told
        admin.execute(
            "ALTER TABLE payload ADD CHECK (length(body) < 10) NOT VALID"
        )

        troubled(
            StoreTrouble.DAMAGED,
            lambda: store.commit(
                needing(plan), by=HER, at=NOON, expected_version=2
            ),
        )

    def test_after_a_fork(self, told, monkeypatch):
        """A process that was forked off has to open it anew."""
        store, plan = told
        monkeypatch.setattr(os, "getpid", lambda: -1)

        troubled(StoreTrouble.CLOSED, lambda: store.load(plan.id))


LET_THROUGH = """
    RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RETURN COALESCE(NEW, OLD); END $$
"""
OURS = "empowerkit.empowerkit_appended_only()"
UNSOUND = {
    "the function lets all through": (
        f"CREATE OR REPLACE FUNCTION {OURS} {LET_THROUGH}"
    ),
    "the function has settings": (
        f"ALTER FUNCTION {OURS} SET empowerkit.erasing = 'on'"
    ),
    "a trigger calls another function": f"""
        DROP TRIGGER entry_appended_only ON entry;
        CREATE FUNCTION empowerkit.other() {LET_THROUGH};
        CREATE TRIGGER entry_appended_only BEFORE UPDATE OR DELETE ON entry
        FOR EACH ROW EXECUTE FUNCTION empowerkit.other()
    """,
    "a trigger fires for less": f"""
        DROP TRIGGER entry_appended_only ON entry;
        CREATE TRIGGER entry_appended_only BEFORE UPDATE ON entry
        FOR EACH ROW EXECUTE FUNCTION {OURS}
    """,
    "a trigger fires at times": f"""
        DROP TRIGGER entry_appended_only ON entry;
        CREATE TRIGGER entry_appended_only BEFORE UPDATE OR DELETE ON entry
        FOR EACH ROW WHEN (OLD.sequence > 9) EXECUTE FUNCTION {OURS}
    """,
    "a trigger fires for one column": f"""
        DROP TRIGGER entry_appended_only ON entry;
        CREATE TRIGGER entry_appended_only
        BEFORE UPDATE OF plan OR DELETE ON entry
        FOR EACH ROW EXECUTE FUNCTION {OURS}
    """,
    "another's trigger in the place of ours": f"""
        DROP TRIGGER journal_not_emptied ON journal;
        CREATE TRIGGER other AFTER DELETE ON payload
        FOR EACH ROW EXECUTE FUNCTION {OURS}
    """,
    "another's trigger beside ours": f"""
        CREATE TRIGGER other AFTER INSERT ON payload
        FOR EACH ROW EXECUTE FUNCTION {OURS}
    """,
    "a trigger of one name on another table": f"""
        DROP TRIGGER entry_not_emptied ON entry;
        CREATE TRIGGER entry_not_emptied BEFORE TRUNCATE ON payload
        EXECUTE FUNCTION {OURS}
    """,
    "a trigger fires for replicas alone": (
        "ALTER TABLE entry ENABLE REPLICA TRIGGER entry_appended_only"
    ),
    "a trigger is off": "ALTER TABLE entry DISABLE TRIGGER entry_not_emptied",
    "a rule drops what is added": (
        "CREATE RULE other AS ON INSERT TO payload DO INSTEAD NOTHING"
    ),
    "rows are hidden": "ALTER TABLE entry ENABLE ROW LEVEL SECURITY",
    "a row is filed elsewhere": "UPDATE entry SET plan = 'p2'",
    "the journal is renamed": "UPDATE journal SET id = 'other'",
    "an entry left its payloads": "DELETE FROM entry WHERE sequence = 2",
}


@pytest.mark.parametrize("attack", UNSOUND)
def test_tampered(told, admin, attack):
    """What somebody did who may do anything is found."""
    store, _ = told
    admin.execute("SET session_replication_role = replica")
    admin.execute(UNSOUND[attack])

    found = store.verify()

    assert {"journal-database"} == {fault.rule for fault in found.database}


@pytest.mark.parametrize("table", ["entry", "payload"])
@pytest.mark.parametrize(
    "swallowed",
    [
        "CREATE RULE other AS ON INSERT TO {} DO INSTEAD NOTHING",
        """
        CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER other BEFORE INSERT ON {}
        FOR EACH ROW EXECUTE FUNCTION nothing()
        """,
    ],
)
def test_swallowed(told, admin, swallowed, table):
    """What the server dropped without a word is not acknowledged."""
    store, plan = told
    admin.execute(swallowed.format(table))
    more = needing(plan)
    commit = partial(store.commit, more, by=HER, at=NOON, expected_version=2)

    troubled(StoreTrouble.DAMAGED, commit)

    assert plan == store.load(plan.id)


@pytest.mark.skipif(
    "EMPOWERKIT_POSTGRES" in os.environ,
    reason="the files of another server are not ours to read",
)
def test_erased_from_the_tables(told, admin):
    """Erased words leave the tables with a full vacuum, as the page says."""
    store, plan = told
    folder = Path(admin.execute("SHOW data_directory").fetchone()[0])
    admin.execute("CHECKPOINT")
    assert CANARY.encode() in _tables(folder)

    store.erase(
        plan.id,
        [plan.needs[0].id],
        by=WORKER,
        at=NOON,
        basis=ErasureBasis.CLIENT_ASKED,
    )
    admin.execute("VACUUM FULL payload")
    admin.execute("CHECKPOINT")

    assert CANARY.encode() not in _tables(folder)


def _tables(folder):
    """Return all that the tables of a server hold on its disk."""
    found = []
    for path in (folder / "base").rglob("*"):
        with contextlib.suppress(OSError):
            found.append(path.read_bytes())
    return b"".join(found)
