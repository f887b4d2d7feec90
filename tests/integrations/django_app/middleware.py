"""What stands around every request: errors told, and nobody's words."""

from __future__ import annotations

import logging

from collections.abc import Callable
from types import FrameType
from typing import Any

import casework

from casework import Answer, RequestError, answer_to
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.views.debug import SafeExceptionReporterFilter

from empowerkit import EmpowerkitError


logger = logging.getLogger(__name__)
_DJANGOS = (BadRequest, Http404, PermissionDenied, SuspiciousOperation)


class PlanErrors:
    """Answers what a view raises, and lets nothing be kept on the way."""

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponse]
    ) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response, which no cache may keep."""
        response = self._get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer in terms of rules; `None` leaves it to Django."""
        if isinstance(exception, EmpowerkitError | RequestError):
            return _answered(answer_to(exception))
        if isinstance(exception, _DJANGOS):
            return None
        # Its message may hold words, so only its place is logged.
        logger.error("%s", casework.unforeseen(exception))
        return _answered(Answer(status=500))


def _answered(answer: Answer) -> HttpResponse:
    return HttpResponse(
        answer.to_bytes(),
        status=answer.status,
        headers=dict(answer.headers),
        content_type="application/problem+json",
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read, or found too long."""
    return _answered(Answer(status=400))


def forbidden(
    request: HttpRequest,
    exception: Exception | None = None,
    reason: str = "",
) -> HttpResponse:
    """Answer what Django refused, such as a post without a token."""
    return _answered(Answer(status=403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a path that is none of ours, and do not repeat it."""
    return _answered(Answer(status=404))


def failed(request: HttpRequest) -> HttpResponse:
    """Answer what failed outside of any view."""
    return _answered(Answer(status=500))


class NoWords(SafeExceptionReporterFilter):
    """Leaves out of Django's error mails what somebody may have said."""

    def get_post_parameters(self, request: Any) -> dict[str, str]:
        """Return nothing of what was sent."""
        return {}

    def get_traceback_frame_variables(
        self, request: Any, tb_frame: FrameType
    ) -> list[tuple[str, str]]:
        """Return no variable of any frame."""
        return []
