"""What each refusal says, to the letter: hosts show it, and act on it."""

from __future__ import annotations

import json

import pytest

from empowerkit.codecs import MAX_PROBLEMS, converter, loads
from empowerkit.errors import DocumentError
from empowerkit.model import Client


pytestmark = pytest.mark.usefixtures("way")

# In bytes: the rule, the path, the message, and what a host may translate.
LEXICAL = {
    "cap": (
        lambda raw: raw + b" " * (1 << 24),
        "size-cap",
        "$",
        (
            "a document must be no larger than 16777216 bytes: split it, or "
            "raise max_bytes"
        ),
        {},
    ),
    "bytes": (
        lambda raw: raw + b"\xff",
        "utf-8",
        "$",
        "a document must be UTF-8: save it again as UTF-8",
        {},
    ),
    "mark": (
        lambda raw: b"\xef\xbb\xbf" + raw,
        "utf-8",
        "$",
        "a document must not start with a byte order mark",
        {},
    ),
    "depth": (
        lambda raw: b"[" * 33 + raw,
        "depth-cap",
        "$",
        "a document must be nested no deeper than 32",
        {},
    ),
    "syntax": (
        lambda raw: b"{]",
        "json-syntax",
        "$",
        "a document must be JSON; it stops being at character 1",
        {"character": "1"},
    ),
    "twice": (
        lambda raw: raw.replace(b'"id":"m1"', b'"id":"m1","id":"m1"'),
        "duplicate-key",
        "$.what_matters[0]",
        "an object must hold each key once",
        {},
    ),
    "large": (
        lambda raw: raw.replace(b'"rank":1', b'"rank":9007199254740992'),
        "number",
        "$.what_matters[0].rank",
        "a number must lie within 2**53 - 1",
        {},
    ),
    "infinite": (
        lambda raw: raw.replace(b'"rank":1', b'"rank":1e999'),
        "number",
        "$.what_matters[0].rank",
        "a number must be finite",
        {},
    ),
    "no number": (
        lambda raw: raw.replace(b'"rank":1', b'"rank":NaN'),
        "number",
        "$.what_matters[0].rank",
        "NaN and Infinity must not stand in JSON",
        {},
    ),
    "NUL": (
        lambda raw: raw.replace(b"Ten", b"\\u0000"),
        "text-storable",
        "$.mandates[0].words",
        "text must hold no NUL character",
        {},
    ),
    "surrogate": (
        lambda raw: raw.replace(b"Ten", b"\\udfff"),
        "text-storable",
        "$.mandates[0].words",
        "text must hold no lone surrogate",
        {},
    ),
    "format": (
        lambda raw: raw.replace(b"/plan", b"/plot"),
        "format",
        "$.format",
        'a document must be an object whose "format" is "empowerkit/plan"',
        {},
    ),
    "version": (
        lambda raw: raw.replace(b'"version":1', b'"version":0'),
        "version",
        "$.version",
        'a document must have a whole number as its "version"',
        {},
    ),
    "newer": (
        lambda raw: raw.replace(b'"version":1', b'"version":2'),
        "version",
        "$.version",
        (
            "version 2 is newer than this library reads (1): install a newer "
            "empowerkit"
        ),
        {},
    ),
}


def told(given):
    """Return all that the one problem of *given* says."""
    with pytest.raises(DocumentError) as caught:
        loads(given)
    (problem,) = caught.value.problems
    return problem.rule, problem.path, problem.message, dict(problem.facts)


@pytest.mark.parametrize("name", LEXICAL)
def test_words_of_a_lexical_fault(raw, name):
    """It says what is required, where, and what to do."""
    broken, *wanted = LEXICAL[name]

    assert tuple(wanted) == told(broken(raw))


OF_TYPES = {
    "client": (3, "a Client must be an object"),
    "goals": (3, "must be a JSON array"),
    "review_asked_at": (
        3,
        "a time must be RFC 3339 with its offset: 2026-03-02T10:00:00Z",
    ),
    "closed_on": (3, "a day must be written 2026-03-02"),
    "id": (3, "text must be a JSON string"),
}


@pytest.mark.parametrize("name", OF_TYPES)
def test_words_of_a_wrong_type(data, name):
    """It says what may stand there, and not what does."""
    data[name], message = OF_TYPES[name]
    rule = "time-aware" if name[-3:] in {"_at", "_on"} else "field-type"

    assert (rule, f"$.{name}", message, {}) == told(json.dumps(data))


@pytest.mark.parametrize(
    ("steps", "rule", "message"),
    [
        (
            ("what_matters", "rank"),
            "field-type",
            "a whole number must be written as one",
        ),
        (
            ("mandates", "negotiable"),
            "field-type",
            "a flag must be true or false",
        ),
        (
            ("what_matters", "kind"),
            "code",
            "a WhatMattersKind must be one of wish, must-have, deal-breaker",
        ),
    ],
)
def test_words_of_a_wrong_value(data, steps, rule, message):
    """Codes are listed, in the order of the model."""
    part, name = steps
    data[part][0][name] = "?"

    assert (rule, f"$.{part}[0].{name}", message, {}) == told(json.dumps(data))


def test_words_of_a_key_that_is_not_ours(data):
    """They name the noun, and not the key."""
    data["client"]["age"] = 30

    assert (
        "unknown-key",
        "$.client",
        (
            "a Client must hold no key but its own, and holds another: take it "
            "out, or check its spelling"
        ),
        {"noun": "Client"},
    ) == told(json.dumps(data))


def test_words_of_a_key_that_is_missing(data):
    """They name the noun and the key."""
    del data["client"]["called"]

    assert (
        "missing-key",
        "$.client.called",
        "a Client must have the key 'called'",
        {"noun": "Client", "field": "called"},
    ) == told(json.dumps(data))


def test_words_on_the_rest(data):
    """The last of a thousand and one says that there is more."""
    data["needs"] = [3] * (MAX_PROBLEMS + 1)

    with pytest.raises(DocumentError) as caught:
        loads(json.dumps(data))

    last = caught.value.problems[-1]
    assert ("problem-cap", "$") == (last.rule, last.path)
    assert last.message == (
        "there is more: put these 1000 right, and load again"
    )


def test_missing_keys_are_in_order():
    """By name, behind what is wrong with those that are there."""
    with pytest.raises(DocumentError) as caught:
        converter().structure({"languages": 3}, Client)

    assert ["$.languages", "$.called", "$.id"] == [
        problem.path for problem in caught.value.problems
    ]
