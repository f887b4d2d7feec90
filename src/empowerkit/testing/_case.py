"""One made-up plan while it grows: its people, its clock, its voices."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID

from empowerkit.model import (
    Absent,
    AbsentReason,
    Actor,
    Answer,
    AnswerStatus,
    Channel,
    Client,
    Importance,
    Interpreter,
    Proxy,
    ProxyBasis,
    Role,
    Supporter,
    Voice,
    Wording,
    Worker,
)
from empowerkit.plan import Plan

from . import _case_words as words


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

T = TypeVar("T")

_OFFSETS: Final = (-480, -300, -210, 0, 0, 60, 120, 180, 330)
_UUID_BITS: Final = 128
_SAID: Final = (
    Channel.IN_PERSON,
    Channel.IN_PERSON,
    Channel.PHONE,
    Channel.MESSAGE,
    Channel.VIDEO,
    Channel.WRITTEN,
)


class Case:
    """
    A plan that grows, contact by contact.

    Attributes:
        rng: Where all chance comes from.
        today: The day that the story has reached.
        theme: The part of life that it is mostly about.
        language: The client's first language.
        nouns: What the plan holds so far, by the name of the field.
    """

    def __init__(self, rng: Random, start: date) -> None:
        self.rng = rng
        self.id: Any = self.new_id()
        self.opened_on = self.today = start + timedelta(rng.randrange(365))
        self.zone = _zone(rng.choice(_OFFSETS))
        self.theme = rng.choice(words.THEMES)
        self.language = rng.choice(words.LANGUAGES)
        self.nouns: dict[str, list[Any]] = {}
        self._strangers: dict[Role, Actor] = {}
        self._gather()

    def _gather(self) -> None:
        """Bring the people together."""
        self.client = _client(self)
        self.worker = self.add("workers", _worker(self))
        self.wordless = self.chance(0.04)
        self.kin = self._perhaps(0.6, "supporters", _kin)
        self.proxy = self._perhaps(0.12, "proxies", _proxy)
        share = 0.0 if self.language == "en" else 0.6
        self.interpreter = self._perhaps(share, "interpreters", _interpreter)

    def _perhaps(
        self, share: float, name: str, make: Callable[[Case], T]
    ) -> T | None:
        return self.add(name, make(self)) if self.chance(share) else None

    def new_id(self) -> Any:
        """Return a random id: a version 4 UUID, out of the seed."""
        return str(UUID(int=self.rng.getrandbits(_UUID_BITS), version=4))

    def chance(self, share: float) -> bool:
        """Return true in that *share* of all calls."""
        return self.rng.random() < share

    def one(self, among: Sequence[T]) -> T:
        """Return one of *among*."""
        return self.rng.choice(among)

    def add(self, name: str, noun: T) -> T:
        """Put *noun* into the plan's field *name*."""
        self.nouns.setdefault(name, []).append(noun)
        return noun

    def held(self, name: str) -> list[Any]:
        """Return what the plan's field *name* holds so far."""
        return self.nouns.get(name, [])

    def later(self, fewest: int, most: int) -> date:
        """Let some days pass, and return the day."""
        self.today += timedelta(self.rng.randint(fewest, most))
        return self.today

    def at(self, hour: int | None = None) -> datetime:
        """Return a time of this day."""
        hour = self.rng.randint(8, 17) if hour is None else hour
        minute = self.rng.randrange(0, 60, 5)
        return datetime.combine(self.today, time(hour, minute), self.zone)

    def in_days(self, days: int) -> date:
        """Return the day so many days from this one."""
        return self.today + timedelta(days)

    def stranger(
        self, role: Role, reason: AbsentReason = AbsentReason.NOT_SUPPLIED
    ) -> Actor:
        """Return somebody whom the plan names and does not hold."""
        if role not in self._strangers:
            gone = self.add("absent", Absent(id=self.new_id(), reason=reason))
            self._strangers[role] = Actor(role=role, id=gone.id)
        return self._strangers[role]

    def says(self, *, original: bool = False, **more: Any) -> Voice:
        """
        Return the client's voice, as this day's contact heard it.

        Args:
            original: Whether the words are in the client's own language.
            more: Fields that are already known.
        """
        said = self.at()
        found: dict[str, Any] = {
            "speaker": self.client.actor,
            "recorder": self._recorder(),
            "wording": self._wording(original=original),
            "channel": self.one(_SAID),
            "said_at": said if self.chance(0.9) else None,
        }
        if self.interpreter and not original:
            found["interpreter"] = self.interpreter.actor
        if self.chance(0.1):
            found["recorded_at"] = said + timedelta(minutes=40)
        if self.chance(0.15):
            found["confirmed_at"] = said + timedelta(days=1)
        if self.chance(0.04):
            found["private_to"] = (self.worker.actor,)
        if self.kin and self.chance(0.06):
            found["together_with"] = (self.kin.actor,)
        return Voice(**(found | more))

    def _recorder(self) -> Actor | None:
        if self.chance(0.03):
            return self.stranger(Role.SOFTWARE)
        own_hand = self.client.actor
        return self.one((self.worker.actor,) * 14 + (own_hand, None))

    def _wording(self, *, original: bool) -> Wording:
        if self.wordless:
            return Wording.OBSERVED
        if original or self.language == "en":
            return self.one((Wording.VERBATIM, *_NEAR))
        if self.interpreter:
            return Wording.TRANSLATION
        return self.one((Wording.PARAPHRASE, Wording.NOT_RECORDED))

    def writes(self, actor: Actor | None = None) -> Voice:
        """Return the voice of *actor*, or of the worker, in writing."""
        actor = actor or self.worker.actor
        recorder = actor if self.chance(0.5) else self.worker.actor
        return Voice(
            speaker=actor,
            recorder=recorder,
            wording=self.one((Wording.PARAPHRASE, Wording.VERBATIM)),
            channel=self.one((Channel.WRITTEN, Channel.IN_PERSON)),
            said_at=self.at(),
        )

    def heard(self) -> Voice:
        """Return the client's voice, somebody else's, or nobody's."""
        if self.chance(0.75):
            return self.says()
        return self.writes() if self.chance(0.7) else Voice()

    def words(self, texts: dict[str, str]) -> tuple[str, Voice]:
        """Return what the client says, and the voice that says it."""
        own = self.language != "en" and self.chance(0.7)
        text = texts[self.language if own else "en"]
        return text, self.says(original=own)

    def stars(self) -> Importance:
        """Return how much something matters to the client."""
        low = self.rng.randint(1, 5)
        high = low if self.chance(0.7) else self.rng.randint(low, 5)
        return Importance(low=low, high=high, said_by=self.client.actor)

    def answer(self, text: str) -> Answer:
        """Return *text* as an answer, or one way of not answering."""
        if self.chance(0.7):
            return Answer(status=AnswerStatus.ANSWERED, words=text)
        return Answer(status=self.one(tuple(AnswerStatus)[1:]))

    def plan(self, **more: Any) -> Plan:
        """Return the plan as it stands."""
        nouns: Any = {name: tuple(held) for name, held in self.nouns.items()}
        return Plan(
            id=self.id,
            client=self.client,
            opened_on=self.opened_on,
            **nouns,
            **more,
        )


_NEAR: Final = (Wording.VERBATIM, Wording.PARAPHRASE)


def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def _client(case: Case) -> Client:
    own = case.language
    more = () if own == "en" else ("en",) * case.chance(0.5)
    return Client(
        id=case.new_id(),
        called=case.one(words.NAMES[own]),
        pronouns=case.one(words.PRONOUNS),
        languages=(own, *more),
    )


def _worker(case: Case) -> Worker:
    return Worker(
        id=case.new_id(),
        called=case.one(words.WORKERS),
        title=case.one(words.TITLES),
        organisation=case.one(words.AGENCIES),
        from_on=case.opened_on,
    )


def _kin(case: Case) -> Supporter:
    called, relation = case.one(words.KIN)
    invited = Voice(speaker=case.client.actor, said_at=case.at())
    return Supporter(
        id=case.new_id(),
        called=called,
        relation=relation,
        invited=invited,
    )


def _proxy(case: Case) -> Proxy:
    return Proxy(
        id=case.new_id(),
        called=case.one(words.PROXIES),
        basis=case.one(tuple(ProxyBasis)),
        domains=(case.theme.about,),
        from_on=case.in_days(-400),
    )


def _interpreter(case: Case) -> Interpreter:
    return Interpreter(
        id=case.new_id(),
        called=case.one(words.INTERPRETERS),
        languages=(case.language, "en"),
        relative=case.chance(0.2),
        invited=Voice(speaker=case.client.actor, said_at=case.at()),
    )
