"""Findings in the forms that can be asked for, each made by itself."""

from __future__ import annotations

import enum
import json

from collections.abc import Iterable
from typing import Any, Final, assert_never

import attrs
import click

from empowerkit.practice import Severity
from empowerkit.report._findings import (
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


# A finding, as far as it can be printed without the others: the code of its
# rule, how soon to talk about it, whether nobody has set it aside, and what
# the form makes of it.  There are many: nothing is sent to another process
# sooner, or passed over sooner by the collector of garbage.
Row = tuple[str, int, bool, Any]


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

    def row(self, one: Placed) -> Row:
        """Return what can be said of one finding without the others."""
        found = one.finding
        body = None if self.is_counted else self._body(one)
        return found.rule, int(found.severity), found.is_open, body

    def _body(self, one: Placed) -> Any:
        match self.form:
            case Form.FULL:
                style = _coloured if self.is_coloured else unstyled
                return block(one, width=self.width, style=style)
            case Form.CONCISE:
                return "".join(f"{line}\n" for line in concise((one,)))
            case Form.GITHUB:
                return _workflow(one)
            case Form.JSON:
                return _in_a_list(one)
            case Form.SARIF | Form.HTML:
                return one
            case _:
                assert_never(self.form)


def _coloured(text: str, severity: Severity) -> str:
    return click.style(text, fg=_COLOURS[severity], bold=True)


def _workflow(one: Placed) -> str:
    # Only a build asks for it.
    from empowerkit.report._github import workflow  # noqa: PLC0415

    return "".join(f"{line}\n" for line in workflow((one,)))


def _in_a_list(one: Placed) -> str:
    """Return it as it stands in a list that is written for reading."""
    (data,) = as_data((one,))
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "  " + text.replace("\n", "\n  ")


def as_list(bodies: Iterable[str]) -> str:
    """Return the list of them."""
    whole = ",\n".join(bodies)
    return f"[\n{whole}\n]\n" if whole else "[]\n"
