"""Faults planted in valid documents come back: all of them, once, in place."""

from __future__ import annotations

import json

from collections import Counter

import attrs
import pytest

from hypothesis import event, given
from hypothesis import strategies as st

from empowerkit.codecs import dumps, loads
from empowerkit.codecs._form import is_required, kinds
from empowerkit.errors import DocumentError
from empowerkit.model import (
    Acceptance,
    Choice,
    Decision,
    Role,
    Withdrawal,
)
from empowerkit.model._record import Use, is_noun, shape
from empowerkit.plan import Plan
from empowerkit.testing.strategies import plans


NOBODY = "nobody-of-this-plan"
EARLY = {Use.TIME: "1900-01-01T00:00:00Z", Use.DAY: "1900-01-01"}
REMOVED = object()
# What no field of the use can hold: other types, and other spellings.
WRONG = {
    Use.ID: (1, None, True, [], {}, "", "-a", "a b", "é", "a" * 65, "a\n"),
    Use.REF: (1, True, [], {}, "", ".a", "a b", "é", "a" * 65),
    Use.TEXT: (1, 1.5, True, [], {}),
    Use.NAME: (1, True, [], {}, "a\nb", "\u202ea"),
    Use.LANGUAGE: (1, [], {}, "", "e1", "en-", "en_GB", "é"),
    Use.DIGEST: (1, [], {}, "", "0" * 63, "A" * 64),
    Use.TIME: (
        1,
        [],
        {},
        "2026-03-02",
        "2026-03-02T10:00:00",
        "1899-12-31T23:59:59Z",
    ),
    Use.DAY: (1, [], {}, "2026-02-30", "2026-W10-1", "20260302", "2201-01-01"),
    Use.WHOLE: (1.0, 1.9, "1", True, [], {}),
    Use.FLAG: (0, 1, "false", [], {}),
    Use.CODE: (9, 1.0, "no such code", True, [], {}),
    Use.ACTOR: (1, "client", True, []),
    Use.RECORD: (1, "-", True, []),
}
BOUNDS = {
    ("Fit", "level"): (-3, 3),
    ("Importance", "high"): (6, 60),
    ("WhatMatters", "rank"): (0, -1),
    ("AttainmentScale", "baseline"): (-3, 3),
    ("AttainmentScale", "difficulty"): (-1, 4),
    ("AttainmentScale", "levels"): (["a"], []),
    ("ContactAgreement", "rhythm_days"): (0, -7),
}


EVERY = frozenset(
    {
        "Id",
        *(role.value.title() for role in Role),
        *(kind.__name__ for kind in kinds()),
    }
)


@attrs.frozen(eq=False, repr=False)
class Fault:
    """
    One fault: what is put where, and where it must be found.

    Attributes:
        held: The object or array that it is put in.
        key: Where in it; `REMOVED` takes away what is there.
        value: What is put there.
        path: Where the one problem must be.
        noun: The path of the smallest noun that it is in.
        loses: The kinds of nouns of which an id is lost.
        asks: The kinds of nouns that were asked for in vain.
    """

    held: object
    key: object
    value: object
    path: str
    noun: str
    loses: frozenset = frozenset()
    asks: frozenset = frozenset()

    def __repr__(self):
        value = "REMOVED" if self.value is REMOVED else repr(self.value)
        return f"{self.path}: {self.key} = {value}"

    def plant(self):
        """Put it where it goes."""
        if self.value is REMOVED:
            del self.held[self.key]
        else:
            self.held[self.key] = self.value

    def agrees(self, other):
        """Return whether neither hides the other, or hangs on it."""
        return self.noun != other.noun and not (
            self._around(other)
            or other._around(self)
            or self.loses & other.asks
            or other.loses & self.asks
        )

    def _around(self, other):
        inside = (f"{self.path}.", f"{self.path}[")
        return other.path == self.path or other.path.startswith(inside)


class Document:
    """A document, and every fault that can be planted in it."""

    def __init__(self, plan):
        self.data = json.loads(dumps(plan))
        self.named = Counter(self._names(self.data))
        self.faults = [*self._of(self.data, Plan, "$", "$")]

    def _names(self, data):
        for value in data.values() if isinstance(data, dict) else data:
            if isinstance(value, dict | list):
                yield from self._names(value)
            else:
                yield value

    def _of(self, data, kind, path, noun):
        if is_noun(kind):
            noun = path
        yield Fault(data, "no_such_key", 1, path, noun)
        for field in shape(kind):
            where = f"{path}.{field.name}"
            if is_required(field):
                loses = self._lost(kind, field)
                yield Fault(data, field.name, REMOVED, where, noun, loses)
            if field.name not in data:
                continue
            value = data[field.name]
            if field.many:
                for wrong in (1, "-", {}, None):
                    loses = self._lost(kind, field)
                    yield Fault(data, field.name, wrong, where, noun, loses)
                for index in range(len(value)):
                    yield from self._in(
                        value,
                        index,
                        field,
                        kind=kind,
                        path=f"{where}[{index}]",
                        noun=noun,
                    )
            elif value is not None:
                yield from self._in(
                    data, field.name, field, kind=kind, path=where, noun=noun
                )
        yield from self._rules(data, kind, path, noun)

    def _in(self, held, key, field, *, kind, path, noun):
        loses = self._lost(kind, field)
        for wrong in WRONG[field.use]:
            yield Fault(held, key, wrong, path, noun, loses)
        if field.use in {Use.RECORD, Use.ACTOR}:
            yield from self._of(held[key], field.kind, path, noun)
        if field.use is Use.REF and not self._told_elsewhere(kind, field):
            asks = frozenset({field.kind.__name__.removesuffix("Id") or "Id"})
            yield Fault(held, key, NOBODY, path, noun, asks=asks)
        if field.use is Use.ACTOR:
            yield from self._actors(
                held, key, field, kind=kind, path=path, noun=noun
            )

    def _told_elsewhere(self, kind, field):
        """Return whether another noun, too, hangs on what *field* names."""
        return (kind is Acceptance and field.name == "replaces") or (
            kind is Withdrawal
        )

    def _actors(self, held, key, field, *, kind, path, noun):
        actor = held[key]
        if kind is Decision and held.get("choices"):
            return
        if kind is Choice and field.name == "author":
            if held["voice"].get("speaker"):
                return
            worker = {"role": "organisation", "id": self.data["client"]["id"]}
            yield Fault(held, key, worker, path, noun)
        stranger = actor | {"id": NOBODY}
        asks = frozenset({actor["role"].title()})
        yield Fault(held, key, stranger, path, noun, asks=asks)
        if field.name in {"speaker", "interpreter", "together_with"}:
            software = {"role": "software", "id": NOBODY}
            yield Fault(held, key, software, path, noun)

    def _rules(self, data, kind, path, noun):
        for (name, key), values in BOUNDS.items():
            if name == kind.__name__ and key in data:
                for value in values:
                    yield Fault(data, key, value, f"{path}.{key}", noun)
        if is_noun(kind) and kind is not Plan:
            again = self.data["id"]
            if self.named[data["id"]] == 1 and data["id"] != again:
                asks = frozenset({"Plan"})
                where = f"{path}.id"
                yield Fault(data, "id", again, where, noun, asks=asks)
        uses = {field.name: field.use for field in shape(kind)}
        for earlier, later in kind._ordered:
            if data.get(earlier) and later in data:
                early = EARLY[uses[later]]
                if not data[earlier].startswith("1900-01-01"):
                    place = f"{path}.{later}"
                    yield Fault(data, later, early, place, noun)

    def _lost(self, kind, field):
        """Return the kinds of which an id is lost with *field*."""
        if field.use is Use.ID:
            return self._any(kind)
        if field.use is Use.RECORD:
            return self._any(field.kind)
        if kind is Decision and field.name == "client":
            return frozenset({"Client"})
        return frozenset()

    def _any(self, kind):
        found = {kind.__name__, "Id"}
        for field in shape(kind):
            if field.use is Use.RECORD:
                found |= self._any(field.kind)
        if "Resource" in found:
            found.add("Organisation")
        return frozenset(EVERY if "Absent" in found else found)


@st.composite
def documents(draw):
    """Generate documents with faults in them, and the faults."""
    document = Document(draw(plans(min_nouns=draw(st.sampled_from((0, 8))))))
    wanted = st.lists(st.sampled_from(document.faults), min_size=1)
    faults = []
    for fault in draw(wanted):
        if all(fault.agrees(other) for other in faults):
            faults.append(fault)
    for fault in faults:
        fault.plant()
    return json.dumps(document.data).encode(), faults


@pytest.fixture(params=["fast", "reference"], scope="module")
def way(request, without_fast):
    """Load on the fast path where there is one, or on the other."""
    if request.param == "fast":
        yield
    else:
        with without_fast():
            yield


@given(documents())
def test_each_fault_comes_back_once_in_its_place(way, drawn):
    """N faults at n places are n problems there, of one error class."""
    data, faults = drawn
    event(f"{len(faults)} faults")

    with pytest.raises(DocumentError) as caught:
        loads(data)

    assert Counter(f.path for f in faults) == Counter(
        problem.path for problem in caught.value.problems
    )
