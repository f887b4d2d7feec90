"""Entries that nobody judged, as a journal from elsewhere may hold them."""

from __future__ import annotations

import os

from datetime import datetime

from empowerkit.journal import Entry, Head
from empowerkit.journal._commit import Salt, kind_after, put_down, sealed
from empowerkit.model import Actor
from empowerkit.plan import Plan
from empowerkit.plan._changes import steps


def recorded(
    before: Plan | None,
    after: Plan,
    *,
    by: Actor,
    at: datetime,
    head: Head,
    version: int = 0,
    entry_id: str | None = None,
    salt: Salt = os.urandom,
) -> Entry:
    """Return the entry for a difference, whoever may make it."""
    return sealed(
        kind_after(before),
        put_down(steps(before, after), salt),
        plan=after.id,
        by=by,
        at=at,
        head=head,
        version=version + 1,
        entry_id=entry_id,
    )
