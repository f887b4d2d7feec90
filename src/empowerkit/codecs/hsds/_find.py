"""What a directory has for a need, and what to know of each."""

from __future__ import annotations

import re

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import attrs

from empowerkit.model import (
    Client,
    Domain,
    Need,
    Resource,
    ResourceStatus,
    Side,
)

from ._listing import GRAVITY, Directory, Listing, terms_of
from ._topics import TOPICS, Topic


@attrs.frozen(kw_only=True)
class Reason:
    """
    One thing that speaks for a resource, against it, or is to be asked.

    Attributes:
        side: For, against, or unsure: to be asked, or to be known.
        code: What sort of reason, for programs.
        words: The reason in a sentence; it quotes the directory, and never
            the client.
    """

    side: Side
    code: str
    words: str


@attrs.frozen(kw_only=True, hash=False, repr=False)
class Match:
    """
    A service that may answer a need, with the reasons for and against.

    Attributes:
        listing: The service.
        reasons: First for, then against, then what is to be asked.
    """

    listing: Listing
    reasons: tuple[Reason, ...]

    def __repr__(self) -> str:
        return f"<Match {self.listing.service['id']}>"

    @property
    def resource(self) -> Resource:
        """The service as a resource, to be put into a plan."""
        return self.listing.resource

    @property
    def speaks_for(self) -> tuple[Reason, ...]:
        """What speaks for it."""
        return self._of(Side.FOR)

    @property
    def speaks_against(self) -> tuple[Reason, ...]:
        """What speaks against it."""
        return self._of(Side.AGAINST)

    @property
    def to_ask(self) -> tuple[Reason, ...]:
        """What is to be asked, or to be known before going there."""
        return self._of(Side.UNSURE)

    def _of(self, side: Side) -> tuple[Reason, ...]:
        return tuple(one for one in self.reasons if one.side is side)


def find_resources(
    directory: Directory,
    need: Need | str,
    *,
    client: Client | None = None,
    topics: Mapping[str, Topic] = TOPICS,
) -> tuple[Match, ...]:
    """
    Return everything in *directory* that may answer *need*, with reasons.

    Nothing is left out because of what it says of age, income, place or
    status, and nothing is put first: the order is by name, and means
    nothing else.
    Who fits is for the client and the provider to say.

    Args:
        directory: Where to look.
        need: A need with its domain, a `Domain`, or another topic's name.
            Where nothing is known of its words, nothing is left out.
        client: Whose languages are compared; nothing else of theirs is.
        topics: Which words and terms speak of which need.

    Source: our choice; a resource that is held back is control, not help.

    >>> from empowerkit.codecs import hsds
    >>> directory = hsds.loads(
    ...     '[{"id": "7", "name": "Housing clinic", "minimum_age": 18,'
    ...     ' "status": "active"}]',
    ...     system="https://directory.example",
    ... )
    >>> (found,) = find_resources(directory, Domain.HOUSING_INSTABILITY)
    >>> for reason in found.reasons:
    ...     print(reason.side.value, "-", reason.words)
    for - the word 'Housing' stands in its name
    unsure - it says 18 and over: ask there
    """
    name = (need.domain or "") if isinstance(need, Need) else need
    topic = None if name == Domain.UNSPECIFIED else topics.get(name)
    found = [
        Match(listing=listing, reasons=tuple(reasons))
        for listing in directory.listings
        if (reasons := [*_fits(listing, name, topic)])
        and (reasons := _sorted([*reasons, *_to_know(listing, client)]))
    ]
    return tuple(sorted(found, key=_by_name))


def _by_name(found: Match) -> tuple[str, str]:
    held = found.listing.service
    return held["name"].casefold(), held["id"]


_ORDER: Final = (Side.FOR, Side.AGAINST, Side.UNSURE)


def _sorted(reasons: list[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda reason: _ORDER.index(reason.side))


def _fits(
    listing: Listing, name: str, topic: Topic | None
) -> Iterator[Reason]:
    """Yield why *listing* is returned; nothing where it is not."""
    if topic is None:
        words = "nothing is known of the need's words: nothing was left out"
        yield Reason(side=Side.UNSURE, code="no-topic", words=words)
        return
    for term in terms_of(listing):
        yield from _term_fits(term, name, topic)
    for where, text in _texts(listing):
        found = _pattern(topic.words).search(text)
        if found is not None:
            words = f"{_quoted(found[0])} in its {where}"
            yield Reason(side=Side.FOR, code="word", words=words)


def _quoted(said: str) -> str:
    many = len(said.split()) > 1
    return f"the words '{said}' stand" if many else f"the word '{said}' stands"


def _texts(listing: Listing) -> Iterator[tuple[str, str]]:
    """Yield the texts that tell what a service does, nearest first."""
    held = listing.service
    whose: Mapping[str, Any] = held.get("organization", {})
    program: Mapping[str, Any] = held.get("program", {})
    found = (
        ("name", held.get("name")),
        ("other name", held.get("alternate_name")),
        ("description", held.get("description")),
        ("keywords", held.get("keywords")),
        ("program's name", program.get("name")),
        ("organisation's name", whose.get("name")),
        ("organisation's description", whose.get("description")),
    )
    for where, text in found:
        if text:
            yield where, str(text)


def _term_fits(
    term: Mapping[str, Any], name: str, topic: Topic
) -> Iterator[Reason]:
    taxonomy = str(term.get("taxonomy", ""))
    code = str(term.get("code", ""))
    said = str(term.get("name") or code)
    of_211 = "211" in taxonomy or "airs" in taxonomy.casefold()
    if (
        (taxonomy == GRAVITY and code == name)
        or (of_211 and code.startswith(topic.codes))
        or _pattern(topic.words).search(said)
    ):
        words = f"its taxonomy term says '{said}'"
        yield Reason(side=Side.FOR, code="term", words=words)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the first of *words* in a text."""
    listed = (
        re.escape(word.removesuffix("*")) + (r"\w*" if "*" in word else "")
        for word in words
    )
    found = "|".join(listed) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)


def _to_know(listing: Listing, client: Client | None) -> Iterator[Reason]:
    """Yield what is to be known of a service, whoever asks."""
    yield from _status(listing)
    if client is not None and client.languages:
        yield from _language(listing, client)
    for code, said in (
        ("eligibility", listing.eligibility),
        ("cost", listing.cost),
        ("area", listing.areas),
        ("document", listing.documents),
        ("alert", (listing.service.get("alert"),)),
    ):
        for one in filter(None, said):
            yield Reason(
                side=Side.UNSURE, code=code, words=_SAYS[code].format(one)
            )


def _status(listing: Listing) -> Iterator[Reason]:
    status = listing.resource.status
    if status is None:
        given = listing.service.get("status_as_given")
        found = f"is '{given}'" if given else "is not recorded"
        words = f"its status {found}: ask whether it is open"
        yield Reason(side=Side.UNSURE, code="status", words=words)
    elif status is not ResourceStatus.ACTIVE:
        words = f"its status is '{status.value}'"
        yield Reason(side=Side.AGAINST, code="status", words=words)


def _language(listing: Listing, client: Client) -> Iterator[Reason]:
    spoken = listing.resource.languages
    shared = [tag for tag in spoken if _tongue(tag) in _tongues(client)]
    if shared:
        words = f"it lists a language of the client's: {', '.join(shared)}"
        yield Reason(side=Side.FOR, code="language", words=words)
        return
    if spoken:
        words = (
            f"none of the client's languages is listed: {', '.join(spoken)}"
        )
        yield Reason(side=Side.AGAINST, code="language", words=words)
    said = "; ".join(listing.languages)
    if said:
        words = f"it says of languages: {said}"
    else:
        words = "it says nothing of languages: ask, and ask for an interpreter"
    yield Reason(side=Side.UNSURE, code="language", words=words)


def _tongue(tag: str) -> str:
    return tag.partition("-")[0].casefold()


def _tongues(client: Client) -> set[str]:
    return {_tongue(tag) for tag in client.languages}


_SAYS: Final = {
    "alert": "it gives notice: {}",
    "area": "it is for people of: {}",
    "cost": "it says of its cost: {}",
    "document": "it asks for: {}",
    "eligibility": "it says {}: ask there",
}
