"""The matrix: ways against what matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from empowerkit._render import Block, Page
from empowerkit.errors import NotFoundError
from empowerkit.model import Option, WhatMatters

from ._cells import Cell, LeftOut, Rows, Span, Standing, span_of
from ._pages import matrix_blocks
from ._rows import cell_row
from ._setting import Setting


@attrs.frozen(kw_only=True, repr=False)
class Matrix(Page):
    """
    Options against what matters to the client, without a figure of its own.

    Attributes:
        options: The columns, in the order in which they were put.
        what_matters: The rows, in the order given.
        left_out: What it has no place for.
    """

    options: tuple[Option, ...]
    what_matters: tuple[WhatMatters, ...]
    left_out: LeftOut
    _standing: Standing = attrs.field(alias="standing", eq=False)
    _setting: Setting = attrs.field(alias="setting")

    def __repr__(self) -> str:
        return f"<Matrix {self._setting.decision.id}>"

    @property
    def rows(self) -> Rows:
        """A row of cells for each thing that matters, a cell an option."""
        return self._standing.rows(self.what_matters)

    def cell(self, option_id: str, what_matters_id: str) -> Cell:
        """
        Return one cell.

        Raises:
            NotFoundError: The option, or what matters, is not in it.
        """
        option = self.options[place_of(option_id, self.options)]
        row = place_of(what_matters_id, self.what_matters)
        return self._standing.cell(option, self.what_matters[row])

    def to_rows(self) -> list[dict[str, Any]]:
        """
        Return one row for each cell, as plain values.

        People's words are as they were given: what writes them to a file
        must quote them as that format asks.

        Returns:
            Rows in the order of the table, from left to right.  The keys are
            ``option_id``, ``option``, ``what_matters_id``, ``what_matters``,
            ``kind``, ``fit_low`` and ``fit_high`` (-2 to +2; equal where one
            answer stands, `None` where none does), ``whose``, and ``pros``,
            ``cons`` and ``unsure``: the ids of what was said.
        """
        called = self._setting.called()
        return [cell_row(cell, called) for row in self.rows for cell in row]

    def _blocks(self) -> Iterable[Block]:
        return matrix_blocks(self, self._setting)


def levels_of(matrix: Matrix) -> Iterator[list[Span]]:
    """Yield for each option from where to where its fits may lie."""
    fits = matrix._standing.fits
    rows = [matters.id for matters in matrix.what_matters]
    for option in matrix.options:
        column = option.id
        yield [span_of(fits.get((column, row), ())) for row in rows]


def place_of(noun_id: str, among: tuple[Option | WhatMatters, ...]) -> int:
    """
    Return the place of *noun_id*.

    Raises:
        NotFoundError: It is not among them.
    """
    ids: list[str] = [noun.id for noun in among]
    if noun_id in ids:
        return ids.index(noun_id)
    raise not_here()


def not_here() -> NotFoundError:
    """Return the error of an id that is not on the sheet."""
    return NotFoundError(
        "an id must be of an option, or of something that matters, that "
        "stands on this sheet, and one came that is not: look among the "
        "sheet's 'options' and 'what_matters'"
    )
