"""Asking rules of a plan, and of many."""

from __future__ import annotations

import pickle

from collections import Counter
from datetime import date, datetime, timedelta

import attrs
import pytest

from empowerkit import Need, Strength, Voice
from empowerkit.errors import AuthorityError, InvariantError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Contact,
    ImposedBasis,
    ImposedDecision,
    Outcome,
    Rating,
    Ruler,
    SetAside,
    Withdrawal,
    Wording,
    Worker,
)
from empowerkit.practice import (
    Found,
    Parameters,
    Severity,
    _registry,
    _view,
    check,
    check_many,
    rule,
    rules,
)
from empowerkit.practice import _run as running
from empowerkit.testing import caseload


AS_OF = date(2026, 6, 1)


def codes(findings):
    """Return the codes of *findings*."""
    return [finding.rule for finding in findings]


def guessed(cast, **fields):
    """Return a plan with a need that nobody said."""
    need = Need(id="need", words="Somewhere quiet", voice=Voice())
    return cast.plan(needs=(need,), **fields)


def aside(by, until=AS_OF, **fields):
    """Return that the guess is set aside."""
    base = {"rule": "EMP101", "subject_id": "need", "reason": "Not now."}
    return SetAside(id="aside", by=by, until=until, **(base | fields))


class TestWhatIsAsked:
    """The profile says which rules are asked; select and ignore say more."""

    def test_the_core_leaves_out_what_is_off(self, cast):
        """What is off in the core is on in all."""
        plan = cast.plan()

        assert "EMP604" not in codes(check(plan, as_of=AS_OF))
        assert "EMP604" in codes(check(plan, as_of=AS_OF, profile="all"))

    def test_all_takes_the_wider_values(self, cast):
        """In the profile all the client is asked about culture too."""
        (finding,) = check(
            cast.plan(), as_of=AS_OF, profile="all", ignore=_but("EMP106")
        )

        assert "culture" in finding.facts["topics"]

    def test_a_value_of_ones_own_goes_before(self, cast):
        """Parameters beat what the profile says."""
        (finding,) = check(
            cast.plan(),
            as_of=AS_OF,
            profile="all",
            ignore=_but("EMP106"),
            parameters={"EMP106": {"topics": ["culture"]}},
        )

        assert finding.facts == {"topics": "culture"}

    def test_decision_aid_looks_at_decisions(self, cast):
        """The profile decision-aid asks how a choice came about."""
        found = check(cast.plan(), as_of=AS_OF, profile="decision-aid")

        assert codes(found) == ["EMP302"]

    def test_select_takes_from_all(self, cast):
        """A code, or its beginning, selects rules of any profile."""
        found = check(cast.plan(), as_of=AS_OF, select=["EMP6"])

        assert codes(found) == ["EMP601", "EMP604"]

    def test_one_code_by_itself(self, cast):
        """A single code is one code, and not its letters."""
        found = check(cast.plan(), as_of=AS_OF, select="EMP601", ignore="EMP2")

        assert codes(found) == ["EMP601"]

    def test_ignore_takes_away(self, cast):
        """What is ignored is not asked."""
        found = check(
            cast.plan(), as_of=AS_OF, select=["EMP6"], ignore=["EMP604"]
        )

        assert codes(found) == ["EMP601"]

    @pytest.mark.parametrize("code", ["EMP9", "emp101", "", "EMP1011"])
    def test_a_code_that_is_none(self, cast, code):
        """A code that selects nothing is refused, so that a typo shows."""
        for how in ("select", "ignore"):
            with pytest.raises(InvariantError) as caught:
                check(cast.plan(), as_of=AS_OF, **{how: [code]})

            assert caught.value.rule == "rule-known"
            assert caught.value.path == f"$.{how}"

    def test_a_profile_that_is_none(self, cast):
        """A profile must be known."""
        with pytest.raises(InvariantError, match="all, core, decision-aid"):
            check(cast.plan(), as_of=AS_OF, profile="hard")

    def test_a_day_is_a_day(self, cast):
        """A datetime is no day: in which zone would it be?"""
        noon = datetime(2026, 6, 1, 12)  # noqa: DTZ001 - it is refused
        for ask in (check, lambda p, as_of: check_many([p], as_of=as_of)):
            with pytest.raises(InvariantError) as caught:
                ask(cast.plan(), as_of=noon)

            assert caught.value.rule == "field-type"

    def test_by_code(self, cast):
        """Findings come in the order of the codes."""
        found = codes(check(guessed(cast), as_of=AS_OF, profile="all"))

        assert len(found) > 3
        assert found == sorted(found)


def _but(code):
    return [other for other in rules() if other != code]


class TestParameters:
    """Values are checked, and then fixed."""

    def test_a_value_is_used(self, cast):
        """A threshold of one's own decides."""
        contact = Contact(
            at=cast.at(5, 20), outcome=Outcome.HELD, voice=Voice()
        )
        plan = cast.plan(contacts=(contact,))
        ours = Parameters.of({"EMP601": {"days": 7}})

        for values in (ours, {"EMP601": {"days": 7}}):
            (found,) = check(
                plan, as_of=AS_OF, select=["EMP601"], parameters=values
            )
            assert found.facts["agreed_days"] == "7"
        assert check(plan, as_of=AS_OF, select=["EMP601"]) == ()

    @pytest.mark.parametrize(
        ("values", "rule"),
        [
            ({"EMP999": {"days": 1}}, "rule-known"),
            ({"EMP999": {}}, "rule-known"),
            ({"EMP601": {"weeks": 1}}, "parameter-known"),
            ({"EMP101": {"days": 1}}, "parameter-known"),
            ({"EMP601": {"days": -1}}, "parameter-value"),
            ({"EMP601": {"days": True}}, "parameter-value"),
            ({"EMP601": {"days": 1.5}}, "parameter-value"),
            ({"EMP704": {"ruler_share": 1.1}}, "parameter-value"),
            ({"EMP704": {"ruler_share": "0.3"}}, "parameter-value"),
            ({"EMP107": {"reported_by": "everybody"}}, "parameter-value"),
            ({"EMP106": {"topics": ["weather"]}}, "parameter-value"),
            ({"EMP106": {"topics": []}}, "parameter-value"),
            ({"EMP106": {"topics": "culture"}}, "parameter-value"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, values, rule):
        """Each value must be of the parameter's kind."""
        with pytest.raises(InvariantError) as caught:
            Parameters.of(values)

        assert caught.value.rule == rule

    def test_what_fits_takes_the_form_of_the_default(self):
        """Text from a settings file becomes the code it names."""
        held = Parameters.of(
            {
                "EMP106": {"topics": ["culture", "copy"]},
                "EMP107": {"reported_by": "anybody"},
                "EMP704": {"ruler_share": 1},
            }
        )

        assert held.of_rule("EMP106")["topics"] == ("culture", "copy")
        assert held.of_rule("EMP107")["reported_by"].name == "ANYBODY"
        assert held.of_rule("EMP704")["ruler_share"] == 1.0
        assert held.of_rule("EMP101") == {}

    def test_they_are_values(self):
        """They can be compared, kept in a set, and sent to a process."""
        held = Parameters.of({"EMP106": {"topics": ["culture"]}})

        assert {pickle.loads(pickle.dumps(held))} == {held}


class TestSetAside:
    """What is set aside has a reason and an end, and shows all the same."""

    def test_it_is_marked(self, cast):
        """The finding comes, with what was said about it."""
        plan = guessed(cast, set_aside=(aside(cast.WORKER),))
        (finding,) = check(plan, as_of=AS_OF, select=["EMP101"])

        assert not finding.is_open
        assert not finding.set_aside_by_client
        assert finding.to_dict()["set_aside"] == {
            "reason": "Not now.",
            "by": "joan",
            "role": "worker",
            "until": "2026-06-01",
            "by_client": False,
        }

    def test_the_clients_own_is_marked_as_theirs(self, cast):
        """What the client sets aside is the client's word."""
        plan = guessed(cast, set_aside=(aside(cast.HER),))
        (finding,) = check(plan, as_of=AS_OF, select=["EMP101"])

        assert finding.set_aside_by_client
        assert finding.to_dict()["set_aside"]["by_client"] is True

    @pytest.mark.parametrize(
        "how",
        [
            {"until": date(2026, 5, 31)},
            {"rule": "EMP102"},
            {"subject_id": "amina"},
            {"reason": " "},
        ],
        ids=["past its end", "another rule", "another noun", "no reason"],
    )
    def test_it_holds_for_what_it_says(self, cast, how):
        """It has an end, a rule, a noun and a reason."""
        plan = guessed(cast, set_aside=(aside(cast.HER, **how),))
        (finding,) = check(plan, as_of=AS_OF, select=["EMP101"])

        assert finding.is_open
        assert "set_aside" not in finding.to_dict()

    def test_what_is_about_a_choice(self, rules_of_docs):
        """Whose choice it is sets aside what is found about it."""
        plan = rules_of_docs.examples()["EMP207"].found()
        day = plan.decisions[0].choices[0].decided_at + timedelta(days=40)
        (finding,) = check(plan, as_of=day.date(), select=["EMP207"])
        held = SetAside(
            rule=finding.rule,
            subject_id=finding.subject_id,
            reason="It is done.",
            by=plan.client.actor,
            until=day.date(),
        )

        plan = plan.add(held, by=plan.client.actor, at=day)

        (finding,) = check(plan, as_of=day.date(), select=["EMP207"])
        assert finding.set_aside == held

    def test_it_can_be_taken_back(self, cast):
        """What was set aside is open again once that is withdrawn."""
        back = Withdrawal(subject_id="aside", by=cast.HER, at=cast.at(5, 1))
        plan = guessed(cast, set_aside=(aside(cast.HER),), withdrawals=(back,))
        (finding,) = check(plan, as_of=AS_OF, select=["EMP101"])

        assert finding.is_open

    def test_the_whole_plan(self, cast):
        """A finding about the whole is set aside under the plan's id."""
        held = aside(cast.HER, rule="EMP301", subject_id="plan")
        plan = cast.plan(set_aside=(held,))
        (finding,) = check(plan, as_of=AS_OF, select=["EMP301"])

        assert not finding.is_open


class TestAbsorbing:
    """A bare thing gets one finding."""

    def test_one_stands_for_others(self, cast):
        """Where nothing was weighed, nothing else is said about it."""
        options = (cast.flat(), cast.stay(voice=cast.says(cast.WORKER)))
        decision = cast.home(options=options, choices=(cast.chose(),))
        plan = cast.plan(decisions=(decision,))

        assert "EMP205" in codes(check(plan, as_of=AS_OF, select=["EMP205"]))
        assert codes(
            check(plan, as_of=AS_OF, select=["EMP203", "EMP205"])
        ) == ["EMP203"]

    def test_each_for_its_own_noun(self, cast, rules_of_docs):
        """A finding about one noun leaves those about others alone."""
        example = rules_of_docs.examples()["EMP505"].found()
        listed = rules_of_docs.examples()["EMP506"].found()
        plan = attrs.evolve(example, offers=(*example.offers, *listed.offers))
        found = check(
            plan, as_of=date(2026, 8, 1), select=["EMP505", "EMP506"]
        )

        assert codes(found) == ["EMP505", "EMP506"]
        assert found[0].subject_id == example.offers[0].id


class TestClosedPlans:
    """Of a plan that is closed, few things are still worth a word."""

    def test_what_is_over_is_over(self, cast):
        """Nobody is told to work on a goal of a plan that has ended."""
        plan = guessed(cast, closed_on=date(2026, 5, 1))

        assert codes(check(plan, as_of=AS_OF, profile="all")) == [
            "EMP802",
            "EMP804",
        ]

    def test_rights_do_not_end(self, cast):
        """What was imposed in silence is still worth telling."""
        imposed = ImposedDecision(
            actor=cast.WORKER,
            basis=ImposedBasis.AGENCY_RULE,
            words="Out by ten",
            voice=Voice(),
            at=cast.at(4, 1),
        )
        plan = cast.plan(
            closed_on=date(2026, 5, 1), imposed_decisions=(imposed,)
        )

        assert "EMP507" in codes(check(plan, as_of=AS_OF))

    def test_before_its_last_day_it_is_open(self, cast):
        """A plan that closes later is open now."""
        plan = guessed(cast, closed_on=date(2026, 7, 1))

        assert "EMP101" in codes(check(plan, as_of=AS_OF))


class TestSeenBy:
    """A reader is told of what they may read, and of nothing else."""

    @pytest.fixture
    def private(self, cast):
        """Return a plan with a strength and a need for Amina alone."""
        hers = cast.says(cast.HER, private_to=(cast.HER,))
        guess = attrs.evolve(hers, speaker=cast.SISTER)
        return cast.plan(
            strengths=(Strength(words="I wait", voice=hers),),
            needs=(
                Need(id="hidden", words="Away", voice=guess),
                Need(id="shown", words="Quiet", voice=cast.says(cast.SISTER)),
            ),
        )

    def test_what_is_hidden_is_not_told(self, cast, private):
        """The paths are those of the document that they see."""
        mine = check(private, as_of=AS_OF, select=["EMP101"])
        seen = check(
            private, as_of=AS_OF, select=["EMP101"], seen_by=cast.WORKER
        )

        assert [f.path for f in mine] == ["/needs/0/voice", "/needs/1/voice"]
        assert [(f.subject_id, f.path) for f in seen] == [
            ("shown", "/needs/0/voice")
        ]

    def test_what_is_withheld_is_not_missing(self, cast, private):
        """No rule says that nothing is there where it is withheld."""
        seen = codes(check(private, as_of=AS_OF, seen_by=cast.WORKER))

        assert "EMP301" not in seen
        assert "EMP302" in seen

    def test_a_view_that_was_sent_on(self, cast, private):
        """In a plan that came withheld, nobody can tell what is missing."""
        sent = private.as_seen_by(cast.WORKER)
        found = codes(check(sent, as_of=AS_OF))

        assert "EMP302" not in found
        assert "EMP101" in found

    def test_what_is_absent_otherwise_is_no_veil(self, cast):
        """What was not supplied hides nothing."""
        gone = Absent(id="gone", reason=AbsentReason.NOT_SUPPLIED)
        found = codes(check(cast.plan(absent=(gone,)), as_of=AS_OF))

        assert "EMP301" in found

    def test_nested_nouns_are_withheld_too(self, cast):
        """A choice that is withheld is not asked for."""
        hers = cast.says(cast.HER, cast.at(5, 4), private_to=(cast.HER,))
        decision = cast.home(
            options=(cast.flat(),),
            choices=(cast.chose(voice=hers),),
            decide_by=date(2026, 5, 10),
        )
        plan = cast.plan(decisions=(decision,))
        found = codes(check(plan, as_of=AS_OF, seen_by=cast.WORKER))

        assert [code for code in found if code.startswith("EMP2")] == []

    def test_no_one_watches_the_watcher(self, cast, rules_of_docs):
        """Who is always there is told to those who may help, and not to them."""
        plan = rules_of_docs.examples()["EMP606"].found()

        for reader, told in (
            (None, 1),
            (cast.HER, 1),
            (cast.WORKER, 1),
            (cast.SISTER, 0),
        ):
            found = check(plan, as_of=AS_OF, select=["EMP606"], seen_by=reader)
            assert told == len(found)

    def test_a_private_rating_is_not_told(self, cast):
        """What the client rates in private does not reach the worker."""
        ratings = tuple(
            Rating(
                about_id="joan",
                ruler=Ruler.CONFIDENCE,
                value=value,
                rater=cast.HER,
                at=cast.at(5, value),
                voice=cast.says(cast.HER),
            )
            for value in (9, 1)
        )
        plan = cast.plan(ratings=ratings[::-1])
        select = {"as_of": AS_OF, "select": ["EMP704"]}

        assert check(plan, **select, seen_by=cast.WORKER) == ()
        assert check(plan, **select) == ()

    def test_strangers_see_nothing(self, cast):
        """Whoever is not on the plan is refused."""
        with pytest.raises(AuthorityError):
            check(cast.plan(), as_of=AS_OF, seen_by=Worker(called="X").actor)


@pytest.fixture
def breaking(monkeypatch, fresh_rules):
    """Let an agency's rule break down, after one finding."""

    def breaks(view):
        yield Found(view.plan, "So far so good.")
        raise KeyError(view.plan.client.called)

    breaks.__doc__ = _registry.shipped()[0].function.__doc__
    made = rule(
        code="ABC101",
        slug="breaks",
        severity=Severity.NOTICE,
        reads=(Need,),
    )(breaks)
    brought = [("ours", made)]
    monkeypatch.setattr(_registry, "_brought_along", lambda: brought)
    return made


class TestFailing:
    """A rule that breaks is told, by its name and the kind of error."""

    def test_the_others_are_asked(self, cast, breaking):
        """One finding says so, what it had found stays, and the run goes on."""
        found = check(guessed(cast), as_of=AS_OF)
        own = [f for f in found if f.rule in {"ABC101", "EMP001"}]

        assert codes(own) == ["EMP001", "ABC101"]
        assert own[0].facts == {"rule": "ABC101", "error": "KeyError"}
        assert own[0].severity is Severity.SERIOUS
        assert "EMP101" in codes(found)

    def test_nobodys_words_are_told(self, cast, breaking):
        """The text of the error may hold a name, and is left out."""
        found = check(guessed(cast), as_of=AS_OF)

        assert "Amina" not in repr(found)

    def test_it_can_be_ignored_by_its_own_code(self, cast, breaking):
        """Whoever knows of it can leave the rule out."""
        found = check(guessed(cast), as_of=AS_OF, ignore=["ABC"])

        assert "EMP001" not in codes(found)

    def test_it_finds_nothing_by_itself(self, cast):
        """The rule that tells of failures reads no plan."""
        assert running.ask(rules()["EMP001"], cast.plan(), as_of=AS_OF) == ()

    def test_to_prove_a_rule_it_raises(self, cast, breaking):
        """Asked by itself, a rule raises what it raises."""
        with pytest.raises(KeyError):
            running.ask(breaking, guessed(cast), as_of=AS_OF)


class TestMany:
    """A caseload is checked plan by plan, and then across."""

    def test_as_one_by_one(self):
        """What is found in each plan does not depend on the others."""
        plans = list(caseload.plans(12, seed=3))
        many = check_many(iter(plans), as_of=AS_OF, ignore=["EMP108"])

        assert many == tuple(check(plan, as_of=AS_OF) for plan in plans)

    def test_across(self, rules_of_docs):
        """The same words in two plans are found in both."""
        plans = rules_of_docs.examples()["EMP108"].found()
        many = check_many(plans, as_of=AS_OF)

        assert [codes(own) for own in many] == [["EMP108"], ["EMP108"]]
        assert many[0][0].path == "/needs/0"
        assert many[0][0].facts == {"other_clients": "1"}

    def test_agencies_come_after_ours(self, rules_of_docs, breaking):
        """With a caseload too, findings come in the order of the rules."""
        plans = rules_of_docs.examples()["EMP108"].found()
        many = check_many(plans, as_of=AS_OF)

        assert [codes(own) for own in many] == [
            ["EMP001", "EMP108", "ABC101"]
        ] * 2

    def test_only_a_clients_very_words(self, rules_of_docs):
        """Others' words, and other wordings, may well be the same."""
        plans = rules_of_docs.examples()["EMP108"].found()
        for change in (
            {"speaker": None},
            {"wording": Wording.PARAPHRASE},
        ):
            other = [
                attrs.evolve(
                    plan,
                    needs=tuple(
                        attrs.evolve(
                            need, voice=attrs.evolve(need.voice, **change)
                        )
                        for need in plan.needs
                    ),
                )
                for plan in plans
            ]
            found = check_many(other, as_of=AS_OF, select=["EMP108"])

            assert found == ((), ())

    @pytest.mark.parametrize(("least", "count"), [(9, 1), (10, 0)])
    def test_as_many_words_as_one_says(self, rules_of_docs, least, count):
        """A short sentence is nobody's own."""
        plans = rules_of_docs.examples()["EMP108"].found()
        found = check_many(
            plans,
            as_of=AS_OF,
            parameters={"EMP108": {"least_words": least}},
        )

        assert [len(own) for own in found] == [count, count]

    def test_one_client_may_say_it_twice(self, rules_of_docs):
        """Two plans of one client are no two clients."""
        plan, _ = rules_of_docs.examples()["EMP108"].found()
        (one, two) = check_many([plan, plan], as_of=AS_OF)

        assert one == two == ()

    def test_a_reader_for_each(self, cast):
        """Each plan is read as somebody on it may read it."""
        hers = cast.says(cast.SISTER, private_to=(cast.SISTER,))
        plan = cast.plan(needs=(Need(words="Away", voice=hers),))
        (found,) = check_many(
            [plan],
            as_of=AS_OF,
            select=["EMP101"],
            seen_by=lambda held: held.workers[0].actor,
        )

        assert found == ()

    def test_it_can_be_set_aside(self, rules_of_docs):
        """What a caseload tells can be set aside in a plan."""
        one, other = rules_of_docs.examples()["EMP108"].found()
        held = SetAside(
            rule="EMP108",
            subject_id=one.needs[0].id,
            reason="They said it together.",
            by=one.client.actor,
            until=AS_OF,
        )
        plans = (attrs.evolve(one, set_aside=(held,)), other)
        (mine,), (theirs,) = check_many(plans, as_of=AS_OF)

        assert (mine.is_open, theirs.is_open) == (False, True)

    def test_nothing_is_counted_by_worker(self):
        """No finding of a caseload names a worker it would be about."""
        plans = list(caseload.plans(40, seed=5))
        workers = {worker.id for plan in plans for worker in plan.workers}
        subjects = Counter(
            finding.subject_id
            for own in check_many(plans, as_of=AS_OF, profile="all")
            for finding in own
        )

        assert workers.isdisjoint(subjects)


class TestPlansOfManyNouns:
    """Where a noun stands is told soon, however many stand before it."""

    def test_a_plan_is_read_once_for_all_of_a_kind(self, cast, monkeypatch):
        """And not again for each noun about which there is something to say."""
        read, listed = [], _view._listed

        def counted(plan, kind):
            read.append(kind)
            return listed(plan, kind)

        monkeypatch.setattr(_view, "_listed", counted)
        needs = tuple(
            Need(id=f"need-{number}", words="Quiet", voice=Voice())
            for number in range(300)
        )

        found = check(cast.plan(needs=needs), as_of=AS_OF, select=["EMP101"])

        assert "/needs/299/voice" == found[-1].path
        assert [Need] == read
