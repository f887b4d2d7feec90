"""
Signatures with a key of the client's own; it needs the extra ``sign``.

Keys are those of the package ``cryptography``, which loads them from
wherever they are: this package never sees what a private key is made of.
What is signed is the `empowerkit.attest.Statement` about the exact words
that were shown.
"""

from __future__ import annotations

from ._sign import attach, signature, verify


__all__ = ["attach", "signature", "verify"]
