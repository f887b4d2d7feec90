"""Plans as large, and as many, as a long time of work makes them."""

from __future__ import annotations

from datetime import UTC, datetime

from empowerkit.model import (
    Client,
    ClientId,
    Consideration,
    ConsiderationId,
    Decision,
    DecisionId,
    Need,
    NeedId,
    Option,
    OptionId,
    PlanId,
    Side,
    Voice,
)
from empowerkit.plan import Plan


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id=ClientId("c"), called="Amina")
HER = AMINA.actor
_SAID = Voice.of(HER, at=NOON)
_WAYS = ("stay", "go")


def plan_of(nouns: int, *, name: str = "p") -> Plan:
    """Return a plan with so many *nouns*: needs, and one decision."""
    needs = nouns // 2
    points = nouns - needs - len(_WAYS) - 1
    decision = Decision(
        id=DecisionId("d"),
        client=HER,
        words="Where do I live?",
        voice=_SAID,
        options=tuple(
            Option(id=OptionId(way), words=way, voice=_SAID) for way in _WAYS
        ),
        considerations=tuple(map(_point, range(points))),
    )
    return Plan(
        id=PlanId(name),
        client=AMINA,
        needs=tuple(map(_need, range(needs))),
        decisions=(decision,),
    )


def growing(nouns: int, steps: int, *, name: str = "p") -> list[Plan]:
    """Return a plan of so many *nouns*, and it again after each step."""
    grown = [plan_of(nouns, name=name)]
    for step in range(steps):
        need = _need(nouns + step)
        grown.append(grown[-1].add(need, by=HER, at=NOON))
    return grown


def _need(place: int) -> Need:
    words = f"need number {place}, in words of my own"
    return Need(id=NeedId(f"n{place}"), words=words, voice=_SAID)


def _point(place: int) -> Consideration:
    return Consideration(
        id=ConsiderationId(f"k{place}"),
        option_id=OptionId(_WAYS[place % len(_WAYS)]),
        side=Side.FOR,
        words=f"point number {place}, in words of my own",
        voice=_SAID,
    )
