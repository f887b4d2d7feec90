"""
Public keys that no honest key holder has.

Eight points of the curve are of small order: under such a key one signature
fits many statements, and nobody holds a private key for it.
`cryptography` takes them, as it takes bytes that are no point at all.

Source: RFC 8032, section 5.1; Chalkias, Garillot and Nikolaenko, "Taming the
many EdDSAs" (2020), on why a verifier has to refuse them.
"""

from __future__ import annotations

from typing import Final


_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P


def is_sound(key: bytes) -> bool:
    """Return whether *key*, 32 bytes, is a point that can be a key."""
    y = int.from_bytes(key, "little") & (2**255 - 1)
    return y < _P and _on_curve(y) and not _of_small_order(y)


def _on_curve(y: int) -> bool:
    """Return whether some x other than 0 goes with *y*."""
    # -x² + y² = 1 + d x² y², and u / v is a square where u v is one.
    square = y * y % _P
    uv = (square - 1) * (_D * square + 1) % _P
    return pow(uv, (_P - 1) // 2, _P) == 1


def _of_small_order(y: int) -> bool:
    """Return whether the points at *y* become 0 when doubled three times."""
    # Those of order 1 and 2 have x = 0 and are out by now.  Order 4 is at
    # y = 0, and doubling a point of order 8 leads there, where x² = -y².
    square = y * y % _P
    return 0 in (y, (_D * square * square + 2 * square - 1) % _P)
