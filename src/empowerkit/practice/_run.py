"""Asking the rules, one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final

import attrs

from empowerkit.errors import Problem, refuse
from empowerkit.model import Actor, SetAside
from empowerkit.plan import Plan

from ._failed import MESSAGE, failure, rule_failed
from ._findings import Finding, Found
from ._parameters import Parameters, no_such_rule
from ._registry import profiles, rules
from ._reports import Said, said_in
from ._rule import ALL, CORE, Rule, Scope
from ._view import PlanView, pointer_to, viewed


Values = Mapping[str, Mapping[str, Any]]
_Asking = tuple[Rule, Callable[..., Iterable[Found]]]
_NONE: Final = Parameters()


@attrs.frozen(kw_only=True)
class _Chosen:
    """The rules to ask, by what they read."""

    open_plans: tuple[_Asking, ...]
    closed_plans: tuple[_Asking, ...]
    caseloads: tuple[_Asking, ...]
    absorbs: dict[str, tuple[str, ...]]


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
    chosen = _chosen_by(profile, select, ignore, parameters)
    refuse(_not_a_day(as_of))
    return tuple(_asked(viewed(plan, as_of, seen_by), chosen))


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
    chosen = _chosen_by(profile, select, ignore, parameters)
    refuse(_not_a_day(as_of))
    found: list[tuple[Finding, ...]] = []
    told = _Told()
    for plan in plans:
        reader = None if seen_by is None else seen_by(plan)
        view = viewed(plan, as_of, reader)
        found.append(tuple(_asked(view, chosen)))
        if chosen.caseloads:
            told.hear(view)
    if not chosen.caseloads:
        return tuple(found)
    order = {code: place for place, code in enumerate(rules())}
    across = _across(told, chosen.caseloads)
    return tuple(
        tuple(sorted((*own, *more), key=lambda one: order[one.rule]))
        for own, more in zip(found, across, strict=True)
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
            _placed(made, found, view.plan, _set_aside(view))
            for view in views
            for found in function(view)
        )
    told = _Told()
    for view in views:
        told.hear(view)
    found = _across(told, ((made, function),))
    return tuple(finding for own in found for finding in own)


class _Told:
    """What clients are recorded to have said, across a caseload."""

    def __init__(self) -> None:
        self.said: list[tuple[Said, ...]] = []
        self.aside: list[dict[tuple[str, str], SetAside]] = []
        self._by: dict[str, set[str]] = defaultdict(set)

    def hear(self, view: PlanView) -> None:
        """Take in what the client of this plan said."""
        said = tuple(said_in(view))
        self.said.append(said)
        self.aside.append(_set_aside(view))
        for one in said:
            self._by[one.words].add(view.plan.client.id)

    def clients(self) -> dict[str, int]:
        """Return how many clients said the same words."""
        return {words: len(by) for words, by in self._by.items()}


def _across(
    told: _Told, caseloads: Iterable[_Asking]
) -> Iterator[list[Finding]]:
    """Yield, for each plan, what only the whole caseload can tell."""
    clients = told.clients()
    for said, aside in zip(told.said, told.aside, strict=True):
        yield [
            _finding(made, found, found.noun.path, found.noun.id, aside)
            for made, function in caseloads
            for found in function(said, clients)
        ]


def _not_a_day(as_of: date) -> Iterator[Problem]:
    if type(as_of) is not date:
        yield Problem(
            rule="field-type",
            path="$.as_of",
            message="as_of must be a date (and not a datetime): use .date()",
        )


def _chosen_by(
    profile: str,
    select: Collection[str],
    ignore: Collection[str],
    parameters: Parameters | Values | None,
) -> _Chosen:
    if parameters is None:
        held = _NONE
    elif isinstance(parameters, Parameters):
        held = parameters
    else:
        held = Parameters.of(parameters)
    return _chosen(profile, _codes(select), _codes(ignore), held)


def _codes(named: Collection[str]) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else tuple(named)


@lru_cache(maxsize=64)
def _chosen(
    profile: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    parameters: Parameters,
) -> _Chosen:
    refuse(_unknown(profile, (*select, *ignore)))
    asked = [
        (made, _with(made, profile, parameters))
        for made in rules().values()
        if _is_on(made, profile, select)
        and not made.code.startswith(ignore)
        and made is not rule_failed
    ]
    whole = tuple(one for one in asked if one[0].scope is Scope.PLAN)
    return _Chosen(
        open_plans=whole,
        closed_plans=tuple(one for one in whole if one[0].after_closing),
        caseloads=tuple(one for one in asked if one not in whole),
        absorbs={made.code: made.absorbs for made, _ in asked},
    )


def _is_on(made: Rule, profile: str, select: tuple[str, ...]) -> bool:
    if select:
        return made.code.startswith(select)
    return profile in (ALL, *made.profiles)


def _unknown(profile: str, codes: Iterable[str]) -> Iterator[Problem]:
    if profile not in profiles():
        yield Problem(
            rule="profile-known",
            path="$.profile",
            message=f"a profile must be one of: {', '.join(profiles())}",
        )
    for code in codes:
        if not code or not any(known.startswith(code) for known in rules()):
            yield no_such_rule(code)


def _with(
    made: Rule, profile: str, parameters: Parameters
) -> Callable[..., Iterable[Found]]:
    values = parameters.of_rule(made.code)
    if profile == ALL:
        values = {**made.in_all, **values}
    return partial(made.function, **values) if values else made.function


def _asked(view: PlanView, chosen: _Chosen) -> list[Finding]:
    aside = _set_aside(view)
    failures: list[Finding] = []
    findings: list[Finding] = []
    asking = chosen.closed_plans if view.is_closed else chosen.open_plans
    for made, function in asking:
        if view.withheld and _cannot_tell(made, view):
            continue
        try:
            for found in function(view):
                findings.append(_placed(made, found, view.plan, aside))  # noqa: PERF401 - what came before an error stays
        except Exception as error:  # noqa: BLE001 - it may be anybody's rule
            failures.append(_failure(made, view.plan, error))
    return failures + _without_absorbed(findings, chosen.absorbs)


def _placed(
    made: Rule,
    found: Found,
    plan: Plan,
    aside: Mapping[tuple[str, str], SetAside],
) -> Finding:
    noun = found.noun
    return _finding(made, found, pointer_to(plan, noun), noun.id, aside)


def _cannot_tell(made: Rule, view: PlanView) -> bool:
    """Return whether what seems to be missing may only be withheld."""
    return made.of_missing and (
        None in view.withheld or not view.withheld.isdisjoint(made.reads)
    )


def _finding(
    made: Rule,
    found: Found,
    path: str,
    subject_id: str,
    aside: Mapping[tuple[str, str], SetAside],
) -> Finding:
    return Finding(
        rule=made.code,
        severity=made.severity,
        path=f"{path}/{found.at}" if found.at else path,
        subject_id=subject_id,
        message=found.message,
        try_this=made.explanation.try_this,
        facts=found.facts,
        also_ids=found.also,
        set_aside=aside.get((made.code, subject_id)) if aside else None,
    )


def _failure(made: Rule, plan: Plan, error: Exception) -> Finding:
    facts = failure(made.code, error)
    return Finding(
        rule=rule_failed.code,
        severity=rule_failed.severity,
        path="",
        subject_id=plan.id,
        message=MESSAGE.format(**facts),
        try_this=rule_failed.explanation.try_this,
        facts=facts,
    )


def _set_aside(view: PlanView) -> dict[tuple[str, str], SetAside]:
    """Return what is set aside on that day: by rule and noun."""
    return {
        (held.rule, held.subject_id): held
        for held in view.plan.set_aside
        if held.until >= view.as_of and not view.is_withdrawn(held.id)
    }


def _without_absorbed(
    findings: list[Finding], absorbs: Mapping[str, tuple[str, ...]]
) -> list[Finding]:
    covered = {
        (code, subject)
        for finding in findings
        for code in absorbs[finding.rule]
        for subject in (finding.subject_id, *finding.also_ids)
    }
    if not covered:
        return findings
    return [f for f in findings if (f.rule, f.subject_id) not in covered]
