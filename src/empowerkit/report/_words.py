"""What a report says by itself, beside the words of people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from empowerkit._render import WHO, Words
from empowerkit.progress import WORDS as SUMMARY
from empowerkit.progress import Version


_MONTHS: Final = tuple(
    SUMMARY[Version.RECORD][f"month-{n}"] for n in range(1, 13)
)
OWN: Final = {
    "title": "Where things stand",
    "title-decision": "Pros and cons",
    "for": "For {who}, on {day}.",
    "skip": "Skip to the text",
    "on-this-page": "On this page",
    "table": "{caption}, table {number}",
    "honest": (
        "This cannot know whether somebody chose freely. It shows who says so."
    ),
    "in-time": "In time: {goal}",
    "in-time-none": "In time",
    "milestones": "Milestones",
    "no-day": "No day recorded",
    "picture-milestones": (
        "A line from {first} to {last} with {count} milestones in it. A "
        "filled mark is reached, an empty one is open."
    ),
    "today": "today",
    "support": "Help agreed",
    "support-at": "{day}: {level}.",
    "picture-support": (
        "A line from {first} to {last}: how much help was agreed, from "
        "everything done for somebody at the top to nothing at the bottom."
    ),
    "level-0": "on own",
    "level-1": "stood by",
    "level-2": "coached",
    "level-3": "together",
    "level-4": "done for",
    "sums": "The figures, put together",
    "choices": "What was chosen, in time",
    "choice": "{day}: {what}",
    "choice-reported": "{day}, {reported}: {what}",
    "choice-why": "{choice} Said with it: “{words}”.",
    "choice-stands": "{choice} This stands.",
    "taken-back": "the earlier choice was taken back.",
    "unseen": "something that is not shown here.",
    "option": "{words}.",
}
WORDS: Final = Words({**WHO, **OWN})


def day_in_words(when: date | datetime) -> str:
    """Return the day of *when*, as summaries write it: 3 March 2026."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
