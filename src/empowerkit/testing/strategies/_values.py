"""Single values: text, names, ids, languages, digests, times, days."""

from __future__ import annotations

import string

from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st


if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["days", "digests", "ids", "languages", "names", "texts", "times"]

AWKWARD: Final = (
    "",
    " ",
    "  two spaces before, one after ",
    "one line\nand another",
    "carriage\r\nreturn",
    "a tab\there",
    '"quoted"',
    "it's",
    "a \\ and \\u0000 and \\n",
    "{}",
    '{"id": "c1", "words": null}',
    "[1, 2",
    "null",
    "NaN",
    "-0",
    "1e999",
    "true",
    "<b>bold</b> &amp; <script>alert(1)</script>",
    "=1+1",
    "+44 20 7946 0000",
    "-2",
    "@SUM(A1:A9)",
    "|pipe",
    "%s %(name)s {0} {name} ${HOME}",
    "'; DROP TABLE plans; --",
    "../../etc/passwd",
    "Waxaan rabaa albaab quful leh",
    "Quiero una puerta con llave",
    "أريد باباً يُقفل",
    "Я хочу двері із замком",
    "我想要一扇能鎖的門",
    "שלום",
    "e\u0301 and \u00e9",
    "\u0301 begins with a combining mark",
    "I\u0307 \u0130 \u0131 \u00df \ufb01",
    "👩🏽‍🦽 🏳️‍🌈",
    "\U0001d49c \U0010ffff",
    "\u200bzero\u200cwidth\u200d",
    "\ufeffbyte order mark",
    "no\u00a0break",
    "\u2028 line \u2029 paragraph",
    "\u202eoverride\u202c \u2066isolate\u2069",
    "\x1b[31mred\x7f\x85",
    "\ufffd",
)
# Seldom, as it makes what Hypothesis prints of a failure very long too.
_LONG: Final = "word " * 2_000
_SELDOM: Final = 4

_NOT_IN_NAMES: Final = frozenset(
    map(chr, (*range(32), *range(127, 160), 0x2028, 0x2029))
) | frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_AWKWARD_NAMES: Final = tuple(
    text for text in AWKWARD if _NOT_IN_NAMES.isdisjoint(text)
)
_TEXT: Final = st.characters(codec="utf-8", exclude_characters="\0")
_NAME: Final = st.characters(
    codec="utf-8", exclude_characters="".join(sorted(_NOT_IN_NAMES))
)

LONGEST_ID: Final = 64
_ID_SAMPLES: Final = (
    "a",
    "0",
    "Z9",
    "1-2.3_4",
    "x..--__",
    "con",
    "5d0c1a4e-3f2b-4b7a-9a51-0d6f1c2b3a49",
    "f" * LONGEST_ID,
)
_LANGUAGE_SAMPLES: Final = (
    "en",
    "es",
    "so",
    "ar",
    "uk",
    "es-419",
    "zh-Hant-TW",
    "ase",
    "sl-rozaj-biske-1994",
    "de-CH-1996",
    "ar-u-nu-latn",
    "i-klingon",
    "x-ours",
)
_LETTERS: Final = string.ascii_letters
_ALNUM: Final = string.digits + string.ascii_letters
_SHA256: Final = 32

FIRST: Final = datetime(1900, 1, 1)  # noqa: DTZ001 - a local time, bare
LAST: Final = datetime(2201, 1, 1) - timedelta.resolution  # noqa: DTZ001
DAY_ONE: Final = FIRST.date()
DAY_LAST: Final = LAST.date()
DAY_ZERO: Final = datetime(2000, 1, 1)  # noqa: DTZ001
_MINUTE: Final = timedelta(minutes=1)
_MOST_MINUTES: Final = 14 * 60


def texts(
    *, min_size: int = 0, max_size: int | None = None
) -> SearchStrategy[str]:
    """
    Generate text as a person may give it, awkward text included.

    Empty, very long, of several lines, in any script, with marks and signs
    that other formats give a meaning to; but no NUL and no lone surrogate.

    Args:
        min_size: The fewest characters.
        max_size: The most characters.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(texts(min_size=2))
    '00'
    """
    drawn = st.text(_TEXT, min_size=min_size, max_size=max_size)
    return _with_samples(AWKWARD, drawn, min_size, max_size)


def names(
    *, min_size: int = 0, max_size: int | None = None
) -> SearchStrategy[str]:
    """
    Generate names: text without control characters or bidi overrides.

    Args:
        min_size: The fewest characters.
        max_size: The most characters.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(names(min_size=1))
    '0'
    """
    drawn = st.text(_NAME, min_size=min_size, max_size=max_size)
    return _with_samples(_AWKWARD_NAMES, drawn, min_size, max_size)


def _with_samples(
    samples: tuple[str, ...],
    drawn: SearchStrategy[str],
    min_size: int,
    max_size: int | None,
) -> SearchStrategy[str]:
    fitting = [
        sample
        for sample in samples
        if min_size <= len(sample) and not _above(len(sample), max_size)
    ]
    if not _above(len(_LONG), max_size):
        fitting = [*fitting * _SELDOM, _LONG]
    return drawn | st.sampled_from(fitting) if fitting else drawn


def _above(size: int, most: int | None) -> bool:
    return most is not None and size > most


@cache
def ids() -> SearchStrategy[str]:
    """
    Generate ids of every legal shape, 1 to 64 characters long.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(ids(), lambda found: found.endswith("."))
    '0.'
    """
    drawn = st.text(_ALNUM + "._-", min_size=1, max_size=LONGEST_ID)
    return drawn.map(_as_id) | st.sampled_from(_ID_SAMPLES)


def _as_id(text: str) -> str:
    return text if text[0].isalnum() else f"0{text[1:]}"


@cache
def languages() -> SearchStrategy[str]:
    """
    Generate BCP 47 language tags, signed and private ones among them.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(languages(), lambda tag: "-" in tag)
    'es-419'
    """
    subtags = st.lists(st.text(_ALNUM, min_size=1, max_size=8), max_size=4)
    first = st.text(_LETTERS, min_size=1, max_size=8)
    drawn = st.builds(_tagged, first, subtags)
    return st.sampled_from(_LANGUAGE_SAMPLES) | drawn


def _tagged(first: str, rest: list[str]) -> str:
    return "-".join((first, *rest))


@cache
def digests() -> SearchStrategy[str]:
    """
    Generate SHA-256 digests: 64 lower-case hex digits.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(digests()) == "0" * 64
    True
    """
    drawn = st.binary(min_size=_SHA256, max_size=_SHA256)
    return drawn.map(bytes.hex)


@cache
def _offsets() -> SearchStrategy[timezone]:
    usual = st.sampled_from((0, 60, -300, 330, 345, -210, 840, -840))
    any_ = st.integers(-_MOST_MINUTES, _MOST_MINUTES)
    return (usual | any_).map(lambda n: timezone(n * _MINUTE))


@cache
def _odd_moments() -> SearchStrategy[timedelta]:
    usual = st.sampled_from((0, 1, 999_999, 1_000_000, 59_999_999))
    any_ = st.integers(0, 59_999_999)
    return (usual | any_).map(lambda n: timedelta(microseconds=n))


def times(
    *, min_value: datetime | None = None, max_value: datetime | None = None
) -> SearchStrategy[datetime]:
    """
    Generate times with an offset of whole minutes, -14:00 to +14:00.

    They lie in the years 1900 to 2200, to the microsecond.

    Args:
        min_value: The earliest, with its offset.
        max_value: The latest, with its offset.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(times()).isoformat()
    '2000-01-01T00:00:00+00:00'
    """
    if min_value is None and max_value is None:
        return _any_times()
    low = FIRST if min_value is None else _bare(min_value)
    high = LAST if max_value is None else _bare(max_value)
    return st.builds(_moved, _naive(low, high), _offsets())


@cache
def _any_times() -> SearchStrategy[datetime]:
    return st.builds(_placed, _naive(FIRST, LAST), _offsets())


def _bare(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _naive(low: datetime, high: datetime) -> SearchStrategy[datetime]:
    """Generate bare times, simple ones first: few draws, for speed."""
    base = min(max(low, DAY_ZERO), high)
    minutes = st.integers((low - base) // _MINUTE, (high - base) // _MINUTE)

    def at(minute: int, rest: timedelta) -> datetime:
        return min(max(low, base + minute * _MINUTE + rest), high)

    return st.builds(at, minutes, _odd_moments())


def _placed(bare: datetime, offset: timezone) -> datetime:
    return bare.replace(tzinfo=offset)


def _moved(bare: datetime, offset: timezone) -> datetime:
    moment = bare.replace(tzinfo=UTC)
    moved = moment.astimezone(offset)
    return moved if FIRST.year <= moved.year <= LAST.year else moment


def days(
    *, min_value: date = DAY_ONE, max_value: date = DAY_LAST
) -> SearchStrategy[date]:
    """
    Generate days of the years 1900 to 2200.

    Args:
        min_value: The earliest.
        max_value: The latest.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(days()).isoformat()
    '2000-01-01'
    """
    base = min(max(min_value, DAY_ZERO.date()), max_value)
    return st.integers((min_value - base).days, (max_value - base).days).map(
        lambda count: base + timedelta(days=count)
    )
