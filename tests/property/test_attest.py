"""Laws of attestation, over plans of every kind."""

from __future__ import annotations

import base64
import importlib
import re

from datetime import UTC, datetime, timedelta
from functools import partial

import attrs
import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

from empowerkit import Plan, attest, codecs, journal
from empowerkit.errors import (
    AuthorityError,
    DocumentError,
    EmpowerkitError,
    InvariantError,
    NotFoundError,
)
from empowerkit.journal import Head
from empowerkit.model import (
    Attestation,
    Choice,
    Decision,
    EvidenceKind,
    Level,
    Option,
    PlanPart,
    Role,
    Voice,
)
from empowerkit.model._record import walk
from empowerkit.testing import strategies as es


ORDER = [*Level]
WHEN = datetime(2026, 3, 2, 12, tzinfo=UTC)
BREAKS = "\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"


@pytest.fixture(scope="module")
def signing(needs):
    """Return the package that needs the extra, and a key."""
    needs("sign", "cryptography")
    module = "cryptography.hazmat.primitives.asymmetric.ed25519"
    private = importlib.import_module(module).Ed25519PrivateKey
    key = private.from_private_bytes(bytes(range(32)))
    return importlib.import_module("empowerkit.sign"), key


@pytest.fixture(scope="module")
def public_keys(needs):
    """Return the class of public keys."""
    needs("sign", "cryptography")
    module = "cryptography.hazmat.primitives.asymmetric.ed25519"
    return importlib.import_module(module).Ed25519PublicKey


def entries_of(plan):
    """Return a journal of one entry, in which *plan* begins."""
    first = Plan(id=plan.id, client=plan.client)
    her = plan.client.actor
    return [journal.commit(None, first, by=her, at=WHEN, head=Head())]


def people_of(plan):
    """Return everybody on *plan*, as actors."""
    others = (plan.workers, plan.supporters, plan.interpreters, plan.proxies)
    return [plan.client.actor, *(one.actor for held in others for one in held)]


def latest(plan):
    """Return a time after everything that *plan* says of any."""
    times = [WHEN]
    for _, record in walk(plan):
        for field in attrs.fields(type(record)):
            value = getattr(record, field.name)
            if isinstance(value, datetime):
                times.append(value)
    return max(times) + timedelta(minutes=1)


def choices_of(plan):
    """Return each choice of *plan*."""
    return [choice for held in plan.decisions for choice in held.choices]


@st.composite
def plans_with_choices(draw):
    """Draw a plan, and the id of a choice that its client made in it."""
    plan = draw(es.plans(having=[Decision], max_nouns=8))
    her, now = plan.client.actor, latest(plan)
    assume(now.year < 2200)
    own = [held.id for held in choices_of(plan)]
    if own and draw(st.booleans()):
        return plan, draw(st.sampled_from(own))
    home = draw(st.sampled_from(plan.decisions)).id
    options = draw(
        st.lists(
            st.tuples(es.texts(), st.none() | es.texts(), st.booleans()),
            min_size=1,
            max_size=3,
        )
    )
    for place, (words, detail, private) in enumerate(options):
        eyes = (her,) if private else ()
        plan = plan.offer_option(
            home,
            words,
            by=her,
            at=now,
            id=f"option-{place}",
            detail=detail,
            voice=Voice.of(her, at=now, private_to=eyes),
        )
    chosen = f"option-{draw(st.integers(0, len(options) - 1))}"
    plan = plan.choose(
        home,
        chosen,
        by=her,
        at=now,
        id="choice",
        words=draw(st.none() | es.texts()),
    )
    if draw(st.booleans()):
        plan = plan.take_back(home, by=her, at=now)
        return plan, plan.find(Decision, home).choices[-1].id
    return plan, "choice"


def showing(plan, choice_id):
    """Return what is shown of a choice, and the journal behind it."""
    entries = entries_of(plan)
    mark = journal.checkpoint(Head.after(entries[-1]))
    try:
        now = max(WHEN, plan.find(Choice, choice_id).decided_at)
        shown = attest.show(plan, choice_id, checkpoint=mark, at=now)
    except NotFoundError:
        assume(False)  # the option is withheld, or erased
    return shown, entries


@st.composite
def signed_plans(draw, sign, key):
    """Draw a plan with a choice that is signed, its id, and its journal."""
    plan, choice_id = draw(plans_with_choices())
    shown, entries = showing(plan, choice_id)
    made = sign.signature(shown, key)
    by, public = plan.client.actor, key.public_key()
    plan = sign.attach(plan, shown, made, key=public, by=by)
    return plan, choice_id, entries


@given(st.data())
def test_what_is_signed_is_verified(signing, data):
    """Signed, written, read again and gone on with, it holds."""
    sign, key = signing
    plan, choice_id, entries = data.draw(signed_plans(sign, key))
    asked = {
        "key": key.public_key(),
        "journal": partial(journal.verify, entries),
    }
    later = plan.offer_option(
        plan.decisions[0].id, "more", by=plan.client.actor, at=WHEN
    )

    for held in (plan, later, codecs.loads(codecs.dumps(plan))):
        found = sign.verify(held, choice_id, **asked)
        assert () == found.faults
        assert found.words is not None


@given(plans_with_choices())
def test_what_is_confirmed_is_verified(drawn):
    """What a login confirmed can be asked without any key."""
    plan, choice_id = drawn
    shown, entries = showing(plan, choice_id)

    plan = attest.confirm(plan, shown, by=plan.client.actor)

    asked = partial(journal.verify, entries)
    assert () == attest.verify(plan, choice_id, journal=asked).faults


def answers(found):
    """Return the names of the answers in which something was found."""
    asked = ("signature", "place", "words", "nonce", "journal")
    return {name for name in asked if getattr(found, name)}


def flipped(raw, bit):
    """Return *raw* with one bit turned."""
    spoilt = bytearray(raw)
    spoilt[bit // 8 % len(raw)] ^= 1 << bit % 8
    return bytes(spoilt)


def respelt(name, text, bit):
    """Return *text*, one bit of what it spells turned."""
    if name == "reference":
        place = bit // 8 % len(text)
        turned = chr(ord(text[place]) ^ (1 << bit % 7))
        return (
            text[:place]
            + (turned if turned != "\0" else "?")
            + text[place + 1 :]
        )
    if name == "signature":
        made = flipped(base64.b64decode(text), bit)
        return base64.b64encode(made).decode()
    return flipped(bytes.fromhex(text), bit).hex()


def with_evidence(plan, choice_id, **fields):
    """Return *plan* with the last evidence behind a choice changed."""
    home = next(
        held
        for held in plan.decisions
        if any(choice.id == choice_id for choice in held.choices)
    )
    choice = next(one for one in home.choices if one.id == choice_id)
    held = choice.attestation.evidence
    last = attrs.evolve(held[-1], **fields)
    proof = attrs.evolve(choice.attestation, evidence=(*held[:-1], last))
    return replaced(plan, choice, attrs.evolve(choice, attestation=proof))


def replaced(plan, old, new):
    """Return *plan* with a choice, an option or a decision changed."""
    decisions = []
    for home in plan.decisions:
        name = {Choice: "choices", Option: "options"}.get(type(old))
        if home is old:
            home = new  # noqa: PLW2901
        elif name is not None:
            held = getattr(home, name)
            home = attrs.evolve(  # noqa: PLW2901
                home, **{name: tuple(new if o == old else o for o in held)}
            )
        decisions.append(home)
    return attrs.evolve(plan, decisions=tuple(decisions))


class TestOneBit:
    """One bit of whatever goes in is told by the answer that it belongs to."""

    @given(data=st.data(), bit=st.integers(0, 8191))
    def test_of_the_evidence(self, signing, data, bit):
        """Of the signature, of the statement, of the digest or the nonce."""
        sign, key = signing
        plan, choice_id, _ = data.draw(signed_plans(sign, key))
        held = plan.find(Choice, choice_id).attestation.evidence[-1]
        asked = partial(sign.verify, key=key.public_key())

        for name, expected in (
            ("signature", {"signature"}),
            ("reference", {"signature"}),
            ("digest", {"words"}),
            ("nonce", {"words"}),
        ):
            spoilt = respelt(name, getattr(held, name), bit)
            changed = with_evidence(plan, choice_id, **{name: spoilt})

            found = answers(asked(changed, choice_id))

            if name == "reference":
                found -= {"place", "words"}  # it holds the others' side
            assert expected == found

    @given(data=st.data(), bit=st.integers(0, 255))
    def test_of_the_key(self, signing, public_keys, data, bit):
        """Of the key: the signature."""
        sign, key = signing
        plan, choice_id, _ = data.draw(signed_plans(sign, key))
        raw = key.public_key().public_bytes_raw()
        other = public_keys.from_public_bytes(flipped(raw, bit))

        found = sign.verify(plan, choice_id, key=other)

        assert {"signature"} == answers(found)

    @given(data=st.data(), more=st.characters(exclude_categories=["Cs"]))
    def test_of_the_plan(self, signing, data, more):
        """Of the question, an option or the reasons: the words."""
        assume(more != "\0")
        sign, key = signing
        plan, choice_id, _ = data.draw(signed_plans(sign, key))
        choice = plan.find(Choice, choice_id)
        raw = choice.attestation.evidence[-1].reference.encode()
        said = attest.Statement.from_bytes(raw)
        home = plan.find(Decision, said.decision)
        shown = [one for one in home.options if one.id in said.options]

        for old in (home, choice, *shown):
            words = f"{old.words or ''}{more}"
            changed = replaced(plan, old, attrs.evolve(old, words=words))

            found = sign.verify(changed, choice_id, key=key.public_key())

            assert {"words"} == answers(found)

    @given(data=st.data(), bit=st.integers(0, 4095))
    def test_of_the_journal(self, signing, data, bit):
        """Of an entry, or of what was put down in it: the journal."""
        sign, key = signing
        plan, choice_id, (entry,) = data.draw(signed_plans(sign, key))
        payloads = [
            attrs.evolve(one, body=flipped(one.body, bit))
            for one in entry.payloads
        ]

        for spoilt in (
            attrs.evolve(entry, raw=flipped(entry.raw, bit)),
            attrs.evolve(entry, payloads=tuple(payloads)),
        ):
            asked = partial(journal.verify, [spoilt])
            found = sign.verify(
                plan, choice_id, key=key.public_key(), journal=asked
            )
            assert {"journal"} == answers(found)


@given(data=st.data(), other=plans_with_choices())
def test_put_behind_another_choice(signing, data, other):
    """What was signed in one plan holds, and is told apart, in another."""
    sign, key = signing
    plan, choice_id, _ = data.draw(signed_plans(sign, key))
    there, there_id = other
    held = plan.find(Choice, choice_id).attestation.evidence[-1]
    evidence = attrs.evolve(held, by=there.client.actor)
    choice = there.find(Choice, there_id)
    assume((plan.id, choice_id) != (there.id, there_id))
    proof = Attestation(level=Level.SIGNED, evidence=(evidence,))
    there = replaced(there, choice, attrs.evolve(choice, attestation=proof))

    found = sign.verify(there, there_id, key=key.public_key())

    assert () == found.signature
    assert found.place


@given(
    question=es.texts(),
    options=st.lists(
        st.tuples(es.texts(), st.none() | es.texts()), min_size=1, max_size=4
    ),
    reasons=st.none() | es.texts(),
    place=st.integers(0, 3),
    client=es.clients(),
)
def test_the_words_can_be_read_back(question, options, reasons, place, client):
    """From what is shown follows what it was about, whatever the words."""
    assume(place < len(options))
    her = client.actor
    plan = Plan(client=client)
    plan = plan.open_decision(question, by=her, at=WHEN, id="home-own")
    for number, (words, detail) in enumerate(options):
        plan = plan.offer_option(
            "home-own", words, by=her, at=WHEN, id=f"o{number}", detail=detail
        )
    plan = plan.choose(
        "home-own", f"o{place}", by=her, at=WHEN, id="c-own", words=reasons
    )

    shown, _ = showing(plan, "c-own")

    def told(words):
        return re.sub(
            "[\u202a-\u202e\u2066-\u2069]",
            lambda found: f"<U+{ord(found[0]):X}>",
            words,
        )

    marks = ["[x] " if n == place else "[ ] " for n in range(len(options))]
    expected = [("", told(question))]
    for mark, (words, detail) in zip(marks, options, strict=True):
        expected.append((mark, told(words)))
        expected += [] if detail is None else [("  - ", told(detail))]
    expected += [] if reasons is None else [('  " ', told(reasons))]
    assert expected == read_back(shown.words)


def read_back(text):
    """Return each mark in *text*, and the words behind it."""
    pieces = re.split(f"({BREAKS})", text)
    lines = zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    found = []
    for number, (line, end) in enumerate(lines):
        mark, words = ("", line) if number == 0 else (line[:4], line[4:])
        if number and mark == "    ":
            found[-1][1] += words + end
        elif number == 0 or mark:
            found.append([mark, words + end])
    return [(mark, words.removesuffix("\n")) for mark, words in found]


def ways_on(plan, home, option):
    """Return what a client can do next, with a decision and an option."""
    her, now = plan.client.actor, latest(plan)
    only_me = Voice.of(her, at=WHEN, private_to=(her,))
    open_to_all = Voice.of(her, at=WHEN)
    return [
        lambda: plan.offer_option(home.id, "more", by=her, at=WHEN),
        lambda: plan.take_back(home.id, by=her, at=now),
        lambda: plan.choose(home.id, option, by=her, at=now),
        lambda: plan.withdraw(option, by=her, at=now),
        lambda: plan.revise(option, by=her, at=now, words="more"),
        lambda: plan.revise(option, by=her, at=WHEN, voice=only_me),
        lambda: plan.revise(option, by=her, at=WHEN, voice=open_to_all),
    ]


def gone_on(draw, plan):
    """Return *plan* gone on with by its client, as plans do."""
    for _ in range(draw(st.integers(1, 6))):
        home = draw(st.sampled_from(plan.decisions))
        ids = [one.id for one in home.options] or ["none"]
        option = draw(st.sampled_from(ids))
        try:
            plan = draw(st.sampled_from(ways_on(plan, home, option)))()
        except EmpowerkitError:
            continue
    return plan


@given(plans_with_choices(), st.data())
def test_no_later_version_makes_it_false(drawn, data):
    """What happens to a plan afterwards puts no honest statement elsewhere."""
    plan, choice_id = drawn
    shown, _ = showing(plan, choice_id)
    plan = attest.confirm(plan, shown, by=plan.client.actor)
    later = gone_on(data.draw, plan)
    views = [later, later.only([PlanPart.DECISIONS])]
    for reader in people_of(later):
        try:
            views.append(later.as_seen_by(reader))
        except AuthorityError:  # their part has ended
            continue

    for view in views:
        if choice_id in {choice.id for choice in choices_of(view)}:
            found = attest.verify(view, choice_id)
            assert ((), ()) == (found.place, found.nonce)


class TestRaising:
    """Nothing raises a level but the evidence that it is made of."""

    def rightly(self, before, after, by):
        """Ask that every level that rose did so by its evidence."""
        old = {choice.id: choice for choice in choices_of(before)}
        for choice in choices_of(after):
            was = old.get(choice.id)
            known = was and was.attestation
            if choice.level is (was.level if was else Level.REPORTED):
                continue
            assert ORDER.index(choice.level) > ORDER.index(
                was.level if was else Level.REPORTED
            )
            fresh = choice.attestation.evidence[
                len(known.evidence if known else ()) :
            ]
            assert by.role in {Role.CLIENT, Role.WORKER}
            self.its_own(choice, fresh, by)

    def its_own(self, choice, fresh, by):
        """Ask that one of *fresh* is what the level is made of."""
        entered = choice.voice.recorder
        if by.role is Role.WORKER:
            assert choice.level is Level.CORROBORATED
            assert by != entered
        held = choice.attestation.evidence
        client = {e.kind for e in held if e.by == choice.author}
        assert all(e.by in (by, None) for e in fresh)
        match choice.level:
            case Level.SIGNED:
                assert EvidenceKind.SIGNATURE in client
            case Level.CONFIRMED:
                assert EvidenceKind.LOGIN in client
            case _:
                assert any(
                    (e.kind is EvidenceKind.DOCUMENT and e.digest)
                    or (e.kind is EvidenceKind.ENTRY and e.by != entered)
                    for e in held
                )

    @given(drawn=plans_with_choices(), data=st.data())
    def test_by_a_revision(self, drawn, data):
        """Whoever revises it, with whatever attestation."""
        plan, choice_id = drawn
        people = people_of(plan)
        by = data.draw(st.sampled_from(people))
        held = data.draw(es.attestations(people=people))
        known = plan.find(Choice, choice_id).attestation or Attestation()
        for evidence in (held.evidence, (*known.evidence, *held.evidence)):
            for level in Level:
                try:
                    proof = Attestation(level=level, evidence=evidence)
                    after = plan.revise(
                        choice_id, by=by, at=WHEN, attestation=proof
                    )
                except (AuthorityError, InvariantError):
                    continue
                self.rightly(plan, after, by)

    @given(drawn=plans_with_choices(), data=st.data())
    def test_by_a_new_choice(self, drawn, data):
        """Whoever writes it down, with whatever attestation."""
        plan, _ = drawn
        her, people = plan.client.actor, people_of(plan)
        by = data.draw(st.sampled_from(people))
        home = data.draw(
            st.sampled_from([d for d in plan.decisions if d.options] or [None])
        )
        assume(home is not None)
        voice = data.draw(
            st.just(Voice.of(her, at=WHEN)) | es.voices(people=people)
        )
        now = latest(plan)
        assume(now.year < 2200)
        try:
            choice = Choice(
                option_id=home.options[0].id,
                author=her,
                decided_at=now,
                voice=voice,
                attestation=data.draw(es.attestations(people=people)),
            )
            after = plan.add(choice, by=by, at=now, to=home.id)
        except (AuthorityError, InvariantError):
            return
        self.rightly(plan, after, by)

    @given(drawn=plans_with_choices(), data=st.data())
    def test_by_the_functions_for_it(self, drawn, data):
        """Whoever asks for it."""
        plan, choice_id = drawn
        by = data.draw(st.sampled_from(people_of(plan)))
        paper = data.draw(st.none() | st.binary())
        shown, _ = showing(plan, choice_id)
        for call in (
            lambda: attest.corroborate(
                plan, choice_id, by=by, at=WHEN, document=paper
            ),
            lambda: attest.confirm(plan, shown, by=by),
        ):
            try:
                after = call()
            except EmpowerkitError:
                continue
            self.rightly(plan, after, by)
            choice = after.find(Choice, choice_id)
            entered = choice.voice.recorder or choice.author
            last = choice.attestation.evidence[-1]
            assert last.kind is not EvidenceKind.ENTRY or by != entered

    @given(drawn=plans_with_choices(), level=st.sampled_from(ORDER[1:]))
    def test_by_a_document(self, drawn, level):
        """Nor by writing a level into a file, with nothing behind it."""
        plan, choice_id = drawn
        choice, code = plan.find(Choice, choice_id), level.value.encode()
        plain = attrs.evolve(choice, attestation=Attestation())
        held = codecs.dumps(replaced(plan, choice, plain))
        raised = held.replace(
            b'{"attestation":{},', b'{"attestation":{"level":"%s"},' % code, 1
        )
        assert raised != held

        with pytest.raises(DocumentError) as caught:
            codecs.loads(raised)

        assert "level-has-evidence" in {
            problem.rule for problem in caught.value.problems
        }


@given(drawn=plans_with_choices(), data=st.data())
def test_taken_back_by_a_word(drawn, data):
    """At whatever level a choice stands, its client's word takes it back."""
    plan, choice_id = drawn
    her = plan.client.actor
    shown, _ = showing(plan, choice_id)
    if data.draw(st.booleans()):
        plan = attest.confirm(plan, shown, by=her)
    now = latest(plan)
    assume(now.year < 2200)
    for home in plan.decisions:
        if plan.choice_of(home.id) is None:
            continue

        after = plan.take_back(home.id, by=her, at=now)

        assert after.choice_of(home.id) is None
        made = after.find(Decision, home.id).choices[-1]
        assert (None, Level.REPORTED) == (made.option_id, made.level)


@given(plans_with_choices())
def test_who_reads_the_choice_reads_its_words(drawn):
    """Nobody gets a digest of words that are hidden from them."""
    plan, choice_id = drawn
    shown, _ = showing(plan, choice_id)
    plan = attest.confirm(plan, shown, by=plan.client.actor)
    for reader in people_of(plan):
        try:
            seen = plan.as_seen_by(reader)
        except AuthorityError:  # their part has ended
            continue
        if choice_id in {choice.id for choice in choices_of(seen)}:
            assert () == attest.verify(seen, choice_id).words
