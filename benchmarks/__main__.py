"""
Measure everything, or the parts that are named, and print one table.

Run it as ``python -m benchmarks``, or as ``python -m benchmarks sheet`` for
a part of it; ``--quick`` only shows that it runs.
The exit code says that it ran to its end, never that a bar was met:
a shared machine is no judge.
"""

from __future__ import annotations

import argparse
import platform

from importlib import import_module

from ._document import document
from ._row import HEAD
from ._timing import FULL, QUICK, Pace


# Each is a module of its own: only the peers of what is asked are needed.
PARTS = ("documents", "starts", "sheet", "records", "checks", "fhir")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="once, roughly")
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"of: {', '.join(PARTS)}"
    )
    asked = parser.parse_args()
    odd = {*asked.parts} - {*PARTS}
    if odd:
        parser.error(f"a part must be one of: {', '.join(PARTS)}")
    _print(asked.parts or PARTS, QUICK if asked.quick else FULL)


def _print(parts: tuple[str, ...] | list[str], pace: Pace) -> None:
    raw = document()[1]
    print(
        f"Python {platform.python_version()}; a plan is {len(raw)} bytes, "
        f"{raw.count(b'{')} objects, unless told;\nmedians of "
        f"{pace.rounds} pairs, of {pace.starts} starts, of {pace.turns} "
        "where one takes long\n"
    )
    print(HEAD.rstrip())
    for part in parts:
        print(part)
        for row in import_module(f"._{part}", __package__).rows(pace):
            print(row, flush=True)


if __name__ == "__main__":
    main()
