"""
A plan that breaks each rule of practice, and the nearest one that does not.

The pages of the rules show them, and the tests run them.
"""

from __future__ import annotations

import inspect

from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

from empowerkit.practice import Rule

from . import (
    _cast,
    contact,
    goals,
    progress,
    records,
    resources,
    support,
    voices,
    weighing,
)


AS_OF = _cast.AS_OF
_THEMES: tuple[ModuleType, ...] = (
    voices,
    weighing,
    goals,
    support,
    resources,
    contact,
    progress,
    records,
)


class Example(NamedTuple):
    """
    Two builders of plans, and the source of both.

    Attributes:
        found: Builds the plan in which the rule finds something; several
            plans for a rule that reads a caseload.
        quiet: Builds the nearest one in which it does not.
        theme: The module they stand in.
    """

    found: Callable[[], Any]
    quiet: Callable[[], Any]
    theme: ModuleType

    def source_of(self, builder: Callable[[], Any]) -> str:
        """Return the body of *builder*, and the short forms it calls."""
        own = inspect.getsource(builder)
        return "\n\n".join([*self._short_forms(own), own])

    def _short_forms(self, source: str) -> list[str]:
        helpers = [
            inspect.getsource(held)
            for name, held in vars(self.theme).items()
            if name.startswith("_")
            and inspect.isfunction(held)
            and f"{name}(" in source
        ]
        return [text.rstrip() + "\n" for text in helpers]


def examples() -> dict[str, Example]:
    """Return the examples by the code of their rule."""
    found: dict[str, Example] = {}
    for theme in _THEMES:
        for name, builder in vars(theme).items():
            code, _, which = name.partition("_")
            if which == "found":
                quiet = getattr(theme, f"{code}_quiet")
                found[code.upper()] = Example(builder, quiet, theme)
    return found


_PAGE = """\
# {code} {slug}

For people who met this finding, and want to know what to make of it.
"""
_SHORT_FORMS = (
    "The short forms stand [with all rules]"
    "(index.md#the-people-in-the-examples).\n\n"
)
_HEADED = (
    ("", "summary"),
    ("", "facts"),
    ("What it looks at", "looks_at"),
    ("Why", "why"),
    ("Try", "try_this"),
    ("When to set it aside", "set_aside_when"),
    ("What can be set", "parameters"),
    ("Found here", "found"),
    ("Quiet here", "quiet"),
    ("Source", "source"),
)


def page(made: Rule) -> str:
    """Return the page of a rule: headings, and what to print below them."""
    parts = [_PAGE.format(code=made.code, slug=made.slug)]
    for heading, part in _HEADED:
        if part == "parameters" and not made.parameters:
            continue
        if part in {"found", "quiet"} and made.code not in examples():
            continue
        above = f"## {heading}\n\n" if heading else ""
        above += _SHORT_FORMS if part == "found" else ""
        below = f".. practice-rule:: {made.code} {part}"
        parts.append(f"{above}```{{eval-rst}}\n{below}\n```\n")
    return "\n".join(parts)
