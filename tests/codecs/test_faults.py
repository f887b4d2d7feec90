"""Which problems are told of a document in which several things are wrong."""

from __future__ import annotations

import json
import time

import pytest

from empowerkit.codecs import MAX_PROBLEMS, loads
from empowerkit.errors import DocumentError


pytestmark = pytest.mark.usefixtures("way")

CLIENT = {"id": "c1", "role": "client"}
WORKER = {"id": "w9", "role": "worker"}
AT = "2026-03-02T10:00:00Z"


def decision_of(data):
    """Return the decision of the small document."""
    return data["decisions"][0]


class TestTogether:
    def test_all_kinds_of_faults_come_together(self, data, problems):
        """What is no date, what is no code, and what breaks a rule."""
        data["workers"][0]["from_on"] = "soon"
        data["mandates"][0]["voice"] = {"channel": "owl"}
        decision_of(data)["choices"][0]["option_id"] = "nowhere"
        data["needs"] = [{"id": "m1", "voice": {}}]

        assert {
            ("time-aware", "$.workers[0].from_on"),
            ("code", "$.mandates[0].voice.channel"),
            ("choice-among-options", "$.decisions[0].choices[0].option_id"),
            ("missing-key", "$.needs[0].words"),
            ("ids-unique", "$.needs[0].id"),
        } == set(problems(data))

    def test_one_noun_may_hold_several(self, data, problems):
        """A wrong date hides no wrong actor."""
        data["mandates"][0] |= {"from_on": 1, "until_on": "2026-13-01"}
        data["mandates"][0]["ordered_by"] = WORKER

        assert [
            ("time-aware", "$.mandates[0].from_on"),
            ("time-aware", "$.mandates[0].until_on"),
            ("actor-is-person", "$.mandates[0].ordered_by"),
        ] == problems(data)

    def test_paths_are_those_of_the_document(self, data, problems):
        """Also behind an item that could not be read."""
        voice = {"speaker": WORKER}
        data["needs"] = [
            3,
            {"id": "n1", "words": "Rest", "voice": voice},
            None,
            {"id": "n2", "words": "Rest", "voice": voice},
        ]

        assert [
            ("field-type", "$.needs[0]"),
            ("field-type", "$.needs[2]"),
            ("actor-is-person", "$.needs[1].voice.speaker"),
            ("actor-is-person", "$.needs[3].voice.speaker"),
        ] == problems(data)

    def test_what_ended_before_it_began_has_a_path(self, data, problems):
        """The later of the two is what is asked."""
        data["mandates"][0] |= {"from_on": "2026-01-05"}
        data["mandates"][0] |= {"until_on": "2026-01-04"}

        assert ["$.mandates[0].until_on"] == [p for _, p in problems(data)]

    def test_two_rules_at_one_place_are_one_problem(self, data, problems):
        """An option that is nowhere is neither here nor among these."""
        decision_of(data)["fits"] = [
            {
                "id": "f1",
                "option_id": "nowhere",
                "what_matters_id": "m1",
                "level": 1,
                "voice": {"speaker": CLIENT},
            }
        ]

        path = "$.decisions[0].fits[0].option_id"
        assert [("refs-resolve", path)] == problems(data)


class TestNothingInvented:
    """What follows from a fault that is known is no second fault."""

    def test_a_broken_noun_counts_as_there(self, data, problems):
        """Those that name it are not wrong."""
        decision_of(data)["options"][0]["words"] = 3

        path = "$.decisions[0].options[0].words"
        assert [("field-type", path)] == problems(data)

    @pytest.mark.parametrize("wrong", [None, 3, "a b"])
    def test_so_does_one_whose_id_cannot_be_read(self, data, problems, wrong):
        """It may be the one that is named."""
        decision_of(data)["options"][0]["id"] = wrong

        assert ["$.decisions[0].options[0].id"] == [
            path for _, path in problems(data)
        ]

    @pytest.mark.parametrize("wrong", [None, 3, {}])
    def test_and_one_of_a_list_that_cannot_be_read(
        self, data, problems, wrong
    ):
        """The people, say."""
        data["workers"] = wrong

        assert [("field-type", "$.workers")] == problems(data)

    @pytest.mark.parametrize("wrong", [None, 3, {"id": 4, "called": "A"}])
    def test_the_client_is_still_the_client(self, data, problems, wrong):
        """Of the decisions, and of what they said."""
        data["client"] = wrong

        place = ".id" if isinstance(wrong, dict) else ""
        assert [("field-type", f"$.client{place}")] == problems(data)

    def test_a_choice_between_two_may_be_broken(self, data, problems):
        """Whenever it was, the others are in order; and it stood."""
        first = decision_of(data)["choices"][0]
        decision_of(data)["choices"] = [
            first,
            first | {"id": "h2", "decided_at": "later"},
            first | {"id": "h3", "option_id": None},
        ]

        path = "$.decisions[0].choices[1].decided_at"
        assert [("time-aware", path)] == problems(data)

    def test_a_value_without_its_status_is_no_fault_of_the_value(
        self, data, problems
    ):
        """Nor the other way round."""
        rating = {
            "about_id": "m1",
            "ruler": "confidence",
            "rater": CLIENT,
            "at": AT,
            "voice": {},
        }
        data["ratings"] = [
            rating | {"id": "r1", "value": "7"},
            rating | {"id": "r2", "value": 7, "status": "said"},
            rating | {"id": "r3", "low": "0", "value": -7},
            rating | {"id": "r4", "high": "99", "value": 77},
        ]

        assert [
            "$.ratings[0].value",
            "$.ratings[1].status",
            "$.ratings[2].low",
            "$.ratings[3].high",
        ] == [path for _, path in problems(data)]

    def test_what_is_wrong_whatever_stood_there_is_told(self, data, problems):
        """Those four may hide nothing else."""
        data["ratings"] = [
            {
                "id": "r1",
                "about_id": "m1",
                "ruler": "tempo",
                "low": 9,
                "high": 3,
                "value": 4,
                "rater": CLIENT,
                "at": AT,
                "voice": {},
            }
        ]

        assert [
            ("code", "$.ratings[0].ruler"),
            ("scale-bounds", "$.ratings[0].high"),
        ] == problems(data)

    def test_a_role_says_nothing_of_who_is_lost(self, data, problems):
        """A worker is no author, also where no worker could be read."""
        decision_of(data)["choices"][0]["author"]["role"] = "worker"
        data["workers"] = 3

        path = "$.decisions[0].choices[0].author"
        assert [
            ("field-type", "$.workers"),
            ("decision-authored-by-client", path),
        ] == problems(data)

    @pytest.mark.parametrize(
        "wrong",
        [3, {"id": 4, "called": "A"}, {"id": "a b", "called": "A"}],
    )
    def test_others_tell_who_the_client_is(self, data, problems, wrong):
        """Then an author who cannot be read may be the one who spoke."""
        data["client"] = wrong
        choice = decision_of(data)["choices"][0]
        choice["author"] = {"id": 3, "role": "client"}
        choice["voice"] = {"speaker": CLIENT}

        place = ".id" if isinstance(wrong, dict) else ""
        assert {
            "$.decisions[0].choices[0].author.id",
            f"$.client{place}",
        } == {path for _, path in problems(data)}

    def test_the_client_says_who_the_client_is(self, data, problems):
        """Before anybody else does, wherever in the document."""
        choice = decision_of(data)["choices"][0]
        choice["author"] = {"id": 3, "role": "client"}
        choice["voice"] = {"speaker": CLIENT}
        another = {"id": "c9", "role": "client"}
        mandates = [
            {"id": "o1", "words": "", "voice": {}, "ordered_by": another}
        ]

        assert [
            ("field-type", "$.decisions[0].choices[0].author.id"),
            ("actor-is-person", "$.mandates[0].ordered_by"),
        ] == problems({"mandates": mandates} | data | {"mandates": mandates})

    def test_nobody_may_tell_who_the_client_is(self, problems):
        """What is wrong elsewhere is told all the same."""
        data = {
            "format": "empowerkit/plan",
            "version": 1,
            "id": "p1",
            "client": 3,
            "needs": [{"id": 3, "words": "", "voice": {}}],
            "mandates": [
                {"id": "o1", "words": "", "voice": {}, "ordered_by": WORKER}
            ],
        }

        assert [
            ("field-type", "$.client"),
            ("field-type", "$.needs[0].id"),
            ("actor-is-person", "$.mandates[0].ordered_by"),
        ] == problems(data)

    def test_who_is_absent_may_be_anybody(self, data, problems):
        """One who cannot be read may be all that is missing."""
        data["absent"] = [3]
        data["objections"] = [{"id": "x1", "about_id": "gone", "voice": {}}]
        data["mandates"][0]["ordered_by"] = WORKER

        assert [("field-type", "$.absent[0]")] == problems(data)

    def test_a_noun_is_asked_whatever_is_wrong_in_it(self, data, problems):
        """A second answer is one, also with words that cannot be read."""
        answer = {"actor": CLIENT, "status": "agree", "at": AT}
        data["acceptances"] = [
            answer | {"id": "a1"},
            answer | {"id": "a2", "words": 3},
        ]

        assert [
            ("field-type", "$.acceptances[1].words"),
            ("acceptance-once", "$.acceptances[1]"),
        ] == problems(data)

    def test_a_person_is_not_asked_before_they_can_be_read(
        self, data, problems
    ):
        """What is wrong with an author is told in one place."""
        author = {"id": 3, "role": "worker"}
        decision_of(data)["choices"][0]["author"] = author

        path = "$.decisions[0].choices[0].author.id"
        assert [("field-type", path)] == problems(data)

    def test_what_cannot_be_read_may_be_nothing(self, data, problems):
        """Somebody who declined gave no number."""
        data["ratings"] = [
            {
                "id": "r1",
                "about_id": "m1",
                "ruler": "confidence",
                "rater": CLIENT,
                "at": AT,
                "voice": {},
                "status": "prefers-not-to-say",
                "value": "7",
            }
        ]

        assert [("field-type", "$.ratings[0].value")] == problems(data)

    def test_a_list_that_must_be_there_may_be_empty(self, data, problems):
        """What is wrong elsewhere is told beside a scale without levels."""
        data["goals"] = [{"id": "g1", "words": "", "voice": {}, "scale": 3}]
        data["mandates"][0]["ordered_by"] = WORKER

        assert [
            ("field-type", "$.goals[0].scale"),
            ("actor-is-person", "$.mandates[0].ordered_by"),
        ] == problems(data)

    def test_two_people_who_cannot_be_read_are_two(self, data, problems):
        """They may be anybody, so they are not one who answered twice."""
        data["acceptances"] = [
            {"id": f"a{n}", "actor": n, "status": "agree", "at": AT}
            for n in range(3)
        ]

        assert [
            ("field-type", f"$.acceptances[{n}].actor") for n in range(3)
        ] == problems(data)

    def test_somebody_who_cannot_be_read_is_not_the_other(
        self, data, problems
    ):
        """Whoever wrote it down, the client may still stand by it."""
        decision_of(data)["choices"][0] |= {
            "voice": {"recorder": 3},
            "attestation": {
                "level": "corroborated",
                "evidence": [{"kind": "entry", "by": CLIENT, "at": AT}],
            },
        }

        path = "$.decisions[0].choices[0].voice.recorder"
        assert [("field-type", path)] == problems(data)


class TestCap:
    @pytest.mark.parametrize("more", [0, 1])
    def test_so_many_problems_are_told_and_a_word_on_the_rest(
        self, data, problems, more
    ):
        """The cap itself needs no word."""
        data["needs"] = [3] * (MAX_PROBLEMS + more)

        found = problems(data)

        assert MAX_PROBLEMS + more == len(found)
        assert more == found.count(("problem-cap", "$"))

    @pytest.mark.parametrize(
        ("unread", "misplaced", "broken"),
        [(999, 1, 0), (999, 0, 1), (1_000, 1, 0), (1_000, 0, 1), (999, 1, 1)],
    )
    def test_every_kind_of_fault_counts(
        self, data, problems, unread, misplaced, broken
    ):
        """A list that is full to the brim still says that there is more."""
        data["needs"] = [3] * unread
        data["client"]["languages"] = ["!"] * misplaced
        if broken:
            data["mandates"][0]["ordered_by"] = WORKER

        found = problems(data)

        assert unread + misplaced + broken == len(found)
        assert (("problem-cap", "$") in found) is (len(found) > MAX_PROBLEMS)

    @pytest.mark.parametrize(
        "flood",
        [
            pytest.param({"needs": [3] * 99_999}, id="items"),
            pytest.param({"needs": [{}] * 99_999}, id="nouns"),
            pytest.param({str(n): 3 for n in range(99_999)}, id="keys"),
            pytest.param(
                {
                    "client": {
                        "id": "c1",
                        "called": "A",
                        "languages": ["!"] * 99_999,
                    }
                },
                id="values",
            ),
            pytest.param(
                {
                    "barriers": [
                        {
                            "id": "b1",
                            "words": "",
                            "voice": {},
                            "about_ids": ["x"] * 99_999,
                        }
                    ]
                },
                id="references",
            ),
        ],
    )
    def test_a_flood_of_faults_takes_no_time(self, data, problems, flood):
        """Nor room: what is not told is not made."""
        begun = time.perf_counter()

        found = problems(data | flood)

        assert MAX_PROBLEMS + 1 == len(found)
        assert ("problem-cap", "$") == found[-1]
        assert time.perf_counter() - begun < 5


class TestCanonical:
    """Documents in the form in which the fast path reads them at all."""

    def spelled(self, data):
        """Return *data* in canonical form."""
        return json.dumps(
            data, ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )

    @pytest.mark.parametrize("name", ["format", "version"])
    def test_what_it_is_must_be_said(self, data, problems, name):
        """The same bytes without it are no document."""
        del data[name]

        assert [(name, f"$.{name}")] == problems(self.spelled(data).encode())

    @pytest.mark.parametrize("part", ["what_matters", "decisions", "workers"])
    def test_an_id_is_not_made_up(self, data, problems, part):
        """Also where the rest is as it must be."""
        del data[part][0]["id"]

        found = problems(self.spelled(data).encode())

        assert ("missing-key", f"$.{part}[0].id") in found

    @pytest.mark.parametrize(
        "wrong",
        ["2026-03-02T10:00:00", "1899-12-31T23:59:59Z", "2026-03-02T10:00Z"],
    )
    def test_a_time_has_its_offset(self, data, problems, wrong):
        """And no other spelling."""
        data["what_matters"][0]["voice"]["said_at"] = wrong

        path = "$.what_matters[0].voice.said_at"
        assert [("time-aware", path)] == problems(self.spelled(data).encode())

    def test_an_id_that_nothing_has_is_told(self, data, problems):
        """The same as in any other spelling."""
        data["objections"] = [{"about_id": "x", "id": "j1", "voice": {}}]

        path = "$.objections[0].about_id"
        assert [("refs-resolve", path)] == problems(
            self.spelled(data).encode()
        )

    def test_each_item_of_a_list_is_asked(self, data, problems):
        """Of tags, and of references to one noun and to any."""
        data["client"]["languages"] = ["so", "!"]
        data["goals"] = [
            {"id": "g1", "need_ids": ["x"], "voice": {}, "words": "Rest"}
        ]

        told = [
            {path for _, path in problems(self.spelled(given).encode())}
            for given in (
                data,
                {name: data[name] for name in data if name != "goals"},
                data | {"client": {"called": "A", "id": "c1"}},
            )
        ]

        tag, need = "$.client.languages[1]", "$.goals[0].need_ids[0]"
        assert [{tag, need}, {tag}, {need}] == told

    def test_a_chosen_thing_that_is_no_option_is_told(self, data, problems):
        """Also where somebody decides by it."""
        choice = decision_of(data)["choices"][0]
        choice["option_id"] = "c1"
        data["supporters"] = [{"called": "Hodan", "id": "s1"}]
        data["substitute_decisions"] = [
            {
                "basis": "delegated",
                "decided_at": AT,
                "decider": {"id": "s1", "role": "supporter"},
                "decision_id": "d1",
                "delegated_by": "h1",
                "id": "u1",
                "option_id": "stay",
                "voice": {},
            }
        ]

        found = problems(self.spelled(data).encode())

        path = "$.decisions[0].choices[0].option_id"
        assert ("choice-among-options", path) in found


def test_the_small_document_is_sound(data, raw):
    """Or nothing here would be proved."""
    assert loads(json.dumps(data)) == loads(raw)
    with pytest.raises(DocumentError):
        loads(raw[:-1])
