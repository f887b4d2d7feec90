"""The story of ``empowerkit demo``, to the letter."""

from __future__ import annotations

from pathlib import Path


TOLD = Path(__file__).with_name("demo.txt")
LOG = Path(__file__).with_name("demo-log.txt")


def test_it_is_told_as_it_was(cli, monkeypatch, tmp_path):
    """Who changes a word, a day or a figure of it changes ``demo.txt`` too."""
    monkeypatch.chdir(tmp_path)

    done = cli("demo", "--to", "demo")

    assert TOLD.read_text("utf-8") == done.out


def test_its_steps_are_kept_as_they_were(cli, store_file):
    """Who did what on which day of it stands in ``demo-log.txt``."""
    done = cli("journal", "log", store_file, "demo")

    assert LOG.read_text("utf-8") == done.out
