"""Findings, printed for people and for programs."""

from __future__ import annotations

import html
import json

from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import jsonschema
import pytest

from empowerkit.codecs import dumps
from empowerkit.errors import InvariantError
from empowerkit.model import Actor, Role, SetAside
from empowerkit.practice import Finding, Severity, check, explain, rules
from empowerkit.testing import caseload


report = pytest.importorskip("empowerkit.report")
printed = pytest.importorskip("empowerkit.report._findings")
workflow = pytest.importorskip("empowerkit.report._github").workflow
as_sarif = pytest.importorskip("empowerkit.report._sarif").as_sarif
as_page = pytest.importorskip("empowerkit.report._html").as_page
findings_page = pytest.importorskip(
    "empowerkit.report._findings_page"
).findings_page

Place, Placed, Unused = printed.Place, printed.Placed, printed.Unused
DAY = date(2026, 5, 2)
REASON = "Not now, <b>please</b>\n\x1b[31m"


def finding(rule="EMP201", severity=Severity.CONCERN, **more):
    """Return a finding."""
    return Finding(
        rule=rule,
        severity=severity,
        path="/decisions/0",
        subject_id="home",
        message="A fact: 100 %, no more.",
        try_this="Ask.",
        **more,
    )


def aside(role=Role.CLIENT, **more):
    """Return a finding that somebody has set aside."""
    held = SetAside(
        rule="EMP201",
        subject_id="home",
        reason=REASON,
        by=Actor(role=role, id="a1"),
        until=date(2026, 8, 1),
    )
    return finding(set_aside=held, **more)


FILE = Place("plans/a, b.ndjson:3", "plans/a, b.ndjson", 3)
STDIN = Place("standard input")
FOUND = (
    Placed(FILE, finding()),
    Placed(STDIN, aside()),
    Placed(Place("g.json", "g.json"), finding("EMP102"), "Goal/7"),
    Placed(FILE, finding("EMP405", Severity.SERIOUS)),
    Placed(FILE, finding("EMP106", Severity.NOTICE)),
)
UNUSED = (
    Unused(Place("q.json", "q.json"), "Questionnaire/1", "", "no-kind", "no"),
    Unused(Place("g.json", "g.json"), "Goal/7", "/note", "no-place", "none"),
)


def in_full(found, *, width=4000, **how):
    """Return the text of all findings."""
    blocks = [printed.block(one, width=width, **how) for one in found]
    return "".join(printed.full(blocks, width=width))


def are_open(found):
    """Return of each finding whether nobody has set it aside."""
    return [one.finding.is_open for one in found]


def spoken(found):
    """Return the rules of those that nobody has set aside."""
    return [one.finding.rule for one in found if one.finding.is_open]


class TestText:
    """For people."""

    def test_where_comes_first(self):
        """A file and its line, then a pointer or a resource of FHIR."""
        lines = [*printed.concise(FOUND)]

        assert "plans/a, b.ndjson:3:/decisions/0: EMP201 A fact" in lines[0]
        assert "g.json:Goal/7: EMP102 A fact: 100 %, no more." == lines[2]

    def test_the_whole_of_a_document_has_no_path(self):
        """There is no colon that points nowhere."""
        whole = attrs.evolve(finding(), path="")

        (line,) = printed.concise([Placed(STDIN, whole)])

        assert "standard input: EMP201 A fact: 100 %, no more." == line

    def test_why_it_matters_is_told_once_for_each_rule(self):
        """A fact, one thing to try, and with the first one why."""
        lines = in_full(FOUND).splitlines()
        whys = [line for line in lines if line.startswith("  Why: ")]

        assert len(FOUND) == lines.count("  Try: Ask.")
        assert [
            f"  Why: {rules()[code].explanation.why}"
            for code in ("EMP201", "EMP102", "EMP405", "EMP106")
        ] == whys

    def test_what_is_set_aside_says_by_whom_and_why(self):
        """The reason steers no terminal."""
        text = in_full([Placed(STDIN, aside())], width=80)

        assert "set aside by the client until 2026-08-01: Not now" in text
        assert "\x1b" not in text

    def test_a_title_can_be_styled(self):
        """By severity, which the words say too."""
        text = in_full(FOUND[:1], style=lambda t, s: f"<{s}>")

        assert "<2>" == text.splitlines()[0]

    @pytest.mark.parametrize(
        ("found", "plans", "said"),
        [
            ((), 1, "Nothing was found in 1 plan; that proves nothing."),
            (FOUND[:1], 2, "1 finding in 2 plans."),
            (FOUND[:2], 1, "2 findings in 1 plan, 1 of them set aside."),
        ],
    )
    def test_the_end_says_how_much_there_is(self, found, plans, said):
        """Nothing found is no praise."""
        assert said == printed.summary(are_open(found), plans)

    def test_rules_are_counted_and_nothing_else(self):
        """What is set aside does not count."""
        lines = [*printed.statistics(spoken([*FOUND, FOUND[0]]))]

        assert [
            "     1  EMP102 goal-not-expressed-by-client",
            "     1  EMP106 never-asked",
            "     2  EMP201 one-option",
            "     1  EMP405 support-cut-without-agreement",
        ] == lines

    def test_counts_name_no_person(self):
        """There is a rule and a number; nobody can be ranked by them."""
        keys = {key for one in printed.counted(spoken(FOUND)) for key in one}

        assert {"rule", "slug", "count"} == keys

    def test_what_was_not_used_is_listed(self):
        """Each resource has a line; parts of others are counted."""
        assert [
            "q.json: Questionnaire/1: no [no-kind]",
            (
                "empowerkit: 1 elements of other resources were not used: "
                "empowerkit check --format html lists them"
            ),
        ] == [*printed.left_out(UNUSED)]
        assert [] == [*printed.left_out(())]


def test_data_names_the_file_and_the_resource():
    """The resource is there where it came out of FHIR."""
    plain, _, fhir, *_ = printed.as_data(FOUND)

    assert {"file": FILE.shown, **finding().to_dict()} == plain
    assert "Goal/7" == fhir["resource"]


class TestGithub:
    """Workflow commands."""

    def test_each_finding_is_a_command(self):
        """The severity is the command; nothing in it ends it early."""
        lines = [*workflow(FOUND)]

        assert [
            (
                "::warning file=plans/a%2C b.ndjson,line=3,"
                "title=EMP201 one-option::/decisions/0: A fact: 100 %25, no more."
                "%0ATry: Ask."
            ),
            (
                "::notice title=EMP201 one-option::/decisions/0: A fact: 100 %25,"
                " no more.%0Aset aside by the client until 2026-08-01"
            ),
        ] == lines[:2]
        assert lines[3].startswith("::error ")
        assert lines[4].startswith("::notice ")

    def test_no_reason_goes_into_a_log(self):
        """Why something was set aside are somebody's words."""
        assert not any("please" in line for line in workflow(FOUND))

    def test_a_finding_is_one_line(self):
        """Whatever a file is called, no second command can begin."""
        place = Place("a", "a\n::error::b:c")

        (line,) = workflow([Placed(place, attrs.evolve(finding(), path=""))])

        assert 1 == len(line.splitlines())
        assert "file=a%0A%3A%3Aerror%3A%3Ab%3Ac,title=" in line

    def test_what_steers_a_terminal_is_shown(self):
        """A log is read in one too."""
        place = Place("a", "a\x1b[2Jb\x9b")

        (line,) = workflow([Placed(place, attrs.evolve(finding(), path=""))])

        assert r"file=a\x1b[2Jb\x9b,title=" in line


def an_object(required, **properties):
    """Return a schema of an object that has nothing else."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


def many(schema):
    """Return a schema of a list."""
    return {"type": "array", "items": schema}


# What SARIF 2.1.0 asks of those of its objects that are written here.
TEXT = {"type": "string"}
BAG = {"type": "object"}
MESSAGE = an_object("text", text={"type": "string", "minLength": 1})
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LOCATION = an_object(
    "",
    physicalLocation=an_object(
        "artifactLocation",
        artifactLocation=an_object(
            "uri", uri={"type": "string", "pattern": r"^[!-~]+$"}
        ),
        region=an_object("", startLine={"type": "integer", "minimum": 1}),
    ),
    logicalLocations=many(an_object("", fullyQualifiedName=TEXT)),
)
DESCRIPTOR = an_object(
    "id",
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=an_object("", level=LEVEL),
    properties=BAG,
)
SUPPRESSION = an_object(
    "kind",
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
    properties=BAG,
)
RESULT = an_object(
    "message suppressions",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=many(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    suppressions=many(SUPPRESSION),
    properties=BAG,
)
NOTIFICATION = an_object(
    "message",
    descriptor=an_object("id", id=TEXT),
    level=LEVEL,
    message=MESSAGE,
    locations=many(LOCATION),
)
RUN = an_object(
    "tool results",
    tool=an_object(
        "driver",
        driver=an_object(
            "name",
            name=TEXT,
            version=TEXT,
            rules=many(DESCRIPTOR) | {"uniqueItems": True},
            notifications=many(DESCRIPTOR) | {"uniqueItems": True},
        ),
    ),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations=many(
        an_object(
            "executionSuccessful",
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=many(NOTIFICATION),
        )
    ),
    results=many(RESULT),
    properties=BAG,
)
LOG = an_object(
    "version runs",
    **{"$schema": TEXT, "version": {"const": "2.1.0"}, "runs": many(RUN)},
)


def changed(data):
    """Yield *data* with one thing in it gone, added, or of another kind."""
    if isinstance(data, dict):
        yield data | {"canary": 1}
        for key in data:
            yield {k: v for k, v in data.items() if k != key}
            for value in changed(data[key]):
                yield data | {key: value}
    elif isinstance(data, list):
        for place in range(len(data)):
            for value in changed(data[place]):
                yield [*data[:place], value, *data[place + 1 :]]
    yield from (other for other in (None, -1, "", [], {}) if other != data)


class TestSarif:
    """The Static Analysis Results Interchange Format, 2.1.0."""

    @pytest.fixture
    def log(self):
        """Return the log of all findings."""
        return as_sarif(
            FOUND, unused=UNUSED, as_of=DAY, profile="core", version="1.0"
        )

    @pytest.mark.parametrize("found", [FOUND, ()])
    @pytest.mark.parametrize("unused", [UNUSED, ()])
    def test_the_log_has_the_form_of_the_standard(self, found, unused):
        """With all that is required, and nothing that it does not know."""
        made = as_sarif(found, unused=unused, as_of=DAY, profile="all")

        jsonschema.validate(json.loads(json.dumps(made)), LOG)

    def test_the_log_of_a_caseload_has_the_form_of_the_standard(self):
        """Whatever rules find, and whatever is set aside."""
        found = [
            Placed(FILE, one)
            for plan in caseload.plans(60, seed=11)
            for one in check(plan, as_of=DAY, profile="all")
        ]
        made = as_sarif(found, as_of=DAY, profile="all")

        assert len(made["runs"][0]["tool"]["driver"]["rules"]) > 20
        jsonschema.validate(json.loads(json.dumps(made)), LOG)

    def test_the_form_is_asked_for(self, log):
        """The schema here is not blind."""
        del log["runs"][0]["results"][0]["message"]

        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(log, LOG)

    @pytest.fixture
    def standard(self, real_data):
        """Return what validates against the schema of the standard itself."""
        path = real_data / "sarif-2.1.0" / "sarif-schema-2.1.0.json"
        if not path.exists():
            pytest.skip(f"the schema of SARIF is not at {path}")
        schema = json.loads(path.read_text("utf-8"))
        kind = jsonschema.validators.validator_for(schema)
        return kind(schema, format_checker=kind.FORMAT_CHECKER)

    @pytest.mark.real_data
    @pytest.mark.parametrize("found", [FOUND, ()])
    @pytest.mark.parametrize("unused", [UNUSED, ()])
    def test_the_standard_s_own_schema_says_so_too(
        self, found, standard, unused
    ):
        """It is the one that the log names."""
        made = as_sarif(found, unused=unused, as_of=DAY, profile="all")

        assert made["$schema"] == standard.schema["id"]
        standard.validate(json.loads(json.dumps(made)))

    @pytest.mark.real_data
    def test_the_form_here_lets_nothing_pass_that_the_standard_stops(
        self, log, standard
    ):
        """Whatever is changed in a log."""
        here = jsonschema.Draft202012Validator(LOG)
        log["runs"][0]["results"] = log["runs"][0]["results"][1:2]
        log["runs"][0]["tool"]["driver"]["rules"][1:] = []
        others = [*changed(json.loads(json.dumps(log)))]

        stopped = [one for one in others if not standard.is_valid(one)]

        assert len(stopped) > 100
        assert [] == [one for one in stopped if here.is_valid(one)]

    def test_rules_say_what_their_docstrings_say(self, log):
        """Once each, and every result points at its own."""
        (run,) = log["runs"]
        held = run["tool"]["driver"]["rules"]

        assert ["EMP102", "EMP106", "EMP201", "EMP405"] == [
            one["id"] for one in held
        ]
        for result in run["results"]:
            told = held[result["ruleIndex"]]
            made = rules()[result["ruleId"]]
            assert made.code == told["id"]
            assert made.slug == told["name"]
            assert made.explanation.summary == told["shortDescription"]["text"]
            assert explain(made.code) == told["help"]["text"]

    def test_severities_are_levels(self, log):
        """The word that we use for it stands beside."""
        results = log["runs"][0]["results"]

        assert ["warning", "warning", "warning", "error", "note"] == [
            one["level"] for one in results
        ]
        assert "serious" == results[3]["properties"]["severity"]

    def test_what_is_set_aside_is_a_suppression(self, log):
        """With its reason, and whose it is; all others say there is none."""
        first, second, *_ = log["runs"][0]["results"]

        assert [] == first["suppressions"]
        (held,) = second["suppressions"]
        assert REASON == held["justification"]
        assert held["properties"]["byClient"]
        assert "2026-08-01" == held["properties"]["until"]

    def test_no_other_words_of_people_are_in_it(self, log):
        """Take the reason out, and nothing of it is left."""
        log["runs"][0]["results"][1]["suppressions"] = []

        assert "please" not in json.dumps(log)

    def test_locations_are_files_lines_and_pointers(self, log):
        """Standard input has no address."""
        first, second, third, *_ = (
            one["locations"][0] for one in log["runs"][0]["results"]
        )

        assert {
            "artifactLocation": {"uri": "plans/a%2C%20b.ndjson"},
            "region": {"startLine": 3},
        } == first["physicalLocation"]
        assert [{"fullyQualifiedName": "/decisions/0"}] == first[
            "logicalLocations"
        ]
        assert "physicalLocation" not in second
        assert "Goal/7" == third["logicalLocations"][0]["fullyQualifiedName"]

    @pytest.mark.parametrize(
        ("file", "uri"),
        [
            ("/plans/a b.json", "file:///plans/a%20b.json"),
            ("a:b#c?.json", "a%3Ab%23c%3F.json"),
            ("\udcff.json", "%FF.json"),
        ],
    )
    def test_any_file_has_an_address(self, file, uri):
        """Nothing in a name is taken for a scheme, a query or a fragment."""
        whole = attrs.evolve(finding(), path="")
        made = as_sarif(
            [Placed(Place("x", file), whole)], as_of=DAY, profile="core"
        )

        (location,) = made["runs"][0]["results"][0]["locations"]
        held = location["physicalLocation"]["artifactLocation"]
        assert {"uri": uri} == held
        assert "logicalLocations" not in location

    def test_a_finding_is_known_again(self, log):
        """Its fingerprint is of the rule and the noun, not of the place."""
        elsewhere = attrs.evolve(finding(), path="/decisions/9")
        moved = as_sarif([Placed(STDIN, elsewhere)], as_of=DAY, profile="all")
        key = "partialFingerprints"
        (again,) = moved["runs"][0]["results"]
        first, _, other, *_ = log["runs"][0]["results"]

        assert first[key] == again[key]
        assert first[key] != other[key]

    def test_what_was_not_used_is_a_notification(self, log):
        """With its reason, where it stands, and its kind declared."""
        (run,) = log["runs"]
        (invoked,) = run["invocations"]
        notes = invoked["toolExecutionNotifications"]
        kinds = [one["id"] for one in run["tool"]["driver"]["notifications"]]

        assert ["no-kind", "no-place"] == kinds
        assert "Questionnaire/1 no" == notes[0]["message"]["text"]
        assert (
            "Goal/7/note"
            == notes[1]["locations"][0]["logicalLocations"][0][
                "fullyQualifiedName"
            ]
        )

    def test_the_run_says_what_was_asked(self, log):
        """Of which day, with which profile, and whether all was read."""
        (run,) = log["runs"]
        cut = as_sarif((), as_of=DAY, profile="all", is_complete=False)

        assert {"asOf": "2026-05-02", "profile": "core"} == run["properties"]
        assert "1.0" == run["tool"]["driver"]["version"]
        assert run["invocations"][0]["executionSuccessful"]
        assert not cut["runs"][0]["invocations"][0]["executionSuccessful"]
        assert "version" not in cut["runs"][0]["tool"]["driver"]


class TestPage:
    """One HTML file."""

    @pytest.fixture
    def page(self):
        """Return the page of all findings."""
        return as_page(
            findings_page(
                FOUND, unused=UNUSED, plans=3, as_of=DAY, profile="core"
            )
        )

    def test_every_document_has_its_section(self, page, read):
        """Its findings stand together, in order."""
        heads = [
            one.words for one in read(page) if one.tag in {"h1", "h2", "h3"}
        ]

        assert [
            "Worth a conversation",
            "How to read this",
            "plans/a, b.ndjson:3",
            "EMP201 one-option (concern)",
            "EMP405 support-cut-without-agreement (serious)",
            "EMP106 never-asked (notice)",
            "standard input",
            "EMP201 one-option (concern)",
            "g.json",
            "EMP102 goal-not-expressed-by-client (concern)",
            "How often each rule speaks",
            "What was read and not used",
        ] == heads

    def test_it_says_where_why_and_what_to_try(self, page, read):
        """Of each finding, and for the client's own word whose it is."""
        items = [one.words for one in read(page) if one.tag == "li"]

        assert "Where: Goal/7" in items
        assert f"Why: {rules()['EMP102'].explanation.why}" in items
        assert "Try: Ask." in items
        assert any(
            one.startswith("Set aside by the client until 2026-08-01: “Not")
            for one in items
        )
        assert "q.json: Questionnaire/1 no" in items

    def test_a_reason_stays_words(self, page):
        """Nothing in it becomes a tag, and nothing runs."""
        assert "<b>" not in page
        assert "<script" not in page
        assert "\x1b" not in page

    def test_it_grades_nobody(self, page):
        """It says so."""
        assert "There is no grade" in page

    def test_nothing_found_is_a_page_too(self, read):
        """Without sections for what there is not."""
        whole = attrs.evolve(finding(), path="")
        none = findings_page((), plans=1, as_of=DAY, profile="core")
        one = findings_page(
            [Placed(STDIN, whole)], plans=1, as_of=DAY, profile="core"
        )

        assert 1 == len(none.sections)
        assert "that proves nothing" in as_page(none)
        assert "Where: " not in as_page(one)


FORMS = ["full", "concise", "json", "github", "sarif", "html"]


def results_of(log):
    """Return the results of a log of SARIF."""
    return json.loads(log)["runs"][0]["results"]


class TestByAProgram:
    """Somebody who has findings prints them."""

    @pytest.fixture
    def plan(self):
        """Return a plan."""
        (plan,) = caseload.plans(1, seed=3)
        return plan

    @pytest.fixture
    def put(self, plan):
        """Return a function that prints findings in a form."""

        def put(form="full", found=None, **more):
            given = [
                (Path("plans/a b.json"), (finding(), aside())),
                (plan, [finding("EMP102")]),
                ("c.json", iter(())),
            ]
            return report.findings(
                given if found is None else found,
                as_of=DAY,
                form=report.FindingsForm(form),
                **more,
            )

        return put

    def test_people_read_all_of_it_unless_another_form_is_asked_for(
        self, plan, put
    ):
        """With why it matters, and with how much there is at the end."""
        text = put()

        assert text == report.findings(
            [
                ("plans/a b.json", [finding(), aside()]),
                (plan, [finding("EMP102")]),
                ("c.json", []),
            ],
            as_of=DAY,
        )
        assert [
            "  in plans/a b.json /decisions/0",
            "  in plans/a b.json /decisions/0",
            f"  in {plan.id} /decisions/0",
        ] == [one for one in text.splitlines() if one.startswith("  in ")]
        assert text.endswith("3 findings in 3 plans, 1 of them set aside.\n")

    @pytest.mark.parametrize("width", [40, 80])
    def test_lines_are_as_wide_as_asked(self, put, width):
        """As those of a report are."""
        text = put(found=[("a.json", [finding()])], width=width)

        longest = max(map(len, text.splitlines()))
        assert width - 12 < longest <= width

    def test_a_line_each(self, plan, put):
        """A plan is called by its id."""
        lines = put("concise").splitlines()

        assert [
            "plans/a b.json:/decisions/0: EMP201",
            "plans/a b.json:/decisions/0: EMP201",
            f"{plan.id}:/decisions/0: EMP102",
        ] == [line.partition(" A fact")[0] for line in lines]

    def test_for_programs(self, plan, put):
        """A list, as `Finding.to_dict` gives them, each with its file."""
        assert [
            {"file": "plans/a b.json", **finding().to_dict()},
            {"file": "plans/a b.json", **aside().to_dict()},
            {"file": plan.id, **finding("EMP102").to_dict()},
        ] == json.loads(put("json"))

    def test_for_a_build(self, put):
        """GitHub is pointed at files, and at nothing else."""
        lines = put("github").splitlines()

        assert [
            "::warning file=plans/a b.json,title=EMP201 one-option",
            "::notice file=plans/a b.json,title=EMP201 one-option",
            "::warning title=EMP102 goal-not-expressed-by-client",
        ] == [line.rpartition("::/decisions/0")[0] for line in lines]

    def test_for_editors_and_services(self, put):
        """In the form of the standard, with files as addresses."""
        log = json.loads(put("sarif", profile="all"))

        jsonschema.validate(log, LOG)
        (run,) = log["runs"]
        first, _, third = (one["locations"][0] for one in run["results"])
        assert {"asOf": "2026-05-02", "profile": "all"} == run["properties"]
        assert run["invocations"][0]["executionSuccessful"]
        assert {"artifactLocation": {"uri": "plans/a%20b.json"}} == first[
            "physicalLocation"
        ]
        assert "physicalLocation" not in third

    def test_for_a_conversation(self, plan, put, read):
        """A page, with a section for each plan that there is to talk about."""
        page = read(put("html", profile="decision-aid"))
        heads = [one.words for one in page if one.tag == "h2"]
        (about,) = (
            one
            for one in page
            if "the rules asked" in one.words and one.tag == "p"
        )

        assert ["plans/a b.json", plan.id] == heads[1:3]
        assert "2 May 2026; the rules asked: decision-aid" in about.words

    @pytest.mark.parametrize(
        ("form", "text"),
        [
            ("full", "Nothing was found in 2 plans; that proves nothing.\n"),
            ("concise", ""),
            ("json", "[]\n"),
            ("github", ""),
        ],
    )
    def test_nothing_found_is_printed_too(self, form, put, text):
        """A plan without findings is one that was looked at."""
        assert text == put(form, found=[("a.json", ()), ("b.json", ())])

    def test_nothing_found_is_a_log_and_a_page(self, put):
        """Both say it of plans that were looked at."""
        assert [] == results_of(put("sarif", found=[]))
        assert "Nothing was found in 0 plans" in put("html", found=[])

    @pytest.mark.parametrize("form", FORMS)
    def test_no_name_of_a_file_steers_a_terminal(self, form, put):
        """Nor does it end a line."""
        name = "a\x1b[2J\nzz\udcff.json"

        text = put(form, found=[(name, [finding()])])

        assert "\x1b" not in text
        assert "\nzz" not in text
        if form not in {"github", "sarif"}:
            assert "a\ufffd[2J\ufffdzz\ufffd.json" in text

    @pytest.mark.parametrize("form", FORMS)
    def test_a_reason_is_there_but_in_the_log_of_a_build(self, form, put):
        """As the command has it."""
        assert ("please" in put(form)) == (form != "github")

    def test_the_day_must_be_one(self):
        """As where the rules are asked."""
        with pytest.raises(InvariantError, match="as_of must be a date"):
            report.findings([], as_of=datetime(2026, 5, 2, tzinfo=UTC))

    @pytest.mark.parametrize("several", [False, True])
    def test_whose_they_are_must_be_told(self, plan, several):
        """Findings alone are refused, one plan's or those of many."""
        found = check(plan, as_of=DAY)
        wrong = [found[:2]] if several else found[:1]

        with pytest.raises(InvariantError, match="with the plan") as caught:
            report.findings(wrong, as_of=DAY)

        assert "findings-of" == caught.value.rule

    def test_there_are_no_other_forms(self):
        """A form that is none is no empty text."""
        with pytest.raises(ValueError, match="'pdf' is not a valid"):
            report.findings([], as_of=DAY, form="pdf")


def words_in(data):
    """Yield what people said in a document: every longer text of theirs."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"words", "detail", "called", "answer"}:
                yield from texts_in(value)
            else:
                yield from words_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from words_in(value)


def texts_in(data):
    """Yield *data* if it is a text of some length."""
    if isinstance(data, str) and len(data) > 8:
        yield data
    elif isinstance(data, dict):
        yield from words_in(data)


def test_no_form_holds_what_people_said():
    """Findings may go where the plan may not."""
    plans = [*caseload.plans(60, seed=11)]
    said = {
        text for plan in plans for text in words_in(json.loads(dumps(plan)))
    }
    found = [
        (
            plan,
            [
                one
                for one in check(plan, as_of=DAY, profile="all")
                if one.is_open
            ],
        )
        for plan in plans
    ]
    forms = [
        report.findings(
            found, as_of=DAY, form=form, profile="all", width=10_000
        )
        for form in report.FindingsForm
    ]

    assert len(said) > 100
    assert sum(len(each) for _, each in found) > 100
    whole = html.unescape("\n".join(forms))
    assert [] == [text for text in said if text in whole]
