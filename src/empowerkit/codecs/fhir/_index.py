"""What was given, and what each reference in it points to."""

from __future__ import annotations

import hashlib
import re

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

import attrs

from empowerkit.model._ids import is_id

from ._codes import FHIR, OUR_IDS
from ._element import Element, Reference
from ._forms import (
    PLAIN,
    Data,
    a_list,
    an_object,
    is_plain_reference,
    naming,
)


_RESTFUL: Final = re.compile(
    r"(?:(?P<base>[A-Za-z][A-Za-z0-9+.-]*://\S*?)/)?"
    r"(?P<type>[A-Z][A-Za-z]*)/(?P<id>[A-Za-z0-9.-]{1,64})(?:/_history/\S*)?"
)
_LONGEST: Final = 64
_IDENTIFIER: Final = frozenset({"system", "value"})
_LOGICAL: Final = frozenset({"identifier", "type"})
_Name = tuple[str | None, ...]
_DIGEST: Final = 24


@attrs.define(kw_only=True, eq=False, repr=False)
class Item:
    """
    One resource that was given, and where it stood.

    Attributes:
        data: The resource, as plain data.
        type: Its resourceType.
        id: Its id; `None` where it has none.
        base: The address of the server, or of the Bundle, that it is from.
        url: Its fullUrl; for what is contained, ``#`` and its id.
        holder: The resource that contains it.
        file: The file it stood in.
    """

    data: Data
    type: str
    id: str | None
    base: str = ""
    url: str = ""
    holder: Item | None = None
    file: str = ""

    @property
    def local(self) -> str:
        """Its type and id, as a relative reference."""
        return f"{self.type}/{self.id}"

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same resource as another."""
        if self.holder is not None:
            return (*self.holder.key, self.url)
        return (self.base, self.local) if self.id else (str(id(self)),)


@attrs.frozen(kw_only=True, repr=False, cache_hash=True)
class Target:
    """What a reference points to: given, or outside of what was given."""

    noun_id: str
    type: str
    item: Item | None = None
    base: str = ""
    local: str = ""


# What was given, and what is outside of it.
Named = tuple[list[Item], list[Target]]


def split(url: str) -> tuple[str, str, str] | None:
    """Return the base, the type and the id that *url* is made of."""
    found = _RESTFUL.fullmatch(url)
    if found is None:
        return None
    return found["base"] or "", found["type"], found["id"]


def derived(resource_type: str, fhir_id: str) -> str:
    """
    Return our id of a resource of FHIR: of its type and its id.

    FHIR's ids are unique for one type alone, and ours across a plan.
    """
    plain = f"{resource_type}-{fhir_id}"
    if is_id(plain):
        return plain
    return _digested(resource_type, plain)


def part_id(noun_id: str, name: str) -> str:
    """Return an id for the part of that *name* of the noun of our id."""
    plain = f"{noun_id}.{name}"
    return plain if len(plain) <= _LONGEST else _digested(noun_id, plain)


class Index:
    """Everything that was given, by all the ways in which it is named."""

    def __init__(self, kept: dict[tuple[str, ...], Item]) -> None:
        self.items = [*kept.values()]
        self._by_key = kept
        self._ids: dict[Item, str] = {}
        self._ours: set[Item] = set()
        self._known: dict[Any, Target | None] = {}
        self._met: dict[Any, Target | None] = {}
        self._named: dict[Item, Named] = {}
        for number, item in enumerate(self.items):
            own = self._own_id(item) if "identifier" in item.data else None
            self._ids[item] = own or self._made_up(item, number)

    def _own_id(self, item: Item) -> str | None:
        """Return the id of ours that *item* carries, if any."""
        own = None
        for system, value in identifiers(item):
            if system == OUR_IDS:
                self._ours.add(item)
                own = value if is_id(value) else own
        return own

    def _made_up(self, item: Item, number: int) -> str:
        if item.holder is not None:
            holder = self._called(item.holder, number)
            return _digested(item.type, f"{holder}{item.url}")
        if item.id is not None:
            return derived(item.type, item.id)
        return _digested(item.type, self._called(item, number))

    def _called(self, item: Item, number: int) -> str:
        """Return what *item* is called wherever it stands; or its *number*."""
        if item.id is not None:
            return f"{item.base} {item.local}"
        has_url = self._by_url.get(item.url) is item
        return item.url if has_url else f"unnamed {number}"

    @cached_property
    def _by_url(self) -> dict[str, Item]:
        return {item.url: item for item in self.items if item.url}

    @cached_property
    def _by_local(self) -> dict[_Name, list[Item]]:
        found: dict[_Name, list[Item]] = {}
        for item in self.items:
            # One of ours that has lost its id is called by our own.
            local = f"{item.type}/{item.id or self._ids[item]}"
            for name in ((local,), (local, item.base)):
                found.setdefault(name, []).append(item)
        return found

    @cached_property
    def _by_logical(self) -> dict[_Name, list[Item]]:
        found: dict[_Name, list[Item]] = {}
        for item in self.items:
            for known in identifiers(item):
                for name in (known, (*known, item.base)):
                    found.setdefault(name, []).append(item)
        return found

    def id_of(self, item: Item) -> str:
        """Return our id of *item*; none if it is not of this index."""
        return self._ids.get(item, "")

    def is_ours(self, item: Item) -> bool:
        """Return whether *item* carries an id of ours."""
        return item in self._ours

    def named_in(self, item: Item) -> Named:
        """Return what *item* names, wherever in it that stands."""
        known = self._named.get(item)
        if known is not None:
            return known
        given: list[Item] = []
        outside: list[Target] = []
        for data in naming(item.data):
            target = self.said(data, item)
            if target is None:
                continue
            if target.item is not None:
                given.append(target.item)
            elif target.local:
                outside.append(target)
        self._named[item] = given, outside
        return given, outside

    def said(self, data: Any, within: Item) -> Target | None:
        """Return what *data*, which may be a Reference, points to."""
        held = an_object(data)
        if held is None:
            return None
        url, resource_type = held.get("reference"), held.get("type")
        try:
            # Nearly all were met before, in this form.
            return self._known[url, resource_type, within.base]
        except (KeyError, TypeError):
            pass
        if isinstance(url, str):
            known = resource_type if isinstance(resource_type, str) else None
            return self._read(url, known, within)
        (reference,) = Element({"it": held}).references("it")
        return self.find(reference, within)

    def plain(self, value: Any, within: Item) -> Target | None:
        """Return what *value* points to, if it is a plain Reference."""
        held = an_object(value)
        if held is None:
            return None
        kind = held.get("type")
        if "reference" in held:
            if is_plain_reference(held):
                return self._read(held["reference"], kind, within)
            return None
        if kind.__class__ not in PLAIN or not held.keys() <= _LOGICAL:
            return None
        inside = an_object(held.get("identifier")) or {}
        system, named = inside.get("system"), inside.get("value")
        if inside.keys() != _IDENTIFIER or not (
            system.__class__ is named.__class__ is str
        ):
            return None
        identifier = str(system), str(named)
        return self._by_identifier(identifier, kind, within.base)

    def find(self, reference: Reference, within: Item) -> Target | None:
        """Return what *reference*, which stands in *within*, points to."""
        if reference.literal is not None:
            return self._read(reference.literal, reference.type, within)
        if reference.identifier is None:
            return None
        return self._by_identifier(
            reference.identifier, reference.type, within.base
        )

    def _by_identifier(
        self,
        identifier: tuple[str | None, str],
        resource_type: str | None,
        base: str,
    ) -> Target | None:
        key = identifier, resource_type, base
        if key not in self._met:
            self._met[key] = self._logical(*key)
        return self._met[key]

    def _read(
        self, url: str, resource_type: str | None, within: Item
    ) -> Target | None:
        key = url, resource_type, within.base
        try:
            return self._known[key]
        except KeyError:
            found = self._literal(url, resource_type, within)
        if not url.startswith("#"):
            self._known[key] = found
        return found

    def _literal(
        self, url: str, resource_type: str | None, within: Item
    ) -> Target | None:
        parts = split(url)
        found = self._given(url, parts, within)
        if found is not None:
            return self.held(found)
        if parts is None:
            return _elsewhere(url, resource_type)
        base, type_, fhir_id = parts
        return Target(
            noun_id=derived(type_, fhir_id),
            type=type_,
            base=base or within.base or FHIR,
            local=f"{type_}/{fhir_id}",
        )

    def _given(
        self, url: str, parts: tuple[str, str, str] | None, within: Item
    ) -> Item | None:
        if url.startswith("#"):
            holder = within.holder or within
            return self._by_key.get((*holder.key, url))
        if parts is None:
            return self._by_url.get(url)
        base, type_, fhir_id = parts
        local = f"{type_}/{fhir_id}"
        exact = self._by_key.get((base or within.base, local))
        if exact is not None:
            return exact
        near = self._by_local.get((local, "") if base else (local,), [])
        return near[0] if len(near) == 1 else None

    def _logical(
        self,
        identifier: tuple[str | None, str],
        resource_type: str | None,
        base: str,
    ) -> Target | None:
        system, value = identifier
        near = self._by_logical.get((system, value, base), [])
        if not near and system != OUR_IDS:
            near = self._by_logical.get((system, value), [])
        if len(near) == 1:
            return self.held(near[0])
        if system == OUR_IDS and is_id(value):
            return Target(noun_id=value, type=resource_type or "")
        if resource_type is None:
            return None
        named = f"{system or ''}|{value}"
        return Target(
            noun_id=_digested(resource_type, named),
            type=resource_type,
            base=system or FHIR,
            local=value,
        )

    def held(self, item: Item) -> Target:
        """Return *item* as a target: of a role, the person whose it is."""
        person = self._person_of(item)
        return Target(noun_id=self._ids[person], type=person.type, item=person)

    def _person_of(self, item: Item) -> Item:
        """Return whom a PractitionerRole is a role of, where given."""
        if item.type != "PractitionerRole":
            return item
        named = Element(item.data).reference("practitioner")
        url = None if named is None else named.literal
        if url is None:
            return item
        return self._given(url, split(url), item) or item


def identifiers(item: Item) -> Iterator[tuple[str | None, str]]:
    """Yield the system and value of each identifier of *item*."""
    found = item.data.get("identifier")
    for one in a_list(found) or [found]:
        held = an_object(one) or {}
        system, value = held.get("system"), held.get("value")
        if isinstance(value, str):
            yield (system if isinstance(system, str) else None), value


def _bytes(text: str) -> bytes:
    # Plain data, of no document, may hold what UTF-8 cannot.
    return text.encode("utf-8", "surrogatepass")


def _digested(resource_type: str, text: str) -> str:
    digest = hashlib.sha256(_bytes(text)).hexdigest()[:_DIGEST]
    known = resource_type if is_id(resource_type) else "Resource"
    return f"{known[: _LONGEST - _DIGEST - 1]}-{digest}"


def _elsewhere(url: str, resource_type: str | None) -> Target | None:
    """Return the target of an address that says no type by itself."""
    if ":" not in url or resource_type is None:
        return None
    return Target(
        noun_id=_digested(resource_type, url),
        type=resource_type,
        base=FHIR,
        local=url,
    )
