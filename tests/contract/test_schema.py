"""The JSON Schema: current, true of all that is written, and strict."""

from __future__ import annotations

import copy
import json

from pathlib import Path

import pytest

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import empowerkit

from empowerkit.codecs import dumps, json_schema, loads
from empowerkit.codecs._form import kinds
from empowerkit.codecs._schema import _BOUNDS
from empowerkit.errors import DocumentError
from empowerkit.model._record import Use, shape
from empowerkit.plan import Plan
from empowerkit.testing import caseload
from empowerkit.testing.strategies import plans


COMMITTED = Path(empowerkit.__file__).parent / "codecs/plan-1.schema.json"
WIRE = Path(__file__).with_name("wire") / "plan-1.json"
HOW = (
    "if you meant it: python scripts/json_schema.py > "
    "src/empowerkit/codecs/plan-1.schema.json"
)
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def accepts(data):
    """Return whether the schema accepts *data*, plain or as bytes."""
    return VALIDATOR.is_valid(
        json.loads(data) if isinstance(data, bytes) else data
    )


def refuses(data):
    """Return whether `loads` refuses *data*."""
    try:
        loads(json.dumps(data))
    except DocumentError:
        return True
    return False


@pytest.fixture
def data():
    """Return a document that holds every field of every noun."""
    return json.loads(WIRE.read_bytes())


class TestTheFile:
    def test_it_is_current(self, run, root):
        """It says what the code says, in the spelling of the script."""
        done = run(str(root / "scripts/json_schema.py"))

        assert done.returncode == 0, done.stderr
        assert COMMITTED.read_text("utf-8") == done.stdout, HOW

    def test_it_is_a_schema(self):
        """By the rules of JSON Schema 2020-12."""
        Draft202012Validator.check_schema(json.loads(COMMITTED.read_bytes()))

    def test_it_can_be_made_without_docstrings(self, run):
        """Python takes them out under ``-OO``; the rest stays the same."""
        code = (
            "import json; from empowerkit.codecs import json_schema;"
            "print(json.dumps(json_schema()))"
        )
        done = run("-OO", "-c", code)

        assert done.returncode == 0, done.stderr
        assert bare(SCHEMA) == bare(json.loads(done.stdout))


def bare(schema):
    """Return *schema* without what is said for readers."""
    if isinstance(schema, list):
        return [bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: bare(value)
        for key, value in schema.items()
        if not (key == "description" and isinstance(value, str))
    }


class TestWhatItSays:
    def test_every_noun_is_in_it(self):
        """With its title, what it is, and every field."""
        for kind in kinds():
            name = kind.__name__
            found = SCHEMA if kind is Plan else SCHEMA["$defs"][name]

            assert name == found["title"]
            assert found["description"].endswith(".")
            assert found["additionalProperties"] is False
            assert {field.name for field in shape(kind)} == set(
                found["properties"]
            ) - {"format", "version"}

    def test_every_code_is_in_it(self):
        """With the codes that documents hold."""
        for kind in kinds():
            for field in shape(kind):
                if field.use is Use.CODE:
                    found = SCHEMA["$defs"][field.kind.__name__]

                    assert [code.value for code in field.kind] == found["enum"]

    def test_every_reference_leads_somewhere(self):
        """And nothing is there that nothing leads to."""
        text = json.dumps(SCHEMA)
        for name in SCHEMA["$defs"]:
            assert f'"#/$defs/{name}"' in text
        assert text.count('"$ref"') == sum(
            text.count(f'"#/$defs/{name}"') for name in SCHEMA["$defs"]
        )

    def test_no_markup_is_left_in_what_it_says(self):
        """It is read by people who may not know Python."""
        for text in descriptions(SCHEMA):
            assert not set("`*\n") & set(text)
            assert "None" not in text


def descriptions(schema):
    """Yield all that *schema* says for readers."""
    if isinstance(schema, dict):
        if isinstance(schema.get("description"), str):
            yield schema["description"]
        schema = schema.values()
    for value in schema if not isinstance(schema, str | int | None) else ():
        yield from descriptions(value)


class TestWhatItAccepts:
    @given(plans())
    def test_every_plan(self, plan):
        """Whatever a plan may hold."""
        VALIDATOR.validate(json.loads(dumps(plan)))

    def test_every_plan_of_a_caseload(self):
        """And what one is likely to."""
        for plan in caseload.plans(20, seed=1):
            VALIDATOR.validate(json.loads(dumps(plan)))

    def test_every_field(self, data):
        """The document that holds them all."""
        VALIDATOR.validate(data)

    @given(st.data())
    def test_all_that_is_read(self, drawn):
        """It is never stricter than `loads`."""
        data = json.loads(WIRE.read_bytes())
        held, key = drawn.draw(st.sampled_from(list(places(data))))
        other, name = drawn.draw(st.sampled_from(list(places(data))))
        odd = st.sampled_from((None, 0, 1, -1, "", "x", True, [], {}, 1.5))
        held[key] = drawn.draw(st.just(copy.deepcopy(other[name])) | odd)

        assert accepts(data) or refuses(data)


def places(data):
    """Yield every place of *data*: what holds it, and its key there."""
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from places(data[key])


REMOVED = object()
FAULTS = {
    "format": (("format",), "other/plan"),
    "no format": (("format",), REMOVED),
    "version": (("version",), 2),
    "no version": (("version",), REMOVED),
    "no id": (("id",), REMOVED),
    "no client": (("client",), REMOVED),
    "unknown key": (("goals", 0, "name"), "Amina"),
    "unknown key of an actor": (("goals", 0, "voice", "speaker", "x"), 1),
    "missing key": (("goals", 0, "words"), REMOVED),
    "no option": (("decisions", 0, "choices", 0, "option_id"), REMOVED),
    "text": (("goals", 0, "words"), 1),
    "NUL": (("goals", 0, "words"), "a\0b"),
    "null": (("goals", 0, "words"), None),
    "items": (("goals", 0, "need_ids"), "n1"),
    "flag": (("mandates", 0, "negotiable"), "false"),
    "whole": (("ratings", 0, "value"), 1.5),
    "too large": (("ratings", 0, "value"), 2**53),
    "noun": (("goals", 0), "g1"),
    "code": (("goals", 0, "whose"), "mine"),
    "code of a number": (("steps", 0, "support"), 5),
    "role": (("goals", 0, "voice", "speaker", "role"), "friend"),
    "id": (("goals", 0, "id"), "a b"),
    "long id": (("goals", 0, "id"), "a" * 65),
    "reference": (("goals", 0, "need_ids", 0), ".a"),
    "name": (("client", "called"), "a\u202eb"),
    "language": (("client", "languages", 0), "en_GB"),
    "digest": (("proxies", 0, "document_digest"), "0" * 63),
    "naive": (("contacts", 0, "at"), "2026-03-02T10:00:00"),
    "no time": (("contacts", 0, "at"), "2026-03-02"),
    "week": (("contacts", 0, "at"), "2026-W10-1T10:00:00Z"),
    "second": (("contacts", 0, "at"), "2026-03-02T10:00:60Z"),
    "hour": (("contacts", 0, "at"), "2026-03-02T24:00:00Z"),
    "offset": (("contacts", 0, "at"), "2026-03-02T10:00:00+01:00:30"),
    "century": (("contacts", 0, "at"), "1899-12-31T10:00:00Z"),
    "day": (("goals", 0, "started_on"), "2026-3-2"),
    "month": (("goals", 0, "started_on"), "2026-13-01"),
    "last year": (("goals", 0, "started_on"), "2201-01-01"),
    "author": (
        ("decisions", 0, "choices", 0, "author"),
        {"id": "joan", "role": "worker"},
    ),
    "whose decision": (
        ("decisions", 0, "client"),
        {"id": "hodan", "role": "supporter"},
    ),
}


def put(data, steps, value):
    """Put *value* into *data*, where *steps* lead, or take away what is."""
    for step in steps[:-1]:
        data = data[step]
    if value is REMOVED:
        del data[steps[-1]]
    else:
        data[steps[-1]] = value


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused(data, name):
    """By the schema, and by `loads`."""
    put(data, *FAULTS[name])

    assert not accepts(data)
    assert refuses(data)


BOUNDED = {
    ("AttainmentScale", "baseline"): ("goals", 0, "scale"),
    ("AttainmentScale", "difficulty"): ("goals", 0, "scale"),
    ("ContactAgreement", "rhythm_days"): ("contact_agreements", 0),
    ("Fit", "level"): ("decisions", 0, "fits", 0),
    ("Importance", "high"): ("needs", 0, "importance"),
    ("Importance", "low"): ("needs", 0, "importance"),
    ("WhatMatters", "rank"): ("what_matters", 0),
}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param(kind, name, id=f"{kind.__name__}.{name}")
        for kind, name in _BOUNDS
        if (kind.__name__, name) in BOUNDED
    ],
)
def test_a_bound_is_where_the_rule_has_it(data, kind, name):
    """The last value inside is accepted by both, the next by neither."""
    bounds = _BOUNDS[kind, name]
    where = BOUNDED[kind.__name__, name]
    if kind.__name__ == "Importance":
        put(data, (*where, "low"), 0)
        put(data, (*where, "high"), 5)
    for end, step in (("minimum", -1), ("maximum", 1)):
        if end not in bounds:
            continue
        put(data, (*where, name), bounds[end])
        assert accepts(data)
        assert not refuses(data)

        put(data, (*where, name), bounds[end] + step)
        assert not accepts(data)
        assert refuses(data)
        put(data, (*where, name), bounds[end])


def test_each_bound_is_asked():
    """Numbers above, five texts and the client's part here."""
    numbers = {k for k, bound in _BOUNDS.items() if "minimum" in bound}
    levels = SCHEMA["$defs"]["AttainmentScale"]["properties"]["levels"]

    assert set(BOUNDED) == {(kind.__name__, name) for kind, name in numbers}
    assert (5, 5) == (levels["minItems"], levels["maxItems"])
    assert {
        ("Choice", "author"),
        ("Decision", "client"),
        ("Importance", "said_by"),
    } == {
        (kind.__name__, name)
        for kind, name in _BOUNDS
        if "properties" in _BOUNDS[kind, name]
    }


@pytest.mark.parametrize("levels", [["a"] * 4, ["a"] * 6, []])
def test_a_scale_has_five_texts(data, levels):
    """No fewer and no more."""
    data["goals"][0]["scale"]["levels"] = levels

    assert not accepts(data)
    assert refuses(data)


def test_the_client_alone_says_what_counts(data):
    """An importance from somebody else is refused by both."""
    worker = {"id": "joan", "role": "worker"}
    data["needs"][0]["importance"]["said_by"] = worker

    assert not accepts(data)
    assert refuses(data)
