"""
Prove a rule of practice: that it speaks, and when it keeps silent.

A rule is proved by four things:

- it finds something in the smallest plan that it is about;
- it finds nothing in the nearest plan that it is not about;
- it never raises, on any valid plan;
- nouns that it does not say it reads change nothing.

Beside that, what it finds carries nobody's words, and points at what is
there.

It needs the extra ``empowerkit[testing]``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import attrs

from empowerkit.codecs._form import to_data
from empowerkit.errors import MissingExtraError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Option,
    SetAside,
    Withdrawal,
)
from empowerkit.model._ids import AbsentId
from empowerkit.model._record import Use, evolved, is_noun, shape, walk
from empowerkit.plan import Plan
from empowerkit.practice._run import ask


try:
    import_module("hypothesis")
except ImportError:
    msg = (
        "empowerkit.testing.rules needs Hypothesis: "
        'pip install "empowerkit[testing]"'
    )
    raise MissingExtraError(msg) from None

from hypothesis import given

from .strategies import plans


if TYPE_CHECKING:
    from datetime import date

    from empowerkit.practice import Finding, Rule

__all__ = ["prove", "prove_on"]

# Every view skips what was withdrawn, every finding may be set aside, and a
# decision cannot stand without the options that are named in it.
_ALWAYS: Final = (Withdrawal, SetAside, Option)
_TELLING: Final = 8
_WORDS: Final = frozenset({Use.TEXT, Use.NAME})


def prove(
    rule: Rule,
    *,
    found: Plan | Sequence[Plan],
    quiet: Plan | Sequence[Plan],
    as_of: date,
    **parameters: Any,
) -> None:
    """
    Raise where *rule* does not hold what it promises.

    It draws plans with Hypothesis, as many as the profile of settings says.

    Args:
        rule: The rule; it need not be installed.
        found: The smallest plan in which it finds something; several for a
            rule that reads a caseload.
        quiet: The nearest plan in which it finds nothing.
        as_of: The day on which plans are looked at.
        parameters: Values other than the rule's defaults.

    Raises:
        AssertionError: A promise is broken; the message says which.

    >>> from datetime import date
    >>> from empowerkit import Client, Need, Voice
    >>> from empowerkit.practice import rules
    >>> amina = Client(called="Amina")
    >>> guessed = Need(words="Somewhere quiet", voice=Voice())
    >>> said = Need(words="A door", voice=Voice(speaker=amina.actor))
    >>> prove(
    ...     rules()["EMP101"],
    ...     found=Plan(client=amina, needs=(guessed,)),
    ...     quiet=Plan(client=amina, needs=(said,)),
    ...     as_of=date(2026, 3, 2),
    ... )
    """
    code = rule.code
    said = ask(rule, *_several(found), as_of=as_of, **parameters)
    _must(said, f"{code} must find something in 'found', and finds nothing")
    more = ask(rule, *_several(quiet), as_of=as_of, **parameters)
    _must(not more, f"{code} must find nothing in 'quiet', and does")
    for plan in (*_several(found), *_several(quiet)):
        prove_on(rule, plan, as_of=as_of, **parameters)

    @given(plans())
    def on_any_plan(plan: Plan) -> None:
        prove_on(rule, plan, as_of=as_of, **parameters)

    on_any_plan()


def prove_on(
    rule: Rule, plan: Plan, *, as_of: date, **parameters: Any
) -> tuple[Finding, ...]:
    """
    Raise where *rule* breaks a promise on *plan*; return what it finds.

    For a test of one's own that draws plans, or reads them from somewhere.

    Args:
        rule: The rule.
        plan: Any plan.
        as_of: The day on which it is looked at.
        parameters: Values other than the rule's defaults.

    Raises:
        AssertionError: What it finds depends on nouns that it does not say
            it reads, carries somebody's words, or points nowhere.
        Exception: Whatever the rule raises.
    """
    findings = ask(rule, plan, as_of=as_of, **parameters)
    lean = _without_unread(rule, plan)
    _must(
        findings == ask(rule, lean, as_of=as_of, **parameters),
        f"{rule.code} must find the same without the nouns that it does not "
        "say it reads: name them in 'reads', or look away",
    )
    repeated = {text for text in _words(plan) if text in _told(findings)}
    if repeated:
        # The same words may stand in the rule's own message.
        other = ask(rule, _reworded(plan), as_of=as_of, **parameters)
        repeated = {text for text in repeated if text not in _told(other)}
    _must(
        not repeated, f"{rule.code} must not repeat anybody's words or names"
    )
    document = to_data(plan)
    for finding in findings:
        _must(
            _points(document, finding.path),
            f"{rule.code} must point at something that is there",
        )
    return findings


def _must(holds: object, message: str) -> None:
    if not holds:
        raise AssertionError(message)


def _told(findings: Sequence[Finding]) -> str:
    return repr([attrs.evolve(held, set_aside=None) for held in findings])


def _several(plan: Plan | Sequence[Plan]) -> Sequence[Plan]:
    return (plan,) if isinstance(plan, Plan) else plan


def _without_unread(rule: Rule, plan: Plan) -> Plan:
    """Return *plan* without the nouns that *rule* does not say it reads."""
    kept = {*rule.reads, *_ALWAYS}
    gone: list[str] = []
    thinner = _thinned(plan, kept, gone)
    reason = AbsentReason.NOT_SUPPLIED
    absent = (Absent(id=AbsentId(i), reason=reason) for i in gone)
    return evolved(plan, **thinner, absent=(*plan.absent, *absent))


def _thinned(
    held: Any, kept: set[type[Any]], gone: list[str]
) -> dict[str, Any]:
    """Return what to change in *held*, and note the ids of what is gone."""
    thinner: dict[str, Any] = {}
    for field in shape(type(held)):
        if not (
            field.many and field.use is Use.RECORD and is_noun(field.kind)
        ):
            continue
        nouns = getattr(held, field.name)
        if field.kind in kept:
            thinner[field.name] = tuple(
                evolved(noun, **_thinned(noun, kept, gone)) for noun in nouns
            )
        else:
            thinner[field.name] = ()
            gone += [own for noun in nouns for own in _ids(noun)]
    return thinner


def _ids(noun: Any) -> Iterator[str]:
    """Yield the ids of *noun* and of all that stands or is absent in it."""
    for _, record in walk(noun):
        held: Any = record
        if isinstance(record, Absent) or is_noun(type(record)):
            yield held.id


def _words(plan: Plan) -> Iterator[str]:
    """Yield words and names of *plan* that are long enough to tell."""
    records = [record for _, record in walk(plan)]
    ids = " ".join(getattr(record, "id", "") for record in records)
    for record in records:
        for field in shape(type(record)):
            if field.use in _WORDS:
                value = getattr(record, field.name)
                for text in value if field.many else (value,):
                    if text and len(text) >= _TELLING and text not in ids:
                        yield text


def _reworded(held: Any) -> Any:
    """Return *held* with a letter that says nothing in place of each."""
    said: dict[str, Any] = {}
    for field in shape(type(held)):
        value = getattr(held, field.name)
        if value is None or field.use not in {*_WORDS, Use.RECORD}:
            continue
        blank = _reworded if field.use is Use.RECORD else _blank
        said[field.name] = (
            tuple(blank(one) for one in value) if field.many else blank(value)
        )
    return evolved(held, **said)


def _blank(text: str) -> str:
    return "".join(one if one.isspace() else "x" for one in text)


def _points(document: Any, path: str) -> bool:
    """Return whether the JSON pointer *path* leads to something."""
    held = document
    for part in path.split("/")[1:]:
        try:
            held = held[int(part) if part.isdigit() else part]
        except LookupError:
            return False
    return True
