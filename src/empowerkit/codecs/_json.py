"""Plans as JSON: the functions for everybody."""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from empowerkit.errors import DocumentError
from empowerkit.model import Actor
from empowerkit.plan import Plan

from ._build import build
from ._form import FORMAT, VERSION, canonical, to_data
from ._text import MAX_BYTES, parse, read, refused


def _fast_path() -> Any:
    try:
        from . import _fast  # noqa: PLC0415 - msgspec is an extra
    except ImportError:
        return None
    return _fast


_fast: Any = _fast_path()

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
# From each older version to the next one; there is none yet.
_UPCASTS: Final[dict[int, Upcast]] = {}


def loads(data: bytes | str, *, max_bytes: int = MAX_BYTES) -> Plan:
    """
    Return the plan that *data* holds; or say everything that is wrong.

    Nothing is guessed and nothing is dropped: no unknown key, no ``"false"``
    for `False`, no 1.9 for 1.
    Documents of older versions are brought up to date; newer ones are
    refused by name.
    With the extra ``fast``, documents in canonical form load several times
    faster, to the same plan.

    Args:
        data: One document, UTF-8.
        max_bytes: The largest size that is read.

    Raises:
        DocumentError: With every problem, each with its path, up to
            `MAX_PROBLEMS`.  Lexical faults (size, encoding, syntax) come
            alone.

    >>> from empowerkit import Client, Plan
    >>> plan = Plan(client=Client(called="Amina"))
    >>> loads(dumps(plan)) == plan
    True
    >>> loads('{"format": "empowerkit/plan", "version": 1, "goals": 3}')
    Traceback (most recent call last):
      ...
    empowerkit.errors.DocumentError: 3 problems
    - must be a JSON array [field-type] @ $.goals
    - a Plan must have the key 'client' [missing-key] @ $.client
    - a Plan must have the key 'id' [missing-key] @ $.id
    """
    if _fast is not None and type(data) is bytes and len(data) <= max_bytes:
        plan: Plan | None = _fast.loads(data)
        if plan is not None:
            return plan
    raw, text = read(data, max_bytes=max_bytes)
    return build(_current(parse(raw, text)))


def _current(data: Any) -> dict[str, Any]:
    held: dict[str, Any] = data
    if type(data) is not dict or held.get("format") != FORMAT:
        refused(
            "format",
            f'a document must be an object whose "format" is "{FORMAT}"',
            "$.format",
        )
    version: Any = held.get("version")
    if type(version) is not int or version < min(_UPCASTS, default=VERSION):
        rule = 'a document must have a whole number as its "version"'
        refused("version", rule, "$.version")
    if version > VERSION:
        refused(
            "version",
            f"version {version} is newer than this library reads "
            f"({VERSION}): install a newer empowerkit",
            "$.version",
        )
    for step in range(version, VERSION):
        held = _UPCASTS[step](held)
    return {k: v for k, v in held.items() if k not in {"format", "version"}}


def dumps(plan: Plan, *, seen_by: Actor | None = None) -> bytes:
    """
    Return *plan* in canonical form: one plan, one spelling.

    Keys are sorted, defaults are left out, the order of tuples is kept,
    times keep their offset.

    Args:
        plan: The plan.
        seen_by: Only what this person may read; `Plan.as_seen_by`.

    Raises:
        AuthorityError: *seen_by* is nobody of this plan.

    >>> from empowerkit import Client, Plan
    >>> from empowerkit.model import ClientId, PlanId
    >>> amina = Client(id=ClientId("c1"), called="Amina")
    >>> print(dumps(Plan(id=PlanId("p1"), client=amina)).decode())
    {"client":{"called":"Amina","id":"c1"},"format":"empowerkit/plan",\
"id":"p1","version":1}
    """
    if seen_by is not None:
        plan = plan.as_seen_by(seen_by)
    if _fast is not None:
        made: bytes = _fast.dumps(plan)
        return made
    return canonical(to_data(plan))


def load(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> Plan:
    """
    Return the plan in the file at *path*.

    Raises:
        DocumentError: As `loads` does.
        OSError: The file cannot be read.
    """
    with Path(path).open("rb") as file:
        data = file.read(max_bytes + 1)
    return loads(data, max_bytes=max_bytes)


def dump(
    plan: Plan,
    path: str | os.PathLike[str],
    *,
    seen_by: Actor | None = None,
) -> None:
    """
    Write *plan* to the file at *path*, whole or not at all.

    The file is readable by its owner alone.

    Raises:
        AuthorityError: *seen_by* is nobody of this plan.
        OSError: The file cannot be written; what was there still is.
    """
    _write(path, [dumps(plan, seen_by=seen_by)])


def read_ndjson(
    source: str | os.PathLike[str] | Iterable[bytes],
    *,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Plan]:
    r"""
    Yield the plans of *source*, one a line; blank lines are passed over.

    Args:
        source: A path, an open binary file, or lines.
        max_bytes: The largest line that is read.

    Raises:
        DocumentError: With the line in front of each path; the plans of
            earlier lines have been yielded.

    >>> from empowerkit import Client, Plan
    >>> lines = [dumps(Plan(client=Client(called="Amina"))) + b"\n"] * 2
    >>> len(list(read_ndjson(lines)))
    2
    """
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            yield from read_ndjson(file, max_bytes=max_bytes)
        return
    for number, line in enumerate(_lines(source, max_bytes), 1):
        data = line.removesuffix(b"\n").removesuffix(b"\r")
        if data.strip() or len(data) > max_bytes:
            yield _line(data, number, max_bytes)


def _lines(source: Any, max_bytes: int) -> Iterator[bytes]:
    readline = getattr(source, "readline", None)
    if readline is None:
        return iter(source)
    # No more than the cap and a line end, however long the line is.
    return iter(lambda: readline(max_bytes + 2), b"")


def _line(data: bytes, number: int, max_bytes: int) -> Plan:
    try:
        return loads(data, max_bytes=max_bytes)
    except DocumentError as error:
        found = [
            attrs.evolve(p, path=f"line {number} {p.path}")
            for p in error.problems
        ]
    raise DocumentError(found)


def load_many(
    source: str | os.PathLike[str] | Iterable[bytes],
    *,
    max_bytes: int = MAX_BYTES,
) -> list[Plan]:
    """
    Return all plans of *source*, one a line, as a list.

    The garbage collector rests meanwhile: nothing that is made here can be
    garbage before the list is.

    Raises:
        DocumentError: As `read_ndjson` does; then there is no list.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return list(read_ndjson(source, max_bytes=max_bytes))
    finally:
        if was_on:
            gc.enable()


def write_ndjson(
    plans: Iterable[Plan],
    path: str | os.PathLike[str],
    *,
    seen_by: Callable[[Plan], Actor] | None = None,
) -> int:
    """
    Write *plans* to the file at *path*, one a line; return how many.

    Args:
        plans: They are taken one by one.
        path: Written whole, or not at all.
        seen_by: Whose reading of each plan is written.

    Raises:
        AuthorityError: *seen_by* names somebody who is not on the plan.
        OSError: The file cannot be written; what was there still is.
    """
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        for plan in plans:
            reader = None if seen_by is None else seen_by(plan)
            yield from (dumps(plan, seen_by=reader), b"\n")
            count += 1

    _write(path, lines())
    return count


def _write(path: str | os.PathLike[str], chunks: Iterable[bytes]) -> None:
    target = Path(path)
    if target.exists() and not (target.is_file() or target.is_dir()):
        # A device or a pipe: nothing can be put in its place.
        with target.open("wb") as there:
            there.writelines(chunks)
        return
    if target.is_symlink():
        # A link stays, and what it leads to is written.
        target = target.resolve()
    # mkstemp makes the file for its owner alone, under a name without words.
    handle, made = tempfile.mkstemp(dir=target.parent, prefix=".empowerkit-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(made).unlink()
        raise
