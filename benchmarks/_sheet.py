"""A sheet with 5 options and 8 things that matter, beside scikit-criteria."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations
from random import Random
from typing import Any

import skcriteria

from skcriteria.agg.simple import WeightedSumModel
from skcriteria.pipelines import mkpipe
from skcriteria.preprocessing.scalers import MinMaxScaler, SumScaler

from empowerkit.matrix import pros_and_cons
from empowerkit.model import (
    Actor,
    Client,
    ClientId,
    Decision,
    DecisionId,
    Fit,
    FitId,
    Importance,
    Option,
    OptionId,
    Voice,
    WhatMatters,
    WhatMattersId,
)
from empowerkit.plan import Plan

from ._row import Row
from ._timing import Pace, Work, compare


OPTIONS, MATTERS, STARS = 5, 8, 5
# It takes no figure below 0, and a fit may be -2.
_SHIFT = 2


def rows(pace: Pace) -> Iterator[Row]:
    """Measure, and yield what came of it."""
    ours, scaled, bare = _ours(), _scaled(), _bare()
    assert ours() == [sum_ - STARS * _SHIFT * MATTERS for sum_ in bare()]
    yield Row(
        "sheet 5 x 8 / scikit-criteria, scaled",
        compare(ours, scaled, pace),
        bar=0.1,
    )
    yield Row(
        "sheet 5 x 8 / scikit-criteria, bare",
        compare(ours, bare, pace),
        bar=None,
    )


def _ours() -> Work:
    """Return what builds a sheet, sums it, and asks of each pair."""
    her = Client(id=ClientId("c"), called="Amina")
    actor, plan = her.actor, _plan(her, _levels())
    pairs = [*permutations([way.id for way in plan.decisions[0].options], 2)]

    def work() -> list[int]:
        sheet = pros_and_cons(plan, "d", seen_by=actor)
        weighing = sheet.weigh(asked_by=actor)
        for a, b in pairs:
            weighing.dominates(a, b)
            weighing.holds_for_every_weighting(a, b)
        return [one.high for one in weighing.sums().each]

    return work


def _levels() -> list[list[int]]:
    rng = Random(7)  # noqa: S311 - nothing is secret
    return [
        [rng.randint(-2, 2) for _ in range(MATTERS)] for _ in range(OPTIONS)
    ]


def _plan(her: Client, levels: list[list[int]]) -> Plan:
    said = Voice.of(her.actor, at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    ways = [
        Option(id=OptionId(f"o{place}"), words=f"way {place}", voice=said)
        for place in range(OPTIONS)
    ]
    things = [_thing(place, her.actor, said) for place in range(MATTERS)]
    decision = Decision(
        id=DecisionId("d"),
        client=her.actor,
        words="Which?",
        voice=said,
        options=tuple(ways),
        fits=tuple(
            Fit(
                id=FitId(f"f{way.id}{thing.id}"),
                option_id=way.id,
                what_matters_id=thing.id,
                level=level,
                voice=said,
            )
            for way, row in zip(ways, levels, strict=True)
            for thing, level in zip(things, row, strict=True)
        ),
    )
    return Plan(client=her, what_matters=tuple(things), decisions=(decision,))


def _thing(place: int, her: Actor, said: Voice) -> WhatMatters:
    return WhatMatters(
        id=WhatMattersId(f"m{place}"),
        words=f"thing {place}",
        voice=said,
        rank=place + 1,
        importance=Importance(low=STARS, high=STARS, said_by=her),
    )


def _table() -> list[list[int]]:
    return [[level + _SHIFT for level in row] for row in _levels()]


def _bare() -> Work:
    """Return what builds a matrix and sums it, as it is."""
    table, weights = _table(), [STARS] * MATTERS
    model = WeightedSumModel()

    def work() -> Any:
        built = skcriteria.mkdm(table, [max] * MATTERS, weights=weights)
        return model.evaluate(built).e_.score

    return work


def _scaled() -> Work:
    """Return what does so with the scaling that its pages show."""
    table, weights = _table(), [STARS] * MATTERS
    pipe = mkpipe(
        SumScaler("weights"), MinMaxScaler("matrix"), WeightedSumModel()
    )

    def work() -> Any:
        built = skcriteria.mkdm(table, [max] * MATTERS, weights=weights)
        return pipe.evaluate(built)

    return work
