"""How a summary says things: days, quotes, and who."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import attrs

from empowerkit._render import Line, Names, Said, Words, joined, told_day
from empowerkit._render._words import Part
from empowerkit.model import Actor, Choice, Voice

from ._asof import by_client, day_of
from ._parts import Version


if TYPE_CHECKING:
    from empowerkit.plan import Plan


class Speech:
    """
    Sentences of one version, about the people of one plan.

    Attributes:
        is_record: Whether it is the record's version, which names people.
    """

    def __init__(self, plan: Plan, words: Words, version: Version) -> None:
        client = plan.client.actor
        self.is_record: Final = version is Version.RECORD
        reader = None if self.is_record else client
        self._words: Final = words
        self._names: Final = Names(plan, words, reader=reader)
        self._client: Final = self._names.of(client)

    def __call__(self, key: str, **gaps: Part) -> Line:
        """Return the sentence of *key*; empty where nothing is to be said."""
        return self._words(key, client=self._client, **gaps)

    def day(self, when: date | datetime) -> Line:
        """Return the day of *when*, such as "3 March 2026"."""
        return told_day(day_of(when), self._words)

    def dated(self, key: str, when: date | datetime | None) -> Line:
        """Return the sentence of *key* with the day; empty without one."""
        return () if when is None else self(key, day=self.day(when))

    def on(self, when: date | datetime | None) -> Line:
        """Return " on …"; empty where there is no day."""
        return self.dated("on", when)

    def quoted(self, words: str | None) -> Line:
        """Return somebody's *words* in quotes."""
        if words is None:
            return self("not-here")
        return self("quote", words=Said(words))

    def of(self, actor: Actor) -> Line:
        """Return what *actor* is called."""
        return self._names.of(actor)

    def who(self, voice: Voice | None) -> Line:
        """Return who speaks; for the record, with who wrote it down."""
        if voice is None or voice.speaker is None:
            return self("who-unknown")
        if self.is_record:
            return self._names.whose(voice)
        return self._names.whose(attrs.evolve(voice, recorder=None))

    def said(self, voice: Voice | None) -> Line:
        """Return " (from …)", where it has to be told whose words they are."""
        if voice is None or (by_client(voice) and not self.is_record):
            return ()
        return self("from", who=self.who(voice))

    def reported(self, choice: Choice) -> Line:
        """Return " (as reported by …)", where only they say so."""
        found = self._names.reported(choice)
        return self("reported", reported=found) if found else ()

    def listed(self, lines: list[Line]) -> Line:
        """Return *lines* in one sentence."""
        return joined(lines, "".join(map(str, self("between"))))
