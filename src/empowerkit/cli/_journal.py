"""``empowerkit journal``: what stands in a store, and whether it holds."""

from __future__ import annotations

import click

from ._command import Command, Group
from ._journal_erase import erase
from ._journal_log import log
from ._journal_show import show
from ._journal_verify import checkpoint, verify


class _Group(Command, Group):
    """A command with examples and with commands of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of their use."""
        return list(self.commands)


@click.group(
    "journal",
    cls=_Group,
    examples=(
        "empowerkit journal log plans.db",
        "empowerkit journal verify plans.db --checkpoint usb/mark.txt",
    ),
    commands=[log, show, verify, checkpoint, erase],
)
def command() -> None:
    """
    Look into a store: who did what, and whether it still holds.

    STORE is a SQLite file, a URL (sqlite:///plans.db, postgresql://…), or
    env:NAME for the variable NAME that holds one. It has to be there.
    """
