"""Keeping in touch: what was agreed, what happened, what was asked."""

from __future__ import annotations

import enum

from collections.abc import Sequence
from datetime import datetime

import attrs

from empowerkit.errors import Problem

from ._goals import HIGHEST, LOWEST
from ._ids import (
    ContactAgreementId,
    ContactId,
    QuestionId,
    RatingId,
    new_id,
)
from ._record import AnyId, Language, Name, Record
from ._voice import (
    Actor,
    AnswerStatus,
    Channel,
    Voice,
    never_software,
    off_the_scale,
)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ContactAgreement(Record):
    """
    How often, and by which ways, the client wants to be in touch.

    "Silence" is measured against it; no message goes where it is unsafe.

    Attributes:
        rhythm_days: At least every so many days.
        safe: Ways that are safe.
        unsafe: Ways that are not.
        words: What else there is to know.
        voice: The client's.

    >>> ContactAgreement(
    ...     id=ContactAgreementId("a1"), rhythm_days=14, voice=Voice()
    ... )
    <ContactAgreement a1>
    """

    id: ContactAgreementId = attrs.field(factory=new_id)
    rhythm_days: int | None = None
    safe: tuple[Channel, ...] = ()
    unsafe: tuple[Channel, ...] = ()
    words: str | None = None
    voice: Voice
    replaces: ContactAgreementId | None = None

    def _problems(self) -> Sequence[Problem]:
        found: list[Problem] = []
        if self.rhythm_days is not None and self.rhythm_days < 1:
            rule = "rhythm_days must be one day or more"
            found.append(off_the_scale("rhythm_days", rule))
        if not set(self.safe).isdisjoint(self.unsafe):
            rule = "a channel must not be both safe and unsafe"
            found.append(off_the_scale("unsafe", rule))
        return found


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Question(Record):
    """
    Something somebody asked, and whether it was answered.

    Attributes:
        words: The question.
        voice: Who asked.
        about_id: What it is about.
        answered_at: When it was answered.
        answer: What was answered.
        answered_by: Who answered.

    >>> Question(id=QuestionId("q1"), words="Who pays?", voice=Voice())
    <Question q1>
    """

    id: QuestionId = attrs.field(factory=new_id)
    words: str
    voice: Voice
    about_id: AnyId | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    answered_by: Actor | None = None
    replaces: QuestionId | None = None


class Outcome(enum.StrEnum):
    """What became of a contact."""

    HELD = "held"
    MISSED = "missed"
    NO_ANSWER = "no-answer"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Contact(Record):
    """
    A meeting, a call, a message; or the try.

    FHIR: Encounter.

    Attributes:
        at: When.
        outcome: Held, missed, no answer.
        voice: Who notes it.
        initiated_by: Who sought it.
        channel: The way.
        language: BCP 47 tag of what was spoken.
        interpreter: Who interpreted.
        present: Who was there.
        words: What was heard.
        questions: What was asked.

    >>> from datetime import timezone
    >>> Contact(
    ...     id=ContactId("t1"),
    ...     at=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
    ...     outcome=Outcome.HELD,
    ...     voice=Voice(),
    ... )
    <Contact t1>
    """

    id: ContactId = attrs.field(factory=new_id)
    at: datetime
    outcome: Outcome
    voice: Voice
    initiated_by: Actor | None = None
    channel: Channel = Channel.NOT_RECORDED
    language: Language | None = None
    interpreter: Actor | None = None
    present: tuple[Actor, ...] = ()
    words: str | None = None
    questions: tuple[Question, ...] = ()
    replaces: ContactId | None = None

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "present", "interpreter")


class Ruler(enum.StrEnum):
    """What a rating is about; `OWN` is one's own, named beside it."""

    ATTAINMENT = "attainment"
    CONFIDENCE = "confidence"
    IMPORTANCE = "importance"
    PROGRESS = "progress"
    RAPPORT = "rapport"
    WELLBEING = "wellbeing"
    OWN = "own"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Rating(Record):
    """
    Where somebody puts something on a ruler, or that they would rather not.

    FHIR: Observation, by rater.
    A client's rating of a worker is private to the client and to those
    named in ``voice.private_to``, also where nobody is named.

    Attributes:
        about_id: What is rated.
        ruler: On which ruler.
        own_ruler: Its name, for a ruler of one's own.
        low: The lower end.
        high: The upper end.
        higher_is_better: The direction.
        value: Whole steps, from *low* to *high*; ``None`` if not answered.
        status: Answered, or which way of not answering.
        rater: Whose rating it is.
        at: When.
        voice: Who wrote it down.

    Raises:
        InvariantError: The value leaves the ruler, or stands without an
            answer (``scale-bounds``).

    >>> from datetime import timezone
    >>> from empowerkit.model import Client
    >>> Rating(
    ...     id=RatingId("r1"),
    ...     about_id="g1",
    ...     ruler=Ruler.CONFIDENCE,
    ...     value=7,
    ...     rater=Client(called="Amina").actor,
    ...     at=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
    ...     voice=Voice(),
    ... )
    <Rating r1>
    """

    id: RatingId = attrs.field(factory=new_id)
    about_id: AnyId
    ruler: Ruler
    own_ruler: Name | None = None
    low: int = 0
    high: int = 10
    higher_is_better: bool = True
    value: int | None = None
    status: AnswerStatus = AnswerStatus.ANSWERED
    rater: Actor
    at: datetime
    voice: Voice

    def _problems(self) -> Sequence[Problem]:
        found = never_software(self, "rater")
        ends = (self.low, self.high)
        if self.low >= self.high:
            found.append(off_the_scale("high", "high must be above low"))
        elif self.ruler is Ruler.ATTAINMENT and ends != (LOWEST, HIGHEST):
            rule = "attainment must run from -2 to +2"
            found.append(off_the_scale("high", rule))
        elif self.value is not None and not (
            self.low <= self.value <= self.high
        ):
            rule = "value must lie on the ruler"
            found.append(off_the_scale("value", rule))
        if (self.value is None) == (self.status is AnswerStatus.ANSWERED):
            rule = "a value must stand if, and only if, it was answered"
            found.append(off_the_scale("status", rule))
        return found
