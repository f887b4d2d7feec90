"""
Our own sentences are easy to read.

LIX is the number of words in a sentence, plus the share of long words (of
more than six letters) in percent.  Up to 30 is like a children's book, up to
40 like a novel; official texts lie above 50.
Source: C. H. Björnsson, Läsbarhet (1968); J. Anderson, Lix and Rix,
Journal of Reading 26(6), 1983.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from empowerkit.matrix._words import OWN as SHEET
from empowerkit.progress import WORDS, Version


LONG = 6
EASY = 20
PLAIN = 30
WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
END = re.compile(r"[.!?:;]+(?:\s|$)")
GAP = re.compile(r"\{\w+\}")
JUDGING = re.compile(
    r"\b(best|better|worst|worse|winner|win|most|excellent|perfect|great|"
    r"good at|ideal|should|must|ought|recommend\w*|score\w*|rank\w*|fail\w*|"
    r"success\w*|proud|well done|congratulations|complian\w*|refus\w*)\b",
    re.IGNORECASE,
)


def sentences(words: Mapping[Any, str]) -> list[str]:
    """Return all sentences in *words*, without their gaps."""
    parts = (part for text in words.values() for part in END.split(text))
    return [found for part in parts if WORD.search(found := GAP.sub("", part))]


def lix(texts: Iterable[str]) -> float:
    """Return the LIX of *texts*, each of which is one sentence."""
    found = [WORD.findall(text) for text in texts]
    words = [word for sentence in found for word in sentence]
    long = sum(len(word) > LONG for word in words)
    return len(words) / len(found) + 100 * long / len(words)


def test_lix_of_a_known_text():
    """Two sentences of four and six words, two of them long: 5 + 20."""
    text = {"a": "The cat sat down. Everybody on the street was looking."}

    assert lix(sentences(text)) == 5 + 20


@pytest.mark.parametrize(
    "words",
    [WORDS[Version.CLIENT], WORDS[Version.ENDING], SHEET],
    ids=["client", "ending", "sheet"],
)
def test_the_clients_words_are_easy(words):
    """What speaks to the client is easier than a children's book."""
    assert lix(sentences(words)) <= EASY


def test_the_records_words_are_plain():
    """The record's version is no official text either."""
    assert lix(sentences(WORDS[Version.RECORD])) <= PLAIN


def test_a_page_is_easy(summary):
    """A whole page is easy too, without the words of the people in it."""
    own = [
        "".join(part for part in line if isinstance(part, str))
        for block in summary._blocks()
        for line in getattr(block, "lines", None) or (block.line,)
    ]

    assert lix(sentences(dict(enumerate(own)))) <= EASY


def test_hard_words_are_noticed():
    """The bound is one that sentences can break."""
    hard = {
        "attainment": (
            "Documentation regarding milestone attainment demonstrates "
            "substantial longitudinal improvement across the assessed "
            "functional domains."
        )
    }

    assert lix(sentences(hard)) > PLAIN


@pytest.mark.parametrize("version", [Version.CLIENT, Version.ENDING])
def test_no_sentence_is_long(version):
    """No sentence to the client has more than sixteen words of ours."""
    long = [
        text
        for text in sentences(WORDS[version])
        if len(WORD.findall(text)) > 16
    ]

    assert long == []


@pytest.mark.parametrize("version", Version)
def test_no_judgement(version):
    """None of our sentences has a superlative, a winner or a verdict."""
    judging = {
        key: text
        for key, text in WORDS[version].items()
        if JUDGING.search(text)
    }

    assert judging == {}


@pytest.mark.parametrize("words", ["Your best month", "A great success"])
def test_a_judgement_is_noticed(words):
    """The pattern finds what it is there to find."""
    assert JUDGING.search(words)


@pytest.mark.parametrize("direction", ["fade", "hold", "more"])
@pytest.mark.parametrize("version", Version)
def test_no_direction_is_praised(version, direction):
    """Help that fades, holds or rises is told in the same plain way."""
    own = WORDS[version][f"help-{direction}"]

    assert own.split(" want")[0] in {"You", "{client}"}
    assert len(WORD.findall(own)) <= 9


def test_the_same_keys():
    """All versions have the same keys, so that one set replaces any."""
    assert len({frozenset(words) for words in WORDS.values()}) == 1


@pytest.mark.parametrize("version", [Version.CLIENT, Version.ENDING])
def test_the_client_is_spoken_to(version):
    """What speaks to the client speaks of nobody as "the client"."""
    named = [
        key
        for key, text in WORDS[version].items()
        if "{client}" in text or "client" in text.lower()
    ]

    assert named == []
