"""Whole processes, from their start to their end."""

from __future__ import annotations

import sys
import sysconfig
import tempfile

from collections.abc import Iterator
from pathlib import Path

from ._document import document
from ._row import Row
from ._timing import Pace, compare_starts


def rows(pace: Pace) -> Iterator[Row]:
    """Measure, and yield what came of it."""
    yield Row(
        "import Plan / import pydantic's BaseModel",
        compare_starts(
            _python("from empowerkit import Plan"),
            _python("from pydantic import BaseModel"),
            pace,
            less=_python(""),
        ),
        bar=1.0,
        aim=0.8,
        unit=(1e3, "ms"),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.json")
        path.write_bytes(document()[1])
        program = Path(sysconfig.get_path("scripts"), "empowerkit")
        load = (
            "import sys, click, rich\n"
            "from empowerkit.codecs import loads\n"
            "with open(sys.argv[1], 'rb') as file: loads(file.read())"
        )
        yield Row(
            "empowerkit weigh / click, rich and a load",
            compare_starts(
                [str(program), "weigh", str(path)],
                [*_python(load), str(path)],
                pace,
            ),
            bar=1.5,
            unit=(1e3, "ms"),
        )


def _python(lines: str) -> list[str]:
    return [sys.executable, "-c", lines]
