"""Why an entry was made, as far as it says so."""

from __future__ import annotations

from typing import Any, Final

import attrs

from empowerkit.authority import ErasureBasis

from ._entry import Entry, Kind
from ._fold import ask_payloads, no_body, parsed


@attrs.frozen(kw_only=True)
class Reason:
    """
    Why something was erased, held, released or shielded.

    Attributes:
        basis: On what ground, of an erasure.
        words: Why, in words; `None` where nobody said, or they were erased.
    """

    basis: ErasureBasis | None = None
    words: str | None = attrs.field(default=None, repr=False)


_SAYS: Final = (Kind.ERASED, Kind.HELD, Kind.RELEASED, Kind.SHIELDED)


def reason(entry: Entry) -> Reason | None:
    """
    Return why *entry* was made; `None` where its kind says nothing.

    Raises:
        JournalError: It is not what was once written down.

    >>> from datetime import UTC, datetime
    >>> from empowerkit import Client, Plan
    >>> from empowerkit.journal import Head, commit
    >>> amina = Client(called="Amina")
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> plan = Plan(client=amina)
    >>> entry = commit(None, plan, by=amina.actor, at=noon, head=Head())
    >>> reason(entry) is None
    True
    """
    said = entry.header
    if said.kind not in _SAYS:
        return None
    ask_payloads(entry, said)
    told: dict[str, Any] = {}
    for place, payload in enumerate(entry.payloads):
        if payload is not None:
            told |= _told(parsed(said, payload, place)) or no_body(said, place)
    return Reason(**told)


def _told(body: Any) -> dict[str, Any] | None:
    match body:
        case {"words": str(words)}:
            return {"words": words}
        case {"basis": str(basis)} if basis in _BASES:
            return {"basis": ErasureBasis(basis)}
        case _:
            return None


_BASES: Final = frozenset(basis.value for basis in ErasureBasis)
