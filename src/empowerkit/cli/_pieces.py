"""What is to be read, in pieces that any process can read by itself."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

import attrs

from empowerkit.report._findings import Place

from ._errors import lines_of
from ._inputs import (
    STDIN,
    Shape,
    _lines,
    _opened,
    _shape_of,
    _size,
    _up_to,
    most_of,
    place_of,
)


# Long enough that handing it over costs nothing beside the work on it, short
# enough that no process waits long for another at the end.
_LENGTH: Final = 1_000_000
# While the first piece of a long file is worked on nobody else has any work;
# it is as long as it takes to make what all of them use.
_FIRST: Final = 100_000


_shown: Callable[[str], str] = lru_cache(64)(place_of)


@attrs.frozen
class Ours:
    """A document, not yet read."""

    place: Place
    data: bytes = attrs.field(repr=False)


@attrs.frozen
class Wrong:
    """What there is to say of what could not be looked at."""

    lines: tuple[str, ...]


@attrs.frozen
class Piece:
    """
    One document, or so many whole lines of a file, each a document.

    Attributes:
        name: The file; ``-`` is standard input.
        folder: The folder that was named; empty where the file itself was.
        max_bytes: How many bytes a document may have.
        start: At which byte of the file it begins.
        size: How many bytes of it there are; -1 is all of the file.
        line: Which line is its first; `None` where it is one document.
        data: What there is in it, where nobody else can read that again.
        wrong: Why it could not be read, if it could not.
    """

    name: str
    folder: str
    max_bytes: int
    start: int = 0
    size: int = -1
    line: int | None = None
    data: bytes | None = attrs.field(default=None, repr=False)
    wrong: Wrong | None = None

    @property
    def length(self) -> int:
        """How many bytes there are to read."""
        return _size(self.name) if self.size < 0 else self.size

    def documents(self) -> Iterator[Ours | Wrong]:
        """Yield each document in it, or why there is none."""
        if self.wrong is not None:
            yield self.wrong
            return
        try:
            yield from self._documents()
        except OSError as error:
            yield _wrong(self.name, error)

    def _documents(self) -> Iterator[Ours]:
        most = most_of(self.max_bytes)
        with self._opened() as file:
            if self.line is None:
                yield Ours(self.place(None), _up_to(file, most))
                return
            for number, line in enumerate(_lines(file, b"", most), self.line):
                data = line.removesuffix(b"\n").removesuffix(b"\r")
                if data.strip():
                    yield Ours(self.place(number), data)

    @contextmanager
    def _opened(self) -> Generator[BinaryIO]:
        if self.data is not None:
            yield BytesIO(self.data)
            return
        with Path(self.name).open("rb") as file:
            if self.line is None:
                yield file
                return
            file.seek(self.start)
            yield BytesIO(file.read(self.size))

    def place(self, line: int | None) -> Place:
        """Return the place of the document on this *line*."""
        shown = _shown(self.name)
        return Place(
            shown if line is None else f"{shown}:{line}",
            "" if self.name == STDIN else self.name,
            line,
        )


def is_foreign(data: bytes) -> bool:
    """Return whether a document is FHIR, and not one of ours."""
    if b'"resourceType"' not in data:
        return False
    # What reads FHIR takes longer to import than most checks take.
    from ._fhir import is_fhir  # noqa: PLC0415

    return is_fhir(data)


def pieces(name: str, folder: str = "", *, max_bytes: int) -> Iterator[Piece]:
    """Yield the pieces of a file."""
    whole = Piece(name, folder, max_bytes)
    try:
        yield from _pieces(whole)
    except OSError as error:
        yield attrs.evolve(whole, size=0, wrong=_wrong(name, error))


def _pieces(whole: Piece) -> Iterator[Piece]:
    name, most = whole.name, most_of(whole.max_bytes)
    if Path(name).suffix == ".json":
        yield whole
        return
    with _opened(name) as file:
        first = file.readline(most)
        if _shape_of(name, first) is Shape.JSON:
            data = first + _up_to(file, most - len(first))
            yield attrs.evolve(whole, size=len(data), data=data)
            return
        # Standard input has no name by which others could open it.
        is_there_again = name != STDIN and file.seekable()
        for start, line, data in _runs_of_lines(file, first, most):
            yield attrs.evolve(
                whole,
                start=start,
                size=len(data),
                line=line,
                data=None if is_there_again else data,
            )


def _wrong(name: str, error: OSError) -> Wrong:
    return Wrong(tuple(lines_of(error, place_of(name))))


def _runs_of_lines(
    file: BinaryIO, first: bytes, most: int
) -> Iterator[tuple[int, int, bytes]]:
    """
    Yield whole lines, many at once, with where the first of them begins.

    Of a line that is longer than any document may be, there is no more than
    it takes to see that.
    """
    start, line = 0, 1
    while data := first + file.read(_LENGTH):
        data, passed_over = _to_line_end(data, file, most)
        for part in _parted(data) if start == 0 else (data,):
            yield start, line, part
            start += len(part)
            line += part.count(b"\n") + (not part.endswith(b"\n"))
        start += passed_over
        first = b""


def _parted(data: bytes) -> Iterator[bytes]:
    """Yield a first piece that is short, where there is enough for others."""
    end = data.find(b"\n", _FIRST) + 1 if len(data) >= _LENGTH else 0
    yield from filter(None, (data[:end], data[end:]))


def _to_line_end(data: bytes, file: BinaryIO, most: int) -> tuple[bytes, int]:
    passed_over = 0
    if not data.endswith(b"\n"):
        more = file.readline(most)
        data += more
        while more and not more.endswith(b"\n"):
            more = file.readline(most)
            passed_over += len(more)
    return data, passed_over
