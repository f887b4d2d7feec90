"""
Where to live: one story, act by act, from what Amina needs to what she chooses.

All people in it are made up.
Each act takes a plan and yields what was done to it, deed by deed, so that
each can be kept under the name of whoever did it; telling it is not done
here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import attrs

from empowerkit import model as m
from empowerkit.plan import Plan


AMINA: Final = m.Client(
    id=m.ClientId("c1"), called="Amina", languages=("so", "en")
)
JOAN: Final = m.Worker(
    id=m.WorkerId("w1"), called="Joan", title="Housing worker"
)
HER: Final = AMINA.actor
WORKER: Final = JOAN.actor
SISTER: Final = m.Actor(role=m.Role.SUPPORTER, id="s1")
PLAN: Final = m.PlanId("demo")
HOME: Final = "home"


def day(number: int, *, hour: int = 10, minute: int = 0) -> datetime:
    """Return a time on one day of the story; its first day is 2 March."""
    first = datetime(2026, 3, 2, hour, minute, tzinfo=UTC)
    return first + timedelta(days=number - 1)


END: Final = day(62)


@attrs.frozen
class Deed:
    """
    What one person did at one time.

    Attributes:
        by: Who did it.
        at: When.
        plan: The plan after it.
    """

    by: m.Actor
    at: datetime
    plan: Plan


Act = Iterator[Deed]


def said(who: m.Actor, number: int) -> m.Voice:
    """Return the voice of *who* on one day, in person."""
    return m.Voice.of(who, at=day(number), channel=m.Channel.IN_PERSON)


def what_she_says() -> Act:
    """Begin the plan with Amina's own words, and Hodan at her wish."""
    first = said(HER, 1)
    plan = Plan(
        id=PLAN, client=AMINA, workers=(JOAN,), opened_on=day(1).date()
    )
    yield Deed(WORKER, day(1), plan)
    for noun in (
        m.Need(id=m.NeedId("door"), words="A door I can lock.", voice=first),
        m.WhatMatters(
            id=m.WhatMattersId("school"),
            words="Samira keeps her school",
            voice=first,
            rank=1,
            importance=m.Importance(low=5, high=5, said_by=HER),
        ),
        m.WhatMatters(
            id=m.WhatMattersId("lock"),
            words="A door I can lock",
            voice=first,
            rank=2,
            importance=m.Importance(low=4, high=4, said_by=HER),
        ),
        m.Strength(words="I kept a home on one wage.", voice=first),
        m.Supporter(
            id=m.SupporterId("s1"),
            called="Hodan",
            relation="my sister",
            invited=first,
        ),
    ):
        plan = plan.add(noun, by=HER, at=day(1))
    yield Deed(HER, day(1), plan)
    plan = plan.add(_met(1, HER, m.Outcome.HELD), by=WORKER, at=day(1))
    yield Deed(WORKER, day(1), plan)


def _met(number: int, by: m.Actor, outcome: m.Outcome) -> m.Contact:
    return m.Contact(
        at=day(number),
        outcome=outcome,
        initiated_by=by,
        channel=m.Channel.PHONE,
        voice=m.Voice.of(WORKER, at=day(number)),
    )


def what_could_be(plan: Plan) -> Act:
    """Open the decision; staying as she is stands among the options."""
    plan = plan.open_decision(
        "Where do Samira and I live after June?", by=HER, at=day(1), id=HOME
    )
    yield Deed(HER, day(1), plan)
    for name, words, who, kind in (
        ("stay", "Stay with Hodan, as now", HER, m.OptionKind.AS_IS),
        ("mill", "The flat on Mill Lane", HER, m.OptionKind.CHANGE),
        ("room", "The rooms at Linden House", WORKER, m.OptionKind.CHANGE),
    ):
        plan = plan.offer_option(
            HOME, words, by=who, at=day(2), id=name, kind=kind
        )
        yield Deed(who, day(2), plan)


def a_landlord_refuses(plan: Plan) -> Act:
    """Let the flat be refused; what is in the way is not in her."""
    flat = m.Resource(name="4 Mill Lane", kind=m.ResourceKind.PLACE)
    offer = m.Offer(
        resource_id=flat.id,
        offered_at=day(2),
        voice=m.Voice.of(WORKER, at=day(2)),
    )
    why = m.Barrier(
        words="They take nobody who is on benefits.",
        voice=said(HER, 4),
        about_ids=(offer.id,),
        kind=m.BarrierKind.SYSTEMIC,
    )
    plan = plan.add(flat, by=WORKER, at=day(2))
    plan = plan.add(offer, by=WORKER, at=day(2))
    yield Deed(WORKER, day(2), plan)
    plan = plan.revise(
        offer.id,
        by=HER,
        at=day(2),
        answer=m.OfferAnswer.ACCEPTED,
        answered_at=day(2),
    )
    yield Deed(HER, day(2), plan)
    plan = plan.revise(
        offer.id,
        by=WORKER,
        at=day(4),
        provider_answer=m.ProviderAnswer.REFUSED,
    )
    yield Deed(WORKER, day(4), plan)
    plan = plan.add(why, by=HER, at=day(4))
    plan = plan.withdraw("mill", by=HER, at=day(4), words=why.words)
    yield Deed(HER, day(4), plan)


def what_speaks_for_it(plan: Plan) -> Act:
    """Let everybody say what they see, each in their own voice."""
    rent = "The rent at Linden House is fixed for a year."
    plan = plan.inform(HOME, rent, by=WORKER, at=day(5))
    yield Deed(WORKER, day(5), plan)
    for option, side, words, who, matter in (
        ("stay", m.Side.FOR, "Samira laughs here", HER, None),
        ("stay", m.Side.FOR, "I like having you both", SISTER, None),
        ("stay", m.Side.AGAINST, "Four of us in two rooms", HER, "lock"),
        ("room", m.Side.FOR, "A door I can lock", HER, "lock"),
        ("room", m.Side.FOR, "The rent stays as it is", WORKER, None),
        ("room", m.Side.AGAINST, "Two buses to the school", HER, "school"),
        ("room", m.Side.AGAINST, "I am further off on bad days", SISTER, None),
    ):
        plan = plan.consider(
            HOME,
            option,
            side,
            words,
            by=who,
            at=day(5),
            what_matters_id=matter,
        )
        yield Deed(who, day(5), plan)
    for option, matter, level in _FITS:
        plan = plan.fit(HOME, option, matter, level, by=HER, at=day(5))
    yield Deed(HER, day(5), plan)


_FITS: Final = (
    ("stay", "school", 2),
    ("stay", "lock", -2),
    ("room", "school", -1),
    ("room", "lock", 2),
)
TWENTY_TO_FIVE: Final = day(8, hour=16, minute=40)


def a_worker_tries(plan: Plan) -> Plan:
    """Let Joan take the rooms for her; this is refused, always."""
    return plan.choose(HOME, "room", by=WORKER, at=TWENTY_TO_FIVE)


def a_program_tries(plan: Plan) -> Act:
    """Let Joan's program say that Amina chose; no store keeps this."""
    chosen = plan.choose(HOME, "room", by=HER, at=TWENTY_TO_FIVE)
    yield Deed(WORKER, TWENTY_TO_FIVE, chosen)


MESSAGE: Final = "I want to see the stairs first"
EIGHT_TO_FIVE: Final = TWENTY_TO_FIVE + timedelta(minutes=12)


def what_she_can_do_instead(plan: Plan) -> Act:
    """Let Joan ask for the rooms to be held, and write down a message."""
    held = m.Step(
        words="Ask Linden House to hold the rooms until noon tomorrow",
        voice=m.Voice.of(WORKER, at=TWENTY_TO_FIVE),
        owner=WORKER,
        done_on=TWENTY_TO_FIVE.date(),
    )
    heard = m.Voice.heard(
        HER,
        by=WORKER,
        at=EIGHT_TO_FIVE,
        wording=m.Wording.VERBATIM,
        channel=m.Channel.MESSAGE,
    )
    missed = _met(8, WORKER, m.Outcome.NO_ANSWER)
    plan = plan.add(missed, by=WORKER, at=TWENTY_TO_FIVE)
    plan = plan.add(held, by=WORKER, at=TWENTY_TO_FIVE)
    yield Deed(WORKER, TWENTY_TO_FIVE, plan)
    plan = plan.consider(
        HOME,
        "room",
        m.Side.UNSURE,
        MESSAGE,
        by=WORKER,
        at=EIGHT_TO_FIVE,
        id="stairs",
        voice=heard,
    )
    yield Deed(WORKER, EIGHT_TO_FIVE, plan)


WHY: Final = "It is ours, and the door has a lock"


def she_chooses(plan: Plan) -> Act:
    """Let her see the rooms, hear her sister, and choose."""
    plan = plan.revise(
        "stairs",
        by=HER,
        at=day(9),
        side=m.Side.FOR,
        words="The stairs are fine",
    )
    plan = plan.choose(
        HOME,
        "room",
        by=HER,
        at=day(9),
        words=WHY,
        consulted=(SISTER,),
        review_on=day(60).date(),
    )
    yield Deed(HER, day(9), plan)


GOAL: Final = "Samira and I have a home of our own"
HELP: Final = (
    (9, m.SupportLevel.DO_WITH, m.Direction.FADE, "Come with me to see it"),
    (20, m.SupportLevel.STAND_BY, m.Direction.FADE, "I ring, you sit by"),
    (41, m.SupportLevel.COACH, m.Direction.HOLD, "A letter: go through it"),
    (55, m.SupportLevel.ON_OWN, m.Direction.FADE, "I do this one myself"),
)


def she_sets_out(plan: Plan) -> Act:
    """Let her set a goal, and say how much help she wants to begin with."""
    yes = m.Acceptance(actor=HER, status=m.AcceptanceStatus.AGREE, at=day(9))
    goal = m.Goal(
        id=m.GoalId("own-home"),
        words=GOAL,
        voice=said(HER, 9),
        need_ids=(m.NeedId("door"),),
        lifecycle=m.Lifecycle.ACTIVE,
        acceptances=(yes,),
        started_on=day(9).date(),
    )
    plan = plan.add(goal, by=HER, at=day(9))
    for name, words, due in (
        ("seen", "I have seen it myself", 9),
        ("rang", "I rang the housing office", 20),
        ("keys", "The keys are in my hand", 115),
    ):
        milestone = m.Milestone(
            id=m.MilestoneId(name),
            goal_id=goal.id,
            words=words,
            voice=said(HER, 9),
            due_on=day(due).date(),
        )
        plan = plan.add(milestone, by=HER, at=day(9))
    plan = _reached(plan, "seen", 9)
    plan = _confident(_agreed(plan, 0), 9, 4)
    yield Deed(HER, day(9), plan)


def help_fades_and_rises(plan: Plan) -> Act:
    """Let help become less, and more again when a letter comes."""
    plan = _agreed(plan, 1)
    plan = _reached(_done(plan, 20, "Ring the housing office", 1), "rang", 20)
    yield Deed(HER, day(20), plan)
    noticed = m.Acknowledgement(
        about_id="rang",
        words="You rang them, and you asked what you wanted to ask.",
        voice=said(SISTER, 21),
        at=day(21),
    )
    plan = plan.add(noticed, by=SISTER, at=day(21))
    yield Deed(SISTER, day(21), plan)
    plan = _agreed(plan, 2)
    yield Deed(HER, day(41), plan)
    plan = _done(plan, 43, "Answer the letter of the council", 2)
    yield Deed(HER, day(43), plan)
    plan = _agreed(plan, 3)
    yield Deed(HER, day(55), plan)
    plan = _done(plan, 58, "Ride both buses with Samira", 0)
    asked = m.Question(
        words="Do both buses run in the holidays?", voice=said(HER, 58)
    )
    plan = plan.add(asked, by=HER, at=day(58))
    yield Deed(HER, day(58), _confident(plan, 58, 7))


def _agreed(plan: Plan, number: int) -> Plan:
    on, level, heading, _ = HELP[number]
    before = [one.id for one in plan.standing(plan.support_agreements)]
    agreed = m.SupportAgreement(
        goal_id=m.GoalId("own-home"),
        level=level,
        direction=heading,
        voice=said(HER, on),
        replaces=before[0] if before else None,
    )
    return plan.add(agreed, by=HER, at=day(on))


def _reached(plan: Plan, milestone_id: str, number: int) -> Plan:
    return plan.revise(
        milestone_id,
        by=HER,
        at=day(number),
        reached_on=day(number).date(),
        reached=said(HER, number),
    )


def _done(plan: Plan, number: int, words: str, support: int) -> Plan:
    step = m.Step(
        goal_id=m.GoalId("own-home"),
        words=words,
        voice=said(HER, number),
        owner=HER,
        support=m.SupportLevel(support),
        done_on=day(number).date(),
    )
    return plan.add(step, by=HER, at=day(number))


def _confident(plan: Plan, number: int, value: int) -> Plan:
    return plan.add(_rating("own-home", number, value), by=HER, at=day(number))


def _rating(
    about_id: str,
    number: int,
    value: int,
    ruler: m.Ruler = m.Ruler.CONFIDENCE,
) -> m.Rating:
    return m.Rating(
        about_id=about_id,
        ruler=ruler,
        value=value,
        rater=HER,
        at=day(number),
        voice=said(HER, number),
    )


NEW_MIND: Final = "Two buses are too many. We stay and go on looking"


def she_changes_her_mind(plan: Plan) -> Act:
    """Let her choose anew, by phone; Joan writes it down as her words."""
    heard = m.Voice.heard(
        HER,
        by=WORKER,
        at=day(60),
        wording=m.Wording.VERBATIM,
        channel=m.Channel.PHONE,
    )
    plan = plan.add(_met(60, HER, m.Outcome.HELD), by=WORKER, at=day(60))
    plan = plan.choose(
        HOME, "stay", by=WORKER, at=day(60), voice=heard, words=NEW_MIND
    )
    yield Deed(WORKER, day(60), plan)


def she_rates_the_worker(plan: Plan) -> Act:
    """Let her say in private how she and Joan get on."""
    rating = _rating(JOAN.id, 61, 6, m.Ruler.RAPPORT)
    yield Deed(HER, day(61), plan.add(rating, by=HER, at=day(61)))


# What comes after what she says.
ACTS: Final = (
    what_could_be,
    a_landlord_refuses,
    what_speaks_for_it,
    what_she_can_do_instead,
    she_chooses,
    she_sets_out,
    help_fades_and_rises,
    she_changes_her_mind,
    she_rates_the_worker,
)


def whole() -> Plan:
    """Return the plan at the end of the story."""
    plan = _after(what_she_says())
    for act in ACTS:
        plan = _after(act(plan))
    return plan


def _after(act: Act) -> Plan:
    *_, last = act
    return last.plan
