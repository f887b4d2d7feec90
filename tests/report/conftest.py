"""Tools for tests of reports."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import attrs
import pytest


VOID = {"br", "circle", "line", "meta", "path"}


@attrs.define
class Element:
    """An element of a page, with the words in it and the headings around."""

    tag: str
    attributes: dict[str, str | None]
    parents: tuple[str, ...]
    words: str = ""


class Reader(HTMLParser):
    """Reads a page into a flat list of elements; a tag left open is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        """Note an element."""
        parents = tuple(one.tag for one in self._open)
        element = Element(tag, dict(attrs), parents)
        self.found.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        """Note an element that ends where it begins."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close an element; it must be the one that was opened last."""
        assert tag == self._open.pop().tag

    def handle_data(self, data: str) -> None:
        """Give the words to every element around them."""
        for one in self._open:
            one.words += data


def read_page(page: str) -> list[Element]:
    """Return the elements of *page*, in order."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert [] == reader._open
    return reader.found


@pytest.fixture(scope="session")
def read():
    """Return a function that reads a page into its elements."""
    return read_page


@pytest.fixture(scope="session")
def extra():
    """Skip where the extra is missing."""
    for module in ("click", "jinja2", "rich"):
        pytest.importorskip(module)


@pytest.fixture(scope="session")
def day():
    """Return the day of the reports."""
    return date(2026, 5, 2)


@pytest.fixture(scope="session")
def told(extra):
    """Return the plan at the end of the demo's story."""
    from empowerkit.cli import _story as story  # noqa: PLC0415 - an extra

    return story.whole()
