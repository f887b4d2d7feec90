"""
The command line: ``empowerkit``, or ``python -m empowerkit``.

It needs the extra ``empowerkit[cli]``, and says so where that is missing.
Whatever it prints may be a case file: it goes to standard output, or to a
file that its owner alone can read.
What is wrong goes to standard error, one line each, without a person's words.
"""

from __future__ import annotations

import sys

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final


__all__ = ["main"]

_NEEDED: Final = ("click", "jinja2", "rich")


def main(args: Sequence[str] | None = None) -> int:
    """
    Run one command, and return its exit code.

    Args:
        args: What follows the name of the program; `None` takes them from
            the process.

    Returns:
        0 where all went well; 1 where there is something to talk about;
        2 where something is wrong, or was refused; 130 after Ctrl-C, 141
        where nobody reads on.  Told to end by SIGTERM, it exits with 143.

    >>> main(["convert", "no-such-plan.json"])
    2
    """
    if not all(map(find_spec, _NEEDED)):
        sys.stderr.write(
            "empowerkit: the command line needs click, rich and jinja2: "
            'pip install "empowerkit[cli]"\n'
        )
        return 2
    # The extra may be missing, and then nothing of this can be imported.
    from ._run import run  # noqa: PLC0415

    return run(args)
