"""Decisions, and everything that is said, chosen or imposed in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from empowerkit.model import (
    Attestation,
    Choice,
    Consideration,
    Decision,
    Fit,
    ImposedDecision,
    Information,
    Level,
    Mandate,
    Objection,
    Option,
    Permission,
    Role,
    SubstituteBasis,
    SubstituteDecision,
    Voice,
)

from ._drawing import Draft, own_way, records
from ._scene import CLIENTS
from ._values import times
from ._voice import with_document


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from empowerkit.model import Actor

__all__ = [
    "choices",
    "considerations",
    "decisions",
    "fits",
    "imposed_decisions",
    "information",
    "mandates",
    "objections",
    "options",
    "permissions",
    "substitute_decisions",
]

_LEVELS: Final = st.integers(-2, 2)
_DECIDERS: Final = tuple(
    role for role in Role if role not in {Role.CLIENT, Role.SOFTWARE}
)
_DELEGATES: Final = tuple(
    role for role in _DECIDERS if role not in {Role.WORKER, Role.ORGANISATION}
)


def options(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Option]:
    """
    Generate options: changes, staying, waiting, asking somebody.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(options(), lambda option: option.detail)
    <Option 0>
    """
    return records(Option, people, fields)


def considerations(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Consideration]:
    """
    Generate what speaks for and against options, in anybody's words.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(considerations()).side.value
    'for'
    """
    return records(Consideration, people, fields)


def fits(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Fit]:
    """
    Generate fits, -2 to +2, in a client's voice.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(fits(), lambda fit: fit.level < 0).voice.speaker.role.value
    'client'
    """
    return records(Fit, people, fields)


def information(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Information]:
    """
    Generate what a client was told, and what they made of it.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(information(), lambda told: told.understood)
    <Information 0>
    """
    return records(Information, people, fields)


def choices(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Choice]:
    """
    Generate choices, and choices taken back, each authored by a client.

    For choices that belong together see `decisions`.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(choices(), lambda choice: choice.consulted).author.role.value
    'client'
    """
    return records(Choice, people, fields)


def decisions(
    *,
    people: Sequence[Actor] = (),
    min_options: int = 0,
    min_choices: int = 0,
    **fields: Any,
) -> SearchStrategy[Decision]:
    """
    Generate decisions: open, taken, taken back, taken again.

    Args:
        people: The only ones whom it may name; none means anybody.
        min_options: The fewest options.
        min_choices: The fewest choices, where there is an option.
        fields: A value, or a strategy, for any field.

    >>> from empowerkit.testing.strategies import simplest
    >>> twice = simplest(decisions(min_options=2, min_choices=2))
    >>> len(twice.options), len(twice.choices)
    (2, 2)
    """
    least = {"options": min_options, "choices": min_choices}
    return records(Decision, people, fields, least)


def substitute_decisions(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[SubstituteDecision]:
    """
    Generate decisions of proxies and of delegates.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(
    ...     substitute_decisions(),
    ...     lambda one: one.basis is SubstituteBasis.DELEGATED,
    ... ).delegated_by
    '0'
    """
    return records(SubstituteDecision, people, fields)


def imposed_decisions(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[ImposedDecision]:
    """
    Generate what was decided over a client's head.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(imposed_decisions()).basis.value
    'court-order'
    """
    return records(ImposedDecision, people, fields)


def permissions(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Permission]:
    """
    Generate permissions of parents and guardians.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(permissions()).status.value
    'given'
    """
    return records(Permission, people, fields)


def mandates(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Mandate]:
    """
    Generate mandates.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(mandates(), lambda one: one.negotiable)
    <Mandate 0>
    """
    return records(Mandate, people, fields)


def objections(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Objection]:
    """
    Generate objections, with words and without.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(objections(words=None))
    <Objection 0>
    """
    return records(Objection, people, fields)


@own_way(Fit)
def _fit(draft: Draft) -> None:
    draft.put("level", _LEVELS)
    if "voice" not in draft.given:
        client = draft.someone("author", CLIENTS)
        draft.put("voice", draft.part(Voice, speaker=client))


@own_way(Choice)
def _choice(draft: Draft) -> None:
    taken_back = "option_id" not in draft.given and draft.chance()
    draft.put("option_id", None) if taken_back else draft.fill("option_id")
    author = draft.fill("author")
    if "voice" not in draft.given:
        speaker = draft.scene.pick(draft.draw, (None, author))
        draft.put("voice", draft.part(Voice, speaker=speaker))
    held = draft.fill("attestation")
    if held is not None and "attestation" not in draft.given:
        draft.values["attestation"] = _of_two(draft, held)


def _of_two(draft: Draft, held: Attestation) -> Attestation:
    """Return *held*, resting on more than the word of whoever entered it."""
    entered = draft.values["voice"].recorder or draft.values["author"]
    own_word = any(one.by == entered for one in held.evidence)
    if held.level is Level.CORROBORATED and own_word:
        return with_document(draft, held)
    return held


@own_way(Decision)
def _decision(draft: Draft) -> None:
    draft.scene.client = draft.fill("client")
    options, absent = draft.fill("options"), draft.fill("absent")
    known = [one.id for one in (*options, *absent)]
    for name in ("considerations", "fits", "choices"):
        if not known:
            draft.put(name, ())
    among = st.sampled_from(known)
    for name in ("considerations", "fits"):
        if name not in draft.values:
            draft.put(name, draft.some(name, option_id=among))
    if "choices" not in draft.values:
        draft.put("choices", _choices(draft, known))


def _choices(draft: Draft, known: Sequence[str]) -> tuple[Choice, ...]:
    found: list[Choice] = []
    standing = None
    for moment in sorted(draft.some("choices", times())):
        may_take_back = standing is not None or draft.values["absent"]
        ways = (*known, None) if may_take_back else known
        standing = draft.scene.pick(draft.draw, ways)
        found.append(
            draft.part(
                Choice,
                option_id=standing,
                author=draft.values["client"],
                decided_at=moment,
            )
        )
    return tuple(found)


@own_way(SubstituteDecision)
def _substitute_decision(draft: Draft) -> None:
    delegated = draft.fill("basis") is SubstituteBasis.DELEGATED
    rest = draft.scene.decided(draft.draw)
    if delegated:
        rest |= draft.scene.delegated(draft.draw)
    for name, value in rest.items():
        draft.put(name, value)
    draft.given |= rest.keys()
    if "decider" not in draft.given:
        roles = _DELEGATES if delegated else _DECIDERS
        draft.put("decider", draft.someone("decider", roles))
