"""
Change the code in small ways, and see whether the tests notice.

    python tests/faults/mutants.py journal [a folder to keep]

It needs mutmut, which forks, and copies the project into a folder of its own
(a new one, where none is named), in which ``mutmut browse`` shows the rest.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile

from pathlib import Path


ROOT = Path(__file__).parents[2]
TARGETS = {
    "journal": (
        ["src/empowerkit/journal/*"],
        [
            "tests/journal",
            "tests/faults/test_mutants.py",
            "tests/property/test_erasures.py",
            "tests/stores/test_stores.py",
        ],
    ),
    "authority": (
        ["src/empowerkit/authority/*"],
        [
            "tests/test_authority.py",
            "tests/property/test_authority_voices.py",
            "tests/property/test_plan_histories.py",
            "tests/faults/test_mutants.py",
            "tests/journal",
        ],
    ),
    "loader": (
        [
            f"src/empowerkit/codecs/_{name}.py"
            for name in ("build", "fast", "faults", "form", "json", "text")
        ],
        [
            "tests/codecs/test_build.py",
            "tests/codecs/test_fast.py",
            "tests/codecs/test_faults.py",
            "tests/codecs/test_json.py",
            "tests/codecs/test_loader_edges.py",
            "tests/codecs/test_loader_words.py",
            "tests/codecs/test_silence.py",
            "tests/codecs/test_text.py",
            "tests/property/test_codecs.py",
            "tests/property/test_codecs_faults.py",
        ],
    ),
}
# Before any conftest, so that its profile is there when it is asked for.
PLUGIN = Path(__file__).with_name("mutants_plugin.py")
SETTINGS = """
[project]
name = "empowerkit"
version = "0"
requires-python = ">=3.11"

[tool.pytest]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider"]
pythonpath = ["."]
markers = ["real_data: reads real files, which are no part of the project"]

[tool.mutmut]
source_paths = ["src/"]
also_copy = ["conftest.py", "mutants_plugin.py"]
pytest_add_cli_args = ["-p", "mutants_plugin", "-k", "not Postgres"]
# Of what no test times, which runs all of them.
timeout_constant = 60
timeout_multiplier = 2
"""


def prepare(target, folder):
    """Copy what is needed into *folder*."""
    code, tests = TARGETS[target]
    for name in ("src", "tests"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=shutil.ignore_patterns("__pycache__"),
            dirs_exist_ok=True,
        )
    shutil.copy(ROOT / "conftest.py", folder)
    shutil.copy(PLUGIN, folder)
    (folder / "pyproject.toml").write_text(
        f"{SETTINGS}only_mutate = {json.dumps(code)}\n"
        f"pytest_add_cli_args_test_selection = {json.dumps(tests)}\n"
    )


def main(target, kept=None):
    """Run mutmut on *target*, and print what it found."""
    folder = Path(kept or tempfile.mkdtemp(prefix="empowerkit-mutants-"))
    folder.mkdir(parents=True, exist_ok=True)
    prepare(target, folder)
    environment = os.environ | {"HYPOTHESIS_PROFILE": "mutants"}
    # Each fork reads all code, and compiles none of it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for what in (["run", "--max-children", "2"], ["results"]):
        subprocess.run(
            [sys.executable, "-m", "mutmut", *what],
            cwd=folder,
            env=environment,
            check=False,
        )
    print(f"mutmut browse, in {folder}, shows each of them")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
