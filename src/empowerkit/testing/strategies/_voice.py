"""Voices, answers, evidence: the pieces that nouns share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from hypothesis import strategies as st

from empowerkit.model import (
    Absent,
    Actor,
    Answer,
    Attestation,
    Evidence,
    EvidenceKind,
    Importance,
    Level,
    Role,
    Source,
    Voice,
)

from ._drawing import Draft, own_way, records
from ._scene import CLIENTS, PERSONS, ROLES
from ._values import digests, ids, texts, times


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

__all__ = [
    "absents",
    "actors",
    "answers",
    "attestations",
    "evidence",
    "importances",
    "sources",
    "voices",
]

MOST_STARS: Final = 5


def actors(*, roles: Sequence[Role] = ROLES) -> SearchStrategy[Actor]:
    """
    Generate actors.

    Args:
        roles: Their roles.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(actors(roles=[Role.WORKER]))
    <Actor worker 0>
    """
    return st.builds(Actor, role=st.sampled_from(roles), id=ids())


def voices(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Voice]:
    """
    Generate voices: who spoke, who wrote it down, how, and when.

    Speakers that are not recorded, families that speak as one, interpreters,
    software as the recorder and words for some eyes only are among them.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(voices(), lambda voice: voice.together_with).speaker is None
    True
    """
    return records(Voice, people, fields)


def answers(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Answer]:
    """
    Generate answers, and the three ways of not answering.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(answers(), lambda answer: answer.words is not None).words
    ''
    """
    return records(Answer, people, fields)


def importances(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Importance]:
    """
    Generate importances: stars, or ranges of stars, said by a client.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(importances(), lambda stars: stars.low < stars.high).high
    1
    """
    return records(Importance, people, fields)


def evidence(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Evidence]:
    """
    Generate evidence of every kind.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(evidence(), lambda found: found.digest).kind.value
    'entry'
    """
    return records(Evidence, people, fields)


def attestations(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Attestation]:
    """
    Generate attestations of every level, with what each must rest on.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(attestations(level=Level.SIGNED)).evidence
    (<Evidence>,)
    """
    return records(Attestation, people, fields)


def absents(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Absent]:
    """
    Generate what a plan names and does not hold, for all three reasons.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(absents()).reason.value
    'not-supplied'
    """
    return records(Absent, people, fields)


def sources(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Source]:
    """
    Generate the sources of imported nouns.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(sources(), lambda source: source.about_id is None)
    <Source>
    """
    return records(Source, people, fields)


@own_way(Importance)
def _importance(draft: Draft) -> None:
    high = draft.values.get("high", MOST_STARS)
    low = draft.put("low", st.integers(0, high))
    draft.put("high", st.integers(low, MOST_STARS))


@own_way(Attestation)
def _attestation(draft: Draft) -> None:
    level = draft.fill("level")
    if level is Level.REPORTED or "evidence" in draft.given:
        return
    first = draft.part(Evidence, **_supporting(draft, level))
    draft.put("evidence", (first, *draft.some("evidence")))


def _supporting(draft: Draft, level: Level) -> dict[str, Any]:
    """Return what evidence must hold to support *level*."""
    if level is Level.CORROBORATED:
        document = draft.draw(st.booleans())
        return _document() if document else _entry(draft)
    client = draft.someone("by", CLIENTS)
    if level is Level.CONFIRMED:
        return {"kind": EvidenceKind.LOGIN, "by": client, "at": times()}
    return {
        "kind": EvidenceKind.SIGNATURE,
        "by": client,
        "signature": texts(),
    }


def _entry(draft: Draft) -> dict[str, Any]:
    by = draft.someone("by", PERSONS)
    return {"kind": EvidenceKind.ENTRY, "by": by, "at": times()}


def _document() -> dict[str, Any]:
    return {"kind": EvidenceKind.DOCUMENT, "digest": digests()}


def with_document(draft: Draft, held: Attestation) -> Attestation:
    """Return *held* with the digest of a document beside its evidence."""
    paper = draft.part(Evidence, **_document())
    return attrs.evolve(held, evidence=(*held.evidence, paper))
