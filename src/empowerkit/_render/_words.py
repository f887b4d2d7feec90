"""Our own words, which a host may replace, around the words of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import Final

import attrs

from empowerkit.errors import Problem, refuse


@attrs.frozen
class Said:
    """Somebody's own words, as they were given; never in a repr."""

    words: str = attrs.field(repr=False)


Line = tuple[str | Said, ...]
Part = str | int | Said | Line


class Words:
    """
    A set of sentences by key, of which a host may replace some.

    A sentence has named gaps, ``{option}`` say; nothing else is filled in.
    """

    def __init__(
        self, own: Mapping[str, str], given: Mapping[str, str] | None = None
    ) -> None:
        replaced: Mapping[str, str] = {} if given is None else given
        refuse(_wrong(own, replaced))
        self._held: Final = {**own, **replaced}

    def __call__(self, key: str, **gaps: Part) -> Line:
        """Return the sentence of *key* with its gaps filled."""
        return joined(_filled(self._held[key], gaps))


def joined(parts: Iterable[Part], between: str = "") -> Line:
    """Return all *parts* as one line."""
    line: list[str | Said] = []
    for number, part in enumerate(parts):
        if number and between:
            line.append(between)
        if isinstance(part, tuple):
            line += part
        else:
            line.append(part if isinstance(part, Said) else str(part))
    return tuple(line)


def _filled(sentence: str, gaps: Mapping[str, Part]) -> Iterator[Part]:
    for literal, name in _parsed(sentence):
        if literal:
            yield literal
        if name is not None:
            yield gaps[name]


@lru_cache(maxsize=1024)
def _parsed(sentence: str) -> tuple[tuple[str, str | None], ...]:
    return tuple(
        (text, name) for text, name, *_ in Formatter().parse(sentence)
    )


def _wrong(
    own: Mapping[str, str], given: Mapping[str, str]
) -> Iterator[Problem]:
    for key, sentence in given.items():
        known = own.get(key)
        if known is None:
            # The key came from outside, and may hold anything.
            yield _problem("$.words", f"a key must be one of {', '.join(own)}")
        elif not (wanted := _gaps(known)) >= _gaps(sentence):
            named = ", ".join(f"{{{gap}}}" for gap in sorted(wanted)) or "none"
            yield _problem(
                f"$.words.{key}",
                f"a sentence must be text whose gaps are among: {named}",
            )


def _gaps(sentence: object) -> set[str]:
    """Return the names of the gaps; a name no gap has where it is broken."""
    if not isinstance(sentence, str):
        return {""}
    try:
        found = list(Formatter().parse(sentence))
    except ValueError:
        return {""}
    if any(spec or conversion for _, _, spec, conversion in found):
        return {""}
    return {name for _, name, _, _ in found if name is not None}


def _problem(path: str, message: str) -> Problem:
    return Problem(rule="words-known", path=path, message=message)
