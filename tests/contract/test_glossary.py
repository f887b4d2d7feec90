"""That every noun stands in the glossary."""

from __future__ import annotations

import inspect
import re

import pytest

from empowerkit import Plan, model


CLASSES = sorted(
    (kind for _, kind in inspect.getmembers(model, inspect.isclass)),
    key=lambda kind: kind.__name__,
)
ENTRY = re.compile(
    r"^(?P<term>\w+)\n  (?P<what>.+)\n\n  Practice: (?P<practice>.+)\.\n\n"
    r"  Standard: (?P<standard>.+)\.\n\n  See \{py:class\}`(?P<see>[\w.]+)`\.$",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def entries(root):
    """Return the entries of the glossary, each by its term."""
    text = (root / "docs/glossary.md").read_text(encoding="utf-8")
    return {found["term"]: found for found in ENTRY.finditer(text)}


@pytest.mark.parametrize(
    "kind", [Plan, *CLASSES], ids=lambda kind: kind.__name__
)
def test_every_class_has_an_entry(entries, kind):
    """An entry says what it is, and names practice, a standard and the API."""
    entry = entries.get(kind.__name__)

    assert entry is not None, f"{kind.__name__} is not in docs/glossary.md"
    assert entry["see"].rpartition(".")[2] == kind.__name__


def test_every_entry_has_a_class(entries):
    """No entry outlives its class."""
    names = {"Plan", *(kind.__name__ for kind in CLASSES)}

    assert names == set(entries)


def test_the_practice_rows_exist(entries, root):
    """A row that an entry names stands in the practice table."""
    page = root / "docs/explanation/practice.md"
    rows = set(re.findall(r"^\| (P\d+) ", page.read_text(), re.MULTILINE))

    for entry in entries.values():
        named = set(re.findall(r"\bP\d+\b", entry["practice"]))
        assert named, entry["term"]
        assert named <= rows, entry["term"]
