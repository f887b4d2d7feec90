"""Findings that somebody has, printed."""

from __future__ import annotations

import os

from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Any

from empowerkit._render import WIDTH
from empowerkit.errors import InvariantError, Problem, refuse
from empowerkit.plan import Plan
from empowerkit.practice import Finding
from empowerkit.practice._checks import not_a_day

from ._findings import Place, Placed
from ._findings_forms import FindingsForm, Looked, Printing
from ._shown import shown


def findings(
    found: Iterable[tuple[Plan | str | os.PathLike[str], Iterable[Finding]]],
    *,
    as_of: date,
    form: FindingsForm = FindingsForm.FULL,
    profile: str = "core",
    width: int = WIDTH,
) -> str:
    """
    Return findings as ``empowerkit check`` prints them, without colour.

    What was set aside stands there with its reason, in the words of whoever
    gave it, but for ``FindingsForm.GITHUB``; no other words of anybody do.

    Args:
        found: For each plan that was looked at, in order: the plan, or the
            file that it is from; and what `empowerkit.practice.check` found
            in it, which may be nothing.  A plan is called by its id; only a
            file is something that GitHub and SARIF can point at.
        as_of: The day that the findings speak of.
        form: In which form.
        profile: The profile that was asked; the page and the log of SARIF
            name it.
        width: The columns of a line in full, 20 or more.

    Raises:
        InvariantError: *as_of* is not a day, or something in *found* is no
            such pair (``findings-of``).
        ValueError: There is no such form.

    >>> from empowerkit import Client, Need, Voice
    >>> from empowerkit.practice import check
    >>> need = Need(words="Somewhere quiet", voice=Voice())
    >>> plan = Plan(id="p1", client=Client(called="Amina"), needs=(need,))
    >>> day = date(2026, 3, 2)
    >>> found = [(plan, check(plan, as_of=day))]
    >>> print(findings(found, as_of=day, form=FindingsForm.CONCISE), end="")
    p1:/needs/0/voice: EMP101 This need is not in the client's words. Nobody \
is recorded as having said it.
    """
    refuse(not_a_day(as_of))
    placed = [_placed(one, f"$[{at}]") for at, one in enumerate(found)]
    printing = Printing(form=FindingsForm(form), width=width)
    looked = Looked(
        rows=printing.rows([*chain.from_iterable(placed)]),
        plans=len(placed),
        as_of=as_of,
        profile=profile,
    )
    return printing.text(looked)


def _placed(pair: Any, path: str) -> list[Placed]:
    match pair:
        case (Plan() as plan, found):
            place = Place(plan.id)
        case (str() | os.PathLike(), found):
            file: str | os.PathLike[str] = pair[0]
            place = Place(shown(file), os.fspath(file))
        case _:
            message = (
                "findings must come with the plan or the file that they are "
                "of: zip(files, check_many(plans, …)), say"
            )
            raise InvariantError(
                [Problem(rule="findings-of", path=path, message=message)]
            )
    return [Placed(place, one) for one in found]
