"""What any release has kept stays readable, and still holds."""

from __future__ import annotations

import shutil

from pathlib import Path

import pytest

from empowerkit.journal import Kind
from empowerkit.model import AbsentReason, Actor, Role
from empowerkit.store import open_store


# Kept once, by scripts/wire_store.py of the first release with its version;
# never edited.
FILES = sorted((Path(__file__).with_name("wire")).glob("store-*.db"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def kept(request, tmp_path):
    """Return a store opened on a copy of one of the files."""
    copy = tmp_path / request.param.name
    shutil.copyfile(request.param, copy)
    with open_store(f"sqlite:///{copy}") as store:
        yield store


def test_there_is_one_of_each_version():
    """So far there is one version."""
    assert ["store-1.db"] == [path.name for path in FILES]


def test_it_holds(kept, request):
    """Also against the checkpoint that was taken then."""
    mark = request.node.callspec.params["kept"].with_suffix(".txt")

    assert () == kept.verify(checkpoint=mark.read_text("utf-8")).faults


def test_each_version_is_read(kept):
    """And what was erased since is gone from each."""
    needs = [
        [need.id for need in kept.load("kept", version).needs]
        for version in (1, 2, 3)
    ]
    gone = kept.load("kept").absent

    assert [[], [], ["quiet"]] == needs
    assert [("door", AbsentReason.ERASED)] == [(a.id, a.reason) for a in gone]
    assert ("A quiet",) == tuple(n.words for n in kept.load("kept").needs)


def test_its_headers_say_what_they_said(kept):
    """Kinds, actors and ids are as they were written down."""
    joan = Actor(role=Role.WORKER, id="w1")

    assert [
        (Kind.CREATED, "begun"),
        (Kind.CHANGED, "door"),
        (Kind.CHANGED, "quiet"),
        (Kind.HELD, "held"),
        (Kind.RELEASED, "released"),
        (Kind.ERASED, "erased"),
        (Kind.SHIELDED, "shielded"),
    ] == [(said.kind, said.entry) for said in kept.history("kept")]
    assert joan == kept.history("kept")[0].actor
    assert kept.is_shielded("kept")


def test_it_can_be_written_on(kept):
    """What follows today is on the same chain."""
    plan, last = kept.load("kept"), kept.history("kept")[-1]
    her, at = plan.client.actor, last.recorded_at
    more = plan.open_decision("Where do I live?", by=her, at=at)
    kept.commit(more, by=her, at=at, expected_version=last.version)

    assert more == kept.load("kept")
    assert () == kept.verify().faults
