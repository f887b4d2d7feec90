"""From two plans to one entry: what differs, judged, and sealed."""

from __future__ import annotations

import os
import secrets

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from operator import is_
from typing import Any, Final

import attrs

from empowerkit.codecs import VERSION
from empowerkit.codecs._form import canonical
from empowerkit.errors import Problem, refuse
from empowerkit.model import Actor
from empowerkit.model._ids import new_id
from empowerkit.model._record import (
    _id_wrong,
    _text_wrong,
    _time_wrong,
    _whole_wrong,
)
from empowerkit.plan import Plan
from empowerkit.plan._changes import Step, ask
from empowerkit.plan._edit import own_values

from ._body import body_of, own_text
from ._entry import SALT_BYTES, Entry, Header, Kind, Payload, Place, written


Salt = Callable[[int], bytes]


@attrs.frozen(kw_only=True)
class Head:
    """
    Where a journal stands: what its next entry joins on to.

    Attributes:
        journal: The journal's id.
        sequence: The place of the last entry; 0 where there is none.
        hash: The hash of the last entry.

    >>> Head(journal="j1").sequence
    0
    """

    journal: str = attrs.field(factory=new_id)
    sequence: int = 0
    hash: str | None = None

    @classmethod
    def after(cls, entry: Entry) -> Head:
        """Return where a journal stands whose last entry is *entry*."""
        said = entry.header
        return cls(
            journal=said.journal, sequence=said.sequence, hash=entry.hash
        )


def commit(
    before: Plan | None,
    after: Plan,
    *,
    by: Actor,
    at: datetime,
    head: Head,
    version: int = 0,
    entry_id: str | None = None,
    salt: Salt = secrets.token_bytes,
) -> Entry:
    """
    Return the entry that leads from *before* to *after*; it stores nothing.

    Each change is asked of the table of authority: one actor an entry, and
    what two people did is two entries.

    Args:
        before: The plan as it stands; `None` where *after* is new.
        after: The plan as it shall stand.
        by: Who does it.
        at: When it is written down.
        head: Where the journal stands.
        version: Which version of the plan *before* is; 0 where it is new.
        entry_id: An opaque id that makes a retry harmless; random where
            none is given.
        salt: Where random bytes come from; for tests alone.

    Raises:
        AuthorityError: *by* may not make one of the changes.
        InvariantError: There is no change (``something-changed``), the two
            are not one plan (``same-plan``), *at* has no offset
            (``time-aware``), *entry_id* is no opaque id (``id-form``), or
            *version* is no whole number (``field-type``).

    >>> from datetime import UTC, datetime
    >>> from empowerkit import Client, Plan
    >>> amina = Client(called="Amina")
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> entry = commit(
    ...     None, Plan(client=amina), by=amina.actor, at=noon, head=Head()
    ... )
    >>> entry.header.kind.value, len(entry.payloads), b"Amina" in entry.raw
    ('created', 2, False)
    """
    refuse(
        [
            *_not_one_change(before, after),
            *odd_request(at, entry_id),
            *odd_version("version", version),
        ]
    )
    return sealed(
        kind_after(before),
        judged(before, after, by=by, at=at, salt=salt),
        plan=after.id,
        by=by,
        at=at,
        head=head,
        version=version + 1,
        entry_id=entry_id,
    )


def judged(
    before: Plan | None,
    after: Plan,
    *,
    by: Actor,
    at: datetime,
    salt: Salt = os.urandom,
) -> tuple[Payload, ...]:
    """
    Return what a commit puts down, where *by* may make every change of it.

    That is nearly all the work of `commit`, and asks nothing of the journal:
    nobody else has to wait for it.

    Raises:
        AuthorityError: *by* may not make one of the changes.
        InvariantError: There is no change (``something-changed``).
    """
    found = ask(before, after, by=by, at=at)
    if not found:
        refuse([_NOTHING])
    return put_down(found, salt)


def kind_after(before: Plan | None) -> Kind:
    """Return of which kind the entry is that follows *before*."""
    return Kind.CREATED if before is None else Kind.CHANGED


def put_down(found: Iterable[Step], salt: Salt) -> tuple[Payload, ...]:
    return salted([body_of(*one) for one in put(found)], salt)


def salted(bodies: Iterable[bytes], salt: Salt) -> tuple[Payload, ...]:
    """Return the payloads that hold *bodies*, each with its own salt."""
    return tuple(Payload(salt=salt(SALT_BYTES), body=body) for body in bodies)


def sealed(
    kind: Kind,
    payloads: tuple[Payload, ...],
    *,
    plan: str,
    by: Actor,
    at: datetime,
    head: Head,
    version: int,
    entry_id: str | None,
    purged: tuple[Place, ...] = (),
) -> Entry:
    """Return the entry of *kind* that holds *payloads* and follows *head*."""
    header = Header(
        journal=head.journal,
        sequence=head.sequence + 1,
        plan=plan,
        version=version,
        entry=entry_id or new_id(),
        kind=kind,
        actor=by,
        recorded_at=at.astimezone(UTC),
        schema=VERSION,
        commitments=tuple(payload.commitment for payload in payloads),
        purged=purged,
        previous=head.hash,
    )
    return written(header, payloads)


_SAME_PLAN: Final = Problem(
    rule="same-plan",
    path="$.id",
    message="what is committed must be the plan that it changes: keep its id",
)
_NOTHING: Final = Problem(
    rule="something-changed",
    path="$",
    message="a commit must change something, and the two plans are equal",
)


def _not_one_change(before: Plan | None, after: Plan) -> Iterator[Problem]:
    if before is not None and before.id != after.id:
        yield _SAME_PLAN
    elif before == after:
        yield _NOTHING


def odd_request(
    at: datetime, entry_id: str | None, words: str | None = None
) -> list[Problem]:
    """Return what cannot stand in an entry, and would make it unreadable."""
    asked = [("at", _time_wrong(at))]
    if entry_id is not None:
        asked.append(("entry_id", _id_wrong(entry_id)))
    if words is not None:
        asked.append(("words", _text_wrong(words)))
    return [
        Problem(rule=wrong[0], path="$", message=f"{name} {wrong[1]}")
        for name, wrong in asked
        if wrong is not None
    ]


def odd_version(name: str, version: int) -> Iterator[Problem]:
    """Yield what would make a header that nobody could read: 2.0, say."""
    wrong = _whole_wrong(version)
    if wrong is not None:
        yield Problem(rule=wrong[0], path="$", message=f"{name} {wrong[1]}")


def in_words(words: str | None) -> list[bytes]:
    """Return the payload that says why, where somebody says why."""
    return [] if words is None else [canonical({"words": words})]


def put(found: Iterable[Step]) -> Iterator[tuple[Any, Any]]:
    """Yield each noun that is put, and what holds it."""
    for before, after, holder in found:
        # Nothing is ever gone, nor put in between: authority saw to that.
        if after is not None and (
            before is None or _is_changed(before, after)
        ):
            yield after, holder


def _is_changed(before: Any, after: Any) -> bool:
    """Return whether something of *after*'s own is not written as it was."""
    values = own_values(type(after))
    if all(map(is_, values(before), values(after))):
        return False
    # One moment can be told in two ways, and a retry knows them apart.
    return own_text(before) != own_text(after)
