"""The columns of every row: tables of others are built on their names."""

from __future__ import annotations

import pytest

from empowerkit.measures import (
    Norms,
    ScoreDirection,
    attainment_t,
    goal_attainment,
    goal_based_outcomes,
    reliable_change,
    ruler_change,
)
from empowerkit.testing import caseload


RATER = "rater_role rater_id"
COLUMNS = {
    "AttainmentT": "t levels weights rho n missing reason",
    "Disagreement": "goal_id roles levels spread",
    "GoalAttainment": (
        "plan_id weighting rho n missing without_scale raters compared "
        "disagreements"
    ),
    "GoalBasedOutcome": (
        f"plan_id {RATER} ruler changes mean direction threshold reached n "
        "missing reason"
    ),
    "GoalLevel": "goal_id whose level at baseline weight ratings unanswered",
    "RaterAttainment": (
        f"plan_id {RATER} t_achieved t_baseline t_change levels n missing "
        "reason"
    ),
    "ReliableChange": (
        "pre post change s_diff index criterion interval_low interval_high "
        "beyond direction n missing reason cut_off_a crossing_a cut_off_b "
        "crossing_b cut_off_c crossing_c"
    ),
    "RulerChange": (
        f"plan_id {RATER} ruler about about_id direction low high first last "
        "first_at last_at change threshold reached n missing reason"
    ),
}
# What a row holds as it is; of the rest it holds a name or a number.
PLAIN = (int, float, str, type(None))


@pytest.fixture(scope="module")
def found():
    """Return results of every kind, by the name of their class."""
    held = [
        attainment_t([0, None, 1]),
        reliable_change(
            10,
            14,
            norms=Norms(sd=2, reliability=0.8),
            direction=ScoreDirection.HIGHER_IS_BETTER,
        ),
    ]
    for plan in caseload.plans(60, seed=1):
        whole = goal_attainment(plan)
        held += [whole, *whole.raters, *whole.disagreements]
        held += [one for rater in whole.raters for one in rater.profile]
        held += [*ruler_change(plan), *goal_based_outcomes(plan)]
    by_name = {}
    for one in held:
        by_name.setdefault(type(one).__name__, []).append(one)
    return by_name


@pytest.mark.parametrize("name", COLUMNS)
def test_each_row_has_its_columns(found, name):
    """They stand in this order, under these names, in every row."""
    assert {tuple(COLUMNS[name].split())} == {
        tuple(one.to_dict()) for one in found[name]
    }


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_holds_what_its_name_says(found, name):
    """What the result has under this name is what the row has."""
    for one in found[name]:
        row = one.to_dict()
        for column in row:
            said = getattr(one, column, row[column])
            # Who is paid is not named, whoever rated them.
            if isinstance(said, PLAIN) and (column, row[column]) != (
                "about_id",
                None,
            ):
                assert (column, said) == (column, row[column])


def test_nothing_is_left_untried(found):
    """Every kind of result is among those that are looked at."""
    assert {*COLUMNS} == {*found}
