"""Goals, the way to them, and help that is just enough."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from empowerkit.model import (
    Acceptance,
    Acknowledgement,
    AttainmentScale,
    Goal,
    Milestone,
    Step,
    SupportAgreement,
)

from ._drawing import Draft, own_way, records
from ._values import texts


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from empowerkit.model import Actor

__all__ = [
    "acceptances",
    "acknowledgements",
    "attainment_scales",
    "goals",
    "milestones",
    "steps",
    "support_agreements",
]

_LEVELS: Final = st.tuples(*[texts()] * 5)
_ATTAINED: Final = st.integers(-2, 2)
_DIFFICULTY: Final = st.integers(0, 3)


def acceptances(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Acceptance]:
    """
    Generate acceptances: yes, no, not yet.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(acceptances(), lambda one: one.words).status.value
    'agree'
    """
    return records(Acceptance, people, fields)


def attainment_scales(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[AttainmentScale]:
    """
    Generate scales of five texts.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(attainment_scales()).levels
    ('', '', '', '', '')
    """
    return records(AttainmentScale, people, fields)


def goals(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Goal]:
    """
    Generate goals: the client's, shared ones and mandated ones.

    Nobody has two current answers to one of them.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(goals(), lambda goal: goal.mandate_id).mandate_id
    '0'
    """
    return records(Goal, people, fields)


def milestones(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Milestone]:
    """
    Generate milestones, reached or not.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(milestones(), lambda milestone: milestone.reached_on)
    <Milestone 0>
    """
    return records(Milestone, people, fields)


def steps(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Step]:
    """
    Generate steps, with any level of support.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(steps(), lambda step: step.support is not None).support.value
    0
    """
    return records(Step, people, fields)


def support_agreements(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[SupportAgreement]:
    """
    Generate agreements on support: fading, holding and rising ones.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(support_agreements(), lambda one: one.seeking)
    <SupportAgreement 0>
    """
    return records(SupportAgreement, people, fields)


def acknowledgements(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Acknowledgement]:
    """
    Generate acknowledgements.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(acknowledgements(), lambda one: one.at)
    <Acknowledgement 0>
    """
    return records(Acknowledgement, people, fields)


@own_way(Acceptance)
def _acceptance(draft: Draft) -> None:
    actor, line = draft.fill("actor"), draft.line
    draft.fill("id")
    if line is None:
        return
    current = line.answers.get(actor.id)
    if current is not None and not draft.scene.takes_back(draft.draw, current):
        draft.put("replaces", current)
    replaced = draft.fill("replaces")
    line.answers = {
        who: answer
        for who, answer in line.answers.items()
        if answer != replaced
    }
    line.answers[actor.id] = draft.values["id"]


@own_way(AttainmentScale)
def _attainment_scale(draft: Draft) -> None:
    draft.put("levels", _LEVELS if draft.rich else ("",) * 5)
    draft.maybe("baseline", _ATTAINED)
    draft.maybe("difficulty", _DIFFICULTY)


@own_way(Acknowledgement)
def _acknowledgement(draft: Draft) -> None:
    if "about_id" not in draft.given and draft.chance():
        draft.perhaps("about_id", draft.scene.reached(draft.draw))
    reached = draft.scene.reached_on(draft.fill("about_id"))
    at = draft.fill("at")
    if at is None or reached is None or at.date() >= reached:
        return
    draft.values["at"] = datetime.combine(reached, at.timetz())
