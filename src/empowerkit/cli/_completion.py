"""``empowerkit completion``."""

from __future__ import annotations

from typing import Final

import click

from click.shell_completion import (
    BashComplete,
    FishComplete,
    ShellComplete,
    ZshComplete,
)

from ._command import Command


_SHELLS: Final[dict[str, type[ShellComplete]]] = {
    "bash": BashComplete,
    "fish": FishComplete,
    "zsh": ZshComplete,
}


@click.command(
    "completion",
    cls=Command,
    examples=('eval "$(empowerkit completion bash)"',),
)
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """
    Print what lets a shell complete our commands.

    Put the line of the example into ~/.bashrc, or for zsh into ~/.zshrc.
    """
    group = ctx.find_root().command
    script = _SHELLS[shell](group, {}, "empowerkit", "_EMPOWERKIT_COMPLETE")
    click.echo(script.source())
