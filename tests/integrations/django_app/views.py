"""What the site answers."""

from __future__ import annotations

from http import HTTPStatus

import casework

from casework import Asking, RequestError, etag
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from empowerkit import Actor, Wording
from empowerkit.store import Committed, Store

from . import forms
from .backend import InDjango, together
from .models import Notice, Person


@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def log_in(request: HttpRequest) -> HttpResponse:
    """Let a user in; asked for with GET, it sets the CSRF cookie."""
    if request.method == "POST":
        user = authenticate(request, **forms.said(request, forms.Login))
        if user is None:
            raise _not_in("name and password must belong together")
        login(request, user)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def who(request: HttpRequest) -> Actor:
    """Return whom the user who is logged in is in plans."""
    if not request.user.is_authenticated:
        raise _not_in("somebody must be logged in")
    try:
        person: Person = request.user.person
    except Person.DoesNotExist:
        raise _not_in("a user must be somebody in plans") from None
    return person.actor


def _not_in(message: str) -> RequestError:
    return RequestError(HTTPStatus.FORBIDDEN, "login", message)


def asking(request: HttpRequest) -> Asking:
    """Return what every change comes with."""
    return casework.asked(
        by=who(request),
        at=timezone.now(),
        if_match=request.headers.get("If-Match"),
        key=request.headers.get("Idempotency-Key"),
    )


@require_GET
def read_plan(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Return the plan as the one who is logged in may read it."""
    by, at, plans = who(request), timezone.now(), Store(InDjango())
    version, body = casework.read(plans, plan_id, by=by, at=at)
    headers = {"ETag": etag(version)}
    return HttpResponse(body, content_type="application/json", headers=headers)


@require_GET
def read_history(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Return who did what, and when; no words."""
    by, at, plans = who(request), timezone.now(), Store(InDjango())
    told = casework.history(plans, plan_id, by=by, at=at)
    return JsonResponse(told, safe=False)


@require_POST
def add_need(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Keep a need, and a notice beside it: both or neither."""
    asked, body = asking(request), forms.said(request, forms.NewNeed)
    with together() as plans:
        done = casework.add_need(
            plans, plan_id, asked, words=body["words"], heard=_heard(body)
        )
        Notice.objects.get_or_create(plan=plan_id, version=done.version)
    return _kept(done)


@require_POST
def offer_option(
    request: HttpRequest, plan_id: str, decision_id: str
) -> HttpResponse:
    """Keep an option."""
    asked, body = asking(request), forms.said(request, forms.NewOption)
    with together() as plans:
        done = casework.offer_option(
            plans, plan_id, decision_id, asked, words=body["words"]
        )
    return _kept(done)


@require_POST
def choose(
    request: HttpRequest, plan_id: str, decision_id: str
) -> HttpResponse:
    """Keep the client's choice."""
    asked, body = asking(request), forms.said(request, forms.NewChoice)
    with together() as plans:
        done = casework.choose(
            plans,
            plan_id,
            decision_id,
            asked,
            option_id=body["option_id"],
            words=body["words"] or None,
            heard=_heard(body),
        )
    return _kept(done)


def _heard(body: dict[str, str]) -> Wording | None:
    return Wording(body["heard"]) if body["heard"] else None


def _kept(done: Committed) -> HttpResponse:
    return JsonResponse(
        {"id": done.entry_id, "version": done.version},
        status=HTTPStatus.CREATED,
        headers={"ETag": etag(done.version)},
    )
