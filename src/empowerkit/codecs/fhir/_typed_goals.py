"""From resources in plain form: goals, and what they are reached by."""

from __future__ import annotations

from typing import Any

from empowerkit.model import (
    Acceptance,
    Achievement,
    Actor,
    AttainmentScale,
    Goal,
    Need,
    Option,
    Role,
    Voice,
    WhatMatters,
)

from . import _typed_extensions as extensions
from . import _typed_forms as forms
from ._book import Fields, pruned
from ._codes import ACHIEVEMENT, GOAL_DOMAINS, LEVELS, PCO_DOMAINS
from ._goals import REACHED
from ._index import part_id
from ._typed_own import fields_in
from ._typed_values import (
    Known,
    actor_in,
    code_in,
    mirror,
    surely,
    voice_of,
)


def every(kind: Any, r: forms.Form) -> list[Any]:
    """Return the extensions of *kind* that *r* has."""
    return [one for one in r.extension if one.__class__ is kind]


def goal(r: forms.Goal, known: Known, own: str) -> Fields:
    """Return the fields of a goal."""
    surely(r.changed is None)
    fields = _aim(r, known) | {
        "domain": code_in(PCO_DOMAINS, r.category, GOAL_DOMAINS),
        "lifecycle": r.lifecycle,
        "lifecycle_reason": r.reason,
        "started_on": r.started,
        "target_on": r.target[0].day if r.target else None,
        "acceptances": tuple(
            _acceptance(one, known, part_id(own, f"a{place}"))
            for place, one in enumerate(every(extensions.Accepted, r))
        ),
        "scale": _scale(every(extensions.Leveled, r)),
    }
    if r.achieved is not None:
        (achieved,) = r.achieved.coding
        surely(achieved.system == ACHIEVEMENT)
        fields["achievement"] = Achievement(achieved.code)
    return fields | _addressed(r, known)


def _aim(r: forms.Goal, known: Known) -> Fields:
    surely(r.old is None or r.new is None)
    speaker = actor_in(r.old or r.new, known)
    return {"words": r.description.text} | voice_of(speaker=speaker)


def _addressed(r: forms.Goal, known: Known) -> Fields:
    needs: list[str] = []
    matters: list[str] = []
    for ref in r.addresses:
        own, kind = known.id_of(ref, Need, WhatMatters)
        (needs if kind is Need else matters).append(own)
    return {"need_ids": tuple(needs), "what_matters_ids": tuple(matters)}


def _acceptance(one: extensions.Accepted, known: Known, own: str) -> Any:
    who, status, more = one.extension
    fields: Fields = {
        "id": own,
        "actor": known.actor(who.who),
        "status": status.code,
    }
    return mirror(Acceptance)(**(fields | fields_in(more.extension, known)))


def _scale(parts: list[Any]) -> Any:
    levels: dict[int, str] = {}
    for level, meant in (part.extension for part in parts):
        place = LEVELS[level.coding.code]
        surely(place not in levels)
        levels[place] = meant.text
    if not levels:
        return None
    texts = tuple(levels.get(level, "") for level in range(-2, 3))
    return mirror(AttainmentScale)(levels=texts)


def milestone(r: forms.Goal, known: Known, own: str) -> Fields:
    """Return the fields of a milestone."""
    surely(not (r.addresses or r.category))
    surely(r.started is None and r.reason is None)
    parent = known.parents.get(own)
    is_reached = False
    if r.achieved is not None:
        (achieved,) = r.achieved.coding
        is_reached = achieved.system == ACHIEVEMENT and (
            achieved.code in REACHED
        )
    return _aim(r, known) | pruned(
        {
            "goal_id": parent,
            "due_on": r.target[0].day if r.target else None,
            "reached_on": r.changed if is_reached else None,
        }
    )


def step(r: forms.Task, known: Known, own: str) -> Fields:
    """Return the fields of a step."""
    surely(r.done is None or r.status == "completed")
    limits = r.restriction
    return voice_of(speaker=actor_in(r.requester, known)) | {
        "words": r.description,
        "owner": actor_in(r.owner, known),
        "goal_id": _served(r, known),
        "planned_on": None if limits is None else limits.period.end,
        "done_on": None if r.done is None else r.done.end,
    }


def _served(r: forms.Noun, known: Known) -> str | None:
    found = [
        known.id_of(one.goal, Goal) for one in every(extensions.Pertains, r)
    ]
    surely(len(found) <= 1)
    return found[0][0] if found else None


def decision(r: forms.RequestGroup, known: Known, own: str) -> Fields:
    """Return the fields of a decision."""
    (asking,) = r.action
    here = {f"#{one.id}" for one in r.contained}
    places = [way.resource for way in asking.action]
    if asking.resource is not None:
        places.append(asking.resource)
    surely(len(here) == len(r.contained))
    surely(here.issuperset([place.reference for place in places]))
    return voice_of(speaker=actor_in(r.author, known)) | {
        "client": mirror(Actor)(role=Role.CLIENT, id=known.client),
        "words": asking.title,
        "goal_id": _served(r, known),
        "options": tuple(
            mirror(Option)(
                id=part_id(own, f"o{place}"),
                words=way.title,
                detail=way.description,
                voice=mirror(Voice)(),
            )
            for place, way in enumerate(asking.action)
        ),
    }
