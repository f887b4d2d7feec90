"""What the pages of pros and cons say; a host may replace any of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from empowerkit._render import DAYS, WHO, Words


# Our own words name neither "option" nor "preference": both terms were found
# to be barriers for clients.
OWN: Final = {
    "quoted": "{words} ({whose})",
    "quoted-stars": "{words} ({whose}; {stars} from {who})",
    "balanced": "{quoted} [balanced]",
    "stars": "{low} of 5 stars",
    "stars-range": "{low} to {high} of 5 stars",
    "stars-not-said": "not said",
    "chose": "What {who} chose on {day}: {chosen}",
    "chose-reported": "What {who} chose on {day}, {reported}: {chosen}",
    "chose-unseen": "something that is not shown here",
    "withheld": (
        "Some of what was said is kept between others, and is not shown here."
    ),
    "no-ways": "No way stands here yet.",
    "side-by-side": "What speaks for each way, and what against it",
    "head-side": "What was said",
    "side-for": "For",
    "side-against": "Against",
    "side-unsure": "Not sure which",
    "detail": "What it is",
    "proposed": "Put forward by",
    "nothing-yet": "nothing here yet",
    "balance-title": "What balances",
    "balance": "These balance, as said by {who}: {pros} / {cons}",
    "told-title": "What was told to {who}",
    "told": "{words} ({by})",
    "told-understood": "{words} ({by}); what it means to {who}: {answer}",
    "must-haves": "Must-haves and deal-breakers, way by way",
    "head-matters": "What matters",
    "holds-yes": "yes",
    "holds-no": "no",
    "holds-unknown": "not known",
    "deal-breaker-yes": "keeps clear of it",
    "deal-breaker-no": "runs into it",
    "deal-breaker-unknown": "not known",
    "find-out-title": "What there is to find out",
    "gap-nothing-said": (
        "{way}: nothing stands here for it or against it yet."
    ),
    "gap-nothing-for": "{way}: what speaks for it?",
    "gap-nothing-against": "{way}: what speaks against it?",
    "gap-less-said": (
        "{way}: less than half as much stands here of it as of another."
    ),
    "gap-unsure": "{way}: which side is this on? {words}",
    "gap-empty-cell": "{way}: how does it fit this? {matters}",
    "gap-two-answers": "{way}: two answers stand on this. {matters}",
    "gap-not-understood": "What does this mean for {who}? {words}",
    "matrix": "How each way fits what matters, as said by {who}",
    "no-matters": "Nothing that matters stands in this table yet.",
    "fit--2": "not at all",
    "fit--1": "rather not",
    "fit-0": "in between",
    "fit-1": "rather well",
    "fit-2": "very well",
    "clear--2": "runs right into it",
    "clear--1": "rather runs into it",
    "clear-0": "in between",
    "clear-1": "rather clear of it",
    "clear-2": "well clear of it",
    "cell-for": "for: {quoted}",
    "cell-against": "against: {quoted}",
    "cell-unsure": "not sure: {quoted}",
    "kind-wish": "{words}",
    "kind-must-have": "{words} (must-have)",
    "kind-deal-breaker": "{words} (deal-breaker)",
    "left-out-title": "Not in this table",
    "left-out-said": "Said, but tied to none of these: {way}: {quoted}",
    "left-out-matters": "This matters too: {matters}",
    "weighing": "The figures that {who} gave, put together",
    "weighing-asked": (
        "This was put together because {who} asked for it. It shows what "
        "follows from these figures, and decides nothing."
    ),
    "head-stars": "Stars",
    "sum": "Sum",
    "range": "{low} to {high}",
    "level": "{level}",
    "or": "{one} or {other}",
    "sum-stars": "all together",
    "level-sums": "These sums are level: {ways}",
    "assumptions-title": "What these sums take for granted",
    "assume-stars": (
        "Each thing counts as many stars as {who} gave it; a sum is stars "
        "times fit (-2 to +2), added up over all that matters here."
    ),
    "assume-makes-up": (
        "A poor fit on one thing can be made up for by a good fit on another."
    ),
    "assume-steps": "The steps of both scales are equally far apart.",
    "assume-must-haves": (
        "A must-have counts no more than its stars: read the must-haves "
        "beside the sums."
    ),
    "assume-cells": (
        "Where nobody said how it fits, anything from -2 to +2 may stand: "
        "hence a range."
    ),
    "assume-answers": (
        "Where two answers stand, anything from one to the other may hold: "
        "hence a range."
    ),
    "assume-weights": (
        "Where no stars were given, anything from 0 to 5 may hold: hence a "
        "range."
    ),
    "assume-star-ranges": (
        "Where a range of stars was given, anything inside it may hold: "
        "hence a range."
    ),
    "assume-left-out": "What is not in the table is not in the sums.",
    "assume-reader": "What {reader} may not read is not in the sums.",
    "no-figures": (
        "No stars from {who} stand here, so there is nothing to add up; "
        "nothing was put in their place."
    ),
    "two-title": "Two at a time: {a} / {b}",
    "two-nothing": "There is nothing yet to set them side by side on.",
    "two-same": '"{a}" and "{b}" fit equally well on everything here.',
    "two-at-least": '"{a}" fits at least as well as "{b}" on everything here.',
    "two-worse": '"{a}" fits less well than "{b}" on: {matters}',
    "two-unknown": "How they compare is not known yet on: {matters}",
    "order-of-ranks": "The order that {who} gave: {order}",
    "order-of-stars": "The order of the stars that {who} gave: {order}",
    "order-then": "{before}; then {after}",
    "order-tie": "{one}, and level with it {other}",
    "order-outside": "In no order: {matters}",
    "order-level": (
        "Whatever weights keep to the order that {who} gave, "
        '"{a}" and "{b}" are level.'
    ),
    "order-holds": (
        "Whatever weights keep to the order that {who} gave, "
        '"{a}" comes out at least level with "{b}"'
    ),
    "order-not": (
        "The order that {who} gave does not settle it: some weights that "
        'keep to it give "{a}" the higher sum, and others "{b}"'
    ),
    "order-open": (
        "Whether the order that {who} gave settles it between "
        '"{a}" and "{b}" is not known yet.'
    ),
    "order-none": "No order was given, so none is used.",
    "tip-no-figures": "Without stars there is no weight to shift.",
    "tip-open": (
        'What would make "{a}" and "{b}" level cannot be said before this is '
        "known: {matters}"
    ),
    "tip-level": 'As it stands, "{a}" and "{b}" are level.',
    "tip-shift": (
        '"{a}" and "{b}" would be level if {part} of what "{giver}" counts '
        'went to "{taker}"'
    ),
    "tip-no-shift": (
        'No single shift of weight would make "{a}" and "{b}" level.'
    ),
    "tip-cell": (
        '"{a}" and "{b}" would be level if "{way}" stood at {level}, and not '
        'at {was}, on "{matters}"'
    ),
    "tip-no-cell": (
        "No single fit, changed within its scale, would make "
        '"{a}" and "{b}" level.'
    ),
}


_ALL: Final = {**WHO, **DAYS, **OWN}


def words_from(given: Mapping[str, str] | None) -> Words:
    """Return our words, with those that the host gave in their place."""
    return Words(_ALL, given)
