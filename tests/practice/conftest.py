"""The examples of the rules, which the pages show too."""

from __future__ import annotations

import importlib.util
import sys

from pathlib import Path

import pytest

from empowerkit.practice import _chosen, _registry, _run


FOLDER = Path(__file__).parents[2] / "docs" / "_rules"


@pytest.fixture(scope="session")
def rules_of_docs():
    """Return the package of the examples."""
    spec = importlib.util.spec_from_file_location(
        "_rules",
        FOLDER / "__init__.py",
        submodule_search_locations=[str(FOLDER)],
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["_rules"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def examples(rules_of_docs):
    """Return the examples, by the code of their rule."""
    return rules_of_docs.examples()


@pytest.fixture(scope="session")
def cast(rules_of_docs):
    """Return the people, the days and the short forms of the examples."""
    return rules_of_docs._cast


@pytest.fixture
def fresh_rules():
    """Forget which rules were loaded, before a test and after it."""

    def forget():
        _registry.rules.cache_clear()
        _chosen.chosen.cache_clear()

    forget()
    yield
    forget()


@pytest.fixture(scope="session")
def found(rules_of_docs):
    """Return a function from a rule's code and a plan to what it finds."""

    def find(code, plan, **values):
        made = _registry.rules()[code]
        return _run.ask(made, plan, as_of=rules_of_docs.AS_OF, **values)

    return find
