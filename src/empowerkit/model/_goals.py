"""Goals, the way to them, and help that is just enough."""

from __future__ import annotations

import enum

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

import attrs

from empowerkit.errors import Problem

from ._ids import (
    AcceptanceId,
    AcknowledgementId,
    GoalId,
    MandateId,
    MilestoneId,
    NeedId,
    StepId,
    SupportAgreementId,
    WhatMattersId,
    new_id,
)
from ._record import AnyId, Record
from ._voice import (
    Actor,
    Importance,
    Voice,
    never_software,
    off_the_scale,
)


class AcceptanceStatus(enum.StrEnum):
    """FHIR's goal acceptance codes."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PENDING = "pending"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Acceptance(Record):
    """
    One person's yes, no or not yet: to a goal, or to the plan as it stands.

    FHIR: extension goal-acceptance; R6 Goal.acceptance.

    Attributes:
        actor: Whose answer it is.
        status: Agree, disagree, pending.
        at: When they gave it.
        words: What they said with it, if anything.
        voice: Set where somebody else wrote it down for them.

    >>> from empowerkit.model import Client
    >>> yes = AcceptanceStatus.AGREE
    >>> Acceptance(
    ...     id=AcceptanceId("y1"), actor=Client(called="A").actor, status=yes
    ... )
    <Acceptance y1>
    """

    id: AcceptanceId = attrs.field(factory=new_id)
    actor: Actor
    status: AcceptanceStatus
    at: datetime | None = None
    words: str | None = None
    voice: Voice | None = None
    replaces: AcceptanceId | None = None

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "actor")


LOWEST, HIGHEST = -2, 2
LEVELS = HIGHEST - LOWEST + 1
HARDEST = 3


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AttainmentScale(Record):
    """
    What five levels of reaching a goal would look like.

    PCO: goal attainment scaling; LOINC LL6900-6.

    Attributes:
        levels: Five texts, from -2 (much less) over 0 (as hoped) to +2.
        baseline: The level at the start, -2 to +2.
        importance: How much the goal matters to the client.
        difficulty: 0 to 3, as the two see it.

    >>> AttainmentScale(levels=("a", "b", "c", "d", "e")).baseline
    """

    levels: tuple[str, ...]
    baseline: int | None = None
    importance: Importance | None = None
    difficulty: int | None = None

    def _problems(self) -> Sequence[Problem]:
        found: list[Problem] = []
        if len(self.levels) != LEVELS:
            rule = "levels must be five texts, from -2 to +2"
            found.append(off_the_scale("levels", rule))
        start, hard = self.baseline, self.difficulty
        if start is not None and not LOWEST <= start <= HIGHEST:
            rule = "baseline must lie in -2 to +2"
            found.append(off_the_scale("baseline", rule))
        if hard is not None and not 0 <= hard <= HARDEST:
            rule = "difficulty must lie in 0 to 3"
            found.append(off_the_scale("difficulty", rule))
        return found


class Whose(enum.StrEnum):
    """Whose goal it is."""

    CLIENT = "client"
    SHARED = "shared"
    MANDATED = "mandated"


class Lifecycle(enum.StrEnum):
    """
    FHIR's goal lifecycle codes.

    `COMPLETED` means no longer sought, not achieved.
    """

    PROPOSED = "proposed"
    PLANNED = "planned"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"
    REJECTED = "rejected"


class Achievement(enum.StrEnum):
    """FHIR's goal achievement codes."""

    IN_PROGRESS = "in-progress"
    IMPROVING = "improving"
    WORSENING = "worsening"
    NO_CHANGE = "no-change"
    ACHIEVED = "achieved"
    SUSTAINING = "sustaining"
    NOT_ACHIEVED = "not-achieved"
    NO_PROGRESS = "no-progress"
    NOT_ATTAINABLE = "not-attainable"


class GoalDomain(enum.StrEnum):
    """The goal categories of HL7's Person-Centered Outcomes guide."""

    HOUSING = "housing"
    ACCESS_TO_SERVICES = "access-to-services"
    CAREGIVER_NEEDS = "caregiver-needs"
    END_OF_LIFE = "end-of-life"
    INDEPENDENCE = "independence"
    LEGAL = "legal"
    MANAGING_CONDITIONS = "managing-conditions"
    MEDICATION_MANAGEMENT = "medication-management"
    IMPROVING_HEALTH_AND_WELLNESS = "improving-health-and-wellness"
    PHYSICAL_FUNCTION = "physical-function"
    SOCIAL_FUNCTIONING = "social-functioning"
    EMOTIONAL_AND_MENTAL_HEALTH = "emotional-and-mental-health"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Goal(Record):
    """
    Where the client wants to get to; or what somebody demands of them.

    FHIR: Goal.

    Attributes:
        words: FHIR description.text.
        voice: Who expressed it; FHIR R4 expressedBy, R5 and R6 source.
        whose: The client's, shared, or mandated.
        mandate_id: What mandates it, where it is mandated.
        domain: A category of the PCO guide.
        need_ids: The needs it answers; FHIR addresses.
        what_matters_ids: What it is for.
        lifecycle: FHIR lifecycleStatus.
        lifecycle_reason: Why it stands so; FHIR R6 statusReason.
        achievement: FHIR achievementStatus.
        acceptances: Who agrees, and who does not.
        started_on: First day.
        target_on: The day to reach it by.
        scale: What five levels of reaching it look like.

    >>> Goal(id=GoalId("g1"), words="My own kitchen", voice=Voice())
    <Goal g1>
    """

    id: GoalId = attrs.field(factory=new_id)
    words: str
    voice: Voice
    whose: Whose = Whose.CLIENT
    mandate_id: MandateId | None = None
    domain: GoalDomain | None = None
    need_ids: tuple[NeedId, ...] = ()
    what_matters_ids: tuple[WhatMattersId, ...] = ()
    lifecycle: Lifecycle = Lifecycle.PROPOSED
    lifecycle_reason: str | None = None
    achievement: Achievement | None = None
    acceptances: tuple[Acceptance, ...] = ()
    started_on: date | None = None
    target_on: date | None = None
    scale: AttainmentScale | None = None
    replaces: GoalId | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("started_on", "target_on"),
    )


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Milestone(Record):
    """
    A small win on the way, worth marking.

    FHIR: goal-relationship of type milestone.

    Attributes:
        goal_id: The goal it leads to.
        words: What will be different.
        voice: Who set it.
        due_on: When it is hoped for.
        reached_on: When it was reached.
        reached: Who says that it was.

    >>> Milestone(
    ...     id=MilestoneId("m1"),
    ...     goal_id=GoalId("g1"),
    ...     words="I called them myself",
    ...     voice=Voice(),
    ... )
    <Milestone m1>
    """

    id: MilestoneId = attrs.field(factory=new_id)
    goal_id: GoalId
    words: str
    voice: Voice
    due_on: date | None = None
    reached_on: date | None = None
    reached: Voice | None = None
    replaces: MilestoneId | None = None


class SupportLevel(enum.IntEnum):
    """How much is done with or for the client; ours, after scaffolding."""

    ON_OWN = 0
    STAND_BY = 1
    COACH = 2
    DO_WITH = 3
    DO_FOR = 4


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Step(Record):
    """
    Something to do next, and by whom.

    FHIR: Task; eLTSS: step or action.

    Attributes:
        goal_id: The goal it serves.
        milestone_id: The milestone it leads to.
        words: What is to be done.
        voice: Who proposed it.
        owner: Who does it.
        support: How much help the owner has, where that is the client.
        planned_on: The day it is meant for.
        done_on: The day it was done.

    >>> Step(id=StepId("s1"), words="Ring the agent", voice=Voice())
    <Step s1>
    """

    id: StepId = attrs.field(factory=new_id)
    goal_id: GoalId | None = None
    milestone_id: MilestoneId | None = None
    words: str
    voice: Voice
    owner: Actor | None = None
    support: SupportLevel | None = None
    planned_on: date | None = None
    done_on: date | None = None
    replaces: StepId | None = None

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "owner")


class Direction(enum.StrEnum):
    """Where the client wants support to go; none of them is the better."""

    FADE = "fade"
    HOLD = "hold"
    MORE = "more"


class Seeking(enum.StrEnum):
    """The kinds of help that the client seeks."""

    RESOURCES = "resources"
    MOTIVATION = "motivation"
    UNDERSTANDING = "understanding"
    SKILLS = "skills"
    ADVOCACY = "advocacy"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SupportAgreement(Record):
    """
    How much help, of which kinds, and where it is heading: the client's say.

    In a worker's voice it is a proposal; in the client's, an agreement.

    Attributes:
        goal_id: The goal it is about; ``None`` is everything.
        level: How much.
        direction: Fade, hold or more.
        seeking: Which kinds of help.
        voice: Who says so.
        at: When it was agreed.
        review_on: When to look again.

    >>> SupportAgreement(
    ...     id=SupportAgreementId("a1"),
    ...     level=SupportLevel.COACH,
    ...     direction=Direction.HOLD,
    ...     voice=Voice(),
    ... )
    <SupportAgreement a1>
    """

    id: SupportAgreementId = attrs.field(factory=new_id)
    goal_id: GoalId | None = None
    level: SupportLevel
    direction: Direction | None = None
    seeking: tuple[Seeking, ...] = ()
    voice: Voice
    at: datetime | None = None
    review_on: date | None = None
    replaces: SupportAgreementId | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Acknowledgement(Record):
    """
    That something was noticed and is worth saying.

    Attributes:
        about_id: The milestone, step, strength or goal it is about.
        words: What was said.
        voice: Who said it.
        at: When.

    >>> from empowerkit.model import AcknowledgementId
    >>> Acknowledgement(
    ...     id=AcknowledgementId("k1"),
    ...     about_id="m1",
    ...     words="You did that on your own.",
    ...     voice=Voice(),
    ... )
    <Acknowledgement k1>
    """

    id: AcknowledgementId = attrs.field(factory=new_id)
    about_id: AnyId
    words: str
    voice: Voice
    at: datetime | None = None
    replaces: AcknowledgementId | None = None
