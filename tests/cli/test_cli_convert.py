"""``empowerkit convert``."""

from __future__ import annotations

import io
import json
import stat
import sys

import pytest

from empowerkit.codecs import MAX_BYTES, dumps, load, load_many, read_ndjson
from empowerkit.testing import caseload


PLANS = list(caseload.plans(3, seed=1))


def test_a_caseload_comes_out_as_it_went_in(caseload_file, cli, tmp_path):
    """NDJSON to NDJSON is the same bytes."""
    target = tmp_path / "out.ndjson"

    done = cli("convert", caseload_file, "-o", target)

    assert (0, "", "") == done
    assert caseload_file.read_bytes() == target.read_bytes()


def test_a_written_file_is_for_its_owner_alone(caseload_file, cli, tmp_path):
    """Nobody else on the machine reads what was written."""
    for target in ("out.ndjson", "plans"):
        to = "pretty" if target == "plans" else "ndjson"
        cli("convert", caseload_file, "--to", to, "-o", tmp_path / target)

    written = [tmp_path / "out.ndjson", *(tmp_path / "plans").iterdir()]
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in written}
    assert 0o700 == stat.S_IMODE((tmp_path / "plans").stat().st_mode)


def test_a_caseload_becomes_a_folder_and_back(caseload_file, cli, tmp_path):
    """Each plan gets a file whose name tells nothing, and none is lost."""
    folder, back = tmp_path / "plans", tmp_path / "back.ndjson"

    cli("convert", caseload_file, "--to", "pretty", "-o", folder)
    cli("convert", folder, "-o", back)

    names = [f"plan-000{number}.json" for number in (1, 2, 3)]
    assert names == sorted(path.name for path in folder.iterdir())
    assert PLANS == load_many(back)


def test_an_empty_folder_is_filled(caseload_file, cli, tmp_path):
    """A folder that was made for it is as good as a new one."""
    folder = tmp_path / "plans"
    folder.mkdir()

    done = cli("convert", caseload_file, "--to", "json", "-o", folder)

    assert 0 == done.code
    assert dumps(PLANS[0]) == (folder / "plan-0001.json").read_bytes()


@pytest.mark.parametrize("there", ["file", "full"])
def test_nothing_is_written_over(caseload_file, cli, there, tmp_path):
    """A folder with something in it, or a file, stays as it was."""
    target = tmp_path / "plans"
    if there == "file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "mine").write_text("mine")

    done = cli("convert", caseload_file, "--to", "json", "-o", target)

    assert 2 == done.code
    assert f"{target}: the folder must be new or empty" in done.err
    held = target if there == "file" else target / "mine"
    assert "mine" == held.read_text()


def test_one_document_fits_into_one_file(cli, plan_file, tmp_path, told):
    """A name with an ending is a file."""
    target = tmp_path / "pretty.json"

    done = cli("convert", plan_file, "--to", "pretty", "-o", target)

    assert 0 == done.code
    assert "\n  " in target.read_text()
    assert told == load(target)


def test_several_documents_do_not(caseload_file, cli, tmp_path):
    """Two documents in one file would be no JSON."""
    target = tmp_path / "out.json"

    done = cli("convert", caseload_file, "--to", "json", "-o", target)

    assert 2 == done.code
    assert "name a folder" in done.err
    assert not target.exists()


@pytest.mark.parametrize("name", ["plans.jsonl", "plans.ndjson"])
@pytest.mark.parametrize("made", ["fhir", "json"])
def test_several_documents_fit_onto_lines(
    caseload_file, cli, made, name, tmp_path
):
    """A file of lines holds as many as there are, each on its own."""
    target = tmp_path / name

    done = cli("convert", caseload_file, "--to", made, "-o", target)
    back = cli("convert", target)

    assert (0, "") == (done.code, done.err)
    assert 3 == len(target.read_bytes().splitlines())
    assert caseload_file.read_text("utf-8") == back.out


def test_what_is_laid_out_for_reading_has_no_lines(
    caseload_file, cli, tmp_path
):
    """It stands on many lines, and so each has a file of its own."""
    target = tmp_path / "plans.ndjson"

    done = cli("convert", caseload_file, "--to", "pretty", "-o", target)

    assert 2 == done.code
    assert "one file must hold one such document" in done.err


def test_no_document_makes_no_file(cli, tmp_path):
    """An empty file would be no JSON either."""
    target, none = tmp_path / "out.json", tmp_path / "none.ndjson"
    none.write_bytes(b"")

    done = cli("convert", none, "--to", "json", "-o", target)

    assert 2 == done.code
    assert not target.exists()


def test_no_document_makes_no_lines(cli, tmp_path):
    """A caseload may be empty."""
    none = tmp_path / "none.ndjson"
    none.write_bytes(b"\n\n")

    assert (0, "", "") == cli("convert", none)


def test_a_folder_with_nothing_in_it_is_a_mistake(cli, tmp_path):
    """It says what it looked for."""
    done = cli("convert", tmp_path)

    assert 2 == done.code
    assert "a folder must hold documents, and holds none" in done.err


def test_json_is_the_canonical_form(cli, plan_file):
    """What is printed is what stores hash, and a line end."""
    done = cli("convert", plan_file, "--to", "json")

    assert plan_file.read_text() + "\n" == done.out


@pytest.mark.parametrize("name", ["plan.json", "plan.txt", "-"])
def test_pretty_documents_are_read(cli, name, plan_file, tmp_path, told):
    """Lines inside a document are no documents."""
    pretty = cli("convert", plan_file, "--to", "pretty").out.encode()
    path = tmp_path / name
    path.write_bytes(pretty)
    source = "-" if name == "-" else path

    done = cli("convert", source, stdin=pretty)

    assert dumps(told).decode() + "\n" == done.out


@pytest.mark.parametrize("name", ["a.ndjson", "a.jsonl", "a.txt", "-"])
def test_lines_are_read(caseload_file, cli, name, tmp_path):
    """A file of lines is known by its name, or by its first line."""
    held = caseload_file.read_bytes().replace(b"\n", b"\r\n\n")
    path = tmp_path / name
    path.write_bytes(held)
    source = "-" if name == "-" else path

    done = cli("convert", source, stdin=held)

    assert PLANS == list(read_ndjson(done.out.encode().splitlines()))


def test_the_shape_can_be_said(caseload_file, cli, tmp_path):
    """A name that misleads is overruled."""
    path = caseload_file.rename(tmp_path / "caseload.json")

    assert 2 == cli("convert", path).code
    assert 0 == cli("convert", path, "--from", "ndjson").code


def test_a_folder_is_read_in_order_without_hidden_files(cli, tmp_path):
    """Documents below a folder come sorted; what is hidden stays so."""
    for number, name in enumerate(["b/2.json", "a.json", ".no/0.json"]):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dumps(PLANS[number]))
    for name in (".hidden.json", "README.md"):
        (tmp_path / "in" / name).write_text("no plan")

    done = cli("convert", tmp_path / "in")

    read = list(read_ndjson(done.out.encode().splitlines()))
    assert [PLANS[1], PLANS[0]] == read


def test_all_that_is_wrong_is_said_and_nothing_written(
    caseload_file, cli, tmp_path
):
    """Reading goes on behind a bad line; then there is no file."""
    lines = caseload_file.read_bytes().splitlines()
    caseload_file.write_bytes(b"\n".join([lines[0], b"{}", lines[1], b"3"]))
    target = tmp_path / "out.ndjson"

    done = cli("convert", caseload_file, "-o", target)

    places = [line.split(": ")[0] for line in done.err.splitlines()]
    assert 2 == done.code
    assert [
        f"{caseload_file}:2",
        f"{caseload_file}:4",
        "empowerkit",
    ] == places
    assert "2 of 4 documents refused" in done.err
    assert ["caseload.ndjson"] == [path.name for path in tmp_path.iterdir()]


def test_lines_of_which_one_is_broken(caseload_file, cli, tmp_path):
    """Also where it was said that they are lines, nothing is written."""
    with caseload_file.open("ab") as file:
        file.write(b"\n{}\n")
    target = tmp_path / "out.ndjson"

    done = cli("convert", caseload_file, "--from", "ndjson", "-o", target)

    assert 2 == done.code
    assert f"{caseload_file}:5: $" in done.err
    assert "empowerkit: 1 of 4 documents refused" in done.err
    assert not target.exists()


def test_very_many_refusals_are_cut_short(cli, tmp_path):
    """Of a file that is wrong in each line two hundred lines are told."""
    path = tmp_path / "wrong.ndjson"
    path.write_bytes(b"3\n" * 300)

    lines = cli("convert", path).err.splitlines()

    assert 201 == len(lines)
    assert "empowerkit: 300 of 300 documents refused" == lines[-1]


def test_a_line_that_is_too_long_is_one_refusal(caseload_file, cli, tmp_path):
    """What follows in a line beyond the cap is passed over."""
    good = caseload_file.read_bytes().splitlines()[0]
    path = tmp_path / "long.ndjson"
    path.write_bytes(b"x" * (2 * MAX_BYTES + 7) + b"\n" + good)

    done = cli("convert", path)

    assert 2 == done.code
    assert "[size-cap]" in done.err
    assert "1 of 2 documents refused" in done.err


def test_a_document_that_is_too_long_is_refused(cli, tmp_path):
    """No more of a file is read than could be a plan."""
    path = tmp_path / "long.json"
    path.write_bytes(b" " * (MAX_BYTES + 7))

    done = cli("convert", path)

    assert "[size-cap]" in done.err


def test_only_what_somebody_may_read_is_written(cli, plan_file, told):
    """The reader is named by their part, their id, or both."""
    seen = dumps(told, seen_by=told.workers[0].actor).decode()
    for who in ("worker", "w1", "worker:w1"):
        done = cli("convert", plan_file, "--seen-by", who, "--to", "json")

        assert seen + "\n" == done.out


@pytest.mark.parametrize("who", ["proxy", "client:w1", "nobody"])
def test_somebody_who_is_not_there_reads_nothing(cli, plan_file, who):
    """The people who are there are named by part and id."""
    done = cli("convert", plan_file, "--seen-by", who)

    assert (2, "") == (done.code, done.out)
    assert "nobody is: take one of client:c1, worker:w1" in done.err


def test_a_part_that_two_people_have_is_not_enough(cli, told, tmp_path):
    """Where there are two workers, one has to be named."""
    pretty = json.loads(dumps(told))
    pretty["workers"].append({"id": "w2", "called": "Ruth"})
    path = tmp_path / "two.json"
    path.write_text(json.dumps(pretty))

    assert (
        "several people are" in cli("weigh", path, "--seen-by", "worker").err
    )
    assert 0 == cli("weigh", path, "--seen-by", "w2").code


def test_a_supporter_whose_part_ended_reads_nothing(cli, told, tmp_path):
    """What the library refuses is told with the file it is about."""
    ended = json.loads(dumps(told))
    ended["supporters"][0]["ended_at"] = "2026-05-01T10:00:00Z"
    path = tmp_path / "ended.json"
    path.write_text(json.dumps(ended))

    done = cli("convert", path, "--seen-by", "supporter")

    assert (2, "") == (done.code, done.out)
    assert done.err.startswith(f"{path}: supporter 's1' must be on this plan")


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that makes standard error a terminal."""

    def make():
        err = io.StringIO()
        monkeypatch.setattr(err, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stderr", err)
        return err

    return make


def test_long_reading_shows_how_far_it_is(
    caseload_file, cli, monkeypatch, terminal, tmp_path
):
    """On a terminal there is a bar, and nothing of it in the output."""
    from empowerkit.cli import _inputs  # noqa: PLC0415 - an extra

    monkeypatch.setattr(_inputs, "_LONG", 1)
    err = terminal()
    shape = ("--from", "ndjson")

    done = cli("convert", caseload_file, tmp_path / "gone.json", *shape)

    assert "Reading" in err.getvalue()
    assert "100%" in err.getvalue()
    assert "gone.json: no such file" in err.getvalue()
    assert "Reading" not in done.out


def test_short_reading_shows_no_bar(caseload_file, cli, terminal):
    """What is done at once needs no bar."""
    err = terminal()

    cli("convert", caseload_file, "-", stdin=caseload_file.read_bytes())

    assert "" == err.getvalue()


def test_a_bar_needs_a_terminal(caseload_file, cli, monkeypatch):
    """In a log there are no bars."""
    from empowerkit.cli import _inputs  # noqa: PLC0415 - an extra

    monkeypatch.setattr(_inputs, "_LONG", 1)

    assert "" == cli("convert", caseload_file, "--from", "ndjson").err


def test_a_half_made_folder_does_not_stay(caseload_file, cli, tmp_path):
    """Where a document is refused, there is no folder at all."""
    with caseload_file.open("ab") as file:
        file.write(b"{}\n")
    folder = tmp_path / "plans"

    done = cli("convert", caseload_file, "--to", "json", "-o", folder)

    assert 2 == done.code
    assert ["caseload.ndjson"] == [path.name for path in tmp_path.iterdir()]
