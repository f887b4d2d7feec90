"""From entries to the plan, at any version."""

from __future__ import annotations

import sys

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NoReturn, cast

import attrs

from empowerkit.codecs import FORMAT, VERSION, loads
from empowerkit.codecs._form import canonical, kinds
from empowerkit.codecs._text import parse, read
from empowerkit.errors import DocumentError, JournalError, NotFoundError
from empowerkit.model import AbsentReason
from empowerkit.model._record import is_noun, shape
from empowerkit.plan import Plan
from empowerkit.plan._edit import holds_nouns

from ._entry import Entry, Header, Kind, Payload, Place, broken


Data = dict[str, Any]
# From each older version of the documents to the next, a payload at a time;
# there is none yet.
_UPCASTS: Final[dict[int, Callable[[Data], Data]]] = {}
_PUTS: Final = (Kind.CREATED, Kind.CHANGED)
NO_VERSION: Final = (
    "the journal must hold the version of this plan, and holds none such: "
    "take one of those in its history"
)


@attrs.define
class _Held:
    """A noun while entries are folded: its own JSON, and where it stands."""

    id: str
    kind: str
    own: bytes = attrs.field(repr=False)
    within: str | None
    inside: list[str] = attrs.field(factory=list[str])


class _State:
    """What the entries so far put down, and what was erased of it."""

    def __init__(self, version: int | None) -> None:
        self.wanted = version
        self.last = 0
        self.found = 0
        self.plan_id = ""
        self.plan: _Held | None = None
        self.nouns: dict[str, _Held] = {}
        self.erased: dict[str | None, list[str]] = {}
        self.missing: set[Place] = set()
        self.purged: set[Place] = set()
        self.before: set[int] = set()

    def next(self, entry: Entry) -> None:
        """Take one more entry, which follows those before."""
        said = entry.header
        self._ask_order(said)
        ask_payloads(entry, said)
        shown = self.wanted is None or said.version <= self.wanted
        self.found = said.version if shown else self.found
        for place, payload in enumerate(entry.payloads):
            if payload is None:
                self.missing.add((said.sequence, place))
            elif said.kind is Kind.ERASED and place == 0:
                self._erase(said, payload)
            elif shown and said.kind in _PUTS:
                self._put(said, payload, place)
        if said.kind is Kind.ERASED:
            # It takes away what this plan put down before, and nothing else.
            self.purged.update(
                place for place in said.purged if place[0] in self.before
            )
        self.before.add(said.sequence)

    def _ask_order(self, said: Header) -> None:
        self.plan_id = self.plan_id or said.plan
        if (said.plan, said.version) != (self.plan_id, self.last + 1):
            message = "the versions of one plan must follow one another"
            _broken(said, "journal-versions", message)
        self.last = said.version

    def _put(self, said: Header, payload: Payload, place: int) -> None:
        """Put a noun where it belongs, in the place of what it replaces."""
        body = parsed(said, payload, place)
        # What was made newer no longer stands in the payload as it is.
        raw = payload.body if said.schema == VERSION else b""
        noun = _noun(_current(body, said, place), raw)
        if noun is None:
            no_body(said, place)
        old = self.nouns.get(noun.id)
        if noun.kind == "Plan":
            self.plan = noun
        elif not self._fits(noun, old):
            message = "an entry must follow the one that it builds upon"
            _broken(said, "journal-holder", message, place)
        if old is not None:
            noun.inside.extend(old.inside)
        self.nouns[noun.id] = noun

    def _fits(self, noun: _Held, old: _Held | None) -> bool:
        """Return whether *noun* has a place, and see that it stands there."""
        if old is not None:
            return (noun.kind, noun.within) == (old.kind, old.within)
        within = noun.within
        holder = self.plan if within is None else self.nouns.get(within)
        if holder is None or noun.kind not in _places(holder.kind):
            return False
        holder.inside.append(noun.id)
        return True

    def _erase(self, said: Header, payload: Payload) -> None:
        body = parsed(said, payload, 0)
        for own, holder in (
            *named_in(body, "erased"),
            *named_in(body, "absent"),
        ):
            if own is None:
                no_body(said, 0)
            self.erased.setdefault(holder, []).append(own)

    def ask_whole(self) -> None:
        """Ask that nothing is missing which no entry took away."""
        for sequence, place in sorted(self.missing - self.purged):
            broken(
                "journal-missing",
                "a payload must be there, or an entry must say who erased it",
                f"entry {sequence} payload {place}",
            )


def fold(entries: Iterable[Entry], *, version: int | None = None) -> Plan:
    """
    Return the plan that *entries* make, one after the other.

    Each payload is held against its commitment first.
    What was erased is `Absent` in every version, also in those that were
    made before.

    Args:
        entries: All entries of one plan, in order.
        version: Which version of it; the last where none is given.

    Raises:
        JournalError: The entries are not what was once written down.
        NotFoundError: There is no such version, or all of it was erased.

    >>> from datetime import UTC, datetime
    >>> from empowerkit import Client, Plan
    >>> from empowerkit.journal import Head, commit
    >>> amina = Client(called="Amina")
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> plan = Plan(client=amina)
    >>> entry = commit(None, plan, by=amina.actor, at=noon, head=Head())
    >>> fold([entry]) == plan
    True
    """
    state = _State(version)
    for entry in entries:
        state.next(entry)
    state.ask_whole()
    if not state.found or (version is not None and version != state.found):
        raise NotFoundError(NO_VERSION)
    return _plan(state)


def ask_payloads(entry: Entry, said: Header) -> None:
    """Return where the payloads of *entry* are those it committed to."""
    if len(entry.payloads) != len(said.commitments):
        _broken(said, "journal-counts", "an entry must have all its payloads")
    for place, payload in enumerate(entry.payloads):
        if payload and payload.commitment != said.commitments[place]:
            message = "a payload must be what its header committed to"
            _broken(said, "journal-payload", message, place)


def parsed(said: Header, payload: Payload, place: int) -> Any:
    """Return what *payload* holds, as plain data."""
    try:
        found = parse(*read(payload.body, max_bytes=sys.maxsize))
    except DocumentError:
        found = None
    return found if found is not None else no_body(said, place)


def _current(body: Any, said: Header, place: int) -> Any:
    if said.schema > VERSION:
        message = (
            "an entry must be of a version that this library reads: install "
            "a newer empowerkit"
        )
        _broken(said, "journal-schema", message, place)
    for step in range(said.schema, VERSION):
        body = _UPCASTS[step](body)
    return body


def _noun(body: Any, raw: bytes) -> _Held | None:
    """Return the noun that *body* puts down; `None` where it puts none."""
    put = cast("Data", body) if type(body) is dict else {}
    kind, data, within = put.get("kind"), put.get("noun"), put.get("in", "")
    if type(kind) is not str or type(data) is not dict or kind not in _KINDS:
        return None
    noun = cast("Data", data)
    own = noun.get("id")
    if (
        type(own) is not str
        or type(within) is not str
        or not _names(kind).isdisjoint(noun)
    ):
        return None
    return _Held(own, kind, _own_json(put, raw), put.get("in"))


def _own_json(body: Data, raw: bytes) -> bytes:
    """Return the noun in *body* as JSON, cut out of *raw* where it can be."""
    kind, within = body["kind"], body.get("in")
    known = f'"kind":"{kind}","noun":'
    head = f'{{"in":"{within}",{known}' if within else f"{{{known}"
    begun = head.encode()
    # With these keys alone, what follows them ends before the last brace.
    if (
        raw.startswith(begun)
        and raw.endswith(b"}}")
        and len(body) == (3 if within else 2)
    ):
        return raw[len(begun) : -1]
    return canonical(body["noun"])


def named_in(body: Any, key: str) -> Iterator[tuple[str | None, str | None]]:
    """Yield what *body* names under *key*, and in what; `None` where odd."""
    data = cast("Data", body) if type(body) is dict else {}
    match data.get(key):
        case [*named]:
            yield from map(_named, named)
        case _:
            yield None, None


def _named(gone: Any) -> tuple[str | None, str | None]:
    match gone:
        case {"id": str(own), "in": str(holder)}:
            return own, holder
        case {"id": str(own), **rest} if not rest:
            return own, None
        case _:
            return None, None


def noun_of(payload: Payload) -> str:
    """Return the id of the noun that *payload*, once folded, put down."""
    body = parse(*read(payload.body, max_bytes=sys.maxsize))
    own: str = body["noun"]["id"]
    return own


def no_body(said: Header, place: int) -> NoReturn:
    """Raise that the payload at *place* is none of ours."""
    message = "a payload must hold what this library puts down"
    _broken(said, "journal-body", message, place)


def _broken(
    said: Header, rule: str, message: str, place: int | None = None
) -> NoReturn:
    where = "" if place is None else f" payload {place}"
    broken(rule, message, f"entry {said.sequence}{where}")


def _plan(state: _State) -> Plan:
    whole = state.plan
    if whole is None:
        msg = "all of this plan was erased, and only its entries' order stands"
        raise NotFoundError(msg)
    try:
        # What was kept once must be readable, however much it became.
        plan = loads(_assembled(whole, state), max_bytes=sys.maxsize)
    except DocumentError as error:
        problems = error.problems
    else:
        if plan.id == state.plan_id:
            return plan
        broken("journal-plan", "entries must tell of the plan that they name")
    raise JournalError(problems)


def _assembled(held: _Held, state: _State) -> bytes:
    """Return *held* as documents have it, with all that stands in it."""
    is_plan = held.kind == "Plan"
    erased = state.erased.get(None if is_plan else held.id, [])
    if not held.inside and not erased and not is_plan:
        return held.own
    data: Data = parse(held.own, held.own.decode())
    if is_plan:
        data = {"format": FORMAT, "version": VERSION} | data
    fields = {
        name: canonical({name: value})[1:-1]
        for name, value in _noted(data, erased).items()
    }
    for name, parts in _inside(held, state).items():
        fields[name] = b'"%s":%s' % (name.encode(), parts)
    return b"{%s}" % b",".join(fields[name] for name in sorted(fields))


def _inside(held: _Held, state: _State) -> dict[str, bytes]:
    """Return what stands in *held*, as JSON, by the field that holds it."""
    found: dict[str, list[bytes]] = {}
    places = _places(held.kind)
    for own in held.inside:
        noun = state.nouns[own]
        name = places[noun.kind][0]
        found.setdefault(name, []).append(_assembled(noun, state))
    many = dict(places.values())
    return {
        name: b"[%s]" % b",".join(parts) if many[name] else parts[-1]
        for name, parts in found.items()
    }


def _noted(data: Data, erased: list[str]) -> Data:
    """Return *data* with what was erased in it among what is absent."""
    match data.get("absent", []):
        case [*held]:
            named = [*map(_id_of, held)]
        case _:
            return data
    gone = [
        {"id": own, "reason": AbsentReason.ERASED.value}
        for own in erased
        if own not in named
    ]
    return data | {"absent": [*held, *gone]} if gone else data


def _id_of(data: Any) -> Any:
    match data:
        case {"id": own}:
            return own
        case _:
            return None


@cache
def _places(kind: str) -> Mapping[str, tuple[str, bool]]:
    """Return which field of *kind* holds each kind of noun."""
    return {
        field.kind.__name__: (field.name, field.many)
        for field in shape(_KINDS[kind])
        if holds_nouns(field)
    }


@cache
def _names(kind: str) -> frozenset[str]:
    """Return the names of the fields of *kind* that hold nouns."""
    return frozenset(name for name, _ in _places(kind).values())


_KINDS: Final = {kind.__name__: kind for kind in kinds() if is_noun(kind)}
