"""Reliable change, and which cut-offs two scores lie on either side of."""

from __future__ import annotations

import enum

from collections.abc import Callable, Iterator
from typing import ClassVar

import attrs

from empowerkit.errors import Problem, refuse

from ._inputs import (
    ScoreDirection,
    not_a_number,
    not_one_of,
    not_positive,
    sign,
    wrong,
)
from ._norms import Norms


CRITERION = 1.96


class Crossing(enum.StrEnum):
    """
    Whether two scores lie on either side of a cut-off, and which way.

    >>> Crossing("not-crossed").name
    'NOT_CROSSED'
    """

    TOWARDS_BETTER = "towards-better"
    TOWARDS_WORSE = "towards-worse"
    NOT_CROSSED = "not-crossed"


@attrs.frozen(kw_only=True)
class CutOff:
    """
    One cut-off, and whether it lies between two scores.

    Attributes:
        name: ``a``, ``b`` or ``c``.
        value: Where it lies, in points; `None` where norms are missing.
        crossing: Whether it was crossed, and which way; `None` where there
            is no cut-off or a score is missing.
        reason: Which norms are missing.
    """

    name: str
    value: float | None
    crossing: Crossing | None
    reason: str | None = None


@attrs.frozen(kw_only=True)
class ReliableChange:
    """
    Whether two scores differ by more than an instrument's own error.

    Attributes:
        pre: The score before.
        post: The score after.
        change: Post less pre, in points.
        s_diff: The standard error of a difference, in points.
        index: Change divided by it; its sign is that of the change.
        criterion: What the index is held against.
        interval: The change, less and plus the criterion times the error.
        beyond: Whether the index is beyond the criterion, either way.
        direction: Which way on the scale is the better one.
        cut_offs: The cut-offs a, b and c.
        norms: What all this rests on.
        n: How many of the two scores are there.
        missing: How many are not.
        reason: Why there is no index.
        limits: What it must not be used for, one sentence each.
    """

    pre: float | None
    post: float | None
    change: float | None
    s_diff: float
    index: float | None
    criterion: float
    interval: tuple[float, float] | None
    beyond: bool | None
    direction: ScoreDirection
    cut_offs: tuple[CutOff, ...]
    norms: Norms = attrs.field(repr=False)
    n: int
    missing: int
    reason: str | None = None

    limits: ClassVar[tuple[str, ...]] = (
        "This is about two scores on one instrument, not about a person.",
        "It says neither why they differ nor whether that matters.",
        "A change within the criterion is not the absence of change.",
    )

    @property
    def crossed(self) -> tuple[str, ...]:
        """The names of the cut-offs that were crossed, either way."""
        return tuple(
            one.name
            for one in self.cut_offs
            if one.crossing not in (None, Crossing.NOT_CROSSED)
        )

    def to_text(self) -> str:
        """Return it in plain sentences, with what it must not be used for."""
        return "\n".join(
            (self._index(), *map(_cut_off_text, self.cut_offs), *self.limits)
        )

    def to_dict(self) -> dict[str, object]:
        """Return one row for a table: names and plain values."""
        low, high = self.interval or (None, None)
        row: dict[str, object] = {
            "pre": self.pre,
            "post": self.post,
            "change": self.change,
            "s_diff": self.s_diff,
            "index": self.index,
            "criterion": self.criterion,
            "interval_low": low,
            "interval_high": high,
            "beyond": self.beyond,
            "direction": self.direction.value,
            "n": self.n,
            "missing": self.missing,
            "reason": self.reason,
        }
        for one in self.cut_offs:
            crossing = one.crossing
            row[f"cut_off_{one.name}"] = one.value
            row[f"crossing_{one.name}"] = crossing and crossing.value
        return row

    def _index(self) -> str:
        if self.index is None or self.change is None:
            return f"There is no index: {self.reason}."
        side = "beyond" if self.beyond else "within"
        better = self.direction.value.replace("-", " ")
        return (
            f"The score went from {self.pre:g} to {self.post:g} ({better}); "
            f"the index is {self.index:.2f}, {side} the criterion of "
            f"{self.criterion:g}."
        )


def _cut_off_text(one: CutOff) -> str:
    if one.value is None:
        return f"There is no cut-off {one.name}: {one.reason}."
    if one.crossing is None:
        return f"Cut-off {one.name} lies at {one.value:g}."
    how = one.crossing.value.replace("-", " ")
    crossed = how if one.crossing is Crossing.NOT_CROSSED else f"crossed {how}"
    return f"Cut-off {one.name} lies at {one.value:g}: {crossed}."


def reliable_change(
    pre: float | None,
    post: float | None,
    *,
    norms: Norms,
    direction: ScoreDirection,
    criterion: float = CRITERION,
) -> ReliableChange:
    """
    Return how two scores of one person differ, in errors of the instrument.

    Index = (post - pre) / (sqrt(2) s sqrt(1 - r)), without a unit; its sign
    is that of the change in points, and is never turned round.
    Three cut-offs stand beside it, in points, with M1 and s1 of the people
    who seek help and M0 and s0 of the general population.

    - Where higher is better: a = M1 + 2 s1 and b = M0 - 2 s0.
    - Where lower is better: a = M1 - 2 s1 and b = M0 + 2 s0.
    - Either way: c = (s0 M1 + s1 M0) / (s0 + s1), between the two means.

    Thus a is the far end of those who seek help, two deviations towards the
    better side, and b the near end of the general population.
    A cut-off whose norms are missing is `None`, with the reason.
    It counts as crossed where one score lies before it and the other beyond
    it; a score on the line is on neither side.

    Args:
        pre: The score before, in points; `None` where there is none.
        post: The score after.
        norms: What is published about the instrument; s and r are needed.
        direction: Which way is the better one; there is no default.
        criterion: What the index is held against.  Beyond 1.96 are, by the
            instrument's error alone, 5 in 100 of those whose true score
            stayed as it was.

    Raises:
        InvariantError: A score is NaN, infinite or a truth value; norms or
            direction are of another kind; the general population lies not
            on the better side of those who seek help; the criterion is not
            above 0 (``measure-input``).

    Source: N. S. Jacobson and P. Truax, "Clinical significance", Journal of
    Consulting and Clinical Psychology 59 (1991), 12-19; with sqrt(2) after
    L. Christensen and J. L. Mendoza, Behavior Therapy 17 (1986), 305-308.
    The paper's labels for people are left out on purpose.

    >>> norms = Norms(
    ...     sd=7.5,
    ...     reliability=0.8,
    ...     seeking_mean=40,
    ...     seeking_sd=7.5,
    ...     general_mean=60,
    ...     general_sd=7.5,
    ... )
    >>> better = ScoreDirection.HIGHER_IS_BETTER
    >>> found = reliable_change(32.5, 47.5, norms=norms, direction=better)
    >>> round(found.index, 2), found.beyond, found.crossed
    (3.16, True, ('b',))
    >>> [(one.name, one.value) for one in found.cut_offs]
    [('a', 55.0), ('b', 45.0), ('c', 50.0)]

    >>> few = Norms(sd=7.5, reliability=0.8)
    >>> found = reliable_change(32.5, 47.5, norms=few, direction=better)
    >>> found.cut_offs[2].value, found.cut_offs[2].reason
    (None, 'the norms hold no seeking_mean, seeking_sd, general_mean, general_sd')
    """
    refuse(_wrong_inputs(pre, post, norms, direction, criterion))
    refuse(_wrong_way(norms, direction))
    pre, post = _plain(pre), _plain(post)
    change = None if pre is None or post is None else post - pre
    index = None if change is None else change / norms.s_diff
    missing = (pre, post).count(None)
    criterion = float(criterion)
    return ReliableChange(
        pre=pre,
        post=post,
        change=change,
        s_diff=norms.s_diff,
        index=index,
        criterion=criterion,
        interval=_interval(change, criterion * norms.s_diff),
        beyond=None if index is None else abs(index) > criterion,
        direction=direction,
        cut_offs=tuple(_cut_offs(pre, post, norms, direction)),
        norms=norms,
        n=2 - missing,
        missing=missing,
        reason="a score is missing" if missing else None,
    )


def _plain(score: float | None) -> float | None:
    return None if score is None else float(score)


def _wrong_inputs(
    pre: object,
    post: object,
    norms: object,
    direction: object,
    criterion: object,
) -> Iterator[Problem]:
    for name, score in (("pre", pre), ("post", post)):
        if score is not None:
            yield from not_a_number(score, f"$.{name}")
    if not isinstance(norms, Norms):
        came = type(norms).__name__
        yield wrong("$.norms", f"must be Norms, and came as {came}")
    yield from not_one_of(direction, "$.direction", ScoreDirection)
    yield from not_positive(criterion, "$.criterion")


def _wrong_way(norms: Norms, direction: ScoreDirection) -> Iterator[Problem]:
    seeking, general = norms.seeking_mean, norms.general_mean
    if seeking is None or general is None:
        return
    if sign(direction) * (general - seeking) <= 0:
        yield wrong(
            "$.norms",
            "must have the mean of the general population on the better side "
            "of that of people who seek help, and have not: check the "
            "direction, and that the two were not swapped",
        )


def _interval(
    change: float | None, error: float
) -> tuple[float, float] | None:
    return None if change is None else (change - error, change + error)


def _cut_offs(
    pre: float | None,
    post: float | None,
    norms: Norms,
    direction: ScoreDirection,
) -> Iterator[CutOff]:
    for name, needed, place in _CUT_OFFS:
        found = {field: _plain(getattr(norms, field)) for field in needed}
        lacking = [field for field, value in found.items() if value is None]
        value = None if lacking else place(sign(direction), *found.values())
        yield CutOff(
            name=name,
            value=value,
            crossing=_crossing(pre, post, value, direction),
            reason=_why_no_cut_off(lacking),
        )


def _why_no_cut_off(lacking: list[str]) -> str | None:
    return f"the norms hold no {', '.join(lacking)}" if lacking else None


def _far_end(way: int, mean: float, sd: float) -> float:
    return mean + way * 2 * sd


def _near_end(way: int, mean: float, sd: float) -> float:
    return mean - way * 2 * sd


def _between(way: int, m1: float, s1: float, m0: float, s0: float) -> float:
    """Return c; rounding may not take it past either mean."""
    place = (s0 * m1 + s1 * m0) / (s0 + s1)
    return min(max(place, min(m0, m1)), max(m0, m1))


_SEEKING = ("seeking_mean", "seeking_sd")
_GENERAL = ("general_mean", "general_sd")
_CUT_OFFS: tuple[tuple[str, tuple[str, ...], Callable[..., float]], ...] = (
    ("a", _SEEKING, _far_end),
    ("b", _GENERAL, _near_end),
    ("c", _SEEKING + _GENERAL, _between),
)


def _crossing(
    pre: float | None,
    post: float | None,
    cut_off: float | None,
    direction: ScoreDirection,
) -> Crossing | None:
    if pre is None or post is None or cut_off is None:
        return None
    if min(pre, post) < cut_off < max(pre, post):
        better = sign(direction) * (post - pre) > 0
        return Crossing.TOWARDS_BETTER if better else Crossing.TOWARDS_WORSE
    return Crossing.NOT_CROSSED
