"""The people around a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from empowerkit.model import (
    Client,
    Interpreter,
    Proxy,
    Supporter,
    Worker,
)

from ._drawing import records


if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from empowerkit.model import Actor

__all__ = [
    "clients",
    "interpreters",
    "proxies",
    "supporters",
    "workers",
]


def clients(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Client]:
    """
    Generate clients.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(clients(), lambda client: client.languages).languages
    ('en',)
    """
    return records(Client, people, fields)


def workers(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Worker]:
    """
    Generate workers.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(workers(), lambda worker: worker.until_on)
    <Worker 0>
    """
    return records(Worker, people, fields)


def supporters(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Supporter]:
    """
    Generate supporters, invited by the client or not, ended or not.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(supporters(), lambda supporter: supporter.ended_at)
    <Supporter 0>
    """
    return records(Supporter, people, fields)


def proxies(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Proxy]:
    """
    Generate proxies.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(proxies(), lambda proxy: proxy.domains).domains[0].value
    'home'
    """
    return records(Proxy, people, fields)


def interpreters(
    *, people: Sequence[Actor] = (), **fields: Any
) -> SearchStrategy[Interpreter]:
    """
    Generate interpreters, relatives of the client or not.

    >>> from empowerkit.testing.strategies import simplest
    >>> simplest(interpreters(relative=True)).relative
    True
    """
    return records(Interpreter, people, fields)
