"""Plans as tables: every value in its place, for one reader at a time."""

from __future__ import annotations

import csv
import json
import re
import stat

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from empowerkit import Client, Need, Plan, Worker
from empowerkit.codecs import datapackage
from empowerkit.codecs.datapackage import _write
from empowerkit.codecs.datapackage._package import columns
from empowerkit.codecs.datapackage._tables import left_out, tables
from empowerkit.errors import AuthorityError, InvariantError
from empowerkit.model import (
    ClientId,
    NeedId,
    PlanId,
    Source,
    Voice,
    WorkerId,
)
from empowerkit.model._record import Use, is_noun, shape
from empowerkit.testing import caseload


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id=ClientId("c1"), called="Amina", languages=("so", "en"))
JOAN = Worker(id=WorkerId("w1"), called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor


@pytest.fixture
def plan():
    """Return a small plan."""
    return Plan(
        id=PlanId("p1"),
        client=AMINA,
        workers=(JOAN,),
        opened_on=date(2026, 3, 2),
    )


@pytest.fixture
def read(tmp_path):
    """Return a function that writes plans and reads one table back."""
    made = []

    def rows(plans, table, *, seen_by=HER):
        folder = tmp_path / f"package-{len(made)}"
        made.append(folder)
        datapackage.write(plans, folder, seen_by=seen_by)
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as f:
            return list(csv.DictReader(f, strict=True))

    return rows


def saying(words, **more):
    """Return a need of these words."""
    return Need(words=words, voice=Voice.of(HER, at=NOON), **more)


class TestFiles:
    def test_a_table_a_noun(self, plan, tmp_path):
        """All tables are there, with types and a codebook."""
        folder = tmp_path / "package"
        count = datapackage.write(plan, folder, seen_by=HER)
        names = {f"{table.name}.csv" for table in tables()}

        assert count == 1
        assert {path.name for path in folder.iterdir()} == names | {
            "codebook.md",
            "datapackage.json",
        }
        held = json.loads((folder / "datapackage.json").read_text("utf-8"))
        assert held == datapackage.descriptor()
        book = (folder / "codebook.md").read_text("utf-8")
        assert book == datapackage.codebook()

    def test_files_are_their_owners_alone(self, plan, tmp_path):
        """Nobody else can read or even list them."""
        folder = tmp_path / "package"
        datapackage.write(plan, folder, seen_by=HER)

        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {
            stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()
        } == {0o600}

    def test_an_empty_folder_is_filled(self, plan, tmp_path):
        """A folder that holds nothing may be there already."""
        folder = tmp_path / "package"
        folder.mkdir()

        assert datapackage.write(plan, folder, seen_by=HER) == 1

    def test_a_folder_with_something_in_it_is_left_alone(self, plan, tmp_path):
        """Nothing of anybody's is written over."""
        (tmp_path / "mine.txt").write_text("mine")

        with pytest.raises(FileExistsError, match="new folder"):
            datapackage.write(plan, tmp_path, seen_by=HER)

        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_whole_or_not_at_all(self, plan, tmp_path, monkeypatch):
        """Where writing stops half-way, nothing is left behind."""

        def stop(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(_write, "_lines", stop)

        with pytest.raises(KeyboardInterrupt):
            datapackage.write(plan, tmp_path / "package", seen_by=HER)

        assert list(tmp_path.iterdir()) == []

    def test_a_plan_stands_once(self, plan, tmp_path):
        """Two readings of one plan are two packages."""
        with pytest.raises(InvariantError) as error:
            datapackage.write([plan, plan], tmp_path / "p", seen_by=HER)

        assert (error.value.rule, error.value.path) == (
            "ids-unique",
            "$[1].id",
        )
        assert list(tmp_path.iterdir()) == []


class TestReader:
    def test_somebody_who_is_not_on_the_plan(self, plan, tmp_path):
        """Nobody else's view can be written."""
        stranger = Worker(called="X").actor

        with pytest.raises(AuthorityError):
            datapackage.write(plan, tmp_path / "p", seen_by=stranger)

        assert list(tmp_path.iterdir()) == []

    def test_the_reader_is_named(self, plan, read):
        """Each plan says whose view it is."""
        (row,) = read(plan, "plans", seen_by=WORKER)

        assert (row["seen_by_role"], row["seen_by_id"]) == ("worker", "w1")

    def test_what_is_private_to_others_is_not_there(self, plan, read):
        """It is told as withheld, and no more."""
        private = Voice.of(HER, at=NOON, private_to=(HER,))
        need = Need(id=NeedId("n1"), words="Only for me", voice=private)
        held = plan.add(need, by=HER, at=NOON)

        assert read(held, "needs", seen_by=WORKER) == []
        (row,) = read(held, "absent", seen_by=WORKER)
        assert (row["id"], row["reason"]) == ("n1", "withheld")
        assert len(read(held, "needs", seen_by=HER)) == 1

    def test_a_reader_for_each_plan(self, tmp_path):
        """A function says who reads each plan of a caseload."""
        plans = [*caseload.plans(3, seed=1)]
        folder = tmp_path / "p"
        count = datapackage.write(
            plans, folder, seen_by=lambda plan: plan.client.actor
        )
        with (folder / "plans.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))

        assert count == 3
        assert [row["id"] for row in rows] == [plan.id for plan in plans]
        assert [row["seen_by_id"] for row in rows] == [
            plan.client.id for plan in plans
        ]

    def test_names_stay_in_the_plan(self, plan, tmp_path):
        """What people are called, here or elsewhere, is in no file."""
        source = Source(system="urn:x", id="MRN-4711", about_id="c1")
        held = Plan(client=AMINA, workers=(JOAN,), sources=(source,))
        datapackage.write(held, tmp_path / "p", seen_by=HER)
        everything = "".join(
            path.read_text("utf-8") for path in (tmp_path / "p").glob("*.csv")
        )

        for name in ("Amina", "Joan", "MRN-4711"):
            assert name not in everything
        assert "urn:x" in everything


class TestRows:
    def test_the_order_is_the_one_given(self, plan, read):
        """Rows stand as they stand in the plan, counted from 0."""
        held = plan
        for word in ("b", "a", "c"):
            held = held.add(saying(word), by=HER, at=NOON)
        rows = read(held, "needs")

        assert [row["words"] for row in rows] == ["b", "a", "c"]
        assert [row["position"] for row in rows] == ["0", "1", "2"]

    def test_taken_back_and_replaced_are_marked(self, plan, read):
        """They stay, and say so."""
        held = plan.add(saying("a", id=NeedId("n1")), by=HER, at=NOON)
        held = held.add(saying("b", id=NeedId("n2")), by=HER, at=NOON)
        held = held.revise("n1", by=HER, at=NOON, words="a!", id=NeedId("n3"))
        held = held.withdraw("n2", by=HER, at=NOON)
        rows = {row["id"]: row for row in read(held, "needs")}

        assert {
            key: (row["withdrawn"], row["replaced_by_id"], row["standing"])
            for key, row in rows.items()
        } == {
            "n1": ("false", "n3", "false"),
            "n2": ("true", "", "false"),
            "n3": ("false", "", "true"),
        }

    def test_nested_nouns_name_their_parent(self, plan, read):
        """An option knows its decision, and every row its plan."""
        held = plan.open_decision("Move?", by=HER, at=NOON, id="d1")
        held = held.offer_option("d1", "Stay", by=HER, at=NOON, id="o1")
        (row,) = read(held, "options")

        assert row["plan_id"] == "p1"
        assert (row["parent_table"], row["parent_id"]) == ("decisions", "d1")

    def test_of_choices_the_last_stands(self, plan, read):
        """An earlier choice is replaced by the next one."""
        held = plan.open_decision("Move?", by=HER, at=NOON, id="d1")
        for name in ("o1", "o2"):
            held = held.offer_option("d1", name, by=HER, at=NOON, id=name)
            held = held.choose("d1", name, by=HER, at=NOON)
        rows = read(held, "choices")

        assert [row["standing"] for row in rows] == ["false", "true"]
        assert rows[0]["replaced_by_id"] == rows[1]["id"]

    def test_a_voice_becomes_columns(self, plan, read):
        """A record that stands alone in another is flattened."""
        held = plan.add(saying("a"), by=HER, at=NOON)
        (row,) = read(held, "needs")

        assert row["voice_speaker_role"] == "client"
        assert row["voice_speaker_id"] == "c1"
        assert row["voice_said_at"] == "2026-03-02T12:00:00Z"
        assert row["voice_private_to_ids"] == "[]"
        assert row["importance_low"] == ""

    def test_evidence_has_a_table(self, tmp_path):
        """What stands in a list of a part belongs to the noun around it."""
        table = next(t for t in tables() if t.name == "evidence")

        assert [(held.table, held.path) for held in table.held] == [
            ("choices", ("attestation", "evidence"))
        ]

    def test_times_keep_their_offset(self, plan, read):
        """A time is written as it was given."""
        east = NOON.astimezone(timezone(timedelta(hours=3)))
        need = Need(words="a", voice=Voice.of(HER, at=east))
        (row,) = read(plan.add(need, by=HER, at=NOON), "needs")

        assert row["voice_said_at"] == "2026-03-02T15:00:00+03:00"

    def test_lists_are_json(self, plan, read):
        """A list stands in one cell."""
        (row,) = read(plan, "clients")

        assert json.loads(row["languages"]) == ["so", "en"]


class TestCells:
    @pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠'")  # noqa: RUF001
    def test_no_text_is_a_formula(self, plan, read, sign):
        """What a spreadsheet might run has an apostrophe in front."""
        words = f"{sign}1+1"
        (row,) = read(plan.add(saying(words), by=HER, at=NOON), "needs")

        assert row["words"] == "'" + words
        assert datapackage.unguarded(row["words"]) == words

    @pytest.mark.parametrize("words", ["", "NA"])
    def test_no_text_is_missing(self, plan, read, words):
        """What programs take for missing is told apart from it."""
        (row,) = read(plan.add(saying(words), by=HER, at=NOON), "needs")

        assert row["words"] == "'" + words
        assert datapackage.unguarded(row["words"]) == words

    @pytest.mark.parametrize(
        "words", ["a=b", 'say "no"', "a,b;c\td", "two\nlines", "N/A", " =1"]
    )
    def test_all_else_is_as_it_was(self, plan, read, words):
        """Text that nobody runs is not touched."""
        (row,) = read(plan.add(saying(words), by=HER, at=NOON), "needs")

        assert row["words"] == words

    def test_missing_has_no_quotes(self, plan, tmp_path):
        """Every cell that holds something is quoted, and no other."""
        datapackage.write(plan, tmp_path / "p", seen_by=HER)
        lines = (tmp_path / "p" / "plans.csv").read_bytes().split(b"\r\n")

        assert lines[1] == b'"p1","2026-03-02",,,,"client","c1"'


class TestDescriptor:
    def test_every_field_of_the_model_has_its_column(self):
        """Nothing of the records is left out but what tells who they are."""
        found = {
            (column.holder.__name__, column.field)
            for table in tables()
            for column in table.columns
        }
        wanted = {
            (kind.__name__, field.name)
            for kind in {c.holder for t in tables() for c in t.columns}
            for field in shape(kind)
            if field.use is not Use.RECORD
        }

        assert {pair for pair in wanted - found if pair[1] != "called"} == {
            ("Source", "id")
        }

    def test_every_record_that_can_be_reached_is_in_a_table(self):
        """A noun has a table of its own."""
        kinds = {table.kind for table in tables()}
        reached = {
            field.kind
            for kind in kinds
            for field in shape(kind)
            if field.use is Use.RECORD and (field.many or is_noun(field.kind))
        }

        assert reached <= kinds

    def test_columns_have_names_of_their_own(self):
        """No two columns of a table are called alike; nor two tables."""
        for table in tables():
            names = [column.name for column in columns(table)]
            assert sorted(set(names)) == sorted(names), table.name

        held = [table.name for table in tables()]
        assert sorted(set(held)) == sorted(held)

    def test_types_and_terms(self):
        """Types, terms, missing values and keys are said."""
        held = {r["name"]: r for r in datapackage.descriptor()["resources"]}
        fields = {
            name: {f["name"]: f for f in held[name]["schema"]["fields"]}
            for name in ("ratings", "needs", "support_agreements")
        }

        assert fields["ratings"]["value"]["type"] == "integer"
        assert fields["ratings"]["higher_is_better"]["type"] == "boolean"
        assert fields["ratings"]["at"]["type"] == "datetime"
        assert fields["needs"]["status"]["constraints"] == {
            "required": True,
            "enum": ["open", "met", "ended"],
        }
        assert fields["support_agreements"]["level"] == {
            "name": "level",
            "type": "integer",
            "description": fields["support_agreements"]["level"][
                "description"
            ],
            "constraints": {"required": True, "enum": [0, 1, 2, 3, 4]},
        }
        assert fields["support_agreements"]["seeking"]["type"] == "array"
        assert "constraints" not in fields["needs"]["replaces"]
        assert held["options"]["schema"]["primaryKey"] == ["plan_id", "id"]
        assert held["evidence"]["schema"]["primaryKey"] == [
            "plan_id",
            "parent_table",
            "parent_id",
            "position",
        ]
        assert held["options"]["schema"]["foreignKeys"][1] == {
            "fields": ["plan_id", "parent_id"],
            "reference": {
                "resource": "decisions",
                "fields": ["plan_id", "id"],
            },
        }

    def test_references_name_their_table(self):
        """The meaning of a reference says where its ids are."""
        held = {r["name"]: r for r in datapackage.descriptor()["resources"]}
        said = {
            f["name"]: f["description"]
            for f in held["offers"]["schema"]["fields"]
        }
        about = {
            f["name"]: f["description"]
            for f in held["ratings"]["schema"]["fields"]
        }

        assert said["resource_id"].endswith("an id of resources")
        assert about["about_id"].endswith("an id of any table")

    def test_the_codebook_has_every_column(self):
        """Each table has a heading, and each column a row of five cells."""
        lines = datapackage.codebook().splitlines()
        rows = [line for line in lines if line.startswith("| ")]

        assert {line.count("|") for line in rows} == {6}
        assert len(rows) == sum(1 + len(columns(t)) for t in tables())
        for table in tables():
            assert f"## {table.name}" in lines


class TestFrictionless:
    """The package as the library of the standard reads it."""

    @pytest.fixture
    def package(self, needs, tmp_path):
        """Return a package of twenty plans, and the plans."""
        needs("frictionless", "frictionless")
        import frictionless  # noqa: PLC0415 - optional

        plans = [*caseload.plans(20, seed=5)]
        folder = tmp_path / "p"
        datapackage.write(
            plans, folder, seen_by=lambda plan: plan.client.actor
        )
        return frictionless, str(folder / "datapackage.json"), plans

    def test_it_is_valid(self, package):
        """Types, terms, keys and links hold in every row."""
        frictionless, path, _ = package
        report = frictionless.validate(path)

        assert report.flatten(["title", "message"]) == []
        assert report.valid

    def test_types_are_intact(self, package):
        """Numbers, days, times, lists and yes or no come back as such."""
        frictionless, path, plans = package
        held = frictionless.Package(path)
        seen = [plan.as_seen_by(plan.client.actor) for plan in plans]
        ratings = [r for plan in seen for r in plan.ratings]
        needs_ = [n for plan in seen for n in plan.needs]
        people = [plan.client for plan in seen]
        days = [plan.opened_on for plan in seen]

        rows = held.get_resource("ratings").read_rows()
        assert [
            (r["value"], r["higher_is_better"], r["at"]) for r in rows
        ] == [(r.value, r.higher_is_better, r.at) for r in ratings]
        rows = held.get_resource("needs").read_rows()
        assert [datapackage.unguarded(r["words"]) for r in rows] == [
            need.words for need in needs_
        ]
        rows = held.get_resource("clients").read_rows()
        assert [tuple(r["languages"]) for r in rows] == [
            one.languages for one in people
        ]
        rows = held.get_resource("plans").read_rows()
        assert [r["opened_on"] for r in rows] == days

    def test_a_planted_fault_is_noticed(self, package):
        """The proof is not blind."""
        frictionless, path, _ = package
        file = path.replace("datapackage.json", "needs.csv")
        with open(file, encoding="utf-8", newline="") as held:  # noqa: PTH123
            text = held.read().replace('"open"', '"shut"')
        with open(file, "w", encoding="utf-8", newline="") as held:  # noqa: PTH123
            held.write(text)

        assert not frictionless.validate(path).valid


class TestPage:
    """The page says what is carried, and what is left out, of every noun."""

    PAGE = Path(__file__).parents[2] / "docs" / "reference" / "datapackage.md"
    ROW = re.compile(r"\| (\w+) \| `(\w+)` \| (.+) \| (.+) \|")

    def test_it_names_each_table_and_what_is_left_out(self):
        """There are no others, and nothing else is left out."""
        said = {
            table: (noun, re.findall(r"`(\w+)`", held), lost)
            for noun, table, held, lost in self.ROW.findall(
                self.PAGE.read_text("utf-8")
            )
        }

        assert said == {
            table.name: (
                table.kind.__name__,
                [held.table for held in table.held],
                ", ".join(f"`{name}`" for name in _gone(table.kind))
                or "nothing",
            )
            for table in tables()
        }


def _gone(kind, before=""):
    """Yield the fields of *kind* that are in no column and no table."""
    for field in shape(kind):
        if left_out(kind, field):
            yield before + field.name
        elif field.use is Use.RECORD and not (
            field.many or is_noun(field.kind)
        ):
            yield from _gone(field.kind, f"{before}{field.name}.")
