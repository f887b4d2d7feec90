"""What the measures refuse, in one place and in the same words."""

from __future__ import annotations

import enum
import math

from collections.abc import Iterator
from numbers import Real
from typing import Any

from empowerkit.errors import Problem


RULE = "measure-input"
LARGEST = 1e100
SMALLEST = 1e-100


class ScoreDirection(enum.StrEnum):
    """
    Which way on a scale is the better one; it is always said, never guessed.

    >>> ScoreDirection("lower-is-better").name
    'LOWER_IS_BETTER'
    """

    HIGHER_IS_BETTER = "higher-is-better"
    LOWER_IS_BETTER = "lower-is-better"


def sign(direction: ScoreDirection) -> int:
    """Return 1 where more is better, and -1 where less is."""
    return 1 if direction is ScoreDirection.HIGHER_IS_BETTER else -1


def wrong(path: str, message: str) -> Problem:
    """Return the problem of an argument that a measure cannot take."""
    field = path.removeprefix("$.")
    return Problem(
        rule=RULE,
        path=path,
        message=f"{field} {message}",
        facts={"field": field},
    )


def plain(value: Any) -> float:
    """Return a number of whatever library as a plain float."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def not_a_number(value: Any, path: str) -> Iterator[Problem]:
    """Yield a problem where *value* is no finite number."""
    if isinstance(value, bool) or not isinstance(value, Real):
        came = type(value).__name__
        yield wrong(path, f"must be a number, and came as {came}: {_GIVE}")
    elif not -LARGEST <= plain(value) <= LARGEST:
        yield wrong(
            path,
            "must be finite, and came as NaN, infinite or beyond 1e100: give "
            "None where nothing is known, never a stand-in",
        )


_GIVE = "give an int or a float, and never a truth value"


def not_within(
    value: Any, path: str, low: float, high: float
) -> Iterator[Problem]:
    """Yield a problem where *value* is no number from *low* to *high*."""
    found = [*not_a_number(value, path)]
    yield from found
    if not found and not low <= plain(value) <= high:
        yield wrong(
            path,
            f"must lie in {low:g} to {high:g}, and lies outside: check the "
            "figure and its unit",
        )


def not_positive(value: Any, path: str) -> Iterator[Problem]:
    """Yield a problem where *value* is no number above 0."""
    found = [*not_a_number(value, path)]
    yield from found
    if not found and plain(value) < SMALLEST:
        yield wrong(
            path,
            "must be above 0, and came as 0, below it or too small to divide "
            "by: check the figure and its unit",
        )


def not_one_of(
    value: object, path: str, kind: type[enum.StrEnum]
) -> Iterator[Problem]:
    """Yield a problem where *value* is no member of *kind*."""
    if not isinstance(value, kind):
        members = ", ".join(f"{kind.__name__}.{m.name}" for m in kind)
        came = type(value).__name__
        yield wrong(path, f"must be one of {members}, and came as {came}")
