"""What is published about an instrument."""

from __future__ import annotations

import math

from collections.abc import Iterator

import attrs

from empowerkit.errors import Problem, refuse

from ._inputs import not_a_number, not_positive, not_within, plain, wrong


_MEANS = ("seeking_mean", "general_mean")
_SPREADS = ("seeking_sd", "general_sd")


@attrs.frozen(kw_only=True)
class Norms:
    """
    What is published about an instrument.

    Attributes:
        sd: The standard deviation s of the scores before, in points.
        reliability: The reliability r of the instrument, 0 up to but not 1:
            test-retest or internal consistency, as you say in *source*.
        seeking_mean: M1, the mean of people who seek help.
        seeking_sd: s1, their standard deviation.
        general_mean: M0, the mean of the general population.
        general_sd: s0, its standard deviation.
        source: Where the figures come from.

    Raises:
        InvariantError: A figure is NaN, infinite or a truth value; a
            standard deviation is not above 0; the reliability is not in 0 to
            1, or is 1 (``measure-input``).

    >>> Norms(sd=7.5, reliability=0.8).seeking_mean

    >>> Norms(sd=0, reliability=0.8)
    Traceback (most recent call last):
      ...
    empowerkit.errors.InvariantError: sd must be above 0, and came as 0, below it or too small to divide by: check the figure and its unit [measure-input] @ $.sd
    """

    sd: float
    reliability: float
    seeking_mean: float | None = None
    seeking_sd: float | None = None
    general_mean: float | None = None
    general_sd: float | None = None
    source: str | None = None

    def __attrs_post_init__(self) -> None:
        refuse(_wrong_norms(self))

    @property
    def s_diff(self) -> float:
        """
        The standard error of a difference, sqrt(2) s sqrt(1 - r), in points.

        >>> round(Norms(sd=10.5, reliability=0.931).s_diff, 6)
        3.900577
        """
        return math.sqrt(2 * (1 - float(self.reliability))) * float(self.sd)


def _wrong_norms(norms: Norms) -> Iterator[Problem]:
    yield from not_positive(norms.sd, "$.sd")
    found = [*not_within(norms.reliability, "$.reliability", 0, 1)]
    yield from found
    if not found and plain(norms.reliability) >= 1:
        yield wrong(
            "$.reliability",
            "must be below 1, and is 1: no instrument is without error, so "
            "look up its coefficient",
        )
    for names, check in ((_MEANS, not_a_number), (_SPREADS, not_positive)):
        for name in names:
            value = getattr(norms, name)
            if value is not None:
                yield from check(value, f"$.{name}")
