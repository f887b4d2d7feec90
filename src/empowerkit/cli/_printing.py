"""Findings in the forms that can be asked for, each made by itself."""

from __future__ import annotations

import enum
import json

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, assert_never

import attrs
import click

from empowerkit.practice import Severity
from empowerkit.report._findings import (
    Block,
    Placed,
    as_data,
    block,
    concise,
    unstyled,
)


_COLOURS: Final = {
    Severity.NOTICE: "cyan",
    Severity.CONCERN: "yellow",
    Severity.SERIOUS: "red",
}


class Form(enum.StrEnum):
    """The forms in which findings are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    HTML = "html"


@attrs.define
class Rows:
    """
    Findings, each as far as it can be printed without the others.

    There are many, and so they stand in columns: nothing is sent to another
    process sooner, or passed over sooner by the collector of garbage.

    Attributes:
        codes: Of each, the code of its rule.
        bodies: Of each, what the form makes of it.
        aside: The code of the rule, once for each that was set aside.
    """

    codes: list[str] = attrs.field(factory=list[str])
    bodies: list[Any] = attrs.field(factory=list[Any], repr=False)
    aside: list[str] = attrs.field(factory=list[str])

    @property
    def opened(self) -> Counter[str]:
        """How many of each rule nobody has set aside."""
        return Counter(self.codes) - Counter(self.aside)

    def add(self, other: Rows) -> None:
        """Put *other* behind what there is."""
        self.codes += other.codes
        self.bodies += other.bodies
        self.aside += other.aside

    def part(self, begin: int, end: int | None = None) -> Rows:
        """Return some of them; what was set aside is not among it."""
        return Rows(self.codes[begin:end], self.bodies[begin:end])

    def among(self, more: Rows, order: Mapping[str, int]) -> Rows:
        """Return those of one plan with *more*, in the *order* of rules."""
        every = [
            *zip(self.codes, self.bodies, strict=True),
            *zip(more.codes, more.bodies, strict=True),
        ]
        every.sort(key=lambda one: order[one[0]])
        codes, bodies = zip(*every, strict=True)
        return Rows([*codes], [*bodies], self.aside + more.aside)


@attrs.frozen(kw_only=True)
class Printing:
    """
    How findings are printed.

    Attributes:
        form: In which form.
        width: The columns of a line, in full.
        is_coloured: Whether titles are coloured.
        is_counted: Whether nothing is wanted but how often each rule speaks.
    """

    form: Form
    width: int
    is_coloured: bool = False
    is_counted: bool = False

    def rows(self, found: Sequence[Placed]) -> Rows:
        """Return what can be said of each finding without the others."""
        return Rows(
            [one.finding.rule for one in found],
            [None] * len(found) if self.is_counted else self._bodies(found),
            [one.finding.rule for one in found if not one.finding.is_open],
        )

    def _bodies(self, found: Iterable[Placed]) -> list[Any]:
        match self.form:
            case Form.FULL:
                return [*_once(map(self._block, found))]
            case Form.CONCISE:
                return [f"{line}\n" for line in concise(found)]
            case Form.GITHUB:
                return _workflow(found)
            case Form.JSON:
                return [*map(_in_a_list, found)]
            case Form.SARIF | Form.HTML:
                return [*found]
            case _:
                assert_never(self.form)

    def _block(self, one: Placed) -> Block:
        style = _coloured if self.is_coloured else unstyled
        return block(one, width=self.width, style=style)


def _once(blocks: Iterable[Block]) -> Iterator[Block | str]:
    """Leave room for why it matters with the first of each rule alone."""
    met: set[str] = set()
    for one in blocks:
        rule, head, tail = one
        yield head + tail if rule in met else one
        met.add(rule)


def _coloured(text: str, severity: Severity) -> str:
    return click.style(text, fg=_COLOURS[severity], bold=True)


def _workflow(found: Iterable[Placed]) -> list[str]:
    # Only a build asks for it.
    from empowerkit.report._github import workflow  # noqa: PLC0415

    return [f"{line}\n" for line in workflow(found)]


def _in_a_list(one: Placed) -> str:
    """Return it as it stands in a list that is written for reading."""
    (data,) = as_data((one,))
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "  " + text.replace("\n", "\n  ")


def as_list(bodies: Iterable[str]) -> str:
    """Return the list of them."""
    whole = ",\n".join(bodies)
    return f"[\n{whole}\n]\n" if whole else "[]\n"
