"""Asking the rules about many documents, in one process or in several."""

from __future__ import annotations

import signal

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import Final

from empowerkit.practice import Finding, rules
from empowerkit.practice._run import _across, _Told

from ._asked import Answer, Asking, Wrong, ask, ask_document, ask_documents
from ._errors import PROGRAM, Refused
from ._fhir import FhirPlan
from ._sources import Found, Ours


_CHUNK: Final = 32
_AHEAD: Final = 3

Answered = tuple[Found, Answer | Wrong]
_Waiting = tuple[list[Found], Future[list[Answer | Wrong]]]


def answers(
    found: Iterable[Found], asking: Asking, jobs: int
) -> Iterator[Answered]:
    """Yield what the rules say of each, in order, asked in *jobs* processes."""
    if jobs == 1:
        for one in found:
            yield one, _ask(one, asking)
        return
    with _pool(jobs) as pool:
        waiting: deque[_Waiting] = deque()
        for chunk in _chunks(found):
            documents = _documents(chunk)
            future = pool.submit(ask_documents, documents, asking)
            waiting.append((chunk, future))
            if len(waiting) > jobs * _AHEAD:
                yield from _done(waiting.popleft(), asking)
        while waiting:
            yield from _done(waiting.popleft(), asking)


def _ask(one: Found, asking: Asking) -> Answer | Wrong:
    if isinstance(one, FhirPlan):
        return ask(one.plan, one.place.shown, asking)
    return ask_document(one.data, one.place.shown, asking)


def _chunks(found: Iterable[Found]) -> Iterator[list[Found]]:
    left = iter(found)
    while chunk := [*islice(left, _CHUNK)]:
        yield chunk


def _documents(chunk: Iterable[Found]) -> list[tuple[str, bytes]]:
    return [
        (one.place.shown, one.data) for one in chunk if isinstance(one, Ours)
    ]


def _done(waiting: _Waiting, asking: Asking) -> Iterator[Answered]:
    chunk, future = waiting
    ready = iter(future.result())
    for one in chunk:
        # What came out of FHIR is here already, and stays.
        here = isinstance(one, FhirPlan)
        yield one, _ask(one, asking) if here else next(ready)


@contextmanager
def _pool(jobs: int) -> Generator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_stay_quiet
    )
    try:
        yield pool
    except BrokenProcessPool:
        raise _broken() from None
    finally:
        pool.shutdown(cancel_futures=True)


def _stay_quiet() -> None:
    """Leave Ctrl-C to the process that began this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _broken() -> Refused:
    return Refused(
        f"{PROGRAM}: a process ended before it was done, perhaps for want of "
        "memory: take fewer --jobs"
    )


def across(
    answered: Sequence[Answer], asking: Asking
) -> Iterator[tuple[Finding, ...]]:
    """Yield the findings of each, with what only the caseload can tell."""
    chosen = asking.chosen()
    if not chosen.caseloads:
        yield from (one.findings for one in answered)
        return
    told = _Told()
    for one in answered:
        told.said += one.told.said
        told.aside += one.told.aside
        for words, by in one.told._by.items():
            told._by[words] |= by
    order = {code: place for place, code in enumerate(rules())}
    found = _across(told, chosen.caseloads)
    for one, more in zip(answered, found, strict=True):
        whole = (*one.findings, *more)
        yield tuple(sorted(whole, key=lambda held: order[held.rule]))
