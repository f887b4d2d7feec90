"""Rules about what the record of a word, or of a choice, rests on."""

from __future__ import annotations

import enum

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, NamedTuple

from empowerkit.model import (
    Asked,
    Choice,
    Decision,
    Goal,
    Level,
    Need,
    Option,
    Role,
    Strength,
    Topic,
    WhatMatters,
    Wording,
)

from ._findings import Found, Severity
from ._rule import CORE, DECISION_AID, Scope, rule
from ._view import (
    Places,
    PlanView,
    a_role,
    is_clients,
)


_REPORTED: Final = Level.REPORTED
_CLIENT: Final = Role.CLIENT
_VERBATIM: Final = Wording.VERBATIM


@rule(
    code="EMP106",
    slug="never-asked",
    severity=Severity.NOTICE,
    reads=(Asked,),
    in_all={
        "topics": (Topic.COMMUNICATION, Topic.HOW_I_DECIDE, Topic.CULTURE)
    },
    of_missing=True,
)
def never_asked(
    view: PlanView,
    *,
    topics: tuple[Topic, ...] = (Topic.COMMUNICATION, Topic.HOW_I_DECIDE),
    grace_days: int = 30,
) -> Iterator[Found]:
    """
    Point out what the client was never asked about themselves.

    Looks at:
        Whether the client was asked how they like to communicate and how
        they decide, in the profile `all` also what of their culture they
        want known.  Whoever was asked and declined was asked.

    Why:
        People decide in different ways, alone or with their family, fast or
        slowly, and nobody can tell which from looking at them.

    Try:
        Ask, say that they need not answer, and write down that you asked.

    Set aside when:
        Asking would do harm just now.

    Source:
        P21; 42 CFR 441.301(c)(1)(iv).

    Parameters:
        topics: What should have been asked about.
        grace_days: Days from opening in which nothing is missing yet.
    """
    if view.is_new(grace_days):
        return
    missing = [t.value for t in topics if t not in view.asked_about]
    if missing:
        named = ", ".join(missing)
        yield Found(
            view.plan,
            f"The client was not asked yet about: {named}.",
            facts={"topics": named},
        )


class ReportedBy(enum.StrEnum):
    """Whose report of a choice is worth a second look."""

    PROPOSER = "proposer"
    ANYBODY = "anybody"


@rule(
    code="EMP107",
    slug="choice-only-reported",
    severity=Severity.NOTICE,
    reads=(Decision, Option, Choice),
    profiles=(CORE, DECISION_AID),
    in_all={"reported_by": ReportedBy.ANYBODY},
)
def choice_only_reported(
    view: PlanView,
    *,
    days: int = 14,
    reported_by: ReportedBy = ReportedBy.PROPOSER,
) -> Iterator[Found]:
    """
    Point out a choice that stands on the word of the one who proposed it.

    Looks at:
        Standing choices that are no more than reported, where the one who
        wrote the choice down also proposed the option; in the profile `all`
        whoever wrote it down.

    Why:
        Nobody doubts anybody.  But a choice that the client confirms with
        their own hand, or that a second person heard, is one that nobody
        can take from them.

    Try:
        Let the client confirm it in a way that suits them, or have somebody
        else who heard it add their own note.

    Set aside when:
        The client wants no paper and no login, and says so.

    Source:
        P13.

    Parameters:
        days: How many days there are to confirm it.
        reported_by: Whose report is meant: `proposer`, the one who also
            proposed the option, or `anybody` but the client.
    """
    for decided in view.decision_views:
        choice, option = decided.choice, decided.chosen
        if choice is None or choice.level is not _REPORTED:
            continue
        who = choice.voice.recorder
        if who is None or who.role is _CLIENT:
            continue
        if reported_by is ReportedBy.PROPOSER and (
            option is None or option.voice.speaker != who
        ):
            continue
        gone = (view.as_of - choice.decided_at.date()).days
        if gone > days:
            yield Found(
                choice,
                f"This choice is as reported by {a_role(who.role)}, for "
                f"{gone} days, and nothing else stands behind it.",
                also=(decided.decision.id,),
                facts={
                    "decision": decided.decision.id,
                    "recorder": who.id,
                    "days": str(gone),
                },
            )


class Said(NamedTuple):
    """
    Words that are recorded as a client's own, and where they stand.

    Attributes:
        words: The words.
        id: Of the noun that holds them.
        path: The JSON pointer to it.
    """

    words: str
    id: str
    path: str


def said_in(view: PlanView) -> Iterator[Said]:
    """Yield what is recorded as said word for word by the client."""
    nouns: Iterable[Any] = chain(
        view.needs, view.goals, view.what_matters, view.strengths
    )
    places = Places(view.plan)
    for noun in nouns:
        voice = noun.voice
        if voice.wording is _VERBATIM and is_clients(voice):
            yield Said(noun.words, noun.id, places.pointer_to(noun))


@rule(
    code="EMP108",
    slug="same-words-elsewhere",
    severity=Severity.CONCERN,
    reads=(Need, Goal, WhatMatters, Strength),
    after_closing=True,
    scope=Scope.CASELOAD,
)
def same_words_elsewhere(
    said: Iterable[Said], clients: Mapping[str, int], *, least_words: int = 6
) -> Iterator[Found]:
    """
    Point out a client's words that stand word for word in other plans.

    Looks at:
        Needs, goals, what matters and strengths that are recorded as the
        client's words, verbatim, and that stand in exactly the same words
        in the plan of at least one other client.  It needs a caseload:
        `empowerkit.practice.check_many`.

    Why:
        Two people hardly ever say the same sentence.  Where they seem to,
        the words may be a form's, or the writer's.

    Try:
        Ask each of them how they would say it, and write that down.

    Set aside when:
        They did say it together, as a family or a group.

    Source:
        P2.

    Parameters:
        least_words: How many words a sentence must have to count.
    """
    for one in said:
        others = clients[one.words] - 1
        if others and len(one.words.split()) >= least_words:
            yield Found(
                one,
                "These words are recorded as the client's own, and stand "
                f"word for word in plans of other clients ({others}).",
                facts={"other_clients": str(others)},
            )
