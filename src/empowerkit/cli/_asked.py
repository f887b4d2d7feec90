"""Asking the rules about one document; it runs in processes of its own too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from empowerkit.codecs import loads
from empowerkit.errors import EmpowerkitError
from empowerkit.plan import Plan
from empowerkit.practice import Finding, Parameters
from empowerkit.practice._run import _asked, _Chosen, _chosen_by, _Told
from empowerkit.practice._view import viewed

from ._errors import Refused, lines_of
from ._options import Who


@attrs.frozen(kw_only=True)
class Asking:
    """What is asked, of which day, and whose reading is looked at."""

    as_of: date
    profile: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    parameters: Parameters = attrs.field(factory=Parameters)
    reader: Who | None = None

    def chosen(self) -> _Chosen:
        """
        Return the rules to ask.

        Raises:
            InvariantError: A profile, a code or a parameter is not known.
        """
        return _chosen_by(
            self.profile, self.select, self.ignore, self.parameters
        )


@attrs.frozen
class Answer:
    """
    What the rules say of one plan, and what a caseload's rules will need.

    Attributes:
        findings: What was found.
        told: What the client is recorded to have said, and what is set
            aside.
        seen: What came out of FHIR, as the reader sees it.
    """

    findings: tuple[Finding, ...]
    told: _Told = attrs.field(repr=False)
    seen: Plan | None = attrs.field(default=None, repr=False)


@attrs.frozen
class Wrong:
    """What there is to say of a document that could not be looked at."""

    lines: tuple[str, ...]


def ask(plan: Plan, shown: str, asking: Asking) -> Answer | Wrong:
    """Return what the rules say of *plan*, which stands at *shown*."""
    chosen = asking.chosen()
    told = _Told()
    try:
        who = asking.reader
        reader = None if who is None else who.on(plan, shown)
        view = viewed(plan, asking.as_of, reader)
    except Refused as refused:
        return Wrong(refused.lines)
    if chosen.caseloads:
        told.hear(view)
    return Answer(tuple(_asked(view, chosen)), told, view.plan)


def ask_document(data: bytes, shown: str, asking: Asking) -> Answer | Wrong:
    """Return what the rules say of the document *data*."""
    try:
        plan = loads(data)
    except EmpowerkitError as error:
        return Wrong(tuple(lines_of(error, shown)))
    answer = ask(plan, shown, asking)
    if isinstance(answer, Wrong):
        return answer
    # It would be slow to hand on, and a caseload would fill the memory.
    return attrs.evolve(answer, seen=None)


def ask_documents(
    documents: Iterable[tuple[str, bytes]], asking: Asking
) -> list[Answer | Wrong]:
    """Return what the rules say of *documents*; of each its place."""
    return [ask_document(data, shown, asking) for shown, data in documents]
