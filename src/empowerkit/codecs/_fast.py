"""
The fast path, by msgspec: for documents in canonical form, and dumping.

A document is decoded into structs that mirror the records, encoded again,
and compared byte by byte: what is equal holds no key twice, no unknown key,
no default spelled out and no number or time in another spelling.
Only then are the rules asked, and the records made in the same pass.
Anything else is left to the reference path, which also says what is wrong.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

import attrs
import msgspec

from empowerkit.model import Absent
from empowerkit.model._record import (
    LARGEST,
    Field,
    Piece,
    Use,
    shape,
)
from empowerkit.model._record import _deferred as deferred
from empowerkit.plan import Plan
from empowerkit.plan._guard import Writer, draft, indented

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
            sorted(fields),
            kw_only=True,
            omit_defaults=True,
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


class _Maker(Writer):
    """
    Writes the function that also makes the plan, in the same pass.

    Each struct is then read once, and one and the same `Actor` stands
    wherever a person acts.
    *n* is a struct, and *o* the draft of the record that it becomes; *x* is
    turned into what *o* gets.
    The lists are of drafts, each with its struct in its first field.
    """

    def names(self) -> dict[str, Any]:
        kinds = {kind.__name__: kind for kind in self.order}
        drafts = {f"draft_{name}": draft(kinds[name]) for name in kinds}
        return super().names() | kinds | drafts

    def start(self) -> list[str]:
        return ["n = plan", f"o = made = draft_{self.root.__name__}()"]

    def end(self) -> list[str]:
        return [f"made.__class__ = {self.root.__name__}", "return made"]

    def loop(self, kind: type[Piece], lines: list[str]) -> list[str]:
        name = kind.__name__
        lines = [*lines, f"o.__class__ = {name}"]
        if kind not in self.direct:
            lines = [f"n = o.{_first(kind)}", *lines]
            return indented(f"for o in all_{name}:", lines)
        lines = [f"o = draft_{name}()", *lines, "w.append(o)"]
        field = self.direct[kind]
        made = _gathered(f"plan.{field}", "for n in x:", lines, "w")
        return [*made, f"made.{field} = x"]

    def of_field(self, kind: type[Piece], field: Field) -> list[str]:
        lines, value = super().of_field(kind, field), f"n.{field.name}"
        if kind is Absent:
            return lines
        # What begins so leaves in x what is kept.
        kept = "x" if lines[:1] == [f"x = {value}"] else value
        return [*lines, f"o.{field.name} = {kept}"]

    def of_many(self, field: Field, lines: list[str]) -> list[str]:
        if field.use not in {Use.ACTOR, Use.RECORD}:
            return super().of_many(field, lines)
        lines = [*lines, "y.append(x)"]
        return _gathered(f"n.{field.name}", "for x in x:", lines, "y")

    def of_part(self, kind: type[Piece]) -> list[str]:
        name = kind.__name__
        lines = [f"z = draft_{name}()"]
        if kind is Absent:  # asked before anything else, so made here
            lines += [f"z.{f.name} = x.{f.name}" for f in shape(kind)]
            lines += [f"z.__class__ = {name}"]
        else:
            lines += [f"z.{_first(kind)} = x", f"all_{name}.append(z)"]
        return [*lines, "x = z"]


def _gathered(
    values: str, each: str, lines: list[str], into: str
) -> list[str]:
    """Write how *x* becomes the tuple of what *lines* made of *values*."""
    inner = [f"{into} = []", *indented(each, lines), f"x = tuple({into})"]
    return [f"x = {values}", *indented("if x:", inner)]


def _first(kind: type[Piece]) -> str:
    return shape(kind)[0].name


_MIRROR: Final = _mirror(Plan)
_decode: Final = msgspec.json.Decoder(_MIRROR).decode
_encode: Final = msgspec.json.Encoder().encode
_convert: Final = msgspec.convert
_made: Final = _Maker(Plan).function()


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
    sure = _surely(found)
    if sure is not None:
        return sure
    plan = _recorded(found)
    return plan if holds_all_rules(plan) else None


def _surely(found: Any) -> Plan | None:
    try:
        plan: Plan | None = _made(found)
    except KeyError:  # an id that nothing has
        return None
    return plan


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
