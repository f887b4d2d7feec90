"""
The tables of a package, and their columns, read off the shapes of records.

A noun has a table; so has whatever stands in a list.
A record that stands alone in another, such as a voice, becomes columns of
it, its field's name in front.
"""

from __future__ import annotations

import enum

from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from empowerkit.model import Actor, Source
from empowerkit.model._record import Field, Use, is_noun, shape
from empowerkit.plan import Plan


def left_out(kind: Any, field: Field) -> bool:
    """
    Return whether *field* stays in the plan.

    What somebody is called, and what another system calls them, tells who
    they are: here, opaque ids tell people apart.
    """
    return field.name == "called" or (kind is Source and field.name == "id")


@attrs.frozen(kw_only=True)
class Column:
    """
    One column, and the way from a record to its value.

    Attributes:
        name: Its name, unlike all others of its table.
        path: The fields to go through.
        part: The field of each actor there; empty for everything else.
        use: What it holds.
        kind: The class of what it holds.
        many: A list.
        required: It always has a value.
        holder: The record class whose field it is.
        field: The field's name there.
    """

    name: str
    path: tuple[str, ...]
    use: Use
    kind: Any
    many: bool
    required: bool
    holder: Any
    field: str
    part: str = ""

    def of(self, record: Any) -> Any:
        """Return the value for *record*: `None` where none is recorded."""
        for name in self.path:
            record = getattr(record, name, None)
        if not self.part or record is None:
            return record
        if self.many:
            return tuple(getattr(actor, self.part) for actor in record)
        return getattr(record, self.part)

    @property
    def codes(self) -> tuple[Any, ...]:
        """The terms it chooses from; none where it holds something else."""
        if self.use is not Use.CODE:
            return ()
        kind: type[enum.Enum] = self.kind
        return tuple(code.value for code in kind)


@attrs.frozen(kw_only=True)
class Held:
    """Where a table's rows stand: in which table, under which fields."""

    table: str
    path: tuple[str, ...]
    many: bool


@attrs.frozen(kw_only=True)
class Table:
    """
    One table.

    Attributes:
        name: Its name, and its file's.
        kind: The record class of its rows.
        columns: The columns that come from the record itself.
        held: Where its rows stand.
    """

    name: str
    kind: Any
    columns: tuple[Column, ...]
    held: tuple[Held, ...]

    @property
    def of_nouns(self) -> bool:
        """Whether its rows have ids of their own, and can be taken back."""
        return self.kind is not Plan and is_noun(self.kind)


@cache
def tables() -> tuple[Table, ...]:
    """Return all tables, the plans first."""
    names: dict[Any, str] = {Plan: "plans"}
    held: dict[Any, list[Held]] = {Plan: []}
    rest: list[Any] = [Plan]
    while rest:
        holder = rest.pop(0)
        for path, field in inside(holder):
            kind = field.kind
            if kind not in names:
                names[kind] = path[-1] if field.many else f"{path[-1]}s"
                held[kind] = []
                rest.append(kind)
            place = Held(table=names[holder], path=path, many=field.many)
            held[kind].append(place)
    return tuple(
        Table(
            name=name,
            kind=kind,
            columns=tuple(_columns(kind)),
            held=tuple(held[kind]),
        )
        for kind, name in names.items()
    )


def inside(
    kind: Any, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Yield the fields of *kind* whose records have tables of their own."""
    for field in shape(kind):
        if field.use is not Use.RECORD:
            continue
        where = (*path, field.name)
        if field.many or is_noun(field.kind):
            yield where, field
        else:
            yield from inside(field.kind, where)


def _columns(
    kind: Any, path: tuple[str, ...] = (), *, sure: bool = True
) -> Iterator[Column]:
    for field in shape(kind):
        where, given = (*path, field.name), sure and not field.optional
        if left_out(kind, field):
            continue
        if field.use is Use.ACTOR:
            for part in shape(Actor):
                found = _column(kind, part, where, required=given)
                yield attrs.evolve(
                    found,
                    name=f"{found.name}_{part.name}{'s' * field.many}",
                    part=part.name,
                    many=field.many,
                    field=field.name,
                )
        elif field.use is not Use.RECORD:
            yield _column(kind, field, where, required=given)
        elif not (field.many or is_noun(field.kind)):
            yield from _columns(field.kind, where, sure=given)


def _column(
    kind: Any, field: Field, path: tuple[str, ...], *, required: bool
) -> Column:
    return Column(
        name="_".join(path),
        path=path,
        use=field.use,
        kind=field.kind,
        many=field.many,
        required=required,
        holder=kind,
        field=field.name,
    )
