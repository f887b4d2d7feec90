"""The summary itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from empowerkit._render import Block, Page, Words
from empowerkit.model import (
    AbsentReason,
    Actor,
    Ending,
    OfferAnswer,
    Resource,
    ResourceStatus,
    Strength,
    Supporter,
)
from empowerkit.plan import Plan

from . import _counts
from ._asof import AsOf, day_of
from ._decided import by_others, decisions
from ._goal_parts import GoalProgress
from ._goals import Goals
from ._pages import blocks
from ._parts import (
    DecidedByOthers,
    DecisionProgress,
    Version,
    Waiting,
    WentWell,
    WhoDidWhat,
)
from ._plain import plain
from ._speech import Speech
from ._words import own_words


@attrs.frozen(kw_only=True, repr=False)
class ProgressSummary(Page):
    """
    What became of a plan by one day, as one person may read it.

    It tells what is written down, and judges nobody: no score, no rank, no
    verdict.
    That nothing has happened yet is a summary too.

    Attributes:
        plan_id: The plan.
        version: For whom, and for when, it is written.
        seen_by: Who reads it.
        as_of: The moment, or the day with all its hours, by which things
            count.
        is_begun: Whether the plan had been opened by then.
        closed_on: The day on which it was closed, if it was by then.
        went_well: What the page opens with.
        goals: How far each standing goal has come, in the plan's order.
        without_goal: What belongs to no goal that is shown.
        decisions: The client's decisions, in the plan's order.
        decided_by_others: What others decided, the earliest first.
        waiting: What waits for an answer or a look back, kind by kind.
        who_did_what: The client's part, as shares with their counts.
        strengths: What the client takes along, in the plan's order.
        endings: What was said at an ending.
        supporters: Whom the client can ask.
        resources: What the client can turn to: those that exist, but for
            what the client declined.
        withheld: How many nouns of the plan are not for this reader.
    """

    plan_id: str
    version: Version
    seen_by: Actor
    as_of: date | datetime
    is_begun: bool
    closed_on: date | None
    went_well: WentWell
    goals: tuple[GoalProgress, ...]
    without_goal: GoalProgress
    decisions: tuple[DecisionProgress, ...]
    decided_by_others: tuple[DecidedByOthers, ...]
    waiting: tuple[Waiting, ...]
    who_did_what: WhoDidWhat
    strengths: tuple[Strength, ...]
    endings: tuple[Ending, ...]
    supporters: tuple[Supporter, ...]
    resources: tuple[Resource, ...]
    withheld: int
    _plan: Plan = attrs.field(alias="plan")
    _words: Words = attrs.field(alias="words", eq=False)

    def __repr__(self) -> str:
        """Return what it is a summary of, and none of its words."""
        return f"<ProgressSummary {self.plan_id} {self.version.value}>"

    @property
    def day(self) -> date:
        """The day of *as_of*."""
        return day_of(self.as_of)

    def to_dict(self) -> dict[str, Any]:
        """
        Return the summary as plain data: text, numbers, lists and mappings.

        The keys are the names of the attributes, at every depth.
        Beside them stand ``value`` of a share, ``change`` of ratings and
        attainment, ``is_reached`` of a milestone, ``reached_share`` and
        ``done_share`` of a goal, ``level`` and ``reported_by`` of a choice.
        Days and times are ISO 8601, codes are their values, and what is
        not recorded is `None`.
        It carries people's words: it is for the reader it was made for.
        """
        found: dict[str, Any] = plain(self)
        return found

    def _blocks(self) -> Iterable[Block]:
        return blocks(self, Speech(self._plan, self._words, self.version))


def summarise(
    plan: Plan,
    *,
    as_of: date | datetime,
    seen_by: Actor,
    version: Version = Version.CLIENT,
    words: Mapping[str, str] | None = None,
) -> ProgressSummary:
    """
    Summarise how far *plan* had come by *as_of*, for one reader.

    Nothing that came after *as_of* counts; what carries no date counts,
    since nothing says that it came later.
    How a goal is filed carries no date either: to see that as it was on an
    earlier day, give the plan as it was.
    What speaks to the client also leaves out what is not for the client,
    whoever reads it.

    Args:
        plan: The whole plan; what is not for the reader is left out first.
        as_of: A datetime with its offset, or a date, which is the whole day.
        seen_by: Who reads it; somebody on the plan.
        version: For whom, and for when, it is written.
        words: Sentences to replace our own, by the keys of `WORDS`.

    Raises:
        AuthorityError: *seen_by* is not on this plan, or no longer.
        InvariantError: *as_of* is a datetime without an offset, or *words*
            holds an unknown key or gap.

    Source: principles P5, P7, P8, P20 and P23 of the practice table.

    >>> from datetime import timezone
    >>> from empowerkit import Client
    >>> amina = Client(called="Amina")
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
    >>> summary = summarise(
    ...     Plan(client=amina), as_of=noon, seen_by=amina.actor
    ... )
    >>> print(summary.to_text())
    Your progress so far
    ====================
    <BLANKLINE>
    This is how things stood on 2 March 2026.
    <BLANKLINE>
    What went well
    --------------
    <BLANKLINE>
    Nothing is written here yet. That is fine.
    <BLANKLINE>
    Your goals
    ----------
    <BLANKLINE>
    No goal is written here yet.
    <BLANKLINE>
    """
    said = Words(own_words(version), words)
    seen = _seen(plan, seen_by, version)
    then = AsOf(seen, as_of)
    goals = Goals(then)
    begun = then.knows(seen)
    decided, others = decisions(then), by_others(then)
    return ProgressSummary(
        plan_id=plan.id,
        version=version,
        seen_by=seen_by,
        as_of=as_of,
        is_begun=begun,
        closed_on=seen.closed_on if then.came(seen.closed_on) else None,
        went_well=_counts.went_well(then),
        goals=goals.each(),
        without_goal=goals.none(),
        decisions=decided,
        decided_by_others=others,
        waiting=_counts.waiting(then, decided),
        who_did_what=_counts.who_did_what(then, decided, others),
        strengths=_counts.strengths(then),
        endings=then.standing(seen.endings),
        supporters=tuple(_supporters(then)),
        resources=tuple(_resources(then)),
        withheld=_withheld(seen) if begun else 0,
        plan=seen,
        words=said,
    )


def _seen(plan: Plan, reader: Actor, version: Version) -> Plan:
    """Return what *reader* may read, and the client too if it speaks to them."""
    seen, client = plan.as_seen_by(reader), plan.client.actor
    if version is Version.RECORD or reader == client:
        return seen
    return seen.as_seen_by(client)


def _supporters(then: AsOf) -> Iterable[Supporter]:
    for one in then.known(then.plan.supporters):
        if not then.came(one.ended_at):
            yield one


def _resources(then: AsOf) -> Iterable[Resource]:
    declined = {
        then.last_id(offer.resource_id)
        for offer in then.standing(then.plan.offers)
        if offer.answer is OfferAnswer.DECLINED and then.has(offer.answered_at)
    }
    for one in then.standing(then.plan.resources):
        gone = one.status is ResourceStatus.DEFUNCT
        if not gone and one.id not in declined:
            yield one


def _withheld(seen: Plan) -> int:
    """Return of how many nouns *seen* says that they are withheld."""
    decided = (gone for held in seen.decisions for gone in held.absent)
    reasons = [gone.reason for gone in (*seen.absent, *decided)]
    return reasons.count(AbsentReason.WITHHELD)
