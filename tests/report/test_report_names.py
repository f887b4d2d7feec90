"""What the package of reports gives, and what it takes to have it."""

from __future__ import annotations

import subprocess
import sys

import pytest


report = pytest.importorskip("empowerkit.report")

LOADED = """
import sys
from datetime import date
from empowerkit.report import FindingsForm, findings
for form in {*FindingsForm} - {FindingsForm.HTML}:
    findings([("plan.json", [])], as_of=date(2026, 5, 2), form=form)
print(*sorted(sys.modules))
from empowerkit.report import html
print(*sorted(sys.modules))
"""


@pytest.fixture(scope="module")
def loaded():
    """Return what is loaded to print findings, and then for a report."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        check=True,
        capture_output=True,
        text=True,
    )
    return [{*line.split()} for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name", ["jinja2", "rich", "empowerkit.matrix"])
def test_findings_do_without_what_a_report_needs(loaded, name):
    """It would take several times as long as the check itself."""
    findings, whole = loaded

    assert name not in findings
    assert name in whole


def test_every_name_is_there():
    """For whoever looks for it, and for the tools that list names."""
    assert {*report.__all__} <= {*dir(report)}
    assert report.html is report._report.html
    assert "__doc__" in dir(report)


def test_a_name_that_is_none_is_told():
    """As by any other module."""
    with pytest.raises(AttributeError, match=r"'empowerkit\.report' has no"):
        report.pdf  # noqa: B018 - looking is what fails
