"""Asking the rules about many documents, in one process or in several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from empowerkit.practice import Finding, Look, rules
from empowerkit.report._findings import Placed

from ._asked import Answer, Answers, Asking, ask, reader_of
from ._errors import Refused
from ._pieces import Piece, Wrong
from ._printing import Row
from ._processes import Processes, processes
from ._sources import End, Sources


if TYPE_CHECKING:
    from ._fhir import FhirPlan

_MANY: Final = 32

_Batch = list[Piece]
_Asked = tuple[_Batch | End, Callable[[], list[Answers]]]


class Told(NamedTuple):
    """
    What the rules say of one plan.

    Attributes:
        rows: What was found in it by itself.
        look: What there is to put beside other plans.
        placed: Gives a finding its place.
    """

    rows: list[Row]
    look: Look
    placed: Callable[[Finding], Placed]


def found_in(
    sources: Sources, asking: Asking, jobs: int
) -> tuple[list[Row], int]:
    """
    Return what the rules find in *sources*, asked in *jobs* processes.

    However many there are, it is the same, in the same order.

    Returns:
        The findings, and how many plans were looked at.
    """
    told = [*_told(sources, asking, jobs)]
    across = asking.checks.together([one.look for one in told])
    order = {code: place for place, code in enumerate(rules())}
    found: list[Row] = []
    for one, findings in zip(told, across, strict=True):
        rows = one.rows
        if findings:
            row = asking.printing.row
            more = [row(one.placed(finding)) for finding in findings]
            rows = sorted([*rows, *more], key=lambda row: order[row[0]])
        found += rows
    return found, len(told)


def _told(sources: Sources, asking: Asking, jobs: int) -> Iterator[Told]:
    with sources.bar() as step, processes(jobs) as held:
        for part, answers in _answered(sources.parts(), asking, held):
            if isinstance(part, End):
                yield from _told_of_fhir(sources.ended(part), asking, sources)
                continue
            for piece, found in zip(part, answers(), strict=True):
                yield from _told_of(piece, found, sources)
                step(piece.length)


def _answered(
    parts: Iterable[Piece | End], asking: Asking, held: Processes
) -> Iterator[_Asked]:
    """Yield each part in its turn, with what waits for the answers to it."""
    waiting: deque[_Asked] = deque()
    for part in _batches(parts):
        is_end = isinstance(part, End)
        wait = list if is_end else held.share(ask, part, asking)
        waiting.append((part, wait))
        if len(waiting) > held.ahead:
            yield waiting.popleft()
    yield from waiting


def _told_of(piece: Piece, found: Answers, sources: Sources) -> Iterator[Told]:
    # Kept to the end of the run: what was read must not be.
    bare = attrs.evolve(piece, data=None)
    for one in found:
        if isinstance(one, Wrong):
            sources.met_wrong(one)
        elif isinstance(one, Answer):
            sources.met_ours()
            placed = partial(_placed, bare, one.line)
            yield Told(one.rows, one.look, placed)
        else:
            sources.met_fhir(one, piece.folder)


def _placed(piece: Piece, line: int | None, finding: Finding) -> Placed:
    return Placed(piece.place(line), finding)


def _told_of_fhir(
    plans: Iterable[FhirPlan], asking: Asking, sources: Sources
) -> Iterator[Told]:
    for one in plans:
        try:
            reader = reader_of(one.plan, one.place.shown, asking)
        except Refused as refused:
            sources.refuse(refused.lines)
            continue
        look = asking.checks.look(one.plan, as_of=asking.as_of, seen_by=reader)
        seen = one.plan if reader is None else one.plan.as_seen_by(reader)
        placed = partial(one.placed, seen=seen)
        rows = [asking.printing.row(placed(held)) for held in look.findings]
        yield Told(rows, look.without_findings(), placed)


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
