"""What matters, strengths, barriers, what was asked: Observation."""

from __future__ import annotations

from typing import Final

from empowerkit.model import (
    Actor,
    Answer,
    AnswerStatus,
    Asked,
    Barrier,
    Rating,
    Strength,
    WhatMatters,
)
from empowerkit.model._record import Record

from ._book import (
    PARTIES,
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
    ABSENT_CODES,
    ABSENT_REASONS,
    ATTAINMENTS,
    BARRIER,
    ELTSS_STRENGTHS,
    GRAVITY,
    LOINC,
    NOT_ANSWERED,
    OUR_CODES,
    PCO_CONCEPTS,
    PCO_READINESS,
    PREFERENCE,
    PREFERENCE_CATEGORIES,
    PREFERENCES,
    PROTECTIVE_FACTOR,
    READINESS,
    SNOMED,
    STRENGTH,
    WHAT_MATTERS,
)
from ._element import Element
from ._forms import Concept, Data
from ._time import written


_INVENTORY: Final = "/personal-health-inventory"


def classify(e: Element) -> type[Record] | None:
    """Return what the Observation *e* becomes, if anything."""
    code = e.concept("code")
    if (
        code.code(LOINC) in ATTAINMENTS
        or code.code(PCO_READINESS) in READINESS
    ):
        return Rating
    if code.code(SNOMED) == BARRIER:
        return Barrier
    categories = {
        found for one in e.concepts("category") for _, found, _ in one.codings
    }
    if code.code(ELTSS_STRENGTHS) == STRENGTH or (
        PROTECTIVE_FACTOR in categories
    ):
        return Strength
    if (
        code.code(LOINC) in PREFERENCES
        or not categories.isdisjoint(PREFERENCE_CATEGORIES)
        or _is_of_inventory(e, code)
    ):
        return WhatMatters
    return None


def _is_of_inventory(e: Element, code: Concept) -> bool:
    """Return whether what matters was asked for by a list of questions."""
    codes = [code] if code.codings else e.concepts("code")
    systems = [one for held in codes for one, _, _ in held.codings]
    if not any(_INVENTORY in one for one in systems if one is not None):
        return False
    return any(
        _INVENTORY in str(coding.code("system"))
        for held in e.many("code")
        for coding in held.many("coding")
    )


def observed(desk: Desk, by: Actor | None, code: Data) -> Data:
    """Return an Observation that was made by somebody."""
    data: Data = {
        "status": "final",
        "code": code,
        "subject": desk.client,
    }
    performer = desk.actor(by, PARTIES)
    if performer is not None:
        data["performer"] = [performer]
    return data


def speaker(e: Element, page: Page) -> Actor | None:
    """Return who made the Observation *e*."""
    e.skip("subject", "status", "category")
    return page.actor_at(e, "performer")


def _said(e: Element, page: Page) -> Fields:
    """Return the voice that an Observation tells of by itself."""
    return pruned(
        {"speaker": speaker(e, page), "said_at": e.time("effectiveDateTime")}
    )


def _words(e: Element, code: Concept) -> str | None:
    """Return what an Observation says, or what it is about."""
    value = e.text("valueString")
    if value is not None:
        return value
    if e.flag("valueBoolean") is False:
        return None
    return code.words


def _give_what_matters(noun: WhatMatters, desk: Desk) -> Data:
    code = coded(LOINC, PREFERENCE, "Care experience preference")
    data = observed(desk, noun.voice.speaker, code)
    data["category"] = [coded(PCO_CONCEPTS, WHAT_MATTERS)]
    put(data, "effectiveDateTime", written(noun.voice.said_at))
    put_text(data, "valueString", noun.words)
    return data


def _take_what_matters(e: Element, page: Page) -> Fields:
    voice = _said(e, page)
    return pruned(
        {
            "voice": voice,
            "words": _words(e, e.concept("code")),
            "rank": _rank(voice.get("speaker"), page),
        }
    )


def _rank(by: Actor | None, page: Page) -> int | None:
    """Return the rank of what matters, where the client is its voice."""
    is_clients = by is not None and by.id == page.book.client_id
    return page.book.ranks.get(page.noun_id) if is_clients else None


def _give_strength(noun: Strength, desk: Desk) -> Data:
    code = coded(ELTSS_STRENGTHS, STRENGTH, "Strength")
    data = observed(desk, noun.voice.speaker, code)
    data["category"] = [coded(GRAVITY, PROTECTIVE_FACTOR)]
    put(data, "effectiveDateTime", written(noun.voice.said_at))
    put_text(data, "valueString", noun.words)
    return data


def _take_strength(e: Element, page: Page) -> Fields:
    code, value = e.concept("code"), e.concept("valueCodeableConcept")
    own = None if code.code(ELTSS_STRENGTHS) == STRENGTH else code.words
    words = e.text("valueString")
    return pruned(
        {
            "voice": _said(e, page),
            "words": words if words is not None else (value.words or own),
        }
    )


def _give_barrier(noun: Barrier, desk: Desk) -> Data:
    data = observed(desk, noun.voice.speaker, coded(SNOMED, BARRIER))
    put(data, "focus", [desk.refer(about) for about in noun.about_ids])
    put(data, "effectiveDateTime", written(noun.voice.said_at))
    put_text(data, "valueString", noun.words)
    return data


def _take_barrier(e: Element, page: Page) -> Fields:
    e.concept("code")
    about = [page.any_id(found) for found in e.references("focus")]
    words = e.text("valueString")
    value = e.concept("valueCodeableConcept")
    return pruned(
        {
            "voice": _said(e, page),
            "words": words if words is not None else value.words,
            "about_ids": tuple(found for found in about if found is not None),
        }
    )


def _give_asked(noun: Asked, desk: Desk) -> Data:
    code = coded(OUR_CODES, f"asked-{noun.topic.value}")
    data = observed(desk, noun.voice.speaker, code)
    put(data, "effectiveDateTime", written(noun.at))
    put_answer(data, noun.answer.status)
    if noun.answer.status is AnswerStatus.ANSWERED:
        put_text(data, "valueString", noun.answer.words)
    return data


def put_answer(data: Data, status: AnswerStatus) -> None:
    """Say in *data* in which way there was no answer, if there was none."""
    if status is not AnswerStatus.ANSWERED:
        data["dataAbsentReason"] = coded(ABSENT_REASONS, ABSENT_CODES[status])


def _take_asked(e: Element, page: Page) -> Fields:
    e.concept("code")
    absent = e.concept("dataAbsentReason").code(ABSENT_REASONS)
    answer = Answer(
        status=NOT_ANSWERED.get(str(absent), AnswerStatus.ANSWERED),
        words=e.text("valueString"),
    )
    return pruned(
        {
            "voice": pruned({"speaker": speaker(e, page)}),
            "at": e.time("effectiveDateTime"),
            "answer": answer,
        }
    )


ROWS: Final = (
    Row(
        kind=Asked,
        resource=always("Observation"),
        give=_give_asked,
        take=_take_asked,
        elements={
            "answer": "valueString or dataAbsentReason (without a voice)",
            "at": "effectiveDateTime",
            "voice.speaker": "performer",
        },
    ),
    Row(
        kind=WhatMatters,
        resource=always("Observation"),
        give=_give_what_matters,
        take=_take_what_matters,
        elements={
            "words": "valueString",
            "voice.speaker": "performer",
            "voice.said_at": "effectiveDateTime",
        },
    ),
    Row(
        kind=Strength,
        resource=always("Observation"),
        give=_give_strength,
        take=_take_strength,
        elements={
            "words": "valueString",
            "voice.speaker": "performer",
            "voice.said_at": "effectiveDateTime",
        },
    ),
    Row(
        kind=Barrier,
        resource=always("Observation"),
        give=_give_barrier,
        take=_take_barrier,
        elements={
            "words": "valueString",
            "about_ids": "focus",
            "voice.speaker": "performer",
            "voice.said_at": "effectiveDateTime",
        },
    ),
)
