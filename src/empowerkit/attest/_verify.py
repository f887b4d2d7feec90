"""What a login or a signature still says, asked one by one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import attrs

from empowerkit.errors import DocumentError, NotFoundError, Problem
from empowerkit.journal import Fault
from empowerkit.journal import Verification as OfJournal
from empowerkit.model import Choice, Decision, Evidence, EvidenceKind
from empowerkit.plan import Plan

from ._shown import digested, held, other_words, words_of
from ._statement import Statement


@attrs.frozen(kw_only=True)
class Verification:
    """
    What was asked of a statement, one answer each; empty is nothing found.

    Attributes:
        signature: The signature, against the statement and the client's
            key; `None` where no key was asked.
        place: The statement, against the plan, the decision, the choice, the
            option, the client and the time where it stands.
        words: The digest, against the words in the plan; `None` where the
            plan does not hold all of them, or no longer.
        nonce: What makes the statement unlike any other, against all others
            in the plan.
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


_STATED = (EvidenceKind.LOGIN, EvidenceKind.SIGNATURE)


def verify(
    plan: Plan,
    choice_id: str,
    *,
    journal: Callable[..., OfJournal] | None = None,
) -> Verification:
    """
    Return what is wrong with the last login or signature behind a choice.

    It asks all that can be asked without a key; `empowerkit.sign.verify`
    asks the signature as well.

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
    evidence = last(choice, _STATED)
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
    said, nonce = _said(evidence), tuple(_seen_before(plan, evidence))
    if said is None:
        return Verification(place=(_unreadable(),), words=None, nonce=nonce)
    marked = journal and journal(checkpoint=said.checkpoint).faults
    return Verification(
        place=(*_misplaced(said, plan, decision, choice, evidence),),
        words=_reworded(said, decision, choice, evidence),
        nonce=nonce,
        journal=marked,
    )


def _said(evidence: Evidence) -> Statement | None:
    try:
        return Statement.from_bytes((evidence.reference or "").encode())
    except DocumentError:
        return None


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
    asked = {
        "plan": (said.plan, plan.id),
        "decision": (said.decision, decision.id),
        "choice": (said.choice, choice.id),
        "option": (said.option, choice.option_id),
        "by": (evidence.by, choice.author),
        "at": (said.at, evidence.at),
    }
    for name, (there, here) in asked.items():
        if there != here:
            yield Problem(
                rule="statement-place",
                path=f"$.{name}",
                message=(
                    f"{name} must be what the statement says, and is not: "
                    "it was made for something else"
                ),
                facts={"field": name},
            )


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
    """Yield where other evidence of the kind has the same nonce."""
    there = [
        one
        for decision in plan.decisions
        for choice in decision.choices
        if choice.attestation
        for one in choice.attestation.evidence
        if one.kind is evidence.kind and one.nonce == evidence.nonce
    ]
    if evidence.nonce is not None and len(there) > 1:
        yield Problem(
            rule="statement-once",
            path="$.nonce",
            message="a statement must stand once in a plan, and stands twice",
        )
