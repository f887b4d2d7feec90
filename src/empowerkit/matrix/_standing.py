"""What stands in a decision, and whose id it goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

import attrs

from empowerkit.model import Consideration, Fit, Option, WhatMatters
from empowerkit.plan import Plan


NounT = TypeVar("NounT", Option, WhatMatters, Consideration, Fit)


@attrs.frozen(repr=False)
class Lines(Generic[NounT]):
    """
    Nouns that stand, in the order in which each line of them began.

    Attributes:
        standing: What nobody withdrew and nothing replaced.
        heirs: Each id of a line, with the id that its line goes by now.
            What was said of earlier words is said of those that replaced
            them.
    """

    standing: tuple[NounT, ...]
    heirs: dict[str, str]


def lines(plan: Plan, nouns: tuple[NounT, ...]) -> Lines[NounT]:
    """Return which of *nouns* stand, and for which ids they do."""
    gone: set[str] = {taken.subject_id for taken in plan.withdrawals}
    if not gone and not any(noun.replaces for noun in nouns):
        return Lines(nouns, {noun.id: noun.id for noun in nouns})
    roots: dict[str, str] = {}
    last: dict[str, NounT] = {}
    for noun in nouns:
        old: str | None = noun.replaces
        root: str = noun.id if old is None else roots.setdefault(old, old)
        roots[noun.id] = root
        last[root] = noun
    ends = {root: n for root, n in last.items() if n.id not in gone}
    return Lines(
        tuple(ends.values()),
        {i: ends[root].id for i, root in roots.items() if root in ends},
    )


def unchanged(
    nouns: tuple[Option, ...] | tuple[WhatMatters, ...],
    found: Lines[Option] | Lines[WhatMatters],
) -> Mapping[str, str]:
    """
    Return the ids of *found* whose words are those of their line's last.

    A fit was said of these very words: nobody has said it of others yet.
    """
    heirs = found.heirs
    if len(heirs) == len(found.standing):
        return heirs
    said: dict[str, object] = {noun.id: _said(noun) for noun in nouns}
    return {
        old: new for old, new in heirs.items() if said.get(old) == said[new]
    }


def _said(noun: Option | WhatMatters) -> tuple[object, ...]:
    return noun.words, noun.kind, getattr(noun, "detail", None)


def grouped(
    nouns: Iterable[NounT], key: Callable[[NounT], Any]
) -> dict[Any, tuple[NounT, ...]]:
    """Return *nouns* by what *key* says of each, in order."""
    found: dict[Any, list[NounT]] = {}
    for noun in nouns:
        found.setdefault(key(noun), []).append(noun)
    return {name: tuple(held) for name, held in found.items()}
