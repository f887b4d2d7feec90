"""What is told of a directory, to the letter: of its faults, and of it."""

from __future__ import annotations

import json

import pytest

from empowerkit.codecs import hsds
from empowerkit.errors import DocumentError
from empowerkit.model import Client, Domain, Side


SERVICES = b"id,name,status\ns1,Clinic,active\n"
NOT_READ = (
    "must be a service, an organization with services, a page or a list of "
    "those, or tables; it was not read"
)
NO_ROW = (
    "a link must name a row that is there; the row was not read: add that "
    "row, or correct the name"
)


def loads(data):
    """Return the directory that *data* makes."""
    text = data if isinstance(data, str) else json.dumps(data)
    return hsds.loads(text, system="x")


def told(directory):
    """Return everything that was noted."""
    return [(p.rule, p.path, p.message) for p in directory.losses]


def test_of_tables(tmp_path):
    """Each fault of a folder is told with its file, and what to do."""
    more = b"s1,Again,active\ns2,Two,active,a,,b\n,,active\n"
    for name, held in {
        "services": SERVICES + more,
        "phones": b"id,service_id,number\np1,s9,555\n",
        "odd": b"id\n1\n",
        "locations": b"id,name\nl1,Stra\xdfe\n",
    }.items():
        (tmp_path / f"{name}.csv").write_bytes(held)

    assert told(hsds.read(tmp_path, system="x")) == [
        (
            "encoding",
            "locations.csv",
            "must be UTF-8; read as Windows-1252: save it as UTF-8",
        ),
        (
            "unknown-table",
            "odd.csv",
            (
                "must be a table of services that is known here; nothing of it "
                "was read: see the conformance page"
            ),
        ),
        (
            "duplicate-id",
            "services.csv line 3",
            (
                "an id must stand once in its table; the row was not read: give "
                "it an id of its own, or take it out"
            ),
        ),
        (
            "columns",
            "services.csv line 4",
            (
                "a row must have no more cells than the header (3); the others "
                "were kept as columns without a name: quote the cells that hold "
                "a delimiter"
            ),
        ),
        (
            "required",
            "services.csv line 5",
            "must have id and name; it was not read: add id and name",
        ),
        ("orphan-row", "phones.csv line 2", NO_ROW),
        (
            "not-carried",
            "locations.csv",
            (
                "1 of kind location must belong to a service to be read, and do "
                "not; they were left out"
            ),
        ),
    ]


def test_of_text_that_nobody_can_store(tmp_path):
    """A NUL is left out, and that is said."""
    (tmp_path / "services.csv").write_bytes(SERVICES + b"s2,T\0wo,active\n")
    directory = hsds.read(tmp_path, system="x")

    assert ["Clinic", "Two"] == [r.name for r in directory.resources]
    assert told(directory) == [
        (
            "text-storable",
            "services.csv",
            (
                "text must hold no NUL and no lone surrogate; each was left out: "
                "export it again"
            ),
        )
    ]


@pytest.mark.parametrize(
    ("data", "rule", "path", "message"),
    [
        (
            [{"id": "1", "name": "C", "status": "active", "phones": 7}],
            "field-type",
            "$[0].phones",
            (
                "phones must be a list of objects; it was kept as "
                "phones_as_given: correct it in the directory"
            ),
        ),
        (
            {"contents": [], "total_pages": 3, "page_number": 1},
            "other-pages",
            "$",
            (
                "page 1 of 3: the other pages must be read too: put all of them "
                "into one folder"
            ),
        ),
        ([{"foo": 1}], "unknown-object", "$[0]", NOT_READ),
        (
            '[{"id": "s", "name": "n", "name": "m", "status": "active"}]',
            "duplicate-key",
            "$",
            (
                "an object must hold each key once; the last of each was kept: "
                "take the others out"
            ),
        ),
        (
            '[{"id": "s", "name": "n", "x": NaN, "status": "active"}]',
            "number",
            "$",
            "a number must be finite; it was left out: correct it",
        ),
        ([], "no-service", "$", "must hold a service, and holds none"),
    ],
)
def test_of_objects(data, rule, path, message):
    """Each fault of a file is told with its place, and what to do."""
    assert (rule, path, message) in told(loads(data))


@pytest.mark.parametrize(
    ("data", "rule", "message"),
    [
        (
            "{",
            "json-syntax",
            "a file must be JSON; it stops being at character 1",
        ),
        (
            "PK\3\4",
            "json-syntax",
            "a file must be no archive: unpack it, and name the folder",
        ),
        (
            "[" * 200,
            "depth-cap",
            "a file must be nested no deeper than 32",
        ),
    ],
)
def test_of_what_is_no_file_of_ours(data, rule, message):
    """What cannot be read at all is refused, and why is said."""
    with pytest.raises(DocumentError) as caught:
        loads(data)

    assert [(rule, "$", message)] == [
        (p.rule, p.path, p.message) for p in caught.value.problems
    ]


def test_of_an_address():
    """Every line of an address is told, in the order of a letter."""
    address = {
        "attention": "Room 3",
        "address_1": "1 Main Street",
        "address_2": "Second floor",
        "city": "Peoria",
        "region": "Peoria County",
        "state_province": "IL",
        "postal_code": "61602",
        "country": "US",
    }
    service = {
        "id": "s1",
        "name": "Clinic",
        "status": "active",
        "service_at_locations": [
            {"id": "a1", "location": {"id": "l1", "addresses": [address]}}
        ],
    }
    (found,) = loads(service).listings

    assert found.places == (", ".join(address.values()),)


def test_of_languages_that_are_not_the_clients():
    """All that a service lists are told where none of them is hers."""
    service = {
        "id": "s1",
        "name": "Rent",
        "status": "active",
        "languages": [{"code": "fr"}, {"code": "es"}],
    }
    (found,) = hsds.find_resources(
        loads(service),
        Domain.HOUSING_INSTABILITY,
        client=Client(called="Amina", languages=("so",)),
    )

    assert [
        (Side.AGAINST, "none of the client's languages is listed: fr, es"),
        (Side.UNSURE, "it says of languages: fr; es"),
    ] == [(r.side, r.words) for r in found.reasons if r.code == "language"]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\n", "\x7f", "\x9f"])
def test_of_a_name_that_breaks_its_line(sign):
    """A name is one line, whatever sign breaks it."""
    service = {"id": "s1", "name": f"Neigh{sign}bours", "status": "active"}
    (found,) = loads(service).resources

    assert "Neigh bours" == found.name


def test_a_page_is_laid_out_for_people_to_read():
    """Each of its fields stands on a line of its own."""
    page = hsds.dumps(loads([])).decode()

    assert ["{", ' "total_items": 0,'] == page.splitlines()[:2]


def test_of_where_it_comes_from():
    """A directory says whose it is, as it was told, and so does each line."""
    directory = loads([{"id": "1", "name": "C", "status": "active"}])

    assert "x" == directory.system
    assert ["x"] == [one.system for one in directory.listings]


def test_of_text_in_another_encoding(tmp_path):
    """What a marked encoding cannot say is replaced, and the rest is read."""
    text = "id,name,status\ns1,Clinic,active\n".encode("utf-16-le")
    (tmp_path / "services.csv").write_bytes(b"\xff\xfe" + text + b"\x00")

    directory = hsds.read(tmp_path, system="x")

    assert "Clinic" == directory.resources[0].name
