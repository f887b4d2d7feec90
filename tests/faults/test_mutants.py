"""
The journal to the letter: what a mutant of it would do otherwise.

`make mutants` changes the code in small ways and runs the tests; what lived
through the tests of behaviour is asked here.
"""

from __future__ import annotations

import json
import time

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from empowerkit import journal
from empowerkit.authority import ErasureBasis
from empowerkit.errors import (
    AuthorityError,
    ConflictError,
    EmpowerkitError,
    InvariantError,
    JournalError,
    NotFoundError,
)
from empowerkit.journal import Entry, Head, Header, Kind, Payload
from empowerkit.model import (
    Client,
    Decision,
    Need,
    Proxy,
    Question,
    Supporter,
    Voice,
    Wording,
    Worker,
)
from empowerkit.plan import Plan
from empowerkit.testing._unjudged import recorded


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
HODAN = Supporter(id="hodan", called="Hodan")
HER, WORKER = AMINA.actor, JOAN.actor


def need(name):
    """Return a need of Amina's."""
    return Need(id=name, words=name, voice=Voice.of(HER, at=NOON))


def committed(*plans, by=None, **more):
    """Return the entries that lead from each of *plans* to the next."""
    entries, before, head = [], None, Head(journal="j1")
    for version, plan in enumerate(plans):
        # How they came together is not what is asked here.
        make = journal.commit if version else recorded
        entry = make(
            before,
            plan,
            by=by or HER,
            at=NOON,
            head=head,
            version=version,
            entry_id=f"e{version + 1}",
            **more,
        )
        entries.append(entry)
        before, head = plan, Head.after(entry)
    return entries


PLAN = Plan(id="plan", client=AMINA, workers=(JOAN,), supporters=(HODAN,))
ONE = PLAN.add(need("one"), by=HER, at=NOON)
TWO = ONE.add(need("two"), by=HER, at=NOON)


@pytest.fixture
def entries():
    """Return a journal of three entries."""
    return committed(PLAN, ONE, TWO)


def house(message):
    """Ask that *message* reads as all others do."""
    assert isinstance(message, str)
    assert message == message.lower()
    assert "xx" not in message
    assert not message.endswith(".")


def headed(entry, **more):
    """Return *entry* with another header."""
    header = attrs.evolve(entry.header, **more)
    return attrs.evolve(entry, raw=header.to_bytes())


def bodied(entry, body, place=-1):
    """Return *entry* with another payload, to which it commits."""
    payloads, commitments = [*entry.payloads], [*entry.header.commitments]
    payloads[place] = Payload(salt=bytes(32), body=body)
    commitments[place] = payloads[place].commitment
    whole = headed(entry, commitments=tuple(commitments))
    return attrs.evolve(whole, payloads=tuple(payloads))


def erased(entries, *noun_ids, by=WORKER, **more):
    """Return *entries* after an erasure."""
    told = {"basis": ErasureBasis.CLIENT_ASKED, "at": NOON, "by": by} | more
    head = Head.after(entries[-1])
    found = journal.erase(entries, noun_ids, head=head, **told)
    left = [journal.without(entry, found.places) for entry in entries]
    return [*left, found.entry]


def held(entries, kind=Kind.HELD, **more):
    """Return *entries* after a hold or a release."""
    told = {"by": WORKER, "at": NOON} | more
    return [
        *entries,
        journal.mark(entries, kind, head=Head.after(entries[-1]), **told),
    ]


FOLDS = {
    "versions": (
        lambda e: [e[0], e[2]],
        "journal-versions",
        "entry 3",
    ),
    "counts": (
        lambda e: [attrs.evolve(e[0], payloads=e[0].payloads[:1])],
        "journal-counts",
        "entry 1",
    ),
    "payload": (
        lambda e: [
            e[0],
            attrs.evolve(e[1], payloads=(e[2].payloads[0],)),
        ],
        "journal-payload",
        "entry 2 payload 0",
    ),
    "missing": (
        lambda e: [e[0], attrs.evolve(e[1], payloads=(None,))],
        "journal-missing",
        "entry 2 payload 0",
    ),
    "no JSON": (
        lambda e: [e[0], bodied(e[1], b"{")],
        "journal-body",
        "entry 2 payload 0",
    ),
    "no noun": (
        lambda e: [e[0], bodied(e[1], b"{}")],
        "journal-body",
        "entry 2 payload 0",
    ),
    "a later schema": (
        lambda e: [e[0], headed(e[1], schema=99)],
        "journal-schema",
        "entry 2 payload 0",
    ),
    "no holder": (
        lambda e: [
            e[0],
            bodied(e[1], b'{"in":"x","kind":"Option","noun":{"id":"o"}}'),
        ],
        "journal-holder",
        "entry 2 payload 0",
    ),
    "another plan": (
        lambda e: [headed(e[0], plan="other")],
        "journal-plan",
        "$",
    ),
    "an odd erasure": (
        lambda e: [*e, bodied(erased(e, "one")[-1], b"{}")],
        "journal-body",
        "entry 4 payload 0",
    ),
    "an erasure that is no JSON": (
        lambda e: [*e, bodied(erased(e, "one")[-1], b"{")],
        "journal-body",
        "entry 4 payload 0",
    ),
    "no header": (
        lambda e: [attrs.evolve(e[0], raw=b"{}")],
        "journal-header",
        "$",
    ),
}


@pytest.mark.parametrize("name", FOLDS)
def test_folded_damage(entries, name):
    """A fold says which rule is broken where, in words of the house."""
    damage, rule, path = FOLDS[name]
    with pytest.raises(JournalError) as caught:
        journal.fold(damage(entries))

    assert (rule, path) == (caught.value.rule, caught.value.path)
    house(caught.value.problems[0].message)


def two_payloads(entries, first):
    """Return entries of which the last lacks one payload and has a bad one."""
    both = PLAN.add(need("one"), by=HER, at=NOON)
    both = both.add(need("two"), by=HER, at=NOON)
    start, last = committed(PLAN, both)
    other = entries[1].payloads[0]
    return [start, attrs.evolve(last, payloads=(first, other))]


FAULTS = {
    "header": (
        lambda e: [e[0], e[1], attrs.evolve(e[2], raw=b"{}")],
        {("journal-header", 3, None)},
    ),
    "one journal": (
        lambda e: [e[0], headed(e[1], journal="j2")],
        {("journal-one", 2, None)},
    ),
    "sequence": (
        lambda e: [e[0], headed(e[1], sequence=7)],
        {("journal-sequence", 2, None)},
    ),
    "chain": (
        lambda e: [e[0], headed(e[1], previous="0" * 64)],
        {("journal-chain", 2, None)},
    ),
    "counts": (
        lambda e: [e[0], attrs.evolve(e[1], payloads=())],
        {("journal-counts", 2, None)},
    ),
    "payload": (
        lambda e: [e[0], attrs.evolve(e[1], payloads=e[2].payloads)],
        {("journal-payload", 2, 0)},
    ),
    "versions": (
        lambda e: [e[0], headed(e[1], version=5)],
        {("journal-versions", 2, None)},
    ),
    "missing, and one that is wrong": (
        lambda e: two_payloads(e, None),
        {("journal-missing", 2, 0), ("journal-payload", 2, 1)},
    ),
    "not erased": (
        lambda e: [*e, erased(e, "one")[-1]],
        {("journal-not-erased", 2, 0)},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_verified_damage(entries, name):
    """A verification says which rule is broken where, and no other."""
    damage, wanted = FAULTS[name]

    found = journal.verify(damage(entries)).faults

    assert wanted == {(f.rule, f.sequence, f.payload) for f in found}
    for fault in found:
        house(fault.message)


def test_no_such_version(entries):
    """What no entry makes is not found, also where there is none at all."""
    for held_back, version in ((entries, 9), ([], None), (entries, 0)):
        with pytest.raises(NotFoundError, match=r"^the journal must hold"):
            journal.fold(held_back, version=version)


def test_all_erased(entries):
    """A plan of which all was erased is not found, and that is why."""
    with pytest.raises(NotFoundError) as caught:
        journal.fold(erased(entries, "plan"))

    house(str(caught.value))
    assert "all of this plan was erased" in str(caught.value)


class TestCommit:
    """Who may commit what, asked of the people before."""

    def test_nobody_lets_themselves_in(self):
        """A worker who was not on the plan cannot put themselves there."""
        eve = Worker(id="eve", called="Eve")
        after = attrs.evolve(PLAN, workers=(JOAN, eve))

        with pytest.raises(AuthorityError):
            committed(PLAN, after, by=eve.actor)

    def test_who_was_asked_to_leave(self):
        """A supporter whose time is over adds nothing any more."""
        ended = attrs.evolve(HODAN, ended_at=NOON)
        plan = attrs.evolve(PLAN, supporters=(ended,))
        early, theirs = NOON - timedelta(days=1), ended.actor
        asked = Question(words="So?", voice=Voice.of(theirs, at=early))
        more = plan.add(asked, by=theirs, at=early)
        (first,) = committed(plan)
        told = {"by": theirs, "head": Head.after(first), "version": 1}

        journal.commit(plan, more, at=early, **told)
        with pytest.raises(AuthorityError):
            journal.commit(plan, more, at=NOON, **told)

    def test_kinds(self, entries):
        """The first entry creates, the others change."""
        kinds = [entry.header.kind for entry in entries]

        assert [Kind.CREATED, Kind.CHANGED, Kind.CHANGED] == kinds

    def test_salt(self):
        """The salt is 32 bytes from where the caller says."""
        for entry in committed(PLAN, ONE, salt=lambda count: b"s" * count):
            assert {b"s" * 32} == {p.salt for p in entry.payloads}

    def test_within(self):
        """Only what stands in a noun says in which."""
        plan = TWO.open_decision("Where?", by=HER, at=NOON, id="home")
        plan = plan.offer_option("home", "Here", by=HER, at=NOON, id="here")
        (entry,) = committed(plan)
        bodies = [json.loads(p.body) for p in entry.payloads]

        within = {b["noun"]["id"]: b["in"] for b in bodies if "in" in b}
        assert {"here": "home"} == within

    @pytest.mark.parametrize(
        ("name", "more"),
        [
            ("at", {"at": NOON.replace(tzinfo=None)}),
            ("entry_id", {"entry_id": "no id"}),
            ("words", {"words": "\ud800"}),
        ],
    )
    def test_odd_requests(self, entries, name, more):
        """What cannot stand in an entry is named, before anything is done."""
        for ask in (erased, held):
            nouns = ("one",) if ask is erased else ()
            with pytest.raises(InvariantError) as caught:
                ask(entries, *nouns, **more)

            (problem,) = caught.value.problems
            assert problem.path == "$"
            assert problem.message.startswith(f"{name} must")

    def test_in_utc(self, monkeypatch):
        """Times are written in UTC, wherever the computer stands."""
        monkeypatch.setenv("TZ", "Africa/Nairobi")
        if not hasattr(time, "tzset"):
            pytest.skip("this system has no zone to change")
        time.tzset()
        try:
            (entry,) = committed(PLAN)
        finally:
            monkeypatch.undo()
            time.tzset()

        assert b'"recorded_at":"2026-03-02T12:00:00Z"' in entry.raw

    def test_canonical(self, entries):
        """A header is sorted JSON without spaces."""
        for entry in entries:
            told = json.loads(entry.raw)
            again = json.dumps(told, sort_keys=True, separators=(",", ":"))
            assert again.encode() == entry.raw

    def test_repr(self):
        """A payload shows nothing of itself."""
        assert "<Payload>" == repr(Payload(salt=bytes(32), body=b"{}"))


class TestErase:
    """What goes, on whose word, and what is said of it."""

    def test_everything_by_name(self, entries):
        """All nouns may be named at once."""
        ids = journal.erasable(TWO, ["plan"])

        assert ids == journal.erasable(TWO, ids)
        assert {"plan", "amina", "joan", "hodan", "one", "two"} == {*ids}

    def test_unknown(self):
        """What is not in the plan is not erased, in words of the house."""
        with pytest.raises(NotFoundError) as caught:
            journal.erasable(TWO, ["three"])

        house(str(caught.value))

    def test_the_choice_that_stands(self):
        """With the last of three choices go those before; with others not."""
        plan = PLAN.open_decision("Where?", by=HER, at=NOON, id="home")
        for name in ("a", "b"):
            plan = plan.offer_option("home", name, by=HER, at=NOON, id=name)
        for number, name in enumerate("aba"):
            plan = plan.choose("home", name, by=HER, at=NOON, id=f"c{number}")

        assert {"c0", "c1", "c2"} <= {*journal.erasable(plan, ["c2"])}
        assert "c2" not in journal.erasable(plan, ["c1"])

    def test_two_of_one_entry(self):
        """Two nouns of one entry can go one after the other."""
        entries = committed(PLAN, TWO)

        left = erased(erased(entries, "one"), "two")

        assert [None, None] == [*left[1].payloads]
        assert journal.verify(left).faults == ()

    def test_salt(self, entries):
        """The salt of what is said of it comes from where the caller says."""
        for ask, nouns in ((erased, ("one",)), (held, ())):
            left = ask(entries, *nouns, words="so", salt=lambda n: b"s" * n)
            assert {b"s" * 32} == {p.salt for p in left[-1].payloads}

    def test_who_may_not(self, entries):
        """A refusal says who, and what was to go."""
        with pytest.raises(AuthorityError) as caught:
            erased(entries, "one", by=HODAN.actor)

        assert {"actor": "hodan", "noun": "Need", "id": "one"} == (
            caught.value.facts
        )

    def test_who_may_no_longer(self):
        """A proxy whose time is over erases nothing, and holds nothing."""
        ifrah = Proxy(id="ifrah", called="Ifrah", until_on=NOON.date())
        entries = committed(attrs.evolve(PLAN, proxies=(ifrah,)))
        late = {"by": ifrah.actor, "at": NOON + timedelta(days=2)}
        for ask, nouns in ((erased, ("hodan",)), (held, ())):
            with pytest.raises(AuthorityError):
                ask(entries, *nouns, **late)


class TestHold:
    """What a hold says, and to whom."""

    def test_without_words(self, entries):
        """A hold without words has no payload."""
        assert () == held(entries)[-1].payloads

    def test_nothing_to_release(self, entries):
        """A release without a hold is refused, and says of which plan."""
        with pytest.raises(ConflictError) as caught:
            held(entries, Kind.RELEASED)

        assert ("legal-hold", {"plan": "plan"}) == (
            caught.value.rule,
            caught.value.facts,
        )
        house(caught.value.message)

    def test_held(self, entries):
        """Nothing goes while a hold stands, and the refusal says why."""
        with pytest.raises(ConflictError) as caught:
            erased(held(entries), "one")

        assert {"plan": "plan"} == caught.value.facts
        house(caught.value.message)

    def test_not_a_worker(self):
        """Only a worker places a hold; the refusal says who asked."""
        ruth = Proxy(id="ruth", called="Ruth", scope="Money")
        entries = committed(attrs.evolve(PLAN, proxies=(ruth,)))

        with pytest.raises(AuthorityError) as caught:
            held(entries, by=ruth.actor)

        assert ("ruth", "proxy") == (
            caught.value.facts["actor"],
            caught.value.role,
        )
        assert "what they can do instead: " in caught.value.message

    def test_not_on_the_plan(self, entries):
        """A worker of another plan places no hold; the refusal says where."""
        with pytest.raises(AuthorityError) as caught:
            held(entries, by=Worker(id="eve", called="Eve").actor)

        assert ("Plan", "plan") == (
            caught.value.facts["noun"],
            caught.value.facts["id"],
        )


class TestCheckpoint:
    """The text that is kept elsewhere, and nothing like it."""

    def test_of_nothing(self):
        """A journal without an entry has no checkpoint."""
        with pytest.raises(JournalError) as caught:
            journal.checkpoint(Head())

        self.ask(caught.value)

    def ask(self, error):
        """Ask that *error* is about a checkpoint."""
        (problem,) = error.problems
        assert ("journal-checkpoint", "$") == (problem.rule, problem.path)
        house(problem.message)

    def test_no_checkpoint(self, entries):
        """A text that is not to the letter what was given is refused."""
        text = journal.checkpoint(Head.after(entries[-1]))
        others = (
            text.replace("\n", " "),
            text.replace("\n", "\n\n"),
            text[:-4] + "*" + text[-4:],
            text + "more\n",
        )
        for other in others:
            with pytest.raises(JournalError) as caught:
                journal.verify(entries, checkpoint=other)
            self.ask(caught.value)

    def test_cut(self, entries):
        """A tail that is gone is missed where the checkpoint was taken."""
        text = journal.checkpoint(Head.after(entries[-1]))

        (fault,) = journal.verify(entries[:2], checkpoint=text).faults

        assert ("journal-checkpoint", 3) == (fault.rule, fault.sequence)
        house(fault.message)


def test_headers_are_refused():
    """What is no header is refused at the root, in words of the house."""
    with pytest.raises(EmpowerkitError) as caught:
        Header.from_bytes(b"[]")

    (problem,) = caught.value.problems
    assert ("journal-header", "$") == (problem.rule, problem.path)
    house(problem.message)
    assert isinstance(Entry(raw=b"[]").hash, str)


@pytest.mark.parametrize(("inside", "allowed"), [(WORKER, True), (HER, False)])
def test_what_others_said_inside_stays(inside, allowed):
    """What one wrote down goes while nobody else has said a thing in it."""
    told = Voice(
        speaker=HER,
        recorder=WORKER,
        wording=Wording.VERBATIM,
        said_at=NOON,
        recorded_at=NOON,
    )
    home = Decision(id="home", client=HER, words="Where?", voice=told)
    plan = PLAN.add(home, by=WORKER, at=NOON)
    plan = plan.offer_option("home", "Here", by=inside, at=NOON)

    try:
        plan.withdraw("home", by=WORKER, at=NOON)
    except AuthorityError:
        assert not allowed
    else:
        assert allowed
