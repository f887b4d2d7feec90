"""
One target for atheris, which runs in a process of its own; run by the tests.

    python tests/faults/fuzzer.py document figures.json -runs=1000000 corpus/

Any error but our own ends it.
The figures are how many inputs there were, how many were accepted, and how
many seconds of this process the slowest took.
"""

from __future__ import annotations

import json
import sys
import tempfile

from contextlib import suppress
from pathlib import Path
from random import Random
from time import thread_time

import atheris


with atheris.instrument_imports(include=["empowerkit", "json", "cattrs"]):
    from empowerkit import codecs
    from empowerkit.codecs import _json
    from empowerkit.errors import EmpowerkitError
    from empowerkit.journal import Header
    from empowerkit.store import open_store
    from empowerkit.testing.stores import HER, NOON, WORKER, began, needing


def document(data):
    """Load a document; what is accepted must come back as it is."""
    plan = codecs.loads(data)
    assert plan == codecs.loads(codecs.dumps(plan))


def careful(data):
    """Load a document without the extra ``fast``."""
    _json._fast = None
    codecs.loads(data)


def header(data):
    """Read the header of an entry; what is accepted is canonical."""
    assert Header.from_bytes(data).to_bytes() == data


def _made(path):
    """Make a small store at *path*, and return its bytes."""
    with open_store(f"sqlite:///{path}") as store:
        plan = began()
        store.create(plan, by=WORKER, at=NOON)
        for version in range(1, 4):
            plan = needing(plan)
            store.commit(plan, by=HER, at=NOON, expected_version=version)
    return path.read_bytes()


class Store:
    """A file of a store, with some bytes of it changed."""

    def __init__(self):
        # In memory, where there is such a place: many are written.
        shared = Path("/dev/shm")  # noqa: S108 - a folder of our own in it
        where = shared if shared.is_dir() else None
        self.folder = Path(tempfile.mkdtemp(dir=where))
        self.whole = _made(self.folder / "whole.db")

    def __call__(self, data):
        """Change bytes as *data* says: three for a place, one to put there."""
        changed = bytearray(self.whole)
        for at in range(0, len(data) - 3, 4):
            place = int.from_bytes(data[at : at + 3]) % len(changed)
            changed[place] = data[at + 3]
        path = self.folder / "changed.db"
        path.write_bytes(changed)
        with open_store(f"sqlite:///{path}") as store:
            store.verify()
            for _ in store.plans():
                pass


class Watch:
    """Runs a target on each input, and writes down what is worth knowing."""

    def __init__(self, target, path):
        self.target, self.path = target, path
        self.figures = {"inputs": 0, "accepted": 0, "slowest": 0.0}

    def __call__(self, data):
        """Run the target once; our own errors are what it is for."""
        figures, began_at = self.figures, thread_time()
        try:
            self.target(data)
        except EmpowerkitError:
            pass
        else:
            figures["accepted"] += 1
        took = thread_time() - began_at
        figures["inputs"] += 1
        slower = took > figures["slowest"]
        figures["slowest"] = max(took, figures["slowest"])
        if slower or figures["inputs"] % 100 == 0:
            self.path.write_text(json.dumps(figures))


def seed(corpus):
    """Put a few whole documents and headers where the fuzzer begins."""
    plan = needing(began()).open_decision("Where?", by=HER, at=NOON, id="d")
    plan = plan.offer_option("d", "Here", by=HER, at=NOON)
    for number, one in enumerate((began(), plan)):
        (corpus / f"plan-{number}").write_bytes(codecs.dumps(one))
    with open_store("memory:") as store:
        plan = began()
        store.create(plan, by=WORKER, at=NOON)
        store.commit(needing(plan), by=HER, at=NOON, expected_version=1)
        for said in store.history(plan.id):
            (corpus / f"header-{said.version}").write_bytes(said.to_bytes())


ODD = (
    *(None, True, 0, 1.5, -1, 1 << 60, "", "client", [], {}),
    *("2026-03-02T12:00:00Z", "9999-12-31T24:00:60+99:99", "\ud800", "a" * 70),
)


def mutate(data, size, number):
    """Change a document as JSON where it is some, else as bytes."""
    random = Random(number)  # noqa: S311 - there is no secret
    if random.random() < 0.5:
        with suppress(ValueError, RecursionError):
            changed = _changed(json.loads(data), random)
            return json.dumps(changed).encode()[:size]
    return atheris.Mutate(data, size)


def _changed(value, random):
    """Return *value* with something in it that is odd, gone or twice."""
    if not value or type(value) not in {dict, list} or random.random() < 0.1:
        return random.choice(ODD)
    places = [*value] if type(value) is dict else [*range(len(value))]
    place = random.choice(places)
    match random.randrange(6):
        case 0:
            del value[place]
        case 1 if type(value) is list:
            value.append(value[place])
        case 2 if type(value) is dict:
            value[random.choice(places)] = value[place]
        case _:
            value[place] = _changed(value[place], random)
    return value


def main(target, figures, *flags):
    """Fuzz *target*; the last of *flags* is the corpus."""
    targets = {"document": document, "careful": careful, "header": header}
    corpus = Path(flags[-1])
    corpus.mkdir(parents=True, exist_ok=True)
    run = Store() if target == "store" else targets[target]
    if target != "store":
        seed(corpus)
    atheris.Setup(
        [sys.argv[0], *flags],
        Watch(run, Path(figures)),
        **({} if target == "store" else {"custom_mutator": mutate}),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
