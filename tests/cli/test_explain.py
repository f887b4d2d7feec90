"""``empowerkit explain``: by name, as data, and where there is no such rule."""

from __future__ import annotations

import json

import pytest

from empowerkit.practice import explain, rules


@pytest.mark.parametrize("name", ["one-option", "EMP201", "emp201"])
def test_a_name_is_as_good_as_a_code(cli, name):
    """Both stand in every finding."""
    done = cli("explain", name)

    assert (0, "") == (done.code, done.err)
    assert explain("EMP201").split() == done.out.split()


def test_a_rule_is_data(cli):
    """What its docstring says, section by section, with its parameters."""
    made = rules()["EMP106"]

    said = json.loads(cli("explain", "EMP106", "--format", "json").out)

    assert "EMP106 never-asked notice" == (
        f"{said['code']} {said['slug']} {said['severity']}"
    )
    assert made.explanation.why == said["why"]
    assert made.explanation.try_this == said["try_this"]
    assert ["core"] == said["profiles"]
    assert {
        "topics": ["communication", "how-i-decide"],
        "grace_days": 30,
    } == {name: one["default"] for name, one in said["parameters"].items()}
    assert (
        made.explanation.parameters["grace_days"]
        == (said["parameters"]["grace_days"]["means"])
    )


def test_all_rules_are_data(cli):
    """Each of them, in their order."""
    listed = json.loads(cli("explain", "--format", "json").out)

    assert [*rules()] == [one["code"] for one in listed]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("EMP20l", "perhaps EMP2"),
        ("emp20l", "perhaps EMP2"),
        ("one-optoin", "perhaps one-option; look"),
        ("\x1b[31m", "there is none: look among"),
    ],
)
def test_a_near_code_is_named(cli, hint, typed):
    """What was typed is not said back: it may be anything."""
    done = cli("explain", typed)

    assert (2, "") == (done.code, done.out)
    assert hint in done.err
    assert typed not in done.err
