"""The rows of a directory's tables as objects, each with what it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from ._csv import Row
from ._notes import Notes
from ._plain import lacking
from ._spec import KINDS, PARENTS, TABLES
from ._whole import whole


# Columns that say what a row belongs to; nesting says it afterwards.
_LINKS: Final = frozenset(
    {
        *PARENTS,
        "link_id",
        "program_id",
        "resource_id",
        "taxonomy_ids",
        "taxonomy_term_id",
        "unit_id",
    }
)
# Without these, a row is of no use to anybody.
_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "eligibility": ("eligibility",),
    "location": ("id",),
    "organization": ("id",),
    "payment": ("payment",),
    "phone": ("number",),
    "service": ("id", "name"),
}
_ONCE: Final = frozenset({"location", "organization", "service"})
_POSTAL: Final = frozenset({"mail_addresses", "postal_addresses"})


@attrs.define(kw_only=True, eq=False)
class Linked:
    """
    One row as an object of its kind.

    Attributes:
        kind: Which kind.
        held: The object; what belongs to it is put into it.
        links: The columns by which it names others.
        path: Where it stands.
        used: Whether any service has it, in the end.
    """

    kind: str
    held: dict[str, Any]
    links: Mapping[str, str]
    path: str
    used: bool = False


@attrs.define(kw_only=True)
class Package:
    """All rows of a directory, and those of each kind by their ids."""

    notes: Notes
    rows: list[Linked] = attrs.field(factory=list[Linked])
    by_id: dict[tuple[str, str], Linked] = attrs.field(
        factory=dict[tuple[str, str], Linked]
    )

    def add(self, row: Linked, raw: str) -> None:
        """Take in *row*, which its own table calls *raw*."""
        self.rows.append(row)
        if raw:
            self.by_id.setdefault((row.kind, raw), row)

    def find(self, kind: str, raw: str | None) -> Linked | None:
        """Return the row of *kind* that others call *raw*."""
        return self.by_id.get((kind, (raw or "").strip()))

    def of_kind(self, *kinds: str) -> Iterator[Linked]:
        """Yield the rows of these kinds, in the order in which they stand."""
        return (row for row in self.rows if row.kind in kinds)

    def orphan(self, path: str, column: str, became: str) -> None:
        """Note that *column* names nothing that is there."""
        message = (
            f"{column} must name a row that is there; {became}: add that "
            "row, or correct the name"
        )
        self.notes.add("orphan-row", path, message, field=column)


def packaged(tables: Mapping[str, Iterable[Row]], notes: Notes) -> Package:
    """Return all rows of *tables*, the names of their files being the keys."""
    package = Package(notes=notes)
    for file, rows in tables.items():
        name = file.replace("\\", "/").rpartition("/")[2].lower()
        table = name.removesuffix(".csv")
        kind = TABLES.get(table)
        if kind is None:
            message = (
                "must be a table of services that is known here; nothing of "
                "it was read: see the conformance page"
            )
            notes.add("unknown-table", file, message)
            continue
        for row in rows:
            _take(package, table, kind, row)
    return package


def _take(package: Package, table: str, kind: str, row: Row) -> None:
    links, rest = _parted(kind, row.cells)
    if lacks := lacking(rest, _REQUIRED.get(kind, ())):
        say_lacking(package.notes, row.path, lacks)
        return
    raw = str(rest.get("id") or "").strip()
    if kind in _ONCE and package.find(kind, raw) is not None:
        message = (
            "an id must stand once in its table; the row was not read: give "
            "it an id of its own, or take it out"
        )
        package.notes.add("duplicate-id", row.path, message)
        return
    held = _object(package, table, kind, Row(path=row.path, cells=rest))
    linked = Linked(kind=kind, held=held, links=links, path=row.path)
    package.add(linked, raw)


def say_lacking(notes: Notes, path: str, lacking: Iterable[str]) -> None:
    """Note that *path* lacks what nothing can be read without."""
    names = " and ".join(lacking)
    message = f"must have {names}; it was not read: add {names}"
    notes.add("required", path, message, field=names)


def _parted(
    kind: str, cells: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the links of a row, and its other cells."""
    links = {k: str(v) for k, v in cells.items() if k in _LINKS}
    rest = {k: v for k, v in cells.items() if k not in _LINKS}
    # In 1.x a term calls itself, and is called, by its taxonomy_id.
    if kind == "attribute" and "taxonomy_id" in rest:
        links.setdefault("taxonomy_term_id", str(rest.pop("taxonomy_id")))
    if kind == "taxonomy_term" and "taxonomy_id" in rest:
        named = str(rest.pop("taxonomy_id"))
        if "id" in rest:
            links["taxonomy_id"] = named
        else:
            rest["id"] = named
    return links, rest


def _object(
    package: Package, table: str, kind: str, row: Row
) -> dict[str, Any]:
    cells = row.cells
    if table in _POSTAL:
        cells = {"address_type": "postal"} | cells
    if str(cells.get("virtual", "")).strip().lower() == "true":
        cells = {"location_type": "virtual"} | cells
    if kind not in KINDS:
        return cells
    return whole(kind, cells, row.path, package.notes, own=row.path)
