"""Making a new plan out of an old one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hypothesis import given

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
from empowerkit.model._record import is_noun, walk
from empowerkit.plan import Plan
from empowerkit.plan._edit import nouns_of, swapped, unlike, with_noun
from empowerkit.testing.strategies import plans


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


class TestUnlike:
    """What stood and what stands, wherever that is not one noun."""

    ONE, TWO, THREE = (Need(id=i, words="w", voice=HERS) for i in "abc")

    def of(self, *needs: Need) -> Plan:
        """Return a plan with these needs."""
        return Plan(client=AMINA, id="plan", needs=needs)

    def test_at_the_end(self) -> None:
        """What stood already is left out."""
        before, after = self.of(self.ONE), self.of(self.ONE, self.TWO)

        assert [(None, self.TWO)] == [*unlike(before, after)]

    def test_gone(self) -> None:
        """What stands no longer has nothing beside it."""
        before, after = self.of(self.ONE, self.TWO), self.of(self.ONE)

        assert [(self.TWO, None)] == [*unlike(before, after)]

    def test_in_the_middle(self) -> None:
        """What stands where it stood is left out, whatever is before it."""
        before = self.of(self.ONE, self.TWO)
        after = self.of(self.THREE, self.TWO)

        assert [(self.ONE, self.THREE)] == [*unlike(before, after)]

    def test_one_alone(self) -> None:
        """Where one noun stands, there is one place."""
        renamed = Client(id="amina", called="Am")
        before = self.of()

        assert [(AMINA, renamed)] == [
            *unlike(before, swapped(before, "amina", renamed))
        ]

    def test_new(self) -> None:
        """Beside what is new stood nothing."""
        found = [*unlike(None, self.of(self.ONE))]

        assert [(None, AMINA), (None, self.ONE)] == found

    def test_nothing_inside(self) -> None:
        """A noun that holds none differs in none."""
        assert [] == [*unlike(self.ONE, self.TWO)]


@given(plans())
def test_nouns_of(plan: Plan) -> None:
    """Each noun comes once, behind the noun that holds it."""
    wanted = [
        record
        for _, record in walk(plan)
        if is_noun(type(record)) and record is not plan
    ]

    assert wanted == [*nouns_of(plan)]
