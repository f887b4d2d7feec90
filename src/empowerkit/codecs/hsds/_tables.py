"""From rows that name each other to services that hold their parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ._csv import Row
from ._notes import Notes
from ._rows import Linked, Package, packaged
from ._spec import HELD_IN, PARENTS
from ._whole import referring, their_id, whole


# They are put into others by name, and belong to nothing by themselves.
_NAMED: Final = frozenset(
    {
        "location",
        "organization",
        "service",
        "taxonomy",
        "taxonomy_term",
        "unit",
    }
)
# One row of these is one text of its service.
_TEXTS: Final = {
    "eligibility": ("eligibility", "eligibility_description"),
    "payment": ("payment", "payments_accepted"),
}


def services_of(
    tables: Mapping[str, Iterable[Row]], notes: Notes
) -> Iterator[tuple[dict[str, Any], str]]:
    """
    Yield the services that *tables* hold, each with where it stands.

    Args:
        tables: Rows, by the name of their file.
        notes: Takes what could not be used.
    """
    package = packaged(tables, notes)
    _link_terms(package)
    for row in package.of_kind("service"):
        _link_service(package, row)
    for row in package.of_kind("service_at_location"):
        _link_place(package, row)
    _link_other_places(package)
    for row in package.rows:
        if row.kind not in _NAMED | {"service_at_location"}:
            _attach(package, row)
    _say_unused(package)
    for row in package.of_kind("service"):
        yield row.held, row.path


def _link_terms(package: Package) -> None:
    for row in package.of_kind("taxonomy_term"):
        detail = package.find("taxonomy", row.links.get("taxonomy_id"))
        if detail is not None:
            detail.used = True
            row.held["taxonomy_detail"] = detail.held
    for row in package.of_kind("attribute"):
        _embed(package, row, "taxonomy_term", "taxonomy_term_id")
    for row in package.of_kind("capacity"):
        _embed(package, row, "unit", "unit_id")


def _embed(package: Package, row: Linked, kind: str, column: str) -> None:
    """Put what *column* names into the row's object; or keep the name."""
    raw = row.links.get(column)
    found = package.find(kind, raw)
    if found is not None:
        found.used = True
        row.held[kind] = found.held
    elif raw:
        row.held |= referring(column, raw, package.notes.system)
        package.orphan(row.path, column, "the name was kept")


def _link_service(package: Package, row: Linked) -> None:
    _embed(package, row, "program", "program_id")
    for raw in row.links.get("taxonomy_ids", "").split(","):
        if raw.strip():
            _classify(package, row, raw.strip())
    place = row.links.get("location_id")
    if place:
        # Version 1.0 has each service at one location.
        own = f"{row.held['id']} {place}"
        held = whole(
            "service_at_location", {}, row.path, package.notes, own=own
        )
        links = {"location_id": place, "service_id": their_id(row.held)}
        package.rows.append(
            Linked(
                kind="service_at_location",
                held=held,
                links=links,
                path=row.path,
            )
        )
    _link_organisation(package, row)


def _classify(package: Package, row: Linked, raw: str) -> None:
    attribute = Linked(
        kind="attribute",
        held=whole(
            "attribute",
            {},
            row.path,
            package.notes,
            own=f"{row.held['id']} {raw}",
        ),
        links={"taxonomy_term_id": raw},
        path=row.path,
    )
    _embed(package, attribute, "taxonomy_term", "taxonomy_term_id")
    row.held.setdefault("attributes", []).append(attribute.held)


def _link_organisation(package: Package, row: Linked) -> None:
    raw = row.links.get("organization_id", "").strip()
    place = package.find("location", row.links.get("location_id"))
    if not raw and place is not None:
        raw = place.links.get("organization_id", "").strip()
    if not raw:
        return
    found = package.find("organization", raw)
    if found is None:
        # Its places and telephones may be there even so.
        package.orphan(row.path, "organization_id", "its name is not known")
        held = whole(
            "organization", {"id": raw}, row.path, package.notes, own=raw
        )
        found = Linked(kind="organization", held=held, links={}, path=row.path)
        package.add(found, raw)
    found.used = True
    row.held["organization"] = found.held


def _link_place(package: Package, row: Linked) -> None:
    """Put a service's place into the service."""
    place = package.find("location", row.links.get("location_id"))
    service = package.find("service", row.links.get("service_id"))
    if service is None:
        package.orphan(row.path, "service_id", "the row was not read")
        return
    if place is None:
        package.orphan(row.path, "location_id", "there is no place in it")
    else:
        place.used = True
        row.held["location"] = place.held
    service.held.setdefault("service_at_locations", []).append(row.held)


def _link_other_places(package: Package) -> None:
    """Put places that no service names into their organisation."""
    for row in package.of_kind("location"):
        found = package.find("organization", row.links.get("organization_id"))
        if not row.used and found is not None:
            row.used = True
            found.held.setdefault("locations", []).append(row.held)


def _attach(package: Package, row: Linked) -> None:
    """Put a row's object into everything that the row names."""
    found = {
        column: _parent(package, row, column, raw)
        for column, raw in row.links.items()
        if column not in _OTHER_LINKS and raw.strip()
    }
    for one in filter(None, found.values()):
        _put(one.held, row)
    if not any(found.values()) and not row.used:
        package.orphan(row.path, "a link", "the row was not read")
        return
    for column, parent in found.items():
        if parent is None:
            package.orphan(row.path, column, "that link was left out")


_OTHER_LINKS: Final = frozenset(
    {"program_id", "taxonomy_ids", "taxonomy_term_id", "unit_id"}
)


def _parent(
    package: Package, row: Linked, column: str, raw: str
) -> Linked | None:
    if column in PARENTS:
        return package.find(PARENTS[column], raw)
    said = row.held.get("link_entity") or row.held.get("resource_type")
    kinds = [said] if said in HELD_IN or said == "service" else [*_ANY]
    return next(
        (p for kind in kinds if (p := package.find(str(kind), raw))), None
    )


_ANY: Final = ("service", "organization", *HELD_IN)


def _put(parent: dict[str, Any], row: Linked) -> None:
    if row.kind in _TEXTS:
        column, name = _TEXTS[row.kind]
        texts = [parent.get(name), row.held[column]]
        parent[name] = "\n".join(text for text in texts if text)
        return
    parent.setdefault(HELD_IN[row.kind], []).append(row.held)


def _say_unused(package: Package) -> None:
    """Say of which kinds there were rows that no service has."""
    counts = Counter(
        (row.kind, row.path.partition(" line ")[0])
        for row in package.of_kind(*_NAMED - {"service"})
        if not row.used
    )
    for (kind, file), count in counts.items():
        message = (
            f"{count} of kind {kind} must belong to a service to be read, "
            "and do not; they were left out"
        )
        package.notes.add("not-carried", file, message, kind=kind)
