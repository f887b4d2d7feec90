"""
Print every public name of empowerkit with its kind and its shape.

Run it as ``python scripts/public_api.py > tests/contract/public_api.txt``.
Types are left out, because Python spells them differently from version to
version, and type checkers watch them.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import pkgutil
import typing

from collections.abc import Iterator
from types import ModuleType

import empowerkit


def public_modules() -> Iterator[ModuleType]:
    """Yield the root and every public module below it, by name."""
    yield empowerkit
    found = pkgutil.walk_packages(empowerkit.__path__, "empowerkit.")
    for name in sorted(info.name for info in found):
        if not any(part.startswith("_") for part in name.split(".")):
            yield importlib.import_module(name)


def shape(function: object) -> str:
    """Return the parameters of *function*: names, kinds, what is optional."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return "(…)"
    empty = inspect.Parameter.empty
    bare = [
        parameter.replace(
            annotation=empty,
            default=empty if parameter.default is empty else Ellipsis,
        )
        for parameter in signature.parameters.values()
    ]
    text = str(inspect.Signature(bare))
    return text.replace("=Ellipsis", "=…").replace("=...", "=…")


def _inherited(kind: type, name: str) -> bool:
    """Tell whether *name* comes from outside of empowerkit."""
    owner = next(base for base in kind.__mro__ if name in vars(base))
    return not owner.__module__.startswith("empowerkit")


def _member(kind: type, name: str) -> str:
    raw = inspect.getattr_static(kind, name)
    if isinstance(raw, (staticmethod, classmethod)):
        return f"{name}{shape(getattr(kind, name))}"
    return f"{name}{shape(raw)}" if callable(raw) else name


def members(kind: type) -> Iterator[str]:
    """Yield the public members of *kind* that empowerkit defines."""
    if issubclass(kind, enum.Enum):
        yield from (
            f"{name} = {kind[name].value!r}" for name in kind.__members__
        )
    for name in sorted(dir(kind)):
        if name.startswith("_") or _inherited(kind, name):
            continue
        if not isinstance(inspect.getattr_static(kind, name), kind):
            yield _member(kind, name)


def described(name: str, value: object) -> Iterator[str]:
    """Yield the lines for one public name."""
    if isinstance(value, ModuleType):
        yield f"module {name}"
    elif isinstance(value, typing.NewType):
        yield f"newtype {name}"
    elif isinstance(value, enum.EnumMeta):
        yield f"enum {name}"
        yield from (f"  {member}" for member in members(value))
    elif isinstance(value, type):
        yield f"class {name}{shape(value)}"
        yield from (f"  {member}" for member in members(value))
    elif callable(value):
        yield f"function {name}{shape(value)}"
    else:
        yield f"value {name}: {type(value).__name__}"


def lines() -> Iterator[str]:
    """Yield the whole public surface, line by line."""
    for module in public_modules():
        yield f"[{module.__name__}]"
        for name in module.__all__:
            yield from described(name, getattr(module, name))
        yield ""


if __name__ == "__main__":
    print("\n".join(lines()).rstrip())
