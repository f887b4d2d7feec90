"""The public strategies: what they make, and what they reach."""

from __future__ import annotations

import copy
import inspect
import pickle
import subprocess
import sys

from datetime import UTC, date, datetime, timedelta

import pytest

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from empowerkit import model
from empowerkit.errors import AuthorshipError, InvariantError
from empowerkit.model import (
    AbsentReason,
    Acknowledgement,
    Actor,
    Barrier,
    Choice,
    Decision,
    Goal,
    GoalId,
    Level,
    Need,
    NeedId,
    Offer,
    OfferAnswer,
    ResourceKind,
    Role,
    Ruler,
    SubstituteBasis,
    Voice,
    WhatMatters,
    Whose,
    Withdrawal,
)
from empowerkit.model._ids import is_id
from empowerkit.model._record import Piece, values_of, walk
from empowerkit.plan import Plan
from empowerkit.testing import strategies as made


KINDS = {
    kind.__name__: kind
    for kind in (*(getattr(model, name) for name in model.__all__), Plan)
    if isinstance(kind, type) and issubclass(kind, Piece)
}
VALUES = {
    "days": date,
    "digests": str,
    "ids": str,
    "languages": str,
    "names": str,
    "texts": str,
    "times": datetime,
}
OTHERS = {"register", "simplest"}
FUNCTIONS = [name for name in made.__all__ if name not in OTHERS]
FREELY = settings(
    database=None,
    derandomize=True,
    max_examples=5_000,
    phases=[Phase.generate],
)
HER = Actor(role=Role.CLIENT, id="c1")
HIM = Actor(role=Role.WORKER, id="w1")
TOOL = Actor(role=Role.SOFTWARE, id="t1")
SAM = Actor(role=Role.SUPPORTER, id="s1")
EARLY = datetime(1900, 1, 2, tzinfo=UTC)
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def kind_of(name):
    """Return the class of what a strategy function makes."""
    if name in VALUES:
        return VALUES[name]
    made_of = str(inspect.signature(getattr(made, name)).return_annotation)
    return KINDS[made_of.removeprefix("SearchStrategy[").removesuffix("]")]


def test_there_is_one_for_every_class():
    """Every class of record has its strategy."""
    found = {kind_of(name) for name in FUNCTIONS if name not in VALUES}

    assert {*KINDS.values()} == found


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=30)
@given(st.data())
def test_makes_what_it_says(name, data):
    """Each makes instances of its class, as values that copy and compare."""
    value = data.draw(getattr(made, name)())

    assert type(value) is kind_of(name)
    assert value == pickle.loads(pickle.dumps(value))
    assert hash(value) == hash(copy.deepcopy(value))


@given(made.plans())
def test_no_repr_tells_what_somebody_said(plan):
    """A repr is a class and an id, and nothing else."""
    for _, record in walk(plan):
        shown = repr(record).strip("<>").split(" ")
        assert type(record).__name__ == shown[0]
        assert shown[1:] in ([], [getattr(record, "id", None)])


@pytest.mark.parametrize("kind", KINDS.values())
def test_from_type(kind):
    """``from_type`` finds the strategy by itself."""
    assert type(made.simplest(st.from_type(kind))) is kind


def test_from_type_of_an_id():
    """``from_type`` makes well-formed ids, also of one kind of noun."""
    for kind in (GoalId, NeedId):
        assert is_id(made.simplest(st.from_type(kind)))


@pytest.mark.parametrize(
    "first",
    ["hypothesis", "empowerkit", "empowerkit.testing.strategies"],
)
def test_registered_by_itself(first):
    """Importing Hypothesis and empowerkit is enough, in any order."""
    code = f"""
import {first}
import hypothesis
from hypothesis.strategies import from_type
from empowerkit.model import Decision
print(hypothesis.find(from_type(Decision), lambda one: True))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )

    assert (done.returncode, done.stdout) == (0, "<Decision 0>\n"), done.stderr


def test_without_hypothesis():
    """Without Hypothesis the error is ours, and names the extra."""
    code = """
import sys
sys.modules["hypothesis"] = None
from empowerkit.errors import MissingExtraError
try:
    import empowerkit.testing.strategies
except MissingExtraError as error:
    print(error, error.__suppress_context__)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )

    assert 'install "empowerkit[testing]" True' in done.stdout, done.stderr


class TestFields:
    """A value, or a strategy, stands in for any field."""

    def test_a_value(self):
        """A value is taken as it is."""
        assert made.simplest(made.needs(words="A door")).words == "A door"

    def test_a_strategy(self):
        """A strategy is drawn from."""
        need = made.simplest(made.needs(words=st.just("A door")))

        assert need.words == "A door"

    @given(made.decisions(client=HER))
    def test_a_client(self, decision):
        """A decision's client authors its choices."""
        assert {one.author for one in decision.choices} <= {HER}

    @given(made.ratings(ruler=Ruler.ATTAINMENT))
    def test_what_follows_from_it(self, rating):
        """What a field demands of the others is drawn so."""
        assert (-2, 2) == (rating.low, rating.high)

    @given(made.voices(said_at=AT))
    def test_a_time(self, voice):
        """A time that is given stays, and the others go round it."""
        assert voice.said_at == AT
        assert voice.recorded_at is None or voice.recorded_at >= AT

    @given(made.voices(recorded_at=EARLY))
    def test_a_later_time(self, voice):
        """The same holds for the later one of two."""
        assert voice.recorded_at == EARLY
        assert voice.said_at is None or voice.said_at <= EARLY

    @given(made.substitute_decisions(decider=SAM))
    def test_a_decider(self, decided):
        """Somebody who is not staff may decide on either ground."""
        assert decided.decider == SAM

    @given(made.what_matters(voice=Voice(speaker=HIM)))
    def test_a_worker_ranks_nothing(self, matters):
        """In a worker's voice it is a wish, and not ranked."""
        assert (matters.rank, matters.kind) == (None, "wish")

    @given(made.what_matters(voice=Voice(speaker=HER)))
    def test_she_may(self, matters):
        """In her own voice anything goes."""
        assert matters.voice.speaker == HER

    @given(made.contact_agreements(unsafe=(model.Channel.PHONE,)))
    def test_what_is_unsafe(self, agreed):
        """No way is both safe and unsafe, whichever was given."""
        assert model.Channel.PHONE not in agreed.safe

    def test_what_contradicts_itself(self):
        """What was given is not put right: the rule refuses it."""
        phone = (model.Channel.PHONE,)

        with pytest.raises(InvariantError):
            made.simplest(made.contact_agreements(safe=phone, unsafe=phone))

    @given(made.fits(voice=Voice(speaker=HER)))
    def test_a_voice(self, fit):
        """A voice that is given stays."""
        assert Voice(speaker=HER) == fit.voice

    @given(made.choices(author=HER, voice=Voice(), attestation=None))
    def test_a_bare_choice(self, choice):
        """So do the voice and the attestation of a choice."""
        assert (Voice(), None) == (choice.voice, choice.attestation)

    @given(made.importances(high=2) | made.importances(low=2, high=2))
    def test_an_end(self, stars):
        """The other end of a range goes along."""
        assert stars.low <= stars.high == 2

    @given(made.ratings(high=-4) | made.ratings(low=-9, high=-4))
    def test_an_end_of_a_ruler(self, rating):
        """The same holds for rulers."""
        assert rating.low < rating.high == -4

    def test_an_unknown_one(self):
        """A field that the class does not have is refused at once."""
        with pytest.raises(TypeError, match="Need has no field wrods"):
            made.needs(wrods="A door")

    def test_a_wrong_one(self):
        """A value that breaks a rule is refused by the rule."""
        with pytest.raises(AuthorshipError):
            made.simplest(made.choices(author=HIM))
        with pytest.raises(InvariantError):
            made.simplest(made.needs(words="\0"))


class TestPeople:
    """*people* are the only ones whom a noun names."""

    @given(made.decisions(people=[HER, HIM], min_options=1, min_choices=1))
    def test_nobody_else(self, decision):
        """Nobody else stands anywhere in it."""
        assert _named(decision) <= {HER, HIM}

    @given(made.voices(people=[HIM]))
    def test_nobody_fitting(self, voice):
        """Where nobody may stand, nobody does."""
        assert _named(voice) <= {HIM}

    @given(made.contacts(people=[TOOL]))
    def test_software(self, contact):
        """Software alone was present at nothing."""
        assert contact.present == ()

    def test_nobody_for_what_must_be(self):
        """Where somebody must stand, the message says in which role."""
        with pytest.raises(ValueError, match="author must be one of client"):
            made.simplest(made.choices(people=[HIM]))


def _named(record):
    return {
        actor
        for _, part in walk(record)
        for value in values_of(part).values()
        for actor in (value if isinstance(value, tuple) else (value,))
        if isinstance(actor, Actor)
    }


class TestBounds:
    """Bounds bound, and everything between them can come."""

    @given(made.texts(min_size=3, max_size=9), made.names(max_size=2))
    def test_sizes(self, text, name):
        """Text has a size between its bounds."""
        assert 3 <= len(text) <= 9
        assert len(name) <= 2

    @given(made.times(min_value=AT, max_value=AT + timedelta(days=1)))
    def test_times(self, moment):
        """Times lie between their bounds, whatever their offset."""
        assert AT <= moment <= AT + timedelta(days=1)

    @given(made.times(min_value=AT) | made.times(max_value=AT))
    def test_open_times(self, moment):
        """One bound is enough, and the years stay in range."""
        assert 1900 <= moment.year <= 2200

    @given(made.days(min_value=date(2200, 1, 1)))
    def test_days(self, day):
        """Days lie between their bounds."""
        assert day.year == 2200

    @given(made.actors(roles=[Role.PROXY]))
    def test_roles(self, actor):
        """Actors have one of the roles."""
        assert actor.role is Role.PROXY

    @given(made.decisions(min_options=2, min_choices=3))
    def test_decisions(self, decision):
        """A decision has that many options and choices at least."""
        assert len(decision.options) >= 2
        assert len(decision.choices) >= 3

    @given(made.plans(min_nouns=3, max_nouns=5, having=[Goal, Decision]))
    def test_plans(self, plan):
        """A plan has so many nouns, those asked for among them."""
        assert plan.goals
        assert plan.decisions
        assert 3 <= _nouns(plan) <= 5

    @given(made.plans(max_nouns=1, having=[Acknowledgement]))
    def test_full_plans(self, plan):
        """Where there is no more room, what is named is absent."""
        assert _nouns(plan) == 1

    def test_plans_without_room(self):
        """Bounds that contradict each other are refused."""
        with pytest.raises(ValueError, match="max_nouns must leave room"):
            made.plans(max_nouns=1, having=[Goal, Decision])

    @given(made.plans(id="p1", client=made.clients(called="Amina")))
    def test_fields_of_plans(self, plan):
        """A plan takes fields that name nothing else."""
        assert ("p1", "Amina") == (plan.id, plan.client.called)


def _nouns(plan):
    held = values_of(plan)
    return sum(
        len(value)
        for name, value in held.items()
        if isinstance(value, tuple) and name != "absent"
    )


def _any(kind, test):
    return lambda plan: any(
        isinstance(record, kind) and test(record) for _, record in walk(plan)
    )


def _ids(nouns):
    return {noun.id for noun in nouns}


def _options(plan):
    return _ids(o for d in plan.decisions for o in d.options)


def _replaced(plan):
    return {
        record.id: record.replaces
        for _, record in walk(plan)
        if getattr(record, "replaces", None)
    }


def _choices(plan):
    return [choice for d in plan.decisions for choice in d.choices]


REACHED = {
    "a change of mind": _any(
        Decision, lambda d: len({c.option_id for c in d.choices}) > 1
    ),
    "taken back": _any(Choice, lambda c: c.option_id is None),
    "chosen again": _any(
        Decision,
        lambda d: (
            [c.option_id is None for c in d.choices][:3]
            == [False, True, False]
        ),
    ),
    "a refusal": _any(Offer, lambda o: o.answer is OfferAnswer.DECLINED),
    "a voice that nobody recorded": _any(Voice, lambda v: v == Voice()),
    "words for some eyes": _any(Voice, lambda v: v.private_to),
    "speaking as one": _any(Voice, lambda v: v.together_with),
    "an interpreter": _any(Voice, lambda v: v.interpreter),
    "software that recorded": _any(
        Voice, lambda v: v.recorder and v.recorder.role is Role.SOFTWARE
    ),
    "an organisation that is a resource": lambda plan: any(
        r.kind is ResourceKind.ORGANISATION
        and Actor(role=Role.ORGANISATION, id=r.id) in _named(plan)
        for r in plan.resources
    ),
    "an organisation that is absent": lambda plan: any(
        actor.role is Role.ORGANISATION and actor.id in _ids(plan.absent)
        for actor in _named(plan)
    ),
    "a withdrawn option": lambda plan: any(
        w.subject_id in _options(plan) for w in plan.withdrawals
    ),
    "a chosen option withdrawn later": lambda plan: any(
        w.subject_id in {c.option_id for c in _choices(plan)}
        for w in plan.withdrawals
    ),
    "words replaced twice": lambda plan: any(
        _replaced(plan).get(old) for old in _replaced(plan).values()
    ),
    "a mandated goal": _any(
        Goal, lambda g: g.whose is Whose.MANDATED and g.mandate_id
    ),
    "a delegate": lambda plan: any(
        s.basis is SubstituteBasis.DELEGATED
        and s.delegated_by in _ids(_choices(plan))
        for s in plan.substitute_decisions
    ),
    "a proxy by law": lambda plan: any(
        s.basis is SubstituteBasis.LEGAL and s.decider.role is Role.PROXY
        for s in plan.substitute_decisions
    ),
    "something imposed": lambda plan: plan.imposed_decisions,
    "all reasons for absence": lambda plan: (
        {*AbsentReason} == {gone.reason for gone in plan.absent}
    ),
    "absent from a decision": _any(Decision, lambda d: d.absent),
    "a milestone acknowledged": lambda plan: any(
        thanks.about_id in _ids(plan.milestones)
        for thanks in plan.acknowledgements
    ),
    "an answer replaced": _any(
        Goal,
        lambda g: any(
            a.replaces in _ids(g.acceptances) for a in g.acceptances
        ),
    ),
    "an answer taken back": lambda plan: any(
        w.subject_id in _ids(a for g in plan.goals for a in g.acceptances)
        for w in plan.withdrawals
    ),
    "a rank": _any(WhatMatters, lambda m: m.rank),
    "a reference to what stands later": lambda plan: any(
        found in _ids((*plan.goals, *plan.decisions, *plan.offers))
        for barrier in plan.barriers
        for found in barrier.about_ids
    ),
    "the longest id": lambda plan: len(plan.client.id) == 64,
    "a plan of nothing": lambda plan: not _nouns(plan),
}


def test_what_plans_reach():
    """Whatever can happen in a plan does happen in some."""
    left = dict(REACHED)
    fuller = made.plans(having=[Barrier, Decision, Goal, Offer, Withdrawal])

    @settings(FREELY, max_examples=1_500)
    @given(made.plans() | fuller)
    def look(plan):
        for label in [label for label, test in left.items() if test(plan)]:
            del left[label]

    look()

    assert [] == [*left]


REACHED_VALUES = {
    "the first year": (made.times(), lambda t: t.year == 1900),
    "the last year": (made.times(), lambda t: t.year == 2200),
    "a microsecond": (made.times(), lambda t: t.microsecond == 1),
    "-14:00": (made.times(), lambda t: _hours(t) == -14),
    "+14:00": (made.times(), lambda t: _hours(t) == 14),
    "odd minutes": (made.times(), lambda t: _hours(t) % 0.25),
    "the first day": (made.days(), lambda d: d == date(1900, 1, 1)),
    "the last day": (made.days(), lambda d: d == date(2200, 12, 31)),
    "no text": (made.texts(), lambda t: t == ""),
    "a very long text": (made.texts(), lambda t: len(t) >= 10_000),
    "a formula": (made.texts(), lambda t: t.startswith("=")),
    "markup": (made.texts(), lambda t: "<script>" in t),
    "lines": (made.texts(), lambda t: "\r\n" in t),
    "astral": (made.texts(), lambda t: any(c > "\uffff" for c in t)),
    "no name": (made.names(), lambda t: t == ""),
    "a name from right to left": (made.names(), lambda t: "ق" in t),
    "64 signs": (made.ids(), lambda i: len(i) == 64),
    "one sign": (made.ids(), lambda i: len(i) == 1),
    "a dot at the end": (made.ids(), lambda i: i.endswith(".")),
    "three subtags": (made.languages(), lambda t: t.count("-") == 2),
} | {
    # In whole plans they are rare: few choices have any.
    f"level {level}": (
        made.choices(attestation=made.attestations()),
        lambda c, level=level: c.level is level,
    )
    for level in Level
}


def _hours(moment):
    return moment.utcoffset() / timedelta(hours=1)


@pytest.mark.parametrize("label", REACHED_VALUES)
def test_what_values_reach(label):
    """The awkward values come."""
    strategy, test = REACHED_VALUES[label]

    assert test(find(strategy, test, settings=FREELY))


@given(made.names())
def test_names_are_one_line(name):
    """A name holds no control character and no override."""
    assert model.Client(called=name).called == name


def test_register_again():
    """Registering again undoes a registration of one's own."""
    kept = made.simplest(made.needs(words="mine"))
    st.register_type_strategy(Need, st.just(kept))
    assert made.simplest(st.from_type(Need)) is kept

    made.register()

    assert made.simplest(st.from_type(Need)).words == ""
