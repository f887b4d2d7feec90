"""Our own words in a summary, by key; a host may replace any of them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from empowerkit._render import DAYS, WHO

from ._parts import Version


_CLIENT: Final = {
    # Days, names and quotes
    **DAYS,
    "on": " on {day}",
    "by": ", by {day}",
    "hoped-for": " (hoped for by {day})",
    "planned-for": " (planned for {day})",
    "from-day": " (from {day})",
    "with": " with {words}",
    "quote": "“{words}”",
    "not-here": "(not on this page)",
    "who-unknown": "somebody (not written down who)",
    "from": " (from {who})",
    "between": "; ",
    # The page
    "title": "Your progress so far",
    "as-of": "This is how things stood on {day}.",
    "reader": "",
    "closed": "Your plan ended on {day}.",
    "not-begun": "Your plan had not begun on that day.",
    "withheld": (
        "Some things in the plan are private. They are not on this page."
    ),
    # What went well
    "heading-went-well": "What went well",
    "went-well-nothing": "Nothing is written here yet. That is fine.",
    "went-well-reached": "You reached this{on}: {words}",
    "went-well-done-on-own": "You did this on your own{on}: {words}",
    "went-well-done": "You did this{on}: {words}",
    "went-well-done-for": "This was done for you{on}: {words}",
    "went-well-gained": "You gained this strength by {day}: {words}{said}",
    "went-well-noticed": "Noticed by {who}{on}: {words}",
    # Goals
    "heading-no-goals": "Your goals",
    "goals-nothing": "No goal is written here yet.",
    "heading-goal": "Your goal: {words}",
    "heading-goal-shared": "A goal you share: {words}",
    "heading-goal-mandated": "A goal that was set for you: {words}",
    "heading-no-goal": "Not part of one goal",
    "goal-mandated": "This goal was ordered. You did not set it.",
    "goal-from": "These words are from {who}.",
    "goal-target": "You want to be there by {day}.",
    "goal-target-mandated": "The day set for it is {day}.",
    "goal-proposed": "It is an idea so far. Nothing is agreed yet.",
    "goal-planned": "It is planned.",
    "goal-accepted": "It is agreed.",
    "goal-active": "You are on your way.",
    "goal-on-hold": "It is on hold.",
    "goal-completed": "You no longer work on it.",
    "goal-cancelled": "It was called off.",
    "goal-entered-in-error": "It was written down by mistake.",
    "goal-rejected": "It was turned down.",
    "goal-achievement": "",
    "achievement-in-progress": "in progress",
    "achievement-improving": "improving",
    "achievement-worsening": "worsening",
    "achievement-no-change": "no change",
    "achievement-achieved": "achieved",
    "achievement-sustaining": "sustaining",
    "achievement-not-achieved": "not achieved",
    "achievement-no-progress": "no progress",
    "achievement-not-attainable": "not attainable",
    # Milestones and steps
    "milestones": "Milestones reached: {n} of {of}",
    "milestones-nothing": "No milestone is written here yet.",
    "milestone-reached": "Reached{on}: {words}",
    "milestone-next": "Next: {words}{due}",
    "milestone-open": "Still open: {words}{due}",
    "steps": "Steps done: {n} of {of}",
    "step-done": "Done{by}{on}: {words}",
    "step-done-for": "Done for you{on}: {words}",
    "step-open": "To do{by}: {words}{due}",
    "step-by": " by {who}",
    "step-help": "",
    # Help
    "help-lead": "Help:",
    "help": "You agreed on this help{on}: {level}",
    "help-before": "Before that: {levels}",
    "help-fade": "You want less help as time goes on.",
    "help-hold": "You want the help to stay as it is.",
    "help-more": "You want more help.",
    "help-seeking": "The kind of help you want: {kinds}",
    "help-proposed": "An idea from {who}{on}: {level}",
    "help-proposal": "This is not agreed. It is up to you.",
    "help-on-own": "you do it on your own",
    "help-stand-by": "somebody is there in case you want them",
    "help-coach": "somebody talks you through it",
    "help-do-with": "you do it together with somebody",
    "help-do-for": "somebody does it for you",
    "seeking-resources": "finding out what there is",
    "seeking-motivation": "somebody to cheer you on",
    "seeking-understanding": "making sense of things",
    "seeking-skills": "learning how to do it",
    "seeking-advocacy": "somebody to speak up with you",
    # Ratings
    "ratings-lead": "How people see it:",
    "rating": "{ruler}, from {who}{on}: {value} (from {low} to {high}).",
    "rating-since": (
        "{ruler}, from {who}: {first} on {first_day}, and {last} on "
        "{last_day} (from {low} to {high})."
    ),
    "rating-more": "That is {n} more.",
    "rating-less": "That is {n} less.",
    "rating-same": "That is the same.",
    "rating-low-hoped-for": "On this one, a low number is hoped for.",
    "rating-not-answered": "Times with no answer: {n}.",
    "rating-prefers-not-to-say": "{ruler}: {who} would rather not say.",
    "rating-does-not-know": "{ruler}: {who} did not know.",
    "rating-not-asked": "{ruler}: not asked of {who} yet.",
    "rating-about": "{ruler} ({words})",
    "ruler-attainment": "How near the goal is",
    "ruler-confidence": "How sure it can be done",
    "ruler-importance": "How much it matters",
    "ruler-progress": "How it is going",
    "ruler-rapport": "How you two get on",
    "ruler-wellbeing": "How life is",
    "ruler-own": "Something else",
    "attainment": "Where this stands, from {who}{on}: {words}",
    "attainment-number": (
        "Where this stands, from {who}{on}: {level} (0 is as hoped)"
    ),
    "attainment-start": "Where it stood at the start: {words}",
    # Decisions
    "heading-decisions": "Your decisions",
    "choice": "You chose this{on}: {words}{reported}",
    "choice-taken-back": "You took your choice back{on}{reported}",
    "choice-reason": "What you said about it: {words}",
    "choice-times": (
        "You chose {n} times. The last choice counts, and you may change "
        "your mind again."
    ),
    "reported": " ({reported})",
    "decision-open": "This is open. You decide{by}.",
    "decision-withdrawn": "No choice stands.",
    "decision-by-others": "Others decided this.",
    "decision-past": "The day for this was {day}. No choice stands.",
    "decision-not-shown": (
        "Part of this is not on this page. So it cannot say how this stands."
    ),
    "proof-corroborated": (
        "There is a second person, or a paper, that backs this up."
    ),
    "proof-confirmed": "You confirmed this with your own login.",
    "proof-signed": "There is a signed note of this.",
    # What others decided
    "heading-others": "What others decided",
    "substitute": "Decided in your place by {who}{on}: {words}",
    "imposed": "Decided over your head by {who}{on}: {words}",
    "others-question": "It was about this: {words}",
    "others-reason": "What they said about it: {words}",
    "others-ended": "It ended on {day}.",
    "others-ends": "It ends on {day}.",
    "basis-legal": "The ground they gave: the law.",
    "basis-delegated": "You had asked them to decide.",
    "basis-court-order": "The ground they gave: a court order.",
    "basis-legal-duty": "The ground they gave: a duty by law.",
    "basis-imminent-risk": "The ground they gave: a danger close at hand.",
    "basis-agency-rule": "The ground they gave: a rule of the agency.",
    "view-answered": "What you say to it: {words}",
    "view-prefers-not-to-say": "You would rather not say what you think.",
    "view-does-not-know": "You did not know what to say to it.",
    "view-not-asked": "Nobody has asked you what you think of it.",
    "view-unknown": "What you think of it is not written down.",
    "contest": "What you can do about it: {words}",
    "contest-unknown": "What you can do about it is not written down.",
    # What is waiting
    "heading-waiting": "What is waiting",
    "waiting-question": "Asked by {who}{on}, with no answer yet: {words}",
    "waiting-objection": "A no from {who}{on}, with no answer yet: {words}",
    "waiting-objection-silent": (
        "A no from {who}{on}, without a reason, with no answer yet"
    ),
    "waiting-offer": "Offered to you{on}, for you to say yes or no: {words}",
    "waiting-offer-later": "Offered to you{on}, and you said later: {words}",
    "waiting-provider": "You said yes, and wait to hear back: {words}",
    "waiting-decision": "For you to decide{by}: {words}",
    "waiting-plan-review": "A look at the whole plan{due}",
    "waiting-review-asked-for": "A look at the plan, as you asked{on}",
    "waiting-support-review": "A look at how much help you want{about}{due}",
    "waiting-choice-review": "A look back at what you chose: {words}{due}",
    # Who did what
    "heading-who": "Who did what",
    "who-intro": "These are plain counts. None of them is good or bad.",
    "share-initiated": "Times you got in touch",
    "share-proposed": "Ideas and steps that came from you",
    "share-decided": "Choices that were yours",
    "share-did": "Steps you did",
    "share-rated": "Ratings you gave",
    "share": "{what}: {n} of {of}",
    "share-missing": "{what}: {n} of {of} (not known here: {missing})",
    "share-unknown": "{what}: not known",
    # An ending
    "heading-strengths": "What you take with you",
    "strengths-nothing": "Nothing is written here. You know what you take.",
    "strength": "{words}{said}",
    "ending": "What {who} said at the end{on}: {words}",
    "heading-ask": "Who you can ask",
    "ask-nothing": "Nobody is written here yet.",
    "ask-supporter": "{who}",
    "ask-supporter-related": "{who} ({relation})",
    "ask-resource": "{words}",
    "ask-resource-contact": "{words}: {contact}",
    "ask-status-inactive": " (not running now)",
    "ask-status-temporarily-closed": " (closed for now)",
    # Since the last time
    "since-title": "What has changed",
    "since-days": "From {then} to {now}.",
    "since-nothing": "Nothing new is written here. That is fine.",
    "heading-since-undone": "No longer on this page",
    "heading-since-help": "The help you want",
    "heading-since-ratings": "What was put in numbers",
    "since-reached-undone": "Was there as reached before: {words}",
    "since-done-undone": "Was there as done before: {words}",
    "since-help": (
        "Help you agreed on{about}: before, {before}; now, {after}."
    ),
    "help-none": "nothing written here",
}
_ENDING: Final = _CLIENT | {
    "title": "What you reached, and what you take with you",
    "heading-went-well": "What you reached",
    "went-well-nothing": (
        "Nothing is written here. You know how far you have come."
    ),
}
_RECORD: Final = _CLIENT | {
    "title": "Progress of {client}",
    "as-of": "As things stood on {day}.",
    "reader": "As {reader} may read it.",
    "closed": "The plan was closed on {day}.",
    "not-begun": "The plan had not been opened on that day.",
    "withheld": (
        "Something in the plan is private to others, and is not on this page."
    ),
    "went-well-nothing": "Nothing is on this page yet.",
    "went-well-reached": "Reached{on}: {words}{said}",
    "went-well-done-on-own": "Done by {client}{on}, on their own: {words}",
    "went-well-done": "Done by {client}{on}: {words}",
    "went-well-done-for": "Done for {client}{on}: {words}",
    "went-well-gained": "Strength gained by {day}: {words}{said}",
    "heading-no-goals": "Goals",
    "goals-nothing": "No goal is on this page.",
    "heading-goal": "Goal: {words}",
    "heading-goal-shared": "Shared goal: {words}",
    "heading-goal-mandated": "Mandated goal: {words}",
    "heading-no-goal": "Not tied to one goal",
    "goal-mandated": "This goal was ordered; {client} did not set it.",
    "goal-from": "In the words of {who}.",
    "goal-target": "To be reached by {day}.",
    "goal-proposed": "Proposed.",
    "goal-planned": "Planned.",
    "goal-accepted": "Accepted.",
    "goal-active": "Active.",
    "goal-on-hold": "On hold.",
    "goal-completed": "No longer sought.",
    "goal-cancelled": "Cancelled.",
    "goal-entered-in-error": "Entered in error.",
    "goal-rejected": "Rejected.",
    "goal-achievement": "Achievement as coded: {code}.",
    "milestones-nothing": "No milestone is on this page.",
    "milestone-reached": "Reached{on}: {words}{said}",
    "milestone-next": "Next: {words}{due}{said}",
    "milestone-open": "Still open: {words}{due}{said}",
    "step-done": "Done{by}{on}{help}: {words}",
    "step-done-for": "Done for {client}{on}: {words}",
    "step-open": "To do{by}{help}: {words}{due}",
    "step-help": " (help: {level})",
    "help": "Help agreed by {client}{on}: {level}",
    "help-fade": "{client} wants less help as time goes on.",
    "help-hold": "{client} wants the help to stay as it is.",
    "help-more": "{client} wants more help.",
    "help-seeking": "The kind of help {client} wants: {kinds}",
    "help-proposed": "Help proposed by {who}{on}: {level}",
    "help-proposal": "A proposal is no agreement.",
    "help-on-own": "on their own",
    "help-stand-by": "somebody standing by",
    "help-coach": "coached",
    "help-do-with": "done together",
    "help-do-for": "done for them",
    "seeking-resources": "resources",
    "seeking-motivation": "motivation",
    "seeking-understanding": "understanding",
    "seeking-skills": "skills",
    "seeking-advocacy": "advocacy",
    "ratings-lead": "Ratings:",
    "ruler-attainment": "Attainment",
    "ruler-confidence": "Confidence",
    "ruler-importance": "Importance",
    "ruler-progress": "Progress",
    "ruler-rapport": "Working relationship",
    "ruler-wellbeing": "Wellbeing",
    "heading-decisions": "Decisions",
    "choice": "Chosen by {client}{on}: {words}{reported}",
    "choice-taken-back": "Taken back by {client}{on}{reported}",
    "choice-reason": "Reason given by {client}: {words}",
    "choice-times": "Chosen {n} times; the last choice stands.",
    "decision-open": "Open; {client} decides{by}.",
    "decision-not-shown": (
        "Part of this decision is not on this page, so that its state "
        "cannot be told."
    ),
    "proof-corroborated": "Corroborated by a second entry or a document.",
    "proof-confirmed": "Confirmed with {client}'s own login.",
    "proof-signed": "Recorded as signed.",
    "heading-others": "Decided by others",
    "substitute": "Substitute decision by {who}{on}: {words}",
    "imposed": "Imposed by {who}{on}: {words}",
    "others-question": "In the place of {client}'s decision: {words}",
    "others-reason": "Reason given: {words}",
    "basis-legal": "Basis: the law.",
    "basis-delegated": "Basis: delegated by {client}.",
    "basis-court-order": "Basis: a court order.",
    "basis-legal-duty": "Basis: a legal duty.",
    "basis-imminent-risk": "Basis: imminent risk.",
    "basis-agency-rule": "Basis: a rule of the agency.",
    "view-answered": "What {client} says to it: {words}",
    "view-prefers-not-to-say": "{client} would rather not say.",
    "view-does-not-know": "{client} did not know what to say to it.",
    "view-not-asked": "{client} was not asked.",
    "view-unknown": "What {client} says to it is not recorded.",
    "contest": "How to contest it: {words}",
    "contest-unknown": "How to contest it is not recorded.",
    "waiting-question": "Question from {who}{on}, not answered: {words}",
    "waiting-objection": "Objection of {who}{on}, not answered: {words}",
    "waiting-objection-silent": (
        "Objection of {who}{on}, without a reason, not answered"
    ),
    "waiting-offer": "Offered{on}, no answer from {client} yet: {words}",
    "waiting-offer-later": "Offered{on}, {client} said later: {words}",
    "waiting-provider": "Accepted by {client}, no place yet: {words}",
    "waiting-decision": "For {client} to decide{by}: {words}",
    "waiting-plan-review": "Review of the plan{due}",
    "waiting-review-asked-for": "Review that {client} asked for{on}",
    "waiting-support-review": "Review of the help agreed{about}{due}",
    "waiting-choice-review": "Look back at the choice: {words}{due}",
    "who-intro": "Counts of what is recorded; none has a good direction.",
    "share-initiated": "Contacts sought by {client}",
    "share-proposed": "Options and steps proposed by {client}",
    "share-decided": "Decisions made by {client}",
    "share-did": "Steps done by {client}",
    "share-rated": "Ratings given by {client}",
    "share-missing": "{what}: {n} of {of} (not recorded, or not on this page: {missing})",
    "share-unknown": "{what}: not recorded, or not on this page",
    "since-nothing": "Nothing new is on this page.",
    "heading-since-help": "Help",
    "heading-since-ratings": "Ratings",
    "since-help": (
        "Help agreed by {client}{about}: before, {before}; now, {after}."
    ),
}

WORDS: Final = MappingProxyType(
    {
        Version.CLIENT: MappingProxyType(_CLIENT),
        Version.ENDING: MappingProxyType(_ENDING),
        Version.RECORD: MappingProxyType(_RECORD),
    }
)
"""
Our own sentences, by version and key.

Any of them can be replaced with ``words=``; a sentence may use the gaps that
ours has, and need not use all of them.
"""


def own_words(version: Version) -> dict[str, str]:
    """Return the sentences of *version*, those about people included."""
    return {**WHO, **WORDS[version]}
