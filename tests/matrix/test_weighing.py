"""Weighing: what follows from the client's figures, and nothing else."""

from __future__ import annotations

import pickle

from datetime import timedelta
from fractions import Fraction

import attrs
import pytest

from empowerkit.errors import (
    AuthorityError,
    InvariantError,
    NotFoundError,
)
from empowerkit.matrix import Holds, TipKind, pros_and_cons
from empowerkit.model import (
    Actor,
    Choice,
    DecisionDomain,
    Role,
    SubstituteBasis,
    SubstituteDecision,
    Supporter,
    WhatMattersKind,
    Withdrawal,
)
from empowerkit.model._record import evolved


def weighing_of(plan, make):
    """Return the weighing that Amina asks for."""
    return pros_and_cons(plan, "home", seen_by=make.HER).weigh(
        asked_by=make.HER
    )


@pytest.fixture
def two(make):
    """Return a function that weighs two ways, row by row."""

    def weighed(*rows, **fields):
        things = [
            make.matters(f"m{place}", *stars, **fields)
            for place, (stars, *_) in enumerate(rows)
        ]
        fits = [
            make.fit(way, f"m{place}", level)
            for place, (_, *levels) in enumerate(rows)
            for way, level in zip("ab", levels, strict=True)
            if level is not None
        ]
        ways = [make.way("a"), make.way("b")]
        return weighing_of(make.plan(ways, things, fits=fits), make)

    return weighed


class TestSums:
    """Sums are stars times fit, with what they take for granted."""

    def test_known(self, story, make):
        """Where all is known there is one figure an option."""
        sums = weighing_of(story, make).sums()

        assert [(one.option.id, one.low, one.high) for one in sums.each] == [
            ("stay", 8, 8),
            ("room", 1, 1),
        ]
        assert (sums.level, sums.missing) == ((), ())

    def test_a_gap(self, two):
        """Where a cell is missing, the ends of the scale stand in it."""
        sums = two(((3,), 2, None), ((1,), 1, -1)).sums()

        assert [(one.low, one.high) for one in sums.each] == [(7, 7), (-7, 5)]
        assert [one.id for one in sums.missing] == ["m0"]
        assert any("anything from -2 to +2" in s for s in sums.assumptions)

    def test_stars_not_given(self, two):
        """Where stars are missing, anything from none to five may hold."""
        sums = two(((3,), 1, -1), ((), 2, -2)).sums()

        assert [(one.low, one.high) for one in sums.each] == [
            (3, 13),
            (-13, -3),
        ]
        assert any("anything from 0 to 5" in s for s in sums.assumptions)

    def test_a_range_of_stars(self, two):
        """A range of stars gives a range of sums."""
        sums = two(((1, 3), 2, -2)).sums()

        assert [(one.low, one.high) for one in sums.each] == [(2, 6), (-6, -2)]
        assert any("range of stars was given" in s for s in sums.assumptions)

    def test_two_answers(self, make):
        """Two answers that stand give a range from one to the other."""
        plan = make.plan(
            [make.way("a")],
            [make.matters("m", 2)],
            fits=[make.fit("a", "m", -1), make.fit("a", "m", 2, "again")],
        )
        weighing = weighing_of(plan, make)
        (one,) = weighing.sums().each

        assert (one.low, one.high) == (-2, 4)
        assert "-1 or +2" in weighing.to_text()
        assert "-2 to +4" in weighing.to_text()
        assert any("two answers" in s for s in weighing.sums().assumptions)

    def test_ties(self, make):
        """Ties are ties, in groups; what is not known is level with nothing."""
        plan = make.plan(
            [make.way(name) for name in "abcdef"],
            [make.matters("m", 2)],
            fits=[
                make.fit(way, "m", level)
                for way, level in zip("abcde", (1, 0, 1, 0, -2), strict=True)
            ],
        )
        weighing = weighing_of(plan, make)

        assert [[o.id for o in g] for g in weighing.sums().level] == [
            ["a", "c"],
            ["b", "d"],
        ]
        assert "These sums are level: way a; way c\n" in weighing.to_text()

    def test_no_stars(self, two):
        """Without stars there is nothing to add up, and nothing is made up."""
        weighing = two(((), 2, 1), ((), 1, 2))
        sums = weighing.sums()

        assert (sums.each, sums.level) == ((), ())
        assert sums.assumptions == (
            (
                "No stars from you stand here, so there is nothing to add up; "
                "nothing was put in their place."
            ),
        )
        assert "Sum" not in weighing.to_text()

    def test_no_stars_at_all_are_stars_too(self, two):
        """No stars out of five is an answer, and counts for nothing."""
        sums = two(((0,), None, 1)).sums()

        assert [(one.low, one.high) for one in sums.each] == [(0, 0)] * 2

    def test_what_counts_for_nothing(self, two):
        """No range comes of a gap where nothing hangs on it."""
        nothing = two(((0,), None, 1), ((2,), 1, 1)).sums()
        something = two(((1,), None, 1), ((2,), 1, 1)).sums()
        gap = "Where nobody said how it fits"

        assert [(one.low, one.high) for one in nothing.each] == [(2, 2)] * 2
        assert nothing.missing == ()
        assert gap not in " ".join(nothing.assumptions)
        assert [one.id for one in something.missing] == ["m0"]
        assert gap in " ".join(something.assumptions)

    def test_what_another_reader_may_not_read(self, story, make):
        """Sums over what somebody else may see say so; her own need not."""
        hers, joans = (
            pros_and_cons(story, "home", seen_by=reader)
            .weigh(asked_by=make.HER)
            .sums()
            .assumptions
            for reader in (make.HER, make.WORKER)
        )

        assert joans[-1] == "What Joan may not read is not in the sums."
        assert not any("may not read" in line for line in hers)

    def test_must_haves_and_what_is_left_out(self, story, make):
        """The assumptions name what the sums do not see."""
        told = " ".join(weighing_of(story, make).sums().assumptions)

        assert "must-have counts no more than its stars" in told
        assert "not in the table is not in the sums" in told

    def test_nothing_more_than_holds(self, two):
        """Where all is known and nothing is left out, little is assumed."""
        assert len(two(((1,), 2, 1)).sums().assumptions) == 3


class TestDominance:
    """One way fits at least as well as another on everything, or it does not."""

    def test_it_does(self, two):
        """At least level everywhere is enough."""
        weighing = two(((), 2, 1), ((), 0, 0))

        assert weighing.dominates("a", "b") is Holds.YES
        assert weighing.dominates("b", "a") is Holds.NO
        assert '"way a" fits at least as well as "way b"' in weighing.to_text()
        assert '"way b" fits less well than "way a" on: thing m0' in (
            weighing.to_text()
        )

    def test_worse_only_on(self, two):
        """Otherwise it is said on what it fits less well."""
        worse = two(((), 2, 1), ((), 0, 1), ((), None, 1)).worse_only_on(
            "a", "b"
        )

        assert [one.id for one in worse.what_matters] == ["m1"]
        assert [one.id for one in worse.unknown] == ["m2"]

    @pytest.mark.parametrize(
        ("levels", "there", "back"),
        [
            ((2, None), Holds.YES, Holds.UNKNOWN),
            ((-2, None), Holds.UNKNOWN, Holds.YES),
            ((1, None), Holds.UNKNOWN, Holds.UNKNOWN),
            ((None, None), Holds.UNKNOWN, Holds.UNKNOWN),
        ],
    )
    def test_gaps(self, two, levels, there, back):
        """With a gap it holds only if it would with anything there."""
        weighing = two(((), *levels))

        assert weighing.dominates("a", "b") is there
        assert weighing.dominates("b", "a") is back

    def test_level(self, two):
        """Two that fit equally well are said to."""
        weighing = two(((), 1, 1))

        assert "fit equally well on everything" in weighing.to_text()

    def test_nothing_to_compare(self, two):
        """Where nothing matters nothing is known of either."""
        weighing = two()

        assert weighing.dominates("a", "b") is Holds.UNKNOWN
        assert weighing.holds_for_every_weighting("a", "b") is Holds.UNKNOWN
        assert weighing.what_would_tip_it("a", "b").kind is TipKind.NO_FIGURES
        assert "nothing yet to set them side by side on" in weighing.to_text()

    def test_one_way_is_level_with_itself(self, two):
        """Whatever is missing, a way is level with itself."""
        weighing = two(((2,), None, 1))

        assert weighing.dominates("a", "a") is Holds.YES
        assert weighing.holds_for_every_weighting("a", "a") is Holds.YES
        assert weighing.what_would_tip_it("a", "a").kind is TipKind.LEVEL
        assert weighing.worse_only_on("a", "a").unknown == ()

    @pytest.mark.parametrize("pair", [("a", "x"), ("x", "a"), ("m0", "b")])
    @pytest.mark.parametrize(
        "call",
        [
            "dominates",
            "worse_only_on",
            "holds_for_every_weighting",
            "what_would_tip_it",
        ],
    )
    def test_no_such_way(self, two, call, pair):
        """What is not on the sheet is not found."""
        with pytest.raises(NotFoundError):
            getattr(two(((1,), 1, 2)), call)(*pair)


class TestOrder:
    """An order is enough, where it is; and said not to be, where it is not."""

    def ranked(self, make, ranks, levels):
        """Return a weighing of two ways by ranks alone."""
        things = [
            make.matters(f"m{place}", rank=rank)
            for place, rank in enumerate(ranks)
        ]
        fits = [
            make.fit(way, f"m{place}", level)
            for place, pair in enumerate(levels)
            for way, level in zip("ab", pair, strict=True)
        ]
        ways = [make.way("a"), make.way("b")]
        return weighing_of(make.plan(ways, things, fits=fits), make)

    @pytest.mark.parametrize(
        ("ranks", "levels", "holds"),
        [
            # First by 1, second behind by 1: never behind in sum.
            ((1, 2), ((2, 1), (0, 1)), Holds.YES),
            # The same the other way round: the second alone is behind.
            ((2, 1), ((2, 1), (0, 1)), Holds.NO),
            # Behind by more than the first makes up for.
            ((1, 2), ((2, 1), (0, 2)), Holds.NO),
            # A tie weighs the same, so one makes up for the other.
            ((1, 1), ((0, 1), (2, 1)), Holds.YES),
            ((2, 2), ((0, 2), (2, 1)), Holds.NO),
            # What is in no order may weigh anything, alone too.
            ((1, None), ((2, -2), (0, 1)), Holds.NO),
            ((1, None), ((2, -2), (1, 1)), Holds.YES),
        ],
    )
    def test_prefix_sums(self, make, ranks, levels, holds):
        """The sums over the first, the first two and so on decide."""
        weighing = self.ranked(make, ranks, levels)

        assert weighing.holds_for_every_weighting("a", "b") is holds

    def test_sentences(self, make):
        """What the order settles is said, and what it does not."""

        def told(*levels, ranks=(1, 2)):
            return self.ranked(make, ranks, levels).to_text(width=200)

        assert '"way a" comes out at least level with "way b"' in told(
            (2, 1), (0, 1)
        )
        assert '"way b" comes out at least level with "way a"' in told(
            (1, 2), (1, 0)
        )
        assert '"way a" and "way b" are level' in told((0, 0), (1, 1))
        assert 'give "way a" the higher sum, and others "way b"' in told(
            (2, 1), (0, 2)
        )
        assert "No order was given" in told((2, 1), (0, 2), ranks=(None, None))

    def test_on_a_page(self, make):
        """The order stands on the page, with its ties and what is outside."""
        told = self.ranked(make, (2, 1, 1, None), [(0, 0)] * 4).to_text(
            width=200
        )

        assert (
            "The order that you gave: thing m1, and level with it thing m2; "
            "then thing m0\n"
        ) in told
        assert "In no order: thing m3\n" in told

    def test_an_order_of_stars_on_a_page(self, two):
        """An order that comes of stars is said to."""
        told = two(((3,), 0, 0), ((5,), 0, 0)).to_text(width=200)

        assert (
            "The order of the stars that you gave: thing m1; then thing m0\n"
        ) in told

    def test_a_gap(self, two):
        """Where something is missing it may not be known yet."""
        weighing = two(((5,), 1, None))

        assert weighing.holds_for_every_weighting("a", "b") is Holds.UNKNOWN
        assert "is not known yet" in weighing.to_text(width=200)
        assert "compare is not known yet on: thing m0" in weighing.to_text(
            width=200
        )

    def test_stars_are_an_order_too(self, two):
        """Without ranks, stars give the order; a range of stars gives none."""
        weighing = two(((3,), 0, 0), ((5,), 0, 0), ((1, 2), 0, 0), ((), 0, 0))

        assert [[m.id for m in g] for g in weighing.order] == [["m1"], ["m0"]]
        assert [one.id for one in weighing.unordered] == ["m2", "m3"]


class TestTip:
    """What would make two ways level, one change at a time."""

    def test_a_shift(self, story, make):
        """The smallest shift of weight is said in words and in figures."""
        tip = weighing_of(story, make).what_would_tip_it("stay", "room")
        (shift,) = tip.shifts

        assert (shift.giver.id, shift.taker.id) == ("school", "door")
        assert (shift.share, shift.part) == (Fraction(1, 10), Fraction(1, 5))
        assert tip.words[0] == (
            '"Stay" and "The room" would be level if 1/5 of what "thing school" '
            'counts went to "thing door (must-have)"'
        )

    def test_other_fits(self, story, make):
        """Each cell that could is named, with where it would have to stand."""
        tip = weighing_of(story, make).what_would_tip_it("stay", "room")

        assert [
            (fit.option.id, fit.what_matters.id, fit.was, fit.level)
            for fit in tip.fits
        ] == [
            ("stay", "school", 2, Fraction(3, 5)),
            ("stay", "near", 2, Fraction(-3, 2)),
            ("room", "school", -1, Fraction(2, 5)),
        ]
        assert tip.words[1] == (
            '"Stay" and "The room" would be level if "Stay" stood at +3/5, '
            'and not at +2, on "thing school"'
        )

    def test_equal_shifts(self, two):
        """Where several shifts are equally small, all are named."""
        tip = two(((2,), 1, 0), ((2,), 1, 0), ((1,), 0, 1)).what_would_tip_it(
            "a", "b"
        )

        assert [(s.giver.id, s.taker.id) for s in tip.shifts] == [
            ("m0", "m2"),
            ("m1", "m2"),
        ]

    def test_no_single_shift(self, two):
        """Where none does, that is said."""
        weighing = two(((5,), 2, -2), ((5,), 2, -2))
        tip = weighing.what_would_tip_it("a", "b")

        assert (tip.shifts, tip.fits) == ((), ())
        assert tip.words == (
            'No single shift of weight would make "way a" and "way b" level.',
            (
                'No single fit, changed within its scale, would make "way a" '
                'and "way b" level.'
            ),
        )

    def test_level(self, two):
        """What is level needs no change."""
        tip = two(((1,), 2, 1), ((1,), 1, 2)).what_would_tip_it("a", "b")

        assert tip.kind is TipKind.LEVEL
        assert tip.words == ('As it stands, "way a" and "way b" are level.',)

    def test_what_counts_for_nothing(self, two):
        """A fit on what has no stars can change nothing; weight may go there."""
        tip = two(((0,), 0, 2), ((1,), 1, 0)).what_would_tip_it("a", "b")

        assert [(f.option.id, f.what_matters.id) for f in tip.fits] == [
            ("a", "m1"),
            ("b", "m1"),
        ]
        assert [(s.giver.id, s.part) for s in tip.shifts] == [
            ("m1", Fraction(1, 3))
        ]

    @pytest.mark.parametrize(
        "row",
        [((1,), 2, None), ((1,), None, 2), ((1, 2), 2, 1), ((), 2, 1)],
    )
    def test_something_is_missing(self, two, row):
        """Where something is not known, it says what has to be first."""
        tip = two(row, ((1,), 0, 1)).what_would_tip_it("a", "b")

        assert tip.kind is TipKind.OPEN
        assert [one.id for one in tip.missing] == ["m0"]
        assert "before this is known: thing m0" in tip.words[0]

    def test_a_gap_elsewhere(self, make):
        """What is missing of a third way keeps nothing back."""
        plan = make.plan(
            [make.way(name) for name in "abc"],
            [make.matters("m", 1)],
            fits=[make.fit("a", "m", 1), make.fit("b", "m", 0)],
        )
        tip = weighing_of(plan, make).what_would_tip_it("a", "b")

        assert tip.kind is TipKind.APART

    def test_words_stay_out_of_a_repr(self, story, make):
        """A log is not a case file."""
        tip = weighing_of(story, make).what_would_tip_it("stay", "room")

        assert "thing" not in repr(tip)


class TestPage:
    """A page shows the figures, and puts no way first."""

    def test_a_table(self, story, make):
        """The table has the stars, each fit and each sum."""
        text = weighing_of(story, make).to_markdown()

        assert "| thing school | 5 of 5 stars | +2 | -1 |" in text
        assert "| Sum | all together | +8 | +1 |" in text
        assert "0 (you, written down by Joan)" in text

    def test_no_way(self, make):
        """Without any way there is nothing to weigh, and that is said."""
        text = weighing_of(make.plan(), make).to_text()

        assert "No way stands here yet." in text

    def test_nothing_that_matters(self, make):
        """Without anything that matters neither."""
        text = weighing_of(make.plan([make.way("a")]), make).to_text()

        assert "Nothing that matters stands in this table yet." in text

    def test_gaps(self, two):
        """A missing cell is not known, and never 0."""
        text = two(((2,), None, 0), ((), 1, 1)).to_markdown()

        assert "| thing m0 | 2 of 5 stars | not known | 0 |" in text
        assert "| thing m1 | not said | +1 | +1 |" in text

    def test_rows(self, two):
        """The rows of data hold stars and ranks beside the fits."""
        first, second = two(((2, 3), None, 1), rank=1).to_rows()

        assert (first["fit_low"], second["fit_low"]) == (None, 1)
        assert (first["rank"], first["stars_low"], first["stars_high"]) == (
            1,
            2,
            3,
        )

    def test_values(self, story, make):
        """A weighing is a value, and its repr shows nobody's words."""
        weighing = weighing_of(story, make)
        copied = pickle.loads(pickle.dumps(weighing))

        assert weighing == weighing_of(story, make) == copied
        assert len({weighing, copied}) == 1
        assert copied.to_text() == weighing.to_text()
        assert repr(weighing) == "<Weighing home>"
        assert "thing" not in repr(weighing.sums())
        assert weighing._repr_html_() == weighing.to_html()

    def test_must_haves_stand_beside_it(self, story, make):
        """What is kept of the must-haves stands on the page of the sums."""
        text = weighing_of(story, make).to_text()

        assert "Must-haves and deal-breakers" in text


class TestWhoMayAsk:
    """Figures are put together when the client asks, and else not."""

    def delegated(self, make, *, kind=None, **fields):
        """Return a plan in which Amina left it to somebody to decide."""
        choice = Choice(
            id="x",
            option_id="ask",
            author=make.HER,
            decided_at=make.NOON,
            voice=make.OWN,
        )
        ask = make.way("ask", kind=kind or make.ASK)
        return make.plan(
            [make.way("a"), ask], choices=[choice], plan=fields or None
        )

    def decided(self, make, decider, **fields):
        """Return what somebody decided in Amina's stead."""
        return SubstituteDecision(
            decision_id="home",
            option_id="a",
            decider=decider,
            basis=SubstituteBasis.DELEGATED,
            delegated_by="x",
            voice=make.OWN,
            decided_at=make.NOON,
            **fields,
        )

    def ask(self, plan, make, who, at=None):
        """Ask for figures in the name of *who*."""
        sheet = pros_and_cons(plan, "home", seen_by=make.HER)
        return sheet.weigh(asked_by=who, at=at)

    def refused(self, plan, make, who, at=None):
        """Return the error that *who* gets."""
        with pytest.raises(AuthorityError) as caught:
            self.ask(plan, make, who, at)
        return caught.value

    def test_the_client(self, story, make):
        """The client may, whoever reads the sheet."""
        sheet = pros_and_cons(story, "home", seen_by=make.WORKER)
        weighing = sheet.weigh(asked_by=make.HER)

        assert weighing.asked_by == make.HER
        assert "because Amina asked for it" in weighing.to_text()

    @pytest.mark.parametrize(
        "role", [Role.WORKER, Role.ORGANISATION, Role.SOFTWARE]
    )
    def test_staff_and_software(self, make, role):
        """They may not, and the error says what they can do instead."""
        plan = self.delegated(make)
        error = self.refused(
            plan, make, Actor(role=role, id="joan"), make.NOON
        )

        assert (error.row, error.role) == ("weigh", role.value)
        assert error.facts == {"actor": "joan"}
        assert "look at the sheet together" in str(error)

    def test_another_client(self, story, make):
        """Another client may not."""
        self.refused(story, make, Actor(role=Role.CLIENT, id="c2"), make.NOON)

    def test_a_supporter(self, story, make):
        """A supporter to whom nothing was left may not."""
        self.refused(story, make, make.HODAN.actor, make.NOON)

    def test_a_delegate(self, make):
        """A supporter may, where the client left the decision to somebody."""
        who = make.HODAN.actor
        weighing = self.ask(self.delegated(make), make, who, make.NOON)

        assert weighing.asked_by == who

    def test_which_of_two(self, make):
        """A choice names no delegate: with two, nobody is one by it alone."""
        brother = Supporter(id="ali", called="Ali", invited=make.OWN)
        both = (make.HODAN, brother)
        plan = evolved(self.delegated(make), supporters=both)

        for one in both:
            self.refused(plan, make, one.actor, make.NOON)

    @pytest.mark.parametrize("never_asked", [True, False])
    def test_who_cannot_be_meant(self, make, never_asked):
        """Who was not invited, or is gone, does not stand in the way."""
        ali = {"id": "ali", "called": "Ali"}
        brother = (
            Supporter(**ali)
            if never_asked
            else Supporter(**ali, invited=make.OWN, ended_at=make.NOON)
        )
        plan = evolved(self.delegated(make), supporters=(make.HODAN, brother))

        assert self.ask(plan, make, make.HODAN.actor, make.NOON)

    def test_who_decided_before(self, make):
        """Who decided by that choice is the one who was meant."""
        brother = Supporter(id="ali", called="Ali", invited=make.OWN)
        plan = self.delegated(
            make,
            substitute_decisions=(self.decided(make, make.HODAN.actor),),
        )
        plan = evolved(plan, supporters=(make.HODAN, brother))

        assert self.ask(plan, make, make.HODAN.actor, make.NOON)
        self.refused(plan, make, brother.actor, make.NOON)

    def test_without_an_offset(self, make):
        """A time that could be any is refused, by the name it has here."""
        naive = make.NOON.replace(tzinfo=None)

        with pytest.raises(InvariantError, match="time-aware") as caught:
            self.ask(self.delegated(make), make, make.HODAN.actor, naive)

        assert caught.value.path == "$.at"

    def test_when(self, make):
        """A delegate has to say when, as their part has an end."""
        error = self.refused(self.delegated(make), make, make.HODAN.actor)

        assert "say with 'at' when they ask" in str(error)

    def test_not_left_to_anybody(self, make):
        """A choice of another kind leaves nothing to anybody."""
        plan = self.delegated(make, kind=make.way("a").kind)

        self.refused(plan, make, make.HODAN.actor, make.NOON)

    def test_a_choice_that_was_withdrawn(self, make):
        """A choice that was withdrawn leaves nothing to anybody."""
        taken = Withdrawal(subject_id="x", by=make.HER, at=make.NOON)
        plan = self.delegated(make, withdrawals=(taken,))

        self.refused(plan, make, make.HODAN.actor, make.NOON)

    @pytest.mark.parametrize(
        ("field", "hours", "may"),
        [
            ("until", 2, True),
            ("until", 1, False),
            ("revoked_at", 2, True),
            ("revoked_at", 1, False),
        ],
    )
    def test_what_ended(self, make, field, hours, may):
        """What was left to a delegate until a time ends then."""
        later = make.NOON + timedelta(hours=1)
        end = {field: make.NOON + timedelta(hours=hours)}
        made = self.decided(make, make.HODAN.actor, **end)
        plan = self.delegated(make, substitute_decisions=(made,))

        if may:
            assert self.ask(plan, make, make.HODAN.actor, later)
        else:
            self.refused(plan, make, make.HODAN.actor, later)

    def test_left_to_somebody_else(self, make):
        """What somebody else decided already was left to them."""
        made = self.decided(make, make.IFRAH.actor)
        plan = self.delegated(make, substitute_decisions=(made,))

        self.refused(plan, make, make.HODAN.actor, make.NOON)

    def test_not_invited_any_more(self, make):
        """A supporter who was not invited by the client may not."""
        nobody = attrs.evolve(make.HODAN, invited=None)
        plan = evolved(self.delegated(make), supporters=(nobody,))

        self.refused(plan, make, nobody.actor, make.NOON)

    def test_a_proxy(self, story, make):
        """A proxy may, for whom the law names no limits."""
        assert self.ask(story, make, make.IFRAH.actor, make.NOON)

    @pytest.mark.parametrize(
        ("domain", "may"),
        [(DecisionDomain.HOME, True), (DecisionDomain.MONEY, False)],
    )
    def test_the_scope_of_a_proxy(self, story, make, domain, may):
        """A proxy may in their scope."""
        proxy = evolved(make.IFRAH, domains=(domain,))
        home = evolved(story.decisions[0], domain=DecisionDomain.HOME)
        plan = evolved(story, proxies=(proxy,), decisions=(home,))

        if may:
            assert self.ask(plan, make, proxy.actor, make.NOON)
        else:
            self.refused(plan, make, proxy.actor, make.NOON)

    def test_the_time_of_a_proxy(self, story, make):
        """A proxy may while their authority lasts."""
        day = make.NOON.date()
        proxy = evolved(make.IFRAH, until_on=day)
        plan = evolved(story, proxies=(proxy,))

        assert self.ask(plan, make, proxy.actor, make.NOON)
        late = make.NOON + timedelta(days=1)
        self.refused(plan, make, proxy.actor, late)

    def test_nothing_to_decide(self, make):
        """A proxy may not, where there is nothing to decide on."""
        self.refused(make.plan(), make, make.IFRAH.actor, make.NOON)


def test_deal_breakers_fit_badly(make):
    """A deal-breaker that a way runs into fits badly, in the sum too."""
    kind = WhatMattersKind.DEAL_BREAKER
    plan = make.plan(
        [make.way("a")],
        [make.matters("m", 5, kind=kind)],
        fits=[make.fit("a", "m", -2)],
    )
    weighing = weighing_of(plan, make)

    assert weighing.must_haves[0].holds is Holds.NO
    assert weighing.sums().each[0].high == -10
