"""``empowerkit journal log``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

import click

from empowerkit.errors import JournalError, NotFoundError
from empowerkit.journal import Header
from empowerkit.store import Store

from ._command import Command
from ._errors import Refused, lines_of
from ._options import form, output, plan_argument
from ._outputs import put_json, put_text
from ._pages import Form, form_for, width
from ._stores import opened, store_argument


_WHEN: Final = "%Y-%m-%d %H:%M"
_INDENT: Final = " " * 8


@click.command(
    "log",
    cls=Command,
    examples=(
        "empowerkit journal log plans.db",
        "empowerkit journal log plans.db demo --format json",
        "empowerkit journal log env:EMPOWERKIT_STORE",
    ),
)
@store_argument()
@plan_argument(required=False)
@form(Form.TEXT, Form.JSON)
@output("Write it to this file, and print nothing.")
def log(
    *, named: str, plan_id: str | None, form: str | None, path: Path | None
) -> None:
    """
    List the entries of all plans, or of one.

    Each with its place in the journal, when it was written down (in UTC),
    the version of the plan, its kind, and who did it: by part and id. No
    words are there.
    """
    wrong: list[str] = []
    with opened(named) as held:
        if plan_id is not None:
            held.ask_holds(plan_id)
        ids = held.store.plan_ids() if plan_id is None else (plan_id,)
        read = [*_read(held.store, ids, held.place, wrong)]
    if form_for(form, path) is Form.JSON:
        entries = (said for _, history in read for said in history)
        in_order = sorted(entries, key=lambda said: said.sequence)
        put_json([_data(said) for said in in_order], path)
    elif read or not wrong:
        put_text(_text(read), path)
    if wrong:
        raise Refused(*wrong)


_MISFILED: Final = (
    "{place}: {plan_id}: a plan that is listed must be found again, and is "
    "not: go back to a whole copy"
)
History = tuple[str, tuple[Header, ...]]


def _read(
    store: Store, ids: tuple[str, ...], place: str, wrong: list[str]
) -> Iterator[History]:
    """Yield the history of each plan; note what cannot be read."""
    for plan_id in ids:
        try:
            yield plan_id, store.history(plan_id)
        except JournalError as error:
            wrong += lines_of(error, f"{place}: {plan_id}")
        except NotFoundError:
            wrong.append(_MISFILED.format(place=place, plan_id=plan_id))


def _text(read: list[History]) -> str:
    if not read:
        return "There is no entry.\n"
    return "\n".join(_of_plan(*history) for history in read)


def _of_plan(plan_id: str, history: tuple[Header, ...]) -> str:
    lines = [f"plan {plan_id}"]
    for row in _columns([*map(_cells, history)]):
        lines += wrap(
            row,
            width(),
            subsequent_indent=_INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "".join(f"{line}\n" for line in lines)


def _cells(said: Header) -> tuple[str, ...]:
    return (
        str(said.sequence),
        f"{said.recorded_at:{_WHEN}}",
        f"v{said.version}",
        said.kind.value,
        f"{said.actor.role.value}:{said.actor.id}",
    )


def _columns(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield each row with its cells below those of the row before."""
    wide = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for number, *rest in rows:
        cells = map(str.ljust, rest, wide[1:])
        yield "  ".join([number.rjust(wide[0]), *cells]).rstrip()


def _data(said: Header) -> dict[str, Any]:
    return {
        "sequence": said.sequence,
        "plan": said.plan,
        "version": said.version,
        "entry": said.entry,
        "kind": said.kind.value,
        "actor": {"role": said.actor.role.value, "id": said.actor.id},
        "recorded_at": said.recorded_at.isoformat(),
        "purged": [
            {"sequence": sequence, "payload": place}
            for sequence, place in said.purged
        ],
    }
