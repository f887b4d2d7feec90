"""A caseload that several look at, each at a part of it."""

from __future__ import annotations

import pickle

from datetime import date, datetime

import attrs
import pytest

from hypothesis import event, given
from hypothesis import strategies as st

from empowerkit.errors import AuthorityError, InvariantError
from empowerkit.model import Need, Worker
from empowerkit.practice import (
    Checks,
    Found,
    Parameters,
    Scope,
    Severity,
    _registry,
    check,
    check_many,
    rule,
    rules,
)
from empowerkit.testing.strategies import days, plans


AS_OF = date(2026, 6, 1)
CHECKS = st.sampled_from(
    [
        Checks(),
        Checks(profile="all"),
        Checks(profile="decision-aid"),
        Checks(select=["EMP108"]),
        Checks(ignore=["EMP108", "EMP2"]),
        Checks(parameters={"EMP108": {"least_words": 2}}),
    ]
)


def asked(checks):
    """Return what `check_many` is told to ask the same."""
    return attrs.asdict(checks, recurse=False)


def sent(value):
    """Return *value* as another process gets it."""
    return pickle.loads(pickle.dumps(value))


@st.composite
def parts(draw, count):
    """Draw a way to split so many plans: for each the part that it is in."""
    return draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))


class TestLaw:
    """However a caseload is split, it is the caseload."""

    @given(
        drawn=st.lists(plans(max_nouns=12), max_size=5),
        as_of=days(),
        checks=CHECKS,
        data=st.data(),
    )
    def test_the_parts_are_the_whole(
        self, as_of, checks, data, drawn, rules_of_docs
    ):
        """Whoever looks at which plan, in which order, and where."""
        same = rules_of_docs.examples()["EMP108"].found()
        caseload = [*drawn[:2], *same, *drawn[2:]]
        part_of = data.draw(parts(len(caseload)))
        looks = {}
        for part in sorted(set(part_of), reverse=True):
            there = sent(checks)
            for place, plan in enumerate(caseload):
                if part_of[place] == part:
                    looks[place] = sent(there.look(plan, as_of=as_of))

        together = checks.together([looks[n] for n in range(len(caseload))])

        whole = check_many(caseload, as_of=as_of, **asked(checks))
        assert whole == together
        assert whole == checks.together(iter([*map(looks.get, sorted(looks))]))
        if any(f.rule == "EMP108" for own in whole for f in own):
            event("found across")

    @given(drawn=st.lists(plans(max_nouns=12), max_size=3), as_of=days())
    def test_findings_may_be_dealt_with_at_once(
        self, as_of, drawn, rules_of_docs
    ):
        """What only all of them tell comes by itself then."""
        same = rules_of_docs.examples()["EMP108"].found()
        caseload = [*drawn, *same]
        checks = Checks()
        looks = [checks.look(plan, as_of=as_of) for plan in caseload]

        more = checks.together([one.without_findings() for one in looks])

        whole = check_many(caseload, as_of=as_of)
        assert [
            tuple(f for f in found if f.rule != "EMP108") for found in whole
        ] == [one.findings for one in looks]
        assert [
            tuple(f for f in found if f.rule == "EMP108") for found in whole
        ] == [*more]
        assert (1, 1) == (len(more[-1]), len(more[-2]))


class TestChecks:
    """Which rules are asked; a value."""

    def test_they_are_equal_by_what_they_ask(self):
        """Also where they come from another process."""
        checks = Checks(
            profile="all",
            select="EMP1",
            ignore=["EMP104"],
            parameters={"EMP108": {"least_words": 3}},
        )

        assert checks == sent(checks)
        assert hash(checks) == hash(sent(checks))
        assert ("EMP1",) == checks.select
        assert Parameters.of({"EMP108": {"least_words": 3}}) == (
            checks.parameters
        )

    @pytest.mark.parametrize(
        ("how", "broken"),
        [
            ({"profile": "hard"}, "profile-known"),
            ({"select": ["EMP9"]}, "rule-known"),
            ({"ignore": [""]}, "rule-known"),
            ({"parameters": {"EMP601": {"days": -1}}}, "parameter-value"),
        ],
    )
    def test_what_is_not_known_is_refused_at_once(self, how, broken):
        """Before anybody looks at a plan."""
        with pytest.raises(InvariantError) as caught:
            Checks(**how)

        assert broken == caught.value.rule

    def test_a_day_is_a_day(self, cast):
        """As for `check`; also where there is no plan."""
        noon = datetime(2026, 6, 1, 12)  # noqa: DTZ001 - it is refused
        with pytest.raises(InvariantError) as caught:
            Checks().look(cast.plan(), as_of=noon)
        with pytest.raises(InvariantError):
            check_many([], as_of=noon)

        assert "field-type" == caught.value.rule

    def test_strangers_see_nothing(self, cast):
        """Whoever is not on the plan is refused."""
        stranger = Worker(called="X").actor
        with pytest.raises(AuthorityError):
            Checks().look(cast.plan(), as_of=AS_OF, seen_by=stranger)

    def test_a_reader_is_told_what_they_may_read(self, rules_of_docs, cast):
        """As by `check`."""
        plan = rules_of_docs.examples()["EMP606"].found()
        checks = Checks(select=["EMP606"])

        for reader in (cast.HER, cast.SISTER):
            look = checks.look(plan, as_of=AS_OF, seen_by=reader)
            assert look.findings == check(
                plan, as_of=AS_OF, select=["EMP606"], seen_by=reader
            )


class TestLook:
    """What is handed on of one plan."""

    def test_words_are_there_only_where_a_rule_needs_them(self, rules_of_docs):
        """And are shown by nothing."""
        plan, _ = rules_of_docs.examples()["EMP108"].found()
        words = plan.needs[0].words.encode()

        heard = Checks().look(plan, as_of=AS_OF)
        unheard = Checks(ignore=["EMP108"]).look(plan, as_of=AS_OF)

        assert words in pickle.dumps(heard)
        assert words not in pickle.dumps(unheard)
        assert words.decode() not in repr(heard)

    def test_one_client_may_say_it_in_two_plans(self, cast):
        """What is counted are clients, wherever they said it."""
        words = "I want to hear the sea again before the winter"
        said = cast.says(cast.HER)
        looks = [
            Checks().look(
                cast.plan(needs=(Need(id=name, words=words, voice=said),)),
                as_of=AS_OF,
            )
            for name in ("one", "other")
        ]

        found = Checks().together(looks)

        assert [one.findings for one in looks] == [*found]

    def test_nobody_is_no_caseload(self):
        """Nothing is found in nothing."""
        assert () == Checks().together([])


@pytest.fixture
def breaking(monkeypatch, fresh_rules):
    """Let an agency's rule about a caseload break down, after one finding."""

    def breaks(said, clients):
        for one in said:
            yield Found(one, "So far so good.")
            raise KeyError(one.words)

    breaks.__doc__ = rules()["EMP108"].function.__doc__.partition(
        "    Parameters:"
    )[0]
    made = rule(
        code="ABC102",
        slug="breaks",
        severity=Severity.NOTICE,
        reads=(Need,),
        scope=Scope.CASELOAD,
    )(breaks)
    monkeypatch.setattr(_registry, "_brought_along", lambda: [("ours", made)])
    _registry.rules.cache_clear()
    return made


@pytest.mark.usefixtures("breaking")
def test_a_rule_about_a_caseload_may_break_too(rules_of_docs):
    """It says so of each plan, and what it had found stays."""
    caseload = rules_of_docs.examples()["EMP108"].found()

    found = check_many(caseload, as_of=AS_OF)

    assert [["EMP001", "EMP108", "ABC102"]] * 2 == [
        [finding.rule for finding in own] for own in found
    ]
    assert {"rule": "ABC102", "error": "KeyError"} == found[0][0].facts
    assert caseload[1].id == found[1][0].subject_id
    assert caseload[0].needs[0].words not in repr(found)
