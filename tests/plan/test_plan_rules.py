"""
Each rule that only a whole plan can prove: breaches and valid neighbours.

The docstring of each class quotes the rule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from empowerkit.errors import AuthorshipError, InvariantError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Acceptance,
    AcceptanceStatus,
    Acknowledgement,
    Actor,
    Choice,
    Client,
    Contact,
    Decision,
    Goal,
    Milestone,
    Need,
    Objection,
    Offer,
    Option,
    OptionKind,
    Outcome,
    Question,
    Resource,
    ResourceKind,
    Role,
    Source,
    SubstituteBasis,
    SubstituteDecision,
    Supporter,
    Voice,
    Withdrawal,
    Worker,
)
from empowerkit.plan import Plan


AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY, NEXT_DAY = date(2026, 3, 2), date(2026, 3, 3)
AMINA = Client(id="c1", called="Amina")
JOAN = Worker(id="w1", called="Joan")
SAM = Supporter(id="s1", called="Sam")
HER, HIM, FRIEND = AMINA.actor, JOAN.actor, SAM.actor
HERS = Voice(speaker=HER)
STAY = Option(id="stay", words="Stay", voice=HERS)
ASK = Option(id="ask", words="Ask", voice=HERS, kind=OptionKind.ASK_SOMEONE)
GONE = AbsentReason.NOT_SUPPLIED


def plan(**more):
    """Return a plan with a worker and a supporter."""
    people = {"client": AMINA, "workers": (JOAN,), "supporters": (SAM,)}
    return Plan(**({"id": "p1"} | people | more))


def need(found="n1", **more):
    """Return a need."""
    return Need(**({"id": found, "words": "A door", "voice": HERS} | more))


def goal(found="g1", **more):
    """Return a goal."""
    return Goal(**({"id": found, "words": "A home", "voice": HERS} | more))


def chosen(option="stay", found="h1", at=AT):
    """Return a choice of hers."""
    return Choice(
        id=found, option_id=option, author=HER, decided_at=at, voice=HERS
    )


def decision(*choices, **more):
    """Return a decision between staying and asking."""
    given = {"id": "d1", "client": HER, "words": "Where?", "voice": HERS}
    return Decision(
        **(given | {"options": (STAY, ASK), "choices": choices} | more)
    )


def taken_back(found, at=AT):
    """Return the withdrawal of *found*."""
    return Withdrawal(id="x1", subject_id=found, by=HER, at=at)


def substitute(**more):
    """Return what a supporter decided at her wish."""
    given = {"id": "u1", "decision_id": "d1", "option_id": "stay"}
    basis = {"basis": SubstituteBasis.DELEGATED, "delegated_by": "h1"}
    said = {"decider": FRIEND, "decided_at": AT, "voice": Voice()}
    return SubstituteDecision(**(given | basis | said | more))


def delegated(*choices, **more):
    """Return a plan in which a supporter decided after *choices*."""
    return plan(
        decisions=(decision(*choices),),
        substitute_decisions=(substitute(**more),),
    )


def answer(found="y1", actor=HER, **more):
    """Return somebody's yes."""
    agree = AcceptanceStatus.AGREE
    return Acceptance(
        **({"id": found, "actor": actor, "status": agree} | more)
    )


def thanked(at=None, **reached):
    """Return a plan in which a milestone was acknowledged."""
    milestone = Milestone(
        id="m1", goal_id="g1", words="I rang", voice=HERS, **reached
    )
    thanks = Acknowledgement(
        id="k1", about_id="m1", words="Well done", voice=HERS, at=at
    )
    return plan(
        goals=(goal(),), milestones=(milestone,), acknowledgements=(thanks,)
    )


def absent(*found):
    """Return what a plan does not hold."""
    return tuple(Absent(id=one, reason=GONE) for one in found)


def resource(kind):
    """Return a resource of *kind*."""
    return Resource(id="r1", name="Elm Row", kind=kind)


def voiced(speaker):
    """Return a need in the voice of *speaker*."""
    return need(voice=Voice(speaker=speaker))


def case(label, make, path):
    """Return a breach, and the path at which it is refused."""
    return pytest.param(make, path, id=label)


def fine(label, make):
    """Return a valid neighbour."""
    return pytest.param(make, id=label)


class Rule:
    """What the tests of every rule share."""

    rule = ""
    error = InvariantError
    along: tuple[tuple[str, str], ...] = ()

    def test_refuses(self, make, path):
        """The smallest breach is refused, under its rule, at its place."""
        with pytest.raises(self.error) as caught:
            make()

        found = {(one.rule, one.path) for one in caught.value.problems}
        assert {(self.rule, path), *self.along} == found
        assert type(caught.value) is self.error

    def test_accepts(self, make):
        """The nearest valid neighbour is accepted."""
        assert repr(make()) == "<Plan p1>"


def pytest_generate_tests(metafunc):
    """Give each rule its own cases."""
    if metafunc.function.__name__ == "test_refuses":
        metafunc.parametrize(("make", "path"), metafunc.cls.breaches)
    elif metafunc.function.__name__ == "test_accepts":
        metafunc.parametrize("make", metafunc.cls.neighbours)


class TestDecisionOfThisClient(Rule):
    """A plan's decisions are its own client's."""

    rule = "decision-of-this-client"
    along = (("actor-is-person", "$.decisions[0].client"),)
    breaches = (
        case(
            "another client's",
            lambda: plan(
                decisions=(decision(client=Actor(role=Role.CLIENT, id="c2")),)
            ),
            "$.decisions[0].client",
        ),
    )
    neighbours = (fine("her own", lambda: plan(decisions=(decision(),))),)


class TestChoiceAmongOptions(Rule):
    """
    The chosen option is one of the decision's.

    It was not withdrawn before.
    """

    rule = "choice-among-options"
    breaches = (
        case(
            "withdrawn before",
            lambda: plan(
                decisions=(decision(chosen()),),
                withdrawals=(taken_back("stay", AT - SECOND),),
            ),
            "$.decisions[0].choices[0].option_id",
        ),
        case(
            "withdrawn at that moment",
            lambda: plan(
                decisions=(decision(chosen()),),
                withdrawals=(taken_back("stay"),),
            ),
            "$.decisions[0].choices[0].option_id",
        ),
        case(
            "withdrawn before, and again later",
            lambda: plan(
                decisions=(decision(chosen()),),
                withdrawals=(
                    Withdrawal(
                        id="x2", subject_id="stay", by=HER, at=AT + SECOND
                    ),
                    taken_back("stay", AT - SECOND),
                ),
            ),
            "$.decisions[0].choices[0].option_id",
        ),
    )
    neighbours = (
        fine(
            "withdrawn after",
            lambda: plan(
                decisions=(decision(chosen()),),
                withdrawals=(taken_back("stay", AT + SECOND),),
            ),
        ),
        fine(
            "another one withdrawn",
            lambda: plan(
                decisions=(decision(chosen()),),
                withdrawals=(taken_back("ask"),),
            ),
        ),
    )


class TestActorIsPerson(Rule):
    """An actor's id is a person of the plan in that role, or absent."""

    rule = "actor-is-person"
    breaches = (
        case(
            "nobody here",
            lambda: plan(needs=(voiced(Actor(role=Role.WORKER, id="w9")),)),
            "$.needs[0].voice.speaker",
        ),
        case(
            "in another role",
            lambda: plan(needs=(voiced(Actor(role=Role.PROXY, id="w1")),)),
            "$.needs[0].voice.speaker",
        ),
        case(
            "another client",
            lambda: plan(needs=(voiced(Actor(role=Role.CLIENT, id="c2")),)),
            "$.needs[0].voice.speaker",
        ),
        case(
            "a client who is absent",
            lambda: plan(
                needs=(voiced(Actor(role=Role.CLIENT, id="c2")),),
                absent=absent("c2"),
            ),
            "$.needs[0].voice.speaker",
        ),
        case(
            "one of several",
            lambda: plan(
                needs=(
                    need(
                        voice=Voice(
                            private_to=(
                                HIM,
                                Actor(role=Role.WORKER, id="w9"),
                            )
                        )
                    ),
                )
            ),
            "$.needs[0].voice.private_to[1]",
        ),
        case(
            "a place that speaks",
            lambda: plan(
                resources=(resource(ResourceKind.PLACE),),
                needs=(voiced(Actor(role=Role.ORGANISATION, id="r1")),),
            ),
            "$.needs[0].voice.speaker",
        ),
    )
    neighbours = (
        fine("a worker", lambda: plan(needs=(voiced(HIM),))),
        fine("the client", lambda: plan(needs=(voiced(HER),))),
        fine(
            "absent",
            lambda: plan(
                needs=(voiced(Actor(role=Role.WORKER, id="w9")),),
                absent=absent("w9"),
            ),
        ),
        fine(
            "an organisation",
            lambda: plan(
                resources=(resource(ResourceKind.ORGANISATION),),
                needs=(voiced(Actor(role=Role.ORGANISATION, id="r1")),),
            ),
        ),
    )


class TestDelegateIsNotStaff(Rule):
    """
    A delegated decision has a choice of the client behind it.

    That choice stood at the time, and chose to ask somebody.
    """

    rule = "delegate-is-not-staff"
    error = AuthorshipError
    path = "$.substitute_decisions[0].delegated_by"
    breaches = (
        case("chose to stay", lambda: delegated(chosen("stay")), path),
        case(
            "asked later",
            lambda: delegated(chosen("ask", at=AT + SECOND)),
            path,
        ),
        case(
            "took it back",
            lambda: delegated(chosen("ask"), chosen(None, "h2")),
            path,
        ),
        case(
            "chose again",
            lambda: delegated(chosen("ask"), chosen("ask", "h2")),
            path,
        ),
        case(
            "the taking back itself",
            lambda: delegated(
                chosen("ask", "h0"), chosen(None), delegated_by="h1"
            ),
            path,
        ),
    )
    neighbours = (
        fine("asked before", lambda: delegated(chosen("ask"))),
        fine(
            "took it back later",
            lambda: delegated(
                chosen("ask"), chosen(None, "h2", at=AT + SECOND)
            ),
        ),
        fine(
            "a choice that is absent",
            lambda: plan(
                decisions=(decision(),),
                substitute_decisions=(substitute(),),
                absent=absent("h1"),
            ),
        ),
        fine(
            "by law",
            lambda: delegated(
                basis=SubstituteBasis.LEGAL, delegated_by=None, decider=HIM
            ),
        ),
    )


class TestRefsResolve(Rule):
    """
    Every id named is in the plan or in ``absent``.

    A reference names the right kind of noun.
    """

    rule = "refs-resolve"
    breaches = (
        case(
            "nothing",
            lambda: plan(goals=(goal(need_ids=("n1",)),)),
            "$.goals[0].need_ids[0]",
        ),
        case(
            "another kind",
            lambda: plan(goals=(goal(need_ids=("w1",)),)),
            "$.goals[0].need_ids[0]",
        ),
        case(
            "one of several",
            lambda: plan(
                needs=(need(),), goals=(goal(need_ids=("n1", "n2")),)
            ),
            "$.goals[0].need_ids[1]",
        ),
        case(
            "any noun",
            lambda: plan(
                objections=(Objection(id="b1", about_id="n1", voice=HERS),)
            ),
            "$.objections[0].about_id",
        ),
        case(
            "deep inside",
            lambda: plan(
                contacts=(
                    Contact(
                        id="t1",
                        at=AT,
                        outcome=Outcome.HELD,
                        voice=HERS,
                        questions=(
                            Question(
                                id="q1", words="", voice=HERS, about_id="n1"
                            ),
                        ),
                    ),
                )
            ),
            "$.contacts[0].questions[0].about_id",
        ),
        case(
            "a source",
            lambda: plan(
                sources=(Source(system="urn:x", id="4", about_id="n1"),)
            ),
            "$.sources[0].about_id",
        ),
        case(
            "the option of another decision",
            lambda: plan(
                decisions=(
                    decision(chosen("ask")),
                    decision(
                        id="d2",
                        options=(Option(id="go", words="", voice=HERS),),
                    ),
                ),
                substitute_decisions=(substitute(option_id="go"),),
            ),
            "$.substitute_decisions[0].option_id",
        ),
    )
    neighbours = (
        fine(
            "a need",
            lambda: plan(needs=(need(),), goals=(goal(need_ids=("n1",)),)),
        ),
        fine(
            "absent",
            lambda: plan(goals=(goal(need_ids=("n1",)),), absent=absent("n1")),
        ),
        fine(
            "absent from a decision",
            lambda: plan(
                decisions=(decision(absent=absent("n1")),),
                goals=(goal(need_ids=("n1",)),),
            ),
        ),
        fine(
            "the plan itself",
            lambda: plan(
                objections=(Objection(id="b1", about_id="p1", voice=HERS),)
            ),
        ),
        fine(
            "something nested",
            lambda: plan(
                decisions=(decision(),),
                objections=(Objection(id="b1", about_id="stay", voice=HERS),),
            ),
        ),
        fine(
            "something that stands later",
            lambda: plan(
                resources=(resource(None),),
                offers=(Offer(id="f1", resource_id="r1", voice=HERS),),
            ),
        ),
    )


class TestIdsUnique(Rule):
    """No id stands twice."""

    rule = "ids-unique"
    breaches = (
        case(
            "two needs", lambda: plan(needs=(need(), need())), "$.needs[1].id"
        ),
        case(
            "a need and a worker",
            lambda: plan(needs=(need("w1"),)),
            "$.needs[0].id",
        ),
        case(
            "a need and the plan",
            lambda: plan(needs=(need("p1"),)),
            "$.needs[0].id",
        ),
        case(
            "held and absent",
            lambda: plan(needs=(need(),), absent=absent("n1")),
            "$.absent[0].id",
        ),
        case(
            "absent twice",
            lambda: plan(absent=absent("n1", "n1")),
            "$.absent[1].id",
        ),
        case(
            "something nested",
            lambda: plan(needs=(need("stay"),), decisions=(decision(),)),
            "$.decisions[0].options[0].id",
        ),
    )
    neighbours = (
        fine("two needs", lambda: plan(needs=(need(), need("n2")))),
        fine("other capitals", lambda: plan(needs=(need("a"), need("A")))),
        fine(
            "a source, whose id is not ours",
            lambda: plan(
                needs=(need(),),
                sources=(Source(system="urn:x", id="n1", about_id="n1"),),
            ),
        ),
    )


class TestReplacesOwnLine(Rule):
    """
    ``replaces`` names an earlier noun of the same kind; no loops.

    A noun is replaced once.
    """

    rule = "replaces-own-line"
    breaches = (
        case(
            "a later one",
            lambda: plan(needs=(need(replaces="n2"), need("n2"))),
            "$.needs[0].replaces",
        ),
        case(
            "itself",
            lambda: plan(needs=(need(replaces="n1"),)),
            "$.needs[0].replaces",
        ),
        case(
            "twice",
            lambda: plan(
                needs=(
                    need(),
                    need("n2", replaces="n1"),
                    need("n3", replaces="n1"),
                )
            ),
            "$.needs[2].replaces",
        ),
    )
    neighbours = (
        fine(
            "a line",
            lambda: plan(
                needs=(
                    need(),
                    need("n2", replaces="n1"),
                    need("n3", replaces="n2"),
                )
            ),
        ),
        fine(
            "one that is absent",
            lambda: plan(
                needs=(need("n2", replaces="n1"),), absent=absent("n1")
            ),
        ),
    )

    def test_refuses_another_kind(self):
        """What replaces a noun is of its own kind."""
        with pytest.raises(InvariantError) as caught:
            plan(needs=(need(),), goals=(goal(replaces="n1"),))

        found = {(one.rule, one.path) for one in caught.value.problems}
        assert (self.rule, "$.goals[0].replaces") in found


class TestAcceptanceOnce(Rule):
    """One current acceptance a person and subject."""

    rule = "acceptance-once"
    breaches = (
        case(
            "of the plan",
            lambda: plan(acceptances=(answer(), answer("y2"))),
            "$.acceptances[1]",
        ),
        case(
            "of a goal",
            lambda: plan(goals=(goal(acceptances=(answer(), answer("y2"))),)),
            "$.goals[0].acceptances[1]",
        ),
    )
    neighbours = (
        fine(
            "replaced",
            lambda: plan(acceptances=(answer(), answer("y2", replaces="y1"))),
        ),
        fine(
            "taken back",
            lambda: plan(
                acceptances=(answer(), answer("y2")),
                withdrawals=(taken_back("y1"),),
            ),
        ),
        fine(
            "of two goals",
            lambda: plan(
                goals=(
                    goal(acceptances=(answer(),)),
                    goal("g2", acceptances=(answer("y2"),)),
                )
            ),
        ),
        fine(
            "two people",
            lambda: plan(acceptances=(answer(), answer("y2", HIM))),
        ),
    )


class TestAfterTheFact(Rule):
    """An acknowledgement of a milestone comes after it was reached."""

    rule = "after-the-fact"
    path = "$.acknowledgements[0].about_id"
    breaches = (
        case("not reached", thanked, path),
        case("early", lambda: thanked(AT, reached_on=NEXT_DAY), path),
    )
    neighbours = (
        fine("that day", lambda: thanked(AT, reached_on=DAY)),
        fine("at no time", lambda: thanked(reached_on=NEXT_DAY)),
    )


class TestTimeOrdered(Rule):
    """From not after until."""

    rule = "time-ordered"
    breaches = (
        case(
            "closed before opened",
            lambda: plan(opened_on=NEXT_DAY, closed_on=DAY),
            "$.closed_on",
        ),
    )
    neighbours = (
        fine("one day", lambda: plan(opened_on=DAY, closed_on=DAY)),
        fine("closed alone", lambda: plan(closed_on=DAY)),
    )


def test_all_problems_of_a_plan_come_together():
    """Whatever is wrong between the nouns is reported at once."""
    with pytest.raises(InvariantError) as caught:
        plan(
            needs=(need(), need(), voiced(Actor(role=Role.WORKER, id="w9"))),
            goals=(goal(need_ids=("n9",)),),
            acceptances=(answer(), answer("y2")),
        )

    found = {(one.rule, one.path) for one in caught.value.problems}
    assert found >= {
        ("ids-unique", "$.needs[1].id"),
        ("ids-unique", "$.needs[2].id"),
        ("actor-is-person", "$.needs[2].voice.speaker"),
        ("refs-resolve", "$.goals[0].need_ids[0]"),
        ("acceptance-once", "$.acceptances[1]"),
    }
    assert str(caught.value).startswith(f"{len(found)} problems\n- ")
