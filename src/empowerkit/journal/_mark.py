"""Marks on a plan: a legal hold, and that no record of it is exported."""

from __future__ import annotations

import secrets

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from empowerkit.authority import Row
from empowerkit.errors import AuthorityError, ConflictError, refuse
from empowerkit.model import Actor, DisclosureBasis, Role
from empowerkit.plan import Plan, people_of

from ._commit import Head, Salt, in_words, odd_request, salted, sealed
from ._entry import Entry, Kind
from ._fold import fold


# What each of them adds to the holds that stand.
_STEP: Final = {Kind.HELD: 1, Kind.RELEASED: -1}


def holds(entries: Iterable[Entry]) -> int:
    """
    Return how many legal holds stand; 0 where none does.

    Args:
        entries: All entries of one plan.

    >>> holds([])
    0
    """
    return sum(_STEP.get(entry.header.kind, 0) for entry in entries)


def is_shielded(entries: Iterable[Entry]) -> bool:
    """
    Return whether no record of a plan may be exported, totals apart.

    Args:
        entries: All entries of one plan.

    >>> is_shielded([])
    False
    """
    return any(entry.header.kind is Kind.SHIELDED for entry in entries)


def mark(
    entries: Iterable[Entry],
    kind: Kind,
    *,
    by: Actor,
    at: datetime,
    head: Head,
    words: str | None = None,
    entry_id: str | None = None,
    salt: Salt = secrets.token_bytes,
) -> Entry:
    """
    Return the entry that marks a plan; it stores nothing.

    Holds are counted: each of them has to be released.
    A shield is for good.

    Args:
        entries: All entries of one plan, in order.
        kind: `Kind.HELD`, `Kind.RELEASED` or `Kind.SHIELDED`.
        by: Who says so: a worker of the plan.
        at: When.
        head: Where the journal stands.
        words: Why; which court, which case.
        entry_id: An opaque id that makes a retry harmless.
        salt: Where random bytes come from; for tests alone.

    Raises:
        AuthorityError: *by* is no worker of the plan.
        ConflictError: There is nothing to release (``legal-hold``).
        InvariantError: *at*, *words* or *entry_id* cannot stand in an entry.
        NotFoundError: All of the plan was erased.
    """
    refuse(odd_request(at, entry_id, words))
    held = tuple(entries)
    plan = fold(held)
    _ask_worker(plan, by, at)
    if holds(held) + _STEP.get(kind, 0) < 0:
        msg = (
            "a hold must stand to be released, and none does: there is nothing "
            "left to do"
        )
        raise _conflict(plan.id, msg, rule="legal-hold")
    return sealed(
        kind,
        salted(in_words(words), salt),
        plan=plan.id,
        by=by,
        at=at,
        head=head,
        version=held[-1].header.version + 1,
        entry_id=entry_id,
    )


def ask_free(entries: Iterable[Entry]) -> None:
    """
    Return where nothing of a plan is held.

    Raises:
        ConflictError: A legal hold stands.
    """
    held = tuple(entries)
    if holds(held):
        msg = (
            "nothing must be erased while a legal hold stands: ask whoever "
            "placed it to release it, and erase then"
        )
        raise _conflict(held[0].header.plan, msg, rule="legal-hold")


def ask_may_leave(entries: Iterable[Entry], basis: DisclosureBasis) -> None:
    """
    Return where part of a plan may be disclosed on this ground.

    What may be about to happen is a ground that whoever sends it judges
    alone: from a plan that is shielded nothing leaves on it.

    Raises:
        ConflictError: It is shielded (``shielded``).
    """
    held = tuple(entries)
    if basis is DisclosureBasis.IMMINENT_HARM and is_shielded(held):
        msg = (
            "what is shielded must leave under the client's consent, or where "
            "a law or a court compels it: ask the client, or name the duty"
        )
        raise _conflict(held[0].header.plan, msg, rule="shielded")


def _ask_worker(plan: Plan, by: Actor, at: datetime) -> None:
    if by.role is not Role.WORKER or not people_of(plan).present(by, at):
        msg = (
            f"a hold, its release and a shield are for a worker who is on the "
            f"plan at that time, and '{by.id}' is none; what they can do "
            f"instead: ask a worker of the plan for it"
        )
        facts = {"actor": by.id, "noun": "Plan", "id": plan.id}
        raise AuthorityError(Row.ADMINISTER.value, by.role.value, msg, facts)


def _conflict(plan_id: str, message: str, *, rule: str) -> ConflictError:
    return ConflictError(rule=rule, message=message, facts={"plan": plan_id})
