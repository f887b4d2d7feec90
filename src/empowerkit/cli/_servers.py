"""Journals on a server, where there is one; it needs the extra."""

from __future__ import annotations

from typing import Final

from empowerkit.errors import StoreError, StoreTrouble
from empowerkit.store._postgres import Postgres
from empowerkit.store._rows import MESSAGES


_NO_JOURNAL: Final = (
    "the database must hold a journal, and holds none: name another, or see "
    "that this user may use the schema empowerkit"
)
_NOT_LET_IN: Final = (
    "the server must be there, and let this user in: see that it runs, and "
    "look at the URL, at PGPASSWORD and at the password file"
)


class _Existing(Postgres):
    """The journal that is there; none is made."""

    def _make(self) -> None:
        raise StoreError(StoreTrouble.REFUSED, _NO_JOURNAL)


def there(url: str, *, timeout: float) -> Postgres:
    """
    Return the journal that is at *url*.

    Raises:
        StoreError: There is none, or the server lets nobody in.
    """
    try:
        return _Existing(url, timeout=timeout)
    except UnicodeError:
        # It holds all of the URL, and is let go of.
        pass
    except StoreError as error:
        # What is said of any database speaks of folders.
        if error.message != MESSAGES[StoreTrouble.REFUSED]:
            raise
    raise StoreError(StoreTrouble.REFUSED, _NOT_LET_IN)
