"""What the pages of the rules print from the code."""

from __future__ import annotations

import re

from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from _rules import AS_OF, examples
from empowerkit.plan import Plan
from empowerkit.practice import Rule, rules
from empowerkit.practice._registry import shown
from empowerkit.practice._run import ask

from . import FromCode, list_table


CATALOGUE = ("code", "rule", "severity", "on in", "what it does")
QUOTED = re.compile(r"(?<!`)`([^`]+)`(?!`)")


def plain(text: str) -> str:
    """Return *text* of a docstring with its names as literals."""
    return QUOTED.sub(r"``\1``", text)


def where(made: Rule) -> str:
    """Return the profiles in which a rule is on."""
    return ", ".join(made.profiles) or "all only"


class PracticeCatalogue(FromCode):
    """All rules, one a row, each with a link to its page."""

    def lines(self) -> list[str]:
        """Return the table."""
        rows = [CATALOGUE]
        for made in rules().values():
            summary = plain(made.explanation.summary)
            rows.append(
                (
                    f":doc:`{made.code} <{made.code}>`",
                    made.slug,
                    made.severity.name.lower(),
                    where(made),
                    summary,
                )
            )
        return list_table(rows, "catalogue")


class PracticeRule(FromCode):
    """One part of what a rule's docstring, or its example, says."""

    required_arguments = 2

    def lines(self) -> list[str]:
        """Return that part."""
        code, part = self.arguments
        made = rules()[code]
        if part in _PARTS:
            return [*_PARTS[part](made)]
        return [plain(getattr(made.explanation, part))]


def _facts(made: Rule) -> Iterator[str]:
    yield f":Severity: {made.severity.name.lower()}"
    yield f":On in: {where(made)}"
    if made.reads:
        yield f":Reads: {', '.join(map(_noun, made.reads))}"
    if made.absorbs:
        yield f":Stands in for: {', '.join(made.absorbs)}"
    if made.after_closing:
        yield ":Closed plans: looked at too"


def _noun(kind: type[Any]) -> str:
    return f":py:class:`~empowerkit.model.{kind.__name__}`"


def _parameters(made: Rule) -> Iterator[str]:
    for name, told in made.explanation.parameters.items():
        default = shown(made.parameters[name])
        yield f"``{name}``, by default ``{default}``"
        yield f"   {plain(told)}"
        if name in made.in_all:
            yield f"   In the profile ``all``: ``{shown(made.in_all[name])}``."
        yield ""


def _code(text: str) -> Iterator[str]:
    yield ".. code-block:: python"
    yield ""
    yield from (f"   {line}".rstrip() for line in text.splitlines())
    yield ""


def _found(made: Rule) -> Iterator[str]:
    example = examples()[made.code]
    yield from _code(example.source_of(example.found))
    yield "What is said of it:"
    yield ""
    plans = example.found()
    held = (plans,) if isinstance(plans, Plan) else plans
    said: dict[str, None] = {}
    for finding in ask(made, *held, as_of=AS_OF):
        at = f"``{finding.path}``" if finding.path else "the whole plan"
        said[f"- {at}: {finding.message}"] = None
    yield from said


def _quiet(made: Rule) -> Iterator[str]:
    example = examples()[made.code]
    yield from _code(example.source_of(example.quiet))


_PARTS = {
    "facts": _facts,
    "parameters": _parameters,
    "found": _found,
    "quiet": _quiet,
}


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx about both."""
    app.add_directive("practice-catalogue", PracticeCatalogue)
    app.add_directive("practice-rule", PracticeRule)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
