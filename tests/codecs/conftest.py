"""Tools for tests of the codecs."""

from __future__ import annotations

import json

import pytest

from empowerkit.codecs import _json, loads
from empowerkit.errors import DocumentError


@pytest.fixture(params=["fast", "reference"])
def way(request, monkeypatch, needs):
    """Run a test on the fast path, and again as if msgspec were not there."""
    if request.param == "fast":
        needs("fast", "msgspec")
    else:
        monkeypatch.setattr(_json, "_fast", None)
    return request.param


@pytest.fixture
def data():
    """Return a small document as plain data."""
    client = {"id": "c1", "role": "client"}
    worker = {"id": "w1", "role": "worker"}
    made = {
        "format": "empowerkit/plan",
        "version": 1,
        "id": "p1",
        "client": {"id": "c1", "called": "Amina", "languages": ["so"]},
        "workers": [{"id": "w1", "called": "Joan", "from_on": "2026-01-05"}],
        "what_matters": [
            {
                "id": "m1",
                "words": "A door",
                "voice": {
                    "speaker": client,
                    "recorder": worker,
                    "said_at": "2026-03-02T10:00:00Z",
                },
                "rank": 1,
            }
        ],
        "mandates": [
            {"id": "o1", "words": "Ten", "voice": {}, "negotiable": True}
        ],
        "decisions": [
            {
                "id": "d1",
                "client": client,
                "words": "Where?",
                "voice": {},
                "options": [{"id": "stay", "words": "Stay", "voice": {}}],
                "choices": [
                    {
                        "id": "h1",
                        "option_id": "stay",
                        "author": client,
                        "decided_at": "2026-03-02T10:00:00Z",
                        "voice": {},
                    }
                ],
            }
        ],
    }
    # No two places share an object: a test may change one of them.
    return json.loads(json.dumps(made))


@pytest.fixture
def raw(data):
    """Return the small document as bytes, in canonical form."""
    return json.dumps(data, separators=(",", ":"), sort_keys=True).encode()


@pytest.fixture
def problems():
    """Return a function that loads what is refused, and returns why."""

    def load(given, **options):
        if not isinstance(given, str | bytes):
            given = json.dumps(given)
        with pytest.raises(DocumentError) as caught:
            loads(given, **options)
        return [(found.rule, found.path) for found in caught.value.problems]

    return load
