"""Plans out of files, folders, NDJSON and standard input, one by one."""

from __future__ import annotations

import enum
import os
import sys

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

import attrs
import click

from empowerkit.codecs import MAX_BYTES, loads
from empowerkit.errors import DocumentError
from empowerkit.plan import Plan

from ._errors import Refused, lines_of, shown, told


FuncT = TypeVar("FuncT", bound=Callable[..., Any])

STDIN: Final = "-"
LINES: Final = frozenset({".ndjson", ".jsonl"})
_SUFFIXES: Final = LINES | {".json"}
_LONG: Final = 4_000_000
_MOST_TOLD: Final = 200
_CHUNK: Final = 1_000_000


class Shape(enum.StrEnum):
    """How documents stand in a file."""

    AUTO = "auto"
    JSON = "json"
    NDJSON = "ndjson"


def max_bytes(
    help_text: str = "How many bytes a document may have.",
    *,
    default: int | None = MAX_BYTES,
) -> Callable[[FuncT], FuncT]:
    """Return the option that says how large a document may be."""
    return click.option(
        "--max-bytes",
        type=click.IntRange(1),
        default=default,
        show_default=default is not None,
        metavar="N",
        help=help_text,
    )


def most_of(max_bytes: int) -> int:
    """Return how much to read at once: what is allowed, and a line end."""
    return min(max_bytes, sys.maxsize - 2) + 2


@attrs.frozen
class Document:
    """
    One document.

    Attributes:
        place: Where it was found, as it can be printed.
        data: The document.
        size: How many bytes were read for it.
    """

    place: str
    data: bytes = attrs.field(repr=False)
    size: int


class Reading:
    """
    The plans of *sources*, as they come.

    What is refused is kept to be told at the end, and the rest is read on.
    """

    def __init__(
        self,
        sources: Iterable[str],
        shape: Shape = Shape.AUTO,
        *,
        max_bytes: int,
    ) -> None:
        self._sources: Final = tuple(sources)
        self._shape: Final = shape
        self._max_bytes: Final = max_bytes
        self._lines: list[str] = []
        self.count = 0
        self.refused = 0

    def __iter__(self) -> Iterator[Plan]:
        """Yield each plan; at the end raise `Refused`, if any was."""
        yield from (plan for _, plan in self.placed())

    def placed(self) -> Iterator[tuple[str, Plan]]:
        """Yield each plan with the place where it stood."""
        with told():
            files = [*_files(self._sources)]
        with _steps(files) as step:
            for document in self._documents(files):
                step(document.size)
                try:
                    plan = loads(document.data, max_bytes=self._max_bytes)
                except DocumentError as error:
                    self._refuse(lines_of(error, document.place))
                    continue
                self.count += 1
                yield document.place, plan
        if self.refused:
            raise Refused(*self._told())

    def _documents(self, files: Iterable[str]) -> Iterator[Document]:
        most = most_of(self._max_bytes)
        for name in files:
            try:
                with _opened(name) as file:
                    yield from _documents(file, name, self._shape, most)
            except OSError as error:
                self._refuse(lines_of(error, shown(name)))

    def _refuse(self, lines: Iterable[str]) -> None:
        self.refused += 1
        room = max(_MOST_TOLD - len(self._lines), 0)
        self._lines += [*lines][:room]

    def _told(self) -> Iterator[str]:
        yield from self._lines
        whole = self.count + self.refused
        if whole > 1:
            yield f"empowerkit: {self.refused} of {whole} documents refused"


def _files(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        if source == STDIN or not Path(source).is_dir():
            yield source
        elif inside := tuple(_inside(source)):
            yield from inside
        else:
            raise _nothing_in(source)


def _inside(folder: str) -> Iterator[str]:
    """Yield the documents below *folder*, sorted, hidden ones left out."""
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(n for n in folders if not n.startswith("."))
        for name in sorted(names):
            known = Path(name).suffix in _SUFFIXES
            if known and not name.startswith("."):
                yield str(Path(path, name))


@contextmanager
def _opened(name: str) -> Generator[BinaryIO]:
    if name == STDIN:
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file


def place_of(source: str) -> str:
    """Return what *source* is called where something is wrong with it."""
    return "standard input" if source == STDIN else shown(source)


def _documents(
    file: BinaryIO, name: str, shape: Shape, most: int
) -> Iterator[Document]:
    place = place_of(name)
    first = b""
    if shape is Shape.AUTO:
        first = file.readline(most)
        shape = _shape_of(name, first)
    if shape is Shape.JSON:
        data = first + _up_to(file, most - len(first))
        yield Document(place, data, len(data))
        return
    for number, line in enumerate(_lines(file, first, most), 1):
        data = line.removesuffix(b"\n").removesuffix(b"\r")
        if data.strip():
            yield Document(f"{place}:{number}", data, len(line))


def _shape_of(name: str, first: bytes) -> Shape:
    """Return how documents stand in a file whose first line is *first*."""
    suffix = Path(name).suffix
    if suffix in _SUFFIXES:
        return Shape.NDJSON if suffix in LINES else Shape.JSON
    # A document that is spread over lines does not close on the first.
    return Shape.NDJSON if first.rstrip().endswith(b"}") else Shape.JSON


def _up_to(file: BinaryIO, most: int) -> bytes:
    """Return what is left of *file*, and of that at *most* so much."""
    parts: list[bytes] = []
    # Asked for all at once, it would be set aside, however little there is.
    while part := file.read(min(most, _CHUNK)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _lines(file: BinaryIO, first: bytes, most: int) -> Iterator[bytes]:
    # No more than the cap and a line end, however long the line is.
    line = first or file.readline(most)
    while line:
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(most)
        line = file.readline(most)


@contextmanager
def _steps(files: Iterable[str]) -> Generator[Callable[[int], None]]:
    """Show on a terminal how far long reading has come."""
    size = sum(_size(name) for name in files)
    if size < _LONG or not sys.stderr.isatty():
        yield _no_steps
        return
    with click.progressbar(
        length=size,
        label="Reading",
        file=sys.stderr,
        update_min_steps=size // 200,
    ) as bar:
        yield bar.update


def _no_steps(_size: int) -> None:
    return None


def _size(name: str) -> int:
    try:
        return 0 if name == STDIN else Path(name).stat().st_size
    except OSError:
        return 0


def read_one(source: str, *, max_bytes: int) -> Plan:
    """Return the one plan that *source* holds."""
    found = tuple(Reading([source], max_bytes=max_bytes))
    if len(found) != 1:
        raise _not_one(source, len(found))
    return found[0]


def _not_one(source: str, count: int) -> Refused:
    return Refused(
        f"{place_of(source)}: must hold one plan, and holds {count}: split it "
        "with: empowerkit convert --to json -o FOLDER"
    )


def _nothing_in(source: str) -> Refused:
    return Refused(
        f"{shown(source)}: a folder must hold documents, and holds none: "
        "their names end in .json, .jsonl or .ndjson"
    )
