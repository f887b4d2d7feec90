"""Examples of the rules about what is offered, withheld and imposed."""

from __future__ import annotations

from datetime import date

from empowerkit import Need, Plan, Resource
from empowerkit.model import (
    Answer,
    AnswerStatus,
    DecisionDomain,
    Domain,
    ImposedBasis,
    ImposedDecision,
    Offer,
    OfferAnswer,
    Proxy,
    ResourceKind,
    Restriction,
    Seeking,
    SubstituteBasis,
    SubstituteDecision,
    SupportAgreement,
    SupportLevel,
    Withdrawal,
)

from ._cast import HER, WORKER, at, flat, home, plan, says, stay


FOOD = Domain.FOOD_INSECURITY


def _pantry() -> Resource:
    return Resource(
        id="pantry",
        name="The pantry",
        kind=ResourceKind.ORGANISATION,
        domain=FOOD,
    )


def _seeks_resources() -> SupportAgreement:
    return SupportAgreement(
        level=SupportLevel.COACH,
        seeking=(Seeking.RESOURCES,),
        voice=says(HER),
    )


def _hungry() -> Need:
    return Need(
        id="need", words="Food for the month", voice=says(HER), domain=FOOD
    )


def emp501_found() -> Plan:
    return plan(
        needs=(_hungry(),),
        support_agreements=(_seeks_resources(),),
        resources=(_pantry(),),
    )


def emp501_quiet() -> Plan:
    offer = Offer(resource_id="pantry", need_id="need", voice=says(WORKER))
    return plan(
        needs=(_hungry(),),
        support_agreements=(_seeks_resources(),),
        resources=(_pantry(),),
        offers=(offer,),
    )


def _taken(words: str | None) -> Withdrawal:
    return Withdrawal(subject_id="flat", by=WORKER, at=at(5, 1), words=words)


def emp502_found() -> Plan:
    decision = home(options=(flat(), stay()))
    return plan(decisions=(decision,), withdrawals=(_taken(None),))


def emp502_quiet() -> Plan:
    decision = home(options=(flat(), stay()))
    why = _taken("The landlord has let it to somebody else.")
    return plan(decisions=(decision,), withdrawals=(why,))


def _no_kettle(**more: object) -> Restriction:
    return Restriction(
        words="No kettle in the room",
        voice=says(WORKER),
        need="She burned her hand twice",
        positive_supports="A kettle with a tipper",
        less_intrusive="Tea together at four",
        proportionate="The hot plate stays",
        data_reviewed="Burns are counted each week",
        no_harm="Tea is brought whenever she asks",
        review_on=date(2026, 7, 1),
        **more,
    )


def emp503_found() -> Plan:
    return plan(restrictions=(_no_kettle(),))


def emp503_quiet() -> Plan:
    return plan(restrictions=(_no_kettle(consent=says(HER)),))


def emp504_found() -> Plan:
    return plan(resources=(_pantry(),), supporters=())


def emp504_quiet() -> Plan:
    near = Resource(name="The neighbour", kind=ResourceKind.NATURAL_SUPPORT)
    return plan(resources=(_pantry(), near), supporters=())


def emp505_found() -> Plan:
    offer = Offer(
        resource_id="pantry", voice=says(WORKER), offered_at=at(4, 1)
    )
    return plan(resources=(_pantry(),), offers=(offer,))


def emp505_quiet() -> Plan:
    offer = Offer(
        resource_id="pantry",
        voice=says(WORKER),
        offered_at=at(4, 1),
        answer=OfferAnswer.LATER,
    )
    return plan(resources=(_pantry(),), offers=(offer,))


def _list_of(count: int, answer: OfferAnswer) -> tuple[Offer, ...]:
    return tuple(
        Offer(
            resource_id="pantry",
            voice=says(WORKER),
            offered_at=at(5, 28),
            answer=answer if number == 0 else OfferAnswer.PENDING,
        )
        for number in range(count)
    )


def emp506_found() -> Plan:
    offers = _list_of(5, OfferAnswer.PENDING)
    return plan(resources=(_pantry(),), offers=offers)


def emp506_quiet() -> Plan:
    offers = _list_of(5, OfferAnswer.DECLINED)
    return plan(resources=(_pantry(),), offers=offers)


def _imposed(**more: object) -> ImposedDecision:
    return ImposedDecision(
        actor=WORKER,
        basis=ImposedBasis.AGENCY_RULE,
        words="Visitors leave at ten",
        voice=says(WORKER),
        at=at(5, 1),
        **more,
    )


def emp507_found() -> Plan:
    return plan(imposed_decisions=(_imposed(client_told_at=at(5, 1)),))


def emp507_quiet() -> Plan:
    told = _imposed(
        client_told_at=at(5, 1),
        how_to_contest="To the ombudsperson; Hodan helps with the letter",
    )
    return plan(imposed_decisions=(told,))


def _decided_for_her(**proxy: object) -> dict[str, object]:
    ifrah = Proxy(id="ifrah", called="Ifrah", **proxy)
    asked = Answer(status=AnswerStatus.ANSWERED, words="I would rather stay")
    decided = SubstituteDecision(
        decision_id="home",
        option_id="flat",
        decider=ifrah.actor,
        basis=SubstituteBasis.LEGAL,
        voice=says(WORKER),
        client_view=asked,
        decided_at=at(5, 1),
    )
    where = home(domain=DecisionDomain.HOME, options=(flat(), stay()))
    return {
        "proxies": (ifrah,),
        "decisions": (where,),
        "substitute_decisions": (decided,),
    }


def emp508_found() -> Plan:
    return plan(**_decided_for_her(domains=(DecisionDomain.MONEY,)))


def emp508_quiet() -> Plan:
    return plan(**_decided_for_her(domains=(DecisionDomain.HOME,)))
