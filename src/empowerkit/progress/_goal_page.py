"""One goal on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from empowerkit._render import Block, Heading, Items, Line, Para, Said, joined
from empowerkit.model import AnswerStatus, Lifecycle, Whose

from ._goal_parts import (
    Attainment,
    GoalProgress,
    MilestoneProgress,
    RatingLine,
    StepProgress,
    SupportPoint,
)
from ._speech import Speech


def goal_blocks(goal: GoalProgress, say: Speech) -> Iterator[Block]:
    """Yield *goal* with its heading and all that belongs to it."""
    yield Heading(_heading(goal, say))
    about = joined(filter(None, _about(goal, say)), " ")
    if about:
        yield Para(about)
    yield from _milestones(goal, say)
    yield from _steps(goal, say)
    yield from _support(goal, say)
    yield from _ratings(goal, say)


def is_bare(goal: GoalProgress) -> bool:
    """Return whether nothing belongs to *goal*."""
    return not any(
        (
            goal.milestones,
            goal.steps,
            goal.support,
            goal.support_by_others,
            goal.ratings,
        )
    )


def _heading(goal: GoalProgress, say: Speech) -> Line:
    if goal.words is None or goal.whose is None:
        return say("heading-no-goal")
    return say(_HEADINGS[goal.whose], words=Said(goal.words))


_HEADINGS: Final = {
    Whose.CLIENT: "heading-goal",
    Whose.SHARED: "heading-goal-shared",
    Whose.MANDATED: "heading-goal-mandated",
}


def _about(goal: GoalProgress, say: Speech) -> Iterator[Line]:
    if goal.lifecycle is None:
        return
    is_mandated = goal.whose is Whose.MANDATED
    if is_mandated:
        yield say("goal-mandated")
    if say.said(goal.voice):
        yield say("goal-from", who=say.who(goal.voice))
    # What was ordered is no proposal, whatever it is filed as.
    if not is_mandated or goal.lifecycle is not Lifecycle.PROPOSED:
        yield say(f"goal-{goal.lifecycle.value}")
    if goal.achievement is not None:
        code = say(f"achievement-{goal.achievement.value}")
        yield say("goal-achievement", code=code)
    if goal.lifecycle not in _ENDED:
        key = "goal-target-mandated" if is_mandated else "goal-target"
        yield say.dated(key, goal.target_on)


_ENDED: Final = (
    Lifecycle.COMPLETED,
    Lifecycle.CANCELLED,
    Lifecycle.ENTERED_IN_ERROR,
    Lifecycle.REJECTED,
)


def _milestones(goal: GoalProgress, say: Speech) -> Iterator[Block]:
    share = goal.reached_share
    if not share.denominator:
        if goal.id is not None:
            yield Para(say("milestones-nothing"))
        return
    yield Para(say("milestones", n=share.numerator, of=share.denominator))
    reached = [_reached(found, say) for found in goal.reached]
    still = [
        _open(found, "milestone-open" if place else "milestone-next", say)
        for place, found in enumerate(goal.open)
    ]
    yield Items((*reached, *still))


def _reached(found: MilestoneProgress, say: Speech) -> Line:
    return say(
        "milestone-reached",
        words=say.quoted(found.words),
        on=say.on(found.reached_on),
        said=say.said(found.reached),
    )


def _open(found: MilestoneProgress, key: str, say: Speech) -> Line:
    return say(
        key,
        words=say.quoted(found.words),
        due=say.dated("hoped-for", found.due_on),
        said=say.said(found.voice),
    )


def _steps(goal: GoalProgress, say: Speech) -> Iterator[Block]:
    share = goal.done_share
    if share.denominator:
        yield Para(say("steps", n=share.numerator, of=share.denominator))
        yield Items(tuple(_step(step, say) for step in goal.steps))


def _step(step: StepProgress, say: Speech) -> Line:
    key = "step-open"
    if step.done_on is not None:
        key = "step-done-for" if step.is_done_for else "step-done"
    return say(
        key,
        words=say.quoted(step.words),
        by=()
        if step.owner is None
        else say("step-by", who=say.of(step.owner)),
        on=say.on(step.done_on),
        due=say.dated("planned-for", step.planned_on),
        help=_help(step, say),
    )


def _help(step: StepProgress, say: Speech) -> Line:
    if step.support is None:
        return ()
    return say("step-help", level=level_of(step.support.name, say))


def level_of(name: str, say: Speech) -> Line:
    """Return the words for the level of support called *name*."""
    return say(f"help-{name.lower().replace('_', '-')}")


def _support(goal: GoalProgress, say: Speech) -> Iterator[Block]:
    lines = [*_agreed(goal, say)]
    for point in goal.support_by_others:
        if point.stands:
            lines += _proposed(point, say)
    if lines:
        yield Para(say("help-lead"))
        yield Items(tuple(lines))


def _agreed(goal: GoalProgress, say: Speech) -> Iterator[Line]:
    now = goal.help_now
    before = [
        _before(point, say) for point in goal.support if point is not now
    ]
    if now is not None:
        level = level_of(now.level.name, say)
        yield say("help", level=level, on=say.on(now.at))
    if before:
        yield say("help-before", levels=say.listed(before))
    if now is not None:
        yield from wanted(now, say)


def _before(point: SupportPoint, say: Speech) -> Line:
    since = say.dated("from-day", point.at)
    return (*level_of(point.level.name, say), *since)


def wanted(point: SupportPoint, say: Speech) -> Iterator[Line]:
    """Yield where the client wants help to go, and of which kinds."""
    if point.direction is not None:
        yield say(f"help-{point.direction.value}")
    if point.seeking:
        kinds = [say(f"seeking-{kind.value}") for kind in point.seeking]
        yield say("help-seeking", kinds=say.listed(kinds))


def _proposed(point: SupportPoint, say: Speech) -> Iterator[Line]:
    level = level_of(point.level.name, say)
    who, on = say.who(point.voice), say.on(point.at)
    yield say("help-proposed", who=who, on=on, level=level)
    yield say("help-proposal")


def _ratings(goal: GoalProgress, say: Speech) -> Iterator[Block]:
    lines: list[Line] = []
    for found in goal.attainment:
        lines += attainment_lines(found, say)
    for line in goal.ratings:
        if goal.attained(line) is None:
            lines.append(joined(_rating(line, goal, say), " "))
    if lines:
        yield Para(say("ratings-lead"))
        yield Items(tuple(lines))


def attainment_lines(found: Attainment, say: Speech) -> Iterator[Line]:
    """Yield where somebody puts a goal, in the words of its own scale."""
    who, on = say.of(found.rater), say.on(found.at)
    if found.words is None:
        level = signed(found.level)
        yield say("attainment-number", who=who, on=on, level=level)
        return
    words = say.quoted(found.words)
    yield say("attainment", who=who, on=on, words=words)
    if found.baseline_words is not None:
        yield say("attainment-start", words=say.quoted(found.baseline_words))


def signed(level: int) -> str:
    """Return *level* with its sign, as people write it: +1, 0, -1."""
    return f"{level:+d}" if level else "0"


def ruler_of(line: RatingLine, goal_id: str | None, say: Speech) -> Line:
    """Return what *line* is about: the ruler, and what it was laid on."""
    ruler = say(f"ruler-{line.ruler.value}")
    if line.own_ruler:
        ruler = (Said(line.own_ruler),)
    if line.about_id == goal_id:
        return ruler
    if line.about is None:
        return joined((ruler, say("not-here")), " ")
    return say("rating-about", ruler=ruler, words=Said(line.about))


def _rating(
    line: RatingLine, goal: GoalProgress, say: Speech
) -> Iterator[Line]:
    ruler, who = ruler_of(line, goal.id, say), say.of(line.rater)
    first, last, change = line.first, line.last, line.change
    if first is None or last is None:
        yield _silent(line.points[-1].status, ruler, who, say)
        return
    ends = {"low": line.low, "high": line.high}
    if change is None:
        value, on = str(last.value), say.on(last.at)
        yield say("rating", ruler=ruler, who=who, on=on, value=value, **ends)
    else:
        yield say(
            "rating-since",
            ruler=ruler,
            who=who,
            first=str(first.value),
            first_day=say.day(first.at),
            last=str(last.value),
            last_day=say.day(last.at),
            **ends,
        )
        yield changed(change, say)
    if not line.higher_is_better:
        yield say("rating-low-hoped-for")
    missing = sum(point.value is None for point in line.points)
    if missing:
        yield say("rating-not-answered", n=missing)


def changed(change: int, say: Speech) -> Line:
    """Return by how much a number changed, and nothing of what that means."""
    if not change:
        return say("rating-same")
    key = "rating-more" if change > 0 else "rating-less"
    return say(key, n=abs(change))


def _silent(status: AnswerStatus, ruler: Line, who: Line, say: Speech) -> Line:
    match status:
        case AnswerStatus.PREFERS_NOT_TO_SAY | AnswerStatus.DOES_NOT_KNOW:
            return say(f"rating-{status.value}", ruler=ruler, who=who)
        case AnswerStatus.NOT_ASKED | AnswerStatus.ANSWERED:
            return say("rating-not-asked", ruler=ruler, who=who)
        case _:
            assert_never(status)
