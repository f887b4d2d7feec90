"""A report as text, and in blocks."""

from __future__ import annotations

import pytest

from empowerkit._render import columns


report = pytest.importorskip("empowerkit.report")


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_it_keeps_to_its_width(day, told, width):
    """No line is wider than asked."""
    text = report.text(told, seen_by=told.client.actor, as_of=day, width=width)

    assert max(map(columns, text.splitlines())) <= width


def test_it_steers_no_terminal(day, told):
    """There is no control character in it but line ends."""
    text = report.text(told, seen_by=told.client.actor, as_of=day)

    assert text.replace("\n", "").isprintable()


def test_marks_say_what_is_reached_and_how_much_help(day, told):
    """Beside each mark stands the same in words."""
    lines = report.text(
        told, seen_by=told.client.actor, as_of=day
    ).splitlines()

    assert "[x] Reached on 10 March 2026: “I have seen it myself”" in lines
    assert any(line.startswith("[ ] Still open: “The keys") for line in lines)
    helped = [line[:17] for line in lines if line[5:7].isdigit()]
    assert [
        "===  10 March 202",
        "=    21 March 202",
        "==   11 April 202",
        "     25 April 202",
    ] == [one for one in helped if one[:4].strip("= ") == ""]


def test_many_columns_stand_below_each_other(day, told):
    """A table too wide for the page is written row by row."""
    narrow = report.text(told, seen_by=told.client.actor, as_of=day, width=40)

    assert "┌" not in narrow
    assert "Stay with Hodan, as now: Samira laughs" in narrow


def test_the_worker_reads_the_record(day, told):
    """Nobody but the client is spoken to as the one whose plan it is."""
    text = report.text(told, seen_by=told.workers[0].actor, as_of=day)

    assert "Progress of Amina" in text
    assert "For Joan, on 2 May 2026." in text
    assert "Your progress" not in text
