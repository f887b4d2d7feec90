"""What an object of HSDS says, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final


Held = Mapping[str, Any]
_DAYS: Final = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_TIMES: Final = {"-1": "last", "1": "first", "2": "second", "3": "third"}
_TIMES_MORE: Final = {"4": "fourth", "5": "fifth", "-2": "second last"}


def joined(*said: Any, by: str = ", ") -> str:
    """Return those of *said* that say something, joined."""
    return by.join(str(one).strip() for one in said if one not in (None, ""))


def phone(held: Held) -> str:
    """
    Return a telephone number with what is said of it.

    >>> phone({"number": "555 0101", "extension": 7, "type": "voice"})
    '555 0101, extension 7 (voice)'
    """
    extension = held.get("extension", held.get("extension_as_given"))
    number = joined(
        held.get("number"),
        None if extension is None else f"extension {extension}",
    )
    kind = held.get("type")
    about = joined(held.get("department"), held.get("description"))
    whole = joined(number, f"({kind})" if kind else None, by=" ")
    return joined(whole, about, *languages(held), by=": ")


def address(held: Held) -> str:
    """
    Return an address on one line.

    >>> address({"address_1": "1 Main Street", "city": "Peoria"})
    '1 Main Street, Peoria'
    """
    names = (
        "attention",
        "address_1",
        "address_2",
        "city",
        "region",
        "state_province",
        "postal_code",
        "country",
    )
    return joined(*(held.get(name) for name in names))


def place(held: Held) -> str:
    """Return a location: its name, its addresses, how to get there."""
    return joined(
        held.get("name"),
        *(address(one) for one in held.get("addresses", ())),
        held.get("transportation"),
        by="; ",
    )


def schedule(held: Held) -> str:
    """
    Return when something is open.

    >>> schedule(
    ...     {"byday": "MO", "opens_at": "9:00", "closes_at": "17:00"}
    ... )
    'Monday: 9:00 to 17:00'
    >>> schedule({"byday": "SU"})
    'Sunday: no hours given'
    """
    hours = joined(held.get("opens_at"), held.get("closes_at"), by=" to ")
    closed = str(held.get("closed", "")).lower() == "true"
    days = joined(_days(held), "closed" if closed else hours, by=": ")
    said = joined(held.get("description"), held.get("notes"), by=". ")
    if not (said or hours or closed):
        days = joined(days, "no hours given", by=": ")
    # Some versions write 0001 for a day that comes every year.
    valid = joined(
        *(
            f"{word} {held[name]}"
            for word, name in (("from", "valid_from"), ("until", "valid_to"))
            if held.get(name)
        ),
        by=" ",
    )
    return joined(days, valid, held.get("attending_type"), said, by="; ")


def _days(held: Held) -> str:
    days = [_day(part) for part in str(held.get("byday") or "").split(",")]
    often = _often(held)
    listed = joined(*days)
    if held.get("bymonthday"):
        listed = joined(listed, f"day {held['bymonthday']} of the month")
    return joined(held.get("weekday"), listed, often)


def _often(held: Held) -> str:
    every = held.get("interval")
    unit = {"WEEKLY": "weeks", "MONTHLY": "months"}.get(str(held.get("freq")))
    return f"every {every} {unit}" if every not in (None, 1) and unit else ""


def _day(part: str) -> str:
    part = part.strip()
    day = _DAYS.get(part[-2:], "")
    which = part[:-2].removeprefix("+")
    if not day or not which:
        return day or part
    return f"the {(_TIMES | _TIMES_MORE).get(which, which)} {day}"


def cost(held: Held) -> str:
    """
    Return what something costs.

    >>> cost({"option": "Under 18", "amount": 35, "currency": "gbp"})
    'Under 18: 35 GBP'
    """
    amount = held.get("amount", held.get("amount_as_given"))
    currency = str(held.get("currency") or "").upper()
    price = joined(amount, currency, held.get("amount_description"), by=" ")
    until = held.get("valid_to")
    return joined(
        joined(held.get("option"), price, by=": "),
        f"from {held['valid_from']}" if held.get("valid_from") else None,
        f"until {until}" if until else None,
    )


def language(held: Held) -> str:
    """
    Return a language, with its code and what is noted of it.

    >>> language({"name": "Urdu", "code": "ur"})
    'Urdu (ur)'
    """
    name, code = held.get("name"), held.get("code")
    named = f"{name} ({code})" if name and code else name or code
    return joined(named, held.get("note"), by=": ")


def languages(held: Held) -> tuple[str, ...]:
    """Return the languages of an object."""
    return each(language, held.get("languages", ()))


def document(held: Held) -> str:
    """Return a document that is asked for."""
    return joined(held.get("document"), held.get("uri"), by=": ")


def area(held: Held) -> str:
    """Return where somebody must live, or be."""
    extent = held.get("extent") if held.get("extent_type") == "text" else None
    return joined(held.get("name"), held.get("description"), extent, by=": ")


def accessibility(held: Held) -> str:
    """Return what helps people with disabilities there."""
    return joined(held.get("description"), held.get("details"), by=": ")


def contact(held: Held) -> str:
    """Return whom to ask for, and how to reach them."""
    return joined(
        held.get("name"),
        held.get("title"),
        held.get("department"),
        held.get("email"),
        *each(phone, held.get("phones", ())),
    )


def ages(low: Any, high: Any) -> str | None:
    """
    Return between which ages something is meant for people.

    >>> ages(18, None), ages(None, 25), ages(12, 25)
    ('18 and over', 'up to 25', '12 to 25')
    """
    if low is None and high is None:
        return None
    if high is None:
        return f"{low} and over"
    return f"up to {high}" if low is None else f"{low} to {high}"


def each(say: Any, parts: Iterable[Any]) -> tuple[str, ...]:
    """Return what *say* makes of *parts*, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, map(say, parts))))


def one_line(text: str) -> str:
    """Return *text* as a name: one line, without marks that nobody sees."""
    return " ".join("".join(_seen(text)).split())


def _seen(text: str) -> Iterator[str]:
    for sign in text:
        code = ord(sign)
        if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:  # noqa: PLR2004
            continue
        control = code < 32 or 127 <= code < 160  # noqa: PLR2004
        yield " " if control or code in (0x2028, 0x2029) else sign
