"""Plain data, as JSON and CSV give it, told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def as_object(value: Any) -> dict[str, Any] | None:
    """Return *value* where it is an object."""
    held: dict[str, Any] = value
    return held if isinstance(value, dict) else None


def as_list(value: Any) -> list[Any] | None:
    """Return *value* where it is a list."""
    held: list[Any] = value
    return held if isinstance(value, list) else None


def as_objects(value: Any) -> list[dict[str, Any]] | None:
    """Return *value* where it is a list of objects."""
    listed: list[dict[str, Any]] = value
    if as_list(value) is None:
        return None
    return listed if all(isinstance(one, dict) for one in value) else None


def lacking(held: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return those of *names* under which *held* has no text, nor a number."""
    return [
        name
        for name in names
        if not isinstance(held.get(name), str | int | float)
        or not str(held[name] or "").strip()
    ]
