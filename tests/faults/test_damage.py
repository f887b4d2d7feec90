"""
A file is damaged, or somebody tampers with it: it is noticed, or harmless.

SQLite's own check of a file is asked too, but it calls most bits that flip
in what was written down "ok".
"""

from __future__ import annotations

import sqlite3

from collections import Counter
from contextlib import closing, suppress

import attrs
import pytest

from empowerkit.authority import ErasureBasis
from empowerkit.errors import EmpowerkitError
from empowerkit.journal import Entry
from empowerkit.store import _sqlite, open_store
from empowerkit.testing.stores import HER, NOON, WORKER, began, needing


TABLES = ("journal", "entry")


@pytest.fixture
def file(tmp_path):
    """Return the path of a store with three plans, and an erasure."""
    path = tmp_path / "a.db"
    with open_store(f"sqlite:///{path}") as store:
        for number in range(3):
            plan = began()
            store.create(plan, by=WORKER, at=NOON)
            for version in range(1, 5):
                words = f"{number} {version} {'zebra crossing ' * 30}"
                plan = needing(plan, words)
                store.commit(plan, by=HER, at=NOON, expected_version=version)
        store.erase(
            plan.id,
            [plan.needs[0].id],
            by=WORKER,
            at=NOON,
            basis=ErasureBasis.CLIENT_ASKED,
        )
    return path


def _opened(path):
    return open_store(f"sqlite:///{path}")


def _rows(path):
    """Return all that stands in the tables, asking the store nothing."""
    with closing(sqlite3.connect(path)) as database:
        return [
            database.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
            for name in TABLES
        ]


def _plans(path):
    """Return every version of every plan, or what it is refused with."""
    with _opened(path) as store:
        return [
            [_loaded(store, plan_id, n) for n in range(1, 8)]
            for plan_id in store.plan_ids()
        ]


def _loaded(store, plan_id, version):
    try:
        return store.load(plan_id, version=version)
    except EmpowerkitError as error:
        return type(error), getattr(error, "rule", None)


def _noticed(path):
    """Return whether the store refuses the file, or finds faults in it."""
    try:
        with _opened(path) as store:
            return store.verify().faults != ()
    except EmpowerkitError:
        return True


def _quick(path):
    """Return whether SQLite calls the file "ok"."""
    try:
        with closing(sqlite3.connect(path)) as database:
            told = database.execute("PRAGMA integrity_check").fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    return told == [("ok",)]


def test_bits_flip(file, tmp_path, dice, times, told):
    """Whatever bit flips, it is noticed, or nothing that was told differs."""
    whole, flips, random = file.read_bytes(), times(150, 1000), dice(3)
    rows, plans = _rows(file), _plans(file)
    seen, called_ok = 0, 0
    path = tmp_path / "flipped.db"
    for _ in range(flips):
        bit = random.randrange(8 * len(whole))
        path.write_bytes(_flipped(whole, bit))
        if _noticed(path):
            seen += 1
            called_ok += _quick(path)
            with suppress(EmpowerkitError):
                _plans(path)
        else:
            assert (rows, plans) == (_rows(path), _plans(path)), f"bit {bit}"

    told(
        flips=flips,
        noticed=seen,
        of_these_called_ok_by_SQLite=called_ok,
        without_any_effect=flips - seen,
        missed=0,
    )
    assert seen > flips / 4
    assert called_ok > 0


def _flipped(whole, bit):
    flipped = bytearray(whole)
    flipped[bit // 8] ^= 1 << bit % 8
    return flipped


def test_the_last_header(file, tmp_path):
    """No bit of the last header can flip unseen: nothing follows it."""
    whole, rows = file.read_bytes(), _rows(file)
    header = rows[1][-1][-2]
    first, path = whole.index(header), tmp_path / "flipped.db"
    for bit in range(8 * first, 8 * (first + len(header)), 5):
        path.write_bytes(_flipped(whole, bit))
        assert _noticed(path), f"bit {bit - 8 * first}"


def test_the_journals_own_row(file, tmp_path):
    """No bit of the row that names the journal can flip unseen."""
    whole, rows = file.read_bytes(), _rows(file)
    own = rows[0][0][1].encode()
    first = whole.index(own) - 6
    path = tmp_path / "flipped.db"
    for bit in range(8 * first, 8 * (first + 6 + len(own))):
        path.write_bytes(_flipped(whole, bit))
        if not _noticed(path):
            assert rows == _rows(path), f"bit {bit - 8 * first}"


def _told_otherwise(entry):
    """Return *entry* with other words, to which its header commits."""
    body = entry.payloads[-1].body.replace(b"zebra", b"tiger")
    payload = attrs.evolve(entry.payloads[-1], body=body)
    commitments = (*entry.header.commitments[:-1], payload.commitment)
    header = attrs.evolve(entry.header, commitments=commitments)
    payloads = (*entry.payloads[:-1], payload)
    return Entry(raw=header.to_bytes(), payloads=payloads)


def _numbered(entries):
    """Yield *entries* with numbers that fit their order, and no new hashes."""
    versions = Counter()
    for sequence, entry in enumerate(entries, 1):
        said = entry.header
        versions[said.plan] += 1
        header = attrs.evolve(
            said, sequence=sequence, version=versions[said.plan]
        )
        yield attrs.evolve(entry, raw=header.to_bytes())


def _chained(entries):
    """Yield *entries* with hashes that fit, too."""
    previous = None
    for entry in _numbered(entries):
        header = attrs.evolve(entry.header, previous=previous)
        chained = attrs.evolve(entry, raw=header.to_bytes())
        previous = chained.hash
        yield chained


def _edited(entries):
    return [*entries[:3], _told_otherwise(entries[3]), *entries[4:]]


def _swapped(entries):
    return [*_numbered([*entries[:2], entries[3], entries[2], *entries[4:]])]


def _left_out(entries):
    return [*_numbered([*entries[:2], *entries[3:]])]


def _slipped_in(entries):
    more = attrs.evolve(_told_otherwise(entries[3]).header, entry="more")
    slipped = attrs.evolve(_told_otherwise(entries[3]), raw=more.to_bytes())
    return [*_numbered([*entries[:4], slipped, *entries[4:]])]


def _cut(entries):
    return entries[:8]


def _written_anew(entries):
    return [*_chained(_edited(entries))]


def _tamper(path, attack):
    """Write a journal into the file that *attack* made of the one there."""
    with _opened(path) as store, store._backend.reading():
        entries = attack([*store._backend.entries()])
    with closing(sqlite3.connect(path)) as database, database:
        sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        triggers = database.execute(sql).fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("DELETE FROM entry")
        backend = object.__new__(_sqlite.SQLite)
        backend._db, backend._cursors = database, []
        for entry in entries:
            said = entry.header
            backend.append(said.plan, said.version, entry)
        for _, made in triggers:
            database.execute(made)


CHAIN_FINDS = (_edited, _swapped, _left_out, _slipped_in)


@pytest.mark.parametrize(
    "attack",
    [*CHAIN_FINDS, _cut, _written_anew],
    ids=lambda attack: attack.__name__.strip("_"),
)
def test_tampering(file, attack):
    """The chain finds four of six attacks, and with a checkpoint all."""
    with _opened(file) as store:
        mark = store.checkpoint()
    _tamper(file, attack)

    with _opened(file) as store:
        alone = store.verify()
        beside = store.verify(checkpoint=mark)

    assert (attack in CHAIN_FINDS) == bool(alone.chain)
    assert (attack in CHAIN_FINDS) == bool(alone.faults)
    assert beside.faults != ()
    assert (attack in CHAIN_FINDS[:2]) != bool(beside.checkpoint)
    assert not alone.database


def test_no_tampering(file):
    """Writing the same journal again is no tampering, and finds no fault."""
    with _opened(file) as store:
        mark = store.checkpoint()
    _tamper(file, lambda entries: entries)

    with _opened(file) as store:
        assert store.verify(checkpoint=mark).faults == ()
