"""To sign what was shown, and to ask later whether it was signed."""

from __future__ import annotations

import base64

from collections.abc import Callable, Iterator

import attrs

from empowerkit.attest import Shown, Verification
from empowerkit.attest._form import decoded, malformed
from empowerkit.attest._raise import stated
from empowerkit.attest._shown import held
from empowerkit.attest._verify import last, verified
from empowerkit.errors import MissingExtraError, Problem, refuse
from empowerkit.journal import Verification as OfJournal
from empowerkit.model import Actor, EvidenceKind
from empowerkit.plan import Plan

from ._keys import is_sound


try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )
except ImportError:
    msg = 'signatures need an extra: pip install "empowerkit[sign]"'
    raise MissingExtraError(msg) from None


def signature(shown: Shown, key: Ed25519PrivateKey) -> bytes:
    """
    Return the signature of a key holder who saw the words of *shown*.

    It is made where the key is: on the client's own device, after the words
    were shown there.

    Args:
        shown: What was shown.
        key: The client's private key; nothing is kept of it.

    Returns:
        The 64 bytes of an Ed25519 signature over the statement's bytes.
    """
    return key.sign(shown.statement.to_bytes())


def attach(
    plan: Plan,
    shown: Shown,
    signature: bytes,
    *,
    key: Ed25519PublicKey,
    by: Actor,
) -> Plan:
    """
    Return *plan* with a choice signed, where the signature holds.

    Args:
        plan: The plan, as it stood when the words were shown, or later.
        shown: What was shown.
        signature: 64 bytes, made by the client's key.
        key: The client's public key, as the host knows it.
        by: The client.

    Raises:
        AuthorityError: *by* may not.
        InvariantError: The signature does not hold (``signature-holds``,
            ``signature-form``, ``key-sound``); or as
            `empowerkit.attest.confirm`.
        NotFoundError: There is no such choice.

    >>> from datetime import UTC, datetime
    >>> from empowerkit import Client, attest, sign
    >>> from empowerkit.store import open_store
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> amina, store = Client(called="Amina"), open_store("memory:")
    >>> her, plan = amina.actor, Plan(client=amina)
    >>> done = store.create(plan, by=her, at=noon)
    >>> plan = plan.open_decision("Where do I live?", by=her, at=noon, id="home")
    >>> plan = plan.offer_option("home", "Stay", by=her, at=noon, id="stay")
    >>> plan = plan.choose("home", "stay", by=her, at=noon, id="c1")
    >>> private = Ed25519PrivateKey.generate()
    >>> public = private.public_key()
    >>> shown = attest.show(plan, "c1", checkpoint=store.checkpoint(), at=noon)
    >>> made = sign.signature(shown, private)
    >>> plan = sign.attach(plan, shown, made, key=public, by=her)
    >>> plan.choice_of("home").level.value
    'signed'
    >>> sign.verify(plan, "c1", key=public, journal=store.verify).faults
    ()
    """
    refuse(_wrong(signature, shown.statement.to_bytes(), key))
    written = base64.b64encode(signature).decode()
    kind = EvidenceKind.SIGNATURE
    return stated(plan, shown, kind, by=by, signature=written)


def verify(
    plan: Plan,
    choice_id: str,
    *,
    key: Ed25519PublicKey,
    journal: Callable[..., OfJournal] | None = None,
) -> Verification:
    """
    Return what is wrong with the last signature behind a choice.

    Each question has an answer of its own: a signature may hold, and yet
    have been made for another option, or for words that are there no more.

    Args:
        plan: The plan, at this version or a later one.
        choice_id: The choice.
        key: The client's public key, from where the host keeps it; never
            from the plan.
        journal: What verifies the journal against a checkpoint: the
            ``verify`` of a store, or `empowerkit.journal.verify` with its
            entries.

    Raises:
        NotFoundError: There is no such choice, or no signature behind it.
    """
    decision, choice = held(plan, choice_id)
    evidence = last(choice, [EvidenceKind.SIGNATURE])
    said = (evidence.reference or "").encode()
    made = decoded(evidence.signature or "")
    return attrs.evolve(
        verified(plan, decision, choice, evidence, journal),
        signature=tuple(_wrong(made, said, key)),
    )


def _wrong(made: bytes, said: bytes, key: object) -> Iterator[Problem]:
    if not isinstance(key, Ed25519PublicKey):
        yield _no_key(
            "the key must be an Ed25519PublicKey of cryptography: make one "
            "of the 32 bytes with Ed25519PublicKey.from_public_bytes"
        )
    elif not is_sound(key.public_bytes_raw()):
        yield _no_key(
            "the key must be one that somebody can hold alone, and fits "
            "what nobody signed: ask the client for a new key"
        )
    elif malformed(made):
        yield from malformed(made)
    elif not _holds(made, said, key):
        yield Problem(
            rule="signature-holds",
            path="$.signature",
            message=(
                "the signature must be this key's over this statement, and "
                "is not: another key made it, or one of the two was changed"
            ),
        )


def _no_key(message: str) -> Problem:
    return Problem(rule="key-sound", path="$.key", message=message)


def _holds(made: bytes, said: bytes, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(made, said)
    except InvalidSignature:
        return False
    return True
