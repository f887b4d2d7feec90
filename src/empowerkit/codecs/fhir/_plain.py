"""
Our own extensions in their plain form, read without a cursor.

Nothing is noted here, neither what was looked at nor what is lost: as soon
as one part is not plain, all of the extension is left to the careful way.
"""

from __future__ import annotations

import enum

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import attrs

from empowerkit.errors import InvariantError
from empowerkit.model._record import Field, Use, shape

from ._book import Fields, Page
from ._forms import day_of, time_of


_Taker = Callable[[Any, Page], Any]
_PARTS: Final = 2


def plain_fields(rows: Any, page: Page, kind: Any) -> Fields | None:
    """Return the fields of *kind* in *rows*; `None` if one is not plain."""
    if rows.__class__ is not list:
        return None
    slots = _slots_of(kind)
    found: Fields = {}
    for row in rows:
        if row.__class__ is not dict or len(row) != _PARTS:
            return None
        name: Any = row.get("url")
        slot = slots.get(name) if name.__class__ is str else None
        if slot is None:
            return None
        key, take, is_many = slot
        value = take(row.get(key), page)
        if value is None:
            return None
        if is_many:
            found[name] = (*found.get(name, ()), value)
        elif name in found:
            return None
        else:
            found[name] = value
    return found


def _slots(kind: Any) -> dict[str, tuple[str, _Taker, bool]]:
    return {f.name: (*_slot(f), f.many) for f in shape(kind)}


_slots_of: Callable[[Any], dict[str, tuple[str, _Taker, bool]]]
_slots_of = cache(_slots)


def _slot(field: Field) -> tuple[str, _Taker]:
    """Return the key of a plain value of *field*, and what takes it."""
    if field.use is Use.CODE:
        return _of_code(field.kind)
    if field.use is Use.RECORD:
        return "extension", _record(field.kind)
    return _SLOTS[field.use]


def _of_code(kind: type[enum.Enum]) -> tuple[str, _Taker]:
    members: dict[Any, Any] = {one.value: one for one in kind}
    wanted = int if issubclass(kind, int) else str

    def take(value: Any, page: Page) -> Any:
        return members.get(value) if value.__class__ is wanted else None

    return ("valueInteger" if wanted is int else "valueCode"), take


def _record(kind: Any) -> _Taker:
    needed: dict[str, bool] = {}

    def take(value: Any, page: Page) -> Any:
        fields = plain_fields(value, page, kind)
        if fields is None:
            return None
        for name, is_optional in needed.items():
            if name not in fields:
                if not is_optional:
                    return None
                fields[name] = None
        try:
            return kind(**fields)
        except InvariantError:
            return None

    for field in shape(kind):
        if field.default is attrs.NOTHING:
            needed[field.name] = field.optional
    return take


def _of_class(wanted: type) -> _Taker:
    return lambda value, page: value if value.__class__ is wanted else None


def _time(value: Any, page: Page) -> Any:
    return time_of(value) if value.__class__ is str else None


def _day(value: Any, page: Page) -> Any:
    if value.__class__ is not str:
        return None
    return day_of(value.partition("T")[0])


def _id(value: Any, page: Page) -> str | None:
    target = page.plain_target(value)
    return None if target is None else target.noun_id


def _actor(value: Any, page: Page) -> Any:
    return page.plain_actor(value) if value.__class__ is dict else None


_TEXT: Final = ("valueString", _of_class(str))
_SLOTS: Final[dict[Use, tuple[str, _Taker]]] = {
    Use.ID: _TEXT,
    Use.TEXT: _TEXT,
    Use.NAME: _TEXT,
    Use.DIGEST: _TEXT,
    Use.WHOLE: ("valueInteger", _of_class(int)),
    Use.REF: ("valueReference", _id),
    Use.ACTOR: ("valueReference", _actor),
    Use.LANGUAGE: ("valueCode", _of_class(str)),
    Use.TIME: ("valueDateTime", _time),
    Use.DAY: ("valueDate", _day),
    Use.FLAG: ("valueBoolean", _of_class(bool)),
}
