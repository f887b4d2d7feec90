"""Ids that are made up: random, and of the form that all ids have."""

from __future__ import annotations

from uuid import RFC_4122, UUID

from empowerkit.model._ids import is_id, new_id


def test_random_uuids():
    """Each is a version 4 UUID in its usual spelling, and no two are one."""
    made = [new_id() for _ in range(1_000)]

    for own in made:
        read = UUID(own)
        assert (own, 4, RFC_4122) == (str(read), read.version, read.variant)
        assert is_id(own)
    assert 1_000 == len({*made})


def test_every_bit_is_drawn():
    """All but the six bits that say what it is differ from id to id."""
    drawn = [UUID(new_id()).int for _ in range(200)]
    once = zeros = drawn[0]
    for number in drawn:
        once, zeros = once | number, zeros & number

    marks = 0xF000_C000_0000_0000_0000
    assert once | marks == (1 << 128) - 1
    assert zeros & ~marks == 0
