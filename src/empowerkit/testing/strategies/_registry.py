"""Which strategy makes what, told to Hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from empowerkit import model
from empowerkit.plan import Plan

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
from ._plans import (
    plans,
)
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
from ._values import (
    ids,
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


if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_MADE: Final[dict[Any, SearchStrategy[Any]]] = {
    **{
        getattr(model, name): ids()
        for name in model.__all__
        if name.endswith("Id")
    },
    Plan: plans(),
    model.Absent: absents(),
    model.Acceptance: acceptances(),
    model.Acknowledgement: acknowledgements(),
    model.Actor: actors(),
    model.Answer: answers(),
    model.Asked: asked(),
    model.AttainmentScale: attainment_scales(),
    model.Attestation: attestations(),
    model.Barrier: barriers(),
    model.Choice: choices(),
    model.Client: clients(),
    model.Consent: consents(),
    model.Consideration: considerations(),
    model.Contact: contacts(),
    model.ContactAgreement: contact_agreements(),
    model.CopyGiven: copies_given(),
    model.Decision: decisions(),
    model.Disclosure: disclosures(),
    model.Ending: endings(),
    model.Evidence: evidence(),
    model.Fit: fits(),
    model.Goal: goals(),
    model.Importance: importances(),
    model.ImposedDecision: imposed_decisions(),
    model.Information: information(),
    model.Interpreter: interpreters(),
    model.Mandate: mandates(),
    model.Milestone: milestones(),
    model.Need: needs(),
    model.Objection: objections(),
    model.Offer: offers(),
    model.Option: options(),
    model.Permission: permissions(),
    model.Proxy: proxies(),
    model.Question: questions(),
    model.Rating: ratings(),
    model.Resource: resources(),
    model.Restriction: restrictions(),
    model.SetAside: set_asides(),
    model.Source: sources(),
    model.Step: steps(),
    model.Strength: strengths(),
    model.SubstituteDecision: substitute_decisions(),
    model.SupportAgreement: support_agreements(),
    model.Supporter: supporters(),
    model.Voice: voices(),
    model.WhatMatters: what_matters(),
    model.Withdrawal: withdrawals(),
    model.Worker: workers(),
}


def register() -> None:
    """
    Tell Hypothesis which strategy makes which noun, and ids.

    Importing `empowerkit.testing.strategies` has done so already; call it
    again to undo a registration of one's own.

    >>> from hypothesis.strategies import from_type
    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(from_type(model.Decision))
    <Decision 0>
    """
    for kind, strategy in _MADE.items():
        st.register_type_strategy(kind, strategy)
