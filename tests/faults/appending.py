"""Appending to a store, entry after entry, and finding them again."""

from __future__ import annotations

from collections import Counter
from functools import partial

from empowerkit.testing.stores import HER, NOON, WORKER, began, needing


PLAN = 12  # entries, and then the next plan: long ones are slow to fold


def calls(prefix, count):
    """Yield the ids of *count* entries, each with the call that appends it."""
    plan = began()
    for number in range(count):
        entry_id, version = f"{prefix}-{number}", number % PLAN
        plan = needing(plan) if version else began()
        if version:
            yield entry_id, partial(_commit, plan, version, entry_id)
        else:
            yield entry_id, partial(_create, plan, entry_id)


def _create(plan, entry_id, store):
    return store.create(plan, by=WORKER, at=NOON, entry_id=entry_id)


def _commit(plan, version, entry_id, store):
    return store.commit(
        plan, by=HER, at=NOON, expected_version=version, entry_id=entry_id
    )


def found(store):
    """Return how often each entry is in *store*, by its id."""
    return Counter(
        said.entry
        for plan_id in store.plan_ids()
        for said in store.history(plan_id)
    )


def lost(store, acknowledged):
    """Return which of *acknowledged* are not in *store* exactly once."""
    held = found(store)
    return [entry_id for entry_id in acknowledged if held[entry_id] != 1]
