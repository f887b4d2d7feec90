"""Whether a journal still says what was once written down in it."""

from __future__ import annotations

import base64
import binascii
import re

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from empowerkit.errors import JournalError, Problem

from ._commit import Head
from ._entry import HASH_BYTES, Entry, Header, Kind, Place


_ORIGIN: Final = "empowerkit/journal/"
_COUNT: Final = re.compile(r"[1-9][0-9]{0,15}")


@attrs.frozen(kw_only=True)
class Fault:
    """
    One thing that is not as it was written down.

    Attributes:
        rule: Which rule it breaks.
        message: What must hold, and what came.
        sequence: The place of the entry in the journal, from 1.
        payload: The place of the payload in the entry, from 0, if it is one.
    """

    rule: str
    message: str
    sequence: int
    payload: int | None = None


@attrs.frozen(kw_only=True)
class Verification:
    """
    What was asked of a journal, one answer each; empty is nothing found.

    Attributes:
        entries: How many entries were read.
        chain: Headers, and how each follows the one before.
        payloads: What was put down, against its commitment.
        counts: Payloads that are missing with no entry that took them away,
            or that are still there although one did; versions left out.
        checkpoint: Against the checkpoint; `None` where none was given, and
            then a tail that was cut off cannot be seen.
        database: What the database says of itself; `None` where none was
            asked.
    """

    entries: int
    chain: tuple[Fault, ...] = ()
    payloads: tuple[Fault, ...] = ()
    counts: tuple[Fault, ...] = ()
    checkpoint: tuple[Fault, ...] | None = None
    database: tuple[Fault, ...] | None = None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that was found, in the order of the attributes."""
        asked = (self.chain, self.payloads, self.counts)
        told = (self.checkpoint or (), self.database or ())
        return sum((*asked, *told), ())


def checkpoint(head: Head) -> str:
    """
    Return the text to keep elsewhere: what a journal was at *head*.

    Three lines in the form of a C2SP tlog checkpoint: the journal, how many
    entries it has, and the hash of the last one.

    Raises:
        JournalError: The journal is empty.

    >>> print(checkpoint(Head(journal="j1", sequence=3, hash="00" * 32)))
    empowerkit/journal/j1
    3
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
    <BLANKLINE>
    """
    if head.hash is None:
        raise JournalError(
            [_checkpoint_problem("a journal must have an entry to mark")]
        )
    mark = base64.b64encode(bytes.fromhex(head.hash)).decode()
    return f"{_ORIGIN}{head.journal}\n{head.sequence}\n{mark}\n"


def verify(
    entries: Iterable[Entry], *, checkpoint: str | None = None
) -> Verification:
    """
    Return what is wrong with *entries*, a whole journal in order.

    Hashes are asked before anything is read of a payload, so that nothing
    that was tampered with is ever parsed.

    Args:
        entries: All entries of a journal, in order.
        checkpoint: A text that `checkpoint` once gave, kept elsewhere.

    Raises:
        JournalError: *checkpoint* is not such a text.

    >>> from datetime import UTC, datetime
    >>> from empowerkit import Client, Plan
    >>> from empowerkit.journal import commit
    >>> amina = Client(called="Amina")
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> entry = commit(
    ...     None, Plan(client=amina), by=amina.actor, at=noon, head=Head()
    ... )
    >>> verify([entry]).faults
    ()
    >>> verify([attrs.evolve(entry, payloads=())]).faults[0].rule
    'journal-counts'
    """
    wanted = None if checkpoint is None else _marked(checkpoint)
    asked = _Asked()
    for entry in entries:
        asked.next(entry)
    return Verification(
        entries=asked.read,
        chain=tuple(asked.chain),
        payloads=tuple(asked.payloads),
        counts=(*asked.counts, *asked.left_over()),
        checkpoint=None if wanted is None else (*_against(wanted, asked),),
    )


class _Asked:
    """What is known of a journal while its entries go by."""

    def __init__(self) -> None:
        self.read = 0
        self.journal: str | None = None
        self.previous: str | None = None
        self.hashes: dict[int, str] = {}
        self.plans: dict[int, str] = {}
        self.versions: dict[str, int] = {}
        self.missing: set[Place] = set()
        self.there: set[Place] = set()
        self.purged: set[Place] = set()
        self.chain: list[Fault] = []
        self.payloads: list[Fault] = []
        self.counts: list[Fault] = []

    def next(self, entry: Entry) -> None:
        self.read += 1
        self.hashes[self.read] = entry.hash
        said = _header(entry)
        if said is None:
            message = "a header must be as this library wrote it"
            self.chain.append(self._fault("journal-header", message))
        else:
            self.chain += self._links(said)
            self._ask_purged(said)
            self._ask_payloads(entry, said)
            self._ask_version(said)
        self.previous = entry.hash

    def _fault(
        self, rule: str, message: str, payload: int | None = None
    ) -> Fault:
        return Fault(
            rule=rule, message=message, sequence=self.read, payload=payload
        )

    def _links(self, said: Header) -> Iterator[Fault]:
        self.journal = self.journal or said.journal
        if said.journal != self.journal:
            rule, message = "journal-one", "entries must be of one journal"
            yield self._fault(rule, message)
        if said.sequence != self.read:
            message = "entries must be there from the first on, in order"
            yield self._fault("journal-sequence", message)
        if said.previous != self.previous:
            message = "an entry must follow the one before, by its hash"
            yield self._fault("journal-chain", message)

    def _ask_purged(self, said: Header) -> None:
        self.plans[self.read] = said.plan
        if said.kind is not Kind.ERASED:
            return
        own = {place for place in said.purged if self._is_own(place, said)}
        self.purged |= own
        if not own.issuperset(said.purged):
            message = "an entry must erase what its own plan put down before"
            self.chain.append(self._fault("journal-purged", message))

    def _is_own(self, place: Place, said: Header) -> bool:
        # Of an entry that cannot be read nobody knows whose it was, and
        # that it cannot be read is told already.
        sequence, _ = place
        whose = self.plans.get(sequence, said.plan)
        return 0 < sequence < self.read and whose == said.plan

    def _ask_payloads(self, entry: Entry, said: Header) -> None:
        if len(entry.payloads) != len(said.commitments):
            message = "an entry must have one payload for each commitment"
            self.counts.append(self._fault("journal-counts", message))
        held = zip(entry.payloads, said.commitments, strict=False)
        for place, (payload, commitment) in enumerate(held):
            if payload is None:
                self.missing.add((self.read, place))
                continue
            self.there.add((self.read, place))
            if payload.commitment != commitment:
                message = "a payload must be what its header committed to"
                self.payloads.append(
                    self._fault("journal-payload", message, place)
                )

    def _ask_version(self, said: Header) -> None:
        last = self.versions.get(said.plan, 0)
        if said.version != last + 1:
            message = "the versions of a plan must follow one another"
            self.counts.append(self._fault("journal-versions", message))
        self.versions[said.plan] = said.version

    def left_over(self) -> Iterator[Fault]:
        """Yield what is missing unlawfully, or there although purged."""
        gone = "a payload must be there, or an entry must say who erased it"
        for sequence, place in sorted(self.missing - self.purged):
            yield Fault(
                rule="journal-missing",
                message=gone,
                sequence=sequence,
                payload=place,
            )
        still = "what an entry says was erased must be gone"
        for sequence, place in sorted(self.there & self.purged):
            yield Fault(
                rule="journal-not-erased",
                message=still,
                sequence=sequence,
                payload=place,
            )


def _header(entry: Entry) -> Header | None:
    try:
        return entry.header
    except JournalError:
        return None


def _against(wanted: Head, asked: _Asked) -> Iterator[Fault]:
    if asked.hashes.get(wanted.sequence) != wanted.hash or (
        asked.journal != wanted.journal
    ):
        yield Fault(
            rule="journal-checkpoint",
            message=(
                "the journal must hold what it held when the checkpoint was "
                "taken, and it was cut short or written anew since"
            ),
            sequence=wanted.sequence,
        )


def _marked(text: str) -> Head:
    """Return where a journal stood when *text* was given."""
    lines = text.replace("\r\n", "\n").split("\n")
    origin, count, mark, *rest = (*lines, "", "", "")
    hashed = _decoded(mark)
    if (
        not origin.startswith(_ORIGIN)
        or not _COUNT.fullmatch(count)
        or len(hashed) != HASH_BYTES
        or "".join(rest)
    ):
        raise JournalError(
            [
                _checkpoint_problem(
                    "a checkpoint must be as it was given: three lines, each "
                    "with its end of line; take them from where they are kept"
                )
            ]
        )
    journal = origin.removeprefix(_ORIGIN)
    return Head(journal=journal, sequence=int(count), hash=hashed.hex())


def _decoded(mark: str) -> bytes:
    try:
        return base64.b64decode(mark, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _checkpoint_problem(message: str) -> Problem:
    return Problem(rule="journal-checkpoint", path="$", message=message)
