"""``empowerkit journal erase``."""

from __future__ import annotations

import re
import sys

from textwrap import wrap
from typing import Any, Final

import click

from empowerkit.authority import ErasureBasis
from empowerkit.errors import ConflictError, NotFoundError
from empowerkit.journal import Erasure
from empowerkit.model._record import walk
from empowerkit.plan import Plan

from ._command import Command
from ._errors import Refused
from ._options import Who, plan_argument, printed_form, who
from ._outputs import put_json
from ._pages import Form, now, width
from ._stores import opened, store_argument


_WORD: Final = re.compile("(?<!^)(?=[A-Z])")
_NOT_REACHED: Final = (
    "Not reached: backups, exports, sheets and letters, what other programs "
    "have in memory, and of a server its logs and replicas. The headers of "
    "entries stay: ids, parts and times, and no words."
)
_GUESSABLE: Final = (
    "A choice among these options that was confirmed or signed stays, and its "
    "evidence with it: who guesses the words that were shown can tell that "
    "they are right. Erase the choice, or the decision, as well."
)
_STAYS: Final = "Nothing was erased."
_NOT_YET: Final = f"{_STAYS} With --for-good it will be."


@click.command(
    "erase",
    cls=Command,
    examples=(
        (
            "empowerkit journal erase plans.db demo door --by w1 "
            "--basis client-asked"
        ),
        (
            "empowerkit journal erase plans.db demo --by w1 "
            "--basis legal-duty --for-good"
        ),
        (
            "empowerkit journal erase plans.db p1 --by w1 "
            "--basis legal-duty --format json"
        ),
    ),
)
@store_argument()
@plan_argument()
@click.argument("nouns", metavar="[NOUN...]", nargs=-1)
@click.option(
    "--by",
    "actor",
    type=who,
    metavar="WHO",
    required=True,
    help="Who erases it, as worker:w1.",
)
@click.option(
    "--basis",
    type=click.Choice([basis.value for basis in ErasureBasis]),
    required=True,
    help="On what ground.",
)
@click.option(
    "--reason",
    metavar="WORDS",
    help="Why, in words; they are kept, so name nobody in them.",
)
@click.option(
    "--for-good",
    "is_meant",
    is_flag=True,
    help="Do it; at a terminal it asks once more.",
)
@printed_form(Form.TEXT, Form.JSON)
def erase(
    *,
    named: str,
    plan_id: str,
    nouns: tuple[str, ...],
    actor: Who,
    basis: str,
    reason: str | None,
    is_meant: bool,
    form: str | None,
) -> None:
    """
    Tell what erasing would take, and take it with --for-good.

    NOUN is the id of something in the plan; without any it is all of the
    plan. Whether they may, and whether a legal hold stands, is asked first.
    """
    wanted, sequence = nouns or (plan_id,), None
    is_data = form == Form.JSON
    with opened(named) as held:
        held.ask_holds(plan_id)
        store = held.store
        version, plan = store.version(plan_id), store.load(plan_id)
        call: dict[str, Any] = {
            "by": actor.on(plan, held.place),
            "basis": ErasureBasis(basis),
        }
        try:
            found = store.would_erase(plan_id, wanted, at=now(), **call)
        except NotFoundError:
            raise _not_in_it(held.place) from None
        if found.entry.header.version != version + 1:
            raise _changed(held.place)
        asks = is_meant and sys.stdin.isatty()
        if asks or not is_data:
            click.echo(_text(plan, found), nl=False, err=is_data)
        if is_meant and (not asks or _is_sure()):
            call |= {"words": reason, "expected_version": version}
            try:
                gone = store.erase(plan_id, wanted, at=now(), **call)
            except ConflictError:
                raise _changed(held.place) from None
            sequence = gone.entry.header.sequence
    if is_data:
        put_json(_data(plan, found, sequence), None)
    else:
        click.echo(_end(sequence, is_meant=is_meant))


def _data(plan: Plan, found: Erasure, sequence: int | None) -> dict[str, Any]:
    return {
        "plan": plan.id,
        "nouns": [
            {"kind": kind, "id": own} for kind, own in _going(plan, found)
        ],
        "evidence_left": _is_evidence_left(plan, found),
        "copies_known": _copies(plan),
        "erased": sequence is not None,
        "sequence": sequence,
    }


def _end(sequence: int | None, *, is_meant: bool) -> str:
    if sequence is not None:
        return f"Erased for good. Entry {sequence} says so."
    return _STAYS if is_meant else _NOT_YET


def _going(plan: Plan, found: Erasure) -> list[tuple[str, str]]:
    """Return the kind and the id of what goes."""
    return sorted((_kind(plan, own), own) for own in found.noun_ids)


def _text(plan: Plan, found: Erasure) -> str:
    what = "all" if plan.id in found.noun_ids else "this"
    lines = [
        f"Of plan {plan.id} {what} would go for good, from every version:",
        "",
        *(f"  {kind} {own}" for kind, own in _going(plan, found)),
        "",
        *wrap(_NOT_REACHED, width()),
        *wrap(_GUESSABLE if _is_evidence_left(plan, found) else "", width()),
        *wrap(_given(plan), width()),
    ]
    return "".join(f"{line}\n" for line in lines)


def _kind(plan: Plan, noun_id: str) -> str:
    return _WORD.sub(" ", type(plan._noun(noun_id)).__name__).lower()


def _is_evidence_left(plan: Plan, found: Erasure) -> bool:
    """Return whether what goes was shown, and what proves it stays."""
    going = {*found.noun_ids}
    return any(
        getattr(piece, "nonce", None)
        for decision in plan.decisions
        if not going.isdisjoint(option.id for option in decision.options)
        for choice in decision.choices
        if choice.id not in going
        for _, piece in walk(choice)
    )


def _given(plan: Plan) -> str:
    """Return how many copies may be about, where any are known."""
    count = _copies(plan)
    if not count:
        return ""
    return (
        f"Copies given and disclosures that are recorded here: {count}. Ask "
        "whoever has them."
    )


def _copies(plan: Plan) -> int:
    return len(plan.disclosures) + len(plan.copies_given)


def _is_sure() -> bool:
    return click.confirm("Erase this for good?", err=True)


def _not_in_it(place: str) -> Refused:
    return Refused(
        f"{place}: what is to be erased must be in the plan, and some is not: "
        "look for ids in: empowerkit journal show --format json"
    )


def _changed(place: str) -> Refused:
    return Refused(
        f"{place}: the plan must be as it was looked at, and somebody changed "
        "it meanwhile: look again"
    )
