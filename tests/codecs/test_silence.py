"""What a refusal never tells: anything that stood in the document."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback

from pathlib import Path

import pytest

from empowerkit.codecs import converter, load_many, loads
from empowerkit.codecs._form import kinds
from empowerkit.errors import DocumentError
from empowerkit.model import Client
from empowerkit.model._record import Use, shape, walk
from empowerkit.plan import Plan


pytestmark = pytest.mark.usefixtures("way")

CANARY = "Zanzibar-Quetzal"
BIRDS = ("Zanzibar", "Quetzal", "zanzibar")
WIRE = Path(__file__).parents[1] / "contract/wire/plan-1.json"
WIRE_DATA = json.loads(WIRE.read_bytes())
SPOKEN = {Use.TEXT, Use.NAME}
ODD = f"{CANARY} lives at 12 Quay"


def places(data, kind=Plan, steps=()):
    """Yield every value of *data* in a field: how to get there, the field."""
    for field in shape(kind):
        if field.name not in data:
            continue
        value = data[field.name]
        at = (*steps, field.name)
        held = enumerate(value) if field.many else ((None, value),)
        for index, item in held:
            there = at if index is None else (*at, index)
            yield there, field
            if field.use in {Use.RECORD, Use.ACTOR} and item is not None:
                yield from places(item, field.kind, there)


PLACES = list(places(WIRE_DATA))


def put(data, steps, value):
    """Put *value* into *data*, where *steps* lead."""
    for step in steps[:-1]:
        data = data[step]
    data[steps[-1]] = value


def full_of_birds():
    """Return a sound document with the canary in every text."""
    data = copy.deepcopy(WIRE_DATA)
    for steps, field in PLACES:
        if field.use in SPOKEN:
            put(data, steps, ODD)
    return data


def told(error):
    """Return all that an error could print, log, send or store."""
    yield str(error)
    yield repr(error)
    yield repr(error.args)
    yield repr(error.problems)
    yield repr(vars(error))
    yield repr([dict(problem.facts) for problem in error.problems])
    yield "".join(traceback.format_exception(error))
    yield pickle.dumps(error).decode("latin-1")
    yield logging.Formatter().formatException(
        (type(error), error, error.__traceback__)
    )


def assert_silent(given, read=loads):
    """Assert that *given* is refused, and that nothing of it is told."""
    with pytest.raises(DocumentError) as caught:
        read(given)
    error = caught.value

    assert error.__context__ is None
    assert error.__cause__ is None
    for text in told(error):
        assert not any(bird in text for bird in BIRDS), text
    return error


def test_the_canary_is_in_every_text():
    """Or the tests here would prove nothing."""
    data = full_of_birds()
    plan = loads(json.dumps(data))
    spoken = {
        (kind, field.name)
        for kind in kinds()
        for field in shape(kind)
        if field.use in SPOKEN
    }

    assert plan.client.called == ODD
    assert spoken == {
        (type(record), field.name)
        for _, record in walk(plan)
        for field in shape(type(record))
        if field.use in SPOKEN and CANARY in str(getattr(record, field.name))
    }


LEXICAL = [
    pytest.param(lambda raw: raw[:-1], id="cut"),
    pytest.param(lambda raw: raw + b"x", id="more"),
    pytest.param(lambda raw: raw + b"\xff", id="bytes"),
    pytest.param(lambda raw: b"\xef\xbb\xbf" + raw, id="mark"),
    pytest.param(lambda raw: b"[" * 40 + raw, id="deep"),
    pytest.param(lambda raw: raw[:-1] + b',"id":"x"}', id="twice"),
    pytest.param(
        lambda raw: raw[:-1] + f',"{CANARY}":1,"{CANARY}":2}}'.encode(),
        id="a canary twice",
    ),
    pytest.param(
        lambda raw: raw[:-1] + f',"{CANARY}":NaN}}'.encode(), id="no number"
    ),
    pytest.param(
        lambda raw: raw[:-1] + b',"zanzibar":{"zanzibar":"\\ud800"}}',
        id="half a character",
    ),
    pytest.param(
        lambda raw: raw[:-1] + f',"{CANARY}\\u0000":1}}'.encode(), id="NUL"
    ),
    pytest.param(
        lambda raw: raw.replace(b'"empowerkit/plan"', f'"{CANARY}"'.encode()),
        id="format",
    ),
    pytest.param(
        lambda raw: raw.replace(
            b'"version": 1', f'"version": "{CANARY}"'.encode()
        ),
        id="version",
    ),
]


@pytest.mark.parametrize("broken", LEXICAL)
def test_a_lexical_fault_tells_nothing(broken):
    """Not the text around it, and not the one it is in."""
    raw = broken(json.dumps(full_of_birds()).encode())

    assert_silent(raw)
    assert_silent([raw], read=load_many)


def test_nor_does_one_in_text():
    """`loads` takes text, too."""
    assert_silent("\ud800" + ODD)
    assert_silent(json.dumps(full_of_birds())[:-1])


STRUCTURE = [
    pytest.param(("goals",), 3, id="list"),
    pytest.param(("goals", 0), ODD, id="noun"),
    pytest.param(("goals", 0, CANARY), ODD, id="key"),
    pytest.param(("goals", 0, "whose"), ODD, id="code"),
    pytest.param(("goals", 0, "started_on"), ODD, id="day"),
    pytest.param(("goals", 0, "voice", "said_at"), ODD, id="time"),
    pytest.param(("goals", 0, "scale", "baseline"), ODD, id="number"),
    pytest.param(("goals", 0, "need_ids"), ODD, id="items"),
    pytest.param(("goals", 0, "need_ids", 0), {CANARY: ODD}, id="item"),
    pytest.param(("decisions", 0, "choices", 0, "author"), ODD, id="author"),
]


@pytest.mark.parametrize(("steps", "value"), STRUCTURE)
def test_a_fault_of_structure_tells_nothing(steps, value):
    """Neither what stands there nor what stands anywhere else."""
    data = full_of_birds()
    put(data, steps, value)

    assert_silent(json.dumps(data))


def _rules():
    worker = {"id": "joan", "role": "worker"}
    stranger = {"id": "stranger", "role": "worker"}
    choice = ("decisions", 0, "choices", 0)
    yield ("fits", "level"), ("decisions", 0, "fits", 0, "level"), 9
    yield ("order",), ("workers", 0, "until_on"), "1999-01-01"
    yield ("author",), (*choice, "author"), worker
    yield ("speaker",), (*choice, "voice", "speaker"), worker
    yield ("option",), (*choice, "option_id"), "nowhere"
    yield ("stranger",), ("needs", 0, "voice", "speaker"), stranger
    yield ("reference",), ("goals", 0, "need_ids", 0), "nowhere"
    yield ("twice",), ("goals", 1, "id"), "home"
    yield ("line",), ("goals", 1, "replaces"), "study-2"
    yield ("levels",), ("goals", 0, "scale", "levels"), [ODD]
    yield ("weight",), ("what_matters", 0, "voice", "speaker"), worker
    yield ("early",), ("milestones", 0, "reached_on"), "2030-01-01"
    yield ("foreign",), ("decisions", 1, "client", "id"), "stranger"


@pytest.mark.parametrize(
    ("steps", "value"),
    [pytest.param(s, v, id=" ".join(name)) for name, s, v in _rules()],
)
def test_a_broken_rule_tells_nothing(steps, value):
    """Ids of the plan it may, for they are opaque; and those alone."""
    data = full_of_birds()
    put(data, steps, value)

    assert_silent(json.dumps(data))


LABELS = {Use.ID, Use.REF, Use.LANGUAGE, Use.DIGEST, Use.TIME, Use.DAY}
NOT_SPOKEN = LABELS | {Use.CODE, Use.WHOLE, Use.FLAG, Use.ACTOR}
# One place of each field of each class.
PLACE_OF = {id(field): steps for steps, field in reversed(PLACES)}
NAMED = [
    pytest.param(steps, id=".".join(map(str, steps)))
    for steps, field in PLACES
    if field.use in NOT_SPOKEN and PLACE_OF[id(field)] == steps
]


@pytest.mark.parametrize("steps", NAMED)
def test_words_in_the_wrong_place_are_not_told(steps):
    """A sentence where an id, a date, a code or a person should stand."""
    data = copy.deepcopy(WIRE_DATA)
    put(data, steps, ODD)

    error = assert_silent(json.dumps(data))

    last = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps)
    assert [f"${last}"] == [problem.path for problem in error.problems]


def test_two_nouns_named_by_a_sentence_are_not_told():
    """Nor are those that name them so."""
    data = copy.deepcopy(WIRE_DATA)
    for steps, field in PLACES:
        if field.use in {Use.ID, Use.REF}:
            put(data, steps, ODD)

    assert_silent(json.dumps(data))


def test_the_converter_tells_nothing():
    """Nor does it for those who build on it."""
    assert_silent(
        {"id": 1, CANARY: ODD, "called": [ODD]},
        read=lambda data: converter().structure(data, Client),
    )
