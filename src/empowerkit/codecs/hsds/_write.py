"""From a directory to HSDS 3.0, as JSON."""

from __future__ import annotations

import json
import os

from collections.abc import Iterable, Mapping
from typing import Any

from empowerkit.codecs._json import _write
from empowerkit.errors import DocumentError, Problem
from empowerkit.model import Resource, ResourceStatus

from ._listing import GRAVITY, KINDS_OF_OURS, Directory, Listing
from ._notes import Notes
from ._whole import NOT_RECORDED, made_id, whole


def directory_of(resources: Iterable[Resource], *, system: str) -> Directory:
    """
    Return *resources* as a directory, to be written or searched.

    What HSDS has no field for is told in the losses: who found a resource,
    and which one it replaces.

    Args:
        resources: In the order in which they are listed.
        system: The address or name of the directory that this is.

    >>> from empowerkit.model import ResourceId
    >>> clinic = Resource(id=ResourceId("r1"), name="Tenants clinic")
    >>> directory_of([clinic], system="urn:example:ours").resources[0].name
    'Tenants clinic'
    """
    notes = Notes(system=system)
    listings = tuple(
        Listing(system=system, service=_service(resource, notes))
        for resource in resources
    )
    return Directory(
        system=system, listings=listings, losses=tuple(notes.problems)
    )


def _service(resource: Resource, notes: Notes) -> dict[str, Any]:
    for name in ("found", "replaces"):
        if getattr(resource, name) is not None:
            message = (
                f"{name} must be kept elsewhere: HSDS has no field for it"
            )
            notes.add(
                "not-carried", f"$.{name}", message, resource=resource.id
            )
    if not resource.name.strip():
        message = "a service must have a name; add one before it is written"
        notes.add("required", "$.name", message, resource=resource.id)
    source = resource.source
    given = {
        "id": resource.id if source is None else source.id,
        "name": resource.name,
        "description": resource.description,
        "application_process": resource.contact,
        "fees_description": resource.cost,
        "eligibility_description": resource.eligibility,
        "status": resource.status and resource.status.value,
        "languages": [{"code": tag} for tag in resource.languages],
        "attributes": [*_terms(resource)],
    }
    return whole("service", given, "$", notes, own=resource.id)


def _terms(resource: Resource) -> Iterable[dict[str, Any]]:
    for taxonomy, code in (
        (GRAVITY, resource.domain),
        (KINDS_OF_OURS, resource.kind),
    ):
        if code is not None:
            yield {
                "taxonomy_term": {
                    "id": made_id(taxonomy, code.value),
                    "taxonomy": taxonomy,
                    "code": code.value,
                    "name": code.value,
                }
            }


def dumps(
    directory: Directory, *, without_status: ResourceStatus | None = None
) -> bytes:
    """
    Return *directory* as JSON of HSDS 3.0: one page with full services.

    Everything that was read is written, under its own name or, where the
    standard has none, beside it.

    Args:
        directory: What is to be written.
        without_status: HSDS wants a status of each service. This one is
            written where none is recorded, with a note that none is, so
            that reading it back finds none.

    Raises:
        DocumentError: A service has no status, and nothing was said of it.

    >>> from empowerkit.codecs import hsds
    >>> text = '[{"id": "7", "name": "Clinic", "status": "active"}]'
    >>> directory = hsds.loads(text, system="https://directory.example")
    >>> again = hsds.loads(dumps(directory), system=directory.system)
    >>> again == directory
    True
    """
    wrong: list[Problem] = []
    contents = [
        _stated(listing.service, without_status, f"$.listings[{i}]", wrong)
        for i, listing in enumerate(directory.listings)
    ]
    if wrong:
        raise DocumentError(wrong)
    page = {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }
    return json.dumps(page, ensure_ascii=False, indent=1).encode()


def _stated(
    service: Mapping[str, Any],
    without_status: ResourceStatus | None,
    path: str,
    wrong: list[Problem],
) -> dict[str, Any]:
    """Return *service* with a status; note where it has none."""
    if "status" in service:
        return dict(service)
    if without_status is None:
        message = (
            "HSDS 3.0 must have a status, and none is recorded: find out, or "
            "say with without_status which one is to be written"
        )
        problem = Problem(
            rule="status-wanted", path=f"{path}.service", message=message
        )
        wrong.append(problem)
        return dict(service)
    return {**service, "status": without_status.value, NOT_RECORDED: True}


def dump(
    directory: Directory,
    path: str | os.PathLike[str],
    *,
    without_status: ResourceStatus | None = None,
) -> None:
    """
    Write *directory* to the file at *path*, whole or not at all.

    Raises:
        DocumentError: As `dumps` does.
        OSError: The file cannot be written; what was there still is.
    """
    _write(path, [dumps(directory, without_status=without_status)])
