"""Marks on a plan: legal holds, and that no record of it is exported."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from empowerkit import (
    AuthorityError,
    Client,
    InvariantError,
    NotFoundError,
    Plan,
    Worker,
    journal,
)
from empowerkit.authority import ErasureBasis, Row
from empowerkit.errors import ConflictError, JournalError
from empowerkit.journal import Head, Kind
from empowerkit.model import Proxy


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
RUTH = Proxy(id="ruth", called="Ruth", scope="Money", from_on=date(2026, 1, 1))
HER, WORKER = AMINA.actor, JOAN.actor
CANARY = "zebra-crossing"


class Journal:
    """A journal in a list."""

    def __init__(self):
        plan = Plan(id="plan", client=AMINA, workers=(JOAN,), proxies=(RUTH,))
        self.entries = [
            journal.commit(None, plan, by=WORKER, at=NOON, head=Head())
        ]

    @property
    def head(self):
        """Where it stands."""
        return Head.after(self.entries[-1])

    def mark(self, kind=Kind.HELD, *, by=WORKER, **more):
        """Append a hold, or another mark."""
        self.entries.append(
            journal.mark(
                self.entries, kind, by=by, at=NOON, head=self.head, **more
            )
        )

    def erase(self):
        """Erase all of it."""
        found = journal.erase(
            self.entries,
            ["plan"],
            by=WORKER,
            at=NOON,
            basis=ErasureBasis.CLIENT_ASKED,
            head=self.head,
        )
        held = [journal.without(e, found.places) for e in self.entries]
        self.entries = [*held, found.entry]


@pytest.fixture
def story():
    """Return a journal of one plan."""
    return Journal()


def test_stops_what_would_be_erased(story):
    """While a hold stands nothing goes, and the error says why."""
    story.mark()

    with pytest.raises(ConflictError) as caught:
        story.erase()

    assert "legal-hold" == caught.value.rule
    assert {"plan": "plan"} == caught.value.facts


def test_counted(story):
    """Each hold has to be released."""
    story.mark()
    story.mark()
    story.mark(Kind.RELEASED)

    assert 1 == journal.holds(story.entries)
    with pytest.raises(ConflictError):
        story.erase()
    story.mark(Kind.RELEASED)
    story.erase()
    assert () == journal.verify(story.entries).faults


def test_none_to_release(story):
    """Where no hold stands there is none to release."""
    with pytest.raises(ConflictError) as caught:
        story.mark(Kind.RELEASED)

    assert "legal-hold" == caught.value.rule


@pytest.mark.parametrize("by", [HER, RUTH.actor], ids=["client", "proxy"])
@pytest.mark.parametrize("kind", [Kind.HELD, Kind.RELEASED, Kind.SHIELDED])
def test_by_a_worker(story, by, kind):
    """Nobody but a worker of the plan places a hold, or releases it."""
    story.mark()

    with pytest.raises(AuthorityError) as caught:
        story.mark(kind, by=by)

    assert Row.ADMINISTER == caught.value.row
    assert f"'{by.id}' is none" in str(caught.value)


def test_by_a_stranger(story):
    """A worker who is not on the plan does not."""
    with pytest.raises(AuthorityError):
        story.mark(by=Worker(called="Ben").actor)


def test_says_why(story):
    """What was told why can be read back, and is in no repr."""
    story.mark(words=CANARY)
    story.mark(Kind.RELEASED)

    held, released = map(journal.reason, story.entries[1:])

    assert (None, CANARY) == (held.basis, held.words)
    assert CANARY not in repr(held)
    assert journal.Reason() == released


def test_an_erasure_says_on_what_ground(story):
    """With the plan go the words of a hold, and the ground stays."""
    story.mark(words=CANARY)
    story.mark(Kind.RELEASED)
    story.erase()

    begun, held, _, gone = map(journal.reason, story.entries)

    assert (None, journal.Reason()) == (begun, held)
    assert journal.Reason(basis=ErasureBasis.CLIENT_ASKED) == gone


@pytest.mark.parametrize(
    "body",
    [b'{"words":1}', b'{"basis":"none of ours"}', b"[]", b"{", b"\xff"],
)
def test_says_nothing_that_was_put_in_its_place(story, body):
    """What was not written down as it stands is not read out."""
    story.mark(words="County court")
    entry = story.entries[-1]
    (told,) = entry.payloads
    other = journal.Payload(salt=told.salt, body=body)
    swapped = journal.Entry(raw=entry.raw, payloads=(other,))
    raw = entry.raw.replace(
        told.commitment.encode(), other.commitment.encode()
    )
    forged = journal.Entry(raw=raw, payloads=(other,))

    for odd, rule in ((swapped, "journal-payload"), (forged, "journal-body")):
        with pytest.raises(JournalError) as caught:
            journal.reason(odd)
        assert [rule] == [found.rule for found in caught.value.problems]


def test_words_are_a_payload(story):
    """Why it is held stands beside the header, and goes with the plan."""
    story.mark(words=CANARY, entry_id="h1")
    held = story.entries[-1]
    assert ("h1", Kind.HELD) == (held.header.entry, held.header.kind)
    assert CANARY.encode() in held.payloads[0].body
    assert CANARY.encode() not in held.raw

    story.mark(Kind.RELEASED)
    story.erase()

    assert (None,) == story.entries[1].payloads


def test_changes_nothing(story):
    """A hold is a version of the plan in which nothing differs."""
    before = journal.fold(story.entries)
    story.mark(words="w")

    assert before == journal.fold(story.entries, version=2)


def test_what_no_entry_can_hold(story):
    """Words and ids that could not be read again are refused."""
    for odd in ({"words": "\0"}, {"entry_id": "a b"}):
        with pytest.raises(InvariantError):
            story.mark(**odd)


def test_nothing_is_left(story):
    """Of what was erased there is nothing to hold."""
    story.erase()

    with pytest.raises(NotFoundError):
        story.mark()


def test_shielded(story):
    """A shield is seen, changes nothing, and stops no erasure."""
    assert not journal.is_shielded(story.entries)
    before = journal.fold(story.entries)
    story.mark(Kind.SHIELDED, words="w")

    assert journal.is_shielded(story.entries)
    assert before == journal.fold(story.entries)
    story.erase()
    assert () == journal.verify(story.entries).faults
