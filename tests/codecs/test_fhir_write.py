"""FHIR: what a plan becomes, what is lost, and what edits by others do."""

from __future__ import annotations

import importlib
import re

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from empowerkit import (
    Client,
    Decision,
    Goal,
    Milestone,
    Need,
    Option,
    Plan,
    Resource,
    Strength,
    Supporter,
    Voice,
    WhatMatters,
    Wording,
    Worker,
)
from empowerkit.codecs import fhir
from empowerkit.codecs.fhir._codes import OURS
from empowerkit.codecs.fhir._losses import WHYS
from empowerkit.codecs.fhir._table import PLACES, ROWS
from empowerkit.errors import AuthorityError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Acceptance,
    AcceptanceStatus,
    Achievement,
    Actor,
    Answer,
    AnswerStatus,
    Asked,
    AttainmentScale,
    Barrier,
    Choice,
    Consent,
    Consideration,
    Contact,
    GoalDomain,
    Interpreter,
    Mandate,
    Offer,
    OfferAnswer,
    Outcome,
    Proxy,
    Rating,
    ResourceKind,
    ResourceStatus,
    Role,
    Ruler,
    Side,
    Source,
    Step,
    Topic,
)
from empowerkit.model._record import evolved, shape
from empowerkit.testing.caseload import plans, typical


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="c1", called="Amina", pronouns="she", languages=("so",))
JOAN = Worker(id="w1", called="Joan", title="Link worker")
HODAN = Supporter(id="s1", called="Hodan", relation="Sister")
HER, WORKER = AMINA.actor, JOAN.actor
SAID = Voice.of(HER, at=NOON)
HEARD = Voice.heard(HER, by=WORKER, at=NOON, wording=Wording.PARAPHRASE)
BOTH = pytest.mark.parametrize("version", fhir.FhirVersion)


def plan_of(**nouns):
    """Return a plan of Amina, Joan and Hodan."""
    return Plan(
        id="p1",
        client=AMINA,
        workers=(JOAN,),
        supporters=(HODAN,),
        **nouns,
    )


def resources_of(plan, version="R4"):
    """Return the resources that are written of *plan*, by type and id."""
    entries = fhir.write(plan, version=version)["entry"]
    return {
        f"{e['resource']['resourceType']}/{e['resource']['id']}": e["resource"]
        for e in entries
    }


def again(bundle):
    """Return the one plan of *bundle*, and the rules of the losses."""
    reading = fhir.read(bundle)
    assert 1 == len(reading.plans)
    return reading.plans[0], {one.rule for one in reading.losses}


def extension_of(resource, url):
    """Return the extension of *resource* with *url*."""
    found = [e for e in resource.get("extension", ()) if e["url"] == url]
    assert 1 == len(found)
    return found[0]


class TestElements:
    @pytest.mark.parametrize(
        ("version", "key"), [("R4", "expressedBy"), ("R5", "source")]
    )
    def test_who_expressed_a_goal(self, version, key):
        """Each version has a name of its own for it."""
        goal = Goal(id="g1", words="A door", voice=SAID)

        written = resources_of(plan_of(goals=(goal,)), version)["Goal/g1"]

        assert {"reference": "Patient/c1", "type": "Patient"} == written[key]
        assert "A door" == written["description"]["text"]

    @BOTH
    def test_nobody_is_named_where_nobody_spoke(self, version):
        """Neither in the goal, nor in a Provenance."""
        goal = Goal(id="g1", words="A door", voice=Voice(said_at=NOON))

        found = resources_of(plan_of(goals=(goal,)), version)

        assert found["Goal/g1"].keys().isdisjoint({"expressedBy", "source"})
        told = [r for r in found.values() if r["resourceType"] == "Provenance"]
        unknown = {
            "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            "valueCode": "unknown",
        }
        assert [{"extension": [unknown]}] == [
            agent["who"] for one in told for agent in one["agent"]
        ]

    def test_a_voice_that_a_resource_says_whole_has_no_provenance(self):
        """There is nothing more to tell."""
        need = Need(id="n1", words="A door", voice=Voice(speaker=HER))

        found = resources_of(plan_of(needs=(need,)))

        assert "Patient/c1" == found["Condition/n1"]["asserter"]["reference"]
        assert not [name for name in found if name.startswith("Provenance")]

    def test_who_spoke_and_who_wrote(self):
        """The informant, and the enterer."""
        goal = Goal(id="g1", words="A door", voice=HEARD)

        found = resources_of(plan_of(goals=(goal,)))
        told = next(r for n, r in found.items() if n.startswith("Provenance"))

        assert [
            ("informant", "Patient/c1"),
            ("enterer", "Practitioner/w1"),
        ] == [
            (a["type"]["coding"][0]["code"], a["who"]["reference"])
            for a in told["agent"]
        ]
        assert "derivation" == told["entity"][0]["role"]
        assert "2026-03-02T12:00:00Z" == told["recorded"]

    def test_a_decision_in_the_terms_of_fhir(self):
        """A question of which exactly one action is chosen."""
        ways = (
            Option(id="o1", words="Stay", detail="As it is", voice=SAID),
            Option(id="o2", words="Move", voice=SAID),
        )
        chosen = Choice(
            id="h1",
            option_id="o1",
            author=HER,
            words="My sister is here",
            decided_at=NOON,
            voice=SAID,
        )
        reason = Consideration(
            id="k1", option_id="o1", side=Side.FOR, words="Hodan", voice=SAID
        )
        decision = Decision(
            id="d1",
            client=HER,
            words="Where?",
            voice=SAID,
            options=ways,
            considerations=(reason,),
            choices=(chosen,),
        )
        plan = plan_of(decisions=(decision,))

        old = resources_of(plan)["RequestGroup/d1"]
        new = resources_of(plan, "R5")["RequestOrchestration/d1"]

        assert old["action"] == new["action"]
        question = old["action"][0]
        assert ("Where?", "exactly-one") == (
            question["title"],
            question["selectionBehavior"],
        )
        assert ["Stay", "Move"] == [way["title"] for way in question["action"]]
        assert {"option"} == {task["intent"] for task in old["contained"]}
        assert "completed" == old["status"]
        ours = extension_of(old, f"{OURS}decision")["extension"]
        assert {"options", "considerations", "choices"} == {
            part["url"] for part in ours
        }

    def test_a_milestone_is_related_to_its_goal(self):
        """By the extension of the goal, as FHIR has it."""
        goal = Goal(id="g1", words="A door", voice=Voice())
        small = Milestone(
            id="m1",
            goal_id="g1",
            words="I rang them",
            voice=Voice(),
            reached_on=date(2026, 3, 2),
        )

        found = resources_of(plan_of(goals=(goal,), milestones=(small,)))
        inside = extension_of(
            found["Goal/g1"],
            "http://hl7.org/fhir/StructureDefinition/goal-relationship",
        )["extension"]

        assert "Goal/m1" == inside[1]["valueReference"]["reference"]
        assert "2026-03-02" == found["Goal/m1"]["statusDate"]
        assert "extension" not in found["Goal/m1"]

    def test_the_conditions_of_r5(self):
        """Who said and who wrote are participants there."""
        need = Need(id="n1", words="A door", voice=HEARD)

        written = resources_of(plan_of(needs=(need,)), "R5")["Condition/n1"]

        assert ["Patient/c1", "Practitioner/w1"] == [
            part["actor"]["reference"] for part in written["participant"]
        ]

    def test_what_was_not_answered(self):
        """Declined has a code of FHIR's, and no value."""
        declined = Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY)
        asked = Asked(
            id="a1", topic=Topic.CULTURE, answer=declined, voice=Voice()
        )
        rating = Rating(
            id="r1",
            about_id="g1",
            ruler=Ruler.OWN,
            own_ruler="Sleep",
            status=AnswerStatus.DOES_NOT_KNOW,
            rater=HER,
            at=NOON,
            voice=Voice(),
        )
        goal = Goal(id="g1", words="Sleep", voice=Voice())

        found = resources_of(
            plan_of(asked=(asked,), ratings=(rating,), goals=(goal,))
        )

        reasons = {
            name: found[name]["dataAbsentReason"]["coding"][0]["code"]
            for name in ("Observation/a1", "Observation/r1")
        }
        assert {
            "Observation/a1": "asked-declined",
            "Observation/r1": "asked-unknown",
        } == reasons

    @BOTH
    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            (ResourceKind.ORGANISATION, "Organization"),
            (ResourceKind.WORKSHOP, "HealthcareService"),
            (ResourceKind.LITERATURE, "Basic"),
        ],
    )
    def test_what_is_offered(self, kind, name, version):
        """What is no service and no organisation is not called one."""
        leaflet = Resource(id="x1", name="The tenants' book", kind=kind)
        offer = Offer(
            id="f1",
            resource_id="x1",
            voice=SAID,
            answer=OfferAnswer.LATER,
        )
        plan = plan_of(resources=(leaflet,), offers=(offer,))

        found = resources_of(plan, version)

        assert f"{name}/x1" in found
        request = found["ServiceRequest/f1"]
        assert (name != "Basic") == ("performer" in request)
        assert "on-hold" == request["status"]
        assert (plan, set()) == again(fhir.write(plan, version=version))

    @BOTH
    def test_a_contact_that_was_missed(self, version):
        """FHIR can only say that there was none; we say why."""
        missed = Contact(
            id="t1",
            at=NOON,
            outcome=Outcome.MISSED,
            present=(HER, WORKER),
            voice=Voice(),
        )
        plan = plan_of(contacts=(missed,))

        written = resources_of(plan, version)["Encounter/t1"]

        assert "cancelled" == written["status"]
        assert (1 if version == "R4" else 2) == len(written["participant"])
        assert (plan, set()) == again(fhir.write(plan, version=version))

    @BOTH
    def test_a_consent_that_was_taken_back(self, version):
        """It is inactive from then on."""
        consent = Consent(
            id="k1",
            recipient="The clinic",
            purpose="Advice",
            given_at=NOON,
            expires_on=date(2026, 12, 31),
            revoked_at=NOON,
            voice=SAID,
        )
        plan = plan_of(consents=(consent,))

        assert (
            "inactive" == resources_of(plan, version)["Consent/k1"]["status"]
        )
        assert (plan, set()) == again(fhir.write(plan, version=version))

    def test_an_interpreter_who_is_a_relative(self):
        """And one who is not."""
        sol = Interpreter(id="i1", called="Sol", relative=True)
        ana = Interpreter(id="i2", called="Ana")
        plan = plan_of(interpreters=(sol, ana))

        found = resources_of(plan)

        assert {"RelatedPerson/i1", "Practitioner/i2"} <= found.keys()
        assert (plan, set()) == again(fhir.write(plan))

    def test_a_step(self):
        """Who does it, and by when."""
        step = Step(
            id="e1",
            words="Ring them",
            voice=SAID,
            owner=HER,
            planned_on=date(2026, 3, 9),
        )

        written = resources_of(plan_of(steps=(step,)))["Task/e1"]

        assert ("requested", "Ring them") == (
            written["status"],
            written["description"],
        )
        assert {"period": {"end": "2026-03-09"}} == written["restriction"]


class TestThereAndBack:
    @BOTH
    def test_a_made_up_caseload(self, version):
        """Plans as they are in practice."""
        for plan in plans(20, seed=7):
            assert (plan, set()) == again(fhir.write(plan, version=version))

    @BOTH
    def test_all_that_elements_say_of_a_goal(self, version):
        """And what they do not say of its scale."""
        levels = ("a", "", "c", "d", "e")
        goal = Goal(
            id="g1",
            words="",
            voice=HEARD,
            domain=GoalDomain.HOUSING,
            lifecycle_reason="She found a flat",
            achievement=Achievement.ACHIEVED,
            acceptances=(
                Acceptance(id="y1", actor=HER, status=AcceptanceStatus.AGREE),
            ),
            started_on=date(2026, 1, 5),
            target_on=date(2026, 6, 30),
            scale=AttainmentScale(levels=levels, baseline=-1),
        )
        step = Step(
            id="e1",
            goal_id="g1",
            words="Ring them",
            voice=Voice(),
            done_on=date(2026, 3, 5),
        )
        rated = [
            Rating(
                id=f"r{place}",
                about_id="g1",
                ruler=ruler,
                low=low,
                high=high,
                value=1,
                rater=actor,
                at=NOON,
                voice=Voice(),
            )
            for place, (ruler, low, high, actor) in enumerate(
                (
                    (Ruler.ATTAINMENT, -2, 2, HER),
                    (Ruler.CONFIDENCE, 0, 10, WORKER),
                    (Ruler.PROGRESS, 0, 2**40, HER),
                )
            )
        ]
        plan = plan_of(goals=(goal,), steps=(step,), ratings=tuple(rated))

        assert (plan, set()) == again(fhir.write(plan, version=version))

    @BOTH
    def test_people_of_every_kind(self, version):
        """With all that is known of them, or nothing; or gone."""
        gone = Voice(speaker=Actor(role=Role.PROXY, id="x9"))
        plan = Plan(
            id="p1",
            client=Client(id="c1", called=""),
            proxies=(
                Proxy(
                    id="x1",
                    called="Ifrah",
                    from_on=date(2026, 1, 5),
                    until_on=date(2026, 6, 30),
                    document_digest="0" * 64,
                ),
                Proxy(id="x2", called="Ali"),
            ),
            barriers=(
                Barrier(id="b1", words="No bus", voice=Voice(), about_ids=()),
            ),
            resources=(
                Resource(
                    id="k1",
                    name="Clinic",
                    description="Rights",
                    languages=("so",),
                    status=ResourceStatus.TEMPORARILY_CLOSED,
                ),
            ),
            milestones=(
                Milestone(id="m1", goal_id="g9", words="A", voice=Voice()),
            ),
            consents=(
                Consent(
                    id="o1",
                    recipient="The clinic",
                    purpose="Advice",
                    given_at=NOON,
                    voice=Voice(),
                ),
            ),
            supporters=(Supporter(id="s1", called="Hodan"),),
            mandates=(
                Mandate(id="d1", words="Ten", voice=gone, negotiable=True),
            ),
            absent=tuple(
                Absent(id=own, reason=AbsentReason.ERASED)
                for own in ("g9", "x9")
            ),
            opened_on=date(2026, 1, 5),
            closed_on=date(2026, 6, 30),
        )

        assert (plan, set()) == again(fhir.write(plan, version=version))


class TestIds:
    def test_an_id_that_fhir_cannot_spell(self):
        """FHIR knows no underscore; ours stands beside it."""
        need = Need(id="n_1", words="A door", voice=Voice())
        plan = plan_of(needs=(need,))

        names = [n for n in resources_of(plan) if n.startswith("Condition/")]

        assert re.fullmatch("Condition/[0-9a-f]{32}", names[0])
        assert (plan, set()) == again(fhir.write(plan))

    def test_what_came_from_fhir_keeps_its_id(self):
        """So that a server knows it again."""
        goal = Goal(id="Goal-7", words="A door", voice=Voice())
        source = Source(
            system="https://server.example/fhir",
            id="Goal/7",
            about_id="Goal-7",
        )
        plan = plan_of(goals=(goal,), sources=(source,))

        assert "Goal/7" in resources_of(plan)
        assert (plan, set()) == again(fhir.write(plan))

    def test_two_that_came_with_one_id(self):
        """The second gets another: none is overwritten."""
        goals = tuple(
            Goal(id=own, words="A door", voice=Voice()) for own in ("a", "b")
        )
        sources = tuple(
            Source(system=f"urn:{own}", id="Goal/7", about_id=own)
            for own in ("a", "b")
        )
        plan = plan_of(goals=goals, sources=sources)

        names = [n for n in resources_of(plan) if n.startswith("Goal/")]

        assert ("Goal/7", 2) == (names[0], len(set(names)))
        assert (plan, set()) == again(fhir.write(plan))

    def test_an_id_of_another_type_is_not_kept(self):
        """A step that came as a ServiceRequest is a Task now."""
        step = Step(id="ServiceRequest-7", words="Walk", voice=Voice())
        source = Source(
            system="urn:x", id="ServiceRequest/7", about_id=step.id
        )

        found = resources_of(plan_of(steps=(step,), sources=(source,)))

        assert "Task/ServiceRequest-7" in found

    @pytest.mark.parametrize(
        ("system", "url"),
        [
            ("http://hl7.org/fhir", "Condition/3"),
            (
                "https://server.example/fhir",
                "https://server.example/fhir/Condition/3",
            ),
        ],
    )
    def test_what_is_absent_is_referred_to_as_it_was(self, system, url):
        """Where our id is made of that one; by our id otherwise."""
        absent = tuple(
            Absent(id=own, reason=AbsentReason.NOT_SUPPLIED)
            for own in ("Condition-3", "n2", "n3")
        )
        sources = (
            Source(system=system, id="Condition/3", about_id="Condition-3"),
            Source(system=system, id="Condition/4", about_id="n2"),
            Source(system=system, id="4711", about_id="n3"),
        )
        goal = Goal(
            id="g1",
            words="A door",
            voice=Voice(),
            need_ids=("Condition-3", "n2", "n3"),
        )
        plan = plan_of(goals=(goal,), absent=absent, sources=sources)

        addressed = resources_of(plan)["Goal/g1"]["addresses"]

        assert url == addressed[0]["reference"]
        assert ["n2", "n3"] == [
            one["identifier"]["value"] for one in addressed[1:]
        ]
        assert (plan, set()) == again(fhir.write(plan))

    def test_a_reference_whose_type_says_something_else(self):
        """What FHIR would read otherwise is told in our extension."""
        absent = Absent(id="Observation-3", reason=AbsentReason.ERASED)
        source = Source(
            system="http://hl7.org/fhir",
            id="Observation/3",
            about_id="Observation-3",
        )
        goal = Goal(
            id="g1", words="A", voice=Voice(), need_ids=("Observation-3",)
        )
        plan = plan_of(goals=(goal,), absent=(absent,), sources=(source,))

        ours = extension_of(resources_of(plan)["Goal/g1"], f"{OURS}goal")

        assert {"url": "unset", "valueCode": "what_matters_ids"} in (
            ours["extension"]
        )
        assert (plan, set()) == again(fhir.write(plan))


class TestForWhom:
    def test_what_somebody_may_not_read_is_not_written(self):
        """It is absent, withheld."""
        private = Voice.of(HER, at=NOON, private_to=(HER,))
        need = Need(id="n1", words="Only for me", voice=private)
        plan = plan_of(needs=(need,))

        seen = fhir.write(plan, seen_by=WORKER)

        assert "Only for me" not in str(seen)
        assert [AbsentReason.WITHHELD] == [
            one.reason for one in again(seen)[0].absent
        ]
        assert () == fhir.losses(plan, seen_by=WORKER)
        with pytest.raises(AuthorityError):
            fhir.losses(plan, seen_by=Worker(called="Ann").actor)

    def test_what_is_not_for_everybody_is_labelled(self):
        """Other systems know that label, and not our private_to."""
        private = Voice.of(HER, at=NOON, private_to=(WORKER,))
        need = Need(id="n1", words="For you", voice=private)
        strength = Strength(id="t1", words="I cook", voice=SAID)
        rapport = Rating(
            id="r1",
            about_id="w1",
            ruler=Ruler.RAPPORT,
            value=7,
            rater=HER,
            at=NOON,
            voice=Voice(),
        )
        found = resources_of(
            plan_of(needs=(need,), strengths=(strength,), ratings=(rapport,))
        )

        labelled = {
            name.partition("/")[0]
            for name, resource in found.items()
            if "security" in resource["meta"]
        }
        assert {"Condition", "Provenance", "Observation"} == labelled
        assert "security" not in found["Observation/t1"]["meta"]


class TestLosses:
    def test_text_that_is_too_long(self):
        """Where there must be text it becomes empty, elsewhere nothing."""
        long = "word " * 300_000
        need = Need(id="n1", words=long, voice=Voice())
        answer = Answer(status=AnswerStatus.ANSWERED, words=long)
        asked = Asked(
            id="a1", topic=Topic.CULTURE, answer=answer, voice=Voice()
        )
        plan = plan_of(needs=(need,), asked=(asked,))

        lost = fhir.losses(plan, version="R5")
        made, rules = again(fhir.write(plan, version="R5"))

        assert [
            ("Asked", "a1", "/asked/0/answer/words", "long-text"),
            ("Need", "n1", "/needs/0/words", "long-text"),
        ] == [(one.resource_type, one.id, one.path, one.rule) for one in lost]
        assert ("", None) == (made.needs[0].words, made.asked[0].answer.words)
        assert set() == rules

    def test_text_of_rare_spaces(self):
        """FHIR takes it for nothing."""
        plan = plan_of(needs=(Need(id="n1", words="\u00a0", voice=Voice()),))

        assert ["blank-text"] == [one.rule for one in fhir.losses(plan)]

    @pytest.mark.parametrize("minutes", [-14 * 60 - 1, 14 * 60 + 1])
    def test_an_offset_that_fhir_does_not_know(self, minutes):
        """The moment stays the same."""
        zone = timezone(timedelta(minutes=minutes))
        voice = Voice(said_at=NOON.astimezone(zone))
        plan = plan_of(needs=(Need(id="n1", words="A door", voice=voice),))

        made, _ = again(fhir.write(plan))

        assert ["offset"] == [one.rule for one in fhir.losses(plan)]
        assert plan == made
        assert UTC == made.needs[0].voice.said_at.tzinfo

    @pytest.mark.parametrize("hours", [-14, 14])
    def test_the_farthest_offsets_that_fhir_knows(self, hours):
        """They are kept."""
        zone = timezone(timedelta(hours=hours))
        voice = Voice(said_at=NOON.astimezone(zone))
        plan = plan_of(needs=(Need(id="n1", words="A door", voice=voice),))

        made, _ = again(fhir.write(plan))

        assert () == fhir.losses(plan)
        assert zone == made.needs[0].voice.said_at.tzinfo

    @BOTH
    def test_what_is_lost_is_told_in_the_bundle(self, version, valid):
        """In an OperationOutcome, which says no word of anybody."""
        plan = plan_of(needs=(Need(id="n1", words="\u2003", voice=Voice()),))

        bundle = fhir.write(plan, version=version)
        told = bundle["entry"][-1]["resource"]

        assert "OperationOutcome" == told["resourceType"]
        assert told["issue"][0]["diagnostics"].startswith("/needs/0/words is")
        assert set() == again(bundle)[1]
        valid(bundle, version)

    def test_a_version_that_is_not_written(self):
        """R6 is not finished."""
        for function in (fhir.write, fhir.losses):
            with pytest.raises(ValueError, match="R6"):
                function(plan_of(), version="R6")


class TestEditedByOthers:
    def test_a_choice_that_somebody_else_makes(self):
        """It is not the client's, and is left out with its decision."""
        way = Option(id="o1", words="Stay", voice=Voice())
        chosen = Choice(
            id="h1", option_id="o1", author=HER, decided_at=NOON, voice=SAID
        )
        decision = Decision(
            id="d1",
            client=HER,
            words="Where?",
            voice=SAID,
            options=(way,),
            choices=(chosen,),
        )
        bundle = fhir.write(plan_of(decisions=(decision,)))
        group = named(bundle, "RequestGroup/d1")
        author = [
            part
            for ours in extension_of(group, f"{OURS}decision")["extension"]
            if ours["url"] == "choices"
            for part in ours["extension"]
            if part["url"] == "author"
        ]
        author[0]["valueReference"] = {"reference": "Practitioner/w1"}

        made, rules = again(bundle)

        assert () == made.decisions
        assert "decision-authored-by-client" in rules

    def test_a_weight_that_is_not_the_clients(self):
        """It is left out, with what it was put on."""
        matters = WhatMatters(id="m1", words="A door", voice=SAID, rank=1)
        bundle = fhir.write(plan_of(what_matters=(matters,)))
        named(bundle, "Observation/m1")["performer"] = [
            {"reference": "Practitioner/w1"}
        ]

        made, rules = again(bundle)

        assert () == made.what_matters
        assert "weights-are-the-clients" in rules

    def test_two_answers_of_one_person(self):
        """What breaks a rule of the plan is left out, and the rest stands."""
        first, second = (
            Acceptance(id=own, actor=HER, status=AcceptanceStatus.AGREE)
            for own in ("y1", "y2")
        )
        plan = plan_of(acceptances=(first, evolved(second, replaces="y1")))
        bundle = fhir.write(plan)
        ours = extension_of(named(bundle, "Basic/y2"), f"{OURS}acceptance")
        ours["extension"] = [
            part for part in ours["extension"] if part["url"] != "replaces"
        ]

        made, rules = again(bundle)

        assert (first,) == made.acceptances
        assert {"acceptance-once"} == rules
        assert "Basic" == fhir.read(bundle).losses[0].resource_type

    def test_who_wrote_an_acceptance_down(self):
        """Its voice is not needed, and comes back where there is one."""
        agreed = Acceptance(
            id="y1", actor=HER, status=AcceptanceStatus.AGREE, voice=HEARD
        )
        plan = plan_of(acceptances=(agreed,))

        assert (plan, set()) == again(fhir.write(plan))

    def test_a_decision_without_its_actions(self):
        """A decision without its question is none."""
        decision = Decision(id="d1", client=HER, words="Where?", voice=SAID)
        bundle = fhir.write(plan_of(decisions=(decision,)))
        del named(bundle, "RequestGroup/d1")["action"]

        made, rules = again(bundle)

        assert () == made.decisions
        assert {"no-words"} == rules

    def test_marks_of_others(self):
        """Tags and extensions that somebody put beside ours."""
        goal = Goal(id="g1", words="A door", voice=SAID)
        plan = plan_of(goals=(goal,))
        bundle = fhir.write(plan)
        written = named(bundle, "Goal/g1")
        written["meta"]["tag"].insert(0, {"system": "urn:x", "code": "y"})
        written["expressedBy"]["extension"] = [{"url": "urn:x"}]

        assert (plan, set()) == again(bundle)

    def test_a_plan_that_no_repair_makes_whole(self):
        """It is lost, whole, and everything else is read."""
        bundle = fhir.write(Plan(id="p1", client=AMINA))
        care = named(bundle, "CarePlan/p1")
        care["identifier"][0]["value"] = "c1"

        reading = fhir.read(bundle)

        assert () == reading.plans
        assert ["malformed"] == [one.rule for one in reading.losses]

    def test_an_extension_of_ours_that_is_damaged(self):
        """Unknown fields and wrong values are losses."""
        goal = Goal(id="g1", words="A door", voice=Voice())
        bundle = fhir.write(plan_of(goals=(goal,)))
        parts = [
            {"url": "colour", "valueString": "blue"},
            {"url": "whose", "valueCode": "nobody"},
            {"url": "lifecycle_reason", "valueString": 7},
            {"url": "mandate_id", "valueReference": {"display": "The court"}},
            {"url": "lifecycle_reason", "extension": [{"url": "empty"}]},
            {"url": "scale", "extension": [{"url": "colour"}]},
        ]
        named(bundle, "Goal/g1")["extension"] = [
            {"url": f"{OURS}goal", "extension": parts}
        ]

        made, rules = again(bundle)

        assert (goal,) == made.goals
        assert "malformed" in rules

    def test_one_of_several_parts_that_is_damaged(self):
        """What is left would tell another story: none of it is read."""
        goal = Goal(id="g1", words="A door", voice=Voice())
        bundle = fhir.write(plan_of(goals=(goal,)))
        status = {"url": "status", "valueCode": "agree"}
        accepted = {"url": "acceptances", "extension": [status]}
        named(bundle, "Goal/g1")["extension"] = [
            {"url": f"{OURS}goal", "extension": [accepted]}
        ]

        made, rules = again(bundle)

        assert () == made.goals
        assert {"malformed"} == rules

    def test_a_record_of_ours_that_breaks_a_rule(self):
        """It is left out; what holds it stands."""
        goal = Goal(id="g1", words="A door", voice=Voice())
        bundle = fhir.write(plan_of(goals=(goal,)))
        texts = [{"url": "levels", "valueString": "one"}]
        scale = {"url": "scale", "extension": texts}
        named(bundle, "Goal/g1")["extension"] = [
            {"url": f"{OURS}goal", "extension": [scale]}
        ]

        made, rules = again(bundle)

        assert (goal,) == made.goals
        assert "scale-bounds" in rules


def named(bundle, name):
    """Return the resource of *bundle* with this type and id."""
    kind, _, own = name.partition("/")
    return next(
        entry["resource"]
        for entry in bundle["entry"]
        if (entry["resource"]["resourceType"], entry["resource"]["id"])
        == (kind, own)
    )


@pytest.fixture
def valid(needs):
    """Return a function that asks the models of another library."""
    needs("fhir", "fhir")
    models = {
        "R4": importlib.import_module("fhir.resources.R4B.bundle"),
        "R5": importlib.import_module("fhir.resources.bundle"),
    }

    def check(bundle, version):
        models[version].Bundle.model_validate(bundle)

    return check


class TestOtherModels:
    @BOTH
    def test_a_typical_plan_is_valid(self, valid, version):
        """In the models of another library."""
        valid(fhir.write(typical(), version=version), version)

    @BOTH
    def test_those_models_refuse_what_is_wrong(self, valid, version):
        """A goal without its status; a version's own element in the other."""
        goal = Goal(id="g1", words="A door", voice=SAID)
        bundle = fhir.write(plan_of(goals=(goal,)), version=version)
        other = "R5" if version == "R4" else "R4"

        with pytest.raises(ValueError, match="Bundle"):
            valid(bundle, other)
        del named(bundle, "Goal/g1")["lifecycleStatus"]
        with pytest.raises(ValueError, match="lifecycleStatus"):
            valid(bundle, version)


class TestThePage:
    @pytest.fixture
    def page(self):
        """Return the conformance page."""
        root = Path(__file__).parents[2]
        return (root / "docs/reference/fhir.md").read_text("utf-8")

    @pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
    def test_each_noun_has_its_row(self, page, kind):
        """The page says what the code does."""
        row = ROWS[kind]
        for field, where in row.elements.items():
            line = f"| {kind.__name__} | `{field}` | {where} |"
            assert line in page

    def test_no_row_too_many(self, page):
        """What the code no longer does is no longer on the page."""
        rows = re.findall(r"^\| (\w+) \| `([\w.]+)` \| ", page, re.MULTILINE)

        told = {
            (k.__name__, f) for k, row in ROWS.items() for f in row.elements
        }
        assert told == set(rows)

    def test_every_reason_is_on_the_page(self, page):
        """With its short name and its sentence."""
        for rule, why in WHYS.items():
            assert f"| `{rule}` | {why} |" in page

    @pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
    def test_each_noun_has_its_resource(self, page, kind):
        """With what stands in our extension, because no element says it."""
        fields = ", ".join(f"`{name}`" for name in in_extension(kind))

        row = f"| {kind.__name__} | {resource_of(kind)} | {fields or 'nothing'} |"
        assert row in page


def resource_of(kind):
    """Return which resource a noun of *kind* is, as the page says it."""
    if kind is Interpreter:
        return "Practitioner, RelatedPerson"
    if kind is Resource:
        return "HealthcareService, Organization, Basic"
    old, new = (ROWS[kind].resource(None, v) for v in fhir.FhirVersion)
    return old if old == new else f"R4 {old}, R5 {new}"


def in_extension(kind):
    """Yield the fields of *kind* that no element says, or not all of them."""
    elements = ROWS[kind].elements
    for field in shape(kind):
        own_resource = kind is Plan and field.kind in PLACES
        provenance = field.name == "voice" and not field.optional
        whole = "(" not in elements.get(field.name, "(")
        if field.name != "id" and not (own_resource or provenance or whole):
            yield field.name
