"""What every store does alike, where one backend is enough to prove it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import attrs
import pytest

from empowerkit import (
    AuthorityError,
    InvariantError,
    NotFoundError,
)
from empowerkit.authority import ErasureBasis
from empowerkit.errors import (
    ConflictError,
    JournalError,
    StoreError,
    StoreTrouble,
)
from empowerkit.journal import Entry, Payload
from empowerkit.model import (
    Consent,
    DisclosureBasis,
    PlanPart,
    Strength,
    Voice,
)
from empowerkit.store import _rows, _store, open_store
from empowerkit.testing.stores import (
    CANARY,
    HER,
    NOON,
    WORKER,
    began,
    needing,
    refused,
)


ASKED = ErasureBasis.CLIENT_ASKED


@pytest.fixture
def store():
    """Return a store in memory."""
    with open_store("memory:") as made:
        yield made


@pytest.fixture
def told(store):
    """Return a plan of two needs, in three entries."""
    plan = began()
    store.create(plan, by=WORKER, at=NOON, entry_id="e1")
    for version in (1, 2):
        plan = needing(plan, f"{CANARY} {version}")
        store.commit(
            plan,
            by=HER,
            at=NOON,
            expected_version=version,
            entry_id=f"e{version + 1}",
        )
    return plan


@pytest.mark.parametrize("odd", ["", "a b", "\0", "\ud800", "x" * 65])
def test_what_is_no_id(store, told, odd):
    """What cannot be a plan's id is not found, and no database sees it."""
    for call in (store.load, store.version, store.history, store.holds):
        with pytest.raises(NotFoundError):
            call(odd)


@pytest.mark.parametrize(
    "odd",
    [
        {"entry_id": CANARY + " x"},
        {"entry_id": ""},
        {"entry_id": "\ud800"},
        {"at": NOON.replace(tzinfo=None)},
        {"at": None},
    ],
)
def test_what_no_entry_can_hold(store, told, odd):
    """What would make the journal unreadable is refused before it is."""
    asked = {"by": WORKER, "at": NOON} | odd
    version = {"expected_version": 3}
    calls = (
        partial(store.create, began(), **asked),
        partial(store.commit, needing(told), **asked, **version),
        partial(store.erase, told.id, [told.id], basis=ASKED, **asked),
        partial(store.hold, told.id, **asked),
        partial(store.release, told.id, **asked),
        partial(store.shield, told.id, **asked),
        partial(
            store.disclose,
            told.id,
            basis=DisclosureBasis.CONSENT,
            recipient="The clinic",
            purpose="Advice",
            scope=(),
            **asked,
        ),
    )
    for call in calls:
        with pytest.raises(InvariantError) as caught:
            call()
        assert CANARY not in str(caught.value)
    assert 3 == len(store.history(told.id))


def test_few_are_kept_in_memory(store, monkeypatch):
    """Of many plans only the last ones stay in memory."""
    monkeypatch.setattr(_store, "KEPT", 2)
    plans = [began() for _ in range(4)]
    for plan in plans:
        store.create(plan, by=WORKER, at=NOON)

    assert plans == [*store.plans()]
    assert 2 == len(store._kept)


@pytest.mark.parametrize("kept", [True, False])
def test_judged_before_anybody_waits(store, told, monkeypatch, kept):
    """Where the plan is at hand, a change is judged, and written then."""
    done = []
    for place, name in ((_store, "judged"), (store._backend, "writing")):
        noted = partial(_noted, done, name, getattr(place, name))
        monkeypatch.setattr(place, name, noted)
    if not kept:
        store._kept.clear()

    store.commit(needing(told), by=HER, at=NOON, expected_version=3)

    order = ["judged", "writing"]
    assert (order if kept else order[::-1]) == done


def _noted(done, name, call, *args, **more):
    done.append(name)
    return call(*args, **more)


def test_exported(store, told, tmp_path):
    """All plans go to a file, as one of them each may read it."""
    done = store.export_ndjson(
        tmp_path / "all.ndjson", seen_by=lambda plan: plan.client.actor
    )

    assert (1, 0) == (done.written, done.left_out)
    assert CANARY in (tmp_path / "all.ndjson").read_text()


def test_shielded(store, told, tmp_path):
    """A plan that is shielded is in no export, which says how many are not."""
    other = began()
    store.create(other, by=WORKER, at=NOON)
    assert not store.is_shielded(told.id)
    call = {"by": WORKER, "at": NOON, "words": CANARY, "entry_id": "s1"}
    store.shield(told.id, **call)
    assert store.shield(told.id, **call).again

    done = store.export_ndjson(
        tmp_path / "all.ndjson", seen_by=lambda plan: plan.client.actor
    )

    assert store.is_shielded(told.id)
    assert (1, 1) == (done.written, done.left_out)
    assert CANARY not in (tmp_path / "all.ndjson").read_text()
    assert [told, other] == [*store.plans()]


class TestAgain:
    """The same call once more changes nothing; another is refused."""

    def erase(self, store, plan, *noun_ids, by=WORKER, basis=ASKED):
        """Erase nouns under one id."""
        return store.erase(
            plan.id, noun_ids, by=by, at=NOON, basis=basis, entry_id="gone"
        )

    def commit(self, store, plan, version):
        """Commit what makes a version."""
        return store.commit(
            plan,
            by=HER,
            at=NOON,
            expected_version=version - 1,
            entry_id=f"e{version}",
        )

    def test_what_came_before_was_erased(self, store, told):
        """A retry is harmless where something before it was erased."""
        first, _ = told.needs
        self.erase(store, told, first.id)

        assert self.commit(store, told, 3).again
        with pytest.raises(ConflictError):
            self.commit(store, needing(told), 3)
        with pytest.raises(ConflictError):
            self.commit(store, began(), 3)

    def test_something_beside_it(self, store, told):
        """What was committed, and a date beside it, is another change."""
        more = told.revise(told.id, by=WORKER, at=NOON, review_on=NOON.date())

        with pytest.raises(ConflictError):
            self.commit(store, more, 3)

    def test_not_kept_in_memory(self, store, told):
        """What was erased is not kept in memory either."""
        assert told.id in store._kept
        self.erase(store, told, told.needs[0].id)

        assert told.id not in store._kept

    def test_all_of_it_was_erased(self, store, told):
        """A retry is harmless where nothing is left."""
        self.erase(store, told, told.id)

        assert self.commit(store, told, 3).again
        assert self.erase(store, told, told.id, told.needs[0].id)

    def test_another_erasure(self, store, told):
        """An erasure's id stands for one erasure."""
        first, second = told.needs
        self.erase(store, told, first.id)

        others = (
            partial(self.erase, store, told, second.id),
            partial(self.erase, store, told, first.id, by=HER),
            partial(
                self.erase,
                store,
                told,
                first.id,
                basis=ErasureBasis.LEGAL_DUTY,
            ),
            partial(store.hold, told.id, by=WORKER, at=NOON, entry_id="gone"),
            partial(
                store.commit,
                told,
                by=WORKER,
                at=NOON,
                expected_version=3,
                entry_id="gone",
            ),
        )
        for call in others:
            with pytest.raises(ConflictError) as caught:
                call()
            assert "entry-id-once" == caught.value.rule

    def test_not_an_erasure(self, store, told):
        """The id of something else stands for no erasure."""
        with pytest.raises(ConflictError):
            store.erase(
                told.id,
                [told.id],
                by=WORKER,
                at=NOON,
                basis=ASKED,
                entry_id="e2",
            )

    def test_another_hold(self, store, told):
        """A hold's id stands for one hold, and its words."""
        call = {"by": WORKER, "at": NOON, "entry_id": "h1"}
        store.hold(told.id, words=CANARY, **call)

        assert store.hold(told.id, words=CANARY, **call).again
        for other in (
            partial(store.hold, told.id, **call),
            partial(store.release, told.id, words=CANARY, **call),
        ):
            with pytest.raises(ConflictError):
                other()

    def test_after_an_error_nothing_is_kept_in_memory(self, store, told):
        """What was not kept by the database is not kept in memory."""
        append = store._backend.append
        more = needing(told)

        def breaks(*args):
            append(*args)
            raise _rows.trouble(StoreTrouble.FULL)

        store._backend.append = breaks
        with pytest.raises(StoreError):
            self.commit(store, more, 4)
        store._backend.append = append

        assert told == store.load(told.id)
        assert not self.commit(store, more, 4).again


class TestDisclose:
    """What leaves, on what ground, and that it is written down."""

    @pytest.fixture
    def plan(self, store):
        """Return a plan with a consent to its needs."""
        voice = Voice.of(HER, at=NOON)
        plan = needing(began())
        plan = plan.add(Strength(words=CANARY, voice=voice), by=HER, at=NOON)
        plan = plan.add(
            Consent(
                id="yes",
                recipient="The clinic",
                purpose="Advice",
                scope=(PlanPart.NEEDS,),
                given_at=NOON,
                expires_on=NOON.date(),
                voice=voice,
            ),
            by=HER,
            at=NOON,
        )
        store.create(began_of(plan), by=WORKER, at=NOON)
        store.commit(plan, by=HER, at=NOON, expected_version=1)
        return plan

    def disclose(self, store, plan, **more):
        """Disclose the needs, under the consent."""
        asked = {
            "basis": DisclosureBasis.CONSENT,
            "recipient": "The clinic",
            "purpose": "Advice",
            "scope": [PlanPart.NEEDS],
            "by": WORKER,
            "at": NOON,
            "consent_id": "yes",
        }
        return store.disclose(plan.id, **(asked | more))

    def test_under_consent(self, store, plan):
        """What the consent names leaves, the rest is withheld."""
        left = self.disclose(store, plan)

        assert (plan.needs, ()) == (left.needs, left.strengths)
        assert plan.strengths[0].id in {gone.id for gone in left.absent}
        (told,) = store.load(plan.id).disclosures
        assert ("yes", WORKER) == (told.consent_id, told.by)

    def test_expired(self, store, plan):
        """A consent that is over lets nothing leave."""
        with pytest.raises(AuthorityError):
            self.disclose(store, plan, at=NOON + timedelta(days=1))

    def test_revoked(self, store, plan):
        """A consent that was revoked lets nothing leave."""
        gone = plan.revise("yes", by=HER, at=NOON, revoked_at=NOON)
        store.commit(gone, by=HER, at=NOON, expected_version=2)

        with pytest.raises(AuthorityError) as caught:
            self.disclose(store, plan)
        assert "disclose" == caught.value.row
        assert () == store.load(plan.id).disclosures

    def test_withdrawn(self, store, plan):
        """A consent that was taken back lets nothing leave."""
        gone = plan.withdraw("yes", by=HER, at=NOON)
        store.commit(gone, by=HER, at=NOON, expected_version=2)

        with pytest.raises(AuthorityError):
            self.disclose(store, plan)

    @pytest.mark.parametrize(
        "basis", [DisclosureBasis.LEGAL_DUTY, DisclosureBasis.IMMINENT_HARM]
    )
    @pytest.mark.parametrize(
        "told", [{"client_told_at": NOON}, {"not_told_because": CANARY}]
    )
    def test_without_consent(self, store, plan, basis, told):
        """Without one the duty is named, and whether the client was told."""
        asked = {
            "basis": basis,
            "consent_id": None,
            "scope": [PlanPart.STRENGTHS],
            "recipient": "The court",
        }
        with pytest.raises(AuthorityError):
            self.disclose(store, plan, **asked, **told)
        with pytest.raises(InvariantError) as caught:
            self.disclose(store, plan, **asked, duty="Section 47")
        assert "disclosure-told" == caught.value.rule

        left = self.disclose(
            store, plan, **asked, **told, duty="Section 47", entry_id="d1"
        )

        assert (plan.strengths, ()) == (left.strengths, left.needs)
        (noun,) = store.load(plan.id).disclosures
        assert "Section 47" == noun.duty
        assert left == self.disclose(
            store, plan, **asked, **told, duty="Section 47", entry_id="d1"
        )
        for other in (
            {"duty": "Section 48"},
            {"duty": "Section 47", "scope": [PlanPart.NEEDS]},
        ):
            with pytest.raises(ConflictError):
                self.disclose(
                    store, plan, entry_id="d1", **(asked | told | other)
                )

    def test_an_id_of_something_else(self, store, plan, told):
        """An id that stands for something else is refused."""
        for entry_id in ("e1", "e2"):
            with pytest.raises(ConflictError):
                self.disclose(store, plan, entry_id=entry_id)
        with pytest.raises(ConflictError):
            self.disclose(store, told, entry_id="e2")

    def test_nothing_leaves_unwritten(self, store, plan):
        """Where it cannot be written down, nothing leaves."""
        store._backend.append = refuse_to

        with pytest.raises(StoreError):
            self.disclose(store, plan)


def began_of(plan):
    """Return *plan* as it began."""
    return attrs.evolve(plan, needs=(), strengths=(), consents=())


def refuse_to(*args):
    """Do nothing, as a full disk does."""
    raise _rows.trouble(StoreTrouble.FULL)


class TestVerify:
    """What a database cannot tell is told, and what it should not is not."""

    def test_where_it_ends(self, store, told):
        """Entries are read as far as they can be."""
        first = next(iter(store._backend.entries()))

        def cut(plan_id=None):
            yield first
            raise _rows.trouble(StoreTrouble.DAMAGED)

        store._backend.entries = cut
        store._backend.faults = refuse_to_be_read

        found = store.verify()

        assert 1 == found.entries
        assert 2 == len(found.database)

    def test_other_trouble(self, store, told):
        """What is in the way is no fault of the journal's."""
        store._backend.faults = refuse_to

        with pytest.raises(StoreError):
            store.verify()

    def test_another_plan(self, store, told):
        """A plan does not come back under another id."""
        entries = [*store._backend.entries(told.id)]
        store._backend.entries = lambda _: iter(entries)
        store._backend.version = lambda _: 3

        with pytest.raises(JournalError) as caught:
            store.load("other")
        assert "journal-plan" == caught.value.rule


def refuse_to_be_read():
    """Be damaged."""
    raise _rows.trouble(StoreTrouble.DAMAGED)


class TestRows:
    """Rows that are of another shape than ours are damage, and no more."""

    @pytest.mark.parametrize(
        "row",
        [
            (1, None, None, None, None),
            (1, "text", None, None, None),
            (1, b"", "text", b"", b""),
            (1, b"", 0, 2**62, b""),
            (1, b"", 0, b"", None),
        ],
    )
    def test_odd(self, row):
        """A value of another type is damage."""
        with pytest.raises(StoreError) as caught:
            [*_rows.grouped([row])]

        assert StoreTrouble.DAMAGED is caught.value.reason

    def test_a_place_far_away(self):
        """A payload at an impossible place is one too many, and no hang."""
        rows = [(1, b"", place, b"", b"x") for place in (-1, 2**62)]

        (entry,) = _rows.grouped(rows)

        one = Payload(salt=b"", body=b"x")
        assert Entry(raw=b"", payloads=(one, one)) == entry

    def test_odd_columns(self):
        """A row whose header cannot be read is not filed rightly."""
        rows = [(1, "e", "p", 1, None), (1, "e", "p", 1, b"{}")]

        assert 2 == len([*_rows.misfiled(rows, "j1")])


class TestPutBack:
    """A database that was put back is read anew, also by who knew it."""

    def test_file(self, tmp_path):
        """What is in memory gives way where a copy took the file's place."""
        path = tmp_path / "site.db"
        url = f"sqlite:///{path}"
        with open_store(url) as store, open_store(url) as other:
            plan = began()
            store.create(plan, by=WORKER, at=NOON)
            copy = path.read_bytes()
            lost = needing(plan)
            store.commit(lost, by=HER, at=NOON, expected_version=1)
            path.write_bytes(copy)
            other.create(began(), by=WORKER, at=NOON)
            stands = needing(plan, "a door")
            other.commit(stands, by=HER, at=NOON, expected_version=1)

            with pytest.raises(AuthorityError):
                store.commit(
                    needing(lost), by=HER, at=NOON, expected_version=2
                )
            assert stands == store.load(plan.id)
            assert () == store.verify().faults

    def test_others_write_other_plans(self, store, told, monkeypatch):
        """A plan in memory stays there while others are written."""
        store.create(began(), by=WORKER, at=NOON)
        monkeypatch.setattr(store._backend, "entries", refuse_to_be_read)

        assert told == store.load(told.id)
        store.commit(needing(told), by=HER, at=NOON, expected_version=3)

    def test_gone_altogether(self, store, told):
        """A plan that the database has no more is not found."""
        empty = open_store("memory:")
        store._backend, gone = empty._backend, store._backend
        gone.close()

        with pytest.raises(NotFoundError):
            store.load(told.id)
        anew = attrs.evolve(told, needs=())
        assert 1 == store.create(anew, by=WORKER, at=NOON).version

    @pytest.mark.parametrize("entry_id", ["e3", "nothing"])
    def test_of_a_backend(self, store, told, entry_id):
        """A backend need not answer both questions in one statement."""
        entries = {
            entry.header.entry: entry.hash
            for entry in store._backend.entries()
        }

        found = store._backend.standing(told.id, entry_id)

        assert (3, entries.get(entry_id)) == found

    def test_no_words_in_what_is_kept(self, store, told):
        """What is kept in memory does not show itself."""
        assert CANARY not in repr(store._kept)


def test_a_suite_that_finds_nothing_fails():
    """Where an error was to be raised and is not, the suite says so."""
    with pytest.raises(AssertionError):
        refused(StoreError, lambda: None)
