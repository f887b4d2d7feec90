"""Two processes commit to one version at one moment: one of them wins."""

from __future__ import annotations

import subprocess

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier

import pytest

from empowerkit.store import open_store
from empowerkit.testing.stores import NOON, WORKER, began


ON_ONE_PLAN = 20


@contextmanager
def _racers(command, environment):
    with ExitStack() as stack:
        both = [
            stack.enter_context(
                subprocess.Popen(
                    command,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    bufsize=1,
                )
            )
            for _ in range(2)
        ]
        assert _heard(both) == ["ready", "ready"]
        yield both
        for one in both:
            one.stdin.close()


def _heard(both):
    return [one.stdout.readline().strip() for one in both]


def _race(both, names, plan_id, version):
    """Return what each of the two had to say after one round."""
    for one, name in zip(both, names, strict=True):
        one.stdin.write(f"{name} {plan_id} {version}\n")
    assert _heard(both) == ["set", "set"]
    for one in both:
        one.stdin.write("go\n")
    return _heard(both)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    """Return the URL of an empty store of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/a.db"
    return request.getfixturevalue("database")()


@pytest.fixture
def store(url):
    """Return a store, which the racers then open too."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def racers(store, url, script, apart):
    """Return two processes that commit when they are told to."""
    with _racers(script("racer", url), apart) as both:
        yield both


def test_one_winner(store, racers, appending, times, told):
    """In each round one commit is kept, and the other is refused by rule."""
    rounds, winners, first = times(40, 1000), [], 0
    for number in range(rounds):
        version = number % ON_ONE_PLAN + 1
        if version == 1:
            plan = began()
            store.create(plan, by=WORKER, at=NOON)
        names = [f"r{number}-{one}" for one in range(2)]
        ends = _race(racers, names, plan.id, version)
        assert ["expected-version", "won"] == sorted(ends)
        winners.append(names[ends.index("won")])
        first += ends[0] == "won"

    told(rounds=rounds, won_by_the_one=first, won_by_the_other=rounds - first)
    assert appending.lost(store, winners) == []
    assert store.verify(checkpoint=store.checkpoint()).faults == ()
    assert 0 < first < rounds


def _open_at_once(urls):
    """Open a store at each of *urls*, all at once; return what came of it."""
    start = Barrier(len(urls))

    def opened(url):
        start.wait()
        with open_store(url, timeout=60) as store:
            return store.verify().faults

    with ThreadPoolExecutor(len(urls)) as pool:
        return [*pool.map(opened, urls)]


def test_made_once(url):
    """Who opens a new store at one moment with others finds it made, once."""
    assert [(), (), ()] == _open_at_once([url] * 3)
