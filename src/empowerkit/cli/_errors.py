"""What is said where something is refused: one line each, no words of people."""

from __future__ import annotations

import os

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

import click

from empowerkit.errors import (
    DocumentError,
    EmpowerkitError,
    InvariantError,
    JournalError,
    Problem,
)

# Whoever says what is wrong says where.
from empowerkit.report._shown import shown as shown  # noqa: PLC0414


PROGRAM: Final = "empowerkit"
_MOST_LINES: Final = 50


class Refused(click.ClickException):
    """Something was refused: each line names the place and what to do."""

    exit_code = 2

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the lines to standard error, or to *file*."""
        for line in self.lines:
            click.echo(line, file=file, err=file is None)


class NobodyReads(Exception):  # noqa: N818 - it is no error of anybody
    """What is printed goes nowhere any more; there is nothing to say."""


@contextmanager
def told(place: str = PROGRAM) -> Generator[None]:
    """Turn what the library or the system refuses into `Refused`."""
    try:
        yield
    except BrokenPipeError:
        raise NobodyReads from None
    except (EmpowerkitError, OSError) as error:
        raise Refused(*lines_of(error, place)) from None


def lines_of(error: EmpowerkitError | OSError, place: str) -> Iterator[str]:
    """Yield what there is to say of *error*, with *place* before it."""
    match error:
        case DocumentError() | InvariantError() | JournalError():
            yield from _problems(error.problems, place)
        case EmpowerkitError():
            yield f"{place}: {error}"
        case _:
            named = place if place != PROGRAM else _file_of(error) or place
            yield f"{named}: {_reason(error)}"


def _problems(problems: tuple[Problem, ...], place: str) -> Iterator[str]:
    for one in problems[:_MOST_LINES]:
        yield f"{place}: {one.path}: {message_of(one)} [{one.rule}]"
    if len(problems) > _MOST_LINES:
        yield f"{place}: and {len(problems) - _MOST_LINES} problems more"


def message_of(one: Problem) -> str:
    """Return what *one* says, with our option for what can be raised."""
    return one.message.replace("raise max_bytes", "raise --max-bytes")


def _reason(error: OSError) -> str:
    return error.strerror.lower() if error.strerror else "cannot be used"


def _file_of(error: OSError) -> str | None:
    name = error.filename
    return None if name is None else shown(os.fsdecode(name))
