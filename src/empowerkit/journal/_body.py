"""What an entry keeps of one noun: its own JSON, beside what holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
from typing import Any, Final

from empowerkit.codecs._form import _value
from empowerkit.codecs._form import _written as _encoded
from empowerkit.model._record import Field, Piece, Use, shape
from empowerkit.plan._edit import _values as values_getter
from empowerkit.plan._edit import own_fields


# How fields are called, what they are by default, and how they are read.
_Keys = tuple[
    tuple[str, ...], tuple[Any, ...], Callable[[Any], tuple[Any, ...]]
]


def body_of(noun: Piece, holder: Any) -> bytes:
    """
    Return what is put down of *noun*: what `canonical` makes of its data.

    It is written in one go, as whoever commits has to wait for it.
    """
    within = "" if holder is None else f'"in":"{holder.id}",'
    kind = type(noun).__name__
    return f'{{{within}"kind":"{kind}","noun":{own_text(noun)}}}'.encode()


def own_text(noun: Piece) -> str:
    """Return *noun* as canonical JSON, without the nouns that stand in it."""
    return _written(noun, _own_keys(type(noun)))


def _written(record: Piece, keys: _Keys) -> str:
    names, defaults, read = keys
    told: list[str] = []
    for name, value, default in zip(
        names, read(record), defaults, strict=True
    ):
        # Most fields are left out, and are seldom equal to what they are not.
        if value is not default and (default is None or value != default):
            told.append(name + _text(value))
    return "{" + ",".join(told) + "}"


def _text(value: Any) -> str:
    if isinstance(value, str):  # and what is a code: its value is text
        return _quoted(value)
    if isinstance(value, Piece):
        return _written(value, _keys(type(value)))
    if value.__class__ is tuple:
        return "[" + ",".join(map(_text, value)) + "]"
    plain = _value(value)
    return f'"{plain}"' if isinstance(value, date) else _encoded(plain)


def _in_order(fields: Iterable[Field]) -> _Keys:
    ordered = tuple(sorted(fields, key=attrgetter("name")))
    names = tuple(f'"{field.name}":' for field in ordered)
    return names, tuple(map(_default, ordered)), values_getter(ordered)


def _default(field: Field) -> Any:
    """Return the value that is left out; an id always stands there."""
    return None if field.use is Use.ID else field.default


def _of_all(kind: Any) -> _Keys:
    return _in_order(shape(kind))


def _of_own(kind: Any) -> _Keys:
    return _in_order(own_fields(kind))


_keys: Final[Callable[[Any], _Keys]] = cache(_of_all)
_own_keys: Final[Callable[[Any], _Keys]] = cache(_of_own)
