"""
The journal: every change of a plan, by whom and when, in one chain.

An entry is what differs between two plans.
Its header holds no words and is chained by hashes; what was said is beside
it, each noun with a salt of its own, so that one narrative can be erased
alone and the order stays provable.
"""

from __future__ import annotations

from ._commit import Head, commit
from ._entry import Entry, Header, Kind, Payload
from ._erase import Erasure, erasable, erase, without
from ._fold import fold
from ._mark import holds, is_shielded, mark
from ._reason import Reason, reason
from ._verify import Fault, Verification, checkpoint, verify


__all__ = [
    "Entry",
    "Erasure",
    "Fault",
    "Head",
    "Header",
    "Kind",
    "Payload",
    "Reason",
    "Verification",
    "checkpoint",
    "commit",
    "erasable",
    "erase",
    "fold",
    "holds",
    "is_shielded",
    "mark",
    "reason",
    "verify",
    "without",
]
