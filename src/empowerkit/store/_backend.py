"""What a store asks of a database: a few calls, and no rule of ours."""

from __future__ import annotations

import abc

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager

from empowerkit.journal import Entry, Fault, Head
from empowerkit.journal._entry import Place


class Backend(abc.ABC):
    """
    Where entries are kept; subclass it for a place of your own.

    All calls but `writing`, `reading` and `close` stand inside of one of the
    first two.
    Whatever the database raises must come out as `StoreError`; whatever
    else is raised inside of `writing` or `reading` must pass unchanged.
    `empowerkit.testing.stores` has the suite that proves it.
    """

    @abc.abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """
        Return a context for the one write there is at a time.

        All that is written in it is kept when it ends, safely, or nothing is
        where anything was raised.
        """

    @abc.abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """Return a context that reads one state, whatever others write."""

    @abc.abstractmethod
    def head(self) -> Head:
        """Return where the journal stands; its id is made once, and kept."""

    @abc.abstractmethod
    def version(self, plan_id: str) -> int:
        """Return the last version of a plan; 0 where there is none."""

    @abc.abstractmethod
    def named(self, entry_id: str) -> Entry | None:
        """Return the entry that has this id, if there is one."""

    def standing(self, plan_id: str, entry_id: str) -> tuple[int, str | None]:
        """
        Return the last version of a plan, and the hash of an entry.

        A store asks before it trusts a plan that it remembers: a database
        that was put back may hold another one by the same version.
        Where one statement answers both, say so in one of your own.

        Args:
            plan_id: As for `version`.
            entry_id: As for `named`; `None` is told where there is none.
        """
        entry = self.named(entry_id)
        return self.version(plan_id), None if entry is None else entry.hash

    @abc.abstractmethod
    def entries(self, plan_id: str | None = None) -> Iterator[Entry]:
        """Yield all entries in order: of one plan, or of all."""

    @abc.abstractmethod
    def plan_ids(self) -> list[str]:
        """Return the ids of all plans, in the order of their creation."""

    @abc.abstractmethod
    def append(self, plan_id: str, version: int, entry: Entry) -> None:
        """Keep *entry*, which follows all others."""

    @abc.abstractmethod
    def purge(self, places: Iterable[Place]) -> None:
        """
        Delete payloads, salt and all.

        Args:
            places: The sequence of an entry, from 1, and the place of a
                payload in it, from 0.
        """

    @abc.abstractmethod
    def faults(self) -> tuple[Fault, ...]:
        """Return what the database finds wrong with itself."""

    @abc.abstractmethod
    def close(self) -> None:
        """Let go of it; any call that follows raises `StoreError`."""
