"""What can be shown: as text, markdown, HTML."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable

from ._blocks import Block
from ._html import as_html
from ._markdown import as_markdown
from ._text import WIDTH, as_text


class Page:
    """Behaviour of everything that can be shown; it holds nothing."""

    __slots__ = ()

    def to_text(self, *, width: int = WIDTH) -> str:
        """
        Return it as plain text.

        Args:
            width: The columns of a line; 14 at the least.
        """
        return as_text(self._blocks(), width=width)

    def to_markdown(self) -> str:
        """Return it as markdown, with people's words made safe."""
        return as_markdown(self._blocks())

    def to_html(self) -> str:
        """Return it as a fragment of HTML, with people's words made safe."""
        return as_html(self._blocks())

    def _repr_html_(self) -> str:
        return self.to_html()

    @abstractmethod
    def _blocks(self) -> Iterable[Block]: ...
