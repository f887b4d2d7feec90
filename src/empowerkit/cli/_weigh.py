"""``empowerkit weigh``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from empowerkit.matrix import ProsAndCons, Weighing, pros_and_cons
from empowerkit.model import Actor
from empowerkit.plan import Plan

from ._command import Command
from ._errors import Refused, told
from ._inputs import max_bytes, place_of, read_one
from ._options import Who, form, one_plan, output, seen_by, who
from ._outputs import put_json
from ._pages import Form, form_for, put_pages, today


if TYPE_CHECKING:
    from empowerkit.report._sections import Shown


@click.command(
    "weigh",
    cls=Command,
    examples=(
        "empowerkit weigh plan.json",
        "empowerkit weigh plan.json --decision home --seen-by supporter",
        "empowerkit weigh plan.json --format html -o pros-and-cons.html",
        "empowerkit weigh plan.json --sums-asked-for-by client",
    ),
)
@one_plan()
@click.option(
    "--decision",
    "decision_id",
    metavar="ID",
    help="Which decision; needed where the plan has several.",
)
@seen_by("Who is to read it.", default="client", show_default=True)
@click.option(
    "--sums-asked-for-by",
    "asker",
    type=who,
    metavar="WHO",
    help="Who asked for the arithmetic: only the client's wish counts.",
)
@form(*Form)
@max_bytes()
@output("Write it to this file, and print nothing.")
def command(
    *,
    source: str,
    decision_id: str | None,
    reader: Who,
    asker: Who | None,
    form: str | None,
    max_bytes: int,
    path: Path | None,
) -> None:
    """
    Print what speaks for and against each way of one decision.

    In the client's order, in everybody's own words, and without a verdict.
    Figures are put together only where the client asked for that.
    """
    plan = read_one(source, max_bytes=max_bytes)
    place = place_of(source)
    with told(place):
        seen_by = reader.on(plan, place)
        wanted = decision_id or _only_decision(plan, seen_by, place)
        sheet = pros_and_cons(plan, wanted, seen_by=seen_by)
        sums = (
            None
            if asker is None
            else sheet.weigh(asked_by=asker.on(plan, place))
        )
    made = form_for(form, path)
    if made is Form.JSON:
        put_json(_as_data(sheet, sums), path)
        return
    pages = (sheet, sums) if sums else (sheet,)
    put_pages(made, pages, lambda: _page(plan, sheet, sums, seen_by), path)


def _only_decision(plan: Plan, seen_by: Actor, place: str) -> str:
    seen = plan.as_seen_by(seen_by)
    held = seen.standing(seen.decisions)
    if len(held) == 1:
        return held[0].id
    raise _not_one(place, [decision.id for decision in held])


def _not_one(place: str, held: list[str]) -> Refused:
    if not held:
        return Refused(f"{place}: must hold a decision, and holds none")
    return Refused(
        f"{place}: --decision must name one of the decisions: "
        f"{', '.join(held)}"
    )


def _as_data(sheet: ProsAndCons, sums: Weighing | None) -> dict[str, Any]:
    said = {"said": sheet.to_rows()}
    return said if sums is None else {**said, "sums": sums.to_rows()}


def _page(
    plan: Plan, sheet: ProsAndCons, sums: Weighing | None, reader: Actor
) -> Shown:
    # Text for a file or a pipe needs nothing of this.
    from empowerkit.report._sections import weighed  # noqa: PLC0415

    return weighed(plan, sheet, sums, seen_by=reader, as_of=today())
