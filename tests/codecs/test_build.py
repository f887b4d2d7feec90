"""From plain data to a plan: strict, without coercion, all at once."""

from __future__ import annotations

import json
import pickle

from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest

from empowerkit.codecs import converter, loads
from empowerkit.codecs._form import kinds
from empowerkit.errors import DocumentError, EmpowerkitError
from empowerkit.model import Actor, Client, Role
from empowerkit.model._record import Use, shape


pytestmark = pytest.mark.usefixtures("way")


def put(data, path, value):
    """Put *value* into *data* at *path*, ``REMOVED`` for nothing."""
    *steps, last = path
    for step in steps:
        data = data[step]
    if value is REMOVED:
        del data[last]
    else:
        data[last] = value


@attrs.frozen
class Register:
    """What a host may keep."""

    since: float
    people: list[Client]


REMOVED = object()
CALLED = ("client", "called")
RANK = ("what_matters", 0, "rank")
SAID_AT = ("what_matters", 0, "voice", "said_at")
FROM_ON = ("workers", 0, "from_on")
ROLE = ("decisions", 0, "client", "role")
NEGOTIABLE = ("mandates", 0, "negotiable")


class TestNoCoercion:
    @pytest.mark.parametrize(
        ("path", "value"),
        [
            *((CALLED, v) for v in (None, 1, 1.5, True, [], {}, ["Amina"])),
            *((RANK, v) for v in ("1", 1.0, 1.9, True, False, [], {}, [1])),
            *((NEGOTIABLE, v) for v in ("false", "true", "", 0, 1, 0.5, [])),
            *((("id",), v) for v in (None, 1, True, [], {})),
            *((("client", "languages"), v) for v in (None, "so", {}, 1)),
            *((("client", "languages", 0), v) for v in (None, 1, ["so"])),
            *((("client",), v) for v in (None, "c1", 1, [], True)),
            *((("workers",), v) for v in (None, "w1", {}, {"0": {}})),
            *((("workers", 0), v) for v in (None, "w1", 1, [], ["w1"])),
            *((("decisions", 0, "client"), v) for v in (None, "c1", [])),
        ],
    )
    def test_no_type_stands_for_another(self, data, problems, path, value):
        """``"false"`` is not `False`, null not ``"None"``, 1.0 not 1."""
        put(data, path, value)

        steps = (f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)
        assert [("field-type", "$" + "".join(steps))] == problems(data)

    @pytest.mark.parametrize(
        "value", ["Client", "CLIENT", "client ", "", "friend", 0, 1, None, []]
    )
    def test_codes_are_spelled_as_they_are(self, data, problems, value):
        """No name of a member, no other case, no index."""
        put(data, ROLE, value)

        assert [("code", "$.decisions[0].client.role")] == problems(data)

    @pytest.mark.parametrize("value", ["1", 1.0, True, 5, -1, None, "coach"])
    def test_codes_that_are_numbers_are_numbers(self, data, problems, value):
        """The same for the levels of support."""
        data["steps"] = [
            {"id": "s1", "words": "Ring", "voice": {}, "support": value}
        ]
        if value is None:
            assert loads(json.dumps(data)).steps[0].support is None
            return

        assert [("code", "$.steps[0].support")] == problems(data)

    def test_every_hook_is_our_own(self):
        """What cattrs does by default would turn 1.9 into 1."""
        made = converter()
        for kind in kinds():
            for field in shape(kind):
                plain = field.use in {Use.ID, Use.REF}
                hook = made.get_structure_hook(str if plain else field.kind)

                assert hook.__module__ == "empowerkit.codecs._build"

    def test_the_converter_refuses_with_the_same_error(self):
        """For those who build on it."""
        given = {"id": "c1", "role": "CLIENT"}
        with pytest.raises(DocumentError) as caught:
            converter().structure(given, Actor)

        assert "$.role" == caught.value.path
        actor = converter().structure({"id": "c1", "role": "client"}, Actor)
        assert Actor(id="c1", role=Role.CLIENT) == actor

    def test_what_is_not_ours_is_left_to_cattrs(self):
        """Our records may stand in a host's own, which are its business."""
        person = {"id": "c1", "called": "A"}
        given = {"since": "1.5", "people": [person], "more": 1}

        found = converter().structure(given, Register)

        people = [Client(id="c1", called="A")]
        assert Register(since=1.5, people=people) == found


class TestTimes:
    @pytest.mark.parametrize(
        ("spelled", "expected"),
        [
            ("2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10, tzinfo=UTC)),
            (
                "2026-03-02T10:00:00+00:00",
                datetime(2026, 3, 2, 10, tzinfo=UTC),
            ),
            (
                "2026-03-02T10:00:00-00:00",
                datetime(2026, 3, 2, 10, tzinfo=UTC),
            ),
            (
                "2026-03-02T10:00:00.5-03:30",
                datetime(
                    2026,
                    3,
                    2,
                    10,
                    microsecond=500_000,
                    tzinfo=timezone(-timedelta(hours=3, minutes=30)),
                ),
            ),
            (
                "2200-12-31T23:59:59.999999+14:00",
                datetime(
                    2200,
                    12,
                    31,
                    23,
                    59,
                    59,
                    999_999,
                    timezone(timedelta(hours=14)),
                ),
            ),
            (
                "1900-01-01T00:00:00-23:59",
                datetime(
                    1900,
                    1,
                    1,
                    tzinfo=timezone(-timedelta(hours=23, minutes=59)),
                ),
            ),
        ],
    )
    def test_rfc_3339_is_read(self, data, spelled, expected):
        """With its own offset kept."""
        data["review_asked_at"] = spelled

        found = loads(json.dumps(data)).review_asked_at

        assert expected == found
        assert expected.utcoffset() == found.utcoffset()

    @pytest.mark.parametrize(
        "wrong",
        [
            "",
            "2026-03-02",
            "2026-03-02T10:00:00",
            "2026-03-02T10:00Z",
            "2026-03-02T10Z",
            "2026-03-02 10:00:00Z",
            "2026-03-02t10:00:00Z",
            "2026-03-02T10:00:00z",
            "2026-W10-1T10:00:00Z",
            "2026-061T10:00:00Z",
            "20260302T100000Z",
            "2026-03-02T100000Z",
            "2026-03-02T10:00:60Z",
            "2026-03-02T23:59:60Z",
            "2026-03-02T10:60:00Z",
            "2026-03-02T24:00:00Z",
            "2026-03-02T25:00:00Z",
            "2026-03-02T10:00:00.Z",
            "2026-03-02T10:00:00,5Z",
            "2026-03-02T10:00:00.1234567Z",
            "2026-03-02T10:00:00+01",
            "2026-03-02T10:00:00+0100",
            "2026-03-02T10:00:00+01:00:00",
            "2026-03-02T10:00:00+01:00:30",
            "2026-03-02T10:00:00+24:00",
            "2026-03-02T10:00:00+01:60",
            "2026-03-02T10:00:00+1:00",
            "2026-03-02T10:00:00Z\n",
            " 2026-03-02T10:00:00Z",
            "2026-3-2T10:00:00Z",
            "2026-02-29T10:00:00Z",
            "2026-00-02T10:00:00Z",
            "2026-13-02T10:00:00Z",
            "2026-03-32T10:00:00Z",
            "0000-03-02T10:00:00Z",
            "0001-01-01T00:00:00+23:59",
            "1899-12-31T23:59:59Z",
            "2201-01-01T00:00:00Z",
            "9999-12-31T23:59:59-23:59",
            "10000-01-01T00:00:00Z",
            "-2026-03-02T10:00:00Z",
            "२०२६-03-02T10:00:00Z",
            1_772_445_600,
            1.5,
            True,
            [],
        ],
    )
    def test_no_other_spelling_is(self, data, problems, wrong):
        """Naive, by week, compact, to the leap second, of other centuries."""
        put(data, SAID_AT, wrong)

        path = "$.what_matters[0].voice.said_at"
        assert [("time-aware", path)] == problems(data)

    def test_a_day_is_read(self, data):
        """The first and the last one there can be."""
        data["opened_on"], data["closed_on"] = "1900-01-01", "2200-12-31"

        plan = loads(json.dumps(data))

        assert (date(1900, 1, 1), date(2200, 12, 31)) == (
            plan.opened_on,
            plan.closed_on,
        )

    @pytest.mark.parametrize(
        "wrong",
        [
            "",
            "2026-02-29",
            "2026-00-01",
            "2026-13-01",
            "20260302",
            "2026-W10-1",
            "2026-061",
            "2026-3-2",
            "2026-03-02T00:00:00Z",
            "2026-03-02\n",
            "0000-01-01",
            "1899-12-31",
            "2201-01-01",
            "२०२६-03-02",
            1_772_409_600,
            [2026, 3, 2],
        ],
    )
    def test_no_other_day_is(self, data, problems, wrong):
        """The same for days."""
        put(data, FROM_ON, wrong)

        assert [("time-aware", "$.workers[0].from_on")] == problems(data)


class TestIds:
    @pytest.mark.parametrize("id_", ["a", "0", "A.b_c-d", "a" * 64])
    def test_opaque_ones_are_read(self, data, id_):
        """Up to 64 characters long."""
        data["mandates"][0]["id"] = id_

        assert loads(json.dumps(data)).mandates[0].id == id_

    @pytest.mark.parametrize(
        "wrong",
        ["", ".a", "-a", "_a", "a b", "a/b", "a\n", "é", "a" * 65, "a\u0301"],
    )
    def test_no_others_are(self, data, problems, wrong):
        """No name, no path, nothing that looks like another."""
        data["mandates"][0]["id"] = wrong

        assert [("id-form", "$.mandates[0].id")] == problems(data)

    @pytest.mark.parametrize("wrong", ["Amina H.", "", "a" * 65])
    def test_an_id_that_is_none_is_told_once(self, data, problems, wrong):
        """And is not looked for among those there are."""
        data["objections"] = [{"id": "x1", "about_id": wrong, "voice": {}}]
        data["decisions"][0]["voice"] = {
            "speaker": {"role": "worker", "id": wrong}
        }

        assert [
            ("id-form", "$.decisions[0].voice.speaker.id"),
            ("id-form", "$.objections[0].about_id"),
        ] == problems(data)


class TestKeys:
    @pytest.mark.parametrize(
        ("path", "found"),
        [
            (("id",), "$.id"),
            (("client",), "$.client"),
            (("client", "id"), "$.client.id"),
            (("client", "called"), "$.client.called"),
            (("decisions", 0, "words"), "$.decisions[0].words"),
            (
                ("decisions", 0, "choices", 0, "option_id"),
                "$.decisions[0].choices[0].option_id",
            ),
        ],
    )
    def test_what_must_be_there_is_not_made_up(
        self, data, problems, path, found
    ):
        """No id, no name, and no choice that says nothing."""
        put(data, path, REMOVED)

        assert [("missing-key", found)] == problems(data)

    @pytest.mark.parametrize("name", ["Amina", "goal", "Id", "id ", "_id", ""])
    def test_what_is_not_ours_is_refused(self, data, problems, name):
        """However near it is; and it is not told what it was called."""
        put(data, ("decisions", 0, "options", 0, name), None)

        found = problems(data)

        assert [("unknown-key", "$.decisions[0].options[0]")] == found

    def test_each_is_told(self, data, problems):
        """Two keys are two problems."""
        data["client"] |= {"age": 30, "born": "1996"}

        assert [("unknown-key", "$.client")] * 2 == problems(data)

    def test_null_may_stand_for_what_is_not_recorded(self, data):
        """The same plan as where the key is left out."""
        plan = loads(json.dumps(data))
        for record, held in (
            (plan, data),
            (plan.client, data["client"]),
            (plan.what_matters[0], data["what_matters"][0]),
            (plan.what_matters[0].voice, data["what_matters"][0]["voice"]),
            (plan.decisions[0], data["decisions"][0]),
        ):
            absent = {f.name for f in shape(type(record)) if f.optional}
            held.update(dict.fromkeys(absent - held.keys()))

        assert plan == loads(json.dumps(data))


class TestOneErrorClass:
    @pytest.mark.parametrize(
        "given",
        [
            b"",
            b"\xff",
            b"[]",
            b"null",
            b'{"format":"empowerkit/plan","version":1}',
            b'{"format":"empowerkit/plan","version":1,"id":"-","client":3}',
        ],
    )
    def test_it_is_ours_and_a_value_error(self, given):
        """What a caller would guess, and what a host can catch."""
        with pytest.raises(DocumentError) as caught:
            loads(given)

        assert isinstance(caught.value, EmpowerkitError)
        assert isinstance(caught.value, ValueError)
        assert str(caught.value) == str(
            pickle.loads(pickle.dumps(caught.value))
        )

    def test_a_broken_rule_is_told_by_it_too(self, data, problems):
        """A document is refused, whatever it broke."""
        put(data, ("decisions", 0, "choices", 0, "author", "role"), "worker")

        rule = "decision-authored-by-client"
        path = "$.decisions[0].choices[0].author"
        assert [(rule, path)] == problems(data)
