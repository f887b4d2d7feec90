"""All payloads of an entry in one piece, and what is no such piece."""

from __future__ import annotations

import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit.errors import StoreError, StoreTrouble
from empowerkit.journal import Payload
from empowerkit.store._packed import packed, unpacked


PAYLOADS = st.builds(
    Payload, salt=st.binary(min_size=1, max_size=40), body=st.binary()
)


@given(st.lists(PAYLOADS | st.none()))
def test_there_and_back(payloads):
    """What is packed comes back, and what is gone stays gone."""
    assert tuple(payloads) == unpacked(packed(payloads))


@given(st.lists(PAYLOADS, min_size=1), st.data())
def test_what_goes_leaves_nothing(payloads, data):
    """Neither a salt, nor a body, nor how long they were."""
    place = data.draw(st.integers(0, len(payloads) - 1))
    left = [*payloads[:place], None, *payloads[place + 1 :]]
    lengths = [len(p.salt) + len(p.body) for p in payloads if p in left]

    assert 8 * len(left) + sum(lengths) >= len(packed(left))
    assert bytes(8) in packed(left)
    assert len(packed(left)) < len(packed(payloads))


@pytest.mark.parametrize(
    "raw",
    [
        b"\0",
        bytes(9),
        bytes.fromhex("00000001 00000001 00"),
        bytes.fromhex("00000001 00000001 0000 00"),
        bytes.fromhex("ffffffff ffffffff 0000"),
    ],
)
def test_no_such_piece(raw):
    """What does not end where it says is damage, and no more."""
    with pytest.raises(StoreError) as caught:
        unpacked(raw)

    assert StoreTrouble.DAMAGED is caught.value.reason


@given(st.lists(PAYLOADS | st.none(), min_size=1), st.data())
def test_cut_anywhere(payloads, data):
    """Of what was cut, the payloads that are whole are left, or it is damage."""
    raw = packed(payloads)
    cut = raw[: data.draw(st.integers(0, len(raw) - 1))]

    whole = [packed(payloads[:count]) for count in range(len(payloads))]
    if cut in whole:
        assert tuple(payloads[: whole.index(cut)]) == unpacked(cut)
    else:
        with pytest.raises(StoreError):
            unpacked(cut)
