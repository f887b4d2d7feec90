"""One entry: a header without anybody's words, and payloads beside it."""

from __future__ import annotations

import enum
import re

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring_ascii as _json
from typing import Final, NoReturn

import attrs

from empowerkit.errors import JournalError, Problem
from empowerkit.model import Actor, Role
from empowerkit.model._ids import Id, is_id


FORMAT: Final = "empowerkit/entry"
FORMAT_VERSION: Final = 1
HASH_BYTES: Final = 32
SALT_BYTES: Final = 32
_LEAF, _NODE = b"\0", b"\1"
_HASH: Final = re.compile("[0-9a-f]{64}")
_NUMBER: Final = re.compile("[0-9]+")
# What `Header.to_bytes` writes, and nothing else: what matches is canonical,
# but for ids and codes, which are asked one by one.
_FORM: Final = re.compile(
    (
        r'{"actor":{"id":"([\w.-]+)","role":"(\w+)"},'
        r'"commitments":\[((?:HASH(?:,HASH)*)?)\],'
        r'"entry":"([\w.-]+)",'
        rf'"format":"{FORMAT}","format_version":{FORMAT_VERSION},'
        r'"journal":"([\w.-]+)","kind":"(\w+)","plan":"([\w.-]+)",'
        r'"previous":(?:null|"([0-9a-f]{64})"),'
        r'"purged":\[((?:PLACE(?:,PLACE)*)?)\],'
        r'"recorded_at":"([12]\d{3}-\d\d-\d\dT'
        r'(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(?!0{6})\d{6})?Z)",'
        r'"schema":(COUNT),"sequence":(COUNT),"version":(COUNT)}'
    )
    .replace("HASH", '"[0-9a-f]{64}"')
    .replace("PLACE", r"\[(?:0|COUNT),(?:0|COUNT)\]")
    .replace("COUNT", "[1-9][0-9]*"),
    re.ASCII,
)


class Kind(enum.StrEnum):
    """What an entry is, as coarsely as can be."""

    CREATED = "created"
    CHANGED = "changed"
    ERASED = "erased"
    HELD = "held"
    RELEASED = "released"
    SHIELDED = "shielded"


@attrs.frozen(kw_only=True, repr=False)
class Payload:
    """
    What was put down, with a salt of its own, so that it can go alone.

    Attributes:
        salt: 32 random bytes; without them nobody can guess the body from
            its commitment.
        body: Canonical JSON.

    >>> Payload(salt=bytes(32), body=b"{}").commitment[:8]
    'df2fad6a'
    """

    salt: bytes
    body: bytes

    def __repr__(self) -> str:
        return "<Payload>"

    @property
    def commitment(self) -> str:
        """SHA-256 of a zero byte, the salt and the body, in hex."""
        return sha256(_LEAF + self.salt + self.body).hexdigest()


Place = tuple[int, int]


@attrs.frozen(kw_only=True)
class Header:
    """
    What an entry says without telling anything of the client.

    Attributes:
        journal: The journal's id.
        sequence: Its place in the journal, from 1.
        plan: The id of the plan.
        version: Which version of the plan it makes, from 1.
        entry: An id that the caller chose, so that a retry is harmless.
        kind: Created, changed, erased, held, released, shielded.
        actor: Who did it.
        recorded_at: When it was written down, in UTC.
        schema: The version of the documents that the payloads come from.
        commitments: One for each payload, in order, in hex.
        purged: What this entry took away: sequence and place of payloads.
        previous: The hash of the entry before, in hex; `None` for the first.
    """

    journal: str
    sequence: int
    plan: str
    version: int
    entry: str
    kind: Kind
    actor: Actor
    recorded_at: datetime
    schema: int
    commitments: tuple[str, ...] = ()
    purged: tuple[Place, ...] = ()
    previous: str | None = None

    def to_bytes(self) -> bytes:
        """
        Return this header as canonical JSON (RFC 8785).

        It holds no floats and no text but ASCII, so that sorted keys and no
        spaces are all there is to it.
        """
        hashes = ",".join(map(_json, self.commitments))
        places = ",".join([f"[{entry},{at}]" for entry, at in self.purged])
        previous = "null" if self.previous is None else _json(self.previous)
        return (
            f'{{"actor":{{"id":{_json(self.actor.id)},'
            f'"role":{_json(self.actor.role)}}},'
            f'"commitments":[{hashes}],"entry":{_json(self.entry)},'
            f'"format":"{FORMAT}","format_version":{FORMAT_VERSION},'
            f'"journal":{_json(self.journal)},"kind":{_json(self.kind)},'
            f'"plan":{_json(self.plan)},"previous":{previous},'
            f'"purged":[{places}],'
            f'"recorded_at":"{_written(self.recorded_at)}",'
            f'"schema":{self.schema},"sequence":{self.sequence},'
            f'"version":{self.version}}}'
        ).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Header:
        """
        Return the header that *raw* holds.

        Raises:
            JournalError: It is not one, or not in canonical form.
        """
        header = _read(raw)
        if header is None:
            not_a_header()
        return header


@attrs.frozen(kw_only=True)
class Entry:
    """
    A header as it is stored, and its payloads; `None` where one is gone.

    Attributes:
        raw: The header in canonical form: what the chain is made of.
        payloads: One for each commitment, in order.
    """

    raw: bytes
    payloads: tuple[Payload | None, ...] = attrs.field(default=(), repr=False)
    # What `raw` says, where that is known already.
    _said: Header | None = attrs.field(
        default=None, init=False, eq=False, repr=False
    )
    _hash: str | None = attrs.field(
        default=None, init=False, eq=False, repr=False
    )

    @property
    def header(self) -> Header:
        """
        What the header says.

        Raises:
            JournalError: It is not one.
        """
        said = self._said
        if said is None:
            said = Header.from_bytes(self.raw)
            object.__setattr__(self, "_said", said)
        return said

    @property
    def hash(self) -> str:
        """SHA-256 of a one byte and the header, in hex."""
        found = self._hash
        if found is None:
            found = sha256(_NODE + self.raw).hexdigest()
            object.__setattr__(self, "_hash", found)
        return found


def written(header: Header, payloads: tuple[Payload, ...]) -> Entry:
    """Return the entry of *header*, whose time is in UTC, and *payloads*."""
    entry = Entry(raw=header.to_bytes(), payloads=payloads)
    object.__setattr__(entry, "_said", header)
    return entry


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _read(raw: bytes) -> Header | None:
    """Return the header in *raw*; `None` where anything at all is odd."""
    try:
        found = _FORM.fullmatch(raw.decode("ascii"))
        return None if found is None else _header(found)
    except ValueError:  # not ASCII, no such day, no such code
        return None


def _header(found: re.Match[str]) -> Header | None:
    (
        by,
        role,
        commitments,
        entry,
        journal,
        kind,
        plan,
        previous,
        purged,
        at,
        *counts,
    ) = found.groups()
    if not all(map(is_id, (by, entry, journal, plan))):
        return None
    schema, sequence, version = map(int, counts)
    places = map(int, _NUMBER.findall(purged))
    return Header(
        journal=journal,
        sequence=sequence,
        plan=plan,
        version=version,
        entry=entry,
        kind=Kind(kind),
        actor=_actor(by, role),
        recorded_at=datetime.fromisoformat(at),
        schema=schema,
        commitments=tuple(_HASH.findall(commitments)),
        purged=tuple(zip(places, places, strict=True)),
        previous=previous,
    )


@lru_cache
def _actor(own: str, role: str) -> Actor:
    """Return one and the same for each of the few who write a journal."""
    return Actor(id=Id(own), role=Role(role))


def not_a_header() -> NoReturn:
    """Raise that something is no header of ours."""
    broken(
        "journal-header",
        "an entry's header must be one that this library wrote, in canonical "
        "form",
    )


def broken(rule: str, message: str, path: str = "$") -> NoReturn:
    """Raise that a journal breaks *rule* at *path*."""
    told = f"{message}: ask `verify`, and go back to a whole copy"
    raise JournalError([Problem(rule=rule, path=path, message=told)])
