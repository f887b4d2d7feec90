"""
Hypothesis strategies for every noun, and for whole plans.

They generate everything that is valid, awkward values included, and they
take bounds, never distributions.

.. code-block:: python

    from hypothesis import given
    from empowerkit.testing.strategies import decisions, plans

    @given(plans(having=[Decision]))
    def test_mine(plan): ...

A strategy for a noun takes, by keyword, *people*: the only actors that it
may name (none means anybody); and a value or a strategy for any of the
noun's fields: ``needs(words=texts(max_size=80), voice=Voice())``.
A noun on its own names ids that nothing has; `plans` generates nouns that
belong together.

Importing this module registers all of them, so that
``hypothesis.strategies.from_type(Decision)`` works; Hypothesis imports it by
itself where empowerkit is installed.
It needs the extra ``empowerkit[testing]``.
"""

from __future__ import annotations

from importlib import import_module

from empowerkit.errors import MissingExtraError


try:
    import_module("hypothesis")
except ImportError:
    msg = (
        "empowerkit.testing.strategies needs Hypothesis: "
        'pip install "empowerkit[testing]"'
    )
    raise MissingExtraError(msg) from None

from ._contact import (
    contact_agreements,
    contacts,
    questions,
    ratings,
)
from ._decisions import (
    choices,
    considerations,
    decisions,
    fits,
    imposed_decisions,
    information,
    mandates,
    objections,
    options,
    permissions,
    substitute_decisions,
)
from ._goals import (
    acceptances,
    acknowledgements,
    attainment_scales,
    goals,
    milestones,
    steps,
    support_agreements,
)
from ._needs import (
    asked,
    barriers,
    needs,
    strengths,
    what_matters,
)
from ._people import (
    clients,
    interpreters,
    proxies,
    supporters,
    workers,
)
from ._plans import plans
from ._registry import register
from ._resources import (
    offers,
    resources,
    restrictions,
)
from ._sharing import (
    consents,
    copies_given,
    disclosures,
    endings,
    set_asides,
    withdrawals,
)
from ._simplest import simplest
from ._values import (
    days,
    digests,
    ids,
    languages,
    names,
    texts,
    times,
)
from ._voice import (
    absents,
    actors,
    answers,
    attestations,
    evidence,
    importances,
    sources,
    voices,
)


__all__ = [
    "absents",
    "acceptances",
    "acknowledgements",
    "actors",
    "answers",
    "asked",
    "attainment_scales",
    "attestations",
    "barriers",
    "choices",
    "clients",
    "consents",
    "considerations",
    "contact_agreements",
    "contacts",
    "copies_given",
    "days",
    "decisions",
    "digests",
    "disclosures",
    "endings",
    "evidence",
    "fits",
    "goals",
    "ids",
    "importances",
    "imposed_decisions",
    "information",
    "interpreters",
    "languages",
    "mandates",
    "milestones",
    "names",
    "needs",
    "objections",
    "offers",
    "options",
    "permissions",
    "plans",
    "proxies",
    "questions",
    "ratings",
    "register",
    "resources",
    "restrictions",
    "set_asides",
    "simplest",
    "sources",
    "steps",
    "strengths",
    "substitute_decisions",
    "support_agreements",
    "supporters",
    "texts",
    "times",
    "voices",
    "what_matters",
    "withdrawals",
    "workers",
]

register()
