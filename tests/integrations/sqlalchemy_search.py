"""Tables to search, made from the store, and made anew at any time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Engine,
    MetaData,
    String,
    Table,
    delete,
    insert,
    or_,
    select,
)

from empowerkit import Actor, NotFoundError, Plan, Worker
from empowerkit.store import Store


ID, CODE = String(64), String(32)
views = MetaData()
# Ids, codes and days, and no word of anybody: those are read in the plan.
plan_read = Table(
    "plan_read",
    views,
    Column("plan", ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
)
goal_seen = Table(
    "goal_seen",
    views,
    Column("plan", ID, primary_key=True),
    Column("reader", ID, primary_key=True),
    Column("from_on", Date),
    Column("until_on", Date),
    Column("goal", ID, primary_key=True),
    Column("lifecycle", CODE, nullable=False),
    Column("achievement", CODE),
    Column("target_on", Date),
)
milestone_seen = Table(
    "milestone_seen",
    views,
    Column("plan", ID, primary_key=True),
    Column("reader", ID, primary_key=True),
    Column("from_on", Date),
    Column("until_on", Date),
    Column("milestone", ID, primary_key=True),
    Column("goal", ID, nullable=False),
    Column("due_on", Date),
    Column("reached_on", Date),
)


def rebuild(engine: Engine, store: Store) -> None:
    """Make all tables anew; who reads meanwhile sees the old ones."""
    views.create_all(engine)
    with engine.begin() as database:
        for table in views.sorted_tables:
            database.execute(delete(table))
        for plan_id in store.plan_ids():
            _read(database, store, plan_id)


def catch_up(engine: Engine, store: Store) -> list[str]:
    """Read the plans that changed since, and return their ids."""
    with engine.begin() as database:
        rows = database.execute(select(plan_read.c.plan, plan_read.c.version))
        known: dict[str, int] = dict(map(tuple, rows))
        changed = [
            plan_id
            for plan_id in store.plan_ids()
            if known.get(plan_id) != store.version(plan_id)
        ]
        for plan_id in changed:
            for table in views.sorted_tables:
                database.execute(delete(table).where(table.c.plan == plan_id))
            _read(database, store, plan_id)
    return changed


def _read(database: Connection, store: Store, plan_id: str) -> None:
    version = store.version(plan_id)
    database.execute(insert(plan_read), {"plan": plan_id, "version": version})
    try:
        plan = store.load(plan_id, version)
    except NotFoundError:
        # All of it was erased, and so there is nothing to find.
        return
    for worker in plan.workers:
        for table, rows in rows_of(plan, worker):
            if rows:
                database.execute(insert(table), rows)


def rows_of(
    plan: Plan, reader: Worker
) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Yield what *reader* may find of *plan*: what stands, and they see."""
    seen = plan.as_seen_by(reader.actor)
    own = {
        "plan": plan.id,
        "reader": reader.id,
        "from_on": reader.from_on,
        "until_on": reader.until_on,
    }
    yield (
        goal_seen,
        [
            own
            | {
                "goal": goal.id,
                "lifecycle": goal.lifecycle.value,
                "achievement": goal.achievement and goal.achievement.value,
                "target_on": goal.target_on,
            }
            for goal in seen.standing(seen.goals)
        ],
    )
    yield (
        milestone_seen,
        [
            own
            | {
                "milestone": milestone.id,
                "goal": milestone.goal_id,
                "due_on": milestone.due_on,
                "reached_on": milestone.reached_on,
            }
            for milestone in seen.standing(seen.milestones)
        ],
    )


def due_by(
    database: Connection, day: date, *, reader: Actor, today: date
) -> list[tuple[str, str]]:
    """Return plan and milestone of what is hoped for by *day*."""
    table = milestone_seen
    asked = select(table.c.plan, table.c.milestone).where(
        table.c.reader == reader.id,
        # Who has left, or is yet to come, finds nothing.
        or_(table.c.from_on.is_(None), table.c.from_on <= today),
        or_(table.c.until_on.is_(None), table.c.until_on >= today),
        table.c.reached_on.is_(None),
        table.c.due_on <= day,
    )
    rows = database.execute(asked.order_by(table.c.due_on, table.c.milestone))
    return [(plan, milestone) for plan, milestone in rows]
