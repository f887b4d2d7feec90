"""What FHIR cannot hold of a plan, made to fit, and reported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from empowerkit.model._record import Piece, Use, evolved, is_noun, shape
from empowerkit.plan import Plan

from ._losses import Loss, loss


LONGEST: Final = 1024 * 1024
FARTHEST: Final = timedelta(hours=14)
_USUAL: Final = frozenset(" \t\r\n")
_TEXTS: Final = frozenset({Use.TEXT, Use.NAME})


def fitted(plan: Plan) -> tuple[Plan, tuple[Loss, ...]]:
    """
    Return *plan* as FHIR can hold it, and what that loses.

    Text longer than 1 MiB, and text of nothing but rare kinds of spaces, is
    left out, and becomes empty where a noun must have text; a time with an
    offset beyond 14 hours is the same moment in UTC.
    """
    losses: list[Loss] = []
    fits: Plan = _fitted(plan, "", plan, losses)
    return fits, tuple(losses)


def _fitted(record: Any, path: str, noun: Any, losses: list[Loss]) -> Any:
    changes: dict[str, Any] = {}
    noun = record if is_noun(type(record)) else noun
    for field in shape(type(record)):
        value = getattr(record, field.name)
        where = f"{path}/{field.name}"
        fresh = _fresh(field, value, where, noun, losses)
        if fresh is not value:
            changes[field.name] = fresh
    return evolved(record, **changes) if changes else record


def _fresh(
    field: Any, value: Any, where: str, noun: Any, losses: list[Loss]
) -> Any:
    if not field.many:
        return _item(field, value, where, noun, losses)
    made = tuple(
        _item(field, item, f"{where}/{place}", noun, losses)
        for place, item in enumerate(value)
    )
    same = all(a is b for a, b in zip(made, value, strict=True))
    return value if same else made


def _item(
    field: Any, value: Any, where: str, noun: Any, losses: list[Loss]
) -> Any:
    if isinstance(value, Piece):
        return _fitted(value, where, noun, losses)
    wrong = _wrong(value) if field.use in _TEXTS and value else None
    if wrong is not None:
        losses.append(loss(type(noun).__name__, noun.id, where, wrong))
        return None if field.optional else ""
    if isinstance(value, datetime) and abs(_offset(value)) > FARTHEST:
        losses.append(loss(type(noun).__name__, noun.id, where, "offset"))
        return value.astimezone(UTC)
    return value


def _wrong(text: str) -> str | None:
    """Return why FHIR cannot hold *text*, if it cannot."""
    if len(text) > LONGEST:
        return "long-text"
    is_blank = text.isspace() and _USUAL.isdisjoint(text)
    return "blank-text" if is_blank else None


def _offset(value: datetime) -> timedelta:
    return value.utcoffset() or timedelta()
