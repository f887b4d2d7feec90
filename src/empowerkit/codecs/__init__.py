"""
Codecs: plans in and out of other forms.

JSON is here; its canonical form is what stores and journals keep.
With the extra ``fast`` (msgspec) it takes the fast path; without it, cattrs
does the same, and only slower.
"""

from __future__ import annotations

from ._build import converter
from ._faults import MAX_PROBLEMS
from ._form import FORMAT, VERSION
from ._json import (
    dump,
    dumps,
    load,
    load_many,
    loads,
    read_ndjson,
    write_ndjson,
)
from ._schema import json_schema
from ._text import MAX_BYTES, MAX_DEPTH


__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_PROBLEMS",
    "VERSION",
    "converter",
    "dump",
    "dumps",
    "json_schema",
    "load",
    "load_many",
    "loads",
    "read_ndjson",
    "write_ndjson",
]
