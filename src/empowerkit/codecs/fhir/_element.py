"""
A cursor over plain JSON data, which notes what was looked at and what lost.

Every value is asked its form when it is read: what a server sends is not
trusted to be FHIR.
What nobody looked at is a loss too, and `unread` finds it.
Thousands of elements stand in one file, so that each is small, and none
knows the one in which it stands: as no two hold each other, each is gone as
soon as it was read.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from typing import Any, Final, Union

import attrs

from empowerkit.model._record import LARGEST, Use, value_wrong

from ._codes import ROLE
from ._forms import (
    NO_CONCEPT,
    Concept,
    Data,
    Path,
    a_list,
    an_object,
    day_of,
    is_one_line,
    is_plain_reference,
    is_short,
    leave_to_rules,
    plain_concept,
    says_empty,
    time_of,
)


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


@attrs.define(repr=False)
class Reference:
    """A Reference, and where it stood."""

    within: Element
    steps: Path
    literal: str | None = None
    type: str | None = None
    identifier: tuple[str | None, str] | None = None
    display: str | None = None
    role: str | None = None

    def lose(self, rule: str) -> None:
        """Note that it is lost, for the reason *rule*."""
        self.within.lose_at(self.steps, rule)


Opened = Union["Element", "list[Element | None]", None]


class Element:
    """
    One object of a resource: its values, each read with its form.

    Attributes:
        data: The object.
        path: Where it stands in its resource.
        lost: What was lost of the whole resource.
        seen: The keys that were looked at, each with the object that was
            opened there; of a list, with each one in its place.
    """

    __slots__ = ("data", "lost", "path", "seen")

    def __init__(
        self,
        data: Data,
        path: Path = (),
        lost: list[tuple[Path, str]] | None = None,
    ) -> None:
        self.data = data
        self.path = path
        self.seen: dict[str, Opened] = {}
        self.lost: list[tuple[Path, str]] = [] if lost is None else lost

    def lose(self, key: str | None, rule: str) -> None:
        """Note that what stands at *key* is lost, for the reason *rule*."""
        self.lose_at(() if key is None else (key,), rule)

    def lose_at(self, steps: Path, rule: str) -> None:
        """Note that what stands *steps* below is lost."""
        self.lost.append(((*self.path, *steps), rule))

    def raw(self, key: str) -> Any:
        """Return what stands at *key*, and note that it was looked at."""
        self.seen.setdefault(key)
        return self.data.get(key)

    def skip(self, *keys: str) -> None:
        """Look at what stands at *keys*: it says nothing that is not known."""
        for key in keys:
            self.seen.setdefault(key)

    def has(self, key: str) -> bool:
        """Return whether something stands at *key*, without looking at it."""
        return key in self.data

    def one(self, key: str) -> Element | None:
        """Return the object at *key*."""
        value = self.raw(key)
        return None if value is None else self._only(value, key)

    def _only(self, value: Any, key: str) -> Element | None:
        known = self.seen.get(key)
        if isinstance(known, Element):
            return known
        child = self._child(value, (key,))
        if child is not None:
            self.seen[key] = child
        return child

    def many(self, key: str) -> list[Element]:
        """Return the objects of the list at *key*; one alone counts too."""
        known = self.seen.setdefault(key)
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(known, list):
            items = a_list(value)
            if items is None:
                alone = self._only(value, key)
                return [] if alone is None else [alone]
            path, lost = self.path, self.lost
            known = [
                Element(one, (*path, key, place), lost)
                if one.__class__ is dict
                else self._child(one, (key, place))
                for place, one in enumerate(items)
            ]
            self.seen[key] = known
        return [child for child in known if child is not None]

    def extensions(self, *urls: str) -> list[tuple[str, Element]]:
        """Return the extensions that have one of *urls*, each with its url."""
        if "extension" not in self.data:
            return []
        found: list[tuple[str, Element]] = []
        for extension in self.many("extension"):
            url = extension.data.get("url")
            if url in urls:
                extension.seen.setdefault("url")
                found.append((url, extension))
        return found

    def _child(self, value: Any, steps: Path) -> Element | None:
        held = an_object(value)
        if held is None:
            self.lose_at(steps, "malformed")
            return None
        return Element(held, (*self.path, *steps), self.lost)

    def text(self, key: str) -> str | None:
        """Return the text at *key*; empty text is an extension of ours."""
        value = self.code(key)
        if value is None and (beside := f"_{key}") in self.data:
            return "" if says_empty(self.data[beside]) else None
        return value

    def name(self, key: str) -> str | None:
        """Return the text at *key*, if it can be a name: of one line."""
        value = self.text(key)
        if value is None or is_one_line(value):
            return value
        if value_wrong(Use.NAME, value):
            self.lose(key, "text-storable")
            return None
        return value

    def code(self, key: str) -> str | None:
        """Return the code at *key*."""
        self.seen.setdefault(key)
        value = self.data.get(key)
        if value is None or isinstance(value, str):
            return value
        self.lose(key, "malformed")
        return None

    def flag(self, key: str) -> bool | None:
        """Return the boolean at *key*."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return value
        self.lose(key, "malformed")
        return None

    def whole(self, key: str) -> int | None:
        """Return the whole number at *key*; 7.0 is one, 7.5 is not."""
        value = self.raw(key)
        if type(value) is float and value.is_integer():
            if abs(value) > LARGEST:
                leave_to_rules()
            return int(value)
        if value is None or type(value) is int:
            return value
        self.lose(key, "malformed")
        return None

    def day(self, key: str) -> date | None:
        """Return the day at *key*, which may stand as a time."""
        value = self.code(key)
        if value is None:
            return None
        found = day_of(value.partition("T")[0])
        if found is None:
            self.lose(key, "no-place" if is_short(value) else "malformed")
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
        found = time_of(value)
        if found is not None:
            return found
        day = day_of(value)
        if day is not None and whole_day:
            self.lose(key, "day-for-time")
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        partial = day is not None or is_short(value)
        self.lose(key, "no-time" if partial else "malformed")
        return None

    def concept(self, key: str) -> Concept:
        """Return the CodeableConcept or Coding at *key*, empty if none."""
        self.seen.setdefault(key)
        value = self.data.get(key)
        if value is None:
            return NO_CONCEPT
        # Whole: what is said of a code beside it is the code's own affair.
        return plain_concept(value) or self._odd_concept(value, (key,))

    def concepts(self, key: str) -> list[Concept]:
        """Return the CodeableConcepts of the list at *key*."""
        value = self.raw(key)
        if value is None:
            return []
        items = a_list(value)
        if items is None:
            return [plain_concept(value) or self._odd_concept(value, (key,))]
        return [
            plain_concept(one) or self._odd_concept(one, (key, place))
            for place, one in enumerate(items)
        ]

    def _odd_concept(self, value: Any, steps: Path) -> Concept:
        held = self._child(value, steps)
        if held is None:
            return NO_CONCEPT
        codings = held.many("coding") if held.has("coding") else [held]
        return Concept(
            text=held.text("text"),
            codings=tuple(
                (c.code("system"), c.code("code"), c.text("display"))
                for c in codings
            ),
        )

    def reference(self, key: str) -> Reference | None:
        """Return the Reference at *key*; of a list, the first one."""
        if key not in self.data:
            self.seen.setdefault(key)
            return None
        found = self.references(key)
        for other in found[1:]:
            other.lose("no-place")
        return found[0] if found else None

    def references(self, key: str) -> list[Reference]:
        """Return the References of the list at *key*."""
        self.seen.setdefault(key)
        value = self.data.get(key)
        if value is None:
            return []
        items = a_list(value)
        if items is None:
            return [self._reference(value, (key,))]
        return [self._reference(v, (key, i)) for i, v in enumerate(items)]

    def _reference(self, value: Any, steps: Path) -> Reference:
        held = an_object(value)
        if held is None or not is_plain_reference(held):
            return self._odd_reference(value, steps)
        return Reference(
            self,
            steps,
            held["reference"],
            held.get("type"),
            display=held.get("display"),
        )

    def _odd_reference(self, value: Any, steps: Path) -> Reference:
        held = self._child(value, steps)
        if held is None:
            return Reference(self, steps)
        return Reference(
            self,
            steps,
            held.code("reference"),
            identifier=_identifier(held),
            type=held.code("type"),
            display=held.name("display"),
            role=_role(held),
        )


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


def unread(e: Element, harmless: AbstractSet[str] = _HARMLESS) -> list[Path]:
    """Return the path of everything in *e* that nobody looked at."""
    found: list[Path] = []
    seen = e.seen
    for key in e.data:
        if key not in seen:
            if key not in harmless and not (
                key[:1] == "_" and key[1:] in seen
            ):
                found.append((*e.path, key))
            continue
        opened = seen[key]
        if isinstance(opened, Element):
            found += _unread_inside(opened)
        elif opened is not None:
            for child in opened:
                if child is not None:
                    found += _unread_inside(child)
    return found


def _unread_inside(e: Element) -> list[Path]:
    """Return the same; where nobody looked at any of it, *e* as a whole."""
    found = unread(e, frozenset())
    if not found:
        return found
    path = e.path
    untouched = sum(len(one) == len(path) + 1 for one in found)
    return [path] if untouched == len(e.data) else found
