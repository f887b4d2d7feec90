"""The first day on which each rule that counts days speaks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import attrs
import pytest

from empowerkit import Milestone, Need, Resource
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Answer,
    AnswerStatus,
    Asked,
    Contact,
    Direction,
    Objection,
    Offer,
    OfferAnswer,
    Outcome,
    Question,
    Rating,
    Restriction,
    Ruler,
    SupportAgreement,
    SupportLevel,
    Topic,
    Voice,
)


AS_OF = date(2026, 6, 1)


def ago(days):
    """Return a time that many days before."""
    day = AS_OF - timedelta(days=days)
    return datetime.combine(day, time(10), UTC)


def disagreed(c, days):
    """Return a plan with a no to a goal."""
    no = Acceptance(
        actor=c.HER, status=AcceptanceStatus.DISAGREE, at=ago(days)
    )
    return c.plan(goals=(c.goal(acceptances=(no,)),))


def chosen(c, days, *, urgent=None, **fields):
    """Return a plan with a choice."""
    base = {"decided_at": ago(days), "voice": c.noted(ago(days))}
    decision = c.home(
        urgent_because=urgent,
        options=(c.flat(),),
        choices=(c.chose(**(base | fields)),),
    )
    return c.plan(decisions=(decision,))


def milestone(c, **fields):
    """Return a plan with a milestone."""
    held = Milestone(goal_id="goal", words="Three", voice=Voice(), **fields)
    return c.plan(goals=(c.goal(),), milestones=(held,))


def offered(c, days, **fields):
    """Return a plan with an offer."""
    base = {"offered_at": ago(days)}
    offer = Offer(resource_id="r", voice=Voice(), **(base | fields))
    return c.plan(
        resources=(Resource(id="r", name="The pantry"),), offers=(offer,)
    )


def met(c, days, **fields):
    """Return a plan with a contact that was held."""
    held = Contact(at=ago(days), outcome=Outcome.HELD, voice=Voice(), **fields)
    return c.plan(contacts=(held,))


def supported(c, days, who, **fields):
    """Return a plan with a support agreement."""
    held = SupportAgreement(
        level=SupportLevel.COACH, voice=c.says(who, ago(days)), **fields
    )
    return c.plan(goals=(c.goal(),), support_agreements=(held,))


def fading(c, days):
    """Return a plan in which support was to fade, and somebody won."""
    plan = supported(c, days, c.HER, direction=Direction.FADE)
    won = Milestone(
        goal_id="goal",
        words="I rang",
        voice=Voice(),
        reached_on=ago(days).date(),
    )
    return attrs.evolve(plan, milestones=(won,))


def rated(c, days, value=3, ruler=Ruler.RAPPORT, about="joan"):
    """Return a rating of Amina's."""
    return Rating(
        about_id=about,
        ruler=ruler,
        value=value,
        rater=c.HER,
        at=ago(days),
        voice=Voice(),
    )


def restricted(c, **fields):
    """Return a plan with a restriction that lacks nothing."""
    held = Restriction(
        words="No kettle",
        voice=Voice(),
        need="…",
        positive_supports="…",
        less_intrusive="…",
        proportionate="…",
        data_reviewed="…",
        no_harm="…",
        consent=c.says(c.HER),
        **fields,
    )
    return c.plan(restrictions=(held,))


# The first day on which it speaks, and a plan of so many days ago.
SINCE = {
    "EMP104": (
        30,
        lambda c, n: c.plan(
            needs=(Need(words="Quiet", voice=c.noted(ago(n))),)
        ),
    ),
    "EMP105": (
        14,
        lambda c, n: c.plan(
            goals=(c.goal(),),
            objections=(
                Objection(about_id="goal", voice=c.says(c.HER, ago(n))),
            ),
        ),
    ),
    "EMP105 as a no": (14, disagreed),
    "EMP106": (30, lambda c, n: c.plan(opened_on=ago(n).date())),
    "EMP107": (15, chosen),
    "EMP207": (4, lambda c, n: chosen(c, n, urgent="At five")),
    "EMP210": (30, chosen),
    "EMP211": (
        1,
        lambda c, n: c.plan(
            decisions=(c.home(decide_by=ago(n).date(), options=(c.flat(),)),)
        ),
    ),
    "EMP301": (30, lambda c, n: c.plan(opened_on=ago(n).date())),
    "EMP302": (30, lambda c, n: c.plan(opened_on=ago(n).date())),
    "EMP303": (
        30,
        lambda c, n: c.plan(goals=(c.goal(started_on=ago(n).date()),)),
    ),
    "EMP303 as said": (
        30,
        lambda c, n: c.plan(goals=(c.goal(voice=c.says(c.HER, ago(n))),)),
    ),
    "EMP303 since the opening": (
        30,
        lambda c, n: c.plan(
            goals=(c.goal(voice=Voice()),), opened_on=ago(n).date()
        ),
    ),
    "EMP304": (
        30,
        lambda c, n: c.plan(goals=(c.goal(started_on=ago(n).date()),)),
    ),
    "EMP305": (7, lambda c, n: milestone(c, due_on=ago(n).date())),
    "EMP401": (14, lambda c, n: supported(c, n, c.WORKER)),
    "EMP402": (90, fading),
    "EMP503": (1, lambda c, n: restricted(c, review_on=ago(n).date())),
    "EMP503 past its end": (
        1,
        lambda c, n: restricted(c, until_on=ago(n).date()),
    ),
    "EMP504": (
        30,
        lambda c, n: c.plan(
            resources=(Resource(name="The pantry"),),
            supporters=(),
            opened_on=ago(n).date(),
        ),
    ),
    "EMP505": (30, offered),
    "EMP505 of the provider": (
        30,
        lambda c, n: offered(
            c,
            n + 20,
            answer=OfferAnswer.ACCEPTED,
            answered_at=ago(n),
        ),
    ),
    "EMP601": (31, met),
    "EMP601 since the opening": (
        31,
        lambda c, n: c.plan(opened_on=ago(n).date()),
    ),
    "EMP603": (
        14,
        lambda c, n: c.plan(
            questions=(
                Question(words="Who pays?", voice=c.says(c.HER, ago(n))),
            )
        ),
    ),
    "EMP604": (91, lambda c, n: c.plan(ratings=(rated(c, n),))),
    "EMP604 as asked": (
        91,
        lambda c, n: c.plan(
            asked=(
                Asked(
                    topic=Topic.RAPPORT,
                    answer=Answer(status=AnswerStatus.ANSWERED),
                    voice=Voice(),
                    at=ago(n),
                ),
            )
        ),
    ),
    "EMP604 of a new plan": (
        90,
        lambda c, n: c.plan(opened_on=ago(n).date()),
    ),
    "EMP701": (14, lambda c, n: milestone(c, reached_on=ago(n).date())),
    "EMP702": (
        61,
        lambda c, n: c.plan(
            goals=(c.goal(),),
            ratings=(rated(c, n, ruler=Ruler.PROGRESS, about="goal"),),
        ),
    ),
    "EMP702 of a new goal": (
        60,
        lambda c, n: c.plan(goals=(c.goal(started_on=ago(n).date()),)),
    ),
    "EMP802": (30, lambda c, n: c.plan(opened_on=ago(n).date())),
    "EMP803": (1, lambda c, n: c.plan(review_on=ago(n).date())),
    "EMP803 as asked for": (
        31,
        lambda c, n: c.plan(review_asked_at=ago(n)),
    ),
    "EMP803 in a year": (
        366,
        lambda c, n: c.plan(opened_on=ago(n).date()),
    ),
}
# The last day on which it speaks, and a plan of so many days ago.
UNTIL = {
    "EMP602": (90, lambda c, n: met(c, n, language="de")),
    "EMP704": (
        90,
        lambda c, n: c.plan(
            goals=(c.goal(),),
            ratings=(
                rated(c, n, 9, Ruler.CONFIDENCE, "goal"),
                rated(c, 0, 2, Ruler.CONFIDENCE, "goal"),
            ),
        ),
    ),
    "EMP804": (0, lambda c, n: c.plan(closed_on=AS_OF + timedelta(days=n))),
}


@pytest.mark.parametrize("which", SINCE)
def test_the_first_day(which, cast, found):
    """A rule is silent on the day before, and speaks from its day on."""
    first, build = SINCE[which]
    code = which[:6]

    assert found(code, build(cast, first - 1)) == ()
    assert len(found(code, build(cast, first))) == 1


@pytest.mark.parametrize("which", UNTIL)
def test_the_last_day(which, cast, found):
    """A rule that looks back so far speaks on that day, and not beyond."""
    last, build = UNTIL[which]

    assert len(found(which, build(cast, last))) == 1
    assert found(which, build(cast, last + 1)) == ()


@pytest.mark.parametrize(
    ("minutes", "count"), [(0, 1), (14, 1), (15, 0), (-1, 0)]
)
def test_the_last_minute(cast, found, minutes, count):
    """A choice in the fifteenth minute is not on the spot, nor one before."""
    put = ago(30)
    said = put + timedelta(minutes=minutes)
    option = cast.flat(voice=cast.says(cast.WORKER, put))
    choice = cast.chose(decided_at=said, voice=cast.says(cast.HER, said))
    decision = cast.home(options=(option,), choices=(choice,))

    assert count == len(found("EMP208", cast.plan(decisions=(decision,))))
