"""The reading of all resources of one client, into one plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, Final

import attrs

from empowerkit.errors import InvariantError
from empowerkit.model import Client, ClientId, Voice
from empowerkit.model._record import Record, checks_deferred, shape
from empowerkit.plan import Plan

from ._book import Book, Fields, Page, pruned
from ._close import closed
from ._decisions import is_option
from ._element import Element, unread
from ._extension import own_url, taken
from ._forms import UnsureError, an_object, leave_to_rules, naming
from ._goals import related
from ._index import Index, Item, Target
from ._lists import is_ranking, ranks
from ._losses import Loss, loss, pointer, whole
from ._relations import Relation, relate
from ._table import PLACES, ROWS, kind_of, void
from ._voices import merged, take_voice


_MISSING: Final = {
    "words": "no-words",
    "at": "no-time",
    "called": "no-name",
    "given_at": "no-time",
    "name": "no-name",
    "rater": "actor",
    "recipient": "actor",
}
# What is read for the sake of other resources, and is no noun.
CARRIERS: Final = frozenset({"CareTeam", "Provenance"})


def read_client(
    index: Index, patient: Target, members: list[Item], *, storable: bool
) -> tuple[Plan | None, list[Loss]]:
    """
    Return the plan of *patient*, and what of *members* it cannot carry.

    Where all text is *storable* the rules are asked once, of the whole plan;
    only where one may be broken is each noun asked, in a second reading.
    """
    found = _at_once(index, patient, members) if storable else None
    if found is not None:
        return found
    reading = ClientReading(index, patient, members)
    return reading.plan(), reading.losses


def _at_once(
    index: Index, patient: Target, members: list[Item]
) -> tuple[Plan, list[Loss]] | None:
    """Return the same; `None` where a rule may be broken."""
    with checks_deferred(), suppress(UnsureError):
        reading = ClientReading(index, patient, members)
        plan = reading.plan()
        if plan is not None:
            return plan, reading.losses
    return None


class ClientReading:
    """
    The resources of one client, on their way into a plan.

    Attributes:
        losses: What could not be carried.
    """

    def __init__(
        self, index: Index, patient: Target, members: list[Item]
    ) -> None:
        self.index = index
        self.patient = patient
        self.members = members
        self.losses: list[Loss] = []
        self.book = Book(index, patient.noun_id, {})
        self.pages: dict[Item, Page] = {}
        self.has_plan = False
        self.nouns: dict[str, list[Any]] = {}
        self.told: dict[str, list[Fields]] = {}

    def plan(self) -> Plan | None:
        """Return the plan of this client; `None` where none can be made."""
        self._relate_goals()
        for item in self.members:
            self._open(item)
        self._listen()
        fields: Fields = {}
        sources: list[Item] = []
        noted: list[Loss] = []
        for item in list(self.pages):
            # A page is large: only as many are kept as are still to be read.
            page = self.pages.pop(item)
            kind = self.book.kinds.get(item)
            if kind is not None and self._read(page, kind, fields):
                sources.append(item)
            noted += _noted(page)
        for name, nouns in self.nouns.items():
            fields[name] = (*fields.get(name, ()), *nouns)
        if "client" not in fields:
            fields["client"] = self._stranger()
        made, losses = closed(self.book, self.members, fields, sources)
        self.losses += losses + noted
        return made

    def _open(self, item: Item) -> None:
        if is_option(item):
            return
        kind = void(item) or self._kind(item)
        if isinstance(kind, str):
            self.losses.append(whole(item, kind))
            return
        self.pages[item] = Page(self.book, item)
        if kind is not None:
            self.book.kinds[item] = kind

    def _carries(self, item: Item) -> bool:
        """Return whether *item* is no noun, and tells of others that are."""
        if item.type == "List":
            return is_ranking(Element(item.data))
        if item.type != "PractitionerRole":
            return item.type in CARRIERS
        return self.index.held(item).item is not item

    def _kind(self, item: Item) -> type[Record] | str | None:
        """Return the noun that *item* is, why it is none, or no more."""
        if self._carries(item):
            return None
        if item.type == "Patient":
            return Client if item is self.patient.item else "no-client"
        kind = kind_of(item, self.book)
        if kind is Plan:
            if self.has_plan:
                return "already-has-plan"
            self.has_plan = True
        return kind

    def _relate_goals(self) -> None:
        """Note what goals address, and how they relate to each other."""
        rows: list[Relation] = []
        for item in self.members:
            if item.type == "Goal":
                e = Element(item.data)
                for named in e.references("addresses"):
                    target = self.index.find(named, item)
                    if target is not None and target.item is not None:
                        self.book.addressed.add(target.item)
                for kind, named in related(e):
                    target = self.index.find(named, item)
                    if target is not None:
                        rows.append((kind, item, target))
        relate(self.book, rows)

    def _listen(self) -> None:
        """Read what each Provenance tells of the voice of its targets."""
        for item, page in self.pages.items():
            if item.type == "CareTeam":
                _look_at_team(page.element)
            elif item.type == "List":
                found = ranks(page.element, page)
                self.book.ranks = found | self.book.ranks
            elif item.type == "PractitionerRole" and self._carries(item):
                page.element.raw("practitioner")
            elif item.type == "Provenance":
                self._hear(item, page)

    def _hear(self, item: Item, page: Page) -> None:
        """Note what the Provenance *item* tells; report it where it is idle."""
        fields = take_voice(page.element, page)
        found = [page.target(r) for r in page.element.references("target")]
        targets = [target for target in found if target is not None]
        for target in targets:
            self.told.setdefault(target.noun_id, []).append(fields)
        if not any(self._has_voice(target) for target in targets):
            self.losses.append(whole(item, "no-place"))

    def _has_voice(self, target: Target) -> bool:
        kind = self.book.kinds.get(target.item) if target.item else None
        return kind is not None and _needs(kind)[0] is not None

    def _read(self, page: Page, kind: type[Record], fields: Fields) -> bool:
        """Read *page* as a noun of *kind*, and return whether it is one."""
        found = self._fields(kind, page)
        if kind is Plan:
            fields |= found | {"id": page.noun_id}
            return True
        if kind is Client:
            found.setdefault("called", "")
        noun = None if page.is_broken else built(kind, found, page)
        if noun is None:
            leave_to_rules()
            return False
        if kind is Client:
            fields["client"] = noun
        else:
            self.nouns.setdefault(PLACES[kind], []).append(noun)
        return True

    def _fields(self, kind: type[Record], page: Page) -> Fields:
        fields = ROWS[kind].take(page.element, page)
        own_extensions = page.element.extensions(own_url(kind))
        if len(own_extensions) > 1:
            leave_to_rules()
        for _, extension in own_extensions:
            fields |= taken(extension, page, kind)
        fields = pruned(fields)
        if page.is_ours:
            page.element.raw("identifier")
        speaks, _ = _needs(kind)
        told = self.told.get(page.noun_id, [])
        voice = fields.get("voice", {})
        own = an_object(voice)
        if told and own is not None and speaks is not None:
            fields["voice"] = merged(own, told)
        return fields

    def _stranger(self) -> Client:
        """Return a client of whom nothing is known but what others say."""
        fhir_id = self.patient.local.rpartition("/")[2]
        self.losses.append(loss("Patient", fhir_id, "", "not-supplied"))
        own = ClientId(self.patient.noun_id)
        return Client(id=own, called=self._shown_name())

    def _shown_name(self) -> str:
        """Return the name by which most show the client, in any order."""
        shown: Counter[str] = Counter()
        for item in self.members:
            for data in naming(item.data):
                (named,) = Element({"it": data}).references("it")
                found = self.index.find(named, item)
                if found == self.patient and named.display:
                    shown[named.display] += 1
        return min(shown, key=lambda name: (-shown[name], name), default="")


def _look_at_team(e: Element) -> None:
    e.skip("subject", "status")
    for participant in e.many("participant"):
        participant.raw("member")


def _noted(page: Page) -> list[Loss]:
    """Return what was lost of one resource, and what nobody looked at."""
    rows = page.element.lost + [
        (path, "no-place") for path in unread(page.element)
    ]
    item = page.item
    return [
        loss(item.type, item.id, pointer(path), rule, file=item.file)
        for path, rule in rows
    ]


def built(kind: type[Record], fields: Fields, page: Page) -> Any:
    """Return the noun that *fields* make; what breaks a rule is left out."""
    made = fields | {"id": page.noun_id}
    speaks, required = _needs(kind)
    told = made.pop("voice", {})
    own = an_object(told)
    if speaks is not None and (own or speaks):
        made["voice"] = _salvaged(Voice, own or {}, page)
    elif own is None:
        made["voice"] = told
    for name in required:
        if name not in made:
            page.element.lose(None, _MISSING.get(name, "malformed"))
            return None
    return _salvaged(kind, made, page)


def _needs_of(kind: Any) -> tuple[bool | None, tuple[str, ...]]:
    """Return whether *kind* must have a voice, if any; what it must have."""
    fields = shape(kind)
    speaks = [not field.optional for field in fields if field.name == "voice"]
    required = [f.name for f in fields if f.default is attrs.NOTHING]
    return next(iter(speaks), None), tuple(required)


_needs: Callable[[Any], tuple[bool | None, tuple[str, ...]]]
_needs = cache(_needs_of)


def _salvaged(kind: Any, fields: Fields, page: Page) -> Any:
    """Return a *kind* of *fields*, without those that break a rule."""
    while True:
        try:
            return kind(**fields)
        except InvariantError as error:
            wrong = {_top(problem.path) for problem in error.problems}
            page.element.lost += [((), p.rule) for p in error.problems]
        _, required = _needs(kind)
        if not wrong <= fields.keys() - {"id", *required}:
            return None
        fields = {k: v for k, v in fields.items() if k not in wrong}


def _top(path: str) -> str:
    """Return the name of the field in which *path* begins."""
    return path.removeprefix("$.").partition(".")[0].partition("[")[0]
