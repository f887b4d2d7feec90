"""Rules about wins, and about how the client sees the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from empowerkit.model import (
    Acknowledgement,
    Asked,
    Contact,
    Goal,
    Lifecycle,
    Milestone,
    Rating,
    Role,
    Ruler,
    Topic,
)

from ._findings import Found, Severity
from ._rule import rule
from ._view import PlanView, said_on


_ACTIVE: Final = Lifecycle.ACTIVE
_CLIENT: Final = Role.CLIENT
_WORKER: Final = Role.WORKER
_CONFIDENCE: Final = Ruler.CONFIDENCE
_ATTAINMENT: Final = Ruler.ATTAINMENT


@rule(
    code="EMP701",
    slug="win-unmarked",
    severity=Severity.NOTICE,
    reads=(Milestone, Acknowledgement),
    profiles=(),
    of_missing=True,
)
def win_unmarked(view: PlanView, *, days: int = 14) -> Iterator[Found]:
    """
    Point out a milestone that was reached, and nobody said a word.

    Looks at:
        Milestones reached some days ago, with no acknowledgement.

    Why:
        A small win that somebody noticed carries people to the next one.

    Try:
        Say what you saw the client do, in plain words, and no more than is
        true.

    Set aside when:
        The client does not like a fuss.

    Source:
        P7.

    Parameters:
        days: How many days there are to say so.
    """
    marked = {thanks.about_id for thanks in view.acknowledgements}
    for milestone in view.milestones:
        gone = view.since(milestone.reached_on)
        if gone is not None and gone >= days and milestone.id not in marked:
            yield Found(
                milestone,
                f"This milestone was reached {gone} days ago, and nobody is "
                "recorded to have said so.",
                at="reached_on",
                facts={"goal": milestone.goal_id, "days": str(gone)},
            )


@rule(
    code="EMP702",
    slug="no-word-on-progress",
    severity=Severity.NOTICE,
    reads=(Goal, Rating, Asked),
    profiles=(),
    of_missing=True,
)
def no_word_on_progress(view: PlanView, *, days: int = 60) -> Iterator[Found]:
    """
    Point out an active goal of which the client has not said how it goes.

    Looks at:
        Goals active for a while with no rating by the client of late, where
        they were never asked about progress.  Whoever was asked and
        declined was asked.

    Why:
        Whether it goes forward is for the one who lives it to say.

    Try:
        Ask how it goes, with a ruler or without one.

    Set aside when:
        The client does not want to be measured.

    Source:
        P23, P25.

    Parameters:
        days: How many days are too long without a word.
    """
    if Topic.PROGRESS in view.asked_about:
        return
    rated = {
        rating.about_id
        for rating in view.ratings
        if rating.rater.role is _CLIENT
        and (view.as_of - rating.at.date()).days <= days
    }
    for goal in view.goals:
        if goal.lifecycle is not _ACTIVE or goal.id in rated:
            continue
        gone = view.since(goal.started_on or said_on(goal.voice))
        if gone is not None and gone >= days:
            yield Found(
                goal,
                f"In the last {days} days the client is not recorded to "
                "have said how this goal goes.",
                facts={"days": str(days)},
            )


def _latest_by(view: PlanView, role: Role) -> dict[object, Rating]:
    """Return the last answered rating by *role*, of each thing and ruler."""
    last: dict[object, Rating] = {}
    for rating in view.ratings:
        if rating.value is None or rating.rater.role is not role:
            continue
        key = (
            rating.about_id,
            rating.ruler,
            rating.own_ruler,
            rating.low,
            rating.high,
            rating.higher_is_better,
        )
        if key not in last or last[key].at <= rating.at:
            last[key] = rating
    return last


@rule(
    code="EMP703",
    slug="ratings-apart",
    severity=Severity.NOTICE,
    reads=(Rating, Contact),
    of_missing=True,
)
def ratings_apart(
    view: PlanView, *, attainment_steps: int = 1, ruler_share: float = 0.3
) -> Iterator[Found]:
    """
    Point out that client and worker see it far apart, and have not talked.

    Looks at:
        The last rating of the same thing on the same ruler by the client
        and by a worker: at least a step apart on the five levels of
        attainment, or a share of the ruler apart on any other, with no
        contact held on a later day than both.  Neither counts for more.

    Why:
        Where two see it differently there is something to learn for both.

    Try:
        Put the two side by side and ask what the other sees.

    Set aside when:
        You have talked, and go on seeing it differently.

    Source:
        P20; goal follow-up of the HL7 Person-Centered Outcomes guide.

    Parameters:
        attainment_steps: How many levels of attainment are far apart.
        ruler_share: Which share of any other ruler is far apart, 0 to 1.
    """
    if len(view.ratings) < _TWO:
        return
    theirs, others = _latest_by(view, _CLIENT), _latest_by(view, _WORKER)
    for key, mine in theirs.items():
        other = others.get(key)
        if other is None or mine.value is None or other.value is None:
            continue
        apart = abs(mine.value - other.value)
        far = (
            attainment_steps
            if mine.ruler is _ATTAINMENT
            else ruler_share * (mine.high - mine.low)
        )
        day = max(mine.at, other.at).date()
        if apart and apart >= far and (view.last_held_on or day) <= day:
            yield Found(
                mine,
                f"Client and worker are {apart} apart on the ruler "
                f"{mine.ruler.value}, and no contact was held since.",
                also=(other.id, mine.about_id),
                facts={
                    "about": mine.about_id,
                    "ruler": mine.ruler.value,
                    "apart": str(apart),
                },
            )


_TWO: Final = 2


@rule(
    code="EMP704",
    slug="confidence-falling",
    severity=Severity.CONCERN,
    reads=(Rating,),
    of_missing=True,
)
def confidence_falling(
    view: PlanView, *, window_days: int = 90, ruler_share: float = 0.3
) -> Iterator[Found]:
    """
    Point out that the client's confidence in something went down.

    Looks at:
        The client's own ratings of confidence in one thing, within the
        window: the first against the last, as a share of the ruler.

    Why:
        Confidence often goes before the goal does, and people seldom say so
        first.

    Try:
        Ask what has changed, and what would make it one step better.

    Set aside when:
        The client knows why, and it will pass.

    Source:
        P23.

    Parameters:
        window_days: How many days back ratings are looked at.
        ruler_share: Which share of the ruler counts, 0 to 1.
    """
    if len(view.ratings) < _TWO:
        return
    lines: dict[object, list[Rating]] = {}
    for rating in view.ratings:
        gone = (view.as_of - rating.at.date()).days
        if (
            rating.ruler is _CONFIDENCE
            and rating.value is not None
            and rating.rater.role is _CLIENT
            and 0 <= gone <= window_days
        ):
            key = (
                rating.about_id,
                rating.low,
                rating.high,
                rating.higher_is_better,
            )
            lines.setdefault(key, []).append(rating)
    for line in lines.values():
        yield from _fallen(line, ruler_share)


def _fallen(line: list[Rating], share: float) -> Iterator[Found]:
    line.sort(key=lambda rating: rating.at)
    first, last = line[0], line[-1]
    down = (first.value or 0) - (last.value or 0)
    if not last.higher_is_better:
        down = -down
    if down > 0 and down >= share * (last.high - last.low):
        yield Found(
            last,
            f"The client's confidence went down by {down} on a ruler of "
            f"{last.high - last.low}.",
            also=(first.id, last.about_id),
            facts={"about": last.about_id, "down": str(down)},
        )
