"""FHIR read into plans, beside fhir.resources, which only parses it."""

from __future__ import annotations

import json
import os

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from empowerkit.codecs.fhir import FhirVersion, read, write
from empowerkit.testing import caseload

from ._row import Row
from ._timing import Pace, Work, compare


_PACKAGES: Final = {
    FhirVersion.R4: "fhir.resources.R4B",
    FhirVersion.R5: "fhir.resources",
}
_FOLDERS: Final = ("fhir-us-core", "fhir-pco")


def rows(pace: Pace) -> Iterator[Row]:
    """Measure, and yield what came of it."""
    slow = pace._replace(rounds=pace.turns, seconds=0)
    for version in FhirVersion:
        ours = _bundles(pace.plans // 3, version)
        yield _row("Bundles", ours, version, slow)
        mixed = [_with_a_stranger(bundle) for bundle in ours]
        yield _row("mixed", mixed, version, slow)
    named = os.environ.get("EMPOWERKIT_REAL_DATA")
    if named:
        yield _examples(Path(named), slow)


def _row(
    which: str,
    bundles: Sequence[bytes],
    version: FhirVersion,
    pace: Pace,
) -> Row:
    return Row(
        f"read {len(bundles)} {which}, {version} / fhir.resources",
        compare(_reading(bundles), _parsing(bundles, version), pace),
        bar=0.1,
        unit=(1e3, "ms"),
    )


def _bundles(count: int, version: FhirVersion) -> list[bytes]:
    plans = caseload.plans(count, seed=1)
    made = [write(plan, version=version) for plan in plans]
    return [json.dumps(one, ensure_ascii=False).encode() for one in made]


def _with_a_stranger(document: bytes) -> bytes:
    """Return the Bundle *document* with one resource that is none of ours."""
    bundle = json.loads(document)
    stranger = {"resourceType": "Location", "id": "a-place", "name": "Hall"}
    bundle["entry"].append({"resource": stranger})
    return json.dumps(bundle, ensure_ascii=False).encode()


def _reading(documents: Sequence[bytes]) -> Work:
    def work() -> None:
        for document in documents:
            read(document)

    return work


def _parsing(documents: Sequence[bytes], version: FhirVersion) -> Work:
    models = [_model(document, version) for document in documents]

    def work() -> None:
        for model, document in zip(models, documents, strict=True):
            model(document)

    return work


def _model(document: bytes, version: FhirVersion) -> Callable[[bytes], Any]:
    """Return what parses *document*, of the type that it says it is."""
    name: str = json.loads(document)["resourceType"]
    module = import_module(f"{_PACKAGES[version]}.{name.lower()}")
    parse: Callable[[bytes], Any] = getattr(module, name).model_validate_json
    return parse


def _examples(data: Path, pace: Pace) -> Row:
    """Return the row of the examples that two guides publish, all R4."""
    folders = [data / name for name in _FOLDERS]
    files = [file for one in folders for file in sorted(one.rglob("*.json"))]
    models = [_model(file.read_bytes(), FhirVersion.R4) for file in files]

    def ours() -> None:
        for folder in folders:
            read(folder)

    def theirs() -> None:
        for model, file in zip(models, files, strict=True):
            model(file.read_bytes())

    return Row(
        f"read {len(files)} example files / fhir.resources",
        compare(ours, theirs, pace),
        bar=0.1,
        unit=(1e3, "ms"),
    )
