"""
The quickest way from bytes to a plan: where all of a Bundle is plain.

A Bundle is read so where it is of one client, everything in it is a noun of
ours in its plain form, or tells of one, and everything that is named is
there: what is written by us is nearly always so.
Then nothing is lost, and the plan is sure to be what the careful way makes
of it.
At the first doubt all is left to the careful way.
"""

from __future__ import annotations

import re

from typing import Any, Final

import msgspec

from empowerkit.codecs import _fast
from empowerkit.model import (
    Actor,
    Client,
    Decision,
    Goal,
    Interpreter,
    Milestone,
    Resource,
    Role,
    Voice,
    Worker,
)
from empowerkit.model._ids import is_id
from empowerkit.model._people import ROLE_OF
from empowerkit.model._record import Piece, shape
from empowerkit.plan import Plan

from . import _typed_extensions as extensions
from . import _typed_forms as forms
from ._book import Fields, pruned
from ._codes import ROLES
from ._forms import UnsureError
from ._index import split
from ._table import BY_SLUG, PLACES, ROWS
from ._typed_own import OWN, fields_in
from ._typed_parts import Ref, Unknown, Who
from ._typed_takers import EXTENSIONS, TAKERS
from ._typed_values import mirror, moment, surely
from ._voices import AGENTS, ENTITIES


# What cannot be stored; and what would hide a quote, or a colon.
_ODD: Final = re.compile(rb"\\u(?:0000|0022|003[aA]|[dD][89a-fA-F])")
_IDS: Final = re.compile(r"(?:[A-Za-z0-9.-]{1,64}\n)*+", re.ASCII)
_decode: Final = msgspec.json.Decoder(forms.Bundle).decode
_encode: Final = msgspec.json.Encoder().encode
_bare: Final = msgspec.json.format
_make_actor: Final = mirror(Actor)
_make_voice: Final = mirror(Voice)
_make_plan: Final = mirror(Plan)
# Who and what is not of one client alone.
_SHARED: Final = frozenset({Interpreter, Resource, Worker})
_SPEAKS: Final[dict[type[Piece], bool]] = {
    kind: any(f.name == "voice" and not f.optional for f in shape(kind))
    for kind in ROWS
}


def plan_in(raw: bytes) -> Plan | None:
    """Return the plan in *raw*; `None` where that is not surely all of it."""
    bundle = _bundle(raw)
    if bundle is None:
        return None
    try:
        return _fast._surely(_Reading(bundle).plan())
    except (LookupError, TypeError, UnsureError, ValueError):
        # Something is not there, is not plain, or is there twice.
        return None


def _bundle(raw: bytes) -> forms.Bundle | None:
    """Return the Bundle in *raw*, if it is plain and sound JSON."""
    if b"\\" in raw and _ODD.search(raw):
        return None
    try:
        found = _decode(raw)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    return found if _is_whole(raw, found) else None


def _is_whole(raw: bytes, found: forms.Bundle) -> bool:
    """
    Return whether *found* holds every key of *raw*, and each stood once.

    Nothing is written longer than it can be written, so that what is as long
    as the document lacks nothing of it.  Where text was spelled longer there,
    keys are counted: each ends in a quote and a colon.
    """
    given, again = _bare(raw, indent=-1), _encode(found)
    if len(given) == len(again):
        return True
    return given.count(b'":') == again.count(b'":')


class _Reading:
    """
    What a Bundle holds, and who and what can be named in it.

    Attributes:
        client: Our id of the client.
        parents: From our id of a goal: which goal it is a milestone of.
    """

    def __init__(self, bundle: forms.Bundle) -> None:
        self.nouns: list[tuple[Any, Any, str]] = []
        self.voices: list[forms.Provenance] = []
        self.teams: list[forms.CareTeam] = []
        self.ids: dict[str | None, str] = {}
        self.kinds: dict[str | None, Any] = {}
        self.actors: dict[str | None, Any] = {}
        self.told: dict[str, Fields] = {}
        self.parents: dict[str, str] = {}
        self._index(bundle.entry)
        (self.patient,) = self._named(Client)
        surely(len(self._named(Plan)) == 1)
        self.client = self.ids[self.patient]

    def _index(self, entries: tuple[forms.Entry, ...]) -> None:
        base, _, _ = split(entries[0].url) or ("", "", "")
        names: set[str] = set()
        for entry in entries:
            r: Any = entry.resource
            local = f"{r.__class__.__name__}/{r.id}"
            surely(entry.url == f"{base}/{local}")
            names.add(local)
            if r.__class__ is forms.Provenance:
                self.voices.append(r)
            elif r.__class__ is forms.CareTeam:
                self.teams.append(r)
            else:
                self._add(r, local)
        lines = "".join([f"{entry.resource.id}\n" for entry in entries])
        surely(len(names) == len(entries) == lines.count("\n"))
        surely(_IDS.fullmatch(lines))

    def _add(self, r: forms.Noun, local: str) -> None:
        kind: type[Piece] = BY_SLUG[r.meta.tag[0].code]
        own = r.identifier[0].value
        surely((r.__class__, kind) in TAKERS)
        self.nouns.append((r, kind, own))
        self.ids[local] = own
        self.kinds[local] = kind
        role = ROLE_OF.get(kind)
        if r.__class__ is forms.Organization:
            role = Role.ORGANISATION
        if role is not None:
            self.actors[local] = _make_actor(role=role, id=own)

    def _named(self, kind: type[Piece]) -> list[str | None]:
        return [local for local, held in self.kinds.items() if held is kind]

    def actor(self, ref: Ref | Who) -> Any:
        """Return who *ref* names, as somebody who acts."""
        found = self.actors.get(ref.reference)
        if found is None or ref.extension is not None:
            return self._in_role(ref, found)
        return found

    def _in_role(self, ref: Ref | Who, found: Any) -> Any:
        """Return the same where *ref* says a role, or names who is absent."""
        said: Any = None
        if ref.extension is not None:
            said = ref.extension[0].value
        if found is not None:
            surely(self.kinds[ref.reference] is not Resource)
            return found
        own = self.id(ref)
        surely(ref.reference is None and own not in self.ids.values())
        role = said or ROLES[str(ref.type)]
        surely(role is not Role.CLIENT)
        return _make_actor(role=role, id=own)

    def id(self, ref: Ref | Who) -> str:
        """Return our id of what *ref* names."""
        if ref.reference is not None:
            return self.ids[ref.reference]
        own = "" if ref.identifier is None else ref.identifier.value
        surely(is_id(own))
        return own

    def id_of(self, ref: Ref, *kinds: type[Piece]) -> tuple[str, Any]:
        """Return our id of what *ref* names, and which of *kinds* it is."""
        kind = self.kinds[ref.reference]
        surely(kind in kinds)
        return self.ids[ref.reference], kind

    def plan(self) -> Any:
        """Return the plan, of which no rule has been asked yet."""
        self._ask_who_is_known()
        self._listen()
        for r, kind, own in self.nouns:
            if kind is Goal:
                self._note_milestones(r, own)
        fields: Fields = {}
        found: dict[str, list[Any]] = {}
        for r, kind, own in self.nouns:
            made = self._fields(r, kind, own)
            if kind is Plan:
                fields |= made
            else:
                noun = mirror(kind)(**made)
                found.setdefault(PLACES[kind], []).append(noun)
        surely(not self.told)
        (fields["client"],) = found.pop("client")
        nouns = {name: tuple(held) for name, held in found.items()}
        return _make_plan(**fields, **nouns)

    def _ask_who_is_known(self) -> None:
        """Ask that all is of one client, or that a list of them names it."""
        named = {
            one.member.reference for t in self.teams for one in t.participant
        }
        for team in self.teams:
            surely(self._is_subject(team.subject) and not team.extension)
        plans = [r for r, kind, _ in self.nouns if kind is Plan]
        named.update(*map(_named_by, plans))
        surely(named <= self.ids.keys())
        for (r, kind, _), local in zip(self.nouns, self.ids, strict=True):
            if kind in _SHARED and r.__class__ is not forms.RelatedPerson:
                surely(local in named)
            elif kind is not Client:
                surely(self._is_subject(r.subject))
            if kind is Decision:
                surely(all(self._is_subject(o.subject) for o in r.contained))

    def _is_subject(self, ref: Ref | None) -> bool:
        return ref is not None and ref.reference == self.patient

    def _note_milestones(self, r: forms.Goal, own: str) -> None:
        for one in r.extension:
            if one.__class__ is extensions.Relationship:
                how, what = one.extension
                surely(how.concept.coding[0].code == "milestone")
                named, _ = self.id_of(what.goal, Milestone)
                surely(named not in self.parents)
                self.parents[named] = own

    def _listen(self) -> None:
        """Read what each Provenance tells of the voice of its target."""
        for r in self.voices:
            own = self.ids[r.target[0].reference]
            surely(own not in self.told)
            fields = self._agents(r.agent)
            fields["said_at"] = moment(r.said)
            fields["recorded_at"] = moment(r.recorded)
            if r.entity is not None:
                fields["wording"] = ENTITIES[r.entity[0].role]
            self.told[own] = pruned(fields) | self._own(r, Voice)

    def _agents(self, agents: tuple[forms.Agent, ...]) -> Fields:
        found: Fields = {}
        for agent in agents:
            name = AGENTS[agent.type.coding[0].code]
            surely(name not in found)
            found[name] = None
            if not _is_nobody(agent.who):
                found[name] = self.actor(agent.who)
        return found

    def _own(self, r: forms.Form, kind: type[Piece]) -> Fields:
        """Return the fields in our extension; no other may stand there."""
        found: Fields | None = None
        own, others = OWN[kind], EXTENSIONS.get(kind, frozenset())
        for one in r.extension:
            if one.__class__ is own:
                surely(found is None)
                found = fields_in(one.extension, self)
            else:
                surely(one.__class__ in others)
        return found or {}

    def _fields(self, r: forms.Noun, kind: type[Piece], own: str) -> Fields:
        fields = TAKERS[r.__class__, kind](r, self, own)
        if r.extension:
            fields |= self._own(r, kind)
        fields["id"] = own
        if _SPEAKS[kind]:
            voice = self.told.pop(own, {}) | fields.get("voice", {})
            fields["voice"] = _make_voice(**voice)
        elif fields.get("voice").__class__ is dict:
            fields["voice"] = _make_voice(**fields["voice"])
        return fields


def _named_by(r: forms.CarePlan) -> list[str | None]:
    """Return what a CarePlan names."""
    refs: list[Any] = [*r.goal, *r.resources]
    refs += [
        one if isinstance(one.reference, str) else one.reference
        for one in r.addresses
    ]
    for done in r.activity:
        refs += [ref for ref in (done.reference, done.planned) if ref]
    return [ref.reference for ref in refs]


def _is_nobody(who: Who) -> bool:
    if who.extension is None or who.extension[0].__class__ is not Unknown:
        return False
    surely(not (who.type or who.identifier) and who.reference is None)
    return True
