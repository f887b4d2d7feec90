"""Goal attainment of a plan: by rater, with what is missing and who differs."""

from __future__ import annotations

import math

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from empowerkit.errors import InvariantError
from empowerkit.measures import (
    GoalAttainment,
    RaterAttainment,
    Weighting,
    attainment_t,
    goal_attainment,
)
from empowerkit.model import (
    AnswerStatus,
    AttainmentScale,
    Client,
    Goal,
    Importance,
    Lifecycle,
    Mandate,
    Rating,
    Ruler,
    Supporter,
    Voice,
    Whose,
    Withdrawal,
    Worker,
)
from empowerkit.plan import Plan


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
HODAN = Supporter(id="hodan", called="Hodan")
HER, WORKER, SISTER = AMINA.actor, JOAN.actor, HODAN.actor
VOICE = Voice.of(HER, at=NOON)
FIVE = ("nothing yet", "a room", "a door I can lock", "a kitchen", "a garden")
IXD = Weighting.IMPORTANCE_X_DIFFICULTY


def scale(baseline: int | None = None, **values: Any) -> AttainmentScale:
    """Return a scale; *stars* is a range that the client said."""
    stars = values.pop("stars", None)
    if stars is not None:
        low, high = stars
        values["importance"] = Importance(low=low, high=high, said_by=HER)
    return AttainmentScale(levels=FIVE, baseline=baseline, **values)


def goal(
    goal_id: str, held: AttainmentScale | None = None, **values: Any
) -> Goal:
    """Return a goal of hers."""
    return Goal(
        id=goal_id, words="My own door", voice=VOICE, scale=held, **values
    )


def rating(
    about: str, value: int | None, rater: Any = HER, **values: Any
) -> Rating:
    """Return a rating of how far a goal is reached; *day* counts from noon."""
    status = AnswerStatus.PREFERS_NOT_TO_SAY
    day = values.pop("day", 0)
    named = {
        "about_id": about,
        "ruler": Ruler.ATTAINMENT,
        "low": -2,
        "high": 2,
        "value": value,
        "status": status if value is None else AnswerStatus.ANSWERED,
        "rater": rater,
        "at": NOON + timedelta(days=day),
        "voice": Voice.of(rater, at=NOON),
    }
    return Rating(**(named | values))


def plan(goals: Any, ratings: Any = (), **nouns: Any) -> Plan:
    """Return a plan of the three."""
    return Plan(
        id="p1",
        client=AMINA,
        workers=(JOAN,),
        supporters=(HODAN,),
        goals=tuple(goals),
        ratings=tuple(ratings),
        **nouns,
    )


def only(found: GoalAttainment) -> RaterAttainment:
    """Return the one rater's result."""
    (one,) = found.raters
    return one


class TestByRater:
    """A T for each rater, at the start and now."""

    def test_achieved_baseline_and_change(self) -> None:
        """All three are there, and the profile beside them."""
        goals = [goal("a", scale(-1)), goal("b", scale(-2))]
        found = only(
            goal_attainment(plan(goals, [rating("a", 1), rating("b", 0)]))
        )

        assert found.achieved.t == attainment_t([1, 0]).t
        assert found.baseline.t == attainment_t([-1, -2]).t
        assert found.change == pytest.approx(10 * 4 / 2.6**0.5)
        assert [one.level for one in found.profile] == [1, 0]
        assert (found.n, found.missing, found.reason) == (2, 0, None)

    def test_the_last_level_counts(self) -> None:
        """By the time it was given, in whichever order they stand."""
        goals = [goal("a", scale())]
        ratings = [
            rating("a", 2, day=9),
            rating("a", -1, day=1),
            rating("a", None, day=12),
        ]
        (level,) = only(goal_attainment(plan(goals, ratings))).profile

        assert (level.level, level.ratings, level.unanswered) == (2, 2, 1)
        assert level.at == NOON + timedelta(days=9)

    def test_of_two_at_once_the_later_in_the_plan_counts(self) -> None:
        """A tie in time goes to what was added later."""
        goals = [goal("a", scale())]
        ratings = [rating("a", 2), rating("a", -1)]
        found = only(goal_attainment(plan(goals, ratings)))

        assert found.achieved.levels == (-1,)

    def test_the_client_comes_first(self) -> None:
        """Raters come by role and id, and never by what they gave."""
        goals = [goal("a", scale())]
        ratings = [
            rating("a", 2, SISTER),
            rating("a", 1, WORKER),
            rating("a", -2, HER),
        ]
        found = goal_attainment(plan(goals, ratings))

        assert [one.rater for one in found.raters] == [HER, WORKER, SISTER]

    def test_other_rulers_do_not_count(self) -> None:
        """Only attainment is read."""
        other = rating("a", 1, ruler=Ruler.PROGRESS, low=0, high=10)
        found = goal_attainment(plan([goal("a", scale())], [other]))

        assert (found.raters, found.n, found.missing) == ((), 1, 1)

    def test_nothing_to_measure(self) -> None:
        """A plan without goals has a result, and it is empty."""
        found = goal_attainment(plan([]))

        assert (found.goal_ids, found.raters, found.missing) == ((), (), 0)
        assert found.to_text().startswith("Goal attainment of 0 goals")


class TestMissing:
    """What is missing is counted, and never taken for 0."""

    def test_a_goal_without_a_level(self) -> None:
        """It is left out of both T, and counted."""
        goals = [goal("a", scale(-1)), goal("b", scale(-2))]
        found = goal_attainment(plan(goals, [rating("a", 1)]))
        one = only(found)

        assert (one.achieved.t, one.baseline.t, one.change) == (60, 40, 20)
        assert (one.n, one.missing, found.missing) == (1, 1, 1)

    def test_only_unanswered(self) -> None:
        """Somebody who would rather not say has no T, and a reason."""
        found = only(
            goal_attainment(plan([goal("a", scale(-1))], [rating("a", None)]))
        )

        assert (found.achieved.t, found.change, found.missing) == (
            None,
        ) * 2 + (1,)
        assert found.reason == "no goal has both a level and a weight"
        assert found.to_text() == (
            "By client amina: no T; no goal has both a level and a weight."
        )

    def test_a_goal_without_a_baseline(self) -> None:
        """There is no change between different goals, and it says why."""
        goals = [goal("a", scale(-1)), goal("b", scale())]
        found = only(
            goal_attainment(plan(goals, [rating("a", 1), rating("b", 1)]))
        )

        assert found.baseline.t == 40
        assert found.change is None
        assert found.reason == "1 rated goal without a baseline"
        assert found.to_text().endswith(
            "no change, because 1 rated goal without a baseline."
        )

    def test_a_goal_without_a_scale(self) -> None:
        """It is not looked at, and counted."""
        goals = [goal("a", scale()), goal("b")]
        found = goal_attainment(plan(goals, [rating("b", 1)]))

        assert (found.goal_ids, found.without_scale) == (("a",), 1)
        assert found.raters == ()


class TestStanding:
    """Only what stands is read."""

    def test_a_withdrawn_rating(self) -> None:
        """It is skipped."""
        last = rating("a", 2, day=5)
        gone = Withdrawal(subject_id=last.id, by=HER, at=NOON)
        found = goal_attainment(
            plan(
                [goal("a", scale())],
                [rating("a", 1), last],
                withdrawals=(gone,),
            )
        )

        assert only(found).achieved.levels == (1,)

    def test_a_goal_put_anew(self) -> None:
        """It starts anew: what was rated was another goal."""
        goals = [goal("a", scale()), goal("b", scale(), replaces="a")]
        found = goal_attainment(plan(goals, [rating("a", 1)]))

        assert (found.goal_ids, found.raters) == (("b",), ())

    @pytest.mark.parametrize(
        ("lifecycle", "counts"),
        [
            (Lifecycle.REJECTED, False),
            (Lifecycle.ENTERED_IN_ERROR, False),
            (Lifecycle.CANCELLED, True),
            (Lifecycle.COMPLETED, True),
            (Lifecycle.PROPOSED, True),
        ],
    )
    def test_lifecycle(self, lifecycle: Lifecycle, counts: bool) -> None:  # noqa: FBT001
        """A goal given up still counts; one that never was does not."""
        goals = [goal("a", scale(), lifecycle=lifecycle)]

        assert goal_attainment(plan(goals)).goal_ids == ("a",) * counts

    def test_whose(self) -> None:
        """Mandated goals can be left out."""
        ordered = Mandate(id="m1", words="Attend", voice=VOICE)
        goals = [
            goal("a", scale()),
            goal("b", scale(), whose=Whose.MANDATED, mandate_id="m1"),
        ]
        held = plan(goals, mandates=(ordered,))

        assert goal_attainment(held).goal_ids == ("a", "b")
        assert goal_attainment(held, whose=[Whose.CLIENT]).goal_ids == ("a",)


class TestWeights:
    """What each goal counts, and that the result says which."""

    def test_all_alike(self) -> None:
        """Without being told, importance and difficulty are not used."""
        goals = [
            goal("a", scale(stars=(5, 5), difficulty=3)),
            goal("b", scale()),
        ]
        found = goal_attainment(plan(goals, [rating("a", 2), rating("b", 0)]))

        assert found.weighting is Weighting.EQUAL
        assert only(found).achieved.weights == (1, 1)
        assert "weights equal" in found.to_text()

    def test_importance_times_difficulty(self) -> None:
        """The middle of the client's stars times the difficulty."""
        goals = [
            goal("a", scale(stars=(2, 5), difficulty=3)),
            goal("b", scale(stars=(4, 4), difficulty=1)),
        ]
        found = goal_attainment(
            plan(goals, [rating("a", 2), rating("b", 0)]), weighting=IXD
        )

        assert found.weighting is IXD
        assert only(found).achieved == attainment_t([2, 0], [10.5, 4.0])
        assert "importance-x-difficulty" in found.to_text()

    @pytest.mark.parametrize(
        "held", [scale(stars=(3, 3)), scale(difficulty=2), scale()]
    )
    def test_no_weight_known(self, held: AttainmentScale) -> None:
        """A goal without importance or difficulty is left out, and counted."""
        goals = [goal("a", scale(stars=(3, 3), difficulty=2)), goal("b", held)]
        found = only(
            goal_attainment(
                plan(goals, [rating("a", 1), rating("b", -2)]), weighting=IXD
            )
        )

        assert found.achieved.weights == (6, None)
        assert (found.achieved.t, found.n, found.missing) == (60, 1, 1)

    def test_only_zero_weights(self) -> None:
        """There is no T, and it says why; a caseload is not stopped by it."""
        goals = [goal("a", scale(-1, stars=(3, 3), difficulty=0))]
        found = only(
            goal_attainment(plan(goals, [rating("a", 1)]), weighting=IXD)
        )

        assert (found.achieved.t, found.change) == (None, None)
        assert found.reason == "all goals with a level have the weight 0"


class TestDisagreement:
    """Where raters differ, they are listed and not averaged."""

    def test_each_goal_on_its_own(self) -> None:
        """A goal that two put on different levels is listed, with both."""
        goals = [goal("a", scale()), goal("b", scale()), goal("c", scale())]
        ratings = [
            rating("a", 2, WORKER),
            rating("b", 1, WORKER),
            rating("a", -1, HER),
            rating("b", 1, HER),
            rating("c", 0, HER),
        ]
        found = goal_attainment(plan(goals, ratings))
        (one,) = found.disagreements

        assert (one.goal_id, one.raters) == ("a", (HER, WORKER))
        assert (one.levels, one.spread) == ((-1, 2), 3)
        assert (found.compared, found.missing) == (2, 0)
        assert one.to_text() == (
            "Goal a is seen differently: client amina -1, worker joan +2."
        )


class TestWords:
    """Nothing that somebody said gets out."""

    def found(self) -> GoalAttainment:
        """Return a result of a plan full of words."""
        goals = [goal("a", scale(-1)), goal("b", scale())]
        ratings = [rating("a", 1), rating("a", 0, WORKER)]
        return goal_attainment(plan(goals, ratings))

    def test_no_words(self) -> None:
        """Neither repr nor text nor row has a word of the goals or a name."""
        found = self.found()
        rows = [
            found.to_dict(),
            *(one.to_dict() for one in found.raters),
            *(one.to_dict() for one in found.disagreements),
            *(goal.to_dict() for goal in found.raters[0].profile),
        ]
        shown = f"{found!r} {found.to_text()} {rows}"

        for word in (*FIVE, "My own door", "Amina", "Joan"):
            assert word not in shown

    def test_no_worker_in_a_row(self) -> None:
        """A row names the client and not the worker: only their role."""
        rows = [one.to_dict() for one in self.found().raters]

        assert [(r["rater_role"], r["rater_id"]) for r in rows] == [
            ("client", "amina"),
            ("worker", None),
        ]

    def test_the_rows(self) -> None:
        """Rows have plain values, and each the plan they are of."""
        found = self.found()

        assert found.to_dict() == {
            "plan_id": "p1",
            "weighting": "equal",
            "rho": 0.3,
            "n": 2,
            "missing": 1,
            "without_scale": 0,
            "raters": 2,
            "compared": 1,
            "disagreements": 1,
        }
        assert found.raters[0].to_dict()["t_change"] == 20
        assert found.disagreements[0].to_dict() == {
            "goal_id": "a",
            "roles": ["client", "worker"],
            "levels": [1, 0],
            "spread": 1,
        }

    def test_the_limits_are_said(self) -> None:
        """The text ends with what T must not be used for."""
        text = self.found().to_text()

        assert "not comparable across workers" in text
        assert "Easy goals inflate it" in text
        assert "ordinal" in text


class TestRefused:
    """Arguments that cannot be."""

    @pytest.mark.parametrize(
        ("name", "value", "path"),
        [
            ("rho", math.nan, "$.rho"),
            ("rho", 2, "$.rho"),
            ("weighting", True, "$.weighting"),
            ("weighting", "equal", "$.weighting"),
            ("whose", ["client"], "$.whose[0]"),
            ("whose", Whose.CLIENT, "$.whose[0]"),
        ],
    )
    def test_refused(self, name: str, value: Any, path: str) -> None:
        """What is no rho, no weighting and no whose is refused by its path."""
        with pytest.raises(InvariantError) as caught:
            goal_attainment(plan([]), **{name: value})

        assert (caught.value.rule, caught.value.path) == (
            "measure-input",
            path,
        )
