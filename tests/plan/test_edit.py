"""Making a new plan out of an old one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from empowerkit.errors import NotFoundError
from empowerkit.model import (
    Client,
    Contact,
    Need,
    Option,
    Outcome,
    Question,
    Voice,
)
from empowerkit.plan import Plan
from empowerkit.plan._edit import swapped, with_noun


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
HERS = Voice.of(AMINA.actor, at=NOON)
PLAN = Plan(client=AMINA, id="plan")


class TestWithNoun:
    """A noun goes to the end of the tuple for its kind."""

    def test_at_the_end(self) -> None:
        """The order given is kept."""
        one, two = (Need(id=i, words="w", voice=HERS) for i in "ab")

        assert with_noun(with_noun(PLAN, one), two).needs == (one, two)

    def test_no_place(self) -> None:
        """A noun that stands inside others needs to be told where."""
        option = Option(words="Canary", voice=HERS)

        with pytest.raises(NotFoundError) as caught:
            with_noun(PLAN, option)

        assert (
            "Plan must have a place for Option, and has none: name the "
            "noun that holds it with 'to'"
        ) == str(caught.value)

    def test_another_client(self) -> None:
        """A plan has one client, and no place for another."""
        with pytest.raises(NotFoundError):
            with_noun(PLAN, Client(called="n"))


class TestSwapped:
    """A noun takes the place of the one with its id, however deep."""

    def test_deep(self) -> None:
        """What holds it is made anew, and all else is kept."""
        asked = Question(id="q", words="w", voice=HERS)
        met = Contact(
            at=NOON, outcome=Outcome.HELD, voice=HERS, questions=(asked,)
        )
        need = Need(words="w", voice=HERS)
        plan = Plan(client=AMINA, contacts=(met,), needs=(need,))
        answered = Question(id="q", words="w", voice=HERS, answer="a")
        after = swapped(plan, "q", answered)

        assert after.contacts[0].questions == (answered,)
        assert after.needs[0] is need
        assert plan.contacts[0].questions == (asked,)

    def test_client(self) -> None:
        """The client stands alone, and can be swapped as well."""
        renamed = Client(id="amina", called="Am")

        assert swapped(PLAN, "amina", renamed).client is renamed

    def test_not_there(self) -> None:
        """Where there is no such noun, the same plan comes back."""
        assert swapped(PLAN, "x", AMINA) is PLAN

    def test_the_plan_itself(self) -> None:
        """The plan is a noun too."""
        other = Plan(client=AMINA, id="plan", review_on=NOON.date())

        assert swapped(PLAN, "plan", other) is other
