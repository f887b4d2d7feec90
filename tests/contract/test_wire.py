"""What any release has written stays readable, and stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from empowerkit.codecs import _json, dumps, load
from empowerkit.codecs._form import kinds
from empowerkit.model._record import Use, items, shape, walk


# Written once, by the first release with its version; never edited.
FILES = sorted((Path(__file__).with_name("wire")).glob("plan-*.json"))


@pytest.fixture(params=["fast", "reference"])
def way(request, monkeypatch, needs):
    """Run a test on the fast path, and again as if msgspec were not there."""
    if request.param == "fast":
        needs("fast", "msgspec")
    else:
        monkeypatch.setattr(_json, "_fast", None)


def pieces(plan):
    """Yield every record of *plan*, actors too."""
    for path, record in walk(plan):
        yield record
        for field in shape(type(record)):
            if field.use is Use.ACTOR:
                value = getattr(record, field.name)
                yield from (actor for _, actor in items(field, value, path))


def test_there_is_one_of_each_version():
    """So far there is one version."""
    assert ["plan-1.json"] == [path.name for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_read(way, path):
    """Whatever version it has."""
    assert load(path).id == "plan-1"


def test_the_newest_is_written_again_to_the_byte(way):
    """A journal hashes these bytes: no release may spell them otherwise."""
    assert FILES[-1].read_bytes() == dumps(load(FILES[-1]))


def test_the_newest_holds_every_field_of_every_noun():
    """Otherwise a field could change its spelling unseen."""
    every = {(kind, field.name) for kind in kinds() for field in shape(kind)}
    held = {
        (type(record), field.name)
        for record in pieces(load(FILES[-1]))
        for field in shape(type(record))
        if getattr(record, field.name) != field.default
    }

    assert set() == every - held
