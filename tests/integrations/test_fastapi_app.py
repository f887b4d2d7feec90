"""Plans behind FastAPI, asked over HTTP."""

from __future__ import annotations

import importlib
import sqlite3

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from empowerkit import Decision, Voice, Worker, codecs
from empowerkit.authority import ErasureBasis
from empowerkit.errors import JournalError, Problem, StoreError
from empowerkit.model import Interpreter
from empowerkit.store import open_store
from empowerkit.testing.stores import NOON


NEEDS, HISTORY = "/plans/p1/needs", "/plans/p1/history"
OPTIONS, CHOICES = (
    f"/plans/p1/decisions/home/{what}" for what in ("options", "choices")
)


@pytest.fixture(scope="module")
def recipe(needs):
    """Return the module of the recipe, and the client that tests it."""
    needs("fastapi", "fastapi")
    needs("fastapi", "httpx2")
    # Neither is always there.
    import fastapi_app  # noqa: PLC0415

    from fastapi.testclient import TestClient  # noqa: PLC0415

    return fastapi_app, TestClient


@pytest.fixture
def path(tmp_path, seed):
    """Return the path of a store with a plan in it."""
    made = tmp_path / "plans.db"
    with open_store(f"sqlite:///{made}") as store:
        seed(store)
    return made


@pytest.fixture
def app(recipe, path):
    """Return the app."""
    return recipe[0].make_app(f"sqlite:///{path}", timeout=0)


@pytest.fixture
def http(recipe, app):
    """Return a client of the app, while it runs."""
    with recipe[1](app, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def tokens(app, people):
    """Return what the client, her worker and a stranger show."""
    return [
        {"Authorization": f"Bearer {app.state.login.let_in(one.actor)}"}
        for one in people
    ]


@pytest.fixture
def her(tokens):
    """Return what the client shows."""
    return tokens[0]


@pytest.fixture
def worker(tokens):
    """Return what her worker shows."""
    return tokens[1]


def change(version=3, key="k1"):
    """Return the headers of a change."""
    return {"If-Match": f'"{version}"', "Idempotency-Key": key}


def test_everybody_reads_their_own_view(http, her, worker, canary):
    """The client reads all of it, and her worker what is not private."""
    hers = http.get("/plans/p1", headers=her)
    seen = http.get("/plans/p1", headers=worker)

    assert ['"3"'] * 2 == [hers.headers["ETag"], seen.headers["ETag"]]
    assert f"Alone {canary}" == codecs.loads(hers.content).needs[0].words
    assert () == codecs.loads(seen.content).needs
    assert f"Alone {canary}" not in seen.text
    assert "no-store" == seen.headers["Cache-Control"]


@pytest.mark.parametrize(
    "shown", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}]
)
def test_nobody_is_logged_in(http, shown, refused):
    """Without a login nothing is told."""
    for path in ("/plans/p1", HISTORY, "/plans/nobody"):
        response = http.get(path, headers=shown)
        assert ["login"] == [
            problem["rule"] for problem in refused(response, 401)
        ]
        assert "Bearer" == response.headers["WWW-Authenticate"]


def test_a_stranger_learns_nothing(http, tokens, refused):
    """Who is not on a plan is told the same as where there is none."""
    _, _, stranger = tokens
    there = http.get("/plans/p1", headers=stranger)
    none = http.get("/plans/p2", headers=stranger)
    odd = http.get("/plans/%00", headers=stranger)
    said = {"words": "A door"}
    tried = http.post(NEEDS, json=said, headers={**stranger, **change()})
    again = http.get(HISTORY, headers=stranger)

    told = [refused(r, 404) for r in (there, none, odd, tried, again)]
    assert 1 == len({str(problems) for problems in told})


def test_an_erased_plan_is_as_one_that_never_was(http, people, her, tokens):
    """Erased, unknown, and not theirs: the answers are the same bytes."""
    calls = (
        lambda path, who: http.get(path, headers=who),
        lambda path, who: http.get(f"{path}/history", headers=who),
        lambda path, who: http.post(
            f"{path}/needs", json={"words": "A"}, headers={**who, **change()}
        ),
    )
    told = [call("/plans/p1", tokens[2]) for call in calls]
    told += [call("/plans/p2", her) for call in calls]
    http.app.state.store.erase(
        "p1",
        ["p1"],
        by=people[1].actor,
        at=datetime.now(UTC),
        basis=ErasureBasis.CLIENT_ASKED,
    )
    told += [call("/plans/p1", her) for call in calls]

    assert {404} == {one.status_code for one in told}
    assert 1 == len({(one.content, str(one.headers)) for one in told})


def test_a_need_in_her_own_words(http, her, canary):
    """What she says she needs is kept letter for letter, in her voice."""
    words = f"  A door I can lock, {canary} "
    done = http.post(
        NEEDS, json={"words": words}, headers={**her, **change(key="k7")}
    )

    assert 201 == done.status_code
    assert {"id": "k7", "version": 4} == done.json()
    assert '"4"' == done.headers["ETag"]
    plan = codecs.loads(http.get("/plans/p1", headers=her).content)
    assert words == plan.needs[1].words
    assert plan.client.actor == plan.needs[1].voice.speaker


def test_a_worker_writes_down_what_she_said(http, worker, canary):
    """What a worker writes is theirs, unless they say that they heard it."""
    own = {"words": canary}
    heard = {"words": canary, "heard": "paraphrase"}
    for version, key, body in ((3, "k1", own), (4, "k2", heard)):
        headers = {**worker, **change(version, key)}
        assert 201 == http.post(NEEDS, json=body, headers=headers).status_code

    plan = codecs.loads(http.get("/plans/p1", headers=worker).content)
    joan = plan.workers[0].actor
    assert [(joan, None), (plan.client.actor, joan)] == [
        (need.voice.speaker, need.voice.recorder) for need in plan.needs
    ]


def test_offered_and_chosen(http, her, worker, canary):
    """A worker offers, the client chooses."""
    offered = http.post(
        OPTIONS,
        json={"words": f"The flat, {canary}"},
        headers={**worker, **change(3, "flat")},
    )
    chosen = http.post(
        CHOICES,
        json={"option_id": "flat", "words": f"The light, {canary}"},
        headers={**her, **change(4, "k2")},
    )

    assert [201, 201] == [offered.status_code, chosen.status_code]
    plan = codecs.loads(http.get("/plans/p1", headers=her).content)
    assert "flat" == plan.choice_of("home").option_id
    assert ["worker", "client", "client", "worker", "client"] == [
        said["by"]["role"] for said in http.get(HISTORY, headers=her).json()
    ]
    assert canary not in http.get(HISTORY, headers=worker).text


def test_a_worker_chooses(http, worker, refused, canary):
    """A worker's choice is refused, with what they can do instead."""
    body = {"option_id": "stay", "words": canary}
    tried = http.post(CHOICES, json=body, headers={**worker, **change()})

    (problem,) = refused(tried, 403)
    assert "decision-authored-by-client" == problem["rule"]
    assert "what they can do instead" in problem["message"]
    heard = http.post(
        CHOICES,
        json={**body, "heard": "verbatim"},
        headers={**worker, **change()},
    )
    assert 201 == heard.status_code


def test_somebody_was_faster(http, her, worker, refused):
    """Of two changes of one version the second is refused."""
    said = {"words": "Stay a year"}
    http.post(OPTIONS, json=said, headers={**worker, **change(3, "k1")})

    for version in (0, 3, 9):
        late = http.post(
            OPTIONS, json=said, headers={**her, **change(version, "k2")}
        )
        assert ["expected-version"] == [
            problem["rule"] for problem in refused(late, 412)
        ]


def test_at_the_same_time(http, her, worker):
    """Of two changes in the same moment one is kept."""

    def offer(who, key):
        headers = {**who, **change(3, key)}
        return http.post(OPTIONS, json={"words": key}, headers=headers)

    with ThreadPoolExecutor(2) as both:
        told = [*both.map(offer, (her, worker), ("k1", "k2"))]

    assert [201, 412] == sorted(one.status_code for one in told)


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"If-Match": '"3"'}, (400, "idempotency-key")),
        ({"Idempotency-Key": "k1"}, (428, "if-match")),
        ({"Idempotency-Key": "k1", "If-Match": "*"}, (400, "if-match")),
        ({"Idempotency-Key": "k1", "If-Match": '"²"'}, (400, "if-match")),
        ({"Idempotency-Key": "k1", "If-Match": "9" * 5000}, (400, "if-match")),
        ({"Idempotency-Key": "a b", "If-Match": '"3"'}, (422, "id-form")),
    ],
)
def test_what_a_change_must_come_with(http, her, refused, headers, told):
    """A change says which version it is of, and has an id of its own."""
    encoded = {name: value.encode() for name, value in headers.items()}
    response = http.post(
        NEEDS, json={"words": "A door"}, headers={**her, **encoded}
    )

    status, rule = told
    assert rule == refused(response, status)[0]["rule"]


def test_a_retry(http, her, worker, refused, canary):
    """The same change once more is kept once, and told as it was."""
    body = {"words": canary}
    once = http.post(NEEDS, json=body, headers={**her, **change()})
    http.post(OPTIONS, json=body, headers={**worker, **change(4, "k2")})
    again = http.post(NEEDS, json=body, headers={**her, **change()})
    newer = http.post(NEEDS, json=body, headers={**her, **change(5)})

    assert [once.json()] * 2 == [again.json(), newer.json()]
    assert 5 == len(http.get(HISTORY, headers=her).json())
    other = {"words": f"{canary} too"}
    taken = http.post(NEEDS, json=other, headers={**her, **change()})
    assert "entry-id-once" == refused(taken, 409)[0]["rule"]


def test_a_key_that_began_the_plan(http, worker, refused):
    """The id of the entry that began the plan is taken."""
    (began, *_) = http.app.state.store.history("p1")
    tried = http.post(
        NEEDS,
        json={"words": "A door"},
        headers={**worker, **change(key=began.entry)},
    )

    assert "entry-id-once" == refused(tried, 409)[0]["rule"]


def test_a_retry_of_what_was_erased(http, her, people, canary):
    """A retry after its words were erased is told what was kept then."""
    call = {"json": {"words": canary}, "headers": {**her, **change()}}
    once = http.post(NEEDS, **call)
    http.app.state.store.erase(
        "p1",
        ["k1"],
        by=people[1].actor,
        at=datetime.now(UTC),
        basis=ErasureBasis.CLIENT_ASKED,
    )

    again = http.post(NEEDS, **call)
    assert (201, once.json()) == (again.status_code, again.json())


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"\xff\xfe zebra-crossing"]
)
def test_a_body_that_cannot_be_read(http, her, refused, content):
    """What the framework refuses by itself is a problem too."""
    headers = {"Content-Type": "application/json", **her, **change()}

    response = http.post(NEEDS, content=content, headers=headers)
    assert [] == refused(response, 400)
    assert "zebra" not in response.text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            '{"words": "zebra-crossing\\u0000"}',
            ("$.words", "text-storable"),
        ),
        ('{"words": ["zebra-crossing"]}', ("$.words", "string_type")),
        ('{"words": "A", "heard": "zebra-crossing"}', ("$.heard", "enum")),
        ('{"words": "A", "zebra-crossing": 1}', ("$", "extra_forbidden")),
        (
            '{"words": "\\ud800 zebra-crossing"}',
            ("$.words", "string_unicode"),
        ),
        ('["zebra-crossing"]', ("$", "model_attributes_type")),
        ('{"zebra-crossing', ("$", "json_invalid")),
        ("", ("$", "missing")),
    ],
)
def test_what_is_wrong_with_a_body(http, her, refused, content, told):
    """Each problem has its rule and its place, and quotes nothing."""
    headers = {"Content-Type": "application/json", **her, **change()}
    response = http.post(NEEDS, content=content, headers=headers)

    (problem,) = refused(response, 422)
    assert told == (problem["path"], problem["rule"])


def test_all_problems_at_once(http, worker, refused):
    """What is wrong is told together."""
    said = {"words": "A\0"}
    response = http.post(
        OPTIONS, json=said, headers={**worker, **change(3, "a b")}
    )

    assert {"id-form", "text-storable"} == {
        problem["rule"] for problem in refused(response, 422)
    }


def test_no_such_decision(http, her, refused):
    """A decision that is not there is not found."""
    response = http.post(
        OPTIONS.replace("home", "work"),
        json={"words": "Stay"},
        headers={**her, **change()},
    )

    assert "not-found" == refused(response, 404)[0]["rule"]


@pytest.fixture
def amend(http, people):
    """Return a function that adds a noun to the plan, as its fourth version."""

    def add(noun, by):
        store, at = http.app.state.store, datetime.now(UTC)
        more = store.load("p1").add(noun, by=by.actor, at=at)
        store.commit(more, by=by.actor, at=at, expected_version=3)

    return add


def test_a_decision_that_is_hers_alone(http, worker, people, amend, refused):
    """Who may not read a decision is told the same as where there is none."""
    amina = people[0]
    voice = Voice.of(amina.actor, at=NOON, private_to=(amina.actor,))
    only_hers = Decision(
        id="tell", client=amina.actor, words="Whom do I tell?", voice=voice
    )
    amend(only_hers, amina)

    told = [
        refused(
            http.post(
                OPTIONS.replace("home", name),
                json={"words": "My sister"},
                headers={**worker, **change(4)},
            ),
            404,
        )
        for name in ("tell", "none")
    ]

    assert told[0] == told[1]


def shows(http, actor):
    """Return what somebody new shows."""
    return {"Authorization": f"Bearer {http.app.state.login.let_in(actor)}"}


def test_what_the_table_denies(http, people, amend, refused, canary):
    """What the table of authority denies is refused with its row."""
    uninvited = Interpreter(called="Sol")
    amend(uninvited, people[1])

    tried = http.post(
        OPTIONS,
        json={"words": canary},
        headers={**shows(http, uninvited.actor), **change(4)},
    )

    (problem,) = refused(tried, 403)
    assert "add something in one's own voice" == problem["rule"]
    assert "what they can do instead" in problem["message"]


def test_who_has_left(http, people, amend, refused):
    """Whose last day on a plan is over reads nothing of it."""
    gone = Worker(called="Mary", until_on=date(2026, 1, 31))
    amend(gone, people[1])
    shown = shows(http, gone.actor)

    for path in ("/plans/p1", HISTORY):
        (problem,) = refused(http.get(path, headers=shown), 404)
        assert "not-found" == problem["rule"]


def test_the_store_is_busy(http, path, her, refused, canary):
    """Where the store could not, the same call may be made again."""
    call = {"json": {"words": canary}, "headers": {**her, **change()}}
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = http.post(NEEDS, **call)
        other.execute("ROLLBACK")

    assert "store-busy" == refused(busy, 503)[0]["rule"]
    assert "2" == busy.headers["Retry-After"]
    assert 201 == http.post(NEEDS, **call).status_code


def test_the_store_lives_as_long_as_the_app(recipe, app, her):
    """The store is open while the app runs, and what is kept outlives it."""
    for _ in range(2):
        with recipe[1](app) as http:
            assert 200 == http.get("/plans/p1", headers=her).status_code

    with pytest.raises(StoreError):
        app.state.store.version("p1")


def test_whether_it_is_ready(http, refused):
    """The app is ready while its store is there."""
    assert 204 == http.get("/ready").status_code

    http.app.state.store.close()
    gone = http.get("/ready")
    assert "store-closed" == refused(gone, 503)[0]["rule"]
    assert "Retry-After" not in gone.headers


@pytest.mark.parametrize(
    "error",
    [
        JournalError([Problem(rule="r", path="$", message="m")]),
        KeyError("zebra-crossing"),
    ],
)
def test_what_nobody_foresaw(http, recipe, refused, logged, error):
    """An error of any kind tells and logs no words."""

    def fails():
        raise error

    http.app.dependency_overrides[recipe[0].logged_in] = fails
    response = http.get("/plans/p1")

    assert [] == refused(response, 500)
    assert isinstance(error, KeyError) is ("KeyError at" in logged.text)


def test_where_there_is_nothing(http, her, refused):
    """A path that is none of ours is not found, and not repeated."""
    response = http.get("/none-of-ours", headers=her)

    assert [] == refused(response, 404)
    assert "none-of-ours" not in response.text


def test_where_the_store_is(recipe, monkeypatch, path, her):
    """Without a URL the environment says where the store is."""
    monkeypatch.setenv("CASEWORK_STORE", f"sqlite:///{path}")
    with recipe[1](recipe[0].make_app()) as http:
        assert 401 == http.get("/plans/p1", headers=her).status_code


def test_by_hand(recipe, capsys):
    """What the trial prints lets both in."""
    trial = importlib.import_module("fastapi_trial")
    with recipe[1](trial.make_trial()) as http:
        *people, plan = capsys.readouterr().out.splitlines()
        _, path = plan.split(":8000")
        for line in people:
            _, bearer = line.strip("'").split(": ")
            response = http.get(path, headers={"Authorization": bearer})
            assert 200 == response.status_code
