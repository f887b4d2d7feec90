"""What matters, what somebody needs, what they bring, what is in the way."""

from __future__ import annotations

import enum

from collections.abc import Sequence
from datetime import date, datetime

import attrs

from empowerkit.errors import Problem

from ._ids import (
    AskedId,
    BarrierId,
    NeedId,
    StrengthId,
    WhatMattersId,
    new_id,
)
from ._record import AnyId, Record
from ._voice import (
    Answer,
    Importance,
    Voice,
    off_the_scale,
    weight_of_client,
)


class Domain(enum.StrEnum):
    """The 24 categories of social needs of HL7's Gravity project."""

    FOOD_INSECURITY = "food-insecurity"
    HOUSING_INSTABILITY = "housing-instability"
    HOMELESSNESS = "homelessness"
    INADEQUATE_HOUSING = "inadequate-housing"
    TRANSPORTATION_INSECURITY = "transportation-insecurity"
    FINANCIAL_INSECURITY = "financial-insecurity"
    MATERIAL_HARDSHIP = "material-hardship"
    EDUCATIONAL_ATTAINMENT = "educational-attainment"
    EMPLOYMENT_STATUS = "employment-status"
    VETERAN_STATUS = "veteran-status"
    STRESS = "stress"
    SOCIAL_CONNECTION = "social-connection"
    INTIMATE_PARTNER_VIOLENCE = "intimate-partner-violence"
    ELDER_ABUSE = "elder-abuse"
    PERSONAL_HEALTH_LITERACY = "personal-health-literacy"
    HEALTH_INSURANCE_COVERAGE_STATUS = "health-insurance-coverage-status"
    MEDICAL_COST_BURDEN = "medical-cost-burden"
    DIGITAL_LITERACY = "digital-literacy"
    DIGITAL_ACCESS = "digital-access"
    UTILITY_INSECURITY = "utility-insecurity"
    LANGUAGE_ACCESS = "language-access"
    INCARCERATION_STATUS = "incarceration-status"
    PROTECTIVE_FACTOR = "protective-factor"
    UNSPECIFIED = "sdoh-category-unspecified"


class Topic(enum.StrEnum):
    """What a client was asked about."""

    COMMUNICATION = "communication"
    COPY = "copy"
    CULTURE = "culture"
    HOW_I_DECIDE = "how-i-decide"
    NATURAL_SUPPORT = "natural-support"
    PROGRESS = "progress"
    RAPPORT = "rapport"
    REASONS = "reasons"
    STRENGTHS = "strengths"
    WHAT_MATTERS = "what-matters"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Asked(Record):
    """
    That the client was asked about something, and what they answered.

    Asked and declined is an answer: nobody has to be asked again.

    >>> from empowerkit.model import AnswerStatus
    >>> declined = Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY)
    >>> Asked(
    ...     id=AskedId("a1"),
    ...     topic=Topic.CULTURE,
    ...     answer=declined,
    ...     voice=Voice(),
    ... )
    <Asked a1>
    """

    id: AskedId = attrs.field(factory=new_id)
    topic: Topic
    answer: Answer
    voice: Voice
    at: datetime | None = None
    replaces: AskedId | None = None


class WhatMattersKind(enum.StrEnum):
    """How firmly something matters; only the client says so."""

    WISH = "wish"
    MUST_HAVE = "must-have"
    DEAL_BREAKER = "deal-breaker"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class WhatMatters(Record):
    """
    Something that matters to the client, in their own terms.

    PCO: what matters; US Core: preferences; LOINC 81340-2.

    Attributes:
        words: What it is.
        voice: Who says so.
        kind: A wish, a must-have, a deal-breaker.
        rank: 1 is first; ties are allowed; ``None`` is not ranked.
        importance: Stars, said by the client.

    Raises:
        AuthorshipError: Ranked, or more than a wish, and not in the
            client's voice (``weights-are-the-clients``).

    >>> WhatMatters(id=WhatMattersId("m1"), words="A door", voice=Voice())
    <WhatMatters m1>
    """

    id: WhatMattersId = attrs.field(factory=new_id)
    words: str
    voice: Voice
    kind: WhatMattersKind = WhatMattersKind.WISH
    rank: int | None = None
    importance: Importance | None = None
    replaces: WhatMattersId | None = None

    def _problems(self) -> Sequence[Problem]:
        if self.rank is None and self.kind is WhatMattersKind.WISH:
            return ()
        found = weight_of_client(self.voice.speaker, "voice.speaker")
        if self.rank is None or self.rank >= 1:
            return found
        rule = "rank must be 1 (first) or more; ties are allowed"
        return (off_the_scale("rank", rule), *found)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Strength(Record):
    """
    Something the client can do, has or is, in their own terms.

    eLTSS: strength; Gravity: protective-factor.

    Attributes:
        words: What it is.
        voice: Who says so.
        gained_on: The day by which it was gained, if along the way.

    >>> Strength(id=StrengthId("s1"), words="I cook", voice=Voice())
    <Strength s1>
    """

    id: StrengthId = attrs.field(factory=new_id)
    words: str
    voice: Voice
    gained_on: date | None = None
    replaces: StrengthId | None = None


class NeedStatus(enum.StrEnum):
    """Whether a need is still there."""

    OPEN = "open"
    MET = "met"
    ENDED = "ended"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Need(Record):
    """
    What somebody needs, heard from them and never guessed.

    FHIR: Condition; eLTSS: assessed need.

    Attributes:
        words: The need, as it was said.
        voice: Who said it, and who wrote it down.
        domain: A Gravity category.
        importance: How much it matters to the client.
        status: Open, met, or ended for another reason.

    >>> Need(id=NeedId("n1"), words="A door I can lock", voice=Voice())
    <Need n1>
    """

    id: NeedId = attrs.field(factory=new_id)
    words: str
    voice: Voice
    domain: Domain | None = None
    importance: Importance | None = None
    status: NeedStatus = NeedStatus.OPEN
    replaces: NeedId | None = None


class BarrierKind(enum.StrEnum):
    """Whether something in the way lies in the system or with a person."""

    SYSTEMIC = "systemic"
    PERSONAL = "personal"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Barrier(Record):
    """
    Something in the way: of a need, a goal, a step, an offer.

    PCO: barrier.

    Attributes:
        words: What it is.
        voice: Who says so.
        about_ids: What it stands in the way of.
        kind: In the system, or personal; ``None`` is not recorded.

    >>> Barrier(id=BarrierId("b1"), words="No bus", voice=Voice())
    <Barrier b1>
    """

    id: BarrierId = attrs.field(factory=new_id)
    words: str
    voice: Voice
    about_ids: tuple[AnyId, ...] = ()
    kind: BarrierKind | None = None
    replaces: BarrierId | None = None
