"""A package, written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

from empowerkit.errors import Problem, refuse
from empowerkit.model import Actor
from empowerkit.plan import Plan

from ._cells import cell
from ._codebook import codebook
from ._package import CODEBOOK, after, before, columns, descriptor
from ._rows import places
from ._tables import Table, tables


DESCRIPTOR: Final = "datapackage.json"
_END: Final = "\r\n"


def write(
    plans: Plan | Iterable[Plan],
    folder: str | os.PathLike[str],
    *,
    seen_by: Actor | Callable[[Plan], Actor],
) -> int:
    """
    Write *plans* as CSV tables into a new folder; return how many plans.

    One file a table, ``datapackage.json`` with types, keys and terms, and
    ``codebook.md``; all tables are there, empty ones too.
    The folder and its files are their owner's alone.

    Args:
        plans: One plan, or many; they are taken one by one.
        folder: It must not exist, or be empty; it is made whole, or not at
            all.
        seen_by: Whose reading is written: one person, or a function that
            says who for each plan.

    Raises:
        AuthorityError: A reader is nobody of the plan.
        FileExistsError: There is something in the folder.
        InvariantError: A plan stands twice among them (``ids-unique``).
        OSError: The folder cannot be written; nothing is left behind.

    >>> import tempfile
    >>> from empowerkit import Client
    >>> amina = Client(called="Amina", languages=("so",))
    >>> folder = Path(tempfile.mkdtemp()) / "package"
    >>> write(Plan(client=amina), folder, seen_by=amina.actor)
    1
    >>> with (folder / "clients.csv").open() as file:
    ...     print(file.readline())
    "plan_id","parent_table","parent_id","position","id","pronouns",\
"languages","withdrawn","replaced_by_id","standing"
    <BLANKLINE>
    """
    target = Path(folder)
    if target.exists() and any(target.iterdir()):
        msg = "a package must be written into a new folder, or an empty one"
        raise FileExistsError(msg)
    listed = (plans,) if isinstance(plans, Plan) else plans
    # mkdtemp makes the folder for its owner alone.
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=".empowerkit-"))
    try:
        count = _fill(made, listed, seen_by)
        made.replace(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return count


def _fill(
    folder: Path,
    plans: Iterable[Plan],
    seen_by: Actor | Callable[[Plan], Actor],
) -> int:
    held = json.dumps(descriptor(), ensure_ascii=False, indent=1)
    about = {DESCRIPTOR: held, CODEBOOK: codebook()}
    heads = {f"{table.name}.csv": _head(table) for table in tables()}
    with ExitStack() as stack:
        files: dict[str, IO[str]] = {}
        for name, text in (about | heads).items():
            files[name] = stack.enter_context(_opened(folder / name))
            files[name].write(text)
        ids: set[str] = set()
        for plan in plans:
            _asked_once(plan, ids)
            reader = seen_by if isinstance(seen_by, Actor) else seen_by(plan)
            for name, line in _lines(plan.as_seen_by(reader), reader):
                files[name].write(line)
        for file in files.values():
            file.flush()
            os.fsync(file.fileno())
    return len(ids)


def _opened(path: Path) -> IO[str]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, "w", encoding="utf-8", newline="")


def _asked_once(plan: Plan, ids: set[str]) -> None:
    if plan.id in ids:
        message = (
            "a plan must stand once in a package: write another package for "
            "another reader"
        )
        problem = Problem(
            rule="ids-unique",
            path=f"$[{len(ids)}].id",
            message=message,
            facts={"id": plan.id},
        )
        refuse([problem])
    ids.add(plan.id)


def _head(table: Table) -> str:
    return ",".join(f'"{one.name}"' for one in columns(table)) + _END


def _lines(plan: Plan, reader: Actor) -> Iterator[tuple[str, str]]:
    """Yield a line for each row of *plan*, with the file it belongs to."""
    for table, record, place in places(plan, reader):
        cells = (
            *(cell(one.of(place), one.use) for one in before(table)),
            *(cell(one.of(record), one.use) for one in table.columns),
            *(cell(one.of(place), one.use) for one in after(table)),
        )
        yield f"{table.name}.csv", ",".join(cells) + _END
