"""What a journal answers when it is asked whether it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from empowerkit.journal import Fault, Verification


_HOLDS: Final = {
    "chain": "each entry follows the one before",
    "payloads": "what was put down is as it was",
    "missing": "nothing is gone that no entry took away",
    "left over": "nothing is there that was erased",
    "counts": "each entry is whole, and each version follows the last",
    "database": "it finds itself whole, and its tables as they were made",
    "checkpoint": "all that it vouches for is there, as it was",
}
_NOT_ASKED: Final = (
    "not asked: none was given. Nobody can see without one that the end was "
    "cut off, or that all was written anew"
)
_APART: Final = {
    "journal-missing": "missing",
    "journal-not-erased": "left over",
}


@attrs.frozen
class Answer:
    """
    One answer.

    Attributes:
        name: What was asked.
        words: What there is to say where nothing is wrong.
        wrong: What is wrong, one line each.
    """

    name: str
    words: str
    wrong: tuple[str, ...] = ()


def answers(found: Verification) -> Iterator[Answer]:
    """Yield each answer on its own, in the order of asking."""
    for name, faults in _by_name(found).items():
        if faults is None:
            yield Answer(name, _NOT_ASKED)
        else:
            words = f"holds: {_HOLDS[name]}"
            yield Answer(name, words, tuple(map(_told, faults)))


def as_data(found: Verification) -> dict[str, Any]:
    """Return the answers for JSON: lists of faults; null was not asked."""
    return {
        name.replace(" ", "_"): (
            None if faults is None else [attrs.asdict(one) for one in faults]
        )
        for name, faults in _by_name(found).items()
    }


def _by_name(found: Verification) -> dict[str, tuple[Fault, ...] | None]:
    counts = {
        name: tuple(
            one
            for one in found.counts
            if _APART.get(one.rule, "counts") == name
        )
        for name in ("missing", "left over", "counts")
    }
    return {
        "chain": found.chain,
        "payloads": found.payloads,
        **counts,
        "database": found.database,
        "checkpoint": found.checkpoint,
    }


def _told(fault: Fault) -> str:
    place = f"entry {fault.sequence}" if fault.sequence else ""
    if fault.payload is not None:
        place += f" payload {fault.payload}"
    return f"{place}: {fault.message}".removeprefix(": ")
