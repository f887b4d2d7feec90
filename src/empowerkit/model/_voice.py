"""Who speaks, who wrote it down, and how near it is to what was said."""

from __future__ import annotations

import enum

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

import attrs

from empowerkit.errors import Problem

from ._record import AnyId, Digest, Piece, Record, checked


class Role(enum.StrEnum):
    """
    The part somebody has in a plan.

    A supporter informs and communicates.
    Software (a transcriber, an assistant) is named, and never speaks for
    anybody.
    """

    CLIENT = "client"
    WORKER = "worker"
    SUPPORTER = "supporter"
    PROXY = "proxy"
    INTERPRETER = "interpreter"
    ORGANISATION = "organisation"
    SOFTWARE = "software"


@checked
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Actor(Piece):
    """
    Somebody who acts: a role, and the opaque id of a person of the plan.

    FHIR: Reference.

    Attributes:
        id: The id of the person there.
        role: Their part in the plan.

    >>> Actor(role=Role.CLIENT, id="c1")
    <Actor client c1>
    """

    id: AnyId
    role: Role

    def __repr__(self) -> str:
        return f"<Actor {self.role.value} {self.id}>"


class Wording(enum.StrEnum):
    """
    How near the words are to what was said.

    `OBSERVED` is for people who do not use words.
    PROV: wasQuotedFrom for verbatim, wasDerivedFrom for the others.
    """

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    TRANSLATION = "translation"
    OBSERVED = "observed"
    NOT_RECORDED = "not-recorded"


class Channel(enum.StrEnum):
    """The way by which words came, or people met."""

    IN_PERSON = "in-person"
    PHONE = "phone"
    VIDEO = "video"
    MESSAGE = "message"
    WRITTEN = "written"
    SHEET = "sheet"
    NOT_RECORDED = "not-recorded"


@checked
@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Voice(Piece):
    """
    Who said it, who wrote it down, how, and who may read it.

    Nothing is required: ``None`` means not recorded, and nothing else.

    Attributes:
        speaker: Whose words these are. FHIR: Provenance informant; R6
            Goal.source.
        recorder: Who wrote them down. FHIR: Provenance enterer; R6
            Goal.recorder.
        together_with: Others who speak as one with the speaker: a couple,
            a family, elders.
        wording: How near the words are to what was said.
        channel: The way by which they came.
        interpreter: Who carried them from one language to another.
        said_at: When they were said.
        recorded_at: When they were written down.
        confirmed_at: When they were read back, and agreed by the speaker.
        private_to: Who may read them, besides those who said them.
            Empty means everybody on the plan.

    >>> from datetime import timezone
    >>> amina = Actor(role=Role.CLIENT, id="c1")
    >>> joan = Actor(role=Role.WORKER, id="w1")
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
    >>> Voice.of(amina, at=noon).wording.value
    'verbatim'
    >>> Voice.heard(amina, by=joan, at=noon, wording=Wording.PARAPHRASE).recorder
    <Actor worker w1>
    """

    speaker: Actor | None = None
    recorder: Actor | None = None
    together_with: tuple[Actor, ...] = ()
    wording: Wording = Wording.NOT_RECORDED
    channel: Channel = Channel.NOT_RECORDED
    interpreter: Actor | None = None
    said_at: datetime | None = None
    recorded_at: datetime | None = None
    confirmed_at: datetime | None = None
    private_to: tuple[Actor, ...] = ()

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("said_at", "recorded_at"),
        ("said_at", "confirmed_at"),
    )

    @classmethod
    def of(
        cls,
        speaker: Actor,
        *,
        at: datetime,
        channel: Channel = Channel.NOT_RECORDED,
        private_to: tuple[Actor, ...] = (),
    ) -> Voice:
        """Return the voice of *speaker*, who enters the words themselves."""
        return cls(
            speaker=speaker,
            wording=Wording.VERBATIM,
            channel=channel,
            said_at=at,
            private_to=private_to,
        )

    @classmethod
    def heard(
        cls,
        speaker: Actor,
        *,
        by: Actor,
        at: datetime,
        wording: Wording,
        channel: Channel = Channel.NOT_RECORDED,
        private_to: tuple[Actor, ...] = (),
    ) -> Voice:
        """
        Return the voice of *speaker*, whose words somebody else wrote down.

        Args:
            speaker: Whose words they are.
            by: Who wrote them down.
            at: When they were said, and written down.
            wording: How near they are to what was said.
            channel: The way by which they came.
            private_to: Who may read them, besides the speaker.
        """
        return cls(
            speaker=speaker,
            recorder=by,
            wording=wording,
            channel=channel,
            said_at=at,
            recorded_at=at,
            private_to=private_to,
        )

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "speaker", "together_with", "interpreter")


def never_software(record: Piece, *names: str) -> list[Problem]:
    """Return a problem for each field of *names* where software stands."""
    found: list[Problem] = []
    for name in names:
        value: Actor | tuple[Actor, ...] | None = getattr(record, name)
        actors = value if isinstance(value, tuple) else (value,)
        for place, actor in enumerate(actors):
            if actor is not None and actor.role is Role.SOFTWARE:
                index = f"[{place}]" if actors is value else ""
                found.append(_software(name, f"$.{name}{index}", actor))
    return found


def _software(name: str, path: str, actor: Actor) -> Problem:
    return Problem(
        rule="actor-is-person",
        path=path,
        message=(
            f"{name} must be a person or an organisation, and came as "
            "software: name software as the recorder, and the one who spoke "
            "as the speaker"
        ),
        facts={"field": name, "software": actor.id},
    )


class AnswerStatus(enum.StrEnum):
    """
    What became of a question; HUD's data standards keep the four apart.

    Nobody chooses among them for the client.
    """

    ANSWERED = "answered"
    PREFERS_NOT_TO_SAY = "prefers-not-to-say"
    DOES_NOT_KNOW = "does-not-know"
    NOT_ASKED = "not-asked"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Answer(Record):
    """
    An answer, or which of three ways of not answering.

    Attributes:
        status: Answered; or preferred not to, did not know, was not asked.
        words: What was answered.
        voice: Who spoke and who wrote it down, where what holds the answer
            does not say so already.

    >>> Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY).words is None
    True
    """

    status: AnswerStatus = AnswerStatus.NOT_ASKED
    words: str | None = None
    voice: Voice | None = None


MOST_STARS = 5


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Importance(Record):
    """
    How much something matters to the client: stars, or a range of stars.

    Not said is ``None`` where an importance could stand, never 0.

    Attributes:
        low: The lower end, 0 to 5.
        high: The upper end, 0 to 5; equal to *low* for a single figure.
        said_by: The client.

    Raises:
        AuthorshipError: Somebody else said it
            (``weights-are-the-clients``).
        InvariantError: The figures leave the scale (``scale-bounds``).

    >>> her = Actor(role=Role.CLIENT, id="c1")
    >>> Importance(low=3, high=5, said_by=her).high
    5
    """

    low: int
    high: int
    said_by: Actor

    def _problems(self) -> Sequence[Problem]:
        found = weight_of_client(self.said_by, "said_by")
        if 0 <= self.low <= self.high <= MOST_STARS:
            return found
        rule = "importance must be 0 <= low <= high <= 5"
        return (off_the_scale("high", rule), *found)


def off_the_scale(name: str, message: str) -> Problem:
    """Return the problem of a figure, or a list, outside its scale."""
    return Problem(rule="scale-bounds", path=f"$.{name}", message=message)


def weight_of_client(speaker: Actor | None, path: str) -> tuple[Problem, ...]:
    """Return a problem where a weight was not said by a client."""
    if speaker is not None and speaker.role is Role.CLIENT:
        return ()
    came = "nobody" if speaker is None else speaker.role.value
    problem = Problem(
        rule="weights-are-the-clients",
        path=f"$.{path}",
        message=(
            "importance, rank, must-haves and fits must be said by the "
            f"client, and came from {came}: ask the client, and write down "
            "what they say with them as the speaker"
        ),
        facts={} if speaker is None else {"actor": speaker.id},
    )
    return (problem,)


class Level(enum.StrEnum):
    """
    What the record of a choice can prove; never what the choice is worth.

    A level gates no service, ever.
    """

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    SIGNED = "signed"


class EvidenceKind(enum.StrEnum):
    """What stands behind a level above `Level.REPORTED`."""

    ENTRY = "entry"
    DOCUMENT = "document"
    LOGIN = "login"
    SIGNATURE = "signature"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Evidence(Record):
    """
    One thing that stands behind what a record claims.

    Attributes:
        kind: A second person's entry, a document or recording, the
            client's own login, a signature.
        by: Who made the entry, logged in or signed.
        at: When.
        digest: SHA-256 of the document, or of the exact words shown.
        reference: Where the host keeps it: an opaque id, never a name.
            Of a login or a signature, the statement that was confirmed or
            signed, which holds ids and hashes alone.
        signature: An Ed25519 signature, base64.
        nonce: What made the signed statement unlike any other.

    >>> Evidence(kind=EvidenceKind.DOCUMENT, digest="0" * 64)
    <Evidence>
    """

    kind: EvidenceKind
    by: Actor | None = None
    at: datetime | None = None
    digest: Digest | None = None
    reference: str | None = None
    signature: str | None = None
    nonce: str | None = None

    def _problems(self) -> Sequence[Problem]:
        return never_software(self, "by")


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Attestation(Record):
    """
    What the record of a choice can prove, and by what evidence.

    Every rendering of `Level.REPORTED` says "as reported by".

    Raises:
        InvariantError: A level stands without the evidence that it is
            made of (``level-has-evidence``).

    >>> Attestation().level.value
    'reported'
    """

    level: Level = Level.REPORTED
    evidence: tuple[Evidence, ...] = ()

    def _problems(self) -> Sequence[Problem]:
        if self.level is Level.REPORTED or any(
            supports(self.level, found) for found in self.evidence
        ):
            return ()
        message = (
            f"{self.level.value} must come with {_WANTED[self.level]}: add "
            "it, or leave the level at reported"
        )
        return (no_evidence("$.evidence", message),)


def no_evidence(path: str, message: str) -> Problem:
    """Return the problem of a level without what it is made of."""
    return Problem(rule="level-has-evidence", path=path, message=message)


_WANTED = {
    Level.CORROBORATED: (
        "a second person's own entry, or the digest of a document"
    ),
    Level.CONFIRMED: "the client's own login",
    Level.SIGNED: "the client's signature",
}


def supports(level: Level, found: Evidence) -> bool:
    """Return whether *found* is what *level* is made of."""
    by_client = found.by is not None and found.by.role is Role.CLIENT
    match level:
        case Level.CORROBORATED:
            return (
                found.kind is EvidenceKind.ENTRY
                and found.by is not None
                and found.at is not None
            ) or (
                found.kind is EvidenceKind.DOCUMENT
                and found.digest is not None
            )
        case Level.CONFIRMED:
            return (
                found.kind is EvidenceKind.LOGIN
                and by_client
                and found.at is not None
            )
        case _:
            return (
                found.kind is EvidenceKind.SIGNATURE
                and by_client
                and found.signature is not None
            )


class AbsentReason(enum.StrEnum):
    """Why a plan names something that it does not hold."""

    NOT_SUPPLIED = "not-supplied"
    WITHHELD = "withheld"
    ERASED = "erased"


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Absent(Record):
    """
    What a plan names but does not hold, and why.

    FHIR: the data-absent-reason extension.

    >>> Absent(id="n1", reason=AbsentReason.WITHHELD)
    <Absent n1>
    """

    id: AnyId
    reason: AbsentReason


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Source(Record):
    """
    Where an imported noun came from.

    Attributes:
        system: The system's own address or name.
        id: The id there, as given; never in a repr or an error.
        about_id: The noun here; ``None`` where the noun holds its source.

    >>> Source(system="urn:example:directory", id="4711")
    <Source>
    """

    system: str
    id: str
    about_id: AnyId | None = None

    def __repr__(self) -> str:
        return "<Source>"
