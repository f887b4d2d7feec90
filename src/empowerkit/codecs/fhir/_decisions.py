"""Decisions and their options: RequestGroup, RequestOrchestration."""

from __future__ import annotations

from typing import Any, Final

from empowerkit.model import Actor, Decision, Option, OptionId, Role, Voice

from ._book import (
    PRACTITIONERS,
    Desk,
    Fields,
    Page,
    Row,
    pruned,
    put,
    put_text,
)
from ._codes import PERTAINS, FhirVersion
from ._element import Element
from ._forms import Data
from ._index import Item, part_id
from ._steps import goal_id


OPTION: Final = "option"
_SELECTIONS: Final = frozenset(
    {"any", "exactly-one", "at-most-one", "one-or-more"}
)


def is_option(item: Item) -> bool:
    """Return whether *item* stands for one of the ways of a decision."""
    return item.holder is not None and item.data.get("intent") == OPTION


def is_decision(e: Element) -> bool:
    """Return whether there is something to choose in the RequestGroup *e*."""
    question = _question(e)
    return question is not None and question.has("action")


def _question(e: Element) -> Element | None:
    for action in e.many("action"):
        if action.code("selectionBehavior") in _SELECTIONS:
            return action
    return None


def _resource(noun: Any, version: FhirVersion) -> str:
    old = version is FhirVersion.R4
    return "RequestGroup" if old else "RequestOrchestration"


def _give(noun: Decision, desk: Desk) -> Data:
    chosen = bool(noun.choices) and noun.choices[-1].option_id is not None
    question: Data = {
        "groupingBehavior": "logical-group",
        "selectionBehavior": "exactly-one",
    }
    put_text(question, "title", noun.words)
    ways = [_way(option, place) for place, option in enumerate(noun.options)]
    tasks = [_task(f"option-{n}", desk) for n in range(len(ways))]
    if ways:
        question["action"] = ways
    else:
        # An action has others, or a resource: there is none yet.
        question["resource"] = {"reference": "#question"}
        tasks = [_task("question", desk)]
    data: Data = {
        "contained": tasks,
        "status": "completed" if chosen else "active",
        "intent": "plan",
        "subject": desk.client,
        "action": [question],
    }
    put(data, "author", desk.actor(noun.voice.speaker, PRACTITIONERS))
    if noun.goal_id is not None:
        goal = desk.refer(noun.goal_id)
        data["extension"] = [{"url": PERTAINS, "valueReference": goal}]
    return data


def _task(name: str, desk: Desk) -> Data:
    return {
        "resourceType": "Task",
        "id": name,
        "status": "draft",
        "intent": OPTION,
        "for": desk.client,
    }


def _way(option: Option, place: int) -> Data:
    data: Data = {"resource": {"reference": f"#option-{place}"}}
    put_text(data, "title", option.words)
    put_text(data, "description", option.detail)
    return data


def _take(e: Element, page: Page) -> Fields:
    e.skip("subject", "status", "intent")
    question = _question(e)
    options: list[Option] = []
    words = None
    if question is not None:
        question.skip("groupingBehavior", "resource")
        words = question.text("title")
        for place, action in enumerate(question.many("action")):
            options += _option(action, page, place)
    return pruned(
        {
            "client": Actor(role=Role.CLIENT, id=page.book.client_id),
            "words": words,
            "voice": pruned({"speaker": page.actor_at(e, "author")}),
            "goal_id": goal_id(e, page),
            "options": tuple(options),
        }
    )


def _option(action: Element, page: Page, place: int) -> list[Option]:
    words, detail = action.text("title"), action.text("description")
    action.raw("resource")
    if words is None:
        words = action.text("textEquivalent")
    if words is None:
        action.lose(None, "no-words")
        return []
    own = OptionId(part_id(page.noun_id, f"o{place}"))
    return [Option(id=own, words=words, detail=detail, voice=Voice())]


ROWS: Final = (
    Row(
        kind=Decision,
        resource=_resource,
        give=_give,
        take=_take,
        elements={
            "client": "subject",
            "words": "action.title, of the action that is exactly-one",
            "voice.speaker": "author (a worker alone)",
            "goal_id": "extension resource-pertainsToGoal",
            "options": "action.action (shown; kept in our extension)",
        },
    ),
)
