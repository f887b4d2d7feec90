"""Who may do what: the table, cell by cell, and what a denial says."""

from __future__ import annotations

import copy
import functools
import itertools
import pickle
import traceback

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import attrs
import pytest

from hypothesis import strategies as st

from empowerkit import authority, model
from empowerkit.authority import (
    TABLE,
    Change,
    ErasureBasis,
    Grant,
    People,
    Row,
    _rows,
    denial,
    require,
    rows,
    said_later,
    settable,
    table_rows,
)
from empowerkit.authority._said import _NAMING, ALL_VOICES
from empowerkit.errors import AuthorityError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Acceptance,
    AcceptanceStatus,
    Achievement,
    Actor,
    Answer,
    AnswerStatus,
    Asked,
    AttainmentScale,
    Attestation,
    Choice,
    Client,
    Consent,
    Consideration,
    Contact,
    CopyGiven,
    Decision,
    DecisionDomain,
    Direction,
    Disclosure,
    DisclosureBasis,
    Domain,
    Evidence,
    EvidenceKind,
    Fit,
    Goal,
    Importance,
    ImposedBasis,
    ImposedDecision,
    Information,
    Interpreter,
    Level,
    Lifecycle,
    Mandate,
    Milestone,
    Need,
    NeedStatus,
    Objection,
    Offer,
    OfferAnswer,
    Option,
    OptionKind,
    Outcome,
    PlanPart,
    Proxy,
    Question,
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
    SupportAgreement,
    Supporter,
    SupportLevel,
    Topic,
    Voice,
    WhatMatters,
    WhatMattersKind,
    Whose,
    Withdrawal,
    Wording,
    Worker,
)
from empowerkit.model._record import Use, is_noun, shape
from empowerkit.plan import Plan, changes_between
from empowerkit.testing.strategies import simplest


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
BEFORE = NOON - timedelta(days=1)
TODAY = NOON.date()


def of(client: Actor) -> Voice:
    """Return the voice of somebody who entered the words themselves."""
    return Voice.of(client, at=BEFORE)


def heard(
    who: Actor, by: Actor, wording: Wording = Wording.PARAPHRASE
) -> Voice:
    """Return the voice of *who*, as *by* wrote it down."""
    return Voice.heard(who, by=by, at=BEFORE, wording=wording)


def read_back(who: Actor, by: Actor) -> Voice:
    """Return the same, read back and confirmed."""
    return attrs.evolve(heard(who, by), confirmed_at=NOON)


CLIENT = Client(id="amina", called="Amina")
HER = CLIENT.actor
INVITED = of(HER)
OTHERS = (
    Worker(id="joan", called="Joan"),
    Worker(id="ben", called="Ben"),
    Supporter(id="hodan", called="Hodan", invited=INVITED),
    Supporter(id="omar", called="Omar"),
    Interpreter(id="sol", called="Sol", invited=INVITED),
    Interpreter(
        id="ivo", called="Ivo", invited=of(Worker(id="joan", called="J").actor)
    ),
    Proxy(id="ifrah", called="Ifrah", domains=(DecisionDomain.HOME,)),
)
PEOPLE = People(client=CLIENT, others=OTHERS)
ACTORS = {str(one.id): one.actor for one in (CLIENT, *OTHERS)}
JOAN, BEN, HODAN = ACTORS["joan"], ACTORS["ben"], ACTORS["hodan"]
IFRAH = ACTORS["ifrah"]
COURT = Actor(role=Role.ORGANISATION, id="court")
STRANGER = Actor(role=Role.WORKER, id="nobody")

FIVE = ("a", "b", "c", "d", "e")
YES = AcceptanceStatus.AGREE
ALL = "amina joan ben hodan omar sol ivo ifrah"
WELCOME = "amina joan ben hodan sol ifrah"
STAFF = "joan ben"
UNINVITED = "omar ivo"


def other(by: Actor) -> Actor:
    """Return somebody who is not *by*: the client, or her worker."""
    return JOAN if by == HER else HER


def third(by: Actor) -> Actor:
    """Return somebody who is neither the client nor *by*."""
    return HODAN if by in (HER, JOAN) else JOAN


@attrs.frozen
class Scene:
    """
    One change that each of the people tries.

    Attributes:
        name: What they try.
        row: The row that refuses it, where none of *elsewhere* does.
        change: The change, by whoever tries.
        allowed: Who may.
        elsewhere: Who is refused by another row.
    """

    name: str
    row: Row
    change: Callable[[Actor], Change]
    allowed: frozenset[str]
    elsewhere: dict[str, Row]

    def expected(self, who: str) -> str | None:
        """Return the row that refuses *who*, or `None`."""
        if who in self.allowed:
            return None
        return self.elsewhere.get(who, self.row).value


SCENES: list[Scene] = []


def scene(
    row: Row,
    name: str,
    change: Callable[[Actor], Change],
    allowed: str = "",
    **elsewhere: str,
) -> None:
    """Add a scene; *elsewhere* names rows, and whom they refuse."""
    refused = {
        who: Row[r] for r, whom in elsewhere.items() for who in whom.split()
    }
    SCENES.append(
        Scene(name, row, change, frozenset(allowed.split()), refused)
    )


def new(noun: Any, **around: Any) -> Change:
    """Return the change that adds *noun*."""
    return Change(after=noun, **around)


def edit(noun: Any, **changes: Any) -> Change:
    """Return the change of fields of *noun*, in place."""
    after = attrs.evolve(noun, **changes)
    return Change(before=noun, after=after, fields=tuple(changes))


LISTING = Resource(id="r", name="n")


def need(voice: Voice, **values: Any) -> Need:
    """Return a need."""
    return Need(words="w", voice=voice, **values)


def objection(voice: Voice, **values: Any) -> Objection:
    """Return an objection."""
    return Objection(about_id="g", voice=voice, **values)


def withdraw(noun: Any, by: Actor) -> Change:
    """Return the change that takes *noun* back."""
    taken = Withdrawal(subject_id=noun.id, by=by, at=NOON)
    return new(taken, related=noun)


def question(voice: Voice, **values: Any) -> Question:
    """Return a question."""
    return Question(words="w", voice=voice, **values)


def goal(voice: Voice = INVITED, **values: Any) -> Goal:
    """Return a goal, hers unless said."""
    return Goal(words="w", voice=voice, **values)


def stars() -> Importance:
    """Return three of her stars."""
    return Importance(low=3, high=3, said_by=HER)


ASKING = Option(
    id="ask", words="w", voice=of(HER), kind=OptionKind.ASK_SOMEONE
)
LEAVING = Option(id="go", words="w", voice=of(JOAN))


def choice(voice: Voice, **values: Any) -> Choice:
    """Return her choice to go."""
    told = {"option_id": "go", "author": HER, "decided_at": BEFORE}
    return Choice(**(told | {"voice": voice} | values))


DELEGATES = choice(of(HER), id="delegates", option_id="ask")
AT_HOME = Decision(
    id="home",
    client=HER,
    words="w",
    voice=of(HER),
    domain=DecisionDomain.HOME,
    options=(ASKING, LEAVING),
    choices=(DELEGATES,),
)
OF_HEALTH = attrs.evolve(AT_HOME, domain=DecisionDomain.HEALTH)
TAKEN_BACK = attrs.evolve(AT_HOME, choices=(DELEGATES, choice(of(HER))))

# --- add something in one's own voice
own, down = Row.OWN_VOICE, Row.WRITE_DOWN
scene(own, "a need", lambda by: new(need(of(by))), WELCOME)
scene(
    own,
    "a need of a category that is no domain of decisions",
    lambda by: new(need(of(by), domain=Domain.HOUSING_INSTABILITY)),
    WELCOME,
)
scene(
    own,
    "an option of a decision in scope",
    lambda by: new(Option(words="w", voice=of(by)), within=AT_HOME),
    WELCOME,
)
scene(
    own,
    "an option of a decision out of scope",
    lambda by: new(Option(words="w", voice=of(by)), within=OF_HEALTH),
    "amina joan ben hodan sol",
)
scene(
    own,
    "what they told her",
    lambda by: new(Information(words="w", given_by=by)),
    WELCOME,
)
scene(
    own,
    "their rating",
    lambda by: new(
        Rating(
            about_id="g",
            ruler=Ruler.CONFIDENCE,
            value=3,
            rater=by,
            at=NOON,
            voice=Voice(),
        )
    ),
    WELCOME,
)
scene(
    own,
    "what they found",
    lambda by: new(Resource(name="n", found=of(by))),
    WELCOME,
)

scene(
    own,
    "a decision out of scope",
    lambda by: new(
        Decision(
            client=HER,
            words="w",
            voice=of(by),
            domain=DecisionDomain.HEALTH,
        )
    ),
    "amina joan ben hodan sol",
)

scene(
    own,
    "what they told her, and did not ask her about",
    lambda by: new(Information(words="w", given_by=by, understood=Answer())),
    WELCOME,
)
scene(
    own,
    "a goal, and what it would look like",
    lambda by: new(goal(of(by), scale=AttainmentScale(levels=FIVE))),
    WELCOME,
)
scene(
    down,
    "what another said with them, in nobody's voice",
    lambda by: new(need(Voice(together_with=(other(by),)))),
)

# --- write down what somebody said
scene(
    down,
    "another's need",
    lambda by: new(need(heard(other(by), by))),
    WELCOME,
)
scene(
    down,
    "another's need, without saying how near",
    lambda by: new(need(heard(other(by), by, wording=Wording.NOT_RECORDED))),
)
scene(
    down,
    "another's need, without a recorder",
    lambda by: new(need(of(other(by)))),
)
scene(
    down,
    "another's need, in the name of a third as recorder",
    lambda by: new(need(heard(other(by), third(by)))),
)
scene(down, "a need of nobody", lambda by: new(need(Voice())))
scene(
    down,
    "words of their own, in the name of another as recorder",
    lambda by: new(need(heard(by, other(by)))),
)
scene(
    down,
    "words as one with another, who did not say so",
    lambda by: new(need(attrs.evolve(of(by), together_with=(other(by),)))),
    "amina",
)
scene(
    down,
    "words as one with another, written down",
    lambda by: new(
        need(attrs.evolve(heard(by, by), together_with=(other(by),)))
    ),
    WELCOME,
)
scene(
    down,
    "another's rating, in their own voice",
    lambda by: new(
        Rating(
            about_id="g",
            ruler=Ruler.RAPPORT,
            value=9,
            rater=other(by),
            at=NOON,
            voice=heard(by, by),
        )
    ),
)
scene(
    down,
    "another's rating",
    lambda by: new(
        Rating(
            about_id="g",
            ruler=Ruler.RAPPORT,
            value=9,
            rater=other(by),
            at=NOON,
            voice=Voice(recorder=by, wording=Wording.VERBATIM),
        )
    ),
    WELCOME,
)
scene(
    down,
    "their own rating, in another's voice",
    lambda by: new(
        Rating(
            about_id="g",
            ruler=Ruler.RAPPORT,
            value=9,
            rater=by,
            at=NOON,
            voice=heard(other(by), by),
        )
    ),
)
scene(
    down,
    "what another told her",
    lambda by: new(Information(words="w", given_by=third(by))),
)
scene(
    down,
    "an objection that nobody wrote down",
    lambda by: new(objection(of(other(by)))),
)
scene(
    down,
    "another's answer inside their own offer",
    lambda by: new(
        Offer(
            resource_id="r",
            voice=of(by),
            answer=OfferAnswer.ACCEPTED,
            answered=heard(HER, third(by)),
        )
    ),
    CLIENT_ANSWER="joan ben hodan sol ifrah",
    OWN_VOICE=UNINVITED,
)

scene(down, "an objection of nobody", lambda by: new(objection(Voice())))

# --- replace words, withdraw, keep private
back = Row.TAKE_BACK
scene(back, "their own need", lambda by: withdraw(need(of(by)), by), ALL)
scene(
    back,
    "a need that they wrote down",
    lambda by: withdraw(need(heard(other(by), by)), by),
    ALL,
)
scene(
    back,
    "a need that they wrote down, once confirmed",
    lambda by: withdraw(need(read_back(other(by), by)), by),
)
scene(
    back,
    "another's need",
    lambda by: withdraw(need(of(other(by))), by),
)
scene(
    back,
    "their own need, in another's name",
    lambda by: withdraw(need(of(by)), other(by)),
)
scene(
    back,
    "something that is not there",
    lambda by: new(Withdrawal(subject_id="gone", by=by, at=NOON)),
)
scene(
    back,
    "an objection that they wrote down",
    lambda by: withdraw(objection(heard(other(by), by)), by),
)
scene(
    back,
    "their own objection, with other words",
    lambda by: new(
        objection(of(by), replaces="old"),
        related=objection(of(by), id="old"),
    ),
    ALL,
)
scene(
    back,
    "another's objection, with words of their own",
    lambda by: new(
        objection(of(by), replaces="old"),
        related=objection(of(other(by)), id="old"),
    ),
)
scene(
    back,
    "a need that they wrote down, with words nearer to what was said",
    lambda by: new(
        need(heard(other(by), by), replaces="old"),
        related=need(heard(other(by), by), id="old"),
    ),
    WELCOME,
    WRITE_DOWN=UNINVITED,
)
scene(
    back,
    "a need that they wrote down, with words of their own",
    lambda by: new(
        need(of(by), replaces="old"),
        related=need(heard(other(by), by), id="old"),
    ),
    OWN_VOICE=UNINVITED,
)
scene(
    back,
    "their own contact, in which another asked",
    lambda by: withdraw(
        Contact(
            at=NOON,
            outcome=Outcome.HELD,
            voice=of(by),
            questions=(question(of(other(by))),),
        ),
        by,
    ),
    "amina",
)
scene(
    back,
    "their own contact, in which they asked",
    lambda by: withdraw(
        Contact(
            at=NOON,
            outcome=Outcome.HELD,
            voice=of(by),
            questions=(question(of(by)),),
        ),
        by,
    ),
    ALL,
)
scene(
    back,
    "to keep their own words private",
    lambda by: edit(
        need(of(by)), voice=attrs.evolve(of(by), private_to=(by,))
    ),
    ALL,
)
scene(
    back,
    "to share their own words after all",
    lambda by: edit(
        need(attrs.evolve(of(by), private_to=(by,))), voice=of(by)
    ),
    ALL,
)
scene(
    back,
    "to keep private what they wrote down",
    lambda by: edit(
        need(heard(other(by), by)),
        voice=attrs.evolve(heard(other(by), by), private_to=(by,)),
    ),
    ALL,
)
scene(
    back,
    "to share what they wrote down",
    lambda by: edit(
        need(attrs.evolve(heard(other(by), by), private_to=(by,))),
        voice=heard(other(by), by),
    ),
)
scene(
    back,
    "to show what they wrote down to others than before",
    lambda by: edit(
        need(attrs.evolve(heard(other(by), by), private_to=(by,))),
        voice=attrs.evolve(heard(other(by), by), private_to=(third(by),)),
    ),
)
scene(
    back,
    "another's answer to a goal, by an answer of their own",
    lambda by: new(
        Acceptance(actor=by, status=AcceptanceStatus.AGREE, replaces="old"),
        related=Acceptance(
            id="old", actor=other(by), status=AcceptanceStatus.AGREE
        ),
    ),
)

scene(
    back,
    "an answer to a goal that is not there, by an answer of their own",
    lambda by: new(Acceptance(actor=by, status=YES, replaces="gone")),
)
scene(
    back,
    "a contact that they wrote down, in which a third asked",
    lambda by: withdraw(
        Contact(
            at=NOON,
            outcome=Outcome.HELD,
            voice=heard(other(by), by),
            questions=(question(of(third(by))),),
        ),
        by,
    ),
)
scene(
    back,
    "to show what they wrote down to fewer",
    lambda by: edit(
        need(attrs.evolve(heard(other(by), by), private_to=(by, third(by)))),
        voice=attrs.evolve(heard(other(by), by), private_to=(by,)),
    ),
    ALL,
)

# --- confirm words that were read back
confirm = Row.CONFIRM
scene(
    confirm,
    "what they said",
    lambda by: edit(
        need(heard(by, other(by))), voice=read_back(by, other(by))
    ),
    ALL,
)
scene(
    confirm,
    "what they wrote down",
    lambda by: edit(
        need(heard(other(by), by)), voice=read_back(other(by), by)
    ),
    ALL,
)
scene(
    confirm,
    "what another said and a third wrote down",
    lambda by: edit(
        need(heard(other(by), third(by))),
        voice=read_back(other(by), third(by)),
    ),
)
scene(
    confirm,
    "what another found and wrote down",
    lambda by: edit(
        Resource(name="n", found=heard(other(by), third(by))),
        found=read_back(other(by), third(by)),
    ),
)

scene(
    confirm,
    "what they wrote down, and keep private",
    lambda by: edit(
        need(attrs.evolve(heard(other(by), by), private_to=(by,))),
        voice=attrs.evolve(read_back(other(by), by), private_to=(by,)),
    ),
    ALL,
)

# --- object, contest, ask, disagree
scene(Row.DISSENT, "to object", lambda by: new(objection(of(by))), ALL)
scene(
    Row.DISSENT,
    "to object to what is out of scope",
    lambda by: new(objection(of(by)), within=OF_HEALTH),
    ALL,
)
scene(Row.DISSENT, "to ask", lambda by: new(question(of(by))), ALL)
scene(
    Row.DISSENT,
    "to disagree",
    lambda by: new(Acceptance(actor=by, status=AcceptanceStatus.DISAGREE)),
    ALL,
)

# --- answer a question or an objection
answer = Row.ANSWER
scene(
    answer,
    "a question, in their own name",
    lambda by: edit(
        question(of(other(by))), answer="a", answered_by=by, answered_at=NOON
    ),
    ALL,
)
scene(
    answer,
    "a question, in another's name",
    lambda by: edit(question(of(by)), answer="a", answered_by=other(by)),
)
scene(
    answer,
    "their own question, in the name of an organisation",
    lambda by: edit(question(of(by)), answer="a", answered_by=COURT),
)
scene(
    answer,
    "an objection, in nobody's name",
    lambda by: edit(objection(of(by)), answer="a"),
)
scene(
    answer,
    "their own question, together with another's answer",
    lambda by: new(question(of(by), answer="a", answered_by=other(by))),
)

# --- give the client's answer or view
view = Row.CLIENT_ANSWER
IMPOSED = ImposedDecision(
    actor=JOAN,
    basis=ImposedBasis.AGENCY_RULE,
    words="w",
    voice=heard(JOAN, JOAN),
    at=NOON,
)


def answered(voice: Voice | None) -> Answer:
    """Return her answer."""
    return Answer(status=AnswerStatus.ANSWERED, words="a", voice=voice)


scene(
    view,
    "her view, as she said it",
    lambda by: edit(IMPOSED, client_view=answered(heard(HER, by))),
    WELCOME,
    WRITE_DOWN=UNINVITED,
)
scene(
    view,
    "her view, in no voice",
    lambda by: edit(IMPOSED, client_view=answered(None)),
    "amina",
)
scene(
    view,
    "her view, in their own voice",
    lambda by: edit(IMPOSED, client_view=answered(heard(by, by))),
    "amina",
)
scene(
    view,
    "her view, and their own words kept private in one go",
    lambda by: edit(
        attrs.evolve(IMPOSED, voice=heard(by, by)),
        voice=attrs.evolve(heard(by, by), private_to=(by, HER)),
        client_view=answered(None),
    ),
    "amina",
)
scene(
    view,
    "that she understood, with what they told her",
    lambda by: new(
        Information(words="w", given_by=by, understood=answered(None))
    ),
    "amina",
    OWN_VOICE=UNINVITED,
)
scene(
    view,
    "that she understood, as she said it, with what they told her",
    lambda by: new(
        Information(
            words="w", given_by=by, understood=answered(heard(HER, by))
        )
    ),
    WELCOME,
    OWN_VOICE=UNINVITED,
)
scene(
    down,
    "what another told her, beside what she said of it",
    lambda by: new(
        Information(
            words="w",
            given_by=third(by),
            understood=answered(heard(HER, by)),
        )
    ),
)
scene(
    view,
    "that she would rather not say, as she said it",
    lambda by: new(
        Asked(
            topic=Topic.CULTURE,
            answer=Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY),
            voice=heard(HER, by),
        )
    ),
    WELCOME,
    WRITE_DOWN=UNINVITED,
)
scene(
    view,
    "that she would rather not say, in their own voice",
    lambda by: new(
        Asked(
            topic=Topic.CULTURE,
            answer=Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY),
            voice=of(by),
        )
    ),
    "amina",
    OWN_VOICE=UNINVITED,
)
scene(
    view,
    "an answer in her words, each as she said it",
    lambda by: new(
        Asked(
            topic=Topic.CULTURE,
            answer=Answer(
                status=AnswerStatus.ANSWERED, words="w", voice=heard(HER, by)
            ),
            voice=heard(HER, by),
        )
    ),
    WELCOME,
    WRITE_DOWN=UNINVITED,
)
scene(
    view,
    "their own words, as her answer",
    lambda by: new(
        Asked(
            topic=Topic.CULTURE,
            answer=Answer(
                status=AnswerStatus.ANSWERED, words="w", voice=of(by)
            ),
            voice=heard(HER, by),
        )
    ),
    "amina",
    WRITE_DOWN=UNINVITED,
)
scene(
    view,
    "that nobody asked her",
    lambda by: new(Asked(topic=Topic.CULTURE, answer=Answer(), voice=of(by))),
    WELCOME,
    OWN_VOICE=UNINVITED,
)
scene(
    view,
    "her answer to an offer, as she said it",
    lambda by: edit(
        Offer(resource_id="r", voice=of(JOAN)),
        answer=OfferAnswer.DECLINED,
        answered=heard(HER, by),
        answered_at=NOON,
        words="a",
    ),
    WELCOME,
    WRITE_DOWN=UNINVITED,
)
scene(
    view,
    "her answer to an offer, as a third told it",
    lambda by: edit(
        Offer(resource_id="r", voice=of(JOAN)),
        answer=OfferAnswer.DECLINED,
        answered=heard(third(by), by),
    ),
    "amina",
)
scene(
    view,
    "that she asks for a review",
    lambda by: edit(Plan(client=CLIENT), review_asked_at=NOON),
    "amina",
)

# --- weights, ranks, must-haves, fits
weigh = Row.WEIGH
scene(
    weigh,
    "a fit, as she said it",
    lambda by: new(
        Fit(
            option_id="go",
            what_matters_id="m",
            level=1,
            voice=heard(HER, by),
        )
    ),
    f"amina {STAFF}",
    WRITE_DOWN=UNINVITED,
)
scene(
    weigh,
    "a rank, as she said it",
    lambda by: new(WhatMatters(words="w", voice=heard(HER, by), rank=1)),
    f"amina {STAFF}",
    WRITE_DOWN=UNINVITED,
)
scene(
    weigh,
    "a must-have, as she said it",
    lambda by: new(
        WhatMatters(
            words="w",
            voice=heard(HER, by),
            kind=WhatMattersKind.MUST_HAVE,
        )
    ),
    f"amina {STAFF}",
    WRITE_DOWN=UNINVITED,
)
scene(
    weigh,
    "her stars on words of their own",
    lambda by: new(need(of(by), importance=stars())),
    "amina",
    OWN_VOICE=UNINVITED,
)
scene(
    weigh,
    "her stars on a third's words",
    lambda by: new(
        Consideration(
            option_id="go",
            side=Side.FOR,
            words="w",
            voice=heard(third(by), by),
            importance=stars(),
        )
    ),
    "amina",
    WRITE_DOWN=UNINVITED,
)
scene(
    weigh,
    "her stars on a goal, with its scale",
    lambda by: edit(
        goal(), scale=AttainmentScale(levels=FIVE, importance=stars())
    ),
    "amina",
)
scene(
    weigh,
    "a goal as she said it, with her stars",
    lambda by: new(
        goal(
            heard(HER, by),
            scale=AttainmentScale(levels=FIVE, importance=stars()),
        )
    ),
    f"amina {STAFF}",
    WRITE_DOWN=UNINVITED,
)

# --- agree
agree = Row.AGREE
scene(
    agree,
    "for themselves",
    lambda by: new(Acceptance(actor=by, status=YES)),
    ALL,
)
scene(
    agree,
    "for another, in silence",
    lambda by: new(Acceptance(actor=other(by), status=YES)),
)
scene(
    agree,
    "for her, not read back",
    lambda by: new(Acceptance(actor=HER, status=YES, voice=heard(HER, by))),
    "amina",
    WRITE_DOWN="",
)
scene(
    agree,
    "for her, read back",
    lambda by: new(
        Acceptance(actor=HER, status=YES, voice=read_back(HER, by))
    ),
    f"amina {STAFF}",
)
scene(
    agree,
    "for a colleague, read back",
    lambda by: new(
        Acceptance(actor=third(by), status=YES, voice=read_back(third(by), by))
    ),
)
scene(
    agree,
    "for her, in the voice of a third",
    lambda by: new(
        Acceptance(actor=HER, status=YES, voice=read_back(third(by), by))
    ),
    WRITE_DOWN="amina",
)
scene(
    agree,
    "no longer, for her, read back",
    lambda by: new(
        Acceptance(
            actor=HER,
            status=AcceptanceStatus.DISAGREE,
            voice=read_back(HER, by),
            replaces="old",
        ),
        related=Acceptance(id="old", actor=HER, status=YES),
    ),
    f"amina {STAFF}",
)

scene(
    agree,
    "for a colleague, in her voice, read back",
    lambda by: new(
        Acceptance(actor=BEN, status=YES, voice=read_back(HER, by))
    ),
    WRITE_DOWN="ben",
)

# --- make a goal active, hold it, end it
life = Row.LIFECYCLE
SHE_AGREES = Acceptance(id="yes", actor=HER, status=YES)
SHE_DOES_NOT = attrs.evolve(SHE_AGREES, status=AcceptanceStatus.DISAGREE)
NOT_READ_BACK = attrs.evolve(SHE_AGREES, voice=heard(HER, JOAN))
READ_BACK = attrs.evolve(SHE_AGREES, voice=read_back(HER, JOAN))
HIM = Acceptance(actor=JOAN, status=YES)


def moved(to: Lifecycle, **values: Any) -> Callable[[Actor], Change]:
    """Return the change of a goal to another state, by anybody."""
    before = {"lifecycle": values.pop("was", Lifecycle.PROPOSED)}
    reason = values.pop("reason", None)
    after = {"lifecycle": to}
    if reason:
        after["lifecycle_reason"] = reason
    return lambda by: edit(goal(**(before | values)), **after)


ACTIVE, PLANNED = Lifecycle.ACTIVE, Lifecycle.PLANNED
HOLD, CANCELLED = Lifecycle.ON_HOLD, Lifecycle.CANCELLED
scene(
    life,
    "active, she agrees",
    moved(ACTIVE, acceptances=(SHE_AGREES,)),
    f"amina {STAFF}",
)
scene(
    life,
    "active, read back",
    moved(ACTIVE, acceptances=(READ_BACK,)),
    f"amina {STAFF}",
)
scene(
    life, "active, not read back", moved(ACTIVE, acceptances=(NOT_READ_BACK,))
)
scene(
    life,
    "active, she agreed in words of her own",
    moved(ACTIVE, acceptances=(attrs.evolve(SHE_AGREES, voice=of(HER)),)),
    f"amina {STAFF}",
)
scene(life, "active, she did not say", moved(ACTIVE, acceptances=(HIM,)))
scene(life, "accepted, she did not say", moved(Lifecycle.ACCEPTED))
scene(
    life,
    "active, she agreed and took it back",
    lambda by: attrs.evolve(
        moved(ACTIVE, acceptances=(SHE_AGREES,))(by), gone=frozenset({"yes"})
    ),
)
scene(life, "planned", moved(PLANNED), f"amina {STAFF}")
scene(
    life,
    "planned again, though she agreed",
    moved(PLANNED, was=ACTIVE, acceptances=(SHE_AGREES,)),
    "amina",
)
scene(
    life,
    "planned again, from hold",
    moved(PLANNED, was=HOLD),
    f"amina {STAFF}",
)
scene(
    life,
    "on hold, with a reason",
    moved(HOLD, was=ACTIVE, reason="r"),
    f"amina {STAFF}",
)
scene(
    life,
    "on hold, with another reason than the last",
    lambda by: edit(
        goal(lifecycle=ACTIVE, lifecycle_reason="r"),
        lifecycle=HOLD,
        lifecycle_reason="x",
    ),
    f"amina {STAFF}",
)
scene(life, "on hold, without", moved(HOLD, was=ACTIVE), "amina")
for ended in ("cancelled", "completed", "entered-in-error", "rejected"):
    scene(
        life,
        f"on hold, though it was {ended}",
        moved(HOLD, was=Lifecycle(ended), reason="r"),
        "amina",
    )
scene(
    life,
    "ended, she agrees no more",
    moved(CANCELLED, acceptances=(SHE_DOES_NOT,)),
    f"amina {STAFF}",
)
scene(
    life,
    "ended, she agrees",
    moved(CANCELLED, acceptances=(SHE_AGREES,)),
    "amina",
)
scene(
    life,
    "ordered, and active",
    moved(ACTIVE, whose=Whose.MANDATED, mandate_id="m"),
    STAFF,
)
scene(life, "ordered, by no mandate", moved(ACTIVE, whose=Whose.MANDATED))
scene(
    life,
    "a new goal that is active",
    lambda by: new(goal(of(by), lifecycle=ACTIVE)),
    OWN_VOICE=UNINVITED,
)
scene(
    life,
    "a new goal, planned",
    lambda by: new(goal(of(by), lifecycle=PLANNED)),
    f"amina {STAFF}",
    OWN_VOICE=UNINVITED,
)

# --- record a choice
choose = Row.CHOOSE
DOCUMENT = Evidence(kind=EvidenceKind.DOCUMENT, digest="0" * 64)


def entry(by: Actor) -> Evidence:
    """Return the entry of *by*."""
    return Evidence(kind=EvidenceKind.ENTRY, by=by, at=NOON)


def login(by: Actor) -> Evidence:
    """Return the login of *by*."""
    return Evidence(kind=EvidenceKind.LOGIN, by=by, at=NOON)


def attested(level: Level, *evidence: Evidence) -> Attestation:
    """Return what *evidence* proves."""
    return Attestation(level=level, evidence=evidence)


scene(
    choose,
    "as she said it",
    lambda by: new(choice(heard(HER, by))),
    "amina joan ben hodan sol",
    WRITE_DOWN=UNINVITED,
)
scene(choose, "in no voice", lambda by: new(choice(Voice())), "amina")
scene(
    choose,
    "in hers, with no recorder",
    lambda by: new(choice(of(HER))),
    "amina",
)
scene(
    choose,
    "as she said it, with a document",
    lambda by: new(
        choice(
            heard(HER, by), attestation=attested(Level.CORROBORATED, DOCUMENT)
        )
    ),
    "amina",
)
scene(
    choose,
    "as she said it, with a login that was none",
    lambda by: new(
        choice(
            heard(HER, by), attestation=attested(Level.REPORTED, login(HER))
        )
    ),
    "amina",
)
scene(
    choose,
    "with an entry of another, who made none",
    lambda by: new(
        choice(
            heard(HER, by),
            attestation=attested(Level.CORROBORATED, entry(third(by))),
        )
    ),
)
scene(
    choose,
    "as she said it to another",
    lambda by: new(choice(heard(HER, third(by)))),
    WRITE_DOWN="amina",
)

# --- decide in the client's stead
instead = Row.SUBSTITUTE


def decided(by: Actor, voice: Voice, **values: Any) -> SubstituteDecision:
    """Return what *by* decided, by law unless said."""
    told: dict[str, Any] = {
        "decision_id": "home",
        "option_id": "go",
        "decider": by,
        "basis": SubstituteBasis.LEGAL,
        "decided_at": NOON,
        "voice": voice,
    }
    return SubstituteDecision(**(told | values))


def delegated(by: Actor, **values: Any) -> SubstituteDecision:
    """Return what *by* decided, as delegated."""
    basis = {
        "basis": SubstituteBasis.DELEGATED,
        "delegated_by": "delegates",
    }
    return decided(by, **({"voice": of(by)} | basis | values))


HELPERS = ("hodan", "omar", "sol", "ivo", "ifrah")


def for_helpers(
    change: Callable[[Actor], Change],
) -> Callable[[Actor], Change]:
    """Let Hodan be the decider where one is no helper."""
    return lambda by: change(by if by.id in HELPERS else HODAN)


scene(
    instead,
    "by law, in scope",
    for_helpers(lambda by: new(decided(by, of(by)), within=AT_HOME)),
    "ifrah",
)
scene(
    instead,
    "by law, out of scope",
    for_helpers(lambda by: new(decided(by, of(by)), within=OF_HEALTH)),
)
scene(
    instead,
    "as delegated",
    for_helpers(lambda by: new(delegated(by), within=AT_HOME)),
    "hodan sol ifrah",
)
scene(
    instead,
    "as delegated, and taken back since",
    for_helpers(lambda by: new(delegated(by), within=TAKEN_BACK)),
)
scene(
    instead,
    "as delegated by a choice that is not there",
    for_helpers(lambda by: new(delegated(by))),
)
scene(
    instead,
    "in the name of another",
    lambda by: new(
        decided(IFRAH if by != IFRAH else HODAN, Voice()),
        within=AT_HOME,
    ),
)
scene(
    instead,
    "what another decided by law, as they told",
    lambda by: new(decided(IFRAH, heard(IFRAH, by)), within=AT_HOME),
    f"{STAFF} ifrah",
)
scene(
    instead,
    "what another was delegated, as they told",
    lambda by: new(delegated(HODAN, voice=heard(HODAN, by)), within=AT_HOME),
    f"{STAFF} hodan",
)
scene(
    instead,
    "what another decided, in her voice",
    lambda by: new(decided(IFRAH, heard(HER, by)), within=AT_HOME),
    WRITE_DOWN="ifrah",
)
scene(
    instead,
    "by law, as staff",
    lambda by: new(decided(JOAN, heard(JOAN, JOAN)), within=AT_HOME),
)

# --- raise an attestation
attest = Row.ATTEST


def raised(
    level: Level,
    *evidence: Evidence,
    was: Attestation | None = None,
    recorder: Actor | None = BEN,
) -> Change:
    """Return the change of what a choice can prove."""
    voice = heard(HER, recorder) if recorder else of(HER)
    return edit(
        choice(voice, attestation=was), attestation=attested(level, *evidence)
    )


scene(
    attest,
    "with an entry of their own, of what another wrote down",
    lambda by: raised(
        Level.CORROBORATED, entry(by), recorder=JOAN if by == BEN else BEN
    ),
    f"amina {STAFF}",
)
scene(
    attest,
    "with an entry of another",
    lambda by: raised(Level.CORROBORATED, entry(third(by))),
)
scene(
    attest,
    "with a document, of what Ben wrote down",
    lambda by: raised(Level.CORROBORATED, DOCUMENT),
    "amina joan",
)
scene(
    attest,
    "with a document, of what they wrote down",
    lambda by: raised(Level.CORROBORATED, DOCUMENT, recorder=by),
    "amina",
)
scene(
    attest,
    "with a document, of what nobody wrote down",
    lambda by: raised(Level.CORROBORATED, DOCUMENT, recorder=None),
    "amina",
)
scene(
    attest,
    "with her login",
    lambda by: raised(Level.CONFIRMED, login(HER)),
    "amina",
)
CONFIRMED = attested(Level.CONFIRMED, login(HER))
scene(
    attest,
    "to less than it was",
    lambda by: raised(Level.CORROBORATED, login(HER), DOCUMENT, was=CONFIRMED),
)
scene(
    attest,
    "and leave out what was there",
    lambda by: raised(
        Level.CORROBORATED,
        DOCUMENT,
        was=attested(Level.CORROBORATED, entry(JOAN)),
    ),
)
scene(
    attest,
    "to what it would prove by her login, which was there",
    lambda by: raised(
        Level.CONFIRMED, login(HER), was=attested(Level.REPORTED, login(HER))
    ),
    "amina",
)
scene(
    attest,
    "to nothing at all",
    lambda by: edit(
        choice(heard(HER, BEN), attestation=CONFIRMED), attestation=None
    ),
)

scene(
    attest,
    "with a document of another",
    lambda by: raised(
        Level.CORROBORATED, attrs.evolve(DOCUMENT, by=third(by))
    ),
)
scene(
    attest,
    "with a login of nobody, beside a document",
    lambda by: raised(
        Level.CORROBORATED,
        DOCUMENT,
        Evidence(kind=EvidenceKind.LOGIN, at=NOON),
    ),
)

# --- change a support level, either way
support = Row.SUPPORT


def agreement(voice: Voice) -> SupportAgreement:
    """Return a level of support."""
    return SupportAgreement(
        level=SupportLevel.COACH, direction=Direction.HOLD, voice=voice
    )


scene(
    support,
    "a level, in their own voice",
    lambda by: new(agreement(of(by))),
    f"amina {STAFF}",
)
scene(
    support,
    "a level, as she said it, not read back",
    lambda by: new(agreement(heard(HER, by))),
    "amina",
)
scene(
    support,
    "a level, as she said it, read back",
    lambda by: new(agreement(read_back(HER, by))),
    f"amina {STAFF}",
)
scene(
    support,
    "a level, as a third said it, read back",
    lambda by: new(agreement(read_back(third(by), by))),
    "amina",
)
scene(
    support,
    "a level, as she said it to another",
    lambda by: new(agreement(read_back(HER, third(by)))),
    WRITE_DOWN="amina",
)
scene(
    support,
    "the level of a step that stands",
    lambda by: edit(
        Step(words="w", voice=of(by)), support=SupportLevel.DO_FOR
    ),
    "amina",
)
scene(
    support,
    "a step of their own, with its level",
    lambda by: new(Step(words="w", voice=of(by), support=SupportLevel.COACH)),
    f"amina {STAFF}",
    OWN_VOICE=UNINVITED,
)

# --- restrict, impose
restrict = Row.RESTRICT


def imposed(actor: Actor, voice: Voice, **values: Any) -> ImposedDecision:
    """Return what *actor* imposed."""
    return ImposedDecision(
        actor=actor,
        basis=ImposedBasis.AGENCY_RULE,
        words="w",
        voice=voice,
        at=NOON,
        **values,
    )


scene(
    restrict,
    "in their own name, in scope",
    lambda by: new(imposed(by, of(by)), within=AT_HOME),
    f"{STAFF} ifrah",
)
scene(
    restrict,
    "where she cannot read it",
    lambda by: new(
        imposed(by, attrs.evolve(of(by), private_to=(third(by),))),
        within=AT_HOME,
    ),
)
scene(
    restrict,
    "where few may read it, and she may",
    lambda by: new(
        imposed(by, attrs.evolve(of(by), private_to=(HER,))), within=AT_HOME
    ),
    f"{STAFF} ifrah",
)
scene(
    back,
    "what they imposed, out of her sight",
    lambda by: edit(
        imposed(by, of(by)),
        voice=attrs.evolve(of(by), private_to=(third(by),)),
    ),
    "amina",
)
scene(
    back,
    "what they imposed, from others than her",
    lambda by: edit(
        imposed(by, of(by)), voice=attrs.evolve(of(by), private_to=(HER,))
    ),
    ALL,
)
scene(
    restrict,
    "in their own name, out of scope",
    lambda by: new(imposed(by, of(by)), within=OF_HEALTH),
    STAFF,
)
scene(
    restrict,
    "in another's name",
    lambda by: new(imposed(third(by), of(by)), within=AT_HOME),
)
scene(
    restrict,
    "in another's name, with another as recorder",
    lambda by: new(imposed(third(by), heard(third(by), by)), within=AT_HOME),
)
scene(
    restrict,
    "for an organisation, written down by them",
    lambda by: new(imposed(COURT, heard(COURT, by)), within=AT_HOME),
    STAFF,
)
scene(
    restrict,
    "for an organisation, written down by nobody",
    lambda by: new(imposed(COURT, Voice()), within=AT_HOME),
)
scene(
    restrict,
    "in their own name, in her voice",
    lambda by: new(imposed(by, of(other(by))), within=AT_HOME),
    WRITE_DOWN=f"{STAFF} ifrah",
)
scene(
    restrict,
    "a mandate of the client herself",
    lambda by: new(Mandate(words="w", voice=of(by), ordered_by=other(by))),
)
scene(
    restrict,
    "a mandate in their own voice",
    lambda by: new(Mandate(words="w", voice=of(by))),
    f"{STAFF} ifrah",
)
scene(
    restrict,
    "a mandate in nobody's name",
    lambda by: new(
        Mandate(words="w", voice=Voice(recorder=by, wording=Wording.VERBATIM))
    ),
)
scene(
    restrict,
    "a condition of another's restriction",
    lambda by: edit(Restriction(words="w", voice=of(third(by))), need="n"),
)
scene(
    restrict,
    "a condition of their own restriction",
    lambda by: edit(Restriction(words="w", voice=of(by)), need="n"),
    f"{STAFF} ifrah",
)
scene(
    restrict,
    "a condition of what they wrote down and confirmed",
    lambda by: edit(
        Restriction(words="w", voice=read_back(HER, by)), need="n"
    ),
    "",
)
scene(
    restrict,
    "a restriction as she would have said it, read back",
    lambda by: new(Restriction(words="w", voice=read_back(HER, by))),
)

# --- invite or end a supporter
invite = Row.INVITE


def friend(**values: Any) -> Supporter:
    """Return one more supporter."""
    return Supporter(id="new", called="n", **values)


scene(
    invite,
    "as she said it",
    lambda by: new(friend(invited=heard(HER, by))),
    f"amina {STAFF}",
)
scene(invite, "in silence", lambda by: new(friend()), "amina")
scene(
    invite,
    "and to end, as she said it",
    lambda by: new(
        friend(invited=heard(HER, by), ended=heard(HER, by), ended_at=NOON)
    ),
    f"amina {STAFF}",
)
scene(
    invite,
    "to end, as she said it, and nothing of an invitation",
    lambda by: new(friend(ended=heard(HER, by))),
    "amina",
)
scene(
    invite,
    "in hers, written down by nobody",
    lambda by: new(friend(invited=of(HER))),
    "amina",
)
scene(
    invite,
    "in the voice of a third",
    lambda by: new(friend(invited=read_back(third(by), by))),
    "amina",
)
scene(
    invite,
    "in their own voice",
    lambda by: new(friend(invited=heard(by, by))),
    "amina",
)
scene(
    invite,
    "to end, as she said it",
    lambda by: edit(friend(), ended_at=NOON, ended=heard(HER, by)),
    f"amina {STAFF}",
)
scene(
    invite,
    "to end, in silence",
    lambda by: edit(friend(), ended_at=NOON),
    "amina",
)
scene(
    invite,
    "an interpreter, with an invitation that she did not give",
    lambda by: new(Interpreter(called="n", invited=of(HER), ended=None)),
    "",
    ADMINISTER="amina hodan omar sol ivo ifrah",
)

# --- say that something is reached, done or met
progress = Row.PROGRESS
MILESTONE = Milestone(goal_id="g", words="w", voice=of(HER))
scene(
    progress,
    "that a goal gets nearer",
    lambda by: edit(goal(), achievement=Achievement.IMPROVING),
    f"amina {STAFF}",
)
scene(
    progress,
    "that a need is met",
    lambda by: edit(need(of(HER)), status=NeedStatus.MET),
    f"amina {STAFF}",
)
scene(
    progress,
    "that a milestone is reached, in their own voice",
    lambda by: edit(MILESTONE, reached_on=TODAY, reached=of(by)),
    f"amina {STAFF}",
)
scene(
    progress,
    "that a milestone is reached, as she said it",
    lambda by: edit(MILESTONE, reached_on=TODAY, reached=read_back(HER, by)),
    f"amina {STAFF}",
)
scene(
    progress,
    "that a milestone is reached, in a voice that is not theirs",
    lambda by: edit(MILESTONE, reached_on=TODAY, reached=of(other(by))),
    WRITE_DOWN=f"amina {STAFF}",
)
scene(
    progress,
    "that their own step was done before",
    lambda by: new(Step(words="w", voice=of(by), done_on=TODAY)),
    f"amina {STAFF}",
    OWN_VOICE=UNINVITED,
)
scene(
    progress,
    "that a step they wrote down is done",
    lambda by: edit(Step(words="w", voice=heard(HER, by)), done_on=TODAY),
    f"amina {STAFF}",
)

# --- set dates and status
dates = Row.DATES
scene(
    dates,
    "a day for a decision",
    lambda by: edit(AT_HOME, decide_by=TODAY),
    f"amina {STAFF}",
)
scene(
    dates,
    "a day for their own step",
    lambda by: edit(Step(words="w", voice=heard(by, by)), planned_on=TODAY),
    f"amina {STAFF}",
)
scene(
    dates,
    "a day for a step they wrote down",
    lambda by: edit(Step(words="w", voice=heard(HER, by)), planned_on=TODAY),
    f"amina {STAFF}",
)
scene(
    dates,
    "what a goal would look like",
    lambda by: edit(goal(), scale=AttainmentScale(levels=FIVE)),
    f"amina {STAFF}",
)
scene(
    dates,
    "a copy for her",
    lambda by: new(CopyGiven(at=NOON, to=HER)),
    f"amina {STAFF}",
)
scene(
    dates,
    "a resource of a directory",
    lambda by: new(Resource(name="n")),
    f"amina {STAFF}",
)
scene(
    dates,
    "a listing put right, which nobody is recorded to have found",
    lambda by: new(Resource(name="n", replaces="r"), related=LISTING),
    f"amina {STAFF}",
)
scene(
    dates,
    "a sooner end of a consent",
    lambda by: edit(consent(), expires_on=TODAY),
    f"amina {STAFF}",
)
scene(
    dates, "a new plan", lambda by: new(Plan(client=CLIENT)), f"amina {STAFF}"
)

# --- add workers, transfer, open and close
administer = Row.ADMINISTER
scene(
    administer,
    "a worker",
    lambda by: new(Worker(called="n")),
    STAFF,
)
scene(
    administer,
    "to end a worker's time",
    lambda by: edit(Worker(called="n"), until_on=TODAY),
    STAFF,
)
scene(
    administer,
    "to close the plan",
    lambda by: edit(Plan(client=CLIENT), closed_on=TODAY),
    STAFF,
)
scene(
    administer,
    "that she was told of what they imposed",
    lambda by: edit(imposed(by, of(by)), client_told_at=NOON),
    STAFF,
)
scene(
    administer,
    "a sooner end of a mandate that they wrote down",
    lambda by: edit(
        Mandate(words="w", voice=read_back(HER, by)), until_on=TODAY
    ),
    STAFF,
)

# --- set a check aside
aside = Row.SET_ASIDE


def set_aside(by: Actor) -> SetAside:
    """Return a check that *by* sets aside."""
    return SetAside(
        rule="EMP201", subject_id="g", reason="r", by=by, until=TODAY
    )


scene(
    aside,
    "in their own name",
    lambda by: new(set_aside(by)),
    f"amina {STAFF}",
)
scene(aside, "in another's name", lambda by: new(set_aside(other(by))))
scene(aside, "for an organisation", lambda by: new(set_aside(COURT)))

# --- consent, revoke, disclose
consents = Row.CONSENT


def consent(voice: Voice = INVITED, **values: Any) -> Consent:
    """Return a consent, hers unless said."""
    told = {
        "id": "consent",
        "recipient": "r",
        "purpose": "p",
        "scope": (PlanPart.NEEDS, PlanPart.GOALS),
        "given_at": BEFORE,
        "voice": voice,
    }
    return Consent(**(told | values))


scene(
    consents,
    "in their own voice",
    lambda by: new(consent(of(by))),
    "amina ifrah",
)
scene(
    consents,
    "as she said it",
    lambda by: new(consent(heard(HER, by))),
    f"amina {STAFF}",
)
scene(
    consents,
    "as a third said it",
    lambda by: new(consent(read_back(third(by), by))),
    "amina",
)
scene(
    consents,
    "in no voice",
    lambda by: new(consent(Voice())),
    "amina",
)
scene(
    consents,
    "to a restriction, as she said it",
    lambda by: edit(
        Restriction(words="w", voice=of(JOAN)), consent=heard(HER, by)
    ),
    f"amina {STAFF}",
)
scene(
    consents,
    "to a restriction of a third, in their own voice",
    lambda by: edit(Restriction(words="w", voice=of(JOAN)), consent=of(by)),
    "amina ifrah",
)
scene(
    consents,
    "to a restriction of their own, born with hers",
    lambda by: new(Restriction(words="w", voice=of(by), consent=of(HER))),
    "",
    RESTRICT="amina hodan omar sol ivo",
)
scene(
    consents,
    "in their own voice, out of scope",
    lambda by: new(consent(of(by)), within=OF_HEALTH),
    "amina",
)

revoke = Row.REVOKE
scene(
    revoke,
    "a consent",
    lambda by: edit(consent(), revoked_at=NOON),
    f"amina {STAFF}",
)
scene(
    revoke,
    "a consent that they gave, or wrote down",
    lambda by: edit(consent(heard(by, by)), revoked_at=NOON),
    f"amina {STAFF}",
)
scene(
    revoke,
    "a delegation",
    lambda by: edit(delegated(HODAN), revoked_at=NOON),
    f"amina {STAFF}",
)
scene(
    revoke,
    "a delegation to themselves",
    for_helpers(
        lambda by: new(delegated(by, revoked_at=NOON), within=AT_HOME)
    ),
    "",
    SUBSTITUTE=f"amina {STAFF} {UNINVITED}",
)

disclose = Row.DISCLOSE


def left(by: Actor | None, **values: Any) -> Disclosure:
    """Return what *by* disclosed."""
    told = {
        "recipient": "r",
        "purpose": "p",
        "scope": (PlanPart.NEEDS,),
        "basis": DisclosureBasis.CONSENT,
        "consent_id": "consent",
        "at": NOON,
        "by": by,
        "voice": Voice(),
    }
    return Disclosure(**(told | values))


def disclosed(
    given: Consent | None, **values: Any
) -> Callable[[Actor], Change]:
    """Return the change that tells of it, by anybody."""
    return lambda by: new(left(by, **values), related=given)


LEAVES = f"{STAFF} ifrah"
TOMORROW = date(2026, 3, 3)
YESTERDAY = date(2026, 3, 1)
scene(disclose, "under a consent", disclosed(consent()), LEAVES)
scene(
    disclose,
    "under a consent, on its last day",
    disclosed(consent(expires_on=TODAY)),
    LEAVES,
)
scene(
    disclose,
    "under a consent, before it is revoked",
    disclosed(consent(revoked_at=LATER)),
    LEAVES,
)
scene(
    disclose,
    "under a proxy's consent",
    disclosed(consent(of(IFRAH))),
    LEAVES,
)
scene(
    disclose,
    "all that was consented to, at that moment",
    disclosed(consent(given_at=NOON), scope=(PlanPart.GOALS, PlanPart.NEEDS)),
    LEAVES,
)
scene(
    disclose,
    "under a consent of which nobody noted the voice",
    disclosed(consent(Voice())),
    LEAVES,
)
scene(disclose, "under a worker's consent", disclosed(consent(of(BEN))))
scene(disclose, "under no consent", disclosed(None))
scene(
    disclose,
    "under a consent past its last day",
    disclosed(consent(expires_on=YESTERDAY)),
)
scene(
    disclose,
    "under a consent that was revoked",
    disclosed(consent(revoked_at=NOON)),
)
scene(
    disclose,
    "under a consent that was not given yet",
    disclosed(consent(given_at=LATER)),
)
scene(
    disclose,
    "under a consent that was withdrawn",
    lambda by: new(left(by), related=consent(), gone=frozenset({"consent"})),
)
scene(disclose, "to another", disclosed(consent(), recipient="x"))
scene(disclose, "for another purpose", disclosed(consent(), purpose="x"))
scene(
    disclose,
    "more than was consented to",
    disclosed(consent(), scope=(PlanPart.NEEDS, PlanPart.RATINGS)),
)
scene(
    disclose,
    "under a duty",
    disclosed(None, basis=DisclosureBasis.LEGAL_DUTY, duty="d"),
    LEAVES,
)
scene(
    disclose,
    "under a duty without a name",
    disclosed(None, basis=DisclosureBasis.IMMINENT_HARM),
)
scene(
    disclose,
    "in another's name",
    lambda by: new(
        left(third(by), basis=DisclosureBasis.LEGAL_DUTY, duty="d")
    ),
)
scene(
    disclose,
    "in nobody's name",
    lambda by: new(left(None, basis=DisclosureBasis.LEGAL_DUTY, duty="d")),
)

# --- erase for good
erased = Row.ERASE


def gone(noun: Any, within: Any = None, **more: Any) -> Change:
    """Return the change that takes *noun* away for good."""
    asked = ErasureBasis.CLIENT_ASKED
    return Change(before=noun, within=within, erasure=asked, **more)


ALL_OF_IT = frozenset({"amina", "plan"})
scene(erased, "words, for good", lambda by: gone(need(of(by))), STAFF)
scene(
    erased,
    "something of her home",
    lambda by: gone(Option(words="w", voice=of(HER)), AT_HOME),
    f"{STAFF} ifrah",
)
scene(
    erased,
    "something of her health",
    lambda by: gone(Option(words="w", voice=of(HER)), OF_HEALTH),
    STAFF,
)
scene(
    erased,
    "an objection of their own",
    lambda by: gone(objection(of(by))),
    STAFF,
)
scene(
    erased, "the dissent of others", lambda by: gone(objection(of(other(by))))
)
scene(
    erased,
    "what she rated",
    lambda by: gone(
        Rating(
            about_id="joan",
            ruler=Ruler.RAPPORT,
            rater=HER,
            at=NOON,
            value=1,
            status=AnswerStatus.ANSWERED,
            voice=of(HER),
        )
    ),
)
scene(erased, "that something left", lambda by: gone(left(by)))
scene(
    erased,
    "that something left, with all of the plan",
    lambda by: gone(left(by), gone=ALL_OF_IT),
    STAFF,
)
scene(
    erased,
    "the dissent of others, with all of the plan",
    lambda by: gone(objection(of(other(by))), gone=ALL_OF_IT),
    STAFF,
)

# --- remove or overwrite
never = Row.NEVER
scene(never, "to remove a need", lambda by: Change(before=need(of(by))))
scene(
    never,
    "to overwrite words of their own",
    lambda by: edit(need(heard(by, by)), words="x"),
)
scene(
    never,
    "to overwrite words they wrote down",
    lambda by: edit(need(read_back(HER, by)), words="x"),
)
scene(never, "nothing", lambda by: Change(before=CLIENT, after=CLIENT))
scene(
    never,
    "to withdraw a choice that they wrote down",
    lambda by: withdraw(choice(heard(HER, by)), by),
)
for person in (CLIENT, *OTHERS):
    scene(
        never,
        f"to withdraw {person.id}",
        lambda by, person=person: withdraw(person, by),
    )
scene(
    never,
    "to withdraw a withdrawal",
    lambda by: withdraw(Withdrawal(subject_id="x", by=by, at=NOON), by),
)
scene(
    never,
    "a later end of a consent",
    lambda by: edit(consent(of(by), expires_on=TODAY), expires_on=TOMORROW),
)
scene(
    never,
    "no end of a restriction",
    lambda by: edit(
        Restriction(words="w", voice=of(by), until_on=TODAY), until_on=None
    ),
)
scene(
    never,
    "another voice for the same words",
    lambda by: edit(need(of(by)), voice=of(other(by))),
)
scene(
    never,
    "no voice where one was",
    lambda by: edit(Resource(name="n", found=of(by)), found=None),
)
scene(
    never,
    "a voice where none was",
    lambda by: edit(Resource(name="n"), found=of(by)),
)
scene(
    never,
    "a second confirmation",
    lambda by: edit(
        need(read_back(by, by)),
        voice=attrs.evolve(read_back(by, by), confirmed_at=LATER),
    ),
)
scene(
    never,
    "a confirmation of what was not said yet",
    lambda by: edit(
        need(attrs.evolve(of(by), said_at=LATER)),
        voice=attrs.evolve(of(by), confirmed_at=NOON),
    ),
)
scene(
    never,
    "a confirmation of another voice than the noun's own",
    lambda by: edit(
        friend(invited=heard(HER, by)), invited=read_back(HER, by)
    ),
)
scene(
    never,
    "another reason for the same state of a goal",
    lambda by: edit(
        goal(of(by), lifecycle=HOLD, lifecycle_reason="r"),
        lifecycle_reason="x",
    ),
)
scene(
    never,
    "another scale for a goal",
    lambda by: edit(
        goal(of(by), scale=AttainmentScale(levels=FIVE)),
        scale=AttainmentScale(levels=FIVE, baseline=0),
    ),
)

EACH = [
    pytest.param(found, id=f"{found.row.name}: {found.name}")
    for found in SCENES
]
CELLS = [(row, role) for row, cells in TABLE.items() for role in cells]
# The rows whose changes a grant can judge; yes and no can stand anywhere.
MADE_FOR = {
    Grant.OWN_NAME: {Row.ANSWER, Row.SET_ASIDE},
    Grant.OPENLY: {Row.RESTRICT},
    Grant.INVITED: {Row.OWN_VOICE},
    Grant.IN_SCOPE: {
        Row.OWN_VOICE,
        Row.SUBSTITUTE,
        Row.RESTRICT,
        Row.CONSENT,
    },
    Grant.RECORDER: {Row.WRITE_DOWN, Row.SUBSTITUTE},
    Grant.INVITED_RECORDER: {Row.WRITE_DOWN},
    Grant.OF_CLIENT: {
        Row.CLIENT_ANSWER,
        Row.WEIGH,
        Row.INVITE,
        Row.CONSENT,
    },
    Grant.REPORTED: {Row.CHOOSE},
    Grant.OWN_WORDS: {Row.TAKE_BACK, Row.CONFIRM},
    Grant.THEMSELVES: {Row.AGREE},
    Grant.READ_BACK: {Row.AGREE},
    Grant.PROPOSE: {Row.SUPPORT},
    Grant.BY_AGREEING: {Row.LIFECYCLE},
    Grant.ONCE_AGREED: {Row.LIFECYCLE},
    Grant.DELEGATED: {Row.SUBSTITUTE},
    Grant.EVIDENCE: {Row.CHOOSE, Row.ATTEST},
    Grant.OTHERS_EVIDENCE: {Row.ATTEST},
    Grant.UNDER_BASIS: {Row.DISCLOSE},
    Grant.BUT_DISSENT: {Row.ERASE},
    Grant.COVERED: {Row.ERASE},
}
# To agree for the client is, for the client, to agree for herself.
SAME = (Row.AGREE, Role.CLIENT, Grant.READ_BACK)


def judged(change: Change, who: str) -> str | None:
    """Return the row that refuses *who*, or `None`."""
    by = ACTORS[who]
    refused = denial(change, by=by, at=NOON, before=PEOPLE, after=PEOPLE)
    return refused and refused.row


def outcome(change: Change, who: str) -> str | None:
    """Return the same; or the error of a grant that cannot judge it."""
    try:
        return judged(change, who)
    except (AttributeError, KeyError) as e:
        return type(e).__name__


def flip(row: Row, role: Role, to: Grant) -> Any:
    """Return the table with one cell flipped."""
    cells = MappingProxyType({**TABLE[row], role: to})
    return MappingProxyType({**TABLE, row: cells})


Try = tuple[Change, str, str | None]


@functools.cache
def tries() -> dict[tuple[Row, Role], list[Try]]:
    """Return what each cell is asked about, by whom, and how it ends."""
    found: dict[tuple[Row, Role], list[Try]] = {}
    for tried, (who, by) in itertools.product(SCENES, ACTORS.items()):
        change = tried.change(by)
        for row in rows(change, by):
            asked = found.setdefault((row, by.role), [])
            asked.append((change, who, tried.expected(who)))
    return found


class TestTable:
    """What no row allows is refused; each row says to whom, and when."""

    @pytest.mark.parametrize("found", EACH)
    def test_scene(self, found: Scene) -> None:
        """Each of the people is allowed, or refused by the row that says so."""
        ends = {
            who: judged(found.change(by), who) for who, by in ACTORS.items()
        }

        assert {who: found.expected(who) for who in ACTORS} == ends

    @pytest.mark.parametrize(("row", "role"), CELLS)
    def test_each_cell_is_met(self, row: Row, role: Role) -> None:
        """Each cell lets somebody do it, and refuses it, as far as it can."""
        ends = {end for _, _, end in tries()[row, role]}
        grant = TABLE[row][role]

        assert (grant is Grant.NO) or None in ends
        assert (grant is Grant.YES) or row.value in ends

    @pytest.mark.parametrize(("row", "role"), CELLS)
    def test_each_flip_is_noticed(
        self, row: Row, role: Role, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever else a cell would say, some try would end otherwise."""
        asked = tries()[row, role]
        unnoticed = []
        for to in {*Grant} - {TABLE[row][role]}:
            if row not in MADE_FOR.get(to, {row}):
                continue
            monkeypatch.setattr(authority, "TABLE", flip(row, role, to))
            if all(end == outcome(change, who) for change, who, end in asked):
                unnoticed.append((row, role, to))

        assert [flip for flip in unnoticed if flip != SAME] == []

    def test_disagreeing_is_dissent(self) -> None:
        """To disagree is no agreement, and never needs what one needs."""
        for status in AcceptanceStatus:
            asked = rows(new(Acceptance(actor=JOAN, status=status)), JOAN)
            agrees = status is AcceptanceStatus.AGREE
            assert (Row.AGREE if agrees else Row.DISSENT,) == asked

    def test_grants_stand_in_their_rows(self) -> None:
        """A grant stands in all rows it was made for, and in no other."""
        found: dict[Grant, set[Row]] = {}
        for row, cells in TABLE.items():
            for grant in cells.values():
                found.setdefault(grant, set()).add(row)
        del found[Grant.YES], found[Grant.NO]

        assert MADE_FOR == found

    def test_everybody_has_a_column(self) -> None:
        """Persons have a column each; organisations and software have none."""
        nobody = {Role.ORGANISATION, Role.SOFTWARE}

        assert {*Row} == {*TABLE}
        assert all({*Role} - nobody == {*cells} for cells in TABLE.values())

    def test_printed_table(self) -> None:
        """The docs print the table: a row a change, a column a part."""
        printed = [*table_rows()]

        assert [row.value for row in Row] == [first for first, *_ in printed]
        assert {5} == {len(cells) for cells in printed}
        assert (
            "record a choice",
            Grant.EVIDENCE.value,
            Grant.REPORTED.value,
            Grant.REPORTED.value,
            "no",
        ) in printed


NOUNS = {
    kind.__name__: kind
    for kind in vars(model).values()
    if isinstance(kind, type) and attrs.has(kind) and is_noun(kind)
} | {"Plan": Plan}
# What is said of words that stand is either said later, by whoever has the
# word, or a date, a status, a fact of a directory: never words.
UNSETTABLE = [
    (name, field.name)
    for name, kind in NOUNS.items()
    for field in shape(kind)
    if field.name not in {*settable(name), "voice", "found"}
    and not (field.use is Use.RECORD and is_noun(field.kind))
]


# Which row sets which field in place.  "!" is said once; "<" comes sooner,
# and never later.
FIELDS = {
    Row.ANSWER: """
        Objection.answer! Objection.answered_at!
        Objection.answered_by! Question.answer! Question.answered_at!
        Question.answered_by!
    """,
    Row.CLIENT_ANSWER: """
        ImposedDecision.client_view! Information.understood!
        Offer.answer! Offer.answered! Offer.answered_at! Offer.words!
        Plan.review_asked_at SubstituteDecision.client_view!
    """,
    Row.LIFECYCLE: """
        Goal.lifecycle Goal.lifecycle_reason
    """,
    Row.ATTEST: """
        Choice.attestation
    """,
    Row.SUPPORT: """
        Step.support
    """,
    Row.RESTRICT: """
        Restriction.data_reviewed! Restriction.less_intrusive!
        Restriction.need! Restriction.no_harm!
        Restriction.positive_supports! Restriction.proportionate!
        Restriction.review_on Restriction.until_on<
    """,
    Row.INVITE: """
        Interpreter.ended! Interpreter.ended_at! Interpreter.invited!
        Supporter.ended! Supporter.ended_at! Supporter.invited!
    """,
    Row.PROGRESS: """
        Goal.achievement Milestone.reached! Milestone.reached_on!
        Need.status Step.done_on!
    """,
    Row.DATES: """
        Choice.followed_up_at! Choice.review_on Client.called
        Client.languages Client.pronouns Consent.expires_on<
        Decision.decide_by Decision.domain Decision.goal_id
        Decision.urgent_because! Goal.domain Goal.scale!
        Goal.started_on Goal.target_on Milestone.due_on Need.domain
        Offer.provider_answer Plan.absent Plan.sources
        Resource.contact Resource.cost Resource.eligibility
        Resource.languages Resource.status Step.owner Step.planned_on
        SubstituteDecision.until< SupportAgreement.review_on
        Supporter.relation
    """,
    Row.ADMINISTER: """
        Disclosure.client_told_at! ImposedDecision.client_told_at!
        ImposedDecision.ends_on< ImposedDecision.how_to_contest!
        Interpreter.languages Interpreter.relative Mandate.negotiable!
        Mandate.until_on< Plan.closed_on Plan.opened_on Plan.review_on
        Proxy.document_digest! Proxy.domains Proxy.from_on
        Proxy.scope! Proxy.until_on Worker.from_on Worker.organisation
        Worker.title Worker.until_on
    """,
    Row.CONSENT: """
        Restriction.consent!
    """,
    Row.REVOKE: """
        Consent.revoked_at! SubstituteDecision.revoked_at!
    """,
}


class TestNothingElse:
    """Nothing is removed or overwritten."""

    @pytest.mark.parametrize(("name", "field"), UNSETTABLE)
    def test_unsettable_fields(self, name: str, field: str) -> None:
        """A field that no row names is set by nobody."""
        noun = simplest(st.from_type(NOUNS[name]))
        change = Change(
            before=noun,
            after=attrs.evolve(noun, id="another"),
            fields=(field,),
        )

        assert {Row.NEVER.value} == {judged(change, who) for who in ACTORS}

    def test_settable_fields(self) -> None:
        """What is set in place, by which row, and whether more than once."""
        found: dict[Row, set[str]] = {}
        for (name, field), row in _rows._FIELDS.items():
            once = "!" * ((name, field) in _rows._SAID_ONCE)
            sooner = "<" * ((name, field) in _rows._ENDS)
            named = f"{name}.{field}{once}{sooner}"
            found.setdefault(row, set()).add(named)

        assert {row: {*FIELDS[row].split()} for row in FIELDS} == found

    @pytest.mark.parametrize(("name", "field"), sorted(_rows._ENDS))
    def test_ends(self, name: str, field: str) -> None:
        """An end is named, and comes sooner; later it comes for nobody."""
        days = (None, LATER, NOON)
        if field != "until":
            days = (None, TOMORROW, TODAY)
        noun = simplest(st.from_type(NOUNS[name]))
        plain = dict.fromkeys(
            {"from_on", "until_on", "expires_on", "ends_on"}
            & {f.name for f in shape(NOUNS[name])}
        )
        if name == "SubstituteDecision":
            plain = {"decided_at": BEFORE}
        never, later, sooner = (
            attrs.evolve(noun, **(plain | {field: day})) for day in days
        )

        for was, now in ((never, later), (later, sooner)):
            assert Row.NEVER not in rows(edit_of(was, now, field), HER)
        for was, now in ((later, never), (sooner, later)):
            assert (Row.NEVER,) == rows(edit_of(was, now, field), HER)

    def test_words_are_never_settable(self) -> None:
        """No field named words, and no id, is set in place but an answer's."""
        named = {
            (name, field)
            for name in NOUNS
            for field in ("id", "replaces", "words", "name", "author")
            if field in settable(name)
        }

        assert {("Offer", "words")} == named

    def test_settable_fields_are_fields(self) -> None:
        """What is settable is a field of that noun, and what is said later too."""
        for name, kind in NOUNS.items():
            fields = {field.name for field in shape(kind)}

            assert fields >= {*settable(name)} >= {*said_later(name)}

    @pytest.mark.parametrize(
        ("name", "field"),
        sorted(_rows._SAID_ONCE),
    )
    def test_said_once(self, name: str, field: str) -> None:
        """What was said once is said by nobody a second time."""
        change = said_twice(name, field)

        assert {Row.NEVER.value} == {judged(change, who) for who in ACTORS}

    @pytest.mark.parametrize("who", ACTORS)
    def test_what_is_in_a_plan(self, who: str) -> None:
        """Removal, another order and a place in the middle are for nobody."""
        one, two, three = (need(of(HER), id=name) for name in "abc")
        plan = Plan(client=CLIENT, workers=OTHERS[:2], needs=(one, two))

        for needs in ((one,), (two,), (two, one), (one, three, two), ()):
            after = attrs.evolve(plan, needs=needs)
            found = [judged(c, who) for c in changes_between(plan, after)]
            assert Row.NEVER.value in found

    @pytest.mark.parametrize("who", ACTORS)
    def test_what_is_in_no_noun(self, who: str) -> None:
        """Where imports came from, and what is absent, only grows."""
        absent = Absent(id="x", reason=AbsentReason.NOT_SUPPLIED)
        source = Source(system="s", id="1")
        plan = Plan(client=CLIENT, absent=(absent,), sources=(source,))

        for name in ("absent", "sources"):
            after = attrs.evolve(plan, **{name: ()})
            assert Row.NEVER.value == judged(edit_of(plan, after, name), who)
            if who in {"amina", "joan", "ben"}:
                assert judged(edit_of(after, plan, name), who) is None

    def test_voices_are_known(self) -> None:
        """Each field in which somebody can speak is one that is looked at."""
        spoken = {
            field.name
            for kind in NOUNS.values()
            for field in shape(kind)
            if field.kind in (Voice, Answer)
        }

        assert {*ALL_VOICES} == spoken

    def test_naming_fields_are_known(self) -> None:
        """Each field that names who did something is one that is looked at."""
        heeded = {"actor", "author", "by", "decider", "given_by", "rater"}
        named = {
            (name, field.name)
            for name, kind in NOUNS.items()
            for field in shape(kind)
            if field.use is Use.ACTOR and field.name in heeded
        }

        imposed = {("ImposedDecision", "actor")}
        assert {*_NAMING.items()} | imposed == named


def edit_of(before: Any, after: Any, *fields: str) -> Change:
    """Return the change of *fields* from *before* to *after*."""
    return Change(before=before, after=after, fields=fields)


def said_twice(name: str, field: str) -> Change:
    """Return the change of a field that has been said before."""
    wanted = next(f for f in shape(NOUNS[name]) if f.name == field)
    told = {
        Use.TIME: (NOON, LATER),
        Use.DAY: (TODAY, TODAY + timedelta(days=1)),
        Use.TEXT: ("a", "b"),
        Use.DIGEST: ("0" * 64, "1" * 64),
        Use.FLAG: (True, False),
        Use.ACTOR: (HER, JOAN),
    }.get(wanted.use) or {
        Answer: (answered(of(HER)), answered(None)),
        Voice: (of(HER), of(JOAN)),
        OfferAnswer: (OfferAnswer.ACCEPTED, OfferAnswer.DECLINED),
        AttainmentScale: (
            AttainmentScale(levels=FIVE),
            AttainmentScale(levels=FIVE, baseline=1),
        ),
    }[wanted.kind]
    noun = simplest(st.from_type(NOUNS[name]))
    plain = {
        other: None
        for kind in NOUNS[name]._ordered
        for other in kind
        if attrs.fields_dict(NOUNS[name])[other].default is None
    }
    first, then = (
        attrs.evolve(noun, **(plain | {field: value})) for value in told
    )
    return edit_of(first, then, field)


CANARY = "Kanarie-zingt-\u9c81"
PAST = Worker(id="past", called=CANARY, until_on=YESTERDAY)
COMING = Worker(id="coming", called=CANARY, from_on=TOMORROW)
ENDED = Supporter(id="ended", called=CANARY, invited=INVITED, ended_at=NOON)


def denied(
    change: Change, by: Actor, *others: Any, at: datetime = NOON
) -> AuthorityError | None:
    """Return why *by* may not, with *others* on the plan."""
    people = People(client=CLIENT, others=(*OTHERS, *others))
    return denial(change, by=by, at=at, before=people, after=people)


class TestDenials:
    """A denial says which row refused, and what would be allowed instead."""

    def test_conditional(self) -> None:
        """It says what the row allows them, and what they can do instead."""
        refused = denied(new(choice(Voice(), id="c1")), JOAN)

        assert refused is not None
        assert "record a choice" == refused.row
        assert "worker" == refused.role
        assert {"actor": "joan", "noun": "Choice", "id": "c1"} == refused.facts
        assert (
            "the row 'record a choice' lets a worker do this only as "
            "recorder, never above reported (Choice, by 'joan'); what they "
            "can do instead: ask for the option to be held open, ask the "
            "client, or write down what the client said, as the recorder and "
            "at the level reported [record a choice]"
        ) == str(refused)

    def test_plain_no(self) -> None:
        """It says that the row is not for their part."""
        refused = denied(new(choice(Voice())), IFRAH)

        assert str(refused).startswith(
            "the row 'record a choice' lets no proxy do this (Choice, by"
        )

    def test_nobody(self) -> None:
        """It says so where a row is for nobody."""
        refused = denied(Change(before=need(of(HER), id="n1")), HER)

        assert refused is not None
        assert "n1" == refused.facts["id"]
        assert str(refused).startswith(
            "the row 'remove or overwrite' lets nobody do this (Need, by "
            "'amina'); what they can do instead: withdraw it, or add new "
            "words"
        )

    def test_fields(self) -> None:
        """It names the fields, where a noun was to change in place."""
        refused = denied(edit(AT_HOME, words="x", decide_by=TODAY), HER)

        assert "(Decision.words, Decision.decide_by, by 'amina')" in str(
            refused
        )

    def test_an_interpreter(self) -> None:
        """It reads well aloud."""
        refused = denied(new(need(Voice())), ACTORS["sol"])

        assert "lets an interpreter do this only as recorder" in str(refused)

    @pytest.mark.parametrize(
        ("by", "role"),
        [
            (STRANGER, "a worker"),
            (Actor(role=Role.CLIENT, id="joan"), "a client"),
            (Actor(role=Role.CLIENT, id="else"), "a client"),
            (Actor(role=Role.WORKER, id="hodan"), "a worker"),
            (COURT, "an organisation"),
            (Actor(role=Role.SOFTWARE, id="bot"), "software"),
            (PAST.actor, "a worker"),
            (COMING.actor, "a worker"),
            (ENDED.actor, "a supporter"),
        ],
    )
    def test_not_on_the_plan(self, by: Actor, role: str) -> None:
        """Who is not there, not yet, or no longer, can do nothing."""
        change = new(CopyGiven(at=NOON))
        refused = denied(change, by, PAST, COMING, ENDED)

        assert str(refused).startswith(
            "the row 'set dates and status' is for people who are on this "
            f"plan at that time, and {role} came who is not (CopyGiven, by "
            f"'{by.id}')"
        )

    @pytest.mark.parametrize(
        ("person", "at"),
        [
            (PAST, NOON - timedelta(days=1)),
            (COMING, NOON + timedelta(days=1)),
            (ENDED, NOON - timedelta(microseconds=1)),
        ],
    )
    def test_on_the_plan_at_that_time(self, person: Any, at: datetime) -> None:
        """The first and the last day count, and all before the end."""
        change = new(objection(of(person.actor)))

        assert denied(change, person.actor, person, at=at) is None

    def test_scope_that_was_not_recorded(self) -> None:
        """A proxy whose domains nobody recorded is not refused for them."""
        noor = Proxy(id="noor", called="n")
        option = Option(words="w", voice=of(noor.actor))

        assert denied(new(option, within=OF_HEALTH), noor.actor, noor) is None

    def test_whoever_comes_with_the_change(self) -> None:
        """Nobody lets themselves in: the people before decide."""
        both = People(client=CLIENT, others=(*OTHERS, ENDED))
        change = new(objection(of(STRANGER)))
        mine = Worker(id=STRANGER.id, called="n")

        assert denial(
            change,
            by=STRANGER,
            at=NOON,
            before=both,
            after=attrs.evolve(both, others=(mine,)),
        )
        assert not denial(
            change,
            by=STRANGER,
            at=NOON,
            before=None,
            after=attrs.evolve(both, others=(mine,)),
        )

    def test_require(self) -> None:
        """`require` raises what `denial` returns, and nothing otherwise."""
        around: Any = {"at": NOON, "before": PEOPLE, "after": PEOPLE}

        require(new(need(of(HER))), by=HER, **around)
        with pytest.raises(AuthorityError) as caught:
            require(new(need(of(HER))), by=JOAN, **around)

        assert "write down what somebody said" == caught.value.row

    @pytest.mark.parametrize("found", EACH)
    def test_each_names_a_way(self, found: Scene) -> None:
        """Each denial names its row, and another way."""
        refusals = [
            (by, denied(found.change(by), by)) for by in ACTORS.values()
        ]

        for by, refused in refusals:
            if refused is not None:
                said = str(refused)
                assert f"the row '{refused.row}' lets" in said
                assert "; what they can do instead: " in said
                assert by.role.value == refused.role
                assert {"actor", "noun", "id"} == {*refused.facts}

    def test_survives(self) -> None:
        """A denial can be pickled and copied."""
        refused = denied(new(choice(Voice())), JOAN)
        assert refused is not None

        for again in (
            pickle.loads(pickle.dumps(refused)),
            copy.copy(refused),
            copy.deepcopy(refused),
        ):
            assert str(refused) == str(again)
            assert refused.facts == again.facts
            assert (refused.row, refused.role) == (again.row, again.role)

    def test_canary(self) -> None:
        """No word of a noun is in a denial, nor in what is raised with it."""
        said = Need(words=CANARY, voice=of(HER))
        tries = [
            (Change(before=said), HER),
            (edit(said, words=CANARY + "x"), JOAN),
            (withdraw(said, JOAN), JOAN),
            (new(said), PAST.actor),
            (edit(goal(), lifecycle_reason=CANARY), HODAN),
            (new(Resource(name=CANARY)), HODAN),
        ]
        for change, by in tries:
            with pytest.raises(AuthorityError) as caught:
                require(change, by=by, at=NOON, before=PEOPLE, after=PEOPLE)
            e = caught.value
            told = f"{e} {e!r} {e.args} {e.__dict__}"
            assert CANARY not in told
            assert CANARY not in "".join(traceback.format_exception(e))
            assert e.__context__ is None
