"""The plan as one person may read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from empowerkit.errors import AuthorityError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Acceptance,
    AcceptanceStatus,
    Acknowledgement,
    Actor,
    Answer,
    AnswerStatus,
    Choice,
    Client,
    Consideration,
    Contact,
    Decision,
    Fit,
    Goal,
    Information,
    Milestone,
    Need,
    Objection,
    Option,
    Outcome,
    Question,
    Rating,
    Role,
    Ruler,
    SetAside,
    Side,
    Source,
    Step,
    SubstituteBasis,
    SubstituteDecision,
    SupportAgreement,
    Supporter,
    SupportLevel,
    Voice,
    WhatMatters,
    Withdrawal,
    Worker,
)
from empowerkit.plan import Plan


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
HODAN = Supporter(id="hodan", called="Hodan")
HER, HIM, SISTER = AMINA.actor, JOAN.actor, HODAN.actor
PUBLIC = Voice.of(HER, at=NOON)
PRIVATE = Voice.of(HER, at=NOON, private_to=(SISTER,))


def test_nothing_to_hide():
    """A plan in which nothing is private is the same for everybody on it."""
    plan = plan_with(needs=(need("n"),))

    assert plan == plan.as_seen_by(HIM) == plan.as_seen_by(SISTER)


def plan_with(**nouns: Any) -> Plan:
    """Return a plan of the three, with *nouns*."""
    people = {"client": AMINA, "workers": (JOAN,), "supporters": (HODAN,)}
    return Plan(**(people | nouns))


def need(noun_id: str, voice: Voice = PUBLIC, **values: Any) -> Need:
    """Return a need, for all to read unless said."""
    return Need(id=noun_id, words="w", voice=voice, **values)


def option(noun_id: str, voice: Voice = PUBLIC, **values: Any) -> Option:
    """Return an option, for all to read unless said."""
    return Option(id=noun_id, words="w", voice=voice, **values)


def chosen(noun_id: str, of: str, voice: Voice = PUBLIC) -> Choice:
    """Return a choice, for all to read unless said."""
    return Choice(
        id=noun_id, option_id=of, author=HER, decided_at=NOON, voice=voice
    )


def ids(nouns: tuple[Any, ...]) -> list[str]:
    """Return the ids of *nouns*."""
    return [noun.id for noun in nouns]


class TestVoices:
    """What was said privately is for those to whom it was said."""

    def test_private(self) -> None:
        """She and her sister read it; the worker reads that it is there."""
        plan = plan_with(needs=(need("n", PRIVATE), need("m")))

        assert ids(plan.as_seen_by(HER).needs) == ["n", "m"]
        assert ids(plan.as_seen_by(SISTER).needs) == ["n", "m"]
        seen = plan.as_seen_by(HIM)
        assert ids(seen.needs) == ["m"]
        assert seen.absent == (Absent(id="n", reason=AbsentReason.WITHHELD),)

    def test_nothing_private(self) -> None:
        """Where nothing is private, the plan is the plan."""
        plan = plan_with(needs=(need("n"),))

        assert plan.as_seen_by(HIM) == plan

    def test_together(self) -> None:
        """Who spoke as one may read it as well."""
        family = attrs.evolve(
            PRIVATE, private_to=(HER,), together_with=(SISTER,)
        )
        plan = plan_with(needs=(need("n", family),))

        assert plan.as_seen_by(SISTER) == plan
        assert plan.as_seen_by(HIM).needs == ()

    def test_private_answer(self) -> None:
        """A voice inside an answer hides the noun, too."""
        said = Answer(status=AnswerStatus.ANSWERED, words="w", voice=PRIVATE)
        told = Information(id="i", words="w", given_by=HIM, understood=said)
        home = Decision(
            id="home", client=HER, words="w", voice=PUBLIC, information=(told,)
        )
        seen = plan_with(decisions=(home,)).as_seen_by(HIM)

        assert seen.decisions[0].information == ()
        assert ids(seen.decisions[0].absent) == ["i"]

    def test_invitation(self) -> None:
        """A private invitation hides its voice, and not the person."""
        invited = attrs.evolve(HODAN, invited=PRIVATE, ended=PUBLIC)
        plan = plan_with(supporters=(invited,))

        assert plan.as_seen_by(SISTER) == plan
        [seen] = plan.as_seen_by(HIM).supporters
        assert (seen.invited, seen.ended) == (None, PUBLIC)


class TestRatings:
    """Her ratings of a worker are for those whom she names."""

    def rated(self, **values: Any) -> Plan:
        """Return a plan in which she rated her worker."""
        told = {
            "id": "r",
            "about_id": "joan",
            "ruler": Ruler.WELLBEING,
            "value": 3,
            "rater": HER,
            "at": NOON,
            "voice": Voice(),
        }
        return plan_with(ratings=(Rating(**(told | values)),))

    def test_of_a_worker(self) -> None:
        """Nobody else reads it, where she names nobody."""
        plan = self.rated()

        assert plan.as_seen_by(HER) == plan
        for reader in (HIM, SISTER):
            assert plan.as_seen_by(reader).ratings == ()

    def test_of_how_they_get_on(self) -> None:
        """What she says of how they get on is a rating of the worker."""
        plan = self.rated(ruler=Ruler.RAPPORT, about_id="hodan")

        assert plan.as_seen_by(HIM).ratings == ()

    def test_shown(self) -> None:
        """Whom she names reads it, and no one beside."""
        plan = self.rated(voice=Voice(private_to=(SISTER,)))

        assert plan.as_seen_by(SISTER) == plan
        assert plan.as_seen_by(HIM).ratings == ()

    @pytest.mark.parametrize(
        "changes", [{"about_id": "hodan"}, {"rater": HIM}]
    )
    def test_others(self, changes: dict[str, Any]) -> None:
        """Other ratings are for all."""
        plan = self.rated(**changes)

        assert plan.as_seen_by(SISTER) == plan


class TestTraces:
    """What would tell of something hidden is hidden, and counted."""

    def home(self, **values: Any) -> Decision:
        """Return a decision of two options, one private."""
        told = {
            "id": "home",
            "client": HER,
            "words": "w",
            "voice": PUBLIC,
            "options": (option("a"), option("b", PRIVATE)),
        }
        return Decision(**(told | values))

    def test_considerations_and_fits(self) -> None:
        """What speaks for a hidden option goes with it."""
        said = tuple(
            Consideration(
                id=k, option_id=o, side=Side.FOR, words="w", voice=PUBLIC
            )
            for k, o in (("ka", "a"), ("kb", "b"))
        )
        cells = tuple(
            Fit(id=f, option_id=o, what_matters_id="m", level=1, voice=PUBLIC)
            for f, o in (("fa", "a"), ("fb", "b"))
        )
        matters = WhatMatters(id="m", words="w", voice=PUBLIC)
        plan = plan_with(
            decisions=(self.home(considerations=said, fits=cells),),
            what_matters=(matters,),
        )
        seen = plan.as_seen_by(HIM).decisions[0]

        assert ids(seen.considerations) == ["ka"]
        assert ids(seen.fits) == ["fa"]
        assert {"b", "kb", "fb"} == {*ids(seen.absent)}

    @pytest.mark.parametrize(
        "last", [chosen("c2", "b"), chosen("c2", "a", PRIVATE)]
    )
    def test_choices(self, last: Choice) -> None:
        """An earlier choice must not look like the one that stands."""
        home = self.home(choices=(chosen("c1", "a"), last))
        seen = plan_with(decisions=(home,)).as_seen_by(HIM)

        assert seen.decisions[0].choices == ()
        assert seen.choice_of("home") is None
        assert {"b", "c1", "c2"} == {*ids(seen.decisions[0].absent)}

    def test_choice_that_can_be_read(self) -> None:
        """A choice of what all may read is for all."""
        home = self.home(choices=(chosen("c1", "a"),))
        seen = plan_with(decisions=(home,)).as_seen_by(HIM)

        assert ids(seen.decisions[0].choices) == ["c1"]

    def test_substitute_decision(self) -> None:
        """What somebody decided for a hidden option is hidden."""
        decided = SubstituteDecision(
            id="s",
            decision_id="home",
            option_id="b",
            decider=SISTER,
            basis=SubstituteBasis.LEGAL,
            decided_at=NOON,
            voice=PUBLIC,
        )
        plan = plan_with(
            decisions=(self.home(),), substitute_decisions=(decided,)
        )
        seen = plan.as_seen_by(HIM)

        assert seen.substitute_decisions == ()
        assert ids(seen.absent) == ["s"]

    def test_withdrawal_and_set_aside(self) -> None:
        """What was said of it in no voice is hidden, each with its own."""
        plan = plan_with(
            needs=(need("n", PRIVATE), need("m")),
            withdrawals=tuple(
                Withdrawal(id=f"w{i}", subject_id=i, by=HER, at=NOON)
                for i in "nm"
            ),
            set_aside=tuple(
                SetAside(
                    id=f"s{i}",
                    rule="EMP201",
                    subject_id=i,
                    reason="r",
                    by=HER,
                    until=NOON.date(),
                )
                for i in "nm"
            ),
        )
        seen = plan.as_seen_by(HIM)

        assert ids(seen.withdrawals) == ["wm"]
        assert ids(seen.set_aside) == ["sm"]
        assert {"n", "wn", "sn"} == {*ids(seen.absent)}

    @pytest.mark.parametrize(
        ("field", "kind", "named", "more"),
        [
            (
                "acknowledgements",
                Acknowledgement,
                "about_id",
                {"words": "w", "at": NOON},
            ),
            (
                "ratings",
                Rating,
                "about_id",
                {
                    "ruler": Ruler.CONFIDENCE,
                    "value": 4,
                    "rater": HER,
                    "at": NOON,
                },
            ),
            ("milestones", Milestone, "goal_id", {"words": "w"}),
            ("steps", Step, "goal_id", {"words": "w"}),
            (
                "support_agreements",
                SupportAgreement,
                "goal_id",
                {"level": SupportLevel.COACH},
            ),
        ],
    )
    def test_what_is_about_a_goal(
        self, field: str, kind: Any, named: str, more: dict[str, Any]
    ) -> None:
        """What names a hidden goal goes with it; of another it stays."""
        goals = (
            Goal(id="g", words="w", voice=PUBLIC),
            Goal(id="h", words="w", voice=PRIVATE),
        )
        both = tuple(
            kind(id=f"of-{goal}", voice=PUBLIC, **{named: goal}, **more)
            for goal in "gh"
        )
        plan = plan_with(goals=goals, **{field: both})
        seen = plan.as_seen_by(HIM)

        assert ids(getattr(seen, field)) == ["of-g"]
        assert {"h", "of-h"} == {*ids(seen.absent)}
        assert plan.as_seen_by(SISTER) == plan

    def test_what_is_about_that(self) -> None:
        """What tells of what tells of it goes too: of a milestone, a step."""
        win = Milestone(
            id="m",
            goal_id="h",
            words="w",
            voice=PUBLIC,
            reached_on=NOON.date(),
        )
        plan = plan_with(
            goals=(Goal(id="h", words="w", voice=PRIVATE),),
            milestones=(win,),
            steps=(Step(id="s", milestone_id="m", words="w", voice=PUBLIC),),
            acknowledgements=(
                Acknowledgement(
                    id="k", about_id="m", words="w", voice=PUBLIC, at=NOON
                ),
            ),
        )
        seen = plan.as_seen_by(HIM)

        assert (seen.steps, seen.acknowledgements) == ((), ())
        assert {"h", "m", "s", "k"} == {*ids(seen.absent)}

    def test_what_has_to_be_answered(self) -> None:
        """A question and a no are for whom they say, to be answered."""
        plan = plan_with(
            needs=(need("n", PRIVATE),),
            questions=(
                Question(id="q", about_id="n", words="w", voice=PUBLIC),
            ),
            objections=(
                Objection(id="o", about_id="n", words="w", voice=PUBLIC),
            ),
        )
        seen = plan.as_seen_by(HIM)

        assert (ids(seen.questions), ids(seen.objections)) == (["q"], ["o"])

    def test_source(self) -> None:
        """Where a hidden noun came from is not told."""
        here = Source(system="s", id="4711", about_id="n")
        there = Source(system="s", id="4712", about_id="m")
        plan = plan_with(
            needs=(need("n", PRIVATE), need("m")), sources=(here, there)
        )

        assert plan.as_seen_by(HIM).sources == (there,)

    def test_old_words(self) -> None:
        """Old words do not look as if they stood."""
        plan = plan_with(
            needs=(
                need("a"),
                need("b", replaces="a"),
                need("c", PRIVATE, replaces="b"),
                need("d", replaces="c"),
            )
        )
        seen = plan.as_seen_by(HIM)

        assert ids(seen.needs) == ["d"]
        assert {"a", "b", "c"} == {*ids(seen.absent)}

    def test_old_answers(self) -> None:
        """An answer that was replaced in private stands for nobody."""
        answers = tuple(
            Acceptance(
                id=i,
                actor=HER,
                status=AcceptanceStatus.AGREE,
                voice=voice,
                replaces=old,
            )
            for i, voice, old in (
                ("a", PUBLIC, None),
                ("b", PRIVATE, "a"),
                ("c", PUBLIC, "b"),
            )
        )
        goal = Goal(id="g", words="w", voice=PUBLIC, acceptances=answers)
        seen = plan_with(goals=(goal,)).as_seen_by(HIM)

        assert ids(seen.goals[0].acceptances) == ["c"]
        assert {"a", "b"} == {*ids(seen.absent)}

    def test_what_is_inside(self) -> None:
        """What stands in something hidden is hidden with it, and counted."""
        gone = Absent(id="gone", reason=AbsentReason.ERASED)
        home = self.home(voice=PRIVATE, absent=(gone,))
        met = Contact(
            id="t",
            at=NOON,
            outcome=Outcome.HELD,
            voice=PRIVATE,
            questions=(Question(id="q", words="w", voice=PUBLIC),),
        )
        seen = plan_with(decisions=(home,), contacts=(met,)).as_seen_by(HIM)

        assert (seen.decisions, seen.contacts) == ((), ())
        assert {"home", "a", "b", "t", "q", "gone"} == {*ids(seen.absent)}
        assert gone in seen.absent

    def test_withdrawal_of_what_is_inside(self) -> None:
        """That something in it was withdrawn is hidden as well."""
        taken = Withdrawal(id="w", subject_id="a", by=HER, at=NOON)
        plan = plan_with(
            decisions=(self.home(voice=PRIVATE),), withdrawals=(taken,)
        )

        assert plan.as_seen_by(HIM).withdrawals == ()

    def test_question_in_a_contact(self) -> None:
        """A private question is left out of a contact that all may read."""
        met = Contact(
            id="t",
            at=NOON,
            outcome=Outcome.HELD,
            voice=PUBLIC,
            questions=(
                Question(id="q", words="w", voice=PRIVATE),
                Question(id="p", words="w", voice=PUBLIC),
            ),
        )
        seen = plan_with(contacts=(met,)).as_seen_by(HIM)

        assert ids(seen.contacts[0].questions) == ["p"]
        assert ids(seen.absent) == ["q"]


class TestReaders:
    """A plan is for the people on it."""

    @pytest.mark.parametrize(
        "reader",
        [
            Actor(role=Role.WORKER, id="x"),
            Actor(role=Role.CLIENT, id="joan"),
            Actor(role=Role.SOFTWARE, id="joan"),
            Actor(role=Role.ORGANISATION, id="court"),
        ],
    )
    def test_not_on_it(self, reader: Actor) -> None:
        """Who is not on it is told whom to ask."""
        with pytest.raises(AuthorityError) as caught:
            plan_with().as_seen_by(reader)

        assert "read a plan" == caught.value.row
        assert reader.role.value == caught.value.role
        assert {"actor": reader.id} == caught.value.facts
        assert (
            f"{reader.role.value} '{reader.id}' must be on this plan to read "
            "it, and is not; what they can do instead: ask the client to "
            "invite them, or to disclose a part of it [read a plan]"
        ) == str(caught.value)

    def test_no_longer_on_it(self) -> None:
        """Whose part she ended reads it no more."""
        plan = plan_with(supporters=(attrs.evolve(HODAN, ended_at=LATER),))

        with pytest.raises(AuthorityError):
            plan.as_seen_by(SISTER)
        assert plan.as_seen_by(HIM)

    def test_after_the_last_day(self) -> None:
        """Whoever left reads no more, where it is asked when they read."""
        ends = attrs.evolve(JOAN, until_on=LATER.date())
        plan = plan_with(workers=(ends,))
        next_day = LATER + timedelta(days=1)

        assert plan.as_seen_by(HIM, at=LATER)
        assert plan.as_seen_by(HIM)
        with pytest.raises(AuthorityError):
            plan.as_seen_by(HIM, at=next_day)

    def test_before_the_first_day(self) -> None:
        """Whoever is yet to come does not read yet."""
        begins = attrs.evolve(JOAN, from_on=LATER.date())
        plan = plan_with(workers=(begins,))

        assert plan.as_seen_by(HIM, at=LATER)
        with pytest.raises(AuthorityError):
            plan.as_seen_by(HIM, at=LATER - timedelta(days=1))
