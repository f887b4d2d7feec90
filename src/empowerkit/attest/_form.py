"""What can be asked of a signature with no key at hand: its form."""

from __future__ import annotations

import base64
import binascii

from typing import Final

from empowerkit.errors import Problem


SIGNATURE_BYTES: Final = 64
# The order of the base point of the curve; RFC 8032, section 5.1.
ORDER: Final = 2**252 + 27742317777372353535851937790883648493


def decoded(written: str) -> bytes:
    """Return the bytes of *written*; none where it is no plain base64."""
    try:
        made = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return b""
    # Spare bits at the end would let one signature be written in many ways.
    return made if base64.b64encode(made).decode() == written else b""


def malformed(made: object) -> tuple[Problem, ...]:
    """Return the problem of what cannot be a signature, whatever the key."""
    if isinstance(made, bytes) and _well_formed(made):
        return ()
    message = "a signature must be the 64 bytes of RFC 8032, in one way"
    return (
        Problem(rule="signature-form", path="$.signature", message=message),
    )


def _well_formed(made: bytes) -> bool:
    scalar = int.from_bytes(made[SIGNATURE_BYTES // 2 :], "little")
    return len(made) == SIGNATURE_BYTES and scalar < ORDER
