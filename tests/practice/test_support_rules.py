"""How much help: the cases beside the two examples."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from empowerkit import Milestone
from empowerkit.model import (
    Achievement,
    Direction,
    Step,
    SupportAgreement,
    SupportLevel,
    Voice,
)


FADE, HOLD = Direction.FADE, Direction.HOLD
COACH, WITH = SupportLevel.COACH, SupportLevel.DO_WITH
ALONE = SupportLevel.ON_OWN


def agreed(c, level=WITH, **fields):
    """Return what Amina agreed to in January."""
    base = {"voice": c.says(c.HER), "at": c.at(1, 12), "goal_id": "goal"}
    return SupportAgreement(level=level, **(base | fields))


def proposed(c, level, when=None, **fields):
    """Return what Joan proposes."""
    base = {"voice": c.says(c.WORKER, when), "goal_id": "goal"}
    return SupportAgreement(level=level, **(base | fields))


def helped(c, *agreements, **fields):
    """Return a plan with such support."""
    base = {"goals": (c.goal(),)}
    return c.plan(support_agreements=agreements, **(base | fields))


def won(c, day):
    """Return a milestone that was reached."""
    return Milestone(
        goal_id="goal", words="I rang", voice=Voice(), reached_on=day
    )


def done(c, owner, day, **fields):
    """Return a step that was done."""
    return Step(
        words="Ring", voice=Voice(), owner=owner, done_on=day, **fields
    )


def forward(c, *agreements, **fields):
    """Return a plan in which it goes forward."""
    good = c.goal(achievement=Achievement.IMPROVING)
    return helped(c, *agreements, goals=(good,), **fields)


def shared(c, before, now, **fields):
    """Return a plan with steps done by these, before and now."""
    then, late = c.at(2, 1).date(), c.at(5, 1).date()
    steps = (
        *(done(c, who, then) for who in before),
        *(done(c, who, late) for who in now),
    )
    return c.plan(steps=steps, **fields)


CASES = [
    (
        "EMP401",
        0,
        "a proposal has two weeks",
        lambda c: helped(c, proposed(c, WITH, c.at(5, 25))),
    ),
    (
        "EMP401",
        1,
        "a proposal without a day has no time to wait",
        lambda c: helped(c, proposed(c, WITH, voice=Voice(speaker=c.WORKER))),
    ),
    (
        "EMP401",
        0,
        "what she agreed to already is no news",
        lambda c: helped(c, agreed(c, WITH), proposed(c, WITH)),
    ),
    (
        "EMP401",
        1,
        "more help is hers to want",
        lambda c: helped(c, agreed(c, COACH), proposed(c, WITH)),
    ),
    (
        "EMP401",
        1,
        "what she agreed to for one goal is not for another",
        lambda c: helped(c, agreed(c, WITH), proposed(c, WITH, goal_id=None)),
    ),
    (
        "EMP402",
        1,
        "it goes forward, and support is as it was",
        lambda c: forward(c, agreed(c, WITH, direction=FADE)),
    ),
    (
        "EMP402",
        1,
        "a day when it was said will do",
        lambda c: forward(c, agreed(c, WITH, direction=FADE, at=None)),
    ),
    (
        "EMP402",
        0,
        "nobody knows since when",
        lambda c: forward(
            c,
            agreed(
                c,
                WITH,
                direction=FADE,
                at=None,
                voice=Voice(speaker=c.HER),
            ),
        ),
    ),
    (
        "EMP402",
        0,
        "it has not gone forward",
        lambda c: helped(c, agreed(c, WITH, direction=FADE)),
    ),
    (
        "EMP402",
        0,
        "she won before, and not since",
        lambda c: helped(
            c,
            agreed(c, WITH, direction=FADE),
            milestones=(won(c, c.at(1, 7).date()),),
        ),
    ),
    (
        "EMP402",
        0,
        "she has it all on her own",
        lambda c: forward(c, agreed(c, ALONE, direction=FADE)),
    ),
    (
        "EMP402",
        0,
        "it is too soon to ask",
        lambda c: forward(c, agreed(c, WITH, direction=FADE, at=c.at(5, 1))),
    ),
    (
        "EMP402",
        0,
        "she did a step with less help",
        lambda c: forward(
            c,
            agreed(c, WITH, direction=FADE, goal_id=None),
            steps=(done(c, c.HER, c.at(3, 1).date(), support=COACH),),
        ),
    ),
    (
        "EMP402",
        1,
        "what is not done, or not with less help, is no less help",
        lambda c: forward(
            c,
            agreed(c, WITH, direction=FADE, goal_id=None),
            steps=(
                done(c, c.HER, None, support=COACH),
                done(c, c.HER, c.at(1, 9).date(), support=COACH),
                done(c, c.HER, c.at(3, 1).date()),
                done(c, c.HER, c.at(3, 1).date(), support=WITH),
            ),
        ),
    ),
    (
        "EMP402",
        1,
        "less help towards something else is no less help here",
        lambda c: forward(
            c,
            agreed(c, WITH, direction=FADE),
            steps=(done(c, c.HER, c.at(3, 1).date(), support=COACH),),
        ),
    ),
    (
        "EMP402",
        0,
        "winning something else says nothing here",
        lambda c: helped(
            c,
            agreed(c, WITH, direction=FADE),
            goals=(
                c.goal(),
                attrs.evolve(
                    c.goal(achievement=Achievement.ACHIEVED), id="other"
                ),
            ),
            milestones=(
                attrs.evolve(won(c, c.at(3, 1).date()), goal_id="other"),
            ),
        ),
    ),
    (
        "EMP402",
        0,
        "what Joan proposes is not agreed",
        lambda c: forward(c, proposed(c, WITH, direction=FADE)),
    ),
    (
        "EMP403",
        0,
        "she wants support to hold",
        lambda c: shared(
            c,
            (c.HER,) * 3,
            (c.WORKER,) * 3,
            support_agreements=(agreed(c, direction=HOLD, goal_id=None),),
        ),
    ),
    (
        "EMP403",
        1,
        "what Joan proposes, or fading, is no wish for more",
        lambda c: shared(
            c,
            (c.HER,) * 3,
            (c.WORKER,) * 3,
            support_agreements=(
                agreed(c, direction=FADE, goal_id=None),
                proposed(c, WITH, direction=HOLD, goal_id=None),
            ),
        ),
    ),
    (
        "EMP403",
        1,
        "half is high",
        lambda c: shared(c, (c.HER,) * 4, (c.WORKER, c.WORKER, c.HER, c.HER)),
    ),
    (
        "EMP403",
        1,
        "what is done for her is done for her, whoever owns it",
        lambda c: c.plan(
            steps=(
                *(done(c, c.HER, c.at(2, 1).date()) for _ in range(3)),
                *(
                    done(
                        c,
                        c.HER,
                        c.at(5, 1).date(),
                        support=SupportLevel.DO_FOR,
                    )
                    for _ in range(3)
                ),
                done(c, c.HER, None),
            )
        ),
    ),
    (
        "EMP403",
        1,
        "what is done for her is done for her, whoever it was",
        lambda c: c.plan(
            steps=(
                *(done(c, c.HER, c.at(2, 1).date()) for _ in range(3)),
                *(
                    done(
                        c,
                        None,
                        c.at(5, 1).date(),
                        support=SupportLevel.DO_FOR,
                    )
                    for _ in range(3)
                ),
            )
        ),
    ),
    (
        "EMP403",
        0,
        "three steps in each time are the least",
        lambda c: shared(c, (c.HER,) * 2, (c.WORKER,) * 3),
    ),
    (
        "EMP403",
        0,
        "a small share is not high",
        lambda c: shared(c, (c.HER,) * 3, (c.HER, c.HER, c.WORKER)),
    ),
    (
        "EMP403",
        0,
        "nobody knows who did them",
        lambda c: shared(c, (c.HER,) * 3, (None, c.WORKER, c.WORKER)),
    ),
    (
        "EMP404",
        0,
        "only what stands last is looked at",
        lambda c: helped(
            c,
            agreed(c),
            agreed(c, review_on=c.at(7, 1).date()),
        ),
    ),
    (
        "EMP405",
        0,
        "help that rises is no cut",
        lambda c: helped(
            c, agreed(c, COACH), proposed(c, WITH, at=c.at(3, 1))
        ),
    ),
    (
        "EMP405",
        0,
        "help at the level agreed on is no cut",
        lambda c: helped(c, agreed(c, WITH), proposed(c, WITH, at=c.at(3, 1))),
    ),
    (
        "EMP405",
        0,
        "where nothing was agreed nothing was cut",
        lambda c: helped(c, proposed(c, ALONE, at=c.at(3, 1))),
    ),
    (
        "EMP405",
        1,
        "a lower level that nobody said is no proposal",
        lambda c: helped(c, agreed(c), proposed(c, ALONE, voice=Voice())),
    ),
    (
        "EMP405",
        1,
        "a proposal that is acted on is a cut",
        lambda c: helped(
            c,
            agreed(c),
            proposed(c, COACH, c.at(3, 1)),
            steps=(
                done(
                    c,
                    c.HER,
                    c.at(3, 9).date(),
                    goal_id="goal",
                    support=COACH,
                ),
            ),
        ),
    ),
    (
        "EMP405",
        0,
        "what she did with less help before is hers",
        lambda c: helped(
            c,
            agreed(c),
            proposed(c, COACH, c.at(3, 1)),
            steps=(
                done(
                    c,
                    c.HER,
                    c.at(2, 9).date(),
                    goal_id="goal",
                    support=COACH,
                ),
            ),
        ),
    ),
    (
        "EMP405",
        0,
        "nobody knows whether a step came after a proposal without a day",
        lambda c: helped(
            c,
            agreed(c),
            proposed(c, COACH, voice=Voice(speaker=c.WORKER)),
            steps=(
                done(
                    c,
                    c.HER,
                    c.at(3, 9).date(),
                    goal_id="goal",
                    support=COACH,
                ),
            ),
        ),
    ),
]


@pytest.mark.parametrize(
    ("code", "count", "build"),
    [(code, count, build) for code, count, _, build in CASES],
    ids=[f"{code}: {why}" for code, _, why, _ in CASES],
)
def test_support(code, count, build, cast, found):
    """Each case does what its own sentence says."""
    assert count == len(found(code, build(cast)))


def test_the_steps_are_shown(cast, found):
    """What it rests on is listed, and there is no mark for anybody."""
    plan = shared(
        cast,
        (cast.HER,) * 3,
        (cast.WORKER, cast.WORKER, cast.HER),
    )
    (finding,) = found("EMP403", plan)

    assert finding.facts == {"now": "2/3", "before": "0/3"}
    assert finding.also_ids == tuple(s.id for s in plan.steps[3:5])


@pytest.mark.parametrize(
    ("ago", "now", "before"),
    [
        (0, "2/2", "0/1"),
        (89, "2/2", "0/1"),
        (90, "1/1", "1/2"),
        (179, "1/1", "1/2"),
        (180, "1/1", "0/1"),
    ],
)
def test_each_time_has_its_days(cast, found, ago, now, before):
    """The last 90 days are now, and the 90 days before them are before."""
    steps = tuple(
        done(cast, who, cast.AS_OF - timedelta(days=days))
        for who, days in (
            (cast.WORKER, 10),
            (cast.HER, 100),
            (cast.WORKER, ago),
            (None, 10),
        )
    )
    (finding,) = found("EMP403", cast.plan(steps=steps), least_steps=1)

    assert finding.facts == {"now": now, "before": before}


@pytest.mark.parametrize(("ago", "count"), [(0, 1), (1, 0)])
def test_a_win_on_that_very_day(cast, found, ago, count):
    """What was won on the day of the agreement was won since."""
    day = cast.at(1, 12).date() - timedelta(days=ago)
    fading = agreed(cast, WITH, direction=FADE)
    still = Milestone(goal_id="goal", words="Not yet", voice=Voice())
    plan = helped(cast, fading, milestones=(still, won(cast, day)))

    assert count == len(found("EMP402", plan))


@pytest.mark.parametrize(("ago", "count"), [(0, 0), (1, 1)])
def test_less_help_on_that_very_day(cast, found, ago, count):
    """A step of the day of the agreement is a step since."""
    day = cast.at(1, 12).date() - timedelta(days=ago)
    fading = agreed(cast, WITH, direction=FADE, goal_id=None)
    step = done(cast, cast.HER, day, support=COACH)

    assert count == len(found("EMP402", forward(cast, fading, steps=(step,))))
