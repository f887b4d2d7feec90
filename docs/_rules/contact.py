"""Examples of the rules about staying in touch."""

from __future__ import annotations

from empowerkit import Plan
from empowerkit.model import (
    Contact,
    ContactAgreement,
    Interpreter,
    Outcome,
    Question,
    Rating,
    Ruler,
)

from ._cast import (
    HER,
    SISTER,
    WORKER,
    at,
    chose,
    flat,
    home,
    plan,
    says,
    stay,
)


def _met(month: int, day: int, **more: object) -> Contact:
    when = at(month, day)
    return Contact(
        at=when, outcome=Outcome.HELD, voice=says(WORKER, when), **more
    )


def _every_two_weeks() -> ContactAgreement:
    return ContactAgreement(rhythm_days=14, voice=says(HER))


def emp601_found() -> Plan:
    return plan(
        contact_agreements=(_every_two_weeks(),), contacts=(_met(5, 14),)
    )


def emp601_quiet() -> Plan:
    return plan(
        contact_agreements=(_every_two_weeks(),), contacts=(_met(5, 20),)
    )


def emp602_found() -> Plan:
    return plan(contacts=(_met(5, 20, language="de"),))


def emp602_quiet() -> Plan:
    return plan(contacts=(_met(5, 20, language="en-GB"),))


def emp603_found() -> Plan:
    asked = Question(words="Who pays the deposit?", voice=says(HER))
    return plan(questions=(asked,))


def emp603_quiet() -> Plan:
    asked = Question(
        words="Who pays the deposit?",
        voice=says(HER),
        answered_at=at(1, 13),
        answered_by=WORKER,
        answer="The council does.",
    )
    return plan(questions=(asked,))


def _rapport(month: int, day: int) -> Rating:
    return Rating(
        about_id="joan",
        ruler=Ruler.RAPPORT,
        value=4,
        rater=HER,
        at=at(month, day),
        voice=says(HER),
    )


def emp604_found() -> Plan:
    return plan(ratings=(_rapport(1, 20),))


def emp604_quiet() -> Plan:
    return plan(ratings=(_rapport(4, 20),))


def _carried(relative: bool) -> dict[str, object]:  # noqa: FBT001
    uncle = Interpreter(
        id="uncle", called="Yusuf", languages=("so",), relative=relative
    )
    heard = says(HER, at(5, 4), interpreter=uncle.actor)
    decision = home(options=(flat(), stay()), choices=(chose(voice=heard),))
    return {"interpreters": (uncle,), "decisions": (decision,)}


def emp605_found() -> Plan:
    return plan(**_carried(relative=True))


def emp605_quiet() -> Plan:
    return plan(**_carried(relative=False))


def emp606_found() -> Plan:
    three = (HER, WORKER, SISTER)
    days = (2, 9, 16)
    return plan(contacts=tuple(_met(5, d, present=three) for d in days))


def emp606_quiet() -> Plan:
    three, two = (HER, WORKER, SISTER), (HER, WORKER)
    return plan(
        contacts=(
            _met(5, 2, present=three),
            _met(5, 9, present=two),
            _met(5, 16, present=three),
        )
    )
