"""The goal attainment T, from levels and weights alone."""

from __future__ import annotations

import math

from collections.abc import Iterator, Sequence
from numbers import Integral
from typing import Any, ClassVar

import attrs

from empowerkit.errors import Problem, refuse

from ._inputs import not_a_number, not_within, wrong


RHO = 0.3
LOWEST, HIGHEST = -2, 2
LIMITS = (
    "T is not comparable across workers, services or people.",
    "Easy goals inflate it.",
    "The levels are ordinal: equal steps need not be equal distances.",
)


@attrs.frozen(kw_only=True)
class AttainmentT:
    """
    A goal attainment T, beside the levels that it was made of.

    Attributes:
        t: The T; 50 where each goal was reached as hoped.  `None` where
            nothing could be counted.
        levels: The raw profile, -2 to +2, in the order given; `None` where
            nobody rated.
        weights: The weight of each goal; `None` where it is not known.
        rho: The correlation assumed between goals, 0 to 1.
        n: How many goals T is made of.
        missing: How many were left out, for want of a level or a weight.
        reason: Why there is no T.
        limits: What T must not be used for, one sentence each.
    """

    t: float | None
    levels: tuple[int | None, ...]
    weights: tuple[float | None, ...]
    rho: float
    n: int
    missing: int
    reason: str | None = None

    limits: ClassVar[tuple[str, ...]] = LIMITS

    def to_text(self) -> str:
        """
        Return it in plain sentences, with what it must not be used for.

        >>> print(attainment_t([0, 1]).to_text())
        T is 56.2 over 2 goals, with levels 0, 1 and rho 0.3.
        T is not comparable across workers, services or people.
        Easy goals inflate it.
        The levels are ordinal: equal steps need not be equal distances.
        """
        return "\n".join((self._sentence(), *self.limits))

    def to_dict(self) -> dict[str, object]:
        """
        Return one row for a table: names and plain values.

        >>> attainment_t([0, None]).to_dict()["missing"]
        1
        """
        return {
            "t": self.t,
            "levels": list(self.levels),
            "weights": list(self.weights),
            "rho": self.rho,
            "n": self.n,
            "missing": self.missing,
            "reason": self.reason,
        }

    def _sentence(self) -> str:
        if self.t is None:
            return f"There is no T: {self.reason}."
        levels = ", ".join(
            "none" if x is None else f"{x}" for x in self.levels
        )
        goals = "goal" if self.n == 1 else "goals"
        without = f", {self.missing} left out" if self.missing else ""
        return (
            f"T is {self.t:.1f} over {self.n} {goals}{without}, with levels "
            f"{levels} and rho {self.rho:g}."
        )


def attainment_t(
    levels: Sequence[int | None],
    weights: Sequence[float] | None = None,
    *,
    rho: float = RHO,
) -> AttainmentT:
    """
    Return the goal attainment T of one person's goals.

    T = 50 + 10 Σwx / sqrt((1 - rho) Σw² + rho (Σw)²), over the goals that
    have a level x and a weight w.
    It is 50 where each goal was reached as hoped, and higher is better.
    The sums are exact, so that neither the order of the goals nor the unit
    of the weights changes anything.

    T is not comparable across workers; easy goals inflate it; the levels are
    ordinal.

    Args:
        levels: How far each goal was reached, -2 to +2 in whole steps; 0 is
            as hoped.  `None` where nobody rated: the goal is left out with
            its weight, and counted as missing.
        weights: What each goal counts, 0 or more, in any unit; all alike
            where none are given.
        rho: The correlation assumed between goals, 0 to 1.  It is a
            convention, and not estimated from anything here.

    Raises:
        InvariantError: There are no levels; a level leaves the scale; there
            are fewer or more weights than levels; a weight is negative, or
            all that count are 0; rho is not in 0 to 1; anything is NaN,
            infinite or a truth value (``measure-input``).

    Source: T. J. Kiresuk and R. E. Sherman, "Goal attainment scaling",
    Community Mental Health Journal 4 (1968), 443-453; with the erratum of
    L. Turner-Stokes, Clinical Rehabilitation 23 (2009), 362-370.
    On its limits: G. MacKay, S. Somerville and J. Lundie, Educational
    Research 38 (1996), 161-172; A. Krasny-Pacini and others, Annals of
    Physical and Rehabilitation Medicine 56 (2013), 212-230.

    >>> found = attainment_t([-2, 0, -1, 2, 0, 1], [3, 5, 1, 4, 2, 6])
    >>> found.t, found.levels
    (55.0, (-2, 0, -1, 2, 0, 1))

    >>> attainment_t([0, 3])
    Traceback (most recent call last):
      ...
    empowerkit.errors.InvariantError: levels[1] must be a whole step from -2 to +2, and is none: rate it anew on that scale [measure-input] @ $.levels[1]
    """
    given = tuple(levels)
    counts = (1,) * len(given) if weights is None else tuple(weights)
    refuse((*_wrong_levels(given), *_wrong_weights(counts, given)))
    refuse(wrong_rho(rho))
    rated = tuple(None if x is None else int(x) for x in given)
    return attained(rated, tuple(map(_plain, counts)), float(rho))


def wrong_rho(rho: object) -> Iterator[Problem]:
    """Yield a problem where *rho* is no correlation from 0 to 1."""
    return not_within(rho, "$.rho", 0, 1)


def _wrong_levels(levels: tuple[object, ...]) -> Iterator[Problem]:
    if not levels:
        yield wrong(
            "$.levels",
            "must hold at least one goal, and are empty: there is no T of "
            "nothing",
        )
    for place, level in enumerate(levels):
        if level is not None:
            yield from _off_scale(level, f"$.levels[{place}]")


def _off_scale(level: object, path: str) -> Iterator[Problem]:
    found = [*not_a_number(level, path)]
    yield from found
    if not found and level not in range(LOWEST, HIGHEST + 1):
        yield wrong(
            path,
            "must be a whole step from -2 to +2, and is none: rate it anew "
            "on that scale",
        )


def _wrong_weights(
    weights: tuple[float, ...], levels: tuple[object, ...]
) -> Iterator[Problem]:
    if len(weights) != len(levels):
        yield wrong(
            "$.weights",
            f"must be as many as levels, and are {len(weights)} for "
            f"{len(levels)}: give one for each goal",
        )
        return
    found = [p for i, w in enumerate(weights) for p in _wrong_weight(w, i)]
    yield from found
    rated = [w for w, x in zip(weights, levels, strict=True) if x is not None]
    if not found and rated and not any(rated):
        yield wrong(
            "$.weights",
            "must hold at least one above 0 among the goals rated, and all "
            "of them are 0: leave weights out to count all alike",
        )


def _wrong_weight(weight: Any, place: int) -> Iterator[Problem]:
    path = f"$.weights[{place}]"
    found = [*not_a_number(weight, path)]
    yield from found
    if not found and weight < 0:
        yield wrong(
            path,
            "must be 0 or more, and is negative: turn the goal round, not "
            "its weight",
        )


def _plain(weight: Any) -> float:
    """Return *weight* as a plain int or float, whatever library made it."""
    return int(weight) if isinstance(weight, Integral) else float(weight)


def attained(
    levels: tuple[int | None, ...],
    weights: tuple[float | None, ...],
    rho: float,
) -> AttainmentT:
    """Return the T of what has a level and a weight; none of nothing."""
    both = [
        (x, w)
        for x, w in zip(levels, weights, strict=True)
        if x is not None and w is not None
    ]
    t = _t(both, rho) if any(w for _, w in both) else None
    return AttainmentT(
        t=t,
        levels=levels,
        weights=weights,
        rho=rho,
        n=len(both),
        missing=len(levels) - len(both),
        reason=None if t is not None else _why_none(both),
    )


def _why_none(both: list[tuple[int, float]]) -> str:
    if both:
        return "all goals with a level have the weight 0"
    return "no goal has both a level and a weight"


def _t(both: list[tuple[int, float]], rho: float) -> float:
    """
    Return T by exact integers, rounded three times at the very end.

    Dividing two ints and taking a root round correctly, so T is monotone in
    each level and does not depend on order or on the unit of the weights.
    """
    weights = _integers([w for _, w in both])
    ahead = sum(w * x for w, (x, _) in zip(weights, both, strict=True))
    part, whole = rho.as_integer_ratio()
    squares = sum(w * w for w in weights)
    spread = (whole - part) * squares + part * sum(weights) ** 2
    shift = math.sqrt(100 * ahead * ahead * whole / spread)
    return 50 + shift if ahead > 0 else 50 - shift


def _integers(weights: list[float]) -> list[int]:
    """Return whole numbers in the same proportions as *weights*."""
    ratios = [w.as_integer_ratio() for w in weights]
    common = math.lcm(*(below for _, below in ratios))
    return [above * (common // below) for above, below in ratios]
