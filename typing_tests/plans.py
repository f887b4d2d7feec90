"""What type checkers must know of plans; checked, and never run."""

from __future__ import annotations

from datetime import datetime
from typing import assert_type

import attrs

from empowerkit import Client, Goal, Plan, Voice, Worker
from empowerkit.codecs import dumps, load_many, loads
from empowerkit.model import (
    Choice,
    ClientId,
    Decision,
    GoalId,
    Level,
    Need,
    WorkerId,
)


def ids_of_one_noun_are_not_those_of_another(worker_id: WorkerId) -> None:
    Client(id=ClientId("c1"), called="Amina")
    Client(id=worker_id, called="Amina")  # type: ignore[arg-type]
    wanted: GoalId = worker_id  # type: ignore[assignment]


def what_a_plan_gives(plan: Plan, amina: Client, noon: datetime) -> None:
    assert_type(plan.find(Goal, "g1"), Goal)
    assert_type(plan.standing(plan.needs), tuple[Need, ...])
    assert_type(plan.choice_of("home"), Choice | None)
    assert_type(plan.decisions, tuple[Decision, ...])
    assert_type(plan.as_seen_by(amina.actor), Plan)
    assert_type(plan.withdraw("n1", by=amina.actor, at=noon), Plan)


def records_are_attrs_classes(need: Need, voice: Voice) -> None:
    assert_type(attrs.evolve(need, words="A door"), Need)
    assert_type(attrs.evolve(voice, private_to=()), Voice)
    need.words = "A door"  # type: ignore[misc]
    Need(words="A door")  # type: ignore[call-arg]


def choosing_is_an_act(plan: Plan, joan: Worker, choice: Choice) -> None:
    plan.choose("home", "flat")  # type: ignore[call-arg]
    plan.choose("home", "flat", by=joan)  # type: ignore[call-arg, arg-type]
    assert_type(choice.level, Level)


def codecs_keep_the_types(plan: Plan) -> None:
    assert_type(dumps(plan), bytes)
    assert_type(loads(b"{}"), Plan)
    assert_type(load_many([b"{}"]), list[Plan])
