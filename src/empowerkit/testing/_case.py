"""One made-up plan while it grows: its people, its clock, its voices."""

from __future__ import annotations

import enum

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

_SOON: Final = timedelta(minutes=40)
_YEAR: Final = timedelta(365)
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


class Kept(enum.Enum):
    """How a record is kept: with care, or as it comes in a busy year."""

    WELL = enum.auto()
    AS_IT_COMES = enum.auto()


class Case:
    """
    A plan that grows, contact by contact.

    Attributes:
        rng: Where all chance comes from.
        kept: How its record is kept.
        today: The day that the story has reached.
        year_ends: The day after the last on which plans open.
        theme: The part of life that it is mostly about.
        language: The client's first language.
        nouns: What the plan holds so far, by the name of the field.
    """

    def __init__(
        self, rng: Random, start: date, kept: Kept = Kept.AS_IT_COMES
    ) -> None:
        self.rng = rng
        self.kept = kept
        self.id: Any = self.new_id()
        self.opened_on = self.today = start + timedelta(rng.randrange(365))
        self.year_ends = start + _YEAR
        self.zone = _zone(rng.choice(_OFFSETS))
        self.theme = rng.choice(words.THEMES)
        self.language = rng.choice(words.LANGUAGES)
        self.nouns: dict[str, list[Any]] = {}
        self._strangers: dict[Role, Actor] = {}
        self._falls_into_habits()
        self._gather()

    def _falls_into_habits(self) -> None:
        """Settle what is done alike through all of this plan."""
        self.read_back = self.varies(0.4)
        self.by_a_form = self.varies(0.3)
        self.never_alone = self.varies(0.1)
        self.all_done_for = self.varies(0.2)

    def _gather(self) -> None:
        """Bring the people together."""
        self.client = _client(self)
        self.worker = self.add("workers", _worker(self))
        self.colleague = (
            self.add("workers", _worker(self)) if self.varies(0.15) else None
        )
        self.wordless = self.chance(0.04)
        share = 1.0 if self.never_alone else 0.6
        self.kin = self._perhaps(share, "supporters", _kin)
        share = 1.0 if self.varies(0.1) else 0.12
        self.proxy = self._perhaps(share, "proxies", _proxy)
        share = 0.0 if self.language == "en" else 0.6
        self.interpreter = self._perhaps(share, "interpreters", _interpreter)

    def _perhaps(
        self, share: float, name: str, make: Callable[[Case], T]
    ) -> T | None:
        return self.add(name, make(self)) if self.chance(share) else None

    @property
    def as_it_comes(self) -> bool:
        """Whether the record is kept as it comes."""
        return self.kept is Kept.AS_IT_COMES

    def new_id(self) -> Any:
        """Return a random id: a version 4 UUID, out of the seed."""
        return str(UUID(int=self.rng.getrandbits(_UUID_BITS), version=4))

    def chance(self, share: float) -> bool:
        """Return true in that *share* of all calls."""
        return self.rng.random() < share

    def varies(self, share: float) -> bool:
        """Return true in that *share*; never where the record is well kept."""
        return self.as_it_comes and self.chance(share)

    def one(self, among: Sequence[T]) -> T:
        """Return one of *among*."""
        return self.rng.choice(among)

    def add(self, name: str, noun: T) -> T:
        """Put *noun* into the plan's field *name*."""
        self.nouns.setdefault(name, []).append(noun)
        return noun

    def may_say_anew(self, noun: Any) -> bool:
        """Return whether *noun* is the client's to put in other words."""
        own = noun.voice.speaker == self.client.actor
        return own or not self.as_it_comes

    def held(self, name: str) -> list[Any]:
        """Return what the plan's field *name* holds so far."""
        return self.nouns.get(name, [])

    def later(self, fewest: int, most: int) -> date:
        """Let some days pass, and return the day."""
        self.today += self.days(fewest, most)
        return self.today

    def goes_on_until(self, day: date) -> None:
        """Let time pass until *day*, where it has not passed yet."""
        self.today = max(self.today, day)

    def at(self, hour: int | None = None) -> datetime:
        """Return a time of this day."""
        hour = self.rng.randint(8, 17) if hour is None else hour
        minute = self.rng.randrange(0, 60, 5)
        return datetime.combine(self.today, time(hour, minute), self.zone)

    def days(self, fewest: int, most: int) -> timedelta:
        """Return some days, by chance."""
        return timedelta(self.rng.randint(fewest, most))

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
            "channel": self._by_which_way(),
            "said_at": said if self.chance(0.9) else None,
        }
        if self.interpreter and not original:
            found["interpreter"] = self.interpreter.actor
        if self.chance(0.1):
            late = self.days(1, 20) if self.varies(0.5) else _SOON
            found["recorded_at"] = said + late
        if self.chance(1.0 if self.read_back else 0.15):
            found["confirmed_at"] = said + timedelta(days=1)
        if self.chance(0.04):
            found["private_to"] = (self.worker.actor,)
        if self.kin and self.chance(0.06):
            found["together_with"] = (self.kin.actor,)
        return Voice(**(found | more))

    def _by_which_way(self) -> Channel:
        return Channel.NOT_RECORDED if self.varies(0.5) else self.one(_SAID)

    def _recorder(self) -> Actor | None:
        if self.varies(0.3):
            return None
        if self.chance(0.03) and not self.as_it_comes:
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
        if self.as_it_comes:
            return Wording.PARAPHRASE
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

    def told_by_others(self) -> Voice:
        """Return the voice of somebody else: of kin, or of the worker."""
        kin = () if self.kin is None else (self.kin.actor,)
        return self.writes(self.one((self.worker.actor, *kin)))

    def heard(self) -> Voice:
        """Return the client's voice, somebody else's, or nobody's."""
        if self.varies(0.3):
            either = (self.client.actor, self.worker.actor)
            return Voice(speaker=self.one(either))
        if self.chance(0.75):
            return self.says()
        known = self.chance(0.7) or self.as_it_comes
        return self.writes() if known else Voice()

    def words(self, texts: dict[str, str]) -> tuple[str, Voice]:
        """Return what the client says, and the voice that says it."""
        if self.varies(0.11):
            return texts["en"], self.told_by_others()
        own = self.language != "en" and self.chance(0.7)
        language = self.language if own else "en"
        text = self.own(texts[language], language)
        return text, self.says(original=own)

    def own(self, text: str, language: str = "en") -> str:
        """Return *text* as nobody else would say it, if not by a form."""
        if self.by_a_form or not self.as_it_comes:
            return text
        more = self.one(words.MORE[language]).format(self.rng.randint(11, 99))
        return f"{text} {more}"

    def stars(self) -> Importance:
        """Return how much something matters to the client."""
        low = self.rng.randint(1, 5)
        high = low if self.chance(0.7) else self.rng.randint(low, 5)
        return Importance(low=low, high=high, said_by=self.client.actor)

    def weighed(
        self, voice: Voice, stars: Importance | None
    ) -> Importance | None:
        """Return *stars*, if not beside what *voice*, another's, says."""
        theirs = voice.speaker == self.client.actor
        return stars if theirs or not self.as_it_comes else None

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
    other = case.varies(0.3)
    return Proxy(
        id=case.new_id(),
        called=case.one(words.PROXIES),
        basis=case.one(tuple(ProxyBasis)),
        domains=((case.one(words.THEMES) if other else case.theme).about,),
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
