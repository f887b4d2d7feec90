"""What a summary is made of, beside its goals: plain values."""

from __future__ import annotations

import enum

from datetime import date, datetime

import attrs

from empowerkit.model import (
    Acknowledgement,
    Actor,
    Answer,
    Choice,
    ImposedBasis,
    Strength,
    SubstituteBasis,
    Voice,
)

from ._goal_parts import MilestoneProgress, Share, StepProgress


class Version(enum.StrEnum):
    """
    For whom, and for when, a summary is written.

    `CLIENT` speaks to the client as "you", in plain words.
    `RECORD` names people and dates.
    `ENDING` is for the client at an ending: what was reached, what they
    take along, who can be asked.
    """

    CLIENT = "client"
    RECORD = "record"
    ENDING = "ending"


@attrs.frozen(kw_only=True)
class WentWell:
    """
    What a summary opens with.

    Attributes:
        milestones: Those reached, the earliest first.
        steps: Those that were the client's and were done, with whatever
            help, the earliest first.
        strengths: Those gained on the way, the earliest first.
        acknowledgements: What was noticed and said, the earliest first.
    """

    milestones: tuple[MilestoneProgress, ...]
    steps: tuple[StepProgress, ...]
    strengths: tuple[Strength, ...]
    acknowledgements: tuple[Acknowledgement, ...]


class DecisionState(enum.StrEnum):
    """
    How a decision of the client's stands.

    `NOT_SHOWN` where part of the decision is not for the reader, or not
    held: whether a choice stands cannot be told from what there is.
    `BY_OTHERS` where no choice stands, and what others decided does.
    `PAST` where no choice stands, and the day by which to decide is over.
    Neither of the two waits for the client.
    """

    OPEN = "open"
    CHOSEN = "chosen"
    TAKEN_BACK = "taken-back"
    NOT_SHOWN = "not-shown"
    BY_OTHERS = "by-others"
    PAST = "past"


@attrs.frozen(kw_only=True)
class DecisionProgress:
    """
    A decision that is the client's, and how it stands.

    Attributes:
        id: The decision's id.
        words: The question.
        decide_by: The day after which it is no longer open.
        state: How it stands.
        choice: The choice that stands, or that took the earlier one back.
            Whoever shows one whose level is reported says who reported it.
        option: The words of what was chosen; `None` where nothing is, or
            they are not held.
        times_chosen: How often the client chose: changing one's mind is
            normal.
    """

    id: str
    words: str = attrs.field(repr=False)
    decide_by: date | None
    state: DecisionState
    choice: Choice | None
    option: str | None = attrs.field(repr=False)
    times_chosen: int


class DecidedHow(enum.StrEnum):
    """In which way others decided: in the client's place, or over them."""

    SUBSTITUTE = "substitute"
    IMPOSED = "imposed"


@attrs.frozen(kw_only=True)
class DecidedByOthers:
    """
    What others decided: a noun of its own, and never the client's choice.

    Attributes:
        id: The id of the substitute or imposed decision.
        how: In the client's place, or over their head.
        by: Who decided.
        basis: What they rest it on.
        question: The words of the client's decision, where it takes the
            place of one.
        words: What was imposed; or the reasons of a substitute.
        option: The words of what was decided in the client's place.
        at: When.
        ended_on: The day on which it ended, or is to end.
        client_view: What the client says to it, or that they were not
            asked.
        how_to_contest: How they can contest it.
    """

    id: str
    how: DecidedHow
    by: Actor
    basis: SubstituteBasis | ImposedBasis
    question: str | None = attrs.field(repr=False)
    words: str | None = attrs.field(repr=False)
    option: str | None = attrs.field(repr=False)
    at: datetime
    ended_on: date | None
    client_view: Answer | None
    how_to_contest: str | None = attrs.field(repr=False)


class WaitingFor(enum.StrEnum):
    """What is waiting, and for whom."""

    QUESTION = "question"
    OBJECTION = "objection"
    OFFER = "offer"
    OFFER_LATER = "offer-later"
    PROVIDER = "provider"
    DECISION = "decision"
    PLAN_REVIEW = "plan-review"
    REVIEW_ASKED_FOR = "review-asked-for"
    SUPPORT_REVIEW = "support-review"
    CHOICE_REVIEW = "choice-review"


@attrs.frozen(kw_only=True)
class Waiting:
    """
    Something that waits for an answer, or for a look back.

    Attributes:
        id: What is waiting.
        what: What kind of thing.
        words: Its words; `None` where it has none.
        voice: Who asked, objected or offered.
        at: Since when.
        due_on: The day that was set for it.
    """

    id: str
    what: WaitingFor
    words: str | None = attrs.field(repr=False)
    voice: Voice | None
    at: datetime | None
    due_on: date | None


@attrs.frozen(kw_only=True)
class WhoDidWhat:
    """
    The client's part in what was done; a fact about practice, not people.

    None of the shares has a good direction of its own.

    Attributes:
        initiated_share: Contacts that the client sought, of all contacts.
        proposed_share: Options and steps that the client proposed, alone or
            together with others, of all options and steps.
        decided_share: Choices of the client that stand, of these and of
            what others decided.
        did_share: Steps that the client did, of all steps done; one that
            was done for them is not among these.
        rated_share: Ratings that the client gave, of all ratings answered.
    """

    initiated_share: Share
    proposed_share: Share
    decided_share: Share
    did_share: Share
    rated_share: Share
