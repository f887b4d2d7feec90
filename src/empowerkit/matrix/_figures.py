"""
The arithmetic, over whole numbers and fractions alone.

A span is from where to where something may lie; what is known is a span of
one point.
Nothing here rounds, samples or estimates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from operator import ge, mul
from typing import NamedTuple

import attrs

from empowerkit.model._goals import HIGHEST, LOWEST

from ._cells import Holds, Span


Numbers = tuple[int, ...]


@attrs.frozen
class Ends:
    """
    From where to where each of several figures may lie.

    Attributes:
        low: The lower end of each.
        high: The upper end of each, in the same order; the same tuple where
            all are known.
    """

    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Ends:
        """Return the ends of *spans*."""
        held = [*spans]
        low = tuple([low for low, _ in held])
        high = tuple([high for _, high in held])
        return cls(low, low if low == high else high)

    @property
    def known(self) -> bool:
        """Whether each figure is one point."""
        return self.low is self.high

    def through(self, work: Callable[[Numbers], Numbers]) -> Ends:
        """Return what *work* makes of the lower ends, and of the upper."""
        low = work(self.low)
        return Ends(low, low if self.known else work(self.high))


def prefixes(
    order: Sequence[Sequence[int]], free: Sequence[int]
) -> Callable[[Numbers], Numbers]:
    """
    Return what tells which figures decide for all weights in an order.

    Weights that keep to an order are mixtures of: the first group alone,
    the first two alike, the first three alike …, and each free one alone.
    One option is at least level with another for all of them, if it is for
    each of these.

    Args:
        order: Groups of places, the first group first; what is in one group
            weighs the same.
        free: The places that nobody put in order.
    """
    flat = [at for group in order for at in group]
    last = [done - 1 for done in accumulate(map(len, order))]

    def decisive(figures: Numbers) -> Numbers:
        return _at([*accumulate(_at(figures, flat))], last) + _at(
            figures, free
        )

    return decisive


def _at(figures: Sequence[int], places: Iterable[int]) -> Numbers:
    return tuple(map(figures.__getitem__, places))


def at_least(a: Ends, b: Ends) -> Holds:
    """
    Return whether each figure of *a* is at least that of *b*.

    It is not known where there is none; it holds where it does with the
    lower ends of *a* and the upper ends of *b*, and does not where it would
    not even the other way round.
    """
    if not all(map(ge, a.high, b.low)):
        return Holds.NO
    # Where both are known, these are the same figures again.
    same = a.known and b.known
    known = a.low and (same or all(map(ge, a.low, b.high)))
    return Holds.YES if known else Holds.UNKNOWN


def weighted(weights: Ends, levels: Ends) -> Span:
    """Return from where to where the weighted sum may lie."""
    light, heavy = weights.low, weights.high
    if weights.known and levels.known:
        known = sum(map(mul, light, levels.low))
        return known, known
    return (
        sum(
            map(min, map(mul, light, levels.low), map(mul, heavy, levels.low))
        ),
        sum(
            map(
                max, map(mul, light, levels.high), map(mul, heavy, levels.high)
            )
        ),
    )


class Moved(NamedTuple):
    """Weight *share*, of all there is, moved between two places."""

    giver: int
    taker: int
    share: Fraction


def shifts(weights: Sequence[int], apart: Sequence[int]) -> list[Moved]:
    """
    Return the smallest shifts of weight that make two options level.

    Moving t from one thing to another leaves w·d - t (d_from - d_to), which
    is 0 at t = w·d / (d_from - d_to).  It counts where t is more than 0 and
    not more than the weight there is to move.  Equal ones all count.

    Args:
        weights: Whole numbers, 0 or more, not all 0.
        apart: The differences d between the two options.
    """
    total = sum(weights)
    lead = sum(w * d for w, d in zip(weights, apart, strict=True))
    found = [
        Moved(giver, taker, moved / total)
        for giver, weight in enumerate(weights)
        for taker in range(len(weights))
        if apart[giver] != apart[taker]
        and (moved := Fraction(lead, apart[giver] - apart[taker])) > 0
        and moved <= weight
    ]
    least = min((one.share for one in found), default=None)
    return [one for one in found if one.share == least]


def changes(
    weights: Sequence[int], apart: Sequence[int], levels: Sequence[int]
) -> Iterator[tuple[int, Fraction]]:
    """
    Yield each place of *levels*, with the level that would make it level.

    One cell k of an option that leads by w·d has to change by w·d / w_k,
    and stays inside its scale.

    Args:
        weights: Whole numbers, 0 or more.
        apart: The differences between this option and the other.
        levels: Those of this option, -2 to +2.
    """
    lead = sum(w * d for w, d in zip(weights, apart, strict=True))
    for place, weight in enumerate(weights):
        if weight:
            level = levels[place] - Fraction(lead, weight)
            if LOWEST <= level <= HIGHEST:
                yield place, level
