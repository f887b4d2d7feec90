"""``empowerkit check``: FHIR, settings, forms, and several processes."""

from __future__ import annotations

import io
import json
import sys

from datetime import date
from pathlib import Path

import pytest

from empowerkit import Decision, Need, Plan, Voice
from empowerkit.codecs import MAX_BYTES, dump, fhir
from empowerkit.model._record import evolved
from empowerkit.practice import Finding, Severity


asking = pytest.importorskip("empowerkit.cli._asking")
fhir_plans = pytest.importorskip("empowerkit.cli._fhir")
printed = pytest.importorskip("empowerkit.report._findings")

Place, Placed = printed.Place, printed.Placed
AS_OF = ("--as-of", "2026-05-02")
DAY = date(2026, 5, 2)
CANARY = "canary-Fadumo"
PATIENT = {"resourceType": "Patient", "id": "1", "name": [{"text": CANARY}]}
OTHER = {"resourceType": "Questionnaire", "id": "q1", "title": CANARY}


def goal(number, by="Practitioner/9", **more):
    """Return a goal of FHIR."""
    return {
        "resourceType": "Goal",
        "id": f"g{number}",
        "lifecycleStatus": "active",
        "description": {"text": CANARY},
        "subject": {"reference": "Patient/1"},
        "expressedBy": {"reference": by},
        **more,
    }


def bundle(*resources):
    """Return a Bundle."""
    entry = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry}


@pytest.fixture
def put(tmp_path):
    """Return a function that writes data into a file, and gives its path."""

    def write(name, *documents):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(map(json.dumps, documents)) + "\n")
        return path

    return write


@pytest.fixture
def concise(cli):
    """Return a function that checks, and gives the lines of findings."""

    def run(*args, stdin=b""):
        done = cli("check", *args, *AS_OF, "--format", "concise", stdin=stdin)
        assert CANARY not in done.out + done.err
        return done.out.splitlines(), done

    return run


class TestFhir:
    """Bundles and single resources."""

    def test_a_finding_names_the_file_and_the_resource(self, concise, put):
        """Whoever keeps the export finds it there."""
        path = put("b.json", bundle(PATIENT, goal(1), goal(2, "Patient/1")))

        (line,), _ = concise(path, "--select", "EMP102")

        assert line.startswith(f"{path}:Goal/g1: EMP102 ")

    def test_a_folder_is_one_export(self, concise, put, tmp_path):
        """A goal finds the patient who is in another file."""
        put("e/patient.json", PATIENT)
        one = put("e/more/goal.json", goal(1))
        two = put("e/goals.ndjson", goal(2, "Patient/1"), goal(3))

        lines, done = concise(tmp_path / "e", "--select", "EMP102")

        assert [f"{two}:2:Goal/g3", f"{one}:Goal/g1"] == [
            line.split(": ")[0] for line in lines
        ]
        assert "Patient/1" not in done.err

    def test_files_named_one_by_one_are_one_export(self, concise, put):
        """As a shell names them for a star."""
        patient, one = put("p.json", PATIENT), put("g.json", goal(1))

        _, apart = concise(one)
        _, together = concise(patient, one)

        assert "Patient/1: is named and was not given" in apart.err
        assert "Patient/1" not in together.err

    def test_two_folders_are_two_exports(self, concise, put, tmp_path):
        """The same id in each is another client."""
        for name in ("a", "b"):
            put(f"{name}/all.json", bundle(PATIENT, goal(1)))

        lines, done = concise(tmp_path / "a", tmp_path / "b")

        assert "given before" not in done.err
        assert 2 == sum("EMP102" in line for line in lines)

    def test_it_comes_through_a_pipe(self, concise):
        """Standard input is a file without a name."""
        data = json.dumps(goal(1)).encode()

        (line,), _ = concise("-", "--select", "EMP102", stdin=data)

        assert line.startswith("standard input:1:Goal/g1: EMP102 ")

    def test_both_kinds_can_be_mixed(self, concise, plan_file, put):
        """They are one caseload."""
        path = put("g.json", goal(1))

        lines, _ = concise(plan_file, path)

        assert {str(plan_file), str(path)} == {
            line.split(":")[0] for line in lines
        }

    def test_what_is_about_the_plan_is_at_the_care_plan(self, concise, put):
        """Or at the patient, or at whatever was named."""
        care = {
            "resourceType": "CarePlan",
            "id": "c1",
            "status": "active",
            "intent": "plan",
            "subject": {"reference": "Patient/1"},
        }
        met = {
            "resourceType": "Encounter",
            "id": "e1",
            "status": "finished",
            "subject": {"reference": "Patient/1"},
            "period": {"start": "2026-01-01T10:00:00Z"},
        }
        select = ("--select", "EMP601")
        path = put("a.json", bundle(PATIENT, care, met))
        (first,), _ = concise(path, *select)
        path = put("a.json", bundle(PATIENT, met))
        (second,), _ = concise(path, *select)
        path = put("a.json", met)
        (third,), _ = concise(path, *select)

        assert f"{path}:CarePlan/c1" == first.split(": ")[0]
        assert f"{path}:Patient/1" == second.split(": ")[0]
        assert str(path) == third.split(": ")[0]

    def test_what_is_within_a_noun_is_at_its_resource(
        self, concise, put, told
    ):
        """A choice, say, is at the resource of its decision."""
        path = put("b.json", fhir.write(told))

        (line,), _ = concise(path, "--select", "EMP207")

        assert line.startswith(f"{path}:RequestGroup/home: ")

    def test_what_is_contained_names_its_holder(self, concise, put):
        """There is no other way to find it."""
        inner = goal(1, id="in")
        outer = {
            "resourceType": "CarePlan",
            "id": "c1",
            "status": "active",
            "intent": "plan",
            "subject": {"reference": "Patient/1"},
            "contained": [inner],
            "goal": [{"reference": "#in"}],
        }
        path = put("c.json", outer)

        (line,), _ = concise(path, "--select", "EMP102")

        assert line.startswith(f"{path}:CarePlan/c1#Goal/in: ")

    def test_a_resource_without_an_id_is_named_by_its_type(self, concise, put):
        """It is not told apart, but it is told of."""
        nameless = goal(1)
        del nameless["id"]
        path = put("g.json", nameless)

        (line,), _ = concise(path, "--select", "EMP102")

        assert line.startswith(f"{path}:Goal: EMP102 ")

    def test_what_was_not_used_is_told(self, concise, put):
        """Silence about it would look like a clean bill."""
        path = put("b.json", bundle(PATIENT, goal(1, note=[{}]), OTHER))

        _, done = concise(path)

        assert f"{path}: Questionnaire/q1: is of a kind" in done.err
        assert "1 elements of other resources were not used" in done.err
        assert 0 == done.code

    def test_what_was_given_twice_is_told(self, concise, put):
        """The first one counts."""
        path = put("b.json", bundle(PATIENT, goal(1), goal(1)))

        _, done = concise(path)

        assert f"{path}: Goal/g1: was given before" in done.err

    def test_nothing_to_look_at_is_no_success(self, concise, put):
        """FHIR without a patient in it makes no plan."""
        lines, done = concise(put("q.json", OTHER))

        assert (2, []) == (done.code, lines)
        assert "the FHIR must name a patient" in done.err

    def test_a_broken_document_hides_no_other(self, concise, put):
        """It is refused with its place, and the rest is looked at."""
        broken = put("a.ndjson", goal(1), PATIENT)
        with broken.open("a") as file:
            file.write('{"resourceType": "Goal", "id": ' + CANARY + "\n")

        lines, done = concise(broken)

        assert 2 == done.code
        assert f"{broken}:3: $: " in done.err
        assert "1 of 3 documents refused" in done.err
        assert any("EMP102" in line for line in lines)

    def test_a_broken_document_alone_is_one_line(self, concise, tmp_path):
        """There is nothing to add."""
        path = tmp_path / "broken.json"
        path.write_text('{"resourceType": "Goal"')

        _, done = concise(path)

        assert 2 == done.code
        assert 1 == len(done.err.splitlines())

    def test_one_reader_s_view_keeps_the_places(self, concise, put):
        """Positions in what they see are not those in the whole plan."""
        path = put("b.json", bundle(PATIENT, goal(1), goal(2)))

        lines, _ = concise(path, "--seen-by", "client", "--select", "EMP102")

        assert [f"{path}:Goal/g1", f"{path}:Goal/g2"] == [
            line.split(": ")[0] for line in lines
        ]

    def test_a_path_leads_through_what_the_reader_sees(self):
        """What is within a noun has its place by that noun's position."""
        group = fhir_plans.Group("x", max_bytes=MAX_BYTES)
        data = bundle(PATIENT, goal(1, "Patient/1"), goal(2, "Patient/1"))
        group.add(json.dumps(data).encode(), place := Place("x"))
        ((made,), _) = group.read()
        seen = Plan(client=made.plan.client, goals=made.plan.goals[1:])
        found = Finding(
            rule="EMP103",
            severity=Severity.NOTICE,
            path="/goals/0/scale",
            subject_id="inside",
            message="",
            try_this="",
        )

        assert Placed(place, found, "Goal/g2") == made.placed(found, seen)

    def test_a_reader_s_positions_are_not_those_of_all(
        self, concise, put, told
    ):
        """A choice keeps its decision, whatever else is hidden before it."""
        her = told.client.actor
        voice = Voice(speaker=her, private_to=(her,))
        hidden = Decision(id="hidden", client=her, words="x", voice=voice)
        plan = evolved(told, decisions=(hidden, *told.decisions))
        path = put("b.json", fhir.write(plan))

        (line,), _ = concise(path, "--select", "EMP207", "--seen-by", "worker")

        assert line.startswith(f"{path}:RequestGroup/home: ")

    def test_our_own_words_do_not_look_like_fhir(
        self, concise, told, tmp_path
    ):
        """Whatever somebody says, the document stays one of ours."""
        need = Need(words="resourceType", voice=Voice())
        path = tmp_path / "plan.json"
        dump(Plan(client=told.client, needs=(need,)), path)

        lines, _ = concise(path, "--select", "EMP101")

        assert [f"{path}:/needs/0/voice"] == [x.split(": ")[0] for x in lines]


class TestForms:
    """What the name of a file, or an option, makes of findings."""

    @pytest.mark.parametrize(
        ("name", "begins"),
        [
            ("f.html", "<!doctype html>"),
            ("f.sarif", '{\n  "$schema": '),
            ("f.json", "[\n"),
            ("f.txt", "EMP106 never-asked (notice)"),
        ],
    )
    def test_the_name_of_the_file_says_which(
        self, begins, cli, name, plan_file, tmp_path
    ):
        """As for every other command."""
        path = tmp_path / name

        assert (0, "", "") == cli("check", plan_file, *AS_OF, "-o", path)
        assert path.read_text("utf-8").startswith(begins)

    def test_sarif_says_what_was_asked_and_not_used(self, cli, put):
        """Nothing more goes to standard error."""
        path = put("b.json", bundle(PATIENT, goal(1), OTHER))

        done = cli("check", path, *AS_OF, "--format", "sarif")

        (run,) = json.loads(done.out)["runs"]
        (invoked,) = run["invocations"]
        assert "" == done.err
        assert {"asOf": "2026-05-02", "profile": "core"} == run["properties"]
        assert "version" in run["tool"]["driver"]
        assert 1 == len(invoked["toolExecutionNotifications"])
        assert "Goal/g1" in {
            one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
            for one in run["results"]
        }

    def test_sarif_says_that_something_could_not_be_read(self, cli, plan_file):
        """Who reads only the log knows that it is not whole."""
        done = cli("check", plan_file, "gone.json", "--format", "sarif")

        (run,) = json.loads(done.out)["runs"]
        assert 2 == done.code
        assert not run["invocations"][0]["executionSuccessful"]

    def test_sarif_of_a_source_tree_has_no_version(
        self, cli, monkeypatch, plan_file
    ):
        """Where nothing is installed there is still a log."""
        from importlib import metadata  # noqa: PLC0415

        def none(name):
            raise metadata.PackageNotFoundError(name)

        monkeypatch.setattr(metadata, "version", none)
        done = cli("check", plan_file, "--format", "sarif")

        assert (
            "version" not in json.loads(done.out)["runs"][0]["tool"]["driver"]
        )

    def test_the_line_of_a_caseload_is_told(self, caseload_file, cli):
        """To a build, and to editors."""
        github = cli("check", caseload_file, "--format", "github").out
        sarif = cli("check", caseload_file, "--format", "sarif").out

        assert f"file={caseload_file},line=3," in github
        assert {"startLine": 3} in [
            one["locations"][0]["physicalLocation"]["region"]
            for one in json.loads(sarif)["runs"][0]["results"]
        ]

    def test_a_page_tells_what_was_not_used(self, cli, put):
        """It stands at its end."""
        path = put("b.json", bundle(PATIENT, goal(1), OTHER))

        done = cli("check", path, "--format", "html")

        assert "Questionnaire/q1" in done.out
        assert "" == done.err
        assert CANARY not in done.out

    def test_counts_can_be_data(self, cli, plan_file):
        """By rule, and by nothing else."""
        done = cli("check", plan_file, *AS_OF, "--statistics", "--format=json")

        assert {"rule": "EMP207", "slug": "no-look-back", "count": 1} in (
            json.loads(done.out)
        )

    @pytest.mark.parametrize("form", ["github", "sarif", "html"])
    def test_counts_have_no_other_form(self, cli, form, plan_file):
        """It says which there are."""
        done = cli("check", plan_file, "--statistics", "--format", form)

        assert (2, "") == (done.code, done.out)
        assert "concise, full, json" in done.err

    def test_no_plan_at_all_is_told(self, cli, put):
        """An export that came out empty does not pass for a quiet one."""
        done = cli("check", put("none.ndjson"), *AS_OF)

        assert 0 == done.code
        assert (
            "Nothing was found in 0 plans; that proves nothing.\n" == done.out
        )

    def test_nothing_found_is_told(self, cli, plan_file):
        """And that it proves nothing."""
        done = cli("check", plan_file, *AS_OF, "--select", "EMP405")

        assert (
            "Nothing was found in 1 plan; that proves nothing.\n" == done.out
        )

    @pytest.mark.parametrize(
        ("env", "is_coloured"),
        [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)],
    )
    def test_colour_is_for_terminals_whose_owner_wants_it(
        self, cli, env, is_coloured, monkeypatch, plan_file
    ):
        """And never the only thing that tells how soon to talk."""
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        out.isatty = lambda: True
        monkeypatch.setattr(sys, "stdout", out)
        cli("check", plan_file, *AS_OF)

        text = out.buffer.getvalue().decode()
        assert is_coloured == ("\x1b[33m" in text)
        assert "EMP207 no-look-back (concern)" in text

    def test_many_files_show_a_bar_on_a_terminal(
        self, capsys, cli, monkeypatch, put, tmp_path
    ):
        """A few do not, and nothing does in a log."""
        for number in range(25):
            put(f"e/{number}.json", goal(number))
        monkeypatch.setattr("click.progressbar", bar := _Bar())
        for is_terminal in (False, True):
            monkeypatch.setattr(sys.stderr, "isatty", lambda x=is_terminal: x)
            cli("check", tmp_path / "e", "--statistics")
            cli("check", tmp_path / "e" / "1.json", "--statistics")

        assert 1 == bar.shown
        assert sum(p.stat().st_size for p in (tmp_path / "e").iterdir()) == (
            bar.steps
        )


class _Bar:
    """Stands in for a bar."""

    shown = steps = 0

    def __call__(self, **more):
        self.shown += 1
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def update(self, size):
        """Go on."""
        self.steps += size


class TestSettings:
    """What is taken where the command line says nothing."""

    @pytest.fixture(autouse=True)
    def folder(self, monkeypatch, tmp_path):
        """Work in a folder of its own, some way down."""
        here = tmp_path / "work" / "here"
        here.mkdir(parents=True)
        monkeypatch.chdir(here)
        return here

    @pytest.fixture
    def rules(self, concise, plan_file):
        """Return a function that gives the rules which spoke."""

        def run(*args):
            lines, _ = concise(plan_file, *args)
            return [line.split(": ")[1].split()[0] for line in lines]

        return run

    def test_they_are_found_around(self, folder, rules):
        """In our own file, or in a table of a project's."""
        every = rules()
        (folder.parent / "pyproject.toml").write_text(
            '[tool.empowerkit]\nselect = ["EMP2"]\n'
        )
        project = rules()
        (folder.parent / "empowerkit.toml").write_text('ignore = ["EMP2"]\n')
        own = rules()
        (folder / "pyproject.toml").write_text("[tool.other]\n")
        passed_over = rules()

        assert ["EMP207"] == project
        assert [code for code in every if code != "EMP207"] == own
        assert own == passed_over

    def test_the_command_line_counts_more(self, folder, rules):
        """Rules that are named replace rules; so does a profile."""
        (folder / "empowerkit.toml").write_text(
            'select = ["EMP2"]\nignore = ["EMP106"]\nprofile = "all"\n'
        )

        assert ["EMP207"] == rules()
        assert ["EMP404"] == rules("--select", "EMP404")
        assert [] == rules("--ignore", "EMP2")
        assert "EMP404" in rules("--profile", "core")

    def test_a_file_can_be_named(self, rules, tmp_path):
        """Nothing is looked for then."""
        named = tmp_path / "agency.toml"
        named.write_text('select = ["EMP2"]\n')
        nothing = tmp_path / "pyproject.toml"
        nothing.write_text("")

        assert ["EMP207"] == rules("--config", named)
        assert len(rules("--config", nothing)) > 1

    def test_thresholds_are_set(self, cli, folder, told, tmp_path):
        """Under the code of the rule."""
        path = tmp_path / "new.json"
        dump(Plan(client=told.client, opened_on=date(2026, 4, 22)), path)
        args = ("check", path, *AS_OF, "--select", "EMP601", "--statistics")
        before = cli(*args).out
        (folder / "empowerkit.toml").write_text(
            "[parameters.EMP601]\ndays = 7\n"
        )

        assert "" == before
        assert "EMP601" in cli(*args).out

    def test_from_where_on_it_fails_is_set(self, cli, folder, plan_file):
        """The command line counts more here too."""
        (folder / "empowerkit.toml").write_text('fail-on = "concern"\n')
        args = ("check", plan_file, *AS_OF)

        assert 1 == cli(*args).code
        assert 0 == cli(*args, "--fail-on", "serious").code

    @pytest.mark.parametrize(
        ("said", "wanted"),
        [
            ("a = 1", "$: a key must be one of: profile, select"),
            ("profile = 1", "$.profile: must be the name of a profile"),
            ('select = "EMP"', "$.select: must be a list of codes"),
            ("ignore = [1]", "$.ignore: must be a list of codes"),
            ('fail-on = "often"', "$.fail-on: must be one of: notice"),
            ("parameters = 1", "$.parameters: must be a table for each"),
            ("[parameters]\nEMP601 = 1", "$.parameters: must be a table"),
            ('profile = "x"', "$.profile: a profile must be one of"),
            ('select = ["NO"]', "$.select: a code, or its beginning, must"),
            ('ignore = ["NO"]', "$.ignore: a code, or its beginning, must"),
            ("[parameters.NO]", "$.parameters: $: a code, or its beginning"),
            ("[parameters.NO]\nx = 1", "$.parameters: $: a code, or its"),
            (
                "[parameters.EMP601]\ndays = 10_000_000",
                "$.EMP601.days: days of EMP601 must be a whole number from 0 to",
            ),
            ("[parameters.EMP601]\nx = 1", "[parameter-known]"),
            ("[parameters.EMP601]\ndays = -1", "[parameter-value]"),
            ("=", "$: must be TOML: "),
        ],
    )
    def test_what_is_wrong_is_told(self, cli, folder, plan_file, said, wanted):
        """With the file, the key and what is required."""
        path = folder / "empowerkit.toml"
        path.write_text(f"{said}\n")

        done = cli("check", plan_file)

        assert (2, "") == (done.code, done.out)
        assert done.err.startswith(f"{path}: ")
        assert wanted in done.err

    def test_other_text_than_utf8_is_told(self, cli, folder, plan_file):
        """It is a file like any other."""
        path = folder / "empowerkit.toml"
        path.write_bytes(b"\xff")

        done = cli("check", plan_file)

        assert f"{path}: $: must be UTF-8: save it again\n" == done.err

    @pytest.mark.parametrize(
        ("said", "code"), [("tool = 1", 0), ("[tool]\nempowerkit = 1", 2)]
    )
    def test_a_project_s_table_must_be_one(
        self, cli, code, folder, plan_file, said
    ):
        """What is no table at all is somebody else's."""
        (folder / "pyproject.toml").write_text(said)

        done = cli("check", plan_file, *AS_OF)

        assert code == done.code
        assert bool(code) == ("$.tool.empowerkit: must be" in done.err)

    def test_a_file_that_is_not_there_is_told(self, cli, plan_file):
        """In one line."""
        done = cli("check", plan_file, "--config", "gone.toml")

        assert (2, "gone.toml: no such file or directory\n") == (
            done.code,
            done.err,
        )


def test_a_source_that_is_not_there_has_no_size(cli, tmp_path):
    """It is told of as any other."""
    gone = Path(tmp_path, "gone.json")

    assert f"{gone}: no such file" in cli("check", gone).err


def test_a_source_that_is_not_there_is_no_fhir(cli, tmp_path):
    """It is told of by whatever looks for FHIR."""
    gone = Path(tmp_path, "gone.json")

    done = cli("convert", gone, "--from", "fhir")

    assert (2, "") == (done.code, done.out)
    assert f"{gone}: no such file" in done.err
