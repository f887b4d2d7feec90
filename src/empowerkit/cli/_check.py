"""``empowerkit check``."""

from __future__ import annotations

import os
import sys

from datetime import date
from pathlib import Path
from typing import Final

import click

from empowerkit.practice import Severity, rules
from empowerkit.report._findings import left_out, unstyled
from empowerkit.report._findings_forms import FindingsForm as Form
from empowerkit.report._findings_forms import Looked, Printing

from ._asked import Asking
from ._asking import found_in
from ._command import Command
from ._errors import Refused
from ._inputs import max_bytes
from ._options import Who, as_of, many_plans, output, seen_by
from ._outputs import put_text
from ._pages import today, width
from ._settings import SEVERITIES, settings
from ._sources import Sources


_MOST_JOBS: Final = 61


_SUFFIXES: Final = {
    ".html": Form.HTML,
    ".json": Form.JSON,
    ".sarif": Form.SARIF,
}
_COUNTED: Final = frozenset({Form.FULL, Form.CONCISE, Form.JSON})
# What was not used stands in these themselves.
_WHOLE: Final = frozenset({Form.SARIF, Form.HTML})
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
@max_bytes()
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
    max_bytes: int,
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
    asking = Asking(
        checks=held.checks(profile=profile, select=select, ignore=ignore),
        as_of=day or today(),
        max_bytes=max_bytes,
        reader=reader,
        printing=Printing(
            form=_form(form, path, is_counted=is_counted),
            width=width(),
            style=_coloured if _is_coloured(path) else unstyled,
            is_counted=is_counted,
        ),
    )
    looked, wrong = _look(sources, asking, jobs)
    _put(looked, asking.printing, path)
    if wrong:
        raise Refused(*wrong)
    from_on = SEVERITIES[fail_on or held.fail_on]
    opened = any(
        rules()[code].severity >= from_on for code in looked.rows.opened
    )
    return int(opened and not exit_zero)


def _form(form: str | None, path: Path | None, *, is_counted: bool) -> Form:
    named = "" if path is None else path.suffix
    made = _SUFFIXES.get(named, Form.FULL) if form is None else Form(form)
    if is_counted and made not in _COUNTED:
        msg = f"--statistics goes with: {', '.join(sorted(_COUNTED))}"
        raise click.UsageError(msg)
    return made


def _look(
    names: tuple[str, ...], asking: Asking, jobs: int
) -> tuple[Looked, tuple[str, ...]]:
    """Return what came of it, and what there is to say of what is wrong."""
    sources = Sources(names, max_bytes=asking.max_bytes)
    rows, plans = found_in(sources, asking, jobs)
    wrong = tuple(sources.wrong())
    looked = Looked(
        rows=rows,
        plans=plans,
        as_of=asking.as_of,
        profile=asking.checks.profile,
        unused=sources.unused,
        is_complete=not wrong,
    )
    return looked, wrong


def _put(looked: Looked, printing: Printing, path: Path | None) -> None:
    put_text(printing.text(looked), path)
    if printing.form not in _WHOLE:
        for line in left_out(looked.unused):
            click.echo(line, err=True)


def _is_coloured(path: Path | None) -> bool:
    """Return whether it goes to a terminal whose owner wants colour."""
    wanted = not os.environ.get("NO_COLOR")
    return path is None and wanted and sys.stdout.isatty()


def _coloured(text: str, severity: Severity) -> str:
    return click.style(text, fg=_COLOURS[severity], bold=True)
