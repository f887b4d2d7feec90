"""Directories that are broken, or that somebody made to break a reader."""

from __future__ import annotations

import copy
import json

import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit.codecs import hsds
from empowerkit.codecs._files import first_bytes
from empowerkit.errors import DocumentError
from empowerkit.model import Need, NeedId, ResourceStatus, Voice


SYSTEM = "https://directory.example"
NEED = Need(id=NeedId("n"), words="Somewhere to live", voice=Voice())
SERVICE = {
    "id": "s1",
    "name": "Tenants' clinic",
    "status": "active",
    "minimum_age": 18,
    "phones": [{"id": "p1", "number": "555 0101", "extension": 7}],
    "languages": [{"id": "g1", "name": "Somali", "code": "so"}],
    "cost_options": [{"id": "c1", "amount": 5, "currency": "USD"}],
    "attributes": [
        {"id": "t1", "taxonomy_term": {"id": "x", "name": "Housing"}}
    ],
    "service_areas": [{"id": "a1", "name": "Peoria County"}],
    "service_at_locations": [
        {
            "id": "l1",
            "schedules": [{"id": "h1", "freq": "WEEKLY", "byday": "MO"}],
            "location": {
                "id": "l2",
                "addresses": [{"id": "d1", "address_1": "1 Main Street"}],
            },
        }
    ],
    "organization": {"id": "o1", "name": "Neighbours"},
}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "services", "contents", "a.csv"]),
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


def put(data, path, value):
    """Return *data* with *value* at *path*."""
    key, *rest = path
    held = copy.copy(data)
    held[key] = put(data[key], rest, value) if rest else value
    return held


@given(path=st.sampled_from([*places(SERVICE)]), value=JSON)
def test_any_value_in_place_of_any_other(path, value):
    """The service is read, or told of; it can be searched and written."""
    changed = json.dumps([put(SERVICE, path, value)])

    directory = hsds.loads(changed, system=SYSTEM)

    assert directory.resources or directory.losses
    hsds.find_resources(directory, NEED)
    hsds.dumps(directory, without_status=ResourceStatus.ACTIVE)


@pytest.mark.parametrize(
    "name",
    ["accessibility", "addresses", "languages", "phones", "schedules"],
)
@pytest.mark.parametrize("odd", [False, 7, [None], [[]], {"code": []}])
@pytest.mark.parametrize("holder", ["organization", "service_at_locations"])
def test_what_a_part_holds_where_the_standard_has_none(holder, name, odd):
    """It is held to the form that it has elsewhere, and told of."""
    changed = SERVICE | {holder: {"id": "h", name: odd}}

    directory = hsds.loads(json.dumps([changed]), system=SYSTEM)

    (resource,) = directory.resources
    assert "Tenants' clinic" == resource.name
    hsds.find_resources(directory, NEED)


def test_one_that_breaks_off():
    """Wherever it does, it is refused, and nothing of it is repeated."""
    raw = json.dumps([SERVICE])

    for length in range(len(raw)):
        with pytest.raises(DocumentError) as caught:
            hsds.loads(raw[:length], system=SYSTEM)
        assert "json-syntax" == caught.value.rule
        assert "Tenants" not in str(caught.value)


def test_one_service_very_often():
    """What each place adds is added once; that takes no time to speak of."""
    places_of = [{"id": str(number)} for number in range(20_000)]
    listed = [
        {"id": "s1", "name": "Clinic", "service_at_locations": [place]}
        for place in places_of
    ]

    directory = hsds.loads(json.dumps(listed), system=SYSTEM)

    (found,) = directory.listings
    assert len(places_of) == len(found.service["service_at_locations"])
    assert () == directory.losses


@pytest.mark.parametrize(
    ("first", "other", "held", "rules"),
    [
        ("a", "b", "a", ["duplicate-id"]),
        (None, "b", "b", []),
        (False, False, False, []),
        ("a", "", "a", []),
        ([{"id": 1}], [{"id": 2}], [{"id": 1}, {"id": 2}], []),
        ([{"id": 1}], "b", [{"id": 1}], ["duplicate-id"]),
        ([{"id": 1}], [{"name": "b"}], [{"id": 1}], ["duplicate-id"]),
        ([1], [2], [1], ["duplicate-id"]),
    ],
)
def test_two_that_tell_of_one_service(first, other, held, rules):
    """The first stays, what the other adds is added, and what differs told."""
    told = [
        {"id": "s1", "name": "Clinic", "status": "active", "x": value}
        for value in (first, other)
    ]

    directory = hsds.loads(json.dumps(told), system=SYSTEM)

    assert held == directory.listings[0].service["x"]
    assert rules == [one.rule for one in directory.losses]


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 99])
@pytest.mark.parametrize("most", [1, 10, 11, 200])
def test_no_more_is_read_of_a_file_than_is_asked(most, size, tmp_path):
    """All of it, or as much."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * size)

    assert min(most, size) == len(first_bytes(path, most))


def test_a_file_that_does_not_tell_its_size(monkeypatch, tmp_path):
    """A pipe says that it holds nothing, and is read all the same."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * 99)
    unknown = path.stat().__class__([0] * 10)
    monkeypatch.setattr("empowerkit.codecs._files.os.fstat", lambda _: unknown)

    assert 99 == len(first_bytes(path, 200))
    assert 10 == len(first_bytes(path, 10))
