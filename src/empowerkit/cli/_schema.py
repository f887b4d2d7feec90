"""``empowerkit schema``."""

from __future__ import annotations

from pathlib import Path

import click

from empowerkit.codecs import json_schema

from ._command import Command
from ._options import output
from ._outputs import put_json


@click.command(
    "schema",
    cls=Command,
    examples=("empowerkit schema -o plan.schema.json",),
)
@output("Write it to this file, and print nothing.")
def command(path: Path | None) -> None:
    """
    Print the JSON Schema of our documents, for editors and forms.
    """
    put_json(json_schema(), path)
