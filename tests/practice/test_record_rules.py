"""What leaves, copies, reviews and endings: the cases beside the examples."""

from __future__ import annotations

from datetime import timedelta

import pytest

from empowerkit.model import (
    Absent,
    AbsentReason,
    Acceptance,
    AcceptanceStatus,
    Answer,
    AnswerStatus,
    Asked,
    Consent,
    Disclosure,
    DisclosureBasis,
    PlanPart,
    Topic,
    Voice,
    Withdrawal,
)


DUTY = DisclosureBasis.LEGAL_DUTY


def consent(c, **fields):
    """Return a consent of February."""
    base = {"given_at": c.at(2, 1), "voice": c.says(c.HER)}
    return Consent(id="consent", recipient="R", purpose="P", **(base | fields))


def left(c, *consents, plan=None, **fields):
    """Return a plan of which something left in March."""
    base = {
        "basis": DisclosureBasis.CONSENT,
        "consent_id": "consent",
        "at": c.at(3, 1),
        "scope": (PlanPart.NEEDS,),
    }
    gone = Disclosure(recipient="R", voice=Voice(), **(base | fields))
    return c.plan(consents=consents, disclosures=(gone,), **(plan or {}))


def answer(c, who, when):
    """Return somebody's answer to the plan as it stands."""
    return Acceptance(actor=who, status=AcceptanceStatus.AGREE, at=when)


CASES = [
    ("EMP801", 0, "in force, and for all", lambda c: left(c, consent(c))),
    (
        "EMP801",
        1,
        "no consent is named",
        lambda c: left(c, consent(c), consent_id=None),
    ),
    (
        "EMP801",
        0,
        "the consent is elsewhere, and nobody can tell",
        lambda c: left(
            c,
            plan={
                "absent": (Absent(id="consent", reason=AbsentReason.ERASED),)
            },
        ),
    ),
    (
        "EMP801",
        1,
        "it was not hers",
        lambda c: left(c, consent(c, voice=c.says(c.WORKER))),
    ),
    (
        "EMP801",
        1,
        "it came afterwards",
        lambda c: left(c, consent(c, given_at=c.at(3, 2))),
    ),
    (
        "EMP801",
        0,
        "she said yes, and it left at once",
        lambda c: left(c, consent(c, given_at=c.at(3, 1))),
    ),
    (
        "EMP801",
        1,
        "she had revoked it",
        lambda c: left(c, consent(c, revoked_at=c.at(2, 20))),
    ),
    (
        "EMP801",
        0,
        "she revoked it later",
        lambda c: left(c, consent(c, revoked_at=c.at(3, 20))),
    ),
    (
        "EMP801",
        1,
        "it was withdrawn",
        lambda c: left(
            c,
            consent(c),
            plan={
                "withdrawals": (
                    Withdrawal(subject_id="consent", by=c.HER, at=c.at(2, 20)),
                )
            },
        ),
    ),
    (
        "EMP801",
        1,
        "it had run out",
        lambda c: left(c, consent(c, expires_on=c.at(2, 28).date())),
    ),
    (
        "EMP801",
        0,
        "on the last day it still holds",
        lambda c: left(c, consent(c, expires_on=c.at(3, 1).date())),
    ),
    (
        "EMP801",
        1,
        "a duty without a name",
        lambda c: left(c, basis=DUTY, consent_id=None),
    ),
    (
        "EMP801",
        0,
        "a duty with its name",
        lambda c: left(c, basis=DUTY, consent_id=None, duty="The Act, s 9"),
    ),
    ("EMP802", 0, "a new plan has time", lambda c: c.plan(opened_on=None)),
    (
        "EMP802",
        0,
        "asked and declined is an answer",
        lambda c: c.plan(
            asked=(
                Asked(
                    topic=Topic.COPY,
                    answer=Answer(status=AnswerStatus.PREFERS_NOT_TO_SAY),
                    voice=Voice(),
                ),
            )
        ),
    ),
    (
        "EMP803",
        1,
        "its own day has passed",
        lambda c: c.plan(review_on=c.at(5, 31).date()),
    ),
    (
        "EMP803",
        0,
        "it is today",
        lambda c: c.plan(review_on=c.at(6, 1).date()),
    ),
    (
        "EMP803",
        0,
        "she answered to the plan since",
        lambda c: c.plan(
            review_on=c.at(5, 20).date(),
            acceptances=(answer(c, c.HER, c.at(5, 21)),),
        ),
    ),
    (
        "EMP803",
        1,
        "somebody else did, or nobody knows when",
        lambda c: c.plan(
            review_on=c.at(5, 20).date(),
            acceptances=(
                answer(c, c.WORKER, c.at(5, 21)),
                answer(c, c.HER, None),
            ),
        ),
    ),
    (
        "EMP803",
        1,
        "open for over a year without a day",
        lambda c: c.plan(opened_on=c.at(5, 1).date().replace(year=2025)),
    ),
    (
        "EMP803",
        0,
        "within the year she answered to it",
        lambda c: c.plan(
            opened_on=c.at(5, 1).date().replace(year=2025),
            acceptances=(answer(c, c.HER, c.at(1, 9)),),
        ),
    ),
    (
        "EMP803",
        0,
        "nobody knows when it opened",
        lambda c: c.plan(opened_on=None),
    ),
    (
        "EMP803",
        0,
        "she asked, and it was done",
        lambda c: c.plan(
            review_asked_at=c.at(4, 1),
            acceptances=(answer(c, c.HER, c.at(4, 9)),),
        ),
    ),
    (
        "EMP803",
        0,
        "she asked of late",
        lambda c: c.plan(review_asked_at=c.at(5, 20)),
    ),
    (
        "EMP804",
        0,
        "it closes tomorrow",
        lambda c: c.plan(closed_on=c.at(6, 2).date()),
    ),
]


@pytest.mark.parametrize(
    ("code", "count", "build"),
    [(code, count, build) for code, count, _, build in CASES],
    ids=[f"{code}: {why}" for code, _, why, _ in CASES],
)
def test_records(code, count, build, cast, found):
    """Each case does what its own sentence says."""
    assert count == len(found(code, build(cast)))


def test_what_she_asked_for_comes_first(cast, found):
    """Where she asked, and its own day passed too, her asking is told."""
    plan = cast.plan(
        review_asked_at=cast.at(4, 1), review_on=cast.at(5, 1).date()
    )
    (finding,) = found("EMP803", plan)

    assert finding.facts["since"] == "review_asked_at"
    assert finding.path == "/review_asked_at"


@pytest.mark.parametrize(("day", "count"), [(1, 0), (-1, 1)])
def test_a_year_runs_from_the_last_answer(cast, found, day, count):
    """Her last answer to the plan begins the year anew."""
    answered = cast.at(6, 1).replace(year=2025) + timedelta(days=day)
    plan = cast.plan(
        opened_on=cast.at(1, 5).date().replace(year=2025),
        acceptances=(answer(cast, cast.HER, answered),),
    )

    assert count == len(found("EMP803", plan))
