"""What a check looks at: our own documents as they come, and FHIR in groups."""

from __future__ import annotations

import sys

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs
import click

from empowerkit.errors import DocumentError
from empowerkit.report._findings import Unused

from ._errors import lines_of, shown, told
from ._inputs import _files, _size
from ._pieces import Ours, Piece, Wrong, is_foreign, pieces


if TYPE_CHECKING:
    from ._fhir import FhirPlan, Group

_MOST_TOLD: Final = 200
_FEW_FILES: Final = 20
_LONG: Final = 4_000_000


@attrs.frozen
class End:
    """Where a folder ends, and at last what was named one by one."""

    folder: str = ""


class Sources:
    """
    Everything that *names* name, document by document.

    A folder of FHIR is one group, since a goal in one file is about the
    patient in another; so are all files that were named one by one.
    What cannot be read is kept to be told at the end.

    Attributes:
        unused: What of FHIR has no part in a plan.
    """

    def __init__(self, names: Iterable[str], *, max_bytes: int) -> None:
        self._names: Final = tuple(names)
        self._max_bytes: Final = max_bytes
        self._groups: Final[dict[str, Group]] = {}
        self._lines: list[str] = []
        self._refused = 0
        self._met = 0
        self._plans = 0
        self._has_fhir = False
        self.unused: list[Unused] = []

    def __iter__(self) -> Iterator[Ours | FhirPlan]:
        """Yield each plan that can be looked at, in order."""
        with self.bar() as step:
            for part in self.parts():
                if isinstance(part, End):
                    yield from self.ended(part)
                    continue
                for one in part.documents():
                    if isinstance(one, Wrong):
                        self.met_wrong(one)
                    elif is_foreign(one.data):
                        self.met_fhir(one, part.folder)
                    else:
                        self.met_ours()
                        yield one
                step(part.length)

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        with told():
            return {name: [*_files([name])] for name in self._names}

    @contextmanager
    def bar(self) -> Generator[Callable[[int], None]]:
        """Show on a terminal how far long reading has come."""
        files = [file for held in self._files.values() for file in held]
        size = sum(map(_size, files))
        is_long = size > _LONG or len(files) > _FEW_FILES
        if not is_long or not sys.stderr.isatty():
            yield _no_step
            return
        with click.progressbar(
            length=size,
            label="Looking",
            file=sys.stderr,
            update_min_steps=size // 200,
        ) as bar:
            yield bar.update

    def parts(self) -> Iterator[Piece | End]:
        """Yield what there is to read, and where a group of it ends."""
        for name, held in self._files.items():
            folder = "" if held == [name] else name
            for file in held:
                yield from pieces(file, folder, max_bytes=self._max_bytes)
            if folder:
                yield End(folder)
        yield End()

    def met_ours(self) -> None:
        """Count a document of ours."""
        self._met += 1
        self._plans += 1

    def met_wrong(self, wrong: Wrong) -> None:
        """Count what cannot be looked at."""
        self._met += 1
        self.refuse(wrong.lines)

    def met_fhir(self, one: Ours, folder: str) -> None:
        """Take in a document of FHIR, until its group ends."""
        # What reads FHIR takes longer to import than most checks take.
        from ._fhir import Group  # noqa: PLC0415

        self._met += 1
        self._has_fhir = True
        named = shown(folder) if folder else "the files"
        group = self._groups.setdefault(
            folder, Group(named, max_bytes=self._max_bytes)
        )
        try:
            group.add(one.data, one.place)
        except DocumentError as error:
            self.refuse(lines_of(error, one.place.shown))

    def ended(self, end: End) -> Iterator[FhirPlan]:
        """Yield what came of the FHIR in a group that ends."""
        group = self._groups.pop(end.folder, None)
        if group is not None:
            plans, unused = group.read()
            self._plans += len(plans)
            self.unused += unused
            yield from plans

    def refuse(self, lines: Iterable[str]) -> None:
        """Keep what is wrong with one document, to be told at the end."""
        self._refused += 1
        room = max(_MOST_TOLD - len(self._lines), 0)
        self._lines += [*lines][:room]

    def wrong(self) -> Iterator[str]:
        """Yield what there is to say of what could not be looked at."""
        yield from self._lines
        if self._refused:
            if self._met > 1:
                count = f"{self._refused} of {self._met}"
                yield f"empowerkit: {count} documents refused"
        elif self._has_fhir and not self._plans:
            yield (
                "empowerkit: the FHIR must name a patient in a resource that "
                "a plan has a place for, and does not: look at the losses"
            )


def _no_step(size: int) -> None:
    return None
