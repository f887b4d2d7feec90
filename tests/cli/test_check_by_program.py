"""A program prints what ``empowerkit check`` prints."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from empowerkit.codecs import dump, load
from empowerkit.model import SetAside
from empowerkit.practice import check_many
from empowerkit.testing import caseload


report = pytest.importorskip("empowerkit.report")

DAY = date(2026, 5, 2)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def files(tmp_path, told, monkeypatch):
    """Return files with plans, one of which sets something aside."""
    aside = SetAside(
        rule="EMP106",
        subject_id=told.id,
        reason="I know “my” day.",
        by=told.client.actor,
        until=date(2026, 8, 1),
    )
    mine = told.add(aside, by=told.client.actor, at=NOON)
    folder = tmp_path / "plans"
    folder.mkdir()
    for number, plan in enumerate((*caseload.plans(30, seed=5), mine)):
        dump(plan, folder / f"{number:02}.json")
    monkeypatch.chdir(tmp_path)
    return sorted(Path("plans").iterdir())


@pytest.mark.parametrize("profile", ["core", "all"])
@pytest.mark.parametrize("form", [*report.FindingsForm])
def test_both_print_the_same(cli, files, form, profile):
    """To the byte, in every form, whatever is found in how many plans."""
    plans = [load(file) for file in files]
    found = check_many(plans, as_of=DAY, profile=profile)

    text = report.findings(
        zip(files, found, strict=True),
        as_of=DAY,
        form=form,
        profile=profile,
    )
    done = cli(
        *("check", "plans", "--as-of", DAY, "--profile", profile),
        *("--format", form),
    )

    assert len([one for each in found for one in each]) > 30
    assert any(not one.is_open for each in found for one in each)
    assert (text, "") == (done.out, done.err)
