"""What matters, what is needed, what is brought, what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from empowerkit.model import (
    Asked,
    Barrier,
    Need,
    Role,
    Strength,
    Voice,
    WhatMatters,
    WhatMattersKind,
)

from ._drawing import LARGEST, Draft, own_way, records
from ._scene import CLIENTS


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from empowerkit.model import Actor

__all__ = [
    "asked",
    "barriers",
    "needs",
    "strengths",
    "what_matters",
]

_RANKS: Final = st.integers(1, 9) | st.integers(1, LARGEST)


def asked(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Asked]:
    """
    Generate what a client was asked about, answered or not.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(asked()).answer.status.value
    'not-asked'
    """
    return records(Asked, people, fields)


def what_matters(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[WhatMatters]:
    """
    Generate what matters to a client.

    What is ranked, or more than a wish, is in a client's voice.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(what_matters(rank=1)).voice.speaker.role.value
    'client'
    """
    return records(WhatMatters, people, fields)


def strengths(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Strength]:
    """
    Generate strengths.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(strengths(), lambda strength: strength.gained_on)
    <Strength 0>
    """
    return records(Strength, people, fields)


def needs(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Need]:
    """
    Generate needs, in anybody's voice or in nobody's.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(needs(words="A door I can lock")).words
    'A door I can lock'
    """
    return records(Need, people, fields)


def barriers(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Barrier]:
    """
    Generate barriers, systemic and personal.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(barriers(), lambda barrier: barrier.about_ids).about_ids
    ('0',)
    """
    return records(Barrier, people, fields)


@own_way(WhatMatters)
def _what_matters(draft: Draft) -> None:
    if "voice" in draft.given and not _by_client(draft.values["voice"]):
        draft.put("kind", WhatMattersKind.WISH)
        draft.put("rank", None)
    kind = draft.fill("kind")
    rank = draft.maybe("rank", _RANKS)
    if "voice" in draft.given:
        return
    if rank is not None or kind is not WhatMattersKind.WISH:
        client = draft.someone("voice", CLIENTS)
        draft.put("voice", draft.part(Voice, speaker=client))


def _by_client(voice: Voice) -> bool:
    return voice.speaker is not None and voice.speaker.role is Role.CLIENT
