"""
Write the page of each rule: ``python -m _rules``, in the folder ``docs``.

A page holds headings; what stands below them is printed from the rule's
docstring and its example when the pages are built.
"""

from __future__ import annotations

from pathlib import Path

from empowerkit.practice import rules

from . import page


FOLDER = Path(__file__).parents[1] / "reference" / "rules"

if __name__ == "__main__":
    for made in rules().values():
        target = FOLDER / f"{made.code}.md"
        target.write_text(page(made), encoding="utf-8")
