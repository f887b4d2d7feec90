"""What several commands ask for, spelled the same in all of them."""

from __future__ import annotations

import re

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs
import click

from empowerkit.model import Actor, Role
from empowerkit.plan import Plan

from ._errors import Refused


FuncT = TypeVar("FuncT", bound=Callable[..., Any])

_ROLES: Final = {role.value: role for role in Role}
_WHO: Final = re.compile(
    rf"({'|'.join(_ROLES)})?(?:(?:^|:)([\w.-]+))?\Z", re.ASCII
)


@attrs.frozen
class Who:
    """Somebody of a plan: by their part in it, by their id, or by both."""

    role: Role | None
    id: str | None

    def on(self, plan: Plan, place: str) -> Actor:
        """
        Return who that is on *plan*.

        Raises:
            Refused: Nobody is, or more than one person is.
        """
        people = tuple(_people(plan))
        found = [one for one in people if self._is(one)]
        if len(found) != 1:
            raise _not_one(place, people, is_several=bool(found))
        return found[0]

    def _is(self, actor: Actor) -> bool:
        return self.role in {None, actor.role} and self.id in {None, actor.id}


def _people(plan: Plan) -> Iterator[Actor]:
    yield plan.client.actor
    for people in (
        plan.workers,
        plan.supporters,
        plan.proxies,
        plan.interpreters,
    ):
        yield from (person.actor for person in people)


def _not_one(
    place: str, people: tuple[Actor, ...], *, is_several: bool
) -> Refused:
    came = "several people are" if is_several else "nobody is"
    held = ", ".join(f"{one.role.value}:{one.id}" for one in people)
    return Refused(
        f"{place}: it must be one person of the plan, and {came}: take one "
        f"of {held}"
    )


def who(value: str) -> Who:
    """Return who is named by a part, an id, or both."""
    found = _WHO.match(value)
    if found is None:
        msg = (
            "it must be client, a part that one person has (worker), an id, "
            "or both (worker:w1)"
        )
        raise click.BadParameter(msg)
    role, named = found.groups()
    return Who(None if role is None else _ROLES[role], named)


def day(value: str) -> date:
    """Return the day that is named as 2026-03-31."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        msg = "it must be a day, as 2026-03-31"
        raise click.BadParameter(msg) from None


def seen_by(help_text: str, **more: Any) -> Callable[[FuncT], FuncT]:
    """Return the option that says for whom something is."""
    return click.option(
        "--seen-by",
        "reader",
        type=who,
        metavar="WHO",
        help=help_text,
        **more,
    )


def as_of() -> Callable[[FuncT], FuncT]:
    """Return the option that says of which day something speaks."""
    return click.option(
        "--as-of",
        "day",
        type=day,
        metavar="DAY",
        help="The day to speak of, as 2026-03-31; today if none is given.",
    )


def output(
    help_text: str, *, name: str = "--output"
) -> Callable[[FuncT], FuncT]:
    """Return the option that says where something is written."""
    return click.option(
        "-o",
        name,
        "path",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help=help_text,
    )


def one_plan() -> Callable[[FuncT], FuncT]:
    """Return the argument that names one plan."""
    return click.argument(
        "source", metavar="PLAN", type=click.Path(allow_dash=True)
    )


def many_plans() -> Callable[[FuncT], FuncT]:
    """Return the argument that names any number of files and folders."""
    return click.argument(
        "sources",
        nargs=-1,
        required=True,
        metavar="SOURCE...",
        type=click.Path(allow_dash=True),
    )


def plan_argument(*, required: bool = True) -> Callable[[FuncT], FuncT]:
    """Return the argument that names one plan of a store, by its id."""
    metavar = "PLAN" if required else "[PLAN]"
    return click.argument("plan_id", metavar=metavar, required=required)


def form(*names: StrEnum) -> Callable[[FuncT], FuncT]:
    """Return the option that says in which form something is printed."""
    return click.option(
        "--format",
        "form",
        type=click.Choice([name.value for name in names]),
        help="The form.  [default: by the name of the file, or text]",
    )


def printed_form(*names: StrEnum) -> Callable[[FuncT], FuncT]:
    """Return the option that does so where no file's name can tell."""
    return click.option(
        "--format",
        "form",
        type=click.Choice([name.value for name in names]),
        help=f"The form.  [default: {names[0].value}]",
    )
