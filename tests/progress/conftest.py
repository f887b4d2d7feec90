"""One plan that the tests of summaries share, and a way to change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from empowerkit.model import (
    Absent,
    AbsentReason,
    Acknowledgement,
    AcknowledgementId,
    Actor,
    AttainmentScale,
    Choice,
    ChoiceId,
    Client,
    ClientId,
    Contact,
    ContactId,
    Decision,
    DecisionId,
    Direction,
    Ending,
    EndingId,
    Goal,
    GoalId,
    ImposedBasis,
    ImposedDecision,
    ImposedDecisionId,
    Lifecycle,
    Milestone,
    MilestoneId,
    Offer,
    OfferId,
    Option,
    OptionId,
    Outcome,
    PlanId,
    Question,
    QuestionId,
    Rating,
    RatingId,
    Resource,
    ResourceId,
    Ruler,
    Seeking,
    Step,
    StepId,
    Strength,
    StrengthId,
    SupportAgreement,
    SupportAgreementId,
    Supporter,
    SupporterId,
    SupportLevel,
    Voice,
    Wording,
    Worker,
    WorkerId,
)
from empowerkit.plan import Plan
from empowerkit.progress import ProgressSummary, summarise


AMINA = Client(id=ClientId("c1"), called="Amina")
JOAN = Worker(id=WorkerId("w1"), called="Joan")
HER, WORKER = AMINA.actor, JOAN.actor
APRIL = date(2026, 4, 3)


def at(month: int, day: int) -> datetime:
    """Return noon of a day in 2026."""
    return datetime(2026, month, day, 12, tzinfo=UTC)


def hers(month: int, day: int) -> Voice:
    """Return Amina's own voice."""
    return Voice.of(HER, at=at(month, day))


def joans(month: int, day: int) -> Voice:
    """Return Joan's own voice."""
    return Voice.of(WORKER, at=at(month, day))


def heard(month: int, day: int) -> Voice:
    """Return Amina's voice, written down by Joan."""
    return Voice.heard(
        HER, by=WORKER, at=at(month, day), wording=Wording.PARAPHRASE
    )


HODAN = Supporter(
    id=SupporterId("s1"),
    called="Hodan",
    relation="my sister",
    invited=hers(3, 2),
)
SCALE = AttainmentScale(
    levels=("No place", "A bed", "A room", "A flat", "A flat near the school"),
    baseline=-2,
)


def support(
    name: str, when: Voice, level: SupportLevel, way: Direction, **more: Any
) -> SupportAgreement:
    """Return help agreed, or proposed, about Amina's goal."""
    return SupportAgreement(
        id=SupportAgreementId(name),
        goal_id=GoalId("g1"),
        level=level,
        direction=way,
        voice=when,
        at=when.said_at,
        **more,
    )


def rating(
    name: str, when: datetime, rater: Actor, value: int, **more: Any
) -> Rating:
    """Return a rating; of confidence in the goal, where nothing is said."""
    given: dict[str, Any] = {
        "id": RatingId(name),
        "about_id": "g1",
        "ruler": Ruler.CONFIDENCE,
        "value": value,
        "rater": rater,
        "at": when,
        "voice": Voice.of(rater, at=when),
    }
    return Rating(**(given | more))


def home() -> Decision:
    """Return the decision where to live, in which Amina changed her mind."""
    return Decision(
        id=DecisionId("home"),
        client=HER,
        words="Where do Samira and I live?",
        voice=hers(3, 4),
        options=(
            Option(id=OptionId("stay"), words="With Hodan", voice=hers(3, 4)),
            Option(id=OptionId("room"), words="The room", voice=joans(3, 4)),
        ),
        choices=(
            Choice(
                id=ChoiceId("first"),
                option_id=OptionId("stay"),
                author=HER,
                decided_at=at(3, 9),
                voice=hers(3, 9),
            ),
            Choice(
                id=ChoiceId("then"),
                option_id=OptionId("room"),
                author=HER,
                words="A door I can lock.",
                decided_at=at(3, 30),
                voice=heard(3, 30),
                review_on=date(2026, 5, 30),
            ),
        ),
    )


def contact(name: str, sought: Actor | None) -> Contact:
    """Return a contact that somebody sought."""
    return Contact(
        id=ContactId(name),
        at=at(3, 5),
        outcome=Outcome.HELD,
        voice=joans(3, 5),
        initiated_by=sought,
    )


def whole() -> Plan:
    """Return the plan that the tests share."""
    mine = SupportLevel.COACH
    fade, hold = Direction.FADE, Direction.HOLD
    goal = GoalId("g1")
    return Plan(
        id=PlanId("p1"),
        client=AMINA,
        workers=(JOAN,),
        supporters=(HODAN,),
        opened_on=date(2026, 3, 2),
        review_on=date(2026, 6, 1),
        goals=(
            Goal(
                id=goal,
                words="My own kitchen",
                voice=hers(3, 2),
                lifecycle=Lifecycle.ACTIVE,
                target_on=date(2026, 9, 1),
                scale=SCALE,
            ),
        ),
        milestones=(
            Milestone(
                id=MilestoneId("m1"),
                goal_id=goal,
                words="I rang them myself",
                voice=hers(3, 2),
                reached_on=date(2026, 3, 20),
                reached=heard(3, 20),
            ),
            Milestone(
                id=MilestoneId("m2"),
                goal_id=goal,
                words="I have a day to move",
                voice=hers(3, 2),
            ),
            Milestone(
                id=MilestoneId("m3"),
                goal_id=goal,
                words="I have seen two flats",
                voice=joans(3, 2),
                due_on=date(2026, 5, 1),
            ),
        ),
        steps=(
            Step(
                id=StepId("s2"),
                goal_id=goal,
                words="Fill in the form",
                voice=joans(3, 2),
                owner=HER,
                support=mine,
                done_on=date(2026, 3, 25),
            ),
            Step(
                id=StepId("s3"),
                goal_id=goal,
                words="Ask for the loan",
                voice=joans(3, 2),
                owner=WORKER,
                planned_on=date(2026, 4, 10),
            ),
            Step(
                id=StepId("s-1"),
                goal_id=goal,
                words="Ring the agent",
                voice=hers(3, 2),
                owner=HER,
                support=SupportLevel.ON_OWN,
                done_on=date(2026, 3, 18),
            ),
        ),
        support_agreements=(
            support("a1", hers(3, 2), SupportLevel.DO_WITH, fade),
            support(
                "a2",
                hers(3, 20),
                SupportLevel.STAND_BY,
                fade,
                replaces=SupportAgreementId("a1"),
            ),
            support(
                "a3",
                heard(4, 1),
                mine,
                hold,
                replaces=SupportAgreementId("a2"),
                seeking=(Seeking.SKILLS, Seeking.MOTIVATION),
                review_on=date(2026, 5, 4),
            ),
            support("a4", joans(4, 2), SupportLevel.STAND_BY, fade),
        ),
        ratings=(
            rating("r1", at(3, 2), HER, 4),
            rating("r2", at(3, 2), WORKER, 5),
            rating("r3", at(4, 1), HER, 7),
            rating(
                "r4",
                at(4, 1),
                HER,
                -1,
                ruler=Ruler.ATTAINMENT,
                low=-2,
                high=2,
            ),
            rating("r5", at(4, 1), HER, 6, ruler=Ruler.RAPPORT, about_id="w1"),
        ),
        strengths=(
            Strength(
                id=StrengthId("t1"), words="I cook for ten", voice=hers(3, 2)
            ),
            Strength(
                id=StrengthId("t2"),
                words="She can ring strangers",
                voice=joans(3, 21),
                gained_on=date(2026, 3, 20),
            ),
        ),
        acknowledgements=(
            Acknowledgement(
                id=AcknowledgementId("k1"),
                about_id="m1",
                words="That was the hard one.",
                voice=joans(3, 21),
                at=at(3, 21),
            ),
        ),
        decisions=(home(),),
        imposed_decisions=(
            ImposedDecision(
                id=ImposedDecisionId("i1"),
                actor=WORKER,
                basis=ImposedBasis.AGENCY_RULE,
                words="Visitors leave at ten.",
                voice=joans(3, 12),
                at=at(3, 12),
            ),
        ),
        resources=(
            Resource(
                id=ResourceId("x1"),
                name="Tenants' clinic",
                contact="Mondays, 12 Mill Lane",
            ),
        ),
        offers=(
            Offer(
                id=OfferId("o1"),
                resource_id=ResourceId("x1"),
                voice=joans(3, 28),
                offered_at=at(3, 28),
            ),
        ),
        questions=(
            Question(
                id=QuestionId("q1"), words="Who pays?", voice=hers(3, 28)
            ),
        ),
        contacts=(
            contact("n1", HER),
            contact("n2", WORKER),
            contact("n3", None),
        ),
        endings=(
            Ending(
                id=EndingId("e1"),
                words="I know whom to ring.",
                voice=hers(4, 3),
                at=at(4, 3),
            ),
        ),
    )


@pytest.fixture
def plan() -> Plan:
    """Return Amina's plan."""
    return whole()


@pytest.fixture
def summary(plan: Plan) -> ProgressSummary:
    """Return Amina's plan as she may read it on 3 April."""
    return summarise(plan, as_of=APRIL, seen_by=HER)


@pytest.fixture
def of() -> Callable[..., ProgressSummary]:
    """Return a function that summarises a plan of nouns, as Amina sees it."""

    def summarised(**nouns: Any) -> ProgressSummary:
        how = {
            name: nouns.pop(name)
            for name in ("as_of", "seen_by", "version", "words")
            if name in nouns
        }
        held = {"client": AMINA, "workers": (JOAN,)} | nouns
        if "goals" not in nouns:
            gone = Absent(id="g1", reason=AbsentReason.NOT_SUPPLIED)
            held["absent"] = (gone, *nouns.get("absent", ()))
        given: dict[str, Any] = {"as_of": APRIL, "seen_by": HER} | how
        return summarise(Plan(**held), **given)

    return summarised
