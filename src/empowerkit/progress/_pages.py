"""A summary on a page, in its three versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from empowerkit._render import Block, Heading, Items, Line, Para, Said, joined
from empowerkit.model import (
    Acknowledgement,
    AnswerStatus,
    Choice,
    Level,
    Resource,
    ResourceStatus,
    Supporter,
    SupportLevel,
)

from ._goal_page import goal_blocks, is_bare
from ._goal_parts import MilestoneProgress, Share, StepProgress
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
from ._speech import Speech


if TYPE_CHECKING:
    from ._summary import ProgressSummary


def blocks(summary: ProgressSummary, say: Speech) -> Iterator[Block]:
    """Yield the page of *summary*."""
    yield Heading(say("title"), level=1)
    yield Para(joined(filter(None, _as_of(summary, say)), " "))
    if not summary.is_begun:
        yield Para(say("not-begun"))
        return
    yield from _went_well(summary.went_well, say)
    if summary.version is Version.ENDING:
        yield from _taken_along(summary, say)
        yield from _can_be_asked(summary, say)
    else:
        yield from _goals(summary, say)
        yield from decision_blocks(summary.decisions, say)
        yield from _others(summary, say)
        yield from _waiting(summary.waiting, say)
        yield from _who(summary.who_did_what, say)


def _as_of(summary: ProgressSummary, say: Speech) -> Iterator[Line]:
    yield say("as-of", day=say.day(summary.as_of))
    yield say.dated("closed", summary.closed_on)
    yield say("reader", reader=say.of(summary.seen_by))
    if summary.withheld:
        yield say("withheld")


def _went_well(found: WentWell, say: Speech) -> Iterator[Block]:
    yield Heading(say("heading-went-well"))
    lines = tuple(went_well_lines(found, say))
    if lines:
        yield Items(lines)
    else:
        yield Para(say("went-well-nothing"))


def went_well_lines(found: WentWell, say: Speech) -> Iterator[Line]:
    """Yield what went well, and after each what was said about it."""
    left = dict.fromkeys(found.acknowledgements)
    for milestone in found.milestones:
        yield _reached(milestone, say)
        yield from _noticed(left, {milestone.id, milestone.first_id}, say)
    for step in found.steps:
        yield _done(step, say)
        yield from _noticed(left, {step.id, step.first_id}, say)
    for strength in found.strengths:
        yield say(
            "went-well-gained",
            words=say.quoted(strength.words),
            day=() if (day := strength.gained_on) is None else say.day(day),
            said=say.said(strength.voice),
        )
        yield from _noticed(left, {strength.id}, say)
    yield from (_acknowledged(one, say) for one in left)


def _noticed(
    left: dict[Acknowledgement, None], about: set[str], say: Speech
) -> Iterator[Line]:
    for one in [k for k in left if k.about_id in about]:
        del left[one]
        yield _acknowledged(one, say)


def _acknowledged(one: Acknowledgement, say: Speech) -> Line:
    return say(
        "went-well-noticed",
        who=say.who(one.voice),
        on=say.on(one.at),
        words=say.quoted(one.words),
    )


def _reached(found: MilestoneProgress, say: Speech) -> Line:
    return say(
        "went-well-reached",
        words=say.quoted(found.words),
        on=say.on(found.reached_on),
        said=say.said(found.reached),
    )


def _done(step: StepProgress, say: Speech) -> Line:
    key = "went-well-done"
    if step.support is SupportLevel.ON_OWN:
        key = "went-well-done-on-own"
    elif step.support is SupportLevel.DO_FOR:
        key = "went-well-done-for"
    return say(key, words=say.quoted(step.words), on=say.on(step.done_on))


def _goals(summary: ProgressSummary, say: Speech) -> Iterator[Block]:
    if not summary.goals:
        yield Heading(say("heading-no-goals"))
        yield Para(say("goals-nothing"))
    for goal in summary.goals:
        yield from goal_blocks(goal, say)
    if not is_bare(summary.without_goal):
        yield from goal_blocks(summary.without_goal, say)


def decision_blocks(
    found: tuple[DecisionProgress, ...], say: Speech
) -> Iterator[Block]:
    """Yield each of the decisions with how it stands."""
    if found:
        yield Heading(say("heading-decisions"))
    for decision in found:
        yield Heading(say.quoted(decision.words), level=3)
        yield Items(tuple(decided_lines(decision, say)))


def decided_lines(found: DecisionProgress, say: Speech) -> Iterator[Line]:
    """Yield how a decision stands."""
    if found.state in (DecisionState.NOT_SHOWN, DecisionState.BY_OTHERS):
        yield say(f"decision-{found.state.value}")
        return
    if found.choice is not None:
        yield from _choice(found.choice, found, say)
    elif found.state is DecisionState.TAKEN_BACK:
        yield say("decision-withdrawn")
    if found.state is DecisionState.PAST:
        yield say.dated("decision-past", found.decide_by)
    elif found.state is not DecisionState.CHOSEN:
        yield say("decision-open", by=say.dated("by", found.decide_by))
    elif found.times_chosen > 1:
        yield say("choice-times", n=found.times_chosen)


def _choice(
    choice: Choice, found: DecisionProgress, say: Speech
) -> Iterator[Line]:
    chosen = found.state is DecisionState.CHOSEN
    yield say(
        "choice" if chosen else "choice-taken-back",
        words=say.quoted(found.option),
        on=say.on(choice.decided_at),
        reported=say.reported(choice),
    )
    if choice.words is not None:
        yield say("choice-reason", words=say.quoted(choice.words))
    if choice.level is not Level.REPORTED:
        yield say(f"proof-{choice.level.value}")


def _others(summary: ProgressSummary, say: Speech) -> Iterator[Block]:
    if summary.decided_by_others:
        yield Heading(say("heading-others"))
    for found in summary.decided_by_others:
        words = found.option
        if found.how is DecidedHow.IMPOSED:
            words = found.words
        line = say(
            found.how.value,
            who=say.of(found.by),
            on=say.on(found.at),
            words=say.quoted(words),
        )
        yield Para(line)
        yield Items((*_grounds(found, say), *_ended(found, summary, say)))


def _grounds(found: DecidedByOthers, say: Speech) -> Iterator[Line]:
    if found.question is not None:
        yield say("others-question", words=say.quoted(found.question))
    if found.how is DecidedHow.SUBSTITUTE and found.words is not None:
        yield say("others-reason", words=say.quoted(found.words))
    yield say(f"basis-{found.basis.value}")
    yield _view(found, say)
    if found.how_to_contest is not None:
        yield say("contest", words=say.quoted(found.how_to_contest))
    elif found.how is DecidedHow.IMPOSED:
        yield say("contest-unknown")


def _view(found: DecidedByOthers, say: Speech) -> Line:
    view = found.client_view
    if view is None:
        return say("view-unknown")
    if view.status is not AnswerStatus.ANSWERED:
        return say(f"view-{view.status.value}")
    return say("view-answered", words=say.quoted(view.words))


def _ended(
    found: DecidedByOthers, summary: ProgressSummary, say: Speech
) -> Iterator[Line]:
    if found.ended_on is not None:
        over = found.ended_on <= summary.day
        key = "others-ended" if over else "others-ends"
        yield say(key, day=say.day(found.ended_on))


def _waiting(found: tuple[Waiting, ...], say: Speech) -> Iterator[Block]:
    if found:
        yield Heading(say("heading-waiting"))
        yield Items(tuple(_waits(one, say) for one in found))


def _waits(one: Waiting, say: Speech) -> Line:
    key = f"waiting-{one.what.value}"
    if one.what is WaitingFor.OBJECTION and one.words is None:
        key = "waiting-objection-silent"
    words = say.quoted(one.words)
    return say(
        key,
        words=words,
        about=() if one.words is None else say("with", words=words),
        who=say.who(one.voice),
        on=say.on(one.at),
        by=say.dated("by", one.due_on),
        due=say.dated("planned-for", one.due_on),
    )


def _who(found: WhoDidWhat, say: Speech) -> Iterator[Block]:
    shares = {
        "share-initiated": found.initiated_share,
        "share-proposed": found.proposed_share,
        "share-decided": found.decided_share,
        "share-did": found.did_share,
        "share-rated": found.rated_share,
    }
    lines = [
        _share(say(key), share, say)
        for key, share in shares.items()
        if share.denominator or share.missing
    ]
    if lines:
        yield Heading(say("heading-who"))
        yield Para(say("who-intro"))
        yield Items(tuple(lines))


def _share(what: Line, share: Share, say: Speech) -> Line:
    if not share.denominator:
        return say("share-unknown", what=what)
    return say(
        "share-missing" if share.missing else "share",
        what=what,
        n=share.numerator,
        of=share.denominator,
        missing=share.missing,
    )


def _taken_along(summary: ProgressSummary, say: Speech) -> Iterator[Block]:
    yield Heading(say("heading-strengths"))
    lines = [
        say(
            "strength",
            words=say.quoted(one.words),
            said=say.said(one.voice),
        )
        for one in summary.strengths
    ]
    lines += [
        say(
            "ending",
            who=say.who(one.voice),
            on=say.on(one.at),
            words=say.quoted(one.words),
        )
        for one in summary.endings
    ]
    yield Items(tuple(lines)) if lines else Para(say("strengths-nothing"))


def _can_be_asked(summary: ProgressSummary, say: Speech) -> Iterator[Block]:
    yield Heading(say("heading-ask"))
    lines = (
        *(_supporter(one, say) for one in summary.supporters),
        *(_resource(one, say) for one in summary.resources),
    )
    yield Items(lines) if lines else Para(say("ask-nothing"))


def _supporter(one: Supporter, say: Speech) -> Line:
    who = say.of(one.actor)
    if one.relation is None:
        return say("ask-supporter", who=who)
    relation = say.quoted(one.relation)
    return say("ask-supporter-related", who=who, relation=relation)


def _resource(one: Resource, say: Speech) -> Line:
    name = Said(one.name)
    line = say("ask-resource", words=name)
    if one.contact is not None:
        line = say(
            "ask-resource-contact", words=name, contact=Said(one.contact)
        )
    status = None if one.status is None else _STATUS.get(one.status)
    return line if status is None else (*line, *say(status))


_STATUS: Final = {
    ResourceStatus.INACTIVE: "ask-status-inactive",
    ResourceStatus.TEMPORARILY_CLOSED: "ask-status-temporarily-closed",
}
