"""Findings as SARIF 2.1.0, for editors and for services that show findings."""

from __future__ import annotations

import hashlib
import os

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from empowerkit.practice import Finding, Rule, Severity, explain, rules

from ._findings import Place, Placed, Unused, aside_by, severity_of


_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
_LEVELS: Final = {
    Severity.NOTICE: "note",
    Severity.CONCERN: "warning",
    Severity.SERIOUS: "error",
}
_Data = dict[str, Any]


def as_sarif(
    found: Sequence[Placed],
    *,
    unused: Sequence[Unused] = (),
    as_of: date,
    profile: str,
    version: str | None = None,
    is_complete: bool = True,
) -> _Data:
    """
    Return *found* as one SARIF log with one run, ready for JSON.

    The rules stand there with what their docstrings say, what was set aside
    as a suppression with its reason, and what was not used as a notification.
    No other words of anybody are in it.

    Source: OASIS, Static Analysis Results Interchange Format 2.1.0, sections
    3.13 (log), 3.20 (invocation), 3.27 (result), 3.35 (suppression) and 3.49
    (reporting descriptor).

    Args:
        found: The findings, in their order.
        unused: What was read and not used.
        as_of: The day that the findings speak of.
        profile: The profile that was asked.
        version: The release of empowerkit; `None` where it is not installed.
        is_complete: Whether everything that was named could be read.
    """
    codes = sorted({one.finding.rule for one in found})
    driver: _Data = {
        "name": "empowerkit",
        "rules": [_rule(rules()[code]) for code in codes],
        "notifications": _kinds(unused),
    }
    if version is not None:
        driver["version"] = version
    run: _Data = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": is_complete,
                "toolExecutionNotifications": [_note(one) for one in unused],
            }
        ],
        "results": [_result(one, codes) for one in found],
        "properties": {"asOf": as_of.isoformat(), "profile": profile},
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(made: Rule) -> _Data:
    said = made.explanation
    return {
        "id": made.code,
        "name": made.slug,
        "shortDescription": {"text": said.summary},
        "fullDescription": {"text": f"{said.looks_at} {said.why}"},
        "help": {"text": explain(made.code)},
        "defaultConfiguration": {"level": _LEVELS[made.severity]},
        "properties": {
            "severity": made.severity.name.lower(),
            "profiles": list(made.profiles),
            "try": said.try_this,
            "setAsideWhen": said.set_aside_when,
            "source": said.source,
        },
    }


def _result(one: Placed, codes: list[str]) -> _Data:
    finding = one.finding
    return {
        "ruleId": finding.rule,
        "ruleIndex": codes.index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} Try: {finding.try_this}"},
        "locations": [_location(one.place, one.within)],
        "partialFingerprints": {"subject/v1": _fingerprint(finding)},
        # Where one result has suppressions, each must say whether it has.
        "suppressions": _suppressions(finding),
        "properties": {
            "severity": severity_of(finding),
            "subjectId": finding.subject_id,
            "alsoIds": list(finding.also_ids),
            "facts": dict(finding.facts),
        },
    }


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same while other nouns come and go."""
    named = f"{finding.rule} {finding.subject_id}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _suppressions(finding: Finding) -> list[_Data]:
    held = finding.set_aside
    if held is None:
        return []
    return [
        {
            # The plan itself says so.
            "kind": "inSource",
            "status": "accepted",
            "justification": held.reason,
            "properties": {
                "said": aside_by(finding),
                "role": held.by.role.value,
                "byClient": finding.set_aside_by_client,
                "until": held.until.isoformat(),
            },
        }
    ]


def _kinds(unused: Iterable[Unused]) -> list[_Data]:
    why = {one.rule: one.why for one in unused}
    return [
        {"id": rule, "shortDescription": {"text": text}}
        for rule, text in sorted(why.items())
    ]


def _note(one: Unused) -> _Data:
    return {
        "descriptor": {"id": one.rule},
        "level": "note",
        "message": {"text": f"{one.resource}{one.path} {one.why}"},
        "locations": [_location(one.place, f"{one.resource}{one.path}")],
    }


def _location(place: Place, within: str) -> _Data:
    held: _Data = {}
    if place.file:
        physical: _Data = {"artifactLocation": {"uri": _uri(place.file)}}
        if place.line is not None:
            physical["region"] = {"startLine": place.line}
        held["physicalLocation"] = physical
    if within:
        held["logicalLocations"] = [{"fullyQualifiedName": within}]
    return held


def _uri(file: str) -> str:
    """Return the URI of a file: relative if the name is."""
    path = Path(file)
    if path.is_absolute():
        return path.as_uri()
    # A colon in the first part would be taken for a scheme.
    return quote(os.fsencode(path.as_posix()), safe="/")
