"""
A process that appends to a store until it is killed; run by the tests.

For each line on its standard input, a prefix of ids, it forks a child.
The child says its process id, and that of the server's process if there is
one, and then the id of each entry that was acknowledged.
When the child is dead, a dot is said.
"""

from __future__ import annotations

import importlib.util
import os
import sys

from pathlib import Path

from empowerkit.store import open_store


def _appending():
    path = Path(__file__).with_name("appending.py")
    found = importlib.util.spec_from_file_location("appending", path)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


appending = _appending()


def say(*words):
    """Say a line, whole, at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def append(url, prefix):
    """Append until somebody kills us."""
    say(os.getpid())
    with open_store(url, timeout=60) as store:
        connection = store._backend._db
        info = getattr(connection, "info", None)
        say(info.backend_pid if info else 0)
        for entry_id, call in appending.calls(prefix, 100_000):
            call(store)
            say(entry_id)


def main(url):
    """Fork a child for each line that comes in."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                append(url, line.strip())
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        say(".")


if __name__ == "__main__":
    main(sys.argv[1])
