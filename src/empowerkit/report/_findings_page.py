"""Findings of the practice checks as a page, in the style of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from empowerkit._render import Heading, Items, Line, Para, Said, Table, Words
from empowerkit.practice import Finding, rules

from ._findings import Placed, Unused, aside_by, counted, severity_of, summary
from ._sections import Part, Section, Shown
from ._words import day_in_words


WORDS: Final = Words(
    {
        "title": "Worth a conversation",
        "about": "As things stood on {day}; the rules asked: {profile}.",
        "how": "How to read this",
        "no-grade": (
            "Each finding names a fact, why it matters and one thing to try. "
            "There is no grade: nothing here says whether a plan, a worker or "
            "a client does well."
        ),
        "aside": (
            "Where there is a reason, a finding can be set aside in the "
            "plan, with that reason and until a day."
        ),
        "rule": "{code} {slug} ({severity})",
        "where": "Where: {within}",
        "try": "Try: {try_this}",
        "why": "Why: {why}",
        "set-aside": "{by}: “{reason}”",
        "often": "How often each rule speaks",
        "often-rule": "Rule",
        "often-count": "Findings",
        "unused": "What was read and not used",
        "unused-why": "It could not be looked at, so nothing is said about it.",
        "unused-one": "{place}: {what} {why}",
    }
)


def findings_page(
    found: Sequence[Placed],
    *,
    unused: Sequence[Unused] = (),
    plans: int,
    as_of: date,
    profile: str,
) -> Shown:
    """
    Return *found* as a page: first by document, then counted by rule.

    Args:
        found: The findings, in their order.
        unused: What was read and not used.
        plans: How many plans were looked at.
        as_of: The day that the findings speak of.
        profile: The profile that was asked.
    """
    return Shown(
        WORDS("title"),
        WORDS("about", day=day_in_words(as_of), profile=profile),
        (
            _how(summary((one.finding.is_open for one in found), plans)),
            *_documents(found),
            *_often(found),
            *_left_out(unused),
        ),
    )


def _how(said: str) -> Section:
    lines: tuple[Line, ...] = ((said,), WORDS("no-grade"), WORDS("aside"))
    return Section(WORDS("how"), tuple(map(Para, lines)))


def _documents(found: Iterable[Placed]) -> Iterator[Section]:
    held: dict[str, list[Part]] = {}
    for one in found:
        held.setdefault(one.place.shown, []).extend(_parts(one))
    for place, parts in held.items():
        yield Section((Said(place),), tuple(parts))


def _parts(one: Placed) -> Iterator[Part]:
    finding = one.finding
    made = rules()[finding.rule]
    title = WORDS(
        "rule",
        code=made.code,
        slug=made.slug,
        severity=severity_of(finding),
    )
    yield Heading(title, level=3)
    yield Para((finding.message,))
    yield Items(tuple(_lines(one, made.explanation.why)))


def _lines(one: Placed, why: str) -> Iterator[Line]:
    if one.within:
        yield WORDS("where", within=Said(one.within))
    yield WORDS("why", why=why)
    yield WORDS("try", try_this=one.finding.try_this)
    yield from _aside(one.finding)


def _aside(finding: Finding) -> Iterator[Line]:
    if finding.set_aside is not None:
        said = aside_by(finding)
        by = said[:1].upper() + said[1:]
        yield WORDS("set-aside", by=by, reason=Said(finding.set_aside.reason))


def _often(found: Iterable[Placed]) -> Iterator[Section]:
    rows = tuple(
        (((f"{one['rule']} {one['slug']}",),), ((str(one["count"]),),))
        for one in counted(
            one.finding.rule for one in found if one.finding.is_open
        )
    )
    if rows:
        head = WORDS("often-rule"), WORDS("often-count")
        table = Table(WORDS("often"), head, rows)
        yield Section(WORDS("often"), (table,))


def _left_out(unused: Sequence[Unused]) -> Iterator[Section]:
    if unused:
        lines = Items(tuple(map(_unused, unused)))
        parts = (Para(WORDS("unused-why")), lines)
        yield Section(WORDS("unused"), parts)


def _unused(one: Unused) -> Line:
    return WORDS(
        "unused-one",
        place=Said(one.place.shown),
        what=Said(f"{one.resource}{one.path}"),
        why=one.why,
    )
