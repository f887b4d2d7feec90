"""Every command on the pages about the command line does what they say."""

from __future__ import annotations

import re
import shlex

from pathlib import Path

import pytest


DOCS = Path(__file__).parents[2] / "docs"
PAGES = [
    "reference/cli.md",
    "howto/command-line.md",
    "howto/check-from-the-shell.md",
    "howto/check-in-ci.md",
    "howto/store.md",
    "howto/erase-and-disclose.md",
]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def commands(page):
    """Yield each command of *page* with the lines shown below it."""
    for block in BLOCK.findall((DOCS / page).read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, shown = part.partition("\n")
            if not line.startswith("pip "):
                yield line, shown.splitlines()


def named_in(group, *within):
    """Yield the name of each command in *group*, and in groups within it."""
    for name in group.list_commands(None):
        found = group.get_command(None, name)
        yield " ".join((*within, name))
        if hasattr(found, "list_commands"):
            yield from named_in(found, *within, name)


@pytest.fixture
def typed(cli, monkeypatch, tmp_path):
    """Return a function that runs a line as a shell would."""
    monkeypatch.chdir(tmp_path)

    def run(line):
        given, _, rest = line.rpartition(" | ")
        program, *args = shlex.split(rest)

        assert "empowerkit" == program
        return cli(*args, stdin=_given(given))

    return run


def _given(line):
    if not line:
        return b""
    program, name = shlex.split(line)
    return Path(name).read_bytes() if program == "cat" else name.encode()


@pytest.mark.parametrize("page", PAGES)
def test_every_command_does_what_the_page_shows(page, typed):
    """What is printed is on the page, up to a line of dots."""
    for line, shown in commands(page):
        done = typed(line)
        printed = (done.out + done.err).splitlines()
        if shown[-1:] == ["…"]:
            del printed[len(shown) - 1 :]
            shown = shown[:-1]  # noqa: PLW2901 - what is left to compare

        assert (line, shown) == (line, printed)


def test_every_command_has_its_help_on_the_page():
    """The reference leaves none out."""
    lines = [line for line, _ in commands(PAGES[0])]
    helped = [
        line.removeprefix("empowerkit ").removesuffix(" --help")
        for line in lines
        if line.endswith(" --help")
    ]

    from empowerkit.cli._group import group  # noqa: PLC0415 - an extra

    assert ["--help", *named_in(group)] == helped
