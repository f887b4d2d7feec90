"""Making a new plan out of an old one; who may is asked elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
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
    changed: dict[str, Any] = {}
    for field in noun_fields(type(held)):
        value = getattr(held, field.name)
        items = value if field.many else (value,)
        fresh = tuple(swapped(item, noun_id, new) for item in items)
        if any(a is not b for a, b in zip(items, fresh, strict=True)):
            changed[field.name] = fresh if field.many else fresh[0]
    return evolved(held, **changed) if changed else held
