"""Needs: Condition."""

from __future__ import annotations

from typing import Final

from empowerkit.model import Need

from ._book import (
    PERSONS,
    WHOEVER,
    Desk,
    Fields,
    Page,
    Row,
    always,
    coded,
    pruned,
    put,
    texted,
)
from ._codes import (
    AGENT_TYPES,
    ASSESSED_NEED,
    CLINICAL,
    CLINICAL_STATUS,
    CONDITION_CATEGORY,
    DOMAINS,
    ELTSS_NEEDS,
    GRAVITY,
    NEED_STATUS,
)
from ._element import Element
from ._forms import Data
from ._time import written


def is_need(e: Element) -> bool:
    """Return whether somebody calls the Condition *e* a need."""
    for category in e.concepts("category"):
        if (
            "health-concern" in category.codes
            or "sdoh" in category.codes
            or category.code(ELTSS_NEEDS) == ASSESSED_NEED
            or category.code(GRAVITY) in DOMAINS
        ):
            return True
    return False


def _give_need(noun: Need, desk: Desk) -> Data:
    category = [coded(CONDITION_CATEGORY, "health-concern")]
    category.append(coded(ELTSS_NEEDS, ASSESSED_NEED))
    if noun.domain is not None:
        category.append(coded(GRAVITY, noun.domain.value))
    data: Data = {
        "clinicalStatus": coded(CLINICAL, CLINICAL_STATUS[noun.status]),
        "category": category,
        "code": texted("text", noun.words),
        "subject": desk.client,
    }
    put(data, "recordedDate", written(noun.voice.recorded_at))
    among = WHOEVER if desk.is_r5 else PERSONS
    speaker = desk.actor(noun.voice.speaker, among)
    recorder = desk.actor(noun.voice.recorder, among)
    if desk.is_r5:
        said = [("informant", speaker), ("enterer", recorder)]
        put(data, "participant", [_part(n, w) for n, w in said if w])
    else:
        put(data, "asserter", speaker)
        put(data, "recorder", recorder)
    return data


def _part(name: str, who: Data) -> Data:
    return {"function": coded(AGENT_TYPES, name), "actor": who}


def _take_need(e: Element, page: Page) -> Fields:
    e.skip("subject", "verificationStatus")
    status = e.concept("clinicalStatus").code(CLINICAL)
    domains = [one.code(GRAVITY) for one in e.concepts("category")]
    known = [DOMAINS[found] for found in domains if found in DOMAINS]
    voice = {
        "speaker": page.actor_at(e, "asserter"),
        "recorder": page.actor_at(e, "recorder"),
        "recorded_at": e.time("recordedDate"),
    }
    return pruned(
        {
            "words": e.concept("code").words,
            "domain": known[0] if known else None,
            "status": NEED_STATUS.get(str(status)),
            "voice": pruned(voice | _parts(e, page)),
        }
    )


def _parts(e: Element, page: Page) -> Fields:
    names = {"informant": "speaker", "enterer": "recorder"}
    found: Fields = {}
    for part in e.many("participant"):
        codes = part.concept("function").codes
        name = next((one for one in names if one in codes), None)
        actor = page.actor_at(part, "actor")
        if name is None or actor is None or names[name] in found:
            part.lose(None, "no-place")
        else:
            found[names[name]] = actor
    return found


ROWS: Final = (
    Row(
        kind=Need,
        resource=always("Condition"),
        give=_give_need,
        take=_take_need,
        elements={
            "words": "code.text",
            "domain": "category",
            "status": "clinicalStatus",
            "voice.speaker": "R4 asserter, R5 participant informant",
            "voice.recorder": "R4 recorder, R5 participant enterer",
            "voice.recorded_at": "recordedDate",
        },
    ),
)
