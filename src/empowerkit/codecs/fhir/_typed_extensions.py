"""Extensions of FHIR and of its guides in their plain form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from empowerkit.model import AcceptanceStatus

from ._codes import ACCEPTANCE, ATTAINMENT, PERTAINS, PRONOUNS, RELATIONSHIP
from ._typed_own import OWN, OWN_ACCEPTANCE, any_of
from ._typed_parts import Coded, Coding, Extension, Ref, Worded


class Pertains(Extension, tag=PERTAINS):
    """Which goal something serves."""

    goal: Ref = msgspec.field(name="valueReference")


class Individual(Extension, tag="individual"):
    """Who accepts a goal."""

    who: Ref = msgspec.field(name="valueReference")


class Accepting(Extension, tag="status"):
    """Whether they accept it."""

    code: AcceptanceStatus = msgspec.field(name="valueCode")


class Level(Extension, tag="level"):
    """A level of a scale."""

    coding: Coding = msgspec.field(name="valueCoding")


class Meant(Extension, tag="progressText"):
    """What a level means."""

    text: str = msgspec.field(name="valueString")


class Leveled(Extension, tag=ATTAINMENT):
    """A level of a goal's scale, and what it means."""

    extension: tuple[Level, Meant]


class Relation(Extension, tag="type"):
    """How a goal relates to another."""

    concept: Coded = msgspec.field(name="valueCodeableConcept")


class Related(Extension, tag="target"):
    """Which goal it relates to."""

    goal: Ref = msgspec.field(name="valueReference")


class Relationship(Extension, tag=RELATIONSHIP):
    """Another goal, and how one relates to it."""

    extension: tuple[Relation, Related]


class Said(Extension, tag="value"):
    """Which pronouns."""

    concept: Worded = msgspec.field(name="valueCodeableConcept")


class Pronouns(Extension, tag=PRONOUNS):
    """Somebody's pronouns."""

    extension: tuple[Said]


if TYPE_CHECKING:
    OwnAcceptance: TypeAlias = Any
else:
    OwnAcceptance = OWN_ACCEPTANCE


class Accepted(Extension, tag=ACCEPTANCE):
    """Somebody's answer to a goal."""

    extension: tuple[Individual, Accepting, OwnAcceptance]


if TYPE_CHECKING:
    AnyExtension: TypeAlias = Any
else:
    AnyExtension = any_of(
        [*OWN.values(), Accepted, Leveled, Pertains, Pronouns, Relationship]
    )
