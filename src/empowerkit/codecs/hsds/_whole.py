"""
One object as HSDS 3.0 wants it, and nothing lost of what was given.

What does not fit its field is kept beside it, as ``<field>_as_given``, which
the schema allows; doing it again changes nothing.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from ._notes import Notes
from ._plain import as_list, as_object, as_objects
from ._spec import DAYS, KINDS, RENAMED


AS_GIVEN: Final = "_as_given"
# Beside a status that was written because the schema wants one.
NOT_RECORDED: Final = "status_not_recorded"
_NUMBER: Final = re.compile(r"\s*([+-]?\d{1,15}(\.\d{1,15})?)\s*", re.ASCII)
_UUID: Final = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE
)
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})
# Fields that name an object elsewhere, and of which kind.
_NAMING: Final = {
    "organization_id": "organization",
    "parent_id": "taxonomy_term",
    "parent_organization_id": "organization",
    "program_id": "program",
}
_WEEK: Final = {
    spelling: day
    for day, name in zip(
        DAYS,
        (
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ),
        strict=True,
    )
    for spelling in (name, name[:2], name[:3], f"{name}s")
}


def made_id(*words: str) -> str:
    """Return the UUID that always stands for *words*."""
    return str(uuid5(NAMESPACE_URL, "\x1f".join(words)))


def whole(
    kind: str, given: Mapping[str, Any], path: str, notes: Notes, *, own: str
) -> dict[str, Any]:
    """
    Return *given* as an object of *kind*.

    Args:
        kind: A key of `KINDS`.
        given: As it was read: values of every type, older spellings too.
        path: Where it stands, for the notes.
        notes: Takes what did not fit.
        own: What its id is made from, where it has none.
    """
    held = _identified(kind, given, notes.system, own)
    for key, value in _newer(kind, given).items():
        if key == "id" or value in _EMPTY:
            continue
        where, whose = f"{path}.{key}", f"{held['id']} {key}"
        found = _fitting(kind, key, value, path=where, notes=notes, own=whose)
        if found is not None:
            held |= referring(key, found, notes.system)
            continue
        held[key + AS_GIVEN] = value
        message = (
            f"{key} must be {_wanted(kind, key)}; it was kept as "
            f"{key}{AS_GIVEN}: correct it in the directory"
        )
        notes.add("field-type", where, message, field=key)
    return {**KINDS[kind].needs, **held}


def their_id(held: Mapping[str, Any]) -> str:
    """Return the id of an object as its directory spells it."""
    found: str = held.get(f"id{AS_GIVEN}", held["id"])
    return found


def _identified(
    kind: str, given: Mapping[str, Any], system: str, own: str
) -> dict[str, Any]:
    """Return the id of an object: its own, or one that stands for it."""
    raw = str(given.get("id") or "").strip()
    if not raw:
        return {"id": made_id(system, kind, own)}
    if _UUID.fullmatch(raw):
        return {"id": str(UUID(raw))}
    return {"id": made_id(system, kind, raw), f"id{AS_GIVEN}": raw}


def _newer(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return *given* in the spelling of 3.0."""
    renamed = RENAMED.get(kind, {})
    held: dict[str, Any] = {}
    unsaid = (NOT_RECORDED, "status") if given.get(NOT_RECORDED) else ()
    for key, value in given.items():
        if key in unsaid:
            continue
        name = renamed.get(key, key)
        taken = name != key and _told(given, name)
        held[key + AS_GIVEN if taken else name] = value
    day = _WEEK.get(str(held.get("weekday")).strip().lower())
    if kind == "schedule" and day and not _told(held, "byday"):
        del held["weekday"]
        held |= {"freq": "WEEKLY", "byday": day}
    return held


def referring(key: str, found: Any, system: str) -> dict[str, Any]:
    """Return the field *key*, as a UUID where it names another object."""
    kind = _NAMING.get(key)
    if kind is None or not isinstance(found, str) or _UUID.fullmatch(found):
        return {key: found}
    return {key: made_id(system, kind, found.strip()), key + AS_GIVEN: found}


def _told(held: Mapping[str, Any], name: str) -> bool:
    return any(held.get(key) not in _EMPTY for key in (name, name + AS_GIVEN))


def _fitting(
    kind: str, key: str, value: Any, *, path: str, notes: Notes, own: str
) -> Any:
    """Return *value* as the field *key* holds it; `None` where it cannot."""
    spec = KINDS[kind]
    if key in spec.texts | spec.numbers or key in spec.codes:
        return _scalar(kind, key, value)
    if key in spec.one:
        held = as_object(value)
        return held and whole(spec.one[key], held, path, notes, own=own)
    inner = spec.parts.get(key)
    if inner is None:
        return value
    return [
        whole(inner, part, f"{path}[{n}]", notes, own=f"{own} {n}")
        for n, part in enumerate(_listed(inner, value) or ())
    ] or None


def _scalar(kind: str, key: str, value: Any) -> str | float | None:
    spec = KINDS[kind]
    if key in spec.texts:
        return _text(value)
    if key in spec.numbers:
        return _number(value)
    return _code(value, spec.codes[key])


def _wanted(kind: str, key: str) -> str:
    spec = KINDS[kind]
    if key in spec.codes:
        return "one of " + ", ".join(sorted(spec.codes[key]))
    if key in spec.numbers:
        return "a number"
    if key in spec.one:
        return "an object"
    return "a list of objects" if key in spec.parts else "text"


def _text(value: Any) -> str | None:
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return value if isinstance(value, str) else None


def _number(value: Any) -> int | float | None:
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value)
        if found is None:
            return None
        return float(found[1]) if found[2] else int(found[1])
    real = isinstance(value, int | float) and not isinstance(value, bool)
    return value if real else None


def _code(value: Any, codes: frozenset[str]) -> str | None:
    wanted = (_text(value) or "").strip().replace("_", " ").casefold()
    return next((code for code in codes if code.casefold() == wanted), None)


def _listed(kind: str, value: Any) -> list[dict[str, Any]] | None:
    """Return *value* as a list of objects; a bare text says one thing."""
    said = KINDS[kind].said
    if said is not None and isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    listed = as_list(value)
    if listed is None:
        listed = [value]
    return as_objects(
        [
            {said: one} if said and isinstance(one, str) else one
            for one in listed
        ]
    )
