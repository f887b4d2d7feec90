"""Words that replace words: which line they continue is said in full."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from empowerkit.errors import InvariantError
from empowerkit.model import Client, Need, Voice
from empowerkit.plan import Plan


AMINA = Client(id="amina", called="Amina")
SAID = Voice.of(AMINA.actor, at=datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("olds", "wanted"),
    [
        ((None, "n0", "n0"), "a noun that nothing replaces yet"),
        ((None, "n9"), "an earlier noun of its own kind"),
    ],
)
def test_a_line_goes_on_where_it_stands(olds, wanted):
    """A noun that was replaced already, or is not there, starts no fork."""
    needs = tuple(
        Need(id=f"n{number}", words="A door", voice=SAID, replaces=old)
        for number, old in enumerate(olds)
    )
    with pytest.raises(InvariantError) as caught:
        Plan(client=AMINA, needs=needs)

    (found,) = [
        p for p in caught.value.problems if p.rule == "replaces-own-line"
    ]
    assert f"$.needs[{len(olds) - 1}].replaces" == found.path
    assert {"replaces": olds[-1]} == found.facts
    assert found.message == (
        f"replaces must name {wanted}, and names '{olds[-1]}': replace the "
        "noun of this line that stands now"
    )
