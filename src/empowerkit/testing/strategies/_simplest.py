"""One value to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from hypothesis import Phase, find, settings


if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

__all__ = ["simplest"]

T = TypeVar("T")

_SETTINGS: Final = settings(
    database=None,
    deadline=None,
    derandomize=True,
    max_examples=2_000,
    phases=[Phase.generate, Phase.shrink],
)


def _any(value: Any) -> bool:
    return True


def simplest(
    strategy: SearchStrategy[T], condition: Callable[[T], Any] = _any
) -> T:
    """
    Return the simplest value of *strategy* that meets *condition*.

    It is `hypothesis.find`, quick, and the same at every call: for examples
    on a page, and to see what a strategy makes.

    Raises:
        hypothesis.errors.NoSuchExample: None of 2,000 values met it.

    >>> from empowerkit.testing.strategies import voices
    >>> simplest(voices(), lambda voice: voice.interpreter).speaker is None
    True
    """
    return find(strategy, condition, settings=_SETTINGS)
