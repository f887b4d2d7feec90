"""Several processes that write to one file at the same time."""

from __future__ import annotations

import multiprocessing
import time

from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from empowerkit.store import open_store

from ._bare import WAIT, Bare
from ._caseload import HER, NOON, growing


# A writer that fails leaves the others waiting; not for ever.
_PATIENCE = 10 * WAIT


def ours(
    path: Path, nouns: int, count: int, place: int, gate: Barrier
) -> None:
    """Make *count* commits to a plan of one's own."""
    plans = growing(nouns, count, name=f"p{place}")
    with open_store(f"sqlite:///{path}", timeout=WAIT) as store:
        store.create(plans[0], by=HER, at=NOON)
        gate.wait()
        for version, plan in enumerate(plans[1:], 1):
            store.commit(plan, by=HER, at=NOON, expected_version=version)
        gate.wait()


def theirs(
    path: Path, row: tuple[bytes, bytes], count: int, place: int, gate: Barrier
) -> None:
    """Keep *count* bare rows."""
    bare = Bare(path, *row)
    gate.wait()
    for _ in range(count):
        bare.write()
    gate.wait()
    bare.close()


def together(write: partial[Any], writers: int) -> float:
    """Return how long it takes until all have written, in seconds."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(writers + 1)
    running = [
        context.Process(target=write, args=(place, gate), daemon=True)
        for place in range(writers)
    ]
    for process in running:
        process.start()
    gate.wait(_PATIENCE)
    begun = time.perf_counter()
    gate.wait(_PATIENCE)
    taken = time.perf_counter() - begun
    for process in running:
        process.join()
    return taken
