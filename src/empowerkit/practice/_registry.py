"""All rules: ours, and those that agencies bring along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any, Final

from empowerkit.errors import (
    EmpowerkitError,
    InvariantError,
    NotFoundError,
    Problem,
    refuse,
)

from . import (
    _choosing,
    _contact,
    _failed,
    _goals,
    _progress,
    _records,
    _reports,
    _resources,
    _rights,
    _support,
    _voices,
    _weighing,
)
from ._rule import ALL, Rule


GROUP: Final = "empowerkit.practice"
_OURS: Final = "EMP"
_THEMES: Final[tuple[ModuleType, ...]] = (
    _failed,
    _voices,
    _reports,
    _weighing,
    _choosing,
    _goals,
    _support,
    _resources,
    _rights,
    _contact,
    _progress,
    _records,
)


@cache
def shipped() -> tuple[Rule, ...]:
    """Return our own rules, by code."""
    found = {
        held
        for theme in _THEMES
        for held in vars(theme).values()
        if isinstance(held, Rule)
    }
    return tuple(sorted(found, key=lambda made: made.code))


@cache
def rules() -> Mapping[str, Rule]:
    """
    Return all rules by code, in order: ours, then those of agencies.

    Agencies' rules come from the entry points of the group
    ``empowerkit.practice``; each names a `Rule`, or several in a row.
    They are loaded when first asked for.

    Raises:
        InvariantError: An entry point names no rule, or cannot be loaded
            (``rule-form``), or names one whose code is ours or taken
            (``rule-unique``).

    >>> rules()["EMP201"].slug
    'one-option'
    """
    held = {made.code: made for made in shipped()}
    for name, made in sorted(_brought_along(), key=_by_code):
        refuse(_not_welcome(name, made, held))
        held[made.code] = made
    return MappingProxyType(held)


def _by_code(brought: tuple[str, Any]) -> tuple[str, str]:
    name, made = brought
    return getattr(made, "code", ""), name


def _brought_along() -> Iterable[tuple[str, Any]]:
    # Reading what is installed takes longer than most checks do.
    from importlib.metadata import entry_points  # noqa: PLC0415

    for entry in entry_points(group=GROUP):
        named = _loaded(entry)
        several = type(named) in (list, tuple)
        for made in named if several else (named,):
            yield entry.name, made


def _loaded(entry: Any) -> Any:
    try:
        return entry.load()
    except EmpowerkitError:
        raise
    except Exception as error:
        what = type(error).__name__
        problem = Problem(
            rule="rule-form",
            path=f"$.{entry.name}",
            message=(
                f"an entry point of the group {GROUP} must name a Rule or a "
                f"tuple of them, and '{entry.name}' cannot be loaded "
                f"({what}): mend or remove the package that brings it"
            ),
            facts={"entry_point": entry.name, "error": what},
        )
        raise InvariantError([problem]) from error


def _not_welcome(
    name: str, made: Any, held: Mapping[str, Rule]
) -> Iterable[Problem]:
    facts = {"entry_point": name}
    if not isinstance(made, Rule):
        yield Problem(
            rule="rule-form",
            path=f"$.{name}",
            message=(
                f"an entry point of the group {GROUP} must name a Rule or a "
                f"tuple of them, and '{name}' names something else: put "
                "@rule(…) on the function"
            ),
            facts=facts,
        )
    elif made.code in held or made.code.startswith(_OURS):
        yield Problem(
            rule="rule-unique",
            path=f"$.{name}",
            message=(
                f"a rule must have a code of its own, not beginning with "
                f"{_OURS}, and '{name}' brings {made.code}: take your own "
                "letters"
            ),
            facts=facts | {"rule": made.code},
        )


def profiles() -> tuple[str, ...]:
    """
    Return the names of all profiles.

    >>> profiles()
    ('all', 'core', 'decision-aid')
    """
    named = {name for made in rules().values() for name in made.profiles}
    return tuple(sorted({ALL, *named}))


def explain(code: str) -> str:
    """
    Return what a rule looks at, why, and what to try, as plain text.

    Raises:
        NotFoundError: There is no rule of this code.

    >>> print(explain("EMP804").splitlines()[0])
    EMP804 closed-without-ending (concern; core, all)
    """
    made = rules().get(code)
    if made is None:
        msg = (
            "a code must be one of a rule, and this one is of none: look "
            "among empowerkit.practice.rules()"
        )
        raise NotFoundError(msg)
    said = made.explanation
    where = ", ".join((*made.profiles, ALL))
    lines = [
        f"{made.code} {made.slug} ({made.severity.name.lower()}; {where})",
        "",
        said.summary,
    ]
    for title, text in (
        ("Looks at", said.looks_at),
        ("Why", said.why),
        ("Try", said.try_this),
        ("Set aside when", said.set_aside_when),
        ("Source", said.source),
    ):
        lines += ["", f"{title}: {text}"]
    for name, text in said.parameters.items():
        lines += ["", f"{name} = {shown(made.parameters[name])}: {text}"]
    return "\n".join(lines)


def shown(value: Any) -> str:
    """Return the value of a parameter as one writes it down."""
    if value.__class__ is tuple:
        return ", ".join(str(item) for item in value)
    return str(value)
