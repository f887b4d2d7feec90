"""Directories that nobody here wrote: real ones, and the standard's own."""

from __future__ import annotations

import json

from collections import Counter

import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit.codecs import hsds
from empowerkit.codecs.hsds._spec import KINDS
from empowerkit.model import Domain, ResourceStatus, Side


pytestmark = pytest.mark.real_data

EXAMPLES = "hsds-3.0-spec-examples"
# What the standard's own tables name and do not have.
UNTIED = {"not-carried": 1, "orphan-row": 4, "unknown-table": 1}
WHERE = {
    "hsds-ilao-illinois": (
        429,
        {"not-carried": 2, "orphan-row": 125, "required": 20},
    ),
    "hsds-ohana-sample-csv": (23, {"not-carried": 1}),
    "hsds-mock-api": (1, {"not-carried": 2}),
    f"{EXAMPLES}/csv": (1, UNTIED),
    f"{EXAMPLES}/tabular.json": (1, UNTIED),
    f"{EXAMPLES}/service_full.json": (1, {}),
    f"{EXAMPLES}/organization_full.json": (1, {}),
    f"{EXAMPLES}/service_at_location_full.json": (1, {}),
    f"{EXAMPLES}/service_list.json": (1, {"other-pages": 1}),
    f"{EXAMPLES}/service_at_location_list.json": (1, {"other-pages": 1}),
    f"{EXAMPLES}/organization_list.json": (
        0,
        {"not-carried": 1, "other-pages": 1},
    ),
    f"{EXAMPLES}/location.json": (0, {"not-carried": 1}),
    f"{EXAMPLES}/taxonomy.json": (0, {"not-carried": 1}),
    f"{EXAMPLES}/taxonomy_term.json": (0, {"not-carried": 1}),
    f"{EXAMPLES}/base.json": (0, {"no-service": 1}),
}


@pytest.fixture
def directory(real_data):
    """Return a function that reads the directory of a name."""
    return lambda name: hsds.read(real_data / name, system=f"urn:{name}")


@pytest.fixture(scope="module")
def valid(real_data):
    """Return a function that tells whether a service keeps the schemas."""
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    schemas = {
        path.name: json.loads(path.read_text("utf-8"))
        for path in (real_data / "hsds-3.0-spec-schema").glob("*.json")
    }
    # The schemas name some that are not among them.
    registry = referencing.Registry(
        retrieve=lambda name: referencing.Resource(
            contents=schemas.get(name, {}),
            specification=referencing.jsonschema.DRAFT202012,
        )
    )
    kind = jsonschema.Draft202012Validator
    return kind(
        schemas["service.json"],
        registry=registry,
        # Mail and page addresses stand as the directory gives them.
        format_checker=jsonschema.FormatChecker(["uuid"]),
    ).is_valid


@pytest.mark.parametrize("name", WHERE)
def test_all_is_read_or_reported(directory, name):
    """Each service is there, or told of, with the rule that it broke."""
    found = directory(name)
    count, rules = WHERE[name]

    assert len(found.listings) == count
    assert Counter(p.rule for p in found.losses) == rules


@pytest.mark.parametrize("name", WHERE)
def test_written_as_3_0(directory, valid, name):
    """What is written keeps the standard's schemas, and reads the same."""
    found = directory(name)
    data = hsds.dumps(found, without_status=ResourceStatus.ACTIVE)
    again = hsds.loads(data, system=found.system)

    assert all(map(valid, json.loads(data)["contents"]))
    assert found.listings == again.listings
    assert {p.rule for p in again.losses} <= {"no-service"}


def test_a_planted_fault_is_noticed(directory, valid):
    """The schemas refuse what they should: the proof is not blind."""
    (found,) = directory(f"{EXAMPLES}/service_full.json").listings

    assert valid(found.service)
    assert not valid(found.service | {"status": "open"})
    assert not valid(found.service | {"phones": [{"id": "1"}]})


names = st.sampled_from(
    sorted(
        {
            name
            for kind in KINDS.values()
            for held in (
                kind.texts,
                kind.numbers,
                kind.codes,
                kind.parts,
                kind.one,
            )
            for name in held
        }
    )
)
messy = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4)
    ),
    max_leaves=15,
)


@given(st.dictionaries(names, messy, max_size=10))
def test_whatever_was_read_keeps_the_schemas(valid, service):
    """A service with anything in any field is written as 3.0 wants it."""
    held = service | {"id": "s1", "name": "Clinic", "status": "active"}
    held.pop("services", None)
    found = hsds.loads(json.dumps([held]), system="x")

    (written,) = json.loads(hsds.dumps(found))["contents"]
    assert valid(written)


def test_the_standards_own_example_is_kept_whole(directory, real_data):
    """Nothing of the full example is lost or changed."""
    name = f"{EXAMPLES}/service_full.json"
    (found,) = directory(name).listings
    whole = json.loads((real_data / name).read_text("utf-8"))

    assert holds(found.service, whole)


def holds(ours, theirs):
    """Return whether everything in *theirs* stands in *ours*."""
    if isinstance(theirs, dict):
        return all(k in ours and holds(ours[k], v) for k, v in theirs.items())
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(holds, ours, theirs))
    return ours == theirs


def test_an_api_of_3_1_is_kept_whole(directory, real_data):
    """What 3.1 added stays where it was."""
    (page,) = (real_data / "hsds-mock-api" / "services").glob("*.json")
    found = hsds.read(page, system="x")

    assert found.losses == ()
    whole = json.loads(page.read_text("utf-8"))
    assert holds(found.listings[0].service, whole)


def test_every_field_of_the_standard_is_known(real_data):
    """Each field of each schema is text, number, code or part here."""
    links = {"id", "link_id", "resource_id", "taxonomy_id", "taxonomy_term_id"}
    unknown = []
    for path in (real_data / "hsds-3.0-spec-schema").glob("*.json"):
        spec = KINDS[path.stem]
        known = (
            spec.texts | spec.numbers | {*spec.codes, *spec.parts, *spec.one}
        )
        fields = json.loads(path.read_text("utf-8"))["properties"]
        unknown += [
            (path.stem, name)
            for name in fields
            if name not in known | links and not name.endswith("_id")
        ]

    assert unknown == []


class TestIllinois:
    """A real directory of legal aid: 430 rows, no status on any."""

    @pytest.fixture
    def illinois(self, directory):
        """Return the directory of Illinois Legal Aid Online."""
        return directory("hsds-ilao-illinois")

    def test_the_row_without_id_and_name(self, illinois):
        """It is told of with its file and line."""
        found = [
            p
            for p in illinois.losses
            if p.path.startswith("services.csv") and p.rule == "required"
        ]

        assert [(p.message, p.path) for p in found] == [
            (
                "must have id and name; it was not read: add id and name",
                "services.csv line 651",
            )
        ]

    def test_no_status_is_no_status(self, illinois):
        """Empty is not recorded, on every row."""
        assert {r.status for r in illinois.resources} == {None}

    @pytest.mark.parametrize(
        ("need", "at_least"),
        [(Domain.HOUSING_INSTABILITY, 40), ("legal", 400)],
    )
    def test_found_with_reasons(self, illinois, need, at_least):
        """Housing and legal help is found, each with why."""
        found = hsds.find_resources(illinois, need)

        assert len(found) >= at_least
        assert all(one.speaks_for for one in found)
        assert all("status" in {r.code for r in one.to_ask} for one in found)
        names = [one.resource.name.casefold() for one in found]
        assert names == sorted(names)

    def test_a_name_is_a_reason(self, illinois):
        """The reason says where the word stands."""
        found = hsds.find_resources(illinois, Domain.HOUSING_INSTABILITY)
        said = {
            r.words
            for one in found
            if one.resource.name == "Tenant-Landlord Legal Aid"
            for r in one.reasons
            if r.side is Side.FOR
        }

        assert "the word 'Tenant' stands in its name" in said
