"""
A cursor over plain JSON data, which notes what was looked at and what lost.

Every value is asked its form when it is read: what a server sends is not
trusted to be FHIR.
What nobody looked at is a loss too, and `unread` finds it.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

import attrs

from empowerkit.model._record import Use, value_wrong

from ._codes import EMPTY, ROLE


Path = tuple[str | int, ...]
Data = dict[str, Any]
_HARMLESS: Final = frozenset(
    {
        "contained",
        "id",
        "implicitRules",
        "language",
        "meta",
        "resourceType",
        "text",
    }
)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PARTIAL: Final = re.compile(r"\d{4}(-\d\d)?", re.ASCII)
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)


def an_object(value: Any) -> Data | None:
    """Return *value* if it is a JSON object."""
    held: Data = value
    return held if isinstance(value, dict) else None


def a_list(value: Any) -> list[Any] | None:
    """Return *value* if it is a JSON array."""
    held: list[Any] = value
    return held if isinstance(value, list) else None


class Notes:
    """What was looked at in one resource, and what was lost of it."""

    def __init__(self) -> None:
        self.seen: set[Path] = set()
        self.opened: set[Path] = set()
        self.lost: list[tuple[Path, str]] = []


@attrs.frozen(kw_only=True, repr=False)
class Concept:
    """A CodeableConcept, or a Coding alone: its words and its codes."""

    text: str | None
    codings: tuple[tuple[str | None, str | None, str | None], ...]

    @property
    def words(self) -> str | None:
        """The text; where there is none, what the first code is called."""
        if self.text is not None:
            return self.text
        shown = (display for _, _, display in self.codings)
        return next((one for one in shown if one is not None), None)

    def code(self, system: str) -> str | None:
        """Return the first code of *system*."""
        found = (code for own, code, _ in self.codings if own == system)
        return next(found, None)

    @property
    def codes(self) -> set[str]:
        """All codes, of whatever system."""
        return {code for _, code, _ in self.codings if code is not None}

    @property
    def displays(self) -> set[str]:
        """What the codes are called, in lower case."""
        return {d.lower() for _, _, d in self.codings if d is not None}


@attrs.frozen(kw_only=True, repr=False)
class Reference:
    """A Reference, and where it stood."""

    path: Path
    literal: str | None = None
    identifier: tuple[str | None, str] | None = None
    type: str | None = None
    display: str | None = None
    role: str | None = None


NO_CONCEPT: Final = Concept(text=None, codings=())


class Element:
    """One object of a resource: its values, each read with its form."""

    def __init__(self, data: Data, notes: Notes, path: Path = ()) -> None:
        self.data = data
        self.notes = notes
        self.path = path

    def lose(self, key: str | int | None, rule: str) -> None:
        """Note that what stands at *key* is lost, for the reason *rule*."""
        path = self.path if key is None else (*self.path, key)
        self.notes.lost.append((path, rule))

    def raw(self, key: str) -> Any:
        """Return what stands at *key*, and note that it was looked at."""
        self.notes.seen.update(((*self.path, key), (*self.path, f"_{key}")))
        return self.data.get(key)

    def skip(self, *keys: str) -> None:
        """Look at what stands at *keys*: it says nothing that is not known."""
        for key in keys:
            self.raw(key)

    def has(self, key: str) -> bool:
        """Return whether something stands at *key*, without looking at it."""
        return key in self.data

    def one(self, key: str) -> Element | None:
        """Return the object at *key*."""
        value = self.raw(key)
        if value is None:
            return None
        return self._child(value, (key,))

    def many(self, key: str) -> list[Element]:
        """Return the objects of the list at *key*; one alone counts too."""
        value = self.raw(key)
        if value is None:
            return []
        items = a_list(value)
        if items is None:
            found = [self._child(value, (key,))]
        else:
            self.notes.opened.add((*self.path, key))
            found = [self._child(v, (key, i)) for i, v in enumerate(items)]
        return [child for child in found if child is not None]

    def extensions(self, *urls: str) -> list[tuple[str, Element]]:
        """Return the extensions that have one of *urls*, each with its url."""
        return [
            (url, extension)
            for extension in self.many("extension")
            for url in urls
            if extension.data.get("url") == url and extension.code("url")
        ]

    def _child(self, value: Any, steps: Path) -> Element | None:
        path = (*self.path, *steps)
        self.notes.seen.add(path)
        held = an_object(value)
        if held is None:
            self.notes.lost.append((path, "malformed"))
            return None
        self.notes.opened.add(path)
        return Element(held, self.notes, path)

    def _plain(self, key: str, kind: type | tuple[type, ...]) -> Any:
        value = self.raw(key)
        if value is None:
            return None
        if not isinstance(value, kind) or (
            isinstance(value, bool) and kind is not bool
        ):
            self.lose(key, "malformed")
            return None
        return value

    def text(self, key: str) -> str | None:
        """Return the text at *key*; empty text is an extension of ours."""
        value: str | None = self._plain(key, str)
        if value is None and _says_empty(self.data.get(f"_{key}")):
            return ""
        return value

    def name(self, key: str) -> str | None:
        """Return the text at *key*, if it can be a name: of one line."""
        value = self.text(key)
        if value is not None and value_wrong(Use.NAME, value):
            self.lose(key, "text-storable")
            return None
        return value

    def code(self, key: str) -> str | None:
        """Return the code at *key*."""
        value: str | None = self._plain(key, str)
        return value

    def flag(self, key: str) -> bool | None:
        """Return the boolean at *key*."""
        value: bool | None = self._plain(key, bool)
        return value

    def whole(self, key: str) -> int | None:
        """Return the whole number at *key*; 7.0 is one, 7.5 is not."""
        value: float | None = self._plain(key, (int, float))
        if value is None:
            return None
        if not float(value).is_integer():
            self.lose(key, "malformed")
            return None
        return int(value)

    def day(self, key: str) -> date | None:
        """Return the day at *key*, which may stand as a time."""
        value = self.code(key)
        if value is None:
            return None
        found = _day(value.partition("T")[0])
        if found is None:
            self.lose(key, "no-place" if _short(value) else "malformed")
        return found

    def time(self, key: str) -> datetime | None:
        """Return the time at *key*; a day alone is none."""
        return self._time(key, whole_day=False)

    def moment(self, key: str) -> datetime | None:
        """Return the time at *key*; a day alone is its first moment, UTC."""
        return self._time(key, whole_day=True)

    def _time(self, key: str, *, whole_day: bool) -> datetime | None:
        value = self.code(key)
        if value is None:
            return None
        found = _time(value)
        if found is not None:
            return found
        day = _day(value)
        if day is not None and whole_day:
            self.lose(key, "day-for-time")
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        partial = day is not None or _short(value)
        self.lose(key, "no-time" if partial else "malformed")
        return None

    def concept(self, key: str) -> Concept:
        """Return the CodeableConcept or Coding at *key*, empty if none."""
        value = self.raw(key)
        if value is None:
            return NO_CONCEPT
        return self._concept(value, (key,))

    def concepts(self, key: str) -> list[Concept]:
        """Return the CodeableConcepts of the list at *key*."""
        value = self.raw(key)
        if value is None:
            return []
        items = a_list(value)
        if items is None:
            return [self._concept(value, (key,))]
        return [self._concept(v, (key, i)) for i, v in enumerate(items)]

    def _concept(self, value: Any, steps: Path) -> Concept:
        # Whole: what is said of a code beside it is the code's own affair.
        inside = Notes()
        data, path = an_object(value), (*self.path, *steps)
        if data is None:
            self.notes.lost.append((path, "malformed"))
            return NO_CONCEPT
        held = Element(data, inside, path)
        codings = held.many("coding") if held.has("coding") else [held]
        found = Concept(
            text=held.text("text"),
            codings=tuple(
                (c.code("system"), c.code("code"), c.text("display"))
                for c in codings
            ),
        )
        self.notes.lost += inside.lost
        return found

    def reference(self, key: str) -> Reference | None:
        """Return the Reference at *key*; of a list, the first one."""
        found = self.references(key)
        for other in found[1:]:
            self.notes.lost.append((other.path, "no-place"))
        return found[0] if found else None

    def references(self, key: str) -> list[Reference]:
        """Return the References of the list at *key*."""
        value = self.raw(key)
        if value is None:
            return []
        items = a_list(value)
        if items is None:
            return [self._reference(value, (key,))]
        return [self._reference(v, (key, i)) for i, v in enumerate(items)]

    def _reference(self, value: Any, steps: Path) -> Reference:
        path = (*self.path, *steps)
        inside, data = Notes(), an_object(value)
        if data is None:
            self.notes.lost.append((path, "malformed"))
            return Reference(path=path)
        held = Element(data, inside, path)
        found = Reference(
            path=path,
            literal=held.code("reference"),
            identifier=_identifier(held),
            type=held.code("type"),
            display=held.name("display"),
            role=_role(held),
        )
        self.notes.lost += inside.lost
        return found


_EMPTY: Final = {"extension": [{"url": EMPTY, "valueBoolean": True}]}


def _says_empty(value: Any) -> bool:
    return bool(value == _EMPTY)


def _identifier(held: Element) -> tuple[str | None, str] | None:
    inside = held.one("identifier")
    value = None if inside is None else inside.code("value")
    if inside is None or value is None:
        return None
    return inside.code("system"), value


def _role(held: Element) -> str | None:
    for extension in held.many("extension"):
        if extension.code("url") == ROLE:
            return extension.code("valueCode")
    return None


def _day(value: str) -> date | None:
    if _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _short(value: str) -> bool:
    """Return whether *value* is a year, or a month of a year."""
    return _PARTIAL.fullmatch(value) is not None


def _time(value: str) -> datetime | None:
    if _TIME.fullmatch(value) is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def unread(data: Any, notes: Notes, path: Path = ()) -> Iterator[Path]:
    """Yield the path of everything in *data* that nobody looked at."""
    items = a_list(data)
    rows: Iterable[tuple[str | int, Any]]
    rows = data.items() if items is None else enumerate(items)
    for key, value in rows:
        where = (*path, key)
        if where in notes.opened:
            inside = list(unread(value, notes, where))
            untouched = len(inside) == len(an_object(value) or ())
            yield from [where] if untouched and inside else inside
        elif where not in notes.seen and not (path == () and key in _HARMLESS):
            yield where
