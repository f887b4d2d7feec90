"""Commands that show examples, and repeat no more than they must."""

from __future__ import annotations

import re

from typing import Any, Final

import click


_LIKE_A_COMMAND: Final = re.compile(r"[a-z-]+")


class Command(click.Command):
    """
    A command with examples.

    Attributes:
        examples: What somebody can type, line by line.
    """

    def __init__(
        self, *args: Any, examples: tuple[str, ...], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what was typed; of what is too much say only how much it is."""
        takes_more = ctx.allow_extra_args
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        ctx.allow_extra_args = takes_more
        if rest and not takes_more and not ctx.resilient_parsing:
            ctx.fail(_too_much(len(rest)))
        return rest

    def format_epilog(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the examples below the options."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"  {example}\n")


class Group(click.Group):
    """A group that repeats no name of a command that cannot be one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant, and what follows its name."""
        if (
            not _LIKE_A_COMMAND.fullmatch(args[0])
            and not ctx.resilient_parsing
        ):
            ctx.fail(_no_command(self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


# What was typed in the wrong place may be anybody's name, or the URL of a
# store with its password.
def _too_much(count: int) -> str:
    plural = "" if count == 1 else "s"
    return f"Got {count} argument{plural} more than the usage names."


def _no_command(names: list[str]) -> str:
    return f"The name of a command comes first: {', '.join(names)}."
