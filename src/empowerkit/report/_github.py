"""Findings as workflow commands, which GitHub shows beside the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from empowerkit.practice import Severity, rules

from ._findings import Place, Placed, aside_by


_COMMANDS: Final = {
    Severity.NOTICE: "notice",
    Severity.CONCERN: "warning",
    Severity.SERIOUS: "error",
}
# What steers a terminal is shown, and steers nothing.
_CODES: Final = {
    chr(code): f"\\x{code:02x}" for code in (*range(32), *range(127, 160))
}
_ENDS: Final = _CODES | {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_TEXT: Final = str.maketrans(_ENDS)
_IN_PROPERTY: Final = str.maketrans(_ENDS | {":": "%3A", ",": "%2C"})


def workflow(found: Iterable[Placed]) -> Iterator[str]:
    """
    Yield one workflow command for each finding.

    What was set aside is a notice, and without the reason: a log is not a
    case file.
    """
    for one in found:
        finding = one.finding
        command = _COMMANDS[
            finding.severity if finding.is_open else Severity.NOTICE
        ]
        title = f"{finding.rule} {rules()[finding.rule].slug}"
        where = f"{one.within}: " if one.within else ""
        aside = aside_by(finding) or f"Try: {finding.try_this}"
        text = f"{where}{finding.message}\n{aside}"
        properties = ",".join((*_where(one.place), f"title={_safe(title)}"))
        yield f"::{command} {properties}::{text.translate(_IN_TEXT)}"


def _where(place: Place) -> Iterator[str]:
    if place.file:
        yield f"file={_safe(place.file)}"
    if place.line is not None:
        yield f"line={place.line}"


def _safe(text: str) -> str:
    return text.translate(_IN_PROPERTY)
