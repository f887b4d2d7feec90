"""
Plans as tables: CSV, ``datapackage.json`` and a codebook, for research.

One table a noun, typed by Table Schema, each plan as one named person may
read it.

Source: Frictionless Data Package 1, https://specs.frictionlessdata.io.
"""

from __future__ import annotations

from ._cells import unguarded
from ._codebook import codebook
from ._package import descriptor
from ._write import write


__all__ = [
    "codebook",
    "descriptor",
    "unguarded",
    "write",
]
