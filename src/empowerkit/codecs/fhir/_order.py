"""
Nouns in an order that the model knows: the older before what replaces it.

Resources stand in any order, and a server returns them as it likes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from empowerkit.model._record import Field, Use, shape

from ._book import Fields


def in_order(fields: Fields) -> Fields:
    """
    Return *fields* with each noun behind those that it replaces.

    So is what holds a noun that replaces one elsewhere: a question asked in
    a later contact, say.
    Otherwise the order stays as it is; where nouns replace each other there
    is no such order.
    """
    found = dict(fields)
    for name, value in fields.items():
        nouns: Any = value
        if nouns.__class__ is tuple and nouns:
            found[name] = _in_order(nouns)
    return found


def _in_order(nouns: tuple[Any, ...]) -> tuple[Any, ...]:
    if not any(_telling(type(nouns[0]))):
        return nouns
    lines = [_replacing(noun) for noun in nouns]
    if not any(one.replaces for line in lines for one in line):
        return nouns
    at = {one.id: place for place, line in enumerate(lines) for one in line}
    older = [
        [at[one.replaces] for one in line if one.replaces in at]
        for line in lines
    ]
    return tuple(nouns[place] for place in _sorted(older))


def _replacing(noun: Any) -> list[Any]:
    """Return *noun* and what it holds, as far as that can replace another."""
    can_replace, inner = _telling(type(noun))
    found = [noun] if can_replace else []
    for field in inner:
        for part in getattr(noun, field.name):
            found += _replacing(part)
    return found


def _telling_of(kind: Any) -> tuple[bool, tuple[Field, ...]]:
    """Return whether a *kind* can replace another; where it holds such."""
    fields = shape(kind)
    inner = tuple(
        field
        for field in fields
        if field.use is Use.RECORD and field.many and any(_telling(field.kind))
    )
    return any(field.name == "replaces" for field in fields), inner


_telling: Callable[[Any], tuple[bool, tuple[Field, ...]]]
_telling = cache(_telling_of)


def _sorted(older: list[list[int]]) -> Iterator[int]:
    """Yield each place, behind the *older* ones where there are any."""
    met: set[int] = set()
    rest = [iter(one) for one in older]
    for place in range(len(older)):
        if place in met:
            continue
        met.add(place)
        line = [place]
        while line:
            before = next(
                (one for one in rest[line[-1]] if one not in met), None
            )
            if before is None:
                yield line.pop()
            else:
                met.add(before)
                line.append(before)
