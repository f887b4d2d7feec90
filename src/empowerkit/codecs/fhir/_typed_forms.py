"""
Resources in their plain form, in R4 and in R5, as msgspec reads them.

Each element that is named here is one that the careful way looks at, or
passes over, in every noun that the resource becomes; or else the reading
asks that it is not there.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec

from empowerkit.model import Lifecycle

from ._typed_extensions import AnyExtension
from ._typed_own import any_of
from ._typed_parts import (
    Activity,
    Coded,
    Coding,
    Days,
    Due,
    End,
    Held,
    Identifier,
    Language,
    Limits,
    Meta,
    NamedNoun,
    Narrative,
    Nothing,
    Part,
    Quantity,
    Ref,
    Start,
    Unanswered,
    Who,
    Worded,
)


class Form(Part, tag_field="resourceType", kw_only=True):
    """A resource."""

    id: str
    meta: Meta
    text: Narrative | None = None
    extension: tuple[AnyExtension, ...] = ()


class Noun(Form, kw_only=True):
    """A resource that is a noun of ours."""

    identifier: tuple[Identifier]


class CarePlan(Noun):
    """A plan."""

    status: Literal["active", "completed"]
    intent: str
    subject: Ref
    period: Days | None = None
    addresses: tuple[NamedNoun, ...] = ()
    goal: tuple[Ref, ...] = ()
    activity: tuple[Activity, ...] = ()
    resources: tuple[Ref, ...] = msgspec.field(
        name="supportingInfo", default=()
    )


class Spoken(Part):
    """A language that somebody speaks."""

    language: Language


class Patient(Noun):
    """A client."""

    name: tuple[Worded]
    communication: tuple[Spoken, ...] = ()


class Practitioner(Noun):
    """A worker, or an interpreter."""

    name: tuple[Worded]


class RelatedPerson(Noun):
    """A supporter, a proxy, or an interpreter."""

    name: tuple[Worded]
    subject: Ref = msgspec.field(name="patient")
    relationship: tuple[Worded] | None = None
    period: Days | None = None


class Observation(Noun):
    """What matters, a strength, a barrier, a rating, what was asked."""

    status: Literal["final"]
    code: Coded
    subject: Ref
    performer: tuple[Ref] | None = None
    category: tuple[Coded, ...] = ()
    focus: tuple[Ref, ...] = ()
    at: str | None = msgspec.field(name="effectiveDateTime", default=None)
    string: str | None = msgspec.field(name="valueString", default=None)
    concept: Coded | None = msgspec.field(
        name="valueCodeableConcept", default=None
    )
    quantity: Quantity | None = msgspec.field(
        name="valueQuantity", default=None
    )
    absent: Unanswered | None = msgspec.field(
        name="dataAbsentReason", default=None
    )


class Participant(Part):
    """Who had a part in something, and which."""

    function: Coded
    actor: Ref


class Condition(Noun):
    """A need."""

    status: Coded = msgspec.field(name="clinicalStatus")
    category: tuple[Coded, ...]
    code: Worded
    subject: Ref
    at: str | None = msgspec.field(name="recordedDate", default=None)
    asserter: Ref | None = None
    recorder: Ref | None = None
    participant: tuple[Participant, ...] = ()


class Goal(Noun):
    """A goal, or a milestone."""

    description: Worded
    subject: Ref
    lifecycle: Lifecycle = msgspec.field(name="lifecycleStatus")
    old: Ref | None = msgspec.field(name="expressedBy", default=None)
    new: Ref | None = msgspec.field(name="source", default=None)
    achieved: Coded | None = msgspec.field(
        name="achievementStatus", default=None
    )
    category: tuple[Coded, ...] = ()
    addresses: tuple[Ref, ...] = ()
    reason: str | None = msgspec.field(name="statusReason", default=None)
    started: date | None = msgspec.field(name="startDate", default=None)
    changed: date | None = msgspec.field(name="statusDate", default=None)
    target: tuple[Due] | None = None


class Task(Noun):
    """A step."""

    status: Literal["requested", "completed"]
    intent: str
    subject: Ref = msgspec.field(name="for")
    description: str
    requester: Ref | None = None
    owner: Ref | None = None
    done: End | None = msgspec.field(name="executionPeriod", default=None)
    restriction: Limits | None = None


class OptionTask(Part, tag_field="resourceType", tag="Task"):
    """What stands for one of the ways of a decision."""

    id: str
    status: str
    intent: Literal["option"]
    subject: Ref = msgspec.field(name="for")


class Place(Part):
    """A Reference to what is contained."""

    reference: str


class Way(Part):
    """One of the ways of a decision."""

    resource: Place
    title: str
    description: str | None = None


class Asking(Part):
    """What is to be decided."""

    grouping: str = msgspec.field(name="groupingBehavior")
    selection: Literal["exactly-one"] = msgspec.field(name="selectionBehavior")
    title: str
    action: tuple[Way, ...] = ()
    resource: Place | None = None


class RequestGroup(Noun):
    """A decision, in R4."""

    contained: tuple[OptionTask, ...]
    status: Literal["active", "completed"]
    intent: str
    subject: Ref
    action: tuple[Asking]
    author: Ref | None = None


class RequestOrchestration(RequestGroup, tag="RequestOrchestration"):
    """A decision, in R5."""


class Organization(Noun):
    """A resource that is an organisation."""

    name: str
    active: bool | None = None


class HealthcareService(Noun):
    """A resource that is a group or a workshop, or of no kind."""

    name: str
    active: bool | None = None
    comment: str | None = None
    communication: tuple[Language, ...] = ()


class OfferText(Part):
    """What an offer is called, in R5 in an object of its own."""

    text: str | None = None
    concept: Worded | None = None


class ServiceRequest(Noun):
    """An offer."""

    status: Literal["active", "draft", "on-hold", "revoked"]
    intent: str
    code: OfferText
    subject: Ref
    performer: tuple[Ref] | None = None
    at: str | None = msgspec.field(name="authoredOn", default=None)
    requester: Ref | None = None
    old: tuple[Ref] | None = msgspec.field(
        name="reasonReference", default=None
    )
    new: tuple[Held] | None = msgspec.field(name="reason", default=None)


class Present(Part):
    """Who was there."""

    old: Ref | None = msgspec.field(name="individual", default=None)
    new: Ref | None = msgspec.field(name="actor", default=None)


class Encounter(Noun):
    """A contact."""

    status: Literal["cancelled", "completed", "finished"]
    kind: Coding | tuple[Coded] = msgspec.field(name="class")
    subject: Ref
    old: Start | None = msgspec.field(name="period", default=None)
    new: Start | None = msgspec.field(name="actualPeriod", default=None)
    participant: tuple[Present, ...] = ()


class Provision(Part):
    """What is allowed, and until when."""

    type: str
    period: End | None = None


class Consent(Noun):
    """A consent: whom it is of stands in one place in R4, another in R5."""

    status: Literal["active", "inactive"]
    category: tuple[Coded, ...] = ()
    scope: Coded | None = None
    policy: Coded | None = msgspec.field(name="policyRule", default=None)
    decision: str | None = None
    old: Ref | None = msgspec.field(name="patient", default=None)
    new: Ref | None = msgspec.field(name="subject", default=None)
    at: str | None = msgspec.field(name="dateTime", default=None)
    day: str | None = msgspec.field(name="date", default=None)
    provision: Provision | None = None
    period: End | None = None
    performer: tuple[Ref] | None = None
    grantor: tuple[Ref] | None = None

    @property
    def subject(self) -> Ref | None:
        """Whom it is of, if that stands in one place."""
        return (self.old or self.new) if not (self.old and self.new) else None


class Basic(Noun):
    """What FHIR has no other resource for."""

    code: Coded
    subject: Ref | None = None
    author: Ref | None = None


class Member(Part):
    """One of a team."""

    member: Ref


class CareTeam(Form):
    """Everybody around a client."""

    status: Literal["active"]
    subject: Ref
    participant: tuple[Member, ...]


class Agent(Part):
    """Who spoke, or wrote it down."""

    type: Coded
    who: Who


class Entity(Part):
    """How close the words are to what was said."""

    role: Literal["quotation", "derivation"]
    what: Nothing


class Provenance(Form):
    """A voice."""

    target: tuple[Ref]
    agent: tuple[Agent, ...]
    said: str | None = msgspec.field(name="occurredDateTime", default=None)
    recorded: str | None = None
    unrecorded: Nothing | None = msgspec.field(name="_recorded", default=None)
    entity: tuple[Entity] | None = None


RESOURCES: Final = (
    CarePlan,
    Patient,
    Practitioner,
    RelatedPerson,
    Observation,
    Condition,
    Goal,
    Task,
    RequestGroup,
    RequestOrchestration,
    Organization,
    HealthcareService,
    ServiceRequest,
    Encounter,
    Consent,
    Basic,
    CareTeam,
    Provenance,
)

if TYPE_CHECKING:
    AnyForm: TypeAlias = Any
else:
    AnyForm = any_of([*RESOURCES])


class Entry(Part):
    """An entry of a Bundle."""

    url: str = msgspec.field(name="fullUrl")
    resource: AnyForm


class Bundle(Part, tag_field="resourceType", tag="Bundle"):
    """Everything of one client."""

    entry: tuple[Entry, ...]
    id: str | None = None
    type: str | None = None
