"""Plans out of our own documents and FHIR, and into FHIR."""

from __future__ import annotations

import json

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import click

from empowerkit.codecs import loads
from empowerkit.errors import DocumentError
from empowerkit.model import Actor
from empowerkit.plan import Plan
from empowerkit.report._findings import left_out

from ._errors import Refused, lines_of
from ._pieces import Ours
from ._sources import Sources


def either(
    names: Iterable[str], *, max_bytes: int
) -> Iterator[tuple[str, Plan]]:
    """
    Yield the plans of *names*, be they ours or FHIR, each with its place.

    At the end it is told what of FHIR is lost.

    Raises:
        Refused: A document cannot be read; it is raised at the end.
    """
    read = partial(_ours, max_bytes=max_bytes)
    yield from _told(Sources(names, max_bytes=max_bytes), read)


def foreign(
    names: Iterable[str], *, max_bytes: int
) -> Iterator[tuple[str, Plan]]:
    """Yield the same, and refuse what is no FHIR."""
    yield from _told(Sources(names, max_bytes=max_bytes), _not_fhir)


def _ours(data: bytes, place: str, *, max_bytes: int) -> Plan | list[str]:
    try:
        return loads(data, max_bytes=max_bytes)
    except DocumentError as error:
        return [*lines_of(error, place)]


def _not_fhir(data: bytes, place: str) -> list[str]:
    return [f"{place}: $: must be a resource of FHIR: leave out --from fhir"]


def _told(
    sources: Sources, read: Callable[[bytes, str], Plan | list[str]]
) -> Iterator[tuple[str, Plan]]:
    for one in sources:
        place = one.place.shown
        plan = read(one.data, place) if isinstance(one, Ours) else one.plan
        if isinstance(plan, Plan):
            yield place, plan
        else:
            sources.refuse(plan)
    for line in left_out(sources.unused):
        click.echo(line, err=True)
    wrong = tuple(sources.wrong())
    if wrong:
        raise Refused(*wrong)


def bundle(
    plan: Plan, place: str, *, version: str, seen_by: Actor | None
) -> bytes:
    """Return *plan* as a Bundle on one line, and tell what it cannot carry."""
    # It takes long to import, and many ask for nothing of it.
    from empowerkit.codecs import fhir  # noqa: PLC0415

    for lost in fhir.losses(plan, version=version, seen_by=seen_by):
        what = f"{lost.resource_type}/{lost.id}{lost.path}"
        click.echo(f"{place}: {what}: {lost.why} [{lost.rule}]", err=True)
    written = fhir.write(plan, version=version, seen_by=seen_by)
    return json.dumps(written, ensure_ascii=False).encode()
