"""What is shown to a client, and the statement about it."""

from __future__ import annotations

import hashlib
import json
import pickle

from datetime import datetime, timedelta, timezone

import attrs
import pytest

from empowerkit import (
    Choice,
    InvariantError,
    NotFoundError,
    Plan,
    Voice,
    attest,
    journal,
)
from empowerkit.attest import Shown, Statement
from empowerkit.errors import DocumentError, JournalError
from empowerkit.journal import Head
from empowerkit.model import Absent, AbsentReason


MARK = journal.checkpoint(Head(journal="j1", sequence=7, hash="ab" * 32))


@pytest.fixture
def showing(make):
    """Return a function that shows a choice of a plan."""

    def show(plan, choice_id="c1", **more):
        given = {"checkpoint": MARK, "at": make.NOON} | more
        return attest.show(plan, choice_id, **given)

    return show


class TestWords:
    """The text is a ballot: the question, the options, what is marked."""

    def test_a_choice(self, make, plan, showing):
        """The option chosen is marked, the others are not."""
        assert make.words == showing(plan).words

    def test_a_choice_is_taken_back(self, make, plan, showing):
        """What is given up is marked as that, and nothing is chosen."""
        plan = plan.take_back("home", by=make.HER, at=make.NOON)
        taken = plan.decisions[0].choices[-1].id

        shown = showing(plan, taken)

        assert "Which home?\n[-] stay\n[ ] go\n" == shown.words
        said = shown.statement
        assert (None, "home-stay") == (said.option, said.before)

    def test_a_change_of_mind(self, make, plan, showing):
        """Both are marked: what is chosen, and what is given up for it."""
        plan = plan.choose(
            "home", "home-go", by=make.HER, at=make.NOON, id="c3"
        )

        shown = showing(plan, "c3")

        assert "Which home?\n[-] stay\n[x] go\n" == shown.words

    def test_the_same_again(self, make, plan, showing):
        """Who chooses the same again gives nothing up."""
        plan = plan.choose(
            "home", "home-stay", by=make.HER, at=make.NOON, id="c3"
        )

        assert make.words == showing(plan, "c3").words

    def test_details_and_reasons(self, make, plan, showing):
        """What there is to know of an option, and reasons given, are shown."""
        plan = plan.offer_option(
            "home", "wait", by=make.HER, at=make.NOON, id="w", detail="A year"
        ).choose(
            "home", "w", by=make.HER, at=make.NOON, id="c3", words="I\ntire"
        )

        assert (
            "Which home?\n[-] stay\n[ ] go\n[x] wait\n  - A year\n"
            '  " I\n    tire\n'
        ) == showing(plan, "c3").words

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x1e"])
    def test_no_words_look_like_a_mark(self, make, plan, showing, end):
        """A line in somebody's words is set in, however it is ended."""
        plan = plan.offer_option(
            "home", f"wait{end}[x] go", by=make.HER, at=make.NOON
        )

        lines = showing(plan).words.splitlines()

        assert ["[x] stay"] == [one for one in lines if one[:3] == "[x]"]

    @pytest.mark.parametrize("control", ["\u202a", "\u202e", "\u2069"])
    def test_nothing_changes_the_order_of_letters(
        self, make, plan, showing, control
    ):
        """What would show words in another order is spelt out."""
        plan = plan.offer_option(
            "home", f"wait{control}]x[", by=make.HER, at=make.NOON
        )

        shown = showing(plan).words

        assert f"[ ] wait<U+{ord(control):X}>]x[\n" in shown
        assert control not in shown

    def test_marks_of_direction_stay(self, make, plan, showing):
        """What belongs into Arabic or Hebrew text is left as it is."""
        plan = plan.offer_option(
            "home", "\u05d0\u200f!", by=make.HER, at=make.NOON
        )

        assert "[ ] \u05d0\u200f!\n" in showing(plan).words

    def test_what_no_longer_stands(self, make, plan, showing):
        """An option that was withdrawn, or replaced, is not shown."""
        plan = plan.offer_option(
            "home", "wait", by=make.HER, at=make.NOON, id="w"
        )
        plan = plan.withdraw("w", by=make.HER, at=make.NOON)
        plan = plan.revise("home-go", by=make.HER, at=make.NOON, words="leave")

        assert "Which home?\n[x] stay\n[ ] leave\n" == showing(plan).words

    def test_what_is_private(self, make, plan, showing):
        """A private option is shown where it is chosen or given up alone."""
        only_me = Voice.of(make.HER, at=make.NOON, private_to=(make.HER,))
        plan = plan.offer_option(
            "home", "run", by=make.HER, at=make.NOON, id="r", voice=only_me
        )
        open_words = showing(plan).words
        plan = plan.choose("home", "r", by=make.HER, at=make.NOON, id="c3")
        plan = plan.choose(
            "home", "home-go", by=make.HER, at=make.NOON, id="c4"
        )

        assert make.words == open_words
        assert "[x] run" in showing(plan, "c3").words
        assert "[-] run" in showing(plan, "c4").words

    def test_what_is_not_there(self, make, showing):
        """What is withheld cannot be shown."""
        plan = make.begun()
        decision = attrs.evolve(
            plan.decisions[0],
            options=(),
            absent=tuple(
                Absent(id=one, reason=AbsentReason.WITHHELD)
                for one in ("home-stay", "home-go")
            ),
        )
        plan = attrs.evolve(plan, decisions=(decision,))

        with pytest.raises(NotFoundError):
            showing(plan)

    def test_no_such_choice(self, plan, showing):
        """A choice that is not there cannot be shown."""
        with pytest.raises(NotFoundError):
            showing(plan, "none")

    def test_a_time_without_offset(self, plan, showing):
        """A time has its offset."""
        with pytest.raises(InvariantError) as caught:
            showing(plan, at=datetime(2026, 3, 2))  # noqa: DTZ001 - refused

        assert "time-aware" == caught.value.rule

    def test_before_it_was_made(self, make, plan, showing):
        """What is chosen is shown from then on, and not before."""
        with pytest.raises(InvariantError) as caught:
            showing(plan, at=make.NOON - timedelta(microseconds=1))

        assert ("statement-place", "$.at") == (
            caught.value.rule,
            caught.value.problems[0].path,
        )

    @pytest.mark.parametrize("journal_id", ["Amina is here", "é", ""])
    def test_a_journal_that_is_no_id(self, plan, showing, journal_id):
        """Nobody's words get into a statement by way of a checkpoint."""
        odd = MARK.replace("j1", journal_id, 1)
        assert MARK != odd

        with pytest.raises(JournalError) as caught:
            showing(plan, checkpoint=odd)

        assert "journal-checkpoint" == caught.value.rule
        assert "Amina" not in str(caught.value)

    def test_no_checkpoint(self, plan, showing):
        """Where the journal stands is a checkpoint of it."""
        with pytest.raises(JournalError):
            showing(plan, checkpoint="here")


class TestShown:
    """Words, nonce and statement belong together, or there is nothing."""

    def test_the_digest(self, plan, showing):
        """It is SHA-256 of a zero byte, the nonce and the words."""
        shown = showing(plan, salt=lambda n: bytes(range(n)))

        raw = b"\0" + bytes(range(32)) + shown.words.encode()
        assert hashlib.sha256(raw).hexdigest() == shown.statement.digest

    def test_it_differs_each_time(self, plan, showing):
        """The same words have another digest each time they are shown."""
        digests = {showing(plan).statement.digest for _ in range(3)}

        assert 3 == len(digests)

    @pytest.mark.parametrize(
        "change",
        [
            {"words": "Which home?\n[ ] stay\n[x] go\n"},
            {"nonce": "0" * 64},
            {"nonce": "no hex"},
        ],
        ids=["words", "nonce", "form"],
    )
    def test_others_are_refused(self, plan, showing, change):
        """Where one part is another's, nothing is shown."""
        with pytest.raises(InvariantError) as caught:
            attrs.evolve(showing(plan), **change)

        assert "statement-words" == caught.value.rule

    def test_it_is_sent(self, plan, showing):
        """Made anew from its three parts, it is the same."""
        shown = showing(plan)

        raw = shown.statement.to_bytes()
        again = Shown(
            words=shown.words,
            nonce=shown.nonce,
            statement=Statement.from_bytes(raw),
        )

        assert shown == again == pickle.loads(pickle.dumps(shown))

    def test_no_words_in_the_repr(self, make, plan, showing):
        """Neither the words nor the nonce are in a repr."""
        shown = showing(plan)

        assert "stay\n" not in repr(shown)
        assert shown.nonce not in repr(shown)


class TestStatement:
    """Ids, hashes and a time, in one spelling."""

    def test_what_it_names(self, make, plan, showing):
        """It names what it is about, and where the journal stood."""
        said = showing(plan).statement

        assert (
            ("p1", "home", "c1", "home-stay"),
            (None, ("home-stay", "home-go")),
            (Head(journal="j1", sequence=7, hash="ab" * 32), make.NOON),
        ) == (
            (said.plan, said.decision, said.choice, said.option),
            (said.before, said.options),
            (said.head, said.at),
        )
        assert MARK == said.checkpoint

    def test_the_bytes(self, plan, showing):
        """One line that says what it is, and canonical JSON of ASCII."""
        said = showing(plan).statement

        first, data = said.to_bytes().decode("ascii").split("\n")

        assert "empowerkit/statement/1" == first
        held = json.loads(data)
        assert [*held] == sorted(held)
        assert data == json.dumps(held, separators=(",", ":"))
        assert {"plan", "decision", "choice", "option", "options"} < {*held}

    def test_no_words(self, make, showing):
        """Nobody's words are in it, and not the nonce."""
        plan = make.begun().choose(
            "home", "home-go", by=make.HER, at=make.NOON, id="c", words="zebra"
        )
        shown = showing(plan, "c")

        raw = shown.statement.to_bytes()

        assert b"zebra" not in raw
        assert b"Which" not in raw
        assert shown.nonce.encode() not in raw

    def test_the_time_is_in_utc(self, make, plan, showing):
        """The same moment is written in one way, wherever it was."""
        east = make.NOON.astimezone(timezone(timedelta(hours=9, minutes=30)))
        nonce = {"salt": bytes}

        one, two = (
            showing(plan, at=at, **nonce).statement for at in (make.NOON, east)
        )

        assert one.to_bytes() == two.to_bytes()

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"empowerkit/statement/1", b"empowerkit/statement/2"),
            (b"\n{", b"\n {"),
            (b'"c1"', b'"c 1"'),
            (b'"c1"', b"1"),
            (b"null", b"false"),
            (b"2026-03-02", b"2026-02-30"),
            (b"12:00:00Z", b"12:00:00+00:00"),
            (b"12:00:00Z", b"12:00:00.000000Z"),
            (b'"sequence":7', b'"sequence":0'),
            (b'"sequence":7', b'"sequence":07'),
            (b'"sequence":7', b'"sequence":7,"more":1'),
            (b'"sequence":7', b'"sequence":\xd9\xa7'),
            (b"abab", b"ABAB"),
            (b'"options":[', b'"options":["x" ,'),
            (b"}", b"}\n"),
        ],
    )
    def test_other_bytes_are_refused(self, plan, showing, old, new):
        """What this library did not write is no statement."""
        raw = showing(plan).statement.to_bytes().replace(old, new, 1)

        with pytest.raises(DocumentError) as caught:
            Statement.from_bytes(raw)

        assert "statement-form" == caught.value.rule

    def test_an_empty_plan_has_none(self, make, showing):
        """Without a choice there is nothing to state."""
        with pytest.raises(NotFoundError) as caught:
            showing(Plan(client=make.AMINA))

        assert Choice.__name__ in str(caught.value)
