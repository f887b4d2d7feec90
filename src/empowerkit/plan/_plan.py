"""The plan: what belongs together, and the ways to change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

import attrs

from empowerkit.authority import said_later, settable
from empowerkit.errors import NotFoundError, Problem
from empowerkit.model import (
    Absent,
    Acceptance,
    Acknowledgement,
    Actor,
    Asked,
    Barrier,
    Choice,
    ChoiceId,
    Client,
    Consent,
    Consideration,
    ConsiderationId,
    Contact,
    ContactAgreement,
    CopyGiven,
    Decision,
    DecisionDomain,
    DecisionId,
    Disclosure,
    Ending,
    Fit,
    FitId,
    Goal,
    GoalId,
    Importance,
    ImposedDecision,
    Information,
    InformationId,
    Interpreter,
    Mandate,
    Milestone,
    Need,
    Objection,
    Offer,
    Option,
    OptionId,
    OptionKind,
    Permission,
    PlanId,
    PlanPart,
    Proxy,
    Question,
    Rating,
    Resource,
    ResourceId,
    Restriction,
    SetAside,
    Side,
    Source,
    Step,
    Strength,
    SubstituteDecision,
    SupportAgreement,
    Supporter,
    SupporterId,
    Voice,
    WhatMatters,
    WhatMattersId,
    Withdrawal,
    Worker,
)
from empowerkit.model._ids import new_id
from empowerkit.model._record import Record, evolved, shape, walk

from ._changes import ask
from ._edit import (
    holds_nouns,
    noun_fields,
    nouns_of,
    swapped,
    with_noun,
)
from ._guard import surely_sound
from ._parts import only
from ._rules import cross_problems
from ._seen import seen_by


NounT = TypeVar("NounT", bound=Record)


@attrs.frozen(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Plan(Record):
    """
    Everything that belongs to one client's way: whose it is, and theirs.

    A plan is a value.
    Each method that changes something returns a new plan, says who does it
    and when, and asks the table of authority first.
    Nothing is removed and nothing is overwritten: what was withdrawn or
    replaced stays, and `standing` skips it.

    FHIR: CarePlan.

    Attributes:
        client: Whose plan it is.
        workers: Who is paid to be at their side.
        supporters: Whom the client wants beside them.
        proxies: Whom the law lets decide in some things.
        interpreters: Who carries words from one language to another.
        asked: What the client was asked.
        what_matters: What matters to them.
        strengths: What they bring, and what they gained.
        needs: What they need.
        barriers: What is in the way.
        goals: Where they want to get to.
        milestones: The small wins on the way.
        steps: What is to be done, and by whom.
        support_agreements: How much help, and where it is heading.
        contact_agreements: How to keep in touch.
        decisions: What is theirs to decide.
        substitute_decisions: What a proxy or delegate decided.
        imposed_decisions: What was decided over their head.
        permissions: What a parent or guardian permits.
        mandates: What was ordered.
        objections: Dissent.
        resources: What there is.
        offers: What was offered.
        restrictions: What limits their rights.
        contacts: When they met.
        questions: What was asked, outside a contact.
        ratings: Where somebody puts something on a ruler.
        acknowledgements: What was noticed, and said.
        acceptances: Who agrees with the plan as it stands.
        consents: What may leave.
        disclosures: What left.
        copies_given: Copies the client has, or that are held for them.
        withdrawals: What was taken back.
        set_aside: Practice checks set aside.
        absent: What the plan names but does not hold.
        sources: Where imported nouns came from.
        endings: What was said at an ending.
        opened_on: First day.
        review_on: When to look at it together.
        review_asked_at: When the client asked for that.
        closed_on: Last day.

    Raises:
        AuthorshipError: A choice, a weight or a delegation is not the
            client's.
        InvariantError: Any other rule is broken; ``problems`` holds all.

    >>> from datetime import timezone
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
    >>> amina, joan = Client(called="Amina"), Worker(called="Joan")
    >>> her, worker = amina.actor, joan.actor
    >>> plan = Plan(client=amina, workers=(joan,))
    >>> plan = plan.open_decision("Where do I live?", by=her, at=noon, id="home")
    >>> plan = plan.offer_option("home", "Stay", by=her, at=noon, id="stay")
    >>> plan = plan.offer_option("home", "The flat", by=worker, at=noon, id="flat")
    >>> plan = plan.choose("home", "flat", by=her, at=noon)
    >>> plan.choice_of("home").option_id
    'flat'
    """

    id: PlanId = attrs.field(factory=new_id)
    client: Client
    workers: tuple[Worker, ...] = ()
    supporters: tuple[Supporter, ...] = ()
    proxies: tuple[Proxy, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    asked: tuple[Asked, ...] = ()
    what_matters: tuple[WhatMatters, ...] = ()
    strengths: tuple[Strength, ...] = ()
    needs: tuple[Need, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    goals: tuple[Goal, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    steps: tuple[Step, ...] = ()
    support_agreements: tuple[SupportAgreement, ...] = ()
    contact_agreements: tuple[ContactAgreement, ...] = ()
    decisions: tuple[Decision, ...] = ()
    substitute_decisions: tuple[SubstituteDecision, ...] = ()
    imposed_decisions: tuple[ImposedDecision, ...] = ()
    permissions: tuple[Permission, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    objections: tuple[Objection, ...] = ()
    resources: tuple[Resource, ...] = ()
    offers: tuple[Offer, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    contacts: tuple[Contact, ...] = ()
    questions: tuple[Question, ...] = ()
    ratings: tuple[Rating, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    consents: tuple[Consent, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    copies_given: tuple[CopyGiven, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    absent: tuple[Absent, ...] = ()
    sources: tuple[Source, ...] = ()
    endings: tuple[Ending, ...] = ()
    opened_on: date | None = None
    review_on: date | None = None
    review_asked_at: datetime | None = None
    closed_on: date | None = None

    _ordered: ClassVar[tuple[tuple[str, str], ...]] = (
        ("opened_on", "closed_on"),
    )

    def _problems(self) -> Sequence[Problem]:
        return () if surely_sound(self) else cross_problems(self)

    def find(self, kind: type[NounT], noun_id: str) -> NounT:
        """
        Return the noun of *kind* with this id, wherever the plan holds it.

        Raises:
            NotFoundError: There is none of this kind.

        >>> from empowerkit.model import ClientId
        >>> amina = Client(id=ClientId("c1"), called="Amina")
        >>> Plan(client=amina).find(Client, "c1")
        <Client c1>
        """
        for noun in (self, *nouns_of(self)):
            if noun.id == noun_id and isinstance(noun, kind):
                return noun
        # What is no noun can have an id too, such as what is absent.
        for _, record in walk(self):
            held = getattr(record, "id", None)
            if held == noun_id and isinstance(record, kind):
                return record
        raise _not_held(kind.__name__)

    def _noun(self, noun_id: str) -> Record:
        """Return the noun of this id; what is absent is none."""
        for noun in (self, *nouns_of(self)):
            if noun.id == noun_id:
                found: Record = noun
                return found
        raise _not_held(Record.__name__)

    def standing(self, nouns: tuple[NounT, ...]) -> tuple[NounT, ...]:
        """
        Return those of *nouns* that nobody withdrew and nothing replaced.

        >>> from datetime import timezone
        >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
        >>> amina = Client(called="Amina")
        >>> need = Need(words="A door", voice=Voice.of(amina.actor, at=noon))
        >>> plan = Plan(client=amina).add(need, by=amina.actor, at=noon)
        >>> plan = plan.withdraw(need.id, by=amina.actor, at=noon)
        >>> len(plan.needs), plan.standing(plan.needs)
        (1, ())
        """
        gone: set[Any] = {held.subject_id for held in self.withdrawals}
        gone.update(getattr(noun, "replaces", None) for noun in nouns)
        return tuple(n for n in nouns if getattr(n, "id", None) not in gone)

    def choice_of(self, decision_id: str) -> Choice | None:
        """
        Return the choice that stands; `None` where none does.

        Raises:
            NotFoundError: There is no such decision.
        """
        made = self.find(Decision, decision_id).choices
        return made[-1] if made and made[-1].option_id is not None else None

    def as_seen_by(self, actor: Actor, *, at: datetime | None = None) -> Plan:
        """
        Return what *actor* may read, the rest as `Absent`, withheld.

        Hidden is what somebody said privately to others, and what would
        tell of it: what speaks for a hidden option, the withdrawal of a
        hidden noun, the choices of a decision of which one is hidden.
        A client's ratings of a worker are hidden from all whom the client
        does not name.

        Args:
            actor: Who reads.
            at: When; who is not on the plan yet, or whose last day is over,
                is refused then.  Without it no day is asked.

        Raises:
            AuthorityError: *actor* is not on this plan, or no longer.

        >>> from datetime import timezone
        >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
        >>> amina, joan = Client(called="Amina"), Worker(called="Joan")
        >>> her = amina.actor
        >>> private = Voice.of(her, at=noon, private_to=(her,))
        >>> plan = Plan(
        ...     client=amina,
        ...     workers=(joan,),
        ...     needs=(Need(words="Only for me", voice=private),),
        ... )
        >>> seen = plan.as_seen_by(joan.actor)
        >>> seen.needs, len(seen.absent)
        ((), 1)
        """
        return seen_by(self, actor, at)

    def only(self, parts: Iterable[PlanPart]) -> Plan:
        """
        Return *parts* as they may leave, the rest as `Absent`, withheld.

        Whatever the parts, nothing leaves that was said privately, that was
        taken back or replaced, or that would tell of it; no dates of the
        plan; and of the people, the client and the workers alone.
        Somebody else who speaks in a part is named by their id.

        To send it, use `empowerkit.store.Store.disclose`, which asks for the
        ground and writes it down.

        Args:
            parts: Which parts.

        >>> from datetime import timezone
        >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
        >>> amina = Client(called="Amina")
        >>> voice = Voice.of(amina.actor, at=noon)
        >>> plan = Plan(
        ...     client=amina,
        ...     needs=(Need(words="A door", voice=voice),),
        ...     strengths=(Strength(words="I know the buses", voice=voice),),
        ... )
        >>> part = plan.only([PlanPart.NEEDS])
        >>> len(part.needs), part.strengths, len(part.absent)
        (1, (), 1)
        """
        return only(self, parts)

    def add(
        self,
        noun: Record,
        *,
        by: Actor,
        at: datetime,
        to: str | None = None,
    ) -> Plan:
        """
        Return this plan with *noun* added by *by*.

        Args:
            noun: Any noun of the model.
            by: Who adds it.
            at: When.
            to: The decision, goal or contact that holds it, where the plan
                itself does not.

        Raises:
            AuthorityError: *by* may not.
            InvariantError: The plan would break a rule.
            NotFoundError: There is no noun *to*, or no place in it.

        >>> from datetime import timezone
        >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
        >>> amina = Client(called="Amina")
        >>> need = Need(words="A door", voice=Voice.of(amina.actor, at=noon))
        >>> plan = Plan(client=amina).add(need, by=amina.actor, at=noon)
        >>> plan.needs == (need,)
        True
        """
        if to is None:
            return self._asking(with_noun(self, noun), by=by, at=at)
        holder = with_noun(self._noun(to), noun)
        return self._asking(swapped(self, to, holder), by=by, at=at)

    def revise(
        self, noun_id: str, *, by: Actor, at: datetime, **changes: Any
    ) -> Plan:
        """
        Return this plan with the noun *noun_id* revised by *by*.

        Dates, status and answers are set in place.
        Anything that was said is not overwritten: the changed words are a
        new noun, which replaces the old one, in the voice of *by* unless a
        voice is given.

        Args:
            noun_id: The noun, or the plan itself.
            by: Who revises it.
            at: When.
            changes: Fields and their new values; ``id`` names the new noun.

        Raises:
            AuthorityError: *by* may not.
            InvariantError: The plan would break a rule.
            NotFoundError: There is no such noun.

        >>> from datetime import timezone
        >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
        >>> amina = Client(called="Amina")
        >>> need = Need(words="A door", voice=Voice.of(amina.actor, at=noon))
        >>> plan = Plan(client=amina).add(need, by=amina.actor, at=noon)
        >>> plan = plan.revise(
        ...     need.id, by=amina.actor, at=noon, words="A door I can lock"
        ... )
        >>> [need.words for need in plan.needs]
        ['A door', 'A door I can lock']
        >>> [need.words for need in plan.standing(plan.needs)]
        ['A door I can lock']
        """
        old = self._noun(noun_id)
        in_place = {*settable(type(old).__name__), "voice", "found"}
        fields = {field.name for field in shape(type(old))}
        if changes.keys() <= in_place or "replaces" not in fields:
            fresh = evolved(old, **changes)
            return self._asking(swapped(self, noun_id, fresh), by=by, at=at)
        named = {"id": new_id(), "replaces": noun_id}
        fresh = evolved(old, **(named | _afresh(old, by, at) | changes))
        holder = with_noun(_holder(self, noun_id), fresh)
        held_by: str = holder.id
        return self._asking(swapped(self, held_by, holder), by=by, at=at)

    def withdraw(
        self,
        noun_id: str,
        *,
        by: Actor,
        at: datetime,
        words: str | None = None,
    ) -> Plan:
        """
        Return this plan with the noun *noun_id* taken back; it stays.

        Args:
            noun_id: What is taken back.
            by: Who takes it back: who said it, or who wrote it down and
                has not had it confirmed.
            at: When.
            words: Why, if they want to say.

        Raises:
            AuthorityError: It is somebody else's.
            NotFoundError: There is no such noun.
        """
        self._noun(noun_id)
        taken = Withdrawal(subject_id=noun_id, by=by, at=at, words=words)
        return self.add(taken, by=by, at=at)

    def invite(
        self,
        called: str,
        *,
        by: Actor,
        at: datetime,
        id: str | None = None,  # noqa: A002 - the field's own name
        voice: Voice | None = None,
        relation: str | None = None,
    ) -> Plan:
        """
        Return this plan with somebody the client wants beside them.

        Args:
            called: The name they go by.
            by: The client; or whoever writes the invitation down.
            at: When.
            id: The supporter's id; random where none is given.
            voice: For whoever writes it down: `Voice.heard`.
            relation: Who they are to the client, in the client's terms.

        Raises:
            AuthorityError: It is not the client's invitation.

        >>> from datetime import timezone
        >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
        >>> amina = Client(called="Amina")
        >>> plan = Plan(client=amina).invite(
        ...     "Hodan", by=amina.actor, at=noon, id="s1", relation="sister"
        ... )
        >>> plan.supporters
        (<Supporter s1>,)
        """
        supporter = Supporter(
            id=SupporterId(id or new_id()),
            called=called,
            relation=relation,
            invited=voice or Voice.of(by, at=at),
        )
        return self.add(supporter, by=by, at=at)

    def open_decision(
        self,
        words: str,
        *,
        by: Actor,
        at: datetime,
        id: str | None = None,  # noqa: A002 - the field's own name
        voice: Voice | None = None,
        domain: DecisionDomain | None = None,
        goal_id: str | None = None,
        decide_by: date | None = None,
        urgent_because: str | None = None,
    ) -> Plan:
        """
        Return this plan with a question opened for the client to decide.

        Args:
            words: The question.
            by: Who opens it.
            at: When.
            id: The decision's id; random where none is given.
            voice: Whose question it is, if not *by*'s.
            domain: The part of life it is about.
            goal_id: The goal it serves.
            decide_by: The day after which it is no longer open.
            urgent_because: Why it cannot wait.

        Raises:
            AuthorityError: *by* may not.
        """
        decision = Decision(
            id=DecisionId(id or new_id()),
            client=self.client.actor,
            words=words,
            voice=voice or Voice.of(by, at=at),
            domain=domain,
            goal_id=None if goal_id is None else GoalId(goal_id),
            decide_by=decide_by,
            urgent_because=urgent_because,
        )
        return self.add(decision, by=by, at=at)

    def offer_option(
        self,
        decision_id: str,
        words: str,
        *,
        by: Actor,
        at: datetime,
        id: str | None = None,  # noqa: A002 - the field's own name
        voice: Voice | None = None,
        kind: OptionKind = OptionKind.CHANGE,
        detail: str | None = None,
        resource_ids: Sequence[str] = (),
    ) -> Plan:
        """
        Return this plan with one more option in a decision.

        Args:
            decision_id: The decision.
            words: What the option is called.
            by: Who proposes it.
            at: When.
            id: The option's id; random where none is given.
            voice: Whose proposal it is, if not *by*'s.
            kind: A change, as it is, not now, or asking somebody.
            detail: What there is to know of it.
            resource_ids: Resources that go with it.

        Raises:
            AuthorityError: *by* may not.
            NotFoundError: There is no such decision.
        """
        option = Option(
            id=OptionId(id or new_id()),
            words=words,
            detail=detail,
            voice=voice or Voice.of(by, at=at),
            kind=kind,
            resource_ids=tuple(ResourceId(r) for r in resource_ids),
        )
        return self.add(option, by=by, at=at, to=decision_id)

    def consider(
        self,
        decision_id: str,
        option_id: str,
        side: Side,
        words: str,
        *,
        by: Actor,
        at: datetime,
        id: str | None = None,  # noqa: A002 - the field's own name
        voice: Voice | None = None,
        what_matters_id: str | None = None,
        importance: Importance | None = None,
    ) -> Plan:
        """
        Return this plan with something that speaks for or against.

        Args:
            decision_id: The decision.
            option_id: The option it is about.
            side: For, against, or not sure which.
            words: What it is.
            by: Who says so.
            at: When.
            id: Its id; random where none is given.
            voice: Whose words they are, if not *by*'s.
            what_matters_id: What it touches, of what matters.
            importance: How much it counts; the client's.

        Raises:
            AuthorityError: *by* may not.
            InvariantError: The option is not one of the decision's.
            NotFoundError: There is no such decision.
        """
        matter = what_matters_id
        said = Consideration(
            id=ConsiderationId(id or new_id()),
            option_id=OptionId(option_id),
            side=side,
            words=words,
            voice=voice or Voice.of(by, at=at),
            what_matters_id=None if matter is None else WhatMattersId(matter),
            importance=importance,
        )
        return self.add(said, by=by, at=at, to=decision_id)

    def fit(
        self,
        decision_id: str,
        option_id: str,
        what_matters_id: str,
        level: int,
        *,
        by: Actor,
        at: datetime,
        voice: Voice | None = None,
    ) -> Plan:
        """
        Return this plan with how well an option fits what matters.

        Args:
            decision_id: The decision.
            option_id: The option.
            what_matters_id: What matters.
            level: -2 (not at all) to +2 (very well), by the client.
            by: Who enters it.
            at: When.
            voice: Whose it is, if not *by*'s; the client's in any case.

        Raises:
            AuthorshipError: It is not the client's.
            AuthorityError: *by* may not.
            InvariantError: The level leaves the scale.
            NotFoundError: There is no such decision.
        """
        cell = Fit(
            id=FitId(new_id()),
            option_id=OptionId(option_id),
            what_matters_id=WhatMattersId(what_matters_id),
            level=level,
            voice=voice or Voice.of(by, at=at),
        )
        return self.add(cell, by=by, at=at, to=decision_id)

    def inform(
        self,
        decision_id: str,
        words: str,
        *,
        by: Actor,
        at: datetime,
        resource_id: str | None = None,
    ) -> Plan:
        """
        Return this plan with something the client was told.

        Args:
            decision_id: The decision it is for.
            words: What it was.
            by: Who told them.
            at: When.
            resource_id: The resource it stands in.

        Raises:
            AuthorityError: *by* may not.
            NotFoundError: There is no such decision.
        """
        told = Information(
            id=InformationId(new_id()),
            words=words,
            resource_id=None
            if resource_id is None
            else ResourceId(resource_id),
            given_at=at,
            given_by=by,
        )
        return self.add(told, by=by, at=at, to=decision_id)

    def choose(
        self,
        decision_id: str,
        option_id: str,
        *,
        by: Actor,
        at: datetime,
        id: str | None = None,  # noqa: A002 - the field's own name
        voice: Voice | None = None,
        words: str | None = None,
        consulted: Sequence[Actor] = (),
        review_on: date | None = None,
    ) -> Plan:
        """
        Return this plan with the client's choice; the last one stands.

        Choosing again is changing one's mind, and nothing is lost by it.

        Args:
            decision_id: The decision.
            option_id: What is chosen.
            by: The client; or whoever writes down what the client said.
            at: When it was decided.
            id: The choice's id; random where none is given.
            voice: For whoever writes it down: `Voice.heard`, with the
                client as the speaker.
            words: The reasons, if the client gave any.
            consulted: Whom the client heard first, at their own wish.
            review_on: When to look back.

        Raises:
            AuthorshipError: It would not be the client's own.
            AuthorityError: *by* may not write it down.
            InvariantError: The option is not there, or was withdrawn.
            NotFoundError: There is no such decision.
        """
        heard = voice or Voice.of(by, at=at)
        choice = Choice(
            id=ChoiceId(id or new_id()),
            option_id=OptionId(option_id),
            author=heard.speaker or by,
            consulted=tuple(consulted),
            words=words,
            decided_at=at,
            voice=heard,
            review_on=review_on,
        )
        return self.add(choice, by=by, at=at, to=decision_id)

    def take_back(
        self,
        decision_id: str,
        *,
        by: Actor,
        at: datetime,
        voice: Voice | None = None,
        words: str | None = None,
    ) -> Plan:
        """
        Return this plan with the standing choice taken back, none in place.

        Args:
            decision_id: The decision.
            by: The client; or whoever writes it down for them.
            at: When.
            voice: For whoever writes it down: `Voice.heard`.
            words: Why, if the client says so.

        Raises:
            AuthorshipError: It would not be the client's own.
            AuthorityError: *by* may not write it down.
            InvariantError: No choice stands.
            NotFoundError: There is no such decision.
        """
        heard = voice or Voice.of(by, at=at)
        choice = Choice(
            option_id=None,
            author=heard.speaker or by,
            words=words,
            decided_at=at,
            voice=heard,
        )
        return self.add(choice, by=by, at=at, to=decision_id)

    def _asking(self, after: Plan, *, by: Actor, at: datetime) -> Plan:
        """Return *after*, where *by* may make every change that leads there."""
        ask(self, after, by=by, at=at)
        return after


def _not_held(kind: str) -> NotFoundError:
    return NotFoundError(
        f"this plan must hold a {kind} of that id, and holds none: look "
        "among the nouns it has"
    )


def _afresh(old: Record, by: Actor, at: datetime) -> dict[str, Any]:
    """Return with what new words start: nobody has answered them yet."""
    later = said_later(type(old).__name__)
    fresh: dict[str, Any] = {
        field.name: field.default
        for field in shape(type(old))
        if field.name in later or field.kind is Absent or holds_nouns(field)
    }
    said: Voice | None = getattr(old, "voice", None)
    if said is not None:
        fresh["voice"] = Voice.of(by, at=at, private_to=said.private_to)
    return fresh


def _holder(plan: Plan, noun_id: str) -> Any:
    """Return what holds the noun *noun_id*: the plan, or a noun in it."""
    return next(
        held
        for held in (plan, *nouns_of(plan))
        for field in noun_fields(type(held))
        if field.many
        for noun in getattr(held, field.name)
        if noun.id == noun_id
    )
