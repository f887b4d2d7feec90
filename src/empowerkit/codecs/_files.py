"""Files read whole, with no more memory set aside than there is to read."""

from __future__ import annotations

import os

from pathlib import Path


def first_bytes(path: Path, most: int) -> bytes:
    """Return what is in the file at *path*, and of that at *most* so much."""
    with path.open("rb") as file:
        size = min(os.fstat(file.fileno()).st_size, most)
        data = file.read(size + 1)[:most]
        # A pipe does not say how much it holds.
        return data if len(data) <= size else data + file.read(most - size - 1)
