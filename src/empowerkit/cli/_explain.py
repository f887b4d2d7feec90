"""``empowerkit explain``."""

from __future__ import annotations

import enum

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import attrs
import click

from empowerkit._render import wrapped
from empowerkit.practice import Rule, explain, rules

from ._command import Command
from ._errors import PROGRAM, Refused
from ._outputs import put_json, put_text
from ._pages import width


class Form(enum.StrEnum):
    """The forms in which rules are explained."""

    TEXT = "text"
    JSON = "json"


@click.command(
    "explain",
    cls=Command,
    examples=(
        "empowerkit explain",
        "empowerkit explain EMP207",
        "empowerkit explain one-option --format json",
    ),
)
@click.argument("code", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Form]),
    default=Form.TEXT.value,
    show_default=True,
    help="The form.",
)
def command(code: str | None, form: str) -> None:
    """
    Tell what a rule looks at, why, and what to try.

    Without a code it lists all rules; a rule's name is as good as its code.
    """
    made = None if code is None else _rule(code)
    if form == Form.JSON:
        listed = [_data(one) for one in rules().values()]
        put_json(listed if made is None else _data(made), None)
    else:
        lines = _list() if made is None else _text(made)
        put_text("".join(f"{line}\n" for line in lines), None)


def _rule(code: str) -> Rule:
    """Return the rule of this code, or of this name."""
    for made in rules().values():
        if code.casefold() in (made.code.casefold(), made.slug):
            return made
    raise _unknown(code)


def _list() -> Iterator[str]:
    yield from (f"{made.code}  {made.slug}" for made in rules().values())


def _text(made: Rule) -> Iterator[str]:
    for line in explain(made.code).splitlines():
        yield from wrapped((line,), width())


def _data(made: Rule) -> dict[str, Any]:
    said = attrs.asdict(made.explanation)
    told = {
        name: {
            "default": value,
            "means": made.explanation.parameters[name],
        }
        for name, value in made.parameters.items()
    }
    return {
        "code": made.code,
        "slug": made.slug,
        "severity": made.severity.name.lower(),
        "profiles": list(made.profiles),
        **said,
        "parameters": told,
    }


def _unknown(code: str) -> Refused:
    known = [name for one in rules().values() for name in (one.code, one.slug)]
    near = get_close_matches(code, known, n=1) or get_close_matches(
        code.upper(), known, n=1
    )
    hint = f"perhaps {near[0]}; " if near else ""
    return Refused(
        f"{PROGRAM}: there must be a rule of this code, and there is none: "
        f"{hint}look among those of: empowerkit explain"
    )
