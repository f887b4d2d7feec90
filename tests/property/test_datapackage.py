"""Tables hold what their reader may read: all of it, and nothing else."""

from __future__ import annotations

import csv
import io
import tempfile

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from hypothesis import event, given, settings
from hypothesis import strategies as st

from empowerkit.codecs import datapackage
from empowerkit.codecs.datapackage._cells import SIGNS, guarded
from empowerkit.codecs.datapackage._package import columns, is_text
from empowerkit.codecs.datapackage._tables import tables
from empowerkit.codecs.datapackage._write import _head, _lines
from empowerkit.model import Actor, Need, Source, Voice, Worker
from empowerkit.model._record import Use, is_noun, items, shape, walk
from empowerkit.plan import Plan, people_of
from empowerkit.testing.strategies import plans


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CANARY = "canary-7f3d"
Rows = dict[str, list[dict[str, str]]]


@st.composite
def read(draw: st.DrawFn) -> tuple[Plan, Actor]:
    """Draw a plan, and one who may read it."""
    plan = draw(plans(min_nouns=4))
    people = people_of(plan)
    readers = [
        one.actor
        for one in (people.client, *people.others)
        if getattr(one, "ended_at", None) is None
    ]
    return plan, draw(st.sampled_from(readers))


def written(plan: Plan, reader: Actor) -> Rows:
    """Return the rows of a package, by table, as its files hold them."""
    lines = {f"{table.name}.csv": [_head(table)] for table in tables()}
    for name, line in _lines(plan.as_seen_by(reader), reader):
        lines[name].append(line)
    return {
        name.removesuffix(".csv"): list(
            csv.DictReader(io.StringIO("".join(held), newline=""), strict=True)
        )
        for name, held in lines.items()
    }


def in_files(plan: Plan, reader: Actor) -> str:
    """Return all that stands in the files of a package."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "package"
        datapackage.write(plan, folder, seen_by=reader)
        return "".join(
            path.read_bytes().decode() for path in sorted(folder.iterdir())
        )


def texts(plan: Plan) -> Iterator[str]:
    """Yield every text of *plan* that tables hold."""
    for _, record in walk(plan):
        for field in shape(type(record)):
            shut = field.name == "called" or (
                isinstance(record, Source) and field.name == "id"
            )
            if field.use in {Use.TEXT, Use.NAME} and not shut:
                held: Any = getattr(record, field.name)
                yield from (one for _, one in items(field, held, "$"))


@given(read())
def test_every_record_that_may_be_read_is_a_row(
    drawn: tuple[Plan, Actor],
) -> None:
    """Each noun has one row, in the table of its kind."""
    plan, reader = drawn
    rows = written(plan, reader)
    seen = plan.as_seen_by(reader)
    wanted = Counter(
        type(record).__name__
        for _, record in walk(seen)
        if is_noun(type(record))
    )

    assert wanted == Counter(
        {
            table.kind.__name__: len(rows[table.name])
            for table in tables()
            if is_noun(table.kind) and rows[table.name]
        }
    )


@given(read())
def test_words_come_back_as_they_were(drawn: tuple[Plan, Actor]) -> None:
    """Every text stands in a cell, and comes out of it unchanged."""
    plan, reader = drawn
    rows = written(plan, reader)
    held = Counter(
        datapackage.unguarded(row[column.name])
        for table in tables()
        for column in columns(table)
        if is_text(column)
        for row in rows[table.name]
        if row[column.name]
    )
    wanted = Counter(texts(plan.as_seen_by(reader)))
    # The five texts of a scale stand together in one cell.
    levels = Counter(
        text
        for goal in plan.as_seen_by(reader).goals
        if goal.scale is not None
        for text in goal.scale.levels
    )

    event(f"texts: {len(wanted) > 0}")
    assert wanted - levels == held


@given(read())
def test_no_cell_is_a_formula(drawn: tuple[Plan, Actor]) -> None:
    """No cell begins as a formula does, but for a number below zero."""
    rows = written(*drawn)
    cells = (
        cell for held in rows.values() for row in held for cell in row.values()
    )

    for cell in cells:
        assert cell[:1] not in set(SIGNS) or cell.removeprefix("-").isdigit()


@given(st.text())
def test_the_guard_comes_off(text: str) -> None:
    """Guarding is undone by taking one apostrophe off."""
    cell = guarded(text)

    assert datapackage.unguarded(cell) == text
    assert cell not in {"", "NA"}
    assert cell[0] not in SIGNS


@given(read())
def test_marks_say_what_stands(drawn: tuple[Plan, Actor]) -> None:
    """A row stands where the plan says that its noun stands."""
    plan, reader = drawn
    seen = plan.as_seen_by(reader)
    rows = written(plan, reader)

    for name in ("needs", "goals", "steps", "what_matters", "objections"):
        standing = {noun.id for noun in seen.standing(getattr(seen, name))}
        assert standing == {
            row["id"] for row in rows[name] if row["standing"] == "true"
        }
    for decision in seen.decisions:
        made = [
            row["option_id"]
            for row in rows["choices"]
            if row["parent_id"] == decision.id and row["replaced_by_id"] == ""
        ]
        choice = seen.choice_of(decision.id)
        assert (choice.option_id if choice else None) == next(
            iter(filter(None, made)), None
        )


# Each example writes some hundred files.
@settings(max_examples=25)
@given(
    plans(min_nouns=2),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
)
def test_what_is_private_to_others_is_in_no_file(
    plan: Plan, more: str
) -> None:
    """What somebody said to themselves alone is nowhere in the package."""
    client = plan.client.actor
    joan = Worker(called="Joan")
    said = Voice.of(client, at=NOON, private_to=(client,))
    need = Need(words=f"{CANARY}{more}", voice=said)
    held = attrs.evolve(
        plan, needs=(*plan.needs, need), workers=(*plan.workers, joan)
    )

    assert CANARY not in in_files(held, joan.actor)
    assert CANARY in in_files(held, client)


@given(read())
def test_no_hidden_text_is_in_a_file(drawn: tuple[Plan, Actor]) -> None:
    """A text of which the reader sees nothing is nowhere in the package."""
    plan, reader = drawn
    seen = {*texts(plan.as_seen_by(reader))}
    hidden = {*texts(plan)} - seen
    rows = written(plan, reader)
    # In other columns a short text may look like an id or a term.
    cells = {
        datapackage.unguarded(row[column.name])
        for table in tables()
        for column in columns(table)
        if is_text(column)
        for row in rows[table.name]
        if row[column.name]
    }

    event(f"hidden: {len(hidden) > 0}")
    assert hidden.isdisjoint(cells)
