"""What ``pyproject.toml`` promises."""

from __future__ import annotations

import tomllib

import pytest


@pytest.fixture(scope="module")
def settings(root):
    """Return ``pyproject.toml``, parsed."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def test_the_extra_dev_mirrors_its_group(settings):
    """Whoever has no --group gets the same tools by an extra."""
    groups = settings["dependency-groups"]
    own = [item for item in groups["cov"] if isinstance(item, str)]

    extra = settings["project"]["optional-dependencies"]["dev"]

    assert sorted(extra) == sorted([*groups["tests"], *own])


def test_all_means_every_extra_for_users(settings):
    """The extra ``all`` leaves nothing out but the tools of developers."""
    extras = settings["project"]["optional-dependencies"]
    users = sorted(extras.keys() - {"all", "dev"})

    assert extras["all"] == [f"empowerkit[{','.join(users)}]"]
