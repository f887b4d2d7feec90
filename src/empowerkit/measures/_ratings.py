"""The ratings of a plan, as measures read them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from empowerkit.model import Actor, AnswerStatus, Rating, Role
from empowerkit.plan import Plan


KeyT = TypeVar("KeyT", bound=Hashable)
_ROLES = tuple(Role)
_PAID = (Role.WORKER, Role.ORGANISATION)


def standing(plan: Plan) -> list[Rating]:
    """Return the ratings that nobody withdrew, the earliest first."""
    return sorted(plan.standing(plan.ratings), key=lambda one: one.at)


def grouped(
    ratings: Iterable[Rating], key: Callable[[Rating], KeyT]
) -> dict[KeyT, list[Rating]]:
    """Return *ratings* by *key*, each list in the order given."""
    found: dict[KeyT, list[Rating]] = {}
    for rating in ratings:
        found.setdefault(key(rating), []).append(rating)
    return found


def answered(ratings: Iterable[Rating]) -> list[Rating]:
    """Return those of *ratings* that have a value."""
    return [r for r in ratings if r.status is AnswerStatus.ANSWERED]


def by_role(rater: Actor) -> tuple[int, str]:
    """Return what raters are ordered by: the client first, then role and id."""
    return _ROLES.index(rater.role), rater.id


def rater_columns(rater: Actor) -> dict[str, str | None]:
    """Return who rated, for a table; nobody who is paid is named."""
    paid = rater.role in _PAID
    return {
        "rater_role": rater.role.value,
        "rater_id": None if paid else rater.id,
    }


def counted(number: int, noun: str) -> str:
    """Return *number* and *noun*, in the plural where there are several."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
