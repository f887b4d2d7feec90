"""From a folder, a file, bytes or plain data to single resources."""

from __future__ import annotations

import os

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs

from empowerkit.codecs._files import first_bytes
from empowerkit.codecs._text import MAX_BYTES, MAX_DEPTH, parse, refused
from empowerkit.codecs._text import read as as_text
from empowerkit.errors import DocumentError
from empowerkit.model._record import Use, value_wrong

from ._forms import Data, a_list, an_object, is_one_line, is_type
from ._index import Item, split
from ._losses import WHYS, Loss, loss


# Among several no text stands for a file: it may be somebody else's data.
One = os.PathLike[str] | bytes | dict[str, Any]
Source = str | One | Iterable[One]
_LINES: Final = ".ndjson"
_SUFFIXES: Final = (".json", _LINES)


def alone(source: Source, *, max_bytes: int) -> tuple[bytes, str] | None:
    """
    Return the one document that *source* is, and what its file is called.

    It is `None` where there may be several, or plain data.
    """
    if isinstance(source, bytes):
        return source, ""
    if not isinstance(source, str | os.PathLike):
        return None
    path = Path(source)
    if path.suffix == _LINES or path.is_dir():
        return None
    return first_bytes(path, max_bytes + 1), path.name


def gather(source: Source, *, max_bytes: int = MAX_BYTES) -> Gathered:
    """Return each resource in *source*, and what could not be read of it."""
    gathered = Gathered(max_bytes)
    document = alone(source, max_bytes=max_bytes)
    if document is not None:
        gathered.add_document(*document)
    elif isinstance(source, str | os.PathLike):
        gathered.add_path(Path(source), "")
    elif isinstance(source, dict):
        _ask_form(source)
        gathered.storable = False
        gathered.add_data(source, "", "")
    else:
        several: Any = source
        for one in several:
            gathered.add_one(one)
    return gathered


def _quick_way() -> Any:
    try:
        from . import _quick  # noqa: PLC0415 - msgspec is an extra
    except ImportError:
        return None
    return _quick


_quick: Any = _quick_way()


def parsed(raw: bytes, *, max_bytes: int) -> Any:
    """
    Return the document *raw* as plain data.

    Raises:
        DocumentError: It is too large, or no sound JSON.
    """
    if _quick is not None and len(raw) <= max_bytes:
        found = _quick.parsed(raw)
        if found is not None:
            return found
    return parse(*as_text(raw, max_bytes=max_bytes))


def _ask_form(data: Any) -> None:
    """
    Ask of plain *data* what the parser asks of a document.

    Raises:
        DocumentError: It is nested too deep, in itself it may be, or it
            has keys that JSON has not.
    """
    level = {id(data): data}
    for _ in range(MAX_DEPTH):
        level = {id(one): one for held in level.values() for one in _in(held)}
    if level:
        refused("depth-cap", f"data must be nested no deeper than {MAX_DEPTH}")


def _in(value: Any) -> Iterator[Any]:
    """Yield the objects and arrays that stand right in *value*."""
    held: dict[Any, Any] = an_object(value) or {}
    if not all(isinstance(key, str) for key in held):
        refused("json-syntax", "a key must be text, as it is in JSON")
    for one in a_list(value) or held.values():
        if isinstance(one, dict | list):
            yield one


class Gathered:
    """
    What was found so far, document by document.

    Attributes:
        items: Each resource.
        losses: What could not be read.
        storable: Whether all of it is from documents: what is no sound
            value, or text that cannot be stored, was refused there.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.items: list[Item] = []
        self.losses: list[Loss] = []
        self.storable = True
        self._pages: set[str] = set()
        self._next: list[tuple[Any, Loss]] = []

    def add_one(self, source: str | One) -> None:
        """Add one of several: what is at a path, a document, a resource."""
        if isinstance(source, bytes):
            self._try(source, "")
        elif isinstance(source, os.PathLike):
            path = Path(source)
            above = path.as_posix()
            self.add_path(path, f"{above}/" if path.is_dir() else above)
        elif isinstance(source, str):
            self.losses.append(loss("?", "", "", "bare-text"))
        else:
            self._try_data(source)

    def add_path(self, path: Path, above: str) -> None:
        """Add what is in the file, or the folder, that is called *above*."""
        if not path.is_dir():
            self._add_file(path, above or path.name)
            return
        for found, name in _files(path, above):
            self._add_file(found, name)

    def _add_file(self, path: str | Path, name: str) -> None:
        if name.endswith(_LINES) and Path(name).suffix == _LINES:
            self._add_lines(Path(path), name)
        else:
            self._try(first_bytes(path, self.max_bytes + 1), name)

    def _add_lines(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            lines = iter(lambda: self._line(file), b"")
            for number, line in enumerate(lines, 1):
                if line.strip():
                    self._try(line, f"{name}:{number}")

    def _line(self, file: BinaryIO) -> bytes:
        """Return the next line; of one that is too long, enough to tell."""
        line = rest = file.readline(self.max_bytes + 2)
        while len(rest) > self.max_bytes + 1 and not rest.endswith(b"\n"):
            rest = file.readline(self.max_bytes + 2)
        return line

    def _try(self, raw: bytes, file: str) -> None:
        """Add the document *raw*, or note that it could not be read."""
        try:
            self.add_document(raw, file)
        except DocumentError as error:
            self._lose(error, file)

    def _try_data(self, data: Any) -> None:
        """Add the resource *data*, or note that it could not be read."""
        try:
            _ask_form(data)
        except DocumentError as error:
            self._lose(error, "")
        else:
            self.storable = False
            self.add_data(data, "", "")

    def _lose(self, error: DocumentError, file: str) -> None:
        found = loss("?", "", "", error.rule, file=file)
        why = WHYS["unread-document"]
        self.losses.append(attrs.evolve(found, why=why))

    def add_document(self, raw: bytes, file: str = "") -> None:
        """
        Add the document *raw*.

        Raises:
            DocumentError: It cannot be read.
        """
        try:
            data = parsed(raw, max_bytes=self.max_bytes)
        except DocumentError as error:
            problems = [
                attrs.evolve(p, path=f"{file} {p.path}".strip())
                for p in error.problems
            ]
        else:
            self.add_data(data, file, "")
            return
        raise DocumentError(problems)

    def add_data(self, data: Any, file: str, url: str, path: str = "") -> None:
        """Add the resource *data*, or each one of the Bundle it is."""
        held = an_object(data) or {}
        kind, own = held.get("resourceType"), held.get("id")
        if not is_type(kind):
            self.losses.append(loss("?", own, path, "malformed", file=file))
        elif kind == "Bundle":
            self._add_bundle(held, file, path)
        else:
            self._add_resource(held, kind, file, url)

    def _add_bundle(self, data: Data, file: str, path: str) -> None:
        self._note_pages(data, file, path)
        entries = a_list(data.get("entry", []))
        if entries is None:
            found = loss("Bundle", "", f"{path}/entry", "malformed", file=file)
            self.losses.append(found)
        for number, entry in enumerate(entries or ()):
            held = an_object(entry)
            where = f"{path}/entry/{number}"
            if held is None:
                self.add_data(entry, file, "", where)
            elif "resource" in held:
                url = held.get("fullUrl")
                known = url if isinstance(url, str) else ""
                where = f"{where}/resource"
                self.add_data(held["resource"], file, known, where)

    def _note_pages(self, data: Data, file: str, path: str) -> None:
        """Note which page of an answer the Bundle *data* is, and the next."""
        for number, one in enumerate(a_list(data.get("link")) or ()):
            link = an_object(one) or {}
            url, relation = link.get("url"), link.get("relation")
            if relation == "self" and isinstance(url, str):
                self._pages.add(url)
            elif relation == "next":
                where = f"{path}/link/{number}"
                rule = "other-pages"
                lost = loss("Bundle", data.get("id"), where, rule, file=file)
                self._next.append((url, lost))

    def other_pages(self) -> list[Loss]:
        """Return a loss for each page that another names and is not here."""
        return [
            lost
            for url, lost in self._next
            if not (isinstance(url, str) and url in self._pages)
        ]

    def _add_resource(
        self, data: Data, kind: str, file: str, url: str
    ) -> None:
        found = data.get("id")
        wrong = not (
            found is None
            or is_one_line(found)
            or not value_wrong(Use.TEXT, found)
        )
        if wrong:
            lost = loss(kind, "", "/id", "malformed", file=file)
            self.losses.append(lost)
        parts = split(url) if url else None
        item = Item(
            data=data,
            type=kind,
            id=None if wrong else found,
            base=parts[0] if parts else "",
            url=url,
            file=file,
        )
        self.items.append(item)
        if data.get("contained") is not None:
            self._add_contained(item, data["contained"])

    def _add_contained(self, holder: Item, value: Any) -> None:
        if a_list(value) is None:
            self._lose_in(holder, "/contained")
        for number, data in enumerate(a_list(value) or ()):
            held = an_object(data) or {}
            kind, found = held.get("resourceType"), held.get("id")
            if not is_type(kind) or not isinstance(found, str):
                self._lose_in(holder, f"/contained/{number}")
                continue
            if "contained" in held:
                self._lose_in(holder, f"/contained/{number}/contained")
            item = Item(
                data=held,
                type=kind,
                id=found,
                base=holder.base,
                url=f"#{found}",
                holder=holder,
                file=holder.file,
            )
            self.items.append(item)

    def _lose_in(self, holder: Item, path: str) -> None:
        self.losses.append(
            loss(holder.type, holder.id, path, "malformed", file=holder.file)
        )


def _files(folder: str | Path, above: str) -> Iterator[tuple[str, str]]:
    """
    Yield each document below *folder*, and what it is called there.

    In the order of their names, and a folder where its own stands.
    """
    with os.scandir(folder) as entries:
        found = sorted(entries, key=_sorting)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{above}{entry.name}/")
        elif entry.name.endswith(_SUFFIXES) and entry.is_file():
            yield entry.path, f"{above}{entry.name}"


def _sorting(entry: os.DirEntry[str]) -> str:
    # As the system compares names: on Windows, without regard to case.
    return os.path.normcase(entry.name)
