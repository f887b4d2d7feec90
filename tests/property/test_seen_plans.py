"""What one may read of a plan holds nothing that is private to others."""

from __future__ import annotations

from typing import Any

import pytest

from hypothesis import event, given
from hypothesis import strategies as st

from empowerkit.codecs import dumps, loads
from empowerkit.errors import AuthorityError
from empowerkit.model import (
    AbsentReason,
    Acknowledgement,
    Actor,
    Goal,
    Milestone,
    Rating,
    Role,
    Step,
    SupportAgreement,
    Voice,
)
from empowerkit.model._record import is_noun, walk
from empowerkit.plan import Plan, people_of
from empowerkit.testing.strategies import plans


@st.composite
def seen(draw: st.DrawFn) -> tuple[Plan, Actor, Plan]:
    """Draw a plan, one who reads it, and what they read."""
    about = st.sampled_from([Goal, Milestone, Step, SupportAgreement])
    plan = draw(
        st.one_of(
            plans(min_nouns=4), about.flatmap(lambda k: plans(having=[k]))
        )
    )
    people = people_of(plan)
    readers = [
        one.actor
        for one in (people.client, *people.others)
        if getattr(one, "ended_at", None) is None
    ]
    reader = draw(st.sampled_from(readers))
    return plan, reader, plan.as_seen_by(reader)


def nouns(plan: Plan) -> dict[str, Any]:
    """Return all nouns of *plan*, by id."""
    return {
        record.id: record for _, record in walk(plan) if is_noun(type(record))
    }


def withheld(plan: Plan) -> list[str]:
    """Return the ids of all that is withheld from a reader of *plan*."""
    decided = [gone for d in plan.decisions for gone in d.absent]
    return [
        gone.id
        for gone in (*plan.absent, *decided)
        if gone.reason is AbsentReason.WITHHELD
    ]


@given(seen())
def test_no_voice_for_others(drawn: tuple[Plan, Actor, Plan]) -> None:
    """Each voice that is there is for the reader, or for all."""
    _, reader, shown = drawn
    for _, voice in walk(shown):
        if isinstance(voice, Voice) and voice.private_to:
            assert reader in (
                voice.speaker,
                *voice.private_to,
                *voice.together_with,
            )


@given(seen())
def test_no_rating_of_a_worker(drawn: tuple[Plan, Actor, Plan]) -> None:
    """A client's ratings of a worker are for those whom they name."""
    plan, reader, shown = drawn
    staff = {worker.id for worker in plan.workers}
    for rating in shown.ratings:
        if rating.rater.role is Role.CLIENT and rating.about_id in staff:
            assert reader in (rating.rater, *rating.voice.private_to)


@given(seen())
def test_what_is_hidden_is_counted(drawn: tuple[Plan, Actor, Plan]) -> None:
    """Each noun is there, as it was but for what is in it, or withheld."""
    plan, _, shown = drawn
    before, after = nouns(plan), nouns(shown)
    hidden = before.keys() - after
    event(f"{min(len(hidden), 9)} hidden")

    assert after.keys() <= before.keys()
    assert {*withheld(shown)} == {*withheld(plan)} | hidden
    assert len(withheld(shown)) == len(withheld(plan)) + len(hidden)


TELLING = {
    Acknowledgement: ("about_id",),
    Milestone: ("goal_id",),
    Rating: ("about_id",),
    Step: ("goal_id", "milestone_id"),
    SupportAgreement: ("goal_id",),
}


@given(seen())
def test_nothing_tells_of_what_is_hidden(
    drawn: tuple[Plan, Actor, Plan],
) -> None:
    """Nothing that is there is about something that is hidden."""
    plan, _, shown = drawn
    hidden = nouns(plan).keys() - nouns(shown)
    for noun in nouns(shown).values():
        for name in TELLING.get(type(noun), ()):
            assert getattr(noun, name) not in hidden


@given(seen())
def test_nothing_private(drawn: tuple[Plan, Actor, Plan]) -> None:
    """Where nothing is hidden, the plan is the plan."""
    plan, reader, shown = drawn
    voices = [v for _, v in walk(plan) if isinstance(v, Voice)]
    private = [v for v in voices if v.private_to and v.speaker != reader]
    rated = [r for _, r in walk(plan) if isinstance(r, Rating)]
    if not private and not [r for r in rated if r.rater != reader]:
        assert plan == shown


@given(seen())
def test_seen_twice(drawn: tuple[Plan, Actor, Plan]) -> None:
    """What one may read of what one may read is all of it."""
    _, reader, shown = drawn

    assert shown == shown.as_seen_by(reader)


@given(seen())
def test_travels(drawn: tuple[Plan, Actor, Plan]) -> None:
    """What one may read is a plan, which can be saved and loaded."""
    _, _, shown = drawn

    assert shown == loads(dumps(shown))


@given(plans(), st.sampled_from([*Role]))
def test_strangers(plan: Plan, role: Role) -> None:
    """Who is not on the plan reads nothing of it."""
    with pytest.raises(AuthorityError):
        plan.as_seen_by(Actor(role=role, id="somebody-else"))
