"""Who says something themselves says it now: by whom, and at what time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from empowerkit.model import (
    Client,
    Need,
    Side,
    Voice,
    WhatMatters,
    Wording,
    Worker,
)
from empowerkit.plan import Plan


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
HER = AMINA.actor
SAID = {"by": HER, "at": LATER}


@pytest.fixture
def plan():
    """Return a plan with a need, and a question with two options in it."""
    begun = Plan(client=AMINA, workers=(JOAN,)).open_decision(
        "Which home?", by=HER, at=NOON, id="home"
    )
    for name in ("stay", "go"):
        begun = begun.offer_option("home", name, by=HER, at=NOON, id=name)
    own = Voice.of(HER, at=NOON, private_to=(HER,))
    for noun in (
        Need(id="door", words="A door", voice=own),
        WhatMatters(id="lock", words="A lock", voice=own),
    ):
        begun = begun.add(noun, by=HER, at=NOON)
    return begun


DEEDS = {
    "invite": (
        lambda plan, **how: plan.invite("Hodan", **how),
        lambda plan: plan.supporters[-1].invited,
    ),
    "open": (
        lambda plan, **how: plan.open_decision("Which school?", **how),
        lambda plan: plan.decisions[-1].voice,
    ),
    "offer": (
        lambda plan, **how: plan.offer_option("home", "A room", **how),
        lambda plan: plan.decisions[0].options[-1].voice,
    ),
    "consider": (
        lambda plan, **how: plan.consider(
            "home", "stay", Side.FOR, "Samira laughs", **how
        ),
        lambda plan: plan.decisions[0].considerations[-1].voice,
    ),
    "fit": (
        lambda plan, **how: plan.fit("home", "stay", "lock", 1, **how),
        lambda plan: plan.decisions[0].fits[-1].voice,
    ),
    "choose": (
        lambda plan, **how: plan.choose("home", "stay", **how),
        lambda plan: plan.decisions[0].choices[-1].voice,
    ),
}


@pytest.mark.parametrize(("do", "voice_of"), DEEDS.values(), ids=DEEDS)
def test_what_she_says_herself_is_said_now(plan, do, voice_of):
    """Nobody else wrote it down, and nothing is left out of when."""
    assert Voice.of(HER, at=LATER) == voice_of(do(plan, **SAID))


@pytest.mark.parametrize(("do", "voice_of"), DEEDS.values(), ids=DEEDS)
def test_what_was_heard_is_kept_as_it_was_heard(plan, do, voice_of):
    """Whoever writes down her words gives the voice, and it stays."""
    heard = Voice.heard(
        HER, by=JOAN.actor, at=NOON, wording=Wording.PARAPHRASE
    )

    done = do(plan, by=JOAN.actor, at=LATER, voice=heard)

    assert heard == voice_of(done)


def test_a_choice_and_what_takes_it_back_have_a_time(plan):
    """Both stand with when they were made, in her own voice."""
    chosen = plan.choose("home", "stay", by=HER, at=NOON)
    back = chosen.take_back("home", **SAID)
    choices = back.decisions[0].choices

    assert [NOON, LATER] == [one.decided_at for one in choices]
    assert [HER, HER] == [one.author for one in choices]
    assert [Voice.of(HER, at=NOON), Voice.of(HER, at=LATER)] == [
        one.voice for one in choices
    ]


def test_new_words_are_said_now_and_to_nobody_more(plan):
    """What replaces her words has its own time, and the same readers."""
    revised = plan.revise("door", words="A door I can lock", **SAID)

    assert (
        Voice.of(HER, at=LATER, private_to=(HER,)) == revised.needs[-1].voice
    )
