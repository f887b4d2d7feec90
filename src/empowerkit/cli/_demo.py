"""``empowerkit demo``."""

from __future__ import annotations

from pathlib import Path

import click

from empowerkit.codecs import dump, load
from empowerkit.matrix import pros_and_cons
from empowerkit.plan import Plan
from empowerkit.progress import summarise

from . import _story as story
from ._command import Command
from ._errors import PROGRAM, shown, told
from ._keeping import Keeping, kept_in
from ._options import output
from ._outputs import new_folder, put_text
from ._pages import width
from ._telling import Telling


@click.command(
    "demo",
    cls=Command,
    examples=("empowerkit demo", "empowerkit demo --to my-demo"),
)
@output(
    "A new folder for the files; a temporary one if none is named.",
    name="--to",
)
def command(path: Path | None) -> None:
    """
    Tell a story from what somebody needs to what she chooses.

    It runs on a real plan, kept in a real store, and writes both, and what
    can be made of them, into a folder for you to look at.
    """
    place = PROGRAM if path is None else shown(path)
    with (
        told(place),
        new_folder(path) as folder,
        kept_in(folder / "plans.db") as store,
    ):
        telling = Telling(width(), Keeping(store))
        plan = telling.whole()
        _save(plan, folder)
        seen = load(folder / "seen-by-worker.json")
        telling.what_joan_may_read(len(plan.ratings), len(seen.ratings))
        telling.the_record(folder)
    telling.the_end(folder if path is None else path)


def _save(plan: Plan, folder: Path) -> None:
    # Only here: the story itself needs none of what is behind this.
    from empowerkit import report  # noqa: PLC0415
    from empowerkit.report._html import as_page  # noqa: PLC0415
    from empowerkit.report._sections import weighed  # noqa: PLC0415

    her, day = story.HER, story.END
    sheet = pros_and_cons(plan, story.HOME, seen_by=her)
    summary = summarise(plan, as_of=day, seen_by=her)
    page = as_page(weighed(plan, sheet, None, seen_by=her, as_of=day))
    dump(plan, folder / "plan.json")
    dump(plan, folder / "seen-by-worker.json", seen_by=story.WORKER)
    report.write(plan, folder / "report.html", seen_by=her, as_of=day)
    put_text(page, folder / "pros-and-cons.html")
    put_text(sheet.to_markdown(), folder / "pros-and-cons.md")
    put_text(summary.to_markdown(), folder / "summary.md")
