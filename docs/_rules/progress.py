"""Examples of the rules about wins, and how the client sees the way."""

from __future__ import annotations

from datetime import date

from empowerkit import Milestone, Plan
from empowerkit.model import Acknowledgement, Rating, Ruler

from ._cast import HER, WORKER, at, goal, plan, says


def _won() -> Milestone:
    return Milestone(
        id="won",
        goal_id="goal",
        words="I rang them myself",
        voice=says(HER),
        reached_on=date(2026, 5, 1),
    )


def emp701_found() -> Plan:
    return plan(goals=(goal(),), milestones=(_won(),))


def emp701_quiet() -> Plan:
    thanks = Acknowledgement(
        about_id="won",
        words="You did that on your own.",
        voice=says(WORKER, at(5, 3)),
        at=at(5, 3),
    )
    return plan(
        goals=(goal(),), milestones=(_won(),), acknowledgements=(thanks,)
    )


def _rated(who: object, ruler: Ruler, value: int, day: int, **ends: int):
    when = at(5, day)
    return Rating(
        about_id="goal",
        ruler=ruler,
        value=value,
        rater=who,
        at=when,
        voice=says(who, when),
        **ends,
    )


def emp702_found() -> Plan:
    theirs = _rated(WORKER, Ruler.PROGRESS, 7, 10)
    return plan(goals=(goal(),), ratings=(theirs,))


def emp702_quiet() -> Plan:
    hers = _rated(HER, Ruler.PROGRESS, 4, 10)
    return plan(goals=(goal(),), ratings=(hers,))


def emp703_found() -> Plan:
    hers = _rated(HER, Ruler.PROGRESS, 4, 10)
    theirs = _rated(WORKER, Ruler.PROGRESS, 7, 11)
    return plan(goals=(goal(),), ratings=(hers, theirs))


def emp703_quiet() -> Plan:
    hers = _rated(HER, Ruler.PROGRESS, 5, 10)
    theirs = _rated(WORKER, Ruler.PROGRESS, 7, 11)
    return plan(goals=(goal(),), ratings=(hers, theirs))


def emp704_found() -> Plan:
    first = _rated(HER, Ruler.CONFIDENCE, 7, 1)
    last = _rated(HER, Ruler.CONFIDENCE, 4, 20)
    return plan(goals=(goal(),), ratings=(first, last))


def emp704_quiet() -> Plan:
    first = _rated(HER, Ruler.CONFIDENCE, 7, 1)
    last = _rated(HER, Ruler.CONFIDENCE, 5, 20)
    return plan(goals=(goal(),), ratings=(first, last))
