"""What the short ways to a voice say, and what a refusal says, in full."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from empowerkit.errors import InvariantError
from empowerkit.model import (
    Channel,
    Client,
    Need,
    Voice,
    Wording,
    Worker,
)


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HER = Client(id="amina", called="Amina").actor
JOAN = Worker(id="joan", called="Joan").actor


def test_words_that_somebody_wrote_down():
    """They were written down when they were said, by whoever heard them."""
    heard = Voice.heard(
        HER,
        by=JOAN,
        at=NOON,
        wording=Wording.VERBATIM,
        channel=Channel.PHONE,
        private_to=(HER, JOAN),
    )

    assert heard == Voice(
        speaker=HER,
        recorder=JOAN,
        wording=Wording.VERBATIM,
        channel=Channel.PHONE,
        said_at=NOON,
        recorded_at=NOON,
        private_to=(HER, JOAN),
    )


def told(call):
    """Return the one problem for which *call* is refused."""
    with pytest.raises(InvariantError) as caught:
        call()
    (found,) = caught.value.problems
    return found.rule, found.path, found.message, found.facts


def test_what_comes_before_what_it_follows():
    """Both fields are named, in words and as facts."""
    assert (
        "time-ordered",
        "$.recorded_at",
        "recorded_at must not be before said_at",
        {"earlier": "said_at", "later": "recorded_at"},
    ) == told(
        lambda: Voice(said_at=NOON, recorded_at=NOON - timedelta(hours=1))
    )


def test_what_must_be_given():
    """The field is named, and what stands in it."""
    assert (
        "field-type",
        "$.words",
        "words must be given, and not None",
        {"field": "words"},
    ) == told(lambda: Need(words=None, voice=Voice()))
