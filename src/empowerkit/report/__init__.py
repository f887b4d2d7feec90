"""
Reports: a whole plan, as one person may read it, on one page.

For a terminal, as text (rich); or as one HTML file that needs no network, no
server and no script (Jinja).
It needs the extra ``empowerkit[cli]``.
A report says who reported what; it recommends nothing and scores nobody.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from empowerkit.errors import MissingExtraError


if TYPE_CHECKING:
    from ._report import html, text, write

if not all(map(find_spec, ("jinja2", "rich"))):
    msg = (
        "empowerkit.report needs jinja2 and rich: "
        'pip install "empowerkit[cli]"'
    )
    raise MissingExtraError(msg)


__all__ = ["html", "text", "write"]


def __getattr__(name: str) -> Any:
    # Findings are printed without them, and they take long to import.
    if name in __all__:
        return getattr(import_module("._report", __name__), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
