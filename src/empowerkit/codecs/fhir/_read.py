"""From resources to plans: one for each patient."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import attrs

from empowerkit.codecs._text import MAX_BYTES
from empowerkit.plan import Plan

from ._book import Book
from ._client import CARRIERS, read_client
from ._codes import OUR_NOUNS
from ._documents import Gathered, Source, alone, gather
from ._forms import a_list
from ._index import Index, Item, Target
from ._losses import Loss, whole
from ._table import OUTCOME, kind_of, tagged


_OURS: Final = OUR_NOUNS.encode()
_SUBJECTS: Final = ("subject", "patient", "for")


@attrs.frozen(kw_only=True, repr=False)
class FhirReading:
    """
    What was read, and what of it could not be carried.

    Attributes:
        plans: One for each patient, in the order in which they were first
            named.
        losses: Every resource, and every element of one, that has no place
            in a plan or could not be read.
    """

    plans: tuple[Plan, ...]
    losses: tuple[Loss, ...]

    def __repr__(self) -> str:
        found = f"{len(self.plans)} plans, {len(self.losses)} losses"
        return f"<FhirReading {found}>"


def read(source: Source, *, max_bytes: int = MAX_BYTES) -> FhirReading:
    """
    Return the plans in *source*, one for each patient, and what was lost.

    R4, R4B and R5 are read alike.
    Nobody is made to speak: where a resource names nobody, the speaker is
    not recorded.
    What is named and was not given is `Absent` in the plan, and ``sources``
    tells where each noun is from: FHIR's ids are unique within a type, so
    ours are made of both (``Goal/7`` is ``Goal-7``).
    A patient who was named and not given has a plan too; nothing is known
    of them but the id, and the name that most references show, if any.

    Args:
        source: A file of JSON or NDJSON (``.ndjson``), or a folder of such
            files, at any depth; or JSON as bytes; or a resource as plain
            data; or several of these, as they come, where a file is named
            by a `pathlib.Path`.  Bundles may stand wherever a resource
            may.
        max_bytes: The largest document, or line, that is read.

    Raises:
        DocumentError: The one document, or resource, that was given is no
            sound JSON, or nested too deep.  In a folder, among lines and
            among several it is a `Loss`, and the rest is read.
        OSError: A file cannot be read.

    >>> goal = {
    ...     "resourceType": "Goal",
    ...     "id": "7",
    ...     "lifecycleStatus": "active",
    ...     "description": {"text": "A door I can lock"},
    ...     "subject": {"reference": "Patient/1"},
    ...     "expressedBy": {"reference": "Patient/1"},
    ... }
    >>> reading = read(goal)
    >>> reading.plans[0].goals
    (<Goal Goal-7>,)
    >>> reading.plans[0].goals[0].voice.speaker
    <Actor client Patient-1>
    >>> reading.losses
    (<Loss Patient [not-supplied]>,)
    """
    document = alone(source, max_bytes=max_bytes)
    if document is None:
        gathered = gather(source, max_bytes=max_bytes)
    else:
        plan = _at_once(document[0], max_bytes=max_bytes)
        if plan is not None:
            return FhirReading(plans=(plan,), losses=())
        gathered = Gathered(max_bytes)
        gathered.add_document(*document)
    reading, _ = read_gathered(gathered)
    return reading


def _at_once(raw: bytes, *, max_bytes: int) -> Plan | None:
    """Return the plan in the document *raw*, where all of it is plain."""
    ours = _OURS in raw and len(raw) <= max_bytes
    way = _typed_way() if ours else None
    plan: Plan | None = None if way is None else way.plan_in(raw)
    return plan


@cache
def _typed_way() -> Any:
    # Not before there is something to read: its types take time to make.
    try:
        from . import _typed_read  # noqa: PLC0415 - msgspec is an extra
    except ImportError:
        return None
    return _typed_read


def read_gathered(gathered: Gathered) -> tuple[FhirReading, Index]:
    """Return what was read of all that was *gathered*, and what it held."""
    kept: dict[tuple[str, ...], Item] = {}
    twice = [
        whole(item, "given-twice")
        for item in gathered.items
        if kept.setdefault(item.key, item) is not item
    ]
    index = Index(kept)
    reader = _Reader(index, storable=gathered.storable)
    plans = reader.plans()
    lost = [*gathered.losses, *gathered.other_pages()]
    every = dict.fromkeys((*lost, *twice, *reader.losses))
    return FhirReading(plans=plans, losses=tuple(every)), index


class _Reader:
    def __init__(self, index: Index, *, storable: bool) -> None:
        self.index = index
        self.storable = storable
        self.losses: list[Loss] = []
        self.places = {item: n for n, item in enumerate(index.items)}
        self.patients: dict[Item, Target | None] = {}
        self.roles: dict[Item, list[Item]] = {}
        for item in index.items:
            if item.type == "PractitionerRole":
                person = index.held(item).item or item
                self.roles.setdefault(person, []).append(item)

    def plans(self) -> tuple[Plan, ...]:
        groups, shared = self._groups()
        claimed: set[Item] = set()
        found: list[Plan | None] = []
        for patient, members in groups.items():
            near = self._with_shared(members, shared)
            claimed |= near
            ordered = sorted(near, key=self.places.__getitem__)
            plan, losses = read_client(
                self.index, patient, ordered, storable=self.storable
            )
            found.append(plan)
            self.losses += losses
        for item in sorted(shared - claimed, key=self.places.__getitem__):
            if tagged(item) != OUTCOME:
                reason = _why_unclaimed(item, self.index)
                self.losses.append(whole(item, reason))
        return tuple(plan for plan in found if plan is not None)

    def _groups(self) -> tuple[dict[Target, list[Item]], set[Item]]:
        groups: dict[Target, list[Item]] = {}
        shared: set[Item] = set()
        for item in self.index.items:
            patient = self._patient(item)
            if patient is None:
                shared.add(item)
            else:
                groups.setdefault(patient, []).append(item)
        return groups, shared

    def _patient(self, item: Item) -> Target | None:
        if item not in self.patients:
            self.patients[item] = self._patient_of(item)
        return self.patients[item]

    def _patient_of(self, item: Item) -> Target | None:
        if item.type == "Patient":
            return Target(
                noun_id=self.index.id_of(item), type=item.type, item=item
            )
        found: list[Item] = []
        for named in _subjects(item):
            target = self.index.said(named, item)
            if target is not None:
                if target.type == "Patient":
                    return target
                if target.item is not None:
                    found.append(target.item)
        if item.type != "Provenance":
            return None
        about = [self._patient(one) for one in found if one.type != item.type]
        return next((one for one in about if one is not None), None)

    def _with_shared(
        self, members: list[Item], shared: set[Item]
    ) -> set[Item]:
        found = set(members)
        if not shared:
            return found
        rest = list(members)
        while rest:
            item = rest.pop()
            for near in self._near(item):
                if near in shared and near not in found:
                    found.add(near)
                    rest.append(near)
        return found

    def _near(self, item: Item) -> list[Item]:
        """Return what *item* names, and the roles of whom it is."""
        given, _ = self.index.named_in(item)
        roles = self.roles.get(item)
        return given if roles is None else [*roles, *given]


def _subjects(item: Item) -> list[Any]:
    """Return whom *item* is about; of a Provenance, what it is about."""
    keys = ("target",) if item.type == "Provenance" else _SUBJECTS
    found: list[Any] = []
    for key in keys:
        if key in item.data:
            value: Any = item.data[key]
            found += a_list(value) or [value]
    return found


def _why_unclaimed(item: Item, index: Index) -> str:
    if item.type in CARRIERS:
        return "no-client"
    kind = kind_of(item, Book(index, "", {}))
    return "no-kind" if kind == "no-kind" else "no-client"
