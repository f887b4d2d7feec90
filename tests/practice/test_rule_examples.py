"""Each shipped rule against its two examples."""

from __future__ import annotations

import pytest

from empowerkit.plan import Plan
from empowerkit.practice import Scope, check, check_many, rules
from empowerkit.practice._run import ask
from empowerkit.testing.rules import prove_on


CODES = [code for code in rules() if code != "EMP001"]


def several(plan):
    """Return the plans of an example, one or many."""
    return (plan,) if isinstance(plan, Plan) else plan


def test_every_rule_has_its_examples(examples):
    """No rule is without an example, and no example without a rule."""
    assert set(CODES) == set(examples)


@pytest.mark.parametrize("code", CODES)
class TestExamples:
    """The smallest plan that a rule is about, and the nearest that it is not."""

    def test_it_is_found(self, code, examples, rules_of_docs):
        """The rule finds something in the first."""
        plans = several(examples[code].found())
        found = ask(rules()[code], *plans, as_of=rules_of_docs.AS_OF)

        assert {code} == {finding.rule for finding in found}

    def test_it_is_quiet(self, code, examples, rules_of_docs):
        """The rule finds nothing in the second."""
        plans = several(examples[code].quiet())

        assert () == ask(rules()[code], *plans, as_of=rules_of_docs.AS_OF)

    def test_the_promises_hold(self, code, examples, rules_of_docs):
        """In both, the rule reads what it says, and repeats nobody's words."""
        example, as_of = examples[code], rules_of_docs.AS_OF
        for plan in (*several(example.found()), *several(example.quiet())):
            prove_on(rules()[code], plan, as_of=as_of)

    def test_it_is_found_among_all(self, code, examples, rules_of_docs):
        """The finding comes among all others, or another stands for it."""
        plans = several(examples[code].found())
        found = {
            finding.rule
            for own in check_many(
                plans, as_of=rules_of_docs.AS_OF, profile="all"
            )
            for finding in own
        }
        absorbing = {r.code for r in rules().values() if code in r.absorbs}

        assert {code, *absorbing} & found

    def test_one_at_a_time(self, code, examples, rules_of_docs):
        """Selecting the rule asks it alone."""
        plans = several(examples[code].found())
        found = check(plans[0], as_of=rules_of_docs.AS_OF, select=[code])
        wanted = rules()[code].scope is Scope.PLAN

        assert wanted == bool(found)
        assert all(finding.rule == code for finding in found)
