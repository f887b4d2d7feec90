"""Who may ask for what: figures and balances are the client's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timezone

from empowerkit.authority import Change, require
from empowerkit.errors import AuthorityError, Problem, refuse
from empowerkit.model import (
    Actor,
    Choice,
    Decision,
    Option,
    OptionKind,
    Role,
    SubstituteBasis,
    SubstituteDecision,
    Voice,
)
from empowerkit.plan import Plan, people_of

from ._cells import Column


ROW = "weigh"
_NEVER = frozenset({Role.WORKER, Role.ORGANISATION, Role.SOFTWARE})


def may_weigh(
    plan: Plan,
    decision: Decision,
    options: tuple[Option, ...],
    *,
    asked_by: Actor,
    at: datetime | None,
) -> None:
    """
    Return where *asked_by* may have this decision weighed.

    Whoever is not the client may, where the table of authority would let
    them decide in the client's stead at that time.

    Raises:
        AuthorityError: They may not.
        InvariantError: *at* has no offset.
    """
    if asked_by == decision.client:
        return
    if asked_by.role in _NEVER | {Role.CLIENT} or not options:
        raise _refused(asked_by)
    if at is None:
        raise _refused(asked_by, "say with 'at' when they ask, and ")
    refuse(_undated(at))
    behind = None
    if asked_by.role is not Role.PROXY:
        behind = _delegation(plan, decision, asked_by, at)
        if behind is None:
            raise _refused(asked_by)
    would = SubstituteDecision(
        decision_id=decision.id,
        option_id=options[0].id,
        decider=asked_by,
        basis=(
            SubstituteBasis.LEGAL
            if behind is None
            else SubstituteBasis.DELEGATED
        ),
        delegated_by=None if behind is None else behind.id,
        voice=Voice.of(asked_by, at=at),
        decided_at=at,
    )
    people = people_of(plan)
    change = Change(after=would, within=decision)
    try:
        require(change, by=asked_by, at=at, before=people, after=people)
    except AuthorityError as error:
        raise _refused(asked_by) from error


def _undated(at: datetime) -> Iterator[Problem]:
    if type(at.tzinfo) is not timezone:
        yield Problem(
            rule="time-aware",
            path="$.at",
            message=(
                "at must carry its offset as a datetime.timezone: "
                "at.replace(tzinfo=datetime.timezone.utc), say"
            ),
        )


def _delegation(
    plan: Plan, decision: Decision, delegate: Actor, at: datetime
) -> Choice | None:
    """Return the choice that leaves this decision to somebody, if any."""
    choice = decision.choices[-1] if decision.choices else None
    gone = {taken.subject_id for taken in plan.withdrawals}
    asks = {
        option.id
        for option in decision.options
        if option.kind is OptionKind.ASK_SOMEONE
    }
    if choice is None or choice.id in gone or choice.option_id not in asks:
        return None
    made = [
        one
        for one in plan.standing(plan.substitute_decisions)
        if one.delegated_by == choice.id
    ]
    ended = any(_over(one, at) for one in made if one.decider == delegate)
    named = {one.decider for one in made} or {*_beside(plan)}
    return choice if named == {delegate} and not ended else None


def _beside(plan: Plan) -> Iterator[Actor]:
    """
    Yield whom the client may have asked, before anybody decided.

    A choice names no delegate: where several were invited, nobody but the
    client can say who was meant.
    """
    for supporter in plan.supporters:
        if supporter.invited is not None and supporter.ended_at is None:
            yield supporter.actor


def _over(decided: SubstituteDecision, at: datetime) -> bool:
    ends = (decided.until, decided.revoked_at)
    return any(end is not None and end <= at for end in ends)


def _refused(asked_by: Actor, first: str = "") -> AuthorityError:
    role = asked_by.role.value
    message = (
        f"weighing with figures must be asked for by the client, or by "
        f"somebody who decides in their stead, and {role} '{asked_by.id}' "
        f"asked; what they can do instead: {first}look at the sheet "
        "together, which everybody may see, ask the client whether they "
        "would like the figures, and weigh when the client says so, with "
        "the client as 'asked_by'"
    )
    return AuthorityError(ROW, role, message, {"actor": asked_by.id})


def wrong_balance(
    columns: tuple[Column, ...],
    gone: frozenset[str],
    pros: Sequence[str],
    cons: Sequence[str],
) -> Iterator[Problem]:
    """Yield why *pros* and *cons* cannot be said to balance."""
    sides = (("pros", pros), ("cons", cons))
    for name, ids in sides:
        if not ids:
            yield _no_balance(name, f"{name} must name one or more, and are")
        elif len({*ids}) < len(ids):
            yield _no_balance(name, f"{name} must name each once, and do not")
        elif not gone.isdisjoint(ids):
            rule = f"{name} must not have been struck already, and some were"
            yield _no_balance(name, rule)
    if not any(_on(column, pros, cons) for column in columns):
        rule = "all must speak for and against one option of this sheet, and"
        yield _no_balance("pros", f"{rule} do not")


def _on(column: Column, pros: Sequence[str], cons: Sequence[str]) -> bool:
    return {*pros} <= {said.id for said in column.pros} and {*cons} <= {
        said.id for said in column.cons
    }


def _no_balance(name: str, message: str) -> Problem:
    return Problem(
        rule="balance-on-one-sheet",
        path=f"$.{name}",
        message=f"{message}: name what side_by_side() shows for one option",
        facts={"field": name},
    )


def not_the_client(by: Actor, client: Actor) -> Problem:
    """Return the problem of somebody else saying what balances."""
    return Problem(
        rule="weights-are-the-clients",
        path="$.by",
        message=(
            "what balances must be said by the client (client is "
            f"'{client.id}'), and came from {by.role.value} '{by.id}': ask "
            "the client, and strike what they say balances"
        ),
        facts={"client": client.id, "came": by.id},
    )
