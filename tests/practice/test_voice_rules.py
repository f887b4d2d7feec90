"""Whose voice it is: the cases beside the two examples."""

from __future__ import annotations

import attrs
import pytest

from empowerkit import Need, Strength, WhatMatters
from empowerkit.model import (
    Absent,
    AbsentReason,
    Acceptance,
    AcceptanceStatus,
    Answer,
    Asked,
    Attestation,
    Consideration,
    Contact,
    Evidence,
    EvidenceKind,
    Level,
    Lifecycle,
    Mandate,
    NeedStatus,
    Objection,
    Outcome,
    Question,
    Side,
    Topic,
    Voice,
    Whose,
    Withdrawal,
    Wording,
)


YES, NO = AcceptanceStatus.AGREE, AcceptanceStatus.DISAGREE


def need(**fields):
    """Return a need."""
    return Need(id="need", words="Somewhere quiet", **fields)


def answer(who, status, at=None):
    """Return somebody's answer."""
    return Acceptance(id="answer", actor=who, status=status, at=at)


def disagreed(c, at=None, **fields):
    """Return a plan with a goal to which Amina said no."""
    goal = c.goal(acceptances=(answer(c.HER, NO, at),))
    return c.plan(goals=(goal,), **fields)


def met(c, when):
    """Return a contact that was held."""
    return Contact(at=when, outcome=Outcome.HELD, voice=Voice())


def reported(c, option=None, **choice):
    """Return a plan with a choice that Joan wrote down."""
    option = option or c.flat()
    fields = {"voice": c.noted(c.at(5, 4))} | choice
    decision = c.home(options=(option,), choices=(c.chose(**fields),))
    return c.plan(decisions=(decision,))


def by_another(c):
    """Return what stands behind a choice that a second person heard."""
    entry = Evidence(kind=EvidenceKind.ENTRY, by=c.SISTER, at=c.at(5, 5))
    return Attestation(level=Level.CORROBORATED, evidence=(entry,))


CASES = [
    (
        "EMP101",
        1,
        "a need of which nobody knows who said it is found",
        lambda c: c.plan(needs=(need(voice=Voice()),)),
    ),
    (
        "EMP101",
        0,
        "a need that is met is past",
        lambda c: c.plan(needs=(need(voice=Voice(), status=NeedStatus.MET),)),
    ),
    (
        "EMP101",
        0,
        "a need that was taken back is past",
        lambda c: c.plan(
            needs=(need(voice=c.says(c.WORKER)),),
            withdrawals=(
                Withdrawal(subject_id="need", by=c.WORKER, at=c.at(2, 1)),
            ),
        ),
    ),
    (
        "EMP101",
        0,
        "a need in other words, now the client's, is hers",
        lambda c: c.plan(
            needs=(
                need(voice=c.says(c.WORKER)),
                Need(words="A door", voice=c.says(c.HER), replaces="need"),
            )
        ),
    ),
    (
        "EMP102",
        0,
        "a mandated goal that names its mandate says whose it is",
        lambda c: c.plan(
            mandates=(Mandate(id="m", words="Ten hours", voice=Voice()),),
            goals=(
                c.goal(
                    voice=c.says(c.WORKER),
                    whose=Whose.MANDATED,
                    mandate_id="m",
                ),
            ),
        ),
    ),
    (
        "EMP102",
        1,
        "a mandated goal without its mandate does not",
        lambda c: c.plan(
            goals=(c.goal(voice=c.says(c.WORKER), whose=Whose.MANDATED),)
        ),
    ),
    (
        "EMP102",
        1,
        "a goal of hers is hers to say, whatever mandate it names",
        lambda c: c.plan(
            mandates=(Mandate(id="m", words="Ten hours", voice=Voice()),),
            goals=(c.goal(voice=c.says(c.WORKER), mandate_id="m"),),
        ),
    ),
    (
        "EMP102",
        0,
        "a goal that has ended is past",
        lambda c: c.plan(
            goals=(
                c.goal(voice=c.says(c.WORKER), lifecycle=Lifecycle.CANCELLED),
            )
        ),
    ),
    (
        "EMP103",
        0,
        "a goal that is proposed has nothing to agree to yet",
        lambda c: c.plan(goals=(c.goal(lifecycle=Lifecycle.PROPOSED),)),
    ),
    (
        "EMP103",
        0,
        "a mandated goal asks for no agreement",
        lambda c: c.plan(goals=(c.goal(whose=Whose.MANDATED),)),
    ),
    (
        "EMP103",
        1,
        "a worker's yes is not the client's",
        lambda c: c.plan(
            goals=(c.goal(acceptances=(answer(c.WORKER, YES),)),)
        ),
    ),
    (
        "EMP103",
        0,
        "a later yes to the whole plan counts",
        lambda c: c.plan(
            goals=(c.goal(),),
            acceptances=(answer(c.HER, YES, c.at(2, 1)),),
        ),
    ),
    (
        "EMP103",
        0,
        "a yes to the whole plan on the day of the goal counts",
        lambda c: c.plan(
            goals=(c.goal(),),
            acceptances=(answer(c.HER, YES, c.at(1, 12)),),
        ),
    ),
    (
        "EMP103",
        0,
        "a yes to the whole plan that nobody dated may be later",
        lambda c: c.plan(goals=(c.goal(),), acceptances=(answer(c.HER, YES),)),
    ),
    (
        "EMP103",
        1,
        "a yes to the plan from before the goal does not",
        lambda c: c.plan(
            goals=(c.goal(),),
            acceptances=(answer(c.HER, YES, c.at(1, 6)),),
        ),
    ),
    (
        "EMP103",
        1,
        "a yes that was changed to a no does not",
        lambda c: c.plan(
            goals=(
                c.goal(
                    acceptances=(
                        answer(c.HER, YES),
                        Acceptance(actor=c.HER, status=NO, replaces="answer"),
                    )
                ),
            )
        ),
    ),
    (
        "EMP104",
        0,
        "there is time to read it back",
        lambda c: c.plan(needs=(need(voice=c.noted(c.at(5, 10))),)),
    ),
    (
        "EMP104",
        0,
        "her very words need no reading back",
        lambda c: c.plan(
            needs=(
                need(voice=attrs.evolve(c.noted(), wording=Wording.VERBATIM)),
            )
        ),
    ),
    (
        "EMP104",
        1,
        "a question in a contact is read back too",
        lambda c: c.plan(
            contacts=(
                Contact(
                    at=c.at(2, 1),
                    outcome=Outcome.HELD,
                    voice=Voice(),
                    questions=(Question(words="Who pays?", voice=c.noted()),),
                ),
            )
        ),
    ),
    (
        "EMP104",
        0,
        "what nobody dated is of unknown age",
        lambda c: c.plan(
            needs=(
                need(voice=Voice(speaker=c.HER, wording=Wording.PARAPHRASE)),
            )
        ),
    ),
    (
        "EMP104",
        0,
        "others' words are not the client's to confirm",
        lambda c: c.plan(
            needs=(
                need(
                    voice=attrs.evolve(c.noted(), speaker=c.SISTER),
                ),
            )
        ),
    ),
    (
        "EMP104",
        1,
        "what was observed is confirmed too",
        lambda c: c.plan(
            needs=(
                need(voice=attrs.evolve(c.noted(), wording=Wording.OBSERVED)),
            )
        ),
    ),
    (
        "EMP104",
        10,
        "all that a client says of their life is read back",
        lambda c: c.plan(
            what_matters=(WhatMatters(words="A door", voice=c.noted()),),
            strengths=(Strength(words="I cook", voice=c.noted()),),
            goals=(c.goal(voice=c.noted()),),
            objections=(Objection(about_id="goal", voice=c.noted()),),
            questions=(Question(words="Who pays?", voice=c.noted()),),
            decisions=(
                attrs.evolve(
                    c.home(
                        options=(
                            c.flat(voice=c.noted()),
                            c.stay(voice=c.noted()),
                        ),
                        considerations=(
                            Consideration(
                                option_id="flat",
                                side=Side.FOR,
                                words="Near",
                                voice=c.noted(),
                            ),
                        ),
                        choices=(c.chose(voice=c.noted()),),
                    ),
                    voice=c.noted(),
                ),
            ),
        ),
    ),
    (
        "EMP105",
        0,
        "there is time to answer an objection",
        lambda c: c.plan(
            goals=(c.goal(),),
            objections=(
                Objection(about_id="goal", voice=c.says(c.HER, c.at(5, 25))),
            ),
        ),
    ),
    (
        "EMP105",
        1,
        "an objection that nobody dated has no time to wait",
        lambda c: c.plan(
            goals=(c.goal(),),
            objections=(
                Objection(about_id="goal", voice=Voice(speaker=c.SISTER)),
            ),
        ),
    ),
    (
        "EMP105",
        0,
        "what was objected to was taken back",
        lambda c: c.plan(
            goals=(c.goal(),),
            objections=(Objection(about_id="goal", voice=c.says(c.HER)),),
            withdrawals=(
                Withdrawal(subject_id="goal", by=c.WORKER, at=c.at(2, 1)),
            ),
        ),
    ),
    (
        "EMP105",
        0,
        "an answer without words is an answer",
        lambda c: c.plan(
            goals=(c.goal(),),
            objections=(
                Objection(
                    about_id="goal",
                    voice=c.says(c.HER),
                    answered_at=c.at(1, 20),
                ),
            ),
        ),
    ),
    (
        "EMP105",
        0,
        "a no to a goal that has ended was heard",
        lambda c: c.plan(
            goals=(
                c.goal(
                    lifecycle=Lifecycle.CANCELLED,
                    acceptances=(answer(c.HER, NO, c.at(2, 1)),),
                ),
            )
        ),
    ),
    (
        "EMP105",
        1,
        "a no to a goal is an objection",
        lambda c: disagreed(c, c.at(2, 1)),
    ),
    (
        "EMP105",
        0,
        "there is time to answer a no",
        lambda c: disagreed(c, c.at(5, 25)),
    ),
    (
        "EMP105",
        0,
        "somebody got in touch after a no",
        lambda c: disagreed(c, c.at(2, 1), contacts=(met(c, c.at(2, 3)),)),
    ),
    (
        "EMP105",
        1,
        "that they met before a no is no answer",
        lambda c: disagreed(c, c.at(2, 1), contacts=(met(c, c.at(1, 20)),)),
    ),
    (
        "EMP105",
        0,
        "after a no without a day any contact may be the answer",
        lambda c: disagreed(c, contacts=(met(c, c.at(1, 20)),)),
    ),
    (
        "EMP105",
        1,
        "a no without a day, and no contact at all",
        disagreed,
    ),
    (
        "EMP105",
        0,
        "an answered objection answers the no as well",
        lambda c: disagreed(
            c,
            c.at(2, 1),
            objections=(
                Objection(
                    about_id="goal", voice=c.says(c.HER), answer="We wait"
                ),
            ),
        ),
    ),
    (
        "EMP106",
        1,
        "not asked is not an answer",
        lambda c: c.plan(
            asked=tuple(
                Asked(topic=topic, answer=Answer(), voice=Voice())
                for topic in (Topic.COMMUNICATION, Topic.HOW_I_DECIDE)
            )
        ),
    ),
    (
        "EMP106",
        0,
        "a plan that is new has time",
        lambda c: c.plan(opened_on=c.at(5, 15).date()),
    ),
    (
        "EMP106",
        0,
        "a plan that does not say when it opened may be new",
        lambda c: c.plan(opened_on=None),
    ),
    (
        "EMP107",
        0,
        "there is time to confirm a choice",
        lambda c: reported(c, decided_at=c.at(5, 20)),
    ),
    (
        "EMP107",
        0,
        "a second person heard the choice",
        lambda c: reported(c, attestation=by_another(c)),
    ),
    (
        "EMP107",
        0,
        "nobody wrote it down for her",
        lambda c: reported(c, voice=c.says(c.HER)),
    ),
    (
        "EMP107",
        0,
        "she entered it herself",
        lambda c: reported(c, voice=Voice(speaker=c.HER, recorder=c.HER)),
    ),
    (
        "EMP107",
        0,
        "nobody can tell who proposed what is absent",
        lambda c: c.plan(
            decisions=(
                c.home(
                    choices=(c.chose(voice=c.noted(c.at(5, 4))),),
                    absent=(Absent(id="flat", reason=AbsentReason.ERASED),),
                ),
            )
        ),
    ),
    (
        "EMP107",
        0,
        "no choice, no report",
        lambda c: c.plan(decisions=(c.home(options=(c.flat(),)),)),
    ),
]


@pytest.mark.parametrize(
    ("code", "count", "build"),
    [(code, count, build) for code, count, _, build in CASES],
    ids=[f"{code}: {why}" for code, _, why, _ in CASES],
)
def test_voices(code, count, build, cast, found):
    """Each case does what its own sentence says."""
    assert count == len(found(code, build(cast)))


def test_culture_is_asked_about_where_one_wants(cast, found):
    """Which topics are meant is a parameter."""
    plan = cast.plan()
    (finding,) = found("EMP106", plan, topics=(Topic.CULTURE,))

    assert finding.facts == {"topics": "culture"}


def test_any_report_where_one_wants(cast, found):
    """Whose report is meant is a parameter; the client's own is never."""
    plan = reported(cast, option=cast.flat(voice=cast.says(cast.HER)))

    assert found("EMP107", plan) == ()
    assert len(found("EMP107", plan, reported_by="anybody")) == 1


def test_her_own_entry_is_no_report(cast, found):
    """What she entered herself is never as reported by anybody."""
    own = Voice(speaker=cast.HER, recorder=cast.HER)

    assert (
        found("EMP107", reported(cast, voice=own), reported_by="anybody") == ()
    )


def test_how_it_was_heard_is_told(cast, found):
    """What was observed is not called words."""
    said, seen = (
        need(voice=attrs.evolve(cast.noted(), wording=wording))
        for wording in (Wording.TRANSLATION, Wording.OBSERVED)
    )
    (one,) = found("EMP104", cast.plan(needs=(said,)))
    (other,) = found("EMP104", cast.plan(needs=(seen,)))

    assert one.message.startswith("These words are a translation of")
    assert other.message.startswith("This was observed with the client")


def test_an_age_is_told_where_it_is_known(cast, found):
    """A fact that nobody recorded is left out."""
    dated = Objection(about_id="goal", voice=cast.says(cast.HER))
    undated = Objection(about_id="goal", voice=Voice())
    plan = cast.plan(goals=(cast.goal(),), objections=(dated, undated))
    one, other = found("EMP105", plan)

    assert one.facts["days"] == "140"
    assert "days" not in other.facts
