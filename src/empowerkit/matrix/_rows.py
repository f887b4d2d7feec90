"""What the pages show, as plain values for tables of data."""

from __future__ import annotations

from typing import Any

from empowerkit._render import Names, text_of
from empowerkit.model import Consideration, Importance, Side

from ._cells import Cell, Column


Row = dict[str, Any]


def cell_row(cell: Cell, called: Names) -> Row:
    """Return one cell of a matrix."""
    matters = cell.what_matters
    low, high = cell.span if cell.fits else (None, None)
    voices = {text_of(called.whose(fit.voice)): None for fit in cell.fits}
    said = {
        name: tuple(s.id for s in cell.considerations if s.side is side)
        for name, side in _SIDES
    }
    return {
        "option_id": cell.option.id,
        "option": cell.option.words,
        "what_matters_id": matters.id,
        "what_matters": matters.words,
        "kind": matters.kind.value,
        "fit_low": low,
        "fit_high": high,
        "whose": "; ".join(voices) or None,
        **said,
    }


_SIDES = (("pros", Side.FOR), ("cons", Side.AGAINST), ("unsure", Side.UNSURE))


def weighed_row(cell: Cell, called: Names) -> Row:
    """Return one cell of a matrix, with how much the thing counts."""
    matters = cell.what_matters
    return {
        **cell_row(cell, called),
        "rank": matters.rank,
        **stars_of(matters.importance),
    }


def said_row(
    column: Column, said: Consideration, called: Names, *, balanced: bool
) -> Row:
    """Return one thing that was said for or against an option."""
    return {
        "option_id": column.option.id,
        "option": column.option.words,
        "consideration_id": said.id,
        "side": said.side.value,
        "words": said.words,
        "whose": text_of(called.whose(said.voice)),
        "what_matters_id": said.what_matters_id,
        "about": None if said.about is None else said.about.value,
        **stars_of(said.importance),
        "balanced": balanced,
    }


def stars_of(importance: Importance | None) -> Row:
    """Return from how many to how many stars."""
    if importance is None:
        return {"stars_low": None, "stars_high": None}
    return {"stars_low": importance.low, "stars_high": importance.high}
