"""The same plan, as the peers would have it."""

from __future__ import annotations

import json

from collections.abc import Callable
from functools import cache
from typing import Any, Literal

import attrs
import pydantic

from cattrs.preconf.json import make_converter

from empowerkit.codecs._form import FORMAT, VERSION
from empowerkit.model._record import Piece, Use, shape
from empowerkit.plan import Plan
from empowerkit.plan._guard import written


_PLAIN = {Use.WHOLE: int, Use.FLAG: bool, Use.TIME: pydantic.AwareDatetime}
_CONFIG = pydantic.ConfigDict(extra="forbid", strict=True, frozen=True)


def pydantic_plan() -> type[pydantic.BaseModel]:
    """
    Return `Plan` as a strict, frozen pydantic model with the same rules.

    The rules are asked as fast as they can be: by a function of its own,
    written as the one for our plans is, that reads the attributes of the
    pydantic objects.
    """
    sound = written(Plan)

    def rules(plan: Any) -> Any:
        if not sound(plan):
            msg = "a rule may be broken"
            raise ValueError(msg)
        return plan

    return pydantic.create_model(
        "Plan",
        __config__=_CONFIG,
        __validators__={
            "rules": pydantic.model_validator(mode="after")(rules)
        },
        format=(Literal[FORMAT], ...),
        version=(Literal[VERSION], ...),
        **_fields(Plan),
    )


@cache
def _model(kind: type[Piece]) -> type[pydantic.BaseModel]:
    fields = _fields(kind)
    return pydantic.create_model(kind.__name__, __config__=_CONFIG, **fields)


def _fields(kind: type[Piece]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in shape(kind):
        hint = _hint(field.use, field.kind)
        if field.many:
            hint = tuple[hint, ...]
        if field.optional:
            hint |= None
        needed = field.default is attrs.NOTHING or field.use is Use.ID
        found[field.name] = (hint, ... if needed else field.default)
    return found


def _hint(use: Use, kind: Any) -> Any:
    if use in {Use.RECORD, Use.ACTOR}:
        return _model(kind)
    if use in {Use.CODE, Use.DAY}:
        return kind
    return _PLAIN.get(use, str)


def plain_cattrs() -> Callable[[bytes], Plan]:
    """Return a loader as anybody would write it: cattrs as it comes."""
    made = make_converter()

    def load(raw: bytes) -> Plan:
        data = json.loads(raw)
        del data["format"], data["version"]
        return made.structure(data, Plan)

    return load
