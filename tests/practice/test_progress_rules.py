"""Wins, and how the client sees it: the cases beside the examples."""

from __future__ import annotations

import pytest

from empowerkit import Milestone
from empowerkit.model import (
    Answer,
    AnswerStatus,
    Asked,
    Contact,
    Lifecycle,
    Outcome,
    Rating,
    Ruler,
    Topic,
    Voice,
)


def rated(c, who, value, when, ruler=Ruler.CONFIDENCE, **fields):
    """Return a rating of the goal."""
    base = {"about_id": "goal", "rater": who, "at": when, "voice": Voice()}
    return Rating(ruler=ruler, value=value, **(base | fields))


def plan_with(c, *ratings, **fields):
    """Return a plan with these ratings."""
    return c.plan(goals=(c.goal(),), ratings=ratings, **fields)


def attained(c, who, value):
    """Return a level of attainment."""
    return rated(c, who, value, c.at(5, 10), Ruler.ATTAINMENT, low=-2, high=2)


SILENT = AnswerStatus.PREFERS_NOT_TO_SAY

CASES = [
    (
        "EMP701",
        0,
        "there is time to say so",
        lambda c: c.plan(
            goals=(c.goal(),),
            milestones=(
                Milestone(
                    goal_id="goal",
                    words="Three",
                    voice=Voice(),
                    reached_on=c.at(5, 25).date(),
                ),
                Milestone(goal_id="goal", words="Four", voice=Voice()),
            ),
        ),
    ),
    (
        "EMP702",
        0,
        "asked and declined is an answer",
        lambda c: plan_with(
            c,
            asked=(
                Asked(
                    topic=Topic.PROGRESS,
                    answer=Answer(status=SILENT),
                    voice=Voice(),
                ),
            ),
        ),
    ),
    (
        "EMP702",
        0,
        "the goal is new",
        lambda c: c.plan(goals=(c.goal(started_on=c.at(5, 1).date()),)),
    ),
    (
        "EMP702",
        0,
        "the goal rests",
        lambda c: c.plan(goals=(c.goal(lifecycle=Lifecycle.ON_HOLD),)),
    ),
    (
        "EMP702",
        0,
        "nobody knows how old the goal is",
        lambda c: c.plan(goals=(c.goal(voice=Voice()),)),
    ),
    (
        "EMP702",
        1,
        "her word is old",
        lambda c: plan_with(c, rated(c, c.HER, 5, c.at(3, 1))),
    ),
    (
        "EMP703",
        1,
        "a level of attainment is far",
        lambda c: plan_with(
            c, attained(c, c.HER, 0), attained(c, c.WORKER, 1)
        ),
    ),
    (
        "EMP703",
        0,
        "the same level is not",
        lambda c: plan_with(
            c, attained(c, c.HER, 1), attained(c, c.WORKER, 1)
        ),
    ),
    (
        "EMP703",
        0,
        "they met since",
        lambda c: plan_with(
            c,
            attained(c, c.HER, 0),
            attained(c, c.WORKER, 1),
            contacts=(
                Contact(at=c.at(5, 11), outcome=Outcome.HELD, voice=Voice()),
            ),
        ),
    ),
    (
        "EMP703",
        0,
        "two rulers cannot be compared",
        lambda c: plan_with(
            c,
            rated(c, c.HER, 2, c.at(5, 1)),
            rated(c, c.WORKER, 9, c.at(5, 1), Ruler.PROGRESS),
        ),
    ),
    (
        "EMP703",
        0,
        "only the last rating counts, in whatever order",
        lambda c: plan_with(
            c,
            rated(c, c.HER, 8, c.at(5, 9)),
            rated(c, c.HER, 2, c.at(5, 1)),
            rated(c, c.WORKER, 9, c.at(5, 1)),
            rated(
                c,
                c.WORKER,
                None,
                c.at(5, 9),
                status=AnswerStatus.DOES_NOT_KNOW,
            ),
        ),
    ),
    (
        "EMP703",
        0,
        "a later rating takes the place of an earlier one",
        lambda c: plan_with(
            c,
            rated(c, c.HER, 2, c.at(5, 1)),
            rated(c, c.HER, 8, c.at(5, 9)),
            rated(c, c.WORKER, 9, c.at(5, 1)),
        ),
    ),
    (
        "EMP703",
        1,
        "not answering takes nothing back",
        lambda c: plan_with(
            c,
            rated(c, c.HER, 2, c.at(5, 1)),
            rated(c, c.WORKER, 9, c.at(5, 1)),
            rated(c, c.WORKER, None, c.at(5, 9), status=SILENT),
        ),
    ),
    (
        "EMP704",
        0,
        "how important it is may change",
        lambda c: plan_with(
            c,
            rated(c, c.HER, 9, c.at(5, 1), Ruler.IMPORTANCE),
            rated(c, c.HER, 2, c.at(5, 9), Ruler.IMPORTANCE),
        ),
    ),
    (
        "EMP704",
        0,
        "not answering is no figure",
        lambda c: plan_with(
            c,
            rated(c, c.HER, 9, c.at(5, 1)),
            rated(c, c.HER, None, c.at(5, 9), status=SILENT),
        ),
    ),
    (
        "EMP704",
        0,
        "it went up",
        lambda c: plan_with(
            c,
            rated(c, c.HER, 2, c.at(5, 1)),
            rated(c, c.HER, 9, c.at(5, 9)),
        ),
    ),
    (
        "EMP704",
        1,
        "on a ruler on which less is better it went up",
        lambda c: plan_with(
            c,
            rated(c, c.HER, 2, c.at(5, 1), higher_is_better=False),
            rated(c, c.HER, 9, c.at(5, 9), higher_is_better=False),
        ),
    ),
    (
        "EMP704",
        0,
        "that was long ago",
        lambda c: plan_with(
            c,
            rated(c, c.HER, 9, c.at(1, 9)),
            rated(c, c.HER, 2, c.at(5, 9)),
        ),
    ),
    (
        "EMP704",
        0,
        "a worker's confidence is another",
        lambda c: plan_with(
            c,
            rated(c, c.WORKER, 9, c.at(5, 1)),
            rated(c, c.WORKER, 2, c.at(5, 9)),
        ),
    ),
    (
        "EMP704",
        0,
        "one rating has no direction",
        lambda c: plan_with(c, rated(c, c.HER, 0, c.at(5, 1))),
    ),
]


@pytest.mark.parametrize(
    ("code", "count", "build"),
    [(code, count, build) for code, count, _, build in CASES],
    ids=[f"{code}: {why}" for code, _, why, _ in CASES],
)
def test_progress(code, count, build, cast, found):
    """Each case does what its own sentence says."""
    assert count == len(found(code, build(cast)))


def test_the_same_is_not_less(cast, found):
    """However small a share counts, what stays the same has not fallen."""
    plan = plan_with(
        cast,
        rated(cast, cast.HER, 5, cast.at(5, 1)),
        rated(cast, cast.HER, 5, cast.at(5, 9)),
    )

    assert found("EMP704", plan, ruler_share=0.0) == ()


def test_the_same_is_not_apart(cast, found):
    """However small a share counts, what is the same is not apart."""
    plan = plan_with(
        cast,
        rated(cast, cast.HER, 5, cast.at(5, 1)),
        rated(cast, cast.WORKER, 5, cast.at(5, 1)),
    )

    assert found("EMP703", plan, ruler_share=0.0) == ()
