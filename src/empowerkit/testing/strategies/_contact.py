"""Keeping in touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from empowerkit.model import (
    AnswerStatus,
    Contact,
    ContactAgreement,
    Question,
    Rating,
    Ruler,
)

from ._drawing import LARGEST, Draft, own_way, records


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from empowerkit.model import Actor

__all__ = [
    "contact_agreements",
    "contacts",
    "questions",
    "ratings",
]

LOWEST: Final = -2
HIGHEST: Final = 2
_NOT_ATTAINMENT: Final = st.sampled_from(
    [ruler for ruler in Ruler if ruler is not Ruler.ATTAINMENT]
)
_RHYTHMS: Final = st.integers(1, 60) | st.integers(1, LARGEST)


def contact_agreements(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[ContactAgreement]:
    """
    Generate agreements on how to keep in touch.

    No way is both safe and unsafe.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(contact_agreements(), lambda one: one.unsafe).safe
    ()
    """
    return records(ContactAgreement, people, fields)


def questions(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Question]:
    """
    Generate questions, answered or open.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(questions(), lambda question: question.answer)
    <Question 0>
    """
    return records(Question, people, fields)


def contacts(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Contact]:
    """
    Generate contacts: held, missed, tried.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(contacts(), lambda contact: contact.questions).outcome.value
    'held'
    """
    return records(Contact, people, fields)


def ratings(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Rating]:
    """
    Generate ratings on every ruler, answered or not.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(ratings(ruler=Ruler.ATTAINMENT)).high
    2
    """
    return records(Rating, people, fields)


@own_way(ContactAgreement)
def _contact_agreement(draft: Draft) -> None:
    draft.maybe("rhythm_days", _RHYTHMS)
    safe, unsafe = draft.fill("safe"), draft.fill("unsafe")
    if "unsafe" not in draft.given:
        draft.values["unsafe"] = tuple(w for w in unsafe if w not in safe)
    elif "safe" not in draft.given:
        draft.values["safe"] = tuple(w for w in safe if w not in unsafe)


@own_way(Rating)
def _rating(draft: Draft) -> None:
    low, high = _ends(draft)
    status = draft.fill("status")
    answered = status is AnswerStatus.ANSWERED
    draft.put("value", st.integers(low, high) if answered else None)


def _ends(draft: Draft) -> tuple[int, int]:
    ends = (draft.values.get("low", LOWEST), draft.values.get("high", HIGHEST))
    if ends != (LOWEST, HIGHEST):
        draft.put("ruler", _NOT_ATTAINMENT)
    if draft.fill("ruler") is Ruler.ATTAINMENT:
        return draft.put("low", LOWEST), draft.put("high", HIGHEST)
    if draft.given.isdisjoint(("low", "high")) and not draft.chance():
        return draft.default("low"), draft.default("high")
    top = draft.values.get("high", LARGEST)
    low = draft.put("low", st.integers(-LARGEST, top - 1))
    return low, draft.put("high", st.integers(low + 1, LARGEST))
