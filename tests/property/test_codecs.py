"""Laws of the codecs: nothing is lost, nothing made up, two paths alike."""

from __future__ import annotations

import copy
import io
import json
import pickle

from datetime import timezone

import pytest

from hypothesis import assume, event, given
from hypothesis import strategies as st

from empowerkit.codecs import dumps, load_many, loads, read_ndjson
from empowerkit.codecs._form import _value, canonical, to_data
from empowerkit.errors import DocumentError
from empowerkit.model import Decision, Role
from empowerkit.model._record import Piece, shape, walk
from empowerkit.plan import Plan
from empowerkit.testing.strategies import plans


ROLES = [role.value for role in Role]


@pytest.fixture(scope="module")
def both(without_fast):
    """Return a function that calls another on the one path and the other."""

    def call(function, *args):
        fast = function(*args)
        with without_fast():
            return fast, function(*args)

    return call


def outcome(data):
    """Return the plan that *data* holds, or all that is wrong with it."""
    try:
        return loads(data)
    except DocumentError as error:
        return error.problems if error.__context__ is None else None


def same(both, data):
    """Assert that both paths read *data* alike; return what they read."""
    fast, reference = both(outcome, data)

    assert fast == reference
    if isinstance(fast, Plan):
        event("read")
        assert dumps(fast) == dumps(reference)
        assert fast == loads(dumps(fast))
    else:
        event(f"refused: {fast[0].rule}")
        assert fast
    return fast


class TestLaws:
    @given(plans())
    def test_nothing_is_lost(self, both, plan):
        """What is written is read again, the same."""
        data = dumps(plan)

        assert (plan, plan) == both(loads, data)
        assert plan == loads(data.decode())

    @given(plans())
    def test_both_paths_write_the_same_bytes(self, both, plan):
        """And both write the form that is specified."""
        fast, reference = both(dumps, plan)

        assert fast == reference
        assert fast == canonical(to_data(plan))

    @given(plans())
    def test_what_is_canonical_stays_so(self, both, plan):
        """Reading and writing again changes no byte."""
        data = dumps(plan)

        assert (data, data) == both(lambda: dumps(loads(data)))

    @given(plans(), st.booleans())
    def test_equal_plans_are_spelled_alike(self, plan, named):
        """However they were made, and whatever their offsets are called."""
        again = pickle.loads(pickle.dumps(copy.deepcopy(plan)))
        if named:
            again = renamed(again)

        assert plan == again
        assert dumps(plan) == dumps(again)

    @given(plans())
    def test_keys_are_sorted_and_defaults_left_out(self, plan):
        """At every depth."""

        def check(pairs):
            keys = [key for key, _ in pairs]
            assert keys == sorted(keys)
            return dict(pairs)

        held = json.loads(dumps(plan), object_pairs_hook=check)

        assert [] not in list(values_in(held))

    @given(st.lists(plans(max_nouns=4), max_size=4), st.sampled_from((1, 2)))
    def test_lines_come_back(self, both, many, ends):
        """As many, in order, one by one and all at once."""
        end = b"\r\n" if ends == 2 else b"\n"
        data = b"".join(dumps(plan) + end for plan in many)

        assert (many, many) == both(lambda: load_many(io.BytesIO(data)))
        assert many == list(read_ndjson(data.splitlines()))

    @given(plans(having=[Decision]), st.data())
    def test_what_a_reader_sees_comes_back(self, both, plan, data):
        """The plan of one reader is a plan."""
        reader = data.draw(st.sampled_from([plan.client, *plan.workers])).actor

        seen = both(lambda: dumps(plan, seen_by=reader))

        assert plan.as_seen_by(reader) == loads(seen[0])
        assert seen[0] == seen[1]


def values_in(data):
    """Yield every value of *data*."""
    for value in data.values() if isinstance(data, dict) else data:
        yield value
        if isinstance(value, dict | list):
            yield from values_in(value)


def renamed(record):
    """Return *record*, equal to it, with other names for all offsets."""
    held = {}
    for field in shape(type(record)):
        value = getattr(record, field.name)
        if isinstance(value, tuple):
            value = tuple(map(renamed_value, value))
        held[field.name] = renamed_value(value)
    return type(record)(**held)


def renamed_value(value):
    """Return *value* with another name for its offset, if it has one."""
    if isinstance(value, Piece):
        return renamed(value)
    if getattr(value, "tzinfo", None) is not None:
        return value.replace(tzinfo=timezone(value.utcoffset(), "somewhere"))
    return value


def respelled(draw, record):
    """Return *record* as data, defaults and nulls given or not, unsorted."""
    pairs = []
    for field in shape(type(record)):
        value = getattr(record, field.name)
        if value == field.default and not draw(st.booleans()):
            continue
        if field.many:
            spelled = [respelled_value(draw, item) for item in value]
        else:
            spelled = respelled_value(draw, value)
        pairs.append((field.name, spelled))
    return dict(draw(st.permutations(pairs)))


def respelled_value(draw, value):
    """Return *value* in one of its spellings."""
    if isinstance(value, Piece):
        return respelled(draw, value)
    spelled = _value(value)
    if hasattr(value, "utcoffset"):
        if spelled.endswith("Z"):
            zero = draw(st.sampled_from(("Z", "+00:00", "-00:00")))
            spelled = spelled[:-1] + zero
        elif value.microsecond and value.microsecond % 10 == 0:
            spelled = spelled.replace("0+", "+", 1)
    return spelled


@st.composite
def spellings(draw):
    """Generate plans and documents that hold them in no canonical form."""
    plan = draw(plans(max_nouns=8))
    held = respelled(draw, plan)
    own = {"version": 1, "format": "empowerkit/plan"}
    held = own | held if draw(st.booleans()) else held | own
    text = json.dumps(
        held,
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from((None, 0, 2, "\t"))),
        separators=draw(st.sampled_from(((",", ":"), (" , ", " : ")))),
    )
    if draw(st.booleans()):
        text = text.replace("/", "\\/")
    return plan, draw(st.sampled_from(("", " ", "\r\n"))) + text


@given(spellings())
def test_other_spellings_are_the_same_plan(both, drawn):
    """Spaces, order, escapes, +00:00, defaults and nulls spelled out."""
    plan, text = drawn

    assert plan == same(both, text.encode())
    assert dumps(plan) == dumps(loads(text))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(("c1", "client", "2026-03-02", "2026-03-02T10:00:00Z")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(sorted(f.name for f in shape(Plan)))
            | st.sampled_from(("speaker", "role", "words", "voice", "é", "")),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


class TestFuzz:
    @given(st.binary() | st.text().map(str.encode))
    def test_any_bytes(self, both, data):
        """A plan, or our own error."""
        same(both, data)

    @given(st.dictionaries(st.text(max_size=4), JSON) | JSON)
    def test_any_json(self, both, value):
        """The same for what is JSON, or Python's idea of it."""
        if isinstance(value, dict):
            value |= {"format": "empowerkit/plan", "version": 1}
        same(both, json.dumps(value).encode())

    @given(plans(max_nouns=8), st.data())
    def test_flipped_and_spliced_bytes(self, both, plan, data):
        """A document that was damaged on its way."""
        raw = bytearray(dumps(plan))
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(raw) - 1))
            match data.draw(st.sampled_from(("flip", "cut", "copy", "put"))):
                case "flip":
                    raw[at] ^= 1 << data.draw(st.integers(0, 7))
                case "cut":
                    del raw[at : at + data.draw(st.integers(1, 40))]
                case "copy":
                    to = data.draw(st.integers(0, len(raw)))
                    raw[to:to] = raw[at : at + data.draw(st.integers(1, 80))]
                case _:
                    raw[at:at] = data.draw(
                        st.sampled_from(
                            (b'"', b"\\", b"[", b"]", b"{", b"}", b",", b"0")
                        )
                        | st.binary(min_size=1, max_size=3)
                    )
            assume(raw)

        same(both, bytes(raw))

    @given(plans(max_nouns=8), st.data())
    def test_values_exchanged(self, both, plan, data):
        """Any value in any place, also one from another place."""
        held = json.loads(dumps(plan))
        for _ in range(data.draw(st.integers(1, 3))):
            found = list(places_in(held))
            inside, key = data.draw(st.sampled_from(found))
            match data.draw(st.sampled_from(("other", "any", "none"))):
                case "other":
                    other, name = data.draw(st.sampled_from(found))
                    inside[key] = copy.deepcopy(other[name])
                case "any":
                    inside[key] = data.draw(JSON)
                case _:
                    del inside[key]

        same(both, json.dumps(held).encode())

    @given(plans(max_nouns=8), st.data())
    def test_values_exchanged_in_canonical_form(self, both, plan, data):
        """The same, in the form in which the fast path decides alone."""
        held = json.loads(dumps(plan))
        found = list(places_in(held))
        inside, key = data.draw(st.sampled_from(found))
        other, name = data.draw(st.sampled_from(found))
        number = st.sampled_from((0, -1, 2**53, 2**63, 2**64, 10**30, 1.0))
        wanted = st.just(copy.deepcopy(other[name])) | number | st.text()
        inside[key] = data.draw(wanted)

        same(both, canonical_or_skip(held))


def canonical_or_skip(held):
    """Return *held* in canonical spelling, if it can be written at all."""
    try:
        return canonical(held)
    except UnicodeEncodeError:
        assume(False)


def places_in(data):
    """Yield every place of *data*: what holds it, and its key there."""
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from places_in(data[key])


@given(plans(having=[Decision], max_nouns=12), st.data())
def test_no_edited_document_holds_a_choice_of_somebody_else(plan, data):
    """Whoever is put in: it is refused, or the author is the client."""
    held = json.loads(dumps(plan))
    made = [
        choice for d in held["decisions"] for choice in d.get("choices", ())
    ]
    assume(made)
    choice = data.draw(st.sampled_from(made))
    people = [plan.client, *plan.workers, *plan.supporters, *plan.proxies]
    somebody = st.fixed_dictionaries(
        {
            "id": st.sampled_from([str(person.id) for person in people]),
            "role": st.sampled_from(ROLES),
        }
    )
    for name in data.draw(
        st.sets(st.sampled_from(("author", "speaker", "client")))
    ):
        actor = data.draw(somebody)
        match name:
            case "author":
                choice["author"] = actor
            case "speaker":
                choice["voice"]["speaker"] = actor
            case _:
                data.draw(st.sampled_from(held["decisions"]))["client"] = actor
    try:
        found = loads(json.dumps(held))
    except DocumentError:
        event("refused")
        return
    event("read")
    for _, record in walk(found):
        if isinstance(record, Decision):
            assert record.client == plan.client.actor
            for choice in record.choices:
                assert choice.author == plan.client.actor
                assert choice.voice.speaker in (None, plan.client.actor)
