"""What the tests of the recipes share."""

from __future__ import annotations

import logging
import sqlite3
import sys

from contextlib import closing
from pathlib import Path

import pytest

from empowerkit import Client, Need, Plan, Voice, Worker
from empowerkit.authority import ErasureBasis
from empowerkit.model import ClientId, NeedId, PlanId, WorkerId
from empowerkit.testing.stores import AMINA, CANARY, JOAN, NOON, needing


HERE = Path(__file__).parent
# The recipes import each other as they would where somebody copied them to.
sys.path.insert(0, str(HERE))


@pytest.fixture(scope="session")
def canary():
    """Return a word that may be in plans, and nowhere else."""
    return CANARY


@pytest.fixture(autouse=True)
def logged(caplog):
    """Ask of each test that no log of any level holds anybody's words."""
    with caplog.at_level(logging.DEBUG, logger=""):
        yield caplog
        for when in ("setup", "call"):
            for record in caplog.get_records(when):
                told = logging.Formatter().format(record)
                assert CANARY not in f"{told} {record.args}"


@pytest.fixture
def people():
    """Return a client, a worker of hers, and a worker of nobody's."""
    return (
        Client(id=ClientId("c1"), called="Amina"),
        Worker(id=WorkerId("w1"), called="Joan"),
        Worker(id=WorkerId("w2"), called="Ruth"),
    )


@pytest.fixture
def seed(people):
    """Return a function that keeps a plan of three versions in a store."""
    amina, joan, _ = people
    her = amina.actor

    def keep(store):
        plan = Plan(id=PlanId("p1"), client=amina, workers=(joan,))
        store.create(plan, by=joan.actor, at=NOON)
        only_hers = Voice.of(her, at=NOON, private_to=(her,))
        need = Need(id=NeedId("n1"), words=f"Alone {CANARY}", voice=only_hers)
        plan = plan.add(need, by=her, at=NOON)
        store.commit(plan, by=her, at=NOON, expected_version=1)
        words = f"Where do I live? {CANARY}"
        plan = plan.open_decision(words, by=her, at=NOON, id="home")
        plan = plan.offer_option("home", CANARY, by=her, at=NOON, id="stay")
        store.commit(plan, by=her, at=NOON, expected_version=2)
        return plan

    return keep


@pytest.fixture
def write_over():
    """Return a function that writes over a page of an SQLite file."""

    def damage(file, table):
        asked = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        with closing(sqlite3.connect(file)) as database:
            (size,) = database.execute("PRAGMA page_size").fetchone()
            (page,) = database.execute(asked, [table]).fetchone()
        with file.open("r+b") as held:
            held.seek((page - 1) * size)
            held.write(b"\xff" * size)

    return damage


@pytest.fixture
def keep_much():
    """Return a function that keeps a plan of thirty versions in a store."""

    def keep(store):
        plan = Plan(client=AMINA, workers=(JOAN,))
        store.create(plan, by=JOAN.actor, at=NOON)
        for version in range(1, 30):
            plan = needing(plan, CANARY * 40)
            store.commit(
                plan, by=AMINA.actor, at=NOON, expected_version=version
            )

    return keep


@pytest.fixture
def gone_when_erased():
    """Return a function that asks that erased words leave the file."""

    def ask(store, file):
        plan = Plan(client=AMINA, workers=(JOAN,))
        store.create(plan, by=JOAN.actor, at=NOON)
        plan = needing(plan)
        store.commit(plan, by=AMINA.actor, at=NOON, expected_version=1)
        assert CANARY.encode() in file.read_bytes()
        store.erase(
            plan.id,
            [plan.needs[0].id],
            by=JOAN.actor,
            at=NOON,
            basis=ErasureBasis.CLIENT_ASKED,
        )

        assert CANARY.encode() not in file.read_bytes()

    return ask


@pytest.fixture
def refused():
    """Return a function that asks for a refusal, and returns its problems."""

    def ask(response, status):
        assert status == response.status_code
        assert CANARY not in f"{response.content} {response.headers}"
        assert "no-store" == response.headers["Cache-Control"]
        assert "application/problem+json" == response.headers["Content-Type"]
        return response.json()["problems"]

    return ask
