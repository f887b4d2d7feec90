"""All checks over a caseload, beside loading it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from empowerkit.codecs import dumps, loads
from empowerkit.practice import check_many
from empowerkit.testing import caseload

from ._row import Row
from ._timing import Pace, compare


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
