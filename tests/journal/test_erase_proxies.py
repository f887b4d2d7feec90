"""What a proxy may erase: inside a decision that their authority covers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from empowerkit import AuthorityError, Client, Plan, journal
from empowerkit.authority import ErasureBasis
from empowerkit.journal import Head
from empowerkit.model import DecisionDomain, Proxy
from empowerkit.testing._unjudged import recorded


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
RUTH = Proxy(id="ruth", called="Ruth", domains=(DecisionDomain.HOME,))
HER, PROXY = AMINA.actor, RUTH.actor


def kept(domain):
    """Return the entries of a plan with one decision, and one way of it."""
    plan = Plan(client=AMINA, proxies=(RUTH,))
    plan = plan.open_decision(
        "What now?", by=HER, at=NOON, id="asked", domain=domain
    )
    plan = plan.offer_option("asked", "Stay", by=HER, at=NOON, id="stay")
    # By whom it was put down is no matter here, and so not asked.
    return [recorded(None, plan, by=HER, at=NOON, head=Head())]


def erasing(entries, noun_id):
    """Return how the proxy erases one noun."""
    return journal.erase(
        entries,
        [noun_id],
        by=PROXY,
        at=NOON,
        basis=ErasureBasis.CLIENT_ASKED,
        head=Head.after(entries[-1]),
    )


def test_inside_of_a_decision_that_is_covered():
    """One way of it may go."""
    entries = kept(DecisionDomain.HOME)

    assert ("stay",) == erasing(entries, "stay").noun_ids


def test_what_is_left_of_a_decision():
    """Where nothing stands in it any more it still says what did."""
    entries = kept(DecisionDomain.HOME)
    found = erasing(entries, "stay")
    held = [journal.without(entry, found.places) for entry in entries]

    (decision,) = journal.fold([*held, found.entry]).decisions

    assert () == decision.options
    assert ["stay"] == [one.id for one in decision.absent]


def test_the_decision_itself():
    """That the client had something to decide is not a proxy's to erase."""
    entries = kept(DecisionDomain.HOME)

    with pytest.raises(AuthorityError):
        erasing(entries, "asked")


@pytest.mark.parametrize("noun_id", ["stay", "asked"])
def test_a_decision_of_another_domain(noun_id):
    """Of what their authority does not reach nothing goes."""
    entries = kept(DecisionDomain.HEALTH)

    with pytest.raises(AuthorityError):
        erasing(entries, noun_id)
