"""
Progress summaries: what became of a plan, for the people it is about.

A summary opens with what went well.  It counts what is written down, and
judges nobody.
"""

from __future__ import annotations

from ._between import ProgressBetween, between
from ._goal_parts import (
    Attainment,
    GoalProgress,
    MilestoneProgress,
    RatingChange,
    RatingLine,
    RatingPoint,
    Share,
    StepProgress,
    SupportChange,
    SupportPoint,
)
from ._parts import (
    DecidedByOthers,
    DecidedHow,
    DecisionProgress,
    DecisionState,
    Version,
    Waiting,
    WaitingFor,
    WentWell,
    WhoDidWhat,
)
from ._summary import ProgressSummary, summarise
from ._words import WORDS


__all__ = [
    "WORDS",
    "Attainment",
    "DecidedByOthers",
    "DecidedHow",
    "DecisionProgress",
    "DecisionState",
    "GoalProgress",
    "MilestoneProgress",
    "ProgressBetween",
    "ProgressSummary",
    "RatingChange",
    "RatingLine",
    "RatingPoint",
    "Share",
    "StepProgress",
    "SupportChange",
    "SupportPoint",
    "Version",
    "Waiting",
    "WaitingFor",
    "WentWell",
    "WhoDidWhat",
    "between",
    "summarise",
]
