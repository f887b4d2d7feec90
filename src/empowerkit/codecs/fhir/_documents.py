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

from ._forms import Data, a_list, an_object
from ._index import Item, split
from ._losses import WHYS, Loss, loss


Source = (
    str | os.PathLike[str] | bytes | dict[str, Any] | Iterable[dict[str, Any]]
)
_LINES: Final = ".ndjson"
_SUFFIXES: Final = (".json", _LINES)


def gather(source: Source, *, max_bytes: int = MAX_BYTES) -> Gathered:
    """Return each resource in *source*, and what could not be read of it."""
    gathered = Gathered(max_bytes)
    if isinstance(source, str | os.PathLike):
        gathered.add_path(Path(source))
    elif isinstance(source, bytes):
        gathered.add_document(source)
    elif isinstance(source, dict):
        _ask_form(source)
        gathered.storable = False
        gathered.add_data(source, "", "")
    else:
        for data in source:
            gathered.try_data(data)
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
    held, text = as_text(raw, max_bytes=max_bytes)
    found = None if _quick is None else _quick.parsed(held)
    return parse(held, text) if found is None else found


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

    def add_path(self, path: Path) -> None:
        if not path.is_dir():
            if path.suffix == _LINES:
                self._add_lines(path, path.name)
            else:
                self.add_document(self._bytes(path), path.name)
            return
        for found, name in sorted(_files(path, "")):
            self._add_one_of_many(found, name)

    def _bytes(self, path: Path) -> bytes:
        return first_bytes(path, self.max_bytes + 1)

    def _add_one_of_many(self, path: Path, name: str) -> None:
        if path.suffix == _LINES:
            self._add_lines(path, name)
        else:
            self._try(self._bytes(path), name)

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

    def try_data(self, data: Any) -> None:
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
        kind = held.get("resourceType")
        if not isinstance(kind, str):
            self.losses.append(loss("?", "", path, "malformed", file=file))
        elif kind == "Bundle":
            self._add_bundle(held, file, path)
        else:
            self._add_resource(held, kind, file, url)

    def _add_bundle(self, data: Data, file: str, path: str) -> None:
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

    def _add_resource(
        self, data: Data, kind: str, file: str, url: str
    ) -> None:
        found = data.get("id")
        wrong = found is not None and value_wrong(Use.TEXT, found)
        if wrong:
            lost = loss(kind, "", "/id", "malformed", file=file)
            self.losses.append(lost)
        parts = split(url)
        item = Item(
            data=data,
            type=kind,
            id=None if wrong else found,
            base=parts[0] if parts else "",
            url=url,
            file=file,
        )
        self.items.append(item)
        self._add_contained(item)

    def _add_contained(self, holder: Item) -> None:
        value = holder.data.get("contained")
        if value is not None and a_list(value) is None:
            self._lose_in(holder, "/contained")
        for number, data in enumerate(a_list(value) or ()):
            held = an_object(data) or {}
            kind, found = held.get("resourceType"), held.get("id")
            if not isinstance(kind, str) or not isinstance(found, str):
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


def _files(folder: Path, above: str) -> Iterator[tuple[Path, str]]:
    """Yield each document below *folder*, and what it is called there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry), f"{above}{entry.name}/")
            elif entry.name.endswith(_SUFFIXES) and entry.is_file():
                yield Path(entry), f"{above}{entry.name}"
