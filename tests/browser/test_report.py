"""A report in a real browser: axe, keyboard, narrow windows, paper."""

from __future__ import annotations

import os
import shutil

from datetime import date
from importlib.resources import files

import pytest


CHROMIUM = os.environ.get("EMPOWERKIT_CHROMIUM") or shutil.which("chromium")
SETTINGS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
DAY = date(2026, 5, 2)


@pytest.fixture(scope="module")
def browser():
    """Start Debian's chromium."""
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield running
        running.close()


@pytest.fixture(autouse=True)
def _needed(needs):
    """Skip, or fail where it is required, without a browser."""
    for module in ("click", "jinja2", "rich"):
        needs("cli", module)
    for module in ("playwright", "axe_playwright_python"):
        needs("browser", module)
    if CHROMIUM is None:
        reason = "browser is not to be had: there is no chromium"
        if "browser" in os.environ.get("EMPOWERKIT_REQUIRE", "").split():
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def pages(tmp_path):
    """Return the paths of a report and of a sheet, one reader each."""
    from empowerkit import report  # noqa: PLC0415 - an extra
    from empowerkit.cli import _story as story  # noqa: PLC0415 - an extra
    from empowerkit.cli import main  # noqa: PLC0415 - an extra
    from empowerkit.codecs import dump  # noqa: PLC0415 - beside it

    plan = story.whole()
    hers, workers, sheet = (
        tmp_path / name for name in ("hers.html", "workers.html", "sheet.html")
    )
    report.write(plan, hers, seen_by=story.HER, as_of=DAY)
    report.write(plan, workers, seen_by=story.WORKER, as_of=DAY)
    dump(plan, tmp_path / "plan.json")
    asked = ("--sums-asked-for-by", "client")
    source, target = str(tmp_path / "plan.json"), str(sheet)

    assert 0 == main(["weigh", source, "-o", target, *asked])
    return hers, workers, sheet


@pytest.fixture
def opened(browser):
    """Return a function that opens a page, and closes it in the end."""
    contexts = []

    def open_page(path, *, width=1000, **settings):
        size = {"width": width, "height": 800}
        context = browser.new_context(viewport=size, **settings)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.fetched = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("requestfinished", lambda one: page.fetched.append(one.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("setting", SETTINGS)
def test_axe_finds_nothing(opened, pages, setting, width):
    """In light, dark and forced colours, wide and at 320 pixels."""
    axe = (
        files("axe_playwright_python")
        .joinpath("axe.min.js")
        .read_text("utf-8")
    )
    for path in pages:
        page = opened(path, width=width, **SETTINGS[setting])
        page.evaluate(axe)

        found = page.evaluate("axe.run()")

        assert [] == [
            (rule["id"], [node["html"] for node in rule["nodes"]])
            for rule in found["violations"]
        ]


def test_nothing_is_fetched_or_complained_about(opened, pages):
    """The file alone is read, and the policy stops nothing of ours."""
    for path in pages:
        page = opened(path)

        assert [path.as_uri()] == page.fetched
        assert [] == page.said


@pytest.mark.parametrize("width", [320, 1000])
def test_the_page_itself_never_scrolls_sideways(opened, pages, width):
    """Only a wide table does, in a place of its own."""
    for path in pages:
        page = opened(path, width=width)
        root = "document.documentElement"

        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


def test_a_wide_table_scrolls_by_keyboard(opened, pages):
    """It takes the focus, shows it, and moves with the arrow keys."""
    page = opened(pages[0], width=320)
    region = page.locator(".wide").first
    region.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    outline = region.evaluate("e => getComputedStyle(e).outlineStyle")
    page.keyboard.press("ArrowRight")
    # Scrolling is smooth, and the policy stops scripts that would wait.
    page.wait_for_timeout(600)

    assert "solid" == outline
    assert region.evaluate("e => e.scrollLeft") > 0


def test_the_first_key_offers_to_skip(opened, pages):
    """Tab shows the link, Enter goes to the text."""
    page = opened(pages[0])
    page.keyboard.press("Tab")
    skip = page.locator(".skip")

    assert skip.evaluate("e => e === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"


@pytest.mark.parametrize("setting", SETTINGS)
def test_an_open_milestone_differs_by_shape(opened, pages, setting):
    """A filled mark is not told from an empty one by colour alone."""
    page = opened(pages[0], **SETTINGS[setting])
    fills = page.evaluate(
        "[...document.querySelectorAll('svg circle')].slice(0, 3)"
        ".map(e => getComputedStyle(e).fill)"
    )
    stroke = page.evaluate(
        "getComputedStyle(document.querySelector('svg .empty')).stroke"
    )

    assert [stroke, stroke] == fills[:2]
    assert stroke != fills[2]


def test_words_stay_large_at_320_pixels(opened, pages):
    """The words in the pictures are no smaller than ten pixels."""
    page = opened(pages[0], width=320)

    heights = page.evaluate(
        "[...document.querySelectorAll('svg')].map("
        "e => 12 * e.getBoundingClientRect().width / 320)"
    )

    assert min(heights) >= 10


def test_it_prints_as_a_tagged_document(opened, pages):
    """On paper it is black on white, and a reader finds its structure."""
    page = opened(pages[0], color_scheme="dark")
    printed = page.pdf(tagged=True)
    page.emulate_media(media="print")
    colours = page.evaluate(
        "[getComputedStyle(document.body).color,"
        " getComputedStyle(document.body).backgroundColor,"
        " getComputedStyle(document.querySelector('nav')).display]"
    )

    assert b"/StructTreeRoot" in printed
    assert ["rgb(0, 0, 0)", "rgb(255, 255, 255)", "none"] == colours
