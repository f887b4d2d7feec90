"""
A journal in PostgreSQL, for teams; it needs the extra ``postgres``.

`empowerkit.store.open_store` opens it by its URL.
The tables are made by whoever opens the first store and may make them; what
an application's own role then needs is in `GRANTS`: to read and to append,
and nothing else, so that erasing is left to a role of its own.
"""

from __future__ import annotations

from ._postgres import GRANTS, Postgres


__all__ = ["GRANTS", "Postgres"]
