"""``empowerkit demo``, ``init``, ``schema`` and ``completion``."""

from __future__ import annotations

import json
import re
import stat

from itertools import pairwise
from pathlib import Path

import pytest

from empowerkit.codecs import json_schema, load
from empowerkit.store import open_store


def kept_in(path):
    """Return the store in the file at *path*."""
    return open_store(f"sqlite:///{path}")


def _choices(plan):
    return [choice for one in plan.decisions for choice in one.choices]


class TestDemo:
    """One story, end to end."""

    @pytest.fixture
    def demo(self, cli, tmp_path):
        """Return what the demo printed, and where it wrote."""
        folder = tmp_path / "demo"
        done = cli("demo", "--to", folder)

        assert (0, "") == (done.code, done.err)
        return done.out, folder

    def test_it_tells_the_whole_story(self, demo):
        """The needs, the refusals, her choice, her new mind, the end."""
        text = " ".join(demo[0].split())

        for words in (
            "A door I can lock.",
            "They take nobody who is on benefits.",
            "AuthorshipError: a choice must be authored by the decision's",
            "ask for the option to be held open",
            "Joan writes it down: as Amina's words, written by Joan.",
            "Two buses are too many. We stay and go on looking.",
            "as reported by Joan: Stay with Hodan, as now",
            "10 March: The rooms at Linden House",
            "What went well, as Amina reads it",
            "There is no grade, only this",
            "her plan holds 3 ratings, Joan's copy 2",
            "AuthorityError: the row 'record a choice' lets a worker do this",
            "19 by Amina, 10 by Joan, 3 by Hodan",
            "10 March Amina chooses",
            "30 April Joan writes down what Amina chose",
            "cannot know that she chose freely; it shows who says so",
        ):
            assert words in text

    def test_staying_is_among_the_options(self, demo):
        """It is offered first, and by her."""
        plan = load(demo[1] / "plan.json")

        assert "as-is" == plan.decisions[0].options[0].kind.value

    def test_help_falls_rises_and_falls(self, demo):
        """More help again is on record as hers."""
        plan = load(demo[1] / "plan.json")

        levels = [one.level.value for one in plan.support_agreements]
        assert [3, 1, 2, 0] == levels

    def test_it_ranks_nothing(self, demo):
        """There is no superlative in what it says."""
        words = re.findall("[a-z]+", demo[0].lower())

        assert set() == {"best", "worst", "winner", "better"} & set(words)

    def test_it_fits_the_width(self, cli, monkeypatch, tmp_path):
        """At eighty columns, and at forty, but for names of files."""
        monkeypatch.chdir(tmp_path)
        for columns in (80, 40):
            monkeypatch.setenv("COLUMNS", str(columns))
            out = cli("demo", "--to", f"demo-{columns}").out
            told = out.partition("Written, for you alone")[0]

            assert max(map(len, told.splitlines())) <= columns

    @pytest.mark.skipif(
        not Path("/dev/full").exists(), reason="needs a full disk"
    )
    def test_what_it_began_does_not_stay(self, python, tmp_path):
        """Where printing fails in the middle, no folder is left."""
        for more in ((), ("--to", "mine")):
            with Path("/dev/full").open("wb") as full:
                running = python(
                    *("-m", "empowerkit", "demo", *more),
                    out=full,
                    PYTHONUNBUFFERED="",
                    TMPDIR=str(tmp_path),
                )
            _, err = running.communicate()

            assert (2, 1) == (running.returncode, len(err.splitlines()))
            assert [] == list(tmp_path.iterdir())

    def test_every_file_it_names_is_there(self, demo):
        """And no other, each for its owner alone."""
        out, folder = demo
        named = re.findall(r"^  ([a-z-]+\.[a-z]+)  ", out, re.MULTILINE)

        assert sorted(named) == sorted(path.name for path in folder.iterdir())
        assert {0o600} == {
            stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()
        }

    def test_every_command_it_names_works(
        self, cli, demo, monkeypatch, tmp_path
    ):
        """All but two do: what was rewritten does not hold, one is refused."""
        monkeypatch.chdir(tmp_path)
        lines = re.findall(r"^  empowerkit (.+)$", demo[0], re.MULTILINE)

        codes = [cli(*line.split()).code for line in lines]

        assert [0, 0, 0, 0, 1, 0, 2, 0] == codes

    def test_joan_s_copy_holds_no_rating_of_her(self, demo):
        """What is withheld is counted, and not told."""
        whole = load(demo[1] / "plan.json")
        seen = load(demo[1] / "seen-by-worker.json")

        assert (3, 2) == (len(whole.ratings), len(seen.ratings))
        assert "withheld" == seen.absent[0].reason.value

    def test_the_record_is_of_those_who_did_it(self, demo):
        """Each entry is one person's, and none tells of what was refused."""
        with kept_in(demo[1] / "plans.db") as store:
            history = store.history("demo")
            whole = [store.load("demo", n) for n in range(1, len(history) + 1)]

        assert load(demo[1] / "plan.json") == whole[-1]
        assert {"client", "supporter", "worker"} == {
            said.actor.role.value for said in history
        }
        chosen = [
            said.actor.role.value
            for said, (before, after) in zip(
                history[1:], pairwise(whole), strict=True
            )
            if _choices(before) != _choices(after)
        ]
        assert ["client", "worker"] == chosen
        assert ["client"] * 2 == [
            str(one.voice.speaker.role.value) for one in _choices(whole[-1])
        ]

    def test_what_was_tampered_with_is_told_apart(self, demo):
        """By the chain; and a lost end by the checkpoint alone."""
        out, folder = demo
        mark = (folder / "checkpoint.txt").read_text()
        found = {}
        for name in ("plans", "rewritten", "cut-short"):
            with kept_in(folder / f"{name}.db") as store:
                found[name] = [
                    [fault.rule for fault in store.verify(**more).faults]
                    for more in ({}, {"checkpoint": mark})
                ]

        assert found == {
            "plans": [[], []],
            "rewritten": [["journal-chain"], ["journal-chain"]],
            "cut-short": [[], ["journal-checkpoint"]],
        }
        for line in (
            "plans     all that was asked holds",
            "rewritten chain: entry 32: an entry must follow the one before",
            "cut short all that was asked holds",
            "the same  checkpoint: entry 32: the journal must hold",
        ):
            assert f"  {line}" in out

    def test_without_a_folder_it_makes_one(self, cli, monkeypatch, tmp_path):
        """It lies where temporary files lie, and says where."""
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

        out = cli("demo").out

        (folder,) = tmp_path.iterdir()
        assert f"In {folder}:" in out
        assert 0o700 == stat.S_IMODE(folder.stat().st_mode)

    def test_it_writes_over_nothing(self, cli, tmp_path):
        """A folder with something in it is left alone, and told at once."""
        (tmp_path / "mine").write_text("mine")

        done = cli("demo", "--to", tmp_path)

        assert (2, "") == (done.code, done.out)
        assert ["mine"] == [path.name for path in tmp_path.iterdir()]

    def test_a_link_is_no_folder_to_fill(self, cli, tmp_path):
        """It is told before anything else is."""
        (tmp_path / "there").mkdir()
        (tmp_path / "link").symlink_to("there")

        done = cli("demo", "--to", tmp_path / "link")

        assert (2, "") == (done.code, done.out)
        assert "new or empty" in done.err

    def test_what_to_type_next_can_be_typed(self, cli, monkeypatch, tmp_path):
        """Whatever the folder is called."""
        monkeypatch.chdir(tmp_path)

        done = cli("demo", "--to=-my demo")

        assert "empowerkit journal log './-my demo'/plans.db" in done.out


class TestInit:
    """A plan to begin with."""

    def test_it_writes_a_plan_that_can_be_read(self, cli, tmp_path):
        """Staying as it is stands among the options."""
        folder = tmp_path / "deep" / "mine"

        done = cli("init", folder)

        plan = load(folder / "plan.json")
        assert (0, "") == (done.code, done.err)
        assert f"empowerkit weigh {folder}/plan.json" in done.out
        assert "as-is" == plan.decisions[0].options[0].kind.value
        assert 0 == cli("weigh", folder / "plan.json").code
        assert json_schema() == json.loads(
            (folder / "plan.schema.json").read_text("utf-8")
        )

    def test_every_command_of_its_page_works(self, cli, monkeypatch, tmp_path):
        """What README.md says can be typed as it stands."""
        monkeypatch.chdir(tmp_path)
        cli("init")
        page = (tmp_path / "README.md").read_text("utf-8")
        lines = re.findall(r"^    empowerkit (.+)$", page, re.MULTILINE)

        assert [0, 0, 0] == [cli(*line.split()).code for line in lines]

    def test_nothing_is_written_over(self, cli, tmp_path):
        """Each file that is there is named, and none is written."""
        (tmp_path / "plan.json").write_text("mine")

        done = cli("init", tmp_path)

        assert (2, "") == (done.code, done.out)
        assert 1 == len(done.err.splitlines())
        assert "name another folder" in done.err
        assert ["plan.json"] == [path.name for path in tmp_path.iterdir()]
        assert "mine" == (tmp_path / "plan.json").read_text()

    def test_its_files_are_for_their_owner_alone(self, cli, tmp_path):
        """Two plans never share an id."""
        for name in ("one", "two"):
            cli("init", tmp_path / name)

        one, two = (load(tmp_path / n / "plan.json") for n in ("one", "two"))
        assert one.id != two.id
        assert one.client.id != two.client.id
        mode = (tmp_path / "one" / "plan.json").stat().st_mode
        assert 0o600 == stat.S_IMODE(mode)


def test_the_schema_is_printed(cli, tmp_path):
    """To standard output, or to a file."""
    path = tmp_path / "schema.json"

    assert json_schema() == json.loads(cli("schema").out)
    assert (0, "", "") == cli("schema", "-o", path)
    assert json_schema() == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_a_shell_can_complete(cli, shell):
    """The script names our program and our variable."""
    done = cli("completion", shell)

    assert 0 == done.code
    assert f"_EMPOWERKIT_COMPLETE={shell}_complete" in done.out


def test_a_shell_is_told_what_there_is(process):
    """What click is asked for by the script, it answers."""
    done = process(
        _EMPOWERKIT_COMPLETE="bash_complete",
        COMP_WORDS="empowerkit re",
        COMP_CWORD="1",
    )

    assert "plain,report\nplain,resources\n" == done.out
