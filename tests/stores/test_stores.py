"""The stores of the library, each against the suite that is shipped."""

from __future__ import annotations

import itertools

import pytest

from empowerkit.store import open_store
from empowerkit.testing.stores import StoreContract


class TestMemory(StoreContract):
    """The store in memory."""

    def make_store(self):
        """Return a new store."""
        return open_store("memory:")


class TestSQLite(StoreContract):
    """The store in one file."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path):
        self.paths = (tmp_path / f"{n}.db" for n in itertools.count())

    def make_store(self):
        """Return a new store."""
        return open_store(f"sqlite:///{next(self.paths)}")


class TestPostgres(StoreContract):
    """The store on a server."""

    @pytest.fixture(autouse=True)
    def _server(self, database):
        self.database = database

    def make_store(self):
        """Return a new store."""
        return open_store(self.database())
