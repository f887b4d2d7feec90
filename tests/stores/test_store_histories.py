"""Any history, in all stores side by side: the same answers."""

from __future__ import annotations

import itertools
import os

from datetime import timedelta

import pytest

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from empowerkit.authority import ErasureBasis
from empowerkit.errors import EmpowerkitError
from empowerkit.model import Side
from empowerkit.store import open_store
from empowerkit.testing.stores import HER, NOON, WORKER, began, needing


AT_LENGTH = os.environ.get("EMPOWERKIT_FAULTS") == "long"
actors = st.sampled_from([HER, HER, HER, WORKER])
words = st.sampled_from(["one", "two"])


class Stores(RuleBasedStateMachine):
    """Everything that can be asked of a store, of each of them."""

    def __init__(self, make_stores):
        super().__init__()
        self.stores = make_stores()
        self.plans = {}
        self.old = []
        self.count = itertools.count()
        self.now = NOON

    def teardown(self):
        """Each store holds what was committed, and nothing is wrong."""
        for store in self.stores:
            for plan_id, versions in self.plans.items():
                for version, plan in enumerate(versions, 1):
                    if plan is not None:
                        assert plan == store.load(plan_id, version=version)
            mark = store.checkpoint() if self.plans else None
            assert store.verify(checkpoint=mark).faults == ()
            store.close()

    def each(self, call):
        """Return what all stores answer, which is one and the same."""
        self.now += timedelta(minutes=1)
        answers = [self.answer(call, store) for store in self.stores]
        assert answers == answers[:1] * len(answers)
        return answers[0]

    def answer(self, call, store):
        """Return what one store answers; an error by its kind and rule."""
        try:
            return "done", call(store)
        except EmpowerkitError as error:
            return type(error).__name__, getattr(error, "rule", None)

    def entry_id(self):
        """Return a new id for an entry."""
        return f"e{next(self.count)}"

    def commit(self, plan, by, version, entry_id=None):
        """Commit to each store, and remember what was kept."""
        entry_id = entry_id or self.entry_id()
        call = {
            "by": by,
            "at": self.now,
            "expected_version": version,
            "entry_id": entry_id,
        }
        end, done = self.each(lambda store: store.commit(plan, **call))
        self.old.append((plan, call))
        if end == "done" and not done.again:
            assert done.version == len(self.plans[plan.id]) + 1
            self.plans[plan.id].append(plan)

    @precondition(lambda self: len(self.plans) < 2)
    @rule(by=actors)
    def create(self, by):
        """Begin a plan."""
        plan, entry_id = began(), self.entry_id()
        end, _ = self.each(
            lambda store: store.create(
                plan, by=by, at=self.now, entry_id=entry_id
            )
        )
        if end == "done":
            self.plans[plan.id] = [plan]

    def pick(self, data):
        """Return one of the plans as it stands, and its version."""
        plan_id = data.draw(st.sampled_from([*self.plans]))
        end, plan = self.each(lambda store: store.load(plan_id))
        return (plan if end == "done" else None), len(self.plans[plan_id])

    @precondition(lambda self: self.plans)
    @rule(
        by=actors,
        said=words,
        late=st.sampled_from([0, 0, 0, 1]),
        data=st.data(),
    )
    def change(self, by, said, late, data):
        """Say something, and be too late now and then."""
        plan, version = self.pick(data)
        if plan is not None:
            self.commit(needing(plan, said), by, max(version - late, 1))

    @precondition(lambda self: self.plans)
    @rule(said=words, data=st.data())
    def decide(self, said, data):
        """Open a decision, offer, consider, choose: whatever comes next."""
        plan, version = self.pick(data)
        if plan is None:
            return
        told = {"by": HER, "at": self.now}
        if not plan.decisions:
            after = plan.open_decision(said, **told)
        elif len(plan.decisions[0].options) < 2:
            after = plan.offer_option(plan.decisions[0].id, said, **told)
        else:
            held = plan.decisions[0]
            option = data.draw(st.sampled_from(held.options)).id
            after = (
                plan.choose(held.id, option, **told)
                if data.draw(st.booleans())
                else plan.consider(held.id, option, Side.FOR, said, **told)
            )
        self.commit(after, HER, version)

    @precondition(lambda self: self.plans)
    @rule(data=st.data())
    def take_back(self, data):
        """Withdraw a need."""
        plan, version = self.pick(data)
        if plan is not None and plan.needs:
            need = data.draw(st.sampled_from(plan.needs)).id
            after = plan.withdraw(need, by=HER, at=self.now)
            self.commit(after, HER, version)

    @precondition(lambda self: self.old)
    @rule(data=st.data())
    def try_again(self, data):
        """Repeat an earlier call, as it was."""
        plan, call = data.draw(st.sampled_from(self.old))
        end, done = self.each(lambda store: store.commit(plan, **call))
        if end == "done" and not done.again:
            self.plans[plan.id].append(plan)

    @precondition(lambda self: self.plans)
    @rule(by=st.sampled_from([WORKER, WORKER, HER]), data=st.data())
    def erase(self, by, data):
        """Erase something, in all versions."""
        plan, _ = self.pick(data)
        if plan is None:
            return
        held = [*plan.needs, *plan.decisions, *plan.workers[:0]]
        held += [c for d in plan.decisions for c in d.choices]
        ids = [noun.id for noun in held] or ["nothing"]
        noun_id, entry_id = data.draw(st.sampled_from(ids)), self.entry_id()
        end, _ = self.each(
            lambda store: (
                store.erase(
                    plan.id,
                    [noun_id],
                    by=by,
                    at=self.now,
                    basis=ErasureBasis.CLIENT_ASKED,
                    entry_id=entry_id,
                ).noun_ids
            )
        )
        if end == "done":
            left = len(self.plans[plan.id]) * [None]
            self.plans[plan.id] = [*left, self.stores[0].load(plan.id)]

    @precondition(lambda self: self.plans)
    @rule(
        by=st.sampled_from([WORKER, WORKER, HER]),
        name=st.sampled_from(["hold", "release", "release", "shield"]),
        data=st.data(),
    )
    def mark(self, by, name, data):
        """Hold a plan, release it, shield it."""
        plan_id = data.draw(st.sampled_from([*self.plans]))
        call = {"by": by, "at": self.now, "entry_id": self.entry_id()}
        end, done = self.each(
            lambda store: getattr(store, name)(plan_id, **call)
        )
        if end == "done":
            versions = self.plans[plan_id]
            versions.append(versions[-1])
            assert done.version == len(versions)
        self.each(lambda store: store.holds(plan_id))
        self.each(lambda store: store.is_shielded(plan_id))

    @rule(version=st.none() | st.integers(0, 9), data=st.data())
    def look(self, version, data):
        """Load any version, also those that are not there."""
        ids = [*self.plans, "nobody"]
        plan_id = data.draw(st.sampled_from(ids))

        self.each(lambda store: store.load(plan_id, version=version))
        self.each(lambda store: len(store.history(plan_id)))
        self.each(lambda store: store.plan_ids())
        self.each(lambda store: [*store.plans()])


@pytest.mark.usefixtures("needs")
def test_same_answers(tmp_path, database):
    """Memory, SQLite and PostgreSQL answer alike, whatever happens."""
    files = (tmp_path / f"{n}.db" for n in itertools.count())
    server = database()

    def make_stores():
        _emptied(server)
        urls = ("memory:", f"sqlite:///{next(files)}", server)
        return [open_store(url) for url in urls]

    run_state_machine_as_test(
        lambda: Stores(make_stores),
        settings=settings(
            stateful_step_count=50 if AT_LENGTH else 20,
            max_examples=2000 if AT_LENGTH else 30,
        ),
    )


def _emptied(server):
    """Take away what an earlier history left, which no store could."""
    import psycopg  # noqa: PLC0415 - it is not always there

    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute("DROP SCHEMA IF EXISTS empowerkit CASCADE")
