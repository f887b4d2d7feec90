"""The last step of a reading: what is named and not there is `Absent`."""

from __future__ import annotations

import re

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Final

from empowerkit.errors import InvariantError
from empowerkit.model import Absent, AbsentReason, PlanId, Source
from empowerkit.model._record import (
    Field,
    Piece,
    Use,
    is_noun,
    shape,
    value_wrong,
)
from empowerkit.model._record import _deferred as deferred
from empowerkit.plan import Plan
from empowerkit.plan._guard import surely_sound

from ._book import Book, Fields
from ._codes import FHIR
from ._forms import is_one_line
from ._index import Item, Target, derived
from ._losses import Loss, loss, whole
from ._order import in_order


_PLACE: Final = re.compile(r"\$\.(\w+)\[(\d+)\]")
_NAMING: Final = frozenset({Use.REF, Use.ACTOR})


def closed(
    book: Book, members: list[Item], fields: Fields, sources: list[Item]
) -> tuple[Plan | None, list[Loss]]:
    """
    Return the plan of *fields*, in which everything named is held or absent.

    A noun that breaks a rule of the plan is left out, and reported.
    Where rules are deferred none is asked, and there is no plan if one may
    be broken.

    Args:
        book: The book of this client.
        members: All of the client's resources.
        fields: The fields of the plan.
        sources: The resources that became nouns.
    """
    fields.setdefault("id", PlanId(derived("Plan", book.client_id)))
    outside = _outside(book, members)
    if deferred.get():
        return _surely_closed(book, fields, outside, sources), []
    came = {book.index.id_of(item): item for item in sources}
    losses: list[Loss] = []
    fields = in_order(fields)
    while True:
        every = _with_absent(book, fields, outside, sources)
        try:
            return Plan(**every), losses
        except InvariantError as error:
            dropped = list(_dropped(error, fields))
        losses += [_loss_of(noun, came, rule) for noun, rule in dropped]
        if not dropped:
            losses.append(loss("CarePlan", "", "", "malformed"))
            return None, losses


def _surely_closed(
    book: Book,
    fields: Fields,
    outside: dict[str, Target],
    sources: list[Item],
) -> Plan | None:
    """Return the same plan, if it is surely sound."""
    if not (outside or any(_sources(book, {}, sources))):
        plan = Plan(**fields)
        if surely_sound(plan):
            # All that is named is held: nothing is to be added.
            return plan
    every = _with_absent(book, in_order(fields), outside, sources)
    plan = Plan(**every)
    return plan if surely_sound(plan) else None


def _dropped(
    error: InvariantError, fields: Fields
) -> Iterator[tuple[Any, str]]:
    """Take out of *fields* each noun that *error* is about, and yield it."""
    wrong: dict[str, dict[int, str]] = {}
    for problem in error.problems:
        place = _PLACE.match(problem.path)
        if place is not None:
            found = wrong.setdefault(place[1], {})
            found.setdefault(int(place[2]), problem.rule)
    for name, rules in wrong.items():
        nouns: tuple[Any, ...] = fields.get(name, ())
        kept = [noun for i, noun in enumerate(nouns) if i not in rules]
        fields[name] = tuple(kept)
        for index, noun in enumerate(nouns):
            if index in rules:
                yield noun, rules[index]


def _loss_of(noun: Any, came: dict[str, Item], rule: str) -> Loss:
    item = came.get(getattr(noun, "id", ""))
    return (
        loss("CarePlan", "", "", rule) if item is None else whole(item, rule)
    )


def _outside(book: Book, members: list[Item]) -> dict[str, Target]:
    """Return what *members* name that was not given, by our id."""
    found: dict[str, Target] = {}
    for item in members:
        _, targets = book.index.named_in(item)
        for target in targets:
            found.setdefault(target.noun_id, target)
    return found


def _with_absent(
    book: Book,
    fields: Fields,
    outside: dict[str, Target],
    sources: list[Item],
) -> Fields:
    held, named = _held_and_named(fields)
    told: tuple[Absent, ...] = fields.get("absent", ())
    known = held | {absent.id for absent in told}
    missing = [n for n in (*named, *outside) if n not in known]
    absent = [
        Absent(id=one, reason=AbsentReason.NOT_SUPPLIED)
        for one in dict.fromkeys(missing)
    ]
    found = fields | {"absent": (*told, *absent)}
    here = held | {one.id for one in found["absent"]}
    own: tuple[Source, ...] = fields.get("sources", ())
    untold = here - {source.about_id for source in own}
    more = [
        source
        for source in _sources(book, outside, sources)
        if source.about_id in untold
    ]
    return found | {"sources": (*own, *more)}


def _held_and_named(fields: Fields) -> tuple[set[str], dict[str, None]]:
    """Return the ids that the nouns have, and those that they name."""
    held: set[str] = {fields["id"]}
    named: dict[str, None] = {}
    for value in fields.values():
        nouns: Any = value
        for noun in nouns if type(value) is tuple else (nouns,):
            if isinstance(noun, Piece):
                _note(noun, held, named)
    return held, named


def _note(noun: Piece, held: set[str], named: dict[str, None]) -> None:
    has_id, naming, inner = _telling(type(noun))
    if has_id:
        own: Any = noun
        held.add(own.id)
    for field in naming:
        value: Any = getattr(noun, field.name)
        if value is not None:
            for one in value if field.many else (value,):
                named[one if field.use is Use.REF else one.id] = None
    for field in inner:
        value = getattr(noun, field.name)
        if value is not None:
            for one in value if field.many else (value,):
                _note(one, held, named)


_Fields = tuple[Field, ...]


def _telling_of(kind: Any) -> tuple[bool, _Fields, _Fields]:
    """Return whether a *kind* has an id, what in it names, and its parts."""
    fields = shape(kind)
    naming = tuple(field for field in fields if field.use in _NAMING)
    inner = tuple(field for field in fields if field.use is Use.RECORD)
    return is_noun(kind) or kind is Absent, naming, inner


_telling: Callable[[Any], tuple[bool, _Fields, _Fields]]
_telling = cache(_telling_of)


def _sources(
    book: Book, outside: dict[str, Target], given: Iterable[Item]
) -> Iterator[Source]:
    for item in given:
        if not book.index.is_ours(item) and item.id is not None:
            own = book.index.id_of(item)
            yield from _source(item.base or FHIR, item.local, own)
    for noun_id, target in outside.items():
        yield from _source(target.base, target.local, noun_id)


def _source(system: str, noun_id: str, about_id: str) -> Iterator[Source]:
    # Plain data, of no document, may hold what cannot be stored.
    text = f"{system}{noun_id}"
    if is_one_line(text) or not value_wrong(Use.TEXT, text):
        yield Source(system=system, id=noun_id, about_id=about_id)
