"""The sheet and the matrix: what is on them, and what is not."""

from __future__ import annotations

import pickle
import re

import attrs
import pytest

from empowerkit.errors import (
    AuthorityError,
    AuthorshipError,
    InvariantError,
    NotFoundError,
)
from empowerkit.matrix import GapKind, Holds, Strike, pros_and_cons
from empowerkit.matrix._words import OWN
from empowerkit.model import (
    Absent,
    AbsentReason,
    Actor,
    Answer,
    AnswerStatus,
    Attestation,
    Choice,
    Evidence,
    EvidenceKind,
    Importance,
    Information,
    Level,
    Role,
    Side,
    Voice,
    WhatMattersKind,
    Withdrawal,
    Worker,
)


def ids(nouns):
    """Return the ids of *nouns*."""
    return [one.id for one in nouns]


class TestSideBySide:
    """Each option has its own list of what speaks for and against it."""

    def test_columns(self, story, make):
        """What was said stands with its option, on its side, in order."""
        stay, room = pros_and_cons(
            story, "home", seen_by=make.HER
        ).side_by_side()

        assert stay.option.id == "stay"
        assert (ids(stay.pros), ids(stay.cons)) == (["k1"], ["k2"])
        assert (ids(room.pros), ids(room.cons)) == (["k3", "k4"], ["k5"])
        assert ids(room.unsure) == ["k6"]
        assert ids(room.said) == ["k3", "k4", "k5", "k6"]

    def test_on_a_page(self, story, make):
        """A page says whose words each thing is, and who wrote them down."""
        text = pros_and_cons(story, "home", seen_by=make.JOAN.actor).to_text(
            width=120
        )

        assert "point k1 (Amina)" in text
        assert "point k4 (Joan)" in text
        assert "(Amina, written down by Joan)" in text

    def test_what_was_withdrawn_or_replaced_is_not_on_it(self, story, make):
        """Only what stands is shown."""
        her, now = make.HER, make.NOON
        plan = story.withdraw("k1", by=her, at=now)
        plan = plan.revise("k2", by=her, at=now, id="k9", words="Too narrow")
        stay, _ = pros_and_cons(plan, "home", seen_by=her).side_by_side()

        assert (ids(stay.pros), ids(stay.cons)) == ([], ["k9"])

    def test_what_was_said_of_earlier_words_goes_with_the_new(
        self, story, make
    ):
        """What is put anew keeps its place and its points, and not its fits."""
        her, now = make.HER, make.NOON
        plan = story.revise(
            "stay", by=her, at=now, id="stay2", words="Stay on"
        )
        plan = plan.revise("door", by=her, at=now, id="door2", words="A key")
        sheet = pros_and_cons(plan, "home", seen_by=her)
        stay, room = sheet.side_by_side()

        assert ids(sheet.options) == ["stay2", "room"]
        assert ids(sheet.what_matters) == ["school", "door2", "near"]
        assert (ids(stay.pros), ids(room.pros)) == (["k1"], ["k3", "k4"])
        cell = sheet.matrix().cell("stay2", "door2")
        assert (cell.fits, ids(cell.considerations)) == ((), ["k2"])

    @pytest.mark.parametrize(
        ("noun", "changed", "stays"),
        [
            ("door", {"words": "A key"}, False),
            ("door", {"kind": WhatMattersKind.DEAL_BREAKER}, False),
            ("door", {"rank": 3}, True),
            ("stay", {"words": "Stay on"}, False),
            ("stay", {"detail": "Until May"}, False),
        ],
    )
    def test_a_fit_is_of_the_words_it_was_said_of(
        self, story, make, noun, changed, stays
    ):
        """Of other words nobody has said how well they fit."""
        plan = story.revise(
            noun, by=make.HER, at=make.NOON, id="anew", **changed
        )
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)
        ways, rows = sheet.options, sheet.what_matters
        cell = sheet.matrix().cell(ways[0].id, rows[1].id)

        assert "anew" in (ways[0].id, rows[1].id)
        assert [one.level for one in cell.fits] == [-2] * stays
        assert ids(cell.considerations) == ["k2"]

    def test_a_fit_to_words_that_are_absent(self, make):
        """Words that are not held cannot be compared, and carry nothing."""
        anew = make.matters("n", replaces="m")
        plan = make.plan(
            [make.way("a")],
            [anew],
            fits=[make.fit("a", "m", 1), make.fit("a", "n", 2)],
            plan={"absent": (Absent(id="m", reason=AbsentReason.ERASED),)},
        )
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)

        assert [one.level for one in sheet.matrix().cell("a", "n").fits] == [2]

    def test_a_withdrawn_option_takes_along_what_was_said(self, story, make):
        """What speaks for an option that was taken back is not shown."""
        plan = story.withdraw("room", by=make.HER, at=make.NOON)
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)

        assert ids(sheet.options) == ["stay"]
        assert len(sheet.to_rows()) == 2
        assert sheet.matrix().left_out.considerations == ()

    def test_a_line_whose_beginning_is_absent(self, make):
        """New words stand, though the old ones are not held any more."""
        anew = make.way("b", replaces="a")
        gone = Absent(id="a", reason=AbsentReason.ERASED)
        plan = make.plan(
            [anew, make.way("c")],
            considerations=[make.point("k", "a", Side.FOR)],
            absent=[gone],
        )
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)

        assert ids(sheet.side_by_side()[0].pros) == ["k"]

    def test_details(self, make):
        """What there is to know of an option stands on the page."""
        plan = make.plan([make.way("a", detail="One bus"), make.way("b")])
        html = pros_and_cons(plan, "home", seen_by=make.HER).to_html()

        assert "<bdi>One bus</bdi>" in html

    def test_stars(self, make):
        """How much something counts stands with it, in the client's stars."""
        one = Importance(low=4, high=4, said_by=make.HER)
        two = Importance(low=1, high=3, said_by=make.HER)
        plan = make.plan(
            [make.way("a")],
            considerations=[
                make.point("k1", "a", Side.FOR, importance=one),
                make.point("k2", "a", Side.FOR, importance=two),
            ],
        )
        text = pros_and_cons(plan, "home", seen_by=make.HER).to_markdown()

        assert "point k1 (you; 4 of 5 stars from you)" in text
        assert "point k2 (you; 1 to 3 of 5 stars from you)" in text

    def test_rows(self, story, make):
        """The rows of data hold plain values and the words as given."""
        rows = pros_and_cons(story, "home", seen_by=make.HER).to_rows()

        assert rows[0] == {
            "option_id": "stay",
            "option": "Stay",
            "consideration_id": "k1",
            "side": "for",
            "words": "point k1",
            "whose": "Amina",
            "what_matters_id": "school",
            "about": "me",
            "stars_low": None,
            "stars_high": None,
            "balanced": False,
        }
        assert len(rows) == 6

    def test_nothing(self, make):
        """A decision without any option says so."""
        sheet = pros_and_cons(make.plan(), "home", seen_by=make.HER)

        assert "No way stands here yet." in sheet.to_text()
        assert "No way stands here yet." in sheet.matrix().to_text()
        assert (sheet.gaps(), sheet.find_out_list()) == ((), ())

    def test_words(self, story, make):
        """A host may replace our sentences."""
        sheet = pros_and_cons(
            story, "home", seen_by=make.HER, words={"side-for": "Good"}
        )

        assert "| Good |" in sheet.to_markdown()

    def test_unknown_words(self, story, make):
        """A sentence that is none of ours is refused."""
        with pytest.raises(InvariantError, match="words-known"):
            pros_and_cons(story, "home", seen_by=make.HER, words={"x": ""})

    def test_our_words_name_no_barrier(self):
        """Our sentences use neither of two terms that clients stumble over."""
        said = " ".join(OWN.values()).lower()

        assert "option" not in said
        assert "preference" not in said

    def test_values(self, story, make):
        """A sheet is a value, and its repr shows nobody's words."""
        sheet = pros_and_cons(story, "home", seen_by=make.HER)
        again = pros_and_cons(story, "home", seen_by=make.HER)
        copied = pickle.loads(pickle.dumps(sheet))

        assert sheet == again == copied
        assert len({sheet, again}) == 1
        assert copied.to_html() == sheet.to_html()
        assert repr(sheet) == "<ProsAndCons home>"
        assert repr(sheet.matrix()) == "<Matrix home>"
        assert sheet._repr_html_() == sheet.to_html()
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            sheet.options = ()


class TestWhoMaySee:
    """A sheet is what one person may see of a decision."""

    def test_who_is_you(self, story, make):
        """Only the client is "you": a sheet lies between two people."""
        sheets = {
            reader: pros_and_cons(story, "home", seen_by=reader).to_text()
            for reader in (make.HER, make.WORKER, make.HODAN.actor)
        }

        assert "(you)" in sheets.pop(make.HER)
        for text in sheets.values():
            assert "point k1 (Amina)" in text
            assert "you" not in text

    def test_two_readers(self, story, make):
        """What two people see is two sheets, though nothing is hidden."""
        hers, joans = (
            pros_and_cons(story, "home", seen_by=reader)
            for reader in (make.HER, make.WORKER)
        )

        assert hers.to_text() != joans.to_text()
        assert hers != joans
        assert hers == pros_and_cons(story, "home", seen_by=make.HER)

    def test_nothing_is_said_to_be_unsaid(self, make):
        """What is kept from a reader is not called unsaid."""
        own = attrs.evolve(make.OWN, private_to=(make.HER,))
        plan = make.plan(
            [make.way("a")],
            [make.matters("m", 3, voice=own)],
            considerations=[make.point("k", "a", Side.FOR, voice=own)],
        )
        sheet = pros_and_cons(plan, "home", seen_by=make.WORKER)
        weighing = sheet.weigh(asked_by=make.HER)

        assert sheet.find_out_list() == (
            "way a: nothing stands here for it or against it yet.",
        )
        assert "Nothing that matters stands in this table yet." in (
            sheet.matrix().to_text()
        )
        assert weighing.sums().assumptions == (
            (
                "No stars from Amina stand here, so there is nothing to add "
                "up; nothing was put in their place."
            ),
        )

    def test_strangers(self, story, make):
        """Who is not on the plan gets none."""
        with pytest.raises(AuthorityError):
            pros_and_cons(story, "home", seen_by=Worker(called="Ruth").actor)

    def test_no_such_decision(self, story, make):
        """A decision that is not there is not found."""
        with pytest.raises(NotFoundError):
            pros_and_cons(story, "nothing", seen_by=make.HER)

    def test_something_is_withheld(self, make):
        """The page says that something is kept between others, not what."""
        own = attrs.evolve(make.OWN, private_to=(make.HER,))
        plan = make.plan(
            [make.way("a")],
            considerations=[make.point("k", "a", Side.FOR, voice=own)],
        )
        said = "kept between others"
        hers = pros_and_cons(plan, "home", seen_by=make.HER)
        joans = pros_and_cons(plan, "home", seen_by=make.WORKER)

        assert said not in hers.to_text()
        assert said in joans.to_text()
        assert "point k" not in joans.to_text()

    def test_something_that_matters_is_withheld(self, make):
        """The same, where a fit tells of something that is not shown."""
        own = attrs.evolve(make.OWN, private_to=(make.HER,))
        things = [make.matters("m", voice=own), make.matters("n", voice=own)]
        plan = make.plan([make.way("a")], things)
        told = make.plan([make.way("a")], things, fits=[make.fit("a", "m", 1)])
        said = "kept between others"

        assert said not in (
            pros_and_cons(plan, "home", seen_by=make.WORKER).to_text()
        )
        assert said in (
            pros_and_cons(told, "home", seen_by=make.WORKER).to_text()
        )


class TestChoice:
    """What the client chose may stand there, and who says so."""

    def chosen(self, make, plan=None, **fields):
        """Return the sheet of a decision in which something was chosen."""
        fields = {"option_id": "a", "voice": make.OWN, **fields}
        choice = Choice(
            id="x", author=make.HER, decided_at=make.NOON, **fields
        )
        plan = make.plan([make.way("a")], choices=[choice], plan=plan)
        return pros_and_cons(plan, "home", seen_by=make.WORKER)

    def test_by_the_client(self, make):
        """A choice that she recorded is hers without more."""
        text = self.chosen(make).to_text()

        assert "What Amina chose on 2 March 2026: way a\n" in text

    def test_reported(self, make):
        """A choice that somebody wrote down says who, on every page."""
        sheet = self.chosen(make, voice=make.HEARD)
        weighing = sheet.weigh(asked_by=make.HER)

        for page in (sheet, sheet.matrix(), weighing):
            assert "on 2 March 2026, as reported by Joan: way a\n" in (
                page.to_text(width=200)
            )

    def test_with_evidence(self, make):
        """A choice that can prove more is not reported."""
        login = Evidence(kind=EvidenceKind.LOGIN, by=make.HER, at=make.NOON)
        held = Attestation(level=Level.CONFIRMED, evidence=(login,))
        sheet = self.chosen(make, voice=make.HEARD, attestation=held)

        assert "reported" not in sheet.to_text()

    def test_taken_back(self, make):
        """A choice that was taken back, or withdrawn, is not shown."""
        taken = Withdrawal(subject_id="x", by=make.HER, at=make.NOON)
        back = Choice(
            option_id=None,
            author=make.HER,
            decided_at=make.NOON,
            voice=make.OWN,
        )
        one = Choice(
            option_id="a",
            author=make.HER,
            decided_at=make.NOON,
            voice=make.OWN,
        )
        plan = make.plan([make.way("a")], choices=[one, back])
        withdrawn = self.chosen(make, plan={"withdrawals": (taken,)})

        assert withdrawn.choice is None
        assert "chose" not in withdrawn.to_text()
        assert pros_and_cons(plan, "home", seen_by=make.HER).choice is None

    def test_of_something_that_is_not_held(self, make):
        """A choice of an option that is not there says just that."""
        gone = Absent(id="b", reason=AbsentReason.NOT_SUPPLIED)
        choice = Choice(
            option_id="b",
            author=make.HER,
            decided_at=make.NOON,
            voice=make.OWN,
        )
        plan = make.plan([make.way("a")], choices=[choice], absent=[gone])
        text = pros_and_cons(plan, "home", seen_by=make.WORKER).to_text()

        assert "something that is not shown here" in text


class TestFindingOut:
    """What is not known is a list of what to find out, and no reproach."""

    def kinds(self, plan, make):
        """Return the kinds of gaps of *plan*."""
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)
        assert len(sheet.gaps()) == len(sheet.find_out_list())
        return [gap.kind for gap in sheet.gaps()]

    def test_sides(self, make):
        """An option with an empty side is asked about."""
        plan = make.plan(
            [make.way(name) for name in "abcd"],
            considerations=[
                make.point("k1", "b", Side.FOR),
                make.point("k2", "c", Side.AGAINST),
                make.point("k3", "d", Side.FOR),
                make.point("k4", "d", Side.AGAINST),
            ],
        )

        assert self.kinds(plan, make) == [
            GapKind.NOTHING_SAID,
            GapKind.NOTHING_AGAINST,
            GapKind.NOTHING_FOR,
        ]

    @pytest.mark.parametrize(("count", "uneven"), [(4, False), (5, True)])
    def test_uneven(self, make, count, uneven):
        """An option of which far less was said than of another is named."""
        sides = (Side.FOR, Side.AGAINST)
        few = [make.point(f"a{n}", "a", side) for n, side in enumerate(sides)]
        more = [make.point(f"b{n}", "b", sides[n % 2]) for n in range(count)]
        plan = make.plan(
            [make.way("a"), make.way("b")], considerations=few + more
        )

        assert self.kinds(plan, make) == [GapKind.LESS_SAID] * uneven

    def test_cells(self, make):
        """An empty cell is asked about, and so are two answers."""
        plan = make.plan(
            [make.way(name) for name in "abcd"],
            [make.matters("m")],
            fits=[
                make.fit("b", "m", 1),
                make.fit("b", "m", 1, "again"),
                make.fit("c", "m", 1),
                make.fit("c", "m", 0, "again"),
            ],
            considerations=[
                make.point("k", "d", Side.FOR, what_matters_id="m")
            ],
        )
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)
        about = [
            (gap.kind, gap.option.id)
            for gap in sheet.gaps()
            if gap.what_matters is not None
        ]

        assert about == [
            (GapKind.EMPTY_CELL, "a"),
            (GapKind.TWO_ANSWERS, "c"),
        ]
        assert "way a: how does it fit this? thing m" in sheet.find_out_list()

    def test_unsure(self, story, make):
        """What nobody is sure about is asked about, with whose words it is."""
        sheet = pros_and_cons(story, "home", seen_by=make.HER)

        assert sheet.find_out_list() == (
            (
                "The room: which side is this on? point k6 (you, written "
                "down by Joan)"
            ),
        )
        assert sheet.gaps()[0].consideration.id == "k6"

    @pytest.mark.parametrize("status", [None, *AnswerStatus])
    def test_what_was_told(self, make, status):
        """What the client was told, and does not understand, is asked about."""
        answer = status and Answer(status=status, words="It will rise")
        told = Information(
            id="i", words="The rent", given_by=make.WORKER, understood=answer
        )
        plan = make.plan(information=[told])
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)
        open_ = status is AnswerStatus.DOES_NOT_KNOW

        assert self.kinds(plan, make) == [GapKind.NOT_UNDERSTOOD] * open_
        assert ("what it means to you: It will rise" in sheet.to_text()) == (
            status is AnswerStatus.ANSWERED
        )
        assert "The rent (Joan" in sheet.to_text()

    def test_told_by_nobody(self, make):
        """Where nobody is recorded, nobody is made up."""
        told = Information(
            words="The rent", understood=Answer(status=AnswerStatus.ANSWERED)
        )
        plan = make.plan(information=[told])
        text = pros_and_cons(plan, "home", seen_by=make.HER).to_text()

        assert "The rent (it is not recorded who said this)" in text


class TestMustHaves:
    """A must-have is kept, or not, or that is not known."""

    @pytest.mark.parametrize(
        ("levels", "holds"),
        [
            ([-2], Holds.NO),
            ([-1], Holds.NO),
            ([0], Holds.UNKNOWN),
            ([1], Holds.YES),
            ([2], Holds.YES),
            ([], Holds.UNKNOWN),
            ([1, 2], Holds.YES),
            ([-1, 1], Holds.UNKNOWN),
            ([0, 1], Holds.UNKNOWN),
        ],
    )
    @pytest.mark.parametrize(
        "kind", [WhatMattersKind.MUST_HAVE, WhatMattersKind.DEAL_BREAKER]
    )
    def test_levels(self, make, levels, holds, kind):
        """The client's own fit says so, and nothing else does."""
        plan = make.plan(
            [make.way("a")],
            [make.matters("m", kind=kind), make.matters("n")],
            fits=[
                make.fit("a", "m", level, str(place))
                for place, level in enumerate(levels)
            ],
            considerations=[
                make.point("k", "a", Side.AGAINST, what_matters_id="m")
            ],
        )
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)
        (found,) = sheet.must_haves()

        assert (found.cell.what_matters.id, found.holds) == ("m", holds)
        assert ids(found.cell.considerations) == ["k"]

    def test_they_stay(self, story, make):
        """An option that keeps one not stays on the page, with the reason."""
        sheet = pros_and_cons(
            story, "home", seen_by=make.HER, what_matters=["near"]
        )
        text = sheet.to_markdown()

        assert [one.holds for one in sheet.must_haves()] == [
            Holds.NO,
            Holds.YES,
        ]
        assert (
            "| thing door (must-have) | no<br>not at all<br>against: point k2 "
            "(you) | yes<br>very well<br>for: point k3 (you) |"
        ) in text

    def test_not_known_is_neither(self):
        """A yes or no cannot be taken from it by accident."""
        with pytest.raises(TypeError, match=r"Holds\.UNKNOWN"):
            bool(Holds.NO)


class TestMatrix:
    """The matrix holds what names something that matters, and no more."""

    def test_left_out(self, story, make):
        """What it has no place for is named."""
        matrix = pros_and_cons(
            story, "home", seen_by=make.HER, what_matters=["near", "door"]
        ).matrix()
        left = matrix.left_out

        assert ids(matrix.what_matters) == ["near", "door"]
        assert [(way.id, said.id) for way, said in left.considerations] == [
            ("stay", "k1"),
            ("room", "k4"),
            ("room", "k5"),
            ("room", "k6"),
        ]
        assert ids(left.what_matters) == ["school"]
        assert "This matters too: thing school" in matrix.to_text()
        assert "The room: point k4 (Joan)" in matrix.to_text(width=120)

    def test_named_twice(self, story, make):
        """What is named twice has one row; an earlier id will do."""
        plan = story.revise(
            "door", by=make.HER, at=make.NOON, id="door2", words="A key"
        )
        sheet = pros_and_cons(
            plan, "home", seen_by=make.HER, what_matters=["door", "door2"]
        )

        assert ids(sheet.what_matters) == ["door2"]

    @pytest.mark.parametrize("name", ["nothing", "stay"])
    def test_nothing_of_that_id(self, story, make, name):
        """What does not stand in the plan cannot be a row."""
        with pytest.raises(NotFoundError, match="what_matters must name"):
            pros_and_cons(story, "home", seen_by=make.HER, what_matters=[name])

    def test_nothing_that_matters(self, make):
        """A matrix without a row says so."""
        sheet = pros_and_cons(
            make.plan([make.way("a")]), "home", seen_by=make.HER
        )

        assert "Nothing that matters stands in this table yet." in (
            sheet.matrix().to_text()
        )
        assert sheet.matrix().to_rows() == []

    @pytest.mark.parametrize(
        ("way", "thing"), [("x", "school"), ("stay", "x"), ("school", "stay")]
    )
    def test_no_such_cell(self, story, make, way, thing):
        """A cell that is not there is not found, and the id not repeated."""
        matrix = pros_and_cons(story, "home", seen_by=make.HER).matrix()

        with pytest.raises(NotFoundError, match="stands on this sheet"):
            matrix.cell(way, thing)

    def test_rows(self, story, make):
        """The rows of data say what stands in each cell, and whose it is."""
        rows = (
            pros_and_cons(story, "home", seen_by=make.HER).matrix().to_rows()
        )

        assert rows[5] == {
            "option_id": "room",
            "option": "The room",
            "what_matters_id": "near",
            "what_matters": "thing near",
            "kind": "wish",
            "fit_low": 0,
            "fit_high": 0,
            "whose": "Amina, written down by Joan",
            "pros": (),
            "cons": (),
            "unsure": (),
        }
        assert rows[3]["pros"] == ("k3",)

    def test_an_empty_row(self, make):
        """What is missing is None, and never 0."""
        plan = make.plan([make.way("a")], [make.matters("m")])
        (row,) = (
            pros_and_cons(plan, "home", seen_by=make.HER).matrix().to_rows()
        )

        assert (row["fit_low"], row["fit_high"], row["whose"]) == (None,) * 3

    def test_on_a_page(self, story, make):
        """A cell shows its fit in words, and who wrote it down for her."""
        text = pros_and_cons(story, "home", seen_by=make.HER).matrix()

        assert (
            "| thing near | very well | in between (you, written down by Joan)"
        ) in text.to_markdown()

    def test_what_matters_to_somebody_else(self, make):
        """What a worker thinks matters is shown as hers."""
        plan = make.plan(
            [make.way("a")],
            [make.matters("m", voice=Voice.of(make.WORKER, at=make.NOON))],
        )
        text = pros_and_cons(plan, "home", seen_by=make.HER).matrix().to_text()

        assert "thing m (Joan)" in text


class TestDealBreakers:
    """What a fit means for a deal-breaker is said so that it cannot turn."""

    @pytest.mark.parametrize(
        ("kind", "level", "told"),
        [
            (
                WhatMattersKind.DEAL_BREAKER,
                -2,
                "runs into it<br>runs right into it",
            ),
            (
                WhatMattersKind.DEAL_BREAKER,
                1,
                "keeps clear of it<br>rather clear of it",
            ),
            (WhatMattersKind.DEAL_BREAKER, 0, "not known<br>in between"),
            (WhatMattersKind.MUST_HAVE, -2, "no<br>not at all"),
            (WhatMattersKind.MUST_HAVE, 1, "yes<br>rather well"),
        ],
    )
    def test_on_a_page(self, make, kind, level, told):
        """It runs into a deal-breaker, or keeps clear; it keeps a must-have."""
        plan = make.plan(
            [make.way("a")],
            [make.matters("m", kind=kind)],
            fits=[make.fit("a", "m", level)],
        )
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)

        assert f"| {told} |" in sheet.to_markdown()
        assert f"| {told.split('<br>')[1]} |" in sheet.matrix().to_markdown()


class TestSentences:
    """Our sentences do not end what somebody else's words have ended."""

    @pytest.mark.parametrize("key", [*OWN])
    def test_no_stop_after_their_words(self, key):
        """No full stop stands right after people's words, quoted or not."""
        theirs = (
            "a|b|chosen|giver|matters|order|other|quoted|taker|way|ways|words"
        )

        assert not re.search(rf'{{({theirs})}}"?\.', OWN[key])


class TestBalance:
    """Franklin's algebra, in the client's hands."""

    def test_one_against_two(self, story, make):
        """What she says balances is struck, and the rest is left."""
        sheet = pros_and_cons(story, "home", seen_by=make.HER)
        struck = sheet.strike_equal(["k3", "k4"], ["k5"], by=make.HER)
        stay, room = struck.left()

        assert struck.strikes == (Strike(pros=("k3", "k4"), cons=("k5",)),)
        assert (room.pros, room.cons, ids(room.unsure)) == ((), (), ["k6"])
        assert stay == sheet.side_by_side()[0]
        assert struck.side_by_side() == sheet.side_by_side()
        assert [row["balanced"] for row in struck.to_rows()] == [
            *[False] * 2,
            *[True] * 3,
            False,
        ]

    def test_on_a_page(self, story, make):
        """What balances is said in words, and struck through nowhere."""
        sheet = pros_and_cons(story, "home", seen_by=make.HER)
        text = sheet.strike_equal(["k3"], ["k5"], by=make.HER).to_text(
            width=99
        )

        assert "point k3 (you) [balanced]" in text
        assert "These balance, as said by you: point k3 / point k5" in text

    def test_undo(self, story, make):
        """The last strike is undone first; undoing nothing is harmless."""
        sheet = pros_and_cons(story, "home", seen_by=make.HER)
        once = sheet.strike_equal(["k1"], ["k2"], by=make.HER)
        twice = once.strike_equal(["k3"], ["k5"], by=make.HER)

        assert twice.undo() == once
        assert twice.undo().undo() == sheet == sheet.undo()

    def test_only_the_client(self, story, make):
        """Nobody else says what balances for her."""
        sheet = pros_and_cons(story, "home", seen_by=make.WORKER)

        with pytest.raises(AuthorshipError) as caught:
            sheet.strike_equal(["k1"], ["k2"], by=make.WORKER)

        assert caught.value.rule == "weights-are-the-clients"
        assert caught.value.facts == {"client": "amina", "came": "joan"}

    def test_not_another_client(self, story, make):
        """Another client is not the client."""
        sheet = pros_and_cons(story, "home", seen_by=make.HER)
        other = Actor(role=Role.CLIENT, id="c2")

        with pytest.raises(AuthorshipError) as caught:
            sheet.strike_equal(["k1"], ["k2"], by=other)

        assert ["$.by"] == [p.path for p in caught.value.problems]

    @pytest.mark.parametrize(
        ("pros", "cons", "said"),
        [
            ([], ["k5"], "pros must name one or more"),
            (["k3"], [], "cons must name one or more"),
            (["k3", "k3"], ["k5"], "pros must name each once"),
            (["k3"], ["k5", "k5"], "cons must name each once"),
            (["k3"], ["k2"], "one option of this sheet"),
            (["k5"], ["k3"], "one option of this sheet"),
            (["k6"], ["k5"], "one option of this sheet"),
            (["nothing"], ["k5"], "one option of this sheet"),
            (["k1"], ["k2"], "struck already"),
        ],
    )
    def test_what_cannot_balance(self, story, make, pros, cons, said):
        """What is not of one option, or struck already, is refused."""
        sheet = pros_and_cons(story, "home", seen_by=make.HER)
        struck = sheet.strike_equal(["k1"], ["k2"], by=make.HER)

        with pytest.raises(InvariantError, match=said) as caught:
            struck.strike_equal(pros, cons, by=make.HER)

        side = "cons" if said.startswith("cons") else "pros"
        assert caught.value.rule == "balance-on-one-sheet"
        assert (f"$.{side}", {"field": side}) in [
            (p.path, p.facts) for p in caught.value.problems
        ]
