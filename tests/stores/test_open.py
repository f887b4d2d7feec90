"""From a URL to a store."""

from __future__ import annotations

import os
import sys

import pytest

from empowerkit import InvariantError
from empowerkit.errors import MissingExtraError, StoreError
from empowerkit.store import _rows, open_store


WORD = "canary-Fadumo"


@pytest.mark.parametrize("url", ["memory:", "memory://", "MEMORY:"])
def test_memory(url):
    """A store in memory has no path."""
    with open_store(url) as store:
        assert () == store.plan_ids()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///plans.db", "plans.db"),
        ("SQLite:///plans.db", "plans.db"),
        ("sqlite:///a%20b%3F%23%25.db", "a b?#%.db"),
        ("sqlite:///sub/plans.db", "sub/plans.db"),
        ("sqlite:///é.db", "é.db"),
    ],
)
def test_sqlite(url, name, tmp_path, monkeypatch):
    """The path is relative where it has three slashes."""
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)

    open_store(url).close()

    assert (tmp_path / name).is_file()


def test_absolute(tmp_path):
    """The path is absolute where it has four."""
    open_store(f"sqlite:///{tmp_path}/plans.db").close()

    assert (tmp_path / "plans.db").is_file()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "plans.db",
        "/plans.db",
        "memory:x",
        "memory://x",
        "sqlite:",
        "sqlite:plans.db",
        "sqlite:/plans.db",
        "sqlite://plans.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///plans.db?mode=ro",
        "sqlite:///plans.db#x",
        "sqlite:///plans%00.db",
        "file:///plans.db",
        "mysql://host/plans",
        "postgresql:plans",
        "postgresql",
        "http://[",
    ],
)
def test_no_store(url, tmp_path, monkeypatch):
    """What names no store is refused, and no file is made of it."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InvariantError) as caught:
        open_store(url)

    assert "store-url" == caught.value.rule
    assert [] == [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    "url",
    [
        f"sqlite:///{WORD}\ud800.db",
        f"postgresql://joan:{WORD}\ud800@localhost:1/plans",
        f"postgresql://joan:{WORD}%ff@localhost:1/plans",
    ],
)
def test_no_text(url, needs):
    """What is no text is refused, and nothing of it hangs on to the error."""
    if url.startswith("postgresql"):
        needs("PostgreSQL", "psycopg")

    with pytest.raises(InvariantError) as caught:
        open_store(url)

    error = caught.value
    assert "store-url" == error.rule
    assert error.__context__ is error.__cause__ is None
    assert WORD not in f"{error!r} {error}"


def test_without_the_extra(monkeypatch):
    """Where psycopg is not there, the error says how to get it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(
        sys.modules, "empowerkit.store._postgres", raising=False
    )

    with pytest.raises(MissingExtraError) as caught:
        open_store("postgresql://nowhere")

    assert 'pip install "empowerkit[postgres]"' in str(caught.value)


def test_of_another_process():
    """A store belongs to the process that opened it."""
    with pytest.raises(StoreError):
        _rows.ask_own_process(os.getpid() + 1)
