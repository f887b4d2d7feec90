"""How the commands for stores find one; none of them ever makes one."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys

from contextlib import closing

import pytest

from empowerkit.store import Store


CANARY = "canary-Fadumo"
READING = [("log",), ("verify",), ("checkpoint",), ("show", "demo")]
WHO = ("--by", "w1", "--basis", "client-asked", "--for-good")
EVERY = [*READING, ("erase", "demo", "door", *WHO)]


def typed(cli, names, store):
    """Run the command *names* on *store*."""
    name, *more = names
    return cli("journal", name, store, *more)


@pytest.mark.parametrize("names", EVERY)
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "no such file or directory"),
        (lambda path: path.touch(), "that this library made"),
        (lambda path: path.write_bytes(b"\xff" * 200), "that this library"),
        (lambda path: path.mkdir(), "must be a file, and this is none"),
    ],
    ids=["missing", "empty", "other", "folder"],
)
def test_what_is_no_store_is_refused_and_left(
    cli, make, names, said, tmp_path
):
    """One line names the file; nothing is made, and nothing written to."""
    path = tmp_path / "plans.db"
    make(path)
    before = [(one, one.lstat().st_size) for one in tmp_path.iterdir()]

    done = typed(cli, names, path)

    assert (2, "", 1) == (done.code, done.out, len(done.err.splitlines()))
    assert done.err.startswith(f"{path}: ")
    assert said in done.err
    assert before == [(one, one.lstat().st_size) for one in tmp_path.iterdir()]


@pytest.mark.parametrize("url", [str, "sqlite:///{}".format])
def test_the_database_of_another_program_is_not_touched(cli, url, tmp_path):
    """Not even its settings: they would be kept."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE theirs (a)")
    before = path.read_bytes()

    done = cli("journal", "verify", url(path))

    assert (2, "") == (done.code, done.out)
    assert before == path.read_bytes()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_keeps_nobody_waiting(cli, tmp_path):
    """What is no file is not opened."""
    os.mkfifo(tmp_path / "pipe")

    done = cli("journal", "log", tmp_path / "pipe")

    assert (2, 1) == (done.code, len(done.err.splitlines()))


def test_a_store_of_a_later_release_is_named_as_such(cli, store_file):
    """It may be whole: it is this program that is too old."""
    with closing(sqlite3.connect(store_file)) as database:
        database.execute("PRAGMA user_version = 9")

    done = cli("journal", "verify", store_file)

    assert 2 == done.code
    assert "install a newer empowerkit" in done.err


def test_a_truncated_file_is_told_in_one_line(cli, store_file):
    """What is left of it is not guessed at."""
    store_file.write_bytes(store_file.read_bytes()[:20_000])

    done = cli("journal", "verify", store_file)

    assert (2, "", 1) == (done.code, done.out, len(done.err.splitlines()))
    assert "go back to a whole copy" in done.err


def test_it_waits_no_longer_than_a_while(cli, monkeypatch, store_file):
    """Somebody else who writes is told of, and the code is 2."""
    from empowerkit.cli import _stores  # noqa: PLC0415 - an extra

    monkeypatch.setattr(_stores, "PATIENCE", 0.01)
    with closing(sqlite3.connect(store_file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = cli("journal", "verify", store_file)

    assert (2, "") == (done.code, done.out)
    assert (
        done.err == f"{store_file}: somebody else writes: try again [busy]\n"
    )


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root may read everything",
)
def test_what_may_not_be_read_is_told(cli, store_file):
    """The system's own words, after the name of the file."""
    store_file.chmod(0)

    done = cli("journal", "verify", store_file)

    assert (2, f"{store_file}: permission denied\n") == (done.code, done.err)


@pytest.mark.parametrize("names", READING)
def test_reading_writes_nothing(cli, names, store_file):
    """The file stays as it is, byte by byte, and nothing lies beside it."""
    before = store_file.read_bytes()

    assert 0 == typed(cli, names, store_file).code

    assert before == store_file.read_bytes()
    assert [store_file] == [*store_file.parent.iterdir()]


def test_a_path_and_a_url_name_the_same(cli, monkeypatch, store_file):
    """A file, its URL, and a variable that holds either."""
    monkeypatch.chdir(store_file.parent)
    expected = cli("journal", "log", store_file).out

    for named in ("plans.db", "sqlite:///plans.db", f"sqlite:///{store_file}"):
        monkeypatch.setenv("SOME_STORE", named)

        assert (0, expected, "") == cli("journal", "log", named)
        assert (0, expected, "") == cli("journal", "log", "env:SOME_STORE")


def test_a_name_may_hold_what_a_url_may_not(cli, store_file):
    """A path is taken as it is; in a URL it is written with %."""
    odd = store_file.rename(store_file.with_name("a b?c#d%e@f.db"))
    quoted = "sqlite:///" + str(odd).replace("%", "%25").replace(
        "?", "%3F"
    ).replace("#", "%23")

    for named in (str(odd), quoted):
        done = cli("journal", "verify", named)

        assert (0, "") == (done.code, done.err)
        assert done.out.startswith(f"{named}: ")
    assert 2 == cli("journal", "log", f"sqlite:///{odd}").code


def test_a_file_whose_name_looks_like_a_url_can_be_named(
    cli, monkeypatch, store_file
):
    """What is there as a file is that file."""
    store_file.rename(store_file.with_name("old:plans.db"))
    monkeypatch.chdir(store_file.parent)

    assert 0 == cli("journal", "log", "old:plans.db").code


@pytest.mark.parametrize(
    "named",
    [
        "memory:",
        "mysql://app@there/plans",
        "sqlite:plans.db",
        "sqlite:///plans.db?mode=ro",
        "sqlite://host/plans.db",
        "sqlite:///:memory:",
    ],
)
def test_a_url_of_no_store_is_told_what_one_is(cli, named):
    """Also one that would be made anew and forgotten."""
    done = cli("journal", "verify", named)

    assert (2, "", 1) == (done.code, done.out, len(done.err.splitlines()))
    assert "sqlite:///file.db or postgresql://" in done.err


@pytest.mark.parametrize("held", [None, ""])
def test_a_variable_that_holds_nothing_is_named(cli, held, monkeypatch):
    """One line says which."""
    monkeypatch.delenv("SOME_STORE", raising=False)
    if held is not None:
        monkeypatch.setenv("SOME_STORE", held)

    done = cli("journal", "log", "env:SOME_STORE")

    assert (2, 1) == (done.code, len(done.err.splitlines()))
    assert done.err.startswith("env:SOME_STORE: ")


def test_what_is_no_name_of_a_variable_is_not_repeated(cli):
    """Somebody may have put the URL there, password and all."""
    done = cli("journal", "log", "env:postgresql://u:hunter2@h/db")

    assert 2 == done.code
    assert "hunter2" not in done.err
    assert done.err.startswith("STORE: the variable must hold a file")


@pytest.mark.parametrize("odd", ["%ff", "\udcff"])
def test_a_url_that_is_no_text_is_told_and_not_repeated(cli, needs, odd):
    """No traceback carries it."""
    needs("postgres", "psycopg")
    done = cli("journal", "log", f"postgresql://a:hunter2{odd}@localhost:1/b")

    assert (2, 1) == (done.code, len(done.err.splitlines()))
    assert "hunter2" not in done.err
    assert "the server must be there" in done.err


def test_a_plan_that_is_filed_wrongly_stops_no_other(
    cli, monkeypatch, store_file
):
    """It is told, with what to do."""
    listed = Store.plan_ids
    monkeypatch.setattr(Store, "plan_ids", lambda s: ("odd", *listed(s)))

    done = cli("journal", "log", store_file)

    assert 2 == done.code
    assert done.out.startswith("plan demo\n")
    assert done.err == (
        f"{store_file}: odd: a plan that is listed must be found again, and "
        "is not: go back to a whole copy\n"
    )


def test_no_name_at_all_is_told(cli):
    """An empty word, as of a variable that a shell did not know."""
    done = cli("journal", "log", "")

    assert 2 == done.code
    assert done.err == (
        "STORE: a store must be a file, and this is none: name the file "
        "itself\n"
    )


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"postgresql://app:{CANARY}@127.0.0.1:1/x", "//127.0.0.1:1/x: "),
        (f"postgres://app:{CANARY}@[::1]:1/x", "postgres:…: "),
        (f"postgresql://127.0.0.1:1/x?password={CANARY}", "//127.0.0.1:1/x: "),
        (f"postgresql://app:{CANARY}?@127.0.0.1:1/x", "postgresql:…: "),
        (f"postgresql://app:{CANARY}/@127.0.0.1:1/x", "postgresql:…: "),
        (f"postgresql://app:a@{CANARY}@127.0.0.1:1/x", "postgresql:…: "),
        (f"mysql://app:{CANARY}@there/x", "mysql://there/x: "),
        (f"redis:{CANARY}", "redis:…: "),
        (f"postgresql//app:{CANARY}@there/x", "STORE: "),
        (f"host=there password={CANARY}", "STORE: "),
    ],
)
def test_no_password_is_ever_printed(cli, monkeypatch, needs, shown, url):
    """Neither from a URL nor from a variable, also where the URL is odd."""
    needs("postgres", "psycopg")
    monkeypatch.setenv("SOME_STORE", url)

    done = cli("journal", "verify", url)
    held = cli("journal", "verify", "env:SOME_STORE")

    assert (2, "", 2, "") == (done.code, done.out, held.code, held.out)
    assert shown in done.err
    assert held.err.startswith("env:SOME_STORE: ")
    assert CANARY not in done.err + held.err


def test_a_server_that_is_not_there_is_told_as_one(cli, needs):
    """What there is to look at, and no folder."""
    needs("postgres", "psycopg")

    done = cli("journal", "log", "postgresql://127.0.0.1:1/x")

    assert (2, 1) == (done.code, len(done.err.splitlines()))
    assert "see that it runs" in done.err
    assert "folder" not in done.err


def test_without_psycopg_the_extra_is_named(python):
    """In one sentence, and only where a server is asked for."""
    code = (
        "import sys; sys.modules['psycopg'] = None; "
        "from empowerkit.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    running = python("-c", code, "journal", "log", "postgresql://there/x")
    out, err = running.communicate()

    assert (2, b"") == (running.returncode, out)
    assert b'pip install "empowerkit[postgres]"' in err
    assert 1 == len(err.splitlines())


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_a_file_and_a_folder_for_reading_alone_are_enough(
    needs, python, store_file
):
    """A copy that nobody can change can be asked; erasing is refused."""
    if os.geteuid() == 0:
        needs("setpriv", program="setpriv")
    folder = store_file.parent
    store_file.chmod(stat.S_IRUSR)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        asked, erased = (
            _unprivileged(python, "journal", name, store_file, *more)
            for name, *more in (("verify",), EVERY[-1])
        )
    finally:
        folder.chmod(stat.S_IRWXU)

    assert (0, "") == (asked[0], asked[2])
    assert 2 == erased[0]
    assert erased[2].endswith("[refused]\n")


def _unprivileged(python, *args):
    """Run the program without root's leave to write whatever it likes."""
    if os.geteuid() != 0:
        running = python("-m", "empowerkit", *args)
        out, err = running.communicate(timeout=60)
        return running.returncode, out.decode(), err.decode()
    limits = "-dac_override,-dac_read_search"
    code = "import os, sys; os.execvp('setpriv', ['setpriv', *sys.argv[1:]])"
    running = python(
        *("-c", code, f"--bounding-set={limits}", f"--inh-caps={limits}"),
        *(sys.executable, "-m", "empowerkit", *args),
    )
    out, err = running.communicate(timeout=60)
    if b"setpriv:" in err:
        pytest.skip("setpriv may not do this here")
    return running.returncode, out.decode(), err.decode()


def test_interrupting_while_it_waits_is_quiet(python, store_file):
    """Ctrl-C while somebody else writes: no traceback, and the code 130."""
    with closing(sqlite3.connect(store_file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        running = python(
            "-c",
            "import os, signal, sys, threading; "
            "from empowerkit.cli import main; "
            "stop = lambda: os.kill(os.getpid(), signal.SIGINT); "
            "threading.Timer(1, stop).start(); "
            "sys.exit(main(sys.argv[1:]))",
            *("journal", "verify", store_file),
        )
        out, err = running.communicate(timeout=60)

    assert (130, b"", b"\n") == (running.returncode, out, err)
