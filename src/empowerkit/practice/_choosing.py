"""Rules about what came of a choice, and none about what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from empowerkit.model import (
    Choice,
    Contact,
    Decision,
    ImposedDecision,
    Offer,
    Option,
    OptionKind,
    Step,
    SubstituteDecision,
)

from ._findings import Found, Severity
from ._rule import CORE, DECISION_AID, rule
from ._view import (
    DecisionView,
    PlanView,
    is_clients,
    is_staffs,
    said_on,
)


_BOTH: Final = (CORE, DECISION_AID)
_STAYING: Final = (OptionKind.AS_IS, OptionKind.NOT_NOW)


@rule(
    code="EMP207",
    slug="no-look-back",
    severity=Severity.CONCERN,
    reads=(Decision, Option, Choice),
    profiles=_BOTH,
)
def no_look_back(view: PlanView, *, urgent_days: int = 3) -> Iterator[Found]:
    """
    Point out a choice that nobody looks back at.

    Looks at:
        Standing choices with no day to look back and no look back done.  Of
        a decision that could not wait (`urgent_because`) it asks one thing
        only, instead of all that rules 201 to 206 ask: that somebody looked
        back with the client within 72 hours.

    Why:
        Things turn out differently, and people may change their minds.
        After a crisis, the first quiet day is the time to ask whether it
        still holds.

    Try:
        Agree on a day to look back, or do it now; changing one's mind is
        normal.

    Set aside when:
        It is done and over, and there is nothing to look back at.

    Source:
        SHARE approach, step 5; P24.

    Parameters:
        urgent_days: Days in which to look back at what could not wait; 3
            days are 72 hours.
    """
    for decided in view.decision_views:
        choice = decided.choice
        if choice is None or choice.followed_up_at is not None:
            continue
        gone = (view.as_of - choice.decided_at.date()).days
        if decided.urgent and gone > urgent_days:
            message = (
                f"This choice could not wait, {gone} days ago, and nobody "
                "is recorded to have looked back at it with the client."
            )
        elif not decided.urgent and choice.review_on is None:
            message = "There is no day yet to look back at this choice."
        else:
            continue
        yield Found(
            choice,
            message,
            also=(decided.decision.id,),
            facts={"decision": decided.decision.id, "days": str(gone)},
        )


@rule(
    code="EMP208",
    slug="decided-on-the-spot",
    severity=Severity.NOTICE,
    reads=(Decision, Option, Choice),
    profiles=_BOTH,
)
def decided_on_the_spot(
    view: PlanView, *, minutes: int = 15
) -> Iterator[Found]:
    """
    Point out a choice that was said minutes after the option was.

    Looks at:
        Standing choices of a change that somebody else than the client
        proposed, said within minutes of the option being said, by
        `said_at` and not by the time of entry; decisions that could not
        wait are left alone, and so is saying "not now".

    Why:
        Whoever has to answer at once, often says what the other wants to
        hear.

    Try:
        Ask once more on another day, and say that a different answer is
        just as welcome.

    Set aside when:
        The client had long made up their mind.

    Source:
        P17; Observer OPTION-5.

    Parameters:
        minutes: How many minutes there should be between the two.
    """
    for decided in view.decision_views:
        choice, option = decided.choice, decided.chosen
        if choice is None or option is None or decided.urgent:
            continue
        if option.kind in _STAYING or is_clients(option.voice):
            continue
        put, said = option.voice.said_at, choice.voice.said_at
        if put is None or said is None:
            continue
        between = said - put
        if timedelta(0) <= between < timedelta(minutes=minutes):
            count = between.seconds // 60
            yield Found(
                choice,
                f"This choice was said {count} minutes after the option.",
                also=(option.id,),
                facts={"option": option.id, "minutes": str(count)},
            )


@rule(
    code="EMP209",
    slug="options-all-from-staff",
    severity=Severity.NOTICE,
    reads=(Decision, Option),
    profiles=_BOTH,
)
def options_all_from_staff(
    view: PlanView, *, least_options: int = 2
) -> Iterator[Found]:
    """
    Point out a plan in which all options came from staff.

    Looks at:
        All options of all decisions that stand, where each was proposed by
        staff, and none by the client or their people.  An option whose
        proposer is not recorded ends the matter: it may be the client's.

    Why:
        People know ways that staff do not.  If none of theirs is written
        down, perhaps nobody asked.

    Try:
        Ask the client, and those whom they want heard, which ways they see,
        before you name yours.

    Set aside when:
        The client asked for proposals, and wanted to leave it at that.

    Source:
        P9; Observer OPTION-5.

    Parameters:
        least_options: How many options there must be to say so.
    """
    views = view.decision_views
    options = [o for decided in views for o in decided.considered]
    if len(options) < least_options or any(d.partial for d in views):
        return
    if all(is_staffs(option.voice) for option in options):
        yield Found(
            view.plan,
            f"All {len(options)} options in this plan were proposed by staff.",
            also=tuple(option.id for option in options),
            facts={"options": str(len(options))},
        )


@rule(
    code="EMP210",
    slug="choice-not-acted-on",
    severity=Severity.CONCERN,
    reads=(Decision, Option, Choice, Step, Offer, Contact),
    of_missing=True,
)
def choice_not_acted_on(view: PlanView, *, days: int = 30) -> Iterator[Found]:
    """
    Point out a choice after which nothing happened.

    Looks at:
        Standing choices of a change after which there was no step towards
        the decision's goal (or any goal, where it names none), no offer, no
        contact held and no look back.  A step or an offer without a day
        counts.

    Why:
        A choice that nothing follows from was not one, and the next one
        will be believed less.

    Try:
        Ask the client what the first step is and who takes it; or say
        openly what stands in the way.

    Set aside when:
        The client wants to let it rest, or acts on it by themselves.

    Source:
        P13.

    Parameters:
        days: How many days there are for a first move.
    """
    for decided in view.decision_views:
        choice, option = decided.choice, decided.chosen
        if choice is None or option is None or option.kind in _STAYING:
            continue
        day = choice.decided_at.date()
        gone = (view.as_of - day).days
        if gone < days or choice.followed_up_at or view.held_since(day):
            continue
        if not _moved(view, decided, day):
            yield Found(
                choice,
                f"This choice was made {gone} days ago, and no step, offer "
                "or contact followed.",
                also=(decided.decision.id,),
                facts={"decision": decided.decision.id, "days": str(gone)},
            )


def _moved(view: PlanView, decided: DecisionView, day: date) -> bool:
    goal = decided.decision.goal_id
    return any(
        (goal is None or step.goal_id in (goal, None))
        and _taken_since(step, day)
        for step in view.steps
    ) or any(
        offer.offered_at is None or offer.offered_at.date() >= day
        for offer in view.offers
    )


def _taken_since(step: Step, day: date) -> bool:
    days = (step.done_on, step.planned_on, said_on(step.voice))
    known = [found for found in days if found is not None]
    return not known or max(known) >= day


@rule(
    code="EMP211",
    slug="decide-by-passed",
    severity=Severity.CONCERN,
    reads=(Decision, Option, Choice, SubstituteDecision, ImposedDecision),
    profiles=_BOTH,
    of_missing=True,
)
def decide_by_passed(view: PlanView) -> Iterator[Found]:
    """
    Point out a decision that is still open after its day.

    Looks at:
        Decisions with no standing choice after `decide_by`, unless somebody
        else decided in the client's stead, under its own name.

    Why:
        When a day passes in silence, others or the clock have decided.

    Try:
        Ask the client whether it is still open, whether "not now" is their
        answer, and whether the day can be moved.

    Set aside when:
        The day was only a guess.

    Source:
        P9.
    """
    for decided in view.decision_views:
        decision = decided.decision
        if decided.choice is not None or decision.decide_by is None:
            continue
        gone = (view.as_of - decision.decide_by).days
        if gone > 0 and not _decided_elsewhere(view, decision.id):
            yield Found(
                decision,
                f"This decision is open, {gone} days after its day.",
                at="decide_by",
                facts={"days": str(gone)},
            )


def _decided_elsewhere(view: PlanView, decision_id: str) -> bool:
    return any(
        decided.decision_id == decision_id
        for decided in view.substitute_decisions
    ) or any(
        imposed.decision_id == decision_id
        for imposed in view.imposed_decisions
    )
