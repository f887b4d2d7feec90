"""
Stores: plans kept as journals, in memory, in one file, on a server.

`open_store` takes a URL: ``memory:``, ``sqlite:///plans.db``, or
``postgresql://…`` with the extra ``postgres``.
Whatever holds entries by the few calls of a backend is a store too, and
`empowerkit.testing.stores` has the suite that proves it.
"""

from __future__ import annotations

from ._backend import Backend
from ._open import open_store
from ._store import Committed, Exported, Store


__all__ = ["Backend", "Committed", "Exported", "Store", "open_store"]
