"""What the takers of resources in plain form share."""

from __future__ import annotations

from typing import Any, Final, Protocol

from empowerkit.codecs import _fast
from empowerkit.model._record import Piece, Use, value_wrong

from ._book import Fields, pruned
from ._forms import UnsureError, time_of
from ._typed_parts import Coded, Ref


mirror: Final = _fast._mirror


class Known(Protocol):
    """
    What a reading knows of whom and what is named.

    Attributes:
        client: Our id of the client.
        parents: From our id of a goal: which goal it is a milestone of.
    """

    client: str
    parents: dict[str, str]

    def actor(self, ref: Ref) -> Any:
        """Return who *ref* names, as somebody who acts."""
        ...

    def id(self, ref: Ref) -> str:
        """Return our id of what *ref* names."""
        ...

    def id_of(self, ref: Ref, *kinds: type[Piece]) -> tuple[str, Any]:
        """Return our id of what *ref* names, and which of *kinds* it is."""
        ...


def surely(condition: object) -> None:
    """
    Go on where *condition* holds; else leave all to the careful way.

    Raises:
        UnsureError: It does not.
    """
    if not condition:
        raise UnsureError


def moment(value: str | None, known: Known | None = None) -> Any:
    """Return the time that *value* is, if there is one."""
    if value is None:
        return None
    found = time_of(value)
    surely(found)
    return found


def actor_in(ref: Ref | None, known: Known) -> Any:
    """Return who *ref* names, if there is one."""
    return None if ref is None else known.actor(ref)


def name_in(text: str) -> str:
    """Return *text*, of one line: if it is not, it is lost."""
    surely(not value_wrong(Use.NAME, text))
    return text


def voice_of(**told: Any) -> Fields:
    """Return a voice of what is *told*, as the field that it is."""
    return {"voice": pruned(told)}


def code_in(system: str, concepts: tuple[Coded, ...], codes: Any) -> Any:
    """Return the first of *codes*, of *system*, that *concepts* say."""
    for (coding,) in (one.coding for one in concepts):
        if coding.system == system and coding.code in codes:
            return codes[coding.code]
    return None
