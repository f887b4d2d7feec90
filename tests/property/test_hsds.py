"""Directories, however messy, are read whole or told of."""

from __future__ import annotations

import csv
import io
import json

from typing import Any
from uuid import UUID

import attrs

from hypothesis import event, given
from hypothesis import strategies as st

from empowerkit.codecs import hsds
from empowerkit.codecs.hsds._csv import rows
from empowerkit.codecs.hsds._notes import RULES, Notes
from empowerkit.codecs.hsds._spec import KINDS
from empowerkit.errors import DocumentError
from empowerkit.model import Domain, Resource, ResourceStatus
from empowerkit.testing.strategies import resources


SYSTEM = "urn:example:directory"
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["18", "active", "Open", "MO", "physical", "so, fr"]),
)
fields = st.sampled_from(
    sorted(
        {
            name
            for kind in KINDS.values()
            for name in (
                *kind.texts,
                *kind.numbers,
                *kind.codes,
                *kind.parts,
                *kind.one,
                "id",
                "weekday",
                "colour",
            )
        }
    )
)
objects = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(fields, inner, max_size=4),
    ),
    max_leaves=12,
)
names = st.text(min_size=1).filter(lambda text: text.strip(" \0\t\n"))


@st.composite
def services(draw: st.DrawFn) -> dict[str, object]:
    """Draw a service as somebody might publish it."""
    held = draw(st.dictionaries(fields, objects, max_size=8))
    for name in ("service", "services", "contents"):
        held.pop(name, None)
    told = st.sampled_from([None, "", "active", "defunct", "Open"])
    return held | {
        "id": draw(st.uuids()).hex if draw(st.booleans()) else draw(names),
        "name": draw(st.sampled_from(["Housing help", "Rent", "Food"])),
        "fees": "Free",
        "status": draw(told),
    }


def loaded(data: object) -> hsds.Directory:
    """Return the directory that *data* makes."""
    return hsds.loads(json.dumps(data), system=SYSTEM)


@given(st.lists(services(), max_size=4, unique_by=lambda one: str(one["id"])))
def test_reading_what_was_written_changes_nothing(
    listed: list[dict[str, object]],
) -> None:
    """Whatever was read, writing and reading it again gives the same."""
    first = loaded(listed)
    data = hsds.dumps(first, without_status=ResourceStatus.INACTIVE)
    again = hsds.loads(data, system=SYSTEM)

    event(f"losses: {len(first.losses) > 0}")
    assert first.listings == again.listings
    assert first.resources == again.resources
    assert {p.rule for p in again.losses} <= {"no-service"}


def sound(kind: str, held: dict[str, Any]) -> bool:
    """Return whether *held* has the types that 3.0 wants of its kind."""
    spec = KINDS[kind]
    parts = [
        (inner, part)
        for name, inner in spec.parts.items()
        for part in held.get(name, ())
    ]
    parts += [
        (spec.one[name], held[name]) for name in spec.one if name in held
    ]
    return (
        str(UUID(held["id"])) == held["id"]
        and all(name in held for name in spec.needs)
        and all(type(held[n]) is str for n in spec.texts if n in held)
        and all(
            type(held[n]) in (int, float) for n in spec.numbers if n in held
        )
        and all(held[n] in spec.codes[n] for n in spec.codes if n in held)
        and all(sound(inner, part) for inner, part in parts)
    )


@given(st.lists(services(), max_size=4))
def test_what_is_written_has_the_types_of_3_0(
    listed: list[dict[str, object]],
) -> None:
    """Texts are texts, numbers numbers, codes codes; what 3.0 wants is there."""
    data = hsds.dumps(loaded(listed), without_status=ResourceStatus.ACTIVE)

    for service in json.loads(data)["contents"]:
        assert sound("service", service)
        assert service["status"] in {status.value for status in ResourceStatus}


@given(objects)
def test_any_json_is_read_or_told_of(data: object) -> None:
    """Nothing that JSON can hold is more than a loss."""
    found = loaded(data)

    assert found.listings or found.losses
    assert {p.rule for p in found.losses} <= RULES


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes_are_read_or_refused_by_name(data: bytes | str) -> None:
    """What is no JSON raises our own error, and no other."""
    try:
        found = hsds.loads(data, system=SYSTEM).losses
    except DocumentError as error:
        found = error.problems

    assert {p.rule for p in found} <= RULES


@given(st.lists(services(), max_size=4))
def test_nothing_is_filtered_by_who_may_come(
    listed: list[dict[str, object]],
) -> None:
    """Ages, status, cost and area change reasons, and never what is found."""
    plain = [{"id": s["id"], "name": s["name"], "fees": "1"} for s in listed]
    strict = [
        one
        | {
            "minimum_age": 150,
            "maximum_age": 0,
            "eligibility_description": "Nobody",
            "service_areas": ["Nowhere"],
            "status": "defunct",
        }
        for one in plain
    ]
    found, still = (
        [
            match.resource.source
            for match in hsds.find_resources(
                loaded(held), Domain.HOUSING_INSTABILITY
            )
        ]
        for held in (plain, strict)
    )

    assert found == still


@given(st.lists(services(), max_size=5))
def test_the_order_is_by_name(listed: list[dict[str, object]]) -> None:
    """The order is that of the names, whatever the reasons."""
    found = hsds.find_resources(loaded(listed), "no such topic")
    named = [match.resource.name.casefold() for match in found]

    assert sorted(named) == named


@given(resources())
def test_resources_of_a_plan_come_back(ours: Resource) -> None:
    """What HSDS has a field for is the same after writing and reading."""
    ours = attrs.evolve(ours, name=ours.name if ours.name.split() else "x")
    directory = hsds.directory_of([ours], system=SYSTEM)
    data = hsds.dumps(directory, without_status=ResourceStatus.ACTIVE)
    (again,) = hsds.loads(data, system=SYSTEM).resources

    assert {p.rule for p in directory.losses} <= {"not-carried"}
    assert " ".join(ours.name.split()) == again.name
    for name in ("kind", "domain", "status"):
        assert getattr(ours, name) == getattr(again, name)
    for name in ("description", "cost", "eligibility", "contact"):
        assert (getattr(ours, name) or None) == getattr(again, name)
    assert tuple(dict.fromkeys(ours.languages)) == again.languages


cells = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
    max_size=12,
)


@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_tables_are_read_as_the_csv_module_writes_them(
    table: list[list[str]], quoting: int
) -> None:
    """Every cell that a CSV writer can write is read as it was."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting)
    writer.writerow(["a", "b", "c"])
    writer.writerows(table)
    notes = Notes(system=SYSTEM)
    found = [row.cells for row in rows(text.getvalue(), "t.csv", notes)]
    wanted = [
        held
        for line in table
        if (
            held := {
                name: cell
                for name, cell in zip("abc", line, strict=True)
                if cell.strip()
            }
        )
    ]

    assert wanted == found
    assert notes.problems == []


@given(st.text(max_size=100))
def test_any_text_is_a_table(text: str) -> None:
    """No text is more than a loss, and every line is counted."""
    notes = Notes(system=SYSTEM)
    found = [*rows(text, "t.csv", notes)]

    assert {p.rule for p in notes.problems} <= RULES
    lines = len(text.splitlines()) + 1
    assert all(int(row.path.split()[-1]) <= lines for row in found)
