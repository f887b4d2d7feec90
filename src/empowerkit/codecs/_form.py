"""The canonical form: what a document is called, and how it is written."""

from __future__ import annotations

import enum
import json

from datetime import date, datetime
from functools import cache
from typing import Any, Final

import attrs

from empowerkit.model._record import Field, Piece, Use, shape
from empowerkit.plan import Plan


FORMAT: Final = "empowerkit/plan"
VERSION: Final = 1


@cache
def kinds_in(whole: type[Piece]) -> tuple[type[Piece], ...]:
    """Return every class of records that stands in *whole*, itself first."""
    found: dict[type[Piece], None] = {}
    rest = [whole]
    while rest:
        kind = rest.pop()
        found[kind] = None
        rest += [
            field.kind
            for field in shape(kind)
            if field.use in {Use.RECORD, Use.ACTOR} and field.kind not in found
        ]
    return tuple(found)


def kinds() -> tuple[type[Piece], ...]:
    """Return every class of records that documents hold, the plan first."""
    return kinds_in(Plan)


def is_required(field: Field) -> bool:
    """Return whether documents must hold *field*: an id is never made up."""
    return field.default is attrs.NOTHING or field.name == "id"


@cache
def known_keys() -> frozenset[str]:
    """Return every key that stands in documents by our own doing."""
    own = (field.name for kind in kinds() for field in shape(kind))
    return frozenset({"format", "version", *own})


def to_data(plan: Plan) -> dict[str, Any]:
    """Return *plan* as plain data: what differs from the defaults."""
    return {"format": FORMAT, "version": VERSION} | _record(plan)


def canonical(data: dict[str, Any]) -> bytes:
    """Return *data* as bytes: keys sorted, no spaces, text as it is."""
    return _written(data).encode()


_written: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True
).encode


def _record(record: Piece) -> dict[str, Any]:
    return {
        field.name: _value(value)
        for field in shape(type(record))
        if (value := getattr(record, field.name)) != field.default
    }


def _value(value: Any) -> Any:
    if isinstance(value, Piece):
        return _record(value)
    if value.__class__ is tuple:
        return [_value(item) for item in value]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().removesuffix("+00:00") + (
            "" if value.utcoffset() else "Z"
        )
    return value.isoformat() if isinstance(value, date) else value
