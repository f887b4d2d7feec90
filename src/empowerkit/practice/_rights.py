"""Rules about limits, and about what was decided over somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from empowerkit.model import (
    AnswerStatus,
    Decision,
    DecisionDomain,
    ImposedDecision,
    Proxy,
    Restriction,
    Role,
    SubstituteBasis,
    SubstituteDecision,
)

from ._findings import Found, Severity
from ._rule import rule
from ._view import PlanView, is_clients


_CONDITIONS: Final = (
    "need",
    "positive_supports",
    "less_intrusive",
    "proportionate",
    "data_reviewed",
    "no_harm",
)


@rule(
    code="EMP503",
    slug="restriction-incomplete-or-expired",
    severity=Severity.SERIOUS,
    reads=(Restriction,),
)
def restriction_incomplete_or_expired(view: PlanView) -> Iterator[Found]:
    """
    Point out a restriction that lacks a condition, or is past its day.

    Looks at:
        Restrictions of which any of the eight conditions is not recorded:
        the need, the positive supports used before, the less intrusive ways
        tried, that it is in proportion, how its effect is measured, when it
        is reviewed or ends, the client's own consent, and that it does no
        harm.  And those that stand past `until_on` or `review_on`.

    Why:
        A restriction limits what is somebody's right.  All eight are there
        so that it stays rare, short and looked at.

    Try:
        Lift it, and withdraw it here; or sit down with the client and go
        through what is missing.  Never fill in a condition so that it is
        filled in.

    Set aside when:
        A review is under way, for as long as it takes and no longer.

    Source:
        P16; 42 CFR 441.301(c)(2)(xiii).
    """
    for held in view.restrictions:
        missing, past = _lacking(held), _past(held, view.as_of)
        if missing or past:
            said = [
                *(["lacks: " + ", ".join(missing)] if missing else ()),
                *(["is past: " + ", ".join(past)] if past else ()),
            ]
            yield Found(
                held,
                f"This restriction {', and '.join(said)}.",
                facts={
                    "missing": ", ".join(missing),
                    "past": ", ".join(past),
                },
            )


def _lacking(held: Restriction) -> list[str]:
    missing = [name for name in _CONDITIONS if not getattr(held, name)]
    if held.review_on is None and held.until_on is None:
        missing.append("review_on")
    if not is_clients(held.consent):
        missing.append("consent")
    return missing


def _past(held: Restriction, as_of: date) -> list[str]:
    days = {"review_on": held.review_on, "until_on": held.until_on}
    return [name for name, day in days.items() if day and day < as_of]


@rule(
    code="EMP507",
    slug="imposed-without-telling",
    severity=Severity.SERIOUS,
    reads=(ImposedDecision,),
    after_closing=True,
)
def imposed_without_telling(view: PlanView) -> Iterator[Found]:
    """
    Point out something imposed that the client does not know how to fight.

    Looks at:
        Imposed decisions where the client is not recorded as told, or how
        they can contest it is not recorded.

    Why:
        Overriding somebody is sometimes lawful.  Doing it behind their
        back, or with no way to object, is not.

    Try:
        Tell the client what was decided, by whom and on what ground, how
        they can contest it and who helps with that; then write down when
        you did.

    Set aside when:
        A court forbids telling; name the order.

    Source:
        P17, P24; NASW Code of Ethics 1.02.
    """
    for imposed in view.imposed_decisions:
        missing = [
            name
            for name in ("client_told_at", "how_to_contest")
            if not getattr(imposed, name)
        ]
        if missing:
            named = ", ".join(missing)
            yield Found(
                imposed,
                "This was decided over the client's head, and is not "
                f"recorded: {named}.",
                facts={"missing": named, "basis": imposed.basis.value},
            )


@rule(
    code="EMP508",
    slug="proxy-out-of-scope",
    severity=Severity.SERIOUS,
    reads=(SubstituteDecision, Proxy, Decision),
    after_closing=True,
)
def proxy_out_of_scope(view: PlanView) -> Iterator[Found]:
    """
    Point out a proxy's decision beyond their authority, or past the client.

    Looks at:
        Decisions in the client's stead that rest on the law: whether the
        proxy's dates and parts of life, where they are recorded, cover it,
        and whether the client was asked for their own view.  What somebody
        decides because the client asked them to is left alone.

    Why:
        The law lets somebody decide in some things and for some time, and
        it asks for the person's own wishes all the same.

    Try:
        Ask the client what they think of it, and write it down; and look at
        the document that gives the authority.

    Set aside when:
        A court has said that it is covered; name the order.

    Source:
        P13; Mental Capacity Act 2005, s4(6).
    """
    for decided in view.substitute_decisions:
        if decided.basis is not SubstituteBasis.LEGAL:
            continue
        how = [*_outside(view, decided)]
        asked = decided.client_view
        if asked is None or asked.status is AnswerStatus.NOT_ASKED:
            how.append("client_view")
        if how:
            named = ", ".join(how)
            yield Found(
                decided,
                "This was decided in the client's stead, and is outside the "
                f"authority, or not asked, in: {named}.",
                also=(decided.decision_id,),
                facts={"decider": decided.decider.id, "how": named},
            )


def _outside(view: PlanView, decided: SubstituteDecision) -> Iterator[str]:
    if decided.decider.role is not Role.PROXY:
        return
    for proxy in view.plan.proxies:
        if proxy.id == decided.decider.id:
            day = decided.decided_at.date()
            if proxy.from_on is not None and day < proxy.from_on:
                yield "from_on"
            if proxy.until_on is not None and day > proxy.until_on:
                yield "until_on"
            domain = _domain_of(view, decided.decision_id)
            if proxy.domains and domain and domain not in proxy.domains:
                yield "domains"


def _domain_of(view: PlanView, decision_id: str) -> DecisionDomain | None:
    held: Any = next(
        (d for d in view.plan.decisions if d.id == decision_id), None
    )
    found: DecisionDomain | None = held and held.domain
    return found
