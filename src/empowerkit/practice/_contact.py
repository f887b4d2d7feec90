"""Rules about staying in touch, in a language, without being watched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from empowerkit.model import (
    Actor,
    AnswerStatus,
    Asked,
    Choice,
    Consideration,
    Contact,
    ContactAgreement,
    Decision,
    Interpreter,
    Option,
    Outcome,
    Question,
    Rating,
    Role,
    Ruler,
    Topic,
)

from ._findings import Found, Severity
from ._rule import CORE, DECISION_AID, rule
from ._view import DecisionView, PlanView, is_clients, said_on


_HELD: Final = Outcome.HELD
_RAPPORT: Final = Ruler.RAPPORT
_CLIENT: Final = Role.CLIENT
_OTHERS: Final = (Role.SUPPORTER, Role.PROXY)


@rule(
    code="EMP601",
    slug="we-went-quiet",
    severity=Severity.CONCERN,
    reads=(Contact, ContactAgreement),
    of_missing=True,
)
def we_went_quiet(view: PlanView, *, days: int = 30) -> Iterator[Found]:
    """
    Point out that no contact was held for longer than agreed.

    Looks at:
        The days since the latest contact that was held, or since the
        opening where there was none, against `rhythm_days` of what was
        agreed last, or a default.  Tries without an answer are counted in
        the facts, and do not end the silence.

    Why:
        Not hearing from somebody who promised to be there breeds mistrust,
        and nobody knows what happened meanwhile.

    Try:
        Get in touch, by a way that is safe, say that it has been long, and
        ask whether the rhythm still suits.

    Set aside when:
        The client asked for quiet.

    Source:
        P18.

    Parameters:
        days: How many days are too long, where nothing was agreed.
    """
    last = view.last_held_on or view.plan.opened_on
    gone = view.since(last)
    if last is None or gone is None:
        return
    agreed = _rhythm(view) or days
    if gone > agreed:
        tries = _tries_since(view, last)
        yield Found(
            view.plan,
            f"No contact was held for {gone} days; {agreed} is what was "
            f"agreed or usual. Tries meanwhile: {tries}.",
            facts={
                "days": str(gone),
                "agreed_days": str(agreed),
                "tries": str(tries),
            },
        )


def _rhythm(view: PlanView) -> int | None:
    agreed = [a.rhythm_days for a in view.contact_agreements]
    return agreed[-1] if agreed else None


def _tries_since(view: PlanView, day: date) -> int:
    return sum(
        contact.outcome is not _HELD and contact.at.date() >= day
        for contact in view.contacts
    )


@rule(
    code="EMP602",
    slug="language-unmet",
    severity=Severity.CONCERN,
    reads=(Contact,),
)
def language_unmet(view: PlanView, *, days: int = 90) -> Iterator[Found]:
    """
    Point out a contact in a language that is not the client's.

    Looks at:
        Contacts held of late whose language is recorded and is none of the
        client's, whatever the region, with no interpreter.

    Why:
        In a language that is half understood people say yes to be polite.

    Try:
        Book an interpreter whom the client accepts, and go over it again.

    Set aside when:
        The client speaks it well and forgot to say so; add it to their
        languages instead.

    Source:
        P21; 42 CFR 441.301(c)(1)(iv).

    Parameters:
        days: How many days back contacts are looked at.
    """
    spoken = {_main(tag) for tag in view.plan.client.languages}
    if not spoken:
        return
    for contact in view.held:
        language = contact.language
        if language is None or contact.interpreter is not None:
            continue
        gone = (view.as_of - contact.at.date()).days
        if _main(language) not in spoken and gone <= days:
            yield Found(
                contact,
                f"This contact was in '{language}', which is none of the "
                "client's languages, with no interpreter.",
                at="language",
                facts={"language": language},
            )


def _main(tag: str) -> str:
    """Return the language of a tag, without script and region."""
    return tag.partition("-")[0].lower()


@rule(
    code="EMP603",
    slug="question-unanswered",
    severity=Severity.CONCERN,
    reads=(Question, Contact),
)
def question_unanswered(view: PlanView, *, days: int = 14) -> Iterator[Found]:
    """
    Point out a question of the client that is still open.

    Looks at:
        Questions of the client, in a contact or outside of one, without an
        answer some days after they were asked.

    Why:
        Whoever asks and hears nothing stops asking.

    Try:
        Answer it; or say that you do not know yet, and by when you will.

    Set aside when:
        The client found out by themselves.

    Source:
        P14, P18.

    Parameters:
        days: How many days an answer may take.
    """
    for contact in view.contacts:
        for question in view.standing(contact.questions):
            yield from _open(view, question, contact.at.date(), days)
    for question in view.questions:
        yield from _open(view, question, None, days)


def _open(
    view: PlanView, question: Question, met_on: date | None, days: int
) -> Iterator[Found]:
    if question.answered_at is not None or question.answer is not None:
        return
    gone = view.since(said_on(question.voice) or met_on)
    if gone is not None and gone >= days and is_clients(question.voice):
        yield Found(
            question,
            f"The client asked this {gone} days ago, and it has no answer.",
            facts={"days": str(gone)},
        )


@rule(
    code="EMP604",
    slug="relationship-not-asked-about",
    severity=Severity.NOTICE,
    reads=(Rating, Asked),
    profiles=(),
    of_missing=True,
)
def relationship_not_asked_about(
    view: PlanView, *, days: int = 90
) -> Iterator[Found]:
    """
    Point out that nobody asked how the two get on.

    Looks at:
        Whether the client rated the working relationship (`rapport`) of
        late, or was asked to.  Whoever once declined is not asked again.
        It looks at whether there is a rating, never at what it says.

    Why:
        How well two people work together says more about what comes of it
        than most else, and few clients bring it up by themselves.

    Try:
        Ask, in a way in which the answer does not go through you, and say
        that it is private to the client.

    Set aside when:
        Somebody else asks, and the client knows to whom it goes.

    Source:
        P22.

    Parameters:
        days: How many days are too long without asking.
    """
    if view.is_new(days):
        return
    rated = any(
        rating.ruler is _RAPPORT
        and rating.rater.role is _CLIENT
        and (view.as_of - rating.at.date()).days <= days
        for rating in view.ratings
    )
    if not rated and not any(_counts(view, a, days) for a in view.asked):
        yield Found(
            view.plan,
            f"In the last {days} days nobody is recorded to have asked the "
            "client how the two of you get on.",
            facts={"days": str(days)},
        )


def _counts(view: PlanView, asked: Asked, days: int) -> bool:
    status = asked.answer.status
    if asked.topic is not Topic.RAPPORT or status is AnswerStatus.NOT_ASKED:
        return False
    declined = status is AnswerStatus.PREFERS_NOT_TO_SAY
    return (
        declined
        or asked.at is None
        or (view.as_of - asked.at.date()).days <= days
    )


@rule(
    code="EMP605",
    slug="relative-interpreting",
    severity=Severity.CONCERN,
    reads=(Interpreter, Decision, Option, Consideration, Choice),
    profiles=(CORE, DECISION_AID),
)
def relative_interpreting(view: PlanView) -> Iterator[Found]:
    """
    Point out a decision in which a relative interpreted.

    Looks at:
        Decisions in which the question, an option, something for or
        against, or the standing choice came by way of an interpreter who is
        recorded as a relative.

    Why:
        Relatives have a part in the matter.  They soften, leave out, and
        hear what was not for them, and it weighs on them too.

    Try:
        Offer an interpreter who is no relative, and go over the decision
        again; the relative may still be there if the client wants that.

    Set aside when:
        The client was offered somebody else and wants just this person.

    Source:
        P21.
    """
    relatives = {one.id for one in view.plan.interpreters if one.relative}
    if not relatives:
        return
    for decided in view.decision_views:
        for interpreter in _carried_by(decided):
            if interpreter.id in relatives:
                yield Found(
                    decided.decision,
                    "A relative interpreted in this decision.",
                    also=(interpreter.id,),
                    facts={"interpreter": interpreter.id},
                )
                break


def _carried_by(decided: DecisionView) -> Iterator[Actor]:
    chosen = (decided.choice,) if decided.choice is not None else ()
    for noun in (
        decided.decision,
        *decided.options,
        *decided.considerations,
        *chosen,
    ):
        interpreter = noun.voice.interpreter
        if interpreter is not None:
            yield interpreter


@rule(
    code="EMP606",
    slug="never-seen-alone",
    severity=Severity.CONCERN,
    reads=(Contact,),
    of_missing=True,
)
def never_seen_alone(
    view: PlanView, *, least_contacts: int = 3
) -> Iterator[Found]:
    """
    Point out that the same other person was there every time.

    Looks at:
        Contacts held for which it is recorded who was present, where the
        same supporter or proxy was there at each of them.  It is never
        shown to a reader who is a supporter or a proxy.

    Why:
        Some things can be said only when nobody else listens.  It may be
        love, and it may be fear, and nobody can tell from outside.

    Try:
        Make it usual to have a few minutes alone with everybody, by a way
        that is safe, and ask then.

    Set aside when:
        The client said, on their own, that they want this person there.

    Source:
        P24.

    Parameters:
        least_contacts: How many such contacts there must be.
    """
    if view.reader is not None and view.reader.role in _OTHERS:
        return
    known = [c.present for c in view.held if c.present]
    if len(known) < max(least_contacts, 1):
        return
    others = {actor for actor in known[0] if actor.role in _OTHERS}
    for actor in sorted(
        others.intersection(*known[1:]), key=lambda one: one.id
    ):
        yield Found(
            view.plan,
            f"The same {actor.role.value} was present at all {len(known)} "
            "contacts for which it is recorded.",
            also=(actor.id,),
            facts={"present": actor.id, "contacts": str(len(known))},
        )
