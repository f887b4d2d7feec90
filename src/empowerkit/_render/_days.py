"""How a day is said: "3 March 2026"."""

from __future__ import annotations

from datetime import date
from typing import Final

from ._words import Line, Words


WORDS: Final = {
    "day": "{day} {month} {year}",
    "month-1": "January",
    "month-2": "February",
    "month-3": "March",
    "month-4": "April",
    "month-5": "May",
    "month-6": "June",
    "month-7": "July",
    "month-8": "August",
    "month-9": "September",
    "month-10": "October",
    "month-11": "November",
    "month-12": "December",
}


def told_day(day: date, words: Words) -> Line:
    """Return how *day* is said, in *words*."""
    month = words(f"month-{day.month}")
    return words("day", day=day.day, month=month, year=day.year)
