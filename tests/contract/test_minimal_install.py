"""What works where only the required dependencies are installed."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from packaging.requirements import Requirement

import empowerkit

from empowerkit import codecs
from empowerkit.testing import caseload


ISOLATED = """
import sys
sys.path.insert(0, sys.argv[1])
"""


def required(name, seen):
    """Collect the distributions that *name* needs, extras left out."""
    for text in metadata.requires(name) or ():
        wanted = Requirement(text)
        marker = wanted.marker
        if wanted.name in seen or (
            marker is not None and not marker.evaluate({"extra": ""})
        ):
            continue
        seen.add(wanted.name)
        required(wanted.name, seen)
    return seen


def tops(name):
    """Return what the distribution *name* puts into site-packages."""
    files = metadata.files(name) or ()
    return {
        Path(file.locate()).parents[len(file.parts) - 2]
        if len(file.parts) > 1
        else Path(file.locate())
        for file in files
        if file.parts[0] != ".." and file.suffix == ".py"
    }


@pytest.fixture
def site(tmp_path):
    """Return a folder with the required dependencies and ourselves."""
    folder = tmp_path / "site"
    folder.mkdir()
    found = {Path(empowerkit.__file__).parent}
    for name in required("empowerkit", set()):
        found |= tops(name)
    for path in found:
        (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture
def alone(run, site):
    """Return a function that runs code where only *site* can be imported."""

    def run_alone(code, *args):
        return run("-I", "-S", "-c", ISOLATED + code, str(site), *args)

    return run_alone


def test_nothing_optional_is_there(alone):
    """The isolation isolates: no optional dependency can be imported."""
    code = """
from importlib.util import find_spec
print(*[n for n in ("click", "cryptography", "hypothesis", "jinja2", "msgspec", "psycopg", "pytest", "rich") if find_spec(n)])
"""
    done = alone(code)

    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_plans_are_read_and_written(alone, tmp_path):
    """A plan loads and dumps to the same bytes without any extra."""
    (plan,) = caseload.plans(1, seed=1)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    codecs.dump(plan, first)

    done = alone(
        "from empowerkit import codecs\n"
        "codecs.dump(codecs.load(sys.argv[2]), sys.argv[3])\n",
        str(first),
        str(second),
    )

    assert done.returncode == 0, done.stderr
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("empowerkit.report", "cli"),
        ("empowerkit.sign", "sign"),
        ("empowerkit.store.postgres", "postgres"),
        ("empowerkit.testing.rules", "testing"),
        ("empowerkit.testing.strategies", "testing"),
    ],
)
def test_what_needs_an_extra_names_it(alone, extra, name):
    """The sentence can be typed as it is."""
    code = f"""
try:
    import {name}
except ImportError as error:
    print(error)
"""
    done = alone(code)

    assert done.returncode == 0, done.stderr
    assert f'pip install "empowerkit[{extra}]"' in done.stdout


@pytest.mark.parametrize("name", ["attest", "journal", "practice", "store"])
def test_what_needs_no_extra_is_there(alone, name):
    """Evidence, journals, checks and stores come with the library."""
    done = alone(f"import empowerkit.{name}\n")

    assert (0, "") == (done.returncode, done.stderr)


def test_the_command_line_names_its_extra(alone):
    """Without click the program says which extra to install."""
    done = alone("from empowerkit.cli import main\nsys.exit(main([]))\n")

    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "empowerkit[cli]"' in done.stderr
