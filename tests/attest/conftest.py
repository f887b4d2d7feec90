"""A plan with choices in it, a journal, and somebody's key."""

from __future__ import annotations

import importlib

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from empowerkit import Client, Plan, Voice, Wording, Worker, attest
from empowerkit.store import open_store


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
RUTH = Worker(id="ruth", called="Ruth")
HER = AMINA.actor


def begun(plan_id="p1"):
    """Return a plan: one choice of Amina's own, one that Joan wrote down."""
    plan = Plan(id=plan_id, client=AMINA, workers=(JOAN, RUTH))
    told = Voice.heard(HER, by=JOAN.actor, at=NOON, wording=Wording.PARAPHRASE)
    for home, choice, by, voice in (
        ("home", "c1", HER, None),
        ("school", "c2", JOAN.actor, told),
    ):
        plan = plan.open_decision(f"Which {home}?", by=HER, at=NOON, id=home)
        for option in ("stay", "go"):
            plan = plan.offer_option(
                home, option, by=HER, at=NOON, id=f"{home}-{option}"
            )
        plan = plan.choose(
            home, f"{home}-stay", by=by, at=NOON, id=choice, voice=voice
        )
    return plan


@pytest.fixture
def make():
    """Return what all tests begin with."""
    return SimpleNamespace(
        NOON=NOON,
        AMINA=AMINA,
        HER=HER,
        JOAN=JOAN.actor,
        RUTH=RUTH.actor,
        begun=begun,
        words=WORDS,
    )


WORDS = """\
Which home?
[x] stay
[ ] go
"""


@pytest.fixture
def plan():
    """Return the plan."""
    return begun()


@pytest.fixture
def store(plan):
    """Return a store with another plan in it, where the journal stands."""
    with open_store("memory:") as opened:
        opened.create(
            Plan(id="p0", client=AMINA, workers=(JOAN,)),
            by=JOAN.actor,
            at=NOON,
        )
        yield opened


@pytest.fixture
def shown(plan, store):
    """Return what is shown of Amina's own choice."""
    return attest.show(plan, "c1", checkpoint=store.checkpoint(), at=NOON)


@pytest.fixture
def sign(needs):
    """Return the package that needs the extra."""
    needs("sign", "cryptography")
    return importlib.import_module("empowerkit.sign")


@pytest.fixture
def keys(sign):
    """Return the classes of keys, private and public."""
    module = "cryptography.hazmat.primitives.asymmetric.ed25519"
    held = importlib.import_module(module)
    return held.Ed25519PrivateKey, held.Ed25519PublicKey


@pytest.fixture
def private(keys):
    """Return Amina's private key."""
    return keys[0].from_private_bytes(bytes(range(32)))


@pytest.fixture
def public(private):
    """Return Amina's public key."""
    return private.public_key()
