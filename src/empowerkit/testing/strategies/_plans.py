"""Whole plans, in which everything that is named is there or absent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from empowerkit.plan import Plan

from ._drawing import Draft, refuse_unknown
from ._scene import SELDOM
from ._story import HOLDS, Story


if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from empowerkit.model._record import Piece

__all__ = ["plans"]

_PEOPLE: Final = st.sampled_from(
    (
        "workers",
        "supporters",
        "interpreters",
        "proxies",
    )
)
_OFTEN: Final = (
    "needs",
    "decisions",
    "goals",
    "what_matters",
    "steps",
    "resources",
    "contacts",
)
_EVENTS: Final = (
    *_OFTEN,
    *(name for name in HOLDS if name not in _OFTEN),
    "decisions",
    "decisions",
    "goals",
    "substitute_decisions",
    "withdrawals",
)
_FOCUS: Final = st.sampled_from(_EVENTS)
# One kind comes often in each plan, so that lines of one kind come too.
_WEIGHT: Final = len(_EVENTS) // 2
_MOST_PEOPLE: Final = 3


def plans(
    *,
    min_nouns: int = 0,
    max_nouns: int = 24,
    having: Collection[type[Piece]] = (),
    **fields: Any,
) -> SearchStrategy[Plan]:
    """
    Generate whole plans, small ones by default.

    Every id that a plan names is in it, or in ``absent`` with a reason.
    Changes of mind, refusals, voices that nobody recorded, words for some
    eyes only, mandates, delegates, what was imposed, withdrawn, replaced
    and erased: all of it can come.

    Args:
        min_nouns: The fewest nouns beside the client.
        max_nouns: The most nouns beside the client.
        having: Classes of nouns that must be there.
        fields: A value, or a strategy, for fields of the plan that name
            nothing else, such as ``client`` or ``review_on``.

    Raises:
        TypeError: A field is given that a plan does not have.
        ValueError: More is asked for than the bounds allow.

    >>> from empowerkit.model import Decision
    >>> from empowerkit.testing.strategies import simplest
    >>> plan = simplest(plans(having=[Decision]))
    >>> len(plan.decisions), plan.needs
    (1, ())
    """
    refuse_unknown(Plan, fields)
    first = [name for name, kind in HOLDS.items() if kind in having]
    if max(min_nouns, len(first)) > max_nouns:
        msg = "max_nouns must leave room for min_nouns and for all of having"
        raise ValueError(msg)
    return _plan(min_nouns, max_nouns, first, fields)


@st.composite
def _plan(
    draw: DrawFn,
    least: int,
    most: int,
    first: list[str],
    fields: Mapping[str, Any],
) -> Plan:
    story = Story(draw, most)
    draft = Draft(draw, story, Plan, fields, None)
    story.begin(draft.fill("id"), draft.fill("client"))
    story.room -= len(first)
    draw(st.lists(_person(story), max_size=min(story.room, _MOST_PEOPLE)))
    for name in first:
        story.room += 1
        story.add(draw, name)
    missing = max(0, least - (most - story.room))
    names = st.sampled_from((*_EVENTS, *[draw(_FOCUS)] * _WEIGHT))
    events = _event(story, names)
    draw(st.lists(events, min_size=missing, max_size=story.room))
    return _ended(draft, story)


def _ended(draft: Draft, story: Story) -> Plan:
    for name, nouns in story.nouns.items():
        draft.put(name, tuple(nouns))
    for name in draft.fields:
        if name != "absent":
            draft.fill(name)
    while draft.draw(SELDOM):
        story.elsewhere(draft.draw)
    draft.put("absent", story.absent(draft.draw))
    draft.in_order()
    return Plan(**draft.values)


@st.composite
def _person(draw: DrawFn, story: Story) -> None:
    story.add(draw, draw(_PEOPLE))


@st.composite
def _event(draw: DrawFn, story: Story, names: SearchStrategy[str]) -> None:
    name = draw(names)
    if story.room > 0:
        story.add(draw, name)
