"""Weighing: what follows from the client's own figures, when they ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from empowerkit._render import Block, Page, plain
from empowerkit.model import Actor, Importance, Option, WhatMatters
from empowerkit.model._voice import MOST_STARS

from ._cells import Holds, MustHave
from ._figures import Ends, at_least, prefixes, weighted
from ._matrix import Matrix, levels_of, not_here, place_of
from ._rows import weighed_row
from ._setting import Setting
from ._tip import Tip, TipKind, tip
from ._weighing_page import assumptions, tip_lines, weighing_blocks


@attrs.frozen(kw_only=True)
class Sum:
    """
    The weighted sum of one option.

    Attributes:
        option: The option.
        low: The least it can be, in stars times fit.
        high: The most it can be; equal to *low* where all is known.
    """

    option: Option
    low: int
    high: int


@attrs.frozen(kw_only=True)
class Sums:
    """
    The weighted sums of all options, in the order of the sheet.

    Attributes:
        each: One for each option; empty where the client gave no stars.
        level: Options whose sums are known and equal, group by group.
        missing: What matters and is not known well enough for one figure.
    """

    each: tuple[Sum, ...] = ()
    level: tuple[tuple[Option, ...], ...] = ()
    missing: tuple[WhatMatters, ...] = ()
    _weighing: Weighing = attrs.field(alias="weighing", repr=False)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the sums take for granted, in sentences."""
        weighing = self._weighing
        return tuple(map(plain, assumptions(weighing, weighing._setting)))


@attrs.frozen(kw_only=True)
class WorseOn:
    """
    On what one option fits less well than another.

    Attributes:
        what_matters: On these it does.
        unknown: On these it is not known.
    """

    what_matters: tuple[WhatMatters, ...] = ()
    unknown: tuple[WhatMatters, ...] = ()


@attrs.frozen(kw_only=True, repr=False)
class Figures:
    """
    What a weighing is worked out from.

    Attributes:
        places: The place of each option, by its id.
        levels: For each option, from where to where its fits may lie.
        prefixes: For each option, what decides where only an order is
            known.
        weights: From where to where each weight may lie; `None` without
            any stars.
    """

    places: dict[str, int]
    levels: tuple[Ends, ...]
    prefixes: tuple[Ends, ...]
    weights: Ends | None


@attrs.frozen(kw_only=True, repr=False)
class Weighing(Page):
    """
    What follows from the client's own figures, and no more.

    It names no option over another and sorts nothing.

    Attributes:
        matrix: What is weighed.
        must_haves: What each option keeps, whatever the sums say.
        asked_by: Who asked for it.
        order: What matters, in the client's order: their ranks, or where
            nothing is ranked their stars.  What is in one group weighs the
            same.
        unordered: What they put in no order; its weight may be anything.
    """

    matrix: Matrix
    must_haves: tuple[MustHave, ...]
    asked_by: Actor
    order: tuple[tuple[WhatMatters, ...], ...]
    unordered: tuple[WhatMatters, ...]
    _figures: Figures = attrs.field(alias="figures", eq=False)
    _setting: Setting = attrs.field(alias="setting")

    def __repr__(self) -> str:
        return f"<Weighing {self._setting.decision.id}>"

    def dominates(self, a: str, b: str) -> Holds:
        """
        Return whether *a* fits at least as well as *b* on all that matters.

        Stars and order play no part in it.
        Where a cell is missing it holds only if it would with anything
        there.

        Args:
            a: The id of an option.
            b: The id of another.

        Raises:
            NotFoundError: There is no such option on the sheet.

        Source: dominance, see R. Keeney and H. Raiffa, Decisions with
        Multiple Objectives, 1976, section 3.2.
        """
        return at_least(*self._two(a, b, self._figures.levels))

    def worse_only_on(self, a: str, b: str) -> WorseOn:
        """
        Return on what *a* fits less well than *b*, and where that is open.

        Args:
            a: The id of an option.
            b: The id of another.

        Raises:
            NotFoundError: There is no such option on the sheet.
        """
        one, other = self._two(a, b, self._figures.levels)
        worse: list[WhatMatters] = []
        unknown: list[WhatMatters] = []
        for place, matters in enumerate(self.matrix.what_matters):
            if one.high[place] < other.low[place]:
                worse.append(matters)
            elif one.low[place] < other.high[place]:
                unknown.append(matters)
        return WorseOn(what_matters=tuple(worse), unknown=tuple(unknown))

    def holds_for_every_weighting(self, a: str, b: str) -> Holds:
        """
        Return whether *a* is at least level with *b*, knowing an order only.

        It is for all weights that keep to the client's order, exactly if
        the sums of the differences in fit over the first group, over the
        first two, and so on, are all 0 or more, and so is the difference
        on each thing outside the order.
        Ties in the order are equal weights.

        Args:
            a: The id of an option.
            b: The id of another.

        Raises:
            NotFoundError: There is no such option on the sheet.

        Source: P. Fishburn, Analysis of Decisions with Incomplete Knowledge
        of Probabilities, Operations Research 13, 1965.
        """
        return at_least(*self._two(a, b, self._figures.prefixes))

    def what_would_tip_it(self, a: str, b: str) -> Tip:
        """
        Return what, alone, would make *a* and *b* level.

        Moving weight t from one thing to another does at
        t = (w·d) / (d_from - d_to), where that is not more than the weight
        there is; and another fit in one cell does at (w·d) / w_k, where
        that stays inside -2 to +2.
        Where a cell, stars, or one figure of stars is missing, it says what
        has to be known first.

        Args:
            a: The id of an option.
            b: The id of another.

        Raises:
            NotFoundError: There is no such option on the sheet.

        Source: the smallest change of a weight, see E. Triantaphyllou and
        A. Sanchez, Decision Sciences 28, 1997; two weights at once, so that
        the rest keep theirs, is our choice.
        """
        options, figures = self.matrix.options, self._figures
        one, other = place_of(a, options), place_of(b, options)
        pair = (options[one], options[other])
        if figures.weights is None:
            found = Tip(a=pair[0], b=pair[1], kind=TipKind.NO_FIGURES)
        else:
            levels = (figures.levels[one], figures.levels[other])
            found = tip(
                self.matrix.what_matters, figures.weights, levels, pair
            )
        lines = tip_lines(found, self._setting)
        return attrs.evolve(found, words=tuple(map(plain, lines)))

    def sums(self) -> Sums:
        """
        Return the weighted sums: stars times fit, added up.

        A sum is a range where something is missing: the ends of the scale
        stand in its place.
        Options come in the order of the sheet, whatever their sums.
        """
        weights = self._figures.weights
        if weights is None:
            return Sums(weighing=self)
        each: list[Sum] = []
        for option, levels in zip(
            self.matrix.options, self._figures.levels, strict=True
        ):
            low, high = weighted(weights, levels)
            each.append(Sum(option=option, low=low, high=high))
        return Sums(
            each=tuple(each),
            level=_level(each),
            missing=self._missing(weights),
            weighing=self,
        )

    def to_rows(self) -> list[dict[str, Any]]:
        """
        Return one row for each cell, as plain values.

        Returns:
            Rows and keys as `Matrix.to_rows` has them, and ``rank``,
            ``stars_low`` and ``stars_high`` (0 to 5, `None` where not said).
        """
        called = self._setting.called()
        return [
            weighed_row(cell, called)
            for row in self.matrix.rows
            for cell in row
        ]

    def _blocks(self) -> Iterable[Block]:
        return weighing_blocks(self, self._setting)

    def _two(
        self, a: str, b: str, held: tuple[Ends, ...]
    ) -> tuple[Ends, Ends]:
        """Return what *held* has of both; of one alone, nothing is open."""
        places = self._figures.places
        if a not in places or b not in places:
            raise not_here()
        one, other = held[places[a]], held[places[b]]
        if a == b:
            known = Ends(one.low, one.low)
            return known, known
        return one, other

    def _missing(self, weights: Ends) -> tuple[WhatMatters, ...]:
        spread = [
            ends for ends in (weights, *self._figures.levels) if not ends.known
        ]
        return tuple(
            matters
            for place, matters in enumerate(self.matrix.what_matters)
            if weights.high[place]
            and any(ends.low[place] != ends.high[place] for ends in spread)
        )


def _weight(importance: Importance | None) -> tuple[int, int]:
    if importance is None:
        return 0, MOST_STARS
    return importance.low, importance.high


def _level(each: Iterable[Sum]) -> tuple[tuple[Option, ...], ...]:
    groups: dict[int, list[Option]] = {}
    for one in each:
        if one.low == one.high:
            groups.setdefault(one.low, []).append(one.option)
    return tuple(tuple(g) for g in groups.values() if len(g) > 1)


def weighed(
    matrix: Matrix,
    must_haves: tuple[MustHave, ...],
    *,
    asked_by: Actor,
    setting: Setting,
) -> Weighing:
    """Return *matrix* weighed."""
    matters = matrix.what_matters
    order, free = _in_order(matters)
    decisive = prefixes(order, free)
    levels = tuple(map(Ends.of, levels_of(matrix)))
    given = [one.importance for one in matters]
    figures = Figures(
        places={one.id: place for place, one in enumerate(matrix.options)},
        levels=levels,
        prefixes=tuple([ends.through(decisive) for ends in levels]),
        weights=Ends.of(map(_weight, given)) if any(given) else None,
    )
    return Weighing(
        matrix=matrix,
        must_haves=must_haves,
        asked_by=asked_by,
        order=tuple(tuple(matters[at] for at in group) for group in order),
        unordered=tuple(matters[at] for at in free),
        figures=figures,
        setting=setting,
    )


def _in_order(
    what_matters: tuple[WhatMatters, ...],
) -> tuple[list[list[int]], list[int]]:
    """Return the places of *what_matters* in order, and those in none."""
    ranked = any(one.rank is not None for one in what_matters)
    key = _rank if ranked else _stars
    groups: dict[int, list[int]] = {}
    free: list[int] = []
    for place, one in enumerate(what_matters):
        said = key(one)
        where = free if said is None else groups.setdefault(said, [])
        where.append(place)
    return [groups[said] for said in sorted(groups)], free


def _rank(one: WhatMatters) -> int | None:
    return one.rank


def _stars(one: WhatMatters) -> int | None:
    held = one.importance
    if held is None or held.low != held.high:
        return None
    return -held.low
