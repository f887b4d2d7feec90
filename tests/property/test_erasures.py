"""Whatever is erased of whatever plan, what is left is a plan."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from empowerkit import NotFoundError, Worker, journal
from empowerkit.authority import ErasureBasis
from empowerkit.journal import Head
from empowerkit.model._record import evolved, is_noun, walk
from empowerkit.testing._unjudged import recorded
from empowerkit.testing.strategies import plans


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RUTH = Worker(id="ruth-who-erases", called="Ruth")


def ids(plan):
    """Return the ids of all nouns of *plan*, and its own."""
    return {held.id for _, held in walk(plan) if is_noun(type(held))}


def kept(plan):
    """Return what a worker erases with all of the plan alone."""
    return (*plan.objections, *plan.ratings, *plan.disclosures)


@given(st.data())
def test_a_plan_is_left(data):
    """What goes is gone, all else stays, and the chain holds; and again."""
    plan = data.draw(plans())
    plan = evolved(plan, workers=(*plan.workers, RUTH))
    entries = [recorded(None, plan, by=RUTH.actor, at=NOON, head=Head())]
    for _ in range(2):
        some = ids(plan) - {plan.id, plan.client.id, RUTH.id}
        if not some:
            return
        few = st.sets(st.sampled_from(sorted(some)), min_size=1, max_size=3)
        named = data.draw(few)
        going = {*journal.erasable(plan, named)}
        if any(going & {held.id} for held in kept(plan)):
            return
        found = journal.erase(
            entries,
            named,
            by=RUTH.actor,
            at=NOON,
            basis=ErasureBasis.CLIENT_ASKED,
            head=Head.after(entries[-1]),
        )
        held = [journal.without(entry, found.places) for entry in entries]
        entries = [*held, found.entry]

        assert named <= {*found.noun_ids}
        assert journal.verify(entries).faults == ()
        if plan.id in found.noun_ids:
            return
        left = journal.fold(entries)
        assert ids(left) == ids(plan) - {*found.noun_ids}
        plan = left


@given(plans())
def test_nothing_is_left(plan):
    """With the client goes everything."""
    plan = evolved(plan, workers=(*plan.workers, RUTH))
    entry = recorded(None, plan, by=RUTH.actor, at=NOON, head=Head())

    found = journal.erase(
        [entry],
        [plan.client.id],
        by=RUTH.actor,
        at=NOON,
        basis=ErasureBasis.CLIENT_ASKED,
        head=Head.after(entry),
    )

    assert {*found.noun_ids} == ids(plan)
    try:
        journal.fold([journal.without(entry, found.places), found.entry])
    except NotFoundError:
        return
    raise AssertionError
