"""``empowerkit check``."""

from __future__ import annotations

import enum
import os
import sys

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import attrs
import click

from empowerkit.practice import Finding, Severity
from empowerkit.report._findings import (
    Place,
    Placed,
    Unused,
    as_data,
    concise,
    counted,
    full,
    left_out,
    statistics,
    summary,
    unstyled,
)

from ._asked import Answer, Asking, Wrong
from ._asking import across, answers
from ._command import Command
from ._errors import Refused
from ._fhir import FhirPlan
from ._options import Who, as_of, many_plans, output, seen_by
from ._outputs import put_json, put_text
from ._pages import today, width
from ._settings import SEVERITIES, settings
from ._sources import Ours, Sources


_MOST_JOBS: Final = 61


class Form(enum.StrEnum):
    """The forms in which findings are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    HTML = "html"


_SUFFIXES: Final = {
    ".html": Form.HTML,
    ".json": Form.JSON,
    ".sarif": Form.SARIF,
}
_COUNTED: Final = frozenset({Form.FULL, Form.CONCISE, Form.JSON})
_COLOURS: Final = {
    Severity.NOTICE: "cyan",
    Severity.CONCERN: "yellow",
    Severity.SERIOUS: "red",
}


def _codes(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(code for codes in value for code in codes.split(","))


@click.command(
    "check",
    cls=Command,
    examples=(
        "empowerkit check plan.json",
        "empowerkit check plans/ --profile all --format concise",
        "empowerkit check fhir-export/ -o findings.html",
        "empowerkit check plan.json --select EMP2 --ignore EMP204,EMP205",
        "empowerkit check caseload.ndjson --statistics --jobs 4",
    ),
)
@many_plans()
@click.option(
    "--select",
    multiple=True,
    callback=_codes,
    metavar="CODES",
    help="Rules to ask instead of the profile's: codes, or beginnings.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_codes,
    metavar="CODES",
    help="Rules not to ask: codes, or beginnings.",
)
@click.option(
    "--profile",
    metavar="NAME",
    help="core, decision-aid, all, or an agency's own.  [default: core]",
)
@as_of()
@seen_by("Look only at what this person may read.")
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Form]),
    help="The form.  [default: by the name of the file, or full]",
)
@click.option(
    "--statistics",
    "is_counted",
    is_flag=True,
    help="How often each rule speaks, instead of each finding.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(SEVERITIES)),
    help="Exit with 1 from this severity on.  [default: serious]",
)
@click.option("--exit-zero", is_flag=True, help="Never exit with 1.")
@click.option(
    "--jobs",
    type=click.IntRange(1, _MOST_JOBS),
    default=1,
    metavar="N",
    help="How many processes share a large caseload.  [default: 1]",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=(
        "What to take where nothing is said here.  [default: empowerkit.toml "
        "or pyproject.toml, in this folder or around it]"
    ),
)
@output("Write it to this file, and print nothing.")
def command(
    *,
    sources: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: str | None,
    day: date | None,
    reader: Who | None,
    form: str | None,
    is_counted: bool,
    fail_on: str | None,
    exit_zero: bool,
    jobs: int,
    config: Path | None,
    path: Path | None,
) -> int:
    """
    Say what in plans is worth a conversation.

    Every finding names a fact and one thing to try.
    There is no grade, and nothing is counted by worker.
    Plans may be our own documents, or FHIR: bundles, or single resources.
    """
    held = settings(config, Path.cwd())
    made = _form(form, path, is_counted=is_counted)
    asking = Asking(
        as_of=day or today(),
        profile=profile or held.profile,
        select=select or (() if profile else held.select),
        ignore=ignore or held.ignore,
        parameters=held.parameters,
        reader=reader,
    )
    asking.chosen()
    looked = _look(Sources(sources), asking, jobs)
    _put(looked, asking, made, path, is_counted=is_counted)
    if looked.wrong:
        raise Refused(*looked.wrong)
    from_on = SEVERITIES[fail_on or held.fail_on]
    return int(not exit_zero and any(_counts(looked, from_on)))


def _form(form: str | None, path: Path | None, *, is_counted: bool) -> Form:
    named = "" if path is None else path.suffix
    made = _SUFFIXES.get(named, Form.FULL) if form is None else Form(form)
    if is_counted and made not in _COUNTED:
        msg = f"--statistics goes with: {', '.join(sorted(_COUNTED))}"
        raise click.UsageError(msg)
    return made


@attrs.frozen(kw_only=True)
class _Looked:
    """What became of looking at everything that was named."""

    placed: Sequence[Placed]
    unused: Sequence[Unused]
    plans: int
    wrong: tuple[str, ...]


def _look(sources: Sources, asking: Asking, jobs: int) -> _Looked:
    given: list[Place | FhirPlan] = []
    answered: list[Answer] = []
    for one, answer in answers(sources, asking, jobs):
        if isinstance(answer, Wrong):
            sources.refuse(answer.lines)
        else:
            given.append(one.place if isinstance(one, Ours) else one)
            answered.append(answer)
    found = across(answered, asking)
    return _Looked(
        placed=tuple(_placed(given, answered, found)),
        unused=sources.unused,
        plans=len(answered),
        wrong=tuple(sources.wrong()),
    )


def _placed(
    given: Sequence[Place | FhirPlan],
    answered: Sequence[Answer],
    found: Iterator[tuple[Finding, ...]],
) -> Iterator[Placed]:
    for one, answer, findings in zip(given, answered, found, strict=True):
        for finding in findings:
            if isinstance(one, FhirPlan):
                yield one.placed(finding, answer.seen or one.plan)
            else:
                yield Placed(one, finding)


def _put(
    looked: _Looked,
    asking: Asking,
    form: Form,
    path: Path | None,
    *,
    is_counted: bool,
) -> None:
    placed = looked.placed
    match form:
        case Form.JSON:
            put_json(counted(placed) if is_counted else as_data(placed), path)
        case Form.SARIF:
            put_json(_sarif(looked, asking), path)
            return
        case Form.HTML:
            put_text(_page(looked, asking), path)
            return
        case _:
            lines = _lines(looked, form, path, is_counted=is_counted)
            put_text("".join(f"{line}\n" for line in lines), path)
    for line in left_out(looked.unused):
        click.echo(line, err=True)


def _lines(
    looked: _Looked, form: Form, path: Path | None, *, is_counted: bool
) -> Iterator[str]:
    placed = looked.placed
    if is_counted:
        yield from statistics(placed)
    elif form is Form.CONCISE:
        yield from concise(placed)
    elif form is Form.GITHUB:
        # Only a build asks for it.
        from empowerkit.report._github import workflow  # noqa: PLC0415

        yield from workflow(placed)
    else:
        style = _coloured if _is_coloured(path) else unstyled
        yield from full(placed, width=width(), style=style)
        if looked.plans:
            yield summary(placed, looked.plans)


def _is_coloured(path: Path | None) -> bool:
    """Return whether it goes to a terminal whose owner wants colour."""
    wanted = not os.environ.get("NO_COLOR")
    return path is None and wanted and sys.stdout.isatty()


def _coloured(text: str, severity: Severity) -> str:
    return click.style(text, fg=_COLOURS[severity], bold=True)


def _sarif(looked: _Looked, asking: Asking) -> dict[str, Any]:
    # Text needs nothing of this.
    from empowerkit.report._sarif import as_sarif  # noqa: PLC0415

    return as_sarif(
        looked.placed,
        unused=looked.unused,
        as_of=asking.as_of,
        profile=asking.profile,
        version=_version(),
        is_complete=not looked.wrong,
    )


def _page(looked: _Looked, asking: Asking) -> str:
    # As above.
    from empowerkit.report._findings_page import (  # noqa: PLC0415
        findings_page,
    )
    from empowerkit.report._html import as_page  # noqa: PLC0415

    page = findings_page(
        looked.placed,
        unused=looked.unused,
        plans=looked.plans,
        as_of=asking.as_of,
        profile=asking.profile,
    )
    return as_page(page)


def _version() -> str | None:
    # It takes longer to import than most checks take.
    from importlib import metadata  # noqa: PLC0415

    try:
        return metadata.version("empowerkit")
    except metadata.PackageNotFoundError:
        return None


def _counts(looked: _Looked, from_on: Severity) -> Iterator[bool]:
    for one in looked.placed:
        yield one.finding.is_open and one.finding.severity >= from_on
