"""Voices: Provenance, of which informant speaks and enterer writes down."""

from __future__ import annotations

from typing import Any, Final

from empowerkit.model import Voice, Wording
from empowerkit.model._record import shape

from ._book import Desk, Fields, Page, coded, pruned, put
from ._codes import ABSENT, AGENT_TYPES, OURS, FhirVersion, slug
from ._element import Element
from ._extension import field_given, taken
from ._forms import Data, a_list, an_object, plain_concept
from ._time import written


# Of those who wrote it down, the first in this order.
AGENTS: Final = {
    "informant": "speaker",
    "enterer": "recorder",
    "transcriber": "recorder",
    "author": "recorder",
}
ENTITIES: Final = {
    "quotation": Wording.VERBATIM,
    "derivation": Wording.PARAPHRASE,
}
_AGENT: Final = frozenset({"type", "who"})
_ROLES: Final = {
    Wording.VERBATIM: "quotation",
    Wording.PARAPHRASE: "derivation",
    Wording.TRANSLATION: "derivation",
    Wording.OBSERVED: "derivation",
}
OWN: Final = f"{OURS}{slug(Voice)}"
_UNKNOWN: Final[Data] = {
    "extension": [{"url": ABSENT, "valueCode": "unknown"}]
}


def give_voice(voice: Voice, target: Data, desk: Desk) -> Data:
    """Return the Provenance that tells of *voice*, without our extension."""
    agents: list[Data] = []
    for name, actor in (
        ("informant", voice.speaker),
        ("enterer", voice.recorder),
    ):
        if actor is not None:
            who = desk.actor(actor)
            agents.append({"type": coded(AGENT_TYPES, name), "who": who})
    nobody = {"type": coded(AGENT_TYPES, "informant"), "who": _UNKNOWN}
    data: Data = {"target": [target], "agent": agents or [nobody]}
    put(data, "occurredDateTime", written(voice.said_at))
    put(data, "recorded", written(voice.recorded_at))
    if voice.recorded_at is None and not desk.is_r5:
        data["_recorded"] = _UNKNOWN
    role = _ROLES.get(voice.wording)
    if role is not None and desk.version is FhirVersion.R4:
        data["entity"] = [{"role": role, "what": _UNKNOWN}]
    return data


def more_voice(voice: Voice, fields: Fields, desk: Desk) -> list[Data]:
    """Return our extension with what *fields* do not say of *voice*."""
    inside: list[Data] = []
    for field in shape(Voice):
        value = getattr(voice, field.name)
        if value != fields.get(field.name, field.default):
            inside += field_given(field, value, desk)
    return [{"url": OWN, "extension": inside}] if inside else []


def take_voice(e: Element, page: Page) -> Fields:
    """Return what a Provenance tells of the voice of its targets."""
    e.raw("target")
    found = _agents(e, page)
    found["said_at"] = e.time("occurredDateTime")
    found["recorded_at"] = e.time("recorded")
    found["wording"] = _wording(e)
    fields = pruned(found)
    for _, extension in e.extensions(OWN):
        fields |= taken(extension, page, Voice)
    return fields


def _agents(e: Element, page: Page) -> Fields:
    by_code = _plain_agents(e.data.get("agent"), page)
    if by_code is None:
        by_code = _careful_agents(e, page)
    else:
        e.skip("agent")
    found: Fields = {}
    for code, name in AGENTS.items():
        if by_code.get(code) is not None:
            found.setdefault(name, by_code[code])
    return found


def _careful_agents(e: Element, page: Page) -> dict[str, Any]:
    by_code: dict[str, Any] = {}
    for agent in e.many("agent"):
        known = agent.concept("type").codes & AGENTS.keys()
        if _is_unknown(agent):
            agent.skip("who")
            continue
        who = page.actor_at(agent, "who")
        if not known:
            agent.lose(None, "no-place")
        for code in known:
            by_code.setdefault(code, who)
    return by_code


def _plain_agents(rows: Any, page: Page) -> dict[str, Any] | None:
    """Return who is in each part; `None` where a row is not plain."""
    found: dict[str, Any] = {}
    for row in a_list(rows) or [None]:
        if row.__class__ is not dict or row.keys() != _AGENT:
            return None
        code = _plain_code(row["type"])
        held = an_object(row["who"])
        who = page.plain_actor(held) if code and held else None
        if code is None or who is None:
            return None
        found.setdefault(code, who)
    return found


def _plain_code(kind: Any) -> str | None:
    """Return the code of *kind*, if it is known and has but one."""
    concept = plain_concept(kind)
    codings = () if concept is None else concept.codings
    code = codings[0][1] if len(codings) == 1 else None
    return code if code in AGENTS else None


def _is_unknown(agent: Element) -> bool:
    return agent.data.get("who") == _UNKNOWN


def _wording(e: Element) -> Wording | None:
    found = None
    for entity in e.many("entity"):
        entity.raw("what")
        found = found or ENTITIES.get(str(entity.code("role")))
    return found


def merged(own: Fields, told: list[Fields]) -> dict[str, Any]:
    """
    Return a voice of what a resource says itself and what is told of it.

    What the resource says comes first; a Provenance fills what it leaves
    open.
    """
    found = dict(own)
    for fields in told:
        found = fields | found
    return found
