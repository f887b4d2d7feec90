"""Making a new plan out of an old one; who may is asked elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import compress, count, zip_longest
from operator import attrgetter, is_not
from typing import Any, TypeVar

from empowerkit.errors import NotFoundError
from empowerkit.model._record import (
    Field,
    Piece,
    Use,
    evolved,
    is_noun,
    shape,
)


PieceT = TypeVar("PieceT", bound=Piece)


def holds_nouns(field: Field) -> bool:
    """Return whether *field* is one in which nouns stand."""
    return field.use is Use.RECORD and is_noun(field.kind)


def _noun_fields(kind: Any) -> tuple[Field, ...]:
    """Return the fields of *kind* in which nouns stand."""
    return tuple(field for field in shape(kind) if holds_nouns(field))


def _own_fields(kind: Any) -> tuple[Field, ...]:
    """Return the other fields of *kind*: what is its own."""
    return tuple(field for field in shape(kind) if not holds_nouns(field))


Fields = Callable[[Any], tuple[Field, ...]]
noun_fields: Fields = cache(_noun_fields)
own_fields: Fields = cache(_own_fields)


def _values(fields: tuple[Field, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads *fields*, all at once: far faster than one by one."""
    names = [field.name for field in fields]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda held: tuple([getattr(held, name) for name in names])


def _noun_values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    return _values(noun_fields(kind))


def _own_values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    return _values(own_fields(kind))


Values = Callable[[Any], Callable[[Any], tuple[Any, ...]]]
noun_values: Values = cache(_noun_values)
own_values: Values = cache(_own_values)


def items_of(held: Any, field: Field) -> tuple[Any, ...]:
    """Return the nouns that *held* holds in *field*, one or several."""
    return _several(getattr(held, field.name), field)


def _several(value: Any, field: Field) -> tuple[Any, ...]:
    if field.many:
        return tuple(value or ())
    return () if value is None else (value,)


def nouns_of(held: Any) -> Iterator[Any]:
    """Yield each noun in *held*, however deep; what holds others first."""
    for field in noun_fields(type(held)):
        nouns = items_of(held, field)
        if not noun_fields(field.kind):
            yield from nouns
            continue
        for noun in nouns:
            yield noun
            yield from nouns_of(noun)


def unlike(before: Any, after: Any) -> Iterator[tuple[Any, Any]]:
    """
    Yield what stood and what stands, wherever that is not one noun.

    Args:
        before: A plan, or a noun, as it was; `None` where *after* is new.
        after: The same as it is.

    Yields:
        The two nouns of one place; `None` where there is none.
    """
    fields, values = noun_fields(type(after)), noun_values(type(after))
    now = values(after)
    was = (None,) * len(now) if before is None else values(before)
    rows = zip(fields, was, now, strict=True)
    # A whole plan may have to be looked through for one noun that is new.
    for field, old, new in compress(rows, map(is_not, was, now)):
        yield from _pairs(_several(old, field), _several(new, field))


def _pairs(
    old: tuple[Any, ...], new: tuple[Any, ...]
) -> Iterator[tuple[Any, Any]]:
    # Most often some stand behind those that stood.
    both = min(len(old), len(new))
    first = next(compress(count(), map(is_not, old, new)), both)
    pairs = zip_longest(old[first:], new[first:])
    return (pair for pair in pairs if pair[0] is not pair[1])


def with_noun(holder: PieceT, noun: Any) -> PieceT:
    """
    Return *holder* with *noun* at the end of the tuple for its kind.

    Raises:
        NotFoundError: *holder* has no tuple for it.
    """
    for field in shape(type(holder)):
        if field.many and field.kind is type(noun):
            held = (*getattr(holder, field.name), noun)
            return evolved(holder, **{field.name: held})
    name, kind = type(holder).__name__, type(noun).__name__
    msg = (
        f"{name} must have a place for {kind}, and has none: name the "
        "noun that holds it with 'to'"
    )
    raise NotFoundError(msg)


def swapped(held: PieceT, noun_id: str, new: Any) -> PieceT:
    """Return *held* with the noun *noun_id*, however deep, made *new*."""
    if getattr(held, "id", None) == noun_id:
        found: PieceT = new
        return found
    for field in noun_fields(type(held)):
        fresh = _swapped_among(items_of(held, field), noun_id, new)
        if fresh:
            value = fresh if field.many else fresh[0]
            return evolved(held, **{field.name: value})
    return held


def _swapped_among(
    nouns: tuple[Any, ...], noun_id: str, new: Any
) -> tuple[Any, ...]:
    """Return *nouns* with the one made *new*; empty where it is not there."""
    for place, noun in enumerate(nouns):
        if noun.id == noun_id or noun_fields(type(noun)):
            fresh = swapped(noun, noun_id, new)
            if fresh is not noun:
                return (*nouns[:place], fresh, *nouns[place + 1 :])
    return ()
