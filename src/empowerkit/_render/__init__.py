"""
How values become pages: one tree of blocks, written as text, markdown, HTML.

Whatever shows a plan to people builds these blocks, and none of it escapes
anything by hand: our own words are `str`, a person's words are `Said`, and
each writer makes the second kind safe in its own way.
"""

from __future__ import annotations

from ._blocks import Block, Heading, Items, Para, Table, said, text_of
from ._days import WORDS as DAYS
from ._days import told_day
from ._html import as_html
from ._markdown import as_markdown
from ._names import WORDS as WHO
from ._names import Names
from ._page import Page
from ._text import WIDTH, as_text, columns, plain, wrapped
from ._words import Line, Said, Words, joined


__all__ = [
    "DAYS",
    "WHO",
    "WIDTH",
    "Block",
    "Heading",
    "Items",
    "Line",
    "Names",
    "Page",
    "Para",
    "Said",
    "Table",
    "Words",
    "as_html",
    "as_markdown",
    "as_text",
    "columns",
    "joined",
    "plain",
    "said",
    "text_of",
    "told_day",
    "wrapped",
]
