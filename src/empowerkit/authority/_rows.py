"""Which rows of the table a change falls under."""

from __future__ import annotations

import enum

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import attrs

from empowerkit.model import (
    AcceptanceStatus,
    Actor,
    AnswerStatus,
    Asked,
    Choice,
    Client,
    Interpreter,
    OfferAnswer,
    Proxy,
    Resource,
    Supporter,
    Voice,
    WhatMattersKind,
    Withdrawal,
    Worker,
)
from empowerkit.model._record import shape

from ._said import (
    OWN_VOICES,
    as_told,
    names_others,
    voice_fields,
    voices_in,
    whose,
)
from ._table import Row


class ErasureBasis(enum.StrEnum):
    """On what ground something is erased for good."""

    CLIENT_ASKED = "client-asked"
    RETENTION_ENDED = "retention-ended"
    LEGAL_DUTY = "legal-duty"
    ENTERED_IN_ERROR = "entered-in-error"


@attrs.frozen(kw_only=True)
class Change:
    """
    One noun before and after; at least one of them is there.

    Attributes:
        before: As it was; `None` where it is new.
        after: As it shall be; `None` where it would be gone.
        fields: What differs, where both are there; nested nouns apart.
        related: What it replaces, withdraws or relies on, if anything.
        within: The noun that holds it, such as the decision of a choice, or
            the decision that it names.
        gone: The ids of what is withdrawn or replaced; of an erasure, of
            all that goes.
        erasure: On what ground it would be gone, where that is for good.
    """

    before: Any = None
    after: Any = None
    fields: tuple[str, ...] = ()
    related: Any = None
    within: Any = None
    gone: AbstractSet[str] = frozenset()
    erasure: ErasureBasis | None = None

    @property
    def noun(self) -> str:
        """The name of the noun, such as ``Choice``."""
        held = self.before if self.after is None else self.after
        return type(held).__name__


def rows(change: Change, by: Actor) -> tuple[Row, ...]:
    """
    Return the rows of the table that *change* by *by* falls under.

    Every one of them has to allow it.
    """
    return tuple(asked_of(change, by))


def asked_of(change: Change, by: Actor) -> dict[Row, tuple[str, ...]]:
    """Return the rows for *change*, each with the fields it is about."""
    before, after = change.before, change.after
    if after is None and change.erasure is not None:
        return {Row.ERASE: ()}
    if after is None or (before is not None and before == after):
        return {Row.NEVER: ()}
    asked: dict[Row, tuple[str, ...]] = {}
    said: Iterable[str] = change.fields
    if before is None:
        asked = dict.fromkeys(_rows_of_new(change, by), OWN_VOICES)
        if isinstance(after, Asked) and not _unsaid(after.answer):
            asked[Row.CLIENT_ANSWER] = (*OWN_VOICES, "answer")
        said = _born_with(after)
    for field in said:
        row = _row_of_field(change, field)
        asked[row] = (*asked.get(row, ()), field)
    others = _told_of_others(change, by)
    if others:
        asked[Row.WRITE_DOWN] = (*asked.get(Row.WRITE_DOWN, ()), *others)
    return asked


_NEW: Final = {
    "Choice": Row.CHOOSE,
    "Client": Row.DATES,
    "Consent": Row.CONSENT,
    "CopyGiven": Row.DATES,
    "Disclosure": Row.DISCLOSE,
    "ImposedDecision": Row.RESTRICT,
    "Interpreter": Row.ADMINISTER,
    "Mandate": Row.RESTRICT,
    "Plan": Row.DATES,
    "Proxy": Row.ADMINISTER,
    "Restriction": Row.RESTRICT,
    "SetAside": Row.SET_ASIDE,
    "SubstituteDecision": Row.SUBSTITUTE,
    "SupportAgreement": Row.SUPPORT,
    "Supporter": Row.INVITE,
    "Withdrawal": Row.TAKE_BACK,
    "Worker": Row.ADMINISTER,
}


def _rows_of_new(change: Change, by: Actor) -> Iterator[Row]:
    noun = change.after
    yield _row_of_new(change, by)
    if getattr(noun, "replaces", None) is not None:
        yield Row.DATES if _listed(change.related) else Row.TAKE_BACK
    if _weighs(noun):
        yield Row.WEIGH


def _listed(noun: Any) -> bool:
    """Return whether *noun* is a listing, and nobody's words."""
    return isinstance(noun, Resource) and noun.found is None


def _row_of_new(change: Change, by: Actor) -> Row:
    noun = change.after
    if type(change.related) in _KEPT:
        return Row.NEVER
    if change.noun in _NEW:
        return _NEW[change.noun]
    if change.noun == "Resource" and noun.found is None:
        return Row.DATES
    own = whose(noun) == by and not any(
        names_others(voice, by) for voice in voices_in(noun, OWN_VOICES)
    )
    if change.noun == "Acceptance":
        agrees = noun.status is AcceptanceStatus.AGREE
        return Row.DISSENT if own and not agrees else Row.AGREE
    if change.noun in {"Objection", "Question"} and own:
        return Row.DISSENT
    return Row.OWN_VOICE if own else Row.WRITE_DOWN


# A choice is taken back by a choice, a withdrawal by a new noun; somebody's
# part in a plan is ended.
_KEPT: Final = frozenset(
    {Choice, Client, Interpreter, Proxy, Supporter, Withdrawal, Worker}
)


_FIELDS: Final[Mapping[tuple[str, str], Row]] = MappingProxyType(
    {
        ("Choice", "attestation"): Row.ATTEST,
        ("Choice", "followed_up_at"): Row.DATES,
        ("Choice", "review_on"): Row.DATES,
        ("Client", "called"): Row.DATES,
        ("Client", "languages"): Row.DATES,
        ("Client", "pronouns"): Row.DATES,
        ("Consent", "expires_on"): Row.DATES,
        ("Consent", "revoked_at"): Row.REVOKE,
        ("Decision", "decide_by"): Row.DATES,
        ("Decision", "domain"): Row.DATES,
        ("Decision", "goal_id"): Row.DATES,
        ("Decision", "urgent_because"): Row.DATES,
        ("Disclosure", "client_told_at"): Row.ADMINISTER,
        ("Goal", "achievement"): Row.PROGRESS,
        ("Goal", "domain"): Row.DATES,
        ("Goal", "lifecycle"): Row.LIFECYCLE,
        ("Goal", "lifecycle_reason"): Row.LIFECYCLE,
        ("Goal", "scale"): Row.DATES,
        ("Goal", "started_on"): Row.DATES,
        ("Goal", "target_on"): Row.DATES,
        ("ImposedDecision", "client_told_at"): Row.ADMINISTER,
        ("ImposedDecision", "client_view"): Row.CLIENT_ANSWER,
        ("ImposedDecision", "ends_on"): Row.ADMINISTER,
        ("ImposedDecision", "how_to_contest"): Row.ADMINISTER,
        ("Information", "understood"): Row.CLIENT_ANSWER,
        ("Interpreter", "ended"): Row.INVITE,
        ("Interpreter", "ended_at"): Row.INVITE,
        ("Interpreter", "invited"): Row.INVITE,
        ("Interpreter", "languages"): Row.ADMINISTER,
        ("Interpreter", "relative"): Row.ADMINISTER,
        ("Mandate", "negotiable"): Row.ADMINISTER,
        ("Mandate", "until_on"): Row.ADMINISTER,
        ("Milestone", "due_on"): Row.DATES,
        ("Milestone", "reached"): Row.PROGRESS,
        ("Milestone", "reached_on"): Row.PROGRESS,
        ("Need", "domain"): Row.DATES,
        ("Need", "status"): Row.PROGRESS,
        ("Objection", "answer"): Row.ANSWER,
        ("Objection", "answered_at"): Row.ANSWER,
        ("Objection", "answered_by"): Row.ANSWER,
        ("Offer", "answer"): Row.CLIENT_ANSWER,
        ("Offer", "answered"): Row.CLIENT_ANSWER,
        ("Offer", "answered_at"): Row.CLIENT_ANSWER,
        ("Offer", "provider_answer"): Row.DATES,
        ("Offer", "words"): Row.CLIENT_ANSWER,
        ("Plan", "absent"): Row.DATES,
        ("Plan", "closed_on"): Row.ADMINISTER,
        ("Plan", "opened_on"): Row.ADMINISTER,
        ("Plan", "review_asked_at"): Row.CLIENT_ANSWER,
        ("Plan", "review_on"): Row.ADMINISTER,
        ("Plan", "sources"): Row.DATES,
        ("Proxy", "document_digest"): Row.ADMINISTER,
        ("Proxy", "domains"): Row.ADMINISTER,
        ("Proxy", "from_on"): Row.ADMINISTER,
        ("Proxy", "scope"): Row.ADMINISTER,
        ("Proxy", "until_on"): Row.ADMINISTER,
        ("Question", "answer"): Row.ANSWER,
        ("Question", "answered_at"): Row.ANSWER,
        ("Question", "answered_by"): Row.ANSWER,
        ("Resource", "contact"): Row.DATES,
        ("Resource", "cost"): Row.DATES,
        ("Resource", "eligibility"): Row.DATES,
        ("Resource", "languages"): Row.DATES,
        ("Resource", "status"): Row.DATES,
        ("Restriction", "consent"): Row.CONSENT,
        ("Restriction", "data_reviewed"): Row.RESTRICT,
        ("Restriction", "less_intrusive"): Row.RESTRICT,
        ("Restriction", "need"): Row.RESTRICT,
        ("Restriction", "no_harm"): Row.RESTRICT,
        ("Restriction", "positive_supports"): Row.RESTRICT,
        ("Restriction", "proportionate"): Row.RESTRICT,
        ("Restriction", "review_on"): Row.RESTRICT,
        ("Restriction", "until_on"): Row.RESTRICT,
        ("Step", "done_on"): Row.PROGRESS,
        ("Step", "owner"): Row.DATES,
        ("Step", "planned_on"): Row.DATES,
        ("Step", "support"): Row.SUPPORT,
        ("SubstituteDecision", "client_view"): Row.CLIENT_ANSWER,
        ("SubstituteDecision", "revoked_at"): Row.REVOKE,
        ("SubstituteDecision", "until"): Row.DATES,
        ("SupportAgreement", "review_on"): Row.DATES,
        ("Supporter", "ended"): Row.INVITE,
        ("Supporter", "ended_at"): Row.INVITE,
        ("Supporter", "invited"): Row.INVITE,
        ("Supporter", "relation"): Row.DATES,
        ("Worker", "from_on"): Row.ADMINISTER,
        ("Worker", "organisation"): Row.ADMINISTER,
        ("Worker", "title"): Row.ADMINISTER,
        ("Worker", "until_on"): Row.ADMINISTER,
    }
)
# Said once: a later word stands beside them, in a noun of its own.
_SAID_ONCE: Final = frozenset(
    {
        ("Choice", "followed_up_at"),
        ("Consent", "revoked_at"),
        ("Decision", "urgent_because"),
        ("Disclosure", "client_told_at"),
        ("Goal", "scale"),
        ("ImposedDecision", "client_told_at"),
        ("ImposedDecision", "client_view"),
        ("ImposedDecision", "how_to_contest"),
        ("Information", "understood"),
        ("Interpreter", "ended"),
        ("Interpreter", "ended_at"),
        ("Interpreter", "invited"),
        ("Mandate", "negotiable"),
        ("Milestone", "reached"),
        ("Milestone", "reached_on"),
        ("Objection", "answer"),
        ("Objection", "answered_at"),
        ("Objection", "answered_by"),
        ("Offer", "answer"),
        ("Offer", "answered"),
        ("Offer", "answered_at"),
        ("Offer", "words"),
        ("Proxy", "document_digest"),
        ("Proxy", "scope"),
        ("Question", "answer"),
        ("Question", "answered_at"),
        ("Question", "answered_by"),
        ("Restriction", "consent"),
        ("Restriction", "data_reviewed"),
        ("Restriction", "less_intrusive"),
        ("Restriction", "need"),
        ("Restriction", "no_harm"),
        ("Restriction", "positive_supports"),
        ("Restriction", "proportionate"),
        ("Step", "done_on"),
        ("SubstituteDecision", "client_view"),
        ("SubstituteDecision", "revoked_at"),
        ("Supporter", "ended"),
        ("Supporter", "ended_at"),
        ("Supporter", "invited"),
    }
)
# An end may come sooner, and never later: that would be a new noun.
_ENDS: Final = frozenset(
    {
        ("Consent", "expires_on"),
        ("ImposedDecision", "ends_on"),
        ("Mandate", "until_on"),
        ("Restriction", "until_on"),
        ("SubstituteDecision", "until"),
    }
)
# What is said later, of words that stand; new words start without it.
_LATER: Final = frozenset(
    {
        Row.ANSWER,
        Row.CLIENT_ANSWER,
        Row.CONSENT,
        Row.INVITE,
        Row.LIFECYCLE,
        Row.PROGRESS,
        Row.REVOKE,
        Row.SUPPORT,
    }
)


@cache
def settable(noun: str) -> tuple[str, ...]:
    """Return the fields of *noun* that some row lets anybody set in place."""
    return tuple(field for kind, field in _FIELDS if kind == noun)


@cache
def said_later(noun: str) -> tuple[str, ...]:
    """Return the fields of *noun* in which others answer its words."""
    return tuple(f for f in settable(noun) if _FIELDS[noun, f] in _LATER)


def _row_of_field(change: Change, field: str) -> Row:
    before = getattr(change.before, field, None)
    after = getattr(change.after, field)
    key = (change.noun, field)
    if field in OWN_VOICES:
        return _row_of_voice(before, after)
    if _overwrites(change, field, before, after):
        return Row.NEVER
    if field == "scale" and after.importance is not None:
        return Row.WEIGH
    return _FIELDS.get(key, Row.NEVER)


def _overwrites(change: Change, field: str, before: Any, after: Any) -> bool:
    key = (change.noun, field)
    if before is None:
        return False
    if key in _SAID_ONCE:
        return not _unsaid(before)
    if key in _ENDS:
        return after is None or bool(after > before)
    if field in {"absent", "sources"}:
        return bool(after[: len(before)] != before)
    return field == "lifecycle_reason" and "lifecycle" not in change.fields


def _unsaid(value: Any) -> bool:
    status = getattr(value, "status", None)
    return value in (None, OfferAnswer.PENDING) or (
        status is AnswerStatus.NOT_ASKED
    )


def _later_fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Return what is said later of *kind*, and what stands there till then."""
    later = said_later(kind.__name__)
    return tuple((f.name, f.default) for f in shape(kind) if f.name in later)


_later: Callable[[Any], tuple[tuple[str, Any], ...]] = cache(_later_fields)


def _born_with(noun: Any) -> list[str]:
    """Return what is said later of others, and of *noun* from the first."""
    values = [(name, getattr(noun, name), d) for name, d in _later(type(noun))]
    return [n for n, v, d in values if v is not d and not _unsaid(v)]


def _row_of_voice(before: Any, after: Any) -> Row:
    if before is None or not isinstance(after, Voice):
        return Row.NEVER
    if _is_still(before, attrs.evolve(after, confirmed_at=None)):
        return Row.CONFIRM
    if _is_still(before, attrs.evolve(after, private_to=before.private_to)):
        return Row.TAKE_BACK
    return Row.NEVER


def _is_still(before: Voice, after: Voice) -> bool:
    return before == after and as_told(before, after)


def _weighs(noun: Any) -> bool:
    kind = getattr(noun, "kind", None)
    scale = getattr(noun, "scale", None)
    return (
        type(noun).__name__ == "Fit"
        or getattr(noun, "importance", None) is not None
        or getattr(noun, "rank", None) is not None
        or kind in (WhatMattersKind.MUST_HAVE, WhatMattersKind.DEAL_BREAKER)
        or (scale is not None and scale.importance is not None)
    )


def _told_of_others(change: Change, by: Actor) -> list[str]:
    """Return the fields that say that others spoke, or wrote it down."""
    fields: Iterable[str] = voice_fields(type(change.after))
    if change.before is not None:
        fields = sorted({*change.fields} - {*OWN_VOICES})
    return [
        field
        for field in fields
        for voice in voices_in(change.after, (field,))
        if names_others(voice, by)
    ]
