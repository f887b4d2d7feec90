"""What a page about one decision is written with."""

from __future__ import annotations

import attrs

from empowerkit._render import Line, Names, Said, Words
from empowerkit.model import (
    Actor,
    Choice,
    Consideration,
    Decision,
    Importance,
    Voice,
    WhatMatters,
)
from empowerkit.plan import Plan


@attrs.frozen(kw_only=True, repr=False)
class Setting:
    """
    What a page is written with.

    Attributes:
        plan: What the reader may see of it.
        decision: The decision, out of that plan.
        choice: The choice that stands.
        seen_by: Who reads it.
        names: What people are called on a page: the client "you" where they
            read it themselves, and nobody else ever.
        words: Our own words.
    """

    plan: Plan
    decision: Decision
    choice: Choice | None
    seen_by: Actor
    names: Names = attrs.field(eq=False)
    words: Words = attrs.field(eq=False)

    def who(self) -> Line:
        """Return what the client is called."""
        return self.names.of(self.decision.client)

    def called(self) -> Names:
        """Return what people are called in a table of data for anybody."""
        return Names(self.plan, self.words)

    def quoted(self, said: Consideration) -> Line:
        """Return what was said, by whom, and how much it counts."""
        words, whose = Said(said.words), self.names.whose(said.voice)
        if said.importance is None:
            return self.words("quoted", words=words, whose=whose)
        stars = self.stars(said.importance)
        return self.words(
            "quoted-stars",
            words=words,
            whose=whose,
            stars=stars,
            who=self.who(),
        )

    def stars(self, importance: Importance | None) -> Line:
        """Return how much something counts, in words."""
        if importance is None:
            return self.words("stars-not-said")
        low, high = importance.low, importance.high
        if low == high:
            return self.words("stars", low=low)
        return self.words("stars-range", low=low, high=high)

    def matters(self, one: WhatMatters) -> Line:
        """Return what matters, how firmly, and whose it is."""
        return self.by_whom(self.named(one), one.voice)

    def named(self, one: WhatMatters) -> Line:
        """Return what matters, and how firmly."""
        return self.words(f"kind-{one.kind.value}", words=Said(one.words))

    def by_whom(self, line: Line, voice: Voice) -> Line:
        """Return *line*, with whose it is where that is more than the client."""
        whose = self.names.whose(voice)
        if whose == self.who():
            return line
        return self.words("quoted", words=line, whose=whose)
