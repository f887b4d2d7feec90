"""Entries that hash as they should, and hold what nobody put down."""

from __future__ import annotations

import contextlib
import json

from datetime import UTC, datetime

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit import (
    Client,
    EmpowerkitError,
    Need,
    Plan,
    Voice,
    Worker,
    journal,
)
from empowerkit.authority import ErasureBasis
from empowerkit.codecs._form import canonical
from empowerkit.errors import JournalError
from empowerkit.journal import Entry, Head, Kind, Payload
from empowerkit.journal._body import own_text


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
PLAN = Plan(id="plan", client=AMINA, workers=(JOAN,))
CANARY = "zebra-crossing"


def begun():
    """Return the first entry of a journal, and where it stands."""
    entry = journal.commit(
        None, PLAN, by=JOAN.actor, at=NOON, head=Head(journal="j1")
    )
    return entry, Head.after(entry)


def forged(*bodies, kind=Kind.CHANGED, **more):
    """Return a journal whose second entry holds *bodies*."""
    first, head = begun()
    payloads = tuple(Payload(salt=bytes(32), body=body) for body in bodies)
    header = attrs.evolve(
        first.header,
        sequence=2,
        version=2,
        entry="e2",
        kind=kind,
        commitments=tuple(payload.commitment for payload in payloads),
        previous=head.hash,
        **more,
    )
    return [first, Entry(raw=header.to_bytes(), payloads=payloads)]


def said(kind="Need", noun="n1", **more):
    """Return a body that puts down a noun."""
    data = noun if isinstance(noun, dict) else {"id": noun}
    return json.dumps({"kind": kind, "noun": data} | more).encode()


HOME = said("Decision", {"id": "home", "client": {}, "words": CANARY})
ODD = {
    "not JSON": [b"{"],
    "not UTF-8": [b"\xff"],
    "a list": [b"[]"],
    "a number": [b"3"],
    "null": [b"null"],
    "a key twice": [b'{"kind":"Need","kind":"Need"}'],
    "nested without end": [b"[" * 100_000],
    "no kind": [b'{"noun":{"id":"n1"}}'],
    "a kind that is a list": [b'{"kind":[],"noun":{"id":"n1"}}'],
    "an unknown kind": [said(CANARY)],
    "a kind that is no noun": [said("Voice")],
    "no noun": [b'{"kind":"Need"}'],
    "a noun that is a list": [b'{"kind":"Need","noun":[]}'],
    "no id": [said("Need", {"words": CANARY})],
    "an id that is a number": [said("Need", {"id": 3})],
    "in a number": [said(**{"in": 3})],
    "in null": [said(**{"in": None})],
    "nouns inside": [said("Decision", {"id": "home", "options": []})],
}
ASTRAY = {
    "in something unknown": [said(**{"in": "nothing"})],
    "in itself": [said("Decision", "n1", **{"in": "n1"})],
    "in the wrong noun": [said(), said("Need", "n2", **{"in": "n1"})],
    "an option of the plan": [said("Option")],
    "of another kind than before": [said(), said("Goal")],
    "elsewhere than before": [HOME, said(), said(**{"in": "home"})],
}


@pytest.mark.parametrize("odd", ODD)
def test_no_body_of_ours(odd):
    """What this library never put down is refused by its place."""
    with pytest.raises(JournalError) as caught:
        journal.fold(forged(*ODD[odd]))

    assert "journal-body" == caught.value.rule
    assert "entry 2 payload 0" == caught.value.path
    assert CANARY not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("astray", ASTRAY)
def test_astray(astray):
    """A noun stands where it stood, in something that holds such nouns."""
    with pytest.raises(JournalError) as caught:
        journal.fold(forged(*ASTRAY[astray]))

    assert "journal-holder" == caught.value.rule


@pytest.mark.parametrize(
    "body",
    [
        said("Need", {"id": "n1"}),
        said("Need", {"id": "n1", "absent": 3}),
        said("Plan", {"id": "plan", "absent": 3}),
        said("Plan", {"id": "plan", "absent": [3]}),
        HOME,
    ],
)
def test_a_plan_that_breaks_a_rule(body):
    """What makes no plan is refused, with all that is wrong."""
    gone = b'{"absent":[],"erased":[{"id":"n9"},{"id":"n8","in":"n1"}]}'
    entries = forged(body)
    second = entries[1]
    erased = forged(gone, kind=Kind.ERASED)[1]
    raw = attrs.evolve(
        erased.header,
        sequence=3,
        version=3,
        entry="e3",
        previous=second.hash,
    ).to_bytes()

    for held in (entries, [*entries, attrs.evolve(erased, raw=raw)]):
        with pytest.raises(JournalError) as caught:
            journal.fold(held)
        assert CANARY not in str(caught.value)
        assert caught.value.__context__ is None


DOOR = Need(
    id="n1", words="a door \u2013 my own", voice=Voice.of(JOAN.actor, at=NOON)
)
OWN = json.loads(own_text(DOOR))
SPELLED = {
    "as by us": canonical({"kind": "Need", "noun": OWN}),
    "in escapes": json.dumps({"kind": "Need", "noun": OWN}).encode(),
    "in another order": json.dumps({"noun": OWN, "kind": "Need"}).encode(),
    "keys inside turned round": canonical({"kind": "Need", "noun": 0}).replace(
        b"0", json.dumps(dict(reversed(OWN.items()))).encode()
    ),
    "with more before": canonical({"a": {"noun": 1}, "kind": "Need"})[:-1]
    + b","
    + canonical({"noun": OWN})[1:],
    "with more behind": canonical({"kind": "Need", "noun": OWN, "z": {}}),
    "with a space before the end": canonical({"kind": "Need", "noun": OWN})[
        :-1
    ]
    + b" }",
    "with a space in the end": canonical({"kind": "Need", "noun": OWN})[:-2]
    + b" }}",
    "with a space behind": canonical({"kind": "Need", "noun": OWN}) + b" ",
    "with a space in front": b" " + canonical({"kind": "Need", "noun": OWN}),
}


@pytest.mark.parametrize("spelled", SPELLED)
def test_spelled_otherwise(spelled):
    """What is put down is read by what it says, however it is spelled."""
    entries = forged(SPELLED[spelled])

    assert attrs.evolve(PLAN, needs=(DOOR,)) == journal.fold(entries)


@pytest.mark.parametrize("held", ["home", 'ho"me', ""])
def test_in_something(held):
    """What says where it stands stands nowhere else."""
    body = canonical({"in": held, "kind": "Option", "noun": {"id": "n1"}})
    with pytest.raises(JournalError) as caught:
        journal.fold(forged(body))

    assert "journal-holder" == caught.value.rule


def test_another_plan():
    """Entries tell of the plan that they name."""
    with pytest.raises(JournalError) as caught:
        journal.fold(forged(said("Plan", {"id": "other"})))

    assert {"journal-plan", "missing-key"} >= {caught.value.rule}


def test_renamed():
    """A whole plan under another name is refused."""
    first, _ = begun()
    raw = attrs.evolve(first.header, plan="other").to_bytes()

    with pytest.raises(JournalError) as caught:
        journal.fold([attrs.evolve(first, raw=raw)])

    assert "journal-plan" == caught.value.rule


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"{}",
        b'{"absent":[],"erased":3}',
        b'{"absent":3,"erased":[]}',
        b'{"absent":[3],"erased":[]}',
        b'{"erased":[]}',
        b'{"absent":[],"erased":[3]}',
        b'{"erased":[{}]}',
        b'{"erased":[{"id":"n1","in":3}]}',
        b'{"erased":[{"id":3}]}',
    ],
)
def test_no_erasure_of_ours(body):
    """What names nothing that was erased is refused."""
    with pytest.raises(JournalError) as caught:
        journal.fold(forged(body, kind=Kind.ERASED))

    assert "journal-body" == caught.value.rule


def test_of_a_newer_release():
    """What a newer release wrote is not guessed at."""
    with pytest.raises(JournalError) as caught:
        journal.fold(forged(said(), schema=99))

    assert "journal-schema" == caught.value.rule
    assert "install a newer empowerkit" in str(caught.value)


def test_purged_by_something_else():
    """Nothing but an erasure takes a payload away."""
    first, second = forged(kind=Kind.HELD, purged=((1, 2),))
    entries = [journal.without(first, [(1, 2)]), second]

    found = journal.verify(entries)

    assert ["journal-missing"] == [fault.rule for fault in found.faults]
    with pytest.raises(JournalError) as caught:
        journal.fold(entries)
    assert "journal-missing" == caught.value.rule


words = st.sampled_from(
    ["kind", "noun", "id", "in", "erased", "absent", "Need", "Plan", "n1"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner) | st.dictionaries(words, inner),
)


@given(
    st.lists(anything, max_size=3),
    st.sampled_from([*Kind]),
)
def test_anything(bodies, kind):
    """Whatever hashes as it should, no foreign exception comes of it."""
    entries = forged(*(json.dumps(b).encode() for b in bodies), kind=kind)

    assert () == journal.verify(entries).faults
    for call in (
        lambda: journal.fold(entries),
        lambda: journal.erase(
            entries,
            ["plan"],
            by=JOAN.actor,
            at=NOON,
            basis=ErasureBasis.CLIENT_ASKED,
            head=Head.after(entries[-1]),
        ),
    ):
        with contextlib.suppress(EmpowerkitError):
            call()
