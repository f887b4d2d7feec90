"""The goal attainment T, held against published figures, and what it refuses."""

from __future__ import annotations

import math
import pickle

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from empowerkit.errors import InvariantError
from empowerkit.measures import attainment_t


LEVELS = (-2, 0, -1, 2, 0, 1)
WEIGHTS = (3, 5, 1, 4, 2, 6)


def refused(*values: Any, **more: Any) -> InvariantError:
    """Return the error with which the values are refused."""
    with pytest.raises(InvariantError) as caught:
        attainment_t(*values, **more)
    return caught.value


class TestPublished:
    """Figures that others printed."""

    def test_the_example_of_gasr(self) -> None:
        """
        The levels and weights of its documentation give 55, to the last bit.

        ``calc_tscore`` of the R package gasr (T. Dunn): Σwx = 7, and
        0.7 * 91 + 0.3 * 441 = 196.
        """
        assert attainment_t(LEVELS, WEIGHTS).t == 55.0

    @pytest.mark.parametrize(
        ("levels", "printed"),
        [
            ((-1, -1, 0, 0, -1), 40.95466),
            ((0, 0, -1), 45.43565),
            ((1, 1, 1), 63.69306),
        ],
    )
    def test_the_trials_of_gasr(
        self, levels: tuple[int, ...], printed: float
    ) -> None:
        """Goals that count alike give the T printed in its README."""
        assert attainment_t(levels).t == pytest.approx(printed, abs=5e-6)

    @pytest.mark.parametrize(
        ("goals", "printed"), [(3, 22.6), (4, 21.0), (5, 19.8)]
    )
    def test_the_floor_of_turner_stokes(
        self, goals: int, printed: float
    ) -> None:
        """
        All goals at -2 give the quartiles that were printed for that.

        L. Turner-Stokes and H. Williams, Clinical Rehabilitation 24 (2010),
        set all baselines to -2 and print, for patients with one to six
        goals, a median of 21.0 and quartiles of 19.8 and 22.6: what four,
        five and three goals that count alike give.
        """
        found = attainment_t([-2] * goals).t

        assert found == pytest.approx(printed, abs=0.06)


class TestResult:
    """What stands beside T."""

    def test_the_raw_profile(self) -> None:
        """The levels and weights stay as they were given."""
        found = attainment_t(LEVELS, WEIGHTS, rho=0.5)

        assert (found.levels, found.weights) == (LEVELS, WEIGHTS)
        assert (found.rho, found.n, found.missing) == (0.5, 6, 0)
        assert found.reason is None

    def test_a_goal_nobody_rated(self) -> None:
        """It is left out with its weight, and counted; it is not taken for 0."""
        found = attainment_t([1, None, 1], [1, 5, 1])

        assert found.t == attainment_t([1, 1]).t
        assert (found.n, found.missing) == (2, 1)

    def test_goals_nobody_rated(self) -> None:
        """There is no T of nothing but missing levels, and it says why."""
        found = attainment_t([None, None])

        assert (found.t, found.n, found.missing) == (None, 0, 2)
        assert found.reason == "no goal has both a level and a weight"
        assert found.to_text().startswith("There is no T: no goal has both")

    def test_in_words(self) -> None:
        """The text says what T is made of and what it must not be used for."""
        text = attainment_t([1, None]).to_text()

        assert text.splitlines() == [
            "T is 60.0 over 1 goal, 1 left out, with levels 1, none and rho 0.3.",
            "T is not comparable across workers, services or people.",
            "Easy goals inflate it.",
            "The levels are ordinal: equal steps need not be equal distances.",
        ]

    def test_as_a_row(self) -> None:
        """The row has plain values only."""
        assert attainment_t([0, 1], [1, 2.5]).to_dict() == {
            "t": pytest.approx(50 + 25 / 8.75**0.5),
            "levels": [0, 1],
            "weights": [1, 2.5],
            "rho": 0.3,
            "n": 2,
            "missing": 0,
            "reason": None,
        }

    def test_is_a_value(self) -> None:
        """Equal figures give equal results, which can be hashed and pickled."""
        one = attainment_t(LEVELS, WEIGHTS)

        assert one == attainment_t([*LEVELS], [*WEIGHTS])
        assert one == pickle.loads(pickle.dumps(one))
        assert len({one, attainment_t(LEVELS)}) == 2

    def test_other_kinds_of_number(self) -> None:
        """What counts as a number becomes a plain one."""
        found = attainment_t([1.0, Fraction(0)], [Fraction(1, 2), 1])

        assert [type(x) for x in found.levels] == [int, int]
        assert [type(w) for w in found.weights] == [float, int]


class TestRefused:
    """Each refusal beside its nearest success."""

    def test_no_goals(self) -> None:
        """There is no T of no goals; one goal is enough."""
        error = refused([])

        assert (error.rule, error.path) == ("measure-input", "$.levels")
        assert attainment_t([0]).t == 50

    @pytest.mark.parametrize("level", [-3, 3, 0.5, 1e99])
    def test_a_level_off_the_scale(self, level: Any) -> None:
        """A level is a whole step from -2 to +2."""
        error = refused([0, level])

        assert error.path == "$.levels[1]"
        assert "whole step from -2 to +2" in str(error)
        assert [attainment_t([x]).t for x in (-2, 2)] == [30, 70]

    @pytest.mark.parametrize(
        "value",
        [math.nan, math.inf, -math.inf, 10**400, True, "1", Decimal(1)],
    )
    @pytest.mark.parametrize("path", ["$.levels[0]", "$.weights[0]", "$.rho"])
    def test_no_finite_number(self, value: Any, path: str) -> None:
        """NaN, infinite, a truth value and a text are nowhere a number."""
        given: dict[str, Any] = {"levels": [0], "weights": [1], "rho": 0.3}
        name = path.removeprefix("$.").removesuffix("[0]")
        given[name] = [value] if path.endswith("]") else value
        error = refused(**given)

        assert (error.rule, error.path) == ("measure-input", path)
        assert str(error).startswith(path.removeprefix("$.") + " must be ")

    def test_no_weight_for_a_goal(self) -> None:
        """Each goal has one weight."""
        error = refused([0, 1], [1])

        assert error.path == "$.weights"
        assert "1 for 2" in str(error)

    def test_a_negative_weight(self) -> None:
        """A weight is 0 or more."""
        assert refused([0, 1], [1, -1]).path == "$.weights[1]"
        assert attainment_t([2, 1], [0, 1]).t == attainment_t([1]).t

    @pytest.mark.parametrize("levels", [[0, 1], [0, 1, None]])
    def test_only_zero_weights(self, levels: list[int | None]) -> None:
        """One goal that was rated has a weight above 0."""
        error = refused(levels, [0, 0.0, 7][: len(levels)])

        assert error.path == "$.weights"
        assert "leave weights out" in str(error)

    @pytest.mark.parametrize("rho", [-0.01, 1.01])
    def test_no_correlation(self, rho: float) -> None:
        """Rho lies in 0 to 1."""
        assert refused([0], rho=rho).path == "$.rho"

    def test_everything_at_once(self) -> None:
        """All that is wrong with levels and weights is said together."""
        error = refused([9, True], [-1, math.nan])

        assert [problem.path for problem in error.problems] == [
            "$.levels[0]",
            "$.levels[1]",
            "$.weights[0]",
            "$.weights[1]",
        ]

    def test_no_figure_in_the_message(self) -> None:
        """The message does not repeat what was rated."""
        assert "7319" not in str(refused([7319]))
