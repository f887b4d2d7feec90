"""Whoever appends is killed, at any moment: what was acknowledged is there."""

from __future__ import annotations

import os
import signal
import subprocess
import time

from contextlib import contextmanager
from itertools import islice

import pytest

from empowerkit.errors import StoreError
from empowerkit.store import open_store


pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="killing is for systems that fork"
)


@contextmanager
def _writer(command, environment):
    """Start what forks writers; see writer.py, beside this file."""
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
    ) as process:
        yield process
        process.stdin.close()


def _killed(process, prefix, after, seconds, *, server):
    """
    Kill one writer; return what it had acknowledged.

    It lives until *after* entries were acknowledged, and *seconds* more.
    It is killed itself, or the server's process that works for it.
    """
    process.stdin.write(f"{prefix}\n")
    victim = int(process.stdout.readline())
    said = iter(process.stdout.readline, ".\n")
    if server:
        victim = int(next(said))
    first = [*islice(said, after + (not server))] if after else []
    time.sleep(seconds)
    os.kill(victim, signal.SIGKILL)
    return [line.strip() for line in (*first, *said) if "-" in line]


def _opened(url):
    """Return the store, as soon as a server has recovered."""
    for _ in range(600):
        try:
            return open_store(url, timeout=60)
        except StoreError:
            time.sleep(0.1)
    pytest.fail("the store never came back")


@pytest.fixture
def kill_often(script, apart, appending, dice):
    """Return a function that kills often, and counts what was acknowledged."""
    draw = dice(9)

    def kill(url, kills, *, most, server_every=None):
        kept = []
        with _writer(script("writer", url), apart) as process:
            for number in range(kills):
                kept += _killed(
                    process,
                    f"k{number}",
                    draw.randrange(most),
                    draw.uniform(0, 0.03),
                    server=bool(server_every) and number % server_every == 0,
                )
                with _opened(url) as store:
                    if number % 10 == 9 or number == kills - 1:
                        assert store.verify().faults == ()
                        assert appending.lost(store, kept) == []
        return len(kept)

    return kill


def test_sqlite(tmp_path, kill_often, times, told):
    """Processes that append to a file are killed, and no entry is lost."""
    kills, most = times(40, 2000), times(5, 12)
    count = sum(
        kill_often(f"sqlite:///{tmp_path}/{n}.db", 40, most=most)
        for n in range(kills // 40)
    )

    told(kills=kills, acknowledged=count, lost=0)
    assert count > kills


def test_postgres(server, kill_often, times, told):
    """Processes that append, and the server's own, are killed; none is lost."""
    kills, most = times(10, 200), times(10, 160)
    count = kill_often(server, kills, most=most, server_every=5)

    told(kills=kills, acknowledged=count, lost=0)
    assert count > kills
