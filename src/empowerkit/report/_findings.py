"""Findings of the practice checks, printed for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from empowerkit._render import Said, plain, wrapped
from empowerkit.practice import Finding, Severity, rules


@attrs.frozen
class Place:
    """
    Where a document stands.

    Attributes:
        shown: What it is called where it is printed: the file, with the line
            where it holds several documents.
        file: The file; empty for standard input.
        line: The line of the file; `None` where it is the whole file.
    """

    shown: str
    file: str = ""
    line: int | None = None


@attrs.frozen
class Placed:
    """
    A finding, and the document it is about.

    Attributes:
        place: Where the document stands.
        finding: What was found.
        resource: The resource of FHIR that was read, as ``Goal/7``; empty
            for documents of our own.
    """

    place: Place
    finding: Finding
    resource: str = ""

    @property
    def within(self) -> str:
        """Where in the document: a resource, or a JSON pointer."""
        return self.resource or self.finding.path


@attrs.frozen
class Unused:
    """
    What was read, and has no part in any plan that was looked at.

    Attributes:
        place: Where it stands.
        resource: Which resource it is, as ``Goal/7``.
        path: A JSON pointer from the resource; empty for all of it.
        rule: A short name of the reason.
        why: The reason, in a sentence.
    """

    place: Place
    resource: str
    path: str
    rule: str
    why: str

    @property
    def is_whole(self) -> bool:
        """Whether all of the resource was left out."""
        return not self.path


Style = Callable[[str, Severity], str]


def unstyled(text: str, severity: Severity) -> str:
    """Return *text* as it is."""
    return text


def concise(found: Iterable[Placed]) -> Iterator[str]:
    """Yield one line for each finding."""
    for one in found:
        finding = one.finding
        where = f"{one.place.shown}:{one.within}".rstrip(":")
        yield f"{where}: {finding.rule} {finding.message}{_aside(finding)}"


def full(
    found: Iterable[Placed], *, width: int, style: Style = unstyled
) -> Iterator[str]:
    """
    Yield each finding with where it is, and one thing to try.

    Why it matters stands with the first finding of each rule.
    """
    told: set[str] = set()
    for one in found:
        finding = one.finding
        yield _title(finding, style)
        yield f"  in {one.place.shown} {one.within}".rstrip()
        for text in _said(finding, told):
            yield from _indented(text, width)
        yield ""


def _title(finding: Finding, style: Style) -> str:
    slug = rules()[finding.rule].slug
    severity = severity_of(finding)
    return style(f"{finding.rule} {slug} ({severity})", finding.severity)


def _said(finding: Finding, told: set[str]) -> Iterator[str]:
    yield finding.message
    yield f"Try: {finding.try_this}"
    if finding.rule not in told:
        told.add(finding.rule)
        yield f"Why: {rules()[finding.rule].explanation.why}"
    if not finding.is_open:
        yield _aside(finding).strip(" []")


def summary(found: Iterable[Placed], plans: int) -> str:
    """Return how much there is to talk about, in one sentence."""
    opened = Counter(one.finding.is_open for one in found)
    where = f"in {plans} plan{'' if plans == 1 else 's'}"
    if not opened:
        return f"Nothing was found {where}; that proves nothing."
    many = opened.total()
    aside = f", {opened[False]} of them set aside" if opened[False] else ""
    return f"{many} finding{'' if many == 1 else 's'} {where}{aside}."


def counted(found: Iterable[Placed]) -> list[dict[str, Any]]:
    """Return how often each rule speaks; nothing is counted by worker."""
    count = Counter(one.finding.rule for one in found if one.finding.is_open)
    return [
        {"rule": code, "slug": rules()[code].slug, "count": often}
        for code, often in sorted(count.items())
    ]


def statistics(found: Iterable[Placed]) -> Iterator[str]:
    """Yield how often each rule speaks, a line each."""
    for one in counted(found):
        yield f"{one['count']:>6}  {one['rule']} {one['slug']}"


def as_data(found: Iterable[Placed]) -> list[dict[str, object]]:
    """Return the findings as plain data, ready for JSON."""
    return [
        {
            "file": one.place.shown,
            **({"resource": one.resource} if one.resource else {}),
            **one.finding.to_dict(),
        }
        for one in found
    ]


def left_out(unused: Iterable[Unused]) -> Iterator[str]:
    """Yield a line for each resource that was not used."""
    parts = 0
    for one in unused:
        if one.is_whole:
            where = f"{one.place.shown}: {one.resource}"
            yield f"{where}: {one.why} [{one.rule}]"
        parts += not one.is_whole
    if parts:
        yield (
            f"empowerkit: {parts} elements of other resources were not used: "
            "empowerkit check --format html lists them"
        )


def severity_of(finding: Finding) -> str:
    """Return the name of its severity."""
    return finding.severity.name.lower()


def aside_by(finding: Finding) -> str:
    """Return who set it aside and until when; empty where nobody did."""
    held = finding.set_aside
    if held is None:
        return ""
    return f"set aside by the {held.by.role.value} until {held.until}"


def _indented(text: str, width: int) -> Iterator[str]:
    yield from (f"  {row}" for row in wrapped((text,), width - 2))


def _aside(finding: Finding) -> str:
    held = finding.set_aside
    if held is None:
        return ""
    return f" [{aside_by(finding)}: {plain((Said(held.reason),))}]"
