"""Plans behind FastAPI."""

from __future__ import annotations

import hashlib
import logging
import os
import secrets

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

import casework

from casework import Answer, Asking, RequestError, answer_to, etag
from fastapi import APIRouter, Depends, FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from empowerkit import Actor, EmpowerkitError, NotFoundError, Wording
from empowerkit.store import Committed, Store, open_store


logger = logging.getLogger(__name__)
router = APIRouter()


class StandInLogin:
    """
    Where the login of your own belongs: this knows no passwords.

    It keeps who a token was given to, until the process ends.
    """

    def __init__(self) -> None:
        self._held: dict[bytes, Actor] = {}

    def let_in(self, actor: Actor) -> str:
        """Return a token for *actor*, of whom your login is sure."""
        token = secrets.token_urlsafe(32)
        self._held[_digest(token)] = actor
        return token

    def who(self, token: str) -> Actor | None:
        """Return whose token this is."""
        return self._held.get(_digest(token))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


_bearer = HTTPBearer(auto_error=False)
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def logged_in(request: Request, bearer: Bearer) -> Actor:
    """Return who is logged in."""
    login: StandInLogin = request.app.state.login
    actor = login.who(bearer.credentials) if bearer else None
    if actor is None:
        status = HTTPStatus.UNAUTHORIZED
        raise RequestError(status, "login", "somebody must be logged in")
    return actor


def now() -> datetime:
    """Return the time; the only place where a clock is read."""
    return datetime.now(UTC)


def open_plans(request: Request) -> Store:
    """Return the store of this process."""
    store: Store = request.app.state.store
    return store


Who = Annotated[Actor, Depends(logged_in)]
Plans = Annotated[Store, Depends(open_plans)]
Now = Annotated[datetime, Depends(now)]


def asking(
    by: Who,
    at: Now,
    if_match: Annotated[str | None, Header()] = None,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Asking:
    """Return what every change comes with."""
    return casework.asked(by=by, at=at, if_match=if_match, key=idempotency_key)


Asked = Annotated[Asking, Depends(asking)]


class Body(BaseModel):
    """What a request holds: no key that is not known."""

    model_config = ConfigDict(extra="forbid")


class NewNeed(Body):
    """A need, in words."""

    words: str = Field(min_length=1, repr=False)
    heard: Wording | None = None


class NewOption(Body):
    """An option, in words."""

    words: str = Field(min_length=1, repr=False)


class NewChoice(Body):
    """What is chosen; the reasons are never required."""

    option_id: str
    words: str | None = Field(default=None, repr=False)
    heard: Wording | None = None


@router.get("/ready", status_code=HTTPStatus.NO_CONTENT)
def ready(plans: Plans) -> None:
    """Answer 204 while the store answers, and 503 where it does not."""
    with suppress(NotFoundError):
        plans.version("none")


@router.get("/plans/{plan_id}")
def read_plan(plan_id: str, plans: Plans, who: Who, at: Now) -> Response:
    """Return the plan as the one who is logged in may read it."""
    version, body = casework.read(plans, plan_id, by=who, at=at)
    return Response(
        body, media_type="application/json", headers={"ETag": etag(version)}
    )


@router.get("/plans/{plan_id}/history")
def read_history(
    plan_id: str, plans: Plans, who: Who, at: Now
) -> list[dict[str, Any]]:
    """Return who did what, and when; no words."""
    return casework.history(plans, plan_id, by=who, at=at)


@router.post("/plans/{plan_id}/needs")
def add_need(
    plan_id: str, body: NewNeed, plans: Plans, asked: Asked
) -> Response:
    """Keep a need."""
    done = casework.add_need(
        plans, plan_id, asked, words=body.words, heard=body.heard
    )
    return _kept(done)


@router.post("/plans/{plan_id}/decisions/{decision_id}/options")
def offer_option(
    plan_id: str,
    decision_id: str,
    body: NewOption,
    plans: Plans,
    asked: Asked,
) -> Response:
    """Keep an option."""
    done = casework.offer_option(
        plans, plan_id, decision_id, asked, words=body.words
    )
    return _kept(done)


@router.post("/plans/{plan_id}/decisions/{decision_id}/choices")
def choose(
    plan_id: str,
    decision_id: str,
    body: NewChoice,
    plans: Plans,
    asked: Asked,
) -> Response:
    """Keep the client's choice."""
    done = casework.choose(
        plans,
        plan_id,
        decision_id,
        asked,
        option_id=body.option_id,
        words=body.words,
        heard=body.heard,
    )
    return _kept(done)


def _kept(done: Committed) -> Response:
    return JSONResponse(
        {"id": done.entry_id, "version": done.version},
        status_code=HTTPStatus.CREATED,
        headers={"ETag": etag(done.version)},
    )


async def refused(request: Request, error: Exception) -> Response:
    """Answer an error of the library, or of `casework`."""
    assert isinstance(error, EmpowerkitError | RequestError)
    return _answered(answer_to(error))


async def unmet(request: Request, error: Exception) -> Response:
    """Answer what the framework refused by itself, without its words."""
    assert isinstance(error, HTTPException)
    headers = error.headers or {}
    return _answered(Answer(status=error.status_code, headers=headers))


async def misread(request: Request, error: Exception) -> Response:
    """Answer a body that pydantic refused, without what was in it."""
    assert isinstance(error, RequestValidationError)
    return _answered(Answer(status=422, problems=tuple(_problems(error))))


_FIELDS = {
    name
    for body in (NewNeed, NewOption, NewChoice)
    for name in body.model_fields
}


def _problems(error: RequestValidationError) -> Iterator[dict[str, str]]:
    for found in error.errors():
        # A key that we do not know is somebody's words too.
        known = [str(part) for part in found["loc"] if part in _FIELDS]
        yield {
            "rule": found["type"],
            "path": ".".join(["$", *known]),
            "message": found["msg"],
        }


def _answered(answer: Answer) -> Response:
    headers = dict(answer.headers)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        answer.to_bytes(),
        status_code=answer.status,
        headers=headers,
        media_type="application/problem+json",
    )


async def guarded(
    request: Request, call: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Let nothing be kept on the way, and no error's words be logged."""
    try:
        response = await call(request)
    except Exception as error:  # noqa: BLE001 - its message may hold words
        logger.error("%s", casework.unforeseen(error))
        response = _answered(Answer(status=500))
    response.headers["Cache-Control"] = "no-store"
    return response


def make_app(url: str | None = None, *, timeout: float = 5) -> FastAPI:
    """Return the app over the store at *url*, or at CASEWORK_STORE."""
    place = url or os.environ["CASEWORK_STORE"]

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        with open_store(place, timeout=timeout) as store:
            app.state.store = store
            yield

    app = FastAPI(title="Casework", lifespan=lifespan)
    app.state.login = StandInLogin()
    app.include_router(router)
    app.middleware("http")(guarded)
    app.add_exception_handler(EmpowerkitError, refused)
    app.add_exception_handler(RequestError, refused)
    app.add_exception_handler(HTTPException, unmet)
    app.add_exception_handler(RequestValidationError, misread)
    return app
