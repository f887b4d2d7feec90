"""Printing what can be shown, in each of the forms."""

from __future__ import annotations

import enum
import shutil
import sys

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from ._outputs import put_text


if TYPE_CHECKING:
    from empowerkit.report._sections import Shown

_NARROWEST: Final = 20
_WIDEST: Final = 120


class Form(enum.StrEnum):
    """The forms in which something is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


_SUFFIXES: Final = {
    ".html": Form.HTML,
    ".json": Form.JSON,
    ".md": Form.MARKDOWN,
}


class Page(Protocol):
    """What can be shown."""

    def to_text(self, *, width: int) -> str:
        """Return it as plain text."""
        ...

    def to_markdown(self) -> str:
        """Return it as markdown."""
        ...


def today() -> date:
    """Return the day that it is here; nothing below reads the clock."""
    return now().astimezone().date()


def now() -> datetime:
    """Return what time it is."""
    return datetime.now(UTC)


def width() -> int:
    """Return how wide text is to be: COLUMNS, the terminal, or 80."""
    columns = shutil.get_terminal_size().columns
    return min(max(columns, _NARROWEST), _WIDEST)


def form_for(form: str | None, path: Path | None) -> Form:
    """Return the form asked for; or that of the file; or text."""
    if form is not None:
        return Form(form)
    return _SUFFIXES.get("" if path is None else path.suffix, Form.TEXT)


def put_pages(
    form: Form,
    pages: Iterable[Page],
    shown: Callable[[], Shown],
    path: Path | None,
) -> None:
    """
    Write *pages* in *form*; what needs more than the core asks for *shown*.

    On a terminal, text has ruled tables and bold headings.
    """
    if form is Form.MARKDOWN:
        put_text("\n".join(page.to_markdown() for page in pages), path)
    elif form is Form.HTML:
        # The libraries behind this would double the time that text takes.
        from empowerkit.report._html import as_page  # noqa: PLC0415

        put_text(as_page(shown()), path)
    elif path is None and sys.stdout.isatty():
        _print(shown())
    else:
        texts = (page.to_text(width=width()) for page in pages)
        put_text("\n".join(texts), path)


def _print(shown: Shown) -> None:
    from rich.console import Console  # noqa: PLC0415 - as above

    from empowerkit.report._terminal import show  # noqa: PLC0415

    show(shown, Console(width=width(), highlight=False))
