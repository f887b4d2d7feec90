"""Rules about whose voice it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any, Final

from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Barrier,
    Choice,
    Consideration,
    Contact,
    Decision,
    Goal,
    Lifecycle,
    Need,
    NeedStatus,
    Objection,
    Option,
    Question,
    Role,
    Strength,
    Voice,
    WhatMatters,
    Whose,
    Wording,
)

from ._findings import Found, Severity
from ._rule import rule
from ._view import (
    UNDER_WAY,
    PlanView,
    a_role,
    is_clients,
    said_on,
    spoken_by,
)


_OPEN: Final = NeedStatus.OPEN
_MANDATED: Final = Whose.MANDATED
_AGREE: Final = AcceptanceStatus.AGREE
_DISAGREE: Final = AcceptanceStatus.DISAGREE
_CLIENT: Final = Role.CLIENT
_OBSERVED: Final = Wording.OBSERVED
_NOT_VERBATIM: Final = (Wording.PARAPHRASE, Wording.TRANSLATION, _OBSERVED)
_NOT_ENDED: Final = (*UNDER_WAY, Lifecycle.PROPOSED, Lifecycle.PLANNED)


def _whose_words(voice: Voice) -> str:
    if voice.speaker is None:
        return "Nobody is recorded as having said it."
    return f"It is recorded as said by {a_role(voice.speaker.role)}."


@rule(
    code="EMP101",
    slug="need-not-in-their-words",
    severity=Severity.CONCERN,
    reads=(Need,),
)
def need_not_in_their_words(view: PlanView) -> Iterator[Found]:
    """
    Point out a need that is not in the client's words.

    Looks at:
        Open needs whose `voice.speaker` is not recorded, or is somebody
        other than the client, and not the client together with others.

    Why:
        A need that somebody else guessed leads to help that nobody asked
        for.  A professional's view has its place, beside the client's.

    Try:
        Ask the client what they would say they need, and write it down in
        their words, with them as the speaker.

    Set aside when:
        The client does not want to put it in words, and is content with how
        it stands.

    Source:
        P2; 42 CFR 441.301(c)(2).
    """
    for need in view.needs:
        if need.status is _OPEN and not is_clients(need.voice):
            yield Found(
                need,
                "This need is not in the client's words. "
                + _whose_words(need.voice),
                at="voice",
                facts=spoken_by(need.voice),
            )


@rule(
    code="EMP102",
    slug="goal-not-expressed-by-client",
    severity=Severity.CONCERN,
    reads=(Goal,),
    absorbs=("EMP103",),
)
def goal_not_expressed_by_client(view: PlanView) -> Iterator[Found]:
    """
    Point out a goal that the client did not express.

    Looks at:
        Goals that have not ended and whose `voice.speaker` is not recorded,
        or is somebody other than the client, and not the client together
        with others.  A goal that is `mandated` and names its mandate is
        left alone: it says itself whose it is.

    Why:
        People work towards what they want, and a plan around somebody
        else's goal is a plan for somebody else.

    Try:
        Ask where the client wants to get to, and let their words replace
        these; or, where it was ordered, name the mandate.

    Set aside when:
        The client has taken somebody else's words on as their own, and
        prefers them.

    Source:
        P1; 42 CFR 441.301(c)(2)(iv); PersonalGoal of the HL7 advance
        directive guide.
    """
    for goal in view.goals:
        if goal.lifecycle not in _NOT_ENDED or is_clients(goal.voice):
            continue
        if goal.whose is _MANDATED and goal.mandate_id is not None:
            continue
        yield Found(
            goal,
            "This goal is not expressed by the client. "
            + _whose_words(goal.voice),
            at="voice",
            facts=spoken_by(goal.voice),
        )


def _client_agrees(
    answers: Iterable[Acceptance], after: date | None = None
) -> bool:
    """Return whether the client says yes, not known to be before *after*."""
    return any(
        answer.status is _AGREE
        and answer.actor.role is _CLIENT
        and (after is None or answer.at is None or answer.at.date() >= after)
        for answer in answers
    )


@rule(
    code="EMP103",
    slug="goal-active-without-agreement",
    severity=Severity.CONCERN,
    reads=(Goal, Acceptance),
    of_missing=True,
)
def goal_active_without_agreement(view: PlanView) -> Iterator[Found]:
    """
    Point out a goal that is under way without the client's agreement.

    Looks at:
        Goals that are accepted, active or on hold, not mandated, with no
        standing `agree` of the client: to the goal, or later to the plan as
        it stands.

    Why:
        What people agreed to, they carry on with; what was settled without
        them, they have to resist or to suffer.

    Try:
        Ask the client whether they want this goal as it stands now, and
        write down what they say, be it no.

    Set aside when:
        The client is trying it out and wants to say later.

    Source:
        P6; 42 CFR 441.301(c)(2)(ix).
    """
    for goal in view.goals:
        if goal.lifecycle not in UNDER_WAY or goal.whose is _MANDATED:
            continue
        if _client_agrees(view.standing(goal.acceptances)):
            continue
        if not _client_agrees(view.acceptances, said_on(goal.voice)):
            yield Found(
                goal,
                f"This goal is {goal.lifecycle.value}, and no agreement of "
                "the client is recorded.",
                facts={"lifecycle": goal.lifecycle.value},
            )


def _worded(view: PlanView) -> Iterator[Any]:
    """Yield the nouns that hold what a client says of their life."""
    yield from chain(
        view.what_matters,
        view.strengths,
        view.needs,
        view.barriers,
        view.goals,
        view.objections,
        view.questions,
    )
    for contact in view.contacts:
        yield from view.standing(contact.questions)
    for decided in view.decision_views:
        yield decided.decision
        yield from decided.options
        yield from decided.considerations
        if decided.choice is not None:
            yield decided.choice


@rule(
    code="EMP104",
    slug="not-read-back",
    severity=Severity.NOTICE,
    reads=(
        WhatMatters,
        Strength,
        Need,
        Barrier,
        Goal,
        Objection,
        Question,
        Contact,
        Decision,
        Option,
        Consideration,
        Choice,
    ),
)
def not_read_back(view: PlanView, *, days: int = 30) -> Iterator[Found]:
    """
    Point out words for the client that were never read back to them.

    Looks at:
        What matters, strengths, needs, barriers, goals, objections,
        questions, decisions, options, considerations and choices that the
        client said and somebody else put in other words, translated or
        observed, and that were never confirmed.

    Why:
        A paraphrase is a guess until the one who spoke has heard it.
        Reading it back also shows that somebody listened.

    Try:
        Read it to the client, change what is not right, and note when they
        agreed.

    Set aside when:
        The client does not want to go back to it; or they make themselves
        understood without words, and all who know them well see it so.

    Source:
        P2, P3.

    Parameters:
        days: How many days there are to read it back.
    """
    for noun in _worded(view):
        voice = noun.voice
        if voice.confirmed_at is not None or (
            voice.wording not in _NOT_VERBATIM
        ):
            continue
        if is_clients(voice):
            gone = view.since(said_on(voice))
            if gone is not None and gone >= days:
                yield _unconfirmed(noun, gone)


def _unconfirmed(noun: Any, gone: int) -> Found:
    wording = noun.voice.wording
    if wording is _OBSERVED:
        message = (
            f"This was observed with the client {gone} days ago, and was "
            "not confirmed with them."
        )
    else:
        message = (
            f"These words are a {wording} of what the client said {gone} "
            "days ago, and were not read back to them."
        )
    facts = {"wording": str(wording), "days": str(gone)}
    return Found(noun, message, at="voice", facts=facts)


@rule(
    code="EMP105",
    slug="objection-unanswered",
    severity=Severity.CONCERN,
    reads=(Objection, Goal, Acceptance, Contact),
    of_missing=True,
)
def objection_unanswered(view: PlanView, *, days: int = 14) -> Iterator[Found]:
    """
    Point out a no after which nothing followed.

    Looks at:
        Objections without an answer, unless what they are about was taken
        back; and a `disagree` to a goal that has not ended,
        with no contact held since and no answered objection about it.

    Why:
        A no that nobody answers teaches people to stop saying it.

    Try:
        Talk with the one who objected, and write down what came of it, also
        where you still disagree.

    Set aside when:
        The one who objected wants it left as it is.

    Source:
        P6, P20; 42 CFR 441.301(c)(1)(v).

    Parameters:
        days: How many days there are to answer.
    """
    answered: set[str] = set()
    for objection in view.objections:
        if objection.answered_at is not None or objection.answer is not None:
            answered.add(objection.about_id)
        elif not view.is_withdrawn(objection.about_id):
            yield from _unanswered(view, objection, days)
    for goal in view.goals:
        if goal.lifecycle in _NOT_ENDED and goal.id not in answered:
            for answer in view.standing(goal.acceptances):
                if answer.status is _DISAGREE:
                    yield from _passed_over(view, goal, answer, days)


def _unanswered(
    view: PlanView, objection: Objection, days: int
) -> Iterator[Found]:
    gone = view.since(said_on(objection.voice))
    if gone is None or gone >= days:
        yield Found(
            objection,
            "This objection has no answer yet.",
            also=(objection.about_id,),
            facts={"about": objection.about_id}
            | spoken_by(objection.voice)
            | ({} if gone is None else {"days": str(gone)}),
        )


def _passed_over(
    view: PlanView, goal: Goal, answer: Acceptance, days: int
) -> Iterator[Found]:
    day = None if answer.at is None else answer.at.date()
    gone = view.since(day)
    late = gone is None or gone >= days
    if late and not (view.held if day is None else view.held_since(day)):
        who = answer.actor
        yield Found(
            answer,
            f"{a_role(who.role).capitalize()} disagrees with this goal, and "
            "no contact was held since.",
            also=(goal.id,),
            facts={"goal": goal.id, "actor": who.id, "role": who.role.value},
        )
