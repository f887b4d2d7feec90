"""Times and days as FHIR writes them."""

from __future__ import annotations

from datetime import date


def written(when: date | None) -> str | None:
    """Return *when*, a time or a day, as FHIR writes it."""
    if when is None:
        return None
    text = when.isoformat()
    zero = "+00:00"
    return f"{text.removesuffix(zero)}Z" if text.endswith(zero) else text
