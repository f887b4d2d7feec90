"""What is chosen, imposed, shared and taken back in a made-up plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from empowerkit.model import (
    AboutWhom,
    Absent,
    AbsentReason,
    Attestation,
    Choice,
    Consent,
    Consideration,
    Decision,
    Disclosure,
    DisclosureBasis,
    Evidence,
    EvidenceKind,
    Fit,
    Goal,
    ImposedBasis,
    ImposedDecision,
    Information,
    Level,
    Mandate,
    Need,
    Option,
    OptionKind,
    Permission,
    PermissionStatus,
    PlanPart,
    Restriction,
    Role,
    SetAside,
    Side,
    Source,
    SubstituteBasis,
    SubstituteDecision,
    Whose,
    Withdrawal,
)

from . import _case_words as words


if TYPE_CHECKING:
    from ._case import Case

_KINDS: Final = {
    OptionKind.AS_IS: "Leave it as it is",
    OptionKind.NOT_NOW: "Not now",
    OptionKind.ASK_SOMEONE: "Let my sister say",
}


def decides(case: Case, goal: Goal) -> Decision:
    """Look at the ways there are, and choose one, or none yet."""
    options = _options(case)
    voice = case.says()
    about = tuple(_considerations(case, options))
    fits = tuple(_fits(case, options)) if case.chance(0.2) else ()
    told = (_information(case),) if case.chance(0.4) else ()
    decision = Decision(
        id=case.new_id(),
        client=case.client.actor,
        domain=case.theme.about,
        words=case.theme.question,
        voice=voice,
        goal_id=goal.id,
        decide_by=case.in_days(40) if case.chance(0.5) else None,
        urgent_because=_URGENT if case.chance(0.05) else None,
        options=options,
        considerations=about,
        fits=fits,
        information=told,
        choices=tuple(_choices(case, options)),
    )
    return case.add("decisions", decision)


_URGENT: Final = "The place is kept until Friday."


def _options(case: Case) -> tuple[Option, ...]:
    ways = [(text, OptionKind.CHANGE) for text in case.theme.options[:2]]
    ways += [
        (text, kind) for kind, text in _KINDS.items() if case.chance(0.15)
    ]
    return tuple(_option(case, text, kind) for text, kind in ways)


def _option(case: Case, text: str, kind: OptionKind) -> Option:
    return Option(id=case.new_id(), words=text, kind=kind, voice=case.heard())


def _considerations(case: Case, options: tuple[Option, ...]) -> Any:
    theme = case.theme
    sides = {
        Side.FOR: theme.speaks_for,
        Side.AGAINST: theme.speaks_against,
    }
    for side, texts in sides.items():
        for text in texts[: case.one((0, 0, 1, 2))]:
            yield Consideration(
                id=case.new_id(),
                option_id=case.one(options).id,
                side=Side.UNSURE if case.chance(0.15) else side,
                words=text,
                voice=case.heard(),
                importance=case.stars() if case.chance(0.3) else None,
                about=case.one((*AboutWhom, None)),
            )


def _fits(case: Case, options: tuple[Option, ...]) -> Any:
    matters = case.held("what_matters")[0]
    for option in options[:2]:
        yield Fit(
            id=case.new_id(),
            option_id=option.id,
            what_matters_id=matters.id,
            level=case.rng.randint(-2, 2),
            voice=case.says(),
        )


def _information(case: Case) -> Information:
    return Information(
        id=case.new_id(),
        words=case.theme.told,
        given_at=case.at(),
        given_by=case.worker.actor,
        understood=case.answer("That I need not hurry."),
    )


def _choices(case: Case, options: tuple[Option, ...]) -> Any:
    """Yield what was chosen: nothing yet, once, or again and again."""
    if case.chance(0.15):
        return
    yield _choice(case, case.one(options).id, case.one(words.REASONS))
    if case.chance(0.25):
        yield _choice(case, None, case.one(words.SECOND_THOUGHTS))
        if case.chance(0.6):
            yield _choice(case, case.one(options).id, None)


def _choice(case: Case, option_id: Any, why: str | None) -> Choice:
    case.later(2, 12)
    voice, at = case.says(), case.at(18)
    looked_back = case.chance(0.3)
    return Choice(
        id=case.new_id(),
        option_id=option_id,
        author=case.client.actor,
        consulted=_consulted(case),
        words=why,
        decided_at=at,
        voice=voice,
        attestation=_attestation(case) if case.chance(0.4) else None,
        review_on=case.in_days(30) if case.chance(0.5) else None,
        followed_up_at=at + timedelta(days=21) if looked_back else None,
    )


def _consulted(case: Case) -> tuple[Any, ...]:
    return (case.kin.actor,) if case.kin and case.chance(0.3) else ()


def _attestation(case: Case) -> Attestation:
    level = case.one(tuple(Level))
    if level is Level.REPORTED:
        return Attestation()
    return Attestation(level=level, evidence=(_evidence(case, level),))


def _evidence(case: Case, level: Level) -> Evidence:
    own, at = case.client.actor, case.at()
    if level is Level.CONFIRMED:
        return Evidence(kind=EvidenceKind.LOGIN, by=own, at=at)
    if level is Level.SIGNED:
        mark = f"{case.rng.getrandbits(128):032x}"
        kind = EvidenceKind.SIGNATURE
        return Evidence(kind=kind, by=own, at=at, signature=mark)
    if case.kin and case.chance(0.5):
        return Evidence(kind=EvidenceKind.ENTRY, by=case.kin.actor, at=at)
    digest = f"{case.rng.getrandbits(256):064x}"
    return Evidence(kind=EvidenceKind.DOCUMENT, digest=digest)


def lets_somebody_decide(case: Case) -> None:
    """Ask somebody close to decide, and look at what they say."""
    if not case.kin:
        return
    text = _KINDS[OptionKind.ASK_SOMEONE]
    way = _option(case, text, OptionKind.ASK_SOMEONE)
    asked = _choice(case, way.id, None)
    other = _option(case, case.theme.options[2], OptionKind.CHANGE)
    decision = Decision(
        id=case.new_id(),
        client=case.client.actor,
        words=case.theme.question,
        voice=case.says(),
        options=(other, way),
        choices=(asked,),
    )
    case.add("decisions", decision)
    _stands_in(case, decision, case.kin.actor, asked)


def has_a_proxy_decide(case: Case, decision: Decision) -> None:
    """Have a proxy decide what the law lets them decide."""
    if case.proxy:
        _stands_in(case, decision, case.proxy.actor, None)


def _stands_in(
    case: Case, decision: Decision, decider: Any, asked: Choice | None
) -> None:
    case.later(3, 10)
    basis = SubstituteBasis.LEGAL if asked is None else _DELEGATED
    revoked = case.chance(0.2)
    decided = case.at(9)
    case.add(
        "substitute_decisions",
        SubstituteDecision(
            id=case.new_id(),
            decision_id=decision.id,
            option_id=decision.options[0].id,
            decider=decider,
            basis=basis,
            delegated_by=None if asked is None else asked.id,
            voice=case.writes(decider),
            client_view=case.answer("I can live with it."),
            decided_at=decided,
            revoked_at=decided + timedelta(days=14) if revoked else None,
        ),
    )


_DELEGATED: Final = SubstituteBasis.DELEGATED


def has_something_imposed(case: Case, decision: Decision) -> None:
    """Have something decided over one's head, under its own name."""
    agency = case.stranger(Role.ORGANISATION)
    told = case.chance(0.7)
    case.add(
        "imposed_decisions",
        ImposedDecision(
            id=case.new_id(),
            actor=case.one((case.worker.actor, agency)),
            basis=case.one(tuple(ImposedBasis)),
            words="Visitors leave at ten.",
            voice=case.writes(),
            at=case.at(9),
            decision_id=decision.id if case.chance(0.5) else None,
            client_view=case.answer("Nobody asked me."),
            client_told_at=case.at(10) if told else None,
            how_to_contest=_CONTEST if told else None,
            ends_on=case.in_days(30) if case.chance(0.5) else None,
        ),
    )


_CONTEST: Final = "In writing, or by telling anybody at the desk."


def is_ordered_to(case: Case) -> None:
    """Be ordered to something, so that all the rest visibly is one's own."""
    mandate = Mandate(
        id=case.new_id(),
        ordered_by=case.stranger(Role.ORGANISATION),
        words="Ten meetings, by the end of the year.",
        voice=case.writes(),
        negotiable=case.one((True, False, None)),
        from_on=case.opened_on,
        until_on=case.in_days(200),
    )
    case.add("mandates", mandate)
    case.add(
        "goals",
        Goal(
            id=case.new_id(),
            words="Go to ten meetings.",
            voice=case.writes(),
            whose=Whose.MANDATED,
            mandate_id=mandate.id,
        ),
    )


def needs_permission(case: Case, decision: Decision) -> None:
    """Have a parent's permission asked for; the young person authors."""
    if case.kin:
        case.add(
            "permissions",
            Permission(
                id=case.new_id(),
                by=case.kin.actor,
                about_id=decision.id,
                status=case.one(tuple(PermissionStatus)),
                voice=case.writes(case.kin.actor),
                at=case.at(),
            ),
        )


def is_restricted(case: Case) -> None:
    """Have something restricted, with some of its conditions written."""
    consented = case.chance(0.5)
    case.add(
        "restrictions",
        Restriction(
            id=case.new_id(),
            words="The kitchen is locked from ten to six.",
            voice=case.writes(),
            need="A fire in the kitchen in May.",
            positive_supports="A kettle in the room." if consented else None,
            review_on=case.in_days(30) if consented else None,
            consent=case.says() if consented else None,
            from_on=case.today,
        ),
    )


def lets_something_leave(case: Case) -> None:
    """Consent that parts of the plan go to somebody; they may go."""
    given, revoked = case.at(9), case.chance(0.25)
    consent = Consent(
        id=case.new_id(),
        recipient="The tenants' clinic",
        purpose="Advice on the lease",
        scope=tuple(case.rng.sample(list(PlanPart), 2)),
        given_at=given,
        expires_on=case.in_days(90),
        revoked_at=given + timedelta(days=30) if revoked else None,
        voice=case.says(),
    )
    case.add("consents", consent)
    if case.chance(0.6):
        _leaves(case, consent, case.one(_GROUNDS))


_GROUNDS: Final = (DisclosureBasis.CONSENT, *DisclosureBasis)


def _leaves(case: Case, consent: Consent, basis: DisclosureBasis) -> None:
    agreed, told = basis is DisclosureBasis.CONSENT, case.chance(0.7)
    case.add(
        "disclosures",
        Disclosure(
            id=case.new_id(),
            recipient=consent.recipient if agreed else "The court",
            scope=consent.scope[:1],
            basis=basis,
            consent_id=consent.id if agreed else None,
            duty=None if agreed else "The duty to report",
            at=case.at(11),
            by=case.worker.actor,
            voice=case.writes(),
            client_told_at=case.at(12) if told else None,
            not_told_because=None if told else "No safe way to reach them",
        ),
    )


def takes_something_back(case: Case) -> None:
    """Take something back; it stays, and the views skip it."""
    subject = case.one(case.held("strengths") + case.held("steps"))
    case.later(1, 5)
    case.add(
        "withdrawals",
        Withdrawal(
            id=case.new_id(),
            subject_id=subject.id,
            by=case.client.actor,
            at=case.at(),
            words=case.one(words.SECOND_THOUGHTS),
        ),
    )


def says_it_anew(case: Case) -> None:
    """Say a need in other words; the first words may be gone for good."""
    old = case.held("needs")[-1].id
    if case.chance(0.3):
        old = case.new_id()
        reason = case.one((AbsentReason.ERASED, AbsentReason.WITHHELD))
        case.add("absent", Absent(id=old, reason=reason))
    case.add(
        "needs",
        Need(
            id=case.new_id(),
            words="Not that. I need somebody to come along, the first time.",
            voice=case.says(),
            replaces=old,
        ),
    )


def sets_a_check_aside(case: Case, decision: Decision) -> None:
    """Set a practice check aside, with a reason and an end."""
    case.add(
        "set_aside",
        SetAside(
            id=case.new_id(),
            rule="EMP201",
            subject_id=decision.id,
            reason="There was no other way in winter.",
            by=case.worker.actor,
            until=case.in_days(60),
        ),
    )


def comes_from_elsewhere(case: Case) -> None:
    """Come, in part, from another system."""
    goal = case.held("goals")[0]
    number = case.rng.randrange(100_000)
    system = "urn:example:case-system"
    case.add(
        "sources", Source(system=system, id=f"G-{number}", about_id=goal.id)
    )
