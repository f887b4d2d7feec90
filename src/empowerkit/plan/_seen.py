"""The plan as one person may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from empowerkit.authority._said import may_read
from empowerkit.errors import AuthorityError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Acknowledgement,
    Actor,
    Choice,
    Consideration,
    Decision,
    Fit,
    Milestone,
    Rating,
    Role,
    Ruler,
    SetAside,
    Step,
    SubstituteDecision,
    SupportAgreement,
    Voice,
    Withdrawal,
)
from empowerkit.model._record import (
    Piece,
    Use,
    evolved,
    is_noun,
    parts,
    shape,
)

from ._changes import people_of
from ._edit import noun_fields
from ._rules import PEOPLE


if TYPE_CHECKING:
    from ._plan import Plan


def seen_by(plan: Plan, reader: Actor, at: datetime | None = None) -> Plan:
    """Return what *reader* may read of *plan*; see `Plan.as_seen_by`."""
    known = people_of(plan)
    person = known.find(reader) if at is None else known.present(reader, at)
    if person is None or getattr(person, "ended_at", None) is not None:
        raise _not_on_plan(reader)
    if _all_open(plan):
        return plan
    hidden = _hidden(plan, reader)
    withheld: list[Absent] = []
    shown = _shown(plan, hidden, withheld)
    sources = tuple(s for s in plan.sources if s.about_id not in hidden)
    people = {
        name: tuple(_veiled(one, reader) for one in getattr(plan, name))
        for name in PEOPLE
        if name != "client"
    }
    absent = (*plan.absent, *withheld)
    return evolved(plan, **(shown | people), sources=sources, absent=absent)


def _all_open(record: Any) -> bool:
    """Return whether nothing in *record* is for some eyes only."""
    for name, many in _ways(type(record)):
        value = getattr(record, name)
        for one in (value if many else (value,)) if value else ():
            if type(one) is Voice:
                if one.private_to:
                    return False
            elif type(one) is Rating or not _all_open(one):
                return False
    return True


def _ways_of(kind: Any) -> tuple[tuple[str, bool], ...]:
    """Return the fields of *kind* that lead to a voice or a rating."""
    return tuple(
        (field.name, field.many)
        for field in shape(kind)
        if field.use is Use.RECORD and _leads(field.kind)
    )


_ways: Callable[[Any], tuple[tuple[str, bool], ...]] = cache(_ways_of)


def _leads(kind: Any, above: tuple[Any, ...] = ()) -> bool:
    return kind in (Voice, Rating) or any(
        field.use is Use.RECORD
        and field.kind not in above
        and _leads(field.kind, (*above, kind))
        for field in shape(kind)
    )


def _not_on_plan(reader: Actor) -> AuthorityError:
    return AuthorityError(
        "read a plan",
        reader.role.value,
        f"{reader.role.value} '{reader.id}' must be on this plan to read it, "
        "and is not; what they can do instead: ask the client to invite "
        "them, or to disclose a part of it",
        {"actor": reader.id},
    )


def _veiled(person: Any, reader: Actor) -> Any:
    """Return *person* without voices that are for others alone."""
    veiled = {
        field.name: None
        for field in shape(type(person))
        if field.kind is Voice
        and not may_read(getattr(person, field.name), reader)
    }
    return evolved(person, **veiled)


def _hidden(plan: Plan, reader: Actor) -> set[Any]:
    """Return the ids of all nouns that are not for *reader*."""
    staff = {worker.id for worker in plan.workers}
    held = [*nouns_in(plan)]
    hidden = {
        noun.id
        for noun, _ in held
        if not all(may_read(voice, reader) for voice in _voices(noun))
        or (rates_staff(noun, staff) and not _named_in(noun, reader))
    }
    known = 0
    while known < len(hidden):
        known = len(hidden)
        hidden |= _telling(held, hidden)
    return hidden


def nouns_in(held: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each noun in *held*, people apart, with what holds it."""
    for field in noun_fields(type(held)):
        if field.name not in PEOPLE:
            for noun in getattr(held, field.name):
                yield noun, held
                yield from nouns_in(noun)


def rates_staff(noun: Any, staff: set[Any]) -> bool:
    """Return whether *noun* is a client's rating of a worker."""
    return (
        isinstance(noun, Rating)
        and noun.rater.role is Role.CLIENT
        and (noun.about_id in staff or noun.ruler is Ruler.RAPPORT)
    )


def _named_in(rating: Rating, reader: Actor) -> bool:
    return reader in (rating.rater, *rating.voice.private_to)


# What would tell of the noun that it names.
_TELLING: Final[dict[type, tuple[str, ...]]] = {
    Acknowledgement: ("about_id",),
    Choice: ("option_id",),
    Consideration: ("option_id",),
    Fit: ("option_id",),
    Milestone: ("goal_id",),
    Rating: ("about_id",),
    SetAside: ("subject_id",),
    Step: ("goal_id", "milestone_id"),
    SubstituteDecision: ("option_id",),
    SupportAgreement: ("goal_id",),
    Withdrawal: ("subject_id",),
}


def _telling(held: list[tuple[Any, Any]], hidden: set[Any]) -> set[Any]:
    """Return the ids of what would tell of something *hidden*, and those."""
    # Old words, or an earlier choice, must not look like those that stand.
    newer = [pair for pair in held if pair[0].id in hidden]
    stale = {getattr(noun, "replaces", None) for noun, _ in newer}
    decided = {within.id for noun, within in newer if isinstance(noun, Choice)}
    return {
        noun.id
        for noun, within in held
        if noun.id in stale
        or within.id in hidden
        or (isinstance(noun, Choice) and within.id in decided)
        or not hidden.isdisjoint(_named(noun))
    }


def _named(noun: object) -> Iterator[Any]:
    """Yield the id of each noun of which *noun* would tell."""
    for name in _TELLING.get(type(noun), ()):
        yield getattr(noun, name)


def _shown(
    noun: Any, hidden: set[Any], withheld: list[Absent]
) -> dict[str, Any]:
    """Return what may be read of the nouns in *noun*; note the others."""
    shown: dict[str, Any] = {}
    for field in noun_fields(type(noun)):
        if not field.many:
            continue
        held = getattr(noun, field.name)
        kept = (one for one in held if one.id not in hidden)
        for one in held:
            if one.id in hidden:
                withheld += _withheld(one)
        shown[field.name] = tuple(_lean(k, hidden, withheld) for k in kept)
    return shown


def _lean(noun: Any, hidden: set[Any], withheld: list[Absent]) -> Any:
    """Return *noun* without what is hidden in it."""
    if not isinstance(noun, Decision):
        return evolved(noun, **_shown(noun, hidden, withheld))
    inside: list[Absent] = []
    shown = _shown(noun, hidden, inside)
    return evolved(noun, **shown, absent=(*noun.absent, *inside))


def _withheld(noun: Any) -> Iterator[Absent]:
    """Yield *noun*, and each noun in it, as withheld."""
    yield Absent(id=noun.id, reason=AbsentReason.WITHHELD)
    for part, _ in parts(noun):
        if isinstance(part, Absent):
            yield part
        elif is_noun(type(part)):
            yield from _withheld(part)


def _voices(noun: Piece) -> Iterator[Voice]:
    """Yield each voice of *noun*, but for those of the nouns in it."""
    for part, _ in parts(noun):
        if isinstance(part, Voice):
            yield part
        elif not is_noun(type(part)):
            yield from _voices(part)
