"""What a store tells, and to whom: words, facts and files."""

from __future__ import annotations

from functools import partial

import pytest

from empowerkit import codecs
from empowerkit.errors import ConflictError, InvariantError
from empowerkit.model import Need, Voice
from empowerkit.store import open_store
from empowerkit.testing.stores import (
    CANARY,
    HER,
    NOON,
    WORKER,
    began,
    needing,
    refused,
)


@pytest.fixture
def store():
    """Return a store in memory."""
    with open_store("memory:") as made:
        yield made


def test_an_export_holds_no_more_than_its_reader_may_read(store, tmp_path):
    """What she keeps from her worker is in no file that Joan reads."""
    own = Voice.of(HER, at=NOON, private_to=(HER,))
    plan = began()
    store.create(plan, by=WORKER, at=NOON)
    plan = needing(plan, "A door").add(
        Need(words=CANARY, voice=own), by=HER, at=NOON
    )
    store.commit(plan, by=HER, at=NOON, expected_version=1)
    path = tmp_path / "all.ndjson"

    store.export_ndjson(path, seen_by=lambda _: WORKER)

    assert CANARY.encode() not in path.read_bytes()
    assert [plan.as_seen_by(WORKER)] == [*codecs.read_ndjson(path)]

    store.export_ndjson(path, seen_by=lambda _: HER)

    assert CANARY.encode() in path.read_bytes()


@pytest.mark.parametrize("words", [f"{CANARY}\0", f"{CANARY}\ud800"])
@pytest.mark.parametrize("what", ["hold", "release", "shield"])
def test_reasons_that_nothing_can_keep_are_refused(store, what, words):
    """They would make the entry unreadable, so none is written."""
    plan = began()
    store.create(plan, by=WORKER, at=NOON)
    call = partial(
        getattr(store, what), plan.id, by=WORKER, at=NOON, words=words
    )

    error = refused(InvariantError, call)

    assert ["text-storable"] == [p.rule for p in error.problems]
    assert "words must hold no " in str(error)
    assert 1 == len(store.history(plan.id))


def test_an_id_of_another_change_says_what_to_do(store):
    """An entry stands for one change, and the error names the entry."""
    store.create(began(), by=WORKER, at=NOON, entry_id="e1")
    call = partial(store.create, began(), by=WORKER, at=NOON, entry_id="e1")

    error = refused(ConflictError, call)

    assert "entry-id-once" == error.rule
    assert {"entry": "e1"} == error.facts
    assert str(error) == (
        "an entry's id must stand for one change, and this one stands for "
        "another: retry with the same plan, or take a new id [entry-id-once]"
    )


def test_a_commit_that_comes_late_says_what_stands(store):
    """The error holds which version was expected, and which was found."""
    plan = began()
    store.create(plan, by=WORKER, at=NOON)
    store.commit(needing(plan), by=HER, at=NOON, expected_version=1)
    call = partial(
        store.commit, needing(plan), by=HER, at=NOON, expected_version=1
    )

    error = refused(ConflictError, call)

    assert "expected-version" == error.rule
    assert {"plan": plan.id, "expected": "1", "found": "2"} == error.facts
    assert "(expected 1, found 2): load the plan again" in str(error)


def test_a_plan_that_is_there_already_says_so(store):
    """A plan begins once, and the error names it."""
    plan = began()
    store.create(plan, by=WORKER, at=NOON)

    error = refused(
        ConflictError, partial(store.create, plan, by=WORKER, at=NOON)
    )

    assert "plan-id-once" == error.rule
    assert {"plan": plan.id, "expected": "0", "found": "1"} == error.facts
