"""From a URL to a store."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from empowerkit.errors import InvariantError, Problem

from ._memory import Memory
from ._store import Store


PATIENCE: Final = 5.0
_NO_STORE: Final = Problem(
    rule="store-url",
    path="$",
    message=(
        "a store's URL must be memory:, sqlite:///file.db or postgresql://…, "
        "and a ? or # in a file's name must be written %3F or %23"
    ),
)
_NO_TEXT: Final = Problem(
    rule="store-url",
    path="$",
    message=(
        "a store's URL must be text that UTF-8 can hold, and some of it is "
        "none: write what is no plain letter as %XX, byte by byte of its UTF-8"
    ),
)


def open_store(url: str, *, timeout: float = PATIENCE) -> Store:
    """
    Return the store at *url*; an empty one is made where there is none.

    Args:
        url: ``memory:``, ``sqlite:///relative.db``,
            ``sqlite:////absolute.db``, or ``postgresql://…``.
        timeout: How many seconds to wait while somebody else writes.

    A store belongs to the process that opened it; threads may share it.

    Raises:
        InvariantError: *url* names no store that there is (``store-url``).
        MissingExtraError: PostgreSQL needs the extra ``postgres``.
        StoreError: It cannot be opened.

    >>> with open_store("memory:") as store:
    ...     store.plan_ids()
    ()
    """
    try:
        return _opened(url, timeout)
    except UnicodeError:
        # It holds all of the URL, and a password with it: nothing of it is
        # to hang on to what is raised.
        pass
    raise InvariantError([_NO_TEXT])


def _opened(url: str, timeout: float) -> Store:
    scheme, _, rest = url.partition(":")
    match scheme.lower():
        case "memory" if rest in {"", "//"}:
            return Store(Memory())
        case "sqlite" if path := _path(rest):
            from ._sqlite import SQLite  # noqa: PLC0415 - sqlite3 is not light

            return Store(SQLite(path, timeout=timeout))
        case "postgres" | "postgresql" if rest.startswith("//"):
            from ._postgres import Postgres  # noqa: PLC0415 - an extra

            return Store(Postgres(url, timeout=timeout))
        case _:
            raise InvariantError([_NO_STORE])


def _path(rest: str) -> str | None:
    """Return the path after ``sqlite:``; `None` where it is none."""
    path = unquote(rest[len("///") :])
    odd = "?" in rest or "#" in rest or "\0" in path or path == ":memory:"
    return None if odd or not rest.startswith("///") else path
