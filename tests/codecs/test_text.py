"""From bytes to plain data: what is refused before anything is read."""

from __future__ import annotations

import json
import time

import pytest

from empowerkit.codecs import MAX_BYTES, MAX_DEPTH, loads
from empowerkit.errors import DocumentError


pytestmark = pytest.mark.usefixtures("way")


def instead(raw, old, new):
    """Return *raw* with *old*, which stands there once, replaced."""
    assert raw.count(old) == 1
    return raw.replace(old, new)


def nested(depth):
    """Return a text value wrapped in so many arrays and objects."""
    half, odd = divmod(depth, 2)
    return b"[" * odd + b'[{"id":' * half + b'"]]"' + b"}]" * half + b"]" * odd


class TestSize:
    def test_a_document_of_the_largest_size_is_read(self, raw):
        """The cap itself is still allowed."""
        assert loads(raw, max_bytes=len(raw)).id == "p1"

    def test_one_byte_more_is_refused(self, raw, problems):
        """The cap is asked before anything else."""
        assert [("size-cap", "$")] == problems(raw, max_bytes=len(raw) - 1)

    def test_text_is_measured_in_bytes(self, raw, problems):
        """What counts is UTF-8, not characters."""
        text = instead(raw, b"Amina", "Ámina".encode()).decode()

        assert [("size-cap", "$")] == problems(text, max_bytes=len(text))

    def test_it_is_16_mib(self, problems):
        """Nobody has to set it to be safe."""
        assert [("size-cap", "$")] == problems(b" " * (MAX_BYTES + 1))
        assert MAX_BYTES == 16 * 1024 * 1024


class TestEncoding:
    @pytest.mark.parametrize(
        "odd",
        [
            pytest.param(b"\xff", id="no such byte"),
            pytest.param(b"\xc0\xaf", id="overlong"),
            pytest.param(b"\xed\xa0\x80", id="surrogate"),
            pytest.param(b"\xf4\x90\x80\x80", id="beyond Unicode"),
            pytest.param(b"\xe2\x82", id="cut short"),
        ],
    )
    def test_only_utf_8_is_read(self, raw, problems, odd):
        """Nothing is guessed and nothing is replaced."""
        assert [("utf-8", "$")] == problems(instead(raw, b"Amina", odd))

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
    def test_a_byte_order_mark_is_refused(self, raw, problems, encoding):
        """Whatever it would tell of the rest."""
        assert [("utf-8", "$")] == problems(raw.decode().encode(encoding))

    def test_text_with_half_a_character_is_refused(self, raw, problems):
        """It cannot have come from UTF-8."""
        text = raw.decode().replace("Amina", "\ud800")

        assert [("utf-8", "$")] == problems(text)

    def test_text_with_a_mark_is_refused(self, raw, problems):
        """The same as for bytes."""
        assert [("utf-8", "$")] == problems("\ufeff" + raw.decode())

    @pytest.mark.parametrize("kind", [bytearray, memoryview, bytes.decode])
    def test_other_forms_of_bytes_are_read_alike(self, raw, kind):
        """Text is encoded first."""
        assert loads(raw) == loads(kind(raw))


class TestDepth:
    def test_the_deepest_is_still_json(self, raw, problems):
        """At the cap, what is wrong is what stands there."""
        deep = instead(raw, b'"Amina"', nested(MAX_DEPTH - 2))

        assert [("field-type", "$.client.called")] == problems(deep)

    def test_one_deeper_is_refused(self, raw, problems):
        """Objects and arrays count alike."""
        deep = instead(raw, b'"Amina"', nested(MAX_DEPTH - 1))

        assert [("depth-cap", "$")] == problems(deep)

    @pytest.mark.parametrize(
        "deep",
        [
            pytest.param(b"[" * 100_000, id="open"),
            pytest.param(b"[" * 100_000 + b"]" * 100_000, id="closed"),
            pytest.param(b'{"id":' * 100_000, id="objects"),
            pytest.param(b'{"a":[' * 100_000 + b"]}" * 100_000, id="both"),
            pytest.param(
                b'["' + b"]" * 200_000 + b'",' + b"[" * 100_000,
                id="closed in text first",
            ),
            pytest.param(
                b'["\\\\\\"' + b"]" * 200_000 + b'",' + b"[" * 100_000,
                id="closed in text with escapes first",
            ),
            pytest.param(
                b'["\\\\",' + b"[" * 100_000 + b"]" * 100_000 + b',"\\""]',
                id="text that ends in an escape",
            ),
        ],
    )
    def test_however_deep_it_is_refused_at_once(self, problems, deep):
        """No recursion, and no time to speak of."""
        begun = time.perf_counter()

        assert [("depth-cap", "$")] == problems(deep)
        assert time.perf_counter() - begun < 1

    @pytest.mark.parametrize(
        "words",
        ["[" * 1_000, "]}" * 1_000, '"[' * 100, "\\" * 99 + "[" * 99, '\\"['],
    )
    def test_brackets_in_text_do_not_count(self, data, words):
        """However many of them somebody wrote."""
        data["client"]["called"] = words

        assert loads(json.dumps(data)).client.called == words

    def test_what_closes_nothing_is_no_json(self, problems):
        """And is not called deep."""
        assert [("json-syntax", "$")] == problems(b"]" * 100_000)

    def test_many_brackets_side_by_side_are_read(self, raw, problems):
        """What counts is how deep, not how many."""
        wide = b"[" + b"[]," * 100_000 + b"[]]"

        found = problems(instead(raw, b'"Amina"', wide))

        assert [("field-type", "$.client.called")] == found


class TestSyntax:
    @pytest.mark.parametrize(
        "wrong",
        [
            b"",
            b" ",
            b"{",
            b"{}{}",
            b"[1,]",
            b"{'a':1}",
            b'{"a":1,}',
            b'{"a" 1}',
            b"nul",
            b"+1",
            b"01",
            b"1.",
            b".5",
            b"0x1",
            b"1_000",
            b"\x00",
            b'"\x00"',
            b'"a\nb"',
            b'"\\x41"',
            b'"\\u12"',
            b'"open',
            b"// no\n{}",
            b"\xc2\xa0{}",
        ],
    )
    def test_only_json_is_read(self, problems, wrong):
        """No extension that some readers allow."""
        assert [("json-syntax", "$")] == problems(wrong)

    def test_where_it_stops_is_told(self):
        """By the character, and not by what stands there."""
        with pytest.raises(DocumentError, match="at character 1 ") as caught:
            loads(b'["secret')

        assert {"character": "1"} == caught.value.facts


class TestKeys:
    @pytest.mark.parametrize(
        ("old", "new", "path"),
        [
            (b'{"client"', b'{"id":"p1","client"', "$"),
            (b'"called":"A', b'"called":"Amina","called":"A', "$.client"),
            (b'"called":"A', b'"c\\u0061lled":1,"called":"A', "$.client"),
            (b'"negotiable"', b'"x":1,"x":2,"negotiable"', "$.mandates[0]"),
        ],
    )
    def test_a_key_that_stands_twice_is_refused(
        self, raw, problems, old, new, path
    ):
        """Equal values or not, and known or not."""
        found = problems(instead(raw, old, new))

        assert [("duplicate-key", path)] == found

    @pytest.mark.parametrize("name", ["Amina", "a b", "é", "a.b", "x'y"])
    def test_a_key_that_is_not_ours_is_not_told(self, raw, problems, name):
        """It may be somebody's name."""
        new = f'{{"{name}":{{"id":NaN}},"client"'.encode()

        found = problems(instead(raw, b'{"client"', new))

        assert [("number", "$.?.id")] == found


class TestNumbers:
    @pytest.mark.parametrize(
        "wrong",
        [
            b"NaN",
            b"Infinity",
            b"-Infinity",
            b"1e999",
            b"-1e999",
            b"9007199254740992",
            b"-9007199254740992",
            b"9007199254740993",
            b"18446744073709551616",
            b"9" * 10_000,
            b"-" + b"9" * 10_000,
            b"9" * 1_000_000,
        ],
    )
    def test_what_other_readers_read_otherwise_is_refused(
        self, raw, problems, wrong
    ):
        """No number that is none, and none beyond 2**53 - 1."""
        found = problems(instead(raw, b'"rank":1', b'"rank":' + wrong))

        assert [("number", "$.what_matters[0].rank")] == found

    @pytest.mark.parametrize(
        "wrong", [b"1.0", b"1e0", b"10e-1", b"1.9", b"1." + b"0" * 100_000]
    )
    def test_a_fraction_is_no_whole_number(self, raw, problems, wrong):
        """Not even one that would come out even."""
        found = problems(instead(raw, b'"rank":1', b'"rank":' + wrong))

        assert [("field-type", "$.what_matters[0].rank")] == found

    def test_the_largest_is_read(self, raw):
        """2**53 - 1 is one that every reader can hold."""
        new = b'"rank":%d' % (2**53 - 1)

        found = loads(instead(raw, b'"rank":1', new))

        assert found.what_matters[0].rank == 2**53 - 1


class TestText:
    @pytest.mark.parametrize("wrong", ["\\u0000", "a\\u0000b"])
    def test_nul_is_refused(self, raw, problems, wrong):
        """C and many a database end a text there."""
        new = instead(raw, b"Amina", wrong.encode())

        assert [("text-storable", "$.client.called")] == problems(new)

    @pytest.mark.parametrize(
        "wrong",
        ["\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud800x", "\\udbff\\uD800"],
    )
    def test_a_lone_surrogate_is_refused(self, raw, problems, wrong):
        """It cannot be written as UTF-8."""
        new = instead(raw, b"Amina", wrong.encode())

        assert [("text-storable", "$.client.called")] == problems(new)

    @pytest.mark.parametrize("wrong", ["\\u0000", "\\ud800"])
    def test_keys_are_text_too(self, raw, problems, wrong):
        """And are not told."""
        new = f'"{wrong}":1,"languages"'.encode()

        found = problems(instead(raw, b'"languages"', new))

        assert [("text-storable", "$.client")] == found

    def test_items_are_text_too(self, raw, problems):
        """With their place."""
        new = instead(raw, b'"so"', b'"en","\\ud800"')

        assert [("text-storable", "$.client.languages[1]")] == problems(new)

    @pytest.mark.parametrize(
        ("spelled", "words"),
        [
            ("\\u00e9", "é"),
            ("\\ud83d\\udd11", "\U0001f511"),
            ("\\/", "/"),
            ("\\\\u0000", "\\u0000"),
            ("\x7f", "\x7f"),
            ("\u2028", "\u2028"),
        ],
    )
    def test_every_other_spelling_is_read(self, raw, spelled, words):
        """Text comes in as it was meant."""
        new = instead(raw, b'"Ten"', f'"{spelled}"'.encode())

        assert loads(new).mandates[0].words == words
