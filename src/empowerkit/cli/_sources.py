"""What a check looks at: our own documents as they come, and FHIR in groups."""

from __future__ import annotations

import sys

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import attrs
import click

from empowerkit.errors import DocumentError
from empowerkit.report._findings import Place, Unused

from ._errors import lines_of, shown, told
from ._fhir import FhirPlan, Group, is_fhir
from ._inputs import (
    STDIN,
    Document,
    Shape,
    _documents,
    _files,
    _opened,
    _size,
    place_of,
)


_MOST_TOLD: Final = 200
_FEW_FILES: Final = 20
_LONG: Final = 4_000_000


@attrs.frozen
class Ours:
    """A document of our own, not yet read."""

    place: Place
    data: bytes = attrs.field(repr=False)


Found = Ours | FhirPlan


class Sources:
    """
    Everything that *names* name, document by document.

    A folder of FHIR is one group, since a goal in one file is about the
    patient in another; so are all files that were named one by one.
    What cannot be read is kept to be told at the end.

    Attributes:
        unused: What of FHIR has no part in a plan.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names: Final = tuple(names)
        self._lines: list[str] = []
        self._refused = 0
        self._met = 0
        self._plans = 0
        self._has_fhir = False
        self.unused: list[Unused] = []

    def __iter__(self) -> Iterator[Found]:
        """Yield each plan that can be looked at, in order."""
        with told():
            files = {name: [*_files([name])] for name in self._names}
        single = Group("the files")
        with _bar([file for held in files.values() for file in held]) as step:
            for name, held in files.items():
                is_folder = held != [name]
                group = Group(shown(name)) if is_folder else single
                yield from self._in(held, group, step)
                if is_folder:
                    yield from self._fhir(group)
            yield from self._fhir(single)

    def _in(
        self, files: Iterable[str], group: Group, step: Callable[[int], None]
    ) -> Iterator[Ours]:
        for name in files:
            try:
                with _opened(name) as file:
                    for document in _documents(file, name, Shape.AUTO):
                        step(document.size)
                        yield from self._sorted(document, name, group)
            except OSError as error:
                self._met += 1
                self.refuse(lines_of(error, place_of(name)))

    def _sorted(
        self, document: Document, name: str, group: Group
    ) -> Iterator[Ours]:
        place = _place(document, name)
        self._met += 1
        if not is_fhir(document.data):
            self._plans += 1
            yield Ours(place, document.data)
            return
        self._has_fhir = True
        try:
            group.add(document.data, place)
        except DocumentError as error:
            self.refuse(lines_of(error, place.shown))

    def _fhir(self, group: Group) -> Iterator[FhirPlan]:
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


def _place(document: Document, name: str) -> Place:
    _, _, line = document.place.removeprefix(place_of(name)).partition(":")
    return Place(
        document.place,
        "" if name == STDIN else name,
        int(line) if line else None,
    )


@contextmanager
def _bar(files: list[str]) -> Generator[Callable[[int], None]]:
    """Show on a terminal how far long reading has come."""
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


def _no_step(size: int) -> None:
    return None
