"""
What pytest does otherwise while it looks for mutants.

mutmut runs all tests once, and forks then for each mutant, so what was made
by then is made of the code as it is.
Here each fork reads the code anew: a mutant is also met in what runs once,
when a module is read or a cache is filled.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import tomllib

from collections import Counter
from pathlib import Path

import pytest

from hypothesis import HealthCheck, Phase, settings
from mutmut.mutation import trampoline


settings.register_profile(
    "mutants",
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    # That a test fails is all that is asked, and not for the least example.
    phases=(Phase.explicit, Phase.generate),
)

OURS = ("_rules", "conftest", "empowerkit", "tests")
# No mutant is in a process that a test starts.
PROCESSES = {"process", "python", "run", "server"}
# What so few tests meet may have run once for all: then all are asked.
FEW = 100
met = set()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests():
    """Read the code anew, with the mutant in it, before any conftest does."""
    tried = os.environ.get("MUTANT_UNDER_TEST", "")
    module, _, name = tried.rpartition(".")
    gc.freeze()  # what was there before the fork stays
    # Where all is to fail, pytest would not even begin.
    for known in list(sys.modules) if tried != "fail" else ():
        if known.partition(".")[0] in OURS:
            del sys.modules[known]
    if "__mutmut_" in name:
        read_anew(module, name)
    return (yield)


def read_anew(module, name):
    """Read the code with the mutant *name* alone."""
    trampoline.get_mutant_under_test = lambda: f"{module}.{name}"
    trampoline.wrap_in_trampoline = only(module, name)
    try:
        importlib.import_module(module)
    except Exception:  # noqa: BLE001 - whatever it is, it was noticed
        os._exit(1)


def only(module, name):
    """Return how functions are wrapped: the mutant's own, and no other."""
    wrap = trampoline.wrap_in_trampoline
    mangled = name.rpartition("__mutmut_")[0]

    def wrapping(mutants, is_classmethod=False):  # noqa: FBT002 - mutmut's
        def wrapped(function):
            if (function.__module__, mangled_of(function)) == (
                module,
                mangled,
            ):
                return wrap(mutants, is_classmethod)(function)
            return function

        return wrapped

    return wrapping


def mangled_of(function):
    """Return what mutmut calls *function*."""
    inside, _, name = function.__qualname__.rpartition(".")
    return f"xǁ{inside}ǁ{name}" if inside else f"x_{name}"


def pytest_configure(config):
    """Collect files, and not thousands of tests one by one."""
    met.clear()
    met.update(arg for arg in config.args if "::" in arg)
    if len(met) >= FEW:
        config.args[:] = sorted({name.partition("::")[0] for name in met})
    elif met:
        told = tomllib.loads(Path("pyproject.toml").read_text())
        own = told["tool"]["mutmut"]
        config.args[:] = own["pytest_add_cli_args_test_selection"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Run those first that met the mutant's function, the fastest first."""
    items[:] = [item for item in items if alone(item)]
    if not met:
        return
    if len(met) >= FEW:
        items[:] = [item for item in items if item.nodeid in met]
    told = json.loads(Path("mutmut-stats.json").read_text())
    took = told["duration_by_test"]
    # File by file: what a file's tests share is made once.
    spent = Counter()
    for item in items:
        spent[item.path] += took.get(item.nodeid, 0)
    items.sort(
        key=lambda item: (
            item.nodeid not in met,
            spent[item.path],
            item.path,
            took.get(item.nodeid, 0),
        )
    )


def alone(item):
    """Return whether the test *item* starts no process."""
    code = getattr(getattr(item, "function", None), "__code__", None)
    return not PROCESSES & {*getattr(item, "fixturenames", ())} and not (
        code and "subprocess" in code.co_names
    )


def pytest_sessionfinish(session, exitstatus):
    """Take tests that cannot even be collected for tests that fail."""
    if met and exitstatus == pytest.ExitCode.INTERRUPTED:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
