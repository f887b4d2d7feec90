"""
What changed, in figures, with what each figure must not be used for.

Each result keeps what it was made of, counts what is missing, and says in
words why there is no figure where there is none.
Nothing here is a score of a person, client or worker.

>>> attainment_t([-1, 0, 1]).t
50.0
"""

from __future__ import annotations

from ._attained import (
    Disagreement,
    GoalAttainment,
    GoalLevel,
    RaterAttainment,
    Weighting,
)
from ._attainment import AttainmentT, attainment_t
from ._change import RulerChange, ruler_change
from ._goals import goal_attainment
from ._inputs import ScoreDirection
from ._norms import Norms
from ._outcomes import GoalBasedOutcome, goal_based_outcomes
from ._reliable import Crossing, CutOff, ReliableChange, reliable_change


__all__ = [
    "AttainmentT",
    "Crossing",
    "CutOff",
    "Disagreement",
    "GoalAttainment",
    "GoalBasedOutcome",
    "GoalLevel",
    "Norms",
    "RaterAttainment",
    "ReliableChange",
    "RulerChange",
    "ScoreDirection",
    "Weighting",
    "attainment_t",
    "goal_attainment",
    "goal_based_outcomes",
    "reliable_change",
    "ruler_change",
]
