"""What is put down of a noun: the canonical form, written in one go."""

from __future__ import annotations

from hypothesis import given

from empowerkit.codecs._form import canonical, own_data
from empowerkit.journal._body import body_of, own_text
from empowerkit.plan._changes import steps
from empowerkit.testing import caseload
from empowerkit.testing import strategies as es


def _asked(plan):
    """Ask that each noun of *plan* is written as the codec writes it."""
    for _, noun, holder in steps(None, plan):
        own = own_data(noun)
        within = {} if holder is None else {"in": holder.id}
        whole = {"kind": type(noun).__name__, "noun": own} | within

        assert canonical(own) == own_text(noun).encode()
        assert canonical(whole) == body_of(noun, holder)


def test_all_that_a_plan_may_hold():
    """Each kind of noun, each kind of field, and what holds them."""
    for plan in caseload.plans(20, seed=7):
        _asked(plan)


@given(es.plans())
def test_any_plan(plan):
    """Whatever stands in a plan is written as documents have it."""
    _asked(plan)
