"""The plan as it may leave: some parts of it, and nothing said in private."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from empowerkit.model import Absent, Actor, PlanPart, Role
from empowerkit.model._ids import new_id
from empowerkit.model._record import evolved, shape

from ._edit import holds_nouns
from ._seen import _hidden, _shown, _telling, nouns_in


if TYPE_CHECKING:
    from ._plan import Plan


FIELDS: Final = {
    PlanPart.WHAT_MATTERS: ("what_matters",),
    PlanPart.STRENGTHS: ("strengths",),
    PlanPart.NEEDS: ("needs",),
    PlanPart.BARRIERS: ("barriers",),
    PlanPart.GOALS: ("goals", "milestones"),
    PlanPart.STEPS: ("steps",),
    PlanPart.SUPPORT: ("support_agreements",),
    PlanPart.DECISIONS: (
        "decisions",
        "substitute_decisions",
        "imposed_decisions",
    ),
    PlanPart.RESOURCES: ("resources", "offers"),
    PlanPart.CONTACTS: ("contacts",),
    PlanPart.RATINGS: ("ratings",),
}
_STAY: Final = ("client", "workers")


def only(plan: Plan, parts: Iterable[PlanPart]) -> Plan:
    """Return *parts* of *plan*, as they may leave; see `Plan.only`."""
    named = {*_STAY, *(field for part in parts for field in FIELDS[part])}
    held = [*nouns_in(plan)]
    # What is private stays with those whom it was told.
    stranger = Actor(role=Role.ORGANISATION, id=new_id())
    hidden = (
        _hidden(plan, stranger) | _outside(plan, named) | _gone(plan, held)
    )
    known = 0
    while known < len(hidden):
        known = len(hidden)
        hidden |= _telling(held, hidden)
    withheld: list[Absent] = []
    shown = _shown(plan, hidden, withheld)
    return evolved(
        plan,
        **shown,
        absent=(*plan.absent, *withheld),
        sources=tuple(s for s in plan.sources if s.about_id not in hidden),
        opened_on=None,
        review_on=None,
        review_asked_at=None,
        closed_on=None,
    )


def _outside(plan: Plan, named: set[str]) -> set[Any]:
    """Return the ids of what stands in no field that is *named*."""
    return {
        noun.id
        for field in shape(type(plan))
        if holds_nouns(field) and field.name not in named
        for noun in getattr(plan, field.name)
    }


def _gone(plan: Plan, held: list[tuple[Any, Any]]) -> set[Any]:
    """Return the ids of what was taken back or replaced."""
    gone: set[Any] = {taken.subject_id for taken in plan.withdrawals}
    gone |= {getattr(noun, "replaces", None) for noun, _ in held}
    return gone - {None}
