"""What differs between two plans, as changes that the table can judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cache, cached_property
from itertools import chain
from operator import attrgetter, is_
from typing import TYPE_CHECKING, Any, Final

from empowerkit.authority import Change, People, require
from empowerkit.authority._said import as_told
from empowerkit.model import Actor, SetAside
from empowerkit.model._record import Field

from ._edit import (
    items_of,
    noun_fields,
    nouns_of,
    own_fields,
    own_values,
    unlike,
)
from ._rules import PEOPLE


if TYPE_CHECKING:
    from ._plan import Plan


_RELATED: Final = ("replaces", "subject_id", "consent_id")


_others = attrgetter(*(name for name in PEOPLE if name != "client"))


def people_of(plan: Plan) -> People:
    """Return the people of *plan*, as the table needs them."""
    others = tuple(chain.from_iterable(_others(plan)))
    return People(client=plan.client, others=others)


def changes_between(before: Plan | None, after: Plan) -> Iterator[Change]:
    """
    Yield each change that leads from *before* to *after*.

    Args:
        before: The plan as it was; `None` where *after* is new.
        after: The plan as it shall be.

    >>> from empowerkit import Client, Plan
    >>> plan = Plan(client=Client(called="Amina"))
    >>> [change.noun for change in changes_between(None, plan)]
    ['Plan', 'Client']
    >>> list(changes_between(plan, plan))
    []
    """
    yield from changes_among(steps(before, after), before, after)


Step = tuple[Any, Any, Any]


def ask(
    before: Plan | None, after: Plan, *, by: Actor, at: datetime
) -> list[Step]:
    """
    Return what leads from *before* to *after*, where *by* may do all of it.

    It is empty where nothing differs.

    Raises:
        AuthorityError: *by* may not make one of the changes.
    """
    found = steps(before, after)
    changes = changes_among(found, before, after)
    if not changes:
        return []
    then = None if before is None else people_of(before)
    now = people_of(after)
    for change in changes:
        require(change, by=by, at=at, before=then, after=now)
    return found


def steps(before: Plan | None, after: Plan) -> list[Step]:
    """
    Return each noun that is not the very same in both, holders first.

    Returns:
        The noun as it was, as it is, and what holds it; `None` where it is
        new, where it is gone, and where the plan itself holds it.
    """
    found: list[Step] = []
    if before is not after:
        _add_steps(found, before, after, None)
    return found


def _add_steps(
    found: list[Step], before: Any, after: Any, holder: Any
) -> None:
    found.append((before, after, holder))
    if not noun_fields(type(after)):
        return
    within = None if type(after).__name__ == "Plan" else after
    for was, now in unlike(before, after):
        if was is not None and (now is None or now.id != was.id):
            found.append((was, None, within))
        else:
            _add_steps(found, was, now, within)


def changes_among(
    found: Iterable[Step], before: Plan | None, after: Plan
) -> list[Change]:
    """Return each of the steps *found* that changes something."""
    around = _Around(before, after)
    changes: list[Change] = []
    for was, now, holder in found:
        differs = () if was is None or now is None else _differing(was, now)
        if now is None:
            changes.append(Change(before=was, within=holder))
        elif was is None or differs:
            changes.append(
                Change(
                    before=was,
                    after=now,
                    fields=differs,
                    related=_related(now, around),
                    within=holder or _decision(now, around),
                    gone=around.gone,
                )
            )
    return changes


class _Around:
    """What stands around a change, found out when it is first asked for."""

    def __init__(self, before: Plan | None, after: Plan) -> None:
        self._before, self._after = before, after
        self.gone = _Gone(after)

    @cached_property
    def nouns(self) -> dict[str, Any]:
        """All nouns of both plans, by id: as they were, if they were."""
        held = (self._after, self._before)
        return {n.id: n for plan in held if plan for n in nouns_of(plan)}


class _Gone(AbstractSet[str]):
    """
    The ids of what is withdrawn or replaced in a plan.

    Few changes ask for them, and whoever changes one noun of many should
    not wait until all were looked at.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    @cached_property
    def _ids(self) -> frozenset[str]:
        gone: set[Any] = {taken.subject_id for taken in self._plan.withdrawals}
        _add_replaced(self._plan, gone)
        return frozenset(gone - {None})

    def __contains__(self, found: object) -> bool:
        return found in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __hash__(self) -> int:
        return self._hash()


def _add_replaced(held: Any, gone: set[Any]) -> None:
    """Add to *gone* what each noun in *held* replaces."""
    for field, replaces, holds in _lines(type(held)):
        nouns = items_of(held, field)
        if nouns and replaces:
            gone.update([noun.replaces for noun in nouns])
        for noun in nouns if holds else ():
            _add_replaced(noun, gone)


def _lines_of(kind: Any) -> tuple[tuple[Field, bool, bool], ...]:
    """Return where in *kind* nouns replace others: themselves, or within."""
    found = (
        (field, _replaces(field.kind), len(_lines(field.kind)) > 0)
        for field in noun_fields(kind)
    )
    return tuple(line for line in found if any(line[1:]))


_lines: Callable[[Any], tuple[tuple[Field, bool, bool], ...]] = cache(
    _lines_of
)


def _replaces(kind: Any) -> bool:
    return any(field.name == "replaces" for field in own_fields(kind))


def _differing(before: Any, after: Any) -> tuple[str, ...]:
    fields, values = own_fields(type(after)), own_values(type(after))
    was, now = values(before), values(after)
    # The one noun that is new stands in a plan of which all is the very same.
    if all(map(is_, was, now)) or (was == now and as_told(was, now)):
        return ()
    rows = zip(fields, was, now, strict=True)
    return tuple(
        field.name
        for field, a, b in rows
        if a is not b and (a != b or not as_told(a, b))
    )


def _decision(noun: Any, around: _Around) -> Any:
    named = getattr(noun, "decision_id", None)
    return None if named is None else around.nouns.get(named)


def _related(noun: Any, around: _Around) -> Any:
    if isinstance(noun, SetAside):
        return None  # it takes nothing of its subject back
    for name in _RELATED:
        named = getattr(noun, name, None)
        if named is not None:
            return around.nouns.get(named)
    return None
