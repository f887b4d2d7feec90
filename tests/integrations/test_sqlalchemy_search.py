"""Tables to search, made from the store."""

from __future__ import annotations

import importlib

from datetime import date, timedelta

import attrs
import pytest

from empowerkit import Goal, Milestone, Plan, Voice, Worker, codecs
from empowerkit.authority import ErasureBasis
from empowerkit.model import MilestoneId
from empowerkit.store import open_store
from empowerkit.testing import caseload
from empowerkit.testing.stores import AMINA, CANARY, HER, JOAN, NOON, WORKER


DAY = date(2026, 3, 9)
RUTH = Worker(called="Ruth")


@pytest.fixture(scope="module")
def recipe(needs):
    """Return the module of the recipe."""
    needs("sqlalchemy", "sqlalchemy")
    return importlib.import_module("sqlalchemy_search")


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request, recipe, tmp_path):
    """Return an engine for the tables, of either kind."""
    url = f"sqlite:///{tmp_path}/search.db"
    if request.param == "postgres":
        named = request.getfixturevalue("database")()
        url = named.replace("://", "+psycopg://", 1)
    made = importlib.import_module("sqlalchemy_store").open_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def store():
    """Return a store."""
    with open_store("memory:") as made:
        yield made


@pytest.fixture
def plan(store):
    """Return a plan of two milestones; one worker may not read the second."""
    made = Plan(client=AMINA, workers=(JOAN, RUTH))
    store.create(made, by=WORKER, at=NOON)
    voice = Voice.of(HER, at=NOON)
    goal = Goal(words=CANARY, voice=voice)
    to_joan = attrs.evolve(voice, private_to=(WORKER,))
    for name, said in (("open", voice), ("private", to_joan)):
        milestone = Milestone(
            id=MilestoneId(name),
            goal_id=goal.id,
            words=CANARY,
            voice=said,
            due_on=DAY,
        )
        made = (made if made.goals else made.add(goal, by=HER, at=NOON)).add(
            milestone, by=HER, at=NOON
        )
    store.commit(made, by=HER, at=NOON, expected_version=1)
    return made


@pytest.fixture
def due(recipe, engine):
    """Return a function that asks what is due for somebody, by a day."""

    def ask(worker, day=DAY, today=DAY):
        with engine.connect() as database:
            rows = recipe.due_by(
                database, day, reader=worker.actor, today=today
            )
            return [milestone for _, milestone in rows]

    return ask


def test_each_finds_what_they_may_read(recipe, engine, store, plan, due):
    """A worker finds what they may read, and nobody finds more."""
    empty = Plan(client=AMINA, workers=(JOAN,))
    store.create(empty, by=WORKER, at=NOON)
    recipe.rebuild(engine, store)

    assert ["open", "private"] == due(JOAN)
    assert ["open"] == due(RUTH)
    assert [] == due(Worker(called="Nobody's"))
    assert [] == due(JOAN, DAY - timedelta(days=1))


def test_who_has_left_finds_nothing(recipe, engine, store, plan, due):
    """On their last day a worker finds; after it, or too early, nothing."""
    mary = Worker(called="Mary", from_on=DAY - timedelta(1), until_on=DAY)
    more = plan.add(mary, by=WORKER, at=NOON)
    store.commit(more, by=WORKER, at=NOON, expected_version=2)
    recipe.rebuild(engine, store)

    assert ["open"] == due(mary)
    assert ["open"] == due(mary, today=DAY - timedelta(1))
    assert [] == due(mary, today=DAY + timedelta(1))
    assert [] == due(mary, today=DAY - timedelta(2))


def test_what_was_reached_is_not_due(recipe, engine, store, plan, due):
    """What changed since is caught up with, and nothing else is read."""
    recipe.rebuild(engine, store)
    assert [] == recipe.catch_up(engine, store)

    done = plan.revise("open", by=HER, at=NOON, reached_on=DAY)
    done = done.withdraw("private", by=HER, at=NOON)
    store.commit(done, by=HER, at=NOON, expected_version=2)

    assert [plan.id] == recipe.catch_up(engine, store)
    assert [] == due(JOAN)


def test_what_is_erased_is_not_found(recipe, engine, store, plan, due):
    """Of a plan that was erased nothing is left to find."""
    recipe.rebuild(engine, store)
    store.erase(
        plan.id,
        [plan.id],
        by=WORKER,
        at=NOON,
        basis=ErasureBasis.CLIENT_ASKED,
    )

    assert [plan.id] == recipe.catch_up(engine, store)
    assert [] == due(JOAN)
    recipe.rebuild(engine, store)
    assert [] == due(JOAN)


def test_no_word_is_in_the_tables(recipe, engine, store, plan):
    """The tables hold ids, codes and days."""
    recipe.rebuild(engine, store)

    with engine.connect() as database:
        held = [
            [*database.execute(recipe.select(table))]
            for table in recipe.views.sorted_tables
        ]
    assert [1, 2, 3] == sorted(map(len, held))
    assert CANARY not in str(held)


def test_any_plan(recipe):
    """Whoever reads, what they find is in the plan that they see."""
    for plan in caseload.plans(20, seed=7):
        for worker in plan.workers:
            text = codecs.dumps(plan, seen_by=worker.actor).decode()
            for table, rows in recipe.rows_of(plan, worker):
                nouns = table.name.removesuffix("_seen")
                assert all(f'"{row[nouns]}"' in text for row in rows)
