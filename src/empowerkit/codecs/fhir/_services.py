"""Resources, offers, contacts, consents; and what FHIR has only Basic for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from empowerkit.model import (
    Acceptance,
    Acknowledgement,
    Actor,
    Channel,
    Consent,
    Contact,
    ContactAgreement,
    CopyGiven,
    Disclosure,
    Ending,
    ImposedDecision,
    Mandate,
    Need,
    Objection,
    Offer,
    OfferAnswer,
    Outcome,
    Permission,
    Question,
    Resource,
    ResourceKind,
    ResourceStatus,
    Restriction,
    SetAside,
    SubstituteDecision,
    SupportAgreement,
    Withdrawal,
)
from empowerkit.model._record import Record, shape

from ._book import (
    OTHERS,
    PARTIES,
    PERSONS,
    Desk,
    Fields,
    Page,
    Row,
    always,
    coded,
    pruned,
    put,
    put_text,
)
from ._codes import (
    ACT_CLASS,
    BCP_47,
    CONSENT_SCOPE,
    OUR_NOUNS,
    FhirVersion,
    slug,
)
from ._element import Element
from ._forms import Data
from ._time import written


_SERVICES: Final = frozenset(
    {None, ResourceKind.SUPPORT_GROUP, ResourceKind.WORKSHOP}
)
_CLASSES: Final = {
    Channel.IN_PERSON: "AMB",
    Channel.PHONE: "VR",
    Channel.VIDEO: "VR",
    Channel.MESSAGE: "VR",
    Channel.WRITTEN: "VR",
}
_OPTED_IN: Final = "OPTIN"  # codespell:ignore
MET: Final = frozenset(
    {
        "arrived",
        "completed",
        "discharged",
        "finished",
        "in-progress",
        "onleave",
        "triaged",
    }
)


def _resource_type(noun: Resource, version: FhirVersion) -> str:
    if noun.kind is ResourceKind.ORGANISATION:
        return "Organization"
    return "HealthcareService" if noun.kind in _SERVICES else "Basic"


def _give_resource(noun: Resource, desk: Desk) -> Data:
    kind = _resource_type(noun, desk.version)
    if kind == "Basic":
        return {"code": coded(OUR_NOUNS, slug(Resource))}
    data: Data = {}
    put_text(data, "name", noun.name)
    if noun.status is not None:
        data["active"] = noun.status is ResourceStatus.ACTIVE
    if kind == "HealthcareService":
        put_text(data, "comment", noun.description)
        put(data, "communication", [_language(t) for t in noun.languages])
    return data


def _language(tag: str) -> Data:
    return {"coding": [{"system": BCP_47, "code": tag}]}


def _take_resource(e: Element, page: Page) -> Fields:
    kind = page.item.type
    if kind == "Basic":
        e.raw("code")
        return {}
    is_active = e.flag("active")
    status = {True: ResourceStatus.ACTIVE, False: ResourceStatus.INACTIVE}
    fields: Fields = {
        "name": e.name("name"),
        "status": None if is_active is None else status[is_active],
    }
    if kind == "Organization":
        return pruned(fields | {"kind": ResourceKind.ORGANISATION})
    tags = [one.code(BCP_47) for one in e.concepts("communication")]
    more = {
        "description": e.text("comment"),
        "languages": tuple(tag for tag in tags if tag is not None),
    }
    return pruned(fields | more)


def _give_offer(noun: Offer, desk: Desk) -> Data:
    code = {"text": "Offer of a resource"}
    data: Data = {
        "status": _STATUS[noun.answer],
        "intent": "proposal",
        "code": {"concept": code} if desk.is_r5 else code,
        "subject": desk.client,
    }
    performer = desk.refer(noun.resource_id)
    if performer.get("type") in _PERFORMERS:
        data["performer"] = [performer]
    put(data, "authoredOn", written(noun.offered_at))
    put(data, "requester", desk.actor(noun.voice.speaker))
    if noun.need_id is not None:
        need = desk.refer(noun.need_id)
        if desk.is_r5:
            data["reason"] = [{"reference": need}]
        else:
            data["reasonReference"] = [need]
    return data


_PERFORMERS: Final = frozenset({"HealthcareService", "Organization"})
_STATUS: Final = {
    OfferAnswer.PENDING: "draft",
    OfferAnswer.ACCEPTED: "active",
    OfferAnswer.LATER: "on-hold",
    OfferAnswer.DECLINED: "revoked",
}
ANSWERS: Final = {code: answer for answer, code in _STATUS.items()}


def _take_offer(e: Element, page: Page) -> Fields:
    e.skip("code", "intent", "subject")
    reasons = [one.reference("reference") for one in e.many("reason")]
    reasons += e.references("reasonReference")
    needs = [page.id_of(found, Need, "") for found in reasons]
    return pruned(
        {
            "resource_id": page.any_id(e.reference("performer")),
            "voice": pruned({"speaker": page.actor_at(e, "requester")}),
            "offered_at": e.time("authoredOn"),
            "need_id": needs[0] if needs else None,
            "answer": ANSWERS.get(str(e.code("status"))),
        }
    )


def _give_contact(noun: Contact, desk: Desk) -> Data:
    met = noun.outcome is Outcome.HELD
    ended = "completed" if desk.is_r5 else "finished"
    meant = {"system": ACT_CLASS, "code": _CLASSES.get(noun.channel, "VR")}
    key = "actor" if desk.is_r5 else "individual"
    data: Data = {
        "status": ended if met else "cancelled",
        "class": [{"coding": [meant]}] if desk.is_r5 else meant,
        "subject": desk.client,
        "actualPeriod" if desk.is_r5 else "period": {
            "start": written(noun.at)
        },
    }
    among = PERSONS if desk.is_r5 else OTHERS
    present = desk.actors(noun.present, among)
    put(data, "participant", [{key: one} for one in present])
    return data


def met(e: Element) -> bool:
    """Return whether the Encounter *e* tells that people met."""
    return e.code("status") in MET


def _take_contact(e: Element, page: Page) -> Fields:
    e.skip("class", "subject")
    period = e.one("actualPeriod") or e.one("period")
    if period is not None:
        period.raw("end")
    present = [
        page.actor(one.reference("actor") or one.reference("individual"))
        for one in e.many("participant")
    ]
    return pruned(
        {
            "at": period.moment("start") if period else None,
            "outcome": Outcome.HELD if met(e) else None,
            "present": tuple(one for one in present if one is not None),
            "voice": {},
        }
    )


def _give_consent(noun: Consent, desk: Desk) -> Data:
    gone = noun.revoked_at is not None
    until = written(noun.expires_on)
    speaker = desk.actor(noun.voice.speaker, PARTIES)
    data: Data = {"category": [coded(OUR_NOUNS, slug(Consent))]}
    if desk.is_r5:
        data |= {
            "status": "inactive" if gone else "active",
            "subject": desk.client,
            "date": noun.given_at.date().isoformat(),
            "decision": "permit",
        }
        if until is not None:
            data["period"] = {"end": until}
        put(data, "grantor", [speaker] if speaker else None)
        return data
    data |= {
        "status": "inactive" if gone else "active",
        "scope": coded(CONSENT_SCOPE, "patient-privacy"),
        "patient": desk.client,
        "dateTime": written(noun.given_at),
        "policyRule": coded(ACT_CLASS, _OPTED_IN),
        "provision": {"type": "permit"},
    }
    if until is not None:
        data["provision"]["period"] = {"end": until}
    put(data, "performer", [speaker] if speaker else None)
    return data


def _take_consent(e: Element, page: Page) -> Fields:
    e.skip("patient", "subject", "scope", "decision")
    e.skip("category", "policyRule", "status")
    speaker = e.reference("performer") or e.reference("grantor")
    provisions = e.many("provision")
    first = provisions[0] if provisions else None
    period = e.one("period") or (first.one("period") if first else None)
    if first is not None:
        first.raw("type")
    fields: Fields = {
        "given_at": _given_at(e, page),
        "expires_on": period.day("end") if period else None,
        "voice": pruned({"speaker": page.actor(speaker)}),
    }
    if first is not None and not page.is_ours:
        fields |= _terms(first)
    return pruned(fields)


def _given_at(e: Element, page: Page) -> Any:
    if page.is_ours:
        e.raw("date")
        return e.time("dateTime")
    return e.moment("dateTime" if e.has("dateTime") else "date")


def _terms(provision: Element) -> Fields:
    """Return to whom, and what for, a consent of somebody else's is."""
    named = [one.reference("reference") for one in provision.many("actor")]
    shown = [one.display for one in named if one is not None and one.display]
    purposes = [one.words for one in provision.concepts("purpose")]
    return {
        "recipient": shown[0] if shown else None,
        "purpose": purposes[0] if purposes else "",
    }


def _give_basic(kind: type[Record]) -> Callable[[Any, Desk], Data]:
    code = coded(OUR_NOUNS, slug(kind))

    def give(noun: Any, desk: Desk) -> Data:
        data: Data = {"code": code, "subject": desk.client}
        voice = getattr(noun, "voice", None)
        author: Actor | None = voice.speaker if voice else None
        put(data, "author", desk.actor(author, PARTIES))
        return data

    return give


def _take_basic(e: Element, page: Page) -> Fields:
    e.skip("code", "subject")
    speaker = page.actor_at(e, "author")
    return {"voice": {"speaker": speaker}} if speaker else {}


BASIC: Final[tuple[type[Record], ...]] = (
    SupportAgreement,
    ContactAgreement,
    SubstituteDecision,
    ImposedDecision,
    Permission,
    Mandate,
    Objection,
    Restriction,
    Question,
    Acknowledgement,
    Acceptance,
    Disclosure,
    CopyGiven,
    Withdrawal,
    SetAside,
    Ending,
)


def _author(kind: type[Record]) -> dict[str, str]:
    speaks = any(field.name == "voice" for field in shape(kind))
    return {"voice.speaker": "author"} if speaks else {}


ROWS: Final = (
    Row(
        kind=Resource,
        resource=_resource_type,
        give=_give_resource,
        take=_take_resource,
        elements={
            "name": "name (HealthcareService and Organization)",
            "kind": "resourceType (an organisation is an Organization)",
            "languages": "communication (HealthcareService)",
            "description": "comment (HealthcareService)",
            "status": "active (active and inactive)",
        },
    ),
    Row(
        kind=Offer,
        resource=always("ServiceRequest"),
        give=_give_offer,
        take=_take_offer,
        elements={
            "resource_id": "performer (HealthcareService and Organization)",
            "voice.speaker": "requester",
            "offered_at": "authoredOn",
            "need_id": "R4 reasonReference, R5 reason",
            "answer": "status",
        },
    ),
    Row(
        kind=Contact,
        resource=always("Encounter"),
        give=_give_contact,
        take=_take_contact,
        elements={
            "at": "R4 period.start, R5 actualPeriod.start",
            "outcome": "status (held)",
            "present": "participant (whom the version allows)",
        },
    ),
    Row(
        kind=Consent,
        resource=always("Consent"),
        give=_give_consent,
        take=_take_consent,
        elements={
            "given_at": "R4 dateTime; R5 date (the day)",
            "expires_on": "R4 provision.period.end, R5 period.end",
            "voice.speaker": "R4 performer, R5 grantor",
        },
    ),
    *(
        Row(
            kind=kind,
            resource=always("Basic"),
            give=_give_basic(kind),
            take=_take_basic,
            elements=_author(kind),
        )
        for kind in BASIC
    ),
)
