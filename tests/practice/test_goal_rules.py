"""Strengths, what matters, goals: the cases beside the two examples."""

from __future__ import annotations

import attrs
import pytest

from empowerkit import Milestone, Need, Strength
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Answer,
    AnswerStatus,
    Asked,
    Lifecycle,
    Objection,
    Step,
    SupportAgreement,
    SupportLevel,
    Topic,
    Voice,
    Whose,
)


def asked(c, topic):
    """Return that Amina was asked about something, and answered."""
    answer = Answer(status=AnswerStatus.ANSWERED)
    return Asked(topic=topic, answer=answer, voice=c.says(c.HER))


def milestone(c, **fields):
    """Return a milestone whose day was in May."""
    base = {"due_on": c.at(5, 1).date()}
    return Milestone(
        id="m", goal_id="goal", words="Three", voice=Voice(), **(base | fields)
    )


def step(c, owner, **fields):
    """Return a step to the goal."""
    base = {"goal_id": "goal", "words": "Ring", "voice": Voice()}
    return Step(owner=owner, **(base | fields))


def supported(c, level, *steps, lifecycle=Lifecycle.ACTIVE, **fields):
    """Return a plan in which Amina agreed on support at *level*."""
    base = {"goal_id": None, "voice": c.says(c.HER)}
    agreed = SupportAgreement(level=level, **(base | fields))
    return c.plan(
        goals=(c.goal(lifecycle=lifecycle),),
        support_agreements=(agreed,),
        steps=steps,
    )


def dropped(c, *answers, **fields):
    """Return a plan in which a goal was cancelled."""
    goal = c.goal(lifecycle=CANCELLED, acceptances=answers)
    return c.plan(goals=(goal,), **fields)


COACH = SupportLevel.COACH
CANCELLED = Lifecycle.CANCELLED

CASES = [
    ("EMP301", 0, "a new plan has time", lambda c: c.plan(opened_on=None)),
    (
        "EMP301",
        0,
        "asked is done",
        lambda c: c.plan(asked=(asked(c, Topic.STRENGTHS),)),
    ),
    (
        "EMP301",
        0,
        "a strength that they name together is hers",
        lambda c: c.plan(
            strengths=(
                Strength(
                    words="We cook",
                    voice=c.says(c.SISTER, together_with=(c.HER,)),
                ),
            )
        ),
    ),
    (
        "EMP301",
        1,
        "a strength that two others name is not hers",
        lambda c: c.plan(
            strengths=(
                Strength(
                    words="She cooks",
                    voice=c.says(c.WORKER, together_with=(c.SISTER,)),
                ),
            )
        ),
    ),
    (
        "EMP302",
        0,
        "a new plan has time",
        lambda c: c.plan(opened_on=c.at(5, 20).date()),
    ),
    (
        "EMP303",
        0,
        "a mandated goal has its own ground",
        lambda c: c.plan(goals=(c.goal(whose=Whose.MANDATED),)),
    ),
    (
        "EMP303",
        0,
        "a goal that is only proposed may float",
        lambda c: c.plan(goals=(c.goal(lifecycle=Lifecycle.PROPOSED),)),
    ),
    (
        "EMP303",
        0,
        "nobody can tell how old a goal without any day is",
        lambda c: c.plan(goals=(c.goal(voice=Voice()),), opened_on=None),
    ),
    (
        "EMP304",
        0,
        "a goal that is new has time",
        lambda c: c.plan(goals=(c.goal(started_on=c.at(5, 20).date()),)),
    ),
    (
        "EMP303",
        0,
        "a need will do",
        lambda c: c.plan(
            needs=(Need(id="n", words="A door", voice=Voice()),),
            goals=(c.goal(need_ids=("n",)),),
        ),
    ),
    (
        "EMP304",
        0,
        "a goal that was said of late has time",
        lambda c: c.plan(goals=(c.goal(voice=c.says(c.HER, c.at(5, 20))),)),
    ),
    (
        "EMP304",
        0,
        "a milestone is a path",
        lambda c: c.plan(goals=(c.goal(),), milestones=(milestone(c),)),
    ),
    (
        "EMP304",
        1,
        "a goal without a day is as old as the plan",
        lambda c: c.plan(goals=(c.goal(voice=Voice()),)),
    ),
    (
        "EMP304",
        0,
        "nobody knows how old it is",
        lambda c: c.plan(goals=(c.goal(voice=Voice()),), opened_on=None),
    ),
    (
        "EMP304",
        0,
        "a goal that rests needs no path",
        lambda c: c.plan(goals=(c.goal(lifecycle=Lifecycle.ON_HOLD),)),
    ),
    (
        "EMP305",
        0,
        "a week is left to get in touch",
        lambda c: c.plan(
            goals=(c.goal(),),
            milestones=(milestone(c, due_on=c.at(5, 28).date()),),
        ),
    ),
    (
        "EMP305",
        0,
        "it was reached",
        lambda c: c.plan(
            goals=(c.goal(),),
            milestones=(milestone(c, reached_on=c.at(5, 2).date()),),
        ),
    ),
    (
        "EMP305",
        0,
        "no day, no silence",
        lambda c: c.plan(
            goals=(c.goal(),), milestones=(milestone(c, due_on=None),)
        ),
    ),
    (
        "EMP305",
        0,
        "its goal has ended",
        lambda c: c.plan(
            goals=(c.goal(lifecycle=CANCELLED),),
            milestones=(milestone(c),),
        ),
    ),
    (
        "EMP305",
        1,
        "another goal has ended",
        lambda c: c.plan(
            goals=(
                attrs.evolve(c.goal(lifecycle=CANCELLED), id="other"),
                c.goal(),
            ),
            milestones=(milestone(c),),
        ),
    ),
    (
        "EMP306",
        1,
        "steps towards something else are others",
        lambda c: supported(
            c, COACH, step(c, c.WORKER), step(c, c.HER, goal_id=None)
        ),
    ),
    (
        "EMP306",
        1,
        "support for everything is support for this",
        lambda c: supported(c, COACH, step(c, c.WORKER)),
    ),
    (
        "EMP306",
        0,
        "a step that nobody owns may be hers",
        lambda c: supported(c, COACH, step(c, None), step(c, c.WORKER)),
    ),
    (
        "EMP306",
        0,
        "what is done is done",
        lambda c: supported(
            c, COACH, step(c, c.WORKER, done_on=c.at(5, 1).date())
        ),
    ),
    (
        "EMP306",
        0,
        "she wants it done for her",
        lambda c: supported(c, SupportLevel.DO_FOR, step(c, c.WORKER)),
    ),
    (
        "EMP306",
        0,
        "what a worker proposes she has not agreed to",
        lambda c: supported(
            c, COACH, step(c, c.WORKER), voice=c.says(c.WORKER)
        ),
    ),
    (
        "EMP306",
        0,
        "the goal has ended",
        lambda c: supported(c, COACH, step(c, c.WORKER), lifecycle=CANCELLED),
    ),
    ("EMP306", 0, "no steps yet", lambda c: supported(c, COACH)),
    (
        "EMP307",
        1,
        "her yes to it is no word about its end",
        lambda c: dropped(
            c, Acceptance(actor=c.HER, status=AcceptanceStatus.AGREE)
        ),
    ),
    (
        "EMP307",
        1,
        "a worker's no is not hers",
        lambda c: dropped(
            c, Acceptance(actor=c.WORKER, status=AcceptanceStatus.DISAGREE)
        ),
    ),
    (
        "EMP307",
        1,
        "her objection to something else is about that",
        lambda c: dropped(
            c,
            objections=(Objection(about_id="amina", voice=c.says(c.HER)),),
        ),
    ),
    (
        "EMP307",
        1,
        "a decision about it that is open is no word yet",
        lambda c: dropped(
            c,
            decisions=(
                attrs.evolve(c.home(options=(c.flat(),)), goal_id="goal"),
            ),
        ),
    ),
    (
        "EMP307",
        1,
        "her choice about something else is about that",
        lambda c: dropped(
            c,
            decisions=(c.home(options=(c.flat(),), choices=(c.chose(),)),),
        ),
    ),
    (
        "EMP307",
        0,
        "a mandated goal is not hers to keep",
        lambda c: c.plan(
            goals=(c.goal(lifecycle=CANCELLED, whose=Whose.MANDATED),)
        ),
    ),
    (
        "EMP307",
        0,
        "her objection is her word",
        lambda c: c.plan(
            goals=(c.goal(lifecycle=CANCELLED),),
            objections=(Objection(about_id="goal", voice=c.says(c.HER)),),
        ),
    ),
    (
        "EMP307",
        1,
        "her sister's objection is not",
        lambda c: c.plan(
            goals=(c.goal(lifecycle=CANCELLED),),
            objections=(Objection(about_id="goal", voice=c.says(c.SISTER)),),
        ),
    ),
    (
        "EMP307",
        0,
        "her choice about it is her word",
        lambda c: c.plan(
            goals=(c.goal(lifecycle=CANCELLED),),
            decisions=(
                attrs.evolve(
                    c.home(options=(c.flat(),), choices=(c.chose(),)),
                    goal_id="goal",
                ),
            ),
        ),
    ),
    ("EMP307", 0, "it goes on", lambda c: c.plan(goals=(c.goal(),))),
]


@pytest.mark.parametrize(
    ("code", "count", "build"),
    [(code, count, build) for code, count, _, build in CASES],
    ids=[f"{code}: {why}" for code, _, why, _ in CASES],
)
def test_goals(code, count, build, cast, found):
    """Each case does what its own sentence says."""
    assert count == len(found(code, build(cast)))
