"""Rules about how a choice came about, and none about what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from empowerkit.model import (
    Asked,
    Choice,
    Consideration,
    Decision,
    Fit,
    Information,
    Option,
    OptionKind,
    Side,
    Topic,
    Withdrawal,
)

from ._findings import Found, Severity
from ._rule import CORE, DECISION_AID, rule
from ._view import (
    DecisionView,
    PlanView,
    is_clients,
    is_of_their_people,
    is_staffs,
)


_BOTH: Final = (CORE, DECISION_AID)
_CHANGE: Final = OptionKind.CHANGE
_STAYING: Final = (OptionKind.AS_IS, OptionKind.NOT_NOW)
_WEIGHED: Final = (Decision, Option, Choice, Consideration, Information, Fit)
_ENOUGH: Final = 2


def _chosen_in_time(view: PlanView) -> Iterator[tuple[DecisionView, Choice]]:
    """
    Yield decisions with a standing choice that did not have to be hurried.

    A decision of which a part is absent is left out: nobody can tell what
    is missing in it.
    """
    for decided in view.decision_views:
        choice = decided.choice
        if choice is not None and not decided.urgent and not decided.partial:
            yield decided, choice


@rule(
    code="EMP201",
    slug="one-option",
    severity=Severity.CONCERN,
    reads=(Decision, Option, Choice),
    profiles=_BOTH,
    absorbs=("EMP202", "EMP203", "EMP205", "EMP208"),
)
def one_option(view: PlanView) -> Iterator[Found]:
    """
    Point out a choice among fewer than two options.

    Looks at:
        Decisions in which a choice stands, and not even two options were on
        the table, those withdrawn later included.  Staying as it is and
        waiting are options.

    Why:
        One option is an answer handed over.  A choice begins with two.

    Try:
        Ask what else there is, and whether staying as it is, or waiting,
        would be a way; and write those down too.

    Set aside when:
        There truly was one way, and the client saw that for themselves.

    Source:
        P9; 42 CFR 441.301(c)(1)(vii); Observer OPTION-5, item 1.
    """
    for decided, choice in _chosen_in_time(view):
        count = len(decided.considered)
        if count < _ENOUGH:
            yield Found(
                decided.decision,
                "A choice was made here, and one option is written down.",
                also=(choice.id,),
                facts={"choice": choice.id, "options": str(count)},
            )


@rule(
    code="EMP202",
    slug="no-way-to-stay",
    severity=Severity.NOTICE,
    reads=(Decision, Option, Choice, Withdrawal),
    profiles=_BOTH,
)
def no_way_to_stay(view: PlanView) -> Iterator[Found]:
    """
    Point out a choice in which staying, or waiting, was not an option.

    Looks at:
        Decisions in which a choice stands, with no option of the kind
        `as-is` or `not-now`; one that was withdrawn counts where its
        withdrawal says why.

    Why:
        Doing nothing is nearly always possible, and people weigh better
        when they can see what it would mean.

    Try:
        Put "as it is now" or "not yet" beside the others, and talk about
        what would follow from it.

    Set aside when:
        Staying is not possible, and the client knows why.

    Source:
        P9; Mental Capacity Act 2005, s3(4); IPDAS, options.
    """
    for decided, choice in _chosen_in_time(view):
        if not any(_stays(view, o) for o in decided.considered):
            yield Found(
                decided.decision,
                "Neither staying as it is nor waiting is among the options "
                "of this choice.",
                facts={"choice": choice.id},
            )


def _stays(view: PlanView, option: Option) -> bool:
    if option.kind not in _STAYING:
        return False
    taken = [w for w in view.plan.withdrawals if w.subject_id == option.id]
    return not taken or any(w.words for w in taken)


@rule(
    code="EMP203",
    slug="nothing-weighed",
    severity=Severity.CONCERN,
    reads=(*_WEIGHED, Asked),
    profiles=_BOTH,
    absorbs=("EMP204", "EMP205", "EMP206"),
)
def nothing_weighed(view: PlanView) -> Iterator[Found]:
    """
    Point out a choice around which nothing was weighed.

    Looks at:
        Decisions in which a choice stands, and there is nothing that speaks
        for or against, no information, no fit, no reason, and no option in
        the client's voice.  Whoever was asked for reasons and declined was
        asked.

    Why:
        People stand by what they have thought through.  Nobody owes
        reasons; but somebody should have asked.

    Try:
        Ask what spoke for it and what against it, say that they need not
        answer, and write down what they say.

    Set aside when:
        The client had thought it through before, and does not want to say
        more.

    Source:
        P10; Observer OPTION-5; IPDAS, values.
    """
    if Topic.REASONS in view.asked_about:
        return
    for decided, choice in _chosen_in_time(view):
        if not (
            decided.considerations
            or decided.information
            or decided.fits
            or choice.words
            or any(is_clients(o.voice) for o in decided.considered)
        ):
            yield Found(
                decided.decision,
                "A choice was made here, and nothing is written down of "
                "what the client knew, thought or said about it.",
                facts={"choice": choice.id},
            )


@rule(
    code="EMP204",
    slug="uneven-detail",
    severity=Severity.NOTICE,
    reads=(Decision, Option, Choice, Consideration),
    profiles=_BOTH,
)
def uneven_detail(
    view: PlanView,
    *,
    times: int = 4,
    least_letters: int = 200,
    least_said: int = 3,
) -> Iterator[Found]:
    """
    Point out options that are not put evenly.

    Looks at:
        Decisions in which a choice stands.  Among the changes that are
        open, whether one is described at far greater length than another;
        and among what staff said, whether all that speaks for anything
        speaks for one option, and all that speaks against anything speaks
        against others.  What the client and their people say is never held
        against the balance.

    Why:
        An option with a page of its own and one with a line are not offered
        alike.

    Try:
        Say as much of each option, and look with the client for what speaks
        against the one that everybody likes.

    Set aside when:
        There is no more to say of the other.

    Source:
        P10; IPDAS, balance.

    Parameters:
        times: How many times longer counts as far longer.
        least_letters: How long the longer one must be, in letters.
        least_said: How many things staff must have said.
    """
    for decided, choice in _chosen_in_time(view):
        how = _lengths_apart(decided, times, least_letters) or _one_sided(
            decided, least_said
        )
        if how:
            yield Found(
                decided.decision,
                _UNEVEN[how],
                facts={"choice": choice.id, "how": how},
            )


_UNEVEN: Final = {
    "detail": (
        "One option here is described at far greater length than another."
    ),
    "sides": (
        "Staff spoke for one option only here, and only against others."
    ),
}


def _lengths_apart(decided: DecisionView, times: int, least: int) -> str:
    lengths = [
        len(option.detail or "")
        for option in decided.options
        if option.kind is _CHANGE
    ]
    if len(lengths) < _ENOUGH:
        return ""
    longest = max(lengths)
    far = longest >= least and longest >= times * min(lengths)
    return "detail" if far else ""


def _one_sided(decided: DecisionView, least: int) -> str:
    said = [c for c in decided.considerations if is_staffs(c.voice)]
    if len(said) < least:
        return ""
    for_it = {c.option_id for c in said if c.side is Side.FOR}
    against = {c.option_id for c in said if c.side is Side.AGAINST}
    slanted = len(for_it) == 1 and against and not (for_it & against)
    return "sides" if slanted else ""


@rule(
    code="EMP205",
    slug="not-informed-first",
    severity=Severity.NOTICE,
    reads=(Decision, Option, Choice, Information),
    profiles=_BOTH,
)
def not_informed_first(view: PlanView) -> Iterator[Found]:
    """
    Point out a choice before which no information was given.

    Looks at:
        Decisions in which a choice stands, with no information that was
        given before it.  Information without a time counts as before.

    Why:
        To choose is to know first.  What people are told afterwards is
        news, and no help in choosing.

    Try:
        Tell the client what there is to know about each option, ask what
        they make of it, and ask whether they want to look at the choice
        again.

    Set aside when:
        The client knew the options better than anybody.

    Source:
        P11; 42 CFR 441.301(c)(1)(ii); NASW Code of Ethics 1.03.
    """
    for decided, choice in _chosen_in_time(view):
        if not any(
            told.given_at is None or told.given_at <= choice.decided_at
            for told in decided.information
        ):
            yield Found(
                decided.decision,
                "No information is written down that the client had before "
                "this choice.",
                facts={"choice": choice.id},
            )


@rule(
    code="EMP206",
    slug="only-staff-spoke",
    severity=Severity.CONCERN,
    reads=(Decision, Option, Choice, Consideration, Fit, Asked),
    profiles=_BOTH,
)
def only_staff_spoke(view: PlanView) -> Iterator[Found]:
    """
    Point out a choice in which the client's side was not heard.

    Looks at:
        Decisions in which a choice stands, where things speak for and
        against, and none of them, no fit and no reason is in the voice of
        the client or their people.  Whoever was asked for reasons and
        declined was asked.

    Why:
        What counts is what it means in the client's own life, and nobody
        else can say that.

    Try:
        Ask the client, and those whom they want heard, what speaks for each
        option and what against it.

    Set aside when:
        The client listened, and wants their own thoughts left unwritten.

    Source:
        P10, P12; Observer OPTION-5, item 4.
    """
    if Topic.REASONS in view.asked_about:
        return
    for decided, choice in _chosen_in_time(view):
        said = decided.considerations
        if not said or decided.fits or choice.words:
            continue
        if not any(is_of_their_people(c.voice) for c in said):
            yield Found(
                decided.decision,
                "What speaks for and against is written down here, and none "
                "of it in the voice of the client or their people.",
                also=tuple(c.id for c in said),
                facts={"choice": choice.id, "said": str(len(said))},
            )
