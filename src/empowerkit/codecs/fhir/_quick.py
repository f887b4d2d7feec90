"""
The quick way from bytes to plain data, by msgspec: for what is surely sound.

msgspec keeps the last of two equal keys, and takes numbers of any size.
So what it decoded is encoded again, and must hold as many keys as the
document does.
Whatever is not surely sound is left to the careful way, which also says what
is wrong.
"""

from __future__ import annotations

import re

from typing import Any, Final

import msgspec

from empowerkit.codecs._text import _too_deep, outside_of_text
from empowerkit.model._record import LARGEST


_DIGITS: Final = bytes.maketrans(b"123456789", b"0" * 9)
_LONG: Final = b"0" * len(str(LARGEST))
_BEFORE: Final = frozenset({b"", *(b"%c" % one for one in b":,[ \t\r\n")})
_NO_COLONS: Final = bytes(set(range(256)) - set(b':"'))
_NOT_STORABLE: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_decode: Final = msgspec.json.Decoder().decode
_encode: Final = msgspec.json.Encoder().encode
_bare: Final = msgspec.json.format


def parsed(raw: bytes) -> Any:
    """Return what *raw* holds; `None` where that is not surely sound."""
    if _has_long_number(raw) or _is_odd(raw) or _too_deep(raw):
        return None
    try:
        found = _decode(raw)
        given, again = _bare(raw, indent=-1), _encode(found)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    is_whole = given == again or _keys_in(given) == _keys_in(again)
    return found if is_whole else None


def _has_long_number(raw: bytes) -> bool:
    zeros = raw.translate(_DIGITS)
    at = zeros.find(_LONG)
    while at >= 0:
        # In text there are such runs as well: in a digest, say.
        if zeros[max(at - 2, 0) : at].removesuffix(b"-")[-1:] in _BEFORE:
            return True
        at = zeros.find(_LONG, at + 1)
    return False


def _is_odd(raw: bytes) -> bool:
    return b"\\u" in raw and _NOT_STORABLE.search(raw) is not None


def _keys_in(raw: bytes) -> int:
    """Return how many keys there are: as many as colons outside of text."""
    return len(outside_of_text(raw, None, _NO_COLONS))
