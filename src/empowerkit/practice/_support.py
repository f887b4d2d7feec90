"""Rules about how much help, and who agreed to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from empowerkit.model import (
    Achievement,
    Direction,
    Goal,
    Milestone,
    Step,
    SupportAgreement,
    SupportLevel,
)

from ._findings import Found, Severity
from ._rule import rule
from ._view import PlanView, is_clients, is_staff, said_on, spoken_by


_FADE: Final = Direction.FADE
_FORWARD: Final = (
    Achievement.IMPROVING,
    Achievement.ACHIEVED,
    Achievement.SUSTAINING,
)


def level_in_words(level: SupportLevel) -> str:
    """Return a level of support as one says it, such as "do with"."""
    return level.name.lower().replace("_", " ")


def _agreed_before(
    view: PlanView, latest: SupportAgreement
) -> SupportAgreement | None:
    """Return what the client agreed to last for the same, if anything."""
    agreed = None
    for held in view.support_agreements:
        if held.goal_id == latest.goal_id and is_clients(held.voice):
            agreed = held
    return agreed


def _not_agreed(
    view: PlanView,
) -> Iterator[tuple[SupportAgreement, SupportAgreement | None]]:
    """
    Yield what stands last for a goal, or for everything, without agreement.

    Beside it stands what the client had agreed to before, if anything.
    """
    last = {held.goal_id: held for held in view.support_agreements}
    for latest in last.values():
        if not is_clients(latest.voice):
            yield latest, _agreed_before(view, latest)


@rule(
    code="EMP401",
    slug="support-not-agreed",
    severity=Severity.CONCERN,
    reads=(SupportAgreement,),
    of_missing=True,
)
def support_not_agreed(view: PlanView, *, days: int = 14) -> Iterator[Found]:
    """
    Point out a level of support to which the client has not agreed.

    Looks at:
        What stands last for each goal, and for everything: a support
        agreement that is not in the client's voice, and says another level
        than the client agreed to before.  In a worker's voice it is a
        proposal, and has some days to be answered.

    Why:
        Too much help takes something away, and so does too little.  Only
        the client knows which it is.

    Try:
        Say what you propose and why, and ask the client how much help they
        want.

    Set aside when:
        The client wants to try it first, and say later.

    Source:
        P4; 42 CFR 441.301(c)(2)(ix).

    Parameters:
        days: Days in which a proposal may wait for an answer.
    """
    for latest, before in _not_agreed(view):
        if before is not None and before.level == latest.level:
            continue
        day = said_on(latest.voice)
        gone = view.since(day)
        if gone is None or gone >= days:
            yield Found(
                latest,
                f"Support stands here at '{level_in_words(latest.level)}', and "
                "the client has not agreed to it.",
                facts={"level": latest.level.name} | spoken_by(latest.voice),
            )


@rule(
    code="EMP402",
    slug="fading-stalled",
    severity=Severity.NOTICE,
    reads=(SupportAgreement, Goal, Milestone, Step),
    profiles=(),
    of_missing=True,
)
def fading_stalled(
    view: PlanView, *, window_days: int = 90
) -> Iterator[Found]:
    """
    Point out support that was to fade, and does not.

    Looks at:
        Agreements of the client that support shall `fade`, older than the
        window, with progress since (a milestone reached, or a goal that
        improves, is achieved or holds), no lower level agreed since, and no
        step done since with less help.  Support that shall hold or rise is
        never looked at.

    Why:
        The client wanted to stand on their own in this, and can see that it
        goes well.  Help that stays out of habit says the opposite.

    Try:
        Ask the client which piece they would like to take over next, and
        whether fading is still what they want.

    Set aside when:
        Just now other things take all their strength.

    Source:
        P5; critical time intervention.

    Parameters:
        window_days: How many days support may stand before the question.
    """
    last = {
        held.goal_id: held
        for held in view.support_agreements
        if is_clients(held.voice)
    }
    for agreed in last.values():
        day = said_on(agreed.voice) if agreed.at is None else agreed.at.date()
        if agreed.direction is not _FADE or day is None:
            continue
        gone = (view.as_of - day).days
        if gone < window_days or _less_help_since(view, agreed, day):
            continue
        if agreed.level > SupportLevel.ON_OWN and _forward(view, agreed, day):
            yield Found(
                agreed,
                f"Support was to fade from '{level_in_words(agreed.level)}', "
                f"{gone} days ago. It goes forward, and support is as it was.",
                facts={"level": agreed.level.name, "days": str(gone)},
            )


def _less_help_since(
    view: PlanView, agreed: SupportAgreement, day: date
) -> bool:
    return any(
        step.done_on is not None
        and step.done_on >= day
        and step.support is not None
        and step.support < agreed.level
        for step in view.steps
        if agreed.goal_id in (None, step.goal_id)
    )


def _forward(view: PlanView, agreed: SupportAgreement, day: date) -> bool:
    about = agreed.goal_id
    return any(
        m.reached_on is not None and m.reached_on >= day
        for m in view.milestones
        if about in (None, m.goal_id)
    ) or any(
        goal.achievement in _FORWARD
        for goal in view.goals
        if about in (None, goal.id)
    )


@rule(
    code="EMP403",
    slug="done-for-more-and-more",
    severity=Severity.NOTICE,
    reads=(SupportAgreement, Step),
    profiles=(),
    of_missing=True,
)
def done_for_more_and_more(
    view: PlanView,
    *,
    window_days: int = 90,
    least_steps: int = 3,
    high_share: float = 0.5,
) -> Iterator[Found]:
    """
    Point out that more and more steps are done for the client.

    Looks at:
        Steps done in the last window, and in the one before it: how many
        were done by staff, or with support at `DO_FOR`.  It speaks only
        where that share is high and has risen, and where the client has not
        agreed that support shall hold or rise.  It lists the steps it rests
        on; it is no mark for anybody.

    Why:
        Doing things for people is quick, and they can come to need it for
        everything.

    Try:
        Look at these steps with the client, and ask which of them they
        would like to do themselves next time, and with which help.

    Set aside when:
        A hard time asks for it, and the client sees it so too.

    Source:
        P19.

    Parameters:
        window_days: How many days each of the two windows has.
        least_steps: How many steps each window must have.
        high_share: The share that counts as high, 0 to 1.
    """
    if any(
        is_clients(held.voice) and held.direction in _STAY_OR_RISE
        for held in view.support_agreements
    ):
        return
    now = _done(view, range(window_days))
    before = _done(view, range(window_days, 2 * window_days))
    if min(len(before), len(now)) < max(least_steps, 1):
        return
    then_for, now_for = _done_for(before), _done_for(now)
    share = len(now_for) / len(now)
    if share >= high_share and share > len(then_for) / len(before):
        yield Found(
            view.plan,
            f"{len(now_for)} of {len(now)} steps were done for the client "
            f"in the last {window_days} days, and {len(then_for)} of "
            f"{len(before)} in as many days before.",
            also=tuple(step.id for step in (*then_for, *now_for)),
            facts={
                "now": f"{len(now_for)}/{len(now)}",
                "before": f"{len(then_for)}/{len(before)}",
            },
        )


_STAY_OR_RISE: Final = (Direction.HOLD, Direction.MORE)


def _done(view: PlanView, days_ago: range) -> list[Step]:
    """Return the steps done so long ago of which it is known by whom."""
    return [
        step
        for step in view.steps
        if step.done_on is not None
        and (view.as_of - step.done_on).days in days_ago
        and (step.owner is not None or step.support is not None)
    ]


def _done_for(steps: list[Step]) -> list[Step]:
    return [
        step
        for step in steps
        if is_staff(step.owner) or step.support is SupportLevel.DO_FOR
    ]


@rule(
    code="EMP404",
    slug="support-never-reviewed",
    severity=Severity.NOTICE,
    reads=(SupportAgreement,),
)
def support_never_reviewed(view: PlanView) -> Iterator[Found]:
    """
    Point out support with no day to look at it again.

    Looks at:
        What stands last for each goal, and for everything: a support
        agreement without `review_on`.

    Why:
        What helps today may be too much, or too little, in two months.

    Try:
        Agree with the client on a day to ask whether it is still right.

    Set aside when:
        The client will say so when they want it changed.

    Source:
        P5; NASW Code of Ethics 1.17.
    """
    last = {held.goal_id: held for held in view.support_agreements}
    for latest in last.values():
        if latest.review_on is None:
            yield Found(
                latest,
                "There is no day yet to look at this support again.",
                facts={"level": latest.level.name},
            )


@rule(
    code="EMP405",
    slug="support-cut-without-agreement",
    severity=Severity.SERIOUS,
    reads=(SupportAgreement, Step),
    absorbs=("EMP401",),
    of_missing=True,
)
def support_cut_without_agreement(view: PlanView) -> Iterator[Found]:
    """
    Point out support that was lowered without the client's agreement.

    Looks at:
        A support agreement that stands last for a goal, or for everything,
        is not in the client's voice, and is lower than what the client
        agreed to.  It is more than a proposal where it says when it was
        agreed (`at`), where nobody is recorded as having said it, or where
        a step since then was done with less help than the client agreed to.

    Why:
        Support that is taken away is not self-reliance.  People who are
        left alone with too much lose what they had gained.

    Try:
        Put the agreed level back, say what you propose and why, and ask.

    Set aside when:
        It is not yours to set: say who lowered it, and record it as an
        imposed decision.

    Source:
        P4; NASW Code of Ethics 1.17.
    """
    for latest, before in _not_agreed(view):
        if before is None or latest.level >= before.level:
            continue
        day = said_on(latest.voice)
        in_force = (
            latest.at is not None
            or latest.voice.speaker is None
            or (day is not None and _less_help_since(view, before, day))
        )
        if in_force:
            yield Found(
                latest,
                f"Support was lowered here from '{level_in_words(before.level)}' "
                f"to '{level_in_words(latest.level)}', and the client has not "
                "agreed.",
                also=(before.id,),
                facts={
                    "level": latest.level.name,
                    "agreed": before.level.name,
                    "agreement": before.id,
                },
            )
