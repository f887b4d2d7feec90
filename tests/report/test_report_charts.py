"""The numbers and words behind the pictures."""

from __future__ import annotations

import itertools

from datetime import UTC, date, datetime, timedelta

import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit import Client, Goal, Milestone, Plan, Voice
from empowerkit.model import Direction, SupportAgreement, SupportLevel
from empowerkit.progress import summarise


report = pytest.importorskip("empowerkit.report")
charts = pytest.importorskip("empowerkit.report._charts")
html = pytest.importorskip("empowerkit.report._html")

AMINA = Client(called="Amina")
HER = AMINA.actor
DAY = date(2026, 5, 2)
GOAL = Goal(words="A home", voice=Voice(speaker=HER))


def milestone(words, due=None, reached=None, said=None):
    """Return a milestone of the goal."""
    return Milestone(
        goal_id=GOAL.id,
        words=words,
        voice=Voice(speaker=HER),
        due_on=due,
        reached_on=reached,
        reached=said,
    )


def help_at(day, level, direction=None):
    """Return help agreed on the goal; one by one, none replaces another."""
    at = None if day is None else datetime(2026, 3, day, 12, tzinfo=UTC)
    return SupportAgreement(
        goal_id=GOAL.id,
        level=SupportLevel(level),
        direction=direction,
        voice=Voice(speaker=HER, said_at=at),
    )


def goal_with(*milestones, support=()):
    """Return how far the goal has come with these."""
    plan = Plan(
        client=AMINA,
        goals=(GOAL,),
        milestones=milestones,
        support_agreements=support,
    )
    return plan, summarise(plan, as_of=DAY, seen_by=HER).goals[0]


class TestTimeline:
    """Milestones from left to right."""

    def test_marks_stand_in_time(self):
        """The first day is on the left, the last on the right."""
        _, goal = goal_with(
            milestone("b", due=DAY + timedelta(days=10)),
            milestone("a", reached=DAY - timedelta(days=10)),
        )

        found = charts.timeline(goal, DAY)

        assert [(1, 16.0, True), (2, 304.0, False)] == [
            (one.number, one.x, one.is_reached) for one in found.marks
        ]
        assert 160.0 == found.today

    def test_one_day_is_in_the_middle(self):
        """Where all is of today there is no left and right."""
        _, goal = goal_with(milestone("a", reached=DAY))

        found = charts.timeline(goal, DAY)

        assert (160.0, 160.0) == (found.marks[0].x, found.today)
        assert (DAY, DAY) == (found.first, found.last)

    def test_numbers_do_not_cover_each_other(self):
        """Those that would stand too near get a row of their own."""
        near = [milestone(str(n), reached=DAY) for n in range(3)]
        far = milestone("far", reached=DAY - timedelta(days=300))
        _, goal = goal_with(*near, far)

        found = charts.timeline(goal, DAY)

        assert [0, 0, 1, 2] == [one.row for one in found.marks]
        assert 3 == found.rows

    def test_without_a_day_there_is_no_mark(self):
        """What is reached on a day that nobody wrote down is in the list."""
        told = Voice(speaker=HER)
        undated = milestone("x", due=DAY, said=told)
        plan, goal = goal_with(undated, milestone("y"))
        page = report.html(plan, seen_by=HER, as_of=DAY)

        assert charts.timeline(goal, DAY) is None
        assert "<svg" not in page
        assert "<li>Reached: “<bdi>x</bdi>”</li>" in page

    @given(
        st.lists(
            st.tuples(
                st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.booleans()
            ),
            min_size=1,
            max_size=12,
        ),
        st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    )
    def test_everything_stays_inside(self, days, today):
        """Marks keep to the picture, in time, and apart from each other."""
        held = tuple(
            milestone("m", reached=day)
            if is_reached and day <= today
            else milestone("m", due=day)
            for day, is_reached in days
        )
        plan = Plan(client=AMINA, goals=(GOAL,), milestones=held)
        goal = summarise(plan, as_of=today, seen_by=HER).goals[0]

        found = charts.timeline(goal, today)

        xs = [one.x for one in found.marks]
        assert all(16 <= x <= 304 for x in (*xs, found.today))
        assert sorted(xs) == xs
        for row in range(found.rows):
            here = [one.x for one in found.marks if one.row == row]
            assert all(
                b - a >= charts.APART for a, b in itertools.pairwise(here)
            )


class TestSupport:
    """Help agreed, from left to right, the most on top."""

    def test_it_steps_down_and_up_again(self):
        """Each agreement holds until the next; the last until today."""
        _, goal = goal_with(
            support=(help_at(1, 3), help_at(10, 1), help_at(20, 2))
        )

        found = charts.support_line(goal.support, DAY)

        assert [1, 3, 2] == [one.row for one in found.points]
        assert "M84.0 44H115.9V100H151.4V72H304.0" == html._steps(found)

    def test_without_a_day_there_is_no_line(self):
        """The words are there all the same."""
        plan, goal = goal_with(
            support=(help_at(None, 4, Direction.HOLD), help_at(None, 2))
        )
        page = report.html(plan, seen_by=HER, as_of=DAY)

        assert charts.support_line(goal.support, DAY) is None
        assert "<svg" not in page
        assert "No day recorded: somebody does it for you." in page

    def test_help_of_no_goal_is_shown_too(self):
        """It stands in a section of its own."""
        agreed = SupportAgreement(
            level=SupportLevel.COACH, voice=Voice(speaker=HER)
        )
        plan = Plan(client=AMINA, support_agreements=(agreed,))

        page = report.text(plan, seen_by=HER, as_of=DAY)

        assert "\nIn time\n-------\n" in page


@pytest.mark.parametrize(
    ("x", "anchor"), [(16, "start"), (160, "middle"), (304, "end")]
)
def test_words_at_the_edges_stay_inside(anchor, x):
    """The word for today runs inwards."""
    assert anchor == html._anchor(x)
