"""Examples of the rules about how much help, and who agreed to it."""

from __future__ import annotations

from datetime import date

from empowerkit import Milestone, Plan
from empowerkit.model import (
    Direction,
    Step,
    SupportAgreement,
    SupportLevel,
)

from ._cast import HER, WORKER, at, goal, plan, says


def _support(who: object, level: SupportLevel, **more: object):
    return SupportAgreement(
        goal_id="goal", level=level, voice=says(who), **more
    )


def emp401_found() -> Plan:
    proposed = _support(WORKER, SupportLevel.DO_WITH)
    return plan(goals=(goal(),), support_agreements=(proposed,))


def emp401_quiet() -> Plan:
    agreed = _support(HER, SupportLevel.DO_WITH)
    return plan(goals=(goal(),), support_agreements=(agreed,))


def _won() -> Milestone:
    return Milestone(
        goal_id="goal",
        words="I rang them myself",
        voice=says(HER),
        reached_on=date(2026, 4, 1),
    )


def emp402_found() -> Plan:
    fading = _support(
        HER, SupportLevel.DO_WITH, direction=Direction.FADE, at=at(1, 12)
    )
    return plan(
        goals=(goal(),), support_agreements=(fading,), milestones=(_won(),)
    )


def emp402_quiet() -> Plan:
    holding = _support(
        HER, SupportLevel.DO_WITH, direction=Direction.HOLD, at=at(1, 12)
    )
    return plan(
        goals=(goal(),), support_agreements=(holding,), milestones=(_won(),)
    )


def _done(owner: object, day: date) -> Step:
    return Step(
        words="Ring the agent", voice=says(HER), owner=owner, done_on=day
    )


def emp403_found() -> Plan:
    before, now = date(2026, 2, 1), date(2026, 5, 1)
    owners = (HER, HER, WORKER), (HER, WORKER, WORKER)
    return plan(
        steps=(
            *(_done(owner, before) for owner in owners[0]),
            *(_done(owner, now) for owner in owners[1]),
        )
    )


def emp403_quiet() -> Plan:
    before, now = date(2026, 2, 1), date(2026, 5, 1)
    owners = (HER, WORKER, WORKER), (HER, WORKER, WORKER)
    return plan(
        steps=(
            *(_done(owner, before) for owner in owners[0]),
            *(_done(owner, now) for owner in owners[1]),
        )
    )


def emp404_found() -> Plan:
    agreed = _support(HER, SupportLevel.COACH)
    return plan(goals=(goal(),), support_agreements=(agreed,))


def emp404_quiet() -> Plan:
    day = date(2026, 7, 1)
    agreed = _support(HER, SupportLevel.COACH, review_on=day)
    return plan(goals=(goal(),), support_agreements=(agreed,))


def emp405_found() -> Plan:
    agreed = _support(HER, SupportLevel.DO_WITH, at=at(1, 12))
    cut = _support(WORKER, SupportLevel.STAND_BY, at=at(3, 1))
    return plan(goals=(goal(),), support_agreements=(agreed, cut))


def emp405_quiet() -> Plan:
    agreed = _support(HER, SupportLevel.DO_WITH, at=at(1, 12))
    proposed = _support(WORKER, SupportLevel.STAND_BY)
    return plan(goals=(goal(),), support_agreements=(agreed, proposed))
