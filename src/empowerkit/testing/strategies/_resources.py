"""What there is, what was offered, what was held back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from empowerkit.model import (
    Offer,
    Resource,
    Restriction,
)

from ._drawing import records


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from empowerkit.model import Actor

__all__ = [
    "offers",
    "resources",
    "restrictions",
]


def resources(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Resource]:
    """
    Generate resources of every kind.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(resources(), lambda one: one.source).kind is None
    True
    """
    return records(Resource, people, fields)


def offers(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Offer]:
    """
    Generate offers: accepted, declined, put off, waiting.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(offers(), lambda offer: offer.answered_at).answer.value
    'pending'
    """
    return records(Offer, people, fields)


def restrictions(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Restriction]:
    """
    Generate restrictions, with all, some or none of their conditions.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(restrictions(), lambda limit: limit.consent)
    <Restriction 0>
    """
    return records(Restriction, people, fields)
