"""Documents in and out, beside orjson, pydantic and cattrs."""

from __future__ import annotations

import gc

from collections.abc import Iterator
from functools import partial

import orjson

from empowerkit.codecs import dumps, load_many, loads
from empowerkit.codecs._build import build
from empowerkit.codecs._json import _current
from empowerkit.codecs._text import MAX_BYTES, parse, read
from empowerkit.plan import Plan

from ._document import document
from ._peers import plain_cattrs, pydantic_plan
from ._row import Row
from ._timing import Pace, Result, bytes_kept, compare


def rows(pace: Pace) -> Iterator[Row]:
    """Measure, and yield what came of it."""
    plan, raw, other = document()
    yield from _loads(raw, other, pace)
    yield from _dumps(plan, raw, pace)
    yield _load_many(raw, pace)
    yield _memory(raw, pace)


def _loads(raw: bytes, other: bytes, pace: Pace) -> Iterator[Row]:
    fast = partial(loads, raw)
    cattrs = plain_cattrs()
    peer = pydantic_plan()
    assert cattrs(raw) == loads(raw)
    against = partial(compare, pace=pace)
    yield Row(
        "load, canonical, [fast] / orjson alone",
        against(fast, partial(orjson.loads, raw)),
        bar=3.0,
        aim=2.5,
    )
    yield Row(
        "load, canonical, [fast] / pydantic + rules",
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
        "dump, [fast] / pydantic, defaults written",
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
        f"load_many, {pace.plans} kept / loads, dropped",
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
