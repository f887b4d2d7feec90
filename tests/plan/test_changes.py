"""What differs between two plans, as changes that the table can judge."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs

from hypothesis import given

from empowerkit.codecs import dumps, loads
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Choice,
    Client,
    Consent,
    Decision,
    Disclosure,
    DisclosureBasis,
    Goal,
    ImposedBasis,
    ImposedDecision,
    Need,
    Option,
    Voice,
    Withdrawal,
    Worker,
)
from empowerkit.model._record import walk
from empowerkit.plan import Plan, changes_between, people_of
from empowerkit.testing.strategies import plans


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
HER = AMINA.actor
HERS = Voice.of(HER, at=NOON)
STAY = Option(id="stay", words="w", voice=HERS)
HOME = Decision(id="home", client=HER, words="w", voice=HERS, options=(STAY,))
CHOICE = Choice(
    id="c1", option_id="stay", author=HER, decided_at=NOON, voice=HERS
)
PLAN = Plan(client=AMINA, workers=(JOAN,), decisions=(HOME,))


def with_decision(**changes: object) -> Plan:
    """Return the plan with its decision changed."""
    return attrs.evolve(PLAN, decisions=(attrs.evolve(HOME, **changes),))


class TestChanges:
    """A noun before and after; nested nouns are changes of their own."""

    def test_new_plan(self) -> None:
        """All of a new plan is new, the plan first."""
        found = [change.noun for change in changes_between(None, PLAN)]

        assert ["Plan", "Client", "Worker", "Decision", "Option"] == found

    def test_fields(self) -> None:
        """A change in place names the fields."""
        [change] = changes_between(
            PLAN, with_decision(decide_by=NOON.date(), urgent_because="u")
        )

        assert ("decide_by", "urgent_because") == change.fields
        assert HOME == change.before
        assert change.after.urgent_because == "u"

    def test_nested(self) -> None:
        """A noun inside a noun is one change, and the holder is none."""
        [change] = changes_between(PLAN, with_decision(choices=(CHOICE,)))

        assert change.before is None
        assert CHOICE == change.after
        assert HOME.id == change.within.id

    def test_nested_in_place(self) -> None:
        """A noun inside a noun can change in place as well."""
        before = with_decision(choices=(CHOICE,))
        looked = attrs.evolve(CHOICE, review_on=NOON.date())
        [change] = changes_between(before, with_decision(choices=(looked,)))

        assert ("review_on",) == change.fields
        assert "home" == change.within.id

    def test_top_level_stands_in_nothing(self) -> None:
        """What the plan itself holds is within nothing."""
        [change] = changes_between(
            Plan(client=AMINA, id="p"),
            Plan(client=AMINA, id="p", needs=(Need(words="w", voice=HERS),)),
        )

        assert change.within is None

    def test_removed(self) -> None:
        """What is gone is a change without an after."""
        [change] = changes_between(PLAN, with_decision(options=()))

        assert STAY == change.before
        assert change.after is None
        assert "Option" == change.noun

    def test_in_the_middle(self) -> None:
        """A noun in front of another takes its place, and that is removal."""
        first = Option(id="first", words="w", voice=HERS)
        after = with_decision(options=(first, STAY))
        found = [(c.before, c.after) for c in changes_between(PLAN, after)]

        assert [(STAY, None), (None, STAY)] == found

    def test_related(self) -> None:
        """What a noun replaces, withdraws or relies on comes with it."""
        old = Need(id="old", words="w", voice=HERS)
        consent = Consent(
            id="yes", recipient="r", purpose="p", given_at=NOON, voice=HERS
        )
        left = Disclosure(
            recipient="r",
            basis=DisclosureBasis.CONSENT,
            consent_id="yes",
            at=NOON,
            voice=HERS,
        )
        before = attrs.evolve(PLAN, needs=(old,), consents=(consent,))
        newer = Need(id="new", words="x", voice=HERS, replaces="old")
        taken = Withdrawal(subject_id="stay", by=HER, at=NOON)
        after = attrs.evolve(
            before,
            needs=(old, newer),
            disclosures=(left,),
            withdrawals=(taken,),
        )
        found = {c.noun: c for c in changes_between(before, after)}

        assert old == found["Need"].related
        assert consent == found["Disclosure"].related
        assert STAY == found["Withdrawal"].related
        assert {"old", "stay"} == found["Need"].gone

    def test_decision_named(self) -> None:
        """A noun that names a decision is judged within it."""
        imposed = ImposedDecision(
            actor=JOAN.actor,
            basis=ImposedBasis.COURT_ORDER,
            words="w",
            voice=HERS,
            at=NOON,
            decision_id="home",
        )
        after = attrs.evolve(PLAN, imposed_decisions=(imposed,))
        [change] = changes_between(PLAN, after)

        assert HOME == change.within

    def test_acceptance_in_a_goal(self) -> None:
        """What was not touched is no change, however deep."""
        yes = Acceptance(actor=HER, status=AcceptanceStatus.AGREE)
        goal = Goal(words="w", voice=HERS, acceptances=(yes,))
        before = attrs.evolve(PLAN, goals=(goal,))
        same = attrs.evolve(goal, acceptances=(attrs.evolve(yes),))

        assert [] == [
            *changes_between(before, attrs.evolve(before, goals=(same,)))
        ]

    @given(plans())
    def test_same(self, plan: Plan) -> None:
        """Between a plan and itself, or its equal, nothing differs."""
        assert [] == [*changes_between(plan, plan)]
        assert [] == [*changes_between(plan, loads(dumps(plan)))]

    @given(plans())
    def test_gone(self, plan: Plan) -> None:
        """Gone is what was taken back or replaced, wherever it stands."""
        [first, *_] = changes_between(None, plan)
        wanted = {taken.subject_id for taken in plan.withdrawals}
        wanted |= {getattr(n, "replaces", None) for _, n in walk(plan)}
        wanted -= {None}

        assert wanted == first.gone
        assert wanted == {*first.gone}
        assert len(wanted) == len(first.gone)
        assert hash(frozenset(wanted)) == hash(first.gone)
        assert "nothing" not in first.gone

    @given(plans(), plans())
    def test_each_noun_once(self, before: Plan, after: Plan) -> None:
        """No two changes are of the same noun before, or after."""
        changes = [*changes_between(before, after)]
        for side in ("before", "after"):
            ids = [n.id for c in changes if (n := getattr(c, side))]
            assert len(ids) == len({*ids})


class TestPeople:
    """The people of a plan, as the table needs them."""

    def test_people(self) -> None:
        """The client is apart; all others are there."""
        people = people_of(PLAN)

        assert AMINA == people.client
        assert (JOAN,) == people.others
        assert people.find(HER) == AMINA
        assert people.find(JOAN.actor) == JOAN
        assert people.find(attrs.evolve(HER, id="x")) is None
