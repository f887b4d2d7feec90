"""What could not be used as it stands, collected while reading."""

from __future__ import annotations

from typing import Final

import attrs

from empowerkit.errors import DocumentError, Problem


@attrs.define(kw_only=True)
class Notes:
    """
    What a reader says of the files it reads.

    Attributes:
        system: The directory's own address or name.
        problems: What was noted, in the order in which it was met.
    """

    system: str
    problems: list[Problem] = attrs.field(factory=list[Problem])

    def add(self, rule: str, path: str, message: str, **facts: str) -> None:
        """Note that *rule* is not kept at *path*, and what became of it."""
        found = Problem(rule=rule, path=path, message=message, facts=facts)
        self.problems.append(found)


# Everything that a reader may note; the conformance page lists the same.
RULES: Final = frozenset(
    {
        "columns",
        "csv-syntax",
        "depth-cap",
        "duplicate-id",
        "duplicate-key",
        "encoding",
        "field-type",
        "json-syntax",
        "missing-file",
        "no-service",
        "not-carried",
        "number",
        "orphan-row",
        "other-pages",
        "required",
        "size-cap",
        "text-storable",
        "unknown-object",
        "unknown-table",
    }
)


def refused_file(message: str, path: str, *, rule: str) -> DocumentError:
    """Return the error for a file of which nothing can be read."""
    return DocumentError([Problem(rule=rule, path=path, message=message)])
