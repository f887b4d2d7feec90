"""What would make two options level."""

from __future__ import annotations

import enum

from collections.abc import Iterable, Iterator
from fractions import Fraction
from operator import mul, sub

import attrs

from empowerkit.model import Option, WhatMatters

from ._figures import Ends, changes, shifts


class TipKind(enum.StrEnum):
    """What there is to say of what would make two options level."""

    LEVEL = "level"
    APART = "apart"
    OPEN = "open"
    NO_FIGURES = "no-figures"


@attrs.frozen(kw_only=True)
class Shift:
    """
    A shift of weight from one thing that matters to another.

    Attributes:
        giver: What would count for less.
        taker: What would count for more.
        share: How much would move, as a share of all weight, 0 to 1.
        part: The same, as a share of what *giver* counts now, 0 to 1.
    """

    giver: WhatMatters
    taker: WhatMatters
    share: Fraction
    part: Fraction


@attrs.frozen(kw_only=True)
class OtherFit:
    """
    One cell that would have to stand elsewhere.

    Attributes:
        option: The option.
        what_matters: What matters.
        was: The fit as it stands, -2 to +2.
        level: Where it would have to stand, -2 to +2; it may lie between
            two steps.
    """

    option: Option
    what_matters: WhatMatters
    was: int
    level: Fraction


@attrs.frozen(kw_only=True)
class Tip:
    """
    What would make two options level, one change at a time.

    Attributes:
        a: The one option.
        b: The other.
        kind: Whether they are level, or apart; or whether that is open,
            or cannot be said without figures.
        shifts: The smallest shift of weight that would make them level;
            all of them where several are equally small; empty where no
            single shift does.
        fits: Each cell that would, if it alone stood elsewhere.
        missing: What has to be known first.
        words: All this in sentences.
    """

    a: Option
    b: Option
    kind: TipKind
    shifts: tuple[Shift, ...] = ()
    fits: tuple[OtherFit, ...] = ()
    missing: tuple[WhatMatters, ...] = ()
    words: tuple[str, ...] = attrs.field(default=(), repr=False)


def tip(
    what_matters: tuple[WhatMatters, ...],
    weights: Ends,
    levels: tuple[Ends, Ends],
    pair: tuple[Option, Option],
) -> Tip:
    """Return what would make the two options of *pair* level."""
    a, b = pair
    if a.id == b.id:
        return Tip(a=a, b=b, kind=TipKind.LEVEL)
    missing = tuple(
        matters
        for place, matters in enumerate(what_matters)
        if any(e.low[place] != e.high[place] for e in (weights, *levels))
    )
    if missing:
        return Tip(a=a, b=b, kind=TipKind.OPEN, missing=missing)
    w, ours, theirs = weights.low, levels[0].low, levels[1].low
    apart = [*map(sub, ours, theirs)]
    if not sum(map(mul, w, apart)):
        return Tip(a=a, b=b, kind=TipKind.LEVEL)
    back = [-d for d in apart]
    return Tip(
        a=a,
        b=b,
        kind=TipKind.APART,
        shifts=tuple(_shifts(what_matters, w, apart)),
        fits=(
            *_fits(what_matters, a, changes(w, apart, ours), ours),
            *_fits(what_matters, b, changes(w, back, theirs), theirs),
        ),
    )


def _shifts(
    what_matters: tuple[WhatMatters, ...],
    weights: tuple[int, ...],
    apart: list[int],
) -> Iterator[Shift]:
    total = sum(weights)
    for one in shifts(weights, apart):
        yield Shift(
            giver=what_matters[one.giver],
            taker=what_matters[one.taker],
            share=one.share,
            part=one.share * total / weights[one.giver],
        )


def _fits(
    what_matters: tuple[WhatMatters, ...],
    option: Option,
    found: Iterable[tuple[int, Fraction]],
    levels: tuple[int, ...],
) -> Iterator[OtherFit]:
    for place, level in found:
        yield OtherFit(
            option=option,
            what_matters=what_matters[place],
            was=levels[place],
            level=level,
        )
