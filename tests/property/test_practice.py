"""What holds of every rule, on every plan."""

from __future__ import annotations

from datetime import UTC, datetime, time

import attrs

from hypothesis import event, given
from hypothesis import strategies as st

from empowerkit.codecs import dumps, loads
from empowerkit.model import Choice, SetAside
from empowerkit.model._record import is_noun, walk
from empowerkit.plan import Plan, people_of
from empowerkit.practice import (
    PlanView,
    Scope,
    check,
    check_many,
    explain,
    rules,
)
from empowerkit.testing.rules import _reworded, prove_on
from empowerkit.testing.strategies import days, ids, plans


CODES = [
    code
    for code, made in rules().items()
    if made.scope is Scope.PLAN and code != "EMP001"
]
# Both sides of a withdrawal are what these look at.
OF_WITHDRAWN = {"EMP502"}


def checked(plan, as_of, **how):
    """Return all that any rule finds in *plan*."""
    return check(plan, as_of=as_of, profile="all", **how)


def nouns(plan):
    """Return all nouns of *plan*, by id."""
    return {
        record.id: record for _, record in walk(plan) if is_noun(type(record))
    }


@st.composite
def read(draw):
    """Draw a plan, and somebody on it who reads it."""
    plan = draw(plans(min_nouns=4, max_nouns=40))
    people = people_of(plan)
    readers = [
        one.actor
        for one in (people.client, *people.others)
        if getattr(one, "ended_at", None) is None
    ]
    return plan, draw(st.sampled_from(readers))


@given(plans(min_nouns=6, max_nouns=40), days())
def test_each_rule_keeps_its_promises(plan, as_of):
    """No rule raises, reads what it does not name, or repeats words."""
    for code in CODES:
        if prove_on(rules()[code], plan, as_of=as_of):
            event(code)


@given(plans(min_nouns=6, max_nouns=40), days())
def test_findings_are_those_of_rules(plan, as_of):
    """Each finding is a known rule's, with its severity, in order."""
    found = checked(plan, as_of)

    assert [f.rule for f in found] == sorted(f.rule for f in found)
    assert all(f.severity is rules()[f.rule].severity for f in found)
    assert all(f.try_this in explain(f.rule) for f in found)


@given(plans(min_nouns=6, max_nouns=40), days())
def test_a_document_says_the_same(plan, as_of):
    """A plan that was written down and read again is found the same."""
    assert checked(plan, as_of) == checked(loads(dumps(plan)), as_of)


@given(plans(min_nouns=6, max_nouns=40), days())
def test_what_is_said_changes_nothing(plan, as_of):
    """The rules look at who spoke and when, never at what they said."""
    assert checked(plan, as_of) == checked(_reworded(plan), as_of)


@given(plans(min_nouns=6, max_nouns=40), days())
def test_what_does_not_stand_is_left_alone(plan, as_of):
    """Nothing is said of what was withdrawn or replaced."""
    held = nouns(plan)
    gone = {withdrawal.subject_id for withdrawal in plan.withdrawals}
    gone |= {getattr(noun, "replaces", None) for noun in held.values()}

    for finding in checked(plan, as_of):
        if isinstance(held[finding.subject_id], Plan | Choice):
            continue
        assert finding.rule in OF_WITHDRAWN or finding.subject_id not in gone


@given(read(), days())
def test_a_reader_learns_nothing_new(drawn, as_of):
    """Every id in a finding stands in the document that they see."""
    plan, reader = drawn
    document = dumps(plan, seen_by=reader).decode()

    for found in checked(plan, as_of, seen_by=reader):
        assert f'"{found.subject_id}"' in document
        assert all(f'"{also}"' in document for also in found.also_ids)


@given(read(), days())
def test_a_reader_is_told_no_falsehood(drawn, as_of):
    """What is said to be missing for a reader is missing in the whole."""
    plan, reader = drawn
    whole = {(f.rule, f.subject_id) for f in checked(plan, as_of)}

    for found in checked(plan, as_of, seen_by=reader):
        if rules()[found.rule].of_missing:
            assert (found.rule, found.subject_id) in whole


@given(plans(min_nouns=6, max_nouns=40), days(), ids(), st.data())
def test_setting_aside_marks_one(plan, as_of, own, data):
    """What is set aside is marked, and nothing else changes."""
    before = checked(plan, as_of)
    still_open = [finding for finding in before if finding.is_open]
    if not still_open or f'"{own}"' in dumps(plan).decode():
        return
    one = data.draw(st.sampled_from(still_open))
    aside = SetAside(
        id=own,
        rule=one.rule,
        subject_id=one.subject_id,
        reason="Because.",
        by=plan.client.actor,
        until=as_of,
    )
    expected = tuple(
        attrs.evolve(f, set_aside=aside)
        if (f.rule, f.subject_id) == (one.rule, one.subject_id)
        else f
        for f in before
    )
    noon = datetime.combine(as_of, time(12), UTC)
    after = plan.add(aside, by=plan.client.actor, at=noon)

    assert expected == checked(after, as_of)


@given(st.lists(plans(max_nouns=12), max_size=4), days())
def test_a_caseload_is_its_plans(caseload, as_of):
    """Together they say what each says, and what only all can tell."""
    many = check_many(caseload, as_of=as_of)

    for plan, found in zip(caseload, many, strict=True):
        own = tuple(f for f in found if f.rule != "EMP108")
        assert own == check(plan, as_of=as_of)


@given(plans(max_nouns=40), days())
def test_the_view_skips_what_the_plan_skips(plan, as_of):
    """What rules read as standing is what stands in the plan."""
    view = PlanView(plan, as_of)

    for field in attrs.fields(Plan):
        seen = getattr(view, field.name, None)
        if isinstance(seen, tuple):
            assert seen == plan.standing(getattr(plan, field.name))
