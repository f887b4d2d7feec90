"""What rules that were asked have found, as findings."""

from __future__ import annotations

from collections.abc import Mapping

from empowerkit.model import SetAside

from ._chosen import Chosen
from ._failed import MESSAGE, failure, rule_failed
from ._findings import Finding, Found
from ._rule import Rule
from ._view import Places, PlanView


# By the code of the rule, and by the noun.
Aside = Mapping[tuple[str, str], SetAside]


def asked(view: PlanView, chosen: Chosen) -> list[Finding]:
    """Return what the rules that read one plan find in *view*."""
    aside, places = aside_in(view), Places(view.plan)
    failures: list[Finding] = []
    findings: list[Finding] = []
    asking = chosen.closed_plans if view.is_closed else chosen.open_plans
    for made, function in asking:
        if view.withheld and _cannot_tell(made, view):
            continue
        try:
            for found in function(view):
                findings.append(placed(made, found, places, aside))  # noqa: PERF401 - what came before an error stays
        except Exception as error:  # noqa: BLE001 - it may be anybody's rule
            failures.append(failed(made, view.plan.id, error))
    return failures + _without_absorbed(findings, chosen.absorbs)


def aside_in(view: PlanView) -> dict[tuple[str, str], SetAside]:
    """Return what is set aside with a reason on that day: by rule and noun."""
    return {
        (held.rule, held.subject_id): held
        for held in view.plan.set_aside
        if held.until >= view.as_of
        and held.reason.strip()
        and not view.is_withdrawn(held.id)
    }


def placed(made: Rule, found: Found, places: Places, aside: Aside) -> Finding:
    """Return the finding about a noun of the plan of *places*."""
    noun = found.noun
    return finding(made, found, places.pointer_to(noun), noun.id, aside)


def finding(
    made: Rule, found: Found, path: str, subject_id: str, aside: Aside
) -> Finding:
    """Return the finding about the noun at *path*."""
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


def failed(made: Rule, plan_id: str, error: Exception) -> Finding:
    """Return that a rule could not be asked."""
    facts = failure(made.code, error)
    return Finding(
        rule=rule_failed.code,
        severity=rule_failed.severity,
        path="",
        subject_id=plan_id,
        message=MESSAGE.format(**facts),
        try_this=rule_failed.explanation.try_this,
        facts=facts,
    )


def _cannot_tell(made: Rule, view: PlanView) -> bool:
    """Return whether what seems to be missing may only be withheld."""
    return made.of_missing and (
        None in view.withheld or not view.withheld.isdisjoint(made.reads)
    )


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
