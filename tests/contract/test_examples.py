"""That a wrong example, on a page or in a docstring, fails."""

from __future__ import annotations

import pytest


@pytest.fixture
def examples(copy, run):
    """Return a function that runs the examples below a path of the copy."""

    def outcome(path):
        done = run(
            *("-m", "pytest", "-p", "no:cacheprovider", "-q", path),
            cwd=copy,
            path=copy / "src",
        )
        return done.stdout

    return outcome


@pytest.mark.parametrize(
    "page", ["README.md", "docs/page.md", "docs/deep/down/page.md"]
)
@pytest.mark.parametrize("code", [">>> 1 + 1\n3", "assert 1 + 1 == 3"])
def test_a_wrong_example_on_a_page_fails(code, copy, examples, page):
    """Pages are run, however deep they lie."""
    path = copy / page
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# A page\n\n```python\n{code}\n```\n")

    assert "1 failed" in examples(page)


@pytest.mark.parametrize("module", ["planted.py", "model/_planted.py"])
def test_a_wrong_example_in_a_docstring_fails(copy, examples, module):
    """Docstrings are run, however deep their module lies."""
    path = copy / "src/empowerkit" / module
    path.write_text('"""\nA module.\n\n>>> 1 + 1\n3\n"""\n')

    assert "1 failed" in examples(f"src/empowerkit/{module}")
