"""The one document on which all is measured."""

from __future__ import annotations

import json

from empowerkit.codecs import dumps, loads
from empowerkit.plan import Plan
from empowerkit.testing.caseload import typical


def document() -> tuple[Plan, bytes, bytes]:
    """Return a plan, its canonical form, and another spelling of it."""
    plan = typical()
    raw = dumps(plan)
    other = json.dumps(json.loads(raw), indent=1).encode()
    assert loads(raw) == loads(other) == plan
    return plan, raw, other
