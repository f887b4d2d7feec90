"""The public names, pinned."""

from __future__ import annotations

import importlib
import pkgutil

from pathlib import Path

import pytest

import empowerkit


PINNED = Path(__file__).with_name("public_api.txt")
HOW = "if you meant it: python scripts/public_api.py > tests/contract/public_api.txt"


def public_modules():
    """Return the names of the root and of every public module below it."""
    found = pkgutil.walk_packages(empowerkit.__path__, "empowerkit.")
    return [
        "empowerkit",
        *sorted(
            info.name
            for info in found
            if not any(part.startswith("_") for part in info.name.split("."))
        ),
    ]


@pytest.fixture
def printed(root, run):
    """Return a function that prints the public names of a source tree."""

    def lines(path=None):
        done = run(str(root / "scripts/public_api.py"), path=path)

        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return lines


def test_the_public_names_are_those_pinned(printed):
    """A public name, member or parameter changes only on purpose."""
    pinned = PINNED.read_text(encoding="utf-8").splitlines()

    assert pinned == printed(), HOW


def test_a_new_name_is_noticed(copy, printed):
    """The pin is not blind: a name planted in a copy shows."""
    errors = copy / "src/empowerkit/errors.py"
    with errors.open("a", encoding="utf-8") as file:
        file.write('\n\nplanted = 1\n__all__ += ["planted"]\n')

    assert set(printed(copy / "src")) - set(printed()) == {
        "value planted: int"
    }


def _place(name):
    """Constants first, then classes, then functions, as ruff sorts them."""
    return (not name.isupper(), not name[0].isupper(), name)


@pytest.mark.parametrize("name", public_modules())
def test_all_is_sorted_and_whole(name):
    """Every public module lists its names, sorted, once, and has them."""
    module = importlib.import_module(name)

    assert list(module.__all__) == sorted(set(module.__all__), key=_place)
    assert [n for n in module.__all__ if not hasattr(module, n)] == []


def test_no_extra_stands_at_the_root():
    """What needs an extra is imported by its own name, never from here."""
    extras = {
        "codecs",
        "testing",
        "fast",
        "strategies",
        "caseload",
        "cli",
        "report",
    }

    assert extras.isdisjoint(empowerkit.__all__)
