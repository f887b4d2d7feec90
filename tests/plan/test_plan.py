"""The ways to change a plan: each refusal beside its nearest success."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from empowerkit.errors import (
    AuthorityError,
    AuthorshipError,
    InvariantError,
    NotFoundError,
)
from empowerkit.model import (
    Absent,
    AbsentReason,
    Acceptance,
    AcceptanceStatus,
    Achievement,
    Answer,
    AnswerStatus,
    Choice,
    Client,
    Contact,
    Decision,
    DecisionDomain,
    Goal,
    Importance,
    Level,
    Lifecycle,
    Need,
    Objection,
    Offer,
    OfferAnswer,
    Option,
    OptionKind,
    Outcome,
    Question,
    Resource,
    Side,
    Source,
    Step,
    SubstituteBasis,
    SubstituteDecision,
    Supporter,
    Voice,
    WhatMatters,
    Wording,
    Worker,
)
from empowerkit.plan import Plan


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
TODAY = NOON.date()
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
BEN = Worker(id="ben", called="Ben")
HER, HIM, BEN_TOO = AMINA.actor, JOAN.actor, BEN.actor
HODAN = Supporter(id="hodan", called="Hodan", invited=Voice.of(HER, at=NOON))
SISTER = HODAN.actor
EMPTY = Plan(id="plan", client=AMINA, workers=(JOAN, BEN), supporters=(HODAN,))


def heard(by: Any, wording: Wording = Wording.PARAPHRASE) -> Voice:
    """Return her voice, as *by* wrote it down."""
    return Voice.heard(HER, by=by, at=NOON, wording=wording)


def at_home() -> Plan:
    """Return a plan with a decision, two options, and nothing chosen."""
    plan = EMPTY.open_decision("Where?", by=HER, at=NOON, id="home")
    plan = plan.offer_option("home", "Stay", by=HER, at=NOON, id="stay")
    return plan.offer_option("home", "The flat", by=HIM, at=NOON, id="flat")


class TestStory:
    """Open a decision, offer options, weigh, choose, change one's mind."""

    def test_story(self) -> None:
        """It reads as it is told, and at the end her last choice stands."""
        plan = EMPTY.add(
            WhatMatters(id="m", words="Sleep", voice=Voice.of(HER, at=NOON)),
            by=HER,
            at=NOON,
        )
        plan = plan.open_decision(
            "Where do I live?",
            by=HER,
            at=NOON,
            id="home",
            domain=DecisionDomain.HOME,
            decide_by=TODAY,
            urgent_because="The lease ends",
        )
        plan = plan.offer_option(
            "home", "Stay", by=HER, at=NOON, id="stay", kind=OptionKind.AS_IS
        )
        plan = plan.offer_option(
            "home", "The flat", by=HIM, at=NOON, id="flat"
        )
        plan = plan.consider(
            "home",
            "flat",
            Side.FOR,
            "A lock",
            by=HER,
            at=NOON,
            what_matters_id="m",
            importance=Importance(low=4, high=5, said_by=HER),
        )
        plan = plan.consider(
            "home",
            "stay",
            Side.UNSURE,
            "I like having you",
            by=SISTER,
            at=NOON,
        )
        plan = plan.fit("home", "flat", "m", 2, by=HER, at=NOON)
        plan = plan.inform("home", "The rent is fixed", by=HIM, at=NOON)
        plan = plan.choose(
            "home", "flat", by=HER, at=NOON, consulted=[SISTER], words="Quiet"
        )
        plan = plan.choose("home", "stay", by=HER, at=LATER)

        home = plan.find(Decision, "home")
        chosen = plan.choice_of("home")
        assert ["flat", "stay"] == [c.option_id for c in home.choices]
        assert chosen is not None
        assert "stay" == chosen.option_id
        assert (SISTER,) == home.choices[0].consulted
        assert [2] == [cell.level for cell in home.fits]
        assert [HIM] == [told.given_by for told in home.information]
        assert [HER, SISTER] == [c.voice.speaker for c in home.considerations]

    def test_take_back(self) -> None:
        """A choice taken back leaves the decision open, and stays."""
        plan = at_home().choose("home", "flat", by=HER, at=NOON)
        plan = plan.take_back("home", by=HER, at=LATER, words="Too dear")

        assert plan.choice_of("home") is None
        assert 2 == len(plan.find(Decision, "home").choices)

    def test_nothing_to_take_back(self) -> None:
        """What was not chosen cannot be taken back."""
        with pytest.raises(InvariantError) as caught:
            at_home().take_back("home", by=HER, at=NOON)

        assert "after-the-fact" == caught.value.rule

    def test_worker_cannot_choose(self) -> None:
        """A worker is told, at that line, what they can do instead."""
        with pytest.raises(AuthorshipError) as caught:
            at_home().choose("home", "flat", by=HIM, at=NOON)

        assert "what they can do instead" in str(caught.value)

    def test_worker_cannot_choose_in_her_voice(self) -> None:
        """Nor in her voice, without having written it down."""
        with pytest.raises(AuthorityError) as caught:
            at_home().choose(
                "home", "flat", by=HIM, at=NOON, voice=Voice.of(HER, at=NOON)
            )

        assert "record a choice" == caught.value.row

    def test_worker_writes_it_down(self) -> None:
        """They can write down what she said, and it stays reported."""
        plan = at_home().choose(
            "home", "flat", by=HIM, at=NOON, voice=heard(HIM), words="Quiet"
        )
        chosen = plan.choice_of("home")

        assert chosen is not None
        assert (HER, HIM) == (chosen.author, chosen.voice.recorder)
        assert Level.REPORTED is chosen.level

    def test_worker_writes_down_that_it_is_taken_back(self) -> None:
        """Taking back needs no more than choosing did."""
        plan = at_home().choose("home", "flat", by=HER, at=NOON)
        plan = plan.take_back("home", by=HIM, at=LATER, voice=heard(HIM))

        assert plan.choice_of("home") is None

    def test_worker_cannot_weigh(self) -> None:
        """A weight is hers, or what she said."""
        plan = EMPTY.add(
            WhatMatters(id="m", words="w", voice=Voice.of(HER, at=NOON)),
            by=HER,
            at=NOON,
        )
        plan = plan.open_decision("Where?", by=HER, at=NOON, id="home")
        plan = plan.offer_option("home", "Stay", by=HER, at=NOON, id="stay")
        with pytest.raises(AuthorshipError):
            plan.fit("home", "stay", "m", 2, by=HIM, at=NOON)
        with pytest.raises(AuthorityError):
            plan.consider(
                "home",
                "stay",
                Side.FOR,
                "w",
                by=HIM,
                at=NOON,
                importance=Importance(low=1, high=1, said_by=HER),
            )

        plan = plan.fit(
            "home", "stay", "m", 2, by=HIM, at=NOON, voice=heard(HIM)
        )
        assert 1 == len(plan.find(Decision, "home").fits)

    def test_question_of_another(self) -> None:
        """Whose question it is can be said."""
        plan = EMPTY.open_decision("Where?", by=HIM, at=NOON, voice=heard(HIM))

        assert HER == plan.decisions[0].voice.speaker

    def test_for_a_goal(self) -> None:
        """A decision names its goal, information and options resources."""
        plan = EMPTY.add(
            Goal(id="g", words="w", voice=Voice.of(HER, at=NOON)),
            by=HER,
            at=NOON,
        ).add(Resource(id="r", name="n"), by=HIM, at=NOON)
        plan = plan.open_decision("?", by=HER, at=NOON, id="d", goal_id="g")
        plan = plan.offer_option("d", "w", by=HIM, at=NOON, resource_ids=["r"])
        plan = plan.inform("d", "w", by=HIM, at=NOON, resource_id="r")
        [decision] = plan.decisions

        assert "g" == decision.goal_id
        assert ("r",) == decision.options[0].resource_ids
        assert "r" == decision.information[0].resource_id

    def test_withdrawn_option(self) -> None:
        """What was withdrawn can be chosen no more; before, it could."""
        plan = at_home().withdraw("flat", by=HIM, at=LATER, words="Let")

        assert plan.choose("home", "flat", by=HER, at=NOON)
        with pytest.raises(InvariantError) as caught:
            plan.choose("home", "flat", by=HER, at=LATER)
        assert "choice-among-options" == caught.value.rule


class TestAdd:
    """Anything can be added by whoever may say it."""

    def test_inside(self) -> None:
        """`to` names the noun that holds it."""
        plan = EMPTY.add(
            Contact(
                id="t",
                at=NOON,
                outcome=Outcome.HELD,
                voice=Voice.of(HIM, at=NOON),
            ),
            by=HIM,
            at=NOON,
        )
        asked = Question(words="Who pays?", voice=Voice.of(HER, at=NOON))

        assert plan.add(asked, by=HER, at=NOON, to="t").contacts[
            0
        ].questions == (asked,)
        assert plan.add(asked, by=HER, at=NOON).questions == (asked,)
        assert plan.add(asked, by=HER, at=NOON, to="plan").questions == (
            asked,
        )

    @pytest.mark.parametrize("to", ["x", "gone", "4711"])
    def test_nowhere(self, to: str) -> None:
        """A place that is not there, or not here, is none."""
        plan = attrs.evolve(
            EMPTY,
            absent=(Absent(id="gone", reason=AbsentReason.ERASED),),
            sources=(Source(system="s", id="4711"),),
        )
        option = Option(words="w", voice=Voice.of(HER, at=NOON))

        with pytest.raises(NotFoundError):
            plan.add(option, by=HER, at=NOON, to=to)

    def test_no_place(self) -> None:
        """An option stands in a decision, and nowhere else."""
        option = Option(words="w", voice=Voice.of(HER, at=NOON))
        with pytest.raises(NotFoundError, match="name the noun that holds it"):
            EMPTY.add(option, by=HER, at=NOON)
        with pytest.raises(NotFoundError):
            at_home().add(option, by=HER, at=NOON, to="stay")

        assert at_home().add(option, by=HER, at=NOON, to="home")

    def test_what_comes_inside_is_judged(self) -> None:
        """A choice inside a new decision is a change of its own."""
        stay = Option(id="o", words="w", voice=Voice.of(HIM, at=NOON))
        forged = Choice(
            option_id="o",
            author=HER,
            decided_at=NOON,
            voice=Voice.of(HER, at=NOON),
        )
        decision = Decision(
            client=HER,
            words="w",
            voice=Voice.of(HIM, at=NOON),
            options=(stay,),
            choices=(forged,),
        )
        told = attrs.evolve(
            decision, choices=(attrs.evolve(forged, voice=heard(HIM)),)
        )

        with pytest.raises(AuthorityError) as caught:
            EMPTY.add(decision, by=HIM, at=NOON)
        assert "record a choice" == caught.value.row
        assert EMPTY.add(told, by=HIM, at=NOON)

    def test_agreement_inside_a_goal(self) -> None:
        """So is an agreement inside a new goal."""
        yes = Acceptance(actor=HER, status=AcceptanceStatus.AGREE)
        mine = attrs.evolve(yes, actor=HIM)
        goal = Goal(words="w", voice=Voice.of(HIM, at=NOON))

        with pytest.raises(AuthorityError) as caught:
            EMPTY.add(attrs.evolve(goal, acceptances=(yes,)), by=HIM, at=NOON)
        assert "agree" == caught.value.row
        assert EMPTY.add(
            attrs.evolve(goal, acceptances=(mine,)), by=HIM, at=NOON
        )

    def test_all_violations_together(self) -> None:
        """All that is wrong with the plan comes back at once."""
        decision = Decision(
            id="plan",
            client=attrs.evolve(HER, id="else"),
            words="w",
            voice=Voice.of(HER, at=NOON),
            goal_id="nowhere",
        )

        with pytest.raises(InvariantError) as caught:
            EMPTY.add(decision, by=HER, at=NOON)

        assert {
            "ids-unique",
            "refs-resolve",
            "actor-is-person",
            "decision-of-this-client",
        } == {problem.rule for problem in caught.value.problems}

    def test_unchanged(self) -> None:
        """The plan that was is a value, and stays as it was."""
        before = attrs.evolve(EMPTY)
        need = Need(words="w", voice=Voice.of(HER, at=NOON))
        EMPTY.add(need, by=HER, at=NOON)

        assert before == EMPTY
        assert EMPTY.needs == ()


class TestRevise:
    """Dates, status and answers in place; words by new words."""

    def need(self, **values: Any) -> Plan:
        """Return a plan with one need, hers unless said."""
        told = {"id": "n", "words": "A door", "voice": Voice.of(HER, at=NOON)}
        return attrs.evolve(EMPTY, needs=(Need(**(told | values)),))

    def test_words(self) -> None:
        """New words replace the old, which stay."""
        plan = self.need().revise(
            "n", by=HER, at=LATER, words="A lock", id="n2"
        )
        old, new = plan.needs

        assert ("A door", "A lock") == (old.words, new.words)
        assert ("n2", "n") == (new.id, new.replaces)
        assert Voice.of(HER, at=LATER) == new.voice
        assert plan.standing(plan.needs) == (new,)

    def test_words_of_another(self) -> None:
        """Words of another stand; one's own can stand beside them."""
        with pytest.raises(AuthorityError) as caught:
            self.need().revise("n", by=HIM, at=LATER, words="A flat")

        assert "replace words, withdraw, keep private" == caught.value.row

    def test_words_that_were_written_down(self) -> None:
        """Who wrote them down can correct them, with her as the speaker."""
        plan = self.need(voice=heard(HIM))
        with pytest.raises(AuthorityError):
            plan.revise("n", by=HIM, at=LATER, words="A lock")

        plan = plan.revise(
            "n", by=HIM, at=LATER, words="A lock", voice=heard(HIM)
        )
        assert HER == plan.needs[1].voice.speaker

    def test_confirmed(self) -> None:
        """Once read back, they are hers alone."""
        plan = self.need(voice=heard(HIM))
        read = attrs.evolve(heard(HIM), confirmed_at=LATER)
        plan = plan.revise("n", by=HIM, at=LATER, voice=read)

        assert plan.needs[0].voice == read
        with pytest.raises(AuthorityError):
            plan.revise(
                "n", by=HIM, at=LATER, words="A lock", voice=heard(HIM)
            )

    def test_privacy_is_kept(self) -> None:
        """New words are private to those to whom the old were."""
        private = Voice.of(HER, at=NOON, private_to=(SISTER,))
        plan = self.need(voice=private).revise(
            "n", by=HER, at=LATER, words="A lock"
        )

        assert (SISTER,) == plan.needs[1].voice.private_to

    def test_in_place(self) -> None:
        """A date is set in place."""
        plan = EMPTY.add(
            Step(id="s", words="w", voice=Voice.of(HER, at=NOON)),
            by=HER,
            at=NOON,
        ).revise("s", by=HIM, at=LATER, planned_on=TODAY)

        assert [TODAY] == [step.planned_on for step in plan.steps]

    def test_nested_in_place(self) -> None:
        """What stands inside a noun can be revised as well."""
        plan = at_home().choose("home", "flat", by=HER, at=NOON, id="c")
        plan = plan.revise("c", by=HIM, at=LATER, review_on=TODAY)
        chosen = plan.choice_of("home")

        assert chosen is not None
        assert TODAY == chosen.review_on

    def test_nested_words(self) -> None:
        """New words of an option stand in the same decision."""
        plan = at_home().revise("flat", by=HIM, at=LATER, words="The room")
        home = plan.find(Decision, "home")

        assert ["Stay", "The room"] == [
            option.words for option in plan.standing(home.options)
        ]
        assert 3 == len(home.options)

    def test_with_the_id_of_an_imported_noun(self) -> None:
        """An id of another system is no id of ours."""
        plan = attrs.evolve(
            at_home(), sources=(Source(system="s", id="flat"),)
        ).revise("flat", by=HIM, at=LATER, words="The room")

        assert 3 == len(plan.find(Decision, "home").options)

    def test_choice_is_not_overwritten(self) -> None:
        """A choice is changed by choosing again."""
        plan = at_home().choose("home", "flat", by=HER, at=NOON, id="c")

        for who in (HER, HIM):
            for changes in ({"option_id": "stay"}, {"words": "x"}):
                with pytest.raises(AuthorityError) as caught:
                    plan.revise("c", by=who, at=LATER, **changes)
                assert "remove or overwrite" == caught.value.row

    def test_new_words_start_unanswered(self) -> None:
        """Nobody has agreed to new words, or answered them."""
        yes = Acceptance(actor=HER, status=AcceptanceStatus.AGREE)
        goal = Goal(
            id="g",
            words="w",
            voice=Voice.of(HER, at=NOON),
            lifecycle=Lifecycle.ACTIVE,
            lifecycle_reason="r",
            achievement=Achievement.IMPROVING,
            acceptances=(yes,),
            target_on=TODAY,
        )
        plan = attrs.evolve(EMPTY, goals=(goal,))
        new = plan.revise("g", by=HER, at=LATER, words="x").goals[1]

        assert Lifecycle.PROPOSED is new.lifecycle
        assert new.lifecycle_reason is None
        assert new.achievement is None
        assert new.acceptances == ()
        assert TODAY == new.target_on

    def test_new_question(self) -> None:
        """What was chosen answers the old question, and stays there."""
        plan = attrs.evolve(at_home()).choose("home", "flat", by=HER, at=NOON)
        home = attrs.evolve(
            plan.decisions[0],
            absent=(Absent(id="gone", reason=AbsentReason.WITHHELD),),
        )
        plan = attrs.evolve(plan, decisions=(home,))
        old, new = plan.revise(
            "home", by=HER, at=LATER, words="When?"
        ).decisions

        assert home == old
        assert "home" == new.replaces
        assert (new.options, new.choices, new.absent) == ((), (), ())

    def test_offer(self) -> None:
        """An answer to an offer is hers; new words of it are unanswered."""
        plan = EMPTY.add(Resource(id="r", name="n"), by=HIM, at=NOON).add(
            Offer(id="o", resource_id="r", voice=Voice.of(HIM, at=NOON)),
            by=HIM,
            at=NOON,
        )
        with pytest.raises(AuthorityError):
            plan.revise("o", by=HIM, at=NOON, answer=OfferAnswer.ACCEPTED)
        plan = plan.revise(
            "o",
            by=HIM,
            at=NOON,
            answer=OfferAnswer.LATER,
            answered=heard(HIM),
        )
        plan = plan.revise("o", by=HIM, at=LATER, need_id=None)

        assert [OfferAnswer.LATER, OfferAnswer.PENDING] == [
            offer.answer for offer in plan.offers
        ]

    def test_acceptance(self) -> None:
        """One's own answer is replaced by a newer one."""
        yes = Acceptance(id="y", actor=HER, status=AcceptanceStatus.AGREE)
        plan = EMPTY.add(yes, by=HER, at=NOON)
        plan = plan.revise(
            "y", by=HER, at=LATER, status=AcceptanceStatus.DISAGREE
        )

        assert [AcceptanceStatus.DISAGREE] == [
            one.status for one in plan.standing(plan.acceptances)
        ]
        assert plan.acceptances[1].voice is None

    def test_agreement_taken_back(self) -> None:
        """An agreement that was withdrawn makes nothing active."""
        yes = Acceptance(id="y", actor=HER, status=AcceptanceStatus.AGREE)
        goal = Goal(
            id="g",
            words="w",
            voice=Voice.of(HER, at=NOON),
            acceptances=(yes,),
        )
        plan = attrs.evolve(EMPTY, goals=(goal,))
        active = {"lifecycle": Lifecycle.ACTIVE}
        assert plan.revise("g", by=HIM, at=LATER, **active)

        plan = plan.withdraw("y", by=HER, at=LATER)
        with pytest.raises(AuthorityError) as caught:
            plan.revise("g", by=HIM, at=LATER, **active)
        assert "make a goal active, hold it, end it" == caught.value.row

    def test_the_plan_itself(self) -> None:
        """The plan's own dates are set in place, and its nouns judged."""
        assert (
            TODAY
            == EMPTY.revise("plan", by=HIM, at=NOON, review_on=TODAY).review_on
        )
        with pytest.raises(AuthorityError):
            EMPTY.revise("plan", by=HER, at=NOON, workers=())

    def test_client(self) -> None:
        """How she is called is set in place."""
        plan = EMPTY.revise("amina", by=HER, at=NOON, called="Am")

        assert "Am" == plan.client.called

    @pytest.mark.parametrize("noun_id", ["x", "gone"])
    def test_not_there(self, noun_id: str) -> None:
        """What is not there, or absent, cannot be revised or withdrawn."""
        plan = attrs.evolve(
            EMPTY, absent=(Absent(id="gone", reason=AbsentReason.ERASED),)
        )
        with pytest.raises(NotFoundError):
            plan.revise(noun_id, by=HER, at=NOON, words="w")
        with pytest.raises(NotFoundError):
            plan.withdraw(noun_id, by=HER, at=NOON)

    def test_understood(self) -> None:
        """What she says she understood is written down as she said it."""
        plan = at_home().inform("home", "w", by=HIM, at=NOON)
        told = plan.decisions[0].information[0].id
        said = Answer(status=AnswerStatus.DOES_NOT_KNOW)
        with pytest.raises(AuthorityError):
            plan.revise(told, by=HIM, at=NOON, understood=said)

        said = attrs.evolve(said, voice=heard(HIM))
        plan = plan.revise(told, by=HIM, at=NOON, understood=said)
        assert plan.decisions[0].information[0].understood == said


class TestWithdraw:
    """What was taken back stays; the views skip it."""

    def test_own(self) -> None:
        """One's own words can be taken back, with a reason."""
        plan = at_home().withdraw("flat", by=HIM, at=LATER, words="Let")
        home = plan.find(Decision, "home")

        assert ["stay"] == [o.id for o in plan.standing(home.options)]
        assert ["stay", "flat"] == [o.id for o in home.options]
        assert ["Let"] == [w.words for w in plan.withdrawals]

    def test_of_another(self) -> None:
        """Another's cannot."""
        with pytest.raises(AuthorityError) as caught:
            at_home().withdraw("stay", by=HIM, at=LATER)

        assert "replace words, withdraw, keep private" == caught.value.row

    def test_decision_with_her_choice(self) -> None:
        """A worker's question takes her choice with it for nobody."""
        plan = EMPTY.open_decision("Where?", by=HIM, at=NOON, id="home")
        plan = plan.offer_option("home", "w", by=HIM, at=NOON, id="o")
        assert plan.withdraw("home", by=HIM, at=LATER)

        plan = plan.choose("home", "o", by=HER, at=NOON)
        with pytest.raises(AuthorityError):
            plan.withdraw("home", by=HIM, at=LATER)

    def test_choice(self) -> None:
        """A choice is taken back by a choice."""
        plan = at_home().choose("home", "flat", by=HER, at=NOON, id="c")

        with pytest.raises(AuthorityError) as caught:
            plan.withdraw("c", by=HER, at=LATER)
        assert "a choice is taken back by a choice" in str(caught.value)

    def test_objection_that_was_written_down(self) -> None:
        """Dissent is taken back by nobody but who dissents."""
        plan = EMPTY.add(
            Objection(id="o", about_id="plan", voice=heard(HIM)),
            by=HIM,
            at=NOON,
        )
        with pytest.raises(AuthorityError):
            plan.withdraw("o", by=HIM, at=LATER)

        after = plan.withdraw("o", by=HER, at=LATER)
        assert after.standing(after.objections) == ()


class TestDelegation:
    """What she lets somebody decide is theirs while she lets them."""

    def delegated(self) -> Plan:
        """Return a plan in which she asks somebody to decide."""
        plan = at_home().offer_option(
            "home",
            "Hodan decides",
            by=HER,
            at=NOON,
            id="ask",
            kind=OptionKind.ASK_SOMEONE,
        )
        return plan.choose("home", "ask", by=HER, at=NOON, id="c")

    def decided(self, **values: Any) -> SubstituteDecision:
        """Return what her sister decided."""
        told = {
            "decision_id": "home",
            "option_id": "flat",
            "decider": SISTER,
            "basis": SubstituteBasis.DELEGATED,
            "delegated_by": "c",
            "voice": Voice.of(SISTER, at=LATER),
            "decided_at": LATER,
        }
        return SubstituteDecision(**(told | values))

    def test_while_it_stands(self) -> None:
        """Her sister decides, and it is not counted as hers."""
        plan = self.delegated().add(self.decided(), by=SISTER, at=LATER)
        chosen = plan.choice_of("home")

        assert chosen is not None
        assert "ask" == chosen.option_id

    def test_taken_back(self) -> None:
        """Once taken back, a decision dated before does not help."""
        plan = self.delegated().take_back(
            "home", by=HER, at=LATER + timedelta(hours=1)
        )

        with pytest.raises(AuthorityError) as caught:
            plan.add(self.decided(), by=SISTER, at=LATER)
        assert "decide in the client's stead" == caught.value.row

    def test_by_what_is_not_here(self) -> None:
        """A choice that is named as absent delegates nothing."""
        plan = attrs.evolve(
            at_home(), absent=(Absent(id="c", reason=AbsentReason.ERASED),)
        )

        with pytest.raises(AuthorityError):
            plan.add(self.decided(), by=SISTER, at=LATER)

    def written_down(self, **values: Any) -> SubstituteDecision:
        """Return what her sister decided, as a worker wrote it down."""
        return self.decided(
            voice=Voice.heard(
                SISTER, by=HIM, at=LATER, wording=Wording.VERBATIM
            ),
            **values,
        )

    def test_written_down(self) -> None:
        """What was decided while it stood can be written down afterwards."""
        plan = self.delegated().take_back(
            "home", by=HER, at=LATER + timedelta(hours=1)
        )

        assert plan.add(self.written_down(), by=HIM, at=LATER)

    def test_written_down_by_law(self) -> None:
        """What rests on the law rests on no choice."""
        lawful = self.written_down(
            basis=SubstituteBasis.LEGAL, delegated_by=None
        )

        assert at_home().add(lawful, by=HIM, at=LATER)

    @pytest.mark.parametrize("where", ["of another question", "not here"])
    def test_written_down_by_a_choice(self, where: str) -> None:
        """Nobody decides where she lives because she let them choose a school."""
        plan = at_home()
        if where == "not here":
            gone = Absent(id="c", reason=AbsentReason.NOT_SUPPLIED)
            plan = attrs.evolve(plan, absent=(gone,))
        else:
            plan = plan.open_decision("School?", by=HER, at=NOON, id="school")
            plan = plan.offer_option(
                "school",
                "Hodan decides",
                by=HER,
                at=NOON,
                id="ask",
                kind=OptionKind.ASK_SOMEONE,
            ).choose("school", "ask", by=HER, at=NOON, id="c")

        with pytest.raises(AuthorityError) as caught:
            plan.add(self.written_down(), by=HIM, at=LATER)
        assert "decide in the client's stead" == caught.value.row


class TestInvite:
    """Whom she wants beside her is hers to say."""

    def test_by_her(self) -> None:
        """She invites, and who is invited can speak."""
        plan = EMPTY.invite(
            "Samira", by=HER, at=NOON, id="s", relation="sister"
        )
        said = Need(
            words="w", voice=Voice.of(plan.supporters[1].actor, at=NOON)
        )

        assert "sister" == plan.supporters[1].relation
        assert plan.add(said, by=plan.supporters[1].actor, at=NOON)

    def test_written_down(self) -> None:
        """A worker writes down her invitation, and gives none."""
        with pytest.raises(AuthorityError) as caught:
            EMPTY.invite("Samira", by=HIM, at=NOON)
        assert "invite or end a supporter" == caught.value.row

        plan = EMPTY.invite("Samira", by=HIM, at=NOON, voice=heard(HIM))
        assert HER == plan.supporters[1].invited.speaker


class TestViews:
    """Finding what stands."""

    def test_find(self) -> None:
        """A noun is found by kind and id, wherever it stands."""
        plan = at_home()

        assert "flat" == plan.find(Option, "flat").id
        assert plan.find(Plan, "plan") is plan
        assert plan.find(Client, "amina") is plan.client

    def test_find_what_is_no_noun(self) -> None:
        """What is absent is found by its id, and is no noun."""
        gone = Absent(id="sam", reason=AbsentReason.NOT_SUPPLIED)
        plan = attrs.evolve(EMPTY, absent=(gone,))

        assert gone == plan.find(Absent, "sam")
        with pytest.raises(NotFoundError):
            plan.withdraw("sam", by=HER, at=NOON)

    @pytest.mark.parametrize("kind", [Need, Decision])
    def test_find_another_kind(self, kind: type[Any]) -> None:
        """An id of another kind is not found, and the id is not said."""
        with pytest.raises(NotFoundError) as caught:
            at_home().find(kind, "flat")

        assert (
            f"this plan must hold a {kind.__name__} of that id, and holds "
            "none: look among the nouns it has"
        ) == str(caught.value)

    def test_choice_of(self) -> None:
        """Of what is open, nothing was chosen."""
        assert at_home().choice_of("home") is None
        with pytest.raises(NotFoundError):
            at_home().choice_of("stay")

    def test_standing_keeps_what_has_no_id(self) -> None:
        """What cannot be withdrawn stands."""
        source = Source(system="s", id="1")

        assert EMPTY.standing((source,)) == (source,)
