"""A small slice of case management, with no web framework in it."""

from __future__ import annotations

import json
import traceback

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import attrs

from empowerkit import (
    Actor,
    AuthorityError,
    AuthorshipError,
    Decision,
    DocumentError,
    EmpowerkitError,
    InvariantError,
    Need,
    NotFoundError,
    Plan,
    Voice,
    Wording,
    codecs,
)
from empowerkit.errors import ConflictError, StoreError, StoreTrouble
from empowerkit.journal import Header
from empowerkit.model import NeedId
from empowerkit.store import Committed, Store


@attrs.frozen(kw_only=True)
class Asking:
    """
    What every change comes with.

    Attributes:
        by: Who is logged in.
        at: What the server's clock says.
        expected_version: The version that they saw.
        entry_id: An id of the caller's, with which a retry is harmless.
    """

    by: Actor
    at: datetime
    expected_version: int
    entry_id: str


class RequestError(Exception):
    """A request lacks what it must come with; *message* quotes nothing."""

    def __init__(self, status: HTTPStatus, rule: str, message: str) -> None:
        super().__init__(status, rule, message)
        self.status, self.rule, self.message = status, rule, message


def asked(
    *, by: Actor, at: datetime, if_match: str | None, key: str | None
) -> Asking:
    """Return what the headers If-Match and Idempotency-Key ask for."""
    if not key:
        raise RequestError(
            HTTPStatus.BAD_REQUEST,
            "idempotency-key",
            "a change must come with an Idempotency-Key: a random id",
        )
    if if_match is None:
        raise RequestError(
            HTTPStatus.PRECONDITION_REQUIRED,
            "if-match",
            "a change must come with If-Match: the ETag of what was read",
        )
    return Asking(
        by=by, at=at, expected_version=_version(if_match), entry_id=key
    )


def etag(version: int) -> str:
    """Return a plan's version as an entity tag."""
    return f'"{version}"'


def _version(if_match: str) -> int:
    version = if_match.removeprefix('"').removesuffix('"')
    short = len(version) <= len("999999999")
    if short and version.isdecimal() and version.isascii():
        return int(version)
    raise RequestError(
        HTTPStatus.BAD_REQUEST,
        "if-match",
        'If-Match must be the ETag of what was read, such as "3"',
    )


def read(
    store: Store, plan_id: str, *, by: Actor, at: datetime
) -> tuple[int, bytes]:
    """Return the version, and as JSON the plan as *by* may read it."""
    version, seen = _seen(store, plan_id, by, at)
    return version, codecs.dumps(seen)


def history(
    store: Store, plan_id: str, *, by: Actor, at: datetime
) -> list[dict[str, Any]]:
    """Return what was done to a plan, by whom and when; no words."""
    _seen(store, plan_id, by, at)
    return [
        {
            "version": said.version,
            "kind": said.kind.value,
            "by": {"role": said.actor.role.value, "id": said.actor.id},
            "at": said.recorded_at.isoformat(),
        }
        for said in store.history(plan_id)
    ]


def _seen(
    store: Store, plan_id: str, by: Actor, at: datetime
) -> tuple[int, Plan]:
    """
    Return the version, and the plan as *by* sees it.

    Others are told one thing, whether there is none, or none any more, or
    one that they are not on.
    """
    try:
        version = store.version(plan_id)
        return version, store.load(plan_id, version).as_seen_by(by, at=at)
    except (AuthorityError, NotFoundError):
        msg = "there must be a plan of this id for them, and there is none"
    raise NotFoundError(msg)


Make = Callable[[Plan, datetime], Plan]


def _changed(
    store: Store,
    plan_id: str,
    asking: Asking,
    make: Make,
    *,
    decision_id: str | None = None,
) -> Committed:
    _, seen = _seen(store, plan_id, asking.by, asking.at)
    if decision_id is not None:
        seen.find(Decision, decision_id)
    at, expected = asking.at, asking.expected_version
    history = store.history(plan_id)
    for said in history:
        if (said.entry, said.actor) == (asking.entry_id, asking.by):
            if said.version == 1:
                raise _taken(asking)
            if said.sequence in {
                gone for h in history for gone, _ in h.purged
            }:
                # Its words were erased since: nothing is left to compare.
                return _kept(said)
            # The same call once more: what it asks for was made then.
            at, expected = said.recorded_at, said.version - 1
            break
    else:
        _ask_newest(store, plan_id, expected)
    return store.commit(
        make(store.load(plan_id, expected), at),
        by=asking.by,
        at=at,
        expected_version=expected,
        entry_id=asking.entry_id,
    )


def _taken(asking: Asking) -> ConflictError:
    msg = "an entry's id must stand for one change: take a new id"
    return ConflictError("entry-id-once", msg, {"entry": asking.entry_id})


def _kept(said: Header) -> Committed:
    return Committed(
        plan_id=said.plan,
        version=said.version,
        entry_id=said.entry,
        sequence=said.sequence,
        again=True,
    )


def _ask_newest(store: Store, plan_id: str, expected: int) -> None:
    if store.version(plan_id) != expected:
        msg = (
            "a change must be of the version that stands: read the plan again"
        )
        raise ConflictError("expected-version", msg, {"plan": plan_id})


def add_need(
    store: Store,
    plan_id: str,
    asking: Asking,
    *,
    words: str,
    heard: Wording | None = None,
) -> Committed:
    """Keep a need; *heard* says how near a worker's writing is to it."""

    def made(plan: Plan, at: datetime) -> Plan:
        voice = _voice(plan, asking.by, at, heard)
        need = Need(id=NeedId(asking.entry_id), words=words, voice=voice)
        return plan.add(need, by=asking.by, at=at)

    return _changed(store, plan_id, asking, made)


def offer_option(
    store: Store, plan_id: str, decision_id: str, asking: Asking, *, words: str
) -> Committed:
    """Keep one more option of a decision."""

    def made(plan: Plan, at: datetime) -> Plan:
        own_id = asking.entry_id
        return plan.offer_option(
            decision_id, words, by=asking.by, at=at, id=own_id
        )

    return _changed(store, plan_id, asking, made, decision_id=decision_id)


def choose(
    store: Store,
    plan_id: str,
    decision_id: str,
    asking: Asking,
    *,
    option_id: str,
    words: str | None = None,
    heard: Wording | None = None,
) -> Committed:
    """Keep the client's choice."""

    def made(plan: Plan, at: datetime) -> Plan:
        return plan.choose(
            decision_id,
            option_id,
            by=asking.by,
            at=at,
            id=asking.entry_id,
            words=words,
            voice=_voice(plan, asking.by, at, heard),
        )

    return _changed(store, plan_id, asking, made, decision_id=decision_id)


def _voice(
    plan: Plan, by: Actor, at: datetime, heard: Wording | None
) -> Voice:
    if heard is None:
        return Voice.of(by, at=at)
    return Voice.heard(plan.client.actor, by=by, at=at, wording=heard)


@attrs.frozen(kw_only=True)
class Answer:
    """What a request that cannot be met is told; RFC 9457."""

    status: int
    problems: tuple[Mapping[str, str], ...] = ()
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def to_bytes(self) -> bytes:
        """Return the body, as `application/problem+json`."""
        said = {
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "problems": self.problems,
        }
        return json.dumps(said).encode()


def answer_to(error: EmpowerkitError | RequestError) -> Answer:
    """Return what to tell of *error*: rules, ids and what to do instead."""
    match error:
        case RequestError():
            answer = _one(error.status, error.rule, error.message)
        case AuthorshipError():
            answer = _all(HTTPStatus.FORBIDDEN, error.problems)
        case AuthorityError():
            answer = _one(HTTPStatus.FORBIDDEN, error.row, error.message)
        case InvariantError() | DocumentError():
            answer = _all(HTTPStatus.UNPROCESSABLE_ENTITY, error.problems)
        case NotFoundError():
            answer = _one(HTTPStatus.NOT_FOUND, "not-found", str(error))
        case ConflictError(rule="expected-version"):
            failed = HTTPStatus.PRECONDITION_FAILED
            answer = _one(failed, error.rule, error.message)
        case ConflictError():
            answer = _one(HTTPStatus.CONFLICT, error.rule, error.message)
        case StoreError():
            answer = _troubled(error)
        case _:
            answer = Answer(status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return answer


def _troubled(error: StoreError) -> Answer:
    later = {StoreTrouble.BUSY, StoreTrouble.INPUT_OUTPUT}
    retry = {"Retry-After": "2"} if error.reason in later else {}
    status, rule = HTTPStatus.SERVICE_UNAVAILABLE, f"store-{error.reason}"
    answer = _one(status, rule, "the store could not: retry with the same key")
    return attrs.evolve(answer, headers=retry)


def _one(status: HTTPStatus, rule: str, message: str) -> Answer:
    problem = {"rule": rule, "path": "$", "message": message}
    return Answer(status=status, problems=(problem,))


def _all(status: HTTPStatus, problems: Iterable[Any]) -> Answer:
    told = (
        {"rule": one.rule, "path": one.path, "message": one.message}
        for one in problems
    )
    return Answer(status=status, problems=tuple(told))


def unforeseen(error: Exception) -> str:
    """Return what a log may hold of an error that nobody foresaw."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {last.filename}:{last.lineno}"
