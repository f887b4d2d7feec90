"""FHIR that somebody sends who means harm, or whose program is broken."""

from __future__ import annotations

import copy
import itertools
import json
import subprocess
import sys

import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit.codecs import fhir
from empowerkit.codecs._text import parse
from empowerkit.codecs._text import read as as_text
from empowerkit.codecs.fhir import _documents
from empowerkit.errors import DocumentError
from empowerkit.model._record import walk
from empowerkit.testing.caseload import typical


CANARY = "Zq9 she said, and it is hers"
PATIENT = {
    "resourceType": "Patient",
    "id": "1",
    "name": [{"text": CANARY}],
}
GOAL = {
    "resourceType": "Goal",
    "id": "7",
    "lifecycleStatus": "active",
    "description": {"text": CANARY},
    "subject": {"reference": "Patient/1"},
}
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [{"resource": PATIENT}, {"resource": GOAL}],
}
RELATIONSHIP = "http://hl7.org/fhir/StructureDefinition/goal-relationship"
RELATIONS = "http://terminology.hl7.org/CodeSystem/goal-relationship-type"
DEEP = 100_000
MANY = 100_000


def as_bytes(data):
    """Return *data* as JSON."""
    return json.dumps(data).encode()


def rules_of(reading):
    """Return what each loss is about, and why."""
    return [(one.resource_type, one.path, one.rule) for one in reading.losses]


def nested(kind, depth=DEEP):
    """Return lists, or objects, one in the other."""
    held = kind()
    for _ in range(depth):
        held = [held] if kind is list else {"a": held}
    return held


@pytest.fixture(params=["quick", "careful"])
def way(request, monkeypatch, needs):
    """Run a test with msgspec, and again as if it were not there."""
    if request.param == "quick":
        needs("fast", "msgspec")
    else:
        monkeypatch.setattr(_documents, "_quick", None)
    return request.param


@pytest.mark.usefixtures("way")
class TestDocuments:
    def test_one_that_breaks_off(self):
        """Wherever it does, it is refused; nothing of it is repeated."""
        raw = as_bytes(BUNDLE)

        for length in range(len(raw)):
            with pytest.raises(DocumentError) as caught:
                fhir.read(raw[:length])
            assert "json-syntax" == caught.value.rule
            assert CANARY not in str(caught.value)

    @pytest.mark.parametrize(
        ("raw", "rule"),
        [
            (b"[" * DEEP, "depth-cap"),
            (b"[" * DEEP + b"]" * DEEP, "depth-cap"),
            (b'{"a":' * DEEP + b"1" + b"}" * DEEP, "depth-cap"),
            (as_bytes(PATIENT).decode().encode("utf-16"), "utf-8"),
            ('{"resourceType":"é"}'.encode("latin-1"), "utf-8"),
            (b"\xef\xbb\xbf" + as_bytes(PATIENT), "utf-8"),
            (b'{"id":"1","id":"2"}', "duplicate-key"),
            (b'{"meta":{"id":"1","id":"2"}}', "duplicate-key"),
            (b'{"x":' + b"9" * 5_000 + b"}", "number"),
            (b'{"x":9007199254740993}', "number"),
            (b'{"x":1e999}', "number"),
            (b'{"x":NaN}', "number"),
            (b'{"x":"a\\u0000b"}', "text-storable"),
            (b'{"x":"a\0b"}', "json-syntax"),
            (b'{"x":"a\\ud800b"}', "text-storable"),
            (b"{}{}", "json-syntax"),
        ],
    )
    def test_one_that_is_no_sound_json(self, raw, rule):
        """It is refused by the name of what is wrong with it."""
        with pytest.raises(DocumentError) as caught:
            fhir.read(raw)

        assert rule == caught.value.rule

    @pytest.mark.parametrize(
        "raw",
        [
            b'{"x":9007199254740991, "y": [1.5, -0.0, 1E+2, 0.10]}',
            b'{"x":"\\u00e9\\/", "y":"\xc3\xa9 9007199254740993"}',
            b" [ ] ",
            b"null",
            b"true",
        ],
    )
    def test_one_in_an_unusual_spelling(self, raw):
        """It is sound, and nothing in it changes."""
        assert json.loads(raw) == _documents.parsed(raw, max_bytes=100)

    @pytest.mark.parametrize("raw", [b"null", b"5", b'"x"', b"[]", b"{}"])
    def test_one_that_is_no_resource(self, raw):
        """It is JSON, and so it is a loss."""
        assert [("?", "", "malformed")] == rules_of(fhir.read(raw))


def test_there_is_no_quick_way(monkeypatch):
    """Where msgspec cannot be imported, the careful way does it all."""
    monkeypatch.delattr(fhir, "_quick", raising=False)
    monkeypatch.setitem(sys.modules, "empowerkit.codecs.fhir._quick", None)

    assert _documents._quick_way() is None


class TestForms:
    @pytest.mark.parametrize(
        ("change", "paths"),
        [
            ({"description": "x"}, ["/description"]),
            ({"description": {"text": 7}}, ["/description/text"]),
            ({"category": [{"coding": ["x"]}]}, ["/category/0/coding/0"]),
            (
                {"category": [{"coding": [{"system": 1, "code": []}]}]},
                [
                    "/category/0/coding/0/system",
                    "/category/0/coding/0/code",
                ],
            ),
            (
                {"category": {"coding": {"system": 1}}},
                ["/category/coding/system"],
            ),
            ({"extension": {"url": 7}}, ["/extension"]),
            ({"extension": "x"}, ["/extension"]),
            (
                {"target": [3, {"dueDate": 3}]},
                [
                    "/target/0",
                    "/target/1/dueDate",
                ],
            ),
            ({"expressedBy": "Patient/1"}, ["/expressedBy"]),
            ({"expressedBy": {"reference": 7}}, ["/expressedBy/reference"]),
            ({"lifecycleStatus": {}}, ["/lifecycleStatus"]),
            ({"startDate": True}, ["/startDate"]),
        ],
    )
    def test_of_another_kind(self, change, paths):
        """Each is told where it stands, and the rest of it is read."""
        reading = fhir.read([PATIENT, GOAL | change])

        told = [one.path for one in reading.losses]
        assert [] == [path for path in paths if path not in told]
        assert CANARY == reading.plans[0].client.called

    def test_a_flag_that_is_none(self):
        """Neither true nor false is what it says."""
        odd = {
            "resourceType": "RelatedPerson",
            "id": "h",
            "patient": {"reference": "Patient/1"},
            "active": "yes",
        }
        reading = fhir.read([PATIENT, odd])

        assert ("RelatedPerson", "/active", "malformed") in rules_of(reading)


class TestPlainData:
    @pytest.mark.parametrize("kind", [dict, list])
    def test_nested_deep(self, kind):
        """It is refused as a document is, and among others it is a loss."""
        odd = PATIENT | {"extension": nested(kind)}

        with pytest.raises(DocumentError) as caught:
            fhir.read(odd)
        reading = fhir.read([odd, PATIENT])

        assert "depth-cap" == caught.value.rule
        assert 1 == len(reading.plans)
        assert [("?", "", "depth-cap")] == rules_of(reading)

    def test_it_may_be_as_deep_as_a_document(self):
        """The same depth is read either way."""
        held = PATIENT | {"link": nested(list, 29)}
        deeper = PATIENT | {"link": nested(list, 31)}

        assert fhir.read(held).losses == fhir.read(as_bytes(held)).losses
        for source in (deeper, as_bytes(deeper)):
            with pytest.raises(DocumentError):
                fhir.read(source)

    def test_data_that_holds_itself(self):
        """It has no end, and is refused for that."""
        odd = copy.deepcopy(PATIENT)
        odd["extension"] = [odd, odd]

        with pytest.raises(DocumentError) as caught:
            fhir.read(odd)

        assert "depth-cap" == caught.value.rule

    def test_keys_that_json_has_not(self):
        """They are refused: nobody knows what they are."""
        with pytest.raises(DocumentError) as caught:
            fhir.read(PATIENT | {"extension": [{3: 4}]})

        assert "json-syntax" == caught.value.rule

    @pytest.mark.parametrize("odd", [7, [1], {"a": 1}, "a\ud800b", "a\0b"])
    def test_an_id_that_is_none(self, odd):
        """It is reported, and the rest is read."""
        reading = fhir.read(PATIENT | {"id": odd})

        assert 1 == len(reading.plans)
        assert [("Patient", "/id", "malformed")] == rules_of(reading)

    def test_a_reference_that_cannot_be_stored(self):
        """Where it is from is not told; what it names is absent."""
        url = "http://a\ud800/Condition/3"
        odd = GOAL | {"addresses": [{"reference": url}]}

        (plan,) = fhir.read([PATIENT, odd]).plans

        assert ["Condition-3"] == [one.id for one in plan.absent]
        assert {"Patient-1", "Goal-7"} == {s.about_id for s in plan.sources}

    def test_a_number_beyond_all_others(self):
        """It does not fit anywhere, and breaks nothing."""
        rated = {
            "resourceType": "Observation",
            "subject": {"reference": "Patient/1"},
            "code": {
                "coding": [{"system": "http://loinc.org", "code": "107334-5"}]
            },
            "performer": [{"reference": "Patient/1"}],
            "effectiveDateTime": "2026-03-02T10:00:00Z",
            "focus": [{"reference": "Goal/7"}],
            "valueInteger": 10**400,
        }
        reading = fhir.read([PATIENT, GOAL, rated])

        assert () == reading.plans[0].ratings
        assert ("Observation", "", "field-type") in rules_of(reading)


class TestContained:
    @pytest.mark.parametrize(
        ("held", "path"),
        [
            ("x", "/contained"),
            (["x"], "/contained/0"),
            ([{"resourceType": "Task"}], "/contained/0"),
            ([{"id": "t"}], "/contained/0"),
            ([{"resourceType": "", "id": "t"}], "/contained/0"),
            (
                [{"resourceType": "Task", "id": "t", "contained": []}],
                "/contained/0/contained",
            ),
        ],
    )
    def test_what_is_no_resource(self, held, path):
        """What nobody could refer to is reported."""
        reading = fhir.read([PATIENT, GOAL | {"contained": held}])

        assert ("Goal", path, "malformed") in rules_of(reading)
        assert 1 == len(reading.plans[0].goals)


def choosing(number, **more):
    """Return a decision with as many ways."""
    ways = [{"title": "A way"}] * number
    asking = {"selectionBehavior": "exactly-one", "title": "Where?"}
    return {
        "resourceType": "RequestGroup",
        "id": "7",
        "subject": {"reference": "Patient/1"},
        "action": [asking | {"action": ways}],
    } | more


class TestIds:
    @pytest.mark.parametrize("kind", ["", " ", "-", "a b", "goal", "G\u00e9"])
    @pytest.mark.parametrize("slug", ["decision", "goal", "plan", "client"])
    def test_a_type_that_is_none(self, kind, slug):
        """Whatever noun of ours it says to be, it is a loss."""
        tag = {"system": "urn:empowerkit:noun", "code": slug}
        odd = choosing(1, resourceType=kind, meta={"tag": [tag]})
        entries = [{"resource": odd}, {"resource": PATIENT}]

        reading = fhir.read({"resourceType": "Bundle", "entry": entries})

        assert [()] == [plan.decisions for plan in reading.plans]
        (lost,) = reading.losses
        assert ("?", "7", "/entry/0/resource", "malformed") == (
            lost.resource_type,
            lost.id,
            lost.path,
            lost.rule,
        )

    @pytest.mark.parametrize("own", ["7", "x" * 49, "x" * 51, "x" * 64])
    def test_very_many_ways(self, own):
        """However long the id, each way has one of its own."""
        reading = fhir.read([PATIENT, choosing(10_001, id=own)])

        (decision,) = reading.plans[0].decisions
        assert () == reading.losses
        assert 10_001 == len({way.id for way in decision.options})

    def test_ids_that_begin_alike(self):
        """Their parts do not get the same ids, and both are read."""
        ids = ["x" * 49 + end for end in ("-1", "-2")]

        reading = fhir.read([PATIENT, *(choosing(2, id=one) for one in ids)])

        assert () == reading.losses
        assert 2 == len(reading.plans[0].decisions)

    def test_answers_in_two_places(self):
        """One that cannot be read takes nobody else's id."""
        joan = {"reference": "Practitioner/1"}
        who = {"url": "individual", "valueReference": joan}
        status = {"url": "status", "valueCode": "agree"}
        url = "http://hl7.org/fhir/StructureDefinition/goal-acceptance"
        her = {"participant": {"reference": "Patient/1"}, "status": "agree"}
        both = {
            "acceptance": [{}, her],
            "extension": [{"url": url, "extension": [who, status]}],
        }

        reading = fhir.read([PATIENT, GOAL | both])

        (goal,) = reading.plans[0].goals
        assert 2 == len({answer.id for answer in goal.acceptances})


def related(kind, target):
    """Return the extension that relates a goal to another."""
    coding = {"system": RELATIONS, "code": kind}
    inside = [
        {"url": "type", "valueCodeableConcept": {"coding": [coding]}},
        {"url": "target", "valueReference": {"reference": target}},
    ]
    return {"url": RELATIONSHIP, "extension": inside}


def goals_related(kind, *pairs):
    """Return three goals; the first of each pair names the second so."""
    return [
        GOAL
        | {
            "id": own,
            "extension": [
                related(kind, f"Goal/{other}")
                for one, other in pairs
                if one == own
            ],
        }
        for own in "789"
    ]


class TestCircles:
    @pytest.mark.parametrize("kind", ["milestone", "replacement", "other"])
    @pytest.mark.parametrize("circle", ["7", "78", "789"])
    def test_goals(self, kind, circle):
        """Goals that are their own parts stay goals; that is all they lose."""
        around = circle[1:] + circle[:1]
        goals = goals_related(kind, *zip(circle, around, strict=True))
        for order in itertools.permutations(goals):
            reading = fhir.read([PATIENT, *order])

            (plan,) = reading.plans
            assert 3 == len(plan.goals)
            assert {None} == {goal.replaces for goal in plan.goals}
            assert {(own, "/extension/0", "no-place") for own in circle} == {
                (one.id, one.path, one.rule) for one in reading.losses
            }

    def test_milestones_of_milestones(self):
        """What has milestones is a goal, and what has none is one."""
        goals = goals_related("milestone", "78", "89")
        for order in itertools.permutations(goals):
            reading = fhir.read([PATIENT, *order])

            (plan,) = reading.plans
            assert {"Goal-7", "Goal-8"} == {goal.id for goal in plan.goals}
            assert [("Goal-9", "Goal-8")] == [
                (one.id, one.goal_id) for one in plan.milestones
            ]
            assert [("Goal", "/extension/0", "no-place")] == rules_of(reading)

    @pytest.mark.parametrize(
        ("pairs", "replaced", "lost"),
        [
            (["78", "79"], {"Goal-8": "Goal-7"}, "7"),
            (["79", "89"], {"Goal-9": "Goal-7"}, "8"),
            (["78", "89"], {"Goal-8": "Goal-7", "Goal-9": "Goal-8"}, ""),
            (["78", "87", "79"], {}, "778"),
        ],
    )
    def test_goals_in_the_stead_of_several(self, pairs, replaced, lost):
        """One stands in for one; what else they say is lost, and no goal."""
        reading = fhir.read([PATIENT, *goals_related("replacement", *pairs)])

        (plan,) = reading.plans
        assert 3 == len(plan.goals)
        assert replaced == {
            goal.id: goal.replaces for goal in plan.goals if goal.replaces
        }
        assert [*lost] == [one.id for one in reading.losses]

    @pytest.mark.parametrize("kind", ["milestone", "replacement"])
    @pytest.mark.parametrize("target", ["Goal/none", "Patient/1", "", None])
    def test_goals_related_to_none(self, kind, target):
        """What is no goal of this plan is reported."""
        odd = GOAL | {"extension": [related(kind, target)]}

        reading = fhir.read([PATIENT, odd])

        assert 1 == len(reading.plans[0].goals)
        assert ("Goal", "/extension/0", "no-place") in rules_of(reading)

    def test_a_milestone_in_the_stead_of_a_goal(self):
        """One is not the other's line, and both are read."""
        parts = goals_related("milestone", "78")
        other = goals_related("replacement", "98")[2]

        reading = fhir.read([PATIENT, *parts[:2], other])

        (plan,) = reading.plans
        assert (2, 1) == (len(plan.goals), len(plan.milestones))
        assert [("Goal", "/extension/0", "no-place")] == rules_of(reading)

    @pytest.mark.parametrize("slug", ["goal", "milestone"])
    def test_what_our_tag_says_of_a_goal(self, slug):
        """It counts more than what another goal says."""
        tag = {"tag": [{"system": "urn:empowerkit:noun", "code": slug}]}
        pairs = ["78", "89"] if slug == "milestone" else ["78"]
        one, two, three = goals_related("milestone", *pairs)

        reading = fhir.read([PATIENT, one, two | {"meta": tag}, three])

        (plan,) = reading.plans
        ours = slug == "milestone"
        assert (3 - ours, 0 + ours) == (len(plan.goals), len(plan.milestones))
        assert [("Goal", "/extension/0", "no-place")] == rules_of(reading)

    def test_plans(self):
        """A plan that is a part of itself is one plan."""
        own = {"reference": "CarePlan/1"}
        odd = {
            "resourceType": "CarePlan",
            "id": "1",
            "subject": {"reference": "Patient/1"},
            "partOf": [own],
            "replaces": [own],
            "goal": [own],
        }
        reading = fhir.read([PATIENT, odd])

        assert ["CarePlan-1"] == [plan.id for plan in reading.plans]
        assert [
            ("CarePlan", "/partOf", "no-place"),
            ("CarePlan", "/replaces", "no-place"),
        ] == rules_of(reading)

    def test_whose_voice_it_is(self):
        """A Provenance of itself, and two of each other, tell of nobody."""

        def told(own, *about):
            target = [{"reference": f"Provenance/{one}"} for one in about]
            who = {"reference": "Patient/1"}
            return {
                "resourceType": "Provenance",
                "id": own,
                "target": target,
                "agent": [{"who": who}],
            }

        reading = fhir.read(
            [PATIENT, told("1", "1"), told("2", "3"), told("3", "2")]
        )

        assert 1 == len(reading.plans)
        assert {
            ("1", "no-client"),
            ("2", "no-client"),
            ("3", "no-client"),
        } == {(one.id, one.rule) for one in reading.losses}

    @pytest.mark.parametrize(
        "subject", ["Goal/7", "#x", "Patient/1/Patient/1"]
    )
    def test_a_subject_that_is_no_patient(self, subject):
        """It belongs to nobody, and is reported."""
        reading = fhir.read([GOAL | {"subject": {"reference": subject}}])

        assert () == reading.plans
        assert [("Goal", "", "no-client")] == rules_of(reading)

    def test_a_role_of_itself(self):
        """A PractitionerRole whose practitioner it is itself."""
        role = {
            "resourceType": "PractitionerRole",
            "id": "r",
            "practitioner": {"reference": "PractitionerRole/r"},
        }
        goal = GOAL | {"expressedBy": {"reference": "PractitionerRole/r"}}

        (plan,) = fhir.read([PATIENT, role, goal]).plans

        assert "PractitionerRole-r" == plan.goals[0].voice.speaker.id


def test_two_that_have_one_id():
    """The first is read, the second reported, whatever it says."""
    other = GOAL | {"description": {"text": "Something else"}}

    reading = fhir.read([PATIENT, GOAL, other])

    assert [CANARY] == [goal.words for goal in reading.plans[0].goals]
    assert [("Goal", "", "given-twice")] == rules_of(reading)


class TestFolders:
    def test_what_cannot_be_read_stands_beside_what_can(self, tmp_path):
        """Each is told with its file; nothing of it is repeated."""
        whole = as_bytes(BUNDLE)
        files = {
            "a-whole.json": whole,
            "bom.json": b"\xef\xbb\xbf" + whole,
            "broken.json": whole[:-9],
            "deep.json": b"[" * DEEP,
            "empty.json": b"",
            "latin.json": whole.replace(b"Zq9", b"Zq\xe9"),
            "nul.json": whole.replace(b"Zq9", b"Zq\\u0000"),
            "utf16.json": whole.decode().encode("utf-16"),
        }
        for name, raw in files.items():
            (tmp_path / name).write_bytes(raw)

        reading = fhir.read(tmp_path)

        assert 1 == len(reading.plans[0].goals)
        assert [
            ("bom.json", "utf-8"),
            ("broken.json", "json-syntax"),
            ("deep.json", "depth-cap"),
            ("empty.json", "json-syntax"),
            ("latin.json", "utf-8"),
            ("nul.json", "text-storable"),
            ("utf16.json", "utf-8"),
        ] == [(one.file, one.rule) for one in reading.losses]
        assert CANARY not in str([*map(repr, reading.losses)])

    def test_lines(self, tmp_path):
        """Line ends of any kind, blank lines, and one that breaks off."""
        lines = [
            as_bytes(PATIENT) + b"\r\n",
            b"\r\n",
            b"  \n",
            as_bytes(GOAL) + b"\n",
            b"x" * 5_000 + b"\n",
            as_bytes(GOAL | {"id": "8"}) + b"\r\n",
            as_bytes(GOAL | {"id": "9"})[:-5],
        ]
        path = tmp_path / "Goal.ndjson"
        path.write_bytes(b"".join(lines))

        reading = fhir.read(path, max_bytes=1_000)

        (plan,) = reading.plans
        assert ["Goal-7", "Goal-8"] == [goal.id for goal in plan.goals]
        assert [
            ("Goal.ndjson:5", "size-cap"),
            ("Goal.ndjson:7", "json-syntax"),
        ] == [(one.file, one.rule) for one in reading.losses]


# Alone in its process, so that what it takes can be told.
READ = """
import json, resource, sys
from pathlib import Path
from empowerkit.codecs import fhir
from empowerkit.codecs._text import parse
from empowerkit.codecs._text import read as as_text

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
path = Path(sys.argv[1])
before = peak()
reading = fhir.read(path)
(plan,) = reading.plans
print(json.dumps({
    "goals": len(plan.goals),
    "losses": len(reading.losses),
    "share": (peak() - before) / path.stat().st_size,
}))
"""


def one_of_many(number):
    """Return a goal, or one of nine measurements beside it."""
    if number % 10 == 0:
        return GOAL | {"id": f"g{number}"}
    coding = {"system": "http://loinc.org", "code": "8867-4"}
    code = {"coding": [coding]}
    return {"resourceType": "Observation", "id": f"o{number}", "code": code}


def write_many(path):
    """Write so many into a Bundle, or onto lines."""
    with path.open("w", encoding="utf-8") as file:
        if path.suffix == ".ndjson":
            for number in range(MANY):
                file.write(json.dumps(one_of_many(number)) + "\n")
            return
        file.write('{"resourceType": "Bundle", "entry": [{}')
        for number in range(MANY):
            entry = {"resource": one_of_many(number)}
            file.write("," + json.dumps(entry))
        file.write("]}")


@pytest.mark.parametrize("name", ["bundle.json", "bulk.ndjson"])
def test_a_hundred_thousand(name, tmp_path):
    """All are read or reported, in memory that goes with their size."""
    pytest.importorskip("resource", reason="this system does not tell")
    path = tmp_path / name
    write_many(path)
    command = [sys.executable, "-c", READ, str(path)]

    said = subprocess.run(
        command, check=True, capture_output=True, timeout=300
    ).stdout

    found = json.loads(said)
    assert MANY // 10 == found["goals"]
    # And of the patient, who was not given.
    assert MANY - MANY // 10 + 1 == found["losses"]
    assert found["share"] < 25


TYPICAL = fhir.write(typical())
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "x", "2026", "2026-03-02", "#option-0", "Goal/7"])
    | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["url", "reference", "coding", "extension", "a"]),
            inside,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def places(data, path=()):
    """Yield the path of each value in *data*."""
    rows = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in rows:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))


PLACES = [path for path in places(TYPICAL) if path[0] == "entry"]


def put(data, path, value):
    """Return *data* with *value* at *path*."""
    key, *rest = path
    held = copy.copy(data)
    held[key] = put(data[key], rest, value) if rest else value
    return held


def names_of(reading):
    """Return the ids of all nouns that were read."""
    return {
        getattr(noun, "id", None)
        for plan in reading.plans
        for _, noun in walk(plan)
    }


def untold(bundle, reading):
    """Yield each resource of *bundle* that is no noun and no loss."""
    nouns = names_of(reading)
    lost = {(one.resource_type, one.id) for one in reading.losses}
    for entry in bundle["entry"]:
        one = entry["resource"]
        if one["resourceType"] in {"CareTeam", "Provenance"}:
            continue
        own = one["identifier"][0]["value"]
        if own not in nouns and (one["resourceType"], one["id"]) not in lost:
            yield one["resourceType"], own


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=4
    )
)
def test_any_value_in_place_of_any_other(changes):
    """Nothing foreign is raised, and no loss says what somebody said."""
    bundle = TYPICAL
    for path, value in changes:
        try:
            bundle = put(bundle, path, value)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took it away

    reading = fhir.read(json.dumps(bundle).encode())

    known = {"", *(text for text in texts_in(TYPICAL) if len(text) < 9)}
    shown = {one.why for one in reading.losses} | {
        *map(repr, reading.losses),
        *(one.path for one in reading.losses),
    }
    words = {text for text in texts_in(bundle) if " " in text} - known
    assert not [one for one in words if any(one in text for text in shown)]


def texts_in(data):
    """Yield each text in *data*."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from texts_in(value)


INSIDE = [
    path
    for path in PLACES
    if len(path) > 3 and path[3] not in {"id", "identifier", "resourceType"}
]


@given(path=st.sampled_from(INSIDE), value=JSON)
def test_each_resource_is_read_or_reported(path, value):
    """Whatever stands in one of them, none is silently left out."""
    bundle = put(TYPICAL, path, value)

    reading = fhir.read(bundle)

    assert [] == [*untold(bundle, reading)]


TOPS = [path for path in PLACES if path[2:] == ("resource",)]


@given(path=st.sampled_from(TOPS), value=JSON)
def test_an_element_that_nobody_knows_is_reported(path, value):
    """An element that is not FHIR's is a loss of its resource, unnamed."""
    bundle = put(TYPICAL, (*path, "amina"), value)

    reading = fhir.read(bundle)

    held = bundle["entry"][path[1]]["resource"]
    lost = [
        (one.resource_type, one.id, one.path, one.rule)
        for one in reading.losses
    ]
    assert [(held["resourceType"], held["id"], "/?", "no-place")] == lost


def careful(raw):
    """Return what the careful way reads; the rule, where it refuses."""
    try:
        return repr(parse(*as_text(raw, max_bytes=len(raw))))
    except DocumentError as error:
        return error.rule


@given(
    value=JSON | st.integers() | st.floats(),
    indent=st.sampled_from([None, 0, 2]),
    is_ascii=st.booleans(),
)
def test_the_quick_way_reads_what_the_careful_way_reads(
    value, indent, is_ascii, needs
):
    """What it takes is the same, of the same types; the rest it leaves."""
    needs("fast", "msgspec")
    raw = json.dumps(value, indent=indent, ensure_ascii=is_ascii).encode()

    found = _documents._quick.parsed(raw)

    assert found is None or repr(found) == careful(raw)


@given(
    parts=st.lists(
        st.sampled_from(
            [
                *('{"a":', '"a":', '"b":', "}", "[", "]", ",", " ", "\n"),
                *('"x"', '"\\n"', '"\\/"', '"\u00e9"', "null", "true"),
                *("0", "-0", "1.0", "0.10", "1e5", "9007199254740993"),
            ]
        ),
        max_size=12,
    )
)
def test_the_quick_way_takes_nothing_that_is_refused(parts, needs):
    """Neither a key that stands twice, nor a number of any other kind."""
    needs("fast", "msgspec")
    raw = "".join(parts).encode()

    found = _documents._quick.parsed(raw)

    assert found is None or repr(found) == careful(raw)
