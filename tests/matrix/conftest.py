"""One decision of Amina's, and ways to build others."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from empowerkit.model import (
    AboutWhom,
    Client,
    Consideration,
    Decision,
    Fit,
    Importance,
    Option,
    OptionKind,
    Proxy,
    Side,
    Supporter,
    Voice,
    WhatMatters,
    WhatMattersKind,
    Wording,
    Worker,
)
from empowerkit.plan import Plan


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA, JOAN = (
    Client(id="amina", called="Amina"),
    Worker(id="joan", called="Joan"),
)
HER, WORKER = AMINA.actor, JOAN.actor
OWN = Voice.of(HER, at=NOON)
HEARD = Voice.heard(HER, by=WORKER, at=NOON, wording=Wording.VERBATIM)
HODAN = Supporter(id="hodan", called="Hodan", invited=OWN)
IFRAH = Proxy(id="ifrah", called="Ifrah")
FOR, AGAINST, UNSURE = Side
ME = AboutWhom.ME


def matters(name, low=None, high=None, **fields):
    """Return something that matters to Amina, with stars where given."""
    stars = None
    if low is not None:
        top = low if high is None else high
        stars = Importance(low=low, high=top, said_by=HER)
    fields = {"voice": OWN, "words": f"thing {name}", **fields}
    return WhatMatters(id=name, importance=stars, **fields)


def way(name, **fields):
    """Return an option of hers."""
    return Option(id=name, **{"words": f"way {name}", "voice": OWN, **fields})


def fit(option, thing, level, again="", **fields):
    """Return a fit of hers."""
    return Fit(
        id=f"f-{option}-{thing}{again}",
        option_id=option,
        what_matters_id=thing,
        level=level,
        **{"voice": OWN, **fields},
    )


def point(name, option, side, **fields):
    """Return something that speaks for or against."""
    return Consideration(
        id=name,
        option_id=option,
        side=side,
        **{"words": f"point {name}", "voice": OWN, **fields},
    )


def plan_of(options=(), what_matters=(), *, plan=None, **parts):
    """Return a plan with one decision out of *parts*."""
    decision = Decision(
        id="home",
        client=HER,
        words="Where do we live?",
        voice=OWN,
        options=tuple(options),
        **{name: tuple(held) for name, held in parts.items()},
    )
    return Plan(
        client=AMINA,
        workers=(JOAN,),
        supporters=(HODAN,),
        proxies=(IFRAH,),
        what_matters=tuple(what_matters),
        decisions=(decision,),
        **(plan or {}),
    )


@pytest.fixture
def story():
    """Return Amina's decision: stay, or a room; and what she says of both."""
    return plan_of(
        [way("stay", words="Stay"), way("room", words="The room")],
        [
            matters("school", 5, rank=1),
            matters("door", 3, rank=2, kind=WhatMattersKind.MUST_HAVE),
            matters("near", 2, rank=3),
        ],
        considerations=[
            point("k1", "stay", FOR, what_matters_id="school", about=ME),
            point("k2", "stay", AGAINST, what_matters_id="door"),
            point("k3", "room", FOR, what_matters_id="door"),
            point("k4", "room", FOR, voice=Voice.of(WORKER, at=NOON)),
            point("k5", "room", AGAINST, what_matters_id="school"),
            point("k6", "room", UNSURE, voice=HEARD),
        ],
        fits=[
            fit("stay", "school", 2),
            fit("stay", "door", -2),
            fit("stay", "near", 2),
            fit("room", "school", -1),
            fit("room", "door", 2),
            fit("room", "near", 0, voice=HEARD),
        ],
    )


@pytest.fixture
def make():
    """Return what builds other decisions."""
    return SimpleNamespace(
        AMINA=AMINA,
        JOAN=JOAN,
        HODAN=HODAN,
        IFRAH=IFRAH,
        HER=HER,
        WORKER=WORKER,
        NOON=NOON,
        OWN=OWN,
        HEARD=HEARD,
        ASK=OptionKind.ASK_SOMEONE,
        matters=matters,
        way=way,
        fit=fit,
        point=point,
        plan=plan_of,
    )
