"""The architecture's contracts, and that they notice a breach."""

from __future__ import annotations

import pytest


LINT = """
import sys
from importlinter.cli import lint_imports_command
sys.argv = ["lint-imports", "--no-cache"]
lint_imports_command()
"""


@pytest.fixture
def lint(copy, needs, run):
    """Return a function that lints the copy and tells what is broken."""
    needs("layers", "importlinter")

    def broken():
        done = run("-c", LINT, cwd=copy, path=copy / "src")
        text = done.stdout + done.stderr
        if done.returncode == 0:
            assert "KEPT" in text
            return set()
        return {
            line.removesuffix(" BROKEN")
            for line in text.splitlines()
            if line.endswith(" BROKEN")
        } or {text}

    return broken


def plant(copy, module, code):
    """Append *code* to *module* of the copy, making it where needed."""
    with (copy / "src/empowerkit" / module).open("a") as file:
        file.write(f"\n{code}\n")


def test_the_layers_hold(lint):
    """The source tree as it stands breaks no contract."""
    assert lint() == set()


def test_an_upward_import_is_noticed(copy, lint):
    """A lower layer that imports a higher one breaks the layers."""
    plant(copy, "errors.py", "from empowerkit import plan as _plan")

    assert "Imports point downward" in lint()


def test_an_undeclared_module_is_noticed(copy, lint):
    """A new module must be given its layer."""
    plant(copy, "undeclared.py", "")

    assert lint() == {"Imports point downward"}


@pytest.mark.parametrize("heavy", ["cattrs", "json", "msgspec", "sqlite3"])
def test_a_heavy_import_in_the_core_is_noticed(copy, heavy, lint):
    """The core imports attrs and light standard modules, nothing more."""
    plant(copy, "model/_ids.py", f"import {heavy}")

    assert lint() == {
        "The core imports nothing but attrs and light standard modules"
    }
