"""A directory, and one service in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import attrs

from empowerkit.errors import Problem
from empowerkit.model import (
    Domain,
    Resource,
    ResourceId,
    ResourceKind,
    ResourceStatus,
    Source,
)
from empowerkit.model._record import Use, value_wrong

from . import _words as words
from ._whole import made_id, their_id


GRAVITY: Final = "Gravity SDOH domains"
KINDS_OF_OURS: Final = "empowerkit resource kinds"


@attrs.frozen(kw_only=True, hash=False, repr=False)
class Listing:
    """
    One service of a directory, whole, and what it says in plain words.

    HSDS: service, with all that belongs to it.

    Attributes:
        system: The directory's own address or name.
        service: The service as HSDS 3.0 holds it, with its organization,
            places and everything else inside.  It is to be read only.
        where: The file and line, or the path, where it stands.

    >>> clinic = Listing(
    ...     system="https://directory.example",
    ...     service={"id": "s1", "name": "Tenants clinic", "minimum_age": 18},
    ... )
    >>> clinic
    <Listing s1>
    >>> clinic.resource.name, clinic.eligibility
    ('Tenants clinic', ('18 and over',))
    """

    system: str
    service: Mapping[str, Any]
    where: str = attrs.field(default="", eq=False)

    def __repr__(self) -> str:
        return f"<Listing {self.service.get('id')}>"

    @cached_property
    def resource(self) -> Resource:
        """
        This service as a `Resource`, to be put into a plan.

        Its id is made from the directory's name and the service's id, so
        that reading again gives the same; its source keeps theirs.
        """
        held = self.service
        codes = {field: _ours(held, name) for field, name in _OURS.items()}
        return Resource(
            id=ResourceId(made_id(self.system, "resource", held["id"])),
            name=words.one_line(held["name"]),
            kind=_code(ResourceKind, codes["kind"]),
            domain=_code(Domain, codes["domain"]),
            languages=self._tags(),
            description=held.get("description"),
            contact=_lines(self.contact),
            cost=_lines(self.cost),
            eligibility=_lines(self.eligibility),
            status=_code(ResourceStatus, held.get("status")),
            source=Source(system=self.system, id=their_id(held)),
        )

    @property
    def organisation(self) -> str | None:
        """What the organisation is called that offers it."""
        found: str | None = self._organisation.get("name")
        return found or None

    @property
    def eligibility(self) -> tuple[str, ...]:
        """What it says of who may come; it explains, and never filters."""
        held = self.service
        said = (
            held.get("eligibility_description"),
            words.ages(self.minimum_age, self.maximum_age),
            held.get("audience"),
        )
        return words.each(str, filter(None, said))

    @property
    def minimum_age(self) -> float | None:
        """From which age on, in years; `None` is not recorded."""
        found: float | None = self.service.get("minimum_age")
        return found

    @property
    def maximum_age(self) -> float | None:
        """Up to which age, in years; `None` is not recorded."""
        found: float | None = self.service.get("maximum_age")
        return found

    @property
    def cost(self) -> tuple[str, ...]:
        """What it costs."""
        held = self.service
        said = (
            held.get("fees_description"),
            held.get("fees"),
            *words.each(words.cost, held.get("cost_options", ())),
            held.get("payments_accepted"),
            held.get("accepted_payments"),
        )
        return words.each(str, filter(None, said))

    @property
    def languages(self) -> tuple[str, ...]:
        """Which languages are spoken, and what is said of interpreters."""
        said = self._parts(words.language, "languages")
        more = self.service.get("interpretation_services")
        return words.each(str, filter(None, (*said, more)))

    @property
    def documents(self) -> tuple[str, ...]:
        """What must be brought along."""
        held = self.service.get("required_documents", ())
        return words.each(words.document, held)

    @property
    def areas(self) -> tuple[str, ...]:
        """For people of which area it is."""
        return self._parts(words.area, "service_areas")

    @property
    def accessibility(self) -> tuple[str, ...]:
        """What helps people with disabilities where it is."""
        return self._parts(words.accessibility, "accessibility")

    @property
    def phones(self) -> tuple[str, ...]:
        """The numbers of the service, its places and its organisation."""
        return self._parts(words.phone, "phones")

    @property
    def schedules(self) -> tuple[str, ...]:
        """When it is open; what a place says has its name in front."""
        return self._parts(words.schedule, "schedules")

    @property
    def places(self) -> tuple[str, ...]:
        """Where it is; where that is not said, its organisation's places."""
        return words.each(words.place, self._locations())

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms under which the directory files it."""
        found = (t.get("name") or t.get("code") for t in terms_of(self))
        return words.each(str, filter(None, found))

    @property
    def contact(self) -> tuple[str, ...]:
        """How to reach it, nearest first."""
        held = self.service
        people = words.each(words.contact, held.get("contacts", ()))
        ways = (
            *self._nearest(words.phone, "phones"),
            held.get("email") or self._organisation.get("email"),
            held.get("url") or self._organisation.get("website"),
            *people,
            held.get("application_process"),
        )
        return words.each(str, filter(None, ways))

    @property
    def _organisation(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.service.get("organization", {})
        return found

    def _at(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = self.service.get(
            "service_at_locations", []
        )
        return found

    def _locations(self) -> list[Mapping[str, Any]]:
        own = [one["location"] for one in self._at() if "location" in one]
        theirs = self._organisation.get("locations", [])
        whose = {"addresses": self._organisation.get("addresses", [])}
        return own or [*theirs, *([whose] if whose["addresses"] else [])]

    def _holders(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield what may hold parts; what is a place, with its name."""
        yield "", self.service
        for at in self._at():
            yield "", at
        for place in self._locations():
            yield place.get("name", ""), place
        yield "", self._organisation

    def _parts(self, say: Callable[[Any], str], name: str) -> tuple[str, ...]:
        found = (
            words.joined(place, say(one), by=": ")
            for place, held in self._holders()
            for one in held.get(name, ())
        )
        return tuple(dict.fromkeys(filter(None, found)))

    def _nearest(
        self, say: Callable[[Any], str], name: str
    ) -> tuple[str, ...]:
        """Return the parts of the nearest holder that has any."""
        own = (
            self.service,
            {name: [p for at in self._at() for p in at.get(name, ())]},
            {
                name: [
                    p
                    for at in self._at()
                    for p in at.get("location", {}).get(name, ())
                ]
            },
            self._organisation,
        )
        found = (words.each(say, held.get(name, ())) for held in own)
        return next(filter(None, found), ())

    def _tags(self) -> tuple[str, ...]:
        codes = (
            str(one.get("code", "")).strip().replace("_", "-")
            for _, held in self._holders()
            for one in held.get("languages", ())
        )
        return tuple(
            dict.fromkeys(
                code for code in codes if not value_wrong(Use.LANGUAGE, code)
            )
        )


_OURS: Final = {"domain": GRAVITY, "kind": KINDS_OF_OURS}


def terms_of(listing: Listing) -> tuple[Mapping[str, Any], ...]:
    """Return the terms under which *listing* is filed."""
    held = listing.service.get("attributes", ())
    return tuple(
        one["taxonomy_term"] for one in held if "taxonomy_term" in one
    )


def _ours(held: Mapping[str, Any], taxonomy: str) -> str | None:
    """Return the term that a service has in a taxonomy of ours."""
    for one in held.get("attributes", ()):
        term = one.get("taxonomy_term", {})
        if term.get("taxonomy") == taxonomy:
            found: str | None = term.get("code")
            return found
    return None


def _code(kind: Any, value: str | None) -> Any:
    return kind(value) if value in {code.value for code in kind} else None


def _lines(said: tuple[str, ...]) -> str | None:
    return "\n".join(said) or None


@attrs.frozen(kw_only=True, hash=False, repr=False)
class Directory:
    """
    What a directory holds, and what of it could not be used.

    Attributes:
        system: The directory's own address or name.
        listings: Its services, in the order in which they stand.
        losses: Everything that could not be used as it stands, with file
            and line, in the order in which it was met.
    """

    system: str
    listings: tuple[Listing, ...]
    losses: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        return (
            f"<Directory of {len(self.listings)} services, "
            f"{len(self.losses)} losses>"
        )

    @property
    def resources(self) -> tuple[Resource, ...]:
        """The services as resources, in the same order."""
        return tuple(listing.resource for listing in self.listings)
