"""Two things timed side by side, so that what disturbs one disturbs both."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
import tracemalloc

from collections.abc import Callable
from typing import Any, NamedTuple


Work = Callable[[], Any]


class Pace(NamedTuple):
    """
    How long to measure.

    Attributes:
        rounds: How often the two take turns.
        seconds: About how long each turn lasts.
        starts: How often an interpreter is started.
        plans: How many plans are kept at once.
    """

    rounds: int
    seconds: float
    starts: int
    plans: int


FULL = Pace(rounds=101, seconds=0.01, starts=31, plans=200)
QUICK = Pace(rounds=2, seconds=0.0, starts=1, plans=3)


class Result(NamedTuple):
    """The median of each, in seconds, and the median of paired ratios."""

    ours: float
    theirs: float
    ratio: float


def compare(ours: Work, theirs: Work, pace: Pace) -> Result:
    """
    Time both in turns, A B A B, the garbage collector on as users have it.

    What *ours* and *theirs* return is dropped at once.
    """
    counts = [_calls(work, pace.seconds) for work in (ours, theirs)]
    pairs = [
        (_timed(ours, counts[0]), _timed(theirs, counts[1]))
        for _ in range(pace.rounds)
    ]
    return _result(pairs)


def _result(pairs: list[tuple[float, float]]) -> Result:
    return Result(
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def _calls(work: Work, seconds: float) -> int:
    work()  # whatever is made on first use
    once = min(_timed(work, 1) for _ in range(5))
    return max(1, round(seconds / once))


def _timed(work: Work, calls: int) -> float:
    begun = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - begun) / calls


def compare_starts(ours: str, theirs: str, pace: Pace) -> Result:
    """Time whole processes that run these lines, less one that runs none."""
    pairs = []
    for _ in range(pace.starts):
        bare = _started("")
        a, b = _started(ours) - bare, _started(theirs) - bare
        pairs.append((a, b))
    return _result(pairs)


def _started(line: str) -> float:
    begun = time.perf_counter()
    command = [sys.executable, "-c", line]
    subprocess.run(command, check=True, env=os.environ)  # noqa: S603 - ours
    return time.perf_counter() - begun


def bytes_kept(work: Work, count: int) -> float:
    """Return how many bytes each result of *work* holds on to."""
    work()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = [work() for _ in range(count)]
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return (after - before) / len(kept)
