"""The people, the days and the short forms of all examples."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from empowerkit import (
    Choice,
    Client,
    Decision,
    Goal,
    Option,
    OptionKind,
    Plan,
    Supporter,
    Voice,
    Wording,
    Worker,
)
from empowerkit.model import Interpreter, Lifecycle


OPENED = date(2026, 1, 5)
AS_OF = date(2026, 6, 1)


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """Return a time in the year of the story."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


AMINA = Client(id="amina", called="Amina", languages=("so", "en"))
JOAN = Worker(id="joan", called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor


def says(who: Any, when: datetime | None = None, **fields: Any) -> Voice:
    """Return the voice of somebody who speaks, and writes it themselves."""
    return Voice(
        speaker=who,
        wording=Wording.VERBATIM,
        said_at=when or at(1, 12),
        **fields,
    )


def noted(when: datetime | None = None, **fields: Any) -> Voice:
    """Return Amina's voice, as Joan wrote it down in her own words."""
    when = when or at(1, 12)
    return Voice(
        speaker=HER,
        recorder=WORKER,
        wording=Wording.PARAPHRASE,
        said_at=when,
        recorded_at=when,
        **fields,
    )


HODAN = Supporter(
    id="hodan", called="Hodan", relation="sister", invited=says(HER)
)
SISTER = HODAN.actor
SOL = Interpreter(id="sol", called="Sol", languages=("so", "en"))


def plan(**fields: Any) -> Plan:
    """Return Amina's plan, with what a rule is about."""
    people = {
        "client": AMINA,
        "workers": (JOAN,),
        "supporters": (HODAN,),
        "interpreters": (SOL,),
        "opened_on": OPENED,
    }
    return Plan(id="plan", **(people | fields))


def goal(**fields: Any) -> Goal:
    """Return a goal of Amina's that is under way."""
    base = {"voice": says(HER), "lifecycle": Lifecycle.ACTIVE}
    return Goal(id="goal", words="My own kitchen", **(base | fields))


def home(**fields: Any) -> Decision:
    """Return the decision where to live."""
    words = "Where do I live after June?"
    return Decision(
        id="home", client=HER, words=words, voice=says(HER), **fields
    )


def flat(**fields: Any) -> Option:
    """Return the option of the flat, which Joan brought up."""
    base = {"id": "flat", "words": "The flat", "voice": says(WORKER)}
    return Option(**(base | fields))


def stay(**fields: Any) -> Option:
    """Return the option of staying, which Amina brought up."""
    base = {
        "id": "stay",
        "words": "Stay with Hodan",
        "voice": says(HER),
        "kind": OptionKind.AS_IS,
    }
    return Option(**(base | fields))


def chose(option_id: str | None = "flat", **fields: Any) -> Choice:
    """Return what Amina chose in May."""
    base = {
        "id": "choice",
        "decided_at": at(5, 4),
        "voice": says(HER, at(5, 4)),
    }
    return Choice(option_id=option_id, author=HER, **(base | fields))
