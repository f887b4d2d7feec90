"""Plans as JSON: one spelling, files that are whole, one plan a line."""

from __future__ import annotations

import gc
import io
import json
import os
import stat
import sys
import tracemalloc

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import attrs
import pytest

from empowerkit import codecs
from empowerkit.codecs import (
    FORMAT,
    VERSION,
    _json,
    dump,
    dumps,
    load,
    load_many,
    loads,
    read_ndjson,
    write_ndjson,
)
from empowerkit.errors import AuthorityError, DocumentError
from empowerkit.model import (
    Actor,
    Client,
    Need,
    Role,
    SupportAgreement,
    SupportLevel,
    Voice,
    Worker,
)
from empowerkit.plan import Plan


pytestmark = pytest.mark.usefixtures("way")

AMINA = Client(id="c1", called="Amina")
JOAN = Worker(id="w1", called="Joan")


def worker_of(plan):
    """Return the first worker of *plan*, as an actor."""
    return plan.workers[0].actor


@pytest.fixture
def plan(raw):
    """Return the plan of the small document."""
    return loads(raw)


class TestCanonicalForm:
    def test_it_is_what_it_says(self):
        """Sorted, without spaces, without defaults, with its version."""
        made = dumps(Plan(id="p1", client=AMINA, workers=(JOAN,)))

        assert made == (
            b'{"client":{"called":"Amina","id":"c1"},'
            b'"format":"empowerkit/plan","id":"p1","version":1,'
            b'"workers":[{"called":"Joan","id":"w1"}]}'
        )

    def test_the_small_document_is_canonical(self, raw):
        """So it comes back byte for byte."""
        assert raw == dumps(loads(raw))

    def test_text_is_written_as_it_is(self):
        """Escaped is what JSON makes escape, and nothing else."""
        odd = "".join(map(chr, range(1, 0x100)))
        odd += "\u2028\u2029\ufeff\ufffe\uffff\U0001f511\U0010ffff"
        need = Need(id="n1", words=odd, voice=Voice())
        plan = Plan(id="p1", client=AMINA, needs=(need,))

        made = dumps(plan)

        assert json.dumps(odd, ensure_ascii=False).encode() in made
        assert plan == loads(made)

    @pytest.mark.parametrize("microsecond", [0, 1, 500_000, 999_999])
    def test_times_keep_their_offset(self, microsecond):
        """Every offset of whole minutes there is; UTC is written Z."""
        for minutes in range(-1439, 1440):
            offset = timezone(timedelta(minutes=minutes))
            at = datetime(2026, 3, 2, 10, 0, 0, microsecond, offset)
            plan = Plan(id="p1", client=AMINA, review_asked_at=at)

            made = dumps(plan)

            spelled = at.isoformat().replace("+00:00", "Z").encode()
            assert b'"review_asked_at":"%s"' % spelled in made
            assert loads(made).review_asked_at.isoformat() == at.isoformat()

    @pytest.mark.parametrize("year", [1900, 1969, 1970, 2200])
    def test_so_do_those_of_other_centuries(self, year):
        """The first and the last year, and either side of the epoch."""
        offset = timezone(-timedelta(hours=3, minutes=30))
        at = datetime(year, 12, 31, 23, 59, 59, 1, offset)
        plan = Plan(id="p1", client=AMINA, review_asked_at=at)

        assert plan == loads(dumps(plan))
        assert f'"{year}-12-31T23:59:59.000001-03:30"'.encode() in dumps(plan)

    def test_the_name_of_an_offset_is_no_part_of_it(self):
        """Equal values and equal offsets give the same bytes."""
        times = [
            datetime(2026, 3, 2, 10, tzinfo=zone)
            for zone in (
                UTC,
                timezone(timedelta(0)),
                timezone(timedelta(0), "X"),
            )
        ]
        made = {
            dumps(Plan(id="p1", client=AMINA, review_asked_at=at))
            for at in times
        }

        assert 1 == len(made)

    def test_what_is_false_or_zero_is_not_left_out(self):
        """Only a default is, and none of these is one."""
        agreement = SupportAgreement(
            id="a1", level=SupportLevel.ON_OWN, voice=Voice()
        )
        plan = Plan(id="p1", client=AMINA, support_agreements=(agreement,))

        assert b'{"id":"a1","level":0,"voice":{}}' in dumps(plan)
        assert plan == loads(dumps(plan))

    def test_order_is_kept(self):
        """Tuples are in the order given."""
        workers = tuple(Worker(id=i, called=i) for i in ("b", "a", "c"))
        plan = Plan(client=AMINA, workers=workers)

        assert workers == loads(dumps(plan)).workers


class TestSeenBy:
    @pytest.fixture
    def plan(self):
        """Return a plan that holds something private to the client."""
        private = Voice(speaker=AMINA.actor, private_to=(AMINA.actor,))
        need = Need(id="n1", words="only mine", voice=private)
        return Plan(id="p1", client=AMINA, workers=(JOAN,), needs=(need,))

    def test_only_what_the_reader_may_read_is_written(self, plan):
        """The rest is named as withheld."""
        made = dumps(plan, seen_by=JOAN.actor)

        assert dumps(plan.as_seen_by(JOAN.actor)) == made
        assert b"only mine" not in made
        assert b'"absent":[{"id":"n1","reason":"withheld"}]' in made

    def test_files_hold_no_more(self, plan, tmp_path):
        """The same for files of one plan, and of many."""
        dump(plan, tmp_path / "one", seen_by=JOAN.actor)
        write_ndjson([plan], tmp_path / "many", seen_by=worker_of)

        made = dumps(plan, seen_by=JOAN.actor)
        assert made == (tmp_path / "one").read_bytes()
        assert made + b"\n" == (tmp_path / "many").read_bytes()

    def test_nobody_else_reads_it(self, plan, tmp_path):
        """And then no file is made."""
        stranger = Actor(id="w9", role=Role.WORKER)

        with pytest.raises(AuthorityError):
            dumps(plan, seen_by=stranger)
        with pytest.raises(AuthorityError):
            dump(plan, tmp_path / "one", seen_by=stranger)
        with pytest.raises(AuthorityError):
            write_ndjson([plan], tmp_path / "many", seen_by=lambda p: stranger)
        assert [] == [*tmp_path.iterdir()]


class TestVersions:
    @pytest.mark.parametrize(
        "wrong", [None, 1, "", "empowerkit", "empowerkit/plan/", ["x"]]
    )
    def test_the_format_is_asked_first(self, data, problems, wrong):
        """Whatever else may be wrong with it."""
        data |= {"format": wrong, "version": 99, "client": 3}

        assert [("format", "$.format")] == problems(data)

    @pytest.mark.parametrize("given", ["[]", "1", '"x"', "null", "{}", "true"])
    def test_a_document_says_what_it_is(self, problems, given):
        """Or it is none of ours."""
        assert [("format", "$.format")] == problems(given)

    @pytest.mark.parametrize(
        "wrong", [None, 0, -1, 1.0, True, "1", [1], 2.5, {}]
    )
    def test_the_version_is_a_number_from_1(self, data, problems, wrong):
        """In that spelling."""
        data["version"] = wrong

        assert [("version", "$.version")] == problems(data)

    def test_a_document_without_a_version_is_refused(self, data, problems):
        """There is no guess at it."""
        del data["version"]

        assert [("version", "$.version")] == problems(data)

    @pytest.mark.parametrize("newer", [2, 3, 2**53 - 1])
    def test_a_newer_version_is_refused_by_name(self, data, newer):
        """And nothing else is said of what we cannot know."""
        data |= {"version": newer, "something_new": []}

        with pytest.raises(DocumentError, match=f"version {newer} is newer"):
            loads(json.dumps(data))

    def test_an_older_version_is_brought_up_to_date(
        self, data, plan, monkeypatch
    ):
        """One step at a time, then read as any other."""

        def from_minus_1(old):
            return {"person": old["who"]} | drop(old, "who")

        def from_0(old):
            return {"client": old["person"]} | drop(old, "person")

        def drop(old, name):
            return {key: held for key, held in old.items() if key != name}

        steps = {-1: from_minus_1, 0: from_0}
        monkeypatch.setattr(_json, "_UPCASTS", steps)
        oldest = {"who": data["client"], "version": -1} | drop(
            drop(data, "client"), "version"
        )
        older = {"person": data["client"], "version": 0} | drop(
            drop(data, "client"), "version"
        )

        assert plan == loads(json.dumps(oldest))
        assert plan == loads(json.dumps(older))
        assert plan == loads(json.dumps(data))
        assert f'"version":{VERSION}'.encode() in dumps(plan)

    def test_one_older_than_the_oldest_is_refused(
        self, data, problems, monkeypatch
    ):
        """There is no step from it."""
        monkeypatch.setattr(_json, "_UPCASTS", {0: dict})
        data["version"] = -1

        assert [("version", "$.version")] == problems(data)

    def test_what_an_older_version_got_wrong_is_told(
        self, data, problems, monkeypatch
    ):
        """By the rules of today."""
        monkeypatch.setattr(_json, "_UPCASTS", {0: dict})
        data |= {"version": 0}
        data["client"]["called"] = 3

        assert [("field-type", "$.client.called")] == problems(data)

    def test_this_release_writes_version_1(self):
        """What comes after it has a name."""
        assert ("empowerkit/plan", 1) == (FORMAT, VERSION)


class TestFiles:
    def test_a_plan_comes_back(self, plan, tmp_path):
        """From a path of either sort."""
        dump(plan, tmp_path / "one.json")
        dump(plan, str(tmp_path / "two.json"))

        assert plan == load(tmp_path / "one.json")
        assert plan == load(str(tmp_path / "two.json"))

    def test_it_is_the_canonical_form(self, plan, tmp_path):
        """Nothing before it, and nothing behind."""
        dump(plan, tmp_path / "plan")

        assert dumps(plan) == (tmp_path / "plan").read_bytes()

    @pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
    def test_it_is_for_its_owner_alone(self, plan, tmp_path):
        """Also where there was a file that others could read."""
        path = tmp_path / "plan"
        path.write_bytes(b"")
        path.chmod(0o644)

        dump(plan, path)

        assert 0o600 == stat.S_IMODE(path.stat().st_mode)

    @pytest.mark.parametrize("step", ["fsync", "replace"])
    def test_a_failure_leaves_what_was_there(
        self, plan, tmp_path, monkeypatch, step
    ):
        """Whole, alone, and to the byte."""

        def fail(*args):
            raise OSError(28, "No space left on device")

        path = tmp_path / "plan"
        path.write_bytes(b"old")
        owner = os if step == "fsync" else Path
        monkeypatch.setattr(owner, step, fail)

        with pytest.raises(OSError, match="No space"):
            dump(plan, path)

        assert [path] == [*tmp_path.iterdir()]
        assert b"old" == path.read_bytes()

    def test_so_does_one_between_two_plans(self, plan, tmp_path):
        """Nothing is half written."""
        path = tmp_path / "plans"
        path.write_bytes(b"old")

        def one_then_none():
            yield plan
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write_ndjson(one_then_none(), path)

        assert [path] == [*tmp_path.iterdir()]
        assert b"old" == path.read_bytes()

    def test_a_temporary_file_that_is_gone_is_no_second_error(
        self, plan, tmp_path
    ):
        """What went wrong first is what is told."""

        def sabotaged():
            for path in tmp_path.iterdir():
                path.unlink()
            yield plan

        with pytest.raises(FileNotFoundError):
            write_ndjson(sabotaged(), tmp_path / "plans")

        assert [] == [*tmp_path.iterdir()]

    def test_its_temporary_name_tells_nothing(self, plan, tmp_path):
        """No id and no name is in it."""
        seen = []

        def watched():
            seen.extend(path.name for path in tmp_path.iterdir())
            yield plan

        write_ndjson(watched(), tmp_path / "amina.ndjson")

        assert 1 == len(seen)
        assert seen[0].startswith(".empowerkit-")
        assert "amina" not in seen[0]

    @pytest.mark.skipif(os.name == "nt", reason="there are no such pipes")
    def test_a_pipe_stays_a_pipe(self, plan, tmp_path):
        """Nothing can be put in the place of a pipe or a device."""
        path = tmp_path / "pipe"
        os.mkfifo(path)
        with ThreadPoolExecutor() as pool:
            read = pool.submit(path.read_bytes)
            dump(plan, path)

        assert dumps(plan) == read.result()
        assert path.is_fifo()

    def test_a_link_stays_a_link(self, plan, tmp_path):
        """And what it leads to is written, whole."""
        (tmp_path / "there").mkdir()
        path, other = tmp_path / "link.json", tmp_path / "there" / "a.json"
        path.symlink_to(other)

        dump(plan, path)

        assert path.is_symlink()
        assert dumps(plan) == other.read_bytes()
        assert [other] == [*other.parent.iterdir()]

    def test_a_file_that_is_not_there_is_an_os_error(self, plan, tmp_path):
        """Files are the caller's: these errors are Python's own."""
        with pytest.raises(FileNotFoundError):
            load(tmp_path / "none")
        with pytest.raises(FileNotFoundError):
            dump(plan, tmp_path / "none" / "plan")
        with pytest.raises(FileNotFoundError):
            list(read_ndjson(tmp_path / "none"))

    def test_no_more_of_a_file_is_read_than_may_be(self, plan, tmp_path):
        """However large it is."""
        path = tmp_path / "large"
        with path.open("wb") as file:
            file.truncate(1 << 34)

        tracemalloc.start()
        with pytest.raises(DocumentError, match="size-cap"):
            load(path, max_bytes=1_000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert peak < 1_000_000


class TestLines:
    def test_they_come_back(self, plan, tmp_path):
        """From a path, an open file and lines; counted when written."""
        plans = [attrs.evolve(plan, id=f"p{n}") for n in range(5)]
        path = tmp_path / "plans.ndjson"

        assert 5 == write_ndjson(iter(plans), path)
        assert plans == list(read_ndjson(path))
        assert plans == list(read_ndjson(str(path)))
        with path.open("rb") as file:
            assert plans == list(read_ndjson(file))
        assert plans == list(read_ndjson(path.read_bytes().splitlines()))
        assert plans == load_many(path)

    def test_none_are_an_empty_file(self, tmp_path):
        """And that is read as none."""
        assert 0 == write_ndjson([], tmp_path / "plans")
        assert b"" == (tmp_path / "plans").read_bytes()
        assert [] == load_many(tmp_path / "plans")

    @pytest.mark.parametrize("end", [b"\n", b"\r\n"])
    @pytest.mark.parametrize("last", [b"", b"\n", b"\r\n", b" \n\t\n"])
    def test_line_ends_and_blank_lines_are_passed_over(
        self, plan, raw, end, last
    ):
        """Of either sort; the last line may have none."""
        text = end.join([b"", raw, b"", b" \t", raw]) + last

        assert [plan, plan] == load_many(io.BytesIO(text))

    def test_other_line_ends_are_in_the_text(self, plan):
        """U+2028 and its kin end no line."""
        need = Need(words="a\u2028b\u0085c", voice=Voice())
        plan = attrs.evolve(plan, needs=(need,))

        assert [plan] == load_many(io.BytesIO(dumps(plan) + b"\n"))

    def test_an_error_names_the_line(self, raw):
        """As it is counted in an editor; blank lines count."""
        bad = raw.replace(b'"rank":1', b'"rank":true').replace(
            b'"called":"Joan"', b'"called":3'
        )
        lines = [raw, b"\n", bad, raw]

        with pytest.raises(DocumentError) as caught:
            load_many(lines)

        assert [
            "line 3 $.what_matters[0].rank",
            "line 3 $.workers[0].called",
        ] == [problem.path for problem in caught.value.problems]
        assert "@ line 3 $.workers[0].called" in str(caught.value)
        assert caught.value.__context__ is None

    def test_what_came_before_is_yielded_and_no_more_is_read(self, raw, plan):
        """Plans are read when they are asked for."""
        taken = []

        def lines():
            for line in (raw, raw, b"{}", raw):
                taken.append(line)
                yield line

        plans = read_ndjson(lines())

        assert [plan, plan] == [next(plans), next(plans)]
        with pytest.raises(DocumentError, match=r"line 3 \$\.format"):
            next(plans)
        assert 3 == len(taken)
        assert [] == list(plans)

    @pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
    def test_a_line_of_the_largest_size_is_read(self, raw, plan, end):
        """And so are those behind it."""
        text = raw + b"\n" + raw + end

        assert [plan] * 2 == load_many(io.BytesIO(text), max_bytes=len(raw))

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param(b"x" * 10_000_000, id="one word"),
            pytest.param(b" " * 10_000_000, id="blank"),
            pytest.param(b"\r" * 10_000_000, id="returns"),
            pytest.param(b"x" * 1_001, id="one byte too long"),
            pytest.param(b"x" * 1_001 + b"\r\n", id="and its end"),
        ],
    )
    def test_a_longer_one_is_never_held(self, tmp_path, line):
        """Not more of it than the cap, whether in a path or a file."""
        path = tmp_path / "plans"
        path.write_bytes(line + b"\n{}\n")

        tracemalloc.start()
        with pytest.raises(DocumentError) as caught:
            load_many(path, max_bytes=1_000)
        with path.open("rb") as file, pytest.raises(DocumentError):
            load_many(file, max_bytes=1_000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert ("size-cap", "line 1 $") == (
            caught.value.rule,
            caught.value.path,
        )
        assert peak < 1_000_000

    def test_spaces_around_a_plan_count_to_its_line(self, raw):
        """The rest of a line is not taken for a line of its own."""
        line = raw + b" " * 1_000_000

        with pytest.raises(DocumentError, match="size-cap"):
            load_many(io.BytesIO(line), max_bytes=len(raw))


class TestLoadMany:
    @pytest.fixture(autouse=True)
    def collecting(self):
        """Leave the garbage collector as it was."""
        yield
        gc.enable()

    @pytest.mark.parametrize("was_on", [True, False])
    @pytest.mark.parametrize("bad", [True, False])
    def test_the_collector_is_left_as_it_was(self, raw, was_on, bad):
        """Whether it worked or not."""
        (gc.enable if was_on else gc.disable)()
        seen = []

        def lines():
            seen.append(gc.isenabled())
            yield raw
            if bad:
                yield b"{}"

        try:
            load_many(lines())
        except DocumentError:
            assert bad

        assert [False] == seen
        assert was_on is gc.isenabled()

    def test_nothing_else_rests(self, raw):
        """Reading one by one hands control back, so it lets it run."""
        for _ in read_ndjson([raw, raw]):
            assert gc.isenabled()


class TestWithoutTheExtra:
    def test_there_is_no_fast_path(self, monkeypatch):
        """Where msgspec cannot be imported, cattrs does it all."""
        monkeypatch.delattr(codecs, "_fast", raising=False)
        monkeypatch.setitem(sys.modules, "empowerkit.codecs._fast", None)

        assert _json._fast_path() is None

    def test_there_is_one_with_it(self, needs):
        """And it is found."""
        needs("fast", "msgspec")

        assert "empowerkit.codecs._fast" == _json._fast_path().__name__
