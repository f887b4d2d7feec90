"""Values that somebody sets instead of the defaults: checked, then fixed."""

from __future__ import annotations

import enum

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from empowerkit.errors import Problem, refuse

from ._registry import rules, shown


_MOST: Final = 1_000_000


@attrs.frozen
class Parameters:
    """
    Values of rules' parameters, other than the defaults.

    Made by `Parameters.of`; frozen, hashable, and checked.

    Attributes:
        values: A code, a name and a value each.

    >>> Parameters.of({"EMP601": {"days": 14}}).of_rule("EMP601")
    {'days': 14}
    >>> Parameters.of({"EMP601": {"days": -1}})
    Traceback (most recent call last):
      ...
    empowerkit.errors.InvariantError: days of EMP601 must be a whole number \
from 0 to 1000000; 30 is the default [parameter-value] @ $.EMP601.days
    """

    values: tuple[tuple[str, str, Any], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Mapping[str, Any]]) -> Parameters:
        """
        Return the parameters of *values*: code, then name, then value.

        Raises:
            InvariantError: There is no such rule (``rule-known``) or
                parameter (``parameter-known``), or the value does not fit
                it (``parameter-value``).
        """
        flat = [
            (code, name, value)
            for code, named in values.items()
            for name, value in named.items()
        ]
        refuse((*_unknown(values), *_problems(flat)))
        return cls(tuple((c, n, _fitting(c, n, v)) for c, n, v in flat))

    def of_rule(self, code: str) -> dict[str, Any]:
        """Return the values for one rule, by name."""
        return {name: value for c, name, value in self.values if c == code}


def _unknown(values: Iterable[str]) -> Iterator[Problem]:
    for code in values:
        if code not in rules():
            yield no_such_rule("$")


def _problems(flat: Iterable[tuple[str, str, Any]]) -> Iterator[Problem]:
    for code, name, value in flat:
        made = rules().get(code)
        if made is None:
            continue
        if name not in made.parameters:
            named = ", ".join(made.parameters) or "none"
            yield Problem(
                rule="parameter-known",
                path=f"$.{code}",
                message=(
                    f"a parameter of {code} must be one that it has; it "
                    f"has: {named}"
                ),
                facts={"rule": code},
            )
        elif fitting(made.parameters[name], value) is None:
            default = made.parameters[name]
            yield Problem(
                rule="parameter-value",
                path=f"$.{code}.{name}",
                message=(
                    f"{name} of {code} must be {_wanted(default)}; "
                    f"{shown(default)} is the default"
                ),
                facts={"rule": code, "parameter": name},
            )


def no_such_rule(path: str) -> Problem:
    """Return the problem of a code at *path* that is none."""
    return Problem(
        rule="rule-known",
        path=path,
        message=(
            "a code, or its beginning, must be one of a rule, such as "
            "EMP201, EMP2 or EMP: look among empowerkit.practice.rules()"
        ),
        facts={},
    )


def _fitting(code: str, name: str, value: Any) -> Any:
    return fitting(rules()[code].parameters[name], value)


def fitting(default: Any, value: Any) -> Any:
    """Return *value* in the form of *default*; `None` where it does not fit."""
    if default.__class__ is tuple:
        return _several(default[0].__class__, value)
    if isinstance(default, enum.Enum):
        return _member(type(default), value)
    if isinstance(default, float):
        return _share(value)
    whole = type(value) is int and 0 <= value <= _MOST
    return value if whole else None


def _share(value: Any) -> float | None:
    number = type(value) in (int, float)
    return float(value) if number and 0 <= value <= 1 else None


def _member(kind: type[enum.Enum], value: Any) -> enum.Enum | None:
    return next((one for one in kind if value in (one, one.value)), None)


def _several(kind: type[enum.Enum], value: Any) -> Any:
    if type(value) not in (list, tuple) or not value:
        return None
    held: list[Any] = [_member(kind, one) for one in value]
    return None if None in held else tuple(held)


def _wanted(default: Any) -> str:
    if default.__class__ is tuple:
        return f"a list out of: {_codes(default[0].__class__)}"
    if isinstance(default, enum.Enum):
        return f"one of: {_codes(type(default))}"
    if isinstance(default, float):
        return "a share from 0 to 1"
    return f"a whole number from 0 to {_MOST}"


def _codes(kind: type[enum.Enum]) -> str:
    return ", ".join(str(one.value) for one in kind)
