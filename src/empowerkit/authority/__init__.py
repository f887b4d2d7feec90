"""
Who may do what: one table, and one pure function that reads it.

A change is a noun before and a noun after; what is inside a noun (an option,
a choice) is a change of its own.
`rows` says which rows of the table a change falls under, `denial` asks each
of them, and what no row allows is refused.
`Plan`'s methods ask for each change they make; a store asks for all changes
between two plans, one actor a commit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import attrs

from empowerkit.errors import AuthorityError
from empowerkit.model import (
    Actor,
    Client,
    Interpreter,
    Proxy,
    Role,
    Supporter,
    Worker,
)
from empowerkit.model._people import ROLE_OF

from ._grants import GRANTED, Case
from ._rows import Change, ErasureBasis, asked_of, rows, said_later, settable
from ._table import INSTEAD, TABLE, Grant, Row, table_rows


__all__ = [
    "TABLE",
    "Change",
    "ErasureBasis",
    "Grant",
    "People",
    "Row",
    "denial",
    "require",
    "rows",
    "said_later",
    "settable",
    "table_rows",
]


@attrs.frozen(kw_only=True)
class People:
    """
    The people of a plan, as the table needs them.

    Attributes:
        client: Whose plan it is.
        others: Everybody else.
    """

    client: Client
    others: tuple[Worker | Supporter | Proxy | Interpreter, ...] = ()

    def find(self, actor: Actor) -> Any:
        """Return the person that *actor* is, or `None`."""
        for one in (self.client, *self.others):
            if one.id == actor.id and ROLE_OF[type(one)] is actor.role:
                return one
        return None

    def present(self, actor: Actor, at: datetime) -> Any:
        """Return the person that *actor* is; `None` where not on it then."""
        person = self.find(actor)
        return person if person is None or _is_present(person, at) else None


def denial(
    change: Change,
    *,
    by: Actor,
    at: datetime,
    before: People | None,
    after: People,
) -> AuthorityError | None:
    """
    Return why *by* may not make *change*; or `None`.

    Args:
        change: One noun before and after.
        by: Who makes it, in whose name.
        at: When.
        before: The people of the plan before; `None` where it is new.
        after: The people of the plan after.
    """
    people = before or after
    asked = asked_of(change, by)
    person = people.present(by, at)
    if person is None:
        return _denied(next(iter(asked)), change, by, None)
    client = by if person is people.client else people.client.actor
    for row, fields in asked.items():
        grant = TABLE[row][by.role]
        case = Case(
            change=change,
            row=row,
            fields=fields,
            by=by,
            person=person,
            client=client,
        )
        if not GRANTED[grant](case):
            return _denied(row, change, by, grant)
    return None


def require(
    change: Change,
    *,
    by: Actor,
    at: datetime,
    before: People | None,
    after: People,
) -> None:
    """
    Return where *by* may make *change*.

    Raises:
        AuthorityError: The table does not allow it; the message names the
            row that refused, and what would be allowed instead.
    """
    found = denial(change, by=by, at=at, before=before, after=after)
    if found is not None:
        raise found


def _denied(
    row: Row, change: Change, by: Actor, grant: Grant | None
) -> AuthorityError:
    held = change.before if change.after is None else change.after
    what = ", ".join(f"{change.noun}.{name}" for name in change.fields)
    message = (
        f"{_says(row, by.role, grant)} ({what or change.noun}, by '{by.id}'); "
        f"what they can do instead: {INSTEAD[row]}"
    )
    facts = {
        "actor": by.id,
        "noun": change.noun,
        "id": str(getattr(held, "id", "")),
    }
    return AuthorityError(row.value, by.role.value, message, facts)


def _says(row: Row, role: Role, grant: Grant | None) -> str:
    one = _ONE.get(role, f"a {role}")
    if grant is None:
        return (
            f"the row '{row}' is for people who are on this plan at that "
            f"time, and {one} came who is not"
        )
    if grant is not Grant.NO:
        return f"the row '{row}' lets {one} do this only {grant}"
    nobody = {*TABLE[row].values()} == {Grant.NO}
    whom = "nobody" if nobody else f"no {role.value}"
    return f"the row '{row}' lets {whom} do this"


_ONE: Final = {
    Role.INTERPRETER: "an interpreter",
    Role.ORGANISATION: "an organisation",
    Role.SOFTWARE: "software",
}


def _is_present(person: Any, at: datetime) -> bool:
    ended = getattr(person, "ended_at", None)
    if ended is not None:
        return bool(at < ended)
    first = getattr(person, "from_on", None)
    last = getattr(person, "until_on", None)
    return not (
        (first is not None and at.date() < first)
        or (last is not None and at.date() > last)
    )
