"""The quick way of FHIR's documents: it takes what the careful way reads."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from empowerkit.codecs import MAX_DEPTH
from empowerkit.codecs._text import parse
from empowerkit.codecs._text import read as as_text
from empowerkit.codecs.fhir import _documents
from empowerkit.errors import DocumentError


LARGEST = 2**53 - 1
# More brackets than may be nested, and many more.
SOME, MANY = 2 * MAX_DEPTH, 20 * MAX_DEPTH


@pytest.fixture(scope="module")
def quick(needs):
    """Return the quick way: from bytes to plain data, or to nothing."""
    needs("fast", "msgspec")
    return _documents._quick.parsed


def careful(raw):
    """Return what the careful way reads; nothing where it refuses."""
    try:
        return repr(parse(*as_text(raw, max_bytes=len(raw))))
    except DocumentError:
        return None


def nested(depth, inside=b""):
    """Return arrays and objects by turns, one in the other."""
    half, odd = divmod(depth, 2)
    opening, closing = b'[{"a":' * half, b"}]" * half
    return opening + (b"[" + inside + b"]" if odd else b"1") + closing


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b'"[[[[["',
        b' { "a" : [ 1 , "b:c" ] } ',
        b'{"a:b":"http://x:8080/:"}',
        b'{"a":"\\u00e9\\ud83d\\ude00\\/\\n"}',
        b'{"\\u00e9":"\\u003b"}',
        b'{"a":["9007199254740993","x9007199254740993"]}',
        b'{"a":"0001112223334445556667778889990001112"}',
        b'{"a":0.12345678901234567890}',
        b'{"a":[1.50,1e2,-0.0]}',
        nested(MAX_DEPTH),
        nested(MAX_DEPTH - 1),
        b"[" + b"[]," * SOME + b"[]]",
        b"[" + b"{}," * MANY + nested(MAX_DEPTH - 1) + b"]",
        b'"' + b"[" * SOME + b'"',
        b'["' + b"{" * MANY + b'"]',
    ],
)
def test_what_is_surely_sound_is_taken(quick, raw):
    """However it is spelled, and wherever its brackets and colons stand."""
    found = quick(raw)

    assert found is not None
    assert careful(raw) == repr(found)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"\\u0061":1}',
        b'[{"a":{"b":"c:d"},"a":2}]',
        # A colon that is hidden would make up for the key that is gone.
        b'{"a":1,"a":"\\u003a"}',
        b'{"a":1,"a":"\\u003A"}',
        b'{"a":"\\u0000"}',
        b'{"\\u0000":1}',
        b'{"a":"\\ud800"}',
        b'{"a":"\\ud83d\\u0041"}',
        b'{"a":"\\udc00\\ud800"}',
        b"%d" % (LARGEST + 1),
        b"-%d" % (LARGEST + 1),
        b'{"a": %d}' % (LARGEST + 1),
        b"[1,-%d]" % (LARGEST + 1),
        b"[1e999]",
        b"[NaN]",
        b"\xef\xbb\xbf{}",
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        b"{}{}",
        b"",
        nested(MAX_DEPTH + 1),
        nested(MAX_DEPTH + 2),
        nested(SOME),
        nested(MANY),
        nested(100_000),
        b"[" + b"[]," * SOME + nested(MAX_DEPTH) + b"]",
        b"[" + b"[]," * MANY + nested(MAX_DEPTH) + b"]",
    ],
)
def test_what_is_refused_is_not_taken(quick, raw):
    """It is left to the careful way, which says what is wrong."""
    assert quick(raw) is None
    assert careful(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"%d" % LARGEST,
        b'{"a":"b:9007199254740993"}',
        b'{"a":"b\\u003ac"}',
    ],
)
def test_what_is_not_surely_sound_is_left(quick, raw):
    """The careful way reads it."""
    assert quick(raw) is None
    assert repr(json.loads(raw)) == careful(raw)


KEYS = st.sampled_from(['"a"', '"\\u0061"', '"b:"', '"\\u003a"', '":"', '""'])
TEXTS = st.sampled_from(
    [
        *('"x:y"', '"\\u003a"', '"\\u003A\\\\"', '"\\\\u003a"', '"[{[{"', '"'),
        *('"\\u0000"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\"a\\":1"', '"\t"'),
        *('"9007199254740993"', '"a,9007199254740993"', '"\u00e9"', '"\\x"'),
    ]
)
NUMBERS = st.sampled_from(
    [
        *("0", "-0", "1.0", "1e5", "01", "1.", "1e400", "9007199254740991"),
        *("-9007199254740992", "123456789012345678901", "9007199254740993.5"),
        *("0.30000000000000004441", "1.00000000000000011102e-30", "NaN"),
    ]
)
SPACES = st.sampled_from(["", " ", "\n\t", "\x0b"])


def joined(opening, rows, closing, space):
    """Return an array or an object of *rows*."""
    return opening + space + f"{space},".join(rows) + space + closing


def inside(values):
    """Draw an array, an object, or what is wrapped many times."""
    members = st.builds("{}:{}".format, KEYS, values)
    return st.one_of(
        st.builds(
            joined,
            st.just("["),
            st.lists(values, max_size=4),
            st.just("]"),
            SPACES,
        ),
        st.builds(
            joined,
            st.just("{"),
            st.lists(members, max_size=4),
            st.just("}"),
            SPACES,
        ),
        st.builds(
            lambda value, depth: "[" * depth + value + "]" * depth,
            values,
            st.integers(MAX_DEPTH - 3, MAX_DEPTH + 2),
        ),
    )


@given(text=st.recursive(TEXTS | NUMBERS, inside, max_leaves=12))
@example(text='{"a":1,"a":"\\u003a"}')
@example(text='{"a":"\\u003a:","b:":1}')
def test_it_never_takes_what_the_careful_way_does_not_read(quick, text):
    """Where it takes a document, the two read the same, of the same types."""
    raw = text.encode()

    found = quick(raw)

    assert found is None or repr(found) == careful(raw)


SOUND = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(-1e9, 1e9, width=32)
    | st.text(st.sampled_from('ab:{["\\/\n \u00e9\U0001f600'), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("ab:\\", max_size=2), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(
    value=SOUND.filter(lambda value: value is not None),
    indent=st.sampled_from([None, 2]),
    is_ascii=st.booleans(),
)
def test_it_takes_all_that_is_plain(quick, value, indent, is_ascii):
    """Whatever its texts hold: nothing of the kind is left to the other."""
    raw = json.dumps(value, indent=indent, ensure_ascii=is_ascii).encode()

    assert repr(value) == repr(quick(raw))


# A crash ends the whole process, so it is another one that may.
SMALL_STACK = """
import threading
from empowerkit.codecs import fhir, loads
from empowerkit.errors import DocumentError

DEEP = [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 900 + b"]" * 900]
told = []

def read_all():
    for raw in DEEP:
        for read in (fhir.read, loads):
            try:
                read(raw)
            except DocumentError:
                told.append(len(raw))

threading.stack_size(128 * 1024)
thread = threading.Thread(target=read_all)
thread.start()
thread.join()
print(len(told))
"""


def test_what_is_nested_deep_ends_no_thread_with_a_small_stack():
    """How deep it is nested is asked before anything is decoded."""
    done = subprocess.run(
        [sys.executable, "-c", SMALL_STACK],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (0, "6\n", "") == (done.returncode, done.stdout, done.stderr)
