"""Examples of the rules about sharing, copies, reviews and endings."""

from __future__ import annotations

from datetime import date

from empowerkit import Plan
from empowerkit.model import (
    Consent,
    CopyGiven,
    CopyHow,
    Disclosure,
    DisclosureBasis,
    Ending,
    PlanPart,
)

from ._cast import HER, WORKER, at, plan, says


def _clinic_hears(*parts: PlanPart) -> Plan:
    consent = Consent(
        id="consent",
        recipient="The tenants' clinic",
        purpose="Advice on the lease",
        scope=(PlanPart.NEEDS, PlanPart.GOALS),
        given_at=at(2, 1),
        voice=says(HER, at(2, 1)),
    )
    left = Disclosure(
        recipient="The tenants' clinic",
        basis=DisclosureBasis.CONSENT,
        consent_id="consent",
        scope=parts,
        at=at(2, 3),
        voice=says(WORKER, at(2, 3)),
    )
    return plan(consents=(consent,), disclosures=(left,))


def emp801_found() -> Plan:
    return _clinic_hears(PlanPart.NEEDS, PlanPart.CONTACTS)


def emp801_quiet() -> Plan:
    return _clinic_hears(PlanPart.NEEDS)


def emp802_found() -> Plan:
    return plan(copies_given=())


def emp802_quiet() -> Plan:
    held = CopyGiven(at=at(2, 1), to=WORKER, how=CopyHow.HELD)
    return plan(copies_given=(held,))


def emp803_found() -> Plan:
    return plan(review_asked_at=at(4, 1))


def emp803_quiet() -> Plan:
    return plan(review_asked_at=at(4, 1), review_on=date(2026, 6, 4))


def emp804_found() -> Plan:
    return plan(closed_on=date(2026, 5, 29))


def emp804_quiet() -> Plan:
    ending = Ending(
        words="I know whom to ring.", voice=says(HER, at(5, 29)), at=at(5, 29)
    )
    return plan(closed_on=date(2026, 5, 29), endings=(ending,))
