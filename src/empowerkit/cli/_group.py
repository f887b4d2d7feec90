"""The commands, each loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from ._command import Group
from ._errors import told


# Each is a module of this package, with what its help begins with: only the
# command that is run is imported.
_COMMANDS: Final = {
    "demo": "Tell a story from what somebody needs to what she chooses.",
    "init": "Write a small plan to begin with.",
    "check": "Say what in plans is worth a conversation.",
    "explain": "Tell what a rule looks at, why, and what to try.",
    "weigh": "Print what speaks for and against each way of one decision.",
    "progress": "Print what became of a plan, beginning with what went well.",
    "report": "Print a whole plan as one person may read it.",
    "resources": (
        "Search a directory of resources, with reasons for and against."
    ),
    "convert": "Read plans, and write them in another form.",
    "journal": "Look into a store: who did what, and whether it still holds.",
    "schema": "Print the JSON Schema of our documents, for editors and forms.",
    "completion": "Print what lets a shell complete our commands.",
}


class Commands(Group):
    """A group that imports a command only to run it or to tell of it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(_COMMANDS)

    def get_command(
        self, ctx: click.Context, cmd_name: str
    ) -> click.Command | None:
        """Return the command of this name; `None` where there is none."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"._{cmd_name}", __package__)
        found: click.Command = module.command
        return found

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write what each command does."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what is refused becomes lines, not a traceback."""
        with told():
            return super().invoke(ctx)


def _tell_version(
    ctx: click.Context, param: click.Parameter, value: object
) -> None:
    if value:
        # It takes longer to import than all of this module.
        from importlib import metadata  # noqa: PLC0415

        try:
            release = metadata.version("empowerkit")
        except metadata.PackageNotFoundError:
            release = "(not installed)"
        click.echo(f"empowerkit {release}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with: empowerkit demo",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_tell_version,
    help="Show the version and exit.",
)
def group() -> None:
    """
    Plans that belong to the people they are about.

    Reads files, folders, NDJSON and "-" (standard input).
    Exits with 0 where all went well, 1 where a check found something to
    talk about or a journal does not hold, 2 where something is wrong.
    """
