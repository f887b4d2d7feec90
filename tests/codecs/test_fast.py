"""What the fast path makes: the same records as everybody makes."""

from __future__ import annotations

import json

import attrs
import pytest

from empowerkit.codecs import _json, dumps, loads
from empowerkit.codecs._form import canonical
from empowerkit.model import Actor, Role
from empowerkit.model._record import shape, walk
from empowerkit.testing import caseload


@pytest.fixture
def fast(needs):
    """Return the fast path."""
    needs("fast", "msgspec")
    return pytest.importorskip("empowerkit.codecs._fast")


def held_in(plan):
    """Yield every record of *plan*, and every actor of each."""
    for _, record in walk(plan):
        yield record
        for field in shape(type(record)):
            value = getattr(record, field.name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Actor):
                    yield item


def test_records_are_records(fast):
    """Every record is exactly of its class, whole, and frozen."""
    plan = fast.loads(dumps(caseload.typical()))

    for record in held_in(plan):
        assert "__attrs_attrs__" in vars(type(record))
        for field in shape(type(record)):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(record, field.name, getattr(record, field.name))


def test_one_object_for_a_person(fast):
    """Whoever acts often is one and the same object."""
    plan = fast.loads(dumps(caseload.typical()))

    actors = [held for held in held_in(plan) if isinstance(held, Actor)]

    assert len(actors) > len({*actors}) == len({id(a) for a in actors})


def test_it_reads_what_is_canonical(fast, monkeypatch, raw):
    """Up to the largest size, and the reference path is not asked."""
    plan = loads(raw.decode())
    monkeypatch.setattr(_json, "build", None)

    assert plan == loads(raw)
    assert plan == loads(raw, max_bytes=len(raw))


def test_it_reads_escapes(fast, monkeypatch, data):
    """All but one, in canonical form, without the reference path."""
    data["mandates"][0]["words"] = 'a "quoted" \\ word\n'
    plan = loads(json.dumps(data, ensure_ascii=True, indent=1))
    monkeypatch.setattr(_json, "build", None)

    assert plan == loads(canonical(data))


def test_it_asks_rule_by_rule(fast, monkeypatch, raw):
    """Where one pass was not sure, it still decides by itself."""
    plan = loads(raw)
    monkeypatch.setattr(_json, "build", None)
    monkeypatch.setattr(fast, "_surely", lambda found: None)

    assert plan == loads(raw)


def test_people_in_one_role(fast, data):
    """The first of two workers, too, is one object, and is themselves."""
    data["workers"] = [
        {"id": "w1", "called": "Joan"},
        {"id": "w2", "called": "Ruth"},
    ]

    plan = fast.loads(canonical(data))

    actors = [held for held in held_in(plan) if isinstance(held, Actor)]
    assert plan == loads(json.dumps(data))
    assert Actor(role=Role.WORKER, id="w1") in actors
    assert len({*actors}) == len({id(actor) for actor in actors})


def test_what_is_absent(fast, monkeypatch):
    """What one reader may not see is no reason to ask rule by rule."""
    monkeypatch.setattr(fast, "_recorded", None)
    plans = [p for p in caseload.plans(40, seed=3) if p.supporters]
    seen = [plan.as_seen_by(plan.supporters[0].actor) for plan in plans]

    assert any(plan.absent for plan in seen)
    assert any(d.absent for plan in seen for d in plan.decisions)
    assert seen == [fast.loads(dumps(plan)) for plan in seen]


def test_somebody_absent(fast, monkeypatch, data):
    """Who is absent may have spoken, and is then an actor like others."""
    monkeypatch.setattr(fast, "holds_all_rules", None)
    data["absent"] = [{"id": "s1", "reason": "not-supplied"}]
    sister = {"id": "s1", "role": "supporter"}
    data["what_matters"][0]["voice"]["together_with"] = [sister]

    plan = fast.loads(canonical(data))

    assert (Actor(role=Role.SUPPORTER, id="s1"),) == (
        plan.what_matters[0].voice.together_with
    )
