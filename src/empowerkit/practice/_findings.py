"""What a check says: one fact, why it matters, and one thing to try."""

from __future__ import annotations

import enum

from collections.abc import Mapping
from typing import Any

import attrs

from empowerkit.model import Role, SetAside


class Severity(enum.IntEnum):
    """
    How soon to talk about it; never a mark for anybody.

    A later one is above an earlier one.
    """

    NOTICE = 1
    CONCERN = 2
    SERIOUS = 3


@attrs.frozen(hash=False)
class Found:
    """
    What a rule yields: a noun, and what there is to say about it.

    Attributes:
        noun: The noun of the plan it is about, or the plan itself.
        message: One or two sentences in plain language; ids and field
            names only, never anybody's words or names.
        at: The field of the noun, where it is about one that is there.
        also: Ids of further nouns it is about.
        facts: Ids, field names, codes and counts, for hosts that translate.

    >>> Found("need", "This need has no voice.", at="voice").at
    'voice'
    """

    noun: Any
    message: str
    at: str = attrs.field(default="", kw_only=True)
    also: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    facts: Mapping[str, str] = attrs.field(
        factory=dict[str, str], kw_only=True
    )


@attrs.frozen(kw_only=True, hash=False)
class Finding:
    """
    One thing worth a conversation, where it is, and one thing to try.

    Nothing in it carries a person's words or names, but for the reason of
    what was set aside, which is there to be read.

    Attributes:
        rule: The code of the rule, such as ``EMP201``.
        severity: How soon to talk about it.
        path: A JSON pointer (RFC 6901) into the plan's own document; empty
            for the whole.
        subject_id: The noun it is about; the plan's id for the whole.
        message: What was found, in plain language.
        try_this: One thing to try.
        facts: Ids, field names, codes and counts.
        also_ids: Ids of further nouns it is about.
        set_aside: The plan's word that this is set aside, by whom, why and
            until when; `None` where it is not.

    >>> Finding(
    ...     rule="EMP201",
    ...     severity=Severity.CONCERN,
    ...     path="/decisions/0",
    ...     subject_id="home",
    ...     message="…",
    ...     try_this="…",
    ... ).to_dict()["severity"]
    'concern'
    """

    rule: str
    severity: Severity
    path: str
    subject_id: str
    message: str
    try_this: str
    facts: Mapping[str, str] = attrs.field(factory=dict[str, str])
    also_ids: tuple[str, ...] = ()
    set_aside: SetAside | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has set it aside."""
        return self.set_aside is None

    @property
    def set_aside_by_client(self) -> bool:
        """Whether it was the client who set it aside."""
        held = self.set_aside
        return held is not None and held.by.role is Role.CLIENT

    def to_dict(self) -> dict[str, Any]:
        """
        Return this finding as plain data, ready for JSON.

        Keys are the fields; ``set_aside`` is there only where it was set
        aside, with ``reason``, ``by``, ``role``, ``until`` (an ISO day) and
        ``by_client``.
        """
        data: dict[str, Any] = {
            "rule": self.rule,
            "severity": self.severity.name.lower(),
            "path": self.path,
            "subject_id": self.subject_id,
            "message": self.message,
            "try_this": self.try_this,
            "facts": dict(self.facts),
            "also_ids": list(self.also_ids),
        }
        if self.set_aside is not None:
            data["set_aside"] = {
                "reason": self.set_aside.reason,
                "by": self.set_aside.by.id,
                "role": self.set_aside.by.role.value,
                "until": self.set_aside.until.isoformat(),
                "by_client": self.set_aside_by_client,
            }
        return data
