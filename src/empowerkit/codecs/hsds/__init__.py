"""
Resource directories: HSDS, the Human Services Data Specification.

Read what a community's directory publishes, find in it what may answer a
need, with reasons for and against, and write it again as HSDS 3.0.

Source: Human Services Data Specification 3.0, an Open Referral resource.

>>> from empowerkit.codecs import hsds
>>> from empowerkit.model import Domain
>>> directory = hsds.loads(
...     '[{"id": "7", "name": "Food pantry", "status": "active"}]',
...     system="https://directory.example",
... )
>>> [m.resource.name for m in hsds.find_resources(
...     directory, Domain.FOOD_INSECURITY
... )]
['Food pantry']
"""

from __future__ import annotations

from ._find import Match, Reason, find_resources
from ._listing import Directory, Listing
from ._read import MAX_BYTES, loads, read
from ._topics import TOPICS, Topic
from ._write import directory_of, dump, dumps


__all__ = [
    "MAX_BYTES",
    "TOPICS",
    "Directory",
    "Listing",
    "Match",
    "Reason",
    "Topic",
    "directory_of",
    "dump",
    "dumps",
    "find_resources",
    "loads",
    "read",
]
