"""What each grant of the table asks of a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import attrs

from empowerkit.model import (
    AcceptanceStatus,
    Actor,
    Attestation,
    Choice,
    Consent,
    Decision,
    DecisionDomain,
    Disclosure,
    DisclosureBasis,
    Evidence,
    EvidenceKind,
    ImposedDecision,
    Level,
    Lifecycle,
    Mandate,
    Objection,
    Option,
    Rating,
    Restriction,
    Role,
    SubstituteBasis,
    Supporter,
    Voice,
    Whose,
    Wording,
)
from empowerkit.model._record import is_noun, parts

from ._rows import Change
from ._said import (
    OWN_VOICES,
    as_told,
    doer,
    may_read,
    named_by,
    own_voice,
    voices_in,
    whose,
)
from ._table import Grant, Row


@attrs.frozen(kw_only=True)
class Case:
    """One row asked of one change: *fields* is what the row is about."""

    change: Change
    row: Row
    fields: tuple[str, ...]
    by: Actor
    person: Any
    client: Actor

    @property
    def noun(self) -> Any:
        return self.change.after

    @property
    def voices(self) -> list[Voice]:
        """The voices in the fields that the row is about."""
        return voices_in(self.noun, self.fields)


def _own_name(case: Case) -> bool:
    noun = case.noun
    named = _IN_WHOSE_NAME[case.row](noun)
    if case.row is Row.RESTRICT and named and named.role is Role.ORGANISATION:
        return case.by in (noun.voice.speaker, noun.voice.recorder)
    return named == case.by


def _openly(case: Case) -> bool:
    return _own_name(case) and _client_reads(case)


def _client_reads(case: Case) -> bool:
    """Return whether the client may read what is done to them."""
    return may_read(own_voice(case.noun), case.client)


_IN_WHOSE_NAME: Final[Mapping[Row, Callable[[Any], Actor | None]]] = {
    Row.ANSWER: lambda noun: noun.answered_by,
    Row.RESTRICT: doer,
    Row.SET_ASIDE: named_by,
}


def _invited(case: Case) -> bool:
    invited = case.person.invited
    return invited is not None and invited.speaker == case.client


def _in_scope(case: Case) -> bool:
    held = case.change.within or case.noun
    domain = getattr(held, "domain", None)
    covered = case.person.domains
    return (
        not covered
        or not isinstance(domain, DecisionDomain)
        or domain in covered
    )


def _acts_in_scope(case: Case) -> bool:
    consents = case.row is Row.CONSENT
    said_by = [voice.speaker for voice in case.voices if consents]
    return (
        _in_scope(case)
        and {*(said_by or [doer(case.noun)])} == {case.by}
        and _delegation_stands(case)
        and (case.row is not Row.RESTRICT or _client_reads(case))
    )


def _recorder(case: Case) -> bool:
    told = case.voices
    return (
        len(told) > 0
        and all(_wrote(voice, case.by) for voice in told)
        and ("voice" not in case.fields or _says_whose(case))
        and _in_sight(case, told)
        and (case.row is not Row.SUBSTITUTE or _delegated_here(case))
    )


def _in_sight(case: Case, told: list[Voice]) -> bool:
    """Return whether the client may read what is put in their mouth."""
    held, about = case.change.within, getattr(case.noun, "option_id", None)
    options: tuple[Option, ...] = getattr(held, "options", ())
    around = [held, *(one for one in options if one.id == about)]
    return all(voice.speaker != case.client for voice in told) or all(
        may_read(own_voice(one), case.client) for one in around
    )


def _says_whose(case: Case) -> bool:
    """Return whether the noun names nobody, or the one whose voice it is."""
    named = named_by(case.noun)
    spoken = voices_in(case.noun, OWN_VOICES)
    return named is None or (
        named != case.by
        and len(spoken) > 0
        and all(voice.speaker in (None, named) for voice in spoken)
    )


def _wrote(voice: Voice, who: Actor) -> bool:
    stated = voice.wording is not Wording.NOT_RECORDED
    return voice.recorder == who and stated


def _of_client(case: Case) -> bool:
    told = case.voices
    return (
        len(told) > 0
        and all(
            voice.speaker == case.client and _wrote(voice, case.by)
            for voice in told
        )
        and not (case.row is Row.INVITE and _comes_uninvited(case))
    )


def _comes_uninvited(case: Case) -> bool:
    """Return whether a supporter is new, and nothing says who wanted them."""
    new = case.change.before is None and isinstance(case.noun, Supporter)
    return new and case.noun.invited is None


def _reported(case: Case) -> bool:
    held = case.noun.attestation
    return _of_client(case) and held in (None, Attestation())


def _own_words(case: Case) -> bool:
    change, new = case.change, case.noun
    old = change.related if change.before is None else change.before
    if old is None or (change.noun == "Withdrawal" and new.by != case.by):
        return False
    own = whose(old) == case.by
    if change.before is not None:
        mine = own or (_unconfirmed(old, case.by) and _no_wider(old, new))
        return mine and (case.row is not Row.TAKE_BACK or _hides_own(case))
    if change.noun == "Acceptance":
        return bool(old.actor == new.actor)
    if own:
        return case.by == case.client or not _holds_others(old, case.by)
    # Dissent is corrected by whoever wrote it down, and never taken back.
    kept = (
        not isinstance(old, Objection)
        if change.noun == "Withdrawal"
        else whose(new) == whose(old)
    )
    mine = _unconfirmed(old, case.by)
    return kept and mine and not _holds_others(old, case.by)


def _unconfirmed(noun: Any, who: Actor) -> bool:
    """Return whether *who* wrote *noun* down, and nobody confirmed it."""
    told = own_voice(noun) or Voice()
    return told.recorder == who and told.confirmed_at is None


def _no_wider(old: Any, new: Any) -> bool:
    """Return whether no more people may read *new* than *old*."""
    was, now = (own_voice(noun) or Voice() for noun in (old, new))
    before, after = was.private_to, now.private_to
    return not before or (len(after) > 0 and {*after} <= {*before})


_IMPOSED: Final = (ImposedDecision, Mandate, Restriction)


def _hides_own(case: Case) -> bool:
    """
    Return whether they hide no more than their own words.

    Nobody but the client hides what others said there; and what is done to
    the client is hidden from them by nobody.
    """
    old, new, within = case.change.before, case.noun, case.change.within
    if case.by == case.client or _no_wider(new, old):
        return True
    if isinstance(new, _IMPOSED) and not _client_reads(case):
        return False
    resting = [
        part
        for part, _ in parts(within or old)
        if getattr(part, "option_id", None) == old.id
    ]
    return not (
        _holds_others(old, case.by)
        or any(whose(part) != case.by for part in resting)
    )


def _holds_others(noun: Any, who: Actor) -> bool:
    """Return whether others than *who* spoke inside *noun*."""
    return any(
        is_noun(type(part)) and whose(part) != who for part, _ in parts(noun)
    )


def _themselves(case: Case) -> bool:
    return bool(case.noun.actor == case.by)


def _confirmed(case: Case) -> bool:
    told = own_voice(case.noun) or Voice()
    return (
        told.speaker == case.client
        and _wrote(told, case.by)
        and told.confirmed_at is not None
    )


def _read_back(case: Case) -> bool:
    of_client = case.noun.actor == case.client
    return _themselves(case) or (of_client and _confirmed(case))


def _propose(case: Case) -> bool:
    if case.change.before is not None:
        return False
    return whose(case.noun) == case.by or _confirmed(case)


_ASKS_AGREEMENT: Final = frozenset({Lifecycle.ACCEPTED, Lifecycle.ACTIVE})
_PROPOSED: Final = frozenset({Lifecycle.PROPOSED, Lifecycle.PLANNED})
_ENDED: Final = frozenset(
    {
        Lifecycle.CANCELLED,
        Lifecycle.COMPLETED,
        Lifecycle.ENTERED_IN_ERROR,
        Lifecycle.REJECTED,
    }
)


def _answered(case: Case, status: AcceptanceStatus) -> bool:
    """Return whether the client's answer to a goal stands, and is theirs."""
    return any(
        answer.actor == case.client
        and answer.status is status
        and answer.id not in case.change.gone
        and (
            answer.voice is None
            or answer.voice.recorder is None
            or answer.voice.confirmed_at is not None
        )
        for answer in case.noun.acceptances
    )


def _by_agreeing(case: Case) -> bool:
    active = case.noun.lifecycle in _ASKS_AGREEMENT
    return not active or _answered(case, AcceptanceStatus.AGREE)


def _once_agreed(case: Case) -> bool:
    goal, old = case.noun, case.change.before
    was = Lifecycle.PROPOSED if old is None else old.lifecycle
    if goal.whose is Whose.MANDATED:
        return goal.mandate_id not in (None, *case.change.gone)
    if goal.lifecycle in _PROPOSED:
        return was in {*_PROPOSED, Lifecycle.ON_HOLD}
    if goal.lifecycle is Lifecycle.ON_HOLD:
        return was not in _ENDED and goal.lifecycle_reason is not None
    agrees = goal.lifecycle in _ASKS_AGREEMENT
    wanted = AcceptanceStatus.AGREE if agrees else AcceptanceStatus.DISAGREE
    return _answered(case, wanted)


def _delegated(case: Case) -> bool:
    return (
        _invited(case)
        and case.noun.decider == case.by
        and case.noun.basis is SubstituteBasis.DELEGATED
        and _delegation_stands(case)
    )


def _delegation_stands(case: Case) -> bool:
    """Return whether what is delegated was not taken back since."""
    if getattr(case.noun, "basis", None) is not SubstituteBasis.DELEGATED:
        return True
    made: tuple[Choice, ...] = getattr(case.change.within, "choices", ())
    return len(made) > 0 and made[-1].id == case.noun.delegated_by


def _delegated_here(case: Case) -> bool:
    """Return whether what is delegated rests on a choice in that decision."""
    if case.noun.basis is not SubstituteBasis.DELEGATED:
        return True
    made: tuple[Choice, ...] = getattr(case.change.within, "choices", ())
    return case.noun.delegated_by in [choice.id for choice in made]


def _evidence(case: Case) -> bool:
    old, new = case.change.before, case.noun.attestation
    was = (old and old.attestation) or Attestation()
    now = new or Attestation()
    known, order = len(was.evidence), [*Level]
    return (
        now.evidence[:known] == was.evidence
        and as_told(was.evidence, now.evidence)
        and order.index(now.level) >= order.index(was.level)
        and all(_own_evidence(e, case.by) for e in now.evidence[known:])
    )


def _own_evidence(found: Evidence, who: Actor) -> bool:
    document = found.kind is EvidenceKind.DOCUMENT
    return found.by == who or (document and found.by is None)


def _others_evidence(case: Case) -> bool:
    wrote = case.change.before.voice.recorder
    low = case.noun.level in (Level.REPORTED, Level.CORROBORATED)
    return _evidence(case) and low and wrote not in (None, case.by)


def _under_basis(case: Case) -> bool:
    left = case.noun
    if left.by != case.by:
        return False
    if left.basis is not DisclosureBasis.CONSENT:
        return bool(left.duty and left.duty.strip())
    consent = case.change.related
    return (
        consent is not None
        and consent.id not in case.change.gone
        and _in_force(consent, left.at)
        and consent.recipient == left.recipient
        and consent.purpose == left.purpose
        and {*left.scope} <= {*consent.scope}
    )


def _but_dissent(case: Case) -> bool:
    noun, whole = case.change.before, case.client.id in case.change.gone
    if isinstance(noun, Disclosure):
        return whole
    kept = isinstance(noun, Objection) or (
        isinstance(noun, Rating) and noun.rater.role is Role.CLIENT
    )
    return whole or not kept or whose(noun) == case.by


def _covered(case: Case) -> bool:
    held = case.change.within or case.change.before
    covered = case.person.domains
    return isinstance(held, Decision) and (
        not covered or held.domain in covered
    )


def _in_force(consent: Consent, at: datetime) -> bool:
    revoked, last = consent.revoked_at, consent.expires_on
    gave = whose(consent)
    return (
        consent.given_at <= at
        and (gave is None or gave.role in {Role.CLIENT, Role.PROXY})
        and (revoked is None or at < revoked)
        and (last is None or at.date() <= last)
    )


GRANTED: Final[Mapping[Grant, Callable[[Case], bool]]] = MappingProxyType(
    {
        Grant.YES: lambda _: True,
        Grant.NO: lambda _: False,
        Grant.OWN_NAME: _own_name,
        Grant.OPENLY: _openly,
        Grant.INVITED: _invited,
        Grant.IN_SCOPE: _acts_in_scope,
        Grant.RECORDER: _recorder,
        Grant.INVITED_RECORDER: lambda case: (
            _recorder(case) and _invited(case)
        ),
        Grant.OF_CLIENT: _of_client,
        Grant.REPORTED: _reported,
        Grant.OWN_WORDS: _own_words,
        Grant.THEMSELVES: _themselves,
        Grant.READ_BACK: _read_back,
        Grant.PROPOSE: _propose,
        Grant.BY_AGREEING: _by_agreeing,
        Grant.ONCE_AGREED: _once_agreed,
        Grant.DELEGATED: _delegated,
        Grant.EVIDENCE: _evidence,
        Grant.OTHERS_EVIDENCE: _others_evidence,
        Grant.UNDER_BASIS: _under_basis,
        Grant.BUT_DISSENT: _but_dissent,
        Grant.COVERED: _covered,
    }
)
