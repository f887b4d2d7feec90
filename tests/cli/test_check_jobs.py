"""``empowerkit check`` in several processes."""

from __future__ import annotations

import gc
import io
import json
import os
import pickle
import signal
import sys
import threading
import time

from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from empowerkit import Client, Need, Plan, Voice
from empowerkit.codecs import MAX_BYTES, write_ndjson
from empowerkit.practice import Checks, check_many
from empowerkit.testing import caseload


asked = pytest.importorskip("empowerkit.cli._asked")
asks = pytest.importorskip("empowerkit.cli._asking")
sources = pytest.importorskip("empowerkit.cli._sources")
inputs = pytest.importorskip("empowerkit.cli._inputs")
parts = pytest.importorskip("empowerkit.cli._pieces")
printing = pytest.importorskip("empowerkit.report._findings_forms")
running = pytest.importorskip("empowerkit.cli._processes")
errors = pytest.importorskip("empowerkit.cli._errors")

AS_OF = ("--as-of", "2026-05-02")
DAY = date(2026, 5, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GOAL = {
    "resourceType": "Goal",
    "id": "g1",
    "lifecycleStatus": "active",
    "description": {"text": "x"},
    "subject": {"reference": "Patient/1"},
    "expressedBy": {"reference": "Practitioner/9"},
}
FORMS = ["full", "concise", "json", "github", "sarif", "html"]


@pytest.fixture
def short(monkeypatch):
    """Let a few plans be enough for several processes."""
    monkeypatch.setattr(parts, "_LENGTH", 60_000)
    monkeypatch.setattr(parts, "_FIRST", 20_000)


@pytest.fixture
def large(tmp_path):
    """Return the path of a file with many plans."""
    path = tmp_path / "large.ndjson"
    write_ndjson(caseload.plans(40, seed=5), path)
    return path


@pytest.fixture
def mixed(large, tmp_path):
    """Return paths of plans, of FHIR, and of what is neither."""
    lines = large.read_bytes().splitlines(keepends=True)
    lines.insert(13, b'{"format": "other"}\n')
    lines.insert(20, b"\r\n")
    lines.insert(31, json.dumps(GOAL).encode() + b"\r\n")
    large.write_bytes(b"".join(lines))
    folder = tmp_path / "folder"
    folder.mkdir()
    for number, line in enumerate(lines[:12]):
        (folder / f"{number:02}.json").write_bytes(line)
    (folder / "99.json").write_text(json.dumps(GOAL))
    broken = folder / "broken.json"
    broken.write_text('{"resourceType": "Goal",')
    return large, folder, tmp_path / "gone.ndjson", tmp_path / "gone.json"


@pytest.mark.usefixtures("short")
class TestJobs:
    """Several processes share a caseload."""

    @pytest.mark.parametrize("form", [*FORMS, "counts", "counts json"])
    def test_they_print_the_same(self, cli, form, mixed):
        """To the byte: the findings, what is refused, and the code."""
        what = ["--format", form]
        if form.startswith("counts"):
            what = ["--statistics", "--format", form[7:] or "concise"]

        one = cli("check", *mixed, *AS_OF, *what)
        two = cli("check", *mixed, *AS_OF, *what, "--jobs", "3")

        assert one == two
        assert 2 == one.code
        assert f"{mixed[0]}:14: $.format" in one.err
        assert "4 of 58 documents refused" in one.err

    def test_a_reader_is_the_same_everywhere(self, cli, mixed):
        """Also where somebody is on none of the plans."""
        for who in ("worker", "client", "w9"):
            args = ("check", *mixed, *AS_OF, "--seen-by", who)

            assert cli(*args) == cli(*args, "--jobs", "2")

    def test_processes_can_begin_from_nothing(self, cli, mixed, monkeypatch):
        """As they do where they cannot be copies of the first."""
        monkeypatch.setattr(running, "_is_alone", lambda: False)
        args = ("check", *mixed, *AS_OF)

        assert cli(*args) == cli(*args, "--jobs", "2")

    def test_it_comes_through_a_pipe(self, cli, mixed):
        """Nobody else can read standard input; so it is handed on."""
        data = mixed[0].read_bytes()

        one = cli("check", "-", *AS_OF, stdin=data)
        two = cli("check", "-", *AS_OF, "--jobs", "2", stdin=data)

        assert one == two
        assert "standard input:14: " in one.err

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_rules_about_a_caseload_see_all_of_it(self, cli, jobs, tmp_path):
        """Words that two processes met apart are put side by side."""
        words = "I would like to sleep where it is quiet at night"
        plans = [*caseload.plans(38, seed=5)]
        said_at = plans[0].needs[0].voice.said_at
        for place, number in ((0, "c1"), (37, "c2")):
            client = Client(id=number, called="Amina")
            voice = Voice.of(client.actor, at=said_at)
            need = Need(words=words, voice=voice)
            plans.insert(place, Plan(client=client, needs=(need,)))
        path = tmp_path / "same.ndjson"
        write_ndjson(plans, path)

        lines = cli(
            *("check", path, *AS_OF, "--select", "EMP101,EMP108"),
            *("--format", "concise", "--jobs", jobs),
        ).out.splitlines()

        found = [line.split(": ")[0] for line in lines if "EMP108" in line]
        assert {f"{path}:1:/needs/0", f"{path}:38:/needs/0"} <= {*found}
        assert all(
            one.split(": ")[1] <= two.split(": ")[1]
            for one, two in pairwise(lines)
            if one.split(":/")[0] == two.split(":/")[0]
        )

    @pytest.mark.parametrize("jobs", ["1", "3"])
    def test_why_it_matters_stands_with_the_first_of_each(
        self, cli, jobs, tmp_path
    ):
        """Wherever the pieces end, and also of what only a caseload tells."""
        plans = [*caseload.plans(20, seed=5)]
        for number in ("c1", "c2"):
            twin = Client(id=number, called="Amina")
            needs = tuple(
                Need(words=words, voice=Voice.of(twin.actor, at=NOON))
                for words in ("a place to sleep that is quiet", "a door")
            )
            plans.insert(3, Plan(client=twin, needs=needs))
        path = tmp_path / "twins.ndjson"
        write_ndjson(plans, path)

        out = cli(
            "check", path, *AS_OF, "--profile", "all", "--jobs", jobs
        ).out

        said = [one.splitlines() for one in out.split("\n\n")[:-1]]
        rules = [lines[0].split()[0] for lines in said]
        first = [rule not in rules[:place] for place, rule in enumerate(rules)]
        assert "EMP108" in rules
        assert first == [
            any(line.startswith("  Why: ") for line in lines) for lines in said
        ]

    def test_it_finds_what_the_library_finds(self, cli, large):
        """The command adds nothing and leaves nothing out."""
        found = check_many(caseload.plans(40, seed=5), as_of=DAY)

        done = cli("check", large, *AS_OF, "--format", "json", "--jobs", "2")

        assert [
            {"file": f"{large}:{number}", **one.to_dict()}
            for number, findings in enumerate(found, 1)
            for one in findings
        ] == json.loads(done.out)

    def test_it_works_as_a_program(self, large, process):
        """With processes that are copies of it, where that is safe."""
        args = ("check", large, *AS_OF, "--format", "concise")

        one, two = process(*args), process(*args, "--jobs", "2")

        assert one == two
        assert "" == two.err

    def test_what_comes_back_is_small(self, large):
        """No plan goes from one process to another."""
        asking = asked.Asking(
            checks=Checks(),
            as_of=DAY,
            max_bytes=MAX_BYTES,
            printing=printing.Printing(
                form=printing.FindingsForm.FULL, width=80
            ),
        )

        found = asked.ask(
            [*parts.pieces(str(large), max_bytes=MAX_BYTES)], asking
        )
        sent = pickle.dumps(found)

        assert len(sent) < large.stat().st_size / 5
        assert found == pickle.loads(sent)

    def test_what_was_read_is_not_kept(self, large, monkeypatch):
        """However much comes through a pipe."""
        data = large.read_bytes()
        stdin = io.TextIOWrapper(io.BytesIO(data))
        monkeypatch.setattr(sys, "stdin", stdin)
        asking = asked.Asking(
            checks=Checks(),
            as_of=DAY,
            max_bytes=MAX_BYTES,
            printing=printing.Printing(
                form=printing.FindingsForm.FULL, width=80
            ),
        )

        told = [
            *asks._told(sources.Sources(["-"], max_bytes=MAX_BYTES), asking, 1)
        ]

        assert 40 == sum(len(one.plans) for one in told)
        assert len(pickle.dumps(told)) < len(data) / 5

    @pytest.mark.parametrize("jobs", ["0", "62", "many"])
    def test_so_many_there_cannot_be(self, cli, jobs, large):
        """There must be a process, and not too many."""
        assert 2 == cli("check", large, "--jobs", jobs).code


class TestPieces:
    """A file is read in pieces, as if it had been read as a whole."""

    @given(
        st.lists(
            st.tuples(
                st.sampled_from([b"", b" ", b"{}", b"x" * 9, b"y" * 40]),
                st.sampled_from([b"\n", b"\r\n"]),
            ).map(b"".join)
        ),
        st.sampled_from([b"", b"{}", b"z" * 40]),
        st.sampled_from(["lines.ndjson", "lines.txt", "one.json"]),
        st.tuples(st.integers(1, 50), st.integers(0, 50)),
    )
    @example([b"\n"] * 3, b"", "lines.ndjson", (1, 0))
    @example([b"y" * 40 + b"\n", b"{}\n"], b"z", "lines.ndjson", (5, 0))
    @example([b"{}\n"] * 9, b"z" * 40, "lines.ndjson", (20, 4))
    def test_the_documents_are_the_same(
        self, tmp_path_factory, lines, end, name, lengths
    ):
        """Each with its line, whatever ends where, however long it is."""
        data = b"".join(lines) + end
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(tmp_path_factory.getbasetemp())
            patch.setattr(parts, "_LENGTH", lengths[0])
            patch.setattr(parts, "_FIRST", lengths[1])
            Path(name).write_bytes(data)
            stdin = io.TextIOWrapper(io.BytesIO(data))
            patch.setattr(sys, "stdin", stdin)

            for source in (name, "-"):
                whole = inputs._documents(
                    io.BytesIO(data), source, inputs.Shape.AUTO, 20
                )
                pieces = [*parts.pieces(source, max_bytes=18)]
                assert [(one.place, one.data) for one in whole] == [
                    (one.place.shown, one.data)
                    for piece in pieces
                    for one in piece.documents()
                ]

    def test_the_first_of_a_long_file_is_short(self, large, monkeypatch):
        """All others wait for it; of a file for one it is all there is."""
        whole = [
            one.length for one in parts.pieces(str(large), max_bytes=MAX_BYTES)
        ]
        monkeypatch.setattr(parts, "_LENGTH", 200_000)
        monkeypatch.setattr(parts, "_FIRST", 10_000)

        first, second, *_ = parts.pieces(str(large), max_bytes=MAX_BYTES)

        assert [large.stat().st_size] == whole
        assert 10_000 <= first.length < 40_000 < second.length
        assert (first.length, 1) == (second.start, first.line)
        assert second.line == 1 + sum(1 for _ in first.documents())

    def test_what_can_be_read_again_is_not_handed_on(self, large):
        """A piece of a file says where it is, and holds nothing of it."""
        pieces = [*parts.pieces(str(large), max_bytes=MAX_BYTES)]

        assert {None} == {one.data for one in pieces}
        assert large.stat().st_size == sum(one.length for one in pieces)

    def test_a_file_that_is_gone_since_is_told(self, large):
        """Whoever comes to read it says so, in its turn."""
        (piece, *_) = parts.pieces(str(large), max_bytes=MAX_BYTES)
        large.unlink()

        (wrong,) = piece.documents()

        assert (f"{large}: no such file or directory",) == wrong.lines

    def test_a_document_shows_nothing_of_itself(self):
        """Nor does what is handed on."""
        assert "canary" not in repr(parts.Ours(parts.Place("x"), b"canary"))
        assert "canary" not in repr(parts.Piece("-", "", 9, data=b"canary"))


def _ask_one_that_goes():
    with running.processes(2) as held:
        held.share(pow, 1, 2)
        held.share(os._exit, 3)()


class _Still:
    """Stands in for a thread that never begins."""

    def start(self):
        """Do nothing."""


class TestProcesses:
    """They begin where there is work for several, and end with the block."""

    def test_one_does_all_by_itself(self):
        """At once: nothing is begun before it is wanted."""
        with running.processes(1) as held:
            done = [held.share(os.getpid)() for _ in range(3)]

        assert [os.getpid()] * 3 == done
        assert 0 == held.ahead

    def test_the_first_work_is_done_here(self):
        """Most runs have no other; then no process is begun."""
        with running.processes(2) as held:
            first = held.share(os.getpid)
            others = [held.share(os.getpid) for _ in range(4)]
            done = [first(), *(other() for other in others)]

        assert os.getpid() == done[0]
        assert os.getpid() not in done[1:]
        assert 0 == gc.get_freeze_count()

    def test_results_are_those_of_the_work(self):
        """Each of its own."""
        with running.processes(2) as held:
            waiting = [held.share(pow, number, 2) for number in range(9)]

            assert [0, 1, 4, 9, 16, 25, 36, 49, 64] == [w() for w in waiting]

    def test_one_that_is_gone_is_told(self):
        """Without a traceback, and with what to do."""
        with pytest.raises(errors.Refused, match="take fewer --jobs"):
            _ask_one_that_goes()

    def test_a_copy_needs_that_nothing_else_runs(self, monkeypatch, tmp_path):
        """A thread may hold a lock that nobody in the copy would open."""
        monkeypatch.setattr(running, "_THREADS", tmp_path)
        (tmp_path / "1").touch()
        alone = running._is_alone()
        (tmp_path / "2").touch()
        together = running._is_alone()
        monkeypatch.setattr(running, "_THREADS", tmp_path / "none")
        unknown = running._is_alone()

        assert [True, False, False] == [alone, together, unknown]

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
    def test_a_thread_is_noticed(self):
        """The system counts them, whoever began them."""
        wait = threading.Event()
        thread = threading.Thread(target=wait.wait)
        thread.start()
        found = running._is_alone()
        wait.set()
        thread.join()

        assert not found

    def test_they_leave_ctrl_c_to_the_first(self, monkeypatch):
        """From before they begin; where that cannot be, from then on."""
        set_to, begun = [], []
        monkeypatch.setattr(
            running.signal, "signal", lambda *args: set_to.append(args)
        )
        monkeypatch.setattr(
            running, "Thread", lambda **how: begun.append(how) or _Still()
        )
        running._work_for_another()
        monkeypatch.delattr(running.signal, "pthread_sigmask", raising=False)
        with running._uninterrupted():
            pass

        assert [
            (signal.SIGINT, signal.SIG_IGN),
            (signal.SIGTERM, signal.SIG_DFL),
        ] == set_to
        assert [running._end_with] == [how["target"] for how in begun]

    def test_they_end_with_the_first(self, monkeypatch):
        """However that ended."""
        ended = []
        monkeypatch.setattr(running.os, "_exit", ended.append)

        other = threading.Thread(target=int)
        other.start()
        running._end_with(other)

        assert [1] == ended


def children_of(pid):
    """Return the processes that *pid* has begun."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def is_there(pid):
    """Return whether a process runs; one that waits to be buried does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def until(held):
    """Wait until *held* holds."""
    for _ in range(1500):
        if held():
            return
        time.sleep(0.02)
    raise AssertionError


COPIES = ("-m", "empowerkit")
# Where a thread runs, there is no copying.
FRESH = (
    "-c",
    """
import sys, threading
from empowerkit.cli import main
threading.Thread(target=threading.Event().wait, daemon=True).start()
sys.exit(main(sys.argv[1:]))
""",
)


@pytest.fixture
def begun(python):
    """Return a function that begins a run, and gives it and its processes."""
    held = []

    def begin(*how):
        line = json.dumps(GOAL | {"note": "x" * 1000}).encode() + b"\n"
        first = python(*how, "check", "-", "--jobs", "2")
        # Enough for both, and it waits for more.
        first.stdin.write(line * 2600)
        first.stdin.flush()
        until(lambda: len(children_of(first.pid)) >= 2)
        held.extend(children_of(first.pid))
        return first, [*map(int, held)]

    yield begin
    for pid in filter(is_there, held):
        os.kill(int(pid), signal.SIGKILL)


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="only Linux tells of others"
)
@pytest.mark.parametrize("how", [COPIES, FRESH], ids=["copies", "fresh"])
@pytest.mark.parametrize(
    ("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGKILL", -9)]
)
def test_nothing_is_left_behind(begun, code, how, name):
    """Whichever way a run is ended, all of its processes end."""
    first, others = begun(*how)
    # A terminal tells all of them.
    told = [first.pid, *others] if name == "SIGINT" else [first.pid]
    for pid in told:
        os.kill(pid, getattr(signal, name))
    out, err = first.communicate(timeout=60)

    assert (code, b"") == (first.returncode, out)
    assert b"Traceback" not in err
    until(lambda: not any(map(is_there, others)))


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="only Linux tells of others"
)
def test_one_that_is_killed_ends_the_run(python, tmp_path):
    """Also while the others have more to say than anybody takes in."""
    line = json.dumps(GOAL | {"note": "x" * 1000}).encode() + b"\n"
    (tmp_path / "many.ndjson").write_bytes(line * 60_000)
    first = python(
        *("-m", "empowerkit", "check", "many.ndjson"),
        *("--profile", "all", "--jobs", "3"),
    )
    until(lambda: len(children_of(first.pid)) >= 3)
    os.kill(int(children_of(first.pid)[-1]), signal.SIGKILL)
    _, err = first.communicate(timeout=60)

    assert 2 == first.returncode
    assert b"a process ended before it was done" in err
    assert b"Traceback" not in err
