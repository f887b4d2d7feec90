"""The made-up caseload: what it reaches, how large it is, that it repeats."""

from __future__ import annotations

import enum
import hashlib
import json
import statistics

from collections import Counter
from datetime import UTC, date, datetime, time
from itertools import chain

import attrs
import pytest

from empowerkit import codecs, model
from empowerkit.authority import Change, Row, denial, rows, said_later
from empowerkit.authority._said import whose
from empowerkit.model import (
    Acceptance,
    Actor,
    Choice,
    Decision,
    Role,
    SupportAgreement,
)
from empowerkit.model._record import (
    Piece,
    Use,
    is_noun,
    items,
    parts,
    shape,
    walk,
)
from empowerkit.plan import Plan
from empowerkit.plan._changes import people_of
from empowerkit.testing import caseload


KINDS = [
    kind
    for kind in (getattr(model, name) for name in model.__all__)
    if isinstance(kind, type)
]
ENUMS = [kind for kind in KINDS if issubclass(kind, enum.Enum)]
RECORDS = [kind for kind in KINDS if issubclass(kind, Piece)]


@pytest.fixture(scope="module")
def plans():
    """Return a caseload of 400."""
    return list(caseload.plans(400, seed=1))


@pytest.fixture(scope="module")
def held(plans):
    """Return how often each class, and each code, stands."""
    values = chain.from_iterable(_values(plan) for plan in plans)
    return Counter(values)


def _values(plan):
    for _, record in walk(plan):
        yield type(record)
        for field in shape(type(record)):
            value = getattr(record, field.name)
            for _, item in items(field, value, ""):
                if field.use is Use.ACTOR:
                    yield from (Actor, (Role, item.role))
                elif field.use is Use.CODE:
                    yield field.kind, item


def _first(noun):
    """Return *noun* as it was first put down: unanswered, unconfirmed."""
    fields = {field.name: field.default for field in shape(type(noun))}
    later = [*said_later(type(noun).__name__), "attestation"]
    first = {name: fields[name] for name in later if name in fields}
    agrees = isinstance(noun, (Acceptance, SupportAgreement))
    if getattr(noun, "voice", None) is not None and not agrees:
        first["voice"] = attrs.evolve(noun.voice, confirmed_at=None)
    return attrs.evolve(noun, **first)


def _asked(plan):
    """Yield each row that is asked on the way to *plan*, noun by noun."""
    held = {noun.id: noun for _, noun in walk(plan) if is_noun(type(noun))}
    for noun in held.values():
        by = whose(noun) or plan.client.actor
        first = _first(noun)
        related = held.get(getattr(noun, "replaces", None))
        yield from rows(Change(after=first, related=related), by)
        for field in shape(type(noun)):
            before, after = (getattr(n, field.name) for n in (first, noun))
            if before != after:
                changed = attrs.evolve(first, **{field.name: after})
                change = Change(
                    before=first, after=changed, fields=(field.name,)
                )
                yield from rows(change, by)


def test_reaches_every_row_of_the_table(plans):
    """What a caseload tells of asks each row by which something stands."""
    asked = Counter(chain.from_iterable(_asked(plan) for plan in plans))

    leaves_nothing = {Row.NEVER, Row.ERASE}
    assert {*Row} - leaves_nothing == {*asked} - leaves_nothing


ANSWERS = ("answer", "answered_at", "answered_by")


def _changes(noun, held, within):
    """Yield each change that leads to *noun*: first, then what came later."""
    named = ("replaces", "subject_id", "consent_id")
    related = [held.get(getattr(noun, name, None)) for name in named]
    first = _first(noun)
    yield Change(
        after=first,
        related=next((r for r in related if r is not None), None),
        within=within,
    )
    differ = {
        field.name: getattr(noun, field.name)
        for field in shape(type(noun))
        if getattr(first, field.name) != getattr(noun, field.name)
    }
    whole = {name: differ.pop(name) for name in ANSWERS if name in differ}
    for fields in [whole, *({name: found} for name, found in differ.items())]:
        if fields:
            yield Change(
                before=first,
                after=attrs.evolve(first, **fields),
                fields=tuple(fields),
                within=within,
            )


def _when(noun, plan):
    names = ("at", "decided_at", "offered_at", "given_at")
    times = [getattr(noun, name, None) for name in names]
    times.append(getattr(getattr(noun, "voice", None), "said_at", None))
    opened = datetime.combine(plan.opened_on, time(12), UTC)
    return next((found for found in times if found is not None), opened)


def _decision_of(held):
    """Return the decision of each noun that is in one, or about one."""
    within = {}
    for found in held.values():
        if isinstance(found, Decision):
            inside = (part for part, _ in parts(found))
            within |= {p.id: found for p in inside if is_noun(type(p))}
        elif getattr(found, "decision_id", None) is not None:
            within[found.id] = held[found.decision_id]
    return within


def _refused(plan):
    """Yield what nobody on *plan* might have written down."""
    held = {noun.id: noun for _, noun in walk(plan) if is_noun(type(noun))}
    within, people = _decision_of(held), people_of(plan)
    known = {person.id for person in (people.client, *people.others)}
    known |= {found.about_id for found in plan.sources}
    gone = {found.id for found in plan.absent}
    for noun in held.values():
        if noun.id in known or getattr(noun, "replaces", None) in gone:
            continue
        for change in _changes(noun, held, within.get(noun.id)):
            refused = [
                denial(
                    change,
                    by=person.actor,
                    at=_when(noun, plan),
                    before=people,
                    after=people,
                )
                for person in (people.client, *people.others)
            ]
            if None not in refused:
                yield change.noun, change.fields, str(refused[0])


def test_is_made_by_the_table_of_authority(plans):
    """
    Somebody on the plan may write down each noun, and all that came later.

    What came out of another system is named in ``sources``.
    """
    assert [] == [one for plan in plans[:150] for one in _refused(plan)]


@pytest.mark.parametrize("kind", [*RECORDS, Plan])
def test_reaches_every_class(held, kind):
    """Every class of record stands in a caseload of 400."""
    assert held[kind] > 0


@pytest.mark.parametrize("kind", ENUMS)
def test_reaches_every_member(held, kind):
    """Every member of every enum stands in a caseload of 400."""
    assert [] == [member for member in kind if not held[kind, member]]


def test_the_same_seed_gives_equal_plans():
    """The same seed gives the same plans, down to the bytes."""
    first, again = (list(caseload.plans(10, seed=9)) for _ in range(2))

    assert first == again
    assert [*map(codecs.dumps, first)] == [*map(codecs.dumps, again)]


def test_another_seed_gives_other_plans():
    """Another seed, or another number, gives another plan."""
    found = {*caseload.plans(10, seed=1), *caseload.plans(10, seed=2)}

    assert len(found) == 20
    assert len({plan.id for plan in found}) == 20


def test_a_longer_caseload_begins_alike():
    """The first plans of a longer caseload are those of a shorter one."""
    short, longer = caseload.plans(3, seed=4), caseload.plans(5, seed=4)

    assert list(short) == list(longer)[:3]


def test_pinned():
    """A seed means the same plan on every machine and in every release."""
    (plan,) = caseload.plans(1, seed=0)

    assert plan.id == "63c2c9b5-b143-4242-bb3f-f5ab57ba27c2"
    assert "400747065cf5491a" == _digest(plan)


def test_typical_pinned():
    """The plan that benchmarks measure is the same one in every release."""
    plan = caseload.typical()

    assert plan.id == "2f1a655e-086e-4b30-a84f-6edc5affcafb"
    assert "04b68c8c3bb8b7cc" == _digest(plan)


def _digest(plan):
    return hashlib.sha256(codecs.dumps(plan)).hexdigest()[:16]


def test_starts_when_asked():
    """Plans open within a year of the start."""
    start = date(2031, 5, 1)

    opened = [p.opened_on for p in caseload.plans(20, seed=1, start=start)]

    assert all(0 <= (day - start).days < 365 for day in opened)


def test_size(plans):
    """A plan is about 13 KB of JSON on average."""
    sizes = [len(codecs.dumps(plan)) for plan in plans]

    assert 11_000 <= statistics.mean(sizes) <= 13_500
    assert max(sizes) < 30_000


def _objects(value):
    """Return how many JSON objects *value* has."""
    if isinstance(value, dict):
        return 1 + sum(map(_objects, value.values()))
    return sum(map(_objects, value)) if isinstance(value, list) else 0


@pytest.mark.parametrize("seed", range(5))
def test_typical(seed):
    """The typical plan has about 124 objects in about 12 KB."""
    plan = caseload.typical(seed=seed)

    written = codecs.dumps(plan)
    assert 10_500 <= len(written) <= 13_500
    assert 114 <= _objects(json.loads(written)) <= 134
    assert plan == caseload.typical(seed=seed)


def test_people_change_their_minds(plans):
    """Choices are taken back, and made again otherwise."""
    made = [d.choices for plan in plans for d in plan.decisions]

    assert any(c.option_id is None for choices in made for c in choices)
    assert any(len({c.option_id for c in choices}) == 3 for choices in made)


def test_support_fades_holds_and_rises(plans):
    """Nobody's support only ever fades."""
    agreed = [
        record.direction
        for plan in plans
        for _, record in walk(plan)
        if isinstance(record, SupportAgreement)
    ]

    assert {"fade", "hold", "more"} == {*agreed}


def test_nobody_chooses_for_the_client(plans):
    """Every choice is authored by the client of its plan."""
    for plan in plans:
        authors = {r.author for _, r in walk(plan) if isinstance(r, Choice)}
        assert authors <= {plan.client.actor}


def test_words_in_several_languages(plans):
    """What is needed is kept in the words of five languages."""
    said = "".join(need.words for plan in plans for need in plan.needs)

    for sample in ("door", "puerta", "albaab", "باب", "двер"):
        assert sample in said


def test_who_is_not_here_is_absent(plans):
    """Software, and an agency, are named and said to be absent."""
    for plan in plans:
        gone = {found.id for found in plan.absent}
        for _, record in walk(plan):
            actor = getattr(record, "recorder", None)
            if actor is not None and actor.role is Role.SOFTWARE:
                assert actor.id in gone
