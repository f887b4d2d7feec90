"""Staying in touch: the cases beside the two examples."""

from __future__ import annotations

import pytest

from empowerkit import Client
from empowerkit.model import (
    Answer,
    AnswerStatus,
    Asked,
    Contact,
    ContactAgreement,
    Interpreter,
    Outcome,
    Question,
    Rating,
    Ruler,
    Topic,
    Voice,
)


DECLINED = AnswerStatus.PREFERS_NOT_TO_SAY
ANSWERED = AnswerStatus.ANSWERED


def met(c, month, day, **fields):
    """Return a contact that was held."""
    base = {"outcome": Outcome.HELD, "voice": Voice()}
    return Contact(at=c.at(month, day), **(base | fields))


def question(c, voice=None, **fields):
    """Return a question of Amina's."""
    return Question(words="Who pays?", voice=voice or c.says(c.HER), **fields)


def asked(c, status, when=None, topic=Topic.RAPPORT):
    """Return that Amina was asked how the two get on."""
    return Asked(
        topic=topic, answer=Answer(status=status), voice=Voice(), at=when
    )


def carried(c, voice=None):
    """Return a plan with a decision that went through an uncle."""
    uncle = Interpreter(id="uncle", called="Yusuf", relative=True)
    heard = c.says(c.WORKER, interpreter=uncle.actor)
    option = c.flat(voice=voice or heard)
    return c.plan(
        interpreters=(uncle, c.SOL), decisions=(c.home(options=(option,)),)
    )


CASES = [
    (
        "EMP601",
        1,
        "nobody met since it opened",
        lambda c: c.plan(),
    ),
    (
        "EMP601",
        0,
        "nobody knows when it opened",
        lambda c: c.plan(opened_on=None),
    ),
    (
        "EMP601",
        0,
        "a month, where nothing was agreed",
        lambda c: c.plan(contacts=(met(c, 5, 2),)),
    ),
    (
        "EMP601",
        0,
        "an agreement without a rhythm is a month too",
        lambda c: c.plan(
            contact_agreements=(ContactAgreement(voice=Voice()),),
            contacts=(met(c, 5, 2),),
        ),
    ),
    (
        "EMP602",
        0,
        "with an interpreter any language will do",
        lambda c: c.plan(
            contacts=(met(c, 5, 2, language="de", interpreter=c.SOL.actor),)
        ),
    ),
    (
        "EMP602",
        0,
        "nobody knows which language it was",
        lambda c: c.plan(contacts=(met(c, 5, 2),)),
    ),
    (
        "EMP602",
        0,
        "that was long ago",
        lambda c: c.plan(contacts=(met(c, 2, 2, language="de"),)),
    ),
    (
        "EMP602",
        0,
        "nobody knows which languages she speaks",
        lambda c: c.plan(
            client=Client(id="amina", called="Amina"),
            contacts=(met(c, 5, 2, language="de"),),
        ),
    ),
    (
        "EMP602",
        0,
        "nobody came",
        lambda c: c.plan(
            contacts=(met(c, 5, 2, outcome=Outcome.MISSED, language="de"),)
        ),
    ),
    (
        "EMP603",
        1,
        "a question in a contact is as old as the contact",
        lambda c: c.plan(
            contacts=(
                met(
                    c,
                    5,
                    2,
                    questions=(question(c, Voice(speaker=c.HER)),),
                ),
            )
        ),
    ),
    (
        "EMP603",
        0,
        "a question that nobody dated",
        lambda c: c.plan(questions=(question(c, Voice(speaker=c.HER)),)),
    ),
    (
        "EMP603",
        0,
        "a worker's question",
        lambda c: c.plan(questions=(question(c, c.says(c.WORKER)),)),
    ),
    (
        "EMP603",
        0,
        "an answer without a day, or a day without words, is an answer",
        lambda c: c.plan(
            questions=(
                question(c, answer="The council."),
                question(c, answered_at=c.at(1, 20)),
            )
        ),
    ),
    (
        "EMP603",
        0,
        "there is time to answer",
        lambda c: c.plan(questions=(question(c, c.says(c.HER, c.at(5, 25))),)),
    ),
    (
        "EMP604",
        0,
        "declining once is enough",
        lambda c: c.plan(asked=(asked(c, DECLINED, c.at(1, 9)),)),
    ),
    (
        "EMP604",
        1,
        "asked long ago",
        lambda c: c.plan(asked=(asked(c, ANSWERED, c.at(1, 9)),)),
    ),
    (
        "EMP604",
        0,
        "asked of late",
        lambda c: c.plan(asked=(asked(c, ANSWERED, c.at(4, 9)),)),
    ),
    (
        "EMP604",
        0,
        "asked, nobody knows when",
        lambda c: c.plan(asked=(asked(c, ANSWERED),)),
    ),
    (
        "EMP604",
        1,
        "asked about something else, or not asked",
        lambda c: c.plan(
            asked=(
                asked(c, ANSWERED, topic=Topic.COPY),
                asked(c, AnswerStatus.NOT_ASKED),
            )
        ),
    ),
    (
        "EMP604",
        0,
        "a new plan has time",
        lambda c: c.plan(opened_on=c.at(4, 1).date()),
    ),
    (
        "EMP604",
        1,
        "how confident she is says nothing of the two",
        lambda c: c.plan(
            ratings=(
                Rating(
                    about_id="joan",
                    ruler=Ruler.CONFIDENCE,
                    value=9,
                    rater=c.HER,
                    at=c.at(5, 20),
                    voice=Voice(),
                ),
            )
        ),
    ),
    (
        "EMP604",
        1,
        "a worker's own rating is not hers",
        lambda c: c.plan(
            ratings=(
                Rating(
                    about_id="amina",
                    ruler=Ruler.RAPPORT,
                    value=9,
                    rater=c.WORKER,
                    at=c.at(5, 20),
                    voice=Voice(),
                ),
            )
        ),
    ),
    ("EMP605", 1, "an option that went through an uncle", carried),
    (
        "EMP605",
        0,
        "it went through somebody else",
        lambda c: carried(c, voice=c.says(c.WORKER, interpreter=c.SOL.actor)),
    ),
    ("EMP606", 0, "nobody met", lambda c: c.plan()),
    (
        "EMP606",
        0,
        "nobody knows who was there",
        lambda c: c.plan(contacts=tuple(met(c, 5, d) for d in (1, 2, 3))),
    ),
    (
        "EMP606",
        0,
        "the two of them",
        lambda c: c.plan(
            contacts=tuple(
                met(c, 5, d, present=(c.HER, c.WORKER)) for d in (1, 2, 3)
            )
        ),
    ),
]


@pytest.mark.parametrize(
    ("code", "count", "build"),
    [(code, count, build) for code, count, _, build in CASES],
    ids=[f"{code}: {why}" for code, _, why, _ in CASES],
)
def test_contact(code, count, build, cast, found):
    """Each case does what its own sentence says."""
    assert count == len(found(code, build(cast)))


def test_tries_are_told(cast, found):
    """Tries that came to nothing are counted, and end no silence."""
    missed = met(cast, 5, 20, outcome=Outcome.NO_ANSWER)
    same_day = met(cast, 4, 1, outcome=Outcome.MISSED)
    before = met(cast, 3, 1, outcome=Outcome.MISSED)
    contacts = (before, met(cast, 4, 1), same_day, missed)
    plan = cast.plan(contacts=contacts)
    (finding,) = found("EMP601", plan)

    assert finding.facts["tries"] == "2"
