"""What matters, ranked: the List of LOINC 81340-2, read and not written."""

from __future__ import annotations

from empowerkit.model import WhatMatters

from ._book import Page
from ._codes import LOINC, RANKED
from ._element import Element


def is_ranking(e: Element) -> bool:
    """Return whether the List *e* puts what matters in order."""
    return e.concept("code").code(LOINC) == RANKED


def ranks(e: Element, page: Page) -> dict[str, int]:
    """
    Return the rank of each thing that matters, the first one being 1.

    Only the client's own order counts: FHIR names whose it is as source.
    """
    e.skip("subject", "status", "mode", "code")
    source = page.actor_at(e, "source")
    entries = e.many("entry")
    found: dict[str, int] = {}
    for place, entry in enumerate(entries, 1):
        item = page.id_of(entry.reference("item"), WhatMatters)
        if item is not None:
            found.setdefault(item, place)
    if source is not None and source.id == page.book.client_id:
        return found
    e.lose(None, "weights-are-the-clients")
    return {}
