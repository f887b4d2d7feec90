"""Examples of the rules about whose voice it is."""

from __future__ import annotations

from empowerkit import Need, Plan
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Answer,
    AnswerStatus,
    Asked,
    Client,
    Objection,
    Topic,
    Voice,
    Wording,
)

from ._cast import (
    HER,
    SISTER,
    WORKER,
    at,
    chose,
    flat,
    goal,
    home,
    noted,
    plan,
    says,
)


def emp101_found() -> Plan:
    guessed = Need(words="Somewhere quiet", voice=says(WORKER))
    return plan(needs=(guessed,))


def emp101_quiet() -> Plan:
    together = says(SISTER, together_with=(HER,))
    return plan(needs=(Need(words="Somewhere quiet", voice=together),))


def emp102_found() -> Plan:
    return plan(goals=(goal(voice=says(WORKER)),))


def emp102_quiet() -> Plan:
    return plan(goals=(goal(voice=says(HER)),))


def emp103_found() -> Plan:
    no_word = AcceptanceStatus.PENDING
    waiting = Acceptance(actor=HER, status=no_word, at=at(1, 12))
    return plan(goals=(goal(acceptances=(waiting,)),))


def emp103_quiet() -> Plan:
    yes = AcceptanceStatus.AGREE
    agreed = Acceptance(actor=HER, status=yes, at=at(1, 12))
    return plan(goals=(goal(acceptances=(agreed,)),))


def emp104_found() -> Plan:
    return plan(needs=(Need(words="Somewhere quiet", voice=noted()),))


def emp104_quiet() -> Plan:
    read_back = noted(confirmed_at=at(1, 14))
    return plan(needs=(Need(words="Somewhere quiet", voice=read_back),))


def emp105_found() -> Plan:
    no = Objection(about_id="goal", voice=says(HER))
    return plan(goals=(goal(),), objections=(no,))


def emp105_quiet() -> Plan:
    no = Objection(
        about_id="goal",
        voice=says(HER),
        answered_at=at(1, 20),
        answered_by=WORKER,
        answer="We see it differently, and leave it open.",
    )
    return plan(goals=(goal(),), objections=(no,))


def _asked(topic: Topic, status: AnswerStatus) -> Asked:
    return Asked(topic=topic, answer=Answer(status=status), voice=says(HER))


def emp106_found() -> Plan:
    return plan(asked=(_asked(Topic.COMMUNICATION, AnswerStatus.ANSWERED),))


def emp106_quiet() -> Plan:
    declined = AnswerStatus.PREFERS_NOT_TO_SAY
    return plan(
        asked=(
            _asked(Topic.COMMUNICATION, AnswerStatus.ANSWERED),
            _asked(Topic.HOW_I_DECIDE, declined),
        )
    )


def emp107_found() -> Plan:
    choice = chose(voice=noted(at(5, 4)))
    option = flat(voice=says(WORKER))
    return plan(decisions=(home(options=(option,), choices=(choice,)),))


def emp107_quiet() -> Plan:
    choice = chose(voice=noted(at(5, 4)))
    option = flat(voice=says(HER))
    return plan(decisions=(home(options=(option,), choices=(choice,)),))


def _somebody(name: str, words: str) -> Plan:
    client = Client(id=name, called=name)
    said = Voice(speaker=client.actor, wording=Wording.VERBATIM)
    return Plan(client=client, needs=(Need(words=words, voice=said),))


def emp108_found() -> tuple[Plan, ...]:
    same = "I want to improve my situation step by step"
    return _somebody("amina", same), _somebody("ruth", same)


def emp108_quiet() -> tuple[Plan, ...]:
    one = "A door I can lock, and not so far from the school"
    other = "That somebody tells me what the letters from the office mean"
    return _somebody("amina", one), _somebody("ruth", other)
