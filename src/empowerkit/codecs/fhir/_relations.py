"""Which goal is a milestone of which, and which one stands in whose stead."""

from __future__ import annotations

from typing import Final

from empowerkit.model import Goal, Milestone

from ._book import Book
from ._codes import slug
from ._index import Item, Target
from ._table import kind_of, tagged


# What a Goal says of another: how they relate, and to which.
Relation = tuple[str, Item, Target]
_MILESTONE: Final = slug(Milestone)


def relate(book: Book, rows: list[Relation]) -> None:
    """
    Note in *book* what *rows* say of the goals there, as far as it can be.

    A goal with milestones is no milestone itself, so that goals which are
    each other's stay goals; and goals in each other's stead replace nothing.
    """
    named = _of(rows, "milestone")
    above = {item for item, _ in named}
    for item, held in named:
        if held not in above:
            book.milestones.add(held)
            own, parent = book.index.id_of(held), book.index.id_of(item)
            book.parents.setdefault(own, parent)
    newer: dict[str, str] = {}
    for item, held in _of(rows, "replacement"):
        if kind_of(item, book) is kind_of(held, book) is Goal:
            own, old = book.index.id_of(held), book.index.id_of(item)
            if newer.setdefault(old, own) == own:
                book.older.setdefault(own, old)
    for own in _circling(book.older):
        del book.older[own]


def _of(rows: list[Relation], wanted: str) -> list[tuple[Item, Item]]:
    """Return each goal that says it is so related, and to which that is."""
    return [
        (item, target.item)
        for kind, item, target in rows
        if kind == wanted
        and target.item is not None
        and target.item.type == item.type
        and tagged(item) != _MILESTONE
    ]


def _circling(older: dict[str, str]) -> list[str]:
    """Return whatever has replaced, by others in between, itself."""
    met: set[str] = set()
    found: list[str] = []
    for start in older:
        line: list[str] = []
        own = start
        while own in older and own not in met:
            met.add(own)
            line.append(own)
            own = older[own]
        if own in line:
            found += line[line.index(own) :]
    return found
