"""The edges of what is read: the last that is, and the first that is not."""

from __future__ import annotations

import io
import json

from pathlib import Path

import pytest

from empowerkit.codecs import MAX_BYTES, load, load_many, loads, read_ndjson
from empowerkit.codecs._form import canonical, kinds
from empowerkit.errors import DocumentError
from empowerkit.plan import Plan


pytestmark = pytest.mark.usefixtures("way")

LARGEST = 2**53 - 1


class TestDepth:
    @pytest.mark.parametrize(
        ("deep", "rule"),
        [
            (b"[" * 32, "json-syntax"),
            (b"[" * 33, "depth-cap"),
            (b"[" * 32 + b"]" * 32, "format"),
            (b"[" * 33 + b"]" * 33, "depth-cap"),
            (b"[" * 40 + b"]" * 8, "json-syntax"),
            (b"[" * 41 + b"]" * 8, "depth-cap"),
            (b'{"a":' * 32 + b"1" + b"}" * 32, "format"),
            (b'{"a":' * 33 + b"1" + b"}" * 33, "depth-cap"),
            (b'["[",' * 32 + b"1" + b"]" * 32, "format"),
            (b'["\\"",' * 33 + b"1" + b"]" * 33, "depth-cap"),
            (b"[[]," * 31 + b"[]" + b"]" * 31, "format"),
            (b"[[]," * 32 + b"[]" + b"]" * 32, "depth-cap"),
        ],
    )
    def test_thirty_two_and_one_more(self, problems, deep, rule):
        """Open or closed, of either sort, with text and others beside."""
        assert [rule] == [found for found, _ in problems(deep)]


class TestNumbers:
    @pytest.fixture
    def rated(self, data):
        """Return a document with a rating from the least to the largest."""
        data["ratings"] = [
            {
                "id": "r1",
                "about_id": "m1",
                "ruler": "confidence",
                "rater": {"id": "c1", "role": "client"},
                "at": "2026-03-02T10:00:00Z",
                "voice": {},
                "low": -LARGEST,
                "high": LARGEST,
                "value": 0,
            }
        ]
        return data

    @pytest.mark.parametrize("value", [-LARGEST, LARGEST])
    def test_the_largest_and_the_least(self, rated, value):
        """Both ends can be held by every reader."""
        rated["ratings"][0]["value"] = value

        (rating,) = loads(canonical(rated)).ratings

        assert (-LARGEST, LARGEST, value) == (
            rating.low,
            rating.high,
            rating.value,
        )

    @pytest.mark.parametrize("value", [-LARGEST - 1, LARGEST + 1])
    def test_one_beyond(self, rated, problems, value):
        """And neither end is passed."""
        rated["ratings"][0]["value"] = value

        assert [("number", "$.ratings[0].value")] == problems(rated)
        assert [("number", "$.ratings[0].value")] == problems(canonical(rated))

    @pytest.mark.parametrize(
        ("end", "value"), [("low", -LARGEST - 1), ("high", LARGEST + 1)]
    )
    def test_an_end_beyond(self, rated, problems, end, value):
        """Also where what lies between them is small."""
        rated["ratings"][0][end] = value

        assert [("number", f"$.ratings[0].{end}")] == problems(
            canonical(rated)
        )


class TestSize:
    def test_of_everything(self, raw, tmp_path):
        """A document, a file and a line of 16 MiB are read; one more, not."""
        path = tmp_path / "plan"
        for more in (0, 1):
            # Spaces within are no spaces around.
            wide = raw[:-1] + b" " * (MAX_BYTES - len(raw) + more) + b"}"
            path.write_bytes(wide)
            for read in (
                lambda: loads(path.read_bytes()),
                lambda: load(path),
                lambda: next(read_ndjson(path)),
                lambda: load_many(path)[0],
            ):
                if not more:
                    assert "p1" == read().id
                    continue
                with pytest.raises(DocumentError, match="size-cap"):
                    read()

    def test_how_much_of_a_file_is_asked_for(self, raw, monkeypatch):
        """One byte beyond the cap tells enough."""
        asked = []

        class Watched(io.BytesIO):
            def read(self, size=-1):
                asked.append(size)
                return super().read(size)

        monkeypatch.setattr(Path, "open", lambda path, mode: Watched(raw))

        load("plan", max_bytes=9_999)

        assert [10_000] == asked

    def test_how_much_of_a_line_is_asked_for(self, raw):
        """The cap, and the two bytes that may end it."""
        asked = []

        class Watched(io.BytesIO):
            def readline(self, size=-1):
                asked.append(size)
                return super().readline(size)

        load_many(Watched(raw), max_bytes=9_999)

        assert {10_001} == {*asked}

    def test_a_blank_line(self, raw):
        """One of the largest size is passed over; a longer one is refused."""
        for blank in (b" " * 9_999, b" " * 9_999 + b"\r"):
            assert 1 == len(load_many([blank, raw], max_bytes=9_999))
        with pytest.raises(DocumentError, match="size-cap"):
            load_many([b" " * 10_000, raw], max_bytes=9_999)


class TestForm:
    def test_the_plan_is_the_first_kind(self):
        """And each stands there once."""
        assert Plan is kinds()[0]
        assert len({*kinds()}) == len(kinds())

    def test_canonical_bytes(self):
        """Sorted at every depth, as it is, and without a space."""
        held = {"b": [1, {"d": "é\u2028", "c": None}], "a": {}}

        made = canonical(held)

        assert held == json.loads(made)
        assert '{"a":{},"b":[1,{"c":null,"d":"é\u2028"}]}'.encode() == made
