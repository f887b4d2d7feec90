"""Plans in Django's own database, and in Django's own transactions."""
# ruff: noqa: D102 - what each call is for is said in `Backend`

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import Error, connections, transaction
from django.db.models import F, Max
from sql_entries import (
    entries_of,
    head_of,
    misfiled,
    raise_alone,
    trouble_of,
)

from empowerkit.errors import StoreError, StoreTrouble
from empowerkit.journal import Entry, Fault, Head
from empowerkit.store import Backend, Store

from . import models


@contextmanager
def together(using: str = "default") -> Generator[Store]:
    """
    Return a store, and keep what is written meanwhile whole or not at all.

    Also what is written in tables of the host.
    A store remembers plans, and a rollback does not reach its memory: each
    transaction has a store of its own, and none outlives it.
    """
    with told(), transaction.atomic(using=using):
        yield Store(InDjango(using))


@contextmanager
def told() -> Generator[None]:
    """Turn what the database raises into our own, which quotes nothing."""
    try:
        yield
    except Error as error:
        found = trouble_of(error.__cause__)
    else:
        return
    raise_alone(found)


class InDjango(Backend):
    """Entries in tables of Django's, over the connection of the thread."""

    def __init__(self, using: str = "default") -> None:
        self._using = using
        self._closed = False

    @contextmanager
    def writing(self) -> Generator[None]:
        with self._begun():
            self._take_turn()
            yield

    def _take_turn(self) -> None:
        # It writes before anything is read: whoever comes second waits here
        # till the first is done, and then reads what they wrote.
        journal = self._all(models.Journal).filter(one=1)
        if not journal.update(turns=F("turns") + 1):
            first = {"own_id": str(uuid4())}
            self._all(models.Journal).get_or_create(one=1, defaults=first)
            journal.update(turns=F("turns") + 1)

    @contextmanager
    def reading(self) -> Generator[None]:
        database = connections[self._using]
        # Inside of a larger transaction it reads what that one reads.
        outermost = not database.in_atomic_block
        with self._begun():
            if outermost and database.vendor == "postgresql":
                with database.cursor() as cursor:
                    cursor.execute(
                        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
                    )
            try:
                yield
            finally:
                # Nothing was written, and a damaged file may refuse to
                # commit even that.
                transaction.set_rollback(True, using=self._using)

    @contextmanager
    def _begun(self) -> Generator[None]:
        if self._closed:
            message = "the store was closed: open it anew"
            raise StoreError(StoreTrouble.CLOSED, message)
        with told(), transaction.atomic(using=self._using):
            yield

    def _all(self, model: Any) -> Any:
        return model.objects.using(self._using)

    def head(self) -> Head:
        headers = self._all(models.Entry).order_by("-sequence")
        last = headers.values_list("header", flat=True).first()
        return head_of(self._journal(), last)

    def _journal(self) -> str:
        named = self._all(models.Journal).values_list("own_id", flat=True)
        return str(named.get(one=1))

    def version(self, plan_id: str) -> int:
        own = self._all(models.Entry).filter(plan=plan_id)
        return own.aggregate(last=Max("version"))["last"] or 0

    def named(self, entry_id: str) -> Entry | None:
        return next(self._entries(entry=entry_id), None)

    def entries(self, plan_id: str | None = None) -> Iterator[Entry]:
        if plan_id is None:
            return self._entries()
        return self._entries(plan=plan_id)

    def _entries(self, **which: str) -> Iterator[Entry]:
        rows = (
            self._all(models.Entry)
            .filter(**which)
            .order_by("sequence", "payloads__place")
            .values_list(
                "sequence",
                "header",
                "payloads__place",
                "payloads__salt",
                "payloads__body",
            )
        )
        # A damaged file shows while it is read: `verify` asks how far.
        with told():
            yield from entries_of(rows.iterator())

    def plan_ids(self) -> list[str]:
        first = self._all(models.Entry).filter(version=1)
        return [*first.order_by("sequence").values_list("plan", flat=True)]

    def append(self, plan_id: str, version: int, entry: Entry) -> None:
        said = entry.header
        self._all(models.Entry).create(
            sequence=said.sequence,
            entry=said.entry,
            plan=plan_id,
            version=version,
            header=entry.raw,
        )
        self._all(models.Payload).bulk_create(
            models.Payload(
                entry_id=said.sequence,
                place=place,
                salt=payload.salt,
                body=payload.body,
            )
            for place, payload in enumerate(entry.payloads)
            if payload is not None
        )

    def purge(self, places: Iterable[tuple[int, int]]) -> None:
        for sequence, place in places:
            gone = self._all(models.Payload).filter(entry=sequence)
            gone.filter(place=place).delete()

    def faults(self) -> tuple[Fault, ...]:
        rows = self._all(models.Entry).values_list(
            "sequence", "entry", "plan", "version", "header"
        )
        with told():
            held = [*rows.iterator()]
            return misfiled(self._journal(), held) if held else ()

    def close(self) -> None:
        # The connection is Django's, and ends with the request.
        self._closed = True
