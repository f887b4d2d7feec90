"""Tools for tests of the command line."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys

from pathlib import Path
from typing import Any, NamedTuple

import pytest

import empowerkit

from empowerkit.cli import main
from empowerkit.codecs import dump, write_ndjson
from empowerkit.testing import caseload


class Done(NamedTuple):
    """What became of a command."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch):
    """Let no setting of the one who runs the tests change the output."""
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def cli(capsys, monkeypatch, needs):
    """Return a function that runs a command here and tells what it did."""
    for module in ("click", "jinja2", "rich"):
        needs("cli", module)

    def run(
        *args: object, stdin: bytes = b"", kind: type = io.TextIOWrapper
    ) -> Done:
        given = kind(io.BytesIO(stdin), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", given)
        capsys.readouterr()
        code = main([str(arg) for arg in args])
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


@pytest.fixture
def python(tmp_path, needs):
    """Return a function that starts Python with our source tree."""
    for module in ("click", "jinja2", "rich"):
        needs("cli", module)
    env = os.environ | {
        "PYTHONPATH": str(Path(empowerkit.__file__).parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def start(
        *args: object, out: Any = subprocess.PIPE, **more: str
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *map(str, args)],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=env | more,
        )

    return start


@pytest.fixture
def process(python):
    """Return a function that runs the program in a process of its own."""

    def run(*args: object, **env: str) -> Done:
        running = python("-m", "empowerkit", *args, **env)
        out, err = running.communicate(timeout=120)
        return Done(running.returncode, out.decode(), err.decode())

    return run


@pytest.fixture(scope="session")
def told():
    """Return the plan at the end of the demo's story."""
    from empowerkit.cli import _story as story  # noqa: PLC0415 - an extra

    return story.whole()


@pytest.fixture(scope="session")
def kept(tmp_path_factory, needs):
    """Return the path of a store with that plan, each deed an entry."""
    needs("cli", "click")
    from empowerkit.cli import _keeping, _story  # noqa: PLC0415 - an extra

    path = tmp_path_factory.mktemp("kept") / "plans.db"
    with _keeping.kept_in(path) as store:
        keep = _keeping.Keeping(store)
        plan = keep(_story.what_she_says())
        for act in _story.ACTS:
            plan = keep(act(plan))
    return path


@pytest.fixture
def store_file(kept, tmp_path):
    """Return the path of a copy of that store, of one's own."""
    path = tmp_path / "plans.db"
    shutil.copy(kept, path)
    return path


@pytest.fixture
def plan_file(tmp_path, told):
    """Return the path of a file with that plan."""
    path = tmp_path / "plan.json"
    dump(told, path)
    return path


@pytest.fixture
def caseload_file(tmp_path):
    """Return the path of a file with three plans."""
    path = tmp_path / "caseload.ndjson"
    write_ndjson(caseload.plans(3, seed=1), path)
    return path
