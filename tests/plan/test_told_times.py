"""One moment told with another offset is another telling, and maybe a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest

from empowerkit.authority import Row
from empowerkit.errors import AuthorityError
from empowerkit.journal import Head, commit
from empowerkit.model import (
    Attestation,
    Choice,
    Client,
    Decision,
    Evidence,
    EvidenceKind,
    Level,
    Need,
    NeedStatus,
    Option,
    Voice,
    Wording,
    Worker,
)
from empowerkit.plan import Plan, changes_between


EARLY = datetime(2026, 3, 2, 1, tzinfo=UTC)
FAR = timezone(timedelta(hours=-9))
LATER = EARLY + timedelta(hours=6)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
RUTH = Worker(id="ruth", called="Ruth")
HER = AMINA.actor
WORKER = JOAN.actor
SAID = Voice.of(HER, at=EARLY)
MOVED = attrs.evolve(SAID, said_at=EARLY.astimezone(FAR))
WROTE = Voice.heard(HER, by=WORKER, at=EARLY, wording=Wording.VERBATIM)
NEED = Need(id="door", words="A door", voice=SAID)
PLAN = Plan(client=AMINA, workers=(JOAN, RUTH), needs=(NEED,))


def with_need(**changes: object) -> Plan:
    """Return the plan with its need changed."""
    return attrs.evolve(PLAN, needs=(attrs.evolve(NEED, **changes),))


def refused(before: Plan, after: Plan) -> str:
    """Return the row that refuses to let Joan commit what leads to *after*."""
    with pytest.raises(AuthorityError) as told:
        commit(before, after, by=WORKER, at=LATER, head=Head())
    return told.value.row


def test_it_may_be_another_day() -> None:
    """The two are equal, and tell of two days."""
    assert SAID == MOVED
    assert date(2026, 3, 2) == SAID.said_at.date()
    assert date(2026, 3, 1) == MOVED.said_at.date()


def test_it_is_a_change() -> None:
    """Told with another offset, a time differs; told anew, it does not."""
    [change] = changes_between(PLAN, with_need(voice=MOVED))
    again = datetime(2026, 3, 2, 1, tzinfo=timezone(timedelta(0)))

    assert ("voice",) == change.fields
    assert [] == [
        *changes_between(
            PLAN, with_need(voice=attrs.evolve(SAID, said_at=again))
        )
    ]


@pytest.mark.parametrize("beside", ["a noun of its own", "a status"])
def test_nobody_moves_it_beside_another_change(beside: str) -> None:
    """What may be done carries nothing along that may not."""
    if beside == "a status":
        lawful = with_need(status=NeedStatus.MET)
        after = with_need(status=NeedStatus.MET, voice=MOVED)
    else:
        mine = Need(words="w", voice=Voice.of(WORKER, at=LATER))
        lawful = attrs.evolve(PLAN, needs=(NEED, mine))
        moved = attrs.evolve(NEED, voice=MOVED)
        after = attrs.evolve(PLAN, needs=(moved, mine))

    assert commit(PLAN, lawful, by=WORKER, at=LATER, head=Head()).payloads
    assert Row.NEVER.value == refused(PLAN, after)


def test_nobody_moves_it_in_a_plan() -> None:
    """A plan's own method refuses it like a commit does."""
    with pytest.raises(AuthorityError) as told:
        PLAN.revise("door", voice=MOVED, by=WORKER, at=LATER)

    assert Row.NEVER.value == told.value.row


@pytest.mark.parametrize(
    "also", [{"confirmed_at": LATER}, {"private_to": (HER, WORKER)}]
)
def test_nobody_moves_it_with_what_they_may_say(
    also: dict[str, object],
) -> None:
    """Confirming words, or keeping them private, moves no time of theirs."""
    plan = with_need(voice=WROTE)
    told = attrs.evolve(WROTE, **also)
    moved = attrs.evolve(told, said_at=EARLY.astimezone(FAR))

    assert plan.revise("door", voice=told, by=WORKER, at=LATER)
    assert Row.NEVER.value == refused(plan, with_need(voice=moved))


def seen(by: Worker, at: datetime) -> Evidence:
    """Return that *by* saw it."""
    return Evidence(kind=EvidenceKind.ENTRY, by=by.actor, at=at)


def attested(*evidence: Evidence) -> Plan:
    """Return a plan with a choice that Ruth wrote down, and *evidence*."""
    wrote = Voice.heard(HER, by=RUTH.actor, at=EARLY, wording=Wording.VERBATIM)
    proof = Attestation(level=Level.CORROBORATED, evidence=evidence)
    choice = Choice(
        id="chosen",
        option_id="stay",
        author=HER,
        decided_at=EARLY,
        voice=wrote,
        attestation=proof,
    )
    home = Decision(
        id="home",
        client=HER,
        words="w",
        voice=SAID,
        options=(Option(id="stay", words="w", voice=SAID),),
        choices=(choice,),
    )
    return attrs.evolve(PLAN, decisions=(home,))


def test_nobody_moves_evidence_under_their_own() -> None:
    """Who adds what they saw leaves what others saw as it was told."""
    first = seen(JOAN, EARLY)
    moved = seen(JOAN, EARLY.astimezone(FAR))
    own = seen(JOAN, LATER)

    assert commit(
        attested(first),
        attested(first, own),
        by=WORKER,
        at=LATER,
        head=Head(),
    ).payloads
    assert Row.ATTEST.value == refused(attested(first), attested(moved, own))
