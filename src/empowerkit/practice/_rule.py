"""A rule: one small function, and the one docstring that explains it."""

from __future__ import annotations

import enum
import inspect
import re

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import attrs

from empowerkit.errors import Problem, refuse

from ._findings import Found, Severity


CORE: Final = "core"
DECISION_AID: Final = "decision-aid"
ALL: Final = "all"
_CODE: Final = re.compile(r"[A-Z]{2,8}[0-9]{3}", re.ASCII)
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_SECTIONS: Final = {
    "Looks at:": "looks_at",
    "Why:": "why",
    "Try:": "try_this",
    "Set aside when:": "set_aside_when",
    "Source:": "source",
}
_PARAMETERS: Final = "Parameters:"


class Scope(enum.StrEnum):
    """Whether a rule reads one plan, or a whole caseload."""

    PLAN = "plan"
    CASELOAD = "caseload"


@attrs.frozen(kw_only=True, hash=False)
class Explanation:
    """
    What a rule's docstring says, section by section.

    Attributes:
        summary: The first line.
        looks_at: What the rule looks at.
        why: Why that matters.
        try_this: One thing to try; every finding of the rule carries it.
        set_aside_when: When it is right to set it aside.
        source: The row of the practice table, and a statute or criterion
            where there is one.
        parameters: What can be set, by name.
    """

    summary: str = ""
    looks_at: str = ""
    why: str = ""
    try_this: str = ""
    set_aside_when: str = ""
    source: str = ""
    parameters: Mapping[str, str] = attrs.field(factory=dict[str, str])


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Rule:
    """
    A rule of practice: a function, its code, and what it reads.

    Made by `rule`, which says what the fields mean.

    Attributes:
        code: Such as ``EMP201``.
        slug: Such as ``one-option``.
        severity: Of each of its findings.
        reads: The classes of nouns that it looks at.
        function: From a `PlanView` to what it found.
        profiles: Where it is on, apart from ``all``.
        absorbs: Codes of rules whose findings about the same noun it
            stands in for.
        in_all: Other values of its parameters, in the profile ``all``.
        of_missing: Whether it concludes from what is not there.
        after_closing: Whether it also reads plans that are closed.
        scope: One plan, or a caseload.
    """

    code: str
    slug: str
    severity: Severity
    reads: tuple[type[Any], ...]
    function: Callable[..., Iterable[Found]] = attrs.field(repr=False)
    profiles: tuple[str, ...] = (CORE,)
    absorbs: tuple[str, ...] = ()
    in_all: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    of_missing: bool = False
    after_closing: bool = False
    scope: Scope = Scope.PLAN

    def __attrs_post_init__(self) -> None:
        refuse(_faults(self))

    @cached_property
    def explanation(self) -> Explanation:
        """What the docstring of the function says."""
        return explained(self.function.__doc__ or "")

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters with their defaults, in order."""
        return dict(self.function.__kwdefaults__ or {})


def rule(
    *,
    code: str,
    slug: str,
    severity: Severity,
    reads: tuple[type[Any], ...],
    profiles: tuple[str, ...] = (CORE,),
    absorbs: tuple[str, ...] = (),
    in_all: Mapping[str, Any] | None = None,
    of_missing: bool = False,
    after_closing: bool = False,
    scope: Scope = Scope.PLAN,
) -> Callable[[Callable[..., Iterable[Found]]], Rule]:
    """
    Make a rule of the function below.

    The function takes a `PlanView` and yields a `Found` for each thing to
    say.
    Its keyword-only arguments are the rule's parameters, and their defaults
    are the parameters' defaults.
    Its docstring has a first line and the sections ``Looks at:``, ``Why:``,
    ``Try:``, ``Set aside when:``, ``Source:`` and, where it takes any,
    ``Parameters:``.

    Args:
        code: Two to eight capital letters and three digits; ``EMP`` is
            ours.
        slug: Lower case, with hyphens.
        severity: Of each of its findings.
        reads: The classes of nouns that it looks at, those inside others
            included.  Withdrawals, and the client, are read by all.
        profiles: Where it is on; ``all`` has every rule.
        absorbs: Codes of rules whose findings about the same noun it
            stands in for.
        in_all: Other values of its parameters, in the profile ``all``.
        of_missing: Whether it concludes from what is not there.  Such a
            rule is silent for a reader from whom something that it reads is
            withheld.
        after_closing: Whether it also reads plans that are closed.
        scope: One plan; caseload is for our own.

    Raises:
        InvariantError: The code or the slug is not of this form
            (``rule-form``), or a section is missing (``rule-explained``).

    >>> from empowerkit.model import Goal
    >>> @rule(
    ...     code="AGY101",
    ...     slug="goal-without-a-day",
    ...     severity=Severity.NOTICE,
    ...     reads=(Goal,),
    ... )
    ... def goal_without_a_day(view):
    ...     '''
    ...     Point out a goal without a day to reach it by.
    ...
    ...     Looks at:
    ...         Every goal that stands.
    ...
    ...     Why:
    ...         Our agency plans in seasons.
    ...
    ...     Try:
    ...         Ask for which season it is hoped.
    ...
    ...     Set aside when:
    ...         There is no hurry.
    ...
    ...     Source:
    ...         Our own choice.
    ...     '''
    ...     for goal in view.goals:
    ...         if goal.target_on is None:
    ...             yield Found(goal, "This goal has no day.")
    >>> goal_without_a_day.code
    'AGY101'
    """

    def made(function: Callable[..., Iterable[Found]]) -> Rule:
        return Rule(
            code=code,
            slug=slug,
            severity=severity,
            reads=reads,
            function=function,
            profiles=profiles,
            absorbs=absorbs,
            in_all=dict(in_all or {}),
            of_missing=of_missing,
            after_closing=after_closing,
            scope=scope,
        )

    return made


def _faults(made: Rule) -> Iterator[Problem]:
    if not _CODE.fullmatch(made.code):
        yield _fault("form", "code", "two to eight capitals and three digits")
    if not _SLUG.fullmatch(made.slug):
        yield _fault("form", "slug", "lower case words with hyphens between")
    written = made.function.__doc__
    # Python leaves docstrings out under -OO; then nothing can be explained.
    if written is None and not __debug__:
        return
    said = explained(written or "")
    for heading, name in _SECTIONS.items():
        if not getattr(said, name):
            yield _fault("explained", "function", f"a section '{heading}'")
    for name in made.parameters:
        if name not in said.parameters:
            yield _fault("explained", "function", f"a word about '{name}'")


def _fault(name: str, field: str, wanted: str) -> Problem:
    return Problem(
        rule=f"rule-{name}",
        path=f"$.{field}",
        message=f"the {field} of a rule must have {wanted}",
        facts={"field": field},
    )


def explained(docstring: str) -> Explanation:
    """Return what *docstring* says, section by section."""
    told: dict[str, list[str]] = {"": []}
    heading = ""
    for line in inspect.cleandoc(docstring).splitlines():
        if line in _SECTIONS or line == _PARAMETERS:
            heading = line
            told[heading] = []
        else:
            told[heading].append(line.strip())
    parts = {
        name: _joined(told[title])
        for title, name in _SECTIONS.items()
        if title in told
    }
    return Explanation(
        summary=_joined(told[""]),
        parameters=_told_of(told.get(_PARAMETERS, [])),
        **parts,
    )


def _joined(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def _told_of(lines: list[str]) -> dict[str, str]:
    told: dict[str, str] = {}
    name = ""
    for line in lines:
        first, colon, rest = line.partition(": ")
        if colon and first.isidentifier():
            name = first
            told[name] = rest
        elif line and name:
            told[name] += f" {line}"
    return told
