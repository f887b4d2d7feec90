"""Who is who on a page: what people are called, and whose words these are."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from empowerkit.model import (
    Actor,
    Choice,
    Client,
    Interpreter,
    Level,
    Proxy,
    Role,
    Supporter,
    Voice,
    Worker,
)
from empowerkit.plan import Plan

from ._words import Line, Said, Words, joined


_Person = Client | Worker | Supporter | Proxy | Interpreter

WORDS: Final = {
    "who-client": "the client",
    "who-worker": "a worker",
    "who-supporter": "a supporter",
    "who-proxy": "a proxy",
    "who-interpreter": "an interpreter",
    "who-organisation": "an organisation",
    "who-software": "a program",
    "who-you": "you",
    "who-not-recorded": "it is not recorded who said this",
    "who-together": "{speaker} together with {others}",
    "who-written-down": "{speaker}, written down by {recorder}",
    "who-reported": "as reported by {recorder}",
    "who-reported-by-nobody": "as reported; it is not recorded by whom",
}


class Names:
    """
    What the people of *plan* are called on a page for *reader*.

    Nobody who is not on the plan is named; their part in it is.
    """

    def __init__(
        self, plan: Plan, words: Words, *, reader: Actor | None = None
    ) -> None:
        self._plan: Final = plan
        self._words: Final = words
        self._reader: Final = reader

    @cached_property
    def _called(self) -> dict[Actor, str]:
        """Gathered when somebody is first named: not every page is shown."""
        plan = self._plan
        people: tuple[_Person, ...] = (
            plan.client,
            *plan.workers,
            *plan.supporters,
            *plan.proxies,
            *plan.interpreters,
        )
        return {one.actor: one.called for one in people}

    def of(self, actor: Actor) -> Line:
        """Return what *actor* is called: "you", a name, or a part."""
        if actor == self._reader:
            return self._words("who-you")
        called = self._called.get(actor)
        if called is None:
            return self._words(f"who-{actor.role.value}")
        return (Said(called),)

    def all_of(self, actors: tuple[Actor, ...]) -> Line:
        """Return what *actors* are called, in the order given."""
        return joined(map(self.of, actors), ", ")

    def whose(self, voice: Voice) -> Line:
        """Return whose words these are, and who wrote them down."""
        if voice.speaker is None:
            return self._words("who-not-recorded")
        who = self.of(voice.speaker)
        if voice.together_with:
            others = self.all_of(voice.together_with)
            who = self._words("who-together", speaker=who, others=others)
        if voice.recorder is None or voice.recorder == voice.speaker:
            return who
        by = self.of(voice.recorder)
        return self._words("who-written-down", speaker=who, recorder=by)

    def reported(self, choice: Choice) -> Line:
        """
        Return who says that *choice* was made, where only they do.

        Empty where the client made the record, or it can prove more.
        """
        recorder = choice.voice.recorder
        if choice.level is not Level.REPORTED:
            return ()
        if recorder is None:
            spoke = choice.voice.speaker is not None
            return () if spoke else self._words("who-reported-by-nobody")
        if recorder.role is Role.CLIENT:
            return ()
        return self._words("who-reported", recorder=self.of(recorder))
