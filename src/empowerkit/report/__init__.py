"""
Reports: a whole plan, as one person may read it, on one page.

For a terminal, as text (rich); or as one HTML file that needs no network, no
server and no script (Jinja).
It needs the extra ``empowerkit[cli]``.
A report says who reported what; it recommends nothing and scores nobody.
"""

from __future__ import annotations

from importlib.util import find_spec

from empowerkit.errors import MissingExtraError


if not all(map(find_spec, ("jinja2", "rich"))):
    msg = (
        "empowerkit.report needs jinja2 and rich: "
        'pip install "empowerkit[cli]"'
    )
    raise MissingExtraError(msg)

from ._report import html, text, write


__all__ = ["html", "text", "write"]
