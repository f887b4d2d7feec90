"""What is read by types, in one pass, is what is read the careful way."""

from __future__ import annotations

import contextlib
import copy
import functools
import json
import sys

from datetime import UTC, datetime

import pytest

from hypothesis import given
from hypothesis import strategies as st

from empowerkit.codecs import dumps, fhir
from empowerkit.codecs.fhir import FhirVersion, _read, _table, _write
from empowerkit.codecs.fhir._documents import gather
from empowerkit.codecs.fhir._extension import field_given
from empowerkit.errors import DocumentError
from empowerkit.model import (
    Absent,
    AbsentReason,
    Acceptance,
    AcceptanceStatus,
    Actor,
    AnswerStatus,
    Channel,
    Client,
    Consent,
    Decision,
    Goal,
    Interpreter,
    Milestone,
    Need,
    Rating,
    Resource,
    ResourceKind,
    Role,
    Ruler,
    Step,
    Voice,
    Worker,
)
from empowerkit.model._record import shape
from empowerkit.plan import Plan
from empowerkit.testing import caseload
from empowerkit.testing import strategies as es


SEEDS = 8
TWICE = "twice: "
TOO_BROKEN = (AttributeError, LookupError, TypeError, ValueError)
NOW = "2026-03-02T10:00:00Z"
ODD = (
    None,
    True,
    7,
    1.5,
    10**30,
    "",
    "x",
    "a\u0085b",
    NOW,
    "2026-03-02",
    [],
    {},
    ["x"],
    {"reference": "Patient/none", "type": "Patient"},
    {"reference": "Patient/none", "display": "Bo"},
    {"identifier": {"system": "s", "value": 7}, "type": "Patient"},
    {"identifier": {"system": "urn:empowerkit:id", "value": "x"}},
    {"url": "unset", "valueCode": "wording"},
    {"extension": [{"url": "empty", "valueBoolean": True}]},
    {"text": "x"},
)


@pytest.fixture(autouse=True)
def typed(needs):
    """Return the quickest way, which needs msgspec."""
    needs("fast", "msgspec")
    return _read._typed_way()


@functools.cache
def written(seed, version, *, is_ours=False):
    """Return a plan of the caseload as a Bundle; not to be changed."""
    (plan,) = caseload.plans(1, seed=seed)
    return (
        all_ours(plan, version)
        if is_ours
        else fhir.write(plan, version=version)
    )


def all_ours(plan, version):
    """
    Return *plan* as a Bundle in which our extensions say all that they can.

    So whatever else says it must be asked by itself whether it is sound.
    """
    writing = _write._Writing(plan, FhirVersion(version))
    nouns = {noun.id: noun for noun in writing.nouns}
    bundle = fhir.write(plan, version=version)
    for resource in resources_in(bundle):
        if "identifier" in resource:
            noun = nouns[resource["identifier"][0]["value"]]
            parts = told(noun, writing.desk)
            if parts:
                own(resource)[:] = parts
    return bundle


def own(resource):
    """Return what is in our extension of *resource*."""
    found = resource.setdefault("extension", [])
    for one in found:
        if one["url"].startswith("urn:empowerkit:fhir:"):
            return one["extension"]
    slug = resource["meta"]["tag"][0]["code"]
    found.append({"url": f"urn:empowerkit:fhir:{slug}", "extension": []})
    return found[-1]["extension"]


def told(noun, desk):
    """Return each field of *noun* as a part of our extension."""
    parts = []
    for field in shape(type(noun)):
        elsewhere = field.name in {"id", "voice", "acceptances"}
        if not elsewhere and field.kind not in _table.PLACES:
            parts += field_given(field, getattr(noun, field.name), desk)
    return parts


def carefully(raw):
    """Return what *raw* becomes without the quickest way."""
    reading, _ = _read.read_gathered(gather(raw))
    return reading


def agree(raw):
    """Ask that both ways read the same; return whether there were two."""
    plan = _read._typed_way().plan_in(raw)
    if plan is None:
        return False
    try:
        reading = carefully(raw)
    except DocumentError as error:
        pytest.fail(f"was refused: {error.rule}")
    assert () == reading.losses
    assert (plan,) == reading.plans
    # Equal times may be written with another offset.
    assert dumps(plan) == dumps(reading.plans[0])
    return True


def spots(held, key=None):
    """Return each place in *held*: what holds it, its key, its last name."""
    if isinstance(held, dict | list):
        pairs = held.items() if isinstance(held, dict) else enumerate(held)
        for place, value in [*pairs]:
            name = place if isinstance(place, str) else key
            yield held, place, name
            yield from spots(value, name)


def places(chance, bundle, *, named=None, kind=object):
    """Return a place in *bundle*, drawn by *chance*."""
    every = [
        (held, key)
        for held, key, name in spots(bundle["entry"])
        if isinstance(held[key], kind) and (named is None or named == name)
    ]
    return chance.choice(every) if every else (bundle, "type")


def resources_in(bundle):
    """Return each resource that still is one."""
    entries = [one for one in bundle["entry"] if isinstance(one, dict)]
    held = [entry.get("resource") for entry in entries]
    return [one for one in held if isinstance(one, dict)]


def drop(chance, bundle, donor):
    """Leave a key, or one of several, out."""
    held, key = places(chance, bundle)
    del held[key]


def drop_part(chance, bundle, donor):
    """Leave one of several out."""
    held, key = places(chance, bundle, kind=list)
    held[key][:] = held[key][1:]


def add_unknown(chance, bundle, donor):
    """Add a key that nobody knows."""
    held, key = places(chance, bundle, kind=dict)
    held[key]["unknown"] = "x"


def add_known(chance, bundle, donor):
    """Add a key that stands elsewhere."""
    held, key = places(chance, bundle, kind=dict)
    name = chance.choice([n for _, _, n in spots(donor["entry"])])
    other, place = places(chance, donor, named=name)
    held[key][name] = copy.deepcopy(other[place])


def add_sibling(chance, bundle, donor):
    """Add a key to the same object as stands in one of its own kind."""
    resources = resources_in(bundle)
    resource = chance.choice(resources)
    others = [
        one
        for one in resources_in(donor)
        if one["resourceType"] == resource.get("resourceType")
    ]
    if others:
        other = chance.choice(others)
        key = chance.choice([*other])
        resource[key] = copy.deepcopy(other[key])


def twice(chance, bundle, donor):
    """Let a key stand twice, as text."""
    held, key = places(chance, bundle, kind=dict)
    inside = held[key]
    name = chance.choice([*inside, "id"])
    odd = chance.choice([inside.get(name), "x", None])
    held[key] = {TWICE + name: copy.deepcopy(odd)} | inside


def retype(chance, bundle, donor):
    """Put an odd value anywhere."""
    held, key = places(chance, bundle)
    held[key] = copy.deepcopy(chance.choice(ODD))


def graft(chance, bundle, donor):
    """Put there what stands under the same name elsewhere."""
    held, key = places(chance, bundle)
    name = key
    if not isinstance(key, str):
        every = [(h, k, n) for h, k, n in spots(bundle["entry"]) if h is held]
        name = every[0][2]
    other, place = places(chance, donor, named=name)
    held[key] = copy.deepcopy(other[place])


def graft_part(chance, bundle, donor):
    """Add one more of several, from elsewhere."""
    held, key = places(chance, bundle, kind=list)
    name = key if isinstance(key, str) else None
    other, place = places(chance, donor, named=name, kind=list)
    if isinstance(other[place], list):
        spot = chance.randint(0, len(held[key]))
        held[key][spot:spot] = copy.deepcopy(other[place])


def empty(chance, bundle, donor):
    """Empty an array."""
    held, key = places(chance, bundle, kind=list)
    held[key] = []


def double(chance, bundle, donor):
    """Say all of an array twice."""
    held, key = places(chance, bundle, kind=list)
    held[key] = held[key] + copy.deepcopy(held[key])


def turn(chance, bundle, donor):
    """Let a reference name something else."""
    held, key = places(chance, bundle, named="reference", kind=str)
    (other, place) = places(chance, bundle, named="reference", kind=str)
    base = bundle["entry"][0]["fullUrl"].rsplit("/", 2)[0]
    local = f"{other[place]}"
    held[key] = chance.choice(
        [
            local,
            local,
            f"{local}/_history/1",
            f"{base}/{local}",
            f"#{local}",
            "#option-0",
            "Goal/none",
            "https://example.org/x",
            "Task/option-0",
        ]
    )


def turn_logical(chance, bundle, donor):
    """Let a reference name something by an id, of ours or not."""
    held, key = places(chance, bundle, named="reference", kind=str)
    ids = [
        one["identifier"][0]["value"]
        for one in resources_in(donor)
        if "identifier" in one
    ]
    system = chance.choice(["urn:empowerkit:id", "urn:empowerkit:id", "s"])
    value = chance.choice([*ids, "none", ""])
    if chance.random() < 0.7:
        del held[key]
    held["identifier"] = {"system": system, "value": value}


def say_role(chance, bundle, donor):
    """Let a reference say a role."""
    held, _ = places(chance, bundle, named="reference", kind=str)
    roles = ["client", "worker", "interpreter", "software", "x"]
    role = {"url": "urn:empowerkit:fhir:role"}
    role["valueCode"] = chance.choice(roles)
    held["extension"] = [role] * chance.choice([1, 1, 2])


def change_code(chance, bundle, donor):
    """Change a code for another that is known somewhere."""
    names = ("code", "valueCode", "system", "status", "role", "url", "intent")
    name = chance.choice([*names, "lifecycleStatus", "selectionBehavior"])
    held, key = places(chance, bundle, named=name, kind=str)
    other, place = places(chance, donor, named=name, kind=str)
    held[key] = other[place]


def change_tag(chance, bundle, donor):
    """Call a resource another noun."""
    resources = resources_in(bundle)
    one, other = chance.choice(resources), chance.choice(resources)
    one["meta"] = copy.deepcopy(other.get("meta"))
    if chance.random() < 0.3:
        one["resourceType"] = other.get("resourceType")


def change_time(chance, bundle, donor):
    """Shorten or respell a time, or a day."""
    every = [
        (held, key)
        for held, key, _ in spots(bundle["entry"])
        if isinstance(held[key], str)
        and held[key][:3] in {"202", "203"}
        and held[key][4:5] == "-"
    ]
    held, key = chance.choice(every) if every else (bundle, "id")
    value = held[key]
    held[key] = chance.choice(
        [
            value[:10],
            value[:7],
            value[:4],
            f"{value[:10]}T10:00:00Z",
            f"{value[:10]}T10:00:00+00:00",
            f"{value[:10]} 10:00:00Z",
            f"{value[:10]}T10:00Z",
            f"{value[:10]}T10:00:00.1234567Z",
            f"{value[:10]}T10:00:00-05:30",
            f"{value[:10]}T10:00:00",
            f"{value[:10]}t10:00:00z",
            f"0001{value[4:]}",
            f"{value[:5]}13-45",
            value.replace("-", ""),
        ]
    )


def move_extension(chance, bundle, donor):
    """Move an extension to another place."""
    held, key = places(chance, donor, named="extension", kind=list)
    target, place = places(chance, bundle, kind=dict)
    if isinstance(held[key], list):
        there = target[place].setdefault("extension", [])
        if isinstance(there, list):
            there += copy.deepcopy(held[key])


def clash(chance, bundle, donor):
    """Give one the id of another."""
    name = chance.choice(["id", "value", "fullUrl"])
    held, key = places(chance, bundle, named=name, kind=str)
    other, place = places(chance, bundle, named=name, kind=str)
    held[key] = other[place]


def rename(chance, bundle, donor):
    """Give one, and all that name it, an id of an odd form."""
    old = chance.choice(resources_in(bundle)).get("id", "none")
    odd = ["a_b", "", "x" * 65, "a/b", "ok-1", "a b", "é", "a\\nb"]
    fresh = chance.choice(odd)
    text = json.dumps(bundle).replace(f'"{old}"', f'"{fresh}"')
    bundle.update(json.loads(text.replace(f'/{old}"', f'/{fresh}"')))


def entry_twice(chance, bundle, donor):
    """Give a resource twice, or take one out, or change their order."""
    entries = bundle["entry"]
    how = chance.randint(0, 3)
    if how == 0:
        entries.append(copy.deepcopy(chance.choice(entries)))
    elif how == 1:
        chance.shuffle(entries)
    elif how == 2:
        entries.remove(chance.choice(entries))
    else:
        entries.append(copy.deepcopy(chance.choice(donor["entry"])))


def two_clients(chance, bundle, donor):
    """Put two Bundles into one."""
    bundle["entry"] += copy.deepcopy(donor["entry"])


def turn_meaning(chance, bundle, donor):
    """Let a modifier stand, or let it be entered in error."""
    resources = resources_in(bundle)
    resources += [c for r in resources for c in r.get("contained", [])]
    one = chance.choice(resources)
    how = chance.randint(0, 3)
    if how == 0:
        one["modifierExtension"] = [{"url": "x", "valueBoolean": True}]
    elif how == 1:
        status = ["entered-in-error", "cancelled", "revoked", "failed", "x"]
        one["status"] = chance.choice(status)
    elif how == 2:
        code = {"coding": [{"system": "s", "code": "refuted"}]}
        one["verificationStatus"] = code
    else:
        held, key = places(chance, bundle, kind=dict)
        held[key]["modifierExtension"] = []


def touch_contained(chance, bundle, donor):
    """Change what is contained."""
    resources = resources_in(bundle)
    holders = [r for r in resources if "contained" in r]
    one = chance.choice(holders or resources)
    held = one.setdefault("contained", [])
    how = chance.randint(0, 4)
    task = {"resourceType": "Task", "id": "option-0", "intent": "option"}
    if how == 0:
        held.append(task | {"status": "draft"})
    elif how == 1 and held:
        held.pop()
    elif how == 2:
        for inside in held:
            inside["for"] = {"reference": "Patient/none"}
    elif how == 3:
        for inside in held:
            inside["id"] = "x"
    else:
        for inside in held:
            inside["intent"] = "plan"


def beside(chance, bundle, donor):
    """Put something beside a value, as FHIR does of what is not known."""
    held, key = places(chance, bundle, kind=dict)
    name = chance.choice([*held[key], "id"])
    mark = {"url": "urn:empowerkit:fhir:empty", "valueBoolean": True}
    held[key][f"_{name}"] = {"extension": [mark]}
    if chance.random() < 0.5:
        held[key].pop(name, None)


def null(chance, bundle, donor):
    """Let a value be null, or add a key that is."""
    held, key = places(chance, bundle)
    held[key] = None
    if chance.random() < 0.5:
        add_sibling(chance, bundle, donor)


def number(chance, bundle, donor):
    """Let a number be another, or be spelled in another way."""
    held, key = places(chance, bundle, kind=int)
    odd = [-1, 0, 5, 2**53 - 1, 2**53, 10**30, 1.0, 1e2, -0.0, 1.5, True]
    held[key] = chance.choice(odd)


def text(chance, bundle, donor):
    """Let a text be another."""
    held, key = places(chance, bundle, kind=str)
    odd = ["", " ", 'a":"b', "a\nb", "\u202e", "\0", "\\u0022:", "\ud800", "é"]
    held[key] = chance.choice(odd)


KINDS = (
    drop,
    drop_part,
    add_unknown,
    add_known,
    add_sibling,
    twice,
    retype,
    graft,
    graft_part,
    empty,
    double,
    turn,
    turn_logical,
    say_role,
    change_code,
    change_tag,
    change_time,
    move_extension,
    clash,
    rename,
    entry_twice,
    two_clients,
    turn_meaning,
    touch_contained,
    beside,
    null,
    number,
    text,
)


def spelled(bundle, chance):
    """Return *bundle* as bytes, in one of the ways to spell it."""
    plain = chance.random() < 0.5
    found = json.dumps(
        bundle,
        ensure_ascii=plain,
        indent=chance.choice([None, None, 1]),
        separators=chance.choice([None, (",", ":"), (" , ", " : ")]),
    )
    found = found.replace(f'"{TWICE}', '"')
    if chance.random() < 0.1:
        found = found.replace('\\"', "\\u0022").replace("/", "\\/")
    return found.encode("utf-8", "surrogatepass")


def broken(kinds, chance, version):
    """Return a Bundle, changed in each of the ways *kinds*, as bytes."""
    seed, is_ours = chance.randrange(SEEDS), chance.random() < 0.4
    bundle = copy.deepcopy(written(seed, version, is_ours=is_ours))
    donor = written(chance.randrange(SEEDS), chance.choice([*FhirVersion]))
    kinds[0](chance, bundle, donor)
    for kind in kinds[1:]:
        # What is broken already may be nothing that can be changed so.
        with contextlib.suppress(*TOO_BROKEN):
            kind(chance, bundle, donor)
    return spelled(bundle, chance)


@pytest.mark.parametrize("kind", KINDS)
@given(
    version=st.sampled_from(FhirVersion),
    chance=st.randoms(use_true_random=False),
)
def test_of_what_was_changed(kind, version, chance):
    """Whatever is changed, and in which way, both read the same."""
    agree(broken([kind], chance, version))


@pytest.mark.parametrize("version", FhirVersion)
class TestBothWays:
    @pytest.mark.parametrize("is_ours", [False, True])
    def test_of_whole_plans(self, version, is_ours):
        """What we wrote is read by types, and read the same."""
        for seed in range(SEEDS):
            bundle = written(seed, version, is_ours=is_ours)
            assert agree(json.dumps(bundle).encode())

    @given(plan=es.plans())
    def test_of_any_plan(self, version, plan):
        """Whatever a plan may hold, what is read by types is the same."""
        agree(json.dumps(fhir.write(plan, version=version)).encode())

    @given(
        kinds=st.lists(st.sampled_from(KINDS), min_size=2, max_size=4),
        chance=st.randoms(use_true_random=False),
    )
    def test_of_what_was_changed_more_than_once(self, version, kinds, chance):
        """However much is changed, both read the same."""
        agree(broken(kinds, chance, version))

    @given(
        plan=es.plans(),
        other=es.plans(),
        kind=st.sampled_from(KINDS),
        chance=st.randoms(use_true_random=False),
    )
    def test_of_any_plan_that_was_changed(
        self, version, plan, other, kind, chance
    ):
        """Whatever is changed of whatever plan, both read the same."""
        bundle, donor = (fhir.write(p, version=version) for p in (plan, other))
        kind(chance, bundle, donor)
        agree(spelled(bundle, chance))


def bundle_with(kind, tag=None, *, version="R4"):
    """Return a Bundle that is plain, and the first of such a resource in it."""
    for seed in range(40):
        bundle = copy.deepcopy(written(seed, version))
        for one in resources_in(bundle):
            code = one["meta"]["tag"][0]["code"]
            if one["resourceType"] == kind and tag in {None, code}:
                return bundle, one
    message = f"no {kind} in the caseload"
    raise LookupError(message)


def as_bytes(bundle):
    """Return *bundle* as bytes, with what is to stand twice."""
    return json.dumps(bundle).replace(f'"{TWICE}', '"').encode()


def named(name):
    """Return an extension part that says a name."""
    return {"url": "called", "valueString": name}


def in_role(reference):
    """Return *reference* as that of the software that keeps the notes."""
    role = {"url": "urn:empowerkit:fhir:role", "valueCode": "client"}
    who = {"identifier": {"system": "urn:empowerkit:id", "value": "x"}}
    return who | {"type": reference["type"], "extension": [role]}


def mend_goal(task):
    """Let a Task serve what is no goal, and our extension say the goal."""
    (served,) = [
        one
        for one in task["extension"]
        if one["url"].endswith("resource-pertainsToGoal")
    ]
    goal = served["valueReference"]
    served["valueReference"] = task["for"]
    own(task).append({"url": "goal_id", "valueReference": goal})


ABSENT = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/"
            "data-absent-reason",
            "code": "asked-declined",
        }
    ]
}
READINESS = {
    "coding": [
        {
            "system": "http://hl7.org/fhir/us/pco/CodeSystem/"
            "readiness-assessment-concepts-temporary",
            "code": "confidence",
        }
    ]
}
ATTAINED = {"coding": [{"system": "http://loinc.org", "code": "107334-5"}]}
LEVEL = {
    "url": "http://hl7.org/fhir/us/pco/StructureDefinition/"
    "pco-goal-attainment-scaling",
    "extension": [
        {
            "url": "level",
            "valueCoding": {"system": "http://loinc.org", "code": "LA34481-4"},
        },
        {"url": "progressText", "valueString": "As it was"},
    ],
}
PRONOUNS = {
    "url": "http://hl7.org/fhir/StructureDefinition/individual-pronouns",
    "extension": [
        {"url": "value", "valueCodeableConcept": {"text": "she/her"}}
    ],
}
NOBODY = {
    "extension": [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/"
            "data-absent-reason",
            "valueCode": "unknown",
        }
    ]
}
SOFTWARE = {
    "type": "Device",
    "identifier": {"system": "urn:empowerkit:id", "value": "x"},
}


def answer(who):
    """Return the extension that says that *who* agrees to a goal."""
    said = {"url": "words", "valueString": "Yes"}
    return {
        "url": "http://hl7.org/fhir/StructureDefinition/goal-acceptance",
        "extension": [
            {"url": "individual", "valueReference": who},
            {"url": "status", "valueCode": "agree"},
            {"url": "urn:empowerkit:fhir:acceptance", "extension": [said]},
        ],
    }


def mended(task, owner):
    """Let *owner* be who a Task says, and our extension say who it is."""
    own(task).append({"url": "owner", "valueReference": task["for"]})
    task["owner"] = owner


EXAMPLES = {
    "nobody, whom our extension mends": (
        "Task",
        lambda r: mended(r, {"type": "Practitioner"}),
        ["actor"],
    ),
    "a client who is not there, whom our extension mends": (
        "Task",
        lambda r: mended(r, in_role(r["for"])),
        ["actor"],
    ),
    "an id that is none, which our extension mends": (
        "Task",
        lambda r: mended(
            r,
            {
                "type": "Practitioner",
                "identifier": {"system": "urn:empowerkit:id", "value": "a b"},
            },
        ),
        [],
    ),
    "an answer of software, which our extension mends": (
        "Goal goal",
        lambda r: (
            r["extension"].append(answer(SOFTWARE)),
            own(r).append(
                {
                    "url": "acceptances",
                    "extension": [
                        {"url": "id", "valueString": "a1"},
                        {"url": "actor", "valueReference": r["subject"]},
                        {"url": "status", "valueCode": "agree"},
                    ],
                }
            ),
        ),
        ["malformed"],
    ),
    "a goal that is none, and that our extension mends": (
        "Task",
        mend_goal,
        ["no-place"],
    ),
    "an unknown key": (
        "Task",
        lambda r: r.update(unknown=1),
        ["no-place"],
    ),
    "a key that is null": ("Task", lambda r: r.update(owner=None), []),
    "a modifier": (
        "Task",
        lambda r: r.update(modifierExtension=[]),
        ["modifier"],
    ),
    "entered in error": (
        "Task",
        lambda r: r.update(status="entered-in-error"),
        ["entered-in-error"],
    ),
    "somebody who is not there": (
        "Task",
        lambda r: r.update(owner={"reference": "Practitioner/none"}),
        [],
    ),
    "somebody of another kind": (
        "Task",
        lambda r: r.update(owner=r["for"] | {"reference": f"Task/{r['id']}"}),
        ["actor"],
    ),
    "a goal that is none": (
        "Task",
        lambda r: r.update(
            extension=[
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/"
                    "resource-pertainsToGoal",
                    "valueReference": r["for"],
                }
            ]
        ),
        ["no-place"],
    ),
    "a step that is not done on a day": (
        "Task",
        lambda r: r.update(
            status="requested", executionPeriod={"end": "2026-03-02"}
        ),
        ["no-place"],
    ),
    "a day of no calendar": (
        "Task",
        lambda r: r.update(restriction={"period": {"end": "2026-02-30"}}),
        ["malformed"],
    ),
    "a month for a day": (
        "Task",
        lambda r: r.update(restriction={"period": {"end": "2026-02"}}),
        ["no-place"],
    ),
    "nobody who is somebody": (
        "Provenance",
        lambda r: r["agent"][0]["who"].update(NOBODY),
        [],
    ),
    "a worker that is called a goal": (
        "Practitioner",
        lambda r: r["meta"]["tag"][0].update(code="goal"),
        ["no-words"],
    ),
    "two identifiers": (
        "Task",
        lambda r: r["identifier"].append({"system": "s", "value": "x"}),
        [],
    ),
    "a name of two lines that our extension mends": (
        "Practitioner",
        lambda r: (
            r.update(name=[{"text": "Jo\nan"}]),
            own(r).append(named("Joan")),
        ),
        ["text-storable"],
    ),
    "a name twice": (
        "Practitioner",
        lambda r: own(r).extend([named("Joan"), named("Jo")]),
        [],
    ),
    "a part of ours that is not in its list": (
        "Practitioner",
        lambda r: own(r).append({"url": "unknown", "valueString": "x"}),
        ["malformed"],
    ),
    "a relative who interprets, and more": (
        "RelatedPerson interpreter",
        lambda r: r.update(relationship=[{"text": "sister"}]),
        ["no-place"],
    ),
    "a relative who interprets for a time": (
        "RelatedPerson interpreter",
        lambda r: r.update(period={"start": "2026-03-02"}),
        ["no-place"],
    ),
    "a barrier with a number": (
        "Observation barrier",
        lambda r: r.update(valueQuantity={"value": 3}),
        ["no-place"],
    ),
    "what matters, and a reason for no answer": (
        "Observation what-matters",
        lambda r: r.update(dataAbsentReason=ABSENT),
        ["no-place"],
    ),
    "what was asked, and a number": (
        "Observation asked",
        lambda r: r.update(valueQuantity={"value": 3}),
        ["no-place"],
    ),
    "what was asked of something": (
        "Observation asked",
        lambda r: r.update(focus=[r["subject"]]),
        ["no-place"],
    ),
    "what was asked, and a code": (
        "Observation asked",
        lambda r: r.update(valueCodeableConcept=ABSENT),
        ["no-place"],
    ),
    "a rating in words": (
        "Observation rating",
        lambda r: r.update(valueString="x"),
        ["no-place"],
    ),
    "a rating of a ruler, by a code": (
        "Observation rating",
        lambda r: r.update(
            code=READINESS,
            valueQuantity={"value": 3},
            valueCodeableConcept=ABSENT,
        ),
        ["no-place"],
    ),
    "a rating of attainment, by a number": (
        "Observation rating",
        lambda r: (
            r.pop("valueCodeableConcept", None),
            r.update(code=ATTAINED, valueQuantity={"value": 1}),
            own(r).append({"url": "value", "valueInteger": 1}),
        ),
        ["no-place"],
    ),
    "a level that is there twice": (
        "Goal goal",
        lambda r: r["extension"].extend(
            [one for one in r["extension"] if "goal-attainment" in one["url"]]
            or [LEVEL, LEVEL]
        ),
        ["malformed"],
    ),
    "a goal that is served twice": (
        "Task",
        lambda r: r["extension"].extend(
            [one for one in r["extension"] if "pertains" in one["url"]]
        ),
        [],
    ),
    "pronouns twice": (
        "Patient",
        lambda r: r.update(extension=[PRONOUNS, PRONOUNS]),
        ["no-place"],
    ),
    "a resource with an author": (
        "Basic resource",
        lambda r: r.update(author={"reference": "Patient/none"}),
        [],
    ),
    "our extension twice": (
        "Practitioner worker",
        lambda r: r["extension"].append(
            {"url": "urn:empowerkit:fhir:worker", "extension": []}
        ),
        [],
    ),
    "our extension of another noun": (
        "Practitioner",
        lambda r: r["extension"].append(
            {"url": "urn:empowerkit:fhir:goal", "extension": []}
        ),
        ["no-place"],
    ),
    "a time without its offset": (
        "Provenance",
        lambda r: r.update(recorded="2026-03-02T10:00:00"),
        ["malformed"],
    ),
    "an agent who acts for another": (
        "Provenance",
        lambda r: r["agent"][0].update(onBehalfOf={"reference": "x"}),
        ["no-place"],
    ),
    "somebody and nobody in one part": (
        "Provenance",
        lambda r: r["agent"].append(r["agent"][0] | {"who": NOBODY}),
        [],
    ),
    "an agent of an unknown part": (
        "Provenance",
        lambda r: r["agent"][0]["type"]["coding"][0].update(code="x"),
        ["no-place"],
    ),
    "words that are somebody else's": (
        "Provenance",
        lambda r: r.update(entity=[{"role": "quotation", "what": {}}] * 2),
        [],
    ),
    "a document that closes what is planned": (
        "CarePlan",
        lambda r: r.update(status="active", period={"end": "2026-03-02"}),
        ["no-place"],
    ),
    "a team that says more": (
        "CareTeam",
        lambda r: r.update(extension=[{"url": "x", "valueBoolean": True}]),
        ["no-place"],
    ),
    "a way that is there twice": (
        "RequestGroup",
        lambda r: r["contained"].append(copy.deepcopy(r["contained"][0])),
        ["given-twice"],
    ),
    "what is contained and no way": (
        "RequestGroup",
        lambda r: r["contained"][0].update(intent="plan"),
        ["no-words"],
    ),
    "a number too large that our extension mends": (
        "Observation rating",
        lambda r: (
            r.pop("valueCodeableConcept", None),
            r.pop("dataAbsentReason", None),
            r.update(valueQuantity={"value": 10**30}),
            own(r).append({"url": "value", "valueInteger": 3}),
        ),
        "number",
    ),
    "a unit of a number": (
        "Observation rating",
        lambda r: r.update(valueQuantity={"value": 3, "unit": "points"}),
        ["no-place"],
    ),
    "a focus that is not read": (
        "Observation strength",
        lambda r: r.update(focus=[r["subject"]]),
        ["no-place"],
    ),
    "a key that stands twice": (
        "Task",
        lambda r: r.update({f"{TWICE}status": r["status"]}),
        "duplicate-key",
    ),
    "a key that stands twice beside a quote that is hidden": (
        "Task",
        lambda r: r.update(
            {f"{TWICE}status": r["status"], "description": "HIDDEN"}
        ),
        "duplicate-key",
    ),
    "a key that stands twice beside a colon that is hidden": (
        "Task",
        lambda r: r.update(
            {f"{TWICE}status": r["status"], "description": "COLON"}
        ),
        "duplicate-key",
    ),
    "a list of nothing": ("Task", lambda r: r.update(extension=[]), []),
    "a client who is not there": (
        "Task",
        lambda r: r.update(owner=in_role(r["for"])),
        ["actor"],
    ),
    "a speaker of R4 and one of R5": (
        "Goal",
        lambda r: r.update(expressedBy=r["subject"], source=r["subject"]),
        [],
    ),
    "a milestone with a need": (
        "Goal milestone",
        lambda r: r.update(addresses=[r["subject"]]),
        ["no-place"],
    ),
    "a milestone with its own reason": (
        "Goal milestone",
        lambda r: r.update(statusReason="x"),
        ["no-place"],
    ),
    "a goal with a day of its status": (
        "Goal goal",
        lambda r: r.update(statusDate="2026-03-02"),
        ["no-place"],
    ),
    "a goal that is for somebody": (
        "Goal goal",
        lambda r: r.update(addresses=[r["subject"]]),
        ["no-place"],
    ),
    "a relation that is not read": (
        "Goal goal",
        lambda r: r["extension"].append(
            {
                "url": "http://hl7.org/fhir/StructureDefinition/"
                "goal-relationship",
                "extension": [
                    {
                        "url": "type",
                        "valueCodeableConcept": {
                            "coding": [{"system": "s", "code": "sibling"}]
                        },
                    },
                    {
                        "url": "target",
                        "valueReference": {"reference": f"Goal/{r['id']}"},
                    },
                ],
            }
        ),
        ["no-place"],
    ),
    "an achievement of another list": (
        "Goal goal",
        lambda r: r.update(
            achievementStatus={"coding": [{"system": "s", "code": "achieved"}]}
        ),
        ["code"],
    ),
    "a supporter for a time": (
        "RelatedPerson supporter",
        lambda r: r.update(period={"start": "2026-03-02"}),
        ["no-place"],
    ),
    "a proxy with a relation": (
        "RelatedPerson proxy",
        lambda r: r.update(relationship=[{"text": "sister"}]),
        ["no-place"],
    ),
    "a need with two who say so": (
        "Condition",
        lambda r: r.update(
            asserter=r["subject"],
            participant=[
                {
                    "function": {
                        "coding": [{"system": "s", "code": "informant"}]
                    },
                    "actor": r["subject"],
                }
            ],
        ),
        [],
    ),
    "a need of another's status": (
        "Condition",
        lambda r: r["clinicalStatus"]["coding"][0].update(system="s"),
        [],
    ),
    "a contact at two times": (
        "Encounter",
        lambda r: r.update(actualPeriod={"start": NOW}),
        ["no-place"],
    ),
    "a contact on a day": (
        "Encounter",
        lambda r: r.update(period={"start": "2026-03-02"}),
        ["day-for-time"],
    ),
    "a consent of two kinds": (
        "Consent",
        lambda r: r.update(subject=r["patient"]),
        [],
    ),
    "a consent that two give": (
        "Consent",
        lambda r: r.update(performer=[r["patient"]], grantor=[r["patient"]]),
        ["no-place"],
    ),
    "a consent that ends twice": (
        "Consent",
        lambda r: r.update(
            period={"end": "2199-03-02"},
            provision={"type": "permit", "period": {"end": "2199-03-02"}},
        ),
        ["no-place"],
    ),
    "an offer for two needs": (
        "ServiceRequest",
        lambda r: r.update(reason=[{"reference": r["subject"]}]),
        ["no-place"],
    ),
    "a resource of one client": (
        "Basic resource",
        lambda r: r.update(subject={"reference": "Patient/none"}),
        ["not-supplied"],
    ),
    "what is of no client": (
        "Basic support-agreement",
        lambda r: r.pop("subject"),
        [],
    ),
    "what is of another client": (
        "Basic support-agreement",
        lambda r: r.update(subject={"reference": "Patient/none"}),
        ["not-supplied"],
    ),
    "an author of what nobody says": (
        "Basic withdrawal",
        lambda r: r.update(author=r["subject"]),
        [],
    ),
    "a rating of two things": (
        "Observation rating",
        lambda r: r.update(focus=r["focus"] * 2),
        ["no-place"],
    ),
    "text that cannot be stored": (
        "Task",
        lambda r: r.update(description="a\0b"),
        "text-storable",
    ),
    "a lone surrogate": (
        "Task",
        lambda r: r.update(description="a\ud800b"),
        "text-storable",
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_that_is_not_plain(name):
    """It is left to the careful way, and what is lost is reported."""
    where, change, rules = EXAMPLES[name]
    bundle, resource = bundle_with(*where.split())
    before = as_bytes(bundle)
    change(resource)
    raw = as_bytes(bundle).replace(b"HIDDEN", b"a\\u0022:b")
    raw = raw.replace(b"COLON", b'a\\"\\u003ab')

    assert agree(before)
    assert not agree(raw)
    if isinstance(rules, str):
        with pytest.raises(DocumentError) as caught:
            fhir.read(raw)
        assert rules == caught.value.rule
    else:
        assert {*rules} <= {one.rule for one in fhir.read(raw).losses}
        assert carefully(raw).losses == fhir.read(raw).losses


def first(bundle, kind):
    """Return the first resource of *kind* in *bundle*."""
    return next(r for r in resources_in(bundle) if r["resourceType"] == kind)


def called(bundle, fresh):
    """Give the first Task another id, wherever it is named by that."""
    old = f"Task/{first(bundle, 'Task')['id']}"
    text = json.dumps(bundle).replace(old, f"Task/{fresh}")
    bundle.update(json.loads(text))
    first(bundle, "Task")["id"] = fresh.replace("\\n", "\n")


def given(bundle, kind, **changes):
    """Give the first resource of *kind* once more, with *changes*."""
    entry = copy.deepcopy(bundle["entry"][0])
    entry["resource"] = copy.deepcopy(first(bundle, kind)) | changes
    local = f"{kind}/{entry['resource']['id']}"
    base = entry["fullUrl"].rsplit("/", 2)[0]
    bundle["entry"].append(entry | {"fullUrl": f"{base}/{local}"})


BUNDLES = {
    "an id with an underscore": lambda b: called(b, "a_b"),
    "an id of two lines": lambda b: called(b, "a\\nb"),
    "an id that is too long": lambda b: called(b, "x" * 65),
    "what is given twice": lambda b: given(b, "Task"),
    "two of one id of ours": lambda b: given(b, "Task", id="other"),
    "two plans": lambda b: given(b, "CarePlan", id="other"),
    "two clients": lambda b: given(b, "Patient", id="other"),
    "a team that is given twice": lambda b: given(b, "CareTeam"),
    "a voice twice": lambda b: given(b, "Provenance", id="other"),
    "another server": lambda b: b["entry"][3].update(
        fullUrl=f"https://other.invalid/{b['entry'][3]['fullUrl'][36:]}"
    ),
    "a team that names nobody": lambda b: first(b, "CareTeam").update(
        participant=[]
    ),
    "a team of another client": lambda b: first(b, "CareTeam").update(
        subject={"reference": "Patient/none"}
    ),
    "a team that names who is not there": lambda b: first(
        b, "CareTeam"
    ).update(participant=[{"member": {"reference": "Practitioner/none"}}]),
    "a plan that names what is not there": lambda b: first(
        b, "CarePlan"
    ).update(goal=[{"reference": "Goal/none"}]),
    "a way of another client": lambda b: first(b, "RequestGroup")["contained"][
        0
    ].update({"for": {"reference": "Patient/none"}}),
    "a way that is not there": lambda b: first(b, "RequestGroup")["action"][0][
        "action"
    ][0].update(resource={"reference": "#none"}),
    "a voice of a plan": lambda b: first(b, "Provenance").update(
        target=[{"reference": f"CarePlan/{first(b, 'CarePlan')['id']}"}]
    ),
    "a voice of a worker": lambda b: first(b, "Provenance").update(
        target=[
            {"reference": f"Practitioner/{first(b, 'Practitioner')['id']}"}
        ]
    ),
    "a plan that names by an id that is none": lambda b: first(
        b, "CarePlan"
    ).update(
        goal=[
            {
                "type": "Goal",
                "identifier": {"system": "urn:empowerkit:id", "value": "a b"},
            }
        ]
    ),
    "no plan": lambda b: b["entry"].pop(0),
}


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_that_is_not_plain(name):
    """It is left to the careful way, all of it."""
    bundle, _ = bundle_with("RequestGroup")
    before = as_bytes(bundle)
    BUNDLES[name](bundle)
    raw = as_bytes(bundle)

    assert agree(before)
    assert not agree(raw)
    assert carefully(raw).losses == fhir.read(raw).losses


@pytest.mark.parametrize("way", ["reference", "identifier"])
def test_a_service_that_acts(way):
    """A service is nobody who can act, even if it is an organisation."""
    bundle, service = bundle_with("HealthcareService")
    for part in own(service):
        if part["url"] == "kind":
            own(service).remove(part)
    own(service).append({"url": "kind", "valueCode": "organisation"})
    before = as_bytes(bundle)
    who = {
        "reference": f"HealthcareService/{service['id']}",
        "identifier": service["identifier"][0],
    }
    owner = {"type": "Organization", way: who[way]}
    first(bundle, "Task")["owner"] = owner
    raw = as_bytes(bundle)

    assert agree(before)
    assert not agree(raw)
    assert ["actor"] == [one.rule for one in fhir.read(raw).losses]


AMINA = Client(id="c1", called="Amina")
JOAN = Worker(id="w1", called="Joan")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CAFE = Resource(id="r1", name="Night cafe", kind=ResourceKind.ORGANISATION)
A_GOAL = Goal(id="g1", words="A door", voice=Voice())
WAS_HERE = Actor(role=Role.WORKER, id="gone")
PLANS = {
    "nothing but a client": Plan(client=AMINA),
    "a voice of nobody": Plan(
        client=AMINA,
        needs=(Need(words="x", voice=Voice(channel=Channel.PHONE)),),
    ),
    "a decision with no way yet": Plan(
        client=AMINA,
        decisions=(
            Decision(client=AMINA.actor, words="Where?", voice=Voice()),
        ),
    ),
    "a rating with no answer": Plan(
        client=AMINA,
        goals=(A_GOAL,),
        ratings=(
            Rating(
                about_id="g1",
                ruler=Ruler.ATTAINMENT,
                low=-2,
                high=2,
                status=AnswerStatus.PREFERS_NOT_TO_SAY,
                rater=AMINA.actor,
                at=NOON,
                voice=Voice(),
            ),
        ),
    ),
    "a relative who interprets": Plan(
        client=AMINA, interpreters=(Interpreter(called="Bo", relative=True),)
    ),
    "an answer that somebody wrote down": Plan(
        client=AMINA,
        workers=(JOAN,),
        goals=(A_GOAL,),
        acceptances=(
            Acceptance(
                actor=AMINA.actor,
                status=AcceptanceStatus.AGREE,
                voice=Voice(speaker=AMINA.actor, recorder=JOAN.actor),
            ),
        ),
    ),
    "an organisation that acts": Plan(
        client=AMINA,
        resources=(CAFE,),
        steps=(
            Step(
                words="Open the door",
                owner=Actor(role=Role.ORGANISATION, id="r1"),
                voice=Voice(),
            ),
        ),
    ),
    "somebody who is absent": Plan(
        client=AMINA,
        absent=(Absent(id="gone", reason=AbsentReason.ERASED),),
        steps=(Step(words="Ring", owner=WAS_HERE, voice=Voice()),),
    ),
    "a consent of nobody": Plan(
        client=AMINA,
        consents=(
            Consent(
                recipient="Housing",
                purpose="To ask",
                given_at=NOON,
                voice=Voice(),
            ),
        ),
    ),
}


@pytest.mark.parametrize("version", FhirVersion)
@pytest.mark.parametrize("name", PLANS)
def test_an_example_that_is_plain(name, version):
    """It is read by types, and the plan is what was written."""
    plan = PLANS[name]
    raw = json.dumps(fhir.write(plan, version=version)).encode()

    assert agree(raw)
    assert (plan,) == fhir.read(raw).plans


def test_an_organisation_in_a_role():
    """Whoever acts in another role is left to the careful way."""
    bundle = copy.deepcopy(fhir.write(PLANS["an organisation that acts"]))
    first(bundle, "Task")["owner"]["extension"] = [
        {"url": "urn:empowerkit:fhir:role", "valueCode": "worker"}
    ]
    raw = as_bytes(bundle)

    assert not agree(raw)
    assert ["actor-is-person"] == [one.rule for one in fhir.read(raw).losses]


@pytest.mark.parametrize(
    "spelling", ["\\u00e9", "\\/", "\\n", '\\"', "\\u000a"]
)
def test_text_in_another_spelling(spelling):
    """It is read by types too, and is the same text."""
    bundle, task = bundle_with("Task")
    task["description"] = "SPELLING"
    raw = as_bytes(bundle).replace(b"SPELLING", f"x{spelling}y".encode())

    assert agree(raw)


@pytest.mark.parametrize("target", ["m1", "g1"])
def test_a_milestone_that_is_none(target):
    """What two goals name as one, or what is a goal, is a loss."""
    other = Goal(id="g2", words="A bed", voice=Voice())
    milestone = Milestone(id="m1", goal_id="g1", words="A key", voice=Voice())
    plan = Plan(client=AMINA, goals=(A_GOAL, other), milestones=(milestone,))
    bundle = fhir.write(plan)
    before = as_bytes(bundle)
    one, two, _ = [
        r for r in resources_in(bundle) if r["resourceType"] == "Goal"
    ]
    again = copy.deepcopy(one["extension"][0])
    again["extension"][1]["valueReference"]["reference"] = f"Goal/{target}"
    two["extension"] = [again]
    raw = as_bytes(bundle)

    assert agree(before)
    assert not agree(raw)
    assert ["/extension/0"] == [one.path for one in fhir.read(raw).losses]
    assert (plan,) == fhir.read(raw).plans


class TestSources:
    def test_a_file(self, tmp_path, typed, monkeypatch):
        """A file of one document is read by types."""
        raw = as_bytes(written(1, "R4"))
        path = tmp_path / "bundle.json"
        path.write_bytes(raw)
        expected = carefully(raw)
        monkeypatch.setattr(_read, "gather", None)

        assert expected == fhir.read(path)
        assert expected == fhir.read(str(path))

    @pytest.mark.parametrize("name", ["a.ndjson", "a.json"])
    def test_lines_and_folders(self, tmp_path, name):
        """Lines, and a folder, are read the careful way."""
        raw = as_bytes(written(1, "R4"))
        path = tmp_path / name
        path.write_bytes(raw)
        source = path if path.suffix == ".ndjson" else tmp_path

        assert carefully(raw) == fhir.read(source)

    def test_one_that_is_too_large(self, tmp_path):
        """It is refused, however plain it is."""
        raw = as_bytes(written(1, "R4"))
        path = tmp_path / "bundle.json"
        path.write_bytes(raw)
        for source in (raw, path):
            with pytest.raises(DocumentError) as caught:
                fhir.read(source, max_bytes=len(raw) - 1)
            assert "size-cap" == caught.value.rule
        assert fhir.read(raw, max_bytes=len(raw)) == fhir.read(path)

    def test_plain_data(self):
        """Plain data is read the careful way, to the same plan."""
        bundle = written(1, "R4")

        assert fhir.read(as_bytes(bundle)) == fhir.read(bundle)

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"[]",
            b'{"resourceType":"Bundle"}',
            b'{"resourceType":"Bundle","entry":[]}',
            b"[" * 100_000,
            b"\xef\xbb\xbf{}",
            b'{"resourceType":"Bundle","entry":[],"id":"\xff"}',
        ],
    )
    def test_one_that_holds_nothing(self, raw, typed):
        """It is left to the careful way."""
        assert typed.plan_in(raw) is None


def test_there_are_no_types(monkeypatch):
    """Where msgspec cannot be imported, the careful way does it all."""
    raw = as_bytes(written(1, "R4"))
    expected = fhir.read(raw)
    name = "empowerkit.codecs.fhir._typed_read"
    monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delattr("empowerkit.codecs.fhir._typed_read", raising=False)
    way = _read._typed_way.__wrapped__

    assert way() is None
    monkeypatch.setattr(_read, "_typed_way", way)
    assert expected == fhir.read(raw)
