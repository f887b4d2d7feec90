"""What bodies hold; texts are kept as they were given."""

from __future__ import annotations

import json

from http import HTTPStatus
from typing import Any

from casework import RequestError
from django import forms
from django.http import HttpRequest

from empowerkit import InvariantError, Wording
from empowerkit.errors import Problem


_WORDINGS = [(wording.value, wording.value) for wording in Wording]


class Login(forms.Form):
    """A name and its password."""

    username = forms.CharField()
    password = forms.CharField(strip=False)


class NewNeed(forms.Form):
    """A need, in words."""

    words = forms.CharField(strip=False)
    heard = forms.ChoiceField(choices=_WORDINGS, required=False)


class NewOption(forms.Form):
    """An option, in words."""

    words = forms.CharField(strip=False)


class NewChoice(forms.Form):
    """What is chosen; the reasons are never required."""

    option_id = forms.CharField()
    words = forms.CharField(strip=False, required=False)
    heard = forms.ChoiceField(choices=_WORDINGS, required=False)


def said(request: HttpRequest, form: type[forms.Form]) -> dict[str, Any]:
    """Return what the body of *request* says, or refuse all of it."""
    held = form(_texts(request.body, set(form.base_fields)))
    if held.is_valid():
        return held.cleaned_data
    # Django's messages may repeat what came; its codes do not.
    raise InvariantError(
        Problem(
            rule=str(error.code),
            path=f"$.{name}",
            message="the field must be what the form says",
        )
        for name, errors in held.errors.as_data().items()
        for error in errors
    )


def _texts(body: bytes, known: set[str]) -> dict[str, str]:
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not data.keys() <= known:
        _refuse("fields", "a body must be an object of the form's fields")
    if not all(isinstance(text, str) for text in data.values()):
        _refuse("texts", "each field must be a text")
    return data


def _refuse(rule: str, message: str) -> None:
    raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, rule, message)
