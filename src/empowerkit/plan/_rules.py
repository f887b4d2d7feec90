"""The rules that only a whole plan can prove, as functions over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from empowerkit.errors import Problem
from empowerkit.model import (
    Absent,
    Acceptance,
    Acknowledgement,
    Actor,
    Choice,
    Decision,
    Milestone,
    Option,
    OptionKind,
    Resource,
    ResourceKind,
    Role,
    SubstituteBasis,
)
from empowerkit.model._ids import Id
from empowerkit.model._record import Field, Use, is_noun, items, shape, walk


if TYPE_CHECKING:
    from ._plan import Plan


PEOPLE: Final = {
    "client": Role.CLIENT,
    "workers": Role.WORKER,
    "supporters": Role.SUPPORTER,
    "proxies": Role.PROXY,
    "interpreters": Role.INTERPRETER,
}


class Index:
    """
    What a plan holds, by id, with its paths; built once for all rules.

    Attributes:
        rows: Every record of the plan with its path, the plan first.
        held: Every noun by id; the first one, where an id stands twice.
        decided_in: The decision in which each choice stands, by its id.
        roles: The role of every person.
        absent: The ids that are named, and not held.
    """

    def __init__(self, plan: Plan, broken: frozenset[str]) -> None:
        self.plan = plan
        self.rows: list[tuple[str, Any]] = list(walk(plan))
        self.held: dict[str, Any] = {}
        self.absent = set(broken)
        for _, record in self.rows:
            if isinstance(record, Absent):
                self.absent.add(record.id)
            elif is_noun(type(record)):
                self.held.setdefault(record.id, record)
        self.decided_in = {
            choice.id: decision
            for _, decision in self.of_kind(Decision)
            for choice in decision.choices
        }
        self.roles = dict(_people(plan))

    def of_kind(self, kind: type[Any]) -> Iterator[tuple[str, Any]]:
        """Yield each record of *kind*, with its path."""
        return ((p, r) for p, r in self.rows if isinstance(r, kind))


def _people(plan: Plan) -> Iterator[tuple[str, Role]]:
    for field in shape(type(plan)):
        if field.name in PEOPLE:
            for _, person in items(field, getattr(plan, field.name), "$"):
                yield person.id, PEOPLE[field.name]


def cross_problems(
    plan: Plan, broken: frozenset[str] = frozenset()
) -> list[Problem]:
    """
    Return all that is wrong between the nouns of *plan*.

    Args:
        plan: Its nouns may be broken themselves; that is not asked here.
        broken: Ids of nouns that a loader could not read; they count as
            held, so that one fault is not reported twice.
    """
    index = Index(plan, broken)
    return [problem for rule in RULES for problem in rule(index)]


def _ids_unique(index: Index) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, record in index.rows:
        if type(record) is Absent or is_noun(type(record)):
            own: str = record.id
            if own in seen:
                yield Problem(
                    rule="ids-unique",
                    path=f"{path}.id",
                    message=(
                        "an id must stand once in a plan, and this one "
                        f"stands again ('{own}'): give the later noun an id "
                        "of its own"
                    ),
                    facts={"id": own},
                )
            seen.add(own)


def _refs_resolve(index: Index) -> Iterator[Problem]:
    for path, field, ref in _fields(index, Use.REF):
        if not _resolves(index, ref, field.kind):
            yield _unresolved(path, field.name, ref, field.kind)


def _fields(index: Index, use: Use) -> Iterator[tuple[str, Field, Any]]:
    """Yield what stands in each field for *use*, with its path."""
    for path, record in index.rows:
        for field in shape(type(record)):
            if field.use is use:
                value = getattr(record, field.name)
                for where, item in items(field, value, f"{path}.{field.name}"):
                    yield where, field, item


def _resolves(index: Index, ref: str, kind: Any) -> bool:
    if ref in index.absent:
        return True
    found = index.held.get(ref)
    return found is not None and (
        kind is Id or f"{type(found).__name__}Id" == kind.__name__
    )


def _unresolved(path: str, name: str, ref: str, kind: Any) -> Problem:
    wanted = (
        "a noun" if kind is Id else f"a {kind.__name__.removesuffix('Id')}"
    )
    return Problem(
        rule="refs-resolve",
        path=path,
        message=(
            f"{name} must name {wanted} of this plan or something in "
            f"'absent', and '{ref}' is neither: add it first, or say in "
            "'absent' why it is not here"
        ),
        facts={"field": name, "id": ref},
    )


def _actors_are_people(index: Index) -> Iterator[Problem]:
    for path, _, actor in _fields(index, Use.ACTOR):
        if not _is_person(index, actor):
            yield Problem(
                rule="actor-is-person",
                path=path,
                message=(
                    f"an actor must be on this plan as {actor.role.value}, or "
                    f"in 'absent', and '{actor.id}' is neither: add the "
                    "person first, or say in 'absent' that they are not here"
                ),
                facts={"actor": actor.id, "role": actor.role.value},
            )


def _is_person(index: Index, actor: Actor) -> bool:
    if actor.role is Role.CLIENT:
        return actor.id == index.plan.client.id
    if index.roles.get(actor.id) is actor.role or actor.id in index.absent:
        return True
    found = index.held.get(actor.id)
    return (
        actor.role is Role.ORGANISATION
        and isinstance(found, Resource)
        and found.kind is ResourceKind.ORGANISATION
    )


def _decisions_of_this_client(index: Index) -> Iterator[Problem]:
    client = index.plan.client.id
    for path, decision in index.of_kind(Decision):
        if decision.client.id != client:
            yield Problem(
                rule="decision-of-this-client",
                path=f"{path}.client",
                message=(
                    "a plan must hold its own client's decisions alone "
                    f"(client is '{client}', the decision is of "
                    f"'{decision.client.id}'): keep it in that client's plan"
                ),
                facts={"client": client, "came": decision.client.id},
            )


def _chosen_while_offered(index: Index) -> Iterator[Problem]:
    taken = sorted(index.plan.withdrawals, key=lambda found: found.at)
    gone = {found.subject_id: found.at for found in reversed(taken)}
    for path, choice in index.of_kind(Choice):
        at = gone.get(choice.option_id) if choice.option_id else None
        if at is not None and at <= choice.decided_at:
            yield Problem(
                rule="choice-among-options",
                path=f"{path}.option_id",
                message=(
                    f"option '{choice.option_id}' was withdrawn before this "
                    "choice: offer it again, or choose among those there are"
                ),
                facts={"choice": choice.id, "option": choice.option_id},
            )


def _delegated_rightly(index: Index) -> Iterator[Problem]:
    for place, decided in enumerate(index.plan.substitute_decisions):
        path = f"$.substitute_decisions[{place}]"
        decision = index.held.get(decided.decision_id)
        if isinstance(decision, Decision) and (
            decided.option_id not in index.absent
            and decided.option_id not in {o.id for o in decision.options}
        ):
            yield _unresolved(
                f"{path}.option_id",
                "option_id",
                decided.option_id,
                type("Option", (), {}),
            )
        if decided.basis is SubstituteBasis.DELEGATED and not _delegates(
            index, decided.delegated_by, decided.decided_at
        ):
            yield Problem(
                rule="delegate-is-not-staff",
                path=f"{path}.delegated_by",
                message=(
                    "a delegated decision must have a choice of the client "
                    "behind it that stood at that time and chose an option "
                    "of kind ask-someone: record that choice first"
                ),
                facts={"substitute": decided.id},
            )


def _delegates(index: Index, choice_id: str | None, at: Any) -> bool:
    if choice_id is None or choice_id in index.absent:
        return choice_id is not None
    decision = index.decided_in.get(choice_id)
    made = decision.choices if decision else ()
    stood = [choice for choice in made if choice.decided_at <= at]
    if not stood or stood[-1].id != choice_id:
        return False
    chosen = stood[-1].option_id
    option = index.held.get(chosen) if chosen else None
    return chosen is not None and (
        not isinstance(option, Option) or option.kind is OptionKind.ASK_SOMEONE
    )


def _replaces_own_line(index: Index) -> Iterator[Problem]:
    earlier: dict[str, type] = {}
    replaced: set[str] = set()
    for path, record in index.rows:
        if not is_noun(type(record)):
            continue
        old: str | None = getattr(record, "replaces", None)
        if old is not None and old not in index.absent:
            if earlier.get(old) is not type(record):
                yield _bad_line(path, old, "an earlier noun of its own kind")
            elif old in replaced:
                yield _bad_line(path, old, "a noun that nothing replaces yet")
        if old is not None:
            replaced.add(old)
        earlier[record.id] = type(record)


def _bad_line(path: str, old: str, wanted: str) -> Problem:
    return Problem(
        rule="replaces-own-line",
        path=f"{path}.replaces",
        message=(
            f"replaces must name {wanted}, and names '{old}': replace the "
            "noun of this line that stands now"
        ),
        facts={"replaces": old},
    )


def _accepted_once(index: Index) -> Iterator[Problem]:
    gone = {w.subject_id for w in index.plan.withdrawals}
    gone |= {a.replaces for _, a in index.of_kind(Acceptance)}
    seen: Counter[tuple[str, str]] = Counter()
    for path, acceptance in index.of_kind(Acceptance):
        if acceptance.id in gone:
            continue
        key = (path.rpartition("[")[0], acceptance.actor.id)
        seen[key] += 1
        if seen[key] > 1:
            yield Problem(
                rule="acceptance-once",
                path=path,
                message=(
                    "a person must have one current answer to one thing, and "
                    f"'{acceptance.actor.id}' has another: let the new one "
                    "replace the old"
                ),
                facts={"actor": acceptance.actor.id},
            )


def _after_the_fact(index: Index) -> Iterator[Problem]:
    for path, thanks in index.of_kind(Acknowledgement):
        about = index.held.get(thanks.about_id)
        if not isinstance(about, Milestone):
            continue
        if about.reached_on is None or (
            thanks.at is not None and thanks.at.date() < about.reached_on
        ):
            yield Problem(
                rule="after-the-fact",
                path=f"{path}.about_id",
                message=(
                    "a milestone must have been reached before it is "
                    f"acknowledged (milestone '{about.id}'): say first when "
                    "it was reached"
                ),
                facts={"milestone": about.id},
            )


RULES: Final[tuple[Callable[[Index], Iterator[Problem]], ...]] = (
    _ids_unique,
    _refs_resolve,
    _actors_are_people,
    _decisions_of_this_client,
    _chosen_while_offered,
    _delegated_rightly,
    _replaces_own_line,
    _accepted_once,
    _after_the_fact,
)
