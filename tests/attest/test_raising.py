"""How a level is raised, by what, by whom, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from empowerkit import (
    AuthorityError,
    InvariantError,
    NotFoundError,
    Plan,
    attest,
    codecs,
)
from empowerkit.attest._shown import digested, words_of
from empowerkit.authority import ErasureBasis
from empowerkit.model import (
    Absent,
    AbsentReason,
    Attestation,
    Choice,
    Evidence,
    EvidenceKind,
    Level,
    Voice,
)
from empowerkit.store import open_store


PAPER = b"I want to stay. Amina"


def choice(plan, choice_id):
    """Return a choice of *plan*."""
    return plan.find(Choice, choice_id)


def refused(rule, call):
    """Ask that *call* breaks *rule*."""
    with pytest.raises(InvariantError) as caught:
        call()
    assert rule == caught.value.rule


class TestCorroborate:
    """A second person's own entry, or a document."""

    def test_by_another_worker(self, make, plan):
        """Who did not write it down enters what they saw."""
        plan = attest.corroborate(plan, "c2", by=make.RUTH, at=make.NOON)

        found = choice(plan, "c2")
        assert Level.CORROBORATED is found.level
        assert (
            Evidence(kind=EvidenceKind.ENTRY, by=make.RUTH, at=make.NOON),
        ) == found.attestation.evidence

    def test_by_the_client(self, make, plan):
        """The client's entry stands beside what a worker wrote down."""
        plan = attest.corroborate(plan, "c2", by=make.HER, at=make.NOON)

        assert Level.CORROBORATED is choice(plan, "c2").level

    def test_by_a_document(self, make, plan, tmp_path):
        """A paper's digest is kept, and nothing else of it."""
        path = tmp_path / "scan"
        path.write_bytes(PAPER)

        plan = attest.corroborate(
            plan,
            "c2",
            by=make.RUTH,
            at=make.NOON,
            document=path,
            reference="box-7",
        )

        (found,) = choice(plan, "c2").attestation.evidence
        assert (EvidenceKind.DOCUMENT, "box-7") == (
            found.kind,
            found.reference,
        )
        assert attest.digest(PAPER) == found.digest
        assert PAPER not in codecs.dumps(plan)

    def test_not_by_whoever_wrote_it_down(self, make, plan):
        """A worker's own word alone raises nothing, nor does their paper."""
        refused(
            "level-has-evidence",
            lambda: attest.corroborate(plan, "c2", by=make.JOAN, at=make.NOON),
        )
        with pytest.raises(AuthorityError):
            attest.corroborate(
                plan, "c2", by=make.JOAN, at=make.NOON, document=PAPER
            )

    def test_not_by_whoever_chose(self, make, plan):
        """A client who entered the choice is no second person."""
        refused(
            "level-has-evidence",
            lambda: attest.corroborate(plan, "c1", by=make.HER, at=make.NOON),
        )

    def test_her_own_paper(self, make, plan):
        """A client can add a paper to a choice that they entered."""
        plan = attest.corroborate(
            plan, "c1", by=make.HER, at=make.NOON, document=PAPER
        )

        assert Level.CORROBORATED is choice(plan, "c1").level

    def test_no_such_choice(self, make, plan):
        """What is not there is not corroborated."""
        with pytest.raises(NotFoundError):
            attest.corroborate(plan, "c9", by=make.RUTH, at=make.NOON)

    def test_what_was_there_stays(self, make, plan, shown):
        """More evidence is added, and no level falls."""
        plan = attest.confirm(plan, shown, by=make.HER)

        plan = attest.corroborate(
            plan, "c1", by=make.HER, at=make.NOON, document=PAPER
        )

        found = choice(plan, "c1")
        assert Level.CONFIRMED is found.level
        assert ["login", "document"] == [
            e.kind.value for e in found.attestation.evidence
        ]


class TestMatching:
    """A paper is held against the digest of it."""

    def test_the_same(self, make, plan, tmp_path):
        """The same bytes are found, in memory and in a file."""
        plan = attest.corroborate(
            plan, "c2", by=make.RUTH, at=make.NOON, document=PAPER
        )
        (tmp_path / "scan").write_bytes(PAPER)
        found = choice(plan, "c2")

        for document in (PAPER, tmp_path / "scan", str(tmp_path / "scan")):
            matched = attest.matching(found, document)
            assert found.attestation.evidence == matched

    def test_another(self, make, plan):
        """One bit makes it another paper; what is no paper is left out."""
        plan = attest.corroborate(
            plan, "c2", by=make.RUTH, at=make.NOON, document=PAPER
        )
        plan = attest.corroborate(plan, "c2", by=make.HER, at=make.NOON)
        other = bytes([PAPER[0] ^ 1]) + PAPER[1:]

        assert () == attest.matching(choice(plan, "c2"), other)
        assert 1 == len(attest.matching(choice(plan, "c2"), PAPER))

    def test_no_paper(self, make, plan, shown):
        """The digest of what was shown is not that of a document."""
        plan = attest.confirm(plan, shown, by=make.HER)
        nonce = bytes.fromhex(shown.nonce)
        hashed = b"\0" + nonce + shown.words.encode()
        found = choice(plan, "c1")

        assert attest.digest(hashed) == found.attestation.evidence[0].digest
        assert () == attest.matching(found, hashed)

    def test_none(self, plan):
        """A reported choice rests on no paper."""
        assert () == attest.matching(choice(plan, "c1"), PAPER)

    def test_no_file(self, plan, tmp_path):
        """A file that cannot be read is an error of the system's."""
        with pytest.raises(OSError, match="none"):
            attest.matching(choice(plan, "c1"), tmp_path / "none")


class TestConfirm:
    """The client's login, and the exact words."""

    def test_her_login(self, make, plan, shown):
        """The evidence holds what was shown, and when."""
        plan = attest.confirm(plan, shown, by=make.HER)

        found = choice(plan, "c1")
        (held,) = found.attestation.evidence
        assert Level.CONFIRMED is found.level
        assert (make.HER, make.NOON) == (held.by, held.at)
        assert shown.statement.to_bytes().decode() == held.reference
        assert (shown.statement.digest, shown.nonce) == (
            held.digest,
            held.nonce,
        )

    def test_nobody_elses(self, make, plan, shown):
        """Nobody confirms for a client."""
        refused(
            "level-has-evidence",
            lambda: attest.confirm(plan, shown, by=make.RUTH),
        )

    def test_nor_another_clients(self, make, plan, shown):
        """The client of another plan confirms nothing here."""
        other = attrs.evolve(make.HER, id="other")

        refused(
            "actor-is-person", lambda: attest.confirm(plan, shown, by=other)
        )

    def test_another_plan(self, make, shown):
        """What was shown of one plan confirms nothing in another."""
        other = make.begun("p2")

        refused(
            "statement-place",
            lambda: attest.confirm(other, shown, by=make.HER),
        )

    def test_other_words(self, make, plan, shown):
        """What the plan does not say was not confirmed."""
        decision = attrs.evolve(plan.decisions[0], words="Which house?")
        other = attrs.evolve(plan, decisions=(decision,))

        refused(
            "statement-words",
            lambda: attest.confirm(other, shown, by=make.HER),
        )

    def test_words_that_are_not_there(self, make, plan, shown):
        """Where words are withheld, nothing can be confirmed."""
        gone = Absent(id="home-go", reason=AbsentReason.WITHHELD)
        decision = attrs.evolve(
            plan.decisions[0],
            options=plan.decisions[0].options[:1],
            absent=(gone,),
        )
        other = attrs.evolve(plan, decisions=(decision,))

        refused(
            "statement-words",
            lambda: attest.confirm(other, shown, by=make.HER),
        )

    def test_twice(self, make, plan, shown):
        """What was shown once is confirmed once."""
        plan = attest.confirm(plan, shown, by=make.HER)

        refused(
            "statement-once",
            lambda: attest.confirm(plan, shown, by=make.HER),
        )

    def test_a_statement_that_cannot_be_read(self, make, plan, shown):
        """What names no place in a journal is no statement."""
        head = attrs.evolve(shown.statement.head, sequence=0)
        said = attrs.evolve(shown.statement, head=head)

        refused(
            "statement-form",
            lambda: attest.confirm(
                plan, attrs.evolve(shown, statement=said), by=make.HER
            ),
        )

    @pytest.fixture
    def later(self, make, plan, store):
        """Return the plan after a change of mind, and what is shown of it."""
        at = make.NOON + timedelta(hours=1)
        plan = plan.choose("home", "home-go", by=make.HER, at=at, id="c3")
        mark = store.checkpoint()
        return plan, attest.show(plan, "c3", checkpoint=mark, at=at)

    @pytest.mark.parametrize(
        ("field", "change"),
        [
            ("before", {"before": None}),
            ("options", {"options": ("home-stay", "home-go", "home-go")}),
            ("options", {"options": ("home-go",), "before": None}),
            ("at", {"at": datetime(2026, 3, 2, 12, 30, tzinfo=UTC)}),
        ],
        ids=["before", "twice", "left-out", "at"],
    )
    def test_what_was_made_by_hand(self, make, later, field, change):
        """Nothing is confirmed but what `show` would have shown."""
        plan, shown = later
        said = attrs.evolve(shown.statement, **change)
        home = plan.decisions[0]
        words = words_of(home, home.choices[1], said.options, said.before)
        said = attrs.evolve(said, digest=digested(words, shown.nonce))
        made = attest.Shown(words=words, nonce=shown.nonce, statement=said)

        with pytest.raises(InvariantError) as caught:
            attest.confirm(plan, made, by=make.HER)

        assert ("statement-place", f"$.{field}") in {
            (found.rule, found.path) for found in caught.value.problems
        }
        confirmed = attest.confirm(plan, shown, by=make.HER)
        assert Level.CONFIRMED is choice(confirmed, "c3").level

    def test_what_was_offered_meanwhile(self, make, later):
        """An option that came after the words were shown is not asked for."""
        plan, shown = later
        after = shown.statement.at + timedelta(microseconds=1)
        told = Voice.of(make.HER, at=make.NOON)
        no_time = attrs.evolve(told, said_at=None)

        def offered(voice):
            return plan.offer_option(
                "home", "wait", by=make.HER, at=after, voice=voice
            )

        written_later = attrs.evolve(told, recorded_at=after)
        for voice in (None, written_later):
            done = attest.confirm(offered(voice), shown, by=make.HER)
            assert Level.CONFIRMED is choice(done, "c3").level
        at_once = attrs.evolve(told, said_at=shown.statement.at)
        for voice in (told, at_once, no_time):
            more = offered(voice)
            refused(
                "statement-place",
                lambda more=more: attest.confirm(more, shown, by=make.HER),
            )

    def test_it_is_kept(self, make, plan, store, shown):
        """A store keeps a choice that is made and confirmed at once."""
        plan = attest.confirm(plan, shown, by=make.HER)
        kept = attrs.evolve(plan, id="p1", decisions=())
        store.create(kept, by=make.JOAN, at=make.NOON)
        own = attrs.evolve(plan, decisions=plan.decisions[:1])

        store.commit(own, by=make.HER, at=make.NOON, expected_version=1)

        assert own == store.load("p1")
        found = attest.verify(own, "c1", journal=store.verify)
        assert () == found.faults


class TestKept:
    """What a store asks of evidence, whoever put it together."""

    @pytest.mark.parametrize(
        "forged",
        [
            {"reference": None},
            {"reference": "box-7"},
            {"digest": None},
            {"nonce": "0" * 64},
            {"nonce": None},
            {"at": datetime(2026, 3, 2, 13, tzinfo=UTC)},
        ],
        ids=[
            "no statement",
            "none of ours",
            "no digest",
            "another nonce",
            "no nonce",
            "another time",
        ],
    )
    def test_forged(self, make, plan, shown, forged):
        """A login over no such words is not kept, and leaves no trace."""
        confirmed = attest.confirm(plan, shown, by=make.HER)
        (proof,) = choice(confirmed, "c1").attestation.evidence
        held = Attestation(
            level=Level.CONFIRMED, evidence=(attrs.evolve(proof, **forged),)
        )
        own = attrs.evolve(make.begun(), decisions=make.begun().decisions[:1])
        forged_plan = own.revise(
            "c1", by=make.HER, at=make.NOON, attestation=held
        )
        with open_store("memory:") as store:
            empty = attrs.evolve(own, decisions=())
            store.create(empty, by=make.JOAN, at=make.NOON)
            store.commit(own, by=make.HER, at=make.NOON, expected_version=1)

            with pytest.raises(InvariantError):
                store.commit(
                    forged_plan, by=make.HER, at=make.NOON, expected_version=2
                )

            assert 2 == store.version("p1")
            assert Level.REPORTED is choice(store.load("p1"), "c1").level

    def test_under_a_name_of_their_own(self, make, plan, shown):
        """A worker confirms and signs nothing, not even beside the level."""
        confirmed = attest.confirm(plan, shown, by=make.HER)
        (proof,) = choice(confirmed, "c1").attestation.evidence
        copied = Attestation(evidence=(attrs.evolve(proof, by=make.RUTH),))
        with open_store("memory:") as store:
            store.create(
                attrs.evolve(plan, decisions=()), by=make.JOAN, at=make.NOON
            )
            asked = attrs.evolve(plan.decisions[1], choices=())
            store.commit(
                attrs.evolve(plan, decisions=(asked,)),
                by=make.HER,
                at=make.NOON,
                expected_version=1,
            )
            told = attrs.evolve(plan, decisions=plan.decisions[1:])
            store.commit(told, by=make.JOAN, at=make.NOON, expected_version=2)
            odd = told.revise(
                "c2", by=make.RUTH, at=make.NOON, attestation=copied
            )

            refused(
                "statement-place",
                lambda: store.commit(
                    odd, by=make.RUTH, at=make.NOON, expected_version=3
                ),
            )

    def test_new_with_a_past(self, make, plan, shown):
        """A plan from elsewhere keeps its level where some words are gone."""
        confirmed = attest.confirm(plan, shown, by=make.HER)
        home = confirmed.decisions[0]
        gone = attrs.evolve(
            home,
            options=home.options[:1],
            absent=(Absent(id="home-go", reason=AbsentReason.ERASED),),
        )
        plan = attrs.evolve(confirmed, workers=(), decisions=(gone,))
        with open_store("memory:") as store:
            store.create(plan, by=make.HER, at=make.NOON)

            assert Level.CONFIRMED is choice(store.load("p1"), "c1").level


class TestVerify:
    """What can be asked without a key."""

    @pytest.fixture
    def kept(self, make, store, confirmed):
        """Return the plan, as a store keeps it."""
        bare = attrs.evolve(confirmed, decisions=())
        store.create(bare, by=make.JOAN, at=make.NOON)
        own = attrs.evolve(confirmed, decisions=confirmed.decisions[:1])
        store.commit(own, by=make.HER, at=make.NOON, expected_version=1)
        return own

    @pytest.mark.parametrize("gone", ["home-go", "home"])
    def test_erased(self, make, store, kept, shown, gone):
        """Words can be erased: alone, or with all that was kept of them."""
        store.erase(
            kept.id,
            [gone],
            by=make.JOAN,
            at=make.NOON,
            basis=ErasureBasis.CLIENT_ASKED,
        )

        left = store.load(kept.id)

        told = codecs.dumps(left).decode()
        assert (gone == "home-go") is (shown.nonce in told)
        assert () == store.verify().faults
        if gone == "home-go":
            found = attest.verify(left, "c1", journal=store.verify)
            assert (None, ()) == (found.words, found.faults)

    def test_the_choice_before_is_erased(self, make, store, kept):
        """What stood before cannot be asked where it is erased."""
        later = {"by": make.HER, "at": make.NOON}
        plan = kept.choose("home", "home-go", id="c3", **later)
        plan = plan.choose("home", "home-stay", id="c4", **later)
        mark = store.checkpoint()
        shown = attest.show(plan, "c3", checkpoint=mark, at=make.NOON)
        plan = attest.confirm(plan, shown, by=make.HER)
        store.commit(plan, by=make.HER, at=make.NOON, expected_version=2)

        store.erase(
            plan.id,
            ["c1"],
            by=make.JOAN,
            at=make.NOON,
            basis=ErasureBasis.CLIENT_ASKED,
        )
        left = store.load(plan.id)

        assert ["c3", "c4"] == [one.id for one in left.decisions[0].choices]
        assert () == attest.verify(left, "c3").faults

    def test_an_option_that_is_gone_hides_no_choice(self, confirmed):
        """What stood before is asked also where an option is withheld."""
        decision = confirmed.decisions[0]
        slipped_in = attrs.evolve(
            decision.choices[0], id="c0", attestation=None
        )
        decision = attrs.evolve(
            decision,
            options=decision.options[:1],
            choices=(slipped_in, *decision.choices),
            absent=(Absent(id="home-go", reason=AbsentReason.WITHHELD),),
        )
        plan = attrs.evolve(confirmed, decisions=(decision,))

        found = attest.verify(plan, "c1")

        assert ["$.before"] == [fault.path for fault in found.place]

    @pytest.fixture
    def confirmed(self, make, plan, shown):
        """Return the plan, with a choice that is confirmed."""
        return attest.confirm(plan, shown, by=make.HER)

    def test_nothing_found(self, confirmed, store):
        """What was not asked is `None`, and what was asked is empty."""
        found = attest.verify(confirmed, "c1", journal=store.verify)

        assert ((), (), (), ()) == (
            found.place,
            found.words,
            found.nonce,
            found.journal,
        )
        assert found.signature is None
        assert attest.verify(confirmed, "c1").journal is None

    def test_later(self, make, confirmed):
        """More options, other words and another choice change nothing."""
        plan = confirmed.offer_option(
            "home", "wait", by=make.HER, at=make.NOON
        )
        plan = plan.revise("home-go", by=make.HER, at=make.NOON, words="leave")
        plan = plan.take_back("home", by=make.HER, at=make.NOON)

        assert () == attest.verify(plan, "c1").faults

    def test_withheld(self, confirmed):
        """Where words are not there, nobody says that they are others."""
        gone = Absent(id="home-go", reason=AbsentReason.ERASED)
        decision = attrs.evolve(
            confirmed.decisions[0],
            options=confirmed.decisions[0].options[:1],
            absent=(gone,),
        )
        plan = attrs.evolve(confirmed, decisions=(decision,))

        found = attest.verify(plan, "c1")

        assert (None, ()) == (found.words, found.faults)

    def test_unreadable(self, make, plan):
        """Evidence without a statement says so, and nothing more."""
        login = Evidence(kind=EvidenceKind.LOGIN, by=make.HER, at=make.NOON)
        proof = Attestation(level=Level.CONFIRMED, evidence=(login,))
        plan = plan.revise("c1", by=make.HER, at=make.NOON, attestation=proof)

        found = attest.verify(plan, "c1", journal=pytest.fail)

        assert [("statement-form", "$.reference")] == [
            (f.rule, f.path) for f in found.faults
        ]
        assert (None, None) == (found.words, found.journal)

    @pytest.mark.parametrize(
        ("signature", "found"),
        [
            ("x", ["signature-form", "statement-form"]),
            ("AA==", ["signature-form", "statement-form"]),
            (f"{'A' * 86}==", ["statement-form"]),
            (f"{'A' * 42}{'/' * 43}w==", ["signature-form", "statement-form"]),
        ],
        ids=["no-base64", "short", "could-be", "other-scalar"],
    )
    def test_a_level_that_was_claimed(
        self, make, plan, store, signature, found
    ):
        """A true login says nothing for a signature that is none."""
        claim = Evidence(
            kind=EvidenceKind.SIGNATURE, by=make.HER, signature=signature
        )
        proof = Attestation(level=Level.SIGNED, evidence=(claim,))
        plan = plan.revise("c1", by=make.HER, at=make.NOON, attestation=proof)
        mark = store.checkpoint()
        shown = attest.show(plan, "c1", checkpoint=mark, at=make.NOON)

        plan = attest.confirm(plan, shown, by=make.HER)

        assert Level.SIGNED is choice(plan, "c1").level
        told = attest.verify(plan, "c1", journal=pytest.fail).faults
        assert found == [fault.rule for fault in told]

    def test_what_a_lower_level_rests_on(self, make, confirmed):
        """Of a confirmed choice the login is asked, whatever came after."""
        claim = Evidence(
            kind=EvidenceKind.SIGNATURE, by=make.HER, signature="x"
        )
        proof = choice(confirmed, "c1").attestation
        plan = self.changed(
            confirmed,
            lambda _: {
                "attestation": attrs.evolve(
                    proof, evidence=(*proof.evidence, claim)
                )
            },
        )

        assert () == attest.verify(plan, "c1").faults

    def test_no_nonce(self, make, plan):
        """What has no nonce says nothing of having been used before."""
        login = Evidence(kind=EvidenceKind.LOGIN, by=make.HER, at=make.NOON)
        proof = Attestation(level=Level.CONFIRMED, evidence=(login, login))
        plan = plan.revise("c1", by=make.HER, at=make.NOON, attestation=proof)

        found = attest.verify(plan, "c1")

        assert (["statement-form"], ()) == (
            [fault.rule for fault in found.faults],
            found.nonce,
        )

    def test_nothing_to_verify(self, make, plan):
        """A choice without login or signature has nothing to verify."""
        plan = attest.corroborate(plan, "c2", by=make.RUTH, at=make.NOON)

        for one in ("c1", "c2"):
            with pytest.raises(NotFoundError) as caught:
                attest.verify(plan, one)
            assert "login or a signature" in str(caught.value)

    @pytest.mark.parametrize(
        ("field", "change"),
        [
            ("at", {"at": datetime(2027, 3, 2, tzinfo=UTC)}),
            ("by", {"by": None}),
        ],
    )
    def test_other_evidence(self, make, confirmed, field, change):
        """Who confirmed, and when the words were shown, is asked too."""
        plan = self.changed(
            confirmed,
            lambda made: {
                "attestation": attrs.evolve(
                    made.attestation,
                    evidence=(
                        *made.attestation.evidence,
                        attrs.evolve(
                            made.attestation.evidence[0],
                            **(change | {"nonce": None}),
                        ),
                    ),
                )
            },
        )

        found = attest.verify(plan, "c1")

        assert [f"$.{field}"] == [fault.path for fault in found.place]
        assert [{"field": field}] == [fault.facts for fault in found.place]
        assert ["statement-words"] == [f.rule for f in found.words]
        assert () == found.nonce

    def test_another_choice(self, confirmed):
        """What was said of one choice does not stand behind another."""
        plan = self.changed(confirmed, lambda made: {"id": "c9"})

        found = attest.verify(plan, "c9")

        assert [("statement-place", "$.choice")] == [
            (fault.rule, fault.path) for fault in found.faults
        ]

    def changed(self, plan, change):
        """Return *plan*, its first choice changed behind its back."""
        decision = plan.decisions[0]
        made = decision.choices[0]
        made = attrs.evolve(made, **change(made))
        decision = attrs.evolve(decision, choices=(made,))
        return attrs.evolve(plan, decisions=(decision, *plan.decisions[1:]))

    def test_whole_evidence_on_two_choices(self, confirmed):
        """Copied to another choice, a statement stands twice."""
        home, school = confirmed.decisions
        made = attrs.evolve(
            school.choices[0], attestation=home.choices[0].attestation
        )
        school = attrs.evolve(school, choices=(made,))
        plan = attrs.evolve(confirmed, decisions=(home, school))

        there, here = (attest.verify(plan, one) for one in ("c1", "c2"))

        assert ["statement-once"] == [f.rule for f in there.faults]
        assert ["$.decision", "$.choice", "$.option"] == [
            fault.path for fault in here.place
        ]
        assert ["statement-once"] == [f.rule for f in here.nonce]
        assert here.words is None

    def test_copied_under_another_name(self, make, confirmed):
        """A worker who copies a nonce casts no doubt on what was confirmed."""
        (proof,) = choice(confirmed, "c1").attestation.evidence
        copied = Attestation(evidence=(attrs.evolve(proof, by=make.RUTH),))
        plan = confirmed.revise(
            "c2", by=make.RUTH, at=make.NOON, attestation=copied
        )

        assert () == attest.verify(plan, "c1").faults
        assert "$.by" in [f.path for f in attest.verify(plan, "c2").place]

    def test_another_journal(self, make, confirmed):
        """A journal that was never there says so."""
        with open_store("memory:") as other:
            other.create(Plan(client=make.AMINA), by=make.HER, at=make.NOON)

            found = attest.verify(confirmed, "c1", journal=other.verify)

        assert ["journal-checkpoint"] == [f.rule for f in found.faults]
