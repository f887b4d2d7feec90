"""FHIR that nobody here wrote: the examples of two guides of HL7."""

from __future__ import annotations

import importlib
import json

from collections import Counter

import pytest

from empowerkit.codecs import fhir
from empowerkit.model import Goal, Role, Ruler
from empowerkit.model._record import walk


pytestmark = pytest.mark.real_data

FOLDERS = {"fhir-us-core": 1, "fhir-pco": 3}


@pytest.fixture(params=FOLDERS)
def name(request):
    """Return the name of a folder."""
    return request.param


@pytest.fixture
def reading(real_data, name):
    """Return what was read of that folder."""
    return fhir.read(real_data / name)


@pytest.fixture
def resources(real_data, name):
    """Return each resource of that folder, as plain data."""
    files = sorted((real_data / name).rglob("*.json"))
    return [json.loads(path.read_text("utf-8")) for path in files]


@pytest.fixture(scope="module")
def both(real_data):
    """Return the plans of both folders."""
    return [p for name in FOLDERS for p in fhir.read(real_data / name).plans]


@pytest.fixture(scope="module")
def valid_fhir(needs):
    """Return a function that asks the models of another library."""
    needs("fhir", "fhir")
    models = {
        "R4": importlib.import_module("fhir.resources.R4B.bundle"),
        "R5": importlib.import_module("fhir.resources.bundle"),
    }

    def check(bundle, version):
        models[version].Bundle.model_validate(bundle)

    return check


def references_in(data):
    """Yield every reference in *data*."""
    if isinstance(data, dict):
        if "reference" in data and isinstance(data["reference"], str):
            yield data["reference"]
        for value in data.values():
            yield from references_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from references_in(value)


def test_each_patient_has_a_plan(reading, name):
    """Also the patient whom a folder names and does not hold."""
    assert FOLDERS[name] == len(reading.plans)
    assert all(plan.client.called for plan in reading.plans)


def test_every_resource_is_carried_or_reported(reading, resources):
    """What is no noun, and tells of none, is in the losses by its id."""
    carried = {source.id for plan in reading.plans for source in plan.sources}
    lost = {
        f"{one.resource_type}/{one.id}"
        for one in reading.losses
        if one.path == "" and one.rule not in {"given-twice", "not-supplied"}
    }
    told_of_others = {"CareTeam/example"}
    given = {f"{one['resourceType']}/{one['id']}" for one in resources}

    assert set() == given - carried - lost - told_of_others
    assert set() == carried & lost


def test_what_is_named_outside_is_absent_and_its_source_told(
    reading, resources, name
):
    """71 of the 225 references point outside, to six resources."""
    held = {f"{one['resourceType']}/{one['id']}" for one in resources}
    named = [r for one in resources for r in references_in(one)]
    outside = {reference for reference in named if reference not in held}
    plans = reading.plans
    told = {s.id: s.about_id for plan in plans for s in plan.sources}
    absent = {one.id for plan in plans for one in plan.absent}
    clients = {plan.client.id for plan in plans}

    assert outside <= told.keys()
    assert {told[one] for one in outside} <= absent | clients
    assert absent <= {told[one] for one in outside}
    assert (0 if name == "fhir-pco" else 6) == len(outside)


def test_the_references_of_both_folders_are_counted(real_data):
    """The figures that the test before is about."""
    held, named = set(), []
    for name in FOLDERS:
        for path in (real_data / name).rglob("*.json"):
            one = json.loads(path.read_text("utf-8"))
            held.add(f"{one['resourceType']}/{one['id']}")
            named += references_in(one)

    assert 225 == len(named)
    assert 71 == sum(reference not in held for reference in named)


def test_ids_that_types_share_are_kept_apart(both):
    """A goal and a rating of it have one id there, and two here."""
    sources = {(s.id, s.about_id) for plan in both for s in plan.sources}
    shared = Counter(local.partition("/")[2] for local, _ in sources)
    twice = {fhir_id for fhir_id, count in shared.items() if count > 1}

    assert {
        "0E089CD9-5B4A-43B3-8900-E17D81AC0763",
        "DEB35CAD-D5B4-4E29-8A03-23958A04FA94",
    } == twice
    assert len(sources) == len({about_id for _, about_id in sources})


def test_whose_goals_they_are(both):
    """One of each guide is a professional's; nobody's voice is made up."""
    goals = [goal for plan in both for goal in plan.goals]
    clients = {plan.client.actor for plan in both}
    speakers = [goal.voice.speaker for goal in goals]
    workers = {s.id for s in speakers if s.role is Role.WORKER}

    assert 8 == len(goals)
    assert {
        "Practitioner-practitioner-1",
        "Practitioner-pcoPractitionerAnderson",
    } == workers
    assert 6 == sum(speaker in clients for speaker in speakers)


def test_attainment_is_read_with_its_raters(both):
    """The patient says +1, the practitioner 0, in a code of no list."""
    scored = {
        (rating.about_id, rating.rater.role): rating.value
        for plan in both
        for rating in plan.ratings
        if rating.ruler is Ruler.ATTAINMENT and rating.at.month == 5
    }
    walk_dog = "Goal-pcoGoalWalkDogExample"

    assert 1 == scored[walk_dog, Role.CLIENT]
    assert 0 == scored[walk_dog, Role.WORKER]


def test_the_scale_of_a_goal_is_read(both):
    """Five levels, from much less to much more than expected."""
    scales = [g.scale for plan in both for g in plan.goals if g.scale]

    assert 1 == len(scales)
    assert "Unable to go outside with dog" == scales[0].levels[0]
    assert "Walk dog outside three times a week" == scales[0].levels[4]


def test_readiness_is_read(both):
    """Importance of change and confidence to change, of ten."""
    ruled = Counter(r.ruler for plan in both for r in plan.ratings)

    assert 2 == ruled[Ruler.IMPORTANCE]
    assert 2 == ruled[Ruler.CONFIDENCE]


def test_what_matters_is_tied_to_goals(both):
    """A goal addresses what matters; nothing is taken for a need."""
    tied = [g for plan in both for g in plan.goals if g.what_matters_ids]

    assert 4 == len(tied)
    assert all(goal.need_ids == () for goal in tied)


@pytest.mark.parametrize("version", fhir.FhirVersion)
def test_what_was_read_can_be_written_back(reading, version):
    """Nothing more is lost, and the resources keep their ids."""
    for plan in reading.plans:
        bundle = fhir.write(plan, version=version)
        again = fhir.read(bundle)

        assert (plan,) == again.plans
        assert () == again.losses
        locals_ = {
            f"{e['resource']['resourceType']}/{e['resource']['id']}"
            for e in bundle["entry"]
        }
        goals = {g.id.replace("Goal-", "Goal/", 1) for g in plan.goals}
        assert goals <= locals_


@pytest.mark.parametrize("version", fhir.FhirVersion)
def test_what_is_written_back_is_valid(reading, version, valid_fhir):
    """The models of another library accept it."""
    for plan in reading.plans:
        valid_fhir(fhir.write(plan, version=version), version)


def test_no_loss_says_a_word_of_anybody(reading, resources):
    """Neither in what it prints, nor in the reasons."""
    texts = {text for one in resources for text in texts_in(one)}
    for loss in reading.losses:
        assert loss.why not in texts
        assert not any(text in repr(loss) for text in texts)


def texts_in(data):
    """Yield each text of some length in *data*, but for what names parts."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in {"resourceType", "url", "system", "type"}:
                yield from texts_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_in(value)
    elif isinstance(data, str) and len(data) > 12:
        yield data


def test_goals_are_found_by_their_own_ids(both):
    """The id here is made of the type and the id there."""
    ids = {r.id for plan in both for _, r in walk(plan) if type(r) is Goal}

    assert "Goal-goal-1" in ids
