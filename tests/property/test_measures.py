"""The laws of the measures: what changes a figure, and what never does."""

from __future__ import annotations

import math

from typing import Any

import attrs
import pytest

from hypothesis import assume, example, given
from hypothesis import strategies as st

from empowerkit.errors import InvariantError
from empowerkit.measures import (
    Crossing,
    Norms,
    ReliableChange,
    ScoreDirection,
    Weighting,
    attainment_t,
    goal_attainment,
    goal_based_outcomes,
    reliable_change,
    ruler_change,
)
from empowerkit.model import Rating, Withdrawal
from empowerkit.plan import people_of
from empowerkit.testing.strategies import plans


HIGHER = ScoreDirection.HIGHER_IS_BETTER
LOWER = ScoreDirection.LOWER_IS_BETTER
LEVELS = st.integers(-2, 2)
WEIGHTS = st.one_of(
    st.integers(0, 100), st.floats(0, 1e100, allow_subnormal=True)
)
RHOS = st.floats(0, 1)
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
SPREADS = st.floats(1e-3, 1e6)


@st.composite
def profiles(
    draw: st.DrawFn, levels: st.SearchStrategy[int] = LEVELS
) -> tuple[list[int], list[float]]:
    """Draw levels with weights, of which at least one is above 0."""
    both = draw(st.lists(st.tuples(levels, WEIGHTS), min_size=1, max_size=9))
    assume(any(weight for _, weight in both))
    return [x for x, _ in both], [w for _, w in both]


def t_of(*values: Any, **more: Any) -> float:
    """Return the T that there is."""
    found = attainment_t(*values, **more).t
    assert found is not None
    return found


class TestAttainmentT:
    """The T of Kiresuk and Sherman."""

    @given(profiles(st.just(0)), RHOS)
    def test_as_hoped_is_50(
        self, profile: tuple[list[int], list[float]], rho: float
    ) -> None:
        """Each goal reached as hoped gives 50, whatever weights and rho."""
        assert t_of(*profile, rho=rho) == 50

    @given(profiles(), RHOS)
    def test_antisymmetric_about_50(
        self, profile: tuple[list[int], list[float]], rho: float
    ) -> None:
        """Turning each level round mirrors T at 50."""
        levels, weights = profile
        turned = t_of([-x for x in levels], weights, rho=rho)

        assert turned - 50 == pytest.approx(
            50 - t_of(levels, weights, rho=rho), abs=1e-12
        )

    @given(st.data(), profiles(), RHOS)
    def test_order(
        self,
        data: st.DataObject,
        profile: tuple[list[int], list[float]],
        rho: float,
    ) -> None:
        """The order of the goals changes nothing, to the last bit."""
        pairs = data.draw(st.permutations([*zip(*profile, strict=True)]))
        levels, weights = zip(*pairs, strict=True)

        assert t_of(*profile, rho=rho) == t_of(levels, weights, rho=rho)

    @given(profiles(), RHOS, st.integers(-20, 20))
    def test_unit_of_the_weights(
        self,
        profile: tuple[list[int], list[float]],
        rho: float,
        power: int,
    ) -> None:
        """Weights twice or half as large change nothing, to the last bit."""
        levels, weights = profile
        scaled = [math.ldexp(w, power) for w in weights]
        assume(
            all(
                math.ldexp(w, -power) == v
                for v, w in zip(weights, scaled, strict=True)
            )
        )
        assume(max(scaled) <= 1e100)

        assert t_of(levels, weights, rho=rho) == t_of(levels, scaled, rho=rho)

    @given(
        st.lists(
            st.tuples(LEVELS, st.integers(1, 1000)), min_size=1, max_size=9
        ),
        RHOS,
        st.integers(1, 1000),
    )
    def test_any_unit_of_whole_weights(
        self, both: list[tuple[int, int]], rho: float, factor: int
    ) -> None:
        """Whole weights times any whole number change nothing."""
        levels = [x for x, _ in both]
        weights = [w for _, w in both]
        scaled = [factor * w for w in weights]

        assert t_of(levels, weights, rho=rho) == t_of(levels, scaled, rho=rho)

    @given(st.data(), profiles(), RHOS)
    def test_raising_a_level_never_lowers_t(
        self,
        data: st.DataObject,
        profile: tuple[list[int], list[float]],
        rho: float,
    ) -> None:
        """One step further on one goal is never a lower T."""
        levels, weights = profile
        place = data.draw(st.integers(0, len(levels) - 1))
        assume(levels[place] < 2)
        raised = [x + (i == place) for i, x in enumerate(levels)]

        assert t_of(raised, weights, rho=rho) >= t_of(levels, weights, rho=rho)

    @given(profiles())
    def test_rho_1_is_the_weighted_mean(
        self, profile: tuple[list[int], list[float]]
    ) -> None:
        """With rho 1, T is 50 and ten times the weighted mean level."""
        levels, weights = profile
        ahead = math.fsum(
            w * x / max(weights) for x, w in zip(levels, weights, strict=True)
        )
        mean = ahead / math.fsum(w / max(weights) for w in weights)

        assert t_of(levels, weights, rho=1) == pytest.approx(50 + 10 * mean)

    @given(profiles())
    def test_rho_0_counts_goals_as_independent(
        self, profile: tuple[list[int], list[float]]
    ) -> None:
        """With rho 0, the spread is the root of the summed squares."""
        levels, weights = profile
        parts = [w / max(weights) for w in weights]
        ahead = math.fsum(w * x for x, w in zip(levels, parts, strict=True))
        spread = math.sqrt(math.fsum(w * w for w in parts))

        assert t_of(levels, weights, rho=0) == pytest.approx(
            50 + 10 * ahead / spread
        )

    @given(LEVELS, st.floats(1e-100, 1e100), RHOS)
    def test_a_single_goal(
        self, level: int, weight: float, rho: float
    ) -> None:
        """One goal gives 30, 40, 50, 60 or 70, whatever weight and rho."""
        assert t_of([level], [weight], rho=rho) == 50 + 10 * level

    @given(
        st.lists(LEVELS, min_size=1, max_size=9),
        st.floats(1e-100, 1e100),
        RHOS,
    )
    def test_equal_weights(
        self, levels: list[int], weight: float, rho: float
    ) -> None:
        """Equal weights are no weights, and only the sum of levels counts."""
        n = len(levels)
        found = t_of(levels, [weight] * n, rho=rho)

        assert found == t_of(levels, rho=rho)
        assert found == pytest.approx(
            50 + 10 * sum(levels) / math.sqrt((1 - rho) * n + rho * n * n)
        )

    @given(profiles(), RHOS, st.floats(0, 1e100))
    def test_a_missing_goal(
        self,
        profile: tuple[list[int], list[float]],
        rho: float,
        weight: float,
    ) -> None:
        """A goal nobody rated changes nothing but the count of the missing."""
        levels, weights = profile
        found = attainment_t([*levels, None], [*weights, weight], rho=rho)

        assert found.t == t_of(levels, weights, rho=rho)
        assert (found.n, found.missing) == (len(levels), 1)

    @given(profiles(), RHOS)
    def test_counts_add_up(
        self, profile: tuple[list[int], list[float]], rho: float
    ) -> None:
        """T lies within what all goals at one end give."""
        levels, weights = profile
        ends = [t_of([x] * len(levels), weights, rho=rho) for x in (-2, 2)]

        assert ends[0] <= t_of(levels, weights, rho=rho) <= ends[1]


@st.composite
def norms(draw: st.DrawFn) -> Norms:
    """Draw norms of an instrument on which higher is better."""
    seeking = draw(NUMBERS)
    general = draw(NUMBERS)
    assume(seeking < general)
    return Norms(
        sd=draw(SPREADS),
        reliability=draw(st.floats(0, 1, exclude_max=True)),
        seeking_mean=seeking,
        seeking_sd=draw(SPREADS),
        general_mean=general,
        general_sd=draw(SPREADS),
    )


def mirrored(held: Norms) -> Norms:
    """Return the norms of the same instrument, scored the other way."""
    seeking, general = held.seeking_mean, held.general_mean
    assert seeking is not None
    assert general is not None
    return attrs.evolve(held, seeking_mean=-seeking, general_mean=-general)


def places(found: ReliableChange) -> list[float]:
    """Return where a, b and c lie."""
    return [one.value for one in found.cut_offs if one.value is not None]


class TestReliableChange:
    """The index and the cut-offs of Jacobson and Truax."""

    @given(NUMBERS, NUMBERS, norms())
    def test_swapped(self, pre: float, post: float, held: Norms) -> None:
        """Swapping before and after turns the sign of the index."""
        there = reliable_change(pre, post, norms=held, direction=HIGHER)
        back = reliable_change(post, pre, norms=held, direction=HIGHER)

        assert there.index is not None
        assert back.index == -there.index
        assert back.beyond is there.beyond
        assert back.crossed == there.crossed

    @given(NUMBERS, NUMBERS, norms())
    def test_mirrored(self, pre: float, post: float, held: Norms) -> None:
        """Scoring the other way mirrors the cut-offs and the index."""
        up = reliable_change(pre, post, norms=held, direction=HIGHER)
        down = reliable_change(
            -pre, -post, norms=mirrored(held), direction=LOWER
        )

        assert places(down) == [-place for place in places(up)]
        assert up.index is not None
        assert down.index == -up.index
        assert [c.crossing for c in down.cut_offs] == [
            c.crossing for c in up.cut_offs
        ]

    @given(norms())
    @example(
        Norms(
            sd=1,
            reliability=0,
            seeking_mean=2.4,
            seeking_sd=2.8,
            general_mean=math.nextafter(2.4, 3),
            general_sd=1.9,
        )
    )
    def test_c_lies_between_the_means(self, held: Norms) -> None:
        """C lies between the means, as many deviations from each."""
        found = reliable_change(0, 0, norms=held, direction=HIGHER)
        c = places(found)[2]
        low, high = held.seeking_mean, held.general_mean
        s1, s0 = held.seeking_sd, held.general_sd
        assert low is not None
        assert high is not None
        assert s1 is not None
        assert s0 is not None

        assert low <= c <= high
        assert (c - low) * s0 == pytest.approx(
            (high - c) * s1, rel=1e-6, abs=1e-9 * 1e6 * max(s0, s1)
        )

    @given(norms())
    def test_a_and_b_face_each_other(self, held: Norms) -> None:
        """A lies beyond those who seek help, b short of the general mean."""
        a, b, _ = places(reliable_change(0, 0, norms=held, direction=HIGHER))
        low, high = held.seeking_mean, held.general_mean
        assert low is not None
        assert high is not None

        assert a > low
        assert b < high

    @given(NUMBERS, NUMBERS, norms(), st.floats(0.1, 10))
    def test_beyond(
        self, pre: float, post: float, held: Norms, criterion: float
    ) -> None:
        """Beyond the criterion is what puts 0 outside the interval."""
        found = reliable_change(
            pre, post, norms=held, direction=HIGHER, criterion=criterion
        )
        assert found.index is not None
        assert found.interval is not None
        assume(abs(abs(found.index) - criterion) > 1e-6 * criterion)
        low, high = found.interval

        assert found.beyond is not (low <= 0 <= high)

    @given(NUMBERS, NUMBERS, norms())
    def test_crossing(self, pre: float, post: float, held: Norms) -> None:
        """What was crossed lies between, and the way is that of the change."""
        found = reliable_change(pre, post, norms=held, direction=HIGHER)
        for one in found.cut_offs:
            assert one.value is not None
            between = min(pre, post) < one.value < max(pre, post)
            better = between and post > pre

            assert (one.crossing is not Crossing.NOT_CROSSED) is between
            assert (one.crossing is Crossing.TOWARDS_BETTER) is better

    @given(NUMBERS, NUMBERS, norms())
    def test_the_wrong_way_round(
        self, pre: float, post: float, held: Norms
    ) -> None:
        """The other direction is refused with the same norms."""
        with pytest.raises(InvariantError):
            reliable_change(pre, post, norms=held, direction=LOWER)


class TestAnyPlan:
    """What holds of every plan."""

    @given(plans(having=[Rating]), st.sampled_from([*Weighting]))
    def test_goal_attainment(self, plan: Any, weighting: Weighting) -> None:
        """Every plan has a result; what is there and missing adds up."""
        found = goal_attainment(plan, weighting=weighting)
        assert found.to_text()

        for one in found.raters:
            assert one.n + one.missing == found.n == len(one.profile)
            assert (one.change is None) is (one.reason is not None)
            assert (one.achieved.t is None) is (
                one.achieved.reason is not None
            )
        for goal in found.disagreements:
            assert 1 <= goal.spread <= 4

    @given(plans(having=[Rating]))
    def test_ruler_change(self, plan: Any) -> None:
        """Each rating that stands is in one row, answered or missing."""
        found = ruler_change(plan, threshold=1)

        assert len(plan.standing(plan.ratings)) == sum(
            one.n + one.missing for one in found
        )
        for one in found:
            assert one.to_text()
            assert (one.change is None) is (one.reason is not None)
            assert (one.reached is None) is (one.change is None)

    @given(plans(having=[Rating]))
    def test_goal_based_outcomes(self, plan: Any) -> None:
        """Each goal that stands has a change or is missing."""
        goals = plan.standing(plan.goals)
        for one in goal_based_outcomes(plan):
            assert one.n + one.missing == len(goals)
            assert (one.mean is None) is (one.reason is not None)

    @given(st.data(), plans(having=[Rating]))
    def test_what_one_may_read(self, data: st.DataObject, plan: Any) -> None:
        """Each measure has an answer for what any reader may read."""
        people = people_of(plan)
        readers = [
            one.actor
            for one in (people.client, *people.others)
            if getattr(one, "ended_at", None) is None
        ]
        seen = plan.as_seen_by(data.draw(st.sampled_from(readers)))
        found = [
            goal_attainment(seen),
            *ruler_change(seen, threshold=1),
            *goal_based_outcomes(seen, threshold=1),
        ]

        workers = {worker.id for worker in plan.workers}
        for one in found:
            assert one.to_text()
            told = one.to_dict().values()
            assert workers.isdisjoint(t for t in told if isinstance(t, str))

    @given(st.data(), plans(having=[Rating]))
    def test_a_withdrawn_rating(self, data: st.DataObject, plan: Any) -> None:
        """A rating that is withdrawn leaves its row, and no other changes."""
        standing = plan.standing(plan.ratings)
        assume(standing)
        gone = data.draw(st.sampled_from(standing))
        taken = Withdrawal(
            subject_id=gone.id, by=plan.client.actor, at=gone.at
        )
        after = attrs.evolve(plan, withdrawals=(*plan.withdrawals, taken))
        then, now = ruler_change(plan), ruler_change(after)
        changed = {*then} ^ {*now}

        assert {one.about_id for one in changed} == {gone.about_id}
        assert {one.rater for one in changed} == {gone.rater}
        assert sum(one.n + one.missing for one in now) == len(standing) - 1
