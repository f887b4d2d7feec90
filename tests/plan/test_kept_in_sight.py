"""Nobody hides from the client what the client said, or is said to have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from empowerkit.authority import Row
from empowerkit.errors import AuthorityError
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Choice,
    Client,
    Decision,
    Goal,
    Option,
    Side,
    Voice,
    Wording,
    Worker,
)
from empowerkit.plan import Plan


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor
HERS = {"by": HER, "at": NOON}
OWN = {"by": WORKER, "at": NOON}
OPEN = Voice.of(WORKER, at=NOON)
CLOSED = attrs.evolve(OPEN, private_to=(WORKER,))
SHARED = attrs.evolve(OPEN, private_to=(WORKER, HER))
HEARD = Voice.heard(HER, by=WORKER, at=NOON, wording=Wording.VERBATIM)
YES = Acceptance(actor=HER, status=AcceptanceStatus.AGREE, voice=HEARD)
READ_BACK = attrs.evolve(YES, voice=attrs.evolve(HEARD, confirmed_at=NOON))


def asked_in(voice: Voice, option: Voice = OPEN) -> Plan:
    """Return a plan with a worker's question, an option and a goal."""
    flat = Option(id="flat", words="The flat", voice=option)
    home = Decision(
        id="home", client=HER, words="Where?", voice=voice, options=(flat,)
    )
    goal = Goal(id="goal", words="A home", voice=voice)
    plan = Plan(client=AMINA, workers=(JOAN,))
    return plan.add(home, **OWN).add(goal, **OWN)


SAID: dict[str, tuple[str, Callable[[Plan], Plan]]] = {
    "chose, in their question": (
        "home",
        lambda plan: plan.choose("home", "flat", **HERS),
    ),
    "chose, of their options": (
        "flat",
        lambda plan: plan.choose("home", "flat", **HERS),
    ),
    "weighed, of their options": (
        "flat",
        lambda plan: plan.consider("home", "flat", Side.FOR, "w", **HERS),
    ),
    "answered, in their goal": (
        "goal",
        lambda plan: plan.add(
            attrs.evolve(YES, voice=None), to="goal", **HERS
        ),
    ),
}


@pytest.mark.parametrize("said", SAID)
def test_a_worker_hides_nothing_that_the_client(said: str) -> None:
    """Their own words go out of sight as long as nobody else's do."""
    noun_id, deed = SAID[said]
    plan = asked_in(OPEN)
    after = deed(plan)

    assert plan.revise(noun_id, voice=CLOSED, **OWN)
    with pytest.raises(AuthorityError) as told:
        after.revise(noun_id, voice=CLOSED, **OWN)
    assert Row.TAKE_BACK.value == told.value.row


def test_a_worker_lets_more_read() -> None:
    """To open what was private takes nothing from anybody."""
    plan = asked_in(CLOSED).revise("home", voice=SHARED, **OWN)
    plan = plan.choose("home", "flat", **HERS)

    assert plan.revise("home", voice=OPEN, **OWN)


def test_a_worker_confirms_around_others() -> None:
    """That words were read back hides nothing of what stands in them."""
    plan = asked_in(OPEN).choose("home", "flat", **HERS)
    read = attrs.evolve(OPEN, confirmed_at=NOON)

    assert plan.revise("home", voice=read, **OWN)


def test_the_client_hides_what_is_theirs() -> None:
    """Whoever else spoke in it: it is their question."""
    plan = Plan(client=AMINA, workers=(JOAN,))
    plan = plan.open_decision("Where?", id="home", **HERS)
    plan = plan.offer_option("home", "The flat", id="flat", **OWN)
    own = Voice.of(HER, at=NOON, private_to=(HER,))

    assert () == (
        plan.revise("home", voice=own, **HERS).as_seen_by(WORKER).decisions
    )


CHOSEN = Choice(option_id="flat", author=HER, decided_at=NOON, voice=HEARD)
OUT_OF_SIGHT: dict[str, tuple[Plan, Any, str]] = {
    "a question": (asked_in(CLOSED), CHOSEN, "home"),
    "an option": (asked_in(OPEN, CLOSED), CHOSEN, "home"),
    "a goal": (asked_in(CLOSED), READ_BACK, "goal"),
}


@pytest.mark.parametrize("where", OUT_OF_SIGHT)
def test_words_are_put_down_where_the_client_sees_them(where: str) -> None:
    """What the client is said to have said does not stand behind a door."""
    plan, noun, to = OUT_OF_SIGHT[where]

    assert asked_in(SHARED, SHARED).add(noun, to=to, **OWN)
    with pytest.raises(AuthorityError) as told:
        plan.add(noun, to=to, **OWN)
    assert Row.WRITE_DOWN.value == told.value.row


def test_others_may_be_quoted_out_of_their_sight() -> None:
    """The client writes down for themselves what a worker told them."""
    plan = Plan(client=AMINA, workers=(JOAN,))
    own = Voice.of(HER, at=NOON, private_to=(HER,))
    told = Voice.heard(WORKER, by=HER, at=NOON, wording=Wording.PARAPHRASE)
    plan = plan.open_decision("Where?", id="home", voice=own, **HERS)

    assert plan.offer_option("home", "The flat", voice=told, **HERS)
