"""The plan of one client, the ways to change it, and what changed."""

from __future__ import annotations

from ._changes import changes_between, people_of
from ._plan import Plan


__all__ = ["Plan", "changes_between", "people_of"]
