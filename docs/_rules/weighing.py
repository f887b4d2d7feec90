"""Examples of the rules about how a choice came about."""

from __future__ import annotations

from empowerkit import Consideration, OptionKind, Plan, Side
from empowerkit.model import Contact, Information, Outcome, Withdrawal

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


def emp201_found() -> Plan:
    return plan(decisions=(home(options=(flat(),), choices=(chose(),)),))


def emp201_quiet() -> Plan:
    options = (flat(), stay())
    return plan(decisions=(home(options=options, choices=(chose(),)),))


def emp202_found() -> Plan:
    room = flat(id="room", words="The room at Linden House")
    options = (flat(), room)
    return plan(decisions=(home(options=options, choices=(chose(),)),))


def emp202_quiet() -> Plan:
    gone = Withdrawal(
        subject_id="stay", by=HER, at=at(4, 1), words="Hodan moves out too"
    )
    options = (flat(), stay())
    return plan(
        decisions=(home(options=options, choices=(chose(),)),),
        withdrawals=(gone,),
    )


def emp203_found() -> Plan:
    options = (flat(), stay(voice=says(WORKER)))
    return plan(decisions=(home(options=options, choices=(chose(),)),))


def emp203_quiet() -> Plan:
    options = (flat(), stay(voice=says(WORKER)))
    choice = chose(words="I want to hear my own music")
    return plan(decisions=(home(options=options, choices=(choice,)),))


def emp204_found() -> Plan:
    options = (
        flat(detail="Two rooms, new windows, near the school. " * 6),
        flat(id="room", words="The room", detail="A room."),
        stay(),
    )
    return plan(decisions=(home(options=options, choices=(chose(),)),))


def emp204_quiet() -> Plan:
    options = (
        flat(detail="Two rooms, new windows, near the school. " * 6),
        flat(
            id="room",
            words="The room",
            detail="One room, a shared kitchen, a garden. " * 5,
        ),
        stay(),
    )
    return plan(decisions=(home(options=options, choices=(chose(),)),))


def emp205_found() -> Plan:
    late = Information(words="The rent goes up", given_at=at(5, 20))
    decision = home(
        options=(flat(), stay()), information=(late,), choices=(chose(),)
    )
    return plan(decisions=(decision,))


def emp205_quiet() -> Plan:
    first = Information(words="The rent goes up", given_at=at(5, 2))
    decision = home(
        options=(flat(), stay()), information=(first,), choices=(chose(),)
    )
    return plan(decisions=(decision,))


def _thought(who: object) -> Consideration:
    return Consideration(
        option_id="flat", side=Side.FOR, words="It is near", voice=says(who)
    )


def emp206_found() -> Plan:
    decision = home(
        options=(flat(), stay()),
        considerations=(_thought(WORKER),),
        choices=(chose(),),
    )
    return plan(decisions=(decision,))


def emp206_quiet() -> Plan:
    decision = home(
        options=(flat(), stay()),
        considerations=(_thought(WORKER), _thought(SISTER)),
        choices=(chose(),),
    )
    return plan(decisions=(decision,))


def emp207_found() -> Plan:
    hurried = home(
        urgent_because="The bed goes at five",
        options=(flat(),),
        choices=(chose(),),
    )
    return plan(decisions=(hurried,))


def emp207_quiet() -> Plan:
    looked_back = chose(followed_up_at=at(5, 6))
    hurried = home(
        urgent_because="The bed goes at five",
        options=(flat(),),
        choices=(looked_back,),
    )
    return plan(decisions=(hurried,))


def emp208_found() -> Plan:
    option = flat(voice=says(WORKER, at(5, 4, 10, 0)))
    choice = chose(voice=says(HER, at(5, 4, 10, 3)))
    decision = home(options=(option, stay()), choices=(choice,))
    return plan(decisions=(decision,))


def emp208_quiet() -> Plan:
    option = flat(voice=says(WORKER, at(5, 4, 10, 0)))
    choice = chose(
        voice=says(HER, at(5, 6, 16, 0)), decided_at=at(5, 6, 16, 0)
    )
    decision = home(options=(option, stay()), choices=(choice,))
    return plan(decisions=(decision,))


def emp209_found() -> Plan:
    options = (flat(), stay(voice=says(WORKER)))
    return plan(decisions=(home(options=options),))


def emp209_quiet() -> Plan:
    options = (flat(), stay(voice=says(SISTER)))
    return plan(decisions=(home(options=options),))


def emp210_found() -> Plan:
    choice = chose(decided_at=at(4, 1), voice=says(HER, at(4, 1)))
    return plan(decisions=(home(options=(flat(),), choices=(choice,)),))


def emp210_quiet() -> Plan:
    choice = chose(decided_at=at(4, 1), voice=says(HER, at(4, 1)))
    met = Contact(at=at(4, 9), outcome=Outcome.HELD, voice=says(WORKER))
    return plan(
        decisions=(home(options=(flat(),), choices=(choice,)),),
        contacts=(met,),
    )


def emp211_found() -> Plan:
    day = at(5, 15).date()
    return plan(decisions=(home(decide_by=day, options=(flat(), stay())),))


def emp211_quiet() -> Plan:
    day = at(5, 15).date()
    later = stay(id="later", words="Not now", kind=OptionKind.NOT_NOW)
    decision = home(
        decide_by=day, options=(flat(), later), choices=(chose("later"),)
    )
    return plan(decisions=(decision,))
