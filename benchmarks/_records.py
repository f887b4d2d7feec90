"""Records that last, beside a bare database and bare decoding."""

from __future__ import annotations

import json
import sys
import tempfile

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from secrets import token_bytes

from empowerkit.codecs import dumps, loads
from empowerkit.codecs._text import parse, read
from empowerkit.journal import Entry, Head, Header, Kind, commit, fold
from empowerkit.journal._body import body_of
from empowerkit.journal._commit import put, salted, sealed
from empowerkit.plan import Plan
from empowerkit.plan._changes import steps
from empowerkit.store import Store, open_store

from . import _writers as writers
from ._bare import Bare
from ._caseload import HER, NOON, growing, plan_of
from ._row import Row
from ._timing import Pace, Work, compare, result_of, timed


WRITERS = 4
# A rate is a rate of many in a row; there are fewer pairs for it.
RUN = 5
# As many as a plan of about 12 KB holds.
NOUNS, MANY = 75, 500
_MS = (1e3, "ms")


def rows(pace: Pace) -> Iterator[Row]:
    """Measure, and yield what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        yield _one_writer(Path(folder), pace)
        yield _several(Path(folder), pace)
    yield from _folds(pace)
    yield _large(pace)


def _one_writer(folder: Path, pace: Pace) -> Row:
    plans = growing(NOUNS, 1)
    bare = Bare(folder / "bare", *_as_row(plans[0], plans[1]))
    bare.write()
    with open_store(f"sqlite:///{folder / 'ours'}") as store:
        pairs = [
            (
                timed(_committing(store, f"p{run}", pace), pace.commits),
                timed(bare.write, pace.commits),
            )
            for run in range(-(-pace.rounds // RUN))
        ]
    bare.close()
    return Row(
        "commit, durable / bare insert",
        result_of(pairs),
        bar=1 / 0.7,
        unit=_MS,
    )


def _committing(store: Store, name: str, pace: Pace) -> Work:
    """Return what makes one more commit to a plan of this *name*."""
    first, *then = growing(NOUNS, pace.commits, name=name)
    store.create(first, by=HER, at=NOON)
    versions = enumerate(then, 1)

    def work() -> None:
        version, plan = next(versions)
        store.commit(plan, by=HER, at=NOON, expected_version=version)

    return work


def _as_row(before: Plan, after: Plan) -> tuple[bytes, bytes]:
    """Return what one of our commits keeps."""
    entry = commit(before, after, by=HER, at=NOON, head=Head(), version=1)
    held = (payload for payload in entry.payloads if payload is not None)
    return entry.raw, b"".join(one.salt + one.body for one in held)


def _several(folder: Path, pace: Pace) -> Row:
    first, then = growing(NOUNS, 1)
    row, each = _as_row(first, then), pace.commits
    pairs: list[tuple[float, float]] = []
    for turn in range(pace.turns):
        work = (
            partial(writers.ours, folder / f"ours{turn}", NOUNS, each),
            partial(writers.theirs, folder / f"bare{turn}", row, each),
        )
        a, b = (writers.together(one, WRITERS) for one in work)
        pairs.append((a / WRITERS / each, b / WRITERS / each))
    return Row(
        f"commit, {WRITERS} writers / bare insert, {WRITERS} writers",
        result_of(pairs),
        bar=1.5,
        unit=_MS,
    )


def _folds(pace: Pace) -> Iterator[Row]:
    plan = plan_of(pace.entries - 1)
    entries = _one_by_one(plan)
    assert fold(entries) == plan
    slow = pace._replace(rounds=pace.turns, seconds=0)

    def ours() -> Plan:
        # What an entry may remember of an earlier reading is left behind.
        return fold(Entry(raw=e.raw, payloads=e.payloads) for e in entries)

    yield Row(
        f"fold {len(entries)} entries / decode, strictly",
        compare(ours, partial(_decode, entries), slow),
        bar=2.0,
        unit=_MS,
    )
    yield Row(
        f"fold {len(entries)} entries / json.loads alone",
        compare(ours, partial(_loads, entries), slow),
        bar=None,
        unit=_MS,
    )


def _one_by_one(plan: Plan) -> list[Entry]:
    """Return the entries of a journal that put down a noun at a time."""
    whole, client, *rest = [body_of(*one) for one in put(steps(None, plan))]
    head, entries = Head(), []
    for place, bodies in enumerate([[whole, client], *([b] for b in rest)]):
        entry = sealed(
            Kind.CHANGED if place else Kind.CREATED,
            salted(bodies, token_bytes),
            plan=plan.id,
            by=HER,
            at=NOON,
            head=head,
            version=place + 1,
            entry_id=None,
        )
        entries.append(entry)
        head = Head.after(entry)
    return entries


def _decode(entries: list[Entry]) -> None:
    """Read all that *entries* hold, as carefully as a document is read."""
    for entry in entries:
        Header.from_bytes(entry.raw)
        for payload in entry.payloads:
            assert payload is not None
            parse(*read(payload.body, max_bytes=sys.maxsize))


def _loads(entries: list[Entry]) -> None:
    """Read all that *entries* hold, and believe it."""
    for entry in entries:
        json.loads(entry.raw)
        for payload in entry.payloads:
            assert payload is not None
            json.loads(payload.body)


def _large(pace: Pace) -> Row:
    before, after = growing(MANY, 1)
    raw = dumps(after)
    ours = partial(
        commit, before, after, by=HER, at=NOON, head=Head(), version=1
    )
    return Row(
        f"commit, plan of {MANY} nouns / load that plan",
        compare(ours, partial(loads, raw), pace),
        bar=3.0,
    )
