"""``empowerkit resources``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import click

from empowerkit._render import (
    Block,
    Heading,
    Items,
    Line,
    Para,
    Said,
    as_markdown,
    as_text,
)
from empowerkit.codecs import MAX_BYTES as MOST_OF_A_PLAN
from empowerkit.codecs.hsds import (
    MAX_BYTES,
    TOPICS,
    Directory,
    Match,
    find_resources,
    read,
)
from empowerkit.errors import DocumentError, Problem
from empowerkit.model import Client, Domain, Need
from empowerkit.model._record import Use, value_wrong
from empowerkit.plan import Plan

from ._command import Command
from ._errors import PROGRAM, Refused, message_of, shown, told
from ._inputs import max_bytes, place_of, read_one
from ._options import form, output
from ._outputs import put_json
from ._pages import Form, form_for, put_pages


if TYPE_CHECKING:
    from empowerkit.report._sections import Shown

_ALL: Final = Domain.UNSPECIFIED.value
_DOMAINS: Final = (*(str(name) for name in TOPICS), _ALL)
_SIDES: Final = {"for": "For", "against": "Against", "unsure": "To ask"}


def _languages(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    if any(value_wrong(Use.LANGUAGE, tag) for tag in value):
        msg = "it must be a tag of BCP 47, as so or en-GB"
        raise click.BadParameter(msg)
    return value


@click.command(
    "resources",
    cls=Command,
    examples=(
        "empowerkit resources directory/ --domain housing-instability",
        "empowerkit resources directory/ --domain legal --language so",
        "empowerkit resources directory/ --plan plan.json --need n1",
    ),
)
@click.argument("source", metavar="DIRECTORY", type=click.Path(path_type=Path))
@click.option(
    "--domain",
    metavar="NAME",
    help="What is looked for, such as food-insecurity or legal.",
)
@click.option(
    "--plan",
    "plan_source",
    metavar="PLAN",
    type=click.Path(allow_dash=True),
    help="The plan that holds the need, and the client's languages.",
)
@click.option(
    "--need",
    "need_id",
    metavar="ID",
    help="Which need of the plan; its domain is looked for.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    callback=_languages,
    help="A language that is asked for, as so or en; again for more.",
)
@click.option(
    "--system",
    metavar="NAME",
    help="The directory's own address.  [default: what DIRECTORY is called]",
)
@form(*Form)
@max_bytes(
    "How many bytes a file may have.  [default: "
    f"{MAX_BYTES}, or {MOST_OF_A_PLAN} for PLAN]",
    default=None,
)
@output("Write it to this file, and print nothing.")
def command(
    *,
    source: Path,
    domain: str | None,
    plan_source: str | None,
    need_id: str | None,
    languages: tuple[str, ...],
    system: str | None,
    form: str | None,
    max_bytes: int | None,
    path: Path | None,
) -> None:
    """
    Search a directory of resources, with reasons for and against.

    It reads HSDS, the Human Services Data Specification: a file or a folder,
    as JSON or CSV.
    Nothing is left out because of what it says of age, income, place or
    status; the order is by name, and means nothing else.
    """
    most = max_bytes or MOST_OF_A_PLAN
    wanted, client = _wanted(domain, plan_source, need_id, most)
    if languages:
        client = Client(called="-", languages=languages)
    with told(shown(source)):
        directory = _directory(
            source,
            system or source.resolve().name,
            max_bytes or MAX_BYTES,
        )
    found = Found(
        wanted=_name(wanted),
        matches=find_resources(directory, wanted, client=client),
        directory=directory,
    )
    made = form_for(form, path)
    if made is Form.JSON:
        put_json(found.to_dict(), path)
    else:
        put_pages(made, [found], found.shown, path)
        _tell_losses(directory.losses, shown(source))


def _wanted(
    domain: str | None,
    plan_source: str | None,
    need_id: str | None,
    max_bytes: int,
) -> tuple[Need | str, Client | None]:
    if domain is not None and need_id is not None:
        msg = "--domain and --need both say what is looked for: take one"
        raise click.UsageError(msg)
    if domain is not None and domain not in _DOMAINS:
        raise _no_domain()
    if plan_source is None:
        if need_id is not None:
            msg = "--need names a need of a plan: name the plan with --plan"
            raise click.UsageError(msg)
        return domain or _ALL, None
    plan = read_one(plan_source, max_bytes=max_bytes)
    return domain or _need(plan, need_id, plan_source), plan.client


def _need(plan: Plan, need_id: str | None, source: str) -> Need:
    held = [
        need
        for need in plan.standing(plan.needs)
        if need_id in {None, need.id}
    ]
    if len(held) == 1:
        return held[0]
    raise _not_one(plan, place_of(source))


def _not_one(plan: Plan, place: str) -> Refused:
    held = ", ".join(need.id for need in plan.standing(plan.needs)) or "none"
    return Refused(f"{place}: --need must name one of the needs: {held}")


def _no_domain() -> Refused:
    return Refused(
        f"{PROGRAM}: --domain must be one of: {', '.join(_DOMAINS)}"
    )


def _directory(source: Path, system: str, max_bytes: int) -> Directory:
    try:
        return read(source, system=system, max_bytes=max_bytes)
    except DocumentError as error:
        lines = [*_refusals(error, source)]
    raise Refused(*lines)


def _refusals(error: DocumentError, source: Path) -> Iterator[str]:
    for one in error.problems:
        # In a folder it is a file; a file alone is named already.
        inside = "" if one.path == source.name else f"{one.path}: "
        yield f"{shown(source)}: {inside}{message_of(one)} [{one.rule}]"


def _name(wanted: Need | str) -> str:
    named = wanted.domain if isinstance(wanted, Need) else wanted
    return "everything" if named in {None, _ALL} else str(named)


@attrs.frozen(slots=False)
class Found:
    """
    What a directory has for one need.

    Attributes:
        wanted: The domain that was looked for.
        matches: What was found, by name.
        directory: Where it was looked for.
    """

    wanted: str
    matches: tuple[Match, ...]
    directory: Directory

    @cached_property
    def _title(self) -> Line:
        many = f"{len(self.matches)} of {len(self.directory.listings)}"
        return (f"{self.wanted}: {many} services",)

    def to_text(self, *, width: int) -> str:
        """Return it as plain text."""
        return as_text(self._blocks(), width=width)

    def to_markdown(self) -> str:
        """Return it as markdown."""
        return as_markdown(self._blocks())

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, ready for JSON."""
        return {
            "domain": self.wanted,
            "services": len(self.directory.listings),
            "matches": [_data(one) for one in self.matches],
            "losses": [_loss(one) for one in self.directory.losses],
        }

    def shown(self) -> Shown:
        """Return it as a page."""
        # Text for a file or a pipe needs nothing of this.
        from empowerkit.report._sections import (  # noqa: PLC0415
            Section,
            Shown,
        )

        sections = tuple(
            Section(_called(one), tuple(_parts(one))) for one in self.matches
        )
        return Shown(self._title, (_ORDER,), sections)

    def _blocks(self) -> Iterator[Block]:
        yield Heading(self._title, level=1)
        yield Para((_ORDER,))
        for one in self.matches:
            yield Heading(_called(one))
            yield from _parts(one)


_ORDER: Final = (
    "The order is by name, and means nothing else. Who fits is for you and "
    "the provider to say."
)


def _called(one: Match) -> Line:
    return (Said(one.resource.name),)


def _parts(one: Match) -> Iterator[Block]:
    contact = one.resource.contact
    if contact:
        lines = contact.splitlines()
        yield Para(("Contact: ", Said("; ".join(lines))))
    yield Items(
        tuple(
            (f"{_SIDES[reason.side.value]}: ", Said(reason.words))
            for reason in one.reasons
        )
    )


def _data(one: Match) -> dict[str, Any]:
    held = one.resource
    return {
        "id": held.source.id if held.source else None,
        "name": held.name,
        "status": held.status.value if held.status else None,
        "contact": held.contact,
        "languages": list(held.languages),
        "where": one.listing.where,
        "reasons": [
            {"side": r.side.value, "code": r.code, "words": r.words}
            for r in one.reasons
        ],
    }


def _loss(one: Problem) -> dict[str, str]:
    return {"where": one.path, "rule": one.rule, "why": one.message}


def _tell_losses(losses: Sequence[Problem], place: str) -> None:
    if losses:
        count = Counter(one.rule for one in losses)
        said = ", ".join(f"{n} {rule}" for rule, n in sorted(count.items()))
        click.echo(
            f"{place}: not all of it could be used ({said}): --format json "
            "names each",
            err=True,
        )
