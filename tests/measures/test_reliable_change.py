"""Reliable change, held against published figures, and what it refuses."""

from __future__ import annotations

import math

from fractions import Fraction
from typing import Any

import attrs
import pytest

from empowerkit.errors import InvariantError
from empowerkit.measures import (
    Crossing,
    Norms,
    ReliableChange,
    ScoreDirection,
    reliable_change,
)


HIGHER = ScoreDirection.HIGHER_IS_BETTER
LOWER = ScoreDirection.LOWER_IS_BETTER
COUPLES = Norms(
    sd=7.5,
    reliability=0.8,
    seeking_mean=40,
    seeking_sd=7.5,
    general_mean=60,
    general_sd=7.5,
    source="Jacobson and Truax (1991), their made-up example",
)
LOW_MOOD = Norms(
    sd=7,
    reliability=0.9,
    seeking_mean=32,
    seeking_sd=7,
    general_mean=10,
    general_sd=7,
)


def places(found: ReliableChange) -> dict[str, float | None]:
    """Return where the cut-offs lie, by name."""
    return {one.name: one.value for one in found.cut_offs}


def refused(**changes: Any) -> InvariantError:
    """Return the error with which a sound call, but for *changes*, ends."""
    given: dict[str, Any] = {
        "pre": 32.5,
        "post": 47.5,
        "norms": COUPLES,
        "direction": HIGHER,
    }
    with pytest.raises(InvariantError) as caught:
        reliable_change(**(given | changes))
    return caught.value


class TestPublished:
    """Figures that others printed."""

    def test_jacobson_and_truax(self) -> None:
        """
        Their example: from 32.5 to 47.5 with s = 7.5 and r = .80 is 3.16.

        S_diff is 4.74, as the R package ReliableTrendIndex reprints it too;
        the means of 40 and 60 put a, b and c at 55, 45 and 50, as the tests
        of the R package clinicalsignificance have them.
        """
        found = reliable_change(32.5, 47.5, norms=COUPLES, direction=HIGHER)

        assert found.change == 15
        assert found.s_diff == pytest.approx(4.74, abs=0.005)
        assert found.index == pytest.approx(3.16, abs=0.005)
        assert found.beyond is True
        assert places(found) == {"a": 55, "b": 45, "c": 50}
        assert found.crossed == ("b",)

    def test_suddengains(self) -> None:
        """
        With s = 10.5 and r = .931: the figures of the R package suddengains.

        ``define_crit1_cutoff``: a standard error of the difference of
        3.900577, and a reliable change of 7.645131 points.
        """
        norms = Norms(sd=10.5, reliability=0.931)
        found = reliable_change(30, 22, norms=norms, direction=LOWER)
        low, high = found.interval or (0, 0)

        assert found.s_diff == pytest.approx(3.900577, abs=5e-7)
        assert (high - low) / 2 == pytest.approx(7.645131, abs=5e-7)
        assert found.beyond is True

    def test_where_lower_is_better(self) -> None:
        """
        Means of 32 and 10 with s = 7 give a = 18, b = 24 and c = 21.

        The cut-offs page of the R package clinicalsignificance.
        """
        found = reliable_change(32, 20, norms=LOW_MOOD, direction=LOWER)

        assert places(found) == {"a": 18, "b": 24, "c": 21}
        assert found.crossed == ("b", "c")


class TestResult:
    """What stands beside the index."""

    def test_a_change_within(self) -> None:
        """A change that the instrument's error can make is not beyond."""
        found = reliable_change(40, 46, norms=COUPLES, direction=HIGHER)

        assert found.beyond is False
        assert found.interval is not None
        assert found.interval[0] < 0 < found.interval[1]

    def test_exactly_at_the_criterion(self) -> None:
        """What lies at the criterion is not beyond it."""
        norms = Norms(sd=1, reliability=0.5)
        found = reliable_change(
            0, 3, norms=norms, direction=HIGHER, criterion=3
        )

        assert (found.index, found.beyond) == (3, False)

    @pytest.mark.parametrize(
        ("pre", "post", "crossing"),
        [
            (49, 51, Crossing.TOWARDS_BETTER),
            (51, 49, Crossing.TOWARDS_WORSE),
            (50, 51, Crossing.NOT_CROSSED),
            (49, 50, Crossing.NOT_CROSSED),
            (51, 58, Crossing.NOT_CROSSED),
        ],
    )
    def test_crossing(self, pre: int, post: int, crossing: Crossing) -> None:
        """A cut-off is crossed from one side to the other, not from the line."""
        found = reliable_change(pre, post, norms=COUPLES, direction=HIGHER)

        assert found.cut_offs[2].crossing is crossing

    def test_without_norms_of_people(self) -> None:
        """The index stands without them; each cut-off says what it lacks."""
        norms = Norms(sd=7.5, reliability=0.8)
        found = reliable_change(32.5, 47.5, norms=norms, direction=HIGHER)

        assert found.index == pytest.approx(3.16, abs=0.005)
        assert places(found) == {"a": None, "b": None, "c": None}
        assert found.crossed == ()
        seeking = "seeking_mean, seeking_sd"
        general = "general_mean, general_sd"
        assert [one.reason for one in found.cut_offs] == [
            f"the norms hold no {seeking}",
            f"the norms hold no {general}",
            f"the norms hold no {seeking}, {general}",
        ]

    def test_with_norms_of_some(self) -> None:
        """A cut-off needs its own norms, and no others."""
        norms = attrs.evolve(COUPLES, seeking_sd=None)
        found = reliable_change(32.5, 47.5, norms=norms, direction=HIGHER)

        assert places(found) == {"a": None, "b": 45, "c": None}
        assert found.cut_offs[2].reason == "the norms hold no seeking_sd"

    @pytest.mark.parametrize(
        ("pre", "post", "n"), [(None, 4, 1), (4, None, 1), (None, None, 0)]
    )
    def test_a_missing_score(
        self, pre: float | None, post: float | None, n: int
    ) -> None:
        """There is no index, and the cut-offs stand uncrossed by nobody."""
        found = reliable_change(pre, post, norms=COUPLES, direction=HIGHER)

        assert (found.index, found.change, found.interval) == (None,) * 3
        assert (found.beyond, found.n, found.missing) == (None, n, 2 - n)
        assert places(found) == {"a": 55, "b": 45, "c": 50}
        assert {one.crossing for one in found.cut_offs} == {None}
        assert found.crossed == ()

    def test_in_words(self) -> None:
        """The text gives index, criterion and cut-offs, and labels nobody."""
        found = reliable_change(32.5, 47.5, norms=COUPLES, direction=HIGHER)

        index, *rest = found.to_text().splitlines()

        assert index == (
            "The score went from 32.5 to 47.5 (higher is better); the index "
            "is 3.16, beyond the criterion of 1.96."
        )
        assert rest == [
            "Cut-off a lies at 55: not crossed.",
            "Cut-off b lies at 45: crossed towards better.",
            "Cut-off c lies at 50: not crossed.",
            "This is about two scores on one instrument, not about a person.",
            "It says neither why they differ nor whether that matters.",
            "A change within the criterion is not the absence of change.",
        ]

    def test_in_words_without_a_score(self) -> None:
        """The text says what is missing."""
        norms = attrs.evolve(COUPLES, general_sd=None)
        text = reliable_change(
            None, 1, norms=norms, direction=HIGHER
        ).to_text()

        assert text.splitlines()[:4] == [
            "There is no index: a score is missing.",
            "Cut-off a lies at 55.",
            "There is no cut-off b: the norms hold no general_sd.",
            "There is no cut-off c: the norms hold no general_sd.",
        ]

    def test_other_kinds_of_number(self) -> None:
        """What counts as a number becomes a plain one."""
        norms = Norms(
            sd=Fraction(15, 2),  # type: ignore[arg-type]
            reliability=0.8,
            seeking_mean=Fraction(40),  # type: ignore[arg-type]
            seeking_sd=8,
        )
        found = reliable_change(32, 47, norms=norms, direction=HIGHER)
        figures = (found.pre, found.change, found.s_diff, found.index)

        assert {type(figure) for figure in figures} == {float}
        assert type(found.cut_offs[0].value) is float
        assert type(found.beyond) is bool

    @pytest.mark.parametrize(
        "label",
        [
            "recover",
            "improve",
            "deteriorat",
            "functional",
            "clinical",
            "normal",
        ],
    )
    def test_no_label(self, label: str) -> None:
        """No word of the paper's classification of people is used."""
        found = reliable_change(32.5, 47.5, norms=COUPLES, direction=HIGHER)

        assert label not in found.to_text().lower()
        assert label not in str(found.to_dict()).lower()

    def test_as_a_row(self) -> None:
        """The row has plain values only, each cut-off in columns."""
        found = reliable_change(32.5, 47.5, norms=COUPLES, direction=HIGHER)
        row = found.to_dict()

        assert row["cut_off_b"] == 45
        assert row["crossing_b"] == "towards-better"
        assert (row["interval_low"], row["interval_high"]) == found.interval
        assert row["direction"] == "higher-is-better"

    def test_a_row_without_figures(self) -> None:
        """What is missing stays empty."""
        norms = Norms(sd=1, reliability=0)
        row = reliable_change(
            None, None, norms=norms, direction=LOWER
        ).to_dict()

        assert row["interval_low"] is None
        assert row["cut_off_a"] is None
        assert row["crossing_a"] is None


class TestRefused:
    """Each refusal beside its nearest success."""

    @pytest.mark.parametrize("value", [math.nan, math.inf, True, "3", 1e101])
    @pytest.mark.parametrize("name", ["pre", "post", "criterion"])
    def test_no_finite_number(self, value: Any, name: str) -> None:
        """NaN, infinite, a truth value and a text are nowhere a number."""
        error = refused(**{name: value})

        assert (error.rule, error.path) == ("measure-input", f"$.{name}")

    def test_no_direction(self) -> None:
        """The direction is said, by its enum and never by a truth value."""
        error = refused(direction=True)

        assert error.path == "$.direction"
        assert "ScoreDirection.LOWER_IS_BETTER" in str(error)
        with pytest.raises(TypeError):
            reliable_change(1, 2, norms=COUPLES)  # type: ignore[call-arg]

    def test_no_norms(self) -> None:
        """The norms are Norms."""
        assert refused(norms={"sd": 7.5}).path == "$.norms"

    @pytest.mark.parametrize("general", [40, 20])
    def test_the_wrong_way_round(self, general: float) -> None:
        """The general population lies on the better side, or it was swapped."""
        norms = attrs.evolve(COUPLES, general_mean=general)
        error = refused(norms=norms)

        assert error.path == "$.norms"
        assert "swapped" in str(error)
        assert refused(direction=LOWER).path == "$.norms"
        assert reliable_change(1, 2, norms=LOW_MOOD, direction=LOWER).index

    def test_nearly_without_error(self) -> None:
        """A reliability just below 1 is one that a float can hold."""
        norms = attrs.evolve(COUPLES, reliability=Fraction(9999, 10000))

        assert reliable_change(1, 2, norms=norms, direction=HIGHER).index

    @pytest.mark.parametrize("criterion", [0, -1.96])
    def test_no_criterion(self, criterion: float) -> None:
        """The criterion is above 0."""
        assert refused(criterion=criterion).path == "$.criterion"

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("sd", 0),
            ("sd", -1),
            ("sd", math.nan),
            ("reliability", -0.1),
            ("reliability", 1),
            ("reliability", 1.1),
            ("reliability", False),
            ("reliability", Fraction(10**20 - 1, 10**20)),
            ("seeking_mean", math.nan),
            ("seeking_sd", 0),
            ("general_mean", "60"),
            ("general_sd", -7.5),
        ],
    )
    def test_norms_that_cannot_be(self, name: str, value: Any) -> None:
        """A figure of the norms that cannot be is refused when they are made."""
        with pytest.raises(InvariantError) as caught:
            attrs.evolve(COUPLES, **{name: value})

        assert [one.path for one in caught.value.problems] == [f"$.{name}"]
        assert caught.value.rule == "measure-input"
