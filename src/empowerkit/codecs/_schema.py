"""
The JSON Schema of our documents, written from the shapes of the records.

It is for editors, forms and other languages, and says less than `loads`
does: what lies between two values is not in it.
"""

from __future__ import annotations

import enum
import inspect
import re

from typing import Any, Final

from empowerkit.model import (
    AttainmentScale,
    Choice,
    ContactAgreement,
    Decision,
    Fit,
    Importance,
    Role,
    WhatMatters,
)
from empowerkit.model._goals import HARDEST, HIGHEST, LEVELS, LOWEST
from empowerkit.model._record import LARGEST, Field, Piece, Use, shape
from empowerkit.model._voice import MOST_STARS
from empowerkit.plan import Plan

from ._form import FORMAT, VERSION, is_required, kinds


_YEAR: Final = "(19[0-9]{2}|2[01][0-9]{2}|2200)"
_DAY: Final = f"{_YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_HOUR: Final = "([01][0-9]|2[0-3]):[0-5][0-9]"
_TIME: Final = f"{_DAY}T{_HOUR}:[0-5][0-9](\\.[0-9]{{1,6}})?(Z|[+-]{_HOUR})"
_UNSPOKEN: Final = (
    r"\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069"
)


def _text(pattern: str, **more: str) -> dict[str, Any]:
    return {"type": "string", **more, "pattern": f"^{pattern}$"}


_PLAIN: Final[dict[str, dict[str, Any]]] = {
    "Day": _text(_DAY, format="date"),
    "Digest": _text("[0-9a-f]{64}"),
    "Id": _text("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
    "Language": _text("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
    "Name": _text(f"[^{_UNSPOKEN}]*"),
    "Text": _text(r"[^\u0000]*"),
    "Time": _text(_TIME, format="date-time"),
}

_BY_CLIENT: Final = {"properties": {"role": {"const": Role.CLIENT.value}}}
_STARS: Final = {"minimum": 0, "maximum": MOST_STARS}
_LEVEL: Final = {"minimum": LOWEST, "maximum": HIGHEST}
# The rules of one record that are plain bounds of one field.
_BOUNDS: Final[dict[tuple[type[Any], str], dict[str, Any]]] = {
    (AttainmentScale, "baseline"): _LEVEL,
    (AttainmentScale, "difficulty"): {"minimum": 0, "maximum": HARDEST},
    (AttainmentScale, "levels"): {"minItems": LEVELS, "maxItems": LEVELS},
    (Choice, "author"): _BY_CLIENT,
    (ContactAgreement, "rhythm_days"): {"minimum": 1},
    (Decision, "client"): _BY_CLIENT,
    (Fit, "level"): _LEVEL,
    (Importance, "high"): _STARS,
    (Importance, "low"): _STARS,
    (Importance, "said_by"): _BY_CLIENT,
    (WhatMatters, "rank"): {"minimum": 1},
}


def json_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of documents of this version.

    The same stands in the package, as ``codecs/plan-1.schema.json``.

    >>> schema = json_schema()
    >>> schema["title"], schema["properties"]["version"]
    ('Plan', {'const': 1})
    >>> schema["$defs"]["Side"]["enum"]
    ['for', 'against', 'unsure']
    """
    parts = {kind.__name__: kind for kind in kinds() if kind is not Plan}
    for kind in kinds():
        codes = (f.kind for f in shape(kind) if f.use is Use.CODE)
        parts |= {code.__name__: code for code in codes}
    whole = _record(Plan)
    own = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "properties": own | whole["properties"],
        "required": [*own, *whole["required"]],
        "$defs": _PLAIN | {n: _part(parts[n]) for n in sorted(parts)},
    }


def _part(kind: Any) -> dict[str, Any]:
    return _codes(kind) if issubclass(kind, enum.Enum) else _record(kind)


def _codes(kind: type[enum.Enum]) -> dict[str, Any]:
    return _titled(kind) | {"enum": [code.value for code in kind]}


def _record(kind: type[Piece]) -> dict[str, Any]:
    said = _said_of_fields(kind)
    fields = sorted(shape(kind), key=lambda field: field.name)
    return _titled(kind) | {
        "type": "object",
        "properties": {
            f.name: said.get(f.name, {}) | _field(kind, f) for f in fields
        },
        "required": [f.name for f in fields if is_required(f)],
        "additionalProperties": False,
    }


def _field(kind: type[Piece], field: Field) -> dict[str, Any]:
    bounds = _BOUNDS.get((kind, field.name), {})
    if field.many:
        return {"type": "array", "items": _value(field)} | bounds
    value = _value(field) | bounds
    return {"anyOf": [value, {"type": "null"}]} if field.optional else value


def _value(field: Field) -> dict[str, Any]:
    if field.use is Use.FLAG:
        return {"type": "boolean"}
    if field.use is Use.WHOLE:
        return {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
    name = "Id" if field.use is Use.REF else field.use.name.title()
    return {
        "$ref": f"#/$defs/{name if name in _PLAIN else field.kind.__name__}"
    }


def _titled(kind: type[Any]) -> dict[str, Any]:
    said = _flowing(_doc(kind).partition("\n\n")[0])
    return {"title": kind.__name__, "description": said}


def _said_of_fields(kind: type[Any]) -> dict[str, dict[str, Any]]:
    """Return what the docstring of *kind* says of each field."""
    found = re.search(r"\n\nAttributes:\n((?:    .*\n?)+)", _doc(kind))
    rows = re.split(
        r"^    (?=\w+:)", found[1] if found else "", flags=re.MULTILINE
    )
    pairs = (row.partition(":") for row in rows if row)
    return {name: {"description": _flowing(text)} for name, _, text in pairs}


def _doc(kind: type[Any]) -> str:
    # Python takes them out under -OO.
    return inspect.cleandoc(kind.__doc__ or "")


def _flowing(text: str) -> str:
    """Return *text* on one line, in the words of JSON."""
    plain = re.sub(r"[`*]", "", text.replace("``None``", "null"))
    return " ".join(plain.split())
