"""
Our own extensions: what the elements of FHIR do not say.

A record is one extension, named after its class; each field in it is one
inside, named after the field, and a tuple is several of the same name.
So the extensions need no list of their own: the model is the list.
"""

from __future__ import annotations

import enum

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

import attrs

from empowerkit.errors import InvariantError
from empowerkit.model._record import Field, Piece, Use, items, shape

from ._book import Desk, Fields, Page
from ._codes import OURS, slug
from ._element import Element
from ._forms import Data, leave_to_rules
from ._plain import plain_fields
from ._time import written


Taker = Callable[[Element, Page, Any], Any]
UNSET: Final = "unset"
_INT32: Final = 2**31


def given(
    record: Piece, desk: Desk, url: str, *, beside: Iterable[str] = ()
) -> Data:
    """Return *record* as an extension, but for what stands *beside* it."""
    left_out = set(beside)
    inside: list[Data] = []
    for field in shape(type(record)):
        value = getattr(record, field.name)
        if value != field.default and field.name not in left_out:
            inside += field_given(field, value, desk)
    return {"url": url, "extension": inside or _something(record, desk)}


def field_given(field: Field, value: Any, desk: Desk) -> list[Data]:
    """Return *value* of *field* as extensions, one for each item."""
    return [
        {"url": field.name} | _value(field, item, desk)
        for _, item in items(field, value, "")
    ]


def _something(record: Piece, desk: Desk) -> list[Data]:
    """Return a field with its default, as an extension must hold something."""
    field = next(f for f in shape(type(record)) if f.use is Use.CODE)
    return field_given(field, getattr(record, field.name), desk)


def _value(field: Field, item: Any, desk: Desk) -> Data:
    return _GIVERS[field.use](item, desk)


def _text_given(item: str, desk: Desk) -> Data:
    return {"valueString": item} if item else _EMPTY


def _code_given(item: enum.Enum, desk: Desk) -> Data:
    key = "valueInteger" if isinstance(item, int) else "valueCode"
    return {key: item.value}


def _whole_given(item: int, desk: Desk) -> Data:
    fits = -_INT32 <= item < _INT32
    return {"valueInteger" if fits else "valueDecimal": item}


def _inside(record: Piece, desk: Desk) -> Data:
    return {"extension": given(record, desk, "")["extension"]}


_EMPTY: Final[Data] = {"extension": [{"url": "empty", "valueBoolean": True}]}
_GIVERS: Final[dict[Use, Callable[[Any, Desk], Data]]] = {
    Use.ID: _text_given,
    Use.TEXT: _text_given,
    Use.NAME: _text_given,
    Use.DIGEST: _text_given,
    Use.CODE: _code_given,
    Use.WHOLE: _whole_given,
    Use.REF: lambda item, desk: {"valueReference": desk.refer(item)},
    Use.ACTOR: lambda item, desk: {"valueReference": desk.actor(item)},
    Use.RECORD: _inside,
    Use.LANGUAGE: lambda item, desk: {"valueCode": item},
    Use.TIME: lambda item, desk: {"valueDateTime": written(item)},
    Use.DAY: lambda item, desk: {"valueDate": written(item)},
    Use.FLAG: lambda item, desk: {"valueBoolean": item},
}


def unset(name: str) -> Data:
    """Return an extension that says that *name* is not recorded."""
    return {"url": UNSET, "valueCode": name}


def taken(e: Element, page: Page, kind: type[Piece]) -> Fields:
    """
    Return the fields of *kind* that the extension *e* holds.

    A field that is `unset` there is `None`.
    """
    plain = plain_fields(e.data.get("extension"), page, kind)
    if plain is not None:
        e.seen["extension"] = None
        return plain
    by_name = _fields_of(kind)
    found: dict[str, list[Any]] = {}
    nothing: set[str | None] = set()
    for part in e.many("extension"):
        name = part.code("url")
        if name == UNSET:
            nothing.add(part.code("valueCode"))
            continue
        field, take = by_name.get(str(name), (None, None))
        value = field and take and take(part, page, field.kind)
        if value is None:
            leave_to_rules()
            part.lose(None, "malformed")
            page.is_broken |= field is not None and _tells_a_story(field)
        else:
            found.setdefault(str(name), []).append(value)
    if not all(by_name[n][0].optional for n in by_name.keys() & nothing):
        leave_to_rules()
    fields: Fields = dict.fromkeys(by_name.keys() & nothing)
    for name, values in found.items():
        is_many = by_name[name][0].many
        if not is_many and len(values) > 1:
            leave_to_rules()
        fields[name] = tuple(values) if is_many else values[-1]
    return fields


def _by_name(kind: Any) -> dict[str, tuple[Field, Taker]]:
    return {f.name: (f, _TAKERS[f.use]) for f in shape(kind)}


_fields_of: Callable[[Any], dict[str, tuple[Field, Taker]]] = cache(_by_name)


def _tells_a_story(field: Field) -> bool:
    return field.many and field.use is Use.RECORD


def _whole(part: Element, page: Page, kind: Any) -> int | None:
    is_large = part.has("valueDecimal")
    return part.whole("valueDecimal" if is_large else "valueInteger")


def _text(part: Element, page: Page, kind: Any) -> str | None:
    if part.has("extension"):
        empty = [_is_empty(one) for one in part.many("extension")]
        return "" if empty == [True] else None
    return part.text("valueString")


def _is_empty(one: Element) -> bool:
    return one.code("url") == "empty" and one.flag("valueBoolean") is True


def _member(part: Element, page: Page, kind: type[enum.Enum]) -> Any:
    if issubclass(kind, int):
        found: Any = part.whole("valueInteger")
    else:
        found = part.code("valueCode")
    try:
        return kind(found)
    except ValueError:
        return None


def _record(part: Element, page: Page, kind: Any) -> Any:
    fields = taken(part, page, kind)
    for field in shape(kind):
        if field.default is attrs.NOTHING and field.name not in fields:
            if not field.optional:
                return None
            fields[field.name] = None
    try:
        return kind(**fields)
    except InvariantError as error:
        part.lose(None, error.rule)
        return None


_TAKERS: Final[dict[Use, Taker]] = {
    Use.ID: _text,
    Use.TEXT: _text,
    Use.NAME: _text,
    Use.DIGEST: _text,
    Use.CODE: _member,
    Use.WHOLE: _whole,
    Use.RECORD: _record,
    Use.REF: lambda e, page, _: page.any_id(e.reference("valueReference")),
    Use.ACTOR: lambda e, page, _: page.actor_at(e, "valueReference"),
    Use.LANGUAGE: lambda e, page, _: e.code("valueCode"),
    Use.TIME: lambda e, page, _: e.time("valueDateTime"),
    Use.DAY: lambda e, page, _: e.day("valueDate"),
    Use.FLAG: lambda e, page, _: e.flag("valueBoolean"),
}


def _own_url(kind: Any) -> str:
    """Return the url of our extension for *kind*."""
    return f"{OURS}{slug(kind)}"


own_url: Callable[[Any], str] = cache(_own_url)
