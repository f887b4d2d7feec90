"""What is read the plain way is what is read the careful way."""

from __future__ import annotations

import copy
import json

from collections import OrderedDict

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit.codecs import fhir
from empowerkit.codecs.fhir import FhirVersion, _extension, _voices
from empowerkit.codecs.fhir._codes import OURS
from empowerkit.codecs.fhir._documents import gather
from empowerkit.codecs.fhir._read import read_gathered
from empowerkit.testing import caseload


PATIENT = {"resourceType": "Patient", "id": "1", "name": [{"text": "Amina"}]}
SUBJECT = {"reference": "Patient/1"}
NOW = "2026-03-02T10:00:00Z"


def as_bytes(*resources):
    """Return *resources*, and the patient, as a Bundle."""
    entries = [{"resource": one} for one in (PATIENT, *resources)]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


def ours(kind, *parts):
    """Return our extension for *kind*."""
    return {"url": f"{OURS}{kind}", "extension": [*parts]}


def basic(kind, *extensions):
    """Return a Basic that is a noun of *kind*."""
    code = {"system": "urn:empowerkit:noun", "code": kind}
    return {
        "resourceType": "Basic",
        "id": "7",
        "meta": {"tag": [code]},
        "code": {"coding": [code]},
        "subject": SUBJECT,
        "extension": [*extensions],
    }


def told(reading):
    """Return what was read, and what was lost."""
    return reading.plans, reading.losses


def plainly(raw):
    """Return what is read of *raw* resource by resource."""
    reading, _ = read_gathered(gather(raw))
    return told(reading)


def carefully(raw, monkeypatch):
    """Return what is read of *raw* without any of the shorter ways."""
    with monkeypatch.context() as patched:
        patched.setattr(_extension, "plain_fields", lambda *_: None)
        patched.setattr(_voices, "_plain_agents", lambda *_: None)
        gathered = gather(raw)
        gathered.storable = False
        reading, _ = read_gathered(gathered)
    return told(reading)


def spots(held):
    """Return every object and array in *held*, with each key in it."""
    if isinstance(held, dict | list):
        pairs = held.items() if isinstance(held, dict) else enumerate(held)
        for key, value in [*pairs]:
            yield held, key
            yield from spots(value)


ODD = (
    None,
    7,
    1e300,
    "",
    "x",
    NOW,
    [],
    {},
    [[SUBJECT]],
    {"reference": "Patient/none", "display": "Bo"},
    {"identifier": {"system": "s", "value": 7}, "type": "Patient"},
    {"url": "unset", "valueCode": "wording"},
)


@pytest.mark.parametrize("version", FhirVersion)
class TestBothWays:
    def test_what_we_wrote(self, version, monkeypatch):
        """Of whole plans, both ways read the same."""
        for plan in caseload.plans(12, seed=5):
            raw = json.dumps(fhir.write(plan, version=version)).encode()
            assert plainly(raw) == carefully(raw, monkeypatch)

    @given(data=st.data())
    def test_what_somebody_broke(self, version, data):
        """Whatever is put anywhere, both ways lose the same."""
        (plan,) = caseload.plans(1, seed=data.draw(st.integers(0, 9)))
        bundle = copy.deepcopy(fhir.write(plan, version=version))
        places = [*spots(bundle["entry"])]
        held, key = places[data.draw(st.integers(0, len(places) - 1))]
        held[key] = copy.deepcopy(data.draw(st.sampled_from(ODD)))
        raw = json.dumps(bundle).encode()
        with pytest.MonkeyPatch.context() as patched:
            careful = carefully(raw, patched)
        plain = plainly(raw)
        assert plain[1] == careful[1]
        assert _without_ids(plain[0]) == _without_ids(careful[0])


def _without_ids(plans):
    """Return *plans* as plain data, without ids, which may be random."""
    keep = attrs.filters.exclude("id")
    return [attrs.asdict(plan, filter=keep) for plan in plans]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            [
                {"url": "rhythm_days", "valueInteger": 14},
                {"url": "rhythm_days", "valueInteger": 7},
            ],
            id="twice",
        ),
        pytest.param(
            [{"url": "rhythm_days", "valueDecimal": 1e300}], id="too-large"
        ),
        pytest.param(
            [
                {
                    "url": "replaces",
                    "valueReference": {"identifier": {"system": "s"}},
                }
            ],
            id="no-value",
        ),
        pytest.param([{"url": "replaces", "valueReference": 7}], id="number"),
        pytest.param(
            [{"url": "replaces", "valueReference": [[{}]]}], id="deep"
        ),
    ],
)
def test_one_odd_part(parts, monkeypatch):
    """One part that is not plain is read, or lost, the careful way."""
    raw = as_bytes(
        basic("contact-agreement", ours("contact-agreement", *parts))
    )
    assert plainly(raw) == carefully(raw, monkeypatch)


def test_a_part_that_stands_alone(monkeypatch):
    """What is in no array is read the careful way."""
    own = ours("contact-agreement")
    own["extension"] = {"url": "rhythm_days", "valueInteger": 14}
    raw = as_bytes(basic("contact-agreement", own))
    reading = fhir.read(raw)
    assert [
        one.rhythm_days for one in reading.plans[0].contact_agreements
    ] == [14]
    assert plainly(raw) == carefully(raw, monkeypatch)


def test_a_reference_that_shows_a_name(monkeypatch):
    """It names as any other does, and a name of two lines is lost."""
    goal = {"resourceType": "Goal", "description": {"text": "A door"}}
    goals = [
        goal
        | {"id": shown[:1], "subject": SUBJECT}
        | {"expressedBy": SUBJECT | {"display": shown}}
        for shown in ("Amina", "B\nB")
    ]
    raw = as_bytes(*goals)
    reading = fhir.read(raw)
    assert [one.voice.speaker.id for one in reading.plans[0].goals] == [
        "Patient-1",
        "Patient-1",
    ]
    assert [(one.id, one.path, one.rule) for one in reading.losses] == [
        ("B", "/expressedBy/display", "text-storable")
    ]
    assert plainly(raw) == carefully(raw, monkeypatch)


def test_a_day_that_is_a_number(monkeypatch):
    """A value of another form is lost the careful way."""
    part = {"url": "from_on", "valueDate": 7}
    worker = {
        "resourceType": "Practitioner",
        "id": "2",
        "name": [{"text": "Joan"}],
        "generalPractitioner": SUBJECT,
        "extension": [ours("worker", part)],
    }
    goal = {
        "resourceType": "Goal",
        "id": "7",
        "description": {"text": "A door I can lock"},
        "subject": SUBJECT,
        "expressedBy": {"reference": "Practitioner/2"},
    }
    raw = as_bytes(worker, goal)
    reading = fhir.read(raw)
    assert [one.called for one in reading.plans[0].workers] == ["Joan"]
    assert plainly(raw) == carefully(raw, monkeypatch)


def test_plain_data_of_other_classes():
    """What is named in an ordered dict, or in one in a list, is found."""
    goal = {
        "resourceType": "Goal",
        "id": "7",
        "description": {"text": "A door I can lock"},
        "subject": OrderedDict(SUBJECT),
        "note": [[OrderedDict(reference="Practitioner/2")], [["x"]]],
    }
    (plan,) = fhir.read([PATIENT, goal]).plans
    assert [one.id for one in plan.absent] == ["Practitioner-2"]


def test_an_agent_who_acts_for_another(monkeypatch):
    """Who speaks is heard; for whom they do is lost."""
    goal = {
        "resourceType": "Goal",
        "id": "7",
        "description": {"text": "A door I can lock"},
        "subject": SUBJECT,
    }
    agent = {
        "type": {"coding": [{"system": "s", "code": "informant"}]},
        "who": SUBJECT,
        "onBehalfOf": SUBJECT,
    }
    provenance = {
        "resourceType": "Provenance",
        "id": "8",
        "target": [{"reference": "Goal/7"}],
        "agent": [agent],
    }
    raw = as_bytes(goal, provenance)
    reading = fhir.read(raw)
    (read,) = reading.plans[0].goals
    assert read.voice.speaker.id == "Patient-1"
    assert [one.path for one in reading.losses] == ["/agent/0/onBehalfOf"]
    assert plainly(raw) == carefully(raw, monkeypatch)


def test_our_extension_twice(monkeypatch):
    """The later of two extensions of ours counts, both ways."""
    first = ours(
        "contact-agreement", {"url": "rhythm_days", "valueInteger": 7}
    )
    later = ours(
        "contact-agreement", {"url": "rhythm_days", "valueInteger": 9}
    )
    raw = as_bytes(basic("contact-agreement", first, later))
    reading = fhir.read(raw)
    assert [
        one.rhythm_days for one in reading.plans[0].contact_agreements
    ] == [9]
    assert plainly(raw) == carefully(raw, monkeypatch)


def test_a_broken_rule_of_ours():
    """A goal that replaces itself is left out, and that is reported."""
    (plan,) = caseload.plans(1, seed=1)
    bundle = fhir.write(plan, version=FhirVersion.R4)
    (own, *_) = [
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "Goal"
    ]
    own["startDate"] = "1066-10-14"
    reading = fhir.read(json.dumps(bundle).encode())
    assert [one.rule for one in reading.losses] == ["time-aware"]


def test_a_subject_that_is_none():
    """What is no object names nobody."""
    goal = {"resourceType": "Goal", "id": "7", "subject": [7, SUBJECT]}
    reading = fhir.read(as_bytes(goal))
    assert [plan.client.id for plan in reading.plans] == ["Patient-1"]
