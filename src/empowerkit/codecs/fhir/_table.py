"""The table of all rows, and the plan's own row; what a resource becomes."""

from __future__ import annotations

from typing import Any, Final

from empowerkit.model import (
    Consent,
    Contact,
    Decision,
    Goal,
    Milestone,
    Need,
    Resource,
    Step,
    Supporter,
    Worker,
)
from empowerkit.model._record import Record, Use, is_noun, shape
from empowerkit.plan import Plan

from . import (
    _decisions,
    _goals,
    _needs,
    _observations,
    _people,
    _ratings,
    _services,
    _steps,
)
from ._book import Book, Desk, Fields, Page, Row, always, pruned, put
from ._codes import OUR_NOUNS, slug
from ._element import Element
from ._forms import Data, a_list, an_object
from ._index import Item
from ._time import written


_CLOSED: Final = frozenset({"completed", "revoked"})
_DOUBTED: Final = frozenset({"entered-in-error", "refuted"})
_VOID: Final = frozenset(
    {"cancelled", "entered-in-error", "failed", "rejected", "revoked"}
)


def _give_plan(plan: Plan, desk: Desk) -> Data:
    closed = plan.closed_on is not None
    data: Data = {
        "status": "completed" if closed else "active",
        "intent": "plan",
        "subject": desk.client,
    }
    period: Data = {}
    put(period, "start", written(plan.opened_on))
    put(period, "end", written(plan.closed_on))
    if period:
        data["period"] = period
    needs = [desk.refer(need.id) for need in plan.needs]
    put(
        data,
        "addresses",
        [{"reference": n} if desk.is_r5 else n for n in needs],
    )
    put(data, "goal", [desk.refer(goal.id) for goal in plan.goals])
    key = "plannedActivityReference" if desk.is_r5 else "reference"
    planned: tuple[Any, ...] = (*plan.steps, *plan.offers, *plan.decisions)
    put(data, "activity", [{key: desk.refer(one.id)} for one in planned])
    put(data, "supportingInfo", [desk.refer(one.id) for one in plan.resources])
    return data


def _take_plan(e: Element, page: Page) -> Fields:
    e.skip(*_PLAN_UNUSED)
    period = e.one("period")
    closed = e.code("status") in _CLOSED
    return pruned(
        {
            "opened_on": period.day("start") if period else None,
            "closed_on": period.day("end") if period and closed else None,
        }
    )


# Whom and what a CarePlan names is in the plan by itself.
_PLAN_UNUSED: Final = (
    "activity",
    "addresses",
    "author",
    "careTeam",
    "contributor",
    "custodian",
    "goal",
    "intent",
    "subject",
    "supportingInfo",
)

PLAN: Final = Row(
    kind=Plan,
    resource=always("CarePlan"),
    give=_give_plan,
    take=_take_plan,
    elements={
        "opened_on": "period.start",
        "closed_on": "period.end, with status completed",
    },
)
ROWS: Final[dict[type[Record], Row]] = {
    row.kind: row
    for row in (
        PLAN,
        *_people.ROWS,
        *_observations.ROWS,
        *_needs.ROWS,
        *_ratings.ROWS,
        *_goals.ROWS,
        *_steps.ROWS,
        *_decisions.ROWS,
        *_services.ROWS,
    )
}
BY_SLUG: Final = {slug(kind): kind for kind in ROWS}
PLACES: Final[dict[Any, str]] = {
    field.kind: field.name
    for field in shape(Plan)
    if field.use is Use.RECORD and is_noun(field.kind)
}
CARE_TEAM: Final = "care-team"
OUTCOME: Final = "losses"

_SIMPLE: Final[dict[str, type[Record]]] = {
    "CarePlan": Plan,
    "Consent": Consent,
    "HealthcareService": Resource,
    "Organization": Resource,
    "Practitioner": Worker,
    "PractitionerRole": Worker,
    "RelatedPerson": Supporter,
    "ServiceRequest": Step,
    "Task": Step,
}


def tagged(item: Item) -> str | None:
    """Return the noun that our tag names on *item*."""
    meta = an_object(item.data.get("meta"))
    tags = None if meta is None else meta.get("tag")
    if tags is None:
        return None
    for one in a_list(tags) or [tags]:
        tag = an_object(one) or {}
        if tag.get("system") == OUR_NOUNS:
            code = tag.get("code")
            return code if isinstance(code, str) else None
    return None


def void(item: Item) -> str | None:
    """Return why *item*, as a whole, must not be read; if it must not."""
    data = item.data
    if "modifierExtension" in data:
        return "modifier"
    status = data.get("status")
    if status == "entered-in-error" or (
        "verificationStatus" in data and _is_doubted(Element(data))
    ):
        return "entered-in-error"
    is_void = (
        isinstance(status, str) and status in _VOID and item.type != "CarePlan"
    )
    return "entered-in-error" if is_void and not _is_ours(item) else None


def _is_doubted(e: Element) -> bool:
    return not _DOUBTED.isdisjoint(e.concept("verificationStatus").codes)


def _is_ours(item: Item) -> bool:
    return tagged(item) in BY_SLUG


def kind_of(item: Item, book: Book) -> type[Record] | str:
    """Return what *item* becomes; or, if nothing, the reason."""
    own = BY_SLUG.get(str(tagged(item)))
    if own is not None and item.type != "Provenance":
        return own
    look = _LOOKS.get(item.type)
    if look is not None:
        return look(Element(item.data), item, book)
    return _SIMPLE.get(item.type, "no-kind")


def _goal(e: Element, item: Item, book: Book) -> type[Record]:
    return Milestone if item in book.milestones else Goal


def _condition(e: Element, item: Item, book: Book) -> type[Record] | str:
    is_need = item in book.addressed or _needs.is_need(e)
    return Need if is_need else "diagnosis"


def _encounter(e: Element, item: Item, book: Book) -> type[Record] | str:
    return Contact if _services.met(e) else "no-place"


def _group(e: Element, item: Item, book: Book) -> type[Record] | str:
    return Decision if _decisions.is_decision(e) else "no-place"


def _observation(e: Element, item: Item, book: Book) -> type[Record] | str:
    return _observations.classify(e) or "no-place"


_LOOKS: Final = {
    "Condition": _condition,
    "Encounter": _encounter,
    "Goal": _goal,
    "Observation": _observation,
    "RequestGroup": _group,
    "RequestOrchestration": _group,
}
