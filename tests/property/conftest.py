"""Tools for properties of the codecs."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from empowerkit.codecs import _json


@pytest.fixture(scope="session")
def without_fast():
    """Return a context in which the extra ``fast`` is not installed."""

    @contextmanager
    def missing():
        held, _json._fast = _json._fast, None
        try:
            yield
        finally:
            _json._fast = held

    return missing
