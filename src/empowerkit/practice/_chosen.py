"""Which rules are asked, and with which values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, Final

import attrs

from empowerkit.errors import Problem, refuse

from ._failed import rule_failed
from ._findings import Found
from ._parameters import Parameters, no_such_rule
from ._registry import profiles, rules
from ._rule import ALL, Rule, Scope


Values = Mapping[str, Mapping[str, Any]]
Asking = tuple[Rule, Callable[..., Iterable[Found]]]
_NONE: Final = Parameters()


@attrs.frozen(kw_only=True)
class Chosen:
    """The rules to ask, by what they read."""

    open_plans: tuple[Asking, ...]
    closed_plans: tuple[Asking, ...]
    caseloads: tuple[Asking, ...]
    absorbs: dict[str, tuple[str, ...]]


def fixed(parameters: Parameters | Values | None) -> Parameters:
    """Return *parameters*, checked."""
    if parameters is None:
        return _NONE
    if isinstance(parameters, Parameters):
        return parameters
    return Parameters.of(parameters)


def codes(named: Collection[str]) -> tuple[str, ...]:
    """Return the codes that are *named*: one, or several."""
    return (named,) if isinstance(named, str) else tuple(named)


@lru_cache(maxsize=64)
def chosen(
    profile: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    parameters: Parameters,
) -> Chosen:
    """
    Return the rules to ask.

    Raises:
        InvariantError: The profile or a code is not known.
    """
    refuse(_unknown(profile, select=select, ignore=ignore))
    asked = [
        (made, _with(made, profile, parameters))
        for made in rules().values()
        if _is_on(made, profile, select)
        and not made.code.startswith(ignore)
        and made is not rule_failed
    ]
    whole = tuple(one for one in asked if one[0].scope is Scope.PLAN)
    return Chosen(
        open_plans=whole,
        closed_plans=tuple(one for one in whole if one[0].after_closing),
        caseloads=tuple(one for one in asked if one not in whole),
        absorbs={made.code: made.absorbs for made, _ in asked},
    )


def _is_on(made: Rule, profile: str, select: tuple[str, ...]) -> bool:
    if select:
        return made.code.startswith(select)
    return profile in (ALL, *made.profiles)


def _unknown(profile: str, **named: Iterable[str]) -> Iterator[Problem]:
    if profile not in profiles():
        yield Problem(
            rule="profile-known",
            path="$.profile",
            message=f"a profile must be one of: {', '.join(profiles())}",
        )
    for name, codes_of in named.items():
        for code in codes_of:
            if not code or not any(k.startswith(code) for k in rules()):
                yield no_such_rule(f"$.{name}")


def _with(
    made: Rule, profile: str, parameters: Parameters
) -> Callable[..., Iterable[Found]]:
    values = parameters.of_rule(made.code)
    if profile == ALL:
        values = {**made.in_all, **values}
    return partial(made.function, **values) if values else made.function
