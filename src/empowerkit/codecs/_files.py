"""Files read whole, with no more memory set aside than there is to read."""

from __future__ import annotations

import errno
import os
import stat

from collections.abc import Iterator
from typing import Final


# On Windows, line ends would be changed otherwise.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_CHUNK: Final = 64 * 1024


def first_bytes(path: str | os.PathLike[str], most: int) -> bytes:
    """
    Return what is in the file at *path*, and of that at *most* so much.

    Folders hold thousands of small files, so that each is asked of the
    system as little as can be.
    """
    handle = os.open(path, _FLAGS)
    try:
        known = os.fstat(handle)
        if stat.S_ISDIR(known.st_mode):
            code = errno.EISDIR
            raise IsADirectoryError(code, os.strerror(code), os.fspath(path))
        size = min(known.st_size, most)
        data = os.read(handle, size + 1)[:most]
        # A pipe does not say how much it holds, and gives it bit by bit.
        is_all = not data or len(data) == known.st_size
        rest = [] if is_all else [*_rest(handle, most - len(data))]
    finally:
        os.close(handle)
    return b"".join((data, *rest)) if rest else data


def _rest(handle: int, most: int) -> Iterator[bytes]:
    """Yield what is left to read, and of that at *most* so much."""
    while most > 0 and (data := os.read(handle, min(most, _CHUNK))):
        yield data
        most -= len(data)
