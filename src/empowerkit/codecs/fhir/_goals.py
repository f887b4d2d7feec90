"""Goals and milestones: Goal."""

from __future__ import annotations

import enum

from typing import Any, Final

from empowerkit.errors import InvariantError, refuse
from empowerkit.model import (
    Acceptance,
    AcceptanceId,
    AcceptanceStatus,
    Achievement,
    AttainmentScale,
    Goal,
    Lifecycle,
    Milestone,
    Need,
    WhatMatters,
)
from empowerkit.model._record import own_problems

from ._book import (
    PERSONS,
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
    ACCEPTANCE,
    ACHIEVEMENT,
    ATTAINMENT,
    GOAL_DOMAINS,
    LEVEL_CODES,
    LEVEL_DISPLAYS,
    LOINC,
    OURS,
    PCO_DOMAINS,
    RELATIONSHIP,
    RELATIONSHIPS,
    slug,
)
from ._element import Element, Reference
from ._extension import given, taken
from ._forms import Data
from ._index import Target, part_id
from ._ratings import level_of
from ._time import written


_CONDITION: Final[Data] = {"type": "Condition"}
_OBSERVATION: Final[Data] = {"type": "Observation"}
_TEXTS: Final = ("progressText", "text")
_OURS: Final = f"{OURS}{slug(Acceptance)}"
_ACHIEVED: Final[dict[str | None, Achievement]] = {
    one.value: one for one in Achievement
}
REACHED: Final = frozenset({"achieved", "sustaining"})


def _speaking(noun: Any, desk: Desk) -> Data:
    key = "source" if desk.is_r5 else "expressedBy"
    data: Data = {
        "description": texted("text", noun.words),
        "subject": desk.client,
    }
    put(data, key, desk.actor(noun.voice.speaker, PERSONS))
    return data


def _speaker(e: Element, page: Page) -> Fields:
    e.raw("subject")
    old, new = e.reference("expressedBy"), e.reference("source")
    return pruned(
        {
            "speaker": page.actor(old or new),
            "recorder": page.actor_at(e, "recorder"),
        }
    )


def _give_goal(noun: Goal, desk: Desk) -> Data:
    data = _speaking(noun, desk)
    data["lifecycleStatus"] = noun.lifecycle.value
    if noun.achievement is not None:
        achieved = coded(ACHIEVEMENT, noun.achievement.value)
        data["achievementStatus"] = achieved
    if noun.domain is not None:
        data["category"] = [coded(PCO_DOMAINS, noun.domain.value)]
    needs = [_CONDITION | desk.refer(one) for one in noun.need_ids]
    matters = [_OBSERVATION | desk.refer(m) for m in noun.what_matters_ids]
    put(data, "addresses", needs + matters)
    if noun.lifecycle_reason:
        data["statusReason"] = noun.lifecycle_reason
    put(data, "startDate", written(noun.started_on))
    if noun.target_on is not None:
        data["target"] = [{"dueDate": written(noun.target_on)}]
    extensions = [_accepted(one, desk) for one in noun.acceptances]
    if noun.scale is not None:
        extensions += _leveled(noun.scale)
    put(data, "extension", extensions)
    return data


def _accepted(one: Acceptance, desk: Desk) -> Data:
    inside = [
        {"url": "individual", "valueReference": desk.actor(one.actor)},
        {"url": "status", "valueCode": one.status.value},
        given(one, desk, _OURS, beside=("actor", "status")),
    ]
    return {"url": ACCEPTANCE, "extension": inside}


def _leveled(scale: AttainmentScale) -> list[Data]:
    return [
        _level(level, text)
        for level, text in zip(range(-2, 3), scale.levels, strict=True)
        if text
    ]


def _level(level: int, text: str) -> Data:
    coding = {
        "system": LOINC,
        "code": LEVEL_CODES[level],
        "display": LEVEL_DISPLAYS[level],
    }
    inside: list[Data] = [
        {"url": "level", "valueCoding": coding},
        {"url": "progressText", "valueString": text},
    ]
    return {"url": ATTAINMENT, "extension": inside}


def _take_goal(e: Element, page: Page) -> Fields:
    needs: list[str] = []
    matters: list[str] = []
    _addressed(e, page, needs, matters)
    domains = [one.code(PCO_DOMAINS) for one in e.concepts("category")]
    known = [GOAL_DOMAINS[found] for found in domains if found in GOAL_DOMAINS]
    fields: Fields = {
        "words": e.concept("description").words,
        "voice": _speaker(e, page),
        "domain": known[0] if known else None,
        "need_ids": tuple(needs),
        "what_matters_ids": tuple(matters),
        "lifecycle": _listed(e, "lifecycleStatus", Lifecycle),
        "lifecycle_reason": e.text("statusReason"),
        "achievement": _achieved(e),
        "started_on": e.day("startDate"),
        "target_on": _due(e),
        "replaces": page.book.older.get(page.noun_id),
    }
    return pruned(fields | _extended(e, page))


def _addressed(
    e: Element, page: Page, needs: list[str], matters: list[str]
) -> None:
    for held in e.references("addresses"):
        need = page.id_if(held, Need, "Condition")
        matter = page.id_if(held, WhatMatters, "Observation")
        if need is not None:
            needs.append(need)
        elif matter is not None:
            matters.append(matter)
        else:
            held.lose("no-place")


def _listed(e: Element, key: str, kind: type[enum.Enum]) -> Any:
    code = e.code(key)
    if code is None:
        return None
    try:
        return kind(code)
    except ValueError:
        e.lose(key, "code")
        return None


def _achieved(e: Element) -> Achievement | None:
    concept = e.concept("achievementStatus")
    found = _ACHIEVED.get(concept.code(ACHIEVEMENT))
    if found is not None:
        return found
    if concept.codings or concept.text is not None:
        e.lose("achievementStatus", "code")
    return None


def _due(e: Element) -> Any:
    found = None
    for target in e.many("target"):
        due = target.day("dueDate")
        if found is not None and due is not None:
            target.lose("dueDate", "no-place")
        found = due if found is None else found
    return found


def _extended(e: Element, page: Page) -> Fields:
    acceptances: list[Acceptance] = []
    levels: dict[int, str] = {}
    elements = e.many("acceptance")
    for place, held in enumerate(elements):
        fields = {
            "actor": page.actor_at(held, "participant"),
            "status": _listed(held, "status", AcceptanceStatus),
        }
        acceptances += _acceptance(held, page, place, fields)
    wanted = (ACCEPTANCE, ATTAINMENT, RELATIONSHIP)
    for url, extension in e.extensions(*wanted):
        if url == ACCEPTANCE:
            place = len(elements) + len(acceptances)
            fields = _accepting(extension, page)
            acceptances += _acceptance(extension, page, place, fields)
        elif url == ATTAINMENT:
            _read_level(extension, levels)
        else:
            _relation(extension, page)
    return {"acceptances": tuple(acceptances), "scale": _scale(e, levels)}


def _accepting(e: Element, page: Page) -> Fields:
    fields: Fields = {}
    for url, part in e.extensions("individual", "status", _OURS):
        if url == "individual":
            fields["actor"] = page.actor_at(part, "valueReference")
        elif url == "status":
            fields["status"] = _listed(part, "valueCode", AcceptanceStatus)
        else:
            fields |= taken(part, page, Acceptance)
    return fields


def _acceptance(
    e: Element, page: Page, place: int, fields: Fields
) -> list[Acceptance]:
    """Return the acceptance of *fields*; none if somebody is missing."""
    own: Fields = {"id": AcceptanceId(part_id(page.noun_id, f"a{place}"))}
    try:
        made = Acceptance(**(own | pruned(fields)))
        # At once, and not with the plan: our extension may hold others.
        refuse(own_problems(made))
    except (TypeError, InvariantError):
        e.lose(None, "malformed")
        return []
    return [made]


def _read_level(e: Element, levels: dict[int, str]) -> None:
    level = text = None
    for url, part in e.extensions("level", *_TEXTS):
        if url == "level":
            level = level_of(part.concept("valueCoding"))
        else:
            text = part.text("valueString")
    if level is None or text is None or level in levels:
        e.lose(None, "malformed")
    else:
        levels[level] = text


def _scale(e: Element, levels: dict[int, str]) -> AttainmentScale | None:
    if not levels:
        return None
    texts = tuple(levels.get(level, "") for level in range(-2, 3))
    return AttainmentScale(levels=texts)


def _relation(e: Element, page: Page) -> None:
    """Look at a relationship, and report it where nothing came of it."""
    kinds, target = _relating(e)
    found = None if target is None else page.target(target)
    if found is None or not any(_came(kind, found, page) for kind in kinds):
        e.lose(None, "no-place")


def _came(kind: str, found: Target, page: Page) -> bool:
    """Return whether *found* is what the goal of *page* says it is to it."""
    book = page.book
    held = book.kinds.get(found.item) if found.item else None
    match kind:
        case "milestone":
            above = book.parents.get(found.noun_id)
            return held is Milestone and above == page.noun_id
        case "replacement":
            old = book.older.get(found.noun_id)
            return held is Goal and old == page.noun_id
        case _:
            return False


def related(e: Element) -> list[tuple[str, Reference]]:
    """Return the kind and the target of each relationship of a Goal."""
    found: list[tuple[str, Reference]] = []
    for _, extension in e.extensions(RELATIONSHIP):
        kinds, target = _relating(extension)
        found += [(kind, target) for kind in kinds if target is not None]
    return found


def _relating(e: Element) -> tuple[set[str], Reference | None]:
    """Return the kinds and the target of the relationship *e*."""
    kinds: set[str] = set()
    target = None
    for url, part in e.extensions("type", "target"):
        if url == "type":
            kinds = part.concept("valueCodeableConcept").codes
        else:
            target = part.reference("valueReference")
    return kinds, target


def relation(kind: str, target: Data) -> Data:
    """Return the extension that says how a goal relates to *target*."""
    inside = [
        {"url": "type", "valueCodeableConcept": coded(RELATIONSHIPS, kind)},
        {"url": "target", "valueReference": target},
    ]
    return {"url": RELATIONSHIP, "extension": inside}


def _give_milestone(noun: Milestone, desk: Desk) -> Data:
    data = _speaking(noun, desk)
    reached = noun.reached_on is not None
    data["lifecycleStatus"] = "completed" if reached else "active"
    if noun.due_on is not None:
        data["target"] = [{"dueDate": written(noun.due_on)}]
    if reached:
        data["achievementStatus"] = coded(ACHIEVEMENT, "achieved")
        data["statusDate"] = written(noun.reached_on)
    return data


def _take_milestone(e: Element, page: Page) -> Fields:
    e.code("lifecycleStatus")
    achieved = e.concept("achievementStatus").code(ACHIEVEMENT)
    changed_on = e.day("statusDate")
    reached = achieved in REACHED
    return pruned(
        {
            "words": e.concept("description").words,
            "voice": _speaker(e, page),
            "goal_id": page.book.parents.get(page.noun_id),
            "due_on": _due(e),
            "reached_on": changed_on if reached else None,
        }
    )


ROWS: Final = (
    Row(
        kind=Goal,
        resource=always("Goal"),
        give=_give_goal,
        take=_take_goal,
        elements={
            "words": "description.text",
            "voice.speaker": "R4 expressedBy, R5 source",
            "domain": "category",
            "need_ids": "addresses",
            "what_matters_ids": "addresses",
            "lifecycle": "lifecycleStatus",
            "lifecycle_reason": "statusReason (unless it is empty)",
            "achievement": "achievementStatus",
            "acceptances": "extension goal-acceptance",
            "started_on": "startDate",
            "target_on": "target.dueDate",
            "scale": "extension pco-goal-attainment-scaling (the levels)",
        },
    ),
    Row(
        kind=Milestone,
        resource=always("Goal"),
        give=_give_milestone,
        take=_take_milestone,
        elements={
            "goal_id": "extension goal-relationship of the goal",
            "words": "description.text",
            "voice.speaker": "R4 expressedBy, R5 source",
            "due_on": "target.dueDate",
            "reached_on": "statusDate",
        },
    ),
)
