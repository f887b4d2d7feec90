"""Settings of all tests, and the examples of pages and docstrings."""

from __future__ import annotations

import importlib.util
import os

from typing import TYPE_CHECKING

import pytest

from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.parsers import myst, rest
from sybil.sybil import SybilCollection


if TYPE_CHECKING:
    from collections.abc import Callable


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


@pytest.fixture
def needs() -> Callable[[str, str], None]:
    """
    Return a function that skips a test whose optional part is missing.

    It takes a name and the module that this name stands for.
    Where the environment variable EMPOWERKIT_REQUIRE lists the name, the
    test fails instead of being skipped.
    """

    def check(name: str, module: str) -> None:
        if importlib.util.find_spec(module) is not None:
            return
        reason = f"{name} is not to be had: there is no module {module}"
        if name in os.environ.get("EMPOWERKIT_REQUIRE", "").split():
            pytest.fail(reason)
        pytest.skip(reason)

    return check
