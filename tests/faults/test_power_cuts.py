"""
The power is cut, at any moment: what was acknowledged is there.

The disk is played (see disk.py, beside this file); the store, the module
`sqlite3` and the SQLite below are those that users have.
"""

from __future__ import annotations

import pytest

from empowerkit.errors import StoreError
from empowerkit.store import _sqlite, open_store


ON_ONE_FILE = 20


def _append_until_cut(disk, url, calls, random):
    """Append until the power goes; return what was acknowledged."""
    moments = iter(range(random.randrange(1, 200)))
    acknowledged = []

    def perhaps(what, name):
        if next(moments, None) is None:
            disk.cut()
            return 10
        return 0

    setattr(disk, random.choice(["fault", "late"]), perhaps)
    try:
        with open_store(url) as store:
            for entry_id, call in calls:
                call(store)
                acknowledged.append(entry_id)
    except StoreError:
        assert disk.dead
    disk.fault = disk.late = lambda what, name: 0
    disk.power_on(random)
    return acknowledged


def _cut_often(disk, folder, appending, cuts, random):
    """Return how many entries were acknowledged, and how many were lost."""
    count, gone = 0, 0
    for cut in range(cuts):
        if cut % ON_ONE_FILE == 0:
            url, kept = f"sqlite:///{folder}/{cut}.db", []
        calls = appending.calls(f"c{cut}", 1000)
        kept += _append_until_cut(disk, url, calls, random)
        with open_store(url) as store:
            assert store.verify().faults == ()
            missing = appending.lost(store, kept)
        kept = [entry_id for entry_id in kept if entry_id not in missing]
        gone += len(missing)
        if cut % ON_ONE_FILE == ON_ONE_FILE - 1 or cut == cuts - 1:
            count += len(kept)
    return count + gone, gone


@pytest.fixture
def run(disk, tmp_path, appending, dice):
    """Return a function that cuts the power often; see `_cut_often`."""

    def cut_often(cuts):
        with disk.plugged_in(disk.Disk()) as played:
            return _cut_often(played, tmp_path, appending, cuts, dice(2026))

    return cut_often


def test_nothing_is_lost(run, times, told):
    """No entry that was acknowledged is lost, and the chain holds."""
    cuts = times(150, 5000)
    count, gone = run(cuts)

    told(power_cuts=cuts, acknowledged=count, lost=gone)
    assert gone == 0
    assert count > cuts


def test_the_defaults_of_python_lose(run, times, told, monkeypatch):
    """With DELETE and FULL, entries are lost: the disk above plays well."""
    monkeypatch.setitem(_sqlite._SETTINGS, "synchronous", ("FULL", 2))
    cuts = times(150, 1000)
    count, gone = run(cuts)

    told(power_cuts_of_DELETE_and_FULL=cuts, acknowledged=count, lost=gone)
    assert gone > 0


def test_the_disk_forgets(disk, dice):
    """What was not synced may be gone, and what was synced is there."""
    inode = disk.Inode(b"old")
    inode.sync()
    inode.write(0, b"new")
    ends = {bytes(inode.left(dice(seed)).data) for seed in range(99)}
    assert {b"old", b"new", b"nld"} < ends

    inode.sync()
    assert bytes(inode.left(dice(1)).data) == b"new"


@pytest.mark.parametrize("synced", [True, False])
def test_names_last_when_the_folder_is_synced(disk, dice, synced):
    """A name that was taken away may come back, unless that was synced."""
    ends = set()
    for seed in range(20):
        played = disk.Disk()
        played.rename(b"journal", disk.Inode(b"x"))
        played.sync_folder()
        played.rename(b"journal", None)
        if synced:
            played.sync_folder()
        played.power_on(dice(seed))
        ends.add(b"journal" in played.names)

    assert ends == ({False} if synced else {False, True})
