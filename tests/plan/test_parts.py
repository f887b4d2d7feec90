"""A plan as it may leave: some parts of it, and nothing said in private."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest

from empowerkit import (
    Client,
    Decision,
    Need,
    Plan,
    Side,
    Supporter,
    Voice,
    Worker,
)
from empowerkit.model import (
    AbsentReason,
    PlanPart,
    Rating,
    Ruler,
    Source,
    Strength,
)
from empowerkit.model._record import shape
from empowerkit.plan._edit import holds_nouns
from empowerkit.plan._parts import FIELDS


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="joan", called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor
OPEN = Voice.of(HER, at=NOON)
HODAN = Supporter(id="hodan", called="Hodan", invited=OPEN)


@pytest.fixture
def plan():
    """Return a plan with a need, a strength, a decision, and a sister."""
    plan = Plan(
        id="plan",
        client=AMINA,
        workers=(JOAN,),
        supporters=(HODAN,),
        needs=(Need(id="need", words="A door", voice=OPEN),),
        strengths=(Strength(id="bus", words="The buses", voice=OPEN),),
        opened_on=NOON.date(),
        review_on=NOON.date(),
        review_asked_at=NOON,
        closed_on=NOON.date(),
    )
    plan = plan.open_decision("Where?", by=HER, at=NOON, id="home")
    for option in ("stay", "flat"):
        plan = plan.offer_option("home", option, by=HER, at=NOON, id=option)
    return plan.choose("home", "stay", by=HER, at=NOON, id="chose")


def withheld(plan):
    """Return the ids of what is withheld, wherever it is named."""
    absent = [*plan.absent, *(a for d in plan.decisions for a in d.absent)]
    return {a.id for a in absent if a.reason is AbsentReason.WITHHELD}


def test_every_part_has_its_fields():
    """Each part names fields of a plan, and no field stands in two."""
    named = [field for fields in FIELDS.values() for field in fields]

    assert {*PlanPart} == {*FIELDS}
    assert len(named) == len({*named})
    assert {*named} <= {f.name for f in shape(Plan) if holds_nouns(f)}


def test_only_what_is_named(plan):
    """The parts named leave, and the others are withheld."""
    left = plan.only([PlanPart.NEEDS])

    assert (plan.needs, (), ()) == (left.needs, left.strengths, left.decisions)
    assert {"bus", "home", "stay", "flat", "chose", "hodan"} == withheld(left)


def test_nothing_named(plan):
    """Where no part is named, it is known whose plan there is, and by whom."""
    left = plan.only([])

    assert (AMINA, (JOAN,), ()) == (left.client, left.workers, left.supporters)
    dates = (left.opened_on, left.review_on, left.closed_on)
    assert (None, None, None, None) == (*dates, left.review_asked_at)


def test_where_it_came_from(plan):
    """Where something came from leaves with it, and not without."""
    sources = tuple(
        Source(system="urn:x", id=name, about_id=name)
        for name in ("need", "bus")
    )
    plan = attrs.evolve(plan, sources=sources)

    assert sources[:1] == plan.only([PlanPart.NEEDS]).sources


def test_nothing_private(plan):
    """What was said to some people alone leaves to nobody."""
    private = Voice.of(HER, at=NOON, private_to=(WORKER,))
    need = Need(id="secret", words="w", voice=private)
    plan = plan.add(need, by=HER, at=NOON)

    left = plan.only([PlanPart.NEEDS])

    assert ["need"] == [held.id for held in left.needs]
    assert "secret" in withheld(left)


def test_no_rating_of_a_worker(plan):
    """How a client rates a worker leaves to nobody."""
    rating = Rating(
        id="rated",
        rater=HER,
        ruler=Ruler.RAPPORT,
        value=9,
        low=0,
        high=10,
        about_id="joan",
        voice=OPEN,
        at=NOON,
    )
    plan = plan.add(rating, by=HER, at=NOON)

    assert () == plan.only([PlanPart.RATINGS]).ratings


def test_nothing_taken_back(plan):
    """What was withdrawn or replaced does not leave."""
    plan = plan.revise("need", by=HER, at=NOON, id="newer", words="A lock")
    plan = plan.withdraw("bus", by=HER, at=NOON)

    left = plan.only([PlanPart.NEEDS, PlanPart.STRENGTHS])

    assert ["newer"] == [held.id for held in left.needs]
    assert ((), ()) == (left.strengths, left.withdrawals)
    assert {"need", "bus"} < withheld(left)


def test_what_would_tell_of_it(plan):
    """With an option that was taken back goes what speaks for it."""
    plan = plan.consider(
        "home", "flat", Side.FOR, "Light", by=HER, at=NOON, id="light"
    )
    plan = plan.withdraw("flat", by=HER, at=NOON)

    (home,) = plan.only([PlanPart.DECISIONS]).decisions

    assert ["stay"] == [option.id for option in home.options]
    assert () == home.considerations
    assert ["chose"] == [choice.id for choice in home.choices]


def test_a_choice_that_was_replaced(plan):
    """A change of mind leaves whole: the last choice stands."""
    plan = plan.choose("home", "flat", by=HER, at=NOON, id="anew")

    left = plan.only([PlanPart.DECISIONS])

    assert "flat" == left.choice_of("home").option_id
    assert 2 == len(left.find(Decision, "home").choices)
