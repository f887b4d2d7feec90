"""The rows that a plan makes: where each stands, and whether it still does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import attrs

from empowerkit.model import Actor, Decision
from empowerkit.model._record import walk
from empowerkit.plan import Plan

from ._tables import Table, inside, tables


@attrs.frozen(kw_only=True)
class Place:
    """
    Where a record stands in its plan, and whether it still stands.

    Attributes:
        plan: The plan, as its reader sees it.
        seen_by: The reader.
        parent_table: The table of what holds it.
        parent_id: The id of what holds it.
        position: Its place there, from 0.
        own_id: Its own id; empty where it has none.
        gone: The ids of what was withdrawn.
        newer: By the ids of what was replaced, the ids of what replaced it.
    """

    plan: Plan
    seen_by: Actor
    parent_table: str = ""
    parent_id: str = ""
    position: int = 0
    own_id: str = ""
    gone: frozenset[str]
    newer: dict[str, str]

    @property
    def withdrawn(self) -> bool:
        """Whether somebody took it back."""
        return self.own_id in self.gone

    @property
    def replaced_by_id(self) -> str | None:
        """What replaced it; `None` where nothing did."""
        return self.newer.get(self.own_id)

    @property
    def standing(self) -> bool:
        """Whether it still stands: neither taken back nor replaced."""
        return not self.withdrawn and self.replaced_by_id is None


def places(plan: Plan, seen_by: Actor) -> Iterator[tuple[Table, Any, Place]]:
    """Yield each record of *plan* that is a row, in the order given."""
    start = Place(
        plan=plan,
        seen_by=seen_by,
        gone=frozenset(one.subject_id for one in plan.withdrawals),
        newer=dict(_newer(plan)),
    )
    yield from _within(plan, start)


def _newer(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield what was replaced, and by what; of choices, the last stands."""
    for _, record in walk(plan):
        noun: Any = record
        old = getattr(record, "replaces", None)
        if old is not None:
            yield old, noun.id
        if isinstance(record, Decision):
            for earlier, later in pairwise(record.choices):
                yield earlier.id, later.id


def _within(record: Any, place: Place) -> Iterator[tuple[Table, Any, Place]]:
    table = _by_kind()[type(record)]
    yield table, record, place
    for path, field in inside(type(record)):
        held = _reached(record, path)
        for position, one in enumerate(held if field.many else (held,)):
            where = attrs.evolve(
                place,
                parent_table=table.name,
                parent_id=record.id,
                position=position,
                own_id=getattr(one, "id", ""),
            )
            yield from _within(one, where)


def _reached(record: Any, path: tuple[str, ...]) -> Any:
    """Return what stands at *path*; nothing where the way there ends."""
    for name in path:
        record = getattr(record, name, ())
    return record


@cache
def _by_kind() -> dict[Any, Table]:
    return {table.kind: table for table in tables()}
