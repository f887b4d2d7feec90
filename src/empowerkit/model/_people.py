"""The people around a plan, the client first."""

from __future__ import annotations

import enum

from datetime import date, datetime
from typing import Any, ClassVar, Final

import attrs

from ._ids import (
    ClientId,
    InterpreterId,
    ProxyId,
    SupporterId,
    WorkerId,
    new_id,
)
from ._record import Digest, Language, Name, Record
from ._voice import Actor, Role, Voice


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Client(Record):
    """
    The person whose plan it is; minimal on purpose.

    FHIR: Patient (``communication`` for the languages).

    Attributes:
        called: The name they want to be called by.
        pronouns: As they say them.
        languages: BCP 47 tags, the one they like best first.

    >>> Client(id=ClientId("c1"), called="Amina")
    <Client c1>
    """

    id: ClientId = attrs.field(factory=new_id)
    called: Name
    pronouns: Name | None = None
    languages: tuple[Language, ...] = ()

    @property
    def actor(self) -> Actor:
        """This client, as one who acts."""
        return Actor(role=Role.CLIENT, id=self.id)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Worker(Record):
    """
    Somebody paid to be at the client's side.

    FHIR: Practitioner and PractitionerRole.

    Attributes:
        called: The name they go by.
        title: What they are employed as.
        organisation: For whom they work.
        from_on: First day on this plan.
        until_on: Last day on this plan.

    >>> Worker(id=WorkerId("w1"), called="Joan").actor.role.value
    'worker'
    """

    id: WorkerId = attrs.field(factory=new_id)
    called: Name
    title: Name | None = None
    organisation: Name | None = None
    from_on: date | None = None
    until_on: date | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("from_on", "until_on"),
    )

    @property
    def actor(self) -> Actor:
        """This worker, as one who acts."""
        return Actor(role=Role.WORKER, id=self.id)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Supporter(Record):
    """
    Somebody the client wants beside them: family, a friend, an elder.

    FHIR: RelatedPerson.

    Attributes:
        called: The name they go by.
        relation: Who they are to the client, in the client's terms.
        invited: The client's invitation, in the client's voice.
        ended_at: When the client ended it; they may do so in silence.
        ended: That they did, where somebody else wrote it down.

    >>> Supporter(id=SupporterId("s1"), called="Hodan")
    <Supporter s1>
    """

    id: SupporterId = attrs.field(factory=new_id)
    called: Name
    relation: Name | None = None
    invited: Voice | None = None
    ended_at: datetime | None = None
    ended: Voice | None = None

    @property
    def actor(self) -> Actor:
        """This supporter, as one who acts."""
        return Actor(role=Role.SUPPORTER, id=self.id)


class ProxyBasis(enum.StrEnum):
    """What a proxy's authority rests on."""

    COURT_APPOINTED = "court-appointed"
    GUARDIANSHIP = "guardianship"
    PARENTAL = "parental"
    POWER_OF_ATTORNEY = "power-of-attorney"
    STATUTORY = "statutory"


class DecisionDomain(enum.StrEnum):
    """The part of life that a decision, or a proxy's authority, is about."""

    HOME = "home"
    HEALTH = "health"
    CARE = "care"
    MONEY = "money"
    PEOPLE = "people"
    WORK = "work"
    LEARNING = "learning"
    LEGAL = "legal"
    DAILY_LIFE = "daily-life"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Proxy(Record):
    """
    Somebody whom the law lets decide in some things, for some time.

    FHIR: RelatedPerson, with a Consent that names the authority.

    Attributes:
        called: The name they go by.
        basis: What their authority rests on.
        domains: What it covers; empty means not recorded.
        scope: Its limits, in the words of the document.
        from_on: First day of it.
        until_on: Last day of it.
        document_digest: SHA-256 of the document.

    >>> Proxy(id=ProxyId("p1"), called="Ifrah").domains
    ()
    """

    id: ProxyId = attrs.field(factory=new_id)
    called: Name
    basis: ProxyBasis | None = None
    domains: tuple[DecisionDomain, ...] = ()
    scope: str | None = None
    from_on: date | None = None
    until_on: date | None = None
    document_digest: Digest | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("from_on", "until_on"),
    )

    @property
    def actor(self) -> Actor:
        """This proxy, as one who acts."""
        return Actor(role=Role.PROXY, id=self.id)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Interpreter(Record):
    """
    Somebody who carries words from one language to another.

    FHIR: RelatedPerson or Practitioner.

    Attributes:
        called: The name they go by.
        languages: BCP 47 tags.
        relative: Whether they are a relative of the client.
        organisation: For whom they work.
        invited: That the client accepts them, in the client's voice.
        ended_at: When the client ended it.
        ended: That they did, where somebody else wrote it down.

    >>> Interpreter(id=InterpreterId("i1"), called="Sol", languages=("es",))
    <Interpreter i1>
    """

    id: InterpreterId = attrs.field(factory=new_id)
    called: Name
    languages: tuple[Language, ...] = ()
    relative: bool | None = None
    organisation: Name | None = None
    invited: Voice | None = None
    ended_at: datetime | None = None
    ended: Voice | None = None

    @property
    def actor(self) -> Actor:
        """This interpreter, as one who acts."""
        return Actor(role=Role.INTERPRETER, id=self.id)


# As whom each of them acts.
ROLE_OF: Final[dict[Any, Role]] = {
    Client: Role.CLIENT,
    Interpreter: Role.INTERPRETER,
    Proxy: Role.PROXY,
    Supporter: Role.SUPPORTER,
    Worker: Role.WORKER,
}
