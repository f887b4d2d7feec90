"""
Every rule, over generated values.

What is valid is accepted, and each breach put into it by a change is refused
under its own rule.
"""

from __future__ import annotations

import string

from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from empowerkit.errors import InvariantError
from empowerkit.model import (
    Acceptance,
    AcceptanceStatus,
    Acknowledgement,
    Actor,
    Attestation,
    Channel,
    Choice,
    Decision,
    Evidence,
    EvidenceKind,
    Goal,
    Level,
    Milestone,
    Need,
    OptionKind,
    Role,
    SubstituteBasis,
    Voice,
    WhatMattersKind,
    Withdrawal,
)
from empowerkit.model._record import (
    Use,
    own_problems,
    shape,
    walk,
)
from empowerkit.plan import Plan
from empowerkit.testing import strategies as made


SECOND = timedelta(seconds=1)
NOT_HER = [role for role in Role if role is not Role.CLIENT]
PEOPLE_ONLY = [role for role in NOT_HER if role is not Role.SOFTWARE]
STAFF = [Role.WORKER, Role.ORGANISATION]
OTHERS = made.actors(roles=NOT_HER)
SOMEBODY = made.actors(roles=PEOPLE_ONLY)
TOOLS = made.actors(roles=[Role.SOFTWARE])
FRESH = "fresh-id-of-a-test"
# Each example of these looks at every field of a record.
FEW = settings(max_examples=15)
# These throw many plans away.
SOME = settings(max_examples=75)
HER = Actor(role=Role.CLIENT, id="c1")
HIM = Actor(role=Role.WORKER, id="w1")
NOBODY = Actor(role=Role.WORKER, id=FRESH)


def refused(rule, record, /, **changes):
    """Assert that *record* with *changes* is refused under *rule*."""
    with pytest.raises(InvariantError) as caught:
        attrs.evolve(record, **changes)

    assert rule in {problem.rule for problem in caught.value.problems}
    for problem in caught.value.problems:
        assert problem.path.startswith("$.")
        assert problem.message


def strategy_of(kind):
    """Return the strategy for records of *kind*."""
    return st.from_type(kind)


def kinds_for(*uses, **wanted):
    """Parametrize over every class that has fields for one of *uses*."""
    kinds = [kind for kind in KINDS if fields_for(kind, *uses, **wanted)]
    return pytest.mark.parametrize("kind", kinds)


def fields_for(kind, *uses, **wanted):
    """Return the fields of *kind* for one of *uses* that are as *wanted*."""
    return [
        field
        for field in shape(kind)
        if field.use in uses
        and all(getattr(field, name) is held for name, held in wanted.items())
    ]


def _kinds(kind, found):
    if kind not in found:
        found[kind] = None
        for field in shape(kind):
            if field.use in {Use.RECORD, Use.ACTOR}:
                _kinds(field.kind, found)
    return list(found)


KINDS = _kinds(Plan, {})


def everywhere(rule, data, kind, wrong, *uses):
    """Assert that *wrong* is refused in each field for one of *uses*."""
    record = data.draw(strategy_of(kind))
    for field in fields_for(kind, *uses):
        refused(rule, record, **{field.name: broken(field, wrong)})


def broken(field, value):
    """Return *value*, or a tuple of it, as *field* wants it."""
    return (value,) if field.many else value


@given(made.plans())
def test_valid(plan):
    """What is generated breaks no rule, in any of its parts."""
    found = [own_problems(record, path) for path, record in walk(plan)]

    assert [] == [problem for problems in found for problem in problems]


class TestDecisionAuthoredByClient:
    """Every ``Choice.author`` is the decision's client, and speaks."""

    rule = "decision-authored-by-client"

    @given(made.choices(), OTHERS)
    def test_author(self, choice, other):
        """Nobody else authors it."""
        refused(self.rule, choice, author=other)

    @given(made.choices(), SOMEBODY)
    def test_speaker(self, choice, other):
        """Nobody else speaks it."""
        voice = attrs.evolve(choice.voice, speaker=other)

        refused(self.rule, choice, voice=voice)

    @given(made.decisions(min_options=1, min_choices=1))
    def test_client(self, decision):
        """A decision belongs to the client who chose."""
        other = Actor(role=Role.CLIENT, id=FRESH)

        refused(self.rule, decision, client=other)

    @given(made.decisions(), OTHERS)
    def test_not_a_client(self, decision, other):
        """A decision belongs to a client."""
        refused(self.rule, decision, client=other)


class TestDecisionOfThisClient:
    """A plan's decisions are its own client's."""

    rule = "decision-of-this-client"

    @given(made.plans(having=[Decision]), made.clients(id=FRESH))
    def test_client(self, plan, client):
        """A plan cannot change hands under its decisions."""
        refused(self.rule, plan, client=client)

    @given(made.plans(), made.decisions(id=FRESH))
    def test_decision(self, plan, decision):
        """A decision of somebody else cannot come in."""
        assume(decision.client.id != plan.client.id)

        refused(self.rule, plan, decisions=(*plan.decisions, decision))


class TestChoiceAmongOptions:
    """The chosen option is one of the decision's, not withdrawn before."""

    rule = "choice-among-options"

    @given(made.decisions(min_options=1, min_choices=1))
    def test_option(self, decision):
        """What is not offered cannot be chosen."""
        *before, last = decision.choices
        last = attrs.evolve(last, option_id=FRESH)

        refused(self.rule, decision, choices=(*before, last))

    @SOME
    @given(made.plans(having=[Decision], max_nouns=6), st.data())
    def test_withdrawn(self, plan, data):
        """What was withdrawn cannot be chosen any more."""
        made_ = [c for d in plan.decisions for c in d.choices if c.option_id]
        assume(made_)
        chosen = data.draw(st.sampled_from(made_))
        assume(chosen.decided_at.year > 1900)
        before = data.draw(st.sampled_from((timedelta(0), SECOND)))
        gone = Withdrawal(
            id=FRESH,
            subject_id=chosen.option_id,
            by=plan.client.actor,
            at=chosen.decided_at - before,
        )

        refused(self.rule, plan, withdrawals=(gone, *plan.withdrawals))


class TestChoicesInOrder:
    """Choices do not go back in time."""

    rule = "choices-in-order"

    @given(made.decisions(min_options=1, min_choices=2))
    def test_turned_round(self, decision):
        """The first cannot come after the last."""
        first, last = decision.choices[0], decision.choices[-1]
        assume(first.decided_at < last.decided_at)

        refused(self.rule, decision, choices=decision.choices[::-1])

    @given(made.decisions(min_options=1, min_choices=1))
    def test_a_second_before(self, decision):
        """A second is enough."""
        last = decision.choices[-1]
        assume(last.decided_at.year > 1900)
        early = last.decided_at - SECOND
        added = attrs.evolve(
            last,
            id=FRESH,
            decided_at=early,
            option_id=decision.options[0].id,
        )

        refused(self.rule, decision, choices=(*decision.choices, added))


class TestAfterTheFact:
    """An acknowledgement, and a taking back, come after what they are of."""

    rule = "after-the-fact"

    @given(made.decisions(min_options=1, absent=()))
    def test_taken_back(self, decision):
        """Nothing is taken back that was not made."""
        taken_back = Choice(
            option_id=None,
            author=decision.client,
            decided_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
            voice=Voice(),
        )

        refused(self.rule, decision, choices=(taken_back,))

    @given(made.plans(having=[Milestone]), st.booleans(), made.times())
    def test_acknowledged(self, plan, reached, at):
        """A milestone is reached before it is acknowledged."""
        assume(at.year < 2200)
        after = at.date() + timedelta(days=1)
        first, *rest = plan.milestones
        first = attrs.evolve(first, reached_on=after if reached else None)
        thanks = Acknowledgement(
            id=FRESH, about_id=first.id, words="", voice=Voice(), at=at
        )

        refused(
            self.rule,
            plan,
            milestones=(first, *rest),
            acknowledgements=(*plan.acknowledgements, thanks),
        )


class TestWeightsAreTheClients:
    """Importance, rank, must-have and fit are said by the client."""

    rule = "weights-are-the-clients"

    @given(made.importances(), OTHERS)
    def test_importance(self, stars, other):
        """Nobody else says how much it matters."""
        refused(self.rule, stars, said_by=other)

    @given(made.fits(), st.none() | SOMEBODY)
    def test_fit(self, fit, other):
        """Nobody else says how well it fits."""
        voice = attrs.evolve(fit.voice, speaker=other)

        refused(self.rule, fit, voice=voice)

    @given(
        made.what_matters(),
        st.none() | SOMEBODY,
        st.sampled_from(WhatMattersKind),
        st.none() | st.integers(1, 9),
    )
    def test_firmness(self, matters, other, kind, rank):
        """Nobody else makes it a must-have, or ranks it."""
        assume(kind is not WhatMattersKind.WISH or rank is not None)
        voice = attrs.evolve(matters.voice, speaker=other)

        refused(self.rule, matters, voice=voice, kind=kind, rank=rank)


MAY_BE_SOFTWARE = {
    "answered_by",
    "author",
    "client",
    "given_by",
    "initiated_by",
    "private_to",
    "recorder",
    "said_by",
    "to",
}
NEVER_SOFTWARE = [
    pytest.param(kind, field, id=f"{kind.__name__}.{field.name}")
    for kind in KINDS
    for field in fields_for(kind, Use.ACTOR)
    if field.name not in MAY_BE_SOFTWARE
]


class TestActorIsPerson:
    """An actor is a person of the plan; software never speaks or decides."""

    rule = "actor-is-person"

    @pytest.mark.parametrize(("kind", "field"), NEVER_SOFTWARE)
    @FEW
    @given(st.data())
    def test_software(self, kind, field, data):
        """Software stands in no field in which somebody speaks or decides."""
        record = data.draw(strategy_of(kind))
        tool = data.draw(TOOLS)

        refused(self.rule, record, **{field.name: broken(field, tool)})

    @given(made.plans(having=[Need]), st.sampled_from(Role))
    def test_nobody_here(self, plan, role):
        """Nobody speaks who is not here, and not said to be absent."""
        assume(role is not Role.SOFTWARE)
        first, *rest = plan.needs
        speaker = Actor(role=role, id=FRESH)
        first = attrs.evolve(first, voice=Voice(speaker=speaker))

        refused(self.rule, plan, needs=(first, *rest))

    @given(made.plans(), OTHERS, made.needs(id=FRESH))
    def test_in_another_role(self, plan, other, need):
        """The client speaks as the client, and in no other role."""
        assume(other.role is not Role.SOFTWARE)
        disguised = Actor(role=other.role, id=plan.client.id)
        need = attrs.evolve(need, voice=Voice(speaker=disguised))

        refused(self.rule, plan, needs=(*plan.needs, need))


class TestDelegateIsNotStaff:
    """A delegated decision has a standing choice behind it, and no staff."""

    rule = "delegate-is-not-staff"
    delegated = made.substitute_decisions(basis=SubstituteBasis.DELEGATED)

    @given(delegated, made.actors(roles=[*STAFF, Role.CLIENT]))
    def test_decider(self, decided, staff):
        """No staff decides, and not the client under this noun."""
        refused(self.rule, decided, decider=staff)

    @given(delegated)
    def test_no_choice(self, decided):
        """Somebody asked for it."""
        refused(self.rule, decided, delegated_by=None)

    @SOME
    @given(made.plans(having=[Decision], max_nouns=6), st.data())
    def test_another_choice(self, plan, data):
        """What the client chose was to ask somebody, before."""
        decision = data.draw(st.sampled_from(plan.decisions))
        kinds = {one.id: one.kind for one in decision.options}
        assume(decision.choices)
        choice = decision.choices[-1]
        assume(
            choice.option_id is None
            or kinds.get(choice.option_id, OptionKind.ASK_SOMEONE)
            is not OptionKind.ASK_SOMEONE
        )
        person = data.draw(made.supporters(id=FRESH))
        decided = data.draw(
            made.substitute_decisions(
                id=f"{FRESH}-2",
                decision_id=decision.id,
                option_id=next(iter(kinds), choice.id),
                basis=SubstituteBasis.DELEGATED,
                delegated_by=choice.id,
                decided_at=choice.decided_at,
                decider=person.actor,
                people=[plan.client.actor],
                until=None,
                revoked_at=None,
                replaces=None,
            )
        )

        refused(
            self.rule,
            plan,
            supporters=(*plan.supporters, person),
            substitute_decisions=(*plan.substitute_decisions, decided),
        )


OWN_LINE = "replaces-own-line"
NAMING = {
    field.name: field.kind
    for field in fields_for(Plan, Use.RECORD, many=True)
    if fields_for(field.kind, Use.REF)
}


class TestRefsResolve:
    """Every id named is there or absent, and of the right kind."""

    rule = "refs-resolve"

    @pytest.mark.parametrize("place", NAMING)
    @FEW
    @given(st.data())
    def test_nothing(self, place, data):
        """Naming what is not there is refused, whatever names it."""
        kind = NAMING[place]
        plan = data.draw(made.plans(having=[kind]))
        first, *rest = getattr(plan, place)

        for field in fields_for(kind, Use.REF):
            change = {field.name: broken(field, FRESH)}
            changed = attrs.evolve(first, **change)
            rule = OWN_LINE if field.name == "replaces" else self.rule
            refused(rule, plan, **{place: (changed, *rest)})

    @given(made.plans(having=[Goal]))
    def test_another_kind(self, plan):
        """A person is no need."""
        first, *rest = plan.goals
        first = attrs.evolve(first, need_ids=(plan.client.id,))

        refused(self.rule, plan, goals=(first, *rest))

    @given(made.decisions(min_options=1), made.considerations())
    def test_in_a_decision(self, decision, thought):
        """A consideration is about an option of its decision."""
        thought = attrs.evolve(thought, option_id=FRESH)

        refused(self.rule, decision, considerations=(thought,))


class TestIdsUnique:
    """No id stands twice."""

    rule = "ids-unique"

    @given(made.plans(), st.data())
    def test_twice(self, plan, data):
        """Whatever has an id has it alone."""
        taken = [
            record.id
            for _, record in walk(plan)
            if any(field.use is Use.ID for field in shape(type(record)))
        ]
        found = data.draw(st.sampled_from(taken))
        need = data.draw(made.needs(id=found, people=[plan.client.actor]))

        refused(self.rule, plan, needs=(*plan.needs, need))


class TestReplacesOwnLine:
    """``replaces`` names an earlier noun of its kind, once; no loops."""

    rule = "replaces-own-line"

    @given(made.plans(having=[Need]))
    def test_itself(self, plan):
        """Nothing replaces itself."""
        *rest, last = plan.needs
        last = attrs.evolve(last, replaces=last.id)

        refused(self.rule, plan, needs=(*rest, last))

    @given(made.plans(having=[Need, Goal]))
    def test_another_kind(self, plan):
        """A goal replaces no need."""
        *rest, last = plan.goals
        last = attrs.evolve(last, replaces=plan.needs[0].id)

        refused(self.rule, plan, goals=(*rest, last))

    @given(made.plans(having=[Need]))
    def test_twice(self, plan):
        """Nothing is replaced twice."""
        old = plan.needs[-1].id
        new = [
            Need(id=f"{FRESH}-{n}", words="", voice=Voice(), replaces=old)
            for n in range(2)
        ]

        refused(self.rule, plan, needs=(*plan.needs, *new))

    @given(made.plans(having=[Need]))
    def test_a_later_one(self, plan):
        """What replaces comes after what it replaces."""
        old = plan.needs[-1].id
        new = Need(id=FRESH, words="", voice=Voice(), replaces=old)

        refused(self.rule, plan, needs=(new, *plan.needs))


class TestAcceptanceOnce:
    """One current acceptance a person and subject."""

    rule = "acceptance-once"

    @given(made.plans(having=[Goal]), st.booleans())
    def test_twice(self, plan, of_goal):
        """Nobody says yes and no to one thing at a time."""
        answers = [
            Acceptance(
                id=f"{FRESH}-{status}", actor=plan.client.actor, status=status
            )
            for status in AcceptanceStatus
        ]
        *rest, last = plan.goals
        if of_goal:
            last = attrs.evolve(last, acceptances=tuple(answers))
            refused(self.rule, plan, goals=(*rest, last))
        else:
            refused(self.rule, plan, acceptances=tuple(answers))


AWARE = [
    datetime(2026, 3, 2, 10),  # noqa: DTZ001 - this is the breach
    datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(seconds=1))),
    datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(microseconds=-1))),
    datetime(1899, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2201, 1, 1, tzinfo=UTC),
]
LATE_DAYS = [date(1899, 12, 31), date(2201, 1, 1), date.min, date.max]


class TestTimeAware:
    """Times carry whole minutes of offset, in the years 1900 to 2200."""

    rule = "time-aware"

    @kinds_for(Use.TIME)
    @FEW
    @given(st.data())
    def test_times(self, kind, data):
        """This holds for every time of every record."""
        wrong = data.draw(st.sampled_from(AWARE))

        everywhere(self.rule, data, kind, wrong, Use.TIME)

    @kinds_for(Use.DAY)
    @FEW
    @given(st.data())
    def test_days(self, kind, data):
        """And for every day."""
        wrong = data.draw(st.sampled_from(LATE_DAYS))

        everywhere(self.rule, data, kind, wrong, Use.DAY)


ORDERED = [
    pytest.param(kind, first, then, id=f"{kind.__name__}.{then}")
    for kind in KINDS
    for first, then in kind._ordered
]


class TestTimeOrdered:
    """What comes first is not after what follows."""

    rule = "time-ordered"

    @pytest.mark.parametrize(("kind", "first", "then"), ORDERED)
    @FEW
    @given(st.data())
    def test_turned_round(self, kind, first, then, data):
        """This holds for every such pair."""
        uses = {field.name: field.use for field in shape(kind)}
        whole = uses[first] is Use.TIME
        both = st.tuples(*[made.times() if whole else made.days()] * 2)
        record = data.draw(strategy_of(kind))
        early, late = sorted(data.draw(both))
        assume(early < late)

        refused(self.rule, record, **{first: late, then: early})


BAD_TEXT = st.builds(
    lambda text, bad, at: text[:at] + bad + text[at:],
    made.texts(max_size=20),
    st.sampled_from(["\0", "\ud800", "\udfff"]),
    st.integers(0, 20),
)
BAD_NAMES = BAD_TEXT | st.builds(
    lambda name, bad, at: name[:at] + bad + name[at:],
    made.names(max_size=20),
    st.sampled_from("\n\t\r\x1f\x7f\x80\x9f\u2028\u2029\u202a\u202e\u2066"),
    st.integers(0, 20),
)


class TestTextStorable:
    """No NUL, no lone surrogate; names carry no control, no override."""

    rule = "text-storable"

    @kinds_for(Use.TEXT)
    @FEW
    @given(st.data())
    def test_texts(self, kind, data):
        """This holds for every text of every record."""
        wrong = data.draw(BAD_TEXT)

        everywhere(self.rule, data, kind, wrong, Use.TEXT)

    @kinds_for(Use.NAME)
    @FEW
    @given(st.data())
    def test_names(self, kind, data):
        """And for every name."""
        wrong = data.draw(BAD_NAMES)

        everywhere(self.rule, data, kind, wrong, Use.NAME)

    @given(made.needs(), made.texts())
    def test_kept_as_given(self, need, text):
        """Text is kept as it was given, character by character."""
        assert text == attrs.evolve(need, words=text).words

    @given(made.clients(), made.names())
    def test_names_kept_as_given(self, client, name):
        """So are names."""
        assert name == attrs.evolve(client, called=name).called


class TestScaleBounds:
    """Values lie inside their scale."""

    rule = "scale-bounds"

    @given(made.importances(), st.integers(1, 9))
    def test_importance(self, stars, beyond):
        """Stars run from 0 to 5, the lower end first."""
        refused(self.rule, stars, high=5 + beyond)
        refused(self.rule, stars, low=-beyond)
        refused(self.rule, stars, low=stars.high + beyond)

    @given(made.what_matters(rank=1), st.integers(max_value=0))
    def test_rank(self, matters, rank):
        """The first rank is 1."""
        assume(rank > -(2**53))

        refused(self.rule, matters, rank=rank)

    @given(made.fits(), st.integers(3, 9), st.sampled_from((-1, 1)))
    def test_fit(self, fit, level, sign):
        """A fit lies in -2 to +2."""
        refused(self.rule, fit, level=sign * level)

    @given(made.attainment_scales(), st.lists(made.texts(max_size=3)))
    def test_levels(self, scale, levels):
        """A scale has five texts."""
        assume(len(levels) != 5)

        refused(self.rule, scale, levels=tuple(levels))

    @given(made.attainment_scales(), st.integers(4, 9))
    def test_scale(self, scale, beyond):
        """Its figures lie inside it."""
        refused(self.rule, scale, baseline=beyond - 1)
        refused(self.rule, scale, baseline=1 - beyond)
        refused(self.rule, scale, difficulty=beyond)
        refused(self.rule, scale, difficulty=-beyond)

    @given(made.ratings(), st.integers(1, 9))
    def test_ruler(self, rating, beyond):
        """A value lies on its ruler, and an answer has one."""
        assume(abs(rating.low) + abs(rating.high) < 2**50)
        refused(self.rule, rating, high=rating.low)
        if rating.value is not None:
            refused(self.rule, rating, value=rating.high + beyond)
            refused(self.rule, rating, value=rating.low - beyond)
            refused(self.rule, rating, value=None)
        else:
            refused(self.rule, rating, value=rating.low)

    @given(made.contact_agreements(), st.sampled_from(Channel))
    def test_agreement(self, agreed, way):
        """A way is safe or unsafe; a rhythm has a day at least."""
        refused(self.rule, agreed, safe=(way,), unsafe=(way,))
        refused(self.rule, agreed, rhythm_days=0)


NO_IDS = st.sampled_from(
    ["", "-", ".a", "_a", "a b", "a\n", "é", "a" * 65, "a/b", "٣", 1, b"a"]
) | made.texts().filter(
    lambda text: (
        not (
            text
            and text.isascii()
            and {*text} <= {*string.printable[:62], *"._-"}
        )
    )
)


class TestIdForm:
    """Ids are opaque: 1 to 64 of A-Z a-z 0-9 . _ -."""

    rule = "id-form"

    @kinds_for(Use.ID, Use.REF)
    @FEW
    @given(st.data())
    def test_every_id(self, kind, data):
        """This holds for every id, and every reference, of every record."""
        wrong = data.draw(NO_IDS)

        everywhere(self.rule, data, kind, wrong, Use.ID, Use.REF)


TYPED = {*Use} - {Use.ID, Use.REF, Use.LANGUAGE, Use.DIGEST}


class TestFieldType:
    """Each value has the type of its field, exactly."""

    rule = "field-type"

    @kinds_for(*TYPED)
    @FEW
    @given(st.data())
    def test_another_type(self, kind, data):
        """A value of another type is refused in every field."""
        others = (b"", 1.0, object(), {}, [], ("",), Decision)
        wrong = data.draw(st.sampled_from(others))

        everywhere(self.rule, data, kind, wrong, *TYPED)

    @kinds_for(*Use, many=True)
    @FEW
    @given(st.data())
    def test_no_tuple(self, kind, data):
        """What holds several is a tuple."""
        record = data.draw(strategy_of(kind))

        for field in fields_for(kind, *Use, many=True):
            held = getattr(record, field.name)
            refused(self.rule, record, **{field.name: [*held]})

    @kinds_for(*Use, optional=False, many=False)
    @FEW
    @given(st.data())
    def test_none(self, kind, data):
        """What must be there is not ``None``."""
        record = data.draw(strategy_of(kind))

        for field in fields_for(kind, *Use, optional=False, many=False):
            refused(self.rule, record, **{field.name: None})


class TestLanguageTag:
    """Languages are BCP 47 tags."""

    rule = "language-tag"

    @kinds_for(Use.LANGUAGE)
    @FEW
    @given(
        st.data(),
        st.sampled_from(
            ["", "-", "en-", "-en", "e n", "en_GB", "é", "1en", "abcdefghi", 1]
        ),
    )
    def test_every_language(self, kind, data, wrong):
        """This holds for every language of every record."""
        everywhere(self.rule, data, kind, wrong, Use.LANGUAGE)


class TestDigestForm:
    """Digests are SHA-256: 64 lower-case hex digits."""

    rule = "digest-form"

    @kinds_for(Use.DIGEST)
    @FEW
    @given(st.data(), made.digests())
    def test_every_digest(self, kind, data, digest):
        """This holds for every digest of every record."""
        near = (digest[1:], digest + "0", "G" + digest[1:], 1)
        wrong = data.draw(st.sampled_from(near))

        everywhere(self.rule, data, kind, wrong, Use.DIGEST)


class TestLevelHasEvidence:
    """A level stands with the evidence that it is made of."""

    rule = "level-has-evidence"

    @given(made.attestations(level=Level.REPORTED))
    def test_none(self, attestation):
        """Above reported there is no level without evidence."""
        for level in Level:
            if level is not Level.REPORTED:
                refused(self.rule, attestation, level=level, evidence=())

    @given(
        made.evidence(by=None, digest=None)
        | made.evidence(by=HIM)
        | made.evidence(signature=None, at=None),
        st.sampled_from((Level.CONFIRMED, Level.SIGNED)),
    )
    def test_nobody_elses(self, evidence, level):
        """Only the client's own login or signature makes the last two."""
        refused(self.rule, Attestation(), level=level, evidence=(evidence,))

    @given(made.choices(people=[HER, HIM]), made.times())
    def test_own_word(self, choice, at):
        """A recorder's own entry corroborates nothing."""
        voice = attrs.evolve(choice.voice, recorder=HIM)
        entry = Evidence(kind=EvidenceKind.ENTRY, by=HIM, at=at)
        own = Attestation(level=Level.CORROBORATED, evidence=(entry,))

        refused(self.rule, choice, voice=voice, attestation=own)


@given(made.plans(having=[Need, Goal]))
def test_all_problems_come_together(plan):
    """Whatever is wrong in a plan is reported at once, each at its place."""
    need = Need(id=plan.client.id, words="", voice=Voice(speaker=NOBODY))
    *rest, last = plan.goals
    goal = attrs.evolve(last, need_ids=(f"{FRESH}-2",))

    with pytest.raises(InvariantError) as caught:
        attrs.evolve(plan, needs=(*plan.needs, need), goals=(*rest, goal))

    here = f"$.needs[{len(plan.needs)}]"
    found = {(one.rule, one.path) for one in caught.value.problems}
    assert found >= {
        ("ids-unique", f"{here}.id"),
        ("actor-is-person", f"{here}.voice.speaker"),
        ("refs-resolve", f"$.goals[{len(rest)}].need_ids[0]"),
    }


@given(made.plans(), st.data())
def test_parts_are_checked_as_wholes(plan, data):
    """Whatever is taken out of a valid plan is valid on its own."""
    _, record = data.draw(st.sampled_from([*walk(plan)]))

    assert own_problems(attrs.evolve(record)) == []
