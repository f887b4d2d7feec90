"""Signatures: what holds, what does not, and which answer says so."""

from __future__ import annotations

import base64
import hashlib
import importlib
import sys

from functools import partial
from pathlib import Path

import attrs
import pytest

from empowerkit import AuthorityError, InvariantError, Plan, attest, codecs
from empowerkit import journal as journals
from empowerkit.errors import MissingExtraError, NotFoundError
from empowerkit.journal import Head
from empowerkit.model import (
    Attestation,
    Choice,
    Evidence,
    EvidenceKind,
    Level,
)
from empowerkit.store import open_store


P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
# RFC 8032, section 7.1: private key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
]


@pytest.fixture
def made(shown, sign, private):
    """Return Amina's signature."""
    return sign.signature(shown, private)


@pytest.fixture
def attach(make, shown, sign, public):
    """Return a function that puts a signature behind her choice."""

    def attached(made, plan=None, by=make.HER):
        plan = plan or make.begun()
        return sign.attach(plan, shown, made, key=public, by=by)

    return attached


@pytest.fixture
def signed(made, attach):
    """Return the plan, with a choice that is signed."""
    return attach(made)


def changed(plan, place=0, of_choice=None, **of_evidence):
    """Return *plan* with a choice's last evidence changed in its back."""
    decision = plan.decisions[place]
    made = decision.choices[0]
    if of_evidence:
        held = made.attestation.evidence
        last = attrs.evolve(held[-1], **of_evidence)
        proof = attrs.evolve(made.attestation, evidence=(*held[:-1], last))
        made = attrs.evolve(made, attestation=proof)
    made = attrs.evolve(made, **(of_choice or {}))
    decision = attrs.evolve(decision, choices=(made,))
    decisions = [*plan.decisions]
    decisions[place] = decision
    return attrs.evolve(plan, decisions=tuple(decisions))


def evidence_of(plan):
    """Return the last piece of evidence behind the first choice."""
    return plan.find(Choice, "c1").attestation.evidence[-1]


def rules(found):
    """Return the rules of all that was found."""
    return [fault.rule for fault in found.faults]


class TestHolds:
    """A signature over what was shown holds, today and later."""

    def test_it_is_signed(self, signed, sign, store, public):
        """Every question has its answer, and nothing is found."""
        found = sign.verify(signed, "c1", key=public, journal=store.verify)

        assert Level.SIGNED is signed.find(Choice, "c1").level
        assert ((), (), (), (), ()) == (
            found.signature,
            found.place,
            found.words,
            found.nonce,
            found.journal,
        )

    def test_as_a_document(self, signed, sign, public):
        """Written and read again, it holds."""
        plan = codecs.loads(codecs.dumps(signed))

        assert () == sign.verify(plan, "c1", key=public).faults

    def test_with_entries(self, make, plan, sign, private, public):
        """A journal of one's own is asked in the same way."""
        first = Plan(id="p1", client=make.AMINA)
        entry = journals.commit(
            None, first, by=make.HER, at=make.NOON, head=Head()
        )
        mark = journals.checkpoint(Head.after(entry))
        shown = attest.show(plan, "c1", checkpoint=mark, at=make.NOON)
        made = sign.signature(shown, private)
        plan = sign.attach(plan, shown, made, key=public, by=make.HER)

        found, cut = (
            sign.verify(
                plan,
                "c1",
                key=public,
                journal=partial(journals.verify, entries),
            )
            for entries in ([entry], [])
        )

        assert [] == rules(found)
        assert ["journal-checkpoint"] == rules(cut)

    def test_one_taken_back(self, make, signed, sign, private, public):
        """Who takes a choice back can sign that too, and need not."""
        plan = signed.take_back("home", by=make.HER, at=make.NOON)
        taken = plan.decisions[0].choices[-1].id
        mark = journals.checkpoint(
            Head(journal="j", sequence=1, hash="0" * 64)
        )
        shown = attest.show(plan, taken, checkpoint=mark, at=make.NOON)
        made = sign.signature(shown, private)

        plan = sign.attach(plan, shown, made, key=public, by=make.HER)

        assert () == sign.verify(plan, taken, key=public).faults
        assert () == sign.verify(plan, "c1", key=public).faults

    def test_also_confirmed(self, make, signed, sign, shown, public):
        """The same words may be confirmed by login, and signed."""
        plan = attest.confirm(signed, shown, by=make.HER)

        assert Level.SIGNED is plan.find(Choice, "c1").level
        assert () == sign.verify(plan, "c1", key=public).faults
        assert () == attest.verify(plan, "c1").faults
        assert attest.verify(plan, "c1").signature is None

    def test_a_release_from_now_on_reads_it(self, keys, sign):
        """What was signed once is verified by every later release."""
        plan = codecs.load(Path(__file__).parent / "signed-1.json")
        key = keys[1].from_public_bytes(
            bytes.fromhex(
                "03a107bff3ce10be1d70dd18e74bc099"
                "67e4d6309ba50d5f1ddc8664125531b8"
            )
        )

        assert [] == rules(sign.verify(plan, "c1", key=key))
        assert [] == rules(attest.verify(plan, "c1"))


class TestAttach:
    """A level is raised by a signature that holds, and by no other."""

    def test_another_key(self, attach, shown, sign, keys):
        """Somebody else's signature raises nothing."""
        made = sign.signature(shown, keys[0].generate())

        with pytest.raises(InvariantError) as caught:
            attach(made)

        assert "signature-holds" == caught.value.rule

    @pytest.mark.parametrize(
        "no_signature", [b"", bytes(63), bytes(65), b"\xff" * 64]
    )
    def test_no_signature(self, attach, no_signature):
        """What is no signature raises nothing."""
        with pytest.raises(InvariantError) as caught:
            attach(no_signature)

        assert "signature-form" == caught.value.rule

    @pytest.mark.parametrize("write", [bytes.hex, bytearray, lambda _: None])
    def test_a_signature_that_is_not_bytes(self, made, attach, write):
        """What came as text is told as that, and raises nothing."""
        with pytest.raises(InvariantError) as caught:
            attach(write(made))

        assert "signature-form" == caught.value.rule

    def test_a_key_that_is_none(self, make, made, plan, shown, sign, public):  # noqa: PLR0917 - fixtures
        """The bytes of a key are no key yet, and the error says what is."""
        raw = public.public_bytes_raw()

        with pytest.raises(InvariantError) as caught:
            sign.attach(plan, shown, made, key=raw, by=make.HER)

        assert "key-sound" == caught.value.rule
        assert "Ed25519PublicKey.from_public_bytes" in str(caught.value)
        signed = sign.attach(plan, shown, made, key=public, by=make.HER)
        assert ["key-sound"] == rules(sign.verify(signed, "c1", key=raw))

    def test_nobody_signs_for_a_client(self, make, made, attach):
        """A worker who holds the key signs nothing in their own name."""
        with pytest.raises(InvariantError) as caught:
            attach(made, by=make.RUTH)

        assert "level-has-evidence" == caught.value.rule

    def test_a_worker_adds_no_signature(self, make, signed):
        """Evidence of hers is not added by somebody else."""
        proof = signed.find(Choice, "c1").attestation

        with pytest.raises(AuthorityError):
            make.begun().revise(
                "c1", by=make.RUTH, at=make.NOON, attestation=proof
            )

    def test_another_plan(self, make, made, attach):
        """What was signed for one plan is not put into another."""
        with pytest.raises(InvariantError) as caught:
            attach(made, make.begun("p2"))

        assert "statement-place" == caught.value.rule


class TestDoesNotHold:
    """Whatever was changed, the answer that it belongs to says so."""

    def test_another_key(self, signed, sign, keys):
        """The signature is by this key, or it is not."""
        found = sign.verify(signed, "c1", key=keys[0].generate().public_key())

        assert ["signature-holds"] == rules(found)

    def test_other_words(self, signed, sign, public):
        """A changed question leaves the signature, and not the words."""
        decision = attrs.evolve(signed.decisions[0], words="Which house?")
        plan = attrs.evolve(signed, decisions=(decision,))

        found = sign.verify(plan, "c1", key=public)

        assert (["statement-words"], ()) == (rules(found), found.signature)

    def test_other_words_with_a_digest_of_their_own(
        self, signed, sign, public
    ):
        """Who makes the digest anew as well did not sign it anew."""
        words = "Which house?\n[x] stay\n[ ] go\n"
        raw = bytes(33) + words.encode()
        plan = changed(
            signed, nonce="0" * 64, digest=hashlib.sha256(raw).hexdigest()
        )
        decision = attrs.evolve(plan.decisions[0], words="Which house?")
        plan = attrs.evolve(plan, decisions=(decision,))

        found = sign.verify(plan, "c1", key=public)

        assert (["statement-words"], ()) == (rules(found), found.signature)

    def test_another_option(self, signed, sign, public):
        """Put on another option, it is signed for another one."""
        plan = changed(signed, of_choice={"option_id": "home-go"})

        found = sign.verify(plan, "c1", key=public)

        assert ((), ["$.option"]) == (
            found.signature,
            [fault.path for fault in found.place],
        )
        assert ["statement-words"] == [fault.rule for fault in found.words]

    def test_a_replay_in_another_plan(self, make, signed, sign, public):
        """Copied into another plan, it is signed for another one."""
        plan = attrs.evolve(signed, id="p2")

        found = sign.verify(plan, "c1", key=public)

        assert [("statement-place", "$.plan")] == [
            (fault.rule, fault.path) for fault in found.faults
        ]

    def test_a_replay_in_another_journal(self, make, signed, sign, public):
        """Where the journal never stood there, it says so."""
        with open_store("memory:") as other:
            other.create(Plan(client=make.AMINA), by=make.HER, at=make.NOON)

            found = sign.verify(signed, "c1", key=public, journal=other.verify)

        assert ["journal-checkpoint"] == rules(found)

    def test_a_replay_on_another_choice(self, signed, sign, public):
        """Copied to another choice, both are told."""
        proof = signed.find(Choice, "c1").attestation
        plan = changed(signed, place=1, of_choice={"attestation": proof})

        here, there = (
            sign.verify(plan, one, key=public) for one in ("c1", "c2")
        )

        assert ["statement-once"] == rules(here)
        assert {"statement-place", "statement-once"} == {*rules(there)}

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda made: made[:-1],
            lambda made: made + b"\0",
            lambda made: (
                made[:32]
                + (int.from_bytes(made[32:], "little") + ORDER).to_bytes(
                    32, "little"
                )
            ),
            lambda _: b"",
        ],
        ids=["short", "long", "other-scalar", "none"],
    )
    def test_its_form(self, signed, sign, public, spoil):
        """Cut short, made longer or written in another way, it is none."""
        made = base64.b64decode(evidence_of(signed).signature)
        written = base64.b64encode(spoil(made)).decode()
        plan = changed(signed, signature=written)

        found = sign.verify(plan, "c1", key=public)

        assert ["signature-form"] == rules(found)
        assert ["signature-form"] == rules(attest.verify(plan, "c1"))

    @pytest.mark.parametrize(
        "spell",
        [
            lambda text: text + "\n",
            lambda text: text.rstrip("="),
            lambda text: text + "é",
            lambda text: (
                text.replace("=", "")[:-1]
                + chr(ord(text.replace("=", "")[-1]) + 1)
                + "=="
            ),
        ],
        ids=["line", "padding", "text", "spare-bits"],
    )
    def test_its_spelling(self, signed, sign, public, spell):
        """A signature is written in one way."""
        written = spell(evidence_of(signed).signature)

        found = sign.verify(
            changed(signed, signature=written), "c1", key=public
        )

        assert ["signature-form"] == rules(found)

    @pytest.mark.parametrize("text", [None, "", "box 7", "empowerkit/é"])
    def test_no_statement(self, signed, sign, public, text):
        """Without its statement a signature is over nothing."""
        plan = changed(signed, reference=text)

        found = sign.verify(plan, "c1", key=public, journal=pytest.fail)

        assert ["signature-holds", "statement-form"] == rules(found)

    def test_no_signature(self, make, plan, shown, sign, public):
        """A choice that is confirmed, and not signed, has none."""
        plan = attest.confirm(plan, shown, by=make.HER)

        with pytest.raises(NotFoundError) as caught:
            sign.verify(plan, "c1", key=public)

        assert "a signature behind it" in str(caught.value)

    def test_a_claim_from_elsewhere(self, make, plan, sign, public):
        """A record may say "signed"; asked, it has to show it."""
        claim = Evidence(
            kind=EvidenceKind.SIGNATURE, by=make.HER, signature="c2lnbmVk"
        )
        proof = Attestation(level=Level.SIGNED, evidence=(claim,))
        plan = plan.revise("c1", by=make.HER, at=make.NOON, attestation=proof)

        found = sign.verify(plan, "c1", key=public)

        assert ["signature-form", "statement-form"] == rules(found)


class TestEdwards:
    """Against the curve itself, computed here in the plainest way."""

    D = -121665 * pow(121666, -1, P) % P

    def add(self, one, two):
        """Return the sum of two points."""
        (a, b), (c, d) = one, two
        k = self.D * a * b * c * d
        return (
            (a * d + b * c) * pow(1 + k, -1, P) % P,
            (b * d + a * c) * pow(1 - k, -1, P) % P,
        )

    def times(self, number, point):
        """Return *point*, *number* times."""
        found = (0, 1)
        for bit in f"{number:b}":
            found = self.add(found, found)
            found = self.add(found, point) if bit == "1" else found
        return found

    def point(self, y):
        """Return the point at *y* whose x is even, if there is one."""
        square = (y * y - 1) * pow(self.D * y * y + 1, -1, P) % P
        x = pow(square, (P + 3) // 8, P)
        if x * x % P != square:
            x = x * pow(2, (P - 1) // 4, P) % P
        if x * x % P != square:
            return None
        return (x if x % 2 == 0 else P - x), y

    def encodings(self, y):
        """Return both ways to write *y*, as bytes."""
        return [(y | s << 255).to_bytes(32, "little") for s in (0, 1)]

    @pytest.fixture
    def is_sound(self, sign):
        """Return what asks a key."""
        return importlib.import_module("empowerkit.sign._keys").is_sound

    def test_small_orders(self, is_sound):
        """None of the eight points of small order is a key."""
        small = set()
        for y in range(2, 40):
            point = self.point(y)
            if point is not None:
                torsion = self.times(ORDER, point)
                small |= {self.times(n, torsion)[1] for n in range(8)}

        assert 5 == len(small)  # y alone: 1, -1, 0 and two of order eight
        for y in small:
            for key in self.encodings(y):
                assert not is_sound(key)

    def test_other_spellings(self, is_sound):
        """A y of p or above is another spelling, and no key."""
        for y in range(P, 2**255):
            for key in self.encodings(y):
                assert not is_sound(key)

    def test_points(self, is_sound):
        """What lies on the curve is a key, and nothing else is."""
        for y in range(2, 200):
            on_curve = self.point(y) is not None
            for key in self.encodings(y):
                assert on_curve is is_sound(key)

    def test_keys_of_people(self, is_sound, keys):
        """Every key that is generated is one."""
        for _ in range(20):
            raw = keys[0].generate().public_key().public_bytes_raw()
            assert is_sound(raw)

    def test_unsound_keys_sign_nothing(self, signed, sign, keys):
        """A key that fits what nobody signed is refused as a key."""
        for y in (0, 1, P - 1, P, P + 1, 2**255 - 1):
            for raw in self.encodings(y):
                key = keys[1].from_public_bytes(raw)
                forged = base64.b64encode(b"\1" + bytes(63)).decode()
                plan = changed(signed, signature=forged)

                found = sign.verify(plan, "c1", key=key)

                assert ["key-sound"] == rules(found)

    def test_vectors(self, sign, keys):
        """The vectors of RFC 8032 hold, and do not hold for another text."""
        wrong = importlib.import_module("empowerkit.sign._sign")._wrong
        for seed, raw, text, made in VECTORS:
            private = keys[0].from_private_bytes(bytes.fromhex(seed))
            key = keys[1].from_public_bytes(bytes.fromhex(raw))
            said, signature = bytes.fromhex(text), bytes.fromhex(made)

            assert private.sign(said) == signature
            assert [] == [*wrong(signature, said, key)]
            assert ["signature-holds"] == [
                p.rule for p in wrong(signature, said + b"!", key)
            ]


class TestSecrets:
    """No key and no words come out of it."""

    def test_nothing_is_told(self, made, attach, shown, sign, public):
        """Neither errors nor answers hold a key, a signature or words."""
        seed = bytes(range(32))
        with pytest.raises(InvariantError) as caught:
            attach(made[::-1])
        plan = attach(made)
        decision = attrs.evolve(plan.decisions[0], words="zebra")
        plan = attrs.evolve(plan, decisions=(decision,))
        found = sign.verify(plan, "c1", key=public)

        told = f"{caught.value!r} {caught.value} {found!r} {shown!r} {plan!r}"
        for secret in (
            seed.hex(),
            repr(seed)[2:-1],
            base64.b64encode(seed).decode(),
            made.hex(),
            base64.b64encode(made).decode(),
            shown.nonce,
            "zebra",
            "Which home",
        ):
            assert secret not in told


def test_without_the_extra(monkeypatch):
    """Where `cryptography` is not there, the error says how to get it."""
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    for name in ("empowerkit.sign", "empowerkit.sign._sign"):
        monkeypatch.delitem(sys.modules, name, raising=False)

    with pytest.raises(MissingExtraError) as caught:
        importlib.import_module("empowerkit.sign")

    assert 'pip install "empowerkit[sign]"' in str(caught.value)
