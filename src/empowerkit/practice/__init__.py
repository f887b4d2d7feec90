"""
Practice checks: what in a plan is worth a conversation.

A plan that a check speaks about is legal.
Every finding names a fact, why it matters and one thing to try.
Nothing is scored, and nothing is counted by worker.

>>> from datetime import date
>>> from empowerkit import Client, Need, Plan, Voice
>>> need = Need(words="Somewhere quiet at night", voice=Voice())
>>> plan = Plan(client=Client(called="Amina"), needs=(need,))
>>> [found.rule for found in check(plan, as_of=date(2026, 3, 2))]
['EMP101']
"""

from __future__ import annotations

from ._checks import Checks, Look
from ._findings import Finding, Found, Severity
from ._parameters import Parameters
from ._registry import explain, profiles, rules
from ._rule import Explanation, Rule, Scope, rule
from ._run import check, check_many
from ._view import DecisionView, PlanView


__all__ = [
    "Checks",
    "DecisionView",
    "Explanation",
    "Finding",
    "Found",
    "Look",
    "Parameters",
    "PlanView",
    "Rule",
    "Scope",
    "Severity",
    "check",
    "check_many",
    "explain",
    "profiles",
    "rule",
    "rules",
]
