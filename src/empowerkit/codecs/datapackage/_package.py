"""
What is in a package: ``datapackage.json``, and the codebook.

Source: Frictionless Data Package 1 and Table Schema 1,
https://specs.frictionlessdata.io.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import attrs

from empowerkit.codecs._schema import _doc, _flowing, _said_of_fields
from empowerkit.model import Role
from empowerkit.model._ids import Id
from empowerkit.model._record import Use
from empowerkit.plan import Plan

from ._tables import Column, Table, tables


NAME: Final = "empowerkit-plans"
CODEBOOK: Final = "codebook.md"
_TYPES: Final = {
    Use.DAY: "date",
    Use.FLAG: "boolean",
    Use.TIME: "datetime",
    Use.WHOLE: "integer",
}
_TEXTS: Final = frozenset({Use.TEXT, Use.NAME})


@attrs.frozen(kw_only=True)
class Own:
    """
    A column that says where a row stands, and not what.

    Attributes:
        name: Its name.
        path: The fields of a `Place` to go through.
        use: What it holds.
        said: What it means.
        required: It always has a value.
        codes: The terms it chooses from.
    """

    name: str
    path: tuple[str, ...]
    use: Use
    said: str
    required: bool = True
    codes: tuple[str, ...] = ()

    def of(self, place: Any) -> Any:
        """Return the value for *place*."""
        for name in self.path:
            place = getattr(place, name)
        return place


_READER: Final = (
    Own(
        name="seen_by_role",
        path=("seen_by", "role"),
        use=Use.CODE,
        said="the part in the plan of the person who reads it here",
        codes=tuple(role.value for role in Role),
    ),
    Own(
        name="seen_by_id",
        path=("seen_by", "id"),
        use=Use.REF,
        said="the id of the person who reads it here",
    ),
)
_MARKS: Final = (
    Own(
        name="withdrawn",
        path=("withdrawn",),
        use=Use.FLAG,
        said="whether it was taken back; it stays, and is marked",
    ),
    Own(
        name="replaced_by_id",
        path=("replaced_by_id",),
        use=Use.REF,
        said="the id of the row of this table that replaced it",
        required=False,
    ),
    Own(
        name="standing",
        path=("standing",),
        use=Use.FLAG,
        said="whether it still stands: neither taken back nor replaced",
    ),
)


def before(table: Table) -> tuple[Own, ...]:
    """Return the columns that stand before those of the record itself."""
    if table.kind is Plan:
        return ()
    holders = tuple(dict.fromkeys(held.table for held in table.held))
    return (
        Own(
            name="plan_id",
            path=("plan", "id"),
            use=Use.REF,
            said="the id of the plan it belongs to, in plans",
        ),
        Own(
            name="parent_table",
            path=("parent_table",),
            use=Use.CODE,
            said="the table of what holds it",
            codes=holders,
        ),
        Own(
            name="parent_id",
            path=("parent_id",),
            use=Use.REF,
            said="the id of what holds it, in parent_table",
        ),
        Own(
            name="position",
            path=("position",),
            use=Use.WHOLE,
            said="its place there, from 0, in the order given",
        ),
    )


def after(table: Table) -> tuple[Own, ...]:
    """Return the columns that stand behind those of the record itself."""
    if table.kind is Plan:
        return _READER
    return _MARKS if table.of_nouns else ()


def descriptor() -> dict[str, Any]:
    """
    Return what ``datapackage.json`` holds; it is the same for all packages.

    Each resource is a table with its fields, types, terms, primary key and,
    where the rows of a table stand in one other alone, its foreign keys.

    >>> held = descriptor()
    >>> held["name"], held["resources"][0]["path"]
    ('empowerkit-plans', 'plans.csv')
    >>> [one["name"] for one in held["resources"][1]["schema"]["fields"]][:5]
    ['plan_id', 'parent_table', 'parent_id', 'position', 'id']
    """
    return {
        "profile": "data-package",
        "name": NAME,
        "title": "Plans, each as one named person may read it",
        "description": (
            f"What each column means, and how to read it, is in {CODEBOOK}."
        ),
        "resources": [_resource(table) for table in tables()],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.kind.__name__,
        "description": said_of(table),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in columns(table)],
            "missingValues": [""],
            "primaryKey": key(table),
            "foreignKeys": [*_foreign_keys(table)],
        },
    }


def columns(table: Table) -> tuple[Own | Column, ...]:
    """Return all columns of *table*, in their order."""
    return (*before(table), *table.columns, *after(table))


def said_of(table: Table) -> str:
    """Return what the rows of *table* are."""
    return _flowing(_doc(table.kind).partition("\n\n")[0])


def key(table: Table) -> list[str]:
    """Return the columns by which one row of *table* is told from others."""
    if table.kind is Plan:
        return ["id"]
    if table.of_nouns:
        return ["plan_id", "id"]
    return ["plan_id", "parent_table", "parent_id", "position"]


def _foreign_keys(table: Table) -> Iterator[dict[str, Any]]:
    """Yield what always holds; what a reader may not see has no row."""
    if table.kind is Plan:
        return
    yield {
        "fields": ["plan_id"],
        "reference": {"resource": "plans", "fields": ["id"]},
    }
    holders = {held.table for held in table.held}
    if len(holders) == 1 and "plans" not in holders:
        yield {
            "fields": ["plan_id", "parent_id"],
            "reference": {
                "resource": holders.pop(),
                "fields": ["plan_id", "id"],
            },
        }


def _field(column: Own | Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.codes and type_of(column) != "array":
        constraints["enum"] = [*column.codes]
    return {
        "name": column.name,
        "type": type_of(column),
        "description": said(column),
        **({"constraints": constraints} if constraints else {}),
    }


def type_of(column: Own | Column) -> str:
    """Return the type of *column*, as Table Schema calls it."""
    if isinstance(column, Column) and column.many:
        return "array"
    if column.codes and not isinstance(column.codes[0], str):
        return "integer"
    return _TYPES.get(column.use, "string")


def is_text(column: Own | Column) -> bool:
    """Return whether *column* holds text as somebody gave it."""
    return column.use in _TEXTS and type_of(column) == "string"


def said(column: Own | Column) -> str:
    """Return what *column* means, in one line."""
    if isinstance(column, Own):
        return column.said
    held = _said_of(column.holder).get(column.field, {})
    meaning = held.get("description", _GENERAL.get(column.field, ""))
    parts = (
        meaning.removesuffix("."),
        _PARTS.get(column.part, ""),
        _names(column),
    )
    told = "; ".join(part for part in parts if part)
    whose = " ".join(column.path[:-1])
    return f"{whose}: {told}" if whose else told


_said_of: Callable[[Any], dict[str, dict[str, Any]]] = cache(_said_of_fields)

_GENERAL: Final = {
    "id": "Its own id",
    "replaces": "What it replaced",
    "words": "What was said",
}
_PARTS: Final = {"id": "the id of the person", "role": "their part in it"}


def _names(column: Column) -> str:
    """Return in which table a column's ids are found."""
    if column.use is not Use.REF or column.part:
        return ""
    if column.kind is Id:
        return "an id of any table"
    noun = column.kind.__name__.removesuffix("Id")
    return f"an id of {_by_noun()[noun]}"


@cache
def _by_noun() -> dict[str, str]:
    return {table.kind.__name__: table.name for table in tables()}
