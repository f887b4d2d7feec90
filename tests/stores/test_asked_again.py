"""The same call once more, and a call that follows a look."""

from __future__ import annotations

from datetime import timedelta

import pytest

from empowerkit.authority import ErasureBasis
from empowerkit.errors import AuthorityError, ConflictError
from empowerkit.model import Consent, DisclosureBasis, PlanPart, Voice
from empowerkit.store import open_store
from empowerkit.testing.stores import HER, NOON, WORKER, began, needing


HOUR = timedelta(hours=1)


@pytest.fixture
def store():
    """Return a store in memory."""
    with open_store("memory:") as store:
        yield store


@pytest.fixture
def plan(store):
    """Return a plan of two versions, with a need and a consent to it."""
    plan = began()
    store.create(plan, by=WORKER, at=NOON)
    consent = Consent(
        id="yes",
        recipient="The clinic",
        purpose="Advice",
        scope=(PlanPart.NEEDS,),
        given_at=NOON,
        expires_on=NOON.date(),
        voice=Voice.of(HER, at=NOON),
    )
    plan = needing(plan).add(consent, by=HER, at=NOON)
    store.commit(plan, by=HER, at=NOON, expected_version=1)
    return plan


class TestErase:
    """What goes is what was looked at."""

    @pytest.fixture
    def erase(self, store, plan):
        """Return a function that erases the need."""

        def run(expected_version, **more):
            return store.erase(
                plan.id,
                [plan.needs[0].id],
                by=WORKER,
                at=NOON,
                basis=ErasureBasis.CLIENT_ASKED,
                expected_version=expected_version,
                **more,
            )

        return run

    @pytest.mark.parametrize("version", [0, 1, 3])
    def test_another_version(self, store, plan, erase, version):
        """Where somebody changed the plan since, nothing goes."""
        with pytest.raises(ConflictError) as caught:
            erase(version)

        error = caught.value
        assert "expected-version" == error.rule
        assert {
            "plan": plan.id,
            "expected": str(version),
            "found": "2",
        } == error.facts
        assert plan == store.load(plan.id)

    @pytest.mark.parametrize("version", [2, None])
    def test_that_version(self, store, plan, erase, version):
        """Where nobody did, or nobody asks, it goes."""
        assert 3 == erase(version).entry.header.version
        assert () == store.load(plan.id).needs

    def test_once_more(self, store, plan, erase):
        """A retry is harmless, though the version is another by then."""
        done = erase(2, entry_id="gone")
        more = needing(store.load(plan.id))
        store.commit(more, by=HER, at=NOON, expected_version=3)

        assert done.entry == erase(2, entry_id="gone").entry
        assert more == store.load(plan.id)


class TestDisclose:
    """What left is had once more for as long as it may leave."""

    @pytest.fixture
    def disclose(self, store, plan):
        """Return a function that discloses the need under its id."""

        def run(at=NOON, **more):
            asked = {
                "basis": DisclosureBasis.CONSENT,
                "consent_id": "yes",
                "recipient": "The clinic",
                "purpose": "Advice",
                "scope": [PlanPart.NEEDS],
                "by": WORKER,
                "entry_id": "k1",
            }
            return store.disclose(plan.id, at=at, **(asked | more))

        return run

    @pytest.mark.parametrize("later", [timedelta(0), HOUR])
    def test_while_it_stands(self, store, plan, disclose, later):
        """The same comes back, at whatever time, and is noted once."""
        first = disclose()

        assert first == disclose(NOON + later)
        assert plan.needs == first.needs
        (told,) = store.load(plan.id).disclosures
        assert (NOON, 3) == (told.at, store.version(plan.id))

    def test_expired(self, disclose):
        """On the day after the last day it does not leave again."""
        disclose()

        with pytest.raises(AuthorityError):
            disclose(NOON + timedelta(days=1))

    @pytest.mark.parametrize("later", [timedelta(0), HOUR, 9 * HOUR])
    def test_revoked(self, store, plan, disclose, later):
        """Whatever time the retry gives, a revoked consent is over."""
        disclose()
        at = NOON + HOUR
        gone = store.load(plan.id).revise("yes", by=HER, at=at, revoked_at=at)
        store.commit(gone, by=HER, at=at, expected_version=3)

        with pytest.raises(AuthorityError) as caught:
            disclose(NOON + later)
        assert "disclose" == caught.value.row
        assert gone == store.load(plan.id)

    def test_under_a_duty(self, store, plan, disclose):
        """What leaves under a duty asks no consent, first or again."""
        duty = {
            "basis": DisclosureBasis.LEGAL_DUTY,
            "consent_id": None,
            "duty": "Section 47",
            "client_told_at": NOON,
        }
        first = disclose(**duty)
        gone = store.load(plan.id).withdraw("yes", by=HER, at=NOON)
        store.commit(gone, by=HER, at=NOON, expected_version=3)

        assert first == disclose(NOON + HOUR, **duty)

    def test_another(self, store, plan, disclose):
        """One that is not the same is another, at whatever time."""
        disclose()

        with pytest.raises(ConflictError) as caught:
            disclose(NOON + HOUR, recipient="The court")
        assert "entry-id-once" == caught.value.rule
