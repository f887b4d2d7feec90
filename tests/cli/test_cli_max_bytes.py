"""``--max-bytes``: how large a document may be, in each command that reads."""

from __future__ import annotations

import json
import sys

import pytest

from empowerkit.codecs import MAX_BYTES, dump, write_ndjson
from empowerkit.testing import caseload


parts = pytest.importorskip("empowerkit.cli._pieces")

GOAL = {
    "resourceType": "Goal",
    "id": "g1",
    "lifecycleStatus": "active",
    "description": {"text": "x"},
    "subject": {"reference": "Patient/1"},
}
SAID = "$: a document must be no larger than {} bytes: split it, or raise {}"
COMMANDS = [
    ("check", "--exit-zero"),
    ("check", "--exit-zero", "--jobs", "2"),
    ("convert",),
    ("convert", "--from", "json"),
    ("convert", "--from", "empowerkit"),
    ("weigh",),
    ("progress",),
    ("report",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
class TestEachCommand:
    """All of them say it alike."""

    def test_a_document_that_is_larger_is_refused(
        self, cli, command, plan_file
    ):
        """The file is named, and what lets larger ones in."""
        most = plan_file.stat().st_size - 1

        done = cli(*command, plan_file, "--max-bytes", most)

        said = SAID.format(most, "--max-bytes")
        assert (2, f"{plan_file}: {said} [size-cap]\n") == (
            done.code,
            done.err,
        )

    def test_one_that_is_as_large_is_read(self, cli, command, plan_file):
        """To the byte."""
        size = plan_file.stat().st_size

        done = cli(*command, plan_file, "--max-bytes", size)

        assert (0, "") == (done.code, done.err)
        assert cli(*command, plan_file) == done

    def test_what_is_too_large_otherwise_is_read(
        self, cli, command, plan_file
    ):
        """However much is allowed, no more is set aside than there is."""
        with plan_file.open("ab") as file:
            file.write(b" " * MAX_BYTES)

        refused = cli(*command, plan_file)
        done = cli(*command, plan_file, "--max-bytes", sys.maxsize**2)

        assert (2, SAID.format(MAX_BYTES, "--max-bytes")) == (
            refused.code,
            refused.err.removeprefix(f"{plan_file}: ")[:-12],
        )
        assert (0, "") == (done.code, done.err)

    @pytest.mark.parametrize("most", ["0", "-1", "16MiB"])
    def test_it_is_a_number_of_bytes(self, cli, command, most, plan_file):
        """Nothing else is one."""
        done = cli(*command, plan_file, "--max-bytes", most)

        assert 2 == done.code
        assert "Invalid value for '--max-bytes'" in done.err


@pytest.mark.parametrize("name", ["export.json", "export.ndjson", "export"])
@pytest.mark.parametrize("command", ["check", "convert"])
def test_fhir_is_held_to_it_too(cli, command, name, tmp_path):
    """Whether it is a file for one, or a line."""
    path = tmp_path / name
    path.write_text(json.dumps(GOAL))
    size = path.stat().st_size
    args = (command, path, "--max-bytes")

    refused, done = cli(*args, size - 1), cli(*args, size)

    assert 2 == refused.code
    assert str(path) in refused.err
    assert "or raise --max-bytes [size-cap]" in refused.err
    assert 0 == done.code


@pytest.mark.parametrize("command", ["check", "convert"])
def test_a_bundle_beyond_what_is_usual_is_read(cli, command, tmp_path):
    """An export of a whole agency is one document."""
    entry = [{"resource": GOAL}]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entry}
    path = tmp_path / "export.json"
    path.write_text(json.dumps(bundle) + " " * MAX_BYTES)

    refused = cli(command, path)
    done = cli(command, path, "--max-bytes", 2 * MAX_BYTES)

    assert (2, 0) == (refused.code, done.code)
    assert "or raise --max-bytes [size-cap]" in refused.err


def test_standard_input_is_held_to_it(cli, plan_file):
    """It has a name too."""
    done = cli("check", "-", "--max-bytes", 9, stdin=plan_file.read_bytes())

    said = SAID.format(9, "--max-bytes")
    assert f"standard input: {said} [size-cap]\n" == done.err


@pytest.mark.parametrize("is_folder", [True, False])
def test_every_process_is_held_to_it(cli, is_folder, monkeypatch, tmp_path):
    """The same is refused, wherever it is read."""
    monkeypatch.setattr(parts, "_LENGTH", 60_000)
    monkeypatch.setattr(parts, "_FIRST", 20_000)
    plans = [*caseload.plans(40, seed=5)]
    path = tmp_path / ("plans" if is_folder else "plans.ndjson")
    if is_folder:
        path.mkdir()
        for number, plan in enumerate(plans):
            dump(plan, path / f"{number:02}.json")
        sizes = sorted(one.stat().st_size for one in path.iterdir())
    else:
        write_ndjson(plans, path)
        sizes = sorted(map(len, path.read_bytes().splitlines()))
    args = ("check", path, "--as-of", "2026-05-02", "--max-bytes", sizes[20])

    one = cli(*args)
    two = cli(*args, "--jobs", "3")

    assert one == two
    assert "empowerkit: 19 of 40 documents refused" in one.err
