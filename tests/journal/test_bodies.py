"""What is put down of a noun: the canonical form, written in one go."""

from __future__ import annotations

from hypothesis import given

from empowerkit import Client, Decision, Option, Plan, Voice
from empowerkit.codecs._form import _record, canonical
from empowerkit.journal._body import body_of, own_text
from empowerkit.plan._changes import steps
from empowerkit.plan._edit import own_fields
from empowerkit.testing import caseload
from empowerkit.testing import strategies as es


def _asked(plan):
    """Ask that each noun of *plan* is written as the codec writes it."""
    for _, noun, holder in steps(None, plan):
        known = {field.name for field in own_fields(type(noun))}
        own = {k: v for k, v in _record(noun).items() if k in known}
        within = {} if holder is None else {"in": holder.id}
        whole = {"kind": type(noun).__name__, "noun": own} | within

        assert canonical(own) == own_text(noun).encode()
        assert canonical(whole) == body_of(noun, holder)


def test_what_a_noun_holds_itself():
    """Its own fields that are given, and no noun inside it."""
    amina = Client(id="c1", called="Amina")
    option = Option(id="stay", words="Stay", voice=Voice())
    decision = Decision(
        id="d1",
        client=amina.actor,
        words="Where?",
        voice=Voice(speaker=amina.actor),
        options=(option,),
    )
    plan = Plan(id="p1", client=amina, decisions=(decision,))

    her = '{"id":"c1","role":"client"}'
    assert '{"id":"p1"}' == own_text(plan)
    assert '{"called":"Amina","id":"c1"}' == own_text(amina)
    assert own_text(decision) == (
        f'{{"client":{her},"id":"d1","voice":{{"speaker":{her}}},'
        '"words":"Where?"}'
    )


def test_all_that_a_plan_may_hold():
    """Each kind of noun, each kind of field, and what holds them."""
    for plan in caseload.plans(20, seed=7):
        _asked(plan)


@given(es.plans())
def test_any_plan(plan):
    """Whatever stands in a plan is written as documents have it."""
    _asked(plan)
