"""
Measure everything, print one table.

Run it as ``python -m benchmarks``; ``--quick`` only shows that it runs.
The exit code says that it ran to its end, never that a bar was met:
a shared machine is no judge.
"""

from __future__ import annotations

import argparse
import gc
import platform

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import orjson

from empowerkit.codecs import dumps, load_many, loads
from empowerkit.codecs._build import build
from empowerkit.codecs._json import _current
from empowerkit.codecs._text import MAX_BYTES, parse, read
from empowerkit.plan import Plan

from ._document import document
from ._peers import plain_cattrs, pydantic_plan
from ._timing import (
    FULL,
    QUICK,
    Pace,
    Result,
    bytes_kept,
    compare,
    compare_starts,
)


class Row(NamedTuple):
    """
    One line of the table.

    Attributes:
        what: What is compared, ours first.
        result: Ours over theirs; smaller is faster.
        bar: The largest ratio that is good enough; None only measures.
        aim: What we would like.
        unit: How a second, or a byte, is printed.
    """

    what: str
    result: Result
    bar: float | None
    aim: float | None = None
    unit: tuple[float, str] = (1e6, "us")

    def __str__(self) -> str:
        scale, name = self.unit
        ours, theirs = self.result.ours * scale, self.result.theirs * scale
        bar = "-" if self.bar is None else f"<= {self.bar:.2f}"
        return (
            f"{self.what:58} {ours:9.1f} {theirs:9.1f} {name:2} "
            f"{self.result.ratio:6.2f}  {bar:8} {self.verdict()}"
        )

    def verdict(self) -> str:
        """Say plainly whether the bar is met, and the aim."""
        ratio = self.result.ratio
        said = []
        if self.bar is not None:
            said.append("met" if ratio <= self.bar else "not met")
        if self.aim is not None:
            reached = "reached" if ratio <= self.aim else "not reached"
            said.append(f"aim {self.aim:.2f} {reached}")
        return ", ".join(said)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="once, roughly")
    pace = QUICK if parser.parse_args().quick else FULL
    plan, raw, other = document()
    print(
        f"Python {platform.python_version()}; one plan of {len(raw)} bytes, "
        f"{raw.count(b'{')} objects; medians of {pace.rounds} pairs\n"
    )
    print(f"{'ours / theirs':58} {'ours':>9} {'theirs':>9}     ratio  bar")
    for row in rows(plan, raw, other, pace):
        print(row, flush=True)


def rows(plan: Plan, raw: bytes, other: bytes, pace: Pace) -> Iterator[Row]:
    """Measure, and yield what came of it."""
    yield from _loads(raw, other, pace)
    yield from _dumps(plan, raw, pace)
    yield _load_many(raw, pace)
    yield _memory(raw, pace)
    yield _imports(pace)


def _loads(raw: bytes, other: bytes, pace: Pace) -> Iterator[Row]:
    fast = partial(loads, raw)
    cattrs = plain_cattrs()
    peer = pydantic_plan()
    assert cattrs(raw) == loads(raw)
    against = partial(compare, pace=pace)
    yield Row(
        "load, canonical, [fast] / orjson.loads alone",
        against(fast, partial(orjson.loads, raw)),
        bar=3.0,
        aim=2.5,
    )
    yield Row(
        "load, canonical, [fast] / pydantic, same invariants",
        against(fast, partial(peer.model_validate_json, raw)),
        bar=1 / 1.6,
    )
    yield Row(
        "load, not canonical, [fast] / plain cattrs",
        against(partial(loads, other), partial(cattrs, other)),
        bar=None,
        aim=0.5,
    )
    yield Row(
        "load, without [fast] / plain cattrs",
        against(partial(_reference, raw), partial(cattrs, raw)),
        bar=1.5,
    )


def _reference(raw: bytes) -> Plan:
    """Load as where msgspec is not installed."""
    data, text = read(raw, max_bytes=MAX_BYTES)
    return build(_current(parse(data, text)))


def _dumps(plan: Plan, raw: bytes, pace: Pace) -> Iterator[Row]:
    peer = pydantic_plan().model_validate_json(raw)
    theirs = partial(peer.model_dump_json, exclude_defaults=True)
    assert orjson.loads(theirs()).keys() <= orjson.loads(dumps(plan)).keys()
    yield Row(
        "dump, [fast] / pydantic, defaults left out",
        compare(partial(dumps, plan), theirs, pace),
        bar=0.5,
    )
    yield Row(
        "dump, [fast] / pydantic, defaults spelled out",
        compare(partial(dumps, plan), peer.model_dump_json, pace),
        bar=None,
    )


def _load_many(raw: bytes, pace: Pace) -> Row:
    lines = [raw + b"\n"] * pace.plans

    def dropped() -> None:
        for line in lines:
            loads(line[:-1])

    assert gc.isenabled()
    return Row(
        f"load_many, {pace.plans} plans kept / loads, dropped",
        compare(partial(load_many, lines), dropped, pace._replace(seconds=0)),
        bar=1.4,
        unit=(1e3, "ms"),
    )


def _memory(raw: bytes, pace: Pace) -> Row:
    held = bytes_kept(partial(loads, raw), pace.plans)
    ratio = held / len(raw)
    return Row(
        "memory of a plan / size of its document",
        Result(held, len(raw), ratio),
        bar=2.5,
        unit=(1e-3, "kB"),
    )


def _imports(pace: Pace) -> Row:
    ours = "from empowerkit import Plan"
    theirs = "from pydantic import BaseModel"
    return Row(
        f"{ours} / {theirs}",
        compare_starts(ours, theirs, pace),
        bar=1.0,
        aim=0.8,
        unit=(1e3, "ms"),
    )


if __name__ == "__main__":
    main()
