"""What is decided in a made-up plan: how openly, by whom, and how often."""

from __future__ import annotations

import enum

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import attrs

from empowerkit.model import (
    AboutWhom,
    Answer,
    Attestation,
    Choice,
    Consideration,
    Decision,
    Evidence,
    EvidenceKind,
    Fit,
    Goal,
    Information,
    Level,
    Option,
    OptionKind,
    Side,
    SubstituteBasis,
    SubstituteDecision,
    Supporter,
    Voice,
    Worker,
)

from . import _case_words as words


if TYPE_CHECKING:
    from ._case import Case

_KINDS: Final = {
    OptionKind.AS_IS: "Leave it as it is",
    OptionKind.NOT_NOW: "Not now",
    OptionKind.ASK_SOMEONE: "Let my sister say",
}


class _How(enum.Enum):
    """How a decision comes about, and how little of it is written down."""

    OPENLY = enum.auto()
    ONE_WAY = enum.auto()
    BY_STAFF = enum.auto()
    UNWEIGHED = enum.auto()
    ONE_SIDED = enum.auto()
    UNEVENLY = enum.auto()
    ON_THE_SPOT = enum.auto()
    NOT_YET = enum.auto()


_HOW: Final = (*_How, _How.OPENLY, _How.ONE_WAY, _How.ON_THE_SPOT)
_SILENT: Final = (_How.UNWEIGHED, _How.ONE_SIDED)
_FROM_STAFF: Final = (*_SILENT, _How.BY_STAFF, _How.ON_THE_SPOT)


def decides(case: Case, goal: Goal) -> Decision:
    """Look at the ways there are, and choose one, or none yet."""
    how = case.one(_HOW) if case.varies(0.85) else _How.OPENLY
    options = _options(case, how)
    voice = case.says()
    weighed = _weighed(case, options, how)
    by_a_day = 1.0 if how is _How.NOT_YET else 0.5
    decision = Decision(
        id=case.new_id(),
        client=case.client.actor,
        domain=case.theme.about,
        words=case.theme.question,
        voice=voice,
        goal_id=goal.id,
        decide_by=case.in_days(40) if case.chance(by_a_day) else None,
        urgent_because=_URGENT if case.chance(0.05) else None,
        options=options,
        **weighed,
        choices=tuple(_CHOSEN.get(how, _choices)(case, options)),
    )
    return case.add("decisions", decision)


def _weighed(
    case: Case, options: tuple[Option, ...], how: _How
) -> dict[str, Any]:
    """Return what was said, matched and told before choosing, if it was."""
    said = tuple(_SAID.get(how, _considerations)(case, options))
    if how in _SILENT:
        return {"considerations": said}
    fits = tuple(_fits(case, options)) if case.chance(0.2) else ()
    told = (_information(case),) if case.chance(0.4) else ()
    return {"considerations": said, "fits": fits, "information": told}


_URGENT: Final = "The place is kept until Friday."


def _options(case: Case, how: _How) -> tuple[Option, ...]:
    ways = [(text, OptionKind.CHANGE) for text in case.theme.options[:2]]
    ways += [
        (text, kind) for kind, text in _KINDS.items() if case.chance(0.15)
    ]
    if how is _How.ONE_WAY:
        ways = ways[:1]
    elif how is _How.OPENLY and case.varies(0.3):
        ways.append(("Wait for the spring", OptionKind.NOT_NOW))
    from_staff, unevenly = how in _FROM_STAFF, how is _How.UNEVENLY
    return tuple(
        Option(
            id=case.new_id(),
            words=text,
            detail=words.DETAIL if unevenly and not place else None,
            kind=kind,
            voice=case.writes() if from_staff else case.heard(),
        )
        for place, (text, kind) in enumerate(ways)
    )


def _option(case: Case, text: str, kind: OptionKind) -> Option:
    return Option(id=case.new_id(), words=text, kind=kind, voice=case.heard())


def _considerations(case: Case, options: tuple[Option, ...]) -> Any:
    theme = case.theme
    sides = {
        Side.FOR: theme.speaks_for,
        Side.AGAINST: theme.speaks_against,
    }
    for side, texts in sides.items():
        for text in texts[: case.one((0, 0, 1, 2))]:
            yield Consideration(
                id=case.new_id(),
                option_id=case.one(options).id,
                side=Side.UNSURE if case.chance(0.15) else side,
                words=text,
                voice=(voice := case.heard()),
                importance=case.weighed(
                    voice, case.stars() if case.chance(0.3) else None
                ),
                about=case.one((*AboutWhom, None)),
            )


def _nothing(_: Case, __: tuple[Option, ...]) -> tuple[()]:
    return ()


def _one_sided(case: Case, options: tuple[Option, ...]) -> Any:
    """Yield what staff say: this speaks for one way, that against others."""
    one, *others = options
    said = [(one, Side.FOR, text) for text in case.theme.speaks_for[:2]]
    said.append((others[0], Side.AGAINST, case.theme.speaks_against[0]))
    for option, side, text in said:
        yield Consideration(
            id=case.new_id(),
            option_id=option.id,
            side=side,
            words=text,
            voice=case.writes(),
        )


_SAID: Final[dict[_How, Any]] = {
    _How.UNWEIGHED: _nothing,
    _How.ONE_SIDED: _one_sided,
    _How.ON_THE_SPOT: _nothing,
    _How.NOT_YET: _nothing,
}


def _fits(case: Case, options: tuple[Option, ...]) -> Any:
    matters = case.held("what_matters")[0]
    for option in options[:2]:
        yield Fit(
            id=case.new_id(),
            option_id=option.id,
            what_matters_id=matters.id,
            level=case.rng.randint(-2, 2),
            voice=case.says(),
        )


def _information(case: Case) -> Information:
    return Information(
        id=case.new_id(),
        words=case.theme.told,
        given_at=case.at(),
        given_by=case.worker.actor,
        understood=case.answer("That I need not hurry."),
    )


def _choices(case: Case, options: tuple[Option, ...]) -> Any:
    """Yield what was chosen: nothing yet, once, or again and again."""
    if case.chance(0.15):
        return
    yield _choice(case, case.one(options).id, case.one(words.REASONS))
    if case.chance(0.25):
        yield _choice(case, None, case.one(words.SECOND_THOUGHTS))
        if case.chance(0.6):
            yield _choice(case, case.one(options).id, None)


def _plainly(case: Case, options: tuple[Option, ...]) -> Any:
    """Yield a choice, with no reason written down."""
    yield _choice(case, case.one(options).id, None)


def _on_the_spot(case: Case, options: tuple[Option, ...]) -> Any:
    """Yield a choice that was said minutes after the option was."""
    option = options[0]
    said = (option.voice.said_at or case.at()) + timedelta(minutes=5)
    voice = case.says(said_at=said, recorded_at=None)
    yield attrs.evolve(
        _choice(case, option.id, None), decided_at=said, voice=voice
    )


_CHOSEN: Final[dict[_How, Any]] = {
    _How.UNWEIGHED: _plainly,
    _How.ONE_SIDED: _plainly,
    _How.ON_THE_SPOT: _on_the_spot,
    _How.NOT_YET: _nothing,
}


def _choice(case: Case, option_id: Any, why: str | None) -> Choice:
    case.later(2, 12)
    voice, at = case.says(), case.at(18)
    looked_back = case.chance(0.3)
    return Choice(
        id=case.new_id(),
        option_id=option_id,
        author=case.client.actor,
        consulted=_consulted(case),
        words=why,
        decided_at=at,
        voice=voice,
        attestation=_attestation(case, voice) if case.chance(0.4) else None,
        review_on=case.in_days(30) if case.chance(0.5) else None,
        followed_up_at=at + timedelta(days=21) if looked_back else None,
    )


def _consulted(case: Case) -> tuple[Any, ...]:
    return (case.kin.actor,) if case.kin and case.chance(0.3) else ()


def _attestation(case: Case, voice: Voice) -> Attestation:
    level = case.one(tuple(Level))
    if level is Level.REPORTED:
        return Attestation()
    return Attestation(level=level, evidence=(_evidence(case, level, voice),))


def _evidence(case: Case, level: Level, voice: Voice) -> Evidence:
    own, at = case.client.actor, case.at()
    if level is Level.CONFIRMED:
        return Evidence(kind=EvidenceKind.LOGIN, by=own, at=at)
    if level is Level.SIGNED:
        mark = f"{case.rng.getrandbits(128):032x}"
        kind = EvidenceKind.SIGNATURE
        return Evidence(kind=kind, by=own, at=at, signature=mark)
    other = _witness(case, voice)
    if other and case.chance(0.5):
        return Evidence(kind=EvidenceKind.ENTRY, by=other.actor, at=at)
    digest = f"{case.rng.getrandbits(256):064x}"
    return Evidence(kind=EvidenceKind.DOCUMENT, digest=digest)


def _witness(case: Case, voice: Voice) -> Worker | Supporter | None:
    """Return who else can say that they heard it."""
    if not case.as_it_comes:
        return case.kin
    return case.colleague if voice.recorder == case.worker.actor else None


def lets_somebody_decide(case: Case) -> None:
    """Ask somebody close to decide, and look at what they say."""
    if not case.kin:
        return
    text = _KINDS[OptionKind.ASK_SOMEONE]
    way = _option(case, text, OptionKind.ASK_SOMEONE)
    asked = _choice(case, way.id, None)
    other = _option(case, case.theme.options[2], OptionKind.CHANGE)
    decision = Decision(
        id=case.new_id(),
        client=case.client.actor,
        words=case.theme.question,
        voice=case.says(),
        options=(other, way),
        choices=(asked,),
    )
    case.add("decisions", decision)
    _stands_in(case, decision, case.kin.actor, asked)


def has_a_proxy_decide(case: Case, decision: Decision) -> None:
    """Have a proxy decide what the law lets them decide."""
    if case.proxy:
        _stands_in(case, decision, case.proxy.actor, None)


def _stands_in(
    case: Case, decision: Decision, decider: Any, asked: Choice | None
) -> None:
    case.later(3, 10)
    basis = SubstituteBasis.LEGAL if asked is None else _DELEGATED
    revoked = case.chance(0.2)
    decided = case.at(9)
    case.add(
        "substitute_decisions",
        SubstituteDecision(
            id=case.new_id(),
            decision_id=decision.id,
            option_id=decision.options[0].id,
            decider=decider,
            basis=basis,
            delegated_by=None if asked is None else asked.id,
            voice=_told(case, decider),
            client_view=_view(case),
            decided_at=decided,
            revoked_at=decided + timedelta(days=14) if revoked else None,
        ),
    )


def _told(case: Case, decider: Any) -> Voice:
    """Return who decided, in the hand of a worker who does not judge it."""
    voice = case.writes(decider)
    if case.as_it_comes:
        return attrs.evolve(voice, recorder=case.worker.actor)
    return voice


def _view(case: Case) -> Answer | None:
    """Return what the client says to it, if anybody asked."""
    if case.varies(0.3):
        return None
    return case.answer("I can live with it.")


_DELEGATED: Final = SubstituteBasis.DELEGATED
