"""From a folder, a file, bytes or plain data to single resources."""

from __future__ import annotations

import os

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs

from empowerkit.codecs._text import MAX_BYTES, parse
from empowerkit.codecs._text import read as as_text
from empowerkit.errors import DocumentError

from ._element import Data, a_list, an_object
from ._index import Item, split
from ._losses import WHYS, Loss, loss


Source = (
    str | os.PathLike[str] | bytes | dict[str, Any] | Iterable[dict[str, Any]]
)
_LINES: Final = ".ndjson"
_SUFFIXES: Final = frozenset({".json", _LINES})


def gather(
    source: Source, *, max_bytes: int = MAX_BYTES
) -> tuple[list[Item], list[Loss]]:
    """Return each resource in *source*, and what could not be read of it."""
    gathered = _Gathered(max_bytes)
    if isinstance(source, str | os.PathLike):
        gathered.add_path(Path(source))
    elif isinstance(source, bytes):
        gathered.add_document(source)
    elif isinstance(source, dict):
        gathered.add_data(source, "", "")
    else:
        for data in source:
            gathered.add_data(data, "", "")
    return gathered.items, gathered.losses


class _Gathered:
    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.items: list[Item] = []
        self.losses: list[Loss] = []

    def add_path(self, path: Path) -> None:
        if not path.is_dir():
            if path.suffix == _LINES:
                self._add_lines(path, path.name)
            else:
                self.add_document(self._bytes(path), path.name)
            return
        for found in sorted(path.rglob("*")):
            if found.suffix in _SUFFIXES and found.is_file():
                self._add_one_of_many(
                    found, found.relative_to(path).as_posix()
                )

    def _bytes(self, path: Path) -> bytes:
        with path.open("rb") as file:
            return file.read(self.max_bytes + 1)

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
            found = loss("?", "", "", error.rule, file=file)
            why = WHYS["unread-document"]
            self.losses.append(attrs.evolve(found, why=why))

    def add_document(self, raw: bytes, file: str = "") -> None:
        try:
            data = parse(*as_text(raw, max_bytes=self.max_bytes))
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
        parts = split(url)
        item = Item(
            data=data,
            type=kind,
            id=found if isinstance(found, str) else None,
            base=parts[0] if parts else "",
            url=url,
            file=file,
        )
        self.items.append(item)
        self.items += _contained(item)


def _contained(holder: Item) -> Iterator[Item]:
    for data in a_list(holder.data.get("contained")) or ():
        held = an_object(data) or {}
        kind, found = held.get("resourceType"), held.get("id")
        if isinstance(kind, str) and isinstance(found, str):
            yield Item(
                data=held,
                type=kind,
                id=found,
                base=holder.base,
                url=f"#{found}",
                holder=holder,
                file=holder.file,
            )
