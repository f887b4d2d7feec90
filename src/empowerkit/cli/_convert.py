"""``empowerkit convert``."""

from __future__ import annotations

import enum
import json

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from empowerkit.codecs import dumps
from empowerkit.codecs._json import _write
from empowerkit.model import Actor
from empowerkit.plan import Plan

from ._command import Command
from ._errors import Refused, shown, told
from ._exchange import bundle, either, foreign
from ._inputs import LINES, Reading, Shape, max_bytes
from ._options import Who, many_plans, output, seen_by
from ._outputs import new_folder, put


class Made(enum.StrEnum):
    """The forms that are written."""

    EMPOWERKIT = "empowerkit"
    NDJSON = "ndjson"
    JSON = "json"
    PRETTY = "pretty"
    FHIR = "fhir"
    FHIR_R5 = "fhir-r5"


_FHIR: Final = "fhir"
_OURS: Final = "empowerkit"
_IN_LINES: Final = (Made.EMPOWERKIT, Made.NDJSON)
_VERSIONS: Final = {Made.FHIR: "R4", Made.FHIR_R5: "R5"}


@click.command(
    "convert",
    cls=Command,
    examples=(
        "empowerkit convert plans/ -o caseload.ndjson",
        "empowerkit convert caseload.ndjson --to pretty -o plans/",
        "empowerkit convert plan.json --seen-by worker --to pretty",
        "empowerkit convert --from fhir --to empowerkit export/ -o all.ndjson",
        "empowerkit convert plan.json --to fhir -o bundle.json",
    ),
)
@many_plans()
@click.option(
    "--from",
    "shape",
    type=click.Choice([*(shape.value for shape in Shape), _OURS, _FHIR]),
    default=Shape.AUTO.value,
    show_default=True,
    help=(
        "How documents stand in the sources; auto knows FHIR by its "
        "resourceType, fhir takes nothing else, and empowerkit nothing but "
        "documents of ours."
    ),
)
@click.option(
    "--to",
    "made",
    type=click.Choice([made.value for made in Made]),
    default=Made.NDJSON.value,
    show_default=True,
    help=(
        "empowerkit is our documents as ndjson, json is one line a document, "
        "pretty is for reading, fhir is a Bundle of R4 for each plan."
    ),
)
@seen_by("Only what this person may read: client, worker, or an id.")
@max_bytes()
@output("A file; for many documents that are no lines, a new folder.")
def command(
    *,
    sources: tuple[str, ...],
    shape: str,
    made: str,
    reader: Who | None,
    max_bytes: int,
    path: Path | None,
) -> None:
    """
    Read plans, and write them in another form.

    Every document is checked in full.
    Where one is refused, no file is written, and all that is wrong is said.
    What FHIR holds and a plan does not, or the other way round, is told.
    """
    plans = _plans(sources, shape, max_bytes)
    documents = _documents(plans, Made(made), reader)
    if path is None or made in _IN_LINES or _holds_lines(path, made):
        put(_lines(documents), path)
    elif path.suffix and not path.is_dir():
        put(_only(documents, path), path)
    else:
        _fill(path, documents)


def _holds_lines(path: Path, made: str) -> bool:
    return path.suffix in LINES and made != Made.PRETTY


def _plans(
    sources: tuple[str, ...], shape: str, most: int
) -> Iterator[tuple[str, Plan]]:
    match shape:
        case Shape.AUTO:
            return either(sources, max_bytes=most)
        case "fhir":
            return foreign(sources, max_bytes=most)
        case "empowerkit":
            return Reading(sources, max_bytes=most).placed()
        case _:
            return Reading(sources, Shape(shape), max_bytes=most).placed()


def _documents(
    plans: Iterator[tuple[str, Plan]], made: Made, reader: Who | None
) -> Iterator[bytes]:
    for place, plan in plans:
        with told(place):
            seen_by = None if reader is None else reader.on(plan, place)
            written = _written(plan, place, made, seen_by)
        yield written


def _written(
    plan: Plan, place: str, made: Made, seen_by: Actor | None
) -> bytes:
    version = _VERSIONS.get(made)
    if version is not None:
        return bundle(plan, place, version=version, seen_by=seen_by)
    written = dumps(plan, seen_by=seen_by)
    return _pretty(written) if made is Made.PRETTY else written


def _pretty(document: bytes) -> bytes:
    held = json.loads(document)
    return (json.dumps(held, ensure_ascii=False, indent=2) + "\n").encode()


def _lines(documents: Iterator[bytes]) -> Iterator[bytes]:
    for document in documents:
        yield document
        if not document.endswith(b"\n"):
            yield b"\n"


def _only(documents: Iterator[bytes], path: Path) -> Iterator[bytes]:
    """Yield one document; none, or more, do not go into one file."""
    count = 0
    for count, document in enumerate(documents, 1):
        if count == 1:
            yield document
    if count != 1:
        raise _not_one(path, count)


def _fill(path: Path, documents: Iterator[bytes]) -> None:
    """Write *documents* into a new folder, all of them or none."""
    with told(shown(path)), new_folder(path) as folder:
        for number, document in enumerate(documents, 1):
            # An id never becomes a name: folders are no case files.
            _write(folder / f"plan-{number:04}.json", [document])


def _not_one(path: Path, count: int) -> Refused:
    return Refused(
        f"{shown(path)}: one file must hold one such document, and there are "
        f"{count}: take --to ndjson, or name a folder"
    )
