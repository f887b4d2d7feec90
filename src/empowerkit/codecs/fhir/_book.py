"""What a reading knows while it turns the resources of one client to nouns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from empowerkit.model import Actor, Role
from empowerkit.model._people import ROLE_OF
from empowerkit.model._record import Record

from ._codes import EMPTY, RESOURCES, ROLE, ROLES, FhirVersion
from ._element import Element, Reference
from ._forms import Data, plain_role
from ._index import Index, Item, Target


Fields = dict[str, Any]
# Which resources FHIR lets stand where somebody acts or speaks.
PRACTITIONERS: Final = frozenset({"Practitioner"})
OTHERS: Final = frozenset({"Practitioner", "RelatedPerson"})
PERSONS: Final = frozenset({*OTHERS, "Patient"})
PARTIES: Final = frozenset({*PERSONS, "Organization"})
WHOEVER: Final = frozenset({*PARTIES, "Device"})
_ROLES: Final[dict[str | None, Role]] = {role.value: role for role in Role}


class Book:
    """
    The resources of one client, what each becomes, and what is outside.

    Attributes:
        client_id: Our id of the client.
        kinds: What each resource becomes.
        parents: From our id of a goal: which goal it is a milestone of.
        older: From our id of a goal: which goal it has replaced.
        addressed: What goals address.
        milestones: What goals have as a milestone.
        ranks: The rank that the client gave to what matters.
    """

    def __init__(
        self, index: Index, client_id: str, kinds: dict[Item, type[Record]]
    ) -> None:
        self.index = index
        self.client_id = client_id
        self.kinds = kinds
        self.parents: dict[str, str] = {}
        self.older: dict[str, str] = {}
        self.addressed: set[Item] = set()
        self.milestones: set[Item] = set()
        self.ranks: dict[str, int] = {}
        self._actors: dict[tuple[str, str], Actor] = {}
        self._acting: dict[Any, Actor | None] = {}

    def actor(self, role: Role, noun_id: str) -> Actor:
        """Return the one and same actor wherever somebody acts."""
        key = role.value, noun_id
        if key not in self._actors:
            self._actors[key] = Actor(role=role, id=noun_id)
        return self._actors[key]

    def acting(self, target: Target, said: str | None) -> Actor | None:
        """
        Return *target* as whoever acts, in the role that is *said*.

        What each resource becomes must be known by then.
        """
        key = target.item, target.noun_id, target.type, said
        if key not in self._acting:
            role = self._role(target, said)
            found = None if role is None else self.actor(role, target.noun_id)
            self._acting[key] = found
        return self._acting[key]

    def _role(self, target: Target, said: str | None) -> Role | None:
        kind = self.kinds.get(target.item) if target.item else None
        role = ROLE_OF.get(kind)
        if role is None:
            role = _ROLES.get(said) or ROLES.get(target.type)
        if role is Role.CLIENT and target.noun_id != self.client_id:
            return None
        return role


class Page:
    """
    One resource of a `Book`, as the functions that read it see it.

    Attributes:
        is_broken: Whether one of several parts could not be read, so that
            what is left would tell another story: a choice among choices.
    """

    def __init__(self, book: Book, item: Item) -> None:
        self.book = book
        self.item = item
        self.noun_id = book.index.id_of(item)
        self.element = Element(item.data)
        self.is_broken = False

    @property
    def is_ours(self) -> bool:
        """Whether the resource was written by us."""
        return self.book.index.is_ours(self.item)

    def target(self, reference: Reference) -> Target | None:
        """Return what *reference* points to."""
        return self.book.index.find(reference, self.item)

    def actor(self, reference: Reference | None) -> Actor | None:
        """Return who *reference* names, if somebody who can act."""
        if reference is None:
            return None
        target = self.target(reference)
        found = None if target is None else self.acting(target, reference.role)
        if found is None:
            reference.lose("actor")
        return found

    def acting(self, target: Target, said: str | None) -> Actor | None:
        """Return *target* as whoever acts, in the role that is *said*."""
        return self.book.acting(target, said)

    def plain_target(self, value: Any) -> Target | None:
        """Return what *value* points to, if it is a plain Reference."""
        return self.book.index.plain(value, self.item)

    def plain_actor(self, value: Any) -> Actor | None:
        """Return who acts, if *value* is a plain Reference, or has a role."""
        target = self.book.index.plain(value, self.item)
        if target is not None:
            return self.acting(target, None)
        said = plain_role(value)
        if said is None:
            return None
        rest = {k: v for k, v in value.items() if k != "extension"}
        target = self.book.index.plain(rest, self.item)
        return None if target is None else self.acting(target, said)

    def actor_at(self, e: Element, key: str) -> Actor | None:
        """Return who the Reference at *key* names, if one who can act."""
        value: Any = e.data.get(key)
        one: Any = value
        if value.__class__ is list and len(value) == 1:
            one = value[0]
        found = self.plain_actor(one) if one.__class__ is dict else None
        if found is None:
            return self.actor(e.reference(key))
        e.skip(key)
        return found

    def any_id(self, reference: Reference | None) -> str | None:
        """Return our id of whatever *reference* names."""
        if reference is None:
            return None
        target = self.target(reference)
        if target is None:
            reference.lose("no-place")
            return None
        return target.noun_id

    def id_of(
        self,
        reference: Reference | None,
        kind: type[Record],
        *resources: str,
    ) -> str | None:
        """
        Return our id of what *reference* names, if it is of *kind*.

        What was not given is taken for one if it is one of *resources*.
        """
        if reference is None:
            return None
        found = self.id_if(reference, kind, *resources)
        if found is None:
            reference.lose("no-place")
        return found

    def id_if(
        self, reference: Reference, kind: type[Record], *resources: str
    ) -> str | None:
        """Return the same, and note no loss where it is of another kind."""
        target = self.target(reference)
        if target is None:
            return None
        if target.item is not None:
            fits = self.book.kinds.get(target.item) is kind
        else:
            fits = target.type in resources
        return target.noun_id if fits else None


class Desk:
    """
    What a writing knows: the version, and how each noun is referred to.

    Attributes:
        version: The version of FHIR.
        client: A reference to the client.
    """

    def __init__(
        self,
        version: FhirVersion,
        refer: Callable[[str], Data],
        client_id: str,
    ) -> None:
        self.version = version
        self.refer = refer
        self.client = refer(client_id)

    @property
    def is_r5(self) -> bool:
        """Whether R5 is written."""
        return self.version is FhirVersion.R5

    def actor(
        self, actor: Actor | None, among: frozenset[str] = WHOEVER
    ) -> Data | None:
        """Return a reference to *actor*, if resources *among* may stand."""
        if actor is None:
            return None
        found = acting(self.refer(actor.id), actor.role)
        return found if found["type"] in among else None

    def actors(
        self, actors: Iterable[Actor], among: frozenset[str] = WHOEVER
    ) -> list[Data]:
        """Return references to *actors*, if resources *among* may stand."""
        found = (self.actor(actor, among) for actor in actors)
        return [one for one in found if one is not None]


def acting(reference: Data, role: Role) -> Data:
    """Return *reference* with the role, where its type says another one."""
    named = {"type": RESOURCES[role]} | reference
    if ROLES[named["type"]] is role:
        return named
    return named | {"extension": [{"url": ROLE, "valueCode": role.value}]}


@attrs.frozen(kw_only=True)
class Row:
    """
    One row of the table: a noun, its resource, and both ways between them.

    Attributes:
        kind: The class of the noun.
        resource: The name of the resource, of a noun and a version.
        give: From a noun to the elements of its resource.
        take: From a resource to the fields of its noun.
        elements: For the page: which field stands in which element.
    """

    kind: type[Record]
    resource: Callable[[Any, FhirVersion], str]
    give: Callable[[Any, Desk], Data]
    take: Callable[[Element, Page], Fields]
    elements: dict[str, str]


def always(name: str) -> Callable[[Any, FhirVersion], str]:
    """Return a function that names the resource *name*, whatever comes."""
    return lambda noun, version: name


def put(data: Data, key: str, value: Any) -> None:
    """Put *value* at *key*, if there is one."""
    if value is not None and value != []:
        data[key] = value


def put_text(data: Data, key: str, value: str | None) -> None:
    """Put text at *key*; FHIR has no empty text, so ours is an extension."""
    if value == "":
        mark = {"url": EMPTY, "valueBoolean": True}
        data[f"_{key}"] = {"extension": [mark]}
    elif value is not None:
        data[key] = value


def texted(key: str, value: str) -> Data:
    """Return an object that holds the text *value* at *key* alone."""
    data: Data = {}
    put_text(data, key, value)
    return data


def coded(system: str, code: str, display: str | None = None) -> Data:
    """Return a CodeableConcept of one code."""
    coding = {"system": system, "code": code}
    put(coding, "display", display)
    return {"coding": [coding]}


def pruned(fields: Fields) -> Fields:
    """Return *fields* without those that were not recorded."""
    return {k: v for k, v in fields.items() if v is not None and v != ()}
