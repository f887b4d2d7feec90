"""Looking at a caseload in parts, wherever each part is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from empowerkit.errors import Problem, refuse
from empowerkit.model import Actor
from empowerkit.plan import Plan

from ._asked import asked
from ._chosen import Chosen, chosen, codes, fixed
from ._findings import Finding
from ._heard import Heard, across, clients_by_words, heard_in, unheard
from ._parameters import Parameters
from ._registry import rules
from ._rule import CORE
from ._view import viewed


@attrs.frozen(kw_only=True, hash=False)
class Look:
    """
    What the checks say of one plan, and what rules about a caseload need.

    `Checks.look` makes it, and `Checks.together` puts several together.
    It can be sent to another process, and is much smaller than the plan.
    Beside the findings it may hold words of the client, to be put beside
    those of other clients: hand it on, and keep it nowhere.

    Attributes:
        findings: What the rules that read one plan have found.
    """

    findings: tuple[Finding, ...]
    _heard: Heard = attrs.field(alias="heard", repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        # Many are sent; this is several times as fast as what attrs does.
        return _look, (self.findings, self._heard)

    def without_findings(self) -> Look:
        """Return it for a caller who has dealt with its findings already."""
        return attrs.evolve(self, findings=())


def _look(findings: tuple[Finding, ...], heard: Heard) -> Look:
    return Look(findings=findings, heard=heard)


@attrs.frozen(kw_only=True)
class Checks:
    """
    The rules to ask, for looking at the plans of a caseload in parts.

    `check_many` looks at all of them at once.
    This is for software in which several processes share a large caseload,
    or which meets its plans one by one.
    However the caseload is split, the findings are the same.
    It can be sent to another process.

    Attributes:
        profile: ``core``, ``decision-aid``, ``all``, or an agency's own.
        select: Codes, or beginnings of codes, of the rules to ask instead
            of the profile's.
        ignore: Codes, or beginnings of codes, of rules not to ask.
        parameters: Values other than the defaults: code, then name, then
            value.

    Raises:
        InvariantError: A profile, code or parameter is not known, or a
            value does not fit.

    >>> from empowerkit.practice import check_many
    >>> from empowerkit.testing import caseload
    >>> today = date(2026, 6, 1)
    >>> plans = list(caseload.plans(4, seed=7))
    >>> checks = Checks(profile="all")
    >>> here = [checks.look(plan, as_of=today) for plan in plans[:3]]
    >>> elsewhere = [checks.look(plan, as_of=today) for plan in plans[3:]]
    >>> checks.together(here + elsewhere) == check_many(
    ...     plans, as_of=today, profile="all"
    ... )
    True
    """

    profile: str = CORE
    select: tuple[str, ...] = attrs.field(default=(), converter=codes)
    ignore: tuple[str, ...] = attrs.field(default=(), converter=codes)
    parameters: Parameters = attrs.field(default=None, converter=fixed)

    def __attrs_post_init__(self) -> None:
        self._chosen()

    def _chosen(self) -> Chosen:
        return chosen(self.profile, self.select, self.ignore, self.parameters)

    def look(
        self, plan: Plan, *, as_of: date, seen_by: Actor | None = None
    ) -> Look:
        """
        Return what is worth a conversation in *plan* by itself.

        Args:
            plan: A plan of the caseload; it may be closed.
            as_of: The day on which it is looked at.
            seen_by: Look only at what this person may read.

        Raises:
            AuthorityError: *seen_by* is not on the plan.
            InvariantError: *as_of* is not a day.
        """
        refuse(not_a_day(as_of))
        asking = self._chosen()
        view = viewed(plan, as_of, seen_by)
        return Look(
            findings=tuple(asked(view, asking)),
            heard=heard_in(view) if asking.caseloads else unheard(view),
        )

    def together(
        self, looks: Iterable[Look]
    ) -> tuple[tuple[Finding, ...], ...]:
        """
        Return the findings of each plan, with what only all of them tell.

        Args:
            looks: One of each plan, made by checks equal to these, for the
                same day; the findings come in their order.
        """
        caseloads = self._chosen().caseloads
        if not caseloads:
            return tuple(look.findings for look in looks)
        every = tuple(looks)
        clients = clients_by_words(look._heard for look in every)
        order = {code: place for place, code in enumerate(rules())}
        return tuple(
            _with_more(
                look.findings, across(look._heard, clients, caseloads), order
            )
            for look in every
        )


def not_a_day(as_of: date) -> Iterator[Problem]:
    """Yield the problem of what is given for a day, if there is one."""
    if type(as_of) is not date:
        yield Problem(
            rule="field-type",
            path="$.as_of",
            message="as_of must be a date (and not a datetime): use .date()",
        )


def _with_more(
    own: tuple[Finding, ...],
    across_all: Iterable[Finding],
    order: Mapping[str, int],
) -> tuple[Finding, ...]:
    more = tuple(across_all)
    if not more:
        return own
    return tuple(sorted((*own, *more), key=lambda one: order[one.rule]))
