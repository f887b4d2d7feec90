"""Plain data, as JSON and CSV give it, told apart."""

from __future__ import annotations

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
