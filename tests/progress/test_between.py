"""What changed between two summaries."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest

from empowerkit.errors import InvariantError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Choice,
    Decision,
    DecisionId,
    Direction,
    Goal,
    GoalId,
    Milestone,
    MilestoneId,
    Option,
    OptionId,
    Rating,
    Ruler,
    Step,
    Strength,
    SupportAgreement,
    SupportLevel,
    Voice,
    Withdrawal,
)
from empowerkit.plan import Plan
from empowerkit.progress import Version, between, summarise


MARCH, APRIL = date(2026, 3, 15), date(2026, 4, 3)
G1 = GoalId("g1")


def at(month, day):
    """Return noon of a day in 2026."""
    return datetime(2026, month, day, 12, tzinfo=UTC)


@pytest.fixture
def amina(plan):
    """Return the client of the shared plan."""
    return plan.client


@pytest.fixture
def since(plan):
    """Return a function that tells what changed in a plan of nouns."""

    def changed(before=(MARCH, {}), after=(APRIL, {}), **nouns):
        then, now = (
            summarise(
                Plan(id=plan.id, client=plan.client, **(nouns | state)),
                as_of=day,
                seen_by=plan.client.actor,
            )
            for day, state in (before, after)
        )
        return between(then, now)

    return changed


def rows(found):
    """Return the lines of the text, each on one row."""
    text = found.to_text(width=1000)
    return [row.removeprefix("- ") for row in text.splitlines() if row]


def goal(**more):
    """Return a goal that nobody is said to have expressed."""
    given = {"id": G1, "words": "My own kitchen", "voice": Voice()}
    return Goal(**(given | more))


def milestone(**more):
    """Return a milestone of that goal."""
    given = {
        "id": MilestoneId("m1"),
        "goal_id": G1,
        "words": "I rang them",
        "voice": Voice(),
    }
    return Milestone(**(given | more))


class TestReached:
    """What was reached since, and what is no longer so."""

    def test_nothing(self, since):
        """That nothing new is written down is said kindly."""
        assert "Nothing new is written here. That is fine." in rows(since())

    def test_since(self, since):
        """What was reached after the first day, up to the second, is new."""
        wins = tuple(
            milestone(id=MilestoneId(f"m{day.month}{day.day}"), reached_on=day)
            for day in (MARCH, date(2026, 3, 16), APRIL, date(2026, 4, 4))
        )
        found = since(goals=(goal(),), milestones=wins)

        assert [m.id for m in found.reached] == ["m316", "m43"]

    def test_in_other_words(self, since):
        """What was reworded after it was reached is not reached again."""
        old = milestone(reached_on=date(2026, 3, 1))
        new = milestone(
            id=MilestoneId("m2"),
            words="I rang all of them",
            reached_on=date(2026, 3, 1),
            replaces=old.id,
        )
        found = since(
            (MARCH, {"milestones": (old,)}),
            (APRIL, {"milestones": (old, new)}),
            goals=(goal(),),
        )

        assert found.reached == found.no_longer_reached == ()

    def test_taken_back(self, since, amina):
        """What was taken back since is told as that, and is not lost."""
        taken = Withdrawal(subject_id="m1", by=amina.actor, at=at(4, 1))
        found = since(
            goals=(goal(),),
            milestones=(milestone(reached_on=date(2026, 3, 1)),),
            withdrawals=(taken,),
        )

        assert [m.id for m in found.no_longer_reached] == ["m1"]
        assert rows(found)[-3:] == [
            "No longer on this page",
            "-" * 22,
            "Was there as reached before: “I rang them”",
        ]

    def test_steps(self, since, amina):
        """The client's steps are told in the same way."""
        step = Step(
            id="s1",
            words="Ring",
            voice=Voice(),
            owner=amina.actor,
            done_on=date(2026, 3, 1),
        )
        undone = attrs.evolve(step, done_on=None)
        done = since(
            (MARCH, {"steps": (undone,)}), (APRIL, {"steps": (step,)})
        )
        back = since(
            (MARCH, {"steps": (step,)}), (APRIL, {"steps": (undone,)})
        )

        assert [s.id for s in done.went_well.steps] == ["s1"]
        assert [s.id for s in back.no_longer_done] == ["s1"]
        assert rows(back)[-1] == "Was there as done before: “Ring”"

    def test_strengths(self, since):
        """A strength in other words is not gained again."""
        old = Strength(
            id="t1", words="Ring", voice=Voice(), gained_on=date(2026, 3, 1)
        )
        new = attrs.evolve(old, id="t2", words="Ring them", replaces="t1")
        later = attrs.evolve(old, id="t3", gained_on=APRIL)
        found = since(
            (MARCH, {"strengths": (old,)}),
            (APRIL, {"strengths": (old, new, later)}),
        )

        assert [s.id for s in found.went_well.strengths] == ["t3"]


class TestHelp:
    """That help is another now, whichever way it went."""

    @pytest.fixture
    def agreed(self, amina):
        """Return a function for help that Amina agreed to."""

        def made(name, month, level, **more):
            return SupportAgreement(
                id=name,
                level=level,
                voice=Voice(speaker=amina.actor),
                at=at(month, 1),
                **more,
            )

        return made

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (SupportLevel.COACH, SupportLevel.ON_OWN),
            (SupportLevel.ON_OWN, SupportLevel.COACH),
        ],
    )
    def test_both_ways_alike(self, since, agreed, before, after):
        """Less help and more help are told in the same sentence."""
        found = since(
            goals=(goal(),),
            support_agreements=(
                agreed("a1", 3, before, goal_id=G1),
                agreed("a2", 4, after, goal_id=G1, replaces="a1"),
            ),
        )
        own = {
            SupportLevel.COACH: "somebody talks you through it",
            SupportLevel.ON_OWN: "you do it on your own",
        }

        assert rows(found)[-1] == (
            "Help you agreed on with “My own kitchen”: "
            f"before, {own[before]}; now, {own[after]}."
        )

    def test_at_first(self, since, agreed):
        """Help agreed for the first time came after none."""
        found = since(
            support_agreements=(
                agreed("a1", 4, SupportLevel.COACH, direction=Direction.MORE),
            )
        )

        assert rows(found)[-2:] == [
            (
                "Help you agreed on: before, nothing written here; "
                "now, somebody talks you through it."
            ),
            "You want more help.",
        ]

    def test_no_more(self, since, agreed, amina):
        """Help that was taken back is agreed no more."""
        taken = Withdrawal(subject_id="a1", by=amina.actor, at=at(4, 1))
        found = since(
            support_agreements=(agreed("a1", 3, SupportLevel.COACH),),
            withdrawals=(taken,),
        )

        assert rows(found)[-1] == (
            "Help you agreed on: before, somebody talks you through it; "
            "now, nothing written here."
        )

    def test_the_same_again(self, since, agreed):
        """The same help, agreed once more, is no change."""
        found = since(
            support_agreements=(
                agreed("a1", 3, SupportLevel.COACH),
                agreed("a2", 4, SupportLevel.COACH),
            )
        )

        assert found.support == ()

    def test_of_a_new_goal(self, since):
        """A goal that is new, with nothing to it, is no change of help."""
        found = since((MARCH, {}), (APRIL, {"goals": (goal(),)}))

        assert found.support == found.ratings == ()

    def test_of_a_goal_in_other_words(self, since, agreed):
        """Help for a goal that was reworded is compared with what it was."""
        held = agreed("a1", 3, SupportLevel.COACH, goal_id=G1)
        anew = goal(id=GoalId("g2"), words="Two rooms", replaces=G1)
        found = since(
            (MARCH, {"goals": (goal(),)}),
            (APRIL, {"goals": (goal(), anew)}),
            support_agreements=(held,),
        )

        assert found.support == ()


class TestRatings:
    """What was rated since, with the change from the last one then."""

    @pytest.fixture
    def rated(self, amina):
        """Return a function for ratings of Amina's goal."""

        def made(name, month, value, **more):
            given = {
                "id": name,
                "about_id": "g1",
                "ruler": Ruler.CONFIDENCE,
                "value": value,
                "rater": amina.actor,
                "at": at(month, 1),
                "voice": Voice(),
            }
            return Rating(**(given | more))

        return made

    def test_change(self, since, rated):
        """The change is from the last answer then to the last one now."""
        found = since(
            goals=(goal(),),
            ratings=(
                rated("r1", 2, 1),
                rated("r2", 3, 4),
                rated("r3", 4, 6),
            ),
        )
        (one,) = found.ratings

        assert (one.before.value, one.after.value, one.change) == (4, 6, 2)
        assert rows(found)[-1].endswith(
            "from you: 4 on 1 March 2026, and 6 on 1 April 2026 "
            "(from 0 to 10). That is 2 more."
        )

    def test_none_since(self, since, rated):
        """A rating that both summaries hold is no news."""
        assert since(
            goals=(goal(),), ratings=(rated("r1", 3, 4),)
        ).ratings == (())

    def test_for_the_first_time(self, since, rated):
        """A first rating has no change, which is not a change of zero."""
        found = since(goals=(goal(),), ratings=(rated("r1", 4, 4),))

        assert found.ratings[0].change is None
        assert rows(found)[-1].endswith(
            "from you on 1 April 2026: 4 (from 0 to 10)."
        )

    def test_attainment(self, since, rated):
        """Where a goal stands is told in the words of its own scale."""
        given = {"ruler": Ruler.ATTAINMENT, "low": -2, "high": 2}
        found = since(goals=(goal(),), ratings=(rated("r1", 4, 1, **given),))

        assert rows(found)[-1] == (
            "Where this stands, from you on 1 April 2026: +1 (0 is as hoped)"
        )

    def test_two_rulers(self, since, rated):
        """Another ruler with the same name is another line."""
        given = {"ruler": Ruler.ATTAINMENT, "low": -2, "high": 2}
        found = since(
            goals=(goal(),),
            ratings=(
                rated("r1", 4, 1, **given),
                rated("r2", 3, 2, higher_is_better=False, **given),
            ),
        )

        assert [one.line.points[0].id for one in found.ratings] == ["r1"]


class TestDecisions:
    """What the client decided since."""

    @pytest.fixture
    def chosen(self, amina):
        """Return a function for a decision with its choices."""

        def made(*choices):
            return Decision(
                id=DecisionId("home"),
                client=amina.actor,
                words="Where do I live?",
                voice=Voice(),
                options=(
                    Option(id=OptionId("stay"), words="Stay", voice=Voice()),
                ),
                choices=tuple(
                    Choice(
                        id=f"x{month}",
                        option_id=option,
                        author=amina.actor,
                        decided_at=at(month, 1),
                        voice=Voice(),
                    )
                    for month, option in choices
                ),
            )

        return made

    @pytest.mark.parametrize(
        ("choices", "count"),
        [
            ([], 0),
            ([(3, "stay")], 0),
            ([(4, "stay")], 1),
            ([(3, "stay"), (4, None)], 1),
            ([(3, "stay"), (4, "stay")], 1),
        ],
    )
    def test_since(self, since, chosen, choices, count):
        """A decision is told where the client chose, or took back, since."""
        found = since(decisions=(chosen(*choices),))

        assert count == len(found.decisions)

    def test_a_new_question(self, since, chosen):
        """A new question that is open is nothing decided."""
        found = since((MARCH, {}), (APRIL, {"decisions": (chosen(),)}))

        assert found.decisions == ()

    def test_its_day_is_over(self, since, chosen):
        """That the day for it went by is told once."""
        held = attrs.evolve(chosen(), decide_by=date(2026, 3, 20))
        found = since(decisions=(held,))

        assert rows(found)[-1] == (
            "The day for this was 20 March 2026. No choice stands."
        )
        assert since(
            (APRIL, {}), (APRIL, {}), decisions=(held,)
        ).decisions == (())


class TestHiddenSince:
    """What is private now is printed no more, whatever was printed then."""

    @pytest.fixture
    def seen(self, plan):
        """Return a function that tells Joan what changed in two states."""
        joan = plan.workers[0]

        def changed(then, now):
            return between(
                *(
                    summarise(
                        Plan(
                            id=plan.id,
                            client=plan.client,
                            workers=(joan,),
                            **({"goals": (goal(),)} | nouns),
                        ),
                        as_of=day,
                        seen_by=joan.actor,
                        version=Version.RECORD,
                    )
                    for day, nouns in ((MARCH, then), (APRIL, now))
                )
            )

        return changed

    @pytest.fixture
    def private(self, amina):
        """Return a voice that Joan may not hear."""
        return Voice(speaker=amina.actor, private_to=(amina.actor,))

    @pytest.fixture
    def undone(self, plan):
        """Return a milestone and a step that are no longer so."""
        step = Step(
            id="s1",
            words="Ring",
            voice=Voice(),
            owner=plan.client.actor,
            done_on=date(2026, 3, 1),
        )
        won = milestone(reached_on=date(2026, 3, 1))
        return {"milestones": (won,), "steps": (step,)}

    def test_no_longer_there(self, seen, undone, private):
        """Made private since, neither is told, and nothing is lost of it."""
        now = {
            name: tuple(attrs.evolve(one, voice=private) for one in nouns)
            for name, nouns in undone.items()
        }
        found = seen(undone, now)

        assert (found.no_longer_reached, found.no_longer_done) == ((), ())
        assert "rang" not in found.to_text()
        assert "Ring" not in found.to_text()

    def test_erased(self, seen, undone):
        """Erased since, neither is told."""
        gone = tuple(
            Absent(id=one.id, reason=AbsentReason.ERASED)
            for nouns in undone.values()
            for one in nouns
        )
        found = seen(undone, {"absent": gone})

        assert (found.no_longer_reached, found.no_longer_done) == ((), ())
        assert "rang" not in found.to_text()

    def test_put_right(self, seen, undone):
        """What may still be read is told as before."""
        (won,), (step,) = undone.values()
        now = {
            "milestones": (attrs.evolve(won, reached_on=None),),
            "steps": (attrs.evolve(step, done_on=None),),
        }
        found = seen(undone, now)

        assert [m.id for m in found.no_longer_reached] == ["m1"]
        assert [s.id for s in found.no_longer_done] == ["s1"]

    def test_help(self, seen, private, amina):
        """Help that is private now is neither before nor gone."""
        once = SupportAgreement(
            id="a1",
            level=SupportLevel.COACH,
            voice=Voice(speaker=amina.actor),
            at=at(3, 1),
        )
        hidden = attrs.evolve(once, voice=private)
        more = attrs.evolve(once, id="a2", level=SupportLevel.ON_OWN)
        none = seen(
            {"support_agreements": (once,)}, {"support_agreements": (hidden,)}
        )
        other = seen(
            {"support_agreements": (once,)},
            {"support_agreements": (hidden, more)},
        )

        assert none.support == ()
        assert other.support[0].before is None
        assert "before, nothing written here; now, on their own" in (
            other.to_text(width=200)
        )

    def test_rating(self, seen, private, amina):
        """An answer that is private now is no longer compared with."""
        first = Rating(
            id="r1",
            about_id="g1",
            ruler=Ruler.CONFIDENCE,
            value=2,
            rater=amina.actor,
            at=at(3, 1),
            voice=Voice(),
        )
        last = attrs.evolve(first, id="r2", value=6, at=at(4, 1))
        hidden = attrs.evolve(first, voice=private)
        found = seen({"ratings": (first,)}, {"ratings": (hidden, last)})
        whole = seen({"ratings": (first,)}, {"ratings": (first, last)})

        assert (found.ratings[0].before, found.ratings[0].change) == (
            None,
        ) * 2
        assert whole.ratings[0].change == 4


class TestTwoSummaries:
    """Two summaries that are compared are of one plan, for one reader."""

    def test_another_reader(self, plan):
        """Two readers do not see the same: what one may not read is no loss."""
        hers, joans = (
            summarise(plan, as_of=APRIL, seen_by=person.actor)
            for person in (plan.client, plan.workers[0])
        )

        with pytest.raises(InvariantError) as refused:
            between(hers, joans)
        assert refused.value.rule == "summaries-comparable"

    @pytest.mark.parametrize(
        ("then", "now"),
        [
            (Version.CLIENT, Version.RECORD),
            (Version.RECORD, Version.CLIENT),
            (Version.RECORD, Version.ENDING),
        ],
    )
    def test_another_version(self, plan, then, now):
        """What may stand in the record may not be for the client's eyes."""
        first, last = (
            summarise(
                plan,
                as_of=APRIL,
                seen_by=plan.workers[0].actor,
                version=version,
            )
            for version in (then, now)
        )

        with pytest.raises(InvariantError, match="summaries-comparable"):
            between(first, last)

    def test_two_pages_for_the_client(self, plan):
        """At an ending one looks back on a page that spoke to the client."""
        first, last = (
            summarise(
                plan, as_of=APRIL, seen_by=plan.client.actor, version=version
            )
            for version in (Version.CLIENT, Version.ENDING)
        )

        assert between(first, last).version is Version.ENDING

    def test_another_plan(self, plan):
        """Two plans are not compared."""
        one, other = (
            summarise(
                Plan(client=plan.client),
                as_of=APRIL,
                seen_by=plan.client.actor,
            )
            for _ in range(2)
        )

        with pytest.raises(InvariantError, match="summaries-comparable"):
            between(one, other)

    @pytest.mark.parametrize(
        ("then", "now", "in_order"),
        [
            (APRIL, APRIL, True),
            (APRIL, MARCH, False),
            (at(4, 3), APRIL, True),
            (at(4, 4), APRIL, False),
            (at(4, 3), at(4, 3), True),
            (at(4, 4), at(4, 3), False),
        ],
    )
    def test_order(self, plan, then, now, in_order):
        """The earlier one comes first; a day and its moments are equal."""
        first, last = (
            summarise(plan, as_of=day, seen_by=plan.client.actor)
            for day in (then, now)
        )

        if in_order:
            assert between(first, last).plan_id == plan.id
        else:
            with pytest.raises(InvariantError, match="time-ordered"):
                between(first, last)


class TestForms:
    """The page of changes has the same forms as a summary."""

    def test_forms(self, plan):
        """Text, markdown, HTML and data tell the same, for the reader alone."""
        then, now = (
            summarise(
                plan,
                as_of=day,
                seen_by=plan.workers[0].actor,
                version=Version.RECORD,
            )
            for day in (MARCH, APRIL)
        )
        found = between(then, now)

        assert repr(found) == "<ProgressBetween p1 record>"
        assert found._repr_html_() == found.to_html()
        assert found.to_markdown().startswith("# What has changed")
        assert [
            one["id"] for one in found.to_dict()["went_well"]["milestones"]
        ] == ["m1"]
        assert "Something in the plan is private" in found.to_text()
        assert found.to_text(width=2) == found.to_text(width=14)

    def test_words(self, plan):
        """The words are those of the later summary, or those given."""
        reader = plan.client.actor
        then, now = (
            summarise(
                plan,
                as_of=day,
                seen_by=reader,
                words={"since-title": f"Seit {day.month}"},
            )
            for day in (MARCH, APRIL)
        )
        words = {"since-title": "Neues"}

        assert rows(between(then, now))[0] == "Seit 4"
        assert rows(between(then, now, words=words))[0] == "Neues"
