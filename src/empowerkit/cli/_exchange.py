"""Plans from FHIR and to it, with what is lost on the way told."""

from __future__ import annotations

import json

from collections.abc import Iterable, Iterator

import click

from empowerkit.codecs import fhir
from empowerkit.model import Actor
from empowerkit.plan import Plan
from empowerkit.report._findings import left_out

from ._errors import Refused
from ._fhir import FhirPlan
from ._sources import Sources


def placed(names: Iterable[str]) -> Iterator[tuple[str, Plan]]:
    """Yield the plans in FHIR, each with its place; at the end what is lost."""
    sources = Sources(names)
    for one in sources:
        if isinstance(one, FhirPlan):
            yield one.place.shown, one.plan
        else:
            sources.refuse([_not_fhir(one.place.shown)])
    for line in left_out(sources.unused):
        click.echo(line, err=True)
    wrong = tuple(sources.wrong())
    if wrong:
        raise Refused(*wrong)


def bundle(
    plan: Plan, place: str, *, version: str, seen_by: Actor | None
) -> bytes:
    """Return *plan* as a Bundle on one line, and tell what it cannot carry."""
    for lost in fhir.losses(plan, version=version, seen_by=seen_by):
        what = f"{lost.resource_type}/{lost.id}{lost.path}"
        click.echo(f"{place}: {what}: {lost.why} [{lost.rule}]", err=True)
    written = fhir.write(plan, version=version, seen_by=seen_by)
    return json.dumps(written, ensure_ascii=False).encode()


def _not_fhir(place: str) -> str:
    return f"{place}: $: must be a resource of FHIR: leave out --from fhir"
