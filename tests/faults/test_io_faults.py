"""
Writes fail, the disk fills up: a retry by id makes it whole.

The disk is played (see disk.py, beside this file); the store, the module
`sqlite3` and the SQLite below are those that users have.
"""

from __future__ import annotations

import os
import subprocess

import pytest

from empowerkit.errors import StoreError, StoreTrouble
from empowerkit.store import open_store


TRIES = 20


@pytest.fixture
def url(tmp_path):
    """Return the URL of a file on the disk that is played."""
    return f"sqlite:///{tmp_path}/a.db"


class OneFault:
    """Fails one change of one kind, before or after it was made."""

    def __init__(self, disk, codes, random):
        self.disk, self.codes, self.random = disk, codes, random
        self.met = dict.fromkeys(codes, 0)

    def arm(self):
        """Choose what fails next, and when."""
        what = self.random.choice([*self.codes])
        first = self.random.randrange(1 if what == "delete" else 8)
        moments = iter(range(first))

        def fail(seen, name):
            if seen != what or next(moments, None) is not None:
                return 0
            self.disarm()
            self.met[what] += 1
            return self.codes[what]

        self.disarm()
        setattr(self.disk, self.random.choice(["fault", "late"]), fail)

    def disarm(self):
        """Let everything work."""
        self.disk.fault = self.disk.late = lambda what, name: 0


def _insist(store, call, troubles):
    """Call until it is acknowledged, with the same id; note the troubles."""
    for _ in range(TRIES):
        try:
            return call(store)
        except StoreError as error:
            troubles.append(error.reason)
    pytest.fail("the store never came back")


@pytest.fixture
def fault(disk, dice):
    """Return what fails a disk now and then, which SQLite uses meanwhile."""
    codes = {"write": disk.WRITE, "sync": disk.FSYNC, "delete": disk.DELETE}
    with disk.plugged_in(disk.Disk()) as played:
        yield OneFault(played, codes, dice(7))


def test_each_entry_once(fault, url, appending, times, told):
    """After a retry by id, each entry is there once, wherever it failed."""
    appends, troubles, ids, again = times(200, 1000), [], [], 0
    with open_store(url) as store:
        for entry_id, call in appending.calls("e", appends):
            fault.arm()
            again += _insist(store, call, troubles).again
            ids.append(entry_id)
        fault.disarm()
    with open_store(url) as store:
        assert store.verify(checkpoint=store.checkpoint()).faults == ()
        assert appending.lost(store, ids) == []
        assert sum(appending.found(store).values()) == appends

    told(appends=appends, **fault.met, kept_though_it_failed=again)
    assert {StoreTrouble.INPUT_OUTPUT} == {*troubles}
    assert min(fault.met.values()) > appends / 10
    assert again > 0


def test_a_full_disk(disk, url, appending, told):
    """A full disk is called full, loses nothing, and is over with room."""
    ids, troubles = [], []
    with disk.plugged_in(disk.Disk()) as played:
        with open_store(url) as store:
            for entry_id, call in appending.calls("e", 200):
                if len(ids) % 5 == 0:
                    played.room = played.used() + 12_000
                try:
                    call(store)
                except StoreError as error:
                    troubles.append(error.reason)
                    assert appending.lost(store, ids) == []
                    played.room = 1 << 40
                    call(store)
                ids.append(entry_id)
        with open_store(url) as store:
            assert store.verify().faults == ()
            assert appending.lost(store, ids) == []

    told(appends=len(ids), full=len(troubles), lost=0)
    assert {StoreTrouble.FULL} == {*troubles}


def test_a_full_disk_from_the_start(disk, url, appending):
    """A store that has no room to be made in says so, and is made later."""
    with disk.plugged_in(disk.Disk()) as played:
        played.room = 20_000
        with pytest.raises(StoreError) as refused:
            open_store(url)
        played.room = 1 << 40
        with open_store(url) as store:
            ((entry_id, call),) = appending.calls("e", 1)
            call(store)

            assert appending.lost(store, [entry_id]) == []

    assert refused.value.reason is StoreTrouble.FULL


@pytest.fixture
def small(tmp_path):
    """Return a folder with a disk of its own, of 400 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(folder)]
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)  # noqa: S607


def test_a_full_disk_in_earnest(small, appending):
    """A file system that is full is met as the one that is played."""
    ids, calls = [], []
    ballast = small / "ballast"
    ballast.write_bytes(bytes(200_000))
    with open_store(f"sqlite:///{small}/a.db") as store:

        def fill():
            for entry_id, call in appending.calls("e", 1000):
                ids.append(entry_id)
                calls.append(call)
                call(store)

        with pytest.raises(StoreError) as refused:
            fill()
        assert refused.value.reason is StoreTrouble.FULL
        assert appending.lost(store, ids[:-1]) == []
        ballast.unlink()
        calls[-1](store)

        assert appending.lost(store, ids) == []
        assert store.verify().faults == ()
