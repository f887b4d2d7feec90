"""Decisions: what is asked, what could be, what speaks for it, what is chosen."""

from __future__ import annotations

import enum

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import ClassVar

import attrs

from empowerkit.errors import Problem

from ._goals import HIGHEST, LOWEST
from ._ids import (
    ChoiceId,
    ConsiderationId,
    DecisionId,
    FitId,
    GoalId,
    ImposedDecisionId,
    InformationId,
    MandateId,
    ObjectionId,
    OptionId,
    PermissionId,
    ResourceId,
    SubstituteDecisionId,
    WhatMattersId,
    new_id,
)
from ._people import DecisionDomain
from ._record import AnyId, Record
from ._voice import (
    Absent,
    Actor,
    Answer,
    Attestation,
    EvidenceKind,
    Importance,
    Level,
    Role,
    Voice,
    never_software,
    no_evidence,
    off_the_scale,
    supports,
    weight_of_client,
)


class OptionKind(enum.StrEnum):
    """What sort of way an option is; staying and waiting are ways too."""

    CHANGE = "change"
    AS_IS = "as-is"
    NOT_NOW = "not-now"
    ASK_SOMEONE = "ask-someone"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Option(Record):
    """
    One of the ways there are.

    FHIR: an action of a RequestGroup, with intent ``option``.

    Attributes:
        words: What it is called.
        detail: What there is to know of it.
        voice: Who proposed it.
        kind: A change, as it is, not now, or asking somebody.
        resource_ids: What there is in the directory for it.

    >>> Option(id=OptionId("o1"), words="Stay", voice=Voice())
    <Option o1>
    """

    id: OptionId = attrs.field(factory=new_id)
    words: str
    detail: str | None = None
    voice: Voice
    kind: OptionKind = OptionKind.CHANGE
    resource_ids: tuple[ResourceId, ...] = ()
    replaces: OptionId | None = None


class Side(enum.StrEnum):
    """For, against, or not sure which."""

    FOR = "for"
    AGAINST = "against"
    UNSURE = "unsure"


class AboutWhom(enum.StrEnum):
    """Whom a consideration touches; after Janis and Mann."""

    ME = "me"
    OTHERS = "others"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Consideration(Record):
    """
    Something that speaks for or against an option, in somebody's words.

    Attributes:
        option_id: The option it is about.
        side: For, against, or not sure which.
        words: What it is.
        voice: Who says so.
        what_matters_id: What it touches, of what matters to the client.
        importance: How much it counts for the client.
        about: Whether it touches the client, or others.

    >>> Consideration(
    ...     id=ConsiderationId("k1"),
    ...     option_id=OptionId("o1"),
    ...     side=Side.FOR,
    ...     words="A door I can lock",
    ...     voice=Voice(),
    ... )
    <Consideration k1>
    """

    id: ConsiderationId = attrs.field(factory=new_id)
    option_id: OptionId
    side: Side
    words: str
    voice: Voice
    what_matters_id: WhatMattersId | None = None
    importance: Importance | None = None
    about: AboutWhom | None = None
    replaces: ConsiderationId | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Fit(Record):
    """
    How well an option fits something that matters: a cell of the matrix.

    Attributes:
        option_id: The option.
        what_matters_id: What matters.
        level: -2 (not at all) to +2 (very well), one fixed scale.
        voice: The client's.

    Raises:
        AuthorshipError: It is not in the client's voice.
        InvariantError: The level leaves the scale.

    >>> Fit(option_id=OptionId("o1"), what_matters_id=WhatMattersId("m1"),
    ...     level=2, voice=Voice())
    Traceback (most recent call last):
      ...
    empowerkit.errors.AuthorshipError: importance, rank, must-haves and fits \
must be said by the client, and came from nobody: ask the client, and write \
down what they say with them as the speaker [weights-are-the-clients] @ \
$.voice.speaker
    """

    id: FitId = attrs.field(factory=new_id)
    option_id: OptionId
    what_matters_id: WhatMattersId
    level: int
    voice: Voice
    replaces: FitId | None = None

    def _problems(self) -> Sequence[Problem]:
        found = weight_of_client(self.voice.speaker, "voice.speaker")
        if LOWEST <= self.level <= HIGHEST:
            return found
        return (off_the_scale("level", "level must lie in -2 to +2"), *found)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Information(Record):
    """
    Something the client was told before they chose.

    NASW Code of Ethics 1.03; 42 CFR 441.301(c)(1)(ii).

    Attributes:
        words: What it was.
        resource_id: Where it stands, if it is a resource.
        given_at: When it was given.
        given_by: By whom.
        understood: What the client said when asked what it means to them.

    >>> Information(id=InformationId("i1"), words="The rent is fixed")
    <Information i1>
    """

    id: InformationId = attrs.field(factory=new_id)
    words: str
    resource_id: ResourceId | None = None
    given_at: datetime | None = None
    given_by: Actor | None = None
    understood: Answer | None = None
    replaces: InformationId | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Choice(Record):
    """
    What the client chose, or that they took the earlier choice back.

    Every choice stays; the last one stands; changing one's mind is normal.

    Attributes:
        option_id: The option; ``None`` takes the earlier choice back.
        author: The client, and nobody else, ever.
        consulted: Whom the client heard first, at their own wish.
        words: The reasons, if the client gave any; nobody asks for them.
        decided_at: When.
        voice: How the record heard of it.
        attestation: What the record can prove; ``None`` is reported.
        review_on: When to look back.
        followed_up_at: When that was done.

    Raises:
        AuthorshipError: The author is not a client, or another one spoke
            (``decision-authored-by-client``).

    >>> from datetime import datetime, timezone
    >>> from empowerkit.model import Client
    >>> Choice(
    ...     id=ChoiceId("c1"),
    ...     option_id=OptionId("o1"),
    ...     author=Client(called="Amina").actor,
    ...     decided_at=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
    ...     voice=Voice(),
    ... )
    <Choice c1>
    """

    id: ChoiceId = attrs.field(factory=new_id)
    option_id: OptionId | None
    author: Actor
    consulted: tuple[Actor, ...] = ()
    words: str | None = None
    decided_at: datetime
    voice: Voice
    attestation: Attestation | None = None
    review_on: date | None = None
    followed_up_at: datetime | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("decided_at", "followed_up_at"),
    )

    @property
    def level(self) -> Level:
        """What the record can prove; `Level.REPORTED` where none is said."""
        held = self.attestation
        return Level.REPORTED if held is None else held.level

    def _problems(self) -> Sequence[Problem]:
        found = never_software(self, "consulted")
        spoke = self.voice.speaker
        if self.author.role is not Role.CLIENT:
            found.append(not_the_author("$.author", self.author))
        elif spoke is not None and spoke != self.author:
            found.append(not_the_author("$.voice.speaker", spoke))
        if self.level is Level.CORROBORATED and self._own_word_only():
            rule = (
                "corroborated must come with the entry of somebody else than "
                "whoever entered the choice, or the digest of a document"
            )
            found.append(no_evidence("$.attestation.evidence", rule))
        return found

    def _own_word_only(self) -> bool:
        held = self.attestation.evidence if self.attestation else ()
        entered = self.voice.recorder or self.author
        return not any(
            supports(self.level, found)
            and (found.kind is EvidenceKind.DOCUMENT or found.by != entered)
            for found in held
        )


def not_the_author(
    path: str, came: Actor, client: Actor | None = None
) -> Problem:
    """Return the problem of a choice that somebody else would author."""
    facts: dict[str, str] = {"author": came.id, "role": came.role.value}
    is_client = ""
    if client is not None:
        facts["client"] = client.id
        is_client = f" (client is '{client.id}')"
    return Problem(
        rule="decision-authored-by-client",
        path=path,
        message=(
            f"a choice must be authored by the decision's client{is_client}, "
            f"and came from {came.role.value} '{came.id}'; what they can do "
            "instead: ask for the option to be held open, ask the client, or "
            "write down what the client said, as the recorder"
        ),
        facts=facts,
    )


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Decision(Record):
    """
    A question that is the client's to answer.

    FHIR: RequestGroup or RequestOrchestration, exactly-one.

    Attributes:
        client: Whose decision it is.
        domain: The part of life it is about.
        words: The question.
        voice: Who asked it.
        goal_id: The goal it serves.
        decide_by: The day after which it is no longer open.
        urgent_because: Why it could not wait.
        options: In the order in which they were put.
        considerations: What speaks for and against.
        fits: The cells of the matrix.
        information: What the client was told.
        choices: All of them, in order; the last one stands.
        absent: What this decision names but does not hold.

    Raises:
        AuthorshipError: A choice has another author than the client.
        InvariantError: A choice is not among the options, or goes back in
            time; an option is named that is not there.

    >>> from empowerkit.model import Client
    >>> amina = Client(called="Amina")
    >>> Decision(
    ...     id=DecisionId("home"),
    ...     client=amina.actor,
    ...     words="Where do I live after June?",
    ...     voice=Voice(speaker=amina.actor),
    ... )
    <Decision home>
    """

    id: DecisionId = attrs.field(factory=new_id)
    client: Actor
    domain: DecisionDomain | None = None
    words: str
    voice: Voice
    goal_id: GoalId | None = None
    decide_by: date | None = None
    urgent_because: str | None = None
    options: tuple[Option, ...] = ()
    considerations: tuple[Consideration, ...] = ()
    fits: tuple[Fit, ...] = ()
    information: tuple[Information, ...] = ()
    choices: tuple[Choice, ...] = ()
    absent: tuple[Absent, ...] = ()
    replaces: DecisionId | None = None

    def _problems(self) -> Sequence[Problem]:
        return [
            *self._foreign_authors(),
            *self._choices_out_of_place(),
            *self._strange_options(),
        ]

    def _strange_options(self) -> Iterator[Problem]:
        known: set[str] = {option.id for option in self.options}
        known.update(gone.id for gone in self.absent)
        for name, rule in _OPTION_RULES.items():
            for index, part in enumerate(getattr(self, name)):
                named = part.option_id
                if named is not None and named not in known:
                    path = f"$.{name}[{index}].option_id"
                    yield _no_such_option(rule, path)

    def _foreign_authors(self) -> Iterator[Problem]:
        if self.client.role is not Role.CLIENT:
            yield not_the_author("$.client", self.client)
        for index, choice in enumerate(self.choices):
            if choice.author.role is Role.CLIENT and (
                choice.author != self.client
            ):
                path = f"$.choices[{index}].author"
                yield not_the_author(path, choice.author, self.client)

    def _choices_out_of_place(self) -> Iterator[Problem]:
        for index, (before, after) in enumerate(pairwise(self.choices), 1):
            if after.decided_at < before.decided_at:
                yield Problem(
                    rule="choices-in-order",
                    path=f"$.choices[{index}].decided_at",
                    message="a choice must not be before the one it follows",
                    facts={"choice": after.id, "follows": before.id},
                )
        if self.absent:
            return
        standing = None
        for index, choice in enumerate(self.choices):
            if choice.option_id is None and standing is None:
                yield Problem(
                    rule="after-the-fact",
                    path=f"$.choices[{index}].option_id",
                    message=(
                        "a choice must have been made before it can be "
                        "taken back: name an option, or leave the decision "
                        "open"
                    ),
                    facts={"choice": choice.id},
                )
            standing = choice.option_id


_OPTION_RULES = {
    "considerations": "refs-resolve",
    "fits": "refs-resolve",
    "choices": "choice-among-options",
}


def _no_such_option(rule: str, path: str) -> Problem:
    return Problem(
        rule=rule,
        path=path,
        message=(
            "option_id must be one of the decision's own options: offer the "
            "option first, or take one of those there are"
        ),
        facts={"field": "option_id"},
    )


class SubstituteBasis(enum.StrEnum):
    """What lets somebody decide in the client's stead."""

    LEGAL = "legal"
    DELEGATED = "delegated"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SubstituteDecision(Record):
    """
    What a proxy or a delegate decided; never counted as the client's.

    Delegating is the client's choice, revocable, and never to paid staff.

    Attributes:
        decision_id: The decision.
        option_id: What was decided.
        decider: Who decided.
        basis: The law, or a choice of the client.
        delegated_by: The client's choice, where it was delegated.
        voice: Who wrote it down.
        words: The reasons.
        client_view: What the client says to it, or that they were not asked.
        decided_at: When.
        until: Until when it holds.
        revoked_at: When the client, or a court, ended it.

    Raises:
        AuthorshipError: Delegated with no choice of the client behind it,
            or to a worker, an organisation or the client themselves
            (``delegate-is-not-staff``).

    >>> from datetime import datetime, timezone
    >>> from empowerkit.model import Proxy
    >>> SubstituteDecision(
    ...     id=SubstituteDecisionId("d1"),
    ...     decision_id=DecisionId("home"),
    ...     option_id=OptionId("o1"),
    ...     decider=Proxy(called="Ifrah").actor,
    ...     basis=SubstituteBasis.LEGAL,
    ...     decided_at=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
    ...     voice=Voice(),
    ... )
    <SubstituteDecision d1>
    """

    id: SubstituteDecisionId = attrs.field(factory=new_id)
    decision_id: DecisionId
    option_id: OptionId
    decider: Actor
    basis: SubstituteBasis
    delegated_by: ChoiceId | None = None
    voice: Voice
    words: str | None = None
    client_view: Answer | None = None
    decided_at: datetime
    until: datetime | None = None
    revoked_at: datetime | None = None
    replaces: SubstituteDecisionId | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("decided_at", "until"),
        ("decided_at", "revoked_at"),
    )

    def _problems(self) -> Sequence[Problem]:
        found = never_software(self, "decider")
        delegated = self.basis is SubstituteBasis.DELEGATED
        staff = self.decider.role in {Role.WORKER, Role.ORGANISATION}
        if self.decider.role is Role.CLIENT or (delegated and staff):
            found.append(_no_delegate("$.decider", self.decider))
        if delegated and self.delegated_by is None:
            found.append(_no_delegate("$.delegated_by", self.decider))
        return found


def _no_delegate(path: str, decider: Actor) -> Problem:
    return Problem(
        rule="delegate-is-not-staff",
        path=path,
        message=(
            "a delegated decision must have a standing choice of the client "
            "behind it and a decider who is not paid staff: record the "
            "client's own choice, or an imposed decision for what it is"
        ),
        facts={"decider": decider.id, "role": decider.role.value},
    )


class ImposedBasis(enum.StrEnum):
    """What somebody who imposes something rests it on."""

    COURT_ORDER = "court-order"
    LEGAL_DUTY = "legal-duty"
    IMMINENT_RISK = "imminent-risk"
    AGENCY_RULE = "agency-rule"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ImposedDecision(Record):
    """
    What was decided over the client's head, under its own name.

    Overrides happen; this way nobody has to write them down as the
    client's.

    Attributes:
        actor: Who imposed it.
        basis: On what.
        words: What was imposed, and why.
        voice: Who wrote it down.
        at: When.
        decision_id: The decision it takes the place of, if there was one.
        client_view: What the client says to it.
        client_told_at: When they were told.
        how_to_contest: How they can contest it.
        ends_on: When it ends.

    >>> from datetime import datetime, timezone
    >>> from empowerkit.model import Worker
    >>> ImposedDecision(
    ...     id=ImposedDecisionId("i1"),
    ...     actor=Worker(called="Joan").actor,
    ...     basis=ImposedBasis.AGENCY_RULE,
    ...     words="Visitors leave at ten.",
    ...     voice=Voice(),
    ...     at=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
    ... )
    <ImposedDecision i1>
    """

    id: ImposedDecisionId = attrs.field(factory=new_id)
    actor: Actor
    basis: ImposedBasis
    words: str
    voice: Voice
    at: datetime
    decision_id: DecisionId | None = None
    client_view: Answer | None = None
    client_told_at: datetime | None = None
    how_to_contest: str | None = None
    ends_on: date | None = None
    replaces: ImposedDecisionId | None = None

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "actor")


class PermissionStatus(enum.StrEnum):
    """What became of a request for permission."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PENDING = "pending"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Permission(Record):
    """
    A parent's or guardian's permission; the young person still authors.

    Attributes:
        by: Who gives it.
        about_id: What it is for.
        status: Given, refused, withdrawn, pending.
        voice: Who wrote it down.
        at: When.

    >>> from empowerkit.model import Supporter
    >>> Permission(
    ...     id=PermissionId("p1"),
    ...     by=Supporter(called="Ifrah").actor,
    ...     about_id="home",
    ...     status=PermissionStatus.GIVEN,
    ...     voice=Voice(),
    ... )
    <Permission p1>
    """

    id: PermissionId = attrs.field(factory=new_id)
    by: Actor
    about_id: AnyId
    status: PermissionStatus
    voice: Voice
    at: datetime | None = None
    replaces: PermissionId | None = None

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "by")


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Mandate(Record):
    """
    What was ordered, so that all the rest visibly is the client's.

    Attributes:
        ordered_by: Who ordered it: a court, an authority.
        words: What it demands.
        voice: Who wrote it down.
        negotiable: Whether there is room in it; ``None`` is not recorded.
        from_on: First day.
        until_on: Last day.

    >>> Mandate(id=MandateId("m1"), words="Ten sessions", voice=Voice())
    <Mandate m1>
    """

    id: MandateId = attrs.field(factory=new_id)
    ordered_by: Actor | None = None
    words: str
    voice: Voice
    negotiable: bool | None = None
    from_on: date | None = None
    until_on: date | None = None
    replaces: MandateId | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("from_on", "until_on"),
    )

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "ordered_by")


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Objection(Record):
    """
    Anybody's dissent, to anything, with or without a reason.

    Nobody else can erase it.

    Attributes:
        about_id: What it is about.
        words: Why, if they say so.
        voice: Whose it is.
        answered_at: When somebody answered.
        answer: What they answered.
        answered_by: Who did.

    >>> Objection(id=ObjectionId("o1"), about_id="g1", voice=Voice())
    <Objection o1>
    """

    id: ObjectionId = attrs.field(factory=new_id)
    about_id: AnyId
    words: str | None = None
    voice: Voice
    answered_at: datetime | None = None
    answer: str | None = None
    answered_by: Actor | None = None
    replaces: ObjectionId | None = None
