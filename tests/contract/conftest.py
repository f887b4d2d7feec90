"""Tools for tests that need a process or a source tree of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import empowerkit


ROOT = Path(__file__).parents[2]

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """
    Return a function that runs Python in a process of its own.

    Coverage is kept out of it: it loads modules, and it would count copies.
    """

    def run_python(
        *args: str, path: Path | None = None, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("COVERAGE", "PYTEST", "PYTHON"))
        }
        env |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
        if path is not None:
            env["PYTHONPATH"] = str(path)
        options = {"cwd": tmp_path, "timeout": 120} | options
        return subprocess.run(
            [sys.executable, *args],
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            **options,
        )

    return run_python


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the project: its settings and its source tree."""
    project = tmp_path / "project"
    source = Path(empowerkit.__file__).parent
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source, project / "src/empowerkit", ignore=ignored)
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, project / name)
    return project
