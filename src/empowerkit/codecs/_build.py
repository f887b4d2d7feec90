"""
From plain data to a plan, by cattrs: strict, and complete in its errors.

This is the reference path.
Its hooks never coerce, and they collect: a fault in one noun does not hide
a fault in the next.
"""

from __future__ import annotations

import enum
import re

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, Final, NoReturn

import attrs
import cattrs

from empowerkit.errors import DocumentError, Problem
from empowerkit.model._record import (
    Field,
    Piece,
    PieceT,
    Use,
    checks_deferred,
    shape,
)
from empowerkit.plan import Plan
from empowerkit.plan._guard import surely_sound

from ._faults import MAX_PROBLEMS, all_problems, holds_all_rules
from ._form import is_required


Hook = Callable[[Any, Any], Any]
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def build(data: dict[str, Any]) -> Plan:
    """
    Return the plan that *data*, plain and of the current version, holds.

    Raises:
        DocumentError: With every problem there is.
    """
    plan: Plan | None = None
    problems: tuple[Problem, ...] = ()
    try:
        plan = _structured(data)
    except DocumentError as error:
        problems = error.problems
    if plan is not None and (surely_sound(plan) or holds_all_rules(plan)):
        return plan
    raise DocumentError(all_problems(data, problems, _structured))


def _structured(data: dict[str, Any]) -> Plan:
    """Return *data* as a plan that no rule has been asked of yet."""
    with checks_deferred():
        plan: Plan = _structure(Plan)(data, Plan)
    return plan


@cache
def _structure(kind: Any) -> Hook:
    return converter().get_structure_hook(kind)


@cache
def converter() -> cattrs.Converter:
    """
    Return the cattrs converter of the reference path.

    Its hooks refuse what they would have to guess at, with a
    `DocumentError`.
    It is shared: copy it before you change it.
    """
    made = cattrs.Converter(detailed_validation=False)
    made.register_structure_hook_factory(_is_piece, _record_hook)
    for kind, hook in _PLAIN.items():
        made.register_structure_hook(kind, hook)
    return made


def _is_piece(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Piece)


class _Slot:
    """How one field of a record is read."""

    def __init__(self, field: Field, hook: Hook) -> None:
        self.kind = field.kind
        self.many = field.many
        self.optional = field.optional
        self.hook = hook

    def read(self, value: Any) -> Any:
        if self.many:
            return self._read_many(value)
        if value is None and self.optional:
            return None
        return self.hook(value, self.kind)

    def _read_many(self, value: Any) -> tuple[Any, ...]:
        items: list[Any] = value
        if type(value) is not list:
            _fail("field-type", "must be a JSON array")
        kind, hook = self.kind, self.hook
        try:
            return tuple([hook(item, kind) for item in items])
        except DocumentError:
            pass
        raise DocumentError(_each(items, kind, hook))


def _each(items: list[Any], kind: Any, hook: Hook) -> list[Problem]:
    def read(item: Any) -> Any:
        return hook(item, kind)

    found: list[Problem] = []
    for index, item in enumerate(items):
        found += _faults(read, item, f"[{index}]")
        if len(found) > MAX_PROBLEMS:
            break
    return found


def _faults(
    read: Callable[[Any], Any], value: Any, step: str
) -> list[Problem]:
    try:
        read(value)
    except DocumentError as error:
        return [
            attrs.evolve(problem, path=f"${step}{problem.path[1:]}")
            for problem in error.problems
        ]
    return []


def _record_hook(kind: type[PieceT], made: cattrs.Converter) -> Hook:
    slots: dict[str, _Slot] = {}
    required: set[str] = set()

    def prepare() -> None:
        for field in shape(kind):
            plain = field.use in _TEXTS
            hook = made.get_structure_hook(str if plain else field.kind)
            slots[field.name] = _Slot(field, hook)
            if is_required(field):
                required.add(field.name)

    def structure(data: Any, _: Any) -> PieceT:
        if not slots:
            prepare()
        held: dict[str, Any] = data
        if type(data) is not dict:
            _fail("field-type", f"a {kind.__name__} must be an object")
        try:
            values = {k: slots[k].read(v) for k, v in held.items()}
            if required <= values.keys():
                return kind(**values)
        except (KeyError, DocumentError):
            pass
        # Not in the handler: a `KeyError` names the key.
        raise DocumentError(_every(kind, slots, required, held))

    return structure


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


def _every(
    kind: type[Piece],
    slots: dict[str, _Slot],
    required: set[str],
    data: dict[str, Any],
) -> list[Problem]:
    found: list[Problem] = []
    for key, value in data.items():
        if key not in slots:
            found.append(_unknown_key(kind))
        else:
            found += _faults(slots[key].read, value, f".{key}")
        if len(found) > MAX_PROBLEMS:
            return found
    absent = sorted(required - data.keys())
    return found + [_missing_key(kind, name) for name in absent]


def _unknown_key(kind: type[Piece]) -> Problem:
    return Problem(
        rule="unknown-key",
        path="$",
        message=(
            f"a {kind.__name__} must hold no key but its own, and holds "
            "another: take it out, or check its spelling"
        ),
        facts={"noun": kind.__name__},
    )


def _missing_key(kind: type[Piece], name: str) -> Problem:
    return Problem(
        rule="missing-key",
        path=f"$.{name}",
        message=f"a {kind.__name__} must have the key '{name}'",
        facts={"noun": kind.__name__, "field": name},
    )


def _fail(rule: str, message: str) -> NoReturn:
    raise DocumentError([Problem(rule=rule, path="$", message=message)])


def _text(value: Any, _: Any) -> str:
    if type(value) is not str:
        _fail("field-type", "text must be a JSON string")
    return value


def _whole(value: Any, _: Any) -> int:
    if type(value) is not int:
        _fail("field-type", "a whole number must be written as one")
    return value


def _flag(value: Any, _: Any) -> bool:
    if type(value) is not bool:
        _fail("field-type", "a flag must be true or false")
    return value


def _time(value: Any, _: Any) -> datetime:
    if type(value) is str and _TIME.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    _fail(
        "time-aware",
        "a time must be RFC 3339 with its offset: 2026-03-02T10:00:00Z",
    )


def _day(value: Any, _: Any) -> date:
    if type(value) is str and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    _fail("time-aware", "a day must be written 2026-03-02")


def _code(value: Any, kind: type[enum.Enum]) -> enum.Enum:
    wanted = int if issubclass(kind, int) else str
    if type(value) is wanted:
        try:
            return kind(value)
        except ValueError:
            pass
    codes = ", ".join(str(member.value) for member in kind)
    _fail("code", f"a {kind.__name__} must be one of {codes}")


_PLAIN: Final[dict[Any, Hook]] = {
    str: _text,
    int: _whole,
    bool: _flag,
    datetime: _time,
    date: _day,
    enum.StrEnum: _code,
    enum.IntEnum: _code,
}
