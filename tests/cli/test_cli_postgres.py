"""The commands for stores, on a real PostgreSQL."""

from __future__ import annotations

from empowerkit.store import open_store


def test_a_journal_on_a_server(cli, database, tmp_path, monkeypatch):
    """None is made; where one is, every command works on it."""
    server = database()
    monkeypatch.setenv("SOME_STORE", server)
    store, mark = "env:SOME_STORE", tmp_path / "mark.txt"

    missing = cli("journal", "verify", store)
    still = cli("journal", "log", store)

    assert (2, "") == (missing.code, missing.out)
    assert "must hold a journal, and holds none" in missing.err
    assert missing.err == still.err

    _begun(server)

    assert 0 == cli("journal", "checkpoint", store, "-o", mark).code
    assert 3 == cli("journal", "log", store).out.count(" v")
    assert "For Amina" in cli("journal", "show", store, "demo").out
    erased = cli(
        *("journal", "erase", store, "demo", "door", "--by", "w1"),
        *("--basis", "client-asked", "--for-good"),
    )
    assert (0, "") == (erased.code, erased.err)
    held = cli("journal", "verify", store, "demo", "--checkpoint", mark)
    assert (0, "") == (held.code, held.err)
    assert held.out.startswith("env:SOME_STORE: 4 entries\n")


def _begun(url):
    from empowerkit.cli import _keeping, _story  # noqa: PLC0415 - an extra

    with open_store(url) as store:
        _keeping.Keeping(store)(_story.what_she_says())
