"""FHIR: from files, folders, Bundles and lines; what cannot be read."""

from __future__ import annotations

import json

import pytest

from empowerkit.codecs import fhir
from empowerkit.errors import DocumentError


PATIENT = {
    "resourceType": "Patient",
    "id": "1",
    "name": [{"text": "Amina"}],
}
GOAL = {
    "resourceType": "Goal",
    "id": "7",
    "lifecycleStatus": "active",
    "description": {"text": "A door I can lock"},
    "subject": {"reference": "Patient/1"},
}
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [{"resource": PATIENT}, {"resource": GOAL}],
}


def as_bytes(data):
    """Return *data* as JSON."""
    return json.dumps(data).encode()


def goals_of(reading):
    """Return the ids of all goals that were read."""
    return [goal.id for plan in reading.plans for goal in plan.goals]


def rules_of(reading):
    """Return what each loss is about, and why."""
    return [(one.resource_type, one.path, one.rule) for one in reading.losses]


class TestWhereItComesFrom:
    @pytest.mark.parametrize(
        "source",
        [
            BUNDLE,
            [PATIENT, GOAL],
            iter([PATIENT, GOAL]),
            as_bytes(BUNDLE),
            {"resourceType": "Bundle", "entry": [{"resource": BUNDLE}]},
        ],
        ids=["bundle", "list", "iterator", "bytes", "bundle in a bundle"],
    )
    def test_plain_data_and_bytes(self, source):
        """A resource, several, a Bundle, a Bundle in a Bundle."""
        reading = fhir.read(source)

        assert ["Goal-7"] == goals_of(reading)
        assert () == reading.losses

    @pytest.mark.parametrize("as_text", [True, False])
    def test_a_file(self, tmp_path, as_text):
        """By its path, as text or as a path."""
        path = tmp_path / "bundle.json"
        path.write_bytes(as_bytes(BUNDLE))

        reading = fhir.read(str(path) if as_text else path)

        assert ["Goal-7"] == goals_of(reading)

    def test_a_bulk_export(self, tmp_path):
        """One file of lines for each type; blank lines are passed over."""
        (tmp_path / "Patient.ndjson").write_bytes(as_bytes(PATIENT) + b"\n")
        lines = [as_bytes(GOAL), b"", as_bytes(GOAL | {"id": "8"})]
        (tmp_path / "Goal.ndjson").write_bytes(b"\n".join(lines))

        reading = fhir.read(tmp_path)

        assert ["Goal-7", "Goal-8"] == goals_of(reading)
        assert ["Goal-7", "Goal-8"] == goals_of(
            fhir.read(tmp_path / "Goal.ndjson")
        )

    def test_several_files(self, tmp_path):
        """They are one reading, with folders, documents and data beside."""
        patient, lines = tmp_path / "patient.json", tmp_path / "a.ndjson"
        patient.write_bytes(as_bytes(PATIENT))
        lines.write_bytes(as_bytes(GOAL) + b"\n{")
        inside = tmp_path / "inside"
        inside.mkdir()
        (inside / "goal.json").write_bytes(as_bytes(GOAL | {"id": "8"}))
        (inside / "odd.json").write_bytes(b"[")
        raw = as_bytes(GOAL | {"id": "9"})

        reading = fhir.read(
            [lines, inside, patient, raw, GOAL | {"id": "10"}, b"{"]
        )

        assert 1 == len(reading.plans)
        assert [f"Goal-{n}" for n in (7, 8, 9, 10)] == goals_of(reading)
        assert [
            (f"{lines.as_posix()}:2", "json-syntax"),
            (f"{inside.as_posix()}/odd.json", "json-syntax"),
            ("", "json-syntax"),
        ] == [(one.file, one.rule) for one in reading.losses]

    def test_several_files_of_which_one_is_not_there(self, tmp_path):
        """As with one file, that is an error."""
        path = tmp_path / "patient.json"
        path.write_bytes(as_bytes(PATIENT))

        with pytest.raises(FileNotFoundError):
            fhir.read([path, tmp_path / "none.json"])

    def test_several_files_named_by_text(self, tmp_path):
        """Text among data may be anybody's: no file is opened for it."""
        path = tmp_path / "patient.json"
        path.write_bytes(as_bytes(PATIENT))

        reading = fhir.read([str(path), GOAL])

        assert ["Goal-7"] == goals_of(reading)
        assert ["bare-text", "not-supplied"] == [
            one.rule for one in reading.losses
        ]
        assert "a Path" in reading.losses[0].why

    def test_a_folder_at_any_depth(self, tmp_path):
        """Other files than JSON are left alone."""
        inside = tmp_path / "a" / "b"
        inside.mkdir(parents=True)
        (inside / "goal.json").write_bytes(as_bytes(GOAL))
        (tmp_path / "patient.json").write_bytes(as_bytes(PATIENT))
        (tmp_path / "README.md").write_text("Not FHIR.")

        reading = fhir.read(tmp_path)

        assert ["Goal-7"] == goals_of(reading)
        assert () == reading.losses

    def test_the_order_of_a_folder(self, tmp_path):
        """By name, part for part: what was first stays first."""
        names = ["b/a.json", "b.json", "a.ndjson", "B.json", "b/c/a.json"]
        names += ["b-.json", "a/z.json", "a.b/a.json"]
        for number, name in enumerate(names):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_bytes(GOAL | {"id": f"g{number}"}))
        paths = [tmp_path / name for name in names]
        wanted = [f"Goal-g{paths.index(path)}" for path in sorted(paths)]

        reading = fhir.read(tmp_path)

        assert wanted == goals_of(reading)

    def test_a_file_is_named_from_the_folder_that_was_read(self, tmp_path):
        """With each folder in between, whatever the system parts them by."""
        inside = tmp_path / "a" / "b"
        inside.mkdir(parents=True)
        (inside / "goal.json").write_bytes(b"{")
        (inside / "goals.ndjson").write_bytes(b"\n[")

        reading = fhir.read(tmp_path)

        assert ["a/b/goal.json", "a/b/goals.ndjson:2"] == [
            one.file for one in reading.losses
        ]

    def test_names_that_are_nothing_but_an_ending(self, tmp_path):
        """What is called like one is one document, and not lines."""
        (tmp_path / ".ndjson").write_bytes(as_bytes(GOAL) + b"\n{}")
        (tmp_path / ".json").write_bytes(as_bytes(PATIENT))

        reading = fhir.read(tmp_path)

        assert [".ndjson"] == [one.file for one in reading.losses]
        assert ["json-syntax"] == [one.rule for one in reading.losses]

    def test_an_entry_without_a_resource(self):
        """As in the answer to a transaction: there is nothing to read."""
        entry = {"response": {"status": "201"}}

        reading = fhir.read({"resourceType": "Bundle", "entry": [entry]})

        assert () == reading.plans
        assert () == reading.losses


class TestWhatCannotBeRead:
    def test_one_document_that_is_no_json_is_refused(self, tmp_path):
        """With the name of its file."""
        path = tmp_path / "goal.json"
        path.write_bytes(b'{"resourceType": "Goal", "Amina": ')

        with pytest.raises(DocumentError) as caught:
            fhir.read(path)

        assert ["json-syntax"] == [p.rule for p in caught.value.problems]
        assert "goal.json $" == caught.value.path
        assert "Amina" not in str(caught.value)

    def test_bytes_that_are_no_json_are_refused(self):
        """There is no file to name."""
        with pytest.raises(DocumentError) as caught:
            fhir.read(b"[")

        assert "$" == caught.value.path

    def test_among_others_it_is_a_loss(self, tmp_path):
        """With its file and line; the rest is read."""
        (tmp_path / "a.json").write_bytes(b"{")
        lines = as_bytes(GOAL) + b'\n{"a": 1, "a": 2}\n'
        (tmp_path / "b.ndjson").write_bytes(lines)

        reading = fhir.read(tmp_path)

        assert ["Goal-7"] == goals_of(reading)
        lost = [(one.file, one.rule) for one in reading.losses[:2]]
        assert [
            ("a.json", "json-syntax"),
            ("b.ndjson:2", "duplicate-key"),
        ] == lost
        assert "is a document that could not be read" == reading.losses[0].why

    def test_a_document_that_is_too_large(self, tmp_path):
        """The limit is the caller's; in a folder it is a loss."""
        path = tmp_path / "bundle.json"
        path.write_bytes(as_bytes(BUNDLE))
        size = path.stat().st_size

        with pytest.raises(DocumentError) as caught:
            fhir.read(path, max_bytes=size - 1)
        reading = fhir.read(tmp_path, max_bytes=size - 1)

        assert "size-cap" == caught.value.rule
        assert ["size-cap"] == [one.rule for one in reading.losses]
        assert ["Goal-7"] == goals_of(fhir.read(path, max_bytes=size))

    def test_a_line_that_is_too_long(self, tmp_path):
        """It is one loss, and the lines after it are read."""
        path = tmp_path / "goals.ndjson"
        long = as_bytes(GOAL | {"note": [as_bytes(GOAL).decode()] * 9})
        path.write_bytes(b"\n".join((long, as_bytes(GOAL))))

        reading = fhir.read(path, max_bytes=len(as_bytes(GOAL)))

        assert ["Goal-7"] == goals_of(reading)
        assert [("goals.ndjson:1", "size-cap")] == [
            (one.file, one.rule) for one in reading.losses[:1]
        ]
        assert 2 == len(reading.losses)

    @pytest.mark.parametrize("words", ["a\0b", "a\ud800b"])
    def test_text_that_cannot_be_stored(self, words):
        """Not in plain data either, which no parser has asked."""
        reading = fhir.read([PATIENT, GOAL | {"description": {"text": words}}])

        assert () == reading.plans[0].goals
        assert [("Goal", "", "text-storable")] == rules_of(reading)

    @pytest.mark.parametrize(
        ("data", "path"),
        [
            ({}, ""),
            ([1], ""),
            ({"resourceType": 7}, ""),
            ({"resourceType": ""}, ""),
            ({"resourceType": "goal"}, ""),
            ({"resourceType": "Goal 7"}, ""),
            ({"resourceType": "Bundle", "entry": {}}, "/entry"),
            ({"resourceType": "Bundle", "entry": [7]}, "/entry/0"),
            (
                {"resourceType": "Bundle", "entry": [{"resource": 7}]},
                "/entry/0/resource",
            ),
        ],
    )
    def test_what_is_no_resource(self, data, path):
        """Its place in the Bundle is told."""
        reading = fhir.read(data)

        assert () == reading.plans
        assert [(path, "malformed")] == [
            (one.path, one.rule) for one in reading.losses
        ]

    @pytest.mark.parametrize("url", ["https://h.example/?page=2", None, 7])
    def test_a_page_of_several(self, url):
        """That there is another page, which was not given, is told."""
        first = {"relation": "self", "url": "https://h.example/"}
        then = {"relation": "next", "url": url}
        page = BUNDLE | {"type": "searchset", "link": [first, then]}

        reading = fhir.read(as_bytes(page | {"id": "p"}))

        assert ["Goal-7"] == goals_of(reading)
        (lost,) = reading.losses
        assert ("Bundle", "p", "/link/1", "other-pages") == (
            lost.resource_type,
            lost.id,
            lost.path,
            lost.rule,
        )

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
    def test_every_page(self, order):
        """Where all are given, none is missing."""
        pages = [
            {
                "resourceType": "Bundle",
                "type": "searchset",
                "link": [
                    {"relation": "self", "url": f"?page={number}"},
                    {"relation": "next", "url": f"?page={number + 1}"},
                ],
                "entry": [{"resource": GOAL | {"id": str(number)}}],
            }
            for number in range(3)
        ]
        pages[2]["link"].pop()
        pages[1]["link"].append("odd")

        reading = fhir.read([PATIENT, *(pages[n] for n in order)])

        assert 3 == len(goals_of(reading))
        assert () == reading.losses

    def test_pages_within_and_on_lines(self, tmp_path):
        """Its place is told, wherever the page stands."""
        page = BUNDLE | {"link": [{"relation": "next", "url": "?page=2"}]}
        outer = {"resourceType": "Bundle", "entry": [{"resource": page}]}
        (tmp_path / "a.ndjson").write_bytes(as_bytes(outer))

        (lost,) = fhir.read(tmp_path).losses

        assert ("a.ndjson:1", "/entry/0/resource/link/0") == (
            lost.file,
            lost.path,
        )

    def test_given_twice(self):
        """The first one counts."""
        again = GOAL | {"description": {"text": "Something else"}}

        reading = fhir.read([PATIENT, GOAL, again])

        assert [("Goal", "", "given-twice")] == rules_of(reading)
        assert "A door I can lock" == reading.plans[0].goals[0].words

    def test_kinds_that_have_no_place(self):
        """Each one is in the losses, by its type and id."""
        other = {"resourceType": "Medication", "id": "m"}
        mine = {
            "resourceType": "Immunization",
            "id": "i",
            "patient": {"reference": "Patient/1"},
        }

        reading = fhir.read([PATIENT, other, mine])

        assert {
            ("Medication", "", "no-kind"),
            ("Immunization", "", "no-kind"),
        } == set(rules_of(reading))

    def test_nobody_to_whom_it_belongs(self):
        """A goal of nobody, of a group, of somebody shown by name alone."""
        nobody = {k: v for k, v in GOAL.items() if k != "subject"}
        group = nobody | {"id": "8", "subject": {"reference": "Group/1"}}
        shown = nobody | {"id": "9", "subject": {"display": "Amina"}}

        reading = fhir.read([nobody, group, shown])

        assert () == reading.plans
        assert [("Goal", "", "no-client")] * 3 == rules_of(reading)


class TestLosses:
    def test_a_loss_shows_no_id_and_no_file(self):
        """Neither is fit for a log."""
        reading = fhir.read([GOAL | {"id": "amina-ali", "note": []}])
        loss = reading.losses[-1]

        assert "amina-ali" == loss.id
        assert "<Loss Goal/note [no-place]>" == repr(loss)
        assert "<FhirReading 1 plans, 2 losses>" == repr(reading)

    def test_names_that_are_not_fhirs_are_not_repeated(self):
        """A key may be somebody's name, and so may a type."""
        odd = GOAL | {"Amina": 1, "extension": [{"url": "Amina"}]}

        reading = fhir.read([odd, {"resourceType": "Amina Ali"}])

        assert {
            ("Goal", "/?", "no-place"),
            ("Goal", "/extension/0", "no-place"),
            ("?", "", "malformed"),
            ("Patient", "", "not-supplied"),
        } == set(rules_of(reading))
        assert "Amina" not in repr(reading.losses)

    def test_each_element_that_has_no_place(self):
        """The pointer leads to it, however deep it stands."""
        odd = GOAL | {
            "text": {"div": "what a server makes of it is no loss"},
            "meta": {"versionId": "1"},
            "note": [{"text": "By the way"}],
            "target": [
                {"dueDate": "2026-06-30", "measure": {"text": "Doors"}},
                {"dueDate": "2026-07-30"},
            ],
        }

        reading = fhir.read([PATIENT, odd])

        assert {
            ("Goal", "/target/1/dueDate", "no-place"),
            ("Goal", "/note", "no-place"),
            ("Goal", "/target/0/measure", "no-place"),
        } == set(rules_of(reading))


def test_the_depth_of_a_document_is_capped():
    """As it is for plans."""
    deep = b'{"a":' * 40 + b"1" + b"}" * 40

    with pytest.raises(DocumentError) as caught:
        fhir.read(deep)

    assert "depth-cap" == caught.value.rule
