"""
Anything at all is fed to what reads: it is accepted, or refused as ours.

With atheris the inputs follow what the code does; without it they are whole
documents, headers and files with some bytes changed at random.
"""

from __future__ import annotations

import json
import subprocess

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from time import thread_time

import pytest

from empowerkit import codecs
from empowerkit.errors import EmpowerkitError
from empowerkit.journal import Header
from empowerkit.store import open_store
from empowerkit.testing import caseload
from empowerkit.testing.stores import HER, NOON, WORKER, began, needing


# How many inputs each target gets in the long form: a million together.
INPUTS = {"document": 60_000, "careful": 40_000, "header": 870_000}
INPUTS["store"] = 1_000_000 - sum(INPUTS.values())
SECONDS = 15  # each, in the short form, all at once
SLOWEST = 1.0


def _fuzzed(script, environment, folder, flag, target):
    """Return the figures of one target; see fuzzer.py, beside this file."""
    figures, corpus = folder / f"{target}.json", folder / target
    flags = [flag, "-max_len=20000", f"-artifact_prefix={folder}/"]
    ended = subprocess.run(
        script("fuzzer", target, figures, *flags, "-seed=1", corpus),
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(figures.read_text())


@pytest.fixture
def fuzzed(tmp_path, needs, script, apart):
    """Return a function that fuzzes one target; see `_fuzzed`."""
    needs("atheris", "atheris")
    return partial(_fuzzed, script, apart, tmp_path)


def test_atheris(fuzzed, times, told):
    """No input raises what is not ours, and none takes long."""
    flags = times(
        dict.fromkeys(INPUTS, f"-max_total_time={SECONDS}"),
        {target: f"-runs={count}" for target, count in INPUTS.items()},
    )
    with ThreadPoolExecutor(times(4, 2)) as pool:
        found = pool.map(fuzzed, flags.values(), flags)
        figures = dict(zip(INPUTS, found, strict=True))

    for target, figure in figures.items():
        told(**{f"inputs_to_{target}": figure["inputs"]}, **figure)
    assert max(figure["slowest"] for figure in figures.values()) < SLOWEST


def _load(data):
    codecs.loads(data)


def _read(data):
    assert Header.from_bytes(data).to_bytes() == data


def _whole_store(folder):
    with open_store(f"sqlite:///{folder}/whole.db") as store:
        plan = began()
        store.create(plan, by=WORKER, at=NOON)
        store.commit(needing(plan), by=HER, at=NOON, expected_version=1)
        (*_, said) = store.history(plan.id)
    return (folder / "whole.db").read_bytes(), said.to_bytes()


@pytest.mark.parametrize("target", ["document", "header", "store"])
def test_changed_bytes(tmp_path, target, dice, times):
    """Whole inputs with some bytes changed raise nothing that is not ours."""
    store, header = _whole_store(tmp_path)

    def opened(data):
        path = tmp_path / "changed.db"
        path.write_bytes(data)
        with open_store(f"sqlite:///{path}") as found:
            found.verify()
            assert all(plan.client for plan in found.plans())

    whole, run = {
        "document": (codecs.dumps(caseload.typical()), _load),
        "header": (header, _read),
        "store": (store, opened),
    }[target]
    random, slowest = dice(5), 0.0
    for _ in range(times(400, 4000)):
        data = bytearray(whole)
        for _ in range(random.randrange(1, 4)):
            data[random.randrange(len(data))] = random.randrange(256)
        began_at = thread_time()
        with suppress(EmpowerkitError):
            run(bytes(data))
        slowest = max(slowest, thread_time() - began_at)

    assert slowest < SLOWEST
