"""Two things timed side by side, so that what disturbs one disturbs both."""

from __future__ import annotations

import statistics
import subprocess
import time
import tracemalloc

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple


Work = Callable[[], Any]
Command = Sequence[str]


class Pace(NamedTuple):
    """
    How long to measure.

    Attributes:
        rounds: How often the two take turns.
        seconds: About how long each turn lasts.
        starts: How often an interpreter is started.
        plans: How many plans are kept, or checked, at once.
        turns: How often two slow things take turns.
        entries: How long a journal is folded.
        commits: How many commits each of several writers makes.
    """

    rounds: int
    seconds: float
    starts: int
    plans: int
    turns: int
    entries: int
    commits: int


FULL = Pace(
    rounds=101,
    seconds=0.01,
    starts=21,
    plans=200,
    turns=5,
    entries=5_000,
    commits=25,
)
QUICK = Pace(
    rounds=2,
    seconds=0.0,
    starts=1,
    plans=3,
    turns=1,
    entries=9,
    commits=2,
)


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
        (timed(ours, counts[0]), timed(theirs, counts[1]))
        for _ in range(pace.rounds)
    ]
    return result_of(pairs)


def result_of(pairs: Sequence[tuple[float, float]]) -> Result:
    """Return what *pairs* of times, ours and theirs, say."""
    return Result(
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def _calls(work: Work, seconds: float) -> int:
    work()  # whatever is made on first use
    once = min(timed(work, 1) for _ in range(5))
    return max(1, round(seconds / once))


def timed(work: Work, calls: int = 1) -> float:
    """Return how long one of *calls* takes, in seconds."""
    begun = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - begun) / calls


def compare_starts(
    ours: Command,
    theirs: Command,
    pace: Pace,
    *,
    less: Command | None = None,
) -> Result:
    """Time whole processes in turns, *less* what another one takes."""
    pairs: list[tuple[float, float]] = []
    for _ in range(pace.starts):
        bare = 0.0 if less is None else _started(less)
        a, b = _started(ours) - bare, _started(theirs) - bare
        pairs.append((a, b))
    return result_of(pairs)


def _started(command: Command) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
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
