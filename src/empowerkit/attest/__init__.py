"""
What the record of a choice can prove, and how it comes to prove more.

A level says something about the record and nothing about the choice: no
service may depend on it, and taking a choice back never needs a higher one
than making it did.

- `corroborate`: a second person's own entry, or the SHA-256 of a paper.
- `show` and `confirm`: the client's own login confirmed the exact words
  that were shown.
- `empowerkit.sign`, with the extra ``sign``: the client's key signed them.

These functions derive the level from the evidence.
Whoever revises a choice by hand, or sends a record, can claim one: `verify`
asks what a claimed level rests on all that can be asked without a key, and a
store asks the same of each login and signature before it is kept.
"""

from __future__ import annotations

from ._raise import confirm, corroborate, digest, matching
from ._shown import Shown, show
from ._statement import Statement
from ._verify import Verification, verify


__all__ = [
    "Shown",
    "Statement",
    "Verification",
    "confirm",
    "corroborate",
    "digest",
    "matching",
    "show",
    "verify",
]
