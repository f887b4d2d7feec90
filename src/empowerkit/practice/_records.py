"""Rules about what leaves, what the client holds, reviews and endings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from empowerkit.model import (
    Acceptance,
    Asked,
    Consent,
    CopyGiven,
    Disclosure,
    DisclosureBasis,
    Ending,
    Role,
    Topic,
)

from ._findings import Found, Severity
from ._rule import rule
from ._view import PlanView, is_clients


@rule(
    code="EMP801",
    slug="shared-without-basis",
    severity=Severity.SERIOUS,
    reads=(Disclosure, Consent),
    after_closing=True,
)
def shared_without_basis(view: PlanView) -> Iterator[Found]:
    """
    Point out something that left without a ground to stand on.

    Looks at:
        Disclosures that rest on consent, where none is named, or the one
        that is named was not the client's, not in force on that day, or did
        not cover what left; and those that rest on a duty or on harm that
        is not named.

    Why:
        What people tell is theirs.  Once it has left nobody can call it
        back.

    Try:
        Tell the client what left and to whom, ask whether it was all right,
        and name the consent, or the duty, that it rests on.

    Set aside when:
        The consent is on paper elsewhere, until it is entered.

    Source:
        P24; 42 CFR 2.31; 42 CFR 2.13.
    """
    for left in view.disclosures:
        if left.basis is not DisclosureBasis.CONSENT:
            how = "" if left.duty else "duty"
        elif left.consent_id is None:
            how = "consent_id"
        else:
            how = _not_covered(view, left, left.consent_id)
        if how:
            yield Found(
                left,
                f"This left on the ground of {left.basis.value}, and that "
                f"does not hold: {how}.",
                facts={"basis": left.basis.value, "how": how},
            )


def _not_covered(view: PlanView, left: Disclosure, consent_id: str) -> str:
    """Return the field by which the consent did not cover it, if any."""
    consent = next((c for c in view.plan.consents if c.id == consent_id), None)
    if consent is None:
        # It is absent here, so that nobody can tell.
        return ""
    if not is_clients(consent.voice):
        return "voice"
    if left.at < consent.given_at:
        return "given_at"
    if _ended_before(view, consent, left):
        return "revoked_at"
    if consent.expires_on is not None and left.at.date() > consent.expires_on:
        return "expires_on"
    beyond = consent.scope and not set(left.scope) <= set(consent.scope)
    return "scope" if beyond else ""


def _ended_before(view: PlanView, consent: Consent, left: Disclosure) -> bool:
    ends = [w.at for w in view.plan.withdrawals if w.subject_id == consent.id]
    if consent.revoked_at is not None:
        ends.append(consent.revoked_at)
    return any(end <= left.at for end in ends)


@rule(
    code="EMP802",
    slug="no-copy",
    severity=Severity.NOTICE,
    reads=(CopyGiven, Asked),
    of_missing=True,
    after_closing=True,
)
def no_copy(view: PlanView, *, grace_days: int = 30) -> Iterator[Found]:
    """
    Point out that the client has no copy of their own plan.

    Looks at:
        Whether a copy was given to the client, or is held for them where
        they say, or they were asked.  Whoever was asked and declined was
        asked.

    Why:
        It is their plan.  Whoever cannot read it cannot correct it.

    Try:
        Ask whether they want a copy, in which form, and where it is safe.

    Set aside when:
        Any copy would put the client in danger just now.

    Source:
        P24; 42 CFR 441.301(c)(2)(x); Care Act 2014, s25.

    Parameters:
        grace_days: Days from opening in which nothing is missing yet.
    """
    if view.is_new(grace_days) or Topic.COPY in view.asked_about:
        return
    if not view.copies_given:
        yield Found(
            view.plan,
            "No copy is recorded as given to the client or held for them, "
            "and nobody is recorded to have asked.",
        )


@rule(
    code="EMP803",
    slug="review-overdue",
    severity=Severity.CONCERN,
    reads=(Acceptance,),
    of_missing=True,
)
def review_overdue(
    view: PlanView, *, days: int = 365, asked_days: int = 30
) -> Iterator[Found]:
    """
    Point out a plan that it is time to look at together.

    Looks at:
        Whether `review_on` has passed; whether the plan was opened, or last
        reviewed, over a year ago with no day set; and whether the client
        asked for a review (`review_asked_at`) and none followed.  An answer
        of the client to the plan as it stands shows a review; a day that is
        set and still to come will do.

    Why:
        Lives change, and plans that nobody looks at start to run them.

    Try:
        Ask the client when and where, and whom they want there; then go
        through it together.

    Set aside when:
        A day is agreed and not yet written down.

    Source:
        P6; 42 CFR 441.301(c)(3).

    Parameters:
        days: How many days a plan may stand without a review.
        asked_days: How many days there are after the client asked.
    """
    for name, since, allowed in _due(view, days, asked_days):
        gone = (view.as_of - since).days
        if gone > allowed:
            yield Found(
                view.plan,
                _OVERDUE[name].format(gone),
                at=name,
                facts={"since": name, "days": str(gone)},
            )
            return


_OVERDUE: Final = {
    "review_asked_at": (
        "The client asked for a review {} days ago, and none is recorded."
    ),
    "review_on": "The day to look at this plan together passed {} days ago.",
    "opened_on": (
        "For {} days nobody is recorded to have looked at this plan with "
        "the client, and no day is set."
    ),
}


def _due(
    view: PlanView, days: int, asked_days: int
) -> Iterator[tuple[str, date, int]]:
    """Yield what a review is due since, and how many days it may take."""
    plan, asked_at = view.plan, view.plan.review_asked_at
    last = max(_answered_on(view), default=date.min)
    ahead = plan.review_on is not None and plan.review_on >= view.as_of
    if asked_at is not None and not ahead and last < asked_at.date():
        yield "review_asked_at", asked_at.date(), asked_days
    if plan.review_on is not None:
        if last < plan.review_on:
            yield "review_on", plan.review_on, 0
    elif plan.opened_on is not None:
        yield "opened_on", max(plan.opened_on, last), days


def _answered_on(view: PlanView) -> Iterator[date]:
    """Yield the days on which the client answered to the plan as it stood."""
    for answer in view.acceptances:
        if answer.actor.role is Role.CLIENT and answer.at is not None:
            yield answer.at.date()


@rule(
    code="EMP804",
    slug="closed-without-ending",
    severity=Severity.CONCERN,
    reads=(Ending,),
    of_missing=True,
    after_closing=True,
)
def closed_without_ending(view: PlanView) -> Iterator[Found]:
    """
    Point out a plan that was closed with no ending talked through.

    Looks at:
        Plans that are closed, with no ending.

    Why:
        How it ends is what people remember, and what lets them come back.

    Try:
        Get in touch once more, by a safe way, say what the client takes
        along, and how they can come back.

    Set aside when:
        The client left and does not want to be found.

    Source:
        NASW Code of Ethics 1.17; P8.
    """
    if view.is_closed and not view.endings:
        yield Found(
            view.plan,
            "This plan is closed, and no ending is recorded that was talked "
            "through with the client.",
            at="closed_on",
        )
