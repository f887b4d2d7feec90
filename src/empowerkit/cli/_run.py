"""One run of the program: its streams, its errors, its exit code."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import threading

from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Final

import click

from ._errors import PROGRAM, NobodyReads, Refused, lines_of
from ._group import group


INTERRUPTED: Final = 130
NOBODY_READS: Final = 141
TERMINATED: Final = 143
_NO_MEMORY: Final = (
    f"{PROGRAM}: there must be memory enough, and there was not: take fewer "
    "--jobs, or smaller files"
)


def run(args: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit code; never a traceback."""
    _open_closed()
    _speak_utf8()
    _end_in_order()
    if args is None:
        _end_soon()
    try:
        code = group.main(args, prog_name="empowerkit", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _settle()
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except (BrokenPipeError, NobodyReads):
        _hush()
        return NOBODY_READS
    except MemoryError:
        _settle()
        Refused(_NO_MEMORY).show()
        return Refused.exit_code
    except OSError as error:
        _hush()
        Refused(*lines_of(error, PROGRAM)).show()
        return Refused.exit_code
    return code or 0


def _open_closed() -> None:
    """Put something in the place of streams that whoever began us closed."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            # It stays open for as long as the process is there.
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, nowhere)


def _speak_utf8() -> None:
    """Write UTF-8, whatever the locale says; nothing can fail to print."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _end_in_order() -> None:
    """Take back what is half written also where we are told to end."""
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminated)


def _terminated(number: int, frame: object) -> None:
    raise SystemExit(TERMINATED)


def _end_soon() -> None:
    """
    Let nobody look for garbage at the very end, where all of it goes anyway.

    That takes as long as a quarter of a small run.
    """
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def _settle() -> None:
    """Print what is waiting; where that cannot be, do not try again."""
    try:
        sys.stdout.flush()
    except OSError:
        _hush()


def _hush() -> None:
    """Let nothing complain, at the very end, that nobody reads on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
