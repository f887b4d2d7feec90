"""What rules about a caseload need of each plan, and what they find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from empowerkit.model import ClientId, PlanId

from ._asked import Aside, aside_in, failed, finding
from ._chosen import Asking
from ._findings import Finding, Found
from ._reports import Said, said_in
from ._rule import Rule
from ._view import PlanView


class Heard(NamedTuple):
    """
    What a client is recorded to have said, and what their plan sets aside.

    It is without a plan, and small, so that a caseload of it can be kept.
    """

    plan_id: PlanId
    client_id: ClientId
    said: tuple[Said, ...]
    aside: Aside


def heard_in(view: PlanView) -> Heard:
    """Return what is heard in one plan."""
    plan = view.plan
    said = tuple(said_in(view))
    return Heard(plan.id, plan.client.id, said, aside_in(view))


def unheard(view: PlanView) -> Heard:
    """Return as much where no rule asks for more."""
    return Heard(view.plan.id, view.plan.client.id, (), {})


def clients_by_words(caseload: Iterable[Heard]) -> dict[str, int]:
    """Return how many clients said the same words."""
    by: defaultdict[str, set[str]] = defaultdict(set)
    for heard in caseload:
        for one in heard.said:
            by[one.words].add(heard.client_id)
    return {words: len(clients) for words, clients in by.items()}


def across(
    heard: Heard, clients: Mapping[str, int], asking: Iterable[Asking]
) -> Iterator[Finding]:
    """Yield what only the whole caseload can tell about one plan."""
    for made, function in asking:
        try:
            yield from told(made, function(heard.said, clients), heard)
        except Exception as error:  # noqa: BLE001 - it may be anybody's rule
            yield failed(made, heard.plan_id, error)


def told(
    made: Rule, found: Iterable[Found], heard: Heard
) -> Iterator[Finding]:
    """Yield what a rule about a caseload has found, as findings."""
    for one in found:
        noun = one.noun
        yield finding(made, one, noun.path, noun.id, heard.aside)
