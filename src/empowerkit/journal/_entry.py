"""One entry: a header without anybody's words, and payloads beside it."""

from __future__ import annotations

import enum
import json
import re

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NoReturn

import attrs

from empowerkit.errors import JournalError, Problem
from empowerkit.model import Actor, Role
from empowerkit.model._ids import is_id


FORMAT: Final = "empowerkit/entry"
FORMAT_VERSION: Final = 1
HASH_BYTES: Final = 32
SALT_BYTES: Final = 32
_LEAF, _NODE = b"\0", b"\1"
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_TIME: Final = re.compile(
    r"[12]\d{3}-\d\d-\d\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{6})?Z"
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
        data = {
            "actor": {"id": self.actor.id, "role": self.actor.role.value},
            "commitments": self.commitments,
            "entry": self.entry,
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "journal": self.journal,
            "kind": self.kind.value,
            "plan": self.plan,
            "previous": self.previous,
            "purged": self.purged,
            "recorded_at": _written(self.recorded_at),
            "schema": self.schema,
            "sequence": self.sequence,
            "version": self.version,
        }
        return _canonical(data)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Header:
        """
        Return the header that *raw* holds.

        Raises:
            JournalError: It is not one, or not in canonical form.
        """
        header = _read(raw)
        if header is None or header.to_bytes() != raw:
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

    @property
    def header(self) -> Header:
        """
        What the header says.

        Raises:
            JournalError: It is not one.
        """
        return Header.from_bytes(self.raw)

    @property
    def hash(self) -> str:
        """SHA-256 of a one byte and the header, in hex."""
        return sha256(_NODE + self.raw).hexdigest()


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, separators=(",", ":"), sort_keys=True).encode()


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _read(raw: bytes) -> Header | None:
    """Return the header in *raw*; `None` where anything at all is odd."""
    try:
        data: Any = json.loads(raw)
        if (data.pop("format"), data.pop("format_version")) != (
            FORMAT,
            FORMAT_VERSION,
        ):
            return None
        at, actor = data.pop("recorded_at"), data.pop("actor")
        header = Header(
            **data
            | {
                "actor": Actor(id=actor["id"], role=Role(actor["role"])),
                "commitments": tuple(data["commitments"]),
                "kind": Kind(data["kind"]),
                "purged": tuple((a, b) for a, b in data["purged"]),
                "recorded_at": datetime.fromisoformat(at),
            }
        )
        return header if _is_whole(header, at) else None
    except (AttributeError, LookupError, RecursionError, TypeError):
        return None
    except ValueError:  # also not UTF-8, not JSON, no such code
        return None


def _is_whole(header: Header, at: str) -> bool:
    numbers = (header.sequence, header.version, header.schema)
    ids = (header.journal, header.plan, header.entry)
    places = sum(header.purged, ())
    hashes = (*header.commitments, header.previous or "0" * 64)
    return (
        _TIME.fullmatch(at) is not None
        and all(type(n) is int and n >= 1 for n in numbers)
        and all(type(n) is int and n >= 0 for n in places)
        and all(type(one) is str and is_id(one) for one in ids)
        and all(type(h) is str and _HEX.fullmatch(h) for h in hashes)
    )


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
