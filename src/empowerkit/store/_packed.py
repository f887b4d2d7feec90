"""All payloads of an entry in one piece, so that they are one thing to write."""

from __future__ import annotations

import struct

from collections.abc import Iterable
from typing import Final

from empowerkit.errors import StoreTrouble
from empowerkit.journal import Payload

from ._rows import trouble


# How long the salt and the body are that follow; a payload that is gone has
# none of either.
_LENGTHS: Final = struct.Struct(">II")
_GONE: Final = _LENGTHS.pack(0, 0)


def packed(payloads: Iterable[Payload | None]) -> bytes:
    r"""
    Return *payloads* one after the other, each with its lengths before it.

    >>> packed([Payload(salt=b"salt", body=b"{}")])
    b'\x00\x00\x00\x04\x00\x00\x00\x02salt{}'
    >>> packed([None]) == bytes(8)
    True
    """
    return b"".join(map(_packed, payloads))


def _packed(payload: Payload | None) -> bytes:
    if payload is None:
        return _GONE
    salt, body = payload.salt, payload.body
    return _LENGTHS.pack(len(salt), len(body)) + salt + body


def unpacked(raw: bytes) -> tuple[Payload | None, ...]:
    """
    Return the payloads in *raw*; see `packed`.

    Raises:
        StoreError: It was never packed so.
    """
    found: list[Payload | None] = []
    at = 0
    while at < len(raw):
        payload, at = _next(raw, at)
        found.append(payload)
    if at != len(raw):
        raise trouble(StoreTrouble.DAMAGED)
    return tuple(found)


def _next(raw: bytes, at: int) -> tuple[Payload | None, int]:
    """Return the payload that stands in *raw* at *at*, and where it ends."""
    salt = at + _LENGTHS.size
    if salt > len(raw):
        raise trouble(StoreTrouble.DAMAGED)
    of_salt, of_body = _LENGTHS.unpack_from(raw, at)
    body = salt + of_salt
    end = body + of_body
    gone = salt == end
    return None if gone else Payload(
        salt=raw[salt:body], body=raw[body:end]
    ), end
