"""The program as a whole: help, streams, exit codes, and no tracebacks."""

from __future__ import annotations

import gc
import io
import os
import re
import signal
import sys
import time

from importlib import import_module, metadata
from pathlib import Path

import pytest

from empowerkit import cli as package
from empowerkit import codecs
from empowerkit.cli import main


running = pytest.importorskip("empowerkit.cli._run")
kinds = pytest.importorskip("empowerkit.cli._command")

COMMANDS = [
    "demo",
    "init",
    "check",
    "explain",
    "weigh",
    "progress",
    "report",
    "resources",
    "convert",
    "journal",
    "schema",
    "completion",
]
WITHIN = [
    ("journal", name)
    for name in ("log", "show", "verify", "checkpoint", "erase")
]
CANARY = "canary-Fadumo"


def test_the_help_names_every_command(cli):
    """All commands are listed, each with what it does."""
    done = cli("--help")

    listed = [line.split()[0] for line in done.out.splitlines() if line[:4]]
    assert done.code == 0
    assert [name for name in listed if name in COMMANDS] == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says(cli, name):
    """The help of the program begins as that of the command does."""
    listed = re.search(rf"^  {name} +(.+)$", cli("--help").out, re.MULTILINE)
    helped = cli(name, "--help").out.split("\n\n")[1]

    assert listed is not None
    assert listed[1] == " ".join(helped.split())


def test_a_group_lists_what_its_commands_say(cli):
    """Nothing is cut off, and they stand in the order of their use."""
    out = cli("journal", "--help").out
    listed = re.findall(r"^  (\w+)  +(.+\.)$", out, re.MULTILINE)
    said = [cli(*one, "--help").out.split("\n\n")[1] for one in WITHIN]

    assert [name for _, name in WITHIN] == [name for name, _ in listed]
    assert [" ".join(words.split()) for words in said] == [
        words for _, words in listed
    ]


@pytest.mark.parametrize("names", [*((name,) for name in COMMANDS), *WITHIN])
def test_each_command_has_help_with_an_example(cli, names):
    """The help of a command ends with something that can be typed."""
    done = cli(*names, "--help")

    examples = done.out.partition("Examples:\n")[2].splitlines()
    typed = f"empowerkit {' '.join(names)}"
    assert done.code == 0
    assert examples
    assert all(typed in line for line in examples)
    assert max(map(len, done.out.splitlines())) <= 80


def test_the_version_is_told(cli):
    """The program says which release it is."""
    done = cli("--version")

    assert (0, f"empowerkit {metadata.version('empowerkit')}\n", "") == done


def test_a_source_tree_has_no_version(cli, monkeypatch):
    """Where nothing is installed there is still an answer."""

    def none(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", none)

    assert (0, "empowerkit (not installed)\n", "") == cli("--version")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nothing"], "No such command 'nothing'"),
        (["weigh"], "Missing argument 'PLAN'"),
        (["convert", "a", "--to", "xml"], "is not one of"),
        (["convert", "a", "--seen-by", "a b"], "a part that one person has"),
        (["progress", "a", "--as-of", "soon"], "a day, as 2026-03-31"),
        (["report", "a", "--format", "pdf"], "is not one of"),
    ],
)
def test_wrong_use_is_told(args, cli, said):
    """What was typed wrong is named, and the code is 2."""
    done = cli(*args)

    assert (done.code, done.out) == (2, "")
    assert said in done.err


URL = "postgresql://worker:canary@db.example/plans"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["weigh", "plan.json", URL], "Got 1 argument more"),
        (["schema", URL, "Canary"], "Got 2 arguments more"),
        (["journal", "verify", "a.db", "p1", URL], "Got 1 argument more"),
        ([URL], "The name of a command comes first: demo, init, check"),
        (["journal", URL], "The name of a command comes first: log, show"),
    ],
)
def test_what_is_too_much_is_not_repeated(args, cli, said):
    """It may be somebody's name, or hold a password."""
    done = cli(*args)

    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "canary" not in done.err.lower()


@pytest.mark.parametrize("names", [*zip(COMMANDS), *WITHIN], ids=" ".join)
def test_each_command_is_of_the_kind_that_repeats_nothing(names):
    """Also those within a group."""
    found = running.group
    for name in names:
        found = found.get_command(None, name)

    assert isinstance(found, kinds.Command)


def test_a_run_ends_without_looking_for_garbage(cli, monkeypatch):
    """Where it is the program; whoever calls it keeps their own end."""
    asked = []
    monkeypatch.setattr(running.atexit, "register", asked.append)
    monkeypatch.setattr(sys, "argv", ["empowerkit", "--version"])

    assert 0 == cli("--version").code
    called = [*asked]
    assert 0 == main()

    assert ([], [gc.freeze]) == (called, asked)


@pytest.mark.parametrize("missing", ["click", "jinja2", "rich"])
def test_without_the_extra_one_sentence_names_it(missing, python):
    """Without the extra there is a sentence, the code 2 and no traceback."""
    code = (
        f"import sys; sys.modules[{missing!r}] = None; "
        "from empowerkit.cli import main; sys.exit(main([]))"
    )
    running = python("-c", code)
    out, err = running.communicate()

    assert (2, b"") == (running.returncode, out)
    assert b'pip install "empowerkit[cli]"' in err
    assert 1 == len(err.splitlines())


def test_it_looks_for_what_it_needs(capsys, monkeypatch):
    """Each part of the extra is looked for before any of it is loaded."""
    monkeypatch.setattr(package, "find_spec", lambda name: None)

    assert 2 == main([])
    assert "empowerkit[cli]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "json-syntax"),
        (b"\xff\xfe" + CANARY.encode(), "utf-8"),
        (b'{"a": "' + CANARY.encode(), "json-syntax"),
        (b"[" * 100_000, "depth"),
        (b'{"a": 1, "a": 2}', "duplicate-key"),
        (f'{{"format": "{CANARY}"}}'.encode(), "format"),
        (b'{"format": "empowerkit/plan", "version": 99}', "version"),
        (b"null", "format"),
        (b'"\\u0000"', ""),
        (
            b'{"format": "empowerkit/plan", "version": 1, "goals": 3}',
            "field-type",
        ),
    ],
)
@pytest.mark.parametrize(
    "name", ["check", "weigh", "progress", "report", "convert"]
)
def test_bad_input_is_lines_and_no_traceback(
    cli, content, name, rule, tmp_path
):
    """Each line names the file, the path and the rule, and holds no value."""
    path = tmp_path / "bad.json"
    path.write_bytes(content)

    done = cli(name, path)

    assert (2, "") == (done.code, done.out)
    assert all(line.startswith(f"{path}: $") for line in done.err.splitlines())
    assert f"{rule}" in done.err
    assert CANARY not in done.err


def test_many_problems_of_one_document_are_cut_short(cli, tmp_path):
    """The first fifty are told, and how many more there are."""
    needs = ",".join(["3"] * 80)
    start = '{"format": "empowerkit/plan", "version": 1, "needs": ['
    path = tmp_path / "bad.json"
    path.write_text(f"{start}{needs}]}}")

    lines = cli("weigh", path).err.splitlines()

    assert 51 == len(lines)
    assert lines[-1].endswith("problems more")


@pytest.mark.parametrize("name", ["weigh", "convert"])
def test_a_file_that_is_not_there_is_told_in_one_line(cli, name, tmp_path):
    """What the system says is passed on with the name of the file."""
    path = tmp_path / "nowhere.json"

    done = cli(name, path)

    assert (2, f"{path}: no such file or directory\n") == (done.code, done.err)


def test_the_name_of_a_file_steers_no_terminal(cli, tmp_path):
    """Control characters in a name come out as marks."""
    path = tmp_path / "a\x1b[31m\nb.json"

    done = cli("weigh", path)

    assert 1 == len(done.err.splitlines())
    assert "\x1b" not in done.err


def test_interrupting_is_quiet(cli, monkeypatch, plan_file):
    """Ctrl-C gives the code 130, and a line end for the terminal."""
    from empowerkit.cli import _weigh  # noqa: PLC0415 - an extra

    def interrupted(source, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(_weigh, "read_one", interrupted)

    assert (130, "", "\n") == cli("weigh", plan_file)


def test_too_little_memory_is_told(cli, monkeypatch, plan_file):
    """It is nothing that a check found, and no traceback."""
    from empowerkit.cli import _weigh  # noqa: PLC0415 - an extra

    def too_much(source, **more):
        raise MemoryError

    monkeypatch.setattr(_weigh, "read_one", too_much)

    done = cli("weigh", plan_file)

    assert (2, "", 1) == (done.code, done.out, len(done.err.splitlines()))
    assert "there must be memory enough" in done.err


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals there")
def test_interrupting_while_it_reads_is_quiet(python):
    """A process that waits for input ends without a traceback."""
    document = b'{"format": "other"}\n'
    running = python("-m", "empowerkit", "convert", "--from", "ndjson", "-")
    running.stdin.write(document)
    running.stdin.flush()
    time.sleep(2)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)

    assert (130, b"\n") == (running.returncode, err)


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
@pytest.mark.skipif(os.name == "nt", reason="there are no such signals there")
def test_told_to_end_nothing_half_written_stays(plan_file, python, tmp_path):
    """Told to end, it takes back what it was writing."""
    into = tmp_path / "into"
    into.mkdir()
    line = codecs.dumps(codecs.load(plan_file)) + b"\n"
    running = python(
        *("-m", "empowerkit", "convert", "-"),
        *("--to", "json", "-o", into / "plans.ndjson"),
    )
    running.stdin.write(line * 100)
    running.stdin.flush()
    while not [*into.iterdir()]:
        assert running.poll() is None
    running.terminate()
    out, err = running.communicate(timeout=60)

    assert (143, b"", b"") == (running.returncode, out, err)
    assert [] == [*into.iterdir()]


def test_a_closed_pipe_is_quiet(caseload_file, python):
    """Nobody reads on: there is no traceback, and nothing at the exit."""
    big = caseload_file.with_name("big.ndjson")
    big.write_bytes(caseload_file.read_bytes() * 200)
    running = python("-m", "empowerkit", "convert", big)
    running.stdout.read(10)
    running.stdout.close()
    err = running.stderr.read()
    for pipe in (running.stdin, running.stderr):
        pipe.close()

    assert (141, b"") == (running.wait(timeout=60), err)


def test_a_pipe_that_closes_at_the_very_end_is_quiet(python):
    """What was kept back until the end meets a closed pipe."""
    code = (
        "import os, sys; from empowerkit.cli import main; "
        "sys.stdin.readline(); sys.exit(main(['completion', 'zsh']))"
    )
    running = python("-c", code)
    running.stdout.close()
    running.stdin.write(b"now\n")
    running.stdin.close()
    err = running.stderr.read()
    running.stderr.close()

    assert (141, b"") == (running.wait(timeout=60), err)


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_output_is_utf8_whatever_the_locale(env, plan_file, process):
    """The quotes of a summary come out whole."""
    done = process("progress", plan_file, **env)

    assert (0, "") == (done.code, done.err)
    assert "“I have seen it myself”" in done.out


def test_a_stream_that_has_no_encoding_is_left_alone(cli, monkeypatch):
    """A host that puts something else in the place of the streams may."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)

    assert 0 == main(["completion", "zsh"])
    assert 0 == main(["schema"])
    assert "#compdef empowerkit" in out.getvalue()
    assert '"title": "Plan"' in out.getvalue()


@pytest.mark.parametrize("name", ["weigh", "progress"])
def test_text_needs_nothing_of_what_pages_need(name, plan_file, python):
    """Plain text in a pipe loads neither rich nor Jinja."""
    code = (
        "import sys; from empowerkit.cli import main; "
        "main(sys.argv[1:]); "
        "print(*({'rich', 'jinja2'} & set(sys.modules)), file=sys.stderr)"
    )
    _, err = python("-c", code, name, plan_file).communicate()

    assert b"" == err.strip()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
@pytest.mark.parametrize(
    "args", [["--help"], ["schema"], ["completion", "zsh"]]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_one_line(args, python, unbuffered):
    """What cannot be printed is told, once, and the code is 2."""
    with Path("/dev/full").open("wb") as full:
        running = python(
            *("-m", "empowerkit", *args),
            out=full,
            PYTHONUNBUFFERED=unbuffered,
        )
    _, err = running.communicate()

    assert (2, b"empowerkit: no space left on device\n") == (
        running.returncode,
        err,
    )


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_a_closed_stream_is_no_surprise(name, plan_file, python):
    """Whoever closed it wants to hear, or to say, nothing."""
    code = (
        f"import sys; sys.{name} = None; "
        "from empowerkit.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    source = "-" if name == "stdin" else plan_file
    running = python("-c", code, "convert", source)
    out, err = running.communicate()

    assert (2 if name == "stdin" else 0) == running.returncode
    assert (b"" == out) == (name != "stderr")
    assert b"Traceback" not in err


@pytest.mark.parametrize("missing", ["jinja2", "rich"])
def test_reports_name_their_extra(missing, python):
    """Importing what needs the extra says so, in one sentence."""
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "try:\n    import empowerkit.report\n"
        "except ImportError as error:\n    print(error)\n"
    )
    out, err = python("-c", code).communicate()

    assert b"" == err
    assert b"empowerkit[cli]" in out


def test_being_imported_runs_nothing(capsys, needs):
    """Tools that import every module start no program."""
    needs("cli", "click")
    import_module("empowerkit.__main__")

    assert ("", "") == capsys.readouterr()
