"""Rules about what is offered, what is withheld, and what is imposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from empowerkit.model import (
    Asked,
    Contact,
    Decision,
    Need,
    NeedStatus,
    Offer,
    OfferAnswer,
    Option,
    ProviderAnswer,
    Resource,
    ResourceKind,
    ResourceStatus,
    Seeking,
    SupportAgreement,
    Supporter,
    Topic,
    Withdrawal,
)

from ._findings import Found, Severity
from ._rule import rule
from ._view import PlanView, is_clients, is_staff, said_on


_OPEN: Final = NeedStatus.OPEN
_PENDING: Final = OfferAnswer.PENDING
_ACCEPTED: Final = OfferAnswer.ACCEPTED
_REFUSED: Final = ProviderAnswer.REFUSED
_TO_HAND: Final = (None, ResourceStatus.ACTIVE)
# Nobody has to answer for these.
_WITHOUT_PROVIDER: Final = (
    ResourceKind.LITERATURE,
    ResourceKind.SKILL,
    ResourceKind.NATURAL_SUPPORT,
)


@rule(
    code="EMP501",
    slug="resource-not-offered",
    severity=Severity.NOTICE,
    reads=(Need, SupportAgreement, Resource, Offer),
    profiles=(),
    of_missing=True,
)
def resource_not_offered(view: PlanView) -> Iterator[Found]:
    """
    Point out a need for which there are resources, and none was offered.

    Looks at:
        Open needs with a `domain`, where the client agreed to support that
        seeks `resources`, and the plan lists resources in that domain, and
        none of them was offered.  Once for each need.

    Why:
        What is known and not mentioned is withheld, also where nobody meant
        to.  Eligibility is explained to people, never used to choose for
        them.

    Try:
        Say what there is, also where you doubt that it fits, and let the
        client judge.

    Set aside when:
        The client knows them all and wants none.

    Source:
        P15, P16.
    """
    if not view.resources or not any(
        Seeking.RESOURCES in held.seeking and is_clients(held.voice)
        for held in view.support_agreements
    ):
        return
    offered = {offer.resource_id for offer in view.offers}
    served = {offer.need_id for offer in view.offers}
    for need in view.needs:
        if need.status is not _OPEN or need.domain is None:
            continue
        listed = [
            resource.id
            for resource in view.resources
            if resource.domain is need.domain and resource.status in _TO_HAND
        ]
        if listed and need.id not in served and offered.isdisjoint(listed):
            yield Found(
                need,
                "Resources are listed in the domain of this need "
                f"({len(listed)}), and none was offered.",
                also=tuple(listed),
                facts={"domain": need.domain.value},
            )


@rule(
    code="EMP502",
    slug="withdrawn-without-reason",
    severity=Severity.CONCERN,
    reads=(Decision, Option, Offer, Withdrawal),
)
def withdrawn_without_reason(view: PlanView) -> Iterator[Found]:
    """
    Point out an option or an offer that staff took away without a reason.

    Looks at:
        Withdrawals of options and offers by staff, with no words.  The
        client, and their people, owe no reason.

    Why:
        What was within reach yesterday and is gone today needs a reason
        that one can read, and argue with.

    Try:
        Say why it is gone, in words that the client can read, and whether
        it can come back.

    Set aside when:
        It had been entered twice, or by mistake.

    Source:
        P16.
    """
    for taken in view.plan.withdrawals:
        if taken.words or not is_staff(taken.by):
            continue
        noun = _option_or_offer(view, taken.subject_id)
        if noun is not None:
            kind = type(noun).__name__.lower()
            yield Found(
                noun,
                f"This {kind} was withdrawn by staff, with no reason.",
                also=(taken.id,),
                facts={"by": taken.by.id, "withdrawal": taken.id},
            )


def _option_or_offer(view: PlanView, noun_id: str) -> Option | Offer | None:
    for offer in view.plan.offers:
        if offer.id == noun_id:
            return offer
    for decision in view.plan.decisions:
        for option in decision.options:
            if option.id == noun_id:
                return option
    return None


@rule(
    code="EMP504",
    slug="only-services",
    severity=Severity.NOTICE,
    reads=(Resource, Supporter, Asked),
    profiles=(),
    of_missing=True,
)
def only_services(view: PlanView, *, grace_days: int = 30) -> Iterator[Found]:
    """
    Point out a plan in which all help comes from services.

    Looks at:
        Plans with resources, none of them a natural support, with no
        supporter, and where the client was never asked about people around
        them.  Whoever was asked and declined was asked.

    Why:
        Services end.  Neighbours, friends and family often stay, and they
        are easily overlooked from an office.

    Try:
        Ask who is there when nobody is paid to be, and whether the client
        wants them to know.

    Set aside when:
        Those around the client are what they need distance from.

    Source:
        P15; 42 CFR 441.301(c)(2)(v).

    Parameters:
        grace_days: Days from opening in which nothing is missing yet.
    """
    if view.is_new(grace_days) or Topic.NATURAL_SUPPORT in view.asked_about:
        return
    natural = ResourceKind.NATURAL_SUPPORT
    near = any(one.ended_at is None for one in view.supporters)
    if near or not view.resources:
        return
    if all(resource.kind is not natural for resource in view.resources):
        yield Found(
            view.plan,
            "All that is listed here is services, and nobody is recorded "
            "to have asked who else is there.",
            also=tuple(resource.id for resource in view.resources),
        )


@rule(
    code="EMP505",
    slug="offer-left-hanging",
    severity=Severity.CONCERN,
    reads=(Offer, Resource),
)
def offer_left_hanging(view: PlanView, *, days: int = 30) -> Iterator[Found]:
    """
    Point out an offer to which no answer is recorded.

    Looks at:
        Offers that are pending some days after they were made; and those
        that the client accepted, where the provider has not answered some
        days later.  Literature, skills and people around somebody have no
        provider who would answer.  "Later" is an answer, and what the
        provider refused waits for nobody.

    Why:
        Somebody is waiting: for a reply, or for somebody to ask again.

    Try:
        Ask the client what became of it; or ask the provider, and tell the
        client what they say.

    Set aside when:
        Both know that it takes this long.

    Source:
        P15.

    Parameters:
        days: How many days an answer may take.
    """
    for offer in view.offers:
        if offer.provider_answer is _REFUSED:
            continue
        if offer.answer is _PENDING:
            waits_for, at = "the client", offer.offered_at
        elif offer.answer is _ACCEPTED and _provider_silent(view, offer):
            waits_for = "the provider"
            at = offer.answered_at or offer.offered_at
        else:
            continue
        gone = view.since(at.date() if at else said_on(offer.voice))
        if gone is not None and gone >= days:
            yield Found(
                offer,
                f"This offer has waited {gone} days for an answer of "
                f"{waits_for}.",
                facts={"resource": offer.resource_id, "days": str(gone)},
            )


def _provider_silent(view: PlanView, offer: Offer) -> bool:
    if offer.provider_answer not in (None, ProviderAnswer.PENDING):
        return False
    return not any(
        resource.id == offer.resource_id and resource.kind in _WITHOUT_PROVIDER
        for resource in view.resources
    )


@rule(
    code="EMP506",
    slug="list-handed-over",
    severity=Severity.NOTICE,
    reads=(Offer, Contact),
    absorbs=("EMP505",),
    of_missing=True,
)
def list_handed_over(view: PlanView, *, many: int = 5) -> Iterator[Found]:
    """
    Point out a long list of resources that nobody talked about.

    Looks at:
        Many offers of one day, none of them answered, and no contact held
        on a later day.

    Why:
        A list is not help.  Whoever has most to carry is left to sort it
        out alone.

    Try:
        Go through it together, ask which two or three are worth a try, and
        let the rest go.

    Set aside when:
        The client asked for the whole list, to look by themselves.

    Source:
        P15.

    Parameters:
        many: From how many offers on it is a list.
    """
    if len(view.offers) < many:
        return
    days = Counter(
        offer.offered_at.date()
        for offer in view.offers
        if offer.offered_at is not None
    )
    for day, count in days.items():
        if count < many or (view.last_held_on or day) > day:
            continue
        on_it = [
            offer
            for offer in view.offers
            if offer.offered_at is not None and offer.offered_at.date() == day
        ]
        if all(offer.answer is _PENDING for offer in on_it):
            yield Found(
                on_it[0],
                f"{count} resources were offered on one day, and none was "
                "talked about since.",
                also=tuple(offer.id for offer in on_it[1:]),
                facts={"offers": str(count)},
            )
