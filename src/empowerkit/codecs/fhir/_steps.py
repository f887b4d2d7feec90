"""Steps: Task, and the ServiceRequests of others."""

from __future__ import annotations

from typing import Any, Final

from empowerkit.model import Goal, Step

from ._book import Desk, Fields, Page, Row, always, pruned, put, put_text
from ._codes import PERTAINS
from ._element import Element
from ._forms import Data
from ._time import written


def _give_step(noun: Step, desk: Desk) -> Data:
    done = noun.done_on is not None
    data: Data = {
        "status": "completed" if done else "requested",
        "intent": "plan",
        "for": desk.client,
    }
    put_text(data, "description", noun.words)
    put(data, "requester", desk.actor(noun.voice.speaker))
    put(data, "owner", desk.actor(noun.owner))
    if done:
        data["executionPeriod"] = {"end": written(noun.done_on)}
    if noun.planned_on is not None:
        data["restriction"] = {"period": {"end": written(noun.planned_on)}}
    if noun.goal_id is not None:
        goal = desk.refer(noun.goal_id)
        data["extension"] = [{"url": PERTAINS, "valueReference": goal}]
    return data


def _take_step(e: Element, page: Page) -> Fields:
    if page.item.type == "ServiceRequest":
        return _take_request(e, page)
    words = e.text("description")
    period, limits = e.one("executionPeriod"), e.one("restriction")
    planned = limits.one("period") if limits else None
    done = e.code("status") == "completed"
    e.skip("for", "intent")
    fields: Fields = {
        "words": words if words is not None else e.concept("code").words,
        "voice": pruned({"speaker": page.actor_at(e, "requester")}),
        "owner": page.actor_at(e, "owner"),
        "goal_id": goal_id(e, page),
        "planned_on": planned.day("end") if planned else None,
        "done_on": period.day("end") if period and done else None,
    }
    return pruned(fields)


def goal_id(e: Element, page: Page) -> str | None:
    """Return the goal that *e* says it pertains to."""
    found = None
    for _, extension in e.extensions(PERTAINS):
        goal = extension.reference("valueReference")
        found = page.id_of(goal, Goal, "Goal", "")
    return found


def _take_request(e: Element, page: Page) -> Fields:
    e.skip("subject", "intent", "status")
    code = e.one("code") if _is_r5(e) else e
    words = code.concept("concept" if _is_r5(e) else "code") if code else None
    requester = page.actor_at(e, "requester")
    return pruned(
        {
            "words": words.words if words else None,
            "voice": pruned(
                {"speaker": requester, "said_at": e.time("authoredOn")}
            ),
            "owner": page.actor_at(e, "performer"),
            "goal_id": goal_id(e, page),
            "planned_on": _planned(e),
        }
    )


def _is_r5(e: Element) -> bool:
    held = e.data.get("code")
    return isinstance(held, dict) and "concept" in held


def _planned(e: Element) -> Any:
    if e.has("occurrenceDateTime"):
        return e.day("occurrenceDateTime")
    return None


ROWS: Final = (
    Row(
        kind=Step,
        resource=always("Task"),
        give=_give_step,
        take=_take_step,
        elements={
            "goal_id": "extension resource-pertainsToGoal",
            "words": "description",
            "voice.speaker": "requester",
            "owner": "owner",
            "planned_on": "restriction.period.end",
            "done_on": "executionPeriod.end",
        },
    ),
)
