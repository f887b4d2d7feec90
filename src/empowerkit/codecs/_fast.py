"""
The fast path, by msgspec: for documents in canonical form, and dumping.

A document is decoded into structs that mirror the records, encoded again,
and compared byte by byte: what is equal holds no key twice, no unknown key,
no default spelled out and no number or time in another spelling.
Only then are the rules asked, and the records made.
Anything else is left to the reference path, which also says what is wrong.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

import attrs
import msgspec

from empowerkit.model._record import (
    LARGEST,
    Piece,
    Use,
    shape,
)
from empowerkit.model._record import _deferred as deferred
from empowerkit.plan import Plan
from empowerkit.plan._guard import written

from ._faults import holds_all_rules
from ._form import FORMAT, VERSION


_TEXTS: Final = frozenset(
    {
        Use.ID,
        Use.REF,
        Use.TEXT,
        Use.NAME,
        Use.LANGUAGE,
        Use.DIGEST,
    }
)
_THIS_FORMAT: Final[Any] = Literal[FORMAT]
_THIS_VERSION: Final[Any] = Literal[VERSION]
_structs: Final[dict[type, Any]] = {}


def _mirror(kind: type[Piece]) -> Any:
    """Return the struct that mirrors *kind*, its fields in sorted order."""
    if kind not in _structs:
        fields = [_field(f) for f in shape(kind)]
        if kind is Plan:
            # Set after conversion: no attribute of a plan answers to them.
            fields += [
                ("format", _THIS_FORMAT | None, None),
                ("version", _THIS_VERSION | None, None),
            ]
        _structs[kind] = msgspec.defstruct(
            kind.__name__,
            sorted(fields, key=lambda field: field[0]),
            kw_only=True,
            omit_defaults=True,
            forbid_unknown_fields=True,
            gc=False,
        )
    return _structs[kind]


def _field(field: Any) -> tuple[Any, ...]:
    hint: Any = _hint(field)
    if field.many:
        hint = tuple.__class_getitem__((hint, ...))
    if field.optional:
        hint |= None
    if field.default is attrs.NOTHING or field.name == "id":
        return field.name, hint
    return field.name, hint, field.default


def _hint(field: Any) -> Any:
    if field.use in _TEXTS:
        return str
    if field.use in {Use.RECORD, Use.ACTOR}:
        return _mirror(field.kind)
    if field.use is Use.TIME:
        return Annotated[datetime, msgspec.Meta(tz=True)]
    if field.use is Use.WHOLE:
        return Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)]
    return field.kind


_MIRROR: Final = _mirror(Plan)
_decode: Final = msgspec.json.Decoder(_MIRROR).decode
_encode: Final = msgspec.json.Encoder().encode
_convert: Final = msgspec.convert
_sound: Final = written(Plan, sharing=True)


def loads(raw: bytes) -> Plan | None:
    """Return the plan in *raw*, or `None` where that is not surely one."""
    try:
        found = _decode(raw)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    if found.format is None or found.version is None:
        return None
    if (b"\\" in raw and b"\\u0000" in raw) or _encode(found) != raw:
        return None
    sure = _is_sound(found)
    plan = _recorded(found)
    return plan if sure or holds_all_rules(plan) else None


def _is_sound(found: Any) -> bool:
    try:
        return _sound(found)
    except KeyError:  # an id that nothing has
        return False


def _recorded(found: Any) -> Plan:
    # What `checks_deferred` does; a generator costs more than all this.
    token = deferred.set(True)
    try:
        return _convert(found, Plan, from_attributes=True)
    finally:
        deferred.reset(token)


def dumps(plan: Plan) -> bytes:
    """Return *plan* in canonical form."""
    mirrored = _convert(plan, _MIRROR, from_attributes=True)
    mirrored.format, mirrored.version = FORMAT, VERSION
    return _encode(mirrored)
