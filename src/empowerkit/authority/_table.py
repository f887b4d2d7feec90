"""The table itself: which change whom is granted, and what else they can do."""

from __future__ import annotations

import enum

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from empowerkit.model import Role


class Row(enum.StrEnum):
    """The rows of the table: the kinds of change there are."""

    OWN_VOICE = "add something in one's own voice"
    WRITE_DOWN = "write down what somebody said"
    TAKE_BACK = "replace words, withdraw, keep private"
    CONFIRM = "confirm words that were read back"
    DISSENT = "object, contest, ask, disagree"
    ANSWER = "answer a question or an objection"
    CLIENT_ANSWER = "give the client's answer or view"
    WEIGH = "weights, ranks, must-haves, fits"
    AGREE = "agree"
    LIFECYCLE = "make a goal active, hold it, end it"
    CHOOSE = "record a choice"
    SUBSTITUTE = "decide in the client's stead"
    ATTEST = "raise an attestation"
    SUPPORT = "change a support level, either way"
    RESTRICT = "restrict, impose"
    INVITE = "invite or end a supporter"
    PROGRESS = "say that something is reached, done or met"
    DATES = "set dates and status"
    ADMINISTER = "add workers, transfer, open and close"
    SET_ASIDE = "set a check aside"
    CONSENT = "consent to a disclosure"
    REVOKE = "revoke a consent or a delegation"
    DISCLOSE = "disclose"
    ERASE = "erase for good"
    NEVER = "remove or overwrite"


class Grant(enum.StrEnum):
    """What a cell of the table says."""

    YES = "yes"
    NO = "no"
    OWN_NAME = "in their own name"
    OPENLY = "in their own name, where the client can read it"
    INVITED = "while the client's invitation stands"
    IN_SCOPE = "in their own name, in scope"
    RECORDER = "as recorder, wording stated"
    INVITED_RECORDER = (
        "as recorder, wording stated, while the client's invitation stands"
    )
    OF_CLIENT = "as recorder of what the client said"
    REPORTED = "as recorder, never above reported"
    OWN_WORDS = "with their own words, or what they wrote down till confirmed"
    THEMSELVES = "for themselves"
    READ_BACK = "for themselves, or for the client as recorder, once read back"
    PROPOSE = "as a proposal, or as the client's recorder, once read back"
    BY_AGREEING = "by agreeing"
    ONCE_AGREED = "to propose, plan, hold with a reason, or as the client said"
    DELEGATED = "where the client delegated it to them"
    EVIDENCE = "with evidence for what stands above reported"
    OTHERS_EVIDENCE = "with evidence for what another wrote down"
    UNDER_BASIS = "under a consent in force, or a named duty"
    BUT_DISSENT = (
        "on a named ground; the dissent of others, what the client rated, and "
        "what was disclosed, with all of the plan alone"
    )
    COVERED = "on a named ground, what stands in a decision in scope"


Y, N, G = Grant.YES, Grant.NO, Grant


def _row(
    client: Grant, worker: Grant, supporter: Grant, proxy: Grant
) -> Mapping[Role, Grant]:
    return MappingProxyType(
        {
            Role.CLIENT: client,
            Role.WORKER: worker,
            Role.SUPPORTER: supporter,
            Role.INTERPRETER: supporter,
            Role.PROXY: proxy,
        }
    )


TABLE: Final[Mapping[Row, Mapping[Role, Grant]]] = MappingProxyType(
    {
        Row.OWN_VOICE: _row(Y, Y, G.INVITED, G.IN_SCOPE),
        Row.WRITE_DOWN: _row(
            G.RECORDER, G.RECORDER, G.INVITED_RECORDER, G.RECORDER
        ),
        Row.TAKE_BACK: _row(
            G.OWN_WORDS, G.OWN_WORDS, G.OWN_WORDS, G.OWN_WORDS
        ),
        Row.CONFIRM: _row(G.OWN_WORDS, G.OWN_WORDS, G.OWN_WORDS, G.OWN_WORDS),
        Row.DISSENT: _row(Y, Y, Y, Y),
        Row.ANSWER: _row(G.OWN_NAME, G.OWN_NAME, G.OWN_NAME, G.OWN_NAME),
        Row.CLIENT_ANSWER: _row(Y, G.OF_CLIENT, G.OF_CLIENT, G.OF_CLIENT),
        Row.WEIGH: _row(Y, G.OF_CLIENT, N, N),
        Row.AGREE: _row(G.THEMSELVES, G.READ_BACK, G.THEMSELVES, G.THEMSELVES),
        Row.LIFECYCLE: _row(G.BY_AGREEING, G.ONCE_AGREED, N, N),
        Row.CHOOSE: _row(G.EVIDENCE, G.REPORTED, G.REPORTED, N),
        Row.SUBSTITUTE: _row(N, G.RECORDER, G.DELEGATED, G.IN_SCOPE),
        Row.ATTEST: _row(G.EVIDENCE, G.OTHERS_EVIDENCE, N, N),
        Row.SUPPORT: _row(Y, G.PROPOSE, N, N),
        Row.RESTRICT: _row(N, G.OPENLY, N, G.IN_SCOPE),
        Row.INVITE: _row(Y, G.OF_CLIENT, N, N),
        Row.PROGRESS: _row(Y, Y, N, N),
        Row.DATES: _row(Y, Y, N, N),
        Row.ADMINISTER: _row(N, Y, N, N),
        Row.SET_ASIDE: _row(G.OWN_NAME, G.OWN_NAME, N, N),
        Row.CONSENT: _row(Y, G.OF_CLIENT, N, G.IN_SCOPE),
        Row.REVOKE: _row(Y, Y, N, N),
        Row.DISCLOSE: _row(N, G.UNDER_BASIS, N, G.UNDER_BASIS),
        Row.ERASE: _row(N, G.BUT_DISSENT, N, G.COVERED),
        Row.NEVER: _row(N, N, N, N),
    }
)

INSTEAD: Final[Mapping[Row, str]] = MappingProxyType(
    {
        Row.OWN_VOICE: "say it in their own voice, or ask the client to invite them",
        Row.WRITE_DOWN: (
            "name themselves as the recorder, and say how near the words are to "
            "what was said"
        ),
        Row.TAKE_BACK: "object, or add their own words beside it",
        Row.CONFIRM: "read the words back to the one who spoke",
        Row.DISSENT: "object, ask or disagree in their own voice",
        Row.ANSWER: "answer in their own name",
        Row.CLIENT_ANSWER: "ask the client, and write down what they say",
        Row.WEIGH: "ask the client, who can say it or have their worker write it down",
        Row.AGREE: (
            "answer for themselves; the client's answer can be written down once "
            "it was read back to them"
        ),
        Row.LIFECYCLE: (
            "propose or plan the goal, hold it with a reason, and ask the client"
        ),
        Row.CHOOSE: (
            "ask for the option to be held open, ask the client, or write down "
            "what the client said, as the recorder and at the level reported"
        ),
        Row.SUBSTITUTE: "choose, or write down the client's own choice",
        Row.ATTEST: (
            "ask the client to confirm, or somebody who did not write it down to "
            "add what they saw"
        ),
        Row.SUPPORT: "propose a level in their own voice, and ask the client",
        Row.RESTRICT: "object to it, or impose it under its noun in their own name",
        Row.INVITE: "ask the client whom they want beside them",
        Row.PROGRESS: "say so in their own voice",
        Row.DATES: "ask the client or their worker",
        Row.ADMINISTER: "ask for it: a question, or a review",
        Row.SET_ASIDE: "set it aside in their own name",
        Row.CONSENT: "ask the client",
        Row.REVOKE: "object, or ask the client",
        Row.DISCLOSE: "give a consent, or ask the client for one",
        Row.ERASE: "ask for it, or withdraw it",
        Row.NEVER: (
            "withdraw it, or add new words that replace it; a choice is taken "
            "back by a choice, and a person's part is ended"
        ),
    }
)


def table_rows() -> Iterator[tuple[str, ...]]:
    """
    Yield the table as text, one row a change, for the docs.

    Columns: the change, then client, worker, supporter and interpreter,
    proxy.  Nobody else has a column: organisations and software do nothing
    in their own name.
    """
    columns = (Role.CLIENT, Role.WORKER, Role.SUPPORTER, Role.PROXY)
    for row, cells in TABLE.items():
        yield (row.value, *(cells[role].value for role in columns))
