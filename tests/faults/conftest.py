"""How long to try, and the files that lie beside the tests."""

from __future__ import annotations

import importlib.util
import os
import sys

from pathlib import Path
from random import Random

import pytest


HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def times():
    """Return a function that picks how often something is tried."""
    at_length = os.environ.get("EMPOWERKIT_FAULTS") == "long"
    return lambda short, long: long if at_length else short


@pytest.fixture(scope="session")
def dice():
    """Return a function that makes the same chances for the same seed."""
    return Random


@pytest.fixture(scope="session")
def told():
    """Return a function that prints figures, where `pytest -s` lets it."""

    def tell(**figures):
        said = ", ".join(f"{value} {name}" for name, value in figures.items())
        print(f"\n{said.replace('_', ' ')}")  # noqa: T201 - asked for by -s

    return tell


@pytest.fixture(scope="session")
def beside():
    """Return a function that imports a file that lies beside the tests."""

    def load(name):
        found = importlib.util.spec_from_file_location(
            f"faults_{name}", HERE / f"{name}.py"
        )
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
        return module

    return load


@pytest.fixture(scope="session")
def appending(beside):
    """Return what appends entries, and what finds them again."""
    return beside("appending")


@pytest.fixture
def disk(beside, needs):
    """Return the module of the disk in memory, which SQLite must allow."""
    module = beside("disk")
    if not module.can_be_plugged_in():
        needs("disk", but="ctypes cannot reach the SQLite of this Python")
    return module


@pytest.fixture
def script():
    """Return the command that runs a file that lies beside the tests."""
    return lambda name, *more: [sys.executable, HERE / f"{name}.py", *more]


@pytest.fixture
def apart():
    """Return an environment in which nobody measures coverage."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("COVERAGE_")
    }


@pytest.fixture(scope="session")
def server(own_server):
    """Return the URL of a PostgreSQL of our own, which may be killed."""
    with own_server() as url:
        yield url
