"""People: Patient, Practitioner, RelatedPerson."""

from __future__ import annotations

from typing import Any, Final

from empowerkit.model import Client, Interpreter, Proxy, Supporter, Worker

from ._book import Desk, Fields, Page, Row, always, pruned, put, texted
from ._codes import BCP_47, PRONOUNS, FhirVersion
from ._element import Element
from ._forms import Data, a_list


_USES: Final = ("nickname", "usual", "official")


def called(e: Element) -> str | None:
    """Return the name that somebody goes by, the usual one first."""
    names = e.many("name")
    order = {use: place for place, use in enumerate(_USES)}
    by_use = sorted(
        names, key=lambda name: order.get(str(name.code("use")), len(_USES))
    )
    found = [one for one in map(_spoken, by_use) if one is not None]
    return found[0] if found else None


def _spoken(name: Element) -> str | None:
    name.skip("prefix", "suffix", "period")
    text, family = name.name("text"), name.name("family")
    given = a_list(name.raw("given")) or []
    parts = [part for part in given if isinstance(part, str)]
    if family is not None:
        parts.append(family)
    return text if text is not None else (" ".join(parts) or None)


def _named(person: Any) -> Data:
    return {"name": [texted("text", person.called)]}


def _give_client(client: Client, desk: Desk) -> Data:
    data = _named(client)
    if client.pronouns is not None:
        value = {
            "url": "value",
            "valueCodeableConcept": texted("text", client.pronouns),
        }
        data["extension"] = [{"url": PRONOUNS, "extension": [value]}]
    put(data, "communication", _spoken_languages(client.languages))
    return data


def _spoken_languages(tags: tuple[str, ...]) -> list[Data]:
    return [
        {"language": {"coding": [{"system": BCP_47, "code": tag}]}}
        for tag in tags
    ]


def _take_client(e: Element, page: Page) -> Fields:
    return pruned(
        {
            "called": called(e),
            "pronouns": _pronouns(e),
            "languages": _languages(e),
        }
    )


def _pronouns(e: Element) -> str | None:
    for _, extension in e.extensions(PRONOUNS):
        for _, part in extension.extensions("value"):
            return part.concept("valueCodeableConcept").words
    return None


def _languages(e: Element) -> tuple[str, ...]:
    spoken = [held.concept("language") for held in e.many("communication")]
    tags = [language.code(BCP_47) for language in spoken]
    return tuple(tag for tag in tags if tag is not None)


def _give_worker(worker: Worker, desk: Desk) -> Data:
    return _named(worker)


def _take_worker(e: Element, page: Page) -> Fields:
    if page.item.type == "PractitionerRole":
        return _take_role(e)
    return pruned({"called": called(e)})


def _take_role(e: Element) -> Fields:
    practitioner = e.reference("practitioner")
    organisation = e.reference("organization")
    titles = [concept.words for concept in e.concepts("code")]
    return pruned(
        {
            "called": practitioner.display if practitioner else None,
            "organisation": organisation.display if organisation else None,
            "title": titles[0] if titles else None,
        }
    )


def _give_supporter(supporter: Supporter, desk: Desk) -> Data:
    data = _named(supporter) | {"patient": desk.client}
    if supporter.relation is not None:
        data["relationship"] = [texted("text", supporter.relation)]
    return data


def _take_supporter(e: Element, page: Page) -> Fields:
    e.skip("patient")
    relations = [concept.words for concept in e.concepts("relationship")]
    e.flag("active")
    return pruned(
        {
            "called": called(e),
            "relation": relations[0] if relations else None,
        }
    )


def _give_proxy(proxy: Proxy, desk: Desk) -> Data:
    data = _named(proxy) | {"patient": desk.client}
    period: Data = {}
    put(period, "start", proxy.from_on and proxy.from_on.isoformat())
    put(period, "end", proxy.until_on and proxy.until_on.isoformat())
    if period:
        data["period"] = period
    return data


def _take_proxy(e: Element, page: Page) -> Fields:
    e.skip("patient")
    period = e.one("period")
    return pruned(
        {
            "called": called(e),
            "from_on": period.day("start") if period else None,
            "until_on": period.day("end") if period else None,
        }
    )


def _give_interpreter(interpreter: Interpreter, desk: Desk) -> Data:
    data = _named(interpreter)
    if interpreter.relative is True:
        data["patient"] = desk.client
    return data


def _take_interpreter(e: Element, page: Page) -> Fields:
    e.skip("patient")
    return pruned({"called": called(e)})


def _interpreters_resource(noun: Any, version: FhirVersion) -> str:
    return "RelatedPerson" if noun.relative is True else "Practitioner"


ROWS: Final = (
    Row(
        kind=Client,
        resource=always("Patient"),
        give=_give_client,
        take=_take_client,
        elements={
            "called": "name.text",
            "pronouns": "extension individual-pronouns",
            "languages": "communication.language",
        },
    ),
    Row(
        kind=Worker,
        resource=always("Practitioner"),
        give=_give_worker,
        take=_take_worker,
        elements={"called": "name.text"},
    ),
    Row(
        kind=Supporter,
        resource=always("RelatedPerson"),
        give=_give_supporter,
        take=_take_supporter,
        elements={"called": "name.text", "relation": "relationship.text"},
    ),
    Row(
        kind=Proxy,
        resource=always("RelatedPerson"),
        give=_give_proxy,
        take=_take_proxy,
        elements={
            "called": "name.text",
            "from_on": "period.start",
            "until_on": "period.end",
        },
    ),
    Row(
        kind=Interpreter,
        resource=_interpreters_resource,
        give=_give_interpreter,
        take=_take_interpreter,
        elements={"called": "name.text"},
    ),
)
