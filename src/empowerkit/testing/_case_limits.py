"""What is imposed, limited, shared and taken back in a made-up plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from empowerkit.model import (
    Absent,
    AbsentReason,
    Consent,
    Disclosure,
    DisclosureBasis,
    Goal,
    ImposedBasis,
    ImposedDecision,
    Mandate,
    Need,
    Permission,
    PermissionStatus,
    PlanPart,
    Restriction,
    Role,
    SetAside,
    Source,
    Whose,
    Withdrawal,
)

from . import _case_words as words


if TYPE_CHECKING:
    from empowerkit.model import Decision

    from ._case import Case


def has_something_imposed(case: Case, decision: Decision) -> None:
    """Have something decided over one's head, under its own name."""
    agency = case.stranger(Role.ORGANISATION)
    told = case.chance(0.7) and not case.varies(0.5)
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
            purpose=consent.purpose if agreed and case.as_it_comes else None,
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
    held = case.held("strengths") + case.held("steps")
    subject = case.one(held or case.held("needs"))
    own = subject.voice.speaker if case.as_it_comes else None
    case.later(1, 5)
    case.add(
        "withdrawals",
        Withdrawal(
            id=case.new_id(),
            subject_id=subject.id,
            by=own or case.client.actor,
            at=case.at(),
            words=case.one(words.SECOND_THOUGHTS),
        ),
    )


def says_it_anew(case: Case) -> None:
    """Say a need in other words; the first words may be gone for good."""
    said = [n for n in case.held("needs") if case.may_say_anew(n)]
    if not said:
        return
    old = said[-1].id
    hand: dict[str, Any] = {}
    if case.as_it_comes:
        hand["recorder"] = case.client.actor
    if case.chance(0.3):
        old = case.new_id()
        reason = case.one((AbsentReason.ERASED, AbsentReason.WITHHELD))
        case.add("absent", Absent(id=old, reason=reason))
    case.add(
        "needs",
        Need(
            id=case.new_id(),
            words="Not that. I need somebody to come along, the first time.",
            voice=case.says(**hand),
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
