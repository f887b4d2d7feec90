"""
The errors, one tree.

.. code-block:: text

    EmpowerkitError
    ├── InvariantError   (ValueError)   a value that breaks a rule cannot exist
    │   └── AuthorshipError             the client's part, claimed by others
    ├── AuthorityError                  this actor may not make this change
    ├── ConflictError                   somebody was faster, or an id is taken
    ├── StoreError       (OSError)      the store could not; a retry may
    ├── DocumentError    (ValueError)   a document was refused, whole
    ├── JournalError     (ValueError)   a journal's entries do not hold together
    ├── NotFoundError    (LookupError)  the plan holds no such noun
    └── MissingExtraError (ImportError) an optional dependency is not there

Messages name rules, paths, our own field names and opaque ids.
They never carry a person's words or names: a log is not a case file.

`AuthorityError` is on purpose not a `PermissionError`, which is an `OSError`:
code that retries a commit after an I/O error must not retry a denial.
"""

from __future__ import annotations

import enum

from collections.abc import Iterable, Mapping

import attrs


__all__ = [
    "AuthorityError",
    "AuthorshipError",
    "ConflictError",
    "DocumentError",
    "EmpowerkitError",
    "InvariantError",
    "JournalError",
    "MissingExtraError",
    "NotFoundError",
    "Problem",
    "StoreError",
    "StoreTrouble",
]


@attrs.frozen(kw_only=True, hash=False)
class Problem:
    """
    One thing that is wrong, where, and what to do about it.

    Attributes:
        rule: The id of the rule, such as ``decision-authored-by-client``.
        path: Where, as a JSON path from the value checked:
            ``$.goals[2].due_on``.
        message: What is required, what came, what to do.
        facts: Ids and field names only, for hosts that translate.

    >>> Problem(rule="ids-unique", path="$.goals[1].id", message="…").rule
    'ids-unique'
    """

    rule: str
    path: str
    message: str
    facts: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def __str__(self) -> str:
        """Return the message, with the rule and the path behind it."""
        return f"{self.message} [{self.rule}] @ {self.path}"


class EmpowerkitError(Exception):
    """The root of all errors that this library raises on purpose."""


class _ProblemsError(EmpowerkitError, ValueError):
    """An error that carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    @property
    def rule(self) -> str:
        """The rule of the first problem."""
        return self.problems[0].rule

    @property
    def path(self) -> str:
        """The path of the first problem."""
        return self.problems[0].path

    @property
    def facts(self) -> Mapping[str, str]:
        """The facts of the first problem: ids and field names only."""
        return self.problems[0].facts

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        rows = "\n".join(f"- {problem}" for problem in self.problems)
        return f"{len(self.problems)} problems\n{rows}"


class InvariantError(_ProblemsError):
    """
    A value that breaks an invariant was refused; nothing was made.

    Attributes:
        problems: All that was found, in the order of the fields.
        rule: The rule of the first problem.
        path: The path of the first problem.
        facts: The facts of the first problem.
    """


class AuthorshipError(InvariantError):
    """
    What belongs to the client was claimed by, or for, somebody else.

    The message says what the one who tried can do instead.
    """


class DocumentError(_ProblemsError):
    """
    A document was refused, whole; nothing was kept of it.

    Attributes:
        problems: Every problem that could be found, each with its path.
    """


class JournalError(_ProblemsError):
    """
    The entries of a journal do not hold together; nothing was read of them.

    Attributes:
        problems: What was found, each with the entry's place as its path.
    """


class AuthorityError(EmpowerkitError):
    """
    The table of authority has no row that allows this change.

    Attributes:
        row: The row of the table that refused.
        role: The role of the one who tried.
        facts: Ids only.
    """

    def __init__(
        self, row: str, role: str, message: str, facts: Mapping[str, str]
    ) -> None:
        self.row = row
        self.role = role
        self.message = message
        self.facts = facts
        super().__init__(row, role, message, facts)

    def __str__(self) -> str:
        return f"{self.message} [{self.row}]"


class ConflictError(EmpowerkitError):
    """
    What was to be stored does not follow what is stored; nothing was.

    Attributes:
        rule: ``expected-version``, ``entry-id-once``, ``plan-id-once``,
            ``legal-hold`` or ``shielded``.
        facts: Ids and versions only.
    """

    def __init__(
        self, rule: str, message: str, facts: Mapping[str, str]
    ) -> None:
        self.rule = rule
        self.message = message
        self.facts = facts
        super().__init__(rule, message, facts)

    def __str__(self) -> str:
        return f"{self.message} [{self.rule}]"


class StoreTrouble(enum.StrEnum):
    """What was in a store's way."""

    BUSY = "busy"
    FULL = "full"
    REFUSED = "refused"
    CLOSED = "closed"
    DAMAGED = "damaged"
    INPUT_OUTPUT = "input-output"


class StoreError(EmpowerkitError, OSError):
    """
    The store could not do it now; the same call with the same id may.

    Attributes:
        reason: What was in the way.
    """

    def __init__(self, reason: StoreTrouble, message: str) -> None:
        self.reason = reason
        self.message = message
        super().__init__(reason, message)

    def __str__(self) -> str:
        return f"{self.message} [{self.reason.value}]"


class NotFoundError(EmpowerkitError, LookupError):
    """Nothing there has this id, or this code, or not of this kind."""


class MissingExtraError(EmpowerkitError, ImportError):
    """An optional dependency is missing; the message names the extra."""


_AUTHORSHIP = frozenset(
    {
        "decision-authored-by-client",
        "delegate-is-not-staff",
        "weights-are-the-clients",
    }
)


def refuse(problems: Iterable[Problem]) -> None:
    """
    Raise all *problems* as one error; return where there are none.

    Raises:
        AuthorshipError: Any of them is about whose part this is.
        InvariantError: Otherwise.
    """
    found = tuple(problems)
    if not found:
        return
    if any(problem.rule in _AUTHORSHIP for problem in found):
        raise AuthorshipError(found)
    raise InvariantError(found)
