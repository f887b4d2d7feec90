"""Whose voice a noun is in, and who is named in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any, Final, cast

from empowerkit.model import Actor, Answer, Role, Voice
from empowerkit.model._record import Piece, Use, shape


OWN_VOICES: Final = ("voice", "found")
ALL_VOICES: Final = (
    "answer",
    "answered",
    "client_view",
    "consent",
    "ended",
    "found",
    "invited",
    "reached",
    "understood",
    "voice",
)


def voices_in(noun: Any, fields: Iterable[str]) -> list[Voice]:
    """Return each voice that stands in *fields* of *noun*."""
    found: list[Voice] = []
    for field in fields:
        held = getattr(noun, field, None)
        if isinstance(held, Answer):
            held = held.voice
        if isinstance(held, Voice):
            found.append(held)
    return found


def own_voice(noun: Any) -> Voice | None:
    """Return the voice that *noun* is in; `None` where it has none."""
    return next(iter(voices_in(noun, OWN_VOICES)), None)


def _voice_fields(kind: Any) -> tuple[str, ...]:
    """Return in which of the fields of *kind* a voice may stand."""
    known = {field.name for field in shape(kind)}
    return tuple(name for name in ALL_VOICES if name in known)


# Asked of each noun that is new: few have more than one.
voice_fields: Final[Callable[[Any], tuple[str, ...]]] = cache(_voice_fields)


def named_by(noun: Any) -> Actor | None:
    """Return whom *noun* itself names as the one who said it."""
    field = _NAMING.get(type(noun).__name__, "")
    found: Actor | None = getattr(noun, field, None)
    return found


_NAMING: Final = {
    "Acceptance": "actor",
    "Choice": "author",
    "Disclosure": "by",
    "Information": "given_by",
    "Permission": "by",
    "Rating": "rater",
    "SetAside": "by",
    "SubstituteDecision": "decider",
    "Withdrawal": "by",
}


def whose(noun: Any) -> Actor | None:
    """Return who said *noun*, or did what it tells of."""
    named = named_by(noun)
    if named is not None:
        return named
    spoken = own_voice(noun)
    return None if spoken is None else spoken.speaker


def names_others(voice: Voice, by: Actor) -> bool:
    """Return whether *voice* claims that others spoke, or wrote it down."""
    beside = () if by.role is Role.CLIENT else voice.together_with
    for one in (voice.speaker, voice.recorder, *beside):
        # A commit waits for it: that it is the very same is soon seen.
        if one is not None and one is not by and one != by:
            return True
    return False


def may_read(voice: Voice | None, reader: Actor | None) -> bool:
    """Return whether *voice* is for *reader* too."""
    return (
        voice is None
        or not voice.private_to
        or reader in (*voice.private_to, voice.speaker, *voice.together_with)
    )


def doer(noun: Any) -> Actor | None:
    """Return who did what *noun* tells of, whoever wrote it down."""
    ordered = getattr(noun, "ordered_by", None)
    return ordered or getattr(noun, "actor", None) or whose(noun)


def as_told(value: Any, other: Any) -> bool:
    """
    Return whether two equal values tell of every time alike.

    One moment can be told with two offsets, and may be two days then: who
    rewrites the one as the other has overwritten what was said.
    """
    if value is other:
        return True
    if isinstance(value, datetime):
        return bool(value.utcoffset() == other.utcoffset())
    if isinstance(value, tuple):
        return all(map(as_told, cast("Iterable[Any]", value), other))
    return not isinstance(value, Piece) or all(
        as_told(getattr(value, name), getattr(other, name))
        for name in _timed(type(value))
    )


def _timed_fields(kind: Any) -> tuple[str, ...]:
    """Return the fields of *kind* in which a time may stand."""
    timed = (Use.RECORD, Use.TIME)
    return tuple(field.name for field in shape(kind) if field.use in timed)


_timed: Final[Callable[[Any], tuple[str, ...]]] = cache(_timed_fields)
