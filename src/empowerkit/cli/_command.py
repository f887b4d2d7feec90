"""A command that shows examples with its help."""

from __future__ import annotations

from typing import Any

import click


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

    def format_epilog(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the examples below the options."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"  {example}\n")
