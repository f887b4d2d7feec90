"""FHIR: resources stand in any order, and are read to the same plan."""

from __future__ import annotations

import itertools
import json
import random

from datetime import UTC, datetime

import pytest

from empowerkit.codecs import fhir
from empowerkit.codecs.fhir import _read
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Client,
    Contact,
    Goal,
    Need,
    Outcome,
    Question,
    Voice,
)
from empowerkit.model._record import shape
from empowerkit.plan import Plan
from empowerkit.testing import caseload


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="c1", called="Amina")
HERS = Voice(speaker=AMINA.actor)
CONTACTS = (
    Contact(
        id="early",
        at=NOON,
        outcome=Outcome.HELD,
        voice=HERS,
        questions=(Question(id="q1", words="When?", voice=HERS),),
    ),
    Contact(
        id="late",
        at=NOON,
        outcome=Outcome.HELD,
        voice=HERS,
        questions=(
            Question(id="q2", words="And when?", voice=HERS, replaces="q1"),
        ),
    ),
)
ANSWERED = tuple(
    Goal(
        id=own,
        words="A door",
        voice=HERS,
        acceptances=(
            Acceptance(
                id=f"{own}-yes",
                actor=AMINA.actor,
                status=AcceptanceStatus.AGREE,
                replaces=old,
            ),
        ),
    )
    for own, old in (("g1", None), ("g2", "g1-yes"))
)
NEEDS = tuple(
    Need(id=own, words=own, voice=HERS, replaces=old)
    for own, old in (("n3", None), ("n1", "n3"), ("n2", "n1"), ("n0", None))
)
PLANS = {
    "needs": Plan(client=AMINA, needs=NEEDS),
    "questions": Plan(client=AMINA, contacts=CONTACTS),
    "answers": Plan(client=AMINA, goals=ANSWERED),
}


def as_sets(plan):
    """Return what *plan* holds, without the order of what is several."""
    held = {field.name: getattr(plan, field.name) for field in shape(Plan)}
    return {
        name: frozenset(value) if isinstance(value, tuple) else value
        for name, value in held.items()
    }


def orders(entries):
    """Yield *entries* backwards, by id, and in some other orders."""
    yield entries[::-1]
    yield sorted(entries, key=lambda entry: entry["resource"]["id"])
    for seed in range(4):
        shuffled = [*entries]
        random.Random(seed).shuffle(shuffled)  # noqa: S311 - no secret
        yield shuffled


@pytest.mark.parametrize("version", fhir.FhirVersion)
@pytest.mark.parametrize("name", PLANS)
def test_what_replaces_another_may_stand_first(name, version):
    """The newer words are read, wherever they stand."""
    plan = PLANS[name]
    bundle = fhir.write(plan, version=version)
    for entries in orders(bundle["entry"]):
        raw = json.dumps(bundle | {"entry": entries}).encode()
        for source in (raw, json.loads(raw)):
            reading = fhir.read(source)

            assert () == reading.losses
            assert as_sets(plan) == as_sets(reading.plans[0])


def test_as_much_as_can_be_stays_where_it_is():
    """Only what is replaced moves, right before what replaces it."""
    bundle = fhir.write(PLANS["needs"])
    named = {entry["resource"]["id"]: entry for entry in bundle["entry"]}
    others = [e for e in bundle["entry"] if e["resource"]["id"][0] != "n"]

    def read(*ids):
        entries = [*others, *(named[one] for one in ids)]
        (plan,) = fhir.read(bundle | {"entry": entries}).plans
        return [need.id for need in plan.needs]

    assert ["n0", "n3", "n1", "n2"] == read("n0", "n3", "n1", "n2")
    assert ["n3", "n0", "n1", "n2"] == read("n3", "n0", "n1", "n2")
    assert ["n3", "n1", "n2", "n0"] == read("n2", "n0", "n1", "n3")
    assert ["n0", "n3", "n1", "n2"] == read("n0", "n1", "n3", "n2")


def test_nouns_that_replace_each_other():
    """There is no order for them: one of them is lost, and no more."""
    bundle = fhir.write(PLANS["needs"])
    first = next(
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"]["id"] == "n3"
    )
    older = {
        "url": "replaces",
        "valueReference": {"reference": "Condition/n2"},
    }
    first["extension"] = [
        {"url": "urn:empowerkit:fhir:need", "extension": [older]}
    ]
    for entries in orders(bundle["entry"]):
        reading = fhir.read(bundle | {"entry": entries})

        assert ["replaces-own-line"] == [one.rule for one in reading.losses]
        assert 3 == len(reading.plans[0].needs)


@pytest.mark.parametrize("seed", range(3))
def test_a_folder_and_lines(tmp_path, seed):
    """An export sorted by ids, in one file or several, loses nothing."""
    (plan,) = caseload.plans(1, seed=seed)
    entries = fhir.write(plan)["entry"]
    every = sorted(
        (entry["resource"] for entry in entries), key=lambda one: one["id"]
    )
    for resource in every:
        with (tmp_path / f"{resource['resourceType']}.ndjson").open("a") as to:
            print(json.dumps(resource), file=to)

    reading = fhir.read(tmp_path)

    assert () == reading.losses
    assert as_sets(plan) == as_sets(reading.plans[0])


@pytest.mark.parametrize("seed", range(3))
def test_both_ways_agree(seed, needs):
    """By types or not: a Bundle in another order is read the same."""
    needs("fast", "msgspec")
    (plan,) = caseload.plans(1, seed=seed)
    bundle = fhir.write(plan)
    for entries in orders(bundle["entry"]):
        raw = json.dumps(bundle | {"entry": entries}).encode()
        found = _read._typed_way().plan_in(raw)
        reading = fhir.read(bundle | {"entry": entries})

        assert () == reading.losses
        assert found is None or (found,) == reading.plans
        assert as_sets(plan) == as_sets(reading.plans[0])


HELD = {"resourceType": "Practitioner", "id": "p", "name": [{"text": "Bo"}]}
GOAL = {
    "resourceType": "Goal",
    "description": {"text": "A door I can lock"},
    "subject": {"reference": "Patient/1"},
    "expressedBy": {"reference": "#p"},
    "contained": [HELD],
}
UUID = "urn:uuid:5d0c1a4e-3f2b-4b7a-9a51-0d6f1c2b3a49"


def test_ids_that_are_made_up():
    """What has an address, or stands in what has one, has one id."""
    entries = [
        {"resource": {"resourceType": "Patient", "id": "1"}},
        {"resource": GOAL | {"id": "7"}},
        {"resource": GOAL | {"id": "8"}},
        {"fullUrl": UUID, "resource": GOAL},
    ]
    read = [
        fhir.read({"resourceType": "Bundle", "entry": [*order]})
        for order in itertools.permutations(entries)
    ]
    plans = [reading.plans[0] for reading in read]

    assert 3 == len(plans[0].goals) == len(plans[0].workers)
    assert 1 == len({frozenset(plan.goals) for plan in plans})
    assert 1 == len({frozenset(plan.workers) for plan in plans})


def test_two_of_one_address():
    """Without an id each is one of its own, whatever its address."""
    entry = {"fullUrl": UUID, "resource": GOAL}

    reading = fhir.read({"resourceType": "Bundle", "entry": [entry] * 2})

    (plan,) = reading.plans

    assert 2 == len({goal.id for goal in plan.goals})
    assert 2 == len({worker.id for worker in plan.workers})


@pytest.mark.parametrize(
    ("shown", "called"),
    [
        (["Amina"], "Amina"),
        (["Ms Ali", "Amina"], "Amina"),
        (["Amina", "Ms Ali", "Ms Ali"], "Ms Ali"),
    ],
)
def test_the_name_of_somebody_who_was_not_given(shown, called):
    """It is the one that most of all references show."""
    goals = [
        {"resourceType": "Goal", "id": str(number)}
        | {"subject": {"reference": "Patient/1", "display": name}}
        for number, name in enumerate(shown)
    ]
    for order in itertools.permutations(goals):
        (plan,) = fhir.read(order).plans

        assert called == plan.client.called
