"""What holds of every report on every plan, for every reader."""

from __future__ import annotations

import re

from datetime import date

import pytest

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from empowerkit._render import columns
from empowerkit.model import Decision, Goal, Level, Milestone, Role
from empowerkit.plan import people_of
from empowerkit.testing import strategies as es


report = pytest.importorskip("empowerkit.report")
sections = pytest.importorskip("empowerkit.report._sections")

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "p"),
    *("nav", "ul", "li", "main", "section", "h1", "h2", "h3", "h4", "h5"),
    *("figure", "figcaption", "ol", "svg", "desc", "line", "text", "circle"),
    *("path", "div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("bdi", "br", "footer"),
}
NAMES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "href"),
    *("id", "tabindex", "aria-label", "aria-labelledby", "role", "scope"),
    *("viewbox", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "d"),
    "text-anchor",
}
RICH = [Decision, Goal, Milestone]


@st.composite
def read_by(draw):
    """Draw a plan, one who reads it, and a day."""
    plan = draw(es.plans(min_nouns=4, having=RICH))
    people = people_of(plan)
    readers = [
        one.actor
        for one in (people.client, *people.others)
        if getattr(one, "ended_at", None) is None
    ]
    reader = draw(st.sampled_from(readers))
    day = draw(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
    return plan, reader, day


@given(drawn=read_by())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_withheld_leaves_no_trace(drawn):
    """A report is made of what its reader may read, and of nothing else."""
    plan, reader, day = drawn
    seen = plan.as_seen_by(reader)
    event(f"withheld: {seen != plan}")

    for make in (report.html, report.text):
        whole = make(plan, seen_by=reader, as_of=day)

        assert whole == make(seen, seen_by=reader, as_of=day)


@given(drawn=read_by())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_page_has_only_our_elements(drawn, read):
    """Nothing that anybody said becomes a tag or an attribute."""
    plan, reader, day = drawn

    found = read(report.html(plan, seen_by=reader, as_of=day))

    assert {one.tag for one in found} <= TAGS
    assert {name for one in found for name in one.attributes} <= NAMES


@given(drawn=read_by(), width=st.integers(20, 130))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_text_keeps_to_its_width_and_steers_nothing(drawn, width):
    """Whatever is said, lines fit, and no control character is left."""
    plan, reader, day = drawn

    text = report.text(plan, seen_by=reader, as_of=day, width=width)

    assert max(map(columns, text.splitlines())) <= width
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


@given(drawn=read_by())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_reported_choice_names_who_reported_it(drawn):
    """In the list of choices each says so, unless it is her own entry."""
    plan, reader, _ = drawn
    seen = plan.as_seen_by(reader)
    for decision in seen.standing(seen.decisions):
        sheet = sections.pros_and_cons(plan, decision.id, seen_by=reader)
        shown = sections.decision(plan, sheet, seen_by=reader)
        made = sections.Shown((), (), (shown,))
        text = " ".join(_words(made))
        told = [c for c in sheet.decision.choices if _is_told(c)]
        if len(sheet.decision.choices) > 1:
            event("several choices")
            assert text.count("as reported") >= len(told)


def _is_told(choice):
    by = choice.voice.recorder
    return choice.level is Level.REPORTED and (
        by is not None and by.role is not Role.CLIENT
    )


def _words(page):
    for block in sections.blocks_of(page):
        for line in getattr(block, "lines", ()):
            yield "".join(part for part in line if isinstance(part, str))
