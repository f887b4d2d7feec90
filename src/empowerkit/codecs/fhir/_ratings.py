"""Ratings, by whoever rates: Observation."""

from __future__ import annotations

from typing import Final

from empowerkit.model import Rating, Ruler

from ._book import Desk, Fields, Page, Row, always, coded, pruned, put
from ._codes import (
    ABSENT_REASONS,
    ATTAINMENT_BY,
    ATTAINMENTS,
    LEVEL_CODES,
    LEVEL_DISPLAYS,
    LEVEL_NAMES,
    LEVELS,
    LOINC,
    NOT_ANSWERED,
    OBSERVATION_CATEGORY,
    OUR_CODES,
    PCO_READINESS,
    READINESS,
    REPORTED,
)
from ._element import Element
from ._forms import Concept, Data
from ._observations import observed, put_answer, speaker
from ._time import written


def _give_rating(noun: Rating, desk: Desk) -> Data:
    data = observed(desk, noun.rater, _ruler_code(noun))
    data["category"] = [coded(OBSERVATION_CATEGORY, "survey")]
    data["focus"] = [desk.refer(noun.about_id)]
    put(data, "effectiveDateTime", written(noun.at))
    put_answer(data, noun.status)
    if noun.value is None:
        return data
    if noun.ruler is Ruler.ATTAINMENT:
        level = LEVEL_CODES[noun.value]
        shown = LEVEL_DISPLAYS[noun.value]
        data["valueCodeableConcept"] = coded(LOINC, level, shown)
    else:
        data["valueQuantity"] = {"value": noun.value}
    return data


def _ruler_code(noun: Rating) -> Data:
    if noun.ruler is Ruler.ATTAINMENT:
        return coded(LOINC, ATTAINMENT_BY.get(noun.rater.role, REPORTED))
    if noun.ruler.value in READINESS:
        return coded(PCO_READINESS, noun.ruler.value)
    return coded(OUR_CODES, noun.ruler.value)


def _take_rating(e: Element, page: Page) -> Fields:
    code = e.concept("code")
    absent = e.concept("dataAbsentReason").code(ABSENT_REASONS)
    fields: Fields = {
        "about_id": page.any_id(e.reference("focus")),
        "rater": speaker(e, page),
        "at": e.moment("effectiveDateTime"),
        "voice": {},
        "status": NOT_ANSWERED.get(str(absent)),
    }
    if code.code(LOINC) in ATTAINMENTS:
        ends = {"ruler": Ruler.ATTAINMENT, "low": -2, "high": 2}
        return pruned(fields | ends | {"value": _level(e)})
    ruler = READINESS.get(str(code.code(PCO_READINESS)))
    return pruned(fields | {"ruler": ruler, "value": _quantity(e)})


def _level(e: Element) -> int | None:
    if not e.has("valueCodeableConcept"):
        return e.whole("valueInteger")
    level = level_of(e.concept("valueCodeableConcept"))
    if level is None:
        e.lose("valueCodeableConcept", "code")
    return level


def level_of(answer: Concept) -> int | None:
    """Return the level, -2 to +2, by its code or by what it is called."""
    found = [LEVELS.get(str(code)) for _, code, _ in answer.codings]
    found += [LEVEL_NAMES.get(shown) for shown in answer.displays]
    return next((level for level in found if level is not None), None)


def _quantity(e: Element) -> int | None:
    held = e.one("valueQuantity")
    return e.whole("valueInteger") if held is None else held.whole("value")


ROWS: Final = (
    Row(
        kind=Rating,
        resource=always("Observation"),
        give=_give_rating,
        take=_take_rating,
        elements={
            "about_id": "focus",
            "ruler": "code (attainment, confidence and importance)",
            "value": "valueCodeableConcept for attainment, or valueQuantity",
            "status": "dataAbsentReason",
            "rater": "performer",
            "at": "effectiveDateTime",
        },
    ),
)
