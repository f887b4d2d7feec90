"""What may leave, what was taken back, and how it ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import assume

from empowerkit.model import (
    Consent,
    CopyGiven,
    Disclosure,
    Ending,
    SetAside,
    Withdrawal,
)

from ._drawing import Draft, own_way, records
from ._values import LAST


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from empowerkit.model import Actor

__all__ = [
    "consents",
    "copies_given",
    "disclosures",
    "endings",
    "set_asides",
    "withdrawals",
]


def consents(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Consent]:
    """
    Generate consents, standing or revoked.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(consents(), lambda consent: consent.revoked_at).scope
    ()
    """
    return records(Consent, people, fields)


def disclosures(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Disclosure]:
    """
    Generate disclosures, on any ground.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(disclosures()).basis.value
    'consent'
    """
    return records(Disclosure, people, fields)


def withdrawals(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Withdrawal]:
    """
    Generate withdrawals.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(withdrawals(), lambda one: one.words).by.role.value
    'client'
    """
    return records(Withdrawal, people, fields)


def set_asides(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[SetAside]:
    """
    Generate checks that are set aside.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(set_asides(rule="EMP201")).rule
    'EMP201'
    """
    return records(SetAside, people, fields)


def copies_given(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[CopyGiven]:
    """
    Generate copies, handed over or held.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(copies_given()).how.value
    'given'
    """
    return records(CopyGiven, people, fields)


def endings(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Ending]:
    """
    Generate endings.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(endings(), lambda ending: ending.at)
    <Ending 0>
    """
    return records(Ending, people, fields)


@own_way(Withdrawal)
def _withdrawal(draft: Draft) -> None:
    if "subject_id" not in draft.given and draft.chance():
        draft.perhaps("subject_id", draft.scene.option(draft.draw))
    after = draft.scene.chosen_at(draft.fill("subject_id"))
    at = draft.fill("at")
    if after is not None and at <= after and "at" not in draft.given:
        # Nothing comes after the last moment that there is.
        assume(after.replace(tzinfo=None) < LAST)
        draft.values["at"] = after + timedelta.resolution
