"""Findings in the forms that can be asked for, each made by itself."""

from __future__ import annotations

import enum
import json

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, repeat
from typing import Any, assert_never

import attrs

from ._findings import (
    Block,
    Placed,
    Style,
    Unused,
    as_data,
    block,
    concise,
    counted,
    full,
    statistics,
    summary,
    unstyled,
)


class FindingsForm(enum.StrEnum):
    """
    The forms in which findings are printed.

    ``FULL`` and ``CONCISE`` are for people, ``JSON`` for programs, ``HTML``
    for a conversation, ``SARIF`` for editors and services, ``GITHUB`` for a
    build of made-up plans.

    >>> [form.value for form in FindingsForm]
    ['full', 'concise', 'json', 'github', 'sarif', 'html']
    """

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    HTML = "html"


@attrs.define
class Rows:
    """
    Findings, each as far as it can be printed without the others.

    There are many, and so they stand in columns: nothing is sent to another
    process sooner, or passed over sooner by the collector of garbage.

    Attributes:
        codes: Of each, the code of its rule.
        bodies: Of each, what the form makes of it.
        aside: The code of the rule, once for each that was set aside.
    """

    codes: list[str] = attrs.field(factory=list[str])
    bodies: list[Any] = attrs.field(factory=list[Any], repr=False)
    aside: list[str] = attrs.field(factory=list[str])

    @property
    def opened(self) -> Counter[str]:
        """How many of each rule nobody has set aside."""
        return Counter(self.codes) - Counter(self.aside)

    def add(self, other: Rows) -> None:
        """Put *other* behind what there is."""
        self.codes += other.codes
        self.bodies += other.bodies
        self.aside += other.aside

    def part(self, begin: int, end: int | None = None) -> Rows:
        """Return some of them; what was set aside is not among it."""
        return Rows(self.codes[begin:end], self.bodies[begin:end])

    def among(self, more: Rows, order: Mapping[str, int]) -> Rows:
        """Return those of one plan with *more*, in the *order* of rules."""
        every = [
            *zip(self.codes, self.bodies, strict=True),
            *zip(more.codes, more.bodies, strict=True),
        ]
        every.sort(key=lambda one: order[one[0]])
        codes, bodies = zip(*every, strict=True)
        return Rows([*codes], [*bodies], self.aside + more.aside)


@attrs.frozen(kw_only=True)
class Looked:
    """
    What became of looking at plans.

    Attributes:
        rows: The findings.
        plans: How many plans were looked at.
        as_of: The day that the findings speak of.
        profile: The profile that was asked.
        unused: What was read and not used.
        is_complete: Whether everything that was named could be read.
    """

    rows: Rows
    plans: int
    as_of: date
    profile: str
    unused: Sequence[Unused] = ()
    is_complete: bool = True

    def summary(self) -> str:
        """Return how much there is to talk about, in one sentence."""
        aside = len(self.rows.aside)
        opened = len(self.rows.codes) - aside
        are_open = chain(repeat(True, opened), repeat(False, aside))
        return summary(are_open, self.plans)


@attrs.frozen(kw_only=True)
class Printing:
    """
    How findings are printed.

    Attributes:
        form: In which form.
        width: The columns of a line, in full.
        style: What titles look like, in full.
        is_counted: Whether nothing is wanted but how often each rule speaks.
    """

    form: FindingsForm
    width: int
    style: Style = unstyled
    is_counted: bool = False

    def rows(self, found: Sequence[Placed]) -> Rows:
        """Return what can be said of each finding without the others."""
        return Rows(
            [one.finding.rule for one in found],
            [None] * len(found) if self.is_counted else self._bodies(found),
            [one.finding.rule for one in found if not one.finding.is_open],
        )

    def _bodies(self, found: Iterable[Placed]) -> list[Any]:
        match self.form:
            case FindingsForm.FULL:
                return [*_once(map(self._block, found))]
            case FindingsForm.CONCISE:
                return [f"{line}\n" for line in concise(found)]
            case FindingsForm.GITHUB:
                return _workflow(found)
            case FindingsForm.JSON:
                return [*map(_in_a_list, found)]
            case FindingsForm.SARIF | FindingsForm.HTML:
                return [*found]
            case _:
                assert_never(self.form)

    def _block(self, one: Placed) -> Block:
        return block(one, width=self.width, style=self.style)

    def text(self, looked: Looked) -> str:
        """Return all that there is to print of what was *looked* at."""
        made = self._counts if self.is_counted else self._whole
        return "".join(made(looked))

    def _counts(self, looked: Looked) -> Iterator[str]:
        codes = looked.rows.opened.elements()
        if self.form is FindingsForm.JSON:
            yield _as_json(counted(codes))
        else:
            yield from (f"{line}\n" for line in statistics(codes))

    def _whole(self, looked: Looked) -> Iterator[str]:
        bodies = looked.rows.bodies
        match self.form:
            case FindingsForm.FULL:
                yield from full(bodies, width=self.width)
                if looked.plans or looked.is_complete:
                    yield f"{looked.summary()}\n"
            case FindingsForm.CONCISE | FindingsForm.GITHUB:
                yield from bodies
            case FindingsForm.JSON:
                yield _as_list(bodies)
            case FindingsForm.SARIF:
                yield _as_json(_sarif(looked))
            case FindingsForm.HTML:
                yield _page(looked)
            case _:
                assert_never(self.form)


def _once(blocks: Iterable[Block]) -> Iterator[Block | str]:
    """Leave room for why it matters with the first of each rule alone."""
    met: set[str] = set()
    for one in blocks:
        rule, head, tail = one
        yield head + tail if rule in met else one
        met.add(rule)


def _workflow(found: Iterable[Placed]) -> list[str]:
    # Only a build asks for it.
    from ._github import workflow  # noqa: PLC0415

    return [f"{line}\n" for line in workflow(found)]


def _in_a_list(one: Placed) -> str:
    """Return it as it stands in a list that is written for reading."""
    (data,) = as_data((one,))
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "  " + text.replace("\n", "\n  ")


def _as_list(bodies: Iterable[str]) -> str:
    whole = ",\n".join(bodies)
    return f"[\n{whole}\n]\n" if whole else "[]\n"


def _as_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _sarif(looked: Looked) -> dict[str, Any]:
    # Text needs nothing of this.
    from ._sarif import as_sarif  # noqa: PLC0415

    return as_sarif(
        looked.rows.bodies,
        unused=looked.unused,
        as_of=looked.as_of,
        profile=looked.profile,
        version=_version(),
        is_complete=looked.is_complete,
    )


def _page(looked: Looked) -> str:
    # As above.
    from ._findings_page import findings_page  # noqa: PLC0415
    from ._html import as_page  # noqa: PLC0415

    page = findings_page(
        looked.rows.bodies,
        unused=looked.unused,
        plans=looked.plans,
        as_of=looked.as_of,
        profile=looked.profile,
    )
    return as_page(page)


def _version() -> str | None:
    # It takes longer to import than most checks take.
    from importlib import metadata  # noqa: PLC0415

    try:
        return metadata.version("empowerkit")
    except metadata.PackageNotFoundError:
        return None
