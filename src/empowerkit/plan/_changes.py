"""What differs between two plans, as changes that the table can judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from empowerkit.authority import Change, People
from empowerkit.model._record import Field

from ._edit import noun_fields, own_fields
from ._rules import PEOPLE


if TYPE_CHECKING:
    from ._plan import Plan


_RELATED: Final = ("replaces", "subject_id", "consent_id")


def people_of(plan: Plan) -> People:
    """Return the people of *plan*, as the table needs them."""
    others = [getattr(plan, name) for name in PEOPLE if name != "client"]
    return People(client=plan.client, others=sum(others, ()))


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
    if before is not after:
        yield from _noun_changes(before, after, _Around(before, after), None)


class _Around:
    """
    What stands around a change.

    Attributes:
        nouns: All nouns of both plans, by id.
        gone: The ids of what is withdrawn or replaced in the plan after.
    """

    def __init__(self, before: Plan | None, after: Plan) -> None:
        now = dict(_nouns(after))
        then = dict(_nouns(before)) if before is not None else {}
        self.nouns: dict[str, Any] = {**now, **then}
        gone: set[Any] = {w.subject_id for w in after.withdrawals}
        gone.update(getattr(noun, "replaces", None) for noun in now.values())
        self.gone: frozenset[str] = frozenset(gone - {None})


def _nouns(held: Any) -> Iterator[tuple[str, Any]]:
    for field in noun_fields(type(held)):
        for noun in _items(held, field):
            yield noun.id, noun
            yield from _nouns(noun)


def _items(held: Any, field: Field) -> tuple[Any, ...]:
    value = getattr(held, field.name)
    if field.many:
        return tuple(value)
    return () if value is None else (value,)


def _noun_changes(
    before: Any, after: Any, around: _Around, within: Any
) -> Iterator[Change]:
    if before is after:
        return
    differs = _differing(before, after) if before is not None else ()
    if before is None or differs:
        yield Change(
            before=before,
            after=after,
            fields=differs,
            related=_related(after, around),
            within=within or _decision(after, around),
            gone=around.gone,
        )
    for field in noun_fields(type(after)):
        yield from _field_changes(before, after, field, around)


def _differing(before: Any, after: Any) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in own_fields(type(after))
        if not _same(getattr(before, field.name), getattr(after, field.name))
    )


def _same(before: Any, after: Any) -> bool:
    return before is after or before == after


def _decision(noun: Any, around: _Around) -> Any:
    return around.nouns.get(getattr(noun, "decision_id", None) or "")


def _related(noun: Any, around: _Around) -> Any:
    named = [getattr(noun, name, None) for name in _RELATED]
    return next((around.nouns.get(n) for n in named if n is not None), None)


def _field_changes(
    before: Any, after: Any, field: Field, around: _Around
) -> Iterator[Change]:
    old = () if before is None else _items(before, field)
    new = _items(after, field)
    if old is new:
        return
    within = None if type(after).__name__ == "Plan" else after
    for place, noun in enumerate(old):
        same = place < len(new) and new[place].id == noun.id
        if same:
            yield from _noun_changes(noun, new[place], around, within)
        else:
            yield Change(before=noun, within=within)
    for noun in new[len(old) :]:
        yield from _noun_changes(None, noun, around, within)
