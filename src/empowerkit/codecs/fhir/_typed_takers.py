"""
From resources in their plain form to the fields of their nouns.

One function for each row of the table, and it takes what the row's own
`take` takes of the same resource.
What that one would look at and not find here, or would lose, is asked not
to be there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from empowerkit.model import (
    Answer,
    AnswerStatus,
    Asked,
    Barrier,
    Client,
    Consent,
    Contact,
    Decision,
    Goal,
    Interpreter,
    Milestone,
    Need,
    Offer,
    Outcome,
    Proxy,
    Rating,
    Resource,
    ResourceKind,
    ResourceStatus,
    Ruler,
    Step,
    Strength,
    Supporter,
    WhatMatters,
    Worker,
)
from empowerkit.model._record import Piece
from empowerkit.plan import Plan

from . import _typed_extensions as extensions
from . import _typed_forms as forms
from ._book import Fields, pruned
from ._codes import (
    ATTAINMENTS,
    CLINICAL,
    DOMAINS,
    GRAVITY,
    LEVELS,
    LOINC,
    NEED_STATUS,
    NOT_ANSWERED,
    PCO_READINESS,
    READINESS,
)
from ._services import ANSWERS, BASIC, MET
from ._typed_goals import decision, every, goal, milestone, step
from ._typed_parts import Days, Ref
from ._typed_values import (
    Known,
    actor_in,
    code_in,
    mirror,
    moment,
    name_in,
    surely,
    voice_of,
)


# From a resource and our id of it to the fields of its noun.
Taker = Callable[[Any, Known, str], Fields]


def _plan(r: forms.CarePlan, known: Known, own: str) -> Fields:
    period = r.period or Days()
    is_closed = r.status == "completed"
    surely(is_closed or period.end is None)
    return {"opened_on": period.start, "closed_on": period.end}


def _client(r: forms.Patient, known: Known, own: str) -> Fields:
    fields: Fields = {"called": name_in(r.name[0].text)}
    fields["languages"] = tuple(
        one.language.coding[0].code for one in r.communication
    )
    for said in every(extensions.Pronouns, r):
        surely("pronouns" not in fields)
        fields["pronouns"] = said.extension[0].concept.text
    return fields


def _called(r: forms.Practitioner, known: Known, own: str) -> Fields:
    return {"called": name_in(r.name[0].text)}


def _interpreter(r: forms.RelatedPerson, known: Known, own: str) -> Fields:
    surely(r.relationship is None and r.period is None)
    return {"called": name_in(r.name[0].text)}


def _supporter(r: forms.RelatedPerson, known: Known, own: str) -> Fields:
    surely(r.period is None)
    relation = r.relationship[0].text if r.relationship else None
    return {"called": name_in(r.name[0].text), "relation": relation}


def _proxy(r: forms.RelatedPerson, known: Known, own: str) -> Fields:
    surely(r.relationship is None)
    period = r.period or Days()
    return {
        "called": name_in(r.name[0].text),
        "from_on": period.start,
        "until_on": period.end,
    }


def _performer(r: forms.Observation, known: Known) -> Any:
    return known.actor(r.performer[0]) if r.performer else None


def _is_said(r: forms.Observation) -> bool:
    """Return whether *r* says something, and nothing beside it."""
    return r.string is not None and not (r.concept or r.quantity or r.absent)


def _words(r: forms.Observation, known: Known, own: str) -> Fields:
    surely(_is_said(r) and not r.focus)
    said_at = moment(r.at)
    return voice_of(speaker=_performer(r, known), said_at=said_at) | {
        "words": r.string
    }


def _barrier(r: forms.Observation, known: Known, own: str) -> Fields:
    surely(_is_said(r))
    said_at = moment(r.at)
    return voice_of(speaker=_performer(r, known), said_at=said_at) | {
        "words": r.string,
        "about_ids": tuple(known.id(one) for one in r.focus),
    }


def _asked(r: forms.Observation, known: Known, own: str) -> Fields:
    surely(not (r.focus or r.concept or r.quantity))
    status = AnswerStatus.ANSWERED
    if r.absent is not None:
        status = NOT_ANSWERED[r.absent.coding[0].code]
    return voice_of(speaker=_performer(r, known)) | {
        "at": moment(r.at),
        "answer": mirror(Answer)(status=status, words=r.string),
    }


def _rating(r: forms.Observation, known: Known, own: str) -> Fields:
    surely(r.string is None)
    (about,) = r.focus
    fields = {
        "about_id": known.id(about),
        "rater": _performer(r, known),
        "at": moment(r.at),
    }
    if r.absent is not None:
        fields["status"] = NOT_ANSWERED[r.absent.coding[0].code]
    return pruned(fields) | _rated(r)


def _rated(r: forms.Observation) -> Fields:
    (code,) = r.code.coding
    if code.system == LOINC and code.code in ATTAINMENTS:
        surely(r.quantity is None)
        ends = {"ruler": Ruler.ATTAINMENT, "low": -2, "high": 2}
        if r.concept is None:
            return ends
        return ends | {"value": LEVELS[r.concept.coding[0].code]}
    surely(r.concept is None)
    ruler = READINESS.get(code.code) if code.system == PCO_READINESS else None
    value = None if r.quantity is None else r.quantity.value
    return pruned({"ruler": ruler, "value": value})


def _need(r: forms.Condition, known: Known, own: str) -> Fields:
    (status,) = r.status.coding
    surely(status.system == CLINICAL)
    parts: dict[str, Ref | None]
    parts = {"informant": r.asserter, "enterer": r.recorder}
    for one in r.participant:
        (function,) = one.function.coding
        surely(parts[function.code] is None)
        parts[function.code] = one.actor
    return voice_of(
        speaker=actor_in(parts["informant"], known),
        recorder=actor_in(parts["enterer"], known),
        recorded_at=moment(r.at),
    ) | {
        "words": r.code.text,
        "domain": code_in(GRAVITY, r.category, DOMAINS),
        "status": NEED_STATUS[status.code],
    }


def _organisation(r: forms.Organization, known: Known, own: str) -> Fields:
    return _active(r) | {"kind": ResourceKind.ORGANISATION}


def _active(r: forms.Organization | forms.HealthcareService) -> Fields:
    status = None
    if r.active is not None:
        status = _STATUS[r.active]
    return {"name": name_in(r.name), "status": status}


_STATUS: Final = {
    True: ResourceStatus.ACTIVE,
    False: ResourceStatus.INACTIVE,
}


def _service(r: forms.HealthcareService, known: Known, own: str) -> Fields:
    return _active(r) | {
        "description": r.comment,
        "languages": tuple(one.coding[0].code for one in r.communication),
    }


def _resource(r: forms.Basic, known: Known, own: str) -> Fields:
    surely(not (r.subject or r.author))
    return {}


def _basic(r: forms.Basic, known: Known, own: str) -> Fields:
    return {} if r.author is None else voice_of(speaker=known.actor(r.author))


def _offer(r: forms.ServiceRequest, known: Known, own: str) -> Fields:
    needs = [*(r.old or ()), *(one.reference for one in r.new or ())]
    surely(len(needs) <= 1)
    fields = voice_of(speaker=actor_in(r.requester, known)) | {
        "offered_at": moment(r.at),
        "need_id": known.id_of(needs[0], Need)[0] if needs else None,
        "answer": ANSWERS[r.status],
    }
    if r.performer is not None:
        fields["resource_id"] = known.id(r.performer[0])
    return fields


def _contact(r: forms.Encounter, known: Known, own: str) -> Fields:
    (period,) = _given(r.old, r.new)
    present = [_given(one.old, one.new) for one in r.participant]
    outcome = Outcome.HELD if r.status in MET else None
    return pruned({"outcome": outcome}) | {
        "at": moment(period.start),
        "present": tuple(known.actor(who) for (who,) in present),
    }


def _given(*values: Any) -> list[Any]:
    return [value for value in values if value is not None]


def _consent(r: forms.Consent, known: Known, own: str) -> Fields:
    surely(r.performer is None or r.grantor is None)
    (speaker,) = r.performer or r.grantor or (None,)
    terms = None if r.provision is None else r.provision.period
    surely(r.period is None or terms is None)
    until = r.period or terms
    fields = {
        "given_at": moment(r.at),
        "expires_on": None if until is None else until.end,
    }
    return voice_of(speaker=actor_in(speaker, known)) | pruned(fields)


# What each resource may become, and which extensions of others it may have.
TAKERS: Final[dict[tuple[type, type[Piece]], Taker]] = {
    (forms.CarePlan, Plan): _plan,
    (forms.Patient, Client): _client,
    (forms.Practitioner, Worker): _called,
    (forms.Practitioner, Interpreter): _called,
    (forms.RelatedPerson, Interpreter): _interpreter,
    (forms.RelatedPerson, Supporter): _supporter,
    (forms.RelatedPerson, Proxy): _proxy,
    (forms.Observation, Asked): _asked,
    (forms.Observation, WhatMatters): _words,
    (forms.Observation, Strength): _words,
    (forms.Observation, Barrier): _barrier,
    (forms.Observation, Rating): _rating,
    (forms.Condition, Need): _need,
    (forms.Goal, Goal): goal,
    (forms.Goal, Milestone): milestone,
    (forms.Task, Step): step,
    (forms.RequestGroup, Decision): decision,
    (forms.RequestOrchestration, Decision): decision,
    (forms.Organization, Resource): _organisation,
    (forms.HealthcareService, Resource): _service,
    (forms.ServiceRequest, Offer): _offer,
    (forms.Encounter, Contact): _contact,
    (forms.Consent, Consent): _consent,
    (forms.Basic, Resource): _resource,
    **{(forms.Basic, kind): _basic for kind in BASIC},
}
EXTENSIONS: Final[dict[type[Piece], frozenset[type]]] = {
    Client: frozenset({extensions.Pronouns}),
    Goal: frozenset(
        {extensions.Accepted, extensions.Leveled, extensions.Relationship}
    ),
    Step: frozenset({extensions.Pertains}),
    Decision: frozenset({extensions.Pertains}),
}
