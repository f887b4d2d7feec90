"""Names of files, as they can be printed on one line."""

from __future__ import annotations

import os


def shown(name: str | os.PathLike[str]) -> str:
    """Return the name of a file as it can be printed on one line."""
    text = os.fspath(name)
    return "".join(c if c.isprintable() else "\ufffd" for c in text)
