"""
Small parts of resources in their plain form, as msgspec reads them.

The plain form of a part is what our own writer gives it.
Whatever else stands in a document (a key more, a value of another type, two
where one is read) is no plain form, and is left to the careful way.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import msgspec

from empowerkit.model import Role
from empowerkit.model._record import LARGEST

from ._codes import (
    ABSENT,
    ABSENT_REASONS,
    BCP_47,
    NOT_ANSWERED,
    OUR_IDS,
    OUR_NOUNS,
    ROLE,
)


class Part(
    msgspec.Struct,
    forbid_unknown_fields=True,
    gc=False,
    omit_defaults=True,
):
    """
    Any object of a document in plain form.

    What is left out and what is null read alike, but are not written alike:
    so that a null is found when all is written again.
    """


class Extension(Part, tag_field="url"):
    """An extension, of which the url says the form."""


if TYPE_CHECKING:
    AbsentCode: TypeAlias = str
    AbsentReasons: TypeAlias = str
    Bcp47: TypeAlias = str
    OurIds: TypeAlias = str
    OurNouns: TypeAlias = str
else:
    AbsentCode = Literal[tuple(NOT_ANSWERED)]
    AbsentReasons = Literal[ABSENT_REASONS]
    Bcp47 = Literal[BCP_47]
    OurIds = Literal[OUR_IDS]
    OurNouns = Literal[OUR_NOUNS]


Whole: TypeAlias = Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)]


class Narrative(Part):
    """Text for people, which says nothing of its own."""

    status: str
    div: str


class Tag(Part):
    """Our tag, which names the noun."""

    system: OurNouns
    code: str


class Coding(Part):
    """A code; what it is called is not read."""

    system: str
    code: str
    display: str | None = None


class Meta(Part):
    """What a resource says of itself: only our tag is read."""

    tag: tuple[Tag]
    security: tuple[Coding, ...] = ()
    profile: tuple[str, ...] = ()
    version: str | None = msgspec.field(name="versionId", default=None)
    updated: str | None = msgspec.field(name="lastUpdated", default=None)
    source: str | None = None


class Identifier(Part):
    """An id of ours."""

    system: OurIds
    value: str


class InRole(Extension, tag=ROLE):
    """The role in which somebody acts."""

    value: Role = msgspec.field(name="valueCode")


class Unknown(Extension, tag=ABSENT):
    """A mark that something is not known."""

    value: Literal["unknown"] = msgspec.field(name="valueCode")


class Nothing(Part):
    """What stands where FHIR asks for something, and nothing is known."""

    extension: tuple[Unknown]


class Ref(Part):
    """A Reference."""

    reference: str | None = None
    type: str | None = None
    identifier: Identifier | None = None
    extension: tuple[InRole] | None = None


class Held(Part):
    """A Reference in an object of its own."""

    reference: Ref


class Who(Part):
    """A Reference to somebody, or a mark that nobody is known."""

    reference: str | None = None
    type: str | None = None
    identifier: Identifier | None = None
    extension: tuple[InRole | Unknown] | None = None


class Coded(Part):
    """A CodeableConcept of one code."""

    coding: tuple[Coding]


class Worded(Part):
    """A CodeableConcept, or a name, of words alone."""

    text: str


class Tongue(Part):
    """A code of a language."""

    system: Bcp47
    code: str


class Language(Part):
    """A language."""

    coding: tuple[Tongue]


class NoAnswer(Part):
    """A code of the reason for which there is no answer."""

    system: AbsentReasons
    code: AbsentCode


class Unanswered(Part):
    """The reason for which there is no answer."""

    coding: tuple[NoAnswer]


class Days(Part):
    """From which day until which."""

    start: date | None = None
    end: date | None = None


class Start(Part):
    """From when."""

    start: str


class End(Part):
    """Until which day."""

    end: date


class Limits(Part):
    """When something is planned."""

    period: End


class Due(Part):
    """The day for which a goal is set."""

    day: date = msgspec.field(name="dueDate")


class Quantity(Part):
    """A number."""

    value: Whole


class Activity(Part):
    """What a CarePlan plans."""

    reference: Ref | None = None
    planned: Ref | None = msgspec.field(
        name="plannedActivityReference", default=None
    )


class NamedNoun(Part):
    """A Reference, in R5 in an object of its own."""

    reference: str | Ref
    type: str | None = None
