"""The same call once more: whether an entry is what is asked for again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from empowerkit.authority import ErasureBasis
from empowerkit.codecs._text import parse
from empowerkit.errors import ConflictError, NotFoundError
from empowerkit.journal import Entry, Erasure, Kind, Payload, fold
from empowerkit.journal._body import body_of
from empowerkit.journal._commit import in_words, put
from empowerkit.journal._fold import named_in
from empowerkit.model import Actor, Decision, Disclosure, Voice
from empowerkit.model._record import evolved
from empowerkit.plan import Plan
from empowerkit.plan._changes import steps


# What is erased inside of these is noted in them.
_HOLDERS = (Plan, Decision)


def ask_same_commit(
    earlier: Entry,
    entries: Iterable[Entry],
    plan: Plan,
    by: Actor,
    expected: int,
) -> None:
    """
    Return where *earlier* tells of the change that makes *plan*.

    Raises:
        ConflictError: It stands for another change.
    """
    said = earlier.header
    asked = plan.id, expected + 1, by
    if (said.plan, said.version, said.actor) != asked or (
        not _is_of(earlier, tuple(entries), plan, expected)
    ):
        raise _taken(earlier)


def _is_of(
    earlier: Entry, entries: tuple[Entry, ...], plan: Plan, expected: int
) -> bool:
    held = {payload.body for payload in earlier.payloads if payload}
    erased = {own for entry in entries for own in _erased(entry)}
    try:
        before = fold(entries, version=expected) if expected else None
    except NotFoundError:
        # All of it was erased since, and nothing is left to compare.
        return True
    was = {} if before is None else _all(before)
    nouns = _all(plan).items()
    wanted = {body: noun for body, noun in nouns if body not in was}
    return held <= wanted.keys() and all(
        erased and (isinstance(noun, _HOLDERS) or noun.id in erased)
        for body, noun in wanted.items()
        if body not in held
    )


def _all(plan: Plan) -> dict[bytes, Any]:
    """Return each noun of *plan*, by what would be put down of it."""
    return {body_of(*one): one[0] for one in put(steps(None, plan))}


def _erased(entry: Entry) -> Iterator[str]:
    if entry.header.kind is Kind.ERASED and entry.payloads[0] is not None:
        for own, _ in named_in(_body(entry.payloads[0]), "erased"):
            yield own or ""


def _body(payload: Payload) -> Any:
    return parse(payload.body, payload.body.decode())


def same_erasure(
    earlier: Entry,
    plan_id: str,
    noun_ids: tuple[str, ...],
    by: Actor,
    basis: ErasureBasis,
) -> Erasure:
    """
    Return the erasure that *earlier* tells of.

    Raises:
        ConflictError: It is another one, or none.
    """
    said, first = earlier.header, next(iter(earlier.payloads), None)
    asked = Kind.ERASED, plan_id, by
    if (said.kind, said.plan, said.actor) == asked and first is not None:
        gone = {*_erased(earlier)}
        if _body(first)["basis"] == basis.value and {*noun_ids} <= gone:
            return Erasure(
                entry=earlier,
                noun_ids=tuple(sorted(gone)),
                places=said.purged,
            )
    raise _taken(earlier)


def ask_same_mark(
    earlier: Entry, plan_id: str, kind: Kind, by: Actor, words: str | None
) -> None:
    """
    Return where *earlier* is this mark.

    Raises:
        ConflictError: It is something else.
    """
    said = earlier.header
    told = [payload.body for payload in earlier.payloads if payload]
    if (said.kind, said.plan, said.actor, told) != (
        kind,
        plan_id,
        by,
        in_words(words),
    ):
        raise _taken(earlier)


def ask_version_seen(entries: tuple[Entry, ...], expected: int | None) -> None:
    """
    Return where a plan of these *entries* is at the version *expected*.

    Raises:
        ConflictError: It is at another.
    """
    last = entries[-1].header
    if expected in {None, last.version}:
        return
    msg = (
        f"what is erased must be what was looked at (expected {expected}, "
        f"found {last.version}): look again at what would go"
    )
    facts = {
        "plan": last.plan,
        "expected": str(expected),
        "found": str(last.version),
    }
    raise ConflictError(rule="expected-version", message=msg, facts=facts)


def same_disclosure(
    earlier: Entry,
    entries: Iterable[Entry],
    plan_id: str,
    wanted: Disclosure,
) -> Plan:
    """
    Return the plan as it was when *wanted* left, whenever that was.

    Raises:
        ConflictError: *earlier* tells of something else.
    """
    said = earlier.header
    if said.plan == plan_id and said.kind is Kind.CHANGED:
        held = tuple(entries)
        plan = fold(held, version=said.version)
        known = fold(held, version=said.version - 1).disclosures
        # What stood there before was written down by another entry.
        for left in plan.disclosures[len(known) :]:
            own = {"id": left.id, "at": left.at, "voice": left.voice}
            if evolved(wanted, **own) == left:
                return plan
    raise _taken(earlier)


def ask_still_allowed(
    plan: Plan, left: Disclosure, *, by: Actor, at: datetime
) -> None:
    """
    Return where what *left* may leave *plan* as it stands, at *at*.

    Raises:
        AuthorityError: It may not, or not any more.
    """
    anew = evolved(left, at=at, voice=Voice.of(by, at=at))
    plan.add(anew, by=by, at=at)


def _taken(earlier: Entry) -> ConflictError:
    msg = (
        "an entry's id must stand for one change, and this one stands for "
        "another: retry with the same plan, or take a new id"
    )
    facts = {"entry": earlier.header.entry}
    return ConflictError(rule="entry-id-once", message=msg, facts=facts)
