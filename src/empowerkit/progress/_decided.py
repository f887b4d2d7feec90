"""What the client decided, and what others decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from empowerkit.model import (
    Choice,
    Decision,
    DecisionId,
    ImposedDecision,
    Option,
    SubstituteDecision,
)

from ._asof import AsOf, day_of
from ._goals import in_time
from ._parts import (
    DecidedByOthers,
    DecidedHow,
    DecisionProgress,
    DecisionState,
)


def decisions(then: AsOf) -> tuple[DecisionProgress, ...]:
    """Return the client's decisions that stood, in the order of the plan."""
    found = then.standing(then.plan.decisions)
    taken = set(_taken_over(then))
    return tuple(_decision(decision, then, taken) for decision in found)


def _taken_over(then: AsOf) -> Iterator[str | None]:
    """Yield the decisions that somebody else's decision stands for."""
    plan = then.plan
    for one in then.standing(plan.substitute_decisions):
        if all(day > then.day for day in _ends(one, then)):
            yield one.decision_id
    for imposed in then.standing(plan.imposed_decisions):
        if imposed.ends_on is None or imposed.ends_on > then.day:
            yield imposed.decision_id


def _decision(
    decision: Decision, then: AsOf, taken: set[str | None]
) -> DecisionProgress:
    made = then.known(decision.choices)
    state = _state(decision, made, then)
    if state in _UNDECIDED:
        if decision.id in taken:
            state = DecisionState.BY_OTHERS
        elif decision.decide_by and decision.decide_by < then.day:
            state = DecisionState.PAST
    told = made and state is not DecisionState.BY_OTHERS
    last = made[-1] if told and not then.withdrawn(made[-1]) else None
    return DecisionProgress(
        id=decision.id,
        words=decision.words,
        decide_by=decision.decide_by,
        state=state,
        choice=last,
        option=None if last is None else _option(decision, last.option_id),
        times_chosen=sum(choice.option_id is not None for choice in made),
    )


def _state(
    decision: Decision, made: tuple[Choice, ...], then: AsOf
) -> DecisionState:
    if not made:
        hidden = bool(decision.absent) and not decision.choices
        return DecisionState.NOT_SHOWN if hidden else DecisionState.OPEN
    if made[-1].option_id is None or then.withdrawn(made[-1]):
        return DecisionState.TAKEN_BACK
    return DecisionState.CHOSEN


def _option(decision: Decision, option_id: str | None) -> str | None:
    """Return the words that were chosen, as they were then."""
    held: dict[str, Option] = {one.id: one for one in decision.options}
    found = held.get(option_id) if option_id is not None else None
    return None if found is None else found.words


def by_others(then: AsOf) -> tuple[DecidedByOthers, ...]:
    """Return what others decided and still stood, the earliest first."""
    plan = then.plan
    questions = {one.id: one for one in then.known(plan.decisions)}
    found: list[SubstituteDecision | ImposedDecision] = [
        *then.standing(plan.substitute_decisions),
        *then.standing(plan.imposed_decisions),
    ]
    return tuple(
        _substitute(one, questions, then)
        if isinstance(one, SubstituteDecision)
        else _imposed(one, questions)
        for one in in_time(found)
    )


_UNDECIDED = (DecisionState.OPEN, DecisionState.TAKEN_BACK)
_Questions = Mapping[DecisionId, Decision]


def _substitute(
    one: SubstituteDecision, questions: _Questions, then: AsOf
) -> DecidedByOthers:
    decision = questions.get(one.decision_id)
    option = None if decision is None else _option(decision, one.option_id)
    return DecidedByOthers(
        id=one.id,
        how=DecidedHow.SUBSTITUTE,
        by=one.decider,
        basis=one.basis,
        question=None if decision is None else decision.words,
        words=one.words,
        option=option,
        at=one.decided_at,
        ended_on=min(_ends(one, then), default=None),
        client_view=one.client_view,
        how_to_contest=None,
    )


def _ends(one: SubstituteDecision, then: AsOf) -> Iterator[date]:
    if one.until is not None:
        yield day_of(one.until)
    if one.revoked_at is not None and then.has(one.revoked_at):
        yield day_of(one.revoked_at)


def _imposed(one: ImposedDecision, questions: _Questions) -> DecidedByOthers:
    found = one.decision_id
    instead = None if found is None else questions.get(found)
    return DecidedByOthers(
        id=one.id,
        how=DecidedHow.IMPOSED,
        by=one.actor,
        basis=one.basis,
        question=instead.words if instead else None,
        words=one.words,
        option=None,
        at=one.at,
        ended_on=one.ends_on,
        client_view=one.client_view,
        how_to_contest=one.how_to_contest,
    )
