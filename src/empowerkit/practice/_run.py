"""Asking the rules, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import partial
from typing import Any

from empowerkit.errors import refuse
from empowerkit.model import Actor
from empowerkit.plan import Plan

from ._asked import aside_in, placed
from ._checks import Checks, not_a_day
from ._chosen import Values
from ._findings import Finding
from ._heard import clients_by_words, heard_in, told
from ._parameters import Parameters
from ._rule import CORE, Rule, Scope
from ._view import Places, viewed


def check(
    plan: Plan,
    *,
    as_of: date,
    profile: str = CORE,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    parameters: Parameters | Values | None = None,
    seen_by: Actor | None = None,
) -> tuple[Finding, ...]:
    """
    Return what in *plan* is worth a conversation.

    There is no score, and nothing says whether the plan, the worker or the
    client does well.
    Findings come in the order of `rules`, then in the order of the plan.
    Those that the plan sets aside come too, with ``set_aside``.
    Where one rule absorbs another, one finding about a noun stands for all.

    A rule that raises does not end the run, and does not pass in silence:
    in its place stands a finding of ``EMP001``, with the rule and the kind
    of error.

    Args:
        plan: It may be closed; then few rules still speak.
        as_of: The day on which it is looked at.
        profile: ``core``, ``decision-aid``, ``all``, or an agency's own.
        select: Codes, or beginnings of codes, of the rules to ask instead
            of the profile's.
        ignore: Codes, or beginnings of codes, of rules not to ask.
        parameters: Values other than the defaults: code, then name, then
            value.
        seen_by: Look only at what this person may read; the paths are those
            of the document that they see.  A rule about something missing
            is silent where such a thing is withheld from them.

    Raises:
        AuthorityError: *seen_by* is not on the plan.
        InvariantError: A profile, code or parameter is not known, or a
            value does not fit.

    >>> from empowerkit import Client, Need, Voice
    >>> need = Need(words="Somewhere quiet", voice=Voice())
    >>> plan = Plan(client=Client(called="Amina"), needs=(need,))
    >>> for found in check(plan, as_of=date(2026, 3, 2)):
    ...     print(found.rule, found.path, found.message)
    EMP101 /needs/0/voice This need is not in the client's words. Nobody is \
recorded as having said it.
    """
    checks = Checks(
        profile=profile, select=select, ignore=ignore, parameters=parameters
    )
    return checks.look(plan, as_of=as_of, seen_by=seen_by).findings


def check_many(
    plans: Iterable[Plan],
    *,
    as_of: date,
    profile: str = CORE,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    parameters: Parameters | Values | None = None,
    seen_by: Callable[[Plan], Actor] | None = None,
) -> tuple[tuple[Finding, ...], ...]:
    """
    Return what is worth a conversation in each of *plans*, in their order.

    As `check` does for each; and rules that need a caseload are asked too.
    They see the plans of one call.
    Nothing is ever counted by worker.

    Args:
        plans: They are taken one by one, and not kept.
        as_of: The day on which they are looked at.
        profile: As for `check`.
        select: As for `check`.
        ignore: As for `check`.
        parameters: As for `check`.
        seen_by: Whose reading of each plan is looked at.

    Raises:
        AuthorityError: *seen_by* names somebody who is not on the plan.
        InvariantError: As `check` does.

    >>> from empowerkit.testing import caseload
    >>> plans = caseload.plans(3, seed=7)
    >>> len(check_many(plans, as_of=date(2026, 6, 1)))
    3
    """
    checks = Checks(
        profile=profile, select=select, ignore=ignore, parameters=parameters
    )
    refuse(not_a_day(as_of))
    return checks.together(
        [
            checks.look(
                plan,
                as_of=as_of,
                seen_by=None if seen_by is None else seen_by(plan),
            )
            for plan in plans
        ]
    )


def ask(
    made: Rule, *plans: Plan, as_of: date, **values: Any
) -> tuple[Finding, ...]:
    """
    Return what one rule finds, installed or not; what it raises is raised.

    Args:
        made: The rule.
        plans: One plan; or a caseload, for a rule that reads one.
        as_of: The day on which they are looked at.
        values: Parameters other than the defaults.
    """
    function = partial(made.function, **values)
    views = [viewed(plan, as_of, None) for plan in plans]
    if made.scope is Scope.PLAN:
        return tuple(
            placed(made, found, places, aside)
            for view in views
            for places, aside in [(Places(view.plan), aside_in(view))]
            for found in function(view)
        )
    caseload = [heard_in(view) for view in views]
    clients = clients_by_words(caseload)
    return tuple(
        finding
        for heard in caseload
        for finding in told(made, function(heard.said, clients), heard)
    )
