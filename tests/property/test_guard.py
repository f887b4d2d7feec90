"""
The fast pass over a plan against the rules themselves.

Its whole worth is that its `True` can be trusted; a `False` only costs time.
"""

import string

from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest

from hypothesis import event, given
from hypothesis import strategies as st

from empowerkit.model import (
    Absent,
    AbsentReason,
    Actor,
    Choice,
    Client,
    Consideration,
    Decision,
    Option,
    Role,
    Side,
    Voice,
    Worker,
)
from empowerkit.model._record import (
    Piece,
    Use,
    checks_deferred,
    own_problems,
    shape,
    shape_problems,
    walk,
)
from empowerkit.plan import Plan
from empowerkit.plan._guard import surely_sound
from empowerkit.plan._rules import cross_problems
from empowerkit.testing import caseload
from empowerkit.testing.strategies import plans


ODD_IDS = ("", "-a", ".a", "_a", "a b", "a\n", "a\nb", "é", "a" * 64, "a" * 65)
ODD_NAMES = ("a\nb", "a\u202eb", "a\u2028b", "a\u200db", "a\x7f", "", "é")
ODD_LANGUAGES = ("", "en", "e1", "1e", "en-", "en-GB", "é", "a" * 9, "i-1")
ODD_DIGESTS = ("", "0" * 64, "g" * 64, "A" * 64, "0" * 63)
ODD_DAYS = tuple(date(y, 6, 1) for y in (1899, 1900, 2025, 2200, 2201))
ODD_TIMES = tuple(
    datetime(day.year, 1, 1, tzinfo=timezone(timedelta(hours=hours)))
    for day in ODD_DAYS
    for hours in (-14, 0, 14)
)
FIXED = {
    Use.NAME: ODD_NAMES,
    Use.LANGUAGE: ODD_LANGUAGES,
    Use.DIGEST: ODD_DIGESTS,
    Use.DAY: ODD_DAYS,
    Use.TIME: ODD_TIMES,
    Use.FLAG: (False, True),
    Use.WHOLE: tuple(range(-3, 12)),
}


def faults(plan):
    """Return all that the rules find."""
    found = shape_problems(plan) + cross_problems(plan)
    for path, record in walk(plan):
        if record is not plan:
            found += own_problems(record, path)
    return found


def ids_in(plan):
    """Return every id of *plan*, and some that it does not have."""
    held = [getattr(record, "id", "nobody") for _, record in walk(plan)]
    return (*held, *ODD_IDS)


def instead(draw, plan, field, value):
    """Draw something of the right type that could stand for *value*."""
    if field.use in {Use.ID, Use.REF}:
        return draw(st.sampled_from(ids_in(plan)))
    if field.use is Use.ACTOR:
        found = st.sampled_from(ids_in(plan))
        return Actor(id=draw(found), role=draw(st.sampled_from(Role)))
    if field.use is Use.CODE:
        return draw(st.sampled_from(field.kind))
    if field.use in FIXED:
        return draw(st.sampled_from(FIXED[field.use]))
    return value


def changed(draw, plan, field, value):
    """Draw another value for *field*, of the right types all through."""
    if field.many:
        items = list(value)
        what = draw(st.sampled_from(("drop", "twice", "turn", "other")))
        at = draw(st.integers(0, len(items) - 1)) if items else 0
        if what == "drop":
            del items[at : at + 1]
        elif what == "twice":
            items += items[at : at + 1]
        elif what == "turn":
            items.reverse()
        elif field.use is not Use.RECORD:
            kept = items[at] if items else None
            items.append(instead(draw, plan, field, kept))
        return tuple(items)
    if field.optional and value is not None and draw(st.booleans()):
        return None
    return instead(draw, plan, field, value)


def with_change(held, target, change):
    """Return *held* with *change* wherever *target* stands in it."""
    if isinstance(held, tuple):
        return tuple(with_change(item, target, change) for item in held)
    if not isinstance(held, Piece):
        return held
    if held is target:
        return attrs.evolve(held, **change)
    values = {
        field.name: with_change(getattr(held, field.name), target, change)
        for field in shape(type(held))
        if field.use is Use.RECORD
    }
    return attrs.evolve(held, **values)


@st.composite
def broken_plans(draw):
    """Generate plans with a few changes that nobody checked."""
    plan = draw(plans(min_nouns=3))
    with checks_deferred():
        for _ in range(draw(st.integers(1, 3))):
            _, record = draw(st.sampled_from(list(walk(plan))))
            field = draw(st.sampled_from(shape(type(record))))
            value = changed(draw, plan, field, getattr(record, field.name))
            plan = with_change(plan, record, {field.name: value})
    return plan


@given(plans())
def test_valid(plan):
    """The rules find nothing in a valid plan, whatever the pass says."""
    event(f"surely sound: {surely_sound(plan)}")

    assert faults(plan) == []


@given(broken_plans())
def test_never_wrong(plan):
    """Where the rules find something, the pass never says "surely"."""
    found = faults(plan)
    sure = surely_sound(plan)
    event(f"faults: {bool(found)}, surely sound: {sure}")

    assert not (sure and found), found


@given(broken_plans())
def test_never_wrong_of_structs(plan):
    """The same holds for the structs of the decoder, and they stay whole."""
    fast = pytest.importorskip("empowerkit.codecs._fast")

    loaded = fast.loads(fast.dumps(plan))

    found = faults(plan)
    assert loaded is None or (plan, []) == (loaded, found)


@pytest.mark.parametrize(
    ("option_id", "sure"), [("o1", True), ("o2", False), ("x1", True)]
)
def test_option_of_another_decision(option_id, sure):
    """What is said of an option is said in the decision that has it."""
    amina = Client(id="c1", called="Amina")
    held = {"client": amina.actor, "voice": Voice(), "words": "Where?"}
    words = {"id": "s1", "side": Side.FOR, "voice": Voice(), "words": "Near"}
    with checks_deferred():
        said = Consideration(option_id=option_id, **words)
        first, other = (
            Option(id=name, words=name, voice=Voice()) for name in ("o1", "o2")
        )
        gone = Absent(id="x1", reason=AbsentReason.ERASED)
        plan = Plan(
            client=amina,
            decisions=(
                Decision(
                    id="d1",
                    options=(first,),
                    considerations=(said,),
                    absent=(gone,),
                    **held,
                ),
                Decision(id="d2", options=(other,), **held),
            ),
        )

    assert sure is surely_sound(plan)
    assert sure is (faults(plan) == [])


@pytest.mark.parametrize(
    ("made", "sure"),
    [
        ([(1, "o1")], True),
        ([(1, "o1"), (1, None), (2, "o1")], True),
        ([(2, "o1"), (1, "o1")], False),
        ([(1, None)], False),
        ([(1, "o1"), (2, None), (3, None)], False),
    ],
)
def test_choices_in_order(made, sure):
    """Choices go on in time, and what is taken back was chosen before."""
    amina = Client(id="c1", called="Amina")
    held = {"voice": Voice(), "words": "Where?"}
    with checks_deferred():
        choices = tuple(
            Choice(
                id=f"h{number}",
                author=amina.actor,
                option_id=option_id,
                decided_at=datetime(2026, 3, day, tzinfo=UTC),
                voice=Voice(),
            )
            for number, (day, option_id) in enumerate(made)
        )
        decision = Decision(
            id="d1",
            client=amina.actor,
            options=(Option(id="o1", **held),),
            choices=choices,
            **held,
        )
        plan = Plan(client=amina, decisions=(decision,))

    assert sure is surely_sound(plan)
    assert sure is (faults(plan) == [])


def test_says_so():
    """The pass is of use: it says "surely" of plans as they are in life."""
    assert all(map(surely_sound, caseload.plans(100, seed=0)))


def test_many_ids():
    """A plan may hold very many nouns."""
    called = string.ascii_letters
    workers = tuple(Worker(called=called) for _ in range(20_000))

    assert surely_sound(Plan(client=Client(called="A"), workers=workers))
