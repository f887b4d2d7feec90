"""The journal: what an entry holds, the fold, the chain, what is erased."""

from __future__ import annotations

import contextlib
import itertools
import json

from datetime import UTC, datetime, timedelta, timezone

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit import (
    AuthorityError,
    Client,
    InvariantError,
    Need,
    NotFoundError,
    Plan,
    Side,
    Voice,
    Worker,
    codecs,
    journal,
)
from empowerkit.authority import ErasureBasis
from empowerkit.errors import JournalError
from empowerkit.journal import Entry, Head, Header, Kind, Payload
from empowerkit.model import (
    Absent,
    AbsentReason,
    Actor,
    Contact,
    Decision,
    Option,
    Outcome,
    Question,
    Role,
    SubstituteBasis,
    SubstituteDecision,
    Withdrawal,
)
from empowerkit.testing import caseload
from empowerkit.testing import strategies as es
from empowerkit.testing._unjudged import recorded


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor
CANARY = "zebra-crossing"
ASKED = ErasureBasis.CLIENT_ASKED


class Journal:
    """A journal in a list, and the plans that were committed to it."""

    def __init__(self, plan, *, by=WORKER):
        self.head = Head(journal="j1")
        self.entries = []
        self.plans = [None]
        self.commit(plan, by=by)

    @property
    def plan(self):
        """The plan as it stands."""
        return self.plans[-1]

    def commit(self, plan, *, by=HER, **more):
        """Append what leads to *plan*."""
        entry = journal.commit(
            self.plan,
            plan,
            by=by,
            at=NOON + timedelta(minutes=len(self.plans)),
            head=self.head,
            version=len(self.plans) - 1,
            **more,
        )
        self._append(entry, plan)

    def erase(self, *noun_ids, by=WORKER, **more):
        """Erase nouns, as a store would."""
        found = journal.erase(
            self.entries,
            noun_ids,
            by=by,
            at=NOON,
            basis=ASKED,
            head=self.head,
            **more,
        )
        self.entries = [
            journal.without(entry, found.places) for entry in self.entries
        ]
        self._append(found.entry, None)
        return found

    def _append(self, entry, plan):
        self.entries.append(entry)
        self.head = Head.after(entry)
        self.plans.append(plan)


@pytest.fixture
def story():
    """Return a journal of a need, a decision, and a change of mind."""
    told = Journal(Plan(id="plan", client=AMINA, workers=(JOAN,)))
    need = Need(id="need", words=CANARY, voice=Voice.of(HER, at=NOON))
    told.commit(told.plan.add(need, by=HER, at=NOON))
    told.commit(told.plan.open_decision("Where?", by=HER, at=NOON, id="home"))
    for name in ("stay", "flat"):
        told.commit(
            told.plan.offer_option("home", CANARY, by=HER, at=NOON, id=name)
        )
    told.commit(
        told.plan.consider("home", "flat", Side.FOR, CANARY, by=HER, at=NOON)
    )
    for name in ("flat", "stay"):
        told.commit(
            told.plan.choose("home", name, by=HER, at=NOON, id=f"chose-{name}")
        )
    return told


class TestCommit:
    """One actor, one difference, one entry."""

    def test_puts_only_what_is_new(self, story):
        """An entry holds the nouns that differ, each in its own payload."""
        kinds = [
            [json.loads(payload.body)["kind"] for payload in entry.payloads]
            for entry in story.entries
        ]

        assert [
            ["Plan", "Client", "Worker"],
            ["Need"],
            ["Decision"],
            ["Option"],
            ["Option"],
            ["Consideration"],
            ["Choice"],
            ["Choice"],
        ] == kinds

    def test_headers_hold_no_words(self, story):
        """No word and no name stands in a header, or in a repr."""
        for entry in story.entries:
            shown = f"{entry!r} {entry.header!r} {entry.payloads!r}"
            for words in (CANARY, "Amina", "Joan", "Where"):
                assert words.encode() not in entry.raw
                assert words not in shown

    def test_equal_words_have_other_commitments(self, story):
        """Nobody can tell from a header that the same was said twice."""
        found = [c for e in story.entries for c in e.header.commitments]

        assert len(found) == len({*found})

    def test_asks_the_table(self, story):
        """What the actor may not do is refused."""
        chosen = story.plan.choose("home", "flat", by=HER, at=NOON)

        with pytest.raises(AuthorityError):
            story.commit(chosen, by=WORKER)

    def test_a_change_there_must_be(self, story):
        """Two equal plans are no commit."""
        with pytest.raises(InvariantError) as caught:
            story.commit(story.plan)

        assert "something-changed" == caught.value.rule

    def test_one_plan(self, story):
        """Another plan is no change of this one."""
        with pytest.raises(InvariantError) as caught:
            story.commit(Plan(id="other", client=AMINA))

        assert "same-plan" == caught.value.rule

    @pytest.mark.parametrize(
        ("odd", "rule"),
        [
            ({"entry_id": CANARY + " x"}, "id-form"),
            ({"entry_id": ""}, "id-form"),
            ({"at": NOON.replace(tzinfo=None)}, "time-aware"),
        ],
    )
    def test_what_no_header_can_hold(self, story, odd, rule):
        """An id or a time that could not be read again is refused."""
        asked = {"by": HER, "at": NOON, "head": story.head} | odd

        with pytest.raises(InvariantError) as caught:
            journal.commit(None, story.plan, **asked)

        assert rule == caught.value.rule
        assert CANARY not in str(caught.value)

    def test_the_caller_names_the_entry(self, story):
        """An id of the caller's makes a retry harmless."""
        plan = story.plan.choose("home", "flat", by=HER, at=NOON)
        story.commit(plan, entry_id="retry-1")

        assert "retry-1" == story.entries[-1].header.entry


class TestFold:
    """The entries make the plan, at every version."""

    def test_every_version(self, story):
        """Each version is the plan that was committed."""
        for version, plan in enumerate(story.plans[1:], 1):
            assert plan == journal.fold(story.entries, version=version)

        assert story.plan == journal.fold(story.entries)

    @given(st.integers(0, 400))
    def test_a_caseload(self, seed):
        """Whatever a plan holds comes back, byte for byte."""
        (plan,) = caseload.plans(1, seed=seed)
        entry = recorded(None, plan, by=HER, at=NOON, head=Head())

        assert codecs.dumps(plan) == codecs.dumps(journal.fold([entry]))

    @pytest.mark.parametrize("version", [0, 9])
    def test_no_such_version(self, story, version):
        """A version that is not there is not found."""
        with pytest.raises(NotFoundError):
            journal.fold(story.entries, version=version)

    def test_nothing(self):
        """No entries are no plan."""
        with pytest.raises(NotFoundError):
            journal.fold([])

    def test_another_body(self, story):
        """A payload that is not what was committed is not read."""
        story.entries[1] = edited(story.entries[1])

        with pytest.raises(JournalError) as caught:
            journal.fold(story.entries)

        assert "journal-payload" == caught.value.rule
        assert "entry 2 payload 0" == caught.value.path
        assert CANARY not in str(caught.value)

    def test_too_few_payloads(self, story):
        """An entry without its payloads is not read."""
        story.entries[0] = attrs.evolve(story.entries[0], payloads=())

        with pytest.raises(JournalError) as caught:
            journal.fold(story.entries)

        assert "journal-counts" == caught.value.rule

    def test_one_left_out(self, story):
        """An entry that is missing leaves no plan, and a clear error."""
        del story.entries[3]

        with pytest.raises(JournalError) as caught:
            journal.fold(story.entries)

        assert "journal-versions" == caught.value.rule
        assert "entry 5" == caught.value.path
        assert CANARY not in str(caught.value)

    def test_entries_of_two_plans(self, story):
        """What was done to another plan is no part of this one."""
        other = Journal(Plan(id="p2", client=AMINA, workers=(JOAN,)))
        (entry,) = other.entries
        raw = attrs.evolve(entry.header, version=2).to_bytes()

        with pytest.raises(JournalError) as caught:
            journal.fold([story.entries[0], attrs.evolve(entry, raw=raw)])

        assert "journal-versions" == caught.value.rule

    def test_missing_with_no_entry(self, story):
        """What is gone, and nobody erased, is no plan with less in it."""
        story.entries[1] = journal.without(story.entries[1], [(2, 0)])

        with pytest.raises(JournalError) as caught:
            journal.fold(story.entries)

        assert "journal-missing" == caught.value.rule
        assert "entry 2 payload 0" == caught.value.path

    def test_more_than_documents_may_hold(self, story, monkeypatch):
        """What could be kept can be read, however much it is."""
        monkeypatch.setattr(codecs._json, "_fast", None)
        words = "w" * (codecs.MAX_BYTES + 1)
        need = Need(id="long", words=words, voice=Voice.of(HER, at=NOON))
        story.commit(story.plan.add(need, by=HER, at=NOON))

        assert story.plan == journal.fold(story.entries)

    def test_older_documents(self, story, monkeypatch):
        """What an older release wrote down is brought up to date."""

        def newer(body):
            return body | {"noun": body["noun"] | {"called": "Amina B"}}

        held = story.entries[:1]
        monkeypatch.setattr(journal._fold, "VERSION", 2)
        monkeypatch.setitem(
            journal._fold._UPCASTS,
            1,
            lambda body: newer(body) if body["kind"] == "Client" else body,
        )
        monkeypatch.setattr(codecs._json, "VERSION", 2)
        monkeypatch.setattr(codecs._json, "_fast", None)

        assert "Amina B" == journal.fold(held).client.called


def edited(entry):
    """Return *entry* with another need in it."""
    payload = entry.payloads[0]
    other = attrs.evolve(payload, body=payload.body.replace(b"zebra", b"lion"))
    return attrs.evolve(entry, payloads=(other, *entry.payloads[1:]))


def renamed(entry):
    """Return *entry* as another actor's."""
    raw = entry.raw.replace(b'"id":"amina"', b'"id":"aminu"')
    assert raw != entry.raw
    return attrs.evolve(entry, raw=raw)


def rewritten(entries):
    """Return a whole new journal that says something else."""
    made, head = [], Head(journal="j1")
    for entry in entries:
        said, payloads = entry.header, edited(entry).payloads
        header = attrs.evolve(
            said,
            previous=head.hash,
            commitments=tuple(p.commitment for p in payloads),
        )
        made.append(Entry(raw=header.to_bytes(), payloads=payloads))
        head = Head.after(made[-1])
    return made


ATTACKS = {
    "a payload is edited": (
        lambda held: [held[0], edited(held[1]), *held[2:]],
        "journal-payload",
    ),
    "a header is edited": (
        lambda held: [*held[:2], renamed(held[2]), *held[3:]],
        "journal-chain",
    ),
    "two entries are swapped": (
        lambda held: [held[0], held[2], held[1], *held[3:]],
        "journal-sequence",
    ),
    "one in the middle is taken out": (
        lambda held: [*held[:3], *held[4:]],
        "journal-sequence",
    ),
}
NEED_A_CHECKPOINT = {
    "the tail is cut off": lambda held: held[:-1],
    "all of it is written anew": rewritten,
}


class TestVerify:
    """What the chain finds, and what only a checkpoint finds."""

    def test_whole(self, story):
        """A journal that nobody touched has no fault."""
        mark = journal.checkpoint(story.head)

        found = journal.verify(story.entries, checkpoint=mark)

        assert (8, (), ()) == (found.entries, found.faults, found.checkpoint)
        assert found.database is None

    @pytest.mark.parametrize("attack", ATTACKS)
    def test_found_by_the_chain(self, story, attack):
        """Edits, swaps and gaps are found with no checkpoint."""
        change, rule = ATTACKS[attack]

        found = journal.verify(change(story.entries))

        assert rule in {fault.rule for fault in found.faults}
        assert found.checkpoint is None

    @pytest.mark.parametrize("attack", NEED_A_CHECKPOINT)
    def test_found_by_a_checkpoint(self, story, attack):
        """A lost tail and a full rewrite are found by a checkpoint alone."""
        mark = journal.checkpoint(story.head)
        held = NEED_A_CHECKPOINT[attack](story.entries)

        assert () == journal.verify(held).faults
        found = journal.verify(held, checkpoint=mark)
        assert ["journal-checkpoint"] == [f.rule for f in found.faults]

    @pytest.mark.parametrize("attack", ATTACKS)
    def test_a_checkpoint_beside_it(self, story, attack):
        """With a checkpoint each of the other attacks is found as well."""
        mark = journal.checkpoint(story.head)
        change, _ = ATTACKS[attack]

        assert journal.verify(change(story.entries), checkpoint=mark).faults

    def test_an_older_checkpoint(self, story):
        """A journal that has grown since holds what it held."""
        mark = journal.checkpoint(Head.after(story.entries[3]))

        assert () == journal.verify(story.entries, checkpoint=mark).faults

    def test_anothers_checkpoint(self, story):
        """The checkpoint of another journal does not fit."""
        mark = journal.checkpoint(story.head).replace("/j1\n", "/j2\n")

        found = journal.verify(story.entries, checkpoint=mark)

        assert ["journal-checkpoint"] == [f.rule for f in found.faults]

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "x",
            "empowerkit/journal/j1\n3\n",
            "empowerkit/journal/j1\n3\nAAAA\n",
            "empowerkit/journal/j1\n3\n\u00e9\n",
            "empowerkit/journal/j1\n-3\n" + "A" * 43 + "=\n",
            "empowerkit/journal/j1\n03\n" + "A" * 43 + "=\n",
            "empowerkit/journal/j1\n" + "9" * 5000 + "\n" + "A" * 43 + "=\n",
            "empowerkit/journal/j1\n3\n" + "A" * 43 + "=\nmore",
            "other/j1\n3\n" + "A" * 43 + "=\n",
        ],
    )
    def test_no_checkpoint_of_ours(self, story, text):
        """What is no checkpoint is refused."""
        with pytest.raises(JournalError) as caught:
            journal.verify(story.entries, checkpoint=text)

        assert "journal-checkpoint" == caught.value.rule

    def test_nothing_to_mark(self):
        """An empty journal has no checkpoint."""
        with pytest.raises(JournalError):
            journal.checkpoint(Head())

    def test_entries_of_another_journal(self, story):
        """Entries of two journals are told apart."""
        other = Journal(Plan(id="p2", client=AMINA, workers=(JOAN,)))
        raw = other.entries[0].raw.replace(b'"j1"', b'"j2"')
        held = [*story.entries, attrs.evolve(other.entries[0], raw=raw)]

        found = {fault.rule for fault in journal.verify(held).chain}

        assert {"journal-one", "journal-sequence", "journal-chain"} == found

    def test_a_version_left_out(self, story):
        """The versions of a plan follow one another."""
        held = story.entries[-1]
        skipped = attrs.evolve(held.header, version=99).to_bytes()
        held = [*story.entries[:-1], attrs.evolve(held, raw=skipped)]

        found = journal.verify(held)

        assert ["journal-versions"] == [f.rule for f in found.faults]

    def test_a_payload_too_few(self, story):
        """Payloads are counted."""
        held = [attrs.evolve(story.entries[0], payloads=())]

        found = journal.verify([*held, *story.entries[1:]])

        assert ["journal-counts"] == [fault.rule for fault in found.faults]

    @given(st.data())
    def test_bit_flips(self, data):
        """Any one bit that changes what is said is found, and nothing raises."""
        told = Journal(Plan(id="plan", client=AMINA, workers=(JOAN,)))
        entry = told.entries[0]
        parts = [entry.raw, *itertools.chain(*map(_bytes_of, entry.payloads))]
        which = data.draw(st.integers(0, len(parts) - 1))
        bit = data.draw(st.integers(0, len(parts[which]) * 8 - 1))
        flipped = bytearray(parts[which])
        flipped[bit // 8] ^= 1 << bit % 8
        parts[which] = bytes(flipped)
        payloads = tuple(
            Payload(salt=parts[n], body=parts[n + 1])
            for n in range(1, len(parts), 2)
        )
        held = Entry(raw=parts[0], payloads=payloads)
        mark = journal.checkpoint(told.head)

        assert journal.verify([held], checkpoint=mark).faults


def _bytes_of(payload):
    return payload.salt, payload.body


class TestErase:
    """What is gone is gone in every version, and the order still stands."""

    @pytest.mark.parametrize(
        ("named", "basis", "rule"),
        [((), ASKED, "something-erased"), (("amina",), "x", "field-type")],
    )
    def test_what_was_not_said(self, story, named, basis, rule):
        """What goes is named, and on what ground."""
        with pytest.raises(InvariantError) as caught:
            journal.erase(
                story.entries,
                named,
                by=WORKER,
                at=NOON,
                basis=basis,
                head=story.head,
            )

        assert [rule] == [found.rule for found in caught.value.problems]

    def test_a_need(self, story):
        """One narrative goes alone, in every version."""
        found = story.erase("need")

        assert (("need",), ((2, 0),)) == (found.noun_ids, found.places)
        plan = journal.fold(story.entries)
        assert ((), (gone("need"),)) == (plan.needs, plan.absent)
        assert plan.decisions == story.plans[-2].decisions
        assert (gone("need"),) == journal.fold(story.entries, version=2).absent
        assert () == journal.verify(story.entries).faults

    def test_words_are_gone(self, story):
        """After all was erased that held it, no byte of it is left."""
        story.erase("need", "home")

        left = b"".join(
            entry.raw + b"".join(p.body for p in entry.payloads if p)
            for entry in story.entries
        )
        assert CANARY.encode() not in left

    def test_inside_a_decision(self, story):
        """What is gone from a decision is absent there."""
        story.erase("flat")

        home = journal.fold(story.entries).decisions[0]

        assert ["stay"] == [option.id for option in home.options]
        assert (gone("flat"),) == home.absent

    def test_a_decision(self, story):
        """With a decision goes what stands in it."""
        found = story.erase("home")

        plan = journal.fold(story.entries)
        assert () == plan.decisions
        assert {*found.noun_ids} == {absent.id for absent in plan.absent}
        assert {"home", "stay", "flat", "chose-stay"} < {*found.noun_ids}

    def test_goes_on_afterwards(self, story):
        """What is erased stays absent in what is committed later."""
        story.erase("flat")
        story.plans[-1] = journal.fold(story.entries)
        need = Need(words="n", voice=Voice.of(HER, at=NOON))
        story.commit(story.plan.add(need, by=HER, at=NOON))
        story.commit(story.plan.offer_option("home", "x", by=HER, at=NOON))
        story.commit(
            story.plan.revise("home", by=HER, at=NOON, decide_by=NOON.date())
        )

        assert story.plan == journal.fold(story.entries)
        assert () == journal.verify(story.entries).faults

    def test_the_choice_that_stands(self, story):
        """No earlier choice comes to stand because a later one is gone."""
        found = story.erase("chose-stay")

        assert ("chose-flat", "chose-stay") == found.noun_ids
        assert () == journal.fold(story.entries).decisions[0].choices

    def test_an_earlier_choice(self, story):
        """An earlier choice goes alone."""
        assert ("chose-flat",) == story.erase("chose-flat").noun_ids

    def test_the_newer_words(self, story):
        """No older words come to stand because the newer are gone."""
        plan = story.plan.revise("need", by=HER, at=NOON, id="new", words="w")
        story.commit(plan)

        assert ("need", "new") == journal.erasable(story.plan, ["new"])
        assert ("need",) == journal.erasable(story.plan, ["need"])

    def test_a_withdrawal(self, story):
        """Nothing comes to stand because its withdrawal is gone."""
        story.commit(story.plan.withdraw("need", by=HER, at=NOON))
        (taken,) = story.plan.withdrawals

        assert {"need", taken.id} == {
            *journal.erasable(story.plan, [taken.id])
        }

    def test_a_question_of_a_contact(self, story):
        """What stood in a contact is absent from the plan."""
        voice = Voice.of(HER, at=NOON)
        asked = Question(id="q", words=CANARY, voice=voice)
        held = Contact(
            id="met",
            at=NOON,
            outcome=Outcome.HELD,
            voice=Voice.of(WORKER, at=NOON),
        )
        story.commit(story.plan.add(held, by=WORKER, at=NOON), by=WORKER)
        story.commit(story.plan.add(asked, by=HER, at=NOON, to="met"))

        story.erase("q")

        assert (gone("q"),) == journal.fold(story.entries).absent

    def test_a_person(self, story):
        """A worker can be erased; their part stays, by its id."""
        story.commit(
            story.plan.add(Worker(id="ben", called="Ben"), by=WORKER, at=NOON),
            by=WORKER,
        )
        story.erase("ben")

        assert (JOAN,) == journal.fold(story.entries).workers

    @pytest.mark.parametrize("all_of_it", ["plan", "amina"])
    def test_all_of_it(self, story, all_of_it):
        """With the client, or the plan, goes everything; the order stands."""
        story.erase(all_of_it)

        with pytest.raises(NotFoundError):
            journal.fold(story.entries)
        assert () == journal.verify(story.entries).faults
        assert all(
            payload is None
            for entry in story.entries[:-1]
            for payload in entry.payloads
        )

    def test_what_tells_that_the_client_left(self, story):
        """Where the client was taken back, with that goes everything."""
        taken = Withdrawal(id="w", subject_id="amina", by=HER, at=NOON)
        plan = attrs.evolve(story.plan, withdrawals=(taken,))

        assert {"plan", "need", "w"} < {*journal.erasable(plan, ["w"])}

    def test_who_was_absent_already(self):
        """Whom a decision named as absent is absent still when it is gone."""
        voice = Voice.of(HER, at=NOON)
        plan = Plan(
            id="plan",
            client=AMINA,
            workers=(JOAN,),
            decisions=(
                Decision(
                    id="home",
                    client=HER,
                    words="Where?",
                    voice=voice,
                    options=(Option(id="stay", words="Stay", voice=voice),),
                    absent=(
                        Absent(id="ben", reason=AbsentReason.NOT_SUPPLIED),
                    ),
                ),
            ),
            substitute_decisions=(
                SubstituteDecision(
                    id="instead",
                    decision_id="home",
                    option_id="stay",
                    decider=Actor(id="ben", role=Role.PROXY),
                    basis=SubstituteBasis.LEGAL,
                    voice=Voice.of(WORKER, at=NOON),
                    decided_at=NOON,
                ),
            ),
        )
        entry = recorded(None, plan, by=WORKER, at=NOON, head=Head())
        found = journal.erase(
            [entry],
            ["home"],
            by=WORKER,
            at=NOON,
            basis=ASKED,
            head=Head.after(entry),
        )

        left = journal.fold(
            [journal.without(entry, found.places), found.entry]
        )

        assert {"ben", "home", "stay"} == {held.id for held in left.absent}
        assert plan.substitute_decisions == left.substitute_decisions

    def test_nothing_goes_that_would_leave_no_plan(self, story, monkeypatch):
        """What is left is read before anything goes."""
        monkeypatch.setattr(journal._erase, "erasable", lambda *_: ("home",))
        monkeypatch.setattr(journal._erase, "_standing", lambda *_: ())

        with pytest.raises(JournalError):
            story.erase("home")

    def test_by_the_client(self, story):
        """The client asks for it; a worker does it, and says on what ground."""
        with pytest.raises(AuthorityError) as caught:
            story.erase("need", by=HER)

        assert "erase for good" == caught.value.row

    def test_why(self, story):
        """The reason is a payload of its own."""
        story.erase("need", words=CANARY, entry_id="e-9")

        last = story.entries[-1]
        assert (Kind.ERASED, "e-9") == (last.header.kind, last.header.entry)
        assert CANARY.encode() not in last.raw
        assert CANARY == json.loads(last.payloads[1].body)["words"]

    def test_why_goes_too(self, story):
        """With all of the plan goes why parts of it went before."""
        story.erase("need", words=CANARY)
        story.erase("plan", words="She asked.")

        kept = story.entries[-2].payloads
        assert [True, False] == [payload is not None for payload in kept]
        assert () == journal.verify(story.entries).faults

    def test_words_that_cannot_be_kept(self, story):
        """Words that no file can hold are refused."""
        with pytest.raises(InvariantError) as caught:
            story.erase("need", words="\ud800")

        assert "text-storable" == caught.value.rule

    def test_unknown(self, story):
        """What is not there cannot be erased."""
        with pytest.raises(NotFoundError):
            story.erase("nothing")

    def test_twice(self, story):
        """What was erased is not there any more."""
        story.erase("need")

        with pytest.raises(NotFoundError):
            story.erase("need")

    def test_one_after_the_other(self, story):
        """What goes later goes as well, and each entry says its own part."""
        story.erase("need")
        story.erase("flat")

        plan = journal.fold(story.entries)
        assert (gone("need"),) == plan.absent
        assert (gone("flat"),) == plan.decisions[0].absent
        assert () == journal.verify(story.entries).faults

    def test_missing_with_no_entry(self, story):
        """A payload that is gone must have been erased by somebody."""
        story.entries[1] = journal.without(story.entries[1], [(2, 0)])

        found = journal.verify(story.entries)

        assert [("journal-missing", 2, 0)] == [
            (fault.rule, fault.sequence, fault.payload)
            for fault in found.counts
        ]

    def test_there_though_erased(self, story):
        """What an entry says was erased must be gone."""
        held = story.entries[1]
        story.erase("need")
        story.entries[1] = held

        found = journal.verify(story.entries)

        assert ["journal-not-erased"] == [fault.rule for fault in found.counts]

    @pytest.mark.parametrize("more", [(), ((2, 0),)])
    def test_erased_for_another_plan(self, story, more):
        """No plan's erasure takes away what another put down."""
        story.erase("need")
        story.entries[2] = journal.without(story.entries[2], [(3, 0)])
        held = claiming(story.entries, (*more, (3, 0)), plan="other")

        found = journal.verify(held)

        assert [("journal-purged", 9)] == [
            (fault.rule, fault.sequence)
            for fault in found.chain
            if fault.rule != "journal-versions"
        ]
        assert [("journal-missing", 2), ("journal-missing", 3)] == [
            (fault.rule, fault.sequence)
            for fault in found.counts
            if fault.rule != "journal-versions"
        ]

    @pytest.mark.parametrize("place", [(9, 1), (10, 0), (0, 0)])
    def test_erased_before_it_was_there(self, story, place):
        """An erasure takes away what came before it, and nothing else."""
        story.erase("need")
        held = claiming(story.entries, ((2, 0), place))

        found = journal.verify(held)

        (fault,) = found.faults
        assert ("journal-purged", 9) == (fault.rule, fault.sequence)
        assert (
            "an entry must erase what its own plan put down before"
            == fault.message
        )

    def test_an_erasure_yet_to_come(self, story):
        """What was missing when it came is not lawful by an older entry."""
        story.erase("need")
        held = claiming(story.entries, ((2, 0), (10, 0)))
        story.entries, story.head = held, Head.after(held[-1])
        story.plans[-1] = journal.fold(held)
        story.commit(
            story.plan.open_decision("When?", by=HER, at=NOON, id="when")
        )
        story.entries[-1] = journal.without(story.entries[-1], [(10, 0)])

        rules = {fault.rule for fault in journal.verify(story.entries).faults}

        assert {"journal-purged", "journal-missing"} == rules
        with pytest.raises(JournalError) as caught:
            journal.fold(story.entries)
        assert "journal-missing" == caught.value.rule

    def test_erased_from_what_cannot_be_read(self, story):
        """Whose an unreadable entry was is not guessed at."""
        story.erase("need")
        story.entries[1] = attrs.evolve(story.entries[1], raw=b"{}")

        rules = {fault.rule for fault in journal.verify(story.entries).faults}

        assert "journal-header" in rules
        assert "journal-purged" not in rules


def claiming(entries, places, **more):
    """Return *entries*, whose last one says that *places* are erased."""
    *before, last = entries
    header = attrs.evolve(last.header, purged=places, **more)
    return [*before, attrs.evolve(last, raw=header.to_bytes())]


def gone(noun_id):
    """Return what stands for something erased."""
    return Absent(id=noun_id, reason=AbsentReason.ERASED)


ODD = {
    "not JSON": lambda raw: b"{",
    "not UTF-8": lambda raw: b"\xff" + raw,
    "no object": lambda raw: b"[]",
    "nested without end": lambda raw: b"[" * 100_000,
    "a space": lambda raw: raw.replace(b":", b": ", 1),
    "another format": lambda raw: raw.replace(b"entry", b"plan", 2),
    "a newer format": lambda raw: raw.replace(
        b'"format_version":1', b'"format_version":2'
    ),
    "no actor": lambda raw: raw.replace(b'"actor"', b'"nobody"'),
    "another role": lambda raw: raw.replace(b'"client"', b'"owner"'),
    "another kind": lambda raw: raw.replace(b'"created"', b'"made"'),
    "another key": lambda raw: raw.replace(b'"plan"', b'"plant"'),
    "a name for an id": lambda raw: raw.replace(b'"p1"', b'"A B"'),
    "an id that starts with none of ours": lambda raw: raw.replace(
        b'"p1"', b'"-p1"'
    ),
    "a long id": lambda raw: raw.replace(b'"e1"', b'"' + b"e" * 65 + b'"'),
    "an id of digits of others": lambda raw: raw.replace(
        b'"j1"', '"j\u0661"'.encode()
    ),
    "no number": lambda raw: raw.replace(b'"sequence":1', b'"sequence":"1"'),
    "a zero in front": lambda raw: raw.replace(
        b'"sequence":1', b'"sequence":01'
    ),
    "more digits than are read": lambda raw: raw.replace(
        b'"sequence":1', b'"sequence":' + b"1" * 5_000
    ),
    "zero": lambda raw: raw.replace(b'"sequence":1', b'"sequence":0'),
    "true": lambda raw: raw.replace(b'"schema":1', b'"schema":true'),
    "a float": lambda raw: raw.replace(b'"schema":1', b'"schema":1.0'),
    "a place before the first": lambda raw: raw.replace(
        b"[[1,0]]", b"[[1,-1]]"
    ),
    "half a place": lambda raw: raw.replace(b"[[1,0]]", b"[[1]]"),
    "a hash that is none": lambda raw: raw.replace(b"0" * 64, b"G" * 64),
    "a short hash": lambda raw: raw.replace(b"0" * 64, b"0" * 63),
    "an empty hash": lambda raw: raw.replace(b"null", b'""'),
    "a hash in a list": lambda raw: raw.replace(
        b"null", b'["' + b"0" * 64 + b'"]'
    ),
    "a line end": lambda raw: raw + b"\n",
    "a day that is none": lambda raw: raw.replace(b"-03-02", b"-02-30"),
    "midnight at the end of a day": lambda raw: raw.replace(b"T12", b"T24"),
    "an offset": lambda raw: raw.replace(b"00Z", b"00+00:00"),
    "no fraction": lambda raw: raw.replace(b"00Z", b"00.000000Z"),
    "half a fraction": lambda raw: raw.replace(b"00Z", b"00.500Z"),
    "no time": lambda raw: raw.replace(b"T12:", b"T25:"),
    "a week date": lambda raw: raw.replace(b"2026-03-02", b"2026-W10-1"),
}


IDS = es.ids()
COUNTS = st.integers(1, 2**53)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
TIMES = (
    r"[0-9]{3}[0-9]-[01][0-9]-[0-3][0-9]T"
    r"[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.(0{6}|[0-9]{3}|[0-9]{6}))?Z"
)


class TestHeader:
    """A header is canonical, or it is none."""

    HEADER = Header(
        journal="j1",
        sequence=1,
        plan="p1",
        version=1,
        entry="e1",
        kind=Kind.CREATED,
        actor=HER,
        recorded_at=NOON,
        schema=1,
        commitments=("0" * 64,),
        purged=((1, 0),),
    )

    def test_round_trip(self):
        """A header comes back as it was."""
        assert self.HEADER == Header.from_bytes(self.HEADER.to_bytes())

    @given(
        st.builds(
            Header,
            journal=IDS,
            sequence=COUNTS,
            plan=IDS,
            version=COUNTS,
            entry=IDS,
            kind=st.sampled_from(Kind),
            actor=st.builds(Actor, id=IDS, role=st.sampled_from(Role)),
            recorded_at=es.times().map(lambda at: at.astimezone(UTC)),
            schema=COUNTS,
            commitments=st.lists(HASHES, max_size=3).map(tuple),
            purged=st.lists(
                st.tuples(COUNTS, st.integers(0, 2**53)), max_size=3
            ).map(tuple),
            previous=st.none() | HASHES,
        )
    )
    def test_any_round_trip(self, header):
        """Whatever a header says, it comes back, and is spelled alike."""
        raw = header.to_bytes()
        found = Header.from_bytes(raw)

        assert (header, repr(header)) == (found, repr(found))
        assert raw == found.to_bytes()

    @given(st.from_regex(TIMES, fullmatch=True))
    def test_one_spelling_of_a_time(self, told):
        """A time that is read is spelled as it would be written."""
        raw = self.HEADER.to_bytes()
        raw = raw.replace(b"2026-03-02T12:00:00Z", told.encode())
        with contextlib.suppress(JournalError):
            assert raw == Header.from_bytes(raw).to_bytes()

    def test_pinned(self):
        """A header is spelled so, for ever."""
        wanted = (
            b'{"actor":{"id":"amina","role":"client"},"commitments":["'
            + b"0" * 64
            + b'"],"entry":"e1","format":"empowerkit/entry",'
            b'"format_version":1,"journal":"j1","kind":"created",'
            b'"plan":"p1","previous":null,"purged":[[1,0]],'
            b'"recorded_at":"2026-03-02T12:00:00Z","schema":1,'
            b'"sequence":1,"version":1}'
        )

        assert wanted == self.HEADER.to_bytes()

    def test_in_utc(self):
        """Where the writer's clock stood is nobody's business."""
        offset = attrs.evolve(
            self.HEADER,
            recorded_at=datetime.fromisoformat("2026-03-02T17:30:00+05:30"),
        )

        assert self.HEADER.to_bytes() == offset.to_bytes()

    @pytest.mark.parametrize("odd", ODD)
    def test_refused(self, odd):
        """Anything else is no header, and the error says nothing of it."""
        with pytest.raises(JournalError) as caught:
            Header.from_bytes(ODD[odd](self.HEADER.to_bytes()))

        assert "journal-header" == caught.value.rule
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None

    @pytest.mark.parametrize("hours", [-5, 0, 5])
    def test_of_an_entry(self, hours):
        """What an entry says is what is read of its bytes, in UTC."""
        at = NOON.astimezone(timezone(timedelta(hours=hours)))
        entry = journal.commit(
            None, Plan(client=AMINA), by=HER, at=at, head=Head()
        )
        read = Header.from_bytes(entry.raw)

        assert (read, repr(read)) == (entry.header, repr(entry.header))
        assert entry.header is entry.header
        assert entry == Entry(raw=entry.raw, payloads=entry.payloads)
        assert read == attrs.evolve(entry, payloads=()).header

    def test_found_by_verify(self):
        """A header that is none is a fault, and no exception."""
        found = journal.verify([Entry(raw=b"\xff")])

        assert ["journal-header"] == [fault.rule for fault in found.chain]

    @given(st.binary())
    def test_anything(self, raw):
        """No bytes at all make it raise anything else."""
        with pytest.raises(JournalError):
            Header.from_bytes(raw)
