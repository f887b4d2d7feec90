"""The functions for everybody."""

from __future__ import annotations

import os

from datetime import date, datetime

from empowerkit._render import WIDTH
from empowerkit.codecs._json import _write
from empowerkit.model import Actor
from empowerkit.plan import Plan

from ._html import as_page
from ._sections import whole
from ._terminal import as_terminal


def html(
    plan: Plan,
    *,
    seen_by: Actor,
    as_of: date | datetime,
) -> str:
    """
    Return a report on *plan* as one HTML document.

    It holds its style and its pictures, no script, and nothing that is
    fetched from anywhere; its Content-Security-Policy says so.
    It is made for screen readers, keyboards, narrow windows, light and dark,
    forced colours, and paper.

    Args:
        plan: The plan, whole: what *seen_by* may not read is left out here.
        seen_by: Whose report it is.
        as_of: The day that it speaks of.

    Raises:
        AuthorityError: *seen_by* is nobody of this plan.

    >>> from empowerkit import Client, Plan
    >>> amina = Client(called="Amina")
    >>> page = html(
    ...     Plan(client=amina), seen_by=amina.actor, as_of=date(2026, 3, 2)
    ... )
    >>> page.startswith("<!doctype html>"), "<script" in page
    (True, False)
    """
    shown = whole(plan, seen_by=seen_by, as_of=as_of)
    return as_page(shown)


def text(
    plan: Plan,
    *,
    seen_by: Actor,
    as_of: date | datetime,
    width: int = WIDTH,
) -> str:
    """
    Return a report on *plan* as plain text with ruled tables.

    Args:
        plan: The plan, whole: what *seen_by* may not read is left out here.
        seen_by: Whose report it is.
        as_of: The day that it speaks of.
        width: The columns of a line, 20 or more.

    Raises:
        AuthorityError: *seen_by* is nobody of this plan.

    >>> from empowerkit import Client, Plan
    >>> amina = Client(called="Amina")
    >>> page = text(
    ...     Plan(client=amina), seen_by=amina.actor, as_of=date(2026, 3, 2)
    ... )
    >>> page.splitlines()[0]
    'Where things stand'
    """
    shown = whole(plan, seen_by=seen_by, as_of=as_of)
    return as_terminal(shown, width=width)


def write(
    plan: Plan,
    path: str | os.PathLike[str],
    *,
    seen_by: Actor,
    as_of: date | datetime,
) -> None:
    """
    Write a report on *plan* to the file at *path*, whole or not at all.

    The file is `html`, and readable by its owner alone.

    Args:
        plan: The plan, whole: what *seen_by* may not read is left out here.
        path: Where to; what is there is written over.
        seen_by: Whose report it is.
        as_of: The day that it speaks of.

    Raises:
        AuthorityError: *seen_by* is nobody of this plan.
        OSError: The file cannot be written; what was there still is.
    """
    made = html(plan, seen_by=seen_by, as_of=as_of)
    _write(path, [made.encode()])
