"""``empowerkit convert`` from FHIR and to it."""

from __future__ import annotations

import json

import attrs
import pytest

from empowerkit.codecs import dumps, fhir, load, read_ndjson


CANARY = "canary-Fadumo"
GOAL = {
    "resourceType": "Goal",
    "id": "g1",
    "lifecycleStatus": "active",
    "description": {"text": CANARY},
    "subject": {"reference": "Patient/1"},
    "note": [{"text": CANARY}],
}
PATIENT = {"resourceType": "Patient", "id": "1", "name": [{"text": CANARY}]}
OTHER = {"resourceType": "Questionnaire", "id": "q1", "title": CANARY}


@pytest.fixture
def export(tmp_path):
    """Return the path of a folder of resources."""
    folder = tmp_path / "export"
    folder.mkdir()
    for number, one in enumerate((GOAL, PATIENT, OTHER)):
        (folder / f"{number}.json").write_text(json.dumps(one))
    return folder


@pytest.mark.parametrize("form", ["fhir", "fhir-r5"])
def test_a_plan_comes_back_as_it_went(cli, form, plan_file, tmp_path, told):
    """Nothing is lost in between, and nothing is told."""
    bundle, back = tmp_path / "b.json", tmp_path / "back.json"

    out = cli("convert", plan_file, "--to", form, "-o", bundle)
    again = cli("convert", bundle, "--from", "fhir", "--to=json", "-o", back)

    assert (0, "", "") == out == again
    assert "Bundle" == json.loads(bundle.read_text("utf-8"))["resourceType"]
    assert told == load(back)


def test_both_ways_can_be_named(caseload_file, cli, tmp_path):
    """From one and to the other, the same caseload comes back."""
    bundles, back = tmp_path / "b.ndjson", tmp_path / "back.ndjson"
    ours, theirs = ("--from", "empowerkit"), ("--from", "fhir")

    cli("convert", *ours, "--to", "fhir", caseload_file, "-o", bundles)
    cli("convert", *theirs, "--to", "empowerkit", bundles, "-o", back)

    assert caseload_file.read_bytes() == back.read_bytes()
    assert 2 == cli("convert", *theirs, caseload_file).code
    assert 2 == cli("convert", *ours, bundles).code


def test_a_caseload_becomes_a_bundle_each(caseload_file, cli, tmp_path):
    """In a folder; or one a line."""
    folder = tmp_path / "bundles"
    cli("convert", caseload_file, "--to", "fhir", "-o", folder)
    lines = cli("convert", caseload_file, "--to", "fhir").out.splitlines()

    assert 3 == len([*folder.iterdir()]) == len(lines)
    assert {"Bundle"} == {json.loads(one)["resourceType"] for one in lines}


def test_a_folder_becomes_a_plan_of_each_patient(cli, export, tmp_path):
    """What was not used is told, and no word of anybody."""
    target = tmp_path / "plans.ndjson"

    done = cli("convert", export, "--from", "fhir", "-o", target)

    (plan,) = read_ndjson(target)
    assert CANARY == plan.goals[0].words
    assert 0 == done.code
    assert f"{export / '2.json'}: Questionnaire/q1: is of a kind" in done.err
    assert "1 elements of other resources were not used" in done.err
    assert CANARY not in done.err


def test_a_reader_gets_their_own(cli, plan_file, tmp_path, told):
    """In both directions."""
    bundle = tmp_path / "b.json"
    args = ("--seen-by", "worker", "--to", "fhir", "-o", bundle)

    cli("convert", plan_file, *args)
    done = cli("convert", bundle, "--from", "fhir", "--to", "json")
    nobody = cli("convert", bundle, "--from=fhir", "--seen-by", "w9")

    assert len(told.ratings) == 1 + len(json.loads(done.out)["ratings"])
    assert 2 == nobody.code


def test_what_fhir_cannot_carry_is_told(cli, monkeypatch, plan_file):
    """Noun by noun, on standard error."""
    lost = fhir.Loss(
        resource_type="Need",
        id="n1",
        path="/words",
        rule="long-text",
        why="is long",
    )
    monkeypatch.setattr(fhir, "losses", lambda *a, **more: (lost,))

    done = cli("convert", plan_file, "--to", "fhir")

    assert 0 == done.code
    assert f"{plan_file}: Need/n1/words: is long [long-text]\n" == done.err


def test_our_own_is_no_fhir(cli, export, plan_file, tmp_path):
    """Nothing is written, and it says what to do."""
    target = tmp_path / "plans.ndjson"

    done = cli("convert", plan_file, export, "--from", "fhir", "-o", target)

    assert 2 == done.code
    assert f"{plan_file}: $: must be a resource of FHIR" in done.err
    assert "1 of 4 documents refused" in done.err
    assert not target.exists()


class TestWithoutBeingTold:
    def test_a_folder_of_resources(self, cli, export):
        """It is known by the resourceType, and read as one export."""
        told = cli("convert", export, "--from", "fhir")

        assert told == cli("convert", export)
        assert CANARY in told.out

    @pytest.mark.parametrize("name", ["bundle.json", "lines.ndjson", "one"])
    def test_a_file(self, cli, name, tmp_path):
        """A Bundle, lines, and one resource whose name says nothing."""
        path = tmp_path / name
        bundle = {
            "resourceType": "Bundle",
            "entry": [{"resource": one} for one in (GOAL, PATIENT)],
        }
        held = (GOAL, PATIENT) if path.suffix == ".ndjson" else (bundle,)
        path.write_text("".join(json.dumps(one) + "\n" for one in held))

        done = cli("convert", path)

        assert 0 == done.code
        assert CANARY in done.out

    def test_standard_input(self, cli):
        """It has no name that could say what it is."""
        done = cli("convert", "-", stdin=json.dumps(GOAL).encode())

        assert 0 == done.code
        assert CANARY in done.out

    def test_both_at_once(self, cli, export, plan_file, told):
        """Our own documents and FHIR go into one caseload."""
        done = cli("convert", export, plan_file)

        mine, own = done.out.splitlines()
        assert CANARY in mine
        assert told.id == json.loads(own)["id"]

    def test_words_that_look_like_it(self, cli, plan_file, told):
        """A document of ours whose words hold the name is still ours."""
        need = told.needs[0]
        words = 'They wrote "resourceType" on my form'
        said = attrs.evolve(told, needs=(attrs.evolve(need, words=words),))
        plan_file.write_bytes(dumps(said))

        done = cli("convert", plan_file)

        assert (0, "") == (done.code, done.err)
        assert plan_file.read_text("utf-8") + "\n" == done.out

    def test_what_is_broken(self, cli, export, plan_file, tmp_path):
        """Each is told by its file; nothing is written, no word repeated."""
        (export / "broken.json").write_text(json.dumps(GOAL)[:-1])
        plan_file.write_bytes(plan_file.read_bytes()[:-1])
        target = tmp_path / "plans.ndjson"

        done = cli("convert", export, plan_file, "-o", target)

        assert (2, "") == (done.code, done.out)
        broken = export / "broken.json"
        assert f"{broken}: $: a document must be JSON" in done.err
        assert f"{plan_file}: $: a document must be JSON" in done.err
        assert "2 of 5 documents refused" in done.err
        assert CANARY not in done.err
        assert not target.exists()
