"""What is offered and what is imposed: the cases beside the examples."""

from __future__ import annotations

import attrs
import pytest

from empowerkit import Need, OptionKind, Resource, Supporter
from empowerkit.model import (
    Absent,
    AbsentReason,
    Answer,
    AnswerStatus,
    Asked,
    Contact,
    DecisionDomain,
    Domain,
    NeedStatus,
    Offer,
    OfferAnswer,
    Outcome,
    ProviderAnswer,
    Proxy,
    ResourceKind,
    ResourceStatus,
    Restriction,
    Seeking,
    SubstituteBasis,
    SubstituteDecision,
    SupportAgreement,
    SupportLevel,
    Topic,
    Voice,
    Withdrawal,
)


FOOD = Domain.FOOD_INSECURITY
YES = OfferAnswer.ACCEPTED


def pantry(**fields):
    """Return a resource."""
    base = {"id": "pantry", "name": "The pantry", "domain": FOOD}
    return Resource(**(base | fields))


def offer(c, **fields):
    """Return an offer of April."""
    base = {"offered_at": c.at(4, 1), "resource_id": "pantry"}
    return Offer(voice=Voice(), **(base | fields))


def offered(c, *offers, kind=None, **fields):
    """Return a plan with these offers."""
    return c.plan(resources=(pantry(kind=kind),), offers=offers, **fields)


def sought(c, *resources, who=None, what=Seeking.RESOURCES, **need):
    """Return a plan in which resources are sought for a need."""
    base = {"words": "Food", "voice": c.says(c.HER), "domain": FOOD}
    return c.plan(
        needs=(Need(id="need", **(base | need)),),
        resources=resources,
        support_agreements=(
            SupportAgreement(
                level=SupportLevel.COACH,
                seeking=(what,),
                voice=c.says(who or c.HER),
            ),
        ),
    )


def taken(c, noun_id, **fields):
    """Return a withdrawal by Joan without a word."""
    base = {"by": c.WORKER, "at": c.at(5, 1)}
    return Withdrawal(subject_id=noun_id, **(base | fields))


def limit(**fields):
    """Return a restriction without any condition."""
    return Restriction(words="No kettle", voice=Voice(), **fields)


def whole(c, **fields):
    """Return a restriction with all eight conditions."""
    base = dict.fromkeys(
        (
            "need",
            "positive_supports",
            "less_intrusive",
            "proportionate",
            "data_reviewed",
            "no_harm",
        ),
        "…",
    )
    base |= {"consent": c.says(c.HER), "review_on": c.at(7, 1).date()}
    return limit(**(base | fields))


def stood_in(c, proxy=None, decider=None, **fields):
    """Return a plan in which somebody decided in Amina's stead."""
    ifrah = Proxy(id="ifrah", called="Ifrah", **(proxy or {}))
    asked = Answer(status=AnswerStatus.ANSWERED)
    base = {"client_view": asked, "basis": SubstituteBasis.LEGAL}
    decided = SubstituteDecision(
        decision_id="home",
        option_id="flat",
        decider=decider or ifrah.actor,
        voice=Voice(),
        decided_at=c.at(5, 1),
        **(base | fields),
    )
    choice = c.chose("ask", decided_at=c.at(4, 1))
    ask = c.stay(id="ask", kind=OptionKind.ASK_SOMEONE)
    where = c.home(
        domain=DecisionDomain.HOME,
        options=(c.flat(), c.stay(), ask),
        choices=(choice,),
    )
    return c.plan(
        proxies=(ifrah,),
        decisions=(where,),
        substitute_decisions=(decided,),
    )


CASES = [
    (
        "EMP501",
        0,
        "what is closed cannot be offered",
        lambda c: sought(c, pantry(status=ResourceStatus.DEFUNCT)),
    ),
    (
        "EMP501",
        0,
        "a resource for something else",
        lambda c: sought(c, pantry(domain=Domain.STRESS)),
    ),
    (
        "EMP501",
        0,
        "the need is met",
        lambda c: sought(c, pantry(), status=NeedStatus.MET),
    ),
    (
        "EMP501",
        0,
        "she seeks something else",
        lambda c: sought(c, pantry(), what=Seeking.MOTIVATION),
    ),
    (
        "EMP501",
        0,
        "it is the worker who seeks resources",
        lambda c: sought(c, pantry(), who=c.WORKER),
    ),
    (
        "EMP501",
        0,
        "nobody knows what the need is about",
        lambda c: sought(c, pantry(domain=None), domain=None),
    ),
    (
        "EMP501",
        0,
        "something else was offered for it",
        lambda c: attrs.evolve(
            sought(c, pantry(), pantry(id="kitchen", domain=None)),
            offers=(offer(c, resource_id="kitchen", need_id="need"),),
        ),
    ),
    (
        "EMP501",
        0,
        "it was offered, nobody said what for",
        lambda c: attrs.evolve(sought(c, pantry()), offers=(offer(c),)),
    ),
    ("EMP501", 0, "nothing is listed", sought),
    (
        "EMP502",
        1,
        "an offer that vanished",
        lambda c: offered(c, offer(c, id="o"), withdrawals=(taken(c, "o"),)),
    ),
    (
        "EMP502",
        0,
        "she owes no reason",
        lambda c: offered(
            c, offer(c, id="o"), withdrawals=(taken(c, "o", by=c.HER),)
        ),
    ),
    (
        "EMP502",
        0,
        "a need is neither",
        lambda c: c.plan(
            needs=(Need(id="n", words="Food", voice=Voice()),),
            decisions=(c.home(options=(c.flat(),)),),
            offers=(offer(c),),
            resources=(pantry(),),
            withdrawals=(taken(c, "n"),),
        ),
    ),
    (
        "EMP503",
        1,
        "one restriction is one finding",
        lambda c: c.plan(restrictions=(limit(),)),
    ),
    (
        "EMP503",
        1,
        "its review is past",
        lambda c: c.plan(
            restrictions=(whole(c, review_on=c.at(5, 1).date()),)
        ),
    ),
    (
        "EMP503",
        0,
        "an end is as good as a review",
        lambda c: c.plan(
            restrictions=(
                whole(c, review_on=None, until_on=c.at(7, 1).date()),
            )
        ),
    ),
    (
        "EMP503",
        1,
        "a guardian's consent is not hers",
        lambda c: c.plan(restrictions=(whole(c, consent=c.says(c.SISTER)),)),
    ),
    (
        "EMP503",
        0,
        "it was lifted",
        lambda c: c.plan(
            restrictions=(limit(id="x"),), withdrawals=(taken(c, "x"),)
        ),
    ),
    (
        "EMP504",
        0,
        "her sister is there",
        lambda c: c.plan(resources=(pantry(),)),
    ),
    (
        "EMP504",
        1,
        "her sister was there",
        lambda c: c.plan(
            resources=(pantry(),),
            supporters=(
                Supporter(id="hodan", called="Hodan", ended_at=c.at(3, 1)),
            ),
        ),
    ),
    (
        "EMP504",
        0,
        "there are no services either",
        lambda c: c.plan(supporters=()),
    ),
    (
        "EMP504",
        0,
        "a new plan has time",
        lambda c: c.plan(resources=(pantry(),), supporters=(), opened_on=None),
    ),
    (
        "EMP504",
        0,
        "asked is done",
        lambda c: c.plan(
            resources=(pantry(),),
            supporters=(),
            asked=(
                Asked(
                    topic=Topic.NATURAL_SUPPORT,
                    answer=Answer(status=AnswerStatus.DOES_NOT_KNOW),
                    voice=Voice(),
                ),
            ),
        ),
    ),
    (
        "EMP505",
        1,
        "the provider has not answered",
        lambda c: offered(c, offer(c, answer=YES, answered_at=c.at(4, 9))),
    ),
    (
        "EMP505",
        1,
        "nobody knows when she answered, and it was offered long ago",
        lambda c: offered(c, offer(c, answer=YES)),
    ),
    (
        "EMP505",
        1,
        "a book in the plan answers for nobody else",
        lambda c: c.plan(
            resources=(
                pantry(),
                pantry(id="book", kind=ResourceKind.LITERATURE),
            ),
            offers=(offer(c, answer=YES),),
        ),
    ),
    (
        "EMP505",
        0,
        "a place on the waiting list is an answer",
        lambda c: offered(
            c,
            offer(c, answer=YES, provider_answer=ProviderAnswer.WAITLISTED),
        ),
    ),
    (
        "EMP505",
        0,
        "what was refused waits for nobody",
        lambda c: offered(c, offer(c, provider_answer=ProviderAnswer.REFUSED)),
    ),
    (
        "EMP505",
        0,
        "nobody has to answer for a book",
        lambda c: offered(
            c, offer(c, answer=YES), kind=ResourceKind.LITERATURE
        ),
    ),
    (
        "EMP505",
        0,
        "nobody knows since when",
        lambda c: offered(c, offer(c, offered_at=None)),
    ),
    (
        "EMP505",
        0,
        "there is time to answer",
        lambda c: offered(c, offer(c, offered_at=c.at(5, 10))),
    ),
    (
        "EMP506",
        0,
        "they met on a later day",
        lambda c: offered(
            c,
            *(offer(c) for _ in range(5)),
            contacts=(
                Contact(at=c.at(4, 9), outcome=Outcome.HELD, voice=Voice()),
            ),
        ),
    ),
    (
        "EMP506",
        0,
        "one now and one then is no list",
        lambda c: offered(
            c, *(offer(c, offered_at=c.at(4, n)) for n in range(1, 6))
        ),
    ),
    (
        "EMP506",
        0,
        "offers without a day are no list",
        lambda c: offered(c, *(offer(c, offered_at=None) for _ in range(5))),
    ),
    (
        "EMP506",
        1,
        "a list, and one that nobody dated",
        lambda c: offered(
            c, offer(c, offered_at=None), *(offer(c) for _ in range(5))
        ),
    ),
    (
        "EMP508",
        1,
        "before the authority began",
        lambda c: stood_in(c, {"from_on": c.at(5, 2).date()}),
    ),
    (
        "EMP508",
        1,
        "after it ended",
        lambda c: stood_in(c, {"until_on": c.at(4, 30).date()}),
    ),
    (
        "EMP508",
        0,
        "within it",
        lambda c: stood_in(
            c,
            {
                "from_on": c.at(5, 1).date(),
                "until_on": c.at(5, 1).date(),
            },
        ),
    ),
    (
        "EMP508",
        1,
        "she was not asked",
        lambda c: stood_in(c, client_view=Answer()),
    ),
    (
        "EMP508",
        1,
        "nobody knows whether she was asked",
        lambda c: stood_in(c, client_view=None),
    ),
    (
        "EMP508",
        0,
        "she asked her sister to decide",
        lambda c: stood_in(
            c,
            decider=c.SISTER,
            basis=SubstituteBasis.DELEGATED,
            delegated_by="choice",
            client_view=None,
        ),
    ),
    (
        "EMP508",
        0,
        "the law may name somebody who is no proxy",
        lambda c: stood_in(c, decider=c.SISTER),
    ),
]


@pytest.mark.parametrize(
    ("code", "count", "build"),
    [(code, count, build) for code, count, _, build in CASES],
    ids=[f"{code}: {why}" for code, _, why, _ in CASES],
)
def test_resources(code, count, build, cast, found):
    """Each case does what its own sentence says."""
    assert count == len(found(code, build(cast)))


def test_all_that_is_missing_is_named(cast, found):
    """One finding names each condition that a restriction lacks."""
    lifted = limit(until_on=cast.at(5, 1).date())
    (finding,) = found("EMP503", cast.plan(restrictions=(lifted,)))

    assert len(finding.facts["missing"].split(", ")) == 7
    assert finding.facts["past"] == "until_on"


def test_a_decision_that_is_absent(cast, found):
    """Of a decision that is not here nobody can tell what it was about."""
    plan = stood_in(cast, {"domains": (DecisionDomain.MONEY,)})
    gone = tuple(
        Absent(id=noun_id, reason=AbsentReason.ERASED)
        for noun_id in ("home", "flat")
    )

    anything = tuple(
        attrs.evolve(decision, domain=None) for decision in plan.decisions
    )

    assert len(found("EMP508", plan)) == 1
    assert found("EMP508", attrs.evolve(plan, decisions=anything)) == ()
    assert found("EMP508", attrs.evolve(plan, decisions=(), absent=gone)) == ()


def test_another_proxy_is_another(cast, found):
    """The dates of one proxy say nothing of another."""
    plan = stood_in(cast)
    other = Proxy(called="Ruth", until_on=cast.at(1, 6).date())

    assert (
        found(
            "EMP508",
            cast.plan(
                proxies=(other, *plan.proxies),
                decisions=plan.decisions,
                substitute_decisions=plan.substitute_decisions,
            ),
        )
        == ()
    )
