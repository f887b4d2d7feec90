"""What went well, what is waiting, and who did what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from empowerkit.model import (
    Actor,
    GoalId,
    Offer,
    OfferAnswer,
    Option,
    ProviderAnswer,
    Question,
    Role,
    Step,
    Strength,
    SupportAgreement,
)

from ._asof import AsOf, by_client
from ._goal_parts import Share, StepProgress
from ._goals import NEVER, in_time, milestone_progress, step_progress
from ._parts import (
    DecidedByOthers,
    DecisionProgress,
    DecisionState,
    Waiting,
    WaitingFor,
    WentWell,
    WhoDidWhat,
)


def went_well(then: AsOf) -> WentWell:
    """Return what the summary opens with."""
    plan = then.plan
    milestones = [
        found
        for one in then.standing(plan.milestones)
        if (found := milestone_progress(one, then)).is_reached
    ]
    steps = [step for step in _done(then) if step.is_clients]
    said = then.standing(plan.acknowledgements)
    return WentWell(
        milestones=tuple(
            sorted(milestones, key=lambda m: m.reached_on or NEVER)
        ),
        steps=tuple(sorted(steps, key=lambda s: s.done_on or NEVER)),
        strengths=tuple(
            sorted(_gained(then), key=lambda s: s.gained_on or NEVER)
        ),
        acknowledgements=tuple(in_time(said)),
    )


def strengths(then: AsOf) -> tuple[Strength, ...]:
    """Return the strengths that stood, brought along or gained by then."""
    return tuple(
        one
        for one in then.standing(then.plan.strengths)
        if then.has(one.gained_on)
    )


def _gained(then: AsOf) -> Iterable[Strength]:
    return (s for s in strengths(then) if s.gained_on is not None)


def _done(then: AsOf) -> list[StepProgress]:
    steps = (step_progress(s, then) for s in then.standing(then.plan.steps))
    return [step for step in steps if step.done_on is not None]


def who_did_what(
    then: AsOf,
    decided: Iterable[DecisionProgress],
    others: Iterable[DecidedByOthers],
) -> WhoDidWhat:
    """Return the client's part in what was done."""
    plan = then.plan
    sought = [c.initiated_by for c in then.standing(plan.contacts)]
    rated = [
        r.rater for r in then.standing(plan.ratings) if r.value is not None
    ]
    states = [decision.state for decision in decided]
    chosen = states.count(DecisionState.CHOSEN)
    total = chosen + sum(1 for _ in others)
    unknown = states.count(DecisionState.NOT_SHOWN)
    return WhoDidWhat(
        initiated_share=_share(map(_is_client, sought)),
        proposed_share=_share(map(_is_proposer, _proposed(then))),
        decided_share=Share(
            numerator=chosen, denominator=total, missing=unknown
        ),
        did_share=_share(map(_is_doer, _done(then))),
        rated_share=_share(map(_is_client, rated)),
    )


def _proposed(then: AsOf) -> Iterator[Option | Step]:
    for decision in then.standing(then.plan.decisions):
        yield from then.standing(decision.options)
    yield from then.standing(then.plan.steps)


def _is_proposer(noun: Option | Step) -> bool | None:
    return True if by_client(noun.voice) else _is_client(noun.voice.speaker)


def _is_doer(step: StepProgress) -> bool | None:
    return False if step.is_done_for else _is_client(step.owner)


def _is_client(actor: Actor | None) -> bool | None:
    return None if actor is None else actor.role is Role.CLIENT


def _share(clients: Iterable[bool | None]) -> Share:
    """Return the client's share; `None` in *clients* is not recorded."""
    found = list(clients)
    return Share(
        numerator=found.count(True),
        denominator=len(found) - found.count(None),
        missing=found.count(None),
    )


def waiting(
    then: AsOf, decided: Iterable[DecisionProgress]
) -> tuple[Waiting, ...]:
    """Return what waits for an answer or a look back, kind by kind."""
    decided = tuple(decided)
    is_open = then.knows(then.plan) and not then.came(then.plan.closed_on)
    return (
        *_questions(then),
        *_objections(then),
        *_offers(then),
        *(_decision(d) for d in decided if d.state in _UNDECIDED),
        *(_reviews(then) if is_open else ()),
        *(_looks_back(decided, then) if is_open else ()),
    )


def _questions(then: AsOf) -> Iterator[Waiting]:
    plan = then.plan
    within = (c.questions for c in then.standing(plan.contacts))
    asked = [*plan.questions, *(q for held in within for q in held)]
    for one in then.standing(asked):
        if not _answered(one.answer, one.answered_at, then):
            yield _unanswered(one, WaitingFor.QUESTION)


def _objections(then: AsOf) -> Iterator[Waiting]:
    for one in then.standing(then.plan.objections):
        if not _answered(one.answer, one.answered_at, then):
            yield Waiting(
                id=one.id,
                what=WaitingFor.OBJECTION,
                words=one.words,
                voice=one.voice,
                at=one.voice.said_at,
                due_on=None,
            )


def _answered(answer: str | None, at: datetime | None, then: AsOf) -> bool:
    return then.has(at) if at is not None else answer is not None


def _unanswered(one: Question, what: WaitingFor) -> Waiting:
    return Waiting(
        id=one.id,
        what=what,
        words=one.words,
        voice=one.voice,
        at=one.voice.said_at,
        due_on=None,
    )


def _offers(then: AsOf) -> Iterator[Waiting]:
    named = {r.id: r.name for r in then.known(then.plan.resources)}
    for one in then.standing(then.plan.offers):
        what = _waits_for(one, then)
        if what is not None:
            yield Waiting(
                id=one.id,
                what=what,
                words=named.get(one.resource_id),
                voice=one.voice,
                at=one.offered_at,
                due_on=None,
            )


def _waits_for(offer: Offer, then: AsOf) -> WaitingFor | None:
    answer = offer.answer
    if answer is OfferAnswer.PENDING or not then.has(offer.answered_at):
        return WaitingFor.OFFER
    if answer is OfferAnswer.LATER:
        return WaitingFor.OFFER_LATER
    if answer is OfferAnswer.ACCEPTED and offer.provider_answer in _NOT_YET:
        return WaitingFor.PROVIDER
    return None


_UNDECIDED: Final = (DecisionState.OPEN, DecisionState.TAKEN_BACK)
_NOT_YET: Final = (None, ProviderAnswer.PENDING, ProviderAnswer.WAITLISTED)


def _decision(found: DecisionProgress) -> Waiting:
    return Waiting(
        id=found.id,
        what=WaitingFor.DECISION,
        words=found.words,
        voice=None,
        at=None,
        due_on=found.decide_by,
    )


def _reviews(then: AsOf) -> Iterator[Waiting]:
    """Yield what is to be looked at again, while the plan is open."""
    plan = then.plan
    if plan.review_on is not None:
        what = WaitingFor.PLAN_REVIEW
        yield _review(plan.id, what, due_on=plan.review_on)
    if plan.review_asked_at is not None and then.has(plan.review_asked_at):
        what = WaitingFor.REVIEW_ASKED_FOR
        yield _review(plan.id, what, at=plan.review_asked_at)
    yield from _support_reviews(then)


def _review(
    noun_id: str,
    what: WaitingFor,
    *,
    words: str | None = None,
    at: datetime | None = None,
    due_on: date | None = None,
) -> Waiting:
    return Waiting(
        id=noun_id, what=what, words=words, voice=None, at=at, due_on=due_on
    )


def _support_reviews(then: AsOf) -> Iterator[Waiting]:
    """Yield when to look again at what was agreed last about each goal."""
    goals = {g.id: g.words for g in then.standing(then.plan.goals)}
    last: dict[str | None, SupportAgreement] = {}
    for one in in_time(then.standing(then.plan.support_agreements)):
        if by_client(one.voice):
            goal = one.goal_id
            last[None if goal is None else then.last_id(goal)] = one
    for about, one in last.items():
        if one.review_on is not None:
            yield _review(
                one.id,
                WaitingFor.SUPPORT_REVIEW,
                words=None if about is None else goals.get(GoalId(about)),
                due_on=one.review_on,
            )


def _looks_back(
    decided: Iterable[DecisionProgress], then: AsOf
) -> Iterator[Waiting]:
    for decision in decided:
        choice = decision.choice
        if choice is None or choice.review_on is None:
            continue
        if choice.option_id and not then.came(choice.followed_up_at):
            yield _review(
                choice.id,
                WaitingFor.CHOICE_REVIEW,
                words=decision.words,
                due_on=choice.review_on,
            )
