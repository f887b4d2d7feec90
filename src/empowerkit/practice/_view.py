"""What rules read: what stands in a plan, sorted out once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, Final, TypeVar

from empowerkit.model import (
    AbsentReason,
    Actor,
    AnswerStatus,
    Choice,
    Contact,
    Decision,
    Lifecycle,
    Option,
    Outcome,
    Role,
    Topic,
    Voice,
)
from empowerkit.model._record import Use, is_noun, shape
from empowerkit.plan import Plan


NounT = TypeVar("NounT")

# Looking up a member of an enum costs more than most rules do.
UNDER_WAY: Final = (
    Lifecycle.ACCEPTED,
    Lifecycle.ACTIVE,
    Lifecycle.ON_HOLD,
)
_CLIENT: Final = Role.CLIENT
_HELD: Final = Outcome.HELD
_NOT_ASKED: Final = AnswerStatus.NOT_ASKED
_STAFF: Final = (Role.WORKER, Role.ORGANISATION)
_THEIR_PEOPLE: Final = (Role.CLIENT, Role.SUPPORTER, Role.PROXY)


def is_staff(actor: Actor | None) -> bool:
    """Return whether *actor* is known, and paid to be there."""
    return actor is not None and actor.role in _STAFF


def is_clients(voice: Voice | None) -> bool:
    """Return whether the client spoke, alone or together with others."""
    if voice is None:
        return False
    speaker = voice.speaker
    if speaker is not None and speaker.role is _CLIENT:
        return True
    return any(one.role is _CLIENT for one in voice.together_with)


def is_of_their_people(voice: Voice) -> bool:
    """Return whether the client, or somebody on their side, spoke."""
    speaker = voice.speaker
    if speaker is not None and speaker.role in _THEIR_PEOPLE:
        return True
    return any(one.role in _THEIR_PEOPLE for one in voice.together_with)


def is_staffs(voice: Voice) -> bool:
    """Return whether staff spoke, and none of the client's side with them."""
    return is_staff(voice.speaker) and not is_of_their_people(voice)


def said_on(voice: Voice) -> date | None:
    """Return the day on which it was said, or else written down."""
    at = voice.said_at or voice.recorded_at
    return None if at is None else at.date()


def spoken_by(voice: Voice) -> dict[str, str]:
    """Return who spoke, as facts."""
    who = voice.speaker
    return {} if who is None else {"speaker": who.id, "role": who.role.value}


def a_role(role: Role) -> str:
    """Return the role as one says it: a worker, an interpreter."""
    article = "an" if role.value[0] in "aeiou" else "a"
    return f"{article} {role.value}"


def standing(
    nouns: tuple[NounT, ...], gone: Iterable[str]
) -> tuple[NounT, ...]:
    """Return those of *nouns* that are not *gone*, and that none replaces."""
    if not nouns:
        return nouns
    held: tuple[Any, ...] = nouns
    old = {noun.replaces for noun in held}
    if len(old) == 1 and None in old and not gone:
        return nouns
    old.update(gone)
    return tuple(noun for noun in held if noun.id not in old)


def _not_gone(nouns: tuple[NounT, ...], gone: set[str]) -> tuple[NounT, ...]:
    if not gone or not nouns:
        return nouns
    held: tuple[Any, ...] = nouns
    return tuple(noun for noun in held if noun.id not in gone)


class DecisionView:
    """
    What stands in one decision.

    Attributes:
        decision: The decision.
        options: The options that stand.
        considered: Also those that were withdrawn; each once, as it was
            last put.
        considerations: What speaks for and against, as it stands.
        fits: The cells of the matrix that stand.
        information: What the client was told, as it stands.
        choice: The choice that stands, if one does.
        chosen: The option of that choice, where the plan holds it.
        urgent: Whether it could not wait.
        partial: Whether something in it is absent, so that nobody can tell
            from this plan what is missing in it.
    """

    __slots__ = (
        "choice",
        "chosen",
        "considerations",
        "considered",
        "decision",
        "fits",
        "information",
        "options",
        "partial",
        "urgent",
    )

    def __init__(self, decision: Decision, gone: set[str]) -> None:
        self.decision = decision
        self.options = standing(decision.options, gone)
        self.considered = standing(decision.options, ())
        self.considerations = standing(decision.considerations, gone)
        self.fits = standing(decision.fits, gone)
        self.information = standing(decision.information, gone)
        self.urgent = decision.urgent_because is not None
        self.partial = bool(decision.absent)
        self.choice: Choice | None = None
        self.chosen: Option | None = None
        if decision.choices:
            self._choose(decision.choices[-1])

    def _choose(self, last: Choice) -> None:
        if last.option_id is None:
            return
        self.choice = last
        for option in self.decision.options:
            if option.id == last.option_id:
                self.chosen = option


class PlanView:
    """
    What stands in a plan on one day: what rules read.

    Attributes that are named as in `Plan` hold what nobody withdrew and
    nothing replaced.

    Attributes:
        plan: The plan, or the part of it that the reader may read.
        as_of: The day on which it is looked at.
        reader: For whom; `None` is whoever runs the checks.
        withheld: The classes of nouns of which some are withheld from the
            reader; `None` in it is a class that nobody can tell.
        decision_views: What stands in each decision.
        held: The contacts that came about, in the order given.
        last_held_on: The day of the latest one.
        asked_about: What the client was asked about, whatever they said.
        is_closed: Whether the plan is closed.

    >>> from empowerkit import Client
    >>> plan = Plan(client=Client(called="Amina"))
    >>> PlanView(plan, date(2026, 3, 2)).needs
    ()
    """

    def __init__(
        self,
        plan: Plan,
        as_of: date,
        *,
        reader: Actor | None = None,
        withheld: frozenset[type[Any] | None] = frozenset(),
    ) -> None:
        gone: set[str] = {held.subject_id for held in plan.withdrawals}
        self.plan = plan
        self.as_of = as_of
        self.reader = reader
        self.withheld = withheld
        self.supporters = _not_gone(plan.supporters, gone)
        self.asked = standing(plan.asked, gone)
        self.what_matters = standing(plan.what_matters, gone)
        self.strengths = standing(plan.strengths, gone)
        self.needs = standing(plan.needs, gone)
        self.barriers = standing(plan.barriers, gone)
        self.goals = standing(plan.goals, gone)
        self.milestones = standing(plan.milestones, gone)
        self.steps = standing(plan.steps, gone)
        self.support_agreements = standing(plan.support_agreements, gone)
        self.contact_agreements = standing(plan.contact_agreements, gone)
        self.decisions = standing(plan.decisions, gone)
        self.substitute_decisions = standing(plan.substitute_decisions, gone)
        self.imposed_decisions = standing(plan.imposed_decisions, gone)
        self.objections = standing(plan.objections, gone)
        self.resources = standing(plan.resources, gone)
        self.offers = standing(plan.offers, gone)
        self.restrictions = standing(plan.restrictions, gone)
        self.contacts = standing(plan.contacts, gone)
        self.questions = standing(plan.questions, gone)
        self.ratings = _not_gone(plan.ratings, gone)
        self.acknowledgements = standing(plan.acknowledgements, gone)
        self.acceptances = standing(plan.acceptances, gone)
        self.disclosures = _not_gone(plan.disclosures, gone)
        self.copies_given = _not_gone(plan.copies_given, gone)
        self.endings = standing(plan.endings, gone)
        self._gone = gone
        self._sort_out()

    def _sort_out(self) -> None:
        gone = self._gone
        self.decision_views = tuple(
            [DecisionView(decision, gone) for decision in self.decisions]
        )
        self.held: tuple[Contact, ...] = tuple(
            [c for c in self.contacts if c.outcome is _HELD]
        )
        self.last_held_on = max((c.at.date() for c in self.held), default=None)
        self.asked_about: frozenset[Topic] = frozenset(
            [a.topic for a in self.asked if a.answer.status is not _NOT_ASKED]
        )
        closed = self.plan.closed_on
        self.is_closed = closed is not None and closed <= self.as_of

    def standing(self, nouns: tuple[NounT, ...]) -> tuple[NounT, ...]:
        """Return those of *nouns*, inside some noun, that stand."""
        return standing(nouns, self._gone)

    def is_withdrawn(self, noun_id: str) -> bool:
        """Return whether somebody took this noun back."""
        return noun_id in self._gone

    def is_new(self, days: int) -> bool:
        """
        Return whether the plan was opened less than *days* days ago.

        A plan that does not say when it was opened counts as new: nobody
        can tell how long something has been missing in it.
        """
        opened = self.plan.opened_on
        return opened is None or (self.as_of - opened).days < days

    def since(self, day: date | None) -> int | None:
        """Return how many days ago *day* was; `None` where it is `None`."""
        return None if day is None else (self.as_of - day).days

    def held_since(self, day: date) -> bool:
        """Return whether a contact was held on that *day* or later."""
        return self.last_held_on is not None and self.last_held_on >= day


def viewed(plan: Plan, as_of: date, reader: Actor | None) -> PlanView:
    """
    Return the view of *plan* for *reader*.

    Raises:
        AuthorityError: *reader* is not on the plan.
    """
    unknown = (
        {None}
        if any(a.reason is AbsentReason.WITHHELD for a in plan.absent)
        else set[None]()
    )
    if reader is None:
        return PlanView(plan, as_of, withheld=frozenset(unknown))
    seen = plan.as_seen_by(reader)
    shown = _kinds_by_id(seen)
    hidden = {k for i, k in _kinds_by_id(plan).items() if i not in shown}
    return PlanView(
        seen, as_of, reader=reader, withheld=frozenset(hidden | unknown)
    )


def _kinds_by_id(held: Any) -> dict[str, type[Any]]:
    found: dict[str, type[Any]] = {}
    for name in _nouns_of(type(held)):
        for noun in getattr(held, name):
            found[noun.id] = type(noun)
            found |= _kinds_by_id(noun)
    return found


def _rows(kind: Any) -> dict[str, type[Any]]:
    """Return the fields of *kind* that hold nouns in a row, by name."""
    return {
        field.name: field.kind
        for field in shape(kind)
        if field.many and field.use is Use.RECORD and is_noun(field.kind)
    }


_nouns_of: Callable[[Any], dict[str, type[Any]]] = cache(_rows)


def _places(kind: Any) -> tuple[tuple[str, str], ...]:
    """Return where nouns of *kind* stand: in a plan, or in what is in it."""
    fields = _nouns_of(Plan)
    top = [("", name) for name, held in fields.items() if held is kind]
    inside = [
        (name, inner)
        for name, holder in fields.items()
        for inner, held in _nouns_of(holder).items()
        if held is kind
    ]
    return (*top, *inside)


_homes: Callable[[Any], tuple[tuple[str, str], ...]] = cache(_places)


class Places:
    """
    Where nouns stand in the document of one plan.

    All of a kind are listed when the first of them is asked for: a plan of
    many thousand goals is not read again for each.
    """

    __slots__ = ("_known", "_plan")

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._known: dict[type[Any], dict[int, str]] = {}

    def pointer_to(self, noun: object) -> str:
        """Return the JSON pointer to *noun*; empty where it is not there."""
        kind = type(noun)
        if kind not in self._known:
            self._known[kind] = _listed(self._plan, kind)
        return self._known[kind].get(id(noun), "")


def _listed(plan: Plan, kind: type[Any]) -> dict[int, str]:
    found: dict[int, str] = {}
    for outer, name in _homes(kind):
        for place, holder in enumerate(
            getattr(plan, outer) if outer else (plan,)
        ):
            start = f"/{outer}/{place}" if outer else ""
            for index, held in enumerate(getattr(holder, name)):
                found[id(held)] = f"{start}/{name}/{index}"
    return found
