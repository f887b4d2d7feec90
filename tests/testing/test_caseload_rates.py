"""The made-up caseload as practice checks, and researchers, see it."""

from __future__ import annotations

import re

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import attrs
import pytest

from empowerkit.model import Role, Ruler
from empowerkit.practice import check_many, rules
from empowerkit.testing import _case_words as words
from empowerkit.testing import caseload


SEEDS = (1, 2, 3)
SIZE = 500
DAY = date(2026, 12, 31)
CORE, ALL = "core", "all"
PAGE = Path(__file__).parents[2] / "docs" / "howto" / "test-your-code.md"
ROW = re.compile(r"\| \[(EMP\d+)\]\(\S+\) [\w-]+ \| (core|all) \| (\d+) \|")
# A rule that reads nothing speaks of other rules, when one breaks down.
ABOUT_PLANS = {code: made for code, made in rules().items() if made.reads}


@pytest.fixture(scope="module")
def plans():
    """Return a caseload for each seed."""
    return {seed: list(caseload.plans(SIZE, seed=seed)) for seed in SEEDS}


@pytest.fixture(scope="module")
def found(plans):
    """Return the codes found in each plan, by seed and by profile."""
    return {
        (seed, profile): [
            {finding.rule for finding in findings}
            for findings in check_many(held, as_of=DAY, profile=profile)
        ]
        for seed, held in plans.items()
        for profile in (CORE, ALL)
    }


def _shares(found):
    """Return in which share of plans each rule finds something."""
    times = Counter(code for codes in found for code in codes)
    return {code: times[code] / len(found) for code in rules()}


def _is_core(code):
    return CORE in rules()[code].profiles


@pytest.mark.parametrize("seed", SEEDS)
def test_each_core_rule_speaks_of_some_and_not_of_most(found, seed):
    """Each rule of the profile `core` is over 2 %, and under 60 %, of plans."""
    shares = _shares(found[seed, CORE])

    beside = {
        f"{code} {made.slug}": f"{shares[code]:.1%} of plans"
        for code, made in ABOUT_PLANS.items()
        if _is_core(code) and not 0.02 < shares[code] < 0.6
    }
    assert {} == beside


@pytest.mark.parametrize("seed", SEEDS)
def test_no_rule_breaks_down(found, seed):
    """What speaks of rules, and not of plans, has nothing to say."""
    shares = _shares(found[seed, ALL])

    assert {0} == {shares[code] for code in {*rules()} - {*ABOUT_PLANS}}


def _mean(found, profile):
    shares = [_shares(found[seed, profile]) for seed in SEEDS]
    return {
        code: sum(s[code] for s in shares) / len(shares) for code in rules()
    }


def test_the_page_says_how_often(found):
    """The page names each rule of ours, with a rate that is about right."""
    said = {
        code: (profile, int(rate))
        for code, profile, rate in ROW.findall(PAGE.read_text("utf-8"))
    }
    means = {profile: _mean(found, profile) for profile in (CORE, ALL)}

    wrong = {}
    for code in ABOUT_PLANS:
        profile = CORE if _is_core(code) else ALL
        rate = 100 * means[profile][code]
        named, told = said.get(code, (None, -100))
        if named != profile or abs(told - rate) > 3:
            wrong[code] = f"{profile}: about {rate:.0f} of 100 plans"
    assert {} == wrong, f"say so in the table of {PAGE.name}"
    assert {*said} <= {*ABOUT_PLANS}


def _unnamed(plan):
    """Return *plan* without what would tell one person from another."""
    client = attrs.evolve(plan.client, called="-", pronouns=None)
    workers = tuple(
        attrs.evolve(one, called="-", title=None, organisation=None)
        for one in plan.workers
    )
    return attrs.evolve(plan, client=client, workers=workers)


NAMES = {tag: names[::-1] for tag, names in words.NAMES.items()}
OTHERS = {
    "the client": ("NAMES", NAMES),
    "the client's pronouns": ("PRONOUNS", words.PRONOUNS[::-1]),
    "the worker": ("WORKERS", words.WORKERS[::-1]),
    "the worker's title": ("TITLES", words.TITLES[::-1]),
    "the worker's agency": ("AGENCIES", words.AGENCIES[::-1]),
}


@pytest.mark.parametrize(("name", "others"), OTHERS.values(), ids=OTHERS)
def test_makes_no_difference_who_it_is(monkeypatch, plans, name, others):
    """With other people in them, the same happens in all plans."""
    before = plans[1][:60]

    monkeypatch.setattr(words, name, others)
    after = list(caseload.plans(60, seed=1))

    assert before != after
    assert [*map(_unnamed, before)] == [*map(_unnamed, after)]


def _lines(plans, ruler):
    """Return what was rated on *ruler*, again and again, in order of time."""
    lines = defaultdict(list)
    for plan in plans:
        for rating in plan.ratings:
            if rating.ruler is ruler and rating.value is not None:
                lines[rating.about_id, rating.rater.role].append(rating)
    for line in lines.values():
        line.sort(key=lambda rating: rating.at)
    return {key: line for key, line in lines.items() if len(line) > 1}


def test_confidence_is_rated_again(plans):
    """Confidence is rated again and again, and goes up, down, and neither."""
    lines = _lines(plans[1], Ruler.CONFIDENCE).values()

    moves = Counter(
        (last.value > first.value) - (last.value < first.value)
        for first, last in ((line[0], line[-1]) for line in lines)
    )
    assert len(lines) > SIZE / 4
    assert {-1, 0, 1} == {*moves}


@pytest.mark.parametrize("ruler", [Ruler.ATTAINMENT, Ruler.PROGRESS])
def test_both_rate_the_same_goal(plans, ruler):
    """Client and worker rate one goal on one ruler, before and after."""
    lines = _lines(plans[1], ruler)

    rated = {about for about, _ in lines}
    both = [
        about
        for about in rated
        if {(about, Role.CLIENT), (about, Role.WORKER)} <= {*lines}
    ]
    assert len(both) > SIZE / 50
    assert all(
        before.at <= after.at
        for line in lines.values()
        for before, after in pairwise(line)
    )


def test_attainment_is_rated_where_there_is_a_scale(plans):
    """What both rate from -2 to +2 is a goal with five levels."""
    scaled = {goal.id for p in plans[1] for goal in p.goals if goal.scale}
    lines = _lines(plans[1], Ruler.ATTAINMENT)

    assert {about for about, role in lines if role is Role.WORKER} <= scaled


def test_typical_is_well_kept():
    """The typical plan has none of what lags in a caseload."""
    plan = caseload.typical()

    assert {Role.CLIENT} >= {rating.rater.role for rating in plan.ratings}
    assert 1 == len(plan.goals) == len(plan.decisions)
