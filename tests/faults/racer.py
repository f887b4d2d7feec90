"""
A process that commits when it is told to; run by the tests.

For each line on its standard input, the id of an entry, the id of a plan and
the version expected, it says whether it won, or which rule refused it.
"""

from __future__ import annotations

import sys

from empowerkit.errors import ConflictError
from empowerkit.model import Need, Voice
from empowerkit.store import open_store
from empowerkit.testing.stores import NOON


def main(url):
    """Commit once for each line that comes in."""
    with open_store(url, timeout=60) as store:
        print("ready", flush=True)  # noqa: T201 - this is how it answers
        for line in sys.stdin:
            entry_id, plan_id, version = line.split()
            before = store.load(plan_id, version=int(version))
            her = before.client.actor
            need = Need(words=entry_id, voice=Voice.of(her, at=NOON))
            plan = before.add(need, by=her, at=NOON)
            print("set", flush=True)  # noqa: T201
            sys.stdin.readline()
            try:
                store.commit(
                    plan,
                    by=her,
                    at=NOON,
                    expected_version=int(version),
                    entry_id=entry_id,
                )
            except ConflictError as error:
                print(error.rule, flush=True)  # noqa: T201
            else:
                print("won", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
