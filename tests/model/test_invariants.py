"""
Each rule that one noun can prove: the smallest breach, the nearest neighbour.

The docstring of each class quotes the rule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

import pytest

from empowerkit.errors import AuthorshipError, InvariantError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Acceptance,
    AcceptanceStatus,
    Actor,
    Answer,
    AnswerStatus,
    Asked,
    AttainmentScale,
    Attestation,
    Channel,
    Choice,
    Client,
    Consent,
    Consideration,
    Contact,
    ContactAgreement,
    Decision,
    Disclosure,
    DisclosureBasis,
    Evidence,
    EvidenceKind,
    Fit,
    Goal,
    Importance,
    ImposedBasis,
    ImposedDecision,
    Level,
    Mandate,
    Need,
    Offer,
    Option,
    Outcome,
    Permission,
    PermissionStatus,
    Proxy,
    Rating,
    Resource,
    Restriction,
    Role,
    Ruler,
    SetAside,
    Side,
    Source,
    Step,
    SubstituteBasis,
    SubstituteDecision,
    Topic,
    Voice,
    WhatMatters,
    WhatMattersKind,
    Withdrawal,
    Worker,
)


AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
BEFORE, AFTER = AT - timedelta(seconds=1), AT + timedelta(seconds=1)
DAY, NEXT_DAY = date(2026, 3, 2), date(2026, 3, 3)
HER = Actor(role=Role.CLIENT, id="c1")
OTHER = Actor(role=Role.CLIENT, id="c2")
JOAN = Actor(role=Role.WORKER, id="w1")
SAM = Actor(role=Role.SUPPORTER, id="s1")
AGENCY = Actor(role=Role.ORGANISATION, id="o1")
TOOL = Actor(role=Role.SOFTWARE, id="t1")
HERS, JOANS = Voice(speaker=HER), Voice(speaker=JOAN)
GONE = AbsentReason.ERASED
DIGEST = "0123456789abcdef" * 4
STAY = Option(id="stay", words="Stay", voice=Voice())
FLAT = Option(id="flat", words="The flat", voice=Voice())


def client(**more):
    """Return a client."""
    return Client(**({"id": "c1", "called": "Amina"} | more))


def need(**more):
    """Return a need."""
    return Need(**({"id": "n1", "words": "A door", "voice": HERS} | more))


def matters(**more):
    """Return something that matters."""
    given = {"id": "m1", "words": "Near to her", "voice": HERS}
    return WhatMatters(**(given | more))


def fit(**more):
    """Return a fit."""
    given = {"option_id": "stay", "what_matters_id": "m1"}
    return Fit(**({"id": "f1", "level": 1, "voice": HERS} | given | more))


def stars(low=1, high=2, said_by=HER):
    """Return an importance."""
    return Importance(low=low, high=high, said_by=said_by)


def scale(**more):
    """Return a scale of five texts."""
    return AttainmentScale(**({"levels": ("",) * 5} | more))


def rating(**more):
    """Return a rating."""
    given = {"about_id": "g1", "ruler": Ruler.PROGRESS, "value": 5}
    said = {"rater": HER, "at": AT, "voice": HERS}
    return Rating(**({"id": "r1"} | given | said | more))


def choice(**more):
    """Return a choice of hers."""
    given = {"option_id": "stay", "author": HER, "decided_at": AT}
    return Choice(**({"id": "h1", "voice": HERS} | given | more))


def decision(*choices, **more):
    """Return a decision between two options, with *choices*."""
    given = {"client": HER, "words": "Where?", "voice": HERS}
    made = {"options": (STAY, FLAT), "choices": choices}
    return Decision(**({"id": "d1"} | given | made | more))


def consideration(**more):
    """Return a consideration."""
    given = {"option_id": "stay", "side": Side.FOR, "words": "Quiet"}
    return Consideration(**({"id": "k1", "voice": HERS} | given | more))


def contact(**more):
    """Return a contact."""
    given = {"at": AT, "outcome": Outcome.HELD, "voice": Voice()}
    return Contact(**({"id": "t1"} | given | more))


def substitute(**more):
    """Return what a supporter decided at her wish."""
    given = {"decision_id": "d1", "option_id": "stay", "decider": SAM}
    said = {"decided_at": AT, "voice": Voice()}
    basis = {"basis": SubstituteBasis.DELEGATED, "delegated_by": "h1"}
    return SubstituteDecision(**({"id": "x1"} | given | said | basis | more))


def goal(**more):
    """Return a goal."""
    return Goal(**({"id": "g1", "words": "", "voice": HERS} | more))


def offer(**more):
    """Return an offer."""
    given = {"resource_id": "r1", "voice": JOANS, "offered_at": AT}
    return Offer(**({"id": "f1"} | given | more))


def consent(**more):
    """Return a consent."""
    given = {"recipient": "", "purpose": "", "given_at": AT, "voice": HERS}
    return Consent(**({"id": "k1"} | given | more))


def agreed(**more):
    """Return an agreement on contact."""
    return ContactAgreement(**({"id": "a1", "voice": HERS} | more))


def paper(digest):
    """Return the evidence of a document."""
    return Evidence(kind=EvidenceKind.DOCUMENT, digest=digest)


class Text(str):
    """Text of a class of its own, which could behave otherwise."""

    __slots__ = ()


class Sub(Option):
    """An option of a class of its own."""

    @classmethod
    def like(cls, option):
        """Return one like *option*."""
        return cls(words=option.words, voice=option.voice, id=option.id)


def attested(level, **more):
    """Return an attestation of *level* by one piece of evidence."""
    return Attestation(level=level, evidence=(Evidence(**more),))


def entry_by(actor, **more):
    """Return an entry that *actor* made."""
    given = {"kind": EvidenceKind.ENTRY, "by": actor, "at": AT}
    return Evidence(**(given | more))


def corroborated(*evidence):
    """Return a corroborated attestation by *evidence*."""
    return Attestation(level=Level.CORROBORATED, evidence=evidence)


def recorded(*evidence):
    """Return a choice that Joan wrote down, with *evidence* behind it."""
    voice = Voice(speaker=HER, recorder=JOAN)
    return choice(voice=voice, attestation=corroborated(*evidence))


def case(label, make, path="$"):
    """Return a breach, and the path at which it is refused."""
    return pytest.param(make, path, id=label)


def fine(label, make):
    """Return a valid neighbour."""
    return pytest.param(make, id=label)


class Rule:
    """What the tests of every rule share."""

    rule = ""
    error = InvariantError

    def test_refuses(self, make, path):
        """The smallest breach is refused, under its rule, at its place."""
        with pytest.raises(self.error) as caught:
            make()

        assert (self.rule, path) == (caught.value.rule, caught.value.path)
        assert type(caught.value) is self.error

    def test_accepts(self, make):
        """The nearest valid neighbour is accepted."""
        assert repr(make()).startswith("<")


def pytest_generate_tests(metafunc):
    """Give each rule its own cases."""
    cases = getattr(metafunc.cls, "breaches", ())
    if metafunc.function.__name__ == "test_refuses":
        metafunc.parametrize(("make", "path"), cases)
    elif metafunc.function.__name__ == "test_accepts":
        metafunc.parametrize("make", metafunc.cls.neighbours)


class TestDecisionAuthoredByClient(Rule):
    """
    Every ``Choice.author`` is the decision's client with role CLIENT.

    ``Choice.voice.speaker``, where recorded, is that client.
    """

    rule = "decision-authored-by-client"
    error = AuthorshipError
    breaches = (
        case("a worker", lambda: choice(author=JOAN), "$.author"),
        case(
            "a worker with her id",
            lambda: choice(author=Actor(role=Role.WORKER, id="c1")),
            "$.author",
        ),
        case("an agency", lambda: choice(author=AGENCY), "$.author"),
        case("software", lambda: choice(author=TOOL), "$.author"),
        case("a supporter", lambda: choice(author=SAM), "$.author"),
        case(
            "a worker speaks",
            lambda: choice(voice=JOANS),
            "$.voice.speaker",
        ),
        case(
            "another client speaks",
            lambda: choice(voice=Voice(speaker=OTHER)),
            "$.voice.speaker",
        ),
        case(
            "another client's choice",
            lambda: decision(choice(author=OTHER, voice=Voice(speaker=OTHER))),
            "$.choices[0].author",
        ),
        case(
            "a decision of a worker",
            lambda: decision(client=JOAN),
            "$.client",
        ),
    )
    neighbours = (
        fine("her own", choice),
        fine("nobody recorded", lambda: choice(voice=Voice())),
        fine(
            "a worker writes it down",
            lambda: choice(voice=Voice(speaker=HER, recorder=JOAN)),
        ),
        fine("her decision", lambda: decision(choice())),
        fine("others are heard", lambda: choice(consulted=(SAM, JOAN))),
    )

    def test_says_what_can_be_done_instead(self):
        """The message tells a worker what they can do, and names ids only."""
        with pytest.raises(AuthorshipError, match="ask for the option") as e:
            choice(author=JOAN)

        assert {"author": "w1", "role": "worker"} == dict(e.value.facts)


class TestChoiceAmongOptions(Rule):
    """
    The chosen option is one of the decision's, and was not withdrawn before.
    """

    rule = "choice-among-options"
    breaches = (
        case(
            "another option",
            lambda: decision(choice(option_id="boat")),
            "$.choices[0].option_id",
        ),
        case(
            "no options",
            lambda: decision(choice(), options=()),
            "$.choices[0].option_id",
        ),
    )
    neighbours = (
        fine("one of them", lambda: decision(choice(option_id="flat"))),
        fine(
            "one that is absent",
            lambda: decision(
                choice(option_id="boat"),
                absent=(Absent(id="boat", reason=AbsentReason.ERASED),),
            ),
        ),
        fine("none yet", decision),
    )


class TestRefsResolveInADecision(Rule):
    """Every id named is there, or in ``absent``: a decision's options."""

    rule = "refs-resolve"
    breaches = (
        case(
            "a consideration",
            lambda: decision(
                considerations=(consideration(option_id="boat"),)
            ),
            "$.considerations[0].option_id",
        ),
        case(
            "a fit",
            lambda: decision(fits=(fit(), fit(id="f2", option_id="boat"))),
            "$.fits[1].option_id",
        ),
    )
    neighbours = (
        fine(
            "both",
            lambda: decision(considerations=(consideration(),), fits=(fit(),)),
        ),
    )


class TestChoicesInOrder(Rule):
    """Choices do not go back in time."""

    rule = "choices-in-order"
    breaches = (
        case(
            "a second before",
            lambda: decision(choice(), choice(id="h2", decided_at=BEFORE)),
            "$.choices[1].decided_at",
        ),
        case(
            "by its offset",
            lambda: decision(
                choice(),
                choice(
                    id="h2",
                    decided_at=AT.replace(tzinfo=timezone(timedelta(hours=1))),
                ),
            ),
            "$.choices[1].decided_at",
        ),
    )
    neighbours = (
        fine("at once", lambda: decision(choice(), choice(id="h2"))),
        fine(
            "after",
            lambda: decision(choice(), choice(id="h2", decided_at=AFTER)),
        ),
    )


class TestAfterTheFact(Rule):
    """Taken back after made."""

    rule = "after-the-fact"
    breaches = (
        case(
            "nothing to take back",
            lambda: decision(choice(option_id=None)),
            "$.choices[0].option_id",
        ),
        case(
            "taken back twice",
            lambda: decision(
                choice(),
                choice(id="h2", option_id=None),
                choice(id="h3", option_id=None),
            ),
            "$.choices[2].option_id",
        ),
    )
    neighbours = (
        fine(
            "chosen, taken back, chosen again",
            lambda: decision(
                choice(), choice(id="h2", option_id=None), choice(id="h3")
            ),
        ),
        fine(
            "what went before is absent",
            lambda: decision(
                choice(option_id=None),
                absent=(Absent(id="h0", reason=AbsentReason.ERASED),),
            ),
        ),
    )


class TestWeightsAreTheClients(Rule):
    """Importance, rank, must-have and fit are said by the client."""

    rule = "weights-are-the-clients"
    error = AuthorshipError
    breaches = (
        case("importance", lambda: stars(said_by=JOAN), "$.said_by"),
        case("software", lambda: stars(said_by=TOOL), "$.said_by"),
        case(
            "a rank",
            lambda: matters(rank=1, voice=JOANS),
            "$.voice.speaker",
        ),
        case(
            "nobody's must-have",
            lambda: matters(kind=WhatMattersKind.MUST_HAVE, voice=Voice()),
            "$.voice.speaker",
        ),
        case(
            "a supporter's deal-breaker",
            lambda: matters(
                kind=WhatMattersKind.DEAL_BREAKER, voice=Voice(speaker=SAM)
            ),
            "$.voice.speaker",
        ),
        case("a fit", lambda: fit(voice=JOANS), "$.voice.speaker"),
        case("nobody's fit", lambda: fit(voice=Voice()), "$.voice.speaker"),
    )
    neighbours = (
        fine("importance", stars),
        fine("a rank", lambda: matters(rank=1)),
        fine("a worker's wish", lambda: matters(voice=JOANS)),
        fine("a fit", fit),
        fine(
            "a fit that a worker wrote down",
            lambda: fit(voice=Voice(speaker=HER, recorder=JOAN)),
        ),
    )


class TestActorIsPerson(Rule):
    """SOFTWARE is never a speaker, author, rater or decider."""

    rule = "actor-is-person"
    breaches = (
        case("speaker", lambda: Voice(speaker=TOOL), "$.speaker"),
        case(
            "one of several",
            lambda: Voice(speaker=HER, together_with=(SAM, TOOL)),
            "$.together_with[1]",
        ),
        case("interpreter", lambda: Voice(interpreter=TOOL), "$.interpreter"),
        case("rater", lambda: rating(rater=TOOL), "$.rater"),
        case("decider", lambda: substitute(decider=TOOL), "$.decider"),
        case("consulted", lambda: choice(consulted=(TOOL,)), "$.consulted[0]"),
        case(
            "acceptance",
            lambda: Acceptance(actor=TOOL, status=AcceptanceStatus.AGREE),
            "$.actor",
        ),
        case(
            "owner",
            lambda: Step(words="Ring", voice=HERS, owner=TOOL),
            "$.owner",
        ),
        case("evidence", lambda: entry_by(TOOL), "$.by"),
        case(
            "imposed",
            lambda: ImposedDecision(
                actor=TOOL,
                basis=ImposedBasis.AGENCY_RULE,
                words="",
                voice=Voice(),
                at=AT,
            ),
            "$.actor",
        ),
        case(
            "permission",
            lambda: Permission(
                by=TOOL,
                about_id="d1",
                status=PermissionStatus.GIVEN,
                voice=Voice(),
            ),
            "$.by",
        ),
        case(
            "mandate",
            lambda: Mandate(words="", voice=Voice(), ordered_by=TOOL),
            "$.ordered_by",
        ),
        case(
            "disclosure",
            lambda: Disclosure(
                recipient="The court",
                basis=DisclosureBasis.LEGAL_DUTY,
                at=AT,
                by=TOOL,
                voice=Voice(),
            ),
            "$.by",
        ),
        case(
            "withdrawal",
            lambda: Withdrawal(subject_id="n1", by=TOOL, at=AT),
            "$.by",
        ),
        case(
            "set aside",
            lambda: SetAside(
                rule="EMP201", subject_id="d1", reason="", by=TOOL, until=DAY
            ),
            "$.by",
        ),
        case(
            "present",
            lambda: contact(present=(TOOL,)),
            "$.present[0]",
        ),
    )
    neighbours = (
        fine("recorder", lambda: Voice(speaker=HER, recorder=TOOL)),
        fine("an organisation speaks", lambda: Voice(speaker=AGENCY)),
        fine("nobody", Voice),
    )


class TestDelegateIsNotStaff(Rule):
    """
    A delegated decision has a revocable choice of the client behind it.

    It has no worker as decider.
    """

    rule = "delegate-is-not-staff"
    error = AuthorshipError
    breaches = (
        case("a worker", lambda: substitute(decider=JOAN), "$.decider"),
        case("an agency", lambda: substitute(decider=AGENCY), "$.decider"),
        case("the client", lambda: substitute(decider=HER), "$.decider"),
        case(
            "the client, by law",
            lambda: substitute(decider=HER, basis=SubstituteBasis.LEGAL),
            "$.decider",
        ),
        case(
            "nobody asked them",
            lambda: substitute(delegated_by=None),
            "$.delegated_by",
        ),
    )
    neighbours = (
        fine("a supporter", substitute),
        fine(
            "a worker whom the law lets decide",
            lambda: substitute(
                decider=JOAN, basis=SubstituteBasis.LEGAL, delegated_by=None
            ),
        ),
    )


class _Zone(tzinfo):
    """A time zone that changes its offset with the date."""

    def utcoffset(self, dt):
        return timedelta(hours=1)


class TestTimeAware(Rule):
    """
    Offsets of whole minutes with ``datetime.timezone``; years 1900 to 2200.
    """

    rule = "time-aware"
    breaches = (
        case(
            "no offset",
            lambda: Voice(said_at=AT.replace(tzinfo=None)),
            "$.said_at",
        ),
        case(
            "another kind of zone",
            lambda: Voice(said_at=AT.replace(tzinfo=_Zone())),
            "$.said_at",
        ),
        case(
            "seconds in the offset",
            lambda: Voice(
                said_at=AT.replace(tzinfo=timezone(timedelta(seconds=1)))
            ),
            "$.said_at",
        ),
        case(
            "the year 1899",
            lambda: Voice(said_at=datetime(1899, 12, 31, 23, 59, tzinfo=UTC)),
            "$.said_at",
        ),
        case(
            "the year 2201",
            lambda: Voice(said_at=datetime(2201, 1, 1, tzinfo=UTC)),
            "$.said_at",
        ),
        case(
            "a day in 1899",
            lambda: Worker(called="", from_on=date(1899, 12, 31)),
            "$.from_on",
        ),
        case(
            "a day in 2201",
            lambda: Worker(called="", until_on=date(2201, 1, 1)),
            "$.until_on",
        ),
    )
    neighbours = (
        fine("UTC", lambda: Voice(said_at=AT)),
        fine(
            "+05:45",
            lambda: Voice(
                said_at=AT.replace(tzinfo=timezone(timedelta(minutes=345)))
            ),
        ),
        fine(
            "the first time",
            lambda: Voice(said_at=datetime(1900, 1, 1, tzinfo=UTC)),
        ),
        fine(
            "the last day",
            lambda: Worker(called="", until_on=date(2200, 12, 31)),
        ),
    )


class TestTimeOrdered(Rule):
    """``said_at`` not after ``recorded_at``; from not after until."""

    rule = "time-ordered"
    breaches = (
        case(
            "recorded before said",
            lambda: Voice(said_at=AT, recorded_at=BEFORE),
            "$.recorded_at",
        ),
        case(
            "confirmed before said",
            lambda: Voice(said_at=AT, confirmed_at=BEFORE),
            "$.confirmed_at",
        ),
        case(
            "a worker",
            lambda: Worker(called="", from_on=NEXT_DAY, until_on=DAY),
            "$.until_on",
        ),
        case(
            "a proxy",
            lambda: Proxy(called="", from_on=NEXT_DAY, until_on=DAY),
            "$.until_on",
        ),
        case(
            "a goal",
            lambda: Goal(
                words="", voice=HERS, started_on=NEXT_DAY, target_on=DAY
            ),
            "$.target_on",
        ),
        case(
            "a mandate",
            lambda: Mandate(
                words="", voice=HERS, from_on=NEXT_DAY, until_on=DAY
            ),
            "$.until_on",
        ),
        case(
            "a restriction",
            lambda: Restriction(
                words="", voice=HERS, from_on=NEXT_DAY, until_on=DAY
            ),
            "$.until_on",
        ),
        case(
            "followed up before decided",
            lambda: choice(followed_up_at=BEFORE),
            "$.followed_up_at",
        ),
        case("until", lambda: substitute(until=BEFORE), "$.until"),
        case(
            "revoked before decided",
            lambda: substitute(revoked_at=BEFORE),
            "$.revoked_at",
        ),
        case(
            "answered before offered",
            lambda: offer(answered_at=BEFORE),
            "$.answered_at",
        ),
        case(
            "revoked before given",
            lambda: consent(revoked_at=BEFORE),
            "$.revoked_at",
        ),
    )
    neighbours = (
        fine("at once", lambda: Voice(said_at=AT, recorded_at=AT)),
        fine("one missing", lambda: Voice(recorded_at=BEFORE)),
        fine(
            "one day",
            lambda: Worker(called="", from_on=DAY, until_on=DAY),
        ),
        fine(
            "an earlier clock, a later time",
            lambda: Voice(
                said_at=AT,
                recorded_at=BEFORE.replace(
                    tzinfo=timezone(timedelta(hours=-1))
                ),
            ),
        ),
        fine("answered", lambda: offer(answered_at=AT)),
        fine("revoked", lambda: consent(revoked_at=AT)),
    )


class TestTextStorable(Rule):
    """
    No NUL, no lone surrogate; names carry no control or bidi override.

    Text is otherwise kept as given: never trimmed, folded, corrected.
    """

    rule = "text-storable"
    breaches = (
        case("NUL", lambda: need(words="a\0b"), "$.words"),
        case("a lone surrogate", lambda: need(words="\ud800"), "$.words"),
        case("the other half", lambda: need(words="\udfff"), "$.words"),
        case("NUL in a name", lambda: client(called="\0"), "$.called"),
        case("a new line", lambda: client(called="A\nB"), "$.called"),
        case("a tab", lambda: client(pronouns="\t"), "$.pronouns"),
        case("DEL", lambda: client(called="\x7f"), "$.called"),
        case("C1", lambda: client(called="\x85"), "$.called"),
        case("U+2028", lambda: client(called="\u2028"), "$.called"),
        case("an override", lambda: client(called="\u202e"), "$.called"),
        case("an isolate", lambda: client(called="\u2066"), "$.called"),
        case("a resource's name", lambda: Resource(name="\r"), "$.name"),
        case(
            "an own ruler",
            lambda: rating(ruler=Ruler.OWN, own_ruler="\x1b"),
            "$.own_ruler",
        ),
        case(
            "the third level",
            lambda: scale(levels=("", "", "\0", "", "")),
            "$.levels[2]",
        ),
        case(
            "the id of a source",
            lambda: Source(system="urn:x", id="\0"),
            "$.id",
        ),
    )
    neighbours = (
        fine("empty", lambda: need(words="")),
        fine("lines", lambda: need(words="a\n\tb\r\n")),
        fine("a pair", lambda: need(words="\U0001f9bd")),
        fine("an override in text", lambda: need(words="\u202e")),
        fine("marks in a name", lambda: client(called="Łéa\u0301 O'-. ")),
        fine("right to left", lambda: client(called="ليلى")),
        fine("a joiner", lambda: client(called="a\u200db")),
    )

    @pytest.mark.parametrize(
        "text", ["  two  ", "e\u0301", "İ", "\ufb01", "", "\n"]
    )
    def test_kept_as_given(self, text):
        """Text is neither trimmed nor folded nor corrected."""
        assert text == need(words=text).words


class TestScaleBounds(Rule):
    """
    Values inside their scale; attainment levels -2 to +2; five texts.
    """

    rule = "scale-bounds"
    breaches = (
        case("less than no star", lambda: stars(low=-1), "$.high"),
        case("six stars", lambda: stars(high=6), "$.high"),
        case("turned round", lambda: stars(low=2, high=1), "$.high"),
        case("rank 0", lambda: matters(rank=0), "$.rank"),
        case("fit 3", lambda: fit(level=3), "$.level"),
        case("fit -3", lambda: fit(level=-3), "$.level"),
        case("four texts", lambda: scale(levels=("",) * 4), "$.levels"),
        case("six texts", lambda: scale(levels=("",) * 6), "$.levels"),
        case("baseline", lambda: scale(baseline=3), "$.baseline"),
        case("difficulty", lambda: scale(difficulty=4), "$.difficulty"),
        case("less", lambda: scale(difficulty=-1), "$.difficulty"),
        case("every 0 days", lambda: agreed(rhythm_days=0), "$.rhythm_days"),
        case(
            "safe and unsafe",
            lambda: agreed(safe=(Channel.PHONE,), unsafe=(Channel.PHONE,)),
            "$.unsafe",
        ),
        case("value 11", lambda: rating(value=11), "$.value"),
        case("value -1", lambda: rating(value=-1), "$.value"),
        case("no ruler", lambda: rating(low=5, high=5), "$.high"),
        case(
            "attainment from 0 to 4",
            lambda: rating(ruler=Ruler.ATTAINMENT, low=0, high=4, value=1),
            "$.high",
        ),
        case("answered by nothing", lambda: rating(value=None), "$.status"),
        case(
            "a value without an answer",
            lambda: rating(status=AnswerStatus.DOES_NOT_KNOW),
            "$.status",
        ),
    )
    neighbours = (
        fine("no star", lambda: stars(low=0, high=0)),
        fine("five stars", lambda: stars(low=5, high=5)),
        fine("rank 1", lambda: matters(rank=1)),
        fine("fit 2", lambda: fit(level=2)),
        fine("fit -2", lambda: fit(level=-2)),
        fine("five texts", scale),
        fine("ends", lambda: scale(baseline=-2, difficulty=3)),
        fine("every day", lambda: agreed(rhythm_days=1)),
        fine(
            "safe, unsafe",
            lambda: agreed(safe=(Channel.PHONE,), unsafe=(Channel.VIDEO,)),
        ),
        fine("value 10", lambda: rating(value=10)),
        fine("value 0", lambda: rating(value=0)),
        fine(
            "attainment",
            lambda: rating(ruler=Ruler.ATTAINMENT, low=-2, high=2, value=-2),
        ),
        fine(
            "not answered",
            lambda: rating(value=None, status=AnswerStatus.DOES_NOT_KNOW),
        ),
    )


class TestIdForm(Rule):
    """Ids are opaque: 1 to 64 of A-Z a-z 0-9 . _ -, the first no sign."""

    rule = "id-form"
    breaches = (
        case("empty", lambda: client(id=""), "$.id"),
        case("65", lambda: client(id="a" * 65), "$.id"),
        case("a leading dash", lambda: client(id="-a"), "$.id"),
        case("a leading dot", lambda: client(id=".a"), "$.id"),
        case("a space", lambda: client(id="a b"), "$.id"),
        case("a line", lambda: client(id="a\n"), "$.id"),
        case("another digit", lambda: client(id="٣"), "$.id"),
        case("another letter", lambda: client(id="é"), "$.id"),
        case("a path", lambda: client(id="a/b"), "$.id"),
        case("a number", lambda: client(id=1), "$.id"),
        case("bytes", lambda: client(id=b"c1"), "$.id"),
        case("a subclass", lambda: client(id=Text("c1")), "$.id"),
        case("an actor", lambda: Actor(role=Role.CLIENT, id="!"), "$.id"),
        case("a reference", lambda: offer(resource_id="!"), "$.resource_id"),
        case(
            "one of them", lambda: goal(need_ids=("a", "!")), "$.need_ids[1]"
        ),
        case("absent", lambda: Absent(id="", reason=GONE), "$.id"),
    )
    neighbours = (
        fine("one", lambda: client(id="a")),
        fine("64", lambda: client(id="a" * 64)),
        fine("signs", lambda: client(id="0-._")),
    )


class TestFieldType(Rule):
    """Each value has the type of its field, exactly."""

    rule = "field-type"
    breaches = (
        case("no text", lambda: need(words=1), "$.words"),
        case("bytes", lambda: need(words=b""), "$.words"),
        case("a subclass", lambda: need(words=Text("a")), "$.words"),
        case("no words", lambda: need(words=None), "$.words"),
        case("a list", lambda: goal(need_ids=["n1"]), "$.need_ids"),
        case("a string", lambda: client(languages="en"), "$.languages"),
        case("no voice", lambda: need(voice=None), "$.voice"),
        case("an actor", lambda: need(voice=HER), "$.voice"),
        case("a code's text", lambda: need(status="open"), "$.status"),
        case("another code", lambda: need(status=Role.CLIENT), "$.status"),
        case("a flag", lambda: stars(low=True), "$.low"),
        case("a fraction", lambda: fit(level=1.0), "$.level"),
        case("too large", lambda: rating(high=2**53), "$.high"),
        case("too small", lambda: rating(low=-(2**53)), "$.low"),
        case(
            "a number",
            lambda: rating(higher_is_better=1),
            "$.higher_is_better",
        ),
        case("a day", lambda: Voice(said_at=DAY), "$.said_at"),
        case("a time", lambda: Worker(called="", from_on=AT), "$.from_on"),
        case("text", lambda: Voice(said_at="2026-03-02"), "$.said_at"),
        case(
            "a part",
            lambda: decision(options=(STAY, HER)),
            "$.options[1]",
        ),
        case(
            "a subclass of a noun",
            lambda: decision(choice(), options=(Sub.like(STAY),)),
            "$.options[0]",
        ),
    )
    neighbours = (
        fine("nothing optional", lambda: need(domain=None)),
        fine("a whole number", lambda: rating(high=2**53 - 1)),
        fine("an empty tuple", lambda: goal(need_ids=())),
    )


class TestLanguageTag(Rule):
    """Languages are BCP 47 tags."""

    rule = "language-tag"
    breaches = (
        case("empty", lambda: client(languages=("",)), "$.languages[0]"),
        case(
            "a name",
            lambda: client(languages=("en", "castellano")),
            "$.languages[1]",
        ),
        case("_", lambda: client(languages=("es_MX",)), "$.languages[0]"),
        case("end", lambda: client(languages=("es-",)), "$.languages[0]"),
        case("digits", lambda: client(languages=("123",)), "$.languages[0]"),
        case("é", lambda: client(languages=("é",)), "$.languages[0]"),
        case("no text", lambda: client(languages=(1,)), "$.languages[0]"),
        case("spoken", lambda: contact(language="e n"), "$.language"),
    )
    neighbours = (
        fine("a region", lambda: client(languages=("es-MX", "es-419"))),
        fine("a script", lambda: client(languages=("zh-Hant-TW",))),
        fine("signed", lambda: client(languages=("ase",))),
        fine("private", lambda: client(languages=("x-ours",))),
    )


class TestDigestForm(Rule):
    """Digests are SHA-256: 64 lower-case hex digits."""

    rule = "digest-form"
    breaches = (
        case("63", lambda: paper(DIGEST[:-1]), "$.digest"),
        case("65", lambda: paper(DIGEST + "0"), "$.digest"),
        case("upper case", lambda: paper(DIGEST.upper()), "$.digest"),
        case("no digit", lambda: paper("g" + DIGEST[1:]), "$.digest"),
        case("bytes", lambda: paper(DIGEST.encode()), "$.digest"),
        case(
            "a proxy's",
            lambda: Proxy(called="", document_digest="0"),
            "$.document_digest",
        ),
    )
    neighbours = (fine("64", lambda: paper(DIGEST)),)


class TestLevelHasEvidence(Rule):
    """A level stands with the evidence that it is made of."""

    rule = "level-has-evidence"
    breaches = (
        case("none", corroborated, "$.evidence"),
        case("empty", lambda: corroborated(paper(None)), "$.evidence"),
        case(
            "nobody's entry",
            lambda: corroborated(entry_by(None)),
            "$.evidence",
        ),
        case(
            "an entry at no time",
            lambda: corroborated(entry_by(SAM, at=None)),
            "$.evidence",
        ),
        case(
            "a worker's login",
            lambda: attested(
                Level.CONFIRMED, kind=EvidenceKind.LOGIN, by=JOAN, at=AT
            ),
            "$.evidence",
        ),
        case(
            "a login at no time",
            lambda: attested(Level.CONFIRMED, kind=EvidenceKind.LOGIN, by=HER),
            "$.evidence",
        ),
        case(
            "an empty signature",
            lambda: attested(
                Level.SIGNED, kind=EvidenceKind.SIGNATURE, by=HER
            ),
            "$.evidence",
        ),
        case(
            "a worker's signature",
            lambda: attested(
                Level.SIGNED,
                kind=EvidenceKind.SIGNATURE,
                by=JOAN,
                signature="c2ln",
            ),
            "$.evidence",
        ),
        case(
            "the word of whoever entered it",
            lambda: choice(
                voice=HERS, attestation=corroborated(entry_by(HER))
            ),
            "$.attestation.evidence",
        ),
        case(
            "the recorder's own word",
            lambda: recorded(entry_by(JOAN)),
            "$.attestation.evidence",
        ),
        case(
            "the recorder's own word and an empty paper",
            lambda: recorded(entry_by(JOAN), paper(None)),
            "$.attestation.evidence",
        ),
        case(
            "the recorder's own word and nobody's",
            lambda: recorded(entry_by(JOAN), entry_by(None)),
            "$.attestation.evidence",
        ),
    )
    neighbours = (
        fine("reported", Attestation),
        fine("an entry", lambda: corroborated(entry_by(SAM))),
        fine("a paper", lambda: corroborated(paper(DIGEST))),
        fine(
            "her login",
            lambda: attested(
                Level.CONFIRMED, kind=EvidenceKind.LOGIN, by=HER, at=AT
            ),
        ),
        fine(
            "her signature",
            lambda: attested(
                Level.SIGNED,
                kind=EvidenceKind.SIGNATURE,
                by=HER,
                signature="c2ln",
            ),
        ),
        fine("a second person", lambda: recorded(entry_by(SAM))),
        fine(
            "a paper beside one's own word",
            lambda: recorded(entry_by(JOAN), paper(DIGEST)),
        ),
    )


def test_all_problems_of_a_noun_come_together():
    """What is wrong in several fields is reported at once, in their order."""
    with pytest.raises(InvariantError) as caught:
        Client(id="!", called="\n", languages=("é", "en", ""))

    found = [(problem.rule, problem.path) for problem in caught.value.problems]
    assert found == [
        ("id-form", "$.id"),
        ("text-storable", "$.called"),
        ("language-tag", "$.languages[0]"),
        ("language-tag", "$.languages[2]"),
    ]


def test_declining_is_an_answer():
    """What was asked and declined is as valid as any answer."""
    asked = Asked(
        topic=Topic.CULTURE,
        answer=Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY),
        voice=HERS,
    )

    assert asked.answer.words is None
