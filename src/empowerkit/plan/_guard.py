"""
One tight pass that says "surely sound", or leaves it to the rules.

Loading a plan must ask every rule of every noun.
Asking them one by one costs more than decoding the document, so this module
writes one function from the shapes of the records, as attrs writes
``__init__``: a loop for each kind of record, each after the kinds that it
names and the kinds that hold it.
The function answers `True` only where every rule surely holds.
Anything else is not yet a fault: the rules themselves then say what it is.
No rule is defined here; a property holds each line against those that are.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
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
_IDS: Final = r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,63}\n)*"


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
        return _sound(type(plan))(plan)
    except KeyError:  # an id that nothing has
        return False


def written(
    kind: type[Record], *, sharing: bool = False
) -> Callable[[Any], bool]:
    """
    Write the function for whatever has the attributes of *kind*.

    It raises `KeyError` where an id names nothing.

    Args:
        kind: The plan, whose shapes are read.
        sharing: Whether it also puts one and the same `Actor` wherever a
            person acts: for the structs of a decoder, which then makes,
            and keeps, far fewer.
    """
    writer = _Writer(kind, sharing=sharing)
    names: dict[str, Any] = _NAMES | {
        f"problems_of_{part.__name__}": part._problems for part in writer.order
    }
    exec("\n".join(writer.lines()), names)  # noqa: S102 - our own shapes
    sound: Callable[[Any], bool] = names["sound"]
    return sound


_sound: Callable[[Any], Callable[[Any], bool]] = cache(written)


class _Writer:
    """
    Writes the function for one kind of plan.

    What it writes knows these names: *k*, the kind of noun of each id;
    *p*, the role of each person; *one*, one person in each role, as an
    actor, which spares most lookups; *about*, ids that may name any noun;
    *names*, the names of people and things; *old*, what was replaced;
    and for each kind that other nouns hold, a list of them.
    """

    def __init__(self, root: type[Record], *, sharing: bool) -> None:
        self.root = root
        self.share = "n.{} = a" if sharing else "pass"
        self.order: dict[type[Piece], None] = {}
        self.holders: dict[type[Piece], list[type[Piece]]] = {}
        self.direct: dict[type[Piece], str] = {}
        kinds = list(_kinds(root, {}))
        for kind in kinds:
            for field in _records(kind):
                if kind is root and field.many:
                    self.direct[field.kind] = field.name
                else:
                    self.holders.setdefault(field.kind, []).append(kind)
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

    def lines(self) -> Iterator[str]:
        yield "def sound(plan):"
        yield "    k, p, about, names, old = {}, {}, [], [], []"
        yield "    one = NOBODY.copy()"
        yield from (f"    all_{kind.__name__} = []" for kind in self.holders)
        for kind in self.order:
            yield from self._loop(kind)
        yield "    return ("
        yield "        (not about or k.keys() >= {*about})"
        yield "        and ids_well_formed(k)"
        yield "        and names_storable(names)"
        yield "        and len(old) == len({*old})"
        yield "        and not (plan.withdrawals and chosen_what_is_gone(plan))"
        yield "        and not (plan.acknowledgements and thanked_early(plan, k))"
        yield "        and not (plan.substitute_decisions and decided_elsewhere(plan))"
        yield "        and not answered_twice(plan, old)"
        yield "    )"

    def _loop(self, kind: type[Piece]) -> Iterator[str]:
        lines = self._asked(kind)
        if kind is self.root:
            yield "    n = plan"
            yield from (f"    {line}" for line in lines)
        else:
            held = f"all_{kind.__name__}"
            direct = f"plan.{self.direct.get(kind)}"
            if kind is Absent:
                yield f"    {held} += absent_in(plan)"
            elif kind not in self.holders:
                held = direct
            elif kind in self.direct:
                yield f"    {held} += {direct}"
            yield f"    for n in {held}:"
            yield from (f"        {line}" for line in lines)

    def _asked(self, kind: type[Piece]) -> list[str]:
        """Write what is asked of *n*, one record of *kind*."""
        lines: list[str] = []
        for field in shape(kind):
            lines += self._of_field(kind, field)
        if kind in _SURELY:
            lines.append(f"if not ({_SURELY[kind]}): return False")
        elif kind._problems is not Record._problems and not (
            kind is self.root or kind in _ASKED_OF_ACTORS
        ):
            lines.append(f"if problems_of_{kind.__name__}(n): return False")
        return lines

    def _of_field(self, kind: type[Piece], field: Field) -> list[str]:
        name = field.name
        if field.use is Use.ID:
            return self._own_id(kind)
        if field.use is Use.RECORD and (
            (kind is self.root and field.many)
            or field.kind is Absent
            or not self._asked(field.kind)
        ):
            return []
        if field.many:
            if line := _of_many(field):
                return [f"if n.{name}:", f"    {line}"]
            return _indented(f"for x in n.{name}:", _of_one(kind, field))
        lines = _of_one(kind, field, self.share.format(name))
        if field.optional and lines:
            lines = _indented("if x is not None:", lines)
        return [f"x = n.{name}", *lines] if lines else []

    def _own_id(self, kind: type[Piece]) -> list[str]:
        lines = [
            "x = n.id",
            "if x in k: return False",
            f"k[x] = {kind.__name__!r}",
        ]
        for field in _records(self.root):
            if field.kind is kind and field.name in PEOPLE:
                role = PEOPLE[field.name].name
                lines.append(f"p[x], one[{role}] = {role}, actor({role}, x)")
        if kind is Resource:
            lines.append("if n.kind is AN_ORGANISATION: p[x] = ORGANISATION")
        return lines


def _indented(head: str, lines: list[str]) -> list[str]:
    return [head, *(f"    {line}" for line in lines)] if lines else []


def _kinds(kind: type[Piece], seen: dict[Any, None]) -> dict[Any, None]:
    seen[kind] = None
    for field in _records(kind):
        if field.kind not in seen:
            _kinds(field.kind, seen)
    return seen


def _records(kind: type[Piece]) -> list[Field]:
    return [field for field in shape(kind) if field.use is Use.RECORD]


def _names_kind(field: Field) -> bool:
    """Return whether *field* names nouns of one kind, and not its own."""
    return (
        field.use is Use.REF and field.kind is not Id
    ) and field.name != "replaces"


def _of_many(field: Field) -> str:
    """Write what can be said of all *n*'s values of *field* at once."""
    values = f"n.{field.name}"
    if field.use is Use.REF and field.kind is Id:
        return f"about += {values}"
    if field.use is Use.ACTOR:
        return f"if not all_known({values}, p, k): return False"
    if field.use is Use.RECORD:
        return f"all_{field.kind.__name__} += {values}"
    return ""


def _of_one(kind: type[Piece], field: Field, share: str = "pass") -> list[str]:
    """Write what is asked of *x*, one value of *field*."""
    match field.use:
        case Use.REF:
            return _of_ref(field)
        case Use.TIME | Use.DAY:
            return [*_of_time(kind, field.name)]
        case Use.ACTOR:
            return [
                "a = one[x.role]",
                f"if a.id == x.id: {share}",
                "elif p.get(x.id) is not x.role:",
                f"    if not away(x, k, software={field.name == 'recorder'}):",
                "        return False",
            ]
        case Use.RECORD:
            return [f"all_{field.kind.__name__}.append(x)"]
        case _:
            return _OF_TEXT.get(field.use, [])


def _of_ref(field: Field) -> list[str]:
    if field.kind is Id:
        return ["about.append(x)"]
    wanted = field.kind.__name__.removesuffix("Id")
    lines = [f"if k[x] != {wanted!r} and k[x] != 'Absent': return False"]
    if field.name == "replaces":
        # What comes later in its line is not in k yet.
        lines += ["if x == n.id: return False", "old.append(x)"]
    return lines


def _of_time(kind: type[Piece], name: str) -> Iterator[str]:
    yield f"if not {YEARS.start} <= x.year < {YEARS.stop}: return False"
    for earlier, later in kind._ordered:
        if later == name:
            yield f"if (y := n.{earlier}) is not None and y > x: return False"


_OF_TEXT: Final = {
    Use.NAME: ["names.append(x)"],
    Use.LANGUAGE: [
        # Nearly all tags are like this: "en", "haw".
        "if not (len(x) < 4 and x.isalpha() and x.isascii()):",
        "    if wrong(LANGUAGE, x): return False",
    ],
    Use.DIGEST: ["if wrong(DIGEST, x): return False"],
}


def _absent_in(plan: Any) -> list[Absent]:
    found = [*plan.absent]
    for decision in plan.decisions:
        found += decision.absent
    return found


def _actor(role: Role, held: str | None) -> Actor:
    # Past the constructor, which would ask what is asked here anyway.
    made = object.__new__(Actor)
    object.__setattr__(made, "id", held)
    object.__setattr__(made, "role", role)
    return made


def _all_known(
    actors: tuple[Actor, ...], people: dict[str, Role], kinds: dict[str, str]
) -> bool:
    return all(
        people.get(actor.id) is actor.role
        or _away(actor, kinds, software=False)
        for actor in actors
    )


def _away(actor: Actor, kinds: dict[str, str], *, software: bool) -> bool:
    """Return whether *actor* is named as absent, and may well be."""
    return kinds.get(actor.id) == "Absent" and (
        actor.role is not Role.CLIENT
        and (software or actor.role is not Role.SOFTWARE)
    )


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
    here.update([None, *(gone.id for gone in decision.absent)])
    for held in (decision.considerations, decision.fits, decision.choices):
        for part in held:
            if part.option_id not in here:
                return False
    made = decision.choices
    return not made or (
        made[0].option_id is not None
        and all(
            before.decided_at <= after.decided_at
            and (before.option_id is not None or after.option_id is not None)
            for before, after in pairwise(made)
        )
    )


def _others_word(choice: Choice) -> bool:
    """Return whether somebody else than the recorder surely stands by it."""
    recorder = choice.voice.recorder
    held = choice.attestation.evidence if choice.attestation else ()
    return any(
        (found.kind is EvidenceKind.DOCUMENT and found.digest is not None)
        or (
            found.kind is EvidenceKind.ENTRY
            and found.by is not None
            and found.at is not None
            and (recorder is None or found.by.id != recorder.id)
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
    return any(
        (day := reached[thanks.about_id]) is None
        or (thanks.at is not None and thanks.at.date() < day)
        for thanks in plan.acknowledgements
        if kinds[thanks.about_id] == "Milestone"
    )


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
    "all_known": _all_known,
    "away": _away,
    "answered_twice": _answered_twice,
    "chosen_what_is_gone": _chosen_what_is_gone,
    "decided_elsewhere": _decided_elsewhere,
    "thanked_early": _thanked_early,
    "chosen_in_order": _chosen_in_order,
    "ids_well_formed": _ids_well_formed,
    "names_storable": _names_storable,
    "others_word": _others_word,
    "wrong": value_wrong,
    "NOBODY": dict.fromkeys(Role, _actor(Role.CLIENT, None)),
} | {role.name: role for role in Role}
