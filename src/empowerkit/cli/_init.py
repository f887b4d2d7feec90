"""``empowerkit init``."""

from __future__ import annotations

import json
import os

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from empowerkit.codecs import dumps, json_schema
from empowerkit.model import Client, OptionKind, Side
from empowerkit.plan import Plan

from ._command import Command
from ._errors import Refused, shown, told
from ._pages import now


_README: Final = """\
# A plan to begin with

`plan.json` is a small plan with words in capitals for you to replace.
An editor that knows JSON Schema helps with `plan.schema.json`.

    empowerkit check plan.json
    empowerkit weigh plan.json
    empowerkit progress plan.json

Each of them says what is wrong with the file, if anything is: the path, the
rule, and what to do.
The first also says what in the plan is worth a conversation.
Keep this folder where other case files are kept, and not where code is.
"""


@click.command(
    "init",
    cls=Command,
    examples=("empowerkit init my-plan",),
)
@click.argument(
    "folder", type=click.Path(path_type=Path), metavar="FOLDER", default="."
)
def command(folder: Path) -> None:
    """
    Write a small plan to begin with.

    It goes into FOLDER, or where you are; nothing is ever written over.
    """
    files = {
        "plan.json": _pretty(
            json.loads(dumps(_starter(now().replace(microsecond=0))))
        ),
        "plan.schema.json": _pretty(json_schema()),
        "README.md": _README,
    }
    with told():
        _write_new(folder, files)
    click.echo(f"Written to {shown(folder)}: {', '.join(files)}")
    click.echo(f"Try next: empowerkit weigh {shown(folder / 'plan.json')}")


def _pretty(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _write_new(folder: Path, files: dict[str, str]) -> None:
    there = [name for name in files if os.path.lexists(folder / name)]
    if there:
        raise Refused(*(_is_there(folder / name) for name in there))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in files.items():
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        handle = os.open(folder / name, flags, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _is_there(path: Path) -> str:
    return (
        f"{shown(path)}: must not be there yet, and is: it stays as it was, "
        "so name another folder"
    )


def _starter(at: datetime) -> Plan:
    """Return a plan in which everything is there to be replaced."""
    client = Client(called="NAME")
    her = client.actor
    plan = Plan(client=client, opened_on=at.date())
    plan = plan.open_decision(
        "WHAT IS THERE TO DECIDE?", by=her, at=at, id="question"
    )
    for name, words, kind in (
        ("as-it-is", "STAYING AS IT IS", OptionKind.AS_IS),
        ("change", "ANOTHER WAY", OptionKind.CHANGE),
    ):
        plan = plan.offer_option(
            "question", words, by=her, at=at, id=name, kind=kind
        )
        for side in (Side.FOR, Side.AGAINST):
            said = f"WHAT SPEAKS {side.name} IT"
            plan = plan.consider("question", name, side, said, by=her, at=at)
    return plan
