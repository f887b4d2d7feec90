"""``empowerkit check`` and ``explain``."""

from __future__ import annotations

import json

from datetime import date

import pytest

from empowerkit import Need, Plan, Voice
from empowerkit.codecs import dump
from empowerkit.model import SetAside
from empowerkit.practice import check, explain, rules


AS_OF = ("--as-of", "2026-05-02")
DAY = date(2026, 5, 2)


@pytest.fixture
def needing(told, tmp_path):
    """Return the path of a plan with a need that nobody is known to have said."""
    need = Need(words="SECRET words", voice=Voice())
    path = tmp_path / "needing.json"
    dump(Plan(client=told.client, needs=(need,)), path)
    return path


class TestCheck:
    """What in plans is worth a conversation."""

    def test_each_finding_comes_with_one_thing_to_try(
        self, cli, plan_file, told
    ):
        """In full there is the rule, the place, the fact and what to try."""
        found = check(told, as_of=DAY)

        done = cli("check", plan_file, *AS_OF)

        text = " ".join(done.out.split())
        assert (0, "") == (done.code, done.err)
        assert len(found) == done.out.count("  Try: ")
        for one in found:
            assert f"{one.rule} {rules()[one.rule].slug}" in text
            assert f"{one.message} Try: {one.try_this}" in text
        told_in = [row for row in done.out.splitlines() if "  in " not in row]
        assert max(map(len, told_in)) <= 80

    def test_concise_is_a_line_each(self, cli, plan_file, told):
        """With the file and the path in front."""
        found = check(told, as_of=DAY)

        lines = cli(
            "check", plan_file, *AS_OF, "--format", "concise"
        ).out.splitlines()

        assert [
            f"{plan_file}:{one.path}".rstrip(":")
            + f": {one.rule} {one.message}"
            for one in found
        ] == lines

    def test_json_is_the_findings_as_data(self, cli, plan_file, told):
        """Each says which file it is about."""
        found = check(told, as_of=DAY)

        done = cli("check", plan_file, *AS_OF, "--format", "json")

        assert [
            {"file": str(plan_file), **one.to_dict()} for one in found
        ] == json.loads(done.out)

    def test_rules_can_be_chosen(self, cli, plan_file):
        """By codes or their beginnings, with commas or again and again."""
        args = ("check", plan_file, *AS_OF, "--format", "concise")
        one = cli(*args, "--select", "EMP2,EMP4", "--ignore", "EMP404").out
        two = cli(*args, "--select", "EMP2", "--select", "EMP404").out
        every = cli(*args, "--profile", "all").out

        assert ["EMP207"] == codes(one)
        assert ["EMP207", "EMP404"] == codes(two)
        assert "EMP701" in codes(every)

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ((), 0),
            (("--fail-on", "concern"), 1),
            (("--fail-on", "notice"), 1),
            (("--fail-on", "concern", "--exit-zero"), 0),
            (("--fail-on", "concern", "--ignore", "EMP2"), 0),
        ],
    )
    def test_the_code_says_whether_to_talk(self, cli, code, more, plan_file):
        """One from the severity that was named on; a check is no gate."""
        assert code == cli("check", plan_file, *AS_OF, *more).code

    def test_how_often_each_rule_speaks(self, caseload_file, cli):
        """By rule, and by nothing else."""
        out = cli("check", caseload_file, "--statistics").out

        for line in out.splitlines():
            often, code, slug = line.split()
            assert often.isdigit()
            assert slug == rules()[code].slug

    def test_several_plans_are_a_caseload(self, cli, needing, tmp_path):
        """Each line names its own file; rules about a caseload are asked."""
        other = tmp_path / "other.json"
        other.write_bytes(needing.read_bytes())

        lines = cli(
            "check", tmp_path, "--select", "EMP101", "--format", "concise"
        ).out.splitlines()

        assert [f"{path}:/needs/0/voice" for path in (needing, other)] == [
            line.split(": ")[0] for line in lines
        ]

    def test_what_is_refused_hides_no_finding(self, cli, needing, tmp_path):
        """The findings are printed, then what is wrong, and the code is 2."""
        done = cli("check", needing, tmp_path / "gone.json")

        assert 2 == done.code
        assert "EMP101" in done.out
        assert "gone.json: no such file or directory" in done.err

    def test_one_reader_s_view_can_be_checked(self, cli, plan_file):
        """Nothing is said about what that person may not read."""
        args = ("check", plan_file, *AS_OF, "--profile", "all")
        seen = cli(*args, "--seen-by", "worker", "--format", "concise")
        refused = cli(*args, "--seen-by", "w9")

        assert 0 == seen.code
        assert "EMP604" not in codes(seen.out)
        assert (2, f"{plan_file}: it must be one person") == (
            refused.code,
            refused.err[: len(f"{plan_file}: it must be one person")],
        )

    def test_what_is_set_aside_says_why_and_does_not_count(
        self, cli, needing, told, tmp_path
    ):
        """Whose word it is stands beside the reason."""
        her = told.client.actor
        aside = SetAside(
            rule="EMP101",
            subject_id="n1",
            reason="I said it to my mother.\x1b[31m",
            by=her,
            until=date(2026, 8, 1),
        )
        need = Need(id="n1", words="SECRET", voice=Voice())
        path = tmp_path / "aside.json"
        plan = Plan(client=told.client, needs=(need,), set_aside=(aside,))
        dump(plan, path)
        args = ("check", path, *AS_OF, "--select", "EMP101")

        full = cli(*args, "--fail-on", "notice")
        concise = cli(*args, "--format", "concise")
        counted = cli(*args, "--statistics")

        said = "set aside by the client until 2026-08-01: I said it to my"
        assert 0 == full.code
        assert said in full.out
        assert f"[{said} mother." in concise.out
        assert "\x1b" not in full.out + concise.out
        assert "" == counted.out

    def test_no_finding_holds_anybodys_words(self, cli, needing):
        """It can be sent to somebody who may not read the plan."""
        done = cli("check", needing)

        assert "EMP101" in done.out
        assert "SECRET" not in done.out

    @pytest.mark.parametrize(
        ("more", "rule"),
        [
            (("--profile", "none"), "profile-known"),
            (("--select", "NO1"), "rule-known"),
            (("--ignore", ""), "rule-known"),
        ],
    )
    def test_what_is_not_known_is_refused(self, cli, more, plan_file, rule):
        """Profiles and codes are those that there are."""
        done = cli("check", plan_file, *more)

        assert (2, "") == (done.code, done.out)
        assert f"[{rule}]" in done.err

    def test_findings_go_into_a_file(self, cli, plan_file, tmp_path):
        """What is printed may be a case file."""
        path = tmp_path / "found.txt"

        assert (0, "", "") == cli("check", plan_file, *AS_OF, "-o", path)
        assert "EMP207" in path.read_text("utf-8")


def codes(out):
    """Return the codes of the rules in concise output."""
    return [line.split(": ")[1].split()[0] for line in out.splitlines()]


class TestExplain:
    """What a rule looks at, why, and what to try."""

    @pytest.mark.parametrize("code", ["EMP207", "emp207"])
    def test_a_rule_is_explained(self, cli, code):
        """In the words of the rule itself."""
        done = cli("explain", code)

        assert 0 == done.code
        assert explain("EMP207").split() == done.out.split()
        assert max(map(len, done.out.splitlines())) <= 80

    def test_all_rules_are_listed(self, cli):
        """Without a code each is named."""
        lines = cli("explain").out.splitlines()

        assert [f"{one.code}  {one.slug}" for one in rules().values()] == lines

    def test_a_code_that_is_none_is_refused(self, cli):
        """It says where to look."""
        done = cli("explain", "EMP999")

        assert (2, "") == (done.code, done.out)
        assert "empowerkit explain" in done.err
