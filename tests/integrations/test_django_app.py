"""Plans inside a Django site: its answers, and its database."""

from __future__ import annotations

import importlib
import io
import itertools
import json
import shutil
import sqlite3
import threading

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import pytest

from empowerkit import codecs
from empowerkit.errors import ConflictError, StoreError, StoreTrouble
from empowerkit.store import Store
from empowerkit.testing.stores import (
    CANARY,
    HER,
    NOON,
    WORKER,
    StoreContract,
    began,
    needing,
)
from empowerkit.testing.stores import (
    refused as raised,
)


# Where Django is missing, the first fixture says so.
with suppress(ImportError):
    import django

    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.exceptions import PermissionDenied
    from django.core.management import call_command
    from django.db import connection, connections, transaction
    from django.test import Client, RequestFactory, utils
    from django.utils.log import AdminEmailHandler
    from django.views.debug import ExceptionReporter
    from psycopg.conninfo import conninfo_to_dict

NEEDS, HISTORY = "/plans/p1/needs", "/plans/p1/history"
OPTIONS, CHOICES = (
    f"/plans/p1/decisions/home/{what}" for what in ("options", "choices")
)


@pytest.fixture(scope="module")
def site(needs, tmp_path_factory):
    """Set Django up, and return a file with empty tables."""
    needs("django", "django")
    made = tmp_path_factory.mktemp("django") / "empty.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEWORK_SECRET", "x0y1z" * 12)
        patch.setenv("CASEWORK_HOSTS", "testserver")
        patch.setenv("CASEWORK_DATABASE", str(made))
        patch.setenv("DJANGO_SETTINGS_MODULE", "django_app.settings")
        # Django sets it for the whole process.
        patch.setenv("TZ", "UTC")
        django.setup()
        utils.setup_test_environment(debug=False)
        call_command("migrate", verbosity=0)
        connections.close_all()
        yield made
        utils.teardown_test_environment()


@pytest.fixture
def path(site, tmp_path):
    """Point Django at a database of its own, and return its path."""
    made = tmp_path / "site.db"
    shutil.copy(site, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connections.settings["default"], "NAME", str(made))
        connections["default"].close()
        patch.setitem(connections["default"].settings_dict, "NAME", str(made))
        yield made
        connections.close_all()


@pytest.fixture
def backend(path):
    """Return the module of the backend."""
    return importlib.import_module("django_app.backend")


@pytest.fixture
def models(path):
    """Return the module of the tables."""
    return importlib.import_module("django_app.models")


@pytest.fixture
def clients(path, people, seed, backend, models):
    """Return browsers of the client, her worker and a stranger."""
    seed(Store(backend.InDjango()))
    made = []
    for one in people:
        user = get_user_model().objects.create_user(f"user-{one.id}")
        models.Person.objects.create(
            user=user, role=one.actor.role.value, own_id=one.id
        )
        made.append(browser())
        made[-1].force_login(user)
    return made


def browser(**how):
    """Return a browser; what goes wrong is answered, as in the open."""
    return Client(raise_request_exception=False, **how)


@pytest.fixture(autouse=True)
def _by_tls(site, monkeypatch):
    """Ask in all tests over TLS: what comes without it is sent away."""
    generic = Client.generic

    def secured(*args, **more):
        return generic(*args, **(more | {"secure": True}))

    monkeypatch.setattr(Client, "generic", secured)


@pytest.fixture
def her(clients):
    """Return the client's browser."""
    return clients[0]


@pytest.fixture
def worker(clients):
    """Return the worker's browser."""
    return clients[1]


def post(browser, url, body, version=3, key="k1"):
    """Post *body* as JSON, as a change of *version*."""
    headers = {"If-Match": f'"{version}"', "Idempotency-Key": key}
    return browser.post(
        url, body, content_type="application/json", headers=headers
    )


@pytest.fixture
def told(refused):
    """Return a function that asks for a refusal: where, and by which rule."""
    return lambda response, status: [
        (problem["path"], problem["rule"])
        for problem in refused(response, status)
    ]


class TestTheStore(StoreContract):
    """The backend in Django's own database."""

    @pytest.fixture(autouse=True)
    def _new(self, site, path, backend, tmp_path):
        names = (tmp_path / f"{n}.db" for n in itertools.count())

        def make():
            new = shutil.copy(site, next(names))
            connections["default"].close()
            connections["default"].settings_dict["NAME"] = str(new)
            return Store(backend.InDjango())

        self.make = make

    def make_store(self):
        """Return a new store."""
        return self.make()


class TestInsideOfATransaction(TestTheStore):
    """The same, while the host has a transaction of its own."""

    @pytest.fixture(autouse=True)
    def _around(self, _new):
        make, self.held = self.make, []

        def within():
            store = make()
            self.held.append(transaction.atomic())
            self.held[-1].__enter__()
            return store

        self.make = within
        yield
        for one in self.held:
            one.__exit__(None, None, None)


class TestOnPostgres(StoreContract):
    """The backend in Django's own database, where that is PostgreSQL."""

    @pytest.fixture(autouse=True)
    def _new(self, backend, models, database):
        self.made = []

        def make():
            name = f"team-{len(self.made)}"
            connections.settings[name] = described(database())
            self.made.append(name)
            with connections[name].schema_editor() as editor:
                for model in (models.Journal, models.Entry, models.Payload):
                    editor.create_model(model)
            return Store(backend.InDjango(name))

        self.make = make
        yield
        for name in self.made:
            connections[name].close()
            del connections[name], connections.settings[name]

    def make_store(self):
        """Return a new store."""
        return self.make()

    def test_one_writer_at_a_time(self, backend):
        """Of two who write at once, one is told to read again."""
        self.make_store()

        told = at_once(backend, self.made[-1])

        assert ["expected-version", "kept"] == told

    def test_one_state_is_read(self, backend):
        """What others write while it is read does not show."""
        store = self.make_store()
        name = self.made[-1]
        store.create(began(), by=WORKER, at=NOON)

        def write():
            try:
                Store(backend.InDjango(name)).create(
                    began(), by=WORKER, at=NOON
                )
            finally:
                connections.close_all()

        with store._backend.reading(), ThreadPoolExecutor(1) as other:
            before = store._backend.head()
            other.submit(write).result()
            assert before == store._backend.head()
        assert 2 == len(store.plan_ids())


def described(url):
    """Return the database at *url* as Django describes it."""
    held = conninfo_to_dict(url)
    own = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": held["dbname"],
        "USER": held["user"],
        "HOST": held["host"],
        "PASSWORD": held.get("password", ""),
        "PORT": held.get("port", ""),
    }
    return connections.configure_settings({"default": own})["default"]


def test_the_settings_are_safe(path):
    """Django's own check finds nothing to warn of."""
    out = io.StringIO()
    call_command("check", deploy=True, fail_level="WARNING", stdout=out)
    call_command("makemigrations", check=True, dry_run=True, stdout=out)

    assert "no issues" in out.getvalue()


def test_it_is_durable(path):
    """What was acknowledged survives a power cut, and what is erased goes."""
    with connection.cursor() as cursor:
        for setting, value in (
            ("synchronous", 3),
            ("secure_delete", 1),
            ("foreign_keys", 1),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("journal_mode", "delete"),
        ):
            cursor.execute(f"PRAGMA {setting}")
            assert (value,) == cursor.fetchone()


def test_both_or_neither(backend, models):
    """What the host writes beside a commit is kept with it, or not at all."""
    plan = began()
    with backend.together() as plans:
        plans.create(plan, by=WORKER, at=NOON)

    def fails():
        with backend.together() as plans:
            plans.commit(needing(plan), by=HER, at=NOON, expected_version=1)
            models.Notice.objects.create(plan=plan.id, version=2)
            raise KeyError

    with pytest.raises(KeyError):
        fails()

    store = Store(backend.InDjango())
    assert plan == store.load(plan.id)
    assert [] == [*models.Notice.objects.all()]
    store.commit(needing(plan), by=HER, at=NOON, expected_version=1)
    assert () == store.verify().faults


def test_one_writer_at_a_time(backend):
    """Of two who write at once, one is told to read again."""
    name = connections["default"].settings_dict["NAME"]

    def begin():
        connections["default"].settings_dict["NAME"] = name

    assert ["expected-version", "kept"] == at_once(backend, "default", begin)


def at_once(backend, using, begin=lambda: None):
    """Let two threads change a plan, and return what they are told."""
    plan = began()
    store = Store(backend.InDjango(using))
    store.create(plan, by=WORKER, at=NOON)
    both_read = threading.Barrier(2)

    def commit(_):
        begin()
        try:
            more = needing(Store(backend.InDjango(using)).load(plan.id))
            both_read.wait(timeout=60)
            with backend.together(using) as plans:
                plans.commit(more, by=HER, at=NOON, expected_version=1)
        except ConflictError as error:
            return error.rule
        finally:
            connections.close_all()
        return "kept"

    with ThreadPoolExecutor(2) as both:
        told = sorted(both.map(commit, range(2)))
    assert () == store.verify().faults
    return told


def test_who_comes_second_waits(backend):
    """A transaction waits at its start, and reads what the first one wrote."""
    name, read = (
        connections["default"].settings_dict["NAME"],
        threading.Event(),
    )
    plan = began()
    Store(backend.InDjango()).create(plan, by=WORKER, at=NOON)

    def second():
        connections["default"].settings_dict["NAME"] = name
        try:
            with backend.together() as plans:
                found = plans.version(plan.id)
                read.set()
        finally:
            connections.close_all()
        return found

    with ThreadPoolExecutor(1) as other, backend.together() as plans:
        more = needing(plans.load(plan.id))
        found = other.submit(second)
        assert not read.wait(timeout=0.2)
        plans.commit(more, by=HER, at=NOON, expected_version=1)

    assert 2 == found.result()


def test_what_rows_are_called(models):
    """In Django's own pages and reports a row is its ids."""
    assert ["j1", "e1", "1.0", "client c1", "p1 2"] == [
        str(row)
        for row in (
            models.Journal(own_id="j1"),
            models.Entry(entry="e1"),
            models.Payload(entry_id=1, place=0),
            models.Person(role="client", own_id="c1"),
            models.Notice(plan="p1", version=2),
        )
    ]


def test_what_the_database_says_is_not_quoted(backend, models):
    """Whatever the database refuses, no row of it is in the error."""

    def again():
        with backend.together():
            for _ in range(2):
                models.Notice.objects.create(plan=CANARY, version=1)

    found = raised(StoreError, again)
    assert StoreTrouble.DAMAGED is found.reason
    assert (None, None) == (found.__cause__, found.__context__)


def test_a_row_says_what_its_header_does_not(backend, models):
    """A row that was filed under another plan is found."""
    store = Store(backend.InDjango())
    store.create(began(), by=WORKER, at=NOON)
    models.Entry.objects.update(plan="p9")

    assert ["journal-database"] == [
        fault.rule for fault in store.verify().database
    ]


def test_a_damaged_file(backend, path, keep_much, write_over):
    """A page that was written over is found by the check."""
    keep_much(Store(backend.InDjango()))
    connections["default"].close()
    write_over(path, "django_app_payload")

    assert "journal-database" in {
        fault.rule for fault in Store(backend.InDjango()).verify().faults
    }


def test_what_is_erased_is_gone(backend, path, gone_when_erased):
    """Erased words are overwritten in the file."""
    gone_when_erased(Store(backend.InDjango()), path)


def test_a_login_of_djangos(backend, models, seed, told):
    """A user of Django's logs in by password, and posts with a CSRF token."""
    seed(Store(backend.InDjango()))
    user = get_user_model().objects.create_user("amina", password="a long one")  # noqa: S106
    models.Person.objects.create(user=user, role="client", own_id="c1")
    web = browser(enforce_csrf_checks=True)
    web.get("/login")
    token = web.cookies["csrftoken"].value
    shown = {"X-CSRFToken": token, "Referer": "https://testserver/"}

    def log_in(password):
        body = json.dumps({"username": "amina", "password": password})
        return web.post(
            "/login", body, content_type="application/json", headers=shown
        )

    assert [("$", "login")] == told(log_in(CANARY), 403)
    assert [("$", "login")] == told(web.get("/plans/p1"), 403)
    assert 204 == log_in("a long one").status_code
    assert 200 == web.get("/plans/p1").status_code
    unsigned = post(web, NEEDS, {"words": CANARY})
    assert [] == told(unsigned, 403)


def test_a_user_who_is_nobody_in_plans(path, told):
    """A user without a person reads nothing."""
    web = browser()
    web.force_login(get_user_model().objects.create_user("admin"))

    assert [("$", "login")] == told(web.get("/plans/p1"), 403)


def test_everybody_reads_their_own_view(her, worker, canary):
    """The client reads all of it, and her worker what is not private."""
    hers, seen = her.get("/plans/p1"), worker.get("/plans/p1")

    assert ['"3"'] * 2 == [hers.headers["ETag"], seen.headers["ETag"]]
    assert f"Alone {canary}" == codecs.loads(hers.content).needs[0].words
    assert () == codecs.loads(seen.content).needs
    assert "no-store" == seen.headers["Cache-Control"]


def test_a_stranger_learns_nothing(clients, told):
    """Who is not on a plan is told the same as where there is none."""
    stranger = clients[2]
    found = [
        stranger.get("/plans/p1"),
        stranger.get("/plans/p2"),
        stranger.get(HISTORY),
        post(stranger, NEEDS, {"words": "A door"}),
    ]

    assert [[("$", "not-found")]] * 4 == [told(one, 404) for one in found]
    assert 1 == len({one.content for one in found})


def test_needed_offered_and_chosen(her, worker, models, canary):
    """She says what she needs, a worker offers, she chooses."""
    words = f"  A door I can lock, {canary} "
    heard = {"words": canary, "heard": "paraphrase"}
    reasons = {"option_id": "flat", "words": canary}
    done = [
        post(her, NEEDS, {"words": words}, 3, "k1"),
        post(worker, NEEDS, heard, 4, "k2"),
        post(worker, OPTIONS, {"words": "The flat"}, 5, "flat"),
        post(her, CHOICES, reasons, 6, "k3"),
        post(her, CHOICES, {"option_id": "stay"}, 7, "k4"),
    ]

    assert [201] * 5 == [one.status_code for one in done]
    plan = codecs.loads(her.get("/plans/p1").content)
    assert words == plan.needs[1].words
    assert plan.workers[0].actor == plan.needs[2].voice.recorder
    first, second = plan.find(type(plan.decisions[0]), "home").choices
    assert (canary, None) == (first.words, second.words)
    assert "stay" == plan.choice_of("home").option_id
    history = worker.get(HISTORY)
    assert 8 == len(history.json())
    assert canary not in history.content.decode()
    assert [4, 5] == [
        one.version for one in models.Notice.objects.order_by("version")
    ]


def test_a_worker_chooses(worker, told, canary):
    """A worker's choice is refused, with what they can do instead."""
    tried = post(worker, CHOICES, {"option_id": "stay", "words": canary})

    assert [("$.author", "decision-authored-by-client")] == told(tried, 403)
    assert "what they can do instead" in tried.content.decode()


def test_somebody_was_faster(her, worker, told):
    """Of two changes of one version the second is refused."""
    post(worker, OPTIONS, {"words": "Stay a year"}, 3, "k1")

    late = post(her, OPTIONS, {"words": "Stay a year"}, 3, "k2")
    assert [("$", "expected-version")] == told(late, 412)


def test_a_retry(her, models, told, canary):
    """The same change once more is kept once, and told as it was."""
    once, again = (post(her, NEEDS, {"words": canary}) for _ in range(2))
    other = post(her, NEEDS, {"words": f"{canary} too"})

    assert once.json() == again.json()
    assert [("$", "entry-id-once")] == told(other, 409)
    assert 1 == models.Notice.objects.count()
    assert 4 == len(her.get(HISTORY).json())


def test_what_a_change_must_come_with(her, told):
    """A change says which version it is of."""
    bare = her.post(NEEDS, {"words": "A"}, content_type="application/json")

    assert [("$", "idempotency-key")] == told(bare, 400)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('{"words": ""}', ("$.words", "required")),
        (
            '{"words": "zebra-crossing\\u0000"}',
            ("$.words", "null_characters_not_allowed"),
        ),
        ('{"words": "\\ud800 zebra-crossing"}', ("$.words", "text-storable")),
        (
            '{"words": "A", "heard": "zebra-crossing"}',
            ("$.heard", "invalid_choice"),
        ),
        ('{"words": ["zebra-crossing"]}', ("$", "texts")),
        ('{"words": "A", "zebra-crossing": "A"}', ("$", "fields")),
        ('["zebra-crossing"]', ("$", "fields")),
        ('{"zebra-crossing', ("$", "fields")),
        ("[" * 100_000, ("$", "fields")),
    ],
)
def test_what_is_wrong_with_a_body(her, told, body, found):
    """Each problem has its rule and its place, and quotes nothing."""
    assert [found] == told(post(her, NEEDS, body), 422)


def test_the_store_is_busy(her, path, backend, told, canary):
    """Where the store could not, the same call may be made again."""
    with (
        pytest.MonkeyPatch.context() as patch,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        connection.close()
        patch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0)
        connection.ensure_connection()
        other.execute("BEGIN IMMEDIATE")
        found = raised(
            StoreError, lambda: Store(backend.InDjango()).plan_ids()
        )
        busy = post(her, NEEDS, {"words": canary})
        other.execute("ROLLBACK")

    assert StoreTrouble.BUSY is found.reason
    assert [("$", "store-busy")] == told(busy, 503)
    assert "2" == busy.headers["Retry-After"]
    assert 201 == post(her, NEEDS, {"words": canary}).status_code


def test_what_nobody_foresaw(her, logged, told, canary, monkeypatch):
    """An error of any kind tells, logs and mails no words."""

    def fails(*args, **more):
        raise KeyError(canary)

    mailed = []
    monkeypatch.setattr(settings, "ADMINS", ["us@example.org"])
    monkeypatch.setattr(
        AdminEmailHandler,
        "send_mail",
        lambda self, *letter, **more: mailed.append(f"{letter} {more}"),
    )
    monkeypatch.setattr(importlib.import_module("casework"), "add_need", fails)
    response = post(her, NEEDS, {"words": canary})

    assert [] == told(response, 500)
    assert "KeyError at" in logged.text
    assert "Internal Server Error: /plans/p1/needs" in mailed[0]
    assert canary not in str(mailed)


def test_what_django_reports_itself(path, canary):
    """Django's own reports hold nothing that was sent, and no variables."""
    request = RequestFactory().post("/login", {"words": canary})
    try:
        words = f"{canary}!"
        raise KeyError(len(words))
    except KeyError as error:
        told = (type(error), error, error.__traceback__)
        report = ExceptionReporter(request, *told)

    # The line of source that raised stands in it, and what it held does not.
    assert f"{canary}!" not in report.get_traceback_html()
    assert canary not in report.get_traceback_text()


def test_where_there_is_nothing(her, told):
    """A path that is none of ours is not found, and not repeated."""
    none = her.get("/none-of-ours")
    assert [] == told(none, 404)
    assert "none-of-ours" not in none.content.decode()
    assert 405 == her.get(NEEDS).status_code


def test_what_is_djangos(her, told, monkeypatch, canary):
    """What Django refuses by itself is a problem without words."""

    def fails(*args, **more):
        raise PermissionDenied

    monkeypatch.setattr(importlib.import_module("casework"), "read", fails)

    assert [] == told(her.get("/plans/p1"), 403)
    assert [] == told(post(her, NEEDS, {"words": canary * 500_000}), 400)
    middleware = importlib.import_module("django_app.middleware")
    assert 500 == middleware.failed(None).status_code
