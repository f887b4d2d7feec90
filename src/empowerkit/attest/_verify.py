"""What a login or a signature still says, asked one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Final

import attrs

from empowerkit.errors import DocumentError, NotFoundError, Problem
from empowerkit.journal import Fault
from empowerkit.journal import Verification as OfJournal
from empowerkit.model import (
    Choice,
    Decision,
    Evidence,
    EvidenceKind,
    Level,
    Option,
)
from empowerkit.plan import Plan

from ._form import decoded, malformed
from ._shown import (
    digested,
    elsewhere,
    held,
    other_words,
    stood_before,
    to_show,
    words_of,
)
from ._statement import Statement


@attrs.frozen(kw_only=True)
class Verification:
    """
    What was asked of a statement, one answer each; empty is nothing found.

    Attributes:
        signature: The signature, against the statement and the client's
            key.  Where no key was asked, only what can be no signature is
            found; `None` where that is all that was asked, and it can be one.
        place: The statement, against the plan, the decision, the choice, the
            option, what stood before, the client and the time where it
            stands.
        words: The digest, against the words in the plan; `None` where the
            plan does not hold all of them, or no longer.
        nonce: What makes the statement unlike any other, against all others
            in the plan that the client confirmed or signed.
        journal: The whole journal, with where it stood as its checkpoint;
            `None` where it was not asked.
    """

    signature: tuple[Problem, ...] | None = None
    place: tuple[Problem, ...]
    words: tuple[Problem, ...] | None
    nonce: tuple[Problem, ...]
    journal: tuple[Fault, ...] | None = None

    @property
    def faults(self) -> tuple[Problem | Fault, ...]:
        """All that was found, in the order of the attributes."""
        asked = (self.signature or (), self.place, self.words or ())
        return (*sum(asked, ()), *self.nonce, *(self.journal or ()))


STATED: Final = (EvidenceKind.LOGIN, EvidenceKind.SIGNATURE)
_RESTS_ON: Final = {
    Level.CONFIRMED: (EvidenceKind.LOGIN,),
    Level.SIGNED: (EvidenceKind.SIGNATURE,),
}


def verify(
    plan: Plan,
    choice_id: str,
    *,
    journal: Callable[..., OfJournal] | None = None,
) -> Verification:
    """
    Return what is wrong with what the level of a choice rests on.

    Of a choice that is signed it asks the last signature, of one that is
    confirmed the last login, of any other the last of either.
    It asks all that can be asked without a key, and of a signature only
    whether it can be one; `empowerkit.sign.verify` asks whether it holds.

    Args:
        plan: The plan, at this version or a later one.
        choice_id: The choice.
        journal: What verifies the journal against a checkpoint: the
            ``verify`` of a store, or `empowerkit.journal.verify` with its
            entries.

    Raises:
        NotFoundError: There is no such choice, or nothing of the kind
            behind it.
    """
    decision, choice = held(plan, choice_id)
    evidence = last(choice, _RESTS_ON.get(choice.level, STATED))
    return verified(plan, decision, choice, evidence, journal)


def last(choice: Choice, kinds: Collection[EvidenceKind]) -> Evidence:
    """
    Return the last piece of evidence of *kinds*.

    Raises:
        NotFoundError: There is none.
    """
    there = choice.attestation.evidence if choice.attestation else ()
    found = [one for one in there if one.kind in kinds]
    if not found:
        named = " or a ".join(kind.value for kind in kinds)
        msg = f"the choice must have a {named} behind it, and has none"
        raise NotFoundError(msg)
    return found[-1]


def verified(
    plan: Plan,
    decision: Decision,
    choice: Choice,
    evidence: Evidence,
    journal: Callable[..., OfJournal] | None = None,
) -> Verification:
    """Return all answers that need no key."""
    said, nonce = statement_of(evidence), tuple(_seen_before(plan, evidence))
    form = _form(evidence)
    if said is None:
        place = (_unreadable(),)
        return Verification(
            signature=form, place=place, words=None, nonce=nonce
        )
    marked = journal and journal(checkpoint=said.checkpoint).faults
    return Verification(
        signature=form,
        place=(*_misplaced(said, plan, decision, choice, evidence),),
        words=_reworded(said, decision, choice, evidence),
        nonce=nonce,
        journal=marked,
    )


def statement_of(evidence: Evidence) -> Statement | None:
    """Return the statement that *evidence* holds; `None` where it is none."""
    try:
        return Statement.from_bytes((evidence.reference or "").encode())
    except DocumentError:
        return None


def _form(evidence: Evidence) -> tuple[Problem, ...] | None:
    """Return what can be no signature; `None` where only a key can tell."""
    if evidence.kind is not EvidenceKind.SIGNATURE:
        return None
    return malformed(decoded(evidence.signature or "")) or None


def _unreadable() -> Problem:
    return Problem(
        rule="statement-form",
        path="$.reference",
        message="the evidence must hold a statement that can be read",
    )


def _misplaced(
    said: Statement,
    plan: Plan,
    decision: Decision,
    choice: Choice,
    evidence: Evidence,
) -> Iterator[Problem]:
    """Yield where *said* is about something else than where it stands."""
    differs = {
        "plan": said.plan != plan.id,
        "decision": said.decision != decision.id,
        "choice": said.choice != choice.id,
        "option": said.option != choice.option_id,
        "before": _followed_another(said, decision, choice),
        "options": len({*said.options}) != len(said.options),
        "by": evidence.by != choice.author,
        "at": said.at != evidence.at or said.at < choice.decided_at,
    }
    yield from (elsewhere(name) for name, odd in differs.items() if odd)


def _followed_another(
    said: Statement, decision: Decision, choice: Choice
) -> bool:
    """Return whether another option stood before, as far as can be known."""
    # What is gone and is no option may be the choice before.
    gone = {absent.id for absent in decision.absent} - {*said.options}
    return not gone and said.before != stood_before(decision, choice)


def left_out(
    plan: Plan, decision: Decision, said: Statement
) -> Iterator[Problem]:
    """
    Yield where an option was there to be shown, and was not.

    It is asked when *said* is put into the plan, and not later: an option
    that was private then may have been made open since.
    """
    there = {*to_show(plan, decision, set())} - {*said.options}
    if not all(
        _later(option, said.at)
        for option in decision.options
        if option.id in there
    ):
        yield elsewhere("options")


def _later(option: Option, at: datetime) -> bool:
    """Return whether *option* was only offered after *at*."""
    offered = option.voice.recorded_at or option.voice.said_at
    return offered is not None and offered > at


def _reworded(
    said: Statement, decision: Decision, choice: Choice, evidence: Evidence
) -> tuple[Problem, ...] | None:
    """Return whether the words are others; `None` where some are not there."""
    words = words_of(decision, choice, said.options, said.before)
    if words is None:
        return None
    digest = digested(words, evidence.nonce)
    same = digest == said.digest == evidence.digest
    return () if same else (other_words(),)


def _seen_before(plan: Plan, evidence: Evidence) -> Iterator[Problem]:
    """
    Yield where other evidence of the kind, by the same person, has this nonce.

    What somebody else copies under their own name is no use of it, and would
    otherwise let them cast doubt on what the client signed.
    """
    used = (evidence.kind, evidence.by, evidence.nonce)
    there = [
        one
        for decision in plan.decisions
        for choice in decision.choices
        if choice.attestation
        for one in choice.attestation.evidence
        if (one.kind, one.by, one.nonce) == used
    ]
    if evidence.nonce is not None and len(there) > 1:
        yield Problem(
            rule="statement-once",
            path="$.nonce",
            message="a statement must stand once in a plan, and stands twice",
        )
