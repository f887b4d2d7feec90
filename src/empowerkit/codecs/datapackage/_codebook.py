"""The codebook: what each table and column means, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ._cells import SIGNS
from ._package import columns, is_text, key, said, said_of, type_of
from ._tables import Table, tables


_HEAD: Final = """\
# Codebook

One folder, one CSV file a table, and `datapackage.json`, which says the same
for programs (Frictionless Data Package, Table Schema).

## How to read it

- **Whose view.** Each plan stands here as one person may read it:
  `seen_by_role` and `seen_by_id` in `plans` say who. What others keep to
  themselves is not here; `absent` says which ids are withheld.
- **Who is who.** People are their ids. What somebody is called, and what
  another system calls them, is left out; but the ids of a plan that was read
  from FHIR are made of the server's. Their words are not left out: whoever
  holds this folder holds a case file.
- **Rows.** Plans stand in the order in which they were written, and rows in
  the order of their plan; `position` counts from 0 within `parent_id`.
- **Taken back, said anew.** Nothing is dropped: `withdrawn` and
  `replaced_by_id` mark such rows, and `standing` is true for all others.
  Of the choices of a decision the last stands; one without an `option_id`
  takes the earlier one back.
  Count rows with `standing` only, unless you ask what changed.
- **Missing.** A cell with nothing in it, not even quotes, was not recorded.
  It is never zero, never no, and never an empty text.
- **Text.** So that no spreadsheet runs it, text that begins with one of
  {signs}
  or with an apostrophe, and text that is empty or NA, has an apostrophe in
  front. In columns of the type *text*, take one apostrophe off the front of
  a cell, and no more.
  In R: `sub("^'", "", x)`.
- **Lists.** A JSON array in one cell: `[]` is a list of nothing.
  In R: `lapply(x, jsonlite::fromJSON)`.
- **Times.** ISO 8601 with their offset, as they were given: `Z` is UTC.
- **Yes and no.** `true` and `false`.
- **Encoding.** UTF-8 without a byte order mark; lines end in CR LF; every
  cell that holds something is quoted.
"""
_NAMED: Final = {"\t": "tab", "\r": "CR", "\n": "LF"}


def codebook() -> str:
    """
    Return the codebook, in Markdown; it is the same for all packages.

    >>> print(codebook().splitlines()[0])
    # Codebook
    """
    signs = " ".join(_NAMED.get(sign, f"`{sign}`") for sign in SIGNS)
    head = _HEAD.format(signs=signs)
    return "\n".join([head, *(line for t in tables() for line in _table(t))])


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield said_of(table)
    holders = ", ".join(dict.fromkeys(held.table for held in table.held))
    if holders:
        yield f"Rows stand in: {holders}."
    yield f"One row is told from others by: {', '.join(key(table))}."
    yield ""
    yield "| column | type | always there | meaning | terms |"
    yield "|---|---|---|---|---|"
    for column in columns(table):
        kind = "text" if is_text(column) else type_of(column)
        there = "yes" if column.required else ""
        terms = ", ".join(f"`{code}`" for code in column.codes)
        cells = (column.name, kind, there, said(column), terms)
        yield f"| {' | '.join(cells)} |"
    yield ""
