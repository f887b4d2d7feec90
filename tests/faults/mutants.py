"""
Change the code in small ways, and see whether the tests notice.

    python tests/faults/mutants.py journal [a folder to keep]
    python tests/faults/mutants.py all --sample 600 --seed 1 [a folder]

It needs mutmut, which forks, and copies the project into a folder of its own
(a new one, where none is named), in which ``mutmut browse`` shows the rest.
Of ``all`` there are too many to try each: some are drawn, as evenly as a
lottery draws, and the same ones for the same seed and the same code.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import subprocess
import sys

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from mutants_parts import LEFT_OUT, PARTS, SLOW, TARGETS
from mutmut.stats import status_by_exit_code


ROOT = Path(__file__).parents[2]
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
also_copy = ["conftest.py", "docs", "mutants_plugin.py"]
# Of what no test times, which runs all of them.
timeout_constant = 90
timeout_multiplier = 2
"""
# mutmut's own way to make the mutants, and none of what comes after it.
MAKE = """
from mutmut import __main__ as mutmut
mutmut.set_mutant_under_test("mutant_generation")
mutmut.copy_src_dir()
mutmut.copy_also_copy_files()
mutmut.setup_source_paths()
mutmut.create_mutants(1)
"""


def prepare(target, folder, slow="Postgres"):
    """Copy what is needed into *folder*."""
    code, tests = PARTS[target]
    for name in ("docs", "src", "tests"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=shutil.ignore_patterns("__pycache__", "_build"),
            dirs_exist_ok=True,
        )
    shutil.copy(ROOT / "conftest.py", folder)
    shutil.copy(PLUGIN, folder)
    chosen = {
        "only_mutate": code,
        "do_not_mutate": LEFT_OUT,
        "pytest_add_cli_args": ["-p", "mutants_plugin", "-k", f"not ({slow})"],
        "pytest_add_cli_args_test_selection": tests,
    }
    lines = (f"{key} = {json.dumps(value)}" for key, value in chosen.items())
    (folder / "pyproject.toml").write_text("\n".join([SETTINGS, *lines, ""]))


def run(folder, *what, **more):
    """Run Python in *folder*, as mutmut wants it."""
    environment = os.environ | {"HYPOTHESIS_PROFILE": "mutants"}
    # Each fork reads all code, and compiles none of it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, *what]
    subprocess.run(command, cwd=folder, env=environment, check=False, **more)


def try_each(target, folder):
    """Try every mutant of *target*; return what became of the others."""
    prepare(target, folder)
    run(folder, "-m", "mutmut", "run", "--max-children", "2")
    left = {n: s for n, s in results(folder).items() if s != "killed"}
    return [*others(left), f"mutmut browse, in {folder}, shows each of them"]


def try_some(folder, size, seed):
    """Try *size* mutants of all that there are; return what became of them."""
    folders = [folder / part for part in PARTS]
    with ThreadPoolExecutor(2) as pool:
        there = {n for found in pool.map(made, folders) for n in found}
        drawn = random.Random(seed).sample(sorted(there), size)  # noqa: S311
        tried = {}
        for found in pool.map(partial(try_drawn, {*drawn}), folders):
            tried |= found
    return [
        f"{size} of {len(there)} mutants, drawn with seed {seed}",
        *shares(tried),
        *others(tried),
        f"log.txt and mutmut browse, in the folders of {folder}, show each",
    ]


def made(folder):
    """Make the mutants of a part in its *folder*; return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    prepare(folder.name, folder, SLOW)
    run(folder, "-c", MAKE, stdout=subprocess.DEVNULL)
    return results(folder)


def try_drawn(drawn, folder):
    """Try those of the *drawn* that are in *folder*; return the results."""
    names = sorted(drawn & {*results(folder)})
    if names:
        with (folder / "log.txt").open("w") as log:
            what = ("-m", "mutmut", "run", "--max-children", "1", *names)
            run(folder, *what, stdout=log, stderr=log)
    found = results(folder)
    return {name: found[name] for name in names}


def results(folder):
    """Return what became of the mutants in *folder*, by their names."""
    return {
        name: status_by_exit_code[code]
        for path in (folder / "mutants").rglob("*.py.meta")
        for name, code in json.loads(path.read_text())[
            "exit_code_by_key"
        ].items()
    }


# One that never ends, or ends Python, is noticed by whoever waits for it.
NOTICED = {"killed", "timeout", "segfault"}


def shares(tried):
    """Yield a line about each package, and about all: who was noticed."""
    counts, noticed = Counter(), Counter()
    for name, status in tried.items():
        for counted in (name.split(".")[1], "all"):
            counts[counted] += 1
            noticed[counted] += status in NOTICED
    for name in sorted(counts):
        share = noticed[name] / counts[name]
        low, high = interval(noticed[name], counts[name])
        yield (
            f"{name:12}{noticed[name]:6} of{counts[name]:5}{share:8.1%} "
            f"({low:.1%} to {high:.1%})"
        )


def interval(noticed, tried):
    """Return the interval of 95 % for a share, as Wilson reckons it."""
    z = 1.96
    middle = noticed + z * z / 2
    half = z * math.sqrt(noticed * (tried - noticed) / tried + z * z / 4)
    return (middle - half) / (tried + z * z), (middle + half) / (tried + z * z)


def others(tried):
    """Yield a line about each mutant that no test failed for."""
    for name in sorted(tried):
        if tried[name] != "killed":
            yield f"    {name}: {tried[name]}"


def main():
    """Read the arguments, and do what they say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_intermixed_args()
    folder = told.folder or Path(mkdtemp(prefix="empowerkit-mutants-"))
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if told.target == "all":
        lines = try_some(folder, told.sample, told.seed)
    else:
        lines = try_each(told.target, folder)
    print("\n".join(lines))  # noqa: T201 - whoever asked reads this


if __name__ == "__main__":
    main()
