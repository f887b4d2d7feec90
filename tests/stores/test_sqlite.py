"""What is SQLite's alone: the file, its settings, its faults."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import sqlite3
import stat
import subprocess
import sys
import threading

import attrs
import pytest

from empowerkit import EmpowerkitError
from empowerkit.authority import ErasureBasis
from empowerkit.errors import (
    ConflictError,
    JournalError,
    NotFoundError,
    StoreError,
    StoreTrouble,
)
from empowerkit.journal import Kind, Payload
from empowerkit.journal._commit import sealed
from empowerkit.store import _sqlite, open_store
from empowerkit.store._rows import MESSAGES
from empowerkit.testing.stores import (
    CANARY,
    HER,
    NOON,
    WORKER,
    began,
    needing,
)


@pytest.fixture
def path(tmp_path):
    """Return where the file shall be."""
    return tmp_path / "plans.db"


@pytest.fixture
def opened(path):
    """Return a function that opens the store in the file."""
    made = []

    def make(**more):
        made.append(open_store(f"sqlite:///{path}", **more))
        return made[-1]

    yield make
    for store in made:
        with contextlib.suppress(StoreError):
            store.close()


@pytest.fixture
def told(opened):
    """Return a store, and a plan of three versions in it."""
    store, plan = opened(), began()
    store.create(plan, by=WORKER, at=NOON, entry_id="e1")
    plan = needing(plan)
    store.commit(plan, by=HER, at=NOON, expected_version=1, entry_id="e2")
    plan = plan.open_decision("Where?", by=HER, at=NOON, id="home")
    store.commit(plan, by=HER, at=NOON, expected_version=2, entry_id="e3")
    return store, plan


@contextlib.contextmanager
def raw(path):
    """Yield the file as anybody may open it."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        yield database
        database.commit()


def untied(path, *statements):
    """Change the file as somebody would who is not held by triggers."""
    with raw(path) as database:
        names = database.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in names:
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(*statement)
        for _, sql in names:
            database.execute(sql)


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


class TestFile:
    """The file: whose it is, and how SQLite treats it."""

    def test_its_owners_alone(self, path, opened):
        """Nobody but its owner can read the file, whatever the umask."""
        before = os.umask(0)
        try:
            opened()
        finally:
            os.umask(before)

        assert 0o600 == stat.S_IMODE(path.stat().st_mode)

    def test_settings(self, opened):
        """Each setting is asked for, and read back."""
        database = opened()._backend._db
        settings = {
            name: database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in _sqlite._SETTINGS
        }

        assert {
            "journal_mode": "delete",
            "synchronous": 3,
            "secure_delete": 1,
            "trusted_schema": 0,
            "cell_size_check": 1,
        } == settings

    def test_one_that_cannot_be_set(self, opened, monkeypatch):
        """A setting that does not hold is no store."""
        monkeypatch.setitem(_sqlite._SETTINGS, "synchronous", ("EXTRA", 9))

        error = troubled(StoreTrouble.REFUSED, opened)

        assert "synchronous" in str(error)

    def test_an_old_sqlite(self, opened, monkeypatch):
        """An SQLite without strict tables is refused by its version."""
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))

        assert "3.37" in str(troubled(StoreTrouble.REFUSED, opened))

    def test_somebody_was_faster(self, told, path, opened):
        """A file that another made meanwhile is not made twice."""
        with raw(path) as database:
            _sqlite._make(database)

        assert () == opened().verify().faults

    def test_another_journal_mode(self, told, path, opened):
        """A file that somebody switched to WAL is switched back."""
        told[0].close()
        with raw(path) as database:
            database.execute("PRAGMA journal_mode = WAL")

        assert opened().load(told[1].id) == told[1]
        with raw(path) as database:
            mode = database.execute("PRAGMA journal_mode").fetchone()[0]
        assert "delete" == mode

    def test_opened_while_somebody_writes(self, told, opened):
        """To open a store nobody has to stop writing."""
        store, plan = told
        with store._backend.writing():
            other = opened(timeout=0)

        assert plan == other.load(plan.id)

    def test_opening_lets_go_of_no_lock(self, told, path, opened):
        """To open a file once more frees none of this process's locks."""
        store, _ = told
        script = (
            "import sqlite3, sys\n"
            "db = sqlite3.connect(sys.argv[1], timeout=0)\n"
            "db.execute('BEGIN IMMEDIATE')\n"
        )
        with store._backend.writing():
            opened()
            done = subprocess.run(
                [sys.executable, "-c", script, str(path)],
                capture_output=True,
                check=False,
            )

        assert b"database is locked" in done.stderr


_PUT = """
    {0} INTO entry SELECT {1}, hash, header, payloads FROM entry
    WHERE sequence = 3
"""
_TOO = """
    UPDATE entry SET {0} = {1}, payloads = substr(payloads, 1, 8)
    WHERE sequence = 3
"""
_ERASING = "UPDATE journal SET erasing = 1"
REFUSED = {
    "an entry is changed": ["UPDATE entry SET header = x'00'"],
    "an entry is deleted": ["DELETE FROM entry WHERE sequence = 3"],
    "an entry is replaced": [_PUT.format("REPLACE", "4, entry, plan, 9")],
    "an entry is put again": ["REPLACE INTO entry SELECT * FROM entry"],
    "an entry leaves a gap": [_PUT.format("INSERT", "9, 'e9', plan, 9")],
    "a version is replaced": [
        _PUT.format("REPLACE", "4, 'e4', plan, version")
    ],
    "a payload is changed": ["UPDATE entry SET payloads = x'00'"],
    "a payload is cut": ["UPDATE entry SET payloads = substr(payloads, 1, 8)"],
    "a payload is emptied": ["UPDATE OR REPLACE entry SET payloads = x''"],
    **{
        f"{column} goes with what is erased": [
            _ERASING,
            _TOO.format(column, other),
        ]
        for column, other in {
            "sequence": "9",
            "rowid": "9",
            "entry": "'e9'",
            "plan": "'p9'",
            "version": "9",
            "hash": "'00'",
            "header": "x'00'",
        }.items()
    },
    "a payload is put back": [
        _ERASING,
        "UPDATE entry SET payloads = zeroblob(length(payloads))",
    ],
    "the journal is deleted": ["DELETE FROM journal"],
    "the journal is renamed": ["UPDATE journal SET id = 'other'"],
    "there is another journal": ["REPLACE INTO journal VALUES (1, 'x', 0)"],
}


@pytest.mark.parametrize("what", REFUSED)
def test_appended_only(told, path, what):
    """Whoever opens the file can append to it, and no more."""
    store, plan = told

    *before, last = REFUSED[what]
    with contextlib.closing(sqlite3.connect(path)) as database:
        for statement in before:
            database.execute(statement)
        with pytest.raises(sqlite3.IntegrityError) as found:
            database.execute(last)

    assert "a journal is only ever appended to" in str(found.value)
    assert () == store.verify(checkpoint=store.checkpoint()).faults
    assert plan == store.load(plan.id)


class TestErased:
    """What is erased is not in the file any more."""

    def test_not_in_the_file(self, told, path):
        """Erased words are overwritten, and not only let go of."""
        store, plan = told
        assert CANARY.encode() in path.read_bytes()

        store.erase(
            plan.id,
            [plan.needs[0].id],
            by=WORKER,
            at=NOON,
            basis=ErasureBasis.CLIENT_ASKED,
        )

        folder = [held.read_bytes() for held in path.parent.iterdir()]
        assert CANARY.encode() not in b"".join(folder)

    def test_twice(self, told):
        """What is gone already can go once more, and nothing else goes."""
        store, _ = told
        backend = store._backend
        for _ in range(2):
            with backend.writing():
                backend.purge([(2, 0), (2, 7)])

        with backend.reading():
            held = [entry.payloads for entry in backend.entries()]
        assert [(None,)] == [one for one in held if None in one]
        assert {"journal-missing"} == {f.rule for f in store.verify().faults}

    @pytest.mark.parametrize(
        ("seed", "length"), [(1, 300), (57, 1_000), (0, 9_000)]
    )
    def test_however_many(self, path, seed, length):
        """No page keeps what once stood in it and was moved, or cut."""
        # With a table of payloads, in the order of its key, some were left.
        chance, left = random.Random(seed), {}  # noqa: S311 - no secret
        with contextlib.closing(_sqlite.SQLite(path, timeout=1)) as backend:
            for _ in range(12):
                for _ in range(chance.randrange(1, 15)):
                    left |= _appended(backend, chance, length)
                count = min(len(left), chance.choice([1, 2, 5, 20, 200]))
                gone = dict(chance.sample(sorted(left.items()), count))
                with backend.writing():
                    backend.purge(gone)
                for place in gone:
                    del left[place]
                data = path.read_bytes()

                # Of a long one the salt can stand on two pages.
                assert not [s for s in gone.values() if s[:8] in data]
                assert not [s for s in gone.values() if s[-8:] in data]
            with backend.reading():
                held = _places(backend)

        assert left == held


def _appended(backend, chance, length):
    """Append an entry, and return the salts of its payloads by place."""
    payloads = tuple(
        Payload(
            salt=chance.randbytes(32),
            body=b"x" * chance.randrange(2, chance.randrange(3, 4 + length)),
        )
        for _ in range(chance.choice([1, 1, 1, 2, 5]))
    )
    with backend.writing():
        head = backend.head()
        sequence = head.sequence + 1
        entry = sealed(
            Kind.CHANGED,
            payloads,
            plan="p",
            by=HER,
            at=NOON,
            head=head,
            version=sequence,
            entry_id=None,
        )
        backend.append("p", sequence, entry)
    return {(sequence, n): one.salt for n, one in enumerate(payloads)}


def _places(backend):
    """Return the salts that are there, by place."""
    return {
        (entry.header.sequence, place): payload.salt
        for entry in backend.entries()
        for place, payload in enumerate(entry.payloads)
        if payload is not None
    }


class TestTrouble:
    """What is in the way comes out as one kind of error, with no words."""

    def test_somebody_writes(self, told, path):
        """A store that another writes to is busy, and stays whole."""
        store, plan = told
        store._backend._db.execute("PRAGMA busy_timeout = 0")
        with raw(path) as database:
            database.execute("BEGIN IMMEDIATE")
            more = needing(plan)
            troubled(
                StoreTrouble.BUSY,
                lambda: store.commit(
                    more, by=HER, at=NOON, expected_version=3
                ),
            )

        assert plan == store.load(plan.id)

    def test_the_disk_is_full(self, told):
        """On a full disk nothing is kept, nothing is lost, and it goes on."""
        store, plan = told
        database = store._backend._db
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")
        more = needing(plan, CANARY * 10_000)
        call = {"by": HER, "at": NOON, "expected_version": 3, "entry_id": "f"}

        troubled(StoreTrouble.FULL, lambda: store.commit(more, **call))

        assert plan == store.load(plan.id)
        assert () == store.verify().faults
        database.execute("PRAGMA max_page_count = 1000000")
        assert not store.commit(more, **call).again
        assert more == store.load(plan.id)

    def test_files_may_grow_no_more(self, told, path, opened):
        """Where the system itself refuses to write, nothing is lost."""
        store, plan = told
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        cap = path.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (cap, before[1]))
        try:
            with pytest.raises(StoreError):
                store.commit(
                    needing(plan, CANARY * 10_000),
                    by=HER,
                    at=NOON,
                    expected_version=3,
                )
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        store.close()

        assert plan == opened().load(plan.id)

    @pytest.mark.parametrize("stored", [True, False])
    def test_an_error_at_commit(self, told, monkeypatch, stored):
        """Whether it was kept or not, a retry with the same id is harmless."""
        store, plan = told
        more = needing(plan)
        run = store._backend._do
        call = {"by": HER, "at": NOON, "expected_version": 3, "entry_id": "r"}

        def breaks(sql, *values):
            if sql == "COMMIT":
                if stored:
                    run(sql)
                raise sqlite3.OperationalError(CANARY)
            run(sql, *values)

        with monkeypatch.context() as patch:
            patch.setattr(store._backend, "_do", breaks)
            with pytest.raises(StoreError) as caught:
                store.commit(more, **call)
        assert caught.value.__context__ is None

        assert stored is store.commit(more, **call).again
        assert more == store.load(plan.id)
        assert 4 == len(store.history(plan.id))

    @pytest.mark.parametrize("at", ["BEGIN IMMEDIATE", "COMMIT"])
    def test_stopped(self, told, monkeypatch, at):
        """Who is stopped on the way in or out keeps nothing and no lock."""
        store, plan = told
        run = store._backend._do

        def stops(sql, *values):
            if sql == at:
                raise KeyboardInterrupt
            run(sql, *values)

        more = needing(plan)
        call = {"by": HER, "at": NOON, "expected_version": 3}
        with monkeypatch.context() as patch:
            patch.setattr(store._backend, "_do", stops)
            with pytest.raises(KeyboardInterrupt):
                store.commit(more, **call)

        assert not store._backend._db.in_transaction
        thread = threading.Thread(
            target=store.commit, args=(more,), kwargs=call
        )
        thread.start()
        thread.join(10)
        assert 4 == store.version(plan.id)

    def test_stopped_within(self, told):
        """What is raised inside comes out as it was, and nothing is kept."""
        store, plan = told
        error = KeyError("theirs")
        with pytest.raises(KeyError) as caught, store._backend.writing():
            raise error

        assert error is caught.value
        assert () == store.verify().faults
        assert plan == store.load(plan.id)

    def test_read_only(self, told):
        """A file that cannot be written is refused, and can be read."""
        store, plan = told
        store._backend._db.execute("PRAGMA query_only = ON")

        troubled(
            StoreTrouble.REFUSED,
            lambda: store.commit(
                needing(plan), by=HER, at=NOON, expected_version=3
            ),
        )

        assert plan == store.load(plan.id)

    @pytest.mark.skipif(os.geteuid() != 0, reason="needs to be somebody else")
    def test_a_folder_that_is_not_ours(self, told, path, opened):
        """In a folder that cannot be written nothing is made."""
        os.seteuid(65534)
        try:
            troubled(StoreTrouble.REFUSED, opened)
        finally:
            os.seteuid(0)

    def test_closed(self, told):
        """A store that was closed says so."""
        store, plan = told
        store.close()

        troubled(StoreTrouble.CLOSED, lambda: store.load(plan.id))

    def test_after_a_fork(self, told):
        """A process that was forked off has to open it anew."""
        store, plan = told
        read, write = os.pipe()
        child = os.fork()
        if not child:  # pragma: no cover - in the other process
            try:
                store.load(plan.id)
            except StoreError as error:
                os.write(write, str(error).encode())
            finally:
                os._exit(0)
        os.waitpid(child, 0)

        assert b"open it anew after a fork" in os.read(read, 1000)
        assert plan == store.load(plan.id)

    def test_an_error_that_is_kept(self, told, path, opened):
        """Whoever keeps an error keeps nobody else from writing."""
        _, plan = told
        untied(path, ["UPDATE entry SET header = x'00' WHERE sequence = 1"])
        reader = opened()
        with pytest.raises(JournalError) as caught:
            reader.load(plan.id)

        other = opened(timeout=0)
        assert other.create(began(), by=WORKER, at=NOON).version
        assert caught.value.__traceback__

    def test_what_is_no_id(self, told):
        """What no database could take as an id is not found."""
        store, _ = told

        with pytest.raises(NotFoundError):
            store.load("\ud800")


_TRIGGER = """
    CREATE TRIGGER keep AFTER UPDATE ON entry
    BEGIN UPDATE journal SET erasing = 1; END
"""
ADDED = {
    "a trigger keeps what is erased": [_TRIGGER],
    "a trigger is named as SQLite's own": [
        _TRIGGER,
        "PRAGMA writable_schema = ON",
        """
        UPDATE sqlite_schema SET name = 'sqlite_stat1',
        sql = replace(sql, 'keep', 'sqlite_stat1') WHERE name = 'keep'
        """,
    ],
    "a table is a view without an end": [
        "ALTER TABLE entry RENAME TO was",
        """
        CREATE VIEW entry AS WITH RECURSIVE r (n) AS
        (SELECT 1 UNION ALL SELECT n + 1 FROM r)
        SELECT n AS sequence, 'e' AS entry, 'p' AS plan, 1 AS version,
        'h' AS hash, x'00' AS header, x'' AS payloads FROM r WHERE n < 0
        """,
    ],
    "a table": ["CREATE TABLE theirs (words TEXT)"],
    "an index": ["CREATE INDEX theirs ON entry (hash)"],
}


class TestOthersFiles:
    """What is no store of ours is left as it is."""

    def test_another_database(self, path, opened):
        """Another program's database is refused, and not touched."""
        with raw(path) as database:
            database.execute("CREATE TABLE theirs (words TEXT)")
        before = path.read_bytes()

        assert "another file" in str(troubled(StoreTrouble.REFUSED, opened))
        assert before == path.read_bytes()

    def test_of_a_newer_release(self, told, path, opened):
        """A file of a newer release is refused by name."""
        with raw(path) as database:
            database.execute("PRAGMA user_version = 2")

        error = troubled(StoreTrouble.REFUSED, opened)
        assert "install a newer empowerkit" in str(error)

    def test_no_database(self, path, opened):
        """A file that is no database is said to be none."""
        path.write_text(CANARY * 100)

        error = troubled(StoreTrouble.DAMAGED, opened)
        assert MESSAGES[StoreTrouble.DAMAGED] == error.message

    @pytest.mark.parametrize("added", ADDED)
    def test_made_otherwise(self, told, path, opened, added):
        """A file in which more stands than we made is not used."""
        told[0].close()
        with raw(path) as database:
            for statement in ADDED[added]:
                database.execute(statement)
        before = path.read_bytes()

        error = troubled(StoreTrouble.DAMAGED, opened)
        assert "tables must be as this library made them" in error.message
        assert before == path.read_bytes()

    def test_less_than_was_made(self, told, path, opened):
        """A file in which a trigger is missing is not used."""
        told[0].close()
        with raw(path) as database:
            database.execute("DROP TRIGGER entry_kept")

        troubled(StoreTrouble.DAMAGED, opened)

    def test_analysed(self, told, path, opened):
        """What SQLite itself adds for its planner is no fault."""
        store, plan = told
        with raw(path) as database:
            database.execute("ANALYZE")

        assert plan == opened().load(plan.id)
        assert () == store.verify().faults

    def test_cut_short(self, told, path, opened):
        """A file that was cut is damaged, or its journal is."""
        store, plan = told
        store.close()
        path.write_bytes(path.read_bytes()[: 3 * 4096])

        with pytest.raises(EmpowerkitError):
            opened().load(plan.id)

    def test_a_folder(self, path, opened):
        """A folder is no file."""
        path.mkdir()

        troubled(StoreTrouble.REFUSED, opened)

    def test_no_folder(self, path):
        """Where there is no folder, none is made."""
        url = f"sqlite:///{path}/more.db"

        troubled(StoreTrouble.REFUSED, lambda: open_store(url))

    def test_a_link_to_nothing(self, path, opened):
        """Through a link that leads nowhere no file is made."""
        path.symlink_to("nowhere.db")

        troubled(StoreTrouble.REFUSED, opened)

    def test_text_that_is_none(self, told, path):
        """Text that is no text is damage, and is not quoted."""
        store, _ = told
        untied(
            path,
            [
                "UPDATE entry SET plan = CAST(? AS TEXT) WHERE sequence = 1",
                (CANARY.encode() + b"\xff",),
            ],
        )

        troubled(StoreTrouble.DAMAGED, store.plan_ids)
        assert store.verify().database


class TestRaces:
    """Of those who are at it at the same time one wins, and the others know."""

    def test_threads(self, told, opened):
        """One of many threads makes the next version, in one store or many."""
        shared, plan = told
        others = [opened() for _ in range(2)]
        for store in (shared, shared, *others):
            store.load(plan.id)
        won, lost = [], []

        def change(store, version, barrier):
            more = needing(store.load(plan.id))
            barrier.wait()
            try:
                call = {"by": HER, "at": NOON, "expected_version": version}
                won.append(store.commit(more, **call).version)
            except ConflictError as error:
                lost.append(error.rule)

        for version in range(3, 13):
            stores = (shared, shared, *others)
            barrier = threading.Barrier(len(stores))
            threads = [
                threading.Thread(target=change, args=(s, version, barrier))
                for s in stores
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        assert [*range(4, 14)] == won
        assert ["expected-version"] * 30 == lost
        assert () == shared.verify().faults

    def test_behind_and_in_time(self, told, opened):
        """What others wrote meanwhile is not written down once more."""
        store, plan = told
        other = opened()
        more = needing(other.load(plan.id))
        other.commit(more, by=HER, at=NOON, expected_version=3)

        last = needing(more, "one thing alone")
        store.commit(last, by=HER, at=NOON, expected_version=4)

        assert last == store.load(plan.id) == other.load(plan.id)
        assert 1 == len(store.history(plan.id)[-1].commitments)
        assert () == store.verify().faults

    def test_late_and_not_allowed(self, told, opened):
        """Who is late hears that first, whatever was asked."""
        store, plan = told
        other = opened()
        late = needing(plan, "too late")
        more = needing(other.load(plan.id))
        other.commit(more, by=HER, at=NOON, expected_version=3)

        for change in (late, attrs.evolve(plan, needs=()), plan):
            with pytest.raises(ConflictError) as caught:
                store.commit(change, by=WORKER, at=NOON, expected_version=3)
            assert "expected-version" == caught.value.rule

    def test_two_processes(self, told, path):
        """Another process sees what this one wrote, and the other way round."""
        store, plan = told
        script = (
            "import sys\n"
            "from empowerkit.store import open_store\n"
            "from empowerkit.testing.stores import HER, NOON, needing\n"
            "with open_store(f'sqlite:///{sys.argv[1]}') as store:\n"
            "    plan = store.load(sys.argv[2])\n"
            "    by = plan.client.actor\n"
            "    plan = plan.offer_option('home', 'Stay', by=by, at=NOON)\n"
            "    store.commit(plan, by=by, at=NOON, expected_version=3)\n"
        )
        subprocess.run(
            [sys.executable, "-c", script, str(path), plan.id], check=True
        )

        assert 1 == len(store.load(plan.id).decisions[0].options)


def swapped(path):
    """Let the second and the third entry change places."""
    with raw(path) as database:
        rows = dict(
            database.execute("SELECT sequence, header FROM entry").fetchall()
        )
    sql = "UPDATE entry SET header = ? WHERE sequence = ?"
    untied(path, [sql, (rows[3], 2)], [sql, (rows[2], 3)])


def rewritten(path):
    """Write all of it anew, with other words."""
    _, plan = path.with_suffix(".id"), began()
    path.unlink()
    with open_store(f"sqlite:///{path}") as store:
        for entry_id in ("e1", "e2", "e3"):
            by = WORKER if entry_id == "e1" else HER
            version = int(entry_id[1]) - 1
            store.commit(
                plan,
                by=by,
                at=NOON,
                expected_version=version,
                entry_id=entry_id,
            )
            plan = needing(plan, "other")


_EDITED = """
    UPDATE entry SET {0} = CAST(
        replace(CAST({0} AS TEXT), '{1}', '{2}') AS BLOB
    ) WHERE sequence = 2
"""
ATTACKS = {
    "a payload is edited": (
        lambda path: untied(
            path,
            [_EDITED.format("payloads", "zebra", "lions")],
        ),
        "journal-payload",
    ),
    "a header is edited": (
        lambda path: untied(
            path,
            [_EDITED.format("header", "03-02", "03-01")],
        ),
        "journal-chain",
    ),
    "two entries are swapped": (swapped, "journal-sequence"),
    "one in the middle is taken out": (
        lambda path: untied(path, ["DELETE FROM entry WHERE sequence = 2"]),
        "journal-sequence",
    ),
}
NEED_A_CHECKPOINT = {
    "the tail is cut off": lambda path: untied(
        path, ["DELETE FROM entry WHERE sequence = 3"]
    ),
    "all of it is written anew": rewritten,
}
UNSOUND = {
    "a row is filed elsewhere": "UPDATE entry SET plan = 'p2'",
    "a row has another version": "UPDATE entry SET version = version + 9",
    "a row has another id": "UPDATE entry SET entry = 'x' || entry",
    "the journal is renamed": "UPDATE journal SET id = 'other'",
    "payloads are none": "UPDATE entry SET payloads = x'00'",
    "payloads end too soon": (
        "UPDATE entry SET payloads = substr(payloads, 1, 100)"
    ),
    "erasing did not end": "UPDATE journal SET erasing = 1",
}


class TestTampered:
    """What somebody finds who asks a file that somebody else changed."""

    @pytest.mark.parametrize("attack", ATTACKS)
    def test_found_by_the_chain(self, told, path, opened, attack):
        """Edits, swaps and gaps are found when the journal is asked."""
        store, _ = told
        store.close()
        change, rule = ATTACKS[attack]
        change(path)

        found = opened().verify()

        assert rule in {fault.rule for fault in found.faults}

    @pytest.mark.parametrize(
        "attack", [a for a in ATTACKS if a != "a header is edited"]
    )
    def test_no_plan_is_made_of_it(self, told, path, opened, attack):
        """What a plan is made of is asked whenever it is loaded."""
        store, plan = told
        store.close()
        ATTACKS[attack][0](path)

        with pytest.raises(JournalError):
            opened().load(plan.id, version=1)

    @pytest.mark.parametrize("attack", NEED_A_CHECKPOINT)
    def test_found_by_a_checkpoint(self, told, path, opened, attack):
        """A lost tail and a full rewrite are found by a checkpoint alone."""
        store, _ = told
        mark = store.checkpoint()
        store.close()
        NEED_A_CHECKPOINT[attack](path)

        store = opened()

        assert () == store.verify().faults
        found = store.verify(checkpoint=mark)
        assert ["journal-checkpoint"] == [f.rule for f in found.faults]

    @pytest.mark.parametrize("attack", UNSOUND)
    def test_the_database_itself(self, told, path, attack):
        """Rows that are not filed as their headers say are found."""
        store, _ = told
        untied(path, [UNSOUND[attack]])

        found = store.verify().database

        assert {"journal-database"} == {fault.rule for fault in found}

    def test_filed_under_another_plan(self, told, path, opened):
        """A plan does not come back under another id."""
        untied(path, ["UPDATE entry SET plan = 'p2'"])

        with pytest.raises(JournalError) as caught:
            opened().load("p2")

        assert "journal-plan" == caught.value.rule

    def test_nothing_is_appended_to_it(self, told, path, opened):
        """A journal whose last entry is not its own is not gone on with."""
        untied(path, ["UPDATE journal SET id = 'other'"])

        troubled(
            StoreTrouble.DAMAGED,
            lambda: opened().create(began(), by=WORKER, at=NOON),
        )

    def test_its_name_is_gone(self, path, opened):
        """A journal whose name is no id is not begun."""
        opened().close()
        untied(path, ["UPDATE journal SET id = 'a name'"])

        troubled(
            StoreTrouble.DAMAGED,
            lambda: opened().create(began(), by=WORKER, at=NOON),
        )

    def test_renamed_meanwhile(self, told, path):
        """What is appended to is asked each time whose it is."""
        store, plan = told
        untied(path, ["UPDATE journal SET id = 'other'"])

        more = needing(store.load(plan.id))
        call = {"by": HER, "at": NOON, "expected_version": 3}
        troubled(StoreTrouble.DAMAGED, lambda: store.commit(more, **call))

    def test_a_trigger_is_gone(self, told, path):
        """Tables that are not as they were made are found."""
        with raw(path) as database:
            database.execute("DROP TRIGGER entry_kept")

        assert 1 == len(told[0].verify().database)

    def test_bit_flips(self, told, path, tmp_path):
        """Five hundred flipped bits: no silent change, no foreign exception."""
        store, plan = told
        mark, history = store.checkpoint(), store.history(plan.id)
        store.close()
        whole, flipped = path.read_bytes(), tmp_path / "flipped.db"
        chance, changed = random.Random(20260302), 0  # noqa: S311 - no secret
        for _ in range(500):
            data = bytearray(whole)
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            flipped.write_bytes(data)
            changed += not _same(flipped, plan, mark, history)

        assert changed > 50


def _same(path, plan, mark, history):
    """Return whether a file answers as it did, and is found whole."""
    try:
        store = open_store(f"sqlite:///{path}", timeout=0)
    except StoreError:
        return False
    with store:
        try:
            found = store.verify(checkpoint=mark)
        except StoreError:
            return False
        try:
            answers = store.load(plan.id), store.history(plan.id)
        except EmpowerkitError:
            assert found.faults
            return False
        assert found.faults or answers == (plan, history)
        return not found.faults
