"""Plain JSON values: which form each has, and what that says in FHIR."""

from __future__ import annotations

import re

from datetime import date, datetime
from typing import Any, Final, TypeGuard

import attrs

from empowerkit.model._record import _deferred as deferred

from ._codes import EMPTY, ROLE


Path = tuple[str | int, ...]
Data = dict[str, Any]
_SCALARS: Final = frozenset({bool, float, int, str, type(None)})
PLAIN: Final = frozenset({str, type(None)})
_REFERENCE: Final = frozenset({"display", "reference", "type"})
_TYPE: Final = re.compile("[A-Z][A-Za-z]{1,39}", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PARTIAL: Final = re.compile(r"\d{4}(-\d\d)?", re.ASCII)
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)


class UnsureError(Exception):
    """What was read so far may break a rule, and none was asked yet."""


def leave_to_rules() -> None:
    """
    Stop a reading that asks no rule before its end, as one may be broken.

    Raises:
        UnsureError: No rule was asked yet.
    """
    if deferred.get():
        raise UnsureError


def an_object(value: Any) -> Data | None:
    """Return *value* if it is a JSON object."""
    held: Data = value
    return held if isinstance(value, dict) else None


def a_list(value: Any) -> list[Any] | None:
    """Return *value* if it is a JSON array."""
    held: list[Any] = value
    return held if isinstance(value, list) else None


def is_type(value: Any) -> TypeGuard[str]:
    """Return whether *value* could be FHIR's name of a resource."""
    return isinstance(value, str) and _TYPE.fullmatch(value) is not None


Coding = tuple[str | None, str | None, str | None]


@attrs.define(kw_only=True, repr=False)
class Concept:
    """A CodeableConcept, or a Coding alone: its words and its codes."""

    text: str | None
    codings: tuple[Coding, ...]

    @property
    def words(self) -> str | None:
        """The text; where there is none, what the first code is called."""
        if self.text is not None:
            return self.text
        shown = (display for _, _, display in self.codings)
        return next((one for one in shown if one is not None), None)

    def code(self, system: str) -> str | None:
        """Return the first code of *system*."""
        for own, code, _ in self.codings:
            if own == system:
                return code
        return None

    @property
    def codes(self) -> set[str]:
        """All codes, of whatever system."""
        return {code for _, code, _ in self.codings if code is not None}

    @property
    def displays(self) -> list[str]:
        """What the codes are called, in lower case, in their order."""
        return [d.lower() for _, _, d in self.codings if d is not None]


NO_CONCEPT: Final = Concept(text=None, codings=())


def plain_concept(value: Any) -> Concept | None:
    """Return the concept *value*, if it and each of its parts has its form."""
    data = an_object(value)
    if not data:
        return None
    rows = a_list(data["coding"]) if "coding" in data else [data]
    text = data.get("text")
    if rows is None or text.__class__ not in PLAIN or "_text" in data:
        return None
    found: list[Coding] = []
    for row in rows:
        held = an_object(row)
        if held is None or "_display" in held:
            return None
        system, code = held.get("system"), held.get("code")
        display = held.get("display")
        if not (
            system.__class__ in PLAIN
            and code.__class__ in PLAIN
            and display.__class__ in PLAIN
        ):
            return None
        found.append((system, code, display))
    return Concept(text=text, codings=tuple(found))


def is_plain_reference(held: Data) -> bool:
    """Return whether *held* is a Reference that names something by a url."""
    return (
        held.keys() <= _REFERENCE
        and held.get("reference").__class__ is str
        and held.get("type").__class__ in PLAIN
        and ("display" not in held or is_one_line(held["display"]))
    )


def is_one_line(value: Any) -> bool:
    """Return whether *value* is text that surely may stand as a name."""
    return value.__class__ is str and value.isprintable()


def plain_role(reference: Data) -> str | None:
    """Return the role that our extension of *reference* says, it alone."""
    match reference.get("extension"):
        case [{"url": url, "valueCode": str(code), **more}] if (
            url == ROLE and not more
        ):
            return code
        case _:
            return None


_EMPTY: Final = {"extension": [{"url": EMPTY, "valueBoolean": True}]}


def says_empty(value: Any) -> bool:
    """Return whether *value* is what stands beside empty text of ours."""
    return bool(value == _EMPTY)


def day_of(value: str) -> date | None:
    """Return the day that *value* is, if it is one."""
    if _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def is_short(value: str) -> bool:
    """Return whether *value* is a year, or a month of a year."""
    return _PARTIAL.fullmatch(value) is not None


def time_of(value: str) -> datetime | None:
    """Return the time that *value* is, if it is one with its offset."""
    if _TIME.fullmatch(value) is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def naming(data: Data) -> list[Data]:
    """Return every object in *data* that may be a Reference."""
    found: list[Data] = []
    _add_naming(data, found)
    return found


def _add_naming(data: Data, found: list[Data]) -> None:
    if ("reference" in data and isinstance(data["reference"], str)) or (
        "identifier" in data and isinstance(data["identifier"], dict)
    ):
        found.append(data)
    for key, value in data.items():
        kind = value.__class__
        if kind is str or key == "contained":
            continue
        if kind is dict:
            _add_naming(value, found)
        elif kind is list:
            for one in value:
                if one.__class__ is dict:
                    _add_naming(one, found)
                elif one.__class__ not in _SCALARS:
                    _add_inside(one, found)
        elif kind not in _SCALARS:
            _add_inside(value, found)


def _add_inside(value: Any, found: list[Data]) -> None:
    """Add the same of *value*: a list in a list, or of an odd class."""
    held = an_object(value)
    if held is not None:
        _add_naming(held, found)
    for one in a_list(value) or ():
        if isinstance(one, dict | list):
            _add_inside(one, found)
