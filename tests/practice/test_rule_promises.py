"""What all rules promise those who write plans, and those who read findings."""

from __future__ import annotations

import os
import subprocess
import sys

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from hypothesis import event, given, target
from hypothesis import strategies as st

from empowerkit import Client, Goal, Need, Plan, Voice, Worker
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Answer,
    AnswerStatus,
    Asked,
    Choice,
    Contact,
    Decision,
    Lifecycle,
    Option,
    OptionKind,
    Outcome,
    SetAside,
    Topic,
    Whose,
    Wording,
)
from empowerkit.practice import check, check_many, rules
from empowerkit.practice._run import ask
from empowerkit.testing import caseload
from empowerkit.testing.rules import _without_unread
from empowerkit.testing.strategies import days, plans


CODES = [code for code in rules() if code != "EMP001"]
# What asking about a topic settles, whatever the answer was.
SETTLED = {
    "EMP106": (
        Topic.COMMUNICATION,
        Topic.HOW_I_DECIDE,
        Topic.CULTURE,
    ),
    "EMP203": (Topic.REASONS,),
    "EMP206": (Topic.REASONS,),
    "EMP301": (Topic.STRENGTHS,),
    "EMP302": (Topic.WHAT_MATTERS,),
    "EMP504": (Topic.NATURAL_SUPPORT,),
    "EMP604": (Topic.RAPPORT,),
    "EMP702": (Topic.PROGRESS,),
    "EMP802": (Topic.COPY,),
}
# What else an example shows that its neighbour does not: the same fact, for
# another rule as well.
FOLLOWS = {
    "EMP107": {"EMP203"},  # a choice on one person's word is hardly weighed
    "EMP201": {"EMP203"},  # nor is one with nothing to choose from
    "EMP202": {"EMP203", "EMP209"},  # and who could stay had an idea to stay
    "EMP303": {"EMP302"},  # what a goal is for is what matters
    "EMP305": {"EMP601"},  # silence is silence
}


def several(held):
    """Return the plans of an example, one or many."""
    return (held,) if isinstance(held, Plan) else held


@pytest.mark.parametrize("code", CODES)
class TestReason:
    """An example fails its rule for the reason that is given, and no other."""

    def test_it_is_found_once(self, code, examples, rules_of_docs):
        """In each plan of the example."""
        held = several(examples[code].found())

        found = ask(rules()[code], *held, as_of=rules_of_docs.AS_OF)

        assert len(held) == len(found)

    def test_the_neighbour_differs_by_it_alone(
        self, code, examples, rules_of_docs
    ):
        """No rule but this one, and what follows from it, falls silent."""
        spoke = [
            Counter(
                finding.rule
                for own in check_many(
                    several(held), as_of=rules_of_docs.AS_OF, select=["EMP"]
                )
                for finding in own
            )
            for held in (examples[code].found(), examples[code].quiet())
        ]

        gone = {*(spoke[0] - spoke[1])}
        assert {code} == gone - FOLLOWS.get(code, set())
        assert code not in spoke[1]


HASHED = """
from datetime import date
from empowerkit.practice import check_many
from empowerkit.testing import caseload
plans = caseload.plans(60, seed=3)
for found in check_many(plans, as_of=date(2026, 6, 1), profile="all"):
    print([one.to_dict() for one in found])
"""


def test_every_run_says_the_same():
    """Whatever order sets are in, the findings are those, and so ordered."""
    said = {
        subprocess.run(
            [sys.executable, "-c", HASHED],
            check=True,
            capture_output=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert 1 == len(said)
    assert b"EMP" in said.pop()


@given(plans(min_nouns=6, max_nouns=40), days())
def test_every_look_says_the_same(plan, as_of):
    """Looking leaves nothing behind."""
    first = check(plan, as_of=as_of, select=["EMP"])

    assert first == check(plan, as_of=as_of, select=["EMP"])


@given(
    drawn=st.lists(plans(min_nouns=4, max_nouns=20), min_size=1, max_size=3),
    as_of=days(),
)
def test_the_rule_about_a_caseload_keeps_its_promises(
    as_of, drawn, rules_of_docs
):
    """It never raises, and does not read what it does not name."""
    made = rules()["EMP108"]
    same = rules_of_docs.examples()["EMP108"].found()
    lean = [_without_unread(made, plan) for plan in drawn]

    found = ask(made, *drawn, *same, as_of=as_of)

    assert len(found) >= 2
    assert [(f.rule, f.subject_id, f.message) for f in found] == [
        (f.rule, f.subject_id, f.message)
        for f in ask(made, *lean, *same, as_of=as_of)
    ]


@pytest.mark.parametrize("as_of", [date.min, date(2026, 6, 1), date.max])
@pytest.mark.parametrize("most", [False, True])
def test_no_day_and_no_number_is_too_far(as_of, most):
    """Whatever day is asked about, and however long a time is to be."""
    values = {
        code: {
            name: 1_000_000 if most else 0
            for name, default in made.parameters.items()
            if type(default) is int
        }
        for code, made in rules().items()
    }
    plans = caseload.plans(20, seed=4)

    results = check_many(plans, as_of=as_of, select=["EMP"], parameters=values)

    assert [] == [
        finding.facts
        for found in results
        for finding in found
        if finding.rule == "EMP001"
    ]


def asked_about(plan, topics, status, as_of):
    """Return *plan* with its client asked about *topics* on that day."""
    noon = datetime.combine(as_of, datetime.min.time(), UTC)
    asked = tuple(
        Asked(
            id=f"asked-about-{topic.value}",
            topic=topic,
            answer=Answer(status=status),
            voice=Voice(speaker=plan.client.actor),
            at=noon,
        )
        for topic in topics
    )
    return attrs.evolve(plan, asked=(*plan.asked, *asked))


class TestDeclined:
    """Who was asked and declined is not asked again."""

    def test_each_rule_that_reads_an_answer_is_here(self):
        """There are no others."""
        reading = {c for c, made in rules().items() if Asked in made.reads}

        assert {*SETTLED} == reading

    @pytest.mark.parametrize("code", SETTLED)
    @pytest.mark.parametrize("status", AnswerStatus)
    def test_an_answer_silences_it(
        self, code, examples, rules_of_docs, status
    ):
        """Whatever it was; that nobody asked is none."""
        as_of = rules_of_docs.AS_OF
        plan = examples[code].found()
        after = asked_about(plan, SETTLED[code], status, as_of)

        found = ask(rules()[code], after, as_of=as_of)

        was_asked = status is not AnswerStatus.NOT_ASKED
        assert was_asked == (found == ())

    @given(
        plans(min_nouns=6, max_nouns=40), days(), st.sampled_from([*SETTLED])
    )
    def test_it_does_so_in_any_plan(self, plan, as_of, code):
        """And nothing else is said instead."""
        declined = AnswerStatus.PREFERS_NOT_TO_SAY
        after = asked_about(plan, SETTLED[code], declined, as_of)

        before = check(plan, as_of=as_of, select=[code])
        if before:
            event(f"{code} spoke")
        assert () == check(after, as_of=as_of, select=[code])


class TestAside:
    """What is set aside is set aside until its day, and shows."""

    @pytest.mark.parametrize("code", CODES)
    @pytest.mark.parametrize("days_left", [-1, 0, 1])
    def test_it_ends(self, code, days_left, examples, rules_of_docs):
        """On the last day it holds, on the next it does not."""
        as_of = rules_of_docs.AS_OF
        held = several(examples[code].found())
        select = {"as_of": as_of, "select": [code]}
        one = check_many(held, **select)[0][0]
        aside = SetAside(
            id="aside",
            rule=code,
            subject_id=one.subject_id,
            reason="Because.",
            by=held[0].client.actor,
            until=as_of + timedelta(days=days_left),
        )
        first = attrs.evolve(held[0], set_aside=(aside,))

        found = check_many([first, *held[1:]], **select)

        expected = None if days_left < 0 else aside
        assert attrs.evolve(one, set_aside=expected) == found[0][0]
        assert all(other.is_open for own in found[1:] for other in own)

    @given(plans(min_nouns=6, max_nouns=40), days(), st.data())
    def test_it_is_one_and_it_ends(self, plan, as_of, data):
        """In any plan: no other finding changes, and past the day none."""
        before = [f for f in check(plan, as_of=as_of) if f.is_open]
        if not before:
            return
        one = data.draw(st.sampled_from(before))
        aside = SetAside(
            id="the-only-one-that-is-called-this",
            rule=one.rule,
            subject_id=one.subject_id,
            reason="Because.",
            by=plan.client.actor,
            until=as_of,
        )
        after = attrs.evolve(plan, set_aside=(*plan.set_aside, aside))
        event(one.rule)

        last = [f for f in check(after, as_of=as_of) if f.is_open]
        next_day = as_of + timedelta(days=1)

        same = (one.rule, one.subject_id)
        assert last == [f for f in before if (f.rule, f.subject_id) != same]
        assert check(after, as_of=next_day) == check(plan, as_of=next_day)


OPENED = date(2026, 3, 2)
AMINA = Client(id="amina", called="Amina", languages=("so", "en"))
JOAN = Worker(id="joan", called="Joan")
HER, HERS = AMINA.actor, JOAN.actor


def on(day, hour=10):
    """Return a time on that day of the plan."""
    return datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day)


# As people write them down, from the careful to the hasty.
VOICES = {
    "her very words": {
        "speaker": HER,
        "recorder": HERS,
        "wording": Wording.VERBATIM,
    },
    "her words, put shortly": {
        "speaker": HER,
        "recorder": HERS,
        "wording": Wording.PARAPHRASE,
    },
    "her words, translated": {
        "speaker": HER,
        "recorder": HERS,
        "wording": Wording.TRANSLATION,
    },
    "both of them": {"speaker": HERS, "together_with": (HER,)},
    "what Joan thinks": {"speaker": HERS, "recorder": HERS},
    "nobody's": {},
}


@st.composite
def said(draw):
    """Draw who is recorded as having said something, and whether when."""
    fields = VOICES[draw(st.sampled_from([*VOICES]))]
    when = draw(st.sampled_from([None, on(0)]))
    return Voice(**fields, said_at=when, recorded_at=when)


@st.composite
def first_weeks(draw):
    """Draw what a practitioner has of somebody they met a few days ago."""
    need = Need(
        id="need", words="Somewhere quiet at night", voice=draw(said())
    )
    goals, contacts = (), ()
    if draw(st.booleans()):
        agreed = draw(
            st.sampled_from([(), (HERS,), (HER, HERS)]).map(
                lambda who: tuple(
                    Acceptance(
                        id=f"yes-{one.id}",
                        actor=one,
                        status=AcceptanceStatus.AGREE,
                        at=on(0),
                    )
                    for one in who
                )
            )
        )
        goal = Goal(
            id="goal",
            words="A room with a door",
            voice=draw(said()),
            lifecycle=draw(
                st.sampled_from(
                    [
                        Lifecycle.PROPOSED,
                        Lifecycle.PLANNED,
                        Lifecycle.ACCEPTED,
                        Lifecycle.ACTIVE,
                    ]
                )
            ),
            need_ids=draw(st.sampled_from([(), ("need",)])),
            acceptances=agreed,
            started_on=draw(st.sampled_from([None, OPENED])),
        )
        goals = (goal,)
    if draw(st.booleans()):
        contact = Contact(
            id="contact",
            at=on(0),
            outcome=draw(st.sampled_from(Outcome)),
            voice=Voice.of(HERS, at=on(0, 11)),
            language=draw(st.sampled_from([None, "en", "de"])),
            present=draw(st.sampled_from([(), (HER, HERS)])),
        )
        contacts = (contact,)
    return Plan(
        id="plan",
        client=AMINA,
        workers=(JOAN,),
        needs=(need,),
        goals=goals,
        contacts=contacts,
        opened_on=draw(st.sampled_from([None, OPENED])),
    )


@st.composite
def hasty_choices(draw):
    """Draw a need, and a choice that was made as soon as it was put."""
    need = Need(id="need", words="Quiet", voice=draw(said()))
    kind = draw(st.sampled_from(OptionKind))
    option = Option(id="go", words="Go", voice=draw(said()), kind=kind)
    choice = Choice(
        id="choice",
        option_id="go",
        author=HER,
        decided_at=on(0),
        voice=draw(said().filter(lambda own: own.speaker in {HER, None})),
    )
    decision = Decision(
        id="decision",
        client=HER,
        words="Where to sleep?",
        voice=draw(said()),
        options=(option,),
        choices=(choice,),
    )
    return Plan(
        id="plan",
        client=AMINA,
        workers=(JOAN,),
        needs=(need,),
        decisions=(decision,),
        opened_on=draw(st.sampled_from([None, OPENED])),
    )


class TestFirstWeek:
    """A plan that has just begun gets a few words, and not a list."""

    @given(hasty_choices(), st.integers(0, 7))
    def test_a_hasty_choice_gets_three_at_most(self, plan, gone):
        """That there was one way stands for all that was left out with it."""
        found = check(plan, as_of=OPENED + timedelta(days=gone))

        event(f"{len(found)} findings")
        assert len(found) <= 3, [one.rule for one in found]

    def test_what_was_chosen_on_the_spot_gets_three(self):
        """What Joan proposed, and Amina took at once."""
        told = Voice.heard(HER, by=HERS, at=on(0), wording=Wording.PARAPHRASE)
        option = Option(id="go", words="Go", voice=Voice.of(HERS, at=on(0)))
        choice = Choice(
            option_id="go", author=HER, decided_at=on(0), voice=told
        )
        decision = Decision(
            client=HER,
            words="Where to sleep?",
            voice=told,
            options=(option,),
            choices=(choice,),
        )
        plan = Plan(
            client=AMINA,
            workers=(JOAN,),
            needs=(Need(words="Quiet", voice=Voice()),),
            decisions=(decision,),
            opened_on=OPENED,
        )

        found = check(plan, as_of=OPENED)

        assert ["EMP101", "EMP201", "EMP207"] == [one.rule for one in found]

    @given(first_weeks(), st.integers(0, 7))
    def test_it_gets_three_findings_at_most(self, plan, gone):
        """However hastily it was written down."""
        as_of = OPENED + timedelta(days=gone)

        found = check(plan, as_of=as_of)

        target(len(found))
        event(f"{len(found)} findings")
        assert len(found) <= 3, [one.rule for one in found]

    def test_what_was_written_in_haste_gets_three(self):
        """Whose need, whose goal, and whether they understood each other."""
        plan = Plan(
            client=AMINA,
            workers=(JOAN,),
            needs=(Need(words="Quiet", voice=Voice()),),
            goals=(
                Goal(
                    words="A room", voice=Voice(), lifecycle=Lifecycle.ACTIVE
                ),
            ),
            contacts=(
                Contact(
                    at=on(0),
                    outcome=Outcome.HELD,
                    voice=Voice(),
                    language="de",
                ),
            ),
            opened_on=OPENED,
        )

        for gone in range(8):
            found = check(plan, as_of=OPENED + timedelta(days=gone))
            assert ["EMP101", "EMP102", "EMP602"] == [f.rule for f in found]

    def test_what_was_written_well_gets_none(self):
        """A need and a goal in her words, that she agreed to."""
        voice = Voice(**VOICES["her very words"], said_at=on(0))
        yes = Acceptance(
            actor=HER, status=AcceptanceStatus.AGREE, at=on(0), voice=voice
        )
        plan = Plan(
            client=AMINA,
            workers=(JOAN,),
            needs=(Need(id="n", words="Somewhere quiet", voice=voice),),
            goals=(
                Goal(
                    words="A room",
                    voice=voice,
                    whose=Whose.CLIENT,
                    need_ids=("n",),
                    lifecycle=Lifecycle.ACTIVE,
                    acceptances=(yes,),
                ),
            ),
            opened_on=OPENED,
        )

        for gone in range(8):
            assert () == check(plan, as_of=OPENED + timedelta(days=gone))

    def test_the_same_plan_gets_more_in_time(self):
        """What is missing then has been missing for a while."""
        plan = Plan(
            client=AMINA,
            workers=(JOAN,),
            needs=(Need(words="Quiet", voice=Voice()),),
            opened_on=OPENED,
        )

        first, later = (
            {one.rule for one in check(plan, as_of=OPENED + timedelta(days=n))}
            for n in (7, 60)
        )

        assert {"EMP101"} == first
        assert {"EMP106", "EMP301", "EMP302", "EMP601"} <= later - first
