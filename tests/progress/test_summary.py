"""What a summary tells of a plan, part by part."""

from __future__ import annotations

import pickle

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from empowerkit.errors import AuthorityError, InvariantError
from empowerkit.model import (
    AboutWhom,
    Absent,
    AbsentReason,
    Achievement,
    Acknowledgement,
    Actor,
    Answer,
    AnswerStatus,
    AttainmentScale,
    Attestation,
    Choice,
    Client,
    Consideration,
    ConsiderationId,
    Contact,
    Decision,
    DecisionId,
    Direction,
    Ending,
    Evidence,
    EvidenceKind,
    Goal,
    GoalId,
    ImposedBasis,
    ImposedDecision,
    Level,
    Lifecycle,
    Milestone,
    MilestoneId,
    Objection,
    Offer,
    OfferAnswer,
    Option,
    OptionId,
    OptionKind,
    Outcome,
    ProviderAnswer,
    Proxy,
    Question,
    Rating,
    Resource,
    ResourceId,
    ResourceStatus,
    Role,
    Ruler,
    Side,
    Step,
    StepId,
    Strength,
    SubstituteBasis,
    SubstituteDecision,
    SupportAgreement,
    Supporter,
    SupportLevel,
    Voice,
    Whose,
    Withdrawal,
    Wording,
    Worker,
)
from empowerkit.plan import Plan
from empowerkit.progress import (
    DecidedHow,
    DecisionState,
    Share,
    Version,
    WaitingFor,
    summarise,
)


AMINA, JOAN = Client(id="c1", called="Amina"), Worker(id="w1", called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor
APRIL = date(2026, 4, 3)
G1 = GoalId("g1")


def at(month, day=1, hour=12):
    """Return a time in 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def hers(month=3, day=2):
    """Return Amina's own voice."""
    return Voice.of(HER, at=at(month, day))


def joans(month=3, day=2):
    """Return Joan's own voice."""
    return Voice.of(WORKER, at=at(month, day))


def goal(name="g1", **more):
    """Return a goal of Amina's."""
    given = {"id": GoalId(name), "words": "My own kitchen", "voice": hers()}
    return Goal(**(given | more))


def milestone(name="m1", **more):
    """Return a milestone of that goal."""
    given = {
        "id": MilestoneId(name),
        "goal_id": G1,
        "words": f"Milestone {name}",
        "voice": hers(),
    }
    return Milestone(**(given | more))


def step(name="s1", **more):
    """Return a step to that goal."""
    given = {
        "id": StepId(name),
        "goal_id": G1,
        "words": f"Step {name}",
        "voice": hers(),
    }
    return Step(**(given | more))


def of_goals(summary):
    """Return the items of the page, without its counts of who did what."""
    found = items(summary)
    return found[: found.index("Who did what")]


def rating(value, when, **more):
    """Return a rating of Amina's goal, by her."""
    given: dict[str, Any] = {
        "about_id": "g1",
        "ruler": Ruler.CONFIDENCE,
        "value": value,
        "rater": HER,
        "at": when,
        "voice": Voice(),
    }
    return Rating(**(given | more))


def choice(name, option, when, **more):
    """Return a choice of Amina's, which Joan wrote down."""
    heard = Voice.heard(HER, by=WORKER, at=when, wording=Wording.NOT_RECORDED)
    given = {
        "id": name,
        "option_id": option,
        "author": HER,
        "decided_at": when,
        "voice": heard,
    }
    return Choice(**(given | more))


def decision(*choices, name="home", **more):
    """Return a decision with two ways."""
    ways = (
        Option(id=OptionId("stay"), words="Stay here", voice=hers()),
        Option(id=OptionId("go"), words="Go there", voice=joans()),
    )
    given = {
        "id": DecisionId(name),
        "client": HER,
        "words": "Where do I live?",
        "voice": hers(),
        "options": ways,
        "choices": choices,
    }
    return Decision(**(given | more))


def items(summary):
    """Return the lines of the text, each on one row."""
    text = summary.to_text(width=1000)
    return [row.removeprefix("- ") for row in text.splitlines() if row]


class TestAsOf:
    """Nothing that came after the day counts."""

    def test_a_day_has_all_its_hours(self, of):
        """Of a date, the whole day counts, in the place where it was said."""
        late = Voice.of(HER, at=at(4, 3, hour=23))
        found = of(goals=(goal(voice=late),))

        assert [g.id for g in found.goals] == ["g1"]

    def test_a_moment_is_a_moment(self, of):
        """Of a datetime, nothing counts that came after it."""
        found = of(
            goals=(goal(voice=hers(4, 3)),),
            as_of=at(4, 3, hour=11),
        )

        assert found.goals == ()

    def test_at_that_moment(self, of):
        """What came at that very moment counts."""
        found = of(goals=(goal(voice=hers(4, 3)),), as_of=at(4, 3))

        assert len(found.goals) == 1

    def test_without_an_offset(self, of):
        """A datetime without its offset is refused, with what to do."""
        with pytest.raises(InvariantError, match="must carry its offset"):
            of(as_of=at(4, 3).replace(tzinfo=None))

    def test_what_has_no_date_counts(self, of):
        """What carries no date is told: nothing says that it came later."""
        assert len(of(goals=(goal(voice=Voice()),)).goals) == 1

    def test_when_it_was_written_down(self, of):
        """Where nobody knows when it was said, it counts as written down."""
        later = Voice(recorded_at=at(4, 4))

        assert of(goals=(goal(voice=later),)).goals == ()

    def test_a_withdrawal_to_come(self, of):
        """What was taken back later still stood."""
        taken = Withdrawal(subject_id="g1", by=HER, at=at(4, 4))
        nouns = {"goals": (goal(),), "withdrawals": (taken,)}

        assert len(of(**nouns).goals) == 1
        assert of(**nouns, as_of=date(2026, 4, 4)).goals == ()

    def test_new_words_to_come(self, of):
        """What was said anew later still stood in the old words."""
        anew = goal("g2", words="Two rooms", voice=hers(4, 4), replaces=G1)
        nouns = {"goals": (goal(), anew), "milestones": (milestone(),)}
        before, after = of(**nouns), of(**nouns, as_of=date(2026, 4, 4))

        assert [g.words for g in before.goals] == ["My own kitchen"]
        assert [g.words for g in after.goals] == ["Two rooms"]
        assert before.goals[0].milestones == after.goals[0].milestones

    def test_new_words_without_a_date(self, of):
        """Newer words without a date stand alone, whatever lay between."""
        nouns = (
            goal(),
            goal("g2", voice=hers(4, 4), replaces=G1),
            goal("g3", voice=Voice(), replaces=GoalId("g2")),
        )

        assert [g.id for g in of(goals=nouns).goals] == ["g3"]

    def test_reached_later(self, of):
        """A milestone that was reached later was open."""
        later = milestone(reached_on=date(2026, 4, 4), reached=hers(4, 4))
        (found,) = of(goals=(goal(),), milestones=(later,)).goals

        assert (found.reached, found.open[0].reached) == ((), None)

    def test_done_later(self, of):
        """A step that was done later was to be done."""
        later = step(done_on=date(2026, 4, 4))
        (found,) = of(goals=(goal(),), steps=(later,)).goals

        assert found.done_share == Share(numerator=0, denominator=1)

    def test_before_the_opening(self, of):
        """Before the opening there is a page, and nothing on it."""
        found = of(goals=(goal(voice=Voice()),), opened_on=date(2026, 4, 4))

        assert "Your plan had not begun on that day." in items(found)
        assert found.goals == ()

    def test_closed(self, of):
        """A plan that was closed says so, and has no reviews to come."""
        nouns = {
            "closed_on": date(2026, 4, 2),
            "review_on": date(2026, 6, 1),
            "decisions": (
                decision(choice("x", "go", at(3), review_on=APRIL)),
            ),
        }
        open_, closed = of(**nouns, as_of=date(2026, 4, 1)), of(**nouns)

        assert "Your plan ended on 2 April 2026." in closed.to_text()
        assert closed.waiting == ()
        assert [w.what for w in open_.waiting] == [
            WaitingFor.PLAN_REVIEW,
            WaitingFor.CHOICE_REVIEW,
        ]


class TestReaders:
    """Each reader gets what they may read."""

    def test_a_rating_of_the_worker(self, plan):
        """Amina's rating of Joan is on Amina's page, and not on Joan's."""
        hers_, joans_ = (
            summarise(plan, as_of=APRIL, seen_by=reader)
            for reader in (HER, WORKER)
        )

        assert len(hers_.without_goal.ratings) == 1
        assert joans_.without_goal.ratings == ()
        assert (hers_.withheld, joans_.withheld) == (0, 1)
        assert "private" in joans_.to_text()

    def test_a_stranger(self, plan):
        """Who is not on the plan gets no page."""
        with pytest.raises(AuthorityError):
            summarise(
                plan, as_of=APRIL, seen_by=Actor(role=Role.WORKER, id="w9")
            )

    @pytest.mark.parametrize(
        ("version", "count"),
        [(Version.CLIENT, 0), (Version.ENDING, 0), (Version.RECORD, 1)],
    )
    def test_not_for_the_client(self, of, version, count):
        """A page that speaks to the client holds nothing kept from them."""
        kept = Voice(speaker=WORKER, private_to=(WORKER,))
        note = Strength(words="She copes", voice=kept)
        found = of(strengths=(note,), seen_by=WORKER, version=version)

        assert count == len(found.strengths)

    def test_hidden_choices(self, of):
        """Where choices are hidden, nobody is told that it is open."""
        private = Voice(speaker=HER, private_to=(HER,))
        hidden = decision(choice("x", "go", at(3), voice=private))
        seen = of(decisions=(hidden,), seen_by=WORKER)
        (found,) = seen.decisions

        assert (found.state, found.choice) == (DecisionState.NOT_SHOWN, None)
        assert seen.waiting == ()
        assert seen.who_did_what.decided_share == Share(
            numerator=0, denominator=0, missing=1
        )
        assert "Choices that were yours: not known" in items(seen)
        assert "Part of this is not on this page." in seen.to_text(width=200)

    def test_other_parts_hidden(self, of):
        """Where a choice is there, what else is hidden changes nothing."""
        quiet = Consideration(
            id=ConsiderationId("k"),
            option_id=OptionId("go"),
            side=Side.FOR,
            words="Only mine",
            voice=Voice(speaker=HER, private_to=(HER,)),
            about=AboutWhom.ME,
        )
        held = decision(choice("x", "go", at(3)), considerations=(quiet,))
        (found,) = of(decisions=(held,), seen_by=WORKER).decisions

        assert found.state is DecisionState.CHOSEN

    def test_who_ended_their_part(self, of):
        """A supporter whose part has ended is nobody to ask."""
        hodan = Supporter(called="Hodan", ended_at=at(4, 2))
        nouns = {"supporters": (hodan,), "version": Version.ENDING}

        assert "Hodan" in of(**nouns, as_of=date(2026, 4, 1)).to_text()
        assert "Nobody is written here yet." in items(of(**nouns))


class TestWentWell:
    """A summary opens with what went well."""

    def test_nothing_yet(self, of):
        """Nothing yet is said kindly."""
        assert "Nothing is written here yet. That is fine." in items(of())

    def test_help_is_nothing_less(self, of):
        """What was done with help is there like what was done without."""
        found = of(
            steps=tuple(
                step(
                    level.name.lower(),
                    owner=HER,
                    support=level,
                    done_on=APRIL,
                )
                for level in SupportLevel
            )
        )

        assert len(found.went_well.steps) == len(SupportLevel)
        assert found.who_did_what.did_share == Share(
            numerator=4, denominator=5
        )
        assert "This was done for you on 3 April 2026: “Step do_for”" in items(
            found
        )
        assert "Done for you on 3 April 2026: “Step do_for”" in items(found)

    def test_what_the_worker_did(self, of):
        """What Joan did is counted, and not told as Amina's."""
        found = of(steps=(step(owner=WORKER, done_on=APRIL),))

        assert found.went_well.steps == ()
        assert found.who_did_what.did_share == Share(
            numerator=0, denominator=1
        )

    def test_who_rated(self, of):
        """A rating that was answered counts for whoever gave it."""
        asked = rating(None, at(4), status=AnswerStatus.NOT_ASKED)
        found = of(
            goals=(goal(),),
            ratings=(
                rating(4, at(3)),
                rating(2, at(3), rater=WORKER),
                asked,
            ),
        )

        assert found.who_did_what.rated_share == Share(
            numerator=1, denominator=2
        )
        assert "Ratings you gave: 1 of 2" in items(found)

    def test_nobody_knows_who(self, of):
        """Where it is not recorded who did it, it is counted as that."""
        found = of(goals=(goal(),), steps=(step(done_on=APRIL),))

        assert found.who_did_what.did_share == Share(
            numerator=0, denominator=0, missing=1
        )
        assert "Done on 3 April 2026: “Step s1”" in items(found)

    def test_reached_without_a_day(self, of):
        """That somebody says so is enough; the day may be missing."""
        found = of(milestones=(milestone(reached=hers()),))

        assert "You reached this: “Milestone m1”" in items(found)
        assert found.without_goal.reached_share.value == 1

    def test_a_strength_to_come(self, of):
        """A strength counts from the day by which it was gained."""
        later = Strength(
            words="I ring people", voice=hers(), gained_on=date(2026, 4, 4)
        )
        found = of(strengths=(later,))

        assert (found.strengths, found.went_well.strengths) == ((), ())

    def test_acknowledged(self, of):
        """What was said about something stands behind it; the rest after."""
        about_step, about_goal, about_strength = (
            Acknowledgement(about_id=name, words=name, voice=voice)
            for name, voice in (
                ("s1", joans()),
                ("g1", Voice()),
                ("t1", hers()),
            )
        )
        found = of(
            goals=(goal(),),
            steps=(step(owner=HER, done_on=APRIL),),
            strengths=(
                Strength(
                    id="t1", words="I cook", voice=hers(), gained_on=APRIL
                ),
            ),
            acknowledgements=(about_goal, about_strength, about_step),
        )

        assert items(found)[4:10] == [
            "-" * len("What went well"),
            "You did this on 3 April 2026: “Step s1”",
            "Noticed by Joan: “s1”",
            "You gained this strength by 3 April 2026: “I cook”",
            "Noticed by you: “t1”",
            "Noticed by somebody (not written down who): “g1”",
        ]


class TestGoals:
    """Each goal, in the words it was given, with what belongs to it."""

    def test_next(self, of):
        """What comes next is hoped for first; what has no day comes last."""
        nouns = (
            milestone("m1"),
            milestone("m2", due_on=date(2026, 6, 1)),
            milestone("m3", due_on=date(2026, 5, 1)),
        )
        (found,) = of(goals=(goal(),), milestones=nouns).goals

        assert [m.id for m in found.open] == ["m3", "m2", "m1"]
        assert found.next_milestone == found.open[0]

    def test_nothing_next(self, of):
        """Where all is reached, nothing comes next."""
        (found,) = of(goals=(goal(),)).goals

        assert found.next_milestone is None
        assert found.reached_share.value is None

    def test_of_no_goal_shown(self, of):
        """A milestone whose goal was taken back is not lost."""
        taken = Withdrawal(subject_id="g1", by=HER, at=at(3, 4))
        found = of(
            goals=(goal(),), milestones=(milestone(),), withdrawals=(taken,)
        )

        assert found.goals == ()
        assert [m.id for m in found.without_goal.milestones] == ["m1"]
        assert "Not part of one goal" in items(found)

    @pytest.mark.parametrize(
        ("named", "home"),
        [
            ({"milestone_id": MilestoneId("m1")}, ["s1"]),
            ({"milestone_id": MilestoneId("m9")}, []),
            ({}, []),
        ],
    )
    def test_a_step_of_a_milestone(self, of, named, home):
        """A step without a goal belongs to that of its milestone."""
        found = of(
            goals=(goal(),),
            milestones=(milestone(),),
            steps=(step(goal_id=None, **named),),
            absent=(Absent(id="m9", reason=AbsentReason.NOT_SUPPLIED),),
        )

        assert [s.id for s in found.goals[0].steps] == home
        assert len(found.without_goal.steps) == 1 - len(home)

    def test_whose_words(self, of):
        """Words that are not the client's name whose they are."""
        assert "These words are from Joan." in of(
            goals=(goal(voice=joans()),)
        ).to_text(width=200)

    def test_ordered(self, of):
        """What was ordered is called that, and is no idea of the client's."""
        found = of(
            goals=(
                goal(
                    whose=Whose.MANDATED,
                    words="Ten meetings",
                    target_on=date(2026, 9, 1),
                ),
            )
        )

        assert "A goal that was set for you: Ten meetings" in items(found)
        assert (
            "This goal was ordered. You did not set it. "
            "The day set for it is 1 September 2026."
        ) in items(found)

    @pytest.mark.parametrize(
        ("version", "is_told"),
        [(Version.CLIENT, False), (Version.RECORD, True)],
    )
    def test_how_it_is_filed(self, of, version, is_told):
        """How a goal is coded, by nobody in particular, is for the record."""
        coded = goal(achievement=Achievement.NO_CHANGE)
        text = of(goals=(coded,), version=version).to_text(width=200)

        assert is_told == ("Achievement as coded: no change." in text)
        assert is_told == ("no change" in text)

    def test_over(self, of):
        """A goal that nobody works on any more has no day to reach it by."""
        ended = goal(lifecycle=Lifecycle.REJECTED, target_on=date(2026, 9, 1))

        assert "It was turned down." in items(of(goals=(ended,)))


class TestHelp:
    """Help may fade, hold or rise: the direction is the client's."""

    def test_what_stood_before(self, plan):
        """What was agreed before is how it was, and not how it is."""
        (found,) = summarise(plan, as_of=APRIL, seen_by=HER).goals

        assert [(p.id, p.stands) for p in found.support] == [
            ("a1", False),
            ("a2", False),
            ("a3", True),
        ]
        assert found.help_now == found.support[-1]

    def test_a_proposal(self, plan):
        """What Joan proposes is no agreement."""
        (found,) = summarise(plan, as_of=APRIL, seen_by=HER).goals

        assert [p.id for p in found.support_by_others] == ["a4"]

    def test_taken_back(self, of):
        """What was withdrawn was never how it was."""
        once = SupportAgreement(
            id="a1", level=SupportLevel.COACH, voice=hers()
        )
        taken = Withdrawal(subject_id="a1", by=HER, at=at(3, 4))
        found = of(support_agreements=(once,), withdrawals=(taken,))

        assert found.without_goal.support == ()

    def test_of_a_goal_that_is_gone(self, of):
        """Help with a goal that was withdrawn is not help with everything."""
        whole = SupportAgreement(
            id="a1", level=SupportLevel.COACH, voice=hers(), at=at(3, 2)
        )
        one = SupportAgreement(
            id="a2",
            goal_id=G1,
            level=SupportLevel.ON_OWN,
            voice=hers(),
            at=at(3, 3),
        )
        taken = Withdrawal(subject_id="g1", by=HER, at=at(3, 4))
        nouns = {"goals": (goal(),), "support_agreements": (whole, one)}
        before, after = of(**nouns), of(**nouns, withdrawals=(taken,))

        assert [p.id for p in before.goals[0].support] == ["a2"]
        for found in (before, after):
            assert [p.id for p in found.without_goal.support] == ["a1"]

    def test_a_worker_replaced_it(self, of):
        """Where somebody else replaced it, nothing agreed stands."""
        once = SupportAgreement(
            id="a1", level=SupportLevel.COACH, voice=hers(), at=at(3, 2)
        )
        anew = SupportAgreement(
            id="a2",
            level=SupportLevel.ON_OWN,
            voice=Voice(),
            replaces="a1",
        )
        again = attrs.evolve(anew, id="a3", replaces="a2")
        found = of(support_agreements=(once, anew, again))

        assert found.without_goal.help_now is None
        assert (
            "Before that: somebody talks you through it (from 2 March 2026)"
        ) in items(found)
        assert (
            "An idea from somebody (not written down who): "
            "you do it on your own"
        ) in items(found)

    @pytest.mark.parametrize(
        ("direction", "words"),
        [
            (Direction.FADE, "You want less help as time goes on."),
            (Direction.HOLD, "You want the help to stay as it is."),
            (Direction.MORE, "You want more help."),
        ],
    )
    def test_directions(self, of, direction, words):
        """Each direction is told in one plain sentence."""
        agreed = SupportAgreement(
            level=SupportLevel.COACH, direction=direction, voice=hers()
        )

        assert words in items(of(support_agreements=(agreed,)))

    def test_review_of_the_last(self, of):
        """The day to look again is that of what was agreed last."""
        first, last, other = (
            SupportAgreement(
                id=name,
                goal_id=about,
                level=SupportLevel.COACH,
                voice=voice,
                at=at(3, day),
                review_on=date(2026, 5, day),
            )
            for name, day, voice, about in (
                ("a1", 1, hers(), G1),
                ("a2", 2, hers(), G1),
                ("a3", 3, joans(), G1),
            )
        )
        overall = attrs.evolve(last, id="a4", goal_id=None, review_on=None)
        found = of(
            goals=(goal(),),
            support_agreements=(last, first, other, overall),
        )

        assert [(w.id, w.due_on) for w in found.waiting] == [
            ("a2", date(2026, 5, 2))
        ]


class TestRatings:
    """Ratings stand by rater, each with its change since the start."""

    def test_change(self, of):
        """The change is the last answer less the first."""
        (line,) = (
            of(
                goals=(goal(),),
                ratings=(
                    rating(7, at(4)),
                    rating(4, at(3)),
                    rating(6, at(3, 9)),
                ),
            )
            .goals[0]
            .ratings
        )

        assert [p.value for p in line.points] == [4, 6, 7]
        assert line.change == 3

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ((4, 4), "That is the same."),
            ((4, 2), "That is 2 less."),
            ((4, 9), "That is 5 more."),
        ],
    )
    def test_no_verdict(self, of, values, words):
        """A change is told as a number, up or down alike."""
        first, last = values
        found = of(
            goals=(goal(),),
            ratings=(rating(first, at(3)), rating(last, at(4))),
        )

        assert of_goals(found)[-1].endswith(words)

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (AnswerStatus.PREFERS_NOT_TO_SAY, "you would rather not say."),
            (AnswerStatus.DOES_NOT_KNOW, "you did not know."),
            (AnswerStatus.NOT_ASKED, "not asked of you yet."),
        ],
    )
    def test_not_answered(self, of, status, words):
        """Three ways of not answering are kept apart, and none is zero."""
        asked = rating(None, at(3), status=status)
        found = of(goals=(goal(),), ratings=(asked,))
        (line,) = found.goals[0].ratings

        assert items(found)[-1] == f"How sure it can be done: {words}"
        assert (line.first, line.last, line.change) == (None, None, None)

    def test_once_not_answered(self, of):
        """An answer that is missing is missing, and not a low one."""
        asked = rating(None, at(4), status=AnswerStatus.DOES_NOT_KNOW)
        found = of(goals=(goal(),), ratings=(rating(4, at(3)), asked))

        assert of_goals(found)[-1] == (
            "How sure it can be done, from you on 1 March 2026: "
            "4 (from 0 to 10). Times with no answer: 1."
        )

    def test_a_ruler_of_ones_own(self, of):
        """A ruler of one's own has its own name, and its own direction."""
        given = {"ruler": Ruler.OWN, "higher_is_better": False}
        named = rating(2, at(3), own_ruler="Nights awake", **given)
        unnamed = rating(3, at(3), **given)
        found = of(goals=(goal(),), ratings=(named, unnamed))

        assert of_goals(found)[-2:] == [
            (
                "Nights awake, from you on 1 March 2026: 2 (from 0 to 10). "
                "On this one, a low number is hoped for."
            ),
            (
                "Something else, from you on 1 March 2026: 3 (from 0 to 10). "
                "On this one, a low number is hoped for."
            ),
        ]

    def test_about_what(self, of):
        """A rating of a step names it; of what is gone, nothing is named."""
        taken = Withdrawal(subject_id="s2", by=HER, at=at(3, 4))
        found = of(
            goals=(goal(),),
            steps=(step("s1"), step("s2")),
            ratings=(
                rating(3, at(3), about_id="s1"),
                rating(4, at(3), about_id="s2"),
            ),
            withdrawals=(taken,),
        )
        about = [line.about for line in found.goals[0].ratings]

        assert about == ["Step s1", None]
        assert any("done (Step s1), from" in row for row in items(found))
        assert any("(not on this page), from" in row for row in items(found))

    def test_attainment_without_a_scale(self, of):
        """Without the goal's own scale there is only the number."""
        found = of(
            goals=(goal(),),
            ratings=tuple(
                rating(
                    value, at(3), ruler=Ruler.ATTAINMENT, low=-2, high=2, **by
                )
                for value, by in ((1, {}), (0, {"rater": WORKER}))
            ),
        )

        assert [a.change for a in found.goals[0].attainment] == [None, None]
        assert of_goals(found)[-2:] == [
            "Where this stands, from you on 1 March 2026: +1 (0 is as hoped)",
            "Where this stands, from Joan on 1 March 2026: 0 (0 is as hoped)",
        ]

    def test_attainment_without_a_baseline(self, of):
        """Without a baseline nothing is said of the start."""
        scale = AttainmentScale(levels=("a", "b", "c", "d", "e"))
        given = {"ruler": Ruler.ATTAINMENT, "low": -2, "high": 2}
        found = of(
            goals=(goal(scale=scale),), ratings=(rating(2, at(3), **given),)
        )

        assert of_goals(found)[-1] == (
            "Where this stands, from you on 1 March 2026: “e”"
        )

    def test_attainment_not_answered(self, of):
        """Where nobody answered, it stands nowhere."""
        given = {"ruler": Ruler.ATTAINMENT, "low": -2, "high": 2}
        asked = rating(None, at(3), status=AnswerStatus.DOES_NOT_KNOW, **given)
        found = of(goals=(goal(),), ratings=(asked,))

        assert found.goals[0].attainment == ()
        assert items(found)[-1] == "How near the goal is: you did not know."

    def test_attainment_of_a_step(self, of):
        """A step has no scale of the goal's; it is told as a number."""
        given = {"ruler": Ruler.ATTAINMENT, "low": -2, "high": 2}
        found = of(
            goals=(goal(),),
            steps=(step(),),
            ratings=(rating(1, at(3), about_id="s1", **given),),
        )

        assert found.goals[0].attainment == ()
        assert "1 (from -2 to 2)." in found.to_text(width=200)

    def test_attainment_change(self, summary):
        """The change of attainment is the level less the baseline."""
        (found,) = summary.goals[0].attainment

        assert (found.level, found.baseline, found.change) == (-1, -2, 1)
        assert (found.words, found.baseline_words) == ("A bed", "No place")


class TestDecisions:
    """What the client decided is theirs, with who says so."""

    def test_open(self, of):
        """A decision with no choice is the client's to take."""
        found = of(decisions=(decision(decide_by=date(2026, 5, 1)),))

        assert "This is open. You decide, by 1 May 2026." in items(found)
        assert found.decisions[0].state is DecisionState.OPEN
        assert [w.what for w in found.waiting] == [WaitingFor.DECISION]

    @pytest.mark.parametrize(
        ("day", "state"),
        [(2, DecisionState.PAST), (3, DecisionState.OPEN)],
    )
    def test_the_day_for_it(self, of, day, state):
        """Once the day for it is over, it is neither open nor waiting."""
        held = decision(decide_by=date(2026, 4, day))
        found = of(decisions=(held,))
        told = "The day for this was 2 April 2026. No choice stands."
        is_past = state is DecisionState.PAST

        assert found.decisions[0].state is state
        assert (told in items(found)) is is_past
        assert ("This is open" in found.to_text()) is not is_past
        assert len(found.waiting) == (not is_past)

    def test_taken_back_and_its_day_is_over(self, of):
        """A choice that was taken back is told, and that it is too late."""
        held = decision(
            choice("x", "go", at(3)),
            choice("y", None, at(3, 9)),
            decide_by=date(2026, 4, 1),
        )
        found = of(decisions=(held,))

        assert found.decisions[0].state is DecisionState.PAST
        assert found.waiting == ()
        assert (
            "You took your choice back on 9 March 2026 (as reported by Joan)"
        ) in items(found)
        assert "The day for this was 1 April 2026. No choice stands." in (
            items(found)
        )
        assert "This is open" not in found.to_text()

    def test_chosen_in_time(self, of):
        """A choice that stands is not too late."""
        held = decision(choice("x", "go", at(3)), decide_by=date(2026, 4, 1))

        assert of(decisions=(held,)).decisions[0].state is (
            DecisionState.CHOSEN
        )

    @pytest.mark.parametrize(
        ("ends_on", "state"),
        [
            (None, DecisionState.BY_OTHERS),
            (date(2026, 4, 4), DecisionState.BY_OTHERS),
            (APRIL, DecisionState.OPEN),
        ],
    )
    def test_imposed(self, of, ends_on, state):
        """What was imposed stands in its place, while it lasts."""
        imposed = ImposedDecision(
            id="i1",
            actor=WORKER,
            basis=ImposedBasis.AGENCY_RULE,
            words="Out by ten.",
            voice=joans(),
            at=at(3, 12),
            decision_id="home",
            ends_on=ends_on,
        )
        found = of(decisions=(decision(),), imposed_decisions=(imposed,))
        is_taken = state is DecisionState.BY_OTHERS

        assert found.decisions[0].state is state
        assert ("Others decided this." in items(found)) is is_taken
        assert ("This is open. You decide." in items(found)) is not is_taken
        assert len(found.waiting) == (not is_taken)

    @pytest.mark.parametrize(
        ("fields", "state"),
        [
            ({}, DecisionState.BY_OTHERS),
            ({"revoked_at": at(5)}, DecisionState.BY_OTHERS),
            ({"revoked_at": at(4)}, DecisionState.OPEN),
            ({"until": at(4)}, DecisionState.OPEN),
        ],
    )
    def test_a_proxy_decided(self, of, fields, state):
        """What a proxy decided stands in its place, until it ends."""
        ifrah = Proxy(id="x9", called="Ifrah")
        decided = SubstituteDecision(
            decision_id="home",
            option_id="stay",
            decider=ifrah.actor,
            basis=SubstituteBasis.LEGAL,
            voice=Voice(),
            decided_at=at(3, 4),
            **fields,
        )
        found = of(
            decisions=(decision(decide_by=date(2026, 5, 1)),),
            proxies=(ifrah,),
            substitute_decisions=(decided,),
        )

        assert found.decisions[0].state is state
        assert found.decisions[0].choice is None
        assert len(found.waiting) == (state is DecisionState.OPEN)

    @pytest.mark.parametrize("version", [Version.CLIENT, Version.RECORD])
    def test_reported(self, of, version):
        """A choice that is only reported says who reported it."""
        found = of(
            decisions=(decision(choice("x", "go", at(3))),), version=version
        )

        assert "“Go there” (as reported by Joan)" in found.to_text()

    def test_reported_by_nobody(self, of):
        """Where nobody knows who reported it, that is said."""
        found = of(
            decisions=(decision(choice("x", "go", at(3), voice=Voice())),)
        )

        assert ("(as reported; it is not recorded by whom)") in found.to_text(
            width=200
        )

    def test_taken_back(self, of):
        """Taking it back is a choice too, and says who reported it."""
        found = of(
            decisions=(
                decision(
                    choice("x", "go", at(3)),
                    choice("y", None, at(3, 9)),
                ),
            )
        )

        assert (
            "You took your choice back on 9 March 2026 (as reported by Joan)"
        ) in items(found)
        assert found.decisions[0].state is DecisionState.TAKEN_BACK
        assert [w.what for w in found.waiting] == [WaitingFor.DECISION]

    def test_not_taken_back_yet(self, of):
        """A choice stands until it is taken back."""
        held = decision(choice("x", "go", at(3)), choice("y", None, at(4, 9)))
        (found,) = of(decisions=(held,)).decisions

        assert (found.state, found.option) == (
            DecisionState.CHOSEN,
            "Go there",
        )

    def test_withdrawn(self, of):
        """A record of a choice that was withdrawn stands no more."""
        taken = Withdrawal(subject_id="x", by=HER, at=at(3, 9))
        found = of(
            decisions=(decision(choice("x", "go", at(3))),),
            withdrawals=(taken,),
        )

        assert found.decisions[0].choice is None
        assert "No choice stands." in items(found)

    @pytest.mark.parametrize(
        ("level", "evidence", "words"),
        [
            (
                Level.CORROBORATED,
                Evidence(kind=EvidenceKind.DOCUMENT, digest="0" * 64),
                "There is a second person, or a paper, that backs this up.",
            ),
            (
                Level.CONFIRMED,
                Evidence(kind=EvidenceKind.LOGIN, by=HER, at=at(3)),
                "You confirmed this with your own login.",
            ),
            (
                Level.SIGNED,
                Evidence(
                    kind=EvidenceKind.SIGNATURE, by=HER, signature="c2ln"
                ),
                "There is a signed note of this.",
            ),
        ],
    )
    def test_evidence(self, of, level, evidence, words):
        """What stands behind a choice is told; it is no longer reported."""
        proof = Attestation(level=level, evidence=(evidence,))
        made = choice("x", "go", at(3), attestation=proof)
        found = of(decisions=(decision(made),))

        assert words in items(found)
        assert "reported" not in found.to_text()

    def test_an_option_that_is_not_held(self, of):
        """Where the option is not held, its words are not on the page."""
        held = decision(
            choice("x", "gone", at(3)),
            absent=(Absent(id="gone", reason=AbsentReason.ERASED),),
        )
        found = of(decisions=(held,))

        assert found.decisions[0].option is None
        assert "You chose this on 1 March 2026: (not on this page)" in (
            found.to_text(width=200)
        )

    def test_looked_back(self, of):
        """A look back that was taken is not waiting."""
        made = choice(
            "x",
            "go",
            at(3),
            review_on=date(2026, 3, 30),
            followed_up_at=at(4, 2),
        )
        nouns = {"decisions": (decision(made),)}

        assert of(**nouns).waiting == ()
        assert len(of(**nouns, as_of=date(2026, 4, 1)).waiting) == 1


class TestDecidedByOthers:
    """What others decided stands under its own name."""

    def delegated(self, **more):
        """Return a decision left to Hodan, and what she decided."""
        ask = Option(
            id=OptionId("ask"),
            words="Hodan says",
            voice=hers(),
            kind=OptionKind.ASK_SOMEONE,
        )
        stay = Option(id=OptionId("stay"), words="Stay here", voice=hers())
        held = decision(choice("x", "ask", at(3)), options=(stay, ask))
        hodan = Supporter(id="s9", called="Hodan")
        given = {
            "decision_id": "home",
            "option_id": "stay",
            "decider": hodan.actor,
            "basis": SubstituteBasis.DELEGATED,
            "delegated_by": "x",
            "voice": Voice(),
            "decided_at": at(3, 4),
        }
        stood_in = SubstituteDecision(**(given | more))
        return {
            "decisions": (held,),
            "supporters": (hodan,),
            "substitute_decisions": (stood_in,),
        }

    def test_in_her_place(self, of):
        """What a delegate decided is never told as the client's choice."""
        found = of(**self.delegated(words="It is quiet."))
        (other,) = found.decided_by_others

        assert other.how is DecidedHow.SUBSTITUTE
        assert found.who_did_what.decided_share == Share(
            numerator=1, denominator=2
        )
        assert (
            "Decided in your place by Hodan on 4 March 2026: “Stay here”"
        ) in items(found)
        assert "What they said about it: “It is quiet.”" in items(found)
        assert "You had asked them to decide." in items(found)

    @pytest.mark.parametrize(
        ("ends", "words"),
        [
            ({"revoked_at": at(4, 1)}, "It ended on 1 April 2026."),
            ({"until": at(5, 1)}, "It ends on 1 May 2026."),
            (
                {"until": at(5, 1), "revoked_at": at(4, 1)},
                "It ended on 1 April 2026.",
            ),
            (
                {"until": at(5, 1), "revoked_at": at(4, 9)},
                "It ends on 1 May 2026.",
            ),
        ],
    )
    def test_until_when(self, of, ends, words):
        """It ends when it ends, or when it was revoked before."""
        assert words in items(of(**self.delegated(**ends)))

    def test_the_law(self, of):
        """A proxy's decision says what it rests on."""
        law = {"basis": SubstituteBasis.LEGAL, "delegated_by": None}

        assert "The ground they gave: the law." in items(
            of(**self.delegated(**law))
        )

    def test_of_a_decision_not_held(self, of):
        """Where the decision is not held, its words are not there."""
        nouns = self.delegated(
            decision_id="other",
            basis=SubstituteBasis.LEGAL,
            delegated_by=None,
        )
        gone = Absent(id="other", reason=AbsentReason.ERASED)
        (found,) = of(**nouns, absent=(gone,)).decided_by_others

        assert (found.question, found.option) == (None, None)

    @pytest.mark.parametrize(
        ("view", "words"),
        [
            (None, "What you think of it is not written down."),
            (
                Answer(status=AnswerStatus.ANSWERED, words="Nobody asked."),
                "What you say to it: “Nobody asked.”",
            ),
            (
                Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY),
                "You would rather not say what you think.",
            ),
            (
                Answer(status=AnswerStatus.DOES_NOT_KNOW),
                "You did not know what to say to it.",
            ),
            (
                Answer(status=AnswerStatus.NOT_ASKED),
                "Nobody has asked you what you think of it.",
            ),
        ],
    )
    def test_over_her_head(self, of, view, words):
        """What was imposed says so, with what the client says to it."""
        imposed = ImposedDecision(
            actor=WORKER,
            basis=ImposedBasis.COURT_ORDER,
            words="Visitors leave at ten.",
            voice=joans(),
            at=at(3, 4),
            decision_id="home",
            client_view=view,
            how_to_contest="In writing",
        )
        found = of(decisions=(decision(),), imposed_decisions=(imposed,))

        assert words in items(found)
        assert "What you can do about it: “In writing”" in items(found)
        assert "It was about this: “Where do I live?”" in items(found)


class TestWaiting:
    """What waits for an answer is there until it has one."""

    def question(self, **more):
        """Return a question of Amina's."""
        return Question(words="Who pays?", voice=hers(), **more)

    @pytest.mark.parametrize(
        ("answer", "count"),
        [
            ({}, 1),
            ({"answer": "We do"}, 0),
            ({"answered_at": at(4, 2)}, 0),
            ({"answer": "We do", "answered_at": at(4, 4)}, 1),
        ],
    )
    def test_questions(self, of, answer, count):
        """A question waits until it is answered."""
        assert count == len(of(questions=(self.question(**answer),)).waiting)

    def test_asked_in_a_contact(self, of):
        """A question that came up in a contact waits too."""
        held = Contact(
            at=at(3, 4),
            outcome=Outcome.HELD,
            voice=joans(),
            questions=(self.question(),),
        )

        assert [w.words for w in of(contacts=(held,)).waiting] == ["Who pays?"]

    def test_objections(self, of):
        """Dissent waits for an answer, with or without a reason."""
        found = of(
            goals=(goal(),),
            objections=(
                Objection(about_id="g1", words="Not that", voice=joans()),
                Objection(about_id="g1", voice=hers()),
                Objection(about_id="g1", voice=hers(), answer="I see."),
            ),
        )

        assert items(found)[-2:] == [
            "A no from Joan on 2 March 2026, with no answer yet: “Not that”",
            (
                "A no from you on 2 March 2026, without a reason, "
                "with no answer yet"
            ),
        ]

    @pytest.mark.parametrize(
        ("answer", "what"),
        [
            ({}, WaitingFor.OFFER),
            ({"answer": OfferAnswer.LATER}, WaitingFor.OFFER_LATER),
            ({"answer": OfferAnswer.DECLINED}, None),
            ({"answer": OfferAnswer.ACCEPTED}, WaitingFor.PROVIDER),
            (
                {
                    "answer": OfferAnswer.ACCEPTED,
                    "provider_answer": ProviderAnswer.WAITLISTED,
                },
                WaitingFor.PROVIDER,
            ),
            (
                {
                    "answer": OfferAnswer.ACCEPTED,
                    "provider_answer": ProviderAnswer.REFUSED,
                },
                None,
            ),
            (
                {
                    "answer": OfferAnswer.DECLINED,
                    "answered_at": at(4, 4),
                },
                WaitingFor.OFFER,
            ),
        ],
    )
    def test_offers(self, of, answer, what):
        """An offer waits for the client, and then for the provider."""
        offered = Offer(resource_id="x1", voice=joans(), **answer)
        found = of(
            offers=(offered,),
            resources=(Resource(id=ResourceId("x1"), name="A group"),),
        )

        assert [w.what for w in found.waiting] == [what] * (what is not None)

    def test_an_offer_of_something_not_held(self, of):
        """An offer of something that is not held has no name."""
        offered = Offer(resource_id="x1", voice=joans())
        gone = Absent(id="x1", reason=AbsentReason.WITHHELD)
        found = of(offers=(offered,), absent=(gone,))

        assert items(found)[-1] == (
            "Offered to you, for you to say yes or no: (not on this page)"
        )

    def test_a_review_asked_for(self, of):
        """That the client asked for a review waits."""
        found = of(review_asked_at=at(4, 2))

        assert items(found)[-1] == (
            "A look at the plan, as you asked on 2 April 2026"
        )
        assert of(review_asked_at=at(4, 4)).waiting == ()


class TestEnding:
    """At an ending: what was reached, what is taken along, whom to ask."""

    def test_nothing(self, of):
        """Nothing written down says nothing about the client."""
        assert items(of(version=Version.ENDING))[3:] == [
            "What you reached",
            "-" * 16,
            "Nothing is written here. You know how far you have come.",
            "What you take with you",
            "-" * 22,
            "Nothing is written here. You know what you take.",
            "Who you can ask",
            "-" * 15,
            "Nobody is written here yet.",
        ]

    def test_an_ending_to_come(self, of):
        """What was said later is not there yet."""
        said = Ending(words="I know whom to ring.", voice=hers(), at=at(4, 4))

        assert of(endings=(said,)).endings == ()

    def test_whom_to_ask(self, of):
        """What is closed says so; what is gone, or declined, is not there."""
        given = {
            "open": {},
            "closed": {"status": ResourceStatus.TEMPORARILY_CLOSED},
            "resting": {"status": ResourceStatus.INACTIVE},
            "running": {"status": ResourceStatus.ACTIVE},
            "gone": {"status": ResourceStatus.DEFUNCT},
            "no": {},
            "not yet no": {"contact": "Ring first"},
        }
        offers = tuple(
            Offer(
                resource_id=name.replace(" ", "-"),
                voice=joans(),
                answer=OfferAnswer.DECLINED,
                answered_at=at(4, day),
            )
            for name, day in (("no", 2), ("not yet no", 4))
        )
        found = of(
            resources=tuple(
                Resource(id=name.replace(" ", "-"), name=name, **more)
                for name, more in given.items()
            ),
            offers=offers,
            supporters=(Supporter(called="Hodan"),),
            version=Version.ENDING,
        )

        assert items(found)[-6:] == [
            "Hodan",
            "open",
            "closed (closed for now)",
            "resting (not running now)",
            "running",
            "not yet no: Ring first",
        ]


class TestWho:
    """Who did what: shares with their counts, and no good direction."""

    def test_together(self, of):
        """What the client proposed with others is the client's too."""
        both = attrs.evolve(joans(), together_with=(HER,))
        found = of(steps=(step("s1", voice=both), step("s2", voice=joans())))

        assert found.who_did_what.proposed_share == Share(
            numerator=1, denominator=2
        )

    def test_taken_back(self, of):
        """An option that was taken back is no longer counted."""
        taken = Withdrawal(subject_id="go", by=WORKER, at=at(3, 4))
        found = of(decisions=(decision(),), withdrawals=(taken,))

        assert found.who_did_what.proposed_share.value == 1

    def test_missing(self, summary):
        """Missing is counted apart, and is never a zero."""
        assert summary.who_did_what.initiated_share == Share(
            numerator=1, denominator=2, missing=1
        )

    def test_nothing_to_share(self, of):
        """Where nothing is counted there is no share, and no section."""
        found = of()

        assert found.who_did_what.did_share.value is None
        assert "Who did what" not in items(found)


class TestForms:
    """A summary is a value; each form of it is for its reader."""

    def test_a_value(self, plan, summary):
        """Two summaries of the same are equal, and survive pickle."""
        again = summarise(plan, as_of=APRIL, seen_by=HER)
        copy = pickle.loads(pickle.dumps(summary))

        assert summary == again == copy
        assert hash(summary) == hash(again)
        assert summary.to_text() == copy.to_text()

    def test_frozen(self, summary):
        """Nothing in it can be changed."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            summary.goals = ()

    def test_repr(self, summary):
        """Its repr tells which plan and version, and no words."""
        assert repr(summary) == "<ProgressSummary p1 client>"
        assert "kitchen" not in repr(summary.goals)
        assert "room" not in repr(summary.decisions)

    def test_notebook(self, summary):
        """In a notebook it is the HTML."""
        assert summary._repr_html_() == summary.to_html()

    def test_markdown(self, summary):
        """Markdown has headings, and leaves people's words as words."""
        rows = summary.to_markdown().splitlines()

        assert rows[0] == "# Your progress so far"
        assert "## Your goal: My own kitchen" in rows

    def test_narrow(self, summary):
        """A page is 20 columns wide at the least."""
        assert summary.to_text(width=1) == summary.to_text(width=14)

    def test_data(self, summary):
        """The data have the attributes' names, and who reported a choice."""
        found = summary.to_dict()

        assert list(found) == [
            name.name
            for name in attrs.fields(type(summary))
            if not name.name.startswith("_")
        ]
        assert found["as_of"] == "2026-04-03"
        assert found["goals"][0]["reached_share"] == {
            "numerator": 1,
            "denominator": 3,
            "missing": 0,
            "value": 1 / 3,
        }
        assert found["decisions"][0]["choice"] == {
            "id": "then",
            "option_id": "room",
            "decided_at": "2026-03-30T12:00:00+00:00",
            "words": "A door I can lock.",
            "level": "reported",
            "voice": {
                "speaker": {"role": "client", "id": "c1"},
                "recorder": {"role": "worker", "id": "w1"},
                "together_with": [],
                "wording": "paraphrase",
                "said_at": "2026-03-30T12:00:00+00:00",
                "recorded_at": "2026-03-30T12:00:00+00:00",
            },
            "reported_by": {"role": "worker", "id": "w1"},
        }
        assert [p["level"] for p in found["goals"][0]["support"]] == [3, 1, 2]


class TestWords:
    """Any of our sentences can be replaced."""

    def test_replaced(self, of):
        """A host's words stand in the place of ours."""
        ours = {
            "title": "Wie es steht",
            "day": "{day}. {month} {year}",
            "month-4": "April",
            "as-of": "Stand: {day}",
        }
        found = of(words=ours)

        assert items(found)[0] == "Wie es steht"
        assert "Stand: 3. April 2026" in items(found)

    def test_who_reported_is_not_lost(self, of):
        """The words for who reported a choice are keyed like all others."""
        found = of(
            decisions=(decision(choice("x", "go", at(3))),),
            words={"who-reported": "laut {recorder}"},
        )

        assert "(laut Joan)" in found.to_text()

    @pytest.mark.parametrize(
        "words", [{"heading": "Wie es steht"}, {"title": "{nobody}"}]
    )
    def test_unknown(self, of, words):
        """An unknown key, or an unknown gap, is refused."""
        with pytest.raises(InvariantError):
            of(words=words)


def test_an_empty_plan_of_nobody_else():
    """A plan with nothing but a client has a summary in each form."""
    plan = Plan(client=AMINA)
    for version in Version:
        found = summarise(plan, as_of=APRIL, seen_by=HER, version=version)

        assert found.to_text().endswith("\n")
