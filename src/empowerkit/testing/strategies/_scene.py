"""What the nouns of one drawing may name: people, and other nouns."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from empowerkit.model import Actor, Role

from ._values import LONGEST_ID, ids


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from hypothesis.strategies import DrawFn, SearchStrategy

    from empowerkit.model._record import Piece

ROLES: Final = tuple(Role)
PERSONS: Final = tuple(role for role in Role if role is not Role.SOFTWARE)
CLIENTS: Final = (Role.CLIENT,)
SELDOM: Final = st.sampled_from((False, False, True))
OFTEN: Final = st.sampled_from((False, True, True))


@cache
def up_to(most: int) -> SearchStrategy[int]:
    """Generate whole numbers from 0 to *most*."""
    return st.integers(0, most)


@cache
def _one_of(roles: tuple[Role, ...]) -> SearchStrategy[Role]:
    return st.sampled_from(roles)


class Line:
    """The nouns of one tuple that nothing replaces yet."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.answers: dict[str, str] = {}

    def add(self, noun: Any) -> None:
        """Remember *noun*; what it replaces can be replaced no more."""
        if noun.replaces in self.open:
            self.open.remove(noun.replaces)
        self.open.append(noun.id)


class Scene:
    """
    The scene of a noun on its own, which may name anybody and anything.

    Args:
        people: The only ones whom it may name; none means anybody.
        least: The fewest items of some tuples, by the name of the field.
    """

    def __init__(
        self,
        people: Sequence[Actor] = (),
        least: Mapping[str, int] | None = None,
    ) -> None:
        self.people = tuple(people)
        self.least = least or {}
        self.client: Actor | None = None
        self._used: set[str] = set()

    def new_id(self, draw: DrawFn, kind: type[Piece]) -> str:
        """Draw an id that no other noun of the scene has."""
        return self.unused(draw(ids()))

    def unused(self, wanted: str) -> str:
        """Return *wanted*, or something like it that is not taken yet."""
        found, numbers = wanted, count(1)
        while found in self._used:
            end = f"-{next(numbers)}"
            found = wanted[: LONGEST_ID - len(end)] + end
        self._used.add(found)
        return found

    def ref(self, draw: DrawFn, kind: Any, user: type[Piece]) -> str:
        """Draw the id of a noun of *kind* that a *user* may name."""
        return self.elsewhere(draw)

    def elsewhere(self, draw: DrawFn) -> str:
        """Draw the id of something that is not here."""
        return draw(ids())

    def actor(self, draw: DrawFn, roles: tuple[Role, ...]) -> Actor | None:
        """Draw one in one of *roles*; ``None`` where there is nobody."""
        if self.people:
            fitting = [one for one in self.people if one.role in roles]
            return self.pick(draw, fitting) if fitting else None
        role = roles[0] if len(roles) == 1 else draw(_one_of(roles))
        if role is not Role.CLIENT:
            return Actor(role=role, id=draw(ids()))
        if self.client is None:
            self.client = Actor(role=role, id=draw(ids()))
        return self.client

    def pick(self, draw: DrawFn, among: Sequence[Any]) -> Any:
        """Draw one of *among*, the first being the simplest."""
        return among[draw(up_to(len(among) - 1))]

    def hold(self, record: Piece) -> None:
        """Take note of what was drawn."""

    def option(self, draw: DrawFn) -> str | None:
        """Draw an option that is there; ``None`` where there is none."""
        return None

    def reached(self, draw: DrawFn) -> str | None:
        """Draw a milestone that was reached; ``None`` where none fits in."""
        return None

    def reached_on(self, about: str) -> date | None:
        """Return the day before which *about* cannot be acknowledged."""
        return None

    def chosen_at(self, subject: str) -> datetime | None:
        """Return the time after which alone *subject* can be withdrawn."""
        return None

    def takes_back(self, draw: DrawFn, answer: str) -> bool:
        """Draw whether *answer* was withdrawn before there was another."""
        return False

    def decided(self, draw: DrawFn) -> dict[str, Any]:
        """Draw the decision and the option of a substitute decision."""
        return {}

    def delegated(self, draw: DrawFn) -> dict[str, Any]:
        """Draw the choice behind a delegated decision, and a time for it."""
        return {"delegated_by": self.elsewhere(draw)}
