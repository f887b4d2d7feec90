"""Where what was made goes: standard output, or a file for its owner alone."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from empowerkit.codecs._json import _write

from ._errors import Refused, shown, told


def put(chunks: Iterable[bytes], path: Path | None) -> None:
    """Write *chunks* to the file at *path*, whole or not at all; or print."""
    if path is None:
        _print(chunks)
        return
    with told(shown(path)):
        _write(path, chunks)


def _print(chunks: Iterable[bytes]) -> None:
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        # A host that reads what is printed, a notebook say, takes text.
        sys.stdout.writelines(chunk.decode() for chunk in chunks)
        return
    out.writelines(chunks)
    out.flush()


def put_text(text: str, path: Path | None) -> None:
    """Write *text* as UTF-8."""
    put([text.encode("utf-8", "backslashreplace")], path)


def put_json(data: object, path: Path | None) -> None:
    """Write *data* as JSON for reading."""
    put_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", path)


@contextmanager
def new_folder(path: Path | None) -> Generator[Path]:
    """
    Make a folder for its owner alone, filled inside the block or not at all.

    Where *path* is `None`, it is a temporary one.

    Raises:
        Refused: There is something at *path* already.
    """
    if path is not None and not _can_be_new(path):
        raise _not_empty(path)
    beside = None if path is None else path.parent
    made = Path(tempfile.mkdtemp(dir=beside, prefix="empowerkit-"))
    try:
        yield made
        if path is not None:
            with contextlib.suppress(FileNotFoundError):
                path.rmdir()
            made.rename(path)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _can_be_new(path: Path) -> bool:
    if not os.path.lexists(path):
        return True
    # A link could not be put in the place of what it leads to.
    is_folder = path.is_dir() and not path.is_symlink()
    return is_folder and not any(path.iterdir())


def _not_empty(path: Path) -> Refused:
    return Refused(
        f"{shown(path)}: the folder must be new or empty, so that nothing is "
        "written over: name another"
    )
