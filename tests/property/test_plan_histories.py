"""Whatever sequence of methods, by whomever: hers stays hers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from empowerkit.errors import AuthorityError, InvariantError, NotFoundError
from empowerkit.journal import Entry, Head, commit, fold, verify
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Actor,
    Attestation,
    Choice,
    Client,
    Evidence,
    EvidenceKind,
    Goal,
    Importance,
    Interpreter,
    Level,
    Lifecycle,
    Need,
    Objection,
    Proxy,
    Role,
    Side,
    Supporter,
    Voice,
    WhatMatters,
    Wording,
    Worker,
)
from empowerkit.model._record import Use, is_noun, shape, walk
from empowerkit.plan import Plan, changes_between
from empowerkit.testing._unjudged import recorded


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AMINA = Client(id="amina", called="Amina")
HER = AMINA.actor
WELCOME = Voice.of(HER, at=NOON)
PEOPLE = (
    Worker(id="joan", called="Joan"),
    Worker(id="ben", called="Ben"),
    Supporter(id="hodan", called="Hodan", invited=WELCOME),
    Interpreter(id="sol", called="Sol", invited=WELCOME),
    Proxy(id="ifrah", called="Ifrah"),
)
ON_THE_PLAN = [HER, *(one.actor for one in PEOPLE)]
ACTORS = [
    *ON_THE_PLAN,
    Actor(role=Role.WORKER, id="stranger"),
    Actor(role=Role.SOFTWARE, id="bot"),
    Actor(role=Role.ORGANISATION, id="court"),
    Actor(role=Role.CLIENT, id="joan"),
]
EVIDENCE = [
    Evidence(kind=EvidenceKind.DOCUMENT, digest="0" * 64),
    *(
        Evidence(kind=kind, by=by, at=NOON)
        for kind in (EvidenceKind.ENTRY, EvidenceKind.LOGIN)
        for by in (HER, ON_THE_PLAN[1], ON_THE_PLAN[2])
    ),
]
actors = st.sampled_from(ACTORS)
wordings = st.sampled_from([Wording.PARAPHRASE, Wording.NOT_RECORDED])
words = st.sampled_from(["one", "two", "three"])


@st.composite
def claims(draw: st.DrawFn) -> Voice | None:
    """Draw a voice that somebody could claim, or none."""
    if draw(st.booleans()):
        return None
    return Voice(
        speaker=draw(st.none() | st.sampled_from(ON_THE_PLAN)),
        recorder=draw(st.none() | st.sampled_from(ON_THE_PLAN)),
        wording=draw(wordings),
        confirmed_at=draw(st.none() | st.just(NOON)),
        together_with=draw(st.sampled_from([(), (), (HER,)])),
    )


def nouns(plan: Plan) -> dict[str, Any]:
    """Return all nouns of *plan*, by id."""
    return {
        record.id: record for _, record in walk(plan) if is_noun(type(record))
    }


class Histories(RuleBasedStateMachine):
    """Everybody tries everything, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.plan = Plan(
            id="plan",
            client=AMINA,
            workers=PEOPLE[:2],
            supporters=PEOPLE[2:3],
            interpreters=PEOPLE[3:4],
            proxies=PEOPLE[4:],
        )
        self.now = NOON
        self.count = 0
        self.recorders: dict[str, Actor] = {}

    def _fresh(self) -> str:
        self.count += 1
        return f"n{self.count}"

    def try_it(self, by: Actor, change: Callable[[], Plan]) -> None:
        """Let *by* change the plan, and compare what was with what is."""
        self.now += timedelta(minutes=1)
        before = self.plan
        kept = attrs.evolve(before)
        try:
            after = change()
        except (AuthorityError, InvariantError, NotFoundError):
            return
        finally:
            assert kept == before  # a value
        self.plan = after
        assert by in ON_THE_PLAN or before == after
        old, new = nouns(before), nouns(after)
        assert [*old] == [i for i in new if i in old]  # nothing is removed
        for noun_id, noun in old.items():
            self._same_words(noun, new[noun_id])
        for noun_id in new.keys() - old:
            self._rightly_added(new[noun_id], by)
        for noun_id in new.keys() & old:
            self._rightly_raised(old[noun_id], new[noun_id], by)
        changed = {
            change.after.id for change in changes_between(before, after)
        }
        differ = {i for i in new if not self._alike(old.get(i), new[i])}
        assert changed == differ  # the changes are what was asked for

    def _alike(self, old: Any, new: Any) -> bool:
        return old is not None and all(
            getattr(old, field.name) == getattr(new, field.name)
            for field in shape(type(new))
            if not (field.use is Use.RECORD and is_noun(field.kind))
        )

    def _same_words(self, old: Any, new: Any) -> None:
        for field in shape(type(old)):
            was, now = getattr(old, field.name), getattr(new, field.name)
            if field.use is Use.TEXT and field.name != "lifecycle_reason":
                assert was in (None, now)
        if isinstance(getattr(old, "voice", None), Voice):
            assert (old.voice.speaker, old.voice.wording) == (
                new.voice.speaker,
                new.voice.wording,
            )

    def _rightly_added(self, noun: Any, by: Actor) -> None:
        voice = getattr(noun, "voice", None)
        if by == HER:
            return
        if isinstance(noun, Choice):
            assert (noun.author, noun.voice.speaker) == (HER, HER)
            assert by == noun.voice.recorder
            assert Level.REPORTED is noun.level
            self.recorders[noun.id] = by
        if voice is not None and HER in (voice.speaker, *voice.together_with):
            assert by == voice.recorder
        if isinstance(noun, Acceptance) and noun.actor == HER:
            assert noun.voice is not None
            assert by.role is Role.WORKER

    def _rightly_raised(self, old: Any, new: Any, by: Actor) -> None:
        if isinstance(old, Choice) and old.level is not new.level:
            assert by.role in {Role.CLIENT, Role.WORKER}
            assert new.attestation is not None
            assert new.attestation.evidence
            assert by != self.recorders.get(old.id)

    def _pick(self, data: st.DataObject, kind: type[Any]) -> str:
        held = [i for i, n in nouns(self.plan).items() if isinstance(n, kind)]
        return data.draw(st.sampled_from(held or ["none"]))

    @rule(by=actors, said=words, voice=claims())
    def open(self, by: Actor, said: str, voice: Voice | None) -> None:
        """Open a decision."""
        self.try_it(
            by,
            lambda: self.plan.open_decision(
                said, by=by, at=self.now, id=self._fresh(), voice=voice
            ),
        )

    @precondition(lambda self: self.plan.decisions)
    @rule(by=actors, said=words, voice=claims(), data=st.data())
    def offer(
        self, by: Actor, said: str, voice: Voice | None, data: st.DataObject
    ) -> None:
        """Offer an option."""
        home = data.draw(st.sampled_from(self.plan.decisions)).id
        self.try_it(
            by,
            lambda: self.plan.offer_option(
                home, said, by=by, at=self.now, id=self._fresh(), voice=voice
            ),
        )

    @precondition(lambda self: any(d.options for d in self.plan.decisions))
    @rule(by=actors, voice=claims(), stars=st.booleans(), data=st.data())
    def weigh(
        self,
        *,
        by: Actor,
        voice: Voice | None,
        stars: bool,
        data: st.DataObject,
    ) -> None:
        """Weigh an option, with her stars or without."""
        home = data.draw(
            st.sampled_from([d for d in self.plan.decisions if d.options])
        )
        option = data.draw(st.sampled_from(home.options)).id
        hers = Importance(low=1, high=2, said_by=HER) if stars else None
        self.try_it(
            by,
            lambda: self.plan.consider(
                home.id,
                option,
                Side.FOR,
                "w",
                by=by,
                at=self.now,
                voice=voice,
                importance=hers,
            ),
        )

    @precondition(lambda self: any(d.options for d in self.plan.decisions))
    @rule(
        by=actors,
        voice=claims(),
        proof=st.lists(st.sampled_from(EVIDENCE), max_size=2),
        level=st.sampled_from([*Level]),
        data=st.data(),
    )
    def choose(
        self,
        by: Actor,
        voice: Voice | None,
        proof: list[Evidence],
        level: Level,
        data: st.DataObject,
    ) -> None:
        """Choose, as it should be and with whatever proof."""
        home = data.draw(
            st.sampled_from([d for d in self.plan.decisions if d.options])
        )
        option = data.draw(st.sampled_from(home.options)).id
        self.try_it(
            by,
            lambda: self.plan.choose(
                home.id, option, by=by, at=self.now, voice=voice
            ),
        )
        self.try_it(
            by,
            lambda: self.plan.add(
                Choice(
                    option_id=option,
                    author=HER,
                    decided_at=self.now,
                    voice=voice or Voice.of(by, at=self.now),
                    attestation=Attestation(
                        level=level, evidence=tuple(proof)
                    ),
                ),
                by=by,
                at=self.now,
                to=home.id,
            ),
        )

    @rule(by=actors, voice=claims(), data=st.data())
    def take_back(
        self, by: Actor, voice: Voice | None, data: st.DataObject
    ) -> None:
        """Take a choice back."""
        home = data.draw(
            st.sampled_from([d.id for d in self.plan.decisions] or ["none"])
        )
        self.try_it(
            by,
            lambda: self.plan.take_back(home, by=by, at=self.now, voice=voice),
        )

    @rule(
        by=actors,
        level=st.sampled_from([*Level]),
        proof=st.lists(st.sampled_from(EVIDENCE), max_size=2),
        data=st.data(),
    )
    def attest(
        self,
        by: Actor,
        level: Level,
        proof: list[Evidence],
        data: st.DataObject,
    ) -> None:
        """Raise what a choice can prove."""
        choice = self._pick(data, Choice)
        self.try_it(
            by,
            lambda: self.plan.revise(
                choice,
                by=by,
                at=self.now,
                attestation=Attestation(level=level, evidence=tuple(proof)),
            ),
        )

    @rule(
        by=actors,
        voice=claims(),
        said=words,
        kind=st.sampled_from([Need, WhatMatters, Goal, Objection]),
    )
    def say(
        self, by: Actor, voice: Voice | None, said: str, kind: Any
    ) -> None:
        """Say something."""
        about = {"about_id": "plan"} if kind is Objection else {}
        self.try_it(
            by,
            lambda: self.plan.add(
                kind(
                    id=self._fresh(),
                    words=said,
                    voice=voice or Voice.of(by, at=self.now),
                    **about,
                ),
                by=by,
                at=self.now,
            ),
        )

    @rule(by=actors, said=words, voice=claims(), data=st.data())
    def reword(
        self, by: Actor, said: str, voice: Voice | None, data: st.DataObject
    ) -> None:
        """Change the words of anything, or its voice."""
        noun_id = data.draw(st.sampled_from([*nouns(self.plan)]))
        changes: dict[str, Any] = {"words": said} if said != "three" else {}
        if voice is not None:
            changes["voice"] = voice
        if hasattr(nouns(self.plan)[noun_id], "voice") and changes:
            self.try_it(
                by,
                lambda: self.plan.revise(
                    noun_id, by=by, at=self.now, **changes
                ),
            )

    @rule(by=actors, narrower=st.booleans(), data=st.data())
    def confirm_or_hide(
        self, *, by: Actor, narrower: bool, data: st.DataObject
    ) -> None:
        """Confirm something, or keep it private."""
        said = [
            noun
            for noun in nouns(self.plan).values()
            if isinstance(getattr(noun, "voice", None), Voice)
        ]
        if not said:
            return
        noun = data.draw(st.sampled_from(said))
        change = (
            {"private_to": (HER,)} if narrower else {"confirmed_at": self.now}
        )
        self.try_it(
            by,
            lambda: self.plan.revise(
                noun.id,
                by=by,
                at=self.now,
                voice=attrs.evolve(noun.voice, **change),
            ),
        )

    @rule(by=actors, data=st.data())
    def withdraw(self, by: Actor, data: st.DataObject) -> None:
        """Take anything back."""
        noun_id = data.draw(st.sampled_from([*nouns(self.plan)]))
        self.try_it(
            by, lambda: self.plan.withdraw(noun_id, by=by, at=self.now)
        )

    @precondition(lambda self: self.plan.goals)
    @rule(
        by=actors,
        who=st.sampled_from(ON_THE_PLAN),
        voice=claims(),
        status=st.sampled_from([*AcceptanceStatus]),
        data=st.data(),
    )
    def accept(
        self,
        by: Actor,
        who: Actor,
        voice: Voice | None,
        status: AcceptanceStatus,
        data: st.DataObject,
    ) -> None:
        """Answer a goal, for whomever."""
        goal = data.draw(st.sampled_from(self.plan.goals)).id
        said = Acceptance(
            id=self._fresh(), actor=who, status=status, voice=voice
        )
        self.try_it(
            by, lambda: self.plan.add(said, by=by, at=self.now, to=goal)
        )

    @precondition(lambda self: self.plan.goals)
    @rule(
        by=actors,
        to=st.sampled_from([*Lifecycle]),
        reason=st.none() | words,
        data=st.data(),
    )
    def move(
        self,
        by: Actor,
        to: Lifecycle,
        reason: str | None,
        data: st.DataObject,
    ) -> None:
        """Move a goal to another state."""
        goal = data.draw(st.sampled_from(self.plan.goals)).id
        self.try_it(
            by,
            lambda: self.plan.revise(
                goal,
                by=by,
                at=self.now,
                lifecycle=to,
                lifecycle_reason=reason,
            ),
        )

    @invariant()
    def choices_are_hers(self) -> None:
        """All choices are hers; those of others were written down."""
        for decision in self.plan.decisions:
            for choice in decision.choices:
                assert HER == choice.author
                assert choice.voice.speaker in (None, HER)

    @invariant()
    def active_goals_are_agreed(self) -> None:
        """No goal is active that she never agreed to."""
        for goal in self.plan.goals:
            if goal.lifecycle is Lifecycle.ACTIVE:
                assert any(
                    answer.actor == HER
                    and answer.status is AcceptanceStatus.AGREE
                    for answer in goal.acceptances
                )


class JournalledHistories(Histories):
    """The same, with an entry of the journal for each change."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Head()
        self.entries: list[Entry] = []
        self.plans: list[Plan | None] = [None]
        # Nobody could have begun with all these people; that is not asked.
        self._write(self.plan, HER, by_way_of=recorded)

    def _write(
        self, plan: Plan, by: Actor, by_way_of: Callable[..., Entry] = commit
    ) -> None:
        entry = by_way_of(
            self.plans[-1],
            plan,
            by=by,
            at=self.now,
            head=self.head,
            version=len(self.entries),
        )
        self.entries.append(entry)
        self.plans.append(plan)
        self.head = Head.after(entry)

    def try_it(self, by: Actor, change: Callable[[], Plan]) -> None:
        """Let *by* change the plan, and write down what changed."""
        before = self.plan
        super().try_it(by, change)
        if self.plan != before:
            self._write(self.plan, by)

    def teardown(self) -> None:
        """Every version comes back, and nothing is wrong with the chain."""
        for version, plan in enumerate(self.plans[1:], 1):
            assert plan == fold(self.entries, version=version)
        assert verify(self.entries).faults == ()


TestHistories = Histories.TestCase
TestHistories.settings = settings(stateful_step_count=30)
TestJournalledHistories = JournalledHistories.TestCase
TestJournalledHistories.settings = settings(stateful_step_count=20)
