"""Which strategy makes what, told to Hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from empowerkit import model
from empowerkit.plan import Plan

from . import (
    _contact,
    _decisions,
    _goals,
    _needs,
    _people,
    _plans,
    _resources,
    _sharing,
    _values,
    _voice,
)


if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_MADE: Final[dict[Any, SearchStrategy[Any]]] = {
    **{
        getattr(model, name): _values.ids()
        for name in model.__all__
        if name.endswith("Id")
    },
    Plan: _plans.plans(),
    model.Absent: _voice.absents(),
    model.Acceptance: _goals.acceptances(),
    model.Acknowledgement: _goals.acknowledgements(),
    model.Actor: _voice.actors(),
    model.Answer: _voice.answers(),
    model.Asked: _needs.asked(),
    model.AttainmentScale: _goals.attainment_scales(),
    model.Attestation: _voice.attestations(),
    model.Barrier: _needs.barriers(),
    model.Choice: _decisions.choices(),
    model.Client: _people.clients(),
    model.Consent: _sharing.consents(),
    model.Consideration: _decisions.considerations(),
    model.Contact: _contact.contacts(),
    model.ContactAgreement: _contact.contact_agreements(),
    model.CopyGiven: _sharing.copies_given(),
    model.Decision: _decisions.decisions(),
    model.Disclosure: _sharing.disclosures(),
    model.Ending: _sharing.endings(),
    model.Evidence: _voice.evidence(),
    model.Fit: _decisions.fits(),
    model.Goal: _goals.goals(),
    model.Importance: _voice.importances(),
    model.ImposedDecision: _decisions.imposed_decisions(),
    model.Information: _decisions.information(),
    model.Interpreter: _people.interpreters(),
    model.Mandate: _decisions.mandates(),
    model.Milestone: _goals.milestones(),
    model.Need: _needs.needs(),
    model.Objection: _decisions.objections(),
    model.Offer: _resources.offers(),
    model.Option: _decisions.options(),
    model.Permission: _decisions.permissions(),
    model.Proxy: _people.proxies(),
    model.Question: _contact.questions(),
    model.Rating: _contact.ratings(),
    model.Resource: _resources.resources(),
    model.Restriction: _resources.restrictions(),
    model.SetAside: _sharing.set_asides(),
    model.Source: _voice.sources(),
    model.Step: _goals.steps(),
    model.Strength: _needs.strengths(),
    model.SubstituteDecision: _decisions.substitute_decisions(),
    model.SupportAgreement: _goals.support_agreements(),
    model.Supporter: _people.supporters(),
    model.Voice: _voice.voices(),
    model.WhatMatters: _needs.what_matters(),
    model.Withdrawal: _sharing.withdrawals(),
    model.Worker: _people.workers(),
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
