"""What a rule is, what explains it, and where rules come from."""

from __future__ import annotations

import importlib.metadata
import pickle
import re
import subprocess
import sys

import pytest

from empowerkit import Goal
from empowerkit.errors import InvariantError, NotFoundError
from empowerkit.practice import (
    Finding,
    Found,
    Rule,
    Severity,
    _registry,
    explain,
    profiles,
    rule,
    rules,
)
from empowerkit.practice._rule import explained


SHIPPED = [*rules().values()]


def made(function=None, **fields):
    """Return a rule of an agency."""

    def no_day(view, *, days: int = 3):
        """
        Point out a goal without a day.

        Looks at:
            Every goal.

        Why:
            We plan in seasons.

        Try:
            Ask.

        Set aside when:
            There is no hurry.

        Source:
            Our own choice.

        Parameters:
            days: How many, and
                why so many.
        """
        for goal in view.goals:
            yield Found(goal, "This goal has no day.")

    base = {
        "code": "AGY101",
        "slug": "goal-without-a-day",
        "severity": Severity.NOTICE,
        "reads": (Goal,),
    }
    return rule(**(base | fields))(function or no_day)


class TestForm:
    """A rule has a code, a slug, and a docstring in fixed sections."""

    @pytest.mark.parametrize("code", ["A101", "agy101", "AGY1011", "AGY-101"])
    def test_the_code(self, code):
        """A code is letters and three digits."""
        with pytest.raises(InvariantError, match="three digits"):
            made(code=code)

    @pytest.mark.parametrize("slug", ["", "No-Day", "no_day", "no-day-"])
    def test_the_slug(self, slug):
        """A slug is lower case words with hyphens."""
        with pytest.raises(InvariantError, match="hyphens"):
            made(slug=slug)

    def test_the_sections(self):
        """All sections that are missing are named at once."""

        def bare(view, *, days: int = 3):
            """Point out nothing."""

        with pytest.raises(InvariantError) as caught:
            made(bare)

        told = [problem.message for problem in caught.value.problems]
        assert len(told) == 6
        assert "'Why:'" in str(told)
        assert "'days'" in str(told)

    def test_no_docstring(self):
        """Without a docstring nothing is explained."""

        def bare(view):
            return ()

        with pytest.raises(InvariantError) as caught:
            made(bare)

        assert caught.value.rule == "rule-explained"

    def test_the_docstring_is_read(self):
        """Each section is told in one piece."""
        said = made().explanation

        assert said.summary == "Point out a goal without a day."
        assert said.why == "We plan in seasons."
        assert said.parameters == {"days": "How many, and why so many."}

    def test_lines_before_any_parameter_are_nobodys(self):
        """Only what stands under a name is told of it."""
        said = explained("Do.\n\nParameters:\n    See below.\n    a: b")

        assert said.parameters == {"a": "b"}

    def test_a_rule_shows_itself_in_short(self):
        """The function is no part of the repr."""
        assert "no_day" not in repr(made())

    def test_without_docstrings(self):
        """Under -OO Python drops docstrings, and the checks still work."""
        code = (
            "from datetime import date\n"
            "from empowerkit import Client, Need, Plan, Voice\n"
            "from empowerkit.practice import check\n"
            "need = Need(words='', voice=Voice())\n"
            "plan = Plan(client=Client(called='A'), needs=(need,))\n"
            "print(check(plan, as_of=date(2026, 6, 1))[0].rule)\n"
        )
        done = subprocess.run(
            [sys.executable, "-OO", "-c", code],
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.stdout.strip() == "EMP101", done.stderr


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.code)
class TestShipped:
    """What holds of each of our own rules."""

    def test_its_source_is_a_row_of_practice(self, one):
        """A rule names the row of the practice table, or a text behind it."""
        assert re.search(r"\bP\d+\b|NASW|choice", one.explanation.source)

    def test_it_says_it_once(self, one):
        """The function is named as the slug is."""
        assert one.function.__name__ == one.slug.replace("-", "_")

    def test_what_it_absorbs_exists(self, one):
        """A rule absorbs rules that there are, in the profiles it has."""
        for code in one.absorbs:
            assert set(rules()[code].profiles) <= set(one.profiles)

    def test_what_it_takes_in_all_is_its_own(self, one):
        """Other values are of parameters that there are."""
        assert set(one.in_all) <= set(one.parameters)

    def test_it_is_explained(self, one):
        """The explanation names the code, and each parameter."""
        text = explain(one.code)

        assert text.startswith(f"{one.code} {one.slug} (")
        for name in one.parameters:
            assert f"\n{name} = " in text

    def test_its_words_are_plain(self, one):
        """No rule scores, ranks or disciplines anybody."""
        text = explain(one.code)

        assert not re.search(
            r"\b([Ss]cor|best\b|worst\b|[Cc]ompl(y|ian))", text
        )


class TestExplain:
    """A code is explained in plain text."""

    def test_the_values_of_a_list(self):
        """Several codes stand side by side."""
        assert "topics = communication, how-i-decide: " in explain("EMP106")

    def test_a_code_that_is_none(self):
        """Nobody can explain what is not there."""
        with pytest.raises(NotFoundError):
            explain("EMP999")


@pytest.mark.usefixtures("fresh_rules")
class TestAgencies:
    """Agencies bring rules of their own through an entry point."""

    @pytest.fixture
    def bring(self, monkeypatch):
        """Return a function that installs an entry point."""

        def install(*named):
            class Entry:
                def __init__(self, held):
                    self.name, self.held = "ours", held

                def load(self):
                    if isinstance(self.held, Exception):
                        raise self.held
                    return self.held

            def entry_points(*, group):
                assert group == "empowerkit.practice"
                return [Entry(held) for held in named]

            monkeypatch.setattr(
                importlib.metadata, "entry_points", entry_points
            )

        return install

    def test_one_or_several(self, bring):
        """An entry point names a rule, or several; ours come first."""
        one, two = made(), made(code="AGY102", profiles=("ours",))
        bring([two, made(code="ABC100")], one)

        assert [*rules()][-3:] == ["ABC100", "AGY101", "AGY102"]
        assert rules()["AGY101"] is one
        assert "ours" in profiles()

    @pytest.mark.parametrize("code", ["EMP950", "EMP101"])
    def test_our_letters_are_ours(self, bring, code):
        """A code of ours is not theirs to take."""
        bring(made(code=code))
        with pytest.raises(InvariantError) as caught:
            rules()

        assert caught.value.rule == "rule-unique"

    def test_a_code_is_taken_once(self, bring):
        """Two rules with one code are refused."""
        bring(made(), made())
        with pytest.raises(InvariantError) as caught:
            rules()

        assert caught.value.rule == "rule-unique"

    def test_something_else(self, bring):
        """What is no rule is refused, with the name of the entry point."""
        bring(len)
        with pytest.raises(InvariantError, match="'ours' names something"):
            rules()

    @pytest.mark.parametrize(
        "error", [ModuleNotFoundError("x"), AttributeError("x"), KeyError(1)]
    )
    def test_what_cannot_be_loaded(self, bring, error):
        """A package that broke is named, and the error's own text is not."""
        bring(error)
        with pytest.raises(InvariantError) as caught:
            rules()

        name = type(error).__name__
        (problem,) = caught.value.problems
        assert ("rule-form", "$.ours") == (problem.rule, problem.path)
        assert {"entry_point": "ours", "error": name} == problem.facts
        assert f"'ours' cannot be loaded ({name})" in problem.message
        assert error is caught.value.__cause__

    def test_a_rule_that_was_refused_says_so_itself(self, bring):
        """What is wrong with its docstring is told as it is anywhere."""
        with pytest.raises(InvariantError) as refused:
            made(code="x")
        bring(refused.value)

        with pytest.raises(InvariantError) as caught:
            rules()

        assert refused.value is caught.value

    def test_they_are_loaded_when_asked_for(self):
        """Importing the package reads nothing of what is installed."""
        code = (
            "import sys\n"
            "import empowerkit.practice\n"
            "print('importlib.metadata' in sys.modules)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.stdout.strip() == "False", done.stderr

    def test_there_are_none_by_default(self):
        """What comes along is nothing where nothing is installed."""
        assert all(code.startswith("EMP") for code in rules())
        assert len(rules()) == len(_registry.shipped())


class TestFinding:
    """A finding is a value that can be shown, sent and kept."""

    def test_it_survives_a_pickle(self):
        """It can be sent to another process."""
        finding = Finding(
            rule="EMP101",
            severity=Severity.CONCERN,
            path="/needs/0",
            subject_id="n1",
            message="…",
            try_this="…",
        )

        assert pickle.loads(pickle.dumps(finding)) == finding

    def test_serious_is_above(self):
        """Severities can be compared."""
        assert Severity.NOTICE < Severity.CONCERN < Severity.SERIOUS

    def test_rules_are_themselves(self):
        """Two rules are equal only where they are one."""
        assert made() != made()
        assert isinstance(made(), Rule)
