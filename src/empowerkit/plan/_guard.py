"""
One tight pass that says "surely sound", or leaves it to the rules.

Loading a plan must ask every rule of every noun.
Asking them one by one costs more than decoding the document, so this module
writes one function from the shapes of the records, as attrs writes
``__init__``: a loop for each kind of record, each after the kinds that it
names and the kinds that hold it.
The function returns the plan only where every rule surely holds.
`None` is not yet a fault: the rules themselves then say what it is.
No rule is defined here; a property holds each line against those that are.
A decoder may extend the writer, to make its plan in the same pass.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, Final

from empowerkit.model import (
    Absent,
    Acceptance,
    Actor,
    AnswerStatus,
    Choice,
    Contact,
    Decision,
    Disclosure,
    Evidence,
    EvidenceKind,
    Fit,
    Importance,
    ImposedDecision,
    Level,
    Mandate,
    Option,
    OptionKind,
    Permission,
    Rating,
    Resource,
    ResourceKind,
    Role,
    Ruler,
    SetAside,
    Step,
    SubstituteBasis,
    SubstituteDecision,
    Voice,
    WhatMatters,
    WhatMattersKind,
    Withdrawal,
)
from empowerkit.model._ids import Id
from empowerkit.model._record import (
    YEARS,
    Field,
    Piece,
    Record,
    Use,
    shape,
    value_wrong,
)

from ._rules import PEOPLE


# Their own rules ask only that no software speaks; `_away` asks that too.
_ASKED_OF_ACTORS: Final = frozenset(
    {
        Acceptance,
        Contact,
        Disclosure,
        Evidence,
        ImposedDecision,
        Mandate,
        Permission,
        SetAside,
        Step,
        Voice,
        Withdrawal,
    }
)
_BY_CLIENT: Final = "((s := n.voice.speaker) is not None and s.role is CLIENT)"
# What surely satisfies the rules of one record, for the frequent kinds.
_SURELY: Final[dict[type[Piece], str]] = {
    Choice: (
        "n.author.role is CLIENT"
        " and ((s := n.voice.speaker) is None or s.role is CLIENT)"
        " and ((a := n.attestation) is None or a.level is not CORROBORATED"
        " or others_word(n))"
    ),
    Decision: "n.client.role is CLIENT and chosen_in_order(n)",
    Fit: f"-2 <= n.level <= 2 and {_BY_CLIENT}",
    Importance: "0 <= n.low <= n.high <= 5 and n.said_by.role is CLIENT",
    Rating: (
        "n.low < n.high"
        " and (n.ruler is not ATTAINMENT or (n.low, n.high) == (-2, 2))"
        " and (n.status is not ANSWERED if n.value is None else"
        " n.status is ANSWERED and n.low <= n.value <= n.high)"
    ),
    SubstituteDecision: (
        "n.decider.role is not CLIENT and (n.basis is LEGAL"
        " or (n.delegated_by is not None and n.decider.role not in STAFF))"
    ),
    WhatMatters: (
        "((n.rank is None and n.kind is WISH)"
        f" or ((n.rank is None or n.rank >= 1) and {_BY_CLIENT}))"
    ),
}
_IDS: Final = r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,63}+\n)*+"


@cache
def _ids_pattern() -> re.Pattern[str]:
    """Return the pattern of ids, a line each; compiled when first needed."""
    return re.compile(_IDS, re.ASCII)


def surely_sound(plan: Record) -> bool:
    """
    Return `True` only where every rule holds for *plan* and all its nouns.

    Args:
        plan: Its values have the right types, its texts are storable and
            its times aware: a constructor or a decoder has seen to that.
    """
    try:
        return _sound(type(plan))(plan) is not None
    except KeyError:  # an id that nothing has
        return False


def written(kind: type[Record]) -> Callable[[Any], Any]:
    """
    Write the function for whatever has the attributes of *kind*.

    It returns what it is given where every rule surely holds, and `None`
    where not; it raises `KeyError` where an id names nothing.
    """
    return Writer(kind).function()


_sound: Callable[[Any], Callable[[Any], Any]] = cache(written)


class Writer:
    """
    Writes the function for one kind of plan.

    What it writes knows these names: *k*, the kind of noun of each id;
    *p*, each person, as an actor, by id; *one*, one person in each role,
    which spares most lookups; *about*, ids that may name any noun;
    *names*, the names of people and things; *old*, what was replaced;
    for each kind that other nouns hold, a list of them; and *made*, what
    the function returns.
    *n* is the record that is asked, and *x* what a field of it holds.
    """

    def __init__(self, root: type[Record]) -> None:
        self.root = root
        self.order: dict[type[Piece], None] = {}
        self.holders: dict[type[Piece], list[type[Piece]]] = {}
        kinds = list(_kinds(root, {}))
        for kind in kinds:
            for field in _records(kind):
                if not (kind is root and field.many):
                    self.holders.setdefault(field.kind, []).append(kind)
        # What the plan alone holds; its loop needs no list.
        self.direct: dict[type[Piece], str] = {
            field.kind: field.name
            for field in _records(root)
            if field.kind not in self.holders
        }
        self.named = {f"{kind.__name__}Id": kind for kind in kinds}
        people = [f.kind for f in shape(root) if f.name in PEOPLE]
        for kind in (root, Absent, *people, Resource, *kinds):
            self._place(kind)

    def _place(self, kind: type[Piece]) -> None:
        """Put *kind* behind what it names and what holds it."""
        before = [] if kind is Absent else [*self.holders.get(kind, ())]
        before += [
            self.named[field.kind.__name__]
            for field in shape(kind)
            if _names_kind(field)
        ]
        for other in before:
            if other not in self.order:
                self._place(other)
        self.order[kind] = None

    def function(self) -> Callable[[Any], Any]:
        """Return the function."""
        names = self.names()
        exec("\n".join(self._lines()), names)  # noqa: S102 - our own shapes
        sound: Callable[[Any], Any] = names["sound"]
        return sound

    def names(self) -> dict[str, Any]:
        """Return what the function refers to."""
        return _NAMES | {
            f"problems_of_{kind.__name__}": kind._problems
            for kind in self.order
        }

    def _lines(self) -> Iterator[str]:
        yield "def sound(plan):"
        yield "    k, p, about, names, old = {}, {}, [], [], []"
        yield "    one = NOBODY.copy()"
        yield from (f"    all_{kind.__name__} = []" for kind in self.holders)
        for kind in self.order:
            yield from (f"    {line}" for line in self._of_kind(kind))
        yield "    if not ("
        yield "        (not about or k.keys() >= {*about})"
        yield "        and ids_well_formed(k)"
        yield "        and names_storable(names)"
        yield "        and len(old) == len({*old})"
        yield "        and not (plan.withdrawals and chosen_what_is_gone(plan))"
        yield "        and not (plan.acknowledgements and thanked_early(plan, k))"
        yield "        and not (plan.substitute_decisions and decided_elsewhere(plan))"
        yield "        and not answered_twice(plan, old)"
        yield "    ): return None"
        yield from (f"    {line}" for line in self.end())

    def _of_kind(self, kind: type[Piece]) -> list[str]:
        lines = self.of_record(kind)
        if kind is self.root:
            return [*self.start(), *lines]
        if kind is Absent:
            return indented("for n in absent_in(plan):", lines)
        if kind in self.direct:
            return self.loop(kind, lines)
        # What the plan itself holds comes behind what its nouns hold.
        own = [
            line
            for field in _records(self.root)
            if field.kind is kind and field.many
            for line in self.of_field(self.root, field)
        ]
        own = indented("n, o = plan, made", own, by="")
        return [*own, *self.loop(kind, lines)]

    def start(self) -> list[str]:
        """Write what comes first."""
        return ["n = made = plan"]

    def end(self) -> list[str]:
        """Write what is done when every rule surely holds."""
        return ["return made"]

    def loop(self, kind: type[Piece], lines: list[str]) -> list[str]:
        """Write how *lines* are run for each record of *kind*."""
        held = f"all_{kind.__name__}"
        if kind in self.direct:
            held = f"plan.{self.direct[kind]}"
        return indented(f"for n in {held}:", lines)

    def of_record(self, kind: type[Piece]) -> list[str]:
        """Write what is asked of *n*, one record of *kind*."""
        lines: list[str] = []
        for field in shape(kind):
            if not (kind is self.root and _in_loop(field)):
                lines += self.of_field(kind, field)
        if kind in _SURELY:
            lines.append(f"if not ({_SURELY[kind]}): return None")
        elif kind._problems is not Record._problems and not (
            kind is self.root or kind in _ASKED_OF_ACTORS
        ):
            lines.append(f"if problems_of_{kind.__name__}(n): return None")
        return lines

    def of_field(self, kind: type[Piece], field: Field) -> list[str]:
        """Write what is asked of what *n* holds in *field*."""
        lines = self.of_one(kind, field)
        if field.many:
            return self.of_many(field, lines)
        if field.optional:
            lines = indented("if x is not None:", lines)
        return indented(f"x = n.{field.name}", lines, by="")

    def of_many(self, field: Field, lines: list[str]) -> list[str]:
        """Write how *lines* are run for each value of *field*."""
        return indented(f"for x in n.{field.name}:", lines)

    def of_one(self, kind: type[Piece], field: Field) -> list[str]:
        """Write what is asked of *x*, one value of *field*."""
        match field.use:
            case Use.ID:
                return self._own_id(kind)
            case Use.REF:
                return _of_ref(field)
            case Use.TIME | Use.DAY:
                return [*_of_time(kind, field.name)]
            case Use.ACTOR:
                return _of_actor(field)
            case Use.RECORD:
                return self.of_part(field.kind)
            case _:
                return _OF_TEXT.get(field.use, [])

    def of_part(self, kind: type[Piece]) -> list[str]:
        """Write how *x*, a record of *kind*, gets into the line."""
        if kind is Absent or not self.of_record(kind):
            return []
        return [f"all_{kind.__name__}.append(x)"]

    def _own_id(self, kind: type[Piece]) -> list[str]:
        lines = ["if x in k: return None", f"k[x] = {kind.__name__!r}"]
        for field in _records(self.root):
            if field.kind is kind and field.name in PEOPLE:
                role = PEOPLE[field.name].name
                lines.append(f"p[x] = one[{role}] = actor({role}, x)")
        if kind is Resource:
            organised = "p[x] = actor(ORGANISATION, x)"
            lines.append(f"if n.kind is AN_ORGANISATION: {organised}")
        return lines


def indented(head: str, lines: list[str], by: str = "    ") -> list[str]:
    """Return *lines* under *head*; nothing where there are none."""
    return [head, *(by + line for line in lines)] if lines else []


def _kinds(kind: type[Piece], seen: dict[Any, None]) -> dict[Any, None]:
    seen[kind] = None
    for field in _records(kind):
        if field.kind not in seen:
            _kinds(field.kind, seen)
    return seen


def _records(kind: type[Piece]) -> list[Field]:
    return [field for field in shape(kind) if field.use is Use.RECORD]


def _in_loop(field: Field) -> bool:
    """Return whether *field* of a plan is left to the loop of its kind."""
    return field.use is Use.RECORD and field.many and field.kind is not Absent


def _names_kind(field: Field) -> bool:
    """Return whether *field* names nouns of one kind, and not its own."""
    return (
        field.use is Use.REF and field.kind is not Id
    ) and field.name != "replaces"


def _of_actor(field: Field) -> list[str]:
    software = field.name == "recorder"
    return [
        "a = one[x.role]",
        "if a.id != x.id:",
        f"    a = known(x, p, k, software={software})",
        "    if a is None: return None",
        "x = a",
    ]


def _of_ref(field: Field) -> list[str]:
    if field.kind is Id:
        return ["about.append(x)"]
    wanted = field.kind.__name__.removesuffix("Id")
    lines = [f"if k[x] != {wanted!r} and k[x] != 'Absent': return None"]
    if field.name == "replaces":
        # What comes later in its line is not in k yet.
        lines += ["if x == n.id: return None", "old.append(x)"]
    return lines


def _of_time(kind: type[Piece], name: str) -> Iterator[str]:
    yield f"if not {YEARS.start} <= x.year < {YEARS.stop}: return None"
    for earlier, later in kind._ordered:
        if later == name:
            yield f"if (y := n.{earlier}) is not None and y > x: return None"


_OF_TEXT: Final = {
    Use.NAME: ["names.append(x)"],
    Use.LANGUAGE: [
        # Nearly all tags are like this: "en", "haw".
        "if not (len(x) < 4 and x.isalpha() and x.isascii()):",
        "    if wrong(LANGUAGE, x): return None",
    ],
    Use.DIGEST: ["if wrong(DIGEST, x): return None"],
}


def _absent_in(plan: Any) -> list[Absent]:
    found = [*plan.absent]
    for decision in plan.decisions:
        found += decision.absent
    return found


def draft(kind: type[Piece]) -> type[Any]:
    """
    Return a *kind* that is not frozen yet, and of which nothing is asked.

    A draft becomes a record when its ``__class__`` is set to *kind*.
    No other way to fill the slots of a frozen class is nearly as fast.
    """
    plain = ("__init__", "__setattr__", "__delattr__")
    held = {name: getattr(object, name) for name in plain}
    return type(kind.__name__, (kind,), held | {"__slots__": ()})


_draft_actor: Final = draft(Actor)


def _actor(role: Role, held: str | None) -> Actor:
    made: Any = _draft_actor()
    made.id, made.role, made.__class__ = held, role, Actor
    actor: Actor = made
    return actor


def _known(
    actor: Actor,
    people: dict[str, Actor],
    kinds: dict[str, str],
    *,
    software: bool,
) -> Actor | None:
    """Return *actor*, as one of *people* or as absent, or else `None`."""
    found = people.get(actor.id)
    if found is not None and found.role is actor.role:
        return found
    if kinds.get(actor.id) == "Absent" and (
        actor.role is not Role.CLIENT
        and (software or actor.role is not Role.SOFTWARE)
    ):
        return _actor(actor.role, actor.id)
    return None


def _ids_well_formed(ids: dict[str, str]) -> bool:
    lines = "\n".join([*ids, ""])
    return (
        lines.count("\n") == len(ids)
        and _ids_pattern().fullmatch(lines) is not None
    )


def _names_storable(names: list[str]) -> bool:
    # No control character and no bidi override is printable.
    return "".join(names).isprintable() or not any(
        value_wrong(Use.NAME, name) for name in names
    )


def _chosen_in_order(decision: Decision) -> bool:
    """Return whether choices, and what they rest on, surely are in place."""
    here: set[str | None] = {option.id for option in decision.options}
    here.update([None, *[gone.id for gone in decision.absent]])
    for held in (decision.considerations, decision.fits, decision.choices):
        for part in held:
            if part.option_id not in here:
                return False
    before: Choice | None = None
    for choice in decision.choices:
        if choice.option_id is None and (
            before is None or before.option_id is None
        ):
            return False
        if before is not None and before.decided_at > choice.decided_at:
            return False
        before = choice
    return True


def _others_word(choice: Choice) -> bool:
    """Return whether somebody surely stands by it who did not enter it."""
    entered = choice.voice.recorder or choice.author
    held = choice.attestation.evidence if choice.attestation else ()
    return any(
        (found.kind is EvidenceKind.DOCUMENT and found.digest is not None)
        or (
            found.kind is EvidenceKind.ENTRY
            and found.by is not None
            and found.at is not None
            and found.by.id != entered.id
        )
        for found in held
    )


def _chosen_what_is_gone(plan: Any) -> bool:
    last_first = sorted(plan.withdrawals, key=_at, reverse=True)
    gone = {taken.subject_id: taken.at for taken in last_first}
    return any(
        choice.option_id in gone
        and gone[choice.option_id] <= choice.decided_at
        for decision in plan.decisions
        for choice in decision.choices
    )


_at: Final = attrgetter("at")


def _decided_elsewhere(plan: Any) -> bool:
    options = {
        option.id: (decision, option)
        for decision in plan.decisions
        for option in decision.options
    }
    return not all(
        _stands_for(found, options) for found in plan.substitute_decisions
    )


def _stands_for(
    found: SubstituteDecision,
    options: dict[str, tuple[Decision, Option]],
) -> bool:
    """Return whether *found* surely is about, and rests on, what is there."""
    if options[found.option_id][0].id != found.decision_id:
        return False
    if found.basis is SubstituteBasis.LEGAL:
        return True
    for decision, option in options.values():
        made = [
            c for c in decision.choices if c.decided_at <= found.decided_at
        ]
        if made and (made[-1].id, made[-1].option_id) == (
            found.delegated_by,
            option.id,
        ):
            return option.kind is OptionKind.ASK_SOMEONE
    return False


def _answered_twice(plan: Any, replaced: list[str]) -> bool:
    lists = [plan.acceptances]
    lists += [goal.acceptances for goal in plan.goals]
    for answers in lists:
        if len(answers) > 1:
            gone = {*replaced, *[w.subject_id for w in plan.withdrawals]}
            people = [a.actor.id for a in answers if a.id not in gone]
            if len({*people}) < len(people):
                return True
    return False


def _thanked_early(plan: Any, kinds: dict[str, str]) -> bool:
    reached = {found.id: found.reached_on for found in plan.milestones}
    for thanks in plan.acknowledgements:
        if kinds[thanks.about_id] == "Milestone":
            day = reached[thanks.about_id]
            if day is None:
                return True
            if thanks.at is not None and thanks.at.date() < day:
                return True
    return False


_NAMES: Final[dict[str, Any]] = {
    "ANSWERED": AnswerStatus.ANSWERED,
    "AN_ORGANISATION": ResourceKind.ORGANISATION,
    "ATTAINMENT": Ruler.ATTAINMENT,
    "CORROBORATED": Level.CORROBORATED,
    "LEGAL": SubstituteBasis.LEGAL,
    "STAFF": (Role.WORKER, Role.ORGANISATION),
    "DIGEST": Use.DIGEST,
    "LANGUAGE": Use.LANGUAGE,
    "WISH": WhatMattersKind.WISH,
    "absent_in": _absent_in,
    "actor": _actor,
    "answered_twice": _answered_twice,
    "chosen_what_is_gone": _chosen_what_is_gone,
    "decided_elsewhere": _decided_elsewhere,
    "thanked_early": _thanked_early,
    "chosen_in_order": _chosen_in_order,
    "ids_well_formed": _ids_well_formed,
    "known": _known,
    "names_storable": _names_storable,
    "others_word": _others_word,
    "wrong": value_wrong,
    "NOBODY": dict.fromkeys(Role, _actor(Role.CLIENT, None)),
} | {role.name: role for role in Role}
