"""From a plan to a Bundle of resources."""

from __future__ import annotations

import hashlib
import re

from collections.abc import Iterator
from typing import Any, Final

from empowerkit.model import Actor, Milestone, Voice
from empowerkit.model._record import Field, Record, items, shape, walk
from empowerkit.plan import Plan
from empowerkit.plan._seen import rates_staff

from ._book import Book, Desk, Fields, Page, put
from ._codes import (
    CONFIDENTIALITY,
    FHIR,
    NOWHERE,
    OUR_IDS,
    OUR_NOUNS,
    FhirVersion,
    slug,
)
from ._extension import field_given, own_url, unset
from ._fit import fitted
from ._forms import Data, a_list, an_object
from ._goals import relation
from ._index import Index, Item, derived, split
from ._losses import Loss
from ._table import CARE_TEAM, OUTCOME, PLACES, ROWS
from ._voices import give_voice, merged, more_voice, take_voice


_FHIR_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}", re.ASCII)
_TEAM: Final = ("workers", "supporters", "proxies", "interpreters")


def write(
    plan: Plan,
    *,
    version: FhirVersion | str = FhirVersion.R4,
    seen_by: Actor | None = None,
) -> Data:
    """
    Return *plan* as a Bundle, of type collection, as plain JSON data.

    Each noun is a resource of its own, with its id as an identifier
    (``urn:empowerkit:id``).
    What the elements of FHIR say, they say; who spoke and who wrote it
    down is in Provenance; what FHIR has no place for is in extensions of
    ours (``urn:empowerkit:fhir:…``), so that `read` returns the same plan.
    Resources that came from FHIR keep their ids.
    What could not be written is in an OperationOutcome in the Bundle;
    `losses` returns the same beforehand.

    Args:
        plan: The plan.
        version: R4 (which is R4B's too) or R5.
        seen_by: Only what this person may read; `Plan.as_seen_by`.

    Raises:
        AuthorityError: *seen_by* is nobody of this plan.
        ValueError: There is no such version.

    >>> from empowerkit import Client, Plan
    >>> from empowerkit.model import ClientId, PlanId
    >>> amina = Client(id=ClientId("c1"), called="Amina")
    >>> bundle = write(Plan(id=PlanId("p1"), client=amina), version="R4")
    >>> for entry in bundle["entry"]:
    ...     print(entry["resource"]["resourceType"])
    CarePlan
    Patient
    >>> from empowerkit.codecs.fhir import read
    >>> read(bundle).plans[0].client.called
    'Amina'
    """
    if seen_by is not None:
        plan = plan.as_seen_by(seen_by)
    fits, lost = fitted(plan)
    return _Writing(fits, FhirVersion(version)).bundle(lost)


def losses(
    plan: Plan,
    *,
    version: FhirVersion | str = FhirVersion.R4,
    seen_by: Actor | None = None,
) -> tuple[Loss, ...]:
    """
    Return what `write` cannot carry of *plan*, noun by noun.

    ``resource_type`` is the class of our noun, and ``path`` a pointer from
    the plan; what the versions of FHIR cannot hold is the same in both.

    Args:
        plan: The plan.
        version: R4 or R5.
        seen_by: Only what this person may read; `Plan.as_seen_by`.

    Raises:
        AuthorityError: *seen_by* is nobody of this plan.
        ValueError: There is no such version.

    >>> from empowerkit import Client, Plan
    >>> losses(Plan(client=Client(called="Amina")), version="R5")
    ()
    """
    FhirVersion(version)
    if seen_by is not None:
        plan = plan.as_seen_by(seen_by)
    return fitted(plan)[1]


class _Writing:
    def __init__(self, plan: Plan, version: FhirVersion) -> None:
        self.plan = plan
        self.version = version
        self.nouns: list[Any] = [plan, plan.client, *_nouns(plan)]
        self.kinds: dict[str, type[Record]] = {
            n.id: type(n) for n in self.nouns
        }
        self.names = _names(self.nouns, plan, version)
        self.absent = _absent_locals(plan)
        self.desk = Desk(version, self._refer, plan.client.id)
        self.base = f"{NOWHERE}/{_fhir_id(plan.id)}"

    def _refer(self, noun_id: str) -> Data:
        held = self.names.get(noun_id)
        if held is not None:
            return {"reference": "/".join(held), "type": held[0]}
        outside = self.absent.get(noun_id)
        if outside is not None:
            return {"reference": outside}
        return {"identifier": {"system": OUR_IDS, "value": noun_id}}

    def bundle(self, lost: tuple[Loss, ...]) -> Data:
        """Return the whole Bundle, with what was *lost* before."""
        bare = [self._bare(noun) for noun in self.nouns]
        self._relate(bare)
        voices = self._complete(bare)
        every = [*bare, *self._team(), *voices]
        if lost:
            every.append(_outcome(lost))
        entries = [self._entry(data, n) for n, data in enumerate(every)]
        return {
            "resourceType": "Bundle",
            "id": _fhir_id(self.plan.id),
            "type": "collection",
            "entry": _unshared(entries),
        }

    def _entry(self, data: Data, number: int) -> Data:
        local = f"{data['resourceType']}/{data.get('id', f'entry-{number}')}"
        return {"fullUrl": f"{self.base}/{local}", "resource": data}

    def _bare(self, noun: Any) -> Data:
        """Return what the elements of FHIR say of *noun*."""
        resource, fhir_id = self.names[noun.id]
        marks = _marks(noun, self.plan)
        head = _head(resource, fhir_id, _slug(noun), *marks)
        head["identifier"] = [{"system": OUR_IDS, "value": noun.id}]
        return head | ROWS[type(noun)].give(noun, self.desk)

    def _relate(self, bare: list[Data]) -> None:
        """Say of each goal what its milestones are."""
        by_id = dict(zip((n.id for n in self.nouns), bare, strict=True))
        for noun in self.nouns:
            if isinstance(noun, Milestone) and noun.goal_id in self.names:
                held = by_id[noun.goal_id].setdefault("extension", [])
                held.append(relation("milestone", self._refer(noun.id)))

    def _complete(self, bare: list[Data]) -> list[Data]:
        """Add to each resource what it does not say; return the voices."""
        found = [self._item(data) for data in bare]
        book = _book(self.plan, self.nouns, found)
        voices: list[Data] = []
        for noun, item in zip(self.nouns, found, strict=True):
            voices += self._completed(noun, item, book)
        return voices

    def _item(self, data: Data) -> Item:
        return Item(
            data=data,
            type=data["resourceType"],
            id=data["id"],
            base=self.base,
        )

    def _completed(self, noun: Any, item: Item, book: Book) -> list[Data]:
        """Add to *item* what it does not say; return the voice of *noun*."""
        kind = self.kinds[noun.id]
        page = Page(book, item)
        fields = ROWS[kind].take(page.element, page)
        own: Fields = fields.pop("voice", {})
        speaks = _must_speak(kind)
        if own and not speaks:
            fields["voice"] = Voice(**own)
        inside: list[Data] = []
        for field in shape(kind):
            value = getattr(noun, field.name)
            told = _is_told_elsewhere(field, kind)
            if not told and value != fields.get(field.name, field.default):
                more = field_given(field, value, self.desk)
                inside += more or [unset(field.name)]
        if inside:
            whole = {"url": own_url(kind), "extension": inside}
            item.data.setdefault("extension", []).append(whole)
        return self._voice(noun.voice, own, noun, book) if speaks else []

    def _voice(
        self, voice: Voice, own: Data, noun: Any, book: Book
    ) -> list[Data]:
        """Return the Provenance of *noun*, if it must say more itself."""
        if voice == Voice(**own):
            return []
        target = self._refer(noun.id)
        own_id = _provenance_id(noun.id)
        marks = _marks(noun, self.plan)
        head = _head("Provenance", own_id, slug(Voice), *marks)
        data = head | give_voice(voice, target, self.desk)
        page = Page(book, self._item(data))
        told = merged(own, [take_voice(page.element, page)])
        put(data, "extension", more_voice(voice, told, self.desk))
        return [data]

    def _team(self) -> list[Data]:
        people = [one for name in _TEAM for one in getattr(self.plan, name)]
        if not people:
            return []
        members = [{"member": self._refer(one.id)} for one in people]
        head = _head("CareTeam", _fhir_id(self.plan.id), CARE_TEAM)
        more = {"subject": self.desk.client, "participant": members}
        return [head | {"status": "active"} | more]


def _unshared(value: Any) -> Any:
    """Return *value* with no part in two places, so that it can be edited."""
    items, held = a_list(value), an_object(value)
    if held is not None:
        return {key: _unshared(inside) for key, inside in held.items()}
    return value if items is None else [_unshared(one) for one in items]


def _slug(noun: Record) -> str:
    return slug(type(noun))


def _must_speak(kind: type[Record]) -> bool:
    """Return whether each noun of *kind* has a voice, and so a Provenance."""
    return any(f.name == "voice" and not f.optional for f in shape(kind))


def _is_told_elsewhere(field: Field, kind: type[Record]) -> bool:
    """Return whether *field* is a resource of its own, or an identifier."""
    if kind is Plan and field.kind in PLACES:
        return True
    return field.name == "id" or (field.name == "voice" and not field.optional)


def _nouns(plan: Plan) -> Iterator[Record]:
    for field in shape(Plan):
        if field.kind in PLACES and field.name != "client":
            for _, noun in items(field, getattr(plan, field.name), ""):
                yield noun


def _book(plan: Plan, nouns: list[Record], found: list[Item]) -> Book:
    kinds = {item: type(noun) for noun, item in zip(nouns, found, strict=True)}
    index = Index({item.key: item for item in found})
    book = Book(index, plan.client.id, kinds)
    for noun in plan.milestones:
        if noun.goal_id in {goal.id for goal in plan.goals}:
            book.parents[noun.id] = noun.goal_id
    return book


def _head(resource: str, fhir_id: str, noun: str, *marks: Data) -> Data:
    meta: Data = {"tag": [{"system": OUR_NOUNS, "code": noun}]}
    put(meta, "security", list(marks))
    return {"resourceType": resource, "id": fhir_id, "meta": meta}


def _marks(noun: Any, plan: Plan) -> list[Data]:
    """Return the label of what is not for everybody's eyes."""
    staff = {worker.id for worker in plan.workers}
    private = noun is not plan and any(
        isinstance(part, Voice) and part.private_to for _, part in walk(noun)
    )
    if not private and not rates_staff(noun, staff):
        return []
    return [{"system": CONFIDENTIALITY, "code": "R", "display": "restricted"}]


def _names(
    nouns: list[Any], plan: Plan, version: FhirVersion
) -> dict[str, tuple[str, str]]:
    """Return the type and id in FHIR of each noun, by our id."""
    came = {source.about_id: source.id for source in plan.sources}
    found: dict[str, tuple[str, str]] = {}
    taken: set[tuple[str, str]] = set()
    for noun in nouns:
        resource = ROWS[type(noun)].resource(noun, version)
        name = _kept(resource, came.get(noun.id)) or _fhir_id(noun.id)
        if (resource, name) in taken:
            name = _digest(noun.id)
        taken.add((resource, name))
        found[noun.id] = resource, name
    return found


def _kept(resource: str, came: str | None) -> str | None:
    """Return the id that a resource of this type came with."""
    parts = split(came or "")
    return parts[2] if parts and parts[1] == resource else None


def _fhir_id(noun_id: str) -> str:
    """Return *noun_id* as FHIR can spell it: it knows no underscore."""
    return noun_id if _FHIR_ID.fullmatch(noun_id) else _digest(noun_id)


def _digest(noun_id: str) -> str:
    return hashlib.sha256(noun_id.encode()).hexdigest()[:32]


def _provenance_id(noun_id: str) -> str:
    return f"voice-{_digest(noun_id)}"


def _absent_locals(plan: Plan) -> dict[str, str]:
    """Return how what is absent was referred to, where that says its id."""
    found: dict[str, str] = {}
    absent = {one.id for one in plan.absent}
    for source in plan.sources:
        parts = split(source.id)
        if source.about_id in absent and parts and not parts[0]:
            base = "" if source.system == FHIR else f"{source.system}/"
            url = f"{base}{source.id}"
            again = split(url)
            if again and derived(*again[1:]) == source.about_id:
                found[source.about_id] = url
    return found


def _outcome(lost: tuple[Loss, ...]) -> Data:
    issues = [
        {
            "severity": "warning",
            "code": "incomplete",
            "diagnostics": f"{one.path} {one.why}",
        }
        for one in lost
    ]
    head = _head("OperationOutcome", OUTCOME, OUTCOME)
    return head | {"issue": issues}
