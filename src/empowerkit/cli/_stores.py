"""Opening a store that is there already; nothing here ever makes one."""

from __future__ import annotations

import os
import re

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs
import click

from empowerkit.errors import NotFoundError
from empowerkit.store import Store
from empowerkit.store._open import PATIENCE, _path
from empowerkit.store._sqlite import APPLICATION, SQLite

from ._errors import Refused, shown, told


FuncT = TypeVar("FuncT", bound=Callable[..., Any])

_FROM_ENV: Final = "env:"
# One letter before a colon is a disk.
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_SERVERS: Final = frozenset({"postgres", "postgresql"})
# What of a URL can be shown; where anything in it is odd, nothing is.
_SHOWN: Final = re.compile(
    r"(?P<scheme>\w+://)(?:[^@/?#]*@)?"
    r"(?P<place>[A-Za-z0-9.,_\-\[\]]*(?::[0-9]+)?(?:/[A-Za-z0-9._-]*)?)"
    r"(?:\?[^@]*)?"
)
_BEGINNING: Final = b"SQLite format 3\0"
_MARK: Final = slice(68, 72)


@attrs.frozen
class Opened:
    """
    A store, and where it is.

    Attributes:
        store: The store.
        place: Where it is, as it can be printed: no password is in it.
        folder: The folder of its file; `None` where it is on a server.
    """

    store: Store
    place: str
    folder: Path | None

    def ask_holds(self, plan_id: str) -> None:
        """
        Return where the store holds the plan.

        Raises:
            Refused: It holds none of this id.
        """
        try:
            self.store.version(plan_id)
        except NotFoundError:
            raise _no_plan(self.place) from None


def store_argument() -> Callable[[FuncT], FuncT]:
    """Return the argument that names a store."""
    return click.argument(
        "named", metavar="STORE", type=click.Path(readable=False)
    )


@contextmanager
def opened(named: str) -> Generator[Opened]:
    """
    Open the store that *named* names, for as long as the block runs.

    Args:
        named: A file, a URL, or ``env:NAME`` for a variable that holds one.

    Raises:
        Refused: There is none, it cannot be opened, or it refuses what the
            block asks of it.
    """
    url = _url(named)
    path = _file(url)
    place = _place(named, path) or "STORE"
    if path is not None:
        with told(place), _in_file(path, place) as store:
            yield Opened(store, place, path.absolute().parent)
        return
    if url == named:
        place = _redacted(url)
    if _scheme(url) not in _SERVERS:
        raise _no_store(place)
    with told(place), _on_server(url) as store:
        yield Opened(store, place, None)


def _place(named: str, path: Path | None) -> str:
    """Return *named* as it can be printed: what may be a password cannot."""
    is_odd = "@" in named or "password" in named
    is_there = path is not None and path.exists()
    return shown(named) if is_there or not is_odd else "STORE"


def _url(named: str) -> str:
    if not named.startswith(_FROM_ENV):
        return named
    name = named.removeprefix(_FROM_ENV)
    if held := os.environ.get(name):
        return held
    # What is no name may be the URL itself, password and all.
    raise _not_set(named if _NAME.fullmatch(name) else "STORE")


def _scheme(url: str) -> str | None:
    found = _SCHEME.match(url)
    return found and found[1].lower()


def _file(url: str) -> Path | None:
    """Return which file *url* names; `None` where it names none."""
    if _scheme(url) is None or Path(url).is_file():
        return Path(url)
    if _scheme(url) != "sqlite":
        return None
    named = _path(url.partition(":")[2])
    return None if named is None else Path(named)


def _redacted(url: str) -> str:
    """Return what of *url* can be printed: who is let in, and how, cannot."""
    found = _SHOWN.fullmatch(url)
    return f"{_scheme(url)}:…" if found is None else "".join(found.groups())


@contextmanager
def _in_file(path: Path, place: str) -> Generator[Store]:
    if path.exists() and not path.is_file():
        raise _is_no_file(place)
    with path.open("rb") as file:
        head = file.read(_MARK.stop)
    mark = APPLICATION.to_bytes(4, "big")
    # SQLite would take an empty file for a new one, and we would fill it.
    if not head.startswith(_BEGINNING) or head[_MARK] != mark:
        raise _not_ours(place)
    with Store(SQLite(path, timeout=PATIENCE)) as store:
        yield store


@contextmanager
def _on_server(url: str) -> Generator[Store]:
    # It needs an extra.
    from ._servers import there  # noqa: PLC0415

    with Store(there(url, timeout=PATIENCE)) as store:
        yield store


def _no_plan(place: str) -> Refused:
    return Refused(
        f"{place}: the store must hold the plan, and holds none of this id: "
        "look among those of: empowerkit journal log"
    )


def _not_set(place: str) -> Refused:
    return Refused(
        f"{place}: the variable must hold a file or a URL, and holds nothing: "
        "set it, or name the store"
    )


def _no_store(place: str) -> Refused:
    return Refused(
        f"{place}: a store must be a SQLite file, sqlite:///file.db or "
        "postgresql://…, or env:NAME for a variable that holds one; in a URL, "
        "? and # in a file's name are %3F and %23"
    )


def _is_no_file(place: str) -> Refused:
    return Refused(
        f"{place}: a store must be a file, and this is none: name the file "
        "itself"
    )


def _not_ours(place: str) -> Refused:
    return Refused(
        f"{place}: a store must be a SQLite file that this library made, and "
        "this is none: name another file, or go back to a whole copy"
    )
