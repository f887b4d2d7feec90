"""A row asks about all the fields that are its own, not some of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from empowerkit.authority import Change, People, Row, denial, rows
from empowerkit.model import Client, Milestone, Voice, Wording, Worker


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
RUTH = Worker(id="ruth", called="Ruth")
PEOPLE = People(client=AMINA, others=(JOAN, RUTH))
HER = AMINA.actor


def heard(by):
    """Return her voice as somebody wrote it down."""
    return Voice.heard(HER, by=by.actor, at=NOON, wording=Wording.PARAPHRASE)


def added(voice, reached):
    """Return the change that adds a milestone which is reached already."""
    noun = Milestone(goal_id="g1", words="rang", voice=voice, reached=reached)
    return Change(after=noun)


def asked(change):
    """Return why Joan may not make *change*, or nothing."""
    return denial(change, by=JOAN.actor, at=NOON, before=PEOPLE, after=PEOPLE)


@pytest.mark.parametrize(
    ("voice", "reached"),
    [(Voice(), heard(JOAN)), (heard(JOAN), heard(RUTH))],
)
def test_each_voice_of_what_is_written_down_is_asked(voice, reached):
    """One voice that she wrote down herself vouches for no other."""
    change = added(voice, reached)

    assert Row.WRITE_DOWN in rows(change, JOAN.actor)
    assert Row.WRITE_DOWN.value == asked(change).row


def test_what_is_written_down_by_its_writer():
    """Where she wrote down all of it, she may."""
    assert asked(added(heard(JOAN), heard(JOAN))) is None
