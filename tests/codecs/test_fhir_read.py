"""FHIR: what each resource of somebody else's becomes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from empowerkit.codecs import fhir
from empowerkit.codecs.fhir._codes import LEVEL_NAMES, LEVELS
from empowerkit.model import (
    AbsentReason,
    Achievement,
    Actor,
    AnswerStatus,
    Domain,
    GoalDomain,
    Lifecycle,
    NeedStatus,
    Outcome,
    ResourceKind,
    ResourceStatus,
    Role,
    Ruler,
    Wording,
)


LOINC = "http://loinc.org"
HER = {"reference": "Patient/1"}
JOAN = {"reference": "Practitioner/2"}
NOON = "2026-03-02T12:00:00Z"
CLIENT = Actor(role=Role.CLIENT, id="Patient-1")
WORKER = Actor(role=Role.WORKER, id="Practitioner-2")
ADDRESS = "https://server.example/fhir"
US = "http://hl7.org/fhir/us"
THO = "http://terminology.hl7.org/CodeSystem"


def patient(**more):
    """Return the patient."""
    return {"resourceType": "Patient", "id": "1"} | more


def resource(kind, **more):
    """Return a resource of *kind*, about the patient."""
    return {"resourceType": kind, "id": "7", "subject": HER} | more


def goal(**more):
    """Return a goal."""
    words = {"description": {"text": "A door I can lock"}}
    return resource("Goal", lifecycleStatus="active") | words | more


def observed(code, **more):
    """Return an Observation that the patient made."""
    said = {"performer": [HER], "effectiveDateTime": NOON, "status": "final"}
    return resource("Observation", code=code) | said | more


def coded(system, code, **more):
    """Return a CodeableConcept."""
    return {"coding": [{"system": system, "code": code} | more]}


def concern(**more):
    """Return a Condition that somebody calls a need."""
    category = coded(f"{THO}/condition-category", "health-concern")
    words = {"code": {"text": "A door"}, "category": [category]}
    return resource("Condition") | words | more


def read(*resources):
    """Return the one plan of *resources* and the patient, and the losses."""
    reading = fhir.read([patient(), *resources])
    assert 1 == len(reading.plans)
    return reading.plans[0], [
        (one.resource_type + one.path, one.rule) for one in reading.losses
    ]


class TestWhoSpeaks:
    def test_nobody_where_nobody_is_named(self):
        """The subject of a goal is not taken for the one who said it."""
        plan, lost = read(goal())

        assert plan.goals[0].voice.speaker is None
        assert [] == lost

    @pytest.mark.parametrize("key", ["expressedBy", "source"])
    def test_who_expressed_a_goal(self, key):
        """R4 and R5 spell it differently."""
        plan, _ = read(goal(**{key: HER}))

        assert CLIENT == plan.goals[0].voice.speaker

    def test_a_professional_stays_one(self):
        """A goal that is not the client's is still read."""
        plan, lost = read(goal(expressedBy=JOAN))

        assert WORKER == plan.goals[0].voice.speaker
        assert ["Practitioner-2"] == [one.id for one in plan.absent]
        assert [] == lost

    @pytest.mark.parametrize(
        ("reference", "role"),
        [
            ("PractitionerRole/3", Role.WORKER),
            ("RelatedPerson/3", Role.SUPPORTER),
            ("Organization/3", Role.ORGANISATION),
        ],
    )
    def test_the_type_says_the_part(self, reference, role):
        """Also of who is not given."""
        plan, _ = read(goal(expressedBy={"reference": reference}))

        assert role is plan.goals[0].voice.speaker.role

    @pytest.mark.parametrize(
        "named",
        [
            {"display": "Dr Joan"},
            {"reference": "Patient/2"},
            {"reference": "Group/1"},
            {"reference": "no reference"},
            {"reference": "urn:uuid:5d0c1a4e"},
            {"identifier": {"value": "4711"}},
            {"identifier": {"system": "urn:x"}},
            {"identifier": 7},
            {"reference": 7},
            7,
        ],
    )
    def test_who_cannot_be_told_is_nobody(self, named):
        """A name alone, another patient, a group, a fault; never a guess."""
        plan, lost = read(goal(expressedBy=named))

        assert plan.goals[0].voice.speaker is None
        assert ("Goal/expressedBy", "actor") in lost

    def test_software_speaks_for_nobody(self):
        """A device is named, and not taken for a speaker."""
        plan, lost = read(goal(expressedBy={"reference": "Device/3"}))

        assert plan.goals[0].voice.speaker is None
        assert [("Goal", "actor-is-person")] == lost

    def test_a_provenance_tells_who_spoke_and_who_wrote(self):
        """The informant speaks; the enterer, or else the author, writes."""

        def agent(code, who):
            system = f"{THO}/provenance-participant-type"
            return {"type": coded(system, code), "who": who}

        told = {
            "resourceType": "Provenance",
            "id": "9",
            "target": [{"reference": "Goal/7"}],
            "occurredDateTime": NOON,
            "recorded": "2026-03-02T13:00:00Z",
            "agent": [
                agent("informant", HER),
                agent("author", {"reference": "Practitioner/3"}),
                agent("enterer", JOAN),
                agent("verifier", JOAN),
            ],
            "entity": [{"role": "quotation", "what": {"display": "A note"}}],
        }

        plan, lost = read(goal(), told)
        voice = plan.goals[0].voice

        assert (CLIENT, WORKER) == (voice.speaker, voice.recorder)
        assert Wording.VERBATIM is voice.wording
        assert datetime(2026, 3, 2, 12, tzinfo=UTC) == voice.said_at
        assert datetime(2026, 3, 2, 13, tzinfo=UTC) == voice.recorded_at
        assert [("Provenance/agent/3", "no-place")] == lost

    def test_what_the_resource_says_itself_comes_first(self):
        """A Provenance fills only what it leaves open."""
        agent = {"who": JOAN, "type": coded("urn:x", "informant")}
        told = resource("Provenance", target=[{"reference": "Goal/7"}])

        plan, _ = read(goal(expressedBy=HER), told | {"agent": [agent]})

        assert CLIENT == plan.goals[0].voice.speaker

    def test_a_provenance_of_nothing_that_is_here(self):
        """It belongs to nobody's plan."""
        told = {
            "resourceType": "Provenance",
            "id": "9",
            "target": [{"reference": "Goal/8"}, {"display": "A note"}],
        }

        plan, lost = read(told)

        assert () == plan.goals
        assert [("Provenance", "no-client")] == lost

    def test_a_provenance_of_a_provenance(self):
        """It goes round in no circle."""
        told = {
            "resourceType": "Provenance",
            "id": "9",
            "target": [{"reference": "Provenance/9"}],
        }

        assert [("Provenance", "no-client")] == read(told)[1]

    @pytest.mark.parametrize("target", ["Patient/1", "CarePlan/7"])
    def test_a_provenance_of_what_has_no_voice(self, target):
        """What nothing can be done with is reported, and lost by nobody."""
        agent = {"type": coded("urn:x", "informant"), "who": HER}
        told = {
            "resourceType": "Provenance",
            "id": "9",
            "target": [{"reference": target}],
            "agent": [agent],
        }
        held = resource("CarePlan", status="active", intent="plan")

        _, lost = read(held, told)

        assert [("Provenance", "no-place")] == lost

    def test_a_provenance_that_names_the_patient_too(self):
        """What it tells of a goal is heard; of the patient there is none."""
        agent = {"type": coded("urn:x", "informant"), "who": HER}
        targets = [{"reference": "Goal/7"}, HER, {"display": "A note"}]
        told = {"resourceType": "Provenance", "id": "9", "agent": [agent]}

        plan, lost = read(goal(), told | {"target": targets})

        assert CLIENT == plan.goals[0].voice.speaker
        assert [] == lost


class TestReferences:
    def test_what_was_not_given_is_absent(self):
        """With its reason, and where it was."""
        plan, _ = read(
            goal(addresses=[{"reference": "Condition/3"}], expressedBy=JOAN)
        )

        assert ("Condition-3",) == plan.goals[0].need_ids
        assert {
            ("Condition-3", AbsentReason.NOT_SUPPLIED),
            ("Practitioner-2", AbsentReason.NOT_SUPPLIED),
        } == {(one.id, one.reason) for one in plan.absent}
        assert {
            ("http://hl7.org/fhir", "Condition/3", "Condition-3"),
            ("http://hl7.org/fhir", "Practitioner/2", "Practitioner-2"),
            ("http://hl7.org/fhir", "Goal/7", "Goal-7"),
            ("http://hl7.org/fhir", "Patient/1", "Patient-1"),
        } == {(s.system, s.id, s.about_id) for s in plan.sources}

    def test_a_server_is_told_by_the_address_of_an_entry(self):
        """Relative and absolute references meet at the same resource."""
        entries = [
            {"fullUrl": f"{ADDRESS}/Patient/1", "resource": patient()},
            {
                "fullUrl": f"{ADDRESS}/Goal/7",
                "resource": goal(
                    subject={"reference": f"{ADDRESS}/Patient/1/_history/2"},
                    expressedBy=HER,
                    addresses=[
                        {"reference": f"{ADDRESS}/Condition/3"},
                        {"reference": "Condition/4"},
                    ],
                ),
            },
        ]

        plan = fhir.read({"resourceType": "Bundle", "entry": entries}).plans[0]

        assert CLIENT == plan.goals[0].voice.speaker
        assert {ADDRESS} == {source.system for source in plan.sources}

    def test_an_absolute_reference_to_what_came_without_an_address(self):
        """As in a folder of files: there is one such resource alone."""
        plan, lost = read(
            goal(expressedBy={"reference": f"{ADDRESS}/Patient/1"})
        )

        assert CLIENT == plan.goals[0].voice.speaker
        assert [] == lost

    def test_references_by_uuid(self):
        """As in a Bundle that was never on a server."""
        uuid = "urn:uuid:5d0c1a4e-3f2b-4b7a-9a51-0d6f1c2b3a49"
        mine = {"reference": uuid}
        bare = {"resourceType": "Patient"}
        entries = [
            {"fullUrl": uuid, "resource": bare},
            {"resource": goal(subject=mine, expressedBy=mine)},
        ]

        plan = fhir.read({"resourceType": "Bundle", "entry": entries}).plans[0]

        assert plan.client.actor == plan.goals[0].voice.speaker

    def test_a_uuid_that_leads_nowhere_with_a_type(self):
        """There is somebody, and no more is known."""
        uuid = "urn:uuid:5d0c1a4e-3f2b-4b7a-9a51-0d6f1c2b3a49"
        named = {"reference": uuid, "type": "Practitioner"}

        plan, _ = read(goal(expressedBy=named))

        speaker = plan.goals[0].voice.speaker
        assert Role.WORKER is speaker.role
        assert speaker.id in {one.id for one in plan.absent}

    def test_logical_references(self):
        """By an identifier of who was given, and of who was not."""
        given = {
            "resourceType": "Practitioner",
            "id": "2",
            "name": [{"text": "Joan"}],
            "identifier": [{"system": "urn:x", "value": "4711"}, {}],
        }
        here = {"identifier": {"system": "urn:x", "value": "4711"}}
        gone = {"identifier": {"system": "urn:x", "value": "4712"}}

        plan, _ = read(
            given,
            goal(expressedBy=here),
            goal(id="8", expressedBy=gone | {"type": "Practitioner"}),
        )

        first, second = (one.voice.speaker for one in plan.goals)
        assert WORKER == first
        assert Role.WORKER is second.role
        assert second.id in {one.id for one in plan.absent}

    def test_what_is_contained_is_found(self):
        """And is its own resource, known by the one that holds it."""
        niece = {
            "resourceType": "RelatedPerson",
            "id": "niece",
            "patient": HER,
            "name": [{"family": "Ali", "given": ["Hodan", 7]}],
        }
        held = [niece, {"resourceType": "RelatedPerson"}, 7]

        plan, _ = read(
            goal(contained=held, expressedBy={"reference": "#niece"})
        )

        assert ["Hodan Ali"] == [one.called for one in plan.supporters]
        assert plan.supporters[0].actor == plan.goals[0].voice.speaker

    def test_ids_that_types_share_stay_apart(self):
        """And ids that are no ids of ours are hashed."""
        plan, _ = read(
            goal(),
            concern(),
            goal(id="x" * 64),
            goal(id="not an id"),
        )

        ids = [one.id for one in (*plan.goals, *plan.needs)]
        assert "Goal-7" == ids[0]
        assert "Condition-7" == ids[3]
        assert 4 == len(set(ids))

    def test_resources_without_an_id(self):
        """Each is one of its own."""
        bare = {k: v for k, v in goal().items() if k != "id"}

        plan, _ = read(bare, dict(bare))

        assert 2 == len({one.id for one in plan.goals})

    def test_resources_that_have_lost_their_id(self):
        """They are named by the id of ours that they still have."""
        bare = {k: v for k, v in goal().items() if k != "id"}
        ours = {"system": "urn:empowerkit:id", "value": "g1"}
        step = resource(
            "Task",
            description="Ring",
            status="requested",
            extension=[
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal",
                    "valueReference": {"reference": "Goal/g1"},
                }
            ],
        )
        step["for"] = step.pop("subject")

        plan, lost = read(bare | {"identifier": [ours]}, bare, step)

        assert [] == lost
        assert "g1" == plan.goals[0].id == plan.steps[0].goal_id
        assert () == plan.absent

    def test_nobody_is_called_none(self):
        """What has no id is not found by the word for that."""
        bare = {k: v for k, v in goal().items() if k != "id"}
        rated = observed(
            coded(LOINC, "107334-5"),
            focus=[{"reference": "Goal/None"}],
            valueCodeableConcept=coded(LOINC, "LA34480-6"),
        )

        plan, _ = read(bare, rated)

        assert "Goal-None" == plan.ratings[0].about_id

    def test_two_of_the_same_local_name_are_nobody(self):
        """Two servers have a Practitioner/2: which one is meant?"""
        joan = {"resourceType": "Practitioner", "id": "2"}
        entries = [
            {
                "fullUrl": f"https://{n}.example/Practitioner/2",
                "resource": joan,
            }
            for n in ("a", "b")
        ]
        bundle = {"resourceType": "Bundle", "entry": entries}

        plan, _ = read(bundle, goal(expressedBy=JOAN))

        assert () == plan.workers
        assert ["Practitioner-2"] == [one.id for one in plan.absent]


class TestPatients:
    def test_one_plan_for_each(self):
        """Who is named and not given has one too, with the name shown."""
        other = {"reference": "Patient/2", "display": "Hodan"}

        reading = fhir.read([patient(), goal(subject=other), goal(id="8")])

        assert ["", "Hodan"] == [p.client.called for p in reading.plans]
        assert ["Patient-1", "Patient-2"] == [
            p.client.id for p in reading.plans
        ]
        assert [("Patient", "2", "not-supplied")] == [
            (one.resource_type, one.id, one.rule) for one in reading.losses
        ]

    @pytest.mark.parametrize(
        ("names", "called"),
        [
            ([{"text": "Amina"}], "Amina"),
            ([{"given": ["Amina", "M"], "family": "Ali"}], "Amina M Ali"),
            ([{"family": "Ali"}], "Ali"),
            (
                [
                    {"use": "official", "text": "Aamina Cali"},
                    {"use": "nickname", "text": "Amina"},
                ],
                "Amina",
            ),
            ([{"use": "old"}, {"use": "usual", "text": "Amina"}], "Amina"),
            ([{}], ""),
            ([], ""),
        ],
    )
    def test_what_they_are_called(self, names, called):
        """The name they like to go by, before the official one."""
        reading = fhir.read(patient(name=names))

        assert called == reading.plans[0].client.called

    def test_a_name_that_cannot_be_one(self):
        """Of two lines: it is not corrected, it is a loss."""
        reading = fhir.read(patient(name=[{"text": "Ami\nna"}]))

        assert "" == reading.plans[0].client.called
        assert "text-storable" == reading.losses[0].rule

    def test_languages_and_pronouns(self):
        """In their order; a language that has no tag is a loss."""
        url = "http://hl7.org/fhir/StructureDefinition/individual-pronouns"
        said = {"url": "value", "valueCodeableConcept": {"text": "she"}}
        spoken = [
            {"language": coded("urn:ietf:bcp:47", tag)} for tag in ("so", "en")
        ]

        reading = fhir.read(
            patient(
                communication=[*spoken, {"language": {"text": "Maay"}}],
                extension=[
                    {"url": "urn:x"},
                    {"url": url},
                    {"url": url, "extension": [said]},
                ],
            )
        )
        client = reading.plans[0].client

        assert ("so", "en") == client.languages
        assert "she" == client.pronouns

    def test_a_tag_that_is_none(self):
        """What breaks a rule is left out, and the rest stands."""
        tag = coded("urn:ietf:bcp:47", "not a tag")

        reading = fhir.read(patient(communication=[{"language": tag}]))

        assert () == reading.plans[0].client.languages
        assert "language-tag" == reading.losses[0].rule

    def test_another_patient_in_the_same_plan(self):
        """Nobody is in a plan but its own client, as a client."""
        reading = fhir.read([patient(), patient(id="2")])

        assert ["Patient-1", "Patient-2"] == [
            p.client.id for p in reading.plans
        ]


class TestPeople:
    def test_workers_are_those_who_are_named(self):
        """A practitioner of nobody here is in nobody's plan."""
        joan = {"resourceType": "Practitioner", "id": "2"}

        plan, lost = read(
            joan | {"name": [{"text": "Joan"}]},
            joan | {"id": "3"},
            goal(expressedBy=JOAN),
        )

        assert ["Joan"] == [one.called for one in plan.workers]
        assert [("Practitioner", "no-client")] == lost

    def test_a_role_of_somebody_given(self):
        """It is the person who acts."""
        joan = {"resourceType": "Practitioner", "id": "2"}
        role = {
            "resourceType": "PractitionerRole",
            "id": "4",
            "practitioner": JOAN,
            "code": [{"text": "Link worker"}],
        }

        plan, lost = read(
            joan | {"name": [{"text": "Joan"}]},
            role,
            goal(expressedBy={"reference": "PractitionerRole/4"}),
        )

        assert WORKER == plan.goals[0].voice.speaker
        assert 1 == len(plan.workers)
        assert [("PractitionerRole/code", "no-place")] == lost

    def test_a_role_alone(self):
        """It tells who, what and for whom."""
        role = {
            "resourceType": "PractitionerRole",
            "id": "4",
            "practitioner": JOAN | {"display": "Joan"},
            "organization": {"display": "The clinic"},
            "code": [{"text": "Link worker"}],
        }

        plan, lost = read(
            role, goal(expressedBy={"reference": "PractitionerRole/4"})
        )
        worker = plan.workers[0]

        assert worker.actor == plan.goals[0].voice.speaker
        assert ("Joan", "Link worker", "The clinic") == (
            worker.called,
            worker.title,
            worker.organisation,
        )
        assert [] == lost

    def test_a_role_of_nobody(self):
        """Nobody knows what to call them."""
        role = {"resourceType": "PractitionerRole", "id": "4"}

        plan, lost = read(
            role, goal(expressedBy={"reference": "PractitionerRole/4"})
        )

        assert () == plan.workers
        assert [("PractitionerRole", "no-name")] == lost
        assert ["PractitionerRole-4"] == [one.id for one in plan.absent]

    def test_a_related_person_supports(self):
        """Whether the client invited them is not known."""
        niece = {
            "resourceType": "RelatedPerson",
            "id": "5",
            "active": True,
            "patient": HER,
            "name": [{"text": "Hodan"}],
            "relationship": [{"text": "Sister"}],
        }

        plan, lost = read(niece)

        assert ("Hodan", "Sister", None) == (
            plan.supporters[0].called,
            plan.supporters[0].relation,
            plan.supporters[0].invited,
        )
        assert [] == lost

    def test_a_care_team_brings_people_in(self):
        """Its roles are not carried."""
        joan = {"resourceType": "Practitioner", "id": "2"}
        member = {"member": JOAN, "role": [{"text": "Doctor"}]}
        team = resource("CareTeam", status="active", participant=[member])

        plan, lost = read(joan | {"name": [{"text": "Joan"}]}, team)

        assert ["Joan"] == [one.called for one in plan.workers]
        assert [("CareTeam/participant/0/role", "no-place")] == lost


class TestGoals:
    def test_all_that_a_goal_tells(self):
        """Each element in its field."""
        plan, lost = read(
            concern(id="3"),
            goal(
                expressedBy=HER,
                category=[
                    coded(f"{US}/pco/CodeSystem/x", "person-centered"),
                    coded(
                        f"{US}/pco/CodeSystem/pco-goal-domains-temporary",
                        "housing",
                    ),
                ],
                addresses=[{"reference": "Condition/3"}],
                achievementStatus=coded(
                    f"{THO}/goal-achievement", "improving"
                ),
                statusReason="She found a flat",
                startDate="2026-01-05",
                target=[{"dueDate": "2026-06-30"}],
            ),
        )
        found = plan.goals[0]

        assert [] == lost
        assert "A door I can lock" == found.words
        assert GoalDomain.HOUSING is found.domain
        assert ("Condition-3",) == found.need_ids
        assert Lifecycle.ACTIVE is found.lifecycle
        assert "She found a flat" == found.lifecycle_reason
        assert Achievement.IMPROVING is found.achievement
        assert date(2026, 1, 5) == found.started_on
        assert date(2026, 6, 30) == found.target_on

    def test_words_in_a_code_alone(self):
        """What the code is called, where there is no text."""
        words = coded("urn:x", "1", display="In paid employment")

        plan, _ = read(goal(description=words))

        assert "In paid employment" == plan.goals[0].words

    @pytest.mark.parametrize("description", [{}, coded("urn:x", "1"), 7, []])
    def test_a_goal_that_says_nothing(self, description):
        """Nobody finds words for it."""
        plan, lost = read(goal(description=description))

        assert () == plan.goals
        assert ("Goal", "no-words") in lost

    @pytest.mark.parametrize(
        ("element", "rule"),
        [
            ({"lifecycleStatus": "wished"}, "code"),
            ({"lifecycleStatus": 7}, "malformed"),
            ({"achievementStatus": {"text": "Nearly"}}, "code"),
            ({"achievementStatus": coded("urn:x", "1")}, "code"),
            ({"startDate": "2026"}, "no-place"),
            ({"startDate": "2026-02-30"}, "malformed"),
            ({"startDate": "soon"}, "malformed"),
            ({"statusReason": 7}, "malformed"),
        ],
    )
    def test_an_element_that_is_none(self, element, rule):
        """It is a loss, and the goal is read."""
        plan, lost = read(goal(**element))

        assert 1 == len(plan.goals)
        assert [(f"Goal/{next(iter(element))}", rule)] == lost

    def test_what_breaks_a_rule_is_left_out(self):
        """A target before the start: the rest stands."""
        plan, lost = read(
            goal(startDate="2026-06-30", target=[{"dueDate": "2026-01-05"}])
        )

        assert date(2026, 6, 30) == plan.goals[0].started_on
        assert plan.goals[0].target_on is None
        assert [("Goal", "time-ordered")] == lost

    def test_what_a_goal_addresses(self):
        """A need, what matters, or what has no place there."""
        matters = observed(coded(LOINC, "95541-9"), valueString="Bach")
        rated = observed(
            coded(LOINC, "107334-5"),
            id="8",
            focus=[{"reference": "Goal/7"}],
            valueCodeableConcept=coded(LOINC, "LA34480-6"),
        )
        named = ["Observation/7", "Observation/8", "Observation/9", "Risk/1"]

        plan, lost = read(
            matters,
            rated,
            goal(addresses=[{"reference": n} for n in named] + [{}]),
        )

        assert ("Observation-7", "Observation-9") == (
            plan.goals[0].what_matters_ids
        )
        assert [
            ("Goal/addresses/1", "no-place"),
            ("Goal/addresses/3", "no-place"),
            ("Goal/addresses/4", "no-place"),
        ] == lost

    def test_a_condition_that_a_goal_addresses_is_a_need(self):
        """Otherwise a condition is a diagnosis, and no need."""
        other = concern(id="4", category=[])

        plan, lost = read(
            concern(category=[]),
            other,
            goal(addresses=[{"reference": "Condition/7"}]),
        )

        assert ["Condition-7"] == [one.id for one in plan.needs]
        assert [("Condition", "diagnosis")] == lost

    def test_acceptances(self):
        """R4 and R5 in an extension, R6 in an element."""
        url = "http://hl7.org/fhir/StructureDefinition/goal-acceptance"

        def accepted(who, status):
            inside = [
                {"url": "individual", "valueReference": who},
                {"url": "status", "valueCode": status},
            ]
            return {"url": url, "extension": inside}

        plan, lost = read(
            goal(
                extension=[
                    accepted(HER, "agree"),
                    accepted(JOAN, "disagree"),
                    accepted(JOAN, "perhaps"),
                    accepted({"display": "Joan"}, "agree"),
                ]
            ),
            goal(
                id="8", acceptance=[{"participant": HER, "status": "pending"}]
            ),
        )

        assert [(CLIENT, "agree"), (WORKER, "disagree")] == [
            (one.actor, one.status) for one in plan.goals[0].acceptances
        ]
        assert ["pending"] == [one.status for one in plan.goals[1].acceptances]
        assert {"Goal/extension/2", "Goal/extension/3"} == {
            path for path, rule in lost if rule == "malformed"
        }

    def test_milestones_and_replacements(self):
        """A goal that is a milestone of another; one in another's stead."""
        url = "http://hl7.org/fhir/StructureDefinition/goal-relationship"

        def related(kind, target):
            code = coded(f"{THO}/goal-relationship-type", kind)
            inside = [
                {"url": "type", "valueCodeableConcept": code},
                {"url": "target", "valueReference": {"reference": target}},
            ]
            return {"url": url, "extension": inside}

        plan, lost = read(
            goal(
                extension=[
                    related("milestone", "Goal/8"),
                    related("milestone", "Goal/10"),
                    related("milestone", "nowhere"),
                    related("replacement", "Goal/9"),
                    related("successor", "Goal/9"),
                    {"url": url, "extension": [{"url": "type"}]},
                ]
            ),
            goal(
                id="8",
                achievementStatus=coded(f"{THO}/goal-achievement", "achieved"),
                statusDate="2026-05-01",
                target=[{"dueDate": "2026-05-05"}],
            ),
            goal(id="9"),
        )
        milestone = plan.milestones[0]

        assert ["Goal-7", "Goal-9"] == [one.id for one in plan.goals]
        assert "Goal-7" == plan.goals[1].replaces
        assert ("Goal-7", date(2026, 5, 5), date(2026, 5, 1)) == (
            milestone.goal_id,
            milestone.due_on,
            milestone.reached_on,
        )
        assert "Goal-10" in {one.id for one in plan.absent}
        assert ("Goal/extension/4", "no-place") in lost

    @pytest.mark.parametrize("key", ["progressText", "text"])
    def test_attainment_in_both_spellings(self, key):
        """The published one, and the one of the guide's own files."""
        url = f"{US}/pco/StructureDefinition/pco-goal-attainment-scaling"
        levels = {
            "LA34484-8": "much less",
            "LA34483-0": "less",
            "LA34481-4": "as hoped",
            "LA34480-6": "more",
            "LA34479-8": "much more",
        }

        def level(code, text):
            coding = {"system": LOINC, "code": code}
            inside = [
                {"url": "level", "valueCoding": coding},
                {"url": key, "valueString": text},
            ]
            return {"url": url, "extension": inside}

        plan, lost = read(
            goal(extension=[level(*one) for one in levels.items()])
        )

        assert tuple(levels.values()) == plan.goals[0].scale.levels
        assert [] == lost

    def test_a_scale_with_gaps_and_faults(self):
        """A level that nobody described is empty; what is twice is a loss."""
        url = f"{US}/pco/StructureDefinition/pco-goal-attainment-scaling"

        def level(coding, text):
            inside = [
                {"url": "level", "valueCoding": coding},
                {"url": "text", "valueString": text},
            ]
            return {"url": url, "extension": inside}

        hoped = {"code": "gas-x", "display": "Expected outcome"}

        plan, lost = read(
            goal(
                extension=[
                    level(hoped, "a"),
                    level(hoped, "b"),
                    level({"code": "gas-y"}, "c"),
                    {"url": url},
                ]
            )
        )

        assert ("", "", "a", "", "") == plan.goals[0].scale.levels
        assert [("Goal/extension/1", "malformed")] == lost[:1]
        assert 3 == len(lost)


class TestObservations:
    @pytest.mark.parametrize(
        ("code", "value", "scored"),
        [
            ("107334-5", coded(LOINC, "LA34480-6"), 1),
            ("107332-9", coded(LOINC, "LA34484-8"), -2),
            ("107331-1", coded("urn:x", "y", display="Expected outcome"), 0),
        ],
    )
    def test_attainment(self, code, value, scored):
        """By the code of the answer; or by what an unknown code is called."""
        plan, lost = read(
            goal(),
            observed(
                coded(LOINC, code),
                focus=[{"reference": "Goal/7"}],
                valueCodeableConcept=value,
            ),
        )
        rating = plan.ratings[0]

        assert [] == lost
        assert (Ruler.ATTAINMENT, scored) == (rating.ruler, rating.value)
        assert ("Goal-7", CLIENT) == (rating.about_id, rating.rater)

    @pytest.mark.parametrize("key", ["code", "display"])
    @pytest.mark.parametrize("levels", [(-2, 1), (1, -2), (0, 2), (2, 0)])
    def test_an_answer_of_two_levels(self, key, levels):
        """The first one counts, each time that it is read."""
        known = {
            "code": {v: k for k, v in LEVELS.items()},
            "display": {v: k for k, v in LEVEL_NAMES.items()},
        }
        codings = [{"system": LOINC, key: known[key][n]} for n in levels]
        plan, _ = read(
            goal(),
            observed(
                coded(LOINC, "107334-5"),
                focus=[{"reference": "Goal/7"}],
                valueCodeableConcept={"coding": codings},
            ),
        )

        assert levels[0] == plan.ratings[0].value

    @pytest.mark.parametrize(
        ("value", "rule"),
        [
            ({"valueCodeableConcept": coded(LOINC, "LA6-2")}, "code"),
            ({"valueInteger": 7}, "scale-bounds"),
            ({"valueInteger": "1"}, "malformed"),
            ({"valueInteger": True}, "malformed"),
            ({"valueInteger": 0.5}, "malformed"),
            ({"valueInteger": float("inf")}, "malformed"),
        ],
    )
    def test_a_score_off_the_scale(self, value, rule):
        """It is left out, and reported; it is never made to fit."""
        plan, lost = read(
            goal(),
            observed(
                coded(LOINC, "107334-5"),
                focus=[{"reference": "Goal/7"}],
                **value,
            ),
        )

        assert () == plan.ratings
        assert rule in {found for _, found in lost}

    def test_a_score_as_a_number(self):
        """1.0 is one; a plain integer counts too."""
        focus = [{"reference": "Goal/7"}]
        code = coded(LOINC, "107334-5")

        plan, _ = read(
            goal(),
            observed(code, focus=focus, valueInteger=-1),
            observed(code, id="8", focus=focus, valueInteger=1.0),
        )

        assert [-1, 1] == [one.value for one in plan.ratings]

    def test_a_score_that_was_declined(self):
        """Not answered is kept, and is not nought."""
        reason = coded(f"{THO}/data-absent-reason", "asked-declined")

        plan, _ = read(
            goal(),
            observed(
                coded(LOINC, "107334-5"),
                focus=[{"reference": "Goal/7"}],
                dataAbsentReason=reason,
            ),
        )

        assert plan.ratings[0].value is None
        assert AnswerStatus.PREFERS_NOT_TO_SAY is plan.ratings[0].status

    @pytest.mark.parametrize(
        ("left_out", "rule"),
        [
            ("performer", "actor"),
            ("effectiveDateTime", "no-time"),
            ("focus", "malformed"),
        ],
    )
    def test_a_rating_of_nobody_never_or_of_nothing(self, left_out, rule):
        """Who rates, when, and what must be told."""
        whole = observed(
            coded(LOINC, "107334-5"),
            focus=[{"reference": "Goal/7"}],
            valueInteger=1,
        )

        plan, lost = read(
            goal(), {k: v for k, v in whole.items() if k != left_out}
        )

        assert () == plan.ratings
        assert [("Observation", rule)] == lost

    @pytest.mark.parametrize(
        ("code", "ruler"),
        [("importance", Ruler.IMPORTANCE), ("confidence", Ruler.CONFIDENCE)],
    )
    def test_readiness(self, code, ruler):
        """Nought to ten; a day alone is that day's first moment, UTC."""
        system = f"{US}/pco/CodeSystem/readiness-assessment-concepts-temporary"

        plan, lost = read(
            goal(),
            observed(
                coded(system, code),
                focus=[{"reference": "Goal/7"}],
                valueQuantity={"value": 8},
                effectiveDateTime="2026-03-02",
            ),
        )
        rating = plan.ratings[0]

        assert (ruler, 8, 0, 10) == (
            rating.ruler,
            rating.value,
            rating.low,
            rating.high,
        )
        assert datetime(2026, 3, 2, tzinfo=UTC) == rating.at
        assert [("Observation/effectiveDateTime", "day-for-time")] == lost

    @pytest.mark.parametrize(
        ("when", "rule"),
        [
            ("2026-03", "no-time"),
            ("2026-03-02T12:00", "malformed"),
            ("2026-02-30T12:00:00Z", "malformed"),
            ("1850-03-02T12:00:00Z", "time-aware"),
        ],
    )
    def test_a_time_that_is_none(self, when, rule):
        """A month is no time, and nobody makes one of it."""
        plan, lost = read(
            goal(),
            observed(
                coded(LOINC, "107334-5"),
                focus=[{"reference": "Goal/7"}],
                valueInteger=1,
                effectiveDateTime=when,
            ),
        )

        assert () == plan.ratings
        assert rule in {found for _, found in lost}

    @pytest.mark.parametrize(
        "kind",
        [
            {"code": coded(LOINC, "95541-9")},
            {"code": coded(LOINC, "75773-2")},
            {
                "code": coded(
                    f"{US}/pco/CodeSystem/personal-health-inventory-x", "body"
                )
            },
            {
                "code": {"text": "Housing"},
                "category": [coded("urn:x", "what-matters")],
            },
        ],
    )
    def test_what_matters(self, kind):
        """A preference of US Core, or what matters in the PCO guide."""
        plan, lost = read(observed(**kind, valueString="Bach"))

        assert ["Bach"] == [one.words for one in plan.what_matters]
        assert CLIENT == plan.what_matters[0].voice.speaker
        assert [] == lost

    def test_what_matters_without_words_of_its_own(self):
        """That it does: then it is what the code is called."""
        category = [coded("urn:x", "what-matters")]
        about = {"text": "Housing"}

        plan, lost = read(
            observed(about, category=category, valueBoolean=True),
            observed(about, id="8", category=category, valueBoolean=False),
        )

        assert ["Housing"] == [one.words for one in plan.what_matters]
        assert [("Observation", "no-words")] == lost

    @pytest.mark.parametrize(
        ("source", "expected", "rules"),
        [
            (HER, [2, 1, None], []),
            (JOAN, [None] * 3, ["weights-are-the-clients"]),
            (None, [None] * 3, ["weights-are-the-clients"]),
        ],
    )
    def test_what_matters_in_order(self, source, expected, rules):
        """The client's own order counts, for what the client says."""
        code = coded(LOINC, "95541-9")
        said = [
            observed(code, id=own, valueString="Bach") for own in ("a", "b")
        ]
        of_joan = observed(code, id="c", valueString="A", performer=[JOAN])
        named = ["Observation/b", "Observation/a", "Observation/c", "Goal/1"]
        ranking = resource(
            "List",
            code=coded(LOINC, "81340-2"),
            source=source,
            entry=[{"item": {"reference": one}} for one in named] + [{}],
        )

        plan, lost = read(ranking, *said, of_joan)

        assert expected == [one.rank for one in plan.what_matters]
        assert ("List/entry/3/item", "no-place") in lost
        assert rules == [rule for path, rule in lost if path == "List"]

    def test_what_matters_in_two_orders(self):
        """The first order counts, and another fills what it leaves open."""
        code = coded(LOINC, "95541-9")
        said = [
            observed(code, id=own, valueString="Bach") for own in ("a", "b")
        ]
        rankings = [
            resource(
                "List",
                id="".join(order),
                code=coded(LOINC, "81340-2"),
                source=HER,
                entry=[
                    {"item": {"reference": f"Observation/{one}"}}
                    for one in order
                ],
            )
            for order in (("a",), ("b", "a"))
        ]

        plan, _ = read(*rankings, *said)
        other, _ = read(*rankings[::-1], *said)

        assert [1, 1] == [one.rank for one in plan.what_matters]
        assert [2, 1] == [one.rank for one in other.what_matters]

    def test_any_other_list(self):
        """Of medication, say: it has no place."""
        assert [("List", "no-kind")] == read(resource("List"))[1]

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            (
                {
                    "code": coded(
                        f"{US}/eltss/CodeSystem/eltss-observation-code",
                        "strength",
                    ),
                    "valueString": "I cook",
                },
                "I cook",
            ),
            (
                {
                    "code": {"text": "Cooking"},
                    "category": [coded("urn:x", "protective-factor")],
                },
                "Cooking",
            ),
        ],
    )
    def test_strengths(self, kind, words):
        """Of eLTSS, or a protective factor of Gravity."""
        plan, lost = read(observed(**kind))

        assert [words] == [one.words for one in plan.strengths]
        assert [] == lost

    @pytest.mark.parametrize(
        "value",
        [
            {"valueString": "No bus"},
            {"valueCodeableConcept": {"text": "No bus"}},
        ],
    )
    def test_barriers(self, value):
        """With what they stand in the way of."""
        code = coded("http://snomed.info/sct", "811791000000103")
        focus = [{"reference": "Goal/7"}, {"display": "Work"}]

        plan, lost = read(goal(), observed(code, focus=focus, **value))

        assert ["No bus"] == [one.words for one in plan.barriers]
        assert ("Goal-7",) == plan.barriers[0].about_ids
        assert [("Observation/focus/1", "no-place")] == lost

    def test_any_other_observation(self):
        """A reading of the blood pressure is no part of a plan."""
        assert [("Observation", "no-place")] == read(
            observed(coded(LOINC, "85354-9"))
        )[1]

    def test_two_performers(self):
        """The first speaks; the other is a loss, and no guess."""
        plan, lost = read(
            observed(
                coded(LOINC, "95541-9"),
                valueString="Bach",
                performer=[HER, JOAN],
            )
        )

        assert CLIENT == plan.what_matters[0].voice.speaker
        assert [("Observation/performer/1", "no-place")] == lost


class TestNeeds:
    @pytest.mark.parametrize(
        "category",
        [
            coded(f"{THO}/condition-category", "health-concern"),
            coded(f"{US}/core/CodeSystem/us-core-category", "sdoh"),
            coded(
                f"{US}/eltss/CodeSystem/eltss-condition-category-code",
                "assessed-need",
            ),
        ],
    )
    def test_what_somebody_calls_a_need(self, category):
        """A concern, a social need, an assessed need."""
        plan, lost = read(concern(category=[category]))

        assert ["A door"] == [one.words for one in plan.needs]
        assert [] == lost

    def test_one_category_alone_or_several(self):
        """A server that leaves the list out is understood."""
        named = coded(f"{THO}/condition-category", "health-concern")
        other = coded(f"{THO}/condition-category", "encounter-diagnosis")

        plan, _ = read(
            concern(category=named), concern(id="8", category=[other, named])
        )

        assert ["Condition-7", "Condition-8"] == [one.id for one in plan.needs]

    def test_all_that_it_tells(self):
        """In R4."""
        gravity = f"{US}/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"

        plan, lost = read(
            concern(
                category=[coded(gravity, "housing-instability")],
                clinicalStatus=coded(f"{THO}/condition-clinical", "resolved"),
                verificationStatus=coded(
                    f"{THO}/condition-ver-status", "confirmed"
                ),
                asserter=HER,
                recorder=JOAN,
                recordedDate=NOON,
            )
        )
        need = plan.needs[0]

        assert [] == lost
        assert Domain.HOUSING_INSTABILITY is need.domain
        assert NeedStatus.MET is need.status
        assert (CLIENT, WORKER) == (need.voice.speaker, need.voice.recorder)
        assert datetime(2026, 3, 2, 12, tzinfo=UTC) == need.voice.recorded_at

    def test_who_took_part_in_r5(self):
        """The informant speaks, the enterer writes; others are a loss."""
        system = f"{THO}/provenance-participant-type"
        parts = [
            {"function": coded(system, "informant"), "actor": HER},
            {"function": coded(system, "enterer"), "actor": JOAN},
            {"function": coded(system, "enterer"), "actor": JOAN},
            {"function": coded(system, "verifier"), "actor": JOAN},
            {"function": coded(system, "informant")},
        ]

        plan, lost = read(concern(participant=parts))
        voice = plan.needs[0].voice

        assert (CLIENT, WORKER) == (voice.speaker, voice.recorder)
        assert [
            (f"Condition/participant/{n}", "no-place") for n in (2, 3, 4)
        ] == lost

    def test_who_took_part_as_both(self):
        """Whoever informed and wrote it down is the one who speaks."""
        codes = [{"code": "enterer"}, {"code": "informant"}]
        part = {"function": {"coding": codes}, "actor": HER}

        plan, _ = read(concern(participant=[part]))
        voice = plan.needs[0].voice

        assert (CLIENT, None) == (voice.speaker, voice.recorder)


class TestStepsAndServices:
    def test_a_task(self):
        """Who does what, for which goal, by when, and when it was done."""
        pertains = {
            "url": (
                "http://hl7.org/fhir/StructureDefinition/"
                "resource-pertainsToGoal"
            ),
            "valueReference": {"reference": "Goal/7"},
        }
        task = {
            "resourceType": "Task",
            "id": "7",
            "for": HER,
            "intent": "plan",
            "status": "completed",
            "description": "Ring the agent",
            "requester": JOAN,
            "owner": HER,
            "executionPeriod": {"end": "2026-03-05T10:00:00Z"},
            "restriction": {"period": {"end": "2026-03-06"}},
            "extension": [pertains],
        }

        plan, lost = read(goal(), task)
        step = plan.steps[0]

        assert [] == lost
        assert ("Ring the agent", CLIENT, WORKER) == (
            step.words,
            step.owner,
            step.voice.speaker,
        )
        assert ("Goal-7", date(2026, 3, 6), date(2026, 3, 5)) == (
            step.goal_id,
            step.planned_on,
            step.done_on,
        )

    def test_a_task_that_is_not_done(self):
        """The end of its period is not the day it was done."""
        task = {
            "resourceType": "Task",
            "id": "7",
            "for": HER,
            "status": "in-progress",
            "code": {"text": "Ring the agent"},
            "executionPeriod": {"end": "2026-03-05"},
        }

        plan, lost = read(task)

        assert plan.steps[0].done_on is None
        assert "Ring the agent" == plan.steps[0].words
        assert [("Task/executionPeriod", "no-place")] == lost

    def test_a_step_for_something_that_is_no_goal(self):
        """It is a loss, and the step is read."""
        url = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
        other = {"url": url, "valueReference": {"reference": "Condition/7"}}

        plan, lost = read(
            concern(),
            resource(
                "ServiceRequest", code={"text": "Walk"}, extension=[other]
            ),
        )

        assert plan.steps[0].goal_id is None
        assert [
            ("ServiceRequest/extension/0/valueReference", "no-place")
        ] == lost

    def test_a_step_for_nothing_that_is_named(self):
        """The extension holds no reference."""
        url = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
        task = {"resourceType": "Task", "id": "7", "for": HER}

        plan, lost = read(
            task | {"description": "Walk", "extension": [{"url": url}]}
        )

        assert plan.steps[0].goal_id is None
        assert [] == lost

    @pytest.mark.parametrize(
        "code", [{"text": "Walk"}, {"concept": {"text": "Walk"}}]
    )
    def test_a_service_request(self, code):
        """Of R4 and of R5: a step, with the day it is meant for."""
        plan, lost = read(
            resource(
                "ServiceRequest",
                code=code,
                status="active",
                intent="plan",
                requester=JOAN,
                performer=[HER],
                authoredOn=NOON,
                occurrenceDateTime="2026-03-09",
            )
        )
        step = plan.steps[0]

        assert [] == lost
        assert ("Walk", CLIENT, WORKER) == (
            step.words,
            step.owner,
            step.voice.speaker,
        )
        assert date(2026, 3, 9) == step.planned_on

    def test_a_service_request_for_nothing(self):
        """Nobody guesses what was asked for."""
        plan, lost = read(resource("ServiceRequest", code=7))

        assert () == plan.steps
        assert ("ServiceRequest", "no-words") in lost

    @pytest.mark.parametrize(
        ("given", "rule"),
        [
            (resource("Task", status="cancelled"), "entered-in-error"),
            (resource("ServiceRequest", status="revoked"), "entered-in-error"),
            (goal(modifierExtension=[{"url": "urn:x"}]), "modifier"),
            (concern(status="entered-in-error"), "entered-in-error"),
            (
                concern(verificationStatus=coded("urn:x", "refuted")),
                "entered-in-error",
            ),
        ],
    )
    def test_what_must_not_be_read(self, given, rule):
        """Called off, a mistake, or turned around by what we do not know."""
        assert [(given["resourceType"], rule)] == read(given)[1]

    def test_services_and_organisations(self):
        """Those that the client's resources name."""
        service = {
            "resourceType": "HealthcareService",
            "id": "3",
            "name": "Clinic",
            "comment": "Tenants' rights",
            "active": False,
            "communication": [coded("urn:ietf:bcp:47", "so"), {"text": "?"}],
        }
        agency = {"resourceType": "Organization", "id": "4", "name": "Agency"}
        named = [
            {"reference": "HealthcareService/3"},
            {"reference": "Organization/4"},
        ]

        plan, lost = read(service, agency, goal(note=[{"about": named}]))
        clinic, agency = plan.resources

        assert [("Goal/note", "no-place")] == lost
        assert ("Clinic", "Tenants' rights", ("so",)) == (
            clinic.name,
            clinic.description,
            clinic.languages,
        )
        assert ResourceStatus.INACTIVE is clinic.status
        assert ResourceKind.ORGANISATION is agency.kind

    def test_an_encounter(self):
        """That people met, and who; in R4 and R5."""
        plan, lost = read(
            resource(
                "Encounter",
                status="finished",
                period={"start": NOON, "end": NOON},
                participant=[{"individual": JOAN}, {}],
            ),
            resource(
                "Encounter",
                id="8",
                status="completed",
                actualPeriod={"start": "2026-03-02"},
                participant=[{"actor": HER}],
            ),
        )
        first, second = plan.contacts

        assert Outcome.HELD is first.outcome
        assert ((WORKER,), (CLIENT,)) == (first.present, second.present)
        assert [("Encounter/actualPeriod/start", "day-for-time")] == lost

    @pytest.mark.parametrize(
        ("status", "period", "rule"),
        [
            ("planned", {"start": NOON}, "no-place"),
            ("cancelled", {"start": NOON}, "entered-in-error"),
            ("finished", {}, "no-time"),
            ("finished", None, "no-time"),
        ],
    )
    def test_an_encounter_that_was_none(self, status, period, rule):
        """Planned, called off, or at no time."""
        plan, lost = read(resource("Encounter", status=status, period=period))

        assert () == plan.contacts
        assert [("Encounter", rule)] == lost

    def test_a_consent(self):
        """To whom and what for, until when."""
        consent = {
            "resourceType": "Consent",
            "id": "7",
            "status": "active",
            "patient": HER,
            "performer": [HER],
            "dateTime": NOON,
            "provision": {
                "type": "permit",
                "period": {"end": "2026-12-31"},
                "actor": [{"reference": {"display": "The clinic"}}, {}],
                "purpose": [{"system": "urn:x", "display": "Advice"}],
            },
        }

        plan, lost = read(consent)
        found = plan.consents[0]

        assert [] == lost
        assert ("The clinic", "Advice") == (found.recipient, found.purpose)
        assert (CLIENT, date(2026, 12, 31)) == (
            found.voice.speaker,
            found.expires_on,
        )

    @pytest.mark.parametrize(
        "more",
        [
            {},
            {"provision": [{}]},
            {"provision": {"actor": [{"reference": HER}]}},
        ],
    )
    def test_a_consent_to_nobody_knows_whom(self, more):
        """Nothing is let go on the strength of it."""
        consent = resource("Consent", date="2026-03-02", **more)

        plan, lost = read(consent)

        assert () == plan.consents
        assert ("Consent", "actor") in lost

    def test_a_consent_of_r5(self):
        """It has a day alone, and says no purpose here."""
        shown = {"reference": {"display": "The clinic"}}
        consent = resource(
            "Consent",
            date="2026-03-02",
            period={"end": "2026-12-31"},
            grantor=[HER],
            decision="permit",
            provision=[{"actor": [shown]}],
        )

        plan, lost = read(consent)
        found = plan.consents[0]

        assert [("Consent/date", "day-for-time")] == lost
        assert ("", CLIENT) == (found.purpose, found.voice.speaker)


class TestDecisions:
    @pytest.mark.parametrize("kind", ["RequestGroup", "RequestOrchestration"])
    def test_a_choice_among_actions(self, kind):
        """The question, and the ways there are; nobody chose yet."""
        ways = [
            {"title": "Stay", "description": "With my sister"},
            {"textEquivalent": "Move"},
            {"resource": {"reference": "#gone"}},
        ]
        question = {
            "title": "Where do I live?",
            "selectionBehavior": "exactly-one",
            "action": ways,
        }

        plan, lost = read(
            resource(kind, author=JOAN, action=[{"title": "Talk"}, question])
        )
        decision = plan.decisions[0]

        assert "Where do I live?" == decision.words
        assert WORKER == decision.voice.speaker
        assert [("Stay", "With my sister"), ("Move", None)] == [
            (one.words, one.detail) for one in decision.options
        ]
        assert () == decision.choices
        assert {
            (f"{kind}/action/1/action/2", "no-words"),
            (f"{kind}/action/0", "no-place"),
        } == set(lost)

    @pytest.mark.parametrize(
        "action",
        [
            {"title": "Do both", "action": [], "selectionBehavior": "all"},
            {"title": "No ways", "selectionBehavior": "exactly-one"},
        ],
    )
    def test_nothing_to_choose(self, action):
        """A group of things to do is no decision."""
        assert [("RequestGroup", "no-place")] == read(
            resource("RequestGroup", action=[action])
        )[1]

    def test_a_question_without_words(self):
        """Nobody finds them."""
        question = {"selectionBehavior": "any", "action": [{"title": "Stay"}]}

        plan, lost = read(resource("RequestGroup", action=[question]))

        assert () == plan.decisions
        assert [("RequestGroup", "no-words")] == lost


class TestPlans:
    def test_a_care_plan(self):
        """The plan takes its id and its days."""
        plan, lost = read(
            resource(
                "CarePlan",
                status="completed",
                period={"start": "2026-01-05", "end": "2026-06-30"},
            )
        )

        assert "CarePlan-7" == plan.id
        assert date(2026, 1, 5) == plan.opened_on
        assert date(2026, 6, 30) == plan.closed_on
        assert [] == lost

    def test_a_plan_that_goes_on(self):
        """The end of its period is not the day it was closed."""
        plan, lost = read(
            resource("CarePlan", status="active", period={"end": "2026-06-30"})
        )

        assert plan.closed_on is None
        assert [("CarePlan/period", "no-place")] == lost

    def test_a_second_one(self):
        """A client has one plan here."""
        plan, lost = read(
            resource("CarePlan"), resource("CarePlan", id="8"), goal()
        )

        assert "CarePlan-7" == plan.id
        assert [("CarePlan", "already-has-plan")] == lost

    def test_a_plan_that_was_revoked(self):
        """It ended; it was a plan all the same."""
        plan, _ = read(
            resource(
                "CarePlan", status="revoked", period={"end": "2026-06-30"}
            )
        )

        assert date(2026, 6, 30) == plan.closed_on

    def test_no_care_plan(self):
        """The plan has an id of its own."""
        plan, _ = read(goal())

        assert "Plan-Patient-1" == plan.id
