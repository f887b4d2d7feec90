"""What the pages print from the code, so that they cannot disagree."""

from __future__ import annotations

import enum
import inspect
import re

from abc import abstractmethod
from typing import Any

import attrs

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains.python import PyObject
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from empowerkit import model
from empowerkit.authority import settable, table_rows
from empowerkit.model._record import Field, Piece, Use, shape


HEADINGS = (
    "the change",
    "client",
    "worker",
    "supporter, interpreter",
    "proxy",
)
COLUMNS_THAT_FIT = 2
OWN = re.compile(r":ivar (\w+): ?(.*)")


class FromCode(SphinxDirective):
    """A directive that writes reStructuredText out of the code."""

    def run(self) -> list[nodes.Node]:
        lines = StringList(self.lines(), source="the code")
        held = nodes.Element()
        self.state.nested_parse(lines, self.content_offset, held)
        return held.children

    @abstractmethod
    def lines(self) -> list[str]:
        """Return what to write."""


def list_table(rows: list[tuple[str, ...]], name: str) -> list[str]:
    """Return *rows*, the first one the headings, as a list-table."""
    lines = [".. list-table::", "   :header-rows: 1", f"   :class: {name}", ""]
    for row in rows:
        for place, cell in enumerate(row):
            start = "   * -" if place == 0 else "     -"
            lines.append(f"{start} {cell}")
    return lines


class AuthorityTable(FromCode):
    """Who may do what, as `empowerkit.authority` holds it."""

    def lines(self) -> list[str]:
        """Return the table."""
        return list_table([HEADINGS, *table_rows()], "authority")


class SettableFields(FromCode):
    """Which fields are set in place, as `empowerkit.authority` holds it."""

    def lines(self) -> list[str]:
        """Return a table: noun, fields."""
        rows = [("noun", "set in place")]
        for name in [*sorted(model.__all__), "Plan"]:
            fields = ", ".join(f"``{field}``" for field in settable(name))
            if fields:
                rows.append((f":py:class:`{name}`", fields))
        return list_table(rows, "settable")


class Nouns(FromCode):
    """All public classes of one theme of `empowerkit.model`."""

    required_arguments = 1

    def lines(self) -> list[str]:
        """Return one autoclass for each of them."""
        home = f"empowerkit.model.{self.arguments[0]}"
        found = [
            name
            for name in model.__all__
            if inspect.isclass(getattr(model, name))
            and getattr(model, name).__module__ == home
        ]
        order = [*vars(inspect.getmodule(getattr(model, found[0])))]
        lines: list[str] = []
        for name in sorted(found, key=order.index):
            lines += [
                f".. autoclass:: empowerkit.model.{name}",
                "   :members:",
            ]
            if issubclass(getattr(model, name), enum.Enum):
                lines.append("   :undoc-members:")
            lines.append("")
        return lines


class Ids(FromCode):
    """The types of ids."""

    def lines(self) -> list[str]:
        """Return an entry for each of them."""
        names = [n for n in model.__all__ if n.endswith("Id")]
        return [
            "Of one noun each: "
            + ", ".join(f"``{name}``" for name in sorted(names))
            + ".",
        ]


def plain_signature(
    app: Sphinx, what: str, name: str, obj: Any, *_: Any
) -> tuple[str, str] | None:
    """Leave out the signature of a record, whose fields are listed below."""
    if inspect.isclass(obj) and issubclass(obj, Piece | enum.Enum):
        return "", ""
    return None


def list_fields(app: Sphinx, what: str, name: str, *rest: Any) -> None:
    """List all fields of a record, with types, instead of a few without."""
    obj, _, lines = rest
    if not (inspect.isclass(obj) and issubclass(obj, Piece)):
        return
    told: dict[str, list[str]] = {}
    kept: list[str] = []
    last: list[str] | None = None
    for line in lines:
        found = OWN.match(line)
        if found:
            last = told.setdefault(found[1], [found[2]])
        elif last is not None and line.startswith(" "):
            last.append(line.strip())
        else:
            last = None if line else last
            kept.append(line)
    place = next(
        (n for n, text in enumerate(kept) if text.startswith(":raises")),
        next(
            (n for n, t in enumerate(kept) if t.startswith(">>>")), len(kept)
        ),
    )
    fields = [line for f in shape(obj) for line in _field(f, told)]
    lines[:] = [*kept[:place], "", *fields, "", *kept[place:]]


_TOLD = {
    "id": "Its opaque id; random where none is given.",
    "replaces": "The earlier one that this one stands in for.",
    "voice": "Who said it, and who wrote it down.",
    "words": "What was said.",
    "at": "When.",
}


def _field(field: Field, told: dict[str, list[str]]) -> list[str]:
    words = " ".join(told.get(field.name, [_TOLD.get(field.name, "")]))
    needed = field.default is attrs.NOTHING
    kind = _kind(field)
    if field.many:
        kind = f"tuple of {kind}"
    if needed and field.name != "id":
        kind += ", required"
    return [
        f":ivar {field.name}: {words}",
        f":vartype {field.name}: {kind}",
    ]


def _kind(field: Field) -> str:
    name = field.kind.__name__
    if field.use in {Use.RECORD, Use.ACTOR, Use.CODE}:
        return f":py:class:`{name}`"
    return f"``{name}``"


def find_short(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, text: nodes.Element
) -> nodes.reference | None:
    """Resolve a short name, such as ``Plan.add``, where it is the only one."""
    target = node.get("reftarget", "")
    if node.get("refdomain") != "py" or not target:
        return None
    domain = env.domains.python_domain
    short = target.removeprefix("empowerkit.")
    found = {
        name: entry
        for name, entry in domain.objects.items()
        if not entry.aliased and (name == target or name.endswith(f".{short}"))
    }
    if len(found) != 1:
        return None
    [(name, entry)] = found.items()
    return make_refnode(
        app.builder, node["refdoc"], entry.docname, entry.node_id, text, name
    )


def label_cells(app: Sphinx, doctree: nodes.document, name: str) -> None:
    """
    Put its heading into each cell of a wide table, shown on narrow screens.

    There a row becomes a block, and the style sheet hides the headings.
    """
    for table in doctree.findall(nodes.table):
        rows = [*table.findall(nodes.row)]
        headings = [entry.astext() for entry in rows[0]]
        if len(headings) <= COLUMNS_THAT_FIT:
            continue
        table["classes"].append("wide")
        for row in rows[1:]:
            for heading, entry in zip(headings[1:], row[1:], strict=True):
                label = nodes.inline("", f"{heading}: ", classes=["heading"])
                if entry.children and entry.astext():
                    entry[0].insert(0, label)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx about all of it."""
    for needed in ("sphinx.ext.autodoc", "sphinx.ext.napoleon"):
        app.setup_extension(needed)
    for field in PyObject.doc_field_types:
        if field.name == "variable":
            field.label = "Fields"
    app.add_directive("authority-table", AuthorityTable)
    app.add_directive("settable-fields", SettableFields)
    app.add_directive("nouns", Nouns)
    app.add_directive("ids", Ids)
    app.connect("autodoc-process-signature", plain_signature)
    app.connect("autodoc-process-docstring", list_fields, priority=600)
    app.connect("missing-reference", find_short)
    app.connect("doctree-resolved", label_cells)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
