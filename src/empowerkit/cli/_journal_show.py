"""``empowerkit journal show``."""

from __future__ import annotations

import json

from datetime import date
from pathlib import Path

import click

from empowerkit.codecs import dumps
from empowerkit.model import Actor
from empowerkit.plan import Plan

from ._command import Command
from ._errors import told
from ._options import Who, day, form, output, plan_argument, seen_by
from ._outputs import put_json
from ._pages import Form, form_for, put_pages
from ._stores import opened, store_argument


@click.command(
    "show",
    cls=Command,
    examples=(
        "empowerkit journal show plans.db demo",
        "empowerkit journal show plans.db demo --version 12 --seen-by worker",
        "empowerkit journal show plans.db demo --format json -o plan.json",
    ),
)
@store_argument()
@plan_argument()
@click.option(
    "--version",
    type=click.IntRange(min=1),
    metavar="N",
    help="Which version, as log counts them.  [default: the last]",
)
@seen_by("Who is to read it.", default="client", show_default=True)
@click.option(
    "--as-of",
    "as_of",
    type=day,
    metavar="DAY",
    help=(
        "The day to speak of.  [default: that on which the version was "
        "written down]"
    ),
)
@form(*Form)
@output("Write it to this file, and print nothing.")
def show(
    *,
    named: str,
    plan_id: str,
    version: int | None,
    reader: Who,
    as_of: date | None,
    form: str | None,
    path: Path | None,
) -> None:
    """
    Print a plan as it was then, as one person may read it.

    As JSON it is the document, which the other commands read. What was
    erased since is gone from every version.
    """
    with opened(named) as held:
        held.ask_holds(plan_id)
        history = held.store.history(plan_id)
        wanted = version or len(history)
        plan = held.store.load(plan_id, version=wanted)
        place, said = held.place, history[wanted - 1]
    with told(place):
        seen_by = reader.on(plan, place)
        made = form_for(form, path)
        if made is Form.JSON:
            put_json(json.loads(dumps(plan, seen_by=seen_by)), path)
            return
        on = as_of or said.recorded_at.date()
        _put(plan, seen_by, on, made, path)


def _put(
    plan: Plan, reader: Actor, on: date, form: Form, path: Path | None
) -> None:
    # Nothing else that is asked of a store needs what is behind these.
    from empowerkit.report._sections import whole  # noqa: PLC0415

    from ._report import Whole  # noqa: PLC0415

    shown = whole(plan, seen_by=reader, as_of=on)
    put_pages(form, [Whole(shown)], lambda: shown, path)
