"""A bare table of one's own, as safely kept as our entries are."""

from __future__ import annotations

import sqlite3

from pathlib import Path

from empowerkit.store._sqlite import _SETTINGS


WAIT = 60.0


class Bare:
    """
    Rows of two blobs in one SQLite file, one transaction each.

    It has the settings of our store, and nothing else of it: no authority,
    no chain, no other table, no index.
    """

    def __init__(self, path: Path, header: bytes, body: bytes) -> None:
        self._row = (header, body)
        self._db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        for name, (setting, _) in _SETTINGS.items():
            self._db.execute(f"PRAGMA {name} = {setting}")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS entry ("
            "sequence INTEGER PRIMARY KEY, "
            "header BLOB NOT NULL, body BLOB NOT NULL) STRICT"
        )

    def write(self) -> None:
        """Keep one more row."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute(
            "INSERT INTO entry (header, body) VALUES (?, ?)", self._row
        )
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
