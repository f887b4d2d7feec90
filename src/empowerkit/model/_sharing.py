"""What may leave, what left, what was taken back, and how it ended."""

from __future__ import annotations

import enum

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

import attrs

from empowerkit.errors import Problem

from ._ids import (
    ConsentId,
    CopyGivenId,
    DisclosureId,
    EndingId,
    SetAsideId,
    WithdrawalId,
    new_id,
)
from ._record import AnyId, Record
from ._voice import Actor, Channel, Voice, never_software


class PlanPart(enum.StrEnum):
    """The parts of a plan that a consent can name."""

    WHAT_MATTERS = "what-matters"
    STRENGTHS = "strengths"
    NEEDS = "needs"
    BARRIERS = "barriers"
    GOALS = "goals"
    STEPS = "steps"
    SUPPORT = "support"
    DECISIONS = "decisions"
    RESOURCES = "resources"
    CONTACTS = "contacts"
    RATINGS = "ratings"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Consent(Record):
    """
    That the client lets something go to somebody, for a purpose.

    FHIR: Consent; 42 CFR 2.31.

    Attributes:
        recipient: To whom.
        purpose: What for.
        scope: Which parts of the plan.
        given_at: When.
        expires_on: The last day.
        revoked_at: When the client took it back, as they may at any time.
        voice: The client's.

    >>> from datetime import timezone
    >>> Consent(
    ...     id=ConsentId("k1"),
    ...     recipient="The tenants' clinic",
    ...     purpose="Advice on the lease",
    ...     scope=(PlanPart.NEEDS,),
    ...     given_at=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
    ...     voice=Voice(),
    ... )
    <Consent k1>
    """

    id: ConsentId = attrs.field(factory=new_id)
    recipient: str
    purpose: str
    scope: tuple[PlanPart, ...] = ()
    given_at: datetime
    expires_on: date | None = None
    revoked_at: datetime | None = None
    voice: Voice
    replaces: ConsentId | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("given_at", "revoked_at"),
    )


class DisclosureBasis(enum.StrEnum):
    """What lets something leave."""

    CONSENT = "consent"
    LEGAL_DUTY = "legal-duty"
    IMMINENT_HARM = "imminent-harm"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Disclosure(Record):
    """
    That something left, to whom, and on what ground.

    Attributes:
        recipient: To whom.
        purpose: What for.
        scope: Which parts of the plan.
        basis: Consent, a legal duty, harm about to happen.
        consent_id: Which consent.
        duty: Which duty or which harm, where it was no consent.
        at: When.
        by: Who sent it.
        voice: Who wrote it down.
        client_told_at: When the client was told.
        not_told_because: Why not, if not.

    >>> from datetime import timezone
    >>> Disclosure(
    ...     id=DisclosureId("d1"),
    ...     recipient="The court",
    ...     basis=DisclosureBasis.LEGAL_DUTY,
    ...     at=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
    ...     voice=Voice(),
    ... )
    <Disclosure d1>
    """

    id: DisclosureId = attrs.field(factory=new_id)
    recipient: str
    purpose: str | None = None
    scope: tuple[PlanPart, ...] = ()
    basis: DisclosureBasis
    consent_id: ConsentId | None = None
    duty: str | None = None
    at: datetime
    by: Actor | None = None
    voice: Voice
    client_told_at: datetime | None = None
    not_told_because: str | None = None

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "by")


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Withdrawal(Record):
    """
    That somebody took something back; it stays, and the views skip it.

    Attributes:
        subject_id: What was taken back.
        by: Who did.
        at: When.
        words: Why, if they say so.

    >>> from datetime import timezone
    >>> from empowerkit.model import Client
    >>> Withdrawal(
    ...     id=WithdrawalId("w1"),
    ...     subject_id="n1",
    ...     by=Client(called="Amina").actor,
    ...     at=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
    ... )
    <Withdrawal w1>
    """

    id: WithdrawalId = attrs.field(factory=new_id)
    subject_id: AnyId
    by: Actor
    at: datetime
    words: str | None = None

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "by")


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SetAside(Record):
    """
    That a practice check is set aside, with a reason and an end.

    Attributes:
        rule: The code of the rule, such as ``EMP201``.
        subject_id: What it is set aside for.
        reason: Why; left empty, it sets nothing aside.
        by: Who did.
        until: The last day.

    >>> from empowerkit.model import Client
    >>> SetAside(
    ...     id=SetAsideId("s1"),
    ...     rule="EMP201",
    ...     subject_id="home",
    ...     reason="There was no other way.",
    ...     by=Client(called="Amina").actor,
    ...     until=date(2026, 9, 1),
    ... )
    <SetAside s1>
    """

    id: SetAsideId = attrs.field(factory=new_id)
    rule: str
    subject_id: AnyId
    reason: str
    by: Actor
    until: date

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "by")


class CopyHow(enum.StrEnum):
    """Whether a copy was handed over, or is held where the client says."""

    GIVEN = "given"
    HELD = "held"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class CopyGiven(Record):
    """
    That the client has a copy of the plan, or that one is held for them.

    42 CFR 441.301(c)(2)(x).

    Attributes:
        at: When.
        to: Who has it.
        how: Handed over, or held, where a letter home is dangerous.
        channel: The way it went.

    >>> from datetime import timezone
    >>> CopyGiven(
    ...     id=CopyGivenId("c1"),
    ...     at=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
    ... )
    <CopyGiven c1>
    """

    id: CopyGivenId = attrs.field(factory=new_id)
    at: datetime
    to: Actor | None = None
    how: CopyHow = CopyHow.GIVEN
    channel: Channel = Channel.NOT_RECORDED


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Ending(Record):
    """
    What was said when it came to an end; what the client takes along.

    NASW Code of Ethics 1.17.

    Attributes:
        words: What was said.
        voice: Who said it.
        at: When it was talked through.

    >>> Ending(id=EndingId("e1"), words="I know whom to ring.", voice=Voice())
    <Ending e1>
    """

    id: EndingId = attrs.field(factory=new_id)
    words: str
    voice: Voice
    at: datetime | None = None
    replaces: EndingId | None = None
