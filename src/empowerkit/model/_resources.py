"""What there is, what was offered, and what was held back."""

from __future__ import annotations

import enum

from datetime import date, datetime
from typing import ClassVar

import attrs

from ._ids import NeedId, OfferId, ResourceId, RestrictionId, new_id
from ._needs import Domain
from ._record import AnyId, Language, Name, Record
from ._voice import Source, Voice


class ResourceKind(enum.StrEnum):
    """The tools in the kit."""

    LITERATURE = "literature"
    SUPPORT_GROUP = "support-group"
    WORKSHOP = "workshop"
    ORGANISATION = "organisation"
    BENEFIT = "benefit"
    NATURAL_SUPPORT = "natural-support"
    SKILL = "skill"
    PLACE = "place"


class ResourceStatus(enum.StrEnum):
    """HSDS's service status codes."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Resource(Record):
    """
    Something or somebody out there that can be of use.

    HSDS: service, with its organization.

    Attributes:
        name: What it is called.
        kind: What sort of thing.
        domain: The need it answers.
        languages: BCP 47 tags.
        description: What it offers.
        contact: How to reach it.
        cost: What it costs.
        eligibility: What it says of who may come; it explains, and never
            filters.
        status: HSDS status; ``None`` is not recorded.
        found: Who found it.
        source: The directory it comes from.

    >>> Resource(id=ResourceId("r1"), name="Tenants' clinic")
    <Resource r1>
    """

    id: ResourceId = attrs.field(factory=new_id)
    name: Name
    kind: ResourceKind | None = None
    domain: Domain | None = None
    languages: tuple[Language, ...] = ()
    description: str | None = None
    contact: str | None = None
    cost: str | None = None
    eligibility: str | None = None
    status: ResourceStatus | None = None
    found: Voice | None = None
    source: Source | None = None
    replaces: ResourceId | None = None


class OfferAnswer(enum.StrEnum):
    """What the client says to an offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LATER = "later"
    PENDING = "pending"


class ProviderAnswer(enum.StrEnum):
    """What the provider says."""

    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    REFUSED = "refused"
    PENDING = "pending"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Offer(Record):
    """
    That a resource was offered, and what became of it.

    FHIR: ServiceRequest.

    Attributes:
        resource_id: What was offered.
        voice: Who offered it.
        offered_at: When.
        need_id: For which need.
        answer: The client's answer.
        answered: Who said so, and who wrote it down.
        answered_at: When they gave it.
        words: What they said with it.
        provider_answer: The provider's answer; ``None`` is not asked yet.

    >>> Offer(id=OfferId("f1"), resource_id=ResourceId("r1"), voice=Voice())
    <Offer f1>
    """

    id: OfferId = attrs.field(factory=new_id)
    resource_id: ResourceId
    voice: Voice
    offered_at: datetime | None = None
    need_id: NeedId | None = None
    answer: OfferAnswer = OfferAnswer.PENDING
    answered: Voice | None = None
    answered_at: datetime | None = None
    words: str | None = None
    provider_answer: ProviderAnswer | None = None
    replaces: OfferId | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("offered_at", "answered_at"),
    )


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Restriction(Record):
    """
    A limit on what is the client's right, with its eight conditions.

    42 CFR 441.301(c)(2)(xiii)(A) to (H).
    Each may be missing; a check says so, so that nobody invents one.

    Attributes:
        words: What is restricted.
        voice: In whose name.
        about_ids: What it touches.
        need: (A) the specific, assessed need.
        positive_supports: (B) the positive supports used before.
        less_intrusive: (C) the less intrusive ways that did not work.
        proportionate: (D) the condition, and that this is in proportion.
        data_reviewed: (E) how its effect is measured.
        review_on: (F) when it is reviewed, or ends.
        consent: (G) the client's informed consent, in their voice.
        no_harm: (H) that it will cause no harm.
        from_on: First day.
        until_on: Last day.

    >>> Restriction(id=RestrictionId("x1"), words="No kettle", voice=Voice())
    <Restriction x1>
    """

    id: RestrictionId = attrs.field(factory=new_id)
    words: str
    voice: Voice
    about_ids: tuple[AnyId, ...] = ()
    need: str | None = None
    positive_supports: str | None = None
    less_intrusive: str | None = None
    proportionate: str | None = None
    data_reviewed: str | None = None
    review_on: date | None = None
    consent: Voice | None = None
    no_harm: str | None = None
    from_on: date | None = None
    until_on: date | None = None
    replaces: RestrictionId | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("from_on", "until_on"),
    )
