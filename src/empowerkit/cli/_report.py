"""``empowerkit report``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs
import click

from empowerkit._render import as_markdown
from empowerkit.report._sections import Shown, blocks_of, whole
from empowerkit.report._terminal import as_terminal

from ._command import Command
from ._errors import told
from ._inputs import max_bytes, place_of, read_one
from ._options import Who, as_of, form, one_plan, output, seen_by
from ._pages import Form, form_for, put_pages, today


@click.command(
    "report",
    cls=Command,
    examples=(
        "empowerkit report plan.json",
        "empowerkit report plan.json --seen-by worker -o report.html",
    ),
)
@one_plan()
@seen_by("Who is to read it.", default="client", show_default=True)
@as_of()
@form(Form.TEXT, Form.MARKDOWN, Form.HTML)
@max_bytes()
@output("Write it to this file, and print nothing.")
def command(
    *,
    source: str,
    reader: Who,
    day: date | None,
    form: str | None,
    max_bytes: int,
    path: Path | None,
) -> None:
    """
    Print a whole plan as one person may read it.

    What went well, what is waiting, who did what, the milestones and the
    help agreed in time, and every decision with all that was said.
    As HTML it is one file that needs no network.
    """
    plan, place = read_one(source, max_bytes=max_bytes), place_of(source)
    with told(place):
        seen_by = reader.on(plan, place)
        shown = whole(plan, seen_by=seen_by, as_of=day or today())
    put_pages(form_for(form, path), [Whole(shown)], lambda: shown, path)


@attrs.frozen
class Whole:
    """A report, in the forms that need no picture."""

    shown: Shown

    def to_text(self, *, width: int) -> str:
        """Return it as plain text."""
        return as_terminal(self.shown, width=width)

    def to_markdown(self) -> str:
        """Return it as markdown."""
        return as_markdown(blocks_of(self.shown))
