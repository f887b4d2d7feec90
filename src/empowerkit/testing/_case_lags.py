"""What lags in a made-up plan: what nobody asks, answers or writes down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Consent,
    Direction,
    Disclosure,
    DisclosureBasis,
    Goal,
    Lifecycle,
    Need,
    Offer,
    PlanPart,
    Proxy,
    Question,
    Resource,
    Role,
    Source,
    Step,
    SupportAgreement,
    SupportLevel,
    Topic,
    Voice,
    Withdrawal,
)

from . import _case_story as story
from . import _case_words as words


if TYPE_CHECKING:
    from ._case import Case

_HOW: Final = (Topic.COMMUNICATION, Topic.HOW_I_DECIDE)
_ALIVE: Final = (Lifecycle.ACTIVE,) * 2 + (Lifecycle.CANCELLED,)
_CONSENT: Final = DisclosureBasis.CONSENT
_MOST: Final = max(SupportLevel)
_LIST: Final = 5
_RUN: Final = 3


def is_asked_how(case: Case) -> None:
    """Be asked how to talk with one another, and how one decides."""
    for topic in _HOW:
        own = Voice(speaker=case.client.actor)
        story.is_asked_about(case, topic, own)


def is_never_alone(case: Case) -> None:
    """Meet again and again, and somebody else is always there."""
    for _ in range(_RUN if case.never_alone else 0):
        case.later(4, 12)
        story.meets(case)


def says_another_goal(case: Case, first: Goal) -> None:
    """Say another goal, to which nothing leads yet, or no more."""
    theme = case.one(words.THEMES)
    yes = Acceptance(
        id=case.new_id(),
        actor=case.client.actor,
        status=AcceptanceStatus.AGREE,
        at=case.at(),
    )
    case.add(
        "goals",
        Goal(
            id=case.new_id(),
            words=case.own(theme.goal["en"]),
            voice=case.says(),
            need_ids=first.need_ids,
            lifecycle=case.one(_ALIVE),
            acceptances=(yes,),
            started_on=case.today,
        ),
    )


def is_proposed_more_help(case: Case, goal: Goal) -> None:
    """Have more help proposed by staff, and be asked by nobody."""
    _proposed(case, goal, _MOST, at=None)


def gets_less_help(case: Case, goal: Goal) -> None:
    """Get less help than was agreed, because staff say so."""
    agreed = case.held("support_agreements")
    if agreed:
        level = SupportLevel(max(agreed[-1].level - 1, 0))
        _proposed(case, goal, level, at=case.at(18))


def _proposed(case: Case, goal: Goal, level: SupportLevel, at: Any) -> None:
    case.add(
        "support_agreements",
        SupportAgreement(
            id=case.new_id(),
            goal_id=goal.id,
            level=level,
            direction=case.one(tuple(Direction)),
            voice=case.writes(),
            at=at,
            review_on=case.in_days(60),
        ),
    )


def has_more_done_for(case: Case, goal: Goal) -> None:
    """Do some steps with help; later, have as many done by staff."""
    case.goes_on_until(case.year_ends - case.days(140, 150))
    own, staff = case.client.actor, case.worker.actor
    for owner in (own,) * _RUN + (staff,) * _RUN:
        day = case.later(12, 22)
        case.add(
            "steps",
            Step(
                id=case.new_id(),
                goal_id=goal.id,
                words=case.one(case.theme.steps),
                voice=Voice(speaker=owner),
                owner=owner,
                done_on=day,
            ),
        )


def has_something_taken_away(case: Case) -> None:
    """Have an offer, or an option nobody chose, taken away without a word."""
    offered = case.held("offers") or _unchosen(case)
    for gone in offered[-1:]:
        case.add(
            "withdrawals",
            Withdrawal(
                id=case.new_id(),
                subject_id=gone.id,
                by=case.worker.actor,
                at=case.at(18),
            ),
        )


def _unchosen(case: Case) -> list[Any]:
    """Return the options of the worker's that no choice is about."""
    decisions = case.held("decisions")
    chosen = {c.option_id for held in decisions for c in held.choices}
    return [
        option
        for held in decisions
        for option in held.options
        if option.voice.speaker == case.worker.actor
        and option.id not in chosen
    ]


def has_something_sent_on(case: Case) -> None:
    """Have something sent on, on a proxy's word, or on nobody's."""
    proxy = case.proxy
    left = _by_a_proxys(case, proxy) if proxy else _by_nobodys(case)
    case.add("disclosures", left)


def _by_a_proxys(case: Case, proxy: Proxy) -> Disclosure:
    consent = case.add(
        "consents",
        Consent(
            id=case.new_id(),
            recipient="The pension office",
            purpose="To pay out what is due",
            scope=(PlanPart.NEEDS,),
            given_at=case.at(9),
            voice=Voice(speaker=proxy.actor),
        ),
    )
    return Disclosure(
        id=case.new_id(),
        recipient=consent.recipient,
        purpose=consent.purpose,
        scope=consent.scope,
        basis=_CONSENT,
        consent_id=consent.id,
        at=case.at(18),
        by=case.worker.actor,
        voice=case.writes(),
    )


def _by_nobodys(case: Case) -> Disclosure:
    """Return what left elsewhere, and came here with the old record."""
    left = Disclosure(
        id=case.new_id(),
        recipient="The landlord's agent",
        scope=(PlanPart.NEEDS,),
        basis=case.one((_CONSENT, DisclosureBasis.LEGAL_DUTY)),
        at=case.at(11),
        by=case.worker.actor,
        voice=case.writes(),
    )
    _from_elsewhere(case, left)
    return left


def brings_an_old_record(case: Case) -> None:
    """Bring an old record along, in which nobody wrote down who spoke."""
    domain = case.one(tuple(words.NEEDS))
    need = Need(
        id=case.new_id(),
        words=words.NEEDS[domain],
        voice=Voice(),
        domain=domain,
    )
    transcriber = case.stranger(Role.SOFTWARE)
    asked, _ = case.one(words.QUESTIONS)
    question = Question(
        id=case.new_id(),
        words=asked,
        voice=Voice(speaker=case.client.actor, recorder=transcriber),
        answered_at=case.at(),
    )
    _from_elsewhere(case, case.add("needs", need))
    _from_elsewhere(case, case.add("questions", question))


def _from_elsewhere(case: Case, noun: Any) -> None:
    """Say that *noun* came out of another system."""
    number = case.rng.randrange(100_000)
    case.add(
        "sources",
        Source(
            system="urn:example:case-system",
            id=f"A-{number}",
            about_id=noun.id,
        ),
    )


def is_handed_a_list(case: Case) -> None:
    """Be handed a list of all there is, and hear no more of it."""
    at = case.at(17)
    for name, kind in case.rng.sample(_ALL_THERE_IS, _LIST):
        listed = Resource(id=case.new_id(), name=name, kind=kind)
        case.add("resources", listed)
        case.add(
            "offers",
            Offer(
                id=case.new_id(),
                resource_id=listed.id,
                voice=Voice.of(case.worker.actor, at=at),
                offered_at=at,
            ),
        )


_ALL_THERE_IS: Final = tuple(
    found for theme in words.THEMES for found in theme.resources
)
