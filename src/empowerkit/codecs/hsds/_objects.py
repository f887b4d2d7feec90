"""From JSON, as APIs and files hold it, to services."""

from __future__ import annotations

import json
import math
import re

from collections.abc import Iterator, Mapping
from typing import Any, Final

from empowerkit.codecs._text import MAX_DEPTH, _too_deep

from ._csv import Row, decoded, storable
from ._notes import Notes, refused_file
from ._plain import as_list, as_object, as_objects, lacking
from ._rows import say_lacking
from ._tables import services_of
from ._whole import whole


Found = Iterator[tuple[dict[str, Any], str]]
# By these fields, which the kinds behind it do not have, a kind is known.
_TELLING: Final[Mapping[str, frozenset[str]]] = {
    "service": frozenset(
        {
            "application_process",
            "cost_options",
            "eligibility_description",
            "fees",
            "fees_description",
            "interpretation_services",
            "maximum_age",
            "minimum_age",
            "organization",
            "program",
            "program_id",
            "required_documents",
            "service_areas",
            "service_at_locations",
            "status",
            "wait_time",
        }
    ),
    "organization": frozenset(
        {
            "legal_status",
            "locations",
            "organization_identifiers",
            "parent_organization_id",
            "programs",
            "services",
            "tax_id",
            "tax_status",
            "website",
            "year_incorporated",
        }
    ),
    "location": frozenset(
        {
            "accessibility",
            "addresses",
            "external_identifier",
            "latitude",
            "location_type",
            "longitude",
            "transportation",
        }
    ),
    "taxonomy term": frozenset(
        {"code", "parent_id", "taxonomy", "taxonomy_detail", "term_uri"}
    ),
    "taxonomy": frozenset({"uri", "version"}),
}
_ARCHIVE: Final = "PK\x03\x04"
_ROOT: Final = frozenset({"openapi_url", "profile", "version"})


def parsed(data: bytes | str, file: str, notes: Notes) -> Any:
    """
    Return *data* as plain data, its texts fit to be stored.

    Raises:
        DocumentError: It is not JSON, or nested too deep.
    """
    text = data if isinstance(data, str) else decoded(data, file, notes)
    if _too_deep(text.encode(errors="replace")):
        message = f"a file must be nested no deeper than {MAX_DEPTH}"
        raise refused_file(message, file, rule="depth-cap")
    try:
        found = _decoder(file, notes).decode(text.removeprefix("\ufeff"))
    except ValueError as fault:
        place = str(getattr(fault, "pos", "?"))
    else:
        return _storable(found, file, notes)
    message = f"a file must be JSON; it stops being at character {place}"
    if text.startswith(_ARCHIVE):
        message = "a file must be no archive: unpack it, and name the folder"
    raise refused_file(message, file, rule="json-syntax")


def _decoder(file: str, notes: Notes) -> json.JSONDecoder:
    """Return a decoder that notes what it cannot take as it stands."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        held = dict(found)
        if len(held) < len(found):
            message = (
                "an object must hold each key once; the last of each was "
                "kept: take the others out"
            )
            notes.add("duplicate-key", file, message)
        return held

    def real(digits: str) -> float | None:
        found = float(digits)
        if math.isfinite(found):
            return found
        message = "a number must be finite; it was left out: correct it"
        notes.add("number", file, message)
        return None

    return json.JSONDecoder(
        object_pairs_hook=pairs, parse_constant=real, parse_float=real
    )


def _storable(data: Any, path: str, notes: Notes) -> Any:
    """Return *data* with each text in it fit to be stored."""
    if isinstance(data, str):
        return storable(data, path, notes)
    if (listed := as_list(data)) is not None:
        return [
            _storable(item, f"{path}[{index}]", notes)
            for index, item in enumerate(listed)
        ]
    if (held := as_object(data)) is not None:
        return {
            storable(key, path, notes): _storable(
                value, f"{path}.{_plain(key)}", notes
            )
            for key, value in held.items()
        }
    return data


def _plain(key: str) -> str:
    """Return *key* as paths show it: what is no plain name is a ?."""
    return key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,63}", key) else "?"


def services_in(data: Any, path: str, notes: Notes) -> Found:
    """Yield the services in *data*, whatever it is, and where each stands."""
    held, listed = as_object(data), as_list(data)
    if held is not None:
        yield from _in_object(held, path, notes)
    elif listed is not None:
        for index, item in enumerate(listed):
            yield from services_in(item, f"{path}[{index}]", notes)
    else:
        _unknown(path, notes)


def _in_object(held: dict[str, Any], path: str, notes: Notes) -> Found:
    page = as_list(held.get("contents"))
    tables = _as_tables(held, path)
    if page is not None:
        _say_pages(held, path, notes)
        yield from services_in(page, f"{path}.contents", notes)
    elif tables:
        yield from services_of(tables, notes)
    elif not (held and held.keys() <= _ROOT):
        yield from _services_of_object(held, path, notes)


def _as_tables(held: dict[str, Any], path: str) -> dict[str, list[Row]]:
    """Return the tables of *held*, where it holds nothing else."""
    listed = {name: as_objects(rows) for name, rows in held.items()}
    if not all(
        rows is not None and name.endswith(".csv")
        for name, rows in listed.items()
    ):
        return {}
    return {
        name: [
            Row(path=f"{path}.{_plain(name)}[{index}]", cells=row)
            for index, row in enumerate(rows or ())
        ]
        for name, rows in listed.items()
    }


def _say_pages(held: dict[str, Any], path: str, notes: Notes) -> None:
    pages = held.get("total_pages")
    if isinstance(pages, int) and pages > 1:
        message = (
            f"page {_whole_number(held.get('page_number'))} of {pages}: the "
            "other pages must be read too: put all of them into one folder"
        )
        notes.add("other-pages", path, message)


def _whole_number(value: Any) -> str:
    return str(value) if isinstance(value, int) else "?"


def _services_of_object(
    held: dict[str, Any], path: str, notes: Notes
) -> Found:
    service = as_object(held.get("service"))
    services = as_list(held.get("services"))
    kind = _kind_of(held)
    if service is not None:
        place = {k: v for k, v in held.items() if k != "service"}
        both = {"service_at_locations": [place]} | service
        yield from _service(both, path, notes)
    elif kind == "service":
        yield from _service(held, path, notes)
    elif services is not None:
        whose = {k: v for k, v in held.items() if k != "services"}
        named = {"organization": whose} if whose else {}
        for index, item in enumerate(services):
            yield from _of_organisation(
                named, item, f"{path}.services[{index}]", notes
            )
    elif kind is None:
        _unknown(path, notes)
    else:
        message = (
            f"a {kind} must belong to a service to be read, and does not; "
            "it was left out"
        )
        notes.add("not-carried", path, message, kind=kind)


def _of_organisation(
    named: dict[str, Any], item: Any, path: str, notes: Notes
) -> Found:
    service = as_object(item)
    if service is None:
        _unknown(path, notes)
    else:
        yield from _service(named | service, path, notes)


def _kind_of(held: dict[str, Any]) -> str | None:
    """Return the first kind of which *held* has a field of its own."""
    return next(
        (kind for kind, own in _TELLING.items() if own & held.keys()), None
    )


def _service(held: dict[str, Any], path: str, notes: Notes) -> Found:
    if lacks := lacking(held, ("id", "name")):
        say_lacking(notes, path, lacks)
        return
    yield whole("service", held, path, notes, own=path), path


def _unknown(path: str, notes: Notes) -> None:
    message = (
        "must be a service, an organization with services, a page or a list "
        "of those, or tables; it was not read"
    )
    notes.add("unknown-object", path, message)
