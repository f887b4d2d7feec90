"""What ``import empowerkit`` costs."""

from __future__ import annotations

import sys

import pytest


LOADED = """
import sys
before = set(sys.modules)
import empowerkit
print(*sorted(set(sys.modules) - before))
"""
LIGHT = {"attr", "attrs", "empowerkit"}


@pytest.fixture
def loaded(run):
    """Return the names of all modules that the import loads."""
    done = run("-c", LOADED)

    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_attrs_and_the_standard_library_only(loaded):
    """Nothing is loaded but attrs, the standard library and ourselves."""
    tops = {name.partition(".")[0] for name in loaded}

    assert tops - sys.stdlib_module_names <= LIGHT


@pytest.mark.parametrize("heavy", ["importlib.metadata", "json", "sqlite3"])
def test_heavy_standard_modules_wait(heavy, loaded):
    """What only some callers need is not loaded for all of them."""
    assert heavy not in loaded


def test_the_names_at_the_root_are_loaded_eagerly(loaded, run):
    """Using any name at the root loads nothing more."""
    code = """
import sys, empowerkit
before = set(sys.modules)
for name in empowerkit.__all__:
    getattr(empowerkit, name)
print(*sorted(set(sys.modules) - before))
"""
    done = run("-c", code)

    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
