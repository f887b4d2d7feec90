"""What an agency has set: ``[tool.empowerkit]``, or ``empowerkit.toml``."""

from __future__ import annotations

import tomllib

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

import attrs

from empowerkit.practice import Checks, Parameters, Severity

from ._errors import Refused, shown, told


OWN: Final = "empowerkit.toml"
PROJECT: Final = "pyproject.toml"
SEVERITIES: Final = {one.name.lower(): one for one in Severity}


@attrs.frozen(kw_only=True)
class Settings:
    """
    What is taken where the command line says nothing.

    Attributes:
        place: The file, as it can be printed; empty where there is none.
        profile: The profile.
        select: Codes of rules to ask instead.
        ignore: Codes of rules not to ask.
        fail_on: From which severity on the exit code is 1.
        parameters: Values of rules' parameters.
    """

    place: str = ""
    profile: str = "core"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "serious"
    parameters: Parameters = attrs.field(factory=Parameters)

    def checks(
        self,
        *,
        profile: str | None = None,
        select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
    ) -> Checks:
        """
        Return the rules to ask, where somebody says so much otherwise.

        Raises:
            InvariantError: A profile or a code is not known.
        """
        return Checks(
            profile=profile or self.profile,
            select=select or (() if profile else self.select),
            ignore=ignore or self.ignore,
            parameters=self.parameters,
        )


def settings(path: Path | None, here: Path) -> Settings:
    """
    Return what the file at *path* says.

    Where none is named it is looked for in the folder *here* and in those
    around it; the first one counts.

    Raises:
        Refused: The file cannot be read, or says something unknown.
    """
    if path is not None:
        return _made(_table(path) or {}, path)
    for folder in (here, *here.parents):
        for name in (OWN, PROJECT):
            near = folder / name
            if near.is_file() and (held := _table(near)) is not None:
                return _made(held, near)
    return Settings()


def _table(path: Path) -> dict[str, Any] | None:
    """Return what *path* says to us; `None` if it says nothing."""
    held = _read(path)
    if path.name != PROJECT:
        return held
    tools: Any = held.get("tool", {})
    found: Any = tools.get("empowerkit") if _is_of(dict, tools) else None
    if found is not None and not _is_of(dict, found):
        raise _wrong(path, "$.tool.empowerkit", "must be a table")
    return cast("dict[str, Any] | None", found)


def _read(path: Path) -> dict[str, Any]:
    with told(shown(path)):
        raw = path.read_bytes()
    try:
        return tomllib.loads(raw.decode())
    except UnicodeDecodeError:
        raise _wrong(path, "$", "must be UTF-8: save it again") from None
    except tomllib.TOMLDecodeError as error:
        raise _wrong(path, "$", f"must be TOML: {error}") from None


def _made(held: dict[str, Any], path: Path) -> Settings:
    wrong = tuple(_problems(held))
    if wrong:
        raise Refused(*(f"{shown(path)}: {line}" for line in wrong))
    given = {name.replace("-", "_"): held[name] for name in held}
    for name in ("select", "ignore"):
        given[name] = tuple(given.get(name, ()))
    with told(f"{shown(path)}: $.parameters"):
        given["parameters"] = Parameters.of(given.get("parameters", {}))
    with told(shown(path)):
        made = Settings(place=shown(path), **given)
        made.checks()
    return made


_KINDS: Final = {
    "profile": "the name of a profile",
    "select": "a list of codes",
    "ignore": "a list of codes",
    "fail-on": f"one of: {', '.join(SEVERITIES)}",
    "parameters": "a table for each rule, such as [parameters.EMP601]",
}


def _problems(held: dict[str, Any]) -> Iterator[str]:
    for name, value in held.items():
        wanted = _KINDS.get(name)
        if wanted is None:
            known = ", ".join(_KINDS)
            yield f"$: a key must be one of: {known}; take out '{shown(name)}'"
        elif not _fits(name, value):
            yield f"$.{name}: must be {wanted}"


def _fits(name: str, value: Any) -> bool:
    match name:
        case "profile":
            return isinstance(value, str)
        case "fail-on":
            return isinstance(value, str) and value in SEVERITIES
        case "parameters":
            return _is_of(dict, value) and all(
                _is_of(dict, one) for one in value.values()
            )
        case _:
            return _is_of(list, value) and all(
                _is_of(str, one) for one in value
            )


def _is_of(kind: type, value: Any) -> bool:
    return isinstance(value, kind)


def _wrong(path: Path, where: str, wanted: str) -> Refused:
    return Refused(f"{shown(path)}: {where}: {wanted}")
