"""
What all records share: their shape, their checks, their one-line repr.

A record's *shape* is read off its annotations, once, when first needed:
which fields are ids, which name another noun, which hold text, times, actors.
From it come the lexical checks here, the reference checks of a plan, the
JSON codec and the strategies, so that none of them lists fields by hand.
"""

from __future__ import annotations

import enum
import types
import typing

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone
from functools import cache, wraps
from operator import attrgetter
from typing import Annotated, Any, ClassVar, TypeVar

import attrs

from empowerkit.errors import Problem, refuse

from ._ids import Id, is_id


class Use(enum.Enum):
    """What a field is for."""

    ID = "id"
    REF = "ref"
    TEXT = "text"
    NAME = "name"
    LANGUAGE = "language"
    DIGEST = "digest"
    TIME = "time"
    DAY = "day"
    WHOLE = "whole"
    FLAG = "flag"
    CODE = "code"
    ACTOR = "actor"
    RECORD = "record"


AnyId = Annotated[str, Use.REF]
Name = Annotated[str, Use.NAME]
Language = Annotated[str, Use.LANGUAGE]
Digest = Annotated[str, Use.DIGEST]
DAY_ONE, DAY_LAST = date(1900, 1, 1), date(2200, 12, 31)
YEARS = range(1900, 2201)
_PLAIN = {
    bool: Use.FLAG,
    int: Use.WHOLE,
    str: Use.TEXT,
    datetime: Use.TIME,
    date: Use.DAY,
}
_deferred = ContextVar("_deferred", default=False)


@attrs.frozen(kw_only=True)
class Field:
    """One field of a record's shape."""

    name: str
    use: Use
    kind: Any
    many: bool
    optional: bool
    default: Any


class Piece:
    """
    Behaviour shared by every record; it holds no field of its own.

    Equality and hash are by value.
    They stand here once, because writing them for each class made importing
    the library a tenth slower.
    """

    __slots__ = ()
    __attrs_attrs__: ClassVar[tuple[Any, ...]]
    _ordered: ClassVar[tuple[tuple[str, str], ...]] = ()

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        kind = type(self)
        if type(other) is not kind:
            return NotImplemented
        values = _values_getter(kind)
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        kind = type(self)
        return hash((kind, _values_getter(kind)(self)))

    def __repr__(self) -> str:
        found = getattr(self, "id", None)
        name = type(self).__name__
        known = isinstance(found, str) and is_id(found)
        return f"<{name} {found}>" if known else f"<{name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), values_of(self))

    def _problems(self) -> Sequence[Problem]:
        """Return what breaks this record's own rules, beyond its shape."""
        return ()


def _getter(kind: Any) -> Callable[[Any], Any]:
    return attrgetter(*(field.name for field in attrs.fields(kind)))


_values_getter: Callable[[Any], Callable[[Any], Any]] = cache(_getter)


class Record(Piece):
    """
    A record that is checked whenever, and however, it is made.

    The check runs in ``__attrs_post_init__``, not in attrs validators, which
    `attrs.validators.set_disabled` turns off for the whole process.
    """

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        if not _deferred.get():
            refuse(own_problems(self))


PieceT = TypeVar("PieceT", bound=Piece)


def evolved(record: PieceT, **changes: Any) -> PieceT:
    """Return a new record like *record*, but for *changes*."""
    held: Any = record
    fresh: PieceT = attrs.evolve(held, **changes)
    return fresh


def checked(kind: type[PieceT]) -> type[PieceT]:
    """
    Check each *kind* that is made by its constructor.

    For the two small pieces of which a plan holds hundreds: a decoder that
    checks the whole plan afterwards must not pay for a call a piece.
    Nothing else differs from a `Record`: whatever holds one checks it too.
    """
    built = kind.__init__

    @wraps(built)
    def __init__(self: PieceT, **values: Any) -> None:  # noqa: N807
        built(self, **values)
        if not _deferred.get():
            refuse(own_problems(self))

    setattr(kind, "__init__", __init__)  # noqa: B010 - no plain assignment
    return kind


def _rebuilt(kind: type[PieceT], values: dict[str, Any]) -> PieceT:
    return kind(**values)


def values_of(record: Piece) -> dict[str, Any]:
    """Return the fields of *record* that differ from their defaults."""
    return {
        field.name: value
        for field in shape(type(record))
        if (value := getattr(record, field.name)) is not field.default
    }


@contextmanager
def checks_deferred() -> Generator[None]:
    """
    Build records without checking each one, to check the whole afterwards.

    For the loaders alone, which must find every problem of a document.
    """
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)


def _shape(kind: Any) -> tuple[Field, ...]:
    """Return the fields of the record class *kind*, in order."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return tuple(
        _field(a.name, hints[a.name], a.default) for a in attrs.fields(kind)
    )


shape: Callable[[Any], tuple[Field, ...]] = cache(_shape)


def _field(name: str, hint: Any, default: Any) -> Field:
    optional = False
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(a for a in typing.get_args(hint) if a is not type(None))
        optional = True
    many = typing.get_origin(hint) is tuple
    if many:
        hint = typing.get_args(hint)[0]
    use, kind = _use(name, hint)
    return Field(
        name=name,
        use=use,
        kind=kind,
        many=many,
        optional=optional,
        default=default,
    )


def _use(name: str, hint: Any) -> tuple[Use, Any]:
    if isinstance(hint, typing.NewType):
        return (Use.ID if name == "id" else Use.REF), hint
    if typing.get_origin(hint) is Annotated:
        use = typing.get_args(hint)[1]
        if use is not Use.REF:
            return use, str
        return (Use.ID if name == "id" else use), Id
    if issubclass(hint, enum.Enum):
        return Use.CODE, hint
    plain = Use.ACTOR if hint.__name__ == "Actor" else Use.RECORD
    return _PLAIN.get(hint, plain), hint


def _is_noun(kind: Any) -> bool:
    """Return whether records of *kind* have an id of a kind of its own."""
    return any(f.use is Use.ID and f.kind is not Id for f in shape(kind))


is_noun: Callable[[Any], bool] = cache(_is_noun)


def own_problems(record: Piece, path: str = "$") -> list[Problem]:
    """Return what is wrong with *record* itself, its parts being whole."""
    return shape_problems(record, path) or [*_rooted(record, path)]


def shape_problems(record: Piece, path: str = "$") -> list[Problem]:
    """Return which values of *record* cannot stand where they stand."""
    found: list[Problem] = []
    for field in shape(type(record)):
        value = getattr(record, field.name)
        if value is field.default or (value is None and field.optional):
            continue
        where = f"{path}.{field.name}"
        if value is None:
            found.append(_type_problem(field, where, "given, and not None"))
        elif field.many and type(value) is not tuple:
            found.append(_type_problem(field, where, "a tuple"))
        else:
            for place, item in items(field, value, where):
                found += _value_problems(field, item, place)
    return found or [*_order_problems(record, path)]


def _rooted(record: Piece, path: str) -> Iterator[Problem]:
    for problem in record._problems():
        yield attrs.evolve(problem, path=path + problem.path[1:])


def walk(record: Piece, path: str = "$") -> Iterator[tuple[str, Piece]]:
    """Yield *record* and every record inside it, each with its path."""
    yield path, record
    for part, where in parts(record, path):
        yield from walk(part, where)


def parts(record: Piece, path: str = "$") -> Iterator[tuple[Any, str]]:
    """Yield the records directly inside *record*, each with its path."""
    for field in shape(type(record)):
        if field.use is Use.RECORD:
            value = getattr(record, field.name)
            for where, item in items(field, value, f"{path}.{field.name}"):
                yield item, where


def items(field: Field, value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield what *field* holds, one or several, each with its path."""
    if field.many:
        for index, item in enumerate(value):
            yield f"{path}[{index}]", item
    elif value is not None:
        yield path, value


def _type_problem(field: Field, path: str, wanted: str) -> Problem:
    return Problem(
        rule="field-type",
        path=path,
        message=f"{field.name} must be {wanted}",
        facts={"field": field.name},
    )


def _value_problems(field: Field, value: Any, path: str) -> list[Problem]:
    check = _CHECKS.get(field.use)
    if check is None:
        fits = type(value) is field.kind
        wanted = f"one {field.kind.__name__}"
        return [] if fits else [_type_problem(field, path, wanted)]
    wrong = check(value)
    if wrong is None:
        return []
    rule, message = wrong
    return [
        Problem(
            rule=rule,
            path=path,
            message=f"{field.name} {message}",
            facts={"field": field.name},
        )
    ]


Wrong = tuple[str, str] | None


def value_wrong(use: Use, value: Any) -> bool:
    """Return whether *value* cannot stand in a field for *use*."""
    return _CHECKS[use](value) is not None


def _id_wrong(value: Any) -> Wrong:
    if type(value) is str and is_id(value):
        return None
    message = (
        "must be an opaque id: 1 to 64 of A-Z a-z 0-9 . _ -, the first a "
        "letter or a digit, and never a name"
    )
    return "id-form", message


def _text_wrong(value: Any) -> Wrong:
    if type(value) is not str:
        return "field-type", "must be text (str)"
    if "\0" in value:
        return "text-storable", "must hold no NUL character: take it out"
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return (
                "text-storable",
                "must hold no lone surrogate: decode the text rightly first",
            )
    return None


_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROL = frozenset(map(chr, [*range(32), *range(127, 160), 0x2028, 0x2029]))
_ODD_IN_NAMES = _BIDI | _CONTROL


def _name_wrong(value: Any) -> Wrong:
    wrong = _text_wrong(value)
    if wrong is None and not _ODD_IN_NAMES.isdisjoint(value):
        message = (
            "must hold no control character and no bidi override: one line, "
            "as it is spoken"
        )
        return "text-storable", message
    return wrong


_SUBTAG = 8


def _language_wrong(value: Any) -> Wrong:
    parts_ = value.split("-") if type(value) is str else []
    if (
        parts_
        and all(0 < len(p) <= _SUBTAG and p.isalnum() for p in parts_)
        and value.isascii()
        and parts_[0].isalpha()
    ):
        return None
    return "language-tag", "must be a BCP 47 tag, such as 'en' or 'es-MX'"


_SHA256_HEX = 64


def _digest_wrong(value: Any) -> Wrong:
    if (
        type(value) is str
        and len(value) == _SHA256_HEX
        and set(value) <= set("0123456789abcdef")
    ):
        return None
    return "digest-form", "must be a SHA-256: 64 lower-case hex digits"


_MINUTE = timedelta(minutes=1)


def _time_wrong(value: Any) -> Wrong:
    if type(value) is not datetime:
        return "field-type", "must be a datetime"
    if type(value.tzinfo) is not timezone:
        message = (
            "must carry its offset as a datetime.timezone: "
            "value.replace(tzinfo=datetime.timezone.utc), say"
        )
        return "time-aware", message
    if value.tzinfo.utcoffset(None) % _MINUTE:
        return "time-aware", "must have an offset of whole minutes"
    return _year_wrong(value)


def _day_wrong(value: Any) -> Wrong:
    if type(value) is not date:
        return "field-type", "must be a date (and not a datetime)"
    return _year_wrong(value)


def _year_wrong(value: date) -> Wrong:
    if value.year in YEARS:
        return None
    return "time-aware", "must lie in the years 1900 to 2200"


LARGEST = 2**53 - 1


def _whole_wrong(value: Any) -> Wrong:
    if type(value) is int and -LARGEST <= value <= LARGEST:
        return None
    return "field-type", "must be a whole number (int, up to 2**53 - 1)"


def _flag_wrong(value: Any) -> Wrong:
    if type(value) is bool:
        return None
    return "field-type", "must be True or False"


_CHECKS = {
    Use.ID: _id_wrong,
    Use.REF: _id_wrong,
    Use.TEXT: _text_wrong,
    Use.NAME: _name_wrong,
    Use.LANGUAGE: _language_wrong,
    Use.DIGEST: _digest_wrong,
    Use.TIME: _time_wrong,
    Use.DAY: _day_wrong,
    Use.WHOLE: _whole_wrong,
    Use.FLAG: _flag_wrong,
}


def _order_problems(record: Piece, path: str) -> Iterator[Problem]:
    for earlier, later in record._ordered:
        first, then = getattr(record, earlier), getattr(record, later)
        if first is not None and then is not None and first > then:
            yield Problem(
                rule="time-ordered",
                path=f"{path}.{later}",
                message=f"{later} must not be before {earlier}",
                facts={"earlier": earlier, "later": later},
            )
