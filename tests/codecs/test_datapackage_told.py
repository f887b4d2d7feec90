"""What is said where tables cannot be written."""

from __future__ import annotations

import pytest

from empowerkit.codecs import datapackage
from empowerkit.errors import InvariantError
from empowerkit.testing.caseload import plans


def test_a_plan_that_comes_twice_is_named(tmp_path):
    """Whoever wrote it twice is told which one it was, and where."""
    (plan,) = plans(1, seed=1)

    with pytest.raises(InvariantError) as caught:
        datapackage.write(
            (plan, plan), tmp_path / "made", seen_by=lambda p: p.client.actor
        )

    assert [("ids-unique", "$[1].id", {"id": plan.id})] == [
        (p.rule, p.path, p.facts) for p in caught.value.problems
    ]
