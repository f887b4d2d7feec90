"""Settings of all tests, and the examples of pages and docstrings."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.parsers import myst, rest
from sybil.sybil import SybilCollection


if TYPE_CHECKING:
    from collections.abc import Callable


# A shell that starts us in the background has us ignore interrupts, and so
# would every program that a test starts, and interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Time is what benchmarks measure, so no profile has a deadline.
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci",
    max_examples=150,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

_page_parsers = [myst.PythonCodeBlockParser(), myst.SkipParser()]
_examples = SybilCollection(
    (
        Sybil(parsers=_page_parsers, path="docs", pattern="*.md"),
        Sybil(parsers=_page_parsers, filenames=["README.md"]),
        # A pattern of "src/**/*.py" would match nothing, without a word.
        Sybil(
            parsers=[rest.DocTestParser(), rest.SkipParser()],
            path="src",
            pattern="*.py",
        ),
    )
)
pytest_collect_file = _examples.pytest()


@pytest.fixture(scope="session")
def needs() -> Callable[..., None]:
    """
    Return a function that skips a test whose optional part is missing.

    It takes a name, and the module or the program that this name stands for,
    or why what it stands for is not to be had.
    Where the environment variable EMPOWERKIT_REQUIRE lists the name, the
    test fails instead of being skipped.
    """

    def check(
        name: str,
        module: str | None = None,
        *,
        program: str | None = None,
        but: str | None = None,
    ) -> None:
        if module is not None and importlib.util.find_spec(module) is None:
            _missing(name, f"there is no module {module}")
        if program is not None and shutil.which(program) is None:
            _missing(name, f"there is no program {program}")
        if but is not None:
            _missing(name, but)

    return check


@pytest.fixture(scope="session")
def real_data() -> Path:
    """
    Return the folder of real files, which are no part of the project.

    The environment variable EMPOWERKIT_REAL_DATA names it.
    """
    named = os.environ.get("EMPOWERKIT_REAL_DATA")
    folder = Path(named) if named else None
    if folder is None or not folder.is_dir():
        _missing("real_data", "EMPOWERKIT_REAL_DATA names no folder")
    return folder


def _missing(name: str, why: str) -> NoReturn:
    reason = f"{name} is not to be had: {why}"
    if name in os.environ.get("EMPOWERKIT_REQUIRE", "").split():
        pytest.fail(reason)
    pytest.skip(reason)
