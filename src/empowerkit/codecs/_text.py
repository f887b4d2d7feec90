"""
From bytes to plain data: the one door through which JSON comes in.

Lexical faults stop here, because after one of them nothing that follows can
be trusted: size, UTF-8, depth, syntax, keys that stand twice, numbers that
no other reader would read alike, text that cannot be stored.
"""

from __future__ import annotations

import json
import re

from typing import Any, Final, NoReturn

from empowerkit.errors import DocumentError, Problem
from empowerkit.model._record import LARGEST

from ._form import known_keys


MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 32

_OTHERS: Final = bytes(set(range(256)) - set(b'[]{}"'))
_ONE_KIND: Final = bytes.maketrans(b"{}", b"[]")
_LONE: Final = re.compile("[\ud800-\udfff]")
_DIGITS: Final = len(str(LARGEST))


def refused(rule: str, message: str, path: str = "$") -> NoReturn:
    """Raise the one problem that makes the rest of a document unreadable."""
    raise DocumentError([Problem(rule=rule, path=path, message=message)])


def read(data: bytes | str, *, max_bytes: int) -> tuple[bytes, str]:
    """
    Return *data* as bytes and as text, having asked its size and encoding.

    Raises:
        DocumentError: Too large (``size-cap``), or not UTF-8 (``utf-8``).
    """
    found = _decoded(data, max_bytes)
    # Not in the handler: the fault itself carries the whole document.
    if found is None:
        refused("utf-8", "a document must be UTF-8: save it again as UTF-8")
    if found[1].startswith("\ufeff"):
        refused("utf-8", "a document must not start with a byte order mark")
    return found


def _decoded(data: bytes | str, max_bytes: int) -> tuple[bytes, str] | None:
    try:
        raw = data.encode() if isinstance(data, str) else bytes(data)
        if len(raw) > max_bytes:
            message = (
                f"a document must be no larger than {max_bytes} bytes: split "
                "it, or raise max_bytes"
            )
            refused("size-cap", message)
        return raw, raw.decode()
    except UnicodeError:
        return None


class _Odd:
    """What stands in parsed data for something that must not be there."""

    def __init__(self, rule: str, message: str) -> None:
        self.rule = rule
        self.message = message


def parse(raw: bytes, text: str) -> Any:
    """
    Return *text* as plain data.

    Raises:
        DocumentError: Nested too deep (``depth-cap``), not JSON
            (``json-syntax``), a key stands twice (``duplicate-key``), a
            number is not one (``number``), text cannot be stored
            (``text-storable``).
    """
    if _too_deep(raw):
        message = f"a document must be nested no deeper than {MAX_DEPTH}"
        refused("depth-cap", message)
    odd: list[_Odd] = []
    data = _parsed(text, odd)
    if odd or b"\\u" in raw:
        _find_odd(data, "$")
    return data


def _parsed(text: str, odd: list[_Odd]) -> Any:
    try:
        return _decoder(odd).decode(text)
    except json.JSONDecodeError as fault:
        place = str(fault.pos)
    problem = Problem(
        rule="json-syntax",
        path="$",
        message=f"a document must be JSON; it stops being at character {place}",
        facts={"character": place},
    )
    raise DocumentError([problem])


def _decoder(odd: list[_Odd]) -> json.JSONDecoder:
    def note(rule: str, message: str) -> Any:
        odd.append(_Odd(rule, message))
        return odd[-1]

    def pairs(found: list[tuple[str, Any]]) -> Any:
        held = dict(found)
        if len(held) == len(found):
            return held
        return note("duplicate-key", "an object must hold each key once")

    def whole(digits: str) -> Any:
        if len(digits) <= _DIGITS + 1 and -LARGEST <= int(digits) <= LARGEST:
            return int(digits)
        return note("number", "a number must lie within 2**53 - 1")

    def real(digits: str) -> Any:
        found = float(digits)
        if found - found == 0:
            return found
        return note("number", "a number must be finite")

    def constant(_: str) -> Any:
        return note("number", "NaN and Infinity must not stand in JSON")

    return json.JSONDecoder(
        object_pairs_hook=pairs,
        parse_int=whole,
        parse_float=real,
        parse_constant=constant,
    )


def _find_odd(data: Any, path: str) -> None:
    kind = data.__class__
    if kind is _Odd:
        refused(data.rule, data.message, path)
    if kind is dict:
        for key, value in data.items():
            _storable(key, path)
            # A key that is not ours may be somebody's name.
            known = key if key in known_keys() else "?"
            _find_odd(value, f"{path}.{known}")
    elif kind is list:
        for index, value in enumerate(data):
            _find_odd(value, f"{path}[{index}]")
    elif kind is str:
        _storable(data, path)


def _storable(text: str, path: str) -> None:
    if "\0" in text:
        refused("text-storable", "text must hold no NUL character", path)
    if _LONE.search(text):
        refused("text-storable", "text must hold no lone surrogate", path)


def _too_deep(raw: bytes) -> bool:
    """
    Return whether brackets are nested deeper than they may be.

    Only those outside of strings count.
    """
    brackets = _brackets(raw)
    if brackets.count(b"[") <= MAX_DEPTH:
        return False
    for _ in range(MAX_DEPTH):
        inner = brackets.replace(b"[]", b"")
        if len(inner) == len(brackets):
            break
        brackets = inner
    # What closes nothing is no JSON, and the parser stops there by itself.
    return b"[]" in brackets or brackets.count(b"[") > MAX_DEPTH


def _brackets(raw: bytes) -> bytes:
    """
    Return the brackets of *raw*, all of one kind, without those in strings.

    Escapes go first, so that each quote left over opens or closes a string;
    where no quote is escaped, all do.
    Two that stand side by side, once all others are gone, hold nothing, or
    have nothing between them: most of a document goes with them, before
    anything is split.
    """
    if b"\\" in raw and b'\\"' in raw:
        raw = raw.replace(b"\\\\", b"").replace(b'\\"', b"")
    marks = raw.translate(_ONE_KIND, _OTHERS).replace(b'""', b"")
    return b"".join(marks.split(b'"')[::2])
