"""From files and folders to a directory."""

from __future__ import annotations

import os

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from empowerkit.codecs._files import first_bytes
from empowerkit.errors import DocumentError

from ._csv import Row, decoded, rows
from ._listing import Directory, Listing
from ._merge import merged
from ._notes import Notes, refused_file
from ._objects import parsed, services_in
from ._plain import as_object, as_objects
from ._spec import TABLES
from ._tables import services_of


MAX_BYTES: Final = 256 * 1024 * 1024
_PACKAGE: Final = "datapackage.json"
_TABLE: Final = ".csv"


def loads(
    data: bytes | str, *, system: str, max_bytes: int = MAX_BYTES
) -> Directory:
    """
    Return the directory that *data* holds: HSDS as JSON, of 3.0 or 3.1.

    A service, an organization with its services, a service at a location,
    a list of any of them, a page of an API, or tables as JSON.

    Args:
        data: One document.
        system: The directory's own address or name; every `Source` keeps
            it, and the ids of resources are made from it.
        max_bytes: The largest size that is read.

    Raises:
        DocumentError: It is too large, not JSON, or nested too deep.
            Everything else that is wrong is in the directory's losses.

    >>> found = loads(
    ...     '[{"id": "7", "name": "Tenants clinic", "status": "active"}]',
    ...     system="https://directory.example",
    ... )
    >>> found.resources[0].name, found.losses
    ('Tenants clinic', ())
    """
    notes = Notes(system=system)
    _asked_size(len(data), "$", max_bytes)
    held = services_in(parsed(data, "$", notes), "$", notes)
    return _directory(held, "$", notes)


def read(
    path: str | os.PathLike[str],
    *,
    system: str,
    max_bytes: int = MAX_BYTES,
) -> Directory:
    """
    Return the directory in the file or folder at *path*.

    A file holds JSON, or one table as CSV.
    A folder holds CSV tables, of 1.0 to 3.1, with a ``datapackage.json``
    or without; or the pages of an API as JSON files.
    What cannot be used is reported with its file and line, and the rest is
    read.

    Args:
        path: The file or folder.
        system: The directory's own address or name; see `loads`.
        max_bytes: The largest file that is read.

    Raises:
        DocumentError: A file is too large; or the only file is not JSON.
        OSError: It cannot be read.
    """
    notes = Notes(system=system)
    place = Path(path)
    if place.is_dir():
        return _directory(_folder(place, notes, max_bytes), "$", notes)
    if place.suffix.lower() == _TABLE:
        table = _rows(place.parent, place, notes, max_bytes)
        held = services_of({place.name: table}, notes)
    else:
        found = parsed(_bytes(place, max_bytes), place.name, notes)
        held = services_in(found, f"{place.name} $", notes)
    return _directory(held, place.name, notes)


def _asked_size(size: int, path: str, max_bytes: int) -> None:
    if size > max_bytes:
        message = (
            f"a file must be no larger than {max_bytes} bytes: split it, or "
            "raise max_bytes"
        )
        raise refused_file(message, path, rule="size-cap")


def _bytes(path: Path, max_bytes: int) -> bytes:
    data = first_bytes(path, max_bytes + 1)
    _asked_size(len(data), path.name, max_bytes)
    return data


def _directory(
    found: Iterable[tuple[dict[str, Any], str]], path: str, notes: Notes
) -> Directory:
    services = merged(found, notes)
    if not services and not notes.problems:
        message = "must hold a service, and holds none"
        notes.add("no-service", path, message)
    listings = tuple(
        Listing(system=notes.system, service=held, where=where)
        for held, where in services
    )
    return Directory(
        system=notes.system,
        listings=listings,
        losses=tuple(notes.problems),
    )


def _folder(
    folder: Path, notes: Notes, max_bytes: int
) -> Iterator[tuple[dict[str, Any], str]]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    tables = {
        table: _rows(folder, file, notes, max_bytes)
        for table, file in _tables(folder, files, notes, max_bytes)
    }
    yield from services_of(tables, notes)
    for file in files:
        if file.suffix.lower() == ".json" and file.name != _PACKAGE:
            name = file.relative_to(folder).as_posix()
            yield from _page(file, name, notes, max_bytes)


def _tables(
    folder: Path, files: Iterable[Path], notes: Notes, max_bytes: int
) -> Iterator[tuple[str, Path]]:
    """Yield each CSV file, under the name that says which table it is."""
    named = _named(folder, notes, max_bytes)
    for file in files:
        if file.suffix.lower() == _TABLE:
            name = file.relative_to(folder).as_posix()
            yield named.pop(name, name), file
    for name in named:
        message = (
            "the package must hold each file that it names, and does not "
            "hold this one: add it, or take its name out"
        )
        notes.add("missing-file", _PACKAGE, message, file=name)


def _named(folder: Path, notes: Notes, max_bytes: int) -> dict[str, str]:
    """Return what a package calls its files, where that is no table's name."""
    package = folder / _PACKAGE
    if not package.is_file():
        return {}
    data = as_object(_careful(package, _PACKAGE, notes, max_bytes)) or {}
    found: dict[str, str] = {}
    for resource in as_objects(data.get("resources")) or ():
        path = str(resource.get("path") or "").removeprefix("./")
        table = path.rpartition("/")[2].lower().removesuffix(".csv")
        told = str(resource.get("name")).lower()
        known = table in TABLES or told not in TABLES
        if path:
            found[path] = path if known else f"{path}/{told}.csv"
    return found


def _rows(
    folder: Path, file: Path, notes: Notes, max_bytes: int
) -> Iterator[Row]:
    name = file.relative_to(folder).as_posix()
    return rows(decoded(_bytes(file, max_bytes), name, notes), name, notes)


def _page(
    file: Path, name: str, notes: Notes, max_bytes: int
) -> Iterator[tuple[dict[str, Any], str]]:
    before = len(notes.problems)
    data = _careful(file, name, notes, max_bytes)
    if len(notes.problems) == before or data is not None:
        yield from services_in(data, f"{name} $", notes)


def _careful(file: Path, name: str, notes: Notes, max_bytes: int) -> Any:
    """Return what is in *file*; note where that cannot be read."""
    data = _bytes(file, max_bytes)
    try:
        return parsed(data, name, notes)
    except DocumentError as error:
        notes.problems += error.problems
    return None
