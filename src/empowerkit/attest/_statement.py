"""The statement that a client confirms or signs: ids, hashes, no words."""

from __future__ import annotations

import re

from datetime import datetime
from typing import Final

import attrs

from empowerkit.codecs._form import canonical
from empowerkit.codecs._text import refused
from empowerkit.journal import Head, checkpoint
from empowerkit.journal._entry import _written


# What is signed begins like this, and nothing else that we hash or sign does.
PREFIX: Final = "empowerkit/statement/1\n"
_ONE_ID: Final = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_ID: Final = re.compile(_ONE_ID)
# What `Statement.to_bytes` writes, part by part.
_FORM: Final = re.compile(
    (
        PREFIX + r'{"at":"(?P<at>[12]\d{3}-\d\d-\d\dT'
        r'(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{6})?Z)",'
        r'"before":(?:null|"(?P<before>ID)"),"choice":"(?P<choice>ID)",'
        r'"decision":"(?P<decision>ID)","digest":"(?P<digest>HASH)",'
        r'"head":"(?P<head>HASH)","journal":"(?P<journal>ID)",'
        r'"option":(?:null|"(?P<option>ID)"),'
        r'"options":\[(?P<options>(?:"ID"(?:,"ID")*)?)\],'
        r'"plan":"(?P<plan>ID)","sequence":(?P<sequence>[1-9]\d{0,15})}'
    )
    .replace("HASH", "[0-9a-f]{64}")
    .replace("ID", _ONE_ID)
)


@attrs.frozen(kw_only=True)
class Statement:
    """
    What is confirmed or signed: which choice, after which words were shown.

    It holds ids and hashes alone.
    Whoever finds one learns no words from it, and cannot guess them: what
    made the digest unlike any other, the nonce, is not in it.

    Attributes:
        plan: The id of the plan.
        decision: The id of the decision.
        choice: The id of the choice.
        option: The option that is chosen; `None` takes the choice before
            it back.
        before: The option that stood until then; `None` where none did.
        options: The options that were shown, in that order.
        digest: SHA-256 of a zero byte, the nonce and the words shown, in
            hex.
        head: Where the journal stood: what was in it cannot be changed
            afterwards without breaking this statement.
        at: When the words were shown; written in UTC.

    >>> from datetime import UTC
    >>> said = Statement(
    ...     plan="p1",
    ...     decision="home",
    ...     choice="c1",
    ...     option="flat",
    ...     options=("stay", "flat"),
    ...     digest="0" * 64,
    ...     head=Head(journal="j1", sequence=3, hash="1" * 64),
    ...     at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    ... )
    >>> print(said.to_bytes().decode())
    empowerkit/statement/1
    {"at":"2026-03-02T12:00:00Z","before":null,"choice":"c1",\
"decision":"home",\
"digest":"0000000000000000000000000000000000000000000000000000000000000000",\
"head":"1111111111111111111111111111111111111111111111111111111111111111",\
"journal":"j1","option":"flat","options":["stay","flat"],"plan":"p1",\
"sequence":3}
    >>> Statement.from_bytes(said.to_bytes()) == said
    True
    """

    plan: str
    decision: str
    choice: str
    option: str | None
    before: str | None = None
    options: tuple[str, ...]
    digest: str
    head: Head
    at: datetime

    @property
    def checkpoint(self) -> str:
        """The head as a checkpoint, as a journal's `verify` takes it."""
        return checkpoint(self.head)

    def to_bytes(self) -> bytes:
        """
        Return the exact bytes that are signed.

        One line that says what they are, and then canonical JSON (RFC 8785)
        with no floats and no text but ASCII: keys sorted, no spaces.
        """
        data = {
            "at": _written(self.at),
            "before": self.before,
            "choice": self.choice,
            "decision": self.decision,
            "digest": self.digest,
            "head": self.head.hash,
            "journal": self.head.journal,
            "option": self.option,
            "options": self.options,
            "plan": self.plan,
            "sequence": self.head.sequence,
        }
        return PREFIX.encode() + canonical(data)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Statement:
        """
        Return the statement that *raw* holds.

        Raises:
            DocumentError: It is none, or not in canonical form
                (``statement-form``).
        """
        found = _read(raw)
        if found is None or found.to_bytes() != raw:
            refused(
                "statement-form",
                "a statement must be one that this library wrote, byte for "
                "byte: ask whoever sent it for the original",
            )
        return found


def _read(raw: bytes) -> Statement | None:
    """Return the statement in *raw*; `None` where anything at all is odd."""
    try:
        found = _FORM.fullmatch(raw.decode("ascii"))
        return None if found is None else _built(found)
    except ValueError:  # not ASCII, or no such day
        return None


def _built(found: re.Match[str]) -> Statement:
    held = found.groupdict()
    return Statement(
        plan=held["plan"],
        decision=held["decision"],
        choice=held["choice"],
        option=held["option"],
        before=held["before"],
        options=tuple(_ID.findall(held["options"])),
        digest=held["digest"],
        head=Head(
            journal=held["journal"],
            sequence=int(held["sequence"]),
            hash=held["head"],
        ),
        at=datetime.fromisoformat(held["at"]),
    )
