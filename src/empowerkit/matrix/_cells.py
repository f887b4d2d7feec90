"""Ways against what matters: the cells, and what they say by themselves."""

from __future__ import annotations

import enum

from typing import Any, Final, NoReturn

import attrs

from empowerkit.model import (
    Consideration,
    Decision,
    Fit,
    Option,
    WhatMatters,
    WhatMattersKind,
)
from empowerkit.model._goals import HIGHEST, LOWEST
from empowerkit.plan import Plan

from ._standing import Lines, grouped, lines, unchanged


Span = tuple[int, int]
_WHOLE: Final[Span] = (LOWEST, HIGHEST)


class Holds(enum.StrEnum):
    """
    Whether something holds: yes, no, or not known.

    There is no yes or no to be had from it by ``if``: not known would have
    to be one of them.

    >>> Holds.UNKNOWN.value
    'unknown'
    >>> Holds.UNKNOWN is Holds.NO
    False
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        msg = (
            "whether something holds must be compared with Holds.YES, "
            "Holds.NO or Holds.UNKNOWN: it may not be known"
        )
        raise TypeError(msg)


@attrs.frozen(kw_only=True)
class Cell:
    """
    How one option fits one thing that matters, as far as it was said.

    Attributes:
        option: The option.
        what_matters: What matters.
        fits: What the client said of it; empty is not known, and two are
            two answers.
        considerations: What was said for and against that names it.
    """

    option: Option
    what_matters: WhatMatters
    fits: tuple[Fit, ...] = ()
    considerations: tuple[Consideration, ...] = ()

    @property
    def span(self) -> Span:
        """From where to where the fit may lie, -2 to +2."""
        return span_of(self.fits)


def span_of(fits: tuple[Fit, ...]) -> Span:
    """Return from where to where a fit may lie of which *fits* were said."""
    if len(fits) == 1:
        level = fits[0].level
        return level, level
    levels = [fit.level for fit in fits] or _WHOLE
    return min(levels), max(levels)


Rows = tuple[tuple[Cell, ...], ...]


@attrs.frozen(kw_only=True)
class Column:
    """
    One option, with what was said of it.

    Attributes:
        option: The option.
        pros: What speaks for it, in the order in which it was said.
        cons: What speaks against it.
        unsure: What may be on either side.
    """

    option: Option
    pros: tuple[Consideration, ...] = ()
    cons: tuple[Consideration, ...] = ()
    unsure: tuple[Consideration, ...] = ()

    @property
    def said(self) -> tuple[Consideration, ...]:
        """All that was said, one side after the other."""
        return (*self.pros, *self.cons, *self.unsure)


@attrs.frozen(kw_only=True)
class LeftOut:
    """
    What a matrix has no place for.

    Attributes:
        considerations: What names nothing that matters, or something that
            is not in the matrix, each with its option.
        what_matters: What matters too, and was not asked for.
    """

    considerations: tuple[tuple[Option, Consideration], ...] = ()
    what_matters: tuple[WhatMatters, ...] = ()


@attrs.frozen(kw_only=True)
class MustHave:
    """
    Whether one option keeps one must-have, or avoids one deal-breaker.

    It is the client's own fit that says so: above 0 is yes, below 0 is no.
    0 is neither, and so is nothing, and so are two answers that differ.
    A fit is always how well the option fits what matters, so that a
    deal-breaker that an option runs into fits badly.

    Attributes:
        cell: The option, what matters, and what was said.
        holds: Yes, no or unknown.
    """

    cell: Cell
    holds: Holds


def kept(cell: Cell) -> MustHave:
    """Return what *cell* says of a must-have or a deal-breaker."""
    low, high = cell.span
    holds = Holds.UNKNOWN
    if low > 0:
        holds = Holds.YES
    elif high < 0:
        holds = Holds.NO
    return MustHave(cell=cell, holds=holds)


@attrs.frozen(kw_only=True, repr=False)
class Standing:
    """All that stands in a decision, sorted to where it belongs."""

    options: Lines[Option]
    what_matters: Lines[WhatMatters]
    by_option: dict[Any, tuple[Consideration, ...]]
    by_cell: dict[Any, tuple[Consideration, ...]]
    fits: dict[Any, tuple[Fit, ...]]

    @classmethod
    def of(cls, plan: Plan, decision: Decision) -> Standing:
        """Return what stands in *decision*."""
        ways = lines(plan, decision.options)
        matters = lines(plan, plan.what_matters)
        points = lines(plan, decision.considerations).standing

        way, row = ways.heirs.get, matters.heirs.get
        column = unchanged(decision.options, ways).get
        line = unchanged(plan.what_matters, matters).get

        def place(noun: Consideration | Fit) -> tuple[str | None, str | None]:
            return way(noun.option_id), row(noun.what_matters_id or "")

        return cls(
            options=ways,
            what_matters=matters,
            by_option=grouped(points, lambda said: way(said.option_id)),
            by_cell=grouped(points, place),
            fits=grouped(
                lines(plan, decision.fits).standing,
                lambda fit: (column(fit.option_id), line(fit.what_matters_id)),
            ),
        )

    def cell(self, option: Option, matters: WhatMatters) -> Cell:
        """Return how *option* fits what *matters*."""
        place = (option.id, matters.id)
        return Cell(
            option=option,
            what_matters=matters,
            fits=self.fits.get(place, ()),
            considerations=self.by_cell.get(place, ()),
        )

    def rows(self, what_matters: tuple[WhatMatters, ...]) -> Rows:
        """Return one row for each of *what_matters*, a cell an option."""
        options = self.options.standing
        return tuple(
            tuple(self.cell(option, matters) for option in options)
            for matters in what_matters
        )

    def firm(self) -> tuple[WhatMatters, ...]:
        """Return the must-haves and deal-breakers."""
        wish = WhatMattersKind.WISH
        matters = self.what_matters.standing
        return tuple(one for one in matters if one.kind is not wish)
