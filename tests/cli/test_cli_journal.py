"""``empowerkit journal``: log, show, verify, checkpoint and erase."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import stat

from contextlib import closing
from datetime import UTC, datetime

import pytest

from empowerkit import Client, Plan, Worker, attest
from empowerkit.codecs import dumps, loads
from empowerkit.journal import Entry, Header, Kind, Payload
from empowerkit.model import Actor, CopyGiven, Need, NeedId, Role, Voice
from empowerkit.store import Store, open_store
from empowerkit.store._packed import unpacked


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WHO = ("--by", "w1", "--basis", "client-asked")
CANARY = "canary-Fadumo"
WORKER = Actor(role=Role.WORKER, id="w1")


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """Let it be one time: only the command line reads the clock."""
    erase = pytest.importorskip("empowerkit.cli._journal_erase")
    assert erase.now().tzinfo is UTC
    monkeypatch.setattr(erase, "now", lambda: NOON)


class Terminal(io.TextIOWrapper):
    """A stream at which somebody sits."""

    def isatty(self):
        """Return that somebody does."""
        return True


def opened(path):
    """Return the store in the file at *path*."""
    return open_store(f"sqlite:///{path}")


def tampered(path, *statements, given=()):
    """Change the file at *path* past its triggers, and put them back."""
    with closing(sqlite3.connect(path)) as database:
        triggers = database.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement, given)
        for _, sql in triggers:
            database.execute(sql)
        database.commit()


class TestLog:
    """Who did what, and when."""

    def test_an_entry_is_a_line(self, cli, store_file):
        """Its place, time, version, kind, and who by part and id."""
        done = cli("journal", "log", store_file, "demo")

        lines = done.out.splitlines()
        assert (0, "") == (done.code, done.err)
        assert "plan demo" == lines[0]
        assert " 1  2026-03-02 10:00  v1   created  worker:w1" == lines[1]
        assert "32  2026-05-01 10:00  v32  changed  client:c1" == lines[-1]
        assert 33 == len(lines)

    def test_without_a_plan_it_lists_all(self, cli, store_file):
        """Plan by plan, in the order in which they were begun."""
        joan = Worker(called="Joan")
        with opened(store_file) as store:
            for name in ("later", "last"):
                plan = Plan(
                    id=name, client=Client(called=CANARY), workers=(joan,)
                )
                store.create(plan, by=joan.actor, at=NOON)

        out = cli("journal", "log", store_file).out

        assert ["demo", "later", "last"] == re.findall(r"plan (\w+)", out)
        assert CANARY not in out
        assert "33  2026" in out

    def test_as_data_it_is_in_the_order_of_the_journal(self, cli, store_file):
        """Each entry with its ids, and with what it took away."""
        args = ("journal", "erase", store_file, "demo", "door", *WHO)
        assert 0 == cli(*args, "--for-good").code

        listed = json.loads(
            cli("journal", "log", store_file, "--format", "json").out
        )

        assert [*range(1, 34)] == [one["sequence"] for one in listed]
        assert {
            "sequence": 33,
            "plan": "demo",
            "version": 33,
            "entry": listed[-1]["entry"],
            "kind": "erased",
            "actor": {"role": "worker", "id": "w1"},
            "recorded_at": "2026-11-22T12:00:00+00:00",
            "purged": [{"sequence": 2, "payload": 4}],
        } == listed[-1]

    def test_as_data_plans_take_turns(self, cli, store_file):
        """What was done to one plan stands between what was to another."""
        joan = Worker(called="Joan")
        with opened(store_file) as store:
            plan = Plan(id="p", client=Client(called="A"), workers=(joan,))
            store.create(plan, by=joan.actor, at=NOON)
            store.shield("demo", by=WORKER, at=NOON)
            store.shield("p", by=joan.actor, at=NOON)

        listed = json.loads(
            cli("journal", "log", store_file, "--format", "json").out
        )

        assert ["demo", "p", "demo", "p"] == [
            one["plan"] for one in listed[-4:]
        ]

    def test_it_can_go_to_a_file(self, cli, store_file, tmp_path):
        """The form is that of its name, and only its owner can read it."""
        path = tmp_path / "log.json"

        assert (0, "", "") == cli("journal", "log", store_file, "-o", path)
        assert 32 == len(json.loads(path.read_text()))
        assert 0o600 == stat.S_IMODE(path.stat().st_mode)

    @pytest.mark.parametrize("wide", [80, 40])
    def test_it_fits_the_width(self, cli, monkeypatch, tmp_path, wide):
        """With random ids of full length an entry takes two lines."""
        monkeypatch.setenv("COLUMNS", str(wide))
        joan = Worker(called="Joan")
        plan = Plan(client=Client(called="Amina"), workers=(joan,))
        with opened(tmp_path / "plans.db") as store:
            store.create(plan, by=joan.actor, at=NOON)

        out = cli("journal", "log", tmp_path / "plans.db").out

        assert f"worker:{joan.id}" in out
        assert max(map(len, out.splitlines()[1:])) <= max(wide, 51)

    def test_an_empty_store_says_so(self, cli, tmp_path):
        """And as data it is an empty list."""
        opened(tmp_path / "plans.db").close()
        args = ("journal", "log", tmp_path / "plans.db")

        assert (0, "There is no entry.\n", "") == cli(*args)
        assert (0, "[]\n", "") == cli(*args, "--format", "json")

    def test_what_cannot_be_read_stops_no_other_plan(self, cli, store_file):
        """It is told on its own, and the code is 2."""
        joan = Worker(called="Joan")
        plan = Plan(id="later", client=Client(called="A"), workers=(joan,))
        with opened(store_file) as store:
            store.create(plan, by=joan.actor, at=NOON)
        tampered(store_file, "UPDATE entry SET header = x'00' WHERE version=9")

        done = cli("journal", "log", store_file)
        alone = cli("journal", "log", store_file, "demo")

        assert 2 == done.code
        assert done.out.startswith("plan later\n")
        assert done.err.startswith(f"{store_file}: demo: $: ")
        assert done.err.endswith("[journal-header]\n")
        assert (2, "", done.err) == alone


class TestShow:
    """A plan as it was then, as one person may read it."""

    def test_it_is_the_report_of_that_day(self, cli, store_file, plan_file):
        """The last version reads as the report of the whole plan does."""
        day = ("--as-of", "2026-05-01")

        shown = cli("journal", "show", store_file, "demo")

        expected = cli("report", plan_file, *day).out
        assert (0, expected, "") == shown

    @pytest.mark.parametrize("form", ["text", "markdown", "html"])
    def test_a_version_is_as_it_was(self, cli, form, store_file):
        """Before she changed her mind it is her first choice that stands."""
        args = ("journal", "show", store_file, "demo", "--format", form)

        before = cli(*args, "--version", 30).out
        after = cli(*args).out

        assert "as reported by" not in before
        assert "as reported by" in after
        assert "28 April 2026" in before

    def test_the_day_can_be_another(self, cli, store_file):
        """What lies ahead of that day is left out."""
        args = ("journal", "show", store_file, "demo")

        out = cli(*args, "--as-of", "2026-03-12").out

        assert "12 March 2026" in out

    def test_as_data_it_is_the_document(self, cli, store_file):
        """The other commands read it, and it holds what the reader may see."""
        args = ("journal", "show", store_file, "demo", "--format", "json")
        with opened(store_file) as store:
            plan = store.load("demo")

        hers = cli(*args)
        theirs = cli(*args, "--seen-by", "worker:w1")

        assert dumps(plan, seen_by=plan.client.actor) == dumps(loads(hers.out))
        assert 2 == len(loads(theirs.out).ratings)
        assert 0 == cli("weigh", "-", stdin=hers.out.encode()).code

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            (["nobody"], "holds none of this id: look among those of"),
            (["a b"], "holds none of this id"),
            (["demo", "--version", "99"], "holds none such"),
            (["demo", "--version", "0"], "not in the range"),
            (["demo", "--seen-by", "proxy"], "take one of client:c1"),
        ],
    )
    def test_what_is_not_there_is_told(self, cli, more, said, store_file):
        """And what there is to look at instead."""
        done = cli("journal", "show", store_file, *more)

        assert (2, "") == (done.code, done.out)
        assert said in done.err

    def test_a_tampered_plan_is_not_shown(self, cli, store_file):
        """Each payload is asked first, and the line names the entry."""
        tampered(
            store_file,
            "UPDATE entry SET payloads = x'0000000100000002007b7d'"
            " WHERE sequence = 5",
        )

        done = cli("journal", "show", store_file, "demo")

        assert (2, "") == (done.code, done.out)
        assert done.err.startswith(f"{store_file}: entry 5 payload 0: ")
        assert done.err.endswith("[journal-payload]\n")


class TestVerify:
    """Whether a journal is still what was written down."""

    def test_each_answer_has_its_line(self, cli, store_file):
        """And it is said what was not asked."""
        done = cli("journal", "verify", store_file)

        lines = done.out.splitlines()
        assert (0, "") == (done.code, done.err)
        assert f"{store_file}: 32 entries" == lines[0]
        assert [
            "chain",
            "payloads",
            "missing",
            "left over",
            "counts",
            "database",
            "checkpoint",
        ] == [line[:12].strip() for line in lines[2:9]]
        assert all(line[12:].startswith("holds: ") for line in lines[2:8])
        assert "not asked: none was given." in lines[8]
        assert "the end was cut off" in " ".join(done.out.split())

    def test_with_a_checkpoint_that_is_asked_too(
        self, cli, store_file, tmp_path
    ):
        """From a file, or from standard input, also with other line ends."""
        mark = cli("journal", "checkpoint", store_file).out
        path = tmp_path / "mark.txt"
        path.write_text(mark.replace("\n", "\r\n"), newline="")
        args = ("journal", "verify", store_file, "--checkpoint")

        filed = cli(*args, path)
        piped = cli(*args, "-", stdin=mark.encode())

        assert (0, filed.out, "") == piped
        assert "checkpoint  holds: " in filed.out
        assert "not asked" not in filed.out

    @pytest.mark.parametrize(
        ("statement", "name", "line"),
        [
            (
                """
                UPDATE entry SET payloads = x'0000000100000002007b7d'
                WHERE sequence = 5
                """,
                "payloads",
                "entry 5 payload 0: a payload must be what its header",
            ),
            (
                "UPDATE entry SET payloads = zeroblob(8) WHERE sequence = 5",
                "missing",
                "entry 5 payload 0: a payload must be there",
            ),
            (
                "UPDATE entry SET header = x'7b7d' WHERE sequence = 31",
                "chain",
                "entry 31: a header must be as this library wrote it",
            ),
            (
                "UPDATE entry SET plan = 'other' WHERE sequence = 3",
                "database",
                "            a row must be filed as its header says",
            ),
            (
                """
                UPDATE entry SET payloads = CAST(
                    payloads || x'0000000100000002007b7d' AS BLOB
                ) WHERE sequence = 3
                """,
                "counts",
                "entry 3: an entry must have one payload for each",
            ),
        ],
    )
    def test_what_does_not_hold_has_its_own_answer(
        self, cli, line, name, statement, store_file
    ):
        """The code is 1, the entry is named, and what to do is said."""
        tampered(store_file, statement)

        done = cli("journal", "verify", store_file)

        assert (1, "") == (done.code, done.err)
        assert f"{name:<12}does not hold:\n" in done.out
        assert line in done.out
        assert "go back to the last copy that" in done.out

    def test_what_was_erased_and_is_back_is_left_over(self, cli, store_file):
        """Somebody who puts it back is found."""
        sql = "SELECT payloads FROM entry WHERE sequence = 2"
        with closing(sqlite3.connect(store_file)) as database:
            (before,) = database.execute(sql).fetchone()
        bodies = [payload.body for payload in unpacked(before)]
        (place,) = (
            place
            for place, body in enumerate(bodies)
            if b"A door I can lock." in body
        )
        args = ("journal", "erase", store_file, "demo", "door", *WHO)
        assert 0 == cli(*args, "--for-good").code
        tampered(
            store_file,
            "UPDATE entry SET payloads = ? WHERE sequence = 2",
            given=(before,),
        )

        out = cli("journal", "verify", store_file).out

        assert "left over   does not hold:\n" in out
        assert f"entry 2 payload {place}: what an entry says was" in out

    def test_a_lost_end_is_found_by_a_checkpoint_alone(self, cli, store_file):
        """Without one all holds, and the answer says what was not asked."""
        mark = cli("journal", "checkpoint", store_file).out
        tampered(
            store_file,
            "DELETE FROM entry WHERE sequence > 30",
        )
        args = ("journal", "verify", store_file)

        alone = cli(*args)
        asked = cli(*args, "--checkpoint", "-", stdin=mark.encode())

        assert (0, 1) == (alone.code, asked.code)
        assert "checkpoint  does not hold:\n" in asked.out

    def test_with_a_plan_it_is_read_too(self, cli, store_file):
        """Whether it can be, or was erased, or cannot."""
        args = ("journal", "verify", store_file, "demo")

        whole = cli(*args)
        assert (
            0
            == cli(
                *("journal", "erase", store_file, "demo", *WHO, "--for-good")
            ).code
        )
        erased = cli(*args)
        tampered(
            store_file,
            "UPDATE entry SET payloads = zeroblob(8) WHERE sequence = 33",
        )
        broken = cli(*args)

        assert (0, 0, 1) == (whole.code, erased.code, broken.code)
        assert "the plan    holds: version 32 of demo can be read" in whole.out
        assert "the plan    all of this plan was erased" in erased.out
        assert "the plan    does not hold:\n" in broken.out
        assert 2 == cli("journal", "verify", store_file, "nobody").code

    def test_a_plan_that_cannot_be_read_is_reason_enough(
        self, cli, store_file
    ):
        """Where somebody wrote past the library, each seal may fit."""
        with opened(store_file) as store, store._backend.writing():
            head = store._backend.head()
            odd = Payload(salt=bytes(32), body=b"{}")
            header = Header(
                journal=head.journal,
                sequence=33,
                plan="demo",
                version=33,
                entry="e1",
                kind=Kind.CHANGED,
                actor=WORKER,
                recorded_at=NOON,
                schema=1,
                commitments=(odd.commitment,),
                previous=head.hash,
            )
            entry = Entry(raw=header.to_bytes(), payloads=(odd,))
            store._backend.append("demo", 33, entry)
        args = ("journal", "verify", store_file)

        plain, asked = cli(*args), cli(*args, "demo")

        assert (0, 1) == (plain.code, asked.code)
        assert "demo: entry 33 payload 0: " in " ".join(asked.out.split())

    def test_as_data(self, cli, store_file):
        """A list of faults for each answer; null was not asked."""
        args = ("journal", "verify", store_file, "demo", "--format", "json")

        whole = json.loads(cli(*args).out)
        tampered(
            store_file,
            "UPDATE entry SET payloads = zeroblob(8) WHERE sequence = 5",
        )
        done = cli(*args)

        found = json.loads(done.out)
        assert 1 == done.code
        assert {
            "entries": 32,
            "holds": True,
            "plan": [],
            "chain": [],
            "payloads": [],
            "missing": [],
            "left_over": [],
            "counts": [],
            "database": [],
            "checkpoint": None,
        } == whole
        assert ("journal-missing", 5, 0) == tuple(
            found["missing"][0][name]
            for name in ("rule", "sequence", "payload")
        )
        assert (False, 1) == (found["holds"], len(found["plan"]))

    def test_many_faults_are_cut_short(self, cli, store_file):
        """Text tells the first twenty and how many more; data tells all."""
        tampered(
            store_file, "UPDATE entry SET payloads = x'0000000100000002007b7d'"
        )
        args = ("journal", "verify", store_file)

        out = cli(*args).out
        found = json.loads(cli(*args, "--format", "json").out)

        assert 20 == out.count(": a payload must be what its header")
        assert f"and {len(found['payloads']) - 20} more" in out

    def test_one_entry_is_one(self, cli, tmp_path):
        """The first line counts."""
        joan = Worker(called="Joan")
        plan = Plan(client=Client(called="Amina"), workers=(joan,))
        with opened(tmp_path / "plans.db") as store:
            store.create(plan, by=joan.actor, at=NOON)

        out = cli("journal", "verify", tmp_path / "plans.db").out

        assert out.startswith(f"{tmp_path}/plans.db: 1 entry\n")

    @pytest.mark.parametrize("columns", [80, 40])
    def test_it_fits_the_width(self, cli, columns, monkeypatch, store_file):
        """Also in forty columns, but for the name of the file."""
        monkeypatch.setenv("COLUMNS", str(columns))

        lines = cli("journal", "verify", store_file).out.splitlines()

        assert max(map(len, lines[1:])) <= columns

    @pytest.mark.parametrize(
        "data", [b"", b"\xff\n1\n\n", b"no checkpoint", b"x" * 10_000]
    )
    def test_what_is_no_checkpoint_is_told(
        self, cli, data, store_file, tmp_path
    ):
        """The line names its file, and the code is 2: nothing was asked."""
        path = tmp_path / "mark.txt"
        path.write_bytes(data)

        done = cli("journal", "verify", store_file, "--checkpoint", path)

        assert (2, "") == (done.code, done.out)
        assert done.err == (
            f"{path}: $: a checkpoint must be as it was given: three lines, "
            "each with its end of line; take them from where they are kept "
            "[journal-checkpoint]\n"
        )

    def test_a_checkpoint_that_is_not_there_is_told(self, cli, store_file):
        """The line names it, not the store."""
        done = cli("journal", "verify", store_file, "--checkpoint", "none.txt")

        assert (2, "none.txt: no such file or directory\n") == (
            done.code,
            done.err,
        )


class TestCheckpoint:
    """Three lines to keep elsewhere."""

    @pytest.fixture
    def elsewhere(self, tmp_path):
        """Return a folder that is not that of the store."""
        folder = tmp_path / "usb"
        folder.mkdir()
        return folder

    def test_it_prints_three_lines(self, cli, store_file):
        """Those that the store gives."""
        with opened(store_file) as store:
            mark = store.checkpoint()

        assert (0, mark, "") == cli("journal", "checkpoint", store_file)
        assert 3 == len(mark.splitlines())

    def test_as_data_the_three_lines_are_there_too(self, cli, store_file):
        """What verify reads, and what each line of it says."""
        with opened(store_file) as store:
            mark = store.checkpoint()
        args = ("journal", "checkpoint", store_file, "--format", "json")

        data = json.loads(cli(*args).out)

        journal, entries, digest = mark.splitlines()
        assert data == {
            "checkpoint": mark,
            "journal": journal,
            "entries": int(entries),
            "hash": digest,
        }

    def test_data_go_into_no_file(self, cli, elsewhere, store_file):
        """One that verify could not read would be of no use there."""
        path = elsewhere / "mark.json"
        args = ("journal", "checkpoint", store_file, "-o", path)

        refused = cli(*args, "--format", "json")
        done = cli(*args)

        assert (2, "") == (refused.code, refused.out)
        assert "verify reads the three lines" in refused.err
        assert (0, "") == (done.code, done.out)
        assert path.read_text().startswith("empowerkit/journal/")

    def test_elsewhere_it_is_quiet(self, cli, elsewhere, store_file):
        """A newer one is written over an older one."""
        path = elsewhere / "mark.txt"
        args = ("journal", "checkpoint", store_file, "-o", path)

        assert (0, "", "") == cli(*args)
        before = path.read_text()
        erase = ("journal", "erase", store_file, "demo", "door", *WHO)
        assert 0 == cli(*erase, "--for-good").code

        assert (0, "", "") == cli(*args)
        assert before != path.read_text()

    def test_beside_the_database_it_warns(self, cli, monkeypatch, store_file):
        """It is written all the same: it may be carried away."""
        monkeypatch.chdir(store_file.parent)

        done = cli("journal", "checkpoint", store_file, "-o", "mark.txt")

        assert (0, "") == (done.code, done.out)
        assert done.err.startswith("mark.txt: lies beside the database")
        assert store_file.with_name("mark.txt").exists()

    def test_nothing_else_is_written_over(self, cli, elsewhere, store_file):
        """Neither another file, nor the database itself."""
        path = elsewhere / "letter.txt"
        path.write_text("Dear Amina")
        before = store_file.read_bytes()

        for target in (path, store_file):
            done = cli("journal", "checkpoint", store_file, "-o", target)

            assert 2 == done.code
            assert "[journal-checkpoint]" in done.err
        assert "Dear Amina" == path.read_text()
        assert before == store_file.read_bytes()

    def test_what_the_journal_lost_stays(self, cli, elsewhere, store_file):
        """The only witness is not written over."""
        path = elsewhere / "mark.txt"
        args = ("journal", "checkpoint", store_file, "-o", path)
        assert 0 == cli(*args).code
        before = path.read_text()
        tampered(
            store_file,
            "DELETE FROM entry WHERE sequence > 30",
        )

        done = cli(*args)

        assert 2 == done.code
        assert "so ask verify with it" in done.err
        assert before == path.read_text()

    def test_an_empty_store_has_none(self, cli, tmp_path):
        """There is nothing to vouch for."""
        opened(tmp_path / "plans.db").close()

        done = cli("journal", "checkpoint", tmp_path / "plans.db")

        assert (2, "") == (done.code, done.out)
        assert "must have an entry to mark" in done.err


def needing(path):
    """Add to the plan in the file at *path* what the client just said."""
    with opened(path) as store:
        plan = store.load("demo")
        her = plan.client.actor
        need = Need(words=CANARY, voice=Voice.of(her, at=NOON))
        store.commit(
            plan.add(need, by=her, at=NOON),
            by=her,
            at=NOON,
            expected_version=store.history("demo")[-1].version,
        )


def confirmed(store):
    """Keep a plan in which the client confirmed what she chose."""
    amina, joan = Client(called="Amina"), Worker(called="Joan")
    call = {"by": amina.actor, "at": NOON}
    plan = Plan(id="p1", client=amina, workers=(joan,))
    store.create(plan, by=joan.actor, at=NOON)
    voice = Voice.of(amina.actor, at=NOON)
    plan = plan.add(Need(id="n1", words=CANARY, voice=voice), **call)
    plan = plan.open_decision("Where?", id="home", **call)
    plan = plan.offer_option("home", "Stay", id="stay", **call)
    plan = plan.offer_option("home", CANARY, id="flat", **call)
    plan = plan.choose("home", "stay", id="c1", **call)
    shown = attest.show(plan, "c1", checkpoint=store.checkpoint(), at=NOON)
    plan = attest.confirm(plan, shown, by=amina.actor)
    store.commit(plan, expected_version=1, **call)


class TestErase:
    """Taking words away for good, after a look at what would go."""

    @pytest.fixture
    def erase(self, cli, store_file):
        """Return a function that erases something of the plan."""

        def run(*args, **more):
            return cli("journal", "erase", store_file, "demo", *args, **more)

        return run

    def test_unasked_it_only_looks(self, erase, store_file):
        """What would go is listed, and what would not; nothing goes."""
        before = store_file.read_bytes()

        done = erase("door", *WHO)

        assert (0, "") == (done.code, done.err)
        assert "\n  need door\n" in done.out
        assert "Not reached: backups, exports" in done.out
        assert done.out.endswith(
            "Nothing was erased. With --for-good it will be.\n"
        )
        assert before == store_file.read_bytes()

    def test_for_good_it_goes(self, erase, store_file):
        """From every version; the entry says who, when, and why."""
        done = erase("door", *WHO, "--reason", "She asked", "--for-good")

        assert (0, "") == (done.code, done.err)
        assert done.out.endswith("Erased for good. Entry 33 says so.\n")
        with opened(store_file) as store:
            said = store.history("demo")[-1]
            assert (WORKER, NOON, 2) == (
                said.actor,
                said.recorded_at,
                len(said.commitments),
            )
            assert () == store.load("demo", version=2).needs
            assert () == store.verify().faults
        assert b"A door I can lock." not in store_file.read_bytes()

    def test_as_data_it_is_one_object(self, erase, store_file):
        """What would go, or went, with the entry that says so."""
        before = store_file.read_bytes()
        looked = erase("door", *WHO, "--format", "json")
        same = before == store_file.read_bytes()
        gone = erase("door", *WHO, "--format", "json", "--for-good")

        found = {
            "plan": "demo",
            "nouns": [{"kind": "need", "id": "door"}],
            "evidence_left": False,
            "copies_known": 0,
        }
        assert same
        assert ("", "") == (looked.err, gone.err)
        assert found | {"erased": False, "sequence": None} == json.loads(
            looked.out
        )
        assert found | {"erased": True, "sequence": 33} == json.loads(gone.out)

    def test_without_nouns_all_of_it_goes(self, erase, store_file):
        """The list says that it is all."""
        looked = erase(*WHO)
        done = erase(*WHO, "--for-good")

        assert looked.out.startswith("Of plan demo all would go for good,")
        assert "\n  plan demo\n" in looked.out
        assert "\n  what matters school\n" in looked.out
        assert 0 == done.code
        assert (2, 2) == (erase(*WHO).code, erase("door", *WHO).code)

    def test_no_words_are_printed(self, erase, told):
        """Ids and kinds alone: what goes may be on somebody's screen."""
        out = erase(*WHO).out + erase("door", *WHO, "--for-good").out

        for words in ("A door I can lock", "Samira", "Amina", "Hodan"):
            assert words not in out

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (["door", "--by", "client"], "lets no client do this"),
            (["door", "--by", "supporter"], "lets no supporter do this"),
            (["door", "--by", "nobody"], "take one of client:c1"),
            (["none", "--by", "w1"], "some is not: look for ids in"),
        ],
    )
    @pytest.mark.parametrize("more", [[], ["--for-good"]])
    def test_who_may_not_is_told_before_anything_is_listed(
        self, args, erase, more, said
    ):
        """Looking asks the same as erasing does."""
        done = erase(*args, "--basis", "client-asked", *more)

        assert (2, "") == (done.code, done.out)
        assert said in done.err

    @pytest.mark.parametrize("more", [[], ["--for-good"]])
    def test_a_legal_hold_stops_it(self, erase, more, store_file):
        """Also the look: nothing would go."""
        with opened(store_file) as store:
            store.hold("demo", by=WORKER, at=NOON, words=CANARY)

        done = erase("door", *WHO, *more)

        assert (2, "") == (done.code, done.out)
        assert done.err.endswith("[legal-hold]\n")
        assert CANARY not in done.err

    def test_copies_that_are_known_of_are_counted(self, cli, tmp_path):
        """They are where the words may still be."""
        joan, amina = Worker(called="Joan"), Client(called="Amina")
        plan = Plan(id="p1", client=amina, workers=(joan,))
        path = tmp_path / "plans.db"
        with opened(path) as store:
            store.create(plan, by=joan.actor, at=NOON)
            plan = plan.add(CopyGiven(at=NOON), by=joan.actor, at=NOON)
            store.commit(plan, by=joan.actor, at=NOON, expected_version=1)

        out = cli(
            *("journal", "erase", path, "p1", "--by", "worker"),
            *("--basis", "retention-ended"),
        ).out

        assert "recorded here: 1. Ask whoever has them." in out

    @pytest.mark.parametrize(
        ("answer", "code", "last"),
        [
            (b"y\n", 0, "Erased for good. Entry 33 says so.\n"),
            (b"n\n", 0, "Nothing was erased.\n"),
            (b"\n", 0, "Nothing was erased.\n"),
            (b"", 130, "no words.\n"),
        ],
    )
    def test_at_a_terminal_it_asks_once_more(self, answer, code, erase, last):
        """Only yes is yes; Ctrl-C and Ctrl-D leave all as it is."""
        done = erase("door", *WHO, "--for-good", stdin=answer, kind=Terminal)

        assert code == done.code
        assert done.out.endswith(last)
        assert "Erase this for good? [y/N]" in done.out + done.err

    @pytest.mark.parametrize(
        ("answer", "went"), [(b"y\n", True), (b"n\n", False)]
    )
    def test_data_stand_alone_at_a_terminal_too(self, answer, erase, went):
        """What the question is about goes where it is asked."""
        done = erase(
            *("door", *WHO, "--for-good", "--format", "json"),
            stdin=answer,
            kind=Terminal,
        )
        data = done.out[done.out.index("{") :]

        assert 0 == done.code
        assert "\n  need door\n" in done.err
        assert "need door" not in done.out
        assert went is json.loads(data)["erased"]

    def test_what_changes_while_it_asks_is_looked_at_again(
        self, erase, monkeypatch, store_file
    ):
        """Nothing goes that was not on the list."""
        import click  # noqa: PLC0415 - an extra

        def meanwhile(*args, **more):
            with opened(store_file) as store:
                store.shield("demo", by=WORKER, at=NOON)
            return True

        monkeypatch.setattr(click, "confirm", meanwhile)

        done = erase("door", *WHO, "--for-good", kind=Terminal)

        assert 2 == done.code
        assert "somebody changed it meanwhile: look again" in done.err

    @pytest.mark.parametrize("call", ["load", "would_erase", "erase"])
    def test_what_changes_at_any_moment(
        self, call, erase, monkeypatch, store_file
    ):
        """Right before any call of the store too, nothing unseen goes."""
        own = getattr(Store, call)

        def late(*args, **more):
            monkeypatch.setattr(Store, call, own)
            needing(store_file)
            return own(*args, **more)

        monkeypatch.setattr(Store, call, late)

        done = erase(*WHO, "--for-good")

        assert 2 == done.code
        assert "somebody changed it meanwhile: look again" in done.err
        with opened(store_file) as store:
            assert CANARY == store.load("demo").needs[-1].words

    @pytest.mark.parametrize(
        ("gone", "is_left"),
        [("flat", True), ("c1", False), ("home", False), ("n1", False)],
    )
    def test_evidence_that_outlives_what_was_shown(
        self, cli, tmp_path, gone, is_left
    ):
        """It is told of where a guess could be found right by it."""
        path = tmp_path / "plans.db"
        with opened(path) as store:
            confirmed(store)

        args = ("p1", gone, "--by", "worker", "--basis", "client-asked")
        done = cli("journal", "erase", path, *args)

        assert 0 == done.code
        assert is_left is ("who guesses the words" in done.out)
        assert CANARY not in done.out

    @pytest.mark.parametrize("left", ["--by", "--basis"])
    def test_who_and_why_must_be_said(self, erase, left):
        """There is no default for either."""
        given = dict(zip(WHO[::2], WHO[1::2], strict=True))
        del given[left]

        done = erase("door", *(one for pair in given.items() for one in pair))

        assert 2 == done.code
        assert f"Missing option '{left}'" in done.err


def test_no_words_of_a_plan_are_printed(cli, tmp_path):
    """What only tells of the record holds ids, whatever is in the plan."""
    joan, amina = Worker(called=CANARY), Client(called=CANARY)
    plan = Plan(id="p1", client=amina, workers=(joan,))
    path = tmp_path / "plans.db"
    with opened(path) as store:
        store.create(plan, by=joan.actor, at=NOON)
        need = Need(
            id=NeedId("n1"),
            words=CANARY,
            voice=Voice.of(amina.actor, at=NOON),
        )
        plan = plan.add(need, by=amina.actor, at=NOON)
        store.commit(plan, by=amina.actor, at=NOON, expected_version=1)

    for args in (
        ("log", path),
        ("log", path, "--format", "json"),
        ("verify", path, "p1"),
        ("verify", path, "p1", "--format", "json"),
        ("checkpoint", path),
        ("erase", path, "p1", "n1", "--by", "worker", *WHO[2:]),
    ):
        done = cli("journal", *args)

        assert (0, "") == (done.code, done.err)
        assert CANARY not in done.out


def test_what_is_printed_is_plain_in_a_pipe(process, store_file):
    """No colour, no rules; a process of its own says the same."""
    for env in ({}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}):
        done = process("journal", "verify", store_file, **env)

        assert (0, "") == (done.code, done.err)
        assert "\x1b" not in done.out
