"""
The suite that a store must pass, ours and anybody's.

Subclass `StoreContract`, return a new and empty store, and let pytest collect
the class.
"""

from __future__ import annotations

import abc

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from empowerkit.authority import ErasureBasis
from empowerkit.errors import (
    AuthorityError,
    ConflictError,
    EmpowerkitError,
    InvariantError,
    NotFoundError,
    StoreError,
)
from empowerkit.journal import Reason
from empowerkit.model import (
    Actor,
    Client,
    Consent,
    DisclosureBasis,
    Need,
    PlanPart,
    Side,
    Strength,
    Voice,
    Worker,
)
from empowerkit.plan import Plan
from empowerkit.store import Store


__all__ = ["StoreContract"]

NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA: Final = Client(called="Amina")
JOAN: Final = Worker(called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor
CANARY: Final = "zebra-crossing"


def refused(kind: type[Exception], call: Callable[[], Any]) -> Any:
    """Return the error of *kind* that *call* raises, asking that it does."""
    try:
        call()
    except kind as error:
        found = error
    else:
        msg = f"{kind.__name__} was to be raised, and nothing was"
        raise AssertionError(msg)
    assert CANARY not in f"{found} {found!r}"
    return found


def began() -> Plan:
    """Return a new plan, of Amina, with Joan at her side."""
    return Plan(client=AMINA, workers=(JOAN,))


def needing(plan: Plan, words: str = CANARY) -> Plan:
    """Return *plan* with one more need, in her words."""
    need = Need(words=words, voice=Voice.of(HER, at=NOON))
    return plan.add(need, by=HER, at=NOON)


class StoreContract(abc.ABC):
    """
    What every store does; a subclass says which.

    >>> from empowerkit.store import Store, open_store
    >>> class TestMemory(StoreContract):
    ...     def make_store(self) -> Store:
    ...         return open_store("memory:")
    """

    @abc.abstractmethod
    def make_store(self) -> Store:
        """Return a new store with nothing in it."""

    def _told(self, store: Store) -> Plan:
        """Return a plan of three versions, kept in *store*."""
        plan = began()
        store.create(plan, by=WORKER, at=NOON)
        plan = needing(plan)
        store.commit(plan, by=HER, at=NOON, expected_version=1)
        plan = plan.open_decision("Where?", by=HER, at=NOON, id="home")
        store.commit(plan, by=HER, at=NOON, expected_version=2)
        return plan

    def test_empty(self) -> None:
        """A new store holds nothing, and nothing is wrong with it."""
        with self.make_store() as store:
            assert store.plan_ids() == ()
            assert [*store.plans()] == []
            assert store.verify().faults == ()

    def test_what_was_kept_comes_back(self) -> None:
        """Every version comes back as it was committed."""
        with self.make_store() as store:
            plan = began()
            made = store.create(plan, by=WORKER, at=NOON)
            more = needing(plan)
            done = store.commit(more, by=HER, at=NOON, expected_version=1)

            assert (made.version, done.version) == (1, 2)
            assert store.load(plan.id, version=1) == plan
            assert store.load(plan.id, version=2) == more
            assert store.load(plan.id) == more
            assert store.version(plan.id) == 2
            assert store.plan_ids() == (plan.id,)
            assert [*store.plans()] == [more]

    def test_two_plans(self) -> None:
        """Plans are kept apart, in the order of their creation."""
        with self.make_store() as store:
            first, second = self._told(store), self._told(store)

            assert store.plan_ids() == (first.id, second.id)
            assert [*store.plans()] == [first, second]
            assert store.verify(checkpoint=store.checkpoint()).faults == ()

    def test_history(self) -> None:
        """The history says who did what when, and no word of it."""
        with self.make_store() as store:
            plan = self._told(store)

            history = store.history(plan.id)

            assert [said.actor for said in history] == [WORKER, HER, HER]
            assert [said.version for said in history] == [1, 2, 3]
            assert CANARY not in repr(history)

    def test_a_denial_leaves_no_trace(self) -> None:
        """What authority denies is not kept, in no part."""
        with self.make_store() as store:
            plan = self._told(store)
            mark = store.checkpoint()

            refused(
                AuthorityError,
                lambda: store.commit(
                    needing(plan), by=WORKER, at=NOON, expected_version=3
                ),
            )

            assert store.checkpoint() == mark
            assert store.load(plan.id) == plan

    def test_nothing_changed(self) -> None:
        """To commit what stands already is refused."""
        with self.make_store() as store:
            plan = self._told(store)

            found = refused(
                InvariantError,
                lambda: store.commit(
                    plan, by=HER, at=NOON, expected_version=3
                ),
            )

            assert found.rule == "something-changed"

    def test_somebody_was_faster(self) -> None:
        """Of two changes of one version the second is refused."""
        with self.make_store() as store:
            plan = self._told(store)
            store.commit(
                needing(plan, "a"), by=HER, at=NOON, expected_version=3
            )

            found = refused(
                ConflictError,
                lambda: store.commit(
                    needing(plan), by=HER, at=NOON, expected_version=3
                ),
            )

            assert found.rule == "expected-version"
            assert found.facts["found"] == "4"
            assert store.version(plan.id) == 4

    def test_no_version_at_all(self) -> None:
        """What is no whole number would be kept, and never read again."""
        with self.make_store() as store:
            plan = began()
            store.create(plan, by=WORKER, at=NOON)
            odd: tuple[Any, ...] = (1.0, True, "1", None)
            for version in odd:
                found = refused(
                    InvariantError,
                    partial(
                        store.commit,
                        needing(plan),
                        by=HER,
                        at=NOON,
                        expected_version=version,
                    ),
                )
                assert found.rule == "field-type"
            assert store.version(plan.id) == 1

    def test_a_version_to_come(self) -> None:
        """A version that is not there yet is not one to follow."""
        with self.make_store() as store:
            plan = self._told(store)

            found = refused(
                ConflictError,
                lambda: store.commit(
                    needing(plan), by=HER, at=NOON, expected_version=9
                ),
            )

            assert found.rule == "expected-version"

    def test_created_once(self) -> None:
        """A plan is created once."""
        with self.make_store() as store:
            plan = self._told(store)

            found = refused(
                ConflictError,
                lambda: store.create(plan, by=WORKER, at=NOON),
            )

            assert found.rule == "plan-id-once"

    def test_a_retry(self) -> None:
        """The same call with the same id is harmless, at any time."""
        with self.make_store() as store:
            plan = began()
            first = store.create(plan, by=WORKER, at=NOON, entry_id="e1")
            more = needing(plan)
            once = store.commit(
                more, by=HER, at=NOON, expected_version=1, entry_id="e2"
            )
            store.commit(
                needing(more, "b"), by=HER, at=NOON, expected_version=2
            )

            again = store.commit(
                more, by=HER, at=NOON, expected_version=1, entry_id="e2"
            )
            at_first = store.create(plan, by=WORKER, at=NOON, entry_id="e1")

            assert (again.sequence, again.version) == (once.sequence, 2)
            assert at_first.sequence == first.sequence
            assert (once.again, again.again) == (False, True)
            assert len(store.history(plan.id)) == 3

    def test_an_old_id_for_something_else(self) -> None:
        """An entry's id stands for one change, and for no other."""
        with self.make_store() as store:
            plan = began()
            store.create(plan, by=WORKER, at=NOON, entry_id="e1")
            more = needing(plan)
            store.commit(
                more, by=HER, at=NOON, expected_version=1, entry_id="e2"
            )
            others: tuple[tuple[Plan, Any, int], ...] = (
                (needing(plan, "b"), HER, 1),
                (needing(needing(plan, "b")), HER, 1),
                (more, WORKER, 1),
                (more, HER, 2),
                (began(), HER, 1),
            )
            for other, by, version in others:
                found = refused(
                    ConflictError,
                    partial(
                        store.commit,
                        other,
                        by=by,
                        at=NOON,
                        expected_version=version,
                        entry_id="e2",
                    ),
                )
                assert found.rule == "entry-id-once"

    def test_unknown(self) -> None:
        """A plan, or a version, that is not there is not found."""
        with self.make_store() as store:
            plan = self._told(store)
            calls: tuple[Callable[[], Any], ...] = (
                lambda: store.load("nobody"),
                lambda: store.load(plan.id, version=4),
                lambda: store.load(plan.id, version=0),
                lambda: store.version("nobody"),
                lambda: store.history("nobody"),
                lambda: store.erasable("nobody", ["x"]),
                lambda: self._erase(store, "nobody", "x"),
                lambda: store.commit(
                    needing(began()), by=HER, at=NOON, expected_version=1
                ),
            )
            for call in calls:
                refused(NotFoundError, call)

    def _erase(
        self,
        store: Store,
        plan_id: str,
        *noun_ids: str,
        entry_id: str | None = None,
    ) -> Any:
        """Erase nouns, as the client asked."""
        return store.erase(
            plan_id,
            noun_ids,
            by=WORKER,
            at=NOON,
            basis=ErasureBasis.CLIENT_ASKED,
            words=CANARY,
            entry_id=entry_id,
        )

    def test_erased(self) -> None:
        """What is erased is gone from every version, and the chain holds."""
        with self.make_store() as store:
            plan = self._told(store)
            need = plan.needs[0].id
            mark = store.checkpoint()

            assert store.erasable(plan.id, [need]) == (need,)
            assert store.load(plan.id) == plan
            found = self._erase(store, plan.id, need)

            assert found.noun_ids == (need,)
            for version in (2, 3, 4):
                held = store.load(plan.id, version=version)
                assert held.needs == ()
                assert need in {absent.id for absent in held.absent}
            assert store.verify(checkpoint=mark).faults == ()

    def test_nothing_erased(self) -> None:
        """Where nothing is named nothing is written down, whoever asks."""
        with self.make_store() as store:
            plan = self._told(store)
            stranger = Worker(called="Ruth").actor
            for call in (store.would_erase, store.erase):
                for by in (stranger, HER, WORKER):
                    refused(
                        InvariantError,
                        partial(
                            call,
                            plan.id,
                            (),
                            by=by,
                            at=NOON,
                            basis=ErasureBasis.CLIENT_ASKED,
                        ),
                    )
            assert store.version(plan.id) == 3

    def test_what_would_be_erased(self) -> None:
        """To look first takes nothing, and is refused to whom it would be."""
        with self.make_store() as store:
            plan = self._told(store)
            need, mark = plan.needs[0].id, store.checkpoint()

            def look(by: Actor) -> Any:
                return store.would_erase(
                    plan.id,
                    [need],
                    by=by,
                    at=NOON,
                    basis=ErasureBasis.CLIENT_ASKED,
                )

            assert look(WORKER).noun_ids == (need,)
            refused(AuthorityError, lambda: look(HER))
            assert (store.load(plan.id), store.checkpoint()) == (plan, mark)
            store.hold(plan.id, by=WORKER, at=NOON)
            found = refused(ConflictError, lambda: look(WORKER))
            assert found.rule == "legal-hold"

    def test_goes_on_after_an_erasure(self) -> None:
        """What is committed afterwards follows what is left."""
        with self.make_store() as store:
            plan = self._told(store)
            self._erase(store, plan.id, plan.needs[0].id)
            left = store.load(plan.id)
            stay = left.offer_option("home", "Stay", by=HER, at=NOON, id="o")
            store.commit(stay, by=HER, at=NOON, expected_version=4)
            said = stay.consider(
                "home", "o", Side.FOR, CANARY, by=HER, at=NOON
            )
            store.commit(said, by=HER, at=NOON, expected_version=5)

            assert store.load(plan.id) == said
            assert store.verify().faults == ()

    def test_all_of_it_erased(self) -> None:
        """Of a plan that was erased the order of its entries is left."""
        with self.make_store() as store:
            plan, other = self._told(store), self._told(store)
            self._erase(store, plan.id, plan.id)

            refused(NotFoundError, lambda: store.load(plan.id))
            assert [*store.plans()] == [other]
            assert len(store.history(plan.id)) == 4
            assert store.verify().faults == ()

    def test_a_retry_after_an_erasure(self) -> None:
        """A retry is harmless also where its words are gone by now."""
        with self.make_store() as store:
            plan = began()
            store.create(plan, by=WORKER, at=NOON)
            more = needing(plan)
            store.commit(
                more, by=HER, at=NOON, expected_version=1, entry_id="e2"
            )
            self._erase(store, plan.id, more.needs[0].id)

            again = store.commit(
                more, by=HER, at=NOON, expected_version=1, entry_id="e2"
            )

            assert again.again
            assert store.load(plan.id).needs == ()

    def test_a_retry_of_an_erasure(self) -> None:
        """To erase again by the same id changes nothing more."""
        with self.make_store() as store:
            plan = self._told(store)
            need = plan.needs[0].id
            once = self._erase(store, plan.id, need, entry_id="e-9")

            again = self._erase(store, plan.id, need, entry_id="e-9")

            assert (once.noun_ids, once.places) == (
                again.noun_ids,
                again.places,
            )
            assert store.version(plan.id) == 4
            assert store.verify().faults == ()

    def test_held(self) -> None:
        """A legal hold stops what would be erased, till it is released."""
        with self.make_store() as store:
            plan = self._told(store)
            held = store.hold(plan.id, by=WORKER, at=NOON, entry_id="h1")
            assert (held.version, store.holds(plan.id)) == (4, 1)

            found = refused(
                ConflictError, lambda: self._erase(store, plan.id, plan.id)
            )
            assert found.rule == "legal-hold"
            again = store.hold(plan.id, by=WORKER, at=NOON, entry_id="h1")
            assert (again.again, store.holds(plan.id)) == (True, 1)
            assert store.load(plan.id) == plan

            store.release(plan.id, by=WORKER, at=NOON, words=CANARY)
            self._erase(store, plan.id, plan.id)
            assert store.holds(plan.id) == 0
            assert store.verify().faults == ()

    def _disclose(self, store: Store, plan: Plan, **more: Any) -> Plan:
        """Disclose the needs of a plan, under its consent."""
        asked: dict[str, Any] = {
            "basis": DisclosureBasis.CONSENT,
            "recipient": "The clinic",
            "purpose": "Advice",
            "scope": (PlanPart.NEEDS,),
            "by": WORKER,
            "at": NOON,
            "consent_id": plan.consents[0].id,
        }
        return store.disclose(plan.id, **(asked | more))

    def _consented(self, store: Store) -> Plan:
        """Return a plan of four versions, and a consent to its needs."""
        plan = self._told(store)
        voice = Voice.of(HER, at=NOON)
        more = plan.add(
            Strength(words=CANARY, voice=voice), by=HER, at=NOON
        ).add(
            Consent(
                recipient="The clinic",
                purpose="Advice",
                scope=(PlanPart.NEEDS,),
                given_at=NOON,
                voice=voice,
            ),
            by=HER,
            at=NOON,
        )
        store.commit(more, by=HER, at=NOON, expected_version=3)
        return more

    def test_disclosed(self) -> None:
        """What leaves is what was named, and that it left is written down."""
        with self.make_store() as store:
            plan = self._consented(store)

            left = self._disclose(store, plan, entry_id="d1")
            again = self._disclose(store, plan, entry_id="d1")

            assert left == again
            assert left.needs == plan.needs
            assert (left.strengths, left.decisions) == ((), ())
            told = store.load(plan.id).disclosures
            assert [noun.recipient for noun in told] == ["The clinic"]
            assert store.version(plan.id) == 5

    def test_disclosed_by_another_id(self) -> None:
        """What left once does not leave again by the id of something else."""
        with self.make_store() as store:
            plan = self._consented(store)
            self._disclose(store, plan, entry_id="d1")
            more = needing(store.load(plan.id), "b")
            store.commit(
                more, by=HER, at=NOON, expected_version=5, entry_id="e1"
            )
            store.hold(plan.id, by=WORKER, at=NOON, entry_id="h1")

            for other in ("e1", "h1"):
                found = refused(
                    ConflictError,
                    partial(self._disclose, store, plan, entry_id=other),
                )
                assert found.rule == "entry-id-once"
            assert len(store.load(plan.id).disclosures) == 1

    def test_shielded(self) -> None:
        """Without a consent what is shielded leaves under a duty alone."""
        with self.make_store() as store:
            plan = self._consented(store)
            store.shield(plan.id, by=WORKER, at=NOON)
            told = {"client_told_at": NOON, "duty": "As I see it"}
            found = refused(
                ConflictError,
                partial(
                    self._disclose,
                    store,
                    plan,
                    basis=DisclosureBasis.IMMINENT_HARM,
                    consent_id=None,
                    **told,
                ),
            )
            assert found.rule == "shielded"
            assert store.version(plan.id) == 5
            self._disclose(store, plan)
            self._disclose(
                store,
                plan,
                basis=DisclosureBasis.LEGAL_DUTY,
                consent_id=None,
                **told,
            )
            assert len(store.load(plan.id).disclosures) == 2

    def test_reasons(self) -> None:
        """Why something was held or erased can be read back."""
        with self.make_store() as store:
            plan = self._told(store)
            store.hold(plan.id, by=WORKER, at=NOON, words=CANARY)
            store.release(plan.id, by=WORKER, at=NOON)
            store.erase(
                plan.id,
                [plan.needs[0].id],
                by=WORKER,
                at=NOON,
                basis=ErasureBasis.CLIENT_ASKED,
                words=CANARY,
            )
            found = [store.reason(plan.id, at) for at in (3, 4, 5, 6)]
            asked = ErasureBasis.CLIENT_ASKED
            assert found == [
                None,
                Reason(words=CANARY),
                Reason(),
                Reason(basis=asked, words=CANARY),
            ]
            refused(NotFoundError, partial(store.reason, plan.id, 7))
            refused(NotFoundError, partial(store.reason, "no-plan", 1))

    def test_disclosed_in_the_past(self) -> None:
        """A consent that is revoked in the record lets nothing leave."""
        with self.make_store() as store:
            plan = self._consented(store)
            later = NOON + timedelta(days=9)
            plan = plan.revise(
                plan.consents[0].id, by=HER, at=later, revoked_at=later
            )
            store.commit(plan, by=HER, at=later, expected_version=4)
            refused(
                AuthorityError, partial(self._disclose, store, plan, at=NOON)
            )

    def test_disclosed_with_empty_words(self) -> None:
        """A duty, and why the client was not told, is named in words."""
        with self.make_store() as store:
            plan = self._consented(store)
            duty: dict[str, Any] = {
                "basis": DisclosureBasis.LEGAL_DUTY,
                "consent_id": None,
            }
            nameless = {"duty": " ", "client_told_at": NOON}
            untold = {"duty": "Order 12/26", "not_told_because": ""}
            refused(
                AuthorityError,
                partial(self._disclose, store, plan, **duty, **nameless),
            )
            refused(
                InvariantError,
                partial(self._disclose, store, plan, **duty, **untold),
            )
            assert store.version(plan.id) == 4

    def test_not_disclosed(self) -> None:
        """What no consent in force covers does not leave, and leaves no trace."""
        with self.make_store() as store:
            plan = self._consented(store)
            others: tuple[dict[str, Any], ...] = (
                {"recipient": "The landlord"},
                {"purpose": "Rent"},
                {"scope": (PlanPart.NEEDS, PlanPart.STRENGTHS)},
                {"consent_id": None},
                {"by": HER},
            )
            for other in others:
                refused(
                    AuthorityError,
                    partial(self._disclose, store, plan, **other),
                )

            assert store.version(plan.id) == 4

    def test_put_back(self) -> None:
        """A plan in memory gives way to what the database holds instead."""
        with self.make_store() as store:
            plan = self._told(store)
            self._taken_back(store, plan)
            # Others went on from there, by the same version.
            other = Store(store._backend)
            stands = needing(plan, "a door")
            other.commit(stands, by=HER, at=NOON, expected_version=3)

            assert store.load(plan.id) == stands

            lost = self._taken_back(store, stands)
            last = needing(stands, "a key")
            other.commit(last, by=HER, at=NOON, expected_version=4)
            refused(
                AuthorityError,
                lambda: store.commit(
                    needing(lost), by=HER, at=NOON, expected_version=5
                ),
            )
            more = needing(last, "a room")
            store.commit(more, by=HER, at=NOON, expected_version=5)

            assert store.load(plan.id) == other.load(plan.id) == more
            assert store.verify().faults == ()

    def _taken_back(self, store: Store, plan: Plan) -> Plan:
        """Commit a need, and undo it where *store* does not see it."""
        backend: Any = store._backend
        writing, lost = backend.writing, needing(plan)
        found = store.version(plan.id)

        def undone() -> None:
            with writing():
                store.commit(lost, by=HER, at=NOON, expected_version=found)
                raise EmpowerkitError

        backend.writing = nullcontext
        refused(EmpowerkitError, undone)
        backend.writing = writing
        assert Store(backend).version(plan.id) == found
        return lost

    def test_closed(self) -> None:
        """A store that was closed does nothing more, and says so."""
        store = self.make_store()
        plan = self._told(store)
        store.close()

        refused(StoreError, lambda: store.load(plan.id))
        refused(
            StoreError,
            lambda: store.commit(
                needing(plan), by=HER, at=NOON, expected_version=3
            ),
        )

    def test_a_failure_inside_leaves_nothing(self) -> None:
        """Whatever breaks in the middle of a write undoes all of it."""
        with self.make_store() as store:
            plan = self._told(store)
            backend: Any = store._backend
            append = backend.append

            def breaks(*args: Any) -> None:
                append(*args)
                raise EmpowerkitError

            backend.append = breaks
            refused(
                EmpowerkitError,
                lambda: store.commit(
                    needing(plan), by=HER, at=NOON, expected_version=3
                ),
            )
            backend.append = append

            assert store.load(plan.id) == plan
            assert store.version(plan.id) == 3
            later = NOON + timedelta(hours=1)
            store.commit(needing(plan), by=HER, at=later, expected_version=3)
            assert store.verify().faults == ()
