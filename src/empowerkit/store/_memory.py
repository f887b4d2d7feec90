"""A journal in memory: for tests, for trying out, gone when it is closed."""

from __future__ import annotations

import threading

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager

from empowerkit.errors import StoreTrouble
from empowerkit.journal import Entry, Fault, Head, without
from empowerkit.journal._entry import Place

from ._backend import Backend
from ._rows import trouble


class Memory(Backend):
    """Entries in a list; see `Backend`."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._head = Head()
        self._entries: list[tuple[str, Entry]] = []
        self._versions: dict[str, int] = {}
        self._named: dict[str, int] = {}
        self._closed = False

    @contextmanager
    def writing(self) -> Generator[None]:
        with self.reading():
            kept = (
                self._head,
                [*self._entries],
                {**self._versions},
                {**self._named},
            )
            try:
                yield
            except BaseException:
                (self._head, self._entries, self._versions, self._named) = kept
                raise

    @contextmanager
    def reading(self) -> Generator[None]:
        with self._lock:
            if self._closed:
                raise trouble(StoreTrouble.CLOSED)
            yield

    def head(self) -> Head:
        return self._head

    def version(self, plan_id: str) -> int:
        return self._versions.get(plan_id, 0)

    def named(self, entry_id: str) -> Entry | None:
        place = self._named.get(entry_id)
        return None if place is None else self._entries[place][1]

    def entries(self, plan_id: str | None = None) -> Iterator[Entry]:
        return (
            entry
            for held, entry in self._entries
            if plan_id is None or held == plan_id
        )

    def plan_ids(self) -> list[str]:
        return [*self._versions]

    def append(self, plan_id: str, version: int, entry: Entry) -> None:
        self._named[entry.header.entry] = len(self._entries)
        self._entries.append((plan_id, entry))
        self._versions[plan_id] = version
        self._head = Head.after(entry)

    def purge(self, places: Iterable[Place]) -> None:
        gone = {*places}
        self._entries = [
            (plan_id, without(entry, gone)) for plan_id, entry in self._entries
        ]

    def faults(self) -> tuple[Fault, ...]:
        return ()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._entries = []
