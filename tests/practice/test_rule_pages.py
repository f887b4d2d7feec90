"""The pages of the rules: one for each, and headings only."""

from __future__ import annotations

from pathlib import Path

import pytest

from empowerkit.practice import rules


PAGES = Path(__file__).parents[2] / "docs" / "reference" / "rules"
HOW = "in the folder docs: python -m _rules"


def test_every_rule_has_a_page():
    """No page outlives its rule, and no rule is without one."""
    assert {path.stem for path in PAGES.glob("EMP*.md")} == set(rules())


@pytest.mark.parametrize("code", rules())
def test_a_page_is_as_it_is_written(code, rules_of_docs):
    """What stands on a page comes from the code."""
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")

    assert text == rules_of_docs.page(rules()[code]), HOW
