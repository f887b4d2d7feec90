"""A weighing as blocks of a page, and its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from empowerkit._render import (
    Block,
    Heading,
    Items,
    Line,
    Para,
    Table,
    joined,
)
from empowerkit.model import Option, WhatMatters, WhatMattersKind

from ._cells import Cell, Holds
from ._pages import head, left_out_blocks, must_have_blocks, way
from ._setting import Setting
from ._tip import Tip, TipKind


if TYPE_CHECKING:
    from ._weighing import Sum, Weighing

_BETWEEN = "; "


def weighing_blocks(weighing: Weighing, setting: Setting) -> Iterator[Block]:
    """Yield the whole page."""
    words = setting.words
    yield from head(setting)
    asked_by = setting.names.of(weighing.asked_by)
    yield Para(words("weighing-asked", who=asked_by))
    if not weighing.matrix.options:
        yield Para(words("no-ways"))
    elif not weighing.matrix.rows:
        yield Para(words("no-matters"))
    else:
        yield _table(weighing, setting)
    yield from must_have_blocks(weighing.must_haves, setting)
    sums = weighing.sums()
    for group in sums.level:
        ways = joined(map(way, group), _BETWEEN)
        yield Para(words("level-sums", ways=ways))
    yield from _order(weighing, setting)
    yield Heading(words("assumptions-title"))
    yield Items(tuple(assumptions(weighing, setting)))
    for a, b in combinations(weighing.matrix.options, 2):
        yield Heading(words("two-title", a=way(a), b=way(b)))
        yield Items(tuple(_two(weighing, a, b, setting)))
    yield from left_out_blocks(weighing.matrix, setting)


def _table(weighing: Weighing, setting: Setting) -> Table:
    words, matrix = setting.words, weighing.matrix
    rows: list[tuple[tuple[Line, ...], ...]] = [
        (
            (setting.matters(matters),),
            (setting.stars(matters.importance),),
            *((_level(cell, setting),) for cell in row),
        )
        for matters, row in zip(matrix.what_matters, matrix.rows, strict=True)
    ]
    sums = weighing.sums().each
    if sums:
        cells = ((_sum(one, setting),) for one in sums)
        rows.append(((words("sum"),), (words("sum-stars"),), *cells))
    return Table(
        caption=words("weighing", who=setting.who()),
        head=(
            words("head-matters"),
            words("head-stars"),
            *map(way, matrix.options),
        ),
        rows=tuple(rows),
    )


def _level(cell: Cell, setting: Setting) -> Line:
    levels = sorted({fit.level for fit in cell.fits})
    if not levels:
        return setting.words("holds-unknown")
    said = [figure(level) for level in levels]
    line = setting.words("level", level=said[0])
    for more in said[1:]:
        line = setting.words("or", one=line, other=more)
    for fit in cell.fits[:1]:
        line = setting.by_whom(line, fit.voice)
    return line


def figure(level: Fraction | int) -> str:
    """Return a fit as it is written: with its sign, but for 0."""
    return f"+{level}" if level > 0 else str(level)


def _sum(one: Sum, setting: Setting) -> Line:
    if one.low == one.high:
        return setting.words("level", level=figure(one.low))
    low, high = figure(one.low), figure(one.high)
    return setting.words("range", low=low, high=high)


def assumptions(weighing: Weighing, setting: Setting) -> Iterator[Line]:
    """Yield what the sums take for granted."""
    words, who, matrix = setting.words, setting.who(), weighing.matrix
    given = [one.importance for one in matrix.what_matters]
    if not any(given):
        yield words("no-figures", who=who)
        return
    yield words("assume-stars", who=who)
    yield words("assume-makes-up")
    yield words("assume-steps")
    wish = WhatMattersKind.WISH
    cells = [
        cell
        for row in matrix.rows
        for cell in row
        if (held := cell.what_matters.importance) is None or held.high
    ]
    for key, holds in (
        ("must-haves", any(m.kind is not wish for m in matrix.what_matters)),
        ("cells", any(not cell.fits for cell in cells)),
        ("answers", any(len({f.level for f in c.fits}) > 1 for c in cells)),
        ("weights", None in given),
        ("star-ranges", any(i and i.low != i.high for i in given)),
        (
            "left-out",
            matrix.left_out.considerations or matrix.left_out.what_matters,
        ),
    ):
        if holds:
            yield words(f"assume-{key}")
    if setting.seen_by != setting.decision.client:
        reader = setting.names.of(setting.seen_by)
        yield words("assume-reader", reader=reader)


def _order(weighing: Weighing, setting: Setting) -> Iterator[Block]:
    """Yield the client's order, as far as there is one."""
    words, order = setting.words, weighing.order
    if order:
        ranked = any(one.rank is not None for one in order[0])
        key = "order-of-ranks" if ranked else "order-of-stars"
        groups = [_tied(group, setting) for group in order]
        line = groups[0]
        for after in groups[1:]:
            line = words("order-then", before=line, after=after)
        yield Para(words(key, who=setting.who(), order=line))
    if order and weighing.unordered:
        outside = _listed(weighing.unordered, setting)
        yield Para(words("order-outside", matters=outside))


def _tied(group: tuple[WhatMatters, ...], setting: Setting) -> Line:
    line = setting.named(group[0])
    for other in group[1:]:
        more = setting.named(other)
        line = setting.words("order-tie", one=line, other=more)
    return line


def _two(
    weighing: Weighing, a: Option, b: Option, setting: Setting
) -> Iterator[Line]:
    if not weighing.matrix.rows:
        yield setting.words("two-nothing")
        return
    yield from _on_all(weighing, a, b, setting)
    yield _in_order(weighing, a, b, setting)
    yield from tip_lines(weighing.what_would_tip_it(a.id, b.id), setting)


def _on_all(
    weighing: Weighing, a: Option, b: Option, setting: Setting
) -> Iterator[Line]:
    words = setting.words
    there = weighing.dominates(a.id, b.id)
    back = weighing.dominates(b.id, a.id)
    if there is Holds.YES and back is Holds.YES:
        yield words("two-same", a=way(a), b=way(b))
        return
    for one, other, holds in ((a, b, there), (b, a, back)):
        if holds is Holds.YES:
            yield words("two-at-least", a=way(one), b=way(other))
        worse = weighing.worse_only_on(one.id, other.id).what_matters
        if worse:
            matters = _listed(worse, setting)
            yield words("two-worse", a=way(one), b=way(other), matters=matters)
    unknown = {
        one.id
        for pair in ((a.id, b.id), (b.id, a.id))
        for one in weighing.worse_only_on(*pair).unknown
    }
    if unknown:
        among = weighing.matrix.what_matters
        open_ = tuple(one for one in among if one.id in unknown)
        yield words("two-unknown", matters=_listed(open_, setting))


def _in_order(
    weighing: Weighing, a: Option, b: Option, setting: Setting
) -> Line:
    if not weighing.order:
        return setting.words("order-none")
    there = weighing.holds_for_every_weighting(a.id, b.id)
    back = weighing.holds_for_every_weighting(b.id, a.id)
    one, other, key = a, b, "order-open"
    if there is Holds.YES and back is Holds.YES:
        key = "order-level"
    elif there is Holds.YES:
        key = "order-holds"
    elif back is Holds.YES:
        one, other, key = b, a, "order-holds"
    elif there is Holds.NO and back is Holds.NO:
        key = "order-not"
    who = setting.who()
    return setting.words(key, who=who, a=way(one), b=way(other))


def _listed(matters: tuple[WhatMatters, ...], setting: Setting) -> Line:
    return joined(map(setting.named, matters), _BETWEEN)


def tip_lines(found: Tip, setting: Setting) -> Iterator[Line]:
    """Yield *found* in sentences."""
    words, a, b = setting.words, way(found.a), way(found.b)
    if found.kind is TipKind.NO_FIGURES:
        yield words("tip-no-figures")
        return
    if found.kind is TipKind.OPEN:
        matters = _listed(found.missing, setting)
        yield words("tip-open", a=a, b=b, matters=matters)
        return
    if found.kind is TipKind.LEVEL:
        yield words("tip-level", a=a, b=b)
        return
    for shift in found.shifts:
        yield words(
            "tip-shift",
            a=a,
            b=b,
            part=str(shift.part),
            giver=setting.named(shift.giver),
            taker=setting.named(shift.taker),
        )
    if not found.shifts:
        yield words("tip-no-shift", a=a, b=b)
    for fit in found.fits:
        yield words(
            "tip-cell",
            a=a,
            b=b,
            way=way(fit.option),
            level=figure(fit.level),
            was=figure(fit.was),
            matters=setting.named(fit.what_matters),
        )
    if not found.fits:
        yield words("tip-no-cell", a=a, b=b)
