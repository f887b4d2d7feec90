"""
All that is wrong with a document, each fault told once.

What cannot be read, or cannot stand where it stands, is told by itself.
The rules are then asked of the document with those places mended, in one way
after the other: what is wrong in every way is wrong whatever should have
stood there; what comes and goes with the mending is no fault of its own.
"""

from __future__ import annotations

import copy
import re

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, Final
from uuid import uuid4

import attrs

from empowerkit.errors import Problem
from empowerkit.model import (
    Absent,
    Acceptance,
    Choice,
    Client,
    Decision,
    Option,
    Resource,
    Role,
    SubstituteDecision,
    Withdrawal,
)
from empowerkit.model._ids import Id, is_id
from empowerkit.model._record import (
    DAY_LAST,
    DAY_ONE,
    LARGEST,
    Field,
    Piece,
    Use,
    _value_problems,
    is_noun,
    items,
    shape,
    shape_problems,
    walk,
)
from empowerkit.plan import Plan
from empowerkit.plan._rules import PEOPLE, RULES, Index

from ._form import is_required, kinds, kinds_in


MAX_PROBLEMS: Final = 1_000

# As many as there are codes that a rule tells apart.
_WAYS: Final = 8
# Stands where an id could not be read; it is nobody's.
_UNREAD: Final = str(uuid4())
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+)\]")

Read = Callable[[dict[str, Any]], Plan]


def all_problems(
    data: dict[str, Any], unread: tuple[Problem, ...], read: Read
) -> list[Problem]:
    """
    Return what is wrong with *data*, each fault once.

    Args:
        data: A plan as plain data.
        unread: What *read* could not read.
        read: Makes a plan of plain data, and asks no rules.
    """
    found = [*unread]
    if len(found) <= MAX_PROBLEMS:
        plan = read(_Mended(data, found).in_way(0))
        found += islice(_misplaced(plan), MAX_PROBLEMS + 1)
    if len(found) <= MAX_PROBLEMS:
        found += _broken_rules(_Mended(data, found), read)
    if len(found) <= MAX_PROBLEMS:
        return found
    message = f"there is more: put these {MAX_PROBLEMS} right, and load again"
    more = Problem(rule="problem-cap", path="$", message=message)
    return [*found[:MAX_PROBLEMS], more]


def holds_all_rules(plan: Plan) -> bool:
    """Return whether nothing is wrong with *plan*, which was read whole."""
    return next(_misplaced(plan), None) is None and not _by_place(plan)


def _misplaced(plan: Plan) -> Iterator[Problem]:
    """Yield which values cannot stand where they stand, one by one."""
    for path, record in walk(plan):
        for field, value, where in _values(record, path):
            yield from _value_problems(field, value, where)
            if field.use is Use.ACTOR:
                for part, held, place in _values(value, where):
                    yield from _value_problems(part, held, place)


def _values(record: Piece, path: str) -> Iterator[tuple[Field, Any, str]]:
    for field in shape(type(record)):
        value = getattr(record, field.name)
        for where, item in items(field, value, f"{path}.{field.name}"):
            yield field, item, where


def _by_place(plan: Plan) -> dict[str, Problem]:
    """Return which rules *plan* breaks: the first problem of each place."""
    found: dict[str, Problem] = {}
    for problem in _broken(plan):
        found.setdefault(problem.path, problem)
        if len(found) > MAX_PROBLEMS:
            break
    return found


def _broken(plan: Plan) -> Iterator[Problem]:
    for path, record in walk(plan):
        yield from shape_problems(record, path)
        if record is not plan:
            for problem in record._problems():
                yield attrs.evolve(problem, path=path + problem.path[1:])
    index = Index(plan, frozenset({_UNREAD}))
    for rule in RULES:
        yield from rule(index)


def _broken_rules(mended: _Mended, read: Read) -> Iterator[Problem]:
    found = _by_place(read(mended.in_way(0)))
    for way in range(1, _WAYS if mended.places else 1):
        if found:
            again = _by_place(read(mended.in_way(way)))
            found = {at: p for at, p in found.items() if again.get(at) == p}
    for problem in found.values():
        if not mended.explains(problem):
            yield problem


class _Place:
    """
    A place in a document, as the path of a problem names it.

    Attributes:
        steps: The way there.
        owner: The class of the record that it is in.
        inside: The class of the record that it is, if it is one.
        field: The field that it is, or is an item of.
        item: Whether it is an item.
    """

    def __init__(self, path: str) -> None:
        self.steps: list[str | int] = []
        self.inside: Any = Plan
        for name, index in _STEP.findall(path):
            self.item = not name
            self.steps.append(name or int(index))
            if name:
                self.owner: Any = self.inside
                self.field = _field(self.owner, name)
                self.inside = self.field.kind

    def of(self, data: Any) -> Any:
        """Return what stands here in *data*."""
        for step in self.steps:
            data = data[step]
        return data

    def put(self, value: Any, data: Any) -> None:
        """Let *value* stand here in *data*."""
        for step in self.steps[:-1]:
            data = data[step]
        data[self.steps[-1]] = value

    def nouns(self) -> Iterator[type[Piece]]:
        """Yield the classes of which an id is lost with this place."""
        if self.field.use is Use.ID:
            yield self.owner
        elif self.field.use is Use.RECORD:
            for kind in kinds_in(self.inside):
                if kind is Absent or is_noun(kind):
                    yield kind


def _field(kind: type[Piece], name: str) -> Field:
    return next(field for field in shape(kind) if field.name == name)


class _Mended:
    """
    A document, and in its faulty places something that could stand there.

    Attributes:
        places: Where it was mended.
        lost: The nouns of which an id could not be read.
        vague: The nouns of which one does not say what it names, or when.
    """

    def __init__(self, data: dict[str, Any], faults: list[Problem]) -> None:
        self.data = copy.deepcopy(data) if faults else data
        extra = [p.path for p in faults if p.rule == "unknown-key"]
        self.paths = {p.path for p in faults if p.rule != "unknown-key"}
        self.places = [_Place(path) for path in sorted(self.paths)]
        self.lost = {noun for place in self.places for noun in place.nouns()}
        self.vague = {
            place.owner
            for place in self.places
            if place.field.use in {Use.REF, Use.TIME}
        }
        self.client = next(_client_ids(data), _UNREAD)
        for path in extra:
            self._cut(_Place(path))

    def _cut(self, place: _Place) -> None:
        held = place.of(self.data)
        for key in held.keys() - {field.name for field in shape(place.inside)}:
            del held[key]

    def in_way(self, way: int) -> dict[str, Any]:
        """Return the document, mended in one of several ways."""
        mending = _Mending(way, self.client)
        for place in self.places:
            place.put(mending.value(place.field, item=place.item), self.data)
        return self.data

    def explains(self, problem: Problem) -> bool:
        """Return whether *problem* only follows from what is known."""
        return (
            _UNREAD in problem.facts.values()
            or self._touches(problem.path)
            or not self.lost.isdisjoint(_asked_for(problem))
            or not self.vague.isdisjoint(_VAGUE.get(problem.rule, ()))
        )

    def _touches(self, path: str) -> bool:
        """Return whether *path* is at, in or, but for nouns, around a fault."""
        at = {path[: step.end()] for step in _STEP.finditer(path)}
        inside = (f"{path}.", f"{path}[")
        return not at.isdisjoint(self.paths) or (
            not path.endswith("]")
            and any(fault.startswith(inside) for fault in self.paths)
        )


def _client_ids(data: dict[str, Any]) -> Iterator[str]:
    """Yield the client's id, then what actors call the client."""
    own = {"role": Role.CLIENT.value}
    for found in _objects([data.get("client"), data]):
        if own.items() <= found.items() or found is data.get("client"):
            known: Any = found.get("id")
            if type(known) is str and is_id(known):
                yield known


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    if data.__class__ is dict:
        yield data
        data = data.values()
    elif data.__class__ is not list:
        data = ()
    for inner in data:
        yield from _objects(inner)


def _asked_for(problem: Problem) -> frozenset[type[Piece]]:
    """Return the nouns of which one, not found, may be behind *problem*."""
    if problem.rule == "actor-is-person" and "role" in problem.facts:
        role = Role(problem.facts["role"])
        return frozenset({Absent, _kinds_of_actors().get(role, Absent)})
    if problem.rule in _OF_REFS:
        field = _Place(problem.path).field
        if field.kind is Id:
            return frozenset(kinds())
        named = field.kind.__name__.removesuffix("Id")
        return frozenset(
            {Absent, *(kind for kind in kinds() if kind.__name__ == named)}
        )
    return _OF_OTHERS.get(problem.rule, frozenset())


_OF_REFS: Final = frozenset(
    {"choice-among-options", "refs-resolve", "replaces-own-line"}
)
_OF_OTHERS: Final[dict[str, frozenset[type[Piece]]]] = {
    "acceptance-once": frozenset({Acceptance, Withdrawal}),
    "after-the-fact": frozenset({Absent}),
    "decision-of-this-client": frozenset({Client}),
    "delegate-is-not-staff": frozenset({Absent, Choice, Decision, Option}),
}

_VAGUE: Final[dict[str, frozenset[type[Piece]]]] = {
    "acceptance-once": frozenset({Acceptance, Withdrawal}),
    "delegate-is-not-staff": frozenset({Choice, SubstituteDecision}),
}


@cache
def _kinds_of_actors() -> dict[Role, type[Piece]]:
    people = {role: _field(Plan, name).kind for name, role in PEOPLE.items()}
    return {**people, Role.ORGANISATION: Resource}


class _Mending:
    """
    One way of mending: what stands for what could not be read.

    Args:
        way: Which.
        client: The id of the client.
    """

    def __init__(self, way: int, client: str) -> None:
        self.way = way
        self.client = client

    def value(self, field: Field, *, item: bool = False) -> Any:
        """Return what could stand in *field*, or in an item of it."""
        if field.many and not item:
            return []
        some = [None] if field.optional and not item else []
        some += self._values(field)
        return some[self.way % len(some)]

    def _values(self, field: Field) -> Iterable[Any]:
        if field.use in {Use.ID, Use.REF}:
            return _UNREAD, self.client
        if field.use is Use.RECORD:
            return (
                {
                    part.name: self.value(part)
                    for part in shape(field.kind)
                    if is_required(part)
                },
            )
        if field.use is Use.ACTOR:
            return [{"id": _UNREAD, "role": role.value} for role in Role]
        if field.use is Use.CODE:
            return [code.value for code in field.kind]
        return _PLAIN[field.use]


_PLAIN: Final[dict[Use, tuple[Any, ...]]] = {
    Use.TEXT: ("-",),
    Use.NAME: ("-",),
    Use.LANGUAGE: ("en",),
    Use.DIGEST: ("0" * 64,),
    Use.TIME: (f"{DAY_ONE}T00:00:00Z", f"{DAY_LAST}T00:00:00Z"),
    Use.DAY: (f"{DAY_ONE}", f"{DAY_LAST}"),
    Use.WHOLE: (1, 0, 2, -2, 5, 10, LARGEST, -LARGEST),
    Use.FLAG: (False, True),
}
