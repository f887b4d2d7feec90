"""``empowerkit weigh``, ``progress`` and ``report``."""

from __future__ import annotations

import io
import json
import stat
import sys

from datetime import date

import pytest

from empowerkit import Plan
from empowerkit.codecs import dump, dumps
from empowerkit.matrix import pros_and_cons
from empowerkit.progress import Version, summarise


DAY = date(2026, 5, 2)
AS_OF = ("--as-of", "2026-05-02")
PRIVATE = "How you two get on"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """Let it be one day: only the command line reads the clock."""
    pages = pytest.importorskip("empowerkit.cli._pages")
    for name in ("_weigh", "_progress", "_report"):
        module = pytest.importorskip(f"empowerkit.cli.{name}")
        monkeypatch.setattr(module, "today", lambda: DAY)
    assert date.today() <= max(pages.today(), date.today())  # noqa: DTZ011


class TestWeigh:
    """What speaks for and against, without a verdict."""

    def test_it_prints_the_sheet(self, cli, plan_file, told):
        """The only decision is taken, as its client reads it."""
        sheet = pros_and_cons(told, "home", seen_by=told.client.actor)

        assert (0, sheet.to_text(width=80), "") == cli("weigh", plan_file)

    def test_it_is_as_wide_as_asked(self, cli, monkeypatch, plan_file, told):
        """COLUMNS counts, within what can be read."""
        sheet = pros_and_cons(told, "home", seen_by=told.client.actor)
        for columns, wide in ((5, 20), (100, 100), (900, 120)):
            monkeypatch.setenv("COLUMNS", str(columns))

            assert sheet.to_text(width=wide) == cli("weigh", plan_file).out

    def test_a_choice_says_who_reported_it(self, cli, plan_file):
        """Joan wrote the last choice down, and every form says so."""
        for form in ("text", "markdown", "html"):
            out = cli("weigh", plan_file, "--format", form).out

            assert "as reported by" in out

    def test_figures_wait_until_the_client_asks(self, cli, plan_file):
        """Unasked there is no sum; asked for by her there is one."""
        plain = cli("weigh", plan_file)
        asked = cli("weigh", plan_file, "--sums-asked-for-by", "client")

        assert "Sum" not in plain.out
        assert asked.out.startswith(plain.out)
        assert "because you asked for it" in asked.out
        assert "Sum" in asked.out

    @pytest.mark.parametrize("who", ["worker", "supporter"])
    def test_nobody_elses_wish_for_figures_counts(self, cli, plan_file, who):
        """The refusal says what they can do instead."""
        done = cli("weigh", plan_file, "--sums-asked-for-by", who)

        assert (2, "") == (done.code, done.out)
        assert "what they can do instead" in done.err

    def test_rows_are_data(self, cli, plan_file, told):
        """As JSON there is a row for each thing that was said."""
        sheet = pros_and_cons(told, "home", seen_by=told.client.actor)
        sums = sheet.weigh(asked_by=told.client.actor)
        args = ("weigh", plan_file, "--format", "json")

        plain = json.loads(cli(*args).out)
        asked = json.loads(cli(*args, "--sums-asked-for-by", "client").out)

        assert {"said": sheet.to_rows()} == plain
        assert ["said", "sums"] == list(asked)
        assert json.loads(json.dumps(sums.to_rows())) == asked["sums"]

    def test_as_html_the_figures_are_a_part_of_their_own(self, cli, plan_file):
        """One page holds the sheet and what she asked for."""
        args = ("weigh", plan_file, "--format", "html")
        out = cli(*args, "--sums-asked-for-by", "client").out

        assert out.startswith("<!doctype html>")
        assert "The figures, put together</h2>" in out
        assert "The figures, put together" not in cli(*args).out

    def test_a_decision_can_be_named(self, cli, told, tmp_path):
        """Where there are several, one has to be; ids alone are told."""
        her, at = told.client.actor, told.decisions[0].choices[-1].decided_at
        two = told.open_decision("Which school?", by=her, at=at, id="class")
        path = tmp_path / "two.json"
        dump(two, path)

        refused = cli("weigh", path)
        taken = cli("weigh", path, "--decision", "class")

        assert 2 == refused.code
        assert "must name one of the decisions: home, class" in refused.err
        assert taken.out.startswith("Which school?\n")

    def test_without_a_decision_there_is_no_sheet(self, cli, told, tmp_path):
        """It says so, and with which file."""
        path = tmp_path / "none.json"
        dump(Plan(client=told.client), path)

        done = cli("weigh", path)

        assert (2, f"{path}: must hold a decision, and holds none\n") == (
            done.code,
            done.err,
        )

    def test_a_decision_that_is_not_there_is_refused(self, cli, plan_file):
        """What was typed is not echoed; what there is can be looked up."""
        done = cli("weigh", plan_file, "--decision", "nowhere")

        assert 2 == done.code
        assert done.err.startswith(f"{plan_file}: this plan must hold")

    @pytest.mark.parametrize("count", [0, 3])
    def test_it_takes_one_plan(self, caseload_file, cli, count):
        """None, or several, are refused with how to split them."""
        lines = caseload_file.read_bytes().splitlines(keepends=True)
        caseload_file.write_bytes(b"".join(lines[:count]))

        done = cli("weigh", caseload_file)

        assert 2 == done.code
        assert f"must hold one plan, and holds {count}" in done.err

    def test_standard_input_is_a_plan(self, cli, told):
        """A dash reads what comes in."""
        done = cli("weigh", "-", stdin=dumps(told))

        assert 0 == done.code


class TestProgress:
    """What became of a plan."""

    @pytest.mark.parametrize("version", list(Version))
    def test_it_prints_each_version(self, cli, plan_file, told, version):
        """For the client, for the record, and at an ending."""
        summary = summarise(
            told, as_of=DAY, seen_by=told.client.actor, version=version
        )

        done = cli("progress", plan_file, "--version", version.value)

        assert (0, summary.to_text(width=80), "") == done

    def test_others_read_the_record(self, cli, plan_file, told):
        """Whoever is not the client is no "you"."""
        worker = told.workers[0].actor
        summary = summarise(
            told, as_of=DAY, seen_by=worker, version=Version.RECORD
        )

        done = cli("progress", plan_file, "--seen-by", "worker")

        assert summary.to_text(width=80) == done.out
        assert "Progress of Amina" in done.out

    def test_a_day_can_be_named(self, cli, plan_file):
        """What came later does not count."""
        done = cli("progress", plan_file, "--as-of", "2026-03-12")

        assert "“I have seen it myself”" in done.out
        assert "Ring the housing office" not in done.out

    def test_data(self, cli, plan_file, told):
        """As JSON it is the summary's own data."""
        summary = summarise(told, as_of=DAY, seen_by=told.client.actor)

        done = cli("progress", plan_file, *AS_OF, "--format", "json")

        assert summary.to_dict() == json.loads(done.out)

    def test_html_has_pictures(self, cli, plan_file):
        """The milestones and the help agreed are drawn."""
        done = cli("progress", plan_file, "--format", "html")

        assert 2 == done.out.count("<svg ")


class TestReport:
    """A whole plan on one page."""

    def test_it_prints_everything(self, cli, plan_file):
        """The summary, the pictures in words, and each decision."""
        out = cli("report", plan_file).out

        for words in ("What went well", "Help agreed", "Two buses to the"):
            assert words in out
        assert max(map(len, out.splitlines())) <= 80

    def test_markdown(self, cli, plan_file):
        """Its headings are headings."""
        lines = cli("report", plan_file, "--format", "markdown").out.split(
            "\n"
        )

        heads = [line for line in lines if line.startswith("#")]
        assert "# Where things stand" == heads[0]
        assert {"#", "##", "###", "####"} >= {h.split()[0] for h in heads}

    @pytest.mark.parametrize("form", ["text", "markdown", "html"])
    def test_what_is_private_is_on_no_page(self, cli, form, plan_file):
        """Her rating of the worker is on hers, and not on the worker's."""
        args = ("report", plan_file, "--format", form)

        assert PRIVATE in cli(*args).out
        for who in ("worker", "supporter"):
            out = cli(*args, "--seen-by", who).out

            assert "1 May" not in out

    @pytest.mark.parametrize(
        ("name", "start"),
        [
            ("a.html", "<!doctype html>"),
            ("a.md", "# Where things stand"),
            ("a.txt", "Where things stand"),
            ("a", "Where things stand"),
        ],
    )
    def test_the_name_of_the_file_says_the_form(
        self, cli, name, plan_file, start, tmp_path
    ):
        """It is written whole, for its owner alone."""
        path = tmp_path / name

        done = cli("report", plan_file, "-o", path)

        assert (0, "", "") == done
        assert path.read_text("utf-8").startswith(start)
        assert 0o600 == stat.S_IMODE(path.stat().st_mode)

    def test_a_form_that_is_asked_for_counts_more(
        self, cli, plan_file, tmp_path
    ):
        """The name of the file is only a hint."""
        path = tmp_path / "a.html"

        cli("report", plan_file, "-o", path, "--format", "markdown")

        assert path.read_text("utf-8").startswith("# Where")

    def test_a_file_that_cannot_be_written_is_told(
        self, cli, plan_file, tmp_path
    ):
        """The folder is named, and nothing is left behind."""
        path = tmp_path / "no" / "such" / "report.html"

        done = cli("report", plan_file, "-o", path)

        assert 2 == done.code
        assert "no such file or directory" in done.err
        assert ["plan.json"] == [one.name for one in tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["weigh", "progress", "report"])
@pytest.mark.parametrize("no_color", [False, True])
def test_a_terminal_gets_ruled_tables_and_no_colour(
    cli, monkeypatch, name, no_color, plan_file
):
    """Bold is the most there is; NO_COLOR changes nothing."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(out, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", out)

    cli(name, plan_file)

    out.flush()
    text = out.buffer.getvalue().decode()
    codes = {part.split("m")[0] for part in text.split("\x1b[")[1:]}
    assert codes <= {"0", "1"}
    assert "\x1b[1m" in text
