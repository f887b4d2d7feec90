"""Taking words away for good, and keeping the order provable."""

from __future__ import annotations

import secrets

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import attrs

from empowerkit.authority import Change, ErasureBasis, require
from empowerkit.codecs._form import canonical
from empowerkit.errors import NotFoundError, Problem, refuse
from empowerkit.model import Actor, Choice, Decision, Withdrawal
from empowerkit.plan import Plan, people_of
from empowerkit.plan._seen import nouns_in

from ._commit import Head, Salt, in_words, odd_request, salted, sealed
from ._entry import Entry, Kind, Payload, Place
from ._fold import fold, noun_of
from ._mark import ask_free


@attrs.frozen(kw_only=True)
class Erasure:
    """
    What is to be erased, and the entry that will say so.

    Attributes:
        entry: To be appended, once the payloads are gone.
        noun_ids: What goes: what was named, and what would tell of it.
        places: The payloads that go: sequence and place.
    """

    entry: Entry
    noun_ids: tuple[str, ...]
    places: tuple[Place, ...]


def erasable(plan: Plan, noun_ids: Iterable[str]) -> tuple[str, ...]:
    """
    Return all that goes where *noun_ids* go: the dry run of `erase`.

    With a noun goes what stands in it, and what would stand again without
    it: the words that it replaced, what it withdrew, and, with the choice
    that stands, those before it.
    With the client, or the plan, goes everything.

    Raises:
        NotFoundError: The plan holds no such noun.
    """
    held = [*_held(plan)]
    named = {*noun_ids}
    everything = {noun.id for noun, _ in held} | {plan.id}
    if not named <= everything:
        msg = "what is to be erased must be in the plan, and some is not"
        raise NotFoundError(msg)
    known = 0
    while known < len(named):
        known = len(named)
        named.update(_going_along(held, named))
    # Also where the client goes with what was taken back of them.
    whole = not named.isdisjoint({plan.id, plan.client.id})
    return tuple(sorted(everything if whole else named))


def _held(plan: Plan) -> Iterator[tuple[Any, Any]]:
    yield plan.client, plan
    for name in ("workers", "supporters", "proxies", "interpreters"):
        for person in getattr(plan, name):
            yield person, plan
    yield from nouns_in(plan)


def _going_along(
    held: list[tuple[Any, Any]], named: set[str]
) -> Iterator[str]:
    for noun, within in held:
        if within.id in named:
            yield noun.id
        if noun.id in named:
            yield from _would_stand_again(noun, within)


def _would_stand_again(noun: Any, within: Any) -> Iterator[str]:
    replaced = getattr(noun, "replaces", None)
    if replaced is not None:
        yield replaced
    if isinstance(noun, Withdrawal):
        yield noun.subject_id
    if (
        isinstance(noun, Choice)
        and isinstance(within, Decision)
        and within.choices[-1].id == noun.id
    ):
        yield from (choice.id for choice in within.choices)


def erase(
    entries: Iterable[Entry],
    noun_ids: Iterable[str],
    *,
    by: Actor,
    at: datetime,
    basis: ErasureBasis,
    head: Head,
    words: str | None = None,
    entry_id: str | None = None,
    salt: Salt = secrets.token_bytes,
) -> Erasure:
    """
    Return how *noun_ids* are erased; it deletes nothing itself.

    A store deletes the payloads at the places named, and appends the entry,
    both or neither.
    What is gone is `Absent` from then on, in every version.

    Args:
        entries: All entries of one plan, in order.
        noun_ids: What is to go; the plan's own id is all of it.
        by: Who erases it.
        at: When.
        basis: On what ground.
        head: Where the journal stands.
        words: Why, in words; they go where all of the plan goes.
        entry_id: An opaque id that makes a retry harmless.
        salt: Where random bytes come from; for tests alone.

    Raises:
        AuthorityError: *by* may not.
        ConflictError: A legal hold stops it (``legal-hold``).
        InvariantError: Nothing was named (``something-erased``), *basis* is
            text (``field-type``), or *at*, *words* or *entry_id* cannot stand
            in an entry.
        JournalError: The entries are not what was once written down, or
            what would be left of them is no plan.
        NotFoundError: The plan holds no such noun.
    """
    refuse(odd_request(at, entry_id, words))
    held = tuple(entries)
    plan = fold(held)
    going = erasable(plan, noun_ids)
    refuse(_odd(going, basis))
    people = people_of(plan)
    erased = dict(_standing(plan, going))
    for noun, within, _ in erased.values():
        change = Change(
            before=noun, within=within, erasure=basis, gone=frozenset(going)
        )
        require(change, by=by, at=at, before=people, after=people)
    ask_free(held)
    places = tuple(_places(held, {*going}, plan.id))
    told: dict[str, Any] = {
        "basis": basis.value,
        "erased": [
            {"id": own} | ({} if holder is None else {"in": holder})
            for own, (_, _, holder) in erased.items()
        ],
        # What was absent there is absent still, and others may name it.
        "absent": [
            {"id": absent.id}
            for noun, _, _ in erased.values()
            if isinstance(noun, Decision)
            for absent in noun.absent
        ],
    }
    entry = sealed(
        Kind.ERASED,
        salted([canonical(told), *in_words(words)], salt),
        plan=plan.id,
        by=by,
        at=at,
        head=head,
        version=held[-1].header.version + 1,
        entry_id=entry_id,
        purged=places,
    )
    if plan.id not in going:
        # Once it is gone nobody could mend what cannot be read.
        fold([*(without(one, places) for one in held), entry])
    return Erasure(entry=entry, noun_ids=going, places=places)


def _odd(going: tuple[str, ...], basis: object) -> Iterator[Problem]:
    if not going:
        yield Problem(
            rule="something-erased",
            path="$",
            message=(
                "what is to be erased must be named, and nothing was: name "
                "its id, or the plan's for all of it"
            ),
        )
    if type(basis) is not ErasureBasis:
        yield Problem(
            rule="field-type",
            path="$",
            message="basis must be an ErasureBasis, and no text",
        )


def _standing(
    plan: Plan, going: tuple[str, ...]
) -> Iterator[tuple[str, tuple[Any, Any, str | None]]]:
    """Yield what goes, with the decision that will say that it is absent."""
    wanted = {*going}
    if plan.id in wanted:
        yield plan.id, (plan, None, None)
    for noun, within in _held(plan):
        if noun.id in wanted:
            inside = isinstance(within, Decision) and within.id not in wanted
            yield noun.id, (noun, within, within.id if inside else None)


def _places(
    entries: Iterable[Entry], going: set[str], plan_id: str
) -> Iterator[Place]:
    for entry in entries:
        said = entry.header
        nouns = said.kind in {Kind.CREATED, Kind.CHANGED}
        for place, payload in enumerate(entry.payloads):
            if payload is None:
                continue
            goes = noun_of(payload) in going if nouns else plan_id in going
            # What an erasure names stays: it says that something is absent.
            if goes and (said.kind is not Kind.ERASED or place > 0):
                yield said.sequence, place


def without(entry: Entry, places: Iterable[Place]) -> Entry:
    """Return *entry* with its payloads at *places* gone."""
    gone = {*places}
    sequence = entry.header.sequence
    left: list[Payload | None] = [
        None if (sequence, place) in gone else payload
        for place, payload in enumerate(entry.payloads)
    ]
    return attrs.evolve(entry, payloads=tuple(left))
