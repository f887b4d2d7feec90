"""A measure that is refused says what it needs, and what came."""

from __future__ import annotations

import pytest

from empowerkit.errors import InvariantError
from empowerkit.measures import Norms, attainment_t


@pytest.mark.parametrize(
    ("call", "field", "said"),
    [
        (
            lambda: attainment_t([0, 3]),
            "levels[1]",
            (
                "must be a whole step from -2 to +2, and is none: rate it anew "
                "on that scale"
            ),
        ),
        (
            lambda: Norms(sd="7", reliability=0.8),
            "sd",
            (
                "must be a number, and came as str: give an int or a float, and "
                "never a truth value"
            ),
        ),
        (
            lambda: Norms(sd=True, reliability=0.8),
            "sd",
            (
                "must be a number, and came as bool: give an int or a float, and "
                "never a truth value"
            ),
        ),
    ],
    ids=["off-the-scale", "text", "truth-value"],
)
def test_what_a_measure_cannot_take(call, field, said):
    """The field is named, and what came in its place, and never its value."""
    with pytest.raises(InvariantError) as caught:
        call()

    assert [
        ("measure-input", f"$.{field}", f"{field} {said}", {"field": field})
    ] == [(p.rule, p.path, p.message, p.facts) for p in caught.value.problems]
