"""Asking the rules about many documents, in one process or in several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from empowerkit.practice import Finding, Look, rules
from empowerkit.report._findings import Placed
from empowerkit.report._findings_forms import Printing, Rows

from ._asked import Answer, Answers, Asking, ask, reader_of
from ._errors import Refused
from ._pieces import Ours, Piece, Wrong
from ._processes import Processes, processes
from ._sources import End, Sources


if TYPE_CHECKING:
    from ._fhir import FhirPlan

_MANY: Final = 32

_Batch = list[Piece]
_Asked = tuple[_Batch, Callable[[], Answers]] | End


class OfPlan(NamedTuple):
    """
    What the rules say of one plan, but for what they found.

    Attributes:
        look: What there is to put beside other plans.
        found: How much was found in it by itself.
        placed: Gives a finding its place.
    """

    look: Look
    found: int
    placed: Callable[[Finding], Placed]


class Told(NamedTuple):
    """
    What the rules say of many plans.

    Attributes:
        plans: What they say of each.
        rows: What was found in each by itself, in order.
    """

    plans: list[OfPlan]
    rows: Rows


def found_in(sources: Sources, asking: Asking, jobs: int) -> tuple[Rows, int]:
    """
    Return what the rules find in *sources*, asked in *jobs* processes.

    However many there are, it is the same, in the same order.

    Returns:
        The findings, and how many plans were looked at.
    """
    plans: list[OfPlan] = []
    rows = Rows()
    for told in _told(sources, asking, jobs):
        plans += told.plans
        rows.add(told.rows)
    across = asking.checks.together([one.look for one in plans])
    return _with_more(rows, plans, across, asking.printing), len(plans)


def _with_more(
    rows: Rows,
    plans: Iterable[OfPlan],
    across: Iterable[tuple[Finding, ...]],
    printing: Printing,
) -> Rows:
    """Return *rows* with what was found *across* all plans in its place."""
    order = {code: place for place, code in enumerate(rules())}
    made = Rows(aside=rows.aside)
    done = end = 0
    for one, findings in zip(plans, across, strict=True):
        begin, end = end, end + one.found
        if findings:
            more = printing.rows([*map(one.placed, findings)])
            made.add(rows.part(done, begin))
            made.add(rows.part(begin, end).among(more, order))
            done = end
    made.add(rows.part(done))
    return made


def _told(sources: Sources, asking: Asking, jobs: int) -> Iterator[Told]:
    with sources.bar() as step, processes(jobs) as held:
        for asked in _answered(sources.parts(), asking, held):
            if isinstance(asked, End):
                yield _told_of_fhir(sources.ended(asked), asking, sources)
                continue
            batch, wait = asked
            answers, plans = wait(), list[OfPlan]()
            for piece, each in zip(batch, answers.pieces, strict=True):
                plans += _told_of(piece, each, sources)
                step(piece.length)
            yield Told(plans, answers.rows)


def _answered(
    parts: Iterable[Piece | End], asking: Asking, held: Processes
) -> Iterator[_Asked]:
    """Yield each part in its turn, with what waits for the answers to it."""
    waiting: deque[_Asked] = deque()
    for part in _batches(parts):
        if isinstance(part, End):
            waiting.append(part)
        else:
            waiting.append((part, held.share(ask, part, asking)))
        if len(waiting) > held.ahead:
            yield waiting.popleft()
    yield from waiting


def _told_of(
    piece: Piece, each: Iterable[Answer | Wrong | Ours], sources: Sources
) -> Iterator[OfPlan]:
    # Kept to the end of the run: what was read must not be.
    bare = attrs.evolve(piece, data=None)
    for one in each:
        if isinstance(one, tuple):
            look, count, line = one
            sources.met_ours()
            yield OfPlan(look, count, partial(_placed, bare, line))
        elif isinstance(one, Wrong):
            sources.met_wrong(one)
        else:
            sources.met_fhir(one, piece.folder)


def _placed(piece: Piece, line: int | None, finding: Finding) -> Placed:
    return Placed(piece.place(line), finding)


def _told_of_fhir(
    plans: Iterable[FhirPlan], asking: Asking, sources: Sources
) -> Told:
    told, found = list[OfPlan](), list[Placed]()
    for one in plans:
        try:
            reader = reader_of(one.plan, one.place.shown, asking)
        except Refused as refused:
            sources.refuse(refused.lines)
            continue
        look = asking.checks.look(one.plan, as_of=asking.as_of, seen_by=reader)
        seen = one.plan if reader is None else one.plan.as_seen_by(reader)
        placed = partial(one.placed, seen=seen)
        found += map(placed, look.findings)
        told.append(
            OfPlan(look.without_findings(), len(look.findings), placed)
        )
    return Told(told, asking.printing.rows(found))


def _batches(parts: Iterable[Piece | End]) -> Iterator[_Batch | End]:
    """Yield small documents several at once, and all else by itself."""
    batch: _Batch = []
    for part in parts:
        if isinstance(part, Piece):
            batch.append(part)
            if part.line is None and len(batch) < _MANY:
                continue
        if batch:
            yield batch
            batch = []
        if isinstance(part, End):
            yield part
