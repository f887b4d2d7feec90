"""The command ``check`` on FHIR that nobody here wrote."""

from __future__ import annotations

import json

import pytest


main = pytest.importorskip("empowerkit.cli").main
for part in ("click", "jinja2", "rich"):
    pytest.importorskip(part)

pytestmark = pytest.mark.real_data

NAMES = ("fhir-us-core", "fhir-pco")
AS_OF = ("--as-of", "2026-05-02")


@pytest.fixture
def check(capsys, real_data):
    """Return a function that looks at both folders."""

    def run(*args):
        code = main(["check", *(str(real_data / n) for n in NAMES), *args])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def findings(check):
    """Return the findings about both folders, as data."""
    return json.loads(check(*AS_OF, "--format", "json")[1])


@pytest.fixture
def resources(real_data):
    """Return each resource by its type and id."""
    files = [p for n in NAMES for p in (real_data / n).rglob("*.json")]
    assert 89 <= len(files)
    held = [json.loads(path.read_text("utf-8")) for path in files]
    return {f"{one['resourceType']}/{one['id']}": one for one in held}


def test_every_file_is_looked_at(check):
    """Without an error; nothing is refused."""
    code, out, err = check(*AS_OF)

    assert 0 == code
    assert "in 4 plans." in out
    assert "refused" not in err


def test_a_goal_of_a_professional_is_named_in_each_guide(findings):
    """One of US Core and one of the Person-Centered Outcomes guide."""
    named = [
        (one["file"].rpartition("/")[2], one["resource"])
        for one in findings
        if one["rule"] == "EMP102"
    ]

    assert [
        ("goal-1.json", "Goal/goal-1"),
        ("Goal-pcoGoalAnxietyExample.json", "Goal/pcoGoalAnxietyExample"),
    ] == named


def test_a_goal_of_the_patient_is_not(findings, resources):
    """Whoever expressed their own goal hears nothing of it."""
    theirs = {
        name
        for name, one in resources.items()
        if one["resourceType"] == "Goal"
        and one["expressedBy"]["reference"].startswith("Patient/")
    }
    named = {one["resource"] for one in findings if one["rule"] == "EMP102"}

    assert 6 == len(theirs)
    assert set() == theirs & named


def test_two_who_see_it_differently_are_named(findings):
    """The patient's +1 and the practitioner's 0 are a step apart."""
    (found,) = (one for one in findings if one["rule"] == "EMP703")

    assert "Observation/pcoGASScorePatientFollowupExample" == found["resource"]
    assert "attainment" == found["facts"]["ruler"]
    assert "1" == found["facts"]["apart"]
    assert (
        "Observation-pcoGASScorePractitionerFollowupExample"
        in (found["also_ids"])
    )


def test_where_a_finding_points_is_what_the_file_holds(findings, resources):
    """The named file has the named resource in it."""
    for one in findings:
        name = one["file"].rpartition("/")[2]
        held = resources[one["resource"]]

        assert held["id"] in name or held["id"] == "example"


def test_what_could_not_be_used_is_listed(check, findings, resources):
    """Every resource is in a plan, or told of on standard error."""
    _, _, err = check(*AS_OF, "--format", "concise")
    lost = {
        line.split(": ")[1] for line in err.splitlines() if ".json: " in line
    }

    assert 25 + 1 <= len(lost)
    assert lost - resources.keys() == {"Library/effective-data-requirements"}
    assert not lost & {one["resource"] for one in findings}


def test_the_log_says_the_same(check, findings):
    """SARIF has the same findings, and what was not used."""
    (run,) = json.loads(check(*AS_OF, "--format", "sarif")[1])["runs"]

    assert [one["rule"] for one in findings] == [
        one["ruleId"] for one in run["results"]
    ]
    assert run["invocations"][0]["toolExecutionNotifications"]


def test_a_town_is_searched(capsys, real_data):
    """Every service with a reason, none left out for its status."""
    code = main(
        [
            "resources",
            str(real_data / "hsds-ilao-illinois"),
            *("--domain", "legal", "--format", "json"),
        ]
    )
    said = json.loads(capsys.readouterr().out)

    assert 0 == code
    assert 429 == said["services"]
    assert len(said["matches"]) > 400
    assert all(one["reasons"] for one in said["matches"])
