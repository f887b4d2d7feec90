"""How a choice came about: the cases beside the two examples."""

from __future__ import annotations

import attrs
import pytest

from empowerkit import Consideration, OptionKind, Resource, Side
from empowerkit.model import (
    Absent,
    AbsentReason,
    Answer,
    AnswerStatus,
    Asked,
    Fit,
    ImposedBasis,
    ImposedDecision,
    Information,
    Offer,
    Option,
    Proxy,
    Step,
    SubstituteBasis,
    SubstituteDecision,
    Topic,
    Voice,
    WhatMatters,
    Withdrawal,
)


def decided(c, *options, choice=None, plan=None, **fields):
    """Return a plan in which Amina chose among *options*."""
    choice = choice or c.chose(options[0].id)
    decision = c.home(options=options, choices=(choice,), **fields)
    return c.plan(decisions=(decision,), **(plan or {}))


def said(c, side, option_id="flat", who=None):
    """Return something that Joan, or somebody else, says."""
    return Consideration(
        option_id=option_id,
        side=side,
        words="It is near",
        voice=c.says(who or c.WORKER),
    )


def liked(c):
    """Return how well Amina says that the flat fits, and what matters."""
    fit = Fit(
        option_id="flat",
        what_matters_id="m",
        level=1,
        voice=c.says(c.HER),
    )
    matter = WhatMatters(id="m", words="Music", voice=c.says(c.HER))
    return {"fits": (fit,), "plan": {"what_matters": (matter,)}}


def no_reasons(c):
    """Return that Amina was asked for reasons, and declined."""
    declined = Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY)
    return Asked(topic=Topic.REASONS, answer=declined, voice=c.says(c.HER))


def room(c, **fields):
    """Return another change that Joan brought up."""
    return c.flat(id="room", words="The room", **fields)


def staying(c):
    """Return that staying is Joan's idea."""
    return c.stay(voice=c.says(c.WORKER))


def spoken(c, *things):
    """Return a plan with a choice after these things were said."""
    return decided(c, c.flat(), room(c), considerations=things)


def waited(c, option=None, plan=None, fields=None, **choice):
    """Return a plan with a choice made in April."""
    day = {"decided_at": c.at(4, 1), "voice": c.says(c.HER, c.at(4, 1))}
    option = option or c.flat()
    chosen = c.chose(option.id, **(day | choice))
    return decided(c, option, choice=chosen, plan=plan, **(fields or {}))


def step(c, **fields):
    """Return a step of which nobody knows the day."""
    return Step(words="Ring the agent", voice=Voice(), **fields)


def in_the_stead(c):
    """Return what a proxy decided, with the proxy."""
    ifrah = Proxy(id="ifrah", called="Ifrah")
    made = SubstituteDecision(
        decision_id="home",
        option_id="flat",
        decider=ifrah.actor,
        basis=SubstituteBasis.LEGAL,
        voice=Voice(),
        decided_at=c.at(5, 1),
    )
    return {"proxies": (ifrah,), "substitute_decisions": (made,)}


def over_her_head(c):
    """Return what was imposed in place of the decision."""
    made = ImposedDecision(
        actor=c.WORKER,
        basis=ImposedBasis.COURT_ORDER,
        words="The flat",
        voice=Voice(),
        at=c.at(5, 1),
        decision_id="home",
    )
    return {"imposed_decisions": (made,)}


def passed(c, **plan):
    """Return a plan with a decision whose day has passed."""
    day = c.at(5, 15).date()
    decision = c.home(decide_by=day, options=(c.flat(), c.stay()))
    return c.plan(decisions=(decision,), **plan)


def gone(c):
    """Return a plan with a choice of April whose option is absent."""
    absent = (Absent(id="flat", reason=AbsentReason.ERASED),)
    choice = c.chose(decided_at=c.at(4, 1), voice=c.says(c.HER, c.at(4, 1)))
    return c.plan(decisions=(c.home(choices=(choice,), absent=absent),))


HALF_GONE = (Absent(id="gone", reason=AbsentReason.ERASED),)

CASES = [
    (
        "EMP201",
        0,
        "an option that was withdrawn had been on the table",
        lambda c: decided(
            c,
            c.flat(),
            c.stay(),
            plan={
                "withdrawals": (
                    Withdrawal(subject_id="stay", by=c.HER, at=c.at(4, 1)),
                )
            },
        ),
    ),
    (
        "EMP201",
        1,
        "the same option in new words is one option",
        lambda c: decided(c, c.flat(), c.flat(id="anew", replaces="flat")),
    ),
    (
        "EMP201",
        0,
        "what could not wait is asked another question",
        lambda c: decided(c, c.flat(), urgent_because="At five"),
    ),
    (
        "EMP201",
        0,
        "where a part is absent nobody can count",
        lambda c: decided(c, c.flat(), absent=HALF_GONE),
    ),
    (
        "EMP201",
        0,
        "a choice that was taken back does not stand",
        lambda c: c.plan(
            decisions=(
                c.home(
                    options=(c.flat(),),
                    choices=(
                        c.chose(),
                        c.chose(None, id="back", decided_at=c.at(5, 5)),
                    ),
                ),
            )
        ),
    ),
    (
        "EMP202",
        0,
        "not now is a way to stay",
        lambda c: decided(c, c.flat(), c.stay(kind=OptionKind.NOT_NOW)),
    ),
    (
        "EMP202",
        1,
        "a way to stay that vanished without a reason was none",
        lambda c: decided(
            c,
            c.flat(),
            c.stay(),
            plan={
                "withdrawals": (
                    Withdrawal(subject_id="stay", by=c.HER, at=c.at(4, 1)),
                )
            },
        ),
    ),
    (
        "EMP203",
        0,
        "asked for reasons and declined is an answer",
        lambda c: decided(
            c, c.flat(), staying(c), plan={"asked": (no_reasons(c),)}
        ),
    ),
    (
        "EMP203",
        0,
        "an option of her own shows thought",
        lambda c: decided(c, c.flat(), c.stay()),
    ),
    (
        "EMP203",
        0,
        "information is something to weigh",
        lambda c: decided(
            c, c.flat(), information=(Information(words="The rent"),)
        ),
    ),
    (
        "EMP203",
        0,
        "what staff said was something said",
        lambda c: decided(c, c.flat(), considerations=(said(c, Side.FOR),)),
    ),
    (
        "EMP203",
        0,
        "a fit is weighing",
        lambda c: decided(c, c.flat(), **liked(c)),
    ),
    (
        "EMP204",
        1,
        "staff spoke for one way only, and only against the other",
        lambda c: spoken(
            c,
            said(c, Side.FOR),
            said(c, Side.FOR),
            said(c, Side.AGAINST, "room"),
        ),
    ),
    (
        "EMP204",
        0,
        "staff saw something against it too",
        lambda c: spoken(
            c,
            said(c, Side.FOR),
            said(c, Side.AGAINST),
            said(c, Side.AGAINST, "room"),
        ),
    ),
    (
        "EMP204",
        0,
        "staff spoke for two ways, and against a third",
        lambda c: decided(
            c,
            c.flat(),
            room(c),
            c.stay(),
            considerations=(
                said(c, Side.FOR),
                said(c, Side.FOR, "room"),
                said(c, Side.AGAINST, "stay"),
            ),
        ),
    ),
    (
        "EMP204",
        0,
        "the client may be all for it",
        lambda c: spoken(
            c,
            said(c, Side.FOR, who=c.HER),
            said(c, Side.FOR, who=c.HER),
            said(c, Side.AGAINST, "room", who=c.HER),
        ),
    ),
    (
        "EMP204",
        0,
        "two changes of a length are even",
        lambda c: decided(
            c, c.flat(detail="x" * 300), room(c, detail="x" * 299)
        ),
    ),
    (
        "EMP204",
        0,
        "staying needs few words",
        lambda c: decided(c, c.flat(detail="x" * 300), c.stay()),
    ),
    (
        "EMP205",
        0,
        "information without a time counts as before",
        lambda c: decided(
            c, c.flat(), information=(Information(words="The rent"),)
        ),
    ),
    (
        "EMP205",
        0,
        "at the same time is not too late",
        lambda c: decided(
            c,
            c.flat(),
            information=(Information(words="…", given_at=c.at(5, 4)),),
        ),
    ),
    (
        "EMP206",
        0,
        "how well it fits is her word",
        lambda c: decided(
            c, c.flat(), considerations=(said(c, Side.FOR),), **liked(c)
        ),
    ),
    (
        "EMP206",
        0,
        "where nothing was said there is nothing to find",
        lambda c: decided(c, c.flat()),
    ),
    (
        "EMP206",
        0,
        "asked for reasons and declined is an answer",
        lambda c: decided(
            c,
            c.flat(),
            considerations=(said(c, Side.FOR),),
            plan={"asked": (no_reasons(c),)},
        ),
    ),
    (
        "EMP206",
        0,
        "reasons are her part in it",
        lambda c: decided(
            c,
            c.flat(),
            choice=c.chose(words="The music"),
            considerations=(said(c, Side.FOR),),
        ),
    ),
    (
        "EMP206",
        0,
        "those who speak as one with her are her people",
        lambda c: decided(
            c,
            c.flat(),
            considerations=(
                Consideration(
                    option_id="flat",
                    side=Side.FOR,
                    words="Near",
                    voice=c.says(c.WORKER, together_with=(c.SISTER,)),
                ),
            ),
        ),
    ),
    (
        "EMP207",
        1,
        "a choice without a day to look back is found",
        lambda c: decided(c, c.flat(), c.stay()),
    ),
    (
        "EMP207",
        0,
        "a day to look back is enough",
        lambda c: decided(
            c,
            c.flat(),
            choice=c.chose(review_on=c.at(7, 1).date()),
        ),
    ),
    (
        "EMP207",
        0,
        "what could not wait has three days",
        lambda c: decided(
            c,
            c.flat(),
            urgent_because="At five",
            choice=c.chose(decided_at=c.at(5, 29)),
        ),
    ),
    (
        "EMP207",
        0,
        "without a choice there is nothing to look back at",
        lambda c: c.plan(decisions=(c.home(options=(c.flat(),)),)),
    ),
    (
        "EMP208",
        0,
        "her own idea may be her choice at once",
        lambda c: decided(
            c,
            c.flat(voice=c.says(c.HER, c.at(5, 4, 9, 58))),
            choice=c.chose(voice=c.says(c.HER, c.at(5, 4, 10, 0))),
        ),
    ),
    (
        "EMP208",
        0,
        "no needs no time",
        lambda c: decided(
            c,
            c.stay(voice=c.says(c.WORKER, c.at(5, 4, 9, 58))),
            choice=c.chose("stay", voice=c.says(c.HER, c.at(5, 4, 10, 0))),
        ),
    ),
    (
        "EMP208",
        0,
        "what nobody dated was not in a hurry",
        lambda c: decided(
            c, c.flat(voice=Voice(speaker=c.WORKER)), choice=c.chose()
        ),
    ),
    (
        "EMP208",
        0,
        "a choice that nobody dated was not in a hurry",
        lambda c: decided(
            c,
            c.flat(voice=c.says(c.WORKER, c.at(5, 4))),
            choice=c.chose(voice=Voice(speaker=c.HER)),
        ),
    ),
    (
        "EMP208",
        0,
        "of an option that is absent nobody can tell",
        gone,
    ),
    (
        "EMP210",
        0,
        "of an option that is absent nobody can tell",
        gone,
    ),
    (
        "EMP208",
        0,
        "what could not wait is asked another question",
        lambda c: decided(
            c,
            c.flat(voice=c.says(c.WORKER, c.at(5, 4))),
            urgent_because="At five",
        ),
    ),
    (
        "EMP209",
        0,
        "one option says little of a plan",
        lambda c: decided(c, c.flat()),
    ),
    (
        "EMP209",
        0,
        "an option of which nobody knows whose it is may be hers",
        lambda c: decided(c, c.flat(), c.stay(voice=Voice())),
    ),
    (
        "EMP209",
        0,
        "where a part is absent it may be hers",
        lambda c: decided(c, c.flat(), staying(c), absent=HALF_GONE),
    ),
    (
        "EMP210",
        0,
        "there is time for a first move",
        lambda c: decided(c, c.flat(), choice=c.chose()),
    ),
    (
        "EMP210",
        0,
        "to stay nobody has to move",
        lambda c: waited(c, option=c.stay()),
    ),
    (
        "EMP210",
        0,
        "somebody looked back",
        lambda c: waited(c, followed_up_at=c.at(4, 20)),
    ),
    (
        "EMP210",
        0,
        "a step without a day may be the one",
        lambda c: waited(c, plan={"steps": (step(c),)}),
    ),
    (
        "EMP210",
        1,
        "a step towards something else is another",
        lambda c: waited(
            c,
            fields={"goal_id": "goal"},
            plan={
                "goals": (c.goal(), attrs.evolve(c.goal(), id="other")),
                "steps": (step(c, goal_id="other"),),
            },
        ),
    ),
    (
        "EMP210",
        0,
        "a step towards its goal, or towards nobody knows what, may be it",
        lambda c: waited(
            c,
            fields={"goal_id": "goal"},
            plan={
                "goals": (c.goal(),),
                "steps": (step(c, goal_id="goal"),),
            },
        ),
    ),
    (
        "EMP210",
        0,
        "a decision that names no goal may be about any",
        lambda c: waited(
            c,
            plan={
                "goals": (c.goal(),),
                "steps": (step(c, goal_id="goal"),),
            },
        ),
    ),
    (
        "EMP210",
        1,
        "an offer from before the choice is another",
        lambda c: waited(
            c,
            plan={
                "resources": (Resource(id="r", name="The agent"),),
                "offers": (
                    Offer(
                        resource_id="r",
                        voice=Voice(),
                        offered_at=c.at(3, 31),
                    ),
                ),
            },
        ),
    ),
    (
        "EMP210",
        0,
        "an offer of the same day may be it",
        lambda c: waited(
            c,
            plan={
                "resources": (Resource(id="r", name="The agent"),),
                "offers": (
                    Offer(
                        resource_id="r",
                        voice=Voice(),
                        offered_at=c.at(4, 1),
                    ),
                ),
            },
        ),
    ),
    (
        "EMP210",
        0,
        "a step of the same day may be it",
        lambda c: waited(
            c, plan={"steps": (step(c, done_on=c.at(4, 1).date()),)}
        ),
    ),
    (
        "EMP210",
        0,
        "an offer without a day may be it",
        lambda c: waited(
            c,
            plan={
                "resources": (Resource(id="r", name="The agent"),),
                "offers": (Offer(resource_id="r", voice=Voice()),),
            },
        ),
    ),
    (
        "EMP210",
        1,
        "a step from before the choice is another",
        lambda c: waited(
            c, plan={"steps": (step(c, done_on=c.at(3, 1).date()),)}
        ),
    ),
    (
        "EMP210",
        0,
        "an offer is a move",
        lambda c: waited(
            c,
            plan={
                "resources": (Resource(id="r", name="The agent"),),
                "offers": (
                    Offer(
                        resource_id="r",
                        voice=Voice(),
                        offered_at=c.at(4, 9),
                    ),
                ),
            },
        ),
    ),
    (
        "EMP211",
        0,
        "there is no day",
        lambda c: c.plan(decisions=(c.home(options=(c.flat(),)),)),
    ),
    (
        "EMP211",
        0,
        "the day has not come",
        lambda c: c.plan(
            decisions=(
                c.home(decide_by=c.at(6, 1).date(), options=(c.flat(),)),
            )
        ),
    ),
    (
        "EMP211",
        0,
        "somebody decided in her stead, under their own name",
        lambda c: passed(c, **in_the_stead(c)),
    ),
    (
        "EMP211",
        0,
        "somebody decided over her head, under their own name",
        lambda c: passed(c, **over_her_head(c)),
    ),
]


@pytest.mark.parametrize(
    ("code", "count", "build"),
    [(code, count, build) for code, count, _, build in CASES],
    ids=[f"{code}: {why}" for code, _, why, _ in CASES],
)
def test_weighing(code, count, build, cast, found):
    """Each case does what its own sentence says."""
    assert count == len(found(code, build(cast)))


def test_what_is_chosen_is_never_looked_at(cast, found):
    """Whichever way the client goes, the rules say the same."""
    options = (cast.flat(), Option(id="room", words="No", voice=Voice()))
    one, other = (
        decided(cast, *options, choice=cast.chose(option.id))
        for option in options
    )

    for code in ("EMP201", "EMP202", "EMP203", "EMP204", "EMP205", "EMP207"):
        assert found(code, one) == found(code, other)


@pytest.mark.parametrize(
    ("longer", "shorter", "count"),
    [(200, 50, 1), (199, 49, 0), (200, 51, 0), (200, 0, 1)],
)
def test_how_much_longer_is_far_longer(cast, found, longer, shorter, count):
    """From 200 letters on, four times as long is far longer."""
    options = (
        cast.flat(detail="x" * longer),
        room(cast, detail="x" * shorter),
    )

    assert count == len(found("EMP204", decided(cast, *options)))
