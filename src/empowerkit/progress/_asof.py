"""The plan as one person may read it, and as it was known on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, TypeVar

from empowerkit.errors import Problem, refuse
from empowerkit.model import Role, Voice
from empowerkit.model._record import Record, is_noun, walk
from empowerkit.plan import Plan


NounT = TypeVar("NounT", bound=Record)
When = date | datetime | None

_TIMES: Final = ("at", "decided_at", "offered_at", "given_at")
_VOICES: Final = ("voice", "invited", "found")


class AsOf:
    """
    What of *plan* was known by *as_of*, and what was still to come.

    What carries no date counts: nothing says that it came later.

    Attributes:
        plan: The plan, as its reader sees it.
    """

    def __init__(self, plan: Plan, as_of: date | datetime) -> None:
        refuse(_undated(as_of))
        self.plan: Final = plan
        self._as_of: Final = as_of
        self.day: Final = day_of(as_of)
        self._is_open: Final = self.has(plan.opened_on)
        nouns: list[Any] = [n for _, n in walk(plan) if is_noun(type(n))]
        known = [noun for noun in nouns if self.knows(noun)]
        self._before: Final[dict[str, str]] = {
            n.id: n.replaces for n in nouns if getattr(n, "replaces", None)
        }
        self._after: Final[dict[str, str]] = {
            n.replaces: n.id for n in known if getattr(n, "replaces", None)
        }
        self._withdrawn: Final[set[str]] = {
            w.subject_id for w in plan.withdrawals if self.has(w.at)
        }
        replaced = (self._earlier(noun.id) for noun in known)
        self._gone: Final = self._withdrawn.union(*replaced)

    def has(self, when: When) -> bool:
        """Return whether *when* has come; where there is none, it has."""
        if when is None:
            return True
        if isinstance(when, datetime) and isinstance(self._as_of, datetime):
            return when <= self._as_of
        return day_of(when) <= self.day

    def came(self, when: When) -> bool:
        """Return whether there is a *when*, and it has come."""
        return when is not None and self.has(when)

    def knows(self, noun: Any) -> bool:
        """Return whether *noun* had been said, as far as it has a date."""
        return self._is_open and self.has(time_of(noun))

    def standing(self, nouns: Iterable[NounT]) -> tuple[NounT, ...]:
        """Return those known of *nouns* that nobody had taken back."""
        return tuple(n for n in self.known(nouns) if not self.is_gone(n))

    def known(self, nouns: Iterable[NounT]) -> tuple[NounT, ...]:
        """Return those known of *nouns*, and those since replaced."""
        return tuple(n for n in nouns if self.knows(n))

    def is_gone(self, noun: Any) -> bool:
        """Return whether *noun* had been withdrawn or replaced."""
        return noun.id in self._gone

    def withdrawn(self, noun: Any) -> bool:
        """Return whether *noun* itself had been withdrawn."""
        return noun.id in self._withdrawn

    def first_id(self, noun_id: str) -> str:
        """Return the id with which the line of *noun_id* began."""
        return [noun_id, *self._earlier(noun_id)][-1]

    def last_id(self, noun_id: str) -> str:
        """Return the id of what had come in the place of *noun_id*."""
        while noun_id in self._after:
            noun_id = self._after[noun_id]
        return noun_id

    def _earlier(self, noun_id: str) -> list[str]:
        found: list[str] = []
        while noun_id in self._before:
            noun_id = self._before[noun_id]
            found.append(noun_id)
        return found


def _undated(as_of: date | datetime) -> Iterable[Problem]:
    if isinstance(as_of, datetime) and as_of.tzinfo is None:
        yield Problem(
            rule="time-aware",
            path="$.as_of",
            message=(
                "as_of must carry its offset, or be a date, and came as a "
                "datetime without one: "
                "as_of.replace(tzinfo=datetime.timezone.utc), say"
            ),
        )


def day_of(when: date | datetime) -> date:
    """Return the day of *when*, where it happened."""
    return when.date() if isinstance(when, datetime) else when


def time_of(noun: Any) -> datetime | None:
    """Return when *noun* was said, or happened; `None` is not recorded."""
    for name in _TIMES:
        found: datetime | None = getattr(noun, name, None)
        if found is not None:
            return found
    for name in _VOICES:
        voice = getattr(noun, name, None)
        if isinstance(voice, Voice):
            return voice.said_at or voice.recorded_at
    return None


def by_client(voice: Voice) -> bool:
    """Return whether the client speaks, alone or together with others."""
    spoke = (voice.speaker, *voice.together_with)
    return any(a is not None and a.role is Role.CLIENT for a in spoke)
