"""That the benchmarks run; how fast anything is, is not a test's business."""

import subprocess
import sys

from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
PARTS = {
    "documents": ("msgspec", "orjson", "pydantic"),
    "starts": ("click", "jinja2", "pydantic", "rich"),
    "sheet": ("skcriteria",),
    "records": (),
    "checks": ("click", "jinja2", "rich"),
    "fhir": ("fhir.resources.bundle",),
}
ROWS = {
    "documents": ("orjson", "pydantic", "cattrs", "load_many", "memory"),
    "starts": ("import Plan", "empowerkit weigh"),
    "sheet": ("scikit-criteria, scaled", "scikit-criteria, bare"),
    "records": ("durable", "4 writers", "decode", "json.loads", "500 nouns"),
    "checks": ("all checks", "--jobs 4"),
    "fhir": ("Bundles, R4", "Bundles, R5", "mixed, R4", "mixed, R5"),
}
# The widest page of a terminal that many people have.
COLUMNS = 100


def run(*args):
    """Return what the benchmarks print, as a table is asked for."""
    command = [sys.executable, "-W", "error", "-m", "benchmarks", *args]
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True
    )


class TestParts:
    @pytest.mark.parametrize("part", PARTS)
    def test_each_runs_alone(self, part):
        """Every row of a part is measured, printed and judged."""
        for peer in PARTS[part]:
            pytest.importorskip(peer, reason=f"the group 'bench' has {peer}")

        found = run("--quick", part)

        assert (0, "") == (found.returncode, found.stderr)
        assert [] == [row for row in ROWS[part] if row not in found.stdout]
        assert max(map(len, found.stdout.splitlines())) <= COLUMNS

    def test_several_run_in_the_order_named(self):
        """Parts are printed as they were asked for."""
        found = run("--quick", "checks", "records")

        named = [n for n in found.stdout.splitlines() if n in PARTS]
        assert ["checks", "records"] == named

    def test_none_is_made_up(self):
        """A part that there is not is refused, and those there are named."""
        found = run("--quick", "sheets")

        assert 2 == found.returncode
        assert (
            "documents, starts, sheet, records, checks, fhir" in found.stderr
        )
