"""Plans out of FHIR, with the file and the resource that each noun is from."""

from __future__ import annotations

import re

from collections.abc import Iterator
from typing import Any, Final

import attrs

from empowerkit.codecs.fhir import Loss
from empowerkit.codecs.fhir._documents import Gathered, parsed
from empowerkit.codecs.fhir._index import Index, Item
from empowerkit.codecs.fhir._read import read_gathered
from empowerkit.plan import Plan
from empowerkit.practice import Finding
from empowerkit.report._findings import Place, Placed, Unused


_NOUN: Final = re.compile(r"/(\w+)/(\d+)(?:/|\Z)")


def is_fhir(data: bytes) -> bool:
    """
    Return whether a document looks like FHIR, and not like our own.

    In our own documents a quoted word in somebody's text is escaped.
    """
    return b'"resourceType"' in data and b'"empowerkit/plan"' not in data


@attrs.frozen(eq=False)
class Origins:
    """Which resource each noun is from, and where that stands."""

    name: str
    index: Index
    places: dict[str, Place]
    items: dict[str, Item]

    @classmethod
    def of(cls, name: str, index: Index, places: dict[str, Place]) -> Origins:
        """Return the origins of all that *index* holds."""
        items = {index.id_of(item): item for item in index.items}
        return cls(name, index, places, items)

    def of_noun(self, *noun_ids: str) -> tuple[Place, str] | None:
        """Return where the first of these is from that is known."""
        for noun_id in noun_ids:
            item = self.items.get(noun_id)
            if item is not None:
                return self.place(item.file), _named(item)
        return None

    def place(self, file: str) -> Place:
        """Return the place of what was read from *file*; or the group's."""
        found = self.places.get(file)
        if found is None and len(self.places) == 1:
            (found,) = self.places.values()
        return found or Place(self.name)


def _named(item: Item) -> str:
    own = item.type if item.id is None else item.local
    return own if item.holder is None else f"{_named(item.holder)}#{own}"


@attrs.frozen(eq=False)
class FhirPlan:
    """A plan that was made of resources."""

    plan: Plan
    origins: Origins

    @property
    def place(self) -> Place:
        """Where the plan, or its client, is from."""
        return self._own[0]

    @property
    def _own(self) -> tuple[Place, str]:
        plan = self.plan
        found = self.origins.of_noun(plan.id, plan.client.id)
        return found or (self.origins.place(""), "")

    def placed(self, finding: Finding, seen: Plan) -> Placed:
        """Return *finding*, about what *seen* shows, with its resource."""
        noun = _holder(seen, finding.path)
        found = self.origins.of_noun(finding.subject_id, *noun)
        place, resource = found or self._own
        return Placed(place, finding, resource)


def _holder(plan: Plan, path: str) -> Iterator[str]:
    """Yield the id of the plan's own noun that *path* leads into."""
    found = _NOUN.match(path)
    if found is not None:
        nouns: Any = getattr(plan, found[1])
        yield nouns[int(found[2])].id


class Group:
    """Resources that can name each other: a folder, say, or an export."""

    def __init__(self, name: str, *, max_bytes: int) -> None:
        self._name: Final = name
        self._gathered: Final = Gathered(max_bytes)
        self._places: Final[dict[str, Place]] = {}

    def add(self, data: bytes, place: Place) -> None:
        """
        Take in one document: a resource, or a Bundle.

        Raises:
            DocumentError: It is not JSON, or too large.
        """
        held = parsed(data, max_bytes=self._gathered.max_bytes)
        self._places[place.shown] = place
        self._gathered.add_data(held, place.shown, "")

    def read(self) -> tuple[list[FhirPlan], list[Unused]]:
        """Return the plans, and what has no part in any of them."""
        reading, index = read_gathered(self._gathered)
        origins = Origins.of(self._name, index, self._places)
        plans = [FhirPlan(plan, origins) for plan in reading.plans]
        return plans, [_unused(loss, origins) for loss in reading.losses]


def _unused(loss: Loss, origins: Origins) -> Unused:
    named = f"{loss.resource_type}/{loss.id}".rstrip("/")
    place = origins.place(loss.file)
    return Unused(place, named, loss.path, loss.rule, loss.why)
