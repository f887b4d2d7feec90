"""
The quick way from bytes to plain data, by msgspec: for what is surely sound.

msgspec keeps the last of two equal keys, takes numbers of any size, and goes
as deep as the interpreter does.
So what it decoded is encoded again, and must hold as many colons as the
document does: each key has one, texts are the same in both, and what was
dropped would take at least one with it.
The rest is asked of the second spelling, which is shorter, and has no spaces
between its parts.
Whatever is not surely sound is left to the careful way, which also says what
is wrong.
"""

from __future__ import annotations

import re

from typing import Any, Final

import msgspec

from empowerkit.codecs._text import MAX_DEPTH, _too_deep
from empowerkit.model._record import LARGEST


# All digits alike, and all brackets that open.
_ALIKE: Final = bytes.maketrans(b"123456789{", b"000000000[")
_LONG: Final = b"0" * len(str(LARGEST))
_RUN: Final = re.compile(_LONG + b"+")
_BEFORE: Final = frozenset({b"", *(b"%c" % one for one in b":,[")})
# So many brackets are no harm, even if each one stands in the one before.
_FEW: Final = 10 * MAX_DEPTH
# A NUL cannot be stored, and a colon must not hide.
_ODD: Final = re.compile(rb"\\u00(?:00|3[aA])")
_decode: Final = msgspec.json.Decoder().decode
_encode: Final = msgspec.json.Encoder().encode


def parsed(raw: bytes) -> Any:
    """Return what *raw* holds; `None` where that is not surely sound."""
    # Asked first: a thread's stack may be smaller than what it decodes.
    if raw.count(b"[") + raw.count(b"{") > _FEW and _too_deep(raw):
        return None
    try:
        found = _decode(raw)
        again = _encode(found)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    if again != raw and again.count(b":") != raw.count(b":"):
        return None
    if b"\\" in raw and _ODD.search(raw):
        return None
    alike = again.translate(_ALIKE)
    is_long = _LONG in alike and _has_long_number(alike)
    is_deep = alike.count(b"[") > MAX_DEPTH and _too_deep(again)
    return None if is_long or is_deep else found


def _has_long_number(alike: bytes) -> bool:
    # In text there are such runs as well: in a digest, say.
    return any(
        alike[max(at - 2, 0) : at].removesuffix(b"-")[-1:] in _BEFORE
        for at in (run.start() for run in _RUN.finditer(alike))
    )
