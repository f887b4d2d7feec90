"""
Records are values, and no way around the constructor makes a broken one.

A canary stands in for what people say: it must never show.
"""

from __future__ import annotations

import copy
import pickle
import re
import traceback

from datetime import UTC, datetime

import attrs
import pytest

from hypothesis import given

from empowerkit import model
from empowerkit.errors import AuthorshipError, InvariantError
from empowerkit.model import (
    Actor,
    Choice,
    Client,
    Decision,
    Need,
    Option,
    Role,
    Voice,
    Worker,
)
from empowerkit.model._record import (
    Piece,
    Use,
    shape,
    walk,
)
from empowerkit.plan import Plan
from empowerkit.testing import caseload
from empowerkit.testing.strategies import choices, decisions, plans


AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
JOAN = Worker(id="wjoan", called="Joan")
HER, HIM = AMINA.actor, JOAN.actor
STAY = Option(id="stay", words="Stay", voice=Voice())
CHOICE = Choice(
    id="h1", option_id="stay", author=HER, decided_at=AT, voice=Voice()
)
DECISION = Decision(
    id="d1",
    client=HER,
    words="Where?",
    voice=Voice(),
    options=(STAY,),
    choices=(CHOICE,),
)
PLAN = Plan(client=AMINA, workers=(JOAN,), decisions=(DECISION,))
RECORDS = [
    kind
    for kind in (*(getattr(model, name) for name in model.__all__), Plan)
    if isinstance(kind, type) and issubclass(kind, Piece)
]
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
CANARY = "canary-6f1d"


@pytest.fixture
def no_validators():
    """Turn attrs validators off, as a host may, for the whole process."""
    attrs.validators.set_disabled(True)
    yield
    attrs.validators.set_disabled(False)


@pytest.mark.usefixtures("no_validators")
class TestWithoutValidators:
    """``attrs.validators.set_disabled(True)`` switches no rule off."""

    def test_a_choice(self):
        """A worker still authors nothing."""
        with pytest.raises(AuthorshipError):
            attrs.evolve(CHOICE, author=HIM)

    def test_a_name(self):
        """A name still holds no control character."""
        with pytest.raises(InvariantError, match="text-storable"):
            Client(called="\n")

    def test_a_plan(self):
        """Ids still stand once."""
        with pytest.raises(InvariantError, match="ids-unique"):
            Plan(
                client=AMINA,
                needs=(Need(id="amina", words="", voice=Voice()),),
            )


class TestEvolve:
    """A changed copy is a new record, and is checked as one."""

    def test_author(self):
        """A worker cannot be put in as the author."""
        with pytest.raises(AuthorshipError):
            attrs.evolve(CHOICE, author=HIM)

    def test_speaker(self):
        """A worker cannot be put in as the one who spoke."""
        with pytest.raises(AuthorshipError):
            attrs.evolve(CHOICE, voice=Voice(speaker=HIM))

    def test_client(self):
        """A decision cannot change hands under its choices."""
        other = Actor(role=Role.CLIENT, id="other")

        with pytest.raises(AuthorshipError):
            attrs.evolve(DECISION, client=other)

    def test_options(self):
        """An option cannot vanish from under a choice."""
        with pytest.raises(InvariantError, match="choice-among-options"):
            attrs.evolve(DECISION, options=())

    def test_plan(self):
        """A plan cannot change hands under its decisions."""
        with pytest.raises(InvariantError, match="decision-of-this-client"):
            attrs.evolve(PLAN, client=Client(id="other", called="Other"))


@pytest.mark.parametrize("kind", RECORDS)
def test_frozen(kind):
    """No field of any record can be set or deleted."""
    name = shape(kind)[0].name
    record = object.__new__(kind)

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(record, name, None)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        delattr(record, name)
    assert not hasattr(record, "__dict__")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_pickles_come_back(protocol):
    """Every record of a caseload comes back equal, hash and all."""
    for plan in caseload.plans(20, seed=3):
        again = pickle.loads(pickle.dumps(plan, protocol))

        assert plan == again
        assert hash(plan) == hash(again)


@given(plans())
def test_copies(plan):
    """Copies, deep copies and pickles are equal, and hash alike."""
    for again in (
        copy.copy(plan),
        copy.deepcopy(plan),
        pickle.loads(pickle.dumps(plan)),
        attrs.evolve(plan),
    ):
        assert plan == again
        assert hash(plan) == hash(again)


class TestEditedPickles:
    """Unpickling goes through the constructors, which refuse a forgery."""

    @pytest.mark.parametrize("protocol", PROTOCOLS)
    def test_another_id_in_the_bytes(self, protocol):
        """Whichever place of the client's id is edited, it is refused."""
        choice = attrs.evolve(CHOICE, author=_her())
        held = attrs.evolve(DECISION, client=_her(), choices=(choice,))
        data = pickle.dumps(attrs.evolve(PLAN, decisions=(held,)), protocol)
        places = [found.start() for found in re.finditer(b"amina", data)]

        assert len(places) == 3
        for place in places:
            edited = data[:place] + b"wjoan" + data[place + 5 :]
            with pytest.raises(InvariantError):
                pickle.loads(edited)

    @pytest.mark.parametrize("protocol", PROTOCOLS)
    def test_another_role_in_the_bytes(self, protocol):
        """An author's role that was edited is refused."""
        data = pickle.dumps(CHOICE, protocol)

        # Some Pythons pickle a member by its value, others by its name.
        edited = data.replace(b"client", b"worker")
        edited = edited.replace(b"CLIENT", b"WORKER")

        assert edited != data
        with pytest.raises(AuthorshipError):
            pickle.loads(edited)

    def test_state_for_a_bare_choice(self):
        """A state given to a choice without its constructor is refused."""
        forged = _built(Choice, {"author": HIM})

        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            pickle.loads(forged)

    def test_state_for_a_whole_choice(self):
        """A state given to a choice after its constructor is refused."""
        forged = _built_upon(CHOICE, {"author": HIM})

        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            pickle.loads(forged)

    def test_state_as_a_dictionary(self):
        """There is no dictionary that a state could go into."""
        forged = _built_upon(CHOICE, {"author": HIM}, slots=False)

        with pytest.raises(AttributeError):
            pickle.loads(forged)

    def test_a_decision_around_a_forgery(self):
        """What was never made by its constructor is no choice."""
        bare = object.__new__(Choice)

        with pytest.raises((InvariantError, AttributeError)):
            attrs.evolve(DECISION, choices=(bare,))

    @pytest.mark.parametrize("kind", RECORDS)
    def test_no_state_is_taken(self, kind):
        """No record takes a state: all are rebuilt from their fields."""
        assert "__setstate__" not in dir(kind)


def _her():
    """Return the client with an id that no pickle shares with another."""
    return Actor(role=Role.CLIENT, id=b"amina".decode())


def _built(kind, state):
    """Return a pickle of a bare *kind*, and a state set upon it."""
    head = pickle.PROTO + b"\x02"
    bare = pickle.GLOBAL + f"{kind.__module__}\n{kind.__name__}\n".encode()
    made = bare + pickle.EMPTY_TUPLE + pickle.NEWOBJ
    return head + made + _state(state) + pickle.BUILD + pickle.STOP


def _built_upon(value, state, *, slots=True):
    """Return a pickle of *value*, and a state set upon it afterwards."""
    whole = pickle.dumps(value, 2)[:-1]
    return whole + _state(state, slots=slots) + pickle.BUILD + pickle.STOP


def _state(state, *, slots=True):
    """Return the part of a pickle that puts *state* on the stack."""
    return pickle.dumps((None, state) if slots else state, 2)[2:-1]


def test_repr_names_kind_and_id_only():
    """A repr shows which record it is, and nothing of what it holds."""
    assert repr(CHOICE) == "<Choice h1>"
    assert repr(Voice(speaker=HER)) == "<Voice>"
    assert repr(object.__new__(Choice)) == "<Choice>"


@pytest.fixture(scope="module")
def samples():
    """Return one record of every class, as full as a caseload has them."""
    found = {}
    for plan in caseload.plans(400, seed=5):
        for _, record in walk(plan):
            kept = found.get(type(record))
            if kept is None or _filled(record) > _filled(kept):
                found[type(record)] = record
    return found | {Actor: HER}


def _filled(record):
    return sum(
        getattr(record, field.name) not in (None, ())
        for field in shape(type(record))
    )


def _texts(kind):
    """Return the fields of *kind* that hold what people say or are called."""
    return [f for f in shape(kind) if f.use in {Use.TEXT, Use.NAME}]


def _with_canaries(record):
    """Return *record* with a canary in each field of text."""
    kind = type(record)
    changes = {
        field.name: (CANARY,) * len(getattr(record, field.name))
        if field.many
        else CANARY
        for field in _texts(kind)
    }
    return attrs.evolve(record, **changes)


def _shown(error):
    """Return all that an error shows, its causes and its frames too."""
    lines = traceback.format_exception(error)
    return "\n".join([repr(error), str(error), *map(str, error.args), *lines])


@pytest.mark.parametrize("kind", RECORDS)
def test_a_canary_is_in_no_repr(kind, samples):
    """No text of any record is in its repr or its str."""
    record = _with_canaries(samples[kind])

    held = [getattr(record, field.name) for field in _texts(kind)]
    assert all(CANARY in value for value in held)
    assert CANARY not in f"{record!r} {record} {[record]}"


BROKEN = {
    Use.ID: f"{CANARY}!",
    Use.REF: f"{CANARY}!",
    Use.TEXT: f"{CANARY}\0",
    Use.NAME: f"{CANARY}\n",
    Use.LANGUAGE: f"{CANARY}!",
    Use.DIGEST: CANARY,
    Use.TIME: CANARY,
    Use.DAY: CANARY,
    Use.WHOLE: CANARY,
    Use.FLAG: CANARY,
    Use.CODE: CANARY,
    Use.ACTOR: CANARY,
    Use.RECORD: CANARY,
}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_canary_is_in_no_error(kind, samples):
    """No value of any field, however wrong, is in the error about it."""
    record = _with_canaries(samples[kind])

    for field in shape(kind):
        wrong = (BROKEN[field.use],) if field.many else BROKEN[field.use]
        with pytest.raises(InvariantError) as caught:
            attrs.evolve(record, **{field.name: wrong})

        assert CANARY not in _shown(caught.value), field.name


@given(decisions(min_options=1, min_choices=1))
def test_a_canary_is_in_no_error_of_a_rule(decision):
    """Nor is it in the error about a rule that the record breaks."""
    held = tuple(_with_canaries(choice) for choice in decision.choices)
    decision = _with_canaries(attrs.evolve(decision, choices=held))

    with pytest.raises(InvariantError) as caught:
        attrs.evolve(decision, options=(), absent=(), considerations=())

    assert CANARY not in _shown(caught.value)


@given(choices())
def test_errors_pickle(choice):
    """An error comes back from a pickle with its problems."""
    with pytest.raises(AuthorshipError) as caught:
        attrs.evolve(choice, author=HIM)

    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is AuthorshipError
    assert caught.value.problems == again.problems


def test_every_record_is_here(samples):
    """The caseload reaches every class of record."""
    assert set(RECORDS) == set(samples)
