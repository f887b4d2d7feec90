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
from ._options import Who, plan_argument, who
from ._outputs import put_text
from ._pages import now, width
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
def erase(
    *,
    named: str,
    plan_id: str,
    nouns: tuple[str, ...],
    actor: Who,
    basis: str,
    reason: str | None,
    is_meant: bool,
) -> None:
    """
    Tell what erasing would take, and take it with --for-good.

    NOUN is the id of something in the plan; without any it is all of the
    plan. Whether they may, and whether a legal hold stands, is asked first.
    """
    wanted = nouns or (plan_id,)
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
        put_text(_text(plan, found), None)
        if not _is_sure(is_meant=is_meant):
            return
        call |= {"words": reason, "expected_version": version}
        try:
            gone = store.erase(plan_id, wanted, at=now(), **call)
        except ConflictError:
            raise _changed(held.place) from None
    sequence = gone.entry.header.sequence
    click.echo(f"Erased for good. Entry {sequence} says so.")


def _text(plan: Plan, found: Erasure) -> str:
    going = sorted((_kind(plan, own), own) for own in found.noun_ids)
    what = "all" if plan.id in found.noun_ids else "this"
    lines = [
        f"Of plan {plan.id} {what} would go for good, from every version:",
        "",
        *(f"  {kind} {own}" for kind, own in going),
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
    count = len(plan.disclosures) + len(plan.copies_given)
    if not count:
        return ""
    return (
        f"Copies given and disclosures that are recorded here: {count}. Ask "
        "whoever has them."
    )


def _is_sure(*, is_meant: bool) -> bool:
    if not is_meant:
        click.echo(_NOT_YET)
        return False
    if not sys.stdin.isatty() or click.confirm(
        "Erase this for good?", err=True
    ):
        return True
    click.echo(_STAYS)
    return False


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
