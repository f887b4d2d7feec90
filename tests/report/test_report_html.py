"""A report as one HTML file."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
import stat

from datetime import UTC, datetime
from importlib.resources import files

import pytest

from empowerkit import AuthorityError, Client, Plan, Worker
from empowerkit.codecs import dumps, loads


report = pytest.importorskip("empowerkit.report")
sections = pytest.importorskip("empowerkit.report._sections")
story = pytest.importorskip("empowerkit.cli._story")
as_page = pytest.importorskip("empowerkit.report._html").as_page

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% include 'page.css' %}",
    "\u202egnirts\u2066",
    '" onfocus="alert(1)" autofocus="',
    "]]> --> <!-- \x1b[31m \x07",
    "javascript:alert(1)",
    "x" * 3000,
    "مرحبا كيف الحال",
)


@pytest.fixture(scope="module")
def page(day, told):
    """Return the report for the client."""
    return report.html(told, seen_by=told.client.actor, as_of=day)


@pytest.fixture(scope="module")
def elements(page, read):
    """Return the elements of that report."""
    return read(page)


def tagged(elements, *tags):
    """Return those of *elements* with one of *tags*."""
    return [one for one in elements if one.tag in tags]


class TestStructure:
    """What a screen reader finds."""

    def test_it_says_which_language_it_is_in(self, elements):
        """The language stands on the root."""
        assert {"lang": "en"} == elements[0].attributes

    def test_headings_leave_no_level_out(self, elements):
        """One first heading; below it no level is skipped."""
        levels = [
            int(one.tag[1]) for one in elements if re.match("h[1-6]$", one.tag)
        ]

        assert [1] == levels[:1]
        assert 1 == levels.count(1)
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels))

    def test_it_has_its_landmarks_once(self, elements):
        """A header, a way around, the text, a footer."""
        found = [
            one.tag
            for one in tagged(elements, "header", "nav", "main", "footer")
        ]

        assert ["header", "nav", "main", "footer"] == found

    def test_one_can_skip_to_the_text(self, elements):
        """The first link leads to what is read."""
        (main,) = tagged(elements, "main")
        first = tagged(elements, "a")[0]

        assert f"#{main.attributes['id']}" == first.attributes["href"]
        assert "-1" == main.attributes["tabindex"]

    def test_every_reference_leads_somewhere(self, elements):
        """Ids stand once; links and labels name one of them."""
        ids = [e.attributes["id"] for e in elements if "id" in e.attributes]
        named = [
            name
            for one in elements
            for name in (one.attributes.get("aria-labelledby") or "").split()
        ]
        links = [one.attributes["href"][1:] for one in tagged(elements, "a")]

        assert len(set(ids)) == len(ids)
        assert {*named, *links} <= set(ids)

    def test_tables_say_what_their_cells_are(self, elements):
        """A caption, and a scope on each heading."""
        assert len(tagged(elements, "table")) == len(
            tagged(elements, "caption")
        )
        scopes = {
            one.attributes.get("scope") for one in tagged(elements, "th")
        }
        assert {"row", "col"} == scopes

    def test_wide_tables_scroll_and_can_be_reached(self, elements):
        """Each stands in a region of its own, by keyboard, with a name."""
        regions = [e for e in elements if e.attributes.get("role") == "region"]
        names = [one.attributes["aria-label"] for one in regions]

        assert len(tagged(elements, "table")) == len(regions)
        assert {"0"} == {one.attributes["tabindex"] for one in regions}
        assert len(set(names)) == len(names)

    def test_pictures_have_a_name_and_a_description(self, elements):
        """The same stands below them as a list."""
        pictures = tagged(elements, "svg")

        assert 2 == len(pictures)
        assert {"img"} == {one.attributes["role"] for one in pictures}
        assert ["Milestones", "Help agreed"] == [
            one.words for one in tagged(elements, "title")[1:]
        ]
        assert all(one.words for one in tagged(elements, "desc"))
        assert 7 == sum(
            "figcaption" in one.parents for one in tagged(elements, "li")
        )

    def test_the_title_names_nobody(self, elements):
        """What a browser keeps in its history tells nothing."""
        assert "Where things stand" == tagged(elements, "title")[0].words

    def test_one_section_needs_no_list_of_sections(self, day, read):
        """A plan in which nothing is written has a page too."""
        amina = Client(called="Amina")
        made = report.html(Plan(client=amina), seen_by=amina.actor, as_of=day)

        assert [] == tagged(read(made), "nav")


class TestSafety:
    """One file, nothing fetched, nothing run."""

    def test_nothing_is_fetched_and_nothing_runs(self, elements):
        """No script, no link out, no handler, no inline style."""
        tags = {one.tag for one in elements}
        names = {name for one in elements for name in one.attributes}

        assert set() == tags & {
            "script",
            "link",
            "img",
            "iframe",
            "form",
            "a:",
        }
        assert set() == names & {"src", "style", "srcdoc", "xlink:href"}
        assert [] == [name for name in names if name.startswith("on")]
        assert all(
            one.attributes["href"].startswith("#")
            for one in tagged(elements, "a")
        )

    def test_the_policy_allows_our_style_alone(self, elements, page):
        """The hash is that of the style on the page."""
        style = page.partition("<style>")[2].partition("</style>")[0]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest())
        (policy,) = [
            one.attributes["content"]
            for one in tagged(elements, "meta")
            if "http-equiv" in one.attributes
        ]

        assert policy == (
            f"default-src 'none'; style-src 'sha256-{digest.decode()}'; "
            "base-uri 'none'; form-action 'none'"
        )

    @pytest.mark.parametrize("words", HOSTILE)
    def test_hostile_words_stay_words(self, day, elements, read, words):
        """Whatever somebody says, the page has the elements it would have."""
        pages = [
            read(
                report.html(
                    plan_saying(said),
                    seen_by=plan_saying(said).client.actor,
                    as_of=day,
                )
            )
            for said in ("plain", words)
        ]
        shapes = [
            [(one.tag, sorted(one.attributes)) for one in found]
            for found in pages
        ]

        assert shapes[0] == shapes[1]

    @pytest.mark.parametrize(
        "name", ['A" onfocus="alert(1)', "<b>A</b>", "&quot;"]
    )
    def test_a_hostile_name_stays_a_name(self, day, name, read):
        """Also where it stands in the label of a table."""
        pages = []
        for called in ("Amina", name):
            plan = plan_with(called=called)
            her, worker = plan.client.actor, plan.workers[0].actor
            sheet = sections.pros_and_cons(plan, "home", seen_by=worker)
            figures = sheet.weigh(asked_by=her)
            shown = sections.weighed(
                plan, sheet, figures, seen_by=worker, as_of=day
            )
            pages.append(read(as_page(shown)))

        labels = [one.attributes.get("aria-label") or "" for one in pages[1]]
        assert any(name in label for label in labels)
        assert [(e.tag, sorted(e.attributes)) for e in pages[0]] == [
            (e.tag, sorted(e.attributes)) for e in pages[1]
        ]

    def test_words_are_kept_as_they_are(self, day, read):
        """What looks like a tag or a template can be read."""
        words = "<b>{{ 7 * 7 }}</b> & so"
        plan = plan_saying(words)

        page = report.html(plan, seen_by=plan.client.actor, as_of=day)

        said = [one.words for one in tagged(read(page), "bdi")]
        assert words in said
        assert "49" not in page

    def test_a_stranger_gets_no_report(self, day, told):
        """Who is not on the plan is refused, in the library's words."""
        stranger = Worker(called="Ruth").actor

        with pytest.raises(AuthorityError):
            report.html(told, seen_by=stranger, as_of=day)


def plan_with(**changes):
    """Return the story's plan with these fields of the client changed."""
    data = json.loads(dumps(story.whole()))
    data["client"] |= changes
    return loads(json.dumps(data))


def plan_saying(words):
    """Return a plan in which all that can be said is *words*."""

    def said(value):
        if isinstance(value, dict):
            return {
                key: words if key in {"words", "detail"} else said(one)
                for key, one in value.items()
            }
        if isinstance(value, list):
            return [said(one) for one in value]
        return value

    return loads(json.dumps(said(json.loads(dumps(story.whole())))))


class TestWhoSaysSo:
    """Every choice that is only reported names who reported it."""

    def test_the_standing_choice(self, page):
        """On the sheet, in the summary, and in the list of choices."""
        assert 3 == len(re.findall(r"as reported by <bdi>Joan</bdi>", page))

    def test_the_earlier_choice_is_her_own_entry(self, elements):
        """What she entered herself is reported by nobody."""
        (first,) = [
            one.words
            for one in tagged(elements, "li")
            if one.words.startswith("10 March 2026: The rooms")
        ]

        assert "reported" not in first

    def test_it_says_what_it_cannot_know(self, elements):
        """The last words of the page are about that."""
        (footer,) = tagged(elements, "footer")

        assert "It shows who says so." in footer.words


def test_it_is_written_for_its_owner_alone(day, page, tmp_path, told):
    """The file is the page."""
    path = tmp_path / "report.html"

    report.write(told, path, seen_by=told.client.actor, as_of=day)

    assert page == path.read_text("utf-8")
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_a_moment_is_as_good_as_a_day(told, day, page):
    """The last moment of the story shows what the day shows."""
    late = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)

    assert page == report.html(told, seen_by=told.client.actor, as_of=late)


def _luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("which", [0, 1], ids=["light", "dark"])
def test_colours_are_far_enough_apart(which):
    """WCAG 2.2, 1.4.3 and 1.4.11: text 4.5 to 1, rules 3 to 1."""
    style = files("empowerkit.report").joinpath("templates/page.css")
    found = re.findall(r"--(\w+): (#\w{6});", style.read_text("utf-8"))
    colours = dict(found[6 * which : 6 * which + 6])

    def contrast(one, other):
        low, high = sorted(map(_luminance, (colours[one], colours[other])))
        return (high + 0.05) / (low + 0.05)

    for name in ("ink", "soft", "link"):
        assert contrast(name, "page") >= 4.5
    assert contrast("ink", "band") >= 4.5
    assert contrast("rule", "page") >= 3
