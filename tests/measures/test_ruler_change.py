"""Change on a ruler, and its mean over goals: nothing rescaled or guessed."""

from __future__ import annotations

import math

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from empowerkit.errors import InvariantError
from empowerkit.measures import (
    RulerChange,
    ScoreDirection,
    goal_based_outcomes,
    ruler_change,
)
from empowerkit.model import (
    Absent,
    AbsentReason,
    AnswerStatus,
    Client,
    Decision,
    Goal,
    Option,
    Rating,
    Ruler,
    Voice,
    Withdrawal,
    Worker,
)
from empowerkit.plan import Plan


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor
VOICE = Voice.of(HER, at=NOON)
GOALS = tuple(Goal(id=i, words="w", voice=VOICE) for i in ("a", "b", "c"))
LOWER = ScoreDirection.LOWER_IS_BETTER


def rating(value: int | None, day: int = 0, **values: Any) -> Rating:
    """Return a rating of progress on goal a by the client, unless said."""
    rater = values.get("rater", HER)
    status = AnswerStatus.DOES_NOT_KNOW
    named = {
        "about_id": "a",
        "ruler": Ruler.PROGRESS,
        "value": value,
        "status": status if value is None else AnswerStatus.ANSWERED,
        "rater": rater,
        "at": NOON + timedelta(days=day),
        "voice": Voice.of(rater, at=NOON),
    }
    return Rating(**(named | values))


def plan(*ratings: Rating, **nouns: Any) -> Plan:
    """Return a plan of the two, with three goals."""
    held = {"goals": GOALS} | nouns
    return Plan(
        id="p1", client=AMINA, workers=(JOAN,), ratings=ratings, **held
    )


def only(*ratings: Rating, **values: Any) -> RulerChange:
    """Return the one change there is."""
    (found,) = ruler_change(plan(*ratings), **values)
    return found


class TestChange:
    """The last less the first."""

    def test_last_less_first(self) -> None:
        """By the time of rating, whatever lies between."""
        found = only(rating(7, 60), rating(3, 0), rating(9, 30))

        assert (found.first, found.last, found.change) == (3, 7, 4)
        assert found.last_at == NOON + timedelta(days=60)
        assert (found.n, found.missing, found.reason) == (3, 0, None)
        assert found.to_text() == (
            "By client amina, progress of goal a: 3 to 7, +4 on 0 to 10 "
            "(higher is better)."
        )

    def test_the_sign_is_that_of_the_figures(self) -> None:
        """Where lower is better a fall is a fall, and the direction says so."""
        found = only(
            rating(8, higher_is_better=False),
            rating(2, 9, higher_is_better=False),
        )

        assert (found.change, found.direction) == (-6, LOWER)
        assert found.to_text().endswith("-6 on 0 to 10 (lower is better).")

    def test_by_rater_ruler_and_subject(self) -> None:
        """Each is a row of its own, the client's first."""
        own = {"ruler": Ruler.OWN, "low": 1, "high": 5}
        found = ruler_change(
            plan(
                rating(1, rater=WORKER),
                rating(1),
                rating(1, ruler=Ruler.CONFIDENCE),
                rating(1, about_id="b"),
                rating(1, own_ruler="Calm at night", **own),
                rating(1, own_ruler="Calm by day", **own),
            )
        )

        assert [
            (one.rater, one.ruler.value, one.own_ruler, one.about_id)
            for one in found
        ] == [
            (HER, "progress", None, "a"),
            (HER, "confidence", None, "a"),
            (HER, "progress", None, "b"),
            (HER, "own", "Calm at night", "a"),
            (HER, "own", "Calm by day", "a"),
            (WORKER, "progress", None, "a"),
        ]

    def test_a_withdrawn_rating(self) -> None:
        """It is skipped."""
        gone = rating(10, 60)
        taken = Withdrawal(subject_id=gone.id, by=HER, at=NOON)
        (found,) = ruler_change(
            plan(rating(3), rating(5, 30), gone, withdrawals=(taken,))
        )

        assert found.change == 2

    def test_nothing_rated(self) -> None:
        """A plan without ratings has no rows."""
        assert ruler_change(plan()) == ()


class TestNoChange:
    """Where there is no change, it is None and says why."""

    def test_once(self) -> None:
        """One rating is no change of 0."""
        found = only(rating(3))

        assert (found.change, found.first, found.last) == (None, 3, None)
        assert found.reason == "a change takes two ratings, and there is one"
        assert found.to_text() == (
            "By client amina, progress of goal a: no change, because a change "
            "takes two ratings, and there is one."
        )

    def test_unanswered(self) -> None:
        """Who did not know is counted, and not taken for 0."""
        found = only(rating(None), rating(None, 5))

        assert (found.change, found.first, found.n, found.missing) == (
            None,
            None,
            0,
            2,
        )
        assert found.reason == "nothing was answered"

    def test_unanswered_last(self) -> None:
        """The last answer counts, and the missing one is counted."""
        found = only(rating(3), rating(5, 9), rating(None, 20))

        assert (found.change, found.n, found.missing) == (2, 2, 1)

    @pytest.mark.parametrize("ends", [{"low": 1}, {"high": 5}])
    def test_another_ruler(self, ends: dict[str, int]) -> None:
        """Rulers that ran differently are not compared, and not rescaled."""
        found = only(rating(3), rating(5, 9, **ends))

        assert (found.change, found.first, found.last) == (None, 3, 5)
        assert found.reason is not None
        assert found.reason.startswith("the ruler ran 0 to 10 first and ")
        assert found.reason.endswith("nothing is rescaled")

    def test_another_direction(self) -> None:
        """A ruler that was turned round is not compared."""
        found = only(rating(3), rating(5, 9, higher_is_better=False))

        assert found.change is None
        assert found.reason == "the better end of the ruler changed in between"

    def test_another_ruler_in_between(self) -> None:
        """Only first and last are compared."""
        found = only(rating(3), rating(4, 5, high=20), rating(5, 9))

        assert found.change == 2


class TestThreshold:
    """A threshold is an argument, in the direction of the better end."""

    def test_none_is_built_in(self) -> None:
        """Without a threshold nothing is said about it."""
        found = only(rating(0), rating(10, 9))

        assert (found.threshold, found.reached) == (None, None)

    @pytest.mark.parametrize(
        ("last", "reached"), [(7, True), (6, False), (1, False)]
    )
    def test_higher(self, last: int, *, reached: bool) -> None:
        """A rise of so many steps or more."""
        found = only(rating(5), rating(last, 9), threshold=2)

        assert found.reached is reached

    @pytest.mark.parametrize(
        ("last", "reached"), [(3, True), (4, False), (9, False)]
    )
    def test_lower(self, last: int, *, reached: bool) -> None:
        """A fall of so many steps or more, where lower is better."""
        down = {"higher_is_better": False}
        found = only(rating(5, **down), rating(last, 9, **down), threshold=2)

        assert found.reached is reached

    def test_no_change(self) -> None:
        """Where there is no change, nothing was reached or missed."""
        assert only(rating(5), threshold=2).reached is None

    @pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, True, "2"])
    @pytest.mark.parametrize("measure", [ruler_change, goal_based_outcomes])
    def test_refused(self, measure: Any, value: Any) -> None:
        """A threshold is a number above 0."""
        with pytest.raises(InvariantError) as caught:
            measure(plan(), threshold=value)

        assert (caught.value.rule, caught.value.path) == (
            "measure-input",
            "$.threshold",
        )


class TestSubjects:
    """What was rated, and who is not named in a table."""

    def test_a_worker(self) -> None:
        """A row about a worker, or by one, does not name the worker."""
        rapport = {"about_id": "joan", "ruler": Ruler.RAPPORT}
        about, by = (
            one.to_dict()
            for one in ruler_change(
                plan(rating(5, **rapport), rating(1, rater=WORKER))
            )
        )

        assert (about["about"], about["about_id"]) == ("worker", None)
        assert (by["rater_role"], by["rater_id"]) == ("worker", None)
        assert "joan" not in f"{about} {by}"

    def test_something_absent(self) -> None:
        """What the plan does not hold is called absent."""
        gone = Absent(id="x", reason=AbsentReason.WITHHELD)
        (found,) = ruler_change(plan(rating(1, about_id="x"), absent=(gone,)))

        assert (found.about, found.about_id) == ("absent", "x")
        assert found.to_dict()["about_id"] is None

    def test_something_withheld_in_a_decision(self) -> None:
        """A rating of what is withheld inside a decision has a row."""
        stay = Option(id="stay", words="w", voice=VOICE)
        gone = Absent(id="room", reason=AbsentReason.WITHHELD)
        home = Decision(
            id="home",
            client=HER,
            words="w",
            voice=VOICE,
            options=(stay,),
            absent=(gone,),
        )
        held = plan(
            rating(1, about_id="stay"),
            rating(1, about_id="room"),
            decisions=(home,),
        )

        assert [one.to_dict()["about"] for one in ruler_change(held)] == [
            "option",
            "absent",
        ]
        assert [one.to_dict()["about_id"] for one in ruler_change(held)] == [
            "stay",
            None,
        ]
        assert goal_based_outcomes(held) == ()

    def test_a_worker_who_is_absent(self) -> None:
        """What is absent may have been a worker, and is not named."""
        gone = Absent(id="ruth", reason=AbsentReason.ERASED)
        kind = {"about_id": "ruth", "ruler": Ruler.RAPPORT}
        (row,) = ruler_change(plan(rating(5, **kind), absent=(gone,)))

        assert "ruth" not in str(row.to_dict())

    def test_no_words(self) -> None:
        """A ruler of one's own is named in no repr, text or row."""
        own = {"ruler": Ruler.OWN, "own_ruler": "Calm at night"}
        found = only(rating(1, **own), rating(4, 9, **own))
        shown = f"{found!r} {found.to_text()} {found.to_dict()}"

        assert found.own_ruler == "Calm at night"
        assert "Calm" not in shown

    def test_as_a_row(self) -> None:
        """The row has plain values only, and times."""
        row = only(rating(3), rating(5, 9), threshold=2).to_dict()

        assert row["about_id"] == "a"
        assert (row["change"], row["reached"]) == (2, True)
        assert row["direction"] == "higher-is-better"
        assert row["first_at"] == NOON


class TestOverGoals:
    """The mean change over goals."""

    def test_mean(self) -> None:
        """The mean over the goals that have a change, in the plan's order."""
        (found,) = goal_based_outcomes(
            plan(
                rating(4, about_id="b"),
                rating(2, about_id="a"),
                rating(3, 9, about_id="b"),
                rating(8, 9, about_id="a"),
                rating(8, 9, about_id="c"),
            ),
            threshold=2.5,
        )

        assert [one.change for one in found.changes] == [6, -1]
        assert (found.mean, found.reached) == (2.5, True)
        assert (found.n, found.missing) == (2, 1)
        assert found.to_text() == (
            "By client amina: mean change in progress +2.50 over 2 goals "
            "(+6, -1; higher is better), 1 without."
        )
        assert found.to_dict()["changes"] == [6, -1]
        assert found.to_dict()["direction"] == "higher-is-better"

    def test_the_direction_is_that_of_the_changes(self) -> None:
        """A goal that was rated once says nothing of which way is better."""
        once = rating(5, about_id="b", higher_is_better=False)
        (found,) = goal_based_outcomes(
            plan(rating(2), once, rating(7, 60)), threshold=2
        )
        (alone,) = goal_based_outcomes(plan(once))

        assert (found.mean, found.reached) == (5, True)
        assert found.direction is ScoreDirection.HIGHER_IS_BETTER
        assert alone.direction is None

    def test_by_rater(self) -> None:
        """Each rater has a mean of their own."""
        found = goal_based_outcomes(
            plan(
                rating(1, rater=WORKER),
                rating(9, 9, rater=WORKER),
                rating(1),
                rating(2, 9),
            )
        )

        assert [(one.rater, one.mean) for one in found] == [
            (HER, 1),
            (WORKER, 8),
        ]

    def test_no_goal_twice(self) -> None:
        """Without a change there is no mean, and it says why."""
        (found,) = goal_based_outcomes(plan(rating(1)), threshold=1)

        assert (found.mean, found.direction, found.reached) == (None,) * 3
        assert (found.n, found.missing) == (0, 3)
        assert found.to_text() == (
            "By client amina: no mean change, because no goal was rated twice "
            "on one ruler."
        )
        assert found.to_dict()["direction"] is None

    @pytest.mark.parametrize(
        "other", [{"high": 5}, {"low": 1}, {"higher_is_better": False}]
    )
    def test_rulers_that_differ(self, other: dict[str, Any]) -> None:
        """There is no mean over rulers that run differently."""
        (found,) = goal_based_outcomes(
            plan(
                rating(1),
                rating(2, 9),
                rating(1, about_id="b", **other),
                rating(2, 9, about_id="b", **other),
            )
        )

        assert (found.mean, found.n) == (None, 2)
        assert found.reason == "the goals are on rulers that run differently"

    def test_only_goals_that_stand(self) -> None:
        """What is no goal, or was withdrawn, does not count."""
        gone = Withdrawal(subject_id="b", by=HER, at=NOON)
        found = goal_based_outcomes(
            plan(
                rating(1, about_id="amina"),
                rating(1, about_id="b"),
                rating(3),
                rating(4, 9, ruler=Ruler.CONFIDENCE),
                withdrawals=(gone,),
            )
        )

        assert [(one.rater, one.n, one.missing) for one in found] == [
            (HER, 0, 2)
        ]

    def test_another_ruler(self) -> None:
        """Any ruler that goals share can be asked for."""
        sure = {"ruler": Ruler.CONFIDENCE}
        (found,) = goal_based_outcomes(
            plan(rating(3, **sure), rating(9, 9, **sure)),
            ruler=Ruler.CONFIDENCE,
        )

        assert (found.ruler, found.mean) == (Ruler.CONFIDENCE, 6)

    @pytest.mark.parametrize("ruler", [Ruler.OWN, "progress", True])
    def test_refused(self, ruler: Any) -> None:
        """Rulers of one's own are each another, and are not averaged."""
        with pytest.raises(InvariantError) as caught:
            goal_based_outcomes(plan(), ruler=ruler)

        assert caught.value.path == "$.ruler"
