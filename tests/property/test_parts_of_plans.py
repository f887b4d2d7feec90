"""Whatever leaves of whatever plan holds nothing that was not named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from empowerkit.codecs import dumps, loads
from empowerkit.model import PlanPart, Voice
from empowerkit.model._record import is_noun, shape, walk
from empowerkit.plan._edit import holds_nouns
from empowerkit.plan._parts import FIELDS
from empowerkit.testing.strategies import plans


def ids(plan):
    """Return the ids of all nouns of *plan*."""
    return {held.id for _, held in walk(plan) if is_noun(type(held))}


@given(plans(), st.sets(st.sampled_from([*PlanPart])))
def test_laws(plan, parts):
    """It loads; all is kept or withheld; nothing unnamed, nothing private."""
    left = plan.only(parts)

    assert left == loads(dumps(left))
    absent = {
        held.id for _, held in walk(left) if type(held).__name__ == "Absent"
    }
    assert ids(plan) <= ids(left) | absent
    assert ids(left) <= ids(plan)
    assert ids(left).isdisjoint(absent)
    named = {field for part in parts for field in FIELDS[part]}
    for field in shape(type(plan)):
        if holds_nouns(field) and field.name not in named:
            kept = field.name in {"client", "workers"}
            assert kept or getattr(left, field.name) == ()
    voices = [held for _, held in walk(left) if isinstance(held, Voice)]
    assert not any(voice.private_to for voice in voices)


@given(plans(), st.sets(st.sampled_from([*PlanPart])))
def test_once_is_enough(plan, parts):
    """What has left and leaves again is the same."""
    left = plan.only(parts)

    assert left == left.only(parts)
