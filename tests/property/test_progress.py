"""What holds of every summary of every plan, for every reader."""

from __future__ import annotations

import json

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import attrs
import pytest

from hypothesis import event, given
from hypothesis import strategies as st

from empowerkit._render import Items, Said, as_html, columns, joined, text_of
from empowerkit.model import (
    Absent,
    AbsentReason,
    Actor,
    Choice,
    Client,
    ClientId,
    Decision,
    Goal,
    GoalId,
    Level,
    Milestone,
    MilestoneId,
    PlanId,
    Step,
    StepId,
    Voice,
    Withdrawal,
)
from empowerkit.model._record import evolved, is_noun, walk
from empowerkit.plan import Plan, people_of
from empowerkit.progress import (
    DecisionState,
    ProgressBetween,
    ProgressSummary,
    Version,
    between,
    summarise,
)
from empowerkit.progress._pages import decided_lines
from empowerkit.progress._speech import Speech
from empowerkit.testing import caseload
from empowerkit.testing import strategies as es


LAST = date(2200, 12, 31)
ABOUT = [Goal, Milestone, Step]
VERSIONS = st.sampled_from(Version)


def readers(plan: Plan) -> list[Actor]:
    """Return all who may read *plan*."""
    people = people_of(plan)
    return [
        one.actor
        for one in (people.client, *people.others)
        if getattr(one, "ended_at", None) is None
    ]


@st.composite
def moments(draw: st.DrawFn, plan: Plan | None = None) -> date | datetime:
    """Draw a day or a moment, often one of those in *plan*."""
    told = [] if plan is None else [*days_in(plan)]
    ways = [
        es.days(),
        es.times(),
        *([st.sampled_from(told)] * 3 if told else []),
    ]
    found: date | datetime = draw(st.one_of(ways))
    return found


def days_in(plan: Plan) -> Iterator[date | datetime]:
    """Yield each day and time that *plan* tells of."""
    for _, record in walk(plan):
        for field in attrs.fields(type(record)):
            value = getattr(record, field.name)
            if isinstance(value, date):
                yield value


@st.composite
def made_up(draw: st.DrawFn) -> Plan:
    """Draw a plan of a made-up caseload."""
    return next(caseload.plans(1, seed=draw(st.integers(0, 500))))


PLANS = st.one_of(es.plans(min_nouns=4), es.plans(having=ABOUT), made_up())


@st.composite
def summaries(draw: st.DrawFn) -> ProgressSummary:
    """Draw a summary: of a plan, on a day, for a reader, in a version."""
    plan = draw(PLANS)
    return summarise(
        plan,
        as_of=draw(moments(plan)),
        seen_by=draw(st.sampled_from(readers(plan))),
        version=draw(VERSIONS),
    )


def all_goals(summary: ProgressSummary) -> list[Any]:
    """Return the goals, and what belongs to none of them."""
    return [*summary.goals, summary.without_goal]


def renderings(summary: Any) -> dict[str, str]:
    """Return all that a reader can be given of *summary*."""
    return {
        "text": summary.to_text(),
        "markdown": summary.to_markdown(),
        "html": summary.to_html(),
        "notebook": summary._repr_html_(),
        "dict": json.dumps(summary.to_dict(), ensure_ascii=False),
        "repr": repr(summary),
    }


@given(PLANS)
def test_no_milestone_is_lost(plan: Plan) -> None:
    """Each standing milestone is reached or open, once, under one goal."""
    reader = plan.client.actor
    seen = plan.as_seen_by(reader)
    standing = seen.standing(seen.milestones)
    goals = all_goals(summarise(plan, as_of=LAST, seen_by=reader))
    reached = Counter(m.id for goal in goals for m in goal.reached)
    still_open = Counter(m.id for goal in goals for m in goal.open)
    event(f"{min(len(standing), 3)} milestones")

    assert Counter(m.id for m in standing) == reached + still_open
    assert set(reached) == {
        m.id for m in standing if m.reached_on or m.reached
    }


@given(PLANS, st.data())
def test_a_milestone_is_under_its_goal(
    plan: Plan, data: st.DataObject
) -> None:
    """A milestone stands under its goal, or what came in the goal's place."""
    as_of = data.draw(moments(plan))
    summary = summarise(plan, as_of=as_of, seen_by=plan.client.actor)
    named = {m.id: m.goal_id for m in plan.milestones}
    line = {goal.id: goal.replaces for goal in plan.goals}
    shown = {goal.id for goal in summary.goals}

    for goal in summary.goals:
        for milestone in goal.milestones:
            found: Any = goal.id
            while found is not None and found != named[milestone.id]:
                found = line.get(found)
            assert found == named[milestone.id]
    for milestone in summary.without_goal.milestones:
        assert named[milestone.id] not in shown


@given(PLANS, st.data())
def test_a_reached_milestone_is_never_open(
    plan: Plan, data: st.DataObject
) -> None:
    """What is reached is told at the opening, and is not what comes next."""
    as_of = data.draw(moments(plan))
    summary = summarise(plan, as_of=as_of, seen_by=plan.client.actor)
    goals = all_goals(summary)
    reached = {m.id for m in summary.went_well.milestones}
    coming = [goal.next_milestone for goal in goals]

    assert reached == {m.id for goal in goals for m in goal.reached}
    assert reached.isdisjoint(m.id for goal in goals for m in goal.open)
    assert reached.isdisjoint(m.id for m in coming if m is not None)


DAYS = [date(2026, month, 1) for month in range(1, 7)]
MAYBE = st.sampled_from([None, *DAYS])
AMINA = Client(id=ClientId("c1"), called="Amina")


@st.composite
def states(draw: st.DrawFn) -> Plan:
    """Draw one state of a plan: some of it reached, reworded, taken back."""
    milestones: list[Milestone] = []
    steps: list[Step] = []
    gone: list[str] = []
    for name in ("m1", "m2", "m3"):
        for place, line in enumerate(range(draw(st.integers(0, 2)))):
            milestones.append(
                Milestone(
                    id=MilestoneId(f"{name}-{line}"),
                    goal_id=GoalId("g1"),
                    words="A small win",
                    voice=Voice(),
                    reached_on=draw(MAYBE),
                    replaces=milestones[-1].id if place else None,
                )
            )
            gone += [milestones[-1].id] * (draw(st.integers(0, 5)) == 0)
    for name in ("s1", "s2"):
        step = Step(
            id=StepId(name),
            words="A step",
            voice=Voice(),
            owner=draw(st.sampled_from([AMINA.actor, None])),
            done_on=draw(MAYBE),
        )
        steps.append(step)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return Plan(
        id=PlanId("p1"),
        client=AMINA,
        milestones=tuple(milestones),
        steps=tuple(steps),
        withdrawals=tuple(
            Withdrawal(subject_id=one, by=AMINA.actor, at=at) for one in gone
        ),
        absent=(Absent(id="g1", reason=AbsentReason.NOT_SUPPLIED),),
    )


@given(
    st.lists(states(), min_size=3, max_size=3),
    st.lists(st.sampled_from(DAYS), min_size=3, max_size=3).map(sorted),
)
def test_what_was_reached_adds_up(plans: list[Plan], days: list[date]) -> None:
    """
    From a to b and from b to c is from a to c.

    Also where something was reworded, taken back or put right in between.
    """
    a, b, c = (
        summarise(plan, as_of=day, seen_by=AMINA.actor)
        for plan, day in zip(plans, days, strict=True)
    )
    whole, first, then = between(a, c), between(a, b), between(b, c)
    event(f"{len(whole.reached)} reached")
    event(f"{len(whole.no_longer_reached)} no longer")

    assert counted(_milestones, whole) == counted(_milestones, first, then)
    assert counted(_steps, whole) == counted(_steps, first, then)


def _milestones(found: ProgressBetween) -> tuple[Any, Any]:
    return found.reached, found.no_longer_reached


def _steps(found: ProgressBetween) -> tuple[Any, Any]:
    return found.went_well.steps, found.no_longer_done


def counted(
    of: Callable[[ProgressBetween], tuple[Any, Any]], *parts: ProgressBetween
) -> dict[str, int]:
    """Return how often each was gained, less how often it was lost."""
    total = Counter[str]()
    for part in parts:
        gained, lost = of(part)
        total.update(one.first_id for one in gained)
        total.subtract(one.first_id for one in lost)
    return {first_id: n for first_id, n in total.items() if n}


@st.composite
def three_days(draw: st.DrawFn, plan: Plan) -> list[date]:
    """Draw three days in order, often days in *plan*."""
    found = draw(st.lists(moments(plan), min_size=3, max_size=3))
    return sorted(d.date() if isinstance(d, datetime) else d for d in found)


@given(PLANS, st.data())
def test_one_plan_on_three_days(plan: Plan, data: st.DataObject) -> None:
    """In one plan, what was reached from a to c is that to b and from b."""
    a, b, c = (
        summarise(plan, as_of=day, seen_by=plan.client.actor)
        for day in data.draw(three_days(plan))
    )
    parts = [*between(a, b).reached, *between(b, c).reached]
    back = [*between(a, b).no_longer_reached, *between(b, c).no_longer_reached]
    if not back:
        assert sorted(m.first_id for m in between(a, c).reached) == sorted(
            m.first_id for m in parts
        )


@given(summaries())
def test_nothing_changed(summary: ProgressSummary) -> None:
    """From a summary to itself nothing changed."""
    found = between(summary, summary)

    assert found.reached == ()
    assert found.went_well == attrs.evolve(
        found.went_well,
        milestones=(),
        steps=(),
        strengths=(),
        acknowledgements=(),
    )
    assert found.no_longer_reached == found.no_longer_done == ()
    assert found.support == found.ratings == found.decisions == ()


@pytest.mark.parametrize("version", Version)
@given(client=es.clients(), as_of=moments())
def test_an_empty_plan(
    version: Version, client: Client, as_of: date | datetime
) -> None:
    """Nothing yet is a summary too, in each version and on each day."""
    plan = Plan(client=client)
    summary = summarise(
        plan, as_of=as_of, seen_by=client.actor, version=version
    )

    assert all(renderings(summary).values())
    assert all(renderings(between(summary, summary)).values())
    assert summary.goals == summary.waiting == summary.decisions == ()


def strings(held: Any) -> set[str]:
    """Return all text in the records of *held*."""
    found: set[str] = set()
    for _, record in walk(held):
        for field in attrs.fields(type(record)):
            value = getattr(record, field.name)
            values = value if isinstance(value, tuple) else (value,)
            found.update(v for v in values if type(v) is str)
    return found


def canary(noun: Any) -> str:
    """Return words for *noun* that stand nowhere else, in no other form."""
    return f"canary{noun.id.encode().hex()}z"


@st.composite
def with_secrets(draw: st.DrawFn) -> tuple[Plan, Actor]:
    """Draw a plan with words for some eyes only, and another reader."""
    plan = draw(PLANS)
    reader = draw(st.sampled_from(readers(plan)))
    only = (draw(st.sampled_from(readers(plan))),)
    changed: dict[str, Any] = {}
    for field in attrs.fields(Plan):
        nouns = getattr(plan, field.name)
        if isinstance(nouns, tuple) and nouns:
            changed[field.name] = tuple(
                _hidden(noun, only) if draw(st.booleans()) else noun
                for noun in nouns
            )
    return evolved(plan, **changed), reader


def _hidden(noun: Any, only: tuple[Actor, ...]) -> Any:
    """Return *noun* with a secret in it, where it has words and a voice."""
    voice = getattr(noun, "voice", None)
    if not isinstance(voice, Voice) or not hasattr(noun, "words"):
        return noun
    private = evolved(voice, speaker=None, together_with=(), private_to=only)
    if getattr(noun, "level", None) is not None or not _may_be_unsaid(noun):
        private = evolved(voice, private_to=only)
    return evolved(noun, words=canary(noun), voice=private)


def _may_be_unsaid(noun: Any) -> bool:
    weighed = (getattr(noun, n, None) for n in ("rank", "importance"))
    firm = getattr(noun, "kind", None)
    return not any(weighed) and getattr(firm, "value", "wish") == "wish"


def _reads(noun: Any, reader: Actor) -> bool:
    voice: Voice = noun.voice
    return reader in (voice.speaker, *voice.together_with, *voice.private_to)


@given(with_secrets(), st.data(), VERSIONS)
def test_nothing_private(
    drawn: tuple[Plan, Actor], data: st.DataObject, version: Version
) -> None:
    """
    What is private to others is in no rendering, and in no data.

    What speaks to the client has nothing in it that is kept from them.
    """
    plan, reader = drawn
    as_of = data.draw(st.one_of(st.just(date(2200, 1, 1)), moments(plan)))
    audience = {reader}
    if version is not Version.RECORD:
        audience.add(plan.client.actor)
    secrets = [
        canary(noun)
        for _, noun in walk(plan)
        if hasattr(noun, "words")
        and hasattr(noun, "id")
        and noun.words == canary(noun)
        and not all(_reads(noun, one) for one in audience)
    ]
    event(f"{min(len(secrets), 3)} secrets")
    summary = summarise(plan, as_of=as_of, seen_by=reader, version=version)
    late = summarise(plan, as_of=LAST, seen_by=reader, version=version)

    for shown in (summary, late, between(summary, late)):
        for form, found in renderings(shown).items():
            assert not [one for one in secrets if one in found], form


@st.composite
def hidden_since(draw: st.DrawFn) -> tuple[Plan, Plan, Actor]:
    """Draw a plan, the plan with some of it hidden or gone, and a reader."""
    plan = draw(PLANS)
    reader = draw(st.sampled_from(readers(plan)))
    only = (draw(st.sampled_from(readers(plan))),)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    gone: list[Absent] = []
    for field in attrs.fields(Plan):
        held = getattr(plan, field.name)
        if not (isinstance(held, tuple) and held and _told(held[0])):
            continue
        before[field.name] = told = tuple(
            evolved(noun, words=canary(noun)) for noun in held
        )
        kept: list[Any] = []
        for noun in told:
            fate = draw(st.sampled_from(["stays", "is hidden", "is erased"]))
            if fate == "is erased" and type(noun) in (Milestone, Step):
                reason = AbsentReason.ERASED
                gone.append(Absent(id=noun.id, reason=reason))
            else:
                kept.append(noun if fate == "stays" else _hidden(noun, only))
        after[field.name] = tuple(kept)
    after["absent"] = (*plan.absent, *gone)
    return evolved(plan, **before), evolved(plan, **after), reader


def _told(noun: Any) -> bool:
    return hasattr(noun, "words") and is_noun(type(noun))


@given(hidden_since(), VERSIONS)
def test_hidden_since(
    drawn: tuple[Plan, Plan, Actor], version: Version
) -> None:
    """What was told once, and is hidden or gone since, is told no more."""
    before, after, reader = drawn
    then, now = (
        summarise(plan, as_of=LAST, seen_by=reader, version=version)
        for plan in (before, after)
    )
    audience = {reader}
    if version is not Version.RECORD:
        audience.add(before.client.actor)
    seen = [strings(after.as_seen_by(one)) for one in audience]
    secrets = [
        canary(noun)
        for _, noun in walk(before)
        if _told(noun) and not all(canary(noun) in held for held in seen)
    ]
    shown = strings(then._plan).intersection(secrets)
    event(f"{min(len(shown), 3)} hidden since")

    for form, found in renderings(between(then, now)).items():
        assert not [one for one in secrets if one in found], form


@given(PLANS, st.data(), VERSIONS)
def test_hidden_words(
    plan: Plan, data: st.DataObject, version: Version
) -> None:
    """Words that the reader's own view does not hold are nowhere."""
    reader = data.draw(st.sampled_from(readers(plan)))
    visible = "\n".join(strings(plan.as_seen_by(reader)))
    own = strings(plan) - strings(plan.as_seen_by(reader))
    secret = [w for w in own if len(w) > 6 and w not in visible]
    summary = summarise(plan, as_of=LAST, seen_by=reader, version=version)
    own_words = " ".join(summary._words._held.values())
    event(f"{min(len(secret), 3)} hidden texts")

    for found in (summary.to_text(width=10_000), summary.to_html()):
        for words in secret:
            if words not in own_words:
                assert words not in found


@given(PLANS, VERSIONS)
def test_what_is_gone_does_not_stand(plan: Plan, version: Version) -> None:
    """What was withdrawn, or replaced, is nowhere among what stands."""
    summary = summarise(
        plan, as_of=LAST, seen_by=plan.client.actor, version=version
    )
    gone: set[Any] = {w.subject_id for w in plan.withdrawals}
    gone |= {getattr(noun, "replaces", None) for _, noun in walk(plan)}
    goals = all_goals(summary)
    well = summary.went_well
    standing = [
        *summary.goals,
        *(m for goal in goals for m in (*goal.milestones, *goal.steps)),
        *(g.help_now for g in goals if g.help_now is not None),
        *(p for g in goals for line in g.ratings for p in line.points),
        *(*well.strengths, *well.acknowledgements, *summary.strengths),
        *(*summary.decisions, *summary.decided_by_others),
        *(w for w in summary.waiting if w.id != plan.id),
        *(*summary.endings, *summary.resources),
        *(d.choice for d in summary.decisions if d.choice is not None),
    ]

    assert [one for one in standing if one.id in gone] == []


def earlier_first(goals: list[Goal]) -> tuple[Goal, ...]:
    """Return *goals* in their order, each after what it replaces."""
    held = {goal.id: goal for goal in goals}
    found: dict[str, Goal] = {}
    for goal in goals:
        line = [goal]
        while (before := held.get(line[-1].replaces or "")) is not None:
            line.append(before)
        found |= {one.id: one for one in reversed(line)}
    return tuple(found.values())


@given(PLANS, moments(), VERSIONS, st.data())
def test_goals_in_another_order(
    plan: Plan, as_of: date | datetime, version: Version, data: st.DataObject
) -> None:
    """Goals in another order are goals in another order, and no more."""
    order = data.draw(st.permutations(plan.goals))
    mixed = evolved(plan, goals=earlier_first(order))
    reader = plan.client.actor
    first, second = (
        summarise(one, as_of=as_of, seen_by=reader, version=version)
        for one in (plan, mixed)
    )
    place = {goal.id: number for number, goal in enumerate(mixed.goals)}

    assert second.goals == tuple(
        sorted(first.goals, key=lambda goal: place[goal.id])
    )
    one, other = first.to_dict(), second.to_dict()
    assert one | {"goals": None} == other | {"goals": None}


@given(PLANS, VERSIONS, st.integers(1, 20_000))
def test_before_the_opening(plan: Plan, version: Version, days: int) -> None:
    """Before the plan was opened there is nothing, and it is said so."""
    first = plan.opened_on or date(2026, 1, 1)
    plan = evolved(plan, opened_on=first, closed_on=None)
    if first.toordinal() - days < 1:
        return
    day = first - timedelta(days)
    summary = summarise(
        plan, as_of=day, seen_by=plan.client.actor, version=version
    )
    empty = summarise(
        Plan(id=plan.id, client=plan.client, opened_on=first),
        as_of=day,
        seen_by=plan.client.actor,
        version=version,
    )

    assert empty.to_dict() == summary.to_dict()
    assert empty.to_text() == summary.to_text()
    assert not summary.is_begun


@given(PLANS, st.data())
def test_nothing_to_come(plan: Plan, data: st.DataObject) -> None:
    """No day or time in a summary lies after the day it is for."""
    as_of = data.draw(moments(plan))
    summary = summarise(plan, as_of=as_of, seen_by=plan.client.actor)
    day = summary.day
    goals = all_goals(summary)
    points = [p for g in goals for line in g.ratings for p in line.points]
    agreed = [p.at for g in goals for p in g.support if p.at is not None]
    chosen = [d.choice for d in summary.decisions if d.choice is not None]
    days = [
        *(m.reached_on for m in summary.went_well.milestones),
        *(s.done_on for s in summary.went_well.steps),
        *(s.gained_on for s in summary.strengths),
    ]
    times = [
        *(p.at for p in points),
        *agreed,
        *(c.decided_at for c in chosen),
        *(d.at for d in summary.decided_by_others),
    ]

    assert [d for d in days if d is not None and d > day] == []
    if isinstance(as_of, datetime):
        assert [t for t in times if t > as_of] == []
    else:
        assert [t for t in times if t.date() > day] == []


class Tags(HTMLParser):
    """The tags of a page, in order, and the text of each people's words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        """Note a tag and its attributes."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a tag."""
        self.tags.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        """Note a comment; there should be none."""
        self.tags.append("!")


def tags(html: str) -> list[str]:
    """Return the tags of *html* in order; there is no attribute."""
    page = Tags()
    page.feed(html)
    page.close()
    assert page.attributes == []
    return page.tags


@given(summaries())
def test_html_stays_whole(summary: ProgressSummary) -> None:
    """Whatever people's words hold, the page has the tags of tame words."""
    tame = [_tamed(block) for block in summary._blocks()]

    assert tags(as_html(tame)) == tags(summary.to_html())


def _tamed(block: Any) -> Any:
    """Return *block* with one plain word in the place of people's words."""
    lines = getattr(block, "lines", None)
    if lines is not None:
        return attrs.evolve(block, lines=tuple(map(_tame, lines)))
    return attrs.evolve(block, line=_tame(block.line))


def _tame(line: Any) -> Any:
    return tuple(Said("word") if isinstance(p, Said) else p for p in line)


@given(summaries(), st.integers(20, 100))
def test_text_fits(summary: ProgressSummary, width: int) -> None:
    """No row of the text is wider than it may be, nor steers a terminal."""
    text = summary.to_text(width=width)

    assert max(map(columns, text.splitlines())) <= width
    assert not {c for c in text if ord(c) < 32} - {"\n"}
    assert all(summary.to_markdown().splitlines()[:1])


@given(summaries())
def test_lists_stand_apart(summary: ProgressSummary) -> None:
    """No list is empty, and none runs on into the next, in markdown say."""
    kinds = [
        getattr(b, "lines", (None,)) and type(b) for b in summary._blocks()
    ]

    assert () not in kinds
    for block, following in pairwise(kinds):
        assert (block, following) != (Items, Items)


@given(summaries())
def test_our_sentences_are_tidy(summary: ProgressSummary) -> None:
    """No sentence of ours runs into the next, or ends twice."""
    for block in summary._blocks():
        lines = getattr(block, "lines", None) or (block.line,)
        for line in lines:
            own = text_of(_tame(line))
            assert own == own.strip(), own
            assert own
            for wrong in ("  ", "..", " .", " ,", "( ", " )", "{", "}"):
                assert wrong not in own, own


@given(st.one_of(made_up(), PLANS, es.plans(having=[Decision])), st.data())
def test_who_reported(plan: Plan, data: st.DataObject) -> None:
    """Whoever shows a choice that is only reported says who reported it."""
    reader = data.draw(st.sampled_from(readers(plan)))
    version = data.draw(st.sampled_from((Version.CLIENT, Version.RECORD)))
    summary = summarise(plan, as_of=LAST, seen_by=reader, version=version)
    say = Speech(summary._plan, summary._words, version)
    shown = [d for d in summary.decisions if d.choice is not None]
    event(f"{min(len(shown), 3)} choices")

    for decision in shown:
        choice: Any = decision.choice
        told = joined(decided_lines(decision, say), "\n")
        assert text_of(say.reported(choice)) in text_of(told)
        if choice.level is Level.REPORTED and _is_others(choice):
            assert say.reported(choice)
            assert "as reported" in text_of(told)


def _is_others(choice: Choice) -> bool:
    by = choice.voice.recorder
    return by is not None and by.role.value != "client"


@given(st.one_of(made_up(), PLANS), st.data())
def test_choices_that_stand(plan: Plan, data: st.DataObject) -> None:
    """A choice stands in a summary only where it stands in the plan."""
    reader = data.draw(st.sampled_from(readers(plan)))
    seen = plan.as_seen_by(reader)
    for found in summarise(plan, as_of=LAST, seen_by=reader).decisions:
        if found.state is DecisionState.CHOSEN:
            assert found.choice == seen.choice_of(found.id)
        if found.state is DecisionState.OPEN:
            assert seen.choice_of(found.id) is None
            assert plan.choice_of(found.id) is None


@given(summaries())
def test_shares(summary: ProgressSummary) -> None:
    """A share lies in 0 to 1; where nothing is counted, there is none."""
    done = attrs.asdict(summary.who_did_what, recurse=False).values()
    each = [g.reached_share for g in all_goals(summary)]
    for share in (*done, *each):
        if share.denominator:
            assert 0 <= share.value <= 1
            assert share.value == share.numerator / share.denominator
        else:
            assert (share.numerator, share.value) == (0, None)


@given(summaries())
def test_plain_data(summary: ProgressSummary) -> None:
    """The data can be written as JSON, and read back as it was."""
    found = summary.to_dict()

    assert found == json.loads(json.dumps(found))


@given(summaries())
def test_no_words_in_a_repr(summary: ProgressSummary) -> None:
    """A repr tells what it is, and no word of anybody."""
    nouns = [n for _, n in walk(summary._plan) if is_noun(type(n))]
    words = {getattr(n, "words", None) for n in nouns} - {None}
    shown = repr(summary) + repr(attrs.asdict(summary, recurse=False))
    for text in words:
        if len(text) > 8:
            assert text not in shown
