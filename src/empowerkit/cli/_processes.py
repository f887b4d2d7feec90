"""Processes that share work, and never outlive the one they work for."""

from __future__ import annotations

import gc
import os
import signal

from collections.abc import Callable, Generator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any, Final, TypeVar

from ._errors import PROGRAM, Refused


ResultT = TypeVar("ResultT")

# So that none has to wait while what it did is read.
_AHEAD: Final = 3
_THREADS: Final = Path("/proc/self/task")


class Processes:
    """
    So many processes, which begin when there is work for more than one.

    The first piece of work is done here, where most runs have no other.

    Attributes:
        ahead: How much work to begin before waiting for any.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs: Final = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._has_begun = False
        self.ahead: Final = jobs * _AHEAD if jobs > 1 else 0

    def share(
        self, work: Callable[..., ResultT], *given: Any
    ) -> Callable[[], ResultT]:
        """Begin some work; what is returned waits for what comes of it."""
        if self._jobs == 1 or not self._has_begun:
            self._has_begun = True
            done = work(*given)
            return lambda: done
        # What is there stays to the end: looking through it for garbage again
        # and again would keep the others waiting, and copy it in copies.
        gc.freeze()
        if self._pool is None:
            how = get_context("fork" if _is_alone() else "spawn")
            self._pool = ProcessPoolExecutor(
                self._jobs, mp_context=how, initializer=_work_for_another
            )
        with _uninterrupted():
            return self._pool.submit(work, *given).result

    def end(self) -> None:
        """Wait for what is under way, and leave the rest."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            gc.unfreeze()


@contextmanager
def processes(jobs: int) -> Generator[Processes]:
    """
    Have *jobs* processes inside the block, and none after it.

    Raises:
        Refused: One of them ended before it was done.
    """
    held = Processes(jobs)
    try:
        yield held
    except BrokenProcessPool:
        raise _broken() from None
    finally:
        held.end()


def _is_alone() -> bool:
    """
    Return whether nothing else runs in this process.

    Then a copy of it is safe, and begins at once; otherwise a lock could be
    copied that nobody will ever open.
    """
    try:
        return len([*_THREADS.iterdir()]) == 1
    except OSError:
        return False


@contextmanager
def _uninterrupted() -> Generator[None]:
    """Let processes that begin here never hear of Ctrl-C."""
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


def _work_for_another() -> None:
    """Leave Ctrl-C to the process that began this one, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A copy would end in order, waiting for whoever waits for it to end.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(other: Any) -> None:
    other.join()
    # Nobody is left who could be told anything.
    os._exit(1)


def _broken() -> Refused:
    return Refused(
        f"{PROGRAM}: a process ended before it was done, perhaps for want of "
        "memory: take fewer --jobs"
    )
