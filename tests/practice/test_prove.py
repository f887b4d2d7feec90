"""What proves a rule, and that it notices a broken promise."""

from __future__ import annotations

import importlib.util
import sys

from datetime import date

import pytest

from empowerkit import Client, Decision, Goal, Need, Plan, Voice
from empowerkit.errors import MissingExtraError
from empowerkit.practice import Found, Severity, rule, rules
from empowerkit.testing import rules as proving
from empowerkit.testing.rules import prove, prove_on


AS_OF = date(2026, 6, 1)
DAY = date(2026, 7, 1)


def a_rule(function, reads=(Goal,)):
    """Return a rule whose docstring is somebody else's."""
    function.__doc__ = rules()["EMP101"].function.__doc__
    return rule(
        code="AGY101",
        slug="goal-without-a-day",
        severity=Severity.NOTICE,
        reads=reads,
    )(function)


def no_day(view):
    """Find goals without a day."""
    for goal in view.goals:
        if goal.target_on is None:
            yield Found(goal, "This goal has no day.")


@pytest.fixture
def dated():
    """Return a plan whose goal has a day, and one whose goal has none."""
    amina = Client(called="Amina Yusuf")
    goal = Goal(words="My own kitchen", voice=Voice())
    late = Goal(words="My own kitchen", voice=Voice(), target_on=DAY)
    need = Need(words="A door I can lock", voice=Voice())
    base = {"client": amina, "needs": (need,)}
    return Plan(**base, goals=(goal,)), Plan(**base, goals=(late,))


def test_a_rule_that_holds(dated):
    """A rule that keeps its promises passes."""
    found, quiet = dated

    prove(a_rule(no_day), found=found, quiet=quiet, as_of=AS_OF)


def test_a_rule_for_a_caseload(rules_of_docs):
    """Several plans prove a rule that reads a caseload."""
    example = rules_of_docs.examples()["EMP108"]

    prove(
        rules()["EMP108"],
        found=example.found(),
        quiet=example.quiet(),
        as_of=AS_OF,
    )


def test_silence_where_it_speaks(dated):
    """A rule that finds nothing in 'found' is told."""
    _, quiet = dated
    with pytest.raises(AssertionError, match="finds nothing"):
        prove(a_rule(no_day), found=quiet, quiet=quiet, as_of=AS_OF)


def test_speaking_where_it_is_silent(dated):
    """A rule that finds something in 'quiet' is told."""
    found, _ = dated
    with pytest.raises(AssertionError, match="nothing in 'quiet'"):
        prove(a_rule(no_day), found=found, quiet=found, as_of=AS_OF)


def test_reading_on_the_sly(dated):
    """A rule that reads what it does not name is told."""

    def sly(view):
        for goal in view.goals:
            if view.needs:
                yield Found(goal, "There is a need.")

    with pytest.raises(AssertionError, match="does not say it reads"):
        prove_on(a_rule(sly), dated[0], as_of=AS_OF)


def test_repeating_words(dated):
    """A rule that repeats what somebody said, or their name, is told."""

    def tells_words(view):
        for goal in view.goals:
            yield Found(goal, f"About {goal.words}.")

    def tells_a_name(view):
        for goal in view.goals:
            yield Found(goal, f"About {view.plan.client.called}.")

    for tells in (tells_words, tells_a_name):
        with pytest.raises(AssertionError, match="anybody's words"):
            prove_on(a_rule(tells), dated[0], as_of=AS_OF)


def test_the_rules_own_words_are_its_own(dated):
    """That somebody happens to say what the message says is no breach."""

    def same(view):
        for goal in view.goals:
            yield Found(goal, "What about: My own kitchen?")

    assert len(prove_on(a_rule(same), dated[0], as_of=AS_OF)) == 1


def test_pointing_nowhere(dated):
    """A rule that points at a field that is not there is told."""

    def nowhere(view):
        for goal in view.goals:
            yield Found(goal, "This goal has no day.", at="target_on")

    with pytest.raises(AssertionError, match="point at something"):
        prove_on(a_rule(nowhere), dated[0], as_of=AS_OF)


def test_raising(dated):
    """What a rule raises is raised."""

    def breaks(view):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        prove_on(a_rule(breaks), dated[0], as_of=AS_OF)


def test_any_plan_is_tried(dated):
    """Plans that nobody thought of are drawn."""

    def brittle(view):
        for decision in view.decisions:
            assert decision.goal_id is not None
        yield from no_day(view)

    found, quiet = dated
    with pytest.raises(AssertionError):
        prove(
            a_rule(brittle, (Goal, Decision)),
            found=found,
            quiet=quiet,
            as_of=AS_OF,
        )


def test_the_extra_is_named(monkeypatch):
    """Without Hypothesis it says which extra to install."""
    spec = importlib.util.spec_from_file_location("again", proving.__file__)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError, match=r"empowerkit\[testing\]"):
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
