"""What happens in a made-up plan, one function an episode."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Achievement,
    Acknowledgement,
    Asked,
    AttainmentScale,
    Barrier,
    BarrierKind,
    Channel,
    Contact,
    ContactAgreement,
    CopyGiven,
    CopyHow,
    Direction,
    Domain,
    Ending,
    Goal,
    Lifecycle,
    Milestone,
    Need,
    NeedStatus,
    Objection,
    Offer,
    OfferAnswer,
    Outcome,
    ProviderAnswer,
    Question,
    Resource,
    ResourceStatus,
    Seeking,
    Source,
    Step,
    Strength,
    SupportAgreement,
    SupportLevel,
    Topic,
    Voice,
    WhatMatters,
    WhatMattersKind,
    Whose,
)

from . import _case_words as words


if TYPE_CHECKING:
    from ._case import Case

_WAYS: Final = (
    Channel.IN_PERSON,
    Channel.IN_PERSON,
    Channel.IN_PERSON,
    Channel.PHONE,
    Channel.VIDEO,
    Channel.MESSAGE,
)
_OUTCOMES: Final = (Outcome.HELD,) * 6 + (Outcome.MISSED, Outcome.NO_ANSWER)


def meets(case: Case) -> None:
    """Meet, or try to; now and then a question comes up."""
    outcome = case.one(_OUTCOMES)
    held = outcome is Outcome.HELD
    case.add(
        "contacts",
        Contact(
            id=case.new_id(),
            at=case.at(),
            outcome=outcome,
            voice=_noted(case),
            initiated_by=case.one((case.worker.actor, case.client.actor)),
            channel=case.one(_WAYS),
            **(_spoken(case) if held else {}),
            present=_present(case) if held else (),
            words=case.one(words.HEARD) if held else None,
            questions=_questions(case) if held else (),
        ),
    )


def _noted(case: Case) -> Voice:
    if case.varies(0.9):
        return Voice(speaker=case.worker.actor)
    return case.writes()


def _spoken(case: Case) -> dict[str, Any]:
    """Return the language of a contact, and who interpreted."""
    if case.varies(0.08):
        known = case.client.languages
        return {"language": case.one(words.languages_beside(known))}
    interpreter = case.interpreter.actor if case.interpreter else None
    return {"language": case.language, "interpreter": interpreter}


def _present(case: Case) -> tuple[Any, ...]:
    share = 1.0 if case.never_alone else 0.3
    kin = (case.kin.actor,) if case.kin and case.chance(share) else ()
    return (case.client.actor, case.worker.actor, *kin)


def _questions(case: Case) -> tuple[Question, ...]:
    return (_question(case),) if case.chance(0.2) else ()


def _question(case: Case) -> Question:
    asked, answer = case.one(words.QUESTIONS)
    voice = case.says()
    return Question(
        id=case.new_id(),
        words=asked,
        voice=voice,
        answer=answer,
        answered_at=case.at(18) if answer else None,
        answered_by=case.worker.actor if answer else None,
    )


def asks(case: Case) -> None:
    """Ask a question of one's own, outside of any meeting."""
    case.add("questions", _question(case))


def is_asked(case: Case) -> None:
    """Be asked about something; declining is an answer."""
    for topic in case.rng.sample(list(words.ASKED), case.one((0, 1, 1, 2))):
        is_asked_about(case, topic)


def is_asked_about(
    case: Case, topic: Topic, voice: Voice | None = None
) -> None:
    """Be asked about one thing."""
    case.add(
        "asked",
        Asked(
            id=case.new_id(),
            topic=topic,
            answer=case.answer(words.ASKED[topic]),
            voice=voice or case.says(),
            at=case.at(),
        ),
    )


def agrees_on_contact(case: Case) -> None:
    """Agree how often to be in touch, and by which ways."""
    if case.varies(0.2):
        return
    ways = case.rng.sample(list(Channel)[:5], 3)
    case.add(
        "contact_agreements",
        ContactAgreement(
            id=case.new_id(),
            rhythm_days=case.one((7, 14, 14, 30, None)),
            safe=tuple(ways[:2]),
            unsafe=(ways[2],) if case.chance(0.3) else (),
            voice=case.says(),
        ),
    )


def says_what_matters(case: Case) -> None:
    """Say what matters, some of it firmly, some of it in order."""
    if case.varies(0.12):
        others_say_what_matters(case)
        return
    ranked = case.chance(0.4)
    few = case.theme.matters[: case.one((1, 1, 1, 3))]
    for place, text in enumerate(few, 1):
        case.add(
            "what_matters",
            WhatMatters(
                id=case.new_id(),
                words=case.own(text),
                voice=case.says(),
                kind=case.one((*WhatMattersKind, WhatMattersKind.WISH)),
                rank=place if ranked else None,
                importance=case.stars() if case.chance(0.4) else None,
            ),
        )


def others_say_what_matters(case: Case) -> None:
    """Have it said by others alone; they cannot say how much it counts."""
    case.add(
        "what_matters",
        WhatMatters(
            id=case.new_id(),
            words=case.theme.matters[0],
            voice=case.told_by_others(),
        ),
    )


def brings_strengths(case: Case) -> None:
    """Say what one brings; somebody else may say it too."""
    for text in case.rng.sample(words.STRENGTHS, case.one((0, 1, 1))):
        case.add(
            "strengths",
            Strength(
                id=case.new_id(), words=case.own(text), voice=case.heard()
            ),
        )


def needs(case: Case) -> None:
    """Say what is needed, in one's own language where that was kept."""
    own, voice = case.words(case.theme.need)
    _need(case, own, voice, case.theme.need_domain)
    for domain in case.rng.sample(list(Domain), case.one((0, 0, 1))):
        _need(case, words.NEEDS[domain], case.heard(), domain)


def _need(case: Case, text: str, voice: Any, domain: Domain) -> None:
    case.add(
        "needs",
        Need(
            id=case.new_id(),
            words=text,
            voice=voice,
            domain=domain if case.chance(0.9) else None,
            importance=case.weighed(
                voice, case.stars() if case.chance(0.3) else None
            ),
            status=case.one((NeedStatus.OPEN, NeedStatus.OPEN, *NeedStatus)),
        ),
    )


def meets_barriers(case: Case) -> None:
    """Meet what is in the way."""
    about = case.one(case.held("needs") + case.held("goals"))
    case.add(
        "barriers",
        Barrier(
            id=case.new_id(),
            words=case.one(words.BARRIERS),
            voice=case.heard(),
            about_ids=(about.id,),
            kind=case.one((*BarrierKind, BarrierKind.SYSTEMIC, None)),
        ),
    )


def sets_a_goal(case: Case) -> Goal:
    """Say where to get to; who agrees is written beside it."""
    text, voice = case.words(case.theme.goal)
    status = AcceptanceStatus.AGREE
    agreed = [_acceptance(case, case.client.actor, status)]
    if case.varies(0.12):
        agreed.append(_no_longer_sure(case, agreed[0]))
    if case.chance(0.3):
        status = case.one(tuple(AcceptanceStatus))
        agreed.append(_acceptance(case, case.worker.actor, status))
    goal = Goal(
        id=case.new_id(),
        words=text,
        voice=voice,
        whose=case.one((Whose.CLIENT, Whose.CLIENT, Whose.SHARED)),
        acceptances=tuple(agreed),
        **({} if case.varies(0.13) else _tied(case)),
        **_filed(case, voice),
    )
    return case.add("goals", goal)


def _tied(case: Case) -> dict[str, Any]:
    """Return what a goal is for."""
    return {
        "need_ids": (case.held("needs")[0].id,),
        "what_matters_ids": (case.held("what_matters")[0].id,),
    }


def _filed(case: Case, voice: Voice) -> dict[str, Any]:
    """Return how a goal stands, by the codes there are for it."""
    return {
        "domain": case.one((*case.theme.goal_domains, None)),
        "lifecycle": case.one((*Lifecycle, *(Lifecycle.ACTIVE,) * 9)),
        "achievement": case.one((*Achievement, None, None, None)),
        "started_on": case.today,
        "target_on": case.in_days(120) if case.chance(0.8) else None,
        "scale": _scale(case, voice) if case.chance(0.3) else None,
    }


def _scale(case: Case, voice: Voice) -> AttainmentScale:
    return AttainmentScale(
        levels=words.LEVELS,
        baseline=-1,
        importance=case.weighed(voice, case.stars()),
        difficulty=case.rng.randint(0, 3),
    )


def _acceptance(
    case: Case, actor: Any, status: AcceptanceStatus
) -> Acceptance:
    return Acceptance(
        id=case.new_id(), actor=actor, status=status, at=case.at()
    )


def _no_longer_sure(case: Case, first: Acceptance) -> Acceptance:
    """Return the client's "not yet", after they had said yes."""
    return Acceptance(
        id=case.new_id(),
        actor=first.actor,
        status=AcceptanceStatus.PENDING,
        at=first.at,
        replaces=first.id,
    )


def agrees_to_the_plan(case: Case) -> None:
    """Say yes to the plan as it stands, or not, or first not and then."""
    person = case.kin if case.kin and case.chance(0.4) else case.client
    first = _acceptance(case, person.actor, case.one(tuple(AcceptanceStatus)))
    case.add("acceptances", first)
    if case.chance(0.4):
        case.later(5, 20)
        case.add(
            "acceptances",
            Acceptance(
                id=case.new_id(),
                actor=person.actor,
                status=AcceptanceStatus.AGREE,
                at=case.at(),
                replaces=first.id,
            ),
        )


def agrees_on_support(case: Case, goal: Goal) -> None:
    """Agree on help: mostly it fades, and it may hold or rise again."""
    level = 2 if case.all_done_for else case.rng.randint(2, 4)
    for direction in case.rng.choices(_DIRECTIONS, k=case.one((0, 1, 1, 2))):
        case.add(
            "support_agreements",
            SupportAgreement(
                id=case.new_id(),
                goal_id=goal.id,
                level=SupportLevel(level),
                direction=direction,
                seeking=_sought(case),
                voice=_agreed(case),
                at=case.at(),
                review_on=None if case.varies(0.15) else case.in_days(60),
            ),
        )
        case.later(7, 25)
        move = 0 if case.varies(0.3) else _MOVES[direction]
        level = min(max(level + move, 0), 4)


def _sought(case: Case) -> tuple[Seeking, ...]:
    more = (Seeking.RESOURCES,) if case.varies(0.3) else ()
    return (*more, case.one(tuple(Seeking)[len(more) :]))


def _agreed(case: Case) -> Voice:
    """Return the client's voice, read back to them before it counts."""
    if case.as_it_comes:
        return case.says(confirmed_at=case.at(18))
    return case.says()


_DIRECTIONS: Final = (
    Direction.FADE,
    Direction.FADE,
    Direction.HOLD,
    Direction.MORE,
)
_MOVES: Final = {Direction.FADE: -1, Direction.HOLD: 0, Direction.MORE: 1}


def takes_steps(case: Case, goal: Goal) -> None:
    """Take the steps to *goal*, with less help from one to the next."""
    milestone = _milestone(case, goal)
    level = case.rng.randint(2, 4)
    theirs, done = (0.0, 0.0) if case.all_done_for else (0.75, 0.7)
    for text in case.theme.steps[: case.one((1, 1, 2, 4))]:
        planned = case.later(5, 18)
        mine = case.chance(theirs)
        case.add(
            "steps",
            Step(
                id=case.new_id(),
                goal_id=goal.id,
                milestone_id=milestone.id if case.chance(0.3) else None,
                words=text,
                voice=case.heard(),
                owner=case.client.actor if mine else case.worker.actor,
                support=SupportLevel(level) if mine else None,
                planned_on=planned,
                done_on=case.in_days(3) if case.chance(done) else None,
            ),
        )
        level = min(max(level + case.one((-1, -1, 0, 1)), 0), 4)


def _milestone(case: Case, goal: Goal) -> Milestone:
    there = case.chance(0.6) and not case.varies(0.25)
    reached = case.in_days(30) if there else None
    told = reached and case.chance(0.5)
    found = Milestone(
        id=case.new_id(),
        goal_id=goal.id,
        words=case.theme.milestone,
        voice=case.heard(),
        due_on=case.in_days(45),
        reached_on=reached,
        reached=case.says() if told else None,
    )
    if reached and not case.varies(0.25):
        _celebrates(case, found)
    return case.add("milestones", found)


def _celebrates(case: Case, milestone: Milestone) -> None:
    voice = case.writes()
    at = case.at() + timedelta(days=32)
    case.add(
        "acknowledgements",
        Acknowledgement(
            id=case.new_id(),
            about_id=milestone.id,
            words=case.one(words.PRAISE),
            voice=voice,
            at=at if case.chance(0.8) else None,
        ),
    )


def is_offered_resources(case: Case) -> None:
    """Be offered what there is, and say yes, no, or not yet."""
    for name, kind in case.rng.sample(
        case.theme.resources, case.one((0, 1, 1, 2))
    ):
        resource = Resource(
            id=case.new_id(),
            name=name,
            kind=kind,
            domain=case.theme.need_domain,
            languages=("en", case.language),
            contact="Ring, or walk in before noon",
            cost="Nothing" if case.chance(0.4) else None,
            eligibility=case.one(_ELIGIBLE),
            status=case.one((*ResourceStatus, *(ResourceStatus.ACTIVE,) * 6)),
            found=case.heard() if case.chance(0.4) else None,
            source=_directory(case) if case.chance(0.4) else None,
        )
        case.add("resources", resource)
        if not case.varies(0.3):
            _offers(case, resource)


_ELIGIBLE: Final = ("Anybody who lives in the town", None, None)


def _directory(case: Case) -> Source:
    number = case.rng.randrange(100_000)
    return Source(system="urn:example:directory", id=str(number))


def _offers(case: Case, resource: Resource) -> None:
    answer = case.one(tuple(OfferAnswer))
    accepted = answer is OfferAnswer.ACCEPTED
    offered = case.at(9)
    waits = answer is OfferAnswer.PENDING
    case.add(
        "offers",
        Offer(
            id=case.new_id(),
            resource_id=resource.id,
            voice=case.writes(),
            offered_at=offered,
            need_id=case.held("needs")[0].id,
            answer=answer,
            answered_at=None if waits else offered + timedelta(days=2),
            words=case.one(_OFFERED) if not waits else None,
            provider_answer=_provider(case) if accepted else None,
        ),
    )


def _provider(case: Case) -> ProviderAnswer:
    return case.one(tuple(ProviderAnswer))


_OFFERED: Final = ("Not while my mother is ill.", "I will look at it.", None)


def objects(case: Case) -> None:
    """Object to something; nobody else can erase it."""
    why, answer = case.one(words.OBJECTIONS)
    about = case.one(case.held("goals") + case.held("steps"))
    voice = case.says()
    case.add(
        "objections",
        Objection(
            id=case.new_id(),
            about_id=about.id,
            words=why,
            voice=voice,
            answer=answer,
            answered_at=case.at(18) if answer else None,
            answered_by=case.worker.actor if answer else None,
        ),
    )


def takes_a_copy(case: Case) -> None:
    """Take a copy home, or have it held where it is safe."""
    case.add(
        "copies_given",
        CopyGiven(
            id=case.new_id(),
            at=case.at(),
            to=case.client.actor,
            how=case.one((CopyHow.GIVEN, CopyHow.GIVEN, CopyHow.HELD)),
            channel=case.one((Channel.SHEET, Channel.WRITTEN)),
        ),
    )


def ends(case: Case) -> dict[str, Any]:
    """Come to an end, and say what one takes along."""
    case.later(20, 60)
    case.add(
        "endings",
        Ending(
            id=case.new_id(),
            words=case.one(words.ENDINGS),
            voice=case.says(),
            at=case.at(),
        ),
    )
    return {"closed_on": case.today}
