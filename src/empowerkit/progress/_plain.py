"""A summary as plain data."""

from __future__ import annotations

import enum

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import attrs

from empowerkit.model import (
    Acknowledgement,
    Actor,
    Answer,
    Choice,
    Ending,
    Resource,
    Strength,
    Supporter,
    Voice,
)

from ._goal_parts import (
    Attainment,
    GoalProgress,
    MilestoneProgress,
    RatingChange,
    RatingLine,
    Share,
)


def plain(value: Any) -> Any:
    """Return *value* as text, numbers, lists and mappings."""
    if isinstance(value, enum.Enum):
        return value.value
    if value is None or isinstance(value, (bool, str, int, float)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if value.__class__ is tuple:
        return [plain(item) for item in value]
    return {name: plain(found) for name, found in _fields(value)}


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    kind: Any = value.__class__
    names = _NOUNS.get(kind)
    if names is None:
        own = (field.name for field in attrs.fields(kind))
        names = tuple(name for name in own if not name.startswith("_"))
    for name in (*names, *_MORE.get(kind, ())):
        yield name, getattr(value, name)
    if isinstance(value, Choice):
        yield "reported_by", value.voice.recorder


_NOUNS: Final[Mapping[type, tuple[str, ...]]] = {
    Acknowledgement: ("id", "about_id", "words", "voice", "at"),
    Actor: ("role", "id"),
    Answer: ("status", "words"),
    Choice: ("id", "option_id", "decided_at", "words", "level", "voice"),
    Ending: ("id", "words", "voice", "at"),
    Resource: ("id", "name", "kind", "description", "contact", "status"),
    Strength: ("id", "words", "voice", "gained_on"),
    Supporter: ("id", "called", "relation"),
    Voice: (
        "speaker",
        "recorder",
        "together_with",
        "wording",
        "said_at",
        "recorded_at",
    ),
}
# What a value tells beside its fields.
_MORE: Final[Mapping[type, tuple[str, ...]]] = {
    Attainment: ("change",),
    GoalProgress: ("reached_share", "done_share"),
    MilestoneProgress: ("is_reached",),
    RatingChange: ("change",),
    RatingLine: ("change",),
    Share: ("value",),
}
