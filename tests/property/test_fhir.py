"""Laws of FHIR: a plan comes back the same, and no document breaks it."""

from __future__ import annotations

import copy
import importlib
import json

from datetime import UTC, datetime, timedelta, timezone

import pytest

from hypothesis import assume, event, given
from hypothesis import strategies as st

from empowerkit.codecs import fhir
from empowerkit.codecs._form import to_data
from empowerkit.codecs.fhir._codes import OURS, slug
from empowerkit.codecs.fhir._fit import fitted
from empowerkit.codecs.fhir._table import ROWS
from empowerkit.model import Need, Rating, Voice
from empowerkit.model._record import evolved, shape, walk
from empowerkit.plan import Plan
from empowerkit.testing.strategies import plans


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
VERSIONS = st.sampled_from(fhir.FhirVersion)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        (
            "#a",
            "2020",
            "2020-13-01",
            "2020-01-01T00:00:00Z",
            "Goal/1",
            "Patient/1",
            "active",
            "entered-in-error",
            "https://server.example/fhir/Patient/1",
            "urn:uuid:5d0c1a4e-3f2b-4b7a-9a51-0d6f1c2b3a49",
        )
    ),
    lambda inside: (
        st.lists(inside, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                (
                    "code",
                    "coding",
                    "extension",
                    "identifier",
                    "reference",
                    "resourceType",
                    "text",
                    "url",
                )
            )
            | st.text(max_size=3),
            inside,
            max_size=2,
        )
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def models(needs):
    """Return the models of another library, by version."""
    needs("fhir", "fhir")
    return {
        "R4": importlib.import_module("fhir.resources.R4B.bundle"),
        "R5": importlib.import_module("fhir.resources.bundle"),
    }


def through_json(data):
    """Return *data* as it is after it was written down and read again."""
    return json.loads(json.dumps(data))


def places_in(data):
    """Yield every place of *data*: what holds it, and its key there."""
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from places_in(data[key])


class TestThereAndBack:
    @given(plans(), VERSIONS)
    def test_a_plan_comes_back_the_same(self, plan, version):
        """And what is written of it leaves nothing unread."""
        assume(not fhir.losses(plan, version=version))

        reading = fhir.read(through_json(fhir.write(plan, version=version)))

        assert (plan,) == reading.plans
        assert () == reading.losses

    @given(plans(max_nouns=12), VERSIONS)
    def test_what_is_not_lost_comes_back(self, plan, version):
        """Text of nothing but rare spaces is lost, and all the rest is not."""
        lost = fhir.losses(plan, version=version)

        made = fhir.read(fhir.write(plan, version=version)).plans[0]

        assert {one.rule for one in lost} <= {"blank-text"}
        assert to_data(fitted(plan)[0]) == to_data(made)
        assert () == fhir.losses(made, version=version)

    @given(st.lists(plans(max_nouns=6), max_size=3), VERSIONS)
    def test_plans_beside_each_other_stay_apart(self, many, version):
        """Also where both have a noun of one id."""
        apart = {p.id: p for p in many if not fhir.losses(p, version=version)}
        bundles = [fhir.write(p, version=version) for p in apart.values()]

        assert tuple(apart.values()) == fhir.read(bundles).plans

    @given(plans(max_nouns=12), VERSIONS, st.booleans(), st.data())
    def test_resources_stand_in_any_order(self, plan, version, ours, data):
        """Nothing is lost that is not lost in the order they came in."""
        bundle = fhir.write(plan, version=version)
        if not ours:
            make_foreign(bundle)
        entries = data.draw(st.permutations(bundle["entry"]))

        given = fhir.read(bundle)
        found = fhir.read(through_json(bundle | {"entry": entries}))

        assert {*given.losses} == {*found.losses}
        assert as_sets(given.plans[0]) == as_sets(found.plans[0])

    @given(plans(max_nouns=12), VERSIONS)
    def test_a_bundle_shares_no_part(self, plan, version):
        """Whoever edits one resource does not edit another."""
        bundle = fhir.write(plan, version=version)
        held = [id(o[k]) for o, k in places_in(bundle) if is_part(o[k])]

        assert len(held) == len(set(held))

    @given(plans(max_nouns=12), VERSIONS)
    def test_the_elements_that_the_page_lists_carry_it(self, plan, version):
        """What the table gives an element is in no extension of ours."""
        assume(not plan.absent)
        for entry in fhir.write(plan, version=version)["entry"]:
            row, names = told_in_extension(entry["resource"])
            if row is not None:
                event(row.kind.__name__)
                assert set() == names & always_carried(row)

    @given(plans(having=[Need], max_nouns=8), VERSIONS, st.data())
    def test_what_is_lost_is_reported(self, plan, version, data):
        """An offset beyond 14 hours: the moment stands, and a loss."""
        minutes = data.draw(st.integers(14 * 60 + 1, 18 * 60))
        sign = data.draw(st.sampled_from((1, -1)))
        zone = timezone(timedelta(minutes=sign * minutes))
        voice = Voice(said_at=NOON.astimezone(zone))
        first = evolved(plan.needs[0], voice=voice)
        plan = evolved(plan, needs=(first, *plan.needs[1:]))

        lost = [
            one
            for one in fhir.losses(plan, version=version)
            if one.rule == "offset"
        ]
        made = fhir.read(fhir.write(plan, version=version)).plans[0]

        assert ["/needs/0/voice/said_at"] == [one.path for one in lost]
        assert plan.needs[0].voice == made.needs[0].voice


def as_sets(plan):
    """Return what *plan* holds, without the order of what is several."""
    held = [getattr(plan, field.name) for field in shape(Plan)]
    return [frozenset(v) if isinstance(v, tuple) else v for v in held]


def is_part(value):
    """Return whether *value* can be edited."""
    return isinstance(value, dict | list)


def told_in_extension(resource):
    """Return the row of *resource*, and what its extension of ours tells."""
    held = {e["url"]: e for e in resource.get("extension", ())}
    for kind, row in ROWS.items():
        extension = held.get(f"{OURS}{slug(kind)}")
        if extension is not None:
            return row, {part["url"] for part in extension["extension"]}
    return None, set()


def always_carried(row):
    """Return the fields of *row* that an element carries, whatever it is."""
    return {field for field, where in row.elements.items() if "(" not in where}


class TestAnyDocument:
    @given(plans(max_nouns=8), VERSIONS, st.data())
    def test_damage_is_a_loss_and_no_error(self, plan, version, data):
        """Whatever stands wherever: the rest is read."""
        bundle = fhir.write(plan, version=version)
        if data.draw(st.booleans()):
            make_foreign(bundle)
        for _ in range(data.draw(st.integers(1, 4))):
            inside, key = data.draw(st.sampled_from(list(places_in(bundle))))
            if data.draw(st.booleans()):
                inside[key] = data.draw(JSON)
            else:
                del inside[key]

        reading = fhir.read(bundle)

        event(f"{len(reading.plans)} plans")
        for made in reading.plans:
            for _, record in walk(made):
                assert not isinstance(record, Rating) or record.rater

    @given(JSON)
    def test_any_json(self, value):
        """The same for what is no FHIR at all."""
        assert () == fhir.read([copy.deepcopy(value)]).plans


def make_foreign(bundle):
    """Take out of *bundle* whatever says that it is ours."""
    for entry in bundle["entry"]:
        entry["resource"].pop("meta", None)
        entry["resource"].pop("identifier", None)


class TestOtherModels:
    @given(plans(), VERSIONS)
    def test_what_is_written_is_valid(self, models, plan, version):
        """The models of another library accept it, in R4B and in R5."""
        bundle = through_json(fhir.write(plan, version=version))

        models[version].Bundle.model_validate(bundle)

    @given(plans(), VERSIONS)
    def test_references_stand_where_they_may(self, models, plan, version):
        """FHIR says of each reference which resources it may name."""
        bundle = fhir.write(plan, version=version)
        found = models[version].Bundle.model_validate(bundle)

        assert set() == set(misplaced(found))


def misplaced(model):
    """Yield each reference of *model* that names what it may not."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name, None)
        allowed = (field.json_schema_extra or {}).get("enum_reference_types")
        for one in value if isinstance(value, list) else [value]:
            if not hasattr(type(one), "model_fields"):
                continue
            if type(one).__name__ != "Reference" or not allowed:
                yield from misplaced(one)
            elif one.type and not {one.type, "Resource"} & set(allowed):
                yield type(model).__name__, name, one.type
