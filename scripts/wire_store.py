"""
Keep a store as this release keeps it, for later releases to read.

Run it as
``python scripts/wire_store.py tests/contract/wire/store-1.db``, once for each
version of the journal or of its tables; a checkpoint goes beside it.
"""

from __future__ import annotations

import sys

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from empowerkit import Client, Need, Plan, Voice, Worker
from empowerkit.authority import ErasureBasis
from empowerkit.model import NeedId, PlanId, WorkerId
from empowerkit.store import Store, open_store


NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)


def fill(store: Store) -> None:
    """Let everything happen once that a journal tells of."""
    amina, joan = Client(called="Amina"), Worker(id=WorkerId("w1"), called="J")
    her, worker = amina.actor, joan.actor
    plan = Plan(id=PlanId("kept"), client=amina, workers=(joan,))
    store.create(plan, by=worker, at=NOON, entry_id="begun")
    for version, name in enumerate(("door", "quiet"), 1):
        said = Voice.of(her, at=NOON)
        need = Need(id=NeedId(name), words=f"A {name}", voice=said)
        plan = plan.add(need, by=her, at=NOON)
        store.commit(
            plan, by=her, at=NOON, expected_version=version, entry_id=name
        )
    store.hold("kept", by=worker, at=NOON, entry_id="held")
    store.release("kept", by=worker, at=NOON, entry_id="released")
    store.erase(
        "kept",
        ["door"],
        by=worker,
        at=NOON,
        basis=ErasureBasis.CLIENT_ASKED,
        entry_id="erased",
    )
    store.shield("kept", by=worker, at=NOON, entry_id="shielded")


if __name__ == "__main__":
    path = Path(sys.argv[1])
    with open_store(f"sqlite:///{path}") as made:
        fill(made)
        path.with_suffix(".txt").write_text(made.checkpoint(), "utf-8")
