"""Examples of the rules about strengths, what matters and goals."""

from __future__ import annotations

from datetime import date

from empowerkit import Milestone, Plan, Strength, WhatMatters
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Answer,
    AnswerStatus,
    Asked,
    Contact,
    Lifecycle,
    Outcome,
    Step,
    SupportAgreement,
    SupportLevel,
    Topic,
)

from ._cast import HER, WORKER, at, goal, plan, says


def emp301_found() -> Plan:
    seen = Strength(words="She keeps calm", voice=says(WORKER))
    return plan(strengths=(seen,))


def emp301_quiet() -> Plan:
    hers = Strength(words="I kept a home on one wage", voice=says(HER))
    return plan(strengths=(hers,))


def emp302_found() -> Plan:
    guessed = WhatMatters(words="Her daughter", voice=says(WORKER))
    return plan(what_matters=(guessed,))


def emp302_quiet() -> Plan:
    declined = Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY)
    asked = Asked(topic=Topic.WHAT_MATTERS, answer=declined, voice=says(HER))
    return plan(asked=(asked,))


def emp303_found() -> Plan:
    return plan(goals=(goal(),))


def emp303_quiet() -> Plan:
    matter = WhatMatters(id="m1", words="Cooking", voice=says(HER))
    return plan(
        what_matters=(matter,), goals=(goal(what_matters_ids=("m1",)),)
    )


def emp304_found() -> Plan:
    return plan(goals=(goal(),))


def emp304_quiet() -> Plan:
    step = Step(goal_id="goal", words="Ring the agent", voice=says(HER))
    return plan(goals=(goal(),), steps=(step,))


def _milestone() -> Milestone:
    return Milestone(
        goal_id="goal",
        words="I have seen three flats",
        voice=says(HER),
        due_on=date(2026, 5, 1),
    )


def emp305_found() -> Plan:
    return plan(goals=(goal(),), milestones=(_milestone(),))


def emp305_quiet() -> Plan:
    met = Contact(at=at(5, 8), outcome=Outcome.HELD, voice=says(WORKER))
    return plan(goals=(goal(),), milestones=(_milestone(),), contacts=(met,))


def _coaching() -> SupportAgreement:
    return SupportAgreement(
        goal_id="goal", level=SupportLevel.COACH, voice=says(HER)
    )


def _step(owner: object) -> Step:
    return Step(
        goal_id="goal", words="Ring the agent", voice=says(HER), owner=owner
    )


def emp306_found() -> Plan:
    return plan(
        goals=(goal(),),
        support_agreements=(_coaching(),),
        steps=(_step(WORKER), _step(WORKER)),
    )


def emp306_quiet() -> Plan:
    return plan(
        goals=(goal(),),
        support_agreements=(_coaching(),),
        steps=(_step(WORKER), _step(HER)),
    )


def emp307_found() -> Plan:
    return plan(goals=(goal(lifecycle=Lifecycle.CANCELLED),))


def emp307_quiet() -> Plan:
    no = AcceptanceStatus.DISAGREE
    answer = Acceptance(actor=HER, status=no, at=at(5, 1))
    ended = goal(lifecycle=Lifecycle.CANCELLED, acceptances=(answer,))
    return plan(goals=(ended,))
