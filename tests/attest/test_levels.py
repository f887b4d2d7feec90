"""A level says something about a record, and gates nothing."""

from __future__ import annotations

import ast

from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest

import empowerkit

from empowerkit import attest, codecs, practice
from empowerkit.authority import TABLE, ErasureBasis, Grant, Row
from empowerkit.codecs import fhir
from empowerkit.matrix import pros_and_cons
from empowerkit.model import (
    Attestation,
    Choice,
    CopyGiven,
    DisclosureBasis,
    Evidence,
    EvidenceKind,
    Goal,
    Level,
    Offer,
    PlanPart,
    Resource,
    ResourceKind,
    Step,
    Voice,
    Whose,
)
from empowerkit.progress import summarise
from empowerkit.store import open_store


SOURCE = Path(empowerkit.__file__).parent
# Who reads a level or its evidence, and what for; nobody refuses by it but
# those who ask for the evidence of a level that is to be raised.
READERS = {
    "attest/_raise.py": "adds evidence",
    "attest/_verify.py": "reads evidence",
    "authority/_grants.py": "asks who may raise it, and by what",
    "authority/_rows.py": "asks who may raise it",
    "model/__init__.py": "names it",
    "model/_decisions.py": "asks for the evidence",
    "plan/_guard.py": "asks for the evidence",
    "_render/_names.py": "says who reported",
    "practice/_reports.py": "says what stands on one word alone",
    "progress/_pages.py": "says what stands behind a choice",
    "testing/_case_decisions.py": "makes plans up",
    "testing/strategies/_decisions.py": "makes plans up",
    "testing/strategies/_voice.py": "makes plans up",
}
LEVELS = [*Level]


def reads(tree):
    """Return whether a module names the level of a choice, or its evidence."""
    return any(
        (isinstance(node, ast.alias) and node.name == "Level")
        or (isinstance(node, ast.Attribute) and node.attr == "attestation")
        or (isinstance(node, ast.Constant) and node.value == "attestation")
        for node in ast.walk(tree)
    )


def test_who_reads_a_level():
    """Whoever begins to read levels has to say here what for."""
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if reads(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert {*READERS} == found


def test_one_row_of_the_table_alone():
    """Evidence is asked for where a level is raised, and for nothing else."""
    asks = {Grant.EVIDENCE, Grant.OTHERS_EVIDENCE, Grant.REPORTED}

    rows = {row for row, cells in TABLE.items() if asks & {*cells.values()}}

    assert {Row.ATTEST, Row.CHOOSE} == rows


def signed(plan, make):
    """Return *plan* with what may be a signature, as far as any can see."""
    (proof,) = plan.find(Choice, "c1").attestation.evidence
    made = attrs.evolve(
        proof, kind=EvidenceKind.SIGNATURE, signature="A" * 86 + "=="
    )
    held = Attestation(level=Level.SIGNED, evidence=(proof, made))
    return plan.revise("c1", by=make.HER, at=make.NOON, attestation=held)


@pytest.fixture(params=LEVELS, ids=lambda level: level.value)
def at_level(request, make, shown):
    """Return the plan, its first choice at one of the levels."""
    level = request.param
    if level in {Level.CONFIRMED, Level.SIGNED}:
        login = attest.confirm(make.begun(), shown, by=make.HER)
        return login if level is Level.CONFIRMED else signed(login, make)
    evidence = Evidence(
        kind=EvidenceKind.DOCUMENT,
        by=make.HER,
        at=make.NOON,
        digest="0" * 64,
    )
    held = Attestation(level=level, evidence=(evidence,))
    plan = make.begun().revise(
        "c1", by=make.HER, at=make.NOON, attestation=held
    )
    assert level is plan.find(Choice, "c1").level
    return plan


class TestServices:
    """What is open to a client at one level is open at every level."""

    def test_the_choice(self, make, at_level):
        """They take it back, or change their mind, by a plain choice."""
        later = {"by": make.HER, "at": make.NOON + timedelta(days=1)}

        back = at_level.take_back("home", **later)
        other = at_level.choose("home", "home-go", **later)

        assert back.choice_of("home") is None
        assert Level.REPORTED is back.decisions[0].choices[-1].level
        assert "home-go" == other.choice_of("home").option_id
        assert Level.REPORTED is other.choice_of("home").level

    def test_a_worker_writes_it_down(self, make, at_level):
        """What they say at the door can be written down for them."""
        told = at_level.find(Choice, "c2").voice

        plan = at_level.take_back(
            "home", by=make.JOAN, at=make.NOON, voice=told
        )

        assert plan.choice_of("home") is None

    def test_help(self, make, at_level):
        """Offers, goals, steps and copies do not ask for a level."""
        own = Voice.of(make.JOAN, at=make.NOON)
        plan = at_level
        for noun in (
            Resource(
                id="clinic",
                name="The clinic",
                kind=ResourceKind.ORGANISATION,
                found=own,
            ),
            Offer(resource_id="clinic", offered_at=make.NOON, voice=own),
            Goal(id="g", words="A lease", whose=Whose.SHARED, voice=own),
            Step(
                goal_id="g",
                words="Call the clinic",
                owner=make.JOAN,
                voice=own,
            ),
            CopyGiven(at=make.NOON, to=make.HER),
        ):
            plan = plan.add(noun, by=make.JOAN, at=make.NOON)

        assert (1, 1, 1) == (
            len(plan.offers),
            len(plan.goals),
            len(plan.copies_given),
        )

    def test_reading(self, make, at_level):
        """Every view, page and document of it is there."""
        assert summarise(
            at_level, as_of=date(2026, 4, 1), seen_by=make.HER
        ).to_text()
        assert pros_and_cons(at_level, "home", seen_by=make.HER).to_text()
        assert practice.check(at_level, as_of=date(2026, 4, 1)) is not None
        assert at_level == codecs.loads(codecs.dumps(at_level))
        assert fhir.write(at_level)

    def test_keeping(self, make, at_level):
        """A store keeps it, lets it leave, and erases it."""
        empty = attrs.evolve(make.begun(), decisions=())
        own = attrs.evolve(at_level, decisions=at_level.decisions[:1])
        with open_store("memory:") as store:
            store.create(empty, by=make.JOAN, at=make.NOON)
            store.commit(own, by=make.HER, at=make.NOON, expected_version=1)
            part = store.disclose(
                "p1",
                basis=DisclosureBasis.LEGAL_DUTY,
                duty="Order 12/26",
                not_told_because="They asked not to be told",
                recipient="The court",
                purpose="The hearing",
                scope=[PlanPart.DECISIONS],
                by=make.JOAN,
                at=make.NOON,
            )
            gone = store.erase(
                "p1",
                ["home"],
                by=make.JOAN,
                at=make.NOON,
                basis=ErasureBasis.CLIENT_ASKED,
            )

        assert 1 == len(part.decisions)
        assert "c1" in gone.noun_ids
