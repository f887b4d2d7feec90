"""How a record is drawn: field by field, as its shape says."""

from __future__ import annotations

from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeGuard, TypeVar

import attrs

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from empowerkit.model._record import Field, Piece, Use, shape

from ._scene import CLIENTS, OFTEN, PERSONS, ROLES, SELDOM, Line, Scene
from ._values import DAY_ZERO, days, digests, languages, names, texts, times


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hypothesis.strategies import DrawFn

    from empowerkit.model import Actor, Role

PieceT = TypeVar("PieceT", bound=Piece)

LARGEST: Final = 2**53 - 1
_CLIENTS_ONLY: Final = frozenset({"author", "client", "said_by"})
_SOFTWARE_TOO: Final = frozenset(
    {
        "answered_by",
        "given_by",
        "initiated_by",
        "private_to",
        "recorder",
        "to",
    }
)
_OFTEN_MORE: Final = frozenset({"choices", "options"})
_own_ways: dict[type[Piece], Callable[[Draft], None]] = {}


@cache
def scalars(use: Use, kind: Any) -> SearchStrategy[Any]:
    """Generate values for a field of that *use*."""
    return st.sampled_from(kind) if use is Use.CODE else _BY_USE[use]


def _simplest(use: Use, kind: Any) -> Any:
    """Return the value to which `scalars` shrink, at no draw."""
    return next(iter(kind)) if use is Use.CODE else _SIMPLEST[use]


_SIMPLEST: Final[dict[Use, Any]] = {
    Use.TEXT: "",
    Use.NAME: "",
    Use.LANGUAGE: "en",
    Use.DIGEST: "0" * 64,
    Use.TIME: DAY_ZERO.replace(tzinfo=UTC),
    Use.DAY: DAY_ZERO.date(),
    Use.WHOLE: 0,
    Use.FLAG: False,
}
_BY_USE: Final[dict[Use, SearchStrategy[Any]]] = {
    Use.TEXT: texts(),
    Use.NAME: names(),
    Use.LANGUAGE: languages(),
    Use.DIGEST: digests(),
    Use.TIME: times(),
    Use.DAY: days(),
    Use.WHOLE: st.integers(-LARGEST, LARGEST),
    Use.FLAG: st.booleans(),
}


def roles_of(name: str) -> tuple[Role, ...]:
    """Return the roles that may stand in the field *name*."""
    if name in _CLIENTS_ONLY:
        return CLIENTS
    return ROLES if name in _SOFTWARE_TOO else PERSONS


@cache
def _fields(kind: type) -> dict[str, Field]:
    return {field.name: field for field in shape(kind)}


def fields_of(kind: type) -> dict[str, Field]:
    """Return the fields of *kind* by name."""
    return _fields(kind)


def _resolved(draw: DrawFn, value: Any) -> Any:
    """Return *value*, or one drawn from it if it is a strategy."""
    return draw(value) if _is_strategy(value) else value


def _is_strategy(value: Any) -> TypeGuard[SearchStrategy[Any]]:
    return isinstance(value, SearchStrategy)


class Draft:
    """
    A record that is being drawn.

    A draft is plain or rich, by one draw.
    A plain one has defaults and simplest values only, at no further draw:
    so a noun that does not matter to a failure is quick to shrink away.

    Attributes:
        draw: Hypothesis's own function.
        scene: What may be named.
        kind: The class of the record.
        values: The fields so far, those given first.
        given: The names of the fields that the user gave.
        line: The tuple that it goes into, if it goes into one.
    """

    def __init__(
        self,
        draw: DrawFn,
        scene: Scene,
        kind: type[Piece],
        given: Mapping[str, Any],
        line: Line | None,
    ) -> None:
        self.draw, self.scene, self.kind, self.line = draw, scene, kind, line
        self.fields = fields_of(kind)
        self.given = frozenset(given)
        self.values: dict[str, Any] = {
            name: _resolved(draw, value) for name, value in given.items()
        }
        self._rich: bool | None = None

    @property
    def rich(self) -> bool:
        """Whether anything but the simplest may stand in it."""
        if self._rich is None:
            self._rich = self.draw(OFTEN)
        return self._rich

    def chance(self) -> bool:
        """Draw whether to do what is done seldom."""
        return self.rich and self.draw(SELDOM)

    def put(self, name: str, value: Any) -> Any:
        """Set the field *name*, drawn if a strategy, unless it is set."""
        if name not in self.values:
            self.values[name] = _resolved(self.draw, value)
        return self.values[name]

    def default(self, name: str) -> Any:
        """Set the field *name* to its default, unless it is set."""
        return self.put(name, self.fields[name].default)

    def maybe(self, name: str, strategy: SearchStrategy[Any]) -> Any:
        """Set the field *name* from *strategy*, or to its default."""
        if name in self.values or self.chance():
            return self.put(name, strategy)
        return self.default(name)

    def perhaps(self, name: str, value: Any) -> None:
        """Set the field *name*, unless *value* is ``None``."""
        if value is not None:
            self.put(name, value)

    def fill(self, name: str) -> Any:
        """Set the field *name* as its shape says, unless it is set."""
        if name not in self.values:
            self.values[name] = self._drawn(self.fields[name])
        return self.values[name]

    def part(
        self, kind: type[PieceT], line: Line | None = None, /, **given: Any
    ) -> PieceT:
        """Draw a record of *kind* on the same scene."""
        return self.draw(built(self.scene, kind, given, line))

    def some(
        self,
        name: str,
        values: SearchStrategy[Any] | None = None,
        /,
        **given: Any,
    ) -> tuple[Any, ...]:
        """Draw what the tuple *name* holds, or as many of *values*."""
        field, line = self.fields[name], Line()
        found: list[Any] = []
        while self._more(name, len(found)):
            one = (
                self._one(field, line, given)
                if values is None
                else self.draw(values)
            )
            if one is None:
                break
            found.append(one)
        return tuple(found)

    def _more(self, name: str, held: int) -> bool:
        if held < self.scene.least.get(name, 0):
            return True
        often = name in _OFTEN_MORE
        return self.rich and self.draw(OFTEN if often else SELDOM)

    def someone(self, name: str, roles: tuple[Role, ...]) -> Actor:
        """
        Draw one in one of *roles* for the field *name*.

        Raises:
            ValueError: None of the people who may be named is.
        """
        found = self.scene.actor(self.draw, roles)
        if found is None:
            msg = (
                f"{name} must be one of {', '.join(roles)}, and none of the "
                "people given is: give some more"
            )
            raise ValueError(msg)
        return found

    def _drawn(self, field: Field) -> Any:
        if field.many:
            return self.some(field.name)
        if field.use is Use.ID:
            return self.scene.new_id(self.draw, self.kind)
        if field.default is not attrs.NOTHING and not self.chance():
            return field.default
        if field.name == "replaces":
            return self._replaced()
        return self._one(field, None, {})

    def _one(
        self, field: Field, line: Line | None, given: Mapping[str, Any]
    ) -> Any:
        if field.use is Use.REF:
            return self.scene.ref(self.draw, field.kind, self.kind)
        if field.use is Use.ACTOR:
            roles = roles_of(field.name)
            if field.optional or field.many:
                return self.scene.actor(self.draw, roles)
            return self.someone(field.name, roles)
        if field.use is Use.RECORD:
            return self.part(field.kind, line, **given)
        if not self.rich:
            return _simplest(field.use, field.kind)
        return self.draw(scalars(field.use, field.kind))

    def _replaced(self) -> str:
        earlier = [] if self.line is None else self.line.open[::-1]
        found: str | None = self.scene.pick(self.draw, [*earlier, None])
        return self.scene.elsewhere(self.draw) if found is None else found

    def in_order(self) -> None:
        """Exchange or move times that stand in the wrong order."""
        for earlier, later in vars(self.kind).get("_ordered", ()):
            first, then = self.values[earlier], self.values[later]
            if first is None or then is None or first <= then:
                continue
            if later not in self.given:
                self.values[later] = first
            if earlier not in self.given:
                self.values[earlier] = then


def own_way(
    kind: type[Piece],
) -> Callable[[Callable[[Draft], None]], Callable[[Draft], None]]:
    """Register how *kind* is drawn where its shape does not say it all."""

    def register(way: Callable[[Draft], None]) -> Callable[[Draft], None]:
        _own_ways[kind] = way
        return way

    return register


@st.composite
def built(
    draw: DrawFn,
    scene: Scene,
    kind: type[PieceT],
    given: Mapping[str, Any],
    line: Line | None = None,
) -> PieceT:
    """Generate records of *kind* on *scene*, with the fields *given*."""
    draft = Draft(draw, scene, kind, given, line)
    if kind in _own_ways:
        _own_ways[kind](draft)
    for name in draft.fields:
        draft.fill(name)
    draft.in_order()
    record = kind(**draft.values)
    scene.hold(record)
    if line is not None and "replaces" in draft.fields:
        line.add(record)
    return record


@st.composite
def _alone(
    draw: DrawFn,
    kind: type[PieceT],
    people: tuple[Actor, ...],
    given: Mapping[str, Any],
    least: Mapping[str, int],
) -> PieceT:
    return draw(built(Scene(people, least), kind, given))


def records(
    kind: type[PieceT],
    people: Sequence[Actor],
    given: Mapping[str, Any],
    least: Mapping[str, int] | None = None,
) -> SearchStrategy[PieceT]:
    """
    Generate records of *kind* on their own.

    Raises:
        TypeError: A field is given that the class does not have.
    """
    refuse_unknown(kind, given)
    return _alone(kind, tuple(people), dict(given), least or {})


def refuse_unknown(kind: type[Piece], given: Mapping[str, Any]) -> None:
    """Raise `TypeError` where *given* names what *kind* does not have."""
    unknown = sorted(given.keys() - fields_of(kind).keys())
    if unknown:
        msg = f"{kind.__name__} has no field {', '.join(unknown)}"
        raise TypeError(msg)
