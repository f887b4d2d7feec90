"""One service that stands in several files, or several times in one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._notes import Notes
from ._plain import as_object, as_objects


def merged(
    found: Iterable[tuple[dict[str, Any], str]], notes: Notes
) -> list[tuple[dict[str, Any], str]]:
    """
    Return *found* with each service once, where it first stands.

    An API shows a service under its organization and at each of its
    locations: what one place lacks, another adds.
    Where two differ, the first stays, and that is noted.
    """
    services: dict[str, tuple[dict[str, Any], str]] = {}
    for held, where in found:
        first = services.setdefault(held["id"], (held, where))
        if first[1] != where:
            both = _both(first[0], held, where, notes)
            services[held["id"]] = (both, first[1])
    return [*services.values()]


def _both(
    first: dict[str, Any], other: dict[str, Any], path: str, notes: Notes
) -> dict[str, Any]:
    held = dict(first)
    for key, value in other.items():
        if not held.get(key):
            held[key] = value
        elif value and held[key] != value:
            held[key] = _joined(held[key], value, f"{path}.{key}", notes)
    return held


def _joined(first: Any, other: Any, path: str, notes: Notes) -> Any:
    one, two = as_object(first), as_object(other)
    if one is not None and two is not None:
        return _both(one, two, path, notes)
    known, more = _by_id(first), _by_id(other)
    if known is not None and more is not None:
        for key, part in more.items():
            old = known.get(key, part)
            known[key] = _both(old, part, path, notes)
        return [*known.values()]
    message = (
        "an object that stands twice must say the same twice; what stands "
        "first was kept: correct one of them"
    )
    notes.add("duplicate-id", path, message)
    return first


def _by_id(value: Any) -> dict[str, dict[str, Any]] | None:
    """Return a list of objects by their ids, where each has one."""
    parts = as_objects(value)
    if parts is None or not all("id" in part for part in parts):
        return None
    return {str(part["id"]): part for part in parts}
