"""``empowerkit journal verify`` and ``checkpoint``."""

from __future__ import annotations

import sys

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Final

import click

from empowerkit.errors import JournalError, NotFoundError
from empowerkit.journal import Verification
from empowerkit.store import Store

from ._answers import Answer, answers, as_data
from ._command import Command
from ._errors import Refused, lines_of, shown, told
from ._inputs import STDIN, place_of
from ._options import form, output, plan_argument, printed_form
from ._outputs import put_json, put_text
from ._pages import Form, form_for, width
from ._stores import Opened, opened, store_argument


_MOST: Final = 20
_LONGEST: Final = 4096
_COLUMN: Final = 12
_WHAT_NOW: Final = (
    "Stop writing to it, keep it as it is, and go back to the last copy that "
    "holds."
)


@click.command(
    "verify",
    cls=Command,
    examples=(
        "empowerkit journal verify plans.db",
        "empowerkit journal verify plans.db --checkpoint usb/mark.txt",
        "empowerkit journal verify plans.db demo --format json",
    ),
)
@store_argument()
@plan_argument(required=False)
@click.option(
    "--checkpoint",
    "mark",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="What checkpoint gave before, kept elsewhere.",
)
@form(Form.TEXT, Form.JSON)
@output("Write it to this file, and print nothing.")
def verify(
    *,
    named: str,
    plan_id: str | None,
    mark: str | None,
    form: str | None,
    path: Path | None,
) -> int:
    """
    Ask whether a journal is still what was written down.

    Exits with 0 where all that was asked holds, with 1 where something does
    not. With PLAN it also asks whether that plan can be read.
    """
    text = None if mark is None else _mark(mark)
    with opened(named) as held:
        if plan_id is not None:
            held.ask_holds(plan_id)
        found = _verified(held.store, text, mark)
        plan = None if plan_id is None else _readable(held.store, plan_id)
    is_whole = not found.faults and not (plan and plan.wrong)
    if form_for(form, path) is Form.JSON:
        read = {} if plan is None else {"plan": [*plan.wrong]}
        data = {"entries": found.entries, "holds": is_whole, **read}
        put_json({**data, **as_data(found)}, path)
    else:
        own = () if plan is None else (plan,)
        lines = _lines(held, found, (*answers(found), *own))
        put_text("".join(f"{line}\n" for line in lines), path)
    return int(not is_whole)


def _mark(name: str) -> str:
    """Return the text of a checkpoint; a longer one is none."""
    with told(place_of(name)):
        if name == STDIN:
            data = sys.stdin.buffer.read(_LONGEST)
        else:
            with Path(name).open("rb") as file:
                data = file.read(_LONGEST)
    return data.decode("ascii", "replace").replace("\r\n", "\n")


def _verified(
    store: Store, text: str | None, name: str | None
) -> Verification:
    try:
        return store.verify(checkpoint=text)
    except JournalError as error:
        raise Refused(*lines_of(error, place_of(name or ""))) from None


def _readable(store: Store, plan_id: str) -> Answer:
    """Return whether a plan can be read as it stands."""
    version, name = store.version(plan_id), "the plan"
    try:
        store.load(plan_id)
    except NotFoundError as error:
        return Answer(name, str(error))
    except JournalError as error:
        return Answer(name, "", tuple(lines_of(error, plan_id)))
    return Answer(name, f"holds: version {version} of {plan_id} can be read")


def _lines(
    held: Opened, found: Verification, asked: tuple[Answer, ...]
) -> Iterator[str]:
    count = found.entries
    yield f"{held.place}: {count} {'entry' if count == 1 else 'entries'}"
    yield ""
    for answer in asked:
        wrong = [*answer.wrong[:_MOST]]
        if len(answer.wrong) > _MOST:
            wrong.append(f"and {len(answer.wrong) - _MOST} more")
        told = ["does not hold:", *wrong] if wrong else [answer.words]
        yield from _beside(answer.name, told)
    if any(answer.wrong for answer in asked):
        yield ""
        yield from wrap(_WHAT_NOW, width())


def _beside(name: str, texts: list[str]) -> Iterator[str]:
    """Yield *texts* folded, in a column beside *name*."""
    before = f"{name:<{_COLUMN}}"
    for text in texts:
        yield from wrap(
            text,
            width(),
            initial_indent=before,
            subsequent_indent=" " * _COLUMN,
        )
        before = " " * _COLUMN


@click.command(
    "checkpoint",
    cls=Command,
    examples=(
        "empowerkit journal checkpoint plans.db",
        "empowerkit journal checkpoint plans.db -o usb/mark.txt",
        "empowerkit journal checkpoint plans.db --format json",
    ),
)
@store_argument()
@printed_form(Form.TEXT, Form.JSON)
@output("Write it to this file; only an older checkpoint is written over.")
def checkpoint(*, named: str, form: str | None, path: Path | None) -> None:
    """
    Print three lines to keep elsewhere: what the journal is now.

    With them, verify finds that the end was cut off, or that all was written
    anew. They hold no words. Verify first: a checkpoint of what is damaged
    vouches for the damage.
    """
    is_data = form == Form.JSON
    if is_data and path is not None:
        msg = "--format json goes without -o: verify reads the three lines"
        raise click.UsageError(msg)
    with opened(named) as held:
        text = held.store.checkpoint()
        if path is not None and path.exists():
            _ask_older(held.store, path)
    if is_data:
        put_json(_parts(text), None)
    else:
        put_text(text, path)
    if path is not None and path.absolute().parent == held.folder:
        click.echo(_beside_it(shown(path)), err=True)


def _parts(text: str) -> dict[str, str | int]:
    journal, entries, mark = text.splitlines()
    return {
        "checkpoint": text,
        "journal": journal,
        "entries": int(entries),
        "hash": mark,
    }


def _ask_older(store: Store, path: Path) -> None:
    """
    Return where *path* holds an older checkpoint that the journal keeps.

    Raises:
        Refused: It holds something else, or what the journal lost.
    """
    name = str(path)
    found = _verified(store, _mark(name), name)
    if found.checkpoint:
        raise _lost(shown(path))


def _lost(place: str) -> Refused:
    return Refused(
        f"{place}: the journal must hold what it held when this checkpoint "
        "was taken, and does not: it stays as it was, so ask verify with it"
    )


def _beside_it(place: str) -> str:
    return (
        f"{place}: lies beside the database, and whoever can change one can "
        "change the other: keep it elsewhere"
    )
