"""The sheet and the matrix as blocks of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from empowerkit._render import (
    Block,
    Heading,
    Items,
    Line,
    Para,
    Said,
    Table,
    joined,
    told_day,
)
from empowerkit.model import (
    AbsentReason,
    AnswerStatus,
    Choice,
    Consideration,
    Information,
    Option,
    Side,
    WhatMattersKind,
)

from ._cells import Cell, Column, MustHave
from ._gaps import gap_line
from ._setting import Setting


if TYPE_CHECKING:
    from ._matrix import Matrix
    from ._sheet import ProsAndCons, Strike

Lines = tuple[Line, ...]


def sheet_blocks(sheet: ProsAndCons, setting: Setting) -> Iterator[Block]:
    """Yield the whole sheet."""
    yield from head(setting)
    if not sheet.options:
        yield Para(setting.words("no-ways"))
    else:
        yield _side_by_side(sheet, setting)
    yield from _balances(sheet, setting)
    yield from must_have_blocks(sheet.must_haves(), setting)
    yield from _told(sheet.information, setting)
    found = tuple(gap_line(gap, setting) for gap in sheet.gaps())
    if found:
        yield Heading(setting.words("find-out-title"))
        yield Items(found)


def head(setting: Setting) -> Iterator[Block]:
    """Yield the question, what stands chosen, and what is not shown."""
    yield Heading((Said(setting.decision.words),), level=1)
    choice = setting.choice
    if choice is not None:
        yield Para(_chosen(choice, setting))
    if _withholds(setting):
        yield Para(setting.words("withheld"))


def _withholds(setting: Setting) -> bool:
    """Return whether something of the decision is not for this reader."""
    decision = setting.decision
    named = {
        *(gone.id for gone in decision.absent),
        *(fit.what_matters_id for fit in decision.fits),
        *(said.what_matters_id for said in decision.considerations),
    }
    return any(
        gone.reason is AbsentReason.WITHHELD and gone.id in named
        for gone in (*decision.absent, *setting.plan.absent)
    )


def _chosen(choice: Choice, setting: Setting) -> Line:
    options = setting.decision.options
    chosen = next((o for o in options if o.id == choice.option_id), None)
    what = setting.words("chose-unseen") if chosen is None else way(chosen)
    about: dict[str, Line | str] = {
        "who": setting.who(),
        "day": told_day(choice.decided_at.date(), setting.words),
        "chosen": what,
    }
    reported = setting.names.reported(choice)
    if not reported:
        return setting.words("chose", **about)
    return setting.words("chose-reported", **about, reported=reported)


def way(option: Option) -> Line:
    """Return what *option* is called."""
    return (Said(option.words),)


def _side_by_side(sheet: ProsAndCons, setting: Setting) -> Table:
    words, struck = setting.words, sheet.struck
    columns = sheet.side_by_side()
    nothing = (words("nothing-yet"),)

    def points(said: tuple[Consideration, ...]) -> Lines:
        return tuple(_point(s, struck, setting) for s in said)

    rows: list[tuple[Lines, ...]] = []
    if any(option.detail is not None for option in sheet.options):
        details = (_detail(option) or nothing for option in sheet.options)
        rows.append(((words("detail"),), *details))
    whose = ((setting.names.whose(option.voice),) for option in sheet.options)
    rows.append(((words("proposed"),), *whose))
    for side in Side:
        title = (words(f"side-{side.value}"),)
        held = (points(_on(column, side)) or nothing for column in columns)
        rows.append((title, *held))
    return Table(
        caption=words("side-by-side"),
        head=(words("head-side"), *map(way, sheet.options)),
        rows=tuple(rows),
    )


def _detail(option: Option) -> Lines:
    return () if option.detail is None else ((Said(option.detail),),)


def _on(column: Column, side: Side) -> tuple[Consideration, ...]:
    return {
        Side.FOR: column.pros,
        Side.AGAINST: column.cons,
        Side.UNSURE: column.unsure,
    }[side]


def _point(
    said: Consideration, struck: frozenset[str], setting: Setting
) -> Line:
    quoted = setting.quoted(said)
    return (
        setting.words("balanced", quoted=quoted)
        if said.id in struck
        else quoted
    )


def _balances(sheet: ProsAndCons, setting: Setting) -> Iterator[Block]:
    if not sheet.strikes:
        return
    columns = sheet.side_by_side()
    said: dict[str, Line] = {
        s.id: (Said(s.words),) for c in columns for s in c.said
    }

    def line(strike: Strike) -> Line:
        pros = joined((said[one] for one in strike.pros), "; ")
        cons = joined((said[one] for one in strike.cons), "; ")
        who = setting.who()
        return setting.words("balance", who=who, pros=pros, cons=cons)

    yield Heading(setting.words("balance-title"))
    yield Items(tuple(map(line, sheet.strikes)))


def must_have_blocks(
    found: tuple[MustHave, ...], setting: Setting
) -> Iterator[Block]:
    """Yield which way keeps what, each with the reason."""
    rows: dict[str, list[MustHave]] = {}
    for one in found:
        rows.setdefault(one.cell.what_matters.id, []).append(one)
    if not rows:
        return
    options = [one.cell.option for one in next(iter(rows.values()))]
    yield Table(
        caption=setting.words("must-haves"),
        head=(setting.words("head-matters"), *map(way, options)),
        rows=tuple(
            (
                (setting.matters(row[0].cell.what_matters),),
                *(_held(one, setting) for one in row),
            )
            for row in rows.values()
        ),
    )


def _held(one: MustHave, setting: Setting) -> Lines:
    asked = "deal-breaker" if _breaks(one.cell) else "holds"
    answer = setting.words(f"{asked}-{one.holds.value}")
    return (answer, *_cell(one.cell, setting))


def _breaks(cell: Cell) -> bool:
    return cell.what_matters.kind is WhatMattersKind.DEAL_BREAKER


def _cell(cell: Cell, setting: Setting) -> Lines:
    """Return the fits as words, and what was said that names the thing."""
    how = "clear" if _breaks(cell) else "fit"
    fits = (
        setting.by_whom(setting.words(f"{how}-{fit.level}"), fit.voice)
        for fit in cell.fits
    )
    said = (
        setting.words(f"cell-{s.side.value}", quoted=setting.quoted(s))
        for s in cell.considerations
    )
    return (*fits, *said)


def _told(
    information: tuple[Information, ...], setting: Setting
) -> Iterator[Block]:
    if not information:
        return
    yield Heading(setting.words("told-title", who=setting.who()))
    yield Items(tuple(_told_line(told, setting) for told in information))


def _told_line(told: Information, setting: Setting) -> Line:
    by = (
        setting.names.of(told.given_by)
        if told.given_by
        else setting.words("who-not-recorded")
    )
    words, answer = Said(told.words), told.understood
    if (
        answer is None
        or answer.status is not AnswerStatus.ANSWERED
        or answer.words is None
    ):
        return setting.words("told", words=words, by=by)
    return setting.words(
        "told-understood",
        words=words,
        by=by,
        who=setting.who(),
        answer=Said(answer.words),
    )


def matrix_blocks(matrix: Matrix, setting: Setting) -> Iterator[Block]:
    """Yield the matrix, and what it has no place for."""
    yield from head(setting)
    nothing = (setting.words("holds-unknown"),)
    if not matrix.rows or not matrix.options:
        title = "no-ways" if not matrix.options else "no-matters"
        yield Para(setting.words(title))
    else:
        yield Table(
            caption=setting.words("matrix", who=setting.who()),
            head=(setting.words("head-matters"), *map(way, matrix.options)),
            rows=tuple(
                (
                    (setting.matters(row[0].what_matters),),
                    *(_cell(cell, setting) or nothing for cell in row),
                )
                for row in matrix.rows
            ),
        )
    yield from left_out_blocks(matrix, setting)


def left_out_blocks(matrix: Matrix, setting: Setting) -> Iterator[Block]:
    """Yield what the matrix has no place for."""
    lines = [*_left_out(matrix, setting)]
    if lines:
        yield Heading(setting.words("left-out-title"))
        yield Items(tuple(lines))


def _left_out(matrix: Matrix, setting: Setting) -> Iterable[Line]:
    for option, said in matrix.left_out.considerations:
        quoted = setting.quoted(said)
        yield setting.words("left-out-said", way=way(option), quoted=quoted)
    for one in matrix.left_out.what_matters:
        yield setting.words("left-out-matters", matters=setting.matters(one))
