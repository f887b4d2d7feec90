"""Nobody puts words, weights, answers or choices into another's mouth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import attrs

from hypothesis import event, given
from hypothesis import strategies as st

from empowerkit.authority import Change, People, denial
from empowerkit.errors import InvariantError
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Actor,
    AnswerStatus,
    Asked,
    Attestation,
    Choice,
    Evidence,
    EvidenceKind,
    Fit,
    Goal,
    Importance,
    Interpreter,
    Lifecycle,
    Objection,
    Offer,
    OfferAnswer,
    Proxy,
    Question,
    Role,
    SubstituteDecision,
    Supporter,
    Voice,
    Whose,
    Wording,
    Worker,
)
from empowerkit.model._record import Use, is_noun, parts, shape
from empowerkit.plan import Plan, changes_between, people_of
from empowerkit.testing.strategies import plans


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def heard(who: Actor, by: Actor, **values: Any) -> Voice:
    """Return the voice of *who*, as *by* wrote it down."""
    told = Voice.heard(who, by=by, at=NOON, wording=Wording.VERBATIM)
    return attrs.evolve(told, **values)


# What somebody could claim: the client, one who acts, another.
CLAIMS: list[Callable[[Actor, Actor, Actor], Voice]] = [
    lambda her, by, other: Voice(),
    lambda her, by, other: Voice.of(her, at=NOON),
    lambda her, by, other: Voice.of(by, at=NOON),
    lambda her, by, other: heard(her, by),
    lambda her, by, other: heard(her, by, confirmed_at=NOON),
    lambda her, by, other: heard(her, by, wording=Wording.NOT_RECORDED),
    lambda her, by, other: heard(her, other),
    lambda her, by, other: heard(other, by),
    lambda her, by, other: heard(by, by, together_with=(her,)),
    lambda her, by, other: heard(by, other, together_with=(her,)),
]


def welcome(plan: Plan) -> People:
    """Return the client of *plan*, and one welcome person a part."""
    invited = Voice.of(plan.client.actor, at=NOON)
    return People(
        client=plan.client,
        others=(
            Worker(id="a-worker", called="n"),
            Supporter(id="a-supporter", called="n", invited=invited),
            Interpreter(id="an-interpreter", called="n", invited=invited),
            Proxy(id="a-proxy", called="n"),
        ),
    )


def everybody(people: People) -> list[Actor]:
    """Return all *people*, as those who act, the client first."""
    return [one.actor for one in (people.client, *people.others)]


def allowed(people: People, change: Change, by: Actor) -> bool:
    """Return whether *by* may make *change* among *people*."""
    found = denial(change, by=by, at=NOON, before=people, after=people)
    again = denial(change, by=by, at=NOON, before=people, after=people)
    assert str(found) == str(again)  # judging is pure
    return found is None


def inside(noun: Any) -> Iterator[Any]:
    """Yield *noun* and each record in it, but for those of its nouns."""
    yield noun
    for part, _ in parts(noun):
        if not is_noun(type(part)):
            yield from inside(part)


def in_voice(noun: Any, voice: Voice) -> Any:
    """Return *noun* with *voice* where it has one, or as it is."""
    spoken = {
        field.name: voice
        for field in shape(type(noun))
        if field.kind is Voice and getattr(noun, field.name) is not None
    }
    try:
        return attrs.evolve(noun, **spoken)
    except InvariantError:
        return noun


def tried(plan: Plan, by: Actor, claim: Any) -> Iterator[Change]:
    """Yield what *by* may add of *plan*, nouns being in the voice claimed."""
    people = welcome(plan)
    other = next(one for one in everybody(people)[1:] if one != by)
    for change in changes_between(None, plan):
        noun = change.after
        if claim is not None:
            noun = in_voice(noun, claim(plan.client.actor, by, other))
        said = attrs.evolve(change, after=noun)
        if allowed(people, said, by):
            event(f"{by.role.value} adds {said.noun}")
            yield said


def check_voices(noun: Any, by: Actor, her: Actor) -> None:
    """Whoever is said to have spoken was written down by *by*, or is *by*."""
    for voice in inside(noun):
        if isinstance(voice, Voice):
            beside = () if by == her else voice.together_with
            if {voice.speaker, *beside} - {None, by}:
                assert voice.wording is not Wording.NOT_RECORDED
                assert by == voice.recorder
            assert voice.recorder in (None, by)
        if isinstance(voice, Evidence) and voice.by != by:
            assert voice.kind is EvidenceKind.DOCUMENT
            assert voice.by is None


def check_named(noun: Any, by: Actor) -> None:
    """Whoever is named as the one who rated or told was written down."""
    names = ("rater", "given_by", "decider", "author")
    named = [getattr(noun, name, None) for name in names]
    if isinstance(noun, Acceptance):
        named.append(noun.actor)
    for who in {*named} - {None, by}:
        assert by == noun.voice.recorder
        assert noun.voice.speaker in (None, who)


def check_choice(noun: Any, by: Actor, her: Actor) -> None:
    """A choice is hers, as said to *by*, reported; and no proxy's."""
    if isinstance(noun, Choice) and by != her:
        assert by.role is not Role.PROXY
        assert (her, by) == (noun.voice.speaker, noun.voice.recorder)
        assert noun.attestation in (None, Attestation())
    if isinstance(noun, SubstituteDecision) and noun.decider == by:
        assert by.role not in {Role.CLIENT, Role.WORKER}


def check_weights(noun: Any, by: Actor, her: Actor) -> None:
    """A weight is hers, as said to a worker, and nobody else's."""
    weighs = isinstance(noun, Fit) or getattr(noun, "rank", None) is not None
    if weighs or any(isinstance(part, Importance) for part in inside(noun)):
        assert by.role in {Role.CLIENT, Role.WORKER}
        assert by in (her, noun.voice.recorder)
        assert her in (by, noun.voice.speaker)


def check_answers(noun: Any, by: Actor, her: Actor) -> None:
    """Nobody answers in another's name, nor agrees for her unheard."""
    if isinstance(noun, Objection | Question) and (
        noun.answer or noun.answered_by or noun.answered_at
    ):
        assert by == noun.answered_by
    if by == her:
        return
    if isinstance(noun, Offer) and noun.answer is not OfferAnswer.PENDING:
        assert noun.answered is not None
        assert (her, by) == (noun.answered.speaker, noun.answered.recorder)
    if isinstance(noun, Asked):
        unasked = noun.answer.status is AnswerStatus.NOT_ASKED
        assert unasked or noun.voice.speaker == her
    if isinstance(noun, Acceptance) and noun.actor != by:
        assert (her, Role.WORKER) == (noun.actor, by.role)
        assert noun.voice is not None
        assert noun.voice.confirmed_at is not None


def check_goal(noun: Any, by: Actor, her: Actor) -> None:
    """A goal is active because she agreed, or a mandate is named."""
    if isinstance(noun, Goal) and noun.lifecycle is Lifecycle.ACTIVE:
        assert by.role in {Role.CLIENT, Role.WORKER}
        mandated = noun.whose is Whose.MANDATED and noun.mandate_id
        assert (mandated and by != her) or any(
            answer.actor == her and answer.status is AcceptanceStatus.AGREE
            for answer in noun.acceptances
        )


@given(
    plans(min_nouns=4),
    st.sampled_from([None, *CLAIMS]),
    st.integers(0, 4),
)
def test_nobody_speaks_for_another(plan: Plan, claim: Any, who: int) -> None:
    """Whatever is added, by whomever: it is theirs, or was written down."""
    her = plan.client.actor
    by = everybody(welcome(plan))[who]
    for change in tried(plan, by, claim):
        noun = change.after
        check_voices(noun, by, her)
        check_named(noun, by)
        check_choice(noun, by, her)
        check_weights(noun, by, her)
        check_answers(noun, by, her)
        check_goal(noun, by, her)


@given(plans(min_nouns=4), plans(min_nouns=4), st.data())
def test_words_are_not_overwritten(
    plan: Plan, other: Plan, data: st.DataObject
) -> None:
    """No text and no voice that was there is changed in place by anybody."""
    theirs = {type(c.after): c.after for c in changes_between(None, other)}
    nouns = [c.after for c in changes_between(None, plan)][1:]
    alike = [noun for noun in nouns if type(noun) in theirs]
    before = data.draw(st.sampled_from(alike))
    after = attrs.evolve(theirs[type(before)], id=before.id)
    people = welcome(plan)
    for field in shape(type(before)):
        was, now = getattr(before, field.name), getattr(after, field.name)
        if was == now or (field.use is Use.RECORD and is_noun(field.kind)):
            continue
        change = Change(before=before, after=after, fields=(field.name,))
        may = [by for by in everybody(people) if allowed(people, change, by)]
        # What a directory says of a resource is nobody's words, and the
        # reason of a state goes with the state.
        if field.use is Use.TEXT and type(before).__name__ != "Resource":
            assert was is None or may == []
        if isinstance(was, Voice) and may:
            kept = {"confirmed_at": None, "private_to": was.private_to}
            assert attrs.evolve(was, confirmed_at=None) == attrs.evolve(
                now, **kept
            )


@given(plans(), st.sampled_from([*Role]))
def test_strangers(plan: Plan, role: Role) -> None:
    """Who is not on the plan does nothing, whatever part they claim."""
    stranger = Actor(role=role, id="somebody-else")
    for change in changes_between(None, plan):
        assert not allowed(people_of(plan), change, stranger)
