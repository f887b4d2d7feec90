"""One service that stands in several files, or several times in one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._notes import Notes
from ._plain import as_object, as_objects


Part = tuple[Any, str]


def merged(
    found: Iterable[tuple[dict[str, Any], str]], notes: Notes
) -> list[tuple[dict[str, Any], str]]:
    """
    Return *found* with each service once, where it first stands.

    An API shows a service under its organization and at each of its
    locations: what one place lacks, another adds.
    Where two differ, the first stays, and that is noted.
    """
    services: dict[str, list[tuple[dict[str, Any], str]]] = {}
    for held, where in found:
        services.setdefault(held["id"], []).append((held, where))
    return [
        parts[0] if len(parts) == 1 else (_one(parts, notes), parts[0][1])
        for parts in services.values()
    ]


def _one(parts: Iterable[Part], notes: Notes) -> dict[str, Any]:
    """Return the object that all *parts* tell of, each with its path."""
    told: dict[str, list[Part]] = {}
    for held, path in parts:
        for key, value in held.items():
            told.setdefault(key, []).append((value, f"{path}.{key}"))
    return {key: _value(values, notes) for key, values in told.items()}


def _value(values: list[Part], notes: Notes) -> Any:
    """Return the first value that says something, with what others add."""
    told = [part for part in values if part[0]] or values[-1:]
    first = told[0][0]
    if all(value == first for value, _ in told):
        return first
    form = _form(first)
    fitting: list[Part] = []
    for value, path in told:
        if form and _form(value) is form:
            fitting.append((value, path))
        elif value != first:
            _differing(path, notes)
    if form is dict:
        return _one(fitting, notes)
    return _listed(fitting, notes) if form else first


def _form(value: Any) -> type | None:
    """Return how *value* can be joined: as an object, or as objects."""
    if as_object(value) is not None:
        return dict
    parts = as_objects(value)
    has_ids = parts is not None and all("id" in part for part in parts)
    return list if has_ids else None


def _listed(values: Iterable[Part], notes: Notes) -> list[dict[str, Any]]:
    """Return the objects of all lists, each id once."""
    by_id: dict[str, list[Part]] = {}
    for parts, path in values:
        for part in parts:
            by_id.setdefault(str(part["id"]), []).append((part, path))
    return [_one(parts, notes) for parts in by_id.values()]


def _differing(path: str, notes: Notes) -> None:
    message = (
        "an object that stands twice must say the same twice; what stands "
        "first was kept: correct one of them"
    )
    notes.add("duplicate-id", path, message)
