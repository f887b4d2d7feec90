"""``empowerkit progress``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from empowerkit.model import Actor
from empowerkit.plan import Plan
from empowerkit.progress import ProgressSummary, Version, summarise

from ._command import Command
from ._errors import told
from ._inputs import max_bytes, place_of, read_one
from ._options import Who, as_of, form, one_plan, output, seen_by
from ._outputs import put_json
from ._pages import Form, form_for, put_pages, today


if TYPE_CHECKING:
    from empowerkit.report._sections import Shown


@click.command(
    "progress",
    cls=Command,
    examples=(
        "empowerkit progress plan.json",
        "empowerkit progress plan.json --as-of 2026-05-01 --seen-by worker",
        "empowerkit progress plan.json --version ending -o summary.md",
    ),
)
@one_plan()
@seen_by("Who is to read it.", default="client", show_default=True)
@as_of()
@click.option(
    "--version",
    type=click.Choice([version.value for version in Version]),
    help=(
        "client says you to the client, record names people, ending is for "
        "the client at an ending.  [default: client for the client, record "
        "for others]"
    ),
)
@form(*Form)
@max_bytes()
@output("Write it to this file, and print nothing.")
def command(
    *,
    source: str,
    reader: Who,
    day: date | None,
    version: str | None,
    form: str | None,
    max_bytes: int,
    path: Path | None,
) -> None:
    """
    Print what became of a plan, beginning with what went well.

    Facts, each with who says so; no score, and no verdict.
    """
    plan, place = read_one(source, max_bytes=max_bytes), place_of(source)
    with told(place):
        seen_by = reader.on(plan, place)
        summary = summarise(
            plan,
            as_of=day or today(),
            seen_by=seen_by,
            version=_version(version, plan, seen_by),
        )
    wanted = form_for(form, path)
    if wanted is Form.JSON:
        put_json(summary.to_dict(), path)
    else:
        put_pages(wanted, [summary], lambda: _page(plan, summary), path)


def _version(named: str | None, plan: Plan, reader: Actor) -> Version:
    if named is not None:
        return Version(named)
    return Version.CLIENT if reader == plan.client.actor else Version.RECORD


def _page(plan: Plan, summary: ProgressSummary) -> Shown:
    # Text for a file or a pipe needs nothing of this.
    from empowerkit.report._sections import summed_up  # noqa: PLC0415

    return summed_up(plan, summary)
