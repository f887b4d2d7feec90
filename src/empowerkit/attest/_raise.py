"""How a record comes to prove more: by its evidence, and not otherwise."""

from __future__ import annotations

import os

from collections.abc import Iterator
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final

from empowerkit.errors import Problem, refuse
from empowerkit.model import (
    Actor,
    Attestation,
    Choice,
    Decision,
    Evidence,
    EvidenceKind,
    Level,
)
from empowerkit.model._voice import no_evidence
from empowerkit.plan import Plan

from ._shown import Shown, held, other_words, words_of
from ._verify import STATED, left_out, statement_of, verified


Document = bytes | str | os.PathLike[str]


def digest(document: Document) -> str:
    """
    Return the SHA-256 of a document, in hex.

    Args:
        document: Its bytes; or the path of a file, which is read piece by
            piece.

    Raises:
        OSError: The file cannot be read.

    >>> digest(b"")[:8]
    'e3b0c442'
    """
    if isinstance(document, bytes):
        return sha256(document).hexdigest()
    with Path(document).open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def matching(choice: Choice, document: Document) -> tuple[Evidence, ...]:
    """
    Return the evidence of a choice that rests on this very document.

    Empty means that it rests on none, or on another: one bit makes it
    another.

    Args:
        choice: The choice.
        document: Its bytes, or the path of a file.

    Raises:
        OSError: The file cannot be read.
    """
    there = choice.attestation.evidence if choice.attestation else ()
    documents = [e for e in there if e.kind is EvidenceKind.DOCUMENT]
    wanted = digest(document)
    return tuple(e for e in documents if e.digest == wanted)


def corroborate(
    plan: Plan,
    choice_id: str,
    *,
    by: Actor,
    at: datetime,
    document: Document | None = None,
    reference: str | None = None,
) -> Plan:
    """
    Return *plan* with a choice corroborated: by an entry, or by a document.

    Two accounts agree, or a paper is unchanged; that is what it shows.

    Args:
        plan: The plan.
        choice_id: The choice.
        by: Who enters what they saw or has the document: the client, or a
            worker who did not write the choice down.
        at: When.
        document: A signed paper or a recording: its bytes, or the path of a
            file.  Its SHA-256 goes into the plan, and nothing else of it.
        reference: Where the host keeps it: an opaque id, never a name.

    Raises:
        AuthorityError: *by* may not: they wrote the choice down themselves.
        InvariantError: *by* entered the choice, and an entry of theirs is no
            second account (``level-has-evidence``).
        NotFoundError: There is no such choice.
        OSError: The file cannot be read.

    >>> from datetime import UTC
    >>> from empowerkit import Client, Voice, Wording, Worker
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> amina, joan = Client(called="Amina"), Worker(called="Joan")
    >>> ruth = Worker(called="Ruth")
    >>> her, plan = amina.actor, Plan(client=amina, workers=(joan, ruth))
    >>> plan = plan.open_decision("Where do I live?", by=her, at=noon, id="home")
    >>> plan = plan.offer_option("home", "Stay", by=her, at=noon, id="stay")
    >>> told = Voice.heard(
    ...     her, by=joan.actor, at=noon, wording=Wording.PARAPHRASE
    ... )
    >>> plan = plan.choose(
    ...     "home", "stay", by=joan.actor, at=noon, id="c1", voice=told
    ... )
    >>> plan = corroborate(
    ...     plan, "c1", by=ruth.actor, at=noon, document=b"a signed paper"
    ... )
    >>> choice = plan.choice_of("home")
    >>> choice.level.value, len(matching(choice, b"a signed paper"))
    ('corroborated', 1)
    >>> matching(choice, b"a signed page")
    ()
    """
    if document is None:
        evidence = Evidence(
            kind=EvidenceKind.ENTRY, by=by, at=at, reference=reference
        )
        _ask_second(held(plan, choice_id)[1], by)
    else:
        evidence = Evidence(
            kind=EvidenceKind.DOCUMENT,
            by=by,
            at=at,
            digest=digest(document),
            reference=reference,
        )
    return raised(plan, choice_id, evidence, by=by, at=at)


def _ask_second(choice: Choice, by: Actor) -> None:
    if by == (choice.voice.recorder or choice.author):
        rule = (
            "an entry must be a second person's, and came from whoever "
            "entered the choice: ask somebody else, or add a document"
        )
        refuse([no_evidence("$.by", rule)])


def confirm(plan: Plan, shown: Shown, *, by: Actor) -> Plan:
    """
    Return *plan* with a choice confirmed under the client's own login.

    The host calls it for whom it let in as the client, once they said yes
    to the words that `show` gave.
    That the login was theirs is the host's word.
    The time of the evidence is when the words were shown, not when the
    client said yes.

    Args:
        plan: The plan, as it stood when the words were shown, or later.
        shown: What was shown.
        by: The client.

    Raises:
        AuthorityError: *by* may not.
        InvariantError: *by* is not the client (``level-has-evidence``), or
            what was shown is not of this plan and of all that stood in it
            (``statement-place``), of these words (``statement-words``) or
            was used before (``statement-once``).
        NotFoundError: There is no such choice.
    """
    return stated(plan, shown, EvidenceKind.LOGIN, by=by)


def stated(
    plan: Plan,
    shown: Shown,
    kind: EvidenceKind,
    *,
    by: Actor,
    signature: str | None = None,
) -> Plan:
    """Return *plan* with a login or a signature that *shown* stands behind."""
    said = shown.statement
    evidence = Evidence(
        kind=kind,
        by=by,
        at=said.at,
        digest=said.digest,
        reference=said.to_bytes().decode(),
        signature=signature,
        nonce=shown.nonce,
    )
    after = raised(plan, said.choice, evidence, by=by, at=said.at)
    refuse(_unsound(after, *held(after, said.choice), evidence))
    return after


def ask_added(before: Plan | None, after: Plan) -> None:
    """
    Return where each login and signature that *after* adds may stand there.

    All is asked that needs no key; `empowerkit.sign.verify` asks the key.
    A new plan may come from elsewhere, with a past: what was shown then is
    asked as `empowerkit.attest.verify` does.

    Raises:
        InvariantError: What was shown is not of this plan and of all that
            stood in it, of these words, or was used before, or a signature
            can be none.
    """
    then = () if before is None else before.decisions
    if after.decisions is then:
        return
    asked = _told if before is None else _unsound
    known = {decision.id: decision for decision in then}
    for decision in after.decisions:
        was = known.get(decision.id)
        if decision is not was:
            for choice, evidence in _added(was, decision):
                refuse(asked(after, decision, choice, evidence))


def _added(
    was: Decision | None, now: Decision
) -> Iterator[tuple[Choice, Evidence]]:
    made = () if was is None else was.choices
    known = {choice.id: len(_behind(choice)) for choice in made}
    for choice in now.choices:
        for evidence in _behind(choice)[known.get(choice.id, 0) :]:
            if evidence.kind in STATED:
                yield choice, evidence


def _behind(choice: Choice) -> tuple[Evidence, ...]:
    return choice.attestation.evidence if choice.attestation else ()


def _told(
    plan: Plan, decision: Decision, choice: Choice, evidence: Evidence
) -> Iterator[Problem]:
    """Yield what `verified` finds."""
    found = verified(plan, decision, choice, evidence)
    yield from (*(found.signature or ()), *found.place)
    yield from (*(found.words or ()), *found.nonce)


def _unsound(
    plan: Plan, decision: Decision, choice: Choice, evidence: Evidence
) -> Iterator[Problem]:
    """Yield that, and where not all stood there to be shown."""
    yield from _told(plan, decision, choice, evidence)
    said = statement_of(evidence)
    if said is not None:
        yield from left_out(plan, decision, said)
        if words_of(decision, choice, said.options, said.before) is None:
            yield other_words()


_OF_KIND: Final = {
    EvidenceKind.ENTRY: Level.CORROBORATED,
    EvidenceKind.DOCUMENT: Level.CORROBORATED,
    EvidenceKind.LOGIN: Level.CONFIRMED,
    EvidenceKind.SIGNATURE: Level.SIGNED,
}


def raised(
    plan: Plan, choice_id: str, evidence: Evidence, *, by: Actor, at: datetime
) -> Plan:
    """Return *plan* with *evidence* behind a choice, at the level it makes."""
    _, choice = held(plan, choice_id)
    known = choice.attestation or Attestation()
    level = max(known.level, _OF_KIND[evidence.kind], key=[*Level].index)
    attestation = Attestation(
        level=level, evidence=(*known.evidence, evidence)
    )
    return plan.revise(choice_id, by=by, at=at, attestation=attestation)
