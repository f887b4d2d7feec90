"""
Our own extensions in their plain form, as msgspec reads them.

As there, the model is the list: each record is an extension named after its
class, each of its fields one inside, and from each a type is made here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Final, Union

import attrs
import msgspec

from empowerkit.model import Acceptance, Goal, Voice
from empowerkit.model._record import Field, Piece, Use, shape
from empowerkit.plan import Plan

from ._book import Fields
from ._extension import own_url
from ._table import PLACES, ROWS
from ._typed_parts import Extension, Ref, Whole
from ._typed_values import Known, mirror, moment, surely


# The name of a field, whether it holds several, and what takes a value.
_Slot = tuple[str, bool, Callable[[Any, Known], Any] | None]
_slots: Final[dict[type, _Slot]] = {}


def fields_in(parts: tuple[Any, ...], known: Known) -> Fields:
    """Return the fields in *parts* of one of our extensions."""
    found: Fields = {}
    for part in parts:
        name, is_many, take = _slots[part.__class__]
        value = part.value if take is None else take(part.value, known)
        if is_many:
            found[name] = (*found.get(name, ()), value)
        else:
            surely(name not in found)
            found[name] = value
    return found


def _record(kind: Any) -> Callable[[Any, Known], Any]:
    make = mirror(kind)
    blank = {
        field.name: None
        for field in shape(kind)
        if field.optional and field.default is attrs.NOTHING
    }

    def take(parts: Any, known: Known) -> Any:
        return make(**(blank | fields_in(parts, known)))

    return take


def _id(value: Any, known: Known) -> str:
    return known.id(value)


def _actor(value: Any, known: Known) -> Any:
    return known.actor(value)


_FORMS: Final[dict[Use, tuple[str, Any, Any]]] = {
    Use.ID: ("valueString", str, None),
    Use.TEXT: ("valueString", str, None),
    Use.NAME: ("valueString", str, None),
    Use.DIGEST: ("valueString", str, None),
    Use.WHOLE: ("valueInteger", Whole, None),
    Use.REF: ("valueReference", Ref, _id),
    Use.ACTOR: ("valueReference", Ref, _actor),
    Use.LANGUAGE: ("valueCode", str, None),
    Use.TIME: ("valueDateTime", str, moment),
    Use.DAY: ("valueDate", date, None),
    Use.FLAG: ("valueBoolean", bool, None),
}


def _form(field: Field) -> tuple[str, Any, Any]:
    """Return the key of a value of *field*, its type, and what takes it."""
    if field.use is Use.CODE:
        key = "valueInteger" if issubclass(field.kind, int) else "valueCode"
        return key, field.kind, None
    if field.use is Use.RECORD:
        return "extension", _parts(field.kind), _record(field.kind)
    return _FORMS[field.use]


def _part(kind: type[Piece], field: Field) -> Any:
    key, hint, take = _form(field)
    made = msgspec.defstruct(
        f"{kind.__name__}_{field.name}",
        [("value", hint, msgspec.field(name=key))],
        bases=(Extension,),
        tag=field.name,
    )
    _slots[made] = field.name, field.many, take
    return made


def _parts_of(kind: Any, beside: tuple[str, ...] = ()) -> Any:
    """Return the type of what is inside, but for what stands *beside* it."""
    fields = [f for f in shape(kind) if f.name not in beside]
    every = [_part(kind, field) for field in fields]
    return tuple.__class_getitem__((any_of(every), ...))


_parts: Final[Callable[[Any], Any]] = cache(_parts_of)


def any_of(kinds: list[Any]) -> Any:
    """Return the type of whatever is of one of *kinds*."""
    union: Any = Union
    return union[tuple(kinds)]


def _own(kind: type[Piece], *beside: str) -> Any:
    """Return the type of our extension for *kind*."""
    return msgspec.defstruct(
        f"Own{kind.__name__}",
        [("extension", _parts_of(kind, beside))],
        bases=(Extension,),
        tag=own_url(kind),
    )


# The nouns of a plan are resources; and the answers to a goal are asked their
# rules where they stand, which is not here.
_ELSEWHERE: Final[dict[Any, tuple[str, ...]]] = {
    Plan: tuple(PLACES.values()),
    Goal: ("acceptances",),
}


def _beside(kind: type[Piece]) -> list[str]:
    """Return which fields of *kind* stand elsewhere, and never here."""
    speaks = [f.name for f in shape(kind) if f.name == "voice"]
    must = [f.name for f in shape(kind) if f.name in speaks and not f.optional]
    return ["id", *must, *_ELSEWHERE.get(kind, ())]


OWN: Final[dict[Any, Any]] = {
    kind: _own(kind, *_beside(kind)) for kind in (*ROWS, Voice)
}
OWN_ACCEPTANCE: Final[Any] = _own(Acceptance, "actor", "status")
