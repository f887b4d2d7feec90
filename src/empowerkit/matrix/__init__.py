"""
Pros and cons: what speaks for each way, and what against it.

Franklin opened his letter of 1772 by saying that he could not advise what
to decide, only how.  So does this.
`pros_and_cons` gives a `ProsAndCons`, for everybody who may see the
decision: the options side by side, and as a `Matrix` against what matters.
Figures are put together only when the client asks: `ProsAndCons.weigh`.
"""

from __future__ import annotations

from ._cells import Cell, Column, Holds, LeftOut, MustHave
from ._gaps import Gap, GapKind
from ._matrix import Matrix
from ._sheet import ProsAndCons, Strike, pros_and_cons
from ._tip import OtherFit, Shift, Tip, TipKind
from ._weighing import Sum, Sums, Weighing, WorseOn


__all__ = [
    "Cell",
    "Column",
    "Gap",
    "GapKind",
    "Holds",
    "LeftOut",
    "Matrix",
    "MustHave",
    "OtherFit",
    "ProsAndCons",
    "Shift",
    "Strike",
    "Sum",
    "Sums",
    "Tip",
    "TipKind",
    "Weighing",
    "WorseOn",
    "pros_and_cons",
]
