"""That the benchmarks run; how fast anything is, is not a test's business."""

import subprocess
import sys

from pathlib import Path

import pytest


for _peer in ("msgspec", "orjson", "pydantic"):
    pytest.importorskip(_peer, reason=f"the group 'bench' brings {_peer}")

ROOT = Path(__file__).parents[2]


def test_quick():
    """Every row is measured, printed and judged."""
    command = [sys.executable, "-W", "error", "-m", "benchmarks", "--quick"]

    found = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    )

    for what in ("orjson", "pydantic", "cattrs", "load_many", "memory"):
        assert what in found.stdout
