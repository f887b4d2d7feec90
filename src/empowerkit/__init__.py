"""
Empowerkit: primitives of empowerment practice, typed and immutable.

The client owns the problem, says what they need in their own words, weighs
options with somebody beside them, and decides.
Here are the names that everybody needs; all nouns are in
`empowerkit.model`, JSON is in `empowerkit.codecs`.

>>> from datetime import datetime, timezone
>>> from empowerkit import Client, Plan
>>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
>>> amina = Client(called="Amina")
>>> plan = Plan(client=amina)
>>> plan = plan.open_decision("Move?", by=amina.actor, at=noon, id="move")
>>> plan.decisions
(<Decision move>,)
"""

from __future__ import annotations

from empowerkit.errors import (
    AuthorityError,
    AuthorshipError,
    DocumentError,
    EmpowerkitError,
    InvariantError,
    NotFoundError,
)
from empowerkit.model import (
    Actor,
    Choice,
    Client,
    Consideration,
    Decision,
    Goal,
    Milestone,
    Need,
    Option,
    OptionKind,
    Resource,
    Role,
    Side,
    Strength,
    Supporter,
    Voice,
    WhatMatters,
    Wording,
    Worker,
)
from empowerkit.plan import Plan


__all__ = [
    "Actor",
    "AuthorityError",
    "AuthorshipError",
    "Choice",
    "Client",
    "Consideration",
    "Decision",
    "DocumentError",
    "EmpowerkitError",
    "Goal",
    "InvariantError",
    "Milestone",
    "Need",
    "NotFoundError",
    "Option",
    "OptionKind",
    "Plan",
    "Resource",
    "Role",
    "Side",
    "Strength",
    "Supporter",
    "Voice",
    "WhatMatters",
    "Wording",
    "Worker",
]
