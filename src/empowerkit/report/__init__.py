"""
Reports: a whole plan, as one person may read it, on one page.

For a terminal, as text (rich); or as one HTML file that needs no network, no
server and no script (Jinja).
What practice checks found is printed here too, in the forms that ``empowerkit
check`` has.
It needs the extra ``empowerkit[cli]``.
A report says who reported what; it recommends nothing and scores nobody.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from empowerkit.errors import MissingExtraError


if TYPE_CHECKING:
    from ._findings_forms import FindingsForm
    from ._findings_printed import findings
    from ._report import html, text, write

if not all(map(find_spec, ("jinja2", "rich"))):
    msg = (
        "empowerkit.report needs jinja2 and rich: "
        'pip install "empowerkit[cli]"'
    )
    raise MissingExtraError(msg)


__all__ = ["FindingsForm", "findings", "html", "text", "write"]

_FROM: Final = {
    "FindingsForm": "._findings_forms",
    "findings": "._findings_printed",
    "html": "._report",
    "text": "._report",
    "write": "._report",
}


def __getattr__(name: str) -> Any:
    # What a whole plan needs takes long to import; findings do without it.
    if name in _FROM:
        return getattr(import_module(_FROM[name], __name__), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
