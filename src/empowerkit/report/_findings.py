"""Findings of the practice checks, printed for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
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


# The code of the rule, and the text before and after the word on why it
# matters, which stands with the first finding of each rule alone.
Block = tuple[str, str, str]


def block(one: Placed, *, width: int, style: Style = unstyled) -> Block:
    """Return a finding with where it is, and one thing to try, by itself."""
    finding = one.finding
    head = [
        _title(finding, style),
        f"  in {one.place.shown} {one.within}".rstrip(),
        *_said(finding.message, width),
        *_said(f"Try: {finding.try_this}", width),
    ]
    tail = [""]
    if not finding.is_open:
        aside = _aside(finding).strip(" []")
        tail = [*_indented(aside, width), ""]
    return finding.rule, _as_lines(head), _as_lines(tail)


def full(blocks: Iterable[Block | str], *, width: int) -> Iterator[str]:
    """
    Yield the text of *blocks*.

    Why it matters stands with the first finding of each rule.

    Args:
        blocks: Of each finding that is not the first of its rule, its text
            will do.
        width: The columns of a line.
    """
    told: set[str] = set()
    for one in blocks:
        if isinstance(one, str):
            yield one
            continue
        rule, head, tail = one
        yield head
        if rule not in told:
            told.add(rule)
            yield _as_lines(_why(rule, width))
        yield tail


def _why(rule: str, width: int) -> tuple[str, ...]:
    return _indented(f"Why: {rules()[rule].explanation.why}", width)


def _title(finding: Finding, style: Style) -> str:
    slug = rules()[finding.rule].slug
    severity = severity_of(finding)
    return style(f"{finding.rule} {slug} ({severity})", finding.severity)


def _as_lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def summary(are_open: Iterable[bool], plans: int) -> str:
    """
    Return how much there is to talk about, in one sentence.

    Args:
        are_open: Of each finding, whether nobody has set it aside.
        plans: How many plans were looked at.
    """
    opened = Counter(are_open)
    where = f"in {plans} plan{'' if plans == 1 else 's'}"
    if not opened:
        return f"Nothing was found {where}; that proves nothing."
    many = opened.total()
    aside = f", {opened[False]} of them set aside" if opened[False] else ""
    return f"{many} finding{'' if many == 1 else 's'} {where}{aside}."


def counted(codes: Iterable[str]) -> list[dict[str, Any]]:
    """
    Return how often each rule speaks; nothing is counted by worker.

    Args:
        codes: Of each finding that nobody has set aside, its rule.
    """
    return [
        {"rule": code, "slug": rules()[code].slug, "count": often}
        for code, often in sorted(Counter(codes).items())
    ]


def statistics(codes: Iterable[str]) -> Iterator[str]:
    """Yield how often each rule speaks, a line each; as for `counted`."""
    for one in counted(codes):
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


def _indented(text: str, width: int) -> tuple[str, ...]:
    return tuple(f"  {row}" for row in wrapped((text,), width - 2))


# What rules say they say again and again; no person's words are among it.
_said: Callable[[str, int], tuple[str, ...]] = lru_cache(1024)(_indented)


def _aside(finding: Finding) -> str:
    held = finding.set_aside
    if held is None:
        return ""
    return f" [{aside_by(finding)}: {plain((Said(held.reason),))}]"
