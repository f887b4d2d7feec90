"""The laws of pros and cons, and of weighing them."""

from __future__ import annotations

import re

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from html.parser import HTMLParser
from itertools import combinations, permutations, product
from typing import Any

import attrs
import pytest

from hypothesis import assume, event, given
from hypothesis import strategies as st

from empowerkit._render import columns
from empowerkit.errors import EmpowerkitError
from empowerkit.matrix import (
    GapKind,
    Holds,
    ProsAndCons,
    TipKind,
    Weighing,
    pros_and_cons,
)
from empowerkit.model import (
    Actor,
    Client,
    Consideration,
    Decision,
    Fit,
    Importance,
    Information,
    Option,
    Side,
    Supporter,
    Voice,
    WhatMatters,
    WhatMattersKind,
    Worker,
)
from empowerkit.model._record import evolved
from empowerkit.plan import Plan, people_of
from empowerkit.testing.strategies import plans


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA, JOAN = Client(id="c", called="Amina"), Worker(id="w", called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor
INVITED = Voice.of(HER, at=NOON)
HODAN = Supporter(id="s", called="Hodan", invited=INVITED)
PEOPLE = (HER, WORKER, HODAN.actor)
OPEN = Voice.of(HER, at=NOON)
LEVELS = st.integers(-2, 2)
STARS = st.integers(0, 5)


def plan_with(options=(), what_matters=(), **parts: Any) -> Plan:
    """Return a plan with one decision, out of *parts*."""
    decision = Decision(
        id="d",
        client=HER,
        words="Where do I live?",
        voice=OPEN,
        options=tuple(options),
        **parts,
    )
    return Plan(
        client=AMINA,
        workers=(JOAN,),
        supporters=(HODAN,),
        what_matters=tuple(what_matters),
        decisions=(decision,),
    )


def option(number: int) -> Option:
    """Return an option."""
    return Option(id=f"o{number}", words=f"way {number}", voice=OPEN)


def stars(low: int, high: int) -> Importance:
    """Return stars of the client's."""
    return Importance(low=low, high=high, said_by=HER)


def table(
    levels: list[list[int]], weights: list[int], ranks: list[int | None]
) -> Weighing:
    """Return a weighing of *levels*, a row for each thing that matters."""
    width = len(levels[0]) if levels else 0
    ways = [option(number) for number in range(width)]
    matters = [
        WhatMatters(
            id=f"m{place}",
            words=f"thing {place}",
            voice=OPEN,
            rank=rank,
            importance=stars(weight, weight),
        )
        for place, (weight, rank) in enumerate(
            zip(weights, ranks, strict=True)
        )
    ]
    cells = [
        Fit(
            id=f"f{place}-{number}",
            option_id=ways[number].id,
            what_matters_id=matters[place].id,
            level=level,
            voice=OPEN,
        )
        for place, row in enumerate(levels)
        for number, level in enumerate(row)
    ]
    plan = plan_with(ways, matters, fits=tuple(cells))
    return pros_and_cons(plan, "d", seen_by=HER).weigh(asked_by=HER)


@st.composite
def two_columns(
    draw: st.DrawFn, most: int = 5
) -> tuple[list[list[int]], list[int], list[int | None]]:
    """Draw two options: their fits, weights and ranks, all known or no rank."""
    n = draw(st.integers(1, most))

    def rows(of):
        return draw(st.lists(of, min_size=n, max_size=n))

    return (
        rows(st.lists(LEVELS, min_size=2, max_size=2)),
        rows(STARS),
        rows(st.none() | st.integers(1, 3)),
    )


def voices() -> st.SearchStrategy[Voice]:
    """Generate voices of the three, some for some eyes only."""
    return st.builds(
        Voice,
        speaker=st.sampled_from(PEOPLE),
        recorder=st.none() | st.just(WORKER),
        private_to=st.just(())
        | st.lists(st.sampled_from(PEOPLE), max_size=1).map(tuple),
    )


@st.composite
def boards(draw: st.DrawFn, *, private: bool = False) -> Plan:
    """Draw a plan with a decision: gaps, two answers, ranges and all."""
    numbers = range(draw(st.integers(0, 4)))
    ways = [option(number) for number in numbers]
    said_by = voices() if private else st.just(OPEN)
    own = (
        said_by.map(lambda v: attrs.evolve(v, speaker=HER))
        if private
        else said_by
    )
    if private:
        ways = [attrs.evolve(way, voice=draw(said_by)) for way in ways]
    matters = [
        WhatMatters(
            id=f"m{place}",
            words=f"thing {place}",
            voice=draw(own),
            kind=draw(st.sampled_from(WhatMattersKind)),
            rank=draw(st.none() | st.integers(1, 3)),
            importance=draw(
                st.none()
                | st.tuples(STARS, STARS).map(lambda two: stars(*sorted(two)))
            ),
        )
        for place in range(draw(st.integers(0, 3)))
    ]
    fits = [
        Fit(
            id=f"f{way.id}{one.id}{again}",
            option_id=way.id,
            what_matters_id=one.id,
            level=level,
            voice=draw(own),
        )
        for way, one in product(ways, matters)
        for again, level in enumerate(draw(st.lists(LEVELS, max_size=2)))
    ]
    points = [
        Consideration(
            id=f"k{place}",
            option_id=draw(st.sampled_from(ways)).id,
            side=draw(st.sampled_from(Side)),
            words=f"point {place}",
            voice=draw(said_by),
            what_matters_id=draw(
                st.sampled_from([None, *(one.id for one in matters)])
            ),
        )
        for place in range(draw(st.integers(0, 6)) if ways else 0)
    ]
    return plan_with(
        ways, matters, fits=tuple(fits), considerations=tuple(points)
    )


def sheet_of(plan: Plan) -> ProsAndCons:
    """Return the sheet of a plan as the client sees it."""
    return pros_and_cons(plan, "d", seen_by=HER)


def weighed(plan: Plan) -> Weighing:
    """Return the weighing of a plan, as the client asks for it."""
    return sheet_of(plan).weigh(asked_by=HER)


def with_options(plan: Plan, ways: Any) -> Plan:
    """Return *plan* with other options in its decision."""
    decision = evolved(plan.decisions[0], options=tuple(ways))
    return evolved(plan, decisions=(decision,))


def by_option(plan: Plan, among: tuple[Option, ...]) -> dict[Any, Any]:
    """Return all that is said of each option and pair *among*, by id."""
    sheet, weighing = sheet_of(plan), weighed(plan)
    ids = {one.id for one in among}
    told: dict[Any, Any] = {
        "columns": {c.option.id: c for c in sheet.side_by_side()},
        "rows": {(r["consideration_id"], *r.items()) for r in sheet.to_rows()},
        "sums": {one.option.id: one for one in weighing.sums().each},
        "must-haves": {
            (one.cell.option.id, one.cell.what_matters.id): one
            for one in sheet.must_haves()
        },
        "gaps": {
            gap
            for gap in sheet.gaps()
            if gap.kind is not GapKind.LESS_SAID
            and (gap.option is None or gap.option.id in ids)
        },
        "cells": {
            (c.option.id, c.what_matters.id): c
            for row in sheet.matrix().rows
            for c in row
        },
    }
    for name in ("columns", "sums"):
        told[name] = {i: one for i, one in told[name].items() if i in ids}
    for name in ("must-haves", "cells"):
        told[name] = {i: one for i, one in told[name].items() if i[0] in ids}
    told["sums"] = {i: (s.low, s.high) for i, s in told["sums"].items()}
    for a, b in permutations([one.id for one in among], 2):
        told[a, b] = (
            weighing.dominates(a, b),
            weighing.worse_only_on(a, b),
            weighing.holds_for_every_weighting(a, b),
            weighing.what_would_tip_it(a, b),
        )
    return told


@given(boards(), st.data())
def test_permuting(plan: Plan, data: st.DataObject) -> None:
    """Options put in another order: the same results, in that order."""
    ways = plan.decisions[0].options
    mixed = tuple(data.draw(st.permutations(ways)))
    other = with_options(plan, mixed)

    assert by_option(plan, ways) == by_option(other, ways)
    assert weighed(other).matrix.options == mixed
    assert [one.option for one in weighed(other).sums().each] in ([*mixed], [])
    assert [c.option for c in sheet_of(other).side_by_side()] == [*mixed]
    for row in sheet_of(other).matrix().rows:
        assert [cell.option for cell in row] == [*mixed]
    level = [{*map(str, group)} for group in weighed(plan).sums().level]
    for group in weighed(other).sums().level:
        assert {*map(str, group)} in level


@given(boards())
def test_ties(plan: Plan) -> None:
    """Options are level exactly if their sums are known, and equal."""
    sums = weighed(plan).sums()
    together = {
        frozenset(pair)
        for group in sums.level
        for pair in combinations([one.id for one in group], 2)
    }
    for a, b in combinations(sums.each, 2):
        level = a.low == a.high == b.low == b.high
        assert level == ({a.option.id, b.option.id} in together)


@given(boards(), st.data())
def test_one_more_option(plan: Plan, data: st.DataObject) -> None:
    """An option that is added leaves what is said of the others alone."""
    before = plan.decisions[0]
    place = data.draw(st.integers(0, len(before.options)))
    more = option(9)
    ways = (*before.options[:place], more, *before.options[place:])
    cells = tuple(
        Fit(
            id=f"n{one.id}",
            option_id=more.id,
            what_matters_id=one.id,
            level=data.draw(LEVELS),
            voice=OPEN,
        )
        for one in plan.what_matters
    )
    after = evolved(before, options=ways, fits=(*before.fits, *cells))
    other = evolved(plan, decisions=(after,))

    assert by_option(plan, before.options) == by_option(other, before.options)


@st.composite
def lists(draw: st.DrawFn) -> Plan:
    """Draw a plan in which something speaks for and against each option."""
    ways = [option(number) for number in range(draw(st.integers(1, 3)))]
    sides = st.lists(st.sampled_from(Side), max_size=5)
    points = [
        Consideration(
            id=f"k{way.id}{place}",
            option_id=way.id,
            side=side,
            words=f"point {place}",
            voice=OPEN,
        )
        for way in ways
        for place, side in enumerate([*Side, *draw(sides)])
    ]
    return plan_with(ways, considerations=tuple(draw(st.permutations(points))))


@given(lists(), st.data())
def test_what_balances(plan: Plan, data: st.DataObject) -> None:
    """Striking equals leaves the net, and all else; undoing restores."""
    sheet = sheet_of(plan)
    column = data.draw(st.sampled_from(sheet.side_by_side()))
    pros = data.draw(_some(column.pros))
    cons = data.draw(_some(column.cons))
    worth = {
        said.id: Fraction(data.draw(st.integers(1, 9)))
        for one in sheet.side_by_side()
        for said in one.said
    }
    # Whatever each is worth to the client, they say that these balance.
    ratio = sum(worth[i] for i in pros) / sum(worth[i] for i in cons)
    worth |= {i: worth[i] * ratio for i in cons}
    struck = sheet.strike_equal(pros, cons, by=HER)
    gone = {*pros, *cons}

    def net(one):
        return sum(worth[s.id] for s in one.pros) - sum(
            worth[s.id] for s in one.cons
        )

    for was, now in zip(sheet.left(), struck.left(), strict=True):
        assert net(was) == net(now)
        assert [s for s in was.said if s.id not in gone] == [*now.said]
        assert was.option == now.option
    assert struck.side_by_side() == sheet.side_by_side()
    assert struck.gaps() == sheet.gaps()
    assert struck.matrix() == sheet.matrix()
    assert struck.weigh(asked_by=HER) == sheet.weigh(asked_by=HER)
    assert struck.undo() == sheet
    assert struck.undo().left() == sheet.side_by_side()


def _some(said: tuple[Consideration, ...]) -> st.SearchStrategy[list[str]]:
    ids = [one.id for one in said]
    return st.lists(st.sampled_from(ids), min_size=1, unique=True)


@given(two_columns())
def test_dominance(drawn: Any) -> None:
    """One dominates another exactly if it is nowhere below it."""
    levels, weights, ranks = drawn
    weighing = table(levels, weights, ranks)
    below = [m for m, (a, b) in enumerate(levels) if a < b]
    found = weighing.worse_only_on("o0", "o1")

    holds = Holds.NO if below else Holds.YES
    assert holds is weighing.dominates("o0", "o1")
    assert [f"m{m}" for m in below] == [m.id for m in found.what_matters]
    assert found.unknown == ()


@given(boards())
def test_dominance_holds_for_every_order(plan: Plan) -> None:
    """What is at least as good on everything is so for all weights."""
    weighing = weighed(plan)
    for a, b in permutations([o.id for o in weighing.matrix.options], 2):
        if weighing.dominates(a, b) is Holds.YES:
            event("dominates")
            assert weighing.holds_for_every_weighting(a, b) is Holds.YES
            sums = {s.option.id: s for s in weighing.sums().each}
            if sums:
                assert sums[a].low >= sums[b].low
                assert sums[a].high >= sums[b].high


def solved(rows: list[list[Fraction]], n: int) -> list[Fraction] | None:
    """Return the one solution of *rows* (the last column is the right side)."""
    rows = [row[:] for row in rows]
    for column in range(n):
        pivot = next(
            (r for r in range(column, len(rows)) if rows[r][column]), None
        )
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column]
        head[:] = [value / head[column] for value in head]
        for r, row in enumerate(rows):
            if r != column and row[column]:
                row[:] = [
                    v - row[column] * h for v, h in zip(row, head, strict=True)
                ]
    if any(row[n] for row in rows[n:]):
        return None
    return [row[n] for row in rows[:n]]


def vertices(ranks: list[int | None]) -> Iterator[list[Fraction]]:
    """Yield each corner of the set of weights that keep to *ranks*."""
    n = len(ranks)

    def row(*terms: tuple[int, int], right: int = 0) -> list[Fraction]:
        values = [Fraction(0)] * n + [Fraction(right)]
        for place, value in terms:
            values[place] += value
        return values

    known = [(r, i) for i, r in enumerate(ranks) if r is not None]
    always = [row(*((i, 1) for i in range(n)), right=1)]
    least = [row((i, 1)) for i in range(n)]
    for (r, i), (s, j) in permutations(known, 2):
        if r == s and i < j:
            always.append(row((i, 1), (j, -1)))
        elif r < s:
            least.append(row((i, 1), (j, -1)))
    for count in range(n + 1):
        for tight in combinations(least, count):
            weights = solved([*always, *tight], n)
            if weights is not None and all(
                sum(w * c for w, c in zip(weights, limit[:n], strict=True))
                >= 0
                for limit in least
            ):
                yield weights


@given(two_columns(most=3))
def test_an_order_against_all_corners(drawn: Any) -> None:
    """It holds for every weighting exactly if it does at each corner."""
    levels, weights, ranks = drawn
    assume(any(ranks))
    weighing = table(levels, weights, ranks)
    corners = [*vertices(ranks)]
    apart = [a - b for a, b in levels]
    always = all(
        sum(w * d for w, d in zip(corner, apart, strict=True)) >= 0
        for corner in corners
    )

    assert corners
    holds = Holds.YES if always else Holds.NO
    assert holds is weighing.holds_for_every_weighting("o0", "o1")


@given(two_columns())
def test_stars_stand_in_for_an_order(drawn: Any) -> None:
    """Where nothing is ranked, more stars come first, and equal ones tie."""
    levels, weights, _ = drawn
    nothing: list[None] = [None] * len(weights)
    ranked = [6 - weight for weight in weights]
    there = table(levels, weights, nothing)
    here = table(levels, weights, ranked)

    assert [[m.id for m in g] for g in here.order] == [
        [m.id for m in g] for g in there.order
    ]
    assert here.holds_for_every_weighting(
        "o0", "o1"
    ) is there.holds_for_every_weighting("o0", "o1")
    own = there.holds_for_every_weighting("o0", "o1")
    sums = [one.low for one in there.sums().each]
    if own is Holds.YES:
        assert sums[0] >= sums[1]


def lead(weights: Any, levels: list[list[Any]]) -> Any:
    """Return by how much the first option leads the second."""
    return sum(w * (a - b) for w, (a, b) in zip(weights, levels, strict=True))


def crosses(at_start: Any, at_end: Any) -> bool:
    """Return whether a line between two values meets 0 behind its start."""
    return at_end == 0 or (at_start < 0) != (at_end < 0)


@given(two_columns())
def test_what_would_tip_it(drawn: Any) -> None:
    """Each answer makes a tie and keeps to its scale; and none is missing."""
    levels, weights, ranks = drawn
    tip = table(levels, weights, ranks).what_would_tip_it("o0", "o1")
    now = lead(weights, levels)
    event(f"{tip.kind.value}, {min(len(tip.shifts), 3)} shifts")
    if now == 0:
        assert tip.kind is TipKind.LEVEL
        assert (tip.shifts, tip.fits) == ((), ())
        return
    assert tip.kind is TipKind.APART
    total = sum(weights)
    shares = [Fraction(weight, total) for weight in weights]
    possible = {
        (f"m{i}", f"m{j}")
        for i, j in permutations(range(len(weights)), 2)
        if shares[i] and crosses(now, lead(_moved(shares, i, j, 1), levels))
    }
    for shift in tip.shifts:
        i, j = int(shift.giver.id[1:]), int(shift.taker.id[1:])
        assert 0 < shift.part <= 1
        assert shift.share == shift.part * shares[i]
        assert lead(_moved(shares, i, j, shift.part), levels) == 0
        possible.discard((shift.giver.id, shift.taker.id))
    assert tip.shifts or not possible
    assert len({shift.share for shift in tip.shifts}) == bool(tip.shifts)
    for giver, taker in possible:
        i, j = int(giver[1:]), int(taker[1:])
        part = tip.shifts[0].share / shares[i]
        still = lead(_moved(shares, i, j, part), levels)
        assert part < 1
        assert still != 0
        assert (still < 0) == (now < 0)


def _moved(
    shares: list[Fraction], giver: int, taker: int, part: Any
) -> list[Fraction]:
    """Return *shares* with *part* of one of them moved to another."""
    moved = shares[giver] * part
    after = [*shares]
    after[giver] -= moved
    after[taker] += moved
    return after


@given(two_columns())
def test_which_fit_would_tip_it(drawn: Any) -> None:
    """Each cell that could make a tie is named, with where it would."""
    levels, weights, ranks = drawn
    tip = table(levels, weights, ranks).what_would_tip_it("o0", "o1")
    assume(tip.kind is TipKind.APART)

    def at(row: int, side: int, level: Any) -> Any:
        changed = [[*pair] for pair in levels]
        changed[row][side] = level
        return lead(weights, changed)

    found = {
        (int(fit.what_matters.id[1:]), int(fit.option.id[1:])): fit
        for fit in tip.fits
    }
    for row, side in product(range(len(levels)), (0, 1)):
        ends = at(row, side, -2), at(row, side, 2)
        possible = weights[row] > 0 and (
            0 in ends or (ends[0] < 0) != (ends[1] < 0)
        )
        assert possible == ((row, side) in found)
        if possible:
            fit = found[row, side]
            assert fit.was == levels[row][side]
            assert -2 <= fit.level <= 2
            assert at(row, side, fit.level) == 0


@given(two_columns())
def test_tipping_is_the_same_from_both_sides(drawn: Any) -> None:
    """Which of two options is named first makes no difference."""
    levels, weights, ranks = drawn
    weighing = table(levels, weights, ranks)
    there = weighing.what_would_tip_it("o0", "o1")
    back = weighing.what_would_tip_it("o1", "o0")

    assert (there.kind, there.shifts) == (back.kind, back.shifts)
    assert {*there.fits} == {*back.fits}


def completed(plan: Plan, draw: Any) -> tuple[list[list[int]], list[int]]:
    """Return fits and weights as they may turn out to be."""
    matrix = sheet_of(plan).matrix()
    levels = [[draw(st.integers(*c.span)) for c in row] for row in matrix.rows]
    given_ = [one.importance for one in matrix.what_matters]
    weights = [
        draw(STARS if one is None else st.integers(one.low, one.high))
        for one in given_
    ]
    return levels, weights


@given(boards(), st.data())
def test_ranges_contain_every_completion(
    plan: Plan, data: st.DataObject
) -> None:
    """However the gaps are filled, a sum lies inside its range."""
    levels, weights = completed(plan, data.draw)
    sums = weighed(plan).sums()
    missing = {one.id for one in sums.missing}

    for place, one in enumerate(sums.each):
        told = sum(
            w * row[place] for w, row in zip(weights, levels, strict=True)
        )
        assert one.low <= told <= one.high
        assert missing or one.low == one.high


@given(boards())
def test_ranges_are_no_wider(plan: Plan) -> None:
    """Both ends of a range are what some way to fill the gaps comes to."""
    weighing = weighed(plan)
    rows, matters = weighing.matrix.rows, weighing.matrix.what_matters
    for place, one in enumerate(weighing.sums().each):
        terms = []
        for row, matter in zip(rows, matters, strict=True):
            held = matter.importance
            span = (0, 5) if held is None else (held.low, held.high)
            terms.append(
                [w * level for w in span for level in row[place].span]
            )
        assert one.low == sum(map(min, terms))
        assert one.high == sum(map(max, terms))


@given(boards(), st.data())
def test_what_is_known_stays_known(plan: Plan, data: st.DataObject) -> None:
    """However the gaps are filled, a yes stays yes and a no stays no."""
    levels, _ = completed(plan, data.draw)
    matters = plan.what_matters
    before = weighed(plan)
    ids = [one.id for one in before.matrix.options]
    cells = tuple(
        Fit(
            id=f"x{place}{number}",
            option_id=way,
            what_matters_id=one.id,
            level=levels[place][number],
            voice=OPEN,
        )
        for place, one in enumerate(matters)
        for number, way in enumerate(ids)
    )
    full = evolved(plan.decisions[0], fits=cells)
    after = weighed(evolved(plan, decisions=(full,)))
    for a, b in permutations(ids, 2):
        for name in ("dominates", "holds_for_every_weighting"):
            was = getattr(before, name)(a, b)
            now = getattr(after, name)(a, b)
            assert was in (now, Holds.UNKNOWN)
            assert now is not Holds.UNKNOWN or not matters


def everything(plan: Plan, decision_id: str, reader: Actor) -> list[str]:
    """Return whatever any public call has to say, as texts."""
    sheet = pros_and_cons(plan, decision_id, seen_by=reader)
    weighing = sheet.weigh(asked_by=plan.client.actor)
    sums = weighing.sums()
    told: list[Any] = [
        sheet.side_by_side(),
        sheet.gaps(),
        sheet.find_out_list(),
        sheet.must_haves(),
        sheet.left(),
        sheet.undo(),
        sheet.choice,
        sums,
        *sums.assumptions,
    ]
    ids = [one.id for one in sheet.options]
    for a, b in product(ids, repeat=2):
        tip = weighing.what_would_tip_it(a, b)
        told += [tip, *tip.words, weighing.worse_only_on(a, b)]
        told += [
            weighing.dominates(a, b),
            weighing.holds_for_every_weighting(a, b),
        ]
    for page in (sheet, sheet.matrix(), weighing):
        told += [page, page.to_rows(), page.to_text(), page.to_markdown()]
        told += [page.to_html(), page.to_text(width=30)]
        assert page._repr_html_() == page.to_html()
    return [*map(str, told)]


@given(plans(having=[Decision]), st.data())
def test_any_plan(plan: Plan, data: st.DataObject) -> None:
    """Every call has an answer for every plan, and each of its readers."""
    people = people_of(plan)
    readers = [
        one.actor
        for one in (people.client, *people.others)
        if getattr(one, "ended_at", None) is None
    ]
    reader = data.draw(st.sampled_from(readers))
    for decision in plan.as_seen_by(reader).decisions:
        assert all(everything(plan, decision.id, reader))


@given(boards())
def test_any_board(plan: Plan) -> None:
    """The same for gaps, ties, nothing that matters, no option at all."""
    assert all(everything(plan, "d", HER))


def words_of(plan: Plan) -> dict[str, str]:
    """Return a mark for each noun with words, by its id."""
    decision = plan.decisions[0]
    nouns: list[Any] = [
        *plan.what_matters,
        *decision.options,
        *decision.considerations,
        *decision.information,
    ]
    return {one.id: f"canary-{one.id}-" for one in nouns}


def marked(plan: Plan, end: str = "") -> Plan:
    """Return *plan* with a mark of its own for the words of each noun."""
    marks = words_of(plan)

    def fresh(nouns: Any) -> Any:
        return tuple(evolved(one, words=marks[one.id] + end) for one in nouns)

    decision = plan.decisions[0]
    return evolved(
        plan,
        what_matters=fresh(plan.what_matters),
        decisions=(
            evolved(
                decision,
                options=fresh(decision.options),
                considerations=fresh(decision.considerations),
            ),
        ),
    )


@given(boards(private=True), st.sampled_from(PEOPLE))
def test_nothing_private(drawn: Plan, reader: Actor) -> None:
    """What is kept from a reader is in no answer; what is not is on a page."""
    plan = marked(drawn)
    seen = plan.as_seen_by(reader)
    decision = seen.decisions[0]
    shown = {
        one.id
        for one in (
            *seen.what_matters,
            *decision.options,
            *decision.considerations,
        )
    }
    told = "\n".join(everything(plan, "d", reader))
    hidden = words_of(plan).keys() - shown
    event("something is hidden" if hidden else "all is shown")
    sheet = pros_and_cons(plan, "d", seen_by=reader)
    fits = {
        fit.id
        for row in sheet.matrix().rows
        for cell in row
        for fit in cell.fits
    }

    for one in hidden:
        assert f"canary-{one}-" not in told
    assert fits <= {fit.id for fit in decision.fits}
    for one in (*decision.options, *decision.considerations):
        assert f"canary-{one.id}-" in told
    if decision.options:
        for one in seen.what_matters:
            assert f"canary-{one.id}-" in told


@given(boards(private=True), st.sampled_from(PEOPLE))
def test_only_the_client_is_you(plan: Plan, reader: Actor) -> None:
    """On a sheet that anybody else reads nobody is called "you"."""
    sheet = pros_and_cons(plan, "d", seen_by=reader)
    you = re.compile(r"\byou\b", re.IGNORECASE)
    pages = [page.to_text(width=999) for page in _pages(sheet)]

    assert reader != HER or you.search(pages[-1])
    assert reader == HER or not any(map(you.search, pages))


@given(boards(private=True), st.permutations(PEOPLE))
def test_two_readers(plan: Plan, readers: list[Actor]) -> None:
    """Sheets of two readers are not taken for one another."""
    one, other = (
        pros_and_cons(plan, "d", seen_by=reader) for reader in readers[:2]
    )

    assert one != other or one.to_text() == other.to_text()
    assert one == pros_and_cons(plan, "d", seen_by=readers[0])


@given(boards(private=True), st.sampled_from(PEOPLE))
def test_sentences_end_once(drawn: Plan, reader: Actor) -> None:
    """Words that end in a full stop get no second one from us."""
    plan = marked(drawn, ".")
    sheet = pros_and_cons(plan, "d", seen_by=reader)
    for page in _pages(sheet):
        text = page.to_text(width=9_999)
        assert ".." not in text
        assert '.".' not in text
    for line in sheet.find_out_list():
        assert ".." not in line


CLAIMS = re.compile(
    r"\b(best|worst|winners?|winning|wins?|recommend\w*|ideal|optimal|optimum|top|"
    r"highest|lowest|greatest|most|least|better|superior|should|ought|must|"
    r"advise\w*|prefer\w*|option\w*|score\w*|rank\w*|first choice)\b",
    re.IGNORECASE,
)
FINE = re.compile(r"at least|must-ha\w+", re.IGNORECASE)
TAGS = {
    "bdi",
    "br",
    "caption",
    "h1",
    "h2",
    "li",
    "p",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}


class Tags(HTMLParser):
    """What a page is made of, and in which order its columns stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[Any] = []
        self.heads: list[str] = []
        self._in_head = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        """Note a tag, with what is said about it."""
        self.tags.append((tag, *attributes))
        if tag in {"th", "td"}:
            self._in_head = ("scope", "col") in attributes

    def handle_endtag(self, tag: str) -> None:
        """Note the end of one."""
        self.tags.append(f"/{tag}")
        self._in_head = self._in_head and tag != "th"

    def handle_data(self, data: str) -> None:
        """Note the heading of a column."""
        if self._in_head:
            self.heads.append(data)


@given(boards())
def test_no_winner(plan: Plan) -> None:
    """Nothing marks, sorts or praises an option, on any page."""
    sheet = sheet_of(plan)
    weighing = sheet.weigh(asked_by=HER)
    names = [one.words for one in plan.decisions[0].options]
    for page in (sheet, sheet.matrix(), weighing):
        html = Tags(page.to_html())
        assert {tag[0] for tag in html.tags if tag[0] != "/"} <= TAGS
        assert {a for tag in html.tags if tag[0] != "/" for a in tag[1:]} <= {
            ("scope", "col"),
            ("scope", "row"),
        }
        heads = [head for head in html.heads if head in names]
        assert heads == names * (len(heads) // len(names) if names else 0)
        for text in (page.to_text(width=500), page.to_markdown()):
            plain = text.replace("\\", "")
            assert CLAIMS.findall(FINE.sub("", plain)) == []
        rows = [row["option_id"] for row in page.to_rows()]
        if page is not sheet:
            assert rows == [o.id for o in sheet.options] * len(
                sheet.what_matters
            )
        else:
            order = [o.id for o in sheet.options]
            assert rows == sorted(rows, key=order.index)


def test_the_scan_sees_a_claim() -> None:
    """The scan is not blind."""
    for claim in ("The best way", "Recommended:", "This one wins", "You must"):
        assert CLAIMS.search(FINE.sub("", claim))
    for fine in ("at least as well", "A must-have", "Must-haves and more"):
        assert not CLAIMS.search(FINE.sub("", fine))


HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "</bdi></td></table><img src=x onerror=alert(1)>",
        "\u202eback to front",
        "مرحبا | بك",
        "👩‍👩‍👧‍👦 🏳️‍🌈",
        "x" * 10_000,
        "字" * 2_000,
        "=HYPERLINK(1)",
        "\n\n# a heading\n\n- an item",
        "| a | b |",
        "\x1b[31mred\x1b[0m\x07",
        "{way} {0}",
        "",
    ]
)


@given(boards(), HOSTILE | st.text().map(lambda t: t.replace("\0", "")))
def test_hostile_words(plan: Plan, words: str) -> None:
    """Whatever people say, a page keeps its shape, and steers nothing."""
    decision = plan.decisions[0]

    def all_say(text: str) -> Plan:
        def fresh(nouns: Any) -> Any:
            return tuple(evolved(one, words=text) for one in nouns)

        told = Information(id="i", words=text, given_by=WORKER, given_at=NOON)
        return evolved(
            plan,
            what_matters=fresh(plan.what_matters),
            decisions=(
                evolved(
                    decision,
                    words=text,
                    options=fresh(decision.options),
                    considerations=fresh(decision.considerations),
                    information=(told,),
                ),
            ),
        )

    plainly, hostile = sheet_of(all_say("a")), sheet_of(all_say(words))
    for a, b in zip(_pages(plainly), _pages(hostile), strict=True):
        assert Tags(a.to_html()).tags == Tags(b.to_html()).tags
        text = b.to_text(width=60)
        assert max(columns(row) for row in text.split("\n")) <= 60
        for shown in (text, b.to_markdown()):
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)
            assert not re.search("[\u202a-\u202e\u2066\u2067]", shown)
        assert len(a.to_markdown().split("\n")) == len(
            b.to_markdown().split("\n")
        )


def _pages(sheet: ProsAndCons) -> tuple[Any, ...]:
    return sheet, sheet.matrix(), sheet.weigh(asked_by=HER)


@given(boards(), st.sampled_from(PEOPLE))
def test_figures_are_for_the_client_to_ask(plan: Plan, who: Actor) -> None:
    """Nobody else gets figures, or says what balances; everybody the sheet."""
    sheet = pros_and_cons(plan, "d", seen_by=who)
    assert sheet.to_text()
    if who == HER:
        assert sheet.weigh(asked_by=who).asked_by == who
        return
    with pytest.raises(EmpowerkitError):
        sheet.weigh(asked_by=who, at=NOON)
    with pytest.raises(EmpowerkitError):
        sheet.strike_equal(["k0"], ["k1"], by=who)


@given(boards())
def test_missing_is_not_the_middle(plan: Plan) -> None:
    """A cell with nothing in it is never taken as one with 0 in it."""
    for row in weighed(plan).to_rows():
        cell = (
            sheet_of(plan)
            .matrix()
            .cell(row["option_id"], row["what_matters_id"])
        )
        assert (row["fit_low"] is None) == (not cell.fits)
    decision = plan.decisions[0]
    for one in sheet_of(plan).must_haves():
        if not one.cell.fits:
            assert one.holds is Holds.UNKNOWN
    assert decision.fits or not any(
        s.low == s.high == 0
        for s in weighed(plan).sums().each
        if any(m.importance != stars(0, 0) for m in plan.what_matters)
    )
