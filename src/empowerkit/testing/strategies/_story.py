"""The scene of a whole plan: what is named is there, or said to be absent."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from empowerkit.model import (
    Absent,
    AbsentReason,
    Acknowledgement,
    Actor,
    Choice,
    Client,
    Decision,
    DecisionId,
    Interpreter,
    Milestone,
    Option,
    OptionId,
    OptionKind,
    Proxy,
    Resource,
    ResourceKind,
    Role,
    SubstituteDecision,
    Supporter,
    Withdrawal,
    Worker,
)
from empowerkit.model._record import Piece, Use, is_noun
from empowerkit.plan import Plan

from ._drawing import built, fields_of
from ._scene import CLIENTS, SELDOM, Line, Scene, up_to
from ._values import LAST, LONGEST_ID, days, ids, times


if TYPE_CHECKING:
    from datetime import date, datetime

    from hypothesis.strategies import DrawFn

HOLDS: Final[dict[str, type[Piece]]] = {
    field.name: field.kind
    for field in fields_of(Plan).values()
    if field.use is Use.RECORD and field.many and field.kind is not Absent
}
_PLACE_OF: Final = {f"{kind.__name__}Id": n for n, kind in HOLDS.items()}
_REASONS: Final = st.sampled_from(AbsentReason)
_OWN_IDS: Final = st.lists(ids(), max_size=4, unique=True)
_PREFIXES: Final = st.sampled_from(
    (
        "n",
        "N.",
        "0-",
        "5d0c1a4e-3f2b-4b7a-9a51-",
        "x" * LONGEST_ID,
    )
)
_DEEPEST: Final = 2
_SEALING: Final = frozenset(
    {
        Acknowledgement,
        SubstituteDecision,
        Withdrawal,
    }
)


class Story(Scene):
    """
    What a plan holds so far, so that the next noun can name it.

    An id that nothing has is *away*: it ends in ``absent``, unless it was
    *promised*, and a later noun takes it.

    Attributes:
        nouns: What the plan holds, by the name of the field.
        room: How many more nouns it may hold.
    """

    def __init__(self, draw: DrawFn, room: int) -> None:
        super().__init__()
        self.room = room
        self.nouns: dict[str, list[Any]] = {name: [] for name in HOLDS}
        self._own_ids = draw(_OWN_IDS)
        self._prefix = draw(_PREFIXES)
        self._count = 0
        self._depth = 0
        self._lines = {name: Line() for name in HOLDS}
        self._held: dict[str, list[str]] = {"Id": []}
        self._people: list[Actor] = []
        self._away: dict[str, None] = {}
        self._declared: set[str] = set()
        self._promised: dict[str, str] = {}
        self._decisions: dict[str, Decision] = {}
        self._delegations: list[tuple[Choice, datetime | None]] = []
        self._chosen: dict[str, datetime] = {}
        self._milestones: dict[str, date | None] = {}

    def begin(self, plan_id: str, client: Client) -> None:
        """Take note of the plan's own id, and of the client."""
        self._used.update((plan_id, client.id))
        self._held["Id"].append(plan_id)
        if not self._people:
            self.hold(client)

    def add(self, draw: DrawFn, name: str, /, **given: Any) -> Any:
        """Draw one more noun for the field *name* of the plan."""
        self.room -= 1
        self._depth += 1
        line = self._lines[name]
        noun = draw(built(self, HOLDS[name], given, line))
        self._depth -= 1
        self.nouns[name].append(noun)
        return noun

    def new_id(self, draw: DrawFn, kind: type[Piece]) -> str:
        wanted = ("Id", f"{kind.__name__}Id")
        open_ = [i for i, name in self._promised.items() if name in wanted]
        if not open_ or not draw(SELDOM):
            return self._fresh()
        found: str = self.pick(draw, open_)
        del self._promised[found], self._away[found]
        return found

    def _fresh(self) -> str:
        if self._own_ids:
            return self.unused(self._own_ids.pop())
        self._count += 1
        number = str(self._count)
        return self.unused(self._prefix[: LONGEST_ID - len(number)] + number)

    def ref(self, draw: DrawFn, kind: Any, user: type[Piece]) -> str:
        wanted: str = kind.__name__
        place = _PLACE_OF.get(wanted)
        held = self._nameable(wanted, user)
        if held:
            span = max(2 * len(held), 8)
            found = draw(up_to(span))
            return (
                held[found % len(held)]
                if found < span
                else (self._missing(draw, wanted, user))
            )
        may_add = self.room > 0 and self._depth <= _DEEPEST
        if place is None or not may_add or draw(SELDOM):
            return self._missing(draw, wanted, user)
        noun: str = self.add(draw, place).id
        return noun

    def _nameable(self, wanted: str, user: type[Piece]) -> list[str]:
        held = self._held.get(wanted, [])
        if user is Acknowledgement:
            return [i for i in held if self._milestones.get(i, i) is not None]
        return held

    def _missing(self, draw: DrawFn, wanted: str, user: type[Piece]) -> str:
        again = len(self._away) > 0 and draw(SELDOM)
        if again:
            return self._again(draw)
        found = self._fresh()
        self._away[found] = None
        if user not in _SEALING:
            self._promised[found] = wanted
        return found

    def elsewhere(self, draw: DrawFn) -> str:
        return self._missing(draw, "", Withdrawal)

    def _again(self, draw: DrawFn) -> str:
        found: str = self.pick(draw, tuple(self._away))
        self._promised.pop(found, None)
        return found

    def actor(self, draw: DrawFn, roles: tuple[Role, ...]) -> Actor | None:
        if roles == CLIENTS:
            return self._people[0]
        fitting = [one for one in self._people if one.role in roles]
        span = max(2 * len(fitting), 8)
        found = draw(up_to(span))
        if fitting and found < span:
            return fitting[found % len(fitting)]
        return self._stranger(draw, roles)

    def _stranger(self, draw: DrawFn, roles: tuple[Role, ...]) -> Actor:
        role: Role = self.pick(draw, [r for r in roles if r not in CLIENTS])
        stranger = Actor(role=role, id=self.elsewhere(draw))
        self._people.append(stranger)
        return stranger

    def absent(self, draw: DrawFn) -> tuple[Absent, ...]:
        """Draw why the plan does not hold what it names."""
        return tuple(
            Absent(id=found, reason=draw(_REASONS))
            for found in self._away
            if found not in self._declared
        )

    def hold(self, record: Piece) -> None:
        kind: type = type(record)
        if isinstance(record, Absent):
            self._declared.add(record.id)
            self._away[record.id] = None
        elif is_noun(kind):
            self._note(record)

    def _note(self, noun: Any) -> None:
        own_kind = f"{type(noun).__name__}Id"
        self._held["Id"].append(noun.id)
        self._held.setdefault(own_kind, []).append(noun.id)
        match noun:
            case Client() | Worker() | Supporter() | Proxy() | Interpreter():
                self._people.append(noun.actor)
            case Resource(kind=ResourceKind.ORGANISATION):
                actor = Actor(role=Role.ORGANISATION, id=noun.id)
                self._people.append(actor)
            case Milestone():
                self._milestones[noun.id] = noun.reached_on
            case Decision():
                self._note_choices(noun)
            case _:
                pass

    def _note_choices(self, decision: Decision) -> None:
        self._decisions[decision.id] = decision
        kinds = {one.id: one.kind for one in decision.options}
        for choice, following in pairwise((*decision.choices, None)):
            if choice is None or choice.option_id is None:
                continue
            self._chosen[choice.option_id] = choice.decided_at
            asked = kinds.get(choice.option_id, OptionKind.ASK_SOMEONE)
            end = None if following is None else following.decided_at
            if asked is OptionKind.ASK_SOMEONE and end != choice.decided_at:
                self._delegations.append((choice, end))

    def option(self, draw: DrawFn) -> str | None:
        held = self._held.get("OptionId", [])
        return str(self.pick(draw, held)) if held else None

    def reached(self, draw: DrawFn) -> str | None:
        if self.room <= 0:
            return None
        return str(self.add(draw, "milestones", reached_on=days()).id)

    def reached_on(self, about: str) -> date | None:
        return self._milestones.get(about)

    def chosen_at(self, subject: str) -> datetime | None:
        return self._chosen.get(subject)

    def takes_back(self, draw: DrawFn, answer: str) -> bool:
        if self.room <= 0 or not draw(SELDOM):
            return False
        self.add(draw, "withdrawals", subject_id=answer)
        return True

    def decided(self, draw: DrawFn) -> dict[str, Any]:
        decision_id = self.ref(draw, DecisionId, SubstituteDecision)
        decision = self._decisions.get(decision_id)
        if decision is None:
            option_id = self.ref(draw, OptionId, SubstituteDecision)
        else:
            option_id = self._option_of(draw, decision)
        return {"decision_id": decision_id, "option_id": option_id}

    def _option_of(self, draw: DrawFn, decision: Decision) -> str:
        ways = [one.id for one in decision.options]
        found: str | None = self.pick(draw, [*ways, None])
        return self.elsewhere(draw) if found is None else found

    def delegated(self, draw: DrawFn) -> dict[str, Any]:
        if not self._delegations and self.room > 0:
            self._delegate(draw)
        found: tuple[Choice, datetime | None] | None
        found = self.pick(draw, [*self._delegations, None])
        if found is None:
            return {"delegated_by": self.elsewhere(draw)}
        choice, end = found
        return {
            "delegated_by": choice.id,
            "decided_at": _between(draw, choice.decided_at, end),
        }

    def _delegate(self, draw: DrawFn) -> None:
        """Add a decision in which the client asks somebody to decide."""
        way = draw(built(self, Option, {"kind": OptionKind.ASK_SOMEONE}))
        given = {"option_id": way.id, "author": self._people[0]}
        choice = draw(built(self, Choice, given))
        self.add(
            draw, "decisions", options=(way,), choices=(choice,), absent=()
        )


def _between(draw: DrawFn, start: datetime, end: datetime | None) -> datetime:
    if end is None:
        later = draw(times()).astimezone(start.tzinfo)
    else:
        later = start + (end - start) * draw(up_to(7)) // 8
    return max(start, min(later, LAST.replace(tzinfo=start.tzinfo)))
