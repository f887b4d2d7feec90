"""All checks over a caseload, beside loading it; and shared by processes."""

from __future__ import annotations

import sysconfig
import tempfile

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from empowerkit.codecs import dumps, loads
from empowerkit.practice import check_many
from empowerkit.testing import caseload

from ._row import Row
from ._timing import Pace, compare, compare_starts


# So many that starting processes is no excuse.
_TIMES = 160


def rows(pace: Pace) -> Iterator[Row]:
    """Measure, and yield what came of it."""
    plans = [*caseload.plans(pace.plans, seed=1)]
    documents = [dumps(plan) for plan in plans]

    def checked() -> None:
        check_many(plans, as_of=date(2026, 12, 31), profile="all")

    def loaded() -> None:
        for document in documents:
            loads(document)

    slow = pace._replace(rounds=pace.turns, seconds=0)
    yield Row(
        f"all checks, {len(plans)} plans / load them, [fast]",
        compare(checked, loaded, slow),
        bar=1.5,
        unit=(1e3, "ms"),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "caseload.ndjson")
        path.write_bytes(b"\n".join(documents * _TIMES))
        yield Row(
            f"check, {len(plans) * _TIMES} plans, --jobs 4 / --jobs 1",
            compare_starts(
                _check(path, jobs=4),
                _check(path, jobs=1),
                # Each takes seconds, and there are two.
                pace._replace(starts=min(pace.turns, 3)),
            ),
            bar=1 / 2.5,
            unit=(1e3, "ms"),
        )


def _check(path: Path, *, jobs: int) -> list[str]:
    program = Path(sysconfig.get_path("scripts"), "empowerkit")
    asked = ("--as-of", "2026-12-31", "--exit-zero", "--jobs", str(jobs))
    return [str(program), "check", str(path), *asked]
