"""Rules about strengths, what matters, goals and the way to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Asked,
    Choice,
    Contact,
    Decision,
    Goal,
    Lifecycle,
    Milestone,
    Objection,
    Role,
    Step,
    Strength,
    SupportAgreement,
    SupportLevel,
    Topic,
    WhatMatters,
    Whose,
)

from ._findings import Found, Severity
from ._rule import CORE, DECISION_AID, rule
from ._support import level_in_words
from ._view import (
    UNDER_WAY,
    PlanView,
    is_clients,
    is_staff,
    said_on,
)


_ACTIVE: Final = Lifecycle.ACTIVE
_DROPPED: Final = (Lifecycle.CANCELLED, Lifecycle.REJECTED)
_MANDATED: Final = Whose.MANDATED


@rule(
    code="EMP301",
    slug="no-strengths",
    severity=Severity.NOTICE,
    reads=(Strength, Asked),
    of_missing=True,
)
def no_strengths(view: PlanView, *, grace_days: int = 30) -> Iterator[Found]:
    """
    Point out a plan without a strength in the client's voice.

    Looks at:
        Whether any strength is in the client's voice, or the client was
        asked about them.  Whoever was asked and declined was asked.

    Why:
        A plan of problems alone describes nobody.  What somebody can do and
        has come through is what the rest is built on.

    Try:
        Ask what the client is good at, what has worked before, and what
        others would say of them.

    Set aside when:
        Just now the client would hear the question as belittling what they
        go through.

    Source:
        P8; 42 CFR 441.301(c)(2)(ii).

    Parameters:
        grace_days: Days from opening in which nothing is missing yet.
    """
    if view.is_new(grace_days) or Topic.STRENGTHS in view.asked_about:
        return
    if not any(is_clients(held.voice) for held in view.strengths):
        yield Found(
            view.plan,
            "No strength stands here in the client's voice, and nobody is "
            "recorded to have asked.",
        )


@rule(
    code="EMP302",
    slug="nothing-that-matters",
    severity=Severity.NOTICE,
    reads=(WhatMatters, Asked),
    profiles=(CORE, DECISION_AID),
    of_missing=True,
)
def nothing_that_matters(
    view: PlanView, *, grace_days: int = 30
) -> Iterator[Found]:
    """
    Point out a plan that does not say what matters to the client.

    Looks at:
        Whether anything that matters is in the client's voice, or the
        client was asked about it.  Whoever was asked and declined was
        asked.

    Why:
        Without it nobody can tell which option is the right one for this
        person, and others' values fill the gap.

    Try:
        Ask what a good week looks like, what must not be lost, and what the
        client would give up last.

    Set aside when:
        The client wants to deal with one thing quickly, and no more.

    Source:
        P12; 42 CFR 441.301(c)(2)(ii); IPDAS, values.

    Parameters:
        grace_days: Days from opening in which nothing is missing yet.
    """
    if view.is_new(grace_days) or Topic.WHAT_MATTERS in view.asked_about:
        return
    if not any(is_clients(held.voice) for held in view.what_matters):
        yield Found(
            view.plan,
            "Nothing that matters stands here in the client's voice, and "
            "nobody is recorded to have asked.",
        )


@rule(
    code="EMP303",
    slug="goal-floating",
    severity=Severity.NOTICE,
    reads=(Goal,),
)
def goal_floating(view: PlanView, *, grace_days: int = 30) -> Iterator[Found]:
    """
    Point out a goal that is tied to nothing.

    Looks at:
        Goals under way that name neither a need nor anything that matters,
        unless they are mandated, some time after they were set: from
        `started_on`, or the day on which they were said, or the opening of
        the plan.

    Why:
        A goal is easier to keep, and to change, when it is clear what it is
        for.

    Try:
        Ask what the goal is for, and tie it to that.

    Set aside when:
        The client wants it for its own sake.

    Source:
        P12; 42 CFR 441.301(c)(2)(xii).

    Parameters:
        grace_days: Days from its setting in which nothing is missing yet.
    """
    for goal in view.goals:
        if goal.need_ids or goal.what_matters_ids:
            continue
        if goal.lifecycle not in UNDER_WAY or goal.whose is _MANDATED:
            continue
        gone = _days_since_set(view, goal)
        if gone is not None and gone >= grace_days:
            yield Found(
                goal,
                "This goal is tied to no need and to nothing that matters.",
                facts={"days": str(gone)},
            )


def _days_since_set(view: PlanView, goal: Goal) -> int | None:
    said = said_on(goal.voice)
    return view.since(goal.started_on or said or view.plan.opened_on)


@rule(
    code="EMP304",
    slug="goal-without-path",
    severity=Severity.NOTICE,
    reads=(Goal, Milestone, Step),
    of_missing=True,
)
def goal_without_path(
    view: PlanView, *, grace_days: int = 30
) -> Iterator[Found]:
    """
    Point out an active goal with no step and no milestone.

    Looks at:
        Active goals with neither, some time after they were set: from
        `started_on`, or the day on which they were said, or the opening of
        the plan.

    Why:
        A goal with nothing to do next turns into a reproach.

    Try:
        Ask what the smallest next thing would be, and who does it.

    Set aside when:
        The client carries it on their own, and needs nothing written.

    Source:
        P7; care plan of the HL7 Person-Centered Outcomes guide.

    Parameters:
        grace_days: Days from its setting in which nothing is missing yet.
    """
    for goal in view.goals:
        if goal.lifecycle is not _ACTIVE or _has_path(view, goal):
            continue
        gone = _days_since_set(view, goal)
        if gone is not None and gone >= grace_days:
            yield Found(
                goal,
                f"This goal is active for {gone} days, with no step and no "
                "milestone.",
                facts={"days": str(gone)},
            )


def _has_path(view: PlanView, goal: Goal) -> bool:
    return any(m.goal_id == goal.id for m in view.milestones) or any(
        s.goal_id == goal.id for s in view.steps
    )


@rule(
    code="EMP305",
    slug="milestone-overdue-in-silence",
    severity=Severity.CONCERN,
    reads=(Milestone, Goal, Contact),
    of_missing=True,
)
def milestone_overdue_in_silence(
    view: PlanView, *, days: int = 7
) -> Iterator[Found]:
    """
    Point out a milestone that passed its day without anybody in touch.

    Looks at:
        Milestones that are not reached, some days after `due_on`, where no
        contact was held since, and their goal has not ended.

    Why:
        A hoped-for day that passes in silence reads as failure.  Somebody
        who calls makes it a day that moved.

    Try:
        Get in touch, ask how it is going, and move the day or change the
        milestone together.

    Set aside when:
        The client asked for quiet.

    Source:
        P7, P18.

    Parameters:
        days: Days after the day in which to get in touch.
    """
    for milestone in view.milestones:
        due = milestone.due_on
        if due is None or milestone.reached_on is not None:
            continue
        gone = (view.as_of - due).days
        if gone < days or view.held_since(due):
            continue
        if not _ended(view, milestone):
            yield Found(
                milestone,
                f"This milestone was hoped for {gone} days ago, and no "
                "contact was held since.",
                at="due_on",
                also=(milestone.goal_id,),
                facts={"goal": milestone.goal_id, "days": str(gone)},
            )


def _ended(view: PlanView, milestone: Milestone) -> bool:
    return any(
        goal.id == milestone.goal_id and goal.lifecycle not in UNDER_WAY
        for goal in view.goals
    )


@rule(
    code="EMP306",
    slug="all-steps-ours",
    severity=Severity.NOTICE,
    reads=(Goal, Step, SupportAgreement),
    of_missing=True,
)
def all_steps_ours(view: PlanView) -> Iterator[Found]:
    """
    Point out a goal in which every open step is for staff.

    Looks at:
        Goals under way for which the client agreed to support at `COACH` or
        below (for the goal, or for everything), and every step that is not
        done is owned by staff.  A step without an owner ends the matter.

    Why:
        Coaching somebody and doing everything for them do not go together.
        Whoever takes a step learns from it.

    Try:
        Ask which of the next steps the client would like to take, and what
        would help them do it.

    Set aside when:
        The client asked for just these steps to be done for them.

    Source:
        P5.
    """
    if not view.support_agreements or not view.steps:
        return
    agreed = agreed_levels(view)
    for goal in view.goals:
        level = agreed.get(goal.id, agreed.get(None))
        if goal.lifecycle not in UNDER_WAY or level is None:
            continue
        ahead = [
            step
            for step in view.steps
            if step.goal_id == goal.id and step.done_on is None
        ]
        mine = all(is_staff(step.owner) for step in ahead)
        if ahead and mine and level <= SupportLevel.COACH:
            yield Found(
                goal,
                f"Support here is agreed at '{level_in_words(level)}', and "
                f"all open steps ({len(ahead)}) are for staff.",
                also=tuple(step.id for step in ahead),
                facts={"level": level.name, "steps": str(len(ahead))},
            )


def agreed_levels(view: PlanView) -> dict[str | None, SupportLevel]:
    """Return what the client agreed to last: by goal, or for everything."""
    return {
        agreed.goal_id: agreed.level
        for agreed in view.support_agreements
        if is_clients(agreed.voice)
    }


@rule(
    code="EMP307",
    slug="goal-ended-without-client",
    severity=Severity.CONCERN,
    reads=(Goal, Acceptance, Objection, Decision, Choice),
    of_missing=True,
)
def goal_ended_without_client(view: PlanView) -> Iterator[Found]:
    """
    Point out a goal that was ended without a word of the client.

    Looks at:
        Goals that are cancelled or rejected, not mandated, with no
        `disagree` and no objection of the client to them, and no standing
        choice in a decision about them.

    Why:
        Hopes that are struck out in an office are not gone; they are only
        no longer told.

    Try:
        Ask the client what became of it for them, and whether it should
        stand again.

    Set aside when:
        The client let it go in passing, and does not want to come back to
        it.

    Source:
        P1.
    """
    for goal in view.goals:
        if goal.lifecycle not in _DROPPED or goal.whose is _MANDATED:
            continue
        if not _client_ended(view, goal):
            yield Found(
                goal,
                f"This goal is {goal.lifecycle.value}, and no word of the "
                "client about that is recorded.",
                facts={"lifecycle": goal.lifecycle.value},
            )


def _client_ended(view: PlanView, goal: Goal) -> bool:
    return (
        any(
            answer.status is AcceptanceStatus.DISAGREE
            and answer.actor.role is Role.CLIENT
            for answer in view.standing(goal.acceptances)
        )
        or any(
            objection.about_id == goal.id and is_clients(objection.voice)
            for objection in view.objections
        )
        or any(
            decided.choice is not None and decided.decision.goal_id == goal.id
            for decided in view.decision_views
        )
    )
